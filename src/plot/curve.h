/* Numbers to polylines: gaps where values are missing, cut at the edges of a box, and no more
 * points than can be seen. Cut here and not by the picture library, whose coordinates
 * overflow far outside the page. */
#ifndef GLASSCELL_CURVE_H
#define GLASSCELL_CURVE_H

#include "plot/drawing.h"

/* Data and how it maps to the page: X = x_scale * x + x_offset, and so for y. */
typedef struct glass_curve {
    const double *x, *y; /* borrowed */
    size_t n;
    double x_scale, x_offset, y_scale, y_offset;
} glass_curve;

typedef struct glass_stroke {
    glass_colour colour;
    double width; /* [pt] of a line; diameter of dots */
    double dash;
} glass_stroke;

/* Cuts the segment a-b at the box; 0 when nothing of it lies within. */
int glass_curve_clip(const glass_box *box, glass_point *a, glass_point *b);

/* Adds the lines of the curve within the box. A point alone becomes a dot. Of many points in
 * the same 1/8 pt of x the first, lowest, highest and last are kept, and none that lies
 * within 0.03 pt of a straight line: it looks the same. */
void glass_curve_draw(glass_drawing *drawing, const glass_curve *curve,
                      const glass_box *box, const glass_stroke *stroke);

/* Adds dots along the curve, no two neighbours nearer than `apart`. */
void glass_curve_dots(glass_drawing *drawing, const glass_curve *curve,
                      const glass_box *box, const glass_stroke *stroke, double apart);

#endif
