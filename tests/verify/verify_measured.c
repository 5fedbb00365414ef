/* The DFN against the measured 12.5 Ah NMC pouch (tests/data/measured), with the measured
 * current as input: not how good the parameters are, but whether we get the same error as
 * another program with the same file.
 *
 * Procedure: isothermal 298.15 K, limits off, current linear between rows, model voltage at
 * every measured row, rows from 1 s on. The tabulated rms are PyBaMM's 26.10 (30/10/30 mesh,
 * 40 points in r), good to 0.13 mV by a third mesh; bound 0.5 mV. `window`: full charge is the
 * file's stoichiometry window; `limits`: where the balanced cell's voltage is 4.2 V. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "verify.h"

static const struct {
    const char *file;
    double window_mV, limits_mV; /* NAN: not tabulated */
} cases[] = {
    {"measured/NMC_25degC_Co20.csv", 16.002, 14.535},
    {"measured/NMC_25degC_Co2.csv", 12.330, 13.399},
    {"../../share/measured/NMC_25degC_1C.csv", 13.350, 14.921},
    {"measured/NMC_25degC_2C.csv", 24.530, 25.053},
    {"measured/NMC_25degC_DriveCycle.csv", NAN, 19.975},
};

static void measured_one(const glass_cell *cell, const char *file, int by, double rmse_mV)
{
    if (isnan(rmse_mV)) return;
    char path[4096];
    verify_path(file, path);

    glass_recording truth;
    glass_protocol protocol = {0};
    glass_run_options options;
    verify_run run;
    verify_open(file, &truth);
    if (glass_protocol_profile(path, NULL, NULL, 0, &protocol, NULL) != GLASS_OK) {
        printf("%s: %s\n", path, glass_words());
        exit(1);
    }
    glass_run_defaults(&options);
    options.by = by;
    options.soc = 1;
    verify_run_protocol(cell, &protocol, &options, &run);
    const verify_error error =
        verify_voltage(&run.recording, &truth, 1, truth.channels[0].at[truth.rows - 1]);
    verify_within(1e3 * error.rms - rmse_mV, 0.5, "mV from the tabulated rms", "%s, by %s",
                  file, by == GLASS_BY_WINDOW ? "window" : "limits");
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_protocol_clear(&protocol);
    glass_recording_clear(&truth);
}

int main(int argc, char **argv)
{
    glass_cell cell;
    verify_begin(argc, argv);
    verify_cell("nmc_pouch", &cell);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        measured_one(&cell, cases[k].file, GLASS_BY_WINDOW, cases[k].window_mV);
        measured_one(&cell, cases[k].file, GLASS_BY_LIMITS, cases[k].limits_mV);
    }
    glass_cell_clear(&cell);
    return verify_end();
}
