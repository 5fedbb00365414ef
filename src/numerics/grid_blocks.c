/* Numbers of the blocks, and what their lanes conduct. */
#include <math.h>
#include "base/memory.h"
#include "numerics/grid_build.h"

static const int blocks_bit[3] = {4, 2, 1};

static size_t blocks_number(grid_build *b)
{
    grid *g = b->g;
    int32_t count = 0;
    for (size_t at = 0; at < b->all; at++) g->map[at] = b->held[at] ? ++count : 0;
    g->blocks = count;
    grid_build_wrap(g, g->map, sizeof *g->map);
    grid_build_wrap(g, b->held, 1);
    return (size_t)count + 1;
}

/* How many faces of each axis of a lane are open, contacts counted twice: half a cell
 * conducts twice as well. */
static void blocks_count(const grid_build *b, size_t at, const size_t place[3], int lane,
                         int count[3])
{
    const grid *g = b->g;
    for (int axis = 0; axis < 3; axis++) {
        int bit = blocks_bit[axis], far = lane ^ bit;
        size_t next = at + (size_t)grid_step(g, axis, (lane & bit) != 0);
        size_t voxel = 2 * place[axis] + !!(lane & bit);
        count[axis] = (b->held[at] >> far & 1) + (b->held[next] >> far & 1) +
                      2 * grid_contacts(&g->problem, axis, voxel);
    }
}

/* Code of the diagonal with these counts: their sum where all faces are alike. */
static int blocks_code(const grid *g, const int count[3])
{
    if (g->has_small_codes) return count[0] + count[1] + count[2];
    return count[0] + 4 * (count[1] + 4 * count[2]);
}

static void blocks_diagonals(grid *g)
{
    for (int code = 0; code < GRID_CODES; code++) {
        double d = g->has_small_codes
                       ? code * g->weight[0]
                       : code % 4 * g->weight[0] + code / 4 % 4 * g->weight[1] +
                             code / 16 * g->weight[2];
        g->diagonal[code] = d;
        g->reciprocal[code] = d > 0 ? (float)(1 / d) : 0;
    }
}

static void blocks_mask_plane(grid *g, void *context, size_t from, size_t to)
{
    const grid_build *b = context;
    const grid_pattern *patterns = b->patterns;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k);
                if (!b->held[at]) continue;
                uint8_t *code = g->code + 8 * (size_t)g->map[at];
                const grid_pattern *pattern = &patterns[b->held[at]];
                for (int lane = 0; lane < 8; lane++) {
                    int count[3];
                    if (!(b->held[at] >> lane & 1)) continue;
                    blocks_count(b, at, (size_t[3]){i, j, k}, lane, count);
                    code[lane] =
                        (uint8_t)(blocks_code(g, count) | pattern->part[lane] << 6);
                }
            }
}

/* Resistance of half a voxel of each code, in units of the best; INFINITY: insulates. */
static void blocks_resistances(const grid *g, double *out)
{
    for (int c = 0; c < 256; c++) {
        double s = g->problem.sigma[c];
        double best = g->unit / g->weight_unit;
        out[c] = s > 0 ? 0.5 * best / s : INFINITY;
    }
}

typedef struct blocks_faces {
    const grid_build *b;
    double half[256];
} blocks_faces;

/* Resistance of half the voxel at a lane. */
static double blocks_half(const blocks_faces *w, const size_t place[3], int lane)
{
    size_t v[3] = {2 * place[0] + (size_t)(lane >> 2),
                   2 * place[1] + (size_t)(lane >> 1 & 1),
                   2 * place[2] + (size_t)(lane & 1)};
    return w->half[w->b->g->problem.codes[grid_index(w->b->g, v)]];
}

/* The place before or behind, round the corner of a periodic axis. */
static void blocks_beyond(const grid *g, const size_t place[3], int axis, int side,
                          size_t out[3])
{
    for (int k = 0; k < 3; k++) out[k] = place[k];
    size_t n = g->places[axis];
    out[axis] = side ? (place[axis] + 1) % n : (place[axis] + n - 1) % n;
}

/* Conductance of a lane to what is at u = 0 or at the contacts. */
static double blocks_ground(const blocks_faces *w, const size_t place[3], int lane)
{
    const grid *g = w->b->g;
    double half = blocks_half(w, place, lane), sum = 0;
    size_t v[3] = {2 * place[0] + (size_t)(lane >> 2),
                   2 * place[1] + (size_t)(lane >> 1 & 1),
                   2 * place[2] + (size_t)(lane & 1)};
    for (int k = 0; k < 3; k++)
        sum += grid_contacts(&g->problem, k, v[k]) * g->weight[k] / half;
    for (int k = 0; g->problem.perfect && k < 3; k++)
        for (int side = 0; side < 2; side++) {
            size_t at[3] = {v[0], v[1], v[2]}, n = g->n[k];
            if (!g->problem.is_periodic[k] && v[k] == (side ? n - 1 : 0)) continue;
            at[k] = side ? (v[k] + 1) % n : (v[k] + n - 1) % n;
            if (g->problem.perfect[g->problem.codes[grid_index(g, at)]])
                sum += g->weight[k] / half;
        }
    return sum;
}

static void blocks_faces_of(const blocks_faces *w, size_t at, const size_t place[3])
{
    grid *g = w->b->g;
    size_t block = (size_t)g->map[at];
    for (int lane = 0; lane < 8; lane++) {
        if (!(w->b->held[at] >> lane & 1)) continue;
        g->code[8 * block + (size_t)lane] |= 128; /* which part may be known already */
        g->ground[8 * block + (size_t)lane] = (float)blocks_ground(w, place, lane);
        double half = blocks_half(w, place, lane);
        for (int axis = 0; axis < 3; axis++) {
            int far = lane ^ blocks_bit[axis], is_out = (lane & blocks_bit[axis]) != 0;
            size_t next = is_out ? at + (size_t)grid_step(g, axis, 1) : at, there[3];
            if (!(w->b->held[next] >> far & 1)) continue;
            if (is_out) blocks_beyond(g, place, axis, 1, there);
            double other = blocks_half(w, is_out ? there : place, far);
            g->face[24 * block + 8 * (size_t)axis + (size_t)lane] =
                (float)(g->weight[axis] / (half + other));
        }
    }
}

static void blocks_faces_plane(grid *g, void *context, size_t from, size_t to)
{
    const blocks_faces *w = context;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k);
                if (w->b->held[at]) blocks_faces_of(w, at, (size_t[3]){i, j, k});
            }
}

/* Sum of a lane's six conductances and its ground. */
double grid_build_diagonal(const grid *g, size_t at, int lane)
{
    size_t block = (size_t)g->map[at];
    double sum = g->ground[8 * block + (size_t)lane];
    for (int axis = 0; axis < 3; axis++) {
        int far = lane ^ blocks_bit[axis], low = lane & ~blocks_bit[axis];
        const float *face = g->face + 24 * block + 8 * (size_t)axis;
        sum += face[low];
        if (lane & blocks_bit[axis])
            sum += face[lane];
        else
            sum += g->face[24 * (size_t)g->map[at + (size_t)grid_step(g, axis, 0)] +
                           8 * (size_t)axis + (size_t)far];
    }
    return sum;
}

static void blocks_inverse_plane(grid *g, void *context, size_t from, size_t to)
{
    (void)context;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k), block = (size_t)g->map[at];
                for (int lane = 0; block && lane < 8; lane++) {
                    if (!g->code[8 * block + (size_t)lane]) continue;
                    double d = grid_build_diagonal(g, at, lane);
                    g->inverse[8 * block + (size_t)lane] = d > 0 ? (float)(1 / d) : 0;
                }
            }
}

void grid_refill_blocks(const grid_build *b)
{
    grid *g = b->g;
    blocks_faces w = {.b = b};
    blocks_resistances(g, w.half);
    grid_loop(g, g->places[0], 2, blocks_faces_plane, &w);
    grid_loop(g, g->places[0], 2, blocks_inverse_plane, NULL);
}

glass_status grid_build_blocks(grid_build *b)
{
    grid *g = b->g;
    size_t count = blocks_number(b);
    g->has_small_codes = g->weight[0] == g->weight[1] && g->weight[1] == g->weight[2] &&
                         !g->problem.fixed_sides;
    blocks_diagonals(g);
    g->code = grid_take_zero(g, count, 8);
    if (!g->is_mask) {
        g->face = grid_take_zero(g, count, 24 * sizeof *g->face);
        g->inverse = grid_take_zero(g, count, 8 * sizeof *g->inverse);
        g->ground = grid_take_zero(g, count, 8 * sizeof *g->ground);
    }
    if (!g->code || (!g->is_mask && (!g->face || !g->inverse || !g->ground)))
        return glass_fail_memory();
    if (g->is_mask) {
        grid_loop(g, g->places[0], 2, blocks_mask_plane, b);
        return GLASS_OK;
    }
    grid_refill_blocks(b);
    return GLASS_OK;
}
