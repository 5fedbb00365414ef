/** glasscell/plot.h: pictures of recordings and of segmented volumes, fit for a paper. Needs
 * cairo at run time. */
#ifndef GLASSCELL_PLOT_H
#define GLASSCELL_PLOT_H

#include "glasscell/recording.h"
#include "glasscell/volume.h"

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

/** A segmented volume as pictures see it. All is borrowed for the call. */
typedef struct glass_plot_block {
    const glass_volume *volume; /**< its voxel edges are finite */
    const char *const *phases;  /**< [n_phases] names */
    int n_phases;
    const short *of;   /**< [GLASS_LABELS] phase of each code; -1: unnamed, drawn grey */
    int open;          /**< 1 + the phase that the eye sees through where a corner of the
                            block is cut out: the pores; 0: none */
    const char *title; /**< NULL: the volume's name; "": none */
} glass_plot_block;

/** Numbers in words, to stand on a page: rows of cells, the first column to the left. */
typedef struct glass_plot_table {
    const char *const *heads; /**< [columns] */
    const char *const *cells; /**< [rows][columns] plain text */
    int columns, rows;        /**< 0: no table */
} glass_plot_table;

/** The page of an image: three slices through its middle, the block with a corner cut out,
 * fractions, their profiles along the axes, and the numbers of `table`.
 * @param[in] table may be NULL @param[in] options may be NULL; width (150 mm and more), dpi
 * and title count
 * @return as glass_plot; GLASS_E_INPUT for a voxel edge that is not known */
glass_status glass_plot_volume(const glass_plot_block *block, const glass_plot_table *table,
                               const glass_plot_options *options, const char *path,
                               int force);

/** How a voxel of a wiring map fares. */
enum {
    GLASS_PLOT_OUTSIDE,   /**< stores nothing */
    GLASS_PLOT_SERVED,    /**< filled within the wanted time */
    GLASS_PLOT_IONS,      /**< starved of ions */
    GLASS_PLOT_ELECTRONS, /**< starved of electrons */
    GLASS_PLOT_BOTH,      /**< starved of both */
    GLASS_PLOT_CUT,       /**< joined to no source of one of them */
    GLASS_PLOT_STATES
};

/** A wiring map as pictures see it. Index 0 is ions, 1 electrons. All is borrowed. */
typedef struct glass_plot_map {
    glass_plot_block block;
    int axis;            /**< 0, 1, 2: along which the carriers come */
    const char *ends[2]; /**< what the first and last face of that axis are: "separator" */
    const float
        *drops[2];    /**< [n0][n1][n2] drop of each carrier; NAN where there is none */
    const char *unit; /**< of the drops, as units are written in rows: "V" */
    const float *times[2];      /**< [s] [n0][n1][n2] local starvation time by each carrier,
                                      in storing voxels; NAN elsewhere */
    const unsigned char *state; /**< [n0][n1][n2] GLASS_PLOT_OUTSIDE ... GLASS_PLOT_CUT */
    double time_s;              /**< [s] the wanted time */
    double limit_s; /**< [s] starvation time beyond which a voxel starves; 0: the
                                     wanted time */
} glass_plot_map;

/** The page of a wiring map: slices of both drops and of what starves, histograms of the
 * starvation times against the wanted one, shares along the axis, the starving places in the
 * block, and the numbers of `table`. Parameters and errors as glass_plot_volume. */
glass_status glass_plot_wiring(const glass_plot_map *map, const glass_plot_table *table,
                               const glass_plot_options *options, const char *path,
                               int force);

#ifdef __cplusplus
}
#endif
#endif
