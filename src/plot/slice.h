/* Layers of a volume as images, to scale, and the words around them. */
#ifndef GLASSCELL_SLICE_H
#define GLASSCELL_SLICE_H

#include "glasscell/volume.h"
#include "plot/panel.h"

/* The colour of a voxel: 0xRRGGBB. */
typedef unsigned glass_slice_paint(const void *context, size_t voxel);

typedef struct glass_slice {
    const glass_volume *volume;
    int axis;  /* across which it is cut; rows run along the first of the other two */
    size_t at; /* the layer */
    glass_slice_paint *paint;
    const void *context;
} glass_slice;

/* The axes of a slice's rows and columns. */
int glass_slice_down(int axis);
int glass_slice_along(int axis);

/* Draws the layer into a box. Voxels smaller than what print resolves are averaged. */
void glass_slice_draw(glass_drawing *drawing, const glass_slice *slice, glass_box box);

/* A frame, and outside of it the names of the axes with arrows: "axis 1" downwards at the
 * left and "axis 2" below. */
void glass_slice_words(glass_drawing *drawing, const glass_type *type, int axis,
                       glass_box box);

/* A bar of a round length, at most `most` pt long, its left end at `at`; `scale` is in pt per
 * m. Returns its length on the page. */
double glass_slice_bar(glass_drawing *drawing, const glass_type *type, glass_point at,
                       double scale, double most);

/* "12.5 µm" */
void glass_slice_length(double metre, char out[32]);

/* The unit in which lengths up to `metre` read well, and its number per metre. */
const char *glass_slice_unit(double metre, double *per_metre);

#endif
