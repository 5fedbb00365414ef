/* Words of a protocol, one at a time, each with its place.
 *
 * The first failure sticks: it keeps `status`, writes the error words with the line and a
 * caret, and from then on every token is the end, so that callers need not check each call. */
#ifndef GLASSCELL_PROTOCOL_LEX_H
#define GLASSCELL_PROTOCOL_LEX_H

#include <stddef.h>
#include "base/fail.h"

typedef enum protocol_token_kind {
    PROTOCOL_TOKEN_END,
    PROTOCOL_TOKEN_LINE, /* a new line begins */
    PROTOCOL_TOKEN_NUMBER,
    PROTOCOL_TOKEN_WORD,
    PROTOCOL_TOKEN_QUOTED, /* "..." or '...' */
    PROTOCOL_TOKEN_MARK    /* one character, in `mark` */
} protocol_token_kind;

typedef struct protocol_token {
    protocol_token_kind kind;
    size_t from, to; /* bytes in the text */
    double number;
    char mark;
    int is_first; /* nothing but white space before it on its line */
} protocol_token;

/* A copy of the struct is a bookmark, as long as status is GLASS_OK. */
typedef struct protocol_lex {
    const char *text;
    const char *name;     /* stands in messages: file name or "protocol" */
    int line, column;     /* place of text[0] */
    protocol_token token; /* the current one */
    size_t last;          /* end of the token before it */
    glass_status status;
    glass_notes *notes;
    size_t known_at; /* a place found before, so that a long text is counted through once */
    int known_line, known_column;
} protocol_lex;

/* Everything is borrowed until the reading is done. The first token is the current one. */
void protocol_lex_start(protocol_lex *lex, const char *text, const char *name, int line,
                        int column, glass_notes *notes);
void protocol_lex_next(protocol_lex *lex);
/* Goes on at a byte of the text, for what is not made of words (file names, tags). */
void protocol_lex_jump(protocol_lex *lex, size_t at);

/* Whether the current token is this word (any case) or this mark. */
int protocol_lex_is(const protocol_lex *lex, const char *word);
int protocol_lex_is_mark(const protocol_lex *lex, char mark);
/* The same, and steps over it. */
int protocol_lex_take(protocol_lex *lex, const char *word);
int protocol_lex_take_mark(protocol_lex *lex, char mark);
/* Whether the statement ends here: end of text or line, ';' or ')'. */
int protocol_lex_is_over(const protocol_lex *lex);

/* A copy of a token's text into `out` (shortened to its size). */
const char *protocol_lex_text(const protocol_lex *lex, protocol_token token, char *out,
                              size_t size);
/* What stands between the quotation marks of the current token; fails if one is missing. */
const char *protocol_lex_quoted(protocol_lex *lex, char *out, size_t size);
void protocol_lex_place(protocol_lex *lex, size_t at, int *line, int *column);
/* From the beginning of one token to the end of what was read last. */
protocol_token protocol_lex_span(const protocol_lex *lex, size_t from);

/* Fails at a token: place, words, the line, and ^ under the token. */
void protocol_lex_fail(protocol_lex *lex, protocol_token where, const char *format, ...)
    GLASS_PRINTF(3, 4);
void protocol_lex_note(protocol_lex *lex, protocol_token where, const char *format, ...)
    GLASS_PRINTF(3, 4);
void protocol_lex_no_memory(protocol_lex *lex);

/* The nearest of `words` (NULL at the end) if no more than half of the letters differ. */
const char *protocol_lex_nearest(const char *word, const char *const *words);

/* The line of `text` around byte `from` and a line of ^ up to `to`, at most 4 x 80 columns,
 * made safe for a terminal. */
void protocol_lex_picture(const char *text, size_t from, size_t to, char *out, size_t size);

#endif
