#include "numerics/law_width.h"
#include "numerics/law_kernel.h"

/* The last points, in a block that repeats the last of them. */
static void width_rest(const law_program *p, size_t n, const double *x, double *y,
                       double *dy)
{
    double at[VD_BLOCK], value[VD_BLOCK], slope[VD_BLOCK];
    for (size_t i = 0; i < VD_BLOCK; i++) at[i] = x[i < n ? i : n - 1];
    law_kernel_eval(p, VD_BLOCK, at, value, dy ? slope : NULL);
    for (size_t i = 0; i < n; i++) y[i] = value[i];
    for (size_t i = 0; dy && i < n; i++) dy[i] = slope[i];
}

void GLASS_WIDTH(law_width_eval)(const law_program *p, size_t n, const double *x, double *y,
                                 double *dy)
{
    int is_by_point = p->shape == LAW_USER || p->shape == LAW_TABLE;
    size_t whole = is_by_point ? n : n / VD_BLOCK * VD_BLOCK;
    if (whole) law_kernel_eval_here(p, whole, x, y, dy);
    if (n > whole) width_rest(p, n - whole, x + whole, y + whole, dy ? dy + whole : NULL);
}
