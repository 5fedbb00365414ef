/* Length of the lines where three or more phases meet.
 *
 * A line of length L per volume pierces planes of all orientations L / 2 times per area on
 * average. Each voxel edge along axis k where three phases meet is one piercing of a layer
 * across k: L = 2 mean_k P_k (1), exact on average for lines without preferred direction,
 * where the length of the edges themselves is 3/2 of it. */
#include "voxel/metric.h"
#include "base/memory.h"

#include <math.h>

static const glass_row triple_rows[] = {
    GLASS_ROW(glass_image_triple, triple, "m-2", NAN, 0, INFINITY,
              "length of lines where three or more phases meet, per volume of the image"),
    GLASS_ROW(glass_image_triple, triple_error, "m-2", NAN, 0, INFINITY,
              "standard error of the length, as a sample of a larger electrode, from the "
              "scatter between blocks of the image"),
    GLASS_ROW(glass_image_triple, triple_voxels, "m-2", NAN, 0, INFINITY,
              "what the voxels may hide: the difference from the length that every second "
              "voxel shows"),
    GLASS_ROW(glass_image_triple, triple_raw, "m-2", NAN, 0, INFINITY,
              "length of voxel edges where they meet, per volume: too long by half"),
    GLASS_ROW(glass_image_triple, triple_edges, "1", NAN, 0, INFINITY,
              "voxel edges inside the image that touch three or more phases"),
    GLASS_ROW_END,
};

/* [1/m2] of blocks from..to-1 */
static double triple_length(const glass_metric_grid *grid, size_t from, size_t to)
{
    const size_t *n = grid->n;
    const double *h = grid->voxel;
    const double across[3] = {h[1] * h[2], h[0] * h[2], h[0] * h[1]};
    double sum = 0, size = 0;
    for (size_t b = from; b < to; b++) size += grid->config.size[b];
    for (size_t k = 0; k < 3; k++)
        for (size_t b = from; b < to; b++)
            sum += grid->config.triples[b * 3 + k] / (size * across[k]);
    int is_slice = n[0] == 1 || n[1] == 1 || n[2] == 1;
    return is_slice ? sum : 2 * sum / 3; /* lines stand upright on a slice; (1) */
}

static glass_status triple_measure(const glass_metric_work *work, void *values)
{
    glass_image_triple *out = values;
    const glass_config *config = &work->fine.config;
    const double *h = work->volume->voxel;
    const size_t *n = work->volume->n;
    double *value = glass_alloc(2 * config->count * sizeof *value), raw = 0;
    if (!value) return glass_fail_memory();
    double *weight = value + config->count;
    for (size_t b = 0; b < config->count; b++) {
        weight[b] = config->size[b];
        value[b] = triple_length(&work->fine, b, b + 1);
        for (size_t k = 0; k < 3; k++) {
            out->triple_edges += config->triples[b * 3 + k];
            raw += config->triples[b * 3 + k] * h[k];
        }
    }
    out->triple = triple_length(&work->fine, 0, config->count);
    out->triple_voxels =
        work->coarse.config.count
            ? fabs(out->triple - triple_length(&work->coarse, 0, work->coarse.config.count))
            : NAN;
    out->triple_error = glass_config_error(config, value, weight);
    out->triple_raw =
        raw / ((double)n[0] * (double)n[1] * (double)n[2] * h[0] * h[1] * h[2]);
    glass_free(value);
    return GLASS_OK;
}

static const glass_image_metric triple_face = {
    .name = "triple",
    .about = "length of the lines where three or more phases meet",
    .theory = "docs/theory/image.md#triple-lines",
    .of = GLASS_IMAGE_OF_ALL,
    .rows = triple_rows,
    .size = sizeof(glass_image_triple),
};
const glass_metric glass_metric_triple = {&triple_face, triple_measure};
