/* Small TIFF files for tests, byte by byte, so that nothing that is tested makes them. */
#ifndef TIFF_MAKER_H
#define TIFF_MAKER_H

#include <stddef.h>

typedef struct tiff_page {
    size_t rows, columns;
    int bits;                /* 0: 8 */
    int samples;             /* 0: 1 */
    int format;              /* 0: tag left out; 1 whole, 2 signed, 3 floating-point */
    int photometric;         /* -1: tag left out; 0 white is zero, 1 black is zero, 2 RGB */
    int is_planar;           /* samples in planes of their own */
    int compression;         /* 0: none */
    int subfile;             /* 1: a thumbnail */
    size_t strip;            /* rows in a strip; 0: all */
    size_t tile;             /* edge of square tiles; 0: strips */
    int resolution_unit;     /* 0: no resolution */
    unsigned resolution[2];  /* of rows and columns, pixels in a unit */
    const char *description; /* NULL: none */
    const void *pixels;      /* as they are to lie, rows filled up to bytes */
    size_t extra;            /* bytes of `pixels` behind the page */
} tiff_page;

typedef struct tiff_kind {
    int is_big_endian, is_big; /* is_big: BigTIFF */
} tiff_kind;

/* Writes the file; returns its size. */
size_t tiff_make(const char *path, tiff_kind kind, const tiff_page *pages, int n);

#endif
