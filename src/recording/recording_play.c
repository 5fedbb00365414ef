/* Playing a recording into a sink, everything in order of time. */
#include "glasscell/recording.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>

/* Where each part of the recording has got to. */
typedef struct play_state {
    const glass_recording *from;
    const glass_sink *to;
    size_t *frames; /* [n_frames] next of each */
    int steps;
} play_state;

static void play_channels(const glass_recording_channel *from, int n, glass_channel *to)
{
    for (int i = 0; i < n; i++)
        to[i] =
            (glass_channel){from[i].label, from[i].unit, from[i].about, from[i].original};
}

static void play_frames(const glass_recording *from, glass_frame *to)
{
    for (int i = 0; i < from->n_frames; i++) {
        const glass_recording_frame *frame = &from->frames[i];
        to[i] = (glass_frame){.label = frame->label,
                              .unit = frame->unit,
                              .about = frame->about,
                              .rank = frame->rank};
        for (int k = 0; k < frame->rank; k++)
            to[i].axis[k] = (glass_axis){frame->axis_name[k], frame->axis_unit[k], "",
                                         frame->n[k], frame->axis[k]};
    }
}

static glass_status play_begin(const glass_recording *from, const glass_sink *to)
{
    glass_channel *channels = glass_zero((size_t)from->n_channels, sizeof *channels);
    glass_channel *cycles = glass_zero((size_t)from->n_cycle_channels, sizeof *cycles);
    glass_frame *frames = glass_zero((size_t)from->n_frames, sizeof *frames);
    glass_status status = GLASS_OK;
    if (!channels || !cycles || !frames) {
        status = glass_fail_memory();
    } else {
        play_channels(from->channels, from->n_channels, channels);
        play_channels(from->cycles, from->n_cycle_channels, cycles);
        play_frames(from, frames);
        glass_begin begin = {
            .title = from->title,
            .channels = channels,
            .n_channels = from->n_channels,
            .frames = frames,
            .n_frames = from->n_frames,
            .cycle_channels = cycles,
            .n_cycle_channels = from->n_cycle_channels,
            .facts = from->facts,
            .n_facts = from->n_facts,
        };
        status = to->begin(to->self, &begin);
    }
    glass_free(channels);
    glass_free(cycles);
    glass_free(frames);
    return status;
}

/* The frame whose turn it is: the earliest, the first of equally early ones; -1: none left
 * up to `time_s`. */
static int play_next_frame(const play_state *state, double time_s)
{
    int next = -1;
    double earliest = time_s;
    for (int i = 0; i < state->from->n_frames; i++) {
        const glass_recording_frame *frame = &state->from->frames[i];
        if (state->frames[i] == frame->count) continue;
        double at = frame->time_s[state->frames[i]];
        if (at < earliest || (next < 0 && at == earliest)) next = i, earliest = at;
    }
    return next;
}

static glass_status play_frames_until(play_state *state, double time_s)
{
    const glass_sink *to = state->to;
    glass_status status = GLASS_OK;
    while (to->frame && !status) {
        int i = play_next_frame(state, time_s);
        if (i < 0) break;
        const glass_recording_frame *frame = &state->from->frames[i];
        size_t at = state->frames[i]++;
        size_t points = frame->n[0] * frame->n[1] * frame->n[2];
        status = to->frame(to->self, i, frame->time_s[at], frame->values + at * points);
    }
    return status;
}

static glass_status play_steps_until(play_state *state, double time_s)
{
    const glass_sink *to = state->to;
    glass_status status = GLASS_OK;
    while (to->step && !status && state->steps < state->from->n_steps &&
           state->from->steps[state->steps].to_s <= time_s)
        status = to->step(to->self, &state->from->steps[state->steps++]);
    return status;
}

/* Frames and steps of the moment `time_s` come after the last sample of that moment. */
static glass_status play_until(play_state *state, double time_s)
{
    glass_status status = play_frames_until(state, time_s);
    return status ? status : play_steps_until(state, time_s);
}

static glass_status play_samples(play_state *state, double *row)
{
    const glass_recording *from = state->from;
    const double *time_s = from->n_channels ? from->channels[0].at : NULL;
    glass_status status = GLASS_OK;
    for (size_t r = 0; r < from->rows && !status; r++) {
        for (int i = 0; i < from->n_channels; i++) row[i] = from->channels[i].at[r];
        status = state->to->sample(state->to->self, row);
        if (!status && (r + 1 == from->rows || time_s[r + 1] > time_s[r]))
            status = play_until(state, time_s[r]);
    }
    return status ? status : play_until(state, INFINITY);
}

static glass_status play_cycles(const play_state *state, double *row)
{
    const glass_recording *from = state->from;
    glass_status status = GLASS_OK;
    for (size_t r = 0; state->to->cycle && r < from->n_cycles && !status; r++) {
        for (int i = 0; i < from->n_cycle_channels; i++) row[i] = from->cycles[i].at[r];
        status = state->to->cycle(state->to->self, row);
    }
    return status;
}

glass_status glass_recording_play(const glass_recording *recording, const glass_sink *sink)
{
    int widest = recording->n_channels > recording->n_cycle_channels
                     ? recording->n_channels
                     : recording->n_cycle_channels;
    play_state state = {.from = recording, .to = sink};
    double *row = glass_zero((size_t)widest, sizeof *row);
    state.frames = glass_zero((size_t)recording->n_frames, sizeof *state.frames);
    glass_status status =
        row && state.frames ? play_begin(recording, sink) : glass_fail_memory();
    if (!status) status = play_samples(&state, row);
    if (!status) status = play_cycles(&state, row);
    if (!status)
        status = sink->end(sink->self, recording->reason ? recording->reason : "", NULL, 0);
    glass_free(row);
    glass_free(state.frames);
    return status;
}
