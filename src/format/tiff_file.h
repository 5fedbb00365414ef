/* Inside of glasscell-tiff.so: one open file. libtiff tells what is wrong through a handler
 * that all of a program share; while a call of ours runs in a thread, that thread's words are
 * caught for its file, and everybody else's go where they went before. */
#ifndef GLASSCELL_TIFF_FILE_H
#define GLASSCELL_TIFF_FILE_H

#include <stdint.h>
#include <tiffio.h>

#include "format/tiff_table.h"

/* How the pixels of a page lie in the file. */
typedef struct glass_tiff_layout {
    uint32_t width, height;
    uint16_t bits, samples, format, planar, photometric, compression;
    int is_tiled;
    uint32_t block[2];  /* rows and columns of a strip or tile */
    size_t block_bytes; /* of a strip or tile, decoded */
    size_t row_bytes;   /* of a row of it */
    int is_reduced;     /* a thumbnail or a mask */
} glass_tiff_layout;

struct glass_tiff {
    TIFF *tiff;
    int fd;
    int code; /* errno of a write that was refused */
    char *name;
    char why[256];  /* what libtiff said first */
    uint64_t *page; /* [pages] where each begins */
    size_t pages, room;
    uint64_t at;                     /* the page that libtiff stands at */
    glass_tiff_layout first, layout; /* of the first page, and of the page at hand */
    unsigned char *scratch;
    size_t scratch_bytes;
    char *description;
    glass_tiff_stack stack; /* of a file that is written */
    size_t written;
};

/* Opens with libtiff's mode; frees nothing on failure but what it made. */
glass_status glass_tiff_new(const char *path, const char *name, int flags, const char *mode,
                            glass_tiff **out);
void glass_tiff_close(glass_tiff *file);
/* From here to glass_tiff_deaf, libtiff's words go to the file. */
void glass_tiff_listen(glass_tiff *file);
void glass_tiff_deaf(void);

glass_status glass_tiff_open(const char *path, const char *name, glass_tiff **out,
                             glass_tiff_about *about);
glass_status glass_tiff_read(glass_tiff *file, const size_t from[3], const size_t to[3],
                             void *values);
glass_status glass_tiff_create(const char *path, const char *name,
                               const glass_tiff_stack *stack, glass_tiff **out);
glass_status glass_tiff_append(glass_tiff *file, const void *page);
glass_status glass_tiff_end(glass_tiff *file);

/* Of the page at hand; `number` counts from 1. Words name what is not understood. */
glass_status glass_tiff_layout_read(glass_tiff *file, size_t number,
                                    glass_tiff_layout *out);
/* Colours that may turn out to be greys: three equal samples. */
int glass_tiff_is_rgb(const glass_tiff_layout *layout);
glass_status glass_tiff_broken(const glass_tiff *file, size_t number);

#endif
