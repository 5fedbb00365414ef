/* Laws from tables: joined, searched, refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "glasscell/law.h"

static double slope_between(const glass_law *law, double x, double h)
{
    return (glass_law_at(law, x + h) - glass_law_at(law, x - h)) / (2 * h);
}

static void a_linear_table_is_straight_between_and_beyond(void **state)
{
    (void)state;
    static const double x[] = {3, 1, 2, 5},
                        y[] = {0, 2, -1, 8}; /* 1, 2, 3, 5 when sorted */
    static const double at[] = {1, 1.5, 2, 2.5, 3, 4, 5, 7, 0, -1},
                        wanted[] = {2, 0.5, -1, -0.5, 0, 4, 8, 16, 5, 8},
                        slope[] = {-3, -3, 1, 1, 4, 4, 4, 4, -3, -3};
    double value[10], dy[10];
    const double *px, *py;
    glass_law *law = NULL;
    assert_int_equal(glass_law_table(4, x, y, GLASS_JOIN_LINEAR, &law), GLASS_OK);
    glass_law_eval(law, 10, at, value, dy);
    for (int i = 0; i < 10; i++) {
        assert_true(value[i] == wanted[i]); /* small integers are exact */
        assert_true(dy[i] == slope[i]);
    }
    assert_true(isnan(glass_law_at(law, NAN)));
    assert_int_equal(glass_law_points(law, &px, &py), 4);
    for (int i = 0; i + 1 < 4; i++) assert_true(px[i] < px[i + 1]);
    assert_true(py[2] == 0);
    assert_null(glass_law_text(law));
    glass_law_free(law);
}

static void a_cubic_table_is_monotone_and_smooth(void **state)
{
    (void)state;
    enum { ROWS = 40 };
    double x[ROWS], y[ROWS];
    glass_random stream = glass_random_start(3, 0);
    for (int round = 0; round < 50; round++) {
        glass_law *law = NULL;
        x[0] = y[0] = 0;
        for (int i = 1; i < ROWS; i++) { /* rising, with flat places and cliffs */
            x[i] = x[i - 1] + pow(10, glass_random_uniform(&stream, -3, 0));
            int is_flat = glass_random_below(&stream, 4) == 0;
            y[i] = y[i - 1] + (is_flat ? 0 : pow(10, glass_random_uniform(&stream, -3, 1)));
        }
        assert_int_equal(glass_law_table(ROWS, x, y, GLASS_JOIN_MONOTONE_CUBIC, &law),
                         GLASS_OK);
        double before = -1e300;
        for (int k = 0; k <= 4000; k++) {
            double at = x[0] + (x[ROWS - 1] - x[0]) * k / 4000, value, dy;
            glass_law_eval(law, 1, &at, &value, &dy);
            assert_true(value >=
                        before - 1e-13 * y[ROWS - 1]); /* rounding of the largest */
            before = value;
        }
        for (int i = 0; i < ROWS; i++) {
            double near[2] = {nextafter(x[i], -1e9), x[i]}, value[2], dy[2];
            glass_law_eval(law, 2, near, value, dy);
            assert_true(fabs(value[1] - y[i]) <= 4 * DBL_EPSILON * fabs(y[i]));
            /* one step of x times a curvature of 1e4 / 1e-3 */
            assert_true(fabs(dy[1] - dy[0]) <= 6e7 * (x[i] - near[0]) + 1e-11 * 3e4);
        }
        glass_law_free(law);
    }
}

/* Between the points of a smooth function the error falls as h^3 at worst: 8 times for
 * twice the rows, and more where the parabola's slopes are exact to a higher order. */
static void a_cubic_table_converges(void **state)
{
    (void)state;
    double x[401], y[401], error[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        size_t n = k ? 401 : 201;
        glass_law *law = NULL;
        for (size_t i = 0; i < n; i++) {
            x[i] = 0.2 + (double)i / (double)(n - 1);
            y[i] = sin(x[i]);
        }
        assert_int_equal(glass_law_table(n, x, y, GLASS_JOIN_MONOTONE_CUBIC, &law),
                         GLASS_OK);
        for (double at = 0.2; at <= 1.2; at += 1e-4)
            error[k] = fmax(error[k], fabs(glass_law_at(law, at) - sin(at)));
        assert_true(fabs(slope_between(law, 0.7, 1e-5) - cos(0.7)) < 1e-4);
        glass_law_free(law);
    }
    assert_true(error[0] / error[1] > 7.5);
    assert_true(error[1] < 1e-8);
}

/* Whatever the spacing, the piece that a look through all rows finds. */
static void lookup_finds_the_piece(void **state)
{
    (void)state;
    enum { ROWS = 300 };
    double x[ROWS], y[ROWS];
    glass_random stream = glass_random_start(4, 0);
    for (int round = 0; round < 20; round++) {
        glass_law *law = NULL;
        for (int i = 0; i < ROWS; i++) {
            double step = pow(10, glass_random_uniform(&stream, round % 2 ? -12 : -1, 0));
            x[i] = i ? x[i - 1] + step : -1;
            y[i] = glass_random_unit(&stream);
        }
        assert_int_equal(glass_law_table(ROWS, x, y, GLASS_JOIN_LINEAR, &law), GLASS_OK);
        for (int k = 0; k < 2000; k++) {
            int i = (int)glass_random_below(&stream, ROWS - 1);
            double t = k % 3 ? glass_random_unit(&stream) : 0;
            double at = x[i] + t * (x[i + 1] - x[i]), value, dy;
            if (at >= x[i + 1]) continue; /* rounded up */
            glass_law_eval(law, 1, &at, &value, &dy);
            assert_true(dy == (y[i + 1] - y[i]) / (x[i + 1] - x[i]));
        }
        glass_law_free(law);
    }
}

static void bad_tables_are_refused(void **state)
{
    (void)state;
    static const double x[] = {1, 2, 2, 3}, y[] = {1, 2, 3, 4}, bad[] = {1, 2, NAN, 4};
    static const double far[] = {-1e308, 1.7e308};
    glass_law *law = NULL;
    assert_int_equal(glass_law_table(1, x, y, GLASS_JOIN_LINEAR, &law), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "two rows at least; this one has 1"));
    assert_int_equal(glass_law_table(4, x, y, GLASS_JOIN_LINEAR, &law), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "rows 2 and 3 of the table have the same x, 2"));
    assert_int_equal(glass_law_table(4, bad, y, GLASS_JOIN_LINEAR, &law), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "row 3 of the table is not finite"));
    assert_int_equal(glass_law_table(4, y, bad, GLASS_JOIN_LINEAR, &law), GLASS_E_INPUT);
    assert_int_equal(glass_law_table(2, far, y, GLASS_JOIN_LINEAR, &law), GLASS_E_INPUT);
    assert_int_equal(glass_law_constant(INFINITY, &law), GLASS_E_INPUT);
    assert_int_equal(glass_law_user(NULL, NULL, "mine", &law), GLASS_E_INPUT);
    assert_null(law);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_linear_table_is_straight_between_and_beyond),
        cmocka_unit_test(a_cubic_table_is_monotone_and_smooth),
        cmocka_unit_test(a_cubic_table_converges),
        cmocka_unit_test(lookup_finds_the_piece),
        cmocka_unit_test(bad_tables_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
