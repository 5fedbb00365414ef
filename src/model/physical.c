#include "model/physical.h"

#include <math.h>

/* Fillings this near to the end, salt this low [mol/m3]: the rest of a node's charge, or of
 * its salt, is used up within one more step. */
static const double physical_edge = 1e-3, physical_salt = 1;

static const char *physical_state(const engine_ops *ops, const engine *E, int lane)
{
    static const char *const full[2] = {"negative particles full",
                                        "positive particles full"};
    static const char *const empty[2] = {"negative particles empty",
                                         "positive particles empty"};
    engine_extremes at;
    ops->extremes(E, lane, &at);
    for (int e = 0; e < 2; e++) {
        if (at.full[e] > 1 - physical_edge) return full[e];
        if (at.empty[e] < physical_edge) return empty[e];
    }
    return at.salt < physical_salt ? "electrolyte empty" : NULL;
}

/* Voltage of the lane, as it stands, at a current; NAN if there is none. */
static double physical_voltage(const engine_ops *ops, engine *E, int lane, double I)
{
    enum { NEWTON_MAX = 80 };
    unsigned char mask[ENGINE_LANES_MAX] = {0};
    double change[ENGINE_LANES_MAX];
    engine_lane facts[ENGINE_LANES_MAX];
    ops->control(E, lane, &(engine_control){0, 1, 0, I, 0});
    mask[lane] = 1;
    for (int k = 0; k < NEWTON_MAX; k++) {
        ops->newton(E, mask, change);
        if (isnan(change[lane])) return NAN;
        if (change[lane] > 1e-10) continue;
        ops->prepare(E, facts);
        return facts[lane].voltage;
    }
    return NAN;
}

/* From rest the voltage falls with the current, so that the balance of a voltage or a
 * resistance changes its sign once on the way up or down; that of a power may turn back
 * before: it was beyond reach. */
physical_climb physical_climb_to(const engine_ops *ops, engine *E, const lane_cell *lane,
                                 const engine_control *goal, double *most)
{
    enum { CURRENTS_MAX = 300 };
    const int is_power = goal->d != 0;
    double V = physical_voltage(ops, E, lane->index, 0);
    *most = 0;
    if (isnan(V) || (is_power && !(V > 0))) return PHYSICAL_LOST;
    const double first = goal->a * V - goal->e; /* the balance at rest */
    const double unit = is_power ? fabs(goal->e) / V : lane->cell->capacity / 3600;
    double step = copysign(unit / 64, is_power ? goal->e : first), I = 0;
    for (int k = 0; k < CURRENTS_MAX; k++, step *= 1.1) {
        I += step;
        V = physical_voltage(ops, E, lane->index, I);
        double now = goal->a * V + goal->b * I + goal->d * V * I - goal->e;
        if (isnan(now)) return PHYSICAL_LOST;
        if (now * first <= 0) return PHYSICAL_REACHED;
        if (is_power && V * I < *most) return PHYSICAL_BEYOND;
        *most = fmax(*most, V * I);
    }
    return PHYSICAL_LOST;
}

const char *physical_end(const engine_ops *ops, engine *E, lane_cell *lane)
{
    double most;
    const char *reason = physical_state(ops, E, lane->index);
    if (reason || !lane->in) return reason;
    engine_control control;
    lane_control(lane, &control);
    if (control.d == 0 || !(control.e > 0)) return NULL;
    ops->hold(E, lane->index);
    physical_climb climb = physical_climb_to(ops, E, lane, &control, &most);
    ops->release(E, lane->index);
    if (climb != PHYSICAL_BEYOND) return NULL;
    lane->power_most = most;
    return "power beyond reach";
}
