/* The channels and frames of a run, each described once. */
#ifndef GLASSCELL_OUTPUT_TABLE_H
#define GLASSCELL_OUTPUT_TABLE_H

#include "model/output.h"

extern const output_channel output_channels[]; /* ends with label NULL */

typedef struct output_frame {
    const char *label, *unit, *about;
    int side;      /* 0, 1: an electrode; -1: the whole cell */
    size_t offset; /* of a `double *` in probe; of its [2] when side >= 0 */
    int is_inside; /* over depth and radius */
} output_frame;
extern const output_frame output_frames[]; /* ends with label NULL */

extern const glass_channel output_cycle_channels[];
enum { OUTPUT_CYCLE_CHANNELS = 15 };

/* Index of a channel or frame by label or unambiguous beginning; -1. */
int output_find_channel(const char *label, size_t n);
int output_find_frame(const char *label, size_t n);

#endif
