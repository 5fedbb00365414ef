#include "unit.h"
#include "glasscell/recording.h"

/* A few rows of each source as they stand there (positive discharges), and the trapezoidal
 * sum of all its rows, made with exact decimals apart from this program. */
static const struct profile {
    const char *file, *label;
    double unit; /* of the source, in that of the label */
    size_t rows;
    double sum; /* of the source's unit, times seconds */
    struct {
        size_t row;
        double time_s, value;
    } at[3];
} profiles[] = {
    {"US06",
     "Current / A",
     1,
     601,
     505.1160953,
     {{0, 0, 0.012859}, {578, 578, 8.1}, {345, 345, -4.2071}}},
    {"UDDS",
     "Current / A",
     1,
     1370,
     816.25764222,
     {{685, 685, 0.030392}, {195, 195, 8.1}, {116, 116, -4.4929}}},
    {"WLTC",
     "Power / W",
     1000,
     18001,
     10610.5426429,
     {{9000, 900, 2.724219}, {15670, 1567, 43.249505}, {9024, 902.4, -26.435354}}},
};

static void open_profile(const char *name, glass_recording *out)
{
    char path[4096];
    const char *share = getenv("GLASSCELL_SHARE");
    snprintf(path, sizeof path, "%s/profiles/%s.csv", share ? share : "share", name);
    glass_notes notes = {0};
    *out = (glass_recording){0};
    if (glass_recording_open(path, NULL, out, &notes)) fail_msg("%s", glass_words());
    assert_int_equal(notes.count, 0);
    glass_notes_clear(&notes);
}

static void profiles_discharge_below_zero(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        const struct profile *p = &profiles[i];
        glass_recording recording;
        open_profile(p->file, &recording);
        int index = glass_recording_find(&recording, p->label);
        assert_true(index > 0);
        assert_int_equal(recording.rows, p->rows);
        const double *t = recording.channels[0].at, *y = recording.channels[index].at;
        for (int k = 0; k < 3; k++) {
            assert_true(t[p->at[k].row] == p->at[k].time_s);
            /* a rounding of the product with 1000 */
            assert_near(y[p->at[k].row], -p->unit * p->at[k].value, 1e-11);
        }
        double sum = 0;
        for (size_t k = 1; k < recording.rows; k++)
            sum += (t[k] - t[k - 1]) * (y[k] + y[k - 1]) / 2;
        /* the sums above have ten digits or more */
        assert_near(sum / (-p->unit * p->sum), 1, 1e-9);
        glass_recording_clear(&recording);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(profiles_discharge_below_zero)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
