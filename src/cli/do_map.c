/* map: how every storing voxel of a segmented electrode is wired. */
#include "cli/cli_map.h"
#include "glasscell/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cli_option do_map_options[] = {
    CLI_VOLUME_OPTIONS,
    {"material", 0, "PHASE=MATERIAL",
     "take a phase's numbers from the library of materials", CLI_TAKES_MANY},
    {"set", 0, "\"NAME[PHASE]=VALUE\"",
     "set sigma_ion, sigma_eon (S/m), C (F/m3) or c_max (mol/m3) of a phase; LOW...HIGH is "
     "a "
     "range",
     CLI_TAKES_MANY},
    {"no-voxel-error", 0, NULL, "do not estimate what the voxels hide", 0},
    {"output", 'o', "FILE.h5|.vti", "write labels, drops, times and states of all voxels",
     CLI_TAKES_ONE},
    {"plot", 0, "FILE.png|.svg|.pdf", "draw the map", CLI_TAKES_ONE},
    {"dpi", 0, "N", "dots per inch of a PNG; 200 when not said", CLI_TAKES_ONE},
    {"force", 0, NULL, "overwrite existing files", 0},
    {"quiet", 'q', NULL, "no progress", 0},
    {"json", 0, NULL,
     "print JSON: {time_s, filled, phases: [{phase, voxels, starved_by_ions: {value, "
     "lower, "
     "upper, voxel_error, low, high}, ...}], wires: [...]}",
     0},
    CLI_OPTION_END,
};

static void do_map_progress(void *context, double fraction)
{
    cli_map_job *job = context;
    cli_progress_show(&job->progress, fraction, NAN);
}

static int do_map_is_cancelled(void *context)
{
    (void)context;
    return cli_cancelled(NULL);
}

static glass_range do_map_none(void)
{
    return (glass_range){NAN, NAN, NAN};
}

/* Wires of a phase without a material: those of the calculator's own I and E. */
static void do_map_usual(cli_map_job *job)
{
    for (int p = 0; p < job->phases.count; p++) {
        glass_map_phase *wire = &job->wires[p];
        int roles = job->phases.at[p].roles;
        *wire = (glass_map_phase){.sigma_ion = do_map_none(),
                                  .sigma_eon = do_map_none(),
                                  .C = do_map_none(),
                                  .c_max = NAN};
        if (roles & GLASS_ROLE_M) continue;
        if (roles & GLASS_ROLE_I) wire->sigma_ion = (glass_range){1, 1, 1};
        if (roles & GLASS_ROLE_E) wire->sigma_eon = (glass_range){100, 100, 100};
        if (roles & (GLASS_ROLE_I | GLASS_ROLE_E))
            snprintf(wire->material, sizeof wire->material, "as usual");
    }
}

/* The phase that "PHASE=..." begins with; -1 after telling. */
static int do_map_phase(const cli_map_job *job, const char *option, const char *text,
                        size_t n)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)n, text);
    int p = glass_phases_find(&job->phases, &job->volume, name);
    if (p >= 0) return p;
    cli_tell("--%s \"%s\": no phase is called \"%s\"; --phases names them", option, text,
             name);
    return -1;
}

static int do_map_material(cli_map_job *job, const glass_substances *library,
                           const char *text)
{
    const char *equal = strchr(text, '=');
    const glass_substance *found;
    if (!equal) {
        cli_tell("--material is \"%s\"; expected PHASE=MATERIAL, as in NMC=NMC811", text);
        return CLI_BAD_INPUT;
    }
    int p = do_map_phase(job, "material", text, (size_t)(equal - text));
    if (p < 0) return CLI_BAD_INPUT;
    glass_status status = glass_substances_find(library, equal + 1, &found);
    if (!status)
        status = glass_map_phase_set(found, job->phases.at[p].roles, &job->wires[p]);
    return cli_fail(status);
}

/* Where "sigma_ion" and the like are kept, with their units; NULL for another name. */
static glass_range *do_map_slot(glass_map_phase *wire, const char *name, const char **unit)
{
    *unit = "S.m-1";
    if (strcmp(name, "sigma_ion") == 0) return &wire->sigma_ion;
    if (strcmp(name, "sigma_eon") == 0) return &wire->sigma_eon;
    *unit = "F.m-3";
    return strcmp(name, "C") == 0 ? &wire->C : NULL;
}

static int do_map_set(cli_map_job *job, const char *text)
{
    char name[32], phase[64];
    const char *unit, *value = strchr(text, '=');
    glass_range range;
    if (sscanf(text, " %31[^[ ][%63[^]]]", name, phase) != 2 || !value) {
        cli_tell(
            "--set is \"%s\"; expected NAME[PHASE]=VALUE, as in \"sigma_eon[CBD]=760 S/m\"",
            text);
        return CLI_BAD_INPUT;
    }
    int p = do_map_phase(job, "set", phase, strlen(phase));
    if (p < 0) return CLI_BAD_INPUT;
    glass_range *slot = do_map_slot(&job->wires[p], name, &unit);
    int is_c_max = strcmp(name, "c_max") == 0;
    if (!slot && !is_c_max) {
        cli_tell("--set \"%s\": a phase has sigma_ion, sigma_eon, C and c_max", text);
        return CLI_BAD_INPUT;
    }
    if (glass_range_read(value + 1, is_c_max ? "mol.m-3" : unit, &range)) {
        cli_tell("--set \"%s\": %s", text, glass_words());
        return CLI_BAD_INPUT;
    }
    if (!(range.low > 0)) {
        cli_tell(
            "--set \"%s\": must be above zero; a phase that is not set does not conduct",
            text);
        return CLI_BAD_INPUT;
    }
    if (is_c_max)
        job->wires[p].c_max = range.value;
    else
        *slot = range;
    snprintf(job->wires[p].material, sizeof job->wires[p].material, "set");
    return CLI_DONE;
}

static int do_map_wires(cli_map_job *job)
{
    glass_substances library = {0};
    int code = cli_fail(glass_substances_read(&library));
    job->wires = cli_alloc((size_t)job->phases.count + 1, sizeof *job->wires);
    do_map_usual(job);
    for (int pass = 0; pass < 2; pass++) /* what is set wins over materials */
        for (int i = 0; i < job->args->n_given && code == CLI_DONE; i++) {
            const cli_given *given = &job->args->given[i];
            if (!pass && strcmp(given->name, "material") == 0)
                code = do_map_material(job, &library, given->value);
            if (pass && strcmp(given->name, "set") == 0)
                code = do_map_set(job, given->value);
        }
    glass_substances_clear(&library);
    return code;
}

static void do_map_json_number(cli_json *json, const char *key, const glass_map_number *n)
{
    cli_json_begin(json, key, '{');
    cli_json_number(json, "value", n->value);
    cli_json_number(json, "lower", n->lower);
    cli_json_number(json, "upper", n->upper);
    cli_json_number(json, "voxel_error", n->voxel_error);
    cli_json_number(json, "low", n->low);
    cli_json_number(json, "high", n->high);
    cli_json_end(json, '}');
}

static void do_map_json_quantiles(cli_json *json, const char *key,
                                  const glass_map_quantiles *q)
{
    static const char *const names[] = {"p05", "p25", "p50", "p75", "p95", "max", "mean"};
    cli_json_begin(json, key, '{');
    for (int k = 0; k < GLASS_MAP_QUANTILES; k++)
        cli_json_number(json, names[k], q->value[k]);
    cli_json_begin(json, "voxel_error", '{');
    for (int k = 0; k < GLASS_MAP_QUANTILES; k++)
        cli_json_number(json, names[k], q->voxel_error[k]);
    cli_json_end(json, '}');
    cli_json_end(json, '}');
}

static void do_map_json_storing(const cli_map_job *job, cli_json *json,
                                const glass_map_storing *s)
{
    cli_json_begin(json, NULL, '{');
    cli_json_text(json, "phase", job->phases.at[s->phase].name);
    cli_json_number(json, "voxels", (double)s->voxels);
    do_map_json_number(json, "starved_by_ions", &s->by_ions);
    do_map_json_number(json, "starved_by_electrons", &s->by_electrons);
    do_map_json_number(json, "starved_by_both", &s->by_both);
    cli_json_number(json, "cut_off_from_ions", s->cut_ions);
    cli_json_number(json, "cut_off_from_electrons", s->cut_electrons);
    cli_json_number(json, "cut_off_from_both", s->cut_both);
    do_map_json_number(json, "mostly_ions", &s->ion_side);
    do_map_json_number(json, "usable", &s->usable);
    do_map_json_number(json, "within_reach", &s->within);
    do_map_json_number(json, "mean_time_s", &s->time);
    do_map_json_number(json, "mean_drop_ion_V", &s->drop_ion);
    do_map_json_number(json, "mean_drop_eon_V", &s->drop_eon);
    do_map_json_number(json, "L_ion_m", &s->L_ion);
    do_map_json_number(json, "L_eon_m", &s->L_eon);
    do_map_json_number(json, "L_eff_m", &s->L_eff);
    cli_json_number(json, "L_star_m", s->L_star);
    cli_json_number(json, "L_ion_star_m", s->L_ion_star);
    cli_json_number(json, "L_eon_star_m", s->L_eon_star);
    do_map_json_quantiles(json, "drop_ion_V", &s->drop_ion_spread);
    do_map_json_quantiles(json, "drop_eon_V", &s->drop_eon_spread);
    do_map_json_quantiles(json, "l_ion_m", &s->l_ion_spread);
    do_map_json_quantiles(json, "l_eon_m", &s->l_eon_spread);
    do_map_json_quantiles(json, "time_s", &s->time_spread);
    cli_json_end(json, '}');
}

static void do_map_json(const cli_map_job *job)
{
    cli_json json = {.file = stdout};
    cli_json_begin(&json, NULL, '{');
    cli_json_number(&json, "time_s", job->options.time);
    cli_json_number(&json, "filled", job->options.filled);
    cli_json_begin(&json, "phases", '[');
    for (int i = 0; i < job->map.n_storing; i++)
        do_map_json_storing(job, &json, &job->map.storing[i]);
    cli_json_end(&json, ']');
    cli_json_begin(&json, "wires", '[');
    for (int p = 0; p < job->phases.count; p++) {
        cli_json_begin(&json, NULL, '{');
        cli_json_text(&json, "phase", job->phases.at[p].name);
        cli_json_text(&json, "material", job->wires[p].material);
        cli_json_number(&json, "sigma_ion_S_m", job->wires[p].sigma_ion.value);
        cli_json_number(&json, "sigma_eon_S_m", job->wires[p].sigma_eon.value);
        cli_json_number(&json, "C_F_m3", job->wires[p].C.value);
        cli_json_number(&json, "share_of_drop_ion", job->map.heat_ion[p]);
        cli_json_number(&json, "share_of_drop_eon", job->map.heat_eon[p]);
        cli_json_end(&json, '}');
    }
    cli_json_end(&json, ']');
    cli_json_number(&json, "seconds", job->map.seconds);
    cli_json_number(&json, "bytes_per_voxel", job->map.bytes_per_voxel);
    cli_json_end(&json, '}');
}

static const char *do_map_digits(double value, int digits, char out[32])
{
    if (isnan(value)) return "-";
    return cli_digits(value, digits, out);
}

static void do_map_row(cli_table *table, const char *name, const char *unit, double scale,
                       const glass_map_number *n)
{
    char digits[32];
    double certain = fmax(n->upper - n->value, n->value - n->lower);
    cli_table_cell(table, "%s", name);
    cli_table_cell(table, "%s", do_map_digits(n->value * scale, 5, digits));
    cli_table_cell(table, "%s", unit);
    cli_table_cell(table, "%s", do_map_digits(certain * scale, 2, digits));
    cli_table_cell(table, "%s", do_map_digits(n->voxel_error * scale, 2, digits));
    if (n->high > n->low) {
        cli_table_cell(table, "%s ...", do_map_digits(n->low * scale, 3, digits));
        cli_table_cell(table, "%s", do_map_digits(n->high * scale, 3, digits));
    } else {
        cli_table_cell(table, "%s", "");
        cli_table_cell(table, "%s", "");
    }
}

static void do_map_wire_table(const cli_map_job *job)
{
    static const char *const heads[] = {"phase", "numbers from", "sigma_ion",   "sigma_eon",
                                        "C",     "of ion drop",  "of eon drop", ""};
    cli_table table;
    char digits[32];
    cli_table_begin(&table, heads, 7, 0x7c);
    for (int p = 0; p < job->phases.count; p++) {
        const glass_map_phase *wire = &job->wires[p];
        cli_table_cell(&table, "%s", job->phases.at[p].name);
        cli_table_cell(&table, "%s%s", wire->material,
                       wire->is_estimate ? " (estimate)" : "");
        cli_table_cell(&table, "%s", do_map_digits(wire->sigma_ion.value, 3, digits));
        cli_table_cell(&table, "%s", do_map_digits(wire->sigma_eon.value, 3, digits));
        cli_table_cell(&table, "%s", do_map_digits(wire->C.value, 3, digits));
        cli_table_cell(&table, "%.1f %%", 100 * job->map.heat_ion[p]);
        cli_table_cell(&table, "%.1f %%", 100 * job->map.heat_eon[p]);
    }
    cli_table_end(&table, stdout);
    printf("(S/m, F/m3)\n");
}

static void do_map_people_storing(const cli_map_job *job, const glass_map_storing *s)
{
    static const char *const heads[] = {
        "", "value", "", "certain to", "voxels", "range", "of the material"};
    cli_table table;
    char time[48];
    printf("\n%s, filled in %s:\n", job->phases.at[s->phase].name,
           cli_duration(job->options.time, time));
    cli_table_begin(&table, heads, 7, 0x1a);
    glass_map_number cut = {
        100 * (s->cut_ions + s->cut_electrons + s->cut_both), NAN, NAN, NAN, NAN, NAN};
    do_map_row(&table, "usable", "%", 100, &s->usable);
    do_map_row(&table, "within reach", "%", 100, &s->within);
    do_map_row(&table, "starved of ions", "%", 100, &s->by_ions);
    do_map_row(&table, "starved of electrons", "%", 100, &s->by_electrons);
    do_map_row(&table, "starved of both", "%", 100, &s->by_both);
    do_map_row(&table, "cut off", "%", 1, &cut);
    do_map_row(&table, "mean drop of ions", "mV", 1e3, &s->drop_ion);
    do_map_row(&table, "mean drop of electrons", "mV", 1e3, &s->drop_eon);
    do_map_row(&table, "mean starvation time", "s", 1, &s->time);
    do_map_row(&table, "wiring length of ions", "um", 1e6, &s->L_ion);
    do_map_row(&table, "wiring length of electrons", "um", 1e6, &s->L_eon);
    cli_table_end(&table, stdout);
    if (isfinite(s->L_star))
        printf("allowed for %.3g %%: %.3g um for ions, %.3g um for electrons, if alone\n",
               100 * job->options.filled, 1e6 * s->L_ion_star, 1e6 * s->L_eon_star);
}

static void do_map_people(const cli_map_job *job)
{
    char words[160];
    printf("%s\n\n", cli_volume_words(&job->volume, words));
    do_map_wire_table(job);
    for (int i = 0; i < job->map.n_storing; i++)
        do_map_people_storing(job, &job->map.storing[i]);
    printf(
        "\ncertain to: bounds of the discrete value; voxels: what the voxels hide (an "
        "estimate);\nstarved: less than %.3g %% filled when the cut-off is reached; within "
        "reach: filled at all\n",
        100 * job->options.filled);
}

static int do_map_tell(cli_map_job *job)
{
    const char *file = cli_value(job->args, "output", NULL);
    const char *picture = cli_value(job->args, "plot", NULL);
    int code = CLI_DONE;
    if (cli_has(job->args, "json"))
        do_map_json(job);
    else
        do_map_people(job);
    if (file) code = cli_map_write(job, file);
    if (code == CLI_DONE && picture) code = cli_map_plot(job, picture);
    return code;
}

/* Warns of phases that the voxels do not resolve. */
static void do_map_thin(const cli_map_job *job)
{
    for (int p = 0; p < job->phases.count; p++) {
        unsigned char has[GLASS_LABELS];
        for (int c = 0; c < GLASS_LABELS; c++) has[c] = job->phases.of[c] == p;
        if (job->phases.at[p].roles & ~GLASS_ROLE_V)
            cli_volume_thin(&job->volume, job->phases.at[p].name, has);
    }
}

static int do_map_run(cli_map_job *job)
{
    glass_notes notes = {0};
    cli_cancel_listen();
    cli_progress_begin(&job->progress,
                       cli_has(job->args, "quiet") || cli_has(job->args, "json"));
    glass_status status = glass_map_solve(&job->volume, &job->phases, job->wires,
                                          &job->options, &job->map, &notes);
    cli_progress_end(&job->progress);
    int code = cli_fail(status);
    if (code == CLI_DONE) {
        do_map_thin(job);
        cli_notes(&notes);
        return do_map_tell(job);
    }
    glass_notes_clear(&notes);
    return code;
}

static int do_map_dpi(cli_map_job *job)
{
    if (!cli_has(job->args, "dpi")) return CLI_DONE;
    if (!cli_number(job->args, "dpi", "1", &job->dpi)) return CLI_BAD_INPUT;
    if (job->dpi >= 20 && job->dpi <= 1200) return CLI_DONE;
    cli_tell("--dpi is %g; allowed: 20 to 1200", job->dpi);
    return CLI_BAD_INPUT;
}

static int do_map(const cli_args *args)
{
    cli_map_job job = {.args = args};
    int code = CLI_DONE;
    glass_rows_defaults(glass_map_rows, &job.options);
    for (int i = 0; i < args->n_given && code == CLI_DONE; i++)
        if (args->given[i].row) {
            const cli_given *given = &args->given[i];
            const char *value = given->value ? given->value : given->is_not ? "0" : "1";
            code = cli_fail(
                glass_rows_set(glass_map_rows, &job.options, given->row->name, value));
        }
    job.options.skip_voxel_error = cli_has(args, "no-voxel-error");
    job.options.cancelled = do_map_is_cancelled;
    job.options.progress = do_map_progress;
    job.options.context = &job;
    if (code == CLI_DONE) code = cli_volume_spare(args, "output", ".h5 .vti");
    if (code == CLI_DONE) code = cli_volume_spare(args, "plot", ".png .svg .pdf");
    if (code == CLI_DONE) code = do_map_dpi(&job);
    if (code == CLI_DONE) code = cli_volume_open(args, 1, &job.volume, &job.phases);
    if (code == CLI_DONE) code = do_map_wires(&job);
    if (code == CLI_DONE) code = do_map_run(&job);
    glass_map_clear(&job.map);
    glass_phases_clear(&job.phases);
    glass_volume_clear(&job.volume);
    free(job.wires);
    return cli_finish(code);
}

static const glass_row *const do_map_rows[] = {glass_map_rows, NULL};

const cli_command cli_command_map = {
    .name = "map",
    .about = "the wiring map: where storage is starved, of ions or of electrons",
    .forms = "map VOLUME --phases NAME=LABEL:ROLE,... [options]",
    .more =
        "Every phase has a role: I conducts ions, E electrons, M both and stores, V "
        "neither; two letters are a mixed phase (IE: porous carbon and binder). All "
        "storing voxels "
        "store at one rate; two linear solves give the drops of ions, from the separator, "
        "and of electrons, from the collector, on the way to every voxel.\n"
        "A phase's numbers come from --material (the library), from --set, or, for I and "
        "E, are the usual 1 and 100 S/m.\n"
        "A voxel is starved when it would be filled less than --filled when the cut-off is "
        "reached; it is cut off when no path leads from it to a contact.",
    .examples = "glasscell map electrode.tiff --phases electrolyte=0:I,NMC=85:M,CBD=170:E "
                "--material NMC=NMC811 --time 20min -o map.h5 --plot map.png",
    .options = do_map_options,
    .rows = do_map_rows,
    .least = 1,
    .most = 1,
    .run = do_map,
};
