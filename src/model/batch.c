/* Many cells through one protocol: eight lanes in lock-step, refilled as cells end, on
 * every thread. */
#include "glasscell/run.h"
#include "model/driver.h"
#include "model/program.h"
#include "model/settings.h"
#include "model/start.h"
#include "base/cpu.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/team.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

typedef struct batch {
    const glass_cell *cells;
    size_t n;
    const glass_protocol *protocol;
    const glass_run_options *options;
    const engine_ops *ops;
    settings settings;
    glass_batch_result *out;
    atomic_size_t next; /* cell to be taken */
} batch;

/* One lane of one thread's engine, on its way with one cell. */
typedef struct batch_lane {
    struct batch_worker *worker;
    lane_cell lane;
    program program;
    size_t cell;
    int has_cell;
    double ambient, flow_s, flow_V, T_max, plating;
} batch_lane;

typedef struct batch_worker {
    batch *batch;
    driver driver;
    batch_lane lanes[ENGINE_LANES_MAX];
} batch_worker;

static const glass_instruction *batch_next(void *context, lane_cell *lane)
{
    batch_lane *self = context;
    const glass_instruction *in = program_next(&self->program, lane);
    if (!in) return NULL;
    if (!isnan(in->temperature_K) && in->temperature_K != self->ambient) {
        const driver *d = &self->worker->driver;
        self->ambient = in->temperature_K;
        d->ops->ambient(d->engine, lane->index, self->ambient,
                        !self->worker->batch->settings.mesh.has_heat);
    }
    return in;
}

static int batch_cancelled(void *context)
{
    const batch_lane *self = context;
    const glass_run_options *o = self->worker->batch->options;
    return o->cancelled && o->cancelled(o->context);
}

static void batch_stepped(void *context, lane_cell *lane, const lane_trace *trace)
{
    batch_lane *self = context;
    self->T_max = fmax(self->T_max, trace->T[3]);
    self->plating = fmin(self->plating, lane->facts.plating);
    if (fabs(trace->I[0]) + fabs(trace->I[3]) == 0) return;
    self->flow_s += trace->h;
    self->flow_V += trace->h * lane_cubic_integral(trace->V, 1);
}

static const char *batch_reason(const batch_lane *self)
{
    if (self->lane.run_reason) return self->lane.run_reason;
    return self->lane.reason ? self->lane.reason : "protocol done";
}

static void batch_store(batch_lane *self)
{
    const lane_cell *lane = &self->lane;
    glass_batch_result *out = &self->worker->batch->out[self->cell];
    *out = (glass_batch_result){.status = lane->status,
                                .reason = batch_reason(self),
                                .time_s = lane->t,
                                .charge_out_C = lane->charge_out,
                                .charge_in_C = lane->charge_in,
                                .energy_out_J = lane->energy_out,
                                .energy_in_J = lane->energy_in,
                                .voltage_last_V = lane->facts.voltage,
                                .voltage_mean_V =
                                    self->flow_s > 0 ? self->flow_V / self->flow_s : NAN,
                                .temperature_max_K = self->T_max,
                                .plating_margin_min_V = self->plating};
    self->has_cell = 0;
    self->lane.is_over = 1; /* its program is gone: asks for no more unless refilled */
    program_clear(&self->program);
}

/* A cell that cannot begin gets its status and the next one is tried. */
static glass_status batch_start(batch_lane *self, size_t index)
{
    batch *b = self->worker->batch;
    const glass_cell *cell = &b->cells[index];
    start at;
    glass_status status = start_find(cell, b->protocol, b->options, &at);
    if (!status) status = program_init(&self->program, b->protocol);
    if (status) return status;
    int l = self->lane.index;
    driver *d = &self->worker->driver;
    d->ops->load(d->engine, l, cell, at.ambient);
    d->ops->begin(d->engine, l, at.theta, at.temperature);
    start_lane(&self->lane, cell, b->protocol, b->options, &b->settings, at.soc);
    self->lane.index = l;
    self->lane.hooks = (lane_hooks){.next = batch_next,
                                    .stepped = batch_stepped,
                                    .cancelled = batch_cancelled,
                                    .context = self};
    self->ambient = at.ambient;
    self->cell = index;
    self->has_cell = 1;
    self->flow_s = self->flow_V = 0;
    self->T_max = at.temperature, self->plating = INFINITY;
    return GLASS_OK;
}

static int batch_refill(void *context, lane_cell *lane)
{
    batch_worker *worker = context;
    batch_lane *self = &worker->lanes[lane->index];
    batch *b = worker->batch;
    if (self->has_cell) batch_store(self);
    lane->phase = LANE_IDLE;
    lane->is_over = 1; /* unless there is another cell */
    if (b->options->cancelled && b->options->cancelled(b->options->context)) return 0;
    for (;;) {
        size_t index = atomic_fetch_add(&b->next, 1);
        if (index >= b->n) return 0;
        if (b->options->progress && index % 64 == 0)
            b->options->progress(b->options->context, (double)index / (double)b->n, 0);
        glass_status status = batch_start(self, index);
        if (!status) return 1;
        b->out[index] = (glass_batch_result){.status = status, .reason = "no start"};
    }
}

static glass_status batch_work(void *context, int thread, size_t from, size_t to)
{
    batch *b = context;
    (void)thread, (void)from, (void)to; /* every item is one engine; cells are shared out */
    batch_worker *worker = glass_zero(1, sizeof *worker);
    if (!worker) return glass_fail_memory();
    worker->batch = b;
    worker->driver = (driver){.ops = b->ops, .refill = batch_refill, .context = worker};
    worker->driver.engine = b->ops->make(&b->cells[0], &b->settings.mesh);
    glass_status status = worker->driver.engine ? GLASS_OK : glass_fail_memory();
    if (!status) {
        double theta[2] = {0.5, 0.5};
        for (int l = 0; l < b->ops->lanes; l++) { /* lanes without a cell stay harmless */
            worker->lanes[l].worker = worker;
            worker->lanes[l].lane.index = l;
            b->ops->load(worker->driver.engine, l, &b->cells[0], 298.15);
            b->ops->begin(worker->driver.engine, l, theta, 298.15);
            b->ops->control(worker->driver.engine, l, &(engine_control){0, 1, 0, 0, 0});
            worker->driver.lanes[l] = &worker->lanes[l].lane;
            worker->lanes[l].lane.phase = LANE_IDLE;
            worker->lanes[l].lane.is_over = 1;
        }
        driver_run(&worker->driver);
        for (int l = 0; l < b->ops->lanes; l++) /* those that were cancelled on their way */
            if (worker->lanes[l].has_cell) batch_store(&worker->lanes[l]);
        b->ops->free(worker->driver.engine);
    }
    glass_free(worker);
    return status;
}

/* Whether the cells share their laws up to a factor, as lock-step needs. */
static int batch_is_alike(const glass_law *a, const glass_law *b, double low, double high,
                          int may_scale)
{
    enum { POINTS = 7 };
    if (!a || !b) return a == b;
    if (glass_law_is_constant(a, NULL) != glass_law_is_constant(b, NULL)) return 0;
    double middle = 0.5 * (low + high), ya = glass_law_at(a, middle);
    double ratio = may_scale && ya != 0 ? glass_law_at(b, middle) / ya : 1;
    for (int k = 0; k < POINTS; k++) {
        double x = low + (high - low) * (k + 0.5) / POINTS, y = ratio * glass_law_at(a, x);
        if (!(fabs(glass_law_at(b, x) - y) <= 1e-12 * fabs(y))) return 0;
    }
    return 1;
}

static int batch_is_lockstep(const glass_cell *a, const glass_cell *b)
{
    if (!batch_is_alike(a->electrolyte_diffusivity, b->electrolyte_diffusivity, 100, 2500,
                        1) ||
        !batch_is_alike(a->electrolyte_conductivity, b->electrolyte_conductivity, 100, 2500,
                        1) ||
        !batch_is_alike(a->thermodynamic_factor, b->thermodynamic_factor, 100, 2500, 0))
        return 0;
    for (int e = 0; e < 2; e++) {
        const glass_material *m = &a->electrode[e].material[0];
        const glass_material *k = &b->electrode[e].material[0];
        if (!batch_is_alike(m->ocp, k->ocp, 0.05, 0.95, 0) ||
            !batch_is_alike(m->entropic, k->entropic, 0.05, 0.95, 0))
            return 0;
        int is_constant = glass_law_is_constant(m->diffusivity, NULL);
        if (!batch_is_alike(m->diffusivity, k->diffusivity, 0.05, 0.95, is_constant))
            return 0;
    }
    return 1;
}

static int batch_has_channel(const glass_end *ends, int n)
{
    for (int i = 0; i < n; i++)
        if (ends[i].watch == GLASS_WATCH_CHANNEL) return 1;
    return 0;
}

/* Whether some step ends by a channel: lanes know their voltage, current and heat alone. */
static int batch_looks_inside(const glass_protocol *protocol)
{
    int any = batch_has_channel(protocol->stops, protocol->n_stops);
    for (int i = 0; i < protocol->count; i++)
        any |= batch_has_channel(protocol->at[i].ends, protocol->at[i].n_ends);
    return any;
}

/* Cells that do not share their laws go one by one. */
static void batch_one(batch *b, size_t i)
{
    glass_run_options options = *b->options;
    options.estimate = 0;
    options.progress = NULL;
    glass_summary s = {0};
    glass_status status = glass_run(&b->cells[i], b->protocol, &options, NULL, &s, NULL);
    b->out[i] = (glass_batch_result){.status = status,
                                     .reason = status ? "failed" : "protocol done",
                                     .time_s = s.time_s,
                                     .charge_out_C = s.charge_out_C,
                                     .charge_in_C = s.charge_in_C,
                                     .energy_out_J = s.energy_out_J,
                                     .energy_in_J = s.energy_in_J,
                                     .voltage_last_V = s.voltage_last_V,
                                     .voltage_mean_V = s.voltage_mean_V,
                                     .temperature_max_K = s.temperature_max_K,
                                     .plating_margin_min_V = s.plating_margin_min_V};
    static const char *const known[] = {"voltage limit",
                                        "protocol done",
                                        "stop",
                                        "cancelled",
                                        "positive particles full",
                                        "negative particles empty",
                                        "negative particles full",
                                        "positive particles empty",
                                        "electrolyte empty",
                                        "power beyond reach",
                                        "voltage ran away",
                                        "no end in sight",
                                        "nothing changes",
                                        "numerics"};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (s.reason && !strcmp(s.reason, known[k])) b->out[i].reason = known[k];
    glass_summary_clear(&s);
}

static glass_status batch_single(void *context, int thread, size_t from, size_t to)
{
    (void)thread;
    for (size_t i = from; i < to; i++) batch_one(context, i);
    return GLASS_OK;
}

glass_status glass_run_batch(const glass_cell *cells, size_t n,
                             const glass_protocol *protocol,
                             const glass_run_options *options, int threads,
                             glass_batch_result *out)
{
    if (n == 0) return GLASS_OK;
    batch b = {
        .cells = cells, .n = n, .protocol = protocol, .options = options, .out = out};
    glass_cpu cpu;
    glass_status status = glass_cpu_choose(options->vector, &cpu);
    for (size_t i = 0; i < n && !status; i++) {
        int is_free = options->limits == GLASS_LIMITS_WARN;
        status = settings_check_cell(&cells[i], options, NULL);
        if (!status)
            status = glass_protocol_check(protocol, is_free ? NAN : cells[i].voltage_min,
                                          is_free ? NAN : cells[i].voltage_max, NULL);
        if (status) glass_fail_in(status, "cell %zu of %zu", i + 1, n);
    }
    if (!status) status = settings_choose(&cells[0], options, &b.settings);
    if (status) return status;
    const char *model = options->model ? options->model : "dfn";
    b.ops = engine_find(model, glass_cpu_name(cpu), 8);
    int is_alike = b.ops && !batch_looks_inside(protocol);
    for (size_t i = 1; i < n && is_alike; i++)
        is_alike = batch_is_lockstep(&cells[0], &cells[i]);
    glass_team *team;
    status = glass_team_new(threads, &team);
    if (status) return status;
    glass_team_job job = {.count = is_alike ? (size_t)glass_team_threads(team) : n,
                          .chunk = 1,
                          .work = is_alike ? batch_work : batch_single,
                          .context = &b};
    for (size_t i = 0; i < n; i++) /* of those that a cancelled batch never came to */
        out[i] = (glass_batch_result){.status = GLASS_E_CANCELLED, .reason = "cancelled"};
    status = glass_team_loop(team, &job);
    glass_team_free(team);
    for (size_t i = 0; i < n && !status; i++)
        if (out[i].status == GLASS_E_CANCELLED)
            status = glass_fail(GLASS_E_CANCELLED, "cancelled before cell %zu of %zu ended",
                                i + 1, n);
    return status;
}
