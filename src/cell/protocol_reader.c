#include "cell/protocol_reader.h"
#include "cell/protocol_cond.h"
#include "cell/protocol_quantity.h"
#include "base/memory.h"
#include "base/text.h"

#include <limits.h>
#include <math.h>
#include <string.h>

enum { READER_DEEPEST = 64 }; /* loops in loops; the recursion must have an end */

/* What ends a run of statements. */
typedef enum reader_until {
    READER_TEXT,
    READER_BRACKET,
    READER_LINE,
    READER_INDENT
} reader_until;

static void reader_statements(protocol_reader *reader, protocol_lex *lex,
                              reader_until until, int indent);

/* ---- names ---- */

static int reader_name_add(protocol_reader_name **list, int *n, const char *name, int index,
                           int line, int column)
{
    protocol_reader_name *at = *list;
    if ((*n & (*n - 1)) == 0) {
        at = glass_realloc(*list, (size_t)(*n ? 2 * *n : 1) * sizeof *at);
        if (!at) return 0;
        *list = at;
    }
    at[*n] = (protocol_reader_name){glass_strdup(name), index, line, column};
    if (!at[*n].name) return 0;
    ++*n;
    return 1;
}

static const protocol_reader_name *reader_label(const protocol_reader *reader,
                                                const char *name)
{
    for (int i = 0; i < reader->n_labels; i++)
        if (glass_text_same(reader->labels[i].name, name)) return &reader->labels[i];
    return NULL;
}

static const char *reader_label_nearest(const protocol_reader *reader, const char *name)
{
    const char *best = NULL;
    int near = (int)strlen(name) / 3 + 1;
    for (int i = 0; i < reader->n_labels; i++) {
        int d = glass_text_distance(reader->labels[i].name, name);
        if (d <= near) near = d - 1, best = reader->labels[i].name;
    }
    return best;
}

glass_status protocol_reader_label(protocol_reader *reader, const char *name, int line,
                                   int column)
{
    const protocol_reader_name *same = reader_label(reader, name);
    if (same)
        return glass_fail_at(reader->out->name, line, column,
                             "the label \"%s\" is already in line %d", name, same->line);
    return reader_name_add(&reader->labels, &reader->n_labels, name, reader->out->count,
                           line, column)
               ? GLASS_OK
               : glass_fail_memory();
}

glass_status protocol_reader_jump(protocol_reader *reader, const char *name, int line,
                                  int column)
{
    return reader_name_add(&reader->jumps, &reader->n_jumps, name, reader->out->count, line,
                           column)
               ? GLASS_OK
               : glass_fail_memory();
}

static void reader_free_names(protocol_reader_name *names, int n)
{
    for (int i = 0; i < n; i++) glass_free(names[i].name);
    glass_free(names);
}

void protocol_reader_clear(protocol_reader *reader)
{
    protocol_wave_clear(reader);
    reader_free_names(reader->labels, reader->n_labels);
    reader_free_names(reader->jumps, reader->n_jumps);
    reader->labels = reader->jumps = NULL;
    reader->n_labels = reader->n_jumps = 0;
}

glass_status protocol_reader_finish(protocol_reader *reader)
{
    for (int i = 0; i < reader->n_jumps; i++) {
        const protocol_reader_name *jump = &reader->jumps[i];
        const protocol_reader_name *label = reader_label(reader, jump->name);
        if (!label) {
            const char *near = reader_label_nearest(reader, jump->name);
            return glass_fail_at(reader->out->name, jump->line, jump->column,
                                 "there is no label \"%s\"%s%s%s", jump->name,
                                 near ? "; did you mean \""
                                      : "; write \"NAME:\" before a step",
                                 near ? near : "", near ? "\"?" : "");
        }
        reader->out->at[jump->index].target = label->index;
    }
    return GLASS_OK;
}

/* ---- small pieces ---- */

int protocol_reader_add(protocol_reader *reader, protocol_lex *lex, glass_instruction *at)
{
    if (lex->status != GLASS_OK) {
        protocol_build_clear_instruction(at);
        return -1;
    }
    if (protocol_build_add(reader->out, at)) return reader->out->count - 1;
    protocol_lex_no_memory(lex);
    return -1;
}

/* "200 times", "3 x": a whole number from 1. */
int protocol_reader_count(protocol_lex *lex)
{
    protocol_token where = lex->token;
    int has_sign;
    double value = protocol_quantity_number(lex, &has_sign, "a whole number");
    if (lex->status == GLASS_OK && (value != floor(value) || value < 1 || value > INT_MAX))
        protocol_lex_fail(lex, protocol_lex_span(lex, where.from),
                          "a whole number from 1 to %d is expected", INT_MAX);
    return lex->status == GLASS_OK ? (int)value : 0;
}

static void reader_conditions(protocol_lex *lex, glass_instruction *out)
{
    protocol_ends ends = {0};
    protocol_cond_read(lex, &ends);
    out->ends = ends.at;
    out->n_ends = ends.n;
    protocol_cond_settle_jump(lex, ends.at, ends.n);
}

static int reader_is_name(const protocol_lex *lex)
{
    return lex->token.kind == PROTOCOL_TOKEN_WORD;
}

/* The end of a name: letters, digits, _ and - from the current word on. */
static size_t reader_name_end(const protocol_lex *lex)
{
    size_t at = lex->token.to;
    while (lex->text[at] && (strchr("_-0123456789", lex->text[at]) ||
                             (lex->text[at] >= 'a' && lex->text[at] <= 'z') ||
                             (lex->text[at] >= 'A' && lex->text[at] <= 'Z')))
        at++;
    return at;
}

static char *reader_name(protocol_lex *lex)
{
    if (!reader_is_name(lex)) {
        protocol_lex_fail(lex, lex->token, "the name of a label is expected here");
        return NULL;
    }
    protocol_token name = lex->token;
    name.to = reader_name_end(lex);
    char text[64];
    char *copy = glass_strdup(protocol_lex_text(lex, name, text, sizeof text));
    if (!copy) protocol_lex_no_memory(lex);
    lex->last = name.to;
    if (lex->status == GLASS_OK) protocol_lex_jump(lex, name.to);
    return copy;
}

/* Whether "NAME:" stands here. */
static int reader_is_label(const protocol_lex *lex)
{
    if (!reader_is_name(lex)) return 0;
    size_t at = reader_name_end(lex);
    at += strspn(lex->text + at, " \t");
    return lex->text[at] == ':';
}

/* ---- loops ---- */

glass_status protocol_reader_loop_end(protocol_reader *reader, int loop, int line)
{
    glass_instruction *begin = &reader->out->at[loop];
    if (reader->out->count == loop + 1)
        return glass_fail_at(reader->out->name, begin->line, begin->column,
                             "there is nothing to repeat in this loop");
    glass_instruction end = protocol_build_instruction(GLASS_OP_LOOP_END, line, 1);
    end.target = loop;
    begin->target = reader->out->count;
    return protocol_build_add(reader->out, &end) ? GLASS_OK : glass_fail_memory();
}

/* The column of the first token on the line of byte `at`: what a block is indented from. */
static int reader_indent(const protocol_lex *lex, size_t at)
{
    size_t begin = at;
    while (begin > 0 && lex->text[begin - 1] != '\n') begin--;
    int column = 0;
    while (lex->text[begin + (size_t)column] == ' ' ||
           lex->text[begin + (size_t)column] == '\t')
        column++;
    return column;
}

/* The body of a loop, after its head: ( ... ), or an indented block, or the rest of a line. */
static void reader_body(protocol_reader *reader, protocol_lex *lex, size_t from)
{
    if (protocol_lex_take_mark(lex, '(')) {
        reader_statements(reader, lex, READER_BRACKET, 0);
        if (lex->status == GLASS_OK && !protocol_lex_take_mark(lex, ')'))
            protocol_lex_fail(lex, lex->token, "\")\" is expected: the loop is not closed");
    } else if (protocol_lex_take_mark(lex, ':')) {
        if (lex->token.kind == PROTOCOL_TOKEN_LINE)
            reader_statements(reader, lex, READER_INDENT, reader_indent(lex, from));
        else
            reader_statements(reader, lex, READER_LINE, 0);
    } else {
        protocol_lex_fail(lex, lex->token,
                          "\":\" and the steps to repeat, indented on the next lines, or "
                          "\"( ... )\" is expected");
    }
}

static void reader_loop(protocol_reader *reader, protocol_lex *lex, protocol_token from,
                        glass_instruction *head)
{
    int line, column;
    protocol_lex_place(lex, from.from, &line, &column);
    if (++reader->depth > READER_DEEPEST)
        protocol_lex_fail(lex, from, "loops are nested more than %d deep", READER_DEEPEST);
    protocol_token all = protocol_lex_span(lex, from.from);
    head->text = glass_strndup(lex->text + all.from, all.to - all.from);
    if (!head->text) protocol_lex_no_memory(lex);
    head->line = line;
    head->column = column;
    int loop = protocol_reader_add(reader, lex, head);
    if (loop >= 0) reader_body(reader, lex, from.from);
    if (lex->status == GLASS_OK && reader->out->count == loop + 1)
        protocol_lex_fail(
            lex, from,
            "there is nothing to repeat: indent the steps on the lines below, "
            "or write them in brackets: 3 x ( ... )");
    if (lex->status == GLASS_OK) {
        protocol_lex_place(lex, lex->last, &line, &column);
        glass_status status = protocol_reader_loop_end(reader, loop, line);
        if (status) protocol_lex_no_memory(lex);
    }
    reader->depth--;
}

void protocol_reader_head(protocol_lex *lex, glass_instruction *out)
{
    protocol_lex_take(lex, "repeat");
    if (lex->token.kind == PROTOCOL_TOKEN_NUMBER) {
        out->times = protocol_reader_count(lex);
        if (!protocol_lex_take(lex, "times")) protocol_lex_take(lex, "x");
    }
    protocol_lex_take(lex, "or");
    if (protocol_lex_take(lex, "until"))
        reader_conditions(lex, out);
    else if (!out->times)
        protocol_lex_fail(
            lex, lex->token,
            "how often? \"repeat 3 times:\" or \"repeat until 80 %% capacity:\"");
}

/* repeat 200 times [until ...]: | repeat until ...: */
static void reader_repeat(protocol_reader *reader, protocol_lex *lex)
{
    protocol_token from = lex->token;
    glass_instruction head = protocol_build_instruction(GLASS_OP_LOOP, 0, 0);
    protocol_reader_head(lex, &head);
    reader_loop(reader, lex, from, &head);
}

/* 3 x ( ... ) */
static void reader_times(protocol_reader *reader, protocol_lex *lex)
{
    protocol_token from = lex->token;
    glass_instruction head = protocol_build_instruction(GLASS_OP_LOOP, 0, 0);
    head.times = protocol_reader_count(lex);
    if (!protocol_lex_take(lex, "x") && !protocol_lex_take(lex, "times") &&
        !protocol_lex_take(lex, "\xc3\x97") && !protocol_lex_take_mark(lex, '*'))
        protocol_lex_fail(lex, lex->token,
                          "a step, or a loop such as 3 x ( ... ), is expected");
    reader_loop(reader, lex, from, &head);
}

/* ---- jumps ---- */

static void reader_close(protocol_reader *reader, protocol_lex *lex, protocol_token from,
                         glass_instruction *at)
{
    protocol_token all = protocol_lex_span(lex, from.from);
    protocol_lex_place(lex, from.from, &at->line, &at->column);
    at->text = glass_strndup(lex->text + all.from, all.to - all.from);
    if (!at->text) protocol_lex_no_memory(lex);
    protocol_reader_add(reader, lex, at);
}

/* goto NAME [3 times] [until ...] */
static void reader_goto(protocol_reader *reader, protocol_lex *lex)
{
    protocol_token from = lex->token;
    glass_instruction jump = protocol_build_instruction(GLASS_OP_GOTO, 0, 0);
    protocol_lex_next(lex);
    protocol_token name = lex->token;
    int line, column;
    protocol_lex_place(lex, name.from, &line, &column);
    jump.label = reader_name(lex);
    if (lex->token.kind == PROTOCOL_TOKEN_NUMBER) {
        jump.times = protocol_reader_count(lex);
        if (!protocol_lex_take(lex, "times")) protocol_lex_take(lex, "x");
    }
    protocol_lex_take(lex, "or");
    if (protocol_lex_take(lex, "until")) reader_conditions(lex, &jump);
    if (lex->status == GLASS_OK)
        lex->status = protocol_reader_jump(reader, jump.label, line, column);
    reader_close(reader, lex, from, &jump);
}

static void reader_stop(protocol_reader *reader, protocol_lex *lex)
{
    protocol_token from = lex->token;
    glass_instruction stop = protocol_build_instruction(GLASS_OP_STOP, 0, 0);
    protocol_lex_next(lex);
    if (protocol_lex_take(lex, "when") || protocol_lex_take(lex, "if"))
        reader_conditions(lex, &stop);
    reader_close(reader, lex, from, &stop);
}

/* ---- statements ---- */

static void reader_take_label(protocol_reader *reader, protocol_lex *lex, char **label)
{
    int line, column;
    protocol_token from = lex->token;
    protocol_lex_place(lex, from.from, &line, &column);
    *label = reader_name(lex);
    if (lex->status == GLASS_OK)
        lex->status = protocol_reader_label(reader, *label, line, column);
    protocol_lex_take_mark(lex, ':');
    while (lex->token.kind == PROTOCOL_TOKEN_LINE) protocol_lex_next(lex);
}

static void reader_refuse(protocol_lex *lex)
{
    char word[64];
    protocol_lex_text(lex, lex->token, word, sizeof word);
    const char *near =
        lex->token.kind == PROTOCOL_TOKEN_WORD ? protocol_step_nearest(word) : NULL;
    if (lex->token.kind == PROTOCOL_TOKEN_END)
        protocol_lex_fail(lex, lex->token, "a step is expected after the label");
    else if (near)
        protocol_lex_fail(lex, lex->token, "\"%s\" is no step; did you mean \"%s\"?", word,
                          near);
    else
        protocol_lex_fail(
            lex, lex->token,
            "\"%s\" begins no step; expected rest, charge, discharge, hold, "
            "CCCV, current, voltage, power, resistance, follow, repeat, goto or "
            "stop",
            word);
}

static void reader_statement(protocol_reader *reader, protocol_lex *lex)
{
    char *label = NULL;
    int index = reader->out->count;
    int is_repeat = protocol_lex_is(lex, "repeat");
    if (!is_repeat && reader_is_label(lex)) reader_take_label(reader, lex, &label);
    if (lex->status != GLASS_OK) {
        glass_free(label);
        return;
    }
    if (protocol_lex_is(lex, "repeat")) {
        reader_repeat(reader, lex);
    } else if (lex->token.kind == PROTOCOL_TOKEN_NUMBER) {
        reader_times(reader, lex);
    } else if (protocol_lex_is(lex, "goto")) {
        reader_goto(reader, lex);
    } else if (protocol_lex_is(lex, "stop")) {
        reader_stop(reader, lex);
    } else if (protocol_step_begins(lex)) {
        glass_instruction step;
        protocol_step_read(reader, lex, &step);
        protocol_reader_add(reader, lex, &step);
    } else {
        reader_refuse(lex);
    }
    glass_instruction *first = index < reader->out->count ? &reader->out->at[index] : NULL;
    if (first && !first->label)
        first->label = label;
    else
        glass_free(label);
}

static int reader_is_done(const protocol_lex *lex, reader_until until, int indent)
{
    if (lex->token.kind == PROTOCOL_TOKEN_END) return 1;
    switch (until) {
    case READER_BRACKET: return protocol_lex_is_mark(lex, ')');
    case READER_LINE:
        return lex->token.kind == PROTOCOL_TOKEN_LINE || protocol_lex_is_mark(lex, ')');
    case READER_INDENT:
        return (lex->token.is_first && reader_indent(lex, lex->token.from) <= indent) ||
               protocol_lex_is_mark(lex, ')');
    default: return 0;
    }
}

static void reader_statements(protocol_reader *reader, protocol_lex *lex,
                              reader_until until, int indent)
{
    while (lex->status == GLASS_OK) {
        while ((until != READER_LINE && lex->token.kind == PROTOCOL_TOKEN_LINE) ||
               protocol_lex_is_mark(lex, ';'))
            protocol_lex_next(lex);
        if (reader_is_done(lex, until, indent)) return;
        if (protocol_lex_is_mark(lex, ')')) {
            protocol_lex_fail(lex, lex->token, "\")\" closes nothing");
            return;
        }
        reader_statement(reader, lex);
        if (lex->status == GLASS_OK && !protocol_lex_is_over(lex) && !lex->token.is_first) {
            char word[64];
            protocol_lex_fail(lex, lex->token, "\"%s\" is not expected here",
                              protocol_lex_text(lex, lex->token, word, sizeof word));
        }
    }
}

glass_status protocol_reader_words(protocol_reader *reader, const char *text,
                                   const char *name, int line, int column)
{
    protocol_lex lex;
    protocol_lex_start(&lex, text, name, line, column, reader->notes);
    reader_statements(reader, &lex, READER_TEXT, 0);
    return lex.status;
}
