/* Opening and writing recordings, whatever their format. */
#include "format/format.h"
#include "format/open_curve.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

glass_status glass_source_load(glass_source *source)
{
    if (source->bytes) return GLASS_OK;
    return glass_file_read(source->path, 0, &source->bytes, &source->n);
}

/* The first bytes, without reading the rest: recordings may be large. */
static glass_status open_first_bytes(glass_source *source, char *first, size_t *n)
{
    if (strcmp(source->path, "-") == 0) {
        glass_status status = glass_source_load(source);
        if (status) return status;
        *n = source->n < GLASS_FIRST_BYTES ? source->n : GLASS_FIRST_BYTES;
        memcpy(first, source->bytes, *n);
    } else {
        struct stat about;
        if (stat(source->path, &about) == 0 && S_ISDIR(about.st_mode))
            return glass_fail(GLASS_E_SYSTEM, "%s: this is a folder, a file is expected",
                              source->name);
        FILE *file = fopen(source->path, "rb");
        if (!file) return glass_fail_errno("read", source->name);
        *n = fread(first, 1, GLASS_FIRST_BYTES, file);
        int has_failed = ferror(file);
        fclose(file);
        if (has_failed) return glass_fail_errno("read", source->name);
    }
    first[*n] = 0;
    return GLASS_OK;
}

static void open_list(glass_text *words, int wants_write)
{
    const glass_format *const *formats;
    int n = glass_formats(&formats);
    for (int i = 0; i < n; i++)
        if (wants_write ? formats[i]->write != NULL : formats[i]->read != NULL)
            glass_text_add(words, "%s%s (%.*s)", words->length ? ", " : "",
                           formats[i]->name, (int)strcspn(formats[i]->endings, " "),
                           formats[i]->endings);
}

static glass_status open_unknown(const char *name)
{
    glass_text known = {0};
    open_list(&known, 0);
    glass_status status =
        glass_fail(GLASS_E_INPUT,
                   "%s: no format that glasscell knows begins like this file; it reads %s",
                   name, known.at ? known.at : "");
    glass_text_clear(&known);
    return status;
}

static glass_status open_read(glass_source *source, const glass_columns *columns,
                              glass_recording *out, glass_notes *notes)
{
    char first[GLASS_FIRST_BYTES + 1];
    size_t n = 0;
    glass_status status = open_first_bytes(source, first, &n);
    if (status) return status;
    if (n == 0) return glass_fail(GLASS_E_INPUT, "%s: the file is empty", source->name);
    const glass_format *format = glass_format_of_bytes(first, n, source->path);
    if (!format) return open_unknown(source->name);
    if (!format->read)
        return glass_fail(GLASS_E_INPUT, "%s: this is a %s (%s); a recording is expected",
                          source->name, format->makes, format->about);
    return format->read(source, columns, out, notes);
}

glass_status glass_recording_open(const char *path, const glass_columns *columns,
                                  glass_recording *out, glass_notes *notes)
{
    static const glass_columns as_it_says = {0};
    glass_source source = {.path = path, .name = path};
    if (strcmp(path, "-") == 0) source.name = "standard input";
    glass_recording read = {0};
    glass_status status =
        glass_curve_is_named(path)
            ? glass_curve_open(path, &read, notes)
            : open_read(&source, columns ? columns : &as_it_says, &read, notes);
    glass_free(source.bytes);
    if (status)
        glass_recording_clear(&read);
    else
        *out = read;
    return status;
}

glass_status glass_recording_write(const glass_recording *recording, const char *path,
                                   int force)
{
    const glass_format *format = glass_format_of_name(path);
    if (!format && glass_file_is_stream(path)) format = glass_format_of_name("csv");
    if (format && format->write) {
        glass_status status = glass_file_may_write(path, force);
        return status ? status : format->write(recording, path, force);
    }
    glass_text known = {0};
    open_list(&known, 1);
    glass_status status =
        glass_fail(GLASS_E_INPUT, "%s: the ending of the name says no format; it may be %s",
                   path, known.at ? known.at : "");
    glass_text_clear(&known);
    return status;
}
