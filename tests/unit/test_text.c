#include "unit.h"
#include "base/fail.h"
#include "base/text.h"

static void text_grows(void **state)
{
    (void)state;
    glass_text text = {0};
    char expected[4000] = "";
    for (int i = 0; i < 300; i++) {
        glass_text_add(&text, "%d,%s;", i,
                       i % 50 ? "x" : "a longer piece of text than most");
        sprintf(expected + strlen(expected), "%d,%s;", i,
                i % 50 ? "x" : "a longer piece of text than most");
    }
    assert_string_equal(text.at, expected);
    assert_int_equal(text.length, strlen(expected));
    glass_text_clear(&text);
    assert_null(text.at);
    char long_one[3000];
    memset(long_one, 'y', sizeof long_one);
    long_one[sizeof long_one - 1] = 0;
    glass_text_add(&text, "%s", long_one); /* longer than any guess at its length */
    assert_string_equal(text.at, long_one);
    glass_text_bytes(&text, "a\0b", 3);
    assert_int_equal(text.length, sizeof long_one - 1 + 3);
    glass_text_number(&text, -0.1);
    assert_string_equal(text.at + text.length - 4, "-0.1");
    char *taken = glass_text_take(&text);
    assert_non_null(taken);
    glass_free(taken);
    taken = glass_text_take(&text); /* of nothing: an empty string */
    assert_string_equal(taken, "");
    glass_free(taken);
}

/* After a failure nothing is added, so that the text is a true beginning. */
static void text_without_memory(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    for (int n = 1; n < 8; n++) {
        glass_text text = {0};
        glass_memory_fail_at(n);
        for (int i = 0; i < 100; i++) glass_text_add(&text, "%s", "0123456789");
        glass_text_bytes(&text, "end", 3);
        glass_memory_fail_at(0);
        char *taken = glass_text_take(&text);
        if (taken) assert_string_equal(taken + strlen(taken) - 3, "end");
        assert_true(taken != NULL || n < 7);
        glass_free(taken);
        assert_null(text.at);
    }
    assert_int_equal(glass_memory_balance(), before);
}

static void text_words(void **state)
{
    (void)state;
    assert_true(glass_text_same("Voltage", "vOLTAGE") && !glass_text_same("a", "ab"));
    assert_true(!glass_text_same("ab", "a") && glass_text_same("", ""));
    assert_true(glass_text_starts("Discharge at", "discharge"));
    assert_false(glass_text_starts("Disc", "discharge"));
    assert_int_equal(glass_text_distance("kitten", "sitting"), 3);
    assert_int_equal(glass_text_distance("", "abc"), 3);
    assert_int_equal(glass_text_distance("abc", ""), 3);
    assert_int_equal(glass_text_distance("ABC", "abc"), 0);
    assert_int_equal(glass_text_distance("thikcness", "thickness"),
                     1); /* a swap is one slip */
    static const char *const names[] = {"run", "show", "plot", "compare", NULL};
    assert_string_equal(glass_text_nearest("polt", names), "plot");
    assert_string_equal(glass_text_nearest("compair", names), "compare");
    assert_null(glass_text_nearest("export", names));
    assert_null(glass_text_nearest("x", names));
    char long_one[300];
    memset(long_one, 'z', sizeof long_one);
    long_one[sizeof long_one - 1] = 0;
    assert_null(glass_text_nearest(long_one, names));
}

static void words_of_failures(void **state)
{
    (void)state;
    assert_int_equal(glass_fail_at("a.json", 3, 7, "%s came", "x"), GLASS_E_INPUT);
    assert_string_equal(glass_words(), "a.json:3:7: x came");
    glass_fail_at("a.json", 3, 0, "x");
    assert_string_equal(glass_words(), "a.json:3: x");
    glass_fail_at("a.json", 0, 0, "x");
    assert_string_equal(glass_words(), "a.json: x");
    assert_int_equal(glass_fail_in(GLASS_E_SYSTEM, "cell %d", 5), GLASS_E_SYSTEM);
    assert_string_equal(glass_words(), "cell 5: a.json: x");
    glass_fail(GLASS_E_INPUT, "again: %s", glass_words()); /* its own words as argument */
    assert_string_equal(glass_words(), "again: cell 5: a.json: x");
    assert_int_equal(glass_exit_code(GLASS_OK), 0);
    assert_int_equal(glass_exit_code(GLASS_E_NUMERICS), 3);
    assert_int_equal(glass_exit_code(GLASS_E_CANCELLED), 130);
    assert_int_equal(glass_exit_code(GLASS_E_MEMORY), 2);
}

/* Words that do not fit are cut between letters: 4095 bytes hold 2047 letters of two. */
static void words_stay_utf8(void **state)
{
    (void)state;
    char long_one[6001];
    for (int i = 0; i < 3000; i++) memcpy(long_one + 2 * i, "\xc2\xb5", 2);
    long_one[6000] = 0;
    glass_fail(GLASS_E_INPUT, "%s", long_one);
    assert_int_equal(strlen(glass_words()), 4094);
    glass_fail(GLASS_E_INPUT, "x%s", long_one);
    assert_int_equal(strlen(glass_words()), 4095);
    glass_fail(GLASS_E_INPUT, "short");
    assert_string_equal(glass_words(), "short");
}

static void notes_are_kept(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    glass_notes notes = {0};
    glass_note_add(&notes, 0, "a:1", "%d remarks", 2);
    glass_note_add(&notes, 1, NULL, "an error");
    assert_int_equal(notes.count, 2);
    assert_int_equal(notes.errors, 1);
    assert_string_equal(notes.at[0].text, "2 remarks");
    assert_string_equal(notes.at[1].place, "");
    for (int n = 1; n <= 3; n++) { /* a remark is never vital */
        glass_memory_fail_at(n);
        glass_note_add(&notes, 0, "b", "lost");
        glass_memory_fail_at(0);
        assert_int_equal(notes.count, 2);
    }
    glass_note_add(NULL, 1, "a", "nobody listens");
    glass_notes_clear(&notes);
    glass_notes_clear(NULL);
    assert_int_equal(glass_memory_balance(), before);
}

static void memory_counts_and_fails(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    double *aligned = glass_aligned(3 * sizeof(double));
    assert_int_equal((uintptr_t)aligned % 64, 0);
    assert_true(aligned[0] == 0 && aligned[7] == 0);
    char *zero = glass_zero(10, 10), *grown = glass_realloc(glass_alloc(0), 1000);
    for (int i = 0; i < 100; i++) assert_int_equal(zero[i], 0);
    assert_non_null(grown);
    assert_int_equal(glass_memory_balance(), before + 3);
    assert_null(glass_zero(SIZE_MAX / 2, 4));
    assert_null(glass_aligned(SIZE_MAX - 3));
    assert_null(glass_strdup(NULL));
    char *cut = glass_strndup("abcdef", 3);
    assert_string_equal(cut, "abc");
    glass_free(cut);
    glass_memory_fail_at(2);
    char *first = glass_alloc(1), *second = glass_alloc(1), *third = glass_alloc(1);
    assert_true(first && !second && third);
    glass_memory_fail_at(1);
    assert_null(glass_realloc(grown, 2000)); /* and the old block is still there */
    glass_memory_fail_at(0);
    glass_free(first), glass_free(third), glass_free(grown), glass_free(zero);
    glass_free(aligned), glass_free(NULL);
    assert_int_equal(glass_memory_balance(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows),
        cmocka_unit_test(text_without_memory),
        cmocka_unit_test(text_words),
        cmocka_unit_test(words_of_failures),
        cmocka_unit_test(words_stay_utf8),
        cmocka_unit_test(notes_are_kept),
        cmocka_unit_test(memory_counts_and_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
