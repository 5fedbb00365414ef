/* Pages of a TIFF file, strip by strip or tile by tile. */
#include "format/tiff_file.h"
#include "base/memory.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

glass_status glass_tiff_broken(const glass_tiff *file, size_t number)
{
    return glass_fail(GLASS_E_INPUT, "%s: page %zu is damaged or cut off: %s", file->name,
                      number, *file->why ? file->why : "not all of it is there");
}

/* ---- all pages, once ---- */

static glass_status read_add_page(glass_tiff *file)
{
    if (file->pages == file->room) {
        size_t room = file->room ? 2 * file->room : 64;
        uint64_t *page = glass_realloc(file->page, room * sizeof *page);
        if (!page) return glass_fail_memory();
        file->page = page;
        file->room = room;
    }
    file->page[file->pages++] = TIFFCurrentDirOffset(file->tiff);
    return GLASS_OK;
}

static glass_status read_check_same(const glass_tiff *file, size_t number,
                                    const glass_tiff_layout *first,
                                    const glass_tiff_layout *page)
{
    if (page->width != first->width || page->height != first->height)
        return glass_fail(GLASS_E_INPUT,
                          "%s: page %zu is %u x %u pixels (columns x rows), page 1 is %u x "
                          "%u; all pages of a volume have one size",
                          file->name, number, page->width, page->height, first->width,
                          first->height);
    if (page->bits != first->bits || page->format != first->format ||
        glass_tiff_is_rgb(page) != glass_tiff_is_rgb(first))
        return glass_fail(GLASS_E_INPUT,
                          "%s: page %zu has values of %d bits and sample format %d, page 1 "
                          "of %d bits and %d; all pages of a volume are of one kind",
                          file->name, number, page->bits, page->format, first->bits,
                          first->format);
    return GLASS_OK;
}

static size_t read_scratch(const glass_tiff_layout *layout)
{
    int is_apart = layout->planar == PLANARCONFIG_SEPARATE && glass_tiff_is_rgb(layout);
    return layout->block_bytes * (is_apart ? 2 : 1);
}

/* Whether the link behind the last directory is there: where it is cut off, libtiff takes it
 * for the end, and all pages behind it would be lost without a word. */
static int read_link_is_there(const glass_tiff *file)
{
    unsigned char head[4], count[8];
    struct stat about;
    uint64_t at = TIFFCurrentDirOffset(file->tiff), entries = 0;
    if (pread(file->fd, head, 4, 0) != 4 || fstat(file->fd, &about)) return 0;
    int is_big_endian = head[0] == 'M';
    int is_big = head[is_big_endian ? 3 : 2] == 43;
    size_t n = is_big ? 8 : 2;
    if (pread(file->fd, count, n, (off_t)at) != (ssize_t)n) return 0;
    for (size_t i = 0; i < n; i++)
        entries = entries << 8 | count[is_big_endian ? i : n - 1 - i];
    uint64_t end = at + n + entries * (is_big ? 20 : 12) + (is_big ? 8 : 4);
    return entries < 1 << 20 && end <= (uint64_t)about.st_size;
}

static glass_status read_pages(glass_tiff *file)
{
    glass_tiff_layout *first = &file->first;
    for (size_t number = 1;; number++) {
        glass_tiff_layout page;
        glass_status status = glass_tiff_layout_read(file, number, &page);
        if (!status && !page.is_reduced) {
            if (file->pages == 0) *first = page;
            status = read_check_same(file, number, first, &page);
            if (!status) status = read_add_page(file);
            if (read_scratch(&page) > file->scratch_bytes)
                file->scratch_bytes = read_scratch(&page);
        }
        if (status) return status;
        if (TIFFLastDirectory(file->tiff)) break;
        if (!TIFFReadDirectory(file->tiff)) return glass_tiff_broken(file, number + 1);
    }
    if (!read_link_is_there(file)) return glass_tiff_broken(file, file->pages + 1);
    if (file->pages == 0)
        return glass_fail(GLASS_E_INPUT, "%s: it holds thumbnails and masks only",
                          file->name);
    return GLASS_OK;
}

static glass_voxel_kind read_kind(const glass_tiff_layout *layout)
{
    int is_signed = layout->format == SAMPLEFORMAT_INT;
    switch (layout->bits) {
    case 8: return GLASS_VOXEL_U8 + (unsigned)is_signed;
    case 16: return GLASS_VOXEL_U16 + (unsigned)is_signed;
    case 32: return GLASS_VOXEL_U32 + (unsigned)is_signed;
    case 64: return GLASS_VOXEL_U64 + (unsigned)is_signed;
    default: return GLASS_VOXEL_U8;
    }
}

static void read_tags(glass_tiff *file, glass_tiff_about *about)
{
    char *description = NULL;
    float x = 0, y = 0;
    uint16_t unit = 1;
    TIFFGetFieldDefaulted(file->tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    if (TIFFGetField(file->tiff, TIFFTAG_YRESOLUTION, &y)) about->per_unit[0] = y;
    if (TIFFGetField(file->tiff, TIFFTAG_XRESOLUTION, &x)) about->per_unit[1] = x;
    about->unit_of_length = unit;
    if (TIFFGetField(file->tiff, TIFFTAG_IMAGEDESCRIPTION, &description) && description)
        file->description = glass_strdup(description);
    about->description = file->description ? file->description : "";
}

static void read_about(glass_tiff *file, glass_tiff_about *about)
{
    const glass_tiff_layout *first = &file->first;
    *about = (glass_tiff_about){.n = {file->pages, first->height, first->width},
                                .kind = read_kind(first),
                                .scratch = file->scratch_bytes};
    int is_white_zero = first->photometric == PHOTOMETRIC_MINISWHITE;
    about->is_inverted = is_white_zero && first->bits == 1;
    about->is_white_zero = is_white_zero && first->bits > 1;
    about->has_more = first->samples == 2 || first->samples > 3;
    if (file->pages == 1 && !first->is_tiled && first->samples == 1 && first->bits >= 8 &&
        first->compression == COMPRESSION_NONE && TIFFNumberOfStrips(file->tiff) == 1)
        about->data_at = (size_t)TIFFGetStrileOffset(file->tiff, 0);
    about->is_swapped = TIFFIsByteSwapped(file->tiff);
}

/* libtiff stands at the last page after read_pages. */
static glass_status read_seek(glass_tiff *file, size_t page)
{
    if (file->at == file->page[page]) return GLASS_OK;
    file->at = 0;
    if (!TIFFSetSubDirectory(file->tiff, file->page[page]))
        return glass_tiff_broken(file, page + 1);
    glass_status status = glass_tiff_layout_read(file, page + 1, &file->layout);
    if (!status) status = read_check_same(file, page + 1, &file->first, &file->layout);
    if (!status && read_scratch(&file->layout) > file->scratch_bytes)
        status = glass_tiff_broken(file, page + 1); /* it changed while we read */
    if (!status) file->at = file->page[page];
    return status;
}

glass_status glass_tiff_open(const char *path, const char *name, glass_tiff **out,
                             glass_tiff_about *about)
{
    glass_tiff *file;
    glass_status status = glass_tiff_new(path, name, O_RDONLY, "rm", &file);
    if (status) return status;
    glass_tiff_listen(file);
    status = read_pages(file);
    if (!status) status = read_seek(file, 0);
    if (!status) {
        read_about(file, about);
        read_tags(file, about);
        *out = file;
    }
    glass_tiff_deaf();
    if (status) glass_tiff_close(file);
    return status;
}

/* ---- one block ---- */

/* What of a page is wanted, and where it goes. */
typedef struct read_want {
    size_t number; /* of the page, from 1 */
    size_t from[2], to[2];
    unsigned char *values;
} read_want;

static int read_decode(glass_tiff *file, uint32_t row, uint32_t column, uint16_t sample,
                       void *to, size_t bytes)
{
    tmsize_t got, wanted = (tmsize_t)bytes;
    if (file->layout.is_tiled)
        got = TIFFReadEncodedTile(
            file->tiff, TIFFComputeTile(file->tiff, column, row, 0, sample), to, wanted);
    else
        got = TIFFReadEncodedStrip(file->tiff, TIFFComputeStrip(file->tiff, row, sample),
                                   to, wanted);
    return got == wanted;
}

static void read_bits(const glass_tiff_layout *layout, const unsigned char *row,
                      size_t first, size_t n, unsigned char *to)
{
    unsigned samples = layout->planar == PLANARCONFIG_SEPARATE ? 1 : layout->samples;
    unsigned bits = layout->bits * samples, mask = (1u << layout->bits) - 1;
    int is_inverted = layout->bits == 1 && layout->photometric == PHOTOMETRIC_MINISWHITE;
    for (size_t i = 0; i < n; i++) {
        size_t bit = (first + i) * bits;
        unsigned value = row[bit / 8] >> (8 - layout->bits - bit % 8) & mask;
        to[i] = (unsigned char)(is_inverted ? !value : value);
    }
}

/* The first of three equal samples of each pixel; 0 when they are not equal. */
static int read_greys(const unsigned char *row, size_t size, size_t stride, size_t n,
                      unsigned char *to)
{
    for (size_t i = 0; i < n; i++, row += stride, to += size) {
        if (memcmp(row, row + size, size) || memcmp(row, row + 2 * size, size)) return 0;
        memcpy(to, row, size);
    }
    return 1;
}

/* Pixels [first, first + n) of a row of a block; 0 when they are colours. */
static int read_row(const glass_tiff_layout *layout, const unsigned char *row, size_t first,
                    size_t n, unsigned char *to)
{
    size_t size = layout->bits / 8u;
    size_t stride = size * (layout->planar == PLANARCONFIG_SEPARATE ? 1 : layout->samples);
    if (layout->bits < 8) {
        read_bits(layout, row, first, n, to);
        return 1;
    }
    row += first * stride;
    if (stride >= 3 * size) return read_greys(row, size, stride, n, to);
    if (stride == size)
        memcpy(to, row, n * size);
    else
        for (size_t i = 0; i < n; i++) memcpy(to + i * size, row + i * stride, size);
    return 1;
}

static glass_status read_colour(const glass_tiff *file, size_t number)
{
    return glass_fail(GLASS_E_INPUT,
                      "%s: page %zu is a colour image; labels are whole numbers, one per "
                      "phase: save it as 8-bit labels (Fiji: Image > Type > 8-bit, or take "
                      "one channel)",
                      file->name, number);
}

/* Samples that lie in planes of their own: the other colours must be the same bytes. */
static glass_status read_other_planes(glass_tiff *file, const read_want *want, uint32_t row,
                                      uint32_t column, size_t bytes)
{
    unsigned char *other = file->scratch + file->layout.block_bytes;
    for (uint16_t sample = 1; sample < 3; sample++) {
        if (!read_decode(file, row, column, sample, other, bytes))
            return glass_tiff_broken(file, want->number);
        if (memcmp(other, file->scratch, bytes)) return read_colour(file, want->number);
    }
    return GLASS_OK;
}

/* The block whose first pixel is (row, column). */
static glass_status read_block(glass_tiff *file, const read_want *want, uint32_t row,
                               uint32_t column)
{
    const glass_tiff_layout *layout = &file->layout;
    size_t size = layout->bits < 8 ? 1 : layout->bits / 8u, rows = layout->block[0];
    if (!layout->is_tiled && rows > layout->height - row) rows = layout->height - row;
    size_t bytes = rows * layout->row_bytes;
    size_t end = row + rows < want->to[0] ? row + rows : want->to[0];
    size_t begin = row > want->from[0] ? row : want->from[0];
    size_t right = column + (size_t)layout->block[1];
    size_t left = column > want->from[1] ? column : want->from[1];
    if (right > want->to[1]) right = want->to[1];
    size_t width = want->to[1] - want->from[1];
    unsigned char *to =
        want->values + ((begin - want->from[0]) * width + left - want->from[1]) * size;
    int is_plain = !layout->is_tiled && layout->bits >= 8 && !glass_tiff_is_rgb(layout) &&
                   layout->row_bytes == width * size;
    if (is_plain && end - begin == rows)
        return read_decode(file, row, column, 0, to, bytes)
                   ? GLASS_OK
                   : glass_tiff_broken(file, want->number);
    if (!read_decode(file, row, column, 0, file->scratch, bytes))
        return glass_tiff_broken(file, want->number);
    if (layout->planar == PLANARCONFIG_SEPARATE && glass_tiff_is_rgb(layout)) {
        glass_status status = read_other_planes(file, want, row, column, bytes);
        if (status) return status;
    }
    for (size_t j = begin; j < end; j++, to += width * size)
        if (!read_row(layout, file->scratch + (j - row) * layout->row_bytes, left - column,
                      right - left, to))
            return read_colour(file, want->number);
    return GLASS_OK;
}

/* ---- pages ---- */

static glass_status read_page(glass_tiff *file, const read_want *want)
{
    const glass_tiff_layout *layout = &file->layout;
    uint32_t rows = layout->block[0], columns = layout->block[1];
    uint32_t row = (uint32_t)want->from[0] / rows * rows;
    for (; row < want->to[0]; row += rows) {
        uint32_t column = (uint32_t)want->from[1] / columns * columns;
        for (; column < want->to[1]; column += columns) {
            glass_status status = read_block(file, want, row, column);
            if (status) return status;
            if (columns > UINT32_MAX - column) break;
        }
        if (rows > UINT32_MAX - row) break;
    }
    return GLASS_OK;
}

glass_status glass_tiff_read(glass_tiff *file, const size_t from[3], const size_t to[3],
                             void *values)
{
    read_want want = {0, {from[1], from[2]}, {to[1], to[2]}, values};
    glass_status status = GLASS_OK;
    if (!file->scratch) file->scratch = glass_alloc(file->scratch_bytes);
    if (!file->scratch) return glass_fail_memory();
    glass_tiff_listen(file);
    for (size_t k = from[0]; k < to[0] && !status; k++) {
        want.number = k + 1;
        status = read_seek(file, k);
        if (!status) status = read_page(file, &want);
        size_t size = file->layout.bits < 8 ? 1 : file->layout.bits / 8u;
        want.values += (to[1] - from[1]) * (to[2] - from[2]) * size;
    }
    glass_tiff_deaf();
    return status;
}
