/* numerics/vmath.h against long double, at every width that this machine has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/cpu.h"
#include "base/random.h"
#include "vmath_width.h"

enum { MANY = 4096 };
static _Alignas(64) double x[MANY], z[MANY], y[MANY];

static const vmath_loops *const tables[] = GLASS_WIDTH_TABLE(vmath_loops);

static vmath_loop *find(int width, const char *name)
{
    const vmath_loops *row = tables[width];
    while (row->name && strcmp(row->name, name)) row++;
    assert_non_null(row->name);
    return row->loop;
}

/* One function, the interval over which it is swept (`by_decades`: x is 10^from..10^to, of
 * both signs unless `positive`), and the largest error that the kernels promise in units of
 * the last place: a rounding of 0.5 for each operation that can act on the result, plus
 * what the polynomial's own rounding adds. Measured worst cases stand a fifth below. */
typedef struct sweep {
    const char *name;
    long double (*truth)(long double);
    double from, to;
    int by_decades, is_positive;
    double ulps;
} sweep;

static long double truth_sech2(long double a)
{
    return 1 / (coshl(a) * coshl(a));
}
static long double truth_cube(long double a)
{
    return a * a * a;
}
static long double truth_inverse_fifth(long double a)
{
    return 1 / (a * a * a * a * a);
}

static const sweep sweeps[] = {
    {"exp", expl, -708, 709.7, 0, 0, 1.2},
    {"exp", expl, -300, 2.8, 1, 0, 1.2},
    {"expm1", expm1l, -50, 709.7, 0, 0, 2.5},
    {"expm1", expm1l, -1, 1, 0, 0, 2.5},
    {"expm1", expm1l, -300, 2.8, 1, 0, 2.5},
    {"log", logl, -307, 308, 1, 1, 1.0},
    {"log", logl, 0.5, 2, 0, 1, 1.0},
    {"sqrt", sqrtl, -307, 308, 1, 1, 0.5001},
    {"tanh", tanhl, -300, 3, 1, 0, 3.5},
    {"tanh", tanhl, -3, 3, 0, 0, 3.5},
    {"tanh_d", truth_sech2, -300, 2.54, 1, 0, 5},
    {"tanh_d", truth_sech2, -30, 30, 0, 0, 5},
    {"sinh", sinhl, -300, 2.851, 1, 0, 3},
    {"sinh", sinhl, -710.4, 710.4, 0, 0, 3},
    {"cosh", coshl, -300, 2.851, 1, 0, 2},
    {"cosh", coshl, -710.4, 710.4, 0, 0, 2},
    {"cube", truth_cube, -100, 100, 1, 0, 1.5},
    {"inverse_fifth", truth_inverse_fifth, -60, 60, 1, 0, 5},
};

static double ulps(double value, long double truth)
{
    double near = fabs((double)truth);
    if (near < 0x1p-1021) return 0; /* results that are not normal may become 0 */
    return (double)fabsl(value - truth) / (nextafter(near, INFINITY) - near);
}

static void fill(const sweep *s, glass_random *stream)
{
    for (int i = 0; i < MANY; i++) {
        double t = s->from + (s->to - s->from) * glass_random_unit(stream);
        if (s->by_decades) t = copysign(pow(10, t), glass_random_unit(stream) - 0.5);
        x[i] = s->is_positive ? fabs(t) : t;
    }
}

static void each_function_is_accurate(void **state)
{
    (void)state;
    glass_random stream = glass_random_start(1, 0);
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        for (size_t k = 0; k < sizeof sweeps / sizeof *sweeps; k++) {
            fill(&sweeps[k], &stream);
            find(w, sweeps[k].name)(MANY, x, z, y);
            for (int i = 0; i < MANY; i++) {
                double error = ulps(y[i], sweeps[k].truth(x[i]));
                if (error <= sweeps[k].ulps) continue;
                fail_msg("%s(%.17g) = %.17g: %g ulp, width %d", sweeps[k].name, x[i], y[i],
                         error, w);
            }
        }
    }
}

/* The header's bound: 2 + |y|/8. The first 0.5 above is the spread of other seeds. */
static void powers_are_accurate(void **state)
{
    (void)state;
    glass_random stream = glass_random_start(2, 0);
    static const double largest[] = {1, 3, 20, 200};
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        for (int k = 0; k < 4; k++) {
            for (int i = 0; i < MANY; i++) {
                x[i] = pow(10, 6 * glass_random_unit(&stream) - 3);
                z[i] = largest[k] * (2 * glass_random_unit(&stream) - 1);
            }
            find(w, "pow")(MANY, x, z, y);
            for (int i = 0; i < MANY; i++) {
                long double truth = powl(x[i], z[i]);
                if (truth > 1e308L) continue;
                double error = ulps(y[i], truth);
                if (error > 2.5 + largest[k] / 8)
                    fail_msg("pow(%.17g, %.17g): %g ulp, width %d", x[i], z[i], error, w);
            }
        }
    }
}

/* Equal as a reader sees it: the same number, infinity or NaN. */
static void expect(int width, const char *name, double a, double b, double wanted)
{
    for (int i = 0; i < 8; i++) x[i] = a, z[i] = b;
    find(width, name)(8, x, z, y);
    for (int i = 0; i < 8; i++)
        if (isnan(wanted) ? !isnan(y[i]) : !(y[i] == wanted))
            fail_msg("%s(%g, %g) is %g, not %g (width %d)", name, a, b, y[i], wanted,
                     width);
}

static const char *const of_nan[] = {"exp",    "expm1", "log",  "sqrt", "tanh",
                                     "tanh_d", "sinh",  "cosh", "pow",  "cube"};
static const struct {
    const char *name;
    double x, z, wanted;
} edges[] = {
    {"exp", 0, 0, 1},
    {"exp", INFINITY, 0, INFINITY},
    {"exp", -INFINITY, 0, 0},
    {"exp", 709.79, 0, INFINITY},
    {"exp", -1e300, 0, 0},
    {"expm1", -INFINITY, 0, -1},
    {"expm1", INFINITY, 0, INFINITY},
    {"log", 0, 0, -INFINITY},
    {"log", 1, 0, 0},
    {"log", -1, 0, NAN},
    {"log", INFINITY, 0, INFINITY},
    {"log", -INFINITY, 0, NAN},
    {"sqrt", -1, 0, NAN},
    {"sqrt", 0, 0, 0},
    {"tanh", INFINITY, 0, 1},
    {"tanh", -INFINITY, 0, -1},
    {"tanh", 400, 0, 1},
    {"tanh", 0, 0, 0},
    {"tanh_d", 0, 0, 1},
    {"sinh", INFINITY, 0, INFINITY},
    {"sinh", -800, 0, -INFINITY},
    {"cosh", -800, 0, INFINITY},
    {"sinh", 0, 0, 0},
    {"cosh", 0, 0, 1},
    {"pow", 0, 2, 0},
    {"pow", 0, -2, INFINITY},
    {"pow", 0, 0, 1},
    {"pow", 2, 10, 1024},
    {"pow", -2, 3, -8},
    {"pow", -2, 2, 4},
    {"pow", -2, 0.5, NAN},
    {"pow", NAN, 0, 1},
    {"pow", INFINITY, 2, INFINITY},
    {"pow", INFINITY, -2, 0},
    {"pow", 1, 1e9, 1},
    {"pow", 10, 400, INFINITY},
    {"pow", 10, -400, 0},
    {"pow", -1, 301, -1},
    {"cube", -3, 0, -27},
    {"inverse_fifth", 2, 0, 1.0 / 32},
    {"abs", -3, 0, 3},
    {"min", 1, 2, 1},
    {"min", 1, NAN, NAN},
    {"max", 1, 2, 2},
    {"max", 1, NAN, NAN},
    {"select", 1, 2, 1},
    {"select", 3, 2, 1},
    {"copysign", -3, 1, 3},
    {"any", 1, 0, 3},
    {"any", -1, 0, 0},
};

static void edges_are_as_in_c(void **state)
{
    (void)state;
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        for (size_t k = 0; k < sizeof of_nan / sizeof *of_nan; k++)
            expect(w, of_nan[k], NAN, 1, NAN);
        for (size_t k = 0; k < sizeof edges / sizeof *edges; k++)
            expect(w, edges[k].name, edges[k].x, edges[k].z, edges[k].wanted);
    }
}

/* Lanes do not see each other, and questions about all lanes see every one. */
static void lanes_are_apart(void **state)
{
    (void)state;
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        for (int odd = 0; odd < 8; odd++) {
            for (int i = 0; i < 8; i++) x[i] = i == odd ? 1 : -1;
            find(w, "any")(8, x, z, y);
            assert_true(y[odd] == 1);
            x[odd] = NAN;
            find(w, "exp")(8, x, z, y);
            for (int i = 0; i < 8; i++) assert_int_equal(isnan(y[i]) != 0, i == odd);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_function_is_accurate),
        cmocka_unit_test(powers_are_accurate),
        cmocka_unit_test(edges_are_as_in_c),
        cmocka_unit_test(lanes_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
