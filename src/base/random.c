/* xoshiro256++ of Blackman and Vigna (2021, doi:10.1145/3460772), its state filled by the
 * SplitMix64 finaliser of Steele, Lea and Flood (2014, doi:10.1145/2714064.2660195). */
#include "base/random.h"

#include <math.h>

static uint64_t random_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t random_turn(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

/* Seed and stream are mixed one after the other, so that neighbours of either (1 and 2,
 * stream 0 and 1) begin at unrelated places of a period of 2^256. */
glass_random glass_random_start(uint64_t seed, uint64_t stream)
{
    const uint64_t golden = 0x9e3779b97f4a7c15u;
    glass_random random;
    uint64_t at = random_mix(random_mix(seed + golden) + stream * golden + 1);
    for (int i = 0; i < 4; i++) random.state[i] = random_mix(at += golden);
    random.state[0] |= 1; /* all zero would stay zero */
    return random;
}

uint64_t glass_random_bits(glass_random *random)
{
    uint64_t *s = random->state;
    uint64_t bits = random_turn(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = random_turn(s[3], 45);
    return bits;
}

double glass_random_unit(glass_random *random)
{
    return (double)(glass_random_bits(random) >> 11) * 0x1p-53;
}

double glass_random_uniform(glass_random *random, double low, double high)
{
    return low + (high - low) * glass_random_unit(random);
}

/* The system's log may differ in the last digit from machine to machine; sums, products and
 * quotients may not: ln(m 2^e) = e ln 2 + 2 artanh((m-1)/(m+1)), m in sqrt(1/2)..sqrt(2).
 */
static double random_log(double x)
{
    int power;
    double m = frexp(x, &power);
    if (m < 0.70710678118654752) m *= 2, power--;
    double t = (m - 1) / (m + 1), t2 = t * t, sum = 0;
    for (int k = 23; k >= 1; k -= 2) sum = sum * t2 + 1.0 / k; /* |t| < 0.172: 1e-18 left */
    return power * 0.69314718055994531 + 2 * t * sum;
}

/* The polar method of Marsaglia and Bray (1964, doi:10.1137/1006063). */
double glass_random_normal(glass_random *random, double mean, double deviation)
{
    double u, square;
    do {
        u = 2 * glass_random_unit(random) - 1;
        double v = 2 * glass_random_unit(random) - 1;
        square = u * u + v * v;
    } while (square >= 1 || square == 0);
    return mean + deviation * (u * sqrt(-2 * random_log(square) / square));
}

/* Draws above the largest multiple of n are drawn again, or small numbers come too often.
 */
uint64_t glass_random_below(glass_random *random, uint64_t n)
{
    uint64_t reject = -n % n, bits;
    do bits = glass_random_bits(random);
    while (bits < reject);
    return bits % n;
}
