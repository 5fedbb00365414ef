#include "recording/block.h"
#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

glass_status glass_block_mark_end(const glass_recording *block, glass_block_mark *mark)
{
    size_t n = (size_t)block->n_frames;
    size_t *frames = glass_realloc(mark->frames, (n + 1) * sizeof *frames);
    if (!frames) return glass_fail_memory();
    mark->frames = frames;
    mark->rows = block->rows;
    mark->n_steps = block->n_steps;
    mark->n_cycles = block->n_cycles;
    for (size_t i = 0; i < n; i++) frames[i] = block->frames[i].count;
    return GLASS_OK;
}

static glass_recording_channel *view_channels(const glass_recording_channel *channels,
                                              int n, size_t from)
{
    glass_recording_channel *view = glass_alloc((size_t)(n + 1) * sizeof *view);
    for (int i = 0; view && i < n; i++) {
        view[i] = channels[i];
        if (view[i].at) view[i].at += from;
    }
    return view;
}

static void view_frame(glass_recording_frame *frame, size_t from, size_t to)
{
    size_t points = frame->n[0] * frame->n[1] * frame->n[2];
    if (frame->time_s) frame->time_s += from;
    if (frame->values) frame->values += from * points;
    frame->count = to - from;
}

glass_status glass_block_view(const glass_recording *block, const glass_block_mark *mark,
                              int is_behind, glass_recording *view)
{
    size_t n = (size_t)block->n_frames;
    glass_recording made = *block;
    made.more = NULL;
    made.channels =
        view_channels(block->channels, block->n_channels, is_behind ? mark->rows : 0);
    made.cycles = view_channels(block->cycles, block->n_cycle_channels,
                                is_behind ? mark->n_cycles : 0);
    made.frames = glass_alloc((n + 1) * sizeof *made.frames);
    made.rows = is_behind ? block->rows - mark->rows : mark->rows;
    made.n_cycles = is_behind ? block->n_cycles - mark->n_cycles : mark->n_cycles;
    made.n_steps = is_behind ? block->n_steps - mark->n_steps : mark->n_steps;
    if (is_behind && made.steps) made.steps += mark->n_steps;
    int ok = made.channels && made.cycles && made.frames;
    for (size_t i = 0; ok && i < n; i++) {
        made.frames[i] = block->frames[i];
        view_frame(&made.frames[i], is_behind ? mark->frames[i] : 0,
                   is_behind ? block->frames[i].count : mark->frames[i]);
    }
    *view = made;
    if (ok) return GLASS_OK;
    glass_block_view_clear(view);
    return glass_fail_memory();
}

void glass_block_view_clear(glass_recording *view)
{
    glass_free(view->channels);
    glass_free(view->cycles);
    glass_free(view->frames);
    *view = (glass_recording){0};
}
