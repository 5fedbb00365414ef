/* run: a cell through a protocol, a profile, or a whole study. */
#include "cli/cli.h"
#include "cli/cli_report.h"
#include "glasscell/plot.h"
#include "glasscell/study.h"

#include <stdlib.h>
#include <string.h>

/* What is about the program itself, or is shorter or richer than the row behind it; every
 * other option is made from a row of a study or of a run. */
static const cli_option do_run_options[] = {
    {"output", 'o', "FILE", "write the recording: .h5, .csv, .json; \"-\" is CSV", 0},
    {"set", 0, "\"NAME=VALUE\"",
     "set a parameter of the cell, with its unit or a factor *1.2", CLI_TAKES_MANY},
    {"vary", 0, "\"NAME=VALUES\"",
     "a cell for each value; \"glasscell help vary\" tells more", CLI_TAKES_MANY},
    {"every", 0, "TIME",
     "rows at this period; as dense as the solution asks for when not said", 0},
    {"theta", 0, "NEGATIVE,POSITIVE", "start from these stoichiometries", 0},
    {"limits", 0, NULL, "the voltage limits of the cell end a profile too", 0},
    {"no-limits", 0, NULL, "the voltage limits of the cell only warn", 0},
    {"resume", 0, "FILE.h5", "go on with a recording that was stopped", CLI_TAKES_H5},
    {"json", 0, NULL, "print the summary as JSON", 0},
    {"quiet", 'q', NULL, "print no summary and no progress", 0},
    CLI_OPTION_END,
};

static const glass_row *const do_run_rows[] = {glass_study_rows, glass_run_rows, NULL};

static int do_run_is_own(const char *name)
{
    return strcmp(name, "json") == 0 || strcmp(name, "quiet") == 0 ||
           strcmp(name, "resume") == 0;
}

/* One option into the study, with its name before the words when it is refused. */
static int do_run_option(const cli_given *given, glass_study *study)
{
    const char *key = given->name, *value = given->value;
    if (do_run_is_own(key)) return CLI_DONE;
    if (given->is_not) value = "0";
    if (strcmp(key, "no-limits") == 0) key = "limits", value = "warn";
    glass_status status = glass_study_set(study, key, value);
    if (!status) return CLI_DONE;
    char name[64];
    cli_tell("--%s: %s", given->row ? cli_row_option(given->row, name) : key,
             glass_words());
    return glass_exit_code(status);
}

static int do_run_options_in(const cli_args *args, glass_study *study)
{
    int code = CLI_DONE;
    for (int i = 0; code == CLI_DONE && i < args->n_given; i++)
        code = do_run_option(&args->given[i], study);
    if (code != CLI_DONE || !cli_has(args, "resume")) return code;
    /* without a name of its own, --resume goes on with the output */
    const char *path = cli_value(args, "resume", study->output);
    if (!path) {
        cli_tell("--resume: with which recording? give --resume FILE.h5");
        return CLI_BAD_INPUT;
    }
    return cli_fail(glass_study_set(study, "resume", path));
}

/* The things: a study; or a cell and words; or, to go on, nothing. */
static int do_run_things(const cli_args *args, glass_study *study)
{
    glass_status status = GLASS_OK;
    glass_notes notes = {0};
    const char *first = args->n_things > 0 ? args->things[0] : NULL;
    if (first && glass_study_is_file(first))
        status = glass_study_open(first, study);
    else if (first)
        status = glass_study_set(study, "cell", first);
    else if (cli_value(args, "resume", NULL))
        status = glass_study_recall(cli_value(args, "resume", NULL), study, &notes);
    for (int i = 1; !status && i < args->n_things; i++)
        status = glass_study_set(study, "words", args->things[i]);
    cli_notes(&notes);
    return cli_fail(status);
}

static int do_run_plot(const glass_study *study, glass_outcome *outcome)
{
    const glass_recording *both[] = {&outcome->recording, &outcome->measured};
    static const char *const names[] = {"model", "measured"};
    int n = outcome->measured.rows > 0 ? 2 : 1;
    glass_plot_options options = {.names = n == 2 ? names : NULL};
    if (!study->plot || outcome->recording.rows == 0) return CLI_DONE;
    return cli_fail(glass_plot(both, n, &options, study->plot, study->force));
}

static void do_run_report(const cli_args *args, const glass_study *study,
                          const glass_outcome *outcome, int is_drawn)
{
    /* a table on standard output must not be mixed with a summary */
    int is_piped = study->output && strcmp(study->output, "-") == 0;
    FILE *file = is_piped ? stderr : stdout;
    if (cli_has(args, "quiet")) return;
    if (cli_has(args, "json") && !is_piped)
        cli_report_json(study, outcome);
    else if (outcome->is_batch)
        cli_report_batch(file, study, outcome);
    else
        cli_report_run(file, study, outcome);
    if (is_drawn && !cli_has(args, "json")) fprintf(file, "wrote %s\n", study->plot);
}

static int do_run_study(const cli_args *args, const glass_study *study)
{
    glass_outcome outcome = {0};
    glass_notes notes = {0};
    cli_progress progress;
    char *line = cli_line(args);
    glass_study_hooks hooks = {line, study->plot != NULL, cli_cancelled, cli_progress_show,
                               &progress};
    cli_cancel_listen();
    cli_progress_begin(&progress, cli_has(args, "quiet"));
    glass_status status = glass_study_run(study, &hooks, &outcome, &notes);
    cli_progress_end(&progress);
    cli_notes(&notes);
    int code = cli_fail(status), drawn = CLI_DONE;
    if (code == CLI_DONE || code == CLI_NUMERICS || code == CLI_CANCELLED) {
        drawn = do_run_plot(study, &outcome);
        do_run_report(args, study, &outcome, study->plot && drawn == CLI_DONE);
    }
    glass_outcome_clear(&outcome);
    free(line);
    return code == CLI_DONE ? drawn : code;
}

static int do_run(const cli_args *args)
{
    glass_study study;
    glass_study_defaults(&study);
    int code = do_run_things(args, &study);
    if (code == CLI_DONE) code = do_run_options_in(args, &study);
    if (code == CLI_DONE) code = do_run_study(args, &study);
    glass_study_clear(&study);
    return code;
}

const cli_command cli_command_run = {
    .name = "run",
    .about = "take a cell through a protocol and record what happens inside",
    .forms = "run CELL \"WORDS\"... [options]\nrun CELL --protocol FILE [options]\n"
             "run CELL --profile FILE [options]\nrun STUDY.yaml [options]\n"
             "run --resume FILE.h5",
    .more =
        "CELL is a BPX file or a name of the library (\"glasscell cells\"). WORDS is what "
        "a "
        "cycler would be told (\"glasscell help protocol\"). A profile is a table with "
        "columns "
        "of the Battery Data Format, or Time [s],I[A],U[V]; positive current charges, "
        "unless "
        "--sign says otherwise; it is linear between rows unless --hold.\n"
        "The cell starts at its file's state of charge, 1 unless said. Voltage limits of "
        "the "
        "cell end a protocol and only warn under a profile. A study is the same options "
        "written down as YAML: cell: Chen2020, protocol: [...], accuracy: high, output: "
        "...\n"
        "Ctrl-C ends a run and keeps what was reached; a second one kills.",
    .examples =
        "glasscell run cell.json \"Discharge at 1C until 2.7 V\" \"Rest for 1 h\" -o "
        "out.h5\n"
        "glasscell run Chen2020 --protocol day.yaml --model spme --soc 0.8\n"
        "glasscell run cell.json --profile us06.csv --compare measured.csv --plot out.svg\n"
        "glasscell run Chen2020 \"Discharge at 1C\" --vary \"Negative electrode thickness "
        "[m]=60e-6:100e-6:50\" -o table.csv",
    .options = do_run_options,
    .rows = do_run_rows,
    .most = -1,
    .run = do_run,
};
