/* Voxels that lie in a file plainly, one behind the other, as .npy, .raw and some TIFF files
 * have them; boxes of them are read without the rest. */
#ifndef GLASSCELL_RAW_VOXELS_H
#define GLASSCELL_RAW_VOXELS_H

#include "format/volume_format.h"

typedef struct glass_raw_plan {
    size_t n[3];
    glass_voxel_kind kind;
    size_t at;      /* bytes before the first voxel */
    int is_swapped; /* the order of bytes is not the machine's */
    int is_fortran; /* axis 0 is fastest */
    int is_strict;  /* 1: the file must end with the last voxel */
} glass_raw_plan;

/* Fills `out`, its reader (`self`) included, or says how many bytes are missing. */
glass_status glass_raw_open(const glass_volume_place *place, const char *path,
                            const glass_raw_plan *plan, glass_voxels *out);
glass_status glass_raw_read(void *self, const size_t from[3], const size_t to[3],
                            void *values);
void glass_raw_close(void *self);

#endif
