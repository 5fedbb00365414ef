/* Tables in text: what is read, what is refused and in which words, and back again. */
#include "unit.h"
#include "base/text.h"
#include "glasscell/recording.h"

#include <sys/resource.h>
#include <signal.h>
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

static const char *written(const char *name, const char *text, size_t n)
{
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    fclose(file);
    return path;
}

static glass_status read_text(const char *text, const glass_columns *columns,
                              glass_recording *out, glass_notes *notes)
{
    return glass_recording_open(written("in.csv", text, strlen(text)), columns, out, notes);
}

/* Channels by label and the values of the last row, "Test Time / s=2 Voltage / V=3.7". */
static void reads(const char *text, const glass_columns *columns, const char *expected)
{
    glass_recording recording = {0};
    glass_text got = {0};
    glass_status status = read_text(text, columns, &recording, NULL);
    if (status) fail_msg("\"%s\" was refused: %s", text, glass_words());
    for (int i = 0; i < recording.n_channels; i++) {
        glass_text_add(&got, "%s%s=", i ? "; " : "", recording.channels[i].label);
        glass_text_number(&got, recording.channels[i].at[recording.rows - 1]);
    }
    if (strcmp(got.at, expected)) fail_msg("\"%s\" was read as %s", text, got.at);
    glass_text_clear(&got);
    glass_recording_clear(&recording);
}

static void refuses(const char *text, const glass_columns *columns, const char *words)
{
    glass_recording recording = {0};
    glass_status status = read_text(text, columns, &recording, NULL);
    if (status != GLASS_E_INPUT) fail_msg("\"%s\" was taken", text);
    if (!strstr(glass_words(), words))
        fail_msg("\"%s\": expected \"%s\" in \"%s\"", text, words, glass_words());
    assert_null(recording.channels);
}

static void reads_the_spellings_that_leave_no_doubt(void **state)
{
    (void)state;
    reads("Test Time / s,Voltage / V,Current / A\n0,4,1\n1,3.9,-2\n", NULL,
          "Test Time / s=1; Voltage / V=3.9; Current / A=-2");
    reads("Time [s],I[A],U[V]\n0,0,4\n1.5,-12.5,3.9\n", NULL,
          "Test Time / s=1.5; Current / A=-12.5; Voltage / V=3.9");
    reads("test_time_second,voltage_volt,step_index\n0,4,1\n1,3.9,2\n", NULL,
          "Test Time / s=1; Voltage / V=3.9; step_index=2");
    reads("Time [h],U [mV]\n0,4000\n2,3900\n", NULL, "Test Time / s=7200; Voltage / V=3.9");
    reads("time_min,voltage_mV\n0,4000\n2,3900\n", NULL,
          "Test Time / s=120; Voltage / V=3.9");
    reads("Test Time / min,Current / mA\n0,5\n2,-500\n", NULL,
          "Test Time / s=120; Current / A=-0.5");
    reads("Voltage(V),Test Time (s)\n4,0\n3.9,1\n", NULL,
          "Test Time / s=1; Voltage / V=3.9");
    reads("time/s,Ecell/V\n0,4\n1,3.9\n", NULL, "Test Time / s=1; Voltage / V=3.9");
    reads("Time [s],Voltage [V],Surface Temperature / K\n0,4,298.15\n", NULL,
          "Test Time / s=0; Voltage / V=4; Surface Temperature / degC=25");
    reads("t [s],U [V],T [K],dV/dt (V/s)\n0,4,300,1\n", NULL,
          "Test Time / s=0; Voltage / V=4; T [K]=300; dV/dt (V/s)=1");
}

static void reads_what_programs_write(void **state)
{
    (void)state;
    const char *expected = "Test Time / s=1; Voltage / V=3.9";
    reads("\xef\xbb\xbfTime [s],U[V]\r\n0,4\r\n1,3.9\r\n", NULL, expected);
    reads("Time [s],U[V]\r0,4\r1,3.9\r", NULL, expected);
    reads("Time [s];U[V]\n0;4\n1;3.9\n\n\n", NULL, expected);
    reads("Time [s]\tU[V]\n0\t4\n1\t3.9", NULL, expected);
    reads("# made by hand\n\n# twice\nTime [s],U[V]\n0,4\n# a pause\n\n1,3.9\n", NULL,
          expected);
    reads("# profile\n# time [s], U[V]\n0,4\n1,3.9\n", NULL, expected);
    reads("\"Time [s]\",\"U[V]\"\n\"0\",\"4\"\n \"1\" , 3.9 \n", NULL, expected);
    reads("Time [s],U[V],\n0,4,\n1,3.9,\n", NULL, expected);
    reads("Time [s],U[V]\n0,4,\n1,3.9,\n", NULL, expected);
    reads("Time [s];U[V]\n0,5;4,1\n1,0;3,9\n", NULL, expected);
    reads("Time [s]\tU[V]\n0,000\t4,100\n1,000\t3,9\n", NULL, expected);
    reads("Time [s],U[V],Step Type,Remark\n0,4,REST,\n1,3.9,CC_DCH,hot\n", NULL, expected);
    reads("Time [s],U[V],X\n0,4,\n1,3.9,7\n", NULL,
          "Test Time / s=1; Voltage / V=3.9; X=7");
    reads("Time [s],U[V]\n0,4\n1,+3.9E0\n", NULL, expected);
}

static void takes_what_the_caller_names(void **state)
{
    (void)state;
    const glass_columns named = {"zeit", "strom_mA", "spannung [mV]", -1};
    reads("spannung,strom_mA,zeit,I[A]\n4000,1,0,9\n3900,500,1,9\n", &named,
          "Test Time / s=1; Voltage / V=3.9; Current / A=-500; I[A]=9");
    const glass_columns in_mA = {"zeit", "strom [mA]", "3", 1};
    reads("zeit,strom,x\n0,1,4\n1,500,3.9\n", &in_mA,
          "Test Time / s=1; Current / A=0.5; Voltage / V=3.9");
    const glass_columns by_number = {"1", "2", NULL, -1};
    reads("0,1\n1,2\n", &by_number, "Test Time / s=1; Current / A=-2");
    const glass_columns discharges = {NULL, NULL, NULL, -1};
    reads("Time [s],Current [A],Power [kW]\n0,1,0\n1,2,3\n", &discharges,
          "Test Time / s=1; Current / A=-2; Power / W=-3000");
    reads("Time [s],I[A],U[V]\n0,1,4\n1,2,3.9\n", &discharges,
          "Test Time / s=1; Current / A=-2; Voltage / V=3.9");
}

static void guesses_neither_sign_nor_unit(void **state)
{
    (void)state;
    const glass_columns no_sign = {"t", "strom [A]", NULL, 0};
    refuses("Time [s],Current [A]\n0,1\n", NULL,
            "in.csv:1:10: column \"Current [A]\": nothing says whether positive charges");
    refuses("Time [s],I / A\n0,1\n", NULL, "--sign +1");
    refuses("Time [s],Power [kW]\n0,1\n", NULL, "--sign -1");
    refuses("t,strom\n0,1\n", &no_sign, "nothing says whether positive charges");
    refuses("Time [s],Voltage\n0,1\n", NULL,
            "in.csv:1:10: column \"Voltage\": nothing says its unit");
    refuses("time,U[V]\n0,1\n", NULL, "nothing says its unit");
    refuses("Time [V],U[V]\n0,1\n", NULL, "in.csv:1:1: column \"Time [V]\"");
    refuses("Time [s],Voltage [foo]\n0,1\n", NULL, "foo");
    const glass_columns other_unit = {NULL, NULL, "Voltage [mV]", 0};
    refuses("Test Time / s,Voltage [V]\n0,1\n", &other_unit, "another unit");
    refuses("Time [s];U[V]\n0;1,234\n1;2,345\n", NULL,
            "in.csv:3:3: \"2,345\" may be a decimal comma");
    refuses("Time [s];U[V]\n0,1;1\n1;2.34\n", NULL, "write all numbers with points");
}

static void says_where_a_table_is_wrong(void **state)
{
    (void)state;
    refuses("Time [s],U[V]\n0,4\n1,3.9,7\n", NULL,
            "in.csv:3:1: 3 cells came, the header has 2; decimal commas need ;");
    refuses("Time [s],U[V]\n0,4\n1\n", NULL, "in.csv:3:1: 1 cells came, the header has 2");
    refuses("Time [s],U[V]\n0,4\n1,3.9x\n", NULL,
            "in.csv:3:3: column \"U[V]\": \"3.9x\" is no number");
    refuses("Time [s],U[V]\n0,4\n1,NaN\n", NULL, "in.csv:3:3: column \"U[V]\": \"NaN\"");
    refuses("Time [s],U[V]\n0,4\n,3\n", NULL, "in.csv:3:1: column \"Time [s]\": \"\"");
    refuses("Time [s],U[V]\n0,4\n1,1e999\n", NULL, "larger than any number");
    refuses("Time [s],U[V]\n0,4\n1,inf\n", NULL, "\"inf\" is no number");
    refuses("# a\n\nTime [s],U[V]\n0,4\n2,4\n1,4\n", NULL,
            "in.csv:6: column \"Time [s]\": time runs backwards, from 2 s to 1 s");
    refuses("Time [s],U[V]\n", NULL, "no row of numbers follows the header");
    refuses("# nothing but words\n", NULL, "holds no table");
    refuses("a,b\n0,4\n", NULL, "no column is the time");
    refuses("1,2\n0,4\n", NULL, "the columns are \"column 1\", \"column 2\"");
    refuses("Time [s],Remark\n0,a\n", NULL, "besides the time no column holds numbers");
    refuses("Time [s],U[V],U[V]\n0,4,4\n", NULL,
            "in.csv:1:15: column \"U[V]\": an earlier");
    refuses("Time [s],\"U[V]\n0,4\n", NULL, "a quote is not closed");
    refuses("Time [s],U[V],Power / W\n0,4,5\n1,4,x\n", NULL,
            "in.csv:3:5: column \"Power / W\"");
    const glass_columns absent = {"when", NULL, NULL, 0};
    refuses("Time [s],U[V]\n0,4\n", &absent,
            "there is no column \"when\"; the columns are \"Time [s]\", \"U[V]\"");
    glass_recording recording = {0};
    const char wide[] = "\xff\xfeT\0i\0m\0e\0";
    assert_int_equal(
        glass_recording_open(written("w.csv", wide, sizeof wide), NULL, &recording, NULL),
        GLASS_E_INPUT);
    assert_words("UTF-16; save it as UTF-8");
    const char binary[] = "Time [s],U[V]\n0,\0\n";
    assert_int_equal(glass_recording_open(written("b.csv", binary, sizeof binary), NULL,
                                          &recording, NULL),
                     GLASS_E_INPUT);
    assert_words("b.csv:2: a byte of value 0");
}

static void says_what_it_left_out_or_took_for_granted(void **state)
{
    (void)state;
    glass_recording recording = {0};
    glass_notes notes = {0};
    const glass_columns named = {"t", NULL, "u", 0};
    assert_ok(read_text("t,u,Remark,X\n0,4,a,\n1,3.9,b,2\n", &named, &recording, &notes));
    assert_int_equal(notes.count, 4);
    assert_non_null(strstr(notes.at[0].text, "column \"t\" is taken in s"));
    assert_non_null(strstr(notes.at[1].text, "column \"u\" is taken in V"));
    assert_non_null(strstr(notes.at[2].text, "\"X\": 1 of 2 cells are missing"));
    assert_non_null(strstr(notes.at[3].text, "words or nothing: \"Remark\""));
    assert_true(isnan(recording.channels[2].at[0]));
    assert_string_equal(recording.channels[1].original, "u");
    glass_notes_clear(&notes);
    glass_recording_clear(&recording);
}

static void files_that_are_none(void **state)
{
    (void)state;
    glass_recording recording = {0};
    assert_int_equal(
        glass_recording_open(in_folder("not there.csv"), NULL, &recording, NULL),
        GLASS_E_SYSTEM);
    assert_int_equal(glass_recording_open(folder, NULL, &recording, NULL), GLASS_E_SYSTEM);
    assert_words("this is a folder");
    assert_int_equal(
        glass_recording_open(written("empty.csv", "", 0), NULL, &recording, NULL),
        GLASS_E_INPUT);
    assert_words("the file is empty");
    assert_int_equal(glass_recording_open(written("x.bin",
                                                  "\x7f"
                                                  "ELF\1\1",
                                                  6),
                                          NULL, &recording, NULL),
                     GLASS_E_INPUT);
    assert_words("no format that glasscell knows begins like this");
}

static void make(glass_recording *recording, int rows)
{
    glass_sink sink;
    const glass_channel channels[] = {{"Test Time / s", "s", "", NULL},
                                      {"Voltage / V", "V", "", NULL},
                                      {"Odd, \"quoted\" / 1", "1", "", NULL}};
    const glass_begin begin = {.title = "t", .channels = channels, .n_channels = 3};
    glass_recording_sink(recording, &sink);
    assert_ok(sink.begin(sink.self, &begin));
    for (int i = 0; i < rows; i++) {
        double row[3] = {i / 3.0, 4.2 * sin(i), i % 7 ? 1e-9 * i : NAN};
        assert_ok(sink.sample(sink.self, row));
    }
    assert_ok(sink.end(sink.self, "done", NULL, 0));
}

static void reads_back_what_it_wrote(void **state)
{
    (void)state;
    glass_recording a = {0}, b = {0};
    make(&a, 5000);
    const char *path = in_folder("out.csv");
    assert_ok(glass_recording_write(&a, path, 0));
    assert_ok(glass_recording_open(path, NULL, &b, NULL));
    assert_int_equal(b.rows, 5000);
    assert_int_equal(b.n_channels, 3);
    assert_string_equal(b.channels[2].label, "Odd, \"quoted\" / 1");
    for (int i = 0; i < 2; i++)
        assert_memory_equal(a.channels[i].at, b.channels[i].at, 5000 * sizeof(double));
    for (int r = 0; r < 5000; r++)
        assert_true(a.channels[2].at[r] == b.channels[2].at[r] ||
                    (isnan(a.channels[2].at[r]) && isnan(b.channels[2].at[r])));
    assert_int_equal(glass_recording_write(&a, path, 0), GLASS_E_SYSTEM);
    assert_words("--force");
    assert_ok(glass_recording_write(&a, path, 1));
    assert_int_equal(glass_recording_write(&a, in_folder("out.xyz"), 0), GLASS_E_INPUT);
    assert_words("the ending of the name says no format");
    glass_recording_clear(&a);
    glass_recording_clear(&b);
}

/* A disk that fills up is imitated by the limit on the size of files. */
static void leaves_nothing_on_a_full_disk(void **state)
{
    (void)state;
    glass_recording recording = {0};
    struct rlimit old, small = {4096, 4096};
    make(&recording, 5000);
    assert_int_equal(glass_recording_write(&recording, "/dev/full", 1), GLASS_E_SYSTEM);
    assert_words("full");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    small.rlim_max = old.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    glass_status status = glass_recording_write(&recording, in_folder("full.csv"), 0);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(status, GLASS_E_SYSTEM);
    assert_int_equal(access(in_folder("full.csv"), F_OK), -1);
    glass_recording_clear(&recording);
}

static void survives_any_lack_of_memory(void **state)
{
    (void)state;
    const char *text = "Time [s];Ecell/V;Power / mW;Remark\n0,5;4,1;1;a\n1,5;4,1;;b\n";
    for (long n = 1;; n++) {
        glass_recording recording = {0};
        glass_notes notes = {0};
        const char *path = written("m.csv", text, strlen(text));
        glass_memory_fail_at(n);
        glass_status status = glass_recording_open(path, NULL, &recording, &notes);
        glass_memory_fail_at(0);
        if (status && status != GLASS_E_MEMORY) fail_msg("%ld: %s", n, glass_words());
        glass_recording_clear(&recording);
        glass_notes_clear(&notes);
        assert_int_equal(glass_memory_balance(), 0);
        if (!status) break;
        assert_true(n < 10000);
    }
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/glasscell-test-csv-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"in.csv", "w.csv",   "b.csv", "empty.csv",
                                        "x.bin",  "out.csv", "m.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(in_folder(names[i]));
    return rmdir(folder); /* fails when a test left something behind */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_spellings_that_leave_no_doubt),
        cmocka_unit_test(reads_what_programs_write),
        cmocka_unit_test(takes_what_the_caller_names),
        cmocka_unit_test(guesses_neither_sign_nor_unit),
        cmocka_unit_test(says_where_a_table_is_wrong),
        cmocka_unit_test(says_what_it_left_out_or_took_for_granted),
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(reads_back_what_it_wrote),
        cmocka_unit_test(leaves_nothing_on_a_full_disk),
        cmocka_unit_test(survives_any_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
