/* Text that grows, and numbers in and out of text, the same in every locale. */
#ifndef GLASSCELL_TEXT_H
#define GLASSCELL_TEXT_H

#include <stddef.h>
#include "base/fail.h"
#include "base/file.h"

/* `{0}` is empty. `at` is always a terminated string once something was added. */
typedef struct glass_text {
    char *at;
    size_t length, room;
    int has_failed; /* an addition found no memory; the text ends before it */
} glass_text;

void glass_text_add(glass_text *text, const char *format, ...) GLASS_PRINTF(2, 3);
void glass_text_bytes(glass_text *text, const char *bytes, size_t n);
void glass_text_number(glass_text *text,
                       double value); /* shortest that reads back the same */
void glass_text_clear(glass_text *text);
char *glass_text_take(glass_text *text); /* hands the string over; NULL if it failed */

/* Reads a decimal number as strtod does in the C locale; "0x10", "inf" and "nan" are none.
 * What is beyond 1.8e308 becomes INFINITY, for the caller to refuse. Returns the end of what
 * was read, or NULL when there is no number. */
const char *glass_number_read(const char *text, double *out);
/* Shortest decimal digits that read back the same: "100000", "0.0001", "1e-05", "nan";
 * `out` has at least 32 bytes. */
char *glass_number_write(double value, char *out);

/* These do not regard the case of ASCII letters. */
int glass_text_same(const char *a, const char *b);
int glass_text_starts(const char *text, const char *beginning);
int glass_text_distance(const char *a, const char *b); /* edits, a swap of two being one */
/* How many edits still are a slip of the fingers: 1, of long words a third of the letters. */
int glass_text_near(const char *word);
/* The word of `words` (NULL at the end) nearest to `word`, or NULL when none is near. */
const char *glass_text_nearest(const char *word, const char *const *words);

#endif
