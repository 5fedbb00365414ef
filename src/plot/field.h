/* A field over time and place as a picture: time to the right, place upwards. */
#ifndef GLASSCELL_FIELD_H
#define GLASSCELL_FIELD_H

#include "glasscell/recording.h"
#include "plot/panel.h"

/* One line of places of a frame: value(time k, place i) = values[k * size + first + i * stride]. */
typedef struct glass_field {
    const glass_recording_frame *frame;
    const double *place; /* [n] increasing */
    size_t n, first, stride, size;
} glass_field;

/* The places along axis 0 of a frame of rank 1; along the last axis, at index `at` of axis 0,
 * of rank 2. `out->n` is 0 when the frame has another rank. */
glass_field glass_field_of(const glass_recording_frame *frame, size_t at);
double glass_field_at(const glass_field *field, size_t time, size_t place);
/* Widens a range by all finite values. */
void glass_field_range(const glass_field *field, double range[2]);
/* Values of one time, [n], into `out`. */
void glass_field_line(const glass_field *field, size_t time, double *out);

typedef struct glass_field_map {
    double time_scale, time_shift; /* printed = scale * seconds + shift */
    double place_scale;            /* printed = scale * place */
    double places[2];              /* [m] the part of the cell that the field fills */
    glass_palette palette;
    double range[2]; /* of the values */
} glass_field_map;
/* Linear between times and places, constant from the outermost places to the edges; where
 * values are missing it is transparent. */
void glass_field_draw(glass_panel *panel, const glass_field *field,
                      const glass_field_map *map);

#endif
