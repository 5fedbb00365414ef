/* The recording in memory: what goes in comes out, in order, and is given back. */
#include "unit.h"
#include "glasscell/recording.h"
#include "recording/bdf.h"

#include <time.h>

static const glass_channel some_channels[] = {
    {"Test Time / s", "s", "time", NULL},
    {"Voltage / V", "V", "voltage", "Ecell/V"},
    {"Current / A", "A", "current", NULL},
    {"Temperature T1 / degC", "degC", NULL, NULL},
    {"Temperature T2 / degC", "degC", NULL, NULL},
};
static const double some_x[] = {0.0, 0.5, 1.0};
static const double some_r[] = {0.0, 1.0};
static const glass_frame some_frames[] = {
    {"Salt Concentration / mol.m-3", "mol.m-3", "salt", 1, {{"x", "m", "", 3, some_x}}},
    {"Stoichiometry / 1",
     "1",
     "filling",
     2,
     {{"x", "m", "", 3, some_x}, {"r", "1", "", 2, some_r}}},
};
static const glass_channel some_cycles[] = {{"Cycle Count / 1", "1", "", NULL},
                                            {"Discharging Capacity / Ah", "Ah", "", NULL}};
static const glass_fact some_facts[] = {{"program", "glasscell 0.1.0"},
                                        {"cell", "Chen2020"}};
static const glass_begin some_begin = {
    "a test", some_channels, 5, some_frames, 2, some_cycles, 2, some_facts, 2};

/* Fills a sink; returns the first status that is not GLASS_OK, as a writer would. */
static glass_status fill(const glass_sink *sink, int rows)
{
    glass_status status = sink->begin(sink->self, &some_begin);
    for (int i = 0; i < rows && !status; i++) {
        double row[5] = {i, 4 - 1e-3 * i, -1, 25, 26};
        double field[6] = {i, i + 1, i + 2, i + 3, i + 4, i + 5};
        status = sink->sample(sink->self, row);
        if (!status && i % 10 == 0) status = sink->frame(sink->self, 0, i, field);
        if (!status && i % 20 == 0) status = sink->frame(sink->self, 1, i, field);
        if (!status && i % 25 == 24) {
            glass_step_record step = {
                1 + i / 25, 1, "Discharge at 1C", "time", i - 24, i, -24, -90, 4, -1};
            double cycle[2] = {1 + i / 25, 0.5};
            status = sink->step(sink->self, &step);
            if (!status) status = sink->cycle(sink->self, cycle);
        }
    }
    glass_fact last[] = {{"cell", "another"}, {"machine", "here"}};
    glass_status ended = sink->end(sink->self, status ? "failed" : "time", last, 2);
    return status ? status : ended;
}

static void same_recording(const glass_recording *a, const glass_recording *b)
{
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->n_channels, b->n_channels);
    for (int i = 0; i < a->n_channels; i++) {
        assert_string_equal(a->channels[i].label, b->channels[i].label);
        assert_memory_equal(a->channels[i].at, b->channels[i].at, a->rows * sizeof(double));
    }
    for (int i = 0; i < a->n_frames; i++) {
        const glass_recording_frame *f = &a->frames[i], *g = &b->frames[i];
        assert_int_equal(f->count, g->count);
        assert_memory_equal(f->time_s, g->time_s, f->count * sizeof(double));
        assert_memory_equal(f->values, g->values,
                            f->count * f->n[0] * f->n[1] * f->n[2] * sizeof(double));
    }
    assert_int_equal(a->n_steps, b->n_steps);
    for (int i = 0; i < a->n_steps; i++)
        assert_string_equal(a->steps[i].reason, b->steps[i].reason);
    assert_int_equal(a->n_cycles, b->n_cycles);
    assert_int_equal(a->n_facts, b->n_facts);
    assert_string_equal(a->reason, b->reason);
}

static void keeps_what_it_is_given(void **state)
{
    (void)state;
    glass_recording recording = {0};
    glass_sink sink;
    glass_recording_sink(&recording, &sink);
    assert_ok(fill(&sink, 1500));
    assert_int_equal(recording.rows, 1500);
    assert_true(recording.channels[1].at[1499] == 4 - 1e-3 * 1499);
    assert_string_equal(recording.channels[1].original, "Ecell/V");
    assert_null(recording.channels[2].original);
    assert_int_equal(recording.frames[0].count, 150);
    assert_int_equal(recording.frames[1].count, 75);
    assert_true(recording.frames[1].values[74 * 6 + 5] == 1480 + 5);
    assert_int_equal(recording.frames[1].n[2], 1);
    assert_int_equal(recording.n_steps, 60);
    assert_string_equal(recording.steps[59].text, "Discharge at 1C");
    assert_int_equal(recording.n_cycles, 60);
    assert_string_equal(glass_recording_fact(&recording, "cell"), "another");
    assert_string_equal(glass_recording_fact(&recording, "program"), "glasscell 0.1.0");
    assert_null(glass_recording_fact(&recording, "nothing"));
    assert_string_equal(recording.reason, "time");
    assert_int_equal(recording.was_closed, 1);
    glass_recording_clear(&recording);
    assert_int_equal(glass_memory_balance(), 0);
}

static void is_found_by_many_names(void **state)
{
    (void)state;
    glass_recording recording = {0};
    glass_sink sink;
    glass_recording_sink(&recording, &sink);
    assert_ok(fill(&sink, 1));
    const struct {
        const char *name;
        int index;
    } cases[] = {
        {"Voltage / V", 1},
        {"voltage / v", 1},
        {"voltage_volt", 1},
        {"Voltage", 1},
        {"volt", 1},
        {"cur", 2},
        {"Temperature", -1},
        {"Temp", -1},
        {"temperature_t2", 4},
        {"Temperature T2", 4},
        {"", -1},
        {"Power / W", -1},
        {"Voltage / Volts or so", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (glass_recording_find(&recording, cases[i].name) != cases[i].index)
            fail_msg("\"%s\" should be %d", cases[i].name, cases[i].index);
    assert_int_equal(glass_recording_find_frame(&recording, "salt"), 0);
    assert_int_equal(glass_recording_find_frame(&recording, "stoichiometry"), 1);
    assert_int_equal(glass_recording_find_frame(&recording, "s"), -1);
    glass_recording_clear(&recording);
}

static void machine_names_follow_the_pattern(void **state)
{
    (void)state;
    const char *cases[][2] = {
        {"Voltage / V", "voltage_volt"},
        {"temperature t3 / DEGC", "temperature_t3_celsius"},
        {"Step Count / 1", "step_count"},
        {"Step ID", "step_id"},
        {"Cell Temperature / K", "cell_temperature_kelvin"},
        {"Salt Concentration / mol.m-3", "salt_concentration_mol_per_m3"},
        {"Reaction Current / A.m-2", "reaction_current_a_per_m2"},
        {"Heat / W/m3", "heat_w_per_m3"},
        {"Slope / V.s-1", "slope_v_per_s"},
        {"dV/dt (V/s)", "dv_dt_v_s"},
        {"Stoichiometry / 1", "stoichiometry"},
        {"", "unnamed"},
        {"\xce\xb7", "unnamed"},
    };
    char name[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(glass_bdf_machine(cases[i][0], name, sizeof name), cases[i][1]);
    char tiny[8];
    for (const glass_bdf *row = glass_bdf_rows; row->label; row++) {
        assert_string_equal(glass_bdf_machine(row->label, name, sizeof name), row->machine);
        assert_true(strlen(glass_bdf_machine(row->label, tiny, sizeof tiny)) < sizeof tiny);
    }
}

static void plays_itself_into_another(void **state)
{
    (void)state;
    glass_recording a = {0}, b = {0}, c = {0};
    glass_sink sink, two[2], tee;
    glass_recording_sink(&a, &sink);
    assert_ok(fill(&sink, 777));
    glass_recording_sink(&b, &two[0]);
    glass_recording_sink(&c, &two[1]);
    assert_ok(glass_sink_tee(two, 2, &tee));
    assert_ok(glass_recording_play(&a, &tee));
    same_recording(&a, &b);
    same_recording(&a, &c);
    glass_sink_tee_free(&tee);
    glass_recording_clear(&a);
    glass_recording_clear(&b);
    glass_recording_clear(&c);
    assert_int_equal(glass_memory_balance(), 0);
}

static glass_status refuse_begin(void *self, const glass_begin *begin)
{
    (void)self, (void)begin;
    return GLASS_E_SYSTEM;
}

static void tee_stops_at_a_failure_and_ends_all(void **state)
{
    (void)state;
    glass_recording a = {0}, b = {0};
    glass_sink two[2], tee;
    glass_recording_sink(&a, &two[0]);
    glass_recording_sink(&b, &two[1]);
    two[1].begin = refuse_begin;
    assert_ok(glass_sink_tee(two, 2, &tee));
    assert_null(tee.checkpoint); /* neither takes any */
    assert_int_equal(fill(&tee, 3), GLASS_E_SYSTEM);
    assert_int_equal(a.was_closed, 1);
    assert_string_equal(a.reason, "failed");
    glass_sink_tee_free(&tee);
    glass_recording_clear(&a);
    glass_recording_clear(&b);
}

static void survives_any_lack_of_memory(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        glass_recording recording = {0};
        glass_sink sink;
        glass_recording_sink(&recording, &sink);
        glass_memory_fail_at(n);
        glass_status status = fill(&sink, 600);
        glass_memory_fail_at(0);
        if (status) assert_int_equal(status, GLASS_E_MEMORY);
        glass_recording_fact(&recording, "cell");
        glass_recording_clear(&recording);
        assert_int_equal(glass_memory_balance(), 0);
        if (!status) break;
        assert_true(n < 10000);
    }
}

/* A million samples of 20 channels took 0.15 s where this was written; ten times that is
 * still linear growth, while copying at every sample would take hours. */
static void grows_in_linear_time(void **state)
{
    (void)state;
    glass_channel channels[20];
    double row[20] = {0};
    for (int i = 0; i < 20; i++) channels[i] = some_channels[i ? 1 : 0];
    glass_begin begin = {.title = "", .channels = channels, .n_channels = 20};
    glass_recording recording = {0};
    glass_sink sink;
    glass_recording_sink(&recording, &sink);
    assert_ok(sink.begin(sink.self, &begin));
    clock_t start = clock();
    for (int i = 0; i < 1000000; i++) {
        row[0] = i;
        sink.sample(sink.self, row);
    }
    double took_s = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_equal(recording.rows, 1000000);
    if (took_s > 1.2) fail_msg("a million samples took %g s", took_s);
    if (getenv("GLASSCELL_TIMES")) printf("# a million samples of 20: %g s\n", took_s);
    glass_recording_clear(&recording);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_it_is_given),
        cmocka_unit_test(is_found_by_many_names),
        cmocka_unit_test(machine_names_follow_the_pattern),
        cmocka_unit_test(plays_itself_into_another),
        cmocka_unit_test(tee_stops_at_a_failure_and_ends_all),
        cmocka_unit_test(survives_any_lack_of_memory),
        cmocka_unit_test(grows_in_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
