/* A block of voxels seen from a corner: one ray for each pixel, walked from voxel to voxel.
 *
 * Axis 0 runs downwards, axis 1 to the lower left, axis 2 to the lower right; the top and the
 * two far ends of axes 1 and 2 face the eye. */
#ifndef GLASSCELL_SCENE_H
#define GLASSCELL_SCENE_H

#include "plot/label.h"

enum { GLASS_SCENE_KINDS = 64 };

typedef struct glass_scene {
    size_t n[3];
    double size[3];            /* [any] edges of the block; one unit for all */
    const unsigned char *kind; /* [n0][n1][n2] below GLASS_SCENE_KINDS; borrowed */
    glass_colour colour[GLASS_SCENE_KINDS];
    float opacity[GLASS_SCENE_KINDS]; /* 0: seen through; 1: solid; between: haze, by how
                                         much a hundredth of the block dims */
    int is_cut; /* 1: opacity counts in the eighth nearest to the eye alone; elsewhere all is
                   solid */
} glass_scene;

/* How a block of some size fits a box. */
typedef struct glass_scene_view {
    double scale, x, y;
    double right[3], up[3]; /* of the page, in the directions of the axes */
} glass_scene_view;
glass_scene_view glass_scene_fit(const double size[3], glass_box box);
glass_point glass_scene_point(const glass_scene_view *view, const double at[3]);

/* Draws the block and its edges into the box, and writes `words` [3] (markup, may be NULL)
 * along one edge of each axis. */
void glass_scene_draw(glass_drawing *drawing, const glass_type *type,
                      const glass_scene *scene, glass_box box, const char *const *words);

#endif
