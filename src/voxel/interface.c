/* Area between every two phases. */
#include "voxel/surface.h"

#include <math.h>

static const glass_row interface_rows[] = {
    GLASS_SURFACE_ROWS,
    GLASS_ROW_END,
};

static glass_status interface_measure(const glass_metric_work *work, void *values)
{
    glass_image_area *out = values;
    int phases = work->phases->count;
    glass_status status = GLASS_OK;
    for (int a = 0; a < phases; a++)
        for (int b = a + 1; !status && b < phases; b++) {
            int from = glass_config_pair(work->fine.config.classes, a, b);
            glass_image_area *to = &out[glass_config_pair(phases, a, b)];
            *to = work->surfaces[from];
            status = glass_surface_error(work, &from, 1, &to->area_error);
            to->area_of_phase = NAN;
        }
    return status;
}

static const glass_image_metric interface_face = {
    .name = "interface",
    .about = "surface between every two phases",
    .theory = "docs/theory/image.md#area",
    .of = GLASS_IMAGE_OF_PAIR,
    .rows = interface_rows,
    .size = sizeof(glass_image_area),
};
const glass_metric glass_metric_interface = {&interface_face, interface_measure};
