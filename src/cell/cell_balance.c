/* How two electrodes make one cell: charge of each, open-circuit voltage, and the
 * stoichiometries at a state of charge.
 *
 *   (1) Q_k = F A n L_k sum_m eps_m c_max,m (theta_max,m - theta_min,m),  eps_m = a_m R_m / 3
 *   (2) theta_n = (1 - s) min + s max,  theta_p = (1 - s) max + s min
 *   (3) U(s, T) = U_p(theta_p) - U_n(theta_n) + (T - T_ref) (dU_p/dT - dU_n/dT)
 *   (4) q_n theta_n + q_p theta_p = constant, with q_k the charge per unit of stoichiometry
 *
 * (2) is BPX's meaning of a state of charge. By limits, s counts between the two points on
 * line (4), drawn through the file's full charge, at which U meets the voltage limits. */
#include "cell/cell_inside.h"

#include <math.h>

/* Charge per unit of stoichiometry of one material [C]. */
static double balance_charge(const glass_cell *cell, int electrode, int material)
{
    const glass_electrode *e = &cell->electrode[electrode];
    const glass_material *m = &e->material[material];
    double eps = m->area_density * m->radius / 3;
    return GLASS_FARADAY * cell->area * cell->pairs * e->thickness * eps *
           m->concentration_max;
}

static int balance_materials(const glass_cell *cell, int electrode)
{
    int n = cell->electrode[electrode].n_materials;
    return n > 0 ? n : 1;
}

double glass_cell_capacity(const glass_cell *cell, int electrode) /* (1) */
{
    double sum = 0;
    for (int i = 0; i < balance_materials(cell, electrode); i++) {
        const glass_material *m = &cell->electrode[electrode].material[i];
        sum += balance_charge(cell, electrode, i) *
               (m->stoichiometry_max - m->stoichiometry_min);
    }
    return sum;
}

static void balance_window(const glass_cell *cell, double soc, double theta[2]) /* (2) */
{
    const glass_material *n = &cell->electrode[GLASS_NEGATIVE].material[0];
    const glass_material *p = &cell->electrode[GLASS_POSITIVE].material[0];
    theta[GLASS_NEGATIVE] = (1 - soc) * n->stoichiometry_min + soc * n->stoichiometry_max;
    theta[GLASS_POSITIVE] = (1 - soc) * p->stoichiometry_max + soc * p->stoichiometry_min;
}

static double balance_potential(const glass_material *m, double theta, double dT)
{
    if (!m->ocp) return NAN;
    double u = glass_law_at(m->ocp, theta);
    return m->entropic ? u + dT * glass_law_at(m->entropic, theta) : u;
}

static double balance_ocv(const glass_cell *cell, const double theta[2],
                          double dT) /* (3) */
{
    const glass_material *n = &cell->electrode[GLASS_NEGATIVE].material[0];
    const glass_material *p = &cell->electrode[GLASS_POSITIVE].material[0];
    return balance_potential(p, theta[GLASS_POSITIVE], dT) -
           balance_potential(n, theta[GLASS_NEGATIVE], dT);
}

double glass_cell_ocv(const glass_cell *cell, double soc, double temperature_K)
{
    double theta[2];
    balance_window(cell, soc, theta);
    return balance_ocv(cell, theta, temperature_K - cell->temperature_reference);
}

/* ---- a root of U = voltage along a line of stoichiometries ---- */

typedef struct balance_line {
    const glass_cell *cell;
    double voltage, dT;
    double origin[2], slope[2]; /* theta = origin + z slope */
} balance_line;

static double balance_at(const balance_line *line, double z)
{
    double theta[2];
    for (int k = 0; k < 2; k++) theta[k] = line->origin[k] + z * line->slope[k];
    return balance_ocv(line->cell, theta, line->dT) - line->voltage;
}

/* Bisection to the last digit: eighty cheap steps, no curve is too steep or too kinked. */
static double balance_bisect(const balance_line *line, double a, double b)
{
    double at_a = balance_at(line, a);
    for (int i = 0; i < 80; i++) {
        double middle = (a + b) / 2, value = balance_at(line, middle);
        if (value == 0) return middle;
        if ((value < 0) == (at_a < 0))
            a = middle;
        else
            b = middle;
    }
    return (a + b) / 2;
}

/* The root nearest to `from`, walking outwards within [low, high] on both sides: measured
 * potentials are not monotone, and the root meant is the one beside the file's own end. */
static int balance_root(const balance_line *line, double from, double low, double high,
                        double *out)
{
    enum { STEPS = 4000 };
    double step = (high - low) / STEPS, up = from, down = from;
    double at_up = balance_at(line, from), at_down = at_up;
    if (at_up == 0) return *out = from, 1;
    for (int i = 1; i <= STEPS; i++) {
        double next = fmin(from + i * step, high), value = balance_at(line, next);
        if (isfinite(value) && (value < 0) != (at_up < 0) && isfinite(at_up))
            return *out = balance_bisect(line, up, next), 1;
        up = next, at_up = value;
        next = fmax(from - i * step, low), value = balance_at(line, next);
        if (isfinite(value) && (value < 0) != (at_down < 0) && isfinite(at_down))
            return *out = balance_bisect(line, down, next), 1;
        down = next, at_down = value;
    }
    return 0;
}

/* Charge per unit of stoichiometry of material 0, the others of a blend following it. */
static double balance_slope(const glass_cell *cell, int electrode)
{
    const glass_material *m = &cell->electrode[electrode].material[0];
    return glass_cell_capacity(cell, electrode) /
           (m->stoichiometry_max - m->stoichiometry_min);
}

/* Line (4) through the file's full charge; z is the stoichiometry of the negative. */
static void balance_inventory(const glass_cell *cell, balance_line *line)
{
    double full[2];
    double ratio =
        balance_slope(cell, GLASS_NEGATIVE) / balance_slope(cell, GLASS_POSITIVE);
    balance_window(cell, 1, full);
    *line = (balance_line){.cell = cell};
    line->slope[GLASS_NEGATIVE] = 1;
    line->slope[GLASS_POSITIVE] = -ratio;
    line->origin[GLASS_POSITIVE] = full[GLASS_POSITIVE] + ratio * full[GLASS_NEGATIVE];
}

static glass_status balance_limit(const glass_cell *cell, double voltage, double soc,
                                  double *z)
{
    balance_line line;
    balance_inventory(cell, &line);
    line.voltage = voltage;
    double ratio = -line.slope[GLASS_POSITIVE], total = line.origin[GLASS_POSITIVE];
    double low = fmax(0, (total - 1) / ratio), high = fmin(1, total / ratio), window[2];
    balance_window(cell, soc, window);
    if (high > low && balance_root(&line, fmin(fmax(window[0], low), high), low, high, z))
        return GLASS_OK;
    return glass_fail(
        GLASS_E_INPUT,
        "the open-circuit voltage of this cell never reaches its %s voltage "
        "limit of %g V while its lithium is kept; take the state of charge by "
        "the stoichiometry window, or check the limits",
        soc > 0.5 ? "upper" : "lower", voltage);
}

glass_status glass_cell_stoichiometry(const glass_cell *cell, double soc, glass_start_by by,
                                      double theta[2])
{
    if (!(soc >= 0 && soc <= 1))
        return glass_fail(GLASS_E_INPUT,
                          "the state of charge is %g; allowed: 0 (empty) to 1 (full)", soc);
    if (by == GLASS_BY_WINDOW) {
        balance_window(cell, soc, theta);
        return GLASS_OK;
    }
    double empty, full;
    glass_status status = balance_limit(cell, cell->voltage_max, 1, &full);
    if (!status) status = balance_limit(cell, cell->voltage_min, 0, &empty);
    if (status) return status;
    balance_line line;
    balance_inventory(cell, &line);
    double z = empty + soc * (full - empty);
    for (int k = 0; k < 2; k++) theta[k] = line.origin[k] + z * line.slope[k];
    return GLASS_OK;
}

glass_status glass_cell_soc_of_ocv(const glass_cell *cell, double voltage, double *soc)
{
    double empty[2], full[2];
    balance_window(cell, 0, empty);
    balance_window(cell, 1, full);
    balance_line line = {.cell = cell, .voltage = voltage};
    line.dT = cell->temperature_initial - cell->temperature_reference;
    for (int k = 0; k < 2; k++) {
        line.origin[k] = empty[k];
        line.slope[k] = full[k] - empty[k];
    }
    double top = balance_at(&line, 1), bottom = balance_at(&line, 0);
    /* whoever copies the printed voltage of an end means the end */
    if (fabs(top) < 5e-6) return *soc = 1, GLASS_OK;
    if (fabs(bottom) < 5e-6) return *soc = 0, GLASS_OK;
    if (balance_root(&line, top < 0 ? 1 : 0.5, 0, 1, soc)) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "no state of charge has an open-circuit voltage of %g V; this cell's "
                      "goes from %.5g V (empty) to %.5g V (full)",
                      voltage, bottom + voltage, top + voltage);
}
