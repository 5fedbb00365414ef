/* The functions of numerics/vmath.h as plain loops, one table per width, for
 * test_vmath.c and bench_vmath.c. */
#ifndef GLASSCELL_VMATH_WIDTH_H
#define GLASSCELL_VMATH_WIDTH_H

#include <stddef.h>
#include "numerics/width.h"

/* n is a multiple of 8; arrays are aligned to 64 bytes; z only for functions of two. */
typedef void vmath_loop(size_t n, const double *x, const double *z, double *y);

typedef struct vmath_loops {
    const char *name; /* NULL at the end of a table */
    vmath_loop *loop;
} vmath_loops;

GLASS_WIDTH_EACH(extern const vmath_loops, vmath_loops, [])

#endif
