/* compare: two recordings held against each other. */
#include "cli/cli_file.h"
#include "cli/cli_report.h"
#include "glasscell/compare.h"
#include "glasscell/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const cli_option do_compare_options[] = {
    {"from", 0, "TIME", "compare from this test time on", 0},
    {"to", 0, "TIME", "compare up to this test time", 0},
    {"max-rmse", 0, "LABEL=VALUE", "exit with 1 when a channel differs more",
     CLI_TAKES_MANY},
    {"json", 0, NULL,
     "print JSON: {channels: {LABEL: {rmse, max, unit, rows, from_s, to_s}}}", 0},
    CLI_FILE_OPTIONS,
    CLI_OPTION_END,
};

static void do_compare_json(const glass_comparison *comparison)
{
    cli_json json = {.file = stdout};
    cli_report_json_comparison(&json, NULL, comparison);
}

static void do_compare_people(const glass_comparison *comparison)
{
    static const char *const heads[] = {"channel", "rmse", "max",    "bias",
                                        "unit",    "rows", "from s", "to s"};
    cli_table table;
    cli_table_begin(&table, heads, 8, 0xee);
    for (int i = 0; i < comparison->count; i++) {
        const glass_comparison_channel *channel = &comparison->at[i];
        int is_volt = strcmp(channel->unit, "V") == 0;
        double scale = is_volt ? 1e3 : 1; /* differences of voltages are read in mV */
        char digits[32];
        cli_table_cell(&table, "%s", channel->label);
        cli_table_cell(&table, "%s", cli_digits(channel->rmse * scale, 5, digits));
        cli_table_cell(&table, "%s", cli_digits(channel->max * scale, 5, digits));
        cli_table_cell(&table, "%s", cli_digits(channel->bias * scale, 5, digits));
        cli_table_cell(&table, "%s", is_volt ? "mV" : channel->unit);
        cli_table_cell(&table, "%zu", channel->rows);
        cli_table_cell(&table, "%s", cli_digits(channel->from_s, 7, digits));
        cli_table_cell(&table, "%s", cli_digits(channel->to_s, 7, digits));
    }
    cli_table_end(&table, stdout);
}

/* The channel that a label means: whole, or an unambiguous beginning. */
static const glass_comparison_channel *do_compare_find(const glass_comparison *comparison,
                                                       const char *label, size_t n)
{
    const glass_comparison_channel *found = NULL;
    for (int i = 0; i < comparison->count; i++) {
        const glass_comparison_channel *channel = &comparison->at[i];
        if (strncasecmp(channel->label, label, n) != 0) continue;
        if (channel->label[n] == 0) return channel;
        if (found) return NULL;
        found = channel;
    }
    return found;
}

static int do_compare_bound(const glass_comparison *comparison, const char *bound)
{
    const char *equal = strrchr(bound, '=');
    double limit;
    if (!equal) {
        cli_tell("--max-rmse is \"%s\"; expected LABEL=VALUE, as in \"Voltage / V=0.01\"",
                 bound);
        return CLI_BAD_INPUT;
    }
    const glass_comparison_channel *channel =
        do_compare_find(comparison, bound, (size_t)(equal - bound));
    if (!channel) {
        cli_tell("--max-rmse: no one channel of both files begins with \"%.*s\"",
                 (int)(equal - bound), bound);
        return CLI_BAD_INPUT;
    }
    if (glass_quantity_read(equal + 1, channel->unit, &limit)) {
        cli_tell("--max-rmse: %s", glass_words());
        return CLI_BAD_INPUT;
    }
    if (channel->rmse <= limit) return CLI_DONE;
    cli_tell("%s: rmse %.6g %s is more than %.6g", channel->label, channel->rmse,
             channel->unit, limit);
    return CLI_DIFFERS;
}

static int do_compare_bounds(const cli_args *args, const glass_comparison *comparison)
{
    int code = CLI_DONE;
    for (int i = 0; i < args->n_given; i++) {
        if (strcmp(args->given[i].name, "max-rmse") != 0) continue;
        int one = do_compare_bound(comparison, args->given[i].value);
        if (one > code) code = one;
    }
    return code;
}

/* --columns and --sign are about B, which is the measurement as a rule; A, which is a
 * recording as a rule, is understood without them unless it cannot be. */
static int do_compare_open(const cli_args *args, glass_recording *a, glass_recording *b)
{
    glass_notes notes = {0};
    int code = CLI_DONE;
    if (glass_recording_open(args->things[0], NULL, a, &notes)) {
        glass_notes_clear(&notes);
        code = cli_file_open(args, args->things[0], a);
    }
    cli_notes(&notes);
    return code == CLI_DONE ? cli_file_open(args, args->things[1], b) : code;
}

static int do_compare(const cli_args *args)
{
    glass_recording a = {0}, b = {0};
    glass_comparison comparison = {0};
    double from = NAN, to = NAN;
    if (!cli_number(args, "from", "s", &from) || !cli_number(args, "to", "s", &to))
        return CLI_BAD_INPUT;
    int code = do_compare_open(args, &a, &b);
    if (code == CLI_DONE) code = cli_fail(glass_compare(&a, &b, from, to, &comparison));
    if (code == CLI_DONE) {
        if (cli_has(args, "json"))
            do_compare_json(&comparison);
        else
            do_compare_people(&comparison);
        code = do_compare_bounds(args, &comparison);
    }
    glass_comparison_clear(&comparison);
    glass_recording_clear(&a);
    glass_recording_clear(&b);
    return code;
}

const cli_command cli_command_compare = {
    .name = "compare",
    .about = "two recordings held against each other",
    .forms = "compare A B [options]",
    .more = "Every channel that both have is compared at the rows of B that lie in the "
            "common time; A is interpolated linearly. Differences are A - B: of a model A "
            "and a measurement B, a positive bias means that the model is high. Without "
            "--from all common rows count; --from 1 leaves out the jump of a first row. "
            "--columns and --sign say how B is meant, and A if it does not say so itself.",
    .examples = "glasscell compare out.h5 measured.csv --from 1\n"
                "glasscell compare out.h5 measured.csv --max-rmse \"Voltage / V=15 mV\"",
    .options = do_compare_options,
    .least = 2,
    .most = 2,
    .run = do_compare,
};
