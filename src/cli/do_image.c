/* image: what a segmented image shows. */
#include "cli/cli_image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const cli_option do_image_options[] = {
    CLI_VOLUME_OPTIONS,
    {"neighbours", 0, "6|18|26", "voxels that one is joined to; 6 when not said", 0},
    {"axis", 0, "0|1|2|all", "transport along this axis; all when not said", 0},
    {"no-transport", 0, NULL, "leave out the tortuosities, which take the most time", 0},
    {"output", 'o', "FILE",
     "write the numbers (.h5, .csv, .json), the image for ParaView (.vti), or with --bpx "
     "the cell",
     0},
    {"plot", 0, "FILE", "draw a page: .svg, .pdf or .png", 0},
    {"title", 0, "TEXT", "title of the page; the file's name when not said", 0},
    {"width", 0, "LENGTH", "width of the page; 180 mm when not said", 0},
    {"dpi", 0, "N", "dots per inch of a PNG; 200 when not said", 0},
    {"bpx", 0, "CELL", "put porosity, area and transport efficiency into this cell", 0},
    {"electrode", 0, "positive|negative", "of the cell; positive when not said", 0},
    {"pore", 0, "PHASE",
     "the pores; the phase called pore or electrolyte, of role I, or label 0", 0},
    {"active", 0, "PHASE",
     "the storing phase; those of role M, or the largest when not said", 0},
    {"fit-radius", 0, NULL, "give the cell the radius of spheres of this area and volume",
     0},
    {"threads", 0, "N", "threads; all cores when not said", 0},
    {"json", 0, NULL, "print JSON: {image, shape, voxel_m, phases, pairs, triple, results}",
     0},
    {"quiet", 'q', NULL, "print no table and no progress", 0},
    {"force", 0, NULL, "overwrite existing files", 0},
    CLI_OPTION_END,
};

static int do_image_cancelled(void *context)
{
    (void)context;
    return cli_cancelled(NULL);
}

/* The phase of the pores: as said, by its name, by its role, by the label that most have. */
static int do_image_pore(cli_image *found)
{
    static const char *const names[] = {"pore", "pores", "electrolyte", "pore space",
                                        "void"};
    const glass_phases *phases = &found->phases;
    const char *name = cli_value(found->args, "pore", NULL);
    found->pore = name ? glass_phases_find(phases, &found->volume, name) : -1;
    if (name && found->pore < 0) {
        unsigned char has[GLASS_LABELS]; /* its words name the nearest phase */
        if (glass_phases_select(phases, &found->volume, name, has))
            return cli_fail(GLASS_E_INPUT);
        cli_tell("--pore is \"%s\": that is no phase of the image", name);
        return CLI_BAD_INPUT;
    }
    for (size_t k = 0; found->pore < 0 && k < sizeof names / sizeof *names; k++)
        for (int i = 0; i < phases->count; i++)
            if (strcasecmp(phases->at[i].name, names[k]) == 0) found->pore = i;
    for (int i = 0; found->pore < 0 && i < phases->count; i++)
        if (phases->at[i].roles == GLASS_ROLE_I) found->pore = i;
    if (found->pore < 0 &&
        (found->pore = glass_phases_find(phases, &found->volume, "0")) >= 0 &&
        cli_has(found->args, "bpx"))
        cli_tell("warning: the pores are taken to be label 0: say --pore if they are not");
    if (found->pore >= 0 || !cli_has(found->args, "bpx")) return CLI_DONE;
    cli_tell(
        "--bpx: which phase is the pores is not said: give --pore NAME, or name it, as "
        "in --phases pore=0");
    return CLI_BAD_INPUT;
}

/* The axis, -1 for all. */
static int do_image_axis(cli_image *found)
{
    int to, code = cli_volume_axes(found->args, "all", &found->axis, &to);
    if (to - found->axis == 3) found->axis = -1;
    return code;
}

static int do_image_ends(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

/* Asks at the start for what would be refused at the end. */
static int do_image_check(const cli_image *found)
{
    static const char *const endings[] = {".h5", ".csv", ".json", ".vti", ".tif", ".npy"};
    const cli_args *args = found->args;
    const char *output = cli_value(args, "output", NULL),
               *plot = cli_value(args, "plot", NULL);
    int electrode, is_cell = cli_has(args, "bpx"),
                   is_known = is_cell || !output || !strcmp(output, "-");
    for (size_t i = 0; output && i < sizeof endings / sizeof *endings; i++)
        is_known |= do_image_ends(output, endings[i]);
    if (cli_image_electrode(args, &electrode)) return CLI_BAD_INPUT;
    if (is_cell && !output) {
        cli_tell("--bpx: where to? give -o CELL.json");
        return CLI_BAD_INPUT;
    }
    if (is_cell && cli_has(args, "no-transport")) {
        cli_tell("--bpx needs the transport efficiency: leave out --no-transport");
        return CLI_BAD_INPUT;
    }
    if (!is_known) {
        cli_tell("-o %s: the ending says what to write: .h5, .csv or .json the numbers, "
                 ".vti, .tif or .npy the image",
                 output);
        return CLI_BAD_INPUT;
    }
    for (int i = 0; i < 2; i++) {
        const char *path = i ? plot : output;
        if (!path || cli_has(args, "force") || access(path, F_OK)) continue;
        cli_tell("%s: this file exists already; --force overwrites it, or choose another "
                 "name",
                 path);
        return CLI_BAD_INPUT;
    }
    return CLI_DONE;
}

static int do_image_measure(cli_image *found)
{
    double neighbours = 6, threads = 0;
    glass_notes notes = {0};
    if (!cli_number(found->args, "neighbours", "1", &neighbours) ||
        !cli_number(found->args, "threads", "1", &threads))
        return CLI_BAD_INPUT;
    if (!(threads >= 0 && threads <= 4096)) {
        cli_tell("--threads is %g; allowed: 1 to 4096, or 0 for all cores", threads);
        return CLI_BAD_INPUT;
    }
    glass_image_options options = {.neighbours = (int)neighbours,
                                   .threads = (int)threads,
                                   .cancelled = do_image_cancelled};
    if (options.neighbours != neighbours) options.neighbours = -1; /* 6.5 is none of them */
    glass_status status =
        glass_image_measure(&found->volume, &found->phases, &options, &found->image);
    if (!status) glass_image_notes(&found->image, &found->volume, &found->phases, &notes);
    cli_notes(&notes);
    return cli_fail(status);
}

static int do_image_write(const cli_image *found)
{
    const cli_args *args = found->args;
    const char *output = cli_value(args, "output", NULL),
               *plot = cli_value(args, "plot", NULL);
    int force = cli_has(args, "force"), code = CLI_DONE;
    int is_volume =
        output && (do_image_ends(output, ".vti") || do_image_ends(output, ".tif") ||
                   do_image_ends(output, ".npy"));
    if (cli_has(args, "bpx"))
        code = cli_image_cell(found, cli_value(args, "bpx", ""), output, force);
    else if (is_volume)
        code = cli_fail(glass_volume_write(&found->volume, NULL, 0, output, force));
    else if (output)
        code = cli_image_record(found, output, force);
    if (code == CLI_DONE && plot) code = cli_image_plot(found, plot, force);
    return code;
}

/* The table comes before the files: what was found is seen even if a disk is full, if one
 * solution did not converge, and if the rest was cancelled. */
static int do_image_tell(const cli_image *found, int code)
{
    int is_piped = strcmp(cli_value(found->args, "output", ""), "-") == 0;
    if (code != CLI_DONE && code != CLI_NUMERICS && code != CLI_CANCELLED) return code;
    if (cli_has(found->args, "json") && !is_piped)
        cli_image_json(found);
    else if (!cli_has(found->args, "quiet") && !is_piped)
        cli_image_people(found);
    int written = code == CLI_DONE ? do_image_write(found) : CLI_DONE;
    return code == CLI_DONE ? written : code;
}

static int do_image_all(cli_image *found)
{
    int code = do_image_check(found);
    if (code == CLI_DONE) code = do_image_pore(found);
    if (code == CLI_DONE) code = do_image_axis(found);
    if (code == CLI_DONE) code = do_image_measure(found);
    if (code != CLI_DONE) return code;
    if (!cli_has(found->args, "no-transport")) code = cli_image_solve(found);
    return do_image_tell(found, code);
}

static int do_image(const cli_args *args)
{
    cli_image found = {.args = args, .path = args->things[0]};
    cli_cancel_listen();
    int code = cli_volume_open(args, 1, &found.volume, &found.phases);
    if (code == CLI_DONE && glass_phases_check_all(&found.phases, &found.volume))
        cli_tell("warning: %s; without a name they only bound the others", glass_words());
    if (code == CLI_DONE) code = do_image_all(&found);
    free(found.solutions);
    glass_image_clear(&found.image);
    glass_phases_clear(&found.phases);
    glass_volume_clear(&found.volume);
    return cli_finish(code);
}

const cli_command cli_command_image = {
    .name = "image",
    .about = "what a segmented image shows: fractions, connectivity, areas, transport",
    .forms = "image FILE [options]\n"
             "image FILE --bpx CELL -o NEW.json [--electrode negative]",
    .more =
        "FILE is a TIFF stack, a folder of pages, .npy, HDF5 or raw. Every phase has its "
        "fraction, its parts and the share of them that joins opposite faces, its area and "
        "the tortuosity along each axis; every two phases have the area between them.\n"
        "Each number has its errors beside it. error, sample: how far a larger piece of "
        "the "
        "same electrode may differ, from the scatter between blocks. orientation: what the "
        "13 directions of a grid may hide of a flat surface. voxels: what the voxels hide, "
        "from every second one. Of percolating shares the error is what joining voxels "
        "over "
        "edges and corners changes. Tortuosities lie between lower and upper for certain.\n"
        "With --bpx porosity, area and transport efficiency (along --axis, else axis 0) go "
        "into one electrode of a cell, which `glasscell run` runs.",
    .examples = "glasscell image electrode.tiff --voxel 390.6nm --plot page.pdf\n"
                "glasscell image electrode.tiff --phases pore=0,NMC=85:M,CBD=170 -o "
                "numbers.h5\n"
                "glasscell image electrode.tiff --phases pore=0,NMC=85:M,CBD=170 --bpx "
                "Chen2020 -o cell.json",
    .options = do_image_options,
    .least = 1,
    .most = 1,
    .run = do_image,
};
