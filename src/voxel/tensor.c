/* The tensor of effective conductivity, from three potentials:
 *
 *     K_ab = L_a L_b / V  sum over faces of c du_a du_b                              (3)
 *
 * a bilinear form, so that its error is the product of two: |K_ab - (3)| <= sqrt(G_a G_b), G
 * the gaps of the two energies, by the inequality of Schwarz. */
#include <math.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"
#include "voxel/transport_job.h"

typedef struct tensor_work {
    const transport_job *job;
    const glass_volume *v; /* of the periods that were solved */
    grid_problem problem;
    double *u[3];
    double sum[3][3]; /* (3) without its factor */
    double gap[3], energy[3];
} tensor_work;

/* The linear profile along axis a at a voxel. */
static double tensor_profile(const glass_volume *v, int a, size_t voxel)
{
    return 1 - ((double)voxel + 0.5) / (double)v->n[a];
}

/* Drop of u_a across the outer face of a voxel on an axis and side. */
static double tensor_end(const tensor_work *w, int a, int axis, int side,
                         const size_t at[3], double u)
{
    double outside = a == axis ? 1 - side : tensor_profile(w->v, a, at[a]);
    return side ? u - outside : outside - u;
}

static void tensor_add(tensor_work *w, double c, const double du[3])
{
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) w->sum[a][b] += c * du[a] * du[b];
}

/* The face behind a voxel, and its outer faces where they are held. */
static void tensor_voxel(tensor_work *w, const size_t at[3], size_t index)
{
    const glass_volume *v = w->v;
    const size_t step[3] = {v->n[1] * v->n[2], v->n[2], 1};
    double volume = w->problem.voxel[0] * w->problem.voxel[1] * w->problem.voxel[2];
    double s = w->job->sigma[v->codes[index]];
    for (int axis = 0; axis < 3; axis++) {
        double c = volume / (w->problem.voxel[axis] * w->problem.voxel[axis]), du[3];
        int is_last = at[axis] + 1 == v->n[axis];
        size_t next = is_last ? index - at[axis] * step[axis] : index + step[axis];
        if (!is_last || w->job->options.is_periodic) {
            double t = w->job->sigma[v->codes[next]];
            if (!(t > 0)) continue;
            for (int a = 0; a < 3; a++) /* round the corner the profile goes on falling */
                du[a] = w->u[a][index] - w->u[a][next] + (is_last && a == axis ? 1 : 0);
            tensor_add(w, c * 2 * s * t / (s + t), du);
            continue;
        }
    }
    for (int axis = 0; axis < 3 && !w->job->options.is_periodic; axis++)
        for (int side = 0; side < 2; side++) {
            double c = volume / (w->problem.voxel[axis] * w->problem.voxel[axis]), du[3];
            if (at[axis] != (side ? v->n[axis] - 1 : 0) || v->n[axis] == 1) continue;
            for (int a = 0; a < 3; a++)
                du[a] = tensor_end(w, a, axis, side, at, w->u[a][index]);
            tensor_add(w, 2 * c * s, du);
        }
}

static void tensor_form(tensor_work *w)
{
    size_t at[3], index = 0;
    for (at[0] = 0; at[0] < w->v->n[0]; at[0]++)
        for (at[1] = 0; at[1] < w->v->n[1]; at[1]++)
            for (at[2] = 0; at[2] < w->v->n[2]; at[2]++, index++)
                if (!isnan(w->u[0][index])) tensor_voxel(w, at, index);
}

static glass_status tensor_axis(tensor_work *w, int axis, glass_tensor *out)
{
    grid *g = NULL;
    grid_report report = {.reason = ""};
    size_t n = w->v->n[0] * w->v->n[1] * w->v->n[2];
    int is_periodic = w->job->options.is_periodic;
    w->problem.axis = axis;
    w->problem.contact[0] = w->problem.contact[1] = !is_periodic;
    w->problem.fixed_sides = !is_periodic;
    w->problem.must_touch = is_periodic ? 0 : 4;
    w->u[axis] = glass_alloc(n * sizeof **w->u);
    if (!w->u[axis]) return glass_fail_memory();
    if (w->v->n[axis] == 1) { /* every voxel at the middle of its own wire */
        for (size_t i = 0; i < n; i++)
            w->u[axis][i] = w->job->sigma[w->v->codes[i]] > 0 ? 0.5 : NAN;
        return GLASS_OK;
    }
    glass_status status = transport_afford(&w->problem);
    if (!status) status = grid_new(&w->problem, &g);
    if (!status) status = grid_solve(g, &report);
    if (!status) grid_potential_wide(g, w->u[axis]);
    grid_free(g);
    out->iterations += report.iterations;
    out->bytes_per_voxel =
        fmax(out->bytes_per_voxel, (double)report.bytes / (double)n + 24);
    w->energy[axis] = report.energy;
    w->gap[axis] = report.upper - report.lower; /* of the potential, which is the upper */
    return status;
}

static void tensor_values(const tensor_work *w, glass_tensor *out)
{
    double length[3], volume = 1;
    for (int a = 0; a < 3; a++) {
        length[a] = (double)w->v->n[a] * w->problem.voxel[a];
        volume *= length[a];
    }
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            double by = length[a] * length[b] / volume;
            out->effective[a][b] = by * w->sum[a][b];
            out->error[a][b] = by * sqrt(w->gap[a] * w->gap[b]);
        }
    for (int a = 0; a < 3; a++) {
        if (w->v->n[a] == 1) {
            for (int b = 0; b < 3; b++) out->effective[a][b] = out->effective[b][a] = 0;
            out->effective[a][a] = out->mean;
        } else {
            out->effective[a][a] = length[a] * length[a] / volume * w->energy[a];
        }
    }
}

/* Eigenvalues and vectors of a symmetric 3x3, by rotations of Jacobi. */
static void tensor_principal(glass_tensor *t)
{
    double a[3][3], q[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int i = 0; i < 9; i++) a[i / 3][i % 3] = t->effective[i / 3][i % 3];
    for (int sweep = 0; sweep < 50; sweep++)
        for (int p = 0; p < 2; p++)
            for (int r = p + 1; r < 3; r++) {
                if (a[p][r] == 0) continue;
                double theta = 0.5 * atan2(2 * a[p][r], a[r][r] - a[p][p]);
                double c = cos(theta), s = sin(theta);
                for (int k = 0; k < 3; k++) {
                    double x = a[p][k], y = a[r][k];
                    a[p][k] = c * x - s * y, a[r][k] = s * x + c * y;
                }
                for (int k = 0; k < 3; k++) {
                    double x = a[k][p], y = a[k][r], u = q[k][p], v = q[k][r];
                    a[k][p] = c * x - s * y, a[k][r] = s * x + c * y;
                    q[k][p] = c * u - s * v, q[k][r] = s * u + c * v;
                }
                a[p][r] = a[r][p] = 0;
            }
    int order[3] = {0, 1, 2};
    for (int i = 0; i < 2; i++)
        for (int j = i + 1; j < 3; j++)
            if (a[order[j]][order[j]] > a[order[i]][order[i]]) {
                int swap = order[i];
                order[i] = order[j], order[j] = swap;
            }
    for (int i = 0; i < 3; i++) {
        t->principal[i] = a[order[i]][order[i]];
        for (int k = 0; k < 3; k++) t->direction[i][k] = q[k][order[i]];
    }
}

static glass_status tensor_solve(transport_job *job, glass_tensor *out)
{
    tensor_work w = {.job = job};
    glass_volume repeated = {0};
    int p = job->options.is_periodic, is_periodic[3] = {p, p, p};
    glass_status status = transport_periods(job->volume, is_periodic, &repeated, &w.v);
    if (!status) {
        job->volume = w.v;
        transport_problem(job, &w.problem);
        for (int axis = 0; axis < 3; axis++) w.problem.is_periodic[axis] = p;
    }
    for (int axis = 0; axis < 3 && !status; axis++) status = tensor_axis(&w, axis, out);
    if (!status) {
        tensor_form(&w);
        tensor_values(&w, out);
        tensor_principal(out);
        out->reason = "converged";
    }
    for (int axis = 0; axis < 3; axis++) glass_free(w.u[axis]);
    glass_free(repeated.codes);
    return status;
}

glass_status glass_transport_tensor(const glass_volume *volume,
                                    const double sigma[GLASS_LABELS],
                                    const glass_transport_options *options,
                                    glass_tensor *out)
{
    double used[GLASS_LABELS] = {0}, all = 0;
    transport_job job = {.volume = volume, .sigma = used};
    glass_tensor found = {.reason = "nothing conducts"};
    double began = glass_clock_wall();
    if (options) job.options = *options;
    if (!(job.options.tolerance > 0)) job.options.tolerance = 1e-6;
    glass_status status = transport_check(volume, sigma, 0);
    if (!status) status = glass_team_new(job.options.threads, &job.team);
    if (status) return status;
    for (int c = 0; c < volume->n_labels; c++) {
        if (volume->count[c]) used[c] = sigma[c];
        found.mean += used[c] * (double)volume->count[c];
        all += (double)volume->count[c];
    }
    found.mean /= all;
    if (found.mean > 0) status = tensor_solve(&job, &found);
    glass_team_free(job.team);
    found.seconds = glass_clock_wall() - began;
    if (!status) *out = found;
    return status;
}
