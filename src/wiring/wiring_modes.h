/* Eigenvalues of diffusion in a body: what the series of filling are made of. */
#ifndef GLASSCELL_WIRING_MODES_H
#define GLASSCELL_WIRING_MODES_H

#include "glasscell/wiring.h"

enum { WIRING_MODES = 512 };

/* sum of amplitude e^(-rate T), slowest first. */
typedef struct wiring_modes {
    int count;
    double rate[WIRING_MODES], amplitude[WIRING_MODES];
} wiring_modes;

/* Of u(T) under a voltage, with an exchange at the surface (INFINITY: none in the way).
 * Plate, cylinder, sphere. Enough of them for T >= least. */
void wiring_modes_voltage(glass_shape shape, double biot, double least, wiring_modes *out);

/* Of the lift of the surface above the mean under a current, amplitudes to be taken off its
 * late value. */
void wiring_modes_current(glass_shape shape, double least, wiring_modes *out);

double wiring_modes_sum(const wiring_modes *modes, double T);

/* A root of f between a and b, where its signs differ, to the last digits. */
typedef double wiring_function(void *context, double x);
double wiring_root(wiring_function *f, void *context, double a, double b);

#endif
