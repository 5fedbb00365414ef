/* What a potential says of single voxels and layers: fluxes, and tortuosity along the way. */
#include <math.h>
#include <string.h>
#include "base/fail.h"
#include "base/memory.h"
#include "voxel/transport_job.h"

typedef struct layers_view {
    const glass_volume *v;
    const double *sigma;
    const float *u;
    int axis;
    size_t step[3];
    double edge[3];
} layers_view;

static layers_view layers_of(const glass_volume *v, const double *sigma, const float *u,
                             int axis)
{
    layers_view w = {v, sigma, u, axis, {v->n[1] * v->n[2], v->n[2], 1}, {0}};
    for (int k = 0; k < 3; k++) w.edge[k] = transport_edge(v, k);
    return w;
}

/* Flux through the face behind a voxel on an axis (side 1) or before it (0), along the axis;
 * end faces of the transport's own axis are at 1 and 0, others are closed. */
static double layers_flux(const layers_view *w, const size_t at[3], size_t index, int axis,
                          int side)
{
    double s = w->sigma[w->v->codes[index]];
    if (at[axis] == (side ? w->v->n[axis] - 1 : 0)) {
        double end = side ? 0 : 1;
        if (axis != w->axis) return 0;
        return 2 * s * ((double)w->u[index] - end) / w->edge[axis] * (side ? 1 : -1);
    }
    size_t next = side ? index + w->step[axis] : index - w->step[axis];
    double t = w->sigma[w->v->codes[next]];
    if (!(t > 0) || isnan(w->u[next])) return 0;
    double c = 2 * s * t / (s + t) / w->edge[axis];
    return c * ((double)w->u[index] - (double)w->u[next]) * (side ? 1 : -1);
}

void glass_transport_flux(const glass_volume *volume, const double sigma[GLASS_LABELS],
                          int axis, const float *potential, float *const flux[3])
{
    layers_view w = layers_of(volume, sigma, potential, axis);
    size_t at[3], index = 0;
    for (at[0] = 0; at[0] < volume->n[0]; at[0]++)
        for (at[1] = 0; at[1] < volume->n[1]; at[1]++)
            for (at[2] = 0; at[2] < volume->n[2]; at[2]++, index++)
                for (int k = 0; k < 3; k++)
                    flux[k][index] =
                        isnan(potential[index])
                            ? NAN
                            : (float)(0.5 * (layers_flux(&w, at, index, k, 0) +
                                             layers_flux(&w, at, index, k, 1)));
}

glass_status glass_transport_layers(const glass_volume *volume,
                                    const double sigma[GLASS_LABELS], int axis,
                                    const float *potential, glass_layer *out)
{
    layers_view w = layers_of(volume, sigma, potential, axis);
    size_t n = volume->n[axis], at[3], index = 0;
    double each = 1;
    double *weight = glass_zero(n, sizeof *weight);
    if (!weight) return glass_fail_memory();
    for (int k = 0; k < 3; k++)
        if (k != axis) each *= (double)volume->n[k];
    memset(out, 0, n * sizeof *out);
    for (at[0] = 0; at[0] < volume->n[0]; at[0]++)
        for (at[1] = 0; at[1] < volume->n[1]; at[1]++)
            for (at[2] = 0; at[2] < volume->n[2]; at[2]++, index++) {
                double s = sigma[volume->codes[index]];
                glass_layer *layer = &out[at[axis]];
                layer->mean += s / each;
                if (isnan(potential[index])) continue;
                layer->flux += layers_flux(&w, at, index, axis, 1) / each;
                layer->potential += s * (double)potential[index];
                weight[at[axis]] += s;
            }
    for (size_t i = 0; i < n; i++) {
        out[i].position = ((double)i + 0.5) * w.edge[axis];
        out[i].potential = weight[i] > 0 ? out[i].potential / weight[i] : NAN;
    }
    for (size_t i = 0; i < n; i++) {
        double before = i ? out[i - 1].potential : 2 - out[0].potential;
        double behind = i + 1 < n ? out[i + 1].potential : -out[n - 1].potential;
        double slope = (before - behind) / (2 * w.edge[axis]);
        out[i].tortuosity = out[i].flux > 0 ? out[i].mean * slope / out[i].flux : INFINITY;
    }
    glass_free(weight);
    return GLASS_OK;
}
