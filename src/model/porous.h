/* The geometry that the engine and the probe share: weights of the compact scheme along an
 * electrode, radial nodes of a particle. docs/theory/dfn.md, "Space". */
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

/* theta (1 - theta), each factor going to nothing smoothly over a width of POROUS_EDGE where a
 * surface is all but empty or full (dfn_eval.h says why), and its slope unless NULL. */
#define POROUS_EDGE 2e-6
double porous_filling(double theta, double *slope);

#endif
