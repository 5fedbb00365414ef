/* The DFN engine, compiled once per vector width and number of lanes: see engine.h. */
#include "model/dfn_step.h"
#include "model/dfn_setup.h"

extern const engine_ops LANES_JOIN(dfn, WIDTH, LANES);
const engine_ops LANES_JOIN(dfn, WIDTH, LANES) = {
    .model = "dfn",
    .vector = LANES_TEXT(WIDTH),
    .lanes = LANES,
    .make = dfn_make,
    .free = dfn_free,
    .load = dfn_load,
    .begin = dfn_begin,
    .ambient = dfn_ambient,
    .control = lanes_control,
    .newton = dfn_newton,
    .prepare = dfn_prepare,
    .attempt = dfn_attempt,
    .accept = lanes_accept,
    .undo = lanes_undo,
    .thirds = dfn_thirds,
    .state_size = dfn_state_size,
    .get = dfn_get,
    .set = dfn_set,
    .hold = lanes_hold,
    .release = lanes_release,
    .extremes = dfn_extremes,
    .culprit = dfn_culprit,
};
