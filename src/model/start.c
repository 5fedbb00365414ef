#include "model/start.h"
#include "base/fail.h"

#include <math.h>

static double start_or(double a, double b)
{
    return isnan(a) ? b : a;
}

static glass_status start_stoichiometry(const glass_cell *cell,
                                        const glass_protocol *protocol,
                                        const glass_run_options *o, start *out)
{
    glass_status status = GLASS_OK;
    out->soc =
        start_or(start_or(o->soc, protocol->soc_start), start_or(cell->soc_initial, 1));
    if (!isnan(o->ocv)) status = glass_cell_soc_of_ocv(cell, o->ocv, &out->soc);
    glass_start_by by = isnan(o->ocv) ? (glass_start_by)o->by : GLASS_BY_WINDOW;
    if (!status) status = glass_cell_stoichiometry(cell, out->soc, by, out->theta);
    if (status) return status;
    const glass_material *n = &cell->electrode[0].material[0];
    if (!isnan(o->theta_negative)) out->theta[0] = o->theta_negative;
    if (!isnan(o->theta_positive)) out->theta[1] = o->theta_positive;
    /* the channel follows the window of the negative electrode, wherever the start was */
    if (by == GLASS_BY_LIMITS || !isnan(o->theta_negative))
        out->soc = (out->theta[0] - n->stoichiometry_min) /
                   (n->stoichiometry_max - n->stoichiometry_min);
    for (int e = 0; e < 2; e++)
        if (!(out->theta[e] > 0 && out->theta[e] < 1))
            return glass_fail(GLASS_E_INPUT,
                              "the %s electrode would start at stoichiometry %g; allowed: "
                              "above 0 and below 1",
                              e ? "positive" : "negative", out->theta[e]);
    return GLASS_OK;
}

glass_status start_find(const glass_cell *cell, const glass_protocol *protocol,
                        const glass_run_options *options, start *out)
{
    start found;
    glass_status status = start_stoichiometry(cell, protocol, options, &found);
    if (status) return status;
    const double given = protocol->temperature_K;
    found.ambient =
        start_or(given, start_or(cell->temperature_ambient, cell->temperature_reference));
    found.temperature = start_or(given, start_or(cell->temperature_initial, found.ambient));
    *out = found;
    return GLASS_OK;
}

static int start_is_profile(const glass_protocol *protocol)
{
    for (int i = 0; i < protocol->count; i++)
        if (protocol->at[i].op == GLASS_OP_STEP && protocol->at[i].control != GLASS_PROFILE)
            return 0;
    return 1;
}

void start_lane(lane_cell *lane, const glass_cell *cell, const glass_protocol *protocol,
                const glass_run_options *options, const settings *set, double soc)
{
    lane_init(lane, cell, soc);
    lane->voltage_min = start_or(protocol->voltage_min, lane->voltage_min);
    lane->voltage_max = start_or(protocol->voltage_max, lane->voltage_max);
    lane->stops = protocol->stops;
    lane->n_stops = protocol->n_stops;
    lane->limits = options->limits;
    if (lane->limits == GLASS_LIMITS_AUTO)
        lane->limits = start_is_profile(protocol) ? GLASS_LIMITS_WARN : GLASS_LIMITS_END;
    lane->step_first = set->step_first;
    lane->step_max = options->step_max;
    lane->held = set->held;
    lane->method = set->mesh.method;
    if (options->steps_limit > 0) lane->steps_limit = options->steps_limit;
}
