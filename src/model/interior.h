/* The inside of particles by exact eigenmodes, for pictures: fitted poles know the surface
 * and the mean alone. Driven by the reaction that the run found, off its hot path.
 *
 * theta(rho) = mean + sum q_m psi_m(rho) + what the modes left out has already become,
 * dq_m/dt = -lambda_m^2 D/R^2 q_m - 2 j/(R F c_max), tan lambda_m = lambda_m,
 * psi_m = sin(lambda_m rho)/(rho sin lambda_m). */
#ifndef GLASSCELL_INTERIOR_H
#define GLASSCELL_INTERIOR_H

#include "model/probe.h"

enum { INTERIOR_MODES = 24, INTERIOR_POINTS = 21 };

typedef struct interior {
    double lambda2[INTERIOR_MODES];
    double psi[INTERIOR_POINTS][INTERIOR_MODES];
    double *q[2], *j[2]; /* [cells][modes]; [cells] reaction at the last moment */
    void *memory;
    size_t size; /* of memory, in bytes */
} interior;

glass_status interior_init(interior *self, const probe *look);
void interior_clear(interior *self);
/* Both were made for the same run. */
void interior_copy(const interior *from, interior *to);
/* From the last moment to this one, dt later; reactions vary linearly between. */
void interior_advance(interior *self, const probe *look, double dt);
/* Fills theta [cells][INTERIOR_POINTS] of an electrode, radius 0 to R, of the moment advanced
 * to; a reaction that has just jumped has changed nothing yet. */
void interior_fill(const interior *self, const probe *look, int electrode, double *theta);

#endif
