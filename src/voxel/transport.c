/* Transport through a segmented volume: what grid.h solves, in the words of the field.
 *
 *     K = G L / A                  effective conductivity, G the conductance      (1)
 *     tau = <sigma> / K            tortuosity factor; eps/K of one phase          (2)
 *
 * with <sigma> the mean over the whole volume, parts that lead nowhere included. */
#include "glasscell/transport.h"

#include <math.h>
#include <string.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"
#include "numerics/grid.h"
#include "voxel/coarser.h"
#include "voxel/transport_job.h"

#define TRANSPORT_COUNT(member, standard, low, high, about)                                \
    GLASS_ROW_INT(glass_transport_options, member, standard, low, high, about)

const glass_row glass_transport_rows[] = {
    GLASS_ROW(glass_transport_options, tolerance, "1", 1e-6, 1e-12, 0.1,
              "how far the value may lie from the farther end of its certified interval; "
              "1e-6 when not said"),
    TRANSPORT_COUNT(threads, 0, 0, 4096, "threads; 0: all cores"),
    GLASS_ROW_END,
};

double transport_edge(const glass_volume *volume, int axis)
{
    return isfinite(volume->voxel[axis]) ? volume->voxel[axis] : 1;
}

glass_status transport_check(const glass_volume *volume, const double *sigma, int axis)
{
    if (axis < 0 || axis > 2)
        return glass_fail(GLASS_E_INPUT, "axis is %d; expected 0, 1 or 2", axis);
    for (int c = 0; c < volume->n_labels; c++)
        if (!(sigma[c] >= 0) || !isfinite(sigma[c]))
            return glass_fail(
                GLASS_E_INPUT,
                "the conductivity of label %ld is %g; expected a number, zero "
                "or more",
                volume->label[c], sigma[c]);
    return GLASS_OK;
}

/* Mean conductivity, and the share of voxels that conduct. */
static double transport_mean(const glass_volume *v, const double *sigma, double *fraction)
{
    double all = (double)v->n[0] * (double)v->n[1] * (double)v->n[2], sum = 0, count = 0;
    for (int c = 0; c < v->n_labels; c++) {
        sum += sigma[c] * (double)v->count[c];
        if (sigma[c] > 0) count += (double)v->count[c];
    }
    *fraction = count / all;
    return sum / all;
}

glass_status transport_afford(const grid_problem *problem)
{
    size_t need = grid_predict(problem), left = glass_memory_available();
    if (need <= left) return GLASS_OK;
    return glass_fail(GLASS_E_MEMORY,
                      "solving on %zu x %zu x %zu voxels would need %.1f GB of memory, and "
                      "%.1f GB are free; --crop takes a part of the volume",
                      problem->n[0], problem->n[1], problem->n[2], (double)need * 1e-9,
                      (double)left * 1e-9);
}

void transport_problem(const transport_job *job, grid_problem *out)
{
    const glass_volume *v = job->volume;
    *out = (grid_problem){
        .codes = v->codes,
        .sigma = job->sigma,
        .axis = job->axis,
        .contact = {1, 1},
        .drop = 1,
        .must_touch = 3,
        .tolerance = job->options.tolerance,
        .cancelled = job->options.cancelled,
        .progress = job->options.progress,
        .context = job->options.context,
        .team = job->team,
    };
    for (int axis = 0; axis < 3; axis++) {
        out->n[axis] = v->n[axis];
        out->voxel[axis] = transport_edge(v, axis);
        out->is_periodic[axis] = job->options.is_periodic && axis != job->axis;
    }
}

/* A periodic axis wants an even number of voxels, four at least: two or more periods of it
 * conduct like one. */
glass_status transport_periods(const glass_volume *v, const int is_periodic[3],
                               glass_volume *out, const glass_volume **use)
{
    size_t times[3] = {1, 1, 1}, n[3];
    for (int axis = 0; axis < 3; axis++) {
        while (is_periodic[axis] &&
               (v->n[axis] * times[axis] < 4 || v->n[axis] * times[axis] & 1))
            times[axis]++;
        n[axis] = v->n[axis] * times[axis];
    }
    *use = v;
    if (times[0] * times[1] * times[2] == 1) return GLASS_OK;
    *out = *v;
    memcpy(out->n, n, sizeof n);
    out->name = NULL;
    out->codes = glass_alloc(n[0] * n[1] * n[2]);
    if (!out->codes) return glass_fail_memory();
    size_t index = 0;
    for (size_t i = 0; i < n[0]; i++)
        for (size_t j = 0; j < n[1]; j++)
            for (size_t k = 0; k < n[2]; k++)
                out->codes[index++] =
                    v->codes[((i % v->n[0]) * v->n[1] + j % v->n[1]) * v->n[2] +
                             k % v->n[2]];
    for (int c = 0; c < v->n_labels; c++) out->count[c] *= times[0] * times[1] * times[2];
    *use = out;
    return GLASS_OK;
}

static void transport_bounds(const transport_job *job, const grid_report *r,
                             glass_transport *out)
{
    const glass_volume *v = job->volume;
    double area = 1, length = 0;
    for (int axis = 0; axis < 3; axis++) {
        double edge = (double)v->n[axis] * transport_edge(v, axis);
        if (axis == job->axis)
            length = edge;
        else
            area *= edge;
    }
    double mean = transport_mean(v, job->sigma, &out->fraction), scale = length / area;
    out->effective = scale * r->energy; /* (1) */
    out->effective_lower = scale * r->lower;
    out->effective_upper = scale * fmin(r->upper, mean / scale);
    out->tortuosity = mean / out->effective; /* (2) */
    out->lower = mean / out->effective_upper;
    out->upper = r->lower > 0 ? mean / out->effective_lower : INFINITY;
    double all = (double)r->unknowns + (double)r->left_out;
    out->percolating = all > 0 ? (double)r->unknowns / all : 0;
    out->iterations = r->iterations;
    out->reason = r->reason;
}

/* One layer along the axis: each voxel is a wire of its own. */
static void transport_layer(const transport_job *job, glass_transport *out)
{
    double mean = transport_mean(job->volume, job->sigma, &out->fraction);
    out->effective = out->effective_lower = out->effective_upper = mean;
    out->tortuosity = out->lower = out->upper = mean > 0 ? 1 : INFINITY;
    out->percolating = mean > 0;
    out->reason = mean > 0 ? "converged" : "no path";
    float *u = job->options.potential;
    const glass_volume *v = job->volume;
    for (size_t at = 0; u && at < v->n[0] * v->n[1] * v->n[2]; at++)
        u[at] = job->sigma[v->codes[at]] > 0 ? 0.5f : NAN;
}

static void transport_none(const transport_job *job, const char *reason,
                           glass_transport *out)
{
    transport_mean(job->volume, job->sigma, &out->fraction);
    out->tortuosity = out->lower = out->upper = INFINITY;
    out->reason = reason;
    const glass_volume *v = job->volume;
    for (size_t at = 0; job->options.potential && at < v->n[0] * v->n[1] * v->n[2]; at++)
        job->options.potential[at] = NAN;
}

/* Parts of the potential of a volume of several periods: the first. */
static glass_status transport_potential(const transport_job *job, const grid *g,
                                        const glass_volume *original)
{
    float *out = job->options.potential;
    const size_t *n = job->volume->n, *m = original->n;
    if (job->volume == original) {
        grid_potential(g, out);
        return GLASS_OK;
    }
    float *all = glass_alloc(n[0] * n[1] * n[2] * sizeof *all);
    if (!all) return glass_fail_memory();
    grid_potential(g, all);
    for (size_t i = 0; i < m[0]; i++)
        for (size_t j = 0; j < m[1]; j++)
            memcpy(out + (i * m[1] + j) * m[2], all + (i * n[1] + j) * n[2],
                   m[2] * sizeof *out);
    glass_free(all);
    return GLASS_OK;
}

static glass_status transport_grid(transport_job *job, const glass_volume *original,
                                   glass_transport *out)
{
    grid_problem problem;
    grid *g = NULL;
    grid_report report = {0};
    transport_problem(job, &problem);
    glass_status status = transport_afford(&problem);
    if (!status) status = grid_new(&problem, &g);
    if (!status) status = grid_solve(g, &report);
    if (!status && !report.unknowns) {
        transport_none(job, "no path", out);
    } else if (!status) {
        transport_bounds(job, &report, out);
        if (job->options.potential) status = transport_potential(job, g, original);
    }
    size_t voxels = original->n[0] * original->n[1] * original->n[2];
    out->bytes_per_voxel = (double)report.bytes / (double)voxels;
    grid_free(g);
    if (!status && strcmp(out->reason, "cancelled") == 0)
        return glass_fail(GLASS_E_CANCELLED, "cancelled after %d iterations",
                          out->iterations);
    if (!status && strcmp(out->reason, "lost to rounding") == 0)
        return glass_fail(
            GLASS_E_NUMERICS,
            "conductivities lie too far apart: rounding leaves a value between "
            "%.6g and %.6g",
            out->effective_lower, out->effective_upper);
    if (!status && strcmp(out->reason, "iterations") == 0)
        return glass_fail(GLASS_E_NUMERICS,
                          "no convergence after %d iterations: the value lies between %.6g "
                          "and %.6g",
                          out->iterations, out->effective_lower, out->effective_upper);
    return status;
}

static glass_status transport_once(transport_job *job, glass_transport *out)
{
    const glass_volume *original = job->volume;
    glass_volume repeated = {0};
    int is_periodic[3];
    double fraction;
    *out = (glass_transport){.reason = "", .voxel_error = NAN};
    if (!(transport_mean(original, job->sigma, &fraction) > 0)) {
        transport_none(job, "nothing conducts", out);
        return GLASS_OK;
    }
    if (original->n[job->axis] == 1) {
        transport_layer(job, out);
        return GLASS_OK;
    }
    for (int axis = 0; axis < 3; axis++)
        is_periodic[axis] = job->options.is_periodic && axis != job->axis;
    glass_status status = transport_periods(original, is_periodic, &repeated, &job->volume);
    if (!status) status = transport_grid(job, original, out);
    glass_free(repeated.codes);
    job->volume = original;
    return status;
}

/* What the voxels hide: the error of first order in the voxel's edge is what changes when
 * the edge is doubled. */
static glass_status transport_voxels(const transport_job *fine, glass_transport *out)
{
    glass_volume coarse = {0};
    glass_transport other;
    transport_job job = *fine;
    if (!isfinite(out->tortuosity) || fine->volume->n[fine->axis] < 4) return GLASS_OK;
    glass_status status = coarser_volume(fine->volume, fine->sigma, &coarse);
    if (status) return status;
    job.volume = &coarse;
    job.options = (glass_transport_options){
        .tolerance = fmax(1e-4, fine->options.tolerance),
        .is_periodic = fine->options.is_periodic,
        .cancelled = fine->options.cancelled,
        .context = fine->options.context,
    };
    status = transport_once(&job, &other);
    if (!status) out->voxel_error = fabs(other.tortuosity - out->tortuosity);
    glass_volume_clear(&coarse);
    return status;
}

glass_status glass_transport_solve(const glass_volume *volume,
                                   const double sigma[GLASS_LABELS], int axis,
                                   const glass_transport_options *options,
                                   glass_transport *out)
{
    double used[GLASS_LABELS] = {0}; /* of the labels that are there */
    transport_job job = {.volume = volume, .sigma = used, .axis = axis};
    glass_transport found = {.reason = ""};
    double began = glass_clock_wall();
    if (options) job.options = *options;
    if (!(job.options.tolerance > 0)) job.options.tolerance = 1e-6;
    glass_status status = transport_check(volume, sigma, axis);
    if (!status) status = glass_team_new(job.options.threads, &job.team);
    if (status) return status;
    for (int c = 0; c < volume->n_labels; c++)
        if (volume->count[c]) used[c] = sigma[c];
    status = transport_once(&job, &found);
    if (!status && !job.options.skip_voxel_error) status = transport_voxels(&job, &found);
    glass_team_free(job.team);
    found.seconds = glass_clock_wall() - began;
    if (!status || status == GLASS_E_NUMERICS || status == GLASS_E_CANCELLED) *out = found;
    return status;
}
