/* The largest body that is full in time; docs/theory/wiring.md (1) and (7). */
#include "wiring/wiring_modes.h"

#include <math.h>

typedef struct length_case {
    glass_shape shape;
    glass_filling filling;
    double unfilled, D, k, time;
} length_case;

double glass_wiring_length_surface(glass_shape shape, glass_filling filling,
                                   double unfilled, double k, double time)
{
    double m = glass_wiring_surface(shape);
    if (filling == GLASS_FILL_VOLTAGE) return m * k * time / -log(unfilled);
    return m * k * time / (1 - unfilled);
}

/* Positive root of K L^2 + (D/k) L - m D tau u = 0, without cancellation. */
static double length_quadratic(const length_case *it)
{
    double m = glass_wiring_surface(it->shape), K = m * glass_wiring_theta(it->shape);
    double tau =
        it->filling == GLASS_FILL_ELAPSED ? it->time / (1 - it->unfilled) : it->time;
    double b = it->D / it->k, c = m * it->D * tau * it->unfilled;
    return 2 * c / (b + sqrt(b * b + 4 * K * c));
}

/* Falls short of what is wanted, or exceeds it, at a given size: one series at one T. */
static double length_gap(void *context, double log_L)
{
    const length_case *it = context;
    double L = exp(log_L), T = it->D * it->time / (L * L), u = it->unfilled;
    glass_filling filling = it->filling;
    if (filling == GLASS_FILL_CURRENT) { /* the stop is at x of 1/C-rate */
        filling = GLASS_FILL_ELAPSED;
        T *= 1 - u;
    }
    return log(glass_wiring_unfilled(it->shape, filling, T, it->k * L / it->D) / u);
}

static double length_by_root(const length_case *it, double bulk)
{
    /* one resistance after the other: a bit less than both together would fill */
    double surface =
        glass_wiring_surface(it->shape) * it->k * it->time *
        (it->filling == GLASS_FILL_VOLTAGE ? 1 / -log(it->unfilled) : it->unfilled);
    double least = bulk < surface ? bulk : surface;
    double low = log(least) - 1.5, high = log(least) + 1e-9;
    while (length_gap((void *)it, low) > 0) low -= 2;
    while (length_gap((void *)it, high) < 0) high += 0.5;
    return exp(wiring_root(length_gap, (void *)it, low, high));
}

double glass_wiring_length(glass_shape shape, glass_filling filling, double unfilled,
                           double D, double k, double time)
{
    length_case it = {shape, filling, unfilled, D, k, time};
    double bulk = sqrt(glass_wiring_alpha(shape, filling, unfilled) * D * time);
    if (isinf(k)) return bulk;
    if (filling == GLASS_FILL_VOLTAGE) return length_by_root(&it, bulk);
    double L = length_quadratic(&it), elapsed = D * time / (L * L);
    if (filling == GLASS_FILL_CURRENT) elapsed *= 1 - unfilled;
    int is_late = shape == GLASS_ROD || shape == GLASS_CUBE || M_PI * M_PI * elapsed > 40;
    return is_late ? L : length_by_root(&it, bulk);
}
