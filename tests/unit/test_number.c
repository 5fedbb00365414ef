/* Numbers in and out of text: exact, shortest, and the same as the C library's. */
#include "unit.h"
#include "base/text.h"

#include <locale.h>

static uint64_t random_bits(void)
{
    static uint64_t s = 88172645463325252u; /* xorshift64 (Marsaglia, 2003) */
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    return s;
}

static double random_double(int i)
{
    double value;
    uint64_t bits = random_bits();
    if (i % 3 == 0) { /* any finite number there is */
        memcpy(&value, &bits, sizeof value);
        return isfinite(value) ? value : 1;
    }
    if (i % 3 == 1) /* what is measured: few digits, or all of them */
        return (double)(bits % 10000019) / pow(10, (double)(bits >> 60));
    return ldexp((double)(bits >> 11), (int)(bits % 90) - 100);
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    for (int i = 0; i < 300000; i++) {
        double value = random_double(i), back;
        char text[32], longest[32];
        glass_number_write(value, text);
        const char *end = glass_number_read(text, &back);
        if (!end || *end || back != value || strtod(text, NULL) != value)
            fail_msg("%.17g was written as %s and read as %.17g", value, text, back);
        /* one digit less must not do, but for 16 against 17 digits, where printf rounds the
         * number itself and a neighbour of 16 digits may do */
        int digits = 0;
        for (const char *p = text; *p && *p != 'e'; p++) digits += *p >= '0' && *p <= '9';
        if (digits < 3 || digits > 16 || text[0] == '0' || strchr(text, 'e') == NULL)
            continue;
        snprintf(longest, sizeof longest, "%.*e", digits - 2, value);
        if (strtod(longest, NULL) == value) fail_msg("%s could be %s", text, longest);
    }
}

static void any_decimal_is_read_as_the_c_library_does(void **state)
{
    (void)state;
    for (int i = 0; i < 300000; i++) {
        char text[64];
        uint64_t a = random_bits() >> (random_bits() % 64), b = random_bits();
        double got;
        switch (i % 4) {
        case 0: snprintf(text, sizeof text, "%lu.%lu", a % 1000, b >> (b % 61)); break;
        case 1: snprintf(text, sizeof text, "-%lue%d", a, (int)(b % 80) - 40); break;
        case 2: snprintf(text, sizeof text, "%lu%lu", a, b); break;
        default: snprintf(text, sizeof text, "+.%019luE%d", a, (int)(b % 700) - 350); break;
        }
        const char *end = glass_number_read(text, &got);
        double expected = strtod(text, NULL);
        if (!end || *end || memcmp(&got, &expected, sizeof got))
            fail_msg("%s was read as %.17g, expected %.17g", text, got, expected);
    }
}

static void ties_round_to_even(void **state)
{
    (void)state;
    const char *cases[] = {"9007199254740993",
                           "9007199254740995",
                           "0.500000000000000166533453693773481063544750213623046875",
                           "1.00000000000000011102230246251565",
                           "4503599627370497.5",
                           "4503599627370496.5",
                           "1e22",
                           "1e23",
                           "8.5e-21",
                           "5e-324",
                           "2.4703282292062327e-324",
                           "1.7976931348623157e308",
                           "123456789012345678e-21",
                           "9999999999999999999e19"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double got;
        assert_non_null(glass_number_read(cases[i], &got));
        if (got != strtod(cases[i], NULL)) fail_msg("%s was read as %.17g", cases[i], got);
    }
}

static void is_written_as_people_do(void **state)
{
    (void)state;
    const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {-1.5, "-1.5"},
        {100000, "100000"},
        {1e15, "1000000000000000"},
        {1e16, "1e+16"},
        {0.1, "0.1"},
        {0.0001, "0.0001"},
        {0.00001, "1e-05"},
        {1e-7, "1e-07"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e100, "1e+100"},
        {4.193675688, "4.193675688"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {NAN, "nan"},
        {-INFINITY, "-inf"},
        {1234.5678e-9, "1.2345678e-06"},
        {12345678901234567.0, "1.2345678901234568e+16"},
    };
    char text[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(glass_number_write(cases[i].value, text), cases[i].text);
}

static void stops_where_the_number_ends(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int length; /* -1: no number */
    } cases[] = {{"1,2", 1},   {"0x10", 1},   {"1e", 1},   {"1e+", 1},
                 {"1.", 2},    {".", -1},     {"-", -1},   {"", -1},
                 {"nan", -1},  {"inf", -1},   {"e5", -1},  {".5.", 2},
                 {" \t7 ", 3}, {"1.5e3x", 5}, {"--1", -1}, {"1e400", 5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 42;
        const char *end = glass_number_read(cases[i].text, &value);
        int length = end ? (int)(end - cases[i].text) : -1;
        if (length != cases[i].length) fail_msg("\"%s\": %d", cases[i].text, length);
        if (!end) assert_true(value == 42);
    }
}

static void is_the_same_in_every_locale(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8")) return;
    char text[32];
    double value;
    assert_string_equal(glass_number_write(1.5e-300, text), "1.5e-300");
    assert_non_null(glass_number_read("1.234567890123456789012345", &value));
    assert_true(value == 1.234567890123456789012345);
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(any_decimal_is_read_as_the_c_library_does),
        cmocka_unit_test(ties_round_to_even),
        cmocka_unit_test(is_written_as_people_do),
        cmocka_unit_test(stops_where_the_number_ends),
        cmocka_unit_test(is_the_same_in_every_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
