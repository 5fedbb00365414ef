/** glasscell/law.h: material laws y(x) with exact derivatives.
 *
 * A law is a constant, an expression of `x` in BPX's syntax, a table, or a C function.
 * Each is compiled once and evaluated in vectors: value and dy/dx together. A law does not
 * change after it is made, so any number of threads may evaluate it at once.
 * Accuracy and cost: docs/theory/laws.md. */
#ifndef GLASSCELL_LAW_H
#define GLASSCELL_LAW_H

#include <stddef.h>
#include "glasscell/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glass_law glass_law;

/** How a table is joined between its points; outside, both go on as a straight line. */
typedef enum glass_law_join { GLASS_JOIN_LINEAR, GLASS_JOIN_MONOTONE_CUBIC } glass_law_join;

/** A user's function: fills y[n] and dy[n] (never NULL) for x[n]. It is called with at most
 * 128 points at a time, from any thread that evaluates the law, and may be asked for the
 * same point again. Arrays are its own for the call; NaN says "undefined here". */
typedef void glass_law_function(void *context, size_t n, const double *x, double *y,
                                double *dy);

/** The same value everywhere. @param[out] out owned by the caller: glass_law_free. */
glass_status glass_law_constant(double value, glass_law **out);

/** Compiles an expression: + - * / **, brackets, numbers, x, and exp tanh cosh sinh sin cos
 * tan sqrt log log10 abs min max pow erf atan. At most 65536 characters, 1000 brackets deep.
 * @param[in] text borrowed for the call; glass_law_text gives it back as it was
 * @return GLASS_E_INPUT with column (and line, from the second on) and what was expected
 *         there; two more lines of the words show the place. */
glass_status glass_law_expression(const char *text, glass_law **out);

/** A table of at least two points with distinct finite x; sorted here if it is not.
 * @param[in] x,y [n], borrowed for the call
 * @return GLASS_E_INPUT with the row that is wrong. */
glass_status glass_law_table(size_t n, const double *x, const double *y,
                             glass_law_join join, glass_law **out);

/** A function of the caller's; `context` is borrowed until the law is freed. */
glass_status glass_law_user(glass_law_function *function, void *context, const char *name,
                            glass_law **out);

/** The same law once more, owning all it needs; of a user's function the context stays
 * borrowed. @param[out] out owned by the caller */
glass_status glass_law_copy(const glass_law *law, glass_law **out);
/** scale * law, as a new law as fast as the old one (used by `--set`, draws and `--vary`);
 * its text is "SCALE * (TEXT)". @param[in] scale finite */
glass_status glass_law_scaled(const glass_law *law, double scale, glass_law **out);
/** Frees a law; NULL is nothing. */
void glass_law_free(glass_law *law);

/** y[i] = law(x[i]), dy[i] = its derivative; dy may be NULL; y may be x.
 * Never fails: what is undefined at some x is NaN there. */
void glass_law_eval(const glass_law *law, size_t n, const double *x, double *y, double *dy);

/** One value, for those who need one. */
double glass_law_at(const glass_law *law, double x);

/** 1 if the law is a constant; its value is then written to `value` unless NULL. */
int glass_law_is_constant(const glass_law *law, double *value);

/** The text of an expression or a constant (shortest digits that read back the same);
 * NULL for a table or a function. Borrowed until the law is freed. */
const char *glass_law_text(const glass_law *law);

/** The points of a table: 0 and NULLs for another kind. Borrowed until freed. */
size_t glass_law_points(const glass_law *law, const double **x, const double **y);

#ifdef __cplusplus
}
#endif
#endif
