/* Random numbers: the same on every machine for the same seed and stream.
 *
 * Each item of a batch takes the stream of its own index, so that what it draws does not
 * depend on the number of threads, nor on what others draw. */
#ifndef GLASSCELL_RANDOM_H
#define GLASSCELL_RANDOM_H

#include <stdint.h>

typedef struct glass_random {
    uint64_t state[4];
} glass_random;

glass_random glass_random_start(uint64_t seed, uint64_t stream);
uint64_t glass_random_bits(glass_random *random);
double glass_random_unit(glass_random *random); /* [0, 1), 53 bits */
double glass_random_uniform(glass_random *random, double low, double high);
double glass_random_normal(glass_random *random, double mean, double deviation);
uint64_t glass_random_below(glass_random *random, uint64_t n); /* 0..n-1, n > 0 */

#endif
