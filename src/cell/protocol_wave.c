/* A level that is an expression of time: "current (2 + 0.5*sin(2*pi*t/60)) A for 10 min".
 *
 * It becomes a profile of straight lines. An interval is halved until its chord agrees with
 * the value in between and with the slopes at both ends: the slope sees what values at the
 * same phase of an oscillation do not. */
#include "cell/protocol_quantity.h"
#include "cell/protocol_reader.h"
#include "base/memory.h"
#include "base/text.h"
#include "glasscell/law.h"

#include <math.h>
#include <string.h>

enum {
    WAVE_FIRST = 256,     /* intervals to begin with */
    WAVE_POINTS = 100000, /* at most, in all expressions of a protocol together */
    WAVE_DEPTH = 30       /* halvings at most: a jump is as narrow as 1e-9 of an interval */
};

static const double WAVE_TOLERANCE = 1e-4; /* of the largest value */

/* ---- reading ---- */

/* The law's variable is x; here it is t, and pi is known. */
static char *wave_expression(const char *text, size_t n)
{
    glass_text out = {0};
    for (size_t i = 0; i < n;) {
        size_t word = i;
        while (word < n && ((text[word] >= 'a' && text[word] <= 'z') ||
                            (text[word] >= 'A' && text[word] <= 'Z')))
            word++;
        if (word - i == 1 && text[i] == 't')
            glass_text_add(&out, "x");
        else if (word - i == 2 && strncmp(text + i, "pi", 2) == 0)
            glass_text_add(&out, "3.141592653589793");
        else
            glass_text_bytes(&out, text + i, word > i ? word - i : 1);
        i = word > i ? word : i + 1;
    }
    return glass_text_take(&out);
}

/* The bracket that closes the one at `from`; 0 if none does on this line. */
static size_t wave_close(const char *text, size_t from)
{
    int depth = 0;
    for (size_t i = from; text[i] && text[i] != '\n'; i++) {
        depth += (text[i] == '(') - (text[i] == ')');
        if (depth == 0) return i;
    }
    return 0;
}

static glass_control wave_control(protocol_kind kind)
{
    switch (kind) {
    case PROTOCOL_CURRENT: return GLASS_CURRENT;
    case PROTOCOL_CRATE: return GLASS_CRATE;
    case PROTOCOL_VOLTAGE: return GLASS_VOLTAGE;
    case PROTOCOL_POWER: return GLASS_POWER;
    default: return GLASS_REST;
    }
}

static void wave_compile(protocol_reader *reader, protocol_lex *lex, protocol_token inside)
{
    char *text = wave_expression(lex->text + inside.from, inside.to - inside.from);
    glass_status status = text ? glass_law_expression(text, &reader->wave) : GLASS_E_MEMORY;
    if (status == GLASS_E_MEMORY)
        protocol_lex_no_memory(lex);
    else if (status)
        protocol_lex_fail(lex, inside, "%s (with the time t as x)", glass_words());
    glass_free(text);
}

void protocol_wave_read(protocol_reader *reader, protocol_lex *lex, int direction,
                        glass_instruction *out)
{
    protocol_token open = lex->token;
    size_t close = wave_close(lex->text, open.from);
    protocol_wave_clear(reader);
    if (!close) {
        protocol_lex_fail(lex, open, "the bracket of this expression is not closed");
        return;
    }
    wave_compile(reader, lex, (protocol_token){.from = open.from + 1, .to = close});
    if (lex->status != GLASS_OK) return;
    protocol_lex_jump(lex, close + 1);
    lex->last = close + 1;
    protocol_quantity q = protocol_quantity_unit(lex, "a unit, A, C, V or W,");
    if (lex->status == GLASS_OK && wave_control(q.kind) == GLASS_REST)
        protocol_lex_fail(lex, q.where, "an expression is in A, C, V or W");
    out->profile = glass_zero(1, sizeof *out->profile);
    if (!out->profile) protocol_lex_no_memory(lex);
    if (lex->status != GLASS_OK) return;
    out->control = GLASS_PROFILE;
    out->profile->control = wave_control(q.kind);
    out->direction = q.kind == PROTOCOL_VOLTAGE ? 0 : direction;
    reader->wave_scale = out->direction < 0 ? -q.value : q.value;
    reader->wave_where = protocol_lex_span(lex, open.from);
}

void protocol_wave_clear(protocol_reader *reader)
{
    glass_law_free(reader->wave);
    reader->wave = NULL;
}

/* ---- drawing ---- */

typedef struct wave_point {
    double t, y, slope;
} wave_point;

typedef struct wave_drawing {
    const glass_law *law;
    glass_profile *profile;
    size_t room, most;
    double scale, tolerance;
    double bad; /* a time at which the expression has no value; NAN: none */
} wave_drawing;

static wave_point wave_at(wave_drawing *drawing, double t)
{
    wave_point at = {.t = t};
    glass_law_eval(drawing->law, 1, &t, &at.y, &at.slope);
    at.y *= drawing->scale;
    at.slope *= drawing->scale;
    if (!isfinite(at.y)) drawing->bad = t;
    return at;
}

static int wave_add(wave_drawing *drawing, wave_point at)
{
    glass_profile *profile = drawing->profile;
    if (profile->n == drawing->room) {
        size_t room = drawing->room ? 2 * drawing->room : 1024;
        double *time = glass_realloc(profile->time_s, room * sizeof *time);
        if (time) profile->time_s = time;
        double *value = time ? glass_realloc(profile->value, room * sizeof *value) : NULL;
        if (!value) return 0;
        profile->value = value;
        drawing->room = room;
    }
    profile->time_s[profile->n] = at.t;
    profile->value[profile->n++] = at.y;
    return 1;
}

static int wave_is_straight(wave_drawing *drawing, wave_point a, wave_point m, wave_point b)
{
    double rise = b.y - a.y, h = b.t - a.t, tolerance = drawing->tolerance;
    /* a parabola that leaves its chord by d leaves its end slopes by 4 d over the length */
    return fabs(m.y - 0.5 * (a.y + b.y)) <= tolerance &&
           fabs(a.slope * h - rise) <= 4 * tolerance &&
           fabs(b.slope * h - rise) <= 4 * tolerance;
}

/* Appends what lies after `a`, up to `b`. @return 0 without memory or with too many points */
static int wave_between(wave_drawing *drawing, wave_point a, wave_point b, int depth)
{
    wave_point m = wave_at(drawing, 0.5 * (a.t + b.t));
    if (!isnan(drawing->bad) || drawing->profile->n >= drawing->most) return 0;
    if (depth == 0 || wave_is_straight(drawing, a, m, b)) return wave_add(drawing, b);
    return wave_between(drawing, a, m, depth - 1) && wave_between(drawing, m, b, depth - 1);
}

static int wave_draw(wave_drawing *drawing, double end)
{
    double largest = 0;
    for (int i = 0; i <= WAVE_FIRST; i++)
        largest = fmax(largest, fabs(wave_at(drawing, end * i / WAVE_FIRST).y));
    drawing->tolerance = WAVE_TOLERANCE * largest;
    wave_point a = wave_at(drawing, 0);
    if (!isnan(drawing->bad) || !wave_add(drawing, a)) return 0;
    for (int i = 1; i <= WAVE_FIRST; i++) {
        wave_point b = wave_at(drawing, end * i / WAVE_FIRST);
        if (!wave_between(drawing, a, b, WAVE_DEPTH)) return 0;
        a = b;
    }
    return 1;
}

/* When the step ends at the latest; NAN if nothing says. */
static double wave_end(const glass_instruction *step)
{
    double end = NAN;
    for (int i = 0; i < step->n_ends; i++) {
        int is_chained = step->ends[i].and_next || (i && step->ends[i - 1].and_next);
        if (step->ends[i].watch == GLASS_WATCH_TIME && !is_chained)
            end = fmin(isnan(end) ? INFINITY : end, step->ends[i].level);
    }
    return end;
}

void protocol_wave_settle(protocol_reader *reader, protocol_lex *lex,
                          glass_instruction *out)
{
    double end = wave_end(out);
    wave_drawing drawing = {.law = reader->wave,
                            .profile = out->profile,
                            .most = WAVE_POINTS - reader->wave_points,
                            .scale = reader->wave_scale,
                            .bad = NAN};
    if (lex->status == GLASS_OK && isnan(end))
        protocol_lex_fail(lex, reader->wave_where,
                          "a level that changes with t needs a time: \"for 10 min\"");
    if (lex->status == GLASS_OK && !wave_draw(&drawing, end)) {
        if (!isnan(drawing.bad))
            protocol_lex_fail(lex, reader->wave_where, "this has no value at t = %g s",
                              drawing.bad);
        else if (out->profile->n >= drawing.most)
            protocol_lex_fail(lex, reader->wave_where,
                              "this changes too often in %g s: more than %d straight lines "
                              "would be needed",
                              end, (int)WAVE_POINTS);
        else
            protocol_lex_no_memory(lex);
    }
    reader->wave_points += out->profile ? out->profile->n : 0;
    protocol_wave_clear(reader);
}
