#include "voxel/storage.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "voxel/transport_job.h"

static void storage_problem(const storage_job *job, grid_problem *out)
{
    const glass_volume *v = job->volume;
    *out = (grid_problem){
        .codes = v->codes,
        .sigma = job->sigma,
        .source = job->weight,
        .active = job->active,
        .perfect = job->perfect,
        .axis = job->axis,
        .must_touch = 4, /* any: there is but one kind of contact */
        .tolerance = job->tolerance,
        .cancelled = job->cancelled,
        .progress = job->progress,
        .context = job->context,
        .team = job->team,
    };
    out->contact[job->side] = 1;
    for (int axis = 0; axis < 3; axis++) {
        out->n[axis] = v->n[axis];
        out->voxel[axis] = v->voxel[axis];
    }
}

glass_status storage_reached(const storage_job *job, unsigned char *out)
{
    grid_problem problem;
    storage_problem(job, &problem);
    return grid_joined(&problem, out);
}

/* What the voxels that are reached store, per unit of rate [m3]. */
static double storage_total(const storage_job *job, const float *u)
{
    const glass_volume *v = job->volume;
    size_t count[GLASS_LABELS] = {0};
    double sum = 0;
    for (size_t at = 0; at < v->n[0] * v->n[1] * v->n[2]; at++)
        if (!isnan(u[at]) && (!job->active || job->active[at])) count[v->codes[at]]++;
    for (int c = 0; c < v->n_labels; c++) sum += job->weight[c] * (double)count[c];
    return sum * v->voxel[0] * v->voxel[1] * v->voxel[2];
}

typedef struct storage_heat {
    const storage_job *job;
    const float *u;
    double *sums; /* [n0][GLASS_LABELS] heat of each page */
} storage_heat;

/* The heat of the face between two voxels, each half for itself. */
static void storage_face(const storage_heat *w, size_t a, size_t b, double area,
                         double edge, double *sums)
{
    const glass_volume *v = w->job->volume;
    int ca = v->codes[a], cb = v->codes[b];
    double sa = w->job->sigma[ca], sb = w->job->sigma[cb];
    if (!(sa > 0) || !(sb > 0) || isnan(w->u[a]) || isnan(w->u[b])) return;
    double ra = edge / (2 * sa * area), rb = edge / (2 * sb * area);
    double flow = ((double)w->u[a] - (double)w->u[b]) / (ra + rb);
    sums[ca] += flow * flow * ra;
    sums[cb] += flow * flow * rb;
}

static void storage_contact(const storage_heat *w, size_t a, double area, double edge,
                            double *sums)
{
    int code = w->job->volume->codes[a];
    if (isnan(w->u[a])) return;
    double g = 2 * w->job->sigma[code] * area / edge;
    sums[code] += g * (double)w->u[a] * (double)w->u[a];
}

static void storage_voxel(const storage_heat *w, const size_t at[3], double *sums)
{
    const glass_volume *v = w->job->volume;
    const size_t step[3] = {v->n[1] * v->n[2], v->n[2], 1};
    size_t index = at[0] * step[0] + at[1] * step[1] + at[2];
    double volume = v->voxel[0] * v->voxel[1] * v->voxel[2];
    for (int axis = 0; axis < 3; axis++) {
        double edge = v->voxel[axis], area = volume / edge;
        int is_last = at[axis] + 1 == v->n[axis];
        if (!is_last) storage_face(w, index, index + step[axis], area, edge, sums);
        if (w->job->perfect) {
            if (!is_last && w->job->perfect[v->codes[index + step[axis]]])
                storage_contact(w, index, area, edge, sums);
            if (at[axis] && w->job->perfect[v->codes[index - step[axis]]])
                storage_contact(w, index, area, edge, sums);
        }
        if (axis == w->job->axis && at[axis] == (w->job->side ? v->n[axis] - 1 : 0))
            storage_contact(w, index, area, edge, sums);
    }
}

static glass_status storage_pages(void *context, int thread, size_t from, size_t to)
{
    const storage_heat *w = context;
    const size_t *n = w->job->volume->n;
    (void)thread;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < n[1]; j++)
            for (size_t k = 0; k < n[2]; k++)
                storage_voxel(w, (size_t[3]){i, j, k}, w->sums + i * GLASS_LABELS);
    return GLASS_OK;
}

/* Where the mean drop lies, by label: the heat of the flow adds up to it. */
static glass_status storage_budget(const storage_job *job, const float *u, double total,
                                   storage *out)
{
    size_t pages = job->volume->n[0];
    storage_heat w = {job, u, glass_zero(pages * GLASS_LABELS, sizeof *w.sums)};
    if (!w.sums) return glass_fail_memory();
    glass_status status = glass_team_loop(
        job->team, &(glass_team_job){.count = pages, .work = storage_pages, .context = &w});
    for (size_t i = 0; i < pages; i++)
        for (int c = 0; c < GLASS_LABELS; c++)
            out->heat[c] += w.sums[i * GLASS_LABELS + (size_t)c] / total;
    glass_free(w.sums);
    return status;
}

static glass_status storage_end(const grid_report *r)
{
    if (strcmp(r->reason, "cancelled") == 0)
        return glass_fail(GLASS_E_CANCELLED, "cancelled after %d iterations",
                          r->iterations);
    if (strcmp(r->reason, "iterations") == 0)
        return glass_fail(GLASS_E_NUMERICS, "no convergence after %d iterations",
                          r->iterations);
    if (strcmp(r->reason, "lost to rounding") == 0)
        return glass_fail(
            GLASS_E_NUMERICS,
            "conductivities lie too far apart: the answer is lost to rounding");
    return GLASS_OK;
}

glass_status storage_solve(const storage_job *job, float *u, storage *out)
{
    grid_problem problem;
    grid *g = NULL;
    grid_report report = {.reason = ""};
    *out = (storage){.mean = NAN, .lower = NAN, .upper = NAN};
    storage_problem(job, &problem);
    glass_status status = transport_afford(&problem);
    if (!status) status = grid_new(&problem, &g);
    if (!status) status = grid_solve(g, &report);
    if (!status) status = storage_end(&report);
    if (!status) {
        grid_potential(g, u);
        double total = storage_total(job, u);
        out->iterations = report.iterations;
        out->bytes = report.bytes;
        if (total > 0) {
            out->mean = report.energy / total;
            out->lower = report.lower / total;
            out->upper = report.upper / total;
        }
        grid_free(g);
        return total > 0 ? storage_budget(job, u, total, out) : GLASS_OK;
    }
    grid_free(g);
    return status;
}
