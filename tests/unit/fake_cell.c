#include "fake_cell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FAKE_X = 20, FAKE_S = 8, FAKE_R = 16, FAKE_ALL = 2 * FAKE_X + FAKE_S };

static const double fake_length[3] = {85.2e-6, 12e-6, 75.6e-6};
static const double fake_limits[2][2] = {{0.9014, 0.0279}, {0.2700, 0.9084}};

typedef struct fake_electrode {
    double mean[FAKE_X], weight[FAKE_X], bend[FAKE_X]; /* bend: surface minus mean */
} fake_electrode;

typedef struct fake_state {
    double t, current, rate; /* [s], [A], [C] positive discharges */
    double salt;             /* relaxes towards the rate */
    double plain_mean[2];
    fake_electrode side[2];
} fake_state;

static double fake_ocp(int side, double s)
{
    if (side == 0)
        return 1.9793 * exp(-39.3631 * s) + 0.2482 - 0.0909 * tanh(29.8538 * (s - 0.1234)) -
               0.04478 * tanh(14.9159 * (s - 0.2769)) -
               0.0205 * tanh(30.4444 * (s - 0.6103));
    return -0.8090 * s + 4.4875 - 0.0428 * tanh(18.5138 * (s - 0.5542)) -
           17.7326 * tanh(15.7890 * (s - 0.3117)) + 17.5842 * tanh(15.9308 * (s - 0.3120));
}

/* Depth of discharge of the whole cell. */
static double fake_depth(const fake_state *s)
{
    return (fake_limits[0][0] - s->plain_mean[0]) / (fake_limits[0][0] - fake_limits[0][1]);
}

static void fake_start(fake_state *s)
{
    *s = (fake_state){0};
    for (int side = 0; side < 2; side++) {
        s->plain_mean[side] = fake_limits[side][0];
        for (int i = 0; i < FAKE_X; i++) s->side[side].mean[i] = fake_limits[side][0];
    }
}

/* The reaction is strongest at the separator first; the front then wanders inwards. */
static void fake_front(fake_state *s, int side)
{
    fake_electrode *e = &s->side[side];
    double sum = 0, depth = fake_depth(s);
    for (int i = 0; i < FAKE_X; i++) {
        double u = (i + 0.5) / FAKE_X, from_separator = side ? u : 1 - u;
        double away = (from_separator - 1.2 * depth) / 0.28;
        e->weight[i] = side ? 0.9 + 0.3 * exp(-5 * from_separator) + 0.1 * u * u
                            : 0.6 + 0.9 * exp(-away * away);
        sum += e->weight[i];
    }
    for (int i = 0; i < FAKE_X; i++) e->weight[i] *= FAKE_X / sum;
}

static void fake_step(fake_state *s, double current, double dt)
{
    double rate = -current / 5, per_s[2];
    for (int side = 0; side < 2; side++) {
        per_s[side] = rate * (fake_limits[side][1] - fake_limits[side][0]) / 3680;
        s->plain_mean[side] += per_s[side] * dt;
        fake_front(s, side);
        fake_electrode *e = &s->side[side];
        for (int i = 0; i < FAKE_X; i++) {
            double full = 1 - e->mean[i], room = fmin(e->mean[i], full); /* stays in 0..1 */
            double bend =
                per_s[side] * e->weight[i] * (side ? 300 : 90) * fmin(1, 8 * room);
            e->mean[i] += per_s[side] * e->weight[i] * dt +
                          (s->plain_mean[side] - e->mean[i]) * dt / 900;
            e->bend[i] += (bend - e->bend[i]) * (1 - exp(-dt / (side ? 300 : 60)));
        }
    }
    s->salt += (rate * (1 + 0.25 * fake_depth(s)) - s->salt) * (1 - exp(-dt / 400));
    s->current = current;
    s->rate = rate;
    s->t += dt;
}

/* [mol/m3] */
static double fake_salt(const fake_state *s, double x)
{
    double total = fake_length[0] + fake_length[1] + fake_length[2], u = x / total;
    return 1000 + s->salt * (900 * (0.5 - 1.5 * u * u + u * u * u) - 60 * (u - 0.5));
}

typedef enum fake_cause {
    PARTICLE_N,
    PARTICLE_P,
    REACTION_N,
    REACTION_P,
    SALT,
    OHMIC,
    SOLID_N,
    SOLID_P,
    CONTACT,
    CAUSES
} fake_cause;

static void fake_causes(const fake_state *s, double *eta)
{
    for (int side = 0; side < 2; side++) {
        double theta = s->plain_mean[side], bend = 0;
        for (int i = 0; i < FAKE_X; i++) bend += s->side[side].bend[i] / FAKE_X;
        double u = fake_ocp(side, theta), surface = fake_ocp(side, theta + bend);
        eta[PARTICLE_N + side] = side ? surface - u : u - surface;
        eta[REACTION_N + side] = -0.0514 * asinh(s->rate * (side ? 0.55 : 0.9));
    }
    eta[SALT] = -0.030 * s->salt;
    eta[OHMIC] = -0.041 * s->rate;
    eta[SOLID_N] = -1e-5 * s->rate;
    eta[SOLID_P] = -0.0068 * s->rate;
    eta[CONTACT] = 0;
}

static double fake_ocv(const fake_state *s)
{
    return fake_ocp(1, s->plain_mean[1]) - fake_ocp(0, s->plain_mean[0]);
}

static const char *const fake_labels[] = {
    "Test Time / s",
    "Voltage / V",
    "Current / A",
    "Open Circuit Voltage / V",
    "Temperature T1 / degC",
    "State of Charge / 1",
    "Plating Margin / V",
    "Overpotential Negative Particle / V",
    "Overpotential Positive Particle / V",
    "Overpotential Negative Reaction / V",
    "Overpotential Positive Reaction / V",
    "Overpotential Electrolyte Concentration / V",
    "Overpotential Electrolyte Ohmic / V",
    "Overpotential Negative Solid Ohmic / V",
    "Overpotential Positive Solid Ohmic / V",
    "Overpotential Contact / V",
};
static const char *const fake_units[] = {"s", "V", "A", "V", "degC", "1", "V", "V",
                                         "V", "V", "V", "V", "V",    "V", "V", "V"};
enum { FAKE_CHANNELS = sizeof fake_labels / sizeof *fake_labels };

static glass_status fake_sample(const glass_sink *sink, const fake_state *s)
{
    double eta[CAUSES], row[FAKE_CHANNELS] = {s->t, fake_ocv(s), s->current, fake_ocv(s)};
    fake_causes(s, eta);
    for (int i = 0; i < CAUSES; i++) {
        row[1] += eta[i];
        row[7 + i] = eta[i];
    }
    row[4] = 25 + 2.4 * s->rate * s->rate * (1 - exp(-s->t / 900)) +
             1.5 * sin(4 * fake_depth(s));
    row[5] = 1 - fake_depth(s);
    row[6] = fake_ocp(0, s->plain_mean[0]) - eta[REACTION_N] - 0.02 * s->rate - 0.01;
    return sink->sample(sink->self, row);
}

typedef struct fake_grid {
    double all[FAKE_ALL], side[2][FAKE_X], r[FAKE_R];
} fake_grid;

static void fake_mesh(fake_grid *g)
{
    double at = 0;
    int k = 0;
    for (int region = 0; region < 3; region++) {
        int n = region == 1 ? FAKE_S : FAKE_X;
        for (int i = 0; i < n; i++) {
            g->all[k++] = at + (i + 0.5) / n * fake_length[region];
            if (region != 1) g->side[region / 2][i] = g->all[k - 1];
        }
        at += fake_length[region];
    }
    for (int i = 0; i < FAKE_R; i++) g->r[i] = i / (FAKE_R - 1.0);
}

static const char *const fake_frames[] = {
    "Salt Concentration / mol.m-3",        "Electrolyte Potential / V",
    "Solid Potential Negative / V",        "Solid Potential Positive / V",
    "Reaction Current Negative / A.m-2",   "Reaction Current Positive / A.m-2",
    "Surface Stoichiometry Negative / 1",  "Surface Stoichiometry Positive / 1",
    "Mean Stoichiometry Negative / 1",     "Mean Stoichiometry Positive / 1",
    "Particle Stoichiometry Negative / 1", "Particle Stoichiometry Positive / 1",
};
enum { FAKE_FRAMES = sizeof fake_frames / sizeof *fake_frames };

static double fake_value(const fake_state *s, const fake_grid *g, int f, int i)
{
    int side = f & 1;
    const fake_electrode *e = &s->side[side];
    double u = (i + 0.5) / FAKE_X;
    switch (f) {
    case 0: return fake_salt(s, g->all[i]);
    case 1:
        return -fake_ocp(0, s->plain_mean[0]) - 0.05 * s->rate +
               2.4e-5 * (fake_salt(s, g->all[i]) - 1000) -
               0.04 * s->rate * g->all[i] / 172.8e-6;
    case 2: return -1e-5 * s->rate * u * (2 - u);
    case 3: return fake_ocv(s) - 0.1 * s->rate + 0.0102 * s->rate * (1 - u) * (1 - u);
    case 4: return 1.488 * s->rate * e->weight[i];
    case 5: return -1.686 * s->rate * e->weight[i];
    case 6:
    case 7: return e->mean[i] + e->bend[i];
    default: return e->mean[i];
    }
}

static glass_status fake_frame_at(const glass_sink *sink, const fake_state *s,
                                  const fake_grid *g, int f, int is_spm)
{
    double values[FAKE_X * FAKE_R];
    if (f >= 10) {
        const fake_electrode *e = &s->side[f - 10];
        for (int i = 0; i < (is_spm ? 1 : FAKE_X); i++)
            for (int k = 0; k < FAKE_R; k++)
                values[i * FAKE_R + k] =
                    e->mean[i] + e->bend[i] * (2.5 * g->r[k] * g->r[k] - 1.5);
    } else {
        for (int i = 0; i < (f < 2 ? FAKE_ALL : FAKE_X); i++)
            values[i] = fake_value(s, g, f, i);
    }
    return sink->frame(sink->self, is_spm ? f - 10 : f, s->t, values);
}

static glass_status fake_begin(const glass_sink *sink, const fake_grid *g, int is_spm)
{
    glass_channel channels[FAKE_CHANNELS];
    glass_frame frames[FAKE_FRAMES];
    int n = 0;
    for (int i = 0; i < FAKE_CHANNELS; i++)
        channels[i] = (glass_channel){fake_labels[i], fake_units[i], NULL, NULL};
    glass_axis r = {"r", "1", NULL, FAKE_R, g->r};
    for (int f = is_spm ? 10 : 0; f < FAKE_FRAMES; f++) {
        glass_axis x = {"x", "m", NULL, FAKE_X, g->side[f & 1]};
        if (f < 2) x = (glass_axis){"x", "m", NULL, FAKE_ALL, g->all};
        const char *unit = strstr(fake_frames[f], " / ") + 3;
        frames[n++] = f < 10   ? (glass_frame){fake_frames[f], unit, NULL, 1, {x}}
                      : is_spm ? (glass_frame){fake_frames[f], unit, NULL, 1, {r}}
                               : (glass_frame){fake_frames[f], unit, NULL, 2, {x, r}};
    }
    static const glass_fact facts[] = {{"thickness/negative", "8.52e-05"},
                                       {"thickness/separator", "1.2e-05"},
                                       {"thickness/positive", "7.56e-05"}};
    glass_begin begin = {.title = is_spm ? "LG M50, SPM, 1C" : "LG M50, DFN",
                         .channels = channels,
                         .n_channels = FAKE_CHANNELS,
                         .frames = frames,
                         .n_frames = n,
                         .facts = facts,
                         .n_facts = 3};
    return sink->begin(sink->self, &begin);
}

/* What flows when. */
static double fake_current(fake_kind kind, double t)
{
    if (kind == FAKE_DRIVE)
        return -3 + 6 * sin(0.11 * t) * sin(0.017 * t) + 2.5 * sin(0.7 * t);
    if (kind != FAKE_CYCLE || t <= 3300) return -5;
    return t <= 3900 ? 0 : t <= 9000 ? 2.5 : 0;
}

static glass_status fake_steps(fake_kind kind, const glass_sink *sink)
{
    static const glass_step_record steps[] = {
        {1, 1, "Discharge at 1C for 55 min", "time", 0, 3300, -16500, -60000, 2.9, -5},
        {2, 1, "Rest for 10 min", "time", 3300, 3900, 0, 0, 3.1, 0},
        {3, 1, "Charge at C/2 for 85 min", "time", 3900, 9000, 12750, 50000, 4.0, 2.5},
        {4, 1, "Rest for 10 min", "time", 9000, 9600, 0, 0, 3.9, 0},
    };
    glass_status status = GLASS_OK;
    for (int i = 0; i < (kind == FAKE_CYCLE ? 4 : 0) && !status; i++)
        status = sink->step(sink->self, &steps[i]);
    return status;
}

static glass_status fake_run(fake_kind kind, const glass_sink *sink)
{
    double end = kind == FAKE_CYCLE ? 9600 : kind == FAKE_DRIVE ? 600 : 3555.2;
    double dt = kind == FAKE_DRIVE ? 1 : 5, next_frame = 0, every = end / 60;
    int is_spm = kind == FAKE_SPM;
    fake_state s;
    fake_grid g;
    fake_start(&s);
    fake_mesh(&g);
    glass_status status = fake_begin(sink, &g, is_spm);
    fake_step(&s, fake_current(kind, 0), 0);
    for (; !status; fake_step(&s, fake_current(kind, s.t + dt), fmin(dt, end - s.t))) {
        status = fake_sample(sink, &s);
        int is_end = s.t >= end - 1e-6;
        for (int f = is_spm ? 10 : 0; s.t >= next_frame - 1e-6 && f < FAKE_FRAMES; f++)
            if (!status) status = fake_frame_at(sink, &s, &g, f, is_spm);
        if (s.t >= next_frame - 1e-6) next_frame = fmin(next_frame + every, end);
        if (is_end) break;
    }
    return status ? status : fake_steps(kind, sink);
}

static glass_status fake_measured(const glass_sink *sink)
{
    static const glass_channel channels[] = {{"Test Time / s", "s", NULL, NULL},
                                             {"Voltage / V", "V", NULL, "U[V]"},
                                             {"Current / A", "A", NULL, "I[A]"}};
    static const glass_fact facts[] = {{"measured", "1"}};
    glass_begin begin = {.title = "measured",
                         .channels = channels,
                         .n_channels = 3,
                         .facts = facts,
                         .n_facts = 1};
    fake_state s;
    double eta[CAUSES];
    fake_start(&s);
    fake_step(&s, -5, 0);
    glass_status status = sink->begin(sink->self, &begin);
    for (; s.t < 3500 && !status; fake_step(&s, -5, 10)) {
        double v = fake_ocv(&s) - 0.012 + 0.006 * sin(s.t / 300) + 0.001 * sin(7.3 * s.t);
        fake_causes(&s, eta);
        for (int i = 0; i < CAUSES; i++) v += eta[i];
        status = sink->sample(sink->self, (double[]){s.t, v, -5});
    }
    return status;
}

static glass_status fake_ageing(const glass_sink *sink)
{
    static const glass_channel channels[] = {{"Test Time / s", "s", NULL, NULL}};
    static const glass_channel cycles[] = {
        {"Cycle Count / 1", "1", NULL, NULL},
        {"Cycle Discharging Capacity / Ah", "Ah", NULL, NULL},
        {"Cycle Charging Capacity / Ah", "Ah", NULL, NULL},
        {"Coulombic Efficiency / 1", "1", NULL, NULL},
        {"Cycle Discharging Energy / Wh", "Wh", NULL, NULL}};
    glass_begin begin = {.title = "LG M50, 200 cycles",
                         .channels = channels,
                         .n_channels = 1,
                         .cycle_channels = cycles,
                         .n_cycle_channels = 5};
    glass_status status = sink->begin(sink->self, &begin);
    for (int i = 1; i <= 200 && !status; i++) {
        double out =
            4.95 - 0.0016 * i - 0.12 * (1 - exp(-i / 12.0)) + 0.004 * sin(11.0 * i);
        double in = out * (1.0008 + 0.004 * exp(-i / 5.0));
        status = sink->cycle(sink->self, (double[]){i, out, in, out / in, 3.62 * out});
    }
    return status;
}

glass_status fake_cell(fake_kind kind, glass_recording *out)
{
    glass_sink sink;
    glass_recording_sink(out, &sink);
    glass_status status = kind == FAKE_MEASURED ? fake_measured(&sink)
                          : kind == FAKE_AGEING ? fake_ageing(&sink)
                                                : fake_run(kind, &sink);
    glass_status ended = sink.end(sink.self, "voltage limit", NULL, 0);
    return status ? status : ended;
}
