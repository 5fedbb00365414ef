#include "study/column.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { COLUMN_BYTES = 1 << 28 };

char *glass_column_path(const char *folder, const char *path)
{
    if (!folder || !*folder || *path == '/' || strcmp(path, "-") == 0)
        return glass_strdup(path);
    glass_text text = {0};
    glass_text_add(&text, "%s%s", folder, path);
    char *beside = glass_text_take(&text);
    if (!beside || access(beside, F_OK) == 0) return beside;
    glass_free(beside);
    return glass_strdup(path);
}

/* Where the table is being read. */
typedef struct column_reader {
    const char *path;
    const char *at; /* first byte of the line */
    int line;
    char separator; /* 0: blanks */
    int field;      /* which one is wanted, from 0 */
} column_reader;

static char column_separator(const char *line, size_t n)
{
    static const char candidates[] = ",;\t";
    for (const char *c = candidates; *c; c++)
        if (memchr(line, *c, n)) return *c;
    return 0;
}

/* Finds field `k` of a line of `n` bytes; returns 0 if the line has fewer. */
static int column_field(const column_reader *reader, size_t n, int k, const char **from,
                        size_t *length)
{
    const char *p = reader->at, *end = p + n;
    for (int i = 0;; i++) {
        while (p < end && (*p == ' ' || (reader->separator != '\t' && *p == '\t'))) p++;
        const char *stop = p;
        if (reader->separator)
            while (stop < end && *stop != reader->separator) stop++;
        else
            while (stop < end && *stop != ' ' && *stop != '\t') stop++;
        if (i == k) {
            *from = p;
            while (stop > p && (stop[-1] == ' ' || stop[-1] == '\t')) stop--;
            *length = (size_t)(stop - p);
            return *length > 0 || (reader->separator && p < end);
        }
        if (stop >= end) return 0;
        p = stop + (reader->separator != 0);
    }
}

static int column_same(const char *name, const char *from, size_t length)
{
    if (length >= 2 && *from == '"' && from[length - 1] == '"') from++, length -= 2;
    return strlen(name) == length && strncasecmp(name, from, length) == 0;
}

/* The first line: a header if its wanted field is no number. Returns 1 if it was one. */
static glass_status column_header(column_reader *reader, size_t n, const char *name,
                                  int *is_header)
{
    const char *from;
    size_t length;
    double value;
    reader->separator = column_separator(reader->at, n);
    if (!name) {
        *is_header =
            column_field(reader, n, 0, &from, &length) && !glass_number_read(from, &value);
        return GLASS_OK;
    }
    *is_header = 1;
    for (int k = 0; column_field(reader, n, k, &from, &length); k++)
        if (column_same(name, from, length)) {
            reader->field = k;
            return GLASS_OK;
        }
    return glass_fail_at(reader->path, reader->line, 0,
                         "there is no column \"%s\"; the first line is \"%.*s\"", name,
                         n < 200 ? (int)n : 200, reader->at);
}

static glass_status column_value(const column_reader *reader, size_t n, double *out)
{
    const char *from = reader->at, *end = NULL;
    size_t length = 0;
    if (!column_field(reader, n, reader->field, &from, &length))
        return glass_fail_at(reader->path, reader->line, 0, "column %d is missing",
                             reader->field + 1);
    char digits[64];
    if (length < sizeof digits) {
        memcpy(digits, from, length);
        digits[length] = 0;
        end = glass_number_read(digits, out);
    }
    if (!end || *end)
        return glass_fail_at(reader->path, reader->line, (int)(from - reader->at) + 1,
                             "\"%.*s\" is no number", length < 60 ? (int)length : 60, from);
    return GLASS_OK;
}

static glass_status column_lines(column_reader *reader, const char *name, double *values,
                                 size_t *count)
{
    int is_first = 1;
    *count = 0;
    for (; *reader->at; reader->line++) {
        size_t n = strcspn(reader->at, "\n"), bare = n;
        while (bare > 0 && (reader->at[bare - 1] == '\r' || reader->at[bare - 1] == ' '))
            bare--;
        if (bare > 0 && *reader->at != '#') {
            glass_status status = GLASS_OK;
            int is_header = 0;
            if (is_first) status = column_header(reader, bare, name, &is_header);
            if (!status && !is_header)
                status = column_value(reader, bare, &values[(*count)++]);
            if (status) return status;
            is_first = 0;
        }
        reader->at += n + (reader->at[n] == '\n');
    }
    if (*count == 0) return glass_fail_at(reader->path, 0, 0, "there is no number in it");
    return GLASS_OK;
}

glass_status glass_column_read(const char *folder, const char *path, const char *name,
                               double **out, size_t *n)
{
    char *bytes = NULL, *place = glass_column_path(folder, path);
    if (!place) return glass_fail_memory();
    size_t length = 0, lines = 1;
    glass_status status = glass_file_read(place, COLUMN_BYTES, &bytes, &length);
    double *values = NULL;
    if (!status) {
        for (size_t i = 0; i < length; i++) lines += bytes[i] == '\n';
        values = glass_alloc(lines * sizeof *values);
        if (!values) status = glass_fail_memory();
    }
    if (!status) {
        column_reader reader = {place, bytes, 1, 0, 0};
        status = column_lines(&reader, name, values, n);
    }
    if (status)
        glass_free(values);
    else
        *out = values;
    glass_free(bytes);
    glass_free(place);
    return status;
}
