#include "cli/cli_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int cli_file_split(char *text, char **out, int most)
{
    int n = 0;
    for (char *p = text; p && n < most;) {
        char *comma = strchr(p, ',');
        if (comma) *comma = 0;
        while (*p == ' ') p++;
        for (char *end = p + strlen(p); end > p && end[-1] == ' ';) *--end = 0;
        out[n++] = p;
        p = comma ? comma + 1 : NULL;
    }
    return n;
}

static int file_sign(const cli_args *args, int *sign)
{
    const char *text = cli_value(args, "sign", NULL);
    *sign = 0;
    if (!text) return CLI_DONE;
    if (strcmp(text, "+1") == 0 || strcmp(text, "1") == 0)
        *sign = 1;
    else if (strcmp(text, "-1") == 0)
        *sign = -1;
    else {
        cli_tell("--sign is \"%s\"; allowed: +1 (positive current charges), -1 (it "
                 "discharges)",
                 text);
        return CLI_BAD_INPUT;
    }
    return CLI_DONE;
}

int cli_file_open(const cli_args *args, const char *path, glass_recording *out)
{
    glass_columns columns = {NULL, NULL, NULL, 0};
    glass_notes notes = {0};
    char *names[4] = {NULL}, *text = NULL;
    int code = file_sign(args, &columns.sign);
    if (code != CLI_DONE) return code;
    if (cli_has(args, "columns")) {
        text = cli_copy(cli_value(args, "columns", ""));
        cli_file_split(text, names, 4);
        columns.time = names[0] && *names[0] ? names[0] : NULL;
        columns.current = names[1] && *names[1] ? names[1] : NULL;
        columns.voltage = names[2] && *names[2] ? names[2] : NULL;
    }
    glass_status status = glass_recording_open(path, &columns, out, &notes);
    cli_notes(&notes);
    free(text);
    return cli_fail(status);
}

int cli_file_spare(const cli_args *args, const char *output)
{
    struct stat one, other;
    if (!output || stat(output, &other) || !S_ISREG(other.st_mode)) return CLI_DONE;
    for (int i = 0; i < args->n_things; i++)
        if (stat(args->things[i], &one) == 0 && one.st_dev == other.st_dev &&
            one.st_ino == other.st_ino) {
            cli_tell("%s: this file is read here and is not overwritten, not by force "
                     "either; give the output another name",
                     output);
            return CLI_BAD_INPUT;
        }
    return CLI_DONE;
}

/* Seconds to the millisecond while that is short, never with an exponent. */
static const char *file_seconds(double seconds, char out[32])
{
    if (fabs(seconds) < 1e6) return cli_digits(seconds, 7, out);
    snprintf(out, 32, "%.1f", seconds);
    return out;
}

static void file_step(cli_table *table, const glass_step_record *step)
{
    char digits[32];
    cli_table_cell(table, "%d", step->count);
    cli_table_cell(table, "%d", step->cycle);
    cli_table_cell(table, "%s", step->text ? step->text : "");
    cli_table_cell(table, "%s", file_seconds(step->from_s, digits));
    cli_table_cell(table, "%s", file_seconds(step->to_s, digits));
    cli_table_cell(table, "%s", cli_digits(step->charge_C / 3600, 5, digits));
    cli_table_cell(table, "%s", cli_digits(step->energy_J / 3600, 5, digits));
    cli_table_cell(table, "%s", cli_digits(step->voltage_V, 5, digits));
    cli_table_cell(table, "%s", step->reason ? step->reason : "");
}

void cli_file_steps(FILE *file, const glass_step_record *steps, int n, int most)
{
    static const char *const heads[] = {"step", "cycle", "instruction", "from s",  "to s",
                                        "Ah",   "Wh",    "end V",       "ended by"};
    if (n == 0) return;
    cli_table table;
    fputs("\nsteps\n", file);
    cli_table_begin(&table, heads, 9, 0xfb);
    for (int i = 0; i < n; i++) {
        if (most > 0 && n > most && i == most / 2) i = n - most / 2;
        file_step(&table, &steps[i]);
    }
    cli_table_end(&table, file);
    if (most > 0 && n > most)
        /* the count of the last: of very many the middle ones are not kept */
        fprintf(file, "  (the first and the last %d of %d)\n", most / 2,
                steps[n - 1].count);
}

void cli_file_json_steps(cli_json *json, const glass_step_record *steps, int n)
{
    cli_json_begin(json, "steps", '[');
    for (int i = 0; i < n; i++) {
        cli_json_begin(json, NULL, '{');
        cli_json_number(json, "step", steps[i].count);
        cli_json_number(json, "cycle", steps[i].cycle);
        cli_json_text(json, "text", steps[i].text);
        cli_json_text(json, "reason", steps[i].reason);
        cli_json_number(json, "from_s", steps[i].from_s);
        cli_json_number(json, "to_s", steps[i].to_s);
        cli_json_number(json, "charge_Ah", steps[i].charge_C / 3600);
        cli_json_number(json, "energy_Wh", steps[i].energy_J / 3600);
        cli_json_number(json, "voltage_V", steps[i].voltage_V);
        cli_json_number(json, "current_A", steps[i].current_A);
        cli_json_end(json, '}');
    }
    cli_json_end(json, ']');
}
