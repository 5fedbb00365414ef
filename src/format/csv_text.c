#include "format/csv_text.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* ---- lines and cells ---- */

static int csv_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

int glass_csv_next(const char **p, int *number, glass_csv_line *out)
{
    while (**p) {
        const char *at = *p, *end = strchrnul(at, '\n');
        int line = *number;
        *p = *end ? end + 1 : end;
        ++*number;
        while (end > at && end[-1] == '\r') end--;
        const char *first = at;
        while (first < end && csv_is_blank(*first)) first++;
        if (first == end || *first == '#') continue;
        *out = (glass_csv_line){at, (size_t)(end - at), line};
        return 1;
    }
    return 0;
}

/* Characters up to `to`, so that columns are what an editor shows: UTF-8 is counted once. */
static int csv_column(const char *from, const char *to)
{
    int column = 1;
    for (; from < to; from++) column += ((unsigned char)*from & 0xc0) != 0x80;
    return column;
}

static void csv_trim(glass_csv_cell *cell)
{
    while (cell->n && csv_is_blank(*cell->at)) cell->at++, cell->n--;
    while (cell->n && csv_is_blank(cell->at[cell->n - 1])) cell->n--;
}

/* The end of the cell at `p`: its separator or `end`; NULL when a quote is not closed. */
static const char *csv_cell_end(const char *p, const char *end, char separator)
{
    while (p < end && *p == ' ') p++;
    if (p < end && *p == '"') {
        for (p++; p < end; p++) {
            if (*p != '"') continue;
            if (p + 1 < end && p[1] == '"')
                p++;
            else
                break;
        }
        if (p == end) return NULL;
    }
    while (p < end && *p != separator) p++;
    return p;
}

int glass_csv_split(const glass_csv_line *line, char separator, glass_csv_cell *out,
                    int most)
{
    const char *p = line->at, *end = line->at + line->n;
    for (int count = 0;; p++) {
        const char *stop = csv_cell_end(p, end, separator);
        if (!stop) return -1;
        if (count < most) {
            glass_csv_cell cell = {p, (size_t)(stop - p), 0};
            csv_trim(&cell);
            cell.column = csv_column(line->at, cell.at);
            if (cell.n >= 2 && cell.at[0] == '"' && cell.at[cell.n - 1] == '"') {
                cell.at++;
                cell.n -= 2;
                csv_trim(&cell);
            }
            out[count] = cell;
        }
        count++;
        p = stop;
        if (p == end) return count;
    }
}

char *glass_csv_word(const glass_csv_cell *cell, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < cell->n && n + 1 < size; i++) {
        if (cell->at[i] == '"' && i + 1 < cell->n && cell->at[i + 1] == '"') i++;
        out[n++] = cell->at[i];
    }
    out[n] = 0;
    return out;
}

int glass_csv_number(const glass_csv_cell *cell, char decimal, double *out)
{
    static const char *const missing[] = {"",     "nan",  "na", "n/a",
                                          "null", "none", "-",  "--"};
    char word[GLASS_CSV_CELL];
    if (cell->n >= sizeof word) return -1;
    memcpy(word, cell->at, cell->n);
    word[cell->n] = 0;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (glass_text_same(word, missing[i])) return 0;
    char *mark = decimal == '.' ? NULL : strchr(word, decimal);
    if (decimal != '.' && strchr(word, '.')) return -1;
    if (mark) *mark = '.';
    const char *end = glass_number_read(word, out);
    return end && *end == 0 ? 1 : -1;
}

/* ---- which separator ---- */

/* Cells of a line under a separator; 0 where its quotes do not close. */
static int csv_cells(const glass_csv_line *line, char separator)
{
    int n = glass_csv_split(line, separator, NULL, 0);
    return n > 0 ? n : 0;
}

/* The separator that cuts both lines into the same number of cells. Tab and ; come first,
 * since a comma may also be a decimal mark or stand in a name. When none does, the one that
 * cuts the header into most: the row is then found to be ragged, with words. */
static char csv_separator(const glass_csv_line *head, const glass_csv_line *row)
{
    static const char candidates[] = "\t;,";
    char most = ',';
    int cells = 1;
    for (const char *p = candidates; *p; p++)
        if (csv_cells(head, *p) > 1 && csv_cells(head, *p) == csv_cells(row, *p)) return *p;
    for (const char *p = candidates; *p; p++)
        if (csv_cells(head, *p) > cells) cells = csv_cells(head, *p), most = *p;
    return most;
}

/* ---- which decimal mark ---- */

typedef struct csv_marks {
    int points, commas;
    int decimal_commas; /* commas that cannot stand between thousands: "3,70", "0,125" */
    int line, column;   /* of the last comma */
    char word[GLASS_CSV_CELL];
} csv_marks;

static void csv_mark_cell(const glass_csv_cell *cell, int line, csv_marks *marks)
{
    double value;
    if (glass_csv_number(cell, ',', &value) != 1) {
        if (glass_csv_number(cell, '.', &value) == 1 && memchr(cell->at, '.', cell->n))
            marks->points++;
        return;
    }
    const char *comma = memchr(cell->at, ',', cell->n);
    if (!comma) return;
    const char *first = cell->at + (*cell->at == '-' || *cell->at == '+');
    const char *end = cell->at + cell->n;
    size_t part = 0;
    while (comma + 1 + part < end && comma[1 + part] >= '0' && comma[1 + part] <= '9')
        part++;
    int before = (int)(comma - first);
    marks->commas++;
    marks->decimal_commas +=
        part != 3 || before == 0 || before > 3 || *first == '0' || comma + 1 + part != end;
    marks->line = line;
    marks->column = cell->column;
    glass_csv_word(cell, marks->word, sizeof marks->word);
}

static glass_status csv_refuse_marks(const glass_csv_text *text, const csv_marks *marks)
{
    if (marks->points)
        return glass_fail_at(text->file, marks->line, marks->column,
                             "\"%s\" has a comma, other numbers of this file have points; "
                             "write all numbers with points",
                             marks->word);
    return glass_fail_at(
        text->file, marks->line, marks->column,
        "\"%s\" may be a decimal comma or one between thousands, nothing in "
        "this file tells which; write numbers with points",
        marks->word);
}

enum { CSV_MARK_ROWS = 4000 }; /* rows that are looked at; later ones must agree */

static glass_status csv_find_decimal(glass_csv_text *text, glass_csv_cell *cells)
{
    csv_marks marks = {0};
    const char *p = text->rows;
    int number = text->rows_line, rows = 0;
    glass_csv_line line;
    text->decimal = '.';
    if (text->separator == ',') return GLASS_OK;
    while (rows++ < CSV_MARK_ROWS && glass_csv_next(&p, &number, &line)) {
        int n = glass_csv_split(&line, text->separator, cells, GLASS_CSV_COLUMNS);
        if (n > GLASS_CSV_COLUMNS) n = GLASS_CSV_COLUMNS;
        for (int i = 0; i < n; i++) csv_mark_cell(&cells[i], line.number, &marks);
    }
    if (!marks.commas) return GLASS_OK;
    if (marks.points || !marks.decimal_commas) return csv_refuse_marks(text, &marks);
    text->decimal = ',';
    return GLASS_OK;
}

/* ---- where the header is ---- */

static int csv_is_numeric(const glass_csv_line *line, char separator, glass_csv_cell *cells)
{
    int n = glass_csv_split(line, separator, cells, GLASS_CSV_COLUMNS);
    double value;
    int numbers = 0;
    for (int i = 0; i < n && i < GLASS_CSV_COLUMNS; i++) {
        int is = glass_csv_number(&cells[i], '.', &value);
        if (is < 0) is = glass_csv_number(&cells[i], ',', &value);
        if (is < 0) return 0;
        numbers += is;
    }
    return numbers > 0;
}

/* The last comment before `end`, without its `#`; 0 if there is none. */
static int csv_last_comment(const char *bytes, const char *end, glass_csv_line *out)
{
    int number = 1, found = 0;
    for (const char *p = bytes; p < end; number++) {
        const char *stop = strchrnul(p, '\n');
        const char *first = p;
        while (first < stop && csv_is_blank(*first)) first++;
        if (first < stop && *first == '#') {
            *out = (glass_csv_line){first + 1, (size_t)(stop - first - 1), number};
            found = 1;
        }
        p = *stop ? stop + 1 : stop;
    }
    return found;
}

static glass_status csv_take_names(glass_csv_text *text, const glass_csv_line *line,
                                   glass_csv_cell *cells)
{
    int n = glass_csv_split(line, text->separator, cells, GLASS_CSV_COLUMNS);
    if (n < 0) return glass_fail_at(text->file, line->number, 1, "a quote is not closed");
    if (n > GLASS_CSV_COLUMNS)
        return glass_fail_at(text->file, line->number, 1, "more than %d columns",
                             GLASS_CSV_COLUMNS);
    text->names = glass_alloc((size_t)n * sizeof *text->names);
    if (!text->names) return glass_fail_memory();
    memcpy(text->names, cells, (size_t)n * sizeof *text->names);
    text->n_names = n;
    text->names_line = line->number;
    return GLASS_OK;
}

static glass_status csv_find_names(glass_csv_text *text, const char *bytes,
                                   glass_csv_cell *cells)
{
    const char *p = bytes;
    int number = 1;
    glass_csv_line head, row, comment;
    if (!glass_csv_next(&p, &number, &head))
        return glass_fail_at(text->file, 0, 0, "the file holds no table");
    text->rows = p;
    text->rows_line = number;
    if (!glass_csv_next(&p, &number, &row)) row = head;
    text->separator = csv_separator(&head, &row);
    if (!csv_is_numeric(&head, text->separator, cells))
        return csv_take_names(text, &head, cells);
    /* Numbers from the first line on. The names may be in the comment above them, as
     * numpy.savetxt and others write it. */
    text->rows = head.at;
    text->rows_line = head.number;
    if (csv_last_comment(bytes, head.at, &comment) &&
        csv_cells(&comment, text->separator) == csv_cells(&head, text->separator))
        return csv_take_names(text, &comment, cells);
    text->n_names = csv_cells(&head, text->separator);
    text->names_line = head.number;
    return GLASS_OK;
}

/* ---- the bytes ---- */

static glass_status csv_check_bytes(const char *file, char *bytes, size_t n)
{
    if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return glass_fail_at(file, 0, 0, "this text is UTF-16; save it as UTF-8");
    const char *zero = memchr(bytes, 0, n);
    if (zero) {
        int line = 1;
        for (const char *p = bytes; p < zero; p++) line += *p == '\n';
        return glass_fail_at(file, line, 0, "a byte of value 0: this is no text");
    }
    if (!memchr(bytes, '\n', n))
        for (size_t i = 0; i < n; i++)
            if (bytes[i] == '\r') bytes[i] = '\n';
    return GLASS_OK;
}

glass_status glass_csv_text_read(const char *file, char *bytes, size_t n,
                                 glass_csv_text *out)
{
    glass_csv_text text = {.file = file};
    glass_status status = csv_check_bytes(file, bytes, n);
    if (status) return status;
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) bytes += 3;
    glass_csv_cell *cells = glass_alloc(GLASS_CSV_COLUMNS * sizeof *cells);
    if (!cells) return glass_fail_memory();
    status = csv_find_names(&text, bytes, cells);
    if (!status) status = csv_find_decimal(&text, cells);
    glass_free(cells);
    if (status)
        glass_csv_text_clear(&text);
    else
        *out = text;
    return status;
}

void glass_csv_text_clear(glass_csv_text *text)
{
    glass_free(text->names);
    *text = (glass_csv_text){0};
}
