/* A study from its words to its files. */
#include "study/study_job.h"
#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cell/cell_check.h"
#include "study/study_keys.h"

#include <math.h>
#include <string.h>

static glass_status run_cell(glass_study_job *job)
{
    const glass_study *study = job->study;
    if (!study->cell)
        return glass_fail(GLASS_E_INPUT, "which cell? give a BPX file, or a name of the "
                                         "library (\"glasscell cells\" lists them)");
    glass_status status = glass_cell_open(study->cell, &job->cell, job->notes);
    for (int i = 0; !status && i < study->set.count; i++)
        status = glass_cell_set(&job->cell, study->set.at[i]);
    if (!status) status = glass_cell_not_yet(&job->cell);
    if (status) return status;
    const char *title = job->cell.title;
    job->outcome->title = glass_strdup(title && *title ? title : study->cell);
    return job->outcome->title ? GLASS_OK : glass_fail_memory();
}

static glass_status run_profile(glass_study_job *job)
{
    const glass_study *study = job->study;
    glass_columns columns;
    char *text = glass_strdup(study->columns);
    if (study->columns && !text) return glass_fail_memory();
    glass_status status = glass_study_columns(study, text, &columns);
    if (!status)
        status = glass_protocol_profile(study->profile, study->column, &columns,
                                        study->hold, &job->protocol, job->notes);
    glass_free(text);
    job->profile = study->profile;
    return status;
}

static glass_status run_protocol(glass_study_job *job)
{
    const glass_study *study = job->study;
    int ways =
        (study->words.count > 0) + (study->protocol != NULL) + (study->profile != NULL);
    if (ways == 0 && !study->inside)
        return glass_fail(
            GLASS_E_INPUT,
            "what is the cell to do? give words (\"Discharge at 1C until 2.7 "
            "V\"), a protocol or a profile; \"glasscell help protocol\" shows "
            "the language");
    if (ways > 1)
        return glass_fail(GLASS_E_INPUT,
                          "words, a protocol and a profile exclude each other; "
                          "a protocol can follow a profile by itself: \"follow "
                          "FILE\"");
    if (study->profile) return run_profile(job);
    if (study->protocol)
        return glass_protocol_open(study->protocol, &job->protocol, job->notes);
    if (study->words.count == 0)
        return glass_study_inside(study->inside, &job->protocol, job->notes);
    return glass_protocol_read((const char *const *)study->words.at, study->words.count,
                               "protocol", &job->protocol, job->notes);
}

/* The measurement is read before the run, so that a bad one costs no time. */
static glass_status run_measured(glass_study_job *job)
{
    const glass_study *study = job->study;
    glass_recording *measured = &job->outcome->measured;
    glass_columns columns;
    if (!study->compare) return GLASS_OK;
    char *text = glass_strdup(study->columns);
    if (study->columns && !text) return glass_fail_memory();
    glass_status status = glass_study_columns(study, text, &columns);
    if (!status)
        status = glass_recording_open(study->compare, &columns, measured, job->notes);
    glass_free(text);
    /* a profile begins at 0 whatever its first time is: so must the curve that it is from */
    int is_same = study->profile && strcmp(study->profile, study->compare) == 0;
    if (!status && is_same && measured->rows > 0 && measured->n_channels > 0) {
        double *time = measured->channels[0].at, first = time[0];
        for (size_t i = 0; i < measured->rows; i++) time[i] -= first;
    }
    return status;
}

/* Hours of work must not end at a name that says no format. */
static glass_status run_ending(const char *path, const char *const *endings)
{
    glass_text words = {0};
    if (path && !*path)
        return glass_fail(GLASS_E_INPUT, "the name of a file to write is empty");
    if (!path || glass_file_is_stream(path)) return GLASS_OK;
    for (int i = 0; endings[i]; i++) {
        if (glass_study_ends(path, endings[i])) {
            glass_text_clear(&words);
            return GLASS_OK;
        }
        glass_text_add(&words, "%s%s",
                       i == 0           ? ""
                       : endings[i + 1] ? ", "
                                        : " or ",
                       endings[i]);
    }
    glass_status status = glass_fail(
        GLASS_E_INPUT, "%s: the ending says what is written: %s", path, words.at);
    glass_text_clear(&words);
    return status;
}

static glass_status run_may_write(const glass_study_job *job)
{
    static const char *const tables[] = {".h5", ".csv", ".json", NULL};
    static const char *const pictures[] = {".svg", ".pdf", ".png", NULL};
    const glass_study *study = job->study;
    const char *const paths[] = {study->output, study->plot};
    glass_status ending = run_ending(study->output, tables);
    if (!ending) ending = run_ending(study->plot, pictures);
    if (ending) return ending;
    for (int i = 0; i < 2; i++) {
        if (!paths[i]) continue;
        /* going on with a recording under its own name is no overwriting */
        int is_own = study->resume && strcmp(paths[i], study->resume) == 0;
        glass_status status = glass_study_check_output(job, paths[i]);
        if (!status) status = glass_file_may_write(paths[i], study->force || is_own);
        if (status) return status;
    }
    return GLASS_OK;
}

static void run_options(glass_study_job *job)
{
    static char standard[] = "dfn";
    const glass_study *study = job->study;
    glass_run_options *options = &job->options;
    *options = study->run;
    if (!options->model) options->model = standard;
    options->channels = study->channels;
    options->frames = study->frames;
    options->cycles_in_full = study->cycles_in_full;
    options->facts = job->origin.at;
    options->n_facts = job->origin.count;
    if (!job->hooks) return;
    options->cancelled = job->hooks->cancelled;
    options->progress = job->hooks->progress;
    options->context = job->hooks->context;
}

glass_status glass_study_run(const glass_study *study, const glass_study_hooks *hooks,
                             glass_outcome *outcome, glass_notes *notes)
{
    glass_study_job job = {
        .study = study, .hooks = hooks, .outcome = outcome, .notes = notes};
    double started = glass_clock_wall();
    glass_status status = run_cell(&job);
    if (!status) status = run_protocol(&job);
    if (!status) status = run_measured(&job);
    if (!status) status = glass_study_check(&job);
    if (!status)
        status = glass_origin_gather(study, hooks ? hooks->command_line : NULL, &job.cell,
                                     &job.protocol, &job.origin);
    if (!status) status = run_may_write(&job);
    if (!status) {
        run_options(&job);
        if (job.profile) status = glass_study_sign(&job);
    }
    if (!status)
        status = study->vary.count > 0 ? glass_study_batch(&job) : glass_study_single(&job);
    outcome->wall_s = glass_clock_wall() - started;
    glass_origin_clear(&job.origin);
    glass_protocol_clear(&job.protocol);
    glass_cell_clear(&job.cell);
    return status;
}

static void run_clear_cells(glass_outcome *outcome)
{
    for (size_t i = 0; i < outcome->n_cells; i++) {
        glass_study_cell *cell = &outcome->cells[i];
        for (int k = 0; cell->texts && k < outcome->n_varied; k++)
            glass_free(cell->texts[k]);
        glass_free(cell->texts);
        glass_free(cell->values);
        glass_free(cell->words);
        glass_free(cell->reason);
    }
    glass_free(outcome->cells);
    for (int k = 0; k < outcome->n_varied; k++) glass_free(outcome->varied[k]);
    glass_free(outcome->varied);
}

void glass_outcome_clear(glass_outcome *outcome)
{
    if (!outcome) return;
    run_clear_cells(outcome);
    for (int i = 0; i < outcome->n_steps; i++) {
        glass_free((char *)outcome->steps[i].text);
        glass_free((char *)outcome->steps[i].reason);
    }
    glass_free(outcome->steps);
    glass_study_forget(&outcome->files);
    glass_comparison_clear(&outcome->whole);
    glass_comparison_clear(&outcome->late);
    glass_recording_clear(&outcome->recording);
    glass_recording_clear(&outcome->measured);
    glass_summary_clear(&outcome->summary);
    glass_free(outcome->title);
    *outcome = (glass_outcome){0};
}
