/* Random cells through random protocols: none may crash, hang, lose lithium or hold a number
 * that is none; and of a thousand all but one must come to an end that has a physical reason.
 *
 *     verify_random [-v] [COUNT [SEED [SECONDS]]]      1000 of seed 1 unless said
 *
 * A cell is one of the library with its numbers drawn across the ranges that cells have: rates
 * of diffusion and reaction by 3 either way, lengths by 1.8, salt by 1.3, porosities and
 * conductivities by 1.3, 0 to 45 degC, sometimes contact resistance, sometimes lumped heat. A
 * protocol is one to four steps of every kind of control. What gives up is told with its cell:
 * cell N of a seed is the same on every machine, whatever the count. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "verify.h"

enum { RANDOM_CAUSES = 64 };

typedef struct random_tally {
    long cells, ended, refused, gave_up, lost;
    char *cause[RANDOM_CAUSES];
    long count[RANDOM_CAUSES];
} random_tally;

static const struct {
    const char *name;
    double factor; /* drawn evenly in the logarithm between 1/factor and factor; negative:
                    * up to 1, since it cannot grow */
} numbers[] = {
    {"Negative electrode diffusivity", 3},
    {"Positive electrode diffusivity", 3},
    {"Negative electrode reaction rate constant", 3},
    {"Positive electrode reaction rate constant", 3},
    {"Negative electrode particle radius", 1.8},
    {"Positive electrode particle radius", 1.8},
    {"Negative electrode thickness", 1.8},
    {"Positive electrode thickness", 1.8},
    {"Separator thickness", 1.8},
    {"Negative electrode porosity", 1.3},
    {"Positive electrode porosity", 1.3},
    {"Negative electrode transport efficiency", -1.7},
    {"Positive electrode transport efficiency", -1.7},
    {"Separator transport efficiency", -1.7},
    {"Negative electrode conductivity", 1.3},
    {"Positive electrode conductivity", 1.3},
    {"Electrolyte diffusivity", 1.3},
    {"Electrolyte conductivity", 1.3},
    {"Initial electrolyte concentration", 1.3},
    {"Electrode area", 1.3},
};

static double random_spread(glass_random *r, double factor)
{
    return exp(glass_random_uniform(r, -1, factor > 0) * log(fabs(factor)));
}

static void random_cell(glass_random *r, glass_cell *cell)
{
    const char *const *names, *const *abouts;
    const int n = glass_cell_library(&names, &abouts);
    char words[160];
    verify_cell(names[glass_random_below(r, (uint64_t)n)], cell);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        const double factor = random_spread(r, numbers[k].factor);
        snprintf(words, sizeof words, "%s=*%.17g", numbers[k].name, factor);
        verify_set(cell, words);
    }
    cell->temperature_initial = cell->temperature_ambient =
        glass_random_uniform(r, 273, 318);
    if (glass_random_below(r, 4) == 0)
        cell->contact_resistance = glass_random_unit(r) * 0.05 * 3600 / cell->capacity;
}

/* One step in words; every kind has an end that time alone will reach. */
static void random_step(glass_random *r, const glass_cell *cell, char *words, size_t room)
{
    const double rate = random_spread(r, 6) * 0.6; /* C/10 to 3.6C */
    const double volts = glass_random_uniform(r, cell->voltage_min, cell->voltage_max);
    const double watts = rate * cell->capacity / 3600 * 3.6;
    const double minutes = glass_random_uniform(r, 1, 60);
    switch (glass_random_below(r, 8)) {
    case 0: snprintf(words, room, "Discharge at %.3gC", rate); return;
    case 1: snprintf(words, room, "Charge at %.3gC", rate); return;
    case 2:
        snprintf(words, room, "CCCV charge at %.3gC to %.4g V until C/20 or 6 h", rate,
                 cell->voltage_max);
        return;
    case 3: snprintf(words, room, "Rest for %.3g min", minutes); return;
    case 4:
        snprintf(words, room, "Discharge at %.4g W for %.3g min", watts, minutes);
        return;
    case 5: snprintf(words, room, "Hold at %.4g V for %.3g min", volts, minutes); return;
    case 6:
        snprintf(words, room, "resistance %.4g Ohm for %.3g min", 3.6 * 3.6 / watts,
                 minutes);
        return;
    default:
        snprintf(words, room, "Discharge at %.3gC for %.3g min or until %.4g V", rate,
                 minutes, volts);
    }
}

static void random_words(glass_random *r, const glass_cell *cell, char *words, size_t room)
{
    const int steps = 1 + (int)glass_random_below(r, 4);
    size_t n = 0;
    for (int k = 0; k < steps; k++) {
        char one[128];
        random_step(r, cell, one, sizeof one);
        n += (size_t)snprintf(words + n, room - n, "%s%s", k ? "; " : "", one);
    }
}

static void random_note(random_tally *tally, const char *cause)
{
    int k = 0;
    while (k + 1 < RANDOM_CAUSES && tally->cause[k] && strcmp(tally->cause[k], cause)) k++;
    if (!tally->cause[k]) tally->cause[k] = strdup(cause);
    tally->count[k]++;
}

/* What is wrong with a recording, "" if nothing. */
static void random_sound(const verify_run *run, char words[160])
{
    const glass_recording *recording = &run->recording;
    words[0] = 0;
    for (int k = 0; k < recording->n_channels; k++)
        for (size_t row = 0; row < recording->rows; row++)
            if (!isfinite(recording->channels[k].at[row])) {
                snprintf(words, 160, "%s is no number at %g s",
                         recording->channels[k].label, recording->channels[0].at[row]);
                return;
            }
    if (!(fabs(run->summary.lithium_drift) < 1e-11)) /* rounding of some thousand steps */
        snprintf(words, 160, "%g of the lithium is lost", run->summary.lithium_drift);
}

static void random_one(uint64_t seed, uint64_t number, random_tally *tally)
{
    glass_random r = glass_random_start(seed, number);
    glass_cell cell;
    glass_protocol protocol = {0};
    glass_run_options options;
    glass_sink sink;
    verify_run run = {0};
    char words[768];
    random_cell(&r, &cell);
    random_words(&r, &cell, words, sizeof words);
    glass_run_defaults(&options);
    options.soc = glass_random_uniform(&r, 0.05, 1);
    options.accuracy = (int)glass_random_below(&r, 2); /* fast or default */
    options.estimate = 0;
    const glass_model_about *models;
    const int n_models = glass_models(&models); /* the first, dfn, half of the time */
    const int model = (int)glass_random_below(&r, 2 * (uint64_t)n_models);
    verify_option(&options, "model", models[model < n_models ? model : 0].name);
    options.steps_limit = 200000; /* more is a hang */
    if (!isnan(cell.density) && !isnan(cell.surface) && glass_random_below(&r, 2))
        options.heat = isnan(cell.heat_transfer) ? GLASS_ISOTHERMAL : GLASS_LUMPED;
    glass_recording_sink(&run.recording, &sink);

    const char *text = words;
    tally->cells++;
    glass_status status = glass_protocol_read(&text, 1, "protocol", &protocol, NULL);
    if (!status) status = glass_run(&cell, &protocol, &options, &sink, &run.summary, NULL);
    if (status == GLASS_OK) {
        tally->ended++;
        random_note(tally, run.summary.reason);
    } else if (status == GLASS_E_NUMERICS) {
        tally->gave_up++;
    } else {
        tally->refused++;
    }
    char wrong[160] = "";
    if (status != GLASS_E_INPUT) random_sound(&run, wrong);
    tally->lost += wrong[0] != 0;
    if (wrong[0] || status == GLASS_E_NUMERICS || (status && verify_is_loud()))
        printf("seed %llu, cell %llu, %s, soc %.3f, %s, %s, %s: %s: %s\n",
               (unsigned long long)seed, (unsigned long long)number, cell.title,
               options.soc, options.model, options.accuracy ? "default" : "fast",
               options.heat ? "lumped" : "isothermal", words,
               wrong[0] ? wrong : glass_words());
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    const int first = verify_is_loud() ? 2 : 1;
    const long count = argc > first ? atol(argv[first]) : 1000;
    const uint64_t seed = argc > first + 1 ? strtoull(argv[first + 1], NULL, 10) : 1;
    const double seconds = argc > first + 2 ? atof(argv[first + 2]) : INFINITY;
    const double began = glass_clock_wall();
    random_tally tally = {0};
    for (long k = 0; k < count && glass_clock_wall() - began < seconds; k++)
        random_one(seed, (uint64_t)k, &tally);
    for (int k = 0; k < RANDOM_CAUSES && tally.cause[k]; k++) {
        if (verify_is_loud()) printf("%6ld  %s\n", tally.count[k], tally.cause[k]);
        free(tally.cause[k]);
    }
    /* what the words refuse is neither: a protocol that begins outside its limits */
    const double possible = (double)(tally.ended + tally.gave_up);
    verify_within((double)tally.lost, 0, "cells", "lost lithium or held no number");
    verify_within(1000 * (double)tally.gave_up / possible, 1, "of 1000", "gave up");
    verify_within((double)tally.refused / (double)tally.cells, 0.2, "", "share refused");
    return verify_end();
}
