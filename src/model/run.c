#include "model/run_state.h"
#include "model/output_table.h"
#include "base/clock.h"
#include "base/cpu.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void glass_run_defaults(glass_run_options *options)
{
    *options = (glass_run_options){0};
    glass_rows_defaults(glass_run_rows, options);
}

void glass_run_options_clear(glass_run_options *options)
{
    glass_free(options->model);
    options->model = NULL;
}

void glass_summary_clear(glass_summary *summary)
{
    glass_free(summary->reason);
    glass_free(summary->report);
    *summary = (glass_summary){0};
}

/* About how long one step lasts. [s] */
static double run_expected_step(const run *self, const glass_instruction *in)
{
    double most = 1.2 * 3600, C = fabs(in->level);
    if (in->control == GLASS_CURRENT || (in->control == GLASS_CCCV && !in->level_is_crate))
        C = fabs(in->level) / (self->cell->capacity / 3600);
    if (in->control == GLASS_CRATE || in->control == GLASS_CURRENT ||
        in->control == GLASS_CCCV)
        most = 3600 / fmax(C, 1e-3) * (in->control == GLASS_CCCV ? 1.3 : 1.05);
    if (in->profile) most = in->profile->time_s[in->profile->n - 1];
    for (int k = 0; k < in->n_ends; k++)
        if (in->ends[k].watch == GLASS_WATCH_TIME) most = fmin(most, in->ends[k].level);
    return most;
}

/* About how long the protocol lasts, for progress and frames: loops as often as they say,
 * jumps and loops without a count once. [s] */
static double run_expected(const run *self)
{
    enum { DEEPEST = 32 };
    double sum = 0, times[DEEPEST + 1] = {1};
    int depth = 0;
    for (int i = 0; i < self->protocol->count; i++) {
        const glass_instruction *in = &self->protocol->at[i];
        double now = times[depth < DEEPEST ? depth : DEEPEST];
        if (in->op == GLASS_OP_STEP) sum += now * run_expected_step(self, in);
        if (in->op == GLASS_OP_LOOP && depth++ < DEEPEST)
            times[depth] = now * (in->times > 0 ? in->times : 1);
        if (in->op == GLASS_OP_LOOP_END) depth--;
    }
    return fmax(sum, 1e-3);
}

void run_ambient(run *self, double ambient)
{
    self->ambient = ambient;
    self->ops->ambient(self->engine, 0, self->ambient, !self->settings.mesh.has_heat);
    if (self->companion.driver.engine)
        self->ops->ambient(self->companion.driver.engine, 0, self->ambient,
                           !self->settings.mesh.has_heat);
}

static const glass_instruction *run_next(void *context, lane_cell *lane)
{
    run *self = context;
    if (self->status || self->output.status) return NULL;
    if (self->lane.count && self->sink && self->sink->checkpoint) run_checkpoint(self);
    const glass_instruction *in = program_next(&self->program, lane);
    if (in && !isnan(in->temperature_K) && in->temperature_K != self->ambient)
        run_ambient(self, in->temperature_K);
    if (in && self->options->estimate) companion_ahead(&self->companion, in);
    return in;
}

/* The sink begins with the first instant of the first step and not before: where nothing can
 * begin, no file is made. */
static void run_output(run *self)
{
    if (!self->has_output) output_begin(&self->output);
    self->has_output = 1;
}

static void run_step_begun(void *context, lane_cell *lane)
{
    run *self = context;
    run_output(self);
    if (self->output.status) return;
    output_step_begun(&self->output, lane, self->program.cycle);
}

static void run_stepped(void *context, lane_cell *lane, const lane_trace *trace)
{
    run *self = context;
    (void)trace;
    output_stepped(&self->output, lane);
    if (self->options->estimate) companion_compare(&self->companion, lane);
    if (self->options->progress)
        self->options->progress(self->options->context, fmin(1, lane->t / self->expected_s),
                                lane->t);
}

/* A step that was over before it began did not do what was asked, whatever it is called. */
static void run_note_at_once(const run *self, const lane_cell *lane)
{
    const lane_end *end = lane->at_end ? &lane->ends[lane->at_end - 1] : NULL;
    if (!end || !end->is_limit || lane->t > lane->t_begin) return;
    glass_note_add(
        self->notes, 0, "voltage",
        "step %d (%s) ended at once: under it the voltage is %.5g V, outside the "
        "cell's %g to %g V",
        lane->count, lane->in->text, lane->facts.voltage, lane->voltage_min,
        lane->voltage_max);
}

static void run_step_ended(void *context, lane_cell *lane)
{
    run *self = context;
    run_note_at_once(self, lane);
    output_step_ended(&self->output, lane);
    if (self->options->estimate) companion_ended(&self->companion, lane);
}

static double run_channel(void *context, lane_cell *lane, const char *label, double s)
{
    run *self = context;
    return output_channel_at(&self->output, lane, label, s);
}

static int run_cancelled(void *context)
{
    run *self = context;
    return self->output.status ||
           (self->options->cancelled && self->options->cancelled(self->options->context));
}

#define GLASS_MODEL(model, about, theory) ", " #model
static const char run_model_names[] =
#include "model/list.h"
    ;
#undef GLASS_MODEL

static glass_status run_engine(run *self)
{
    glass_cpu cpu;
    glass_status status = glass_cpu_choose(self->options->vector, &cpu);
    if (status) return status;
    const char *model = self->options->model ? self->options->model : "dfn";
    self->ops = engine_find(model, glass_cpu_name(cpu), 1);
    if (!self->ops) self->ops = engine_find(model, "plain", 1);
    if (!self->ops)
        return glass_fail(GLASS_E_INPUT, "there is no model \"%s\"; allowed: %s", model,
                          run_model_names + 2);
    self->engine = self->ops->make(self->cell, &self->settings.mesh);
    if (!self->engine) return glass_fail_memory();
    self->ops->load(self->engine, 0, self->cell, self->ambient);
    self->ops->begin(self->engine, 0, self->start.theta, self->start.temperature);
    self->driver =
        (driver){.ops = self->ops, .engine = self->engine, .lanes = {&self->lane}};
    return GLASS_OK;
}

static int run_is_channel(const glass_end *ends, int n, const char **bad)
{
    for (int i = 0; i < n; i++) {
        if (ends[i].watch != GLASS_WATCH_CHANNEL) continue;
        *bad = ends[i].channel;
        if (output_find_channel(ends[i].channel, strlen(ends[i].channel)) < 0) return 0;
    }
    return 1;
}

/* What contradicts this cell's limits, or looks at a channel that there is not. */
static glass_status run_check_protocol(run *self)
{
    const glass_protocol *protocol = self->protocol;
    int is_free = self->options->limits == GLASS_LIMITS_WARN;
    glass_status status =
        glass_protocol_check(protocol, is_free ? NAN : self->cell->voltage_min,
                             is_free ? NAN : self->cell->voltage_max, self->notes);
    if (status) return status;
    const char *bad = NULL;
    int is_known = run_is_channel(protocol->stops, protocol->n_stops, &bad);
    int line = 0;
    for (int i = 0; i < protocol->count && is_known; i++) {
        is_known = run_is_channel(protocol->at[i].ends, protocol->at[i].n_ends, &bad);
        line = protocol->at[i].line;
    }
    if (is_known) return GLASS_OK;
    const char *name = protocol->name ? protocol->name : "protocol";
    return glass_fail_at(
        name, line, 0,
        "there is no channel \"%s\" that could end a step; \"glasscell show\" "
        "lists those of a recording",
        bad);
}

static glass_status run_make(run *self)
{
    glass_status status = settings_check_cell(self->cell, self->options, self->notes);
    if (!status) status = run_check_protocol(self);
    if (!status) status = settings_choose(self->cell, self->options, &self->settings);
    if (!status)
        status = start_find(self->cell, self->protocol, self->options, &self->start);
    if (status) return status;
    const glass_cell *cell = self->cell;
    self->ambient = self->start.ambient;
    self->expected_s = run_expected(self);
    status = run_engine(self);
    if (status) return status;
    start_lane(&self->lane, cell, self->protocol, self->options, &self->settings,
               self->start.soc);
    self->lane.hooks =
        (lane_hooks){run_next,    run_step_begun, run_stepped, run_step_ended,
                     run_channel, run_cancelled,  self};
    status = program_init(&self->program, self->protocol);
    if (status) return status;
    double frames = self->options->frame_period > 0 ? self->options->frame_period
                                                    : self->expected_s / 60;
    status = output_init(&self->output, cell, &self->settings.mesh, self->ops, self->engine,
                         self->options, self->sink, frames);
    if (status) return status;
    if (self->options->estimate)
        companion_init(&self->companion, self->ops, cell, &self->settings.coarse,
                       &self->lane, self->start.theta, self->start.temperature,
                       self->ambient, self->settings.coarse_first, 8 * self->settings.held,
                       self->settings.share);
    return GLASS_OK;
}

static void run_clear(run *self)
{
    companion_clear(&self->companion);
    output_clear(&self->output);
    program_clear(&self->program);
    if (self->engine) self->ops->free(self->engine);
}

/* Where, when and which unknown; and the physical reason if there is one. */
static glass_status run_report(run *self, glass_summary *summary)
{
    int cell = 0;
    const engine_mesh *mesh = &self->settings.mesh;
    const char *name = self->ops->culprit(self->engine, 0, &cell);
    const char *region = cell < mesh->cells[0]                    ? "negative electrode"
                         : cell < mesh->cells[0] + mesh->cells[1] ? "separator"
                                                                  : "positive electrode";
    double x = cell < self->output.look.n ? self->output.look.x[cell] : NAN;
    char words[600];
    snprintf(words, sizeof words,
             "the numerics gave up at %.6g s in step %d (%s): %s; the largest error is in "
             "the %s at x = %.3g um (%s); last voltage %.6g V, step %.3g s",
             self->lane.t, self->lane.count, self->lane.in ? self->lane.in->text : "",
             self->lane.run_reason, name, x * 1e6, region, self->lane.facts.voltage,
             self->lane.h_next);
    summary->report = glass_strdup(words);
    return glass_fail(GLASS_E_NUMERICS, "%s", words);
}

static void run_summary(run *self, glass_summary *s, const char *reason)
{
    const lane_cell *lane = &self->lane;
    s->reason = glass_strdup(reason);
    s->time_s = lane->t;
    s->charge_in_C = lane->charge_in, s->charge_out_C = lane->charge_out;
    s->energy_in_J = lane->energy_in, s->energy_out_J = lane->energy_out;
    s->voltage_first_V = self->output.V_first, s->ocv_first_V = self->output.ocv_first;
    s->voltage_last_V = lane->facts.voltage;
    s->temperature_last_K = lane->facts.temperature;
    s->steps_taken = lane->taken, s->steps_rejected = lane->refused;
    s->cycles = self->program.cycle - !self->program.in_round;
    if (s->cycles < 1) s->cycles = 1;
    s->vector = self->ops->vector;
    s->error_rms_V = self->options->estimate ? companion_rms(&self->companion) : NAN;
    s->error_max_V = self->options->estimate ? companion_most(&self->companion) : NAN;
    s->error_end_s = self->options->estimate ? companion_end(&self->companion) : NAN;
    s->ocv_window_V = glass_cell_ocv(self->cell, 1, self->start.temperature);
    s->ocv_limits_V = self->cell->voltage_max;
    s->theta_first[0] = self->start.theta[0], s->theta_first[1] = self->start.theta[1];
    self->ops->get(self->engine, 0, 1, self->output.state);
    probe_look(&self->output.look, self->output.state);
    s->theta_last[0] = self->output.look.at.theta_mean[0];
    s->theta_last[1] = self->output.look.at.theta_mean[1];
    s->ocv_last_V = self->output.look.at.ocv;
    output_summary(&self->output, s);
}

/* The cell cannot go on, and that is nobody's fault; but where it could not even begin,
 * nothing came of what was asked. */
static glass_status run_exhausted(run *self)
{
    const lane_cell *lane = &self->lane;
    char most[64] = "";
    if (lane->power_most > 0)
        snprintf(most, sizeof most, ": the cell can give %.4g W at most", lane->power_most);
    const char *text = lane->in ? lane->in->text : "";
    if (self->output.rows == 0 && lane->t == 0)
        return glass_fail(GLASS_E_INPUT, "step %d (%s) cannot begin, %s%s", lane->count,
                          text, lane->run_reason, most);
    glass_note_add(self->notes, 0, "protocol",
                   "step %d (%s) could not go on at %.6g s, %s%s", lane->count, text,
                   lane->t, lane->run_reason, most);
    return GLASS_OK;
}

static glass_status run_finish(run *self, glass_summary *summary)
{
    glass_status status = self->status ? self->status : self->output.status;
    const char *reason = "protocol done";
    if (self->lane.run_reason) reason = self->lane.run_reason;
    if (self->program.why && strcmp(reason, "nothing changes") == 0)
        glass_note_add(self->notes, 0, "protocol",
                       "the rounds of a loop have become the same, and what would end it "
                       "did not come nearer: stopped after cycle %d, at %.6g s",
                       self->program.cycle - 1, self->lane.t);
    if (self->driver.is_cancelled && !status) {
        status = glass_fail(GLASS_E_CANCELLED, "cancelled at %.6g s", self->lane.t);
        reason = "cancelled";
    }
    if (self->lane.phase == LANE_FAILED && !status) {
        status = self->lane.status ? run_report(self, summary) : run_exhausted(self);
        if (self->lane.status) reason = "numerics";
        if (status == GLASS_E_INPUT && !self->has_output) return status;
        run_output(self);
        self->lane.reason = reason;
        if (self->lane.in) output_step_ended(&self->output, &self->lane);
    }
    run_output(self);
    run_summary(self, summary, reason);
    output_end(&self->output, &self->lane, reason, summary);
    if (!status) status = self->output.status;
    if (self->lane.warned)
        glass_note_add(self->notes, 0, "voltage",
                       "outside the cell's limits (%g to %g V) from %.6g s on, at worst "
                       "%.4f V; --limits ends the run there",
                       self->lane.voltage_min, self->lane.voltage_max, self->lane.warned_t,
                       self->lane.warned_V);
    return status;
}

static glass_status run_all(const glass_cell *cell, const glass_protocol *protocol,
                            const glass_run_options *options, const glass_sink *sink,
                            glass_summary *summary, glass_notes *notes,
                            const void *checkpoint, size_t n)
{
    double begin = glass_clock_thread();
    run *self = glass_zero(1, sizeof *self);
    if (!self) return glass_fail_memory();
    self->cell = cell, self->protocol = protocol, self->options = options;
    self->sink = sink, self->notes = notes;
    glass_status status = run_make(self);
    if (!status && checkpoint) status = run_restore(self, checkpoint, n);
    if (!status && checkpoint) run_output(self);
    if (!status) {
        driver_run(&self->driver);
        status = run_finish(self, summary);
        summary->cpu_s = glass_clock_thread() - begin;
    }
    run_clear(self);
    glass_free(self);
    return status;
}

glass_status glass_run(const glass_cell *cell, const glass_protocol *protocol,
                       const glass_run_options *options, const glass_sink *sink,
                       glass_summary *summary, glass_notes *notes)
{
    return run_all(cell, protocol, options, sink, summary, notes, NULL, 0);
}

glass_status glass_run_resume(const glass_cell *cell, const glass_protocol *protocol,
                              const glass_run_options *options, const void *checkpoint,
                              size_t n, const glass_sink *sink, glass_summary *summary,
                              glass_notes *notes)
{
    return run_all(cell, protocol, options, sink, summary, notes, checkpoint, n);
}

int glass_models(const glass_model_about **out)
{
    static const glass_model_about models[] = {
#define GLASS_MODEL(model, about, theory) {#model, about, theory},
#include "model/list.h"
#undef GLASS_MODEL
    };
    *out = models;
    return (int)(sizeof models / sizeof *models);
}
