/** glasscell/plot.h: pictures of recordings, fit for a paper. Needs cairo at run time. */
#ifndef GLASSCELL_PLOT_H
#define GLASSCELL_PLOT_H

#include "glasscell/recording.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glass_plot_options {
    const char *what;   /**< NULL: by content; "inside", "voltage", "channels", "cycles" */
    const char *channels; /**< comma-separated labels for "channels" */
    const char *title;  /**< NULL: from the recording */
    const char *const *names; /**< [n] legend, NULL: titles */
    double width_mm;    /**< 0: 180 */
    double dpi;         /**< of a PNG; 0: 200 */
} glass_plot_options;

/** Draws n recordings into one picture by the ending of `path` (.svg, .pdf, .png).
 * One simulated recording with frames: its inside beside the voltage; more: their voltages,
 * measured ones as points. @return GLASS_E_LIBRARY without cairo. */
glass_status glass_plot(const glass_recording *const *recordings, int n,
                        const glass_plot_options *options, const char *path, int force);

#ifdef __cplusplus
}
#endif
#endif
