#include "model/lane_ends.h"

#include <math.h>

static void ends_add(lane_cell *lane, lane_end end)
{
    if (lane->n_ends < LANE_ENDS_MAX) lane->ends[lane->n_ends++] = end;
}

/* Direction of the present current: +1 charges, -1 discharges, 0 rests. */
static int ends_direction(const lane_cell *lane)
{
    if (lane->in->direction) return lane->in->direction;
    double I = lane->facts.current;
    return I > 0 ? -1 : I < 0 ? 1 : 0;
}

/* A side that was left open: by what the quantity will do in this step. */
static glass_side ends_side(const lane_cell *lane, const glass_end *end)
{
    if (end->side != GLASS_SIDE_AUTO) return end->side;
    int direction = ends_direction(lane);
    switch (end->watch) {
    case GLASS_WATCH_TIME:
    case GLASS_WATCH_CHARGE:
    case GLASS_WATCH_ENERGY: return GLASS_ABOVE;
    case GLASS_WATCH_SOC:
        if (direction) return direction > 0 ? GLASS_ABOVE : GLASS_BELOW;
        return lane_soc(lane, 0) > end->level ? GLASS_BELOW : GLASS_ABOVE;
    case GLASS_WATCH_VOLTAGE:
        if (direction && lane->in->control != GLASS_VOLTAGE)
            return direction > 0 ? GLASS_ABOVE : GLASS_BELOW;
        return lane->facts.voltage > end->level ? GLASS_BELOW : GLASS_ABOVE;
    case GLASS_WATCH_TEMPERATURE:
        return lane->facts.temperature > end->level ? GLASS_BELOW : GLASS_ABOVE;
    default: return GLASS_BELOW;
    }
}

static int ends_have(const lane_cell *lane, glass_watch watch, glass_side side)
{
    for (int i = 0; i < lane->n_ends; i++)
        if (lane->ends[i].watch == watch && lane->ends[i].side == side) return 1;
    return 0;
}

/* However far beyond its limits a cell is taken: where no current can be carried any more
 * the voltage runs away, and this ends it. */
static void ends_beyond(lane_cell *lane)
{
    lane_end end = {.watch = GLASS_WATCH_VOLTAGE,
                    .side = GLASS_BELOW,
                    .is_limit = 1,
                    .name = "voltage ran away",
                    .level = fmin(-1.0, lane->voltage_min - 2)};
    ends_add(lane, end);
    end.side = GLASS_ABOVE, end.level = lane->voltage_max + 3;
    ends_add(lane, end);
}

/* The cell's own limits, where the step could cross them. */
static void ends_limits(lane_cell *lane)
{
    glass_control control = lane->in->control;
    if (control == GLASS_REST || control == GLASS_VOLTAGE) return;
    int direction = ends_direction(lane), is_profile = control == GLASS_PROFILE;
    int own = 0; /* has ends besides; then a limit ends the whole protocol */
    for (int i = 0; i < lane->n_ends; i++) own += !lane->ends[i].is_switch;
    lane_end low = {.watch = GLASS_WATCH_VOLTAGE,
                    .side = GLASS_BELOW,
                    .level = lane->voltage_min,
                    .is_limit = 1};
    low.is_default = own == 0 && !is_profile;
    low.is_warning = lane->limits == GLASS_LIMITS_WARN && !low.is_default;
    if (is_profile) low.direction = -1; /* it may begin above, and come back from below */
    lane_end high = low;
    high.direction = -low.direction;
    high.side = GLASS_ABOVE, high.level = lane->voltage_max;
    if ((direction < 0 || is_profile) && !ends_have(lane, GLASS_WATCH_VOLTAGE, GLASS_BELOW))
        ends_add(lane, low);
    if ((direction > 0 || is_profile) &&
        !ends_have(lane, GLASS_WATCH_VOLTAGE, GLASS_ABOVE) && control != GLASS_CCCV)
        ends_add(lane, high);
    if (low.is_warning) ends_beyond(lane);
}

/* No step may last for ever: a guard where no time was given. [s] */
static double ends_guard(const lane_cell *lane)
{
    const glass_instruction *in = lane->in;
    double rate = 0, C = lane->cell->capacity / 3600;
    if (in->control == GLASS_CRATE) rate = fabs(in->level);
    if (in->control == GLASS_CURRENT) rate = fabs(in->level) / C;
    double day = 24 * 3600.0;
    return rate > 0 ? fmax(day, 4 * 3600 / rate) : 30 * day;
}

/* How a condition of the run is asked: as an end of every step, between steps, or where a
 * cycle has ended. Of a chain joined by `and`: the latest. */
enum { STOP_WITHIN, STOP_BETWEEN, STOP_CYCLE };

static int stop_kind(const lane_cell *lane, int first, int *last)
{
    int kind = STOP_WITHIN, i = first;
    for (;; i++) {
        glass_watch watch = lane->stops[i].watch;
        if (watch == GLASS_WATCH_CAPACITY || watch == GLASS_WATCH_CAPACITY_FADE)
            kind = STOP_CYCLE;
        else if (watch == GLASS_WATCH_TIME && kind == STOP_WITHIN)
            kind = STOP_BETWEEN;
        if (!lane->stops[i].and_next || i + 1 >= lane->n_stops) break;
    }
    *last = i;
    return kind;
}

/* What ends the run ends each step; a lone time is met exactly, counted from here. */
static void ends_stops(lane_cell *lane)
{
    for (int i = 0, last; i < lane->n_stops; i = last + 1) {
        int kind = stop_kind(lane, i, &last);
        int is_time = last == i && lane->stops[i].watch == GLASS_WATCH_TIME;
        if (kind != STOP_WITHIN && !is_time) continue;
        for (int k = i; k <= last; k++) {
            const glass_end *from = &lane->stops[k];
            ends_add(lane, (lane_end){.from = from,
                                      .watch = from->watch,
                                      .side = ends_side(lane, from),
                                      .level = from->level - (is_time ? lane->t_begin : 0),
                                      .is_signed = from->is_signed,
                                      .and_next = from->and_next,
                                      .is_stop = 1});
        }
    }
}

int lane_stops(lane_cell *lane, int cycle_has_ended)
{
    for (int i = 0, last; i < lane->n_stops; i = last + 1) {
        int kind = stop_kind(lane, i, &last);
        int is_asked = kind == STOP_BETWEEN || (kind == STOP_CYCLE && cycle_has_ended);
        if (is_asked && lane_holds(lane, &lane->stops[i], last - i + 1)) return 1;
    }
    return 0;
}

void lane_ends_collect(lane_cell *lane)
{
    const glass_instruction *in = lane->in;
    lane->n_ends = 0;
    int has_time = 0;
    for (int i = 0; i < in->n_ends; i++) {
        const glass_end *from = &in->ends[i];
        ends_add(lane, (lane_end){.from = from,
                                  .watch = from->watch,
                                  .side = ends_side(lane, from),
                                  .level = from->level,
                                  .is_signed = from->is_signed,
                                  .and_next = from->and_next});
        has_time |= from->watch == GLASS_WATCH_TIME && !from->and_next;
    }
    if (in->control == GLASS_CCCV)
        ends_add(lane,
                 (lane_end){.watch = GLASS_WATCH_VOLTAGE,
                            .side = ends_direction(lane) < 0 ? GLASS_BELOW : GLASS_ABOVE,
                            .level = in->hold,
                            .is_switch = 1});
    ends_limits(lane);
    if (!has_time && in->control != GLASS_PROFILE)
        ends_add(lane, (lane_end){.watch = GLASS_WATCH_TIME,
                                  .side = GLASS_ABOVE,
                                  .name = "no end in sight",
                                  .level = ends_guard(lane)});
    ends_stops(lane);
}

/* The quantity that an end looks at, at fraction s of the trace. */
static double ends_value(lane_cell *lane, const lane_end *end, double s)
{
    const lane_trace *tr = &lane->trace;
    double I = -lane_cubic(tr->I, s), V = lane_cubic(tr->V, s);
    double C = lane->cell->capacity / 3600, VI[LANE_POINTS], x;
    switch (end->watch) {
    case GLASS_WATCH_TIME: return tr->t + s * tr->h - lane->t_begin;
    case GLASS_WATCH_VOLTAGE: return V;
    case GLASS_WATCH_CURRENT: return end->is_signed ? I : fabs(I);
    case GLASS_WATCH_CRATE: return (end->is_signed ? I : fabs(I)) / C;
    case GLASS_WATCH_CURRENT_DENSITY:
        return (end->is_signed ? I : fabs(I)) / (lane->cell->area * lane->cell->pairs);
    case GLASS_WATCH_POWER: return end->is_signed ? V * I : fabs(V * I);
    case GLASS_WATCH_CHARGE: return fabs(lane->charge + lane_charge(tr, s));
    case GLASS_WATCH_ENERGY:
        for (int k = 0; k < LANE_POINTS; k++) VI[k] = tr->V[k] * tr->I[k];
        return fabs(lane->energy - tr->h * lane_cubic_integral(VI, s));
    case GLASS_WATCH_SOC: return lane_soc(lane, s);
    case GLASS_WATCH_TEMPERATURE: return lane_cubic(tr->T, s);
    case GLASS_WATCH_DVDT:
        if (!(tr->h > 0)) return INFINITY;
        x = lane_cubic_slope(tr->V, s) / tr->h;
        return end->is_signed ? x : fabs(x);
    case GLASS_WATCH_CAPACITY_FADE:
        /* a cycle without a discharge says nothing */
        if (lane->discharge_cycle == 0 || lane->discharge_first == 0) return 1;
        return lane->discharge_cycle / lane->discharge_first;
    case GLASS_WATCH_CAPACITY:
        return lane->discharge_cycle == 0 ? INFINITY : lane->discharge_cycle;
    case GLASS_WATCH_CHANNEL:
        return lane->hooks.channel && end->from
                   ? lane->hooks.channel(lane->hooks.context, lane, end->from->channel, s)
                   : NAN;
    }
    return NAN;
}

/* Positive: not yet. Zero or less: met. */
static double ends_left(lane_cell *lane, int index, double s)
{
    const lane_end *end = &lane->ends[index];
    if (end->direction && !(-lane_cubic(lane->trace.I, s) * end->direction > 0))
        return INFINITY;
    double value = ends_value(lane, end, s), left = value - end->level;
    return end->side == GLASS_BELOW ? left : -left;
}

/* Of a chain joined by `and`: the largest distance. */
static double ends_group(lane_cell *lane, int first, int *last, double s)
{
    double left = -INFINITY;
    int i = first;
    for (;; i++) {
        left = fmax(left, ends_left(lane, i, s));
        if (!lane->ends[i].and_next || i + 1 >= lane->n_ends) break;
    }
    *last = i;
    return left;
}

/* Ends by time alone are met exactly by the length of the steps. */
static int ends_is_time(const lane_cell *lane, int i)
{
    return lane->ends[i].watch == GLASS_WATCH_TIME && !lane->ends[i].and_next;
}

/* A switch to constant voltage has no meaning once it has been made. */
static int ends_is_off(const lane_cell *lane, int i)
{
    const lane_end *end = &lane->ends[i];
    int is_held = lane->control == GLASS_VOLTAGE;
    if (end->is_warning) return 1;
    if (is_held && (end->is_switch || end->is_limit)) return 1;
    /* during the first part of CC-CV a current end waits for the second */
    int is_current = end->watch == GLASS_WATCH_CURRENT || end->watch == GLASS_WATCH_CRATE ||
                     end->watch == GLASS_WATCH_CURRENT_DENSITY;
    return is_current && lane->in->control == GLASS_CCCV && !is_held;
}

int lane_ends_met(lane_cell *lane)
{
    for (int i = 0, last; i < lane->n_ends; i = last + 1) {
        double left = ends_group(lane, i, &last, 0);
        if (ends_is_off(lane, i) || ends_is_time(lane, i)) continue;
        if (lane->ends[i].watch == GLASS_WATCH_DVDT) continue;
        if (left <= 0) return i + 1;
    }
    return 0;
}

/* The root of an end between two fractions, by safeguarded regula falsi. */
static double ends_root(lane_cell *lane, int index, double a, double b)
{
    int last;
    double fa = ends_group(lane, index, &last, a), fb = ends_group(lane, index, &last, b);
    for (int k = 0; k < 100 && b - a > 1e-14; k++) {
        double s = a + (b - a) * fa / (fa - fb);
        if (!(s > a && s < b) || k % 3 == 2) s = 0.5 * (a + b);
        double f = ends_group(lane, index, &last, s);
        if (f == 0) return s;
        if (f > 0)
            a = s, fa = f;
        else
            b = s, fb = f;
    }
    return b;
}

int lane_ends_overshot(lane_cell *lane)
{
    const double far_V = 0.05, least_s = 1e-6;
    if (lane->trace.h < least_s) return 0;
    for (int i = 0; i < lane->n_ends; i++) {
        if (lane->ends[i].watch != GLASS_WATCH_VOLTAGE || ends_is_off(lane, i)) continue;
        if (ends_left(lane, i, 1) < -far_V) return 1;
    }
    return 0;
}

int lane_ends_crossed(lane_cell *lane, double *h)
{
    static const double at[LANE_POINTS] = {0, 1.0 / 3, 2.0 / 3, 1};
    if (lane->locating) {
        *h = lane->trace.h;
        return lane->locating;
    }
    int hit = 0;
    double first = 2;
    for (int i = 0, last; i < lane->n_ends; i = last + 1) {
        ends_group(lane, i, &last, 0);
        if (ends_is_off(lane, i) || ends_is_time(lane, i)) continue;
        for (int k = 1; k < LANE_POINTS; k++) {
            if (ends_group(lane, i, &last, at[k]) > 0) continue;
            double s = ends_root(lane, i, at[k - 1], at[k]);
            if (s < first) first = s, hit = i + 1;
            break;
        }
    }
    if (hit) *h = first * lane->trace.h;
    return hit;
}

/* Where the end should be: by the line through this try and the last one, or by the trace's
 * slope when there was none. */
static double ends_next(lane_cell *lane, int hit, double left)
{
    const double now = lane->trace.h;
    double slope = (left - lane->locate_left) / (now - lane->locate_last);
    if (!(lane->locate_tries > 0)) {
        const double e = 1e-4;
        int last;
        slope = (left - ends_group(lane, hit - 1, &last, 1 - e)) / (e * now);
    }
    double next = now - left / slope;
    if (next > lane->locate_low && next < lane->locate_high * (1 + 1e-3)) return next;
    return 0.5 * (lane->locate_low + lane->locate_high);
}

int lane_ends_close(lane_cell *lane, int hit, double *h)
{
    enum { LOCATE_MAX = 5 };
    const double near = 1e-8; /* of the level: 40 nV */
    int last, is_new = lane->locating == 0;
    double left = ends_group(lane, hit - 1, &last, 1), now = lane->trace.h;
    if (is_new) {
        lane->locating = hit;
        lane->locate_tries = 0;
        lane->locate_low = 0, lane->locate_high = now;
        /* steps of nothing: the end is where we are */
        if (*h < 1e-12 * fmax(1.0, lane->t)) *h = 1e-12 * fmax(1.0, lane->t);
        return fabs(*h - now) <= 1e-12 * now;
    }
    double scale = fmax(fabs(lane->ends[hit - 1].level), 1e-3);
    if (fabs(left) <= near * scale || lane->locate_tries >= LOCATE_MAX) return 1;
    if (left > 0)
        lane->locate_low = now;
    else
        lane->locate_high = now;
    double next = ends_next(lane, hit, left);
    lane->locate_tries++;
    lane->locate_last = now, lane->locate_left = left;
    if (fabs(next - now) <= 1e-13 * fmax(1.0, lane->t)) return 1;
    *h = next;
    return 0;
}

int lane_ends_time(const lane_cell *lane)
{
    for (int i = 0; i < lane->n_ends; i++)
        if (ends_is_time(lane, i) && !(i && lane->ends[i - 1].and_next) &&
            lane->t >= (lane->t_begin + lane->ends[i].level) * (1 - 1e-14))
            return i + 1;
    return 0;
}

void lane_ends_warn(lane_cell *lane)
{
    for (int i = 0; i < lane->n_ends; i++) {
        if (!lane->ends[i].is_warning) continue;
        double V = lane->trace.V[3], left = ends_left(lane, i, 1);
        if (left >= 0) continue;
        if (!lane->warned++) lane->warned_t = lane->t;
        if (isnan(lane->warned_V) ||
            fabs(V - lane->ends[i].level) > fabs(lane->warned_V - lane->ends[i].level))
            lane->warned_V = V;
    }
}

const char *lane_ends_reason(const lane_end *end)
{
    static const char *const words[] = {
        [GLASS_WATCH_TIME] = "time",
        [GLASS_WATCH_VOLTAGE] = "voltage limit",
        [GLASS_WATCH_CURRENT] = "current limit",
        [GLASS_WATCH_CRATE] = "current limit",
        [GLASS_WATCH_CHARGE] = "capacity",
        [GLASS_WATCH_ENERGY] = "energy",
        [GLASS_WATCH_SOC] = "state of charge",
        [GLASS_WATCH_TEMPERATURE] = "temperature limit",
        [GLASS_WATCH_DVDT] = "voltage rate",
        [GLASS_WATCH_POWER] = "power limit",
        [GLASS_WATCH_CURRENT_DENSITY] = "current limit",
        [GLASS_WATCH_CAPACITY_FADE] = "capacity fade",
        [GLASS_WATCH_CAPACITY] = "capacity fade",
        [GLASS_WATCH_CHANNEL] = "channel limit",
    };
    return end->name ? end->name : words[end->watch];
}

int lane_holds(lane_cell *lane, const glass_end *ends, int n)
{
    int is_met = 1;
    for (int i = 0; i < n; i++) {
        lane_end end = {.from = &ends[i],
                        .watch = ends[i].watch,
                        .level = ends[i].level,
                        .is_signed = ends[i].is_signed,
                        .side = ends[i].side};
        if (end.side == GLASS_SIDE_AUTO)
            end.side = end.watch == GLASS_WATCH_TIME || end.watch == GLASS_WATCH_CHARGE ||
                               end.watch == GLASS_WATCH_ENERGY
                           ? GLASS_ABOVE
                           : GLASS_BELOW;
        double value = ends_value(lane, &end, 1);
        if (end.watch == GLASS_WATCH_TIME)
            value = lane->t; /* of a loop: since the run began */
        is_met &= end.side == GLASS_BELOW ? value <= end.level : value >= end.level;
        if (ends[i].and_next) continue;
        if (is_met) return 1;
        is_met = 1;
    }
    return 0;
}
