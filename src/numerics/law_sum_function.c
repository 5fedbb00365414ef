/* Products, powers and functions of sums. Each rule here keeps the arithmetic of the source
 * or improves on it: a polynomial is expanded only where evaluating it by Horner's scheme
 * does the very operations that the source asked for. */
#include "numerics/law_sum.h"

#include <float.h>
#include <limits.h>
#include <math.h>

/* Puts x - x0 about 0 where that is exact: for (1 - x) in x (1 - x). */
static void function_about_zero(law_sum *sum)
{
    law_sum_group *g = sum->groups;
    if (law_sum_monomial(sum) != 1 || g->v.b != 1 || g->v.c != 0) return;
    if (fabsl(g->p[1]) != 1) return;
    sum->constant = -g->p[1] * g->v.x0;
    g->v.x0 = 0;
}

static int function_same_line(const law_sum *one, const law_sum *two)
{
    law_line a = one->groups->v, b = two->groups->v;
    return a.b == b.b && a.x0 == b.x0 && a.c == b.c;
}

static int function_is_polynomial(const law_sum *sum)
{
    return sum->groups && !sum->groups->next && !sum->terms && !sum->others;
}

/* sum v^k (a v^k'), k' = k + 1/2 for `half`; 0 when a power is out of reach. */
static int function_shift(law_sum *sum, int k, int half, long double a)
{
    law_sum_group *g = sum->groups;
    for (int i = LAW_DEGREE; i >= 0; i--) {
        if (half && g->q[i] != 0) return 0; /* sqrt(v) sqrt(v) is v only where v >= 0 */
        if (i + k > LAW_DEGREE && (g->p[i] != 0 || g->q[i] != 0)) return 0;
    }
    g->p[0] = sum->constant;
    for (int i = LAW_DEGREE; i >= 0; i--) {
        long double p = i >= k ? g->p[i - k] * a : 0, q = i >= k ? g->q[i - k] * a : 0;
        g->p[i] = half ? 0 : p;
        g->q[i] = half ? p : q;
    }
    sum->constant = g->p[0];
    g->p[0] = 0;
    return 1;
}

/* a v^k (polynomial in v): Horner's scheme of the expanded one is the factored one. */
static law_sum *function_expand(law_sum *mono, law_sum *sum)
{
    if (!function_is_polynomial(mono) || !function_is_polynomial(sum)) return NULL;
    if (!function_same_line(mono, sum)) {
        function_about_zero(sum);
        if (!function_same_line(mono, sum)) return NULL;
    }
    int k = law_sum_monomial(mono);
    if (k == INT_MAX) return NULL;
    if (k >= 0) return function_shift(sum, k, 0, mono->groups->p[k]) ? sum : NULL;
    return function_shift(sum, -1 - k, 1, mono->groups->q[-1 - k]) ? sum : NULL;
}

/* The only part of `sum`, if it is a product. */
static law_sum_other *function_product(const law_sum *sum)
{
    law_sum_other *o = sum->others;
    int is_alone = o && !o->next && !sum->groups && !sum->terms && sum->constant == 0;
    return is_alone && o->code == LAW_MULTIPLY ? o : NULL;
}

/* left times right (or divided by it), as one list of factors. */
static law_sum *function_chain(law_builder *b, law_sum *left, law_sum *right, int inverse)
{
    law_sum_other *one = function_product(left), *two = function_product(right);
    if (!one) {
        left = law_sum_new_other(b, LAW_MULTIPLY, left, NULL);
        if (!left) return NULL;
        one = left->others;
    }
    if (!two) {
        right = law_sum_new_other(b, LAW_MULTIPLY, right, NULL);
        if (!right) return NULL;
        two = right->others;
    }
    one->a = inverse ? one->a / two->a : one->a * two->a;
    for (law_factor *f = two->first; inverse && f; f = f->next) f->is_inverse ^= 1;
    one->last->next = two->first;
    one->last = two->last;
    return left;
}

law_sum *law_sum_multiply(law_builder *b, law_sum *left, law_sum *right)
{
    if (!left || !right) return NULL;
    if (law_sum_is_constant(left)) return law_sum_scale(b, right, left->constant);
    if (law_sum_is_constant(right)) return law_sum_scale(b, left, right->constant);
    law_sum *sum = function_expand(left, right);
    if (!sum) sum = function_expand(right, left);
    return sum ? law_sum_scale(b, sum, 1) : function_chain(b, left, right, 0);
}

/* a v^(twice/2) of the straight line `v`, as a term for the powers that polynomials lack. */
static law_sum *function_term_power(law_builder *b, law_line v, int twice)
{
    law_sum *sum = law_sum_new_term(b, LAW_SUM_POWER, v);
    if (sum) sum->terms->twice = twice;
    return sum;
}

/* (straight line)^(twice/2); positive ones as part of a polynomial in that line. */
static law_sum *function_line_power(law_builder *b, law_line v, int twice)
{
    if (twice < 0 || twice > 2 * LAW_DEGREE) return function_term_power(b, v, twice);
    law_sum *sum = law_sum_number(b, 0);
    if (!sum) return NULL;
    long double a = 1;
    if (v.c == 0 && (v.b > 0 || twice % 2 == 0)) { /* scales go into the coefficient */
        a = powl(v.b, twice / 2.0L);
        v.b = 1;
    }
    if (a == 0 || !isfinite((double)a))
        return law_sum_refuse(b, "a number becomes too large or too small here");
    sum->groups = law_sum_new_group(b, v);
    if (!sum->groups) return NULL;
    *(twice % 2 ? &sum->groups->q[twice / 2] : &sum->groups->p[twice / 2]) = a;
    return sum;
}

law_sum *law_sum_divide(law_builder *b, law_sum *left, law_sum *right)
{
    if (!left || !right) return NULL;
    if (law_sum_is_constant(right)) {
        if (right->constant == 0) return law_sum_refuse(b, "division by zero");
        return law_sum_scale(b, left, 1 / right->constant);
    }
    law_line v;
    if (law_sum_is_constant(left) && law_sum_as_line(right, &v))
        return law_sum_scale(b, function_term_power(b, v, -2), left->constant);
    return function_chain(b, left, right, 1);
}

/* base ** n/2 */
static law_sum *function_half_power(law_builder *b, law_sum *base, int twice)
{
    law_line v;
    int k = law_sum_monomial(base);
    if (twice == 2) return base;
    if (law_sum_as_line(base, &v)) return function_line_power(b, v, twice);
    if (k > 1 && k < INT_MAX && twice > 0 && twice % 2 == 0 &&
        k * twice <= 2 * LAW_DEGREE) {
        long double a = powl(base->groups->p[k], twice / 2);
        base->groups->p[k] = 0;
        base->groups->p[k * twice / 2] = a;
        return law_sum_scale(b, base, 1);
    }
    law_sum *sum = law_sum_new_other(b, twice == 1 ? LAW_SQRT : LAW_POW_HALF, base, NULL);
    if (sum) sum->others->twice = twice;
    return sum;
}

static law_sum *function_constant_power(law_builder *b, long double base, long double power)
{
    if (base == 0 && power < 0)
        return law_sum_refuse(b, "division by zero: 0 ** %Lg", power);
    long double value = powl(base, power);
    if (isnan(value)) return law_sum_refuse(b, "%Lg ** %Lg is no real number", base, power);
    return law_sum_number(b, value);
}

law_sum *law_sum_power(law_builder *b, law_sum *base, law_sum *exponent)
{
    if (!base || !exponent) return NULL;
    long double n = exponent->constant, a = base->constant;
    int is_base_known = law_sum_is_constant(base);
    law_sum *sum;
    if (law_sum_is_constant(exponent)) {
        if (is_base_known) return function_constant_power(b, a, n);
        if (n == 0) return law_sum_number(b, 1);
        if (2 * n == floorl(2 * n) && fabsl(n) <= 64)
            return function_half_power(b, base, (int)(2 * n));
        sum = law_sum_new_other(b, LAW_POW_AT, base, NULL);
        if (sum) sum->others->k = (double)n;
        return sum;
    }
    if (!is_base_known || a <= 0) return law_sum_new_other(b, LAW_POW, base, exponent);
    sum = law_sum_new_other(b, LAW_POW_OF, exponent, NULL);
    if (!sum) return NULL;
    sum->others->k = (double)logl(a); /* in two parts: powers of 10 keep their digits */
    sum->others->k2 = (double)(logl(a) - sum->others->k);
    return sum;
}

/* exp of a polynomial of degree 2 about its own centre: a bell. */
static law_sum *function_bell(law_builder *b, const law_sum *z)
{
    const law_sum_group *g = z->groups;
    if (!g || g->next || z->terms || z->others || g->v.c != 0 || g->p[2] == 0) return NULL;
    for (int k = 0; k <= LAW_DEGREE; k++)
        if (g->q[k] != 0 || (k > 2 && g->p[k] != 0)) return NULL;
    law_line u = {(double)(g->p[1] * g->v.b), g->v.x0, (double)z->constant};
    law_sum *sum = law_sum_new_term(b, LAW_SUM_BELL, u);
    if (sum) sum->terms->square = (double)(g->p[2] * g->v.b * g->v.b);
    return sum;
}

static long double function_value(law_code function, long double a)
{
    switch (function) {
    case LAW_EXP: return expl(a);
    case LAW_LOG: return logl(a);
    case LAW_TANH: return tanhl(a);
    case LAW_SINH: return sinhl(a);
    case LAW_COSH: return coshl(a);
    case LAW_SQRT: return sqrtl(a);
    case LAW_ABS: return fabsl(a);
    case LAW_SIN: return sinl(a);
    case LAW_COS: return cosl(a);
    case LAW_TAN: return tanl(a);
    case LAW_ATAN: return atanl(a);
    default: return erfl(a);
    }
}

law_sum *law_sum_call(law_builder *b, law_code function, law_sum *argument)
{
    if (!argument) return NULL;
    if (law_sum_is_constant(argument)) {
        long double value = function_value(function, argument->constant);
        if (isfinite(value) || (function != LAW_LOG && function != LAW_SQRT))
            return law_sum_number(b, value);
        return law_sum_refuse(b, "the %s of %Lg is no real number",
                              function == LAW_LOG ? "logarithm" : "square root",
                              argument->constant);
    }
    law_line z;
    int is_line = law_sum_as_line(argument, &z);
    if (is_line && function == LAW_SQRT) return function_line_power(b, z, 1);
    if (is_line && function == LAW_TANH) return law_sum_new_term(b, LAW_SUM_TANH, z);
    if (is_line && function == LAW_EXP) return law_sum_new_term(b, LAW_SUM_EXP, z);
    law_sum *bell = function == LAW_EXP ? function_bell(b, argument) : NULL;
    return bell || b->status != GLASS_OK ? bell
                                         : law_sum_new_other(b, function, argument, NULL);
}

law_sum *law_sum_choose(law_builder *b, law_code which, law_sum *left, law_sum *right)
{
    if (!left || !right) return NULL;
    long double one = left->constant, two = right->constant;
    if (law_sum_is_constant(left) && law_sum_is_constant(right))
        return law_sum_number(b, (which == LAW_MIN) == (one < two) ? one : two);
    return law_sum_new_other(b, which, left, right);
}
