/* check: whether a cell's parameters can be what they say, and what follows from them. */
#include "cli/cli.h"
#include "glasscell/cell.h"

#include <math.h>
#include <string.h>

static const cli_option do_check_options[] = {
    {"set", 0, "\"NAME=VALUE\"", "set a parameter first", CLI_TAKES_MANY},
    {"json", 0, NULL, "print JSON", 0},
    CLI_OPTION_END,
};

/* What is told about one cell. */
typedef struct do_check_report {
    double capacity_Ah[2], nominal_Ah;
    double ocv_empty_V, ocv_full_V;
    double window[2][2], limits[2][2]; /* [empty, full][electrode] */
    int has_window, has_limits;
} do_check_report;

static void do_check_measure(const glass_cell *cell, do_check_report *out)
{
    double T = cell->temperature_initial > 0 ? cell->temperature_initial
                                             : cell->temperature_reference;
    for (int k = 0; k < 2; k++) out->capacity_Ah[k] = glass_cell_capacity(cell, k) / 3600;
    out->nominal_Ah = cell->capacity / 3600;
    out->ocv_empty_V = glass_cell_ocv(cell, 0, T);
    out->ocv_full_V = glass_cell_ocv(cell, 1, T);
    out->has_window = out->has_limits = 1;
    for (int full = 0; full < 2; full++) {
        if (glass_cell_stoichiometry(cell, full, GLASS_BY_WINDOW, out->window[full]))
            out->has_window = 0;
        if (glass_cell_stoichiometry(cell, full, GLASS_BY_LIMITS, out->limits[full]))
            out->has_limits = 0;
    }
}

static void do_check_stoichiometries(const char *name, double theta[2][2])
{
    printf("  %-24s negative %.5f to %.5f, positive %.5f to %.5f\n", name, theta[0][0],
           theta[1][0], theta[0][1], theta[1][1]);
}

/* A law may have no value there; a note says where, and "-nan" would say nothing. */
static const char *do_check_volts(double volts, char out[32])
{
    if (!isfinite(volts)) return cli_digits(volts, 5, out);
    snprintf(out, 32, fabs(volts) < 1e4 ? "%.4f" : "%.4g", volts);
    return out;
}

static void do_check_people(const char *path, const glass_cell *cell,
                            const do_check_report *report, const glass_notes *notes)
{
    char empty[32], full[32];
    printf("%s: %s (BPX %s, %s)\n\n", path,
           cell->title && *cell->title ? cell->title : "a cell without a title",
           cell->version ? cell->version : "?", cell->model ? cell->model : "?");
    printf("  %-24s negative %.5g Ah, positive %.5g Ah; nominal %.5g Ah\n",
           "capacity of the window", report->capacity_Ah[0], report->capacity_Ah[1],
           report->nominal_Ah);
    printf("  %-24s %s V empty, %s V full; limits %g V to %g V\n", "open-circuit voltage",
           do_check_volts(report->ocv_empty_V, empty),
           do_check_volts(report->ocv_full_V, full), cell->voltage_min, cell->voltage_max);
    fputs("\nstoichiometries from empty to full\n", stdout);
    if (report->has_window)
        do_check_stoichiometries("by the file's window", (double(*)[2])report->window);
    if (report->has_limits)
        do_check_stoichiometries("by the voltage limits", (double(*)[2])report->limits);
    printf("\n%d error%s, %d warning%s\n", notes->errors, notes->errors == 1 ? "" : "s",
           notes->count - notes->errors, notes->count - notes->errors == 1 ? "" : "s");
    for (int i = 0; i < notes->count; i++) {
        const glass_note *note = &notes->at[i];
        printf("  %-8s %s%s%s\n", note->is_error ? "error" : "warning", note->place,
               *note->place ? ": " : "", note->text);
    }
}

static void do_check_json_ends(cli_json *json, const char *key, double theta[2][2],
                               int is_there)
{
    static const char *const names[2][2] = {{"negative_empty", "positive_empty"},
                                            {"negative_full", "positive_full"}};
    cli_json_begin(json, key, '{');
    for (int full = 0; is_there && full < 2; full++)
        for (int k = 0; k < 2; k++) cli_json_number(json, names[full][k], theta[full][k]);
    cli_json_end(json, '}');
}

static void do_check_json(const char *path, const glass_cell *cell, do_check_report *report,
                          const glass_notes *notes)
{
    cli_json json = {.file = stdout};
    cli_json_begin(&json, NULL, '{');
    cli_json_text(&json, "file", path);
    cli_json_text(&json, "title", cell->title);
    cli_json_text(&json, "version", cell->version);
    cli_json_text(&json, "model", cell->model);
    cli_json_number(&json, "capacity_negative_Ah", report->capacity_Ah[0]);
    cli_json_number(&json, "capacity_positive_Ah", report->capacity_Ah[1]);
    cli_json_number(&json, "capacity_nominal_Ah", report->nominal_Ah);
    cli_json_number(&json, "ocv_empty_V", report->ocv_empty_V);
    cli_json_number(&json, "ocv_full_V", report->ocv_full_V);
    cli_json_number(&json, "voltage_min_V", cell->voltage_min);
    cli_json_number(&json, "voltage_max_V", cell->voltage_max);
    do_check_json_ends(&json, "window", report->window, report->has_window);
    do_check_json_ends(&json, "limits", report->limits, report->has_limits);
    cli_json_number(&json, "errors", notes->errors);
    cli_json_number(&json, "warnings", notes->count - notes->errors);
    cli_json_begin(&json, "notes", '[');
    for (int i = 0; i < notes->count; i++) {
        cli_json_begin(&json, NULL, '{');
        cli_json_text(&json, "kind", notes->at[i].is_error ? "error" : "warning");
        cli_json_text(&json, "place", notes->at[i].place);
        cli_json_text(&json, "text", notes->at[i].text);
        cli_json_end(&json, '}');
    }
    cli_json_end(&json, ']');
    cli_json_end(&json, '}');
}

static int do_check(const cli_args *args)
{
    const char *path = args->things[0];
    glass_cell cell = {0};
    glass_notes notes = {0};
    do_check_report report = {0};
    glass_status status = glass_cell_open(path, &cell, &notes);
    for (int i = 0; i < args->n_given && !status; i++)
        if (strcmp(args->given[i].name, "set") == 0)
            status = glass_cell_set(&cell, args->given[i].value);
    if (!status) status = glass_cell_check(&cell, &notes);
    if (status) {
        cli_notes(&notes);
        glass_cell_clear(&cell);
        return cli_fail(status);
    }
    do_check_measure(&cell, &report);
    if (cli_has(args, "json"))
        do_check_json(path, &cell, &report, &notes);
    else
        do_check_people(path, &cell, &report, &notes);
    int code = notes.errors ? CLI_DIFFERS : CLI_DONE;
    glass_notes_clear(&notes);
    glass_cell_clear(&cell);
    return code;
}

const cli_command cli_command_check = {
    .name = "check",
    .about = "whether a cell's parameters can be what they say",
    .forms = "check CELL [options]",
    .more =
        "Prints the capacities, open-circuit voltages and stoichiometries that follow from "
        "the file, and everything that is missing, out of range or inconsistent. The exit "
        "code is 1 when a run would be refused, 2 when the file cannot be read.",
    .examples = "glasscell check cell.json\n"
                "glasscell check cell.json --set \"Separator porosity=0.4\"",
    .options = do_check_options,
    .least = 1,
    .most = 1,
    .run = do_check,
};
