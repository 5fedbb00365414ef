/* plot: pictures of recordings. */
#include "cli/cli_file.h"
#include "glasscell/plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const cli_option do_plot_options[] = {
    {"output", 'o', "FILE", "the picture: .svg, .pdf or .png; a sketch in letters without",
     0},
    {"force", 0, NULL, "overwrite an existing file", 0},
    {"what", 0, "inside|voltage|channels|cycles", "what to draw; by content when not said",
     0},
    {"channels", 0, "LABELS", "the channels to draw, with commas between", 0},
    {"against", 0, "time|capacity", "what voltages are drawn over", 0},
    {"title", 0, "TEXT", "title; the recording's when not said", 0},
    {"names", 0, "NAMES",
     "names for the legend, with commas between; titles or files when not said", 0},
    {"width", 0, "LENGTH", "width of the picture; 180 mm when not said", 0},
    {"dpi", 0, "N", "dots per inch of a PNG; 200 when not said", 0},
    CLI_FILE_OPTIONS,
    CLI_OPTION_END,
};

/* Without a file, one curve is drawn with letters, as wide as the terminal. */
static int do_plot_sketch(const glass_recording *const *recordings, int n,
                          const glass_plot_options *options)
{
    struct winsize size = {0};
    char *text = NULL;
    int columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    columns = columns <= 0 ? 80 : columns > 120 ? 120 : columns;
    glass_status status =
        glass_plot_text(recordings, n, options, columns, columns / 4, &text);
    if (status) return cli_fail(status);
    fputs(text, stdout);
    free(text);
    return CLI_DONE;
}

static int do_plot_draw(const cli_args *args, const glass_recording *const *recordings,
                        int n, const glass_plot_options *options)
{
    const char *path = cli_value(args, "output", NULL);
    if (!path) return do_plot_sketch(recordings, n, options);
    return cli_fail(glass_plot(recordings, n, options, path, cli_has(args, "force")));
}

static int do_plot_names(const cli_args *args, char *text, char **names)
{
    int n = 1, files = args->n_things;
    for (const char *p = text; (p = strchr(p, ',')) != NULL; p++) n++;
    cli_file_split(text, names, files);
    if (n == files) return CLI_DONE;
    cli_tell("--names has %d name%s for %d file%s; with commas between, one for each", n,
             n == 1 ? "" : "s", files, files == 1 ? "" : "s");
    return CLI_BAD_INPUT;
}

/* Recordings of one cell have one title: then the files are told apart by their names.
 * Returns 1 when `names` was filled with those. */
static int do_plot_files(const cli_args *args, const glass_recording *recordings,
                         const char **names)
{
    int n = args->n_things, is_same = 0;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < i; k++)
            is_same |= recordings[i].title && recordings[k].title &&
                       strcmp(recordings[i].title, recordings[k].title) == 0;
    for (int i = 0; i < n; i++) {
        const char *slash = strrchr(args->things[i], '/');
        names[i] = slash ? slash + 1 : args->things[i];
    }
    return is_same;
}

static int do_plot(const cli_args *args)
{
    int n = args->n_things, opened = 0, code = CLI_DONE;
    glass_recording *recordings = cli_alloc((size_t)n, sizeof *recordings);
    const glass_recording **at = cli_alloc((size_t)n, sizeof *at);
    char **names = cli_alloc((size_t)n + 1, sizeof *names);
    const char **files = cli_alloc((size_t)n + 1, sizeof *files);
    char *text = cli_has(args, "names") ? cli_copy(cli_value(args, "names", "")) : NULL;
    double width_m = 0, dpi = 0;
    if (!cli_number(args, "width", "m", &width_m) || !cli_number(args, "dpi", "1", &dpi))
        code = CLI_BAD_INPUT;
    if (code == CLI_DONE && text) code = do_plot_names(args, text, names);
    if (code == CLI_DONE) code = cli_file_spare(args, cli_value(args, "output", NULL));
    for (; code == CLI_DONE && opened < n; opened++) {
        code = cli_file_open(args, args->things[opened], &recordings[opened]);
        at[opened] = &recordings[opened];
    }
    if (code == CLI_DONE) {
        glass_plot_options options = {
            .what = cli_value(args, "what", NULL),
            .channels = cli_value(args, "channels", NULL),
            .title = cli_value(args, "title", NULL),
            .names = text                                     ? (const char *const *)names
                     : do_plot_files(args, recordings, files) ? files
                                                              : NULL,
            .width_mm = 1e3 * width_m,
            .dpi = dpi,
            .against = cli_value(args, "against", NULL),
        };
        code = do_plot_draw(args, at, n, &options);
    }
    for (int i = 0; i < opened; i++) glass_recording_clear(&recordings[i]);
    free(recordings);
    free(at);
    free(names);
    free(files);
    free(text);
    return code;
}

const cli_command cli_command_plot = {
    .name = "plot",
    .about = "pictures of recordings, fit for a paper",
    .forms = "plot FILE... [-o FILE.svg] [options]",
    .more =
        "One simulated recording is drawn with its inside beside the voltage: salt and "
        "potentials across the cell, lithium in the particles, the reaction front. "
        "Several recordings are drawn as curves in one picture, measured ones as points. "
        "Without -o the voltage, or the first of --channels, is sketched on the terminal.",
    .examples = "glasscell plot out.h5 -o inside.svg\n"
                "glasscell plot out.h5 measured.csv -o both.pdf --names \"model,measured\"",
    .options = do_plot_options,
    .least = 1,
    .most = -1,
    .run = do_plot,
};
