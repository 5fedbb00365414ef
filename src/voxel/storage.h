/* How one carrier reaches the voxels that store, when all of them store at one rate:
 *
 *     -div(sigma grad u) = w in storing voxels, u = 0 on the carrier's contact          (1)
 *
 * u times the rate is the drop on the way to each voxel. The mean over what stores, weighted
 * by w, is the energy of the flow and is certified; single voxels are not. */
#ifndef GLASSCELL_STORAGE_H
#define GLASSCELL_STORAGE_H

#include "glasscell/volume.h"
#include "numerics/grid.h"

typedef struct storage_job {
    const glass_volume *volume;   /* voxel edges are finite */
    const double *sigma;          /* [GLASS_LABELS] [S/m] */
    const double *weight;         /* [GLASS_LABELS] w, 0 where nothing is stored */
    const unsigned char *active;  /* [n] 0: cut off, stores nothing; NULL: all */
    const unsigned char *perfect; /* [GLASS_LABELS] 1: u = 0 at every face to it; NULL */
    int axis, side;               /* of the contact */
    double tolerance;
    int (*cancelled)(void *context);
    void (*progress)(void *context, double fraction);
    void *context;
    glass_team *team;
} storage_job;

typedef struct storage {
    double mean, lower, upper; /* [V m3/A] of u over what stores */
    double heat[GLASS_LABELS]; /* [V m3/A] the share of the mean in each label */
    int iterations;
    size_t bytes;
} storage;

/* Which voxels the carrier reaches, [n]: 1 or 0. */
glass_status storage_reached(const storage_job *job, unsigned char *out);

/* Solves (1). @param[out] u [n] [V m3/A], NAN where the carrier does not go
 * @return GLASS_E_MEMORY before anything is taken; GLASS_E_NUMERICS, GLASS_E_CANCELLED */
glass_status storage_solve(const storage_job *job, float *u, storage *out);

#endif
