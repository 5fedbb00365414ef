/** glasscell/plot.h: pictures of recordings, fit for a paper. Needs cairo at run time. */
#ifndef GLASSCELL_PLOT_H
#define GLASSCELL_PLOT_H

#include "glasscell/recording.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glass_plot_options {
    const char *what;     /**< NULL: by content, or what `channels` or `against` ask for;
                           "inside", "voltage", "channels", "cycles" */
    const char *channels; /**< labels for "channels", commas between; NULL: the usual */
    const char *title;    /**< NULL: from the recording; "": none */
    const char *const *names; /**< [n] legend, NULL: titles */
    double width_mm;          /**< 60..1000; 0: 180 */
    double dpi;               /**< 20..1200, of a PNG; 0: 200 */
    const char *against;      /**< "voltage": NULL or "time"; "capacity" */
} glass_plot_options;

/** Draws n recordings into one picture by the ending of `path` (.svg, .pdf, .png).
 *
 * By content: one simulated recording with frames, alone or beside measured ones, is drawn
 * with its inside; several are overlaid by voltage, measured ones as points with what divides
 * the others from the first of them; else channels against time. Measured is what the fact
 * "measured" says, else what has neither frames nor channels and facts that models make.
 * The same recordings give the same bytes. @param[in] options may be NULL
 * @return GLASS_E_LIBRARY without cairo; GLASS_E_INPUT for an ending, a word or a channel
 *         that is not known, and for nothing to draw; GLASS_E_SYSTEM for an existing file
 *         without `force` and when it cannot be written: then there is none. */
glass_status glass_plot(const glass_recording *const *recordings, int n,
                        const glass_plot_options *options, const char *path, int force);

/** Draws one channel of n recordings (the first of `options->channels`; else the voltage)
 * with letters of braille, for a terminal. Needs no library.
 * @param[in] columns, rows of letters in all, words included; 30..500 and 5..200
 * @param[out] out UTF-8, lines that end with a newline, owned by the caller (free)
 * @return GLASS_E_INPUT when there is no such channel or nothing in it */
glass_status glass_plot_text(const glass_recording *const *recordings, int n,
                             const glass_plot_options *options, int columns, int rows,
                             char **out);

#ifdef __cplusplus
}
#endif
#endif
