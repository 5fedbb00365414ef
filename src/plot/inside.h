/* The inside of a cell on one page: at the left everything against one time axis, at the
 * right everything across the cell, lines coloured by time. */
#ifndef GLASSCELL_INSIDE_H
#define GLASSCELL_INSIDE_H

#include "plot/transect.h"
#include "plot/page.h"

enum { GLASS_INSIDE_FAN = 13 };

typedef struct glass_inside {
    glass_page *page;
    const glass_recording *cell; /* the simulated one */
    glass_regions regions;
    const glass_time_unit *unit;
    double times[2];              /* [s] */
    double fan[GLASS_INSIDE_FAN]; /* [s] at which lines across the cell are drawn */
    int n_fan;                    /* 0: nothing is drawn across the cell */
} glass_inside;

/* One part of a column. Consecutive parts with the same axis share its numbers. */
typedef enum glass_inside_axis {
    GLASS_INSIDE_NONE,
    GLASS_INSIDE_TIME,
    GLASS_INSIDE_PLACE,
    GLASS_INSIDE_DEPTH
} glass_inside_axis;
typedef struct glass_inside_part {
    double height; /* [pt] as it looks best; stretched with its column */
    glass_inside_axis axis;
    int (*is_there)(const glass_inside *inside);
    /* `box` is where the axes go; is_last: it carries the numbers of the shared axis. */
    void (*draw)(glass_inside *inside, glass_box box, int is_last);
} glass_inside_part;

/* Both end with a part without `draw`. */
extern const glass_inside_part glass_inside_during[], glass_inside_across[];

extern const glass_colour glass_inside_region[3]; /* negative, separator, positive */
/* The colour of a time between the first and the last. */
glass_colour glass_inside_shade(const glass_inside *inside, double time_s);

/* Axes over the shared time, y from 0 to 1; and their words, drawn after the curves so that
 * no curve covers them. */
glass_panel glass_inside_panel(glass_inside *inside, glass_box box);
void glass_inside_axes(glass_inside *inside, glass_panel *panel, const char *name,
                       const char *unit, int is_last);

/* The part of causes.c: overpotentials, one upon the other. */
int glass_inside_has_causes(const glass_inside *inside);
void glass_inside_causes(glass_inside *inside, glass_box box, int is_last);

#endif
