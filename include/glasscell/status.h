/** glasscell/status.h: how a call tells what happened, in a word and in words.
 *
 * Three kinds are never mixed. A bug is an assertion. A bad input is a status with
 * words: file, line and column or field, what came, what is allowed, what to do.
 * Numerics that did not work are a status and a report, with everything reached kept.
 * A run that ends for a physical reason is no error: it has a named reason. */
#ifndef GLASSCELL_STATUS_H
#define GLASSCELL_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/** What came of a call. After anything but GLASS_OK the arguments are as before, unless
 * the function's own words say what they hold. */
typedef enum glass_status {
    GLASS_OK = 0,
    GLASS_E_INPUT,    /**< bad input: file, text, unit, number; words say what to do */
    GLASS_E_NUMERICS, /**< a solver gave up; words say where, when, which unknown */
    GLASS_E_MEMORY,   /**< no memory */
    GLASS_E_SYSTEM,   /**< the operating system refused: disk full, permission, no file */
    GLASS_E_LIBRARY,  /**< an optional library is not installed; words name the package */
    GLASS_E_CANCELLED /**< cancelled by the caller; what was reached is kept */
} glass_status;

/** Words for the last status that was not GLASS_OK in this thread; "" if none.
 * @return borrowed until the next failing call of this thread. UTF-8, no final newline;
 *         may hold several lines, the most important one first. */
const char *glass_words(void);

/** The exit code that a program returns for a status: 0, 2 (input, system, library,
 * memory), 3 (numerics) or 130 (cancelled). */
int glass_exit_code(glass_status status);

/** One remark about an input that was taken all the same: a warning or a hint. */
typedef struct glass_note {
    char *place;  /**< field, or "file:line:column"; never NULL, may be "" */
    char *text;   /**< what was noticed, what is expected, what to do */
    int is_error; /**< 1: by `check` counted as an error; 0: a warning */
} glass_note;

/** A growing list of remarks. `{0}` is an empty one. Owned by whoever declares it. */
typedef struct glass_notes {
    glass_note *at; /**< [count], in the order in which they were noticed */
    int count;
    int errors; /**< how many have is_error */
} glass_notes;

/** Frees what the list holds and makes it empty. NULL is nothing. */
void glass_notes_clear(glass_notes *notes);

#ifdef __cplusplus
}
#endif
#endif
