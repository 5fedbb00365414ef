/* transport: how well the phases of a segmented volume conduct. */
#include "cli/cli_transport.h"
#include "glasscell/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cli_option do_transport_options[] = {
    CLI_VOLUME_OPTIONS,
    {"phase", 0, "NAME|A+B|all",
     "what conducts: a phase, several as one; all: each in turn", CLI_TAKES_MANY},
    {"axis", 0, "0|1|2|all", "direction; axis 0 is the page of a TIFF (default 0)",
     CLI_TAKES_ONE},
    {"set", 0, "\"sigma[NAME]=VALUE\"",
     "conductivity of a phase; the phases that are set conduct together, others insulate",
     CLI_TAKES_MANY},
    {"periodic", 0, NULL, "join each side to the opposite one instead of closing it", 0},
    {"tensor", 0, NULL,
     "the full tensor: a linear potential on all outer faces, or --periodic", 0},
    {"electrode", 0, NULL,
     "the electrode tortuosity instead: what comes in ends on the phase's own surface, as "
     "in "
     "a cell that blocks",
     0},
    {"reacts", 0, "NAME|A+B",
     "with --electrode: the phases whose surface takes charge (default: all that insulate)",
     CLI_TAKES_ONE},
    {"spectrum", 0, "FILE.csv", "with --electrode: its impedance spectrum", CLI_TAKES_ONE},
    {"no-voxel-error", 0, NULL, "do not estimate what the voxels hide", 0},
    {"output", 'o', "FILE.vti|.h5", "write potential and flux, of one phase and axis",
     CLI_TAKES_ONE},
    {"profile", 0, "FILE.csv", "write potential and tortuosity layer by layer, the same",
     CLI_TAKES_ONE},
    {"force", 0, NULL, "overwrite an existing file", 0},
    {"quiet", 'q', NULL, "no progress", 0},
    {"json", 0, NULL,
     "print JSON: {results: [{phase, axis, tortuosity, lower, upper, voxel_error, "
     "effective, ...}]}",
     0},
    CLI_OPTION_END,
};

/* What is to be solved, and what was. */
typedef struct do_transport_job {
    const cli_args *args;
    glass_volume volume;
    glass_phases phases;
    glass_transport_options options;
    cli_progress progress;
    cli_json json;
    cli_table table;
    double sigma[GLASS_LABELS]; /* of --set; all 0 without */
    int has_sigma, is_json, is_other, from;
    int solved, no_path, nothing, thin;
} do_transport_job;

static void do_transport_progress(void *context, double fraction)
{
    do_transport_job *job = context;
    cli_progress_show(&job->progress, fraction, NAN);
}

static int do_transport_is_cancelled(void *context)
{
    (void)context;
    return cli_cancelled(NULL);
}

/* What conducts together, under the name of `words`: its voxels are looked at. */
static void do_transport_look(const do_transport_job *job, const char *words,
                              const unsigned char *has)
{
    size_t count = 0;
    for (int c = 0; c < job->volume.n_labels; c++)
        if (has[c]) count += job->volume.count[c];
    if (count)
        cli_volume_thin(&job->volume, words, has);
    else if (glass_phases_find(&job->phases, &job->volume, words) < 0) /* not told yet */
        cli_tell("warning: %s: no voxel is of this phase", words);
}

/* "sigma[NMC]=1 S/m" into the conductivities of its labels. */
static int do_transport_set(do_transport_job *job, const char *text)
{
    char name[64];
    unsigned char has[GLASS_LABELS];
    int end = 0;
    double value;
    if (sscanf(text, " sigma[%63[^]]]%n", name, &end) != 1 || !end ||
        text[end + (int)strspn(text + end, " ")] != '=') {
        cli_tell("--set is \"%s\"; expected sigma[NAME]=VALUE, as in \"sigma[NMC]=1 S/m\"",
                 text);
        return CLI_BAD_INPUT;
    }
    const char *number = strchr(text + end, '=') + 1;
    if (glass_phases_select(&job->phases, &job->volume, name, has) ||
        glass_quantity_read(number, "S.m-1", &value)) {
        cli_tell("--set \"%s\": %s", text, glass_words());
        return CLI_BAD_INPUT;
    }
    if (!(value > 0)) {
        cli_tell(
            "--set \"%s\": a conductivity must be above zero; a phase that is left out "
            "insulates",
            text);
        return CLI_BAD_INPUT;
    }
    for (int c = 0; c < GLASS_LABELS; c++)
        if (has[c]) job->sigma[c] = value;
    do_transport_look(job, name, has);
    job->has_sigma = 1;
    return CLI_DONE;
}

static int do_transport_sets(do_transport_job *job)
{
    int code = CLI_DONE;
    for (int i = 0; i < job->args->n_given && code == CLI_DONE; i++)
        if (strcmp(job->args->given[i].name, "set") == 0)
            code = do_transport_set(job, job->args->given[i].value);
    return code;
}

/* Half the width of the certified interval, in parts of the value. */
static double do_transport_width(const glass_transport *t)
{
    return fmax(t->upper - t->tortuosity, t->tortuosity - t->lower) / t->tortuosity;
}

static void do_transport_row(do_transport_job *job, const char *phase, int axis,
                             const glass_transport *t)
{
    char digits[32];
    cli_table *table = &job->table;
    cli_table_cell(table, "%s", phase);
    cli_table_cell(table, "%d", axis);
    cli_table_cell(table, "%s", cli_digits(t->fraction, 5, digits));
    cli_table_cell(table, "%s", cli_digits(t->percolating, 5, digits));
    if (isfinite(t->tortuosity)) {
        cli_table_cell(table, "%.7g", t->tortuosity);
        cli_table_cell(table, "%.1e", do_transport_width(t));
        cli_table_cell(table, "%s",
                       isfinite(t->voxel_error) ? cli_digits(t->voxel_error, 2, digits)
                                                : "-");
    } else {
        cli_table_cell(table, "infinite");
        cli_table_cell(table, "-");
        cli_table_cell(table, "-");
    }
    cli_table_cell(table, "%s", cli_digits(t->effective, 7, digits));
    cli_table_cell(table, "%d", t->iterations);
    cli_table_cell(table, "%.2f", t->seconds);
}

static int do_transport_fields(do_transport_job *job, const char *file, const double *sigma,
                               int axis, const float *u)
{
    const size_t *n = job->volume.n, all = n[0] * n[1] * n[2];
    float *flux[3];
    for (int k = 0; k < 3; k++) flux[k] = cli_alloc(all, sizeof *flux[k]);
    glass_transport_flux(&job->volume, sigma, axis, u, flux);
    glass_field fields[] = {{"Potential / 1", "1", u},
                            {"Flux along Axis 0 / m-1", "m-1", flux[0]},
                            {"Flux along Axis 1 / m-1", "m-1", flux[1]},
                            {"Flux along Axis 2 / m-1", "m-1", flux[2]}};
    int code = cli_fail(
        glass_volume_write(&job->volume, fields, 4, file, cli_has(job->args, "force")));
    for (int k = 0; k < 3; k++) free(flux[k]);
    return code;
}

static int do_transport_profile(do_transport_job *job, const char *path,
                                const double *sigma, int axis, const float *u)
{
    size_t n = job->volume.n[axis];
    glass_layer *layers = cli_alloc(n, sizeof *layers);
    int code = cli_fail(glass_transport_layers(&job->volume, sigma, axis, u, layers));
    if (code == CLI_DONE)
        code = cli_transport_layers(layers, n, path, cli_has(job->args, "force"));
    free(layers);
    return code;
}

/* The tensor, once for all axes; or the phase that ends on its own surface. */
static int do_transport_other(do_transport_job *job, const char *phase, const double *sigma,
                              int axis)
{
    cli_json *json = job->is_json ? &job->json : NULL;
    const char *unit = job->has_sigma ? "S/m" : "1";
    const char *reacts = cli_value(job->args, "reacts", NULL);
    unsigned char takes[GLASS_LABELS];
    int is_tensor = cli_has(job->args, "tensor"), code = CLI_DONE;
    if (is_tensor && axis != job->from) return CLI_DONE;
    if (reacts)
        code = cli_fail(glass_phases_select(&job->phases, &job->volume, reacts, takes));
    if (code != CLI_DONE) return code;
    cli_progress_begin(&job->progress, cli_has(job->args, "quiet") || job->is_json);
    if (is_tensor)
        code = cli_transport_tensor(&job->volume, phase, sigma, &job->options, unit, json);
    else
        code =
            cli_transport_blocking(&job->volume, phase, sigma, axis, reacts ? takes : NULL,
                                   cli_value(job->args, "spectrum", NULL),
                                   cli_has(job->args, "force"), &job->options, json);
    cli_progress_end(&job->progress);
    return code;
}

/* One phase along one axis. */
static int do_transport_one(do_transport_job *job, const char *phase, const double *sigma,
                            int axis)
{
    if (job->is_other) return do_transport_other(job, phase, sigma, axis);
    glass_transport found;
    const char *file = cli_value(job->args, "output", NULL);
    const char *profile = cli_value(job->args, "profile", NULL);
    const size_t *n = job->volume.n;
    float *u = file || profile ? cli_alloc(n[0] * n[1] * n[2], sizeof *u) : NULL;
    job->options.potential = u;
    cli_progress_begin(&job->progress, cli_has(job->args, "quiet") || job->is_json);
    glass_status status =
        glass_transport_solve(&job->volume, sigma, axis, &job->options, &found);
    cli_progress_end(&job->progress);
    int code = cli_fail(status);
    if (code == CLI_DONE) {
        job->solved++;
        job->nothing += !(found.fraction > 0);
        job->no_path += found.fraction > 0 && !isfinite(found.tortuosity);
        job->thin += found.voxel_error > 0.1 * found.tortuosity;
        if (job->is_json)
            cli_transport_json(&job->json, phase, axis, &found,
                               job->has_sigma ? "S/m" : "1");
        else
            do_transport_row(job, phase, axis, &found);
        if (file) code = do_transport_fields(job, file, sigma, axis, u);
        if (profile && code == CLI_DONE)
            code = do_transport_profile(job, profile, sigma, axis, u);
    }
    free(u);
    return code;
}

static int do_transport_phase(do_transport_job *job, const char *words, int from, int to)
{
    unsigned char has[GLASS_LABELS];
    double sigma[GLASS_LABELS] = {0};
    int code = cli_fail(glass_phases_select(&job->phases, &job->volume, words, has));
    if (code == CLI_DONE) do_transport_look(job, words, has);
    for (int c = 0; c < GLASS_LABELS; c++) sigma[c] = has[c] ? 1 : 0;
    for (int axis = from; axis < to && code == CLI_DONE; axis++)
        code = do_transport_one(job, words, sigma, axis);
    return code;
}

/* The phases that were given conductivities, joined by +. */
static void do_transport_names(const do_transport_job *job, char *out, size_t room)
{
    size_t n = 0;
    *out = 0;
    for (int p = 0; p < job->phases.count; p++) {
        int conducts = 0;
        for (int c = 0; c < job->volume.n_labels; c++)
            conducts |= job->phases.of[c] == p && job->sigma[c] > 0;
        if (conducts && n < room)
            n += (size_t)snprintf(out + n, room - n, "%s%s", n ? "+" : "",
                                  job->phases.at[p].name);
    }
}

/* One file holds one answer: of one phase along one axis. */
static int do_transport_one_file(const do_transport_job *job, int axes)
{
    static const char *const files[] = {"output", "profile", "spectrum"};
    int named = 0, phases = job->has_sigma ? 1 : job->phases.count;
    for (int i = 0; i < job->args->n_given; i++)
        named += strcmp(job->args->given[i].name, "phase") == 0 &&
                 strcmp(job->args->given[i].value, "all") != 0;
    if (named && !job->has_sigma) phases = named;
    for (int i = 0; i < 3; i++)
        if (cli_has(job->args, files[i]) && phases * axes > 1) {
            cli_tell("--%s is of one phase along one axis, and these are %d: say which by "
                     "--phase and --axis",
                     files[i], phases * axes);
            return CLI_BAD_INPUT;
        }
    return CLI_DONE;
}

static int do_transport_all(do_transport_job *job)
{
    int from, to, code = cli_volume_axes(job->args, "0", &from, &to), named = 0;
    if (code == CLI_DONE) code = do_transport_one_file(job, to - from);
    if (code != CLI_DONE) return code;
    job->from = from;
    if (job->has_sigma) {
        char names[256];
        do_transport_names(job, names, sizeof names);
        for (int axis = from; axis < to && code == CLI_DONE; axis++)
            code = do_transport_one(job, names, job->sigma, axis);
        return code;
    }
    for (int i = 0; i < job->args->n_given && code == CLI_DONE; i++) {
        const cli_given *given = &job->args->given[i];
        if (strcmp(given->name, "phase") != 0 || strcmp(given->value, "all") == 0) continue;
        named++;
        code = do_transport_phase(job, given->value, from, to);
    }
    for (int p = 0; !named && p < job->phases.count && code == CLI_DONE; p++)
        code = do_transport_phase(job, job->phases.at[p].name, from, to);
    return code;
}

static void do_transport_tail(const do_transport_job *job)
{
    if (!job->solved) return;
    printf(
        "\nerror: how far the tortuosity factor lies, at most, from that of these voxels "
        "(certified);\nvoxels: what the voxels hide of the true shape (an estimate, from "
        "voxels twice as large);\njoined: the share of the phase that reaches both ends; "
        "its: "
        "iterations; s: seconds.\n");
    if (job->has_sigma)
        printf("effective: in S/m.\n");
    else
        printf("effective: of the conductivity, or diffusivity, inside the phase.\n");
    if (job->no_path)
        printf("infinite: no path of faces leads through the phase from end to end.\n");
    if (job->nothing) printf("infinite: nothing conducts where the fraction is 0.\n");
    if (job->thin)
        printf("Where the voxels hide more than a tenth, the features are thinner than the "
               "voxels resolve.\n");
}

/* All of it, or nothing when something went wrong. */
static int do_transport_run_json(do_transport_job *job)
{
    char *text = NULL;
    size_t n = 0;
    job->json.file = open_memstream(&text, &n);
    if (!job->json.file) return cli_fail(GLASS_E_MEMORY);
    cli_json_begin(&job->json, NULL, '{');
    cli_json_begin(&job->json, "results", '[');
    int code = do_transport_all(job);
    cli_json_end(&job->json, ']');
    cli_json_end(&job->json, '}');
    fclose(job->json.file);
    if (code == CLI_DONE) fwrite(text, 1, n, stdout);
    free(text);
    return code;
}

static int do_transport_run(do_transport_job *job)
{
    static const char *const heads[] = {"phase",      "axis",  "fraction", "joined",
                                        "tortuosity", "error", "voxels",   "effective",
                                        "its",        "s"};
    if (job->is_json) return do_transport_run_json(job);
    if (!job->is_other) cli_table_begin(&job->table, heads, 10, 0x3fe);
    int code = do_transport_all(job);
    if (job->is_other) return code;
    cli_table_end(&job->table, job->solved ? stdout : NULL);
    do_transport_tail(job);
    return code;
}

/* Options that need each other, and files that may not be written: before anything is done. */
static int do_transport_check(const cli_args *args)
{
    static const char *const of_electrode[] = {"reacts", "spectrum"};
    static const char *const of_flow[] = {"output", "profile"};
    int is_tensor = cli_has(args, "tensor"), is_electrode = cli_has(args, "electrode");
    if (is_tensor && is_electrode) {
        cli_tell("--tensor and --electrode are two questions; ask one at a time");
        return CLI_BAD_INPUT;
    }
    for (int i = 0; i < 2; i++) {
        if (cli_has(args, of_electrode[i]) && !is_electrode) {
            cli_tell("--%s goes with --electrode", of_electrode[i]);
            return CLI_BAD_INPUT;
        }
        if (cli_has(args, of_flow[i]) && (is_tensor || is_electrode)) {
            cli_tell("--%s is of transport from face to face, without --tensor and "
                     "--electrode",
                     of_flow[i]);
            return CLI_BAD_INPUT;
        }
    }
    int code = cli_volume_spare(args, "output", ".h5 .vti");
    if (code == CLI_DONE) code = cli_volume_spare(args, "profile", ".csv");
    if (code == CLI_DONE) code = cli_volume_spare(args, "spectrum", ".csv");
    return code;
}

static int do_transport(const cli_args *args)
{
    do_transport_job job = {.args = args, .is_json = cli_has(args, "json")};
    job.is_other = cli_has(args, "tensor") || cli_has(args, "electrode");
    glass_rows_defaults(glass_transport_rows, &job.options);
    for (int i = 0; i < args->n_given; i++)
        if (args->given[i].row &&
            glass_rows_set(glass_transport_rows, &job.options, args->given[i].row->name,
                           args->given[i].value))
            return cli_fail(GLASS_E_INPUT);
    job.options.is_periodic = cli_has(args, "periodic");
    job.options.skip_voxel_error = cli_has(args, "no-voxel-error");
    job.options.cancelled = do_transport_is_cancelled;
    job.options.progress = do_transport_progress;
    job.options.context = &job;
    int code = do_transport_check(args);
    if (code == CLI_DONE) code = cli_volume_open(args, 0, &job.volume, &job.phases);
    if (code == CLI_DONE) code = do_transport_sets(&job);
    cli_cancel_listen();
    if (code == CLI_DONE) code = do_transport_run(&job);
    glass_phases_clear(&job.phases);
    glass_volume_clear(&job.volume);
    return cli_finish(code);
}

static const glass_row *const do_transport_rows[] = {glass_transport_rows, NULL};

const cli_command cli_command_transport = {
    .name = "transport",
    .about = "how well the phases of a segmented volume conduct, with certified errors",
    .forms = "transport VOLUME [options]",
    .more =
        "Steady conduction (or diffusion) from one end face to the other, solved on the "
        "voxels. The tortuosity factor is the mean conductivity over the effective one: "
        "fraction / effective of a single phase. Half a voxel lies between the first layer "
        "and the end face; parts that do not reach from end to end carry nothing and are "
        "left out, but count in the fraction.\n"
        "Each value comes with an interval that is certain to hold the value of these "
        "voxels, and with an estimate of what the voxels hide, which is larger.",
    .examples = "glasscell transport electrode.tiff --phase 0 --axis all\n"
                "glasscell transport electrode.tiff --phases pore=0,NMC=85,CBD=170 "
                "--set \"sigma[NMC]=1 S/m\" --set \"sigma[CBD]=760 S/m\"",
    .options = do_transport_options,
    .rows = do_transport_rows,
    .least = 1,
    .most = 1,
    .run = do_transport,
};
