/* By the bits of the numbers, the upper half first: the order of floats is that of their bits
 * once the sign is turned over. */
#include "study/quantile.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#include "base/memory.h"

enum { QUANTILE_BINS = 1 << 16 };

static uint32_t quantile_key(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static float quantile_value(uint32_t key)
{
    uint32_t bits = key & 0x80000000u ? key & 0x7fffffffu : ~key;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The bin that holds the number of that rank; `rank` becomes that within the bin. */
static uint32_t quantile_bin(const size_t *count, size_t *rank)
{
    uint32_t bin = 0;
    while (bin + 1 < QUANTILE_BINS && *rank >= count[bin]) *rank -= count[bin++];
    return bin;
}

static double quantile_one(const float *values, size_t n, const size_t *upper, size_t rank,
                           size_t *lower)
{
    uint32_t high = quantile_bin(upper, &rank);
    memset(lower, 0, QUANTILE_BINS * sizeof *lower);
    for (size_t i = 0; i < n; i++) {
        uint32_t key = quantile_key(values[i]);
        if (key >> 16 == high) lower[key & 0xffff]++;
    }
    return (double)quantile_value(high << 16 | quantile_bin(lower, &rank));
}

glass_status quantiles(const float *values, size_t n, const double *at, int n_at,
                       double *out)
{
    size_t *count = glass_zero(2 * QUANTILE_BINS, sizeof *count);
    if (!count) return glass_fail_memory();
    for (size_t i = 0; i < n; i++) count[quantile_key(values[i]) >> 16]++;
    for (int k = 0; k < n_at; k++) {
        size_t rank = (size_t)ceil(at[k] * (double)n);
        rank = rank ? rank - 1 : 0;
        out[k] = n ? quantile_one(values, n, count, rank < n ? rank : n - 1,
                                  count + QUANTILE_BINS)
                   : NAN;
    }
    glass_free(count);
    return GLASS_OK;
}
