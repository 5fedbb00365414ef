/* What no run may lose, whatever the cell and the control: lithium, charge, and the sum of the
 * overpotentials.
 *
 * Bounds: lithium to 1e-12 of the inventory (a linear method on conservative balances loses
 * only rounding, thousands of times). Charge against filling, as a part of what the electrode
 * holds: 1e-11 where the current is given; 2e-5 where it is free, since the rows sum a cubic
 * through four currents a step and the filling is the method's own sum. The causes of the
 * voltage to 1e-9 V, which is summed in another order; 1 mV where no salt is left (3C):
 * between steps in time it is cut off at different places there. */
#include <math.h>
#include <string.h>

#include "verify.h"

static const struct {
    const char *cell, *words;
    int heat;
    double charge, causes_V;
} cases[] = {
    {"Chen2020", "Discharge at 1C until 2.5 V", GLASS_ISOTHERMAL, 1e-11, 1e-9},
    {"Chen2020", "Discharge at 3C until 2.5 V; Rest for 1 h", GLASS_ISOTHERMAL, 1e-11,
     1e-3},
    {"Chen2020",
     "3 x (Discharge at 1C until 2.5 V; Rest for 10 min; CCCV charge at C/2 to 4.2 V until "
     "C/50)",
     GLASS_ISOTHERMAL, 2e-5, 1e-9},
    {"Chen2020", "Discharge at 18 W until 2.5 V; Rest for 10 min; current 2 A until 4.2 V",
     GLASS_ISOTHERMAL, 2e-5, 1e-9},
    {"Chen2020", "resistance 1 Ohm for 30 min; follow US06", GLASS_ISOTHERMAL, 2e-5, 1e-9},
    {"Marquis2019", "Discharge at 2C until 3.105 V; Charge at 1C until 4.1 V",
     GLASS_ISOTHERMAL, 1e-11, 1e-9},
    {"nmc_pouch", "Discharge at 2C until 2.7 V; Rest for 10 min", GLASS_LUMPED, 1e-11,
     1e-9},
    {"lfp_18650", "Discharge at 1C until 2 V; Charge at 1C until 3.65 V", GLASS_ISOTHERMAL,
     1e-11, 1e-9},
    {"Ecker2015", "Discharge at 1C until 2.5 V; Charge at C/2 until 4.2 V",
     GLASS_ISOTHERMAL, 1e-11, 1e-9},
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

static void conserved_one(size_t at)
{
    const char *name = cases[at].cell, *words = cases[at].words;
    const double charge = cases[at].charge;
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    verify_cell(name, &cell);
    glass_run_defaults(&options);
    options.heat = cases[at].heat;
    verify_run_words(&cell, words, &options, &run);
    const glass_recording *r = &run.recording;
    verify_within(run.summary.lithium_drift, 1e-12, "", "%s, %s: lithium, summary", name,
                  words);
    verify_within(conserved_lithium(r), 1e-12, "", "%s, %s: lithium, rows", name, words);
    verify_within(conserved_charge(r, &cell, GLASS_NEGATIVE), charge, "",
                  "%s, %s: charge, negative", name, words);
    verify_within(conserved_charge(r, &cell, GLASS_POSITIVE), charge, "",
                  "%s, %s: charge, positive", name, words);
    verify_within(conserved_voltage(r), cases[at].causes_V, "V",
                  "%s, %s: causes of the voltage", name, words);
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) conserved_one(k);
    return verify_end();
}
