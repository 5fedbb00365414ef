/* A whole recording as JSON, for programs that read nothing else. */
#ifndef GLASSCELL_JSON_WRITE_H
#define GLASSCELL_JSON_WRITE_H

#include "glasscell/recording.h"

enum { GLASS_JSON_LAYOUT = 1 }; /* larger when an older reader would misread it */

/* docs/recording.md has the layout. Numbers have the fewest digits that read back the same;
 * a missing one is null. "-" is standard output. */
glass_status glass_json_write(const glass_recording *recording, const char *path,
                              int force);

#endif
