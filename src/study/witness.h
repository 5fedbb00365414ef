/* A sink that looks on: it keeps the steps, notices when the voltage leaves the cell's
 * window, adds the last facts, and hands everything to the sink behind it, if any. */
#ifndef GLASSCELL_WITNESS_H
#define GLASSCELL_WITNESS_H

#include "glasscell/recording.h"

typedef struct glass_witness {
    const glass_sink *inner; /* NULL: none */
    double low_V, high_V;    /* window that is watched */
    double left_s, left_V;   /* where the voltage was first outside of it; NAN: never */
    int time, voltage;       /* channels; -1: not there */
    int has_begun;
    glass_step_record *steps; /* [n_steps] the first and the last ones, texts owned */
    int n_steps;
} glass_witness;

/* Fills `out`; the witness must outlive it. */
void glass_witness_begin(glass_witness *witness, const glass_sink *inner, double low_V,
                         double high_V, glass_sink *out);
/* Makes its sink take frames although the one behind it does not. */
void glass_witness_take_frames(glass_sink *sink);
/* Keeps one more step, as if it had been told. */
glass_status glass_witness_keep(glass_witness *witness, const glass_step_record *step);
void glass_witness_clear(glass_witness *witness);

#endif
