/* Texts that must be read, each with its canonical words (which say every number, side and
 * unit of the structure), and texts that must be refused, each with place and words. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "base/text.h"
#include "glasscell/protocol.h"
#include "glasscell/units.h"
#include "protocol_table.h"

static int complaints; /* a table is gone through to its end before the test fails */

#define COMPLAIN(...) (complaints++, print_error(__VA_ARGS__), print_error("\n"))

static glass_status read_one(const char *text, glass_protocol *out, glass_notes *notes)
{
    return glass_protocol_read(&text, 1, NULL, out, notes);
}

static char *canonical(const glass_protocol *protocol)
{
    glass_text all = {0};
    for (int i = 0; i < protocol->count; i++) {
        char *words = glass_instruction_words(&protocol->at[i]);
        glass_text_add(&all, "%s%s", i ? "; " : "", words);
        glass_free(words);
    }
    return glass_text_take(&all);
}

static void test_accepted(void **state)
{
    (void)state;
    complaints = 0;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        glass_protocol protocol = {0};
        if (read_one(accepted[i].text, &protocol, NULL)) {
            COMPLAIN("\"%s\" was refused: %s", accepted[i].text, glass_words());
            continue;
        }
        char *words = canonical(&protocol);
        if (strcmp(words, accepted[i].words))
            COMPLAIN("\"%s\" was read as \"%s\", expected \"%s\"", accepted[i].text, words,
                     accepted[i].words);
        glass_free(words);
        glass_protocol_clear(&protocol);
    }
    assert_int_equal(glass_memory_balance(), 0);
    assert_int_equal(complaints, 0);
}

static int same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static int same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && !strcmp(a, b));
}

static int same_end(const glass_end *a, const glass_end *b)
{
    return a->watch == b->watch && a->side == b->side && a->level == b->level &&
           a->is_signed == b->is_signed && a->and_next == b->and_next &&
           same_text(a->channel, b->channel);
}

static int same_step(const glass_instruction *a, const glass_instruction *b)
{
    if (a->control != b->control || !same_number(a->level, b->level) ||
        !same_number(a->hold, b->hold) || a->level_is_crate != b->level_is_crate ||
        a->direction != b->direction || a->n_ends != b->n_ends ||
        !same_number(a->temperature_K, b->temperature_K) ||
        !same_number(a->period_s, b->period_s) || !same_text(a->tag, b->tag))
        return 0;
    for (int i = 0; i < a->n_ends; i++)
        if (!same_end(&a->ends[i], &b->ends[i])) return 0;
    return 1;
}

/* What is written is read back as the same step, to the last bit. */
static void test_round_trip(void **state)
{
    (void)state;
    complaints = 0;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        glass_protocol first, second;
        if (read_one(accepted[i].text, &first, NULL)) continue; /* said by the test above */
        for (int k = 0; k < first.count; k++) {
            if (first.at[k].op != GLASS_OP_STEP) continue;
            char *words = glass_instruction_words(&first.at[k]);
            if (read_one(words, &second, NULL)) {
                COMPLAIN("\"%s\": %s", words, glass_words());
                glass_free(words);
                continue;
            }
            if (!same_step(&first.at[k], &second.at[0]))
                COMPLAIN("\"%s\" is not read back as it was in \"%s\"", words,
                         accepted[i].text);
            glass_free(words);
            glass_protocol_clear(&second);
        }
        glass_protocol_clear(&first);
    }
    assert_int_equal(complaints, 0);
}

static void test_refused(void **state)
{
    (void)state;
    complaints = 0;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        glass_protocol protocol = {.count = -7};
        char place[32];
        snprintf(place, sizeof place, "protocol:%d:%d: ", refused[i].line,
                 refused[i].column);
        if (refused[i].line == 0) strcpy(place, "protocol: ");
        if (read_one(refused[i].text, &protocol, NULL) != GLASS_E_INPUT) {
            COMPLAIN("\"%s\" was not refused", refused[i].text);
            glass_protocol_clear(&protocol);
            continue;
        }
        const char *words = glass_words();
        if (strncmp(words, place, strlen(place)) || !strstr(words, refused[i].words))
            COMPLAIN("\"%s\" was refused by \"%s\", expected %s...%s", refused[i].text,
                     words, place, refused[i].words);
        assert_int_equal(protocol.count, -7); /* as it was */
    }
    assert_int_equal(glass_memory_balance(), 0);
    assert_int_equal(complaints, 0);
}

/* The caret stands under the offending word, also beyond ASCII. */
static void test_caret(void **state)
{
    (void)state;
    glass_protocol protocol;
    assert_int_equal(
        read_one("# \xc2\xb5\nRest for 1 h; Rest for 10 \xc2\xb5sx", &protocol, NULL),
        GLASS_E_INPUT);
    assert_string_equal(strchr(glass_words(), '\n'),
                        "\n    Rest for 1 h; Rest for 10 \xc2\xb5sx"
                        "\n                              ^^^");
    assert_non_null(strstr(glass_words(), "protocol:2:27: "));
}

static void test_noted(void **state)
{
    (void)state;
    complaints = 0;
    for (size_t i = 0; i < sizeof noted / sizeof *noted; i++) {
        glass_protocol protocol;
        glass_notes notes = {0};
        assert_int_equal(read_one(noted[i].text, &protocol, &notes), GLASS_OK);
        assert_int_equal(glass_protocol_check(&protocol, 2.5, 4.2, &notes), GLASS_OK);
        if (notes.count != (noted[i].words != NULL))
            COMPLAIN("\"%s\": %d notes", noted[i].text, notes.count);
        if (notes.count && !strstr(notes.at[0].text, noted[i].words))
            COMPLAIN("\"%s\": %s", noted[i].text, notes.at[0].text);
        glass_notes_clear(&notes);
        glass_protocol_clear(&protocol);
    }
    assert_int_equal(complaints, 0);
}

static void test_check(void **state)
{
    (void)state;
    complaints = 0;
    for (size_t i = 0; i < sizeof unchecked / sizeof *unchecked; i++) {
        glass_protocol protocol;
        assert_int_equal(read_one(unchecked[i].text, &protocol, NULL), GLASS_OK);
        assert_int_equal(glass_protocol_check(&protocol, 2.5, 4.2, NULL), GLASS_E_INPUT);
        if (!strstr(glass_words(), unchecked[i].words)) COMPLAIN("%s", glass_words());
        glass_protocol_clear(&protocol);
    }
    assert_int_equal(complaints, 0);
}

/* Every example of the grammar's last section is what it teaches. */
static void test_grammar(void **state)
{
    (void)state;
    const char *grammar = glass_protocol_grammar();
    for (const char *p = grammar; *p;) {
        size_t n = strcspn(p, "\n");
        assert_true(n <= 92);
        p += n + (p[n] == '\n');
    }
    glass_protocol protocol;
    const char *examples = strstr(grammar, "EXAMPLES\n") + strlen("EXAMPLES\n");
    if (read_one(examples, &protocol, NULL)) fail_msg("%s", glass_words());
    assert_int_equal(protocol.count, 10);
    glass_protocol_clear(&protocol);
}

/* docs/protocol.md shows the grammar as it is. */
static void test_page(void **state)
{
    (void)state;
    char path[4096], *page = NULL;
    size_t n;
    const char *data = getenv("GLASSCELL_TEST_DATA");
    if (!data) skip();
    snprintf(path, sizeof path, "%s/../../docs/protocol.md", data);
    assert_int_equal(glass_file_read(path, 0, &page, &n), GLASS_OK);
    assert_non_null(strstr(page, glass_protocol_grammar()));
    glass_free(page);
}

/* The units of protocols say what those of all other numbers say. */
static void test_units(void **state)
{
    (void)state;
    static const struct {
        const char *number, *unit;
    } levels[] = {{"3 A", "A"},      {"3 mA", "A"},        {"3 uA", "A"},
                  {"3 nA", "A"},     {"3 kA", "A"},        {"3 W", "W"},
                  {"3 mW", "W"},     {"3 kW", "W"},        {"3 MW", "W"},
                  {"3 V", "V"},      {"3 mV", "V"},        {"3 Ohm", "Ohm"},
                  {"3 mOhm", "Ohm"}, {"3 mA/cm2", "A/m2"}, {"3 A/m2", "A/m2"}};
    static const struct {
        const char *number, *unit;
    } ends[] = {{"3 s", "s"},       {"3 min", "s"},  {"3 h", "s"},     {"3 d", "s"},
                {"3 ms", "s"},      {"3 Ah", "A.s"}, {"3 mAh", "A.s"}, {"3 Wh", "J"},
                {"3 kJ", "J"},      {"3 degC", "K"}, {"3 K", "K"},     {"3 V/s", "V/s"},
                {"3 mV/min", "V/s"}};
    char text[128];
    double expected;
    glass_protocol protocol;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        snprintf(text, sizeof text, "Charge at %s for 1 h", levels[i].number);
        assert_int_equal(read_one(text, &protocol, NULL), GLASS_OK);
        assert_int_equal(glass_quantity_read(levels[i].number, levels[i].unit, &expected),
                         GLASS_OK);
        /* one rounding more, at most, where a factor is applied in two steps */
        if (!(fabs(fabs(protocol.at[0].level) - expected) <= 1e-15 * expected))
            fail_msg("%s: %.17g, %.17g", text, protocol.at[0].level, expected);
        glass_protocol_clear(&protocol);
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(text, sizeof text, "Charge at 1C until %s", ends[i].number);
        assert_int_equal(read_one(text, &protocol, NULL), GLASS_OK);
        assert_int_equal(glass_quantity_read(ends[i].number, ends[i].unit, &expected),
                         GLASS_OK);
        if (!(fabs(protocol.at[0].ends[0].level - expected) <= 1e-15 * expected))
            fail_msg("%s: %.17g, %.17g", text, protocol.at[0].ends[0].level, expected);
        glass_protocol_clear(&protocol);
    }
}

/* More conditions than a step has room for are refused, not dropped. */
static void test_many_ends(void **state)
{
    (void)state;
    glass_protocol protocol;
    glass_text text = {0};
    glass_text_add(&text, "Discharge at 1C until 1 h");
    for (int i = 1; i < GLASS_ENDS_MAX; i++) glass_text_add(&text, " or %d h", i);
    assert_int_equal(read_one(text.at, &protocol, NULL), GLASS_OK);
    glass_protocol_clear(&protocol);
    glass_text_add(&text, " or 1 min");
    assert_int_equal(read_one(text.at, &protocol, NULL), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "16 conditions at most"));
    glass_text_clear(&text);
}

/* Several texts are lines of one protocol. */
static void test_lines(void **state)
{
    (void)state;
    const char *texts[] = {"again: Discharge at 1C until 2.7 V", "Rest for 1 h",
                           "goto again 3 times"};
    glass_protocol protocol;
    assert_int_equal(glass_protocol_read(texts, 3, "words", &protocol, NULL), GLASS_OK);
    assert_int_equal(protocol.count, 3);
    assert_int_equal(protocol.at[1].line, 2);
    assert_int_equal(protocol.at[2].target, 0);
    assert_int_equal(protocol.at[2].times, 3);
    assert_string_equal(protocol.at[0].label, "again");
    assert_string_equal(protocol.at[0].text, "Discharge at 1C until 2.7 V");
    assert_string_equal(protocol.at[0].ends[0].text, "2.7 V");
    assert_true(isnan(protocol.at[0].temperature_K) && isnan(protocol.soc_start));
    glass_protocol_clear(&protocol);
}

static void test_structure(void **state)
{
    (void)state;
    glass_protocol protocol;
    assert_int_equal(
        read_one("3 x (here: 2 x (Rest for 1 s); goto here 2 times)", &protocol, NULL),
        GLASS_OK);
    static const glass_op ops[] = {GLASS_OP_LOOP,     GLASS_OP_LOOP, GLASS_OP_STEP,
                                   GLASS_OP_LOOP_END, GLASS_OP_GOTO, GLASS_OP_LOOP_END};
    static const int targets[] = {5, 3, 0, 1, 1, 0};
    assert_int_equal(protocol.count, 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(protocol.at[i].op, ops[i]);
        assert_int_equal(protocol.at[i].target, targets[i]);
    }
    glass_protocol_clear(&protocol);
    assert_int_equal(
        read_one("Discharge at 1C from 40 % SOC until 3 V and 50 mA", &protocol, NULL),
        GLASS_OK);
    assert_true(protocol.soc_start == 0.4);
    assert_int_equal(protocol.at[0].n_ends, 2);
    assert_int_equal(protocol.at[0].ends[0].and_next, 1);
    assert_int_equal(protocol.at[0].ends[0].side, GLASS_BELOW);
    assert_int_equal(protocol.at[0].ends[1].and_next, 0);
    glass_protocol_clear(&protocol);
}

/* An expression of time is drawn so that it is never off by more than 1e-4 of its largest
 * value; the test allows the same. */
static void test_wave(void **state)
{
    (void)state;
    glass_protocol protocol;
    assert_int_equal(
        read_one("Discharge at (2000 + 500*sin(2*pi*t/60)) mA for 10 min", &protocol, NULL),
        GLASS_OK);
    assert_int_equal(protocol.at[0].control, GLASS_PROFILE);
    assert_int_equal(protocol.at[0].direction, -1);
    const glass_profile *profile = protocol.at[0].profile;
    assert_int_equal(profile->control, GLASS_CURRENT);
    assert_true(profile->n > 500 && profile->n < 5000);
    assert_true(profile->time_s[0] == 0 && profile->time_s[profile->n - 1] == 600);
    double worst = 0;
    for (size_t i = 0; i + 1 < profile->n; i++)
        for (int k = 0; k < 8; k++) {
            double s = k / 8.0,
                   t = (1 - s) * profile->time_s[i] + s * profile->time_s[i + 1];
            double y = (1 - s) * profile->value[i] + s * profile->value[i + 1];
            double exact = -(2 + 0.5 * sin(2 * 3.14159265358979323846 * t / 60));
            worst = fmax(worst, fabs(y - exact));
        }
    assert_true(worst <= 1e-4 * 2.5);
    glass_protocol_clear(&protocol);
}

/* Whatever request for memory fails, nothing is lost and nothing is half made. */
static void test_memory(void **state)
{
    (void)state;
    const char *text =
        "a: 2 x (Discharge at 1C until 2.7 V or \"T / degC\" > 45 degC [x] as y)\n"
        "Rest 1 h at 25 degC\ngoto a until 80 % capacity\n"
        "current (t) A for 1 s";
    long before = glass_memory_balance(), n = 1;
    for (;; n++) {
        glass_protocol protocol = {0};
        glass_memory_fail_at(n);
        glass_status status = read_one(text, &protocol, NULL);
        glass_memory_fail_at(0);
        glass_protocol_clear(&protocol);
        assert_int_equal(glass_memory_balance(), before);
        if (status == GLASS_OK) break;
        assert_int_equal(status, GLASS_E_MEMORY);
    }
    assert_true(n > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepted), cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_refused),  cmocka_unit_test(test_caret),
        cmocka_unit_test(test_noted),    cmocka_unit_test(test_check),
        cmocka_unit_test(test_grammar),  cmocka_unit_test(test_page),
        cmocka_unit_test(test_lines),    cmocka_unit_test(test_many_ends),
        cmocka_unit_test(test_units),    cmocka_unit_test(test_structure),
        cmocka_unit_test(test_wave),     cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests_name("protocol_words", tests, NULL, NULL);
}
