#include <math.h>
#include "numerics/grid_kernel.h"
#include "numerics/grid_stencil.h"

/* Which unknown of its block each lane belongs to. */
GRID_INLINE int width_part(uint8_t code, int is_mask)
{
    return is_mask ? code >> 6 : code & 7;
}

GRID_INLINE int width_is_held(uint8_t code, int is_mask)
{
    return is_mask ? (code & 63) != 0 : code >> 7;
}

GRID_INLINE void width_direction(grid *g, double beta, size_t plane)
{
    grid_f by = grid_f_all((float)beta);
    GRID_EACH_BLOCK (g, plane, s) {
        float *p = g->p + 8 * s.at;
        grid_f_store(p, grid_f_load(g->z + 8 * s.at) + by * grid_f_load(p));
    }
}

GRID_INLINE double width_curvature(grid *g, size_t plane, int is_mask)
{
    grid_d sum = grid_d_all(0);
    GRID_EACH_BLOCK (g, plane, s) {
        sum +=
            grid_apply(g, g->p, &s, is_mask, 0) * grid_f_wide(grid_f_load(g->p + 8 * s.at));
    }
    return grid_d_sum(sum);
}

GRID_INLINE void width_update(grid *g, double alpha, size_t plane, int is_mask,
                              int is_sharp)
{
    GRID_EACH_BLOCK (g, plane, s) {
        grid_d Ap = grid_apply(g, g->p, &s, is_mask, 0);
        float *at = g->r + 8 * s.at;
        grid_f r = grid_d_narrow(grid_f_wide(grid_f_load(at)) - alpha * Ap);
        grid_f p = grid_f_load(g->p + 8 * s.at);
        grid_f_store(at, r);
        if (!is_sharp) {
            float *e = g->e + 8 * s.at;
            grid_f_store(e, grid_f_load(e) + (float)alpha * p);
        } else {
            double *e = g->e2 + 8 * s.at;
            grid_d_store(e, grid_d_load(e) + alpha * grid_f_wide(p));
        }
        grid_f_store(g->z + 8 * s.at, r * grid_inverse(g, s.at, is_mask));
    }
}

GRID_INLINE void width_black(grid *g, size_t plane, int is_mask)
{
    GRID_EACH_BLOCK (g, plane, s) {
        float *z = g->z + 8 * s.at;
        grid_f better = grid_better(g, g->z, grid_f_load(g->r + 8 * s.at), &s, is_mask);
        grid_f_store(z, grid_f_red(grid_f_load(z), better));
    }
}

GRID_INLINE double width_red(grid *g, size_t plane, int is_mask)
{
    grid_d sum = grid_d_all(0);
    GRID_EACH_BLOCK (g, plane, s) {
        float *at = g->z + 8 * s.at;
        grid_f r = grid_f_load(g->r + 8 * s.at);
        grid_f better = grid_better(g, g->z, r, &s, is_mask);
        grid_f z = grid_f_red(better, grid_f_load(at));
        grid_f_store(at, z);
        sum += grid_f_wide(r * z);
    }
    return grid_d_sum(sum);
}

/* Adds the lanes of a block up into its unknowns of level 1. */
#define WIDTH_ADD_UP(number, vector_sum)                                                   \
    if (g->first[s.at] >= 0) {                                                             \
        to[g->first[s.at]] = vector_sum(lanes);                                            \
    } else {                                                                               \
        number part[8] = {0};                                                              \
        int most = 0;                                                                      \
        for (int l = 0; l < 8; l++) {                                                      \
            int which = width_part(code[l], is_mask);                                      \
            part[which] += lanes[l];                                                       \
            if (which > most) most = which;                                                \
        }                                                                                  \
        for (int k = 0; k <= most; k++) to[~g->first[s.at] + k] = part[k];                 \
    }

GRID_INLINE void width_restriction(grid *g, size_t plane, int is_mask)
{
    float *to = g->level[1].b;
    GRID_EACH_BLOCK (g, plane, s) {
        const uint8_t *code = g->code + 8 * s.at;
        grid_f lanes = grid_around(g, g->z, &s, is_mask);
        lanes = grid_f_red(lanes, grid_f_all(0));
        if (is_mask) lanes *= grid_held(g, s.at, is_mask);
        WIDTH_ADD_UP(float, grid_f_sum)
    }
}

GRID_INLINE void width_prolongation(grid *g, size_t plane, int is_mask)
{
    const float *from = g->level[1].x;
    GRID_EACH_BLOCK (g, plane, s) {
        grid_f step;
        if (g->first[s.at] >= 0) {
            step = grid_f_all(from[g->first[s.at]]);
        } else {
            for (int l = 0; l < 8; l++)
                step[l] =
                    from[~g->first[s.at] + width_part(g->code[8 * s.at + l], is_mask)];
        }
        float *z = g->z + 8 * s.at;
        grid_f_store(z, grid_f_load(z) + GRID_LONGER * step * grid_held(g, s.at, is_mask));
    }
}

GRID_INLINE void width_residual(grid *g, size_t plane, double sums[2], double *to,
                                int is_mask, int is_sharp)
{
    const void *e = is_sharp ? (const void *)g->e2 : (const void *)g->e;
    grid_d energy = grid_d_all(0);
    GRID_EACH_BLOCK (g, plane, s) {
        const uint8_t *code = g->code + 8 * s.at;
        grid_d drive = grid_drive(g, &s, is_mask, &sums[1]);
        grid_d lanes = drive - grid_apply(g, e, &s, is_mask, is_sharp);
        energy += grid_wide(e, s.at, is_sharp) * (drive + lanes);
        if (to) {
            WIDTH_ADD_UP(double, grid_d_sum)
            continue;
        }
        grid_f r = grid_d_narrow(lanes);
        grid_f_store(g->r + 8 * s.at, r);
        grid_f_store(g->z + 8 * s.at, r * grid_inverse(g, s.at, is_mask));
    }
    sums[0] += grid_d_sum(energy);
}

#include "numerics/grid_drain.h"

#define WIDTH_INSTANCE(name, is_mask, is_sharp)                                            \
    static void width_direction_##name(grid *g, double beta, size_t plane)                 \
    {                                                                                      \
        width_direction(g, beta, plane);                                                   \
    }                                                                                      \
    static double width_curvature_##name(grid *g, size_t plane)                            \
    {                                                                                      \
        return width_curvature(g, plane, is_mask);                                         \
    }                                                                                      \
    static void width_update_##name(grid *g, double alpha, size_t plane)                   \
    {                                                                                      \
        width_update(g, alpha, plane, is_mask, is_sharp);                                  \
    }                                                                                      \
    static void width_black_##name(grid *g, size_t plane)                                  \
    {                                                                                      \
        width_black(g, plane, is_mask);                                                    \
    }                                                                                      \
    static void width_restriction_##name(grid *g, size_t plane)                            \
    {                                                                                      \
        width_restriction(g, plane, is_mask);                                              \
    }                                                                                      \
    static void width_prolongation_##name(grid *g, size_t plane)                           \
    {                                                                                      \
        width_prolongation(g, plane, is_mask);                                             \
    }                                                                                      \
    static double width_red_##name(grid *g, size_t plane)                                  \
    {                                                                                      \
        return width_red(g, plane, is_mask);                                               \
    }                                                                                      \
    static void width_residual_##name(grid *g, size_t plane, double sums[2], double *sum)  \
    {                                                                                      \
        width_residual(g, plane, sums, sum, is_mask, is_sharp);                            \
    }                                                                                      \
    static void width_drain_##name(grid *g, const grid_drain *drain, size_t plane)         \
    {                                                                                      \
        width_drain(g, drain, plane, is_mask, is_sharp);                                   \
    }                                                                                      \
    static const grid_block_kernels width_##name = {                                       \
        .direction = width_direction_##name,                                               \
        .curvature = width_curvature_##name,                                               \
        .update = width_update_##name,                                                     \
        .black = width_black_##name,                                                       \
        .restriction = width_restriction_##name,                                           \
        .prolongation = width_prolongation_##name,                                         \
        .red = width_red_##name,                                                           \
        .residual = width_residual_##name,                                                 \
        .drain = width_drain_##name,                                                       \
    };
WIDTH_INSTANCE(mask, 1, 0)
WIDTH_INSTANCE(sharp, 1, 1)
WIDTH_INSTANCE(faces, 0, 1)

const grid_block_kernels *GLASS_WIDTH(grid_kernels)(int is_mask, int is_sharp)
{
    if (!is_mask) return &width_faces;
    return is_sharp ? &width_sharp : &width_mask;
}

GRID_INLINE grid_f width_gather(const float *x, const int32_t *col)
{
#if defined(__AVX2__)
    return (grid_f)_mm256_i32gather_ps(x, _mm256_loadu_si256((const void *)col), 4);
#else
    grid_f a;
    for (int l = 0; l < 8; l++) a[l] = x[col[l]];
    return a;
#endif
}

/* b - A x of eight unknowns, by differences: where conductances are far apart, large sums
 * would hide what is left. */
GRID_INLINE grid_f width_slice(const grid_level *l, size_t at, grid_f x)
{
    grid_f sum = grid_f_load(l->b + at) - grid_f_load(l->ground + at) * x;
    for (size_t e = 8 * (size_t)l->slice[at / 8]; e < 8 * (size_t)l->slice[at / 8 + 1];
         e += 8)
        sum += grid_f_load(l->val + e) * (width_gather(l->x, l->col + e) - x);
    return sum;
}

void GLASS_WIDTH(grid_relax)(grid_level *l, int32_t from, int32_t to, int is_back)
{
    for (int32_t k = from; k < to; k += 8) {
        size_t at = (size_t)(is_back ? to - 8 - (k - from) : k);
        grid_f x = grid_f_load(l->x + at);
        grid_f_store(l->x + at, x + width_slice(l, at, x) * grid_f_load(l->inverse + at));
    }
}

void GLASS_WIDTH(grid_leave)(grid_level *l, int32_t from, int32_t to)
{
    for (size_t at = (size_t)from; at < (size_t)to; at += 8)
        grid_f_store(l->left + at, width_slice(l, at, grid_f_load(l->x + at)));
}
