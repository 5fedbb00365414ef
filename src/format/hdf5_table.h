/* What the module glasscell-hdf5.so offers its host: one recording on disk, in blocks; and
 * volumes.
 *
 * A writer makes a file of a shape (what was declared, without data), appends blocks and
 * ends it; a reader opens one and takes blocks out. docs/recording.md describes the layout.
 * Not for several threads at once: the HDF5 library is not made for it. */
#ifndef GLASSCELL_HDF5_TABLE_H
#define GLASSCELL_HDF5_TABLE_H

#include "format/h5_voxels.h"
#include "glasscell/recording.h"

enum {
    GLASS_H5_LAYOUT = 1, /* of the file; larger when an older reader would misread it */
    GLASS_H5_TABLE = 2   /* of this table */
};

/* How much there is of everything. A frame row is a time at which frames were given. */
typedef struct glass_h5_counts {
    size_t samples, frame_rows, steps, cycles;
} glass_h5_counts;

/* What a file says of itself when it is opened. */
typedef struct glass_h5_about {
    glass_h5_counts counts; /* up to the last flush */
    int was_closed;         /* 0: its writer did not end it */
    int is_marked;          /* 1: HDF5's own mark of an open writer is on it */
    int has_checkpoint;
    double checkpoint_s;        /* [s] test time of the checkpoint */
    size_t checkpoint_n;        /* its bytes */
    glass_h5_counts checkpoint; /* what was there when it was given */
} glass_h5_about;

typedef struct glass_h5 glass_h5;

typedef struct glass_h5_table {
    int version; /* GLASS_H5_TABLE */

    /* Makes a file at `path` (which must not exist); `name` is for messages. With `all`,
     * it takes exactly what that recording holds; without, it grows and may be watched. */
    glass_status (*create)(const char *path, const char *name, const glass_recording *shape,
                           const glass_recording *all, glass_h5 **out);
    /* From now on readers may look: nothing may be declared any more. */
    glass_status (*watch)(glass_h5 *file);
    /* Appends all that the block holds and flushes: what was appended survives a kill. */
    glass_status (*append)(glass_h5 *file, const glass_recording *block);
    /* Keeps the bytes in place of the last ones, with what was appended so far. */
    glass_status (*checkpoint)(glass_h5 *file, double time_s, const void *bytes, size_t n);
    /* Writes the end and closes. Frees `file` whatever comes. */
    glass_status (*end)(glass_h5 *file, int was_closed, const char *reason,
                        const glass_fact *facts, int n_facts);

    /* Opens for reading, also while somebody writes. */
    glass_status (*open)(const char *path, const char *name, glass_h5 **out,
                         glass_h5_about *about);
    /* Declares in `out` ({0}) what the file declares, facts and reason included. */
    glass_status (*declare)(glass_h5 *file, glass_recording *out);
    /* Adds everything in [from, to) to the block, which was declared so. */
    glass_status (*read)(glass_h5 *file, const glass_h5_counts *from,
                         const glass_h5_counts *to, glass_recording *block);
    /* Fills bytes[checkpoint_n]. */
    glass_status (*read_checkpoint)(glass_h5 *file, void *bytes);

    /* Closes without a word about an end. NULL is nothing. */
    void (*close)(glass_h5 *file);

    /* Volumes: see h5_voxels.h. */
    glass_status (*voxels_open)(const char *path, const char *name, const char *inner,
                                glass_h5_voxels **out, glass_h5_voxels_about *about);
    glass_status (*voxels_read)(glass_h5_voxels *voxels, const size_t from[3],
                                const size_t to[3], void *values);
    void (*voxels_close)(glass_h5_voxels *voxels);
    glass_status (*voxels_write)(const char *path, const char *name,
                                 const glass_volume *volume, const glass_field *fields,
                                 int n);
} glass_h5_table;

/* The module's table, loaded on first use. GLASS_E_LIBRARY when it is not there. */
glass_status glass_h5_load(const glass_h5_table **out);
/* Begins to load it, beside other work. */
void glass_h5_fetch(void);

#endif
