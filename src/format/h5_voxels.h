/* What the module glasscell-hdf5.so offers for volumes: one dataset of whole numbers in any
 * HDF5 file, and a file of labels and fields. Part of hdf5_table.h. */
#ifndef GLASSCELL_H5_VOXELS_H
#define GLASSCELL_H5_VOXELS_H

#include "base/fail.h"
#include "glasscell/volume.h"
#include "numerics/label_coder.h"

typedef struct glass_h5_voxels glass_h5_voxels;

typedef struct glass_h5_voxels_about {
    size_t n[3];
    glass_voxel_kind kind;
    size_t planes, scratch; /* as in glass_voxels */
    double voxel[3];        /* [m]; NAN when the file does not say */
} glass_h5_voxels_about;

/* `inner` is the path of the dataset; NULL takes the only one that can be a volume. */
glass_status glass_h5_voxels_open(const char *path, const char *name, const char *inner,
                                  glass_h5_voxels **out, glass_h5_voxels_about *about);
glass_status glass_h5_voxels_read(glass_h5_voxels *voxels, const size_t from[3],
                                  const size_t to[3], void *values);
void glass_h5_voxels_close(glass_h5_voxels *voxels);
/* Writes a file that does not exist; `name` is for messages. */
glass_status glass_h5_voxels_write(const char *path, const char *name,
                                   const glass_volume *volume, const glass_field *fields,
                                   int n);

#endif
