/* The DFN of Chen2020 against what is known of other ways to drive it than one discharge: a
 * CC-CV cycle and US06 (curves in tests/data/converged), an empty electrolyte at 3C, constant
 * power, and the very first instant.
 *
 * Bounds: the project's promises, 0.15 mV rms and 1 mV at most by default, 0.1 and 0.4 mV at
 * `high`, limits met within 0.5 and 0.1 s. A step's first second and last twentieth are left
 * out, as in verify_converged. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "verify.h"

static const char *const accuracies[] = {"fast", "default", "high"};
static const double rms_mV[] = {NAN, 0.15, 0.1}, max_mV[] = {NAN, 1, 0.4};
static const double end_s[] = {NAN, 0.5, 0.1};

/* Runs Chen2020; the accuracy is one of glass_accuracy. */
static void cycle_run(const char *words, int accuracy, verify_run *run)
{
    glass_cell cell;
    glass_run_options options;
    verify_cell("Chen2020", &cell);
    glass_run_defaults(&options);
    options.accuracy = accuracy;
    verify_run_words(&cell, words, &options, run);
    glass_run_options_clear(&options);
    glass_cell_clear(&cell);
}

static void cycle_cccv(int accuracy)
{
    static const double ends[] = {3555.2036, 4155.2036, 10271.897, 13757.103};
    glass_recording truth;
    verify_run run;
    verify_open("converged/chen2020_cccv.csv", &truth);
    cycle_run("Discharge at 5 A until 2.5 V\nRest for 600 s\nCharge at 2.5 A until 4.2 V\n"
              "Hold at 4.2 V until 0.1 A",
              accuracy, &run);
    const char *name = accuracies[accuracy];
    verify_within(run.recording.n_steps - 4, 0, "steps too many", "CC-CV, %s", name);
    double begin = 0;
    for (int k = 0; k < 4 && k < run.recording.n_steps; k++) {
        const glass_step_record *step = &run.recording.steps[k];
        /* the step's own length, so that an early end is not counted again */
        verify_within(step->to_s - ends[k], end_s[accuracy], "s",
                      "CC-CV, %s: end of step %d", name, k + 1);
        const verify_error error = verify_voltage(&run.recording, &truth, begin + 1,
                                                  begin + 0.95 * (ends[k] - begin));
        verify_within(1e3 * error.rms, rms_mV[accuracy], "mV rms", "CC-CV, %s: step %d",
                      name, k + 1);
        verify_within(1e3 * error.max, max_mV[accuracy], "mV at most", "CC-CV, %s: step %d",
                      name, k + 1);
        begin = ends[k];
    }
    verify_run_clear(&run);
    glass_recording_clear(&truth);
}

static void cycle_us06(int accuracy)
{
    glass_cell cell;
    glass_recording truth;
    glass_protocol protocol = {0};
    glass_run_options options;
    verify_run run;
    char path[4096];
    verify_cell("Chen2020", &cell);
    verify_path("converged/chen2020_us06.csv", path);
    verify_open("converged/chen2020_us06.csv", &truth);
    if (glass_protocol_profile(path, NULL, NULL, 0, &protocol, NULL) != GLASS_OK) {
        printf("%s: %s\n", path, glass_words());
        exit(1);
    }
    glass_run_defaults(&options);
    options.accuracy = accuracy;
    verify_run_protocol(&cell, &protocol, &options, &run);
    const double last_s = truth.channels[0].at[truth.rows - 1];
    const verify_error error = verify_voltage(&run.recording, &truth, 1, last_s);
    const char *name = accuracies[accuracy];
    verify_within(1e3 * error.rms, rms_mV[accuracy], "mV rms", "US06, %s", name);
    verify_within(1e3 * error.max, max_mV[accuracy], "mV at most", "US06, %s", name);
    verify_within((double)truth.rows - 1 - (double)error.rows, 0, "rows left out",
                  "US06, %s", name);
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_protocol_clear(&protocol);
    glass_recording_clear(&truth);
    glass_cell_clear(&cell);
}

/* End times. 3C empties the electrolyte; its end is known to 0.02 s from meshes of 80 to 320
 * cells, but held to 0.5 s at `high` as well, where the mesh of 40 is a tenth of a second off.
 * Constant power has no other program's converged answer: 3416.766 s is the limit of our own
 * meshes 20 to 160 (3416.726, .757, .7636, .7652, second order) at 1e-6 V and 12 poles;
 * another code on 20 cells said 3416.5. That power is constant is looked at besides. */
static void cycle_ends(int accuracy)
{
    verify_run run;
    const char *name = accuracies[accuracy];
    cycle_run("Discharge at 15 A until 2.5 V", accuracy, &run);
    verify_within(run.summary.time_s - 560.714, 0.5, "s", "3C, %s: end", name);
    verify_run_clear(&run);

    cycle_run("Discharge at 18 W until 2.5 V", accuracy, &run);
    verify_within(run.summary.time_s - 3416.766, end_s[accuracy], "s", "18 W, %s: end",
                  name);
    const double *power = verify_channel(&run.recording, "Power / W");
    double worst = 0;
    for (size_t k = 0; k < run.recording.rows; k++)
        worst = fmax(worst, fabs(power[k] + 18));
    /* by the tolerance of a step in V (4e-5) times the current, and little more */
    verify_within(worst, 18 * 1e-4, "W", "18 W, %s: the power", name);
    verify_run_clear(&run);
}

/* An empty electrolyte and full surfaces, by many tolerances: on one mesh the end must not
 * depend on them. 0.02 s: a tolerance of 4e-4 V over a slope of 0.25 V/s, ten times. What
 * broke here: potentials askew after a surface had become full, and a dense output below no
 * salt that was taken for the voltage limit. */
static void cycle_empty(void)
{
    static const double tolerances[] = {4e-4, 2e-4, 1e-4, 7e-5, 5e-5, 3e-5, 1e-5, 1e-6};
    static const struct {
        int n, s, p;
        double end_s;
    } meshes[] = {{12, 2, 12, 555.4898}, {16, 2, 8, 560.5375}, {20, 4, 20, 559.3214}};
    for (size_t m = 0; m < sizeof meshes / sizeof *meshes; m++)
        for (size_t k = 0; k < sizeof tolerances / sizeof *tolerances; k++) {
            glass_cell cell;
            glass_run_options options;
            verify_run run;
            verify_cell("Chen2020", &cell);
            glass_run_defaults(&options);
            options.tolerance = tolerances[k];
            options.nodes_negative = meshes[m].n;
            options.nodes_separator = meshes[m].s;
            options.nodes_positive = meshes[m].p;
            options.estimate = 0;
            verify_run_words(&cell, "Discharge at 15 A until 2.5 V", &options, &run);
            verify_within(run.summary.time_s - meshes[m].end_s, 0.02, "s",
                          "3C on %d/%d/%d at %g V: end", meshes[m].n, meshes[m].s,
                          meshes[m].p, tolerances[k]);
            glass_run_options_clear(&options);
            verify_run_clear(&run);
            glass_cell_clear(&cell);
        }
}

/* The voltage of the first instant, where particles and salt are uniform: what is left is the
 * mesh in x. The tabulated digits are good; the bound is `high`'s largest error. */
static void cycle_first(void)
{
    static const struct {
        const char *words;
        double first, t_s[4], V[4];
    } cases[] = {
        {"Discharge at 2.5 A until 2.5 V",
         4.090230,
         {10, 1200, 3600, 6000},
         {4.064838, 3.924767, 3.619269, 3.340699}},
        {"Discharge at 5 A until 2.5 V",
         4.037244,
         {10, 600, 1800, 3000},
         {3.989806, 3.814636, 3.511834, 3.225356}},
        {"Discharge at 10 A until 2.5 V",
         3.964381,
         {10, 300, 900, 1500},
         {3.88407, 3.62725, 3.30262, 2.94299}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        verify_run run;
        cycle_run(cases[k].words, GLASS_HIGH, &run);
        verify_within(1e3 * (run.summary.voltage_first_V - cases[k].first), 0.1, "mV",
                      "%s: first instant", cases[k].words);
        for (int i = 0; i < 4; i++)
            verify_within(1e3 * (verify_at(&run.recording, "Voltage / V", cases[k].t_s[i]) -
                                 cases[k].V[i]),
                          0.1, "mV", "%s: at %g s", cases[k].words, cases[k].t_s[i]);
        verify_run_clear(&run);
    }
}

/* Rows of a profile that begins late in a run are all reached, however their times round: a
 * difference of times where a sum was meant stood still for ever. */
static void cycle_late_profile(void)
{
    glass_cell cell;
    glass_run_options options;
    char words[160];
    verify_cell("Chen2020", &cell);
    glass_run_defaults(&options);
    verify_option(&options, "model", "spm");
    options.accuracy = GLASS_FAST;
    options.estimate = 0;
    for (int k = 0; k < 40; k++) {
        verify_run run;
        const double begin_s = 4036.37 + 1.37 * k; /* sums pass 4096: a bit is lost */
        snprintf(words, sizeof words,
                 "Discharge at C/20 for %.2f s; Discharge at (1 + 0.5*sin(2*pi*t/20)) A "
                 "for 61 s",
                 begin_s);
        verify_run_words(&cell, words, &options, &run);
        verify_within(run.summary.time_s - begin_s - 61, 1e-9, "s", "a late profile, %s",
                      words);
        verify_run_clear(&run);
    }
    glass_run_options_clear(&options);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    for (int accuracy = GLASS_STANDARD; accuracy <= GLASS_HIGH; accuracy++) {
        cycle_cccv(accuracy);
        cycle_us06(accuracy);
        cycle_ends(accuracy);
    }
    cycle_empty();
    cycle_first();
    cycle_late_profile();
    return verify_end();
}
