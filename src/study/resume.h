/* Going on with a recording that was stopped. */
#ifndef GLASSCELL_RESUME_H
#define GLASSCELL_RESUME_H

#include "glasscell/run.h"

/* Runs on from the newest checkpoint of `path`: `sink` receives first what the recording
 * holds up to there, then what the run adds, as if it had never been stopped. */
glass_status glass_resume_run(const char *path, const glass_cell *cell,
                              const glass_protocol *protocol,
                              const glass_run_options *options, const glass_sink *sink,
                              glass_summary *summary, glass_notes *notes);

#endif
