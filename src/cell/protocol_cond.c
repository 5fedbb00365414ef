#include "cell/protocol_cond.h"
#include "cell/protocol_quantity.h"
#include "cell/protocol_reader.h"
#include "base/memory.h"
#include "base/text.h"
#include "glasscell/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COND_WANTED    "a condition, such as 2.7 V, C/20 or 1 h,"
#define COND_BIT(kind) (1u << (kind))

/* What a kind of number watches when it stands alone. */
static const glass_watch cond_watch[] = {
    [PROTOCOL_CURRENT] = GLASS_WATCH_CURRENT,
    [PROTOCOL_CRATE] = GLASS_WATCH_CRATE,
    [PROTOCOL_VOLTAGE] = GLASS_WATCH_VOLTAGE,
    [PROTOCOL_POWER] = GLASS_WATCH_POWER,
    [PROTOCOL_TIME] = GLASS_WATCH_TIME,
    [PROTOCOL_CHARGE] = GLASS_WATCH_CHARGE,
    [PROTOCOL_ENERGY] = GLASS_WATCH_ENERGY,
    [PROTOCOL_TEMPERATURE] = GLASS_WATCH_TEMPERATURE,
    [PROTOCOL_DENSITY] = GLASS_WATCH_CURRENT_DENSITY,
    [PROTOCOL_SLOPE] = GLASS_WATCH_DVDT,
};

/* Words that may stand before the number, and which kinds of number they take; a letter
 * only where <, >, below or the like follows. */
static const struct cond_name {
    const char *word;
    unsigned kinds;
} cond_names[] = {
    {"voltage", COND_BIT(PROTOCOL_VOLTAGE)},
    {"current",
     COND_BIT(PROTOCOL_CURRENT) | COND_BIT(PROTOCOL_CRATE) | COND_BIT(PROTOCOL_DENSITY)},
    {"power", COND_BIT(PROTOCOL_POWER)},
    {"temperature", COND_BIT(PROTOCOL_TEMPERATURE)},
    {"time", COND_BIT(PROTOCOL_TIME)},
    {"charge", COND_BIT(PROTOCOL_CHARGE)},
    {"energy", COND_BIT(PROTOCOL_ENERGY)},
    {"capacity", COND_BIT(PROTOCOL_PERCENT) | COND_BIT(PROTOCOL_CHARGE)},
    {"V", COND_BIT(PROTOCOL_VOLTAGE)},
    {"U", COND_BIT(PROTOCOL_VOLTAGE)},
    {"I",
     COND_BIT(PROTOCOL_CURRENT) | COND_BIT(PROTOCOL_CRATE) | COND_BIT(PROTOCOL_DENSITY)},
    {"T", COND_BIT(PROTOCOL_TEMPERATURE)},
    {"P", COND_BIT(PROTOCOL_POWER)},
};

static const char *const cond_words[] = {
    "voltage", "current", "power",    "temperature", "time",  "charge", "energy",
    "SOC",     "dV/dt",   "capacity", "below",       "above", "limit",  NULL};

int protocol_cond_is_clause(const protocol_lex *lex)
{
    static const char *const words[] = {"at",  "every", "as",  "from",
                                        "for", "until", "with"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (protocol_lex_is(lex, words[i])) return 1;
    return protocol_lex_is_mark(lex, '[') || protocol_lex_is_mark(lex, '(');
}

/* "<", "at least", "below" ...; AUTO when none is there. */
static glass_side cond_side(protocol_lex *lex)
{
    static const struct {
        const char *word;
        glass_side side;
        const char *then;
    } sides[] = {
        {"below", GLASS_BELOW, NULL},   {"above", GLASS_ABOVE, NULL},
        {"under", GLASS_BELOW, NULL},   {"over", GLASS_ABOVE, NULL},
        {"less", GLASS_BELOW, "than"},  {"more", GLASS_ABOVE, "than"},
        {"lower", GLASS_BELOW, "than"}, {"higher", GLASS_ABOVE, "than"},
        {"at", GLASS_BELOW, "most"},    {"at", GLASS_ABOVE, "least"},
    };
    if (protocol_lex_is_mark(lex, '<') || protocol_lex_is_mark(lex, '>')) {
        glass_side side = lex->token.mark == '<' ? GLASS_BELOW : GLASS_ABOVE;
        protocol_lex_next(lex);
        protocol_lex_take_mark(lex, '=');
        return side;
    }
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        protocol_lex ahead = *lex;
        if (!protocol_lex_take(&ahead, sides[i].word)) continue;
        if (sides[i].then && !protocol_lex_take(&ahead, sides[i].then)) continue;
        *lex = ahead;
        return sides[i].side;
    }
    return GLASS_SIDE_AUTO;
}

/* "SOC", "state of charge", "state-of-charge" */
static int cond_take_soc(protocol_lex *lex)
{
    if (protocol_lex_take(lex, "SOC")) return 1;
    protocol_lex ahead = *lex;
    if (!protocol_lex_take(&ahead, "state")) return 0;
    protocol_lex_take_mark(&ahead, '-');
    if (!protocol_lex_take(&ahead, "of")) return 0;
    protocol_lex_take_mark(&ahead, '-');
    if (!protocol_lex_take(&ahead, "charge")) return 0;
    *lex = ahead;
    return 1;
}

/* The same, but not the channel "State of Charge / 1". */
static int cond_take_soc_alone(protocol_lex *lex)
{
    protocol_lex ahead = *lex;
    if (!cond_take_soc(&ahead) || protocol_lex_is_mark(&ahead, '/')) return 0;
    *lex = ahead;
    return 1;
}

/* Whether a condition goes on: with anything but its end and what may follow it. */
static int cond_goes_on(const protocol_lex *lex)
{
    return !protocol_lex_is_over(lex) && !protocol_lex_is_mark(lex, ',') &&
           !protocol_lex_is(lex, "or") && !protocol_lex_is(lex, "and") &&
           !protocol_cond_is_clause(lex);
}

/* Metal instead of intercalation: the least of phi_s - phi_e in the negative electrode. */
static int cond_take_plating(protocol_lex *lex, glass_end *end)
{
    protocol_lex ahead = *lex;
    if (!protocol_lex_take(&ahead, "plating")) return 0;
    if (cond_goes_on(&ahead)) return 0;
    *lex = ahead;
    end->watch = GLASS_WATCH_CHANNEL;
    end->side = GLASS_BELOW;
    end->level = 0;
    end->channel = glass_strdup("Plating Margin / V");
    if (!end->channel) protocol_lex_no_memory(lex);
    return 1;
}

static int cond_take_slope(protocol_lex *lex)
{
    protocol_lex ahead = *lex;
    if (!protocol_lex_take(&ahead, "dV") || !protocol_lex_take_mark(&ahead, '/') ||
        !protocol_lex_take(&ahead, "dt"))
        return 0;
    *lex = ahead;
    return 1;
}

/* ---- one condition ---- */

static void cond_soc_level(protocol_lex *lex, glass_end *end, double value,
                           protocol_token where)
{
    end->watch = GLASS_WATCH_SOC;
    end->level = value;
    if (lex->status == GLASS_OK && !(value >= 0 && value <= 1))
        protocol_lex_fail(lex, where, "a state of charge is 0 to 1, or 0 to 100 %%");
}

/* After "SOC": 20 %, or 0.2. */
static void cond_soc(protocol_lex *lex, glass_end *end)
{
    protocol_token where = lex->token;
    int has_sign;
    double value = protocol_quantity_number(lex, &has_sign, "a number, such as 20 %,");
    if (protocol_lex_take_mark(lex, '%') || protocol_lex_take(lex, "percent")) value /= 100;
    cond_soc_level(lex, end, value, protocol_lex_span(lex, where.from));
}

/* What a percentage or a charge is of. */
static void cond_percent(protocol_lex *lex, glass_end *end, protocol_quantity q)
{
    protocol_lex_take(lex, "of");
    protocol_lex_take(lex, "the");
    protocol_lex_take(lex, "initial");
    if (cond_take_soc(lex)) {
        cond_soc_level(lex, end, q.value, q.where);
    } else if (protocol_lex_take(lex, "capacity")) {
        end->watch = GLASS_WATCH_CAPACITY_FADE;
        if (!(q.value > 0))
            protocol_lex_fail(lex, q.where, "a capacity above zero is expected");
    } else {
        protocol_lex_fail(lex, q.where,
                          "a percentage of what? write \"%g %% SOC\" or \"%g %% capacity\"",
                          100 * q.value, 100 * q.value);
    }
}

static const double COND_TIME_MAX = 1e10; /* s; beyond, it was no unit that was meant */

static void cond_refuse_sign(protocol_lex *lex, protocol_quantity q)
{
    if (q.value <= 0)
        protocol_lex_fail(lex, q.where, "%s is counted without sign and must be above zero",
                          protocol_quantity_kind(q.kind));
}

static void cond_quantity(protocol_lex *lex, glass_end *end, protocol_quantity q)
{
    end->level = q.value;
    switch (q.kind) {
    case PROTOCOL_PERCENT: cond_percent(lex, end, q); return;
    case PROTOCOL_NONE:
    case PROTOCOL_RESISTANCE:
    case PROTOCOL_FREQUENCY:
        protocol_lex_fail(lex, q.where,
                          "%s cannot end anything; " COND_WANTED " is expected",
                          protocol_quantity_kind(q.kind));
        return;
    default: end->watch = cond_watch[q.kind];
    }
    int is_counted =
        q.kind == PROTOCOL_TIME || q.kind == PROTOCOL_CHARGE || q.kind == PROTOCOL_ENERGY;
    if (is_counted) cond_refuse_sign(lex, q);
    if (q.kind == PROTOCOL_TIME && q.value > COND_TIME_MAX)
        protocol_lex_fail(lex, q.where, "a time of 300 years (1e10 s) at most is expected");
    if (is_counted && end->side == GLASS_BELOW)
        protocol_lex_fail(lex, q.where, "%s only grows: it cannot fall below this",
                          protocol_quantity_kind(q.kind));
    end->is_signed = q.has_sign && (q.kind == PROTOCOL_CURRENT ||
                                    q.kind == PROTOCOL_CRATE || q.kind == PROTOCOL_POWER ||
                                    q.kind == PROTOCOL_DENSITY || q.kind == PROTOCOL_SLOPE);
    if (q.kind == PROTOCOL_CHARGE && protocol_lex_take(lex, "capacity"))
        end->watch = GLASS_WATCH_CAPACITY;
    if (q.kind == PROTOCOL_CRATE && fabs(q.value) >= 15)
        protocol_lex_note(lex, q.where, "%gC is a C-rate; a temperature is %g degC",
                          q.value, q.value);
}

static void cond_named(protocol_lex *lex, glass_end *end, const struct cond_name *name)
{
    protocol_lex_take(lex, "is");
    glass_side side = cond_side(lex);
    if (end->side == GLASS_SIDE_AUTO) end->side = side;
    protocol_quantity q = protocol_quantity_read(lex, COND_WANTED);
    if (lex->status != GLASS_OK) return;
    if (!(name->kinds & COND_BIT(q.kind))) {
        protocol_lex_fail(lex, q.where, "%s does not measure %s",
                          protocol_quantity_kind(q.kind), name->word);
        return;
    }
    if (strcmp(name->word, "capacity") == 0) {
        end->level = q.value;
        end->watch =
            q.kind == PROTOCOL_CHARGE ? GLASS_WATCH_CAPACITY : GLASS_WATCH_CAPACITY_FADE;
        cond_refuse_sign(lex, q);
    } else {
        cond_quantity(lex, end, q);
    }
}

/* ---- channels ---- */

/* The unit in a label: what follows its last " / "; NULL if there is none. */
static const char *cond_label_unit(const char *label)
{
    const char *unit = NULL;
    for (const char *at = strstr(label, " / "); at; at = strstr(at + 1, " / "))
        unit = at + 3;
    return unit;
}

/* A unit after a channel's number, as raw text ("mol/m3"): into the unit of the label. */
static void cond_channel_unit(protocol_lex *lex, glass_end *end)
{
    char text[64];
    double scale = 1, offset = 0;
    const char *wanted = cond_label_unit(end->channel);
    protocol_token unit = lex->token;
    unit.to = unit.from + strcspn(lex->text + unit.from, " \t\r\n,;()[]#");
    protocol_lex_text(lex, unit, text, sizeof text);
    if (!wanted) {
        protocol_lex_fail(lex, unit,
                          "a unit needs the channel's whole label, \"%s / UNIT\"; a bare "
                          "number is in the channel's own unit",
                          end->channel);
        return;
    }
    if (glass_unit_convert(text, wanted, &scale, &offset)) {
        protocol_lex_fail(lex, unit, "\"%s\" does not fit a channel in %s", text, wanted);
        return;
    }
    end->level = end->level * scale + offset;
    protocol_lex_jump(lex, unit.to);
    lex->last = unit.to;
}

static void cond_channel(protocol_lex *lex, glass_end *end, const char *label)
{
    int has_sign;
    end->watch = GLASS_WATCH_CHANNEL;
    end->channel = glass_strdup(label);
    if (!end->channel) protocol_lex_no_memory(lex);
    protocol_lex_take(lex, "is");
    end->side = cond_side(lex);
    if (end->side == GLASS_SIDE_AUTO && lex->status == GLASS_OK) {
        protocol_lex_fail(lex, lex->token,
                          "<, >, below or above is expected after the channel \"%s\"",
                          label);
        return;
    }
    end->level = protocol_quantity_number(lex, &has_sign, "a number");
    if (lex->status == GLASS_OK && cond_goes_on(lex)) cond_channel_unit(lex, end);
}

/* A channel's label without quotation marks reaches up to < > below above. */
static int cond_label(protocol_lex *lex, char *out, size_t size)
{
    protocol_lex ahead = *lex;
    while (!protocol_lex_is_over(&ahead) && !protocol_lex_is_mark(&ahead, ',') &&
           !protocol_lex_is(&ahead, "or") && !protocol_lex_is(&ahead, "until")) {
        protocol_token here = ahead.token;
        size_t last = ahead.last;
        if (cond_side(&ahead) != GLASS_SIDE_AUTO) {
            protocol_token label = {.from = lex->token.from, .to = last};
            protocol_lex_text(lex, label, out, size);
            lex->last = last;
            protocol_lex_jump(lex, here.from);
            return 1;
        }
        protocol_lex_next(&ahead);
    }
    return 0;
}

static void cond_refuse(protocol_lex *lex, const char *wanted)
{
    char word[64];
    protocol_lex_text(lex, lex->token, word, sizeof word);
    const char *near = protocol_lex_nearest(word, cond_words);
    if (protocol_lex_is_over(lex))
        protocol_lex_fail(lex, lex->token, "%s is expected here", wanted);
    else if (protocol_lex_is(lex, "then") || protocol_step_begins(lex))
        protocol_lex_fail(lex, lex->token,
                          "a new step begins on a new line, or after a semicolon");
    else if (near)
        protocol_lex_fail(lex, lex->token, "\"%s\" is no condition; did you mean \"%s\"?",
                          word, near);
    else
        protocol_lex_fail(
            lex, lex->token,
            "\"%s\" is no condition; expected %s or a channel with < or > and a "
            "number",
            word, wanted);
}

/* "limit", "the voltage limit": nothing to add. */
static int cond_take_limit(protocol_lex *lex)
{
    protocol_lex ahead = *lex;
    protocol_lex_take(&ahead, "the");
    protocol_lex_take(&ahead, "voltage");
    if (!protocol_lex_take(&ahead, "limit")) return 0;
    *lex = ahead;
    return 1;
}

/* "voltge < 3 V" is no channel but a slip. */
static int cond_is_slip(const protocol_lex *lex)
{
    char word[64];
    protocol_lex ahead = *lex;
    protocol_lex_text(lex, lex->token, word, sizeof word);
    protocol_lex_next(&ahead);
    return cond_side(&ahead) != GLASS_SIDE_AUTO && protocol_lex_nearest(word, cond_words);
}

/* "voltage", but not the channel "Voltage / V". */
static const struct cond_name *cond_take_name(protocol_lex *lex)
{
    static const struct cond_name slope = {"dV/dt", COND_BIT(PROTOCOL_SLOPE)};
    if (cond_take_slope(lex)) return &slope;
    for (size_t i = 0; i < sizeof cond_names / sizeof *cond_names; i++) {
        protocol_lex ahead = *lex;
        if (!protocol_lex_take(&ahead, cond_names[i].word)) continue;
        if (protocol_lex_is_mark(&ahead, '/')) continue;
        protocol_lex beyond = ahead;
        if (!cond_names[i].word[1] && cond_side(&beyond) == GLASS_SIDE_AUTO) continue;
        *lex = ahead;
        return &cond_names[i];
    }
    return NULL;
}

static void cond_word(protocol_lex *lex, glass_end *end, const char *wanted)
{
    char label[128];
    const struct cond_name *name = cond_take_name(lex);
    if (name) {
        cond_named(lex, end, name);
    } else if (cond_take_plating(lex, end)) {
        return;
    } else if (cond_take_soc_alone(lex)) {
        protocol_lex_take(lex, "is");
        glass_side side = cond_side(lex);
        if (side != GLASS_SIDE_AUTO) end->side = side;
        cond_soc(lex, end);
    } else if (!cond_is_slip(lex) && cond_label(lex, label, sizeof label)) {
        cond_channel(lex, end, label);
    } else {
        cond_refuse(lex, wanted);
    }
}

static void cond_one(protocol_lex *lex, protocol_ends *ends, const char *wanted)
{
    char text[128];
    protocol_token from = lex->token;
    if (cond_take_limit(lex)) return;
    glass_end end = {.side = cond_side(lex)};
    if (protocol_quantity_begins(lex)) {
        cond_quantity(lex, &end, protocol_quantity_read(lex, wanted));
    } else if (lex->token.kind == PROTOCOL_TOKEN_QUOTED) {
        protocol_lex_quoted(lex, text, sizeof text);
        protocol_lex_next(lex);
        cond_channel(lex, &end, text);
    } else {
        cond_word(lex, &end, wanted);
    }
    protocol_token all = protocol_lex_span(lex, from.from);
    end.text = glass_strndup(lex->text + all.from, all.to - all.from);
    if (!end.text) protocol_lex_no_memory(lex);
    if (lex->status != GLASS_OK)
        protocol_build_clear_end(&end);
    else if (!protocol_build_end(ends, &end))
        protocol_lex_no_memory(lex);
}

/* Whether another condition is joined to the last one; `and` binds it to that. */
static int cond_joined(protocol_lex *lex, protocol_ends *ends)
{
    protocol_lex ahead = *lex;
    if (protocol_lex_take(&ahead, "and")) {
        if (ends->n) ends->at[ends->n - 1].and_next = 1;
        *lex = ahead;
        return 1;
    }
    if (!protocol_lex_take(&ahead, "or") && !protocol_lex_take_mark(&ahead, ',')) return 0;
    protocol_lex_take(&ahead, "or"); /* ", or" */
    if (protocol_cond_is_clause(&ahead) && !protocol_lex_is(&ahead, "until") &&
        !protocol_lex_is(&ahead, "for"))
        return 0;
    *lex = ahead;
    if (!protocol_lex_take(lex, "until")) protocol_lex_take(lex, "for");
    return 1;
}

void protocol_cond_read(protocol_lex *lex, protocol_ends *ends)
{
    cond_one(lex, ends, COND_WANTED);
    while (lex->status == GLASS_OK && cond_joined(lex, ends))
        cond_one(lex, ends, COND_WANTED);
}

void protocol_cond_read_for(protocol_lex *lex, protocol_ends *ends)
{
    cond_one(lex, ends, "a time, such as 30 s, 10 min or 1 h,");
    while (lex->status == GLASS_OK && cond_joined(lex, ends))
        cond_one(lex, ends, COND_WANTED);
}

/* ---- sides ---- */

static glass_side cond_settled(const glass_instruction *step, glass_watch watch)
{
    int is_driven = step->control == GLASS_VOLTAGE || step->control == GLASS_CCCV;
    switch (watch) {
    case GLASS_WATCH_TIME:
    case GLASS_WATCH_CHARGE:
    case GLASS_WATCH_ENERGY: return GLASS_ABOVE;
    case GLASS_WATCH_VOLTAGE:
    case GLASS_WATCH_SOC:
        return step->direction > 0   ? GLASS_ABOVE
               : step->direction < 0 ? GLASS_BELOW
                                     : GLASS_SIDE_AUTO;
    case GLASS_WATCH_CURRENT:
    case GLASS_WATCH_CRATE:
    case GLASS_WATCH_CURRENT_DENSITY:
        return step->control == GLASS_POWER || step->control == GLASS_RESISTANCE
                   ? GLASS_SIDE_AUTO
                   : GLASS_BELOW;
    case GLASS_WATCH_POWER: return is_driven ? GLASS_BELOW : GLASS_SIDE_AUTO;
    case GLASS_WATCH_DVDT:
    case GLASS_WATCH_CAPACITY_FADE:
    case GLASS_WATCH_CAPACITY: return GLASS_BELOW;
    default: return GLASS_SIDE_AUTO;
    }
}

void protocol_cond_settle(glass_instruction *step)
{
    for (int i = 0; i < step->n_ends; i++)
        if (step->ends[i].side == GLASS_SIDE_AUTO)
            step->ends[i].side = cond_settled(step, step->ends[i].watch);
}

void protocol_cond_settle_jump(protocol_lex *lex, glass_end *ends, int n)
{
    for (int i = 0; i < n && lex->status == GLASS_OK; i++) {
        glass_watch watch = ends[i].watch;
        protocol_token where = protocol_lex_span(lex, lex->last);
        if (watch == GLASS_WATCH_CHARGE || watch == GLASS_WATCH_ENERGY ||
            watch == GLASS_WATCH_DVDT)
            protocol_lex_fail(lex, where,
                              "\"%s\" is counted within a step and cannot end a loop or a "
                              "run; \"%s capacity\" can",
                              ends[i].text,
                              watch == GLASS_WATCH_CHARGE ? ends[i].text : "4 Ah");
        if (ends[i].side != GLASS_SIDE_AUTO) continue;
        ends[i].side = watch == GLASS_WATCH_TIME || watch == GLASS_WATCH_TEMPERATURE
                           ? GLASS_ABOVE
                           : GLASS_BELOW;
    }
}
