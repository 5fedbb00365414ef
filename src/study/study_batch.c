/* Many cells: parameters varied, one run each, in lock-step where nothing but end results
 * is asked for. */
#include "study/study_job.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/team.h"
#include "base/text.h"
#include "cell/cell_check.h"
#include "cell/cell_handle.h"
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
    glass_team *team;
    glass_cell bare;             /* the cell without its words: what is copied so often */
    glass_cell_handle *handles;  /* [varied] */
    int *has_handle;             /* [varied] 0: by name, which will say what is wrong */
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

/* The text that was set in place of a number; numbers need none. */
static glass_status batch_note(const batch_run *run, glass_study_cell *row, int k,
                               const char *assignment)
{
    if (!row->texts)
        row->texts = glass_zero((size_t)run->variation.count, sizeof *row->texts);
    if (row->texts) row->texts[k] = glass_strdup(strchr(assignment, '=') + 1);
    return row->texts && row->texts[k] ? GLASS_OK : glass_fail_memory();
}

/* Sets one parameter: numbers by the handle that was found once, all else by its name. */
static glass_status batch_put(const batch_run *run, glass_study_cell *row, size_t index,
                              int k, glass_cell *cell)
{
    const glass_vary *vary = &run->variation.at[k];
    double value = row->values[k] = glass_variation_number(&run->variation, k, index);
    if (run->has_handle[k] && !isnan(value))
        return row->words
                   ? GLASS_OK
                   : glass_cell_handle_set(cell, &run->handles[k], value, vary->is_factor);
    char *text = glass_variation_assignment(&run->variation, k, index);
    if (!text) return glass_fail_memory();
    glass_status status = isnan(value) ? batch_note(run, row, k, text) : GLASS_OK;
    if (!status && !row->words) status = glass_cell_set(cell, text);
    glass_free(text);
    return status;
}

/* Sets what varies in one cell and notes it. What the cell refuses is no end of the batch:
 * the words go into its row. */
static glass_status batch_set(const batch_run *run, glass_study_cell *row, size_t index,
                              glass_cell *cell)
{
    int n = run->variation.count;
    row->rmse_V = NAN;
    row->values = glass_zero((size_t)n, sizeof *row->values);
    if (!row->values) return glass_fail_memory();
    for (int k = 0; k <= n; k++) { /* the last: what no value alone can say */
        glass_status status = k < n        ? batch_put(run, row, index, k, cell)
                              : row->words ? GLASS_OK
                                           : glass_cell_not_yet(cell);
        if (status == GLASS_E_MEMORY) return status;
        if (!status) continue;
        row->words = glass_strdup(glass_words());
        if (!row->words) return glass_fail_memory();
        row->result = (glass_batch_result){.status = status, .reason = "refused"};
    }
    return GLASS_OK;
}

/* Work of one thread: cells [from, to) of this chunk, copied and set. */
static glass_status batch_make(void *context, int thread, size_t from, size_t to)
{
    batch_run *run = context;
    glass_status status = GLASS_OK;
    (void)thread;
    for (size_t i = from; !status && i < to; i++) {
        status = glass_cell_copy(&run->bare, &run->cells[i]);
        if (!status)
            status = batch_set(run, &run->job->outcome->cells[run->done + i], run->done + i,
                               &run->cells[i]);
    }
    return status;
}

/* Makes the cells of one chunk; those that are refused do not take part. */
static glass_status batch_fill(batch_run *run, size_t *count)
{
    glass_study_cell *rows = run->job->outcome->cells + run->done;
    glass_team_job job = {.count = run->now, .work = batch_make, .context = run};
    memset(run->cells, 0, run->now * sizeof *run->cells);
    run->job->outcome->n_cells = run->done + run->now;
    glass_status status = glass_team_loop(run->team, &job);
    *count = 0;
    for (size_t i = 0; i < run->now; i++) {
        if (status || rows[i].words) {
            glass_cell_clear(&run->cells[i]);
            continue;
        }
        glass_cell cell = run->cells[i];
        run->cells[*count] = cell;
        run->index[(*count)++] = run->done + i;
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

static glass_batch_result batch_result_of(const glass_summary *summary, glass_status status)
{
    return (glass_batch_result){
        .status = status,
        .time_s = summary->time_s,
        .charge_out_C = summary->charge_out_C,
        .charge_in_C = summary->charge_in_C,
        .energy_out_J = summary->energy_out_J,
        .energy_in_J = summary->energy_in_J,
        .voltage_last_V = summary->voltage_last_V,
        .voltage_mean_V = summary->voltage_mean_V,
        .temperature_max_K = summary->temperature_max_K,
        .plating_margin_min_V = summary->plating_margin_min_V,
    };
}

/* As in lock-step: a protocol that is done ended for the reason of its last step. */
static char *batch_reason_of(const glass_summary *summary, const glass_recording *recording)
{
    const char *reason = summary->reason;
    if (reason && strcmp(reason, "protocol done") == 0 && recording->n_steps > 0)
        reason = recording->steps[recording->n_steps - 1].reason;
    return glass_strdup(reason);
}

/* [V] rms of what divides the voltage from the measurement; NAN when nothing can be said. */
static double batch_rmse(const glass_study_job *job, const glass_recording *recording)
{
    glass_comparison comparison = {0};
    double rmse = NAN, from_s = isnan(job->study->from_s) ? 1 : job->study->from_s;
    if (!glass_compare(recording, &job->outcome->measured, from_s, job->study->to_s,
                       &comparison))
        for (int k = 0; k < comparison.count; k++)
            if (strcmp(comparison.at[k].label, "Voltage / V") == 0)
                rmse = comparison.at[k].rmse;
    glass_comparison_clear(&comparison);
    return rmse;
}

/* One cell by itself, with its curve, to be held against the measurement. */
static glass_status batch_one(batch_run *run, size_t i)
{
    glass_study_job *job = run->job;
    glass_recording recording = {0};
    glass_summary summary = {0};
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
    run->results[i] = batch_result_of(&summary, status);
    batch_finish(run, i, status ? glass_words() : NULL);
    glass_study_cell *row = &job->outcome->cells[run->index[i]];
    row->reason = batch_reason_of(&summary, &recording);
    if (!status) row->rmse_V = batch_rmse(job, &recording);
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
    size_t count = 0;
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

/* Texts and measured curves play no part in a run; without them a copy is quick. */
static glass_status batch_bare(batch_run *run)
{
    glass_cell *bare = &run->bare;
    glass_cell view = run->job->cell;
    view.description = view.references = view.user_json = NULL;
    glass_status status = glass_cell_copy(&view, bare);
    size_t n = (size_t)run->variation.count;
    run->handles = glass_zero(n, sizeof *run->handles);
    run->has_handle = glass_zero(n, sizeof *run->has_handle);
    if (!status && !(run->handles && run->has_handle)) status = glass_fail_memory();
    for (size_t k = 0; !status && k < n; k++) {
        const glass_vary *vary = &run->variation.at[k];
        run->has_handle[k] =
            !*vary->unit && !glass_cell_handle_find(bare, vary->name, &run->handles[k]);
    }
    if (!status) status = glass_team_new(run->job->study->threads, &run->team);
    return status;
}

static glass_status batch_try(const batch_run *run, const glass_vary *vary, size_t place)
{
    glass_cell copy = {0};
    char *text = glass_vary_assignment(vary, place, vary->values[place]);
    glass_status status = text ? glass_cell_copy(&run->bare, &copy) : glass_fail_memory();
    if (!status) status = glass_cell_set(&copy, text);
    if (status == GLASS_E_INPUT) /* of the first it may as well be the name that is wrong */
        status = place ? glass_fail_in(status, "vary: value %zu of %zu", place + 1, vary->n)
                       : glass_fail_in(status, "vary");
    glass_cell_clear(&copy);
    glass_free(text);
    return status;
}

/* Whether the cell takes what was written out: every value of a list, both ends of a range.
 * What is drawn or read from a file is asked cell by cell: one outlier among thousands is no
 * slip of the pen. */
static glass_status batch_check(const batch_run *run)
{
    glass_status status = GLASS_OK;
    for (int k = 0; k < run->variation.count; k++) {
        const glass_vary *vary = &run->variation.at[k];
        if (vary->kind != GLASS_VARY_VALUES || vary->is_paired) continue;
        size_t step = vary->texts || vary->n < 2 ? 1 : vary->n - 1;
        for (size_t i = 0; !status && i < vary->n; i += step)
            status = batch_try(run, vary, i);
    }
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
    if (!status) status = batch_bare(&run);
    if (!status) status = batch_check(&run);
    while (!status && run.done < run.variation.total) status = batch_chunk(&run);
    if ((!status || status == GLASS_E_CANCELLED) && study->output) {
        glass_status written = glass_study_table(job);
        if (!status) status = written;
    }
    glass_team_free(run.team);
    glass_cell_clear(&run.bare);
    glass_free(run.handles);
    glass_free(run.has_handle);
    glass_free(run.cells);
    glass_free(run.index);
    glass_free(run.results);
    glass_free(folder);
    glass_variation_clear(&run.variation);
    return status;
}
