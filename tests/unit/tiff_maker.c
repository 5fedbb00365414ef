#include "tiff_maker.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAKER_ROOM = 1 << 22, MAKER_TAGS = 24, MAKER_BLOCKS = 4096 };

typedef struct maker {
    tiff_kind kind;
    unsigned char *at;
    size_t n;
} maker;

/* One line of a directory: values that fit lie in it, others before it. */
typedef struct maker_tag {
    int tag, type; /* 2 text, 3 short, 4 long, 5 rational, 16 long of 64 bits */
    size_t count;
    uint64_t value; /* or where the values lie */
    int is_far;
} maker_tag;

static void maker_put(maker *out, uint64_t value, size_t bytes)
{
    assert(out->n + bytes <= MAKER_ROOM);
    for (size_t i = 0; i < bytes; i++) {
        size_t shift = out->kind.is_big_endian ? bytes - 1 - i : i;
        out->at[out->n++] = (unsigned char)(value >> 8 * shift);
    }
}

static void maker_bytes(maker *out, const void *bytes, size_t n)
{
    assert(out->n + n <= MAKER_ROOM);
    memcpy(out->at + out->n, bytes, n);
    out->n += n;
}

static void maker_tag_put(maker *out, const maker_tag *tag)
{
    size_t room = out->kind.is_big ? 8 : 4;
    size_t size = tag->type == 3 ? 2 : tag->type == 16 ? 8 : 4;
    maker_put(out, (uint64_t)tag->tag, 2);
    maker_put(out, (uint64_t)tag->type, 2);
    maker_put(out, tag->count, room);
    if (tag->is_far) {
        maker_put(out, tag->value, room);
        return;
    }
    maker_put(out, tag->value, size);
    for (size_t i = size; i < room; i++) maker_put(out, 0, 1);
}

/* ---- pixels ---- */

typedef struct maker_blocks {
    uint64_t at[MAKER_BLOCKS], bytes[MAKER_BLOCKS];
    size_t n;
} maker_blocks;

static void maker_block(maker *out, maker_blocks *blocks, const void *bytes, size_t n)
{
    assert(blocks->n < MAKER_BLOCKS);
    blocks->at[blocks->n] = out->n;
    blocks->bytes[blocks->n++] = n;
    maker_bytes(out, bytes, n);
}

static void maker_tiles(maker *out, const tiff_page *page, const unsigned char *pixels,
                        size_t pixel, maker_blocks *blocks)
{
    size_t edge = page->tile;
    unsigned char *tile = calloc(edge * edge, pixel);
    for (size_t row = 0; row < page->rows; row += edge)
        for (size_t column = 0; column < page->columns; column += edge) {
            memset(tile, 0xee, edge * edge * pixel);
            for (size_t j = 0; j < edge && row + j < page->rows; j++)
                for (size_t i = 0; i < edge && column + i < page->columns; i++)
                    memcpy(tile + (j * edge + i) * pixel,
                           pixels + ((row + j) * page->columns + column + i) * pixel,
                           pixel);
            maker_block(out, blocks, tile, edge * edge * pixel);
        }
    free(tile);
}

static void maker_pixels(maker *out, const tiff_page *page, int bits, int samples,
                         maker_blocks *blocks)
{
    int planes = page->is_planar ? samples : 1, inside = page->is_planar ? 1 : samples;
    size_t row_bytes = (page->columns * (size_t)(bits * inside) + 7) / 8;
    size_t strip = page->strip ? page->strip : page->rows;
    const unsigned char *pixels = page->pixels;
    for (int plane = 0; plane < planes; plane++, pixels += page->rows * row_bytes) {
        if (page->tile) {
            maker_tiles(out, page, pixels, (size_t)(bits * inside) / 8, blocks);
            continue;
        }
        for (size_t row = 0; row < page->rows; row += strip) {
            size_t rows = page->rows - row < strip ? page->rows - row : strip;
            maker_block(out, blocks, pixels + row * row_bytes, rows * row_bytes);
        }
    }
    if (page->extra) maker_bytes(out, pixels, page->extra);
}

/* ---- directories ---- */

static maker_tag maker_numbers(maker *out, int tag, const uint64_t *values, size_t n)
{
    size_t size = out->kind.is_big ? 8 : 4;
    maker_tag made = {tag, out->kind.is_big ? 16 : 4, n, values[0], n > 1};
    if (n > 1) {
        made.value = out->n;
        for (size_t i = 0; i < n; i++) maker_put(out, values[i], size);
    }
    return made;
}

static maker_tag maker_rational(maker *out, int tag, unsigned value)
{
    maker_tag made = {tag, 5, 1, out->n, 1};
    maker_put(out, value, 4);
    maker_put(out, 100, 4);
    return made;
}

static int maker_tags(maker *out, const tiff_page *page, maker_tag *tag)
{
    static maker_blocks blocks;
    int n = 0, bits = page->bits ? page->bits : 8,
        samples = page->samples ? page->samples : 1;
    blocks.n = 0;
    maker_pixels(out, page, bits, samples, &blocks);
    size_t text = page->description ? strlen(page->description) + 1 : 0, text_at = out->n;
    if (text) maker_bytes(out, page->description, text);
    if (page->subfile) tag[n++] = (maker_tag){254, 4, 1, (uint64_t)page->subfile, 0};
    tag[n++] = (maker_tag){256, 4, 1, page->columns, 0};
    tag[n++] = (maker_tag){257, 4, 1, page->rows, 0};
    tag[n++] = (maker_tag){258, 3, 1, (uint64_t)bits, 0};
    if (samples > 1) {
        tag[n - 1] = (maker_tag){258, 3, (size_t)samples, out->n, 1};
        for (int i = 0; i < samples; i++) maker_put(out, (uint64_t)bits, 2);
    }
    tag[n++] =
        (maker_tag){259, 3, 1, (uint64_t)(page->compression ? page->compression : 1), 0};
    if (page->photometric >= 0)
        tag[n++] = (maker_tag){262, 3, 1, (uint64_t)page->photometric, 0};
    if (text > 8) tag[n++] = (maker_tag){270, 2, text, text_at, 1};
    if (!page->tile) tag[n++] = maker_numbers(out, 273, blocks.at, blocks.n);
    tag[n++] = (maker_tag){277, 3, 1, (uint64_t)samples, 0};
    if (!page->tile)
        tag[n++] = (maker_tag){278, 4, 1, page->strip ? page->strip : page->rows, 0};
    if (!page->tile) tag[n++] = maker_numbers(out, 279, blocks.bytes, blocks.n);
    if (page->resolution_unit) {
        tag[n++] = maker_rational(out, 282, page->resolution[1] * 100);
        tag[n++] = maker_rational(out, 283, page->resolution[0] * 100);
    }
    if (page->is_planar) tag[n++] = (maker_tag){284, 3, 1, 2, 0};
    if (page->resolution_unit)
        tag[n++] = (maker_tag){296, 3, 1, (uint64_t)page->resolution_unit, 0};
    if (page->tile) {
        tag[n++] = (maker_tag){322, 4, 1, page->tile, 0};
        tag[n++] = (maker_tag){323, 4, 1, page->tile, 0};
        tag[n++] = maker_numbers(out, 324, blocks.at, blocks.n);
        tag[n++] = maker_numbers(out, 325, blocks.bytes, blocks.n);
    }
    if (page->format) tag[n++] = (maker_tag){339, 3, 1, (uint64_t)page->format, 0};
    assert(n <= MAKER_TAGS);
    return n;
}

size_t tiff_make(const char *path, tiff_kind kind, const tiff_page *pages, int n)
{
    maker out = {kind, calloc(1, MAKER_ROOM), 0};
    size_t room = kind.is_big ? 8 : 4;
    maker_bytes(&out, kind.is_big_endian ? "MM" : "II", 2);
    maker_put(&out, kind.is_big ? 43 : 42, 2);
    if (kind.is_big) maker_put(&out, 8, 2);
    if (kind.is_big) maker_put(&out, 0, 2);
    size_t link = out.n; /* where the place of the next directory is to be written */
    maker_put(&out, 0, room);
    for (int i = 0; i < n; i++) {
        maker_tag tag[MAKER_TAGS];
        int count = maker_tags(&out, &pages[i], tag);
        size_t here = out.n;
        out.n = link;
        maker_put(&out, here, room);
        out.n = here;
        maker_put(&out, (uint64_t)count, kind.is_big ? 8 : 2);
        for (int k = 0; k < count; k++) maker_tag_put(&out, &tag[k]);
        link = out.n;
        maker_put(&out, 0, room);
    }
    FILE *file = fopen(path, "wb");
    size_t put = file ? fwrite(out.at, 1, out.n, file) : 0;
    if (file) fclose(file);
    assert(put == out.n);
    free(out.at);
    return put;
}
