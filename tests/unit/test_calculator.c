/* The calculator over ranges: what follows from what, ends, quantiles, words. */
#include "unit.h"
#include "glasscell/wiring.h"

static glass_wiring ask(const char *const (*set)[2])
{
    glass_wiring q;
    glass_rows_defaults(glass_wiring_rows, &q);
    for (; (*set)[0]; set++)
        assert_ok(glass_rows_set(glass_wiring_rows, &q, (*set)[0], (*set)[1]));
    return q;
}

#define ASK(...) ask((const char *const[][2]){__VA_ARGS__, {NULL, NULL}})

static glass_wiring_answer solve(glass_wiring q)
{
    glass_wiring_answer a;
    assert_ok(glass_wiring_solve(&q, &a));
    return a;
}

#define assert_digits(got, expected, relative) assert_near((got) / (expected), 1, relative)

static void the_paper_is_the_default(void **state)
{
    (void)state;
    glass_wiring_answer a = solve(ASK({"D", "1e-8 cm2/s"}, {"time", "1 h"}));
    assert_true(a.alpha.value == 0.03); /* plate, current, 99 %: to the last digit */
    assert_digits(a.L_star.value, sqrt(0.03 * 1e-12 * 3600), 1e-15);
    assert_true(a.L_star.low == a.L_star.value && a.L_star.high == a.L_star.value);
    assert_int_equal(a.basis, GLASS_BASIS_NONE);
    assert_true(isnan(a.L_ion.value) && isnan(a.L_eon.value) && a.letter == 0);
    a = solve(ASK({"D", "1e-14"}, {"shape", "sphere"}));
    assert_true(a.alpha.value == 0.15);
    a = solve(ASK({"D", "1e-14"}, {"shape", "sphere"}, {"control", "voltage"}));
    assert_digits(a.alpha.value, 2.402842141, 1e-9);
    a = solve(ASK({"D", "1e-14"}, {"unfilled", "1e-9"}));
    assert_digits(a.alpha.value, 3e-9, 1e-14);
}

static void two_carriers(void **state)
{
    (void)state;
    glass_wiring_answer a = solve(ASK({"c_max", "5e4"}, {"slope", "0.5"},
                                      {"sigma_ion", "1e-6"}, {"sigma_eon", "1e-2"}));
    assert_true(a.is_D_derived);
    assert_int_equal(a.basis, GLASS_BASIS_SIGMAS);
    assert_digits(a.C.value, 9648533212, 1e-10);
    assert_digits(a.sigma.value, 9.99900010e-7, 1e-9);
    assert_digits(a.D.value, 1.03632333e-16, 5e-9);
    assert_digits(a.t_ion.value, 1 - 0.999900010, 1e-5); /* the digits that 1 - t leaves */
    assert_digits(a.L_star.value, 1.057936293e-7, 5e-10);
    assert_digits(a.L_ion.value, 1.057989188e-7, 5e-10);
    assert_digits(a.L_eon.value, 1.057989188e-5, 5e-10);
    assert_digits(a.ratio.value, 100, 1e-12);
    assert_int_equal(a.letter, 'A');
    /* any three of D, C and the conductivities lead to the same lengths */
    char D[32];
    snprintf(D, sizeof D, "%.17g", a.D.value);
    glass_wiring_answer b =
        solve(ASK({"c_max", "5e4"}, {"slope", "0.5"}, {"D", D}, {"sigma_eon", "1e-2"}));
    assert_int_equal(b.basis, GLASS_BASIS_C);
    assert_digits(b.L_eon.value, a.L_eon.value, 1e-12);
    b = solve(ASK({"C", "9648533212"}, {"D", D}, {"sigma_ion", "1e-6"}));
    assert_digits(b.L_eon.value, a.L_eon.value,
                  1e-5); /* t_ion is 1 - 0.9999: four digits */
    b = solve(ASK({"D", D}, {"sigma_ion", "1e-6"}, {"t_ion", "1e-4"}));
    assert_int_equal(b.basis, GLASS_BASIS_GIVEN);
    assert_digits(b.L_eon.value, b.L_star.value * 100, 1e-12);
    /* an ideal lattice gas stands in, and is said to */
    b = solve(ASK({"D", D}, {"c_max", "5e4"}, {"sigma_eon", "1e-2"}));
    assert_int_equal(b.basis, GLASS_BASIS_LATTICE);
    assert_digits(b.t_ion.value, a.D.value * 4.69422180544e10 / 1e-2, 3e-11);
    /* what cannot be is not hidden */
    b = solve(ASK({"D", "1e-9"}, {"C", "1e10"}, {"sigma_eon", "1e-2"}));
    assert_int_equal(b.basis, GLASS_BASIS_EXCEEDED);
    assert_true(isnan(b.t_ion.value) && isnan(b.L_eon.value) && b.letter == 0);
    assert_digits(b.L_star.value, sqrt(0.03 * 1e-9 * 3600), 1e-14);
    /* where the ranges reach beyond: up to D C = sigma_eon, two of six decades are not */
    b = solve(ASK({"D", "1e-16...1e-14...1e-10"}, {"C", "1e10"}, {"sigma_eon", "1e-2"}));
    assert_near(b.impossible, 2.0 / 6, 2e-3); /* two of six decades, 1024 points */
    assert_true(b.t_ion.high == 1 && isinf(b.L_ion.high) && !isinf(b.L_ion.p95));
}

static void ends_are_exact_and_quantiles_near(void **state)
{
    (void)state;
    glass_wiring_answer a = solve(ASK({"D", "1e-19...1e-17...1e-13"}, {"t_ion", "0.1"}));
    double scale = sqrt(0.03 * 3600);
    assert_digits(a.L_star.value, scale * sqrt(1e-17), 1e-14);
    assert_digits(a.L_star.low, scale * sqrt(1e-19), 1e-14);
    assert_digits(a.L_star.high, scale * sqrt(1e-13), 1e-14);
    /* of one number: between points that are 6/1024 decades apart */
    assert_digits(a.L_star.median, scale * sqrt(1e-16), 1e-4);
    assert_digits(a.L_star.p05, scale * sqrt(pow(10, -18.7)), 1e-4);
    assert_digits(a.L_star.p95, scale * sqrt(pow(10, -13.3)), 1e-4);
    assert_digits(a.L_eon.median, a.L_star.median / sqrt(0.1), 1e-12);
    assert_int_equal(a.points, 1024);
    /* two numbers, log L = (log D + log tau + ...) / 2: the sum of two even spreads of 2
     * decades has its 5 % where (s/2)^2 / 2 = 0.05, s = 0.632 decades from its end; the
     * points have a discrepancy of about 1/200 */
    a = solve(ASK({"D", "1e-16...1e-14"}, {"time", "100...10000"}));
    assert_digits(a.L_star.low, sqrt(0.03 * 1e-16 * 100), 1e-14);
    assert_digits(a.L_star.high, sqrt(0.03 * 1e-14 * 10000), 1e-14);
    assert_digits(a.L_star.median, sqrt(0.03 * 1e-15 * 1000), 1e-2);
    assert_digits(log10(a.L_star.p05 / a.L_star.low), sqrt(0.4) / 2, 1e-2);
    /* an end of a conductivity is an end of the length that hangs on it alone */
    a = solve(
        ASK({"C", "1e10"}, {"sigma_ion", "1e-9...1e-7"}, {"sigma_eon", "1e-8...1e-4"}));
    assert_digits(a.L_ion.low, sqrt(0.03 * 3600 * 1e-9 / 1e10), 1e-13);
    assert_digits(a.L_eon.high, sqrt(0.03 * 3600 * 1e-4 / 1e10), 1e-13);
    double sum = 0;
    for (int i = 0; i < 5; i++) sum += a.cases[i];
    assert_digits(sum, 1, 1e-14);
    /* filled from 90 to 99 %: alpha from 0.3 to 0.03 */
    a = solve(ASK({"D", "1e-14"}, {"filled", "0.9...0.99"}));
    assert_digits(a.alpha.low, 0.03, 1e-14);
    assert_digits(a.alpha.high, 0.3, 1e-7); /* the transient at 90 % is 3e-9 */
    /* the same each time */
    glass_wiring_answer b = solve(ASK({"D", "1e-14"}, {"filled", "0.9...0.99"}));
    assert_memory_equal(&a, &b, sizeof a);
}

static void surface_size_thickness(void **state)
{
    (void)state;
    glass_wiring_answer a =
        solve(ASK({"D", "1e-14"}, {"t_ion", "0.1"}, {"shape", "sphere"},
                  {"control", "voltage"}, {"k", "1e-9"}, {"thickness", "2um"}));
    assert_digits(a.L_transport.value, sqrt(2.402842141 * 1e-14 * 3600), 1e-9);
    assert_digits(a.L_surface.value, 3e-9 * 3600 / log(100), 1e-13);
    assert_true(a.L_star.value < a.L_transport.value && a.L_star.value < a.L_surface.value);
    double L = a.L_star.value;
    assert_digits(glass_wiring_unfilled(GLASS_SPHERE, GLASS_FILL_VOLTAGE,
                                        1e-14 * 3600 / (L * L), 1e-9 * L / 1e-14),
                  0.01, 1e-11);
    assert_digits(a.biot.value, 1e-9 * L / 1e-14, 1e-15);
    assert_digits(a.L_ion.value, L / sqrt(0.9), 1e-15);
    assert_digits(a.without_E.value, 0.1 * 4e-12 / (L * L), 1e-13);
    assert_digits(a.without_I.value, 0.9 * 4e-12 / (L * L), 1e-13);
    assert_int_equal(a.letter, 'B'); /* r = 3 */
    a = solve(ASK({"D", "1e-14"}, {"size", "1um"}));
    assert_digits(a.time_size.value, 1e-12 / (0.03 * 1e-14), 1e-14);
    a = solve(ASK({"D", "1e-14"}, {"D_2", "1e-12"}, {"D_3", "1e-16"}, {"shape", "sphere"}));
    assert_digits(a.L_2.value, 10 * a.L_star.value, 1e-14);
    assert_digits(a.L_3.value, 0.1 * a.L_star.value, 1e-14);
    a = solve(ASK({"D", "1e-14"}, {"c_max", "5e4"}, {"phi_M", "0.5"}));
    assert_digits(a.span_I.value, 94.62942979e-6, 1e-10);
}

static void boundaries_and_contacts(void **state)
{
    (void)state;
    /* a boundary that doubles the resistance of the ions, which are nearly all of it */
    glass_wiring_answer a =
        solve(ASK({"D", "1e-16"}, {"sigma_ion", "1e-6"}, {"sigma_eon", "1"},
                  {"grain", "1 um"}, {"R_grain_ion", "1"}));
    assert_digits(a.D.value, 0.5e-16, 2e-6);
    assert_digits(a.ratio.value, sqrt(1 / 0.5e-6), 1e-12);
    a = solve(ASK({"D", "1e-16"}, {"sigma_ion", "1e-6"}, {"sigma_eon", "1"},
                  {"grain", "1 um"}, {"path", "0.1 um"}, {"sigma_path_ion", "1e-4"}));
    assert_digits(a.D.value, 1e-16 * (0.81 + 19), 1e-4); /* sigma_eon is not infinite */
    /* point contacts of ions: K/m L^2 + t_eon V/(4 a n) = D tau u */
    a = solve(ASK({"D", "1e-14"}, {"t_ion", "0.25"}, {"shape", "sphere"},
                  {"contact_ion", "10 nm"}, {"contact_count", "6"}));
    double L = a.L_star.value, V = 4 * M_PI / 3 * L * L * L;
    assert_digits(L * L / 15 + 0.75 * V / (4 * 1e-8 * 6), 1e-14 * 3600 * 0.01, 1e-12);
    assert_true(L < a.L_transport.value);
}

static void refuses(void **state)
{
    (void)state;
    static const struct {
        const char *set[5][2], *words;
    } bad[] = {
        {{{"t_ion", "0.1"}}, "D is not known. Give D, or what it follows from"},
        {{{"C", "1e10"}}, "of these is missing: sigma_ion, sigma_eon"},
        {{{"C", "1e10"}, {"sigma_ion", "1e-6"}}, "of these is missing: sigma_eon"},
        {{{"sigma_ion", "1e-6"}, {"sigma_eon", "1"}}, "missing: C (or c_max and slope)"},
        {{{"D", "1e-14"}, {"sigma_ion", "1"}, {"R_grain_ion", "1"}}, "grain is missing"},
        {{{"D", "1e-14"}, {"grain", "1e-6"}, {"R_grain_ion", "1"}}, "each carrier apart"},
        {{{"D", "1e-14"}, {"grain", "1e-6"}, {"sigma_path_ion", "1"}}, "path is missing"},
        {{{"D", "1e-14"}, {"grain", "1e-9"}, {"path", "2e-9"}, {"sigma_path_ion", "1"}},
         "more than the grain"},
        {{{"D", "1e-14"}, {"D_2", "1e-9"}}, "a plate fills along one axis"},
        {{{"D", "1e-14"}, {"D_2", "1e-9"}, {"shape", "rod"}, {"k", "1"}}, "leave out k"},
        {{{"D", "1e-14"}, {"contact_ion", "1e-9"}}, "shape sphere, control current"},
        {{{"D", "1e-14"}, {"contact_ion", "1e-9"}, {"shape", "sphere"}}, "need t_ion"},
        {{{"D", "1e-14"}, {"contact_ion", "1e-9"}, {"shape", "sphere"}, {"k", "1"}},
         "do not go together"},
    };
    glass_wiring_answer a, before;
    memset(&a, 7, sizeof a);
    before = a;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        glass_wiring q = ask(bad[i].set);
        assert_int_equal(glass_wiring_solve(&q, &a), GLASS_E_INPUT);
        assert_words(bad[i].words);
        assert_memory_equal(&a, &before, sizeof a);
    }
    glass_wiring q = ASK({"D", "1e-14"});
    q.sigma_ion = glass_range_at(-1);
    assert_int_equal(glass_wiring_solve(&q, &a), GLASS_E_INPUT);
    assert_words("sigma_ion is -1 S.m-1; allowed");
    static const char *const rows[][2] = {
        {"sigma_eon", "0"}, {"t_ion", "1.1"}, {"t_ion", "-0.1"},  {"filled", "1"},
        {"filled", "0"},    {"D", "0"},       {"time", "-1 h"},   {"D", "1e-9 m"},
        {"shape", "torus"}, {"k", "1e-9 m"},  {"thickness", "0"}, {"D", "1e-13...1e-16"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(glass_rows_set(glass_wiring_rows, &q, rows[i][0], rows[i][1]),
                         GLASS_E_INPUT);
}

static void without_memory(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    glass_wiring q = ASK({"D", "1e-16...1e-13"});
    glass_wiring_answer a, same;
    memset(&a, 7, sizeof a);
    same = a;
    glass_memory_fail_at(1);
    assert_int_equal(glass_wiring_solve(&q, &a), GLASS_E_MEMORY);
    glass_memory_fail_at(0);
    assert_memory_equal(&a, &same, sizeof a);
    assert_ok(glass_wiring_solve(&q, &a));
    assert_int_equal(glass_memory_balance(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_paper_is_the_default),
        cmocka_unit_test(two_carriers),
        cmocka_unit_test(ends_are_exact_and_quantiles_near),
        cmocka_unit_test(surface_size_thickness),
        cmocka_unit_test(boundaries_and_contacts),
        cmocka_unit_test(refuses),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
