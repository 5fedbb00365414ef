/* How the library says what went wrong: a status, and words kept for the thread. */
#ifndef GLASSCELL_FAIL_H
#define GLASSCELL_FAIL_H

#include <stdarg.h>
#include "glasscell/status.h"

#define GLASS_PRINTF(a, b) __attribute__((format(printf, a, b)))

/* Keeps the words and returns `status`, so that a failure is one line. */
glass_status glass_fail(glass_status status, const char *format, ...) GLASS_PRINTF(2, 3);
/* "file:line:column: words"; line or column 0 is left out. */
glass_status glass_fail_at(const char *file, int line, int column, const char *format, ...)
    GLASS_PRINTF(4, 5);
/* Puts "prefix: " before the words that are there. */
glass_status glass_fail_in(glass_status status, const char *format, ...) GLASS_PRINTF(2, 3);
/* Words for errno after an operation on a file. */
glass_status glass_fail_errno(const char *what, const char *path);
glass_status glass_fail_memory(void);

/* Appends a remark; without memory it is silently dropped (a remark is never vital). */
void glass_note_add(glass_notes *notes, int is_error, const char *place, const char *format,
                    ...) GLASS_PRINTF(4, 5);

#endif
