/* Files of voxels: one constant table per format in one file (`glass_volume_format_NAME`),
 * one line each in format/volume_list.h. As with recordings, every format sees the first
 * bytes and bids how sure it is. */
#ifndef GLASSCELL_VOLUME_FORMAT_H
#define GLASSCELL_VOLUME_FORMAT_H

#include "base/fail.h"
#include "format/format.h"
#include "glasscell/volume.h"
#include "numerics/label_coder.h"

/* A file about to be opened. Borrowed. */
typedef struct glass_volume_place {
    const char *path;                /* of the file or folder */
    const char *inner;               /* "/a/b" within an HDF5 file, or NULL */
    const char *name;                /* for messages */
    const glass_volume_hints *hints; /* never NULL */
    glass_notes *notes;              /* may be NULL */
} glass_volume_place;

/* An open file of voxels. */
typedef struct glass_voxels {
    size_t n[3];
    glass_voxel_kind kind;
    double voxel[3]; /* [m]; NAN when the file does not say */
    size_t planes;   /* of axis 0 to be asked for at once; 0 is 1, beyond n[0] all */
    size_t scratch;  /* bytes that reading takes beside what it fills */
    void *self;
} glass_voxels;

/* REQUIRED of readers: bid, open, read, close. A writer has only write. */
typedef struct glass_volume_format {
    const char *name;    /* "tiff", as in `glass_volume_format_tiff` */
    const char *endings; /* ".tif .tiff": the usual one first */
    const char *about;   /* one sentence without a full stop */
    int (*bid)(const char *bytes, size_t n, const char *path);
    /* Reads what the file says of itself; `out` is {0} but for NAN voxels. */
    glass_status (*open)(const glass_volume_place *place, glass_voxels *out);
    /* The box from[k] <= i < to[k] into `values`, tightly packed. */
    glass_status (*read)(void *self, const size_t from[3], const size_t to[3],
                         void *values);
    void (*close)(void *self); /* NULL is nothing */
    /* Writes to `temporary`, which does not exist; messages speak of `path`. */
    glass_status (*write)(const glass_volume *volume, const glass_field *fields, int n,
                          const char *path, const char *temporary);
    int one_thing; /* 1: it holds the labels or one field, not both */
} glass_volume_format;

#define GLASS_VOLUME_FORMAT(name)                                                          \
    extern const glass_volume_format glass_volume_format_##name;
#include "format/volume_list.h"
#undef GLASS_VOLUME_FORMAT

extern const glass_volume_format glass_volume_folder; /* pages in a folder; no bid */

/* The format that bids highest for the beginning of a file; NULL if none does.
 * GLASS_E_SYSTEM when it cannot be read. */
glass_status glass_volume_format_find(const char *path, const glass_volume_format **out);

/* Words for labels that are no labels. */
glass_status glass_volume_no_floats(const char *name);

/* ---- hints ---- */

/* "0:64,,8:" within n. GLASS_E_INPUT with words. NULL is everything. */
glass_status glass_volume_read_crop(const char *crop, const size_t n[3], size_t from[3],
                                    size_t to[3]);
/* "390.6 nm" or "0.4,0.4,1 um" into [m]. */
glass_status glass_volume_read_voxel(const char *text, double voxel[3]);
/* "256,256,256", "64,64" (one slice). */
glass_status glass_volume_read_shape(const char *text, size_t n[3]);
/* "u8", "i16be", "uint16", "<u2": kind, and whether its bytes are to be swapped here. */
glass_status glass_volume_read_type(const char *text, glass_voxel_kind *kind,
                                    int *is_swapped);

/* ---- a little file beside that says what the file does not ---- */

typedef struct glass_volume_side {
    int is_there;
    char path[4096];
    double voxel[3]; /* [m] or NAN */
    size_t n[3];     /* 0: not said */
    int has_type, is_swapped;
    glass_voxel_kind kind;
    size_t header; /* bytes before the first voxel */
} glass_volume_side;

/* Looks for FILE.json, then the same with .json in place of the ending. One that does not
 * speak of voxels is none. */
glass_status glass_volume_side_read(const char *path, glass_volume_side *out);

#endif
