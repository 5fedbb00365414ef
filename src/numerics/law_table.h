/* Tables as piecewise polynomials with straight ends. */
#ifndef GLASSCELL_LAW_TABLE_H
#define GLASSCELL_LAW_TABLE_H

#include "numerics/law_program.h"

/* @param[in] x,y [n], finite, n >= 2, x strictly rising
 * @return an owned block (glass_free), NULL without memory. */
law_program *law_table_program(size_t n, const double *x, const double *y,
                               glass_law_join join);

#endif
