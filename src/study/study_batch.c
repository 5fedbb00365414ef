/* Many cells: parameters varied, one run each, in lock-step where nothing but end results
 * is asked for. */
#include "study/study_job.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "study/study_keys.h"
#include "study/vary.h"

#include <math.h>
#include <string.h>

/* Cells that are in memory at once: many enough for all lanes and threads, and few enough
 * that ten million cells fit. */
enum { BATCH_CHUNK = 4096 };

typedef struct batch_run {
    glass_study_job *job;
    glass_variation variation;
    size_t done;                 /* cells of the chunks before this one */
    size_t now;                  /* cells of this chunk */
    glass_cell *cells;           /* [BATCH_CHUNK] those that may run */
    size_t *index;               /* [BATCH_CHUNK] which cell of the outcome each is */
    glass_batch_result *results; /* [BATCH_CHUNK] */
} batch_run;

static int batch_cancelled(void *context)
{
    const glass_study_hooks *hooks = ((batch_run *)context)->job->hooks;
    return hooks && hooks->cancelled && hooks->cancelled(hooks->context);
}

static void batch_progress(void *context, double fraction, double time_s)
{
    batch_run *run = context;
    const glass_study_hooks *hooks = run->job->hooks;
    if (!hooks || !hooks->progress) return;
    double done = (double)run->done + fraction * (double)run->now;
    hooks->progress(hooks->context, done / (double)run->variation.total, time_s);
}

static glass_status batch_folder(const glass_study *study, char **out)
{
    const char *slash = study->file ? strrchr(study->file, '/') : NULL;
    *out = glass_strndup(slash ? study->file : "",
                         slash ? (size_t)(slash - study->file) + 1 : 0);
    return *out ? GLASS_OK : glass_fail_memory();
}

/* What stands above the values of one parameter: its name, and what the numbers are. */
static char *batch_heading(const glass_vary *vary)
{
    glass_text text = {0};
    glass_text_add(&text, "%s", vary->name);
    if (vary->is_factor) glass_text_add(&text, ", factor");
    if (*vary->unit) glass_text_add(&text, " [%s]", vary->unit);
    return glass_text_take(&text);
}

/* Rows of the outcome: one for each cell, with the names of what varies. */
static glass_status batch_room(batch_run *run)
{
    glass_outcome *outcome = run->job->outcome;
    const glass_variation *variation = &run->variation;
    outcome->is_batch = 1;
    outcome->varied = glass_zero((size_t)variation->count, sizeof *outcome->varied);
    outcome->cells = glass_zero(variation->total, sizeof *outcome->cells);
    run->cells = glass_zero(BATCH_CHUNK, sizeof *run->cells);
    run->index = glass_zero(BATCH_CHUNK, sizeof *run->index);
    run->results = glass_zero(BATCH_CHUNK, sizeof *run->results);
    if (!outcome->varied || !outcome->cells || !run->cells || !run->index || !run->results)
        return glass_fail_memory();
    for (int k = 0; k < variation->count; k++) {
        outcome->varied[k] = batch_heading(&variation->at[k]);
        if (!outcome->varied[k]) return glass_fail_memory();
        outcome->n_varied++;
    }
    return GLASS_OK;
}

/* Sets what varies in one cell and notes it. What the cell refuses is no end of the batch:
 * the words go into its row. */
static glass_status batch_set(batch_run *run, glass_study_cell *row, size_t index,
                              glass_cell *cell)
{
    int n = run->variation.count;
    row->rmse_V = NAN;
    row->values = glass_zero((size_t)n, sizeof *row->values);
    row->texts = glass_zero((size_t)n, sizeof *row->texts);
    if (!row->values || !row->texts) return glass_fail_memory();
    for (int k = 0; k < n; k++) {
        char *text = glass_variation_assignment(&run->variation, k, index, &row->values[k]);
        if (!text) return glass_fail_memory();
        row->texts[k] = glass_strdup(strchr(text, '=') + 1);
        glass_status status = row->words ? GLASS_OK : glass_cell_set(cell, text);
        glass_free(text);
        if (status == GLASS_E_MEMORY || !row->texts[k]) return glass_fail_memory();
        if (!status) continue;
        row->words = glass_strdup(glass_words());
        if (!row->words) return glass_fail_memory();
        row->result = (glass_batch_result){.status = status, .reason = "refused"};
    }
    return GLASS_OK;
}

/* Makes the cells of one chunk; those that are refused do not take part. */
static glass_status batch_fill(batch_run *run, size_t *count)
{
    glass_outcome *outcome = run->job->outcome;
    glass_status status = GLASS_OK;
    *count = 0;
    for (size_t i = 0; !status && i < run->now; i++) {
        glass_study_cell *row = &outcome->cells[run->done + i];
        glass_cell *cell = &run->cells[*count];
        status = glass_cell_copy(&run->job->cell, cell);
        if (status) break;
        outcome->n_cells++;
        status = batch_set(run, row, run->done + i, cell);
        if (!status && !row->words) {
            run->index[*count] = run->done + i;
            ++*count;
        } else {
            glass_cell_clear(cell);
        }
    }
    return status;
}

static void batch_finish(batch_run *run, size_t i, const char *words)
{
    glass_study_cell *row = &run->job->outcome->cells[run->index[i]];
    row->result = run->results[i];
    if (words) row->words = glass_strdup(words);
}

static glass_status batch_lockstep(batch_run *run, size_t count)
{
    glass_run_options options = run->job->options;
    options.cancelled = batch_cancelled;
    options.progress = batch_progress;
    options.context = run;
    glass_status status = glass_run_batch(run->cells, count, &run->job->protocol, &options,
                                          run->job->study->threads, run->results);
    if (status && status != GLASS_E_CANCELLED && status != GLASS_E_NUMERICS) return status;
    for (size_t i = 0; i < count; i++) batch_finish(run, i, NULL);
    return status == GLASS_E_NUMERICS ? GLASS_OK : status;
}

/* One cell by itself, with its curve, to be held against the measurement. */
static glass_status batch_one(batch_run *run, size_t i)
{
    glass_study_job *job = run->job;
    glass_recording recording = {0};
    glass_summary summary = {0};
    glass_comparison comparison = {0};
    glass_sink sink;
    glass_run_options options = job->options;
    options.frames = "none";
    options.estimate = 0;
    options.progress = NULL;
    options.cancelled = batch_cancelled;
    options.context = run;
    glass_recording_sink(&recording, &sink);
    sink.frame = NULL;
    glass_status status =
        glass_run(&run->cells[i], &job->protocol, &options, &sink, &summary, NULL);
    run->results[i] = (glass_batch_result){
        .status = status,
        .time_s = summary.time_s,
        .charge_out_C = summary.charge_out_C,
        .charge_in_C = summary.charge_in_C,
        .energy_out_J = summary.energy_out_J,
        .energy_in_J = summary.energy_in_J,
        .voltage_last_V = summary.voltage_last_V,
        .voltage_mean_V = summary.voltage_mean_V,
        .temperature_max_K = summary.temperature_max_K,
        .plating_margin_min_V = summary.plating_margin_min_V,
    };
    batch_finish(run, i, status ? glass_words() : NULL);
    glass_study_cell *row = &job->outcome->cells[run->index[i]];
    /* as in lock-step: a protocol that is done ended for the reason of its last step */
    const char *reason = summary.reason;
    if (reason && strcmp(reason, "protocol done") == 0 && recording.n_steps > 0)
        reason = recording.steps[recording.n_steps - 1].reason;
    row->reason = glass_strdup(reason);
    double from_s = isnan(job->study->from_s) ? 1 : job->study->from_s;
    if (!status && !glass_compare(&recording, &job->outcome->measured, from_s,
                                  job->study->to_s, &comparison))
        for (int k = 0; k < comparison.count; k++)
            if (strcmp(comparison.at[k].label, "Voltage / V") == 0)
                row->rmse_V = comparison.at[k].rmse;
    glass_comparison_clear(&comparison);
    glass_recording_clear(&recording);
    glass_summary_clear(&summary);
    return status == GLASS_E_CANCELLED || status == GLASS_E_MEMORY ? status : GLASS_OK;
}

static glass_status batch_singly(batch_run *run, size_t count)
{
    glass_status status = GLASS_OK;
    for (size_t i = 0; !status && i < count; i++) {
        status = batch_one(run, i);
        batch_progress(run, (double)(i + 1) / (double)count, NAN);
    }
    return status;
}

/* When none of the first thousands can be set, it is the name or the unit that is wrong. */
static glass_status batch_nothing(const batch_run *run)
{
    const glass_study_cell *first = &run->job->outcome->cells[0];
    return glass_fail(GLASS_E_INPUT, "vary: %s", first->words);
}

static glass_status batch_chunk(batch_run *run)
{
    size_t count;
    size_t left = run->variation.total - run->done;
    run->now = left < BATCH_CHUNK ? left : BATCH_CHUNK;
    glass_status status = batch_fill(run, &count);
    if (!status && count == 0 && run->done == 0) status = batch_nothing(run);
    if (!status && count > 0)
        status = run->job->study->compare ? batch_singly(run, count)
                                          : batch_lockstep(run, count);
    for (size_t i = 0; i < count; i++) glass_cell_clear(&run->cells[i]);
    run->done += run->now;
    return status;
}

static glass_status batch_refuse(const glass_study *study)
{
    const char *key = study->resume ? "resume" : study->plot ? "plot" : NULL;
    if (!key) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "--%s does not go with --vary: a batch keeps one row for "
                      "each cell, not its curves",
                      key);
}

glass_status glass_study_batch(glass_study_job *job)
{
    const glass_study *study = job->study;
    batch_run run = {.job = job};
    char *folder = NULL;
    glass_status status = batch_refuse(study);
    if (!status) status = batch_folder(study, &folder);
    if (!status)
        status = glass_variation_read((const char *const *)study->vary.at,
                                      study->vary.count, folder, study->draws,
                                      (uint64_t)study->seed, &run.variation);
    if (!status) status = batch_room(&run);
    while (!status && run.done < run.variation.total) status = batch_chunk(&run);
    if ((!status || status == GLASS_E_CANCELLED) && study->output) {
        glass_status written = glass_study_table(job);
        if (!status) status = written;
    }
    glass_free(run.cells);
    glass_free(run.index);
    glass_free(run.results);
    glass_free(folder);
    glass_variation_clear(&run.variation);
    return status;
}
