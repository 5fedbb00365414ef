/** glasscell/recording.h: what was measured or simulated, in memory and on disk.
 *
 * Simulated and measured data are the same kind of thing. A recording holds channels
 * (numbers against time), frames (fields at times), steps, cycles and where it came from. */
#ifndef GLASSCELL_RECORDING_H
#define GLASSCELL_RECORDING_H

#include "glasscell/sink.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glass_recording_channel {
    char *label, *unit, *about, *original; /**< original NULL if none */
    double *at;                            /**< [recording rows] */
} glass_recording_channel;

typedef struct glass_recording_frame {
    char *label, *unit, *about;
    int rank;
    char *axis_name[3], *axis_unit[3];
    size_t n[3];     /**< points along each axis, slowest first; 1 beyond the rank */
    double *axis[3]; /**< [n[k]] */
    size_t count;    /**< how many times */
    double *time_s;  /**< [count] */
    double *values;  /**< [count][n0][n1][n2] */
} glass_recording_frame;

typedef struct glass_recording {
    char *title;
    glass_recording_channel *channels; /**< [n_channels]; 0 is time */
    int n_channels;
    size_t rows;
    glass_recording_frame *frames; /**< [n_frames] */
    int n_frames;
    glass_step_record *steps; /**< [n_steps], texts owned */
    int n_steps;
    glass_recording_channel *cycles; /**< [n_cycle_channels], each [n_cycles] long */
    int n_cycle_channels;
    size_t n_cycles;
    glass_fact *facts; /**< [n_facts], texts owned */
    int n_facts;
    char *reason;   /**< why it ended; "" while it has not */
    int was_closed; /**< 0: its writer died or is still writing */
    void *more;     /**< capacities, private */
} glass_recording;

/** Clears to `{0}`, freeing what it holds; and frees the struct itself. NULL is nothing. */
void glass_recording_clear(glass_recording *recording);
void glass_recording_free(glass_recording *recording);

/** A sink that fills `recording` (`{0}` at first), which must outlive it. */
void glass_recording_sink(glass_recording *recording, glass_sink *out);

/** Plays a recording into a sink: begin, samples, frames, steps, end. */
glass_status glass_recording_play(const glass_recording *recording, const glass_sink *sink);

/** Index of a channel by label, machine name or unambiguous beginning, any case; -1. */
int glass_recording_find(const glass_recording *recording, const char *label);
int glass_recording_find_frame(const glass_recording *recording, const char *label);

/** What a fact says; NULL if it is not there. */
const char *glass_recording_fact(const glass_recording *recording, const char *key);

/** How columns of a foreign table are to be understood. `{0}` takes names that are known. */
typedef struct glass_columns {
    const char *time, *current, *voltage; /**< column names with unit, or NULL */
    int sign; /**< +1: positive charges; -1: positive discharges; 0: as the format says */
} glass_columns;

/** Reads any file that a format knows (HDF5 recording, CSV with BDF columns or
 * `Time [s],I[A],U[V]`, JSON). An unclosed recording is mended on sight and a note says so.
 * "CELL#NAME" is a measured curve that came with a cell, a file or of the library (BPX:
 * Validation), by its name or an unambiguous beginning: "nmc_pouch#1C".
 * @param[in] columns may be NULL @param[out] notes may be NULL */
glass_status glass_recording_open(const char *path, const glass_columns *columns,
                                  glass_recording *out, glass_notes *notes);

/** Writes by the ending of the name (.h5, .csv, .json); "-" is CSV to standard output.
 * Written to a temporary name and renamed: nothing half-written is ever seen.
 * @return GLASS_E_INPUT if the file exists and not `force`. */
glass_status glass_recording_write(const glass_recording *recording, const char *path,
                                   int force);

/** A sink that appends to a new HDF5 recording while readers watch.
 * Free with glass_recording_stream_free after `end` (or instead of it: then it stays
 * marked as not closed). */
glass_status glass_recording_stream(const char *path, int force, glass_sink *out);
void glass_recording_stream_free(glass_sink *stream);

/** A sink that goes on appending to a recording whose writer died or was cancelled: what
 * came after its newest checkpoint is dropped. `begin` must declare what it declared.
 * Free with glass_recording_stream_free.
 * @param[out] bytes the checkpoint, owned (glass_recording_checkpoint_free)
 * @return GLASS_E_INPUT if there is no checkpoint, or somebody is still writing. */
glass_status glass_recording_resume(const char *path, glass_sink *out, double *time_s,
                                    void **bytes, size_t *n);

/** The newest checkpoint of a recording. @param[out] bytes owned, as above.
 * @return GLASS_E_INPUT if there is none. */
glass_status glass_recording_checkpoint(const char *path, double *time_s, void **bytes,
                                        size_t *n);
void glass_recording_checkpoint_free(void *bytes);
/** Both: the checkpoint, and the recording as it was then, without what came after. */
glass_status glass_recording_open_checkpoint(const char *path, glass_recording *out,
                                             double *time_s, void **bytes, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
