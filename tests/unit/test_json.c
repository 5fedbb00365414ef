/* Recordings in JSON: there and back, and what is refused. */
#include "unit.h"
#include "glasscell/recording.h"

#include <unistd.h>

static char path[64];

static const double some_x[] = {0, 0.5, 1}, some_r[] = {0, 1};
static const glass_channel some_channels[] = {
    {"Test Time / s", "s", "the \"time\"", "t[s]"}, {"Voltage / V", "V", "", NULL}};
static const glass_frame some_frames[] = {
    {"Salt / mol.m-3", "mol.m-3", "salt", 1, {{"x", "m", "", 3, some_x}}},
    {"Filling / 1", "1", "", 2, {{"x", "m", "", 3, some_x}, {"r", "1", "", 2, some_r}}},
};
static const glass_channel some_cycles[] = {{"Cycle Count / 1", "1", "", NULL}};
static const glass_fact some_facts[] = {{"input/0/text", "\xc3\xa4\n\\ \x01"},
                                        {"empty", ""}};

static void make(glass_recording *recording, int rows)
{
    glass_sink sink;
    const glass_begin begin = {"title \xe2\x82\xac",
                               some_channels,
                               2,
                               some_frames,
                               2,
                               some_cycles,
                               1,
                               some_facts,
                               2};
    glass_recording_sink(recording, &sink);
    assert_ok(sink.begin(sink.self, &begin));
    for (int i = 0; i < rows; i++) {
        double row[2] = {i / 3.0, i % 3 ? sin(i) : NAN}, field[6];
        for (int k = 0; k < 6; k++) field[k] = i / 7.0 + k;
        assert_ok(sink.sample(sink.self, row));
        if (i % 10 == 0) assert_ok(sink.frame(sink.self, 0, i, field));
        if (i % 20 == 0) assert_ok(sink.frame(sink.self, 1, i, field));
    }
    glass_step_record step = {7, 2, "Rest for 50 s", "time", 0, 1 / 3.0, 1, 2, 3, 4};
    double cycle = 1;
    assert_ok(sink.step(sink.self, &step));
    assert_ok(sink.cycle(sink.self, &cycle));
    assert_ok(sink.end(sink.self, "voltage limit", NULL, 0));
}

static void same_numbers(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
            fail_msg("[%zu] is %.17g, expected %.17g", i, b[i], a[i]);
}

static void reads_back_what_it_wrote(void **state)
{
    (void)state;
    for (int rows = 0; rows < 300; rows += 149) {
        glass_recording a = {0}, b = {0};
        make(&a, rows);
        assert_ok(glass_recording_write(&a, path, 1));
        assert_ok(glass_recording_open(path, NULL, &b, NULL));
        assert_int_equal(b.rows, rows);
        assert_string_equal(a.title, b.title);
        assert_string_equal(a.reason, b.reason);
        assert_int_equal(b.was_closed, 1);
        for (int i = 0; i < 2; i++) {
            same_numbers(a.channels[i].at, b.channels[i].at, a.rows);
            assert_string_equal(a.channels[i].label, b.channels[i].label);
            assert_string_equal(a.channels[i].about, b.channels[i].about);
            const glass_recording_frame *f = &a.frames[i], *g = &b.frames[i];
            assert_int_equal(f->count, g->count);
            assert_int_equal(f->rank, g->rank);
            same_numbers(f->time_s, g->time_s, f->count);
            same_numbers(f->values, g->values, f->count * f->n[0] * f->n[1]);
            same_numbers(f->axis[f->rank - 1], g->axis[f->rank - 1], f->n[f->rank - 1]);
        }
        assert_string_equal(b.channels[0].original, "t[s]");
        assert_null(b.channels[1].original);
        assert_string_equal(b.steps[0].text, "Rest for 50 s");
        assert_true(b.steps[0].count == 7 && b.steps[0].to_s == 1 / 3.0);
        assert_int_equal(b.n_cycles, 1);
        assert_string_equal(glass_recording_fact(&b, "input/0/text"), some_facts[0].text);
        glass_recording_clear(&a);
        glass_recording_clear(&b);
    }
    assert_int_equal(glass_memory_balance(), 0);
}

static void refuses(const char *text, const char *words)
{
    glass_recording read = {0};
    FILE *file = fopen(path, "wb");
    fputs(text, file);
    fclose(file);
    glass_status status = glass_recording_open(path, NULL, &read, NULL);
    if (status != GLASS_E_INPUT) fail_msg("%s was taken", text);
    assert_words(words);
    assert_null(read.channels);
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    refuses("{\"Header\": {\"BPX\": 1}}", "no recording of glasscell");
    refuses("{\"glasscell_recording\": 9}", ":1:25: layout 9 of a recording");
    refuses("{\"glasscell_recording\": 1}", "at least one channel");
    refuses("{\"glasscell_recording\": 1, \"channels\": []}", "a map is expected");
    refuses("{\"glasscell_recording\": 1,\n \"channels\": {\"a\": {\"values\": 1}}}",
            ":2:");
    refuses("{\"glasscell_recording\": 1, \"channels\": {\"a\": {\"values\": [1, \"b\"]}}}",
            "number");
    refuses("{\"glasscell_recording\": 1, \"channels\": {\"a\": {\"values\": [1]},\n"
            "\"b\": {\"values\": [1, 2]}}}",
            ":2:17: \"values\" has 2 numbers, expected 1");
    refuses("{\"glasscell_recording\": 1, \"channels\": {\"a\": {\"values\": [1]}},"
            "\"frames\": {\"f\": {\"axes\": {\"x\": {\"values\": [1, 2]}}, \"time_s\": [1],"
            "\"values\": [[1]]}}}",
            "a list of 2 is expected here");
    refuses("{\"glasscell_recording\": 1, \"channels\": {\"a\": {\"values\": [1", "");
    assert_int_equal(glass_memory_balance(), 0);
}

static void survives_any_lack_of_memory(void **state)
{
    (void)state;
    glass_recording a = {0};
    make(&a, 30);
    assert_ok(glass_recording_write(&a, path, 1));
    for (long n = 1;; n++) {
        glass_recording read = {0};
        long balance = glass_memory_balance();
        glass_memory_fail_at(n);
        glass_status status = glass_recording_open(path, NULL, &read, NULL);
        glass_memory_fail_at(0);
        glass_recording_clear(&read);
        assert_int_equal(glass_memory_balance(), balance);
        if (!status) break;
        assert_true(n < 20000);
    }
    glass_recording_clear(&a);
}

static int make_path(void **state)
{
    (void)state;
    strcpy(path, "/tmp/glasscell-test-json-XXXXXX.json");
    int file = mkstemps(path, 5);
    return file < 0 ? -1 : close(file);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_it_wrote),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(survives_any_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
