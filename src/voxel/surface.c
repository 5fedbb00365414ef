#include "voxel/surface.h"
#include "base/memory.h"

#include <math.h>

enum {
    SURFACE_13 = GLASS_CONFIG_DIRECTIONS,
    SURFACE_FITTED = 500 /* pairs; of more than 32 phases orientations are not fitted */
};

/* [1/m] crossings per length along each direction of n pairs, in blocks from..to-1 */
static void surface_density(const glass_metric_grid *grid, const int *pairs, int n,
                            size_t from, size_t to, double density[SURFACE_13])
{
    const glass_config *config = &grid->config;
    for (size_t d = 0; d < SURFACE_13; d++) {
        double crossings = 0, steps = 0;
        for (size_t b = from; b < to; b++) {
            const double *at =
                config->crossings + (b * SURFACE_13 + d) * (size_t)config->pairs;
            for (int i = 0; i < n; i++) crossings += at[pairs[i]];
            steps += config->size[b];
        }
        density[d] = crossings / (steps * grid->crofton->length[d]);
    }
}

/* Faces across each axis, over the volume of the image. */
static double surface_faces(const glass_metric_grid *grid, size_t pair)
{
    const glass_config *config = &grid->config;
    double area = 0;
    for (size_t k = 0; k < 3; k++) {
        double crossings = 0;
        for (size_t b = 0; b < config->count; b++)
            crossings +=
                config->crossings[(b * SURFACE_13 + k) * (size_t)config->pairs + pair];
        area += crossings / grid->voxel[k];
    }
    return area / ((double)grid->n[0] * (double)grid->n[1] * (double)grid->n[2]);
}

glass_status glass_surface_error(const glass_metric_work *work, const int *pairs, int n,
                                 double *out)
{
    const glass_config *config = &work->fine.config;
    double *value = glass_alloc(2 * config->count * sizeof *value), density[SURFACE_13];
    if (!value) return glass_fail_memory();
    double *weight = value + config->count;
    for (size_t b = 0; b < config->count; b++) {
        surface_density(&work->fine, pairs, n, b, b + 1, density);
        value[b] = glass_crofton_mean(work->fine.crofton, density);
        weight[b] = config->size[b];
    }
    *out = glass_config_error(config, value, weight);
    glass_free(value);
    return GLASS_OK;
}

glass_status glass_surface_pairs(const glass_metric_work *work, glass_image_area **out)
{
    int pairs = work->fine.config.pairs;
    glass_image_area *all = glass_zero((size_t)pairs + 1, sizeof *all);
    if (!all) return glass_fail_memory();
    for (int i = 0; i < pairs; i++) {
        double density[SURFACE_13];
        glass_image_area *at = &all[i];
        surface_density(&work->fine, &i, 1, 0, work->fine.config.count, density);
        at->area = glass_crofton_mean(work->fine.crofton, density);
        at->area_faces = surface_faces(&work->fine, (size_t)i);
        at->area_orientation = at->area_voxels = NAN;
        if (pairs <= SURFACE_FITTED)
            at->area_orientation =
                fabs(at->area - glass_crofton_fit(work->fine.crofton, density));
        if (!work->coarse.config.count) continue;
        surface_density(&work->coarse, &i, 1, 0, work->coarse.config.count, density);
        at->area_voxels =
            fabs(at->area - glass_crofton_mean(work->coarse.crofton, density));
    }
    *out = all;
    return GLASS_OK;
}
