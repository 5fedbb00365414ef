#include "unit.h"
#include "cell/cell_inside.h"

static void open_cell(const char *name, glass_cell *out)
{
    glass_notes notes = {0};
    if (glass_cell_open(name, out, &notes)) fail_msg("%s", glass_words());
    glass_notes_clear(&notes);
}

static double get(const glass_cell *cell, const char *name)
{
    double value = NAN;
    if (glass_cell_get(cell, name, &value)) fail_msg("%s", glass_words());
    return value;
}

static void set(glass_cell *cell, const char *assignment)
{
    if (glass_cell_set(cell, assignment)) fail_msg("%s", glass_words());
}

static void set_refused(glass_cell *cell, const char *assignment, const char *words)
{
    assert_int_equal(glass_cell_set(cell, assignment), GLASS_E_INPUT);
    assert_words(words);
}

/* Facts about the measured pouch, made with PyBaMM 26.10: balanced stoichiometries to eight
 * digits, charges of the windows to seven. */
static void balance_of_the_pouch(void **state)
{
    (void)state;
    glass_cell cell;
    double theta[2], soc;
    open_cell("nmc_pouch", &cell);
    assert_near(glass_cell_capacity(&cell, GLASS_NEGATIVE) / 3600, 13.18734, 5e-6);
    assert_near(glass_cell_capacity(&cell, GLASS_POSITIVE) / 3600, 13.18741, 5e-6);
    assert_ok(glass_cell_stoichiometry(&cell, 1, GLASS_BY_LIMITS, theta));
    assert_near(theta[GLASS_NEGATIVE], 0.75575179, 1e-8);
    assert_near(theta[GLASS_POSITIVE], 0.42490462, 1e-8);
    assert_ok(glass_cell_stoichiometry(&cell, 1, GLASS_BY_WINDOW, theta));
    assert_true(theta[GLASS_NEGATIVE] == 0.75668 && theta[GLASS_POSITIVE] == 0.42424);
    assert_near(glass_cell_ocv(&cell, 1, 298.15), 4.20176, 5e-6);
    assert_ok(glass_cell_soc_of_ocv(&cell, 3.7, &soc));
    /* a root to the last digit; this OCP subtracts terms of 5e4 V: its own is 1e-11 V */
    assert_near(glass_cell_ocv(&cell, soc, 298.15), 3.7, 5e-11);
    glass_cell_clear(&cell);
}

/* Chen2020 by limits: the same source. */
static void balance_of_chen(void **state)
{
    (void)state;
    glass_cell cell;
    double theta[2], soc;
    open_cell("chen2020", &cell);
    assert_ok(glass_cell_stoichiometry(&cell, 1, GLASS_BY_LIMITS, theta));
    assert_near(theta[GLASS_NEGATIVE], 0.910618, 5e-7);
    assert_near(theta[GLASS_POSITIVE], 0.263845, 5e-7);
    assert_int_equal(glass_cell_stoichiometry(&cell, 1.1, GLASS_BY_WINDOW, theta),
                     GLASS_E_INPUT);
    assert_words("allowed: 0 (empty) to 1 (full)");
    assert_int_equal(glass_cell_soc_of_ocv(&cell, 4.3, &soc), GLASS_E_INPUT);
    assert_words("4.1809 V (full)");
    set(&cell, "Upper voltage cut-off [V]=5");
    assert_int_equal(glass_cell_stoichiometry(&cell, 1, GLASS_BY_LIMITS, theta),
                     GLASS_E_INPUT);
    assert_words("never reaches its upper voltage limit of 5 V");
    glass_cell_clear(&cell);
}

/* Entropy: U moves by dU/dT per kelvin; here -0.1 mV/K in the positive alone. */
static void ocv_with_temperature(void **state)
{
    (void)state;
    glass_cell cell;
    open_cell("nmc_pouch", &cell);
    set(&cell, "Negative electrode entropic change coefficient = 0");
    double cold = glass_cell_ocv(&cell, 0.5, 298.15),
           hot = glass_cell_ocv(&cell, 0.5, 308.15);
    assert_near(hot - cold, -1e-3, 1e-14); /* rounding of a difference of volts */
    glass_cell_clear(&cell);
}

static void names_and_units(void **state)
{
    (void)state;
    glass_cell cell;
    open_cell("nmc_pouch", &cell);
    set(&cell, "Negative electrode thickness [m]=80e-6");
    assert_true(get(&cell, "negative electrode thickness [m]") == 80e-6);
    set(&cell, "Negative electrode thickness = 81 um");
    assert_near(get(&cell, "Negative electrode/Thickness [m]"), 81e-6, 1e-20);
    set(&cell, "Negative electrode thickness [um] = 82");
    assert_near(get(&cell, "Negative electrode thickness [um]"), 82, 1e-12);
    set(&cell, "Separator/Thickness=*2");
    assert_near(get(&cell, "Separator thickness"), 40e-6, 1e-20);
    set(&cell, "Ambient temperature = 25 degC");
    assert_near(cell.temperature_ambient, 298.15, 1e-12);
    set(&cell, "State / Thermal environment / Ambient temperature [K]=300");
    assert_true(cell.temperature_ambient == 300);
    set(&cell, "Nominal cell capacity = 12000 mAh");
    assert_near(cell.capacity, 43200, 1e-9);
    assert_near(get(&cell, "Nominal cell capacity [A.h]"), 12, 1e-12);
    set(&cell, "Cation transference number=0.3");
    assert_true(cell.transference == 0.3);
    set(&cell, "Positive particle radius [m]=5e-6");
    assert_true(cell.electrode[1].material[0].radius == 5e-6);
    set(&cell, "Maximum concentration in negative electrode [mol.m-3]=30000");
    assert_true(cell.electrode[0].material[0].concentration_max == 30000);
    set(&cell, "Contact resistance = 1 mOhm");
    assert_near(cell.contact_resistance, 1e-3, 1e-18);
    glass_cell_clear(&cell);
}

static void laws_by_hand(void **state)
{
    (void)state;
    glass_cell cell;
    open_cell("nmc_pouch", &cell);
    const glass_material *positive = &cell.electrode[GLASS_POSITIVE].material[0];
    set(&cell, "Positive electrode diffusivity [m2.s-1] = 4e-15 * exp(-x)");
    assert_near(glass_law_at(positive->diffusivity, 1), 4e-15 * exp(-1), 1e-29);
    set(&cell, "Positive electrode diffusivity = *10");
    assert_near(glass_law_at(positive->diffusivity, 0), 4e-14, 1e-28);
    set(&cell, "Positive electrode diffusivity [cm2/s] = 1e-10 * (1 - x/2)");
    assert_near(glass_law_at(positive->diffusivity, 1), 5e-15, 1e-29);
    set(&cell, "Positive electrode diffusivity = 3e-11 cm2/s");
    assert_near(get(&cell, "Positive electrode diffusivity"), 3e-15, 1e-29);
    set(&cell, "Electrolyte conductivity [S.m-1] = 1.2");
    assert_near(get(&cell, "Electrolyte conductivity"), 1.2, 0);
    set(&cell, "Thermodynamic factor = 1 + x/2000");
    assert_near(glass_law_at(cell.thermodynamic_factor, 1000), 1.5, 1e-15);
    set_refused(&cell, "Positive electrode diffusivity = cubic", "no table in this cell");
    glass_cell_clear(&cell);
    open_cell("lfp_18650", &cell);
    const glass_law **entropic =
        (const glass_law **)&cell.electrode[GLASS_POSITIVE].material[0].entropic;
    double straight = glass_law_at(*entropic, 0.025);
    set(&cell, "Positive electrode entropic change coefficient = cubic");
    assert_true(fabs(glass_law_at(*entropic, 0.025) - straight) > 1e-7);
    set(&cell, "Positive electrode entropic change coefficient = linear");
    assert_true(glass_law_at(*entropic, 0.025) == straight);
    glass_cell_clear(&cell);
}

static void refused_assignments(void **state)
{
    (void)state;
    glass_cell cell;
    double value;
    open_cell("nmc_pouch", &cell);
    set_refused(&cell, "Negative electrode thicknes [m]=1e-6",
                "did you mean \"Negative electrode thickness [m]\"?");
    set_refused(&cell, "Thickness=1e-6", "\"Separator thickness\"");
    set_refused(&cell, "flux capacitor=1", "no parameter \"flux capacitor\"");
    set_refused(&cell, "Separator porosity", "no assignment");
    set_refused(&cell, "Separator porosity=", "nothing stands behind");
    set_refused(&cell, "Separator porosity=1.7",
                "Separator porosity is 1.7; allowed: 0.001 to 1");
    set_refused(&cell, "Separator thickness=80 kg", "Separator thickness");
    set_refused(&cell, "Separator thickness=thick", "Separator thickness");
    set_refused(&cell, "Positive electrode diffusivity=exp(-y)", "Positive electrode diff");
    set_refused(&cell, "Positive electrode diffusivity=5 kg", "kg");
    set_refused(&cell, "Number of electrode pairs=3.5", "whole number");
    set_refused(&cell, "Density=*nan", "Density");
    assert_int_equal(glass_cell_get(&cell, "Negative electrode OCP", &value),
                     GLASS_E_INPUT);
    assert_words("is a law, not one number");
    assert_true(cell.separator_porosity == 0.47); /* a refusal changes nothing */
    glass_cell_clear(&cell);
}

static void parameters_listed(void **state)
{
    (void)state;
    glass_cell cell;
    glass_parameter p;
    open_cell("nmc_pouch", &cell);
    int n = 0, laws = 0, given = 0;
    for (; glass_cell_parameter(&cell, n, &p); n++) {
        double value = NAN;
        laws += p.law != NULL;
        given += p.is_given;
        if (p.is_given && !isnan(p.value)) {
            assert_ok(glass_cell_get(&cell, p.name, &value)); /* every name is its own */
            assert_true(value == p.value);
        }
    }
    assert_int_equal(laws, 8);
    assert_true(given > 50 && n > given);
    int bare = 0;
    while (glass_cell_parameter(NULL, bare, &p)) bare++;
    assert_int_equal(bare, n);
    glass_cell_clear(&cell);
}

static void copies_and_memory(void **state)
{
    (void)state;
    long balance = glass_memory_balance();
    glass_cell cell, copy;
    open_cell("nmc_pouch", &cell);
    assert_int_equal(cell.n_validation, 2);
    glass_status status = GLASS_E_MEMORY;
    long n = 1, before = glass_memory_balance();
    for (; status; n++) {
        glass_memory_fail_at(n);
        status = glass_cell_copy(&cell, &copy);
        glass_memory_fail_at(0);
        if (status) assert_int_equal(status, GLASS_E_MEMORY);
        if (status) assert_int_equal(glass_memory_balance(), before);
    }
    assert_true(n > 10);
    set(&copy, "Negative electrode thickness=*2");
    assert_true(copy.electrode[0].thickness == 2 * cell.electrode[0].thickness);
    double original = glass_cell_ocv(&cell, 0.4, 300);
    glass_cell_clear(&cell);
    assert_true(glass_cell_ocv(&copy, 0.4, 300) == original);
    assert_string_equal(copy.validation_names[0],
                        "C/20 discharge"); /* shared, still there */
    glass_cell_clear(&copy);
    assert_int_equal(glass_memory_balance(), balance);
}

/* Every number that the file gives says where it comes from (but for the state of charge,
 * which is a choice). */
static void sourced(const glass_cell *cell, const char *file)
{
    glass_cell_slot slot;
    char name[GLASS_NAME_SIZE], source[128];
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++) {
        int is_read = 0;
        for (int k = 0; k < cell->n_places; k++)
            is_read |= cell->places[k].row == slot.row &&
                       cell->places[k].electrode == slot.electrode;
        glass_cell_slot_name(&slot, 1, name);
        if (!is_read || strncmp(name, "Initial state", 13) == 0) continue;
        assert_ok(glass_cell_source(cell, name, source, sizeof source));
        if (!*source) fail_msg("%s: %s has no source", file, name);
        /* what came from papers names them; the others are About:Energy's own measurements */
        int is_published = strcmp(file, "nmc_pouch") && strcmp(file, "lfp_18650");
        if (is_published && !strstr(source, "10."))
            fail_msg("%s: %s has no DOI: %s", file, name, source);
    }
}

static void library_listed(void **state)
{
    (void)state;
    const char *const *names, *const *about;
    int n = glass_cell_library(&names, &about);
    assert_true(n >= 8);
    for (int i = 0; i < n; i++) {
        glass_cell cell;
        glass_notes notes = {0};
        size_t size;
        assert_true(strlen(about[i]) > 5);
        const char *text = glass_cell_library_text(names[i], &size);
        assert_int_equal(strlen(text), size);
        open_cell(names[i], &cell);
        assert_ok(glass_cell_check(&cell, &notes));
        for (int k = 0; k < notes.count; k++)
            if (notes.at[k].is_error) fail_msg("%s: %s", names[i], notes.at[k].text);
        assert_ok(glass_cell_ready(&cell, 1));
        sourced(&cell, names[i]);
        glass_notes_clear(&notes);
        glass_cell_clear(&cell);
    }
    glass_cell cell;
    assert_int_equal(glass_cell_open("Chen2021", &cell, NULL), GLASS_E_INPUT);
    assert_words("did you mean Chen2020?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balance_of_the_pouch), cmocka_unit_test(balance_of_chen),
        cmocka_unit_test(ocv_with_temperature), cmocka_unit_test(names_and_units),
        cmocka_unit_test(laws_by_hand),         cmocka_unit_test(refused_assignments),
        cmocka_unit_test(parameters_listed),    cmocka_unit_test(copies_and_memory),
        cmocka_unit_test(library_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
