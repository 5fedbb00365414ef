#include "plot/ticks.h"
#include "plot/label.h"

#include <math.h>
#include <string.h>

/* Steps that are rounder than powers of ten would give; 0 ends. Beyond the last one, and
 * below 1, tens take over. */
static const double ticks_sixty[] = {1,   2,   5,   10,  15,   20,   30,   60,   120,   180,
                                     240, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 0};
static const double ticks_day[] = {0.25, 0.5, 1,  2,  3,   4,   6, 12,
                                   24,   48,  72, 96, 120, 240, 0};

static double ticks_tens_after(double step)
{
    double decade = pow(10, floor(log10(step) + 1e-9));
    double mantissa = step / decade;
    return (mantissa < 1.5 ? 2 : mantissa < 3 ? 5 : 10) * decade;
}

/* The next coarser step. */
static double ticks_after(glass_ticks_kind kind, double step)
{
    const double *list = kind == GLASS_TICKS_SIXTY ? ticks_sixty
                         : kind == GLASS_TICKS_DAY ? ticks_day
                                                   : NULL;
    double next = ticks_tens_after(step);
    if (list && next >= list[0])
        for (; *list; list++)
            if (*list > step * (1 + 1e-9)) return *list;
    return next;
}

/* The finest step that makes no more than `most` intervals, or a little finer. */
static double ticks_first(const glass_ticks_wish *wish, int most)
{
    double span = wish->high - wish->low;
    double step = pow(10, floor(log10(span / most)) - 1);
    if (wish->kind == GLASS_TICKS_WHOLE && step < 1) step = 1;
    while (span / step > most * (1 + 1e-9)) step = ticks_after(wish->kind, step);
    return step;
}

static int ticks_decimals(double step)
{
    int decimals = 0;
    while (decimals < 9 && fabs(step - rint(step)) > 1e-6 * step) {
        step *= 10;
        decimals++;
    }
    return decimals;
}

/* Powers of a thousand are taken off numbers too large or small to print in full. */
static int ticks_exponent(double low, double high)
{
    double largest = fmax(fabs(low), fabs(high));
    if (largest < 99999.5 && largest >= 1e-2) return 0;
    if (largest < 1e-2 && largest >= 1e-3 && high - low >= 1e-3) return 0;
    return 3 * (int)floor(log10(largest) / 3 + 1e-12);
}

static int ticks_parts(double step)
{
    double mantissa = step / pow(10, floor(log10(step) + 1e-9));
    return fabs(mantissa - 2) < 1e-6     ? 2
           : fabs(mantissa - 5) < 1e-6   ? 5
           : fabs(mantissa - 1) < 1e-6   ? 5
           : fabs(mantissa - 1.5) < 1e-6 ? 3
           : fabs(mantissa - 2.5) < 1e-6 ? 5
                                         : 3;
}

/* Ticks are whole multiples of the step: the tick at zero is exactly zero. */
static void ticks_place(const glass_ticks_wish *wish, double step, glass_ticks *out)
{
    double slack = 1e-9 * (wish->high - wish->low);
    double first = ceil((wish->low - slack) / step);
    double last = floor((wish->high + slack) / step);
    double unit = pow(10, -out->exponent);
    int decimals = ticks_decimals(step * unit);
    out->step = step;
    out->count = 0;
    for (double k = first; k <= last && out->count < GLASS_TICKS_MAX; k++) {
        double at = k == 0 ? 0 : k * step;
        out->at[out->count] = at;
        glass_label_number(at * unit, decimals, out->label[out->count++]);
    }
}

static int ticks_fit(const glass_ticks_wish *wish, const glass_ticks *ticks)
{
    double apart = ticks->step / (wish->high - wish->low) * wish->length;
    if (wish->is_upright) return apart >= 1.6 * wish->size;
    double before = 0;
    for (int i = 0; i < ticks->count; i++) {
        double width =
            glass_label_width(wish->type, ticks->label[i], wish->size, GLASS_FACE_PLAIN);
        if (i && (before + width) / 2 + 0.9 * wish->size > apart) return 0;
        before = width;
    }
    return 1;
}

/* How many labels read well along so much axis. */
static int ticks_pleasant(const glass_ticks_wish *wish)
{
    if (wish->is_upright) return (int)fmin(fmax(5, wish->length / 13), 9);
    return (int)fmin(fmax(3, wish->length / 26), 13);
}

void glass_ticks_make(const glass_ticks_wish *wish, glass_ticks *out)
{
    int most = wish->most > 0 ? wish->most : ticks_pleasant(wish);
    if (most > GLASS_TICKS_MAX - 2) most = GLASS_TICKS_MAX - 2;
    glass_ticks sparse;
    memset(out, 0, sizeof *out);
    out->exponent = ticks_exponent(wish->low, wish->high);
    ticks_place(wish, ticks_first(wish, most), out);
    while (out->count > 1 && !ticks_fit(wish, out)) {
        sparse = *out;
        ticks_place(wish, ticks_after(wish->kind, out->step), &sparse);
        if (sparse.count == 0) {
            out->count = 1; /* too narrow even for two labels */
            break;
        }
        *out = sparse;
    }
    out->parts = ticks_parts(out->step);
    if (wish->kind == GLASS_TICKS_WHOLE && out->step < 2) out->parts = 1;
}

void glass_range_add(double range[2], const double *values, size_t n, double scale,
                     double offset)
{
    for (size_t i = 0; i < n; i++) {
        double v = scale * values[i] + offset;
        if (!(fabs(v) < 1e300)) continue;
        if (v < range[0]) range[0] = v;
        if (v > range[1]) range[1] = v;
    }
}

void glass_range_settle(double range[2], double pad)
{
    if (!(range[0] <= range[1])) {
        range[0] = 0;
        range[1] = 1;
        return;
    }
    double largest = fmax(fabs(range[0]), fabs(range[1]));
    double least = largest > 0 ? 1e-5 * largest : 1;
    double width = range[1] - range[0];
    if (width < least) {
        double middle = range[0] + width / 2;
        width = width > 0 || largest == 0 ? least : 0.1 * largest;
        range[0] = middle - width / 2;
        range[1] = middle + width / 2;
    }
    range[0] -= pad * width;
    range[1] += pad * width;
}

const glass_time_unit *glass_time_unit_for(double span_s)
{
    static const glass_time_unit units[] = {
        {"ms", 1e3, GLASS_TICKS_TENS},        {"s", 1, GLASS_TICKS_SIXTY},
        {"min", 1.0 / 60, GLASS_TICKS_SIXTY}, {"h", 1.0 / 3600, GLASS_TICKS_DAY},
        {"d", 1.0 / 86400, GLASS_TICKS_TENS},
    };
    static const double up_to[] = {0.5, 300, 3 * 3600.0 + 1, 4 * 86400.0 + 1};
    int i = 0;
    while (i < 4 && span_s > up_to[i]) i++;
    return &units[i];
}
