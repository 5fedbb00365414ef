/* Conjugate gradients on the energy of the flow, and when they may stop.
 *
 * With e the deviation from the linear profile, r = b - A e:
 *     E  = b A^-1 b = e.(b + r) + r A^-1 r                                            (1)
 * is what the solution gains; conductance is the power of the linear profile less E, and a
 * source's compliance is E itself. The last term is the error, quadratic in that of e. Each
 * iteration gains alpha r.Mr of it (Hestenes and Stiefel 1952), so that the gains, which fall
 * like a geometric series, tell what is left; grid_bound.h then certifies it. */
#include <math.h>
#include "numerics/grid_bound.h"
#include "numerics/grid_kernel.h"

/* The certified gap is wider than what the gains promise; measured 1.1 to 2.2 times. */
#define SOLVE_WIDER 1.7
/* Where the value is put between its bounds, from that of the certifying flow: it contains
 * one more correction than the potential, and measures 4 to 10 times better. */
#define SOLVE_SHARE 0.2
/* Rounding, as a share of the energy: of sums in eight bytes; of a diagonal less its
 * neighbours, by the square of the voxels along an axis; of conductances in four bytes, each
 * within 2^-24, for then the energy is within the same share of that of those meant. */
#define SOLVE_ROUNDED       1e-13
#define SOLVE_ROUNDED_MASK  2e-17
#define SOLVE_ROUNDED_FACES 6e-8
/* What the certifying flow may lose on its way and still be one. */
#define SOLVE_DIVERGENCE 1e-7
/* Of the power of the linear profile, from which the energy is subtracted. */
#define SOLVE_LOST      1e-15
#define SOLVE_LOST_ROOT 1.2e-16 /* by the root of the blocks that are added up in a row */
/* A value that is so far from the end of its interval is none. */
#define SOLVE_LOST_ALL 1e-2
/* The same where it may all be lost: along a periodic axis nothing need flow round. */
#define SOLVE_NOTHING 1e-11
/* A gap so many times what was guessed tells of a residual that has drifted away. */
#define SOLVE_DRIFTED 30

typedef struct solve_state {
    grid *g;
    double alpha, beta;
    double rz, replaced; /* r.Mr now, and when r was last refreshed */
    double gained;       /* E so far */
    double gain, ratio;  /* of the last iteration; and to the one before it */
    double ahead;        /* what is left to gain, a guess */
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
    if (!g->is_mask) grid_cycle(g, 1, 0); /* pays where conductances are far apart */
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

/* r and what is gained afresh from e; the power of the linear profile. */
static double solve_refresh(solve_state *s)
{
    grid *g = s->g;
    double base = 0;
    solve_each(s, solve_residual_planes);
    s->gained = 0;
    for (size_t i = 0; i < g->places[0]; i++) {
        s->gained += g->partial[2 * i];
        base += g->partial[2 * i + 1];
    }
    return base;
}

/* What is left to gain if gains go on falling as they did at worst lately. */
static void solve_guess(solve_state *s, double gain)
{
    double ratio = s->gain > 0 ? fmin(gain / s->gain, 0.95) : 0.95;
    double worse = fmax(ratio, s->ratio);
    s->ahead = gain * worse / (1 - worse);
    s->gain = gain, s->ratio = ratio;
    s->gained += gain;
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
    solve_guess(s, s->alpha * s->rz);
    if (s->g->e2 && s->rz < 1e-4 * s->replaced) {
        solve_refresh(s);
        s->replaced = s->rz;
    }
    double before = s->rz;
    s->rz = solve_precondition(s);
    s->beta = s->rz / before;
    return s->rz > 0;
}

/* Begins anew from the potential at hand. Returns 0 when there is nothing left to gain. */
static int solve_again(solve_state *s)
{
    solve_refresh(s);
    s->rz = s->replaced = solve_precondition(s);
    s->beta = s->gain = s->ratio = 0;
    s->ahead = INFINITY;
    return s->rz > 0;
}

/* From units inside to those of the problem. */
static double solve_scale(const grid *g)
{
    if (g->has_source) return g->source_unit * g->source_unit / g->unit;
    return g->unit * g->problem.drop * g->problem.drop;
}

static double solve_rounded(const grid *g)
{
    double most = 0, least = INFINITY;
    if (!g->is_mask) return SOLVE_ROUNDED_FACES;
    for (int axis = 0; axis < 3; axis++) {
        most = fmax(most, (double)g->n[axis]);
        least = fmin(least, g->weight[axis]); /* the largest is 1 */
    }
    return SOLVE_ROUNDED + SOLVE_ROUNDED_MASK * most * most / least;
}

static double solve_lost(const grid *g)
{
    double row = (double)g->places[1] * (double)g->places[2];
    return SOLVE_LOST + SOLVE_LOST_ROOT * sqrt(row);
}

static void solve_report(const grid *g, const grid_bound *b, grid_report *out)
{
    double scale = solve_scale(g), gap = b->gap * (1 + 1e-6);
    double best = g->has_source ? b->energy : b->base - b->energy - gap;
    double worst = best + gap;
    double guard =
        (solve_rounded(g) + b->divergence) * fabs(worst) + solve_lost(g) * b->base;
    if (best < 0) best = 0;
    double share = g->has_source ? 1 - SOLVE_SHARE : SOLVE_SHARE;
    out->energy = scale * (best + share * (worst - best));
    out->lower = scale * fmax(0, best - guard);
    out->upper = scale * (worst + guard);
    out->divergence = b->divergence;
    if (b->divergence <= SOLVE_DIVERGENCE) return; /* else the flow proves nothing */
    if (g->has_source)
        out->upper = INFINITY;
    else
        out->lower = 0;
}

/* How far the value may be off: the farther end of its interval. */
static double solve_error(const grid_report *r)
{
    double off = fmax(r->upper - r->energy, r->energy - r->lower);
    return r->energy > 0 ? off / r->energy : 0;
}

static int solve_is_cancelled(const grid *g)
{
    return g->problem.cancelled && g->problem.cancelled(g->problem.context);
}

static void solve_tell(const solve_state *s, double ahead, double first, double aim)
{
    const grid_problem *p = &s->g->problem;
    if (!p->progress || !(ahead > 0) || !(first > aim)) return;
    double done = log(first / ahead) / log(first / aim);
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

/* What cannot be gained any more, of the power of the linear profile. */
static double solve_floor(const grid *g, double base)
{
    int is_round = !g->problem.contact[0] && !g->problem.contact[1];
    return (is_round ? SOLVE_NOTHING : SOLVE_LOST) * base;
}

/* Iterates until less than `aim` of the energy is left; 0 when that is not to be had. */
static int solve_until(solve_state *s, double base, double aim, grid_report *r,
                       double *first)
{
    const grid *g = s->g;
    double least = solve_floor(g, base);
    while (r->iterations < g->problem.iterations) {
        double energy = g->has_source ? s->gained : fabs(base - s->gained);
        if (r->iterations && s->ahead <= fmax(aim * energy, least)) return 1;
        if (solve_is_cancelled(g)) {
            r->reason = "cancelled";
            return 0;
        }
        r->iterations++;
        if (!solve_step(s)) return 1;
        if (*first == 0) *first = s->ahead / fmax(energy, 1e-300);
        solve_tell(s, s->ahead / fmax(energy, 1e-300), *first, aim);
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
    double aim = g->problem.tolerance / (SOLVE_WIDER * (1 - SOLVE_SHARE)), first = 0;
    double base = solve_refresh(&s);
    s.rz = s.replaced = solve_precondition(&s);
    int is_reached = s.rz > 0, rounds = 0;
    for (;; aim *= 0.3, rounds++) {
        r->reason = "converged";
        if (is_reached) is_reached = solve_until(&s, base, aim, r, &first);
        glass_status status = grid_bound_find(g, &bound);
        if (status) return status;
        base = bound.base;
        s.gained = bound.energy;
        solve_report(g, &bound, r);
        if (!is_reached || solve_error(r) <= g->problem.tolerance || rounds == 6) break;
        if (r->lower <= 0 && s.ahead <= solve_floor(g, base)) break;
        s.replaced = s.rz;
        if (bound.gap > SOLVE_DRIFTED * s.ahead) is_reached = solve_again(&s);
    }
    r->bytes = g->peak;
    if (solve_error(r) > g->problem.tolerance && is_reached)
        r->reason = solve_error(r) > SOLVE_LOST_ALL ? "lost to rounding" : "rounding";
    return GLASS_OK;
}
