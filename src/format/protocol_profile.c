#include "format/protocol_profile.h"
#include "format/open_curve.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/csv_text.h"
#include "glasscell/units.h"
#include "recording/bdf.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROFILE_PATH = 4096 };

static const double PROFILE_GAP = 100; /* times the median step: noted as a gap */

/* ---- where a profile is ---- */

/* Calls for each folder that may hold the library of profiles, until one answers. */
typedef int profile_visit(const char *folder, void *context);

static int profile_folders(profile_visit *visit, void *context)
{
    static const char *const beside[] = {"/../share/glasscell/profiles",
                                         "/../share/profiles"};
    char folder[PROFILE_PATH], program[PROFILE_PATH - 64];
    const char *share = getenv("GLASSCELL_SHARE");
    if (share && *share) {
        snprintf(folder, sizeof folder, "%.4000s/profiles", share);
        if (visit(folder, context)) return 1;
    }
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    program[n > 0 ? n : 0] = 0;
    char *slash = strrchr(program, '/');
    if (slash) *slash = 0;
    for (size_t i = 0; slash && i < sizeof beside / sizeof *beside; i++) {
        snprintf(folder, sizeof folder, "%s%s", program, beside[i]);
        if (visit(folder, context)) return 1;
    }
    return visit(GLASSCELL_DATADIR "/glasscell/profiles", context);
}

/* The name of a profile without its ending, of a file in the library; 0: it is none. */
static int profile_name(const char *file, char *out, size_t size)
{
    size_t n = strlen(file);
    if (n < 5 || n - 4 >= size || strcmp(file + n - 4, ".csv")) return 0;
    memcpy(out, file, n - 4);
    out[n - 4] = 0;
    return 1;
}

typedef struct profile_search {
    const char *name;
    char *path;      /* [PROFILE_PATH], filled when it is found */
    glass_text *all; /* names that there are; NULL: not asked */
} profile_search;

/* One file of a folder: 1 when it is the one that is searched. */
static int profile_take(profile_search *search, const char *folder, const char *file)
{
    char name[256];
    if (!profile_name(file, name, sizeof name)) return 0;
    if (search->all)
        glass_text_add(search->all, "%s%s", search->all->length ? ", " : "", name);
    else if (glass_text_same(name, search->name))
        return snprintf(search->path, PROFILE_PATH, "%s/%s", folder, file) < PROFILE_PATH;
    return 0;
}

/* Sorted, so that a library is told in the same order on every machine. */
static int profile_look(const char *folder, void *context)
{
    profile_search *search = context;
    struct dirent **files;
    int is_found = 0, n = scandir(folder, &files, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        if (!is_found) is_found = profile_take(search, folder, files[i]->d_name);
        free(files[i]);
    }
    if (n >= 0) free(files);
    return is_found || (search->all && search->all->length);
}

/* The file itself, or the profile of that name in the library. */
static glass_status profile_find(const char *folder, const char *file,
                                 char path[PROFILE_PATH])
{
    const char *before = folder && *file != '/' ? folder : "";
    if (snprintf(path, PROFILE_PATH, "%s%s", before, file) >= PROFILE_PATH)
        return glass_fail(GLASS_E_INPUT, "the name of the file is too long");
    if (strcmp(file, "-") == 0 || access(path, F_OK) == 0) return GLASS_OK;
    profile_search search = {file, path, NULL};
    if (!strchr(file, '/') && profile_folders(profile_look, &search)) return GLASS_OK;
    glass_text all = {0};
    search.all = &all;
    profile_folders(profile_look, &search);
    snprintf(path, PROFILE_PATH, "%s%s", before, file);
    glass_status status = glass_fail(GLASS_E_INPUT, "%.300s: there is no such file%s%s",
                                     path, all.length ? ", and the library has only " : "",
                                     all.length ? all.at : "");
    glass_text_clear(&all);
    return status;
}

/* ---- which column ---- */

static const struct profile_unit {
    const char *unit;
    glass_control control;
} profile_units[] = {{"A", GLASS_CURRENT}, {"W", GLASS_POWER}, {"V", GLASS_VOLTAGE}};

typedef struct profile_column {
    const double *value;
    double scale, offset; /* to A, W or V, positive charges */
    glass_control control;
    const char *label;
} profile_column;

static glass_status profile_no_column(const glass_recording *recording, const char *name,
                                      const char *column)
{
    glass_text all = {0};
    for (int i = 1; i < recording->n_channels; i++)
        glass_text_add(&all, "%s\"%s\"", i > 1 ? ", " : "", recording->channels[i].label);
    glass_status status =
        glass_fail(GLASS_E_INPUT, "%s: there is no column \"%s\" to follow; it has %.600s",
                   name, column, all.at ? all.at : "none");
    glass_text_clear(&all);
    return status;
}

/* By label, or by the name that the column has in its file. */
static int profile_index(const glass_recording *recording, const char *column)
{
    for (int i = 1; i < recording->n_channels; i++) {
        const char *original = recording->channels[i].original;
        if (original && glass_text_same(original, column)) return i;
    }
    return glass_recording_find(recording, column);
}

static glass_status profile_pick(const glass_recording *recording, const char *name,
                                 const protocol_table *table, profile_column *out)
{
    int i = table->column ? profile_index(recording, table->column)
                          : glass_recording_find(recording, "Current / A");
    if (i < 1 && !table->column) i = glass_recording_find(recording, "Power / W");
    if (i < 1)
        return profile_no_column(recording, name,
                                 table->column ? table->column : "Current / A");
    const glass_recording_channel *channel = &recording->channels[i];
    *out = (profile_column){.value = channel->at, .label = channel->label};
    for (size_t k = 0; k < sizeof profile_units / sizeof *profile_units; k++) {
        if (glass_unit_convert(channel->unit, profile_units[k].unit, &out->scale,
                               &out->offset))
            continue;
        out->control = profile_units[k].control;
        int is_known = glass_bdf_find(channel->label) != NULL; /* its sign is settled */
        if (out->control == GLASS_VOLTAGE || is_known) return GLASS_OK;
        out->scale *= table->sign;
        if (table->sign) return GLASS_OK;
        return glass_fail(
            GLASS_E_INPUT,
            "%s: column \"%s\": nothing says whether positive charges or "
            "discharges; add \"sign +1\" (charges) or \"sign -1\" (discharges)",
            name, channel->label);
    }
    return glass_fail(
        GLASS_E_INPUT,
        "%s: column \"%s\" has the unit \"%s\"; a current, a power or a voltage "
        "can be followed",
        name, channel->label, channel->unit);
}

/* ---- rows ---- */

/* The line of a row (from 0) in a table of text; 0 when the file is something else. */
static int profile_line(const glass_recording *recording, size_t row)
{
    const char *path = glass_recording_fact(recording, "source");
    const char *format = glass_recording_fact(recording, "source format");
    char *bytes = NULL;
    size_t n = 0;
    int number = 0;
    glass_csv_text text;
    glass_csv_line line = {.number = 0};
    if (!path || !format || !strstr(format, "CSV") || access(path, R_OK)) return 0;
    if (glass_file_read(path, 0, &bytes, &n)) return 0;
    if (glass_csv_text_read(path, bytes, n, &text) == GLASS_OK) {
        const char *p = text.rows;
        number = text.rows_line;
        for (size_t i = 0; i <= row && glass_csv_next(&p, &number, &line); i++) continue;
        number = line.number;
        glass_csv_text_clear(&text);
    }
    glass_free(bytes);
    return number;
}

static glass_status profile_refuse_row(const glass_recording *recording, const char *name,
                                       size_t row, const char *words)
{
    char copy[512];
    snprintf(copy, sizeof copy, "%s", words);
    int line = profile_line(recording, row);
    if (line) return glass_fail_at(name, line, 0, "%s", copy);
    return glass_fail(GLASS_E_INPUT, "%s: row %zu: %s", name, row + 1, copy);
}

static glass_status profile_check(const glass_recording *recording, const char *name,
                                  const profile_column *column)
{
    const double *time = recording->channels[0].at;
    char words[256], a[32], b[32];
    for (size_t i = 0; i < recording->rows; i++) {
        if (!isfinite(column->value[i]) || !isfinite(time[i])) {
            snprintf(words, sizeof words,
                     "column \"%.100s\": no number, which a profile needs "
                     "in every row",
                     column->label);
            return profile_refuse_row(recording, name, i, words);
        }
        if (i && time[i] <= time[i - 1]) {
            int is_same = time[i] == time[i - 1];
            snprintf(words, sizeof words, "time %s, from %s s to %s s; %s",
                     is_same ? "stands still" : "runs backwards",
                     glass_number_write(time[i - 1], a), glass_number_write(time[i], b),
                     is_same ? "a jump is two rows a little apart, 1 ms for instance"
                             : "sort the rows");
            return profile_refuse_row(recording, name, i, words);
        }
    }
    return GLASS_OK;
}

static int profile_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* One note about gaps: steps far longer than the median one. */
static glass_status profile_note_gaps(const double *time, size_t n, const char *name,
                                      glass_notes *notes)
{
    if (!notes || n < 4) return GLASS_OK;
    double *step = glass_alloc((n - 1) * sizeof *step);
    if (!step) return glass_fail_memory();
    size_t gaps = 0, first = 0;
    for (size_t i = 0; i + 1 < n; i++) step[i] = time[i + 1] - time[i];
    qsort(step, n - 1, sizeof *step, profile_compare);
    double median = step[(n - 1) / 2];
    for (size_t i = 0; i + 1 < n; i++) {
        if (time[i + 1] - time[i] <= PROFILE_GAP * median) continue;
        if (!gaps++) first = i;
    }
    if (gaps)
        glass_note_add(
            notes, 0, name,
            "%zu gap%s: the first from %g s to %g s, where rows are usually %g s "
            "apart; the profile goes straight across",
            gaps, gaps > 1 ? "s" : "", time[first], time[first + 1], median);
    glass_free(step);
    return GLASS_OK;
}

static glass_profile *profile_new(size_t n, const char *source)
{
    glass_profile *profile = glass_zero(1, sizeof *profile);
    if (!profile) return NULL;
    profile->n = n;
    profile->time_s = glass_zero(n, sizeof *profile->time_s);
    profile->value = glass_zero(n, sizeof *profile->value);
    profile->source = glass_strdup(source);
    if (profile->time_s && profile->value && profile->source) return profile;
    protocol_build_free_profile(profile);
    return NULL;
}

glass_status protocol_profile_of(const glass_recording *recording, const char *name,
                                 const protocol_table *table, glass_profile **out,
                                 glass_notes *notes)
{
    profile_column column;
    glass_status status = profile_pick(recording, name, table, &column);
    if (!status && recording->rows < 2)
        status = glass_fail(GLASS_E_INPUT, "%s: a profile needs at least two rows", name);
    if (!status) status = profile_check(recording, name, &column);
    if (status) return status;
    glass_profile *profile = profile_new(recording->rows, name);
    if (!profile) return glass_fail_memory();
    const double *time = recording->channels[0].at;
    profile->control = column.control;
    profile->hold = table->hold;
    for (size_t i = 0; i < profile->n; i++) {
        profile->time_s[i] = time[i] - time[0];
        profile->value[i] = (column.value[i] * column.scale + column.offset) * table->scale;
    }
    if (time[0] != 0)
        glass_note_add(notes, 0, name, "time begins at %g s; it is counted from there",
                       time[0]);
    status = profile_note_gaps(profile->time_s, profile->n, name, notes);
    if (status)
        protocol_build_free_profile(profile);
    else
        *out = profile;
    return status;
}

glass_status protocol_profile_read(void *context, const protocol_table *table,
                                   glass_profile **out, glass_notes *notes)
{
    const protocol_profile_place *place = context;
    char path[PROFILE_PATH];
    glass_status status = GLASS_OK;
    if (glass_curve_is_named(table->file))
        snprintf(path, sizeof path, "%s", table->file);
    else
        status = profile_find(place->folder, table->file, path);
    if (status) return status;
    glass_recording recording = {0};
    glass_columns columns = place->columns ? *place->columns : (glass_columns){0};
    if (table->sign) columns.sign = table->sign;
    protocol_table named = *table;
    named.sign = columns.sign;
    status = glass_recording_open(path, &columns, &recording, notes);
    if (!status) status = protocol_profile_of(&recording, path, &named, out, notes);
    glass_recording_clear(&recording);
    return status;
}
