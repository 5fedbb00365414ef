/* Conjugate gradients on the energy of the flow, and when they may stop.
 *
 * With e the deviation from the linear profile, r = b - A e:
 *     E  = b A^-1 b = e.(b + r) + r A^-1 r                                            (1)
 * is what the solution gains; conductance is the power of the linear profile less E, and a
 * source's compliance is E itself. The last term is the error, quadratic in that of e: after
 * the preconditioner M, r.M r is a good guess of it and grid_bound.h certifies it. */
#include <math.h>
#include "numerics/grid_bound.h"
#include "numerics/grid_kernel.h"

/* The interval is narrower than this share of the guess r.Mr; measured 0.1 to 0.6. */
#define SOLVE_NARROWER 0.5

typedef struct solve_state {
    grid *g;
    double alpha, beta;
    double rz, replaced; /* r.Mr now, and when r was last refreshed */
    double gained;       /* E so far */
} solve_state;

#define SOLVE_STAGE(name, call)                                                            \
    static void solve_##name(grid *g, void *context, size_t from, size_t to)               \
    {                                                                                      \
        const solve_state *s = context;                                                    \
        (void)s;                                                                           \
        for (size_t i = from; i < to; i++) call;                                           \
    }
SOLVE_STAGE(direction, g->kernels->direction(g, s->beta, i))
SOLVE_STAGE(curvature, g->partial[i] = g->kernels->curvature(g, i))
SOLVE_STAGE(update, g->kernels->update(g, s->alpha, i))
SOLVE_STAGE(black, g->kernels->black(g, i))
SOLVE_STAGE(restriction, g->kernels->restriction(g, i))
SOLVE_STAGE(prolongation, g->kernels->prolongation(g, i))
SOLVE_STAGE(red, g->partial[i] = g->kernels->red(g, i))

static void solve_each(solve_state *s, grid_loop_work *work)
{
    grid_loop(s->g, s->g->places[0], 2, work, s);
}

static double solve_sum(const grid *g)
{
    double sum = 0;
    for (size_t i = 0; i < g->places[0]; i++) sum += g->partial[i];
    return sum;
}

/* z = M r, where z already holds r/diagonal; r.z */
static double solve_precondition(solve_state *s)
{
    grid *g = s->g;
    solve_each(s, solve_black);
    solve_each(s, solve_restriction);
    grid_cycle(g, 1, 1);
    solve_each(s, solve_prolongation);
    solve_each(s, solve_black);
    solve_each(s, solve_red);
    return solve_sum(g);
}

static void solve_residual_planes(grid *g, void *context, size_t from, size_t to)
{
    (void)context;
    for (size_t i = from; i < to; i++) {
        g->partial[2 * i] = g->partial[2 * i + 1] = 0;
        g->kernels->residual(g, i, g->partial + 2 * i, NULL);
    }
}

/* r afresh from e; the power of the linear profile. */
static double solve_refresh(solve_state *s)
{
    grid *g = s->g;
    double base = 0;
    solve_each(s, solve_residual_planes);
    for (size_t i = 0; i < g->places[0]; i++) base += g->partial[2 * i + 1];
    return base;
}

/* One iteration. Returns 0 when there is nothing left to gain. */
static int solve_step(solve_state *s)
{
    solve_each(s, solve_direction);
    solve_each(s, solve_curvature);
    double curvature = solve_sum(s->g);
    if (!(curvature > 0) || !isfinite(curvature)) return 0;
    s->alpha = s->rz / curvature;
    solve_each(s, solve_update);
    s->gained += s->alpha * s->rz;
    if (!s->g->is_mask && s->rz < 1e-4 * s->replaced) {
        solve_refresh(s);
        s->replaced = s->rz;
    }
    double before = s->rz;
    s->rz = solve_precondition(s);
    s->beta = s->rz / before;
    return s->rz > 0;
}

/* From units inside to those of the problem. */
static double solve_scale(const grid *g)
{
    if (g->has_source) return g->source_unit * g->source_unit / g->unit;
    return g->unit * g->problem.drop * g->problem.drop;
}

static void solve_report(const grid *g, const grid_bound *b, grid_report *out)
{
    double scale = solve_scale(g), gap = b->gap * (1 + 1e-6);
    double best = g->has_source ? b->energy : b->base - b->energy - gap;
    double worst = best + gap, guard = (1e-13 + b->divergence) * fabs(worst);
    if (best < 0) best = 0;
    /* the certifying flow contains one more correction than the potential: the truth lies
     * nearer to its side */
    double share = g->has_source ? 0.8 : 0.2;
    out->energy = scale * (best + share * (worst - best));
    out->lower = scale * fmax(0, best - guard);
    out->upper = scale * (worst + guard);
    out->divergence = b->divergence;
}

static double solve_width(const grid_report *r)
{
    return r->upper > 0 ? (r->upper - r->lower) / r->upper : 0;
}

static int solve_is_cancelled(const grid *g)
{
    return g->problem.cancelled && g->problem.cancelled(g->problem.context);
}

static void solve_tell(const solve_state *s, double first, double aim)
{
    const grid_problem *p = &s->g->problem;
    if (!p->progress || !(s->rz > 0) || !(first > aim)) return;
    double done = log(first / s->rz) / log(first / aim);
    p->progress(p->context, fmin(fmax(0.2 + 0.8 * done, 0.2), 1));
}

static void solve_sizes(const grid *g, grid_report *r)
{
    double all = (double)g->unknowns;
    for (int k = 1; k <= g->levels; k++) all += g->level[k].n;
    r->unknowns = g->unknowns, r->left_out = g->left_out;
    r->levels = g->levels;
    r->complexity = g->unknowns ? all / (double)g->unknowns : 0;
    r->bytes = g->peak;
}

/* Iterates until r.Mr is below `aim` of the energy; 0 when that is not to be had. */
static int solve_until(solve_state *s, double base, double aim, grid_report *r,
                       double *first)
{
    const grid *g = s->g;
    while (r->iterations < g->problem.iterations) {
        double energy = g->has_source ? s->gained : fabs(base - s->gained);
        if (r->iterations && s->rz <= aim * energy) return 1;
        if (solve_is_cancelled(g)) {
            r->reason = "cancelled";
            return 0;
        }
        r->iterations++;
        if (!solve_step(s)) return 1;
        if (*first == 0) *first = s->rz / fmax(energy, 1e-300);
        solve_tell(s, *first, aim);
    }
    r->reason = "iterations";
    return 0;
}

glass_status grid_solve(grid *g, grid_report *r)
{
    *r = (grid_report){.reason = "nothing conducts"};
    solve_sizes(g, r);
    if (!g->unknowns) return GLASS_OK;
    solve_state s = {.g = g};
    grid_bound bound = {0};
    double aim = g->problem.tolerance / SOLVE_NARROWER, first = 0;
    double base = solve_refresh(&s);
    s.rz = s.replaced = solve_precondition(&s);
    int is_reached = s.rz > 0, rounds = 0;
    for (;; aim *= 0.1, rounds++) {
        r->reason = "converged";
        if (is_reached) is_reached = solve_until(&s, base, aim, r, &first);
        glass_status status = grid_bound_find(g, &bound);
        if (status) return status;
        base = bound.base;
        s.gained = bound.energy;
        solve_report(g, &bound, r);
        if (!is_reached || solve_width(r) <= g->problem.tolerance || rounds == 6) break;
        s.replaced = s.rz;
    }
    r->bytes = g->peak;
    if (solve_width(r) > g->problem.tolerance && is_reached) r->reason = "rounding";
    return GLASS_OK;
}

size_t grid_predict(const grid_problem *p)
{
    double voxels = (double)p->n[0] * (double)p->n[1] * (double)p->n[2], held = 0;
    double best = 0, worst = INFINITY;
    for (int c = 0; c < 256; c++) {
        best = fmax(best, p->sigma[c]);
        if (p->sigma[c] > 0) worst = fmin(worst, p->sigma[c]);
    }
    size_t sampled = 0, count = 0, all = (size_t)voxels;
    for (size_t at = 0; at < all; at += all / 65536 + 1, sampled++)
        count += p->sigma[p->codes[at]] > 0;
    held = voxels * fmin(1, 1.35 * (double)count / (double)(sampled ? sampled : 1));
    double each = best == worst && !p->perfect ? 34 : 62;
    return (size_t)(0.75 * voxels + each * held) + (1 << 20);
}
