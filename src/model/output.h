/* What a run tells: rows of channels, frames, steps, cycles, and the sums of its summary. */
#ifndef GLASSCELL_OUTPUT_H
#define GLASSCELL_OUTPUT_H

#include "glasscell/run.h"
#include "model/lane.h"
#include "model/probe.h"

enum { OUTPUT_CHANNELS_MAX = 64, OUTPUT_FRAMES_MAX = 16 };

typedef struct output_channel {
    glass_channel channel;
    size_t offset;       /* in probe_numbers */
    double scale, shift; /* written = scale * SI + shift */
    int is_plain;        /* known without looking inside */
    int is_step;         /* constant within a step in time */
} output_channel;

typedef struct output_cycle {
    int cycle;
    double from_s, charge_in, charge_out, energy_in, energy_out; /* at its beginning */
    double V_min, V_max, T_max;
} output_cycle;

typedef struct output {
    const glass_run_options *options;
    const glass_cell *cell;
    const glass_sink *sink; /* NULL: only the summary */
    glass_status status;    /* first failure of the sink */
    const engine_ops *ops;
    engine *engine;
    probe look;
    double *state; /* [state_size] */
    int has_probe, is_inside;
    int chosen[OUTPUT_CHANNELS_MAX], n_chosen; /* of output_channels */
    int frames[OUTPUT_FRAMES_MAX], n_frames;   /* of the table of frames */
    double frame_period, frame_next, row_next, row_period, row_tolerance;
    double last_time;
    probe_numbers at[LANE_POINTS];
    output_cycle cycle;
    int cycle_now;
    int is_kept; /* samples of this cycle are written */
    long rows;
    /* time integrals while current flows */
    double flow_s, flow_V, flow_eta[9];
    double V_first, ocv_first; /* at the first instant */
    double V_min, V_max, T_max, plating_min, lithium_first, lithium_last;
    void *interior; /* eigenmodes for the inside of particles, or NULL */
    void *earlier;  /* the same when the present step in time began */
    double *inside; /* [cells][INTERIOR_POINTS] */
} output;

glass_status output_init(output *self, const glass_cell *cell, const engine_mesh *mesh,
                         const engine_ops *ops, engine *of,
                         const glass_run_options *options, const glass_sink *sink,
                         double frame_period);
void output_clear(output *self);
/* Declares channels and frames to the sink. */
glass_status output_begin(output *self);
/* First instant of a step of the protocol. */
void output_step_begun(output *self, const lane_cell *lane, int cycle);
/* A step in time is final. */
void output_stepped(output *self, lane_cell *lane);
void output_step_ended(output *self, const lane_cell *lane);
void output_end(output *self, const lane_cell *lane, const char *reason,
                const glass_summary *summary);
/* Fills what the run came to into a summary. */
void output_summary(const output *self, glass_summary *summary);
/* Value of a channel by label at fraction s of the present step in time; NAN if none. */
double output_channel_at(output *self, lane_cell *lane, const char *label, double s);

#endif
