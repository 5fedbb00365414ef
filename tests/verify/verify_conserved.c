/* What no run may lose, whatever the cell and the control: lithium, charge, and the sum of the
 * overpotentials.
 *
 * Bounds: lithium to 1e-12 of the inventory (a linear method on conservative balances loses
 * only rounding, thousands of times). Charge against filling, as a part of what the electrode
 * holds: 1e-11 at the end of every step of the protocol, and in every row where the current is
 * given; 5e-6 in rows where it is free, since between two steps in time the rows follow a
 * cubic and the filling the method's own dense output. The causes of the voltage to 1e-9 V,
 * which the probe sums in another order and in plain arithmetic. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify.h"

static const struct {
    const char *cell, *words;
    int heat;
    double charge;
    const char *set;
} cases[] = {
    {"Chen2020", "Discharge at 1C until 2.5 V", GLASS_ISOTHERMAL, 1e-11, NULL},
    {"Chen2020", "Discharge at 3C until 2.5 V; Rest for 1 h", GLASS_ISOTHERMAL, 1e-11,
     NULL},
    {"Chen2020",
     "3 x (Discharge at 1C until 2.5 V; Rest for 10 min; CCCV charge at C/2 to 4.2 V until "
     "C/50)",
     GLASS_ISOTHERMAL, 5e-6, NULL},
    {"Chen2020", "Discharge at 18 W until 2.5 V; Rest for 10 min; current 2 A until 4.2 V",
     GLASS_ISOTHERMAL, 5e-6, NULL},
    {"Chen2020", "resistance 1 Ohm for 30 min; follow US06", GLASS_ISOTHERMAL, 5e-6, NULL},
    {"Marquis2019", "Discharge at 2C until 3.105 V; Charge at 1C until 4.1 V",
     GLASS_ISOTHERMAL, 1e-11, NULL},
    {"nmc_pouch", "Discharge at 2C until 2.7 V; Rest for 10 min", GLASS_LUMPED, 1e-11,
     NULL},
    {"lfp_18650", "Discharge at 1C until 2 V; Charge at 1C until 3.65 V", GLASS_ISOTHERMAL,
     1e-11, NULL},
    {"Ecker2015", "Discharge at 1C until 2.5 V; Charge at C/2 until 4.2 V",
     GLASS_ISOTHERMAL, 1e-11, NULL},
    {"nmc_pouch", "Discharge at 40 W for 10 min; CCCV charge at C/2 to 4.1 V until C/20",
     GLASS_LUMPED, 5e-6, "Contact resistance [Ohm] = 5e-3"},
};

/* Largest |V - OCV - sum of all channels whose label begins with Overpotential|. */
static double conserved_voltage(const glass_recording *r)
{
    const double *v = verify_channel(r, "Voltage / V");
    const double *ocv = verify_channel(r, "Open Circuit Voltage / V");
    double worst = 0;
    for (size_t row = 0; row < r->rows; row++) {
        double sum = ocv[row];
        for (int k = 0; k < r->n_channels; k++)
            if (strncmp(r->channels[k].label, "Overpotential ", 14) == 0)
                sum += r->channels[k].at[row];
        worst = fmax(worst, fabs(v[row] - sum));
    }
    return worst;
}

static double conserved_lithium(const glass_recording *r)
{
    const double *particles = verify_channel(r, "Lithium in Particles / mol");
    const double *salt = verify_channel(r, "Lithium in Electrolyte / mol");
    double worst = 0;
    for (size_t row = 1; row < r->rows; row++)
        worst = fmax(worst, fabs((particles[row] - particles[0]) + (salt[row] - salt[0])));
    return worst / (particles[0] + salt[0]);
}

/* Charge that went in against the mean filling of an electrode, both from the rows. */
static double conserved_charge(const glass_recording *r, const glass_cell *cell, int e)
{
    const glass_material *m = &cell->electrode[e].material[0];
    const double hold_Ah = 96485.33212 / 3600 * m->concentration_max * m->area_density *
                           m->radius / 3 * cell->electrode[e].thickness * cell->area *
                           cell->pairs;
    const double *in_Ah = verify_channel(r, "Net Capacity / Ah");
    const double *theta =
        verify_channel(r, e == GLASS_NEGATIVE ? "Mean Stoichiometry Negative / 1"
                                              : "Mean Stoichiometry Positive / 1");
    const double sign = e == GLASS_NEGATIVE ? 1 : -1;
    double worst = 0;
    for (size_t row = 0; row < r->rows; row++)
        worst = fmax(worst, fabs(sign * (theta[row] - theta[0]) -
                                 (in_Ah[row] - in_Ah[0]) / hold_Ah));
    return worst;
}

/* The same at the ends of the protocol's steps alone. */
static double conserved_at_ends(const glass_recording *r, const glass_cell *cell, int e)
{
    glass_recording_channel channels[64];
    glass_recording ends = *r;
    double rows[64][64];
    const double *t = r->channels[0].at;
    ends.channels = channels;
    ends.rows = 0;
    memcpy(channels, r->channels, (size_t)r->n_channels * sizeof *channels);
    for (int k = 0; k < r->n_channels; k++) channels[k].at = rows[k];
    for (size_t row = 0; row < r->rows && ends.rows < 64; row++) {
        int is_end = row == 0;
        for (int k = 0; k < r->n_steps; k++) is_end |= t[row] == r->steps[k].to_s;
        for (int k = 0; is_end && k < r->n_channels; k++)
            rows[k][ends.rows] = r->channels[k].at[row];
        ends.rows += is_end != 0;
    }
    return ends.rows <= (size_t)r->n_steps ? NAN : conserved_charge(&ends, cell, e);
}

static void conserved_check(const verify_run *run, const glass_cell *cell, const char *what,
                            double charge)
{
    const glass_recording *r = &run->recording;
    verify_within(run->summary.lithium_drift, 1e-12, "", "%s: lithium, summary", what);
    verify_within(conserved_lithium(r), 1e-12, "", "%s: lithium, rows", what);
    for (int e = 0; e < 2; e++) {
        verify_within(conserved_charge(r, cell, e), charge, "", "%s: charge, electrode %d",
                      what, e);
        verify_within(conserved_at_ends(r, cell, e), 1e-11, "",
                      "%s: charge at the ends of steps, electrode %d", what, e);
    }
    verify_within(conserved_voltage(r), 1e-9, "V", "%s: causes of the voltage", what);
}

static void conserved_one(size_t at)
{
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    char what[256];
    verify_cell(cases[at].cell, &cell);
    if (cases[at].set) verify_set(&cell, cases[at].set);
    glass_run_defaults(&options);
    options.heat = cases[at].heat;
    verify_run_words(&cell, cases[at].words, &options, &run);
    snprintf(what, sizeof what, "%s, %s", cases[at].cell, cases[at].words);
    conserved_check(&run, &cell, what, cases[at].charge);
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

/* A profile whose current is a line between rows, or jumps at each. */
static void conserved_profile(int hold)
{
    glass_cell cell;
    glass_protocol protocol = {0};
    verify_run run;
    char path[4096];
    verify_cell("Chen2020", &cell);
    verify_path("converged/chen2020_us06.csv", path);
    if (glass_protocol_profile(path, NULL, NULL, hold, &protocol, NULL) != GLASS_OK) {
        printf("%s: %s\n", path, glass_words());
        exit(1);
    }
    verify_run_protocol(&cell, &protocol, NULL, &run);
    conserved_check(&run, &cell, hold ? "US06 in steps" : "US06", 1e-11);
    verify_run_clear(&run);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) conserved_one(k);
    conserved_profile(0);
    conserved_profile(1);
    return verify_end();
}
