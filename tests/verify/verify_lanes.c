/* One source, several machines: vector widths agree and each repeats itself bit by bit; a
 * batch of cells in lock-step gives what each gives alone; a run resumed from a checkpoint
 * goes on with the very rows of the run that was not stopped.
 *
 * Bounds: 1e-9 V between widths, and 1e-9 of each number of a batch: all do the same sums in
 * another order (fused or not, in lanes or not), and rounding of 1e-16 grows through a
 * thousand stages of a method whose steps are chosen by an error that is rounded as well.
 * Repeats and resumed rows: no bit may differ, since nothing else is computed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "verify.h"

static const char cycle[] =
    "2 x (Discharge at 1C until 2.5 V; Rest for 10 min; CCCV charge "
    "at C/2 to 4.2 V until C/20; Discharge at 10 W for 5 min)";

/* ---- vector widths ---- */

/* 0: this machine does not have that width. */
static int lanes_run(const char *vector, const char *model, verify_run *run)
{
    glass_cell cell;
    glass_run_options options;
    glass_protocol protocol = {0};
    glass_sink sink;
    const char *words = cycle;
    verify_cell("Chen2020", &cell);
    glass_run_defaults(&options);
    options.vector = vector;
    options.period = 20;
    verify_option(&options, "model", model);
    *run = (verify_run){0};
    glass_recording_sink(&run->recording, &sink);
    int is_there =
        glass_protocol_read(&words, 1, "words", &protocol, NULL) == GLASS_OK &&
        glass_run(&cell, &protocol, &options, &sink, &run->summary, NULL) == GLASS_OK;
    glass_protocol_clear(&protocol);
    glass_run_options_clear(&options);
    glass_cell_clear(&cell);
    return is_there && strcmp(run->summary.vector, vector) == 0;
}

/* Rows whose numbers differ in any bit, from `at` of b on. */
static double lanes_rows_apart(const glass_recording *a, const glass_recording *b,
                               size_t a_from)
{
    double apart = fabs((double)a->rows - (double)a_from - (double)b->rows);
    for (size_t row = 0; row < b->rows && row + a_from < a->rows; row++)
        for (int k = 0; k < b->n_channels; k++)
            if (memcmp(&a->channels[k].at[row + a_from], &b->channels[k].at[row],
                       sizeof(double)) != 0) {
                apart++;
                break;
            }
    return apart;
}

static void lanes_widths(const char *model)
{
    static const char *const widths[] = {"plain", "v3", "v4"};
    verify_run first;
    for (int w = 0; w < 3; w++) {
        verify_run run, again;
        if (!lanes_run(widths[w], model, &run)) {
            verify_run_clear(&run);
            if (w == 0) verify_within(NAN, 0, "", "%s: the plain width is missing", model);
            continue;
        }
        lanes_run(widths[w], model, &again);
        verify_within(lanes_rows_apart(&run.recording, &again.recording, 0), 0,
                      "rows differ", "%s, %s: once again", model, widths[w]);
        verify_run_clear(&again);
        if (w == 0) {
            first = run;
            continue;
        }
        const double *a = verify_channel(&first.recording, "Voltage / V");
        const double *b = verify_channel(&run.recording, "Voltage / V");
        double worst = first.recording.rows == run.recording.rows ? 0 : NAN;
        for (size_t row = 0; row < first.recording.rows && !isnan(worst); row++)
            worst = fmax(worst, fabs(a[row] - b[row]));
        verify_within(worst, 1e-9, "V", "%s, %s against plain", model, widths[w]);
        verify_within(run.summary.time_s / first.summary.time_s - 1, 1e-9, "",
                      "%s, %s against plain: length", model, widths[w]);
        verify_run_clear(&run);
    }
    verify_run_clear(&first);
}

/* ---- batches ---- */

enum { BATCH = 19 }; /* more than two fillings of eight lanes, and not a multiple */

static void lanes_batch(const char *name, const char *words, const char *model, int heat)
{
    glass_cell cells[BATCH];
    glass_batch_result out[BATCH];
    glass_protocol protocol = {0};
    glass_run_options options;
    glass_run_defaults(&options);
    options.heat = heat;
    options.estimate = 0;
    verify_option(&options, "model", model);
    for (int k = 0; k < BATCH; k++) {
        char text[128];
        verify_cell(name, &cells[k]);
        snprintf(text, sizeof text, "Negative electrode thickness = *%.3f",
                 0.85 + 0.015 * k);
        verify_set(&cells[k], text);
        snprintf(text, sizeof text, "Positive electrode diffusivity = *%.3f",
                 1.2 - 0.02 * (k * 7 % BATCH));
        verify_set(&cells[k], text);
    }
    if (glass_protocol_read(&words, 1, "words", &protocol, NULL) ||
        glass_run_batch(cells, BATCH, &protocol, &options, 1, out)) {
        printf("%s\n", glass_words());
        exit(1);
    }
    double apart[5] = {0};
    int lost = 0;
    for (int k = 0; k < BATCH; k++) {
        glass_summary alone = {0};
        const glass_status status =
            glass_run(&cells[k], &protocol, &options, NULL, &alone, NULL);
        lost += status != GLASS_OK || out[k].status != GLASS_OK;
        const double pairs[5][2] = {{out[k].time_s, alone.time_s},
                                    {out[k].charge_out_C, alone.charge_out_C},
                                    {out[k].energy_out_J, alone.energy_out_J},
                                    {out[k].voltage_last_V, alone.voltage_last_V},
                                    {out[k].temperature_max_K, alone.temperature_max_K}};
        for (int i = 0; i < 5; i++)
            apart[i] = fmax(apart[i], fabs(pairs[i][0] / pairs[i][1] - 1));
        glass_summary_clear(&alone);
        glass_cell_clear(&cells[k]);
    }
    static const char *const numbers[5] = {"time", "charge", "energy", "last voltage",
                                           "highest temperature"};
    verify_within(lost, 0, "cells lost", "batch: %s, %s, %s", name, words, model);
    for (int i = 0; i < 5; i++)
        verify_within(apart[i], 1e-9, "", "batch: %s, %s, %s: %s", name, words, model,
                      numbers[i]);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
}

/* ---- resuming ---- */

/* A recording that keeps its checkpoints, and waits at the end of one step: checkpoints come
 * at most twice a second. */
typedef struct lanes_keeper {
    glass_recording recording;
    glass_sink into;
    int wait_at, steps;
    struct {
        void *bytes;
        size_t n, rows;
        int steps;
    } at[8];
    int count;
} lanes_keeper;

static glass_status keeper_begin(void *self, const glass_begin *begin)
{
    lanes_keeper *k = self;
    return k->into.begin(k->into.self, begin);
}
static glass_status keeper_sample(void *self, const double *row)
{
    lanes_keeper *k = self;
    return k->into.sample(k->into.self, row);
}
static glass_status keeper_frame(void *self, int index, double time_s, const double *values)
{
    lanes_keeper *k = self;
    return k->into.frame(k->into.self, index, time_s, values);
}
static glass_status keeper_step(void *self, const glass_step_record *step)
{
    lanes_keeper *k = self;
    const struct timespec pause = {0, 600000000};
    if (++k->steps == k->wait_at) nanosleep(&pause, NULL);
    return k->into.step(k->into.self, step);
}
static glass_status keeper_cycle(void *self, const double *row)
{
    lanes_keeper *k = self;
    return k->into.cycle(k->into.self, row);
}
static glass_status keeper_checkpoint(void *self, double time_s, const void *bytes,
                                      size_t n)
{
    lanes_keeper *k = self;
    (void)time_s;
    if (k->count == 8) return GLASS_OK;
    k->at[k->count].bytes = malloc(n);
    k->at[k->count].n = n;
    k->at[k->count].rows = k->recording.rows;
    k->at[k->count].steps = k->recording.n_steps;
    if (k->at[k->count].bytes) memcpy(k->at[k->count++].bytes, bytes, n);
    return GLASS_OK;
}
static glass_status keeper_end(void *self, const char *reason, const glass_fact *facts,
                               int n)
{
    lanes_keeper *k = self;
    return k->into.end(k->into.self, reason, facts, n);
}

/* A run that went on from checkpoint c against the one that was never stopped. */
static void lanes_same(const lanes_keeper *keeper, int c, const verify_run *rest,
                       const glass_summary *all, const char *model)
{
    const int steps = keeper->at[c].steps;
    double frames = 0;
    for (int f = 0; f < rest->recording.n_frames; f++) {
        const glass_recording_frame *x = &keeper->recording.frames[f];
        const glass_recording_frame *y = &rest->recording.frames[f];
        const size_t n = x->n[0] * x->n[1] * x->n[2], skip = x->count - y->count;
        frames += y->count == 0 || y->count >= x->count ||
                  memcmp(x->values + skip * n, y->values, y->count * n * sizeof(double));
    }
    verify_within(frames, 0, "frames differ", "resume, %s, after step %d", model, steps);
    verify_within(
        lanes_rows_apart(&keeper->recording, &rest->recording, keeper->at[c].rows), 0,
        "rows differ", "resume, %s, after step %d", model, steps);
    verify_within(keeper->recording.n_steps - steps - rest->recording.n_steps, 0,
                  "steps too few", "resume, %s, after step %d", model, steps);
    /* what is told in sum counts from the first beginning */
    const glass_summary a = *all, b = rest->summary;
    verify_within(a.charge_out_C - b.charge_out_C, 0, "C", "resume, %s: charge", model);
    verify_within(a.energy_in_J - b.energy_in_J, 0, "J", "resume, %s: energy", model);
    verify_within(a.error_rms_V - b.error_rms_V, 0, "V", "resume, %s: error", model);
    verify_within(a.eta_salt - b.eta_salt, 0, "V", "resume, %s: overpotential", model);
    verify_within(a.plating_margin_min_V - b.plating_margin_min_V, 0, "V",
                  "resume, %s: plating margin", model);
    verify_within((double)(a.steps_taken - b.steps_taken), 0, "steps in time", "resume, %s",
                  model);
    verify_within(a.cycles - b.cycles, 0, "cycles", "resume, %s", model);
}

static void lanes_resume(const char *model, int heat)
{
    glass_cell cell;
    glass_protocol protocol = {0};
    glass_run_options options;
    glass_summary summary = {0};
    const char *words = cycle;
    lanes_keeper keeper = {.wait_at = 5};
    glass_recording_sink(&keeper.recording, &keeper.into);
    const glass_sink sink = {&keeper,     keeper_begin, keeper_sample,     keeper_frame,
                             keeper_step, keeper_cycle, keeper_checkpoint, keeper_end};
    verify_cell(heat ? "nmc_pouch" : "Chen2020", &cell);
    glass_run_defaults(&options);
    options.heat = heat;
    verify_option(&options, "model", model);
    if (glass_protocol_read(&words, 1, "words", &protocol, NULL) ||
        glass_run(&cell, &protocol, &options, &sink, &summary, NULL)) {
        printf("%s\n", glass_words());
        exit(1);
    }
    /* one at the first end of a step, one after the pause: within a CC-CV cycle */
    verify_within(fmin(keeper.count - 2, 0), 0, "checkpoints too few", "resume, %s", model);
    for (int c = 0; c < keeper.count; c++) {
        verify_run rest = {0};
        glass_sink into;
        glass_recording_sink(&rest.recording, &into);
        if (glass_run_resume(&cell, &protocol, &options, keeper.at[c].bytes, keeper.at[c].n,
                             &into, &rest.summary, NULL)) {
            printf("%s\n", glass_words());
            exit(1);
        }
        lanes_same(&keeper, c, &rest, &summary, model);
        verify_run_clear(&rest);
        free(keeper.at[c].bytes);
    }
    glass_summary_clear(&summary);
    glass_recording_clear(&keeper.recording);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    lanes_widths("dfn");
    lanes_widths("spme");
    lanes_batch("Chen2020", "Discharge at 1C until 2.5 V", "dfn", GLASS_ISOTHERMAL);
    lanes_batch(
        "Chen2020",
        "Discharge at 20 W until 2.5 V; Rest for 10 min; CCCV charge at 1C to 4.2 V "
        "until C/20",
        "dfn", GLASS_ISOTHERMAL);
    lanes_batch("nmc_pouch", "Discharge at 2C until 2.7 V", "dfn", GLASS_LUMPED);
    lanes_batch("Chen2020", "Discharge at 1C until 2.5 V", "spme", GLASS_ISOTHERMAL);
    lanes_resume("dfn", GLASS_ISOTHERMAL);
    lanes_resume("dfn", GLASS_LUMPED);
    lanes_resume("spme", GLASS_ISOTHERMAL);
    return verify_end();
}
