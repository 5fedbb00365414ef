/** glasscell/volume.h: a segmented image in memory: one label per voxel.
 *
 * Axis 0 is the slowest (the page of a TIFF stack), axis 1 the row, axis 2 the column, which
 * is fastest in memory. Labels are kept as codes 0, 1, ... in the order of their values in
 * the file, so that a volume of the labels 0, 85, 170 holds the codes 0, 1, 2. */
#ifndef GLASSCELL_VOLUME_H
#define GLASSCELL_VOLUME_H

#include <stddef.h>
#include "glasscell/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { GLASS_LABELS = 256 /**< how many different labels a volume can have */ };

/** A volume; `{0}` is none. All is owned by it. */
typedef struct glass_volume {
    size_t n[3];                /**< voxels along axes 0, 1, 2; each >= 1 */
    double voxel[3];            /**< [m] edges along the axes; NAN when nobody has said */
    unsigned char *codes;       /**< [n0][n1][n2] */
    int n_labels;               /**< 1..GLASS_LABELS different labels */
    long label[GLASS_LABELS];   /**< [n_labels] value in the file of each code, ascending */
    size_t count[GLASS_LABELS]; /**< [n_labels] voxels of each code */
    char *name;                 /**< where it came from, for titles */
} glass_volume;

/** How a file is to be understood, and which part of it. `{0}` takes it as it says. */
typedef struct glass_volume_hints {
    const char *voxel; /**< "390.6 nm", "0.4,0.4,1 um" (axes 0,1,2); NULL: from the file */
    const char *crop; /**< "0:64,0:64,0:128" in voxels, ends excluded, an empty place is the
                            whole axis; NULL: all */
    const char *shape; /**< "256,256,256" of a raw file without sidecar, else NULL */
    const char *type;  /**< "u8", "i16", "u16be" ... of a raw file, else NULL */
    size_t limit; /**< [byte] of memory to take at most; 0: what the machine has free */
} glass_volume_hints;

/** Reads a segmented volume: TIFF and BigTIFF (one file, or a folder of pages), .npy, HDF5
 * ("file.h5:/path"; without a path its only volume), raw with a sidecar.
 * @param[in] hints may be NULL @param[out] out filled; untouched on failure
 * @param[out] notes may be NULL; what was noticed
 * @return GLASS_E_INPUT with words: not a volume, cut short, floating-point or colour
 *         values, more than GLASS_LABELS labels; GLASS_E_MEMORY with the bytes that it
 *         would need, before any are taken */
glass_status glass_volume_open(const char *path, const glass_volume_hints *hints,
                               glass_volume *out, glass_notes *notes);

/** Makes a volume from labels of any values.
 * @param[in] n [3] voxels along the axes @param[in] labels [n0][n1][n2], copied
 * @return GLASS_E_INPUT for more than GLASS_LABELS different ones, GLASS_E_MEMORY */
glass_status glass_volume_make(const size_t n[3], const int *labels, glass_volume *out);

/** A copy of the box from[k] <= i < to[k]; labels that are not in it are dropped. */
glass_status glass_volume_crop(const glass_volume *volume, const size_t from[3],
                               const size_t to[3], glass_volume *out);

/** The code of a label's value; -1 when no voxel has it. */
int glass_volume_code(const glass_volume *volume, long label);

/** Frees what a volume holds and makes it `{0}`. NULL is nothing. */
void glass_volume_clear(glass_volume *volume);

/** A number per voxel beside the labels, to be written. */
typedef struct glass_field {
    const char *name;    /**< "Potential / V" */
    const char *unit;    /**< "V" */
    const float *values; /**< [n0][n1][n2], borrowed; NAN where there is none */
} glass_field;

/** Writes the labels and n fields by the ending: .vti (ParaView), .h5, .npy and .tif (labels
 * alone, or one field alone).
 * @return GLASS_E_INPUT for an ending that is not known, or an existing file without
 *         `force`; GLASS_E_SYSTEM when it cannot be written: then there is none */
glass_status glass_volume_write(const glass_volume *volume, const glass_field *fields,
                                int n, const char *path, int force);

#ifdef __cplusplus
}
#endif
#endif
