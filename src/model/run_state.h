/* A run and its checkpoints. */
#ifndef GLASSCELL_RUN_STATE_H
#define GLASSCELL_RUN_STATE_H

#include "glasscell/run.h"
#include "model/companion.h"
#include "model/output.h"
#include "model/program.h"
#include "model/start.h"

/* All that one run needs. */
typedef struct run {
    const glass_cell *cell;
    const glass_protocol *protocol;
    const glass_run_options *options;
    const glass_sink *sink;
    glass_notes *notes;
    settings settings;
    const engine_ops *ops;
    engine *engine;
    driver driver;
    lane_cell lane;
    program program;
    companion companion;
    output output;
    start start;
    double ambient, expected_s;
    int has_output;
    double checkpoint_s; /* wall clock of the last one */
    glass_status status; /* of the sink, or of what a hook met */
} run;

/* A new ambient temperature, from here on. */
void run_ambient(run *self, double ambient);
/* Hands the state between two instructions to the sink, twice a second at most. */
void run_checkpoint(run *self);
/* Goes back to it. GLASS_E_INPUT when it is not of the same cell, protocol, options. */
glass_status run_restore(run *self, const void *bytes, size_t n);

#endif
