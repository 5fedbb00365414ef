/* Steady conduction on a structured grid: the operator, its solver, certified bounds.
 *
 *     -div(sigma grad u) = s    finite volumes on the voxels (docs/theory/transport.md)
 *
 * One unknown at each voxel's centre. The face between voxels i and j conducts
 * (A/h) 2 s_i s_j/(s_i + s_j); the outer face of a contact layer conducts (A/h) 2 s_i;
 * other outer faces let nothing through, or are joined to the opposite side.
 *
 *     grid_problem problem = {.n = {..}, .voxel = {..}, .codes = codes, .sigma = sigma,
 *                             .axis = 0, .contact = {1, 1}, .tolerance = 1e-6};
 *     grid *g;
 *     glass_status status = grid_new(&problem, &g);
 *     if (!status) status = grid_solve(g, &report);
 *     grid_potential(g, field);
 *     grid_free(g);
 *
 * The finest level is a table of functions over an instance (grid_kernel.h): one byte per
 * voxel where all that conducts is alike (`mask`), conductances of faces else (`faces`);
 * everything coarser is one generic graph (grid_level.h). */
#ifndef GLASSCELL_GRID_H
#define GLASSCELL_GRID_H

#include "base/fail.h"
#include "base/team.h"

typedef struct grid grid;

typedef struct grid_problem {
    size_t n[3];                /* voxels along the axes, axis 0 slowest */
    double voxel[3];            /* [m] edges, any unit of length does */
    const unsigned char *codes; /* [n0][n1][n2], borrowed until grid_free */
    const double *sigma;        /* [256] conductivity of each code, >= 0 */
    const double *source;       /* [256] what each code gives per volume, or NULL */
    const float *given;         /* [n0][n1][n2] what each voxel gives instead, or NULL */
    const unsigned char
        *active; /* [n0][n1][n2] 0: this voxel gives nothing; NULL: all do */
    const unsigned char *perfect; /* [256] 1: u = 0 on every face to this code, or NULL */
    int axis;                     /* of the contacts and of the linear profile */
    int contact[2];     /* 1: the first, the last layer's outer face is a contact */
    int fixed_sides;    /* 1: the linear profile holds on the other outer faces as well */
    int is_periodic[3]; /* 1: an axis is joined to itself; even number of voxels */
    double drop;        /* u on the first contact (0 on the last); gradient of a
                                   periodic axis: drop over its length */
    int must_touch;     /* parts that touch fewer kinds of contact are left out:
                                   1 first, 2 last, 3 both, 4 any, 0 none is left out */
    int may_change;     /* 1: grid_change will be called: conductances are kept by faces */
    double tolerance;   /* relative width of the interval that is asked for */
    int iterations;     /* at most; 0: 200 */
    int (*cancelled)(void *context);
    void (*progress)(void *context, double fraction);
    void *context;
    glass_team *team; /* borrowed */
} grid_problem;

/* What came of it. `energy` is the power turned into heat, u A u, of the exact discrete
 * solution: with contacts, conductance times drop squared. The bounds hold for it. */
typedef struct grid_report {
    double energy, lower, upper;
    double divergence; /* largest imbalance of the certifying flow by its largest flow */
    size_t unknowns, left_out;
    int iterations, levels;
    double complexity; /* unknowns of all levels by those of the finest */
    size_t bytes;      /* most memory held at once */
    const char
        *reason; /* "converged", "iterations", "cancelled", "rounding" where the tolerance
                           is beyond the digits, "lost to rounding", "nothing conducts" */
} grid_report;

glass_status grid_new(const grid_problem *problem, grid **out);
glass_status grid_solve(grid *g, grid_report *report);
void grid_free(grid *g);

/* Other conductivities (and whatever the source now holds) for a grid made with may_change.
 * The same codes must conduct. Aggregates stay as they are, which is good while conductances
 * change by a few times; their sums are made anew. The potential stays as the next guess.
 * @param sigma [256], borrowed like the one before
 * @return GLASS_E_INPUT when another code conducts; GLASS_E_MEMORY: the grid is spoilt */
glass_status grid_change(grid *g, const double *sigma);

/* Which voxels take part in a problem, [n0][n1][n2]: 1 for an unknown, else 0. */
glass_status grid_joined(const grid_problem *problem, unsigned char *out);

/* u at the voxel centres, [n0][n1][n2]; NAN where nothing flows. */
void grid_potential(const grid *g, float *u);
/* The same with all digits. */
void grid_potential_wide(const grid *g, double *u);
/* Bytes that grid_new and grid_solve would need, before any are taken. */
size_t grid_predict(const grid_problem *problem);

#endif
