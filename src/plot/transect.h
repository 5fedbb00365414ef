/* A field over time and place as a picture: time to the right, place upwards. */
#ifndef GLASSCELL_TRANSECT_H
#define GLASSCELL_TRANSECT_H

#include "glasscell/recording.h"
#include "plot/panel.h"

/* One line of places of a frame: value(time k, place i) = values[k * size + first + i * stride]. */
typedef struct glass_transect {
    const glass_recording_frame *frame;
    const double *place; /* [n] increasing */
    size_t n, first, stride, size;
} glass_transect;

/* The places along axis 0 of a frame of rank 1; along the last axis, at index `at` of axis 0,
 * of rank 2. `out->n` is 0 when the frame has another rank. */
glass_transect glass_transect_of(const glass_recording_frame *frame, size_t at);
double glass_transect_at(const glass_transect *field, size_t time, size_t place);
/* Widens a range by all finite values. */
void glass_transect_range(const glass_transect *field, double range[2]);
/* Values of one time, [n], into `out`. */
void glass_transect_line(const glass_transect *field, size_t time, double *out);

typedef struct glass_transect_map {
    double time_scale, time_shift; /* printed = scale * seconds + shift */
    double place_scale;            /* printed = scale * place */
    double places[2];              /* [m] the part of the cell that the field fills */
    glass_palette palette;
    double range[2]; /* of the values */
} glass_transect_map;
/* Linear between times and places, constant from the outermost places to the edges; where
 * values are missing it is transparent. */
void glass_transect_draw(glass_panel *panel, const glass_transect *field,
                         const glass_transect_map *map);

#endif
