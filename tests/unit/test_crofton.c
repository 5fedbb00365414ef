/* Directions of a grid and what they show of surfaces. */
#include "unit.h"
#include "base/random.h"
#include "voxel/crofton.h"

/* Crossings per length of a plane of area 1 per volume. */
static void plane(const glass_crofton *crofton, const double voxel[3],
                  const double normal[3], double density[GLASS_CONFIG_DIRECTIONS])
{
    for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++) {
        double along = 0;
        for (int k = 0; k < 3; k++) along += glass_config_step[d][k] * voxel[k] * normal[k];
        density[d] = fabs(along) / crofton->length[d];
    }
}

static void direction(glass_random *random, double out[3])
{
    double square = 0;
    for (int k = 0; k < 3; k++) {
        out[k] = glass_random_normal(random, 0, 1);
        square += out[k] * out[k];
    }
    for (int k = 0; k < 3; k++) out[k] /= sqrt(square);
}

/* Cubes: the solid angles of Ohser & Muecklich (2000), table 4.1, of each two opposite
 * directions. */
static void test_weights(void **state)
{
    (void)state;
    static const size_t n[3] = {9, 9, 9};
    static const double cube[3] = {1, 1, 1};
    glass_crofton crofton;
    glass_crofton_init(&crofton, n, cube);
    for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++)
        assert_near(crofton.weight[d],
                    2 * (d < 3   ? 0.045777895
                         : d < 9 ? 0.036980627
                                 : 0.035195639),
                    2e-8);
    assert_near(crofton.length[9], sqrt(3), 1e-15);
}

static void test_planes(void **state)
{
    (void)state;
    static const size_t n[3] = {9, 9, 9};
    static const struct {
        double voxel[3], low, high;
    } cases[] = {{{1, 1, 1}, 0.925, 1.025},
                 {{1, 1, 2}, 0.875, 1.10},
                 {{1, 3, 1}, 0.84, 1.11},
                 {{4, 2, 1}, 0.80, 1.13}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        glass_random random = glass_random_start(1, i);
        glass_crofton crofton;
        double sum = 0, weights = 0, density[GLASS_CONFIG_DIRECTIONS], normal[3];
        glass_crofton_init(&crofton, n, cases[i].voxel);
        for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++) weights += crofton.weight[d];
        assert_near(weights, 1, 1e-10); /* polygons begin 1e6 wide */
        for (int k = 0; k < 4000; k++) {
            direction(&random, normal);
            plane(&crofton, cases[i].voxel, normal, density);
            double area = glass_crofton_mean(&crofton, density);
            assert_true(area > cases[i].low && area < cases[i].high);
            sum += area / 4000;
        }
        assert_near(sum, 1, 0.005); /* scatter of .08 / sqrt(4000), three of them */
        for (int k = 0; k < 60;
             k++) { /* the fit is nearer, or says by how much it is not */
            direction(&random, normal);
            plane(&crofton, cases[i].voxel, normal, density);
            double area = glass_crofton_mean(&crofton, density);
            double fit = glass_crofton_fit(&crofton, density);
            assert_true(fit > 0.95 && fit < 1.10);
            assert_true(fabs(area - 1) < fabs(fit - area) + 0.09);
        }
        for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++) density[d] = 0.5;
        assert_near(glass_crofton_mean(&crofton, density), 1, 1e-10);
        assert_near(glass_crofton_fit(&crofton, density), 1, 1e-3);
    }
}

/* In a plane the directions share the circle, on a line there is one. */
static void test_flat(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 2, 1};
    glass_crofton crofton;
    double density[GLASS_CONFIG_DIRECTIONS];
    for (int flat = 0; flat < 3; flat++) {
        size_t n[3] = {9, 9, 9};
        double sum = 0;
        n[flat] = 1;
        glass_crofton_init(&crofton, n, voxel);
        for (int k = 0; k < 720; k++) {
            double normal[3] = {0, 0, 0};
            normal[(flat + 1) % 3] = cos(k * M_PI / 360);
            normal[(flat + 2) % 3] = sin(k * M_PI / 360);
            plane(&crofton, voxel, normal, density);
            sum += glass_crofton_mean(&crofton, density) / 720;
        }
        assert_near(sum, 1, 1e-4);
    }
    glass_crofton_init(&crofton, (size_t[]){1, 5, 1}, voxel);
    plane(&crofton, voxel, (double[]){0, 1, 0}, density);
    assert_near(glass_crofton_mean(&crofton, density), 1, 1e-12);
    assert_near(glass_crofton_fit(&crofton, density), 1, 1e-12);
    glass_crofton_init(&crofton, (size_t[]){1, 1, 1}, voxel);
    assert_near(glass_crofton_fit(&crofton, density), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_planes),
        cmocka_unit_test(test_flat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
