/* The single-particle models, with electrolyte (spme) and without (spm), on the engine's
 * interface: docs/theory/spm.md. Compiled once per width, number of lanes and SPM_SALT.
 *
 * The reaction is uniform over each electrode, j = +-i/(a L), so that nothing is to be
 * solved for but the salt and the particles, and V is a function of the state:
 *   (1) V = U_p + eta_p - U_n - eta_n + sum_f omega_f (K dln c - X_f Re_f)
 *           - i (L/3 sigma)_n,p - I R_c,   eta = (2RT/F) asinh(j / 2 j0(mean c_e))
 *   (2) eps h dc/dt = J_k - J_(k-1) + (1-t+)/F a j h
 * omega_f is the share of an electrode's cells that lie beyond face f: means over an
 * electrode, as in Marquis et al. (2019), 10.1149/2.0341915jes. */
#include "model/lanes.h"
#include "model/poles.h"
#include "model/porous.h"
#include "model/rosenbrock.h"
#include "base/memory.h"

enum { SPM_MODES_MAX = 80, SPM_CELLS_MAX = 1200 };

typedef struct spm_side {
    int n, first, modes, rows, is_shells;
    size_t q;
    const law_program *ocp, *entropic, *diffusivity;
    lane8 per_current; /* j / I [1/m2], signed: positive lithium leaves */
    lane8 rate_ref, rate_energy, diff_energy, pole_ref[SPM_MODES_MAX], drive[SPM_MODES_MAX];
    lane8 shell_ref, h, B, third; /* third: L/(3 sigma) [Ohm m2] */
    lane8 rate, diff_factor, pole[SPM_MODES_MAX];
    lane8 inv[SPM_MODES_MAX], lower[SPM_MODES_MAX], upper[SPM_MODES_MAX];
    double D[2 * (SPM_MODES_MAX * LANES + 8)] __attribute__((aligned(64)));
    double dD[2 * (SPM_MODES_MAX * LANES + 8)] __attribute__((aligned(64)));
    double D_now[2 * (SPM_MODES_MAX * LANES + 8)] __attribute__((aligned(64)));
    double inside[2 * (SPM_MODES_MAX * LANES + 8)]
        __attribute__((aligned(64))); /* of 0..1 */
    double shell_g[SPM_MODES_MAX], shell_v[SPM_MODES_MAX];
    lane8 theta, U, dU, UT, dUT, mean_c, eta, eta_theta, eta_I, eta_c, H, dH;
    lane8 bend; /* eta = 2RT/F asinh(bend I) and what does not move with I */
} spm_side;

/* Slopes of V and of the enthalpies along the surface fillings, and what else the solves of
 * a step share: of the last `prepare`, whatever stages come between. */
typedef struct spm_slopes {
    lane V_n, V_p, H_n, H_p;
} spm_slopes;
typedef struct spm_step {
    spm_slopes g;
    lane I, H; /* current; H_n - H_p */
} spm_step;

struct engine {
    spm_step step;
    engine_mesh mesh;
    const rosenbrock *by; /* of the last attempt */
    int n, nn, ns, np, rows, has_heat, has_linear, is_linear[8];
    size_t size, tail, c;
    spm_side side[2];
    const law_program *law_D, *law_kappa, *law_chi;
    lane8 area, contact, tau, salt_ref, D_energy, kappa_energy, D_scale, kappa_scale, T_ref,
        T_now, T_ambient, cooling, heat_capacity, start_c, unit_current;
    lane8 D_factor, kappa_factor, K, sep_h, sep_B;
    lane8 ctl_a, ctl_b, ctl_d, ctl_e, ctl_et, ctl_now, h, w, charge;
    lane8 third[2];                       /* V at the thirds of the last attempt */
    lane8 V_begin, dV[ROSENBROCK_STAGES]; /* of the last attempt: where it began; stages */
    lane8 V, Q, V0, V_I, V_T, Q_T, vI, qI, vT, qT;
    double *mass, *gJ, *hB6, *omega, *share; /* per face: X_f = share_f i */
    double *cm, *D, *dD, *Dm, *dDm, *ka, *dka, *km, *dkm, *lnc, *J, *jl, *jr, *Re, *rl, *rr;
    lane8 edge[2]; /* d J of an interface per quarter of its electrode's source */
    double *source, *scratch; /* per cell: share of the current that makes salt; free */
    double *chi, *dchi, *chim, *dchim, *kf, *kl, *kr; /* chi; K chi of faces, slopes in c */
    double *lower, *inv, *upper, *gVc;
    double *y, *y_old, *y_new, *f, *f2, *b, *stage_y, *U[6], *dense2, *dense3, *xI, *xT,
        *fT;
    void *arena;
};

static void spm_warm(engine *E, const lane8 *T)
{
    int same = 1;
    for (int l = 0; l < LANES; l++) same &= E->T_now.at[l] == T->at[l];
    if (same) return;
    E->T_now = *T;
    LANE(E->K) = LANE(E->salt_ref) * LANE(E->T_now);
    E->D_factor = lanes_arrhenius(&E->D_energy, &E->T_ref, T);
    E->kappa_factor = lanes_arrhenius(&E->kappa_energy, &E->T_ref, T);
    LANE(E->D_factor) = LANE(E->D_factor) * LANE(E->D_scale);
    LANE(E->kappa_factor) = LANE(E->kappa_factor) * LANE(E->kappa_scale);
    for (int e = 0; e < 2; e++) {
        spm_side *s = &E->side[e];
        lane8 rate = lanes_arrhenius(&s->rate_energy, &E->T_ref, T);
        LANE(s->rate) = LANE(s->rate_ref) * LANE(rate);
        s->diff_factor = lanes_arrhenius(&s->diff_energy, &E->T_ref, T);
        for (int m = 0; m < s->modes && !s->is_shells; m++)
            LANE(s->pole[m]) = LANE(s->pole_ref[m]) * LANE(s->diff_factor);
    }
}

/* A law at each lane's own point. */
static void spm_law(const law_program *law, const lane8 *x, lane8 *y, lane8 *dy, int deriv)
{
    double at[8] __attribute__((aligned(64))), v[8] __attribute__((aligned(64)));
    double d[8] __attribute__((aligned(64))) = {0};
    for (int l = 0; l < 8; l++) at[l] = x->at[l < LANES ? l : 0];
    law_kernel_eval(law, 8, at, v, deriv ? d : NULL);
    for (int l = 0; l < LANES; l++) y->at[l] = v[l], dy->at[l] = d[l];
}

/* Potential and overpotential of an electrode's one particle. */
static void spm_electrode(engine *E, spm_side *s, const double *y, int deriv)
{
    const double *q = y + s->q;
    lane theta = AT(q, s->modes - 1);
    for (int m = 0; m < s->modes - 1 && !s->is_shells; m++) theta = theta + AT(q, m);
    LANE(s->theta) = theta;
    spm_law(s->ocp, &s->theta, &s->U, &s->dU, deriv);
    LANE(s->H) = LANE(s->U), LANE(s->dH) = LANE(s->dU);
    if (s->entropic) {
        lane dT = LANE(E->T_now) - LANE(E->T_ref);
        spm_law(s->entropic, &s->theta, &s->UT, &s->dUT, deriv);
        LANE(s->H) = LANE(s->H) - LANE(E->T_ref) * LANE(s->UT);
        LANE(s->dH) = LANE(s->dH) - LANE(E->T_ref) * LANE(s->dUT);
        LANE(s->U) = LANE(s->U) + dT * LANE(s->UT);
        LANE(s->dU) = LANE(s->dU) + dT * LANE(s->dUT);
    }
    lane mean = LANE(E->start_c);
#if SPM_SALT
    mean = mean * 0;
    for (int k = 0; k < s->n; k++) mean = mean + AT(y + E->c, s->first + k);
    mean = mean * (1.0 / s->n);
#endif
    LANE(s->mean_c) = mean;
    for (int l = 0; l < LANES; l++) {
        double th = s->theta.at[l], c = s->mean_c.at[l], I = y[E->tail + (size_t)l];
        double volt = 2 * lanes_R * E->T_now.at[l] / lanes_F;
        porous_filling at = porous_filling_at(th);
        double j0 = s->rate.at[l] * sqrt(c * at.p);
        double z = s->per_current.at[l] / (2 * j0), slope = volt / sqrt(1 + z * z * I * I);
        s->eta.at[l] = volt * (asinh(z * I) + at.lift);
        s->bend.at[l] = z;
        s->eta_I.at[l] = slope * z;
        s->eta_theta.at[l] = volt * at.lift_slope - slope * z * I * at.slope / (2 * at.p);
        s->eta_c.at[l] = -slope * z * I / (2 * c);
    }
}

static void spm_particle(engine *E, spm_side *s, const double *y, double *f, int deriv)
{
    const double *q = y + s->q;
    lane j = AT(y + E->tail, 0) * LANE(s->per_current);
    double *out = f + s->q;
    if (!s->is_shells) {
        for (int m = 0; m < s->modes; m++)
            AT(out, m) = -LANE(s->pole[m]) * AT(q, m) - LANE(s->drive[m]) * j;
        return;
    }
    double *D = deriv ? s->D : s->D_now; /* the matrix keeps that of `prepare` */
    EACH(i, s->rows)                     /* laws may be anything beyond empty and full */
    v_store(s->inside + i, v_min(v_max(v_load(q + i), v_set(0.0)), v_set(1.0)));
    double *middle = s->inside + s->rows;
    memset(middle, 0, (size_t)s->rows * sizeof *middle);
    for (int i = 0; i < (s->modes - 1) * LANES; i++)
        middle[i] = 0.5 * (s->inside[i] + s->inside[i + LANES]);
    law_kernel_eval(s->diffusivity, 2 * (size_t)s->rows, s->inside, D,
                    deriv ? s->dD : NULL);
    lane scale = LANE(s->shell_ref) * LANE(s->diff_factor), in = scale * 0;
    for (int m = 0; m < s->modes; m++) {
        lane flux = -LANE(s->drive[0]) * j;
        if (m + 1 < s->modes)
            flux = scale * (s->shell_g[m] / 6) *
                   (AT(D, m) + 4 * AT(D + s->rows, m) + AT(D, m + 1)) *
                   (AT(q, m + 1) - AT(q, m));
        AT(out, m) = (flux - in) * (1 / s->shell_v[m]);
        in = flux;
    }
}

#if SPM_SALT
/* A face between regions: two half cells in series. In the electrode's (`is_left`: on the
 * left) flux and current change: in the mean they are a quarter of its cell's source, `quarter`
 * of the salt and `part` of the current, away from those of the face. */
static void spm_interface(engine *E, const double *c, int f, lane left, lane right,
                          int is_left, lane quarter, double part, int deriv)
{
    lane Df = LANE(E->D_factor), Dl = Df * AT(E->D, f), Dr = Df * AT(E->D, f + 1);
    lane hl = left / Dl, hr = right / Dr, R = hl + hr;
    lane d = AT(c, f + 1) - AT(c, f) - quarter * (is_left ? hl : hr), J = d / R;
    double pl = is_left ? 1 - part : 1, pr = is_left ? 1 : 1 - part;
    AT(E->J, f) = J;
    AT(E->Re, f) = pl * left * AT(E->ka, f) + pr * right * AT(E->ka, f + 1);
    if (!deriv) return;
    /* dJ/dD of a half cell: (J + its quarter) h / (D R) */
    lane Jl = is_left ? J + quarter : J, Jr = is_left ? J : J + quarter;
    AT(E->jl, f) = -1 / R + Jl * hl / R * AT(E->dD, f) / AT(E->D, f);
    AT(E->jr, f) = 1 / R + Jr * hr / R * AT(E->dD, f + 1) / AT(E->D, f + 1);
    LANE(E->edge[!is_left]) = -(is_left ? hl : hr) / R;
    AT(E->rl, f) = pl * left * AT(E->dka, f);
    AT(E->rr, f) = pr * right * AT(E->dka, f + 1);
}

/* Flux and resistance of every face; gJ and hB6 are 0 where there is no face within. */
static inline __attribute__((always_inline)) void spm_faces(engine *E, const double *c,
                                                            lane source, const int deriv)
{
    EACH(i, E->rows)
    {
        vd g = v_load(E->gJ + i) * BLOCK(E->D_factor, i) * (1.0 / 6),
           r = v_load(E->hB6 + i);
        vd D = v_load(E->D + i) + 4 * v_load(E->Dm + i) + v_load_loose(E->D + i + LANES);
        vd d = v_load_loose(c + i + LANES) - v_load(c + i);
        v_store(E->J + i, g * D * d);
        v_store(E->Re + i, r * (v_load(E->ka + i) + 4 * v_load(E->km + i) +
                                v_load_loose(E->ka + i + LANES)));
        if (!deriv) continue;
        vd m = 2 * v_load(E->dDm + i), mk = 2 * v_load(E->dkm + i);
        v_store(E->jl + i, g * ((v_load(E->dD + i) + m) * d - D));
        v_store(E->jr + i, g * ((v_load_loose(E->dD + i + LANES) + m) * d + D));
        v_store(E->rl + i, r * (v_load(E->dka + i) + mk));
        v_store(E->rr + i, r * (v_load_loose(E->dka + i + LANES) + mk));
    }
    lane sep = 0.5 * LANE(E->sep_h) / LANE(E->sep_B);
    lane n = 0.5 * LANE(E->side[0].h) / LANE(E->side[0].B);
    lane p = 0.5 * LANE(E->side[1].h) / LANE(E->side[1].B);
    const double part_n = 0.25 / E->nn, part_p = 0.25 / E->np;
    spm_interface(E, c, E->nn - 1, n, sep, 1, source * part_n, part_n, deriv);
    spm_interface(E, c, E->nn + E->ns - 1, sep, p, 0, source * part_p, part_p, deriv);
}

/* What ln c is multiplied by at each face: K times chi, by Simpson over c. */
static void spm_factors(engine *E, const double *c, int deriv)
{
    size_t rows = (size_t)E->rows;
    if (!E->law_chi) {
        EACH(i, E->rows) v_store(E->kf + i, BLOCK(E->K, i));
        return; /* kl and kr stay 0 */
    }
    law_kernel_eval(E->law_chi, rows, c, E->chi, deriv ? E->dchi : NULL);
    law_kernel_eval(E->law_chi, rows, E->cm, E->chim, deriv ? E->dchim : NULL);
    EACH(i, E->rows)
    {
        vd k = BLOCK(E->K, i) * (1.0 / 6), next = v_load_loose(E->chi + i + LANES);
        v_store(E->kf + i, k * (v_load(E->chi + i) + 4 * v_load(E->chim + i) + next));
        if (!deriv) continue;
        vd d = v_load(E->dchim + i), slope = v_load_loose(E->dchi + i + LANES);
        v_store(E->kl + i, k * (v_load(E->dchi + i) + 2 * d));
        v_store(E->kr + i, k * (slope + 2 * d));
    }
}

/* Laws of the electrolyte at cells and at the middles between them. */
static void spm_laws(engine *E, const double *c, int deriv)
{
    size_t rows = (size_t)E->rows;
    EACH(i, E->rows)
    {
        v_store(E->cm + i, 0.5 * (v_load(c + i) + v_load_loose(c + i + LANES)));
        v_store(E->lnc + i, v_log(v_load(c + i)));
    }
    law_kernel_eval(E->law_D, rows, c, E->D, deriv ? E->dD : NULL);
    law_kernel_eval(E->law_D, rows, E->cm, E->Dm, deriv ? E->dDm : NULL);
    law_kernel_eval(E->law_kappa, rows, c, E->ka, deriv ? E->dka : NULL);
    law_kernel_eval(E->law_kappa, rows, E->cm, E->km, deriv ? E->dkm : NULL);
    EACH(i, E->rows)
    {
        vd k = BLOCK(E->kappa_factor, i), r = 1 / (k * v_load(E->ka + i));
        vd rm = 1 / (k * v_load(E->km + i));
        v_store(E->ka + i, r);
        v_store(E->km + i, rm);
        if (!deriv) continue;
        v_store(E->dka + i, -(r * r) * k * v_load(E->dka + i));
        v_store(E->dkm + i, -(rm * rm) * k * v_load(E->dkm + i));
    }
}

/* `deriv`: only of the state that a step begins with; its slopes serve all stages. */
static void spm_salt(engine *E, const double *y, double *f, int deriv)
{
    const double *c = y + E->c;
    lane8 source;
    LANE(source) = LANE(E->tau) * AT(y + E->tail, 0) / LANE(E->area);
    spm_laws(E, c, deriv);
    spm_faces(E, c, LANE(source), deriv);
    spm_factors(E, c, deriv);
    EACH(i, E->rows)
    v_store(f + E->c + i, v_load(E->J + i) - v_load_loose(E->J + i - LANES) +
                              BLOCK(source, i) * v_load(E->source + i));
}
#endif

/* (1), and the heat: Q = -I (H_n - H_p) - I V. */
static void spm_voltage(engine *E, const double *y)
{
    const spm_side *n = &E->side[0], *p = &E->side[1];
    lane I = AT(y + E->tail, 0), i = I / LANE(E->area);
    lane V = LANE(p->U) + LANE(p->eta) - LANE(n->U) - LANE(n->eta) -
             i * (LANE(n->third) + LANE(p->third)) - I * LANE(E->contact);
#if SPM_SALT
    lane8 density;
    LANE(density) = i;
    EACH(k, E->rows)
    v_store(
        E->scratch + k,
        v_load(E->omega + k) *
            (v_load(E->kf + k) * (v_load_loose(E->lnc + k + LANES) - v_load(E->lnc + k)) -
             v_load(E->share + k) * BLOCK(density, k) * v_load(E->Re + k)));
    for (int f = 0; f + 1 < E->n; f++) V = V + AT(E->scratch, f);
#endif
    LANE(E->V) = V;
    LANE(E->Q) = -I * (LANE(n->H) - LANE(p->H)) - I * V;
}

static void spm_eval(engine *E, const double *y, double *f, int deriv)
{
    lane8 T;
    memcpy(&T, y + E->tail + 8, sizeof T);
    spm_warm(E, &T);
    for (int e = 0; e < 2; e++) {
        spm_electrode(E, &E->side[e], y, deriv);
        spm_particle(E, &E->side[e], y, f, deriv);
    }
#if SPM_SALT
    spm_salt(E, y, f, deriv);
#endif
    spm_voltage(E, y);
    lane I = AT(y + E->tail, 0);
    AT(f + E->tail, 0) = LANE(E->ctl_a) * LANE(E->V) + LANE(E->ctl_b) * I +
                         LANE(E->ctl_d) * LANE(E->V) * I - LANE(E->ctl_now);
    AT(f + E->tail + 8, 0) = I * 0;
    if (E->has_heat)
        AT(f + E->tail + 8, 0) =
            LANE(E->Q) - LANE(E->cooling) * (LANE(T) - LANE(E->T_ambient));
}

/* dV/dc and the explicit dV/dI at the state just evaluated. */
static void spm_gradient(engine *E, const double *y)
{
    lane I = AT(y + E->tail, 0), one = 1 / LANE(E->area);
    const spm_side *n = &E->side[0], *p = &E->side[1];
    lane V_I = LANE(p->eta_I) - LANE(n->eta_I) - one * (LANE(n->third) + LANE(p->third)) -
               LANE(E->contact);
#if SPM_SALT
    lane8 density;
    LANE(density) = I * one;
    const double *c = y + E->c;
    EACH(i, E->rows)
    { /* along the cell on the left of a face, and on its right */
        vd o = v_load(E->omega + i), X = v_load(E->share + i) * BLOCK(density, i);
        vd k = v_load(E->kf + i);
        vd d = v_load_loose(E->lnc + i + LANES) - v_load(E->lnc + i);
        v_store(E->gVc + i,
                -o * (k / v_load(c + i) - v_load(E->kl + i) * d + X * v_load(E->rl + i)));
        v_store(E->scratch + i, o * (k / v_load_loose(c + i + LANES) +
                                     v_load(E->kr + i) * d - X * v_load(E->rr + i)));
    }
    AT(E->gVc, E->n - 1) = one * 0;
    for (int f = E->n - 2; f >= 0; f--) {
        AT(E->gVc, f + 1) = AT(E->gVc, f + 1) + AT(E->scratch, f);
        V_I = V_I - AT(E->omega, f) * AT(E->share, f) * one * AT(E->Re, f);
    }
    for (int k = 0; k < E->nn; k++)
        AT(E->gVc, k) = AT(E->gVc, k) - LANE(n->eta_c) * (1.0 / E->nn);
    for (int k = E->nn + E->ns; k < E->n; k++)
        AT(E->gVc, k) = AT(E->gVc, k) + LANE(p->eta_c) * (1.0 / E->np);
#else
    (void)I;
#endif
    LANE(E->V_I) = V_I;
}

static spm_slopes spm_slopes_of(const engine *E)
{
    const spm_side *n = &E->side[0], *p = &E->side[1];
    return (spm_slopes){-(LANE(n->dU) + LANE(n->eta_theta)),
                        LANE(p->dU) + LANE(p->eta_theta), LANE(n->dH), LANE(p->dH)};
}

static const double spm_warmer = 1e-3; /* [K] for df/dT */

static void spm_prepare(engine *E, engine_lane *out)
{
    lane8 V1 = E->V, Q1 = E->Q;
    E->ctl_now = E->ctl_e;
    if (E->has_heat) {
        memcpy(E->stage_y, E->y, E->size * sizeof *E->y);
        for (int l = 0; l < LANES; l++) E->stage_y[E->tail + 8 + (size_t)l] += spm_warmer;
        spm_eval(E, E->stage_y, E->fT, 0);
        V1 = E->V, Q1 = E->Q;
    }
    spm_eval(E, E->y, E->f, 1);
    E->V0 = E->V;
    spm_gradient(E, E->y);
    E->step.g = spm_slopes_of(E);
    E->step.I = AT(E->y + E->tail, 0);
    E->step.H = LANE(E->side[0].H) - LANE(E->side[1].H);
    for (size_t i = 0; i < E->size && E->has_heat; i++)
        E->fT[i] = (E->fT[i] - E->f[i]) / spm_warmer;
    LANE(E->V_T) = (LANE(V1) - LANE(E->V0)) * (1 / spm_warmer);
    LANE(E->Q_T) = (LANE(Q1) - LANE(E->Q)) * (1 / spm_warmer);
    for (int l = 0; l < LANES && out; l++)
        out[l] = (engine_lane){E->V0.at[l],
                               E->y[E->tail + (size_t)l],
                               E->y[E->tail + 8 + (size_t)l],
                               E->Q.at[l],
                               E->side[0].U.at[l] + E->side[0].eta.at[l],
                               1, /* potentials follow from the rest: nothing to doubt */
                               E->charge.at[l]};
}

static void spm_factor_particle(engine *E, spm_side *s)
{
    if (!s->is_shells) {
        for (int m = 0; m < s->modes; m++)
            LANE(s->inv[m]) = 1 / (LANE(E->w) + LANE(s->pole[m]));
        return;
    }
    const double *q = E->y + s->q;
    lane scale = LANE(s->shell_ref) * LANE(s->diff_factor);
    lane a = scale * 0, c = a, inv = a, super = a;
    for (int m = 0; m < s->modes; m++) {
        lane sub = a * (1 / s->shell_v[m]), diag = LANE(E->w) + c * (1 / s->shell_v[m]);
        if (m + 1 < s->modes) {
            lane d = AT(q, m + 1) - AT(q, m), g = scale * (s->shell_g[m] / 6);
            lane sum = AT(s->D, m) + 4 * AT(s->D + s->rows, m) + AT(s->D, m + 1);
            lane slope = 2 * AT(s->dD + s->rows, m);
            a = g * ((AT(s->dD, m) + slope) * d - sum);
            c = g * ((AT(s->dD, m + 1) + slope) * d + sum);
            diag = diag - a * (1 / s->shell_v[m]);
        }
        LANE(s->lower[m]) = sub * inv;
        inv = 1 / (diag - LANE(s->lower[m]) * super);
        super = -c * (1 / s->shell_v[m]);
        if (m + 1 == s->modes) super = super * 0;
        LANE(s->inv[m]) = inv;
        LANE(s->upper[m]) = super;
    }
}

static void spm_solve_particle(const spm_side *s, lane w, const double *b, double *x)
{
    if (!s->is_shells) {
        for (int m = 0; m < s->modes; m++) AT(x, m) = LANE(s->inv[m]) * AT(b, m);
        return;
    }
    lane sum = AT(b, 0) * 0;
    for (int m = 0; m < s->modes; m++)
        sum = AT(b, m) - LANE(s->lower[m]) * sum, AT(x, m) = sum;
    sum = sum * 0;
    lane given = sum, found = sum;
    for (int m = s->modes - 1; m >= 0; m--) {
        sum = (AT(x, m) - LANE(s->upper[m]) * sum) * LANE(s->inv[m]), AT(x, m) = sum;
        given = given + s->shell_v[m] * AT(b, m), found = found + s->shell_v[m] * sum;
    }
    /* what rounding lost of the lithium, where shells relax a million times within a step */
    lane lost = 3 * (given / w - found);
    for (int m = 0; m < s->modes; m++) AT(x, m) = AT(x, m) + lost;
}

#if SPM_SALT
static void spm_factor_salt(engine *E)
{
    lane inv = LANE(E->w) * 0, upper = inv;
    for (int k = 0; k < E->n; k++) {
        lane diag = LANE(E->w) * AT(E->mass, k), low = inv * 0;
        if (k + 1 < E->n) diag = diag - AT(E->jl, k);
        if (k > 0) diag = diag + AT(E->jr, k - 1), low = AT(E->jl, k - 1) * inv;
        AT(E->lower, k) = low;
        inv = 1 / (diag - low * upper);
        upper = k + 1 < E->n ? -AT(E->jr, k) : inv * 0;
        AT(E->inv, k) = inv;
        AT(E->upper, k) = upper;
    }
}

static void spm_solve_salt(const engine *E, const double *b, double *x)
{
    lane sum = AT(b, 0) * 0;
    for (int k = 0; k < E->n; k++) sum = AT(b, k) - AT(E->lower, k) * sum, AT(x, k) = sum;
    sum = sum * 0;
    for (int k = E->n - 1; k >= 0; k--)
        sum = (AT(x, k) - AT(E->upper, k) * sum) * AT(E->inv, k), AT(x, k) = sum;
}
#endif

static void spm_inner(engine *E, const double *b, double *x)
{
    for (int e = 0; e < 2; e++)
        spm_solve_particle(&E->side[e], LANE(E->w), b + E->side[e].q, x + E->side[e].q);
    size_t salt = 0;
#if SPM_SALT
    spm_solve_salt(E, b + E->c, x + E->c);
    salt = (size_t)(E->n * LANES);
#endif
    memset(x + E->c + salt, 0, (E->tail - E->c - salt) * sizeof *x); /* no memory there */
}

static lane spm_dtheta(const spm_side *s, const double *x)
{
    lane sum = AT(x + s->q, s->modes - 1);
    for (int m = 0; m < s->modes - 1 && !s->is_shells; m++) sum = sum + AT(x + s->q, m);
    return sum;
}

/* Change of the voltage and, `Q`, of the heat but for its part by V, along x. */
static lane spm_along_V(const engine *E, const spm_slopes *g, const double *x)
{
    lane V = g->V_n * spm_dtheta(&E->side[0], x) + g->V_p * spm_dtheta(&E->side[1], x);
#if SPM_SALT
    for (int k = 0; k < E->n; k++) V = V + AT(E->gVc, k) * AT(x + E->c, k);
#endif
    return V;
}

static lane spm_along_Q(const engine *E, const spm_slopes *g, const double *x, lane I)
{
    return -I * (g->H_n * spm_dtheta(&E->side[0], x) - g->H_p * spm_dtheta(&E->side[1], x));
}

/* d f/dI of every row but the control's. */
static void spm_by_current(const engine *E, double *b)
{
    memset(b, 0, E->size * sizeof *b);
    for (int e = 0; e < 2; e++) {
        const spm_side *s = &E->side[e];
        if (s->is_shells)
            AT(b + s->q, s->modes - 1) =
                -LANE(s->drive[0]) * LANE(s->per_current) * (1 / s->shell_v[s->modes - 1]);
        else
            for (int m = 0; m < s->modes; m++)
                AT(b + s->q, m) = -LANE(s->drive[m]) * LANE(s->per_current);
    }
#if SPM_SALT
    lane8 source;
    LANE(source) = LANE(E->tau) / LANE(E->area);
    EACH(i, E->rows) v_store(b + E->c + i, BLOCK(source, i) * v_load(E->source + i));
    for (int e = 0; e < 2; e++) { /* the sources move the fluxes between regions as well */
        int f = e ? E->nn + E->ns - 1 : E->nn - 1;
        lane move = LANE(E->edge[e]) * LANE(source) * (0.25 / (e ? E->np : E->nn));
        AT(b + E->c, f) = AT(b + E->c, f) + move;
        AT(b + E->c, f + 1) = AT(b + E->c, f + 1) - move;
    }
#endif
}

static void spm_factor(engine *E)
{
    const spm_step *step = &E->step;
    for (int e = 0; e < 2; e++) spm_factor_particle(E, &E->side[e]);
#if SPM_SALT
    spm_factor_salt(E);
#endif
    if (E->has_linear) {
        spm_by_current(E, E->b);
        spm_inner(E, E->b, E->xI);
        LANE(E->vI) = spm_along_V(E, &step->g, E->xI) + LANE(E->V_I);
        LANE(E->qI) = spm_along_Q(E, &step->g, E->xI, step->I) - step->H -
                      step->I * LANE(E->vI) - LANE(E->V0);
    }
    if (!E->has_heat) return;
    spm_inner(E, E->fT, E->xT);
    lane v = spm_along_V(E, &step->g, E->xT);
    LANE(E->vT) = v + LANE(E->V_T);
    LANE(E->qT) = spm_along_Q(E, &step->g, E->xT, step->I) - step->I * v + LANE(E->Q_T);
}

static void spm_solve(engine *E, const spm_step *step, const double *b, double *x)
{
    spm_inner(E, b, x);
    AT(x + E->tail, 0) = AT(x + E->tail + 8, 0) = step->I * 0;
    if (!E->has_linear && !E->has_heat) return;
    lane I = step->I, none = I * 0, v = spm_along_V(E, &step->g, x);
    lane q = spm_along_Q(E, &step->g, x, I) - I * v;
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
    for (size_t i = 0; i < E->tail; i += VD) {
        vd sum = v_load(x + i);
        if (E->has_linear) sum = sum + BLOCK(dI, i) * v_load(E->xI + i);
        if (E->has_heat) sum = sum + BLOCK(dT, i) * v_load(E->xT + i);
        v_store(x + i, sum);
    }
    AT(x + E->tail, 0) = LANE(dI);
    AT(x + E->tail + 8, 0) = LANE(dT);
}

#include "model/spm_step.h"
