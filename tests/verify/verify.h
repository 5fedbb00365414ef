/* What the verification programs share: run a cell through words, hold the voltage against a
 * curve that is trusted, complain when a bound is missed. Programs are silent when well;
 * with -v they tell every number. */
#ifndef GLASSCELL_VERIFY_H
#define GLASSCELL_VERIFY_H

#include "glasscell/recording.h"
#include "glasscell/run.h"

typedef struct verify_run {
    glass_recording recording;
    glass_summary summary;
} verify_run;

/* How far a voltage is from the truth, over truth's rows in a stretch of time. */
typedef struct verify_error {
    double rms, max; /* [V] */
    long rows;
} verify_error;

/* Reads the command line (-v). Call first. */
void verify_begin(int argc, char **argv);
int verify_is_loud(void); /* -v was given */
/* The exit code: 1 if anything was missed, or nothing was checked. */
int verify_end(void);

/* The whole path of a file under tests/data; `out` has 4096 bytes. */
void verify_path(const char *path, char *out);
void verify_open(const char *path, glass_recording *out);
void verify_cell(const char *name, glass_cell *out);
/* As `--set` and as an option of run; a refusal ends the program. */
void verify_set(glass_cell *cell, const char *assignment);
void verify_option(glass_run_options *options, const char *name, const char *value);
/* Runs; anything but GLASS_OK ends the program with the words. NULL options: the defaults. */
void verify_run_words(const glass_cell *cell, const char *words,
                      const glass_run_options *options, verify_run *out);
void verify_run_protocol(const glass_cell *cell, const glass_protocol *protocol,
                         const glass_run_options *options, verify_run *out);
void verify_run_clear(verify_run *run);

/* The voltage of `model`, interpolated linearly as a user's compare does, minus truth's. */
verify_error verify_voltage(const glass_recording *model, const glass_recording *truth,
                            double from_s, double to_s);
/* [rows] of a channel; a label that is not there ends the program. */
const double *verify_channel(const glass_recording *recording, const char *label);
/* Value of a channel at a time, linear between rows. */
double verify_at(const glass_recording *recording, const char *label, double time_s);

/* Complains unless |value| <= bound; tells it anyway with -v. `what` is a printf format. */
void verify_within(double value, double bound, const char *unit, const char *what, ...)
    __attribute__((format(printf, 4, 5)));

#endif
