#include "numerics/label_coder.h"
#include "base/memory.h"

#include <stdint.h>
#include <string.h>

enum { CODER_SLOTS = 8192, CODER_MOST = 2048, CODER_BINS = 4 };

size_t glass_voxel_size(glass_voxel_kind kind)
{
    static const unsigned char size[] = {1, 1, 2, 2, 4, 4, 8, 8};
    return size[kind];
}

glass_status glass_label_coder_init(glass_label_coder *coder, glass_voxel_kind kind)
{
    size_t size = glass_voxel_size(kind);
    *coder = (glass_label_coder){.kind = kind};
    if (size == 1) {
        coder->bins = glass_zero(CODER_BINS * 256, sizeof *coder->bins);
        return coder->bins ? GLASS_OK : glass_fail_memory();
    }
    size_t slots = size == 2 ? 65536 : CODER_SLOTS;
    coder->of = glass_zero(slots, sizeof *coder->of);
    if (size > 2) coder->slot = glass_zero(slots, sizeof *coder->slot);
    if (coder->of && (size == 2 || coder->slot)) return GLASS_OK;
    glass_label_coder_clear(coder);
    return glass_fail_memory();
}

void glass_label_coder_clear(glass_label_coder *coder)
{
    glass_free(coder->bins);
    glass_free(coder->of);
    glass_free(coder->slot);
    *coder = (glass_label_coder){0};
}

/* ---- 8 bits: counted only, codes are the values until the end ---- */

/* Four histograms: one alone would wait for its own last store in runs of a label. */
static void coder_add_bytes(glass_label_coder *coder, const unsigned char *values, size_t n)
{
    size_t *bins = coder->bins, i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t eight;
        memcpy(&eight, values + i, 8);
        for (int k = 0; k < 8; k++) bins[(k % CODER_BINS) * 256 + (eight >> 8 * k & 255)]++;
    }
    for (; i < n; i++) bins[values[i]]++;
}

static void coder_end_bytes(glass_label_coder *coder)
{
    coder->n = 0;
    for (int b = 0; b < 256; b++) {
        size_t count = 0;
        for (int k = 0; k < CODER_BINS; k++) count += coder->bins[k * 256 + b];
        if (!count) continue;
        coder->value[coder->n] = coder->kind == GLASS_VOXEL_I8 ? (signed char)b : b;
        coder->count[coder->n++] = count;
    }
}

/* ---- wider ---- */

/* What a value is called: index + 1, new if it was never met; 0 when no more are told apart. */
static unsigned coder_meet(glass_label_coder *coder, unsigned short *of, long value)
{
    if (*of || coder->n >= CODER_MOST) return *of;
    if (coder->n < GLASS_LABELS) coder->value[coder->n] = value;
    *of = (unsigned short)++coder->n;
    return *of;
}

static unsigned coder_find(glass_label_coder *coder, long value)
{
    if (!coder->slot) return coder_meet(coder, &coder->of[(unsigned short)value], value);
    size_t at = (size_t)((unsigned long)value * 0x9e3779b97f4a7c15UL >> 51) % CODER_SLOTS;
    while (coder->of[at] && coder->slot[at] != value) at = (at + 1) % CODER_SLOTS;
    if (!coder->of[at]) coder->slot[at] = value;
    return coder_meet(coder, &coder->of[at], value);
}

static long coder_value(const glass_label_coder *coder, const void *values, size_t i)
{
    switch (coder->kind) {
    case GLASS_VOXEL_U16: return ((const uint16_t *)values)[i];
    case GLASS_VOXEL_I16: return ((const int16_t *)values)[i];
    case GLASS_VOXEL_U32: return ((const uint32_t *)values)[i];
    case GLASS_VOXEL_I32: return ((const int32_t *)values)[i];
    default: return ((const long *)values)[i];
    }
}

/* Where a run of one value that begins at i ends; bytes are compared, whatever they mean. */
#define CODER_RUN(type)                                                                    \
    {                                                                                      \
        const type *at = values;                                                           \
        while (end < n && at[end] == at[i]) end++;                                         \
        break;                                                                             \
    }

static size_t coder_run(const void *values, size_t size, size_t i, size_t n)
{
    size_t end = i + 1;
    switch (size) {
    case 2: CODER_RUN(uint16_t)
    case 4: CODER_RUN(uint32_t)
    default: CODER_RUN(uint64_t)
    }
    return end;
}

/* Labels come in runs: a phase is larger than a voxel. */
static void coder_add_wide(glass_label_coder *coder, const void *values, size_t n,
                           unsigned char *codes)
{
    size_t size = glass_voxel_size(coder->kind), end;
    for (size_t i = 0; i < n; i = end) {
        unsigned index = coder_find(coder, coder_value(coder, values, i));
        end = coder_run(values, size, i, n);
        if (index == 0 || index > GLASS_LABELS) continue;
        coder->count[index - 1] += end - i;
        memset(codes + i, (int)index - 1, end - i);
    }
}

void glass_label_coder_add(glass_label_coder *coder, const void *values, size_t n,
                           unsigned char *codes)
{
    if (!coder->bins) {
        coder_add_wide(coder, values, n, codes);
        return;
    }
    if (codes != values) memcpy(codes, values, n);
    coder_add_bytes(coder, values, n);
}

/* ---- the end ---- */

/* order[k] is the index of the k-th smallest value. */
static void coder_order(const glass_label_coder *coder, int *order)
{
    for (int i = 0; i < coder->n; i++) {
        int k = i;
        for (; k > 0 && coder->value[order[k - 1]] > coder->value[i]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
}

static void coder_translate(unsigned char *codes, size_t n, const unsigned char *map)
{
    int is_same = 1;
    for (int i = 0; i < 256 && is_same; i++) is_same = map[i] == i;
    for (size_t i = 0; i < n && !is_same; i++) codes[i] = map[codes[i]];
}

void glass_label_coder_end(glass_label_coder *coder, unsigned char *codes, size_t n,
                           glass_volume *volume)
{
    int order[GLASS_LABELS];
    unsigned char map[256];
    for (int i = 0; i < 256; i++) map[i] = (unsigned char)i;
    if (coder->bins) coder_end_bytes(coder);
    coder_order(coder, order);
    for (int k = 0; k < coder->n; k++) {
        long value = coder->value[order[k]];
        volume->label[k] = value;
        volume->count[k] = coder->count[order[k]];
        map[coder->bins ? (unsigned char)value : order[k]] = (unsigned char)k;
    }
    volume->n_labels = coder->n;
    coder_translate(codes, n, map);
}
