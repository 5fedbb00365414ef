/* Single particles against closed forms, and as the limit that the DFN has at low rate.
 *
 * The surface of a sphere under a constant flux follows a series of exact eigenvalues; with
 * it the voltage of `spm` under a constant current is a formula. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "verify.h"

#define F_C_MOL 96485.33212 /* [C/mol] exact */
#define R_J     8.314462618 /* [J/mol/K] exact to these digits */

/* Filling at radius rho R less its beginning, of a unit flux, at tau = t D / R^2, in units of
 * j R / (F D c_max): -(3 tau + rho^2/2 - 3/10 - sum 2/l^2 psi(rho) exp(-l^2 tau)), tan l = l,
 * psi = sin(l rho)/(rho sin l). */
static double particle_inside(double rho, double tau)
{
    double sum = 3 * tau + rho * rho / 2 - 0.3;
    if (tau <= 0) return 0;
    for (int k = 1; k < 2000; k++) {
        double l = (k + 0.5) * M_PI; /* Newton on sin l = l cos l, from below the pole */
        l -= 1 / l;
        for (int n = 0; n < 5; n++) l -= (sin(l) - l * cos(l)) / (l * sin(l));
        sum -= 2 / (l * l) * exp(-l * l * tau) *
               (rho > 0 ? sin(l * rho) / (rho * sin(l)) : l / sin(l));
        if (l * l * tau > 40) break;
    }
    return -sum;
}

static double particle_sphere(double tau)
{
    return particle_inside(1, tau);
}

static double particle_law(const glass_law *law, double x)
{
    double y;
    glass_law_eval(law, 1, &x, &y, NULL);
    return y;
}

/* Voltage of a single particle model under a constant current I > 0, discharging. */
static double particle_voltage(const glass_cell *cell, const double theta[2],
                               double current, double t)
{
    double v = 0;
    for (int e = 0; e < 2; e++) {
        const glass_material *m = &cell->electrode[e].material[0];
        const double sign = e == GLASS_NEGATIVE ? 1 : -1;
        const double j = sign * current / cell->area / cell->pairs /
                         (m->area_density * cell->electrode[e].thickness);
        const double D = particle_law(m->diffusivity, theta[e]);
        const double s = theta[e] + particle_sphere(t * D / (m->radius * m->radius)) * j *
                                        m->radius / (F_C_MOL * D * m->concentration_max);
        const double j0 = F_C_MOL * m->rate_constant * sqrt(s * (1 - s));
        const double thermal = R_J * cell->temperature_initial / F_C_MOL;
        v -= sign * (particle_law(m->ocp, s) + 2 * thermal * asinh(j / (2 * j0)));
    }
    return v;
}

static void particle_series(void)
{
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    double theta[2], worst = 0;
    verify_cell("Chen2020", &cell);
    glass_run_defaults(&options);
    verify_option(&options, "model", "spm");
    options.accuracy = GLASS_HIGH;
    verify_run_words(&cell, "Discharge at 5 A for 3000 s", &options, &run);
    if (glass_cell_stoichiometry(&cell, 1, GLASS_BY_WINDOW, theta)) exit(1);
    const double *t = run.recording.channels[0].at;
    const double *v = verify_channel(&run.recording, "Voltage / V");
    for (size_t k = 0; k < run.recording.rows; k++)
        if (t[k] >= 1)
            worst = fmax(worst, fabs(v[k] - particle_voltage(&cell, theta, 5, t[k])));
    /* eight poles fit the series to 9e-6 of its range, which is 0.05 mV; steps add as much */
    verify_within(1e3 * worst, 0.1, "mV at most",
                  "sphere: spm at 1C against the exact series");
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

/* Frames of the inside at a period that the steps do not know, through a jump of the current
 * (by superposition), against the series; [1] largest difference. */
static double particle_frames(const verify_run *run, const glass_cell *cell, int e,
                              const double theta[2], double stop_s)
{
    static const char *const labels[] = {"Particle Stoichiometry Negative / 1",
                                         "Particle Stoichiometry Positive / 1"};
    const int index = glass_recording_find_frame(&run->recording, labels[e]);
    if (index < 0) return NAN;
    const glass_recording_frame *frame = &run->recording.frames[index];
    const glass_material *m = &cell->electrode[e].material[0];
    const double j = (e ? -5 : 5) / cell->area / cell->pairs /
                     (m->area_density * cell->electrode[e].thickness);
    const double D = particle_law(m->diffusivity, theta[e]);
    const double unit = j * m->radius / (F_C_MOL * D * m->concentration_max);
    const double rate = D / (m->radius * m->radius);
    double worst = 0;
    for (size_t k = 0; k < frame->count; k++)
        for (size_t p = 0; p < frame->n[1]; p++) {
            const double t = frame->time_s[k], rho = (double)p / (double)(frame->n[1] - 1);
            const double y = theta[e] + unit * (particle_inside(rho, t * rate) -
                                                particle_inside(rho, (t - stop_s) * rate));
            worst = fmax(worst, fabs(frame->values[k * frame->n[0] * frame->n[1] + p] - y));
        }
    return worst;
}

static void particle_opened(void)
{
    glass_cell cell;
    glass_run_options options;
    verify_run run;
    double theta[2];
    verify_cell("Chen2020", &cell);
    glass_run_defaults(&options);
    verify_option(&options, "model", "spm");
    options.frame_period = 37;
    verify_run_words(&cell, "Discharge at 5 A for 600 s; Rest for 600 s", &options, &run);
    if (glass_cell_stoichiometry(&cell, 1, GLASS_BY_WINDOW, theta)) exit(1);
    /* what is left out after a jump: 24 modes, the next of which dies in 1.1 s; after 37 s
     * nothing of it is left but rounding and what the run's own steps cost */
    for (int e = 0; e < 2; e++)
        verify_within(particle_frames(&run, &cell, e, theta, 600), 1e-5, "",
                      "inside of the %s particles against the exact series",
                      e ? "positive" : "negative");
    glass_run_options_clear(&options);
    verify_run_clear(&run);
    glass_cell_clear(&cell);
}

/* Largest difference of DFN and SPM over the middle of a discharge at a current. */
static double particle_apart(const glass_cell *cell, double current)
{
    glass_protocol protocol = {0};
    glass_run_options options;
    verify_run dfn, spm;
    char words[64];
    snprintf(words, sizeof words, "Discharge at %g A for %g h", current, 4 / current);
    const char *text = words;
    if (glass_protocol_read(&text, 1, "protocol", &protocol, NULL)) exit(1);
    glass_run_defaults(&options);
    options.accuracy = GLASS_HIGH;
    verify_run_protocol(cell, &protocol, &options, &dfn);
    verify_option(&options, "model", "spm");
    verify_run_protocol(cell, &protocol, &options, &spm);
    double worst = 0;
    for (int k = 10; k <= 90; k++) {
        const double t = k / 100.0 * 4 / current * 3600;
        worst = fmax(worst, fabs(verify_at(&dfn.recording, "Voltage / V", t) -
                                 verify_at(&spm.recording, "Voltage / V", t)));
    }
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    verify_run_clear(&dfn);
    verify_run_clear(&spm);
    return worst;
}

int main(int argc, char **argv)
{
    glass_cell cell;
    verify_begin(argc, argv);
    particle_series();
    particle_opened();
    verify_cell("Chen2020", &cell);
    const double twentieth = particle_apart(&cell, 0.25),
                 fortieth = particle_apart(&cell, 0.125);
    /* what the SPM leaves out are drops in proportion to the current: half of it, half of them;
     * 10 % for what is left of the curvature */
    verify_within(twentieth / fortieth - 2, 0.2, "", "dfn - spm at C/20 over C/40, less 2");
    verify_within(1e3 * fortieth, 5, "mV", "dfn - spm at C/40");
    glass_cell_clear(&cell);
    return verify_end();
}
