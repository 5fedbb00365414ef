/* The electrode tortuosity, and the spectrum of a cell whose electrodes block (Nguyen et al.
 * 2020, 10.1038/s41524-020-00386-4, define it; here it is one linear problem).
 *
 * With A the conductances (u = 0 on the end face) and m the reacting surface of each voxel,
 *
 *     Z(omega) = 1 / (i omega 1.m (1 - i omega (A + i omega m)^-1 m) 1)              (4)
 *     R = Re Z(0) = 1.m A^-1 m 1 / (1.m 1)^2                                          (5)
 *     tau = 3 eps sigma R A / L                                                       (6)
 *
 * R is an energy and is certified. Lanczos steps on A^-1 m from 1, in the product of m, turn
 * (4) into a sum over few time constants, exact first at low frequency. */
#include <complex.h>
#include <math.h>
#include <string.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"
#include "voxel/transport_job.h"

typedef struct blocking_work {
    transport_job job;
    const unsigned char *has, *reacts;
    int side;
    size_t n;
    float *m;     /* [n] reacting surface of each voxel that is joined [m2] */
    double total; /* 1.m [m2] */
    grid_problem problem;
    double alpha[GLASS_SPECTRUM_STEPS], beta[GLASS_SPECTRUM_STEPS];
} blocking_work;

static int blocking_reacts(const blocking_work *w, int code)
{
    return w->reacts ? w->reacts[code] && !w->has[code] : !w->has[code];
}

static double blocking_surface(const blocking_work *w, const size_t at[3], size_t index)
{
    const glass_volume *v = w->job.volume;
    const size_t step[3] = {v->n[1] * v->n[2], v->n[2], 1};
    double volume = w->problem.voxel[0] * w->problem.voxel[1] * w->problem.voxel[2],
           sum = 0;
    for (int axis = 0; axis < 3; axis++) {
        double area = volume / w->problem.voxel[axis];
        if (at[axis] && blocking_reacts(w, v->codes[index - step[axis]])) sum += area;
        if (at[axis] + 1 < v->n[axis] && blocking_reacts(w, v->codes[index + step[axis]]))
            sum += area;
    }
    return sum;
}

/* The surface of what is joined to the end face. */
static glass_status blocking_surfaces(blocking_work *w, glass_blocking *out)
{
    const glass_volume *v = w->job.volume;
    unsigned char *joined = glass_alloc(w->n);
    if (!joined) return glass_fail_memory();
    glass_status status = grid_joined(&w->problem, joined);
    size_t at[3], index = 0, here = 0, all = 0;
    for (at[0] = 0; !status && at[0] < v->n[0]; at[0]++)
        for (at[1] = 0; at[1] < v->n[1]; at[1]++)
            for (at[2] = 0; at[2] < v->n[2]; at[2]++, index++) {
                w->m[index] = joined[index] ? (float)blocking_surface(w, at, index) : 0;
                w->total += (double)w->m[index];
                here += joined[index];
                all += w->has[v->codes[index]];
            }
    out->fraction = (double)all / (double)w->n;
    out->joined = all ? (double)here / (double)all : 0;
    glass_free(joined);
    return status;
}

/* x = A^-1 given; the energy with its bounds in `report`. */
static glass_status blocking_apply(blocking_work *w, const float *given, float *x,
                                   grid_report *report)
{
    grid *g = NULL;
    w->problem.given = given;
    glass_status status = transport_afford(&w->problem);
    if (!status) status = grid_new(&w->problem, &g);
    if (!status) status = grid_solve(g, report);
    if (!status && x) grid_potential(g, x);
    grid_free(g);
    return status;
}

static double blocking_dot(const blocking_work *w, const float *a, const float *b)
{
    double sum = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->m[i] > 0) sum += (double)w->m[i] * (double)a[i] * (double)b[i];
    return sum;
}

/* Lanczos: v becomes the next vector, old the one before; T in alpha and beta. */
static glass_status blocking_lanczos(blocking_work *w, int steps, glass_blocking *out)
{
    float *v = glass_alloc(w->n * sizeof *v), *old = glass_zero(w->n, sizeof *old);
    float *x = glass_alloc(w->n * sizeof *x), *given = glass_alloc(w->n * sizeof *given);
    glass_status status = v && old && x && given ? GLASS_OK : glass_fail_memory();
    for (size_t i = 0; i < w->n && !status; i++) v[i] = (float)(1 / sqrt(w->total));
    for (int k = 0; k < steps && !status; k++) {
        grid_report report = {.reason = ""};
        for (size_t i = 0; i < w->n; i++) given[i] = w->m[i] * v[i];
        status = blocking_apply(w, given, x, &report);
        if (status) break;
        out->iterations += report.iterations;
        double alpha = blocking_dot(w, x, v), before = k ? w->beta[k - 1] : 0;
        for (size_t i = 0; i < w->n; i++)
            if (w->m[i] > 0)
                x[i] -= (float)(alpha * (double)v[i] + before * (double)old[i]);
        w->alpha[k] = alpha;
        w->beta[k] = sqrt(blocking_dot(w, x, x));
        out->steps = k + 1;
        if (!(w->beta[k] > 1e-5 * w->alpha[0])) break; /* nothing new within the digits */
        for (size_t i = 0; i < w->n; i++) {
            old[i] = v[i];
            v[i] = w->m[i] > 0 ? x[i] / (float)w->beta[k] : 0;
        }
    }
    glass_free(v), glass_free(old), glass_free(x), glass_free(given);
    return status;
}

/* Eigenvalues of the tridiagonal matrix and the squares of the first components of its
 * vectors: implicit QL steps (Golub and Welsch 1969). */
static void blocking_ritz(const blocking_work *w, double unit, glass_blocking *out)
{
    int n = out->steps;
    double d[GLASS_SPECTRUM_STEPS], e[GLASS_SPECTRUM_STEPS] = {0}, z[GLASS_SPECTRUM_STEPS];
    for (int k = 0; k < n; k++) {
        d[k] = w->alpha[k];
        if (k + 1 < n) e[k] = w->beta[k];
        z[k] = k == 0;
    }
    for (int l = 0; l < n; l++)
        for (int round = 0; round < 60; round++) {
            int m = l;
            while (m < n - 1 && fabs(e[m]) > 1e-16 * (fabs(d[m]) + fabs(d[m + 1]))) m++;
            if (m == l) break;
            double g = (d[l + 1] - d[l]) / (2 * e[l]), r = hypot(g, 1), s = 1, c = 1, p = 0;
            g = d[m] - d[l] + e[l] / (g + copysign(r, g));
            for (int i = m - 1; i >= l; i--) {
                double f = s * e[i], b = c * e[i];
                r = hypot(f, g);
                e[i + 1] = r;
                s = f / r, c = g / r;
                g = d[i + 1] - p;
                r = (d[i] - g) * s + 2 * c * b;
                p = s * r;
                d[i + 1] = g + p;
                g = c * r - b;
                f = z[i + 1];
                z[i + 1] = s * z[i] + c * f;
                z[i] = c * z[i] - s * f;
            }
            d[l] -= p, e[l] = g, e[m] = 0;
        }
    for (int k = 0; k < n; k++) out->ritz[k] = d[k] / unit, out->weight[k] = z[k] * z[k];
}

void glass_blocking_impedance(const glass_blocking *cell, double omega, double *real,
                              double *imaginary)
{
    double complex p = I * omega, sum = 0;
    for (int k = 0; k < cell->steps; k++) sum += cell->weight[k] / (1 + p * cell->ritz[k]);
    double complex Z = 1 / (p * sum);
    *real = creal(Z), *imaginary = cimag(Z);
}

static glass_status blocking_solve(blocking_work *w, int steps, glass_blocking *out)
{
    const glass_volume *v = w->job.volume;
    grid_report report = {.reason = ""};
    int axis = w->job.axis;
    w->m = glass_alloc(w->n * sizeof *w->m);
    if (!w->m) return glass_fail_memory();
    glass_status status = blocking_surfaces(w, out);
    if (status || !(w->total > 0)) return status;
    status = blocking_apply(w, w->m, NULL, &report);
    if (status) return status;
    double length = (double)v->n[axis] * w->problem.voxel[axis], volume = length;
    for (int k = 0; k < 3; k++)
        if (k != axis) volume *= (double)v->n[k] * w->problem.voxel[k];
    double by =
        3 * out->fraction * volume / (length * length * w->total * w->total); /* (6) */
    out->tortuosity = by * report.energy;
    out->lower = by * report.lower, out->upper = by * report.upper;
    out->surface = w->total / volume;
    out->iterations = report.iterations;
    out->bytes_per_voxel = (double)report.bytes / (double)w->n + 4;
    out->reason = report.reason;
    if (steps > 0) status = blocking_lanczos(w, steps, out);
    if (!status && out->steps) blocking_ritz(w, report.energy / w->total, out);
    return status;
}

glass_status glass_transport_blocking(const glass_volume *volume, const unsigned char *has,
                                      const unsigned char *reacts, int axis, int side,
                                      int steps, const glass_transport_options *options,
                                      glass_blocking *out)
{
    double sigma[GLASS_LABELS] = {0};
    blocking_work w = {.has = has, .reacts = reacts, .side = side};
    glass_blocking found = {
        .tortuosity = INFINITY, .lower = INFINITY, .upper = INFINITY, .reason = "no path"};
    double began = glass_clock_wall();
    w.job = (transport_job){.volume = volume, .sigma = sigma, .axis = axis};
    if (options) w.job.options = *options;
    if (!(w.job.options.tolerance > 0)) w.job.options.tolerance = 1e-6;
    for (int c = 0; c < volume->n_labels; c++) sigma[c] = has[c] != 0;
    glass_status status = transport_check(volume, sigma, axis);
    if (!status) status = glass_team_new(w.job.options.threads, &w.job.team);
    if (status) return status;
    transport_problem(&w.job, &w.problem);
    w.problem.contact[0] = !side, w.problem.contact[1] = side != 0;
    w.problem.drop = 0;
    w.problem.must_touch = 4;
    w.n = volume->n[0] * volume->n[1] * volume->n[2];
    status = blocking_solve(&w, steps < GLASS_SPECTRUM_STEPS ? steps : GLASS_SPECTRUM_STEPS,
                            &found);
    glass_free(w.m);
    glass_team_free(w.job.team);
    found.seconds = glass_clock_wall() - began;
    if (!status) *out = found;
    return status;
}
