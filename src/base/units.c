#include "glasscell/units.h"
#include "base/fail.h"
#include "base/text.h"
#include "base/unit_word.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_LONGEST = 200, UNIT_DEPTH = 8, UNIT_POWER = 30, UNIT_RATE = 6 };

/* ---- one spelling for all: what keyboards, papers and cyclers write, in ASCII ---- */

static const struct {
    const char *from, *to;
} unit_signs[] = {
    {"\xc2\xb5", "u"},
    {"\xce\xbc", "u"}, /* micro sign, Greek mu */
    {"\xce\xa9", "Ohm"},
    {"\xe2\x84\xa6", "Ohm"}, /* Omega, Ohm sign */
    {"\xe2\x84\x83", "degC"},
    {"\xc2\xb0", "deg"}, /* degree Celsius, degree */
    {"\xc3\x85", "Angstrom"},
    {"\xe2\x84\xab", "Angstrom"},
    {"\xc2\xb7", "*"},
    {"\xe2\x8b\x85", "*"}, /* middle dot, dot operator */
    {"\xc3\x97", "*"},
    {"\xe2\x88\x92", "-"}, /* times, minus */
    {"\xc2\xb9", "1"},
    {"\xc2\xb2", "2"},
    {"\xc2\xb3", "3"},
    {"\xe2\x81\xb0", "0"},
    {"\xe2\x81\xb4", "4"},
    {"\xe2\x81\xb5", "5"},
    {"\xe2\x81\xb6", "6"},
    {"\xe2\x81\xbb", "-"}, /* superscripts */
    {"\xc2\xa0", " "},
    {"\xe2\x80\xaf", " "},
    {"\xe2\x80\x89", " "}, /* blanks */
    {"\xe2\x88\x99", "*"},
    {"**", "^"},
    {"deg C", "degC"},
    {"C-rate", "Crate"},
    {"\t", " "},
};

enum { UNIT_SIGNS = sizeof unit_signs / sizeof *unit_signs };

/* The first bytes of the above that are ASCII; most letters are none of them. */
static int unit_may_be_sign(char c)
{
    return (unsigned char)c >= 0x80 || c == '*' || c == 'd' || c == 'C' || c == '\t';
}

static int unit_spell(const char *text, char out[UNIT_LONGEST])
{
    size_t n = 0;
    while (*text) {
        char self[2] = {*text, 0};
        const char *to = self;
        size_t taken = 1;
        for (size_t i = 0; unit_may_be_sign(*text) && i < UNIT_SIGNS; i++) {
            size_t length = strlen(unit_signs[i].from);
            if (strncmp(text, unit_signs[i].from, length)) continue;
            to = unit_signs[i].to, taken = length;
            break;
        }
        if (n + strlen(to) >= UNIT_LONGEST) return 0;
        while (*to) out[n++] = *to++;
        text += taken;
    }
    out[n] = 0;
    return 1;
}

/* ---- factors ---- */

/* x * 10^ten, exact where one product or quotient can be (powers to 10^22 are doubles). */
static double unit_ten(double x, int ten)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    while (ten > 22) x *= tens[22], ten -= 22;
    while (ten < -22) x /= tens[22], ten += 22;
    return ten < 0 ? x / tens[-ten] : x * tens[ten];
}

static double unit_scale(const glass_unit_parts *parts)
{
    return unit_ten(parts->over, parts->ten) / parts->under;
}

/* ---- reading: factor { (*|.|/| ) factor }, factor: (word|number|(unit)) power ---- */

typedef struct unit_reader {
    const char *at;    /* what is left */
    const char *whole; /* as it was given, for words */
    int depth;
} unit_reader;

static glass_status unit_product(unit_reader *reader, glass_unit_parts *out);

static glass_status unit_refuse(const unit_reader *reader, const char *why)
{
    return glass_fail(GLASS_E_INPUT, "the unit \"%s\" is not understood: %s", reader->whole,
                      why);
}

static int unit_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int unit_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '%' ||
           (unsigned char)c >= 0x80;
}

static void unit_skip_blanks(unit_reader *reader)
{
    while (*reader->at == ' ') reader->at++;
}

static glass_status unit_unknown(const unit_reader *reader, const char *word, int is_absent)
{
    const char *near = glass_unit_word_nearest(word);
    int is_all = strcmp(word, reader->whole) == 0;
    return glass_fail(GLASS_E_INPUT, "the unit %s%s%s is unknown%s%s%s%s", word,
                      is_all ? "" : " in ", is_all ? "" : reader->whole,
                      near ? "; did you mean " : "", near ? near : "", near ? "?" : "",
                      is_absent ? " (more units are known where libudunits2-0 is installed)"
                                : "");
}

static glass_status unit_word(unit_reader *reader, glass_unit_parts *out)
{
    char word[UNIT_LONGEST];
    size_t n = 0;
    while (unit_is_letter(*reader->at)) word[n++] = *reader->at++;
    word[n] = 0;
    if (glass_unit_word_find(word, out)) return GLASS_OK;
    glass_unit_foreign answer = glass_unit_foreign_find(word, out);
    if (answer == GLASS_FOREIGN_KNOWN) return GLASS_OK;
    return unit_unknown(reader, word, answer == GLASS_FOREIGN_ABSENT);
}

static glass_status unit_number(unit_reader *reader, glass_unit_parts *out)
{
    double value;
    const char *end = glass_number_read(reader->at, &value);
    /* "10.s": the dot multiplies */
    if (end && end[-1] == '.') end--;
    if (!end || !(value > 0) || isinf(value))
        return unit_refuse(reader, "a factor must be a number above 0");
    *out = (glass_unit_parts){value, 1, 0, 0, {0}};
    reader->at = end;
    return GLASS_OK;
}

static glass_status unit_bracket(unit_reader *reader, glass_unit_parts *out)
{
    if (++reader->depth > UNIT_DEPTH) return unit_refuse(reader, "too many brackets");
    reader->at++;
    glass_status status = unit_product(reader, out);
    if (status) return status;
    if (*reader->at != ')') return unit_refuse(reader, "a bracket is not closed");
    reader->at++;
    reader->depth--;
    return GLASS_OK;
}

/* The whole number behind a word: "2", "-2", "^2", "^-2", "^(-2)"; 1 if there is none. */
static glass_status unit_power(unit_reader *reader, int *power)
{
    const char *p = reader->at;
    int is_marked = *p == '^', is_closed = 0;
    p += is_marked;
    if (is_marked && *p == '(') is_closed = 1, p++;
    int sign = *p == '-' ? -1 : 1;
    const char *digits = p + (*p == '-' || *p == '+');
    *power = 1;
    if (!unit_is_digit(*digits))
        return is_marked ? unit_refuse(reader, "a whole number is expected after ^")
                         : GLASS_OK;
    long size = strtol(digits, (char **)&p, 10);
    if (*p == '.' && unit_is_digit(p[1]))
        return unit_refuse(reader, "powers must be whole numbers");
    if (size > UNIT_POWER) return unit_refuse(reader, "a power is too large");
    if (is_closed && *p++ != ')') return unit_refuse(reader, "a bracket is not closed");
    *power = sign * (int)size;
    reader->at = p;
    return GLASS_OK;
}

static glass_status unit_raise(const unit_reader *reader, glass_unit_parts *parts,
                               int power)
{
    int size = abs(power);
    glass_unit_parts raised = {pow(parts->over, size),
                               pow(parts->under, size),
                               parts->ten * power,
                               power == 1 ? parts->offset : 0,
                               {0}};
    if (power < 0) {
        double over = raised.over;
        raised.over = raised.under;
        raised.under = over;
    }
    for (int i = 0; i < 7; i++) {
        int dimension = parts->dimension[i] * power;
        if (abs(dimension) > 100) return unit_refuse(reader, "a power is too large");
        raised.dimension[i] = (signed char)dimension;
    }
    if (abs(raised.ten) > 1000) return unit_refuse(reader, "a power is too large");
    *parts = raised;
    return GLASS_OK;
}

static glass_status unit_factor(unit_reader *reader, int may_be_number,
                                glass_unit_parts *out)
{
    unit_skip_blanks(reader);
    glass_status status;
    int power;
    if (*reader->at == '(')
        status = unit_bracket(reader, out);
    else if (unit_is_letter(*reader->at))
        status = unit_word(reader, out);
    else if (unit_is_digit(*reader->at) && may_be_number)
        status = unit_number(reader, out);
    else if (unit_is_digit(*reader->at) || *reader->at == '-')
        status = unit_refuse(reader, "a power must touch its unit, as in m-2 or m^-2");
    else if (*reader->at)
        status = glass_fail(
            GLASS_E_INPUT,
            "the unit \"%s\" is not understood: a unit is expected before \"%s\"",
            reader->whole, reader->at);
    else
        status = unit_refuse(reader, "it ends where a unit is expected");
    if (!status) status = unit_power(reader, &power);
    return status ? status : unit_raise(reader, out, power);
}

/* What joins the next factor: '*', '/' or 0 at the end. ' ' stands for a '*' not written.
 */
static char unit_joint(unit_reader *reader)
{
    int is_apart = *reader->at == ' ';
    unit_skip_blanks(reader);
    char c = *reader->at;
    if (c == '*' || c == '/' || c == '.') {
        reader->at++;
        return c == '/' ? '/' : '*';
    }
    if (c == '-' && unit_is_letter(reader->at[1])) { /* A-h */
        reader->at++;
        return '*';
    }
    if (!strncmp(reader->at, "per ", 4)) {
        reader->at += 4;
        return '/';
    }
    return c == 0 || c == ')' || !(is_apart || c == '(') ? 0 : ' ';
}

static glass_status unit_multiply(const unit_reader *reader, glass_unit_parts *product,
                                  const glass_unit_parts *factor)
{
    product->over *= factor->over;
    product->under *= factor->under;
    product->ten += factor->ten;
    product->offset = 0; /* in a product a degree is a difference */
    for (int i = 0; i < 7; i++) {
        int dimension = product->dimension[i] + factor->dimension[i];
        if (abs(dimension) > 100) return unit_refuse(reader, "a power is too large");
        product->dimension[i] = (signed char)dimension;
    }
    return GLASS_OK;
}

static glass_status unit_product(unit_reader *reader, glass_unit_parts *out)
{
    int is_divided = 0;
    unit_skip_blanks(reader);
    glass_status status = GLASS_OK;
    if (*reader->at == '/')
        *out = (glass_unit_parts){1, 1, 0, 0, {0}};
    else
        status = unit_factor(reader, 1, out);
    for (char joint; !status && (joint = unit_joint(reader)) != 0;) {
        glass_unit_parts factor;
        if (is_divided && joint != '/')
            return unit_refuse(reader, "what is behind / is not clear; write W/m2/K or "
                                       "W/(m2.K) or W.m-2.K-1");
        is_divided |= joint == '/';
        status = unit_factor(reader, joint != ' ', &factor);
        if (!status && joint == '/') status = unit_raise(reader, &factor, -1);
        if (!status) status = unit_multiply(reader, out, &factor);
    }
    return status;
}

static glass_status unit_parse(const char *text, glass_unit_parts *out)
{
    char spelt[UNIT_LONGEST];
    if (!unit_spell(text, spelt))
        return glass_fail(GLASS_E_INPUT, "the unit \"%.40s...\" is too long", text);
    unit_reader reader = {spelt, text, 0};
    unit_skip_blanks(&reader);
    *out = (glass_unit_parts){1, 1, 0, 0, {0}};
    if (!*reader.at || !strcmp(reader.at, "-")) return GLASS_OK; /* a bare number */
    glass_unit_parts parts;
    glass_status status = unit_product(&reader, &parts);
    if (status) return status;
    if (*reader.at)
        return glass_fail(GLASS_E_INPUT, "the unit \"%s\" is not understood from \"%s\" on",
                          text, reader.at);
    if (!isnormal(unit_scale(&parts))) /* 0 and infinity as well */
        return unit_refuse(&reader, "it is too large or too small");
    *out = parts;
    return GLASS_OK;
}

/* ---- conversion ---- */

static double unit_apply(const glass_unit_parts *parts, double x)
{
    return unit_ten(x * parts->over, parts->ten) / parts->under + parts->offset;
}

glass_status glass_unit_read(const char *text, glass_unit *out)
{
    glass_unit_parts parts;
    glass_status status = unit_parse(text, &parts);
    if (status) return status;
    *out = (glass_unit){.scale = unit_scale(&parts), .offset = parts.offset};
    memcpy(out->dimension, parts.dimension, sizeof out->dimension);
    return GLASS_OK;
}

static int unit_is(const glass_unit_parts *parts, const char *word)
{
    glass_unit_parts other;
    return glass_unit_word_find(word, &other) &&
           !memcmp(other.dimension, parts->dimension, sizeof other.dimension);
}

/* What the user probably meant by a unit that does not fit. */
static const char *unit_hint(const glass_unit_parts *from, const glass_unit_parts *to)
{
    if (unit_is(from, "C") && unit_is(to, "K")) return "; C is the C-rate, write degC";
    if (unit_is(from, "C") && unit_is(to, "Ah"))
        return "; C is the C-rate, write coulomb or Ah";
    if (unit_is(from, "C") && unit_is(to, "A"))
        return "; a C-rate is none without the capacity of the cell, give amperes";
    if (from->dimension[UNIT_RATE] && !to->dimension[UNIT_RATE])
        return "; C is the C-rate, write coulomb for the charge";
    if (unit_is(from, "m") && unit_is(to, "s")) return "; m is the metre, write min";
    if (unit_is(from, "Ah") && unit_is(to, "A")) return "; that is a charge, not a current";
    if (unit_is(from, "A") && unit_is(to, "Ah")) return "; that is a current, not a charge";
    if (unit_is(from, "S") && unit_is(to, "s")) return "; S is siemens, write s";
    return "";
}

static glass_status unit_check_fit(const char *from, const glass_unit_parts *from_parts,
                                   const char *to, const glass_unit_parts *to_parts)
{
    if (!memcmp(from_parts->dimension, to_parts->dimension, sizeof to_parts->dimension))
        return GLASS_OK;
    const char *given = *from ? from : "1", *wanted = *to ? to : "1";
    if (!strcmp(wanted, "1"))
        return glass_fail(GLASS_E_INPUT,
                          "the unit %s does not fit: a number without unit is "
                          "expected%s",
                          given, unit_hint(from_parts, to_parts));
    return glass_fail(GLASS_E_INPUT,
                      "the unit %s does not fit: it cannot be converted to %s%s", given,
                      wanted, unit_hint(from_parts, to_parts));
}

glass_status glass_unit_convert(const char *from, const char *to, double *scale,
                                double *offset)
{
    glass_unit_parts a, b;
    glass_status status = unit_parse(from, &a);
    if (!status) status = unit_parse(to, &b);
    if (!status) status = unit_check_fit(from, &a, to, &b);
    if (status) return status;
    double ratio = a.over * b.under, under = a.under * b.over;
    ratio = unit_ten(ratio, a.ten - b.ten) / under;
    if (!isnormal(ratio))
        return glass_fail(GLASS_E_INPUT, "%s and %s are too far apart", from, to);
    *scale = ratio;
    *offset = (a.offset - b.offset) / unit_scale(&b);
    return GLASS_OK;
}

/* ---- quantities ---- */

/* "80e-6" is read for 80 um: moving the exponent in the text rounds once, as a file would.
 */
static double unit_number_shifted(const char *number, size_t length, int ten, double value)
{
    char text[96];
    size_t mantissa = strcspn(number, "eE");
    if (mantissa > length) mantissa = length;
    if (mantissa > 60) return unit_ten(value, ten);
    long power = mantissa < length ? strtol(number + mantissa + 1, NULL, 10) : 0;
    snprintf(text, sizeof text, "%.*se%ld", (int)mantissa, number, power + ten);
    return glass_number_read(text, &value) ? value : unit_ten(value, ten);
}

static const char *quantity_skip(const char *p)
{
    while (*p == ' ' || *p == '\t') p++;
    return p;
}

/* The unit behind the number, without blanks and square brackets around it. */
static int quantity_unit(const char *p, char unit[UNIT_LONGEST])
{
    p = quantity_skip(p);
    size_t n = strlen(p);
    while (n &&
           (p[n - 1] == ' ' || p[n - 1] == '\t' || p[n - 1] == '\n' || p[n - 1] == '\r'))
        n--;
    if (n >= 2 && p[0] == '[' && p[n - 1] == ']') p++, n -= 2;
    if (n >= UNIT_LONGEST) return 0;
    memcpy(unit, p, n);
    unit[n] = 0;
    return 1;
}

static glass_status quantity_no_number(const char *text, const char *wanted)
{
    const char *unit = strcmp(wanted, "1") ? wanted : "";
    return glass_fail(GLASS_E_INPUT,
                      "\"%s\" is not a number; write for example \"2.5%s%s\"", text,
                      *unit ? " " : "", unit);
}

/* "2,5 V": says how to write it; of "1,000" nobody knows which is meant. */
static glass_status quantity_comma(const char *text, const char *comma)
{
    size_t digits = strspn(comma + 1, "0123456789");
    int whole = (int)(comma - text);
    if (digits == 3 || comma[1 + digits] == ',' || comma[1 + digits] == '.')
        return glass_fail(
            GLASS_E_INPUT,
            "\"%s\": a comma in a number is not understood; write %.*s%.3s for "
            "thousands, %.*s.%.3s for a fraction",
            text, whole, text, comma + 1, whole, text, comma + 1);
    return glass_fail(GLASS_E_INPUT,
                      "\"%s\": a comma in a number is not understood; write \"%.*s.%s\"",
                      text, whole, text, comma + 1);
}

static glass_status quantity_check_number(const char *text, const char *end)
{
    if (*end == ',' && unit_is_digit(end[1])) return quantity_comma(text, end);
    if (*end == '.' || unit_is_digit(*quantity_skip(end)))
        return glass_fail(GLASS_E_INPUT,
                          "\"%s\": the number is not understood behind \"%.*s\"", text,
                          (int)(end - text), text);
    return GLASS_OK;
}

glass_status glass_quantity_read(const char *text, const char *wanted, double *out)
{
    glass_unit_parts from, to;
    double value;
    char unit[UNIT_LONGEST] = "";
    const char *number = quantity_skip(text), *end = glass_number_read(number, &value);
    if (!end) return quantity_no_number(text, wanted);
    glass_status status = quantity_check_number(text, end);
    if (!status && !isfinite(value))
        status = glass_fail(GLASS_E_INPUT, "\"%s\": the number is too large", text);
    if (!status && !quantity_unit(end, unit))
        status = glass_fail(GLASS_E_INPUT, "\"%.40s...\": the unit is too long", text);
    if (!status) status = unit_parse(wanted, &to);
    if (!status) status = unit_parse(*unit ? unit : wanted, &from);
    if (!status && *unit) status = unit_check_fit(unit, &from, wanted, &to);
    if (status) return *unit ? glass_fail_in(status, "\"%s\"", text) : status;
    if (from.over == 1 && from.under == 1 && from.offset == 0)
        value = unit_number_shifted(number, (size_t)(end - number), from.ten, value);
    else
        value = unit_apply(&from, value);
    if (!isfinite(value))
        return glass_fail(GLASS_E_INPUT, "\"%s\": the number is too large", text);
    *out = value;
    return GLASS_OK;
}
