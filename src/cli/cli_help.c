/* Help for people, made from the tables. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include "glasscell/version.h"

enum { HELP_WIDTH = 80, HELP_COLUMN = 30 };

/* What stands over the first command of each group. */
static const char *const help_groups[][2] = {
    {"run", "cells, and recordings of them"},
    {"image", "electrodes: segmented images of them, and how they are wired"},
    {"help", ""},
};

static void help_group(FILE *file, const char *command)
{
    for (size_t i = 0; i < sizeof help_groups / sizeof *help_groups; i++)
        if (strcmp(help_groups[i][0], command) == 0)
            fprintf(file, "\n%s%s", help_groups[i][1], help_groups[i][1][0] ? "\n" : "");
}

void cli_help(FILE *file)
{
    fprintf(
        file,
        "glasscell %s opens a battery's black box: a parameter file and a protocol in,\n"
        "what happens inside out; a segmented electrode in, how it is wired out.\n\n"
        "usage: glasscell COMMAND THING... [options]\n",
        glass_version());
    for (const cli_command *const *at = cli_commands; *at; at++) {
        help_group(file, (*at)->name);
        fprintf(file, "  %-9s %s\n", (*at)->name, (*at)->about);
    }
    fputs(
        "\n\"glasscell help COMMAND\" tells more; \"glasscell help protocol\" prints the\n"
        "language of protocols, \"glasscell help channels\" lists what a run can record.\n",
        file);
}

static void help_option(void *context, const cli_option *option)
{
    FILE *file = context;
    char left[160], about[512];
    char letter[4] = {'-', option->letter, ',', 0};
    int is_optional = option->takes == CLI_TAKES_H5;
    snprintf(left, sizeof left, "  %-3s --%s%s%s%s", option->letter ? letter : "",
             option->name, option->argument ? (is_optional ? " [" : " ") : "",
             option->argument ? option->argument : "",
             option->argument && is_optional ? "]" : "");
    snprintf(about, sizeof about, "%s%s", option->about,
             option->takes == CLI_TAKES_MANY ? " (may be repeated)" : "");
    int width = (int)strlen(left);
    if (width > HELP_COLUMN - 2) {
        fprintf(file, "%s\n", left);
        cli_wrap(file, about, HELP_COLUMN, HELP_WIDTH);
        return;
    }
    /* the first line of the wrapped text goes beside the name: print it into its blanks */
    char *text = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&text, &n);
    if (!memory) return;
    cli_wrap(memory, about, HELP_COLUMN, HELP_WIDTH);
    fclose(memory);
    memcpy(text, left, (size_t)width);
    fputs(text, file);
    free(text);
}

static void help_lines(FILE *file, const char *text, const char *before)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        fprintf(file, "  %s%.*s\n", n ? before : "", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

void cli_help_command(FILE *file, const cli_command *command)
{
    fprintf(file, "glasscell %s: %s\n\n", command->name, command->about);
    help_lines(file, command->forms, "glasscell ");
    if (command->more) {
        fputc('\n', file);
        cli_wrap(file, command->more, 0, HELP_WIDTH);
    }
    if (command->options || command->rows) {
        fputs("\noptions\n", file);
        cli_options_each(command, help_option, file);
    }
    if (command->examples) {
        fputs("\nexamples\n", file);
        help_lines(file, command->examples, "");
    }
}
