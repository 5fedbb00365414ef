/* Circuits against a ladder of cells, against numbers computed apart from this program,
 * and in their limits. */
#include "unit.h"
#include "glasscell/circuit.h"

#include <complex.h>

static glass_circuit make(int contacts, double R_ion, double R_eon, double C)
{
    glass_circuit it;
    glass_rows_defaults(glass_circuit_rows, &it);
    it.contacts = contacts;
    it.R_ion = R_ion;
    it.R_eon = R_eon;
    it.C_rails = C;
    return it;
}

static double complex impedance(glass_circuit it, double omega)
{
    double re, im;
    assert_ok(glass_circuit_impedance(&it, &omega, 1, &re, &im));
    return re + I * im;
}

static void assert_close(double complex got, double complex expected, double relative)
{
    if (cabs(got - expected) > relative * cabs(expected))
        fail_msg("%.15g%+.15gj, expected %.15g%+.15gj", creal(got), cimag(got),
                 creal(expected), cimag(expected));
}

static const struct {
    double R_ion, R_eon, C, omega;
    double complex opposite, same, blocked;
} lines[] = {
    {2, .5, 1, .01, .833332109796 - 100.000555553 * I, .833330026476 - 100.001388881 * I,
     .49999947917 - .000208332015757 * I},
    {2, .5, 1, .5, .830320784187 - 2.02740902393 * I, .825194559286 - 2.06842729743 * I,
     .498718443775 - .0102545683746 * I},
    {2, .5, 1, 5, .708816513043 - .331768218241 * I, .508358654102 - .495387296793 * I,
     .449885535265 - .0409047696378 * I},
    {2, .5, 1, 50, .507478232477 - .107552733879 * I, .158113844701 - .158113835828 * I,
     .412658903056 - .0126402754872 * I},
    {2, .5, 1, 1000, .42404163056 - .0240416305603 * I, .0353553390593 - .0353553390593 * I,
     .402828427125 - .00282842712475 * I},
    {1, 1, 3, .5, .666074791206 - .67495561248 * I, .631741988489 - .789534380521 * I,
     .965667197283 - .114578768041 * I},
    {1, 1, 3, 5, .62859373339 - .121639294655 * I, .25800081932 - .258444924398 * I,
     .629407085929 - .136805629744 * I},
    {1, 1, 3, 50, .540825323814 - .0408250781809 * I, .081649658098 - .0816496580936 * I,
     .540824334284 - .0408245799126 * I},
};

static void lines_to_every_digit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        double a = lines[i].R_ion, b = lines[i].R_eon, C = lines[i].C, w = lines[i].omega;
        /* twelve digits of the larger part: half a unit of the last of 100.000555553 */
        assert_close(impedance(make(GLASS_CONTACTS_OPPOSITE, a, b, C), w),
                     lines[i].opposite, 6e-12);
        assert_close(impedance(make(GLASS_CONTACTS_SAME, a, b, C), w), lines[i].same,
                     6e-12);
        assert_close(impedance(make(GLASS_CONTACTS_BLOCKED, a, b, C), w), lines[i].blocked,
                     6e-12);
        assert_close(impedance(make(GLASS_CONTACTS_SWAPPED, b, a, C), w), lines[i].blocked,
                     6e-12);
        /* both ends: two halves in parallel */
        assert_close(impedance(make(GLASS_CONTACTS_BOTH, a, b, C), w),
                     impedance(make(GLASS_CONTACTS_SAME, a / 2, b / 2, C / 2), w) / 2,
                     1e-13);
    }
    /* the small part by itself: Re at low frequency is S/3 up to Lambda^4 */
    assert_near(creal(impedance(make(GLASS_CONTACTS_SAME, 2, .5, 1), 1e-6)), 2.5 / 3,
                1e-10);
    assert_near(creal(impedance(make(GLASS_CONTACTS_OPPOSITE, 2, .5, 1), 1e-6)), 2.5 / 3,
                1e-10);
}

/* ---- the ladder: u is the voltage between the rails, i the ion current at faces ---- */

enum { CELLS = 2000 };

static double complex ladder(const glass_circuit *it, double omega)
{
    static double complex u[CELLS], pivot[CELLS];
    double S = it->R_ion + it->R_eon, g = CELLS / S;
    int is_blocked = it->contacts == GLASS_CONTACTS_BLOCKED;
    int is_swapped = it->contacts == GLASS_CONTACTS_SWAPPED;
    int is_through = is_blocked || is_swapped || it->contacts == GLASS_CONTACTS_OPPOSITE;
    double total = is_through ? 1 : 0; /* current through every cross-section */
    double drive = it->R_eon * total / S;
    double first = is_blocked ? 0 : it->contacts == GLASS_CONTACTS_BOTH ? 0.5 : 1;
    double last = is_swapped ? 1 : it->contacts == GLASS_CONTACTS_BOTH ? -0.5 : 0;
    double complex y = I * omega * it->C_rails / CELLS;
    for (int k = 0; k < CELLS; k++) { /* forward elimination */
        double complex diagonal = y + (k > 0 ? g : 0) + (k < CELLS - 1 ? g : 0);
        double complex right = (k > 0 ? drive : first) - (k < CELLS - 1 ? drive : last);
        pivot[k] = k ? diagonal - g * g / pivot[k - 1] : diagonal;
        u[k] = k ? right + g * u[k - 1] / pivot[k - 1] : right;
    }
    u[CELLS - 1] /= pivot[CELLS - 1];
    for (int k = CELLS - 2; k >= 0; k--) u[k] = (u[k] + g * u[k + 1]) / pivot[k];
    double complex ions = 0, electrons = 0; /* drops along the rails, centre to centre */
    for (int k = 0; k + 1 < CELLS; k++) {
        double complex i = (u[k] - u[k + 1]) * g + drive;
        ions += it->R_ion / CELLS * i;
        electrons += it->R_eon / CELLS * (total - i);
    }
    double half = 0.5 / CELLS;
    switch (it->contacts) {
    case GLASS_CONTACTS_OPPOSITE: return u[0] + S * half + electrons;
    case GLASS_CONTACTS_BLOCKED: return electrons + 2 * half * it->R_eon;
    case GLASS_CONTACTS_SWAPPED: return ions + 2 * half * it->R_ion;
    default: return u[0] + S * half * first;
    }
}

static void lines_are_limits_of_ladders(void **state)
{
    (void)state;
    for (int contacts = 0; contacts <= GLASS_CONTACTS_SWAPPED; contacts++)
        for (double omega = 0.05; omega < 100; omega *= 10) {
            glass_circuit it = make(contacts, 2, 0.5, 1);
            /* of second order in cells: 1/(2 n^2) at rest, and half a cell at an end is off
             * by Lambda^2/(8 n^2) */
            double off = (0.5 + 2.5 * omega / 8) / ((double)CELLS * CELLS);
            assert_close(ladder(&it, omega), impedance(it, omega), 1.1 * off);
        }
}

/* ---- round bodies: shells of finite volumes ---- */

static double complex shells(int power, double omega)
{
    /* radius, D and conductivity 1, so that S = 1/(area) and C = volume; per solid angle */
    static double complex u[CELLS], pivot[CELLS];
    double h = 1.0 / CELLS;
    for (int k = 0; k < CELLS; k++) {
        double a = k * h, b = a + h;
        double volume = (pow(b, power + 1) - pow(a, power + 1)) / (power + 1);
        double inner = pow(a, power) / h, outer = k < CELLS - 1 ? pow(b, power) / h : 0;
        double complex diagonal = I * omega * volume + inner + outer;
        double right = k == CELLS - 1 ? 1 : 0;
        pivot[k] = k ? diagonal - inner * inner / pivot[k - 1] : diagonal;
        u[k] = k ? right + inner * u[k - 1] / pivot[k - 1] : right;
    }
    return u[CELLS - 1] / pivot[CELLS - 1] + h / 2;
}

static void round_bodies(void **state)
{
    (void)state;
    static const struct {
        int contacts, power;
        double late;
    } bodies[] = {{GLASS_CONTACTS_SPHERE, 2, 1.0 / 5},
                  {GLASS_CONTACTS_CYLINDER, 1, 1.0 / 4}};
    for (int i = 0; i < 2; i++) {
        double C = 1.0 / (bodies[i].power + 1);
        glass_circuit it = make(bodies[i].contacts, 0.3, 0.7, C);
        assert_near(glass_circuit_time(&it), 1, 1e-15);
        for (double omega = 0.1; omega < 2000; omega *= 7) /* second order, as above */
            assert_close(shells(bodies[i].power, omega), impedance(it, omega), 1e-4);
        double complex Z = impedance(it, 1e-5);
        assert_near(creal(Z), bodies[i].late, 1e-11);
        assert_near(cimag(Z) * 1e-5 * C, -1, 1e-9);
        /* flat at high frequency, and far beyond where sinh overflows */
        for (double omega = 1e6; omega < 1e16; omega *= 1e3) {
            double complex w = csqrt(I * omega);
            assert_close(impedance(it, omega) * w, 1, 2 / cabs(w));
        }
    }
}

static void high_frequencies_do_not_overflow(void **state)
{
    (void)state;
    for (double omega = 1e6; omega < 1e18; omega *= 1e3) {
        double complex w = csqrt(2.5 * I * omega);
        assert_close(impedance(make(GLASS_CONTACTS_SAME, 2, .5, 1), omega), 2.5 / w, 1e-14);
        assert_close(impedance(make(GLASS_CONTACTS_OPPOSITE, 2, .5, 1), omega),
                     0.4 + 4.25 / 2.5 / w, 1e-14);
        assert_close(impedance(make(GLASS_CONTACTS_BLOCKED, 2, .5, 1), omega),
                     0.4 + 0.2 / w, 1e-14);
    }
}

/* ---- contacts and porous electrodes ---- */

static void contacts_in_series(void **state)
{
    (void)state;
    glass_circuit bare = make(GLASS_CONTACTS_OPPOSITE, 2, .5, 1), it = bare;
    it.R_contact_ion = 3;
    it.C_contact_ion = 0.2;
    it.R_contact_eon = 5;
    double complex ion = 3 / (1 + I * 7 * 3 * 0.2);
    assert_close(impedance(it, 7), impedance(bare, 7) + ion + 5, 1e-14);
    it.contacts = bare.contacts = GLASS_CONTACTS_BLOCKED;
    assert_close(impedance(it, 7), impedance(bare, 7) + 10, 1e-14);
    it.contacts = bare.contacts = GLASS_CONTACTS_SWAPPED;
    assert_close(impedance(it, 7), impedance(bare, 7) + 2 * ion, 1e-14);
    it.contacts = bare.contacts = GLASS_CONTACTS_BOTH;
    assert_close(impedance(it, 7), impedance(bare, 7) + (ion + 5) / 2, 1e-14);
}

static void porous_electrodes(void **state)
{
    (void)state;
    glass_circuit it = make(GLASS_CONTACTS_OPPOSITE, 10, 1, 1e-3);
    it.R_transfer = 5;
    it.particle = 1;
    it.R_particle = 2;
    it.time_particle = 100;
    static const struct {
        double omega;
        double complex Z;
    } particle[] = {{.001, 9.30517317224 - 20.0874941944 * I},
                    {.1, 8.83507808557 - .457148836032 * I},
                    {10, 8.38754612104 - .313384927345 * I},
                    {1000, 2.9587535684 - 1.7348550363 * I}};
    for (int i = 0; i < 4; i++)
        assert_close(impedance(it, particle[i].omega), particle[i].Z, 3e-12);
    it.particle = 0;
    static const struct {
        double omega;
        double complex Z;
    } plain[] = {{.1, 8.35795619605 - .00262872324607 * I},
                 {10, 8.34538328707 - .262248012145 * I},
                 {1000, 2.95906240534 - 1.73479010093 * I}};
    for (int i = 0; i < 3; i++)
        assert_close(impedance(it, plain[i].omega), plain[i].Z, 3e-12);
    it.C_rails = 0; /* Newman and Tobias: no frequency in it */
    assert_close(impedance(it, 1), 8.35795745658, 1e-12);
    assert_true(8.35795745658 < 11.0 / 3 + 5); /* what a uniform reaction would give */
    /* de Levie: no resistance of the matrix */
    it = make(GLASS_CONTACTS_OPPOSITE, 10, 0, 1e-3);
    assert_close(impedance(it, 10), 3.3331217145 - 100.022220106 * I, 3e-12);
    assert_close(impedance(it, 1000), 2.27274222001 - 2.17405665129 * I, 3e-12);
    it.contacts = GLASS_CONTACTS_SAME;
    assert_close(impedance(it, 1000), 2.27274222001 - 2.17405665129 * I, 3e-12);
    /* particles of other shapes: late, their S/5 and S/4, and their capacity */
    it = make(GLASS_CONTACTS_OPPOSITE, 1e-9, 0, 0);
    it.R_transfer = 0;
    it.R_particle = 2;
    it.time_particle = 10;
    it.particle = 2;
    assert_close(impedance(it, 1e-4), 2.0 / 5 - I * 2 * 3 / 1e-3, 1e-6);
    it.particle = 3;
    assert_close(impedance(it, 1e-4), 2.0 / 4 - I * 2 * 2 / 1e-3, 1e-6);
}

/* ---- time ---- */

static double current_step(glass_circuit it, double t)
{
    double V;
    assert_ok(glass_circuit_current_step(&it, &t, 1, &V));
    return V;
}

static double voltage_step(glass_circuit it, double t)
{
    double Q;
    assert_ok(glass_circuit_voltage_step(&it, &t, 1, &Q));
    return Q;
}

static void steps_of_current(void **state)
{
    (void)state;
    glass_circuit opposite = make(GLASS_CONTACTS_OPPOSITE, 2, .5, 1), same = opposite;
    same.contacts = GLASS_CONTACTS_SAME;
    static const double at[3][3] = {{.01, .521320439898, .178412411615},
                                    {.1, .783694844538, .564189583548},
                                    {1, 1.82981409212, 1.82355769452}};
    for (int i = 0; i < 3; i++) {
        assert_near(current_step(opposite, at[i][0]), at[i][1], 6e-12);
        assert_near(current_step(same, at[i][0]), at[i][2], 6e-12);
    }
    assert_near(current_step(opposite, 1e-14), 0.4, 1e-6); /* R_inf, then sqrt(t) */
    assert_near(current_step(same, 1e-14), 2 * sqrt(2.5e-14 / M_PI), 1e-18);
    assert_near(current_step(same, 500), 500 + 2.5 / 3, 1e-12);
    /* images and sums meet */
    double T = 0.1 * 2.5;
    assert_near(current_step(opposite, T * (1 + 1e-12)),
                current_step(opposite, T * (1 - 1e-12)), 1e-11);
}

static void steps_of_voltage(void **state)
{
    (void)state;
    static const double t_eon[] = {1, .99, .9, .75, .5};
    static const double mode[] = {M_PI / 2, 1.575088088, 1.613401456, 1.671948132,
                                  1.720667178};
    static const double T99[] = {1.781288, 1.773432, 1.706744, 1.616194, 1.550705};
    for (int i = 0; i < 5; i++) {
        assert_near(glass_circuit_mode(1 - t_eon[i], 0), mode[i], 6e-10);
        glass_circuit it = make(GLASS_CONTACTS_OPPOSITE, t_eon[i], 1 - t_eon[i], 1);
        /* half a unit of seven digits, times 2.5 % of slope */
        assert_near(voltage_step(it, T99[i]), 0.99, 2e-8);
    }
    static const struct {
        double t_eon, at[3];
    } fill[] = {{1, {.3568234005, .7639503307, .9312596785}},
                {.9, {.3254674797, .7686525935, .9370534852}},
                {.5, {.2664934855, .7756059962, .9489372288}}};
    static const double T[] = {.1, .5, 1};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) {
            glass_circuit it =
                make(GLASS_CONTACTS_OPPOSITE, fill[i].t_eon, 1 - fill[i].t_eon, 1);
            assert_near(voltage_step(it, T[k]), fill[i].at[k], 6e-11);
        }
}

/* The numerical inversion is taken as soon as anything stands in series; with next to
 * nothing in series it must be the closed form. 20 points carry about eight digits. */
static void inversion_agrees_with_closed_forms(void **state)
{
    (void)state;
    for (int contacts = 0; contacts <= GLASS_CONTACTS_CYLINDER; contacts++)
        for (double t = 0.01; t < 20; t *= 3) {
            glass_circuit it = make(contacts, 2, 0.5, 1), near = it;
            near.R_contact_ion = near.R_contact_eon = 1e-13;
            double V = current_step(it, t), Q = voltage_step(it, t);
            if (fabs(current_step(near, t) / V - 1) > 1e-7)
                fail_msg("contacts %d t %g: V %.12g, %.12g", contacts, t,
                         current_step(near, t), V);
            if (fabs(voltage_step(near, t) / Q - 1) > 1e-7)
                fail_msg("contacts %d t %g: Q %.12g, %.12g", contacts, t,
                         voltage_step(near, t), Q);
        }
}

static void refuses(void **state)
{
    (void)state;
    double re = 1, im = 2, omega = 1, zero = 0;
    glass_circuit good = make(GLASS_CONTACTS_SAME, 1, 1, 1), it;
    static const struct {
        double R_ion, R_eon, C, R_transfer;
        int particle;
        const char *words;
    } bad[] = {
        {-1, 1, 1, INFINITY, 0, "R_ion is -1 Ohm; allowed: at least 0"},
        {NAN, 1, 1, INFINITY, 0, "R_ion is missing"},
        {1, NAN, 1, INFINITY, 0, "R_eon is missing"},
        {1, 1, NAN, INFINITY, 0, "C_rails is missing"},
        {0, 0, 1, INFINITY, 0, "both 0"},
        {1, 1, 0, INFINITY, 0, "nothing joins the rails"},
        {1, INFINITY, 1, INFINITY, 0, "finite"},
        {1, 1, 1, INFINITY, 1, "R_transfer is missing"},
        {1, 1, 1, 1, 1, "needs R_particle and time_particle"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        it = make(GLASS_CONTACTS_SAME, bad[i].R_ion, bad[i].R_eon, bad[i].C);
        it.R_transfer = bad[i].R_transfer;
        it.particle = bad[i].particle;
        assert_int_equal(glass_circuit_impedance(&it, &omega, 1, &re, &im), GLASS_E_INPUT);
        assert_words(bad[i].words);
    }
    assert_int_equal(glass_circuit_impedance(&good, &zero, 1, &re, &im), GLASS_E_INPUT);
    assert_words("above 0");
    assert_int_equal(glass_circuit_current_step(&good, &zero, 1, &re), GLASS_E_INPUT);
    assert_int_equal(glass_circuit_voltage_step(&good, &zero, 1, &re), GLASS_E_INPUT);
    assert_true(re == 1 && im == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_to_every_digit),
        cmocka_unit_test(lines_are_limits_of_ladders),
        cmocka_unit_test(round_bodies),
        cmocka_unit_test(high_frequencies_do_not_overflow),
        cmocka_unit_test(contacts_in_series),
        cmocka_unit_test(porous_electrodes),
        cmocka_unit_test(steps_of_current),
        cmocka_unit_test(steps_of_voltage),
        cmocka_unit_test(inversion_agrees_with_closed_forms),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
