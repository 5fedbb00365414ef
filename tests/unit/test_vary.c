/* Values to vary: how they are written, how they are dealt out. */
#include "unit.h"
#include "base/file.h"
#include "study/column.h"
#include "study/vary.h"
#include <unistd.h>

static glass_vary read_ok(const char *text)
{
    glass_vary vary = {0};
    if (glass_vary_read(text, "", &vary)) fail_msg("%s: %s", text, glass_words());
    return vary;
}

static void refuses(const char *text, const char *words)
{
    glass_vary vary = {0};
    assert_int_equal(glass_vary_read(text, "", &vary), GLASS_E_INPUT);
    if (!strstr(glass_words(), words))
        fail_msg("%s: \"%s\" is not in \"%s\"", text, words, glass_words());
    assert_null(vary.name);
}

static void ranges(void **state)
{
    (void)state;
    glass_vary vary = read_ok("Negative electrode thickness [m]=60e-6:100e-6:5");
    assert_string_equal(vary.name, "Negative electrode thickness [m]");
    assert_int_equal(vary.n, 5);
    assert_near(vary.values[0], 60e-6, 0);
    assert_near(vary.values[1], 70e-6, 3e-20); /* rounding */
    assert_near(vary.values[4], 100e-6, 0);
    assert_false(vary.is_factor || vary.is_paired);
    glass_vary_clear(&vary);
    vary = read_ok("Radius = 1 um : 3 um : 2");
    assert_string_equal(vary.name, "Radius");
    assert_string_equal(vary.unit, "um");
    assert_near(vary.values[1], 3, 0);
    glass_vary_clear(&vary);
    vary = read_ok("Radius [m] = 1 um : 3 um : 3"); /* in the unit of the heading */
    assert_string_equal(vary.unit, "");
    assert_near(vary.values[1], 2e-6, 1e-21);
    glass_vary_clear(&vary);
    vary = read_ok("T [K] = normal(25 degC, 5 degC)");
    assert_near(vary.a, 298.15, 1e-12);
    assert_near(vary.b, 5, 0);
    glass_vary_clear(&vary);
    vary = read_ok("D=log:1e-15:1e-13:3");
    assert_near(vary.values[1], 1e-14, 1e-28); /* rounding of pow */
    assert_near(vary.values[2], 1e-13, 0);
    glass_vary_clear(&vary);
    vary = read_ok("D=*0.5:2:4");
    assert_true(vary.is_factor);
    glass_vary_clear(&vary);
    vary = read_ok("D=7:9:1");
    assert_near(vary.values[0], 7, 0);
    glass_vary_clear(&vary);
}

static void lists(void **state)
{
    (void)state;
    glass_vary vary = read_ok("D = 1e-15, max(x, 0.1) * 2e-15 , 80 um");
    assert_int_equal(vary.n, 3);
    assert_near(vary.values[0], 1e-15, 0);
    assert_true(isnan(vary.values[1]) && isnan(vary.values[2]));
    assert_string_equal(vary.texts[1], "max(x, 0.1) * 2e-15");
    assert_string_equal(vary.texts[2], "80 um");
    glass_vary_clear(&vary);
    vary = read_ok("L [m] = 80 um, 9e-5, 1");
    assert_near(vary.values[0], 8e-5, 1e-19);
    assert_string_equal(vary.texts[0], "80 um");
    glass_vary_clear(&vary);
}

static void draws(void **state)
{
    (void)state;
    glass_vary vary = read_ok("T=normal(298, 5)");
    assert_true(vary.kind == GLASS_VARY_NORMAL && vary.is_paired && !vary.is_factor);
    assert_near(vary.a, 298, 0);
    assert_near(vary.b, 5, 0);
    glass_vary_clear(&vary);
    vary = read_ok("L=uniform(60 um, 80 um)");
    assert_string_equal(vary.unit, "um");
    glass_vary_clear(&vary);
    vary = read_ok("L=+-20%");
    assert_true(vary.kind == GLASS_VARY_UNIFORM && vary.is_factor);
    assert_near(vary.a, 0.8, 1e-16);
    assert_near(vary.b, 1.2, 1e-15);
    glass_vary_clear(&vary);
    vary = read_ok("L=\xc2\xb1"
                   "5 %");
    assert_near(vary.b, 1.05, 1e-15);
    glass_vary_clear(&vary);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    refuses("thickness", "expected \"NAME=VALUES\"");
    refuses("=1,2", "expected \"NAME=VALUES\"");
    refuses("L=", "no values");
    refuses("L=1:2", "expected FIRST:LAST:COUNT");
    refuses("L=1:2:0", "a whole number from 1");
    refuses("L=1:2:2.5", "a whole number from 1");
    refuses("L=1:2:3:4", "expected FIRST:LAST:COUNT");
    refuses("L=a:2:3", "\"a:2:3\" is no number");
    refuses("L=log:0:1:3", "both must be positive");
    refuses("L=1 um:2 mm:3", "two units, \"um\" and \"mm\"");
    refuses("L [m]=1 kg:2 kg:3", "L [m]: ");
    refuses("L [m]=*1 um:2 um:3", "a factor has no unit");
    refuses("L=1,,2", "value 2 of the list is empty");
    refuses("L=normal(1)", "expected normal(MEAN, DEVIATION)");
    refuses("L=normal(1,-1)", "a deviation is not negative");
    refuses("L=uniform(2,1)", "the first is the lower one");
    refuses("L=uniform(1,2) um", "expected uniform(LOW, HIGH)");
    refuses("L=+-200%", "below 100%");
    refuses("L=+-5", "expected +-PERCENT%");
}

static void a_grid_runs_through_all_pairs(void **state)
{
    (void)state;
    const char *const texts[] = {"A=1,2", "B=*10:30:3"};
    glass_variation variation = {0};
    assert_int_equal(glass_variation_read(texts, 2, "", 0, 1, &variation), GLASS_OK);
    assert_int_equal(variation.total, 6);
    static const char *const a[] = {"A=1", "A=1", "A=1", "A=2", "A=2", "A=2"};
    static const char *const b[] = {"B=*10", "B=*20", "B=*30", "B=*10", "B=*20", "B=*30"};
    for (size_t i = 0; i < 6; i++)
        for (int k = 0; k < 2; k++) {
            char *text = glass_variation_assignment(&variation, k, i);
            assert_string_equal(text, k ? b[i] : a[i]);
            glass_free(text);
        }
    glass_variation_clear(&variation);
}

static double value_of(const glass_variation *variation, int k, size_t index)
{
    return glass_variation_number(variation, k, index);
}

static void draws_go_along_and_depend_on_the_seed_alone(void **state)
{
    (void)state;
    const char *const texts[] = {"A=uniform(0,1)", "B=5,6", "C=normal(10,2)"};
    glass_variation one = {0}, same = {0}, other = {0};
    assert_int_equal(glass_variation_read(texts, 3, "", 4000, 7, &one), GLASS_OK);
    assert_int_equal(glass_variation_read(texts, 3, "", 10, 7, &same), GLASS_OK);
    assert_int_equal(glass_variation_read(texts, 3, "", 10, 8, &other), GLASS_OK);
    assert_int_equal(one.total, 8000);
    /* each draw meets every value of the grid; fewer draws are the first of more */
    assert_near(value_of(&one, 0, 0), value_of(&one, 0, 1), 0);
    assert_near(value_of(&one, 2, 6), value_of(&same, 2, 6), 0);
    assert_true(value_of(&one, 0, 0) != value_of(&other, 0, 0));
    assert_true(value_of(&one, 0, 0) != value_of(&one, 0, 2));
    double mean = 0, square = 0;
    for (size_t i = 0; i < 8000; i += 2) {
        double c = value_of(&one, 2, i);
        mean += c / 4000;
        square += (c - 10) * (c - 10) / 4000;
    }
    assert_near(mean, 10, 0.16);  /* five standard errors: 5 * 2 / sqrt(4000) */
    assert_near(square, 4, 0.45); /* 5 * 4 * sqrt(2 / 4000) */
    glass_variation_clear(&one);
    glass_variation_clear(&same);
    glass_variation_clear(&other);
}

static void write_file(const char *path, const char *text)
{
    assert_int_equal(glass_file_write(path, text, strlen(text), 1), GLASS_OK);
}

static void columns_of_files_are_paired(void **state)
{
    (void)state;
    write_file("vary.csv",
               "# drawn by hand\nradius [m], name,depth\r\n1e-6,a,3\n2e-6,b,4\n");
    write_file("bare.txt", "1 10\n2 20\n3 30\n");
    const char *const texts[] = {"R=vary.csv:Radius [m]", "D=vary.csv:depth", "E=0,1"};
    glass_variation variation = {0};
    if (glass_variation_read(texts, 3, "", 0, 1, &variation)) fail_msg("%s", glass_words());
    assert_int_equal(variation.total, 4);
    assert_near(value_of(&variation, 0, 2), 2e-6, 0);
    assert_near(value_of(&variation, 1, 2), 4, 0);
    assert_near(value_of(&variation, 2, 3), 1, 0);
    glass_variation_clear(&variation);
    const char *const unequal[] = {"R=vary.csv:depth", "D=bare.txt"};
    assert_int_equal(glass_variation_read(unequal, 2, "", 0, 1, &variation), GLASS_E_INPUT);
    assert_words("R has 2 values and D has 3");
    const char *const many[] = {"R=vary.csv:depth", "D=uniform(0,1)"};
    assert_int_equal(glass_variation_read(many, 2, "", 5, 1, &variation), GLASS_E_INPUT);
    assert_words("leave --draws out");
    const char *const twice[] = {"R=1,2", "r=3,4"};
    assert_int_equal(glass_variation_read(twice, 2, "", 0, 1, &variation), GLASS_E_INPUT);
    assert_words("varied twice");
    const char *const few[] = {"R=uniform(0,1)"};
    assert_int_equal(glass_variation_read(few, 1, "", 0, 1, &variation), GLASS_E_INPUT);
    assert_words("give --draws N");
    const char *const huge[] = {"A=0:1:10000", "B=0:1:10000"};
    assert_int_equal(glass_variation_read(huge, 2, "", 0, 1, &variation), GLASS_E_INPUT);
    assert_words("the grid has 1e+08 cells");
}

static void bad_files_are_told_by_line_and_column(void **state)
{
    (void)state;
    double *values = NULL;
    size_t n = 0;
    write_file("bad.csv", "a,b\n1,2\n3,x4\n");
    assert_int_equal(glass_column_read("", "bad.csv", "b", &values, &n), GLASS_E_INPUT);
    assert_words("bad.csv:3:3: \"x4\" is no number");
    assert_int_equal(glass_column_read("", "bad.csv", "c", &values, &n), GLASS_E_INPUT);
    assert_words("bad.csv:1: there is no column \"c\"; the first line is \"a,b\"");
    write_file("bad.csv", "a,b\n1\n");
    assert_int_equal(glass_column_read("", "bad.csv", "b", &values, &n), GLASS_E_INPUT);
    assert_words("bad.csv:2: column 2 is missing");
    write_file("bad.csv", "a\n\n");
    assert_int_equal(glass_column_read("", "bad.csv", NULL, &values, &n), GLASS_E_INPUT);
    assert_words("there is no number in it");
    assert_int_equal(glass_column_read("", "gone.csv", NULL, &values, &n), GLASS_E_SYSTEM);
    assert_null(values);
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    const char *const texts[] = {"A=1,2 um", "B=1:3:3", "C=+-5%", "D=vary.csv:depth"};
    long before = glass_memory_balance();
    for (long n = 1; n < 200; n++) {
        glass_variation variation = {0};
        glass_memory_fail_at(n);
        glass_status status = glass_variation_read(texts, 4, "", 0, 1, &variation);
        glass_memory_fail_at(0);
        if (!status) glass_variation_clear(&variation);
        assert_int_equal(glass_memory_balance(), before);
        if (!status) return;
        assert_int_equal(status, GLASS_E_MEMORY);
    }
    fail_msg("it asks for memory without end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges),
        cmocka_unit_test(lists),
        cmocka_unit_test(draws),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_grid_runs_through_all_pairs),
        cmocka_unit_test(draws_go_along_and_depend_on_the_seed_alone),
        cmocka_unit_test(columns_of_files_are_paired),
        cmocka_unit_test(bad_files_are_told_by_line_and_column),
        cmocka_unit_test(without_memory_nothing_is_lost),
    };
    char folder[] = "/tmp/test_vary.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder)) return 99;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove("vary.csv");
    remove("bare.txt");
    remove("bad.csv");
    if (chdir("/") == 0) rmdir(folder);
    return failed;
}
