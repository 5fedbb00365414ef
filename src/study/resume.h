/* Going on with a recording that was stopped. */
#ifndef GLASSCELL_RESUME_H
#define GLASSCELL_RESUME_H

#include "glasscell/run.h"

/* A stopped recording: what it holds, and the state from which the run goes on. */
typedef struct glass_resume {
    glass_recording old; /* up to its newest checkpoint: the rest will be made again */
    double time_s;
    void *bytes; /* [n] the checkpoint */
    size_t n;
    const glass_sink *inner; /* of the sink below */
} glass_resume;

/* Opens it, and refuses when an input file is no longer what the recording was made from. */
glass_status glass_resume_open(const char *path, glass_resume *out, glass_notes *notes);
void glass_resume_clear(glass_resume *resume);

/* A sink before `inner`, which receives after `begin` what the recording holds up to the
 * checkpoint, as if the run had never been stopped. `resume` and `inner` must outlive it. */
void glass_resume_replay(glass_resume *resume, const glass_sink *inner, glass_sink *out);

#endif
