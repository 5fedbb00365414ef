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

/* Adds facts; one whose key is known replaces the earlier one. */
glass_status glass_recording_add_facts(glass_recording *recording, const glass_fact *facts,
                                       int n);

#endif
