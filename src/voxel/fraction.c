/* Fractions. The standard error is that of the image as a sample of a larger electrode. */
#include "voxel/metric.h"
#include "base/memory.h"

#include <math.h>

static const glass_row fraction_rows[] = {
    GLASS_ROW(glass_image_fraction, fraction, "1", NAN, 0, 1, "share of all voxels"),
    GLASS_ROW(glass_image_fraction, fraction_error, "1", NAN, 0, 1,
              "standard error of the share, as a sample of a larger electrode, from the "
              "scatter between blocks of the image"),
    GLASS_ROW_END,
};

static void fraction_phase(const glass_config *config, int phase, double *value,
                           double *weight, glass_image_fraction *out)
{
    double sum = 0, all = 0;
    for (size_t b = 0; b < config->count; b++) {
        double voxels = config->voxels[b * (size_t)config->classes + (size_t)phase];
        weight[b] = config->size[b];
        value[b] = voxels / weight[b];
        sum += voxels;
        all += weight[b];
    }
    out->fraction = sum / all;
    out->fraction_error = glass_config_error(config, value, weight);
}

static glass_status fraction_measure(const glass_metric_work *work, void *values)
{
    glass_image_fraction *out = values;
    double *value = glass_alloc(2 * work->fine.config.count * sizeof *value);
    if (!value) return glass_fail_memory();
    for (int i = 0; i < work->phases->count; i++)
        fraction_phase(&work->fine.config, i, value, value + work->fine.config.count,
                       &out[i]);
    glass_free(value);
    return GLASS_OK;
}

static const glass_image_metric fraction_face = {
    .name = "fraction",
    .about = "how much of the image each phase fills",
    .theory = "docs/theory/image.md#fractions",
    .of = GLASS_IMAGE_OF_PHASE,
    .rows = fraction_rows,
    .size = sizeof(glass_image_fraction),
};
const glass_metric glass_metric_fraction = {&fraction_face, fraction_measure};
