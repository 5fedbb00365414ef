/* Laws are functions that somebody fitted: are they sane wherever a run may take them?
 * Particles stay in their window (or beyond it, down to 0 and up to 1, near an interface);
 * the electrolyte goes from empty to a few mol/l. */
#include "cell/cell_check.h"

#include <math.h>
#include <string.h>

enum { LAW_POINTS = 501 };

typedef struct law_samples {
    double x[LAW_POINTS], y[LAW_POINTS];
} law_samples;

static void law_sample(const glass_law *law, double from, double to, law_samples *out)
{
    for (int i = 0; i < LAW_POINTS; i++)
        out->x[i] = from + (to - from) * i / (LAW_POINTS - 1);
    glass_law_eval(law, LAW_POINTS, out->x, out->y, NULL);
}

static const char *law_x_unit(const glass_cell_slot *slot)
{
    return slot->material >= 0 ? "" : " mol/m3";
}

/* Not a number somewhere: an error, because no run could go there. 1: all are finite. */
static int law_check_finite(glass_cell_checker *c, const glass_cell_slot *slot,
                            const law_samples *at)
{
    for (int i = 0; i < LAW_POINTS; i++) {
        if (isfinite(at->y[i])) continue;
        glass_cell_remark(
            c, 1, slot,
            "has no finite value at x = %.4g%s (a division by zero, a root or "
            "logarithm of a negative number, or an overflow?)",
            at->x[i], law_x_unit(slot));
        return 0;
    }
    return 1;
}

static void law_check_range(glass_cell_checker *c, const glass_cell_slot *slot,
                            const law_samples *at)
{
    const glass_row *row = slot->row;
    for (int i = 0; i < LAW_POINTS; i++) {
        if (at->y[i] >= row->low && at->y[i] <= row->high) continue;
        glass_cell_remark(c, 1, slot, "is %.4g %s at x = %.4g%s; allowed: %g to %g",
                          at->y[i], row->unit, at->x[i], law_x_unit(slot), row->low,
                          row->high);
        return;
    }
}

static void law_check_table(glass_cell_checker *c, const glass_cell_slot *slot, double from,
                            double to)
{
    const double *x, *y;
    size_t n = glass_law_points(*glass_cell_slot_law(slot), &x, &y);
    /* 1e-9: windows and tables are written with fewer digits */
    if (n && (x[0] > from + 1e-9 || x[n - 1] < to - 1e-9))
        glass_cell_remark(c, 0, slot,
                          "the table goes from %.5g to %.5g, but %.5g to %.5g is used; "
                          "outside it goes on as a straight line",
                          x[0], x[n - 1], from, to);
}

/* A potential that rises with lithium is unstable; a few microvolts are noise of a fit. */
static void law_check_falling(glass_cell_checker *c, const glass_cell_slot *slot,
                              const law_samples *at)
{
    double lowest = at->y[0], worst = 0, where = 0;
    for (int i = 1; i < LAW_POINTS; i++) {
        if (at->y[i] - lowest > worst) worst = at->y[i] - lowest, where = at->x[i];
        lowest = fmin(lowest, at->y[i]);
    }
    if (worst > 1e-3)
        glass_cell_remark(c, 0, slot,
                          "rises by %.3g mV before x = %.4g; an open-circuit potential "
                          "falls with lithium content",
                          worst * 1000, where);
    else if (at->y[0] - at->y[LAW_POINTS - 1] < 1e-6)
        glass_cell_remark(c, 0, slot, "does not change with lithium content");
}

static void law_check_particle(glass_cell_checker *c, const glass_cell_slot *slot,
                               law_samples *at)
{
    const glass_material *m = &c->cell->electrode[slot->electrode].material[slot->material];
    const glass_law *law = *glass_cell_slot_law(slot);
    law_check_table(c, slot, m->stoichiometry_min, m->stoichiometry_max);
    law_sample(law, m->stoichiometry_min, m->stoichiometry_max, at);
    if (!law_check_finite(c, slot, at)) return;
    law_check_range(c, slot, at);
    if (strncmp(slot->row->name, "OCP", 3) == 0) law_check_falling(c, slot, at);
}

/* D and kappa from a nearly empty electrolyte (at 0 itself kappa is 0) to 2.5 mol/l: not
 * positive at the start is an error, elsewhere it is where a run at high rate would stop. */
static void law_check_electrolyte(glass_cell_checker *c, const glass_cell_slot *slot,
                                  law_samples *at)
{
    const glass_law *law = *glass_cell_slot_law(slot);
    double start = c->cell->concentration_initial, value = glass_law_at(law, start);
    if (!(value >= slot->row->low && value <= slot->row->high)) {
        glass_cell_remark(
            c, 1, slot,
            "is %.4g %s at the initial %.4g mol/m3; allowed: %g to %g (x is in "
            "mol/m3, not mol/l)",
            value, slot->row->unit, start, slot->row->low, slot->row->high);
        return;
    }
    law_check_table(c, slot, fmin(start, 500), fmax(start, 1500));
    law_sample(law, 1, fmax(2500, start), at);
    for (int i = 0; i < LAW_POINTS; i++) {
        if (at->y[i] > 0 && isfinite(at->y[i])) continue;
        glass_cell_remark(c, 0, slot,
                          "is %.4g %s at x = %.4g mol/m3; a run that gets there will stop",
                          at->y[i], slot->row->unit, at->x[i]);
        return;
    }
}

static void law_check_magnitude(glass_cell_checker *c, const glass_cell_slot *slot)
{
    double value = glass_law_at(*glass_cell_slot_law(slot), c->cell->concentration_initial);
    if (slot->row->offset == offsetof(glass_cell, electrolyte_conductivity) && value > 10)
        glass_cell_remark(c, 0, slot, "%.4g S/m is unusual; is it in mS/cm?", value);
    if (slot->row->offset == offsetof(glass_cell, electrolyte_diffusivity) && value > 1e-7)
        glass_cell_remark(c, 0, slot, "%.4g m2/s is unusual; is it in cm2/s?", value);
}

glass_status glass_cell_check_laws(glass_cell_checker *c)
{
    law_samples at;
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(c->cell, i, &slot); i++) {
        if (slot.row->kind != GLASS_KIND_LAW || !glass_cell_slot_is_given(&slot)) continue;
        if (slot.material >= 0) {
            law_check_particle(c, &slot, &at);
        } else {
            law_check_electrolyte(c, &slot, &at);
            law_check_magnitude(c, &slot);
        }
    }
    return GLASS_OK;
}
