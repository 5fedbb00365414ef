#include "verify.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int verify_loud, verify_checks, verify_misses; /* of this program alone */

void verify_begin(int argc, char **argv)
{
    verify_loud = argc > 1 && strcmp(argv[1], "-v") == 0;
}

int verify_is_loud(void)
{
    return verify_loud;
}

int verify_end(void)
{
    if (verify_checks == 0) printf("nothing was checked\n");
    return verify_misses > 0 || verify_checks == 0;
}

static void verify_must(glass_status status, const char *what)
{
    if (status == GLASS_OK) return;
    printf("%s: %s\n", what, glass_words());
    exit(1);
}

void verify_path(const char *path, char *out)
{
    const char *folder = getenv("GLASSCELL_TEST_DATA");
    snprintf(out, 4096, "%s/%s", folder ? folder : "tests/data", path);
}

void verify_open(const char *path, glass_recording *out)
{
    char full[4096];
    verify_path(path, full);
    *out = (glass_recording){0};
    verify_must(glass_recording_open(full, NULL, out, NULL), full);
}

void verify_cell(const char *name, glass_cell *out)
{
    *out = (glass_cell){0};
    verify_must(glass_cell_open(name, out, NULL), name);
}

void verify_set(glass_cell *cell, const char *assignment)
{
    verify_must(glass_cell_set(cell, assignment), assignment);
}

void verify_option(glass_run_options *options, const char *name, const char *value)
{
    verify_must(glass_rows_set(glass_run_rows, options, name, value), name);
}

void verify_run_protocol(const glass_cell *cell, const glass_protocol *protocol,
                         const glass_run_options *options, verify_run *out)
{
    glass_run_options defaults;
    glass_sink sink;
    if (!options) {
        glass_run_defaults(&defaults);
        options = &defaults;
    }
    *out = (verify_run){0};
    glass_recording_sink(&out->recording, &sink);
    verify_must(glass_run(cell, protocol, options, &sink, &out->summary, NULL),
                cell->title);
    if (options == &defaults) glass_run_options_clear(&defaults);
}

void verify_run_words(const glass_cell *cell, const char *words,
                      const glass_run_options *options, verify_run *out)
{
    glass_protocol protocol = {0};
    verify_must(glass_protocol_read(&words, 1, "protocol", &protocol, NULL), words);
    verify_run_protocol(cell, &protocol, options, out);
    glass_protocol_clear(&protocol);
}

void verify_run_clear(verify_run *run)
{
    glass_recording_clear(&run->recording);
    glass_summary_clear(&run->summary);
}

const double *verify_channel(const glass_recording *recording, const char *label)
{
    const int k = glass_recording_find(recording, label);
    if (k >= 0) return recording->channels[k].at;
    printf("%s: there is no channel %s\n", recording->title, label);
    exit(1);
}

/* The last row at or before a time; its successor exists. */
static size_t verify_row(const double *t, size_t rows, double time_s)
{
    size_t low = 0, high = rows - 1;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (t[middle] <= time_s)
            low = middle;
        else
            high = middle;
    }
    return low;
}

double verify_at(const glass_recording *recording, const char *label, double time_s)
{
    const double *t = recording->channels[0].at, *y = verify_channel(recording, label);
    if (recording->rows < 2) return NAN;
    const size_t k = verify_row(t, recording->rows, time_s);
    return t[k + 1] > t[k] ? y[k] + (y[k + 1] - y[k]) * (time_s - t[k]) / (t[k + 1] - t[k])
                           : y[k + 1];
}

verify_error verify_voltage(const glass_recording *model, const glass_recording *truth,
                            double from_s, double to_s)
{
    const double *t = truth->channels[0].at, *v = verify_channel(truth, "Voltage / V");
    verify_error error = {0};
    for (size_t k = 0; k < truth->rows; k++) {
        if (t[k] < from_s || t[k] > to_s) continue;
        const double difference = fabs(verify_at(model, "Voltage / V", t[k]) - v[k]);
        error.rms += difference * difference;
        if (!(difference <= error.max)) error.max = difference; /* NAN stays */
        error.rows++;
    }
    error.rms = sqrt(error.rms / (double)error.rows);
    return error;
}

void verify_within(double value, double bound, const char *unit, const char *what, ...)
{
    char words[512];
    va_list list;
    va_start(list, what);
    vsnprintf(words, sizeof words, what, list);
    va_end(list);
    const int is_missed = !(fabs(value) <= bound);
    verify_checks++;
    verify_misses += is_missed;
    if (is_missed || verify_loud)
        printf("%s%s: %.5g %s, allowed %.5g\n", is_missed ? "MISSED " : "", words, value,
               unit, bound);
}
