#include "model/interior.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

static const double interior_F = 96485.33212, interior_R = 8.314462618;

static double interior_root(int m)
{
    double x = (m + 1.5) * acos(-1.0);
    x -= 1 / x;
    for (int k = 0; k < 20; k++) x -= (sin(x) - x * cos(x)) / (x * sin(x));
    return x;
}

glass_status interior_init(interior *self, const probe *look)
{
    size_t n = (size_t)look->n;
    double *at = glass_zero(2 * n * (INTERIOR_MODES + 1), sizeof *at);
    if (!at) return glass_fail_memory();
    *self = (interior){.memory = at, .size = 2 * n * (INTERIOR_MODES + 1) * sizeof *at};
    for (int e = 0; e < 2; e++) {
        self->q[e] = at, at += n * INTERIOR_MODES;
        self->j[e] = at, at += n;
    }
    for (int m = 0; m < INTERIOR_MODES; m++) {
        double lambda = interior_root(m);
        self->lambda2[m] = lambda * lambda;
        for (int p = 0; p < INTERIOR_POINTS; p++) {
            double rho = (double)p / (INTERIOR_POINTS - 1);
            self->psi[p][m] =
                rho > 0 ? sin(lambda * rho) / (rho * sin(lambda)) : lambda / sin(lambda);
        }
    }
    return GLASS_OK;
}

void interior_clear(interior *self)
{
    glass_free(self->memory);
    *self = (interior){0};
}

/* D at the present temperature, and 1/(R F c_max). */
static double interior_diffusivity(const probe *look, int e, double *pull)
{
    const glass_material *m = &look->cell->electrode[e].material[0];
    double D = glass_law_at(m->diffusivity, look->at.theta_mean[e]),
           E = m->diffusivity_energy;
    if (E > 0 || E < 0)
        D *= exp(E / interior_R *
                 (1 / look->cell->temperature_reference - 1 / look->at.temperature));
    *pull = 1 / (m->radius * interior_F * m->concentration_max);
    return D / (m->radius * m->radius);
}

void interior_copy(const interior *from, interior *to)
{
    memcpy(to->memory, from->memory, from->size);
}

void interior_advance(interior *self, const probe *look, double dt)
{
    for (int e = 0; e < 2; e++) {
        int n = look->cells[2 * e];
        double pull, D = interior_diffusivity(look, e, &pull);
        for (int m = 0; m < INTERIOR_MODES && dt > 0; m++) {
            double z = self->lambda2[m] * D * dt, E = exp(-z);
            double p1 = z > 1e-6 ? -expm1(-z) / z : 1 - z / 2;
            double p2 = z > 1e-4 ? (1 - p1) / z : 0.5 - z / 6;
            for (int k = 0; k < n; k++) {
                double *q = &self->q[e][k * INTERIOR_MODES + m];
                *q = E * *q -
                     2 * pull * dt * (self->j[e][k] * (p1 - p2) + look->j[e][k] * p2);
            }
        }
        memcpy(self->j[e], look->j[e], (size_t)n * sizeof(double));
    }
}

/* Shells know the inside themselves: linear between their nodes. */
static void interior_shells(const probe *look, int e, double *theta)
{
    int n = look->cells[2 * e], modes = look->modes[e];
    const double *rho = look->rho[e], *q = look->q[e];
    for (int p = 0; p < INTERIOR_POINTS; p++) {
        double r = (double)p / (INTERIOR_POINTS - 1);
        int m = 0;
        while (m + 2 < modes && rho[m + 1] < r) m++;
        double s = (r - rho[m]) / (rho[m + 1] - rho[m]);
        for (int k = 0; k < n; k++)
            theta[k * INTERIOR_POINTS + p] =
                (1 - s) * q[m * n + k] + s * q[(m + 1) * n + k];
    }
}

void interior_fill(const interior *self, const probe *look, int e, double *theta)
{
    if (look->is_shells[e]) {
        interior_shells(look, e, theta);
        return;
    }
    double pull, D = interior_diffusivity(look, e, &pull);
    for (int p = 0; p < INTERIOR_POINTS; p++) {
        double rho = (double)p / (INTERIOR_POINTS - 1), rest = rho * rho / 2 - 0.3;
        for (int m = 0; m < INTERIOR_MODES; m++)
            rest -= 2 / self->lambda2[m] * self->psi[p][m];
        for (int k = 0; k < look->cells[2 * e]; k++) {
            double sum = look->mean[e][k] - self->j[e][k] * pull / D * rest;
            for (int m = 0; m < INTERIOR_MODES; m++)
                sum += self->q[e][k * INTERIOR_MODES + m] * self->psi[p][m];
            theta[k * INTERIOR_POINTS + p] = sum;
        }
    }
}
