/* Inside of glasscell-hdf5.so: one open recording, and the few calls that all files of the
 * module make. Failures stick: the first one is kept with its words, later calls do nothing,
 * and whoever asks at the end is told. */
#ifndef GLASSCELL_H5_FILE_H
#define GLASSCELL_H5_FILE_H

#define H5_USE_110_API /* also where HDF5 is newer */
#include <hdf5.h>

#include "format/hdf5_table.h"

enum {
    GLASS_H5_NAME = 128,    /* bytes of the name of a dataset */
    GLASS_H5_TEXT = 256,    /* bytes of a step's text in a growing file */
    GLASS_H5_REASON = 64,   /* bytes of a reason in a growing file */
    GLASS_H5_END = 16384,   /* bytes for the facts that come at its end */
    GLASS_H5_SAMPLES = 1024 /* samples in a chunk */
};

/* Columns of the table of steps. */
enum {
    GLASS_H5_STEP_COUNT,
    GLASS_H5_STEP_CYCLE,
    GLASS_H5_STEP_FROM,
    GLASS_H5_STEP_TO,
    GLASS_H5_STEP_CHARGE,
    GLASS_H5_STEP_ENERGY,
    GLASS_H5_STEP_VOLTAGE,
    GLASS_H5_STEP_CURRENT,
    GLASS_H5_STEP_TEXT,
    GLASS_H5_STEP_REASON,
    GLASS_H5_STEP_COLUMNS
};

/* Cells of /glasscell/committed, written last: what a reader may believe in. */
enum {
    GLASS_H5_SAMPLES_DONE,
    GLASS_H5_FRAMES_DONE,
    GLASS_H5_STEPS_DONE,
    GLASS_H5_CYCLES_DONE,
    /* the checkpoint: where it lies, how long, its time (bits of a double), and what was
     * there when it was given */
    GLASS_H5_CHECK_AT,
    GLASS_H5_CHECK_N,
    GLASS_H5_CHECK_TIME,
    GLASS_H5_CHECK_SAMPLES,
    GLASS_H5_CHECK_FRAMES,
    GLASS_H5_CHECK_STEPS,
    GLASS_H5_CHECK_CYCLES,
    GLASS_H5_COMMITTED
};

typedef char glass_h5_name[GLASS_H5_NAME];

struct glass_h5 {
    hid_t file;
    char *name;            /* for messages; owned */
    glass_recording shape; /* what is declared, without data */
    int is_growing;        /* datasets are unlimited */
    int is_watched;        /* single-writer mode */
    int is_written;        /* it was made here, not opened for reading */
    char *image;           /* path of a file that is put together in memory; else NULL */
    char *bytes;           /* then: all of it, once it is closed */
    hid_t *channels;       /* [shape.n_channels] */
    hid_t *frames;         /* [shape.n_frames] */
    hid_t *cycles;         /* [shape.n_cycle_channels] */
    hid_t steps[GLASS_H5_STEP_COLUMNS];
    hid_t frame_time, committed, checkpoint;
    long long done[GLASS_H5_COMMITTED];
    size_t text, reason;     /* bytes of a step's words */
    double last_frame_s;     /* time of the last frame row */
    unsigned char *is_given; /* [shape.n_frames] in the last frame row */
    size_t checkpoint_room;  /* bytes of one of its two places */
    /* the first failure */
    int has_failed;
    int code;      /* errno, 0 if it was none of the system's */
    char why[256]; /* what HDF5 says */
};

/* Takes note of a failure of HDF5 (a negative number); returns 1 when all is well. */
int glass_h5_ok(glass_h5 *file, long long result);
/* The same with words of one's own. */
void glass_h5_broken(glass_h5 *file, const char *why);
/* The same of the system's: errno. */
void glass_h5_refused(glass_h5 *file, int code);
/* GLASS_OK, or the first failure in words; `doing` is "write" or "read". */
glass_status glass_h5_status(const glass_h5 *file, const char *doing);

/* An empty struct with all identifiers invalid; NULL without memory. */
glass_h5 *glass_h5_new(const char *name);
/* Makes its arrays for what `shape` declares, and takes the shape over. */
glass_status glass_h5_take_shape(glass_h5 *file, glass_recording *shape);
/* Closes datasets, and the file itself. */
void glass_h5_close_sets(glass_h5 *file);
void glass_h5_close(glass_h5 *file);

/* Attributes. Texts are UTF-8. */
void glass_h5_put_text(glass_h5 *file, hid_t object, const char *key, const char *text);
/* The same of a text that is as long as `n` bytes, to be written over later. */
void glass_h5_put_cell(glass_h5 *file, hid_t object, const char *key, const char *text,
                       size_t n);
void glass_h5_put_int(glass_h5 *file, hid_t object, const char *key, int value);
/* The text of an attribute, owned by the caller; NULL if there is none. */
char *glass_h5_get_text(hid_t object, const char *key);
/* 1 and the value, or 0. */
int glass_h5_get_int(hid_t object, const char *key, int *value);
/* The keys of the root that are the layout's own, not facts. */
int glass_h5_is_own_key(const char *key);

/* Copies words into a cell of fixed size; a cut does not go through a character. */
void glass_h5_fit(char *to, size_t size, const char *words);

/* The names of all datasets of the root that belong to a shape. */
typedef struct glass_h5_names {
    glass_h5_name *channels;  /* [n_channels] */
    glass_h5_name *frames;    /* [n_frames] */
    glass_h5_name (*axes)[3]; /* [n_frames]; equal axes of two frames share a name */
} glass_h5_names;

glass_status glass_h5_names_make(const glass_recording *shape, glass_h5_names *out);
void glass_h5_names_clear(glass_h5_names *names);

/* Where the frames of a block go: the row of each, counted on from `rows`. */
typedef struct glass_h5_rows {
    size_t **row;   /* [n_frames][count] */
    double *time_s; /* [n] of the rows that are new */
    size_t n;
    double last_s;           /* then: time of the last row, and who is in it */
    unsigned char *is_given; /* [n_frames] */
} glass_h5_rows;

/* `last_s` and `is_given` are of the last row that is there; rows is 0 if there is none. */
glass_status glass_h5_rows_make(const glass_recording *block, size_t rows, double last_s,
                                const unsigned char *is_given, glass_h5_rows *out);
void glass_h5_rows_clear(glass_h5_rows *rows, int n_frames);

/* Dimension scales: the axes that netCDF-4 readers look for. */
typedef struct glass_h5_scales {
    hid_t reference_list, dimension_list; /* types of the attributes that join them */
} glass_h5_scales;
/* Who uses a scale, and for which of its dimensions. */
typedef struct glass_h5_user {
    hobj_ref_t object;
    int dimension;
} glass_h5_user;

void glass_h5_scales_init(glass_h5_scales *scales);
void glass_h5_scales_clear(glass_h5_scales *scales);
/* Makes a dataset a scale of this name. */
void glass_h5_scale_mark(glass_h5 *file, hid_t set, const char *name);
hobj_ref_t glass_h5_scale_point(glass_h5 *file, hid_t group, const char *name);
/* Joins each dimension of a dataset to its scale. */
void glass_h5_scale_join(glass_h5 *file, const glass_h5_scales *scales, hid_t set, int rank,
                         hobj_ref_t *points);
/* Tells a scale who uses it. */
void glass_h5_scale_users(glass_h5 *file, const glass_h5_scales *scales, hid_t scale,
                          const glass_h5_user *users, size_t n);

/* A file in memory: its access, before it is made; and its one write, after it was closed. */
void glass_h5_image_access(glass_h5 *file, hid_t access);
void glass_h5_image_put(glass_h5 *file);

/* Parts of the table, one per source file. */
glass_status glass_h5_create(const char *path, const char *name,
                             const glass_recording *shape, const glass_recording *all,
                             glass_h5 **out);
glass_status glass_h5_append(glass_h5 *file, const glass_recording *block);
glass_status glass_h5_put_checkpoint(glass_h5 *file, double time_s, const void *bytes,
                                     size_t n);
glass_status glass_h5_open(const char *path, const char *name, glass_h5 **out,
                           glass_h5_about *about);
glass_status glass_h5_declare(glass_h5 *file, glass_recording *out);
glass_status glass_h5_read(glass_h5 *file, const glass_h5_counts *from,
                           const glass_h5_counts *to, glass_recording *block);
glass_status glass_h5_read_checkpoint(glass_h5 *file, void *bytes);

#endif
