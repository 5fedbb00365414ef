#include "cell/protocol_cond.h"
#include "cell/protocol_quantity.h"
#include "cell/protocol_reader.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEP_LEVEL "a level, such as 1C, C/20, 5 A, 4.2 V, 10 W, 4 Ohm,"

/* ---- level ---- */

/* Which control a level asks for; GLASS_REST: none. */
static glass_control step_control(protocol_kind kind)
{
    switch (kind) {
    case PROTOCOL_CURRENT: return GLASS_CURRENT;
    case PROTOCOL_CRATE: return GLASS_CRATE;
    case PROTOCOL_VOLTAGE: return GLASS_VOLTAGE;
    case PROTOCOL_POWER: return GLASS_POWER;
    case PROTOCOL_RESISTANCE: return GLASS_RESISTANCE;
    case PROTOCOL_DENSITY: return GLASS_CURRENT_DENSITY;
    default: return GLASS_REST;
    }
}

static int step_is_signed(glass_control control)
{
    return control == GLASS_CURRENT || control == GLASS_CRATE || control == GLASS_POWER ||
           control == GLASS_CURRENT_DENSITY;
}

/* What is controlled, whether it is constant or an expression of time. */
static glass_control step_controlled(const glass_instruction *step)
{
    return step->control == GLASS_PROFILE ? step->profile->control : step->control;
}

static void step_refuse_level(protocol_lex *lex, protocol_quantity q)
{
    char text[48];
    protocol_lex_text(lex, q.where, text, sizeof text);
    if (q.kind == PROTOCOL_CHARGE || q.kind == PROTOCOL_ENERGY ||
        q.kind == PROTOCOL_PERCENT)
        protocol_lex_fail(
            lex, q.where, "%s is not a level; write it as an end: \"at 1C until %s%s\"",
            protocol_quantity_kind(q.kind), text, q.kind == PROTOCOL_PERCENT ? " SOC" : "");
    else if (q.kind == PROTOCOL_TIME)
        protocol_lex_fail(lex, q.where,
                          "a time is not a level; write the level first: \"at 1C for %s\"",
                          text);
    else
        protocol_lex_fail(lex, q.where, "%s is not a level; " STEP_LEVEL " is expected",
                          protocol_quantity_kind(q.kind));
}

/* Reads a level; `direction` gives it its sign, 0 takes the sign as written. */
static void step_level(protocol_reader *reader, protocol_lex *lex, glass_instruction *out,
                       int direction)
{
    if (protocol_lex_is_mark(lex, '(')) {
        protocol_wave_read(reader, lex, direction, out);
        return;
    }
    protocol_quantity q = protocol_quantity_read(lex, STEP_LEVEL);
    if (lex->status != GLASS_OK) return;
    out->control = step_control(q.kind);
    out->level = q.value;
    if (out->control == GLASS_REST) {
        step_refuse_level(lex, q);
    } else if (out->control == GLASS_RESISTANCE) {
        if (q.value <= 0)
            protocol_lex_fail(lex, q.where, "a resistance must be above zero");
        if (direction > 0) out->level = -q.value;
        out->direction = direction > 0 ? 1 : -1;
    } else if (step_is_signed(out->control)) {
        if (direction) out->level *= direction;
        out->direction = out->level > 0 ? 1 : out->level < 0 ? -1 : direction;
        if (direction * out->direction < 0)
            protocol_lex_note(lex, q.where, "a %s at a negative level %s",
                              direction > 0 ? "charge" : "discharge",
                              direction > 0 ? "discharges; write \"Discharge at\""
                                            : "charges; write \"Charge at\"");
    } else {
        out->direction = direction;
    }
}

/* "Rest", "Rest 10 minutes" */
static void step_rest(protocol_lex *lex, glass_instruction *out)
{
    protocol_ends ends = {0};
    out->control = GLASS_REST;
    if (protocol_quantity_begins(lex)) protocol_cond_read_for(lex, &ends);
    out->ends = ends.at;
    out->n_ends = ends.n;
}

static void step_hold(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    protocol_lex_take(lex, "at");
    protocol_token from = lex->token;
    step_level(reader, lex, out, 0);
    if (lex->status == GLASS_OK && step_is_signed(step_controlled(out)))
        protocol_lex_fail(lex, protocol_lex_span(lex, from.from),
                          "a hold is at a voltage; for a constant current or power say "
                          "\"Charge at\" or \"Discharge at\"");
}

static void step_charge(protocol_reader *reader, protocol_lex *lex, glass_instruction *out,
                        int direction)
{
    protocol_lex_take(lex, "with");
    int is_at = protocol_lex_take(lex, "at");
    if (!is_at && (protocol_lex_is(lex, "to") || protocol_lex_is(lex, "until") ||
                   protocol_lex_is(lex, "for") || protocol_lex_is_over(lex))) {
        protocol_lex_fail(
            lex, lex->token, "at which rate? for instance \"%s at 1C until %s\"",
            direction > 0 ? "Charge" : "Discharge", direction > 0 ? "4.2 V" : "2.7 V");
        return;
    }
    step_level(reader, lex, out, direction);
    if (lex->status == GLASS_OK && protocol_lex_is(lex, "to"))
        protocol_lex_fail(
            lex, lex->token,
            "\"to\"? write \"until\" to end there, or \"CCCV %s at ... to ... "
            "until C/20\" to hold there",
            direction > 0 ? "charge" : "discharge");
}

/* CCCV charge at 1C to 4.2 V */
static void step_cccv(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    int direction = protocol_lex_take(lex, "charge")      ? 1
                    : protocol_lex_take(lex, "discharge") ? -1
                                                          : 0;
    if (!direction) {
        protocol_lex_fail(lex, lex->token,
                          "\"charge\" or \"discharge\" is expected after CCCV");
        return;
    }
    protocol_lex_take(lex, "at");
    protocol_token from = lex->token;
    step_level(reader, lex, out, direction);
    if (lex->status != GLASS_OK) return;
    if (out->control != GLASS_CURRENT && out->control != GLASS_CRATE) {
        protocol_lex_fail(lex, protocol_lex_span(lex, from.from),
                          "a current in A or C is expected");
        return;
    }
    out->level_is_crate = out->control == GLASS_CRATE;
    out->control = GLASS_CCCV;
    if (!protocol_lex_take(lex, "to")) {
        protocol_lex_fail(
            lex, lex->token,
            "\"to\" and a voltage are expected: CCCV charge at 1C to 4.2 V until "
            "C/20");
        return;
    }
    protocol_quantity q = protocol_quantity_read(lex, "a voltage, such as 4.2 V,");
    if (lex->status == GLASS_OK && q.kind != PROTOCOL_VOLTAGE)
        protocol_lex_fail(lex, q.where, "a voltage is expected, not %s",
                          protocol_quantity_kind(q.kind));
    out->hold = q.value;
}

/* "current -5 A": a level with its own sign. */
static void step_signed(protocol_reader *reader, protocol_lex *lex, glass_instruction *out,
                        glass_control control)
{
    protocol_lex_take_mark(lex, '=');
    protocol_lex_take(lex, "of");
    protocol_lex_take(lex, "at");
    protocol_token from = lex->token;
    step_level(reader, lex, out, 0);
    glass_control got = lex->status ? control : step_controlled(out);
    if (lex->status == GLASS_OK && got != control &&
        !(control == GLASS_CURRENT && (got == GLASS_CRATE || got == GLASS_CURRENT_DENSITY)))
        protocol_lex_fail(lex, protocol_lex_span(lex, from.from),
                          "the unit does not fit: %s is expected",
                          control == GLASS_CURRENT   ? "A, C or A/m2"
                          : control == GLASS_POWER   ? "W"
                          : control == GLASS_VOLTAGE ? "V"
                                                     : "Ohm");
}

/* ---- profiles ---- */

static int step_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0;
}

/* A file name or a tag: quoted, or up to white space or one of `ends`. */
static char *step_raw(protocol_lex *lex, const char *ends, const char *wanted)
{
    char text[1024];
    if (lex->token.kind == PROTOCOL_TOKEN_QUOTED) {
        protocol_lex_quoted(lex, text, sizeof text);
        protocol_lex_next(lex);
    } else {
        protocol_token raw = lex->token;
        raw.to = raw.from;
        while (!step_is_blank(lex->text[raw.to]) && !strchr(ends, lex->text[raw.to]))
            raw.to++;
        if (raw.to == raw.from || lex->token.kind == PROTOCOL_TOKEN_END)
            protocol_lex_fail(lex, lex->token, "%s is expected here", wanted);
        protocol_lex_text(lex, raw, text, sizeof text);
        lex->last = raw.to;
        if (lex->status == GLASS_OK) protocol_lex_jump(lex, raw.to);
    }
    if (lex->status != GLASS_OK) return NULL;
    char *copy = glass_strdup(text);
    if (!copy) protocol_lex_no_memory(lex);
    return copy;
}

/* A column's label: quoted, or words up to the next clause. */
static char *step_column(protocol_lex *lex)
{
    char text[128];
    protocol_token from = lex->token;
    if (from.kind == PROTOCOL_TOKEN_QUOTED) return step_raw(lex, ";", "a column");
    while (!protocol_lex_is_over(lex) && !protocol_cond_is_clause(lex) &&
           !protocol_lex_is(lex, "scale") && !protocol_lex_is(lex, "hold") &&
           !protocol_lex_is(lex, "sign") && !protocol_lex_is_mark(lex, ','))
        protocol_lex_next(lex);
    protocol_token label = protocol_lex_span(lex, from.from);
    label.to = label.from < lex->last ? lex->last : label.from;
    if (label.from == label.to || lex->token.from == from.from)
        protocol_lex_fail(lex, from, "the name of a column is expected here");
    if (lex->status != GLASS_OK) return NULL;
    char *copy = glass_strdup(protocol_lex_text(lex, label, text, sizeof text));
    if (!copy) protocol_lex_no_memory(lex);
    return copy;
}

void protocol_step_table(protocol_reader *reader, protocol_lex *lex, protocol_token where,
                         const protocol_table *table, glass_instruction *out)
{
    out->control = GLASS_PROFILE;
    if (lex->status == GLASS_OK && !reader->open)
        protocol_lex_fail(lex, where, "profiles cannot be read here");
    if (lex->status != GLASS_OK) return;
    glass_status status =
        reader->open(reader->context, table, &out->profile, reader->notes);
    if (status == GLASS_E_MEMORY)
        protocol_lex_no_memory(lex);
    else if (status)
        protocol_lex_fail(lex, where, "%s", glass_words());
}

/* sign -1, sign +1 */
static int step_sign(protocol_lex *lex)
{
    protocol_token from = lex->token;
    int has_sign;
    double value = protocol_quantity_number(lex, &has_sign, "+1 or -1");
    if (lex->status == GLASS_OK && value != 1 && value != -1)
        protocol_lex_fail(lex, protocol_lex_span(lex, from.from),
                          "+1 (positive charges) or -1 (positive discharges) is expected");
    return value < 0 ? -1 : 1;
}

/* "(A)", "(W)", "(V)" after a file: which kind of column, as PyBaMM writes it. */
static char *step_kind(protocol_lex *lex)
{
    static const char *const kinds[][2] = {
        {"A", "Current / A"}, {"W", "Power / W"}, {"V", "Voltage / V"}};
    protocol_lex ahead = *lex;
    if (!protocol_lex_take_mark(&ahead, '(')) return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!protocol_lex_take(&ahead, kinds[i][0])) continue;
        if (!protocol_lex_take_mark(&ahead, ')')) return NULL;
        *lex = ahead;
        char *label = glass_strdup(kinds[i][1]);
        if (!label) protocol_lex_no_memory(lex);
        return label;
    }
    return NULL;
}

/* follow FILE [column LABEL] [sign -1] [scale NUMBER] [hold] */
static void step_follow(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    protocol_token where = lex->token;
    char *file = step_raw(lex, ",;()#", "the name of a file or of a profile");
    char *column = NULL;
    int has_sign;
    protocol_table table = {.file = file, .scale = 1};
    if (file) where = protocol_lex_span(lex, where.from);
    if (file) column = step_kind(lex);
    while (lex->status == GLASS_OK) {
        if (!column && (protocol_lex_take(lex, "column") || protocol_lex_take(lex, "as")))
            column = step_column(lex);
        else if (protocol_lex_take(lex, "scale"))
            table.scale = protocol_quantity_number(lex, &has_sign, "a factor");
        else if (protocol_lex_take(lex, "sign"))
            table.sign = step_sign(lex);
        else if (protocol_lex_take(lex, "hold"))
            table.hold = 1;
        else
            break;
    }
    table.column = column;
    protocol_step_table(reader, lex, where, &table, out);
    glass_free(file);
    glass_free(column);
}

/* ---- mode ---- */

enum step_mode {
    STEP_REST,
    STEP_CHARGE,
    STEP_DISCHARGE,
    STEP_HOLD,
    STEP_CURRENT,
    STEP_VOLTAGE,
    STEP_POWER,
    STEP_RESISTANCE,
    STEP_CCCV,
    STEP_CC,
    STEP_FOLLOW,
    STEP_EIS,
    STEP_MODES
};

static const struct {
    const char *word;
    enum step_mode mode;
} step_modes[] = {
    {"rest", STEP_REST},
    {"wait", STEP_REST},
    {"pause", STEP_REST},
    {"charge", STEP_CHARGE},
    {"discharge", STEP_DISCHARGE},
    {"hold", STEP_HOLD},
    {"CV", STEP_HOLD},
    {"current", STEP_CURRENT},
    {"voltage", STEP_VOLTAGE},
    {"power", STEP_POWER},
    {"resistance", STEP_RESISTANCE},
    {"CCCV", STEP_CCCV},
    {"CC", STEP_CC},
    {"follow", STEP_FOLLOW},
    {"run", STEP_FOLLOW},
    {"EIS", STEP_EIS},
};

static enum step_mode step_find(const protocol_lex *lex)
{
    for (size_t i = 0; i < sizeof step_modes / sizeof *step_modes; i++)
        if (protocol_lex_is(lex, step_modes[i].word)) return step_modes[i].mode;
    return STEP_MODES;
}

int protocol_step_begins(const protocol_lex *lex)
{
    return step_find(lex) != STEP_MODES;
}

const char *protocol_step_nearest(const char *word)
{
    static const char *const words[] = {
        "rest",       "wait", "charge", "discharge", "hold", "current", "voltage", "power",
        "resistance", "CCCV", "follow", "repeat",    "goto", "stop",    NULL};
    return protocol_lex_nearest(word, words);
}

/* "CC-CV" is three tokens; "CC charge" says no more than "charge". */
static void step_cc(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    protocol_lex_take_mark(lex, '-');
    if (protocol_lex_take(lex, "CV"))
        step_cccv(reader, lex, out);
    else if (protocol_lex_take(lex, "charge"))
        step_charge(reader, lex, out, 1);
    else if (protocol_lex_take(lex, "discharge"))
        step_charge(reader, lex, out, -1);
    else
        protocol_lex_fail(lex, lex->token,
                          "\"charge\" or \"discharge\" is expected: CC-CV charge at 1C to "
                          "4.2 V");
}

void protocol_step_mode(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    enum step_mode mode = step_find(lex);
    protocol_token where = lex->token;
    protocol_lex_next(lex);
    switch (mode) {
    case STEP_REST: step_rest(lex, out); break;
    case STEP_CHARGE: step_charge(reader, lex, out, 1); break;
    case STEP_DISCHARGE: step_charge(reader, lex, out, -1); break;
    case STEP_HOLD: step_hold(reader, lex, out); break;
    case STEP_CURRENT: step_signed(reader, lex, out, GLASS_CURRENT); break;
    case STEP_VOLTAGE: step_signed(reader, lex, out, GLASS_VOLTAGE); break;
    case STEP_POWER: step_signed(reader, lex, out, GLASS_POWER); break;
    case STEP_RESISTANCE: step_signed(reader, lex, out, GLASS_RESISTANCE); break;
    case STEP_CCCV: step_cccv(reader, lex, out); break;
    case STEP_CC: step_cc(reader, lex, out); break;
    case STEP_FOLLOW: step_follow(reader, lex, out); break;
    case STEP_EIS:
        protocol_lex_fail(lex, where, "impedance is not simulated by this version");
        break;
    default: protocol_lex_fail(lex, where, "a step is expected here");
    }
}

/* ---- clauses ---- */

static void step_tag(protocol_lex *lex, glass_instruction *out, char *tag)
{
    if (!tag) return;
    glass_text both = {0};
    if (out->tag) glass_text_add(&both, "%s, ", out->tag);
    glass_text_add(&both, "%s", tag);
    glass_free(tag);
    char *joined = glass_text_take(&both);
    if (!joined) {
        protocol_lex_no_memory(lex);
        return;
    }
    glass_free(out->tag);
    out->tag = joined;
}

/* [rpt] : anything up to the closing bracket. */
static void step_bracket(protocol_lex *lex, glass_instruction *out)
{
    protocol_token tag = {.from = lex->token.from + 1};
    tag.to = tag.from + strcspn(lex->text + tag.from, "]\n");
    if (lex->text[tag.to] != ']') {
        protocol_lex_fail(lex, lex->token, "the bracket of the tag is not closed");
        return;
    }
    size_t after = tag.to + 1;
    while (tag.from < tag.to && step_is_blank(lex->text[tag.from])) tag.from++;
    while (tag.from < tag.to && step_is_blank(lex->text[tag.to - 1])) tag.to--;
    if (tag.from == tag.to) {
        protocol_lex_fail(lex, lex->token, "the tag is empty");
        return;
    }
    char text[256];
    char *copy = glass_strdup(protocol_lex_text(lex, tag, text, sizeof text));
    if (!copy) protocol_lex_no_memory(lex);
    step_tag(lex, out, copy);
    lex->last = after;
    if (lex->status == GLASS_OK) protocol_lex_jump(lex, after);
}

static void step_period(protocol_lex *lex, glass_instruction *out)
{
    out->period_s = protocol_quantity_time(lex);
    if (protocol_lex_take(lex, "period")) protocol_lex_take_mark(lex, ')');
}

/* ( 1 minute period ) */
static void step_round(protocol_lex *lex, glass_instruction *out)
{
    protocol_lex_next(lex);
    out->period_s = protocol_quantity_time(lex);
    if (lex->status == GLASS_OK && !protocol_lex_take(lex, "period"))
        protocol_lex_fail(lex, lex->token, "\"period\" is expected: (1 minute period)");
    if (lex->status == GLASS_OK && !protocol_lex_take_mark(lex, ')'))
        protocol_lex_fail(lex, lex->token, "\")\" is expected");
}

/* from 50 % SOC, from SOC 0.5: only where the protocol begins. */
static void step_from(protocol_reader *reader, protocol_lex *lex)
{
    protocol_token where = lex->token;
    protocol_ends ends = {0};
    protocol_cond_read(lex, &ends);
    if (lex->status == GLASS_OK &&
        (ends.n != 1 || ends.at[0].watch != GLASS_WATCH_SOC || ends.at[0].side))
        protocol_lex_fail(lex, where, "a state of charge is expected: from 50 %% SOC");
    if (lex->status == GLASS_OK && reader->out->count)
        protocol_lex_fail(lex, where,
                          "the state of charge can be chosen for the first step only");
    if (lex->status == GLASS_OK) reader->out->soc_start = ends.at[0].level;
    protocol_build_clear_ends(ends.at, ends.n);
}

static void step_refuse_clause(protocol_lex *lex)
{
    static const char *const words[] = {"until", "for",    "or",    "at",   "every", "as",
                                        "from",  "period", "while", "then", NULL};
    char word[64];
    protocol_lex_text(lex, lex->token, word, sizeof word);
    const char *near = protocol_lex_nearest(word, words);
    if (lex->token.kind == PROTOCOL_TOKEN_NUMBER)
        protocol_lex_fail(lex, lex->token, "\"for\" or \"until\" is expected before %s",
                          word);
    else if (protocol_lex_is(lex, "then") || protocol_step_begins(lex))
        protocol_lex_fail(lex, lex->token,
                          "a new step begins on a new line, or after a semicolon");
    else if (near && lex->token.kind == PROTOCOL_TOKEN_WORD)
        protocol_lex_fail(lex, lex->token, "\"%s\" is not known here; did you mean \"%s\"?",
                          word, near);
    else
        protocol_lex_fail(lex, lex->token,
                          "\"%s\" is not expected here; after the level come \"until\", "
                          "\"for\", \"at\" (temperature), \"every\", [tag]",
                          word);
}

static void step_clause(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    protocol_ends ends = {out->ends, out->n_ends};
    if (protocol_lex_take(lex, "for")) {
        protocol_cond_read_for(lex, &ends);
    } else if (protocol_lex_take(lex, "until")) {
        protocol_cond_read(lex, &ends);
    } else if (protocol_lex_take(lex, "or")) {
        if (!protocol_lex_take(lex, "until")) protocol_lex_take(lex, "for");
        protocol_cond_read(lex, &ends);
    } else if (protocol_lex_take(lex, "at")) {
        out->temperature_K = protocol_quantity_temperature(lex);
    } else if (protocol_lex_take(lex, "every")) {
        step_period(lex, out);
    } else if (protocol_lex_take(lex, "as")) {
        step_tag(lex, out, step_raw(lex, ",;()[]#", "a name"));
    } else if (protocol_lex_take(lex, "from")) {
        step_from(reader, lex);
    } else if (protocol_lex_is_mark(lex, '[')) {
        step_bracket(lex, out);
    } else if (protocol_lex_is_mark(lex, '(')) {
        step_round(lex, out);
    } else {
        step_refuse_clause(lex);
    }
    out->ends = ends.at;
    out->n_ends = ends.n;
}

void protocol_step_clauses(protocol_reader *reader, protocol_lex *lex,
                           glass_instruction *out)
{
    while (lex->status == GLASS_OK && !protocol_lex_is_over(lex))
        if (!protocol_lex_take_mark(lex, ',')) step_clause(reader, lex, out);
}

void protocol_step_settle(protocol_reader *reader, protocol_lex *lex,
                          glass_instruction *out)
{
    protocol_cond_settle(out);
    if (reader->wave) protocol_wave_settle(reader, lex, out);
}

void protocol_step_read(protocol_reader *reader, protocol_lex *lex, glass_instruction *out)
{
    int line, column;
    size_t from = lex->token.from;
    protocol_lex_place(lex, from, &line, &column);
    *out = protocol_build_instruction(GLASS_OP_STEP, line, column);
    protocol_step_mode(reader, lex, out);
    protocol_step_clauses(reader, lex, out);
    protocol_step_settle(reader, lex, out);
    protocol_token all = protocol_lex_span(lex, from);
    if (lex->status == GLASS_OK) {
        out->text = glass_strndup(lex->text + all.from, all.to - all.from);
        if (!out->text) protocol_lex_no_memory(lex);
    }
    if (lex->status != GLASS_OK) protocol_build_clear_instruction(out);
}
