/** glasscell/sink.h: where numbers go: channels, frames and steps, as they come.
 *
 * Models, solvers and readers write to a sink and know nothing of files. A recording in
 * memory, one on disk, a CSV file are sinks. Order of calls: begin, then any of sample,
 * frame, step, cycle in order of time, then end, once. After a failing call none but `end`. */
#ifndef GLASSCELL_SINK_H
#define GLASSCELL_SINK_H

#include <stddef.h>
#include "glasscell/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A number against time. Labels follow the Battery Data Format: "Voltage / V". Sign of
 * current: positive charges. */
typedef struct glass_channel {
    const char *label;    /**< name and unit: "Test Time / s"; channel 0 is the time */
    const char *unit;     /**< "s" */
    const char *about;    /**< one sentence, or NULL */
    const char *original; /**< the column's name in the file it came from, or NULL */
} glass_channel;

/** An axis of a frame. */
typedef struct glass_axis {
    const char *name; /**< "x", "r" */
    const char *unit; /**< "m" */
    const char *about;
    size_t n;
    const double *at; /**< [n] coordinates, borrowed for the call of begin */
} glass_axis;

/** A field at a time on a named grid. */
typedef struct glass_frame {
    const char *label; /**< "Salt Concentration / mol.m-3" */
    const char *unit;
    const char *about;
    int rank;           /**< 1..3 */
    glass_axis axis[3]; /**< slowest first */
} glass_frame;

/** One key and its text: where a recording comes from. */
typedef struct glass_fact {
    const char *key; /**< "program", "command line", "cell", "input/0/sha256" ... */
    const char *text;
} glass_fact;

/** What is declared before the first sample. Everything is borrowed for the call. */
typedef struct glass_begin {
    const char *title;
    const glass_channel *channels; /**< [n_channels] */
    int n_channels;
    const glass_frame *frames; /**< [n_frames] */
    int n_frames;
    const glass_channel
        *cycle_channels; /**< [n_cycle_channels] numbers per cycle, or none */
    int n_cycle_channels;
    const glass_fact *facts; /**< [n_facts] */
    int n_facts;
} glass_begin;

/** One instruction of the protocol, when it has ended. */
typedef struct glass_step_record {
    int count;           /**< 1, 2, ...: never resets */
    int cycle;           /**< 1, 2, ... */
    const char *text;    /**< "Discharge at 1C until 2.7 V" */
    const char *reason;  /**< "voltage limit", "time", "already reached" ... */
    double from_s, to_s; /**< [s] test time */
    double charge_C;     /**< [C] net charge that went in; negative on discharge */
    double energy_J;     /**< [J] net energy that went in */
    double voltage_V;    /**< at its end */
    double current_A;    /**< at its end, positive charges */
} glass_step_record;

/** A table of functions. REQUIRED: begin, sample, end. OPTIONAL: the others may be NULL. */
typedef struct glass_sink {
    void *self;
    glass_status (*begin)(void *self, const glass_begin *begin);
    /** @param[in] row [n_channels] */
    glass_status (*sample)(void *self, const double *row);
    /** @param[in] index of the frame @param[in] values in C order of its axes */
    glass_status (*frame)(void *self, int index, double time_s, const double *values);
    glass_status (*step)(void *self, const glass_step_record *step);
    /** @param[in] row [n_cycle_channels] */
    glass_status (*cycle)(void *self, const double *row);
    /** State from which `--resume` goes on; bytes are the writer's own. */
    glass_status (*checkpoint)(void *self, double time_s, const void *bytes, size_t n);
    /** More facts, known only now, may be given; the last call.
     * @param[in] reason "protocol done", "voltage limit", "cancelled", "numerics" ... */
    glass_status (*end)(void *self, const char *reason, const glass_fact *facts,
                        int n_facts);
} glass_sink;

/** A sink that hands everything to each of n others. Free with glass_sink_tee_free. */
glass_status glass_sink_tee(const glass_sink *sinks, int n, glass_sink *out);
void glass_sink_tee_free(glass_sink *tee);

#ifdef __cplusplus
}
#endif
#endif
