/* law_kernel_eval as a function, once per width. */
#ifndef GLASSCELL_LAW_WIDTH_H
#define GLASSCELL_LAW_WIDTH_H

#include "numerics/law_program.h"
#include "numerics/width.h"

/* Any n, any alignment; y may be x; dy may be NULL. */
typedef void law_width_function(const law_program *p, size_t n, const double *x, double *y,
                                double *dy);

GLASS_WIDTH_EACH(void, law_width_eval,
                 (const law_program *p, size_t n, const double *x, double *y, double *dy))

#endif
