/* The operator on one block, for both instances of the finest level (grid_kernel.h).
 * `is_mask` is a constant wherever these are inlined. */
#ifndef GLASSCELL_GRID_STENCIL_H
#define GLASSCELL_GRID_STENCIL_H

#include "numerics/grid_build.h"
#include "numerics/grid_vector.h"

/* A block and those before and behind it along each axis; 0 where there is none. */
typedef struct grid_spot {
    size_t at, before[3], behind[3];
    size_t place[3];
} grid_spot;

GRID_INLINE grid_spot grid_spot_at(const grid *g, const int32_t *map, size_t i, size_t j,
                                   size_t k)
{
    return (grid_spot){
        .at = (size_t)map[0],
        .before = {(size_t) * (map - g->stride[0]), (size_t) * (map - g->stride[1]),
                   (size_t)map[-1]},
        .behind = {(size_t)map[g->stride[0]], (size_t)map[g->stride[1]], (size_t)map[1]},
        .place = {i, j, k},
    };
}

GRID_INLINE const int32_t *grid_map_row(const grid *g, size_t i, size_t j)
{
    return g->map + (i + 1) * g->stride[0] + (j + 1) * g->stride[1] + 1;
}

/* Does what follows for each block of a plane, with `spot` set; `continue` goes to the next. */
#define GRID_EACH_BLOCK(g, plane, spot)                                                    \
    for (size_t row_ = 0; row_ < (g)->places[1]; row_++)                                   \
        for (const int32_t *map_ = grid_map_row(g, plane, row_), *begin_ = map_;           \
             map_ < begin_ + (g)->places[2]; map_++)                                       \
            for (int is_here_ = *map_ != 0; is_here_; is_here_ = 0)                        \
                for (grid_spot spot =                                                      \
                         grid_spot_at(g, map_, plane, row_, (size_t)(map_ - begin_));      \
                     is_here_; is_here_ = 0)

/* 1 in lanes that hold an unknown, else 0. */
GRID_INLINE grid_f grid_held(const grid *g, size_t block, int is_mask)
{
    grid_i code = grid_i_bytes(g->code + 8 * block);
    grid_i held = is_mask ? (code & 63) : (code & 128);
    return __builtin_convertvector(-(held != 0), grid_f);
}

GRID_INLINE grid_f grid_inverse(const grid *g, size_t block, int is_mask)
{
    if (!is_mask) return grid_f_load(g->inverse + 8 * block);
    grid_i code = grid_i_bytes(g->code + 8 * block) & 63;
    if (g->has_small_codes) return grid_f_lookup8(g->reciprocal, code);
    return grid_f_lookup(g->reciprocal, code);
}

GRID_INLINE grid_d grid_diagonal(const grid *g, size_t block)
{
    const uint8_t *code = g->code + 8 * block;
    grid_d a;
    for (int l = 0; l < 8; l++) a[l] = g->diagonal[code[l] & 63];
    return a;
}

/* Conductances to the neighbour inside and to the one outside, across an axis. */
GRID_INLINE void grid_faces(const grid *g, const grid_spot *s, int axis, grid_f *inside,
                            grid_f *outside)
{
    grid_f own = grid_f_load(g->face + 24 * s->at + 8 * (size_t)axis);
    grid_f before = grid_f_load(g->face + 24 * s->before[axis] + 8 * (size_t)axis);
    *inside = grid_f_mix(own, grid_f_swap(own, axis), axis);
    *outside = grid_f_mix(grid_f_swap(before, axis), own, axis);
}

/* Sum over the six neighbours of conductance times x. */
GRID_INLINE grid_f grid_around(const grid *g, const float *x, const grid_spot *s,
                               int is_mask)
{
    grid_f own = grid_f_load(x + 8 * s->at), sum = grid_f_all(0);
    for (int axis = 0; axis < 3; axis++) {
        grid_f far = grid_f_mix(grid_f_load(x + 8 * s->behind[axis]),
                                grid_f_load(x + 8 * s->before[axis]), axis);
        if (is_mask) {
            sum += (float)g->weight[axis] * grid_f_swap(own + far, axis);
        } else {
            grid_f inside, outside;
            grid_faces(g, s, axis, &inside, &outside);
            sum += inside * grid_f_swap(own, axis) + outside * grid_f_swap(far, axis);
        }
    }
    return sum;
}

/* x that leaves nothing over of b where its neighbours stay; by differences, where
 * conductances are far apart. */
GRID_INLINE grid_f grid_better(const grid *g, const float *x, grid_f b, const grid_spot *s,
                               int is_mask)
{
    grid_f inverse = grid_inverse(g, s->at, is_mask);
    if (is_mask) return (b + grid_around(g, x, s, 1)) * inverse;
    grid_f own = grid_f_load(x + 8 * s->at), inside, outside;
    b -= grid_f_load(g->ground + 8 * s->at) * own;
    for (int axis = 0; axis < 3; axis++) {
        grid_f far = grid_f_mix(grid_f_load(x + 8 * s->behind[axis]),
                                grid_f_load(x + 8 * s->before[axis]), axis);
        grid_faces(g, s, axis, &inside, &outside);
        b += inside * (grid_f_swap(own, axis) - own) +
             outside * (grid_f_swap(far, axis) - own);
    }
    return own + b * inverse;
}

/* Loads a field of either precision as double. */
GRID_INLINE grid_d grid_wide(const void *x, size_t block, int is_double)
{
    if (is_double) return grid_d_load((const double *)x + 8 * block);
    return grid_f_wide(grid_f_load((const float *)x + 8 * block));
}

/* What the lanes of `faces` conduct to contacts: to those of the profile's axis alone, or to
 * all. The sum over unlike axes is no number of four bytes where the sides are fixed as well,
 * and the profile must meet the very conductances that carry it: found again. */
GRID_INLINE grid_d grid_ground(const grid *g, const grid_spot *s, int is_axis)
{
    grid_d all = grid_f_wide(grid_f_load(g->ground + 8 * s->at));
    if (!g->problem.fixed_sides) return all;
    for (int l = 0; l < 8; l++) {
        size_t v[3] = {2 * s->place[0] + (size_t)(l >> 2),
                       2 * s->place[1] + (size_t)(l >> 1 & 1),
                       2 * s->place[2] + (size_t)(l & 1)};
        if (!(all[l] > 0)) continue;
        double sigma = g->problem.sigma[g->problem.codes[grid_index(g, v)]], sum = 0;
        for (int axis = 0; axis < 3; axis++)
            if (!is_axis || axis == g->problem.axis)
                sum += grid_contacts(&g->problem, axis, v[axis]) * g->weight[axis];
        all[l] = 2 * sum * sigma * g->weight_unit / g->unit;
    }
    return all;
}

/* A x in double precision: differences, where conductances are far apart. */
GRID_INLINE grid_d grid_apply(const grid *g, const void *x, const grid_spot *s, int is_mask,
                              int is_double)
{
    grid_d own = grid_wide(x, s->at, is_double), sum = grid_d_all(0);
    for (int axis = 0; axis < 3; axis++) {
        grid_d far = grid_d_mix(grid_wide(x, s->behind[axis], is_double),
                                grid_wide(x, s->before[axis], is_double), axis);
        if (is_mask) {
            sum -= g->weight[axis] * grid_d_swap(own + far, axis);
        } else {
            grid_f inside, outside;
            grid_faces(g, s, axis, &inside, &outside);
            sum += grid_f_wide(inside) * (own - grid_d_swap(own, axis)) +
                   grid_f_wide(outside) * (own - grid_d_swap(far, axis));
        }
    }
    if (is_mask) {
        sum += grid_diagonal(g, s->at) * own;
        return sum * grid_f_wide(grid_held(g, s->at, 1)); /* empty lanes see neighbours */
    }
    return sum + grid_ground(g, s, 0) * own;
}

/* 1 in the lanes of a block that touch the first (side 0) or last (1) layer. */
GRID_INLINE grid_d grid_at_end(const grid *g, const grid_spot *s, int axis, int side)
{
    static const int bit_of[3] = {2, 1, 0};
    grid_d ends = grid_d_all(0);
    size_t voxel = side ? g->n[axis] - 1 : 0;
    if (s->place[axis] != voxel / 2) return ends;
    for (int l = 0; l < 8; l++)
        ends[l] = (size_t)(l >> bit_of[axis] & 1) == (voxel & 1) ? 1 : 0;
    return ends;
}

/* Conductance of one lane to the contacts. */
GRID_INLINE double grid_lane_ground(const grid *g, const grid_spot *s, int lane,
                                    int is_mask)
{
    if (!is_mask) return grid_ground(g, s, 0)[lane];
    static const int bit[3] = {2, 1, 0};
    double sum = 0;
    for (int axis = 0; axis < 3; axis++)
        sum += 2 * g->weight[axis] *
               grid_contacts(&g->problem, axis,
                             2 * s->place[axis] + (size_t)(lane >> bit[axis] & 1));
    return sum;
}

/* What the voxels give by themselves, from their codes. */
GRID_INLINE grid_d grid_sources(const grid *g, const grid_spot *s, int is_mask)
{
    grid_d sum = grid_d_all(0);
    for (int l = 0; l < 8; l++) {
        size_t i = 2 * s->place[0] + (size_t)(l >> 2),
               j = 2 * s->place[1] + (size_t)(l >> 1 & 1),
               k = 2 * s->place[2] + (size_t)(l & 1);
        if (i >= g->n[0] || j >= g->n[1] || k >= g->n[2]) continue;
        size_t at = (i * g->n[1] + j) * g->n[2] + k;
        if (g->problem.active && !g->problem.active[at]) continue;
        sum[l] = g->problem.given ? g->problem.given[at] / g->source_unit
                                  : g->source[g->problem.codes[at]];
    }
    return sum * grid_f_wide(grid_held(g, s->at, is_mask));
}

/* b - A (linear profile): what drives the flow when e is zero. Adds the power of the linear
 * profile to `base`. */
GRID_INLINE grid_d grid_drive(const grid *g, const grid_spot *s, int is_mask, double *base)
{
    grid_d sum = grid_d_all(0);
    int axis = g->problem.axis;
    if (g->has_source) sum = grid_sources(g, s, is_mask);
    if (g->h == 0) return sum;
    grid_f upper, lower; /* conductance towards the last and the first layer */
    if (is_mask) {
        grid_f own = grid_held(g, s->at, 1);
        grid_f behind = grid_held(g, s->behind[axis], 1);
        grid_f before = grid_held(g, s->before[axis], 1);
        upper = grid_f_mix(grid_f_swap(own, axis), grid_f_swap(behind, axis), axis);
        lower = grid_f_mix(grid_f_swap(before, axis), grid_f_swap(own, axis), axis);
        upper *= own;
        lower *= own;
    } else {
        grid_f inside, outside;
        grid_faces(g, s, axis, &inside, &outside);
        upper = grid_f_mix(inside, outside, axis);
        lower = grid_f_mix(outside, inside, axis);
    }
    grid_d net = grid_f_wide(lower) - grid_f_wide(upper);
    if (is_mask) net *= g->weight[axis];
    grid_d half = is_mask ? g->weight[axis] * grid_f_wide(grid_held(g, s->at, 1))
                          : 0.5 * grid_ground(g, s, 1);
    grid_d first = grid_d_all(0), last = grid_d_all(0);
    if (g->problem.contact[0]) first = half * grid_at_end(g, s, axis, 0);
    if (g->problem.contact[1]) last = half * grid_at_end(g, s, axis, 1);
    grid_d faces = grid_f_wide(upper);
    if (is_mask) faces *= g->weight[axis];
    *base += g->h * g->h * grid_d_sum(faces + 0.5 * (first + last));
    return sum + g->h * (net + first - last);
}

#endif
