/* The DFN against converged curves (tests/data/converged/ORIGIN.md: good to 2..20 uV and 1..3
 * ms), at every accuracy; and whether the estimated error covers the true one.
 *
 * The bounds are the project's promises: at the default 0.15 mV rms and 1 mV at most, end
 * within 0.5 s; `high` 0.1 mV rms (2C: 0.3) and 0.4 mV at most, end within 0.1 s; `fast`
 * 1.2 mV rms at 1C and below, 4 mV at 2C. Counted from 1 s (before it the square root of
 * time rules) to 0.95 of the end (after it dV/dt times the error of the end does). */
#include <math.h>

#include "verify.h"

typedef struct converged_case {
    const char *cell, *words, *file;
    double end_s, rms[3], max[3]; /* by accuracy: fast, standard, high; [V] */
} converged_case;

static const converged_case cases[] = {
    {"Chen2020",
     "Discharge at 2.5 A until 2.5 V",
     "converged/chen2020_C2.csv",
     7221.9160,
     {1.2e-3, 0.15e-3, 0.1e-3},
     {INFINITY, 1e-3, 0.4e-3}},
    {"Chen2020",
     "Discharge at 5 A until 2.5 V",
     "converged/chen2020_1C.csv",
     3555.2036,
     {1.2e-3, 0.15e-3, 0.1e-3},
     {INFINITY, 1e-3, 0.4e-3}},
    {"Chen2020",
     "Discharge at 10 A until 2.5 V",
     "converged/chen2020_2C.csv",
     1702.9865,
     {4e-3, 0.15e-3, 0.3e-3},
     {INFINITY, 1e-3, INFINITY}},
    {"Marquis2019",
     "Discharge at 0.680616 A until 3.105 V",
     "converged/marquis2019_1C.csv",
     3617.7322,
     {1.2e-3, 0.15e-3, 0.1e-3},
     {INFINITY, 1e-3, 0.4e-3}},
};

static const char *const accuracies[] = {"fast", "standard", "high"};
static const double ends[] = {10, 0.5, 0.1}; /* [s] */

static void converged_one(const converged_case *at, int accuracy)
{
    glass_cell cell;
    glass_recording truth;
    glass_run_options options;
    verify_run run;
    verify_cell(at->cell, &cell);
    verify_open(at->file, &truth);
    glass_run_defaults(&options);
    options.accuracy = accuracy;
    options.estimate = 1;
    verify_run_words(&cell, at->words, &options, &run);

    const verify_error error = verify_voltage(&run.recording, &truth, 1, 0.95 * at->end_s);
    const char *name = accuracies[accuracy];
    verify_within(1e3 * error.rms, 1e3 * at->rms[accuracy], "mV rms", "%s, %s", at->file,
                  name);
    verify_within(1e3 * error.max, 1e3 * at->max[accuracy], "mV at most", "%s, %s",
                  at->file, name);
    verify_within(run.summary.time_s - at->end_s, ends[accuracy], "s", "%s, %s: end",
                  at->file, name);
    verify_within(error.rms, run.summary.error_rms_V, "V rms, the estimate covers it",
                  "%s, %s", at->file, name);
    verify_within(error.max, run.summary.error_max_V, "V, the estimate covers it", "%s, %s",
                  at->file, name);

    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_recording_clear(&truth);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int accuracy = GLASS_FAST; accuracy <= GLASS_HIGH; accuracy++)
            converged_one(&cases[k], accuracy);
    return verify_end();
}
