/* A profile with the wrong sign is the commonest mistake of all: noticed before anything is
 * written, from the charge that it passes and a short run of its beginning. */
#include "study/study_job.h"
#include "base/fail.h"
#include "study/witness.h"

#include <math.h>

/* How far the state of charge leaves 0..1 when the current has sign `sign`. */
static double sign_excess(const glass_profile *profile, double soc, double capacity_C,
                          double unit, double sign)
{
    double q = 0, worst = 0;
    for (size_t i = 0; i + 1 < profile->n; i++) {
        double I = profile->hold ? profile->value[i]
                                 : 0.5 * (profile->value[i] + profile->value[i + 1]);
        q += sign * unit * I * (profile->time_s[i + 1] - profile->time_s[i]);
        double now = soc + q / capacity_C;
        worst = fmax(worst, fmax(now - 1, -now));
    }
    return worst;
}

static double sign_soc(const glass_study_job *job)
{
    const glass_run_options *options = &job->options;
    const glass_material *negative = &job->cell.electrode[GLASS_NEGATIVE].material[0];
    double soc = options->soc;
    if (!isnan(options->theta_negative))
        soc = (options->theta_negative - negative->stoichiometry_min) /
              (negative->stoichiometry_max - negative->stoichiometry_min);
    else if (!isnan(options->ocv) && glass_cell_soc_of_ocv(&job->cell, options->ocv, &soc))
        soc = NAN;
    if (isnan(soc)) soc = job->protocol.soc_start;
    return isnan(soc) ? job->cell.soc_initial : soc;
}

/* What is passed on to glass_run to stop it when the beginning is over. */
typedef struct sign_beginning {
    const glass_study_job *job;
    double until_s, time_s;
} sign_beginning;

static int sign_is_over(void *context)
{
    const sign_beginning *beginning = context;
    const glass_study_hooks *hooks = beginning->job->hooks;
    return beginning->time_s > beginning->until_s ||
           (hooks && hooks->cancelled && hooks->cancelled(hooks->context));
}

static void sign_progress(void *context, double fraction, double time_s)
{
    (void)fraction;
    ((sign_beginning *)context)->time_s = time_s;
}

static glass_status sign_refuse(const glass_study_job *job, const glass_witness *witness,
                                double soc, double excess_C)
{
    const glass_cell *cell = &job->cell;
    int charges = witness->left_V > cell->voltage_max;
    static const int flipped[] = {-1, -1, +1}; /* by the choice of `sign` */
    return glass_fail(
        GLASS_E_INPUT,
        "%s: the voltage leaves the window of the cell (%g V to %g V) after %.3g s, at "
        "%.4g "
        "V: its current %s a cell that starts at a state of charge of %.3g, by %.3g Ah too "
        "much.\nIts sign is probably the other one, where a positive current %s: try "
        "--sign "
        "%+d, or another --soc.",
        job->profile, cell->voltage_min, cell->voltage_max, witness->left_s,
        witness->left_V, charges ? "charges" : "discharges", soc, excess_C / 3600,
        job->study->sign == 2 ? "charges" : "discharges", flipped[job->study->sign]);
}

/* A profile of a pack or a car empties a cell many times over, whatever its sign. */
static void sign_warn(const glass_study_job *job, double as_is, double flipped)
{
    if (as_is > 1 && flipped > 1)
        glass_note_add(
            job->notes, 0, job->profile,
            "it passes %.3g times the capacity of this cell; the profile of a pack "
            "or a car can be scaled: \"follow FILE scale 0.001\"",
            fmin(as_is, flipped));
}

/* Runs the beginning of the profile without files, looking at the voltage only. */
static void sign_look(const glass_study_job *job, sign_beginning *beginning,
                      glass_witness *witness)
{
    const double margin_V = 0.01;
    glass_sink sink;
    glass_summary summary = {0};
    glass_run_options options = job->options;
    options.estimate = 0;
    options.limits = GLASS_LIMITS_WARN;
    options.frames = "none";
    options.channels = NULL;
    options.cancelled = sign_is_over;
    options.progress = sign_progress;
    options.context = beginning;
    glass_witness_begin(witness, NULL, job->cell.voltage_min - margin_V,
                        job->cell.voltage_max + margin_V, &sink);
    glass_run(&job->cell, &job->protocol, &options, &sink, &summary, NULL);
    glass_summary_clear(&summary);
}

glass_status glass_study_sign(const glass_study_job *job)
{
    enum { ONCE_S = 60 };
    const double part = 0.05; /* "at once": within a minute, or a twentieth */
    const glass_profile *profile =
        job->protocol.count > 0 ? job->protocol.at[0].profile : NULL;
    double C = glass_cell_capacity(&job->cell, GLASS_NEGATIVE), soc = sign_soc(job);
    if (!profile || profile->n < 2 || profile->control == GLASS_VOLTAGE) return GLASS_OK;
    if (!(C > 0) || isnan(soc)) return GLASS_OK;
    double unit = profile->control == GLASS_CRATE ? job->cell.capacity / 3600 : 1;
    if (profile->control == GLASS_POWER)
        unit = 2 / (job->cell.voltage_min + job->cell.voltage_max);
    double as_is = sign_excess(profile, soc, C, unit, 1);
    double flipped = sign_excess(profile, soc, C, unit, -1);
    sign_warn(job, as_is, flipped);
    if (as_is < 2 * flipped + 1e-3) return GLASS_OK;
    sign_beginning beginning = {job, fmax(ONCE_S, part * profile->time_s[profile->n - 1]),
                                0};
    glass_witness witness;
    sign_look(job, &beginning, &witness);
    glass_status status = GLASS_OK;
    if (witness.left_s <= beginning.until_s)
        status = sign_refuse(job, &witness, soc, as_is * C);
    glass_witness_clear(&witness);
    return status;
}
