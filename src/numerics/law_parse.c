/* expr   = term { ("+" | "-") term }
 * term   = factor { ("*" | "/") factor }
 * factor = { "+" | "-" } atom [ "**" factor ]      (-x**2 is -(x**2); ** is right-associative)
 * atom   = NUMBER | "x" | NAME "(" expr { "," expr } ")" | "(" expr ")" */
#include "numerics/law_parse.h"
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct parse {
    law_builder *b;
    const char *text, *at; /* at: the next token, behind white space */
    const char *blame;     /* where the failure is */
    int depth;
} parse;

typedef struct parse_function {
    const char *name;
    int least, most; /* arguments; most 0: any number */
    int code;        /* law_code, or PARSE_LOG10 */
} parse_function;

enum { PARSE_LOG10 = 1000, PARSE_NAME = 40 };

static const parse_function parse_functions[] = {
    {"exp", 1, 1, LAW_EXP},       {"tanh", 1, 1, LAW_TANH}, {"cosh", 1, 1, LAW_COSH},
    {"sinh", 1, 1, LAW_SINH},     {"sin", 1, 1, LAW_SIN},   {"cos", 1, 1, LAW_COS},
    {"tan", 1, 1, LAW_TAN},       {"sqrt", 1, 1, LAW_SQRT}, {"log", 1, 1, LAW_LOG},
    {"abs", 1, 1, LAW_ABS},       {"min", 2, 0, LAW_MIN},   {"max", 2, 0, LAW_MAX},
    {"pow", 2, 2, LAW_POW},       {"erf", 1, 1, LAW_ERF},   {"atan", 1, 1, LAW_ATAN},
    {"log10", 1, 1, PARSE_LOG10},
};
enum { PARSE_FUNCTIONS = sizeof parse_functions / sizeof *parse_functions };

/* Names that people bring from elsewhere. */
static const char *const parse_elsewhere[][2] = {
    {"ln", "log(...)"},
    {"arctan", "atan(...)"},
    {"fabs", "abs(...)"},
    {"maximum", "max(...)"},
    {"minimum", "min(...)"},
    {"power", "pow(...)"},
    {"pi", "3.141592653589793"},
    {"e", "exp(1)"},
    {"X", "x"},
    {"sto", "x"},
    {"c_e", "x"},
    {"T", NULL},
};

static void *parse_refuse(parse *p, const char *at, const char *format, ...)
    GLASS_PRINTF(3, 4);

static void *parse_refuse(parse *p, const char *at, const char *format, ...)
{
    char words[sizeof p->b->words];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    p->blame = at;
    return law_sum_refuse(p->b, "%s", words);
}

static int parse_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int parse_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void parse_skip(parse *p, size_t n)
{
    p->at += n;
    p->at += strspn(p->at, " \t\r\n");
}

/* Takes the token if it is next. */
static int parse_take(parse *p, const char *token)
{
    size_t n = strlen(token);
    if (strncmp(p->at, token, n)) return 0;
    parse_skip(p, n);
    return 1;
}

/* The algebra's failure belongs to the operator or function at `at`. */
static law_sum *parse_blamed(parse *p, const char *at, law_sum *sum)
{
    if (!sum && !p->blame) p->blame = at;
    return sum;
}

static law_sum *parse_expression(parse *p);

static law_sum *parse_number(parse *p)
{
    double value;
    const char *from = p->at, *end = glass_number_read(from, &value);
    if (!end) return parse_refuse(p, from, "a number was expected");
    if (!isfinite(value)) return parse_refuse(p, from, "this number is too large");
    if (*end == '_' && parse_is_digit(end[1]))
        return parse_refuse(p, end, "no \"_\" inside numbers: write 1000 for 1_000");
    if ((*end == 'x' || *end == 'X') && end == from + 1 && *from == '0' && end[1] &&
        strchr("0123456789abcdefABCDEF", end[1]))
        return parse_refuse(p, from, "numbers are decimal: hexadecimal is not allowed");
    if ((*end == 'e' || *end == 'E') && !parse_is_letter(end[1]))
        return parse_refuse(p, end, "digits are missing after the \"%c\" of a number",
                            *end);
    if (*end == '.') return parse_refuse(p, end, "a number has one decimal point");
    parse_skip(p, (size_t)(end - from));
    return law_sum_number(p->b, value);
}

static const char *parse_nearest(const char *name)
{
    const char *words[PARSE_FUNCTIONS + 1] = {NULL};
    for (int i = 0; i < PARSE_FUNCTIONS; i++) words[i] = parse_functions[i].name;
    return glass_text_nearest(name, words);
}

static void *parse_unknown(parse *p, const char *at, const char *name, int is_call)
{
    for (size_t i = 0; i < sizeof parse_elsewhere / sizeof *parse_elsewhere; i++)
        if (!strcmp(name, parse_elsewhere[i][0]) && parse_elsewhere[i][1])
            return parse_refuse(p, at, "\"%s\" is unknown here; write %s", name,
                                parse_elsewhere[i][1]);
    if (!strcmp(name, "np") || !strcmp(name, "math") || !strcmp(name, "pybamm"))
        return parse_refuse(p, at, "no module names: write exp(...), not %s.exp(...)",
                            name);
    const char *near = parse_nearest(name);
    if (is_call && near)
        return parse_refuse(p, at, "unknown function \"%s\"; did you mean %s?", name, near);
    if (is_call)
        return parse_refuse(p, at,
                            "unknown function \"%s\"; known: exp tanh cosh sinh sin cos "
                            "tan sqrt log log10 abs min max pow erf atan",
                            name);
    if (near && glass_text_same(near, name))
        return parse_refuse(p, at, "%s needs its argument in brackets: %s(x)", name, near);
    return parse_refuse(p, at, "unknown name \"%s\"; the only variable is x", name);
}

static law_sum *parse_apply(parse *p, const parse_function *f, law_sum *one, law_sum *two)
{
    switch (f->code) {
    case LAW_MIN:
    case LAW_MAX: return law_sum_choose(p->b, (law_code)f->code, one, two);
    case LAW_POW: return law_sum_power(p->b, one, two);
    case PARSE_LOG10:
        return law_sum_scale(p->b, law_sum_call(p->b, LAW_LOG, one), 1 / logl(10));
    default: return law_sum_call(p->b, (law_code)f->code, one);
    }
}

/* The arguments and the closing bracket of f(; at: where its name stands. */
static law_sum *parse_arguments(parse *p, const parse_function *f, const char *at)
{
    law_sum *result = NULL;
    int n = 0;
    do {
        const char *from = p->at;
        if (*from == ')' || *from == ',')
            return parse_refuse(p, from, "an argument of %s is missing here", f->name);
        law_sum *argument = parse_expression(p);
        if (!argument) return NULL;
        n++;
        if (f->most && n > f->most) continue; /* the count is reported below */
        if (n == 1 && f->least == 2)
            result = argument;
        else
            result = parse_blamed(
                p, at,
                parse_apply(p, f, n == 1 ? argument : result, n == 1 ? NULL : argument));
        if (!result) return NULL;
    } while (parse_take(p, ","));
    if (*p->at != ')')
        return parse_refuse(p, p->at, "\")\" is missing to close %s(", f->name);
    if (n < f->least || (f->most && n > f->most))
        return parse_refuse(p, at, "%s takes %s, not %d", f->name,
                            f->least == 1 ? "one argument"
                            : f->most     ? "two arguments"
                                          : "two arguments or more",
                            n);
    parse_skip(p, 1);
    return result;
}

static law_sum *parse_name(parse *p)
{
    char name[PARSE_NAME];
    const char *from = p->at, *end = from;
    while (parse_is_letter(*end) || parse_is_digit(*end)) end++;
    size_t n = (size_t)(end - from);
    if (n >= sizeof name) n = sizeof name - 1;
    memcpy(name, from, n);
    name[n] = 0;
    parse_skip(p, (size_t)(end - from));
    if (!strcmp(name, "x")) return law_sum_x(p->b);
    if (*p->at != '(') return parse_unknown(p, from, name, 0);
    for (int i = 0; i < PARSE_FUNCTIONS; i++) {
        if (strcmp(parse_functions[i].name, name)) continue;
        parse_skip(p, 1);
        return parse_arguments(p, &parse_functions[i], from);
    }
    return parse_unknown(p, from, name, 1);
}

static law_sum *parse_bracket(parse *p)
{
    const char *open = p->at;
    parse_skip(p, 1);
    law_sum *sum = parse_expression(p);
    if (!sum) return NULL;
    if (*p->at == ',')
        return parse_refuse(p, p->at,
                            "no comma here: write a decimal point, or a function");
    if (*p->at != ')') return parse_refuse(p, open, "this bracket is never closed");
    parse_skip(p, 1);
    return sum;
}

static law_sum *parse_atom(parse *p)
{
    char c = *p->at;
    if (parse_is_letter(c)) return parse_name(p);
    if (parse_is_digit(c) || c == '.') return parse_number(p);
    if (c == '(') return parse_bracket(p);
    if (c == 0)
        return parse_refuse(p, p->at, "the expression ends where a value must follow");
    return parse_refuse(p, p->at, "a number, x, a function or \"(\" was expected");
}

static law_sum *parse_factor(parse *p)
{
    int is_negative = 0;
    const char *from = p->at;
    if (p->depth > LAW_PARSE_DEPTH)
        return parse_refuse(p, from, "brackets or powers lie more than %d deep",
                            LAW_PARSE_DEPTH);
    while (*p->at == '+' || *p->at == '-') {
        is_negative ^= *p->at == '-';
        parse_skip(p, 1);
    }
    p->depth++;
    law_sum *sum = parse_atom(p);
    const char *sign = p->at;
    if (sum && parse_take(p, "**")) {
        law_sum *exponent = parse_factor(p);
        sum = exponent ? parse_blamed(p, sign, law_sum_power(p->b, sum, exponent)) : NULL;
    }
    p->depth--;
    return is_negative ? law_sum_scale(p->b, sum, -1) : sum;
}

static law_sum *parse_term(parse *p)
{
    law_sum *sum = parse_factor(p);
    while (sum && (*p->at == '*' || *p->at == '/')) {
        const char *sign = p->at;
        int is_product = *sign == '*';
        if (sign[1] == '/')
            return parse_refuse(p, sign, "whole division \"//\" is not allowed");
        parse_skip(p, 1);
        law_sum *next = parse_factor(p);
        if (!next) return NULL;
        sum = is_product ? law_sum_multiply(p->b, sum, next)
                         : law_sum_divide(p->b, sum, next);
        parse_blamed(p, sign, sum);
    }
    return sum;
}

static law_sum *parse_expression(parse *p)
{
    law_sum *sum = parse_term(p);
    while (sum && (*p->at == '+' || *p->at == '-')) {
        const char *sign = p->at;
        parse_skip(p, 1);
        law_sum *next = parse_term(p);
        if (*sign == '-') next = law_sum_scale(p->b, next, -1);
        if (!next) return NULL;
        sum = parse_blamed(p, sign, law_sum_add(p->b, sum, next));
    }
    return sum;
}

/* What stands where an operator should, in words. */
static void *parse_left_over(parse *p)
{
    const char *at = p->at;
    if (*at == ')') return parse_refuse(p, at, "this \")\" closes nothing");
    if (*at == '^') return parse_refuse(p, at, "write powers as x**2, not x^2");
    if (*at == '(' || parse_is_letter(*at) || parse_is_digit(*at) || *at == '.')
        return parse_refuse(p, at,
                            "an operator is missing here; products need their *: "
                            "write 2*x for 2x");
    if (*at == '<' || *at == '>' || *at == '=' || *at == '!')
        return parse_refuse(p, at,
                            "comparisons are not allowed; min(...) and max(...) are");
    if (*at == ',') return parse_refuse(p, at, "no comma here: write a decimal point");
    if ((unsigned char)*at >= 0x80)
        return parse_refuse(p, at,
                            "only + - * / ** and ASCII letters: is this a typeset "
                            "minus or dot?");
    return parse_refuse(p, at, "+, -, *, / or ** was expected");
}

/* The words of the builder, with the place and a look at it. */
static glass_status parse_report(const parse *p)
{
    enum { BEFORE = 40, AFTER = 30 };
    if (p->b->status != GLASS_E_INPUT) return glass_fail_memory();
    const char *at = p->blame ? p->blame : p->text, *line = p->text;
    int row = 1;
    for (const char *c = p->text; c < at; c++)
        if (*c == '\n') row++, line = c + 1;
    int column = (int)(at - line) + 1, length = (int)strcspn(line, "\r\n");
    int from = column - 1 > BEFORE ? column - 1 - BEFORE : 0;
    int n = length - from > BEFORE + AFTER ? BEFORE + AFTER : length - from;
    char place[48] = "";
    if (row > 1) snprintf(place, sizeof place, "line %d, ", row);
    return glass_fail(GLASS_E_INPUT, "%scolumn %d: %s\n    %.*s\n    %*s^", place, column,
                      p->b->words, n, line + from, column - 1 - from, "");
}

glass_status law_parse(law_builder *b, const char *text, law_sum **out)
{
    parse p = {.b = b, .text = text, .at = text};
    law_sum *sum = NULL;
    parse_skip(&p, 0);
    if (strlen(text) > LAW_PARSE_LENGTH)
        return glass_fail(GLASS_E_INPUT,
                          "the expression is longer than %d characters; give "
                          "a table instead",
                          LAW_PARSE_LENGTH);
    if (!*p.at) return glass_fail(GLASS_E_INPUT, "the expression is empty");
    sum = parse_expression(&p);
    if (sum && *p.at) sum = parse_left_over(&p);
    if (!sum) return parse_report(&p);
    *out = sum;
    return GLASS_OK;
}
