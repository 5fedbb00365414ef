/* Time and setting up of the single-particle engines; the second half of spm_width.c. */
#ifndef GLASSCELL_SPM_STEP_H
#define GLASSCELL_SPM_STEP_H

#include "model/lanes_step.h"

/* E->b = f + M z + gamma_i h f_t; `by_current` is df/dI. */
static void spm_stage_rhs(engine *E, const spm_step *step, int i, const double *f,
                          const double *z, const double *by_current)
{
    for (size_t k = 0; k < E->c; k += VD) v_store(E->b + k, v_load(f + k) + v_load(z + k));
    for (size_t k = E->c; k < E->tail; k += VD)
        v_store(E->b + k, v_load(f + k) + v_load(E->mass + (k - E->c)) * v_load(z + k));
    lane8 rise;
    int any = 0;
    for (int l = 0; l < LANES; l++) {
        size_t t = E->tail + (size_t)l;
        double ht = E->by->d[i] * E->h.at[l] * E->ctl_et.at[l];
        rise.at[l] = E->has_linear ? 0 : ht;
        any |= rise.at[l] != 0;
        E->b[t] = E->has_linear ? f[t] - ht : 0;
        E->b[t + 8] = E->has_heat ? f[t + 8] + E->heat_capacity.at[l] * z[t + 8] : 0;
    }
    if (!any) return;
    for (size_t k = 0; k < E->tail; k += VD)
        v_store(E->b + k, v_load(E->b + k) + BLOCK(rise, k) * v_load(by_current + k));
    if (E->has_heat)
        AT(E->b + E->tail + 8, 0) =
            AT(E->b + E->tail + 8, 0) -
            LANE(rise) * (step->H + LANE(E->V0) + step->I * LANE(E->V_I));
}

/* The linear part of the voltage along what stage i found. */
static lane spm_stage_along(const engine *E, const spm_step *step, int i)
{
    lane x = spm_along_V(E, &step->g, E->U[i]);
    if (E->has_linear) x = x + LANE(E->V_I) * AT(E->U[i] + E->tail, 0);
    if (E->has_heat) x = x + LANE(E->V_T) * AT(E->U[i] + E->tail + 8, 0);
    if (!E->has_linear) x = x + E->by->d[i] * LANE(E->h) * LANE(E->ctl_et) * LANE(E->V_I);
    return x;
}

/* As in the DFN: where the potential is flat, fillings count by themselves. [V] */
static const double spm_filling_weight = 0.02;
static const double spm_least_salt = 1e-12; /* [mol/m3] */

/* The largest error of a shell's filling; NAN where a step ended below no salt. */
static void spm_filling_error(const engine *E, lane8 *most)
{
    LANE(*most) = LANE(E->w) * 0;
    for (int e = 0; e < 2; e++) {
        const double *q = E->U[E->by->stages - 1] + E->side[e].q;
        for (int i = 0; i < E->side[e].modes * LANES && E->side[e].is_shells; i++) {
            double *so_far = &most->at[i % LANES], d = fabs(q[i]);
            if (!(d <= *so_far) && !isnan(*so_far)) *so_far = d;
        }
    }
    for (int i = 0; i < E->n * LANES && SPM_SALT; i++)
        if (!(E->y_new[E->c + (size_t)i] > spm_least_salt)) most->at[i % LANES] = NAN;
}

/* Error of the step in units of the tolerance: of V, and of I and T where they are unknown. */
static void spm_error(const engine *E, const lane8 *V, double *error)
{
    const double *U = E->U[E->by->stages - 1];
    lane8 filling;
    spm_filling_error(E, &filling);
    for (int l = 0; l < LANES; l++) {
        size_t t = E->tail + (size_t)l;
        double dI = E->has_linear ? 0.03 * U[t] / E->unit_current.at[l] : 0;
        double dT = E->has_heat ? 1e-3 * U[t + 8] : 0;
        double d = spm_filling_weight * filling.at[l];
        error[l] =
            sqrt(V->at[l] * V->at[l] + dI * dI + dT * dT + d * d) / E->mesh.tolerance;
    }
}

/* The state of the last attempt at a fraction of it, into E->stage_y. */
static void spm_state_within(engine *E, double s)
{
    for (size_t k = 0; k < E->size; k += VD)
        v_store(E->stage_y + k,
                v_load(E->y + k) * (1 - s) +
                    s * (v_load(E->y_new + k) +
                         (1 - s) * (v_load(E->dense2 + k) + s * v_load(E->dense3 + k))));
}

static const double spm_gap_weight =
    0.2; /* the looked-at voltage is told, not the stages' */

/* With nothing but smooth particles to integrate, steps could grow beyond what the stages see
 * of the bends of U(theta): the voltage at the thirds, and how far off the stages' own is. */
static lane8 spm_look_within(engine *E)
{
    lane8 gap = {{0}};
    const int last = E->by->stages - 1;
    lane V_new = LANE(E->V_begin) + LANE(E->dV[last]);
    for (int j = 0; j < last; j++) V_new = V_new + E->by->A[last][j] * LANE(E->dV[j]);
    lanes_coefficients(E);
    for (int k = 0; k < 2; k++) {
        const double s = (k + 1) / 3.0;
        lane8 own;
        spm_state_within(E, s);
        spm_eval(E, E->stage_y, E->f2, 0);
        E->third[k] = E->V;
        LANE(own) = lanes_dense_voltage(E, s, V_new);
        for (int l = 0; l < LANES; l++) {
            double apart = fabs(own.at[l] - E->V.at[l]);
            if (!(apart <= gap.at[l])) gap.at[l] = apart;
        }
    }
    return gap;
}

static void spm_warm_from(engine *E)
{
    lane8 T;
    memcpy(&T, E->y + E->tail + 8, sizeof T);
    spm_warm(E, &T);
}

static void spm_attempt(engine *E, const double *h, int method, double *error)
{
    const spm_step *step = &E->step;
    lanes_set_step(E, h, method);
    spm_warm_from(E); /* an attempt that failed left its last stage's temperature */
    spm_factor(E);
    double *z = E->dense2, *by_current = E->dense3; /* free until the step is accepted */
    spm_by_current(E, by_current);
    E->V_begin = E->V0;
    for (int i = 0; i < E->by->stages; i++) {
        int is_new = !E->by->at_begin[i];
        lanes_stage_state(E, i, z);
        if (is_new) spm_eval(E, E->stage_y, E->f2, 0);
        spm_stage_rhs(E, step, i, is_new ? E->f2 : E->f, z, by_current);
        spm_solve(E, step, E->b, E->U[i]);
        LANE(E->dV[i]) = lanes_stage_voltage(E, i, is_new ? LANE(E->V) : LANE(E->V0),
                                             spm_stage_along(E, step, i));
    }
    lanes_finish(E);
    spm_error(E, &E->dV[E->by->stages - 1], error);
    lane8 gap = spm_look_within(E);
    for (int l = 0; l < LANES; l++)
        error[l] += spm_gap_weight * gap.at[l] / E->mesh.tolerance;
}

static void spm_thirds(engine *E, engine_thirds *out)
{
    lanes_thirds(E, out);
    for (int k = 0; k < 2; k++)
        for (int l = 0; l < LANES; l++) out[l].voltage[k] = E->third[k].at[l];
}

/* a V + b I + d V I - e of a lane at another current, and its slope: salt and fillings stand
 * still, so that V moves by the two overpotentials and by ohmic resistance alone. */
static double spm_balance(const engine *E, int l, double I, double *slope)
{
    const double before = E->y[E->tail + (size_t)l];
    const double volt = 2 * lanes_R * E->T_now.at[l] / lanes_F;
    double V = E->V0.at[l], V_I = E->V_I.at[l], rise = 0, rise_I = 0;
    for (int e = 0; e < 2; e++) {
        const spm_side *s = &E->side[e];
        const double z = s->bend.at[l], sign = e ? volt : -volt;
        V_I -= sign / volt * s->eta_I.at[l];
        rise += sign * (asinh(z * I) - asinh(z * before));
        rise_I += sign * z / sqrt(1 + z * z * I * I);
    }
    V += V_I * (I - before) + rise, V_I += rise_I;
    *slope =
        (E->ctl_a.at[l] + E->ctl_d.at[l] * I) * V_I + E->ctl_b.at[l] + E->ctl_d.at[l] * V;
    return (E->ctl_a.at[l] + E->ctl_d.at[l] * I) * V + E->ctl_b.at[l] * I - E->ctl_e.at[l];
}

/* The current at which the control holds. V falls with I: under voltage or resistance the
 * balance falls everywhere, and a bracket with Newton inside cannot miss. Power rises from
 * I = 0 to its largest value, hollow side down: Newton from 0 comes up to the root from
 * below, and where the slope is spent there is none (NAN). */
static double spm_current(const engine *E, int l)
{
    enum { CURRENT_MAX = 200 };
    const int is_power = E->ctl_d.at[l] != 0;
    double I = is_power ? 0 : E->y[E->tail + (size_t)l], low = -INFINITY, high = INFINITY;
    double reach = E->unit_current.at[l], slope;
    for (int k = 0; k < CURRENT_MAX; k++) {
        double g = spm_balance(E, l, I, &slope);
        if (isnan(g) || (is_power && !(slope > 0))) return NAN;
        if (g == 0) return I;
        if (!is_power) *(g > 0 ? &low : &high) = I;
        double next = I - g / slope, most = reach * 4;
        if (!is_power && !(next > low && next < high))
            next = isinf(low)    ? I - (reach = most)
                   : isinf(high) ? I + (reach = most)
                                 : 0.5 * (low + high);
        if (fabs(next - I) <= 4e-16 * fabs(I)) return next;
        I = next;
    }
    return I;
}

/* Only the current can be inconsistent, and is found at once. */
static void spm_newton(engine *E, const unsigned char *mask, double *change)
{
    spm_prepare(E, NULL);
    for (int l = 0; l < LANES; l++) {
        size_t t = E->tail + (size_t)l;
        change[l] = 0;
        if (!mask[l] || !E->is_linear[l]) continue;
        double I = spm_current(E, l), step = I - E->y[t];
        double small = 1e-12 * fabs(I); /* an asinh that is steep gets no nearer */
        change[l] = fabs(step) <= small ? 0 : fabs(step * E->V_I.at[l]);
        if (!isfinite(I))
            change[l] = NAN;
        else
            E->y[t] = I;
    }
}

static double *spm_take(double **at, size_t doubles)
{
    double *out = *at ? *at + 8 : NULL;
    *at = *at + ((doubles + 31) & ~(size_t)7); /* counts from NULL in the first pass */
    return out;
}

static size_t spm_memory(engine *E, double *at)
{
    double *begin = at;
    double **rows[] = {&E->mass, &E->gJ,  &E->hB6,    &E->omega,  &E->share, &E->cm,
                       &E->D,    &E->dD,  &E->Dm,     &E->dDm,    &E->ka,    &E->dka,
                       &E->km,   &E->dkm, &E->lnc,    &E->J,      &E->jl,    &E->jr,
                       &E->Re,   &E->rl,  &E->rr,     &E->lower,  &E->inv,   &E->upper,
                       &E->gVc,  &E->chi, &E->dchi,   &E->chim,   &E->dchim, &E->kf,
                       &E->kl,   &E->kr,  &E->source, &E->scratch};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        *rows[i] = spm_take(&at, (size_t)E->rows);
    double **states[] = {&E->y,       &E->y_old,  &E->y_new,  &E->f,  &E->f2, &E->b,
                         &E->stage_y, &E->dense2, &E->dense3, &E->xI, &E->xT, &E->fT};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        *states[i] = spm_take(&at, E->size);
    for (int i = 0; i < 6; i++) E->U[i] = spm_take(&at, E->size);
    return (size_t)(at - begin);
}

static void spm_side_shape(engine *E, int e, const glass_cell *cell, size_t *at)
{
    spm_side *s = &E->side[e];
    const glass_material *m = &cell->electrode[e].material[0];
    double constant;
    s->n = E->mesh.cells[2 * e];
    s->first = e ? E->nn + E->ns : 0;
    s->ocp = glass_law_program(m->ocp);
    if (m->entropic && !(glass_law_is_constant(m->entropic, &constant) && constant == 0))
        s->entropic = glass_law_program(m->entropic);
    s->is_shells = !glass_law_is_constant(m->diffusivity, NULL);
    s->diffusivity = s->is_shells ? glass_law_program(m->diffusivity) : NULL;
    s->modes = s->is_shells ? E->mesh.shells[e] : poles_find(E->mesh.modes[e])->count + 1;
    s->rows = (s->modes * LANES + 7) & ~7;
    s->q = *at;
    *at += (size_t)s->rows;
    double rho[SPM_MODES_MAX];
    if (s->is_shells) porous_shells(s->modes, rho, s->shell_v, s->shell_g);
}

/* Shares of the mean potentials and of the current, face by face. (1) */
static void spm_shares(engine *E)
{
    for (int f = 0; f + 1 < E->n; f++) {
        double share = 1;
        if (f < E->nn) share = (f + 1.0) / E->nn;
        if (f >= E->nn + E->ns) share = 1 - (f + 1.0 - E->nn - E->ns) / E->np;
        for (int l = 0; l < LANES; l++) {
            E->omega[f * LANES + l] = share;
            E->share[f * LANES + l] = share;
        }
    }
    for (int k = 0; k < E->n; k++)
        for (int l = 0; l < LANES; l++)
            E->source[k * LANES + l] = k < E->nn            ? 1.0 / E->nn
                                       : k >= E->nn + E->ns ? -1.0 / E->np
                                                            : 0;
}

static engine *spm_make(const glass_cell *cell, const engine_mesh *mesh)
{
    engine *E = glass_aligned(sizeof *E);
    if (!E) return NULL;
    E->mesh = *mesh;
    E->by = &rosenbrock_methods[mesh->method];
    E->nn = mesh->cells[0], E->ns = mesh->cells[1], E->np = mesh->cells[2];
    E->n = E->nn + E->ns + E->np;
    E->rows = ((E->n + 1) * LANES + 7) & ~7;
    E->has_heat = mesh->has_heat;
#if SPM_SALT
    E->law_D = glass_law_program(cell->electrolyte_diffusivity);
    E->law_kappa = glass_law_program(cell->electrolyte_conductivity);
    if (cell->thermodynamic_factor)
        E->law_chi = glass_law_program(cell->thermodynamic_factor);
#endif
    size_t at = 0;
    for (int e = 0; e < 2; e++) spm_side_shape(E, e, cell, &at);
    E->c = at;
    E->tail = at + (size_t)E->rows + 8;
    E->size = E->tail + 16;
    size_t doubles = spm_memory(E, NULL);
    E->arena = glass_aligned((doubles + 16) * sizeof(double));
    if (!E->arena) {
        glass_free(E);
        return NULL;
    }
    spm_memory(E, E->arena);
    spm_shares(E);
    return E;
}

static void spm_free(engine *E)
{
    if (E) glass_free(E->arena);
    glass_free(E);
}

static void spm_load_side(engine *E, int e, int l, const glass_cell *cell)
{
    spm_side *s = &E->side[e];
    const glass_electrode *el = &cell->electrode[e];
    const glass_material *m = &el->material[0];
    double D = 1, r2 = m->radius * m->radius, area = cell->area * cell->pairs;
    double pull = 1 / (m->radius * lanes_F * m->concentration_max);
    s->per_current.at[l] = (e ? -1 : 1) / (area * m->area_density * el->thickness);
    s->rate_ref.at[l] =
        lanes_F * m->rate_constant / sqrt(lanes_or(cell->concentration_initial, 1000));
    s->rate_energy.at[l] = lanes_or(m->rate_energy, 0);
    s->diff_energy.at[l] = lanes_or(m->diffusivity_energy, 0);
    glass_law_is_constant(m->diffusivity, &D);
    s->shell_ref.at[l] = 1 / r2;
    const poles *fit = poles_find(s->modes - 1);
    int last = s->modes - 1; /* the mean is kept last, where shells have their surface */
    s->drive[s->is_shells ? 0 : last].at[l] = s->is_shells ? pull : 3 * pull;
    for (int k = 0; k < last && !s->is_shells; k++) {
        s->pole_ref[k].at[l] = fit->P[k] * D / r2;
        s->drive[k].at[l] = fit->W[k] * pull;
    }
    double h = el->thickness / s->n, B = el->transport_efficiency;
    s->h.at[l] = h, s->B.at[l] = B;
    double third = el->thickness / (3 * el->conductivity);
    s->third.at[l] = SPM_SALT ? third : 0;
    for (int k = 0; k < s->n; k++) {
        int i = (s->first + k) * LANES + l;
        E->mass[i] = SPM_SALT ? el->porosity * h : 1;
        if (k + 1 < s->n && SPM_SALT) E->gJ[i] = B / h, E->hB6[i] = h / (6 * B);
    }
}

static void spm_load(engine *E, int l, const glass_cell *cell, double ambient)
{
    for (int e = 0; e < 2; e++) spm_load_side(E, e, l, cell);
    double h = cell->separator_thickness / E->ns, B = cell->separator_efficiency;
    E->sep_h.at[l] = h, E->sep_B.at[l] = B;
    for (int k = E->nn; k < E->nn + E->ns; k++) {
        int i = k * LANES + l;
        E->mass[i] = SPM_SALT ? cell->separator_porosity * h : 1;
        if (k + 1 < E->nn + E->ns) E->gJ[i] = B / h, E->hB6[i] = h / (6 * B);
    }
    double c0 = lanes_or(cell->concentration_initial, 1000), t = cell->transference;
    E->area.at[l] = cell->area * cell->pairs;
    E->contact.at[l] = lanes_or(cell->contact_resistance, 0);
    E->tau.at[l] = (1 - t) / lanes_F;
    E->salt_ref.at[l] = 2 * (1 - t) * lanes_R / lanes_F;
    E->D_energy.at[l] = lanes_or(cell->electrolyte_diffusivity_energy, 0);
    E->kappa_energy.at[l] = lanes_or(cell->electrolyte_conductivity_energy, 0);
    E->T_ref.at[l] = cell->temperature_reference;
    E->T_now.at[l] = NAN;
    E->T_ambient.at[l] = ambient;
    E->cooling.at[l] = lanes_or(cell->heat_transfer, 0) * lanes_or(cell->surface, 0);
    E->heat_capacity.at[l] =
        lanes_or(cell->density * cell->volume * cell->heat_capacity, 1);
    E->unit_current.at[l] = cell->capacity / 3600;
    E->start_c.at[l] = c0;
    E->D_scale.at[l] = E->kappa_scale.at[l] = 1;
#if SPM_SALT
    E->D_scale.at[l] =
        glass_law_at(cell->electrolyte_diffusivity, c0) / lanes_law_at(E->law_D, c0);
    E->kappa_scale.at[l] =
        glass_law_at(cell->electrolyte_conductivity, c0) / lanes_law_at(E->law_kappa, c0);
#endif
}

static void spm_begin(engine *E, int l, const double theta[2], double temperature)
{
    for (size_t k = E->c / LANES; k < E->tail / LANES; k++)
        E->y[k * LANES + (size_t)l] = E->start_c.at[l];
    for (int e = 0; e < 2; e++) {
        const spm_side *s = &E->side[e];
        for (int m = 0; m < s->modes; m++)
            E->y[s->q + (size_t)(m * LANES + l)] =
                s->is_shells || m == s->modes - 1 ? theta[e] : 0;
    }
    E->y[E->tail + (size_t)l] = 0;
    E->y[E->tail + 8 + (size_t)l] = temperature;
    spm_warm_from(E);
}

static void spm_ambient(engine *E, int l, double temperature, int is_isothermal)
{
    E->T_ambient.at[l] = temperature;
    if (!is_isothermal) return;
    E->y[E->tail + 8 + (size_t)l] = temperature;
    spm_warm_from(E);
}

static size_t spm_state_size(const engine *E)
{
    return (size_t)(E->n + E->side[0].modes + E->side[1].modes + 2);
}

/* Place in y of unknown k of a lane, in one-lane order: c, q of both electrodes, I, T. */
static size_t spm_place(const engine *E, size_t k, int l)
{
    size_t n = (size_t)E->n, at = (size_t)l;
    if (k < n) return E->c + k * LANES + at;
    k -= n;
    for (int e = 0; e < 2; e++) {
        size_t modes = (size_t)E->side[e].modes;
        if (k < modes) return E->side[e].q + k * LANES + at;
        k -= modes;
    }
    return E->tail + 8 * k + at;
}

static void spm_get(const engine *E, int l, double s, double *state)
{
    for (size_t k = 0; k < spm_state_size(E); k++) {
        size_t i = spm_place(E, k, l);
        state[k] = s == 1 ? E->y[i] : lanes_between(E, i, s);
    }
}

static void spm_set(engine *E, int l, const double *state)
{
    for (size_t k = 0; k < spm_state_size(E); k++) E->y[spm_place(E, k, l)] = state[k];
    spm_warm_from(E);
}

static void spm_extremes(const engine *E, int l, engine_extremes *out)
{
    *out = (engine_extremes){.salt = INFINITY};
    for (int k = 0; k < E->n; k++)
        out->salt = fmin(out->salt, E->y[E->c + (size_t)(k * LANES + l)]);
    for (int e = 0; e < 2; e++) {
        const spm_side *s = &E->side[e];
        for (int m = s->is_shells ? s->modes - 1 : 0; m < s->modes; m++)
            out->full[e] += E->y[s->q + (size_t)(m * LANES + l)];
        out->empty[e] = out->full[e];
    }
}

static const char *spm_culprit(const engine *E, int l, int *cell)
{
    double n = E->side[0].theta.at[l], p = E->side[1].theta.at[l];
    int is_positive = fmin(p, 1 - p) < fmin(n, 1 - n) || isnan(p);
    *cell = is_positive ? E->nn + E->ns : 0;
    return "surface stoichiometry";
}

#if SPM_SALT
#define SPM_NAME spme
#define SPM_KIND ENGINE_UNIFORM_SALT
#else
#define SPM_NAME spm
#define SPM_KIND ENGINE_UNIFORM
#endif
#define SPM_JOIN(model, width, lanes) LANES_JOIN(model, width, lanes)

extern const engine_ops SPM_JOIN(SPM_NAME, WIDTH, LANES);
const engine_ops SPM_JOIN(SPM_NAME, WIDTH, LANES) = {
    .model = LANES_TEXT(SPM_NAME),
    .kind = SPM_KIND,
    .vector = LANES_TEXT(WIDTH),
    .lanes = LANES,
    .make = spm_make,
    .free = spm_free,
    .load = spm_load,
    .begin = spm_begin,
    .ambient = spm_ambient,
    .control = lanes_control,
    .newton = spm_newton,
    .prepare = spm_prepare,
    .attempt = spm_attempt,
    .accept = lanes_accept,
    .undo = lanes_undo,
    .thirds = spm_thirds,
    .state_size = spm_state_size,
    .get = spm_get,
    .set = spm_set,
    .hold = lanes_hold,
    .release = lanes_release,
    .extremes = spm_extremes,
    .culprit = spm_culprit,
};

#endif
