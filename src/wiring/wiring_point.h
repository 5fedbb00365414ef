/* The calculator at one point of its ranges: numbers in, numbers out. */
#ifndef GLASSCELL_WIRING_POINT_H
#define GLASSCELL_WIRING_POINT_H

#include "glasscell/wiring.h"

/* The spreads of an answer, in its order. */
enum {
    POINT_ALPHA,
    POINT_D,
    POINT_C,
    POINT_SIGMA,
    POINT_T_ION,
    POINT_TRANSPORT,
    POINT_SURFACE,
    POINT_STAR,
    POINT_STAR_2,
    POINT_STAR_3,
    POINT_ION,
    POINT_EON,
    POINT_BIOT,
    POINT_RATIO,
    POINT_WITHOUT_E,
    POINT_WITHOUT_I,
    POINT_TIME_SIZE,
    POINT_SPAN_I,
    POINT_SPAN_E,
    POINT_COUNT
};

typedef struct wiring_point {
    double at[POINT_COUNT]; /* NAN: not known */
    glass_wiring_basis basis;
    int is_D_derived;
} wiring_point;

/* Works at the values of the question's ranges. `alpha` is NAN, or known from before. */
void wiring_point_solve(const glass_wiring *question, double alpha, wiring_point *out);

#endif
