/* The DFN against COMSOL's voltages of Marquis2019 at C/10 to 3C (tests/data/comsol), from 1 s
 * to 0.95 of the end, at `high`, where our own error is below 0.03 mV.
 *
 * Bound: 0.25 mV rms; what is left is COMSOL's. Its curves are of 2019 and take the effective
 * conductivity of the solid as sigma (1 - porosity)^1.5, where the library has the set's
 * present meaning, sigma (active fraction)^1.5: 0.10 mV per C less. With the old meaning 3C is
 * 0.08 mV away; with the present one it is 0.30 mV, held to 0.35. COMSOL's curves go on below
 * the voltage limit; those rows are left out. */
#include <stdio.h>
#include <stdlib.h>

#include "verify.h"

static const struct {
    const char *file, *words;
    double as_now_mV, as_then_mV;
} cases[] = {
    {"comsol/comsol_01C.csv", "Discharge at 0.0680616 A until 3.105 V", 0.25, 0.25},
    {"comsol/comsol_05C.csv", "Discharge at 0.340308 A until 3.105 V", 0.25, 0.25},
    {"comsol/comsol_1C.csv", "Discharge at 0.680616 A until 3.105 V", 0.25, 0.25},
    {"comsol/comsol_2C.csv", "Discharge at 1.361232 A until 3.105 V", 0.25, 0.25},
    {"comsol/comsol_3C.csv", "Discharge at 2.041848 A until 3.105 V", 0.35, 0.25},
};

static const char *const then[] = {
    "Negative electrode conductivity [S.m-1] = 58.5662", /* 100 x 0.7^1.5 */
    "Positive electrode conductivity [S.m-1] = 5.85662", /* 10 x 0.7^1.5 */
};

static void comsol_all(const glass_cell *cell, int is_then)
{
    glass_run_options options;
    glass_run_defaults(&options);
    options.accuracy = GLASS_HIGH;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        glass_recording truth;
        verify_run run;
        verify_open(cases[k].file, &truth);
        verify_run_words(cell, cases[k].words, &options, &run);
        const verify_error error =
            verify_voltage(&run.recording, &truth, 1, 0.95 * run.summary.time_s);
        verify_within(1e3 * error.rms, is_then ? cases[k].as_then_mV : cases[k].as_now_mV,
                      "mV rms", "%s, conductivities as %s", cases[k].file,
                      is_then ? "then" : "now");
        verify_run_clear(&run);
        glass_recording_clear(&truth);
    }
    glass_run_options_clear(&options);
}

int main(int argc, char **argv)
{
    glass_cell cell;
    verify_begin(argc, argv);
    verify_cell("Marquis2019", &cell);
    comsol_all(&cell, 0);
    for (size_t k = 0; k < sizeof then / sizeof *then; k++)
        if (glass_cell_set(&cell, then[k]) != GLASS_OK) {
            printf("%s\n", glass_words());
            exit(1);
        }
    comsol_all(&cell, 1);
    glass_cell_clear(&cell);
    return verify_end();
}
