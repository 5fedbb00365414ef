/* Labels of any values as codes 0, 1, ...: values come in slabs, codes go out at once in the
 * order in which values were first met, and are put in the order of the values in the end.
 *
 *     glass_label_coder coder;
 *     glass_status status = glass_label_coder_init(&coder, GLASS_VOXEL_U16);
 *     glass_label_coder_add(&coder, slab, n, codes);     ... again and again
 *     if (coder.n <= GLASS_LABELS) glass_label_coder_end(&coder, codes, all, volume);
 *     glass_label_coder_clear(&coder);
 */
#ifndef GLASSCELL_LABEL_CODER_H
#define GLASSCELL_LABEL_CODER_H

#include "base/fail.h"
#include "glasscell/volume.h"

/* How a voxel's value lies in memory, in the machine's own order of bytes. */
typedef enum glass_voxel_kind {
    GLASS_VOXEL_U8,
    GLASS_VOXEL_I8,
    GLASS_VOXEL_U16,
    GLASS_VOXEL_I16,
    GLASS_VOXEL_U32,
    GLASS_VOXEL_I32,
    GLASS_VOXEL_U64,
    GLASS_VOXEL_I64
} glass_voxel_kind;

size_t glass_voxel_size(glass_voxel_kind kind); /* bytes of a value */

/* Private to label_coder.c but for `n`. */
typedef struct glass_label_coder {
    glass_voxel_kind kind;
    int n;              /* different values met; beyond 2,048 no more are told apart */
    size_t *bins;       /* of 8 bits: four histograms, side by side */
    unsigned short *of; /* of 16 bits: index + 1 of each value; of more: of each slot */
    long *slot;         /* of 32 and 64 bits: values in an open table */
    long value[GLASS_LABELS];
    size_t count[GLASS_LABELS];
} glass_label_coder;

glass_status glass_label_coder_init(glass_label_coder *coder, glass_voxel_kind kind);
/* Codes of n values; of 8 bits `codes` may be `values`. With more than GLASS_LABELS
 * different ones the codes mean nothing. */
void glass_label_coder_add(glass_label_coder *coder, const void *values, size_t n,
                           unsigned char *codes);
/* Orders all codes by value, and fills label, count and n_labels. */
void glass_label_coder_end(glass_label_coder *coder, unsigned char *codes, size_t n,
                           glass_volume *volume);
void glass_label_coder_clear(glass_label_coder *coder);

#endif
