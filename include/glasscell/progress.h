/** glasscell/progress.h: how far a long work is, and a flag that ends it.
 *
 * The library prints nothing: it tells fractions, and these few functions turn them into
 * the words that a program may print. */
#ifndef GLASSCELL_PROGRESS_H
#define GLASSCELL_PROGRESS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A flag that a signal handler, or another thread, may set. `{0}` is not set. */
typedef struct glass_cancel {
    int count; /**< how often it was asked for */
} glass_cancel;

/** Asks for the end; may be called in a signal handler.
 * @return how often this was asked for, so that a program may give in at the third. */
int glass_cancel_ask(glass_cancel *cancel);

/** Whether the end was asked for. Fits glass_run_options.cancelled with `&cancel`. */
int glass_cancelled(void *cancel);

/** How far a work is. Start with glass_progress_start. */
typedef struct glass_progress {
    double began_s;  /**< [s] on a clock of its own */
    double now_s;    /**< [s] when the fraction came */
    double told_s;   /**< [s] when it was last worth telling */
    double fraction; /**< [1] 0..1, never goes back */
    double left_s;   /**< [s] left at the rate so far; NAN when nobody knows */
} glass_progress;

/** Begins at 0, now. */
void glass_progress_start(glass_progress *progress);

/** Takes a new fraction.
 * @param[in] period_s [s] not to be told more often (0.1 on a terminal, 5 elsewhere)
 * @return 1 when it is time to tell: `period_s` has gone by since the last time. */
int glass_progress_at(glass_progress *progress, double fraction, double period_s);

/** "[#########-----------]  45 %  12 s left", or without a bar when `bar` is 0.
 * @param[in] bar [1] number of characters between the brackets
 * @param[out] out filled, at most `room` bytes with the end
 * @return out */
char *glass_progress_text(const glass_progress *progress, int bar, char *out, size_t room);

/** A time for people: "4.2 ms", "12 s", "3 min 5 s", "2 h 40 min", "3 d 4 h".
 * @param[in] seconds [s] @param[out] out filled, at least 32 bytes @return out */
char *glass_duration_text(double seconds, char *out);

#ifdef __cplusplus
}
#endif
#endif
