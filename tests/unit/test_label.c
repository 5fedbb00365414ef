/* Words on pictures: units, numbers, markup, text of strangers. */
#include "unit.h"
#include "plot/label.h"
#include "base/memory.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static double estimate(void *self, const char *utf8, double size, glass_face face)
{
    (void)self, (void)face;
    return 0.6 * size * (double)strlen(utf8);
}
static const glass_type type = {estimate, NULL};

static void test_units(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"mol.m-3", "mol m^{−3}"},
        {"A.m-2", "A m^{−2}"},
        {"1", ""},
        {"degC", "°C"},
        {"mA/cm2", "mA cm^{−2}"},
        {"Ah", "A h"},
        {"um", "µm"},
        {"W m-2 K-1", "W m^{−2} K^{−1}"},
        {"%", "%"},
        {"m2.s-1", "m^{2} s^{−1}"},
        {"V", "V"},
        {"", ""},
        {"J/mol/K", "J mol^{−1} K^{−1}"},
    };
    char out[GLASS_LABEL_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        glass_label_unit(cases[i][0], out);
        assert_string_equal(out, cases[i][1]);
    }
    glass_label_unit("----....///^^^999999999999999999999999",
                     out); /* ends, whatever comes */
    char longest[4000];
    memset(longest, 'm', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    glass_label_unit(longest, out);
    assert_true(strlen(out) < GLASS_LABEL_MAX);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{0, 0, "0"},       {-0.0, 2, "0.00"},  {-0.001, 2, "0.00"},
                 {-1.5, 1, "−1.5"}, {0.05, 2, "0.05"},  {1234.5678, 3, "1234.568"},
                 {-12, 0, "−12"},   {0.999, 2, "1.00"}, {1e12, 0, "1000000000000"}};
    char out[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        glass_label_number(cases[i].value, cases[i].decimals, out);
        assert_string_equal(out, cases[i].text);
    }
    glass_label_significant(12.5678, 3, out);
    assert_string_equal(out, "12.6");
    glass_label_significant(0.1234, 3, out);
    assert_string_equal(out, "0.123");
    glass_label_significant(999.9, 3, out);
    assert_string_equal(out, "1000");
    glass_label_significant(0, 3, out);
    assert_string_equal(out, "0.00");
}

static void test_prefix(void **state)
{
    (void)state;
    char out[GLASS_LABEL_MAX];
    assert_true(glass_label_prefix("V", 4.2, out) == 1);
    assert_string_equal(out, "V");
    assert_true(glass_label_prefix("V", 0.03, out) == 1e3);
    assert_string_equal(out, "mV");
    assert_true(glass_label_prefix("V", 1e-5, out) == 1e6);
    assert_string_equal(out, "µV");
    assert_true(glass_label_prefix("degC", 1e-5, out) == 1);
    assert_true(glass_label_prefix("V", NAN, out) == 1);
    assert_true(glass_label_prefix("V", -INFINITY, out) == 1);
}

static void test_names(void **state)
{
    (void)state;
    char out[GLASS_LABEL_MAX];
    glass_label_name("Open Circuit Voltage / V", out);
    assert_string_equal(out, "Open circuit voltage");
    glass_label_name("Temperature T1 / degC", out);
    assert_string_equal(out, "Temperature T1");
    glass_label_name("SOC", out);
    assert_string_equal(out, "SOC");
}

static void test_common(void **state)
{
    (void)state;
    char out[GLASS_LABEL_MAX];
    const char *const capacities[] = {"Charging capacity", "Discharging capacity"};
    glass_label_common(capacities, 2, out);
    assert_string_equal(out, "Capacity");
    const char *const voltages[] = {"Voltage lowest", "Voltage highest",
                                    "Open circuit voltage"};
    glass_label_common(voltages, 3, out);
    assert_string_equal(out, "Voltage");
    const char *const others[] = {"Voltage", "Plating margin"};
    glass_label_common(others, 2, out);
    assert_string_equal(out, "");
    glass_label_common(others, 0, out);
    assert_string_equal(out, "");
}

static void test_plain(void **state)
{
    (void)state;
    char out[GLASS_LABEL_MAX];
    glass_label_plain("tab\tand \xff\xc3", out);
    assert_string_equal(out, "tab and \xef\xbf\xbd\xef\xbf\xbd");
    glass_label_plain("\xc3\xa9t\xc3\xa9", out);
    assert_string_equal(out, "été");
    /* a user's x^{2} is five letters, not a superscript */
    glass_drawing d = {0};
    glass_label_style style = {7, GLASS_FACE_PLAIN, 0, 0, {0, 0, 0, 1}};
    glass_label_plain("x^{2}_{3}", out);
    glass_label_draw(&d, &type, out, (glass_point){0, 0}, &style);
    assert_int_equal(d.n_shapes, 1);
    glass_drawing_clear(&d);
    char many[1000];
    memset(many, 'x', 999);
    many[999] = 0;
    glass_label_plain(many, out);
    assert_true(strlen(out) < GLASS_LABEL_MAX);
    assert_string_equal(out + strlen(out) - 3, "…");
    glass_label_fit(&type, out, 7, GLASS_FACE_PLAIN, 100);
    assert_true(glass_label_width(&type, out, 7, GLASS_FACE_PLAIN) <= 100);
}

static void test_markup(void **state)
{
    (void)state;
    glass_drawing d = {0};
    glass_label_style style = {10, GLASS_FACE_PLAIN, 0.5, 0, {0, 0, 0, 1}};
    glass_label_draw(&d, &type, "~{x} (m^{2})", (glass_point){100, 50}, &style);
    assert_int_equal(d.n_shapes, 4);
    assert_int_equal(d.shapes[0].face, GLASS_FACE_OBLIQUE);
    assert_true(d.shapes[2].size < 10 && d.points[d.shapes[2].first].y < 50);
    assert_true(d.points[d.shapes[3].first].y == 50);
    assert_true(d.points[0].x < 100);
    glass_drawing_clear(&d);
    static const char *const odd[] = {"^{", "^{}", "a^{b", "_", "~", "^{^{a}}", "}"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        glass_label_draw(&d, &type, odd[i], (glass_point){0, 0}, &style);
    glass_drawing_clear(&d);
    assert_int_equal(glass_memory_balance(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units),  cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_prefix), cmocka_unit_test(test_names),
        cmocka_unit_test(test_common), cmocka_unit_test(test_plain),
        cmocka_unit_test(test_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
