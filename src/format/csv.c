/* Tables in text as recordings: CSV with the labels of the Battery Data Format, or with
 * `Time [s],I[A],U[V]`, or with columns that the caller names. */
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/csv_columns.h"
#include "format/csv_text.h"
#include "format/csv_write.h"
#include "format/format.h"

#include <math.h>
#include <string.h>

/* What is needed while rows come in. */
typedef struct csv_reader {
    glass_csv_text text;
    glass_csv_plan plan;
    const char *p;         /* where the next row begins */
    int line, next_line;   /* of the present row, and at `p` */
    glass_csv_cell *cells; /* [plan.n + 1] of the present line, when it is cut */
    double *row;           /* [plan.n] in order of the file */
    double *out;           /* [plan.n] in order of the channels */
    double last_time_s;
    size_t rows;
} csv_reader;

static const char *csv_header(const csv_reader *reader, int i)
{
    return reader->plan.at[i].header;
}

static glass_status csv_refuse_cell(const csv_reader *reader, int i, const char *words)
{
    const glass_csv_cell *cell = &reader->cells[i];
    char word[48];
    glass_csv_word(cell, word, sizeof word);
    return glass_fail_at(reader->text.file, reader->line, cell->column,
                         "column \"%s\": \"%s\" %s", csv_header(reader, i), word, words);
}

/* A number that is there but cannot be: 1e999. */
static glass_status csv_check_finite(const csv_reader *reader, int i, double value)
{
    return isfinite(value)
               ? GLASS_OK
               : csv_refuse_cell(reader, i, "is larger than any number held here");
}

/* One cell. What is missing is NAN, and an error only in time, current and voltage; a
 * column that was never known and holds words is left out. */
static glass_status csv_take_cell(csv_reader *reader, int i)
{
    glass_csv_column *column = &reader->plan.at[i];
    double value = NAN;
    if (column->is_left_out) return GLASS_OK;
    int is = glass_csv_number(&reader->cells[i], reader->text.decimal, &value);
    if (is < 0 && !column->row) {
        column->is_left_out = 1;
        return GLASS_OK;
    }
    if (is < 0 && reader->rows == 0 && !glass_csv_is_needed(&reader->plan, i)) {
        column->is_left_out = 1; /* "Step Type": BDF has columns of words as well */
        return GLASS_OK;
    }
    if (is < 0) return csv_refuse_cell(reader, i, "is no number");
    if (is == 0) {
        if (glass_csv_is_needed(&reader->plan, i))
            return csv_refuse_cell(reader, i,
                                   "is no number; rows without time, current or voltage "
                                   "must be taken out first");
        column->missing++;
        reader->row[i] = NAN;
        return GLASS_OK;
    }
    glass_status status = csv_check_finite(reader, i, value);
    reader->row[i] = value * column->scale + column->offset;
    return status;
}

/* A line in full: quotes, decimal commas, missing cells, errors. */
static glass_status csv_take_line(csv_reader *reader, const glass_csv_line *line)
{
    int wanted = reader->plan.n;
    reader->line = line->number;
    int n = glass_csv_split(line, reader->text.separator, reader->cells, wanted + 1);
    if (n < 0)
        return glass_fail_at(reader->text.file, line->number, 1, "a quote is not closed");
    int is_trailing = n == wanted + 1 && reader->cells[wanted].n == 0;
    if (n == wanted - 1 && !*csv_header(reader, n))
        reader->cells[n++] = (glass_csv_cell){"", 0, 1}; /* the header alone ends in one */
    if (n != wanted && !is_trailing)
        return glass_fail_at(reader->text.file, line->number, 1,
                             "%d cells came, the header has %d%s", n, wanted,
                             reader->text.separator == ',' && n > wanted
                                 ? "; decimal commas need ; or tab between cells"
                                 : "");
    glass_status status = GLASS_OK;
    for (int i = 0; i < wanted && !status; i++) status = csv_take_cell(reader, i);
    return status;
}

/* The usual line, plain numbers and nothing else, in one pass over its bytes. Returns where
 * the next line begins, or NULL when this one needs a closer look. */
static const char *csv_take_plain(csv_reader *reader, const char *p)
{
    int n = reader->plan.n;
    for (int i = 0; i < n; i++) {
        const glass_csv_column *column = &reader->plan.at[i];
        while (*p == ' ') p++;
        char first = *p;
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9'))
            return NULL;
        double value;
        p = glass_number_read(p, &value);
        if (!p || !isfinite(value)) return NULL;
        while (*p == ' ' || *p == '\r') p++;
        if (*p != (i + 1 < n ? reader->text.separator : '\n')) return NULL;
        p++;
        reader->row[i] = value * column->scale + column->offset;
    }
    return p;
}

static glass_status csv_check_time(csv_reader *reader, double time_s)
{
    if (reader->rows && time_s < reader->last_time_s) {
        char now[32], before[32];
        return glass_fail_at(
            reader->text.file, reader->line, 0,
            "column \"%s\": time runs backwards, from %s s to %s s; sort the "
            "rows, or cut the file where a new test begins",
            csv_header(reader, reader->plan.time),
            glass_number_write(reader->last_time_s, before),
            glass_number_write(time_s, now));
    }
    reader->last_time_s = time_s;
    return GLASS_OK;
}

static glass_status csv_give(csv_reader *reader, const glass_sink *sink)
{
    int k = 1;
    glass_status status = csv_check_time(reader, reader->row[reader->plan.time]);
    if (status) return status;
    reader->out[0] = reader->row[reader->plan.time];
    for (int i = 0; i < reader->plan.n; i++)
        if (i != reader->plan.time) reader->out[k++] = reader->row[i];
    reader->rows++;
    return sink->sample(sink->self, reader->out);
}

static glass_status csv_take_rows(csv_reader *reader, const glass_sink *sink)
{
    glass_csv_line line;
    int is_plain = reader->text.decimal == '.';
    for (;;) {
        const char *next = is_plain ? csv_take_plain(reader, reader->p) : NULL;
        glass_status status = GLASS_OK;
        if (next) {
            reader->line = reader->next_line++;
            reader->p = next;
        } else {
            if (!glass_csv_next(&reader->p, &reader->next_line, &line)) return GLASS_OK;
            status = csv_take_line(reader, &line);
        }
        if (!status) status = csv_give(reader, sink);
        if (status) return status;
    }
}

/* ---- the recording ---- */

static glass_channel csv_channel(const glass_csv_column *column)
{
    if (!column->row)
        return (glass_channel){column->header, column->unit, "", column->header};
    const char *label = column->row->label, *unit = glass_bdf_unit(label);
    return (glass_channel){label, *unit ? unit : "1", column->row->about, column->header};
}

static glass_status csv_begin(const csv_reader *reader, const char *name,
                              const glass_sink *sink)
{
    const glass_csv_plan *plan = &reader->plan;
    glass_channel *channels = glass_zero((size_t)plan->n, sizeof *channels);
    if (!channels) return glass_fail_memory();
    int k = 1;
    channels[0] = csv_channel(&plan->at[plan->time]);
    for (int i = 0; i < plan->n; i++)
        if (i != plan->time) channels[k++] = csv_channel(&plan->at[i]);
    const char *slash = strrchr(name, '/');
    glass_fact facts[] = {{"source", name}, {"source format", "table in text (CSV)"}};
    glass_begin begin = {.title = slash ? slash + 1 : name,
                         .channels = channels,
                         .n_channels = plan->n,
                         .facts = facts,
                         .n_facts = 2};
    glass_status status = sink->begin(sink->self, &begin);
    glass_free(channels);
    return status;
}

static void csv_free_channel(glass_recording_channel *channel)
{
    glass_free(channel->label);
    glass_free(channel->unit);
    glass_free(channel->about);
    glass_free(channel->original);
    glass_free(channel->at);
}

/* Takes the columns out that turned out to hold words, or nothing at all. */
static void csv_drop(csv_reader *reader, glass_recording *recording, glass_notes *notes)
{
    glass_text names = {0};
    int kept = 1, from = 1;
    for (int i = 0; i < reader->plan.n; i++) {
        if (i == reader->plan.time) continue;
        const glass_csv_column *column = &reader->plan.at[i];
        if (column->is_left_out || column->missing == reader->rows) {
            if (*column->header)
                glass_text_add(&names, "%s\"%s\"", names.length ? ", " : "",
                               column->header);
            csv_free_channel(&recording->channels[from++]);
            continue;
        }
        if (column->missing)
            glass_note_add(notes, 0, reader->text.file,
                           "column \"%s\": %zu of %zu cells are missing", column->header,
                           column->missing, reader->rows);
        recording->channels[kept++] = recording->channels[from++];
    }
    recording->n_channels = kept;
    if (names.length)
        glass_note_add(notes, 0, reader->text.file,
                       "left out, as they hold words or nothing: %s", names.at);
    glass_text_clear(&names);
}

static glass_status csv_read_table(csv_reader *reader, const char *name,
                                   glass_recording *out, glass_notes *notes)
{
    glass_sink sink;
    glass_recording_sink(out, &sink);
    size_t n = (size_t)reader->plan.n;
    reader->cells = glass_alloc((n + 1) * sizeof *reader->cells);
    reader->row = glass_zero(n, sizeof *reader->row);
    reader->out = glass_zero(n, sizeof *reader->out);
    if (!reader->cells || !reader->row || !reader->out) return glass_fail_memory();
    glass_status status = csv_begin(reader, name, &sink);
    reader->p = reader->text.rows;
    reader->line = reader->next_line = reader->text.rows_line;
    if (!status) status = csv_take_rows(reader, &sink);
    if (status) return status;
    if (reader->rows == 0)
        return glass_fail_at(reader->text.file, reader->line, 0,
                             "no row of numbers follows the header");
    csv_drop(reader, out, notes);
    if (out->n_channels < 2)
        return glass_fail_at(reader->text.file, reader->text.names_line, 0,
                             "besides the time no column holds numbers");
    return sink.end(sink.self, "end of file", NULL, 0);
}

static glass_status csv_read(glass_source *source, const glass_columns *columns,
                             glass_recording *out, glass_notes *notes)
{
    csv_reader reader = {0};
    glass_status status = glass_source_load(source);
    if (!status)
        status = glass_csv_text_read(source->name, source->bytes, source->n, &reader.text);
    if (!status) status = glass_csv_plan_make(&reader.text, columns, &reader.plan, notes);
    if (!status) status = csv_read_table(&reader, source->name, out, notes);
    glass_csv_text_clear(&reader.text);
    glass_csv_plan_clear(&reader.plan);
    glass_free(reader.cells);
    glass_free(reader.row);
    glass_free(reader.out);
    return status;
}

/* Text that is not JSON. Anybody who knows a header better should bid more. */
static int csv_bid(const char *bytes, size_t n, const char *path)
{
    size_t i = 0;
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) i = 3;
    int is_wide =
        n >= 2 && (unsigned char)bytes[0] >= 0xfe && (unsigned char)bytes[1] >= 0xfe;
    int is_named = glass_format_ends(path, glass_format_csv.endings);
    if (is_wide && is_named) return GLASS_BID_MAYBE; /* UTF-16: refused with words */
    while (i < n && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r')) i++;
    if (bytes[i] == '{' || (bytes[i] == '[' && !is_named)) return GLASS_BID_NO;
    for (; i < n; i++)
        if ((unsigned char)bytes[i] < 32 && !strchr("\t\n\r\f", bytes[i]))
            return is_named && bytes[0] != '\x89' ? GLASS_BID_MAYBE : GLASS_BID_NO;
    if (is_named) return GLASS_BID_LIKELY;
    return memchr(bytes, ',', n) || memchr(bytes, ';', n) || memchr(bytes, '\t', n)
               ? GLASS_BID_MAYBE
               : GLASS_BID_NO;
}

const glass_format glass_format_csv = {
    .name = "csv",
    .makes = "recording",
    .endings = ".csv .tsv .txt",
    .about = "table in text with labels of the Battery Data Format",
    .bid = csv_bid,
    .read = csv_read,
    .write = glass_csv_write,
};
