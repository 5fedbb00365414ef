#include "unit.h"
#include "base/random.h"

/* xoshiro256++ from the state {1, 2, 3, 4}: the first values follow by hand from the
 * recurrence (rotl(1 + 4, 23) + 1 = 5 * 2^23 + 1), the rest from its authors' definition. */
static void random_recurrence(void **state)
{
    (void)state;
    glass_random random = {{1, 2, 3, 4}};
    assert_true(glass_random_bits(&random) == 41943041u);
    assert_true(glass_random_bits(&random) == 58720359u);
    assert_true(glass_random_bits(&random) == 3588806011781223u);
}

/* Pinned: a seed in a recording must give the same cells for ever, on every machine. */
static void random_is_pinned(void **state)
{
    (void)state;
    glass_random random = glass_random_start(1, 0);
    uint64_t bits = glass_random_bits(&random);
    double unit = glass_random_unit(&random);
    double normal = glass_random_normal(&random, 0, 1);
    assert_true(bits == 2286258784515925488u);
    assert_true(unit == 0x1.8e04149d3d218p-3);
    assert_true(normal == 0x1.39ff7cf82a49dp-2);
}

enum { DRAWS = 1000000 };

/* Mean and variance of n draws scatter by 1/sqrt(n); 5 standard deviations are allowed,
 * which a right generator exceeds once in a million seeds (and the seed is fixed). */
static void random_unit_moments(void **state)
{
    (void)state;
    glass_random random = glass_random_start(42, 7);
    double sum = 0, square = 0, low = 1, high = 0;
    for (int i = 0; i < DRAWS; i++) {
        double u = glass_random_unit(&random);
        sum += u, square += (u - 0.5) * (u - 0.5);
        low = fmin(low, u), high = fmax(high, u);
    }
    assert_true(low >= 0 && low < 1e-4 && high < 1 && high > 1 - 1e-4);
    assert_near(sum / DRAWS, 0.5, 5 * sqrt(1.0 / 12 / DRAWS));
    assert_near(square / DRAWS, 1.0 / 12, 5 * sqrt(1.0 / 180 / DRAWS));
}

/* Moments 1 to 4 of the normal law: 0, 1, 0, 3, with variances 1, 2, 15, 96 per draw. */
static void random_normal_moments(void **state)
{
    (void)state;
    glass_random random = glass_random_start(42, 8);
    double m[5] = {0};
    for (int i = 0; i < DRAWS; i++) {
        double x = (glass_random_normal(&random, 3, 0.5) - 3) / 0.5;
        m[1] += x, m[2] += x * x, m[3] += x * x * x, m[4] += x * x * x * x;
    }
    double one = 5 / sqrt((double)DRAWS);
    assert_near(m[1] / DRAWS, 0, one);
    assert_near(m[2] / DRAWS, 1, one * sqrt(2));
    assert_near(m[3] / DRAWS, 0, one * sqrt(15));
    assert_near(m[4] / DRAWS, 3, one * sqrt(96));
}

/* Neighbouring streams and seeds share no draw and do not go along with each other. */
static void random_streams(void **state)
{
    (void)state;
    enum { N = 20000 };
    for (uint64_t k = 0; k < 4; k++) {
        glass_random a = glass_random_start(5, k), b = glass_random_start(5, k + 1);
        glass_random c = glass_random_start(6, k);
        double ab = 0, ac = 0;
        for (int i = 0; i < N; i++) {
            double u = glass_random_unit(&a) - 0.5;
            ab += u * (glass_random_unit(&b) - 0.5);
            ac += u * (glass_random_unit(&c) - 0.5);
        }
        assert_near(ab / N, 0, 5.0 / 12 / sqrt((double)N));
        assert_near(ac / N, 0, 5.0 / 12 / sqrt((double)N));
    }
    glass_random swapped = glass_random_start(0, 1), other = glass_random_start(1, 0);
    assert_true(glass_random_bits(&swapped) != glass_random_bits(&other));
}

/* Chi-square of 7 cells, 6 degrees of freedom: 35 is exceeded once in 200,000. */
static void random_below(void **state)
{
    (void)state;
    int count[7] = {0};
    glass_random random = glass_random_start(9, 9);
    for (int i = 0; i < 70000; i++) count[glass_random_below(&random, 7)]++;
    double chi = 0;
    for (int i = 0; i < 7; i++) chi += (count[i] - 1e4) * (count[i] - 1e4) / 1e4;
    assert_true(chi < 35);
    assert_true(glass_random_below(&random, 1) == 0);
    assert_true(glass_random_below(&random, UINT64_MAX) < UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_recurrence),   cmocka_unit_test(random_is_pinned),
        cmocka_unit_test(random_unit_moments), cmocka_unit_test(random_normal_moments),
        cmocka_unit_test(random_streams),      cmocka_unit_test(random_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
