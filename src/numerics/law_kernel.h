/* Evaluation of compiled laws, value and slope together, for kernels of any width.
 *
 * Include it in a file that is compiled once per width (numerics/width.h); everything here
 * is static. law_kernel_eval is what a kernel calls. */
#ifndef GLASSCELL_LAW_KERNEL_H
#define GLASSCELL_LAW_KERNEL_H

#include "numerics/law_kernel_code.h"
#include "numerics/law_kernel_form.h"

/* The piece in which x lies: a bucket gives the neighbourhood, steps do the rest. */
LAW_KERNEL int law_kernel_piece(const law_table *t, const double *knot,
                                const int32_t *bucket, double x)
{
    double s = (x - t->from) * t->per_x;
    int k = s > 0 ? (s < t->buckets ? (int)s : t->buckets - 1) : 0; /* NaN: 0 */
    int i = bucket[k], last = bucket[k + 1];
    while (last - i > 4) { /* crowded knots */
        int middle = (i + last) / 2;
        if (x < knot[middle])
            last = middle;
        else
            i = middle;
    }
    while (i > 0 && x < knot[i - 1]) i--;
    while (i < t->knots && x >= knot[i]) i++;
    return i;
}

LAW_KERNEL_CALLED void law_kernel_table(const law_program *p, size_t n, const double *x,
                                        double *y, double *dy)
{
    const double *knot = LAW_PROGRAM_AT(const double, p, at_knots);
    const law_piece *pieces = LAW_PROGRAM_AT(const law_piece, p, at_pieces);
    const int32_t *bucket = LAW_PROGRAM_AT(const int32_t, p, at_buckets);
    for (size_t i = 0; i < n; i++) {
        const law_piece *q = pieces + law_kernel_piece(&p->table, knot, bucket, x[i]);
        double t = x[i] - q->x0;
        y[i] = q->y + t * (q->s + t * (q->c2 + t * q->c3));
        if (dy) dy[i] = q->s + t * (2 * q->c2 + 3 * t * q->c3);
    }
}

LAW_KERNEL_CALLED void law_kernel_user(const law_program *p, size_t n, const double *x,
                                       double *y, double *dy)
{
    double at[128], value[128], slope[128];
    for (size_t i = 0; i < n; i += 128) {
        size_t m = n - i < 128 ? n - i : 128;
        for (size_t k = 0; k < m; k++) at[k] = x[i + k];
        p->function(p->context, m, at, value, slope);
        for (size_t k = 0; k < m; k++) y[i + k] = p->scale * value[k];
        for (size_t k = 0; dy && k < m; k++) dy[i + k] = p->scale * slope[k];
    }
}

/* y = law(x) and, unless NULL, dy = its slope, at n points, n a multiple of VD_BLOCK.
 * Arrays need no alignment; y may be x. */
LAW_KERNEL void law_kernel_eval_here(const law_program *p, size_t n, const double *x,
                                     double *y, double *dy)
{
    switch (p->shape) {
    case LAW_CONSTANT:
        for (size_t i = 0; i < n; i++) y[i] = p->scale;
        for (size_t i = 0; dy && i < n; i++) dy[i] = 0;
        break;
    case LAW_POLYNOMIAL:
        law_kernel_small(LAW_PROGRAM_AT(const law_small, p, at_smalls), n, x, y, dy, 0);
        break;
    case LAW_FORM: law_kernel_forms(p, n, x, y, dy); break;
    case LAW_CODE: law_kernel_code(p, n, x, y, dy); break;
    case LAW_TABLE: law_kernel_table(p, n, x, y, dy); break;
    case LAW_USER: law_kernel_user(p, n, x, y, dy); break;
    }
}

/* The same, as one function for all its callers in a file. */
LAW_KERNEL_CALLED void law_kernel_eval(const law_program *p, size_t n, const double *x,
                                       double *y, double *dy)
{
    law_kernel_eval_here(p, n, x, y, dy);
}

#endif
