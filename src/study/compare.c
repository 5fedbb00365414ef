/* Two recordings held against each other at the rows of the second.
 *
 * A jump is two rows at one time. Where A jumps, a row of B is held against what comes after
 * the jump, as by whoever follows the curve on; but where B jumps as well, its first row is
 * held against what comes before. */
#include "glasscell/compare.h"
#include "glasscell/units.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "recording/bdf.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* The part of the time that counts, and the channels that are being compared. */
typedef struct compare_pair {
    const double *a_time, *a_y;
    size_t a_rows;
    const double *b_time, *b_y;
    size_t b_rows;
    double from_s, to_s;
    double scale, offset; /* from A's unit to B's */
} compare_pair;

/* The row of A at or before t, going on from `i`. */
static size_t compare_seek(const double *time, size_t rows, size_t i, double t)
{
    while (i + 1 < rows && time[i + 1] <= t) i++;
    return i;
}

/* A's value at t, whose row at or before is `i`; before a jump at t, if it is asked for. */
static double compare_at(const compare_pair *pair, size_t i, double t, int is_before)
{
    const double *time = pair->a_time, *y = pair->a_y;
    while (is_before && i > 0 && time[i - 1] == t) i--;
    if (i + 1 >= pair->a_rows || t <= time[i]) return y[i];
    double w = (t - time[i]) / (time[i + 1] - time[i]);
    return y[i] + w * (y[i + 1] - y[i]);
}

static void compare_measure(const compare_pair *pair, glass_comparison_channel *out)
{
    double squares = 0, sum = 0, most = 0;
    size_t rows = 0;
    for (size_t i = 0, j = 0; i < pair->b_rows; i++) {
        double t = pair->b_time[i];
        if (!(t >= pair->from_s && t <= pair->to_s)) continue;
        j = compare_seek(pair->a_time, pair->a_rows, j, t);
        int jumps = i + 1 < pair->b_rows && pair->b_time[i + 1] == t;
        double a = compare_at(pair, j, t, jumps);
        double d = pair->scale * a + pair->offset - pair->b_y[i];
        if (isnan(d)) continue;
        rows++;
        sum += d;
        squares += d * d;
        if (fabs(d) > most) most = fabs(d);
    }
    out->rows = rows;
    out->rmse = rows ? sqrt(squares / (double)rows) : NAN;
    out->max = rows ? most : NAN;
    out->bias = rows ? sum / (double)rows : NAN;
}

/* "Temperature / degC" and "Temperature / K" are one thing in two units. */
static int compare_same_name(const char *a, const char *b)
{
    size_t n = glass_bdf_quantity(a);
    return n == glass_bdf_quantity(b) && strncasecmp(a, b, n) == 0;
}

/* The channel of A that means what `b` means, and the way from its unit; -1: none. */
static int compare_partner(const glass_recording *a, const glass_recording_channel *b,
                           compare_pair *pair)
{
    pair->scale = 1;
    pair->offset = 0;
    for (int i = 1; i < a->n_channels; i++)
        if (glass_text_same(a->channels[i].label, b->label)) return i;
    for (int i = 1; i < a->n_channels; i++) {
        const glass_recording_channel *channel = &a->channels[i];
        if (compare_same_name(channel->label, b->label) && channel->unit && b->unit &&
            !glass_unit_convert(channel->unit, b->unit, &pair->scale, &pair->offset))
            return i;
    }
    return -1;
}

static glass_status compare_add(glass_comparison *out, const glass_recording_channel *b,
                                const compare_pair *pair)
{
    size_t n = (size_t)out->count;
    glass_comparison_channel *at = glass_realloc(out->at, (n + 1) * sizeof *at);
    if (!at) return glass_fail_memory();
    out->at = at;
    glass_comparison_channel *channel = &at[n];
    *channel = (glass_comparison_channel){.from_s = pair->from_s, .to_s = pair->to_s};
    channel->label = glass_strdup(b->label);
    channel->unit = glass_strdup(b->unit ? b->unit : "");
    out->count++;
    if (!channel->label || !channel->unit) return glass_fail_memory();
    compare_measure(pair, channel);
    return GLASS_OK;
}

static glass_status compare_window(const glass_recording *a, const glass_recording *b,
                                   double from_s, double to_s, compare_pair *pair)
{
    if (a->n_channels < 1 || a->rows < 1 || b->n_channels < 1 || b->rows < 1)
        return glass_fail(GLASS_E_INPUT, "nothing to compare: %s has no rows",
                          a->rows < 1 || a->n_channels < 1 ? "the first" : "the second");
    *pair = (compare_pair){.a_time = a->channels[0].at,
                           .a_rows = a->rows,
                           .b_time = b->channels[0].at,
                           .b_rows = b->rows};
    double a0 = pair->a_time[0], a1 = pair->a_time[a->rows - 1];
    double b0 = pair->b_time[0], b1 = pair->b_time[b->rows - 1];
    pair->from_s = fmax(fmax(a0, b0), isnan(from_s) ? -INFINITY : from_s);
    pair->to_s = fmin(fmin(a1, b1), isnan(to_s) ? INFINITY : to_s);
    if (pair->from_s <= pair->to_s) return GLASS_OK;
    if (fmax(a0, b0) > fmin(a1, b1))
        return glass_fail(
            GLASS_E_INPUT,
            "nothing to compare: the first lasts from %g s to %g s, the second "
            "from %g s to %g s",
            a0, a1, b0, b1);
    return glass_fail(
        GLASS_E_INPUT, "nothing to compare from %g s to %g s: both last from %g s to %g s",
        pair->from_s, isnan(to_s) ? fmin(a1, b1) : to_s, fmax(a0, b0), fmin(a1, b1));
}

static glass_status compare_refuse(const glass_recording *a, const glass_recording *b)
{
    glass_text words = {0};
    for (int side = 0; side < 2; side++) {
        const glass_recording *recording = side ? b : a;
        glass_text_add(&words, side ? "; the second has" : "; the first has");
        for (int i = 1; i < recording->n_channels && i <= 8; i++)
            glass_text_add(&words, "%s %s", i > 1 ? "," : "", recording->channels[i].label);
        if (recording->n_channels > 9) glass_text_add(&words, ", ...");
    }
    glass_status status =
        glass_fail(GLASS_E_INPUT, "nothing to compare: no channel is in both%s",
                   words.at ? words.at : "");
    glass_text_clear(&words);
    return status;
}

glass_status glass_compare(const glass_recording *a, const glass_recording *b,
                           double from_s, double to_s, glass_comparison *out)
{
    glass_comparison comparison = {0};
    compare_pair pair;
    glass_status status = compare_window(a, b, from_s, to_s, &pair);
    for (int i = 1; !status && i < b->n_channels; i++) {
        int k = compare_partner(a, &b->channels[i], &pair);
        if (k < 0) continue;
        pair.a_y = a->channels[k].at;
        pair.b_y = b->channels[i].at;
        status = compare_add(&comparison, &b->channels[i], &pair);
    }
    if (!status && comparison.count == 0) status = compare_refuse(a, b);
    if (status)
        glass_comparison_clear(&comparison);
    else
        *out = comparison;
    return status;
}

void glass_comparison_clear(glass_comparison *comparison)
{
    if (!comparison) return;
    for (int i = 0; i < comparison->count; i++) {
        glass_free(comparison->at[i].label);
        glass_free(comparison->at[i].unit);
    }
    glass_free(comparison->at);
    *comparison = (glass_comparison){0};
}
