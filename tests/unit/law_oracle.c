#include "law_oracle.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct oracle {
    const char *at;
    long double x;
    int has_failed;
} oracle;

static law_oracle oracle_sum(oracle *o);

/* Squares and inverses of numbers within this are numbers. */
#define ORACLE_LARGE 1e100L

/* 1 if `a` has lost half its digits by cancelling, or is so small or large that its powers
 * leave the range: slopes of curved functions and products cannot be compared there. */
static int oracle_is_vague(law_oracle a)
{
    int is_in_range =
        a.y == 0 || (fabsl(a.y) * ORACLE_LARGE > 1 && fabsl(a.y) < ORACLE_LARGE);
    return !is_in_range || !(a.error * DBL_EPSILON <= 1e-9L * fabsl(a.y));
}

static int oracle_next(oracle *o, const char *token)
{
    while (isspace((unsigned char)*o->at)) o->at++;
    size_t n = strlen(token);
    if (strncmp(o->at, token, n)) return 0;
    o->at += n;
    return 1;
}

/* f(a) with f' and a bound for |f''|: errors of the argument pass through f', and those of
 * f itself, up to four roundings, stay. */
static law_oracle oracle_map(law_oracle a, long double y, long double d)
{
    law_oracle r = {.y = y, .dy = d * a.dy, .is_variable = a.is_variable};
    r.is_near_edge = a.is_near_edge;
    r.error = fabsl(d) * a.error + 4 * fabsl(y);
    r.slope = fabsl(d) * a.slope;
    r.is_near_edge |= !(fabsl(y) < ORACLE_LARGE) || !(fabsl(r.dy) < ORACLE_LARGE);
    return r;
}

static law_oracle oracle_add(law_oracle a, law_oracle b, int sign)
{
    law_oracle r = {.y = a.y + sign * b.y, .dy = a.dy + sign * b.dy};
    r.error = a.error + b.error + fabsl(a.y) + fabsl(b.y);
    r.slope = a.slope + b.slope;
    r.is_near_edge = a.is_near_edge || b.is_near_edge;
    r.is_variable = a.is_variable || b.is_variable;
    return r;
}

static law_oracle oracle_multiply(law_oracle a, law_oracle b)
{
    law_oracle r = {.y = a.y * b.y, .dy = a.dy * b.y + a.y * b.dy};
    r.error = fabsl(a.y) * b.error + fabsl(b.y) * a.error + fabsl(r.y);
    r.slope = fabsl(a.y) * b.slope + fabsl(b.y) * a.slope;
    r.is_near_edge = a.is_near_edge || b.is_near_edge;
    r.is_variable = a.is_variable || b.is_variable;
    if (a.slope > 0 && b.slope > 0)
        r.is_near_edge |= oracle_is_vague(a) || oracle_is_vague(b);
    return r;
}

static law_oracle oracle_invert(law_oracle a)
{
    law_oracle r = oracle_map(a, 1 / a.y, -1 / (a.y * a.y));
    r.is_near_edge |= oracle_is_vague(a);
    return r;
}

static law_oracle oracle_constant(long double value)
{
    return (law_oracle){.y = value};
}

static law_oracle oracle_power(law_oracle a, law_oracle b)
{
    long double n = b.y, y = powl(a.y, n);
    if (!b.is_variable) { /* a constant exponent */
        law_oracle r = oracle_map(a, y, n == 0 ? 0 : n * powl(a.y, n - 1));
        r.error += fabsl(n * y); /* repeated products */
        r.is_near_edge |= n != floorl(n) && a.y < 1e-9L;
        r.is_near_edge |= n != 1 && (oracle_is_vague(a) || oracle_is_vague(r));
        return r;
    }
    law_oracle l = oracle_map(a, logl(a.y), 1 / a.y), z = oracle_multiply(b, l);
    law_oracle r = oracle_map(z, y, y);
    r.is_near_edge |= !(a.y > 1e-9L) || oracle_is_vague(a);
    return r;
}

static law_oracle oracle_choose(law_oracle a, law_oracle b, int is_min)
{
    law_oracle r = (a.y < b.y) == is_min ? a : b;
    r.is_variable = a.is_variable || b.is_variable;
    r.is_near_edge |= !(fabsl(a.y - b.y) > 1e-9L * (fabsl(a.y) + fabsl(b.y)));
    return r;
}

static law_oracle oracle_function(const char *name, law_oracle a)
{
    long double y = a.y;
    law_oracle r = {.is_near_edge = 1};
    /* the slope of a function that bends knows no better than its argument */
    a.is_near_edge |= !(a.error * DBL_EPSILON < 1e-10L);
    if (!strcmp(name, "exp")) return oracle_map(a, expl(y), expl(y));
    if (!strcmp(name, "tanh")) return oracle_map(a, tanhl(y), 1 / (coshl(y) * coshl(y)));
    if (!strcmp(name, "cosh")) return oracle_map(a, coshl(y), sinhl(y));
    if (!strcmp(name, "sinh")) return oracle_map(a, sinhl(y), coshl(y));
    if (!strcmp(name, "sin")) return oracle_map(a, sinl(y), cosl(y));
    if (!strcmp(name, "cos")) return oracle_map(a, cosl(y), -sinl(y));
    if (!strcmp(name, "tan")) return oracle_map(a, tanl(y), 1 / (cosl(y) * cosl(y)));
    if (!strcmp(name, "atan")) return oracle_map(a, atanl(y), 1 / (1 + y * y));
    if (!strcmp(name, "erf")) return oracle_map(a, erfl(y), M_2_SQRTPIl * expl(-y * y));
    if (!strcmp(name, "log")) r = oracle_map(a, logl(y), 1 / y);
    if (!strcmp(name, "log10")) r = oracle_map(a, log10l(y), M_LOG10El / y);
    if (!strcmp(name, "sqrt")) r = oracle_map(a, sqrtl(y), 0.5L / sqrtl(y));
    if (!strcmp(name, "abs")) r = oracle_map(a, fabsl(y), y < 0 ? -1 : 1);
    r.is_near_edge |= !((strcmp(name, "abs") ? y : fabsl(y)) > 1e-9L) || oracle_is_vague(a);
    return r;
}

static law_oracle oracle_call(oracle *o, const char *name)
{
    law_oracle a = oracle_sum(o);
    if (!strcmp(name, "pow")) {
        if (!oracle_next(o, ",")) o->has_failed = 1;
        a = oracle_power(a, oracle_sum(o));
    } else if (!strcmp(name, "min") || !strcmp(name, "max")) {
        while (oracle_next(o, ",")) a = oracle_choose(a, oracle_sum(o), name[1] == 'i');
    } else {
        a = oracle_function(name, a);
    }
    if (!oracle_next(o, ")")) o->has_failed = 1;
    return a;
}

static law_oracle oracle_atom(oracle *o)
{
    char name[16] = "";
    if (oracle_next(o, "(")) {
        law_oracle a = oracle_sum(o);
        if (!oracle_next(o, ")")) o->has_failed = 1;
        return a;
    }
    for (size_t n = 0; n < sizeof name - 1 && isalnum((unsigned char)*o->at); n++) {
        if (n == 0 && isdigit((unsigned char)*o->at)) break;
        name[n] = *o->at++;
    }
    if (!strcmp(name, "x"))
        return (law_oracle){.y = o->x, .dy = 1, .slope = 1, .is_variable = 1};
    if (*name && oracle_next(o, "(")) return oracle_call(o, name);
    char *end;
    double value = strtod(o->at, &end);
    o->has_failed |= end == o->at || *name;
    o->at = end;
    return oracle_constant(value);
}

static law_oracle oracle_factor(oracle *o)
{
    if (oracle_next(o, "-")) return oracle_multiply(oracle_constant(-1), oracle_factor(o));
    if (oracle_next(o, "+")) return oracle_factor(o);
    law_oracle a = oracle_atom(o);
    return oracle_next(o, "**") ? oracle_power(a, oracle_factor(o)) : a;
}

static law_oracle oracle_product(oracle *o)
{
    law_oracle a = oracle_factor(o);
    for (;;) {
        if (oracle_next(o, "*"))
            a = oracle_multiply(a, oracle_factor(o));
        else if (oracle_next(o, "/"))
            a = oracle_multiply(a, oracle_invert(oracle_factor(o)));
        else
            return a;
    }
}

static law_oracle oracle_sum(oracle *o)
{
    law_oracle a = oracle_product(o);
    for (;;) {
        if (oracle_next(o, "+"))
            a = oracle_add(a, oracle_product(o), 1);
        else if (oracle_next(o, "-"))
            a = oracle_add(a, oracle_product(o), -1);
        else
            return a;
    }
}

int law_oracle_at(const char *text, double x, law_oracle *out)
{
    oracle o = {.at = text, .x = x};
    *out = oracle_sum(&o);
    oracle_next(&o, "");
    return !o.has_failed && !*o.at;
}
