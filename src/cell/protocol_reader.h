/* Reading a protocol in words: statements into a glass_protocol. */
#ifndef GLASSCELL_PROTOCOL_READER_H
#define GLASSCELL_PROTOCOL_READER_H

#include "cell/protocol_build.h"
#include "cell/protocol_lex.h"

/* A table to follow. */
typedef struct protocol_table {
    const char *file;
    const char *column; /* label; NULL: current, else power */
    double scale;       /* of the values */
    int sign; /* +1: positive charges; -1: positive discharges; 0: the file says */
    int hold; /* 1: each value holds until the next row */
} protocol_table;

/* Opens the table that "follow FILE" names; the cell room itself reads no files.
 * @param[out] out owned by the caller
 * @return GLASS_E_INPUT with words, without place */
typedef glass_status protocol_table_open(void *context, const protocol_table *table,
                                         glass_profile **out, glass_notes *notes);

/* A name and where it was written: a label, or a goto that looks for one. */
typedef struct protocol_reader_name {
    char *name;
    int index; /* of the instruction */
    int line, column;
} protocol_reader_name;

typedef struct protocol_reader {
    glass_protocol *out;
    protocol_table_open *open; /* NULL: profiles are refused */
    void *context;
    glass_notes *notes;
    int depth; /* of loops */
    protocol_reader_name *labels, *jumps;
    int n_labels, n_jumps;
    struct glass_law *wave; /* of the present step: its level as an expression of time */
    double wave_scale;
    size_t wave_points; /* drawn so far, in all steps */
    protocol_token wave_where;
} protocol_reader;

/* Reads statements from a piece of text and appends them. `line`, `column` is the place of
 * text[0] in its file. @return GLASS_E_INPUT with words; what was appended stays. */
glass_status protocol_reader_words(protocol_reader *reader, const char *text,
                                   const char *name, int line, int column);
/* Finds the target of every goto. Call once, after the last text. */
glass_status protocol_reader_finish(protocol_reader *reader);
void protocol_reader_clear(protocol_reader *reader);

/* Pieces, for maps in YAML. A loop: its head is appended, then its body, then its end.
 * Those with a lex keep their failure in it. @return index of the loop, or -1 */
void protocol_reader_head(protocol_lex *lex, glass_instruction *out);
int protocol_reader_count(protocol_lex *lex);
int protocol_reader_add(protocol_reader *reader, protocol_lex *lex, glass_instruction *at);
glass_status protocol_reader_loop_end(protocol_reader *reader, int loop, int line);
/* A name for the next instruction, or one that the next instruction goes to. */
glass_status protocol_reader_label(protocol_reader *reader, const char *name, int line,
                                   int column);
glass_status protocol_reader_jump(protocol_reader *reader, const char *name, int line,
                                  int column);

/* ---- of protocol_step.c ---- */

/* Reads one step, from its mode to the end of its clauses. On failure lex->status is set
 * and `out` holds nothing. */
void protocol_step_read(protocol_reader *reader, protocol_lex *lex, glass_instruction *out);
/* Its pieces, for maps in YAML: mode with level, and clauses. */
void protocol_step_mode(protocol_reader *reader, protocol_lex *lex, glass_instruction *out);
void protocol_step_clauses(protocol_reader *reader, protocol_lex *lex,
                           glass_instruction *out);
/* After the last clause: what follows from all of them together. */
void protocol_step_settle(protocol_reader *reader, protocol_lex *lex,
                          glass_instruction *out);
/* The step that follows a table; failures point at `where`. */
void protocol_step_table(protocol_reader *reader, protocol_lex *lex, protocol_token where,
                         const protocol_table *table, glass_instruction *out);
/* Whether the current token begins a step; its nearest word if it is misspelt. */
int protocol_step_begins(const protocol_lex *lex);
const char *protocol_step_nearest(const char *word);

/* ---- of protocol_wave.c ---- */

/* Reads "(EXPRESSION OF t) UNIT" at the current token, which is "(": the step becomes a
 * profile, which protocol_wave_settle makes. `direction` as in a level. */
void protocol_wave_read(protocol_reader *reader, protocol_lex *lex, int direction,
                        glass_instruction *out);
/* Draws the profile over the step's time, to 1e-4 of its largest value. */
void protocol_wave_settle(protocol_reader *reader, protocol_lex *lex,
                          glass_instruction *out);
/* Forgets an expression that was read. */
void protocol_wave_clear(protocol_reader *reader);

#endif
