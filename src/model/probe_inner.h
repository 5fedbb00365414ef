/* What the two ways of reading a state share. */
#ifndef GLASSCELL_PROBE_INNER_H
#define GLASSCELL_PROBE_INNER_H

#include "model/probe.h"

static const double probe_F = 96485.33212, probe_R = 8.314462618;

/* exp(E/R (1/T_ref - 1/T)); 1 where there is no energy. */
double probe_arrhenius(const probe *p, double energy);
/* Surface and mean fillings of an electrode from p->q, and U at the surfaces. */
void probe_fillings(probe *p, int electrode);
/* One face of the ionic circuit: resistance [Ohm m2] and the salt's potential [V]. */
void probe_face(const probe *p, int face, double kappa_factor, double *R, double *salt);
/* Terms of the voltage; they telescope, so that they add up to it whatever the mesh. */
void probe_terms(probe *p, const double *salt, double V_inside);
/* Of ENGINE_UNIFORM and ENGINE_UNIFORM_SALT. */
void probe_uniform(probe *p, const double *state);

#endif
