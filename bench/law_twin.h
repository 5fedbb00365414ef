/* Laws of published cells written by hand, for bench_law.c. */
#ifndef GLASSCELL_LAW_TWIN_H
#define GLASSCELL_LAW_TWIN_H

#include <stddef.h>
#include "numerics/width.h"

typedef void law_twin_function(size_t n, const double *x, double *y, double *dy);

typedef struct law_twin {
    const char *name;        /* NULL at the end */
    law_twin_function *twin; /* n a multiple of 8 */
    const char *expression;
    double from, to; /* where it is used */
} law_twin;

GLASS_WIDTH_EACH(extern const law_twin, law_twins, [])

#endif
