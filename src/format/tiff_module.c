/* The table of glasscell-tiff.so; files, and how libtiff's words are caught. */
#include "format/tiff_file.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/module.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- words ---- */

static TIFFErrorHandler module_error_before, module_warning_before;

static void module_error(const char *where, const char *format, va_list list)
{
    glass_tiff *file = *glass_module_thread();
    if (!file) {
        if (module_error_before) module_error_before(where, format, list);
    } else if (!*file->why) {
        vsnprintf(file->why, sizeof file->why, format, list);
        size_t n = file->name ? strlen(file->name) : 0; /* the name goes before anyway */
        if (n && strncmp(file->why, file->name, n) == 0 && file->why[n] == ':')
            memmove(file->why, file->why + n + 2, strlen(file->why + n + 1));
    }
}

static void module_warning(const char *where, const char *format, va_list list)
{
    if (!*glass_module_thread() && module_warning_before)
        module_warning_before(where, format, list);
}

static void __attribute__((constructor)) module_start(void)
{
    module_error_before = TIFFSetErrorHandler(module_error);
    module_warning_before = TIFFSetWarningHandler(module_warning);
}

void glass_tiff_listen(glass_tiff *file)
{
    *file->why = 0;
    *glass_module_thread() = file;
}

void glass_tiff_deaf(void)
{
    *glass_module_thread() = NULL;
}

/* ---- bytes ---- */

static tmsize_t module_read(thandle_t handle, void *bytes, tmsize_t n)
{
    glass_tiff *file = handle;
    tmsize_t done = 0;
    while (done < n) {
        ssize_t got = read(file->fd, (char *)bytes + done, (size_t)(n - done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += got;
    }
    return done;
}

static tmsize_t module_write(thandle_t handle, void *bytes, tmsize_t n)
{
    glass_tiff *file = handle;
    tmsize_t done = 0;
    while (done < n && !file->code) {
        ssize_t put = write(file->fd, (char *)bytes + done, (size_t)(n - done));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) file->code = errno;
        if (put > 0) done += put;
    }
    return file->code ? -1 : done;
}

static toff_t module_seek(thandle_t handle, toff_t offset, int whence)
{
    glass_tiff *file = handle;
    off_t to = lseek(file->fd, (off_t)offset, whence);
    return to < 0 ? (toff_t)-1 : (toff_t)to;
}

static int module_shut(thandle_t handle)
{
    glass_tiff *file = handle;
    int fd = file->fd;
    file->fd = -1;
    if (close(fd) == 0) return 0;
    if (!file->code) file->code = errno;
    return -1;
}

static toff_t module_size(thandle_t handle)
{
    glass_tiff *file = handle;
    off_t here = lseek(file->fd, 0, SEEK_CUR), end = lseek(file->fd, 0, SEEK_END);
    lseek(file->fd, here, SEEK_SET);
    return end < 0 ? 0 : (toff_t)end;
}

/* ---- files ---- */

glass_status glass_tiff_new(const char *path, const char *name, int flags, const char *mode,
                            glass_tiff **out)
{
    glass_tiff *file = glass_zero(1, sizeof *file);
    if (!file) return glass_fail_memory();
    file->name = glass_strdup(name);
    file->fd = open(path, flags | O_CLOEXEC, 0666);
    glass_status status = GLASS_OK;
    if (file->fd < 0)
        status = glass_fail_errno(flags == O_RDONLY ? "read" : "write", name);
    else if (!file->name)
        status = glass_fail_memory();
    if (!status) {
        glass_tiff_listen(file);
        file->tiff = TIFFClientOpen(file->name, mode, file, module_read, module_write,
                                    module_seek, module_shut, module_size, NULL, NULL);
        glass_tiff_deaf();
        if (!file->tiff && file->code) {
            errno = file->code;
            status = glass_file_write_refused(name);
        } else if (!file->tiff)
            status = glass_fail(GLASS_E_INPUT, "%s: no sound TIFF file: %s", name,
                                *file->why ? file->why : "its beginning is damaged");
    }
    if (status)
        glass_tiff_close(file);
    else
        *out = file;
    return status;
}

void glass_tiff_close(glass_tiff *file)
{
    if (!file) return;
    glass_tiff_listen(file);
    if (file->tiff) TIFFClose(file->tiff);
    glass_tiff_deaf();
    if (file->fd >= 0) close(file->fd);
    glass_free(file->name);
    glass_free(file->page);
    glass_free(file->scratch);
    glass_free(file->description);
    glass_free(file);
}

/* What the host looks for. */
extern const glass_tiff_table glass_module_tiff;
const glass_tiff_table glass_module_tiff = {
    .version = GLASS_TIFF_TABLE,
    .open = glass_tiff_open,
    .read = glass_tiff_read,
    .create = glass_tiff_create,
    .append = glass_tiff_append,
    .end = glass_tiff_end,
    .close = glass_tiff_close,
};
