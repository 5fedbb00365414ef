/* Ranges, ticks and their labels. */
#include "unit.h"
#include "plot/label.h"
#include "plot/ticks.h"

#include <math.h>
#include <string.h>

/* Half the size per byte: what DejaVu Sans takes per digit is 0.64. */
static double estimate(void *self, const char *utf8, double size, glass_face face)
{
    (void)self, (void)face;
    double n = 0;
    for (; *utf8; utf8++) n += ((unsigned char)*utf8 & 0xc0) != 0x80;
    return 0.64 * size * n;
}
static const glass_type type = {estimate, NULL};

static glass_ticks make(double low, double high, double length, int is_upright,
                        glass_ticks_kind kind)
{
    glass_ticks out;
    glass_ticks_wish wish = {low, high, length, 7, is_upright, 0, kind, &type};
    glass_ticks_make(&wish, &out);
    return out;
}

/* What holds for all ticks: in range, rising, round, labels unlike each other and apart. */
static void check(const glass_ticks *t, double low, double high, double length,
                  int is_upright)
{
    double slack = 1e-6 * (high - low);
    assert_in_range(t->count, 1, GLASS_TICKS_MAX);
    for (int i = 0; i < t->count; i++) {
        assert_true(t->at[i] >= low - slack && t->at[i] <= high + slack);
        double multiple = t->at[i] / t->step;
        assert_true(fabs(multiple - rint(multiple)) < 1e-6); /* of rounding k * step */
        assert_null(strchr(t->label[i], '-'));               /* the sign is U+2212 */
        assert_true(!strstr(t->label[i], "−") || strpbrk(t->label[i], "123456789"));
        if (!i) continue;
        assert_string_not_equal(t->label[i], t->label[i - 1]);
        double apart = (t->at[i] - t->at[i - 1]) / (high - low) * length;
        double need = is_upright ? 7
                                 : (estimate(NULL, t->label[i], 7, 0) +
                                    estimate(NULL, t->label[i - 1], 7, 0)) /
                                           2 +
                                       3;
        assert_true(apart >= need);
    }
}

static void test_many_ranges(void **state)
{
    (void)state;
    for (int decade = -12; decade <= 12; decade++)
        for (int k = 0; k < 60; k++) {
            double size = pow(10, decade), low = size * sin(7.3 * k),
                   width = size * (0.05 + k / 20.0);
            for (int kind = 0; kind < 4; kind++)
                for (int up = 0; up < 2; up++) {
                    double length = 30 + 11 * k, range[2] = {low, low + width};
                    glass_range_settle(range, 0.04);
                    /* whole numbers need a range that holds one */
                    if (kind == GLASS_TICKS_WHOLE && width < 1) continue;
                    glass_ticks t =
                        make(range[0], range[1], length, up, (glass_ticks_kind)kind);
                    check(&t, range[0], range[1], length, up);
                }
        }
}

static void test_offset_ranges(void **state)
{
    (void)state;
    /* small changes of large values: 4.20001 V, 1e12 + 1 */
    double values[][2] = {
        {4.2, 4.20001}, {1e12, 1e12 + 1}, {-3.70001, -3.7}, {1e-12, 1.001e-12}};
    for (size_t i = 0; i < 4; i++) {
        double range[2] = {values[i][0], values[i][1]};
        glass_range_settle(range, 0.05);
        glass_ticks t = make(range[0], range[1], 150, 1, GLASS_TICKS_TENS);
        check(&t, range[0], range[1], 150, 1);
        assert_true(t.count >= 2);
    }
}

static void test_zero_is_zero(void **state)
{
    (void)state;
    glass_ticks t = make(-0.3, 0.3000000001, 200, 1, GLASS_TICKS_TENS);
    int found = 0;
    for (int i = 0; i < t.count; i++) {
        if (t.at[i] != 0) continue;
        assert_false(signbit(t.at[i]));
        assert_string_equal(t.label[i], "0.0");
        found = 1;
    }
    assert_true(found);
}

static void test_words_of_times(void **state)
{
    (void)state;
    glass_ticks t = make(0, 60, 185, 0, GLASS_TICKS_SIXTY);
    assert_string_equal(t.label[1], "10");
    t = make(0, 24, 185, 0, GLASS_TICKS_DAY);
    assert_true(t.step == 4 || t.step == 6);
    t = make(0.6, 5.4, 400, 0, GLASS_TICKS_WHOLE);
    assert_int_equal(t.count, 5);
    assert_string_equal(t.label[0], "1");
}

static void test_exponent(void **state)
{
    (void)state;
    glass_ticks t = make(0, 4.2e7, 200, 1, GLASS_TICKS_TENS);
    assert_int_equal(t.exponent, 6);
    assert_string_equal(t.label[1], "5");
    t = make(0, 4.2e-7, 200, 1, GLASS_TICKS_TENS);
    assert_int_equal(t.exponent, -9);
}

static void test_range(void **state)
{
    (void)state;
    double nothing[2] = GLASS_RANGE_EMPTY, v[] = {NAN, INFINITY, -INFINITY, 1e305};
    glass_range_add(nothing, v, 4, 1, 0);
    glass_range_settle(nothing, 0.1);
    assert_true(nothing[0] == 0 && nothing[1] == 1);
    double one[2] = GLASS_RANGE_EMPTY, w[] = {NAN, 3.7};
    glass_range_add(one, w, 2, 1, 0);
    glass_range_settle(one, 0.05);
    assert_true(one[0] < 3.7 && one[1] > 3.7 && one[1] - one[0] < 0.5);
    double zero[2] = {0, 0};
    glass_range_settle(zero, 0);
    assert_true(zero[0] < 0 && zero[1] > 0);
    /* rounding noise on a constant stays flat */
    double noise[2] = {3.7, 3.7 + 1e-12};
    glass_range_settle(noise, 0);
    assert_true(noise[1] - noise[0] > 1e-6);
}

static void test_time_unit(void **state)
{
    (void)state;
    const struct {
        double span;
        const char *name;
    } cases[] = {{1e-3, "ms"}, {10, "s"},     {300, "s"},
                 {600, "min"}, {3555, "min"}, {10800, "min"},
                 {13757, "h"}, {86400, "h"},  {30 * 86400.0, "d"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(glass_time_unit_for(cases[i].span)->name, cases[i].name);
    assert_true(fabs(7200 * glass_time_unit_for(20000)->per_second - 2) < 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_ranges),  cmocka_unit_test(test_offset_ranges),
        cmocka_unit_test(test_zero_is_zero), cmocka_unit_test(test_words_of_times),
        cmocka_unit_test(test_exponent),     cmocka_unit_test(test_range),
        cmocka_unit_test(test_time_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
