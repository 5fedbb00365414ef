/* A study that is being run: what its parts, one run and a batch, share. */
#ifndef GLASSCELL_STUDY_JOB_H
#define GLASSCELL_STUDY_JOB_H

#include "glasscell/study.h"
#include "study/origin.h"

typedef struct glass_study_job {
    const glass_study *study;
    const glass_study_hooks *hooks;
    glass_cell cell; /* with `set` in it */
    glass_protocol protocol;
    const char *profile;       /* its name when the protocol is a profile, else NULL */
    glass_run_options options; /* a view: texts are the study's */
    glass_origin origin;
    glass_outcome *outcome;
    glass_notes *notes;
} glass_study_job;

/* One run, into the study's files. */
glass_status glass_study_single(glass_study_job *job);
/* Every cell of `vary`, into one table. */
glass_status glass_study_batch(glass_study_job *job);
/* Writes the table of a batch to study->output: CSV, JSON or HDF5. */
glass_status glass_study_table(const glass_study_job *job);

/* Refuses a profile that drives the cell out of its voltage window at once when the other
 * sign of its current would not: GLASS_E_INPUT with words. */
glass_status glass_study_sign(const glass_study_job *job);

/* Refuses what contradicts itself and notes what changes nothing. */
glass_status glass_study_check(const glass_study_job *job);
/* Refuses an output that is one of the inputs, whatever name it goes by; going on with a
 * recording in place is none. After glass_origin_gather. */
glass_status glass_study_check_output(const glass_study_job *job, const char *path);

/* The protocol that stands in a study file. */
glass_status glass_study_inside(const char *path, glass_protocol *out, glass_notes *notes);

/* Whether a file name ends so, any case. */
int glass_study_ends(const char *path, const char *ending);

#endif
