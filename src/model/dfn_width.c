/* The DFN engine, compiled once per vector width and number of lanes: see engine.h. */
#define DFN_NAME2(width, lanes) engine_dfn_##width##_##lanes
#define DFN_NAME1(width, lanes) DFN_NAME2(width, lanes)
#define DFN_TEXT1(width)        #width
#define DFN_TEXT(width)         DFN_TEXT1(width)

#include "model/dfn_step.h"
#include "model/dfn_setup.h"

extern const engine_ops DFN_NAME1(DFN_WIDTH, DFN_LANES);
const engine_ops DFN_NAME1(DFN_WIDTH, DFN_LANES) = {
    .model = "dfn",
    .vector = DFN_TEXT(DFN_WIDTH),
    .lanes = DFN_LANES,
    .make = dfn_make,
    .free = dfn_free,
    .load = dfn_load,
    .begin = dfn_begin,
    .ambient = dfn_ambient,
    .control = dfn_control,
    .newton = dfn_newton,
    .prepare = dfn_prepare,
    .attempt = dfn_attempt,
    .accept = dfn_accept,
    .undo = dfn_undo,
    .dense = dfn_dense,
    .state_size = dfn_state_size,
    .get = dfn_get,
    .set = dfn_set,
    .culprit = dfn_culprit,
};
