/* Protocols in files: YAML and JSON beside words, profiles from tables. */
#include "unit.h"
#include "base/text.h"
#include "glasscell/protocol.h"
#include "glasscell/recording.h"

#include <unistd.h>

static char folder[] = "/tmp/glasscell_protocol_XXXXXX";
static char path_text[256];

static const char *path_of(const char *name)
{
    snprintf(path_text, sizeof path_text, "%s/%s", folder, name);
    return path_text;
}

static const char *write_text(const char *name, const char *text)
{
    const char *path = path_of(name);
    assert_ok(glass_file_write(path, text, strlen(text), 1));
    return path;
}

static char *canonical(const glass_protocol *protocol)
{
    glass_text all = {0};
    for (int i = 0; i < protocol->count; i++) {
        char *words = glass_instruction_words(&protocol->at[i]);
        glass_text_add(&all, "%s%s", i ? "; " : "", words);
        glass_free(words);
    }
    return glass_text_take(&all);
}

/* ---- YAML ---- */

static const struct {
    const char *text, *words;
} accepted[] = {
    {"- Discharge at 1C until 2.7 V\n- Rest for 1 h\n",
     "Discharge at 1C until 2.7 V; Rest for 1 h"},
    {"Discharge at 1C until 2.7 V", "Discharge at 1C until 2.7 V"},
    {"- |\n  Discharge at 1C\n  Rest for 1 h\n", "Discharge at 1C; Rest for 1 h"},
    {"- 3 x (Rest for 1 s)", "Repeat 3 times; Rest for 1 s; End of repeat"},
    {"- discharge: 1C\n  until: [2.5 V, 1 h]\n  temperature: 25 degC\n  every: 10 s\n"
     "  tags: [rpt]\n",
     "Discharge at 1C until 2.5 V or 1 h at 25 degC every 10 s [rpt]"},
    {"- discharge: 1C until 3 V\n  for: 1 h\n  tag: a\n",
     "Discharge at 1C until 3 V or 1 h [a]"},
    {"- charge: {at: 250 mA, until: 4.1 V or 3 h}\n  period: 1 min",
     "Charge at 0.25 A until 4.1 V or 3 h every 1 min"},
    {"- rest: 1 h\n- rest:\n  until: dV/dt < 1 mV/s or 3 h\n- wait: 1:30:00",
     "Rest for 1 h; Rest until 0.001 V/s or 3 h; Rest for 90 min"},
    {"- hold: 4.2 V\n  until: C/20", "Hold at 4.2 V until C/20"},
    {"- CCCV charge: 1C\n  to: 4.2 V\n  until: C/20",
     "CCCV charge at 1C to 4.2 V until C/20"},
    {"- CCCV discharge: {at: 1C, to: 3 V, until: C/20}",
     "CCCV discharge at 1C to 3 V until C/20"},
    {"- CCCV charge: 1C to 4.2 V until C/20", "CCCV charge at 1C to 4.2 V until C/20"},
    {"- current: -5 A\n- power: 10 W\n- resistance: 4 Ohm\n- voltage: 4 V\n  for: 1 h",
     "Discharge at 5 A; Charge at 10 W; Discharge at 4 Ohm; Hold at 4 V for 1 h"},
    {"- repeat: 200\n  steps: [Charge at 1C, {discharge: 1C}]\n  until: 80 % capacity",
     "Repeat 200 times until 80 % capacity; Charge at 1C; Discharge at 1C; End of repeat"},
    {"- repeat: 2 times\n  steps: Rest for 1 s",
     "Repeat 2 times; Rest for 1 s; End of repeat"},
    {"- repeat: {times: 2, steps: [Rest for 1 s]}",
     "Repeat 2 times; Rest for 1 s; End of repeat"},
    {"- repeat:\n  until: [80 % capacity, 45 degC]\n  steps: [Rest for 1 s]",
     "Repeat until 80 % capacity or above 45 degC; Rest for 1 s; End of repeat"},
    {"- repeat 2 times until 80 % capacity:\n  - Charge at 1C\n  - repeat 3 times: Rest "
     "for 1 s",
     "Repeat 2 times until 80 % capacity; Charge at 1C; Repeat 3 times; Rest for 1 s; "
     "End of repeat; End of repeat"},
    {"- ageing: Discharge at 1C\n- goto: ageing\n  times: 3\n  until: 80 % capacity",
     "Discharge at 1C; Goto ageing 3 times until 80 % capacity"},
    {"- discharge: 1C\n  label: here\n- goto here 3 times",
     "Discharge at 1C; Goto here 3 times"},
    {"- rest: 1 s\n- stop:\n- stop when: 2.5 V\n- stop: [2.5 V, 45 degC]",
     "Rest for 1 s; Stop; Stop when 2.5 V; Stop when 2.5 V or above 45 degC"},
    {"title: x\nsteps:\n  - rest: 1 s\n  - rest: 2 s\n    every: 1 s\nevery: 5 s\n",
     "Rest for 1 s every 5 s; Rest for 2 s every 1 s"},
    {"{\"steps\": [{\"discharge\": \"1C\", \"until\": \"3 V\"}]}",
     "Discharge at 1C until 3 V"},
    {"- discharge: \"1C\"\n- 'Rest for 1 h'", "Discharge at 1C; Rest for 1 h"},
};

static void test_yaml(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        glass_protocol protocol;
        const char *path = write_text("p.yaml", accepted[i].text);
        if (glass_protocol_open(path, &protocol, NULL))
            fail_msg("\"%s\": %s", accepted[i].text, glass_words());
        char *words = canonical(&protocol);
        if (strcmp(words, accepted[i].words))
            fail_msg("\"%s\" was read as \"%s\"", accepted[i].text, words);
        glass_free(words);
        glass_protocol_clear(&protocol);
    }
    assert_int_equal(glass_memory_balance(), 0);
}

static const struct {
    const char *text;
    int line, column;
    const char *words;
} refused[] = {
    {"- dischrge: 1C", 1, 3, "did you mean \"discharge\"?"},
    {"- discharge: 1C\n  untl: 3 V", 2, 3, "did you mean \"until\"?"},
    {"- discharge: 1C\n  banana: 3 V", 2, 3, "see \"glasscell help protocol\""},
    {"- discharge: 1D", 1, 15, "there is no unit \"D\""},
    {"- discharge: 1C\n  until: [2.5 V, 3 banana]", 2, 20, "no unit \"banana\""},
    {"- discharge: 1C\n  charge: 1C", 2, 3, "a second step"},
    {"- discharge: 4,2 A", 1, 15, "decimal comma"},
    {"- Rest for 10 minuts", 1, 15, "did you mean \"minute\"?"},
    {"- \"Rest for 10 minuts\"", 1, 16, "did you mean \"minute\"?"},
    {"- |\n  Rest for 1 h\n  Rest for 1 banana\n", 3, 12, "no unit \"banana\""},
    {"- rest: 600", 1, 9, "600 has no unit"},
    {"- rest:", 1, 3, "a rest needs an end"},
    {"- [a]", 1, 3, "a step is expected; a list came"},
    {"- 5", 1, 3, "a step is expected; 5 came"},
    {"- {}", 1, 3, "an empty map"},
    {"- until: 3 V", 1, 3, "which step?"},
    {"steps: 5", 1, 8, "a list of steps is expected"},
    {"steps: [Rest for 1 h]\nprotocol: [Rest for 1 h]", 2, 1, "the same thing"},
    {"start: {soc: 2}\nsteps: [Rest for 1 h]", 1, 14, "a state of charge is 0 to 1"},
    {"start: {sco: 1}\nsteps: [Rest for 1 h]", 1, 9, "expected soc or temperature"},
    {"temperature: 25\nsteps: [Rest for 1 h]", 1, 14, "25 has no unit"},
    {"limits: [4.2 V, 2.5 V]\nsteps: [Rest for 1 h]", 1, 10, "4.2 V is not below 2.5 V"},
    {"limits: [4.2 V]\nsteps: [Rest for 1 h]", 1, 9, "two voltages"},
    {"limits: [2 A, 4.2 V]\nsteps: [Rest for 1 h]", 1, 10, "a voltage is expected"},
    {"limits: [2.5 V, 4.2 V]", 1, 1, "\"steps:\" with a list"},
    {"stpes: [Rest for 1 h]", 1, 1, "did you mean \"steps\"?"},
    {"sttart: 1\nsteps: [Rest for 1 h]", 1, 1, "did you mean \"start\"?"},
    {"stop when: 80\nsteps: [Rest for 1 h]", 1, 12, "80 has no unit"},
    {"- repeat: 3", 1, 3, "\"steps:\" with a list"},
    {"- repeat: x\n  steps: [Rest for 1 h]", 1, 11, "a whole number"},
    {"- repeat:\n  steps: [Rest for 1 h]", 1, 3, "how often?"},
    {"- repeat: 3\n  steps: []", 1, 3, "nothing to repeat"},
    {"- repeat: 3\n  steps: [Rest for 1 h]\n  every: 1 s", 3, 3,
     "no meaning with \"repeat\""},
    {"- repeat three times: [Rest for 1 h]", 1, 10, "how often?"},
    {"- goto: a", 1, 9, "there is no label \"a\""},
    {"- goto: [a]", 1, 9, "the name of a label"},
    {"- a: Rest for 1 s\n- goto: a", 2, 3, "never ends"},
    {"- rest: 1 s\n  label: a\n- rest: 1 s\n  label: a", 4, 10, "already in line 2"},
    {"- discharge: 1C\n  until: []", 2, 10, "the list is empty"},
    {"- discharge: 1C\n  until: {a: 1}", 2, 10, "words are expected"},
    {"- hold: 4.2 V", 1, 3, "a hold needs an end"},
    {"- discharge: [1C]", 1, 14, "words are expected here; a list"},
    {"- charge: {at: 1C, untl: 3 V}", 1, 20, "did you mean \"until\"?"},
    {"- CCCV charge: 1C\n  to: 4 A\n  until: C/20", 2, 7, "a voltage is expected"},
    {"- CCCV charge: 1C\n  until: C/20", 1, 18, "\"to\" and a voltage"},
    {"- rest: 1 h\n  tags: []", 2, 9, "the list is empty"},
    {"- rest: 1 h\n  steps: [a]", 2, 3, "no meaning with \"rest\""},
    {"- follow: nope.csv", 1, 11, "nope.csv: there is no such file"},
    {"- follow: p.yaml\n  hold: 5", 2, 9, "true or false"},
    {"- follow: p.yaml\n  scale: a", 2, 10, "scale"},
    {"- follow: p.yaml\n  sign: 2", 2, 9, "1 (positive charges) or -1"},
    {"", 1, 1, "a list of steps is expected"},
    {"- discharge: 1C\n until: 3", 2, 2, "expected"},
};

static void test_yaml_refused(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        glass_protocol protocol = {.count = -7};
        const char *path = write_text("p.yaml", refused[i].text);
        char place[300];
        snprintf(place, sizeof place, "%s:%d:%d: ", path, refused[i].line,
                 refused[i].column);
        if (glass_protocol_open(path, &protocol, NULL) == GLASS_OK) {
            print_error("\"%s\" was not refused\n", refused[i].text);
            glass_protocol_clear(&protocol);
            bad++;
            continue;
        }
        assert_int_equal(protocol.count, -7);
        if (strncmp(glass_words(), place, strlen(place)) ||
            !strstr(glass_words(), refused[i].words)) {
            print_error("\"%s\": %s\n", refused[i].text, glass_words());
            bad++;
        }
    }
    assert_int_equal(bad, 0);
    assert_int_equal(glass_memory_balance(), 0);
}

static void test_program(void **state)
{
    (void)state;
    glass_protocol protocol;
    const char *path = write_text("p.yml", "start: {soc: 50 %, temperature: 10 degC}\n"
                                           "temperature: 25 degC\nlimits: [2.5 V, 4.2 V]\n"
                                           "stop when: [80 % capacity, 45 degC]\n"
                                           "description: |\n  many\n  words\n"
                                           "steps:\n- discharge: 1C\n- hold: 3 V\n");
    assert_ok(glass_protocol_open(path, &protocol, NULL));
    assert_true(protocol.soc_start == 0.5);
    assert_true(protocol.temperature_K == 298.15);
    assert_true(protocol.voltage_min == 2.5 && protocol.voltage_max == 4.2);
    assert_int_equal(protocol.n_stops, 2);
    assert_int_equal(protocol.stops[0].watch, GLASS_WATCH_CAPACITY_FADE);
    assert_int_equal(protocol.stops[1].side, GLASS_ABOVE);
    assert_string_equal(protocol.name, path);
    assert_int_equal(protocol.at[0].line, 9);
    glass_protocol_clear(&protocol);
}

static void test_words_file(void **state)
{
    (void)state;
    glass_protocol protocol;
    const char *path =
        write_text("p.txt", "# a day\nDischarge at 1C until 2.7 V\n\nRest 1 h\n");
    assert_ok(glass_protocol_open(path, &protocol, NULL));
    assert_int_equal(protocol.count, 2);
    assert_int_equal(protocol.at[1].line, 4);
    glass_protocol_clear(&protocol);
    path = write_text("p.txt", "Rest 1 h\nRset 1 h\n");
    assert_int_equal(glass_protocol_open(path, &protocol, NULL), GLASS_E_INPUT);
    assert_words("p.txt:2:1: ");
    assert_int_equal(glass_protocol_open(path_of("none.txt"), &protocol, NULL),
                     GLASS_E_SYSTEM);
    assert_int_equal(glass_protocol_open(path_of("none.yaml"), &protocol, NULL),
                     GLASS_E_SYSTEM);
}

/* ---- profiles ---- */

static glass_status profile_open(const char *text, const char *column, int sign, int hold,
                                 glass_protocol *out, glass_notes *notes)
{
    glass_columns columns = {.sign = sign};
    return glass_protocol_profile(write_text("t.csv", text), column, &columns, hold, out,
                                  notes);
}

static void test_profile(void **state)
{
    (void)state;
    glass_protocol protocol;
    glass_notes notes = {0};
    assert_ok(profile_open("Test Time / s,Voltage / V,Current / mA\n0,4,0\n0.002,4,-1000\n"
                           "10,3.9,-2500\n20,3.8,1000\n",
                           NULL, 0, 1, &protocol, &notes));
    assert_int_equal(protocol.count, 1);
    assert_int_equal(protocol.at[0].control, GLASS_PROFILE);
    const glass_profile *profile = protocol.at[0].profile;
    assert_int_equal(profile->control, GLASS_CURRENT);
    assert_int_equal(profile->hold, 1);
    assert_int_equal(profile->n, 4); /* the jump at the start is kept */
    assert_true(profile->time_s[1] == 0.002 && profile->time_s[3] == 20);
    assert_true(profile->value[0] == 0 && profile->value[1] == -1);
    assert_true(profile->value[2] == -2.5 && profile->value[3] == 1);
    assert_int_equal(notes.count, 0);
    glass_protocol_clear(&protocol);

    assert_ok(
        profile_open("Time [s],I[A],U[V]\n5,1,4\n6,-2,4\n", NULL, 0, 0, &protocol, &notes));
    assert_true(protocol.at[0].profile->time_s[0] == 0);
    assert_true(protocol.at[0].profile->value[1] == -2);
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.at[0].text, "time begins at 5 s"));
    glass_notes_clear(&notes);
    glass_protocol_clear(&protocol);

    assert_ok(profile_open("Time [s],Current [A],Voltage [V]\n0,1,4\n6,-2,4.1\n", NULL, -1,
                           0, &protocol, NULL));
    assert_true(protocol.at[0].profile->value[0] == -1); /* positive discharges there */
    glass_protocol_clear(&protocol);

    assert_ok(profile_open("Time [s],Current [A],Voltage [V]\n0,1,4\n6,-2,4.1\n",
                           "Voltage / V", 1, 0, &protocol, NULL));
    assert_int_equal(protocol.at[0].profile->control, GLASS_VOLTAGE);
    assert_true(protocol.at[0].profile->value[1] == 4.1);
    glass_protocol_clear(&protocol);
}

static void test_profile_power(void **state)
{
    (void)state;
    glass_protocol protocol;
    assert_ok(
        profile_open("Test Time / s,Power / W\n0,-5\n1,10\n", NULL, 0, 0, &protocol, NULL));
    assert_int_equal(protocol.at[0].profile->control, GLASS_POWER);
    assert_true(protocol.at[0].profile->value[0] == -5);
    glass_protocol_clear(&protocol);
    assert_ok(profile_open("Time [s],Load [kW]\n0,5\n1,10\n", "Load [kW]", -1, 0, &protocol,
                           NULL));
    assert_int_equal(protocol.at[0].profile->control, GLASS_POWER);
    assert_true(protocol.at[0].profile->value[0] == -5000);
    glass_protocol_clear(&protocol);
}

static void test_profile_gaps(void **state)
{
    (void)state;
    glass_protocol protocol;
    glass_notes notes = {0};
    assert_ok(profile_open("Test Time / s,Current / A\n0,1\n1,1\n2,1\n3,1\n4,1\n1000,1\n"
                           "1001,1\n",
                           NULL, 0, 0, &protocol, &notes));
    assert_int_equal(notes.count, 1);
    assert_non_null(strstr(notes.at[0].text, "1 gap: the first from 4 s to 1000 s"));
    glass_notes_clear(&notes);
    glass_protocol_clear(&protocol);
}

static void test_profile_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *column;
        int sign;
        const char *words;
    } bad[] = {
        {"# c\nTest Time / s,Current / A\n0,1\n\n1,1\n1,2\n", NULL, 0,
         "t.csv:6: time stands still, from 1 s to 1 s"},
        {"Test Time / s,Current / A\n0,1\n2,1\n1,2\n", NULL, 0, "t.csv:4: "},
        {"Test Time / s,Current / A\n0,1\n", NULL, 0, "at least two rows"},
        {"Test Time / s,Voltage / V\n0,1\n1,1\n", NULL, 0,
         "no column \"Current / A\" to follow; it has \"Voltage / V\""},
        {"Test Time / s,Current / A\n0,1\n1,1\n", "Curent", 0, "no column \"Curent\""},
        {"Test Time / s,Pressure / Pa\n0,1\n1,1\n", "Pressure / Pa", 0,
         "a current, a power or a voltage can be followed"},
        {"Test Time / s,Load [W]\n0,1\n1,1\n", "Load [W]", 0,
         "nothing says whether positive"},
        {"Test Time / s,Power / W,Current / A\n0,1,1\n1,,1\n2,1,1\n", "Power / W", 0,
         "t.csv:3: column \"Power / W\": no number"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        glass_protocol protocol = {.count = -7};
        if (profile_open(bad[i].text, bad[i].column, bad[i].sign, 0, &protocol, NULL) ==
            GLASS_OK)
            fail_msg("\"%s\" was not refused", bad[i].text);
        assert_words(bad[i].words);
        assert_int_equal(protocol.count, -7);
    }
    assert_int_equal(glass_memory_balance(), 0);
}

static void test_follow(void **state)
{
    (void)state;
    glass_protocol protocol;
    write_text("load.csv", "Time [s],P1 [W],Current / A\n0,5,1\n1,10,1\n");
    const char *path =
        write_text("p.yaml", "- follow: load.csv\n  column: P1 [W]\n  sign: -1\n"
                             "  scale: 2\n  hold: true\n  until: 3 V\n"
                             "- follow load.csv column Current / A until 3 V\n"
                             "- follow load.csv column \"P1 [W]\" sign +1 scale 3\n");
    assert_ok(glass_protocol_open(path, &protocol, NULL));
    assert_int_equal(protocol.count, 3);
    assert_true(protocol.at[0].profile->value[1] == -20);
    assert_int_equal(protocol.at[0].profile->hold, 1);
    assert_int_equal(protocol.at[0].n_ends, 1);
    assert_int_equal(protocol.at[1].profile->control, GLASS_CURRENT);
    assert_int_equal(protocol.at[1].n_ends, 1);
    assert_true(protocol.at[2].profile->value[1] == 30);
    char source[300];
    snprintf(source, sizeof source, "%s/load.csv", folder);
    assert_string_equal(protocol.at[2].profile->source, source);
    glass_protocol_clear(&protocol);
    path = write_text("p.yaml", "- follow load.csv column x\n");
    assert_int_equal(glass_protocol_open(path, &protocol, NULL), GLASS_E_INPUT);
    assert_words("p.yaml:1:10: ");
    assert_words("no column \"x\"");
}

/* The library's profiles go by their names; rows are those of share/profiles/ORIGIN.md. */
static void test_library(void **state)
{
    (void)state;
    if (!getenv("GLASSCELL_SHARE")) skip();
    static const struct {
        const char *text;
        glass_control control;
        size_t n;
    } known[] = {{"follow us06 until 3 V", GLASS_CURRENT, 601},
                 {"Run US06 (A) for 20 minutes", GLASS_CURRENT, 601},
                 {"follow UDDS scale 0.5", GLASS_CURRENT, 1370},
                 {"follow WLTC scale 1e-4", GLASS_POWER, 18001}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        glass_protocol protocol;
        assert_ok(glass_protocol_read(&known[i].text, 1, NULL, &protocol, NULL));
        assert_int_equal(protocol.at[0].profile->control, known[i].control);
        assert_int_equal(protocol.at[0].profile->n, known[i].n);
        glass_protocol_clear(&protocol);
    }
    static const char *const bad = "follow US07";
    glass_protocol protocol;
    assert_int_equal(glass_protocol_read(&bad, 1, NULL, &protocol, NULL), GLASS_E_INPUT);
    assert_words("the library has only UDDS, US06, WLTC");
    static const char *const volts = "Run US06 (V)";
    assert_int_equal(glass_protocol_read(&volts, 1, NULL, &protocol, NULL), GLASS_E_INPUT);
    assert_words("no column \"Voltage / V\"");
}

/* Whatever request for memory fails, nothing is lost. */
static void test_memory(void **state)
{
    (void)state;
    write_text("load.csv", "Test Time / s,Current / A\n1,5\n2,10\n3,1\n4,5\n");
    const char *path = write_text(
        "p.yaml", "start: {soc: 0.5}\nstop when: 80 % capacity\nsteps:\n"
                  "- a: Discharge at 1C until 3 V\n"
                  "- repeat: 3\n  steps:\n  - follow: load.csv\n    tags: [a, b]\n"
                  "    label: c\n- goto: a\n  times: 3\n- stop when: 3 V\n");
    long before = glass_memory_balance();
    for (long n = 1;; n++) {
        glass_protocol protocol = {0};
        glass_notes notes = {0};
        glass_memory_fail_at(n);
        glass_status status = glass_protocol_open(path, &protocol, &notes);
        glass_memory_fail_at(0);
        glass_protocol_clear(&protocol);
        glass_notes_clear(&notes);
        assert_int_equal(glass_memory_balance(), before);
        if (status == GLASS_OK) break;
        assert_true(n < 10000);
    }
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"p.yaml", "p.yml", "p.txt", "t.csv", "load.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(path_of(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yaml),         cmocka_unit_test(test_yaml_refused),
        cmocka_unit_test(test_program),      cmocka_unit_test(test_words_file),
        cmocka_unit_test(test_profile),      cmocka_unit_test(test_profile_power),
        cmocka_unit_test(test_profile_gaps), cmocka_unit_test(test_profile_refused),
        cmocka_unit_test(test_follow),       cmocka_unit_test(test_library),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests_name("protocol_files", tests, set_up, tear_down);
}
