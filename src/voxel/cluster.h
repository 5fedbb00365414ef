/* Connected parts of the classes of a volume: how large each is and which outer faces it
 * touches. Runs of equal voxels along axis 2 are joined from row to row in one pass; only the
 * runs of two pages are kept, and a number for each start of a part. */
#ifndef GLASSCELL_CLUSTER_H
#define GLASSCELL_CLUSTER_H

#include "base/fail.h"
#include "glasscell/volume.h"

typedef struct glass_cluster {
    size_t voxels;
    short class;
    unsigned char faces; /* bit 2 k: touches the first face of axis k; 2 k + 1: the last */
} glass_cluster;

/* Parts of every class >= 0, in the order of their first voxels. `neighbours` is 6, 18 or 26.
 * `*out` is owned by the caller (glass_free). */
glass_status glass_clusters_find(const glass_volume *volume,
                                 const short class_of[GLASS_LABELS], int neighbours,
                                 glass_cluster **out, size_t *n_out);

#endif
