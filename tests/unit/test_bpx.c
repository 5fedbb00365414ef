#include "unit.h"
#include "base/file.h"
#include "format/bpx.h"
#include "glasscell/recording.h"

static const char *data_path(const char *name)
{
    static char path[4096];
    const char *root = getenv("GLASSCELL_TEST_DATA");
    snprintf(path, sizeof path, "%s/bpx/%s", root ? root : "tests/data", name);
    return path;
}

static void open_example(const char *name, glass_cell *out)
{
    glass_notes notes = {0};
    if (glass_cell_open(data_path(name), out, &notes)) fail_msg("%s", glass_words());
    glass_notes_clear(&notes);
}

/* ---- what is read ---- */

static void old_and_new_layout(void **state)
{
    (void)state;
    glass_cell old, now;
    glass_text a = {0}, b = {0};
    open_example("nmc_pouch_cell_BPX.json", &old);
    assert_ok(glass_cell_open("nmc_pouch", &now, NULL));
    assert_string_equal(old.version, "0.1.0");
    assert_true(old.soc_initial == 1 && old.temperature_ambient == 298.15);
    assert_true(old.temperature_initial == 298.15 && old.concentration_initial == 1000);
    assert_true(old.pairs == 34 && old.capacity == 45000);
    assert_int_equal(old.extent, GLASS_CELL_DFN);
    /* 1.1 has no thermal conductivity: it moves to User-defined; all else is the same */
    assert_string_equal(old.user_json, "   \"Thermal conductivity [W.m-1.K-1]\": 2.04");
    glass_free(old.user_json);
    old.user_json = NULL;
    assert_ok(glass_bpx_write(&old, &a));
    glass_free(now.user_json); /* the library's says its sources there */
    now.user_json = NULL;
    assert_ok(glass_bpx_write(&now, &b));
    assert_string_equal(a.at, b.at);
    glass_text_clear(&a);
    glass_text_clear(&b);
    glass_cell_clear(&old);
    glass_cell_clear(&now);
}

static void spm_and_blends(void **state)
{
    (void)state;
    glass_cell cell;
    open_example("nmc_pouch_cell_BPX_SPM.json", &cell);
    assert_int_equal(cell.extent, GLASS_CELL_SPM);
    assert_true(isnan(cell.electrode[0].porosity) && !cell.electrolyte_conductivity);
    assert_ok(glass_cell_ready(&cell, 0));
    assert_int_equal(glass_cell_ready(&cell, 1), GLASS_E_INPUT);
    assert_words("take --model spm");
    glass_cell_clear(&cell);
    open_example("nmc_pouch_cell_blended_electrode_v1.1.1.json", &cell);
    assert_int_equal(cell.electrode[GLASS_POSITIVE].n_materials, 2);
    assert_string_equal(cell.electrode[GLASS_POSITIVE].material[1].name, "Small Particles");
    assert_int_equal(glass_cell_ready(&cell, 1), GLASS_E_INPUT);
    assert_words("blend of 2 materials");
    double radius;
    assert_ok(glass_cell_get(&cell, "Positive electrode Small Particles particle radius",
                             &radius));
    assert_true(radius == 1e-6);
    assert_int_equal(glass_cell_get(&cell, "Positive electrode particle radius", &radius),
                     GLASS_E_INPUT);
    assert_words("Positive electrode Large Particles particle radius");
    glass_cell_clear(&cell);
}

static void curves(void **state)
{
    (void)state;
    glass_cell cell;
    assert_ok(glass_cell_open("nmc_pouch", &cell, NULL));
    assert_int_equal(cell.n_validation, 2);
    const glass_recording *curve = cell.validation[1];
    assert_string_equal(cell.validation_names[1], "1C discharge");
    int voltage = glass_recording_find(curve, "Voltage / V");
    int temperature = glass_recording_find(curve, "Surface Temperature / degC");
    assert_true(voltage > 0 && temperature > 0);
    assert_true(curve->channels[voltage].at[0] == 4.1936757);
    assert_near(curve->channels[temperature].at[0], 25, 1e-12);
    assert_true(curve->rows > 30);
    glass_cell_clear(&cell);
}

/* ---- what is written reads back the same ---- */

static void written_again(const char *name)
{
    glass_cell cell, again;
    glass_text first = {0}, second = {0};
    open_example(name, &cell);
    assert_ok(glass_bpx_write(&cell, &first));
    assert_ok(glass_bpx_read("again.json", first.at, first.length, &again, NULL));
    assert_ok(glass_bpx_write(&again, &second));
    assert_string_equal(first.at, second.at);
    glass_parameter a, b;
    for (int i = 0; glass_cell_parameter(&cell, i, &a); i++) {
        assert_true(glass_cell_parameter(&again, i, &b));
        assert_int_equal(a.is_given, b.is_given);
        if (!isnan(a.value)) assert_true(a.value == b.value);
        for (int k = 0; a.law && k <= 10; k++) {
            double x = k / 10., y = glass_law_at(a.law, x);
            if (isfinite(y)) assert_true(y == glass_law_at(b.law, x));
        }
    }
    assert_int_equal(cell.n_validation, again.n_validation);
    glass_text_clear(&first);
    glass_text_clear(&second);
    glass_cell_clear(&cell);
    glass_cell_clear(&again);
}

/* A number set by hand is no longer the paper's. */
static void sources_follow(void **state)
{
    (void)state;
    glass_cell cell, again;
    glass_text text = {0};
    char source[64];
    assert_ok(glass_cell_open("Chen2020", &cell, NULL));
    assert_ok(glass_cell_set(&cell, "Separator thickness = 20 um"));
    assert_ok(glass_cell_source(&cell, "Separator thickness [m]", source, sizeof source));
    assert_string_equal(source, "set by hand");
    assert_ok(glass_bpx_write(&cell, &text));
    assert_ok(glass_bpx_read("again.json", text.at, text.length, &again, NULL));
    assert_ok(glass_cell_source(&again, "Separator thickness", source, sizeof source));
    assert_string_equal(source, "");
    assert_ok(glass_cell_source(&again, "Separator porosity", source, sizeof source));
    assert_string_equal(source, "10.1149/1945-7111/ab9050");
    glass_text_clear(&text);
    glass_cell_clear(&cell);
    glass_cell_clear(&again);
}

/* Files in the wild say 1.0, as a number, over the old layout. */
static void one_point_nought(void **state)
{
    (void)state;
    glass_cell cell;
    glass_notes notes = {0};
    char *text;
    size_t n;
    assert_ok(glass_file_read(data_path("nmc_pouch_cell_BPX.json"), 0, &text, &n));
    char *at = strstr(text, "\"0.1.0\"");
    assert_non_null(at);
    memcpy(at, "1.0    ", 7);
    if (glass_bpx_read("wild.json", text, n, &cell, &notes)) fail_msg("%s", glass_words());
    assert_int_equal(notes.errors, 0);
    int told = 0;
    for (int i = 0; i < notes.count; i++)
        told |= strstr(notes.at[i].text, "laid out as in 0.x") != NULL;
    assert_true(told);
    assert_true(cell.concentration_initial == 1000);
    glass_notes_clear(&notes);
    glass_cell_clear(&cell);
    glass_free(text);
}

static void round_trips(void **state)
{
    (void)state;
    written_again("nmc_pouch_cell_BPX.json");
    written_again("nmc_pouch_cell_BPX_SPM.json");
    written_again("nmc_pouch_cell_BPX_blended_electrode.json");
    written_again("nmc_pouch_cell_blended_electrode_v1.1.1.json");
}

/* Everything of 1.1 that the examples do not have, in YAML, and back. */
static const char all_of_it[] =
    "Header: {BPX: 1.1.1, Model: Partial, Title: \"a \\\"b\\\"\"}\n"
    "Parameterisation:\n"
    "  Negative electrode:\n"
    "    Thickness [m]: 1e-4\n"
    "    Particle:\n"
    "      Graphite:\n"
    "        OCP [V]: {x: [0, 0.5, 1], y: [1, 0.2, 0.1], interpolation: cubic}\n"
    "        OCP (lithiation) [V]: exp(-x)\n"
    "        OCP hysteresis decay constant: 3\n"
    "      Silicon: {\"Particle radius [m]\": 2e-6}\n"
    "  User-defined:\n"
    "    Contact resistance [Ohm]: 0.001\n"
    "    Thermodynamic factor: 1 + x / 2000\n"
    "    mine: {deep: {x: [1, 2], y: [3, 4]}, description: words}\n"
    "State:\n"
    "  Initial conditions:\n"
    "    Initial state-of-charge: 0.5\n"
    "    \"Initial hysteresis state: Negative electrode\": {Graphite: 1, Silicon: -1}\n"
    "  Thermal environment:\n"
    "    Heat transfer coefficient [W.m-2.K-1]: 10\n"
    "  Degradation:\n"
    "    LLI: 0.1\n"
    "    \"LAM: Positive electrode\": 0.01\n"
    "    \"LAM: Negative electrode\": {Graphite: 0.02, Silicon: 0.3}\n";

static void everything_kept(void **state)
{
    (void)state;
    glass_cell cell, again;
    glass_text text = {0};
    assert_ok(glass_bpx_read("all.yaml", all_of_it, strlen(all_of_it), &cell, NULL));
    assert_ok(glass_bpx_write(&cell, &text));
    assert_ok(glass_bpx_read("all.json", text.at, text.length, &again, NULL));
    const glass_material *silicon = &again.electrode[0].material[1];
    const glass_material *graphite = &again.electrode[0].material[0];
    assert_string_equal(again.title, "a \"b\"");
    assert_int_equal(again.extent, GLASS_CELL_PARTIAL);
    assert_true(silicon->hysteresis_state == -1 && silicon->lam == 0.3);
    assert_true(graphite->hysteresis_decay == 3 && again.lli == 0.1);
    assert_true(again.electrode[1].material[0].lam == 0.01);
    assert_true(again.contact_resistance == 0.001 && again.heat_transfer == 10);
    assert_near(glass_law_at(again.thermodynamic_factor, 1000), 1.5, 1e-15);
    /* the table is still a cubic: not the straight line's 0.6 half way */
    assert_true(glass_law_at(graphite->ocp, .25) ==
                glass_law_at(cell.electrode[0].material[0].ocp, .25));
    assert_true(fabs(glass_law_at(graphite->ocp, .25) - 0.6) > 0.01);
    assert_non_null(strstr(again.user_json, "\"deep\""));
    glass_text_clear(&text);
    glass_cell_clear(&cell);
    glass_cell_clear(&again);
}

/* ---- what is refused, with which words ---- */

/* The pouch with one text put in the place of another. */
static char *changed(const char *from, const char *to)
{
    size_t n;
    const char *text = glass_cell_library_text("nmc_pouch", &n), *at = strstr(text, from);
    if (!at) fail_msg("the pouch has no %s", from);
    glass_text out = {0};
    glass_text_bytes(&out, text, (size_t)(at - text));
    glass_text_add(&out, "%s%s", to, at + strlen(from));
    return glass_text_take(&out);
}

static const struct {
    const char *from, *to, *words;
} bad[] = {
    {"\"BPX\": \"1.1.1\"", "\"BPX\": \"9.9.9\"", "version 9.9.9 is not known here"},
    {"\"BPX\": \"1.1.1\"", "\"BPX\": \"newest\"", "a version like \"1.1.1\" is expected"},
    {"\"BPX\": \"1.1.1\",", "", "\"BPX\", the version, is missing"},
    {"\"DFN\"", "\"P2D\"", "SPM, SPMe, DFN or Partial is expected, the text \"P2D\" came"},
    {"\"Header\"", "\"Heder\"", "did you mean \"Header\"?"},
    {"\"Parameterisation\"", "\"Parameters\"", "\"Parameterisation\" is missing"},
    {"\"Separator\"", "\"Seperator\"", "did you mean \"Separator\"?"},
    {"\"Porosity\": 0.47,", "", "Parameterisation / Separator: missing: \"Porosity\""},
    {"\"Porosity\": 0.47", "\"Porosity\": 1.7",
     "Separator porosity is 1.7; allowed: 0.001 to 1"},
    {"\"Porosity\": 0.47", "\"Porosity\": -0.4", "Separator porosity is -0.4; allowed"},
    {"\"Porosity\": 0.47", "\"Porosity\": NaN", "Separator / Porosity is NaN"},
    {"\"Porosity\": 0.47", "\"Porosity\": true", "a number is expected, true came"},
    {"\"Porosity\": 0.47", "\"Porosity\": null",
     "a number is expected, nothing (null) came"},
    {"\"Porosity\": 0.47", "\"Porosity\": \"0.47\"",
     "the text \"0.47\" came; remove the quotes"},
    {"\"Porosity\": 0.47", "\"Porosity\": [0.47]", "a number is expected, a list came"},
    {"\"Porosity\": 0.47", "\"porosity\": 0.47", "did you mean \"Porosity\"?"},
    {"\"Porosity\": 0.47", "\"Porosity\": 0.47, \"Porosity\": 0.5",
     "stands here a second time"},
    {"\"Porosity\": 0.47", "\"Porosity\": 1e999", "Porosity: a number is expected"},
    {"\"Density [kg.m-3]\"", "\"Density [kg/m3]\"", "did you mean \"Density [kg.m-3]\"?"},
    {"\"Density [kg.m-3]\"", "\"My own number\"", "belongs in \"User-defined\""},
    {"\"Volume [m3]\"", "\"Initial temperature [K]\"",
     "State / Initial conditions; move it"},
    {"\"Volume [m3]\"", "\"Thermal conductivity [W.m-1.K-1]\"", "BPX 1.1 has removed"},
    {"make a cell\": 34", "make a cell\": 34.5", "a whole number is expected"},
    {"make a cell\": 34", "make a cell\": 0", "allowed: 1 to"},
    {"2.728e-14", "\"2.728e-14 * sine(x)\"", "Negative electrode / Diffusivity [m2.s-1]"},
    {"2.728e-14", "\"exp(x\"", "Diffusivity [m2.s-1]: "},
    {"2.728e-14", "\"exp(x, 2)\"", "Diffusivity [m2.s-1]: "},
    {"2.728e-14", "\"X\"", "Diffusivity [m2.s-1]: "},
    {"2.728e-14", "{\"x\": [0, 1], \"y\": [1e-14]}", "x has 2 numbers and y has 1"},
    {"2.728e-14", "{\"x\": [], \"y\": []}", "Diffusivity [m2.s-1]: "},
    {"2.728e-14", "{\"x\": [0, 0], \"y\": [1e-14, 2e-14]}", "Diffusivity [m2.s-1]: "},
    {"2.728e-14", "{\"x\": [0, 1], \"y\": [1e-14, \"a\"]}",
     "y / item 2: a number is expected"},
    {"2.728e-14", "{\"x\": [0, 1]}", "a table is {\"x\": [...], \"y\": [...]}"},
    {"2.728e-14", "{\"x\": [0, 1], \"y\": [1, 2], \"z\": 1}", "a table is"},
    {"2.728e-14", "-1", "Negative electrode diffusivity is -1 m2.s-1; allowed"},
    {"\"Initial state-of-charge\": 1", "\"Initial state-of-charge\": 1.2",
     "allowed: 0 to 1"},
    {"\"Initial state-of-charge\": 1", "\"Initial soc\": 1", "BPX has no such field here"},
    {"\"Thermal environment\"", "\"Environment\"", "State has no such section"},
    {"\"State\": {", "\"State\": {\"Degradation\": {\"LLI\": 0},",
     "\"LAM: Positive electrode\""},
    {"\"Time [s]\": [", "\"Time [s]\": [0, ", "holds "},
    {"\"Time [s]\": [", "\"Times [s]\": [", "\"Time [s]\" is missing"},
    {"\"Time [s]\": [0,", "\"Time [s]\": [5000,", "time runs backwards"},
    {"\"Validation\": {", "\"Validation\": [1, 2], \"x\": {",
     "an object {...} is expected"},
};

static void bad_files(void **state)
{
    (void)state;
    long balance = glass_memory_balance();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *text = changed(bad[i].from, bad[i].to);
        glass_cell cell = {0};
        glass_status status = glass_bpx_read("bad.json", text, strlen(text), &cell, NULL);
        if (status != GLASS_E_INPUT) fail_msg("%s was taken", bad[i].to);
        if (!strstr(glass_words(), bad[i].words))
            fail_msg("%s: \"%s\" lacks \"%s\"", bad[i].to, glass_words(), bad[i].words);
        if (strncmp(glass_words(), "bad.json:", 9)) fail_msg("no place: %s", glass_words());
        assert_null(cell.title); /* untouched */
        glass_free(text);
    }
    assert_int_equal(glass_memory_balance(), balance);
}

/* What bpx itself takes without a word, and run would not: told by check. */
static const struct {
    const char *from, *to, *words;
    int is_error;
} odd[] = {
    {"\"Maximum stoichiometry\": 0.75668", "\"Maximum stoichiometry\": 0.001",
     "Negative electrode maximum stoichiometry: 0.001 is not above the minimum", 1},
    {"cut-off [V]\": 2.7", "cut-off [V]\": 4.3", "is not below the upper cut-off", 1},
    {"cut-off [V]\": 2.7", "cut-off [V]\": 2.9", "rests at 2.7 V", 0},
    {"-3.04420906 * x", "-8 * x", "open-circuit voltage", 1},
    {"-3.04420906 * x", "1 / (x - 0.5) - 3.04420906 * x", "electrode OCP", 1},
    {"2.728e-14", "\"2.728e-14 * (x - 0.3)\"", "Negative electrode diffusivity: is ", 1},
    {"2.728e-14", "{\"x\": [0.3, 0.5], \"y\": [1e-14, 2e-14]}", "the table goes from 0.3",
     0},
    {"\"Thickness [m]\": 5.62e-05", "\"Thickness [m]\": 0.0562", "is it in um?", 0},
    {"\"Particle radius [m]\": 4.12e-06", "\"Particle radius [m]\": 0.0041", "is it in um?",
     0},
    {"\"Electrode area [m2]\": 0.016808", "\"Electrode area [m2]\": 168.08", "cm2", 0},
    {"\"Nominal cell capacity [A.h]\": 12.5", "\"Nominal cell capacity [A.h]\": 12500",
     "mA.h", 0},
    {"499522", "899522", "fill more than the electrode", 0},
    {"\"Maximum stoichiometry\": 0.75668", "\"Maximum stoichiometry\": 0.65",
     "they should be equal", 0},
    {"0.1297 * (x / 1000)", "0.1297 * (x)", "Electrolyte conductivity", 0},
    {"3.329 * (x / 1000)", "2.45 * (x / 1000)", "a run that gets there will stop", 0},
    {"-1.59418743e+02  * x)", "-1.59418743e+02  * x) + 0.3 * tanh(20 * (x - 0.5))",
     "rises by", 0},
};

static void odd_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        char *text = changed(odd[i].from, odd[i].to);
        glass_cell cell;
        glass_notes notes = {0};
        if (glass_bpx_read("odd.json", text, strlen(text), &cell, &notes))
            fail_msg("%s: %s", odd[i].to, glass_words());
        assert_ok(glass_cell_check(&cell, &notes));
        int found = 0;
        for (int k = 0; k < notes.count; k++)
            if (strstr(notes.at[k].text, odd[i].words) &&
                notes.at[k].is_error == odd[i].is_error)
                found = strncmp(notes.at[k].place, "odd.json", 8) == 0;
        for (int k = 0; !found && k < notes.count; k++)
            printf("# %d %s\n", notes.at[k].is_error, notes.at[k].text);
        if (!found) fail_msg("%s: nothing like \"%s\"", odd[i].to, odd[i].words);
        if (odd[i].is_error) assert_int_equal(glass_cell_ready(&cell, 1), GLASS_E_INPUT);
        glass_notes_clear(&notes);
        glass_cell_clear(&cell);
        glass_free(text);
    }
}

static void all_errors_at_once(void **state)
{
    (void)state;
    const char *text = "Header: {BPX: 1.1.1, Model: SPM}\n"
                       "Parameterisation:\n"
                       "  Cell: {\"Electrode area [m2]\": -1}\n"
                       "  Negative electrode: {\"Thickness [m]\": thin}\n";
    glass_cell cell;
    assert_int_equal(glass_bpx_read("b.yaml", text, strlen(text), &cell, NULL),
                     GLASS_E_INPUT);
    assert_words("b.yaml:3:33: Electrode area is -1 m2; allowed:");
    assert_words("b.yaml:4:41: Parameterisation / Negative electrode / Thickness [m]: a "
                 "number is expected, the text \"thin\" came");
    assert_words(
        "b.yaml:3:9: Parameterisation / Cell: missing: \"Number of electrode pairs");
    assert_words("the section \"Positive electrode\" is missing");
}

static void cut_off_anywhere(void **state)
{
    (void)state;
    size_t n;
    const char *text = glass_cell_library_text("Chen2020", &n);
    long balance = glass_memory_balance();
    for (size_t cut = 0; cut + 3 < n; cut += 7) {
        glass_cell cell;
        assert_int_equal(glass_bpx_read("cut.json", text, cut, &cell, NULL), GLASS_E_INPUT);
        assert_int_equal(strncmp(glass_words(), "cut.json:", 9), 0);
    }
    assert_int_equal(glass_memory_balance(), balance);
}

static void without_memory(void **state)
{
    (void)state;
    long balance = glass_memory_balance();
    glass_status status = GLASS_E_MEMORY;
    for (long n = 1; status; n++) {
        glass_cell cell;
        glass_memory_fail_at(n);
        status = glass_bpx_read("all.yaml", all_of_it, strlen(all_of_it), &cell, NULL);
        glass_memory_fail_at(0);
        if (!status) glass_cell_clear(&cell);
        if (status) assert_int_equal(status, GLASS_E_MEMORY);
        assert_int_equal(glass_memory_balance(), balance);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_and_new_layout),
        cmocka_unit_test(spm_and_blends),
        cmocka_unit_test(curves),
        cmocka_unit_test(sources_follow),
        cmocka_unit_test(one_point_nought),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(everything_kept),
        cmocka_unit_test(bad_files),
        cmocka_unit_test(odd_files),
        cmocka_unit_test(all_errors_at_once),
        cmocka_unit_test(cut_off_anywhere),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
