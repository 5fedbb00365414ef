#include "model/probe.h"
#include "model/probe_inner.h"
#include "model/poles.h"
#include "model/porous.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* A row of all cells with four points more: both collectors, both faces of the separator. */
static void probe_widen(const probe *p, const double *row, const double edge[4],
                        double *out)
{
    *out++ = edge[0];
    for (int r = 0, k = 0; r < 3; r++) {
        for (int i = 0; i < p->cells[r]; i++) *out++ = row[k++];
        *out++ = edge[r + 1];
    }
}

/* Salt and its potential at the collectors (no gradient there: a parabola) and at the faces
 * of the separator (what flows in flows out). */
static void probe_edges(probe *p)
{
    const glass_cell *cell = p->cell;
    int last = p->n - 1;
    double B[3] = {cell->electrode[0].transport_efficiency, cell->separator_efficiency,
                   cell->electrode[1].transport_efficiency};
    double L[3] = {cell->electrode[0].thickness, cell->separator_thickness,
                   cell->electrode[1].thickness};
    double c[4], phi[4];
    for (int side = 0; side < 2; side++) {
        int a = side ? last : 0, b = side ? last - 1 : 1;
        if (b < 0) b = a;
        c[3 * side] = p->c[a] + (p->c[a] - p->c[b]) / 8;
        phi[3 * side] = p->phi_e[a] + (p->phi_e[a] - p->phi_e[b]) / 8;
        int k = side ? p->first[1] - 1 : p->cells[0] - 1; /* the face after cell k */
        double left = B[side] * p->cells[side] / L[side];
        double right = B[side + 1] * p->cells[side + 1] / L[side + 1];
        if (cell->electrolyte_diffusivity) {
            left *= glass_law_at(cell->electrolyte_diffusivity, p->c[k]);
            right *= glass_law_at(cell->electrolyte_diffusivity, p->c[k + 1]);
        }
        double share = right / (left + right); /* NAN where there is no electrolyte */
        if (isnan(share)) share = 0.5;
        c[1 + side] = p->c[k] + share * (p->c[k + 1] - p->c[k]);
        phi[1 + side] = p->phi_e[k] + share * (p->phi_e[k + 1] - p->phi_e[k]);
    }
    probe_widen(p, p->c, c, p->c_wide);
    probe_widen(p, p->phi_e, phi, p->phi_wide);
}

glass_status probe_init(probe *self, const glass_cell *cell, const engine_mesh *mesh,
                        engine_kind kind)
{
    probe p = {.cell = cell, .mesh = *mesh, .kind = kind};
    memcpy(p.cells, mesh->cells, sizeof p.cells);
    p.n = p.cells[0] + p.cells[1] + p.cells[2];
    p.first[1] = p.cells[0] + p.cells[1];
    enum { RADIAL = 64 };
    size_t n = (size_t)p.n,
           doubles = 10 * n + 3 * (n + 4) + 2 * 9 * n + 5 * RADIAL + n * RADIAL;
    double *at = p.memory = glass_zero(doubles, sizeof *at);
    if (!at) return glass_fail_memory();
    p.x = at, p.c = at + n, p.phi_e = at + 2 * n, p.work = at + 3 * n, at += 10 * n;
    p.n_wide = p.n + 4;
    p.x_wide = at, p.c_wide = at + n + 4, p.phi_wide = at + 2 * (n + 4), at += 3 * (n + 4);
    for (int e = 0; e < 2; e++) {
        const glass_material *m = &cell->electrode[e].material[0];
        double **rows[] = {&p.phi_s[e], &p.phi[e], &p.j[e],  &p.surface[e],
                           &p.mean[e],  &p.U[e],   &p.UT[e], &p.weight[e]};
        for (size_t i = 0; i < 8; i++) *rows[i] = at, at += n;
        p.is_shells[e] = !glass_law_is_constant(m->diffusivity, NULL);
        p.modes[e] =
            p.is_shells[e] ? mesh->shells[e] : poles_find(mesh->modes[e])->count + 1;
        p.rho[e] = at, p.v[e] = at + RADIAL, at += 2 * RADIAL;
        for (int k = 0; k < p.cells[2 * e]; k++)
            p.weight[e][k] =
                kind == ENGINE_POROUS ? porous_quadrature(e, p.cells[2 * e], k) : 1;
    }
    p.g = at, p.particles = at + RADIAL;
    for (int e = 0; e < 2; e++)
        if (p.is_shells[e]) porous_shells(p.modes[e], p.rho[e], p.v[e], p.g);
    double L[3] = {cell->electrode[0].thickness, cell->separator_thickness,
                   cell->electrode[1].thickness},
           begin = 0;
    for (int r = 0, k = 0; r < 3; begin += L[r++])
        for (int i = 0; i < p.cells[r]; i++)
            p.x[k++] = begin + (i + 0.5) * L[r] / p.cells[r];
    double edges[4] = {0, L[0], L[0] + L[1], L[0] + L[1] + L[2]};
    probe_widen(&p, p.x, edges, p.x_wide);
    *self = p;
    return GLASS_OK;
}

void probe_clear(probe *self)
{
    glass_free(self->memory);
    *self = (probe){0};
}

double probe_arrhenius(const probe *p, double energy)
{
    if (!(energy != 0)) return 1; /* NAN counts as none */
    return isnan(energy)
               ? 1
               : exp(energy / probe_R *
                     (1 / p->cell->temperature_reference - 1 / p->at.temperature));
}

/* Weighted mean over an electrode. */
static double probe_mean(const probe *p, int e, const double *row)
{
    double sum = 0, all = 0;
    for (int k = 0; k < p->cells[2 * e]; k++)
        sum += p->weight[e][k] * row[k], all += p->weight[e][k];
    return sum / all;
}

static double probe_ocp(const probe *p, int e, double theta, double *entropic)
{
    const glass_material *m = &p->cell->electrode[e].material[0];
    *entropic = m->entropic ? glass_law_at(m->entropic, theta) : 0;
    return glass_law_at(m->ocp, theta) +
           (p->at.temperature - p->cell->temperature_reference) * *entropic;
}

void probe_fillings(probe *p, int e)
{
    const glass_cell *cell = p->cell;
    const glass_material *m = &cell->electrode[e].material[0];
    int n = p->cells[2 * e], modes = p->modes[e];
    const double *q = p->q[e];
    for (int k = 0; k < n; k++) {
        double sum = 0, mean = 0;
        for (int i = 0; i < modes; i++) {
            sum += q[i * n + k];
            if (p->is_shells[e]) mean += 3 * p->v[e][i] * q[i * n + k];
        }
        p->surface[e][k] = p->is_shells[e] ? q[(modes - 1) * n + k] : sum;
        p->mean[e][k] = p->is_shells[e] ? mean : q[k];
    }
    double dT = p->at.temperature - cell->temperature_reference;
    glass_law_eval(m->ocp, (size_t)n, p->surface[e], p->U[e], NULL);
    memset(p->UT[e], 0, (size_t)n * sizeof *p->UT[e]);
    if (m->entropic) glass_law_eval(m->entropic, (size_t)n, p->surface[e], p->UT[e], NULL);
    for (int k = 0; k < n; k++) p->U[e][k] += dT * p->UT[e][k];
}

/* Charge transfer at every node, from phi. */
static void probe_reaction(probe *p, int e)
{
    const glass_material *m = &p->cell->electrode[e].material[0];
    double T = p->at.temperature;
    double rate = probe_F * m->rate_constant / sqrt(p->cell->concentration_initial) *
                  probe_arrhenius(p, m->rate_energy);
    for (int k = 0; k < p->cells[2 * e]; k++) {
        porous_filling at = porous_filling_at(p->surface[e][k]);
        double eta = p->phi[e][k] - p->U[e][k];
        /* as in the engine: what would overflow is as good as without bounds */
        double x = fmax(-300, fmin(300, probe_F * eta / (2 * probe_R * T) - at.lift));
        p->j[e][k] = 2 * rate * sqrt(p->c[p->first[e] + k] * at.p) * sinh(x);
    }
}

void probe_face(const probe *p, int f, double kappa_factor, double *R, double *salt)
{
    const glass_cell *cell = p->cell;
    const int *n = p->cells;
    int r0 = f < n[0] ? 0 : f < n[0] + n[1] ? 1 : 2;
    int r1 = f + 1 < n[0] ? 0 : f + 1 < n[0] + n[1] ? 1 : 2;
    double L[3] = {cell->electrode[0].thickness, cell->separator_thickness,
                   cell->electrode[1].thickness};
    double B[3] = {cell->electrode[0].transport_efficiency, cell->separator_efficiency,
                   cell->electrode[1].transport_efficiency};
    double c0 = p->c[f], c1 = p->c[f + 1], mid = 0.5 * (c0 + c1);
    const glass_law *law = cell->electrolyte_conductivity;
    double k0 = kappa_factor * glass_law_at(law, c0),
           k1 = kappa_factor * glass_law_at(law, c1);
    double km = kappa_factor * glass_law_at(law, mid);
    double h0 = L[r0] / n[r0], h1 = L[r1] / n[r1];
    if (r0 == r1)
        *R = h0 / (6 * B[r0]) * (1 / k0 + 4 / km + 1 / k1);
    else
        *R = h0 / (2 * B[r0] * k0) + h1 / (2 * B[r1] * k1);
    double chi = 1;
    if (cell->thermodynamic_factor)
        chi = (glass_law_at(cell->thermodynamic_factor, c0) +
               4 * glass_law_at(cell->thermodynamic_factor, mid) +
               glass_law_at(cell->thermodynamic_factor, c1)) /
              6;
    *salt = 2 * (1 - cell->transference) * chi * probe_R * p->at.temperature / probe_F *
            log(c1 / c0);
}

/* Potentials along x; `salt` is the part of phi_e that the salt makes. Returns V. */
static double probe_potentials(probe *p, double *salt)
{
    const glass_cell *cell = p->cell;
    double i = -p->at.current / (cell->area * cell->pairs);
    double factor = probe_arrhenius(p, cell->electrolyte_conductivity_energy);
    double h[2], sigma[2], S[2][2], quarter[2] = {0, 0};
    for (int e = 0; e < 2; e++) {
        const glass_electrode *el = &cell->electrode[e];
        int n = p->cells[2 * e], outer = e ? n - 1 : 0;
        h[e] = el->thickness / n, sigma[e] = el->conductivity;
        double ha = h[e] * el->material[0].area_density;
        S[e][0] = ha * p->j[e][outer], S[e][1] = ha * p->j[e][n - 1 - outer];
        double kappa = factor * glass_law_at(cell->electrolyte_conductivity,
                                             p->c[e ? p->first[1] : n - 1]);
        quarter[e] = h[e] / (2 * el->transport_efficiency * kappa) * S[e][1] / 4;
    }
    double phi_s = -i * h[0] / (2 * sigma[0]) + h[0] * S[0][0] / (8 * sigma[0]);
    p->phi_e[0] = phi_s - p->phi[0][0];
    salt[0] = 0;
    for (int f = 0; f + 1 < p->n; f++) {
        double R, K, X = i, hs;
        probe_face(p, f, factor, &R, &K);
        int e = f < p->cells[0] - 1 ? 0 : f >= p->first[1] ? 1 : -1;
        if (e >= 0) {
            int k = f - p->first[e];
            hs = h[e] / sigma[e];
            X = (p->phi[e][k + 1] - p->phi[e][k] + i * hs + K) / (hs + R);
        }
        p->phi_e[f + 1] = p->phi_e[f] - X * R + K;
        if (f == p->cells[0] - 1) p->phi_e[f + 1] += quarter[0];
        if (f == p->first[1] - 1) p->phi_e[f + 1] -= quarter[1];
        salt[f + 1] = salt[f] + K;
    }
    for (int e = 0; e < 2; e++)
        for (int k = 0; k < p->cells[2 * e]; k++)
            p->phi_s[e][k] = p->phi_e[p->first[e] + k] + p->phi[e][k];
    return p->phi_s[1][p->cells[2] - 1] - i * h[1] / (2 * sigma[1]) -
           h[1] * S[1][0] / (8 * sigma[1]);
}

void probe_terms(probe *p, const double *salt, double V_inside)
{
    probe_numbers *at = &p->at;
    double R = p->cell->contact_resistance, U_bulk[2], entropic, phi_e[2], part[2];
    for (int e = 0; e < 2; e++) {
        double sign = e ? 1 : -1;
        at->theta_mean[e] = probe_mean(p, e, p->mean[e]);
        U_bulk[e] = probe_ocp(p, e, at->theta_mean[e], &entropic);
        double U = probe_mean(p, e, p->U[e]);
        at->eta_particle[e] = sign * (U - U_bulk[e]);
        at->eta_reaction[e] = sign * (probe_mean(p, e, p->phi[e]) - U);
        phi_e[e] = probe_mean(p, e, p->phi_e + p->first[e]);
        part[e] = probe_mean(p, e, salt + p->first[e]);
        double end = e ? V_inside : 0;
        at->eta_solid[e] = sign * (end - probe_mean(p, e, p->phi_s[e]));
    }
    at->ocv = U_bulk[1] - U_bulk[0];
    at->eta_salt = part[1] - part[0];
    at->eta_ohmic_salt = phi_e[1] - phi_e[0] - at->eta_salt;
    at->eta_contact = isnan(R) ? 0 : at->current * R;
    at->voltage = V_inside + at->eta_contact;
}

static void probe_sums(probe *p)
{
    const glass_cell *cell = p->cell;
    probe_numbers *at = &p->at;
    double A = cell->area * cell->pairs,
           L[3] = {cell->electrode[0].thickness, cell->separator_thickness,
                   cell->electrode[1].thickness};
    double eps[3] = {cell->electrode[0].porosity, cell->separator_porosity,
                     cell->electrode[1].porosity},
           chemical = 0;
    at->heat_reaction = at->heat_reversible = 0;
    at->lithium_particles = at->lithium_salt = 0;
    for (int e = 0; e < 2; e++) {
        const glass_material *m = &cell->electrode[e].material[0];
        int n = p->cells[2 * e];
        double h = L[2 * e] / n, solid = m->area_density * m->radius / 3;
        at->theta_surface_min[e] = at->theta_surface_max[e] = p->surface[e][0];
        for (int k = 0; k < n; k++) {
            double S = A * p->weight[e][k] * h * m->area_density * p->j[e][k];
            double th = p->surface[e][k];
            at->heat_reaction += S * (p->phi[e][k] - p->U[e][k]);
            at->heat_reversible += S * at->temperature * p->UT[e][k];
            chemical -= S * (p->U[e][k] - at->temperature * p->UT[e][k]);
            at->lithium_particles +=
                A * h * p->weight[e][k] * solid * m->concentration_max * p->mean[e][k];
            at->theta_surface_min[e] = fmin(at->theta_surface_min[e], th);
            at->theta_surface_max[e] = fmax(at->theta_surface_max[e], th);
        }
    }
    at->heat = chemical + at->current * at->voltage;
    at->heat_ohmic = at->heat - at->heat_reaction - at->heat_reversible;
    at->salt_min = at->salt_max = p->c[0];
    for (int r = 0, k = 0; r < 3; r++)
        for (int i = 0; i < p->cells[r]; i++, k++) {
            at->lithium_salt += A * eps[r] * L[r] / p->cells[r] * p->c[k];
            at->salt_min = fmin(at->salt_min, p->c[k]);
            at->salt_max = fmax(at->salt_max, p->c[k]);
        }
    at->plating = p->phi[0][0];
    for (int k = 1; k < p->cells[0]; k++) at->plating = fmin(at->plating, p->phi[0][k]);
}

/* ENGINE_POROUS: c, then phi and q of both electrodes, I, T. */
static void probe_porous(probe *p, double *state)
{
    memcpy(p->c, state, (size_t)p->n * sizeof *p->c);
    state += p->n;
    for (int e = 0; e < 2; e++) {
        int n = p->cells[2 * e];
        memcpy(p->phi[e], state, (size_t)n * sizeof *state);
        p->q[e] = state + n;
        state += n * (1 + p->modes[e]);
    }
    p->at.current = -state[0];
    p->at.temperature = state[1];
    for (int e = 0; e < 2; e++) {
        probe_fillings(p, e);
        probe_reaction(p, e);
    }
    double V = probe_potentials(p, p->work);
    probe_terms(p, p->work, V);
}

void probe_look(probe *p, double *state)
{
    if (p->kind == ENGINE_POROUS)
        probe_porous(p, state);
    else
        probe_uniform(p, state);
    p->at.c_rate = p->at.current / (p->cell->capacity / 3600);
    probe_edges(p);
    probe_sums(p);
    p->at.power = p->at.voltage * p->at.current;
}
