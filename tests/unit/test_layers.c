/* What is read from a potential, and the phase that ends on its own surface: pores whose
 * answer is known by hand, and what must hold in any. */
#include "unit.h"

#include <complex.h>

#include "glasscell/transport.h"

enum { SIDE = 12, LONG = 64 };

static const glass_transport_options sharp = {
    .threads = 1, .tolerance = 1e-11, .skip_voxel_error = 1};

static void volume_of(glass_volume *out, size_t pages, const int *labels, size_t side)
{
    const size_t n[3] = {pages, side, side};
    assert_ok(glass_volume_make(n, labels, out));
    for (int axis = 0; axis < 3; axis++) out->voxel[axis] = 2e-6;
}

/* A pore of 2 x 2 voxels through a block of 4 x 4; its last page closed when asked for. */
static void pore(glass_volume *out, int is_closed)
{
    int labels[LONG * 16];
    for (int at = 0; at < LONG * 16; at++) {
        int j = at / 4 % 4, k = at % 4, is_last = is_closed && at / 16 == LONG - 1;
        labels[at] = j % 3 && k % 3 && !is_last;
    }
    volume_of(out, LONG, labels, 4);
}

/* (5), (6) of theory/transport.md: N voxels in a row, u = 0 half a voxel before the first. */
static void straight_pore(void **state)
{
    const unsigned char has[GLASS_LABELS] = {0, 1};
    glass_volume volume;
    glass_blocking b;
    (void)state;
    pore(&volume, 0);
    assert_ok(glass_transport_blocking(&volume, has, NULL, 0, 0, 12, &sharp, &b));
    double exact = 1 + 1.0 / (2 * LONG * LONG), sum = 0;
    assert_near(b.tortuosity, exact, 1e-9); /* a row of voxels is exact but for digits */
    assert_true(b.lower <= exact * (1 + 1e-12) && b.upper >= exact * (1 - 1e-12));
    assert_near(b.fraction, 0.25, 1e-15);
    assert_near(b.joined, 1, 1e-15);
    assert_near(b.surface * 2e-6, 0.5, 1e-6); /* 8 faces of 16 voxels, in four bytes */
    for (int k = 0; k < b.steps; k++) sum += b.weight[k];
    assert_near(sum, 1, 1e-12);
    for (double omega = 0.01; omega < 2; omega *= 3) {
        double real, imaginary;
        double complex root = csqrt(3 * I * omega), z = 3 / (root * ctanh(root));
        glass_blocking_impedance(&b, omega, &real, &imaginary);
        /* second order in the voxel's edge: 1/N^2 */
        assert_near(real, creal(z), 1.0 / (LONG * LONG));
        assert_near(imaginary, cimag(z), 1.0 / (LONG * LONG) * cabs(z));
    }
    glass_volume_clear(&volume);
}

/* A pore that ends blind lets nothing through, and charges all the same. */
static void blind_pore(void **state)
{
    const unsigned char has[GLASS_LABELS] = {0, 1};
    const double sigma[GLASS_LABELS] = {0, 1};
    glass_volume volume;
    glass_blocking b;
    glass_transport t;
    (void)state;
    pore(&volume, 1);
    assert_ok(glass_transport_solve(&volume, sigma, 0, &sharp, &t));
    assert_true(isinf(t.tortuosity));
    assert_ok(glass_transport_blocking(&volume, has, NULL, 0, 0, 0, &sharp, &b));
    /* shorter by one layer of 64, with 4 more faces of 504 at its end */
    assert_true(b.tortuosity > 0.9 && b.tortuosity < 1.1);
    assert_ok(glass_transport_blocking(&volume, has, NULL, 0, 1, 0, &sharp, &b));
    assert_true(isinf(b.tortuosity)); /* from its closed end nothing comes in */
    assert_string_equal(b.reason, "no path");
    glass_volume_clear(&volume);
}

/* The same flux through every layer, the drops add up to 1, the fluxes of voxels to K/L. */
static void layers_add_up(void **state)
{
    const double sigma[GLASS_LABELS] = {0, 3, 0.5};
    glass_volume volume;
    uint64_t draw = 5;
    int labels[SIDE * SIDE * SIDE];
    (void)state;
    for (int at = 0; at < SIDE * SIDE * SIDE; at++) {
        draw = draw * 6364136223846793005u + 1442695040888963407u;
        labels[at] = draw >> 33 < 0x10000000 ? 0 : 1 + (draw >> 40 & 1);
    }
    volume_of(&volume, SIDE, labels, SIDE);
    for (int axis = 0; axis < 3; axis++) {
        enum { ALL = SIDE * SIDE * SIDE };
        static float u[ALL], flux[3][ALL];
        glass_transport_options options = sharp;
        glass_transport t;
        glass_layer layers[SIDE];
        double inverse = 0, mean = 0;
        options.tolerance = 1e-6, options.potential = u;
        assert_ok(glass_transport_solve(&volume, sigma, axis, &options, &t));
        double through = t.effective / (SIDE * 2e-6);
        assert_ok(glass_transport_layers(&volume, sigma, axis, u, layers));
        for (int i = 0; i < SIDE; i++) {
            /* fluxes are of first order: the root of the tolerance */
            assert_near(layers[i].flux, through, 1e-3 * through);
            inverse += layers[i].tortuosity / layers[i].mean / SIDE;
        }
        assert_near(inverse * t.effective, 1, 1e-3);
        glass_transport_flux(&volume, sigma, axis, u,
                             (float *[3]){flux[0], flux[1], flux[2]});
        for (int at = 0; at < ALL; at++) mean += isnan(u[at]) ? 0 : flux[axis][at];
        assert_near(mean / ALL, through, 1e-3 * through);
    }
    glass_volume_clear(&volume);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_pore),
        cmocka_unit_test(blind_pore),
        cmocka_unit_test(layers_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
