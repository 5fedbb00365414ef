/* Area of each phase: the sum of its areas towards all others. */
#include "voxel/surface.h"
#include "base/memory.h"

#include <math.h>

static const glass_row area_rows[] = {
    GLASS_SURFACE_ROWS,
    GLASS_ROW(glass_image_area, area_of_phase, "m-1", NAN, 0, INFINITY,
              "area per volume of the phase itself"),
    GLASS_ROW_END,
};

static glass_status area_phase(const glass_metric_work *work, int phase, int *pairs,
                               glass_image_area *out)
{
    int classes = work->fine.config.classes, n = 0;
    for (int other = 0; other < classes; other++) {
        if (other == phase) continue;
        int pair = glass_config_pair(classes, phase, other);
        pairs[n++] = pair;
        out->area += work->surfaces[pair].area;
        out->area_orientation += work->surfaces[pair].area_orientation;
        out->area_voxels += work->surfaces[pair].area_voxels;
        out->area_faces += work->surfaces[pair].area_faces;
    }
    double fraction = work->phases->at[phase].fraction;
    out->area_of_phase = fraction > 0 ? out->area / fraction : 0;
    return glass_surface_error(work, pairs, n, &out->area_error);
}

static glass_status area_measure(const glass_metric_work *work, void *values)
{
    int *pairs = glass_zero((size_t)work->fine.config.classes, sizeof *pairs);
    glass_status status = pairs ? GLASS_OK : glass_fail_memory();
    for (int i = 0; !status && i < work->phases->count; i++)
        status = area_phase(work, i, pairs, (glass_image_area *)values + i);
    glass_free(pairs);
    return status;
}

static const glass_image_metric area_face = {
    .name = "area",
    .about = "surface of each phase towards all others",
    .theory = "docs/theory/image.md#area",
    .of = GLASS_IMAGE_OF_PHASE,
    .rows = area_rows,
    .size = sizeof(glass_image_area),
};
const glass_metric glass_metric_area = {&area_face, area_measure};
