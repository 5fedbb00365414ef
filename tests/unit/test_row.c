#include "unit.h"
#include "glasscell/row.h"

struct thing {
    double thickness, margin, factor, depth, mass;
    int nodes, is_hot, heat;
    char *title;
    void *ocp;
    glass_range speed;
};

static const glass_row rows[] = {
    GLASS_ROW(struct thing, thickness, "m", 80e-6, 1e-9, 0.01, "thickness of the thing"),
    GLASS_ROW(struct thing, margin, "V", NAN, -INFINITY, 5, "margin that must be given"),
    GLASS_ROW(struct thing, factor, "1", 0.5, 0, INFINITY, "factor"),
    {"Depth below", NULL, "m", GLASS_KIND_NUMBER, NAN, 0, 1, "depth", NULL,
     offsetof(struct thing, depth), 1, NULL},
    GLASS_ROW_INT(struct thing, nodes, 20, 2, 2000, "nodes"),
    {"is_hot", NULL, "1", GLASS_KIND_FLAG, 1, 0, 1, "whether hot", NULL,
     offsetof(struct thing, is_hot), 0, NULL},
    {"heat", NULL, "1", GLASS_KIND_CHOICE, 1, 0, 1, "kind of heat", NULL,
     offsetof(struct thing, heat), 0, "isothermal lumped full"},
    {"title", NULL, "1", GLASS_KIND_TEXT, 0, 0, 0, "title", NULL,
     offsetof(struct thing, title), 1, NULL},
    {"OCP", NULL, "V", GLASS_KIND_LAW, NAN, -10, 10, "law", NULL,
     offsetof(struct thing, ocp), 0, NULL},
    {"speed", NULL, "m.s-1", GLASS_KIND_RANGE, 2, 0.1, 100, "speed", NULL,
     offsetof(struct thing, speed), 0, NULL},
    GLASS_ROW_END,
};

static void row_defaults(void **state)
{
    (void)state;
    struct thing thing;
    memset(&thing, 0xff, sizeof thing);
    thing.mass = 3;
    glass_rows_defaults(rows, &thing);
    assert_true(thing.thickness == 80e-6 && isnan(thing.margin) && thing.factor == 0.5);
    assert_true(isnan(thing.depth) && thing.mass == 3);
    assert_true(thing.nodes == 20 && thing.is_hot == 1 && thing.heat == 1);
    assert_true(thing.title == NULL && thing.ocp == NULL);
}

static void row_find(void **state)
{
    (void)state;
    assert_ptr_equal(glass_rows_find(rows, "nodes"), &rows[4]);
    assert_ptr_equal(glass_rows_find(rows, "NODES"), &rows[4]);
    assert_ptr_equal(glass_rows_find(rows, "Depth-Below"), &rows[3]);
    assert_ptr_equal(glass_rows_find(rows, "is hot"), &rows[5]);
    assert_null(glass_rows_find(rows, "nodesx"));
    assert_null(glass_rows_find(rows, ""));
    assert_ptr_equal(glass_rows_nearest(rows, "thikness"), &rows[0]);
    assert_ptr_equal(glass_rows_nearest(rows, "ndoes"), &rows[4]);
    assert_null(glass_rows_nearest(rows, "charge"));
}

static void row_set(void **state)
{
    (void)state;
    struct thing thing;
    glass_rows_defaults(rows, &thing);
    assert_ok(glass_rows_set(rows, &thing, "thickness", "75.6 um"));
    assert_true(thing.thickness == 75.6e-6);
    assert_ok(glass_rows_set(rows, &thing, "Margin", "-20 mV"));
    assert_true(thing.margin == -0.02);
    assert_ok(glass_rows_set(rows, &thing, "factor", "20 %"));
    assert_true(thing.factor == 0.2);
    assert_ok(glass_rows_set(rows, &thing, "nodes", "1e2"));
    assert_int_equal(thing.nodes, 100);
    assert_ok(glass_rows_set(rows, &thing, "is_hot", "No"));
    assert_int_equal(thing.is_hot, 0);
    assert_ok(glass_rows_set(rows, &thing, "is_hot", "on"));
    assert_int_equal(thing.is_hot, 1);
    assert_ok(glass_rows_set(rows, &thing, "heat", "Full"));
    assert_int_equal(thing.heat, 2);
    assert_ok(glass_rows_set(rows, &thing, "title", "one"));
    assert_ok(glass_rows_set(rows, &thing, "title", "two"));
    assert_string_equal(thing.title, "two");
    assert_true(thing.speed.value == 2 && thing.speed.low == 2 && thing.speed.high == 2);
    assert_ok(glass_rows_set(rows, &thing, "speed", "1...4 m/s"));
    assert_true(thing.speed.value == 2 && thing.speed.low == 1 && thing.speed.high == 4);
    glass_free(thing.title);
}

static void row_ranges(void **state)
{
    (void)state;
    glass_range r;
    assert_ok(glass_range_read("100 nm...1 um", "m", &r));
    assert_true(r.low == 100e-9 && r.high == 1e-6);
    assert_near(r.value / sqrt(1e-13), 1, 1e-15); /* a rounding or two */
    assert_ok(glass_range_read("1\xe2\x80\xa6"
                               "2\xe2\x80\xa6"
                               "9 um",
                               "m", &r));
    assert_true(r.low == 1e-6 && r.value == 2e-6 && r.high == 9e-6);
    assert_ok(glass_range_read("-1...1", "V", &r)); /* no logarithm: the middle */
    assert_true(r.value == 0 && glass_range_is_wide(r));
    assert_ok(glass_range_read("3", "V", &r));
    assert_true(r.value == 3 && !glass_range_is_wide(r) && glass_range_is_known(r));
    assert_false(glass_range_is_known(glass_range_at(NAN)));
    static const char *const bad[][2] = {
        {"2...1", "written from low to high"},
        {"1...3...2", "written from low to high"},
        {"1...2...3...4", "LOW...HIGH"},
        {"1...", "not a number"},
        {"...1", "not a number"},
        {"1 s...2 m", "does not fit"},
        {"1...2 s", "does not fit"},
        {"nan...1", "not a number"},
    };
    glass_range before = r;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(glass_range_read(bad[i][0], "m", &r), GLASS_E_INPUT);
        assert_words(bad[i][1]);
        assert_memory_equal(&r, &before, sizeof r);
    }
}

static void row_refuses(void **state)
{
    (void)state;
    static const char *const bad[][3] = {
        {"thickness", "2 m", "thickness is 2 m; allowed: 1e-09 to 0.01 m"},
        {"thickness", "2 s", "thickness: \"2 s\": the unit s does not fit"},
        {"thickness", "2,5 um", "thickness: \"2,5 um\": a comma"},
        {"thickness", "", "thickness: \"\" is not a number"},
        {"margin", "6", "margin is 6 V; allowed: at most 5 V"},
        {"factor", "-1", "factor is -1; allowed: at least 0"},
        {"nodes", "2.5", "nodes is \"2.5\"; a whole number is expected"},
        {"nodes", "1", "nodes is 1; allowed: 2 to 2000"},
        {"is_hot", "2", "is_hot is \"2\"; allowed: yes, no"},
        {"heat", "lump", "heat is \"lump\"; allowed: isothermal, lumped, full"},
        {"heat", "", "allowed: isothermal, lumped, full"},
        {"OCP", "1", "OCP is a law"},
        {"thicknes", "1", "there is no \"thicknes\"; did you mean \"thickness\"?"},
        {"charge", "1", "there is no \"charge\""},
        {"speed", "0.01...1", "speed is 0.01 m.s-1; allowed: 0.1 to 100 m.s-1"},
        {"speed", "1...200", "speed is 200 m.s-1; allowed"},
    };
    struct thing thing, before;
    memset(&thing, 0, sizeof thing);
    glass_rows_defaults(rows, &thing);
    before = thing;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(glass_rows_set(rows, &thing, bad[i][0], bad[i][1]), GLASS_E_INPUT);
        assert_words(bad[i][2]);
        assert_memory_equal(&thing, &before, sizeof thing);
    }
}

static void row_check(void **state)
{
    (void)state;
    struct thing thing;
    glass_rows_defaults(rows, &thing);
    assert_int_equal(glass_rows_check(rows, &thing), GLASS_E_INPUT);
    assert_words("margin is missing: margin that must be given");
    thing.margin = 0;
    assert_ok(glass_rows_check(rows, &thing));
    thing.depth = 2;
    assert_int_equal(glass_rows_check(rows, &thing), GLASS_E_INPUT);
    assert_words("Depth below is 2 m; allowed: 0 to 1 m");
    thing.depth = NAN;
    thing.nodes = -3;
    assert_int_equal(glass_rows_check(rows, &thing), GLASS_E_INPUT);
    assert_words("nodes is -3; allowed: 2 to 2000");
    thing.nodes = 2000;
    thing.heat = 3;
    assert_int_equal(glass_rows_check(rows, &thing), GLASS_E_INPUT);
    assert_words("heat is choice 3");
    thing.heat = 2;
    thing.factor = INFINITY;
    assert_ok(glass_rows_check(rows, &thing)); /* ends of the range are included */
    thing.speed.high = 1000;
    assert_int_equal(glass_rows_check(rows, &thing), GLASS_E_INPUT);
    assert_words("speed is 1000");
}

static void row_without_memory(void **state)
{
    (void)state;
    struct thing thing;
    long before = glass_memory_balance();
    glass_rows_defaults(rows, &thing);
    assert_ok(glass_rows_set(rows, &thing, "title", "old"));
    glass_memory_fail_at(1);
    assert_int_equal(glass_rows_set(rows, &thing, "title", "new"), GLASS_E_MEMORY);
    assert_string_equal(thing.title, "old");
    glass_memory_fail_at(1); /* the list of choices cannot be made: they are still named */
    assert_int_equal(glass_rows_set(rows, &thing, "heat", "cold"), GLASS_E_INPUT);
    assert_words("allowed: isothermal lumped full");
    glass_memory_fail_at(0);
    glass_free(thing.title);
    assert_int_equal(glass_memory_balance(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_defaults), cmocka_unit_test(row_find),
        cmocka_unit_test(row_set),      cmocka_unit_test(row_refuses),
        cmocka_unit_test(row_check),    cmocka_unit_test(row_without_memory),
        cmocka_unit_test(row_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
