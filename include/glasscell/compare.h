/** glasscell/compare.h: two recordings held against each other. */
#ifndef GLASSCELL_COMPARE_H
#define GLASSCELL_COMPARE_H

#include "glasscell/recording.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glass_comparison_channel {
    char *label, *unit;
    double rmse, max, bias; /**< of A - B; max is the largest |A - B| */
    size_t rows;            /**< rows of B that count */
    double from_s, to_s;    /**< common time */
} glass_comparison_channel;

typedef struct glass_comparison {
    glass_comparison_channel *at;
    int count;
} glass_comparison;

/** Compares every channel that both have, but the time, at B's rows in the common time and
 * within [from_s, to_s] (NAN: no bound); A is interpolated linearly. */
glass_status glass_compare(const glass_recording *a, const glass_recording *b,
                           double from_s, double to_s, glass_comparison *out);
void glass_comparison_clear(glass_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
