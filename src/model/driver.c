#include "model/driver.h"
#include "model/physical.h"
#include "model/rosenbrock.h"

#include <math.h>

/* Idle lanes take their next instruction. Returns how many lanes are not idle. */
static int driver_begin(driver *d)
{
    int active = 0;
    for (int l = 0; l < d->ops->lanes; l++) {
        lane_cell *lane = d->lanes[l];
        if (!lane) continue;
        if (lane->phase == LANE_IDLE) {
            engine_control control;
            lane_begin(lane, &control);
            if (lane->phase == LANE_IDLE && d->refill && d->refill(d->context, lane))
                lane_begin(lane, &control);
            if (lane->phase == LANE_START) d->ops->control(d->engine, l, &control);
        }
        if (lane->phase == LANE_FAILED && d->refill && d->refill(d->context, lane))
            l--;
        else
            active += lane->phase != LANE_IDLE && lane->phase != LANE_FAILED;
    }
    return active;
}

static void driver_fail(lane_cell *lane, const char *reason)
{
    lane->phase = LANE_FAILED;
    lane->status = GLASS_E_NUMERICS;
    lane->run_reason = reason;
    lane->is_over = lane->is_lost = 1;
}

/* Lanes that go no further: for a reason that lies in the cell, or the numerics gave up.
 * Asked when nothing of an attempt is needed any more. Returns 1 if any were. */
static int driver_lost(driver *d)
{
    int any = 0;
    for (int l = 0; l < d->ops->lanes; l++) {
        lane_cell *lane = d->lanes[l];
        if (!lane || !lane->is_lost) continue;
        const char *physical = physical_end(d->ops, d->engine, lane);
        if (physical) lane->status = GLASS_OK, lane->run_reason = physical;
        lane->is_lost = 0;
        any = 1;
    }
    return any;
}

/* Where Newton failed from where the lane was: once more, from rest upwards. Returns 1 if
 * that came near enough to go on. */
static int driver_climb(driver *d, lane_cell *lane)
{
    engine_control control;
    double most;
    lane_control(lane, &control);
    if ((control.a == 0 && control.d == 0) || lane->tries++) return 0;
    d->ops->release(d->engine, lane->index);
    physical_climb climb = physical_climb_to(d->ops, d->engine, lane, &control, &most);
    d->ops->control(d->engine, lane->index, &control);
    lane->newtons = 0;
    return climb == PHYSICAL_REACHED;
}

/* Newton until every starting lane is consistent. */
static void driver_consistent(driver *d)
{
    for (int l = 0; l < d->ops->lanes; l++)
        if (d->lanes[l] && d->lanes[l]->phase == LANE_START) d->ops->hold(d->engine, l);
    for (;;) {
        unsigned char mask[ENGINE_LANES_MAX] = {0};
        double change[ENGINE_LANES_MAX];
        int any = 0;
        for (int l = 0; l < d->ops->lanes; l++)
            any += mask[l] = d->lanes[l] && d->lanes[l]->phase == LANE_START;
        if (!any) return;
        d->ops->newton(d->engine, mask, change);
        for (int l = 0; l < d->ops->lanes; l++)
            if (mask[l] && lane_newton(d->lanes[l], change[l]) < 0 &&
                !driver_climb(d, d->lanes[l]))
                driver_fail(d->lanes[l], "no consistent start");
    }
}

static void driver_facts(driver *d)
{
    engine_lane facts[ENGINE_LANES_MAX];
    d->ops->prepare(d->engine, facts);
    for (int l = 0; l < d->ops->lanes; l++)
        if (d->lanes[l]) d->lanes[l]->facts = facts[l];
}

/* The first instant of a step. Returns 1 if some lane is to start anew. */
static int driver_ready(driver *d)
{
    int again = 0;
    for (int l = 0; l < d->ops->lanes; l++) {
        lane_cell *lane = d->lanes[l];
        if (!lane || lane->phase != LANE_READY) continue;
        int is_over = lane_ready(lane);
        if (lane->hooks.step_begun && !lane->has_begun)
            lane->hooks.step_begun(lane->hooks.context, lane);
        lane->has_begun = 1;
        if (is_over == 1) {
            lane_end_step(lane);
            lane->phase = LANE_IDLE;
        } else if (is_over == 2) {
            engine_control control;
            lane_switch(lane, &control);
            d->ops->control(d->engine, l, &control);
        }
        again |= is_over;
    }
    return again;
}

/* Where salt runs out or a surface becomes full, a step can end with potentials that fit the
 * rest worse than the embedded error says: then no next step is short enough, since its error is theirs. After some rejections
 * they are made consistent anew, with salt and lithium held. Returns 1 if any were. */
static int driver_repair(driver *d)
{
    enum { REPAIR_AT = 3, REPAIR_MAX = 30 };
    unsigned char mask[ENGINE_LANES_MAX] = {0};
    double change[ENGINE_LANES_MAX];
    int any = 0;
    for (int l = 0; l < d->ops->lanes; l++) {
        const lane_cell *lane = d->lanes[l];
        any |= mask[l] = lane && lane->phase == LANE_STEP && lane->rejected &&
                         lane->rejected % 8 == REPAIR_AT;
    }
    if (!any) return 0;
    for (int k = 0, left = 1; k < REPAIR_MAX && left; k++) {
        d->ops->newton(d->engine, mask, change);
        left = 0;
        for (int l = 0; l < d->ops->lanes; l++) {
            if (mask[l] && !(change[l] > 1e-10)) mask[l] = 0;
            left |= mask[l];
        }
    }
    return 1;
}

/* Between rows of a profile that are near each other steps are short whatever the tolerance. */
static int driver_is_row(const lane_cell *lane)
{
    enum { SHORT_S = 5 };
    return lane->in->control == GLASS_PROFILE && lane->h <= SHORT_S;
}

/* A method of lower order does where rows keep all steps short: it has less to do. */
static int driver_method(const driver *d)
{
    int method = ROSENBROCK_RODAS3;
    for (int l = 0; l < d->ops->lanes; l++) {
        const lane_cell *lane = d->lanes[l];
        if (lane && lane->phase == LANE_STEP && !driver_is_row(lane)) method = lane->method;
    }
    return method;
}

static void driver_attempt(driver *d, unsigned char *mask)
{
    double h[ENGINE_LANES_MAX] = {0}, error[ENGINE_LANES_MAX];
    for (int l = 0; l < d->ops->lanes; l++)
        if (d->lanes[l] && d->lanes[l]->phase == LANE_STEP)
            h[l] = lane_propose(d->lanes[l]);
    const int method = driver_method(d);
    d->ops->attempt(d->engine, h, method, error);
    for (int l = 0; l < d->ops->lanes; l++) {
        lane_cell *lane = d->lanes[l];
        mask[l] = 0;
        if (!lane || lane->phase != LANE_STEP) continue;
        int verdict = lane_judge(lane, error[l], rosenbrock_methods[method].order);
        mask[l] = verdict > 0;
        if (verdict < 0) driver_fail(lane, "time step too small");
    }
}

/* Between the rows of a profile the voltage is not looked at unless something waits for it
 * nearby: the steps are short, and a straight line joins their ends. */
static int driver_is_short(const lane_cell *lane, double V)
{
    if (!driver_is_row(lane)) return 0;
    const double near = 0.1 + 2 * fabs(lane->facts.voltage - V);
    for (int i = 0; i < lane->n_ends; i++) {
        const lane_end *end = &lane->ends[i];
        if (end->watch == GLASS_WATCH_TIME || end->is_warning) continue;
        if (end->watch != GLASS_WATCH_VOLTAGE || fabs(V - end->level) < near) return 0;
    }
    return 1;
}

/* What a straight line says of the thirds. */
static engine_thirds driver_line(const engine_lane *from, const engine_lane *to)
{
    engine_thirds out;
    for (int k = 0; k < 2; k++) {
        const double s = (k + 1) / 3.0;
        out.voltage[k] = from->voltage + s * (to->voltage - from->voltage);
        out.current[k] = from->current + s * (to->current - from->current);
        out.temperature[k] = from->temperature + s * (to->temperature - from->temperature);
    }
    return out;
}

static void driver_lane_trace(lane_cell *lane, const engine_lane *from,
                              const engine_thirds *within)
{
    lane_trace *tr = &lane->trace;
    const engine_lane *to = &lane->facts;
    *tr = (lane_trace){
        .t = lane->t,
        .h = lane->h,
        .V = {from->voltage, within->voltage[0], within->voltage[1], to->voltage},
        .I = {from->current, within->current[0], within->current[1], to->current},
        .T = {from->temperature, within->temperature[0], within->temperature[1],
              to->temperature}};
    tr->Q = isnan(to->charge) ? tr->h * lane_cubic_integral(tr->I, 1) : to->charge;
}

/* Where a surface has become full or empty within a step, its potentials may belong to what
 * was before: one Newton step tells. Marks the lanes whose step is not to be believed; the
 * others are the better for it. */
static void driver_doubt(driver *d, const unsigned char *mask, unsigned char *doubt)
{
    const double near = 2e-3, most_V = 0.02;
    double change[ENGINE_LANES_MAX] = {0};
    int any = 0;
    for (int l = 0; l < ENGINE_LANES_MAX; l++) {
        doubt[l] = l < d->ops->lanes && mask[l] && d->lanes[l]->facts.edge < near;
        any |= doubt[l];
    }
    if (!any) return;
    d->ops->newton(d->engine, doubt, change);
    for (int l = 0; l < ENGINE_LANES_MAX; l++)
        if (change[l] <= most_V) doubt[l] = 0;
    driver_facts(d);
}

/* The trace of each accepted lane at its four points. */
static void driver_trace(driver *d, const unsigned char *mask, unsigned char *doubt)
{
    engine_lane before[ENGINE_LANES_MAX];
    engine_thirds within[ENGINE_LANES_MAX];
    int is_short = 1;
    for (int l = 0; l < d->ops->lanes; l++)
        if (d->lanes[l]) before[l] = d->lanes[l]->facts;
    driver_facts(d);
    driver_doubt(d, mask, doubt);
    for (int l = 0; l < d->ops->lanes; l++)
        if (mask[l]) is_short &= driver_is_short(d->lanes[l], before[l].voltage);
    if (!is_short) d->ops->thirds(d->engine, within);
    for (int l = 0; l < d->ops->lanes; l++) {
        if (!mask[l]) continue;
        if (is_short) within[l] = driver_line(&before[l], &d->lanes[l]->facts);
        driver_lane_trace(d->lanes[l], &before[l], &within[l]);
    }
}

/* What follows from an accepted step in time. Fills `back` for lanes that must go back. */
static int driver_follow(driver *d, const unsigned char *mask, const unsigned char *doubt,
                         unsigned char *back)
{
    int any = 0;
    for (int l = 0; l < d->ops->lanes; l++) {
        back[l] = 0;
        if (!mask[l]) continue;
        lane_cell *lane = d->lanes[l];
        engine_control control;
        if (doubt[l]) lane_take_back(lane);
        lane_verdict verdict = doubt[l] ? LANE_BACK : lane_accepted(lane, &control);
        if (verdict == LANE_BACK) {
            any = back[l] = 1;
            continue;
        }
        if (lane->hooks.stepped)
            lane->hooks.stepped(lane->hooks.context, lane, &lane->trace);
        if (verdict == LANE_OVER) {
            lane_end_step(lane);
            lane->phase = LANE_IDLE;
        } else if (verdict == LANE_REGULATE || lane->in->control == GLASS_PROFILE)
            d->ops->control(d->engine, l, &control);
    }
    return any;
}

static int driver_cancelled(driver *d)
{
    for (int l = 0; l < d->ops->lanes; l++) {
        lane_cell *lane = d->lanes[l];
        if (lane && lane->hooks.cancelled && lane->hooks.cancelled(lane->hooks.context))
            return d->is_cancelled = 1;
    }
    return 0;
}

void driver_run(driver *d)
{
    unsigned char mask[ENGINE_LANES_MAX], back[ENGINE_LANES_MAX], doubt[ENGINE_LANES_MAX];
    for (int must_prepare = 1; driver_begin(d); must_prepare |= driver_lost(d)) {
        if (driver_cancelled(d)) return;
        int starts = 0;
        for (int l = 0; l < d->ops->lanes; l++)
            starts |= d->lanes[l] && d->lanes[l]->phase == LANE_START;
        if (starts) driver_consistent(d);
        must_prepare |= driver_repair(d);
        if (starts || must_prepare) driver_facts(d);
        must_prepare = 0;
        if (starts && driver_ready(d)) continue;
        driver_attempt(d, mask);
        int accepted = 0;
        for (int l = 0; l < d->ops->lanes; l++) accepted |= mask[l];
        if (!accepted) continue;
        d->ops->accept(d->engine, mask);
        driver_trace(d, mask, doubt);
        if (driver_follow(d, mask, doubt, back)) {
            d->ops->undo(d->engine, back);
            must_prepare = 1;
        }
    }
}
