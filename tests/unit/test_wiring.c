/* The laws of wiring against numbers that were computed apart from this program, with 20 to
 * 25 digits or by small finite-volume programs; docs/theory/wiring.md. */
#include "unit.h"
#include "glasscell/wiring.h"

/* Printed digits: half a unit of the last of nine or more. */
#define assert_digits(got, expected, relative) assert_near((got) / (expected), 1, relative)

static const struct {
    glass_shape shape;
    double unfilled, T, voltage, nominal, elapsed;
} alphas[] = {
    {GLASS_PLATE, 0.5, 0.196730739524, 5.08308972, 1.53776266, 3.07552532},
    {GLASS_PLATE, 0.2, 0.567164053168, 1.76315829, 0.600000703, 0.750000879},
    {GLASS_PLATE, 0.1, 0.848085408046, 1.17912652, 0.30000000, 0.33333333},
    {GLASS_PLATE, 0.05, 1.12900737673, 0.885733805, 0.15, 0.157894737},
    {GLASS_PLATE, 0.01, 1.78128799387, 0.561391534, 0.03, 0.0303030303},
    {GLASS_PLATE, 0.001, 2.71449058210, 0.368393247, 0.003, 0.003003003},
    {GLASS_CYLINDER, 0.5, 0.0630581941915, 15.8583672, 4.47606375, 8.95212750},
    {GLASS_CYLINDER, 0.2, 0.214712735927, 4.65738558, 1.60056697, 2.00070871},
    {GLASS_CYLINDER, 0.1, 0.334413248487, 2.99031215, 0.800000029, 0.888888922},
    {GLASS_CYLINDER, 0.01, 0.732556386984, 1.36508263, 0.08, 0.0808080808},
    {GLASS_SPHERE, 0.5, 0.0305465242980, 32.7369487, 9.01222269, 18.0244454},
    {GLASS_SPHERE, 0.2, 0.113519041294, 8.80909483, 3.00691876, 3.75864845},
    {GLASS_SPHERE, 0.1, 0.182985374738, 5.46491763, 1.50000407, 1.66667119},
    {GLASS_SPHERE, 0.05, 0.253117642005, 3.95073213, 0.750000000, 0.789473684},
    {GLASS_SPHERE, 0.01, 0.416173823115, 2.40284214, 0.15, 0.1515151515},
    {GLASS_SPHERE, 0.001, 0.649474357545, 1.53970667, 0.015, 0.015015015},
};

static void alphas_to_every_digit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof alphas / sizeof *alphas; i++) {
        glass_shape shape = alphas[i].shape;
        double u = alphas[i].unfilled;
        double T = glass_wiring_time(shape, GLASS_FILL_VOLTAGE, u, INFINITY);
        assert_digits(T, alphas[i].T, 5e-12); /* twelve digits */
        assert_digits(glass_wiring_alpha(shape, GLASS_FILL_VOLTAGE, u), alphas[i].voltage,
                      5e-9);
        /* the fewest digits of a column are those of 0.003003003 */
        assert_digits(glass_wiring_alpha(shape, GLASS_FILL_CURRENT, u), alphas[i].nominal,
                      4e-9);
        assert_digits(glass_wiring_alpha(shape, GLASS_FILL_ELAPSED, u), alphas[i].elapsed,
                      1.2e-8);
    }
    /* what the paper prints: two decimals */
    assert_near(glass_wiring_alpha(GLASS_PLATE, GLASS_FILL_CURRENT, 0.01), 0.03, 1e-15);
    assert_near(glass_wiring_alpha(GLASS_PLATE, GLASS_FILL_VOLTAGE, 0.01), 0.56, 0.005);
    assert_near(glass_wiring_alpha(GLASS_SPHERE, GLASS_FILL_CURRENT, 0.01), 0.15, 1e-15);
    assert_near(glass_wiring_alpha(GLASS_SPHERE, GLASS_FILL_VOLTAGE, 0.01), 2.40, 0.005);
    assert_digits(glass_wiring_alpha(GLASS_PLATE, GLASS_FILL_VOLTAGE, 0.01), 0.561391534,
                  1e-9);
    assert_digits(glass_wiring_alpha(GLASS_CYLINDER, GLASS_FILL_VOLTAGE, 0.01), 1.365082631,
                  1e-9);
    assert_digits(glass_wiring_alpha(GLASS_SPHERE, GLASS_FILL_VOLTAGE, 0.01), 2.402842141,
                  1e-9);
}

static void examples_of_the_paper(void **state)
{
    (void)state;
    double alpha = glass_wiring_alpha(GLASS_PLATE, GLASS_FILL_CURRENT, 0.01);
    /* "14 weeks" for a sheet of 1 mm at 1e-8 cm2/s: half of it is L */
    assert_digits(0.5e-3 * 0.5e-3 / (alpha * 1e-12) / 604800, 13.77866, 1e-6);
    /* "< 1 Angstrom for a charging time of 1 hour" at 1e-18 cm2/s */
    assert_digits(
        glass_wiring_length(GLASS_PLATE, GLASS_FILL_CURRENT, 0.01, 1e-22, INFINITY, 3600),
        1.039e-10, 3e-4);
    double wide = glass_wiring_time(GLASS_SPHERE, GLASS_FILL_VOLTAGE, 0.01, INFINITY);
    assert_digits(wide * 1e-6 / (wide * 1e-16), 1e10, 1e-12); /* 1 mm to 10 nm */
}

static const glass_shape shapes[] = {GLASS_PLATE, GLASS_CYLINDER, GLASS_SPHERE, GLASS_ROD,
                                     GLASS_CUBE};
static const glass_filling fillings[] = {GLASS_FILL_CURRENT, GLASS_FILL_VOLTAGE,
                                         GLASS_FILL_ELAPSED};

/* Time and fill are inverse of each other, alpha falls as u does, for all that can be
 * asked. */
static void time_and_fill_are_inverse(void **state)
{
    (void)state;
    static const double biots[] = {1e-4, 0.1, 3, 200, INFINITY};
    for (int s = 0; s < 5; s++)
        for (int f = 0; f < 3; f++)
            for (int k = 0; k < 5; k++) {
                double before = INFINITY;
                for (double u = 0.97; u > 1e-13; u *= 0.6) {
                    double T = glass_wiring_time(shapes[s], fillings[f], u, biots[k]);
                    double back =
                        glass_wiring_unfilled(shapes[s], fillings[f], T, biots[k]);
                    /* u near 1 is told by x, which has 1e-16 / x digits; e^-rate T loses
                     * rate T of them, here up to 30 */
                    if (fabs(back / u - 1) > 2e-11)
                        fail_msg("shape %d filling %d Bi %g u %g: %.15g comes back", s, f,
                                 biots[k], u, back);
                    if (!(1 / T < before))
                        fail_msg("shape %d filling %d Bi %g u %g: alpha rises", s, f,
                                 biots[k], u);
                    before = 1 / T;
                }
            }
}

/* Series and short forms meet: no step in u where the one takes over from the other. */
static void short_forms_meet_series(void **state)
{
    (void)state;
    static const double at[] = {0.001, 0.012, 0.1};
    for (int s = 0; s < 3; s++)
        for (int f = 1; f < 3; f++)
            for (int k = 0; k < 3; k++) {
                double T = at[k], h = 1e-9 * T;
                double before =
                    glass_wiring_unfilled(shapes[s], fillings[f], T - h, INFINITY);
                double behind =
                    glass_wiring_unfilled(shapes[s], fillings[f], T + h, INFINITY);
                /* the slope alone moves u by about sqrt(T) 1e-9; the expansion of the
                 * cylinder is cut at T^4.5, 3e-13 at 0.001 */
                assert_near(behind, before, 4e-9 * sqrt(T) + 1e-12);
            }
    for (int s = 0; s < 3; s++) /* behind an exchange; the cylinder to T of x */
        for (double biot = 1e-3; biot < 1e6; biot *= 4) {
            double T = s == 1 ? 2e-5 : 0.012, h = 1e-9 * T;
            double before =
                glass_wiring_unfilled(shapes[s], GLASS_FILL_VOLTAGE, T - h, biot);
            double behind =
                glass_wiring_unfilled(shapes[s], GLASS_FILL_VOLTAGE, T + h, biot);
            double x = 1 - behind;
            assert_near(behind, before, (s == 1 ? 2e-5 : 1e-8) * x + 2e-14);
        }
    /* x of bare surfaces; what the forms leave out is given beside */
    double x = 1 - glass_wiring_unfilled(GLASS_PLATE, GLASS_FILL_VOLTAGE, 1e-4, INFINITY);
    assert_digits(x, 2 * sqrt(1e-4 / M_PI), 1e-13);
    x = 1 -
        glass_wiring_unfilled(GLASS_SPHERE, GLASS_FILL_VOLTAGE, 0.0305465242980, INFINITY);
    assert_near(x, 6 * sqrt(0.0305465242980 / M_PI) - 3 * 0.0305465242980, 1e-12);
    x = 1 - glass_wiring_unfilled(GLASS_CYLINDER, GLASS_FILL_VOLTAGE, 1e-4, INFINITY);
    assert_near(x, 4 * sqrt(1e-4 / M_PI) - 1e-4 - 1e-6 / (3 * sqrt(M_PI)), 2e-9);
    /* Sand: alpha = pi / (4 x^2) */
    assert_digits(glass_wiring_alpha(GLASS_PLATE, GLASS_FILL_ELAPSED, 0.9),
                  M_PI / (4 * 0.01), 1e-9);
    /* one term, late: to 3e-9 at 0.9 */
    assert_near(glass_wiring_time(GLASS_PLATE, GLASS_FILL_VOLTAGE, 0.1, INFINITY),
                4 / (M_PI * M_PI) * log(8 / (M_PI * M_PI * 0.1)), 3e-9);
}

static void late_currents_are_closed_forms(void **state)
{
    (void)state;
    for (int s = 0; s < 5; s++)
        for (double u = 1e-2; u > 1e-12; u *= 0.1) {
            double alpha = u / glass_wiring_theta(shapes[s]); /* (m/K) u */
            assert_digits(glass_wiring_alpha(shapes[s], GLASS_FILL_CURRENT, u), alpha,
                          1e-14);
            assert_digits(glass_wiring_alpha(shapes[s], GLASS_FILL_ELAPSED, u),
                          alpha / (1 - u), 1e-14);
        }
}

static const struct {
    glass_shape shape;
    double biot, x, T;
} exchanges[] = {
    {GLASS_PLATE, 0.1, 0.028805244191, 47.59456217},
    {GLASS_PLATE, 1, 0.20989660098, 6.2028210195},
    {GLASS_PLATE, 10, 0.5258076034, 2.1898004656},
    {GLASS_CYLINDER, 0.1, 0.057034667661, 23.605192898},
    {GLASS_CYLINDER, 1, 0.38663524618, 2.9101730453},
    {GLASS_CYLINDER, 10, 0.80660825629, 0.9235112945},
    {GLASS_SPHERE, 0.1, 0.084595577673, 15.659617286},
    {GLASS_SPHERE, 1, 0.52987590645, 1.86049963},
    {GLASS_SPHERE, 10, 0.93189827553, 0.53845768753},
};

static void exchange_at_the_surface(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++) {
        double biot = exchanges[i].biot;
        glass_shape shape = exchanges[i].shape;
        assert_near(1 - glass_wiring_unfilled(shape, GLASS_FILL_VOLTAGE, 0.3, biot),
                    exchanges[i].x, 1e-11);
        assert_digits(glass_wiring_time(shape, GLASS_FILL_VOLTAGE, 0.01, biot),
                      exchanges[i].T, 3e-10);
    }
}

/* Between the surface alone (small Bi) and the body alone (large Bi). */
static void exchange_has_its_limits(void **state)
{
    (void)state;
    for (int s = 0; s < 3; s++) {
        double m = glass_wiring_surface(shapes[s]), theta = glass_wiring_theta(shapes[s]);
        double slow = glass_wiring_time(shapes[s], GLASS_FILL_VOLTAGE, 0.01, 1e-7);
        assert_digits(slow * m * 1e-7, log(100), 1e-6); /* off by Bi */
        double fast = glass_wiring_time(shapes[s], GLASS_FILL_VOLTAGE, 0.01, 1e9);
        double bare = glass_wiring_time(shapes[s], GLASS_FILL_VOLTAGE, 0.01, INFINITY);
        assert_digits(fast, bare, 1e-8); /* off by a few 1/Bi */
        /* under a current K + 1/Bi, in closed form */
        for (double biot = 1e-3; biot < 1e4; biot *= 7)
            assert_digits(glass_wiring_time(shapes[s], GLASS_FILL_CURRENT, 0.01, biot),
                          (theta + 1 / (m * biot)) / 0.01, 1e-13);
    }
}

static void lengths_fill_in_time(void **state)
{
    (void)state;
    for (int s = 0; s < 5; s++)
        for (int f = 0; f < 3; f++)
            for (double k = 1e-13; k < 1e-5; k *= 30)
                for (double u = 0.6; u > 1e-5; u *= 0.1) {
                    double L =
                        glass_wiring_length(shapes[s], fillings[f], u, 1e-15, k, 600);
                    double T = 1e-15 * 600 / (L * L);
                    double back =
                        glass_wiring_unfilled(shapes[s], fillings[f], T, k * L / 1e-15);
                    if (fabs(back / u - 1) > 1e-10)
                        fail_msg("shape %d filling %d k %g u %g: %.15g", s, f, k, u, back);
                }
    assert_digits(
        glass_wiring_length_surface(GLASS_SPHERE, GLASS_FILL_CURRENT, 0.01, 1e-9, 3600),
        3 * 1e-9 * 3600 / 0.99, 1e-14);
    assert_digits(
        glass_wiring_length_surface(GLASS_SPHERE, GLASS_FILL_VOLTAGE, 0.01, 1e-9, 3600),
        3 * 1e-9 * 3600 / log(100), 1e-14);
    /* the slower the exchange, the nearer is all together to the surface alone */
    assert_digits(
        glass_wiring_length(GLASS_SPHERE, GLASS_FILL_VOLTAGE, 0.01, 1e-12, 1e-14, 3600),
        3 * 1e-14 * 3600 / log(100), 1e-6);
}

static void boxes_and_thetas(void **state)
{
    (void)state;
    double T[3] = {0.3, 0.7, 2}, u = 1;
    for (int i = 0; i < 3; i++)
        u *= glass_wiring_unfilled(GLASS_PLATE, GLASS_FILL_VOLTAGE, T[i], INFINITY);
    assert_digits(glass_wiring_box_unfilled(T), u, 1e-15);
    double same[3] = {0.4, 0.4, 0.4};
    assert_digits(glass_wiring_box_unfilled(same),
                  glass_wiring_unfilled(GLASS_CUBE, GLASS_FILL_VOLTAGE, 0.4, INFINITY),
                  1e-14);
    assert_digits(glass_wiring_theta(GLASS_ROD), 0.140577015073, 1e-9);
    assert_digits(glass_wiring_theta(GLASS_CUBE), 0.0806739, 2e-6);
    assert_digits(glass_wiring_theta_tube(0.5, 1, 1), 0.0601311325233, 1e-11);
    assert_digits(glass_wiring_theta_tube(0.5, 1, 0), 0.118348120373, 1e-11);
    assert_digits(glass_wiring_theta_tube(0.2, 1, 1), 0.11134119826, 1e-10);
    assert_digits(glass_wiring_theta_tube(0.2, 1, 0), 0.468248912726, 1e-11);
    assert_digits(glass_wiring_theta_shell(0.5, 1, 1), 0.0440476190476, 1e-11);
    assert_digits(glass_wiring_theta_shell(0.5, 1, 0), 0.169047619048, 1e-11);
    assert_digits(glass_wiring_theta_shell(0.2, 1, 1), 0.064688172043, 1e-11);
    assert_digits(glass_wiring_theta_shell(0.2, 1, 0), 1.08868817204, 1e-11);
    assert_digits(glass_wiring_rescaled(2, 4e-14, 1e-14), 4, 1e-15);
}

static void carriers(void **state)
{
    (void)state;
    assert_digits(glass_wiring_capacitance_solution(50000, 0.5, 0, 298.15),
                  4.69422180544e10, 3e-11); /* made with R = 8.314462618 */
    double C = glass_wiring_capacitance(5e4, 0.5);
    assert_digits(C, 9648533212, 1e-10);
    double sigma = glass_wiring_sigma(1e-6, 1e-2);
    assert_digits(sigma, 9.99900010e-7, 1e-9);
    assert_digits(sigma / C, 1.03632333e-16, 5e-9);
    double L = glass_wiring_length(GLASS_PLATE, GLASS_FILL_CURRENT, 0.01, sigma / C,
                                   INFINITY, 3600);
    assert_digits(L, 1.057936293e-7, 5e-10);
    double t_eon = 1e-2 / (1e-2 + 1e-6);
    assert_digits(t_eon, 0.999900010, 1e-9);
    assert_digits(L / sqrt(t_eon), 1.057989188e-7, 5e-10);
    assert_digits(L / sqrt(1 - t_eon), 1.057989188e-5, 1e-9);
    assert_digits(glass_wiring_grains_across(1e-3, 2e-4, 1e-6), 1 / (1e3 + 200), 1e-15);
    assert_digits(glass_wiring_grains_along(1, 100, 0.1, 1), 0.81 + 19, 1e-14);
    assert_digits(glass_wiring_contact(2, 1e-8), 1 / 8e-8, 1e-15);
    double point = glass_wiring_contact(1, 0.1);
    assert_digits(glass_wiring_contact_end(1, 0.1, 1) / point, 0.8593665, 1e-7);
    assert_digits(glass_wiring_contact_end(1, 0.3, 1) / glass_wiring_contact(1, 0.3),
                  0.58646629, 1e-8);
    assert_digits(glass_wiring_contact_strips(1, 0.1, 1), 0.590502434592, 1e-11);
    assert_digits(glass_wiring_contact_strips(1, 0.5, 1), 0.110317800076, 1e-11);
}

static void budget_verdict_rails(void **state)
{
    (void)state;
    double t_ion = 0.2, L = 1e-6, a = L / sqrt(1 - t_ion), b = L / sqrt(t_ion);
    assert_digits(glass_wiring_budget(t_ion, L, a, b), 2, 1e-14);
    assert_digits(glass_wiring_budget(t_ion, L, a / sqrt(2), b / sqrt(2)), 1, 1e-14);
    assert_digits(glass_wiring_budget(t_ion, L, L, L), 1, 1e-14);
    /* one carrier alone may use all: the intercepts */
    assert_digits(glass_wiring_budget(t_ion, L, a, 0), 1, 1e-14);
    static const struct {
        double ion, eon, H;
        char letter;
    } cases[] = {
        {1e-7, 1e-4, 1e-3, 'A'},     {1e-7, 2e-6, 1e-6, 'A'}, {1e-7, 2e-6, 1e-5, 'B'},
        {1e-7, 5e-7, 1e-5, 'B'},     {1e-7, 1e-7, 1e-5, 'C'}, {2e-7, 1e-7, 1e-5, 'C'},
        {3e-7, 1e-7, 1e-5, 'D'},     {1e-4, 1e-6, 1e-3, 'D'}, {1e-4, 1e-6, 5e-5, 'E'},
        {INFINITY, 1e-6, 5e-5, 'E'},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(glass_wiring_case(cases[i].ion, cases[i].eon, cases[i].H),
                         cases[i].letter);
    double H = glass_wiring_span(1, 0.3, 1.5, 0.01, 3600, 0.5, 5e4);
    assert_digits(H, 94.62942979e-6, 1e-10);
    double spans[] = {H, 3 * H};
    assert_int_equal(glass_wiring_levels(0.9 * H, spans, 2), 1);
    assert_int_equal(glass_wiring_levels(2 * H, spans, 2), 2);
    assert_int_equal(glass_wiring_levels(4 * H, spans, 2), 0);
    assert_digits(glass_wiring_film(6e7, 39e-9, 0, 39e-9), 6e7 / 1.375, 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alphas_to_every_digit),
        cmocka_unit_test(examples_of_the_paper),
        cmocka_unit_test(time_and_fill_are_inverse),
        cmocka_unit_test(short_forms_meet_series),
        cmocka_unit_test(late_currents_are_closed_forms),
        cmocka_unit_test(exchange_at_the_surface),
        cmocka_unit_test(exchange_has_its_limits),
        cmocka_unit_test(lengths_fill_in_time),
        cmocka_unit_test(boxes_and_thetas),
        cmocka_unit_test(carriers),
        cmocka_unit_test(budget_verdict_rails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
