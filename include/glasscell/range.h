/** glasscell/range.h: a number that is known within a range.
 *
 * Transport in solids scatters by decades, so that a bare number would claim too much. A
 * range is a typical value with a lowest and a highest one; between these two its
 * logarithm is taken to be equally likely everywhere ("log-uniform"). A number that is
 * known has all three equal, one that is not known has all three NAN. */
#ifndef GLASSCELL_RANGE_H
#define GLASSCELL_RANGE_H

#include "glasscell/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** low <= value <= high, or all NAN. A bare number is SI. */
typedef struct glass_range {
    double value, low, high;
} glass_range;

/** The range that is one number; NAN: the one that is not known. */
glass_range glass_range_at(double value);

/** 1 when the number is known at all. */
int glass_range_is_known(glass_range range);

/** 1 when low and high differ. */
int glass_range_is_wide(glass_range range);

/** Reads "80 um", "1e-16...1e-13 m2/s" (its value is the geometric mean, or the arithmetic
 * one when an end is not above 0) or "1e-16...5e-15...1e-13". A unit behind the last
 * number holds for all that have none.
 * @param[in] wanted the unit of the result, as for glass_quantity_read
 * @param[out] out filled; untouched on failure
 * @return GLASS_E_INPUT with words: no number, a unit that does not fit, ends in no order.
 */
glass_status glass_range_read(const char *text, const char *wanted, glass_range *out);

#ifdef __cplusplus
}
#endif
#endif
