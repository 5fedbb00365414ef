/* Forms (law_program.h) in vectors; part of law_kernel.h. */
#ifndef GLASSCELL_LAW_KERNEL_FORM_H
#define GLASSCELL_LAW_KERNEL_FORM_H

#include "numerics/law_program.h"
#include "numerics/vmath.h"

#define LAW_KERNEL        static inline __attribute__((always_inline, unused))
#define LAW_KERNEL_CALLED static __attribute__((noinline, unused))

/* Forms go term by term over all points, so that a loop's numbers stay in registers. The
 * first may set value and slope, the others add to them. `slopes`, and where the compiler
 * knows it `adds`, cost nothing. */
#define LAW_KERNEL_PUT(i, value, slope)                                                    \
    do {                                                                                   \
        vd value_ = (value), slope_ = (slope);                                             \
        v_store_loose(y + (i), value_ + (adds ? v_load_loose(y + (i)) : constant));        \
        if (slopes) {                                                                      \
            if (adds) slope_ += v_load_loose(dy + (i));                                    \
            v_store_loose(dy + (i), slope_);                                               \
        }                                                                                  \
    } while (0)

/* The numbers of a term, which the stores below could change for all the compiler knows. */
typedef struct law_kernel_line {
    vd x0, b, c, a, ab;
} law_kernel_line;

LAW_KERNEL law_kernel_line law_kernel_line_of(const law_term *t)
{
    return (law_kernel_line){v_set(t->x0), v_set(t->b), v_set(t->c), v_set(t->a),
                             v_set(t->ab)};
}

LAW_KERNEL void law_kernel_tanh(const law_term *term, size_t n, const double *x, double *y,
                                double *dy, int slopes, const double *set)
{
    int adds = !set;
    vd constant = v_set(set ? *set : 0.0);
    law_kernel_line t = law_kernel_line_of(term);
    for (size_t i = 0; i < n; i += VD) {
        vd slope, value = v_tanh_d(t.b * (v_load_loose(x + i) - t.x0) + t.c, &slope);
        LAW_KERNEL_PUT(i, t.a * value, t.ab * slope);
    }
}

LAW_KERNEL void law_kernel_exp(const law_term *term, size_t n, const double *x, double *y,
                               double *dy, int slopes, const double *set)
{
    int adds = !set;
    vd constant = v_set(set ? *set : 0.0);
    law_kernel_line t = law_kernel_line_of(term);
    for (size_t i = 0; i < n; i += VD) {
        vd e = v_exp(t.b * (v_load_loose(x + i) - t.x0) + t.c);
        LAW_KERNEL_PUT(i, t.a * e, t.ab * e);
    }
}

LAW_KERNEL void law_kernel_bell(const law_term *term, size_t n, const double *x, double *y,
                                double *dy, int slopes)
{
    const int adds = 1;
    const vd constant = v_set(0.0);
    law_kernel_line t = law_kernel_line_of(term);
    for (size_t i = 0; i < n; i += VD) {
        vd u = v_load_loose(x + i) - t.x0, e = t.a * v_exp((t.b * u + t.ab) * u + t.c);
        LAW_KERNEL_PUT(i, e, e * (2.0 * t.b * u + t.ab));
    }
}

/* Horner's scheme over n pairs (coefficient, the slope's), the highest last. */
LAW_KERNEL vd law_kernel_horner(const double *c, int n, vd v, vd *slope)
{
    vd p = v_set(c[2 * n - 2]), d = v_set(c[2 * n - 1]);
    for (int k = 2 * n - 4; k >= 0; k -= 2) {
        p = p * v + c[k];
        d = d * v + c[k + 1];
    }
    *slope = d;
    return p;
}

LAW_KERNEL void law_kernel_group(const law_group *g, const double *c, size_t n,
                                 const double *x, double *y, double *dy, int slopes)
{
    const int adds = 1;
    const vd constant = v_set(0.0);
    for (size_t i = 0; i < n; i += VD) {
        vd d, v = g->b * (v_load_loose(x + i) - g->x0) + g->c;
        vd value = law_kernel_horner(c, g->degree, v, &d) * v, slope = d;
        if (g->halves > 0) {
            vd root = v_sqrt(v);
            value += root * law_kernel_horner(c + 2 * g->degree, g->halves, v, &d);
            slope += root * d;
            if (g->root != 0) slope += g->root / root;
        }
        LAW_KERNEL_PUT(i, value, slope);
    }
}

/* base^(twice/2) of a whole or half-whole exponent but 0, and base^(twice/2 - 1). */
LAW_KERNEL vd law_kernel_half_power(vd base, int twice, vd *below)
{
    unsigned size = twice < 0 ? 0u - (unsigned)twice : (unsigned)twice;
    vd root = twice & 1 ? v_sqrt(base) : v_set(1.0);
    if (twice >= 2) {
        vd low = v_powi(base, (int)(size / 2) - 1);
        *below = root * low;
        return *below * base;
    }
    vd inverse_root = twice & 1 ? 1.0 / root : v_set(1.0); /* at 0 too */
    if (twice > 0) {
        *below = inverse_root;
        return root;
    }
    vd inverse = 1.0 / base, y = inverse_root * v_powi(inverse, (int)(size / 2));
    *below = y * inverse;
    return y;
}

LAW_KERNEL void law_kernel_power(const law_power *w, size_t n, const double *x, double *y,
                                 double *dy, int slopes)
{
    const int adds = 1;
    const vd constant = v_set(0.0);
    double b = w->b, x0 = w->x0, c = w->c, a = w->a, s = w->slope;
    int twice = w->twice;
    for (size_t i = 0; i < n; i += VD) {
        vd below, v = b * (v_load_loose(x + i) - x0) + c;
        vd value = law_kernel_half_power(v, twice, &below);
        LAW_KERNEL_PUT(i, a * value, s * below);
    }
}

/* A polynomial whose degree the compiler knows: at a few operations per point, loops over
 * coefficients would cost more than the arithmetic. y += with `adds`. */
LAW_KERNEL void law_kernel_small_of(const law_small *s, size_t n, const double *x,
                                    double *y, double *dy, int adds, int degree, int halves)
{
    double at[2 * (LAW_SMALL_DEGREE + LAW_SMALL_HALVES)], *h = at + 2 * degree;
    double b = s->b, x0 = s->x0, c = s->c, constant = s->constant;
    int is_x = s->is_x;
    for (int k = 0; k < 2 * (degree + halves); k++) at[k] = s->at[k];
    for (size_t i = 0; i < n; i += VD) {
        vd slope, v = v_load_loose(x + i);
        if (!is_x) v = b * (v - x0) + c;
        vd value = law_kernel_horner(at, degree, v, &slope) * v + constant;
        if (halves) {
            vd root = v_sqrt(v);
            value += root * (h[2] * v + h[0]);
            slope += root * h[1];
        }
        if (adds) value += v_load_loose(y + i);
        if (adds && dy) slope += v_load_loose(dy + i);
        v_store_loose(y + i, value);
        if (dy) v_store_loose(dy + i, slope);
    }
}

#define LAW_KERNEL_DEGREE(degree)                                                          \
    case degree:                                                                           \
        if (s->halves)                                                                     \
            law_kernel_small_of(s, n, x, y, dy, adds, degree, LAW_SMALL_HALVES);           \
        else                                                                               \
            law_kernel_small_of(s, n, x, y, dy, adds, degree, 0);                          \
        break

LAW_KERNEL void law_kernel_small(const law_small *s, size_t n, const double *x, double *y,
                                 double *dy, int adds)
{
    switch (s->degree) {
        LAW_KERNEL_DEGREE(1);
        LAW_KERNEL_DEGREE(2);
        LAW_KERNEL_DEGREE(3);
        LAW_KERNEL_DEGREE(4);
        LAW_KERNEL_DEGREE(5);
        LAW_KERNEL_DEGREE(6);
    }
}

LAW_KERNEL void law_kernel_fill(double constant, size_t n, double *y, double *dy, int adds,
                                int slopes)
{
    for (size_t i = 0; i < n; i += VD) {
        v_store_loose(y + i, adds ? v_load_loose(y + i) + constant : v_set(constant));
        if (slopes && !adds) v_store_loose(dy + i, v_set(0.0));
    }
}

/* y, dy = or += the form at x, none of which is another. */
LAW_KERNEL void law_kernel_form_of(const law_program *p, const law_form *f, size_t n,
                                   const double *x, double *y, double *dy, int adds,
                                   int slopes)
{
    const law_small *small = LAW_PROGRAM_AT(const law_small, p, at_smalls) + f->small;
    const law_group *g = LAW_PROGRAM_AT(const law_group, p, at_groups) + f->group;
    const double *data = LAW_PROGRAM_AT(const double, p, at_data);
    const law_term *t = LAW_PROGRAM_AT(const law_term, p, at_terms);
    const law_power *w = LAW_PROGRAM_AT(const law_power, p, at_powers) + f->power;
    int exps = 0, tanhs = 0; /* done */
    if (f->small >= 0) {
        law_kernel_small(small, n, x, y, slopes ? dy : NULL, adds);
    } else if (!adds && f->tanhs > 0) {
        law_kernel_tanh(t + f->tanh, n, x, y, dy, slopes, &f->constant);
        tanhs = 1;
    } else if (!adds && f->exps > 0) {
        law_kernel_exp(t + f->exp, n, x, y, dy, slopes, &f->constant);
        exps = 1;
    } else {
        law_kernel_fill(f->constant, n, y, dy, adds, slopes);
    }
    for (int k = 0; f->small < 0 && k < f->groups; k++)
        law_kernel_group(g + k, data + g[k].data, n, x, y, dy, slopes);
    for (int k = tanhs; k < f->tanhs; k++)
        law_kernel_tanh(t + f->tanh + k, n, x, y, dy, slopes, NULL);
    for (int k = exps; k < f->exps; k++)
        law_kernel_exp(t + f->exp + k, n, x, y, dy, slopes, NULL);
    for (int k = 0; k < f->bells; k++)
        law_kernel_bell(t + f->bell + k, n, x, y, dy, slopes);
    for (int k = 0; k < f->powers; k++) law_kernel_power(w + k, n, x, y, dy, slopes);
}

LAW_KERNEL_CALLED void law_kernel_form(const law_program *p, const law_form *f, size_t n,
                                       const double *x, double *y, double *dy, int adds)
{
    law_kernel_form_of(p, f, n, x, y, dy, adds, 1);
}
LAW_KERNEL_CALLED void law_kernel_form_value(const law_program *p, const law_form *f,
                                             size_t n, const double *x, double *y)
{
    law_kernel_form_of(p, f, n, x, y, NULL, 0, 0);
}

/* By pieces that stay in the nearest cache; where y is x, of a copy. */
LAW_KERNEL_CALLED void law_kernel_forms(const law_program *p, size_t n, const double *x,
                                        double *y, double *dy)
{
    enum { PIECE = 256 };
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + p->form;
    _Alignas(64) double copy[PIECE];
    for (size_t i = 0; i < n; i += PIECE) {
        size_t m = n - i < PIECE ? n - i : PIECE;
        const double *at = x + i;
        if (x == y) {
            for (size_t j = 0; j < m; j++) copy[j] = at[j];
            at = copy;
        }
        if (dy)
            law_kernel_form(p, f, m, at, y + i, dy + i, 0);
        else
            law_kernel_form_value(p, f, m, at, y + i);
    }
}

#endif
