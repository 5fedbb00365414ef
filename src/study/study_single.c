/* One run: the sinks it fills, the files it leaves, the measurement beside it. */
#include "study/study_job.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "study/resume.h"
#include "study/study_keys.h"
#include "study/witness.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* The sinks of one run, from the model outwards: witness, tee, then memory and disk. */
typedef struct single_sinks {
    glass_sink memory, stream, tee, witness_sink;
    glass_witness witness;
    int has_memory, has_stream, has_tee;
    char *temporary; /* where a recording that goes on with itself grows, or NULL */
} single_sinks;

/* A run that goes on does so under the old name, unless another one is given. */
static const char *single_output(const glass_study *study)
{
    return study->output ? study->output : study->resume;
}

/* HDF5 grows on disk while the run goes on; tables are written when it is over. */
static int single_is_streamed(const glass_study *study)
{
    const char *output = single_output(study);
    return output && glass_study_ends(output, ".h5");
}

/* The old recording stays until the new one is whole. */
static glass_status single_stream(const glass_study *study, single_sinks *sinks)
{
    const char *path = single_output(study);
    glass_status status = GLASS_OK;
    if (study->resume && strcmp(path, study->resume) == 0)
        status = glass_file_temporary(path, &sinks->temporary);
    if (!status)
        status = glass_recording_stream(sinks->temporary ? sinks->temporary : path,
                                        study->force || sinks->temporary, &sinks->stream);
    sinks->has_stream = !status;
    return status;
}

static int single_is_drawn(const glass_study_job *job)
{
    return (job->hooks && job->hooks->wants_recording) || job->study->plot;
}

static glass_status single_open(glass_study_job *job, single_sinks *sinks)
{
    const glass_study *study = job->study;
    const glass_sink *inner = NULL;
    glass_status status = GLASS_OK;
    int is_table = study->output && !single_is_streamed(study);
    sinks->has_memory = is_table || study->compare || single_is_drawn(job);
    if (sinks->has_memory) {
        glass_recording_sink(&job->outcome->recording, &sinks->memory);
        /* fields are kept only for a picture or a file that can hold them */
        if (!single_is_drawn(job) &&
            !(is_table && glass_study_ends(study->output, ".json")))
            sinks->memory.frame = NULL;
        inner = &sinks->memory;
    }
    if (single_is_streamed(study)) {
        status = single_stream(study, sinks);
        inner = &sinks->stream;
    }
    if (!status && sinks->has_memory && sinks->has_stream) {
        const glass_sink both[] = {sinks->memory, sinks->stream};
        status = glass_sink_tee(both, 2, &sinks->tee);
        sinks->has_tee = !status;
        inner = &sinks->tee;
    }
    glass_witness_begin(&sinks->witness, inner, -INFINITY, INFINITY, &sinks->witness_sink);
    return status;
}

static void single_close(single_sinks *sinks)
{
    if (sinks->has_tee) glass_sink_tee_free(&sinks->tee);
    if (sinks->has_stream) glass_recording_stream_free(&sinks->stream);
}

static glass_status single_go(glass_study_job *job, single_sinks *sinks)
{
    glass_summary *summary = &job->outcome->summary;
    glass_run_options options = job->options;
    if (!options.frames && !sinks->witness_sink.frame) options.frames = "none";
    if (job->study->resume)
        return glass_resume_run(job->study->resume, &job->cell, &job->protocol, &options,
                                &sinks->witness_sink, summary, job->notes);
    return glass_run(&job->cell, &job->protocol, &options, &sinks->witness_sink, summary,
                     job->notes);
}

/* What was reached is written also when numerics gave up or the user had enough. */
static int single_keeps(glass_status status)
{
    return status == GLASS_OK || status == GLASS_E_NUMERICS || status == GLASS_E_CANCELLED;
}

static glass_status single_write(glass_study_job *job, const single_sinks *sinks)
{
    const glass_study *study = job->study;
    const char *path = single_output(study);
    glass_status status = GLASS_OK;
    if (!path) return GLASS_OK;
    if (sinks->temporary)
        status = glass_file_commit(sinks->temporary, path, 1);
    else if (!sinks->has_stream)
        status = glass_recording_write(&job->outcome->recording, path, study->force);
    if (status || strcmp(path, "-") == 0) return status;
    return glass_study_add(&job->outcome->files, path);
}

/* From 1 s on as well: the jump of a first row would outweigh all others. */
static glass_status single_compare(glass_study_job *job)
{
    const glass_study *study = job->study;
    glass_outcome *outcome = job->outcome;
    if (!study->compare || outcome->recording.rows == 0) return GLASS_OK;
    glass_status status = glass_compare(&outcome->recording, &outcome->measured,
                                        study->from_s, study->to_s, &outcome->whole);
    double late_s = isnan(study->from_s) ? 1 : study->from_s;
    if (!status && glass_compare(&outcome->recording, &outcome->measured, late_s,
                                 study->to_s, &outcome->late))
        outcome->late = (glass_comparison){0}; /* it all lies within the first second */
    return status;
}

glass_status glass_study_single(glass_study_job *job)
{
    single_sinks sinks = {0};
    glass_outcome *outcome = job->outcome;
    glass_status status = single_open(job, &sinks);
    if (!status) status = single_go(job, &sinks);
    single_close(&sinks);
    outcome->steps = sinks.witness.steps;
    outcome->n_steps = sinks.witness.n_steps;
    if (!single_keeps(status) || !sinks.witness.has_begun) {
        if (sinks.temporary) unlink(sinks.temporary);
        glass_free(sinks.temporary);
        return status;
    }
    char words[1024]; /* of the run, which must not be lost behind those of a file */
    strncpy(words, glass_words(), sizeof words - 1);
    words[sizeof words - 1] = 0;
    glass_status kept = single_write(job, &sinks);
    if (!kept) kept = single_compare(job);
    glass_free(sinks.temporary);
    if (!status) return kept;
    return glass_fail(status, "%s", words);
}
