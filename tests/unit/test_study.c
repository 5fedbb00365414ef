/* A study: its keys, its file, and what it does with them. */
#include "unit.h"
#include "glasscell/study.h"
#include "base/file.h"
#include "base/sha256.h"
#include <unistd.h>

static void keys_are_set_by_name(void **state)
{
    (void)state;
    glass_study study;
    glass_study_defaults(&study);
    assert_ok(glass_study_set(&study, "cell", "Chen2020"));
    assert_ok(glass_study_set(&study, "words", "Rest for 1 h"));
    assert_ok(glass_study_set(&study, "words", "Rest for 2 h"));
    assert_ok(glass_study_set(&study, "every", "10 min"));
    assert_ok(glass_study_set(&study, "Frame-Period", "1 min"));
    assert_ok(glass_study_set(&study, "theta", "0.9, 0.27"));
    assert_ok(glass_study_set(&study, "limits", NULL));
    assert_ok(glass_study_set(&study, "force", NULL));
    assert_ok(glass_study_set(&study, "sign", "-1"));
    assert_ok(glass_study_set(&study, "by", "limits"));
    assert_string_equal(study.cell, "Chen2020");
    assert_int_equal(study.words.count, 2);
    assert_near(study.run.period, 600, 0);
    assert_near(study.run.frame_period, 60, 0);
    assert_near(study.run.theta_negative, 0.9, 0);
    assert_near(study.run.theta_positive, 0.27, 0);
    assert_int_equal(study.run.limits, GLASS_LIMITS_END);
    assert_int_equal(study.run.by, GLASS_BY_LIMITS);
    assert_int_equal(study.force, 1);
    assert_int_equal(study.sign, 2);
    assert_int_equal(study.said.count, 10);
    glass_study_clear(&study);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    glass_study study;
    glass_study_defaults(&study);
    static const char *const bad[][3] = {
        {"sock", "1", "did you mean \"soc\"?"},
        {"xyzzy", "1", "there is no \"xyzzy\" in a study"},
        {"soc", "2", "allowed: 0 to 1"},
        {"soc", "high", "is not a number"},
        {"accuracy", "best", "allowed: fast, default, high"},
        {"theta", "0.9", "expected two stoichiometries"},
        {"theta", "0.9,1.2", "expected two stoichiometries"},
        {"theta", "0.9,0.2,0.1", "expected two stoichiometries"},
        {"sign", "2", "allowed: auto, +1, -1"},
        {"every", "1 kg", "cannot be converted to s"},
        {"threads", "1.5", "whole number"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(glass_study_set(&study, bad[i][0], bad[i][1]), GLASS_E_INPUT);
        assert_words(bad[i][2]);
    }
    assert_int_equal(study.said.count, 0);
    glass_study_clear(&study);
}

static void write_file(const char *path, const char *text)
{
    assert_int_equal(glass_file_write(path, text, strlen(text), 1), GLASS_OK);
}

static void a_file_holds_the_same_keys(void **state)
{
    (void)state;
    write_file("folder/beside.csv", "1\n");
    write_file("folder/study.yaml", "cell: Chen2020\n"
                                    "protocol: day.txt\n"
                                    "compare: beside.csv\n"
                                    "set: {Separator porosity: 0.4, \"A [m]\": 80 um}\n"
                                    "vary:\n  - A=1,2\n  - B=+-5%\n"
                                    "channels: [voltage, current]\n"
                                    "theta: [0.9, 0.27]\n"
                                    "force: true\n");
    assert_true(glass_study_is_file("folder/study.yaml"));
    assert_false(glass_study_is_file("folder/beside.csv"));
    assert_false(glass_study_is_file("folder/gone.yaml"));
    glass_study study;
    glass_study_defaults(&study);
    assert_ok(glass_study_open("folder/study.yaml", &study));
    assert_string_equal(study.cell, "Chen2020");
    assert_string_equal(study.compare, "folder/beside.csv");
    assert_string_equal(study.protocol, "day.txt"); /* not there: as it was said */
    assert_string_equal(study.set.at[0], "Separator porosity=0.4");
    assert_string_equal(study.set.at[1], "A [m]=80 um");
    assert_string_equal(study.vary.at[1], "B=+-5%");
    assert_string_equal(study.channels, "voltage, current");
    assert_near(study.run.theta_positive, 0.27, 0);
    assert_int_equal(study.force, 1);
    glass_study_clear(&study);
}

static void bad_files_are_told_by_line_and_column(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"- cell\n", "a study is a map"},
        {"cell: [a, {b: c}]\n",
         "bad.yaml:1:11: an object {...}; expected a number or a text"},
        {"cell: Chen2020\nsoc: {}\n",
         "bad.yaml:2:6: soc: an object {...}; expected a value"},
        {"cell: Chen2020\nset: {A: {}}\n",
         "bad.yaml:2:10: an object {...}; expected a value"},
        {"cell: Chen2020\nset: [[1]]\n", "bad.yaml:2:7: a list; expected \"NAME=VALUE\""},
        {"cell: Chen2020\ncell: Chen2020\n", "bad.yaml:2"},
        {"cell: Chen2020\nprotocol: [Rest for 1 s]\nprofile: US06\n",
         "bad.yaml:3:10: a profile and a protocol exclude each other"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        glass_study study;
        glass_study_defaults(&study);
        write_file("bad.yaml", bad[i][0]);
        assert_int_equal(glass_study_open("bad.yaml", &study), GLASS_E_INPUT);
        assert_words(bad[i][1]);
        glass_study_clear(&study);
    }
}

static void ready(glass_study *study, const char *words)
{
    glass_study_defaults(study);
    assert_ok(glass_study_set(study, "cell", "Chen2020"));
    assert_ok(glass_study_set(study, "words", words));
    assert_ok(glass_study_set(study, "accuracy", "fast"));
}

static void a_run_answers(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    glass_study study;
    glass_outcome outcome = {0};
    glass_study_hooks hooks = {.command_line = "a test", .wants_recording = 1};
    ready(&study, "Discharge at 1C until 2.5 V");
    assert_ok(glass_study_run(&study, &hooks, &outcome, NULL));
    assert_int_equal(outcome.n_steps, 1);
    assert_string_equal(outcome.steps[0].reason, "voltage limit");
    assert_near(outcome.summary.voltage_last_V, 2.5, 1e-6); /* the solver's own */
    const glass_recording *recording = &outcome.recording;
    static const char *const facts[] = {"program",  "command line", "parameters",
                                        "protocol", "seed",         "machine",
                                        "started",  "ended",        "study/0"};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!glass_recording_fact(recording, facts[i])) fail_msg("no fact %s", facts[i]);
    assert_string_equal(glass_recording_fact(recording, "command line"), "a test");
    glass_outcome_clear(&outcome);
    glass_study_clear(&study);
    assert_int_equal(glass_memory_balance(), before);
}

/* Runs a cell with a table beside it; the hash of the first input, as `sha256sum` has it. */
static void origin_of(const char *cell, glass_outcome *outcome)
{
    char table[4096], hash[GLASS_SHA256_TEXT], *bytes;
    size_t n;
    glass_study study;
    const glass_recording *recording = &outcome->recording;
    glass_study_hooks hooks = {.wants_recording = 1};
    snprintf(table, sizeof table, "%s/measured/NMC_25degC_1C.csv",
             getenv("GLASSCELL_SHARE"));
    ready(&study, "Discharge at 1C for 10 s");
    assert_ok(glass_study_set(&study, "cell", cell));
    assert_ok(glass_study_set(&study, "set", "Separator porosity=0.44"));
    assert_ok(glass_study_set(&study, "compare", table));
    assert_ok(glass_study_run(&study, &hooks, outcome, NULL));
    assert_string_equal(glass_recording_fact(recording, "input/0/role"), "cell");
    const char *name = glass_recording_fact(recording, "input/0/name");
    assert_ok(glass_file_read(name, 1 << 20, &bytes, &n));
    glass_sha256_of(bytes, n, hash);
    assert_string_equal(glass_recording_fact(recording, "input/0/sha256"), hash);
    assert_string_equal(glass_recording_fact(recording, "input/0/text"), bytes);
    assert_string_equal(glass_recording_fact(recording, "input/1/name"), table);
    assert_non_null(glass_recording_fact(recording, "input/1/sha256"));
    /* 100 kB: too long to be kept */
    assert_null(glass_recording_fact(recording, "input/1/text"));
    /* parameters as they were run, not as the file has them */
    assert_non_null(strstr(glass_recording_fact(recording, "parameters"), ": 0.44"));
    assert_null(strstr(bytes, ": 0.44"));
    glass_free(bytes);
    glass_study_clear(&study);
}

static void a_run_tells_where_it_came_from(void **state)
{
    (void)state;
    char path[4096];
    glass_outcome outcome = {0};
    snprintf(path, sizeof path, "%s/cells/Chen2020.json", getenv("GLASSCELL_SHARE"));
    origin_of(path, &outcome);
    glass_outcome_clear(&outcome);
    origin_of("chen2020", &outcome); /* of the library: an input like any other */
    glass_outcome_clear(&outcome);
}

static void a_batch_agrees_with_single_runs(void **state)
{
    (void)state;
    glass_study study;
    glass_outcome batch = {0}, single = {0};
    ready(&study, "Discharge at 1C until 2.5 V");
    assert_ok(
        glass_study_set(&study, "vary", "Negative electrode thickness [m]=70e-6,90e-6"));
    assert_ok(glass_study_run(&study, NULL, &batch, NULL));
    assert_true(batch.is_batch);
    assert_int_equal(batch.n_cells, 2);
    glass_study_clear(&study);
    ready(&study, "Discharge at 1C until 2.5 V");
    assert_ok(glass_study_set(&study, "set", "Negative electrode thickness [m]=90e-6"));
    assert_ok(glass_study_run(&study, NULL, &single, NULL));
    /* lanes of a batch take the steps that all of them need: equal to the accuracy asked */
    assert_near(batch.cells[1].result.charge_out_C / single.summary.charge_out_C, 1, 1e-4);
    glass_outcome_clear(&batch);
    glass_outcome_clear(&single);
    glass_study_clear(&study);
}

static int cancelled_at_once(void *context)
{
    return ++*(int *)context > 3;
}

static void what_was_reached_is_kept_when_cancelled(void **state)
{
    (void)state;
    int asked = 0;
    glass_study study;
    glass_outcome outcome = {0};
    glass_study_hooks hooks = {.cancelled = cancelled_at_once, .context = &asked};
    ready(&study, "Rest for 1 h; Discharge at 1C until 2.5 V");
    assert_ok(glass_study_set(&study, "output", "kept.csv"));
    assert_int_equal(glass_study_run(&study, &hooks, &outcome, NULL), GLASS_E_CANCELLED);
    assert_words("cancelled");
    assert_int_equal(access("kept.csv", F_OK), 0);
    assert_int_equal(outcome.files.count, 1);
    glass_outcome_clear(&outcome);
    glass_study_clear(&study);
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    for (long n = 1; n < 4000; n += 1 + n / 16) {
        glass_study study;
        glass_outcome outcome = {0};
        ready(&study, "Rest for 1 s");
        study.run.estimate = 0;
        glass_memory_fail_at(n);
        glass_status status = glass_study_run(&study, NULL, &outcome, NULL);
        glass_memory_fail_at(0);
        glass_outcome_clear(&outcome);
        glass_study_clear(&study);
        if (glass_memory_balance() != before) fail_msg("request %ld leaks", n);
        if (!status) continue;
        assert_int_equal(status, GLASS_E_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_set_by_name),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_file_holds_the_same_keys),
        cmocka_unit_test(bad_files_are_told_by_line_and_column),
        cmocka_unit_test(a_run_answers),
        cmocka_unit_test(a_run_tells_where_it_came_from),
        cmocka_unit_test(a_batch_agrees_with_single_runs),
        cmocka_unit_test(what_was_reached_is_kept_when_cancelled),
        cmocka_unit_test(without_memory_nothing_is_lost),
    };
    char folder[] = "/tmp/test_study.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) || system("mkdir folder")) return 99;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char sweep[64];
    snprintf(sweep, sizeof sweep, "rm -r %s", folder);
    if (chdir("/") || system(sweep)) return 99;
    return failed;
}
