#include "model/output.h"
#include "model/interior.h"
#include "model/output_table.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Between rows a reader joins by straight lines: as many rows as keep those this near. */
static const double output_straight_V = 1e-5;

/* Indices of a comma-separated list of labels. */
static glass_status output_choose(const char *list, int (*find)(const char *, size_t),
                                  const char *what, int *out, int *count)
{
    for (const char *p = list; *p;) {
        p += strspn(p, " ,");
        size_t n = strcspn(p, ",");
        while (n && p[n - 1] == ' ') n--;
        if (!n) break;
        int index = find(p, n), is_there = 0;
        if (index < 0)
            return glass_fail(GLASS_E_INPUT,
                              "there is no %s \"%.*s\", or it could be several; "
                              "`glasscell help channels` lists them",
                              what, (int)n, p);
        for (int i = 0; i < *count; i++) is_there |= out[i] == index;
        if (!is_there) out[(*count)++] = index;
        p += strcspn(p, ",");
    }
    return GLASS_OK;
}

static glass_status output_choose_channels(output *self)
{
    if (!self->options->channels) {
        while (output_channels[self->n_chosen].channel.label)
            self->chosen[self->n_chosen] = self->n_chosen, self->n_chosen++;
        return GLASS_OK;
    }
    self->chosen[self->n_chosen++] = 0; /* time is always there */
    return output_choose(self->options->channels, output_find_channel, "channel",
                         self->chosen, &self->n_chosen);
}

static glass_status output_choose_frames(output *self)
{
    const char *list = self->options->frames;
    int is_asked = list && strcmp(list, "none") != 0;
    int is_taken = self->sink && self->sink->frame;
    if (is_asked) { /* a wrong name is told even where frames go nowhere */
        glass_status status =
            output_choose(list, output_find_frame, "frame", self->frames, &self->n_frames);
        if (!is_taken) self->n_frames = 0;
        return status;
    }
    if (list || !is_taken || self->options->channels) return GLASS_OK;
    while (output_frames[self->n_frames].label)
        self->frames[self->n_frames] = self->n_frames, self->n_frames++;
    return GLASS_OK;
}

static glass_status output_prepare(output *self)
{
    glass_status status = output_choose_channels(self);
    if (!status) status = output_choose_frames(self);
    if (status) return status;
    self->has_probe = !self->options->channels || self->n_frames > 0;
    for (int i = 0; i < self->n_chosen; i++)
        self->has_probe |= !output_channels[self->chosen[i]].is_plain;
    for (int i = 0; i < self->n_frames; i++)
        self->is_inside |= output_frames[self->frames[i]].is_inside;
    if (!self->is_inside) return GLASS_OK;
    self->interior = glass_zero(1, sizeof(interior));
    self->inside = glass_zero((size_t)(self->look.n * INTERIOR_POINTS), sizeof(double));
    self->earlier = glass_zero(1, sizeof(interior));
    if (!self->interior || !self->earlier || !self->inside) return glass_fail_memory();
    status = interior_init(self->interior, &self->look);
    return status ? status : interior_init(self->earlier, &self->look);
}

glass_status output_init(output *self, const glass_cell *cell, const engine_mesh *mesh,
                         const engine_ops *ops, engine *of,
                         const glass_run_options *options, const glass_sink *sink,
                         double frame_period)
{
    *self = (output){.options = options,
                     .cell = cell,
                     .sink = sink,
                     .ops = ops,
                     .engine = of,
                     .frame_period = frame_period,
                     .last_time = -1,
                     .V_min = INFINITY,
                     .V_max = -INFINITY,
                     .T_max = -INFINITY,
                     .plating_min = INFINITY,
                     .lithium_first = NAN,
                     .is_kept = 1};
    glass_status status = probe_init(&self->look, cell, mesh, ops->kind);
    self->state = status ? NULL : glass_zero(ops->state_size(of), sizeof(double));
    if (!status && !self->state) status = glass_fail_memory();
    if (!status) status = output_prepare(self);
    if (status) output_clear(self);
    return status;
}

void output_clear(output *self)
{
    if (self->interior) interior_clear(self->interior);
    if (self->earlier) interior_clear(self->earlier);
    glass_free(self->interior);
    glass_free(self->earlier);
    glass_free(self->inside);
    glass_free(self->state);
    probe_clear(&self->look);
    *self = (output){0};
}

/* Axes of a frame; `radius` holds 0..1. */
static glass_frame output_declare(const output *self, const output_frame *from,
                                  const double *radius)
{
    const probe *p = &self->look;
    glass_frame frame = {.label = from->label,
                         .unit = from->unit,
                         .about = from->about,
                         .rank = 1 + from->is_inside};
    glass_axis x = {"x", "m", "depth from the negative collector", (size_t)p->n_wide,
                    p->x_wide};
    if (from->side >= 0) {
        x.name = from->side ? "x_positive" : "x_negative";
        x.n = (size_t)p->cells[2 * from->side];
        x.at = p->x + p->first[from->side];
    }
    frame.axis[0] = x;
    if (from->is_inside)
        frame.axis[1] =
            (glass_axis){"r", "1", "radius over the particle's", INTERIOR_POINTS, radius};
    return frame;
}

glass_status output_begin(output *self)
{
    if (!self->sink) return GLASS_OK;
    glass_channel channels[OUTPUT_CHANNELS_MAX];
    glass_frame frames[OUTPUT_FRAMES_MAX];
    double radius[INTERIOR_POINTS];
    for (int i = 0; i < INTERIOR_POINTS; i++) radius[i] = (double)i / (INTERIOR_POINTS - 1);
    for (int i = 0; i < self->n_chosen; i++)
        channels[i] = output_channels[self->chosen[i]].channel;
    for (int i = 0; i < self->n_frames; i++)
        frames[i] = output_declare(self, &output_frames[self->frames[i]], radius);
    glass_fact facts[80];
    char thickness[3][32];
    double L[3] = {self->cell->electrode[0].thickness, self->cell->separator_thickness,
                   self->cell->electrode[1].thickness};
    static const char *const keys[3] = {"thickness/negative", "thickness/separator",
                                        "thickness/positive"};
    int n = 0;
    for (; n < 3; n++) {
        snprintf(thickness[n], sizeof thickness[n], "%.9g", L[n]);
        facts[n] = (glass_fact){keys[n], thickness[n]};
    }
    for (int i = 0; i < self->options->n_facts && n < 80; i++)
        facts[n++] = self->options->facts[i];
    glass_begin begin = {.title = self->cell->title,
                         .channels = channels,
                         .n_channels = self->n_chosen,
                         .frames = frames,
                         .n_frames = self->n_frames,
                         .facts = facts,
                         .n_facts = n};
    begin.cycle_channels = output_cycle_channels;
    begin.n_cycle_channels = OUTPUT_CYCLE_CHANNELS;
    self->status = self->sink->begin(self->sink->self, &begin);
    if (self->status) self->sink = NULL; /* one that did not begin is told nothing more */
    return self->status;
}

/* Numbers at a fraction of the present step, from the lane and, if asked, from within. */
static void output_look(output *self, const lane_cell *lane, double s, probe_numbers *out)
{
    const lane_trace *tr = &lane->trace;
    if (self->has_probe) {
        self->ops->get(self->engine, lane->index, s, self->state);
        probe_look(&self->look, self->state);
    }
    *out = self->look.at;
    out->time = tr->t + s * tr->h;
    /* within a step the voltage of the state, whose causes are told; else what stages say */
    if (!self->has_probe || s == 0 || s == 1) out->voltage = lane_cubic(tr->V, s);
    out->current = -lane_cubic(tr->I, s);
    out->temperature = lane_cubic(tr->T, s);
    out->power = out->voltage * out->current;
    out->step = lane->count;
    out->cycle = self->cycle_now;
    out->step_time = out->time - lane->t_begin;
}

/* Sums at a fraction of the present step, which is not yet in the lane's sums when
 * `is_done` is 0, and is when it is 1. */
static void output_sums(const lane_cell *lane, double s, int is_done, probe_numbers *out)
{
    const lane_trace *tr = &lane->trace;
    double VI[LANE_POINTS];
    for (int k = 0; k < LANE_POINTS; k++) VI[k] = tr->V[k] * tr->I[k];
    double part = is_done ? 1 : 0; /* count back from the end, or on from the beginning */
    double all = lane_charge(tr, 1), charge = lane_charge(tr, s) - part * all;
    double energy =
        -tr->h * (lane_cubic_integral(VI, s) - part * lane_cubic_integral(VI, 1));
    int goes_in = all > 0;
    out->charge_in = lane->charge_in + (goes_in ? charge : 0);
    out->charge_out = lane->charge_out - (goes_in ? 0 : charge);
    out->energy_in = lane->energy_in + (goes_in ? energy : 0);
    out->energy_out = lane->energy_out - (goes_in ? 0 : energy);
    out->charge_net = lane->charge_run + charge;
    out->energy_net = lane->energy_run + energy;
    out->soc = lane->soc_start + out->charge_net / lane->capacity_soc;
}

static double output_value(const output_channel *channel, const probe_numbers *at)
{
    return *(const double *)(const void *)((const char *)at + channel->offset);
}

/* One row at fraction s of the four points that were looked at. */
static void output_row(output *self, double s)
{
    if (!self->sink || self->status || !self->is_kept) return;
    double row[OUTPUT_CHANNELS_MAX];
    for (int i = 0; i < self->n_chosen; i++) {
        const output_channel *channel = &output_channels[self->chosen[i]];
        double v[LANE_POINTS];
        for (int k = 0; k < LANE_POINTS; k++) v[k] = output_value(channel, &self->at[k]);
        double value = channel->is_step ? v[3] : lane_cubic(v, s);
        row[i] = value * channel->scale + channel->shift;
    }
    if (self->chosen[0] == 0) { /* a rounding must not turn time back */
        if (row[0] < self->last_time) row[0] = self->last_time;
        self->last_time = row[0];
    }
    self->rows++;
    self->status = self->sink->sample(self->sink->self, row);
}

/* @param[in] particles at that time, or NULL */
static void output_frames_at(output *self, double time, const interior *particles)
{
    for (int i = 0; i < self->n_frames && !self->status; i++) {
        const output_frame *frame = &output_frames[self->frames[i]];
        const char *base = (const char *)&self->look + frame->offset;
        const double *values;
        if (frame->is_inside) {
            interior_fill(particles, &self->look, frame->side, self->inside);
            values = self->inside;
        } else
            values = ((double *const *)(const void *)base)[frame->side > 0 ? 1 : 0];
        self->status = self->sink->frame(self->sink->self, i, time, values);
    }
}

static int output_is_listed(const char *list, int cycle)
{
    if (!list) return 1;
    for (const char *p = list; *p; p += strcspn(p, ","), p += *p == ',') {
        char *end;
        long from = strtol(p, &end, 10), to = from;
        if (*end == '-') to = strtol(end + 1, &end, 10);
        if (cycle >= from && cycle <= to) return 1;
    }
    return 0;
}

static void output_cycle_begins(output *self, const lane_cell *lane, int cycle)
{
    self->cycle_now = cycle;
    self->is_kept = output_is_listed(self->options->cycles_in_full, cycle);
    self->cycle =
        (output_cycle){cycle,           lane->t,          lane->charge_in, lane->charge_out,
                       lane->energy_in, lane->energy_out, INFINITY,        -INFINITY,
                       -INFINITY};
}

static void output_cycle_ends(output *self, const lane_cell *lane)
{
    const output_cycle *c = &self->cycle;
    if (!self->sink || !self->sink->cycle || self->status || lane->t <= c->from_s) return;
    /* also after a resume, when nobody has looked yet */
    self->ops->get(self->engine, lane->index, 1, self->state);
    probe_look(&self->look, self->state);
    double in = lane->charge_in - c->charge_in, out = lane->charge_out - c->charge_out;
    double e_in = lane->energy_in - c->energy_in, e_out = lane->energy_out - c->energy_out;
    double row[OUTPUT_CYCLE_CHANNELS] = {c->cycle,
                                         c->from_s,
                                         lane->t,
                                         in / 3600,
                                         out / 3600,
                                         e_in / 3600,
                                         e_out / 3600,
                                         in > 0 ? out / in : NAN,
                                         e_in > 0 ? e_out / e_in : NAN,
                                         c->V_min,
                                         c->V_max,
                                         c->T_max - 273.15,
                                         self->look.at.ocv,
                                         self->look.at.theta_mean[0],
                                         self->look.at.theta_mean[1]};
    self->status = self->sink->cycle(self->sink->self, row);
}

static void output_extremes(output *self, double V, double T, double plating)
{
    output_cycle *c = &self->cycle;
    c->V_min = fmin(c->V_min, V), c->V_max = fmax(c->V_max, V);
    c->T_max = fmax(c->T_max, T);
    self->V_min = fmin(self->V_min, V), self->V_max = fmax(self->V_max, V);
    self->T_max = fmax(self->T_max, T);
    self->plating_min = fmin(self->plating_min, plating);
}

void output_step_begun(output *self, const lane_cell *lane, int cycle)
{
    if (cycle != self->cycle_now) {
        if (self->cycle_now) output_cycle_ends(self, lane);
        output_cycle_begins(self, lane, cycle);
    }
    for (int k = 0; k < LANE_POINTS; k++) {
        if (k == 0)
            output_look(self, lane, 1, &self->at[0]);
        else
            self->at[k] = self->at[0];
        self->at[k].time = lane->t, self->at[k].step_time = 0;
        output_sums(lane, 0, 0, &self->at[k]);
    }
    if (lane->count == 1) {
        self->V_first = lane->facts.voltage;
        self->ocv_first = self->has_probe ? self->at[0].ocv : NAN;
        self->lithium_first = self->at[0].lithium_particles + self->at[0].lithium_salt;
        self->lithium_last = self->lithium_first;
    }
    /* the first instant counts as well: a step may have no other */
    output_extremes(self, lane->facts.voltage, lane->facts.temperature,
                    lane->facts.plating);
    double period = lane->in->period_s > 0 ? lane->in->period_s : self->options->period;
    self->row_period = period;
    self->row_next = lane->t + period;
    output_row(self, 0);
    if (self->n_frames && self->is_kept && !self->status) {
        output_frames_at(self, lane->t, self->interior);
        self->frame_next = lane->t + self->frame_period;
    }
    if (self->interior) interior_advance(self->interior, &self->look, 0);
}

/* How many rows the step needs so that straight lines between them are near enough. */
static int output_density(const lane_trace *tr)
{
    enum { ROWS_MAX = 200 };
    double most = 0;
    for (int k = 0; k < 2; k++) {
        double a = 1e-3, s = k; /* second derivative at both ends, linear between */
        double up = lane_cubic_slope(tr->V, s + a), down = lane_cubic_slope(tr->V, s - a);
        most = fmax(most, fabs(up - down) / (2 * a));
    }
    double rows = ceil(sqrt(most / (8 * output_straight_V)));
    return rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : (int)rows;
}

static void output_integrate(output *self, const lane_trace *tr)
{
    for (int k = 0; k < LANE_POINTS; k++)
        output_extremes(self, tr->V[k], tr->T[k], INFINITY);
    if (fabs(tr->I[0]) + fabs(tr->I[3]) == 0) return;
    self->flow_s += tr->h;
    self->flow_V += tr->h * lane_cubic_integral(tr->V, 1);
    if (!self->has_probe) return;
    for (int i = 0; i < 9; i++) { /* the nine terms stand one after the other */
        output_channel eta = {.offset = offsetof(probe_numbers, eta_particle) +
                                        (size_t)i * sizeof(double)};
        double v[LANE_POINTS];
        for (int k = 0; k < LANE_POINTS; k++) v[k] = output_value(&eta, &self->at[k]);
        self->flow_eta[i] += tr->h * lane_cubic_integral(v, 1);
    }
}

/* Frames that fall into the step. The inside of the particles goes from where it was at the
 * beginning of the step by way of the same points as output_stepped, and the frames. */
static void output_step_frames(output *self, lane_cell *lane)
{
    const lane_trace *tr = &lane->trace;
    double s = 0, end = tr->t + tr->h;
    probe_numbers unused;
    for (int k = 1; self->frame_next <= end && !self->status;) {
        double frame = fmin(1, (self->frame_next - tr->t) / tr->h);
        int is_frame = k > 3 || frame <= k / 3.0;
        double next = is_frame ? frame : k++ / 3.0;
        output_look(self, lane, next, &unused);
        if (self->earlier) interior_advance(self->earlier, &self->look, (next - s) * tr->h);
        s = next;
        if (!is_frame) continue;
        output_frames_at(self, self->frame_next, self->earlier);
        self->frame_next += self->frame_period;
    }
}

void output_stepped(output *self, lane_cell *lane)
{
    const lane_trace *tr = &lane->trace;
    int is_told = self->sink && self->is_kept && !self->status;
    /* a profile of steps, or another control: potentials are not what they were */
    int is_jump = self->at[3].voltage != tr->V[0] || self->at[3].current != -tr->I[0];
    if (self->earlier) interior_copy(self->interior, self->earlier);
    if (self->has_probe || is_told) {
        for (int k = 0; k < LANE_POINTS; k++) {
            if (k == 0 && self->has_probe && !is_jump)
                self->at[0] = self->at[3]; /* where the step before ended */
            else
                output_look(self, lane, k == 3 ? 1 : k / 3.0, &self->at[k]);
            output_sums(lane, k == 3 ? 1 : k / 3.0, 1, &self->at[k]);
            if (self->has_probe)
                self->plating_min = fmin(self->plating_min, self->at[k].plating);
            if (self->interior && (k || is_jump))
                interior_advance(self->interior, &self->look, k ? tr->h / 3 : 0);
        }
        self->lithium_last = self->at[3].lithium_particles + self->at[3].lithium_salt;
    }
    output_integrate(self, tr);
    if (!is_told) return;
    double end = tr->t + tr->h;
    if (self->row_period > 0) {
        for (; self->row_next <= end && !self->status; self->row_next += self->row_period)
            output_row(self, fmin(1, (self->row_next - tr->t) / tr->h));
    } else {
        /* of a profile with short rows: one row each */
        int is_row = lane->in->control == GLASS_PROFILE && tr->h <= 5;
        int rows = is_row ? lane->t == lane->t_stop : output_density(tr);
        for (int k = !is_jump; k <= rows && !self->status; k++)
            output_row(self, k ? (double)k / rows : 0);
    }
    if (self->n_frames) output_step_frames(self, lane);
}

void output_step_ended(output *self, const lane_cell *lane)
{
    if (!self->sink || self->status) return;
    double end = lane->trace.t + lane->trace.h;
    if (self->row_period > 0 && self->is_kept && self->last_time < end) output_row(self, 1);
    if (self->n_frames && self->is_kept && lane->trace.h > 0 &&
        self->frame_next - self->frame_period < end) {
        probe_numbers unused;
        output_look(self, lane, 1, &unused);
        output_frames_at(self, end, self->interior);
    }
    glass_step_record record = {.count = lane->count,
                                .cycle = self->cycle_now,
                                .text = lane->in->text,
                                .reason = lane->reason,
                                .from_s = lane->t_begin,
                                .to_s = lane->t,
                                .charge_C = lane->charge,
                                .energy_J = lane->energy,
                                .voltage_V = lane->trace.V[3],
                                .current_A = -lane->trace.I[3]};
    if (self->sink->step && !self->status)
        self->status = self->sink->step(self->sink->self, &record);
}

void output_end(output *self, const lane_cell *lane, const char *reason,
                const glass_summary *summary)
{
    if (!self->sink) return;
    if (self->cycle_now) output_cycle_ends(self, lane);
    char error[32], drift[32], steps[48];
    snprintf(error, sizeof error, "%.6g", summary->error_rms_V);
    snprintf(drift, sizeof drift, "%.3g", summary->lithium_drift);
    snprintf(steps, sizeof steps, "%ld taken, %ld rejected", summary->steps_taken,
             summary->steps_rejected);
    glass_fact facts[] = {{"error/voltage rms [V]", error},
                          {"lithium drift", drift},
                          {"solver steps", steps}};
    glass_status status = self->sink->end(self->sink->self, reason, facts, 3);
    if (!self->status) self->status = status;
}

void output_summary(const output *self, glass_summary *s)
{
    s->voltage_mean_V = self->flow_s > 0 ? self->flow_V / self->flow_s : NAN;
    s->voltage_min_V = self->V_min, s->voltage_max_V = self->V_max;
    s->temperature_max_K = self->T_max;
    s->rows = self->rows;
    s->plating_margin_min_V = self->has_probe ? self->plating_min : NAN;
    double mean[9];
    for (int i = 0; i < 9; i++)
        mean[i] =
            self->has_probe && self->flow_s > 0 ? self->flow_eta[i] / self->flow_s : NAN;
    s->eta_particle[0] = mean[0], s->eta_particle[1] = mean[1];
    s->eta_reaction[0] = mean[2], s->eta_reaction[1] = mean[3];
    s->eta_salt = mean[4], s->eta_ohmic_electrolyte = mean[5];
    s->eta_ohmic_solid[0] = mean[6], s->eta_ohmic_solid[1] = mean[7];
    s->eta_contact = mean[8];
    s->lithium_drift =
        self->has_probe ? (self->lithium_last - self->lithium_first) / self->lithium_first
                        : NAN;
}

double output_channel_at(output *self, lane_cell *lane, const char *label, double s)
{
    int index = output_find_channel(label, strlen(label));
    if (index < 0) return NAN;
    int had = self->has_probe;
    probe_numbers at;
    self->has_probe = 1;
    output_look(self, lane, lane->trace.h > 0 ? s : 1, &at);
    self->has_probe = had;
    output_sums(lane, s, 0, &at);
    return output_value(&output_channels[index], &at) * output_channels[index].scale +
           output_channels[index].shift;
}
