/* Quantiles of many numbers, exactly, without sorting them. */
#ifndef GLASSCELL_QUANTILE_H
#define GLASSCELL_QUANTILE_H

#include <stddef.h>
#include "base/fail.h"

/* out[k] is the value that a share at[k] of the n values does not exceed (the smallest such;
 * at 1 the largest). NAN for n = 0. Values are finite. */
glass_status quantiles(const float *values, size_t n, const double *at, int n_at,
                       double *out);

#endif
