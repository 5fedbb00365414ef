#include "numerics/grid_bound.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numerics/grid_build.h"
#include "numerics/grid_kernel.h"

/* What is known of one level's flow. */
typedef struct bound_level {
    double *need; /* [n] imbalance to be carried off; then what its potential leaves over */
    double *flow; /* [entries] flow over conductance along each; NULL on level 1 */
    double *ground; /* [n] the same to the contacts; NULL on level 1 */
    double *phi;    /* [n] of level 1: potential inside its aggregate, in `need`'s place */
    double heat;
    double left; /* largest imbalance that could not be carried off */
} bound_level;

static int bound_take(grid *g, int k, bound_level *b)
{
    const grid_level *l = &g->level[k];
    memset(b, 0, sizeof *b);
    b->need = grid_take_zero(g, (size_t)l->n, sizeof *b->need);
    b->flow = k == 1 ? NULL : grid_take(g, grid_level_entries(l), sizeof *b->flow);
    b->ground = k == 1 ? NULL : grid_take(g, (size_t)l->n, sizeof *b->ground);
    b->phi = k == 1 ? b->need : NULL;
    return b->need && (k == 1 || (b->flow && b->ground));
}

static void bound_give(grid *g, int k, bound_level *b)
{
    const grid_level *l = &g->level[k];
    grid_give(g, b->need, (size_t)l->n, sizeof *b->need);
    grid_give(g, b->flow, grid_level_entries(l), sizeof *b->flow);
    grid_give(g, b->ground, (size_t)l->n, sizeof *b->ground);
    memset(b, 0, sizeof *b);
}

/* need - A x of one unknown, in double precision. */
static double bound_left(const grid_level *l, int32_t i, double need, const float *x)
{
    double sum = need - (double)l->ground[i] * x[i];
    GRID_ENTRIES (l, i, e) sum += (double)l->val[e] * ((double)x[l->col[e]] - x[i]);
    return sum;
}

typedef struct bound_job {
    grid *g;
    const grid_level *l;
    bound_level *mine, *next;
    int32_t *local;      /* [n] number of each unknown among its aggregate's */
    double *heat, *left; /* [chunks] */
    size_t chunk;
    int has_failed;
} bound_job;

/* need becomes what is left over; heat += x.need + x.left. */
static void bound_leave_some(grid *g, void *context, size_t from, size_t to)
{
    bound_job *job = context;
    double heat = 0;
    (void)g;
    for (size_t i = from; i < to; i++) {
        double need = job->mine->need[i];
        double left = bound_left(job->l, (int32_t)i, need, job->l->x);
        heat += (double)job->l->x[i] * (need + left);
        job->mine->need[i] = left;
    }
    job->heat[from / job->chunk] = heat;
}

/* The unknowns of one aggregate: workspace of a dense elimination. */
typedef struct bound_local {
    double *a, *y, *phi, *sum; /* [n*n], [n], [n], [n] */
    int room;
} bound_local;

static void bound_local_clear(bound_local *w)
{
    glass_free(w->a), glass_free(w->y), glass_free(w->phi), glass_free(w->sum);
    memset(w, 0, sizeof *w);
}

static int bound_local_room(bound_local *w, int n)
{
    if (n <= w->room) return 1;
    bound_local_clear(w);
    size_t m = (size_t)n + 16;
    w->a = glass_alloc(m * m * sizeof *w->a);
    w->y = glass_alloc(m * sizeof *w->y);
    w->phi = glass_alloc(m * sizeof *w->phi);
    w->sum = glass_alloc(m * sizeof *w->sum);
    w->room = w->a && w->y && w->phi && w->sum ? (int)m : 0;
    return w->room;
}

/* L phi = y by turning stars into meshes; returns y.phi, and what is left in `left`. */
static double bound_local_solve(bound_local *w, int n, double *left)
{
    double heat = 0;
    for (int i = 0; i < n; i++) {
        double *row = w->a + (size_t)i * (size_t)n, sum = 0;
        for (int m = i + 1; m < n; m++) sum += row[m];
        w->sum[i] = sum;
        if (!(sum > 0)) {
            if (fabs(w->y[i]) > *left) *left = fabs(w->y[i]);
            continue;
        }
        heat += w->y[i] * w->y[i] / sum;
        for (int m = i + 1; m < n; m++) {
            if (!(row[m] > 0)) continue;
            double share = row[m] / sum;
            w->y[m] += w->y[i] * share;
            for (int q = m + 1; q < n; q++) {
                w->a[(size_t)m * (size_t)n + (size_t)q] += share * row[q];
                w->a[(size_t)q * (size_t)n + (size_t)m] += share * row[q];
            }
        }
    }
    for (int i = n - 1; i >= 0; i--) {
        const double *row = w->a + (size_t)i * (size_t)n;
        double sum = w->y[i];
        for (int m = i + 1; m < n; m++) sum += row[m] * w->phi[m];
        w->phi[i] = w->sum[i] > 0 ? sum / w->sum[i] : 0;
    }
    return heat;
}

/* What the children of unknown k of the next level still lack once its flows are spread,
 * and the conductances among them. `mark` holds the flows of k by unknown, `local` the
 * number of each child. */
static void bound_family(const bound_job *job, int32_t k, const double *mark,
                         const int32_t *local, bound_local *w)
{
    const grid_level *l = job->l, *next = l + 1;
    const int32_t *child = next->child + next->family[k];
    int n = (int)(next->family[k + 1] - next->family[k]);
    if (n) memset(w->a, 0, (size_t)n * (size_t)n * sizeof *w->a);
    for (int c = 0; c < n; c++) {
        int32_t u = child[c];
        double y = job->mine->need[u] - (double)l->ground[u] * job->next->ground[k];
        GRID_ENTRIES (l, u, e) {
            int32_t v = l->col[e];
            if (!(l->val[e] > 0)) continue;
            if (l->parent[v] == k)
                w->a[(size_t)c * (size_t)n + (size_t)local[v]] += l->val[e];
            else
                y -= (double)l->val[e] * mark[l->parent[v]];
        }
        w->y[c] = y;
    }
}

static void bound_family_flows(const bound_job *job, int32_t k, const double *mark,
                               const int32_t *local, const bound_local *w)
{
    const grid_level *l = job->l, *next = l + 1;
    const int32_t *child = next->child + next->family[k];
    int n = (int)(next->family[k + 1] - next->family[k]);
    for (int c = 0; c < n; c++) {
        int32_t u = child[c];
        if (job->mine->ground)
            job->mine->ground[u] = (double)l->x[u] + job->next->ground[k];
        if (!job->mine->flow) { /* found again where it is wanted */
            job->mine->phi[u] = w->phi[c];
            continue;
        }
        GRID_ENTRIES (l, u, e) {
            int32_t v = l->col[e];
            if (!(l->val[e] > 0)) continue;
            double flow = (double)l->x[u] - (double)l->x[v];
            if (l->parent[v] == k)
                flow += w->phi[c] - w->phi[local[v]];
            else
                flow += mark[l->parent[v]];
            job->mine->flow[e] = flow;
        }
    }
}

static void bound_families_some(grid *g, void *context, size_t from, size_t to)
{
    bound_job *job = context;
    const grid_level *next = job->l + 1;
    double *mark = glass_alloc(((size_t)next->n + 1) * sizeof *mark);
    bound_local w = {0};
    double heat = 0, left = 0;
    (void)g;
    if (!mark) job->has_failed = 1;
    for (size_t k = from; k < to && !job->has_failed; k++) {
        int n = (int)(next->family[k + 1] - next->family[k]);
        if (!bound_local_room(&w, n)) {
            job->has_failed = 1;
            break;
        }
        for (int c = 0; c < n; c++)
            job->local[next->child[next->family[k] + (uint32_t)c]] = c;
        GRID_ENTRIES (next, (int32_t)k, e)
            if (next->val[e] > 0) mark[next->col[e]] = job->next->flow[e];
        bound_family(job, (int32_t)k, mark, job->local, &w);
        heat += bound_local_solve(&w, n, &left);
        bound_family_flows(job, (int32_t)k, mark, job->local, &w);
    }
    job->heat[from / job->chunk] = heat;
    job->left[from / job->chunk] = left;
    bound_local_clear(&w);
    glass_free(mark);
}

/* Keeps the potential x of the coarsest level's unknown i, which carries everything. */
static void bound_keep(const grid_level *l, bound_level *b, size_t i, double x, double left)
{
    b->heat += x * (b->need[i] + left);
    if (fabs(left) > b->left) b->left = fabs(left);
    if (b->ground) {
        b->ground[i] = x;
        return;
    }
    b->phi[i] = x; /* the coarsest is level 1 as well */
    l->x[i] = 0;
}

static void bound_coarsest(grid *g, bound_level *b)
{
    const grid_level *l = &g->level[g->levels];
    size_t n = (size_t)l->n;
    double x[GRID_COARSEST], step[GRID_COARSEST], left[GRID_COARSEST];
    if (!grid_level_entries(l)) { /* contacts alone */
        for (size_t i = 0; i < n; i++)
            bound_keep(l, b, i, l->ground[i] > 0 ? b->need[i] / l->ground[i] : 0,
                       l->ground[i] > 0 ? 0 : b->need[i]);
        return;
    }
    memset(x, 0, sizeof x);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < n; i++) {
            left[i] = b->need[i] - (double)l->ground[i] * x[i];
            GRID_ENTRIES (l, i, e) left[i] += (double)l->val[e] * (x[l->col[e]] - x[i]);
        }
        if (round == 2) break;
        grid_coarsest_solve(g, left, step);
        for (size_t i = 0; i < n; i++) x[i] += step[i];
    }
    for (size_t i = 0; i < n; i++) {
        bound_keep(l, b, i, x[i], left[i]);
        if (b->flow)
            GRID_ENTRIES (l, i, e) b->flow[e] = x[i] - x[l->col[e]];
    }
}

/* Spreads the flows of the next level over the unknowns of level k. */
static glass_status bound_spread(grid *g, int k, bound_level *b)
{
    const grid_level *l = &g->level[k];
    size_t n = (size_t)l[1].n;
    double heat[17] = {0}, left[17] = {0};
    bound_job job = {.g = g, .l = l, .mine = b + k, .next = b + k + 1, .heat = heat};
    job.left = left;
    job.chunk = (n + 15) / 16;
    job.local = grid_take(g, (size_t)l->n, sizeof *job.local);
    if (!job.local) return glass_fail_memory();
    grid_loop(g, n, job.chunk, bound_families_some, &job);
    grid_give(g, job.local, (size_t)l->n, sizeof *job.local);
    if (job.has_failed) return glass_fail_memory();
    b[k].heat += b[k + 1].heat;
    b[k].left = fmax(b[k].left, b[k + 1].left);
    for (size_t c = 0; c * job.chunk < n; c++) {
        b[k].heat += heat[c];
        b[k].left = fmax(b[k].left, left[c]);
    }
    return GLASS_OK;
}

/* Finds the flow of level k that carries off b[k].need. */
static glass_status bound_route(grid *g, int k, bound_level *b)
{
    grid_level *l = &g->level[k];
    if (k == g->levels) {
        bound_coarsest(g, &b[k]);
        return GLASS_OK;
    }
    for (int32_t i = 0; i < l->n; i++) l->b[i] = (float)b[k].need[i];
    grid_cycle(g, k, 1);
    double heat[17] = {0};
    bound_job job = {.g = g, .l = l, .mine = b + k, .heat = heat};
    job.chunk = ((size_t)l->n + 15) / 16;
    grid_loop(g, (size_t)l->n, job.chunk, bound_leave_some, &job);
    for (int c = 0; c < 16; c++) b[k].heat += heat[c];
    if (!bound_take(g, k + 1, &b[k + 1])) return glass_fail_memory();
    for (int32_t i = 0; i < l->n; i++) b[k + 1].need[l->parent[i]] += b[k].need[i];
    glass_status status = bound_route(g, k + 1, b);
    if (!status) status = bound_spread(g, k, b);
    if (k > 1) bound_give(g, k + 1, &b[k + 1]); /* flows of level 2 are wanted to the end */
    return status;
}

/* Pseudo-inverses of the 256 patterns of a mask's block. */
static double *bound_patterns(const grid *g)
{
    static const int bit[3] = {4, 2, 1};
    double *out = glass_zero(256 * 64, sizeof *out), a[64], y[8], phi[8], sum[8];
    bound_local w = {a, y, phi, sum, 8};
    for (int bits = 1; out && bits < 256; bits++) {
        const grid_pattern *pattern = &grid_patterns()[bits];
        for (int from = 0; from < 8; from++) {
            if (!(bits >> from & 1)) continue;
            unsigned part = pattern->lanes[pattern->part[from]];
            double left = 0, mean = 0, size = __builtin_popcount(part);
            memset(a, 0, sizeof a);
            for (int l = 0; l < 8; l++) {
                y[l] = part >> l & 1 ? (l == from) - 1 / size : 0;
                for (int axis = 0; axis < 3; axis++)
                    if (bits >> l & 1 && bits >> (l ^ bit[axis]) & 1)
                        a[8 * l + (l ^ bit[axis])] = g->weight[axis];
            }
            bound_local_solve(&w, 8, &left);
            for (int l = 0; l < 8; l++)
                if (part >> l & 1) mean += phi[l] / size;
            for (int l = 0; l < 8; l++)
                if (part >> l & 1) out[64 * bits + 8 * from + l] = phi[l] - mean;
        }
    }
    return out;
}

typedef struct bound_planes {
    double *sums; /* [planes][2] */
    double *need;
    grid_drain drain;
} bound_planes;

static void bound_residual_planes(grid *g, void *context, size_t from, size_t to)
{
    const bound_planes *w = context;
    for (size_t i = from; i < to; i++) {
        w->sums[2 * i] = w->sums[2 * i + 1] = 0;
        g->kernels->residual(g, i, w->sums + 2 * i, w->need);
    }
}

static void bound_drain_planes(grid *g, void *context, size_t from, size_t to)
{
    const bound_planes *w = context;
    for (size_t i = from; i < to; i++) g->kernels->drain(g, &w->drain, i);
}

static void bound_drain(grid *g, bound_planes *w, const bound_level *b, grid_bound *out)
{
    size_t planes = g->places[0];
    double *at = g->partial + 2 * (planes + 2), largest = 0, left = b[1].left;
    w->drain.phi = b[1].phi, w->drain.ground = b[2].ground, w->drain.flow = b[2].flow;
    w->drain.partial = at, w->drain.worst = at + planes, w->drain.largest = at + 2 * planes;
    grid_loop(g, planes, 2, bound_drain_planes, w);
    out->gap = b[1].heat;
    for (size_t i = 0; i < planes; i++) {
        out->gap += w->drain.partial[i];
        left = fmax(left, w->drain.worst[i]);
        largest = fmax(largest, w->drain.largest[i]);
    }
    out->divergence = largest > 0 ? left / largest : 0;
}

glass_status grid_bound_find(grid *g, grid_bound *out)
{
    bound_level b[GRID_LEVELS] = {{0}};
    bound_planes w = {.sums = g->partial};
    glass_status status = bound_take(g, 1, &b[1]) ? GLASS_OK : glass_fail_memory();
    w.drain.inverse = bound_patterns(g);
    if (!w.drain.inverse) status = glass_fail_memory();
    if (!status) {
        w.need = b[1].need;
        grid_loop(g, g->places[0], 2, bound_residual_planes, &w);
        out->energy = out->base = 0;
        for (size_t i = 0; i < g->places[0]; i++) {
            out->energy += w.sums[2 * i];
            out->base += w.sums[2 * i + 1];
        }
        status = bound_route(g, 1, b);
    }
    if (!status) bound_drain(g, &w, b, out);
    glass_free((void *)(uintptr_t)w.drain.inverse);
    for (int k = 1; k <= g->levels; k++) bound_give(g, k, &b[k]);
    return status;
}
