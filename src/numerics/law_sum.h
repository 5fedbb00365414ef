/* The algebra of expressions while they are compiled: sums in which polynomials, tanh, exp
 * and powers of straight lines in x are kept apart from the rest, so that what a kernel
 * evaluates is short and has lost no digits.
 *
 * Everything made here lives in the builder and goes with it. Operations consume their
 * operands. They return NULL after a failure, with its words in the builder, and take NULL
 * operands (giving NULL), so that only the end of a chain must be looked at. */
#ifndef GLASSCELL_LAW_SUM_H
#define GLASSCELL_LAW_SUM_H

#include "base/fail.h"
#include "numerics/law_program.h"

typedef struct law_builder {
    struct law_chunk *chunks; /* arena */
    size_t left;              /* bytes in the newest chunk */
    glass_status status;
    char words[160];
} law_builder;

/* v = b (x - x0) + c */
typedef struct law_line {
    double b, x0, c;
} law_line;

typedef struct law_sum_group {
    struct law_sum_group *next;
    law_line v;
    long double p[LAW_DEGREE + 1]; /* p[0] is 0: constants are the sum's */
    long double q[LAW_DEGREE + 1]; /* of v^(k + 1/2) */
} law_sum_group;

typedef enum law_sum_kind {
    LAW_SUM_TANH,
    LAW_SUM_EXP,
    LAW_SUM_BELL,
    LAW_SUM_POWER
} law_sum_kind;

typedef struct law_sum_term {
    struct law_sum_term *next;
    law_sum_kind kind;
    law_line z; /* of a bell: u = x - z.x0, exponent square u^2 + z.b u + z.c */
    long double a;
    double square;
    int twice; /* of a power: the exponent, twice */
} law_sum_term;

/* What is neither: a function of sums, times a number. */
typedef struct law_sum_other {
    struct law_sum_other *next;
    long double a;
    law_code code;
    double k, k2;                    /* LAW_POW_AT, LAW_POW_OF */
    int twice;                       /* LAW_POW_HALF */
    struct law_factor *first, *last; /* arguments; of LAW_MULTIPLY any number */
    int need;                        /* registers, for law_emit.c */
} law_sum_other;

typedef struct law_sum {
    long double constant;
    law_sum_group *groups;
    law_sum_term *terms, *last_term;
    law_sum_other *others, *last_other;
    int need; /* registers, for law_emit.c */
} law_sum;

typedef struct law_factor {
    struct law_factor *next;
    law_sum *sum;
    int is_inverse; /* of LAW_MULTIPLY: divides */
} law_factor;

void *law_sum_memory(law_builder *b, size_t bytes); /* zeroed */
void law_sum_clear(law_builder *b);                 /* gives everything back */
/* Sets the words and returns NULL. */
void *law_sum_refuse(law_builder *b, const char *format, ...) GLASS_PRINTF(2, 3);

law_sum *law_sum_number(law_builder *b, long double value);
law_sum *law_sum_x(law_builder *b);
law_sum *law_sum_add(law_builder *b, law_sum *to, law_sum *what);
law_sum *law_sum_scale(law_builder *b, law_sum *sum, long double k);
law_sum *law_sum_multiply(law_builder *b, law_sum *left, law_sum *right);
law_sum *law_sum_divide(law_builder *b, law_sum *left, law_sum *right);
law_sum *law_sum_power(law_builder *b, law_sum *base, law_sum *exponent);
/* f(sum) for a function of one argument, LAW_EXP .. LAW_ERF. */
law_sum *law_sum_call(law_builder *b, law_code function, law_sum *argument);
/* LAW_MIN or LAW_MAX of two. */
law_sum *law_sum_choose(law_builder *b, law_code which, law_sum *left, law_sum *right);

int law_sum_is_constant(const law_sum *sum);

/* For the files of the algebra: a group with this line, an other with these arguments. */
law_sum_group *law_sum_new_group(law_builder *b, law_line v);
law_sum_group *law_sum_put_group(law_builder *b, law_sum *sum, law_line v);
law_sum *law_sum_new_other(law_builder *b, law_code code, law_sum *first, law_sum *second);
law_sum *law_sum_new_term(law_builder *b, law_sum_kind kind, law_line z);
/* 1 if sum = slope (line) with a constant inside the line: it is straight in x. */
int law_sum_as_line(const law_sum *sum, law_line *out);
/* The only k with p[k] != 0, -1 - k for q[k]; INT_MAX when there are several or others. */
int law_sum_monomial(const law_sum *sum);

#endif
