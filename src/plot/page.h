/* What all pictures have in common: the page, titles, letters, times, names. */
#ifndef GLASSCELL_PAGE_H
#define GLASSCELL_PAGE_H

#include "base/fail.h"
#include "glasscell/plot.h"
#include "plot/panel.h"
#include "plot/pick.h"

#define GLASS_POINTS_PER_MM (72 / 25.4)

/* [pt] room around panels: words and numbers at the left, numbers below, gap between. */
#define GLASS_PAGE_LEFT  46.0
#define GLASS_PAGE_RIGHT 8.0
#define GLASS_PAGE_BELOW 27.0
#define GLASS_PAGE_GAP   7.0
#define GLASS_PAGE_WORDS 31.0 /* from the axes to the middle of their words */

typedef struct glass_page {
    glass_drawing drawing;
    glass_type type;
    const glass_recording *const *recordings; /* [n], borrowed */
    int n;
    const glass_plot_options *options; /* never NULL */
    double width;                      /* [pt] */
    int letters;                       /* how many panels have theirs */
} glass_page;

/* A picture: draws all on page->drawing and sets its size.
 * Returns GLASS_E_INPUT when the recordings hold nothing of the kind. */
typedef struct glass_picture {
    const char *name;  /* of glass_plot_options.what */
    const char *about; /* one sentence */
    int (*suits)(const glass_recording *const *recordings, int n); /* by content */
    glass_status (*draw)(glass_page *page);
} glass_picture;

/* Anything that fills a page, and what it says to its own function. */
typedef struct glass_canvas {
    glass_status (*draw)(glass_page *page, const void *what);
    const void *what;
    const char *title;                        /* of the file, or NULL */
    const glass_recording *const *recordings; /* [n], may be none */
    int n;
} glass_canvas;

/* Draws a page into a file by the ending of its name; errors as glass_plot. */
glass_status glass_page_paint(const glass_canvas *canvas, const glass_plot_options *options,
                              const char *path, int force);

#define GLASS_PICTURE(name) extern const glass_picture glass_picture_##name;
#include "plot/list.h"
#undef GLASS_PICTURE

/* The title of the options, else `usual` (may be NULL), at the top; returns the y below it. */
double glass_page_title(glass_page *page, const char *usual);
/* The next bold letter, at the left edge `x` of a panel's words, level with its top. */
void glass_page_letter(glass_page *page, double x, double y);
/* What recording i is called in a legend; `out` has GLASS_LABEL_MAX bytes. */
void glass_page_name(const glass_page *page, int i, char *out);

/* [s] first and last time of all recordings; 0..1 when there is none. */
void glass_page_times(const glass_page *page, double times[2]);
/* "Time (min)" and its ticks. */
glass_axis_words glass_page_time_words(const glass_time_unit *unit, int is_silent);
/* A channel over time as a series; y printed = y_scale * y. */
glass_series glass_page_series(const glass_recording *recording,
                               const glass_recording_channel *channel,
                               const glass_time_unit *unit, double y_scale);
/* Thin lines where a step of the protocol ends, unless there are too many. */
void glass_page_steps(glass_panel *panel, const glass_recording *recording,
                      const glass_time_unit *unit);
/* Colour of recording i, and its stroke as a line. */
glass_stroke glass_page_stroke(int i);

#endif
