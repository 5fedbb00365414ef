/* Roots of b tan b = Bi, b J1(b) = Bi J0(b), b cot b = 1 - Bi; zeros of J0, J1, tan a = a.
 */
#include "wiring/wiring_modes.h"

#include <math.h>

/* Terms smaller than e^-WIRING_DEEP are none. */
#define WIRING_DEEP 45.0

/* Chandrupatla (1997, doi:10.1016/S0965-9978(96)00051-8): inverse quadratic steps where
 * they are safe, halves where they are not. */
double wiring_root(wiring_function *f, void *context, double a, double b)
{
    double fa = f(context, a), fb = f(context, b), c = a, fc = fa, t = 0.5;
    for (int i = 0; i < 100 && fa != 0 && fb != 0; i++) {
        double x = a + t * (b - a), fx = f(context, x);
        if ((fx < 0) == (fa < 0)) {
            c = a, fc = fa;
        } else {
            c = b, fc = fb, b = a, fb = fa;
        }
        a = x, fa = fx;
        double width = fabs(b - a), small = 4e-16 * fabs(fabs(fa) < fabs(fb) ? a : b);
        if (fa == 0 || width <= 2 * small + 1e-300) break;
        double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb), least = small / width;
        t = 0.5;
        if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)
            t = fa / (fb - fa) * fc / (fb - fc) +
                (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
        t = t < least ? least : t > 1 - least ? 1 - least : t;
    }
    return fabs(fa) < fabs(fb) ? a : b;
}

/* ---- zeros of the Bessel functions: McMahon's expansion and two steps of Newton ---- */

static double modes_zero_J0(int n)
{
    if (n == 0) return 2.404825557695773;
    double b = (n + 0.75) * M_PI, e = 1 / (8 * b), z;
    z = b + e - 124.0 / 3 * e * e * e + 120928.0 / 15 * pow(e, 5) -
        401743168.0 / 105 * pow(e, 7);
    for (int i = 0; i < 2; i++) z += j0(z) / j1(z);
    return z;
}

static double modes_zero_J1(int n)
{
    if (n == 0) return 3.831705970207512;
    double b = (n + 1.25) * M_PI, e = 1 / (8 * b), z;
    z = b - 3 * e + 12 * e * e * e - 7545.6 * pow(e, 5);
    for (int i = 0; i < 2; i++) z -= j1(z) / (j0(z) - j1(z) / z);
    return z;
}

/* tan a = a just below (n + 3/2) pi: a = q - atan(1/a), iterated. */
static double modes_zero_sphere(int n)
{
    double q = (n + 1.5) * M_PI, a = q - 1 / q;
    for (int i = 0; i < 30; i++) {
        double next = q - atan(1 / a);
        if (next == a) break;
        a = next;
    }
    return a;
}

/* ---- with an exchange ---- */

typedef struct modes_exchange {
    glass_shape shape;
    double biot;
} modes_exchange;

/* b cos b - sin b, which cancels where b is small. */
static double modes_sphere(double b)
{
    double z = b * b;
    if (b > 0.3) return b * cos(b) - sin(b);
    return b * z *
           (-1.0 / 3 + z * (1.0 / 30 + z * (-1.0 / 840 + z * (1.0 / 45360 - z / 3991680))));
}

/* The condition and its slope. */
static double modes_condition(const modes_exchange *e, double b, double *slope)
{
    double h = e->biot, s, c;
    switch (e->shape) {
    case GLASS_CYLINDER:
        c = j0(b), s = j1(b);
        *slope = b * c + h * s;
        return b * s - h * c;
    case GLASS_SPHERE:
        c = cos(b), s = sin(b);
        *slope = h * c - b * s;
        return modes_sphere(b) + h * s;
    default:
        c = cos(b), s = sin(b);
        *slope = (1 + h) * s + b * c;
        return b * s - h * c;
    }
}

/* Newton's steps inside a bracket, halves where they lead out of it. */
static double modes_newton(const modes_exchange *e, double low, double high)
{
    double slope, b = (low + high) / 2;
    int is_rising = modes_condition(e, low, &slope) < 0;
    for (int i = 0; i < 80; i++) {
        double f = modes_condition(e, b, &slope), step = f / slope;
        if (f == 0 || fabs(step) <= 4e-16 * b || high - low <= 4e-16 * high) break;
        if ((f < 0) == is_rising)
            low = b;
        else
            high = b;
        b = b - step > low && b - step < high ? b - step : (low + high) / 2;
    }
    return b;
}

static double modes_first_guess(glass_shape shape, double biot)
{
    return sqrt(glass_wiring_surface(shape) * biot); /* lumped: rate m Bi, an upper bound */
}

static double modes_exchange_root(glass_shape shape, double biot, int n)
{
    modes_exchange e = {shape, biot};
    double low, high;
    switch (shape) {
    case GLASS_CYLINDER:
        low = n ? modes_zero_J1(n - 1) : 0;
        high = modes_zero_J0(n);
        break;
    case GLASS_SPHERE:
        low = n * M_PI;
        high = (n + 1) * M_PI;
        break;
    default: low = n * M_PI; high = low + M_PI / 2;
    }
    if (n == 0) { /* the condition is 0 at 0 itself; relative digits for a small Bi */
        double guess = modes_first_guess(shape, biot);
        low = 0.5 * guess / (1 + guess);
        if (guess * (1 + 1e-9) < high) high = guess * (1 + 1e-9);
    }
    return modes_newton(&e, low, high);
}

static double modes_amplitude(glass_shape shape, double biot, double b)
{
    double b2 = b * b, h = biot;
    switch (shape) {
    case GLASS_CYLINDER: return 4 * h * h / (b2 * (b2 + h * h));
    case GLASS_SPHERE: return 6 * h * h / (b2 * (b2 + h * h - h));
    default: return 2 * h * h / (b2 * (b2 + h * h + h));
    }
}

static double modes_voltage_root(glass_shape shape, double biot, int n)
{
    if (!isinf(biot)) return modes_exchange_root(shape, biot, n);
    switch (shape) {
    case GLASS_CYLINDER: return modes_zero_J0(n);
    case GLASS_SPHERE: return (n + 1) * M_PI;
    default: return (n + 0.5) * M_PI;
    }
}

void wiring_modes_voltage(glass_shape shape, double biot, double least, wiring_modes *out)
{
    out->count = 0;
    for (int n = 0; n < WIRING_MODES; n++) {
        double b = modes_voltage_root(shape, biot, n);
        out->rate[n] = b * b;
        out->amplitude[n] = isinf(biot) ? 2 * glass_wiring_surface(shape) / (b * b)
                                        : modes_amplitude(shape, biot, b);
        out->count = n + 1;
        if (b * b * least > WIRING_DEEP) break;
    }
}

void wiring_modes_current(glass_shape shape, double least, wiring_modes *out)
{
    out->count = 0;
    for (int n = 0; n < WIRING_MODES; n++) {
        double a = shape == GLASS_CYLINDER ? modes_zero_J1(n)
                   : shape == GLASS_SPHERE ? modes_zero_sphere(n)
                                           : (n + 1) * M_PI;
        out->rate[n] = a * a;
        out->amplitude[n] = 2 / (a * a);
        out->count = n + 1;
        if (a * a * least > WIRING_DEEP) break;
    }
}

double wiring_modes_sum(const wiring_modes *modes, double T)
{
    double sum = 0;
    for (int n = 0; n < modes->count; n++) {
        double depth = modes->rate[n] * T;
        if (depth - modes->rate[0] * T > WIRING_DEEP) break;
        sum += modes->amplitude[n] * exp(-depth);
    }
    return sum;
}
