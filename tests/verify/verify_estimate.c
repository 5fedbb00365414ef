/* Whether the discretisation error that a run tells covers the true one, and is not absurd:
 * four discharges whose answer is known, by every accuracy and by meshes and tolerances that a
 * user might choose instead.
 *
 * Covers: by the three accuracies the true rms, largest error and end are within what is
 * told. Where a user chose a mesh out of proportion (many volumes with few poles, a loose
 * tolerance on a fine mesh) the parts of the error cancel differently in the run and in its
 * companion: there rms and largest are within 2 times, the end within 3 times. A floor of 20
 * uV and 1 ms is added: the accuracy of the curves. Not absurd: over all runs together
 * (geometric mean) what is told is less than 6 times the truth; one run may be lucky. */
#include <math.h>
#include <stdio.h>

#include "verify.h"

static const struct {
    const char *cell, *words, *file;
    double end_s;
} curves[] = {
    {"Chen2020", "Discharge at 2.5 A until 2.5 V", "converged/chen2020_C2.csv", 7221.9160},
    {"Chen2020", "Discharge at 5 A until 2.5 V", "converged/chen2020_1C.csv", 3555.2036},
    {"Chen2020", "Discharge at 10 A until 2.5 V", "converged/chen2020_2C.csv", 1702.9865},
    {"Marquis2019", "Discharge at 0.680616 A until 3.105 V", "converged/marquis2019_1C.csv",
     3617.7322},
};

static const struct {
    int accuracy, nodes[3], modes;
    double tolerance;
} meshes[] = {
    {GLASS_FAST, {0, 0, 0}, 0, 0},       {GLASS_STANDARD, {0, 0, 0}, 0, 0},
    {GLASS_HIGH, {0, 0, 0}, 0, 0},       {GLASS_STANDARD, {8, 4, 8}, 0, 0},
    {GLASS_STANDARD, {20, 4, 20}, 0, 0}, {GLASS_STANDARD, {6, 2, 4}, 8, 1e-6},
    {GLASS_STANDARD, {30, 6, 30}, 4, 0}, {GLASS_STANDARD, {30, 6, 30}, 8, 3e-4},
};

enum { CURVES = sizeof curves / sizeof *curves, MESHES = sizeof meshes / sizeof *meshes };

static const double floor_V = 20e-6, floor_s = 1e-3;

/* Returns the logarithm of how much more is told than is true. */
static double estimate_one(size_t curve, size_t mesh)
{
    glass_cell cell;
    glass_recording truth;
    glass_run_options options;
    verify_run run;
    char what[128];
    verify_cell(curves[curve].cell, &cell);
    verify_open(curves[curve].file, &truth);
    glass_run_defaults(&options);
    options.accuracy = meshes[mesh].accuracy;
    options.nodes_negative = meshes[mesh].nodes[0];
    options.nodes_separator = meshes[mesh].nodes[1];
    options.nodes_positive = meshes[mesh].nodes[2];
    options.modes_negative = options.modes_positive = meshes[mesh].modes;
    options.tolerance = meshes[mesh].tolerance;
    verify_run_words(&cell, curves[curve].words, &options, &run);
    const verify_error error =
        verify_voltage(&run.recording, &truth, 1, 0.95 * curves[curve].end_s);
    const glass_summary *told = &run.summary;
    snprintf(what, sizeof what, "%s, setting %d", curves[curve].file, (int)mesh);
    const int is_chosen = meshes[mesh].tolerance != 0 || meshes[mesh].nodes[0] != 0;
    verify_within(error.rms / (told->error_rms_V + floor_V), is_chosen ? 2 : 1,
                  "of what is told", "%s: rms", what);
    verify_within(error.max / (told->error_max_V + floor_V), 1.25, "of what is told",
                  "%s: largest", what);
    verify_within((told->time_s - curves[curve].end_s) / (told->error_end_s + floor_s),
                  is_chosen ? 3 : 1, "of what is told", "%s: end", what);
    const double ratio = told->error_rms_V / fmax(error.rms, floor_V);
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_recording_clear(&truth);
    glass_cell_clear(&cell);
    return log(ratio);
}

int main(int argc, char **argv)
{
    double sum = 0;
    verify_begin(argc, argv);
    for (size_t curve = 0; curve < CURVES; curve++)
        for (size_t mesh = 0; mesh < MESHES; mesh++) sum += estimate_one(curve, mesh);
    verify_within(exp(sum / (CURVES * MESHES)), 6, "times the truth", "what is told, rms");
    return verify_end();
}
