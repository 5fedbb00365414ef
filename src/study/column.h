/* One column of numbers from a table in text, for values to vary. */
#ifndef GLASSCELL_COLUMN_H
#define GLASSCELL_COLUMN_H

#include <stddef.h>
#include "base/fail.h"

/* Reads a column by name (NULL: the first) of a table with commas, semicolons, tabs or
 * blanks between; its first line may be a header. Sought in `folder` ("" or ending in "/")
 * first, then where `path` says. `out` [n] is owned by the caller.
 * Errors: "file:line:column: ..." */
glass_status glass_column_read(const char *folder, const char *path, const char *name,
                               double **out, size_t *n);

/* `path` as seen from `folder`: the file there if it exists, else `path` itself. Owned. */
char *glass_column_path(const char *folder, const char *path);

#endif
