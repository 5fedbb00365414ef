/* Evaluation of compiled laws, value and slope together, for kernels of any width.
 *
 * Include it in a file that is compiled once per width (numerics/width.h); everything here
 * is static. law_kernel_eval is what a kernel calls. */
#ifndef GLASSCELL_LAW_KERNEL_H
#define GLASSCELL_LAW_KERNEL_H

#include <math.h>
#include "numerics/law_program.h"
#include "numerics/vmath.h"

#define LAW_KERNEL        static inline __attribute__((always_inline, unused))
#define LAW_KERNEL_CALLED static __attribute__((noinline, unused))

/* The argument of a group, term or power. */
#define LAW_KERNEL_LINE(t, x) ((t)->b * ((x) - (t)->x0) + (t)->c)

LAW_KERNEL void law_kernel_group(const law_group *g, const double *data, vd x, vd *y,
                                 vd *dy)
{
    vd v = g->is_x ? x : LAW_KERNEL_LINE(g, x);
    const double *at = data + g->data;
    if (g->degree > 0) {
        const double *c = at + 2 * (g->degree - 1);
        vd p = v_set(c[0]), d = v_set(c[1]);
        for (c -= 2; c >= at; c -= 2) {
            p = p * v + c[0];
            if (dy) d = d * v + c[1];
        }
        *y += p * v;
        if (dy) *dy += d;
        at += 2 * g->degree;
    }
    if (g->halves > 0) {
        const double *c = at + 2 * (g->halves - 1);
        vd root = v_sqrt(v), p = v_set(c[0]), d = v_set(c[1]);
        for (c -= 2; c >= at; c -= 2) {
            p = p * v + c[0];
            if (dy) d = d * v + c[1];
        }
        *y += p * root;
        if (dy) *dy += d * root;
        if (dy && g->root != 0) *dy += g->root / root;
    }
}

/* base^(twice/2) of a whole or half-whole exponent, and base^(twice/2 - 1). */
LAW_KERNEL vd law_kernel_half_power(vd base, int twice, vd *below)
{
    unsigned size = twice < 0 ? 0u - (unsigned)twice : (unsigned)twice;
    vd root = twice & 1 ? v_sqrt(base) : v_set(1.0);
    if (twice >= 2) {
        vd low = v_powi(base, (int)(size / 2) - 1);
        *below = root * low;
        return *below * base;
    }
    vd inverse = 1.0 / base;
    if (twice >= 0) { /* 1 and sqrt */
        *below = root * inverse;
        return root;
    }
    vd y = root * v_powi(inverse, (int)((size + 1) / 2));
    *below = y * inverse;
    return y;
}

LAW_KERNEL void law_kernel_bell(const law_term *t, vd x, vd *y, vd *dy)
{
    vd u = x - t->x0, e = t->a * v_exp((t->b * u + t->ab) * u + t->c);
    *y += e;
    if (dy) *dy += e * (2.0 * t->b * u + t->ab);
}

/* One form at the points x; dy may be NULL. */
LAW_KERNEL vd law_kernel_form_at(const law_program *p, const law_form *f, vd x, vd *dy)
{
    const double *data = LAW_PROGRAM_AT(const double, p, at_data);
    const law_group *g = LAW_PROGRAM_AT(const law_group, p, at_groups) + f->group;
    const law_term *terms = LAW_PROGRAM_AT(const law_term, p, at_terms), *t, *end;
    const law_power *w = LAW_PROGRAM_AT(const law_power, p, at_powers) + f->power;
    vd y = v_set(f->constant), below;
    if (dy) *dy = v_set(0.0);
    for (int i = 0; i < f->groups; i++) law_kernel_group(g + i, data, x, &y, dy);
    for (t = terms + f->tanh, end = t + f->tanhs; t < end; t++) {
        vd slope;
        y += t->a * v_tanh_d(LAW_KERNEL_LINE(t, x), &slope);
        if (dy) *dy += t->ab * slope;
    }
    for (t = terms + f->exp, end = t + f->exps; t < end; t++) {
        vd e = v_exp(LAW_KERNEL_LINE(t, x));
        y += t->a * e;
        if (dy) *dy += t->ab * e;
    }
    for (t = terms + f->bell, end = t + f->bells; t < end; t++)
        law_kernel_bell(t, x, &y, dy);
    for (int i = 0; i < f->powers; i++) {
        y += w[i].a * law_kernel_half_power(LAW_KERNEL_LINE(w + i, x), w[i].twice, &below);
        if (dy) *dy += w[i].slope * below;
    }
    return y;
}

LAW_KERNEL_CALLED void law_kernel_form(const law_program *p, size_t n, const double *x,
                                       double *y, double *dy)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + p->form;
    for (size_t i = 0; i < n; i += VD) {
        vd slope;
        v_store_loose(y + i, law_kernel_form_at(p, f, v_load_loose(x + i), &slope));
        v_store_loose(dy + i, slope);
    }
}

LAW_KERNEL_CALLED void law_kernel_form_value(const law_program *p, size_t n,
                                             const double *x, double *y)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + p->form;
    for (size_t i = 0; i < n; i += VD)
        v_store_loose(y + i, law_kernel_form_at(p, f, v_load_loose(x + i), NULL));
}

/* A polynomial whose degree the compiler knows: at a few operations per point, loops over
 * coefficients would cost more than the arithmetic. */
LAW_KERNEL void law_kernel_polynomial_of(const law_program *p, size_t n, const double *x,
                                         double *y, double *dy, int degree, int halves)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + p->form;
    const law_group *g = LAW_PROGRAM_AT(const law_group, p, at_groups) + f->group;
    const double *c = LAW_PROGRAM_AT(const double, p, at_data) + g->data;
    const double *h = c + 2 * degree;
    double constant = f->constant, b = g->b, x0 = g->x0, shift = g->c;
    int is_x = g->is_x;
    for (size_t i = 0; i < n; i += VD) {
        vd v = v_load_loose(x + i);
        if (!is_x) v = b * (v - x0) + shift;
        vd value = v_set(c[2 * degree - 2]), slope = v_set(c[2 * degree - 1]);
        for (int k = 2 * degree - 4; k >= 0; k -= 2) {
            value = value * v + c[k];
            slope = slope * v + c[k + 1];
        }
        value = value * v + constant;
        if (halves) {
            vd root = v_sqrt(v);
            value += root * (h[2] * v + h[0]);
            slope += root * h[1];
        }
        v_store_loose(y + i, value);
        if (dy) v_store_loose(dy + i, slope);
    }
}

#define LAW_KERNEL_DEGREE(degree)                                                          \
    case degree:                                                                           \
        if (g->halves)                                                                     \
            law_kernel_polynomial_of(p, n, x, y, dy, degree, LAW_SMALL_HALVES);            \
        else                                                                               \
            law_kernel_polynomial_of(p, n, x, y, dy, degree, 0);                           \
        break;

LAW_KERNEL_CALLED void law_kernel_polynomial(const law_program *p, size_t n,
                                             const double *x, double *y, double *dy)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + p->form;
    const law_group *g = LAW_PROGRAM_AT(const law_group, p, at_groups) + f->group;
    switch (g->degree) {
        LAW_KERNEL_DEGREE(1)
        LAW_KERNEL_DEGREE(2)
        LAW_KERNEL_DEGREE(3)
        LAW_KERNEL_DEGREE(4)
        LAW_KERNEL_DEGREE(5)
        LAW_KERNEL_DEGREE(6)
    }
}

/* Registers of the code: blocks of values and slopes. */
typedef struct law_kernel_registers {
    _Alignas(64) double y[LAW_REGISTERS][LAW_BLOCK];
    _Alignas(64) double d[LAW_REGISTERS][LAW_BLOCK];
} law_kernel_registers;

/* Functions of libm, lane by lane: rare in laws, and libm's are good to the last digit. */
#define LAW_KERNEL_LANES(name)                                                             \
    LAW_KERNEL_CALLED void law_kernel_##name(size_t n, const double *x, double *y)         \
    {                                                                                      \
        for (size_t i = 0; i < n; i++) y[i] = name(x[i]);                                  \
    }
LAW_KERNEL_LANES(sin)
LAW_KERNEL_LANES(cos)
LAW_KERNEL_LANES(tan)
LAW_KERNEL_LANES(atan)
LAW_KERNEL_LANES(erf)

/* r = f(a): value and df/da in vectors; the chain rule is the same for all. */
#define LAW_KERNEL_MAP(value, derivative)                                                  \
    for (size_t j = 0; j < n; j += VD) {                                                   \
        vd a = v_load(at->y[o->a] + j), e = (value);                                       \
        vd slope = ((void)a, (derivative)) * v_load(at->d[o->a] + j);                      \
        v_store(at->y[o->r] + j, e);                                                       \
        v_store(at->d[o->r] + j, slope);                                                   \
    }                                                                                      \
    return

/* (1 for 0 < a) - (1 for a < 0) */
LAW_KERNEL vd law_kernel_sign(vd a)
{
    vd one = v_set(1.0), zero = v_set(0.0);
    return v_select((vi)(a > 0.0), one, zero) - v_select((vi)(a < 0.0), one, zero);
}

/* exp((k + k2) a) with the product's lost digits put back, for constant ** a. */
LAW_KERNEL vd law_kernel_pow_of(const law_op *o, vd a)
{
    vd k = v_set(o->k), product = a * k;
    vd carry = vmath_product_error(a, k, product) + a * o->k2;
    return v_exp(product) * (1.0 + v_select((vi)(v_abs(product) < 1e4), carry, v_set(0.0)));
}

LAW_KERNEL_CALLED void law_kernel_function(const law_op *o, law_kernel_registers *at,
                                           size_t n)
{
    _Alignas(64) double lanes[LAW_BLOCK];
    vd other;
    switch ((law_code)o->code) {
    case LAW_EXP: LAW_KERNEL_MAP(v_exp(a), e);
    case LAW_LOG: LAW_KERNEL_MAP(v_log(a), 1.0 / a);
    case LAW_TANH: LAW_KERNEL_MAP(v_tanh_d(a, &other), other);
    case LAW_SINH: LAW_KERNEL_MAP(v_sinhcosh(a, &other), other);
    case LAW_COSH: LAW_KERNEL_MAP((v_sinhcosh(a, &e), e), (v_sinhcosh(a, &other)));
    case LAW_SQRT: LAW_KERNEL_MAP(v_sqrt(a), 0.5 / e);
    case LAW_ABS: LAW_KERNEL_MAP(v_abs(a), law_kernel_sign(a));
    case LAW_INVERT: LAW_KERNEL_MAP(1.0 / a, -e * e);
    case LAW_POW_OF: LAW_KERNEL_MAP(law_kernel_pow_of(o, a), e * o->k);
    case LAW_POW_HALF:
        LAW_KERNEL_MAP(law_kernel_half_power(a, o->form, &other), other * (0.5 * o->form));
    case LAW_POW_AT:
        other = v_set(o->k > 1 ? 0.0 : INFINITY); /* a^(k - 1) at 0 */
        LAW_KERNEL_MAP(v_pow(a, v_set(o->k)),
                       o->k * v_select((vi)(a == 0.0), other, e / a));
    case LAW_TAN:
        law_kernel_tan(n, at->y[o->a], lanes);
        LAW_KERNEL_MAP(v_load(lanes + j), e * e + 1.0);
    case LAW_ATAN:
        law_kernel_atan(n, at->y[o->a], lanes);
        LAW_KERNEL_MAP(v_load(lanes + j), 1.0 / (1.0 + a * a));
    case LAW_ERF:
        law_kernel_erf(n, at->y[o->a], lanes);
        LAW_KERNEL_MAP(v_load(lanes + j), 0x1.20dd750429b6dp+0 * v_exp(-a * a));
    default: return;
    }
}

LAW_KERNEL_CALLED void law_kernel_circle(const law_op *o, law_kernel_registers *at,
                                         size_t n)
{
    _Alignas(64) double s[LAW_BLOCK], c[LAW_BLOCK];
    law_kernel_sin(n, at->y[o->a], s);
    law_kernel_cos(n, at->y[o->a], c);
    for (size_t j = 0; j < n; j += VD) {
        vd sine = v_load(s + j), cosine = v_load(c + j), d = v_load(at->d[o->a] + j);
        v_store(at->y[o->r] + j, o->code == LAW_SIN ? sine : cosine);
        v_store(at->d[o->r] + j, o->code == LAW_SIN ? cosine * d : -sine * d);
    }
}

/* a ** b with both variable: y (b' log a + b a'/a), where a constant exponent over a
 * negative base must not be spoilt by the logarithm. */
LAW_KERNEL vd law_kernel_pow(vd a, vd b, vd da, vd db, vd *d)
{
    vd y = v_pow(a, b), low = v_pow(a, b - 1.0);
    vd bent = v_select((vi)(db == 0.0), v_set(0.0), y * v_log(a) * db);
    vd shifted = v_select((vi)(da == 0.0), v_set(0.0), b * low * da);
    *d = bent + shifted;
    return y;
}

LAW_KERNEL_CALLED void law_kernel_pair(const law_op *o, law_kernel_registers *at, size_t n)
{
    for (size_t j = 0; j < n; j += VD) {
        vd a = v_load(at->y[o->a] + j), da = v_load(at->d[o->a] + j), y, d;
        vd b = v_load(at->y[o->b] + j), db = v_load(at->d[o->b] + j);
        vi is_nan = (vi)(a != a) | (vi)(b != b);
        switch ((law_code)o->code) {
        case LAW_MULTIPLY: y = a * b, d = a * db + da * b; break;
        case LAW_DIVIDE: {
            vd inverse = 1.0 / b;
            y = a / b, d = (da - y * db) * inverse;
            break;
        }
        case LAW_MIN:
        case LAW_MAX: {
            vi first = o->code == LAW_MIN ? (vi)(a <= b) : (vi)(a >= b);
            y = v_select(is_nan, a + b, v_select(first, a, b));
            d = v_select(is_nan, a + b, v_select(first, da, db));
            break;
        }
        default: y = law_kernel_pow(a, b, da, db, &d); break;
        }
        v_store(at->y[o->r] + j, y);
        v_store(at->d[o->r] + j, d);
    }
}

LAW_KERNEL_CALLED void law_kernel_linear(const law_op *o, law_kernel_registers *at,
                                         size_t n)
{
    for (size_t j = 0; j < n; j += VD) {
        vd y = o->k * v_load(at->y[o->a] + j), d = o->k * v_load(at->d[o->a] + j);
        if (o->code == LAW_ADD) {
            y += v_load(at->y[o->r] + j);
            d += v_load(at->d[o->r] + j);
        }
        v_store(at->y[o->r] + j, y);
        v_store(at->d[o->r] + j, d);
    }
}

LAW_KERNEL_CALLED void law_kernel_set(const law_program *p, const law_op *o,
                                      law_kernel_registers *at, size_t n, const double *x)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + o->form;
    for (size_t j = 0; j < n; j += VD) {
        vd d, y = law_kernel_form_at(p, f, v_load_loose(x + j), &d);
        if (o->code == LAW_ADD_FORM) {
            y += v_load(at->y[o->r] + j);
            d += v_load(at->d[o->r] + j);
        }
        v_store(at->y[o->r] + j, y);
        v_store(at->d[o->r] + j, d);
    }
}

LAW_KERNEL void law_kernel_op(const law_program *p, const law_op *o,
                              law_kernel_registers *at, size_t n, const double *x)
{
    switch ((law_code)o->code) {
    case LAW_SET:
    case LAW_ADD_FORM: law_kernel_set(p, o, at, n, x); break;
    case LAW_SCALE:
    case LAW_ADD: law_kernel_linear(o, at, n); break;
    case LAW_MULTIPLY:
    case LAW_DIVIDE:
    case LAW_MIN:
    case LAW_MAX:
    case LAW_POW: law_kernel_pair(o, at, n); break;
    case LAW_SIN:
    case LAW_COS: law_kernel_circle(o, at, n); break;
    default: law_kernel_function(o, at, n); break;
    }
}

LAW_KERNEL_CALLED void law_kernel_code(const law_program *p, size_t n, const double *x,
                                       double *y, double *dy)
{
    law_kernel_registers at;
    const law_op *ops = LAW_PROGRAM_AT(const law_op, p, at_ops);
    for (size_t i = 0; i < n; i += LAW_BLOCK) {
        size_t m = n - i < LAW_BLOCK ? n - i : LAW_BLOCK;
        for (int k = 0; k < p->ops; k++) law_kernel_op(p, ops + k, &at, m, x + i);
        for (size_t j = 0; j < m; j += VD) {
            v_store_loose(y + i + j, v_load(at.y[0] + j));
            if (dy) v_store_loose(dy + i + j, v_load(at.d[0] + j));
        }
    }
}

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
LAW_KERNEL void law_kernel_eval(const law_program *p, size_t n, const double *x, double *y,
                                double *dy)
{
    switch (p->shape) {
    case LAW_CONSTANT:
        for (size_t i = 0; i < n; i++) y[i] = p->scale;
        for (size_t i = 0; dy && i < n; i++) dy[i] = 0;
        break;
    case LAW_POLYNOMIAL: law_kernel_polynomial(p, n, x, y, dy); break;
    case LAW_FORM:
        if (dy)
            law_kernel_form(p, n, x, y, dy);
        else
            law_kernel_form_value(p, n, x, y);
        break;
    case LAW_CODE: law_kernel_code(p, n, x, y, dy); break;
    case LAW_TABLE: law_kernel_table(p, n, x, y, dy); break;
    case LAW_USER: law_kernel_user(p, n, x, y, dy); break;
    }
}

#endif
