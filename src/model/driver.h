/* Takes the lanes of one engine through their protocols, in lock-step. */
#ifndef GLASSCELL_DRIVER_H
#define GLASSCELL_DRIVER_H

#include "model/lane.h"

typedef struct driver {
    const engine_ops *ops;
    engine *engine;
    lane_cell *lanes[ENGINE_LANES_MAX]; /* NULL where there is none */
    /* A lane is over: load another cell into it and return 1, or 0 to leave it. */
    int (*refill)(void *context, lane_cell *lane);
    void *context;
    int is_cancelled;
} driver;

/* Runs until every lane is over, or waits for an instruction that its hook did not give,
 * or the run was cancelled. What went wrong with a lane is said in the lane. */
void driver_run(driver *driver);

#endif
