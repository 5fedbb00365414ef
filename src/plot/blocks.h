/* What the pages of an image and of a wiring map share: colours, rows of slices, tables. */
#ifndef GLASSCELL_BLOCKS_H
#define GLASSCELL_BLOCKS_H

#include "plot/page.h"
#include "plot/scene.h"
#include "plot/slice.h"

/* Of phase i: pale, then strong, alternating in lightness; -1 (unnamed) is grey. */
glass_colour glass_blocks_colour(int phase);

/* Paints slices by phase; context is a glass_plot_block. */
unsigned glass_blocks_paint(const void *block, size_t voxel);

/* Refuses a block that cannot be drawn to scale, and a page too narrow for its words. */
glass_status glass_blocks_check(const glass_page *page, const glass_plot_block *block);

/* [m] length of an axis. */
double glass_blocks_length(const glass_plot_block *block, int axis);
int glass_blocks_is_flat(const glass_plot_block *block); /* an axis has one voxel */

/* Kinds of the scene's voxels from the volume's, thinned so that no axis has more than
 * GLASS_BLOCKS_SCENE; `kind_of` gives that of a voxel. NULL without memory. */
enum { GLASS_BLOCKS_SCENE = 192 };
const unsigned char *glass_blocks_thin(glass_drawing *drawing,
                                       const glass_plot_block *block,
                                       unsigned char (*kind_of)(const void *, size_t),
                                       const void *context, size_t n[3]);

/* Writes "axis 0: 100 µm" ... for glass_scene_draw. */
void glass_blocks_edges(const glass_plot_block *block, char text[3][48]);

/* A table from y on; returns the y below it. */
double glass_blocks_table(glass_page *page, const glass_plot_table *table, double y);

/* Names of the phases with patches, from (x, y) on, in rows of `width`; returns the y below. */
double glass_blocks_legend(glass_page *page, const glass_plot_block *block, double x,
                           double y, double width);

/* Small words over a panel, to the right of its letter. */
void glass_blocks_heading(glass_page *page, double x, double y, const char *markup);

#endif
