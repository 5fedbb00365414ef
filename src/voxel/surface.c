#include "voxel/surface.h"
#include "base/memory.h"
#include "voxel/crofton.h"

#include <math.h>

enum { SURFACE_13 = GLASS_CONFIG_DIRECTIONS };

/* [1/m] crossings per length along each direction, of blocks from..to-1 */
static void surface_density(const glass_config *config, const glass_crofton *crofton,
                            const unsigned char *counts, size_t from, size_t to,
                            double density[SURFACE_13])
{
    size_t pairs = (size_t)config->pairs;
    for (size_t d = 0; d < SURFACE_13; d++) {
        double crossings = 0, steps = 0;
        for (size_t b = from; b < to; b++) {
            const double *at = config->crossings + (b * SURFACE_13 + d) * pairs;
            for (size_t p = 0; p < pairs; p++)
                if (counts[p]) crossings += at[p];
            steps += config->size[b];
        }
        density[d] = crossings / (steps * crofton->length[d]);
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

glass_status glass_surface_error(const glass_metric_work *work, const unsigned char *counts,
                                 double *out)
{
    const glass_config *config = &work->fine.config;
    glass_crofton *crofton = glass_alloc(sizeof *crofton);
    double *value = glass_alloc(2 * config->count * sizeof *value), density[SURFACE_13];
    glass_status status = crofton && value ? GLASS_OK : glass_fail_memory();
    if (!status) {
        double *weight = value + config->count;
        glass_crofton_init(crofton, work->fine.n, work->fine.voxel);
        for (size_t b = 0; b < config->count; b++) {
            surface_density(config, crofton, counts, b, b + 1, density);
            value[b] = glass_crofton_mean(crofton, density);
            weight[b] = config->size[b];
        }
        *out = glass_config_error(config, value, weight);
    }
    glass_free(value);
    glass_free(crofton);
    return status;
}

/* out [pairs]: area, area_orientation and area_faces */
static glass_status surface_grid(const glass_metric_grid *grid, glass_image_area *out)
{
    const glass_config *config = &grid->config;
    glass_crofton *crofton = glass_alloc(sizeof *crofton);
    unsigned char *counts = glass_zero((size_t)config->pairs + 1, 1);
    glass_status status = crofton && counts ? GLASS_OK : glass_fail_memory();
    double density[SURFACE_13];
    if (!status) glass_crofton_init(crofton, grid->n, grid->voxel);
    for (size_t pair = 0; !status && pair < (size_t)config->pairs; pair++) {
        counts[pair] = 1;
        surface_density(config, crofton, counts, 0, config->count, density);
        out[pair].area = glass_crofton_mean(crofton, density);
        out[pair].area_orientation =
            fabs(out[pair].area - glass_crofton_fit(crofton, density));
        out[pair].area_faces = surface_faces(grid, pair);
        counts[pair] = 0;
    }
    glass_free(counts);
    glass_free(crofton);
    return status;
}

glass_status glass_surface_pairs(const glass_metric_work *work, glass_image_area **out)
{
    size_t pairs = (size_t)work->fine.config.pairs + 1;
    int is_coarse = work->coarse.config.count > 0;
    glass_image_area *fine = glass_zero(pairs, sizeof *fine);
    glass_image_area *coarse = glass_zero(pairs, sizeof *coarse);
    glass_status status = fine && coarse ? GLASS_OK : glass_fail_memory();
    if (!status) status = surface_grid(&work->fine, fine);
    if (!status && is_coarse) status = surface_grid(&work->coarse, coarse);
    for (size_t i = 0; !status && i < pairs; i++)
        fine[i].area_voxels = is_coarse ? fabs(fine[i].area - coarse[i].area) : NAN;
    glass_free(coarse);
    if (status)
        glass_free(fine);
    else
        *out = fine;
    return status;
}
