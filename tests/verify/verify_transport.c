/* Transport against answers of others: eight digits of real volumes, found with another
 * program (fp64 multigrid CG, energy evaluated afresh; agrees with a Jacobi CG to its digits),
 * exact solutions for arrays of spheres (Rayleigh's multipoles), the checkerboard of Keller
 * and Dykhne, the squares of Obnosov, and what the scheme makes of them as cells shrink.
 *
 * With -l also the volumes and axes that take minutes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "glasscell/transport.h"
#include "verify.h"

static int transport_is_long;

/* A value, and that its interval holds the truth: `sure` is how well that is known. */
static void transport_value(const glass_volume *v, const double *sigma, int axis,
                            double truth, double sure, int is_tau, const char *what)
{
    const glass_transport_options options = {.skip_voxel_error = 1};
    glass_transport t;
    if (glass_transport_solve(v, sigma, axis, &options, &t)) {
        printf("%s: %s\n", what, glass_words());
        exit(1);
    }
    double value = is_tau ? t.tortuosity : t.effective;
    double lower = is_tau ? t.lower : t.effective_lower;
    double upper = is_tau ? t.upper : t.effective_upper;
    verify_within(value / truth - 1, 1e-6, "1", "%s, axis %d", what, axis);
    verify_within(fmax(0, lower / truth - 1), sure, "1", "%s, axis %d: lower end", what,
                  axis);
    verify_within(fmax(0, 1 - upper / truth), sure, "1", "%s, axis %d: upper end", what,
                  axis);
    verify_within((upper - lower) / truth, 2e-6, "1", "%s, axis %d: width", what, axis);
}

static int transport_open(const char *folder, const char *path, const char *crop,
                          glass_volume *out)
{
    char full[4096];
    const glass_volume_hints hints = {.crop = crop, .voxel = "1 um"};
    snprintf(full, sizeof full, "%s/%s", folder, path);
    *out = (glass_volume){0};
    if (!glass_volume_open(full, &hints, out, NULL)) return 1;
    printf("%s: %s\n", full, glass_words());
    exit(1);
}

/* One label conducts. */
static void transport_phase(const glass_volume *v, long label, int axis, double tau,
                            const char *what)
{
    double sigma[GLASS_LABELS] = {0};
    sigma[glass_volume_code(v, label)] = 1;
    transport_value(v, sigma, axis, tau, 2e-9, 1, what);
}

/* Up to three labels conduct; the digits printed of K. */
static void transport_mixed(const glass_volume *v, const double s[3], int axis, double K,
                            const char *what)
{
    double sigma[GLASS_LABELS] = {0};
    for (int c = 0; c < v->n_labels; c++) sigma[c] = s[c];
    transport_value(v, sigma, axis, K, 5e-9, 0, what);
}

static void transport_nmc(const char *data)
{
    static const double tau[2][3] = {{1.620387825, 1.675999540, 1.679962005},
                                     {4.936249730, 5.764708508, 5.748857480}};
    static const double s[5][3] = {
        {1, 1e2, 0}, {1e2, 1, 0}, {1, 1e4, 0}, {1, 1e6, 0}, {1e6, 1, 0}};
    static const double K[5][3] = {{12.03917021, 10.74198506, 10.72504496},
                                   {37.10216487, 35.97004000, 35.89614722},
                                   {856.1457394, 733.5556281, 735.5363762},
                                   {85155.39588, 72917.97735, 73118.99060},
                                   {357739.6261, 345869.4924, 345053.7146}};
    glass_volume v;
    transport_open(data, "volumes/nmc_128.tif", NULL, &v);
    for (int axis = 0; axis < 3; axis++)
        for (int label = 0; label < 2; label++)
            transport_phase(&v, label, axis, tau[label][axis], "nmc_128");
    for (int axis = 0; axis < (transport_is_long ? 3 : 1); axis++)
        for (int k = 0; k < 5; k++)
            transport_mixed(&v, s[k], axis, K[k][axis], "nmc_128 mixed");
    glass_volume_clear(&v);
    transport_open(data, "volumes/nmc_128.tif", "0:64,0:64,0:64", &v);
    transport_phase(&v, 0, 0, 1.650195086, "nmc_128, first 64");
    transport_phase(&v, 1, 0, 5.024461976, "nmc_128, first 64, NMC");
    glass_volume_clear(&v);
    transport_open(data, "volumes/tf500_64.tif", NULL, &v);
    transport_phase(&v, 255, 0, 11.49351565, "tf500, first 64");
    glass_volume_clear(&v);
}

static void transport_electrode(const char *share)
{
    static const long label[3] = {0, 85, 170};
    static const double tau[3][3] = {{2.077241909, 2.076414539, 2.209757868},
                                     {8.735004742, 9.628242602, 10.033757765},
                                     {9.121466686, 7.580692275, 9.511468508}};
    static const double s[2][3] = {{0, 1, 760}, {1, 0, 0.05}};
    static const double K[2][3] = {{13.23985323, 15.76114940, 12.68876733},
                                   {.2447109786, .2443702900, .2319770209}};
    glass_volume v;
    transport_open(share, "volumes/electrode.tiff", "0:64,0:64,0:64", &v);
    transport_phase(&v, 0, 0, 2.146389051, "electrode, first 64");
    glass_volume_clear(&v);
    transport_open(share, "volumes/electrode.tiff", "0:128,0:128,0:128", &v);
    transport_phase(&v, 0, 0, 2.0896120675, "electrode, first 128");
    glass_volume_clear(&v);
    transport_open(share, "volumes/electrode.tiff", NULL, &v);
    transport_phase(&v, 0, 0, tau[0][0], "electrode");
    for (int axis = 0; axis < 3 && transport_is_long; axis++) {
        for (int k = 0; k < 3; k++)
            transport_phase(&v, label[k], axis, tau[k][axis], "electrode");
        for (int k = 0; k < 2; k++)
            transport_mixed(&v, s[k], axis, K[k][axis], "electrode mixed");
    }
    glass_volume_clear(&v);
}

/* The volumes that the tree does not hold: their folder in GLASSCELL_VOLUMES. */
static void transport_bridge(const char *folder)
{
    static const double one[3][3] = {{2.952590590, 2.595185175, 2.525558438},
                                     {3.600811321, 2.532857454, 2.529112625},
                                     {206.467854944, 275.854089665, 211.993533831}};
    static const double pair[2][3] = {{1.857428849, 1.543279618, 1.528568788},
                                      {1.693305188, 1.584473260, 1.603946829}};
    static const double s[5][3] = {
        {1, 0, 1}, {0, 1, 1}, {0, 1, 760}, {1, 1, 1e2}, {1, 1, 1e4}};
    static const double K[3] = {1.893382596, 1.928457128, 10.29920892};
    glass_volume v;
    transport_open(folder, "nmc1cal_bridge.tif", NULL, &v);
    for (int axis = 0; axis < 3; axis++) {
        for (int k = 0; k < 3; k++) transport_phase(&v, k, axis, one[k][axis], "bridge");
        for (int k = 0; k < 2; k++)
            transport_value(&v, s[k], axis, pair[k][axis], 2e-9, 1, "bridge, two phases");
    }
    for (int k = 0; k < 3; k++) transport_mixed(&v, s[2 + k], 0, K[k], "bridge mixed");
    glass_volume_clear(&v);
}

/* ---- shapes ---- */

typedef double transport_inside(double x, double y, double z); /* > 0: inside; cell 0..1 */

/* Unit cell of n voxels an edge, two labels by centres. */
static double transport_shape(size_t n, int is_flat, transport_inside *inside, double inner,
                              double outer)
{
    size_t n3[3] = {n, n, is_flat ? 1 : n}, at = 0;
    int *labels = malloc(n3[0] * n3[1] * n3[2] * sizeof *labels);
    double sigma[GLASS_LABELS] = {0}, h = 1 / (double)n;
    const glass_transport_options options = {.skip_voxel_error = 1};
    glass_volume v = {0};
    glass_transport t;
    for (size_t i = 0; i < n3[0]; i++)
        for (size_t j = 0; j < n3[1]; j++)
            for (size_t k = 0; k < n3[2]; k++)
                labels[at++] = inside(((double)i + 0.5) * h, ((double)j + 0.5) * h,
                                      ((double)k + 0.5) * h) > 0;
    if (glass_volume_make(n3, labels, &v)) exit(1);
    sigma[glass_volume_code(&v, 0)] = outer;
    sigma[glass_volume_code(&v, 1)] = inner;
    if (glass_transport_solve(&v, sigma, 0, &options, &t)) {
        printf("shape: %s\n", glass_words());
        exit(1);
    }
    glass_volume_clear(&v);
    free(labels);
    return t.effective;
}

static double transport_radius; /* of the spheres of the cell */

/* Inside a sphere about a corner of the cell, or about (a, b, c). */
static double transport_ball(double x, double y, double z, double a, double b, double c)
{
    double dx = x - a, dy = y - b, dz = z - c;
    return transport_radius * transport_radius - dx * dx - dy * dy - dz * dz;
}

static double transport_sc(double x, double y, double z)
{
    return transport_ball(x, y, z, 0.5, 0.5, 0.5);
}

static double transport_corners(double x, double y, double z)
{
    return transport_ball(fmin(x, 1 - x), fmin(y, 1 - y), fmin(z, 1 - z), 0, 0, 0);
}

static double transport_bcc(double x, double y, double z)
{
    return fmax(transport_corners(x, y, z), transport_sc(x, y, z));
}

static double transport_fcc(double x, double y, double z)
{
    double most = transport_corners(x, y, z);
    x = fabs(x - 0.5), y = fabs(y - 0.5), z = fabs(z - 0.5);
    most = fmax(most, transport_ball(x, y, z, 0, 0, 0.5));
    most = fmax(most, transport_ball(x, y, z, 0, 0.5, 0));
    return fmax(most, transport_ball(x, y, z, 0.5, 0, 0));
}

typedef struct transport_array {
    const char *name;
    transport_inside *inside;
    double count, f, s, K; /* spheres a cell, their fraction, conductivity; the answer */
} transport_array;

/* Mean error of four cells of about n voxels: how many centres lie inside is rough. */
static double transport_array_error(const transport_array *a, size_t n)
{
    double sum = 0;
    transport_radius = cbrt(0.75 * a->f / (M_PI * a->count));
    for (size_t k = 0; k < 4; k++)
        sum += transport_shape(n + (k * n) / 16, 0, a->inside, a->s, 1) / a->K - 1;
    return sum / 4;
}

/* Voxel spheres converge with the voxel's edge: half of it must halve the error, and
 * 2 K(h) - K(2h) must be far better than K(h). Perfect conductors are a million: 1e-6 of K is
 * theirs. */
static void transport_spheres(void)
{
    static const transport_array arrays[] = {
        {"SC, f 0.4, s 0", transport_sc, 1, 0.4, 0, .49010992},
        {"SC, f 0.4, s 10", transport_sc, 1, 0.4, 10, 2.36443139},
        {"SC, f 0.3, s inf", transport_sc, 1, 0.3, 1e6, 2.33288451},
        {"BCC, f 0.4, s 0", transport_bcc, 2, 0.4, 0, .49846451},
        {"BCC, f 0.3, s inf", transport_bcc, 2, 0.3, 1e6, 2.29196944},
        {"FCC, f 0.4, s 0", transport_fcc, 4, 0.4, 0, .49881338},
        {"FCC, f 0.3, s inf", transport_fcc, 4, 0.3, 1e6, 2.28978681},
    };
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        const transport_array *a = &arrays[k];
        double half = transport_array_error(a, 32), whole = transport_array_error(a, 64);
        verify_within(whole, a->s == 10 ? 0.003 : 0.035, "1", "%s: 64 voxels", a->name);
        if (a->s == 10) continue; /* inside and outside nearly make up for each other */
        verify_within(log2(half / whole) - 1, 0.3, "1", "%s: order less 1", a->name);
        verify_within(2 * whole - half, 0.4 * fabs(whole), "1", "%s: extrapolated",
                      a->name);
    }
    /* the digits of other programs of the same scheme */
    transport_radius = cbrt(0.75 * 0.4 / M_PI);
    verify_within(transport_shape(32, 0, transport_sc, 0, 1) - .47389193, 5e-7, "1",
                  "SC 32 voxels");
    verify_within(transport_shape(64, 0, transport_sc, 0, 1) - .48101492, 5e-7, "1",
                  "SC 64 voxels");
    if (transport_is_long)
        verify_within(transport_shape(128, 0, transport_sc, 0, 1) - .48572523, 5e-7, "1",
                      "SC 128 voxels");
}

/* From the centre of one square to that of the next: mirrors on all sides. */
static double transport_checker(double x, double y, double z)
{
    (void)z;
    return (x < 0.5) == (y < 0.5) ? 1 : -1;
}

static double transport_square(double x, double y, double z)
{
    (void)z;
    return x < 0.5 && y < 0.5 ? 1 : -1;
}

/* The scheme's own errors, as they are known: slow at high contrast, where squares touch by
 * their corners alone. In percent; half a unit of the last digit that is known. */
static void transport_checkers(void)
{
    static const struct {
        double contrast, percent[4], digit;
    } known[] = {{2, {-.16, -.05, -.02, -.01}, 0.006},
                 {10, {-7.3, -4.3, -2.6, -1.5}, 0.06},
                 {100, {-52, -45, -40, -34}, 0.6}};
    for (size_t k = 0; k < 3; k++)
        for (int n = 0; n < 4; n++) {
            double K = transport_shape((size_t)16 << n, 1, transport_checker, 1,
                                       known[k].contrast);
            verify_within(100 * (K / sqrt(known[k].contrast) - 1) - known[k].percent[n],
                          known[k].digit, "%", "checkerboard %g, %d cells",
                          known[k].contrast, 8 << n);
        }
}

/* Square inclusions of a quarter: K = sqrt((1 + 3s)/(3 + s)). The order is that of the field
 * at a corner, 4/3 where the contrast is infinite and not much more at ten. */
static void transport_obnosov(void)
{
    static const double s[] = {1e-6, 0.1, 10, 1e6};
    for (size_t k = 0; k < 4; k++) {
        double exact = sqrt((1 + 3 * s[k]) / (3 + s[k])), error[3];
        for (int n = 0; n < 3; n++)
            error[n] =
                transport_shape((size_t)64 << n, 1, transport_square, s[k], 1) / exact - 1;
        verify_within(error[2], 3e-4, "1", "Obnosov, s %g: 256 cells", s[k]);
        verify_within(log2(error[1] / error[2]) - 1.4, 0.1, "1",
                      "Obnosov, s %g: order less 1.4", s[k]);
    }
}

int main(int argc, char **argv)
{
    const char *data = getenv("GLASSCELL_TEST_DATA"), *share = getenv("GLASSCELL_SHARE");
    const char *volumes = getenv("GLASSCELL_VOLUMES");
    verify_begin(argc, argv);
    for (int k = 1; k < argc; k++) transport_is_long |= strcmp(argv[k], "-l") == 0;
    transport_checkers();
    transport_obnosov();
    transport_spheres();
    transport_nmc(data ? data : "tests/data");
    transport_electrode(share ? share : "share");
    if (transport_is_long && volumes) transport_bridge(volumes);
    return verify_end();
}
