/* Laws against an independent reading in long double (law_oracle.c), at every width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "base/memory.h"
#include "base/random.h"
#include "glasscell/law.h"
#include "law_oracle.h"
#include "numerics/law_width.h"

enum { MANY = 64, TEXT = 4096 };

static law_width_function *const evals[] = GLASS_WIDTH_TABLE(law_width_eval);

static glass_law *law_of(const char *text)
{
    glass_law *law = NULL;
    if (glass_law_expression(text, &law) != GLASS_OK)
        fail_msg("%s: %s", text, glass_words());
    return law;
}

/* The library's value and slope at x[n], at every width, within the oracle's bounds:
 * `error` counts four roundings per function and one per operation, each of half an
 * epsilon; folding and other orders of summing may double it. The slope's own errors are
 * not bounded by the oracle: 1e-9 of what adds up to it leaves six digits for arguments
 * that amplify theirs. Returns how many points were compared. */
static int compare(const char *text, const glass_law *law, int n, const double *x)
{
    double y[MANY], dy[MANY], alone[MANY];
    int compared = 0;
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        evals[w](glass_law_program(law), (size_t)n, x, y, dy);
        evals[w](glass_law_program(law), (size_t)n, x, alone, NULL);
        for (int i = 0; i < n; i++) {
            law_oracle truth;
            assert_true(law_oracle_at(text, x[i], &truth));
            double bound = (double)truth.error * DBL_EPSILON + DBL_MIN;
            if (truth.is_near_edge || !isfinite(bound) || fabsl(truth.dy) > 1e200L)
                continue;
            compared++;
            if (!(fabsl(y[i] - truth.y) <= bound))
                fail_msg("%s at %.17g is %.17g, not %.17Lg (bound %g, width %d)", text,
                         x[i], y[i], truth.y, bound, w);
            if (!(fabsl(dy[i] - truth.dy) <= 1e-9L * truth.slope + 1e-290L))
                fail_msg("%s at %.17g has the slope %.17g, not %.17Lg (width %d)", text,
                         x[i], dy[i], truth.dy, w);
            if (!(fabsl(alone[i] - truth.y) <= bound))
                fail_msg("%s at %.17g alone is %.17g, not %.17Lg", text, x[i], alone[i],
                         truth.y);
        }
    }
    return compared;
}

/* --- random expressions --- */

typedef struct writer {
    glass_random stream;
    char text[TEXT];
    size_t length;
} writer;

static int draw(writer *w, int n)
{
    return (int)glass_random_below(&w->stream, (uint64_t)n);
}

static void put(writer *w, const char *text)
{
    size_t n = strlen(text);
    if (w->length + n + 1 > TEXT) return; /* the oracle then fails to read it */
    memcpy(w->text + w->length, text, n + 1);
    w->length += n;
}

static void put_number(writer *w)
{
    static const char *const some[] = {"1", "2", "0.5", "3.", ".25", "1e1", "0.1234", "7"};
    char text[32];
    if (draw(w, 2)) {
        put(w, some[draw(w, 8)]);
        return;
    }
    snprintf(text, sizeof text, "%.4g", glass_random_uniform(&w->stream, 0.01, 3));
    put(w, text);
}

static void put_any(writer *w, int depth);

/* The forms that laws are made of, so that every recognised kind comes often. */
static void put_term(writer *w)
{
    static const char *const shapes[] = {
        "tanh(%s * (x - %s))",
        "exp(-%s * x)",
        "(x / %s) ** 1.5",
        "(x - %s) ** 2",
        "exp(-(x - %s) ** 2)",
        "x ** 3 / %s",
        "%s / x",
        "(%s - x) ** 0.5",
        "x * (1 - %s * x)",
        "(%s + 2 * x) ** -2",
        "tanh((x - %s) / 0.1)",
        "sqrt(%s * x)",
        "x * (%s - x)",
        "(2 * x - 1) ** 4 * %s",
        "exp(1 - %s * (x - 0.3))",
    };
    const char *shape = shapes[draw(w, 15)];
    for (; *shape; shape++) {
        char one[2] = {*shape, 0};
        if (*shape == '%' && shape[1] == 's')
            put_number(w), shape++;
        else
            put(w, one);
    }
}

static void put_call(writer *w, int depth)
{
    static const char *const names[] = {"exp",  "tanh", "cosh", "sinh",  "sin", "cos",
                                        "tan",  "sqrt", "log",  "log10", "abs", "erf",
                                        "atan", "min",  "max",  "pow"};
    int which = draw(w, 16);
    put(w, names[which]);
    put(w, "(");
    put_any(w, depth - 1);
    if (which >= 13) {
        put(w, ", ");
        put_any(w, depth - 1);
    }
    put(w, ")");
}

static void put_any(writer *w, int depth)
{
    static const char *const signs[] = {" + ", " - ", "*", " / ", " + ", " * "};
    int kind = depth <= 0 ? draw(w, 3) : draw(w, 10);
    if (kind == 0) {
        put(w, "x");
    } else if (kind == 1) {
        put_number(w);
    } else if (kind == 2) {
        put_term(w);
    } else if (kind == 3) {
        put_call(w, depth);
    } else if (kind == 4) {
        static const char *const powers[] = {" ** 2", "**3",        " ** 0.5", "**-1",
                                             "**1.3", " ** 2 ** 2", "**-0.5",  "**7"};
        put(w, "(");
        put_any(w, depth - 1);
        put(w, ")");
        put(w, powers[draw(w, 8)]);
    } else if (kind == 5) {
        put(w, draw(w, 2) ? "-" : "+");
        put_any(w, depth - 1);
    } else {
        put(w, "(");
        put_any(w, depth - 1);
        put(w, signs[draw(w, 6)]);
        put_any(w, depth - 1);
        put(w, ")");
    }
}

/* Every expression that is taken agrees; constants that are no number are refused. */
static void random_expressions_agree(void **state)
{
    (void)state;
    int compared = 0, taken = 0;
    for (int k = 0; k < 4000; k++) {
        writer w = {.stream = glass_random_start(7, (uint64_t)k)};
        glass_law *law = NULL;
        double x[MANY];
        put_any(&w, 1 + draw(&w, 5));
        int n = 1 + draw(&w, 19);
        for (int i = 0; i < n; i++) x[i] = glass_random_uniform(&w.stream, 0.02, 0.98);
        if (glass_law_expression(w.text, &law) != GLASS_OK) continue;
        taken++;
        compared += compare(w.text, law, n, x);
        glass_law_free(law);
    }
    assert_true(taken > 3500);     /* the rest divide by zero or take roots below it */
    assert_true(compared > 50000); /* of about 120,000, most others stand near an edge */
}

static void published_laws_agree(void **state)
{
    (void)state;
    char path[1024], line[TEXT], name[64];
    double from, to, x[MANY];
    int used, laws = 0;
    snprintf(path, sizeof path, "%s/laws/laws.txt", getenv("GLASSCELL_TEST_DATA"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        assert_int_equal(sscanf(line, "%63s %lf %lf %n", name, &from, &to, &used), 3);
        glass_law *law = law_of(line + used);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < MANY; i++)
                x[i] = from + (to - from) * (i + round / 20.0) / MANY;
            int edges = (int)glass_cpu_widest() + 1;
            assert_int_equal(compare(line + used, law, MANY, x), MANY * edges);
        }
        assert_true(glass_law_program(law)->shape !=
                    LAW_CODE); /* none falls off the road */
        glass_law_free(law);
        laws++;
    }
    fclose(file);
    assert_int_equal(laws, 13);
}

/* Terms of 54,000 V cancel in this potential: 4 units in the last place of the largest is
 * what evaluating the text as it stands may cost. */
static void cancelling_terms_keep_their_digits(void **state)
{
    (void)state;
    const char *text = "1.91517003e+04 * tanh(3.19648312e+00 * (x - 1.85139824e+00)) - "
                       "3.50928033e+04 + 5.42448511e+04 * tanh(-3.19009848e+00 * (x - "
                       "2.01660395e+00))";
    glass_law *law = law_of(text);
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        for (int i = 0; i < 4000; i++) {
            double x = i / 4000.0, y;
            law_oracle truth;
            evals[w](glass_law_program(law), 1, &x, &y, NULL);
            assert_true(law_oracle_at(text, x, &truth));
            if (!(fabsl(y - truth.y) <= 4 * 0x1p-37L)) /* 2^-37: of 32,768 to 65,535 */
                fail_msg("at %g: %g ulp", x, (double)fabsl(y - truth.y) * 0x1p37);
        }
    }
    glass_law_free(law);
}

/* --- what one does with laws --- */

static void parabola(void *context, size_t n, const double *x, double *y, double *dy)
{
    double a = *(const double *)context;
    for (size_t i = 0; i < n; i++) {
        y[i] = a * x[i] * x[i];
        dy[i] = 2 * a * x[i];
    }
}

/* One law of each kind and shape, for the tests that hold for all. */
enum { KINDS = 9 };
static glass_status law_of_kind(int kind, glass_law **out)
{
    static const double x[] = {0, 0.5, 0.7, 1}, y[] = {1, 2, 1.5, 0};
    static double context = 3;
    static const char *const texts[] = {
        "2 + 3*x - x**1.5", "tanh(3*x) + exp(-x) + x**-0.5", "sin(x) * exp(-x**3) + 0.1",
        "2.5 * (x**20 + x**0.5)", "exp(-(x-.3)**2) / (1 + x)"};
    switch (kind) {
    case 0: return glass_law_constant(0.1, out);
    case 1: return glass_law_table(4, x, y, GLASS_JOIN_LINEAR, out);
    case 2: return glass_law_table(4, x, y, GLASS_JOIN_MONOTONE_CUBIC, out);
    case 3: return glass_law_user(parabola, &context, "parabola", out);
    default: return glass_law_expression(texts[kind - 4], out);
    }
}

static void every_kind_may_be_evaluated_any_way(void **state)
{
    (void)state;
    double x[MANY], y[MANY], dy[MANY], again[MANY], slope[MANY];
    for (int i = 0; i < MANY; i++) x[i] = 0.05 + 0.9 * i / MANY;
    for (int kind = 0; kind < KINDS; kind++) {
        glass_law *law = NULL;
        assert_int_equal(law_of_kind(kind, &law), GLASS_OK);
        glass_law_eval(law, MANY, x, y, dy);
        for (size_t n = 0; n <= MANY; n++) { /* every length, in place, unaligned */
            memcpy(again, x, sizeof x);
            glass_law_eval(law, n, again, again, slope);
            assert_memory_equal(again, y, n * sizeof *y);
            assert_memory_equal(slope, dy, n * sizeof *dy);
            assert_memory_equal(again + n, x + n, (MANY - n) * sizeof *x);
            if (!n) continue;
            glass_law_eval(law, n - 1, x + 1, again + 1, NULL);
            for (size_t i = 1; i < n; i++) /* without slope: other roundings at most */
                assert_true(fabs(again[i] - y[i]) <= 4 * DBL_EPSILON * fabs(y[i]));
        }
        for (int i = 0; i < MANY; i++) {
            assert_true(isfinite(y[i]) && isfinite(dy[i]));
            assert_true(fabs(glass_law_at(law, x[i]) - y[i]) <=
                        4 * DBL_EPSILON * fabs(y[i]));
        }
        glass_law_free(law);
    }
}

static void scaled_and_copied_laws_keep_their_form(void **state)
{
    (void)state;
    double x[MANY], y[MANY], dy[MANY], again[MANY], slope[MANY];
    for (int i = 0; i < MANY; i++) x[i] = 0.05 + 0.9 * i / MANY;
    for (int kind = 0; kind < KINDS; kind++) {
        glass_law *law = NULL, *scaled = NULL, *twice = NULL, *read = NULL;
        assert_int_equal(law_of_kind(kind, &law), GLASS_OK);
        assert_int_equal(glass_law_scaled(law, 1.7, &scaled), GLASS_OK);
        assert_int_equal(glass_law_scaled(scaled, -2, &twice), GLASS_OK);
        assert_int_equal(glass_law_program(twice)->shape, glass_law_program(law)->shape);
        glass_law_eval(law, MANY, x, y, dy);
        glass_law_eval(twice, MANY, x, again, slope);
        /* Terms of the sums reach twenty times their result, times two roundings. */
        for (int i = 0; i < MANY; i++) {
            assert_true(fabs(again[i] + 3.4 * y[i]) <= 40 * DBL_EPSILON * (1 + fabs(y[i])));
            assert_true(fabs(slope[i] + 3.4 * dy[i]) <=
                        99 * DBL_EPSILON * (1 + fabs(dy[i])));
        }
        if (glass_law_text(twice)) { /* reads back as the same law */
            read = law_of(glass_law_text(twice));
            for (int i = 0; i < MANY; i++)
                assert_true(fabs(glass_law_at(read, x[i]) - again[i]) <=
                            40 * DBL_EPSILON * (1 + fabs(again[i])));
        }
        glass_law_free(law);
        assert_int_equal(glass_law_copy(twice, &law), GLASS_OK);
        glass_law_free(twice);
        glass_law_eval(law, MANY, x, y, dy);
        assert_memory_equal(y, again, sizeof y);
        assert_memory_equal(dy, slope, sizeof dy);
        glass_law_free(law);
        glass_law_free(scaled);
        glass_law_free(read);
    }
}

static void constants_are_known(void **state)
{
    (void)state;
    static const char *const texts[] = {"3.3e-14", "2 * 3 - 1 + 0 * x", "x - x + tanh(0)"};
    static const double values[] = {3.3e-14, 5, 0};
    glass_law *law = NULL, *scaled = NULL;
    double value = 7;
    for (int k = 0; k < 3; k++) {
        law = law_of(texts[k]);
        assert_true(glass_law_is_constant(law, &value));
        assert_true(value == values[k]);
        glass_law_free(law);
    }
    law = law_of("x");
    assert_false(glass_law_is_constant(law, NULL));
    glass_law_free(law);
    assert_int_equal(glass_law_constant(0.1, &law), GLASS_OK);
    assert_string_equal(glass_law_text(law), "0.1");
    assert_int_equal(glass_law_scaled(law, 3, &scaled), GLASS_OK);
    assert_string_equal(glass_law_text(scaled), "0.30000000000000004");
    glass_law_free(scaled);
    scaled = NULL;
    assert_int_equal(glass_law_scaled(law, NAN, &scaled), GLASS_E_INPUT);
    glass_law_free(law);
    assert_int_equal(glass_law_constant(1e300, &law), GLASS_OK);
    assert_int_equal(glass_law_scaled(law, 1e300, &scaled), GLASS_E_INPUT);
    assert_null(scaled);
    glass_law_free(law);
    glass_law_free(NULL);
}

/* What is undefined is NaN or infinite at that point, and only there. */
static void undefined_points_are_not_hidden(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double x, wanted;
    } points[] = {
        {"sqrt(x)", -1, NAN},     {"log(x)", -1, NAN},        {"x**0.5", -1, NAN},
        {"x**1.5", -1, NAN},      {"1/x", 0, INFINITY},       {"log(x)", 0, -INFINITY},
        {"x**-0.5", 0, INFINITY}, {"exp(x)", 1000, INFINITY}, {"x**0.3", -1, NAN},
        {"sqrt(x)", 0, 0},        {"x**1.5", 0, 0},           {"x**0.3", 0, 0},
        {"tanh(x)", 1e9, 1},      {"exp(-x)", 1e9, 0},        {"max(x, 1)", NAN, NAN},
        {"min(1, x)", NAN, NAN},  {"abs(x)", NAN, NAN},       {"x*sin(x)", NAN, NAN},
        {"(x - 1)**3", NAN, NAN}, {"pow(x, x)", -2, 0.25},    {"2**x", -2000, 0},
    };
    for (size_t k = 0; k < sizeof points / sizeof *points; k++) {
        glass_law *law = law_of(points[k].text);
        double x[3] = {0.5, points[k].x, 0.5}, y[3];
        glass_law_eval(law, 3, x, y, NULL);
        if (isnan(points[k].wanted) ? !isnan(y[1]) : !(y[1] == points[k].wanted))
            fail_msg("%s at %g is %g", points[k].text, points[k].x, y[1]);
        assert_true(isfinite(y[0]) && y[0] == y[2]);
        glass_law_free(law);
    }
}

static void lack_of_memory_is_survived(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    for (int kind = 0; kind < KINDS; kind++) {
        glass_status status = GLASS_E_MEMORY;
        glass_law *law = NULL, *scaled = NULL;
        for (long n = 1; status != GLASS_OK; n++) {
            glass_memory_fail_at(n);
            status = law_of_kind(kind, &law);
            glass_memory_fail_at(0);
            if (status == GLASS_OK) break;
            assert_int_equal(status, GLASS_E_MEMORY);
            assert_null(law);
            assert_int_equal(glass_memory_balance(), before);
        }
        long with = glass_memory_balance();
        status = GLASS_E_MEMORY;
        for (long n = 1; status != GLASS_OK; n++) {
            glass_memory_fail_at(n);
            status = glass_law_scaled(law, 2, &scaled);
            glass_memory_fail_at(0);
            if (status == GLASS_OK) break;
            assert_int_equal(status, GLASS_E_MEMORY);
            assert_null(scaled);
            assert_int_equal(glass_memory_balance(), with);
        }
        glass_law_free(law);
        glass_law_free(scaled);
    }
    assert_int_equal(glass_memory_balance(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_expressions_agree),
        cmocka_unit_test(published_laws_agree),
        cmocka_unit_test(cancelling_terms_keep_their_digits),
        cmocka_unit_test(every_kind_may_be_evaluated_any_way),
        cmocka_unit_test(scaled_and_copied_laws_keep_their_form),
        cmocka_unit_test(constants_are_known),
        cmocka_unit_test(undefined_points_are_not_hidden),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
