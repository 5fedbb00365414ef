/* The single-particle models' state as the fields that they stand for: uniform reaction and
 * filling, ionic and electronic currents that rise linearly through the electrodes. */
#include "model/probe.h"
#include "model/porous.h"
#include "model/probe_inner.h"

#include <math.h>
#include <string.h>

/* One particle for all nodes of an electrode. */
static double *uniform_particles(probe *p, int e, const double *q, double *store)
{
    int n = p->cells[2 * e], modes = p->modes[e];
    for (int m = 0; m < modes; m++) {
        /* engines keep the mean last; fields want it first when there are poles */
        int from = p->is_shells[e] ? m : (m + modes - 1) % modes;
        for (int k = 0; k < n; k++) store[m * n + k] = q[from];
    }
    p->q[e] = store;
    return store + modes * n;
}

/* Charge transfer: the reaction is given, the overpotential follows. Returns mean phi. */
static double uniform_reaction(probe *p, int e, double I)
{
    const glass_cell *cell = p->cell;
    const glass_electrode *el = &cell->electrode[e];
    const glass_material *m = &el->material[0];
    int n = p->cells[2 * e];
    double c = 0, T = p->at.temperature;
    porous_filling at = porous_filling_at(p->surface[e][0]);
    for (int k = 0; k < n; k++) c += p->c[p->first[e] + k] / n;
    double j =
        (e ? -1 : 1) * I / (cell->area * cell->pairs * m->area_density * el->thickness);
    double c0 = isnan(cell->concentration_initial) ? 1000 : cell->concentration_initial;
    double j0 = probe_F * m->rate_constant / sqrt(c0) * probe_arrhenius(p, m->rate_energy) *
                sqrt(c * at.p);
    for (int k = 0; k < n; k++) p->j[e][k] = j;
    return p->U[e][0] + 2 * probe_R * T / probe_F * (asinh(j / (2 * j0)) + at.lift);
}

/* Resistance of the half cell of an electrode at the separator, times what the current in it is
 * in the mean less than at the face: a quarter of the cell's share. */
static double uniform_edge(const probe *p, int e, double kappa_factor)
{
    const glass_electrode *el = &p->cell->electrode[e];
    const int n = p->cells[2 * e], k = e ? p->first[1] : n - 1;
    const double h = el->thickness / n;
    const double kappa =
        kappa_factor * glass_law_at(p->cell->electrolyte_conductivity, p->c[k]);
    return 0.25 / n * h / (2 * el->transport_efficiency * kappa);
}

/* Potentials along x whose means over the electrodes are what the model says. */
static double uniform_potentials(probe *p, const double mean_phi[2], double I, double *salt)
{
    const glass_cell *cell = p->cell;
    double i = I / (cell->area * cell->pairs), V_inside;
    double factor = probe_arrhenius(p, cell->electrolyte_conductivity_energy);
    int has_salt = p->kind == ENGINE_UNIFORM_SALT;
    p->phi_e[0] = salt[0] = 0;
    for (int f = 0; f + 1 < p->n; f++) {
        double R = 0, K = 0, share = 1;
        if (has_salt) probe_face(p, f, factor, &R, &K);
        if (has_salt && f == p->cells[0] - 1) R -= uniform_edge(p, 0, factor);
        if (has_salt && f == p->first[1] - 1) R -= uniform_edge(p, 1, factor);
        if (f < p->cells[0]) share = (f + 1.0) / p->cells[0];
        if (f >= p->first[1]) share = 1 - (f + 1.0 - p->first[1]) / p->cells[2];
        p->phi_e[f + 1] = p->phi_e[f] - share * i * R + K;
        salt[f + 1] = salt[f] + K;
    }
    double third[2], mean_e[2] = {0, 0};
    for (int e = 0; e < 2; e++) {
        third[e] =
            has_salt ? cell->electrode[e].thickness / (3 * cell->electrode[e].conductivity)
                     : 0;
        for (int k = 0; k < p->cells[2 * e]; k++)
            mean_e[e] += p->phi_e[p->first[e] + k] / p->cells[2 * e];
    }
    /* phi_s(0) = 0: its mean over the negative electrode is -i L/3 sigma */
    double shift = -i * third[0] - mean_phi[0] - mean_e[0];
    for (int k = 0; k < p->n; k++) p->phi_e[k] += shift;
    double mean_s = mean_e[1] + shift + mean_phi[1];
    V_inside = mean_s - i * third[1];
    for (int e = 0; e < 2; e++)
        for (int k = 0; k < p->cells[2 * e]; k++) {
            p->phi_s[e][k] = e ? mean_s : -i * third[0];
            p->phi[e][k] = mean_phi[e];
        }
    return V_inside;
}

void probe_uniform(probe *p, const double *state)
{
    double mean_phi[2], *store = p->particles;
    memcpy(p->c, state, (size_t)p->n * sizeof *p->c);
    const double *q = state + p->n;
    for (int e = 0; e < 2; e++) {
        store = uniform_particles(p, e, q, store);
        q += p->modes[e];
    }
    p->at.current = -q[0];
    p->at.temperature = q[1];
    for (int e = 0; e < 2; e++) {
        probe_fillings(p, e);
        mean_phi[e] = uniform_reaction(p, e, q[0]);
    }
    double V = uniform_potentials(p, mean_phi, q[0], p->work);
    probe_terms(p, p->work, V);
}
