/* Channels as a table in text. */
#ifndef GLASSCELL_CSV_WRITE_H
#define GLASSCELL_CSV_WRITE_H

#include "glasscell/recording.h"

/* One header line of labels, one line per sample; numbers have the fewest digits that read
 * back the same, a missing one is an empty cell. "-" is standard output. */
glass_status glass_csv_write(const glass_recording *recording, const char *path, int force);

#endif
