#include "plot/pick.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

const glass_recording_channel *glass_pick_channel(const glass_recording *recording,
                                                  const char *label)
{
    for (int i = 0; recording->rows > 0 && i < recording->n_channels; i++)
        if (!strcmp(recording->channels[i].label, label)) return &recording->channels[i];
    return NULL;
}

const glass_recording_frame *glass_pick_frame(const glass_recording *recording,
                                              const char *label)
{
    for (int i = 0; i < recording->n_frames; i++) {
        const glass_recording_frame *frame = &recording->frames[i];
        if (!strcmp(frame->label, label) && frame->count > 0 && frame->n[0] > 0)
            return frame;
    }
    return NULL;
}

static const char *pick_fact(const glass_recording *recording, const char *key)
{
    for (int i = 0; i < recording->n_facts; i++)
        if (!strcmp(recording->facts[i].key, key)) return recording->facts[i].text;
    return NULL;
}

/* A table of numbers tells rarely where it comes from; what only models know tells it. */
static int pick_is_simulated(const glass_recording *recording)
{
    static const char *const facts[] = {"program", "thickness/negative", NULL};
    static const char *const channels[] = {"Open Circuit Voltage / V", "Plating Margin / V",
                                           NULL};
    for (int i = 0; facts[i]; i++)
        if (pick_fact(recording, facts[i])) return 1;
    for (int i = 0; channels[i]; i++)
        if (glass_pick_channel(recording, channels[i])) return 1;
    return recording->n_frames > 0;
}

int glass_pick_is_measured(const glass_recording *recording)
{
    const char *text = pick_fact(recording, "measured");
    return text ? strcmp(text, "0") != 0 : !pick_is_simulated(recording);
}

static const char *const pick_inside[] = {
    "Salt Concentration / mol.m-3",
    "Electrolyte Potential / V",
    "Solid Potential Negative / V",
    "Solid Potential Positive / V",
    "Reaction Current Negative / A.m-2",
    "Reaction Current Positive / A.m-2",
    "Surface Stoichiometry Negative / 1",
    "Surface Stoichiometry Positive / 1",
    "Particle Stoichiometry Negative / 1",
    "Particle Stoichiometry Positive / 1",
    NULL,
};

int glass_pick_has_inside(const glass_recording *recording)
{
    for (int i = 0; pick_inside[i]; i++)
        if (glass_pick_frame(recording, pick_inside[i])) return 1;
    return 0;
}

const double *glass_pick_time(const glass_recording *recording)
{
    return recording->rows > 0 && recording->n_channels > 0 ? recording->channels[0].at
                                                            : NULL;
}

static double pick_thickness(const glass_recording *recording, const char *key)
{
    const char *text = pick_fact(recording, key);
    double value;
    return text && glass_number_read(text, &value) ? value : NAN;
}

/* The face of an axis of cell centres beyond its first or last point. */
static double pick_face(const glass_recording *recording, const char *label, int is_last)
{
    const glass_recording_frame *frame = glass_pick_frame(recording, label);
    if (!frame || frame->n[0] < 2 || !frame->axis[0]) return NAN;
    const double *x = frame->axis[0];
    size_t n = frame->n[0];
    return is_last ? 1.5 * x[n - 1] - 0.5 * x[n - 2] : 1.5 * x[0] - 0.5 * x[1];
}

glass_regions glass_pick_regions(const glass_recording *recording)
{
    double n = pick_thickness(recording, "thickness/negative");
    double s = pick_thickness(recording, "thickness/separator");
    double p = pick_thickness(recording, "thickness/positive");
    glass_regions out = {{n, n + s}, n + s + p, 0};
    if (!(n > 0 && s >= 0 && p > 0)) {
        out.separator[0] = pick_face(recording, "Surface Stoichiometry Negative / 1", 1);
        out.separator[1] = pick_face(recording, "Surface Stoichiometry Positive / 1", 0);
        out.total = pick_face(recording, "Surface Stoichiometry Positive / 1", 1);
    }
    out.is_known = out.separator[0] > 0 && out.separator[1] >= out.separator[0] &&
                   out.total > out.separator[1];
    return out;
}

double glass_pick_between(const double *x, const double *y, size_t n, double at)
{
    if (n == 0 || !(at >= x[0]) || !(at <= x[n - 1])) return NAN;
    size_t low = 0, high = n - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (x[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    double width = x[high] - x[low];
    if (!(width > 0)) return y[low];
    double share = (at - x[low]) / width;
    return share == 0 ? y[low] : y[low] + share * (y[high] - y[low]);
}

double glass_pick_difference(const double *a_x, const double *a_y, size_t a_n,
                             const double *b_x, const double *b_y, size_t b_n,
                             double *difference)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < b_n; i++) {
        double d = glass_pick_between(a_x, a_y, a_n, b_x[i]) - b_y[i];
        if (difference) difference[i] = d;
        if (!isfinite(d)) continue;
        sum += d * d;
        count++;
    }
    return count ? sqrt(sum / (double)count) : NAN;
}

size_t glass_pick_nearest(const double *x, size_t n, double at)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(x[i] - at) < fabs(x[best] - at)) best = i;
    return best;
}
