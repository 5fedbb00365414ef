/** glasscell/compare.h: two recordings held against each other. */
#ifndef GLASSCELL_COMPARE_H
#define GLASSCELL_COMPARE_H

#include "glasscell/recording.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What one channel came to; a NAN in either recording leaves its row out. */
typedef struct glass_comparison_channel {
    char *label, *unit;     /**< as B has them; owned */
    double rmse, max, bias; /**< [unit] of A - B; max is the largest |A - B| */
    size_t rows;            /**< rows of B that count */
    double from_s, to_s;    /**< [s] common time */
} glass_comparison_channel;

/** All channels that were compared; `{0}` is none. */
typedef struct glass_comparison {
    glass_comparison_channel *at; /**< [count], in the order of B */
    int count;
} glass_comparison;

/** Compares every channel that both have, but the time, at B's rows in the common time and
 * within [from_s, to_s] [s] (NAN: no bound); A is interpolated linearly.
 * @param[out] out filled; untouched on failure
 * @return GLASS_E_INPUT when there is no channel or no time in common */
glass_status glass_compare(const glass_recording *a, const glass_recording *b,
                           double from_s, double to_s, glass_comparison *out);
/** Frees what a comparison holds and makes it `{0}`. */
void glass_comparison_clear(glass_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
