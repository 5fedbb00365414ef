/* Why a cell can go no further: a lane that steps or starts have given up is looked at for a
 * reason that lies in the cell and not in the numerics. */
#ifndef GLASSCELL_PHYSICAL_H
#define GLASSCELL_PHYSICAL_H

#include "model/lane.h"

/* How far currents came on their way from rest to a control. */
typedef enum physical_climb {
    PHYSICAL_REACHED, /* the lane stands, consistent, just past the goal, under a current */
    PHYSICAL_BEYOND,  /* the cell cannot give that power */
    PHYSICAL_LOST     /* no solution was found at some current */
} physical_climb;

/* Goes from rest by ever larger currents, with salt and lithium held, to where the control
 * would hold: slow, but it arrives where Newton from afar does not. The lane's control is
 * no longer in force afterwards. `most`: the largest power on the way [W]. */
physical_climb physical_climb_to(const engine_ops *ops, engine *E, const lane_cell *lane,
                                 const engine_control *goal, double *most);

/* A name such as "electrolyte empty" that lives for ever, NULL if there is no such reason.
 * Where a power was beyond reach, lane->power_most is what the cell could give. To be asked between attempts; the lane's control is no longer in force afterwards. */
const char *physical_end(const engine_ops *ops, engine *E, lane_cell *lane);

#endif
