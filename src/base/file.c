#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *file_called(const char *path, const char *standard)
{
    return strcmp(path, "-") == 0 ? standard : path;
}

/* ---- reading ---- */

static glass_status file_read_refused(const char *path)
{
    if (errno == EISDIR)
        return glass_fail(GLASS_E_SYSTEM, "%s: this is a folder, a file is expected", path);
    return glass_fail_errno("read", path);
}

static glass_status file_read_all(int fd, const char *path, size_t limit, glass_text *text)
{
    char block[65536];
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_read_refused(path);
        if (got == 0) break;
        if (limit && text->length + (size_t)got > limit)
            return glass_fail(GLASS_E_INPUT,
                              "%s: more than %zu bytes; such a file holds less than that",
                              path, limit);
        glass_text_bytes(text, block, (size_t)got);
        if (text->has_failed) return glass_fail_memory();
    }
    return GLASS_OK;
}

glass_status glass_file_read(const char *path, size_t limit, char **out, size_t *n)
{
    const char *called = file_called(path, "standard input");
    int is_standard = strcmp(path, "-") == 0;
    int fd = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return file_read_refused(called);
    glass_text text = {0};
    glass_status status = file_read_all(fd, called, limit, &text);
    if (!is_standard) close(fd);
    size_t length = text.length;
    char *bytes = status ? NULL : glass_text_take(&text);
    if (!status && !bytes) status = glass_fail_memory();
    if (status) {
        glass_text_clear(&text);
        return status;
    }
    *out = bytes;
    if (n) *n = length;
    return GLASS_OK;
}

/* ---- writing ---- */

int glass_file_is_stream(const char *path)
{
    struct stat about;
    if (strcmp(path, "-") == 0) return 1;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

int glass_file_is_same(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && S_ISREG(one.st_mode) &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

glass_status glass_file_write_refused(const char *path)
{
    switch (errno) {
    case ENOSPC:
    case EDQUOT:
        return glass_fail(GLASS_E_SYSTEM,
                          "%s: the disk is full (%s); nothing was left behind, free some "
                          "space or write elsewhere",
                          path, strerror(errno));
    case EFBIG:
        return glass_fail(GLASS_E_SYSTEM,
                          "%s: the file would be larger than allowed here (see ulimit -f); "
                          "nothing was left behind",
                          path);
    case EROFS:
    case EACCES:
    case EPERM:
        return glass_fail(GLASS_E_SYSTEM, "%s: cannot write: %s; choose another folder",
                          path, strerror(errno));
    case EPIPE: return glass_fail(GLASS_E_SYSTEM, "%s: nobody reads any more", path);
    default: return glass_fail_errno("write", path);
    }
}

static int file_put(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return -1;
        bytes += put;
        n -= (size_t)put;
    }
    return 0;
}

static glass_status file_write_stream(const char *path, const char *bytes, size_t n)
{
    const char *called = file_called(path, "standard output");
    int is_standard = strcmp(path, "-") == 0;
    if (is_standard && fflush(stdout)) return glass_file_write_refused(called);
    int fd = is_standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return glass_file_write_refused(called);
    glass_status status =
        file_put(fd, bytes, n) ? glass_file_write_refused(called) : GLASS_OK;
    if (!is_standard && close(fd) && !status) status = glass_file_write_refused(called);
    return status;
}

/* Where the bytes will lie: the end of a chain of links, so that a link stays a link. */
static char *file_target(const char *path)
{
    char real[PATH_MAX];
    return glass_strdup(realpath(path, real) ? real : path);
}

static char *file_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return glass_strdup(".");
    return glass_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static glass_status file_folder_refuses(const char *path, const char *folder)
{
    struct stat about;
    if (stat(folder, &about))
        return errno == ENOENT
                   ? glass_fail(GLASS_E_SYSTEM,
                                "%s: there is no folder %s; make it first (mkdir -p)", path,
                                folder)
                   : glass_fail_errno("write", path);
    if (!S_ISDIR(about.st_mode))
        return glass_fail(GLASS_E_SYSTEM, "%s: %s is not a folder", path, folder);
    if (access(folder, W_OK | X_OK))
        return glass_fail(GLASS_E_SYSTEM,
                          "%s: the folder %s cannot be written (%s); choose another folder",
                          path, folder, strerror(errno));
    return GLASS_OK;
}

static glass_status file_refuse_existing(const char *path)
{
    return glass_fail(GLASS_E_SYSTEM,
                      "%s: this file exists already; --force overwrites it, or choose "
                      "another name",
                      path);
}

glass_status glass_file_may_write(const char *path, int force)
{
    struct stat about;
    if (!*path) return glass_fail(GLASS_E_INPUT, "the name of the output file is empty");
    if (strcmp(path, "-") == 0) return GLASS_OK;
    int is_there = stat(path, &about) == 0;
    if (is_there && S_ISDIR(about.st_mode))
        return glass_fail(GLASS_E_SYSTEM,
                          "%s: this is a folder, the name of a file is expected", path);
    if (is_there && !S_ISREG(about.st_mode))
        return access(path, W_OK) ? glass_file_write_refused(path) : GLASS_OK;
    if (is_there && !force) return file_refuse_existing(path);
    if (is_there && access(path, W_OK)) return glass_file_write_refused(path);
    char *target = file_target(path);
    char *folder = target ? file_folder(target) : NULL;
    glass_status status = folder ? file_folder_refuses(path, folder) : glass_fail_memory();
    glass_free(folder);
    glass_free(target);
    return status;
}

glass_status glass_file_temporary(const char *path, char **temporary)
{
    static atomic_uint file_serial; /* two threads may write to one folder */
    char *target = file_target(path);
    char *folder = target ? file_folder(target) : NULL;
    glass_text name = {0};
    if (folder) {
        struct stat about;
        do {
            name.length = 0;
            glass_text_add(&name, "%s/.glasscell-%ld-%u.tmp", folder, (long)getpid(),
                           atomic_fetch_add(&file_serial, 1));
        } while (!name.has_failed && lstat(name.at, &about) == 0);
    }
    char *taken = folder ? glass_text_take(&name) : NULL;
    glass_free(folder);
    glass_free(target);
    if (!taken) return glass_fail_memory();
    *temporary = taken;
    return GLASS_OK;
}

/* A rename lasts only when the folder is on the disk too; folders that cannot be synced
 * (some network disks) are none of the user's worries. */
static void file_sync_folder(const char *target)
{
    char *folder = file_folder(target);
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    glass_free(folder);
    if (fd < 0) return;
    (void)fsync(fd);
    close(fd);
}

static int file_rename(const char *temporary, const char *target, int force)
{
#ifdef RENAME_NOREPLACE
    if (!force) {
        if (renameat2(AT_FDCWD, temporary, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
            return 0;
        if (errno != EINVAL && errno != ENOSYS) return -1; /* else: not on this disk */
    }
#endif
    struct stat about;
    if (!force && lstat(target, &about) == 0) {
        errno = EEXIST;
        return -1;
    }
    if (force && stat(target, &about) == 0 && chmod(temporary, about.st_mode & 07777))
        return -1;
    return rename(temporary, target);
}

static int file_sync(const char *temporary)
{
    int fd = open(temporary, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int refused = fsync(fd);
    int why = errno;
    close(fd);
    errno = why;
    return refused;
}

glass_status glass_file_commit(const char *temporary, const char *path, int force)
{
    char *target = file_target(path);
    glass_status status = target ? GLASS_OK : glass_fail_memory();
    if (!status && file_sync(temporary)) status = glass_file_write_refused(path);
    if (!status && file_rename(temporary, target, force))
        status =
            errno == EEXIST ? file_refuse_existing(path) : glass_file_write_refused(path);
    if (status)
        unlink(temporary);
    else
        file_sync_folder(target);
    glass_free(target);
    return status;
}

static glass_status file_write_beside(const char *temporary, const char *path,
                                      const char *bytes, size_t n)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return glass_file_write_refused(path);
    glass_status status =
        file_put(fd, bytes, n) ? glass_file_write_refused(path) : GLASS_OK;
    if (close(fd) && !status) status = glass_file_write_refused(path);
    if (status) unlink(temporary);
    return status;
}

glass_status glass_file_write(const char *path, const char *bytes, size_t n, int force)
{
    glass_status status = glass_file_may_write(path, force);
    if (status) return status;
    if (glass_file_is_stream(path)) return file_write_stream(path, bytes, n);
    char *temporary = NULL;
    status = glass_file_temporary(path, &temporary);
    if (!status) status = file_write_beside(temporary, path, bytes, n);
    if (!status) status = glass_file_commit(temporary, path, force);
    glass_free(temporary);
    return status;
}
