/* Time: one Rosenbrock step, Newton for consistent starts, dense output. */
#ifndef GLASSCELL_DFN_STEP_H
#define GLASSCELL_DFN_STEP_H

#include "model/dfn_solve.h"
#include "model/lanes_step.h"

/* Row vectors of dV, and explicit derivatives with respect to I. (4) (7) */
static void dfn_gradient(engine *E)
{
    double *a = E->f2, *b = E->scratch; /* dV along dc_f and dc_(f+1) of face f */
    const double *c = E->y;
    EACH(i, E->c_rows)
    {
        vd X = v_load(E->X + i), Re = v_load(E->Re + i), k = v_load(E->kf + i);
        vd left = -k / v_load(c + i), right = k / v_load_loose(c + i + LANES);
        if (E->law_chi) {
            vd d = v_load_loose(E->lnc + i + LANES) - v_load(E->lnc + i);
            vd k6 = BLOCK(E->K, i) * (1.0 / 6) * d, m = 2 * v_load(E->dchim + i);
            left = left + k6 * (v_load(E->dchi + i) + m);
            right = right + k6 * (v_load_loose(E->dchi + i + LANES) + m);
        }
        v_store(a + i, left - Re * v_load(E->xl + i) - X * v_load(E->rl + i));
        v_store(b + i, right - Re * v_load(E->xr + i) - X * v_load(E->rr + i));
    }
    for (int i = (E->n - 1) * LANES; i < E->c_rows; i++) a[i] = b[i] = 0;
    EACH(i, E->c_rows)
    {
        vd g = v_load(E->Re + i) * v_load(E->gx + i);
        v_store(E->gVc + i, v_load(a + i));
        v_store(E->gVp + i,
                g - v_load_loose(E->Re + i - LANES) * v_load_loose(E->gx + i - LANES));
    }
    for (int k = E->n - 1; k > 0; k--) AT(E->gVc, k) = AT(E->gVc, k) + AT(b, k - 1);
    AT(E->gVp, 0) = AT(E->gVp, 0) - 1;
    AT(E->gVp, E->n - 1) = AT(E->gVp, E->n - 1) + 1;
    const dfn_side *n = &E->side[0], *p = &E->side[1];
    int en = n->n - 1, ep = p->first; /* the quarter terms move with 1/kappa as well */
    AT(E->gVc, en) = AT(E->gVc, en) + 0.25 * LANE(n->half) * AT(E->dka, en) * AT(n->S, en);
    AT(E->gVc, ep) = AT(E->gVc, ep) - 0.25 * LANE(p->half) * AT(E->dka, ep) * AT(p->S, 0);
    LANE(E->rho_n) = AT(E->ka, en);
    LANE(E->rho_p) = AT(E->ka, ep);
}

/* d X_f / dI of every face, hence df_phi/dI and the explicit dV/dI. */
static void dfn_by_current(engine *E)
{
    const dfn_side *n = &E->side[0], *p = &E->side[1];
    double *dX = E->scratch;
    lane one = 1 / LANE(E->area),
         V_I = -LANE(E->contact) - 0.5 * one * (LANE(n->h_sigma) + LANE(p->h_sigma));
    for (int f = 0; f < E->n - 1; f++) {
        lane x = one;
        if (f < E->nn - 1) x = one * LANE(n->h_sigma) * AT(E->gx, f);
        if (f >= E->nn + E->ns) x = one * LANE(p->h_sigma) * AT(E->gx, f);
        AT(dX, f) = x;
        V_I = V_I - x * AT(E->Re, f);
    }
    LANE(E->V_I) = V_I;
    AT(dX, E->n - 1) = one * 0;
    AT(E->colI, 0) = AT(dX, 0);
    for (int k = 1; k < E->n; k++) AT(E->colI, k) = AT(dX, k) - AT(dX, k - 1);
}

/* dQ along dS and dtheta, of the state just evaluated. (8) */
static void dfn_heat_rows(engine *E)
{
    for (int e = 0; e < 2; e++) {
        dfn_side *s = &E->side[e];
        EACH(i, s->rows)
        {
            vd H = v_load(s->U + i), dH = v_load(s->dU + i);
            if (s->entropic) {
                H = H - BLOCK(E->T_ref, i) * v_load(s->UT + i);
                dH = dH - BLOCK(E->T_ref, i) * v_load(s->dUT + i);
            }
            vd aw = -BLOCK(E->area, i) * v_load(s->weight + i);
            v_store(s->heat_S + i, aw * H);
            v_store(s->heat_theta + i, aw * v_load(s->S + i) * dH);
        }
    }
}

/* How near the surfaces of each lane, of the state just evaluated, are to full or empty. */
static void dfn_edge(const engine *E, lane8 *edge)
{
    LANE(*edge) = LANE(E->w) * 0 + 1;
    for (int e = 0; e < 2; e++)
        for (int i = 0; i < E->side[e].n * LANES; i++) {
            double theta = E->side[e].theta[i], rest = 1 - theta;
            double *least = &edge->at[i % LANES], near = theta < rest ? theta : rest;
            *least = near < *least ? near : *least;
        }
}

static const double dfn_warmer = 1e-3; /* [K] for df/dT: error 1e-5, rounding 1e-10 */

static void dfn_prepare(engine *E, engine_lane *out)
{
    lane8 V1 = E->V, Q1 = E->Q;
    E->ctl_now = E->ctl_e;
    if (E->has_heat) {
        memcpy(E->stage_y, E->y, E->size * sizeof *E->y);
        for (int l = 0; l < LANES; l++) E->stage_y[E->tail + 8 + (size_t)l] += dfn_warmer;
        dfn_eval(E, E->stage_y, E->fT, 0);
        V1 = E->V, Q1 = E->Q;
    }
    dfn_eval(E, E->y, E->f, 1);
    E->V0 = E->V, E->Q0 = E->Q;
    dfn_by_current(E);
    dfn_gradient(E);
    if (E->has_heat) {
        for (size_t i = 0; i < E->size; i += VD)
            v_store(E->fT + i, (v_load(E->fT + i) - v_load(E->f + i)) * (1 / dfn_warmer));
        LANE(E->V_T) = (LANE(V1) - LANE(E->V0)) * (1 / dfn_warmer);
        LANE(E->Q_T) = (LANE(Q1) - LANE(E->Q0)) * (1 / dfn_warmer);
        dfn_heat_rows(E);
    }
    if (!out) return;
    const double *phi = E->y + E->side[0].phi;
    lane8 edge;
    dfn_edge(E, &edge);
    for (int l = 0; l < LANES; l++) {
        double low = phi[l];
        for (int k = 1; k < E->nn; k++)
            low = phi[k * LANES + l] < low ? phi[k * LANES + l] : low;
        out[l] = (engine_lane){E->V0.at[l],
                               E->y[E->tail + (size_t)l],
                               E->y[E->tail + 8 + (size_t)l],
                               E->Q0.at[l],
                               low,
                               edge.at[l],
                               E->charge.at[l]};
    }
}

/* Right-hand side of stage i: f + M z + gamma_i h f_t into E->b. */
static void dfn_stage_rhs(engine *E, int i, const double *f, const double *z)
{
    for (size_t k = 0; k < (size_t)E->c_rows; k += VD)
        v_store(E->b + k, v_load(f + k) + v_load(E->mass + k) * v_load(z + k));
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        size_t end = s->q + (size_t)(s->rows * s->modes);
        for (size_t k = s->phi; k < s->phi + (size_t)s->rows; k += VD)
            v_store(E->b + k, v_load(f + k));
        for (size_t k = s->q; k < end; k += VD)
            v_store(E->b + k, v_load(f + k) + v_load(z + k));
    }
    lane8 rise; /* gamma_i h dI/dt of lanes under current control */
    int any = 0;
    for (int l = 0; l < LANES; l++) {
        double et = E->ctl_et.at[l], ht = E->by->d[i] * E->h.at[l] * et;
        rise.at[l] = E->has_linear ? 0 : ht;
        any |= rise.at[l] != 0;
        size_t t = E->tail + (size_t)l;
        E->b[t] = E->has_linear ? f[t] - ht : 0;
        E->b[t + 8] = E->has_heat ? f[t + 8] + E->heat_capacity.at[l] * z[t + 8] -
                                        rise.at[l] * (E->V0.at[l] + E->y[t] * E->V_I.at[l])
                                  : 0;
    }
    if (!any) return;
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        for (int k = 0; k < s->n; k++)
            AT(E->b + s->phi, k) =
                AT(E->b + s->phi, k) + LANE(rise) * AT(E->colI, s->first + k);
    }
}

static const double dfn_least_salt = 1e-12; /* [mol/m3] */

/* Where the potential is flat in theta, the voltage does not tell how far the filling of a
 * node, or a shell's, is off: it counts by itself, by so much that ordinary steps do not
 * notice. [V] */
static const double dfn_filling_weight = 0.02;

/* The largest error of a filling, at the surface or inside, per lane; after the last stage. */
static void dfn_filling_error(const engine *E, lane8 *most)
{
    LANE(*most) = LANE(E->w) * 0;
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        const double *q = E->U[E->by->stages - 1] + s->q;
        size_t rows = (size_t)s->rows;
        EACH(i, s->rows)
        {
            vd d = v_abs(v_load(s->dth + i));
            for (int m = 0; m + 1 < s->modes && s->is_shells; m++)
                d = v_max(d, v_abs(v_load(q + (size_t)m * rows + i)));
            v_store(E->scratch + i, d);
        }
        for (int k = 0; k < s->n * LANES; k++) {
            double *so_far = &most->at[k % LANES], d = E->scratch[k];
            if (!(d <= *so_far) && !isnan(*so_far)) *so_far = d;
        }
    }
}

/* Whether the particles of an electrode took in what flowed, to rounding: not so where a stage
 * came to where the potential is steep without bounds. What is left after currents of a
 * billion times the cell's have cancelled is no step to take. */
static int dfn_keeps_charge(const engine *E, int e, int l)
{
    const double least = 1e-14; /* of the cell's charge, per step */
    const dfn_side *s = &E->side[e];
    const double h = E->h.at[l], I = E->y[E->tail + (size_t)l];
    const double flowed =
        E->has_linear ? E->charge.at[l] : h * (I + 0.5 * h * E->ctl_et.at[l]);
    double gained = 0;
    for (int k = 0; k < s->n; k++) {
        size_t i = (size_t)(k * LANES + l), q = s->q + i;
        gained += s->weight[i] * (E->y_new[q] - E->y[q]);
    }
    gained *= s->ha.at[l] / s->drive[0].at[l] * E->area.at[l];
    return fabs(gained + (e ? -flowed : flowed)) <= least * 3600 * E->unit_current.at[l];
}

/* Error of the step in units of the tolerance, per lane. */
static void dfn_error(const engine *E, double *error)
{
    lane8 sum;
    LANE(sum) = LANE(E->w) * 0;
    const double *U = E->U[E->by->stages - 1];
    for (int k = 0; k < E->n; k++) {
        lane d = 0.05 * AT(U, k) / (AT(E->y, k) + 1);
        LANE(sum) = LANE(sum) + d * d;
    }
    for (int i = 0; i < E->n * LANES;
         i++) /* below nothing there is no state to go on from */
        if (!(E->y_new[i] > dfn_least_salt)) sum.at[i % LANES] = NAN;
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        for (int k = 0; k < s->n; k++) {
            lane c = AT(E->y, s->first + k), d = AT(U + s->phi, k) * c / (c + 1);
            LANE(sum) = LANE(sum) + d * d;
        }
    }
    double count = E->n + E->nn + E->np;
    lane8 filling;
    dfn_filling_error(E, &filling);
    for (int l = 0; l < LANES; l++) {
        size_t t = E->tail + (size_t)l;
        double dI = E->has_linear ? 0.03 * U[t] / E->unit_current.at[l] : 0;
        double dT = E->has_heat ? 1e-3 * U[t + 8] : 0;
        double d = dfn_filling_weight * filling.at[l];
        error[l] = sqrt(sum.at[l] / count + dI * dI + dT * dT + d * d) / E->mesh.tolerance;
        for (int e = 0; e < 2; e++)
            if (!E->side[e].is_shells && !dfn_keeps_charge(E, e, l)) error[l] = NAN;
    }
}

static void dfn_warm_from(engine *E)
{
    lane8 T;
    memcpy(&T, E->y + E->tail + 8, sizeof T);
    dfn_warm(E, &T);
}

static void dfn_attempt(engine *E, const double *h, int method, double *error)
{
    lanes_set_step(E, h, method);
    if (E->has_heat)
        dfn_warm_from(E); /* a failed attempt left its last stage's temperature */
    dfn_factor(E);
    double *z = E->dense2; /* free until the step is accepted */
    E->V_begin = E->V0;
    for (int i = 0; i < E->by->stages; i++) {
        int is_new = !E->by->at_begin[i];
        lanes_stage_state(E, i, z);
        if (is_new) dfn_eval(E, E->stage_y, E->f2, 0);
        dfn_stage_rhs(E, i, is_new ? E->f2 : E->f, z);
        dfn_solve(E, E->b, E->U[i]);
        lane along = LANE(E->v_along);
        if (!E->has_linear)
            along = along + E->by->d[i] * LANE(E->h) * LANE(E->ctl_et) * LANE(E->V_I);
        LANE(E->dV[i]) =
            lanes_stage_voltage(E, i, is_new ? LANE(E->V) : LANE(E->V0), along);
    }
    lanes_finish(E);
    dfn_error(E, error);
}

/* Voltages by the stages' own; where the dense output empties a cell there is none. */
static void dfn_thirds(engine *E, engine_thirds *out)
{
    lanes_thirds(E, out);
    for (int k = 0; k < 2; k++) {
        const double s = (k + 1) / 3.0;
        lane8 V;
        LANE(V) = lanes_dense_voltage(E, s, LANE(E->V0));
        for (int i = 0; i < E->n * LANES; i++)
            if (!(lanes_between(E, (size_t)i, s) > 0)) V.at[i % LANES] = NAN;
        for (int l = 0; l < LANES; l++) out[l].voltage[k] = V.at[l];
    }
}

/* Adds what Newton found to a lane, at most 0.1 V a node: exponentials bear no more. */
static void dfn_newton_move(engine *E, const double *x, int l)
{
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        for (size_t k = s->phi + (size_t)l; k < s->phi + (size_t)(s->n * LANES); k += LANES)
            E->y[k] += fmax(-0.1, fmin(0.1, x[k]));
    }
    if (E->has_linear && E->is_linear[l])
        E->y[E->tail + (size_t)l] += x[E->tail + (size_t)l];
}

/* One Newton step of phi (and I) with salt, lithium and temperature held. */
static void dfn_newton(engine *E, const unsigned char *mask, double *change)
{
    dfn_prepare(E, NULL);
    for (int l = 0; l < LANES; l++) E->w.at[l] = 1e30;
    dfn_factor(E);
    double *b = E->f2, *x = E->U[0];
    memset(b, 0, E->size * sizeof *b);
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        memcpy(b + s->phi, E->f + s->phi, (size_t)s->rows * sizeof *b);
    }
    for (size_t k = E->tail; k < E->tail + 8 && E->has_linear; k++) b[k] = E->f[k];
    dfn_solve(E, b, x);
    for (int l = 0; l < LANES; l++) {
        double most = 0;
        for (int e = 0; e < 2; e++) {
            const dfn_side *s = &E->side[e];
            for (size_t k = s->phi + (size_t)l; k < s->phi + (size_t)(s->n * LANES);
                 k += LANES) {
                if (isnan(x[k]) || fabs(x[k]) > most)
                    most = isnan(most) ? most : fabs(x[k]);
            }
        }
        if (E->has_linear && isnan(x[E->tail + (size_t)l])) most = NAN;
        change[l] = most;
        if (mask[l] && !isnan(most)) dfn_newton_move(E, x, l);
    }
}

#endif
