/* Profiles: a column of a table against time, as a step follows it. */
#ifndef GLASSCELL_PROTOCOL_PROFILE_H
#define GLASSCELL_PROTOCOL_PROFILE_H

#include "cell/protocol_reader.h"
#include "glasscell/recording.h"

/* Where a file is looked for, and how its columns are meant; both may be NULL. */
typedef struct protocol_profile_place {
    const char *folder; /* with its final slash; NULL: the working folder */
    const glass_columns *columns;
} protocol_profile_place;

/* A protocol_table_open; `context` is a protocol_profile_place. The file of the table is a
 * file, or the name of a profile of the library (share/profiles) if there is no such file.
 * @return GLASS_E_INPUT with the file's name, and its line where a row is wrong */
glass_status protocol_profile_read(void *context, const protocol_table *table,
                                   glass_profile **out, glass_notes *notes);

/* The profile of a recording that is open. `name` stands in messages. */
glass_status protocol_profile_of(const glass_recording *recording, const char *name,
                                 const protocol_table *table, glass_profile **out,
                                 glass_notes *notes);

#endif
