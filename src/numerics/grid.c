#include "numerics/grid.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numerics/grid_build.h"
#include "numerics/grid_kernel.h"

/* Faces of a voxel that conduct less than this beside its best ones: parts of blocks have to
 * be chosen by conductance, which a mask does not. */
#define GRID_FLAT 0.4

enum { GRID_LARGE = 1 << 22 };

static void grid_count(grid *g, size_t bytes)
{
    g->bytes += bytes;
    if (g->bytes > g->peak) g->peak = g->bytes;
}

void *grid_take(grid *g, size_t count, size_t size)
{
    size_t bytes = (count + 1) * size;
    void *memory = bytes < GRID_LARGE ? glass_aligned(bytes) : glass_large(bytes);
    if (memory) grid_count(g, bytes);
    return memory;
}

typedef struct grid_clear {
    char *memory;
    size_t bytes;
} grid_clear;

enum { GRID_CLEAR = 1 << 22 };

static void grid_clear_some(grid *g, void *context, size_t from, size_t to)
{
    const grid_clear *c = context;
    (void)g;
    size_t begin = from * GRID_CLEAR, end = to * GRID_CLEAR;
    memset(c->memory + begin, 0, (end < c->bytes ? end : c->bytes) - begin);
}

void *grid_take_zero(grid *g, size_t count, size_t size)
{
    grid_clear c = {grid_take(g, count, size), (count + 1) * size};
    if (c.memory)
        grid_loop(g, (c.bytes + GRID_CLEAR - 1) / GRID_CLEAR, 1, grid_clear_some, &c);
    return c.memory;
}

void grid_give(grid *g, void *memory, size_t count, size_t size)
{
    if (!memory) return;
    g->bytes -= (count + 1) * size;
    glass_free(memory);
}

typedef struct grid_loop_job {
    grid *g;
    grid_loop_work *work;
    void *context;
} grid_loop_job;

static glass_status grid_loop_some(void *context, int thread, size_t from, size_t to)
{
    const grid_loop_job *job = context;
    (void)thread;
    job->work(job->g, job->context, from, to);
    return GLASS_OK;
}

void grid_loop(grid *g, size_t count, size_t chunk, grid_loop_work *work, void *context)
{
    if (!count) return;
    if (!g->problem.team || count <= chunk || glass_team_threads(g->problem.team) == 1) {
        for (size_t from = 0; from < count; from += chunk)
            work(g, context, from, from + chunk < count ? from + chunk : count);
        return;
    }
    grid_loop_job job = {g, work, context};
    glass_team_loop(g->problem.team, &(glass_team_job){.count = count,
                                                       .chunk = chunk,
                                                       .work = grid_loop_some,
                                                       .context = &job});
}

/* Units inside: the largest face conductance of the best conductor is 1 (or 2 at a
 * contact), the strongest source 1. Two conductors alike make a mask. */
static void grid_units(grid *g)
{
    const grid_problem *p = &g->problem;
    double best = 0, worst = INFINITY, most = 0;
    for (int c = 0; c < 256; c++) {
        best = fmax(best, p->sigma[c]);
        if (p->sigma[c] > 0) worst = fmin(worst, p->sigma[c]);
        if (p->source) most = fmax(most, fabs(p->source[c]));
    }
    size_t all = p->given ? p->n[0] * p->n[1] * p->n[2] : 0;
    for (size_t at = 0; at < all; at++) most = fmax(most, fabs((double)p->given[at]));
    double volume = p->voxel[0] * p->voxel[1] * p->voxel[2];
    g->weight_unit = 0;
    for (int axis = 0; axis < 3; axis++) {
        g->weight[axis] = volume / (p->voxel[axis] * p->voxel[axis]);
        g->weight_unit = fmax(g->weight_unit, g->weight[axis]);
    }
    double least = 1;
    for (int axis = 0; axis < 3; axis++) {
        g->weight[axis] /= g->weight_unit;
        least = fmin(least, g->weight[axis]);
    }
    g->unit = g->weight_unit * best;
    int is_round = least > GRID_FLAT || p->tolerance < GRID_SHARP; /* faces have 7 digits */
    g->is_mask = best == worst && !p->perfect && !p->may_change && is_round;
    g->is_sharp = !g->is_mask || p->tolerance < GRID_SHARP;
    g->has_source = most > 0;
    g->source_unit = most <= 0 ? 1 : p->given ? most : most * volume;
    for (int c = 0; c < 256; c++)
        g->source[c] = most > 0 && p->source ? p->source[c] / most : 0;
    g->h = p->drop != 0 ? 1.0 / (double)p->n[p->axis] : 0;
}

static glass_status grid_fields(grid *g)
{
    size_t lanes = ((size_t)g->blocks + 1) * 8;
    g->r = grid_take_zero(g, lanes, sizeof *g->r);
    g->p = grid_take_zero(g, lanes, sizeof *g->p);
    g->z = grid_take_zero(g, lanes, sizeof *g->z);
    if (!g->is_sharp)
        g->e = grid_take_zero(g, lanes, sizeof *g->e);
    else
        g->e2 = grid_take_zero(g, lanes, sizeof *g->e2);
    g->partial = glass_zero(8 * (g->places[0] + 2), sizeof *g->partial);
    if (!g->r || !g->p || !g->z || (!g->e && !g->e2) || !g->partial)
        return glass_fail_memory();
    return GLASS_OK;
}

/* Places and which of their lanes are unknowns; `b` begins with b->g. */
static glass_status grid_make_held(grid_build *b)
{
    grid *g = b->g;
    b->patterns = grid_patterns();
    for (int axis = 0; axis < 3; axis++) g->places[axis] = (g->n[axis] + 1) / 2;
    g->stride[1] = g->places[2] + 2;
    g->stride[0] = g->stride[1] * (g->places[1] + 2);
    b->all = g->stride[0] * (g->places[0] + 2);
    grid_units(g);
    g->map = grid_take_zero(g, b->all, sizeof *g->map);
    b->held = grid_take_zero(g, b->all, 1);
    if (!g->map || !b->held) return glass_fail_memory();
    return grid_build_held(b);
}

/* What grid_change needs of the building; takes it out of `b`. */
static glass_status grid_keep(grid_build *b)
{
    b->g->kept = glass_alloc(sizeof *b->g->kept);
    if (!b->g->kept) return glass_fail_memory();
    *b->g->kept = *b;
    b->held = b->parts = NULL;
    return GLASS_OK;
}

static glass_status grid_make(grid *g)
{
    static const grid_block_kernels *(*const kernels[])(int, int) =
        GLASS_WIDTH_TABLE(grid_kernels);
    grid_build b = {.g = g};
    glass_status status = glass_cpu_choose(NULL, &g->cpu);
    if (!status) status = grid_make_held(&b);
    if (!status && g->unknowns) {
        g->kernels = kernels[g->cpu](g->is_mask, g->is_sharp);
        status = grid_build_blocks(&b);
        if (!status) status = grid_build_first(&b);
        if (!status && g->problem.may_change) status = grid_keep(&b);
        grid_give(g, b.held, b.all, 1);
        b.held = NULL;
        if (!status) status = grid_build_levels(g);
        if (!status) status = grid_fields(g);
    }
    grid_give(g, b.held, b.all, 1);
    grid_give(g, b.parts, (size_t)g->blocks + 1, 1);
    return status;
}

/* e counts in units of the source over those of conductance. */
static void grid_rescale(grid *g, double by)
{
    for (size_t i = 8; i < ((size_t)g->blocks + 1) * 8; i++) g->e2[i] *= by;
}

glass_status grid_change(grid *g, const double *sigma)
{
    if (!g->unknowns) return GLASS_OK;
    for (int c = 0; c < 256; c++)
        if ((sigma[c] > 0) != (g->problem.sigma[c] > 0))
            return glass_fail(GLASS_E_INPUT, "code %d %s, and did not before", c,
                              sigma[c] > 0 ? "conducts" : "insulates");
    double before = g->has_source ? g->unit / g->source_unit : 1;
    g->problem.sigma = sigma;
    grid_units(g);
    grid_rescale(g, (g->has_source ? g->unit / g->source_unit : 1) / before);
    grid_refill_blocks(g->kept);
    grid_refill_first(g->kept);
    return grid_refill_levels(g);
}

glass_status grid_new(const grid_problem *problem, grid **out)
{
    grid *g = glass_zero(1, sizeof *g);
    if (!g) return glass_fail_memory();
    g->problem = *problem;
    for (int axis = 0; axis < 3; axis++) g->n[axis] = problem->n[axis];
    if (!g->problem.iterations) g->problem.iterations = 200;
    glass_status status = grid_make(g);
    if (status)
        grid_free(g);
    else
        *out = g;
    return status;
}

glass_status grid_joined(const grid_problem *problem, unsigned char *out)
{
    grid *g = glass_zero(1, sizeof *g);
    grid_build b = {.g = g};
    if (!g) return glass_fail_memory();
    g->problem = *problem;
    for (int axis = 0; axis < 3; axis++) g->n[axis] = problem->n[axis];
    glass_status status = grid_make_held(&b);
    for (size_t i = 0; !status && i < g->n[0]; i++)
        for (size_t j = 0; j < g->n[1]; j++)
            for (size_t k = 0; k < g->n[2]; k++) {
                size_t lane = 4 * (i & 1) + 2 * (j & 1) + (k & 1);
                *out++ = b.held[grid_place(g, i / 2, j / 2, k / 2)] >> lane & 1;
            }
    grid_give(g, b.held, b.all, 1);
    grid_free(g);
    return status;
}

void grid_free(grid *g)
{
    if (!g) return;
    for (int k = 1; k <= g->levels + 1 && k < GRID_LEVELS; k++)
        grid_level_give(g, &g->level[k]);
    glass_free(g->map), glass_free(g->first), glass_free(g->code), glass_free(g->face);
    glass_free(g->inverse), glass_free(g->ground), glass_free(g->factor);
    glass_free(g->r), glass_free(g->p), glass_free(g->z), glass_free(g->e);
    glass_free(g->e2), glass_free(g->partial);
    if (g->kept) glass_free(g->kept->held), glass_free(g->kept->parts);
    glass_free(g->kept), glass_free(g);
}

typedef struct grid_out {
    float *u;
    double *wide;
} grid_out;

static double grid_potential_at(const grid *g, size_t i, size_t j, size_t k)
{
    size_t block = (size_t)g->map[grid_place(g, i / 2, j / 2, k / 2)];
    size_t at = 8 * block + 4 * (i & 1) + 2 * (j & 1) + (k & 1);
    if (!block || !(g->is_mask ? g->code[at] & 63 : g->code[at] & 128)) return NAN;
    double scale = g->has_source ? g->source_unit / g->unit : g->problem.drop;
    int axis = g->problem.axis;
    size_t voxel = axis == 0 ? i : axis == 1 ? j : k;
    double linear = g->h != 0 ? 1 - ((double)voxel + 0.5) * g->h : 0;
    return scale * (linear + (g->is_sharp ? g->e2[at] : (double)g->e[at]));
}

static void grid_potential_plane(grid *g, void *context, size_t from, size_t to)
{
    const grid_out *out = context;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < g->n[1]; j++)
            for (size_t k = 0; k < g->n[2]; k++) {
                size_t at = (i * g->n[1] + j) * g->n[2] + k;
                double u = g->unknowns ? grid_potential_at(g, i, j, k) : NAN;
                if (out->u) out->u[at] = (float)u;
                if (out->wide) out->wide[at] = u;
            }
}

static void grid_potential_out(const grid *g, grid_out out)
{
    union { /* the loop takes a grid that it may change; this work does not */
        const grid *here;
        grid *any;
    } both = {.here = g};
    grid_loop(both.any, g->n[0], 4, grid_potential_plane, &out);
}

void grid_potential(const grid *g, float *u)
{
    grid_potential_out(g, (grid_out){.u = u});
}

void grid_potential_wide(const grid *g, double *u)
{
    grid_potential_out(g, (grid_out){.wide = u});
}
