/* What the commands share: options told as tables, words in, words out.
 *
 * A command is one file with one constant `cli_command` and one line in list.h; its help,
 * manual page, shell completion and reference are made from that table. Commands see the
 * public headers only: what they can do, a stranger's program can do. */
#ifndef GLASSCELL_CLI_H
#define GLASSCELL_CLI_H

#include <stddef.h>
#include <stdio.h>
#include "glasscell/row.h"
#include "glasscell/status.h"

/* Exit codes, the same for every command. */
enum {
    CLI_DONE = 0,
    CLI_DIFFERS = 1,
    CLI_BAD_INPUT = 2,
    CLI_NUMERICS = 3,
    CLI_CANCELLED = 130
};

/* How an option takes its argument. */
typedef enum cli_takes {
    CLI_TAKES_ONE =
        0,          /* the next word, or what follows "="; nothing if `argument` is NULL */
    CLI_TAKES_MANY, /* the same, and the option may be repeated */
    CLI_TAKES_H5    /* the next word if that ends in .h5, else nothing */
} cli_takes;

typedef struct cli_option {
    const char *name;     /* after "--" */
    char letter;          /* after "-", or 0 */
    const char *argument; /* as help shows it: "FILE", "fast|high"; NULL: a flag */
    const char *about;    /* one sentence without a full stop */
    cli_takes takes;
} cli_option;

#define CLI_OPTION_END                                                                     \
    {                                                                                      \
        NULL, 0, NULL, NULL, CLI_TAKES_ONE                                                 \
    }

/* One option as it was given. */
typedef struct cli_given {
    const char *name;     /* of the option, or of the row */
    const char *value;    /* NULL for a flag */
    const glass_row *row; /* if the option was made from a row, else NULL */
    int is_not;           /* 1: "--no-NAME" of a flag */
} cli_given;

typedef struct cli_args {
    const struct cli_command *command;
    char **things; /* [n_things] what stands without "--" */
    int n_things;
    cli_given *given; /* [n_given] in the order of the command line */
    int n_given;
    int argc;
    char **argv; /* the whole command line, borrowed */
} cli_args;

typedef struct cli_command {
    const char *name;
    const char *about;         /* one sentence without a full stop */
    const char *forms;         /* lines of usage, after "glasscell " */
    const char *more;          /* paragraphs for `help COMMAND`; may be NULL */
    const char *examples;      /* lines; may be NULL */
    const cli_option *options; /* ends with CLI_OPTION_END; NULL: none */
    const glass_row *const
        *rows;       /* each row of each set is an option as well; NULL at the end */
    int least, most; /* how many things; most -1: any number */
    int (*run)(const cli_args *args);
} cli_command;

/* All commands in the order of list.h; NULL at the end. */
extern const cli_command *const cli_commands[];
const cli_command *cli_command_find(const char *name);

/* Reads a command line behind its verb. Returns CLI_DONE, or CLI_BAD_INPUT after telling. */
int cli_args_read(const cli_command *command, int argc, char **argv, int first,
                  cli_args *out);
void cli_args_clear(cli_args *args);
int cli_has(const cli_args *args, const char *name);
/* The last value given to an option, or `otherwise`. */
const char *cli_value(const cli_args *args, const char *name, const char *otherwise);
/* The last value as a number in `unit` ("10 min" in "s" is 600). Returns 0 after telling. */
int cli_number(const cli_args *args, const char *name, const char *unit, double *out);
/* The option that belongs to a row: its name with "-" for "_" and " ". */
const char *cli_row_option(const glass_row *row, char out[64]);
/* What help shows as the argument of a row's option; "" for a flag. */
const char *cli_row_argument(const glass_row *row, char out[128]);
/* The word of `words` (NULL at the end) nearest to a misspelt one, or NULL. */
const char *cli_nearest(const char *word, const char *const *words);

/* Tells on standard error: "glasscell: words". */
void cli_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Tells the words of a status and returns its exit code. */
int cli_fail(glass_status status);
/* Tells warnings on standard error and clears the list. */
void cli_notes(glass_notes *notes);
/* Zeroed memory for a command; a program that has none left says so and ends. */
void *cli_alloc(size_t count, size_t size);
char *cli_copy(const char *text);
/* The command line as a shell would read it again; NULL without memory. */
char *cli_line(const cli_args *args);
/* Whether everything written to standard output arrived; tells if it did not. */
int cli_finish(int code);

/* Tables for people: cells are added row by row and printed with aligned columns. */
typedef struct cli_table {
    char **at; /* [count] */
    int columns, count, room;
    unsigned numeric; /* bit k: column k is aligned to the right */
} cli_table;
void cli_table_begin(cli_table *table, const char *const *heads, int columns,
                     unsigned numeric);
void cli_table_cell(cli_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cli_table_end(cli_table *table, FILE *file); /* prints (NULL: does not), frees */

/* Text broken at blanks to fit the terminal, each line after `indent` blanks. */
void cli_wrap(FILE *file, const char *text, int indent, int width);

/* JSON for programs. NAN becomes null; numbers have the digits that read back the same. */
typedef struct cli_json {
    FILE *file;
    int depth, is_first, after_key;
} cli_json;
void cli_json_begin(cli_json *json, const char *key, char bracket);
void cli_json_end(cli_json *json, char bracket);
void cli_json_number(cli_json *json, const char *key, double value);
void cli_json_text(cli_json *json, const char *key, const char *text); /* NULL: null */
void cli_json_bool(cli_json *json, const char *key, int is_true);

/* A number with about `digits` significant digits for people. */
const char *cli_digits(double value, int digits, char out[32]);
/* A duration for people: "12.3 s", "5 min 20 s", "2 h 5 min". */
const char *cli_duration(double seconds, char out[48]);

/* A bar with the time left on a terminal, plain lines elsewhere, nothing when quiet. */
typedef struct cli_progress {
    double started, shown;
    int is_quiet, is_terminal, is_drawn;
} cli_progress;
void cli_progress_begin(cli_progress *progress, int is_quiet);
void cli_progress_show(void *progress, double fraction, double time_s);
void cli_progress_end(cli_progress *progress);

/* From here on Ctrl-C asks for an end instead of killing; the second one kills. */
void cli_cancel_listen(void);
int cli_cancelled(void *context);

/* Help and what else is made from the tables. */
void cli_help(FILE *file);
void cli_help_command(FILE *file, const cli_command *command);
void cli_manual(FILE *file);
void cli_reference(FILE *file);
void cli_completion(FILE *file, int is_zsh);
/* The channels and frames that a run can record, for people or as Markdown. Returns an exit
 * code. */
int cli_outputs(FILE *file, int is_markdown);

/* Visits every option of a command, its own and those of its rows. */
typedef void cli_option_visit(void *context, const cli_option *option);
void cli_options_each(const cli_command *command, cli_option_visit *visit, void *context);

#endif
