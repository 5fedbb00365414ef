/* A recording as a block of what is on its way from or to a disk: filled, handed on, emptied
 * and filled again, without giving its memory back. */
#ifndef GLASSCELL_BLOCK_H
#define GLASSCELL_BLOCK_H

#include "glasscell/recording.h"

/* Forgets samples, frames, steps and cycles; what was declared and the memory stay. */
void glass_recording_empty(glass_recording *recording);

/* Makes room for so many samples, frames of each kind and cycles, to be filled in place by
 * whoever then sets the counts. The recording must have been begun (glass_recording_sink). */
glass_status glass_recording_reserve(glass_recording *recording, size_t samples,
                                     size_t frames, size_t cycles);

/* A place in a block, between what was given before it and after it. */
typedef struct glass_block_mark {
    size_t rows, n_cycles;
    int n_steps;
    size_t *frames; /* [n_frames], owned (glass_free) */
} glass_block_mark;

/* Marks the present end of the block; `mark` is `{0}` at first. */
glass_status glass_block_mark_end(const glass_recording *block, glass_block_mark *mark);
/* What stands before the mark, or behind it, as a recording that shares the memory of the
 * block; for glass_block_view_clear, never for glass_recording_clear. */
glass_status glass_block_view(const glass_recording *block, const glass_block_mark *mark,
                              int is_behind, glass_recording *view);
void glass_block_view_clear(glass_recording *view);

/* Adds facts; one whose key is known replaces the earlier one. */
glass_status glass_recording_add_facts(glass_recording *recording, const glass_fact *facts,
                                       int n);

#endif
