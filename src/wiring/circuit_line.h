/* Impedance of a circuit at a complex frequency. */
#ifndef GLASSCELL_CIRCUIT_LINE_H
#define GLASSCELL_CIRCUIT_LINE_H

#include <complex.h>
#include "glasscell/circuit.h"

/* CMPLX of C11, which not every header has; of finite numbers. */
static inline double complex circuit_line_complex(double re, double im)
{
    return re + im * I;
}

double complex circuit_line_impedance(const glass_circuit *circuit, double complex p);

/* m of L^2/D = m S C: surface over volume in units of 1/L. */
double circuit_line_surface(const glass_circuit *circuit);

/* 1 when C is all there is between the rails and nothing is in series with them: then the
 * responses in time are known in closed form. */
int circuit_line_is_bare(const glass_circuit *circuit);

#endif
