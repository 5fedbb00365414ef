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
    /* the outermost spacing resolves the first second: about 1/400 of R at 16 nodes */
    const double steep = 4.5;
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

static double porous_soft(double u, double *slope)
{
    *slope = 1;
    if (u > 40 * POROUS_EDGE) return u;
    double e = exp(fmax(u / POROUS_EDGE, -300));
    *slope = e / (1 + e);
    return POROUS_EDGE * log1p(e);
}

double porous_filling(double theta, double *slope)
{
    double da, db, a = porous_soft(theta, &da), b = porous_soft(1 - theta, &db);
    if (slope) *slope = da * b - a * db;
    return a * b;
}
