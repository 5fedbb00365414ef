/* The DFN against COMSOL's voltages of Marquis2019 at C/10 to 3C (tests/data/comsol), from 1 s
 * to 0.95 of the end, at `high`, where our own error is below 0.03 mV.
 *
 * COMSOL's curves were made with an effective conductivity of the solid of
 * sigma (1 - porosity)^1.5. The library's cell has sigma (active fraction)^1.5, which is lower:
 * another number in the file, no other model. With COMSOL's number all five curves are within
 * 0.15 mV rms (seen: 0.08 to 0.14), held to 0.2. With the library's the ohmic loss of the solid
 * makes it more with the rate, 0.09 to 0.30 mV, held to 0.25 and at 3C to 0.35. COMSOL's curves
 * go on below the voltage limit; those rows are left out. */
#include <stdio.h>
#include <stdlib.h>

#include "verify.h"

static const struct {
    const char *file, *words;
    double library_mV, comsol_mV; /* bounds, by whose conductivities */
} cases[] = {
    {"comsol/comsol_01C.csv", "Discharge at 0.0680616 A until 3.105 V", 0.25, 0.2},
    {"comsol/comsol_05C.csv", "Discharge at 0.340308 A until 3.105 V", 0.25, 0.2},
    {"comsol/comsol_1C.csv", "Discharge at 0.680616 A until 3.105 V", 0.25, 0.2},
    {"comsol/comsol_2C.csv", "Discharge at 1.361232 A until 3.105 V", 0.25, 0.2},
    {"comsol/comsol_3C.csv", "Discharge at 2.041848 A until 3.105 V", 0.35, 0.2},
};

static const char *const comsol_solid[] = {
    "Negative electrode conductivity [S.m-1] = 58.5662", /* 100 x 0.7^1.5 */
    "Positive electrode conductivity [S.m-1] = 5.85662", /* 10 x 0.7^1.5 */
};

static void comsol_all(const glass_cell *cell, int is_comsol)
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
        verify_within(1e3 * error.rms, is_comsol ? cases[k].comsol_mV : cases[k].library_mV,
                      "mV rms", "%s, conductivity of the solid as %s", cases[k].file,
                      is_comsol ? "COMSOL's" : "the library's");
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
    for (size_t k = 0; k < sizeof comsol_solid / sizeof *comsol_solid; k++)
        if (glass_cell_set(&cell, comsol_solid[k]) != GLASS_OK) {
            printf("%s\n", glass_words());
            exit(1);
        }
    comsol_all(&cell, 1);
    glass_cell_clear(&cell);
    return verify_end();
}
