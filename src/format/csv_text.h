/* A table in text: where its lines, columns and numbers are, before anything is meant. */
#ifndef GLASSCELL_CSV_TEXT_H
#define GLASSCELL_CSV_TEXT_H

#include <stddef.h>
#include "base/fail.h"

enum { GLASS_CSV_COLUMNS = 4096, GLASS_CSV_CELL = 256 };

/* One cell, without the blanks and quotes around it. */
typedef struct glass_csv_cell {
    const char *at; /* in the text of the file, not terminated */
    size_t n;
    int column; /* where it begins in its line, in characters from 1 */
} glass_csv_cell;

/* One line that is neither blank nor a comment (`#`). */
typedef struct glass_csv_line {
    const char *at;
    size_t n; /* without the line's end */
    int number;
} glass_csv_line;

/* How a table is written. Made by glass_csv_text_read; points into the file's bytes. */
typedef struct glass_csv_text {
    const char *file;      /* name for messages */
    char separator;        /* , ; or tab */
    char decimal;          /* . or , */
    glass_csv_cell *names; /* [n_names], owned; NULL when the file has no header */
    int n_names;
    int names_line;
    const char *rows; /* where the first row begins */
    int rows_line;    /* number of the line at `rows` */
} glass_csv_text;

/* Finds separator, header and decimal mark; nothing is guessed: what could be two things is
 * refused. `bytes` is terminated by 0 and may be changed (line ends).
 * Errors: GLASS_E_INPUT with file, line and column. */
glass_status glass_csv_text_read(const char *file, char *bytes, size_t n,
                                 glass_csv_text *out);
void glass_csv_text_clear(glass_csv_text *text);

/* The next line at or after *p, which is in line *number; moves both on. 0 at the end. */
int glass_csv_next(const char **p, int *number, glass_csv_line *out);

/* Cuts a line into cells. Returns how many there are, of which `most` were filled; -1 when
 * a quote is not closed. */
int glass_csv_split(const glass_csv_line *line, char separator, glass_csv_cell *out,
                    int most);

/* A cell as a number, with this decimal mark. 1: number, 0: none (empty, NA, NaN ...), -1:
 * something else. */
int glass_csv_number(const glass_csv_cell *cell, char decimal, double *out);

/* A cell as a terminated text, cut to fit; doubled quotes are made single. */
char *glass_csv_word(const glass_csv_cell *cell, char *out, size_t size);

#endif
