/* Level 1: one unknown for each part of each block.
 *
 * Blocks of even places (sum of their indices) come first, then odd ones: a part touches
 * only blocks of the other colour, so that the level can be relaxed colour by colour. */
#include "base/memory.h"
#include "numerics/grid_build.h"
#include "numerics/grid_join.h"

static const int first_bit[3] = {4, 2, 1};
static const uint8_t first_side[3][2] = {{0x0f, 0xf0}, {0x33, 0xcc}, {0x55, 0xaa}};

enum { FIRST_ROW = 32 };
typedef struct first_row {
    int n;
    int32_t col[FIRST_ROW];
    double val[FIRST_ROW];
} first_row;

static int first_parts(const grid_build *b, size_t at)
{
    if (b->parts) return b->parts[b->g->map[at]];
    return b->patterns[b->held[at]].parts;
}

static int first_part(const grid_build *b, size_t at, int lane)
{
    if (b->parts) return b->g->code[8 * (size_t)b->g->map[at] + (size_t)lane] & 7;
    return b->patterns[b->held[at]].part[lane];
}

static int32_t first_of(const grid_build *b, size_t at)
{
    int32_t first = b->g->first[b->g->map[at]];
    return first < 0 ? ~first : first;
}

/* Conductance of the face between a lane and its neighbour in place `next`. */
static double first_face(const grid_build *b, size_t at, size_t next, int axis, int lane)
{
    const grid *g = b->g;
    if (g->is_mask) return g->weight[axis];
    int far = lane ^ first_bit[axis], is_high = (lane & first_bit[axis]) != 0;
    if (at == next)
        lane = is_high ? far : lane;
    else if (!is_high)
        at = next, lane = far;
    return g->face[24 * (size_t)g->map[at] + 8 * (size_t)axis + (size_t)lane];
}

/* Edges to the parts of one block, which was met before where two places along a periodic
 * axis touch on both sides: an edge has one entry, or grid_level_mirror would be wrong. */
static void first_push(first_row *row, int32_t base, const double sum[8], int parts)
{
    int before = row->n;
    for (int k = 0; k < parts; k++) {
        int at = 0;
        if (!(sum[k] > 0)) continue;
        while (at < before && row->col[at] != base + k) at++;
        if (at < before) {
            row->val[at] += sum[k];
            continue;
        }
        row->col[row->n] = base + k;
        row->val[row->n++] = sum[k];
    }
}

/* Edges of a part to the parts on one side of the block. */
static void first_row_side(const grid_build *b, size_t at, int part, int axis, int side,
                           first_row *row)
{
    const grid *g = b->g;
    size_t next = at + (size_t)grid_step(g, axis, side);
    if (!b->held[next]) return;
    unsigned there = b->held[next], bit = (unsigned)first_bit[axis];
    unsigned open =
        b->held[at] & first_side[axis][side] & (side ? there << bit : there >> bit);
    if (!open) return;
    double sum[8] = {0};
    int parts = first_parts(b, next);
    if (g->is_mask && parts == 1 && first_parts(b, at) == 1) {
        sum[0] = grid_lanes(open) * g->weight[axis];
    } else {
        for (; open; open &= open - 1) {
            int lane = __builtin_ctz(open);
            if (first_part(b, at, lane) != part) continue;
            sum[first_part(b, next, lane ^ (int)bit)] +=
                first_face(b, at, next, axis, lane);
        }
    }
    first_push(row, first_of(b, next), sum, parts);
}

/* Edges to the other parts of the same block: only where parts are not whole. */
static void first_row_inside(const grid_build *b, size_t at, int part, first_row *row)
{
    double sum[8] = {0};
    for (int lane = 0; lane < 8; lane++) {
        if (!(b->held[at] >> lane & 1) || first_part(b, at, lane) != part) continue;
        for (int axis = 0; axis < 3; axis++) {
            int far = lane ^ first_bit[axis];
            if (b->held[at] >> far & 1 && first_part(b, at, far) != part)
                sum[first_part(b, at, far)] += first_face(b, at, at, axis, lane);
        }
    }
    first_push(row, first_of(b, at), sum, first_parts(b, at));
}

static void first_row_of(const grid_build *b, size_t at, int part, first_row *row)
{
    row->n = 0;
    if (b->parts && first_parts(b, at) > 1) first_row_inside(b, at, part, row);
    for (int axis = 0; axis < 3; axis++)
        for (int side = 0; side < 2; side++) first_row_side(b, at, part, axis, side, row);
}

/* 1 when a block lies at an end where some outer face is held at a potential. */
static int first_is_outer(const grid *g, const size_t place[3])
{
    for (int axis = 0; axis < 3; axis++) {
        int may = axis == g->problem.axis ? g->problem.contact[0] || g->problem.contact[1]
                                          : g->problem.fixed_sides;
        if (may && (place[axis] == 0 || place[axis] + 1 == g->places[axis])) return 1;
    }
    return 0;
}

static double first_ground(const grid_build *b, size_t at, const size_t place[3], int part)
{
    const grid *g = b->g;
    double sum = 0;
    if (g->is_mask && !first_is_outer(g, place)) return 0;
    for (int lane = 0; lane < 8; lane++) {
        if (!(b->held[at] >> lane & 1) || first_part(b, at, lane) != part) continue;
        if (!g->is_mask) {
            sum += g->ground[8 * (size_t)g->map[at] + (size_t)lane];
            continue;
        }
        for (int axis = 0; axis < 3; axis++) {
            size_t voxel = 2 * place[axis] + !!(lane & first_bit[axis]);
            sum += 2 * g->weight[axis] * grid_contacts(&g->problem, axis, voxel);
        }
    }
    return sum;
}

/* 1 for a whole block of cubes of one conductivity: it is one part, whatever is around it
 * (each lane conducts a third at least of its sum to those beside it). */
static int first_is_even(const grid_build *b, size_t at)
{
    const grid *g = b->g;
    const float *face = g->face + 24 * (size_t)g->map[at];
    if (b->held[at] != 255 || !g->has_small_codes) return 0;
    for (int axis = 0; axis < 3; axis++)
        for (int lane = 0; lane < 8; lane++)
            if (!(lane & first_bit[axis]) && face[8 * axis + lane] != face[0]) return 0;
    return 1;
}

/* Parts of a block of unlike conductances; their number. */
static int first_join(const grid_build *b, size_t at, grid_joint *joint)
{
    grid *g = b->g;
    int lanes[8], n = 0;
    if (first_is_even(b, at)) return 1; /* codes say part 0 already */
    for (int lane = 0; lane < 8; lane++)
        if (b->held[at] >> lane & 1) lanes[n++] = lane;
    joint->n = n;
    for (int a = 0; a < n; a++) {
        joint->d[a] = grid_build_diagonal(g, at, lanes[a]);
        for (int c = 0; c < n; c++) {
            int differ = lanes[a] ^ lanes[c], axis = differ == 4 ? 0 : differ == 2 ? 1 : 2;
            joint->c[a * n + c] = differ == 1 || differ == 2 || differ == 4
                                      ? first_face(b, at, at, axis, lanes[a])
                                      : 0;
        }
    }
    int parts = grid_joint_parts(joint);
    for (int a = 0; a < n; a++)
        g->code[8 * (size_t)g->map[at] + (size_t)lanes[a]] =
            (uint8_t)(128 | joint->part[a]);
    return parts;
}

typedef struct first_work {
    grid_build *b;
    size_t *count;    /* [2][planes] unknowns by colour, then where they begin */
    uint16_t *degree; /* [n of level 1] entries of each */
    int has_failed;
} first_work;

static void first_parts_plane(grid *g, void *context, size_t from, size_t to)
{
    first_work *w = context;
    grid_joint joint = {.limit = GRID_QUALITY};
    if (w->b->parts && !grid_joint_room(&joint, 8)) w->has_failed = 1;
    for (size_t i = from; i < to && !w->has_failed; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k);
                if (!w->b->held[at]) continue;
                if (w->b->parts)
                    w->b->parts[g->map[at]] = (uint8_t)first_join(w->b, at, &joint);
                w->count[((i + j + k) & 1) * g->places[0] + i] +=
                    (size_t)first_parts(w->b, at);
            }
    grid_joint_clear(&joint);
}

static void first_number_plane(grid *g, void *context, size_t from, size_t to)
{
    first_work *w = context;
    for (size_t i = from; i < to; i++) {
        size_t next[2] = {w->count[i], w->count[g->places[0] + i]};
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k), colour = (i + j + k) & 1;
                if (!w->b->held[at]) continue;
                int parts = first_parts(w->b, at);
                int32_t first = (int32_t)next[colour];
                g->first[g->map[at]] = parts > 1 ? ~first : first;
                next[colour] += (size_t)parts;
            }
    }
}

/* Degrees when `col` is not there yet, else the entries. */
static void first_rows_plane(grid *g, void *context, size_t from, size_t to)
{
    const first_work *w = context;
    const grid_build *b = w->b;
    grid_level *l = &g->level[1];
    first_row row;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k), place[3] = {i, j, k};
                if (!b->held[at]) continue;
                int parts = first_parts(b, at);
                for (int part = 0; part < parts; part++) {
                    size_t u = (size_t)(first_of(b, at) + part);
                    first_row_of(b, at, part, &row);
                    if (!l->col) {
                        w->degree[u] = (uint16_t)row.n;
                        continue;
                    }
                    double ground = first_ground(b, at, place, part), sum = ground;
                    for (int e = 0; e < row.n; e++) {
                        size_t slot = 8 * (l->slice[u >> 3] + (size_t)e) + (u & 7);
                        l->col[slot] = row.col[e];
                        l->val[slot] = (float)row.val[e];
                        sum += row.val[e];
                    }
                    l->ground[u] = (float)ground;
                    l->inverse[u] = sum > 0 ? (float)(1 / sum) : 0;
                    l->place[u] = (uint32_t)((i * g->places[1] + j) * g->places[2] + k);
                }
            }
}

static size_t first_offsets(first_work *w)
{
    grid_level *l = &w->b->g->level[1];
    size_t total = 0;
    for (size_t c = 0; c < 2 * w->b->g->places[0]; c++) {
        size_t here = w->count[c];
        w->count[c] = total;
        total += here;
        l->held += (int32_t)here;
        if (c + 1 != w->b->g->places[0]) continue;
        total = (total + 7) & ~(size_t)7;
        l->n_red = (int32_t)total;
    }
    return (total + 7) & ~(size_t)7;
}

static glass_status first_fill(first_work *w, size_t n)
{
    grid *g = w->b->g;
    grid_level *l = &g->level[1];
    l->n = (int32_t)n;
    l->is_coloured = 1;
    l->is_strict = !w->b->parts;
    for (int axis = 0; axis < 3; axis++) {
        l->places[axis] = g->places[axis];
        if (g->problem.is_periodic[axis] && g->places[axis] & 1)
            l->is_coloured = l->is_strict = 0;
    }
    grid_loop(g, g->places[0], 2, first_number_plane, w);
    w->degree = glass_zero(n, sizeof *w->degree);
    if (!w->degree || !grid_level_take(g, l)) return glass_fail_memory();
    grid_loop(g, g->places[0], 2, first_rows_plane, w);
    if (!grid_level_take_entries(g, l, w->degree)) return glass_fail_memory();
    grid_loop(g, g->places[0], 2, first_rows_plane, w);
    if (!g->is_mask) grid_level_mirror(g, l);
    g->levels = 1;
    return GLASS_OK;
}

void grid_refill_first(grid_build *b)
{
    first_work w = {.b = b};
    grid_loop(b->g, b->g->places[0], 2, first_rows_plane, &w);
    grid_level_mirror(b->g, &b->g->level[1]);
}

glass_status grid_build_first(grid_build *b)
{
    grid *g = b->g;
    first_work w = {.b = b};
    size_t count = (size_t)g->blocks + 1, planes = 2 * g->places[0];
    if (!g->is_mask) b->parts = grid_take_zero(g, count, 1);
    g->first = grid_take_zero(g, count, sizeof *g->first);
    w.count = glass_zero(planes, sizeof *w.count);
    glass_status status = GLASS_OK;
    if ((!g->is_mask && !b->parts) || !g->first || !w.count) status = glass_fail_memory();
    if (!status) {
        grid_loop(g, g->places[0], 2, first_parts_plane, &w);
        if (w.has_failed) status = glass_fail_memory();
    }
    size_t n = status ? 0 : first_offsets(&w);
    if (!status && n >= INT32_MAX)
        status = glass_fail(GLASS_E_INPUT, "the volume has too many parts (%zu)", n);
    if (!status) status = first_fill(&w, n);
    glass_free(w.count), glass_free(w.degree);
    if (status || !g->problem.may_change) {
        grid_give(g, b->parts, count, 1);
        b->parts = NULL;
    }
    return status;
}
