/* Words and tables for people. */
#include "cli/cli.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void cli_tell(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fputs("glasscell: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

int cli_fail(glass_status status)
{
    if (status) cli_tell("%s", glass_words());
    return glass_exit_code(status);
}

void cli_notes(glass_notes *notes)
{
    for (int i = 0; i < notes->count; i++) {
        const glass_note *note = &notes->at[i];
        cli_tell("%s: %s%s%s", note->is_error ? "error" : "warning", note->place,
                 note->place[0] ? ": " : "", note->text);
    }
    glass_notes_clear(notes);
}

void *cli_alloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (memory) return memory;
    cli_tell("out of memory");
    exit(CLI_BAD_INPUT);
}

char *cli_copy(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(cli_alloc(n, 1), text, n);
}

int cli_finish(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    cli_tell("cannot write to standard output: is the disk full?");
    return code == CLI_DONE ? CLI_BAD_INPUT : code;
}

/* Letters, not bytes: continuation bytes of UTF-8 take no place. */
static int words_width(const char *text)
{
    int n = 0;
    for (; *text; text++) n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

void cli_table_begin(cli_table *table, const char *const *heads, int columns,
                     unsigned numeric)
{
    *table = (cli_table){.columns = columns, .numeric = numeric};
    for (int i = 0; heads && i < columns; i++) cli_table_cell(table, "%s", heads[i]);
}

void cli_table_cell(cli_table *table, const char *format, ...)
{
    if (table->count == table->room) {
        int room = table->room ? 2 * table->room : 64;
        char **at = realloc(table->at, (size_t)room * sizeof *at);
        if (!at) return;
        table->at = at;
        table->room = room;
    }
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) >= 0) table->at[table->count++] = text;
    va_end(args);
}

static int table_width(const cli_table *table, int column)
{
    int widest = 0;
    for (int i = column; i < table->count; i += table->columns) {
        int width = words_width(table->at[i]);
        if (width > widest) widest = width;
    }
    return widest;
}

static void table_print_row(const cli_table *table, FILE *file, int at, const int *width)
{
    int owed = 0; /* blanks are printed only before something: no line ends in them */
    for (int k = 0; k < table->columns && at + k < table->count; k++) {
        const char *text = table->at[at + k];
        int fill = width[k] - words_width(text), right = table->numeric >> k & 1;
        if (*text) fprintf(file, "%*s%s", 2 + owed + (right ? fill : 0), "", text);
        owed = *text ? (right ? 0 : fill) : owed + 2 + width[k];
    }
    fputc('\n', file);
}

void cli_table_end(cli_table *table, FILE *file)
{
    int width[32] = {0};
    for (int k = 0; k < table->columns && k < 32; k++) width[k] = table_width(table, k);
    for (int i = 0; file && i < table->count; i += table->columns)
        table_print_row(table, file, i, width);
    for (int i = 0; i < table->count; i++) free(table->at[i]);
    free(table->at);
    *table = (cli_table){0};
}

static void wrap_line(FILE *file, const char *line, size_t n, int indent, int width)
{
    int column = 0;
    fprintf(file, "%*s", n ? indent : 0, "");
    for (size_t i = 0; i < n;) {
        size_t word = i;
        while (word < n && line[word] == ' ') word++;
        size_t end = word;
        while (end < n && line[end] != ' ') end++;
        int long_word = column > 0 && indent + column + (int)(end - i) > width;
        if (long_word) {
            fprintf(file, "\n%*s", indent, "");
            column = 0;
            i = word;
        }
        fwrite(line + i, 1, end - i, file);
        column += (int)(end - i);
        i = end;
    }
    fputc('\n', file);
}

void cli_wrap(FILE *file, const char *text, int indent, int width)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        wrap_line(file, text, n, indent, width);
        text += n + (text[n] == '\n');
    }
}

const char *cli_digits(double value, int digits, char out[32])
{
    if (!isfinite(value))
        snprintf(out, 32, "-");
    else
        snprintf(out, 32, "%.*g", digits, value == 0 ? 0 : value); /* no "-0" */
    return out;
}

const char *cli_duration(double seconds, char out[48])
{
    if (!(fabs(seconds) < 1e15))
        snprintf(out, 48, "-");
    else if (seconds < 120)
        snprintf(out, 48, "%.3g s", seconds);
    else if (seconds < 7200)
        snprintf(out, 48, "%d min %d s", (int)(seconds / 60), (int)fmod(seconds, 60));
    else if (seconds < 172800)
        snprintf(out, 48, "%d h %d min", (int)(seconds / 3600),
                 (int)fmod(seconds / 60, 60));
    else
        snprintf(out, 48, "%.3g days", seconds / 86400);
    return out;
}

char *cli_line(const cli_args *args)
{
    char *text = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&text, &n);
    if (!file) return NULL;
    for (int i = 0; i < args->argc; i++) {
        const char *word = args->argv[i];
        int is_plain = *word && word[strcspn(word, " \t\n'\"\\$`*?[](){}<>|&;~#!")] == 0;
        fprintf(file, "%s%s", i ? " " : "", is_plain ? "" : "'");
        for (; *word; word++)
            if (*word == '\'')
                fputs("'\\''", file);
            else
                fputc(*word, file);
        fputs(is_plain ? "" : "'", file);
    }
    fclose(file);
    return text;
}
