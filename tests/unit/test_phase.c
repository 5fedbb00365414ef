/* Phases in words against the labels of a volume. */
#include "unit.h"
#include "glasscell/phase.h"
#include "base/memory.h"

#include <string.h>

/* 2 x 3 x 4 voxels of the labels 0, 85, 170: 12, 8, 4. */
static glass_volume three(void)
{
    static unsigned char codes[24] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                      1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2};
    return (glass_volume){.n = {2, 3, 4},
                          .codes = codes,
                          .n_labels = 3,
                          .label = {0, 85, 170},
                          .count = {12, 8, 4}};
}

static void test_reads(void **state)
{
    (void)state;
    glass_volume volume = three();
    glass_phases phases = {0};
    assert_int_equal(glass_phases_read(" pore = 0:I , active material=85:m,CBD=170 : ie",
                                       &volume, &phases, NULL),
                     GLASS_OK);
    assert_int_equal(phases.count, 3);
    assert_string_equal(phases.at[0].name, "pore");
    assert_string_equal(phases.at[1].name, "active material");
    assert_int_equal(phases.at[0].roles, GLASS_ROLE_I);
    assert_int_equal(phases.at[1].roles, GLASS_ROLE_M);
    assert_int_equal(phases.at[2].roles, GLASS_ROLE_I | GLASS_ROLE_E);
    assert_int_equal(phases.at[1].count, 8);
    assert_true(phases.at[2].fraction == 4.0 / 24);
    assert_int_equal(phases.of[2], 2);
    assert_int_equal(phases.of[3], -1);
    assert_int_equal(glass_phases_check_all(&phases, &volume), GLASS_OK);
    assert_int_equal(glass_phases_find(&phases, &volume, "CBD"), 2);
    assert_int_equal(glass_phases_find(&phases, &volume, " 85"), 1);
    assert_int_equal(glass_phases_find(&phases, &volume, "86"), -1);
    assert_int_equal(glass_phases_find(&phases, &volume, "nobody"), -1);
    glass_phases_clear(&phases);
    glass_phases_clear(NULL);
}

static void test_labels_name_themselves(void **state)
{
    (void)state;
    glass_volume volume = three();
    glass_phases phases = {0};
    volume.label[0] = -7;
    assert_int_equal(glass_phases_read(NULL, &volume, &phases, NULL), GLASS_OK);
    assert_int_equal(phases.count, 3);
    assert_string_equal(phases.at[0].name, "-7");
    assert_string_equal(phases.at[2].name, "170");
    assert_int_equal(phases.at[0].roles, 0);
    glass_phases_clear(&phases);
}

/* As many labels as there can be: more than fit a signed char. */
static void test_all_labels(void **state)
{
    (void)state;
    glass_volume volume = {.n = {1, 1, 1}, .n_labels = GLASS_LABELS};
    glass_phases phases = {0};
    for (int i = 0; i < GLASS_LABELS; i++) volume.label[i] = i, volume.count[i] = 1;
    assert_int_equal(glass_phases_read(NULL, &volume, &phases, NULL), GLASS_OK);
    for (int i = 0; i < GLASS_LABELS; i++) assert_int_equal(phases.of[i], i);
    glass_phases_clear(&phases);
}

static void test_absent(void **state)
{
    (void)state;
    glass_volume volume = three();
    glass_phases phases = {0};
    glass_notes notes = {0};
    unsigned char has[GLASS_LABELS];
    assert_int_equal(
        glass_phases_read("pore=0,binder=7:V,solid=85+99", &volume, &phases, &notes),
        GLASS_OK);
    assert_int_equal(notes.count, 2);
    assert_non_null(strstr(notes.at[0].text, "label 7"));
    assert_int_equal(phases.at[1].count, 0);
    assert_int_equal(phases.at[2].count, 8);
    assert_int_equal(glass_phases_select(&phases, &volume, "binder", has), GLASS_OK);
    for (int i = 0; i < GLASS_LABELS; i++) assert_int_equal(has[i], 0);
    assert_int_equal(glass_phases_check_all(&phases, &volume), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "170 (4 voxels)"));
    glass_notes_clear(&notes);
    glass_phases_clear(&phases);
}

static void test_select(void **state)
{
    (void)state;
    glass_volume volume = three();
    glass_phases phases = {0};
    unsigned char has[GLASS_LABELS];
    assert_int_equal(glass_phases_read("pore=0,solid=85+170", &volume, &phases, NULL),
                     GLASS_OK);
    assert_int_equal(glass_phases_select(&phases, &volume, "solid", has), GLASS_OK);
    assert_memory_equal(has, ((unsigned char[]){0, 1, 1, 0}), 4);
    assert_int_equal(glass_phases_select(&phases, &volume, "pore + 170", has), GLASS_OK);
    assert_memory_equal(has, ((unsigned char[]){1, 0, 1, 0}), 4);
    assert_int_equal(glass_phases_select(&phases, &volume, "99", has), GLASS_OK);
    assert_memory_equal(has, ((unsigned char[]){0, 0, 0, 0}), 4);
    has[3] = 9;
    assert_int_equal(glass_phases_select(&phases, &volume, "pore+solit", has),
                     GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "did you mean \"solid\"?"));
    assert_int_equal(has[3], 9);
    assert_int_equal(glass_phases_select(&phases, &volume, "", has), GLASS_E_INPUT);
    glass_phases_clear(&phases);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "no \"=\""},
        {"pore", "no \"=\""},
        {"pore=0,", "no \"=\""},
        {"=0", "no name"},
        {"pore=", "whole number"},
        {"pore=0.5", "whole number"},
        {"pore=0x10", "whole number"},
        {"pore=1+", "whole number"},
        {"pore=99999999999999999999", "whole number"},
        {"pore=0,pore=85", "named twice"},
        {"pore=0,solid=0", "label 0 is named twice"},
        {"a=7,b=7", "label 7 is named twice"},
        {"pore=0:Q", "a role is"},
        {"pore=0:II", "a role is"},
        {"pore=0:", "a role is missing"},
        {"pore=0:IV", "no other role"},
        {"po:re=0", "a name holds"},
        {"a234567890123456789012345678901234567890123456789=0", "47 letters"},
    };
    glass_volume volume = three();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        glass_phases phases = {.count = -5};
        glass_notes notes = {0};
        assert_int_equal(glass_phases_read(cases[i][0], &volume, &phases, &notes),
                         GLASS_E_INPUT);
        if (!strstr(glass_words(), cases[i][1]))
            fail_msg("\"%s\": %s", cases[i][0], glass_words());
        assert_int_equal(phases.count, -5);
        assert_int_equal(notes.count, 0);
    }
}

/* A sheet of one voxel; outer faces do not make thin what they cut. */
static void test_thin(void **state)
{
    (void)state;
    unsigned char codes[3 * 9] = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, /* page 0 */
        0, 1, 1, 0, 1, 1, 0, 0, 0, /* 1: four voxels with nothing before and behind */
        0, 0, 0, 0, 0, 0, 0, 0, 0,
    };
    unsigned char none[GLASS_LABELS] = {0}, zero[GLASS_LABELS] = {1},
                  one[GLASS_LABELS] = {0, 1}, all[GLASS_LABELS] = {1, 1};
    glass_volume volume = {.n = {3, 3, 3}, .codes = codes, .n_labels = 2, .count = {23, 4}};
    assert_true(glass_phases_thin(&volume, one) == 1);
    assert_true(glass_phases_thin(&volume, none) == 0);
    assert_true(glass_phases_thin(&volume, all) == 0);
    assert_true(glass_phases_thin(&volume, zero) == 0);
    memcpy(codes + 18, codes + 9, 9); /* twice as thick */
    assert_true(glass_phases_thin(&volume, one) == 0);
}

static void test_memory(void **state)
{
    (void)state;
    glass_volume volume = three();
    long before = glass_memory_balance();
    for (long n = 1, is_done = 0; !is_done; n++) {
        glass_phases phases = {0};
        unsigned char has[GLASS_LABELS];
        glass_memory_fail_at(n);
        glass_status status =
            glass_phases_read("pore=0:I,NMC=85:M,CBD=170", &volume, &phases, NULL);
        if (!status) status = glass_phases_select(&phases, &volume, "NMD", has);
        glass_memory_fail_at(0);
        is_done = status != GLASS_E_MEMORY;
        glass_phases_clear(&phases);
        assert_int_equal(glass_memory_balance(), before);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),      cmocka_unit_test(test_labels_name_themselves),
        cmocka_unit_test(test_all_labels), cmocka_unit_test(test_absent),
        cmocka_unit_test(test_select),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_memory),     cmocka_unit_test(test_thin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
