/* One pair of axes on a page: ranges, ticks, labels, curves, areas, legend, colour bar. */
#ifndef GLASSCELL_PANEL_H
#define GLASSCELL_PANEL_H

#include "plot/curve.h"
#include "plot/label.h"
#include "plot/palette.h"
#include "plot/ticks.h"

/* How everything looks: [pt] at the size of print. */
#define GLASS_LOOK_TEXT   7.0
#define GLASS_LOOK_SMALL  6.2
#define GLASS_LOOK_LETTER 9.0
#define GLASS_LOOK_LINE   0.9
#define GLASS_LOOK_FRAME  0.5
#define GLASS_LOOK_HAIR   0.35
#define GLASS_LOOK_TICK   2.2

extern const glass_colour glass_look_ink, glass_look_grey;

/* What an axis says. */
typedef struct glass_axis_words {
    const char *name; /* markup, or "" */
    const char *unit; /* markup, or "" */
    glass_ticks_kind kind;
    int most;      /* labels at most; 0: by the length of the axis */
    int is_silent; /* 1: ticks without numbers and words: the panel below has them */
    int is_coarse; /* 1: no ticks between the numbers */
} glass_axis_words;

typedef struct glass_panel {
    glass_drawing *drawing;
    const glass_type *type;
    glass_box box;      /* of the axes, without their words */
    double x[2], y[2];  /* ranges in the units that are printed */
    size_t first_shape; /* set by glass_panel_begin: curves that a legend must not hide */
} glass_panel;

double glass_panel_x(const glass_panel *panel, double x);
double glass_panel_y(const glass_panel *panel, double y);

/* Marks where the panel's own curves begin. */
void glass_panel_begin(glass_panel *panel);

/* x_scale, y_scale: from the data's units to the printed ones. */
typedef struct glass_series {
    const double *x, *y;
    size_t n;
    double x_scale, x_shift, y_scale, y_shift; /* printed = scale * value + shift */
} glass_series;
void glass_panel_line(glass_panel *panel, const glass_series *series,
                      const glass_stroke *stroke);
void glass_panel_dots(glass_panel *panel, const glass_series *series,
                      const glass_stroke *stroke, double apart);
/* Fills between two curves over the same x, all in printed units. */
void glass_panel_area(glass_panel *panel, const double *x, const double *low,
                      const double *high, size_t n, glass_colour colour);
/* Fills from x0 to x1 over the whole height, cut at the panel. */
void glass_panel_band(glass_panel *panel, double x0, double x1, glass_colour colour);
void glass_panel_level(glass_panel *panel, double y, const glass_stroke *stroke);
void glass_panel_upright(glass_panel *panel, double x, const glass_stroke *stroke);

typedef enum glass_side { GLASS_SIDE_BELOW, GLASS_SIDE_LEFT, GLASS_SIDE_RIGHT } glass_side;
/* Ticks and words. The words of an upright axis are centred `away` points from the box, so
 * that those of panels above each other line up; 0: as near as they fit. */
void glass_panel_axis(glass_panel *panel, glass_side side, const glass_axis_words *words,
                      double away);
void glass_panel_frame(glass_panel *panel);
/* The axis below of a panel whose x are decimal logarithms: numbers at powers of ten, also at
 * 2 and 5 times them when there are few. */
void glass_panel_decades(glass_panel *panel, const glass_axis_words *words);

typedef enum glass_entry_kind {
    GLASS_ENTRY_LINE,
    GLASS_ENTRY_DOTS,
    GLASS_ENTRY_FILL
} glass_entry_kind;
typedef struct glass_entry {
    const char *text; /* markup */
    glass_entry_kind kind;
    glass_stroke stroke;
} glass_entry;
/* In the place where it hides least of what was drawn since glass_panel_begin. */
void glass_panel_legend(glass_panel *panel, const glass_entry *entries, int n);
/* Beside a panel, from `at` downwards, in the order given. */
void glass_legend_list(glass_drawing *drawing, const glass_type *type, glass_point at,
                       const glass_entry *entries, int n);

/* An upright colour bar with its axis at the right. */
void glass_panel_bar(glass_drawing *drawing, const glass_type *type, glass_box box,
                     glass_palette palette, const double range[2],
                     const glass_axis_words *words);

/* Words centred in a box, plain size; nothing when they are wider. */
void glass_panel_note(glass_drawing *drawing, const glass_type *type, glass_box box,
                      const char *markup, double size, glass_colour colour);

#endif
