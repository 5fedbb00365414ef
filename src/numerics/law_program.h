/* A compiled law: one flat block of memory that nobody changes, so that any number of
 * threads may evaluate it. Made by law_emit.h and law_table.h, evaluated by law_kernel.h.
 *
 * Nearly every published law is a FORM,
 *
 *     y = constant + sum_groups [ P(v) + sqrt(v) Q(v) ] + sum a tanh(z) + sum a exp(z)
 *         + sum a exp(b2 u^2 + b1 u + c) + sum a v^(n/2),
 *
 * with v, z = b (x - x0) + c and u = x - x0: the centre x0 is kept apart when the source
 * gives one, as b x - b x0 would cost digits. The rest is CODE: forms and functions on
 * registers, each a short block of points with value and slope. */
#ifndef GLASSCELL_LAW_PROGRAM_H
#define GLASSCELL_LAW_PROGRAM_H

#include <stddef.h>
#include <stdint.h>
#include "glasscell/law.h"

typedef enum law_shape {
    LAW_CONSTANT,
    LAW_POLYNOMIAL, /* one form that is small */
    LAW_FORM,       /* one form */
    LAW_CODE,
    LAW_TABLE,
    LAW_USER
} law_shape;

enum {
    LAW_DEGREE = 24,      /* largest degree that is kept as a polynomial */
    LAW_SMALL_DEGREE = 6, /* of LAW_POLYNOMIAL, which has code for each degree */
    LAW_SMALL_HALVES = 2, /* coefficients of Q there: none or this many */
    LAW_REGISTERS = 20,   /* enough for 2^19 operands, more than a text can hold */
    LAW_BLOCK = 32        /* points in a register, a multiple of VD_BLOCK */
};

/* P(v) = v (p1 + v (p2 + ..)), Q(v) = q0 + v (q1 + ..); v = b (x - x0) + c. */
typedef struct law_group {
    double b, x0, c;
    double root; /* dy/dx has root / sqrt(v) besides */
    int is_x;    /* v = x */
    int degree;  /* of P, 0: none */
    int halves;  /* coefficients of Q */
    int data;    /* where the numbers begin: p1, p1', p2, p2' .. then q0, q0', q1 .. */
} law_group;     /* (primed: the coefficient in dy/dx at the same power of v) */

/* A form that is one group of small degree, whole: `at` holds p1, p1', p2 .. pd', q0, q0',
 * q1, q1' (the latter four when halves is not 0; root is 0). */
typedef struct law_small {
    double b, x0, c, constant;
    int is_x, degree, halves;
    double at[2 * (LAW_SMALL_DEGREE + LAW_SMALL_HALVES)];
} law_small;

/* a f(b (x - x0) + c); ab = a b. For bells f = exp of b u^2 + ab u + c. */
typedef struct law_term {
    double x0, b, c, a, ab;
} law_term;

/* a v^(twice/2); slope = a b twice/2. */
typedef struct law_power {
    double x0, b, c, a, slope;
    int twice;
} law_power;

typedef struct law_form {
    double constant;
    int small;                               /* its law_small, or -1 */
    int group, groups;                       /* first and number of each */
    int tanh, tanhs, exp, exps, bell, bells; /* among the terms */
    int power, powers;
} law_form;

typedef enum law_code {
    LAW_SET,       /* r = form */
    LAW_ADD_FORM,  /* r += form */
    LAW_SET_SMALL, /* the same of a law_small: `form` is its index */
    LAW_ADD_SMALL,
    LAW_SCALE,    /* r = k a */
    LAW_ADD,      /* r = k a + b */
    LAW_MULTIPLY, /* r = a b */
    LAW_DIVIDE,   /* r = a / b */
    LAW_INVERT,   /* r = 1 / a */
    LAW_MIN,
    LAW_MAX,
    LAW_POW,      /* r = a ** b */
    LAW_POW_HALF, /* r = a ** (form/2), form an integer */
    LAW_POW_AT,   /* r = a ** k */
    LAW_POW_OF,   /* r = exp((k + k2) a) */
    LAW_EXP,      /* and so on: r = f(a) */
    LAW_LOG,
    LAW_TANH,
    LAW_SINH,
    LAW_COSH,
    LAW_SQRT,
    LAW_ABS,
    LAW_SIN,
    LAW_COS,
    LAW_TAN,
    LAW_ATAN,
    LAW_ERF
} law_code;

typedef struct law_op {
    double k, k2;
    int form;
    uint8_t code, r, a, b;
} law_op;

/* Piecewise polynomials: piece i, from knot[i - 1] to knot[i], is
 * y + t (s + t (c2 + t c3)), t = x - x0; the first and the last are straight lines. */
typedef struct law_piece {
    double x0, y, s, c2, c3;
} law_piece;

typedef struct law_table {
    double from, per_x; /* bucket = (x - from) per_x, clipped to 0..buckets - 1 */
    int knots, buckets, is_linear;
} law_table;

typedef struct law_program {
    size_t bytes; /* of the whole block */
    law_shape shape;
    double scale; /* of LAW_CONSTANT the value, of LAW_USER a factor */
    law_table table;
    glass_law_function *function;
    void *context;
    int form; /* the outermost one */
    int ops, registers;
    /* Offsets from the beginning of the block, in bytes. */
    size_t at_data, at_groups, at_smalls, at_terms, at_powers, at_forms, at_ops;
    size_t at_knots, at_pieces, at_buckets;
} law_program;

#define LAW_PROGRAM_AT(type, program, offset)                                              \
    ((type *)(void *)((char *)(uintptr_t)(program) + (program)->offset))

/* The block of a law, for kernels; borrowed until the law is freed. */
const law_program *glass_law_program(const glass_law *law);

/* A new block: k times the law of the old one. NULL without memory. */
law_program *law_program_scaled(const law_program *program, double k);

#endif
