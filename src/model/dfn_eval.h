/* Right-hand sides and derivatives of the DFN on one engine: docs/theory/dfn.md.
 *
 * The equations, of cell k and face f between k and k + 1 (I > 0 discharges, i = I/A):
 *   (1) eps h dc/dt   = J_k - J_(k-1) + (1-t+)/F [W S]_k
 *   (2) 0             = X_k - X_(k-1) - [W S]_k
 *   (3) J_f = B/h D_f (c_(k+1) - c_k),            D_f by Simpson over c
 *   (4) X_f = (phi_(k+1) - phi_k + i h/sigma + K_f (ln c_(k+1) - ln c_k)) / R_f,
 *       R_f = h/sigma + Re_f, Re_f = h/B <1/kappa> by Simpson
 *   (5) S = h a j, j = 2 j0 sinh(F (phi - U)/2RT), j0 = rate sqrt(c theta (1 - theta))
 *   (6) theta = sum of modes; dq_m/dt = -P_m D/R^2 q_m - W_m/(R F c_max) j
 *   (7) V = phi_N - phi_1 - sum_f (X_f Re_f - K_f dln c) - i (h/2 sigma)_n,p + quarter terms
 *   (8) C dT/dt = Q - hA (T - T_amb), Q = -A sum w S (U_ref - T_ref dU/dT) - I V
 * W are the weights of the compact scheme, w their column sums. */
#ifndef GLASSCELL_DFN_EVAL_H
#define GLASSCELL_DFN_EVAL_H

#include "model/dfn_engine.h"
#include "model/porous.h"

/* Everything that depends on temperature alone, at T. Does nothing where T is as before. */
static void dfn_warm(engine *E, const lane8 *T)
{
    int same = 1;
    for (int l = 0; l < LANES; l++) same &= E->T_now.at[l] == T->at[l];
    if (same) return;
    E->T_now = *T;
    LANE(E->K) = LANE(E->salt_ref) * LANE(E->T_now);
    for (int l = 0; l < LANES; l++) E->f_half.at[l] = lanes_F / (2 * lanes_R * T->at[l]);
    E->D_factor = lanes_arrhenius(&E->D_energy, &E->T_ref, T);
    E->kappa_factor = lanes_arrhenius(&E->kappa_energy, &E->T_ref, T);
    LANE(E->D_factor) = LANE(E->D_factor) * LANE(E->D_scale);
    LANE(E->kappa_factor) = LANE(E->kappa_factor) * LANE(E->kappa_scale);
    for (int e = 0; e < 2; e++) {
        dfn_side *s = &E->side[e];
        lane8 rate = lanes_arrhenius(&s->rate_energy, &E->T_ref, T);
        LANE(s->rate) = LANE(s->rate_ref) * LANE(rate);
        s->diff_factor = lanes_arrhenius(&s->diff_energy, &E->T_ref, T);
        for (int m = 0; m < s->modes && !s->is_shells; m++)
            LANE(s->pole[m]) = LANE(s->pole_ref[m]) * LANE(s->diff_factor);
    }
}

/* Stoichiometry at the surface of every node. (6) */
static void dfn_surface(dfn_side *s, const double *q)
{
    if (s->is_shells) {
        memcpy(s->theta, q + (size_t)(s->modes - 1) * (size_t)s->rows,
               (size_t)s->rows * sizeof *q);
        return;
    }
    EACH(i, s->rows)
    {
        vd sum = v_load(q + i);
        for (int m = 1; m < s->modes; m++)
            sum = sum + v_load(q + (size_t)m * (size_t)s->rows + i);
        v_store(s->theta + i, sum);
    }
}

/* p and lift of j = 2 rate sqrt(c p) sinh(x - lift) at a filling, with their slopes. Away from
 * the ends p = theta (1 - theta) and there is no lift. Where a surface is all but full or empty
 * its rates go to nothing smoothly over a width of POROUS_EDGE instead of ending: the reaction
 * dies away and moves on to other depths, and no root of a negative number can come up. Only
 * what fills on dies: lithium that leaves an overfull surface, or enters one that is below
 * empty, finds a share of POROUS_EDGE of the places, so that no node is locked for ever. */
typedef struct dfn_filling {
    vd p, slope, lift, lift_slope;
} dfn_filling;

/* Places at one end, for what uses them up and for what gives them back, in logarithm. */
static void dfn_places(vd u, vd ln[2], vd slope[2])
{
    vd x = v_min(v_max(u * (1 / POROUS_EDGE), v_set(-300.0)), v_set(40.0));
    vd e = v_exp(x), share = 1 / (1 + e), soft = v_select(x < -30.0, e, v_log(1 + e));
    vi far = u > 40 * POROUS_EDGE, beyond = x <= -300.0;
    vd none = v_set(0.0), all = soft + share; /* in units of the edge */
    vd far_slope = 1 / v_max(u, v_set(40 * POROUS_EDGE));
    vd size = v_select(far, u, POROUS_EDGE * soft);
    ln[0] = v_log(size);
    ln[1] = v_log(v_select(far, u, POROUS_EDGE * all));
    vd rise = e * share;
    slope[0] =
        v_select(far, far_slope, v_select(beyond, none, rise / (POROUS_EDGE * soft)));
    slope[1] =
        v_select(far, far_slope, v_select(beyond, none, rise * rise / (POROUS_EDGE * all)));
}

static __attribute__((noinline)) dfn_filling dfn_filling_edge(vd theta)
{
    vd full[2], full_slope[2], empty[2], empty_slope[2];
    dfn_places(theta, empty, empty_slope);
    dfn_places(1 - theta, full, full_slope);
    vd out = empty[0] + full[1], in = empty[1] + full[0]; /* ln of the two rates' places */
    vd out_slope = empty_slope[0] - full_slope[1],
       in_slope = empty_slope[1] - full_slope[0];
    dfn_filling f = {.p = v_exp(0.5 * (out + in)), .lift = 0.25 * (in - out)};
    f.slope = f.p * 0.5 * (out_slope + in_slope);
    f.lift_slope = 0.25 * (in_slope - out_slope);
    return f;
}

static inline dfn_filling dfn_filling_at(vd theta)
{
    vd rest = 1 - theta, none = v_set(0.0);
    if (v_any((theta < 40 * POROUS_EDGE) | (rest < 40 * POROUS_EDGE)))
        return dfn_filling_edge(theta);
    return (dfn_filling){theta * rest, rest - theta, none, none};
}

/* Kinetics of one electrode. (5) */
static inline __attribute__((always_inline)) void
dfn_kinetics(engine *E, dfn_side *s, const double *phi, const int deriv)
{
    size_t rows = (size_t)s->rows;
    law_kernel_eval(s->ocp, rows, s->theta, s->U, deriv ? s->dU : NULL);
    if (s->entropic)
        law_kernel_eval(s->entropic, rows, s->theta, s->UT, deriv ? s->dUT : NULL);
    EACH(i, s->rows)
    {
        vd theta = v_load(s->theta + i), c = v_load(s->c + i), U = v_load(s->U + i);
        vd dT = BLOCK(E->T_now, i) - BLOCK(E->T_ref, i), fh = BLOCK(E->f_half, i);
        if (s->entropic) U = U + dT * v_load(s->UT + i);
        dfn_filling at = dfn_filling_at(theta);
        vd p = at.p, x = fh * (v_load(phi + i) - U) - at.lift;
        x = v_min(v_max(x, v_set(-300.0)), v_set(300.0));
        vd up = v_exp(x), down = 1 / up;
        vd j0 = BLOCK(s->rate, i) * v_sqrt(c * p);
        vd j = j0 * (up - down);
        v_store(s->j + i, j);
        v_store(s->S + i, BLOCK(s->ha, i) * j);
        if (!deriv) continue;
        vd dU = v_load(s->dU + i);
        if (s->entropic) dU = dU + dT * v_load(s->dUT + i);
        vd jphi = j0 * (up + down) * fh, inv = j / (2 * c * p);
        v_store(s->jphi + i, jphi);
        v_store(s->jc + i, inv * p);
        vd shift = dU + at.lift_slope / fh;
        v_store(s->jth + i, inv * c * at.slope - shift * jphi);
    }
    for (int i = s->n * LANES; i < s->rows; i++) {
        s->j[i] = s->S[i] = 0;
        if (deriv) s->jc[i] = s->jphi[i] = s->jth[i] = 0;
    }
}

/* Particle right-hand sides by fitted poles. (6) */
static void dfn_poles(dfn_side *s, const double *q, double *f)
{
    for (int m = 0; m < s->modes; m++) {
        size_t o = (size_t)m * (size_t)s->rows;
        EACH(i, s->rows)
        v_store(f + o + i, -(BLOCK(s->pole[m], i) * v_load(q + o + i) +
                             BLOCK(s->drive[m], i) * v_load(s->j + i)));
    }
}

/* Particle right-hand sides by radial volumes, D of stoichiometry: between two nodes by Simpson
 * over the stoichiometry, since D of real materials dips tenfold within a few hundredths. */
static void dfn_shells(dfn_side *s, const double *q, double *f, int deriv)
{
    size_t rows = (size_t)s->rows, all = rows * (size_t)s->modes;
    double *D = deriv ? s->D : s->D_now; /* the matrix keeps that of `prepare` */
    double *middle = s->inside + all;
    for (size_t i = 0; i < all; i += VD) /* laws may be anything beyond empty and full */
        v_store(s->inside + i, v_min(v_max(v_load(q + i), v_set(0.0)), v_set(1.0)));
    for (size_t i = 0; i + rows < all; i += VD)
        v_store(middle + i, 0.5 * (v_load(s->inside + i) + v_load(s->inside + i + rows)));
    law_kernel_eval(s->diffusivity, 2 * all - rows, s->inside, D, deriv ? s->dD : NULL);
    EACH(i, s->rows)
    {
        vd scale = BLOCK(s->shell_ref, i) * BLOCK(s->diff_factor, i), in = v_set(0.0);
        for (int m = 0; m < s->modes; m++) {
            size_t o = (size_t)m * rows + (size_t)i;
            vd out = v_set(0.0);
            if (m + 1 < s->modes) {
                vd sum = v_load(D + o) + 4 * v_load(D + all + o) + v_load(D + o + rows);
                vd d = v_load(q + o + rows) - v_load(q + o);
                out = scale * (s->shell_g[m] / 6) * sum * d;
            } else
                out = -(BLOCK(s->drive[0], i) * v_load(s->j + i));
            v_store(f + o, (out - in) * (1 / s->shell_v[m]));
            in = out;
        }
    }
}

/* Salt diffusivity, conductivity, ln c at cells and at the middles between them. */
static void dfn_electrolyte(engine *E, const double *c, int deriv)
{
    size_t rows = (size_t)E->c_rows;
    EACH(i, E->c_rows)
    {
        v_store(E->cm + i, 0.5 * (v_load(c + i) + v_load_loose(c + i + LANES)));
        v_store(E->lnc + i, v_log(v_load(c + i)));
    }
    law_kernel_eval(E->law_D, rows, c, E->De, deriv ? E->dDe : NULL);
    law_kernel_eval(E->law_D, rows, E->cm, E->Dm, deriv ? E->dDm : NULL);
    law_kernel_eval(E->law_kappa, rows, c, E->ka, deriv ? E->dka : NULL);
    law_kernel_eval(E->law_kappa, rows, E->cm, E->km, deriv ? E->dkm : NULL);
    EACH(i, E->c_rows)
    { /* resistivities; derivative of 1/kappa */
        vd r = 1 / (BLOCK(E->kappa_factor, i) * v_load(E->ka + i));
        vd rm = 1 / (BLOCK(E->kappa_factor, i) * v_load(E->km + i));
        if (deriv) {
            v_store(E->dka + i, -(r * r) * BLOCK(E->kappa_factor, i) * v_load(E->dka + i));
            v_store(E->dkm + i,
                    -(rm * rm) * BLOCK(E->kappa_factor, i) * v_load(E->dkm + i));
        }
        v_store(E->ka + i, r);
        v_store(E->km + i, rm);
        v_store(E->kf + i, BLOCK(E->K, i));
    }
    if (!E->law_chi) return;
    law_kernel_eval(E->law_chi, rows, c, E->chi, E->dchi);
    law_kernel_eval(E->law_chi, rows, E->cm, E->chim, E->dchim);
    EACH(i, E->c_rows)
    v_store(E->kf + i, BLOCK(E->K, i) * (1.0 / 6) *
                           (v_load(E->chi + i) + 4 * v_load(E->chim + i) +
                            v_load_loose(E->chi + i + LANES)));
}

/* Two faces between regions: resistances of the two half cells in series. (3) */
static void dfn_interface(engine *E, const double *c, int face, lane half_left,
                          lane half_right, int deriv)
{
    lane Dl = AT(E->De, face) * LANE(E->D_factor),
         Dr = AT(E->De, face + 1) * LANE(E->D_factor);
    lane R = half_left / Dl + half_right / Dr, d = AT(c, face + 1) - AT(c, face);
    AT(E->J, face) = d / R;
    AT(E->Re, face) = half_left * AT(E->ka, face) + half_right * AT(E->ka, face + 1);
    if (!deriv) return;
    lane pull = d / (R * R);
    AT(E->jl, face) =
        -1 / R + pull * half_left * AT(E->dDe, face) * LANE(E->D_factor) / (Dl * Dl);
    AT(E->jr, face) =
        1 / R + pull * half_right * AT(E->dDe, face + 1) * LANE(E->D_factor) / (Dr * Dr);
    AT(E->rl, face) = half_left * AT(E->dka, face);
    AT(E->rr, face) = half_right * AT(E->dka, face + 1);
}

/* Salt flux of every face, and the ionic resistance of every face. (3) (4) */
static inline __attribute__((always_inline)) void dfn_fluxes(engine *E, const double *c,
                                                             const int deriv)
{
    EACH(i, E->c_rows)
    {
        vd g = v_load(E->gJ + i) * BLOCK(E->D_factor, i) * (1.0 / 6);
        vd D = v_load(E->De + i) + 4 * v_load(E->Dm + i) + v_load_loose(E->De + i + LANES);
        vd d = v_load_loose(c + i + LANES) - v_load(c + i), r = v_load(E->hB6f + i);
        v_store(E->J + i, g * D * d);
        v_store(E->Re + i, r * (v_load(E->ka + i) + 4 * v_load(E->km + i) +
                                v_load_loose(E->ka + i + LANES)));
        if (!deriv) continue;
        vd m = 2 * v_load(E->dDm + i);
        v_store(E->jl + i, g * ((v_load(E->dDe + i) + m) * d - D));
        v_store(E->jr + i, g * ((v_load_loose(E->dDe + i + LANES) + m) * d + D));
        m = 2 * v_load(E->dkm + i);
        v_store(E->rl + i, r * (v_load(E->dka + i) + m));
        v_store(E->rr + i, r * (v_load_loose(E->dka + i + LANES) + m));
    }
    int a = E->nn - 1, b = E->nn + E->ns - 1;
    dfn_interface(E, c, a, LANE(E->side[0].half), LANE(E->sep_half), deriv);
    dfn_interface(E, c, b, LANE(E->sep_half), LANE(E->side[1].half), deriv);
    for (int i = (E->n - 1) * LANES; i < E->c_rows; i++)
        E->J[i] = E->Re[i] = E->jl[i] = E->jr[i] = E->rl[i] = E->rr[i] = 0;
}

/* Ionic current of the faces inside one electrode. (4) */
static inline __attribute__((always_inline)) void dfn_current(engine *E, dfn_side *s,
                                                              const double *phi,
                                                              const double *c, lane8 i_cell,
                                                              const int deriv)
{
    size_t o = (size_t)(s->first * LANES);
    EACH(i, (s->n - 1) * LANES)
    {
        vd dl = v_load_loose(E->lnc + o + i + LANES) - v_load_loose(E->lnc + o + i);
        vd k = v_load_loose(E->kf + o + i), hs = BLOCK(s->h_sigma, i);
        vd g = 1 / (hs + v_load_loose(E->Re + o + i));
        vd X = g * (v_load_loose(phi + i + LANES) - v_load(phi + i) +
                    BLOCK(i_cell, i) * hs + k * dl);
        v_store_loose(E->X + o + i, X);
        if (!deriv) continue;
        v_store_loose(E->gx + o + i, g);
        vd left = v_load_loose(c + o + i), right = v_load_loose(c + o + i + LANES);
        vd kl = -k / left, kr = k / right;
        if (E->law_chi) { /* K_f moves with c as well */
            vd k6 = BLOCK(E->K, i) * (1.0 / 6) * dl, m = 2 * v_load_loose(E->dchim + o + i);
            kl = kl + k6 * (v_load_loose(E->dchi + o + i) + m);
            kr = kr + k6 * (v_load_loose(E->dchi + o + i + LANES) + m);
        }
        v_store_loose(E->xl + o + i, g * (kl - X * v_load_loose(E->rl + o + i)));
        v_store_loose(E->xr + o + i, g * (kr - X * v_load_loose(E->rr + o + i)));
    }
}

/* Ionic current everywhere; in the separator it is the cell's. */
static inline __attribute__((always_inline)) void dfn_currents(engine *E, const double *y,
                                                               const int deriv)
{
    lane8 i_cell;
    memcpy(&i_cell, y + E->tail, sizeof i_cell);
    LANE(i_cell) = LANE(i_cell) / LANE(E->area);
    dfn_current(E, &E->side[0], y + E->side[0].phi, y, i_cell, deriv);
    dfn_current(E, &E->side[1], y + E->side[1].phi, y, i_cell, deriv);
    for (int f = E->nn - 1; f < E->nn + E->ns; f++) {
        AT(E->X, f) = LANE(i_cell);
        if (deriv) AT(E->gx, f) = AT(E->xl, f) = AT(E->xr, f) = LANE(i_cell) * 0;
    }
    for (int i = (E->n - 1) * LANES; i < E->c_rows; i++) {
        E->X[i] = 0;
        if (deriv) E->gx[i] = E->xl[i] = E->xr[i] = 0;
    }
}

/* [W S] of a row, inside; S has a guard at both ends. */
static inline vd dfn_weigh(const dfn_side *s, const double *zero, const double *Sm, int i)
{
    return v_load(s->w_minus + i) * v_load_loose(Sm + i) +
           v_load(zero + i) * v_load_loose(Sm + i + LANES) +
           v_load(s->w_plus + i) * v_load_loose(Sm + i + 2 * LANES);
}

/* Adds an electrode's sources to the salt and charge rows. `sign` -1: as residuals of (1)
 * and (2); used for right-hand sides of the linear system as well. */
static inline void dfn_sources(engine *E, const dfn_side *s, const double *Sm, double *fc,
                               double *fphi)
{
    size_t o = (size_t)(s->first * LANES);
    EACH(i, s->rows)
    {
        vd tau = BLOCK(E->tau, i);
        v_store_loose(fc + o + i,
                      v_load_loose(fc + o + i) + tau * dfn_weigh(s, s->w_zero_c, Sm, i));
        v_store(fphi + i, v_load(fphi + i) - dfn_weigh(s, s->w_zero, Sm, i));
    }
    int edge = s->first ? 0 : s->n - 1, cell = s->first ? s->first - 1 : s->n;
    AT(fc, cell) = AT(fc, cell) + LANE(E->tau) * LANE(s->gamma) * AT(Sm, edge + 1);
}

static lane dfn_sum(const double *row, int rows)
{
#if LANES == 1
    double sum = 0;
    for (int i = 0; i < rows; i++) sum += row[i];
    return sum;
#else
    lane sum = AT(row, 0);
    for (int k = 1; k * LANES < rows; k++) sum = sum + AT(row, k);
    return sum;
#endif
}

/* Terms of the voltage outside the sum over faces. (7) */
static inline lane dfn_quarter(const dfn_side *s, lane S_collector, lane S_edge,
                               lane rho_edge, int sign)
{
    lane v =
        LANE(s->h_sigma) * S_collector * 0.125 + LANE(s->half) * rho_edge * S_edge * 0.25;
    return sign > 0 ? v : -v;
}

/* Voltage and heat of the state that was evaluated last. (7) (8) */
static void dfn_voltage(engine *E, const double *y)
{
    const dfn_side *n = &E->side[0], *p = &E->side[1];
    double *row = E->scratch;
    EACH(i, E->c_rows)
    v_store(row + i,
            v_load(E->kf + i) * (v_load_loose(E->lnc + i + LANES) - v_load(E->lnc + i)) -
                v_load(E->X + i) * v_load(E->Re + i));
    lane I = AT(y + E->tail, 0);
    lane V =
        dfn_sum(row, (E->n - 1) * LANES) + AT(y + p->phi, p->n - 1) - AT(y + n->phi, 0);
    V = V - I / LANE(E->area) * 0.5 * (LANE(n->h_sigma) + LANE(p->h_sigma)) -
        I * LANE(E->contact);
    V = V + dfn_quarter(n, AT(n->S, 0), AT(n->S, n->n - 1), AT(E->ka, n->n - 1), 1);
    V = V + dfn_quarter(p, AT(p->S, p->n - 1), AT(p->S, 0), AT(E->ka, p->first), -1);
    LANE(E->V) = V;
    if (!E->has_heat) return;
    lane Q = -I * V;
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        for (int k = 0; k < s->n; k++) {
            lane H = AT(s->U, k);
            if (s->entropic) H = H - LANE(E->T_ref) * AT(s->UT, k);
            Q = Q - LANE(E->area) * AT(s->weight, k) * AT(s->S, k) * H;
        }
    }
    LANE(E->Q) = Q;
}

/* Evaluates everything at y: f, and the derivatives when `deriv`. */
static inline __attribute__((always_inline)) void dfn_eval(engine *E, const double *y,
                                                           double *f, const int deriv)
{
    if (E->has_heat) {
        lane8 T;
        memcpy(&T, y + E->tail + 8, sizeof T);
        dfn_warm(E, &T);
    }
    dfn_electrolyte(E, y, deriv);
    dfn_fluxes(E, y, deriv);
    dfn_currents(E, y, deriv);
    EACH(i, E->c_rows)
    v_store(f + i, v_load(E->J + i) - v_load_loose(E->J + i - LANES));
    for (int e = 0; e < 2; e++) {
        dfn_side *s = &E->side[e];
        size_t o = (size_t)(s->first * LANES);
        memcpy(s->c, y + o, (size_t)(s->n * LANES) * sizeof *y);
        dfn_surface(s, y + s->q);
        dfn_kinetics(E, s, y + s->phi, deriv);
        if (s->is_shells)
            dfn_shells(s, y + s->q, f + s->q, deriv);
        else
            dfn_poles(s, y + s->q, f + s->q);
        EACH(i, s->rows)
        v_store(f + s->phi + i,
                v_load_loose(E->X + o + i) - v_load_loose(E->X + o + i - LANES));
        dfn_sources(E, s, s->Sm, f, f + s->phi);
        for (int i = s->n * LANES; i < s->rows; i++) f[s->phi + (size_t)i] = 0;
    }
    for (int i = E->n * LANES; i < E->c_rows + 8; i++) f[i] = 0;
    dfn_voltage(E, y);
    lane I = AT(y + E->tail, 0), T = AT(y + E->tail + 8, 0); /* 8 doubles each */
    if (E->has_linear)
        AT(f + E->tail, 0) = LANE(E->ctl_a) * LANE(E->V) + LANE(E->ctl_b) * I +
                             LANE(E->ctl_d) * LANE(E->V) * I - LANE(E->ctl_now);
    if (E->has_heat)
        AT(f + E->tail + 8, 0) = LANE(E->Q) - LANE(E->cooling) * (T - LANE(E->T_ambient));
}

#endif
