/* Orders of convergence of the DFN's voltage at 1C: in x, in the steps, in the poles, in r.
 *
 * Each is refined alone, against a run twice finer than the finest; the slope of the error
 * over the refinement must come near the order on paper. Bounds leave room for the last point
 * before rounding and for terms of higher order. */
#include <math.h>
#include <stdio.h>

#include "verify.h"

enum { ORDER_RUNS = 4 };

typedef void order_refine(glass_run_options *options, int level);

static void order_x(glass_run_options *o, int level)
{
    o->nodes_negative = o->nodes_positive = 8 << level;
    o->nodes_separator = 4 << level;
}

static void order_steps(glass_run_options *o, int level)
{
    o->tolerance = 1e-4 * pow(10, -level);
}

static void order_shells(glass_run_options *o, int level)
{
    o->shells = (int)lround(7 * pow(1.5, level)); /* as far as shells go */
}

static void order_run(const glass_cell *cell, order_refine *refine, int level,
                      verify_run *run)
{
    glass_run_options options;
    glass_run_defaults(&options);
    options.accuracy = GLASS_HIGH;
    options.estimate = 0;
    options.tolerance = 1e-8;
    options.modes_negative = options.modes_positive = 8;
    options.shells = 12;
    options.nodes_negative = options.nodes_positive = 10;
    options.nodes_separator = 4;
    options.period = 20;
    refine(&options, level);
    verify_run_words(cell, "Discharge at 1C for 3000 s", &options, run);
    glass_run_options_clear(&options);
}

/* Errors against the finest run; fills ORDER_RUNS of them and the steps that they took. */
static void order_errors(const char *name, order_refine *refine, double error[ORDER_RUNS],
                         double steps[ORDER_RUNS])
{
    glass_cell cell;
    verify_run truth;
    verify_cell(name, &cell);
    order_run(&cell, refine, ORDER_RUNS, &truth);
    for (int level = 0; level < ORDER_RUNS; level++) {
        verify_run run;
        order_run(&cell, refine, level, &run);
        error[level] = verify_voltage(&run.recording, &truth.recording, 10, 3000).rms;
        steps[level] = (double)run.summary.steps_taken;
        verify_run_clear(&run);
    }
    verify_run_clear(&truth);
    glass_cell_clear(&cell);
}

/* Slope of log error over log fineness between the first and the last but one; the finest
 * is too near the truth that it is held against. */
static double order_slope(const double error[ORDER_RUNS], const double fineness[ORDER_RUNS])
{
    const int last = ORDER_RUNS - 2;
    return log(error[0] / error[last]) / log(fineness[last] / fineness[0]);
}

static void order_tell(const char *what, const double error[ORDER_RUNS],
                       const double fineness[ORDER_RUNS], double least)
{
    char words[256];
    snprintf(words, sizeof words, "%s: order %.2f, errors %.3g %.3g %.3g %.3g mV", what,
             order_slope(error, fineness), 1e3 * error[0], 1e3 * error[1], 1e3 * error[2],
             1e3 * error[3]);
    verify_within(fmax(least - order_slope(error, fineness), 0), 0, "below the least", "%s",
                  words);
}

int main(int argc, char **argv)
{
    double error[ORDER_RUNS], steps[ORDER_RUNS], fineness[ORDER_RUNS];
    verify_begin(argc, argv);

    for (int level = 0; level < ORDER_RUNS; level++) fineness[level] = 1 << level;
    order_errors("Chen2020", order_x, error, steps);
    order_tell("x, Chen2020", error, fineness, 1.8); /* second order */

    order_errors("Chen2020", order_steps, error, steps);
    order_tell("steps, Chen2020", error, steps, 3); /* fourth; kinks of the laws cost one */

    for (int level = 0; level < ORDER_RUNS; level++) fineness[level] = pow(1.5, level);
    order_errors("Ecker2015", order_shells, error, steps);
    order_tell("r, Ecker2015", error, fineness, 1.7); /* second order, stretched */
    return verify_end();
}
