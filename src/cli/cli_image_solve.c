/* Transport of every phase of an image, and what a cell takes from it. */
#include "cli/cli_image.h"
#include "glasscell/image_cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct image_work {
    cli_progress progress;
    int done, all;
} image_work;

static void image_progress(void *context, double fraction)
{
    image_work *work = context;
    cli_progress_show(&work->progress, (work->done + fraction) / work->all, NAN);
}

static int image_cancelled(void *context)
{
    (void)context;
    return cli_cancelled(NULL);
}

static glass_status image_one(cli_image *found, int phase, int axis, image_work *work)
{
    glass_transport_options options;
    double sigma[GLASS_LABELS] = {0}, threads = 0;
    glass_rows_defaults(glass_transport_rows, &options);
    cli_number(found->args, "threads", "1", &threads);
    options.threads = (int)threads;
    options.skip_voxel_error = 0;
    options.is_periodic = 0;
    options.potential = NULL;
    options.cancelled = image_cancelled;
    options.progress = image_progress;
    options.context = work;
    for (int code = 0; code < found->volume.n_labels; code++)
        sigma[code] = found->phases.of[code] == phase;
    cli_image_solution *next = &found->solutions[found->n_solutions];
    *next = (cli_image_solution){.phase = phase, .axis = axis};
    glass_status status =
        glass_transport_solve(&found->volume, sigma, axis, &options, &next->found);
    if (!status || status == GLASS_E_NUMERICS) found->n_solutions++; /* honest bounds */
    work->done++;
    return status;
}

int cli_image_solve(cli_image *found)
{
    int n = found->phases.count, from = found->axis < 0 ? 0 : found->axis;
    int to = found->axis < 0 ? 3 : from + 1, code = CLI_DONE;
    image_work work = {.all = n * (to - from)};
    found->solutions = cli_alloc((size_t)(n * 3), sizeof *found->solutions);
    cli_progress_begin(&work.progress,
                       cli_has(found->args, "quiet") || cli_has(found->args, "json"));
    for (int i = 0; i < n && (code == CLI_DONE || code == CLI_NUMERICS); i++)
        for (int axis = from; axis < to; axis++) {
            int one = cli_fail(image_one(found, i, axis, &work));
            if (one != CLI_DONE) code = one;
            if (one != CLI_DONE && one != CLI_NUMERICS) break;
        }
    cli_progress_end(&work.progress);
    return code;
}

/* ---- into a cell ---- */

/* The largest phase beside the pores, which a word says. */
static int image_largest(const cli_image *found, unsigned char *is_active)
{
    const glass_phases *phases = &found->phases;
    int best = -1;
    for (int i = 0; i < phases->count; i++)
        if (i != found->pore && (best < 0 || phases->at[i].count > phases->at[best].count))
            best = i;
    if (best < 0) {
        cli_tell("--bpx: the image has no phase beside the pores");
        return CLI_BAD_INPUT;
    }
    if (phases->count > 2)
        cli_tell("warning: the storing phase is taken to be %s, the largest beside the "
                 "pores: say --active, or its role, as in NMC=85:M",
                 phases->at[best].name);
    is_active[best] = 1;
    return CLI_DONE;
}

/* The storing phases: --active, else those of role M, else the largest. */
static int image_active(const cli_image *found, unsigned char *is_active)
{
    const char *name = cli_value(found->args, "active", NULL);
    const glass_phases *phases = &found->phases;
    unsigned char has[GLASS_LABELS] = {0};
    int n = 0;
    if (name && glass_phases_select(phases, &found->volume, name, has))
        return cli_fail(GLASS_E_INPUT);
    for (int i = 0; i < phases->count; i++) {
        is_active[i] = !name && phases->at[i].roles & GLASS_ROLE_M;
        for (int code = 0; code < found->volume.n_labels; code++)
            if (has[code] && phases->of[code] == i) is_active[i] = 1;
        n += is_active[i];
    }
    if (n) return CLI_DONE;
    if (!name) return image_largest(found, is_active);
    cli_tell("--active is \"%s\": no voxel is of it", name);
    return CLI_BAD_INPUT;
}

/* Surface of the storing phases towards all others, and what they fill. */
static void image_surface(const cli_image *found, const unsigned char *is_active,
                          glass_image_cell *out)
{
    out->active = out->area_density = 0;
    for (int a = 0; a < found->phases.count; a++) {
        if (!is_active[a]) continue;
        out->active += found->phases.at[a].fraction;
        out->area_density += cli_image_at(found, "area", a, -1);
        for (int b = 0; b < found->phases.count; b++)
            if (b != a && is_active[b])
                out->area_density -= cli_image_at(found, "area", a, b);
    }
}

int cli_image_electrode(const cli_args *args, int *out)
{
    const char *word = cli_value(args, "electrode", "positive");
    *out = strcmp(word, "negative") == 0 ? GLASS_NEGATIVE : GLASS_POSITIVE;
    if (*out == GLASS_NEGATIVE || strcmp(word, "positive") == 0) return CLI_DONE;
    cli_tell("--electrode is \"%s\"; expected positive or negative", word);
    return CLI_BAD_INPUT;
}

static void image_cell_words(const glass_image_cell *numbers, const char *path)
{
    char a[32], b[32], c[32];
    FILE *file = strcmp(path, "-") == 0 ? stderr : stdout;
    fprintf(file,
            "\n%s electrode of %s: porosity %s, transport efficiency %s, surface %s 1/um\n",
            numbers->electrode == GLASS_NEGATIVE ? "negative" : "positive", path,
            cli_digits(numbers->porosity, 6, a),
            cli_digits(numbers->transport_efficiency, 6, b),
            cli_digits(1e-6 * numbers->area_density, 6, c));
}

int cli_image_cell(const cli_image *found, const char *name, const char *path, int force)
{
    glass_cell cell = {0};
    glass_notes notes = {0};
    unsigned char *is_active = cli_alloc((size_t)found->phases.count, 1);
    int axis = found->axis < 0 ? 0 : found->axis;
    const glass_transport *pores = cli_image_solution_of(found, found->pore, axis);
    glass_image_cell numbers = {.porosity = found->phases.at[found->pore].fraction,
                                .transport_efficiency = pores->effective,
                                .fits_radius = cli_has(found->args, "fit-radius")};
    int code = cli_image_electrode(found->args, &numbers.electrode);
    if (code == CLI_DONE) code = image_active(found, is_active);
    if (code == CLI_DONE) {
        image_surface(found, is_active, &numbers);
        code = cli_fail(glass_cell_open(name, &cell, &notes));
        if (code == CLI_DONE) {
            code = cli_fail(glass_image_cell_set(&numbers, &cell, &notes));
            if (code == CLI_DONE) code = cli_fail(glass_cell_write(&cell, path, force));
            glass_cell_clear(&cell);
        }
    }
    cli_notes(&notes);
    if (code == CLI_DONE && !cli_has(found->args, "quiet") && !cli_has(found->args, "json"))
        image_cell_words(&numbers, path);
    free(is_active);
    return code;
}
