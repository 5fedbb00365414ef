#include "unit.h"
#include "glasscell/row.h"

struct thing {
    double thickness, margin, factor, depth, mass;
    int nodes, is_hot, heat;
    char *title;
    void *ocp;
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
    glass_free(thing.title);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
