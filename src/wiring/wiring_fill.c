/* How full a body is, and how long that takes; docs/theory/wiring.md.
 *
 *     voltage:  u = sum A_n e^(-b_n^2 T)                                               (2)
 *     current:  u = (E + 1/Bi) / (m T + E + 1/Bi), E(T) = K - 2 sum e^(-a_n^2 T)/a_n^2 (3)
 *
 * with T = D t / L^2, m = 1, 2, 3, K = 1/3, 1/4, 1/5 for plate, cylinder, sphere. At short
 * times the sums need many terms and lose digits; there the expansions about the bare
 * surface stand (4), exact but for what comes back from the other side. Rod and cube are
 * products of plates under a voltage (5), and under a current what they are late (6). */
#include "wiring/wiring_modes.h"

#include <math.h>

double glass_wiring_theta(glass_shape shape)
{
    static const double theta[] = {1.0 / 3, 1.0 / 8, 1.0 / 15, 0.1405770149551553,
                                   0.0806740012751413};
    return theta[shape];
}

double glass_wiring_surface(glass_shape shape)
{
    static const double m[] = {1, 2, 3, 2, 3};
    return m[shape];
}

static double fill_late(glass_shape shape) /* K */
{
    return glass_wiring_theta(shape) * glass_wiring_surface(shape);
}

/* ---- short times (4) ---- */

static double fill_ierfc(double z)
{
    return z > 6 ? 0 : exp(-z * z) / sqrt(M_PI) - z * erfc(z);
}

/* 2 sqrt(T) (ierfc(0) + 2 sum sign^n ierfc(n / sqrt(T))): a slab of images. */
static double fill_images(double T, double sign)
{
    double root = sqrt(T), sum = 0.5 / sqrt(M_PI), turn = sign;
    for (int n = 1; n / root < 6; n++, turn *= sign) sum += turn * fill_ierfc(n / root);
    return 4 * root * sum;
}

/* Coefficients of I1(z)/I0(z) = sum c_k z^-k, from Riccati's equation of the ratio; and of
 * its inverse. */
enum { FILL_TERMS = 14 };

static void fill_ratio(double c[FILL_TERMS], double d[FILL_TERMS])
{
    c[0] = d[0] = 1;
    for (int k = 1; k < FILL_TERMS; k++) {
        double sum = 0, inverse = 0;
        for (int i = 1; i < k; i++) sum += c[i] * c[k - i];
        c[k] = ((k - 2) * c[k - 1] - sum) / 2;
        for (int i = 1; i <= k; i++) inverse -= c[i] * d[k - i];
        d[k] = inverse;
    }
}

/* sum c_k T^((k+1)/2) / Gamma((k+3)/2), cut where an asymptotic series ends to fall. */
static double fill_asymptotic(const double *c, double T)
{
    double sum = 0, last = INFINITY;
    for (int k = 0; k < FILL_TERMS; k++) {
        double term = c[k] * pow(T, (k + 1) / 2.0) / tgamma((k + 3) / 2.0);
        if (fabs(term) > last && k > 2) break;
        last = fabs(term);
        sum += term;
    }
    return sum;
}

/* x under a voltage. */
static double fill_short_voltage(glass_shape shape, double T)
{
    double c[FILL_TERMS], d[FILL_TERMS];
    switch (shape) {
    case GLASS_CYLINDER: fill_ratio(c, d); return 2 * fill_asymptotic(c, T);
    case GLASS_SPHERE: return 3 * fill_images(T, 1) - 3 * T;
    default: return fill_images(T, -1);
    }
}

/* e^(z^2) erfc(z), z >= 0. */
static double fill_erfcx(double z)
{
    double w = 1 / (2 * z * z);
    if (z < 12) return exp(z * z) * erfc(z);
    return (1 - w * (1 - 3 * w * (1 - 5 * w * (1 - 7 * w)))) / (z * sqrt(M_PI));
}

/* x under a voltage behind an exchange: a half space whose surface loses to the curvature as
 * if it were exchanged with h = Bi - kappa, kappa = 0, 1/2, 1; exact for plate and sphere,
 * right to T for the cylinder. With z = h sqrt(T):
 *     x = m Bi (T - Bi T^1.5 sum (-z)^n / Gamma((n + 5)/2))
 *       = m Bi (Bi I - kappa T) / h, I = (e^(z^2) erfc(z) - 1 + 2 z/sqrt(pi)) / h^2 */
static double fill_short_exchange(glass_shape shape, double biot, double T)
{
    double m = glass_wiring_surface(shape), kappa = (m - 1) / 2, h = biot - kappa;
    double z = h * sqrt(T), sum = 0, power = 1;
    if (fabs(z) < 0.5) {
        for (int n = 0; n < 24; n++, power *= -z) sum += power / tgamma((n + 5) / 2.0);
        return m * biot * (T - biot * T * sqrt(T) * sum);
    }
    double I = (fill_erfcx(z) - 1 + 2 * z / sqrt(M_PI)) / (h * h);
    return m * biot * (biot * I - kappa * T) / h;
}

/* m T + E: the surface over the flux. */
static double fill_short_current(glass_shape shape, double T)
{
    double c[FILL_TERMS], d[FILL_TERMS], root = sqrt(T);
    switch (shape) {
    case GLASS_CYLINDER: fill_ratio(c, d); return fill_asymptotic(d, T);
    case GLASS_SPHERE: return expm1(T) * (1 + erf(root)) + erf(root);
    default: return fill_images(T, 1);
    }
}

/* Up to where the short forms are exact to the last digits; that of an exchange on a
 * cylinder to 1e-5 of x, where the series would need more terms than there are. */
static double fill_short_until(glass_shape shape, int is_current, double biot)
{
    if (!is_current && !isinf(biot)) return shape == GLASS_CYLINDER ? 2e-5 : 0.012;
    if (shape == GLASS_CYLINDER) return 0.001;
    return shape == GLASS_SPHERE && is_current ? 0.012 : 0.1;
}

/* ---- u(T) ---- */

typedef struct fill_body {
    glass_shape shape;
    double biot;
    int is_current;
    double target; /* u that is looked for */
    wiring_modes modes;
} fill_body;

static int fill_power(glass_shape shape)
{
    return shape == GLASS_ROD ? 2 : shape == GLASS_CUBE ? 3 : 1;
}

static glass_shape fill_base(glass_shape shape)
{
    return fill_power(shape) > 1 ? GLASS_PLATE : shape;
}

static void fill_prepare(fill_body *body, double least)
{
    glass_shape base = fill_base(body->shape);
    double until = fill_short_until(base, body->is_current, body->biot);
    if (least < until) least = until;
    if (!body->is_current)
        wiring_modes_voltage(base, body->biot, least, &body->modes);
    else if (fill_power(body->shape) == 1)
        wiring_modes_current(base, least, &body->modes);
    else
        body->modes.count = 0;
}

/* The lift E of the surface above the mean, over the flux. */
static double fill_lift(const fill_body *body, double T)
{
    if (fill_power(body->shape) > 1) return fill_late(body->shape); /* (6) */
    if (T < fill_short_until(body->shape, 1, body->biot))
        return fill_short_current(body->shape, T) - glass_wiring_surface(body->shape) * T;
    return fill_late(body->shape) - wiring_modes_sum(&body->modes, T);
}

/* What is empty and what is full, each with its own digits. */
typedef struct fill_shares {
    double u, x;
} fill_shares;

static fill_shares fill_at(const fill_body *body, double T)
{
    glass_shape base = fill_base(body->shape);
    if (body->is_current) { /* (3) */
        double lift = fill_lift(body, T) + 1 / body->biot;
        double mean = glass_wiring_surface(body->shape) * T;
        return (fill_shares){lift / (mean + lift), mean / (mean + lift)};
    }
    fill_shares plate;
    if (T < fill_short_until(base, 0, body->biot)) {
        plate.x = isinf(body->biot) ? fill_short_voltage(base, T) /* (4) */
                                    : fill_short_exchange(base, body->biot, T);
        plate.u = 1 - plate.x;
    } else {
        plate.u = wiring_modes_sum(&body->modes, T); /* (2) */
        plate.x = 1 - plate.u;
    }
    int n = fill_power(body->shape);
    if (n == 1) return plate;
    return (fill_shares){pow(plate.u, n), -expm1(n * log1p(-plate.x))}; /* (5) */
}

/* Of what is small of the two: relative digits at both ends. */
static double fill_gap(void *context, double log_T)
{
    const fill_body *body = context;
    fill_shares at = fill_at(body, exp(log_T));
    return body->target < 0.5 ? log(at.u / body->target) : log((1 - body->target) / at.x);
}

/* The elapsed T of a current at which 1/C-rate is the target: both hang together by x,
 * nominal = T / x. */
static double fill_nominal_gap(void *context, double log_T)
{
    const fill_body *body = context;
    double T = exp(log_T);
    return log(body->target * fill_at(body, T).x / T);
}

double glass_wiring_unfilled(glass_shape shape, glass_filling filling, double T,
                             double biot)
{
    fill_body body = {.shape = shape, .biot = biot};
    body.is_current = filling != GLASS_FILL_VOLTAGE;
    fill_prepare(&body, T);
    if (filling == GLASS_FILL_CURRENT) { /* find the elapsed T = x T_nominal */
        double low = log(T) - 40;
        body.target = T;
        fill_prepare(&body, 1e-6 * T);
        if (fill_nominal_gap(&body, low) <= 0) return 1; /* too fast for the surface */
        T = exp(wiring_root(fill_nominal_gap, &body, low, log(T)));
    }
    return fill_at(&body, T).u;
}

/* ---- T(u) ---- */

/* Elapsed T under a current when the transient is over, and whether it is. */
static double fill_current_late(const fill_body *body, double u, int *is_late)
{
    double m = glass_wiring_surface(body->shape), K = fill_late(body->shape);
    double T = (1 - u) * (K + 1 / body->biot) / (m * u);
    /* the slowest transient of the three decays with pi^2 */
    *is_late = fill_power(body->shape) > 1 || M_PI * M_PI * T > 40;
    return T;
}

double glass_wiring_time(glass_shape shape, glass_filling filling, double unfilled,
                         double biot)
{
    fill_body body = {.shape = shape, .biot = biot, .target = unfilled};
    body.is_current = filling != GLASS_FILL_VOLTAGE;
    int is_late = 0;
    double x = 1 - unfilled, low, high, T = 0;
    if (body.is_current) T = fill_current_late(&body, unfilled, &is_late);
    if (!is_late) {
        /* never sooner than a bare surface with all its area, never later than one mode */
        double m = glass_wiring_surface(shape), drag = 1 + 1 / biot;
        low = 1e-3 * x * x / (m * m);
        high = 4 * drag * (x / unfilled + log(1 / unfilled) + x);
        fill_prepare(&body, low);
        T = exp(wiring_root(fill_gap, &body, log(low), log(high)));
    }
    return filling == GLASS_FILL_CURRENT ? T / x : T;
}

double glass_wiring_alpha(glass_shape shape, glass_filling filling, double unfilled)
{
    static const double inverse[] = {3, 8, 15, 1 / 0.1405770149551553,
                                     1 / 0.0806740012751413};
    fill_body body = {.shape = shape, .biot = INFINITY};
    int is_late = 0;
    if (filling != GLASS_FILL_VOLTAGE) fill_current_late(&body, unfilled, &is_late);
    if (!is_late) return 1 / glass_wiring_time(shape, filling, unfilled, INFINITY);
    double nominal = inverse[shape] * unfilled; /* 0.03 and 0.15 to the last digit */
    return filling == GLASS_FILL_CURRENT ? nominal : nominal / (1 - unfilled);
}

double glass_wiring_box_unfilled(const double T[3])
{
    double u = 1;
    for (int i = 0; i < 3; i++)
        u *= glass_wiring_unfilled(GLASS_PLATE, GLASS_FILL_VOLTAGE, T[i], INFINITY);
    return u;
}

double glass_wiring_rescaled(double L, double D, double D_i)
{
    return L * sqrt(D / D_i);
}
