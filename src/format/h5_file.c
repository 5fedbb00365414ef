#include "format/h5_file.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- failures ---- */

/* HDF5 tells the system's error only in words: "... errno = 28, error message = ...". */
static herr_t file_read_error(unsigned depth, const H5E_error2_t *error, void *context)
{
    glass_h5 *file = context;
    const char *number = error->desc ? strstr(error->desc, "errno = ") : NULL;
    if (number && !file->code) file->code = atoi(number + 8);
    /* the first in the stack is the innermost, the cause */
    if (depth == 0 && error->desc) snprintf(file->why, sizeof file->why, "%s", error->desc);
    return 0;
}

int glass_h5_ok(glass_h5 *file, long long result)
{
    if (result >= 0) return !file->has_failed;
    if (file->has_failed) return 0;
    file->has_failed = 1;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, file_read_error, file);
    return 0;
}

void glass_h5_broken(glass_h5 *file, const char *why)
{
    if (file->has_failed) return;
    file->has_failed = 1;
    snprintf(file->why, sizeof file->why, "%s", why);
}

void glass_h5_refused(glass_h5 *file, int code)
{
    if (file->has_failed) return;
    file->has_failed = 1;
    file->code = code;
}

glass_status glass_h5_status(const glass_h5 *file, const char *doing)
{
    if (!file->has_failed) return GLASS_OK;
    if (file->code == ENOSPC || file->code == EDQUOT)
        return glass_fail(GLASS_E_SYSTEM,
                          "%s: the disk is full (%s); free some space or write elsewhere",
                          file->name, strerror(file->code));
    if (file->code == EFBIG)
        return glass_fail(GLASS_E_SYSTEM,
                          "%s: the file would be larger than allowed here (see ulimit -f)",
                          file->name);
    if (file->code == EAGAIN || file->code == ENOLCK)
        return glass_fail(
            GLASS_E_SYSTEM,
            "%s: another program has locked it, or this disk knows no locks (a "
            "network disk?); HDF5_USE_FILE_LOCKING=FALSE goes without",
            file->name);
    if (file->code)
        return glass_fail(GLASS_E_SYSTEM, "%s: cannot %s: %s", file->name, doing,
                          strerror(file->code));
    return glass_fail(GLASS_E_INPUT, "%s: cannot %s: %s; the file is damaged or cut off",
                      file->name, doing, file->why);
}

/* ---- the struct ---- */

glass_h5 *glass_h5_new(const char *name)
{
    glass_h5 *file = glass_zero(1, sizeof *file);
    if (!file) return NULL;
    file->name = glass_strdup(name);
    if (!file->name) {
        glass_free(file);
        return NULL;
    }
    file->file = file->frame_time = file->committed = file->checkpoint = H5I_INVALID_HID;
    for (int i = 0; i < GLASS_H5_STEP_COLUMNS; i++) file->steps[i] = H5I_INVALID_HID;
    return file;
}

static hid_t *file_sets(int n)
{
    hid_t *sets = glass_alloc((size_t)(n + 1) * sizeof *sets);
    for (int i = 0; sets && i < n; i++) sets[i] = H5I_INVALID_HID;
    return sets;
}

glass_status glass_h5_take_shape(glass_h5 *file, glass_recording *shape)
{
    file->channels = file_sets(shape->n_channels);
    file->frames = file_sets(shape->n_frames);
    file->cycles = file_sets(shape->n_cycle_channels);
    file->is_given = glass_zero((size_t)shape->n_frames + 1, 1);
    if (!file->channels || !file->frames || !file->cycles || !file->is_given)
        return glass_fail_memory();
    file->shape = *shape;
    *shape = (glass_recording){0};
    return GLASS_OK;
}

static void file_close_set(hid_t *set)
{
    if (*set >= 0) H5Dclose(*set);
    *set = H5I_INVALID_HID;
}

void glass_h5_close_sets(glass_h5 *file)
{
    for (int i = 0; file->channels && i < file->shape.n_channels; i++)
        file_close_set(&file->channels[i]);
    for (int i = 0; file->frames && i < file->shape.n_frames; i++)
        file_close_set(&file->frames[i]);
    for (int i = 0; file->cycles && i < file->shape.n_cycle_channels; i++)
        file_close_set(&file->cycles[i]);
    for (int i = 0; i < GLASS_H5_STEP_COLUMNS; i++) file_close_set(&file->steps[i]);
    file_close_set(&file->frame_time);
    file_close_set(&file->committed);
    file_close_set(&file->checkpoint);
}

/* After a failure (a full disk) the library would, in closing, write a superblock that claims
 * more than is there, and lose all. Its last words go nowhere; the file stays as after a
 * kill, and is mended like one. */
static void file_silence(glass_h5 *file)
{
    int *descriptor = NULL;
    if (!file->has_failed || !file->is_written || file->image || file->file < 0) return;
    if (H5Fget_vfd_handle(file->file, H5P_DEFAULT, (void **)&descriptor) < 0) return;
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0) return;
    dup2(nowhere, *descriptor);
    close(nowhere);
}

void glass_h5_close(glass_h5 *file)
{
    if (!file) return;
    file_silence(file);
    glass_h5_close_sets(file);
    if (file->file >= 0) H5Fclose(file->file);
    glass_recording_clear(&file->shape);
    glass_free(file->channels);
    glass_free(file->frames);
    glass_free(file->cycles);
    glass_free(file->is_given);
    glass_free(file->image);
    glass_free(file->bytes);
    glass_free(file->name);
    glass_free(file);
}

/* ---- attributes ---- */

void glass_h5_fit(char *to, size_t size, const char *words)
{
    size_t n = words ? strlen(words) : 0;
    if (n > size)
        for (n = size; n && ((unsigned char)words[n] & 0xc0) == 0x80;) n--;
    memset(to, 0, size);
    if (n) memcpy(to, words, n);
}

/* Texts are of fixed length. HDF5 keeps those of variable length in heaps without check sums:
 * with flipped bytes in them, HDF5 1.10.8 hung 5 times and crashed once in 20,000 files, and
 * never where texts were of fixed length. So none is read either. */
void glass_h5_put_text(glass_h5 *file, hid_t object, const char *key, const char *text)
{
    if (file->has_failed) return;
    glass_h5_put_cell(file, object, key, text, strlen(text));
}

void glass_h5_put_cell(glass_h5 *file, hid_t object, const char *key, const char *text,
                       size_t n)
{
    if (file->has_failed) return;
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, n ? n : 1);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(object, key, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (glass_h5_ok(file, attribute)) glass_h5_ok(file, H5Awrite(attribute, type, text));
    if (attribute >= 0) H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
}

void glass_h5_put_int(glass_h5 *file, hid_t object, const char *key, int value)
{
    if (file->has_failed) return;
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute =
        H5Acreate2(object, key, H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT);
    if (glass_h5_ok(file, attribute))
        glass_h5_ok(file, H5Awrite(attribute, H5T_NATIVE_INT, &value));
    if (attribute >= 0) H5Aclose(attribute);
    H5Sclose(space);
}

static char *file_get_fixed(hid_t attribute, hid_t type)
{
    size_t n = H5Tget_size(type);
    char *text = glass_alloc(n + 1);
    if (!text) return NULL;
    text[n] = 0;
    if (H5Aread(attribute, type, text) >= 0) return text;
    glass_free(text);
    return NULL;
}

char *glass_h5_get_text(hid_t object, const char *key)
{
    char *text = NULL;
    if (H5Aexists(object, key) <= 0) return NULL;
    hid_t attribute = H5Aopen(object, key, H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    if (H5Tget_class(type) == H5T_STRING && H5Sget_simple_extent_npoints(space) == 1)
        text = H5Tis_variable_str(type) == 0 ? file_get_fixed(attribute, type) : NULL;
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(attribute);
    return text;
}

int glass_h5_get_int(hid_t object, const char *key, int *value)
{
    if (H5Aexists(object, key) <= 0) return 0;
    hid_t attribute = H5Aopen(object, key, H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    int is = H5Tget_class(type) == H5T_INTEGER &&
             H5Sget_simple_extent_npoints(space) == 1 &&
             H5Aread(attribute, H5T_NATIVE_INT, value) >= 0;
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(attribute);
    return is;
}

int glass_h5_is_own_key(const char *key)
{
    static const char *const own[] = {"glasscell_layout", "title", "reason", "closed",
                                      "end"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(key, own[i]) == 0) return 1;
    return 0;
}
