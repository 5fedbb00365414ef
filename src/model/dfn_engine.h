/* The DFN engine's memory: which array holds what. Included by the kernel, once per width
 * and number of lanes (LANES, 1 or 8).
 *
 * Vectors run over nodes when there is one lane and over lanes when there are eight, by
 * one and the same index: node * LANES + lane. A `row` is one number per node, filled
 * up to whole blocks of 8 doubles; what is beyond the last node is kept harmless. */
#ifndef GLASSCELL_DFN_ENGINE_H
#define GLASSCELL_DFN_ENGINE_H

#include "model/lanes.h"
#include "model/rosenbrock.h"

enum { DFN_MODES_MAX = 80 };

/* One electrode. Rows have `blocks` blocks. */
typedef struct dfn_side {
    int n, first, blocks, rows; /* nodes; first cell; blocks and doubles of a row */
    int modes, is_shells;       /* rows of particle unknowns, the mean included */
    const law_program *ocp, *entropic, *diffusivity;
    size_t phi, q; /* where they begin in y */
    /* of a lane, from the cell */
    lane8 ha;                                 /* h a [1] */
    lane8 rate_ref, rate_energy, diff_energy; /* F K / sqrt(c_e0); [J/mol] twice */
    lane8 pole_ref[DFN_MODES_MAX];            /* P D_ref / R^2 [1/s] */
    lane8 drive[DFN_MODES_MAX];               /* W / (R F c_max): pull of j on a mode */
    lane8 shell_ref;                          /* 1 / R^2, of shells */
    lane8 h, B, h_sigma;                      /* h [m]; B; h / sigma */
    lane8 half;                               /* h / (2 B) [m] */
    lane8 gamma; /* share of the last node's source that the separator gets */
    lane8 hB6;   /* h / (6 B) */
    /* at the lane's temperature */
    lane8 rate, pole[DFN_MODES_MAX], diff_factor;
    /* rows: weights of the compact scheme */
    double *w_minus, *w_zero, *w_plus, *w_zero_c, *weight;
    /* rows: what the last evaluation left */
    double *c, *theta, *U, *dU, *UT, *dUT, *j, *S, *Sm; /* Sm = S - LANES, a guard */
    lane8 inv[DFN_MODES_MAX];                           /* 1/(w + pole) */
    double *jc, *jphi, *jth;                            /* derivatives of j */
    double *gain, *shift;            /* G and S of theta = S + G j, eliminated */
    double *sc, *sphi, *scm, *sphim; /* dS/dc, dS/dphi; scm = sc - LANES */
    double *den, *dS, *u, *um, *dth; /* um = u - LANES */
    double *heat_S, *heat_theta;     /* dQ along dS and dtheta (8) */
    /* shells */
    double *D, *dD, *D_now, *inside, *lower, *pivot, *upper;
    double shell_g[DFN_MODES_MAX], shell_v[DFN_MODES_MAX]; /* r^2/dr; volume; R = 1 */
} dfn_side;

struct engine {
    engine_mesh mesh;
    const rosenbrock *by; /* of the last attempt */
    int n, nn, ns, np, c_blocks, c_rows;
    size_t size, tail;        /* doubles of y; where I and T begin in it */
    int has_heat, has_linear; /* borders of the matrix: T; I */
    dfn_side side[2];
    const law_program *law_D, *law_kappa, *law_chi;
    /* of a lane */
    lane8 area, contact, tau; /* A [m2]; Ohm; (1 - t+)/F */
    lane8 salt_ref;           /* 2 (1-t+) R / F: K = salt_ref T */
    lane8 D_energy, kappa_energy, T_ref, T_now, T_ambient, cooling; /* cooling: h A [W/K] */
    lane8 heat_capacity;                                            /* [J/K] */
    lane8 sep_half, sep_B_h, sep_hB6; /* h/(2B), B/h, h/(6B) of the separator */
    lane8 ctl_a, ctl_b, ctl_d, ctl_e, ctl_et, ctl_now;
    lane8 K, D_factor, kappa_factor, f_half; /* at the lane's temperature; F/(2RT) */
    /* cell rows (guards of 8 doubles in front) */
    double *mass, *gJ, *hB6f; /* eps h; B/h / 6; h/(6B) per face (0 at interfaces) */
    double *cm, *De, *dDe, *Dm, *dDm, *ka, *dka, *km, *dkm, *lnc, *chi, *dchi, *chim,
        *dchim;
    double *J, *jl, *jr, *X, *xl, *xr, *gx, *Re, *rl, *rr, *kf, *gVc, *gVp;
    double *colI;       /* d f_phi / dI, cell layout */
    double *matrix[12]; /* rows of the blocks A, B, C; then L, inverse, E */
    double *rc, *rp;    /* right-hand sides in cell layout */
    double *y, *y_old, *y_new, *f, *f2, *b, *stage_y, *U[6], *dense2, *dense3, *xI, *xT;
    double *fT;         /* df/dT */
    lane8 rho_n, rho_p; /* 1/kappa at the separator's edges, last `prepare` */
    int is_linear[ENGINE_LANES_MAX];
    double *scratch;
    lane8 V, Q;                           /* of the last evaluation */
    lane8 V0, Q0;                         /* of the last `prepare` */
    lane8 V_I, V_T, Q_T;                  /* explicit derivatives at the last `prepare` */
    lane8 w;                              /* 1/(gamma h) */
    lane8 V_begin, dV[ROSENBROCK_STAGES]; /* of the last attempt: where it began; stages */
    lane8 v_along;                        /* dV along the last solution */
    lane8 charge; /* of the last attempt, [C]; NAN: its current was given */
    lane8 h;
    lane8 vI, qI, vT, qT; /* dV and dQ along the border columns, explicit parts too */
    lane8 start_c, D_scale, kappa_scale;
    lane8 unit_current; /* [A] 1C, for the error norm */
    void *arena;
};

#endif
