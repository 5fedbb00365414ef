#include "model/porous.h"

#include <math.h>

porous_weight porous_weights(int electrode, int n, int k)
{
    int depth = electrode ? n - 1 - k : k; /* from the collector */
    if (n == 1) return (porous_weight){0, 1, 0};
    double to_collector = depth == 0 ? 0 : depth == n - 1 ? 1.0 / 24 : 1.0 / 12;
    double to_separator = depth == n - 1 ? 0 : 1.0 / 12;
    porous_weight w = {to_collector, 1 - to_collector - to_separator, to_separator};
    if (electrode) w.minus = to_separator, w.plus = to_collector;
    return w;
}

double porous_quadrature(int electrode, int n, int k)
{
    double sum = porous_weights(electrode, n, k).zero;
    if (k + 1 < n) sum += porous_weights(electrode, n, k + 1).minus;
    if (k > 0) sum += porous_weights(electrode, n, k - 1).plus;
    return sum;
}

void porous_shells(int n, double *rho, double *v, double *g)
{
    /* the outermost spacing resolves the first seconds, the innermost a front on its way: 1/170
     * and 1/11 of R at 28 nodes */
    const double steep = 2.8;
    double face = 0;
    for (int m = 0; m < n; m++)
        rho[m] = 1 - expm1(steep * (n - 1 - m) / (n - 1)) / expm1(steep);
    for (int m = 0; m < n; m++) {
        double out = m + 1 < n ? 0.5 * (rho[m] + rho[m + 1]) : 1;
        v[m] = (out * out * out - face * face * face) / 3;
        g[m] = m + 1 < n ? out * out / (rho[m + 1] - rho[m]) : 0;
        face = out;
    }
}

/* Places at one end, for what uses them up and for what gives them back, in logarithm. */
static void porous_places(double u, double ln[2], double slope[2])
{
    ln[0] = ln[1] = log(u);
    slope[0] = slope[1] = 1 / u;
    if (u > 40 * POROUS_EDGE) return;
    double x = fmax(u / POROUS_EDGE, -300), e = exp(x), share = 1 / (1 + e);
    double soft = log1p(e), rise = x > -300 ? e * share : 0;
    ln[0] = log(POROUS_EDGE * soft), slope[0] = rise / (POROUS_EDGE * soft);
    ln[1] = log(POROUS_EDGE * (soft + share));
    slope[1] = rise * rise / (POROUS_EDGE * (soft + share));
}

porous_filling porous_filling_at(double theta)
{
    double rest = 1 - theta, full[2], full_slope[2], empty[2], empty_slope[2];
    if (theta > 40 * POROUS_EDGE && rest > 40 * POROUS_EDGE)
        return (porous_filling){theta * rest, rest - theta, 0, 0};
    porous_places(theta, empty, empty_slope);
    porous_places(rest, full, full_slope);
    double out = empty[0] + full[1], in = empty[1] + full[0];
    double out_slope = empty_slope[0] - full_slope[1],
           in_slope = empty_slope[1] - full_slope[0];
    double p = exp(0.5 * (out + in));
    return (porous_filling){p, p * 0.5 * (out_slope + in_slope), 0.25 * (in - out),
                            0.25 * (in_slope - out_slope)};
}
