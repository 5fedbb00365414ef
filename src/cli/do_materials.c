/* materials: what the table of materials knows, and how sure it is. */
#include "cli/cli.h"
#include "glasscell/material.h"

#include <math.h>
#include <string.h>

static const cli_option do_materials_options[] = {
    {"json", 0, NULL,
     "print JSON, in SI: {name, formula, D: {value, low, high, unit, temperature_K, "
     "source, "
     "confidence, is_estimate}, ...}",
     0},
    CLI_OPTION_END,
};

/* ---- for programs ---- */

static void do_materials_json_number(cli_json *json, const glass_row *row,
                                     const glass_property *it)
{
    if (!glass_range_is_known(it->range)) {
        cli_json_text(json, row->name, NULL);
        return;
    }
    cli_json_begin(json, row->name, '{');
    cli_json_number(json, "value", it->range.value);
    cli_json_number(json, "low", it->range.low);
    cli_json_number(json, "high", it->range.high);
    cli_json_text(json, "unit", row->unit);
    cli_json_number(json, "temperature_K", it->temperature);
    cli_json_text(json, "source", *it->source ? it->source : NULL);
    cli_json_text(json, "confidence", it->confidence);
    cli_json_bool(json, "is_estimate", glass_property_is_estimate(it));
    cli_json_text(json, "note", *it->note ? it->note : NULL);
    cli_json_end(json, '}');
}

static void do_materials_json(cli_json *json, const glass_substance *it)
{
    cli_json_begin(json, NULL, '{');
    cli_json_text(json, "name", it->name);
    cli_json_text(json, "formula", it->formula);
    cli_json_text(json, "aliases", it->aliases);
    cli_json_text(json, "role", it->role);
    cli_json_text(json, "ion", *it->ion ? it->ion : NULL);
    cli_json_text(json, "note", *it->note ? it->note : NULL);
    for (const glass_row *row = glass_substance_rows; row->kind != GLASS_KIND_END; row++)
        do_materials_json_number(json, row, glass_substance_property(it, row));
    cli_json_number(json, "c_max_mol_m3", glass_substance_concentration(it).value);
    cli_json_end(json, '}');
}

/* ---- for people ---- */

/* "1e-17 (1e-19 to 1e-13) ?": the mark stands for an estimate. */
static void do_materials_cell(cli_table *table, const glass_property *it)
{
    char value[32], low[32], high[32];
    const char *mark = glass_property_is_estimate(it) ? " ?" : "";
    if (!glass_range_is_known(it->range)) {
        cli_table_cell(table, "%s", "");
        return;
    }
    cli_digits(it->range.value, 3, value);
    if (glass_range_is_wide(it->range))
        cli_table_cell(table, "%s (%s to %s)%s", value, cli_digits(it->range.low, 2, low),
                       cli_digits(it->range.high, 2, high), mark);
    else
        cli_table_cell(table, "%s%s", value, mark);
}

static void do_materials_list(const glass_substances *all)
{
    static const char *const heads[] = {"name",    "formula",        "role",
                                        "D, m2/s", "sigma_ion, S/m", "sigma_eon, S/m"};
    cli_table table;
    cli_table_begin(&table, heads, 6, 0);
    for (int i = 0; i < all->count; i++) {
        const glass_substance *it = &all->at[i];
        cli_table_cell(&table, "%s", it->name);
        cli_table_cell(&table, "%s", it->formula);
        cli_table_cell(&table, "%s", it->role);
        do_materials_cell(&table, &it->D);
        do_materials_cell(&table, &it->sigma_ion);
        do_materials_cell(&table, &it->sigma_eon);
    }
    cli_table_end(&table, stdout);
    puts("\n? an estimate. \"glasscell materials NAME\" tells sources, conditions and how "
         "sure.");
}

static void do_materials_line(cli_table *table, const char *name, const char *unit,
                              double scale, const glass_property *it)
{
    char value[32], low[32], high[32];
    cli_table_cell(table, "%s", name);
    cli_table_cell(table, "%s", cli_digits(scale * it->range.value, 4, value));
    if (glass_range_is_wide(it->range))
        cli_table_cell(table, "%s to %s", cli_digits(scale * it->range.low, 3, low),
                       cli_digits(scale * it->range.high, 3, high));
    else
        cli_table_cell(table, "%s", "");
    cli_table_cell(table, "%s", unit);
    cli_table_cell(table, "%.5g K", it->temperature);
    cli_table_cell(table, "%s%s%s", it->confidence, *it->source ? ", " : "", it->source);
}

static void do_materials_notes(const glass_substance *it)
{
    for (const glass_row *row = glass_substance_rows; row->kind != GLASS_KIND_END; row++) {
        const glass_property *property = glass_substance_property(it, row);
        char text[512];
        if (!*property->note) continue;
        snprintf(text, sizeof text, "%s: %s", row->name, property->note);
        cli_wrap(stdout, text, 2, 80);
    }
}

static void do_materials_one(const glass_substance *it)
{
    cli_table table;
    printf("%s, %s%s%s%s (%s%s%s)\n\n", it->name, it->formula,
           *it->aliases ? ", also " : "", it->aliases, "", it->role, *it->ion ? ", " : "",
           it->ion);
    cli_table_begin(&table, NULL, 6, 0x2);
    for (const glass_row *row = glass_substance_rows; row->kind != GLASS_KIND_END; row++) {
        const glass_property *property = glass_substance_property(it, row);
        if (!glass_range_is_known(property->range)) continue;
        int is_charge = strcmp(row->name, "capacity") == 0;
        int is_bare = strcmp(row->unit, "1") == 0;
        const char *unit = is_charge ? "mAh/g" : is_bare ? "%" : row->unit;
        double scale = is_charge ? 1 / 3600.0 : is_bare ? 100 : 1;
        do_materials_line(&table, row->name, unit, scale, property);
    }
    double c = glass_substance_concentration(it).value;
    if (!isnan(c)) {
        cli_table_cell(&table, "c_max");
        cli_table_cell(&table, "%.4g", c);
        cli_table_cell(&table, "%s", "");
        cli_table_cell(&table, "mol.m-3");
        cli_table_cell(&table, "%s", "");
        cli_table_cell(&table, "from capacity and density");
    }
    cli_table_end(&table, stdout);
    putchar('\n');
    do_materials_notes(it);
    if (*it->note) cli_wrap(stdout, it->note, 2, 80);
}

static int do_materials(const cli_args *args)
{
    glass_substances all = {0};
    const glass_substance *one = NULL;
    cli_json json = {.file = stdout};
    glass_status status = glass_substances_read(&all);
    if (!status && args->n_things)
        status = glass_substances_find(&all, args->things[0], &one);
    int is_json = cli_has(args, "json");
    if (!status && one && is_json) do_materials_json(&json, one);
    if (!status && one && !is_json) do_materials_one(one);
    if (!status && !one && !is_json) do_materials_list(&all);
    if (!status && !one && is_json) {
        cli_json_begin(&json, NULL, '[');
        for (int i = 0; i < all.count; i++) do_materials_json(&json, &all.at[i]);
        cli_json_end(&json, ']');
    }
    int code = cli_fail(status);
    glass_substances_clear(&all);
    return code;
}

const cli_command cli_command_materials = {
    .name = "materials",
    .about = "what is known of conducting and storing materials, and how sure",
    .forms = "materials [NAME] [options]",
    .more =
        "NAME is a name, a formula or a common abbreviation; case, blanks and \"-\" do not "
        "count. How sure a number is: handbook; read (in the source that stands beside "
        "it); "
        "typical (good to a factor of about 2); estimate (an order of magnitude, within "
        "the "
        "range); guess (one or two orders only). Measured transport numbers scatter by "
        "decades, so use the ranges.",
    .examples =
        "glasscell materials\nglasscell materials LFP\nglasscell materials NMC811 --json",
    .options = do_materials_options,
    .most = 1,
    .run = do_materials,
};
