#include "cell/protocol_quantity.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* Every unit word, and what 1 of it is in SI. A word with `prefix` may follow k M m u n.
 * Case matters only where two words would be one ("m" is a minute, "M" nothing). */
static const struct quantity_unit {
    const char *word;
    protocol_kind kind;
    double scale;
    int prefix, exact;
} quantity_units[] = {
    {"A", PROTOCOL_CURRENT, 1, 1, 0},
    {"amp", PROTOCOL_CURRENT, 1, 0, 0},
    {"amps", PROTOCOL_CURRENT, 1, 0, 0},
    {"ampere", PROTOCOL_CURRENT, 1, 0, 0},
    {"amperes", PROTOCOL_CURRENT, 1, 0, 0},
    {"C", PROTOCOL_CRATE, 1, 1, 0},
    {"V", PROTOCOL_VOLTAGE, 1, 1, 0},
    {"volt", PROTOCOL_VOLTAGE, 1, 0, 0},
    {"volts", PROTOCOL_VOLTAGE, 1, 0, 0},
    {"W", PROTOCOL_POWER, 1, 1, 0},
    {"watt", PROTOCOL_POWER, 1, 0, 0},
    {"watts", PROTOCOL_POWER, 1, 0, 0},
    {"Ohm", PROTOCOL_RESISTANCE, 1, 1, 0},
    {"ohms", PROTOCOL_RESISTANCE, 1, 0, 0},
    {"\xce\xa9", PROTOCOL_RESISTANCE, 1, 1, 0},     /* Omega */
    {"\xe2\x84\xa6", PROTOCOL_RESISTANCE, 1, 1, 0}, /* the Ohm sign */
    {"s", PROTOCOL_TIME, 1, 1, 0},
    {"sec", PROTOCOL_TIME, 1, 0, 0},
    {"secs", PROTOCOL_TIME, 1, 0, 0},
    {"second", PROTOCOL_TIME, 1, 0, 0},
    {"seconds", PROTOCOL_TIME, 1, 0, 0},
    {"m", PROTOCOL_TIME, 60, 0, 1},
    {"min", PROTOCOL_TIME, 60, 0, 0},
    {"mins", PROTOCOL_TIME, 60, 0, 0},
    {"minute", PROTOCOL_TIME, 60, 0, 0},
    {"minutes", PROTOCOL_TIME, 60, 0, 0},
    {"h", PROTOCOL_TIME, 3600, 0, 0},
    {"hr", PROTOCOL_TIME, 3600, 0, 0},
    {"hrs", PROTOCOL_TIME, 3600, 0, 0},
    {"hour", PROTOCOL_TIME, 3600, 0, 0},
    {"hours", PROTOCOL_TIME, 3600, 0, 0},
    {"d", PROTOCOL_TIME, 86400, 0, 1},
    {"day", PROTOCOL_TIME, 86400, 0, 0},
    {"days", PROTOCOL_TIME, 86400, 0, 0},
    {"week", PROTOCOL_TIME, 604800, 0, 0},
    {"weeks", PROTOCOL_TIME, 604800, 0, 0},
    {"Ah", PROTOCOL_CHARGE, 3600, 1, 0},
    {"coulomb", PROTOCOL_CHARGE, 1, 0, 0},
    {"coulombs", PROTOCOL_CHARGE, 1, 0, 0},
    {"Wh", PROTOCOL_ENERGY, 3600, 1, 0},
    {"J", PROTOCOL_ENERGY, 1, 1, 0},
    {"K", PROTOCOL_TEMPERATURE, 1, 0, 0},
    {"kelvin", PROTOCOL_TEMPERATURE, 1, 0, 0},
    {"degC", PROTOCOL_TEMPERATURE, 1, 0, 0},
    {"oC", PROTOCOL_TEMPERATURE, 1, 0, 0},
    {"\xc2\xb0"
     "C",
     PROTOCOL_TEMPERATURE, 1, 0, 0},
    {"celsius", PROTOCOL_TEMPERATURE, 1, 0, 0},
    {"percent", PROTOCOL_PERCENT, 0.01, 0, 0},
    {"Hz", PROTOCOL_FREQUENCY, 1, 1, 0},
};

enum { QUANTITY_UNITS = sizeof quantity_units / sizeof *quantity_units };

static const double QUANTITY_CELSIUS = 273.15; /* K; the definition of degC */
/* K; the range of "Ambient temperature" of a cell, which this sets too */
static const double QUANTITY_COLDEST = 150, QUANTITY_HOTTEST = 600;
/* s; closer rows hold nothing, and a slip of the unit would fill any disk */
static const double QUANTITY_PERIOD_MIN = 1e-5;

const char *protocol_quantity_kind(protocol_kind kind)
{
    static const char *const words[] = {
        [PROTOCOL_NONE] = "nothing known",
        [PROTOCOL_CURRENT] = "a current",
        [PROTOCOL_CRATE] = "a C-rate",
        [PROTOCOL_VOLTAGE] = "a voltage",
        [PROTOCOL_POWER] = "a power",
        [PROTOCOL_RESISTANCE] = "a resistance",
        [PROTOCOL_TIME] = "a time",
        [PROTOCOL_CHARGE] = "a charge",
        [PROTOCOL_ENERGY] = "an energy",
        [PROTOCOL_TEMPERATURE] = "a temperature",
        [PROTOCOL_DENSITY] = "a current density",
        [PROTOCOL_SLOPE] = "a voltage slope",
        [PROTOCOL_PERCENT] = "a percentage",
        [PROTOCOL_FREQUENCY] = "a frequency",
    };
    return words[kind];
}

static int quantity_same(const char *word, const char *unit, int is_exact)
{
    return is_exact ? strcmp(word, unit) == 0 : glass_text_same(word, unit);
}

/* The factor of a prefix, and where the rest of the word begins; 0 if there is none. */
static double quantity_prefix(const char *word, const char **rest)
{
    static const struct {
        const char *letter;
        double factor;
    } prefixes[] = {
        {"k", 1e3},  {"K", 1e3},         {"M", 1e6},         {"m", 1e-3}, {"u", 1e-6},
        {"n", 1e-9}, {"\xc2\xb5", 1e-6}, {"\xce\xbc", 1e-6}, /* micro sign, Greek mu */
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t n = strlen(prefixes[i].letter);
        if (strncmp(word, prefixes[i].letter, n) == 0) {
            *rest = word + n;
            return prefixes[i].factor;
        }
    }
    return 0;
}

/* First as written, then in any case; whole words before prefixes. */
static const struct quantity_unit *quantity_find(const char *word, double *factor)
{
    for (int is_exact = 1; is_exact >= 0; is_exact--) {
        const char *rest = word;
        double prefix = quantity_prefix(word, &rest);
        for (int i = 0; i < QUANTITY_UNITS; i++) {
            *factor = 1;
            const struct quantity_unit *unit = &quantity_units[i];
            if (quantity_same(word, unit->word, is_exact || unit->exact)) return unit;
        }
        for (int i = 0; prefix != 0 && *rest && i < QUANTITY_UNITS; i++) {
            *factor = prefix;
            const struct quantity_unit *unit = &quantity_units[i];
            if (unit->prefix && quantity_same(rest, unit->word, is_exact)) return unit;
        }
    }
    return NULL;
}

static void quantity_refuse_unit(protocol_lex *lex, const char *word)
{
    const char *words[QUANTITY_UNITS + 1] = {0};
    for (int i = 0; i < QUANTITY_UNITS; i++) words[i] = quantity_units[i].word;
    const char *near = strlen(word) > 2 ? protocol_lex_nearest(word, words) : NULL;
    if (glass_text_same(word, "F") || glass_text_same(word, "degF"))
        protocol_lex_fail(lex, lex->token, "Fahrenheit is not known; write degC or K");
    else if (near)
        protocol_lex_fail(lex, lex->token, "there is no unit \"%s\"; did you mean \"%s\"?",
                          word, near);
    else
        protocol_lex_fail(lex, lex->token,
                          "there is no unit \"%s\"; known: A V W Ohm C Ah Wh %% s min h d "
                          "degC K A/m2 mA/cm2, and k M m u n before them",
                          word);
}

/* ---- numbers ---- */

static int quantity_is_digit_after_comma(const protocol_lex *lex)
{
    const char *p = lex->text + lex->token.from;
    return protocol_lex_is_mark(lex, ',') && lex->token.from == lex->last && p[1] >= '0' &&
           p[1] <= '9';
}

static double quantity_digits(protocol_lex *lex)
{
    double value = lex->token.number;
    if (lex->token.kind == PROTOCOL_TOKEN_NUMBER && !isfinite(value))
        protocol_lex_fail(lex, lex->token, "the number is too large");
    protocol_lex_next(lex);
    if (quantity_is_digit_after_comma(lex))
        protocol_lex_fail(lex, lex->token,
                          "a decimal comma; write a point (and a blank after a comma that "
                          "parts two conditions)");
    return value;
}

double protocol_quantity_number(protocol_lex *lex, int *has_sign, const char *wanted)
{
    int is_negative = protocol_lex_is_mark(lex, '-');
    *has_sign = is_negative || protocol_lex_is_mark(lex, '+');
    if (*has_sign) protocol_lex_next(lex);
    if (lex->token.kind != PROTOCOL_TOKEN_NUMBER) {
        char came[48];
        protocol_lex_text(lex, lex->token, came, sizeof came);
        if (protocol_lex_is_over(lex))
            protocol_lex_fail(lex, lex->token, "%s is expected here", wanted);
        else
            protocol_lex_fail(lex, lex->token, "%s is expected, not \"%s\"", wanted, came);
        return 0;
    }
    double value = quantity_digits(lex);
    protocol_lex ahead = *lex; /* 1/3 C, 1/2 h */
    if (lex->status == GLASS_OK && protocol_lex_take_mark(&ahead, '/') &&
        ahead.token.kind == PROTOCOL_TOKEN_NUMBER) {
        *lex = ahead;
        double below = lex->token.number;
        if (below == 0) protocol_lex_fail(lex, lex->token, "a division by zero");
        value /= quantity_digits(lex);
    }
    return is_negative ? -value : value;
}

/* ---- units ---- */

/* "C/20", "3C/4" */
static void quantity_crate(protocol_lex *lex, protocol_quantity *out)
{
    if (!protocol_lex_take_mark(lex, '/')) return;
    if (lex->token.kind != PROTOCOL_TOKEN_NUMBER) {
        protocol_lex_fail(lex, lex->token, "a number is expected after \"C/\", as in C/20");
        return;
    }
    if (lex->token.number == 0)
        protocol_lex_fail(lex, lex->token, "a C-rate divided by zero");
    out->value /= quantity_digits(lex);
}

/* Square metres or square centimetres after A/, in m2; 0: neither. */
static double quantity_area(protocol_lex *lex)
{
    static const struct {
        const char *word;
        double m2;
    } areas[] = {{"m2", 1}, {"cm2", 1e-4}, {"m\xc2\xb2", 1}, {"cm\xc2\xb2", 1e-4}};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        if (protocol_lex_take(lex, areas[i].word)) return areas[i].m2;
    double m2 = protocol_lex_is(lex, "m") ? 1 : protocol_lex_is(lex, "cm") ? 1e-4 : 0;
    if (m2 == 0) return 0;
    protocol_lex_next(lex);
    if (!protocol_lex_take_mark(lex, '^')) return 0;
    if (lex->token.kind != PROTOCOL_TOKEN_NUMBER || lex->token.number != 2) return 0;
    protocol_lex_next(lex);
    return m2;
}

static void quantity_per_area(protocol_lex *lex, protocol_quantity *out)
{
    if (!protocol_lex_take_mark(lex, '/')) return;
    double m2 = quantity_area(lex);
    if (m2 == 0) protocol_lex_fail(lex, lex->token, "m2 or cm2 is expected after \"A/\"");
    out->kind = PROTOCOL_DENSITY;
    out->value /= m2;
}

static void quantity_per_time(protocol_lex *lex, protocol_quantity *out)
{
    if (!protocol_lex_take_mark(lex, '/')) return;
    char word[32];
    double factor;
    protocol_lex_text(lex, lex->token, word, sizeof word);
    const struct quantity_unit *unit = quantity_find(word, &factor);
    if (lex->token.kind != PROTOCOL_TOKEN_WORD || !unit || unit->kind != PROTOCOL_TIME) {
        protocol_lex_fail(lex, lex->token, "a unit of time is expected after \"V/\"");
        return;
    }
    protocol_lex_next(lex);
    out->kind = PROTOCOL_SLOPE;
    out->value /= factor * unit->scale;
}

static int quantity_is_celsius(const char *word)
{
    return strcmp(word, "K") && strcmp(word, "kelvin");
}

static void quantity_apply(protocol_lex *lex, const struct quantity_unit *unit,
                           double factor, protocol_quantity *out)
{
    out->kind = unit->kind;
    /* a division by 1000 is exact to the last digit, a product with 0.001 is not */
    out->value = factor < 1 ? out->value / round(1 / factor) : out->value * factor;
    out->value *= unit->scale;
    if (unit->kind == PROTOCOL_TEMPERATURE && quantity_is_celsius(unit->word))
        out->value += QUANTITY_CELSIUS;
    if (factor > 1e5 && lex->notes)
        protocol_lex_note(lex, out->where, "M is mega (a million); milli is a small m");
    if (unit->kind == PROTOCOL_CRATE) quantity_crate(lex, out);
    if (unit->kind == PROTOCOL_CURRENT) quantity_per_area(lex, out);
    if (unit->kind == PROTOCOL_VOLTAGE) quantity_per_time(lex, out);
    if (lex->status == GLASS_OK && !isfinite(out->value))
        protocol_lex_fail(lex, out->where, "the number is too large");
}

/* Degree sign or "deg" apart from the C. */
static int quantity_take_degrees(protocol_lex *lex)
{
    protocol_lex ahead = *lex;
    if (!protocol_lex_take(&ahead, "\xc2\xb0") && !protocol_lex_take(&ahead, "deg") &&
        !protocol_lex_take(&ahead, "degrees"))
        return 0;
    if (!protocol_lex_take(&ahead, "C") && !protocol_lex_take(&ahead, "celsius")) return 0;
    *lex = ahead;
    return 1;
}

static void quantity_unit(protocol_lex *lex, protocol_quantity *out, const char *wanted)
{
    char word[64], number[32];
    if (protocol_lex_take_mark(lex, '%')) {
        out->kind = PROTOCOL_PERCENT;
        out->value /= 100;
        return;
    }
    if (quantity_take_degrees(lex)) {
        out->kind = PROTOCOL_TEMPERATURE;
        out->value += QUANTITY_CELSIUS;
        return;
    }
    if (lex->token.kind != PROTOCOL_TOKEN_WORD) {
        protocol_lex_text(lex, protocol_lex_span(lex, out->where.from), number,
                          sizeof number);
        protocol_lex_fail(lex, protocol_lex_span(lex, out->where.from),
                          "%s has no unit; %s is expected", number, wanted);
        return;
    }
    double factor;
    protocol_lex_text(lex, lex->token, word, sizeof word);
    const struct quantity_unit *unit = quantity_find(word, &factor);
    if (!unit) {
        quantity_refuse_unit(lex, word);
        return;
    }
    protocol_lex_next(lex);
    out->where = protocol_lex_span(lex, out->where.from);
    quantity_apply(lex, unit, factor, out);
}

/* ---- quantities ---- */

int protocol_quantity_begins(const protocol_lex *lex)
{
    return lex->token.kind == PROTOCOL_TOKEN_NUMBER || protocol_lex_is_mark(lex, '-') ||
           protocol_lex_is_mark(lex, '+') || protocol_lex_is(lex, "C") ||
           protocol_lex_is(lex, "half") || protocol_lex_is(lex, "an") ||
           protocol_lex_is(lex, "a");
}

/* "an hour", "half an hour", "half a minute" stand for a number. */
static int quantity_article(protocol_lex *lex, double *value)
{
    protocol_lex ahead = *lex;
    *value = protocol_lex_take(&ahead, "half") ? 0.5 : 1;
    if (!protocol_lex_take(&ahead, "an") && !protocol_lex_take(&ahead, "a")) return 0;
    *lex = ahead;
    return 1;
}

/* 1:30:00 after its first number. */
static void quantity_clock(protocol_lex *lex, protocol_quantity *out)
{
    double part[2] = {0};
    for (int i = 0; i < 2; i++) {
        if (!protocol_lex_take_mark(lex, ':')) {
            protocol_lex_fail(lex, protocol_lex_span(lex, out->where.from),
                              "hours:minutes or minutes:seconds? write all three, as in "
                              "1:30:00");
            return;
        }
        part[i] = lex->token.number;
        if (lex->token.kind != PROTOCOL_TOKEN_NUMBER || part[i] >= 60) {
            protocol_lex_fail(lex, lex->token,
                              "a number below 60 is expected, as in 1:30:00");
            return;
        }
        protocol_lex_next(lex);
    }
    out->kind = PROTOCOL_TIME;
    out->value = out->value * 3600 + part[0] * 60 + part[1];
}

static protocol_quantity quantity_one(protocol_lex *lex, const char *wanted)
{
    protocol_quantity out = {.where = lex->token};
    if (protocol_lex_take(lex, "C")) {
        out.kind = PROTOCOL_CRATE;
        out.value = 1;
        quantity_crate(lex, &out);
    } else if (quantity_article(lex, &out.value)) {
        quantity_unit(lex, &out, wanted);
    } else {
        out.value = protocol_quantity_number(lex, &out.has_sign, wanted);
        if (lex->status != GLASS_OK) return out;
        if (protocol_lex_is_mark(lex, ':'))
            quantity_clock(lex, &out);
        else
            quantity_unit(lex, &out, wanted);
    }
    out.where = protocol_lex_span(lex, out.where.from);
    return out;
}

protocol_quantity protocol_quantity_unit(protocol_lex *lex, const char *wanted)
{
    protocol_quantity out = {.value = 1, .where = lex->token};
    quantity_unit(lex, &out, wanted);
    out.where = protocol_lex_span(lex, out.where.from);
    return out;
}

/* Whether a number and a unit of time follow: "30 min" of "1 h 30 min". */
static int quantity_more_time(const protocol_lex *lex)
{
    protocol_lex ahead = *lex;
    ahead.notes = NULL;
    protocol_lex_take(&ahead, "and");
    if (ahead.token.kind != PROTOCOL_TOKEN_NUMBER) return 0;
    char word[32];
    double factor;
    protocol_lex_next(&ahead);
    if (ahead.token.kind != PROTOCOL_TOKEN_WORD) return 0;
    protocol_lex_text(&ahead, ahead.token, word, sizeof word);
    const struct quantity_unit *unit = quantity_find(word, &factor);
    return unit && unit->kind == PROTOCOL_TIME;
}

protocol_quantity protocol_quantity_read(protocol_lex *lex, const char *wanted)
{
    protocol_quantity out = quantity_one(lex, wanted);
    while (lex->status == GLASS_OK && out.kind == PROTOCOL_TIME &&
           quantity_more_time(lex)) {
        protocol_lex_take(lex, "and");
        out.value += quantity_one(lex, wanted).value;
        out.where = protocol_lex_span(lex, out.where.from);
    }
    return out;
}

double protocol_quantity_time(protocol_lex *lex)
{
    protocol_quantity q = protocol_quantity_read(lex, "a time, such as 30 s, 10 min, 1 h,");
    if (lex->status != GLASS_OK) return 0;
    if (q.kind != PROTOCOL_TIME)
        protocol_lex_fail(lex, q.where, "a time is expected (s, min, h, d), not %s",
                          protocol_quantity_kind(q.kind));
    else if (q.value <= 0)
        protocol_lex_fail(lex, q.where, "a time must be above zero");
    else if (q.value < QUANTITY_PERIOD_MIN)
        protocol_lex_fail(lex, q.where, "a period of rows is %g s at least",
                          QUANTITY_PERIOD_MIN);
    return q.value;
}

double protocol_quantity_temperature(protocol_lex *lex)
{
    protocol_quantity q = protocol_quantity_read(lex, "a temperature, such as 25 degC,");
    if (lex->status != GLASS_OK) return 0;
    if (q.kind == PROTOCOL_CRATE)
        protocol_lex_fail(lex, q.where, "C is a C-rate; write degC for a temperature");
    else if (q.kind != PROTOCOL_TEMPERATURE)
        protocol_lex_fail(lex, q.where, "a temperature is expected (degC, K), not %s",
                          protocol_quantity_kind(q.kind));
    else if (q.value <= 0)
        protocol_lex_fail(lex, q.where, "a temperature below absolute zero");
    else if (q.value < QUANTITY_COLDEST || q.value > QUANTITY_HOTTEST)
        protocol_lex_fail(lex, q.where, "%g K is %g degC; allowed: %g K to %g K", q.value,
                          q.value - QUANTITY_CELSIUS, QUANTITY_COLDEST, QUANTITY_HOTTEST);
    else if (q.value < 200 || q.value > 400)
        protocol_lex_note(lex, q.where, "%g K is %g degC: no cell works there", q.value,
                          q.value - QUANTITY_CELSIUS);
    return q.value;
}
