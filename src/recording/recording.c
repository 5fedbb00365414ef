/* The recording in memory: a sink that keeps what it is given.
 *
 * Every channel is one array that doubles when it is full, so that a million samples cost
 * a million stores and some twenty moves, and readers get plain arrays. */
#include "recording/block.h"
#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

/* What the arrays have room for; kept out of sight behind `more`. */
typedef struct recording_more {
    size_t samples, cycles;
    int steps;
    size_t *frames; /* [n_frames] */
} recording_more;

enum { RECORDING_FIRST_SAMPLES = 512, RECORDING_FIRST_ITEMS = 16 };

/* ---- giving back ---- */

static void recording_clear_channels(glass_recording_channel *channels, int n)
{
    for (int i = 0; channels && i < n; i++) {
        glass_free(channels[i].label);
        glass_free(channels[i].unit);
        glass_free(channels[i].about);
        glass_free(channels[i].original);
        glass_free(channels[i].at);
    }
    glass_free(channels);
}

static void recording_clear_frame(glass_recording_frame *frame)
{
    glass_free(frame->label);
    glass_free(frame->unit);
    glass_free(frame->about);
    for (int k = 0; k < 3; k++) {
        glass_free(frame->axis_name[k]);
        glass_free(frame->axis_unit[k]);
        glass_free(frame->axis[k]);
    }
    glass_free(frame->time_s);
    glass_free(frame->values);
}

void glass_recording_clear(glass_recording *recording)
{
    if (!recording) return;
    recording_clear_channels(recording->channels, recording->n_channels);
    recording_clear_channels(recording->cycles, recording->n_cycle_channels);
    for (int i = 0; i < recording->n_frames; i++)
        recording_clear_frame(&recording->frames[i]);
    for (int i = 0; i < recording->n_steps; i++) {
        glass_free((char *)recording->steps[i].text);
        glass_free((char *)recording->steps[i].reason);
    }
    for (int i = 0; i < recording->n_facts; i++) {
        glass_free((char *)recording->facts[i].key);
        glass_free((char *)recording->facts[i].text);
    }
    glass_free(recording->frames);
    glass_free(recording->steps);
    glass_free(recording->facts);
    glass_free(recording->title);
    glass_free(recording->reason);
    recording_more *more = recording->more;
    if (more) glass_free(more->frames);
    glass_free(more);
    *recording = (glass_recording){0};
}

void glass_recording_free(glass_recording *recording)
{
    glass_recording_clear(recording);
    glass_free(recording);
}

/* ---- begin ---- */

/* A copy of a text that may be NULL; *ok becomes 0 when there is no memory for it. */
static char *recording_text(const char *text, int *ok)
{
    char *copy = glass_strdup(text);
    if (text && !copy) *ok = 0;
    return copy;
}

static char *recording_words(const char *text, int *ok)
{
    return recording_text(text ? text : "", ok);
}

static int recording_take_channels(const glass_channel *from, int n,
                                   glass_recording_channel **out, int *count)
{
    int ok = 1;
    if (n == 0) return 1;
    *out = glass_zero((size_t)n, sizeof **out);
    if (!*out) return 0;
    *count = n;
    for (int i = 0; i < n; i++) {
        glass_recording_channel *to = &(*out)[i];
        to->label = recording_words(from[i].label, &ok);
        to->unit = recording_words(from[i].unit, &ok);
        to->about = recording_words(from[i].about, &ok);
        to->original = recording_text(from[i].original, &ok);
    }
    return ok;
}

static int recording_take_axis(const glass_axis *from, glass_recording_frame *to, int k)
{
    int ok = 1;
    to->axis_name[k] = recording_words(from->name, &ok);
    to->axis_unit[k] = recording_words(from->unit, &ok);
    to->axis[k] = glass_alloc(from->n * sizeof *to->axis[k]);
    if (!to->axis[k]) return 0;
    memcpy(to->axis[k], from->at, from->n * sizeof *to->axis[k]);
    to->n[k] = from->n;
    return ok;
}

static int recording_take_frame(const glass_frame *from, glass_recording_frame *to)
{
    int ok = 1;
    to->label = recording_words(from->label, &ok);
    to->unit = recording_words(from->unit, &ok);
    to->about = recording_words(from->about, &ok);
    to->rank = from->rank;
    for (int k = 0; k < 3; k++) to->n[k] = 1;
    for (int k = 0; k < from->rank; k++)
        ok = recording_take_axis(&from->axis[k], to, k) && ok;
    return ok;
}

static int recording_take_frames(const glass_begin *begin, glass_recording *to)
{
    if (begin->n_frames == 0) return 1;
    to->frames = glass_zero((size_t)begin->n_frames, sizeof *to->frames);
    if (!to->frames) return 0;
    to->n_frames = begin->n_frames;
    int ok = 1;
    for (int i = 0; i < begin->n_frames; i++)
        ok = recording_take_frame(&begin->frames[i], &to->frames[i]) && ok;
    return ok;
}

static int recording_same_fact(glass_recording *recording, const glass_fact *fact, int *ok)
{
    for (int i = 0; i < recording->n_facts; i++) {
        if (strcmp(recording->facts[i].key, fact->key)) continue;
        char *text = recording_words(fact->text, ok);
        if (!text) return 1;
        glass_free((char *)recording->facts[i].text);
        recording->facts[i].text = text;
        return 1;
    }
    return 0;
}

/* Takes the last fact, of which only a half was copied, away again. */
static int recording_drop_fact(glass_recording *recording)
{
    glass_fact *half = &recording->facts[--recording->n_facts];
    glass_free((char *)half->key);
    glass_free((char *)half->text);
    return 0;
}

/* Adds facts; one whose key is known replaces the earlier one. */
static int recording_take_facts(glass_recording *recording, const glass_fact *facts, int n)
{
    int ok = 1;
    if (n <= 0) return 1;
    size_t room = (size_t)(recording->n_facts + n);
    glass_fact *grown = glass_realloc(recording->facts, room * sizeof *grown);
    if (!grown) return 0;
    recording->facts = grown;
    for (int i = 0; i < n; i++) {
        if (recording_same_fact(recording, &facts[i], &ok)) continue;
        glass_fact *to = &recording->facts[recording->n_facts];
        to->key = recording_words(facts[i].key, &ok);
        to->text = recording_words(facts[i].text, &ok);
        recording->n_facts++;
        if (!ok) return recording_drop_fact(recording);
    }
    return ok;
}

static int recording_take_begin(glass_recording *to, const glass_begin *begin)
{
    int ok = 1;
    recording_more *more = to->more = glass_zero(1, sizeof *more);
    if (!more) return 0;
    more->frames = glass_zero((size_t)begin->n_frames, sizeof *more->frames);
    to->title = recording_words(begin->title, &ok);
    to->reason = recording_words("", &ok);
    ok = ok && more->frames;
    ok = ok && recording_take_channels(begin->channels, begin->n_channels, &to->channels,
                                       &to->n_channels);
    ok = ok && recording_take_channels(begin->cycle_channels, begin->n_cycle_channels,
                                       &to->cycles, &to->n_cycle_channels);
    ok = ok && recording_take_frames(begin, to);
    return ok && recording_take_facts(to, begin->facts, begin->n_facts);
}

static glass_status recording_begin(void *self, const glass_begin *begin)
{
    glass_recording *recording = self;
    glass_recording_clear(recording);
    if (recording_take_begin(recording, begin)) return GLASS_OK;
    glass_recording_clear(recording);
    return glass_fail_memory();
}

/* ---- growing ---- */

static int recording_widen(double **at, size_t count)
{
    double *grown = glass_realloc(*at, count * sizeof **at);
    if (grown) *at = grown;
    return grown != NULL;
}

static int recording_grow_channels(glass_recording_channel *channels, int n, size_t first,
                                   size_t *room)
{
    size_t wanted = *room ? 2 * *room : first;
    for (int i = 0; i < n; i++)
        if (!recording_widen(&channels[i].at, wanted)) return 0;
    *room = wanted;
    return 1;
}

static glass_status recording_sample(void *self, const double *row)
{
    glass_recording *recording = self;
    recording_more *more = recording->more;
    if (recording->rows == more->samples &&
        !recording_grow_channels(recording->channels, recording->n_channels,
                                 RECORDING_FIRST_SAMPLES, &more->samples))
        return glass_fail_memory();
    for (int i = 0; i < recording->n_channels; i++)
        recording->channels[i].at[recording->rows] = row[i];
    recording->rows++;
    return GLASS_OK;
}

static glass_status recording_frame(void *self, int index, double time_s,
                                    const double *values)
{
    glass_recording *recording = self;
    recording_more *more = recording->more;
    glass_recording_frame *frame = &recording->frames[index];
    size_t points = frame->n[0] * frame->n[1] * frame->n[2];
    if (frame->count == more->frames[index]) {
        size_t wanted = frame->count ? 2 * frame->count : RECORDING_FIRST_ITEMS;
        if (!recording_widen(&frame->time_s, wanted) ||
            !recording_widen(&frame->values, wanted * points))
            return glass_fail_memory();
        more->frames[index] = wanted;
    }
    frame->time_s[frame->count] = time_s;
    memcpy(frame->values + frame->count * points, values, points * sizeof *values);
    frame->count++;
    return GLASS_OK;
}

static glass_status recording_step(void *self, const glass_step_record *step)
{
    glass_recording *recording = self;
    recording_more *more = recording->more;
    int ok = 1;
    if (recording->n_steps == more->steps) {
        int wanted = more->steps ? 2 * more->steps : RECORDING_FIRST_ITEMS;
        glass_step_record *grown =
            glass_realloc(recording->steps, (size_t)wanted * sizeof *grown);
        if (!grown) return glass_fail_memory();
        recording->steps = grown;
        more->steps = wanted;
    }
    glass_step_record copy = *step;
    copy.text = recording_words(step->text, &ok);
    copy.reason = recording_words(step->reason, &ok);
    if (!ok) {
        glass_free((char *)copy.text);
        glass_free((char *)copy.reason);
        return glass_fail_memory();
    }
    recording->steps[recording->n_steps++] = copy;
    return GLASS_OK;
}

static glass_status recording_cycle(void *self, const double *row)
{
    glass_recording *recording = self;
    recording_more *more = recording->more;
    if (recording->n_cycles == more->cycles &&
        !recording_grow_channels(recording->cycles, recording->n_cycle_channels,
                                 RECORDING_FIRST_ITEMS, &more->cycles))
        return glass_fail_memory();
    for (int i = 0; i < recording->n_cycle_channels; i++)
        recording->cycles[i].at[recording->n_cycles] = row[i];
    recording->n_cycles++;
    return GLASS_OK;
}

/* ---- blocks ---- */

glass_status glass_recording_add_facts(glass_recording *recording, const glass_fact *facts,
                                       int n)
{
    return recording_take_facts(recording, facts, n) ? GLASS_OK : glass_fail_memory();
}

void glass_recording_empty(glass_recording *recording)
{
    recording->rows = 0;
    recording->n_cycles = 0;
    for (int i = 0; i < recording->n_frames; i++) recording->frames[i].count = 0;
    for (int i = 0; i < recording->n_steps; i++) {
        glass_free((char *)recording->steps[i].text);
        glass_free((char *)recording->steps[i].reason);
    }
    recording->n_steps = 0;
}

static int recording_reserve_channels(glass_recording_channel *channels, int n,
                                      size_t count, size_t *room)
{
    if (count <= *room) return 1;
    for (int i = 0; i < n; i++)
        if (!recording_widen(&channels[i].at, count)) return 0;
    *room = count;
    return 1;
}

glass_status glass_recording_reserve(glass_recording *recording, size_t samples,
                                     size_t frames, size_t cycles)
{
    recording_more *more = recording->more;
    int ok = recording_reserve_channels(recording->channels, recording->n_channels, samples,
                                        &more->samples) &&
             recording_reserve_channels(recording->cycles, recording->n_cycle_channels,
                                        cycles, &more->cycles);
    for (int i = 0; i < recording->n_frames && ok; i++) {
        glass_recording_frame *frame = &recording->frames[i];
        if (frames <= more->frames[i]) continue;
        size_t points = frame->n[0] * frame->n[1] * frame->n[2];
        ok = recording_widen(&frame->time_s, frames) &&
             recording_widen(&frame->values, frames * points);
        if (ok) more->frames[i] = frames;
    }
    return ok ? GLASS_OK : glass_fail_memory();
}

/* ---- end ---- */

static glass_status recording_end(void *self, const char *reason, const glass_fact *facts,
                                  int n_facts)
{
    glass_recording *recording = self;
    if (!recording->more) return GLASS_OK; /* begin had failed: there is nothing to end */
    int ok = recording_take_facts(recording, facts, n_facts);
    char *words = recording_words(reason, &ok);
    if (words) {
        glass_free(recording->reason);
        recording->reason = words;
        recording->was_closed = 1;
    }
    return ok ? GLASS_OK : glass_fail_memory();
}

void glass_recording_sink(glass_recording *recording, glass_sink *out)
{
    *out = (glass_sink){
        .self = recording,
        .begin = recording_begin,
        .sample = recording_sample,
        .frame = recording_frame,
        .step = recording_step,
        .cycle = recording_cycle,
        .end = recording_end,
    };
}
