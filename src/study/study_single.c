/* One run: the sinks it fills, the files it leaves, the measurement beside it. */
#include "study/study_job.h"
#include "base/fail.h"
#include "study/resume.h"
#include "study/study_keys.h"
#include "study/witness.h"

#include <math.h>
#include <string.h>

/* The sinks of one run, from the model outwards: witness, tee, then memory and disk. What
 * of them does not hold the beginning of a run that goes on has it replayed. */
typedef struct single_sinks {
    glass_sink memory, stream, tee, replay, witness_sink;
    glass_witness witness;
    glass_resume resume;
    int has_memory, has_stream, has_tee;
} single_sinks;

/* A run that goes on does so under the old name, unless another one is given. */
static const char *single_output(const glass_study *study)
{
    return study->output ? study->output : study->resume;
}

static int single_goes_on_in_place(const glass_study *study)
{
    return study->resume && strcmp(single_output(study), study->resume) == 0;
}

/* HDF5 grows on disk while the run goes on; tables are written when it is over. */
static int single_is_streamed(const glass_study *study)
{
    const char *output = single_output(study);
    return output && glass_study_ends(output, ".h5");
}

static int single_is_drawn(const glass_study_job *job)
{
    return (job->hooks && job->hooks->wants_recording) || job->study->plot;
}

static void single_memory(glass_study_job *job, single_sinks *sinks)
{
    const glass_study *study = job->study;
    int is_table = study->output && !single_is_streamed(study);
    sinks->has_memory = is_table || study->compare || single_is_drawn(job);
    if (!sinks->has_memory) return;
    glass_recording_sink(&job->outcome->recording, &sinks->memory);
    /* fields are kept only for a picture or a file that can hold them */
    if (!single_is_drawn(job) && !(is_table && glass_study_ends(study->output, ".json")))
        sinks->memory.frame = NULL;
}

static glass_status single_stream(const glass_study *study, single_sinks *sinks)
{
    const char *path = single_output(study);
    glass_status status;
    if (single_goes_on_in_place(study)) {
        glass_recording_checkpoint_free(sinks->resume.bytes);
        sinks->resume.bytes = NULL;
        status = glass_recording_resume(path, &sinks->stream, &sinks->resume.time_s,
                                        &sinks->resume.bytes, &sinks->resume.n);
    } else {
        status = glass_recording_stream(path, study->force, &sinks->stream);
    }
    sinks->has_stream = !status;
    return status;
}

/* Puts the sinks together. A recording that goes on in place has its beginning already;
 * everything else gets it first. */
static glass_status single_join(const glass_study *study, single_sinks *sinks,
                                const glass_sink **inner)
{
    int in_place = sinks->has_stream && study->resume && single_goes_on_in_place(study);
    const glass_sink *first = sinks->has_memory ? &sinks->memory : NULL;
    const glass_sink *second = sinks->has_stream ? &sinks->stream : NULL;
    if (study->resume && first && in_place) {
        glass_resume_replay(&sinks->resume, first, &sinks->replay);
        first = &sinks->replay;
    }
    *inner = first ? first : second;
    if (first && second) {
        const glass_sink both[] = {*first, *second};
        glass_status status = glass_sink_tee(both, 2, &sinks->tee);
        if (status) return status;
        sinks->has_tee = 1;
        *inner = &sinks->tee;
    }
    if (study->resume && !in_place && *inner) {
        glass_resume_replay(&sinks->resume, *inner, &sinks->replay);
        *inner = &sinks->replay;
    }
    return GLASS_OK;
}

/* A state fits any cell and protocol of the same shape, but goes on rightly with its own. */
static glass_status single_is_same(const glass_study_job *job, const glass_recording *old)
{
    static const char *const keys[] = {"parameters", "protocol"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const char *then = glass_recording_fact(old, keys[k]), *now = NULL;
        for (int i = 0; !now && i < job->origin.count; i++)
            if (strcmp(job->origin.at[i].key, keys[k]) == 0) now = job->origin.at[i].text;
        if (then && now && strcmp(then, now) != 0)
            return glass_fail(
                GLASS_E_INPUT,
                "%s: the recording was made with another %s (\"glasscell show "
                "FILE --fact %s\"); go on with the same, or begin a new run",
                job->study->resume, k ? "protocol" : "set of parameters", keys[k]);
    }
    return GLASS_OK;
}

static glass_status single_open(glass_study_job *job, single_sinks *sinks)
{
    const glass_study *study = job->study;
    const glass_sink *inner = NULL;
    glass_status status = GLASS_OK;
    if (study->resume)
        status = glass_resume_open(study->resume, &sinks->resume, job->notes);
    if (!status && study->resume) status = single_is_same(job, &sinks->resume.old);
    if (status) return status;
    single_memory(job, sinks);
    if (single_is_streamed(study)) status = single_stream(study, sinks);
    if (!status) status = single_join(study, sinks, &inner);
    glass_witness_begin(&sinks->witness, inner, -INFINITY, INFINITY, &sinks->witness_sink);
    /* a run that goes on makes the fields that it made, whether anyone keeps them or not */
    if (study->resume && sinks->resume.old.n_frames > 0)
        glass_witness_take_frames(&sinks->witness_sink);
    for (int i = 0; !status && study->resume && i < sinks->resume.old.n_steps; i++)
        status = glass_witness_keep(&sinks->witness, &sinks->resume.old.steps[i]);
    return status;
}

static void single_close(single_sinks *sinks)
{
    if (sinks->has_tee) glass_sink_tee_free(&sinks->tee);
    if (sinks->has_stream) glass_recording_stream_free(&sinks->stream);
    glass_resume_clear(&sinks->resume);
}

static glass_status single_go(glass_study_job *job, single_sinks *sinks)
{
    glass_summary *summary = &job->outcome->summary;
    glass_run_options options = job->options;
    if (!options.frames && !sinks->witness_sink.frame) options.frames = "none";
    if (job->study->resume)
        return glass_run_resume(&job->cell, &job->protocol, &options, sinks->resume.bytes,
                                sinks->resume.n, &sinks->witness_sink, summary, job->notes);
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
    if (!sinks->has_stream)
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
    if (!single_keeps(status) || !sinks.witness.has_begun) return status;
    char words[1024]; /* of the run, which must not be lost behind those of a file */
    strncpy(words, glass_words(), sizeof words - 1);
    words[sizeof words - 1] = 0;
    glass_status kept = single_write(job, &sinks);
    if (!kept) kept = single_compare(job);
    if (!status) return kept;
    return glass_fail(status, "%s", words);
}
