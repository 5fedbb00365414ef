/* Ranges of axes and the ticks on them: round values, labels that do not touch, no "-0". */
#ifndef GLASSCELL_TICKS_H
#define GLASSCELL_TICKS_H

#include "plot/drawing.h"

enum { GLASS_TICKS_MAX = 24 };

/* Which numbers are round. */
typedef enum glass_ticks_kind {
    GLASS_TICKS_TENS,  /* 1, 2, 5, 10 ... */
    GLASS_TICKS_SIXTY, /* seconds and minutes: 1, 2, 5, 10, 15, 20, 30, 60 ... */
    GLASS_TICKS_DAY,   /* hours: 1, 2, 3, 4, 6, 12, 24 ... */
    GLASS_TICKS_WHOLE  /* nothing between whole numbers */
} glass_ticks_kind;

typedef struct glass_ticks {
    int count;
    double at[GLASS_TICKS_MAX];
    char label[GLASS_TICKS_MAX][32];
    double step;  /* between ticks */
    int parts;    /* minor intervals in one step */
    int exponent; /* labels are value / 10^exponent; the axis label says so when not 0 */
} glass_ticks;

typedef struct glass_ticks_wish {
    double low, high; /* finite, low < high */
    double length;    /* [pt] of the axis */
    double size;      /* [pt] of the labels */
    int is_upright;   /* 1: a vertical axis, labels beside it */
    int most;         /* labels at most; 0: as many as are pleasant for the length */
    glass_ticks_kind kind;
    const glass_type *type;
} glass_ticks_wish;

/* Always at least one tick where a round value lies in the range. */
void glass_ticks_make(const glass_ticks_wish *wish, glass_ticks *out);

/* An empty range, to be widened. */
#define GLASS_RANGE_EMPTY                                                                  \
    {                                                                                      \
        INFINITY, -INFINITY                                                                \
    }

/* Widens by scale * v + offset of each value that is finite (and below 1e300). */
void glass_range_add(double range[2], const double *values, size_t n, double scale,
                     double offset);
/* Makes a range that can be drawn: empty becomes 0..1; one narrower than 1e-5 of its values
 * (a constant, or rounding noise that must not look like a signal) is opened; then `pad` of
 * its width is added on both sides. */
void glass_range_settle(double range[2], double pad);

/* The unit in which a time span reads well. */
typedef struct glass_time_unit {
    const char *name;  /* "ms" "s" "min" "h" "d" */
    double per_second; /* t in unit = t_s * per_second */
    glass_ticks_kind kind;
} glass_time_unit;
const glass_time_unit *glass_time_unit_for(double span_s);

#endif
