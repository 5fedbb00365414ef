/* Curves: cut at the box, gaps, thinned without looking different. */
#include "unit.h"
#include "plot/curve.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

static const glass_box box = {0, 0, 100, 50};
static const glass_stroke stroke = {{0, 0, 0, 1}, 1, 0};

static glass_drawing draw(const double *x, const double *y, size_t n)
{
    glass_drawing d = {0};
    glass_curve curve = {x, y, n, 1, 0, 1, 0};
    glass_curve_draw(&d, &curve, &box, &stroke);
    for (size_t i = 0; i < d.n_points; i++) {
        assert_true(d.points[i].x >= -1e-9 && d.points[i].x <= 100 + 1e-9);
        assert_true(d.points[i].y >= -1e-9 && d.points[i].y <= 50 + 1e-9);
    }
    return d;
}

static void test_clip(void **state)
{
    (void)state;
    const struct {
        glass_point a, b;
        int is_seen;
    } cases[] = {{{10, 10}, {90, 40}, 1},   {{-10, 25}, {110, 25}, 1},
                 {{-10, -10}, {-5, 60}, 0}, {{50, -1e9}, {50, 1e9}, 1},
                 {{-10, 40}, {20, 80}, 0},  {{0, 0}, {0, 0}, 1},
                 {{200, 25}, {200, 25}, 0}, {{-1e299, -1e299}, {1e299, 1e299}, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        glass_point a = cases[i].a, b = cases[i].b;
        assert_int_equal(glass_curve_clip(&box, &a, &b), cases[i].is_seen);
    }
    glass_point a = {-100, 0}, b = {100, 50};
    glass_curve_clip(&box, &a, &b);
    assert_true(a.x == 0 && fabs(a.y - 25) < 1e-12 && b.x == 100 && b.y == 50);
}

static void test_leaves_and_returns(void **state)
{
    (void)state;
    const double x[] = {0, 20, 40, 60, 80}, y[] = {25, 80, 80, 25, 25};
    glass_drawing d = draw(x, y, 5);
    assert_int_equal(d.n_shapes, 2); /* the part outside is no line along the edge */
    glass_drawing_clear(&d);
}

static void test_gaps(void **state)
{
    (void)state;
    const double x[] = {0, 10, 20, 30, 40, 50}, y[] = {1, 2, NAN, 3, INFINITY, 5};
    glass_drawing d = draw(x, y, 6);
    assert_int_equal(d.n_shapes, 3);
    assert_int_equal(d.shapes[0].kind, GLASS_SHAPE_LINE);
    assert_int_equal(d.shapes[1].kind, GLASS_SHAPE_DOTS); /* alone between gaps */
    assert_int_equal(d.shapes[2].kind, GLASS_SHAPE_DOTS);
    glass_drawing_clear(&d);
    const double none[] = {NAN, NAN};
    d = draw(none, none, 2);
    assert_int_equal(d.n_shapes, 0);
    glass_drawing_clear(&d);
    d = draw(x, y, 0);
    assert_int_equal(d.n_shapes, 0);
    glass_drawing_clear(&d);
    d = draw(x, y, 1);
    assert_int_equal(d.n_shapes, 1);
    glass_drawing_clear(&d);
}

static void test_far_away(void **state)
{
    (void)state;
    const double x[] = {0, 50, 100}, y[] = {1e250, -1e250, 25};
    glass_drawing d = draw(x, y, 3);
    assert_true(d.n_shapes >= 1);
    glass_drawing_clear(&d);
}

static void test_thinning(void **state)
{
    (void)state;
    enum { MANY = 200000 };
    double *x = glass_alloc(MANY * sizeof *x), *y = glass_alloc(MANY * sizeof *y);
    for (int i = 0; i < MANY; i++) {
        x[i] = 100.0 * i / MANY;
        y[i] = 25 + 20 * sin(0.7 * i);
    }
    y[123456] = 49.5; /* one sample that stands out must be seen */
    glass_drawing d = draw(x, y, MANY);
    double highest = 0;
    for (size_t i = 0; i < d.n_points; i++) highest = fmax(highest, d.points[i].y);
    assert_true(highest == 49.5);
    assert_true(d.n_points <
                4 * 8 * 100 + 100); /* 4 per 1/8 pt, and shared ends of blocks */
    glass_drawing_clear(&d);
    glass_free(x);
    glass_free(y);
    assert_int_equal(glass_memory_balance(), 0);
}

static void test_dots(void **state)
{
    (void)state;
    double x[1000], y[1000];
    for (int i = 0; i < 1000; i++) x[i] = 0.1 * i, y[i] = 25;
    glass_drawing d = {0};
    glass_curve curve = {x, y, 1000, 1, 0, 1, 0};
    glass_curve_dots(&d, &curve, &box, &stroke, 3);
    assert_in_range(d.n_points, 30, 34);
    glass_drawing_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clip),     cmocka_unit_test(test_leaves_and_returns),
        cmocka_unit_test(test_gaps),     cmocka_unit_test(test_far_away),
        cmocka_unit_test(test_thinning), cmocka_unit_test(test_dots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
