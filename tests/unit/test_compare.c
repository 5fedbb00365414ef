/* glass_compare: rows of B in the common time, A interpolated, units converted. */
#include "unit.h"
#include "glasscell/compare.h"

static glass_recording_channel channels_a[3], channels_b[3];

static glass_recording make(glass_recording_channel *channels, int n, size_t rows,
                            double *const *columns, const char *const *labels,
                            const char *const *units)
{
    glass_recording recording = {.channels = channels, .n_channels = n, .rows = rows};
    for (int i = 0; i < n; i++)
        channels[i] = (glass_recording_channel){
            .label = (char *)labels[i], .unit = (char *)units[i], .at = columns[i]};
    return recording;
}

static const char *const labels[] = {"Test Time / s", "Voltage / V", "Current / A"};
static const char *const units[] = {"s", "V", "A"};

static void it_interpolates_at_the_rows_of_the_second(void **state)
{
    (void)state;
    double ta[] = {0, 10, 20}, va[] = {4, 3, 2}, tb[] = {-5, 0, 5, 15, 25};
    double vb[] = {9, 4, 3.6, 2.5, 9};
    glass_recording a = make(channels_a, 2, 3, (double *[]){ta, va}, labels, units);
    glass_recording b = make(channels_b, 2, 5, (double *[]){tb, vb}, labels, units);
    glass_comparison comparison = {0};
    assert_ok(glass_compare(&a, &b, NAN, NAN, &comparison));
    assert_int_equal(comparison.count, 1);
    const glass_comparison_channel *v = &comparison.at[0];
    assert_string_equal(v->label, "Voltage / V");
    assert_string_equal(v->unit, "V");
    assert_int_equal(v->rows, 3);
    assert_near(v->rmse, 0.1 / sqrt(3), 1e-15); /* rounding of three sums */
    assert_near(v->max, 0.1, 1e-15);
    assert_near(v->bias, -0.1 / 3, 1e-15);
    assert_near(v->from_s, 0, 0);
    assert_near(v->to_s, 20, 0);
    glass_comparison_clear(&comparison);
    assert_ok(glass_compare(&a, &b, 6, 16, &comparison));
    assert_int_equal(comparison.at[0].rows, 1);
    glass_comparison_clear(&comparison);
}

static void at_a_jump_the_later_row_holds(void **state)
{
    (void)state;
    double ta[] = {0, 10, 10, 20}, va[] = {4, 4, 3, 3}, tb[] = {10}, vb[] = {3};
    glass_recording a = make(channels_a, 2, 4, (double *[]){ta, va}, labels, units);
    glass_recording b = make(channels_b, 2, 1, (double *[]){tb, vb}, labels, units);
    glass_comparison comparison = {0};
    assert_ok(glass_compare(&a, &b, NAN, NAN, &comparison));
    assert_near(comparison.at[0].max, 0, 0);
    glass_comparison_clear(&comparison);
    /* what is the same is the same: both sides of a jump that both have */
    assert_ok(glass_compare(&a, &a, NAN, NAN, &comparison));
    assert_int_equal(comparison.at[0].rows, 4);
    assert_near(comparison.at[0].max, 0, 0);
    glass_comparison_clear(&comparison);
}

static void values_that_are_missing_do_not_count(void **state)
{
    (void)state;
    double ta[] = {0, 10, 20}, va[] = {4, NAN, 2}, tb[] = {0, 5, 10, 20},
           vb[] = {4, 1, 1, NAN};
    glass_recording a = make(channels_a, 2, 3, (double *[]){ta, va}, labels, units);
    glass_recording b = make(channels_b, 2, 4, (double *[]){tb, vb}, labels, units);
    glass_comparison comparison = {0};
    assert_ok(glass_compare(&a, &b, NAN, NAN, &comparison));
    assert_int_equal(comparison.at[0].rows, 1);
    assert_near(comparison.at[0].rmse, 0, 0);
    glass_comparison_clear(&comparison);
}

static void the_same_quantity_in_two_units_is_compared_in_that_of_the_second(void **state)
{
    (void)state;
    static const char *const in_K[] = {"Test Time / s", "Temperature / K"};
    static const char *const in_C[] = {"Test Time / s", "temperature / degC"};
    static const char *const K[] = {"s", "K"}, *const C[] = {"s", "degC"};
    double t[] = {0, 1}, a_T[] = {298.15, 299.15}, b_T[] = {25, 27};
    glass_recording a = make(channels_a, 2, 2, (double *[]){t, a_T}, in_K, K);
    glass_recording b = make(channels_b, 2, 2, (double *[]){t, b_T}, in_C, C);
    glass_comparison comparison = {0};
    assert_ok(glass_compare(&a, &b, NAN, NAN, &comparison));
    assert_string_equal(comparison.at[0].unit, "degC");
    assert_near(comparison.at[0].max, 1, 1e-12); /* 273.15 costs four digits */
    glass_comparison_clear(&comparison);
}

static void nothing_in_common_is_said(void **state)
{
    (void)state;
    double t[] = {0, 1}, late[] = {5, 6}, v[] = {1, 2};
    glass_recording a = make(channels_a, 2, 2, (double *[]){t, v}, labels, units);
    glass_recording b = make(channels_b, 2, 2, (double *[]){late, v}, labels, units);
    glass_comparison comparison = {0};
    assert_int_equal(glass_compare(&a, &b, NAN, NAN, &comparison), GLASS_E_INPUT);
    assert_words("from 0 s to 1 s, the second from 5 s to 6 s");
    static const char *const others[] = {"Test Time / s", "Power / W"};
    static const char *const W[] = {"s", "W"};
    glass_recording c = make(channels_b, 2, 2, (double *[]){t, v}, others, W);
    assert_int_equal(glass_compare(&a, &c, NAN, NAN, &comparison), GLASS_E_INPUT);
    assert_words("the first has Voltage / V; the second has Power / W");
    assert_int_equal(glass_compare(&a, &a, 3, NAN, &comparison), GLASS_E_INPUT);
    assert_words("from 3 s to 1 s: both last from 0 s to 1 s");
    glass_recording empty = make(channels_b, 2, 0, (double *[]){t, v}, labels, units);
    assert_int_equal(glass_compare(&a, &empty, NAN, NAN, &comparison), GLASS_E_INPUT);
    assert_words("the second has no rows");
    assert_null(comparison.at);
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    double t[] = {0, 1}, v[] = {1, 2}, i[] = {0, 0};
    glass_recording a = make(channels_a, 3, 2, (double *[]){t, v, i}, labels, units);
    long before = glass_memory_balance();
    for (long n = 1; n < 20; n++) {
        glass_comparison comparison = {0};
        glass_memory_fail_at(n);
        glass_status status = glass_compare(&a, &a, NAN, NAN, &comparison);
        glass_memory_fail_at(0);
        glass_comparison_clear(&comparison);
        assert_int_equal(glass_memory_balance(), before);
        if (!status) return;
        assert_int_equal(status, GLASS_E_MEMORY);
    }
    fail_msg("it asks for memory without end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_interpolates_at_the_rows_of_the_second),
        cmocka_unit_test(at_a_jump_the_later_row_holds),
        cmocka_unit_test(values_that_are_missing_do_not_count),
        cmocka_unit_test(the_same_quantity_in_two_units_is_compared_in_that_of_the_second),
        cmocka_unit_test(nothing_in_common_is_said),
        cmocka_unit_test(without_memory_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
