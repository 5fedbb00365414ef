/* params: every number of a cell or of a model, from its row. */
#include "cli/cli.h"
#include "glasscell/cell.h"
#include "glasscell/run.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const cli_option do_params_options[] = {
    {"set", 0, "\"NAME=VALUE\"", "set a parameter first", CLI_TAKES_MANY},
    {"about", 0, NULL, "say what each number is and where it comes from", 0},
    {"json", 0, NULL, "print JSON", 0},
    {"output", 'o', "FILE.json",
     "write the cell as a BPX file instead; \"-\" is standard output", 0},
    {"force", 0, NULL, "overwrite an existing file", 0},
    CLI_OPTION_END,
};

/* One number of a struct, with the name by which `--set` knows it. */
typedef struct do_params_item {
    char name[160];
    char value[96];
    char range[96];
    char source[512];
    const glass_row *row;
    double number; /* NAN if it is none */
} do_params_item;

typedef void do_params_visit(void *context, const do_params_item *item);

/* What the rows are of. */
typedef struct do_params_part {
    const char *name;       /* "Negative electrode", or "" */
    const void *object;     /* that the rows count their offsets from */
    const glass_cell *cell; /* which knows its numbers in the units of the rows; or NULL */
} do_params_part;

static void do_params_law(const glass_law *law, do_params_item *item)
{
    const double *x, *y;
    if (!law)
        snprintf(item->value, sizeof item->value, "-");
    else if (glass_law_is_constant(law, &item->number))
        snprintf(item->value, sizeof item->value, "%.6g", item->number);
    else if (glass_law_text(law))
        snprintf(item->value, sizeof item->value, "%s", glass_law_text(law));
    else if (glass_law_points(law, &x, &y))
        snprintf(item->value, sizeof item->value, "table of %zu points",
                 glass_law_points(law, &x, &y));
    else
        snprintf(item->value, sizeof item->value, "a function");
    for (char *p = item->value; *p; p++)
        if (isspace((unsigned char)*p)) *p = ' ';
}

static void do_params_choice(const glass_row *row, int index, do_params_item *item)
{
    const char *p = row->choices;
    for (int i = 0; i < index && *p; i++) {
        p += strcspn(p, " ");
        p += strspn(p, " ");
    }
    snprintf(item->value, sizeof item->value, "%.*s", (int)strcspn(p, " "), p);
}

static void do_params_value(const glass_row *row, const void *object, do_params_item *item)
{
    const void *member = (const char *)object + row->offset;
    item->number = NAN;
    switch (row->kind) {
    case GLASS_KIND_NUMBER:
        item->number = *(const double *)member;
        cli_digits(item->number, 6, item->value);
        break;
    case GLASS_KIND_COUNT:
    case GLASS_KIND_FLAG:
        item->number = *(const int *)member;
        snprintf(item->value, sizeof item->value, "%g", item->number);
        break;
    case GLASS_KIND_CHOICE: do_params_choice(row, *(const int *)member, item); break;
    case GLASS_KIND_RANGE:
        item->number = ((const glass_range *)member)->value;
        cli_digits(item->number, 6, item->value);
        break;
    case GLASS_KIND_TEXT:
        snprintf(item->value, sizeof item->value, "%s",
                 *(char *const *)member ? *(char *const *)member : "-");
        break;
    default: do_params_law(*(glass_law *const *)member, item);
    }
}

static void do_params_range(const glass_row *row, do_params_item *item)
{
    if (row->choices)
        snprintf(item->range, sizeof item->range, "%s", row->choices);
    else if (row->kind == GLASS_KIND_FLAG)
        snprintf(item->range, sizeof item->range, "0 or 1");
    else if (row->kind == GLASS_KIND_TEXT)
        item->range[0] = 0;
    else if (row->kind == GLASS_KIND_LAW)
        snprintf(item->range, sizeof item->range, "law");
    else
        snprintf(item->range, sizeof item->range, "%g to %g", row->low, row->high);
}

/* "Negative electrode" and "Thickness" are "Negative electrode thickness [m]"; "OCP" and
 * the like keep their capitals. */
static void do_params_name(const glass_row *row, const char *part, do_params_item *item)
{
    const char *name = row->name;
    int is_word = name[0] && islower((unsigned char)name[1]);
    int n = *part ? snprintf(item->name, sizeof item->name, "%s %c%s", part,
                             is_word ? tolower((unsigned char)name[0]) : name[0], name + 1)
                  : snprintf(item->name, sizeof item->name, "%s", name);
    if (strcmp(row->unit, "1") != 0 && n > 0 && (size_t)n < sizeof item->name)
        snprintf(item->name + n, sizeof item->name - (size_t)n, " [%s]", row->unit);
}

static void do_params_rows(const glass_row *rows, do_params_part part,
                           do_params_visit *visit, void *context)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        do_params_item item = {.row = row};
        double value;
        do_params_name(row, part.name, &item);
        do_params_value(row, part.object, &item);
        if (part.cell && row->kind == GLASS_KIND_NUMBER &&
            !glass_cell_get(part.cell, item.name, &value)) {
            item.number = value;
            cli_digits(value, 6, item.value);
        }
        snprintf(item.source, sizeof item.source, "%s", row->source ? row->source : "");
        if (part.cell)
            glass_cell_source(part.cell, item.name, item.source, sizeof item.source);
        do_params_range(row, &item);
        visit(context, &item);
    }
}

/* What a cell can have, without one: names and ranges alone. */
static void do_params_names(do_params_visit *visit, void *context)
{
    glass_parameter parameter;
    for (int i = 0; glass_cell_parameter(NULL, i, &parameter); i++) {
        const glass_row *row = parameter.row;
        do_params_item item = {.row = row, .value = "-", .number = NAN};
        int is_bare = strcmp(row->unit, "1") == 0;
        snprintf(item.name, sizeof item.name, "%.100s%s%.40s%s", parameter.name,
                 is_bare ? "" : " [", is_bare ? "" : row->unit, is_bare ? "" : "]");
        snprintf(item.source, sizeof item.source, "%s", row->source ? row->source : "");
        do_params_range(row, &item);
        visit(context, &item);
    }
}

static void do_params_cell(const glass_cell *cell, do_params_visit *visit, void *context)
{
    static const char *const parts[2] = {"Negative electrode", "Positive electrode"};
    do_params_rows(glass_cell_rows, (do_params_part){"", cell, cell}, visit, context);
    if (cell->extent != GLASS_CELL_SPM) {
        do_params_rows(glass_electrolyte_rows, (do_params_part){"Electrolyte", cell, cell},
                       visit, context);
        do_params_rows(glass_separator_rows, (do_params_part){"Separator", cell, cell},
                       visit, context);
    }
    for (int k = 0; k < 2; k++) {
        const glass_electrode *electrode = &cell->electrode[k];
        do_params_rows(glass_electrode_rows, (do_params_part){parts[k], electrode, cell},
                       visit, context);
        for (int m = 0; m < electrode->n_materials; m++) {
            const char *name = electrode->material[m].name;
            char part[128];
            snprintf(part, sizeof part, "%s%s%s", parts[k], name && *name ? "/" : "",
                     name && *name ? name : "");
            do_params_rows(glass_material_rows,
                           (do_params_part){part, &electrode->material[m], cell}, visit,
                           context);
        }
    }
    do_params_rows(glass_state_rows, (do_params_part){"", cell, cell}, visit, context);
}

/* A law may be a page long: the table shows its beginning, --json all of it. */
static void do_params_print(void *context, const do_params_item *item)
{
    cli_table *table = context;
    const char *value = item->value;
    cli_table_cell(table, "%s", item->name);
    if (strlen(value) > 32)
        cli_table_cell(table, "%.29s...", value);
    else
        cli_table_cell(table, "%s", value);
    cli_table_cell(table, "%s", item->range);
    if (table->columns > 3) cli_table_cell(table, "%s", item->row->about);
    if (table->columns > 4) cli_table_cell(table, "%s", item->source);
}

static void do_params_json(void *context, const do_params_item *item)
{
    cli_json *json = context;
    const glass_row *row = item->row;
    cli_json_begin(json, item->name, '{');
    if (row->kind == GLASS_KIND_TEXT || row->kind == GLASS_KIND_CHOICE ||
        (row->kind == GLASS_KIND_LAW && isnan(item->number)))
        cli_json_text(json, "value", strcmp(item->value, "-") ? item->value : NULL);
    else
        cli_json_number(json, "value", item->number);
    cli_json_text(json, "unit", row->unit);
    cli_json_text(json, "symbol", row->symbol);
    if (row->kind == GLASS_KIND_CHOICE)
        cli_json_text(json, "choices", row->choices);
    else {
        cli_json_number(json, "low", row->low);
        cli_json_number(json, "high", row->high);
    }
    cli_json_text(json, "about", row->about);
    cli_json_text(json, "source", *item->source ? item->source : NULL);
    cli_json_end(json, '}');
}

/* Both kinds of object are walked the same way; the caller says how each is visited. */
static void do_params_walk(const glass_cell *cell, const glass_run_options *options,
                           do_params_visit *visit, void *context)
{
    if (cell && !cell->version)
        do_params_names(visit, context);
    else if (cell)
        do_params_cell(cell, visit, context);
    else
        do_params_rows(glass_run_rows, (do_params_part){"", options, NULL}, visit, context);
}

static void do_params_out(const cli_args *args, const glass_cell *cell,
                          const glass_run_options *options)
{
    if (cli_has(args, "json")) {
        cli_json json = {.file = stdout};
        cli_json_begin(&json, NULL, '{');
        do_params_walk(cell, options, do_params_json, &json);
        cli_json_end(&json, '}');
        return;
    }
    static const char *const heads[] = {"name", "value", "allowed", "what it is", "source"};
    cli_table table;
    cli_table_begin(&table, heads, cli_has(args, "about") ? 5 : 3, 0);
    do_params_walk(cell, options, do_params_print, &table);
    cli_table_end(&table, stdout);
}

static int do_params_is_model(const char *word)
{
    const glass_model_about *models;
    int n = glass_models(&models);
    for (int i = 0; i < n; i++)
        if (strcmp(models[i].name, word) == 0) return 1;
    return 0;
}

static int do_params_of_model(const cli_args *args, const char *name)
{
    glass_run_options options = {0};
    const char *key = cli_has(args, "set")      ? "set"
                      : cli_has(args, "output") ? "output"
                                                : NULL;
    if (key) {
        cli_tell("--%s is for cells; the numbers of a model are options of run", key);
        return CLI_BAD_INPUT;
    }
    glass_run_defaults(&options);
    glass_status status = glass_rows_set(glass_run_rows, &options, "model", name);
    if (!status) do_params_out(args, NULL, &options);
    glass_run_options_clear(&options);
    return cli_fail(status);
}

/* A slip in the name of a model would be told as a cell that is not there. */
static const char *do_params_meant(const char *word)
{
    const glass_model_about *models;
    const char *names[64] = {NULL};
    int n = glass_models(&models);
    for (int i = 0; i < n && i < 63; i++) names[i] = models[i].name;
    return access(word, F_OK) == 0 ? NULL : cli_nearest(word, names);
}

static int do_params(const cli_args *args)
{
    glass_cell cell = {0};
    glass_notes notes = {0};
    if (args->n_things == 0) {
        do_params_out(args, &cell, NULL);
        return CLI_DONE;
    }
    const char *name = args->things[0], *model = do_params_meant(name);
    if (do_params_is_model(name)) return do_params_of_model(args, name);
    glass_status status = glass_cell_open(name, &cell, &notes);
    if (status && model) {
        cli_tell("%s: there is no such file, cell or model; did you mean %s?", name, model);
        return CLI_BAD_INPUT;
    }
    for (int i = 0; i < args->n_given && !status; i++)
        if (strcmp(args->given[i].name, "set") == 0)
            status = glass_cell_set(&cell, args->given[i].value);
    cli_notes(&notes);
    const char *path = cli_value(args, "output", NULL);
    if (!status && path)
        status = glass_cell_write(&cell, path, cli_has(args, "force"));
    else if (!status)
        do_params_out(args, &cell, NULL);
    glass_cell_clear(&cell);
    return cli_fail(status);
}

const cli_command cli_command_params = {
    .name = "params",
    .about = "every number of a cell or of a model: value, unit, range, source",
    .forms = "params CELL [options]\nparams MODEL [options]\nparams",
    .more = "The names are those that --set and --vary take; the numbers of a model are "
            "options of run. Without either, the names and ranges of all that a cell can "
            "have. With -o the cell, as --set left it, becomes a file to begin "
            "one's own with.",
    .examples =
        "glasscell params Chen2020\nglasscell params dfn --about\n"
        "glasscell params Chen2020 --set \"Separator thickness=20 um\" -o mine.json",
    .options = do_params_options,
    .most = 1,
    .run = do_params,
};
