/* Recordings in HDF5 from the library's side: there and back, resumed, refused, on a full
 * disk, without memory. What other programs see is in tests/verify/recording_promises.py. */
#include "unit.h"
#include "glasscell/recording.h"
#include "format/hdf5_table.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char *in_folder(const char *name)
{
    static char path[2][128];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

/* How many files there are, hidden ones too: nothing may be left behind. */
static int files_in_folder(void)
{
    int n = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; (entry = readdir(dir));) n += entry->d_type == DT_REG;
    closedir(dir);
    return n;
}

static const double some_x[] = {0, 0.5, 1}, other_x[] = {0, 2, 4}, some_r[] = {0, 1};
static const glass_channel some_channels[] = {{"Test Time / s", "s", "the time", "t[s]"},
                                              {"Voltage / V", "V", "the voltage", NULL},
                                              {"dV/dt (V/s)", "V/s", "", "dV/dt (V/s)"},
                                              {"dV dt / V/s", "V/s", "", NULL}};
static const glass_frame some_frames[] = {
    {"Salt Concentration / mol.m-3", "mol.m-3", "salt", 1, {{"x", "m", "", 3, some_x}}},
    {"Filling / 1", "1", "", 2, {{"x", "m", "", 3, other_x}, {"r", "1", "", 2, some_r}}},
};
static const glass_channel some_cycles[] = {{"Cycle Count / 1", "1", "", NULL},
                                            {"Voltage / V", "V", "mean", NULL}};
static const glass_fact some_facts[] = {
    {"program", "glasscell"}, {"input/0/text", "\xc3\xa4\nb"}, {"empty", ""}};

static glass_status begin(const glass_sink *sink)
{
    const glass_begin declared = {"title \xe2\x82\xac",
                                  some_channels,
                                  4,
                                  some_frames,
                                  2,
                                  some_cycles,
                                  2,
                                  some_facts,
                                  3};
    return sink->begin(sink->self, &declared);
}

static glass_status give(const glass_sink *sink, int i)
{
    double row[4] = {i, 4 - 1e-3 * i, i % 3 ? 0.1 * i : NAN, 7}, field[6];
    for (int k = 0; k < 6; k++) field[k] = i + 0.1 * k;
    glass_status status = sink->sample(sink->self, row);
    if (!status && i % 10 == 0) status = sink->frame(sink->self, 0, i, field);
    if (!status && i % 20 == 0) status = sink->frame(sink->self, 1, i, field);
    /* where a step ends and the next begins, all kinds come twice at one moment */
    if (!status && i % 40 == 0) status = sink->frame(sink->self, 0, i, field);
    if (!status && i % 40 == 0) status = sink->frame(sink->self, 1, i, field);
    if (!status && i % 50 == 49) {
        glass_step_record step = {i / 50 + 1, 1, "Rest for 50 s", "time", i - 49, i, 1, 2,
                                  3,          4};
        double cycle[2] = {i / 50 + 1, 3.5};
        status = sink->step(sink->self, &step);
        if (!status) status = sink->cycle(sink->self, cycle);
    }
    return status;
}

static glass_status fill(const glass_sink *sink, int from, int to)
{
    glass_status status = begin(sink);
    for (int i = from; i < to && !status; i++) status = give(sink, i);
    return status;
}

static glass_status finish(const glass_sink *sink)
{
    const glass_fact last[] = {{"ended", "today"}, {"machine", "this one"}};
    return sink->end(sink->self, "voltage limit", last, 2);
}

static void make(glass_recording *recording, int rows)
{
    glass_sink sink;
    glass_recording_sink(recording, &sink);
    assert_ok(fill(&sink, 0, rows));
    assert_ok(finish(&sink));
}

static void same_numbers(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (memcmp(&a[i], &b[i], sizeof *a) && !(isnan(a[i]) && isnan(b[i])))
            fail_msg("[%zu] is %.17g, expected %.17g", i, a[i], b[i]);
}

static void same_channels(const glass_recording_channel *a,
                          const glass_recording_channel *b, int n, size_t rows)
{
    for (int i = 0; i < n; i++) {
        assert_string_equal(a[i].label, b[i].label);
        assert_string_equal(a[i].unit, b[i].unit);
        assert_string_equal(a[i].about, b[i].about);
        assert_int_equal(!a[i].original, !b[i].original);
        if (a[i].original) assert_string_equal(a[i].original, b[i].original);
        same_numbers(a[i].at, b[i].at, rows);
    }
}

static void same_frames(const glass_recording *a, const glass_recording *b)
{
    assert_int_equal(a->n_frames, b->n_frames);
    for (int i = 0; i < a->n_frames; i++) {
        const glass_recording_frame *f = &a->frames[i], *g = &b->frames[i];
        assert_string_equal(f->label, g->label);
        assert_int_equal(f->rank, g->rank);
        assert_int_equal(f->count, g->count);
        for (int k = 0; k < f->rank; k++) {
            assert_string_equal(f->axis_name[k], g->axis_name[k]);
            assert_string_equal(f->axis_unit[k], g->axis_unit[k]);
            same_numbers(f->axis[k], g->axis[k], f->n[k]);
        }
        same_numbers(f->time_s, g->time_s, f->count);
        same_numbers(f->values, g->values, f->count * f->n[0] * f->n[1] * f->n[2]);
    }
}

static void same_recording(const glass_recording *a, const glass_recording *b)
{
    assert_string_equal(a->title, b->title);
    assert_string_equal(a->reason, b->reason);
    assert_int_equal(a->was_closed, b->was_closed);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->n_channels, b->n_channels);
    same_channels(a->channels, b->channels, a->n_channels, a->rows);
    same_frames(a, b);
    assert_int_equal(a->n_cycles, b->n_cycles);
    assert_int_equal(a->n_cycle_channels, b->n_cycle_channels);
    same_channels(a->cycles, b->cycles, a->n_cycle_channels, a->n_cycles);
    assert_int_equal(a->n_steps, b->n_steps);
    for (int i = 0; i < a->n_steps; i++) {
        assert_string_equal(a->steps[i].text, b->steps[i].text);
        assert_string_equal(a->steps[i].reason, b->steps[i].reason);
        assert_memory_equal(&a->steps[i].from_s, &b->steps[i].from_s, 6 * sizeof(double));
    }
    for (int i = 0; i < a->n_facts; i++)
        assert_string_equal(glass_recording_fact(b, a->facts[i].key), a->facts[i].text);
}

static void opens_as(const char *path, const glass_recording *expected)
{
    glass_recording read = {0};
    glass_notes notes = {0};
    assert_ok(glass_recording_open(path, NULL, &read, &notes));
    assert_int_equal(notes.count, 0);
    same_recording(expected, &read);
    glass_recording_clear(&read);
}

static void reads_back_what_it_wrote(void **state)
{
    (void)state;
    const char *path = in_folder("a.h5");
    for (int rows = 0; rows <= 3000; rows += 1000) {
        glass_recording a = {0};
        make(&a, rows);
        assert_ok(glass_recording_write(&a, path, 1));
        opens_as(path, &a);
        glass_recording_clear(&a);
    }
    assert_int_equal(glass_memory_balance(), 0);
}

static void streams_short_and_long_runs_alike(void **state)
{
    (void)state;
    glass_recording expected = {0};
    make(&expected, 2500);
    for (int pause = 0; pause < 2; pause++) {
        const char *path = in_folder(pause ? "long.h5" : "short.h5");
        glass_sink sink;
        assert_ok(glass_recording_stream(path, 0, &sink));
        assert_ok(fill(&sink, 0, 1234));
        assert_int_equal(access(path, F_OK), -1);
        if (pause) { /* longer than the stream waits before it begins its file */
            usleep(600000);
            assert_ok(give(&sink, 1234));
            assert_int_equal(access(path, F_OK), 0);
        }
        for (int i = 1234 + pause; i < 2500; i++) assert_ok(give(&sink, i));
        assert_ok(finish(&sink));
        glass_recording_stream_free(&sink);
        opens_as(path, &expected);
    }
    glass_recording_clear(&expected);
    assert_int_equal(glass_memory_balance(), 0);
}

static void goes_on_from_its_checkpoint(void **state)
{
    (void)state;
    const char *path = in_folder("r.h5");
    glass_recording expected = {0};
    glass_sink sink;
    double time_s;
    void *bytes;
    size_t n;
    make(&expected, 900);
    assert_ok(glass_recording_stream(path, 0, &sink));
    assert_ok(fill(&sink, 0, 300));
    assert_ok(sink.checkpoint(sink.self, 299, "three hundred", 14));
    usleep(600000);
    for (int i = 300; i < 500; i++) assert_ok(give(&sink, i));
    assert_ok(sink.checkpoint(sink.self, 499, "a longer one: five hundred", 27));
    for (int i = 500; i < 600; i++) assert_ok(give(&sink, i));
    assert_ok(sink.checkpoint(sink.self, 599, "six hundred", 12));
    for (int i = 600; i < 700; i++) assert_ok(give(&sink, i));
    glass_recording_stream_free(&sink); /* nobody ended it */

    assert_ok(glass_recording_checkpoint(path, &time_s, &bytes, &n));
    assert_string_equal(bytes, "six hundred");
    assert_true(n == 12 && time_s == 599);
    glass_recording_checkpoint_free(bytes);

    assert_ok(glass_recording_resume(path, &sink, &time_s, &bytes, &n));
    assert_string_equal(bytes, "six hundred");
    glass_recording_checkpoint_free(bytes);
    assert_ok(fill(&sink, 600, 900));
    assert_ok(finish(&sink));
    glass_recording_stream_free(&sink);
    opens_as(path, &expected);
    glass_recording_clear(&expected);
    assert_int_equal(glass_memory_balance(), 0);
}

static void goes_on_only_where_it_can(void **state)
{
    (void)state;
    const char *path = in_folder("n.h5");
    glass_recording a = {0};
    glass_sink sink;
    double time_s;
    void *bytes;
    size_t n;
    make(&a, 10);
    assert_ok(glass_recording_write(&a, path, 1));
    assert_int_equal(glass_recording_resume(path, &sink, &time_s, &bytes, &n),
                     GLASS_E_INPUT);
    assert_words("no checkpoint in it to go on from (it ended in good order)");
    assert_int_equal(
        glass_recording_checkpoint(in_folder("not there"), &time_s, &bytes, &n),
        GLASS_E_SYSTEM);
    assert_ok(glass_recording_stream(path, 1, &sink));
    assert_ok(fill(&sink, 0, 10));
    assert_ok(sink.checkpoint(sink.self, 9, "x", 1));
    usleep(600000);
    assert_ok(give(&sink, 10));
    assert_int_equal(glass_recording_resume(path, &sink, &time_s, &bytes, &n),
                     GLASS_E_INPUT);
    assert_words("still being written");
    glass_recording_stream_free(&sink);
    assert_ok(glass_recording_resume(path, &sink, &time_s, &bytes, &n));
    glass_recording_checkpoint_free(bytes);
    const glass_begin other = {.title = "", .channels = some_channels, .n_channels = 3};
    assert_int_equal(sink.begin(sink.self, &other), GLASS_E_INPUT);
    assert_words("with other channels or frames");
    glass_recording_stream_free(&sink);
    glass_recording_clear(&a);
}

static void copy_of(const char *from, const char *to, size_t keep, size_t at, int byte)
{
    static char bytes[1 << 22];
    FILE *in = fopen(from, "rb");
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    if (byte >= 0) bytes[at] = (char)byte;
    FILE *out = fopen(to, "wb");
    fwrite(bytes, 1, keep < n ? keep : n, out);
    fclose(out);
}

static void refused(const char *path, const char *words)
{
    glass_recording read = {0};
    assert_int_equal(glass_recording_open(path, NULL, &read, NULL), GLASS_E_INPUT);
    assert_words(words);
    assert_null(read.channels);
}

static void says_what_is_wrong_with_a_file(void **state)
{
    (void)state;
    const char *path = in_folder("good.h5"), *bad = in_folder("bad.h5");
    glass_recording a = {0};
    make(&a, 100);
    assert_ok(glass_recording_write(&a, path, 0));
    struct stat about;
    stat(path, &about);
    const size_t whole = (size_t)about.st_size;
    for (size_t keep = 9; keep < whole; keep += whole / 40) {
        copy_of(path, bad, keep, 0, -1);
        refused(bad, keep < 48 ? "is cut off after" : "damaged or cut off");
    }
    copy_of(path, bad, 8, 0, -1);
    refused(bad, "is cut off after 8 bytes");
    copy_of(path, bad, whole, 8, 0);
    refused(bad, "no recording of glasscell (its superblock is of version 0)");
    copy_of(path, bad, whole, 60, 0xa5);
    refused(bad, "damaged");
    glass_recording_clear(&a);
    assert_int_equal(glass_memory_balance(), 0);
}

static void refuses_to_write_where_it_must_not(void **state)
{
    (void)state;
    const char *path = in_folder("once.h5");
    glass_recording a = {0};
    glass_sink sink;
    make(&a, 10);
    assert_ok(glass_recording_write(&a, path, 0));
    assert_int_equal(glass_recording_write(&a, path, 0), GLASS_E_SYSTEM);
    assert_words("--force");
    assert_int_equal(glass_recording_stream(path, 0, &sink), GLASS_E_SYSTEM);
    assert_words("--force");
    assert_int_equal(glass_recording_stream("/nowhere/x.h5", 0, &sink), GLASS_E_SYSTEM);
    assert_words("there is no folder /nowhere");
    assert_int_equal(glass_recording_stream(folder, 1, &sink), GLASS_E_SYSTEM);
    assert_words("this is a folder");
    assert_int_equal(glass_recording_stream("/dev/null", 1, &sink), GLASS_E_INPUT);
    glass_recording_clear(&a);
}

/* A disk that fills up is imitated by the limit on the size of files. */
static void with_little_space(rlim_t bytes, struct rlimit *old)
{
    struct rlimit small;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, old);
    small = (struct rlimit){bytes, old->rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
}

static void leaves_nothing_on_a_full_disk(void **state)
{
    (void)state;
    glass_recording a = {0};
    struct rlimit old;
    make(&a, 3000);
    int before = files_in_folder();
    for (rlim_t space = 100; space < 100000; space = space * 3 / 2) {
        glass_sink sink;
        with_little_space(space, &old);
        glass_status status = glass_recording_write(&a, in_folder("full.h5"), 0);
        setrlimit(RLIMIT_FSIZE, &old);
        if (status == GLASS_OK) fail_msg("%lu bytes were enough", (unsigned long)space);
        assert_int_equal(status, GLASS_E_SYSTEM);
        assert_words("larger than allowed");
        assert_int_equal(files_in_folder(), before);
        assert_ok(glass_recording_stream(in_folder("full.h5"), 0, &sink));
        with_little_space(space, &old);
        assert_ok(fill(&sink, 0, 3000));
        status = finish(&sink);
        setrlimit(RLIMIT_FSIZE, &old);
        assert_int_equal(status, GLASS_E_SYSTEM);
        glass_recording_stream_free(&sink);
        assert_int_equal(files_in_folder(), before);
    }
    glass_recording_clear(&a);
    assert_int_equal(glass_memory_balance(), 0);
}

/* A growing file keeps what was flushed before the disk was full. */
static void keeps_what_was_flushed_before_the_disk_was_full(void **state)
{
    (void)state;
    const char *path = in_folder("grown.h5");
    glass_sink sink;
    struct rlimit old;
    assert_ok(glass_recording_stream(path, 0, &sink));
    assert_ok(fill(&sink, 0, 1000));
    usleep(600000);
    assert_ok(give(&sink, 1000));
    with_little_space(200000, &old);
    glass_status status = GLASS_OK;
    int i = 1001;
    for (; i < 100000 && !status; i++) status = give(&sink, i);
    if (!status) status = finish(&sink);
    glass_recording_stream_free(&sink);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(status, GLASS_E_SYSTEM);
    assert_words("larger than allowed");
    glass_recording read = {0};
    assert_ok(glass_recording_open(path, NULL, &read, NULL));
    assert_true(read.rows >= 1001 && read.rows < (size_t)i);
    for (size_t r = 0; r < read.rows; r++) assert_true(read.channels[0].at[r] == (double)r);
    assert_int_equal(read.was_closed, 0);
    glass_recording_clear(&read);
    assert_int_equal(glass_memory_balance(), 0);
}

static glass_status write_and_read(const glass_recording *a)
{
    glass_recording read = {0};
    glass_sink sink = {0};
    const char *path = in_folder("memory.h5");
    glass_status status = glass_recording_stream(path, 1, &sink);
    if (!status) status = fill(&sink, 0, 60);
    if (sink.self) {
        glass_status ended = finish(&sink);
        if (!status) status = ended;
    }
    glass_recording_stream_free(&sink);
    if (!status) status = glass_recording_write(a, path, 1);
    if (!status) status = glass_recording_open(path, NULL, &read, NULL);
    glass_recording_clear(&read);
    return status;
}

static void survives_any_lack_of_memory(void **state)
{
    (void)state;
    glass_recording a = {0};
    make(&a, 60);
    int before = files_in_folder();
    for (long n = 1;; n++) {
        long balance = glass_memory_balance();
        glass_memory_fail_at(n);
        glass_status status = write_and_read(&a);
        glass_memory_fail_at(0);
        assert_int_equal(glass_memory_balance(), balance);
        if (!status) break;
        if (!strstr(glass_words(), "memory")) fail_msg("%ld: %s", n, glass_words());
        assert_true(n < 5000 && files_in_folder() <= before + 1);
    }
    glass_recording_clear(&a);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/glasscell-test-hdf5-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a.h5",     "long.h5",  "short.h5", "r.h5",
                                        "n.h5",     "good.h5",  "bad.h5",   "once.h5",
                                        "grown.h5", "memory.h5"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(in_folder(names[i]));
    return rmdir(folder); /* fails when a test left something behind */
}

/* What is given after a checkpoint does not belong to it, also when both reach the disk
 * together. */
static void a_checkpoint_holds_what_came_before_it(void **state)
{
    (void)state;
    glass_recording then = {0}, all = {0};
    glass_sink stream;
    void *bytes;
    size_t n;
    double time_s;
    const char *path = in_folder("early.h5");
    assert_ok(glass_recording_stream(path, 0, &stream));
    assert_ok(fill(&stream, 0, 75));
    assert_ok(stream.checkpoint(stream.self, 74, "state", 6));
    for (int i = 75; i < 120; i++) assert_ok(give(&stream, i));
    glass_recording_stream_free(&stream);
    assert_ok(glass_recording_open_checkpoint(path, &then, &time_s, &bytes, &n));
    assert_ok(glass_recording_open(path, NULL, &all, NULL));
    assert_int_equal(then.rows, 75);
    assert_int_equal(then.n_steps, 1);
    assert_int_equal(then.n_cycles, 1);
    assert_int_equal(then.frames[0].count, 8 + 2); /* 0, 10, ... 70; twice at 0 and 40 */
    assert_int_equal(all.rows, 120);
    assert_int_equal(all.n_steps, 2);
    assert_int_equal(all.frames[0].count, 12 + 3);
    assert_string_equal(bytes, "state");
    same_numbers(all.channels[1].at, then.channels[1].at, 75);
    glass_recording_checkpoint_free(bytes);
    glass_recording_clear(&then);
    glass_recording_clear(&all);
    remove(path);
}

/* Mending copies a file in other blocks than it was written in, and counts the rows. */
static void two_sets_of_one_moment_are_two_rows(void **state)
{
    (void)state;
    glass_recording recording = {0};
    const glass_h5_table *table;
    glass_h5_about about = {0};
    glass_h5 *file;
    make(&recording, 100);
    assert_ok(glass_recording_write(&recording, in_folder("twice.h5"), 0));
    assert_ok(glass_h5_load(&table));
    assert_ok(table->open(in_folder("twice.h5"), "twice.h5", &file, &about));
    table->close(file);
    assert_int_equal(about.counts.frame_rows, 10 + 3); /* three moments come twice */
    remove(in_folder("twice.h5"));
    glass_recording_clear(&recording);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_it_wrote),
        cmocka_unit_test(streams_short_and_long_runs_alike),
        cmocka_unit_test(goes_on_from_its_checkpoint),
        cmocka_unit_test(goes_on_only_where_it_can),
        cmocka_unit_test(says_what_is_wrong_with_a_file),
        cmocka_unit_test(refuses_to_write_where_it_must_not),
        cmocka_unit_test(leaves_nothing_on_a_full_disk),
        cmocka_unit_test(keeps_what_was_flushed_before_the_disk_was_full),
        cmocka_unit_test(a_checkpoint_holds_what_came_before_it),
        cmocka_unit_test(two_sets_of_one_moment_are_two_rows),
        cmocka_unit_test(survives_any_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
