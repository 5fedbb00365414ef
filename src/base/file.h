/* Whole files in and out. What is written is either there in full or not there at all. */
#ifndef GLASSCELL_FILE_H
#define GLASSCELL_FILE_H

#include <stddef.h>
#include "base/fail.h"

/* A whole file, terminated by 0. "-" is standard input. `limit` bytes at most (0: any).
 * `out` is owned by the caller (glass_free); `n` may be NULL. */
glass_status glass_file_read(const char *path, size_t limit, char **out, size_t *n);

/* Writes to a temporary name beside `path`, syncs, renames; refuses an existing file
 * unless `force`. "-" is standard output; devices and pipes are written straight. */
glass_status glass_file_write(const char *path, const char *bytes, size_t n, int force);

/* GLASS_OK when `path` may be written: does not exist or `force`; its folder is writable.
 * To be asked before long work, so that it is not lost. */
glass_status glass_file_may_write(const char *path, int force);

/* The two halves of glass_file_write, for libraries that insist on opening a file by name:
 * a name that is free, in the folder in which `path` (links followed) will lie, owned by
 * the caller; then sync and rename. On failure the temporary file is removed. */
glass_status glass_file_temporary(const char *path, char **temporary);
glass_status glass_file_commit(const char *temporary, const char *path, int force);

/* errno of a write that was refused, in words that say what to do: GLASS_E_SYSTEM. */
glass_status glass_file_write_refused(const char *path);

/* 1 when both names lead to one regular file, whatever links and folders are on the way. */
int glass_file_is_same(const char *a, const char *b);

/* 1 when `path` is "-" or there and neither file nor folder: pipe, terminal, /dev/null. */
int glass_file_is_stream(const char *path);

#endif
