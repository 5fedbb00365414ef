/* What the solvers on voxels share: their job, and how it becomes a grid's. */
#ifndef GLASSCELL_TRANSPORT_JOB_H
#define GLASSCELL_TRANSPORT_JOB_H

#include "glasscell/transport.h"
#include "numerics/grid.h"

typedef struct transport_job {
    const glass_volume *volume;
    const double *sigma; /* [GLASS_LABELS] */
    int axis;
    glass_transport_options options;
    glass_team *team;
} transport_job;

/* The voxel's edge; 1 when nobody has said: shapes alone matter then. */
double transport_edge(const glass_volume *volume, int axis);
/* GLASS_E_INPUT for an axis or a conductivity that cannot be. */
glass_status transport_check(const glass_volume *volume, const double *sigma, int axis);
/* GLASS_E_MEMORY when the machine has not what the problem would need. */
glass_status transport_afford(const grid_problem *problem);
/* Contacts on both ends of the axis, no flux (or periods) at the sides. */
void transport_problem(const transport_job *job, grid_problem *out);
/* A volume of as many periods as make the periodic axes even; `use` is `v` itself where one
 * will do, else `out`, whose codes are the caller's to free. */
glass_status transport_periods(const glass_volume *v, const int is_periodic[3],
                               glass_volume *out, const glass_volume **use);

#endif
