#include "study/resume.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/text.h"
#include "glasscell/study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static glass_status resume_samples(glass_resume *replay)
{
    const glass_recording *old = &replay->old;
    glass_status status = GLASS_OK;
    double *row = glass_zero((size_t)old->n_channels + 1, sizeof *row);
    if (!row) return glass_fail_memory();
    for (size_t i = 0; !status && i < old->rows; i++) {
        for (int k = 0; k < old->n_channels; k++) row[k] = old->channels[k].at[i];
        status = replay->inner->sample(replay->inner->self, row);
    }
    glass_free(row);
    return status;
}

static glass_status resume_frames(glass_resume *replay)
{
    const glass_recording *old = &replay->old;
    const glass_sink *inner = replay->inner;
    glass_status status = GLASS_OK;
    for (int k = 0; inner->frame && k < old->n_frames; k++) {
        const glass_recording_frame *frame = &old->frames[k];
        size_t points = frame->n[0] * frame->n[1] * frame->n[2];
        for (size_t i = 0; !status && i < frame->count; i++)
            status =
                inner->frame(inner->self, k, frame->time_s[i], frame->values + i * points);
    }
    return status;
}

static glass_status resume_steps(glass_resume *replay)
{
    const glass_recording *old = &replay->old;
    const glass_sink *inner = replay->inner;
    glass_status status = GLASS_OK;
    for (int i = 0; !status && inner->step && i < old->n_steps; i++)
        status = inner->step(inner->self, &old->steps[i]);
    return status;
}

static glass_status resume_cycles(glass_resume *replay)
{
    const glass_recording *old = &replay->old;
    const glass_sink *inner = replay->inner;
    glass_status status = GLASS_OK;
    double *row = glass_zero((size_t)old->n_cycle_channels + 1, sizeof *row);
    if (!row) return glass_fail_memory();
    for (size_t i = 0; inner->cycle && !status && i < old->n_cycles; i++) {
        for (int k = 0; k < old->n_cycle_channels; k++) row[k] = old->cycles[k].at[i];
        status = inner->cycle(inner->self, row);
    }
    glass_free(row);
    return status;
}

static glass_status resume_begin(void *self, const glass_begin *begin)
{
    glass_resume *replay = self;
    const glass_recording *old = &replay->old;
    if (begin->n_channels != old->n_channels || begin->n_frames != old->n_frames)
        return glass_fail(
            GLASS_E_INPUT,
            "the recording has %d channels and %d frames, this run %d and %d: "
            "give the options that it was made with",
            old->n_channels, old->n_frames, begin->n_channels, begin->n_frames);
    glass_status status = replay->inner->begin(replay->inner->self, begin);
    if (!status) status = resume_samples(replay);
    if (!status) status = resume_frames(replay);
    if (!status) status = resume_steps(replay);
    if (!status) status = resume_cycles(replay);
    return status;
}

static glass_status resume_sample(void *self, const double *row)
{
    const glass_sink *inner = ((glass_resume *)self)->inner;
    return inner->sample(inner->self, row);
}

static glass_status resume_frame(void *self, int index, double time_s, const double *values)
{
    const glass_sink *inner = ((glass_resume *)self)->inner;
    return inner->frame(inner->self, index, time_s, values);
}

static glass_status resume_step(void *self, const glass_step_record *step)
{
    const glass_sink *inner = ((glass_resume *)self)->inner;
    return inner->step(inner->self, step);
}

static glass_status resume_cycle(void *self, const double *row)
{
    const glass_sink *inner = ((glass_resume *)self)->inner;
    return inner->cycle(inner->self, row);
}

static glass_status resume_checkpoint(void *self, double time_s, const void *bytes,
                                      size_t n)
{
    const glass_sink *inner = ((glass_resume *)self)->inner;
    return inner->checkpoint(inner->self, time_s, bytes, n);
}

static glass_status resume_end(void *self, const char *reason, const glass_fact *facts,
                               int n)
{
    const glass_sink *inner = ((glass_resume *)self)->inner;
    return inner->end(inner->self, reason, facts, n);
}

/* An input that is no longer what it was would give another curve from here on. */
static glass_status resume_check(const glass_recording *old)
{
    char key[64], hash[GLASS_SHA256_TEXT];
    for (int i = 0;; i++) {
        snprintf(key, sizeof key, "input/%d/name", i);
        const char *name = glass_recording_fact(old, key);
        snprintf(key, sizeof key, "input/%d/sha256", i);
        const char *then = glass_recording_fact(old, key);
        if (!name || !then) return GLASS_OK;
        if (access(name, R_OK) || glass_sha256_of_file(name, hash)) continue;
        if (strcmp(hash, then) == 0) continue;
        return glass_fail(GLASS_E_INPUT,
                          "%s is not what it was when the recording was made: put it back, "
                          "or begin a new run",
                          name);
    }
}

/* Whether there is anything to go on with; mends a recording whose writer died. */
static glass_status resume_may(const char *path, glass_notes *notes)
{
    glass_recording old = {0};
    glass_status status = glass_recording_open(path, NULL, &old, notes);
    int is_over = old.was_closed && strcmp(old.reason, "cancelled") != 0 &&
                  strcmp(old.reason, "numerics") != 0;
    if (!status && is_over)
        status = glass_fail(GLASS_E_INPUT,
                            "%s: it came to its end (%s); there is nothing to go on with",
                            path, old.reason);
    if (!status) status = resume_check(&old);
    glass_recording_clear(&old);
    return status;
}

glass_status glass_resume_open(const char *path, glass_resume *out, glass_notes *notes)
{
    glass_status status = resume_may(path, notes);
    if (status) return status;
    return glass_recording_open_checkpoint(path, &out->old, &out->time_s, &out->bytes,
                                           &out->n);
}

void glass_resume_clear(glass_resume *resume)
{
    glass_recording_checkpoint_free(resume->bytes);
    glass_recording_clear(&resume->old);
    *resume = (glass_resume){0};
}

void glass_resume_replay(glass_resume *resume, const glass_sink *inner, glass_sink *out)
{
    resume->inner = inner;
    *out = (glass_sink){resume,
                        resume_begin,
                        resume_sample,
                        inner->frame ? resume_frame : NULL,
                        inner->step ? resume_step : NULL,
                        inner->cycle ? resume_cycle : NULL,
                        inner->checkpoint ? resume_checkpoint : NULL,
                        resume_end};
}

/* What is about the old files, or said anew each time, is not taken over. */
static int resume_takes(const char *said)
{
    static const char *const left[] = {"output=", "resume=", "plot=", "force=", "threads="};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (glass_text_starts(said, left[i])) return 0;
    return 1;
}

static glass_status resume_say(glass_study *study, const char *said)
{
    const char *equal = strchr(said, '=');
    if (!equal || !resume_takes(said)) return GLASS_OK;
    char *key = glass_strndup(said, (size_t)(equal - said));
    if (!key) return glass_fail_memory();
    glass_status status = glass_study_set(study, key, equal + 1);
    glass_free(key);
    return status;
}

glass_status glass_study_recall(const char *recording, glass_study *study,
                                glass_notes *notes)
{
    glass_recording old = {0};
    glass_status status = glass_recording_open(recording, NULL, &old, notes);
    for (int i = 0; !status; i++) {
        char key[64];
        snprintf(key, sizeof key, "study/%d", i);
        const char *said = glass_recording_fact(&old, key);
        if (!said) break;
        status = resume_say(study, said);
    }
    if (!status) status = glass_study_set(study, "resume", recording);
    if (!status && !study->cell)
        status = glass_fail(GLASS_E_INPUT,
                            "%s does not say which run made it: give the cell and the "
                            "protocol as well",
                            recording);
    glass_recording_clear(&old);
    return status;
}
