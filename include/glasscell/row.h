/** glasscell/row.h: one description per number.
 *
 * A row describes one number (or law, or word) of a struct: name, unit, default, range,
 * one sentence, source, offset. Defaults, files, `--set`, help, the reference page, range
 * checks and provenance are all made from it. A set of rows ends with GLASS_ROW_END. */
#ifndef GLASSCELL_ROW_H
#define GLASSCELL_ROW_H

#include <stddef.h>
#include <math.h>
#include "glasscell/range.h"
#include "glasscell/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum glass_row_kind {
    GLASS_KIND_END = 0,
    GLASS_KIND_NUMBER, /**< double */
    GLASS_KIND_COUNT,  /**< int */
    GLASS_KIND_FLAG,   /**< int, 0 or 1 */
    GLASS_KIND_CHOICE, /**< int, index into the words of `choices` */
    GLASS_KIND_TEXT,   /**< char *, owned by the struct */
    GLASS_KIND_LAW,    /**< glass_law *, owned by the struct: number, expression or table */
    GLASS_KIND_RANGE   /**< glass_range: a number, or "LOW...HIGH" */
} glass_row_kind;

/** One row. `standard` NAN means: no default (must be given, unless `optional`). */
typedef struct glass_row {
    const char *name;   /**< as in files and `--set`, without unit */
    const char *symbol; /**< the letter of the theory pages, or NULL */
    const char *unit;   /**< SI, written as BPX does: "m2.s-1"; "1" for a bare number */
    glass_row_kind kind;
    double standard;    /**< default */
    double low, high;   /**< allowed range, ends included */
    const char *about;  /**< one sentence without a full stop */
    const char *source; /**< DOI or standard, or NULL */
    size_t offset;      /**< of the member in the struct */
    int optional;       /**< 1: may be absent; then the member holds `standard` */
    const char
        *choices; /**< "isothermal lumped": words of a GLASS_KIND_CHOICE, else NULL */
} glass_row;

/** Rows of the usual kinds: `type` is the struct, `member` the name of its member and of the
 * row, `unit` as above; GLASS_ROW_INT is a count. GLASS_ROW_END is behind the last. */
#define GLASS_ROW_NAME(member) #member
#define GLASS_ROW(type, member, unit, standard, low, high, about)                          \
    {                                                                                      \
        GLASS_ROW_NAME(member), NULL, unit, GLASS_KIND_NUMBER, standard, low, high, about, \
            NULL, offsetof(type, member), 0, NULL                                          \
    }
#define GLASS_ROW_INT(type, member, standard, low, high, about)                            \
    {                                                                                      \
        GLASS_ROW_NAME(member), NULL, "1", GLASS_KIND_COUNT, standard, low, high, about,   \
            NULL, offsetof(type, member), 0, NULL                                          \
    }
#define GLASS_ROW_END                                                                      \
    {                                                                                      \
        NULL, NULL, NULL, GLASS_KIND_END, 0, 0, 0, NULL, NULL, 0, 0, NULL                  \
    }

/** Writes every row's default into the struct. Text and laws become NULL. */
void glass_rows_defaults(const glass_row *rows, void *object);

/** The row of that name (exact, then without regard to case), or NULL. */
const glass_row *glass_rows_find(const glass_row *rows, const char *name);

/** The row whose name is nearest to a misspelt one, for "did you mean"; NULL if none is. */
const glass_row *glass_rows_nearest(const glass_row *rows, const char *name);

/** Sets one number, count, flag or choice from text; a unit may follow ("80 um").
 * Laws are refused here: cell files know how to make them.
 * @return GLASS_E_INPUT with words: what came, the unit, the allowed range. */
glass_status glass_rows_set(const glass_row *rows, void *object, const char *name,
                            const char *text);

/** Whether each value lies in its range.
 * @return GLASS_E_INPUT naming the first row that does not. */
glass_status glass_rows_check(const glass_row *rows, const void *object);

#ifdef __cplusplus
}
#endif
#endif
