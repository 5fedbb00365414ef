/* Levels of the hierarchy: memory, the cycle, the coarsest.
 *
 * A cycle visits every level below its own twice (W): one visit to each would let errors of
 * long range grow with the volume. */
#include <math.h>
#include <string.h>
#include "base/cpu.h"
#include "base/memory.h"
#include "numerics/grid_kernel.h"

int grid_level_take(grid *g, grid_level *l)
{
    size_t n = (size_t)l->n;
    l->slice = grid_take_zero(g, n / 8 + 1, sizeof *l->slice);
    l->ground = grid_take_zero(g, n, sizeof *l->ground);
    l->inverse = grid_take_zero(g, n, sizeof *l->inverse);
    l->x = grid_take_zero(g, n, sizeof *l->x);
    l->b = grid_take_zero(g, n, sizeof *l->b);
    l->left = grid_take_zero(g, n, sizeof *l->left);
    l->place = grid_take(g, n, sizeof *l->place);
    if (!l->slice || !l->ground || !l->inverse || !l->x || !l->b || !l->left || !l->place)
        return 0;
    for (size_t i = 0; i < n; i++) l->place[i] = GRID_NOWHERE;
    return 1;
}

static void level_empty_some(grid *g, void *context, size_t from, size_t to)
{
    grid_level *l = context;
    (void)g;
    for (size_t s = from; s < to; s++)
        for (size_t e = 8 * (size_t)l->slice[s]; e < 8 * (size_t)l->slice[s + 1]; e++) {
            l->col[e] = (int32_t)(8 * s + (e & 7));
            l->val[e] = 0;
        }
}

int grid_level_take_entries(grid *g, grid_level *l, const uint16_t *degree)
{
    size_t slices = (size_t)l->n / 8;
    for (size_t s = 0; s < slices; s++) {
        uint32_t most = 0;
        for (size_t i = 0; i < 8; i++)
            most = degree[8 * s + i] > most ? degree[8 * s + i] : most;
        l->slice[s + 1] = l->slice[s] + most;
    }
    l->col = grid_take(g, grid_level_entries(l), sizeof *l->col);
    l->val = grid_take(g, grid_level_entries(l), sizeof *l->val);
    if (!l->col || !l->val) return 0;
    grid_loop(g, slices, 4096, level_empty_some, l);
    return 1;
}

void grid_level_give(grid *g, grid_level *l)
{
    size_t n = (size_t)l->n, entries = grid_level_entries(l);
    grid_give(g, l->col, entries, sizeof *l->col);
    grid_give(g, l->val, entries, sizeof *l->val);
    grid_give(g, l->slice, n / 8 + 1, sizeof *l->slice);
    grid_give(g, l->ground, n, sizeof *l->ground);
    grid_give(g, l->inverse, n, sizeof *l->inverse);
    grid_give(g, l->x, n, sizeof *l->x);
    grid_give(g, l->b, n, sizeof *l->b);
    grid_give(g, l->left, n, sizeof *l->left);
    grid_give(g, l->place, n, sizeof *l->place);
    grid_give(g, l->parent, n, sizeof *l->parent);
    glass_free(l->child);
    glass_free(l->family);
    memset(l, 0, sizeof *l);
}

void grid_level_mirror(grid *g, grid_level *l)
{
    (void)g;
    for (int32_t i = 0; i < l->n; i++)
        GRID_ENTRIES (l, i, at) {
            int32_t j = l->col[at];
            if (j <= i) continue;
            GRID_ENTRIES (l, j, k)
                if (l->col[k] == i) l->val[k] = l->val[at];
        }
}

typedef struct level_job {
    grid_level *l, *next;
    int32_t from, to, most;
    int is_back;
    glass_cpu cpu;
} level_job;

enum { LEVEL_CHUNK = 16384 };

/* The chunk's first slice, moved on to where a place begins. */
static int32_t level_edge(const level_job *job, size_t slice)
{
    int32_t i = job->from + 8 * (int32_t)slice;
    if (i >= job->to) return job->to;
    if (i <= job->from || job->l->is_strict) return i;
    while (i < job->to && job->l->place[i] == job->l->place[i - 1]) i += 8;
    return i < job->to ? i : job->to;
}

static void level_relax_some(grid *g, void *context, size_t from, size_t to)
{
    static void (*const relax[])(grid_level *, int32_t, int32_t, int) =
        GLASS_WIDTH_TABLE(grid_relax);
    const level_job *job = context;
    (void)g;
    relax[job->cpu](job->l, level_edge(job, from), level_edge(job, to), job->is_back);
}

static void level_relax(grid *g, grid_level *l, int32_t from, int32_t to, int is_back)
{
    level_job job = {.l = l, .from = from, .to = to, .is_back = is_back, .cpu = g->cpu};
    size_t count = (size_t)(to - from) / 8;
    grid_loop(g, count, l->is_coloured ? LEVEL_CHUNK / 8 : count, level_relax_some, &job);
}

static void level_leave_some(grid *g, void *context, size_t from, size_t to)
{
    static void (*const leave[])(grid_level *, int32_t, int32_t) =
        GLASS_WIDTH_TABLE(grid_leave);
    const level_job *job = context;
    (void)g;
    leave[job->cpu](job->l, 8 * (int32_t)from, 8 * (int32_t)to);
}

static void level_gather_some(grid *g, void *context, size_t from, size_t to)
{
    const level_job *job = context;
    grid_level *next = job->next;
    (void)g;
    for (size_t k = from; k < to; k++) {
        float sum = 0;
        for (uint32_t c = next->family[k]; c < next->family[k + 1]; c++)
            if (next->child[c] < job->most) sum += job->l->left[next->child[c]];
        next->b[k] = sum;
    }
}

static void level_add_some(grid *g, void *context, size_t from, size_t to)
{
    const level_job *job = context;
    (void)g;
    for (size_t i = from; i < to; i++)
        job->l->x[i] += GRID_LONGER * job->next->x[job->l->parent[i]];
}

static void level_coarsest(grid *g, grid_level *l)
{
    double b[GRID_COARSEST], x[GRID_COARSEST];
    if (!grid_level_entries(l)) { /* nothing but contacts: solved as it stands */
        for (int32_t i = 0; i < l->n; i++) l->x[i] = l->b[i] * l->inverse[i];
        return;
    }
    for (int32_t i = 0; i < l->n; i++) b[i] = l->b[i];
    grid_coarsest_solve(g, b, x);
    for (int32_t i = 0; i < l->n; i++) l->x[i] = (float)x[i];
}

void grid_cycle(grid *g, int k, int is_zero)
{
    grid_level *l = &g->level[k], *next = l + 1;
    if (k == g->levels) {
        level_coarsest(g, l);
        return;
    }
    if (is_zero) memset(l->x, 0, (size_t)l->n * sizeof *l->x);
    level_relax(g, l, 0, l->n_red, 0);
    level_relax(g, l, l->n_red, l->n, 0);
    /* far apart, black ones are not at rest to the last bit of what leaves a cluster */
    int32_t most = l->is_strict && g->is_mask ? l->n_red : l->n;
    level_job job = {.l = l, .next = next, .most = most, .cpu = g->cpu};
    grid_loop(g, (size_t)most / 8, LEVEL_CHUNK / 8, level_leave_some, &job);
    grid_loop(g, (size_t)next->n, LEVEL_CHUNK / 4, level_gather_some, &job);
    grid_cycle(g, k + 1, 1);
    if (k + 1 < g->levels) grid_cycle(g, k + 1, 0);
    grid_loop(g, (size_t)l->n, LEVEL_CHUNK, level_add_some, &job);
    level_relax(g, l, l->n_red, l->n, 1);
    level_relax(g, l, 0, l->n_red, 1);
}

/* Where row i of the packed upper triangle begins; its first entry is the pivot. */
static size_t level_packed(int32_t n, int32_t i)
{
    return (size_t)i * (size_t)n - (size_t)i * ((size_t)i - 1) / 2;
}

/* Unknown i leaves: its star of conductances becomes a mesh. Nothing is ever subtracted, so
 * that pivots keep their digits at any contrast, and that of a part without contact is zero
 * and no rounding (Grassmann, Taksar and Heyman 1985, 10.1287/opre.33.5.1107). */
static void level_eliminate(double *a, double *ground, int32_t n, int32_t i)
{
    double *row = a + level_packed(n, i), sum = ground[i];
    for (int32_t j = 1; j < n - i; j++) sum += row[j];
    row[0] = sum;
    for (int32_t j = 1; j < n - i && sum > 0; j++) {
        double share = row[j] / sum, *other = a + level_packed(n, i + j);
        if (!(share > 0)) continue;
        ground[i + j] += share * ground[i];
        for (int32_t k = j + 1; k < n - i; k++) other[k - j] += share * row[k];
    }
}

glass_status grid_coarsest_factor(grid *g)
{
    const grid_level *l = &g->level[g->levels];
    if (!grid_level_entries(l)) return GLASS_OK;
    g->factor_size = level_packed(l->n, l->n) + 1;
    g->factor = grid_take_zero(g, g->factor_size, sizeof *g->factor);
    double *ground = glass_alloc((size_t)l->n * sizeof *ground), *a = g->factor;
    if (!a || !ground) {
        glass_free(ground);
        return glass_fail_memory();
    }
    for (int32_t i = 0; i < l->n; i++) {
        ground[i] = l->ground[i];
        GRID_ENTRIES (l, i, at)
            if (l->col[at] > i)
                a[level_packed(l->n, i) + (size_t)(l->col[at] - i)] += l->val[at];
    }
    for (int32_t i = 0; i < l->n; i++) level_eliminate(a, ground, l->n, i);
    glass_free(ground);
    return GLASS_OK;
}

static void level_substitute(const grid *g, double *x)
{
    int32_t n = g->level[g->levels].n;
    for (int32_t i = 0; i < n; i++) {
        const double *row = g->factor + level_packed(n, i);
        x[i] = row[0] > 0 ? x[i] / row[0] : 0;
        for (int32_t k = 1; k < n - i; k++) x[i + k] += row[k] * x[i];
    }
    for (int32_t i = n; i-- > 0;) {
        const double *row = g->factor + level_packed(n, i);
        double sum = 0;
        for (int32_t k = 1; k < n - i; k++) sum += row[k] * x[i + k];
        if (row[0] > 0) x[i] += sum / row[0];
    }
}

void grid_coarsest_solve(const grid *g, const double *b, double *x)
{
    const grid_level *l = &g->level[g->levels];
    memcpy(x, b, (size_t)l->n * sizeof *x);
    if (grid_level_entries(l)) {
        level_substitute(g, x);
        return;
    }
    for (int32_t i = 0; i < l->n; i++) x[i] = l->ground[i] > 0 ? b[i] / l->ground[i] : 0;
}
