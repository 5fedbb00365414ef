/* A coarser twin of a run that goes through the same instructions a step ahead; what the
 * two differ by tells how far the finer one is from the truth. */
#ifndef GLASSCELL_COMPANION_H
#define GLASSCELL_COMPANION_H

#include "model/driver.h"
#include "model/settings.h"

typedef struct companion {
    driver driver;
    lane_cell lane;
    const glass_instruction *next; /* what it is to do; NULL once it has taken it */
    lane_trace *trace;             /* [count] of the present instruction */
    size_t count, room, at;
    double begin, end; /* [s] of the instruction on its own clock */
    int is_limited;    /* it ended by a voltage, not by time */
    int has_failed;
    double sum, weight, most; /* int (dV)^2 dt; s; V */
    double share;             /* of the difference that is told: settings.h */
    double end_error;         /* [s] of the last end by voltage */
} companion;

/* Same start as the main run; NULL engine (has_failed) when it could not be made. */
void companion_init(companion *self, const engine_ops *ops, const glass_cell *cell,
                    const engine_mesh *mesh, const lane_cell *like, const double theta[2],
                    double temperature, double ambient, double step_first, double held,
                    double share);
void companion_clear(companion *self);
/* Does the instruction that the main run is about to do. */
void companion_ahead(companion *self, const glass_instruction *instruction);
/* Compares with a step in time of the main run. */
void companion_compare(companion *self, const lane_cell *main);
/* The main run's instruction has ended. */
void companion_ended(companion *self, const lane_cell *main);
/* Estimated errors of the main run; NAN when nothing could be compared. */
double companion_rms(const companion *self);
double companion_most(const companion *self);
double companion_end(const companion *self);

#endif
