/* An image on a page, and as a recording. */
#include "cli/cli_image.h"
#include "glasscell/plot.h"
#include "glasscell/recording.h"
#include "glasscell/version.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the page ---- */

enum { IMAGE_COLUMNS = 11 };

static char *image_number(double value, int digits)
{
    char text[32];
    return cli_copy(isnan(value) ? "—" : cli_digits(value, digits, text));
}

/* "0.4499 ± 0.0046" */
static char *image_pair(double value, double error)
{
    char a[32], b[32], both[80];
    if (!isfinite(error)) return image_number(value, 4);
    snprintf(both, sizeof both, "%s ± %s", cli_digits(value, 4, a),
             cli_digits(error, 2, b));
    return cli_copy(both);
}

static char *image_tortuosity(const glass_transport *t)
{
    if (!t) return cli_copy("—");
    if (isinf(t->tortuosity)) return cli_copy("∞");
    return image_pair(t->tortuosity, t->voxel_error);
}

static void image_row(const cli_image *found, int i, char **cells)
{
    int n = 0;
    cells[n++] = cli_copy(found->phases.at[i].name);
    cells[n++] = image_pair(cli_image_at(found, "fraction", i, -1),
                            cli_image_at(found, "fraction_error", i, -1));
    cells[n++] = image_number(cli_image_at(found, "parts", i, -1), 9);
    for (int k = 0; k < 3; k++) {
        char row[32];
        snprintf(row, sizeof row, "percolating_%d", k);
        cells[n++] = image_number(cli_image_at(found, row, i, -1), 4);
    }
    cells[n++] = image_pair(1e-6 * cli_image_at(found, "area", i, -1),
                            1e-6 * cli_image_at(found, "area_error", i, -1));
    for (int k = 0; found->n_solutions && k < 3; k++)
        cells[n++] = image_tortuosity(cli_image_solution_of(found, i, k));
}

int cli_image_plot(const cli_image *found, const char *path, int force)
{
    static const char *const heads[] = {"phase", "fraction", "parts",      "through 0",
                                        "1",     "2",        "area, µm⁻¹", "tortuosity 0",
                                        "1",     "2"};
    int n = found->phases.count, columns = found->n_solutions ? 10 : 7;
    int rows = n < 24 ? n : 24;
    double width_m = 0, dpi = 0;
    if (!cli_number(found->args, "width", "m", &width_m) ||
        !cli_number(found->args, "dpi", "1", &dpi))
        return CLI_BAD_INPUT;
    glass_plot_options options = {.title = cli_value(found->args, "title", NULL),
                                  .width_mm = 1e3 * width_m,
                                  .dpi = dpi};
    const char **names = cli_alloc((size_t)n, sizeof *names);
    char **cells = cli_alloc((size_t)(rows * columns), sizeof *cells);
    for (int i = 0; i < n; i++) names[i] = found->phases.at[i].name;
    for (int i = 0; i < rows; i++) image_row(found, i, cells + i * columns);
    glass_plot_block block = {
        &found->volume,   names,           n,
        found->phases.of, found->pore + 1, cli_volume_name(found->path)};
    glass_plot_table table = {heads, (const char *const *)cells, columns, rows};
    glass_status status = glass_plot_volume(&block, &table, &options, path, force);
    for (int i = 0; i < rows * columns; i++) free(cells[i]);
    free(cells);
    free(names);
    return cli_fail(status);
}

/* ---- the recording: one sample at time 0, profiles as frames ---- */

typedef struct image_channels {
    glass_channel *at;
    double *values;
    int count;
} image_channels;

/* "NMC Percolating 0 / 1": as the Battery Data Format writes quantities. */
static void image_channel(image_channels *list, const char *of, const char *name,
                          const char *unit, const char *about, double value)
{
    char label[200];
    int n = snprintf(label, 100, "%s%s", of, *of ? " " : ""), is_first = 1;
    if (n > 99) n = 99;
    for (; *name && n < 160; name++) {
        char letter = *name == '_' ? ' ' : *name;
        label[n++] =
            (char)(is_first && letter >= 'a' && letter <= 'z' ? letter - 32 : letter);
        is_first = letter == ' ';
    }
    snprintf(label + n, sizeof label - (size_t)n, " / %s", unit);
    list->at[list->count] = (glass_channel){cli_copy(label), unit, about, NULL};
    list->values[list->count++] = value;
}

static void image_channels_of(const cli_image *found, const glass_image_answer *answer,
                              image_channels *list)
{
    const glass_phase *at = found->phases.at;
    const int *phase = answer->phase;
    char of[110] = "";
    if (phase[0] >= 0)
        snprintf(of, sizeof of, "%s%s%s", at[phase[0]].name, phase[1] >= 0 ? "-" : "",
                 phase[1] >= 0 ? at[phase[1]].name : "");
    for (const glass_row *row = answer->metric->rows; row->kind; row++)
        image_channel(list, of, row->name, row->unit, row->about,
                      cli_image_at(found, row->name, phase[0], phase[1]));
}

static void image_channels_solved(const cli_image *found, const cli_image_solution *at,
                                  image_channels *list)
{
    char of[80];
    snprintf(of, sizeof of, "%s Axis %d", found->phases.at[at->phase].name, at->axis);
    image_channel(list, of, "tortuosity", "1", "tortuosity factor", at->found.tortuosity);
    image_channel(list, of, "tortuosity_lower", "1", "certified bound", at->found.lower);
    image_channel(list, of, "tortuosity_upper", "1", "certified bound", at->found.upper);
    image_channel(list, of, "tortuosity_voxels", "1", "what the voxels may hide",
                  at->found.voxel_error);
    image_channel(list, of, "efficiency", "1", "effective over own conductivity",
                  at->found.effective);
}

/* All numbers, behind the time. */
static void image_channels_all(const cli_image *found, image_channels *list)
{
    size_t most = 1 + 5 * (size_t)found->n_solutions;
    for (int i = 0; i < found->image.count; i++)
        for (const glass_row *row = found->image.at[i].metric->rows; row->kind; row++)
            most++;
    list->at = cli_alloc(most, sizeof *list->at);
    list->values = cli_alloc(most, sizeof *list->values);
    image_channel(list, "", "test_time", "s", "an image has none: 0", 0);
    for (int i = 0; i < found->image.count; i++)
        image_channels_of(found, &found->image.at[i], list);
    for (int i = 0; i < found->n_solutions; i++)
        image_channels_solved(found, &found->solutions[i], list);
}

/* Fractions of the layers across an axis: [phase][place]. */
typedef struct image_frames {
    glass_frame at[3];
    double *place[3], *phase;
} image_frames;

static void image_frames_all(const cli_image *found, image_frames *frames)
{
    static const char *const labels[3] = {"Fractions across Axis 0 / 1",
                                          "Fractions across Axis 1 / 1",
                                          "Fractions across Axis 2 / 1"};
    static const char *const names[3] = {"axis_0", "axis_1", "axis_2"};
    size_t n = (size_t)found->phases.count;
    frames->phase = cli_alloc(n, sizeof(double));
    for (size_t i = 0; i < n; i++) frames->phase[i] = (double)i;
    for (int k = 0; k < 3; k++) {
        size_t layers = found->volume.n[k];
        frames->place[k] = cli_alloc(layers, sizeof(double));
        for (size_t i = 0; i < layers; i++)
            frames->place[k][i] = ((double)i + 0.5) * found->volume.voxel[k];
        frames->at[k] = (glass_frame){
            labels[k],
            "1",
            "share of each layer that each phase fills",
            2,
            {{"phase", "1", "in the order of the fact phases", n, frames->phase},
             {names[k], "m", "middle of the layer", layers, frames->place[k]}}};
    }
}

static glass_status image_fill(const cli_image *found, const image_channels *list,
                               const image_frames *frames, glass_recording *out)
{
    glass_sink sink;
    char program[80], size[160], *phases = cli_phases_words(&found->volume, &found->phases);
    const char *name = cli_volume_name(found->path);
    snprintf(program, sizeof program, "glasscell %s %s", glass_version(), glass_commit());
    cli_volume_words(&found->volume, size);
    glass_fact facts[] = {{"program", program},
                          {"image", found->path},
                          {"size", size},
                          {"phases", phases},
                          {"measured", "1"}};
    glass_begin begin = {.title = name,
                         .channels = list->at,
                         .n_channels = list->count,
                         .frames = frames->at,
                         .n_frames = 3,
                         .facts = facts,
                         .n_facts = (int)(sizeof facts / sizeof *facts)};
    glass_recording_sink(out, &sink);
    glass_status status = sink.begin(sink.self, &begin);
    if (!status) status = sink.sample(sink.self, list->values);
    for (int k = 0; !status && k < 3; k++)
        status = sink.frame(sink.self, k, 0, found->image.profile[k]);
    if (!status) status = sink.end(sink.self, "measured", NULL, 0);
    free(phases);
    return status;
}

int cli_image_record(const cli_image *found, const char *path, int force)
{
    image_channels list = {0};
    image_frames frames;
    glass_recording recording = {0};
    image_channels_all(found, &list);
    image_frames_all(found, &frames);
    glass_status status = image_fill(found, &list, &frames, &recording);
    if (!status) status = glass_recording_write(&recording, path, force);
    glass_recording_clear(&recording);
    for (int i = 0; i < list.count; i++) free((char *)list.at[i].label);
    free(list.at);
    free(list.values);
    for (int k = 0; k < 3; k++) free(frames.place[k]);
    free(frames.phase);
    return cli_fail(status);
}
