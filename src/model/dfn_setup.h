/* Making an engine, and numbers of a cell into one of its lanes. */
#ifndef GLASSCELL_DFN_SETUP_H
#define GLASSCELL_DFN_SETUP_H

#include "base/memory.h"
#include "model/dfn_engine.h"
#include "model/poles.h"
#include "model/porous.h"

/* A first pass with arena NULL counts, a second one hands out. */
typedef struct dfn_arena {
    char *at;
    size_t used;
} dfn_arena;

static double *dfn_take(dfn_arena *arena, size_t doubles)
{
    size_t bytes = ((doubles + 7) & ~(size_t)7) * sizeof(double);
    double *out = arena->at ? (double *)(void *)(arena->at + arena->used) : NULL;
    arena->used += bytes;
    return out;
}

/* A row with a guard of one block in front and slack of one behind. */
static double *dfn_row(dfn_arena *arena, int rows)
{
    double *p = dfn_take(arena, (size_t)rows + 32);
    return p ? p + 8 : NULL;
}

/* A state. A load waits for an earlier store whose address is the same in its lowest 12 bits:
 * loops that read some states and write others must not meet that on their way. States that
 * are 2048 bytes apart there, or not at all, never do. */
static double *dfn_state(dfn_arena *arena, size_t doubles)
{
    const size_t page = 512, half = 256; /* doubles */
    size_t least = doubles + 32;
    return dfn_row(arena, (int)((least + half - 1) / page * page + half) - 32);
}

static void dfn_side_memory(dfn_side *s, dfn_arena *a)
{
    double **rows[] = {&s->w_minus,   &s->w_zero, &s->w_plus, &s->w_zero_c, &s->weight,
                       &s->c,         &s->theta,  &s->U,      &s->dU,       &s->UT,
                       &s->dUT,       &s->j,      &s->S,      &s->jc,       &s->jphi,
                       &s->jth,       &s->gain,   &s->shift,  &s->sc,       &s->sphi,
                       &s->den,       &s->dS,     &s->u,      &s->dth,      &s->heat_S,
                       &s->heat_theta};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) *rows[i] = dfn_row(a, s->rows);
    if (a->at) {
        s->Sm = s->S - LANES, s->um = s->u - LANES;
        s->scm = s->sc - LANES, s->sphim = s->sphi - LANES;
    }
    double **laws[] = {&s->D, &s->dD, &s->D_now,
                       &s->inside}; /* nodes, middles after them */
    double **shells[] = {&s->lower, &s->pivot, &s->upper};
    for (size_t i = 0; i < sizeof laws / sizeof *laws && s->is_shells; i++)
        *laws[i] = dfn_row(a, 2 * s->rows * s->modes);
    for (size_t i = 0; i < sizeof shells / sizeof *shells && s->is_shells; i++)
        *shells[i] = dfn_row(a, s->rows * s->modes);
}

static void dfn_memory(engine *E, dfn_arena *a)
{
    double **rows[] = {&E->mass, &E->gJ,   &E->hB6f,  &E->cm, &E->De,  &E->dDe,    &E->Dm,
                       &E->dDm,  &E->ka,   &E->dka,   &E->km, &E->dkm, &E->lnc,    &E->chi,
                       &E->dchi, &E->chim, &E->dchim, &E->J,  &E->jl,  &E->jr,     &E->X,
                       &E->xl,   &E->xr,   &E->gx,    &E->Re, &E->rl,  &E->rr,     &E->kf,
                       &E->gVc,  &E->gVp,  &E->colI,  &E->rc, &E->rp,  &E->scratch};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        *rows[i] = dfn_row(a, E->c_rows);
    for (int i = 0; i < 12; i++) E->matrix[i] = dfn_row(a, E->c_rows);
    double **states[] = {&E->y,       &E->y_old,  &E->y_new,  &E->f,  &E->f2, &E->b,
                         &E->stage_y, &E->dense2, &E->dense3, &E->xI, &E->xT, &E->fT};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        *states[i] = dfn_state(a, E->size);
    for (int i = 0; i < 6; i++) E->U[i] = dfn_state(a, E->size);
    for (int e = 0; e < 2; e++) dfn_side_memory(&E->side[e], a);
}

static int dfn_blocks_of(int nodes)
{
    return (nodes * LANES + 7) / 8;
}

static void dfn_side_weights(dfn_side *s, int e)
{
    for (int k = 0; k < s->n; k++) {
        porous_weight w = porous_weights(e, s->n, k);
        for (int i = k * LANES; i < (k + 1) * LANES; i++) {
            s->w_minus[i] = w.minus, s->w_zero[i] = w.zero, s->w_plus[i] = w.plus;
            s->weight[i] = porous_quadrature(e, s->n, k);
        }
    }
}

static void dfn_side_shape(engine *E, int e, const glass_cell *cell,
                           const engine_mesh *mesh, size_t *at)
{
    dfn_side *s = &E->side[e];
    const glass_material *m = &cell->electrode[e].material[0];
    s->n = mesh->cells[2 * e];
    s->first = e ? E->nn + E->ns : 0;
    s->blocks = dfn_blocks_of(s->n);
    s->rows = 8 * s->blocks;
    s->ocp = glass_law_program(m->ocp);
    double constant;
    s->entropic = NULL;
    if (m->entropic && !(glass_law_is_constant(m->entropic, &constant) && constant == 0))
        s->entropic = glass_law_program(m->entropic);
    s->is_shells = !glass_law_is_constant(m->diffusivity, NULL);
    s->diffusivity = s->is_shells ? glass_law_program(m->diffusivity) : NULL;
    s->modes = s->is_shells ? mesh->shells[e] : poles_find(mesh->modes[e])->count + 1;
    s->phi = *at;
    s->q = *at + (size_t)s->rows;
    *at = s->q + (size_t)(s->rows * s->modes);
}

static engine *dfn_make(const glass_cell *cell, const engine_mesh *mesh)
{
    engine *E = glass_aligned(sizeof *E);
    if (!E) return NULL;
    E->mesh = *mesh;
    E->by = &rosenbrock_methods[mesh->method];
    E->nn = mesh->cells[0], E->ns = mesh->cells[1], E->np = mesh->cells[2];
    E->n = E->nn + E->ns + E->np;
    E->c_blocks = dfn_blocks_of(E->n + 1); /* one cell more: there is always a next one */
    E->c_rows = 8 * E->c_blocks;
    E->has_heat = mesh->has_heat;
    E->law_D = glass_law_program(cell->electrolyte_diffusivity);
    E->law_kappa = glass_law_program(cell->electrolyte_conductivity);
    E->law_chi =
        cell->thermodynamic_factor ? glass_law_program(cell->thermodynamic_factor) : NULL;
    size_t at = (size_t)E->c_rows + 8;
    for (int e = 0; e < 2; e++) dfn_side_shape(E, e, cell, mesh, &at);
    E->tail = at;
    E->size = at + 16;
    dfn_arena arena = {0};
    dfn_memory(E, &arena);
    E->arena = arena.at = glass_aligned(arena.used);
    if (!arena.at) {
        glass_free(E);
        return NULL;
    }
    arena.used = 0;
    dfn_memory(E, &arena);
    for (int e = 0; e < 2; e++) {
        dfn_side_weights(&E->side[e], e);
        dfn_side *s = &E->side[e];
        double rho[DFN_MODES_MAX];
        if (s->is_shells) porous_shells(s->modes, rho, s->shell_v, s->shell_g);
    }
    return E;
}

static void dfn_free(engine *E)
{
    if (E) glass_free(E->arena);
    glass_free(E);
}

static void dfn_load_side(engine *E, int e, int l, const glass_cell *cell)
{
    dfn_side *s = &E->side[e];
    const glass_electrode *el = &cell->electrode[e];
    const glass_material *m = &el->material[0];
    double h = el->thickness / s->n, B = el->transport_efficiency, D = 1;
    s->ha.at[l] = h * m->area_density;
    s->h.at[l] = h, s->B.at[l] = B;
    s->h_sigma.at[l] = h / el->conductivity;
    s->half.at[l] = h / (2 * B);
    s->hB6.at[l] = h / (6 * B);
    double sep = cell->separator_thickness / E->ns / (2 * cell->separator_efficiency);
    s->gamma.at[l] = s->half.at[l] / (4 * (s->half.at[l] + sep));
    s->rate_ref.at[l] = lanes_F * m->rate_constant / sqrt(cell->concentration_initial);
    s->rate_energy.at[l] = m->rate_energy;
    s->diff_energy.at[l] = m->diffusivity_energy;
    glass_law_is_constant(m->diffusivity, &D);
    double r2 = m->radius * m->radius;
    double pull = 1 / (m->radius * lanes_F * m->concentration_max);
    s->shell_ref.at[l] = 1 / r2;
    s->drive[0].at[l] = s->is_shells ? pull : 3 * pull;
    const poles *fit = poles_find(s->modes - 1);
    for (int k = 1; k < s->modes && !s->is_shells; k++) {
        s->pole_ref[k].at[l] = fit->P[k - 1] * D / r2;
        s->drive[k].at[l] = fit->W[k - 1] * pull;
    }
    for (int k = 0; k < s->n; k++) {
        int i = k * LANES + l, cell_at = (s->first + k) * LANES + l;
        int is_edge = e ? k == 0 : k == s->n - 1;
        s->w_zero_c[i] = s->w_zero[i] - (is_edge ? s->gamma.at[l] : 0);
        E->mass[cell_at] = el->porosity * h;
        if (k + 1 < s->n) E->gJ[cell_at] = B / h, E->hB6f[cell_at] = h / (6 * B);
    }
}

static void dfn_load(engine *E, int l, const glass_cell *cell, double ambient)
{
    dfn_load_side(E, 0, l, cell);
    dfn_load_side(E, 1, l, cell);
    double h = cell->separator_thickness / E->ns, B = cell->separator_efficiency;
    E->sep_half.at[l] = h / (2 * B);
    for (int k = E->nn; k < E->nn + E->ns; k++) {
        int i = k * LANES + l;
        E->mass[i] = cell->separator_porosity * h;
        if (k + 1 < E->nn + E->ns) E->gJ[i] = B / h, E->hB6f[i] = h / (6 * B);
    }
    E->area.at[l] = cell->area * cell->pairs;
    E->contact.at[l] = lanes_or(cell->contact_resistance, 0);
    E->tau.at[l] = (1 - cell->transference) / lanes_F;
    E->salt_ref.at[l] = 2 * (1 - cell->transference) * lanes_R / lanes_F;
    E->D_energy.at[l] = lanes_or(cell->electrolyte_diffusivity_energy, 0);
    E->kappa_energy.at[l] = lanes_or(cell->electrolyte_conductivity_energy, 0);
    E->T_ref.at[l] = cell->temperature_reference;
    E->T_now.at[l] = NAN; /* so that `warm` starts anew */
    E->T_ambient.at[l] = ambient;
    E->cooling.at[l] = lanes_or(cell->heat_transfer, 0) * lanes_or(cell->surface, 0);
    E->heat_capacity.at[l] =
        lanes_or(cell->density * cell->volume * cell->heat_capacity, 1);
    E->unit_current.at[l] = cell->capacity / 3600;
    E->start_c.at[l] = cell->concentration_initial;
    /* laws are shared by the lanes up to a factor */
    double c0 = cell->concentration_initial, now, shared;
    now = glass_law_at(cell->electrolyte_diffusivity, c0);
    shared = lanes_law_at(E->law_D, c0);
    E->D_scale.at[l] = now / shared;
    now = glass_law_at(cell->electrolyte_conductivity, c0);
    shared = lanes_law_at(E->law_kappa, c0);
    E->kappa_scale.at[l] = now / shared;
}

static void dfn_begin(engine *E, int l, const double theta[2], double temperature)
{
    for (int k = 0; k < E->c_rows / LANES + 8 / LANES; k++)
        E->y[k * LANES + l] = E->start_c.at[l];
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        double U = lanes_law_at(s->ocp, theta[e]);
        for (int k = 0; k < s->rows / LANES; k++) {
            size_t i = (size_t)(k * LANES + l);
            E->y[s->phi + i] = U;
            for (int m = 0; m < s->modes; m++)
                E->y[s->q + (size_t)(m * s->rows) + i] =
                    s->is_shells || m == 0 ? theta[e] : 0;
        }
    }
    E->y[E->tail + (size_t)l] = 0;
    E->y[E->tail + 8 + (size_t)l] = temperature;
    lane8 T;
    memcpy(&T, E->y + E->tail + 8, sizeof T);
    dfn_warm(E, &T);
}

static void dfn_ambient(engine *E, int l, double temperature, int is_isothermal)
{
    E->T_ambient.at[l] = temperature;
    if (!is_isothermal) return;
    E->y[E->tail + 8 + (size_t)l] = temperature;
    lane8 T;
    memcpy(&T, E->y + E->tail + 8, sizeof T);
    dfn_warm(E, &T);
}

/* The state in one-lane order: c, phi and q of both electrodes without fill, I, T. */
static size_t dfn_state_size(const engine *E)
{
    size_t n = (size_t)E->n + 2;
    for (int e = 0; e < 2; e++) n += (size_t)(E->side[e].n * (1 + E->side[e].modes));
    return n;
}

/* Calls for every unknown of a lane in one-lane order its place in y. */
#define DFN_EACH_UNKNOWN(E, l, i, BODY)                                                    \
    do {                                                                                   \
        for (int k_ = 0; k_ < (E)->n; k_++) {                                              \
            size_t i = (size_t)(k_ * LANES + (l));                                         \
            BODY                                                                           \
        }                                                                                  \
        for (int e_ = 0; e_ < 2; e_++)                                                     \
            for (int m_ = 0; m_ <= (E)->side[e_].modes; m_++)                              \
                for (int k_ = 0; k_ < (E)->side[e_].n; k_++) {                             \
                    size_t i = (E)->side[e_].phi +                                         \
                               (size_t)(m_ * (E)->side[e_].rows + k_ * LANES + (l));       \
                    BODY                                                                   \
                }                                                                          \
        for (int k_ = 0; k_ < 2; k_++) {                                                   \
            size_t i = (E)->tail + (size_t)(8 * k_ + (l));                                 \
            BODY                                                                           \
        }                                                                                  \
    } while (0)

static void dfn_get(const engine *E, int l, double s, double *state)
{
    DFN_EACH_UNKNOWN(E, l, i, { *state++ = s == 1 ? E->y[i] : lanes_between(E, i, s); });
}

static void dfn_set(engine *E, int l, const double *state)
{
    DFN_EACH_UNKNOWN(E, l, i, { E->y[i] = *state++; });
    lane8 T;
    memcpy(&T, E->y + E->tail + 8, sizeof T);
    dfn_warm(E, &T);
}

static void dfn_extremes(const engine *E, int l, engine_extremes *out)
{
    *out = (engine_extremes){.empty = {1, 1}, .salt = INFINITY};
    for (int k = 0; k < E->n; k++)
        out->salt = fmin(out->salt, E->y[(size_t)(k * LANES + l)]);
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        for (int k = 0; k < s->n; k++) {
            double theta = 0;
            for (int m = s->is_shells ? s->modes - 1 : 0; m < s->modes; m++)
                theta += E->y[s->q + (size_t)(m * s->rows + k * LANES + l)];
            out->full[e] = fmax(out->full[e], theta);
            out->empty[e] = fmin(out->empty[e], theta);
        }
    }
}

static const char *dfn_culprit(const engine *E, int l, int *cell)
{
    const double *U = E->U[E->by->stages - 1];
    double worst = -1;
    const char *name = "electrolyte concentration";
    *cell = 0;
    for (int k = 0; k < E->n; k++) {
        size_t i = (size_t)(k * LANES + l);
        double d = fabs(0.05 * U[i] / (E->y[i] + 1));
        if (!(d <= worst)) worst = isnan(d) ? INFINITY : d, *cell = k;
    }
    for (int e = 0; e < 2; e++)
        for (int k = 0; k < E->side[e].n; k++) {
            double d = fabs(U[E->side[e].phi + (size_t)(k * LANES + l)]);
            if (d > worst) {
                worst = d, *cell = E->side[e].first + k;
                name = "potential difference";
            }
        }
    return name;
}

#endif
