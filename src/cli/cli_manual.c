/* The manual page (troff) and the reference (Markdown), from the same tables as the help. */
#include "cli/cli.h"
#include "glasscell/cell.h"
#include "glasscell/run.h"
#include "glasscell/version.h"

#include <math.h>
#include <string.h>

/* Troff reads a backslash and a leading dot or quote as its own. */
static void manual_text(FILE *file, const char *text)
{
    int at_start = 1;
    for (; *text; text++) {
        if (at_start && (*text == '.' || *text == '\'')) fputs("\\&", file);
        if (*text == '\\')
            fputs("\\e", file);
        else if (*text == '-')
            fputs("\\-", file);
        else
            fputc(*text, file);
        at_start = *text == '\n';
    }
}

static void manual_option(void *context, const cli_option *option)
{
    FILE *file = context;
    fputs(".TP\n", file);
    if (option->letter) fprintf(file, "\\fB\\-%c\\fR, ", option->letter);
    fputs("\\fB\\-\\-", file);
    manual_text(file, option->name);
    fputs("\\fR", file);
    if (option->argument) {
        fputs(" \\fI", file);
        manual_text(file, option->argument);
        fputs("\\fR", file);
    }
    fputc('\n', file);
    manual_text(file, option->about);
    fputs(option->takes == CLI_TAKES_MANY ? " (may be repeated).\n" : ".\n", file);
}

static void manual_literal(FILE *file, const char *lines, const char *before)
{
    fputs(".nf\n", file);
    while (*lines) {
        size_t n = strcspn(lines, "\n");
        char line[256];
        snprintf(line, sizeof line, "%s%.*s", n ? before : "", (int)n, lines);
        manual_text(file, line);
        fputc('\n', file);
        lines += n + (lines[n] == '\n');
    }
    fputs(".fi\n", file);
}

static void manual_command(FILE *file, const cli_command *command)
{
    fprintf(file, ".SS %s\n", command->name);
    manual_literal(file, command->forms, "glasscell ");
    fputs(".PP\n", file);
    manual_text(file, command->about);
    fputs(".\n", file);
    for (const char *p = command->more; p && *p;) {
        char paragraph[1024];
        size_t n = strcspn(p, "\n");
        snprintf(paragraph, sizeof paragraph, "%.*s", (int)n, p);
        fputs(".PP\n", file);
        manual_text(file, paragraph);
        fputc('\n', file);
        p += n + (p[n] == '\n');
    }
    cli_options_each(command, manual_option, file);
    if (command->examples) {
        fputs(".PP\nExamples:\n.RS\n", file);
        manual_literal(file, command->examples, "");
        fputs(".RE\n", file);
    }
}

void cli_manual(FILE *file)
{
    fprintf(file, ".TH GLASSCELL 1 \"\" \"glasscell %s\" \"User Commands\"\n",
            glass_version());
    fputs(".SH NAME\nglasscell \\- imaging, modelling and testing of batteries\n"
          ".SH SYNOPSIS\n.B glasscell\n\\fICOMMAND\\fR \\fITHING\\fR... [\\fIoptions\\fR]\n"
          ".SH DESCRIPTION\nA parameter file (BPX) and a protocol in words go in; what "
          "happens inside the cell comes out\nas a recording that can be shown, compared "
          "with a measurement, exported and drawn.\nTables and summaries go to standard "
          "output, remarks and progress to standard error.\nA file name \\fB\\-\\fR is "
          "standard input or output. No file is overwritten without \\fB\\-\\-force\\fR.\n"
          ".SH COMMANDS\n",
          file);
    for (const cli_command *const *at = cli_commands; *at; at++) manual_command(file, *at);
    fputs(".SH EXIT STATUS\n.TP\n0\ndone\n.TP\n1\na comparison or a check failed\n.TP\n2\n"
          "bad input, told in words\n.TP\n3\nnumerics gave up, with a report; what was "
          "reached is kept\n.TP\n130\ncancelled; what was reached is kept\n",
          file);
}

/* In a Markdown table a bar would end the cell. */
static void reference_text(FILE *file, const char *text)
{
    for (; *text; text++) {
        if (*text == '|') fputc('\\', file);
        fputc(*text == '\n' ? ' ' : *text, file);
    }
}

static void reference_option(void *context, const cli_option *option)
{
    FILE *file = context;
    fputs("| `", file);
    if (option->letter) fprintf(file, "-%c`, `", option->letter);
    fprintf(file, "--%s", option->name);
    if (option->argument) {
        fputc(' ', file);
        reference_text(file, option->argument);
    }
    fputs("` | ", file);
    reference_text(file, option->about);
    fputs(option->takes == CLI_TAKES_MANY ? " (may be repeated) |\n" : " |\n", file);
}

static void reference_command(FILE *file, const cli_command *command)
{
    fprintf(file, "### %s\n\n%c%s.\n\n```\n", command->name,
            command->about[0] >= 'a' && command->about[0] <= 'z' ? command->about[0] - 32
                                                                 : command->about[0],
            command->about + 1);
    for (const char *p = command->forms; *p;) {
        size_t n = strcspn(p, "\n");
        fprintf(file, "glasscell %.*s\n", (int)n, p);
        p += n + (p[n] == '\n');
    }
    fputs("```\n\n", file);
    if (command->more) fprintf(file, "%s\n\n", command->more);
    if (command->options || command->rows) {
        fputs("| option | |\n|---|---|\n", file);
        cli_options_each(command, reference_option, file);
        fputc('\n', file);
    }
    if (command->examples) fprintf(file, "```\n%s\n```\n\n", command->examples);
}

static void reference_range(FILE *file, const glass_row *row)
{
    if (row->choices)
        reference_text(file, row->choices);
    else if (row->kind == GLASS_KIND_NUMBER || row->kind == GLASS_KIND_COUNT ||
             row->kind == GLASS_KIND_RANGE)
        fprintf(file, "%g to %g", row->low, row->high);
    else if (row->kind == GLASS_KIND_LAW)
        fputs("number, expression of x, or table", file);
}

static void reference_rows(FILE *file, const char *title, const glass_row *rows)
{
    fprintf(file, "### %s\n\n| name | symbol | unit | default | allowed | |\n", title);
    fputs("|---|---|---|---|---|---|\n", file);
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        fprintf(file, "| %s | %s | %s | ", row->name, row->symbol ? row->symbol : "",
                row->unit);
        if ((row->kind == GLASS_KIND_NUMBER || row->kind == GLASS_KIND_RANGE) &&
            !isnan(row->standard))
            fprintf(file, "%g", row->standard);
        else if (row->kind == GLASS_KIND_COUNT || row->kind == GLASS_KIND_FLAG)
            fprintf(file, "%d", (int)row->standard);
        fputs(" | ", file);
        reference_range(file, row);
        fputs(" | ", file);
        reference_text(file, row->about);
        if (row->source) fprintf(file, " (%s)", row->source);
        fputs(" |\n", file);
    }
    fputc('\n', file);
}

void cli_reference(FILE *file)
{
    fprintf(file,
            "# Reference\n\nMade by `glasscell help --reference` from the tables of "
            "glasscell %s.\n\n## Commands\n\n",
            glass_version());
    for (const cli_command *const *at = cli_commands; *at; at++)
        reference_command(file, *at);
    fputs("## Parameters of a cell\n\nNames as in BPX; in `--set` with the section before "
          "them (\"Negative electrode thickness [m]\").\n\n",
          file);
    reference_rows(file, "Cell", glass_cell_rows);
    reference_rows(file, "Electrolyte", glass_electrolyte_rows);
    reference_rows(file, "Separator", glass_separator_rows);
    reference_rows(file, "Negative electrode, Positive electrode", glass_electrode_rows);
    reference_rows(file, "Particles of an electrode", glass_material_rows);
    reference_rows(file, "State", glass_state_rows);
    fputs("## Numbers of a run\n\n", file);
    reference_rows(file, "Models", glass_run_rows);
    fputs("## What a run records\n\nNames for `--channels` and `--frames`, whole or their "
          "unambiguous beginning.\n\n",
          file);
    cli_outputs(file, 1);
}
