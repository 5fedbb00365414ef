/* The DFN against COMSOL's voltages of Marquis2019 at C/10 to 3C (tests/data/comsol).
 *
 * Bound: 0.25 mV rms, what two codes of different meshes agree to; COMSOL's own error is not
 * known, PyBaMM on a fine mesh is as far from it. From 1 s on; rows after our end are left
 * out, and the end itself is compared by how many those are. */
#include "verify.h"

static const struct {
    const char *file, *words;
} cases[] = {
    {"comsol/comsol_01C.csv", "Discharge at 0.0680616 A until 3.105 V"},
    {"comsol/comsol_05C.csv", "Discharge at 0.340308 A until 3.105 V"},
    {"comsol/comsol_1C.csv", "Discharge at 0.680616 A until 3.105 V"},
    {"comsol/comsol_2C.csv", "Discharge at 1.361232 A until 3.105 V"},
    {"comsol/comsol_3C.csv", "Discharge at 2.041848 A until 3.105 V"},
};

int main(int argc, char **argv)
{
    glass_cell cell;
    verify_begin(argc, argv);
    verify_cell("Marquis2019", &cell);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        glass_recording truth;
        verify_run run;
        verify_open(cases[k].file, &truth);
        verify_run_words(&cell, cases[k].words, NULL, &run);
        const double last_s = truth.channels[0].at[truth.rows - 1];
        const double end_s = run.summary.time_s;
        const verify_error error =
            verify_voltage(&run.recording, &truth, 1, end_s < last_s ? end_s : last_s);
        verify_within(1e3 * error.rms, 0.25, "mV rms", "%s", cases[k].file);
        verify_within((double)truth.rows - (double)error.rows, 3, "rows left out", "%s",
                      cases[k].file);
        verify_run_clear(&run);
        glass_recording_clear(&truth);
    }
    glass_cell_clear(&cell);
    return verify_end();
}
