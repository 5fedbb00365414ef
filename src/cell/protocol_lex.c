#include "cell/protocol_lex.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Beyond ASCII, what people paste: spaces and signs that mean the plain ones. */
static const struct lex_alias {
    const char *bytes;
    char plain;
} lex_aliases[] = {
    {"\xc2\xa0", ' '},                            /* no-break space */
    {"\xe2\x80\x89", ' '}, {"\xe2\x80\xaf", ' '}, /* thin spaces */
    {"\xe2\x88\x92", '-'},                        /* minus */
    {"\xe2\x89\xa4", '<'}, {"\xe2\x89\xa5", '>'}, /* at most, at least */
    {"\xe2\x80\x9c", '"'}, {"\xe2\x80\x9d", '"'}, {"\xef\xbb\xbf", ' '}, /* quotes, BOM */
};

/* The plain character at p, and how many bytes it takes; 0 for a letter beyond ASCII. */
static char lex_char(const char *p, size_t *bytes)
{
    *bytes = 1;
    if (!((unsigned char)*p & 0x80)) return *p;
    for (size_t i = 0; i < sizeof lex_aliases / sizeof *lex_aliases; i++) {
        size_t n = strlen(lex_aliases[i].bytes);
        if (strncmp(p, lex_aliases[i].bytes, n) == 0) {
            *bytes = n;
            return lex_aliases[i].plain;
        }
    }
    return 0;
}

static int lex_is_letter(const char *p)
{
    size_t bytes;
    char c = lex_char(p, &bytes);
    return c == 0 ? *p != 0 : (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int lex_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Skips blanks and comments; the new line itself is a token. */
static size_t lex_skip(const char *text, size_t at)
{
    for (;;) {
        size_t bytes;
        char c = lex_char(text + at, &bytes);
        if (c == ' ' || c == '\t' || c == '\r')
            at += bytes;
        else if (c == '#')
            at += strcspn(text + at, "\n");
        else
            return at;
    }
}

/* "cm2" and "m3" are words; "h30" is an hour and a number. */
static size_t lex_word_end(const char *text, size_t at)
{
    size_t from = at;
    while (lex_is_letter(text + at)) at++;
    size_t n = at - from;
    int is_length = text[at - 1] == 'm' && n <= 3;
    if (is_length && (text[at] == '2' || text[at] == '3') && !lex_is_digit(text[at + 1]) &&
        !lex_is_letter(text + at + 1))
        at++;
    return at;
}

static void lex_quoted(const char *text, protocol_token *token, size_t bytes)
{
    size_t at = token->from + bytes, end_bytes = 1;
    char quote = text[token->from] == '\'' ? '\'' : '"';
    while (text[at] && text[at] != '\n' && lex_char(text + at, &end_bytes) != quote) at++;
    token->kind = PROTOCOL_TOKEN_QUOTED;
    token->to = text[at] && text[at] != '\n' ? at + end_bytes : at;
}

static void lex_read(const char *text, protocol_token *token)
{
    size_t bytes;
    const char *p = text + token->from;
    char c = lex_char(p, &bytes);
    token->to = token->from + bytes;
    if (*p == 0) {
        token->kind = PROTOCOL_TOKEN_END;
        token->to = token->from;
    } else if (c == '\n') {
        token->kind = PROTOCOL_TOKEN_LINE;
    } else if (lex_is_digit(c) || (c == '.' && lex_is_digit(p[1]))) {
        token->kind = PROTOCOL_TOKEN_NUMBER;
        token->to = (size_t)(glass_number_read(p, &token->number) - text);
    } else if (lex_is_letter(p)) {
        token->kind = PROTOCOL_TOKEN_WORD;
        token->to = lex_word_end(text, token->from);
    } else if (c == '"' || c == '\'') {
        lex_quoted(text, token, bytes);
    } else {
        token->kind = PROTOCOL_TOKEN_MARK;
        token->mark = c;
    }
}

void protocol_lex_jump(protocol_lex *lex, size_t at)
{
    protocol_token token = {.is_first = 0};
    token.from = lex_skip(lex->text, at);
    int after_line = at == 0 || lex->text[at - 1] == '\n';
    token.is_first = after_line;
    if (lex->status == GLASS_OK) lex_read(lex->text, &token);
    if (lex->status != GLASS_OK) token.to = token.from;
    lex->token = token;
}

void protocol_lex_next(protocol_lex *lex)
{
    lex->last = lex->token.to;
    protocol_lex_jump(lex, lex->token.to);
}

void protocol_lex_start(protocol_lex *lex, const char *text, const char *name, int line,
                        int column, glass_notes *notes)
{
    *lex = (protocol_lex){
        .text = text, .name = name, .line = line, .column = column, .notes = notes};
    protocol_lex_jump(lex, 0);
}

int protocol_lex_is(const protocol_lex *lex, const char *word)
{
    if (lex->token.kind != PROTOCOL_TOKEN_WORD) return 0;
    size_t n = lex->token.to - lex->token.from;
    return n == strlen(word) && glass_text_starts(lex->text + lex->token.from, word);
}

int protocol_lex_is_mark(const protocol_lex *lex, char mark)
{
    return lex->token.kind == PROTOCOL_TOKEN_MARK && lex->token.mark == mark;
}

int protocol_lex_take(protocol_lex *lex, const char *word)
{
    int is = protocol_lex_is(lex, word);
    if (is) protocol_lex_next(lex);
    return is;
}

int protocol_lex_take_mark(protocol_lex *lex, char mark)
{
    int is = protocol_lex_is_mark(lex, mark);
    if (is) protocol_lex_next(lex);
    return is;
}

int protocol_lex_is_over(const protocol_lex *lex)
{
    return lex->token.kind == PROTOCOL_TOKEN_END ||
           lex->token.kind == PROTOCOL_TOKEN_LINE || protocol_lex_is_mark(lex, ';') ||
           protocol_lex_is_mark(lex, ')');
}

const char *protocol_lex_text(const protocol_lex *lex, protocol_token token, char *out,
                              size_t size)
{
    size_t n = 0;
    for (size_t i = token.from; i < token.to && n + 1 < size; i++) {
        unsigned char c = (unsigned char)lex->text[i];
        out[n++] = c < 32 || c == 127 ? '?' : (char)c;
    }
    while (n && n + 1 == size && ((unsigned char)out[n - 1] & 0x80))
        n--; /* no half letter */
    out[n] = 0;
    return out;
}

const char *protocol_lex_quoted(protocol_lex *lex, char *out, size_t size)
{
    protocol_token inside = lex->token;
    size_t open, n;
    lex_char(lex->text + inside.from, &open);
    inside.from += open;
    for (size_t at = inside.from; at < lex->token.to; at += n) {
        char c = lex_char(lex->text + at, &n);
        if (at + n == lex->token.to && (c == '"' || c == '\'')) {
            inside.to = at;
            return protocol_lex_text(lex, inside, out, size);
        }
    }
    protocol_lex_fail(lex, lex->token, "the quotation mark is not closed on this line");
    return protocol_lex_text(lex, inside, out, size);
}

static int lex_is_follower(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

void protocol_lex_place(protocol_lex *lex, size_t at, int *line, int *column)
{
    if (at < lex->known_at || lex->known_line == 0) {
        lex->known_at = 0;
        lex->known_line = lex->line;
        lex->known_column = lex->column;
    }
    for (size_t i = lex->known_at; i < at && lex->text[i]; i++) {
        if (lex->text[i] == '\n') {
            lex->known_line++;
            lex->known_column = 1;
        } else if (!lex_is_follower(lex->text[i])) {
            lex->known_column++;
        }
        lex->known_at = i + 1;
    }
    *line = lex->known_line;
    *column = lex->known_column;
}

protocol_token protocol_lex_span(const protocol_lex *lex, size_t from)
{
    return (protocol_token){.kind = PROTOCOL_TOKEN_WORD,
                            .from = from,
                            .to = lex->last > from ? lex->last : from};
}

/* One character of the picture: a byte, or a whole UTF-8 sequence, or '?'. */
static size_t lex_picture_char(const char *p, const char *end, glass_text *out)
{
    unsigned char c = (unsigned char)*p;
    size_t n = c < 0x80 ? 1 : c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;
    size_t have = 1;
    while (have < n && p + have < end && lex_is_follower(p[have])) have++;
    if (n == 0 || have < n || c < 32 || c == 127 || c >= 0xf5)
        glass_text_add(out, "%c", c == '\t' ? ' ' : '?');
    else
        glass_text_bytes(out, p, n);
    return n && have == n ? n : 1;
}

void protocol_lex_picture(const char *text, size_t from, size_t to, char *out, size_t size)
{
    enum { BEFORE = 60, AFTER = 60 };
    size_t begin = from, end = from;
    while (begin > 0 && text[begin - 1] != '\n' && from - begin < BEFORE) begin--;
    while (begin < from && lex_is_follower(text[begin])) begin++;
    while (text[end] && text[end] != '\n' && end - from < AFTER) end++;
    while (end > from && lex_is_follower(text[end])) end--;
    while (end > from && (text[end - 1] == '\r')) end--;
    if (to > end) to = end;
    glass_text above = {0}, below = {0};
    int is_cut = begin > 0 && text[begin - 1] != '\n';
    glass_text_add(&above, "%s", is_cut ? "..." : "");
    glass_text_add(&below, "%s", is_cut ? "   " : "");
    for (size_t i = begin; i < end;) {
        if (i <= from || i < to) glass_text_add(&below, "%c", i < from ? ' ' : '^');
        i += lex_picture_char(text + i, text + end, &above);
    }
    if (from >= end) glass_text_add(&below, "^");
    glass_text_add(&above, "%s",
                   text[end] && text[end] != '\n' && text[end] != '\r' ? "..." : "");
    snprintf(out, size, "    %s\n    %s", above.at ? above.at : "",
             below.at ? below.at : "");
    glass_text_clear(&above);
    glass_text_clear(&below);
}

void protocol_lex_fail(protocol_lex *lex, protocol_token where, const char *format, ...)
{
    if (lex->status != GLASS_OK) return;
    char words[1024], picture[512];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    int line, column;
    protocol_lex_place(lex, where.from, &line, &column);
    protocol_lex_picture(lex->text, where.from, where.to, picture, sizeof picture);
    lex->status = glass_fail_at(lex->name, line, column, "%s\n%s", words, picture);
    lex->token =
        (protocol_token){.kind = PROTOCOL_TOKEN_END, .from = where.from, .to = where.from};
}

void protocol_lex_note(protocol_lex *lex, protocol_token where, const char *format, ...)
{
    if (lex->status != GLASS_OK || !lex->notes) return;
    char words[1024], place[512];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    int line, column;
    protocol_lex_place(lex, where.from, &line, &column);
    snprintf(place, sizeof place, "%s:%d:%d", lex->name, line, column);
    glass_note_add(lex->notes, 0, place, "%s", words);
}

void protocol_lex_no_memory(protocol_lex *lex)
{
    if (lex->status != GLASS_OK) return;
    lex->status = glass_fail_memory();
    lex->token = (protocol_token){
        .kind = PROTOCOL_TOKEN_END, .from = lex->token.from, .to = lex->token.from};
}

const char *protocol_lex_nearest(const char *word, const char *const *words)
{
    const char *near = glass_text_nearest(word, words);
    if (near && 2 * glass_text_distance(word, near) > (int)strlen(word)) return NULL;
    return near;
}
