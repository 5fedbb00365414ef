/* What the module glasscell-tiff.so offers its host: the pages of one TIFF file as planes of
 * whole numbers, and a stack written page by page. A file is for one thread at a time. */
#ifndef GLASSCELL_TIFF_TABLE_H
#define GLASSCELL_TIFF_TABLE_H

#include "base/fail.h"
#include "numerics/label_coder.h"

enum { GLASS_TIFF_TABLE = 1 };

/* What a file says of itself. */
typedef struct glass_tiff_about {
    size_t n[3]; /* pages (thumbnails left out), rows, columns */
    glass_voxel_kind kind;
    size_t scratch;          /* bytes that reading takes */
    const char *description; /* of the first page, "" if it has none; borrowed */
    double per_unit[2];      /* rows and columns in a unit of length; 0: not said */
    int unit_of_length;      /* as in the file: 1 none, 2 inch, 3 cm */
    int is_inverted;         /* 1 bit, and 0 is white: bits are turned round */
    int is_white_zero;       /* more bits, and 0 is white: values are as they are */
    int has_more;            /* samples behind the first are left out (transparency) */
    size_t data_at;          /* one page whose bytes lie plainly in the file: where; or 0 */
    int is_swapped;          /* then: its order of bytes is not the machine's */
} glass_tiff_about;

/* A stack to be written. */
typedef struct glass_tiff_stack {
    size_t n[3];
    glass_voxel_kind kind;
    int is_float;            /* 32-bit numbers instead of `kind` */
    const char *description; /* of the first page; NULL: none */
    double per_unit[2];      /* as above; 0: not said */
} glass_tiff_stack;

typedef struct glass_tiff glass_tiff;

typedef struct glass_tiff_table {
    int version; /* GLASS_TIFF_TABLE */
    /* `name` is for messages. */
    glass_status (*open)(const char *path, const char *name, glass_tiff **out,
                         glass_tiff_about *about);
    /* Rows and columns from[1..2] to to[1..2] of the pages from[0] to to[0]. */
    glass_status (*read)(glass_tiff *file, const size_t from[3], const size_t to[3],
                         void *values);
    glass_status (*create)(const char *path, const char *name,
                           const glass_tiff_stack *stack, glass_tiff **out);
    glass_status (*append)(glass_tiff *file, const void *page);
    /* Ends a file that was made here; frees it whatever comes. */
    glass_status (*end)(glass_tiff *file);
    void (*close)(glass_tiff *file); /* NULL is nothing */
} glass_tiff_table;

#endif
