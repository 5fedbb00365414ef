/* show: what a file is, where it came from, what is in it. */
#include "cli/cli.h"
#include "glasscell/cell.h"
#include "glasscell/protocol.h"
#include "glasscell/recording.h"
#include "glasscell/study.h"
#include "cli/cli_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DO_SHOW_LONG = 200, DO_SHOW_STEPS = 24, DO_SHOW_CYCLES = 12 };

static const cli_option do_show_options[] = {
    {"json", 0, NULL, "print JSON", 0},
    {"fact", 0, "KEY", "print the whole text of one fact and nothing else", 0},
    {"all", 0, NULL, "all steps and cycles, and every fact in full", 0},
    CLI_FILE_OPTIONS,
    CLI_OPTION_END,
};

typedef struct do_show_range {
    double first, last, low, high;
    size_t missing;
} do_show_range;

static do_show_range do_show_measure(const double *at, size_t rows)
{
    do_show_range range = {NAN, NAN, INFINITY, -INFINITY, 0};
    if (rows > 0) range.first = at[0], range.last = at[rows - 1];
    for (size_t i = 0; i < rows; i++) {
        range.missing += isnan(at[i]) != 0;
        if (at[i] < range.low) range.low = at[i];
        if (at[i] > range.high) range.high = at[i];
    }
    if (range.low > range.high) range.low = range.high = NAN;
    return range;
}

static void do_show_fact_line(cli_table *table, const glass_fact *fact, int is_all)
{
    size_t n = strlen(fact->text), line = strcspn(fact->text, "\n");
    cli_table_cell(table, "%s", fact->key);
    if (is_all || (n <= DO_SHOW_LONG && line == n))
        cli_table_cell(table, "%s", fact->text);
    else
        cli_table_cell(table, "(%zu characters: --fact \"%s\")", n, fact->key);
}

static void do_show_facts(const glass_recording *recording, int is_all)
{
    if (recording->n_facts == 0) return;
    fputs("\nwhere it came from\n", stdout);
    cli_table table;
    cli_table_begin(&table, NULL, 2, 0);
    for (int part = 0; part < 2; part++) /* "program", "seed"; then "input/0/name" */
        for (int i = 0; i < recording->n_facts; i++)
            if ((strchr(recording->facts[i].key, '/') != NULL) == part)
                do_show_fact_line(&table, &recording->facts[i], is_all);
    cli_table_end(&table, stdout);
}

static void do_show_channels(const glass_recording *recording)
{
    static const char *const heads[] = {"channel", "first", "last",  "lowest",
                                        "highest", "",      "column"};
    cli_table table;
    printf("\n%d channels, %zu rows\n", recording->n_channels, recording->rows);
    int has_columns = 0;
    for (int i = 0; i < recording->n_channels; i++)
        has_columns |= recording->channels[i].original != NULL;
    cli_table_begin(&table, heads, 6 + has_columns, 0x1e);
    for (int i = 0; i < recording->n_channels; i++) {
        const glass_recording_channel *channel = &recording->channels[i];
        do_show_range range = do_show_measure(channel->at, recording->rows);
        char digits[32];
        cli_table_cell(&table, "%s", channel->label);
        cli_table_cell(&table, "%s", cli_digits(range.first, 6, digits));
        cli_table_cell(&table, "%s", cli_digits(range.last, 6, digits));
        cli_table_cell(&table, "%s", cli_digits(range.low, 6, digits));
        cli_table_cell(&table, "%s", cli_digits(range.high, 6, digits));
        if (range.missing)
            cli_table_cell(&table, "%zu missing", range.missing);
        else
            cli_table_cell(&table, "%s", "");
        if (has_columns)
            cli_table_cell(&table, "%s", channel->original ? channel->original : "");
    }
    cli_table_end(&table, stdout);
}

static void do_show_frames(const glass_recording *recording)
{
    if (recording->n_frames == 0) return;
    fputs("\nframes\n", stdout);
    cli_table table;
    cli_table_begin(&table, NULL, 3, 2);
    for (int i = 0; i < recording->n_frames; i++) {
        const glass_recording_frame *frame = &recording->frames[i];
        char grid[128] = "";
        for (int k = 0; k < frame->rank; k++) {
            size_t n = strlen(grid);
            snprintf(grid + n, sizeof grid - n, "%s%zu along %s", k ? " x " : "",
                     frame->n[k], frame->axis_name[k]);
        }
        cli_table_cell(&table, "%s", frame->label);
        cli_table_cell(&table, "%zu times", frame->count);
        cli_table_cell(&table, "%s", grid);
    }
    cli_table_end(&table, stdout);
}

static void do_show_cycles(const glass_recording *recording, int is_all)
{
    if (recording->n_cycles == 0) return;
    printf("\n%zu cycle%s\n", recording->n_cycles, recording->n_cycles == 1 ? "" : "s");
    int columns = recording->n_cycle_channels < 10 ? recording->n_cycle_channels : 10;
    cli_table table;
    cli_table_begin(&table, NULL, columns, ~0u);
    for (int k = 0; k < columns; k++)
        cli_table_cell(&table, "%s", recording->cycles[k].label);
    size_t n = recording->n_cycles;
    for (size_t i = 0; i < n; i++) {
        if (!is_all && n > DO_SHOW_CYCLES && i == DO_SHOW_CYCLES / 2)
            i = n - DO_SHOW_CYCLES / 2;
        char digits[32];
        for (int k = 0; k < columns; k++)
            cli_table_cell(&table, "%s", cli_digits(recording->cycles[k].at[i], 6, digits));
    }
    cli_table_end(&table, stdout);
    if (!is_all && n > DO_SHOW_CYCLES)
        printf("  (the first and the last %d; --all shows every one)\n",
               DO_SHOW_CYCLES / 2);
}

static void do_show_json_channels(cli_json *json, const char *key,
                                  const glass_recording_channel *channels, int count,
                                  size_t rows)
{
    cli_json_begin(json, key, '[');
    for (int i = 0; i < count; i++) {
        do_show_range range = do_show_measure(channels[i].at, rows);
        cli_json_begin(json, NULL, '{');
        cli_json_text(json, "label", channels[i].label);
        cli_json_text(json, "unit", channels[i].unit);
        cli_json_text(json, "about", channels[i].about);
        cli_json_text(json, "original", channels[i].original);
        cli_json_number(json, "first", range.first);
        cli_json_number(json, "last", range.last);
        cli_json_number(json, "min", range.low);
        cli_json_number(json, "max", range.high);
        cli_json_number(json, "missing", (double)range.missing);
        cli_json_end(json, '}');
    }
    cli_json_end(json, ']');
}

static void do_show_json_frames(cli_json *json, const glass_recording *recording)
{
    cli_json_begin(json, "frames", '[');
    for (int i = 0; i < recording->n_frames; i++) {
        const glass_recording_frame *frame = &recording->frames[i];
        cli_json_begin(json, NULL, '{');
        cli_json_text(json, "label", frame->label);
        cli_json_text(json, "unit", frame->unit);
        cli_json_number(json, "times", (double)frame->count);
        cli_json_begin(json, "axes", '[');
        for (int k = 0; k < frame->rank; k++) {
            cli_json_begin(json, NULL, '{');
            cli_json_text(json, "name", frame->axis_name[k]);
            cli_json_text(json, "unit", frame->axis_unit[k]);
            cli_json_number(json, "points", (double)frame->n[k]);
            cli_json_end(json, '}');
        }
        cli_json_end(json, ']');
        cli_json_end(json, '}');
    }
    cli_json_end(json, ']');
}

static void do_show_json(const char *path, const glass_recording *recording)
{
    cli_json json = {.file = stdout};
    cli_json_begin(&json, NULL, '{');
    cli_json_text(&json, "file", path);
    cli_json_text(&json, "title", recording->title);
    cli_json_bool(&json, "closed", recording->was_closed);
    cli_json_text(&json, "reason", recording->reason);
    cli_json_number(&json, "rows", (double)recording->rows);
    do_show_json_channels(&json, "channels", recording->channels, recording->n_channels,
                          recording->rows);
    do_show_json_frames(&json, recording);
    cli_file_json_steps(&json, recording->steps, recording->n_steps);
    cli_json_number(&json, "cycles", (double)recording->n_cycles);
    do_show_json_channels(&json, "cycle_channels", recording->cycles,
                          recording->n_cycle_channels, recording->n_cycles);
    cli_json_begin(&json, "facts", '{');
    for (int i = 0; i < recording->n_facts; i++)
        cli_json_text(&json, recording->facts[i].key, recording->facts[i].text);
    cli_json_end(&json, '}');
    cli_json_end(&json, '}');
}

static void do_show_people(const char *path, const glass_recording *recording, int is_all)
{
    printf("%s: a recording%s%s\n", path, recording->title && *recording->title ? ", " : "",
           recording->title ? recording->title : "");
    if (!recording->was_closed)
        fputs("its writer has not closed it: it is still being written, or was stopped\n",
              stdout);
    if (recording->reason && *recording->reason)
        printf("it ended by: %s\n", recording->reason);
    do_show_facts(recording, is_all);
    do_show_channels(recording);
    cli_file_steps(stdout, recording->steps, recording->n_steps,
                   is_all ? 0 : DO_SHOW_STEPS);
    do_show_cycles(recording, is_all);
    do_show_frames(recording);
}

static int do_show_fact(const glass_recording *recording, const char *key)
{
    const char *text = glass_recording_fact(recording, key);
    if (text) {
        printf("%s\n", text);
        return CLI_DONE;
    }
    const char *keys[256] = {NULL};
    for (int i = 0; i < recording->n_facts && i < 255; i++)
        keys[i] = recording->facts[i].key;
    const char *near = cli_nearest(key, keys);
    cli_tell("there is no fact \"%s\"%s%s%s", key, near ? "; did you mean \"" : "",
             near ? near : "", near ? "\"?" : "");
    return CLI_BAD_INPUT;
}

/* What is no recording may be a cell: then its name and where to look further. */
static int do_show_cell(const char *path)
{
    glass_cell cell = {0};
    if (glass_cell_open(path, &cell, NULL)) return 0;
    printf("%s: the parameters of a cell, %s (BPX %s, %s)\n"
           "\"glasscell check\" tells what follows from them, \"glasscell params\" lists "
           "them\n",
           path, cell.title && *cell.title ? cell.title : "without a title",
           cell.version ? cell.version : "?", cell.model ? cell.model : "?");
    for (int i = 0; i < cell.n_validation; i++)
        printf("measured curve \"%s#%s\", %zu rows\n", path, cell.validation_names[i],
               cell.validation[i]->rows);
    glass_cell_clear(&cell);
    return 1;
}

/* A protocol in the words in which it was understood. */
static int do_show_protocol(const char *path)
{
    glass_protocol protocol = {0};
    glass_notes notes = {0};
    int code = cli_fail(glass_protocol_open(path, &protocol, &notes));
    cli_notes(&notes);
    if (code != CLI_DONE) return code;
    printf("%s: a protocol of %d instruction%s\n", path, protocol.count,
           protocol.count == 1 ? "" : "s");
    for (int i = 0; i < protocol.count; i++) {
        char *words = glass_instruction_words(&protocol.at[i]);
        printf("  %3d  line %-4d  %s\n", i + 1, protocol.at[i].line, words ? words : "");
        free(words);
    }
    glass_protocol_clear(&protocol);
    return CLI_DONE;
}

static int do_show_study(const char *path)
{
    glass_study study;
    glass_study_defaults(&study);
    int code = cli_fail(glass_study_open(path, &study));
    if (code == CLI_DONE) printf("%s: a study, for \"glasscell run\"\n", path);
    for (int i = 0; code == CLI_DONE && i < study.said.count; i++)
        printf("  %s\n", study.said.at[i]);
    glass_study_clear(&study);
    return code;
}

static int do_show_ends(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcmp(path + n - m, ending) == 0;
}

static int do_show(const cli_args *args)
{
    glass_recording recording = {0};
    const char *path = args->things[0];
    int is_yaml = do_show_ends(path, ".yaml") || do_show_ends(path, ".yml");
    int is_json = do_show_ends(path, ".json") && !cli_has(args, "json");
    int is_name = strcmp(path, "-") != 0 && !strchr(path, '#') && access(path, F_OK) != 0;
    if ((is_yaml || is_json || is_name) && do_show_cell(path)) return CLI_DONE;
    if (is_yaml)
        return glass_study_is_file(path) ? do_show_study(path) : do_show_protocol(path);
    int code = cli_file_open(args, path, &recording);
    if (code != CLI_DONE) return code;
    if (cli_has(args, "fact"))
        code = do_show_fact(&recording, cli_value(args, "fact", ""));
    else if (cli_has(args, "json"))
        do_show_json(path, &recording);
    else
        do_show_people(path, &recording, cli_has(args, "all"));
    glass_recording_clear(&recording);
    return code;
}

const cli_command cli_command_show = {
    .name = "show",
    .about = "what a recording holds and where it came from",
    .forms = "show FILE [options]",
    .more =
        "FILE is a recording (.h5), a CSV table with columns of the Battery Data Format "
        "or \"Time [s],I[A],U[V]\", or JSON; also a cell, or a protocol in YAML, which is "
        "told "
        "in the words in which it is understood. A measured curve that came with a cell is "
        "CELL#NAME, here and wherever a recording may stand. A recording whose writer was "
        "stopped is mended on sight.",
    .examples = "glasscell show out.h5\nglasscell show out.h5 --fact \"command line\"",
    .options = do_show_options,
    .least = 1,
    .most = 1,
    .run = do_show,
};
