/* What areas of phases and of pairs have in common. */
#ifndef GLASSCELL_SURFACE_H
#define GLASSCELL_SURFACE_H

#include "voxel/metric.h"

#define GLASS_SURFACE_ROWS                                                                 \
    GLASS_ROW(glass_image_area, area, "m-1", NAN, 0, INFINITY,                             \
              "area per volume of the image, by crossings along 13 directions"),           \
        GLASS_ROW(glass_image_area, area_error, "m-1", NAN, 0, INFINITY,                   \
                  "standard error of the area, as a sample of a larger electrode, from "   \
                  "the scatter between blocks of the image"),                              \
        GLASS_ROW(glass_image_area, area_orientation, "m-1", NAN, 0, INFINITY,             \
                  "what the few directions of a grid may hide: the difference from the "   \
                  "area of the most likely surface of any orientations"),                  \
        GLASS_ROW(glass_image_area, area_voxels, "m-1", NAN, 0, INFINITY,                  \
                  "what the voxels may hide: the difference from the area that every "     \
                  "second voxel shows"),                                                   \
        GLASS_ROW(glass_image_area, area_faces, "m-1", NAN, 0, INFINITY,                   \
                  "area of voxel faces per volume: too large by half for smooth surfaces")

/* Area between every two classes: `*out` [pairs], owned by the caller (glass_free), without
 * area_error and area_of_phase. */
glass_status glass_surface_pairs(const glass_metric_work *work, glass_image_area **out);

/* Standard error of the area of n pairs of classes together. */
glass_status glass_surface_error(const glass_metric_work *work, const int *pairs, int n,
                                 double *out);

#endif
