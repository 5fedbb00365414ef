/* How a grid is made; shared by the files that do it. */
#ifndef GLASSCELL_GRID_BUILD_H
#define GLASSCELL_GRID_BUILD_H

#include "numerics/grid_inside.h"

/* Of each of the 256 patterns of occupied lanes: its parts (lanes joined by faces inside the
 * block), and to which part each lane belongs. */
typedef struct grid_pattern {
    uint8_t parts, part[8], lanes[4]; /* lanes: bits of each part, at most four of them */
} grid_pattern;
const grid_pattern *grid_patterns(void);

/* What is known while a grid is being made. Places are indexed as in grid.map. */
typedef struct grid_build {
    grid *g;
    const grid_pattern *patterns;
    uint8_t *held; /* [places with border] bits of the lanes that are unknowns */
    uint8_t
        *parts; /* [blocks + 1] of faces: how many unknowns of level 1; NULL: patterns */
    size_t all; /* places with border */
} grid_build;

/* Which lanes are unknowns: conduct, and are joined to the contacts. */
glass_status grid_build_held(grid_build *b);
/* Numbers the blocks; diagonals and conductances. */
glass_status grid_build_blocks(grid_build *b);
/* Sum of the conductances of a lane (faces), by its place. */
double grid_build_diagonal(const grid *g, size_t at, int lane);
/* The conductances and sums of a grid that is there, from new conductivities. */
void grid_refill_blocks(const grid_build *b);
void grid_refill_first(grid_build *b);
glass_status grid_refill_levels(grid *g);
/* Level 1 and all below. */
glass_status grid_build_first(grid_build *b);
glass_status grid_build_levels(grid *g);

static inline size_t grid_place(const grid *g, size_t i, size_t j, size_t k)
{
    return (i + 1) * g->stride[0] + (j + 1) * g->stride[1] + k + 1;
}

/* Distance in `map` to the place before (side 0) or behind (1) along an axis. */
static inline ptrdiff_t grid_step(const grid *g, int axis, int side)
{
    ptrdiff_t step = axis == 0   ? (ptrdiff_t)g->stride[0]
                     : axis == 1 ? (ptrdiff_t)g->stride[1]
                                 : 1;
    return side ? step : -step;
}

/* Lanes of a set: without a call where the machine's own count may not be used. */
static inline int grid_lanes(unsigned bits)
{
    bits = bits - (bits >> 1 & 0x55);
    bits = (bits & 0x33) + (bits >> 2 & 0x33);
    return (int)((bits + (bits >> 4)) & 0x0f);
}

/* Copies the other side's border of a periodic axis, for any array over places. */
void grid_build_wrap(const grid *g, void *array, size_t size);

#endif
