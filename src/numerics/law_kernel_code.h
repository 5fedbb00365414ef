/* Code on registers (law_program.h) in vectors; part of law_kernel.h. */
#ifndef GLASSCELL_LAW_KERNEL_CODE_H
#define GLASSCELL_LAW_KERNEL_CODE_H

#include <math.h>
#include "numerics/law_kernel_form.h"

/* Registers are blocks of values and slopes; the first is the caller's arrays. */
typedef struct law_kernel_registers {
    double *y[LAW_REGISTERS], *d[LAW_REGISTERS];
    const double *x;
    size_t n; /* points in use, a multiple of VD_BLOCK */
} law_kernel_registers;

typedef void law_kernel_op(const law_program *p, const law_op *o,
                           const law_kernel_registers *at);

/* r = f(a): value, called e in the derivative, and df/da; the chain rule is for all. */
#define LAW_KERNEL_MAP(name, value, derivative)                                            \
    static void law_kernel_op_##name(const law_program *p, const law_op *o,                \
                                     const law_kernel_registers *at)                       \
    {                                                                                      \
        const double *from = at->y[o->a], *from_d = at->d[o->a];                           \
        double *to = at->y[o->r], *to_d = at->d[o->r];                                     \
        const double k = o->k;                                                             \
        size_t n = at->n;                                                                  \
        vd other = v_set(0.0);                                                             \
        (void)p, (void)other, (void)k;                                                     \
        for (size_t j = 0; j < n; j += VD) {                                               \
            vd a = v_load_loose(from + j), d = v_load_loose(from_d + j);                   \
            vd e = (value);                                                                \
            v_store_loose(to + j, e);                                                      \
            v_store_loose(to_d + j, d * (derivative));                                     \
        }                                                                                  \
    }

/* (1 for 0 < a) - (1 for a < 0) */
LAW_KERNEL vd law_kernel_sign(vd a)
{
    vd one = v_set(1.0), zero = v_set(0.0);
    return v_select((vi)(a > 0.0), one, zero) - v_select((vi)(a < 0.0), one, zero);
}

/* exp((k + k2) a) with the product's lost digits put back, for constant ** a. */
LAW_KERNEL vd law_kernel_pow_of(double k, double k2, vd a)
{
    vd product = a * k, carry = vmath_product_error(a, v_set(k), product) + a * k2;
    vi is_safe = (vi)(v_abs(product) < 1e4);
    return v_exp(product) * (1.0 + v_select(is_safe, carry, v_set(0.0)));
}

/* a^k; k e / a is its slope, but at 0. */
LAW_KERNEL vd law_kernel_pow_slope(double k, vd a, vd e)
{
    return k * v_select((vi)(a == 0.0), v_set(k > 1 ? 0.0 : INFINITY), e / a);
}

/* Functions of libm, lane by lane: rare in laws, and libm's are good to the last digit. */
#define LAW_KERNEL_LANES(name)                                                             \
    LAW_KERNEL vd law_kernel_##name(vd a)                                                  \
    {                                                                                      \
        double lanes[VD];                                                                  \
        v_store_loose(lanes, a);                                                           \
        for (int i = 0; i < VD; i++) lanes[i] = name(lanes[i]);                            \
        return v_load_loose(lanes);                                                        \
    }
LAW_KERNEL_LANES(sin)
LAW_KERNEL_LANES(cos)
LAW_KERNEL_LANES(tan)
LAW_KERNEL_LANES(atan)
LAW_KERNEL_LANES(erf)

#define LAW_KERNEL_2_OVER_ROOT_PI 0x1.20dd750429b6dp+0

LAW_KERNEL_MAP(exp, v_exp(a), e)
LAW_KERNEL_MAP(log, v_log(a), 1.0 / a)
LAW_KERNEL_MAP(tanh, v_tanh_d(a, &other), other)
LAW_KERNEL_MAP(sinh, v_sinhcosh(a, &other), other)
LAW_KERNEL_MAP(cosh, (other = v_sinhcosh(a, &e), e), other)
LAW_KERNEL_MAP(sqrt, v_sqrt(a), 0.5 / e)
LAW_KERNEL_MAP(abs, v_abs(a), law_kernel_sign(a))
LAW_KERNEL_MAP(sin, law_kernel_sin(a), law_kernel_cos(a))
LAW_KERNEL_MAP(cos, law_kernel_cos(a), -law_kernel_sin(a))
LAW_KERNEL_MAP(tan, law_kernel_tan(a), e *e + 1.0)
LAW_KERNEL_MAP(atan, law_kernel_atan(a), 1.0 / (1.0 + a * a))
LAW_KERNEL_MAP(erf, law_kernel_erf(a), LAW_KERNEL_2_OVER_ROOT_PI *v_exp(-a *a))
LAW_KERNEL_MAP(scale, a *k, v_set(k))
LAW_KERNEL_MAP(invert, 1.0 / a, -e *e)
LAW_KERNEL_MAP(pow_of, law_kernel_pow_of(k, o->k2, a), e *k)
LAW_KERNEL_MAP(pow_at, v_pow(a, v_set(k)), law_kernel_pow_slope(k, a, e))
LAW_KERNEL_MAP(pow_half, law_kernel_half_power(a, o->form, &other), other *(0.5 * o->form))

/* r = f(a, b): value, called e in the slope. */
#define LAW_KERNEL_PAIR(name, value, slope)                                                \
    static void law_kernel_op_##name(const law_program *p, const law_op *o,                \
                                     const law_kernel_registers *at)                       \
    {                                                                                      \
        const double *one = at->y[o->a], *one_d = at->d[o->a];                             \
        const double *two = at->y[o->b], *two_d = at->d[o->b];                             \
        double *to = at->y[o->r], *to_d = at->d[o->r];                                     \
        const double k = o->k;                                                             \
        size_t n = at->n;                                                                  \
        (void)p, (void)k;                                                                  \
        for (size_t j = 0; j < n; j += VD) {                                               \
            vd a = v_load_loose(one + j), da = v_load_loose(one_d + j), other = a;         \
            vd b = v_load_loose(two + j), db = v_load_loose(two_d + j), e = (value);       \
            (void)other;                                                                   \
            v_store_loose(to_d + j, (slope));                                              \
            v_store_loose(to + j, e);                                                      \
        }                                                                                  \
    }

/* NaN where either is, else `first` ? one : two. */
LAW_KERNEL vd law_kernel_chosen(vd a, vd b, vi first, vd one, vd two)
{
    vi is_nan = (vi)(a != a) | (vi)(b != b);
    return v_select(is_nan, a + b, v_select(first, one, two));
}

/* The slope of e = a ** b, where a constant exponent over a negative base must not be
 * spoilt by the logarithm, nor a constant base by its power. */
LAW_KERNEL vd law_kernel_pow_bent(vd a, vd b, vd da, vd db, vd e)
{
    vd zero = v_set(0.0), low = v_pow(a, b - 1.0);
    vd of_base = v_select((vi)(da == 0.0), zero, b * low * da);
    return of_base + v_select((vi)(db == 0.0), zero, e * v_log(a) * db);
}

LAW_KERNEL_PAIR(multiply, a *b, a *db + da * b)
LAW_KERNEL_PAIR(divide, (other = 1.0 / b, a *other), (da - e * db) * other)
LAW_KERNEL_PAIR(add, a *k + b, da *k + db)
LAW_KERNEL_PAIR(min, law_kernel_chosen(a, b, (vi)(a <= b), a, b),
                law_kernel_chosen(a, b, (vi)(a <= b), da, db))
LAW_KERNEL_PAIR(max, law_kernel_chosen(a, b, (vi)(a >= b), a, b),
                law_kernel_chosen(a, b, (vi)(a >= b), da, db))
LAW_KERNEL_PAIR(pow, v_pow(a, b), law_kernel_pow_bent(a, b, da, db, e))

static void law_kernel_op_set(const law_program *p, const law_op *o,
                              const law_kernel_registers *at)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + o->form;
    law_kernel_form_of(p, f, at->n, at->x, at->y[o->r], at->d[o->r], 0, 1);
}
static void law_kernel_op_add_form(const law_program *p, const law_op *o,
                                   const law_kernel_registers *at)
{
    const law_form *f = LAW_PROGRAM_AT(const law_form, p, at_forms) + o->form;
    law_kernel_form_of(p, f, at->n, at->x, at->y[o->r], at->d[o->r], 1, 1);
}

static void law_kernel_op_set_small(const law_program *p, const law_op *o,
                                    const law_kernel_registers *at)
{
    const law_small *s = LAW_PROGRAM_AT(const law_small, p, at_smalls) + o->form;
    law_kernel_small(s, at->n, at->x, at->y[o->r], at->d[o->r], 0);
}
static void law_kernel_op_add_small(const law_program *p, const law_op *o,
                                    const law_kernel_registers *at)
{
    const law_small *s = LAW_PROGRAM_AT(const law_small, p, at_smalls) + o->form;
    law_kernel_small(s, at->n, at->x, at->y[o->r], at->d[o->r], 1);
}

static law_kernel_op *const law_kernel_ops[] = {
    [LAW_SET_SMALL] = law_kernel_op_set_small,
    [LAW_ADD_SMALL] = law_kernel_op_add_small,
    [LAW_SET] = law_kernel_op_set,
    [LAW_ADD_FORM] = law_kernel_op_add_form,
    [LAW_SCALE] = law_kernel_op_scale,
    [LAW_ADD] = law_kernel_op_add,
    [LAW_MULTIPLY] = law_kernel_op_multiply,
    [LAW_DIVIDE] = law_kernel_op_divide,
    [LAW_INVERT] = law_kernel_op_invert,
    [LAW_MIN] = law_kernel_op_min,
    [LAW_MAX] = law_kernel_op_max,
    [LAW_POW] = law_kernel_op_pow,
    [LAW_POW_HALF] = law_kernel_op_pow_half,
    [LAW_POW_AT] = law_kernel_op_pow_at,
    [LAW_POW_OF] = law_kernel_op_pow_of,
    [LAW_EXP] = law_kernel_op_exp,
    [LAW_LOG] = law_kernel_op_log,
    [LAW_TANH] = law_kernel_op_tanh,
    [LAW_SINH] = law_kernel_op_sinh,
    [LAW_COSH] = law_kernel_op_cosh,
    [LAW_SQRT] = law_kernel_op_sqrt,
    [LAW_ABS] = law_kernel_op_abs,
    [LAW_SIN] = law_kernel_op_sin,
    [LAW_COS] = law_kernel_op_cos,
    [LAW_TAN] = law_kernel_op_tan,
    [LAW_ATAN] = law_kernel_op_atan,
    [LAW_ERF] = law_kernel_op_erf,
};

/* The first register is y and dy themselves, unless x still needs y or nobody wants dy. */
LAW_KERNEL_CALLED void law_kernel_code(const law_program *p, size_t n, const double *x,
                                       double *y, double *dy)
{
    _Alignas(64) double block[2 * LAW_REGISTERS][LAW_BLOCK];
    const law_op *ops = LAW_PROGRAM_AT(const law_op, p, at_ops);
    law_kernel_registers at;
    for (int r = 0; r < p->registers; r++) {
        at.y[r] = block[2 * r];
        at.d[r] = block[2 * r + 1];
    }
    for (size_t i = 0; i < n; i += LAW_BLOCK) {
        at.n = n - i < LAW_BLOCK ? n - i : LAW_BLOCK;
        at.x = x + i;
        if (y != x) at.y[0] = y + i;
        if (dy) at.d[0] = dy + i;
        for (const law_op *o = ops; o < ops + p->ops; o++)
            law_kernel_ops[o->code](p, o, &at);
        for (size_t j = 0; y == x && j < at.n; j++) y[i + j] = block[0][j];
    }
}

#endif
