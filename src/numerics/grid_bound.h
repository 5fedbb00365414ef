/* How far the potential is from the solution, certified.
 *
 * A flow through the grid that leaves at every unknown what the potential leaves over there
 * (its residual r) makes heat G, and r A^-1 r <= G (Thomson's principle): the energy of the
 * potential is within G of the solution's. The flow is found level by level: a potential
 * from one cycle, what it leaves over is handed to the next level, spread back in proportion
 * to conductances, and drained exactly inside each aggregate. docs/theory/transport.md. */
#ifndef GLASSCELL_GRID_BOUND_H
#define GLASSCELL_GRID_BOUND_H

#include "numerics/grid_inside.h"

typedef struct grid_bound {
    double energy;     /* of the potential: e.(b + r), see grid_solve.c */
    double base;       /* of the linear profile */
    double gap;        /* G */
    double divergence; /* largest imbalance left over the largest flow */
} grid_bound;

/* Bounds the potential as it is; the iteration may go on as if nothing had been. */
glass_status grid_bound_find(grid *g, grid_bound *out);

#endif
