#include "numerics/law_table.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* The slope of the secant from point i to point i + 1. */
static double table_secant(const double *x, const double *y, size_t i)
{
    return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
}

/* Monotone where the points are (Fritsch and Carlson 1980, doi:10.1137/0717021): the slope
 * of the parabola through three points, 0 at an extremum, and at most three times the
 * flatter secant, which keeps both ends of every piece inside their region. */
static double table_limited(double slope, double before, double after)
{
    double least = 3 * fmin(fabs(before), fabs(after));
    if (before == 0 || after == 0 || (before > 0) != (after > 0)) return 0;
    if ((slope > 0) != (before > 0)) return 0;
    return fabs(slope) > least ? copysign(least, before) : slope;
}

static double table_slope(size_t n, const double *x, const double *y, size_t i)
{
    if (n == 2) return table_secant(x, y, 0);
    size_t k = i == 0 ? 1 : i == n - 1 ? n - 2 : i; /* centre of the parabola */
    double left = x[k] - x[k - 1], right = x[k + 1] - x[k];
    double before = table_secant(x, y, k - 1), after = table_secant(x, y, k);
    double bend = (after - before) / (left + right);
    if (i == 0) return table_limited(before - left * bend, before, before);
    if (i == n - 1) return table_limited(after + right * bend, after, after);
    return table_limited(before + left * bend, before, after);
}

static void table_pieces(law_piece *piece, size_t n, const double *x, const double *y,
                         glass_law_join join)
{
    for (size_t i = 0; i + 1 < n; i++) {
        double h = x[i + 1] - x[i], secant = table_secant(x, y, i);
        law_piece *q = piece + i + 1;
        *q = (law_piece){.x0 = x[i], .y = y[i], .s = secant};
        if (join == GLASS_JOIN_LINEAR) continue;
        double from = table_slope(n, x, y, i), to = table_slope(n, x, y, i + 1);
        q->s = from;
        q->c2 = (3 * secant - 2 * from - to) / h;
        q->c3 = (from + to - 2 * secant) / (h * h);
    }
    int is_linear = join == GLASS_JOIN_LINEAR;
    double first = is_linear ? piece[1].s : table_slope(n, x, y, 0);
    double last = is_linear ? piece[n - 1].s : table_slope(n, x, y, n - 1);
    piece[0] = (law_piece){.x0 = x[0], .y = y[0], .s = first};
    piece[n] = (law_piece){.x0 = x[n - 1], .y = y[n - 1], .s = last};
}

/* bucket[k] is the piece at the left edge of bucket k; one more closes the last. */
static void table_buckets(law_table *t, const double *knot, int32_t *bucket)
{
    int i = 0;
    for (int k = 0; k <= t->buckets; k++) {
        double edge = t->from + k / t->per_x;
        while (i < t->knots && edge >= knot[i]) i++;
        bucket[k] = k == t->buckets ? t->knots : i;
    }
}

law_program *law_table_program(size_t n, const double *x, const double *y,
                               glass_law_join join)
{
    size_t buckets = 2 * n, head = (sizeof(law_program) + 63) & ~(size_t)63;
    size_t knots = n * sizeof(double), pieces = (n + 1) * sizeof(law_piece);
    size_t bytes = head + knots + pieces + (buckets + 1) * sizeof(int32_t);
    if (n > INT32_MAX / 256) return NULL;
    law_program *p = glass_aligned(bytes);
    if (!p) return NULL;
    *p = (law_program){.bytes = bytes, .shape = LAW_TABLE, .at_knots = head};
    p->at_pieces = head + knots;
    p->at_buckets = p->at_pieces + pieces;
    p->table = (law_table){.from = x[0], .knots = (int)n, .buckets = (int)buckets};
    p->table.per_x = (double)buckets / (x[n - 1] - x[0]);
    memcpy(LAW_PROGRAM_AT(double, p, at_knots), x, knots);
    table_pieces(LAW_PROGRAM_AT(law_piece, p, at_pieces), n, x, y, join);
    table_buckets(&p->table, x, LAW_PROGRAM_AT(int32_t, p, at_buckets));
    return p;
}
