/* Two carriers and what is in their way; docs/theory/wiring.md (8) to (13). */
#include "glasscell/wiring.h"

#include <math.h>

static const double carriers_F = 96485.33212;      /* C/mol, CODATA 2018 */
static const double carriers_R = 8.31446261815324; /* J/mol/K, CODATA 2018 */

double glass_wiring_capacitance(double c_max, double slope)
{
    return carriers_F * c_max / slope;
}

double glass_wiring_capacitance_solution(double c_max, double x, double omega,
                                         double temperature)
{
    double stiff = 1 / (x * (1 - x)) - 2 * omega;
    return carriers_F * carriers_F * c_max / (carriers_R * temperature) / stiff;
}

double glass_wiring_sigma(double sigma_ion, double sigma_eon)
{
    return 1 / (1 / sigma_ion + 1 / sigma_eon);
}

double glass_wiring_grains_across(double sigma, double R, double d)
{
    return 1 / (1 / sigma + R / d);
}

double glass_wiring_grains_along(double sigma, double sigma_boundary, double w, double d)
{
    double inside = (1 - w / d) * (1 - w / d);
    return sigma * inside + sigma_boundary * (1 - inside);
}

double glass_wiring_contact(double sigma, double a)
{
    return 1 / (4 * sigma * a);
}

double glass_wiring_contact_end(double sigma, double a, double b)
{
    double e = a / b, e2 = e * e;
    double psi = 1 + e * (-1.40978 + e2 * (0.34406 + e2 * (0.0435 + e2 * 0.02271)));
    return glass_wiring_contact(sigma, a) * psi;
}

double glass_wiring_contact_strips(double sigma, double a, double b)
{
    return -log(sin(M_PI * a / (2 * b))) / (M_PI * sigma);
}

/* ---- tubes and shells: unit sources, one side at 0, no flux through the other ---- */

double glass_wiring_theta_tube(double a, double b, int is_fed_outside)
{
    double a2 = a * a, b2 = b * b, turn = log(b / a), area = 8 * (b2 - a2);
    if (is_fed_outside)
        return (b2 * b2 - 4 * a2 * b2 + 3 * a2 * a2 + 4 * a2 * a2 * turn) / area;
    return (4 * b2 * b2 * turn - 3 * b2 * b2 + 4 * a2 * b2 - a2 * a2) / area;
}

double glass_wiring_theta_shell(double a, double b, int is_fed_outside)
{
    double a3 = a * a * a, b3 = b * b * b, fifth = (b3 * b * b - a3 * a * a) / 5;
    double square = b * b - a * a, inverse = 1 / a - 1 / b, volume = 3 * (b3 - a3);
    if (is_fed_outside) return (fifth - a3 * square + a3 * a3 * inverse) / volume;
    return (b3 * b3 * inverse - b3 * square + fifth) / volume;
}
