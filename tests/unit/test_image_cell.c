/* Numbers of an image in a cell. */
#include "unit.h"
#include "glasscell/image_cell.h"

static double value(const glass_cell *cell, const char *name)
{
    double out = NAN;
    assert_ok(glass_cell_get(cell, name, &out));
    return out;
}

static void test_set(void **state)
{
    (void)state;
    glass_cell cell;
    glass_notes notes = {0};
    assert_ok(glass_cell_open("Chen2020", &cell, NULL));
    double radius = value(&cell, "Positive electrode particle radius");
    double negative = value(&cell, "Negative electrode porosity");
    glass_image_cell image = {GLASS_POSITIVE, 0.45, 5e5, 0.2165, 0.4, 0};
    assert_ok(glass_image_cell_set(&image, &cell, &notes));
    assert_true(value(&cell, "Positive electrode porosity") == 0.45);
    assert_true(value(&cell, "Positive electrode transport efficiency") == 0.2165);
    assert_true(value(&cell, "Positive electrode surface area per unit volume") == 5e5);
    assert_true(value(&cell, "Positive electrode particle radius") == radius);
    assert_true(value(&cell, "Negative electrode porosity") == negative);
    assert_int_equal(notes.count, 1); /* 5.22 um: spheres would fill .87 */
    assert_non_null(strstr(notes.at[0].text, "--fit-radius"));
    glass_notes_clear(&notes);
    image.fits_radius = 1;
    assert_ok(glass_image_cell_set(&image, &cell, &notes));
    assert_near(value(&cell, "Positive electrode particle radius"), 3 * 0.4 / 5e5, 1e-16);
    assert_int_equal(notes.count, 0);
    assert_ok(glass_cell_ready(&cell, 1));
    glass_cell_clear(&cell);
}

static void test_refused(void **state)
{
    (void)state;
    glass_cell cell;
    assert_ok(glass_cell_open("Chen2020", &cell, NULL));
    double before = value(&cell, "Positive electrode porosity");
    glass_image_cell image = {GLASS_POSITIVE, 0.45, 5e5, 0, 0.4, 0};
    assert_int_equal(glass_image_cell_set(&image, &cell, NULL), GLASS_E_INPUT);
    assert_words("join no two end faces");
    image.transport_efficiency = 0.2;
    image.area_density = 1e15;
    assert_int_equal(glass_image_cell_set(&image, &cell, NULL), GLASS_E_INPUT);
    assert_words("does not fit the cell");
    assert_true(value(&cell, "Positive electrode porosity") == before);
    image.area_density = 5e5;
    cell.electrode[GLASS_POSITIVE].n_materials = 2;
    assert_int_equal(glass_image_cell_set(&image, &cell, NULL), GLASS_E_INPUT);
    assert_words("2 materials");
    cell.electrode[GLASS_POSITIVE].n_materials = 1;
    glass_cell_clear(&cell);
}

static void test_memory(void **state)
{
    (void)state;
    glass_cell cell;
    glass_image_cell image = {GLASS_NEGATIVE, 0.3, 4e5, 0.2, 0.6, 1};
    assert_ok(glass_cell_open("Chen2020", &cell, NULL));
    long before = glass_memory_balance();
    for (long n = 1, is_done = 0; !is_done; n++) {
        glass_memory_fail_at(n);
        glass_status status = glass_image_cell_set(&image, &cell, NULL);
        glass_memory_fail_at(0);
        is_done = !status;
        if (status) assert_int_equal(glass_memory_balance(), before);
        assert_true(n < 2000);
    }
    glass_cell_clear(&cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
