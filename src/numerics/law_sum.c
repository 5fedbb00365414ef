#include "numerics/law_sum.h"
#include "base/memory.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SUM_CHUNK = 16384 };

struct law_chunk {
    struct law_chunk *next;
    _Alignas(16) char bytes[SUM_CHUNK];
};

void *law_sum_memory(law_builder *b, size_t bytes)
{
    bytes = (bytes + 15) & ~(size_t)15;
    if (bytes > b->left) {
        struct law_chunk *chunk = glass_alloc(sizeof *chunk);
        if (!chunk) {
            b->status = GLASS_E_MEMORY;
            return NULL;
        }
        chunk->next = b->chunks;
        b->chunks = chunk;
        b->left = SUM_CHUNK;
    }
    void *at = b->chunks->bytes + (SUM_CHUNK - b->left);
    b->left -= bytes;
    return memset(at, 0, bytes);
}

void law_sum_clear(law_builder *b)
{
    while (b->chunks) {
        struct law_chunk *next = b->chunks->next;
        glass_free(b->chunks);
        b->chunks = next;
    }
    b->left = 0;
}

void *law_sum_refuse(law_builder *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(b->words, sizeof b->words, format, args);
    va_end(args);
    b->status = GLASS_E_INPUT;
    return NULL;
}

int law_sum_is_constant(const law_sum *sum)
{
    return !sum->groups && !sum->terms && !sum->others;
}

law_sum *law_sum_number(law_builder *b, long double value)
{
    if (!isfinite((double)value)) return law_sum_refuse(b, "this number is too large");
    law_sum *sum = law_sum_memory(b, sizeof *sum);
    if (sum) sum->constant = value;
    return sum;
}

law_sum *law_sum_x(law_builder *b)
{
    law_sum *sum = law_sum_number(b, 0);
    if (!sum) return NULL;
    sum->groups = law_sum_new_group(b, (law_line){1, 0, 0});
    if (!sum->groups) return NULL;
    sum->groups->p[1] = 1;
    return sum;
}

law_sum_group *law_sum_new_group(law_builder *b, law_line v)
{
    law_sum_group *g = law_sum_memory(b, sizeof *g);
    if (g) g->v = v;
    return g;
}

law_sum *law_sum_new_term(law_builder *b, law_sum_kind kind, law_line z)
{
    law_sum *sum = law_sum_number(b, 0);
    law_sum_term *t = sum ? law_sum_memory(b, sizeof *t) : NULL;
    if (!t) return NULL;
    t->kind = kind;
    t->z = z;
    t->a = 1;
    sum->terms = sum->last_term = t;
    return sum;
}

law_sum *law_sum_new_other(law_builder *b, law_code code, law_sum *first, law_sum *second)
{
    law_sum *sum = law_sum_number(b, 0);
    law_sum_other *o = sum ? law_sum_memory(b, sizeof *o) : NULL;
    if (!o) return NULL;
    o->a = 1;
    o->code = code;
    for (int i = 0; i < 2; i++) {
        law_sum *argument = i ? second : first;
        if (!argument) continue;
        law_factor *f = law_sum_memory(b, sizeof *f);
        if (!f) return NULL;
        f->sum = argument;
        *(o->last ? &o->last->next : &o->first) = f;
        o->last = f;
    }
    sum->others = sum->last_other = o;
    return sum;
}

static int sum_same_line(law_line a, law_line b)
{
    return a.b == b.b && a.x0 == b.x0 && a.c == b.c;
}

law_sum_group *law_sum_put_group(law_builder *b, law_sum *sum, law_line v)
{
    for (law_sum_group *g = sum->groups; g; g = g->next)
        if (sum_same_line(g->v, v)) return g;
    law_sum_group *g = law_sum_new_group(b, v);
    if (!g) return NULL;
    g->next = sum->groups;
    sum->groups = g;
    return g;
}

/* Degree of P when there is no Q, else LAW_DEGREE + 1. */
static int sum_degree(const law_sum_group *g)
{
    int degree = 0;
    for (int k = 0; k <= LAW_DEGREE; k++) {
        if (g->q[k] != 0) return LAW_DEGREE + 1;
        if (g->p[k] != 0) degree = k;
    }
    return degree;
}

int law_sum_as_line(const law_sum *sum, law_line *out)
{
    const law_sum_group *g = sum->groups;
    if (!g || g->next || sum->terms || sum->others || sum_degree(g) != 1) return 0;
    out->b = (double)(g->p[1] * g->v.b);
    out->x0 = g->v.x0;
    out->c = (double)(g->p[1] * g->v.c + sum->constant);
    return isfinite(out->b) && isfinite(out->c) && out->b != 0;
}

int law_sum_monomial(const law_sum *sum)
{
    const law_sum_group *g = sum->groups;
    int found = INT_MAX;
    if (!g || g->next || sum->terms || sum->others || sum->constant != 0) return INT_MAX;
    for (int k = 0; k <= LAW_DEGREE; k++) {
        if (g->p[k] == 0 && g->q[k] == 0) continue;
        if (found != INT_MAX || (g->p[k] != 0 && g->q[k] != 0)) return INT_MAX;
        found = g->p[k] != 0 ? k : -1 - k;
    }
    return found;
}

/* x - 0.3 is kept as (x - 0.3), not as 1 x - 0.3: what multiplies it later must not lose
 * the digits that are small near 0.3. */
static int sum_centred(law_sum *sum, long double constant)
{
    law_sum_group *g = sum->groups;
    if (law_sum_monomial(sum) != 1 || g->v.x0 != 0 || g->v.c != 0) return 0;
    long double slope = g->p[1] * g->v.b;
    double centre = (double)(-constant / slope);
    if (fabsl(slope) != 1 || centre != -constant / slope) return 0;
    g->p[1] = slope;
    g->v = (law_line){1, centre, 0};
    return 1;
}

/* A straight line about its own centre becomes one about 0, to join others. */
static law_sum_group *sum_about_zero(law_builder *b, law_sum *sum, const law_sum_group *g)
{
    law_sum_group *zero = law_sum_put_group(b, sum, (law_line){1, 0, 0});
    if (!zero) return NULL;
    zero->p[1] += g->p[1] * g->v.b;
    sum->constant += g->p[1] * (g->v.c - (long double)g->v.b * g->v.x0);
    return zero;
}

static int sum_is_zero_line(law_line v)
{
    return v.x0 == 0 && v.c == 0 && v.b == 1;
}

/* Where several groups meet, the straight ones give up their centres. */
static int sum_flatten(law_builder *b, law_sum *sum)
{
    law_sum_group *all = sum->groups, *next;
    if (!all || !all->next) return 1;
    sum->groups = NULL;
    for (law_sum_group *g = all; g; g = next) {
        next = g->next;
        if (!sum_is_zero_line(g->v) && sum_degree(g) == 1) {
            if (!sum_about_zero(b, sum, g)) return 0;
            continue;
        }
        law_sum_group *to = law_sum_put_group(b, sum, g->v);
        if (!to) return 0;
        for (int k = 0; k <= LAW_DEGREE; k++) {
            to->p[k] += g->p[k];
            to->q[k] += g->q[k];
        }
    }
    return 1;
}

static void sum_drop_empty(law_sum *sum)
{
    for (law_sum_group **at = &sum->groups; *at;) {
        if (sum_degree(*at) == 0)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

static int sum_is_bounded(long double value)
{
    return isfinite((double)value);
}

/* Numbers that no double can hold end here. */
static law_sum *sum_checked(law_builder *b, law_sum *sum)
{
    int is_bounded = sum_is_bounded(sum->constant);
    for (const law_sum_group *g = sum->groups; g; g = g->next)
        for (int k = 0; k <= LAW_DEGREE; k++)
            is_bounded &= sum_is_bounded(g->p[k]) && sum_is_bounded(g->q[k]);
    return is_bounded ? sum : law_sum_refuse(b, "a number becomes too large here");
}

/* Equal functions are added up, among the first few: more are not met in practice. */
static void sum_put_term(law_sum *sum, law_sum_term *t)
{
    law_sum_term *at = sum->terms;
    for (int i = 0; at && i < 32; at = at->next, i++) {
        if (at->kind != t->kind || !sum_same_line(at->z, t->z)) continue;
        if (at->square != t->square || at->twice != t->twice) continue;
        at->a += t->a;
        return;
    }
    t->next = NULL;
    *(sum->last_term ? &sum->last_term->next : &sum->terms) = t;
    sum->last_term = t;
}

law_sum *law_sum_add(law_builder *b, law_sum *to, law_sum *what)
{
    if (!to || !what) return NULL;
    if (law_sum_is_constant(to) && !law_sum_is_constant(what)) {
        law_sum *other = to;
        to = what;
        what = other;
    }
    if (law_sum_is_constant(what) && what->constant != 0 && sum_centred(to, what->constant))
        return to;
    to->constant += what->constant;
    if (what->groups && to->groups) {
        law_sum_group *last = to->groups;
        while (last->next) last = last->next;
        last->next = what->groups;
        if (!sum_flatten(b, to)) return NULL;
        sum_drop_empty(to);
    } else if (what->groups) {
        to->groups = what->groups;
    }
    for (law_sum_term *t = what->terms, *next; t; t = next) {
        next = t->next;
        sum_put_term(to, t);
    }
    if (what->others) {
        *(to->last_other ? &to->last_other->next : &to->others) = what->others;
        to->last_other = what->last_other;
    }
    return sum_checked(b, to);
}

law_sum *law_sum_scale(law_builder *b, law_sum *sum, long double k)
{
    if (!sum) return NULL;
    if (k == 0) return law_sum_number(b, 0);
    if (sum->constant != 0) sum->constant *= k; /* no -0 */
    for (law_sum_group *g = sum->groups; g; g = g->next) {
        for (int i = 0; i <= LAW_DEGREE; i++) {
            g->p[i] *= k;
            g->q[i] *= k;
        }
    }
    for (law_sum_term *t = sum->terms; t; t = t->next) t->a *= k;
    for (law_sum_other *o = sum->others; o; o = o->next) o->a *= k;
    return sum_checked(b, sum);
}
