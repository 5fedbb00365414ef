/* Closed forms of the line; docs/theory/wiring.md (20) to (26). With Lambda = sqrt(m S Y),
 * m = 1, of sphere and cylinder 3 and 2:
 *
 *     coth = coth(Lambda)/Lambda, inverse = 1/(Lambda sinh Lambda),
 *     tanh = tanh(Lambda)/Lambda
 *     opposite   (Ri Re/S)(1 + 2 inverse) + ((Ri^2 + Re^2)/S) coth                     (20)
 *     same       S coth                                                                (21)
 *     both       (S/4) coth at Lambda/2                                                (22)
 *     blocked    Rinf + (Re - Rinf) tanh at Lambda/2, Rinf = Ri Re/S                   (23)
 *     sphere     S tanh / (1 - tanh)                                                   (24)
 *     cylinder   S I0/(Lambda I1)                                                      (25)
 *
 * Written with e^-Lambda, Re Lambda >= 0, so that nothing overflows; as series where
 * Lambda is so small that the large 1/Lambda^2 would swallow the rest. */
#include "wiring/circuit_line.h"

#include <math.h>

/* e^z - 1 without cancellation. */
static double complex line_expm1(double complex z)
{
    double a = creal(z), b = cimag(z), half = sin(b / 2);
    return circuit_line_complex(expm1(a) * cos(b) - 2 * half * half, exp(a) * sin(b));
}

static double complex line_series(const double *c, int n, double complex z)
{
    double complex sum = 0;
    for (int i = n - 1; i >= 0; i--) sum = sum * z + c[i];
    return sum;
}

static double complex line_coth(double complex w)
{
    static const double c[] = {1.0 / 3,     -1.0 / 45,   2.0 / 945,
                               -1.0 / 4725, 2.0 / 93555, -1382.0 / 638512875};
    if (cabs(w) < 0.2) return 1 / (w * w) + line_series(c, 6, w * w);
    double complex gap = line_expm1(-2 * w);
    return -(2 + gap) / (gap * w);
}

static double complex line_inverse(double complex w)
{
    static const double c[] = {-1.0 / 6,       7.0 / 360,       -31.0 / 15120,
                               127.0 / 604800, -73.0 / 3421440, 1414477.0 / 653837184000};
    if (cabs(w) < 0.2) return 1 / (w * w) + line_series(c, 6, w * w);
    return -2 * cexp(-w) / (line_expm1(-2 * w) * w);
}

static double complex line_tanh(double complex w)
{
    static const double c[] = {1,           -1.0 / 3,    2.0 / 15,
                               -17.0 / 315, 62.0 / 2835, -1382.0 / 155925};
    if (cabs(w) < 0.05) return line_series(c, 6, w * w);
    double complex gap = line_expm1(-2 * w);
    return -gap / ((2 + gap) * w);
}

/* 1 / (w coth w - 1) = 3/z + 3 g/(1 - z g) with z = w^2 and w coth w - 1 = (z/3)(1 - z g).
 */
static double complex line_sphere(double complex w)
{
    static const double c[] = {1.0 / 15,     -2.0 / 315,         1.0 / 1575,
                               -2.0 / 31185, 1382.0 / 212837625, -4.0 / 6081075};
    double complex z = w * w;
    if (cabs(w) < 0.2) {
        double complex g = line_series(c, 6, z);
        return 3 / z + 3 * g / (1 - z * g);
    }
    double complex t = line_tanh(w);
    return t / (1 - t);
}

/* I0(w)/(w I1(w)). The ratio I1/I0 is the minimal solution of its continued fraction,
 * summed backwards; z = w^2: I0/(w I1) = 2/z + 1/(4 + z/(6 + z/(8 + ...))). Far out it is
 * the series of the ratio, which then is one of e^-2w exact. */
static double complex line_cylinder(double complex w)
{
    double complex z = w * w;
    if (cabs(w) < 40) {
        double complex tail = 0;
        int n = 30 + (int)(2 * cabs(w));
        for (int k = n; k >= 2; k--) tail = z / (2 * k + tail);
        return 2 / z + tail / z;
    }
    double c[12] = {1}, d[12] = {1};
    double complex sum = 1, power = 1;
    for (int k = 1; k < 12; k++) {
        double square = 0, inverse = 0;
        for (int i = 1; i < k; i++) square += c[i] * c[k - i];
        c[k] = ((k - 2) * c[k - 1] - square) / 2;
        for (int i = 1; i <= k; i++) inverse -= c[i] * d[k - i];
        d[k] = inverse;
        power /= w;
        sum += d[k] * power;
    }
    return sum / w;
}

/* ---- between the rails ---- */

static double complex line_particle(const glass_circuit *circuit, double complex p)
{
    if (circuit->particle == 0) return 0;
    double complex w = csqrt(p * circuit->time_particle);
    double complex shape = circuit->particle == 1   ? line_coth(w)
                           : circuit->particle == 2 ? line_sphere(w)
                                                    : line_cylinder(w);
    return circuit->R_particle * shape;
}

static double complex line_admittance(const glass_circuit *circuit, double complex p)
{
    double complex Y = p * circuit->C_rails;
    if (!isinf(circuit->R_transfer))
        Y += 1 / (circuit->R_transfer + line_particle(circuit, p));
    return Y; /* (26) */
}

static double complex line_contact(double R, double C, double complex p)
{
    return R / (1 + p * R * C);
}

/* How often each contact is passed from terminal to terminal: blocked and swapped pass one
 * kind twice, both at both ends are two in parallel. */
static double complex line_contacts(const glass_circuit *circuit, double complex p)
{
    double complex ion = line_contact(circuit->R_contact_ion, circuit->C_contact_ion, p);
    double complex eon = line_contact(circuit->R_contact_eon, circuit->C_contact_eon, p);
    switch (circuit->contacts) {
    case GLASS_CONTACTS_BLOCKED: return 2 * eon;
    case GLASS_CONTACTS_SWAPPED: return 2 * ion;
    case GLASS_CONTACTS_BOTH: return (ion + eon) / 2;
    default: return ion + eon;
    }
}

static double complex line_rails(const glass_circuit *circuit, double complex w)
{
    double i = circuit->R_ion, e = circuit->R_eon, S = i + e, high = i * (e / S);
    switch (circuit->contacts) {
    case GLASS_CONTACTS_SAME: return S * line_coth(w);
    case GLASS_CONTACTS_BOTH: return S / 4 * line_coth(w / 2);
    case GLASS_CONTACTS_BLOCKED: return high + (e - high) * line_tanh(w / 2);
    case GLASS_CONTACTS_SWAPPED: return high + (i - high) * line_tanh(w / 2);
    case GLASS_CONTACTS_SPHERE: return S * line_sphere(w);
    case GLASS_CONTACTS_CYLINDER: return S * line_cylinder(w);
    default:
        return high * (1 + 2 * line_inverse(w)) +
               (i * (i / S) + e * (e / S)) * line_coth(w);
    }
}

double circuit_line_surface(const glass_circuit *circuit)
{
    if (circuit->contacts == GLASS_CONTACTS_SPHERE) return 3;
    return circuit->contacts == GLASS_CONTACTS_CYLINDER ? 2 : 1;
}

double complex circuit_line_impedance(const glass_circuit *circuit, double complex p)
{
    double S = circuit->R_ion + circuit->R_eon;
    double complex w =
        csqrt(S * circuit_line_surface(circuit) * line_admittance(circuit, p));
    return line_rails(circuit, w) + line_contacts(circuit, p);
}

int circuit_line_is_bare(const glass_circuit *circuit)
{
    return isinf(circuit->R_transfer) && circuit->R_contact_ion == 0 &&
           circuit->R_contact_eon == 0;
}
