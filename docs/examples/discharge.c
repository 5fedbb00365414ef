/* The smallest whole program: a cell of the library, a protocol in words, the voltage out.
 *
 *     cc discharge.c $(pkg-config --cflags --libs glasscell) -o discharge && ./discharge
 */
#include <stdio.h>

#include <glasscell/run.h>

static int tell(glass_status status)
{
    if (status != GLASS_OK) fprintf(stderr, "discharge: %s\n", glass_words());
    return glass_exit_code(status);
}

int main(void)
{
    glass_cell cell = {0};
    glass_protocol protocol = {0};
    glass_recording recording = {0};
    glass_summary summary = {0};
    glass_run_options options;
    glass_sink sink;
    glass_run_defaults(&options);
    glass_recording_sink(&recording, &sink); /* a run writes to a sink: here to memory */

    const char *words[] = {"Discharge at 1C until 2.5 V", "Rest for 10 min"};
    glass_status status = glass_cell_open("Chen2020", &cell, NULL);
    if (!status) status = glass_protocol_read(words, 2, "protocol", &protocol, NULL);
    if (!status) status = glass_run(&cell, &protocol, &options, &sink, &summary, NULL);
    if (!status) {
        const int k = glass_recording_find(&recording, "Voltage / V");
        const double *time_s = recording.channels[0].at,
                     *voltage_V = recording.channels[k].at;
        for (size_t row = 0; row < recording.rows; row++)
            printf("%.3f,%.6f\n", time_s[row], voltage_V[row]);
        fprintf(stderr, "%.4f Ah, off by %.2g mV rms at most\n",
                summary.charge_out_C / 3600, 1e3 * summary.error_rms_V);
    }

    glass_summary_clear(&summary);
    glass_recording_clear(&recording);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
    return tell(status);
}
