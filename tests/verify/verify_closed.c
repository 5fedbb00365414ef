/* The engine against closed forms, by public words alone: a cell is bent until an equation of
 * its own is left over that can be solved on paper.
 *
 * gradient    the steady salt profile of a uniform reaction: parabolas and a straight line
 * relaxation  how that profile dies out when nothing reacts: the slowest cosine
 * heat        the energy balance of a run with lumped heat */
#include <math.h>
#include "verify.h"

#define F_C_MOL 96485.33212 /* [C/mol] exact */

/* ---- salt ---- */

/* One medium from end to end: eps = B = 0.3, D = 3e-10 m2/s; kinetics so slow that nothing
 * reacts unless it is driven, and then everywhere alike. */
static void closed_medium(glass_cell *cell)
{
    static const char *const words[] = {
        "Electrolyte diffusivity [m2.s-1]=3e-10",
        "Electrolyte conductivity [S.m-1]=1e4",
        "Separator porosity=0.3",
        "Separator transport efficiency=0.3",
        "Negative electrode porosity=0.3",
        "Negative electrode transport efficiency=0.3",
        "Negative electrode conductivity [S.m-1]=1e6",
        "Negative electrode reaction rate constant [mol.m-2.s-1]=1e-12",
        "Positive electrode porosity=0.3",
        "Positive electrode transport efficiency=0.3",
        "Positive electrode conductivity [S.m-1]=1e6",
        "Positive electrode reaction rate constant [mol.m-2.s-1]=1e-12",
    };
    verify_cell("Chen2020", cell);
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) verify_set(cell, words[k]);
}

/* Steady salt less its mean under a uniform reaction, D_eff c'' = -(1 - t+) a j / F. */
static double closed_gradient(const glass_cell *cell, double i, double x)
{
    const double Ln = cell->electrode[0].thickness, Ls = cell->separator_thickness;
    const double Lp = cell->electrode[1].thickness, L = Ln + Ls + Lp;
    const double slope = (1 - cell->transference) * i / (F_C_MOL * 3e-10 * 0.3);
    /* c(0) - c(x) = slope x^2/(2 Ln) in the negative electrode, a line, and the mirror image */
    const double at_sep = Ln / 2, at_end = Ln / 2 + Ls + Lp / 2;
    const double from_end = L - x;
    const double fall = x < Ln        ? x * x / (2 * Ln)
                        : x < Ln + Ls ? at_sep + (x - Ln)
                                      : at_end - from_end * from_end / (2 * Lp);
    const double mean = (Ln * Ln / 6 + Ls * (at_sep + Ls / 2) + Lp * (at_end - Lp / 6)) / L;
    return slope * (mean - fall);
}

/* Part of salt along cos(pi x / L), by volumes. */
static double closed_cosine(const glass_cell *cell, const glass_recording_frame *frame,
                            size_t at, const int cells[3])
{
    const double width[3] = {cell->electrode[0].thickness, cell->separator_thickness,
                             cell->electrode[1].thickness};
    const double L = width[0] + width[1] + width[2];
    double sum = 0;
    for (int region = 0, node = 0; region < 3; region++)
        for (int k = 0; k < cells[region]; k++, node++)
            sum += (frame->values[at * frame->n[0] + (size_t)node] -
                    cell->concentration_initial) *
                   cos(M_PI * frame->axis[0][node] / L) * width[region] / cells[region];
    return sum;
}

static void closed_salt(void)
{
    static const int cells[3] = {80, 16, 80};
    const double current = 0.05; /* 1 % of salt: differences of ln c stay below 0.5 mV */
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    closed_medium(&cell);
    glass_run_defaults(&options);
    options.accuracy = GLASS_HIGH;
    options.limits = GLASS_LIMITS_WARN;
    options.nodes_negative = cells[0];
    options.nodes_separator = cells[1];
    options.nodes_positive = cells[2];
    options.tolerance = 1e-6;
    options.frame_period = 10;
    options.soc = 0.5;
    verify_run_words(&cell, "Discharge at 0.05 A for 500 s; Rest for 60 s", &options, &run);

    const int k =
        glass_recording_find_frame(&run.recording, "Salt Concentration / mol.m-3");
    const glass_recording_frame *frame = &run.recording.frames[k];
    const double i = current / (cell.area * cell.pairs), L = cell.electrode[0].thickness +
                                                             cell.separator_thickness +
                                                             cell.electrode[1].thickness;
    const double span = closed_gradient(&cell, i, 0) - closed_gradient(&cell, i, L);
    double worst = 0;
    for (size_t node = 0; node < frame->n[0]; node++)
        worst = fmax(worst, fabs(frame->values[50 * frame->n[0] + node] -
                                 cell.concentration_initial -
                                 closed_gradient(&cell, i, frame->axis[0][node])));
    /* the reaction is uniform to the diffusion potential over 2RT/F, 0.5 mV of 51 mV */
    verify_within(100 * worst / span, 1, "% of the span", "gradient: 500 s of 0.05 A");

    const double ratio =
        closed_cosine(&cell, frame, 54, cells) / closed_cosine(&cell, frame, 52, cells);
    const double exact =
        exp(-M_PI * M_PI * 3e-10 / (L * L) * (frame->time_s[54] - frame->time_s[52]));
    /* second order in space: (pi/80)^2/12 of the rate, 2e-4 of it over this time */
    verify_within(ratio / exact - 1, 1e-3, "",
                  "relaxation: decay of the slowest cosine in 20 s");
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

/* ---- heat ---- */

static double closed_integral(const glass_recording *recording, const double *y)
{
    const double *t = recording->channels[0].at;
    double sum = 0;
    for (size_t k = 1; k < recording->rows; k++)
        sum += (t[k] - t[k - 1]) * (y[k] + y[k - 1]) / 2;
    return sum;
}

static void closed_heat(void)
{
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    verify_cell("Chen2020", &cell);
    verify_set(&cell, "Density [kg.m-3]=2700");
    verify_set(&cell, "Specific heat capacity [J.K-1.kg-1]=900");
    verify_set(&cell, "Heat transfer coefficient [W.m-2.K-1]=10");
    verify_set(&cell, "Positive electrode entropic change coefficient [V.K-1]=-1e-4 * x");
    glass_run_defaults(&options);
    options.heat = GLASS_LUMPED;
    options.period = 1;
    verify_run_words(&cell, "Discharge at 2C until 2.5 V; Rest for 600 s", &options, &run);

    const glass_recording *r = &run.recording;
    const double *T = verify_channel(r, "Temperature T1 / degC");
    const double *made = verify_channel(r, "Heat / W");
    const double *reaction = verify_channel(r, "Heat Reaction / W");
    const double *reversible = verify_channel(r, "Heat Reversible / W");
    const double *ohmic = verify_channel(r, "Heat Ohmic / W");
    const double stored =
        cell.density * cell.heat_capacity * cell.volume * (T[r->rows - 1] - T[0]);
    double apart = 0, lost = 0;
    for (size_t k = 0; k < r->rows; k++)
        apart = fmax(apart, fabs(made[k] - reaction[k] - reversible[k] - ohmic[k]));
    const double *t = r->channels[0].at;
    for (size_t k = 1; k < r->rows; k++)
        lost +=
            (t[k] - t[k - 1]) * ((T[k] + T[k - 1]) / 2 + 273.15 - cell.temperature_ambient);
    lost *= cell.heat_transfer * cell.surface;
    const double total = closed_integral(r, made);
    /* rows a second apart by the trapezoidal rule: 1e-4; the cell warms by 20 K and more */
    verify_within(100 * (stored + lost - total) / total, 0.1, "% of the heat",
                  "heat: balance");
    verify_within(-fmin(T[r->rows / 2] - T[0] - 5, 0), 0, "K less than 5 K of warming",
                  "heat");
    /* two ways to the same sum, in plain and in vector arithmetic */
    verify_within(apart, 1e-9, "W", "heat: reaction + reversible + ohmic");
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    closed_salt();
    closed_heat();
    return verify_end();
}
