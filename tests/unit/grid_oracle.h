/* A small dense reference for numerics/grid.h, written from the equations alone: every voxel
 * a row, every face a conductance, unknowns leave one by one by turning stars into meshes.
 * With no subtraction between conductances the answer keeps all its digits at any contrast. */
#ifndef GLASSCELL_GRID_ORACLE_H
#define GLASSCELL_GRID_ORACLE_H

#include "numerics/grid.h"

typedef struct grid_oracle {
    long double
        energy; /* u A u of the exact solution; with a profile: its power less gains */
    long double base; /* with a profile: what energy is subtracted from; else 0 */
    size_t unknowns, left_out;
} grid_oracle;

/* Solves; sources, contacts with a drop, or a linear profile along a periodic axis or on all
 * sides (whose answers subtract, and keep fewer digits). Returns 0 without memory. */
int grid_oracle_solve(const grid_problem *problem, grid_oracle *out);
/* Which voxels take part, [n0][n1][n2]: 1 or 0. */
int grid_oracle_joined(const grid_problem *problem, unsigned char *out);

#endif
