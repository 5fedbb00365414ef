/* The grammar of laws: what is taken, what is refused, and with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "glasscell/law.h"

static glass_law *law_of(const char *text)
{
    glass_law *law = NULL;
    if (glass_law_expression(text, &law) != GLASS_OK)
        fail_msg("%s: %s", text, glass_words());
    return law;
}

static const struct {
    const char *text;
    double at_2;
} taken[] = {
    {"1", 1},
    {"1.", 1},
    {".5", 0.5},
    {"1e3", 1000},
    {"1E+3", 1000},
    {"2.5e-3", 0.0025},
    {"-x**2", -4},
    {"2**-1", 0.5},
    {"x*+3", 6},
    {"2*-x", -4},
    {"--x", 2},
    {"-+-x", 2},
    {"2**3**2", 512},
    {"x ** 2 ** 0.5", 2.665144142690225},
    {"(x)", 2},
    {" x\n+\t1 ", 3},
    {"1-x-1", -2},
    {"8/x/2", 2},
    {"8/(x/2)", 8},
    {"x*x*x", 8},
    {"-x**-2", -0.25},
    {"+x", 2},
    {"max(x, 1, 3)", 3},
    {"min(x,1)", 1},
    {"pow(x, 3)", 8},
    {"abs(-x)", 2},
    {"exp (0*x)", 1},
    {"x**0", 1},
    {"(-2)**3 + 0*x", -8},
    {"-2**2", -4},
    {"(x/1000)", 2e-3},
    {"log10(100*x/2)", 2},
    {"atan(x-2)", 0},
    {"1/(x-3)", -1},
    {"x**1", 2},
    {"0*x", 0},
    {"x - x", 0},
    {"tanh(x) - tanh(x)", 0},
    {"2*(x-1)*(x-1)", 2},
    {"(x-1)/(x-1)", 1},
};

static void what_python_takes_is_taken(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) {
        glass_law *law = law_of(taken[k].text);
        double y = glass_law_at(law, 2);
        if (!(fabs(y - taken[k].at_2) <= 1e-15 * fabs(taken[k].at_2))) /* last digits */
            fail_msg("%s at 2 is %.17g", taken[k].text, y);
        assert_string_equal(glass_law_text(law), taken[k].text);
        glass_law_free(law);
    }
}

static const struct {
    const char *text, *words;
} refused[] = {
    {"", "the expression is empty"},
    {" \n ", "the expression is empty"},
    {"2x", "column 2: an operator is missing"},
    {"2 x", "column 3: an operator"},
    {"x(2)", "column 2: an operator"},
    {"(x)(x)", "column 4: an operator"},
    {"x y", "column 3: an operator"},
    {"1_000", "column 2: no \"_\""},
    {"0x10", "column 1: numbers are decimal"},
    {"1e", "column 2: digits are missing"},
    {"1e+", "column 2: digits are missing"},
    {"1.2.3", "column 4: a number has one"},
    {"1e999", "column 1: this number is too large"},
    {"0,5", "column 2: no comma"},
    {"(0,5)", "column 3: no comma"},
    {"X", "column 1: \"X\" is unknown here; write x"},
    {"pi*x", "column 1: \"pi\" is unknown here; write 3.14159"},
    {"e", "exp(1)"},
    {"y", "column 1: unknown name \"y\"; the only variable is x"},
    {"x^2", "column 2: write powers as x**2"},
    {"x//2", "column 2: whole division"},
    {"x<1", "column 2: comparisons"},
    {"x==1", "column 2: comparisons"},
    {"1 if x else 2", "column 3: an operator"},
    {"x % 2", "column 3: +, -, *, / or **"},
    {"tanh", "column 1: tanh needs its argument in brackets"},
    {"tanh x", "column 1: tanh needs its argument"},
    {"Exp(x)", "did you mean exp?"},
    {"tahn(x)", "column 1: unknown function \"tahn\"; did you mean tanh?"},
    {"quux(x)", "column 1: unknown function \"quux\"; known: exp"},
    {"np.exp(x)", "column 1: no module names"},
    {"ln(x)", "write log(...)"},
    {"exp()", "column 5: an argument of exp is missing"},
    {"exp(x,2)", "column 1: exp takes one argument, not 2"},
    {"pow(x)", "column 1: pow takes two arguments, not 1"},
    {"pow(x,2,3)", "column 1: pow takes two arguments, not 3"},
    {"max(x)", "column 1: max takes two arguments or more, not 1"},
    {"max(x,)", "column 7: an argument of max is missing"},
    {"exp(x", "column 6: \")\" is missing to close exp("},
    {"(x+1", "column 1: this bracket is never closed"},
    {"x)", "column 2: this \")\""},
    {"()", "column 2: a number, x, a function"},
    {"x+", "column 3: the expression ends"},
    {"*x", "column 1: a number, x, a function"},
    {"x**", "column 4: the expression ends"},
    {"1/0", "column 2: division by zero"},
    {"x/(2-2)", "column 2: division by zero"},
    {"1/(x-x)", "column 2: division by zero"},
    {"0**-1", "column 2: division by zero"},
    {"1/0.0*x", "column 2: division by zero"},
    {"log(0)", "column 1: the logarithm of 0"},
    {"sqrt(-1)", "column 1: the square root of -1"},
    {"(-1)**0.5", "is no real number"},
    {"exp(1000)", "column 1: this number is too large"},
    {"1e200*1e200", "column 6: a number becomes too large"},
    {"x \xe2\x88\x92 1", "column 3: only + - * / **"},
    {"x +\n 2y", "line 2, column 3: an"},
    {"x; x", "column 2: +, -, *, / or **"},
    {"lambda x: x", "column 1: unknown name"},
};

static void what_is_wrong_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        glass_law *law = (glass_law *)&law;
        if (glass_law_expression(refused[k].text, &law) != GLASS_E_INPUT)
            fail_msg("\"%s\" was taken", refused[k].text);
        if (!strstr(glass_words(), refused[k].words))
            fail_msg("\"%s\": %s", refused[k].text, glass_words());
        assert_ptr_equal(law, &law); /* as before */
    }
}

static char *repeated(const char *before, int n, const char *middle, const char *after)
{
    size_t one = strlen(before), two = strlen(after);
    char *text = malloc(strlen(middle) + (one + two) * (size_t)n + 1), *at = text;
    assert_non_null(text);
    for (int k = 0; k < n; k++) at = memcpy(at, before, one), at += one;
    at = memcpy(at, middle, strlen(middle)), at += strlen(middle);
    for (int k = 0; k < n; k++) at = memcpy(at, after, two), at += two;
    *at = 0;
    return text;
}

static void expect_repeated(const char *before, int n, const char *middle,
                            const char *after, const char *words)
{
    char *text = repeated(before, n, middle, after);
    glass_law *law = NULL;
    if (words) {
        assert_int_equal(glass_law_expression(text, &law), GLASS_E_INPUT);
        if (!strstr(glass_words(), words)) fail_msg("%s", glass_words());
    } else {
        law = law_of(text);
        double y = glass_law_at(law, 0.5);
        assert_true(y == y);
    }
    glass_law_free(law);
    free(text);
}

/* Nothing that somebody writes fills the stack; long chains are no nesting. */
static void depth_is_bounded_and_length_is_not(void **state)
{
    (void)state;
    expect_repeated("(", 999, "x", ")", NULL);
    expect_repeated("(", 1001, "x", ")", "more than 1000 deep");
    expect_repeated("(", 30000, "x", ")", "more than 1000 deep");
    expect_repeated("sin(", 999, "x", ")", NULL);
    expect_repeated("(", 30000, "", "", "more than 1000 deep");
    expect_repeated("x**", 30000 / 3, "x", "", "more than 1000 deep");
    expect_repeated("-", 60000, "x", "", NULL);
    expect_repeated("x + ", 15000, "x", "", NULL);
    expect_repeated("tanh(x)*", 7000, "x", "", NULL);
    expect_repeated("sin(x) + ", 7000, "x", "", NULL);
    expect_repeated("", 8000, "x", "/sin(x)", NULL);
    expect_repeated("1/(1+sin(x)*", 900, "x", ")", NULL);
    expect_repeated("max(x,", 900, "x", ")", NULL);
    expect_repeated("x + ", 17000, "x", "", "longer than 65536");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_python_takes_is_taken),
        cmocka_unit_test(what_is_wrong_is_refused_with_its_place),
        cmocka_unit_test(depth_is_bounded_and_length_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
