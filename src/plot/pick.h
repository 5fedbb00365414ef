/* What a picture finds in a recording: channels, frames, regions, differences. All of it may
 * be missing. */
#ifndef GLASSCELL_PICK_H
#define GLASSCELL_PICK_H

#include "glasscell/recording.h"

/* By exact label; NULL if it is not there. */
const glass_recording_channel *glass_pick_channel(const glass_recording *recording,
                                                  const char *label);
/* The same; NULL also when it was never filled. */
const glass_recording_frame *glass_pick_frame(const glass_recording *recording,
                                              const char *label);
/* As the fact "measured" says; without it, a recording of which no model was the source. */
int glass_pick_is_measured(const glass_recording *recording);
/* Whether something of the inside can be drawn. */
int glass_pick_has_inside(const glass_recording *recording);

/* [s] times of the samples; NULL when the recording has none. */
const double *glass_pick_time(const glass_recording *recording);

/* [m] from the negative collector; 0 < start of separator <= its end < total. */
typedef struct glass_regions {
    double separator[2], total;
    int is_known;
} glass_regions;
/* From the facts "thickness/...", else from the axes of the frames. */
glass_regions glass_pick_regions(const glass_recording *recording);

/* Linear between samples; NAN outside them. x must not decrease. */
double glass_pick_between(const double *x, const double *y, size_t n, double at);

/* a - b at b's times: fills `difference` [b's n] (NAN where not both are) and returns the
 * root of the mean square; NAN when nothing is common. */
double glass_pick_difference(const double *a_x, const double *a_y, size_t a_n,
                             const double *b_x, const double *b_y, size_t b_n,
                             double *difference);

/* Index of the time nearest to `at`. n >= 1 */
size_t glass_pick_nearest(const double *x, size_t n, double at);

#endif
