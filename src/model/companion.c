#include "model/companion.h"
#include "base/memory.h"

#include <math.h>

/* Of the voltage's error over its slope, the least that is told of the end's time. */
static const double companion_least = 0.3;

static const glass_instruction *companion_next(void *context, lane_cell *lane)
{
    companion *self = context;
    (void)lane;
    const glass_instruction *next = self->next;
    self->next = NULL;
    return next;
}

static void companion_stepped(void *context, lane_cell *lane, const lane_trace *trace)
{
    companion *self = context;
    (void)lane;
    if (self->count == self->room) {
        size_t room = 2 * self->room + 64;
        lane_trace *more = glass_realloc(self->trace, room * sizeof *more);
        if (!more) {
            self->has_failed = 1;
            return;
        }
        self->trace = more, self->room = room;
    }
    self->trace[self->count++] = *trace;
}

void companion_init(companion *self, const engine_ops *ops, const glass_cell *cell,
                    const engine_mesh *mesh, const lane_cell *like, const double theta[2],
                    double temperature, double ambient, double step_first, double held,
                    double share)
{
    *self = (companion){.end_error = NAN, .share = share};
    self->driver.ops = ops;
    self->driver.engine = ops->make(cell, mesh);
    self->has_failed = !self->driver.engine;
    if (self->has_failed) return;
    ops->load(self->driver.engine, 0, cell, ambient);
    ops->begin(self->driver.engine, 0, theta, temperature);
    self->lane = *like;
    self->lane.step_first = step_first;
    self->lane.held = held;
    self->lane.method = mesh->method;
    self->lane.hooks = (lane_hooks){.next = companion_next,
                                    .stepped = companion_stepped,
                                    .cancelled = like->hooks.cancelled,
                                    .context = self};
    self->lane.hooks.cancelled = NULL;
    self->driver.lanes[0] = &self->lane;
}

void companion_clear(companion *self)
{
    if (self->driver.engine) self->driver.ops->free(self->driver.engine);
    glass_free(self->trace);
    *self = (companion){0};
}

void companion_ahead(companion *self, const glass_instruction *instruction)
{
    if (self->has_failed) return;
    self->count = self->at = 0;
    self->next = instruction;
    self->begin = self->lane.t;
    self->lane.is_over = 0;
    driver_run(&self->driver);
    self->end = self->lane.t;
    const lane_end *end =
        self->lane.at_end ? &self->lane.ends[self->lane.at_end - 1] : NULL;
    self->is_limited = end && end->watch == GLASS_WATCH_VOLTAGE;
    if (self->lane.phase == LANE_FAILED) self->has_failed = 1;
}

/* The companion's voltage at a time since the instruction began; NAN outside. */
static double companion_voltage(companion *self, double t)
{
    t += self->begin;
    while (self->at + 1 < self->count &&
           self->trace[self->at].t + self->trace[self->at].h < t)
        self->at++;
    if (self->at >= self->count) return NAN;
    const lane_trace *tr = &self->trace[self->at];
    double s = (t - tr->t) / tr->h;
    return s < 0 || s > 1 + 1e-9 ? NAN : lane_cubic(tr->V, s);
}

void companion_compare(companion *self, const lane_cell *main)
{
    const lane_trace *tr = &main->trace;
    if (self->has_failed) return;
    /* near an end by voltage the difference is that of the end's time, told apart */
    double length = self->end - self->begin, last = (self->is_limited ? 0.95 : 1) * length;
    for (int k = 1; k < LANE_POINTS; k++) {
        double t = tr->t + tr->h * k / 3 - main->t_begin;
        if (t < 1 || t > last) continue;
        double d = fabs(tr->V[k] - companion_voltage(self, t));
        if (isnan(d)) continue;
        self->sum += d * d * tr->h / 3;
        self->weight += tr->h / 3;
        self->most = fmax(self->most, d);
    }
}

void companion_ended(companion *self, const lane_cell *main)
{
    if (self->has_failed) return;
    const lane_end *end = main->at_end ? &main->ends[main->at_end - 1] : NULL;
    if (!end || end->watch != GLASS_WATCH_VOLTAGE || !self->is_limited) return;
    double apart =
        self->share * fabs((main->t - main->t_begin) - (self->end - self->begin));
    /* two ends may be near each other by luck: a part of the voltage's error counts too */
    const lane_trace *tr = &main->trace;
    double slope = tr->h > 0 ? fabs(lane_cubic_slope(tr->V, 1) / tr->h) : 0;
    double least = slope > 0 ? companion_least * companion_rms(self) / slope : 0;
    self->end_error = fmax(apart, isnan(least) ? 0 : least);
}

double companion_rms(const companion *self)
{
    return self->has_failed || !(self->weight > 0)
               ? NAN
               : self->share * sqrt(self->sum / self->weight);
}

/* The two are not at their worst in the same place: twice the share of the mean is told. */
double companion_most(const companion *self)
{
    return self->has_failed || !(self->weight > 0) ? NAN : 2 * self->share * self->most;
}

double companion_end(const companion *self)
{
    return self->has_failed ? NAN : self->end_error;
}
