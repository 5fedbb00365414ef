/* The inside of the DFN against converged profiles (tests/data/converged): salt, potentials
 * and filling across the cell at four instants.
 *
 * Bounds: the project's promises, 2 mol/m3, 0.3 mV, 1e-3. The truth is good to 0.05 mol/m3,
 * 10 uV (2C: 50 uV), 1e-5. On a mesh of 160/40/160 cells its places are nodes of ours. On the
 * mesh of the default setting it is carried to our nodes by cubics through four neighbours of
 * one region; that adds more than the bound where salt has a front (2C), so 1C alone is
 * looked at that way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify.h"

#define INSIDE_SAME 1e-9 /* [m] places that are one */

enum { INSIDE_ROWS = 256 };
enum { SALT, PHI_E, PHI_S, CURRENT, SURFACE, MEAN, INSIDE_COLUMNS };

typedef struct inside_truth {
    int rows;
    double t[INSIDE_ROWS], x[INSIDE_ROWS], at[INSIDE_COLUMNS][INSIDE_ROWS];
    char region[INSIDE_ROWS];
} inside_truth;

static const struct {
    const char *label, *regions, *unit;
    int column;
    double bound, scale;
} fields[] = {
    {"Salt Concentration / mol.m-3", "nsp", "mol/m3", SALT, 2, 1},
    {"Electrolyte Potential / V", "nsp", "mV", PHI_E, 0.3, 1e3},
    {"Solid Potential Negative / V", "n", "mV", PHI_S, 0.3, 1e3},
    {"Solid Potential Positive / V", "p", "mV", PHI_S, 0.3, 1e3},
    {"Surface Stoichiometry Negative / 1", "n", "", SURFACE, 1e-3, 1},
    {"Surface Stoichiometry Positive / 1", "p", "", SURFACE, 1e-3, 1},
    {"Mean Stoichiometry Negative / 1", "n", "", MEAN, 1e-3, 1},
    {"Mean Stoichiometry Positive / 1", "p", "", MEAN, 1e-3, 1},
};

static void inside_read(const char *file, inside_truth *truth)
{
    char path[4096], line[512];
    verify_path(file, path);
    FILE *stream = fopen(path, "r");
    truth->rows = 0;
    while (stream && fgets(line, sizeof line, stream)) {
        const int k = truth->rows;
        double v[INSIDE_COLUMNS] = {0};
        /* the separator has salt and phi_e alone */
        if (k < INSIDE_ROWS &&
            sscanf(line, "%lf,%lf,%c,%lf,%lf,%lf,%lf,%lf,%lf", &truth->t[k], &truth->x[k],
                   &truth->region[k], &v[0], &v[1], &v[2], &v[3], &v[4], &v[5]) >= 5) {
            for (int c = 0; c < INSIDE_COLUMNS; c++) truth->at[c][k] = v[c];
            truth->rows++;
        }
    }
    if (stream) fclose(stream);
}

static int inside_has(const inside_truth *truth, double x)
{
    for (int k = 0; k < truth->rows; k++)
        if (fabs(truth->x[k] - x) < INSIDE_SAME) return 1;
    return 0;
}

/* The truth at a place: a cubic through the four nearest rows of its region. */
static double inside_at(const inside_truth *truth, int column, double t, char region,
                        double x)
{
    double xs[INSIDE_ROWS], ys[INSIDE_ROWS], sum = 0;
    int n = 0, first = 0;
    for (int k = 0; k < truth->rows; k++)
        if (truth->t[k] == t && truth->region[k] == region) {
            xs[n] = truth->x[k];
            ys[n++] = truth->at[column][k];
        }
    while (first + 4 < n && xs[first + 2] < x) first++;
    for (int i = 0; i < n; i++)
        if (fabs(xs[i] - x) < INSIDE_SAME) return ys[i];
    for (int i = first; i < first + 4; i++) {
        double weight = 1;
        for (int k = first; k < first + 4; k++)
            if (k != i) weight *= (x - xs[k]) / (xs[i] - xs[k]);
        sum += weight * ys[i];
    }
    return sum;
}

static char inside_region(const glass_cell *cell, double x)
{
    const double negative = cell->electrode[GLASS_NEGATIVE].thickness;
    return x < negative ? 'n' : x < negative + cell->separator_thickness ? 's' : 'p';
}

static void inside_field(const verify_run *run, const glass_cell *cell,
                         const inside_truth *truth, const char *file, double t,
                         size_t field, int is_fine)
{
    const int k = glass_recording_find_frame(&run->recording, fields[field].label);
    const glass_recording_frame *frame = &run->recording.frames[k];
    double worst = k < 0 ? NAN : 0;
    size_t count = k < 0 ? 0 : frame->count, at = 0;
    while (at + 1 < count && frame->time_s[at] < t - 1e-6) at++;
    if (count == 0 || fabs(frame->time_s[at] - t) > 1e-6) worst = NAN;
    for (size_t node = 0; !isnan(worst) && node < frame->n[0]; node++) {
        const double x = frame->axis[0][node];
        const char region = inside_region(cell, x);
        if (is_fine && !inside_has(truth, x)) continue;
        const double y = inside_at(truth, fields[field].column, t, region, x);
        const double difference = fabs(frame->values[at * frame->n[0] + node] - y);
        if (!(difference <= worst)) worst = difference;
    }
    verify_within(worst * fields[field].scale, fields[field].bound, fields[field].unit,
                  "%s, %s mesh, %g s: %s", file, is_fine ? "fine" : "default", t,
                  fields[field].label);
}

/* As a user reads a frame at `high`: at the truth's places, by straight lines between nodes
 * (salt and its potential have nodes at the collectors and the separator's faces as well) and
 * level beyond the last ones. Bounds as above. */
static void inside_as_read(const char *name, const char *words, const char *file)
{
    static inside_truth truth;
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    double worst[sizeof fields / sizeof *fields] = {0};
    verify_cell(name, &cell);
    inside_read(file, &truth);
    glass_run_defaults(&options);
    options.accuracy = GLASS_HIGH;
    options.frame_period = 10;
    verify_run_words(&cell, words, &options, &run);
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        const int index = glass_recording_find_frame(&run.recording, fields[f].label);
        const glass_recording_frame *frame = &run.recording.frames[index < 0 ? 0 : index];
        const double *x = frame->axis[0];
        const size_t last = frame->n[0] - 1;
        if (index < 0) worst[f] = NAN;
        for (int k = 0; k < truth.rows && index >= 0; k++) {
            size_t at = 0, node = 0;
            if (!strchr(fields[f].regions, truth.region[k])) continue;
            while (at + 1 < frame->count && frame->time_s[at] < truth.t[k] - 1e-6) at++;
            while (node + 2 <= last && x[node + 1] < truth.x[k]) node++;
            const double *y = frame->values + at * (last + 1) + node;
            double s = (truth.x[k] - x[node]) / (x[node + 1] - x[node]);
            s = fmin(fmax(s, 0), 1);
            const double apart =
                fabs(y[0] + s * (y[1] - y[0]) - truth.at[fields[f].column][k]);
            if (!(apart <= worst[f])) worst[f] = apart;
        }
        verify_within(worst[f] * fields[f].scale, fields[f].bound, fields[f].unit,
                      "%s, high, as read: %s", file, fields[f].label);
    }
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

static void inside_one(const char *name, const char *words, const char *file, int is_fine)
{
    static inside_truth truth;
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    verify_cell(name, &cell);
    inside_read(file, &truth);
    glass_run_defaults(&options);
    if (is_fine) {
        options.accuracy = GLASS_HIGH;
        options.nodes_negative = options.nodes_positive = 160;
        options.nodes_separator = 40;
    }
    options.frame_period = 5;
    verify_run_words(&cell, words, &options, &run);
    for (int k = 0; k < truth.rows; k++) {
        if (k > 0 && truth.t[k] == truth.t[k - 1]) continue;
        for (size_t field = 0; field < sizeof fields / sizeof *fields; field++)
            inside_field(&run, &cell, &truth, file, truth.t[k], field, is_fine);
    }
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    inside_one("Chen2020", "Discharge at 2.5 A until 2.5 V",
               "converged/chen2020_C2_profiles.csv", 1);
    inside_one("Chen2020", "Discharge at 5 A until 2.5 V",
               "converged/chen2020_1C_profiles.csv", 1);
    inside_one("Chen2020", "Discharge at 10 A until 2.5 V",
               "converged/chen2020_2C_profiles.csv", 1);
    inside_one("Marquis2019", "Discharge at 0.680616 A until 3.105 V",
               "converged/marquis2019_1C_profiles.csv", 1);
    inside_one("Chen2020", "Discharge at 5 A until 2.5 V",
               "converged/chen2020_1C_profiles.csv", 0);
    inside_as_read("Chen2020", "Discharge at 2.5 A until 2.5 V",
                   "converged/chen2020_C2_profiles.csv");
    inside_as_read("Chen2020", "Discharge at 5 A until 2.5 V",
                   "converged/chen2020_1C_profiles.csv");
    inside_as_read("Chen2020", "Discharge at 10 A until 2.5 V",
                   "converged/chen2020_2C_profiles.csv");
    inside_as_read("Marquis2019", "Discharge at 0.680616 A until 3.105 V",
                   "converged/marquis2019_1C_profiles.csv");
    return verify_end();
}
