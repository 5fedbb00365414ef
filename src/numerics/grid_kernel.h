/* What is done block by block on the finest level; compiled once per vector width.
 *
 * One iteration of conjugate gradients, preconditioned by a cycle, is three sweeps over the
 * blocks, each of several stages that follow one another plane by plane, so that a plane is
 * still in cache when its next stage comes:
 *
 *     direction, curvature            p = z + beta p;  p.Ap
 *     update, black, restriction      r -= alpha Ap, e += alpha p; smooth; residual summed
 *     prolongation, black, red        z += coarse correction; smooth; r.z
 *
 * Smoothing is red-black Gauss-Seidel, red first on the way down, red last on the way up:
 * the cycle is symmetric. From a zero start the residual lives on red alone.
 *
 * A stage does one plane of blocks; it reads what its earlier stage left on the planes
 * beside it. Sums are taken in double precision. */
#ifndef GLASSCELL_GRID_KERNEL_H
#define GLASSCELL_GRID_KERNEL_H

#include "numerics/grid_inside.h"
#include "numerics/width.h"

/* What the certificate needs of the finest level, gathered plane by plane. */
typedef struct grid_drain {
    double *sum;           /* [n of level 1] imbalance of each unknown of level 1 */
    const double *phi;     /* [n of level 1] potential inside aggregates of level 1 */
    const double *flow;    /* [entries of level 2] flow over conductance along each */
    const double *ground;  /* [n of level 2] flow over conductance to the contacts */
    const double *inverse; /* [256][8][8] pseudo-inverses of the blocks of a mask */
    double *partial;       /* [planes] heat of the flow inside blocks */
    double *worst;         /* [planes] largest imbalance left */
    double *largest;       /* [planes] largest flow */
} grid_drain;

struct grid_block_kernels {
    void (*direction)(grid *g, double beta, size_t plane);
    double (*curvature)(grid *g, size_t plane);
    void (*update)(grid *g, double alpha, size_t plane);
    void (*black)(grid *g, size_t plane);
    void (*restriction)(grid *g, size_t plane);
    void (*prolongation)(grid *g, size_t plane);
    double (*red)(grid *g, size_t plane);
    /* r = b - A e from the digits of e, z = r/diagonal; or, with `sum`, nothing but the sums
     * of r over each unknown of level 1. sums[0] += e.(b + r), sums[1] += power of the linear
     * profile. */
    void (*residual)(grid *g, size_t plane, double sums[2], double *sum);
    void (*drain)(grid *g, const grid_drain *drain, size_t plane);
};

GLASS_WIDTH_EACH(const grid_block_kernels *, grid_kernels, (int is_mask, int is_sharp))
/* Gauss-Seidel on unknowns from..to-1 of a level by eights, upwards or downwards in number;
 * the eight of a slice at once. */
GLASS_WIDTH_EACH(void, grid_relax, (grid_level * l, int32_t from, int32_t to, int is_back))
/* left = b - A x of unknowns from..to-1 */
GLASS_WIDTH_EACH(void, grid_leave, (grid_level * l, int32_t from, int32_t to))

#endif
