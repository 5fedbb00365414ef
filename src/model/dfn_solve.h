/* The linear system of a step, (w M - df/dy) x = b: particles eliminated exactly, then a
 * block tridiagonal of 2 x 2 blocks eliminated from both collectors towards the separator
 * (two chains at once: the recurrences are bound by latency), then a border of at most two
 * unknowns, the current and the temperature. docs/theory/dfn.md, "One step". */
#ifndef GLASSCELL_DFN_SOLVE_H
#define GLASSCELL_DFN_SOLVE_H

#include "model/dfn_eval.h"

/* rows of E->matrix before the elimination; the same memory then holds L, inverse, E */
enum { A_CC, A_CP, A_PC, A_PP, B_CC, B_CP, B_PC, B_PP, C_CC, C_CP, C_PC, C_PP };

static void dfn_factor_poles(dfn_side *s, lane w)
{
    lane gain = w * 0;
    for (int m = 0; m < s->modes; m++) {
        LANE(s->inv[m]) = 1 / (w + LANE(s->pole[m]));
        gain = gain - LANE(s->drive[m]) * LANE(s->inv[m]);
    }
    lane8 g;
    LANE(g) = gain;
    EACH(i, s->rows) v_store(s->gain + i, BLOCK(g, i));
}

/* Tridiagonal over the radius, nodes in the vector; dF = a dq_m + c dq_(m+1). */
static void dfn_factor_shells(engine *E, dfn_side *s, const double *q)
{
    size_t rows = (size_t)s->rows, all = rows * (size_t)s->modes;
    int last = s->modes - 1;
    EACH(i, s->rows)
    {
        vd scale = BLOCK(s->shell_ref, i) * BLOCK(s->diff_factor, i);
        vd a = v_set(0.0), c = v_set(0.0), inv = v_set(0.0), super = v_set(0.0);
        for (int m = 0; m <= last; m++) {
            size_t o = (size_t)m * rows + (size_t)i;
            vd sub = a * (1 / s->shell_v[m]),
               diag = BLOCK(E->w, i) + c * (1 / s->shell_v[m]);
            if (m < last) {
                vd d = v_load(q + o + rows) - v_load(q + o),
                   g = scale * (s->shell_g[m] / 6);
                vd sum =
                    v_load(s->D + o) + 4 * v_load(s->D + all + o) + v_load(s->D + o + rows);
                vd slope = 2 * v_load(s->dD + all + o);
                a = g * ((v_load(s->dD + o) + slope) * d - sum);
                c = g * ((v_load(s->dD + o + rows) + slope) * d + sum);
                diag = diag - a * (1 / s->shell_v[m]);
            }
            vd mult = sub * inv;
            inv = 1 / (diag - mult * super);
            super = m < last ? -c * (1 / s->shell_v[m]) : v_set(0.0);
            v_store(s->lower + o, mult);
            v_store(s->pivot + o, inv);
            v_store(s->upper + o, super);
        }
        v_store(s->gain + i, -BLOCK(s->drive[0], i) * (1 / s->shell_v[last]) * inv);
    }
}

/* dS = sc dc + sphi dphi + u once the particle is eliminated. */
static void dfn_eliminate(engine *E, dfn_side *s)
{
    if (s->is_shells)
        dfn_factor_shells(E, s, E->y + s->q);
    else
        dfn_factor_poles(s, LANE(E->w));
    EACH(i, s->rows)
    {
        vd den = BLOCK(s->ha, i) / (1 - v_load(s->jth + i) * v_load(s->gain + i));
        v_store(s->sc + i, v_load(s->jc + i) * den);
        v_store(s->sphi + i, v_load(s->jphi + i) * den);
        v_store(s->den + i, v_load(s->jth + i) * den);
    }
}

/* Blocks of the nodes of one electrode. */
static void dfn_blocks(engine *E, const dfn_side *s)
{
    size_t o = (size_t)(s->first * LANES);
    double **M = E->matrix;
    EACH(i, s->rows)
    {
        size_t at = o + (size_t)i;
        vd tau = BLOCK(E->tau, i), wm = v_load(s->w_minus + i), wp = v_load(s->w_plus + i);
        vd w0 = v_load(s->w_zero + i), wc = v_load(s->w_zero_c + i);
        vd cm = v_load_loose(s->scm + i), c0 = v_load(s->sc + i);
        vd cp = v_load_loose(s->sc + i + LANES), pm = v_load_loose(s->sphim + i);
        vd p0 = v_load(s->sphi + i), pp = v_load_loose(s->sphi + i + LANES);
        vd xr = v_load_loose(E->xr + at), xr_ = v_load_loose(E->xr + at - LANES);
        vd xl = v_load_loose(E->xl + at), xl_ = v_load_loose(E->xl + at - LANES);
        vd g = v_load_loose(E->gx + at), g_ = v_load_loose(E->gx + at - LANES);
        vd jr = v_load_loose(E->jr + at), jr_ = v_load_loose(E->jr + at - LANES);
        vd jl = v_load_loose(E->jl + at), jl_ = v_load_loose(E->jl + at - LANES);
        v_store_loose(M[A_CC] + at, jl_ - tau * wm * cm);
        v_store_loose(M[A_CP] + at, -tau * wm * pm);
        v_store_loose(M[A_PC] + at, xl_ + wm * cm);
        v_store_loose(M[A_PP] + at, wm * pm - g_);
        v_store_loose(M[B_CC] + at, BLOCK(E->w, i) * v_load_loose(E->mass + at) - jl + jr_ -
                                        tau * wc * c0);
        v_store_loose(M[B_CP] + at, -tau * wc * p0);
        v_store_loose(M[B_PC] + at, xr_ - xl + w0 * c0);
        v_store_loose(M[B_PP] + at, g + g_ + w0 * p0);
        v_store_loose(M[C_CC] + at, -jr - tau * wp * cp);
        v_store_loose(M[C_CP] + at, -tau * wp * pp);
        v_store_loose(M[C_PC] + at, wp * cp - xr);
        v_store_loose(M[C_PP] + at, wp * pp - g);
    }
}

/* The separator has salt alone; its end cells feel the electrodes' last sources. */
static void dfn_separator(engine *E)
{
    double **M = E->matrix;
    lane none = LANE(E->w) * 0;
    const dfn_side *n = &E->side[0], *p = &E->side[1];
    for (int k = E->nn; k < E->nn + E->ns; k++) {
        for (int r = 0; r < 12; r++) AT(M[r], k) = none;
        AT(M[A_CC], k) = AT(E->jl, k - 1);
        AT(M[B_CC], k) = LANE(E->w) * AT(E->mass, k) - AT(E->jl, k) + AT(E->jr, k - 1);
        AT(M[B_PP], k) = none + 1;
        AT(M[C_CC], k) = -AT(E->jr, k);
    }
    lane pull = LANE(E->tau) * LANE(n->gamma);
    AT(M[A_CC], E->nn) = AT(M[A_CC], E->nn) - pull * AT(n->sc, n->n - 1);
    AT(M[A_CP], E->nn) = -pull * AT(n->sphi, n->n - 1);
    int k = E->nn + E->ns - 1;
    pull = LANE(E->tau) * LANE(p->gamma);
    AT(M[C_CC], k) = AT(M[C_CC], k) - pull * AT(p->sc, 0);
    AT(M[C_CP], k) = -pull * AT(p->sphi, 0);
}

typedef struct dfn_block {
    lane cc, cp, pc, pp;
} dfn_block;

static inline dfn_block dfn_at(double **rows, int k)
{
    return (dfn_block){AT(rows[0], k), AT(rows[1], k), AT(rows[2], k), AT(rows[3], k)};
}
static inline void dfn_put(double **rows, int k, dfn_block a)
{
    AT(rows[0], k) = a.cc, AT(rows[1], k) = a.cp, AT(rows[2], k) = a.pc,
                AT(rows[3], k) = a.pp;
}
static inline dfn_block dfn_times(dfn_block a, dfn_block b)
{
    return (dfn_block){a.cc * b.cc + a.cp * b.pc, a.cc * b.cp + a.cp * b.pp,
                       a.pc * b.cc + a.pp * b.pc, a.pc * b.cp + a.pp * b.pp};
}
static inline dfn_block dfn_minus(dfn_block a, dfn_block b)
{
    return (dfn_block){a.cc - b.cc, a.cp - b.cp, a.pc - b.pc, a.pp - b.pp};
}
static inline dfn_block dfn_invert(dfn_block a)
{
    lane d = 1 / (a.cc * a.pp - a.cp * a.pc);
    return (dfn_block){a.pp * d, -a.cp * d, -a.pc * d, a.cc * d};
}

/* One more node of a chain: `in` couples it to the node before, `out` is the block by which
 * the node before couples to it. Leaves L in the rows of `in` and the inverse in B's. */
static inline dfn_block dfn_link(double **in, double **diag, int k,
                                 dfn_block inverse_before, dfn_block out_before)
{
    dfn_block L = dfn_times(dfn_at(in, k), inverse_before);
    dfn_block inv = dfn_invert(dfn_minus(dfn_at(diag, k), dfn_times(L, out_before)));
    dfn_put(in, k, L);
    dfn_put(diag, k, inv);
    return inv;
}

static int dfn_meeting(const engine *E)
{
    return E->nn + E->ns / 2;
}

/* Eliminates from both ends. Rows afterwards: left of the meeting A holds L and C holds E,
 * right of it C holds L and A holds E; B holds the inverses. */
static void dfn_chains(engine *E)
{
    double **A = E->matrix, **B = A + 4, **C = A + 8;
    int mid = dfn_meeting(E), last = E->n - 1;
    dfn_block left = dfn_invert(dfn_at(B, 0)), right = dfn_invert(dfn_at(B, last));
    dfn_block out_l = dfn_at(C, 0), out_r = dfn_at(A, last);
    dfn_put(B, 0, left);
    dfn_put(B, last, right);
    dfn_put(C, 0, dfn_times(left, out_l));
    dfn_put(A, last, dfn_times(right, out_r));
    int k = 1, r = last - 1;
    for (; k < mid || r > mid; k++, r--) {
        if (k < mid) {
            dfn_block out = dfn_at(C, k);
            left = dfn_link(A, B, k, left, out_l);
            dfn_put(C, k, dfn_times(left, out));
            out_l = out;
        }
        if (r > mid) {
            dfn_block out = dfn_at(A, r);
            right = dfn_link(C, B, r, right, out_r);
            dfn_put(A, r, dfn_times(right, out));
            out_r = out;
        }
    }
    dfn_block L = dfn_times(dfn_at(A, mid), left), R = dfn_times(dfn_at(C, mid), right);
    dfn_block D = dfn_minus(dfn_at(B, mid), dfn_times(L, out_l));
    dfn_put(A, mid, L);
    dfn_put(C, mid, R);
    dfn_put(B, mid, dfn_invert(dfn_minus(D, dfn_times(R, out_r))));
}

/* Solves the block tridiagonal in place: rc, rp in cell layout. */
static void dfn_sweep(const engine *E, double *rc, double *rp)
{
    double *const *A = E->matrix, *const *B = A + 4, *const *C = A + 8;
    int mid = dfn_meeting(E), last = E->n - 1;
    lane c = AT(rc, 0), p = AT(rp, 0), d = AT(rc, last), q = AT(rp, last), t;
    int k = 1, r = last - 1;
    for (; k < mid || r > mid; k++, r--) {
        if (k < mid) {
            t = AT(rc, k) - AT(A[0], k) * c - AT(A[1], k) * p;
            p = AT(rp, k) - AT(A[2], k) * c - AT(A[3], k) * p;
            c = t, AT(rc, k) = c, AT(rp, k) = p;
        }
        if (r > mid) {
            t = AT(rc, r) - AT(C[0], r) * d - AT(C[1], r) * q;
            q = AT(rp, r) - AT(C[2], r) * d - AT(C[3], r) * q;
            d = t, AT(rc, r) = d, AT(rp, r) = q;
        }
    }
    t = AT(rc, mid) - AT(A[0], mid) * c - AT(A[1], mid) * p - AT(C[0], mid) * d -
        AT(C[1], mid) * q;
    AT(rp, mid) = AT(rp, mid) - AT(A[2], mid) * c - AT(A[3], mid) * p - AT(C[2], mid) * d -
                  AT(C[3], mid) * q;
    AT(rc, mid) = t;
    EACH(i, E->c_rows)
    { /* by the inverses, outside the chains */
        vd x = v_load(rc + i), y = v_load(rp + i);
        v_store(rc + i, v_load(B[0] + i) * x + v_load(B[1] + i) * y);
        v_store(rp + i, v_load(B[2] + i) * x + v_load(B[3] + i) * y);
    }
    c = d = AT(rc, mid), p = q = AT(rp, mid);
    for (k = mid - 1, r = mid + 1; k >= 0 || r <= last; k--, r++) {
        if (k >= 0) {
            t = AT(rc, k) - AT(C[0], k) * c - AT(C[1], k) * p;
            p = AT(rp, k) - AT(C[2], k) * c - AT(C[3], k) * p;
            c = t, AT(rc, k) = c, AT(rp, k) = p;
        }
        if (r <= last) {
            t = AT(rc, r) - AT(A[0], r) * d - AT(A[1], r) * q;
            q = AT(rp, r) - AT(A[2], r) * d - AT(A[3], r) * q;
            d = t, AT(rc, r) = d, AT(rp, r) = q;
        }
    }
}

/* S of the elimination, and u = the part of dS that is known. */
static void dfn_shift(dfn_side *s, const double *b, double *x)
{
    size_t rows = (size_t)s->rows;
    EACH(i, s->rows)
    {
        vd sum = v_set(0.0);
        if (!s->is_shells)
            for (int m = 0; m < s->modes; m++)
                sum = sum + BLOCK(s->inv[m], i) * v_load(b + (size_t)m * rows + i);
        else {
            for (int m = 0; m < s->modes; m++) {
                size_t o = (size_t)m * rows + (size_t)i;
                sum = v_load(b + o) - v_load(s->lower + o) * sum;
                v_store(x + o, sum);
            }
            sum = sum * v_load(s->pivot + (size_t)(s->modes - 1) * rows + i);
        }
        v_store(s->shift + i, sum);
        v_store(s->u + i, v_load(s->den + i) * sum);
    }
}

/* Gives back what rounding lost of the lithium of a block of particles, whose shells may
 * relax a million times within a step: w sum v x = sum v b - drive dj. */
static inline void dfn_keep_lithium(const dfn_side *s, vd w, int i, vd dj, const double *b,
                                    double *x)
{
    const size_t rows = (size_t)s->rows;
    vd given = -(BLOCK(s->drive[0], i) * dj), found = v_set(0.0);
    for (int m = 0; m < s->modes; m++) {
        size_t o = (size_t)m * rows + (size_t)i;
        given = given + s->shell_v[m] * v_load(b + o);
        found = found + s->shell_v[m] * v_load(x + o);
    }
    vd lost = 3 * (given / w - found);
    for (int m = 0; m < s->modes; m++) {
        size_t o = (size_t)m * rows + (size_t)i;
        v_store(x + o, v_load(x + o) + lost);
    }
}

/* Particle unknowns once dc and dphi are known. */
static void dfn_particles(dfn_side *s, lane8 w, const double *b, double *x,
                          const double *dc, const double *dphi)
{
    size_t rows = (size_t)s->rows;
    EACH(i, s->rows)
    {
        vd dS = v_load(s->sc + i) * v_load_loose(dc + i) +
                v_load(s->sphi + i) * v_load(dphi + i) + v_load(s->u + i);
        vd dj = dS / BLOCK(s->ha, i);
        v_store(s->dS + i, dS);
        v_store(s->dth + i, v_load(s->shift + i) + v_load(s->gain + i) * dj);
        if (!s->is_shells) {
            for (int m = 0; m < s->modes; m++) {
                size_t o = (size_t)m * rows + (size_t)i;
                v_store(x + o,
                        BLOCK(s->inv[m], i) * (v_load(b + o) - BLOCK(s->drive[m], i) * dj));
            }
            continue;
        }
        vd above = v_load(s->dth + i);
        size_t o = (size_t)(s->modes - 1) * rows + (size_t)i;
        v_store(x + o, above);
        for (int m = s->modes - 2; m >= 0; m--) {
            o -= rows;
            above = (v_load(x + o) - v_load(s->upper + o) * above) * v_load(s->pivot + o);
            v_store(x + o, above);
        }
        dfn_keep_lithium(s, BLOCK(w, i), i, dj, b, x);
    }
}

/* x = (w M - df/dy)^-1 b without the border. */
static void dfn_inner(engine *E, const double *b, double *x)
{
    memcpy(E->rc, b, (size_t)E->c_rows * sizeof *b);
    memset(E->rc + E->c_rows, 0, 8 * sizeof *b); /* a NaN there would outlive its step */
    memset(E->rp, 0, (size_t)E->c_rows * sizeof *b);
    for (int e = 0; e < 2; e++) {
        dfn_side *s = &E->side[e];
        dfn_shift(s, b + s->q, x + s->q);
        memcpy(x + s->phi, b + s->phi, (size_t)s->rows * sizeof *b);
        dfn_sources(E, s, s->um, E->rc, x + s->phi);
        memcpy(E->rp + s->first * LANES, x + s->phi, (size_t)(s->n * LANES) * sizeof *b);
    }
    dfn_sweep(E, E->rc, E->rp);
    size_t salt = (size_t)(E->n * LANES);
    memcpy(x, E->rc, salt * sizeof *x);
    memset(x + salt, 0, (E->side[0].phi - salt) * sizeof *x); /* fill has no memory */
    for (int e = 0; e < 2; e++) {
        dfn_side *s = &E->side[e];
        const double *rp = E->rp + s->first * LANES;
        memcpy(x + s->phi, rp, (size_t)(s->n * LANES) * sizeof *x);
        dfn_particles(s, E->w, b + s->q, x + s->q, E->rc + s->first * LANES, x + s->phi);
    }
}

/* Change of the voltage along the solution that `dfn_inner` left. */
static lane dfn_along_V(engine *E, const double *x)
{
    EACH(i, E->c_rows)
    v_store(E->scratch + i,
            v_load(E->gVc + i) * v_load(x + i) + v_load(E->gVp + i) * v_load(E->rp + i));
    const dfn_side *n = &E->side[0], *p = &E->side[1];
    lane V = dfn_sum(E->scratch, E->n * LANES);
    V = V + dfn_quarter(n, AT(n->dS, 0), AT(n->dS, n->n - 1), LANE(E->rho_n), 1);
    return V + dfn_quarter(p, AT(p->dS, p->n - 1), AT(p->dS, 0), LANE(E->rho_p), -1);
}

/* Change of the heat along it, without the part through the voltage. */
static lane dfn_along_Q(engine *E)
{
    lane Q = LANE(E->w) * 0;
    for (int e = 0; e < 2; e++) {
        const dfn_side *s = &E->side[e];
        for (int k = 0; k < s->n; k++)
            Q = Q + AT(s->heat_S, k) * AT(s->dS, k) + AT(s->heat_theta, k) * AT(s->dth, k);
    }
    return Q;
}

/* Border columns and what dV and dQ are along them. */
static void dfn_border(engine *E)
{
    lane I = AT(E->y + E->tail, 0);
    if (E->has_linear) {
        memset(E->b, 0, E->size * sizeof *E->b);
        for (int e = 0; e < 2; e++) {
            const dfn_side *s = &E->side[e];
            memcpy(E->b + s->phi, E->colI + s->first * LANES,
                   (size_t)(s->n * LANES) * sizeof *E->b);
        }
        dfn_inner(E, E->b, E->xI);
        LANE(E->vI) = dfn_along_V(E, E->xI) + LANE(E->V_I);
        if (E->has_heat) LANE(E->qI) = dfn_along_Q(E) - I * LANE(E->vI) - LANE(E->V0);
    }
    if (!E->has_heat) return;
    dfn_inner(E, E->fT, E->xT);
    lane v = dfn_along_V(E, E->xT);
    LANE(E->vT) = v + LANE(E->V_T);
    LANE(E->qT) = dfn_along_Q(E) - I * v + LANE(E->Q_T);
}

/* The matrix at w = 1/(gamma h) from what `prepare` left. */
static void dfn_factor(engine *E)
{
    for (int e = 0; e < 2; e++) dfn_eliminate(E, &E->side[e]);
    dfn_blocks(E, &E->side[0]);
    dfn_blocks(E, &E->side[1]);
    dfn_separator(E);
    dfn_chains(E);
    if (E->has_linear || E->has_heat) dfn_border(E);
}

static void dfn_add(engine *E, double *x, const double *column, lane8 amount)
{
    for (size_t i = 0; i < E->tail; i += VD)
        v_store(x + i, v_load(x + i) + BLOCK(amount, i) * v_load(column + i));
}

/* x = (w M - df/dy)^-1 b with the border. */
static void dfn_solve(engine *E, const double *b, double *x)
{
    dfn_inner(E, b, x);
    lane I = AT(E->y + E->tail, 0), none = I * 0;
    lane v = dfn_along_V(E, x), q = none;
    LANE(E->v_along) = v;
    AT(x + E->tail, 0) = AT(x + E->tail + 8, 0) =
        none; /* a NaN would outlive its attempt */
    if (!E->has_linear && !E->has_heat) return;
    if (E->has_heat) q = dfn_along_Q(E) - I * v;
    /* rows:  m11 I' + m12 T' = r1,  m21 I' + m22 T' = r2 */
    lane m11 = none + 1, m12 = none, r1 = none, m21 = none, m22 = none + 1, r2 = none;
    if (E->has_linear) {
        lane a = LANE(E->ctl_a) + LANE(E->ctl_d) * I;
        m11 = -a * LANE(E->vI) - LANE(E->ctl_b) - LANE(E->ctl_d) * LANE(E->V0);
        if (E->has_heat) m12 = -a * LANE(E->vT);
        r1 = AT(b + E->tail, 0) + a * v;
    }
    if (E->has_heat) {
        if (E->has_linear) m21 = -LANE(E->qI);
        m22 = LANE(E->w) * LANE(E->heat_capacity) + LANE(E->cooling) - LANE(E->qT);
        r2 = AT(b + E->tail + 8, 0) + q;
    }
    lane det = m11 * m22 - m12 * m21;
    lane8 dI, dT;
    LANE(dI) = (r1 * m22 - m12 * r2) / det;
    LANE(dT) = (m11 * r2 - m21 * r1) / det;
    if (E->has_linear) dfn_add(E, x, E->xI, dI);
    if (E->has_heat) dfn_add(E, x, E->xT, dT);
    if (E->has_linear) LANE(E->v_along) = LANE(E->v_along) + LANE(E->vI) * LANE(dI);
    if (E->has_heat) LANE(E->v_along) = LANE(E->v_along) + LANE(E->vT) * LANE(dT);
    AT(x + E->tail, 0) = LANE(dI);
    AT(x + E->tail + 8, 0) = LANE(dT);
}

#endif
