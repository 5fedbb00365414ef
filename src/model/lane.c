#include "model/lane.h"
#include "model/lane_ends.h"

#include <math.h>
#include <string.h>

/* Lagrange through s = 0, 1/3, 2/3, 1, as powers of s. */
static void lane_powers(const double v[LANE_POINTS], double p[4])
{
    p[0] = v[0];
    p[1] = (-11 * v[0] + 18 * v[1] - 9 * v[2] + 2 * v[3]) / 2;
    p[2] = (18 * v[0] - 45 * v[1] + 36 * v[2] - 9 * v[3]) / 2;
    p[3] = (-9 * v[0] + 27 * v[1] - 27 * v[2] + 9 * v[3]) / 2;
}

double lane_cubic(const double v[LANE_POINTS], double s)
{
    if (s == 0) return v[0]; /* exactly where the step began and what it came to */
    if (s == 1) return v[3];
    double p[4];
    lane_powers(v, p);
    return p[0] + s * (p[1] + s * (p[2] + s * p[3]));
}

double lane_cubic_slope(const double v[LANE_POINTS], double s)
{
    double p[4];
    lane_powers(v, p);
    return p[1] + s * (2 * p[2] + s * 3 * p[3]);
}

double lane_cubic_integral(const double v[LANE_POINTS], double s)
{
    double p[4];
    lane_powers(v, p);
    return s * (p[0] + s * (p[1] / 2 + s * (p[2] / 3 + s * p[3] / 4)));
}

void lane_init(lane_cell *lane, const glass_cell *cell, double soc)
{
    *lane = (lane_cell){.cell = cell, .phase = LANE_IDLE, .soc_start = soc};
    lane->voltage_min = cell->voltage_min;
    lane->voltage_max = cell->voltage_max;
    lane->capacity_soc = glass_cell_capacity(cell, GLASS_NEGATIVE);
    lane->step_first = 0.1;
    lane->steps_limit = 100000000;
    lane->limits = GLASS_LIMITS_END;
    lane->warned_V = NAN;
}

double lane_charge(const lane_trace *tr, double s)
{
    /* what the cubic misses of the method's own sum comes in evenly */
    double all = tr->h * lane_cubic_integral(tr->I, 1);
    return -(tr->h * lane_cubic_integral(tr->I, s) + s * (tr->Q - all));
}

double lane_soc(const lane_cell *lane, double s)
{
    double in = lane->charge_run;
    if (s > 0) in += lane_charge(&lane->trace, s);
    return lane->soc_start + in / lane->capacity_soc;
}

/* Value of a profile's segment at time t since the step began, and its slope. */
static double lane_profile(const lane_cell *lane, double t, double *slope)
{
    const glass_profile *p = lane->in->profile;
    size_t k = lane->row;
    double dt = k + 1 < p->n ? p->time_s[k + 1] - p->time_s[k] : 0;
    *slope = p->hold || dt <= 0 ? 0 : (p->value[k + 1] - p->value[k]) / dt;
    return p->value[k] + *slope * (t - p->time_s[k]);
}

static glass_control lane_kind(const lane_cell *lane)
{
    return lane->control == GLASS_PROFILE ? lane->in->profile->control : lane->control;
}

/* Level of what is controlled now and its rate of change; signs as in a protocol. */
static double lane_level(const lane_cell *lane, double *rate)
{
    const glass_instruction *in = lane->in;
    *rate = 0;
    if (lane->control == GLASS_PROFILE)
        return lane_profile(lane, lane->t - lane->t_begin, rate);
    if (in->control == GLASS_CCCV && lane->control == GLASS_VOLTAGE) return in->hold;
    return in->level;
}

void lane_control(const lane_cell *lane, engine_control *control)
{
    double rate, level = lane_level(lane, &rate), C = lane->cell->capacity / 3600;
    switch (lane_kind(lane)) {
    case GLASS_CURRENT: *control = (engine_control){0, 1, 0, -level, -rate}; break;
    case GLASS_CRATE: *control = (engine_control){0, 1, 0, -level * C, -rate * C}; break;
    case GLASS_CURRENT_DENSITY:
        C = lane->cell->area * lane->cell->pairs; /* [m2] */
        *control = (engine_control){0, 1, 0, -level * C, -rate * C};
        break;
    case GLASS_VOLTAGE: *control = (engine_control){1, 0, 0, level, rate}; break;
    case GLASS_POWER: *control = (engine_control){0, 0, 1, -level, -rate}; break;
    case GLASS_RESISTANCE: *control = (engine_control){1, -level, 0, 0, 0}; break;
    default: *control = (engine_control){0, 1, 0, 0, 0}; break;
    }
}

void lane_begin(lane_cell *lane, engine_control *control)
{
    lane->in = lane->is_over ? NULL : lane->hooks.next(lane->hooks.context, lane);
    if (!lane->in) {
        lane->phase = LANE_IDLE;
        return;
    }
    lane->control = lane->in->control;
    if (lane->control == GLASS_CCCV)
        lane->control = lane->in->level_is_crate ? GLASS_CRATE : GLASS_CURRENT;
    lane->count++;
    lane->t_begin = lane->t;
    lane->charge = lane->energy = 0;
    lane->row = 0;
    lane->t_segment = 0;
    lane->reason = NULL;
    lane->locating = lane->at_end = lane->has_ends = lane->has_begun = 0;
    lane->newtons = lane->tries = 0;
    lane->h_next = lane->step_first;
    lane->rejected = 0;
    lane->best_before = 0;
    lane->phase = LANE_START;
    lane_control(lane, control);
}

int lane_newton(lane_cell *lane, double change)
{
    enum { NEWTON_MAX = 80 };
    if (isnan(change) || ++lane->newtons > NEWTON_MAX) return -1;
    if (change > 1e-10) return 0;
    lane->phase = LANE_READY;
    return 1;
}

/* Where the next attempt must not pass: the end by time, the next row of a profile. */
static double lane_stop(const lane_cell *lane)
{
    double stop = INFINITY;
    for (int i = 0; i < lane->n_ends; i++)
        if (lane->ends[i].watch == GLASS_WATCH_TIME && !lane->ends[i].and_next &&
            !(i && lane->ends[i - 1].and_next))
            stop = fmin(stop, lane->t_begin + lane->ends[i].level);
    if (lane->control == GLASS_PROFILE && lane->row + 1 < lane->in->profile->n)
        stop = fmin(stop, lane->t_begin + lane->in->profile->time_s[lane->row + 1]);
    return stop;
}

double lane_propose(lane_cell *lane)
{
    if (lane->locating) return lane->h; /* set when the end was seen */
    double h = lane->h_next;
    if (lane->step_max > 0) h = fmin(h, lane->step_max);
    lane->t_stop = lane_stop(lane);
    double left = lane->t_stop - lane->t;
    if (left <= h * (1 + 1e-6))
        h = left;
    else if (left < 1.6 * h)
        h = 0.5 * left;
    return lane->h = h;
}

/* So many steps in a row that are this short [s], and not by a row's doing, are the end. */
#define CRAWL_S 1e-3
enum { CRAWL_MAX = 1500 };

/* The next step: what this one could have been, moved on as that moved since the last. After
 * a jump steps may grow by the same share each time, and so the error stays near what is
 * allowed instead of a tenth of it. */
static void lane_next_step(lane_cell *lane, double error, int order)
{
    const double safe = 0.8, damp = 0.7, slowest = 0.8, fastest = 1.5;
    double best = lane->h * pow(fmax(error, 1e-8), -1.0 / order);
    double trend = lane->best_before > 0 ? best / lane->best_before : 1;
    trend = fmax(slowest, fmin(fastest, trend));
    double grow = safe * best * pow(trend, damp) / lane->h;
    grow = fmax(0.3, fmin(8.0, grow));
    if (lane->rejected) grow = fmin(grow, 1.0);
    if (lane->locating) return;
    lane->best_before = best;
    /* a step cut short by a row or an end says little about the next one */
    double next = lane->h * grow;
    lane->h_next = lane->h < lane->h_next ? fmax(next, lane->h_next) : next;
}

int lane_judge(lane_cell *lane, double error, int order)
{
    enum { REJECTED_MAX = 80 };
    int is_bad = !(error < 1e10);
    /* rows cut the steps of a profile short: errors do not add up as over long steps, and
     * fourteen times the tolerance is as good there as the plain one elsewhere (US06) */
    if (lane->control == GLASS_PROFILE) error *= 0.07;
    if (error <= 1) {
        lane_next_step(lane, error, order);
        lane->rejected = 0;
        lane->taken++;
        /* a state that no current can leave is approached by ever smaller steps: no crawling */
        int is_crawl = lane->h == 0 || (lane->h < CRAWL_S && lane->h_next < CRAWL_S);
        if (!is_crawl || lane->h > 2 * lane->crawl_h) lane->crawled = 0; /* it gets on */
        if (lane->crawled == 0) lane->crawl_h = lane->h;
        lane->crawled += is_crawl;
        if (lane->crawled > CRAWL_MAX) return -1;
        return 1;
    }
    lane->refused++;
    lane->locating = 0;
    double shrink = is_bad ? 0.25 : fmax(0.2, 0.9 * pow(error, -1.0 / order));
    lane->h_next = lane->h * shrink;
    double least = 1e-13 * fmax(1.0, fabs(lane->t));
    if (++lane->rejected > REJECTED_MAX || lane->h_next < least ||
        lane->taken + lane->refused > lane->steps_limit)
        return -1;
    return 0;
}

/* Charge and energy of the step in time that is now final. */
static void lane_account(lane_cell *lane)
{
    const lane_trace *tr = &lane->trace;
    double VI[LANE_POINTS];
    for (int k = 0; k < LANE_POINTS; k++) VI[k] = tr->V[k] * tr->I[k];
    double charge = lane_charge(tr, 1);
    double energy = -tr->h * lane_cubic_integral(VI, 1);
    lane->charge += charge, lane->energy += energy;
    lane->charge_run += charge, lane->energy_run += energy;
    if (charge > 0) lane->charge_in += charge, lane->energy_in += energy;
    if (charge < 0) {
        lane->charge_out -= charge, lane->energy_out -= energy;
        lane->discharge_cycle -= charge;
    }
}

/* The time is now that of a profile's next row: on to the next segment.
 * Returns 1 when the control jumps there, 2 when the profile is done. */
static int lane_next_row(lane_cell *lane)
{
    const glass_profile *p = lane->in->profile;
    double before, after, rate;
    /* the very sum that lane_stop made: a difference would be rounded otherwise */
    while (lane->row + 1 < p->n && lane->t >= lane->t_begin + p->time_s[lane->row + 1]) {
        before = lane_profile(lane, p->time_s[lane->row + 1], &rate);
        lane->row++;
        if (lane->row + 1 >= p->n) return 2;
        after = p->value[lane->row];
        if (fabs(after - before) > 1e-12 * (fabs(after) + fabs(before))) return 1;
    }
    return 0;
}

int lane_ready(lane_cell *lane)
{
    lane->phase = LANE_STEP;
    lane_trace *tr = &lane->trace;
    tr->t = lane->t, tr->h = tr->Q = 0;
    for (int k = 0; k < LANE_POINTS; k++) {
        tr->V[k] = lane->facts.voltage;
        tr->I[k] = lane->facts.current;
        tr->T[k] = lane->facts.temperature;
    }
    if (!lane->has_ends) lane_ends_collect(lane);
    lane->has_ends = 1;
    int met = lane_ends_met(lane);
    if (!met) return 0;
    if (lane->ends[met - 1].is_switch) return 2;
    lane->at_end = met;
    return 1;
}

void lane_switch(lane_cell *lane, engine_control *control)
{
    lane->control = GLASS_VOLTAGE;
    lane->newtons = lane->tries = 0;
    lane->h_next = lane->step_first;
    lane->phase = LANE_START;
    lane_control(lane, control);
}

/* Within a step the dense output may empty a cell that was never empty: its voltage there is
 * nothing, or volts away. And where voltage is controlled, stages hold it to first order
 * only: it may leave its level between them, a little at most. Such a step was too
 * long, whatever its error. */
static int lane_is_wild(const lane_cell *lane)
{
    const double wild_V = 0.5, far_V = 100;
    const double *V = lane->trace.V;
    if (!(fabs(V[3]) <= far_V + 2 * fabs(V[0]))) return 1;
    for (int k = 1; k < 3; k++) {
        double apart = V[k] - (V[0] + k / 3.0 * (V[3] - V[0]));
        if (!(fabs(apart) <= wild_V + 4 * fabs(V[3] - V[0]))) return 1;
    }
    if (lane->control != GLASS_VOLTAGE) return 0;
    double rate, level = lane_level(lane, &rate);
    double most = fmax(lane->held, 1.01 * fabs(V[0] - level));
    for (int k = 1; k < LANE_POINTS; k++)
        if (fabs(V[k] - level) > most) return 1;
    return 0;
}

void lane_take_back(lane_cell *lane)
{
    lane->locating = 0;
    lane->h_next = 0.25 * lane->trace.h;
    lane->taken--, lane->refused++;
}

lane_verdict lane_accepted(lane_cell *lane, engine_control *control)
{
    double h = 0;
    if (lane_is_wild(lane) || lane_ends_overshot(lane)) {
        lane_take_back(lane);
        return LANE_BACK;
    }
    int hit = lane_ends_crossed(lane, &h);
    if (hit && !lane_ends_close(lane, hit, &h)) {
        lane->h = h;
        return LANE_BACK;
    }
    lane->t += lane->trace.h;
    if (fabs(lane->t_stop - lane->t) <= 1e-12 * fabs(lane->t)) lane->t = lane->t_stop;
    lane_account(lane);
    lane_ends_warn(lane);
    lane->locating = 0;
    if (hit && lane->ends[hit - 1].is_switch) {
        lane_switch(lane, control);
        return LANE_REGULATE;
    }
    if (hit) {
        lane->at_end = hit;
        return LANE_OVER;
    }
    if ((lane->at_end = lane_ends_time(lane))) return LANE_OVER;
    if (lane->control == GLASS_PROFILE && lane->t == lane->t_stop) {
        int next = lane_next_row(lane);
        if (next == 2) return LANE_OVER;
        if (next == 1) {
            lane->newtons = lane->tries = 0;
            lane->h_next = lane->step_first;
            lane->phase = LANE_START;
        }
        lane_control(lane, control);
        return next == 1 ? LANE_REGULATE : LANE_GO_ON;
    }
    lane_control(lane, control);
    return LANE_GO_ON;
}

void lane_cycle_done(lane_cell *lane)
{
    const double same = 1e-9;
    double length = lane->t - lane->cycle_t, out = lane->discharge_cycle;
    int is_equal = fabs(length - lane->cycle_length) <= same * length &&
                   fabs(out - lane->cycle_before) <= same * out;
    lane->rounds_equal = is_equal ? lane->rounds_equal + 1 : 0;
    lane->rounds_idle = length == 0 ? lane->rounds_idle + 1 : 0;
    if (lane->discharge_first == 0) lane->discharge_first = out;
    lane->cycle_t = lane->t, lane->cycle_length = length, lane->cycle_before = out;
    lane->discharge_cycle = 0;
}

void lane_end_step(lane_cell *lane)
{
    const lane_end *end = lane->at_end ? &lane->ends[lane->at_end - 1] : NULL;
    lane->reason = end ? lane_ends_reason(end) : "profile done";
    if (end && lane->t == lane->t_begin && end->watch != GLASS_WATCH_TIME && !end->is_limit)
        lane->reason = "already reached";
    if (lane->hooks.step_ended) lane->hooks.step_ended(lane->hooks.context, lane);
    if (end && end->is_stop) {
        lane->is_over = 1;
        lane->run_reason = "stop";
    }
    if (end && end->is_limit && !end->is_default) {
        lane->is_over = 1;
        lane->run_reason = lane->reason;
    }
}
