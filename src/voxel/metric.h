/* What a metric of an image is made of. A metric is one file and one line in list.h. */
#ifndef GLASSCELL_METRIC_H
#define GLASSCELL_METRIC_H

#include "base/team.h"
#include "glasscell/image.h"
#include "voxel/config.h"
#include "voxel/crofton.h"

/* Counts of a grid: classes are phases; what is unnamed is the last one. */
typedef struct glass_metric_grid {
    glass_config config;
    size_t n[3];
    double voxel[3];        /* [m] */
    glass_crofton *crofton; /* of its directions */
} glass_metric_grid;

/* What all metrics look at. */
typedef struct glass_metric_work {
    const glass_volume *volume;
    const glass_phases *phases;
    glass_metric_grid fine;
    glass_metric_grid coarse; /* of every second voxel; no config when too few */
    const glass_image_area
        *surfaces;  /* [pairs of classes] for whichever metric wants them */
    int neighbours; /* 6, 18, 26 */
    glass_team *team;
} glass_metric_work;

typedef struct glass_metric {
    const glass_image_metric *face;
    /* Fills values [sets][face->size], zeroed: a set for each phase, for each pair as
     * glass_config_pair counts them, or one. */
    glass_status (*measure)(const glass_metric_work *work, void *values);
} glass_metric;

#define GLASS_METRIC(name) extern const glass_metric glass_metric_##name;
#include "voxel/list.h"
#undef GLASS_METRIC

#endif
