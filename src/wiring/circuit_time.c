/* Circuits in time; docs/theory/wiring.md (27) to (31). Closed forms where a bare line has
 * one, else the Laplace transform is inverted numerically. With T = t / ((Ri + Re) C):
 *
 *     coth(Lambda)/Lambda / p  ->  g1 = T + 1/3 - 2 sum e^(-n^2 pi^2 T)/(n pi)^2
 *     1/(Lambda sinh Lambda) / p  ->  g2 = T - 1/6 - 2 sum (-1)^n e^(-n^2 pi^2 T)/(n pi)^2
 *
 * and at short times both by images, which need few terms where the sums need many. */
#include "wiring/circuit_line.h"
#include "wiring/wiring_modes.h"
#include "base/fail.h"

#include <math.h>

static double time_ierfc(double z)
{
    return z > 6 ? 0 : exp(-z * z) / sqrt(M_PI) - z * erfc(z);
}

static double time_series(double T, double turn)
{
    double sum = 0, sign = turn;
    for (int n = 1; n * n * T < 5; n++, sign *= turn)
        sum += sign * exp(-n * n * M_PI * M_PI * T) / (n * n);
    return 2 / (M_PI * M_PI) * sum;
}

/* g1, and g2 with its images half a period further on. */
static double time_g1(double T)
{
    if (T > 0.1) return T + 1.0 / 3 - time_series(T, 1);
    double root = sqrt(T), sum = 0.5 / sqrt(M_PI);
    for (int n = 1; n / root < 6; n++) sum += time_ierfc(n / root);
    return 4 * root * sum;
}

static double time_g2(double T)
{
    if (T > 0.1) return T - 1.0 / 6 - time_series(T, -1);
    double root = sqrt(T), sum = 0;
    for (int n = 0; (n + 0.5) / root < 6; n++) sum += time_ierfc((n + 0.5) / root);
    return 4 * root * sum;
}

/* m T + E(T) of the surface of a sphere or cylinder under a flux. */
static double time_round(glass_shape shape, double T)
{
    double m = glass_wiring_surface(shape);
    /* x = m T/(m T + E), so that the sum is m T/x, and T/x is 1/C-rate */
    double u = glass_wiring_unfilled(shape, GLASS_FILL_ELAPSED, T, INFINITY);
    return m * T / (1 - u);
}

static double time_current_bare(const glass_circuit *circuit, double t)
{
    double i = circuit->R_ion, e = circuit->R_eon, S = i + e, high = i * (e / S);
    double T = t / glass_circuit_time(circuit);
    switch (circuit->contacts) {
    case GLASS_CONTACTS_SAME: return S * time_g1(T);
    case GLASS_CONTACTS_BOTH: return S / 4 * time_g1(4 * T);
    case GLASS_CONTACTS_BLOCKED: return high + (e - high) * 2 * (time_g1(T) - time_g2(T));
    case GLASS_CONTACTS_SWAPPED: return high + (i - high) * 2 * (time_g1(T) - time_g2(T));
    case GLASS_CONTACTS_SPHERE: return S * time_round(GLASS_SPHERE, T);
    case GLASS_CONTACTS_CYLINDER: return S * time_round(GLASS_CYLINDER, T);
    default: /* (27) */
        return high * (1 + 2 * time_g2(T)) + (i * (i / S) + e * (e / S)) * time_g1(T);
    }
}

/* ---- step of voltage ---- */

/* Zeros of the impedance of opposite contacts: F = ti te (b sin b - 2) - (ti^2 + te^2) cos
 * b. F changes its sign once between n pi and (n + 1) pi. */
static double time_mode_condition(void *context, double b)
{
    double product = *(double *)context;
    return product * (b * sin(b) - 2) - (1 - 2 * product) * cos(b);
}

double glass_circuit_mode(double t_ion, int n)
{
    double product = t_ion * (1 - t_ion), low = n * M_PI, high = (n + 1) * M_PI;
    /* with equal carriers an odd multiple of pi is a zero itself */
    if (n % 2 == 1 && fabs(t_ion - 0.5) < 1e-8) return low;
    if (n == 0) low = 1;
    return wiring_root(time_mode_condition, &product, low, high);
}

enum { TIME_MODES = 4000 };

/* 1 - sum A e^(-b^2 T), A = 2 sin b / (b^2 F'(b)). (30) */
static double time_opposite(double t_ion, double T)
{
    double product = t_ion * (1 - t_ion), sum = 0;
    for (int n = 0; n < TIME_MODES; n++) {
        double b = glass_circuit_mode(t_ion, n), s = sin(b);
        if (b * b * T > 45) break;
        double slope = (1 - product) * s + product * b * cos(b);
        sum += 2 * s / (b * b * slope) * exp(-b * b * T);
    }
    return 1 - sum;
}

static int time_voltage_is_closed(const glass_circuit *circuit)
{
    return circuit_line_is_bare(circuit) && circuit->contacts != GLASS_CONTACTS_BLOCKED &&
           circuit->contacts != GLASS_CONTACTS_SWAPPED;
}

static double time_filled(glass_shape shape, double T)
{
    return 1 - glass_wiring_unfilled(shape, GLASS_FILL_VOLTAGE, T, INFINITY);
}

static double time_voltage_bare(const glass_circuit *circuit, double t)
{
    double T = t / glass_circuit_time(circuit), C = circuit->C_rails;
    double t_ion = circuit->R_eon / (circuit->R_ion + circuit->R_eon);
    switch (circuit->contacts) {
    case GLASS_CONTACTS_SAME: return C * time_filled(GLASS_PLATE, T);
    case GLASS_CONTACTS_BOTH: return C * time_filled(GLASS_PLATE, 4 * T);
    case GLASS_CONTACTS_SPHERE: return C * time_filled(GLASS_SPHERE, T);
    case GLASS_CONTACTS_CYLINDER: return C * time_filled(GLASS_CYLINDER, T);
    default: return C * time_opposite(t_ion, T);
    }
}

/* ---- inversion: fixed Talbot contour (Abate and Valko 2004, doi:10.1002/nme.995) ---- */

enum { TALBOT_POINTS = 20 };

static double complex time_transform(const glass_circuit *circuit, int is_voltage,
                                     double complex p)
{
    double complex Z = circuit_line_impedance(circuit, p);
    return is_voltage ? 1 / (p * p * Z) : Z / p;
}

static double time_talbot(const glass_circuit *circuit, int is_voltage, double t)
{
    double r = 2.0 * TALBOT_POINTS / 5;
    double sum = 0.5 * exp(r) *
                 creal(time_transform(circuit, is_voltage, circuit_line_complex(r / t, 0)));
    for (int k = 1; k < TALBOT_POINTS; k++) {
        double angle = k * M_PI / TALBOT_POINTS, cot = 1 / tan(angle);
        double complex s = r * angle * circuit_line_complex(cot, 1);
        double turn = angle + (angle * cot - 1) * cot;
        double complex value = time_transform(circuit, is_voltage, s / t);
        sum += creal(cexp(s) * value * circuit_line_complex(1, turn));
    }
    return r / TALBOT_POINTS / t * sum;
}

/* ---- the door ---- */

static glass_status time_check(const glass_circuit *circuit, const double *time_s, size_t n)
{
    glass_status status = glass_circuit_check(circuit);
    for (size_t i = 0; !status && i < n; i++)
        if (!(time_s[i] > 0) || isinf(time_s[i]))
            status =
                glass_fail(GLASS_E_INPUT, "a time of %g s; it must be above 0", time_s[i]);
    return status;
}

glass_status glass_circuit_current_step(const glass_circuit *circuit, const double *time_s,
                                        size_t n, double *out)
{
    glass_status status = time_check(circuit, time_s, n);
    int is_bare = circuit_line_is_bare(circuit);
    for (size_t i = 0; !status && i < n; i++)
        out[i] = is_bare ? time_current_bare(circuit, time_s[i])
                         : time_talbot(circuit, 0, time_s[i]);
    return status;
}

glass_status glass_circuit_voltage_step(const glass_circuit *circuit, const double *time_s,
                                        size_t n, double *out)
{
    glass_status status = time_check(circuit, time_s, n);
    int is_closed = time_voltage_is_closed(circuit);
    for (size_t i = 0; !status && i < n; i++)
        out[i] = is_closed ? time_voltage_bare(circuit, time_s[i])
                           : time_talbot(circuit, 1, time_s[i]);
    return status;
}
