/* The parts of a grid, for the files that build and solve it.
 *
 * Voxels are kept in blocks of 2x2x2: lane l = 4 i + 2 j + k of a block is the voxel at
 * (2I+i, 2J+j, 2K+k), eight floats that fill one vector. Only blocks that hold an unknown
 * have a number, 1, 2, ... in the order of memory; block 0 is empty and holds zeros. `map`
 * leads from a place to its block, with a border of empty places all around (of the blocks
 * of the other side where an axis is periodic), so that no kernel looks for an edge.
 *
 * Fields are zero in every lane that holds no unknown. Red lanes are 0, 3, 5, 6. */
#ifndef GLASSCELL_GRID_INSIDE_H
#define GLASSCELL_GRID_INSIDE_H

#include <stdint.h>
#include "base/cpu.h"
#include "numerics/grid.h"

enum { GRID_LANES = 8, GRID_LEVELS = 24, GRID_CODES = 64, GRID_COARSEST = 300 };

/* One level of the hierarchy below the voxels: a graph with conductances on its edges,
 * unknowns sorted by colour (parity of the place), then by place. Each colour is filled up to
 * eights by unknowns without a place, edges or children, so that eight rows of one colour lie
 * side by side, entry beside entry. */
typedef struct grid_level {
    int32_t n, n_red; /* multiples of eight */
    int32_t held;     /* those with a place */
    int is_coloured;  /* 1: no edge joins two places of one colour */
    int is_strict;    /* 1: nor two unknowns of one place */
    uint32_t *slice;  /* [n/8 + 1] where the entries of eight unknowns begin, in eights */
    int32_t *col;  /* [8 slice[n/8]] see GRID_ENTRIES; of an empty entry: its own unknown */
    float *val;    /* [the same] conductance, the same both ways; 0: an empty entry */
    float *ground; /* [n] conductance to contacts */
    float *inverse;  /* [n] 1 / (sum of conductances); 0 for one that is alone */
    float *x, *b;    /* [n] correction and right-hand side of the cycle */
    float *left;     /* [n] residual */
    uint32_t *place; /* [n] index of the place on this level's grid of places */
    size_t places[3];
    int32_t *parent;  /* [n] unknown of the next level; NULL on the last */
    int32_t *child;   /* [n of the level above] its unknowns, by parent; NULL on level 1 */
    uint32_t *family; /* [n + 1] where each one's children begin */
} grid_level;

#define GRID_NOWHERE UINT32_MAX

/* Visits the entries e of unknown u, empty ones as well. */
#define GRID_ENTRIES(l, u, e)                                                              \
    for (size_t e = 8 * (size_t)(l)->slice[(u) >> 3] + (size_t)((u)&7),                    \
                e##_end = 8 * (size_t)(l)->slice[((u) >> 3) + 1];                          \
         e < e##_end; e += 8)

/* Below this tolerance four bytes are too few for the potential: 6e-8 was reached. */
#define GRID_SHARP 3e-7
/* Quality that the unknowns of an aggregate must have, see grid_join.h. */
#define GRID_QUALITY 8.0
/* Corrections of aggregates are too short, by up to two; 1.6 was measured to be best. */
#define GRID_LONGER 1.6f

typedef struct grid_block_kernels grid_block_kernels;

struct grid {
    grid_problem problem;
    size_t n[3], places[3]; /* voxels; places for blocks */
    size_t stride[2];       /* of map: plane, row */
    double weight[3];       /* A/h of the faces across each axis */
    double h;               /* drop from one voxel to the next of the linear profile */
    int is_mask;            /* 1: all that conducts is alike */
    int is_sharp;           /* 1: the potential has eight bytes */
    int has_source;
    double source[256]; /* per voxel, in units of source_unit */
    double unit;        /* conductance that counts as 1 inside */
    double weight_unit; /* A/h that counts as 1 in `weight` */
    double source_unit;

    int32_t *map;   /* [(places0+2)][(places1+2)][(places2+2)] */
    int32_t blocks; /* how many, the empty one not counted */
    int32_t *first; /* [blocks+1] first unknown of level 1; ~first: several in it */
    uint8_t *code;  /* [blocks+1][8] mask: bits 0-5 which diagonal, 0 none; faces: 1 or 0;
                          bits 6-7 (and, for faces, 3-5) which of the block's unknowns */
    float *face;    /* [blocks+1][3][8] of faces: conductance to the next lane, or NULL */
    float *inverse; /* [blocks+1][8] of faces: 1/diagonal, or NULL */
    float *ground;  /* [blocks+1][8] of faces: conductance to contacts, or NULL */
    double diagonal[GRID_CODES]; /* of a mask, by code */
    float reciprocal[GRID_CODES];
    int has_small_codes; /* 1: codes are 0..7 */
    float *r, *p, *z;    /* [blocks+1][8] */
    float *e;            /* [blocks+1][8] u = linear profile + e */
    double *e2;          /* [blocks+1][8] the same with more digits, or NULL */

    grid_level level[GRID_LEVELS]; /* [1 .. levels] */
    int levels;
    double *factor; /* of the coarsest: rows of the upper triangle, pivots first */
    size_t factor_size;
    double *partial; /* [2][places0 + 2] sums by plane */

    size_t unknowns, left_out;
    size_t bytes, peak;
    glass_cpu cpu;
    const grid_block_kernels *kernels;
    struct grid_build *kept; /* for grid_change, or NULL */
};

/* How many of a voxel's two outer faces across an axis are held at a potential. */
static inline int grid_contacts(const grid_problem *p, int axis, size_t voxel)
{
    size_t last = p->n[axis] - 1;
    if (axis == p->axis)
        return (voxel == 0 && p->contact[0]) + (voxel == last && p->contact[1]);
    if (!p->fixed_sides || p->is_periodic[axis] || last == 0) return 0;
    return (voxel == 0) + (voxel == last);
}

static inline size_t grid_index(const grid *g, const size_t voxel[3])
{
    return (voxel[0] * g->n[1] + voxel[1]) * g->n[2] + voxel[2];
}

/* Memory that a grid counts; large pieces lie on large pages. */
void *grid_take(grid *g, size_t count, size_t size);
void *grid_take_zero(grid *g, size_t count, size_t size);
void grid_give(grid *g, void *memory, size_t count, size_t size);

/* Arrays of a level with n unknowns, all of them nowhere; then, from the number of entries of
 * each in `degree` [n], those of its entries, all of them empty. Return 0 without memory. */
int grid_level_take(grid *g, grid_level *l);
int grid_level_take_entries(grid *g, grid_level *l, const uint16_t *degree);
static inline size_t grid_level_entries(const grid_level *l)
{
    return l->slice ? 8 * (size_t)l->slice[l->n / 8] : 0;
}
void grid_level_give(grid *g, grid_level *l);
/* Makes every edge the same both ways, to the last bit. */
void grid_level_mirror(grid *g, grid_level *l);
/* Solves the problem of level k for its b: one cycle, from x = 0 or from x as it is. */
void grid_cycle(grid *g, int k, int is_zero);
/* Factor of the coarsest level, and its solution in double precision. */
glass_status grid_coarsest_factor(grid *g);
void grid_coarsest_solve(const grid *g, const double *b, double *x);

/* A loop over 0..count-1 on the problem's team, in chunks that do not depend on it. */
typedef void grid_loop_work(grid *g, void *context, size_t from, size_t to);
void grid_loop(grid *g, size_t count, size_t chunk, grid_loop_work *work, void *context);

#endif
