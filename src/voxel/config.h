/* What the cells of 2 x 2 x 2 voxels of a volume show, counted block by block: phases,
 * crossings between phases along the 13 directions to neighbours, edges where three or more
 * phases meet. Areas and triple lines are sums over these counts, and their scatter from
 * block to block tells how well the sample knows them.
 *
 * At its outer faces the volume is continued by its mirror image: cells reach out by half,
 * and count by half. So a particle inside and a plane that leaves the image are both seen as
 * they are, the counts of faces and edges are exact, and mirrored volumes count the same. */
#ifndef GLASSCELL_CONFIG_H
#define GLASSCELL_CONFIG_H

#include "base/team.h"
#include "glasscell/volume.h"

enum {
    GLASS_CONFIG_DIRECTIONS = 13, /* to neighbours, one of each two opposite ones */
    GLASS_CONFIG_BLOCKS = 8       /* along an axis at most */
};

/* Steps (z, y, x) of the directions; the first three are those along axes 0, 1, 2. */
extern const signed char glass_config_step[GLASS_CONFIG_DIRECTIONS][3];

typedef struct glass_config {
    int classes, pairs;
    size_t blocks[3], count; /* along the axes, and in all; blocks of axis 2 fastest */
    double *size;            /* [count] voxels that the block stands for, halves too */
    double *voxels;          /* [count][classes] of them, of each class */
    double *crossings; /* [count][13][pairs] steps from voxels to neighbours, between two
                          classes; there are `size` steps along each direction */
    double *triples;   /* [count][3] voxel edges along each axis with three or more classes;
                          there are `size` edges along each axis */
} glass_config;

/* Number of the pair of classes a != b. */
int glass_config_pair(int classes, int a, int b);

/* Counts. `classes` at most 257; class_of is by code. The answer is the same for any team.
 * Free with glass_config_clear. */
glass_status glass_config_count(const glass_volume *volume, int classes,
                                const short class_of[GLASS_LABELS], glass_team *team,
                                int (*cancelled)(void *), void *context, glass_config *out);
void glass_config_clear(glass_config *config);

/* Standard error of the mean sum(value * weight) / sum(weight) over the blocks, as that of a
 * sample. Blocks that are neighbours know of each other; therefore they are joined by eights
 * as long as eight are left, and the largest of the answers counts (Flyvbjerg & Petersen 1989,
 * doi:10.1063/1.457480). NAN with fewer than eight blocks. `value`, `weight` [count] are
 * used up. */
double glass_config_error(const glass_config *config, double *value, double *weight);

#endif
