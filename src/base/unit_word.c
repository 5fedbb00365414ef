#include "base/unit_word.h"
#include "base/text.h"

#include <string.h>

enum { WORD_PREFIX = 1, WORD_ANY_CASE = 2, WORD_SPELT = 4 };

/* One unit under its spellings. WORD_PREFIX: takes SI prefixes ("mAh"); WORD_SPELT: takes
 * them written out ("milliampere"); WORD_ANY_CASE: "ah" and "AH" mean nothing else. */
typedef struct unit_word {
    const char *names; /* separated by blanks */
    double over;
    int ten;
    double offset;
    signed char dimension[7]; /* m kg s A K mol C-rate */
    int how;
} unit_word;

#define PER_KELVIN_OFFSET 273.15

static const unit_word unit_words[] = {
    {"1", 1, 0, 0, {0}, 0},
    {"% percent pct", 1, -2, 0, {0}, WORD_ANY_CASE},
    {"ppm", 1, -6, 0, {0}, WORD_ANY_CASE},
    {"m", 1, 0, 0, {1}, WORD_PREFIX},
    {"meter metre meters metres", 1, 0, 0, {1}, WORD_SPELT | WORD_ANY_CASE},
    {"micron microns", 1, -6, 0, {1}, WORD_ANY_CASE},
    {"Angstrom angstrom Ang", 1, -10, 0, {1}, WORD_ANY_CASE},
    {"g", 1, -3, 0, {0, 1}, WORD_PREFIX},
    {"gram grams", 1, -3, 0, {0, 1}, WORD_SPELT | WORD_ANY_CASE},
    {"s", 1, 0, 0, {0, 0, 1}, WORD_PREFIX},
    {"sec secs", 1, 0, 0, {0, 0, 1}, WORD_PREFIX | WORD_ANY_CASE},
    {"second seconds", 1, 0, 0, {0, 0, 1}, WORD_SPELT | WORD_ANY_CASE},
    {"min mins minute minutes", 60, 0, 0, {0, 0, 1}, WORD_ANY_CASE},
    {"h", 3600, 0, 0, {0, 0, 1}, 0},
    {"hr hrs hour hours", 3600, 0, 0, {0, 0, 1}, WORD_ANY_CASE},
    {"d", 86400, 0, 0, {0, 0, 1}, 0},
    {"day days", 86400, 0, 0, {0, 0, 1}, WORD_ANY_CASE},
    {"week weeks wk", 604800, 0, 0, {0, 0, 1}, WORD_ANY_CASE},
    {"A", 1, 0, 0, {0, 0, 0, 1}, WORD_PREFIX | WORD_ANY_CASE},
    {"amp amps ampere amperes", 1, 0, 0, {0, 0, 0, 1}, WORD_SPELT | WORD_ANY_CASE},
    {"K", 1, 0, 0, {0, 0, 0, 0, 1}, WORD_PREFIX},
    {"kelvin kelvins degK", 1, 0, 0, {0, 0, 0, 0, 1}, WORD_ANY_CASE},
    {"degC celsius", 1, 0, PER_KELVIN_OFFSET, {0, 0, 0, 0, 1}, WORD_ANY_CASE},
    {"mol", 1, 0, 0, {0, 0, 0, 0, 0, 1}, WORD_PREFIX},
    {"mole moles", 1, 0, 0, {0, 0, 0, 0, 0, 1}, WORD_SPELT | WORD_ANY_CASE},
    {"C c Crate C_rate", 1, 0, 0, {0, 0, 0, 0, 0, 0, 1}, 0},
    {"coulomb coulombs Coulomb", 1, 0, 0, {0, 0, 1, 1}, WORD_SPELT | WORD_ANY_CASE},
    {"Ah Ahr", 3600, 0, 0, {0, 0, 1, 1}, WORD_PREFIX | WORD_ANY_CASE},
    {"V", 1, 0, 0, {2, 1, -3, -1}, WORD_PREFIX | WORD_ANY_CASE},
    {"volt volts", 1, 0, 0, {2, 1, -3, -1}, WORD_SPELT | WORD_ANY_CASE},
    {"W", 1, 0, 0, {2, 1, -3}, WORD_PREFIX | WORD_ANY_CASE},
    {"watt watts", 1, 0, 0, {2, 1, -3}, WORD_SPELT | WORD_ANY_CASE},
    {"J", 1, 0, 0, {2, 1, -2}, WORD_PREFIX},
    {"joule joules", 1, 0, 0, {2, 1, -2}, WORD_SPELT | WORD_ANY_CASE},
    {"Wh Whr", 3600, 0, 0, {2, 1, -2}, WORD_PREFIX | WORD_ANY_CASE},
    {"eV", 1.602176634, -19, 0, {2, 1, -2}, WORD_PREFIX},
    {"Ohm ohm", 1, 0, 0, {2, 1, -3, -2}, WORD_PREFIX | WORD_SPELT | WORD_ANY_CASE},
    {"ohms", 1, 0, 0, {2, 1, -3, -2}, WORD_SPELT | WORD_ANY_CASE},
    {"S", 1, 0, 0, {-2, -1, 3, 2}, WORD_PREFIX},
    {"siemens", 1, 0, 0, {-2, -1, 3, 2}, WORD_SPELT | WORD_ANY_CASE},
    {"F", 1, 0, 0, {-2, -1, 4, 2}, WORD_PREFIX},
    {"farad farads", 1, 0, 0, {-2, -1, 4, 2}, WORD_SPELT | WORD_ANY_CASE},
    {"N", 1, 0, 0, {1, 1, -2}, WORD_PREFIX},
    {"newton newtons", 1, 0, 0, {1, 1, -2}, WORD_SPELT | WORD_ANY_CASE},
    {"Pa", 1, 0, 0, {-1, 1, -2}, WORD_PREFIX},
    {"pascal pascals", 1, 0, 0, {-1, 1, -2}, WORD_SPELT | WORD_ANY_CASE},
    {"bar", 1, 5, 0, {-1, 1, -2}, WORD_PREFIX | WORD_ANY_CASE},
    {"Hz", 1, 0, 0, {0, 0, -1}, WORD_PREFIX | WORD_ANY_CASE},
    {"hertz", 1, 0, 0, {0, 0, -1}, WORD_SPELT | WORD_ANY_CASE},
    {"L l", 1, -3, 0, {3}, WORD_PREFIX},
    {"liter litre liters litres", 1, -3, 0, {3}, WORD_SPELT | WORD_ANY_CASE},
    {"M", 1, 3, 0, {-3, 0, 0, 0, 0, 1}, WORD_PREFIX}, /* molar: mol/L */
    {"molar", 1, 3, 0, {-3, 0, 0, 0, 0, 1}, WORD_SPELT | WORD_ANY_CASE},
};

typedef struct unit_prefix {
    char letter;
    const char *spelt;
    int ten;
} unit_prefix;

static const unit_prefix unit_prefixes[] = {
    {'f', "femto", -15}, {'p', "pico", -12}, {'n', "nano", -9}, {'u', "micro", -6},
    {'m', "milli", -3},  {'c', "centi", -2}, {'d', "deci", -1}, {'k', "kilo", 3},
    {'M', "mega", 6},    {'G', "giga", 9},   {'T', "tera", 12},
};

/* Without regard to case only these are safe: "MAH" may mean mAh, "pa" Pa. */
static const char word_safe_prefixes[] = "umk";

/* What is offered when a word is misspelt. */
static const char *const unit_everyday[] = {
    "m",   "cm",   "mm",   "um",  "nm",   "s",       "ms",     "min",    "hour",
    "day", "A",    "mA",   "uA",  "V",    "mV",      "W",      "mW",     "kW",
    "J",   "kJ",   "Wh",   "mWh", "kWh",  "Ah",      "mAh",    "Ohm",    "mOhm",
    "K",   "degC", "%",    "mol", "S",    "mS",      "Pa",     "kPa",    "MPa",
    "bar", "Hz",   "kHz",  "kg",  "g",    "mg",      "L",      "mL",     "C",
    "F",   "week", "volt", "amp", "watt", "coulomb", "second", "minute", NULL,
};

static int word_is_one_of(const char *word, const char *names, int any_case)
{
    size_t length = strlen(word);
    for (const char *p = names; *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        if (n == length && (any_case ? glass_text_starts(p, word) : !strncmp(p, word, n)))
            return 1;
        p += n;
    }
    return 0;
}

static const unit_word *word_look_up(const char *word, int how, int any_case)
{
    if (!*word) return NULL;
    if (any_case) how |= WORD_ANY_CASE;
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++)
        if ((unit_words[i].how & how) == how &&
            word_is_one_of(word, unit_words[i].names, any_case))
            return &unit_words[i];
    return NULL;
}

static const unit_word *word_look_up_prefixed(const char *word, int any_case, int *ten)
{
    for (size_t i = 0; i < sizeof unit_prefixes / sizeof *unit_prefixes; i++) {
        const unit_prefix *prefix = &unit_prefixes[i];
        const unit_word *found = NULL;
        int is_safe = !any_case || strchr(word_safe_prefixes, prefix->letter);
        if (*word == prefix->letter && is_safe)
            found = word_look_up(word + 1, WORD_PREFIX, any_case);
        if (!found && glass_text_starts(word, prefix->spelt))
            found = word_look_up(word + strlen(prefix->spelt), WORD_SPELT, any_case);
        if (found) {
            *ten = prefix->ten;
            return found;
        }
    }
    return NULL;
}

int glass_unit_word_find(const char *word, glass_unit_parts *out)
{
    const unit_word *found = NULL;
    int ten = 0;
    for (int any_case = 0; any_case < 2 && !found; any_case++) {
        found = word_look_up(word, 0, any_case);
        if (!found) found = word_look_up_prefixed(word, any_case, &ten);
    }
    if (!found) return 0;
    *out = (glass_unit_parts){found->over, 1, found->ten + ten, found->offset, {0}};
    memcpy(out->dimension, found->dimension, sizeof out->dimension);
    return 1;
}

const char *glass_unit_word_nearest(const char *word)
{
    return glass_text_nearest(word, unit_everyday);
}
