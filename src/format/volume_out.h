/* What all writers of volumes share: labels as numbers of the least width, and a file that
 * remembers its first failure. */
#ifndef GLASSCELL_VOLUME_OUT_H
#define GLASSCELL_VOLUME_OUT_H

#include <stdio.h>
#include "format/volume_format.h"

/* The narrowest kind that holds all labels. */
glass_voxel_kind glass_labels_kind(const glass_volume *volume);
/* Labels of n voxels from voxel `first` on, as numbers of that kind. */
void glass_labels_fill(const glass_volume *volume, glass_voxel_kind kind, size_t first,
                       size_t n, void *out);

/* Metres as micrometres: 0.4 um is 0.4, not 0.39999999999999997. */
double glass_um(double metre);

typedef struct glass_out {
    FILE *file;
    const char *path; /* for messages */
    int code;         /* errno of the first failure */
} glass_out;

glass_status glass_out_open(const char *temporary, const char *path, glass_out *out);
void glass_out_put(glass_out *out, const void *bytes, size_t n);
/* All labels, plane by plane. GLASS_E_MEMORY. */
glass_status glass_out_labels(glass_out *out, const glass_volume *volume,
                              glass_voxel_kind kind);
/* Closes; the first failure in words, or `status` when there was none. */
glass_status glass_out_close(glass_out *out, glass_status status);

#endif
