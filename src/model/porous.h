/* The geometry that the engine and the probe share: weights of the compact scheme along an
 * electrode, radial nodes of a particle. docs/theory/dfn.md, sections 2
 * and 3. */
#ifndef GLASSCELL_POROUS_H
#define GLASSCELL_POROUS_H

/* Weights of [W S]_k = minus S_(k-1) + zero S_k + plus S_(k+1) for node k of n; electrode
 * 0 has its collector at k = 0, electrode 1 at k = n - 1. */
typedef struct porous_weight {
    double minus, zero, plus;
} porous_weight;
porous_weight porous_weights(int electrode, int n, int k);

/* Column sum of the weights: what S_k counts for in charge and lithium. */
double porous_quadrature(int electrode, int n, int k);

/* Radial nodes rho [n] from 0 to 1, dense at the surface; volumes v [n] (they sum to 1/3);
 * conductances g [n] = rho_face^2 / (rho_(m+1) - rho_m), the last one 0. */
void porous_shells(int n, double *rho, double *v, double *g);

/* p and lift of j = 2 rate sqrt(c p) sinh(F eta/2RT - lift), and their slopes: theta (1 - theta)
 * and nothing, but within POROUS_EDGE of full and empty (dfn_eval.h says why). */
#define POROUS_EDGE 2e-6
typedef struct porous_filling {
    double p, slope, lift, lift_slope;
} porous_filling;
porous_filling porous_filling_at(double theta);

#endif
