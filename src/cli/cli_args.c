/* The command line is read here and nowhere else: a table of options in, values out. */
#include "cli/cli.h"
#include "glasscell/units.h"

#include <stdlib.h>
#include <string.h>

const char *cli_row_option(const glass_row *row, char out[64])
{
    size_t n = 0;
    for (const char *p = row->name; *p && n < 63; p++)
        out[n++] = *p == '_' || *p == ' ' ? '-' : *p;
    out[n] = 0;
    return out;
}

const char *cli_row_argument(const glass_row *row, char out[128])
{
    if (row->choices) {
        snprintf(out, 128, "%s", row->choices);
        for (char *p = out; *p; p++)
            if (*p == ' ') *p = '|';
        return out;
    }
    switch (row->kind) {
    case GLASS_KIND_FLAG: out[0] = 0; break;
    case GLASS_KIND_COUNT: snprintf(out, 128, "N"); break;
    case GLASS_KIND_TEXT:
        snprintf(out, 128, "%s", row->symbol ? row->symbol : "TEXT");
        break;
    default:
        if (strcmp(row->unit, "1") == 0)
            snprintf(out, 128, "X");
        else if (strcmp(row->unit, "s") == 0)
            snprintf(out, 128, "TIME");
        else
            snprintf(out, 128, "%s", row->unit);
    }
    return out;
}

static int args_has_own(const cli_command *command, const char *name)
{
    for (const cli_option *option = command->options; option && option->name; option++)
        if (strcmp(option->name, name) == 0) return 1;
    return 0;
}

void cli_options_each(const cli_command *command, cli_option_visit *visit, void *context)
{
    for (const cli_option *option = command->options; option && option->name; option++)
        visit(context, option);
    for (const glass_row *const *set = command->rows; set && *set; set++)
        for (const glass_row *row = *set; row->kind != GLASS_KIND_END; row++) {
            char name[64], no[72], argument[128], about[512];
            if (args_has_own(command, cli_row_option(row, name))) continue;
            snprintf(no, sizeof no, "no-%s", name);
            cli_row_argument(row, argument);
            int is_no = row->kind == GLASS_KIND_FLAG && row->standard == 1;
            snprintf(about, sizeof about, "%s%s", is_no ? "do not " : "", row->about);
            cli_option option = {is_no ? no : name, 0, argument[0] ? argument : NULL, about,
                                 CLI_TAKES_ONE};
            visit(context, &option);
        }
}

/* What a word on the command line means, if it is an option of the command at all. */
typedef struct args_match {
    const cli_option *option;
    const glass_row *row;
    int is_not;
} args_match;

/* "_" and "-" are one, so that names can be typed as the theory writes them: --t_ion. */
static int args_same(const char *word, size_t n, const char *name)
{
    if (strlen(name) != n) return 0;
    for (size_t i = 0; i < n; i++)
        if (word[i] != name[i] && !(word[i] == '_' && name[i] == '-')) return 0;
    return 1;
}

static int args_match_row(const cli_command *command, const char *word, size_t n,
                          args_match *out)
{
    for (const glass_row *const *set = command->rows; set && *set; set++)
        for (const glass_row *row = *set; row->kind != GLASS_KIND_END; row++) {
            char name[64];
            cli_row_option(row, name);
            int is_flag = row->kind == GLASS_KIND_FLAG;
            int is_not = is_flag && n > 3 && strncmp(word, "no-", 3) == 0 &&
                         args_same(word + 3, n - 3, name);
            if (!is_not && !args_same(word, n, name)) continue;
            *out = (args_match){NULL, row, is_not};
            return 1;
        }
    return 0;
}

static int args_match_long(const cli_command *command, const char *word, size_t n,
                           args_match *out)
{
    for (const cli_option *option = command->options; option && option->name; option++)
        if (args_same(word, n, option->name)) {
            *out = (args_match){option, NULL, 0};
            return 1;
        }
    return args_match_row(command, word, n, out);
}

static const cli_option *args_match_letter(const cli_command *command, char letter)
{
    for (const cli_option *option = command->options; option && option->name; option++)
        if (option->letter == letter) return option;
    return NULL;
}

const char *cli_nearest(const char *word, const char *const *words)
{
    /* the library knows how near two names are; here the names are no rows of a struct */
    glass_row rows[256];
    int n = 0;
    for (; words[n] && n < 255; n++)
        rows[n] = (glass_row){.name = words[n], .kind = GLASS_KIND_TEXT};
    rows[n] = (glass_row)GLASS_ROW_END;
    const glass_row *row = glass_rows_nearest(rows, word);
    return row ? row->name : NULL;
}

typedef struct args_names {
    char name[256][64];
    const char *at[256];
    int count;
} args_names;

static void args_collect(void *context, const cli_option *option)
{
    args_names *names = context;
    if (names->count >= 255) return;
    snprintf(names->name[names->count], 64, "%s", option->name);
    names->at[names->count] = names->name[names->count];
    names->at[++names->count] = NULL;
}

static int args_refuse(const cli_command *command, const char *word, size_t n)
{
    args_names names = {.count = 0};
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)n, word);
    cli_options_each(command, args_collect, &names);
    names.at[names.count] = NULL;
    const char *near = cli_nearest(name, names.at);
    if (near)
        cli_tell("%s has no option --%s; did you mean --%s?", command->name, name, near);
    else
        cli_tell("%s has no option --%s; \"glasscell help %s\" lists its options",
                 command->name, name, command->name);
    return CLI_BAD_INPUT;
}

static int args_ends_h5(const char *word)
{
    size_t n = strlen(word);
    return n > 3 && strcmp(word + n - 3, ".h5") == 0;
}

/* Where the command line is being read. */
typedef struct args_reader {
    const cli_command *command;
    int argc, i;
    char **argv;
    cli_args *out;
} args_reader;

static void args_keep(args_reader *reader, const args_match *match, const char *value)
{
    cli_given *given = &reader->out->given[reader->out->n_given++];
    *given = (cli_given){match->option ? match->option->name : match->row->name, value,
                         match->row, match->is_not};
}

/* Takes the argument of an option: behind "=", or the next word. */
static int args_take(args_reader *reader, const args_match *match, const char *shown,
                     const char *attached)
{
    char argument[128];
    const char *wants =
        match->option ? match->option->argument : cli_row_argument(match->row, argument);
    if (wants && !*wants) wants = NULL;
    if (match->option && match->option->takes == CLI_TAKES_H5) {
        if (!attached && reader->i + 1 < reader->argc &&
            args_ends_h5(reader->argv[reader->i + 1]))
            attached = reader->argv[++reader->i];
    } else if (!wants && attached && !(match->row && match->row->kind == GLASS_KIND_FLAG)) {
        cli_tell("%s takes no argument, but got \"%s\"", shown, attached);
        return CLI_BAD_INPUT;
    } else if (wants && !attached) {
        if (reader->i + 1 >= reader->argc) {
            cli_tell("%s needs an argument: %s", shown, wants);
            return CLI_BAD_INPUT;
        }
        attached = reader->argv[++reader->i];
    }
    args_keep(reader, match, attached);
    return CLI_DONE;
}

static int args_long(args_reader *reader, const char *word)
{
    const char *equal = strchr(word, '=');
    size_t n = equal ? (size_t)(equal - word) : strlen(word);
    args_match match;
    char shown[72];
    if (!args_match_long(reader->command, word, n, &match))
        return args_refuse(reader->command, word, n);
    snprintf(shown, sizeof shown, "--%.*s", (int)n, word);
    return args_take(reader, &match, shown, equal ? equal + 1 : NULL);
}

static int args_short(args_reader *reader, const char *word)
{
    args_match match = {args_match_letter(reader->command, word[0]), NULL, 0};
    char shown[3] = {'-', word[0], 0};
    if (!match.option) {
        cli_tell("%s has no option %s; \"glasscell help %s\" lists its options",
                 reader->command->name, shown, reader->command->name);
        return CLI_BAD_INPUT;
    }
    return args_take(reader, &match, shown, word[1] ? word + 1 + (word[1] == '=') : NULL);
}

static int args_count(const cli_args *args)
{
    const cli_command *command = args->command;
    if (args->n_things < command->least) {
        cli_tell("%s needs more: glasscell %.*s", command->name,
                 (int)strcspn(command->forms, "\n"), command->forms);
        return CLI_BAD_INPUT;
    }
    if (command->most >= 0 && args->n_things > command->most) {
        cli_tell("%s does not know what to do with \"%s\": glasscell %.*s", command->name,
                 args->things[command->most], (int)strcspn(command->forms, "\n"),
                 command->forms);
        return CLI_BAD_INPUT;
    }
    return CLI_DONE;
}

int cli_args_read(const cli_command *command, int argc, char **argv, int first,
                  cli_args *out)
{
    *out = (cli_args){.command = command, .argc = argc, .argv = argv};
    out->things = cli_alloc((size_t)argc + 1, sizeof *out->things);
    out->given = cli_alloc((size_t)argc + 1, sizeof *out->given);
    args_reader reader = {command, argc, first, argv, out};
    int code = CLI_DONE, is_options = 1;
    for (; code == CLI_DONE && reader.i < argc; reader.i++) {
        char *word = argv[reader.i];
        if (!is_options || word[0] != '-' || word[1] == 0)
            out->things[out->n_things++] = word;
        else if (strcmp(word, "--") == 0)
            is_options = 0;
        else if (word[1] == '-')
            code = args_long(&reader, word + 2);
        else
            code = args_short(&reader, word + 1);
    }
    if (code == CLI_DONE) code = args_count(out);
    if (code != CLI_DONE) cli_args_clear(out);
    return code;
}

void cli_args_clear(cli_args *args)
{
    free(args->things);
    free(args->given);
    args->things = NULL;
    args->given = NULL;
}

int cli_has(const cli_args *args, const char *name)
{
    for (int i = 0; i < args->n_given; i++)
        if (strcmp(args->given[i].name, name) == 0) return 1;
    return 0;
}

const char *cli_value(const cli_args *args, const char *name, const char *otherwise)
{
    for (int i = args->n_given - 1; i >= 0; i--)
        if (strcmp(args->given[i].name, name) == 0)
            return args->given[i].value ? args->given[i].value : otherwise;
    return otherwise;
}

int cli_number(const cli_args *args, const char *name, const char *unit, double *out)
{
    const char *text = cli_value(args, name, NULL);
    if (!text || !glass_quantity_read(text, unit, out)) return 1;
    cli_tell("--%s: %s", name, glass_words());
    return 0;
}
