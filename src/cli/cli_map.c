/* A recording and the volume's own formats. */
#include "cli/cli_map.h"
#include "glasscell/plot.h"
#include "glasscell/recording.h"
#include "glasscell/version.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAP_FIELDS = 6, MAP_NUMBERS = 8 };

/* One field, as floats or as small numbers. */
typedef struct map_field {
    const char *label, *unit, *about;
    const float *values;
    const unsigned char *bytes;
    const short *means; /* of each byte; NULL: itself */
} map_field;

static void map_fields(const cli_map_job *job, map_field out[MAP_FIELDS])
{
    const glass_map *map = &job->map;
    const map_field fields[MAP_FIELDS] = {
        {"Drop of Ions / V", "V", "on the way from the separator", map->drop_ion, NULL,
         NULL},
        {"Drop of Electrons / V", "V", "on the way from the collector", map->drop_eon, NULL,
         NULL},
        {"Starvation Time by Ions / s", "s", "C u", map->time_ion, NULL, NULL},
        {"Starvation Time by Electrons / s", "s", "C v", map->time_eon, NULL, NULL},
        {"State / 1", "1",
         "0 stores nothing, 1 served, 2 starved of ions, 3 of electrons, 4 of both, 5 cut "
         "off",
         NULL, map->state, NULL},
        {"Phase / 1", "1", "in the order of the fact phases", NULL, job->volume.codes,
         job->phases.of},
    };
    memcpy(out, fields, sizeof fields);
}

static int map_write_volume(const cli_map_job *job, const char *file)
{
    map_field list[MAP_FIELDS];
    glass_field fields[5];
    size_t n = job->volume.n[0] * job->volume.n[1] * job->volume.n[2];
    float *state = cli_alloc(n, sizeof *state);
    map_fields(job, list);
    for (size_t at = 0; at < n; at++) state[at] = job->map.state[at];
    for (int k = 0; k < 5; k++)
        fields[k] = (glass_field){list[k].label, list[k].unit,
                                  list[k].values ? list[k].values : state};
    int code = cli_fail(
        glass_volume_write(&job->volume, fields, 5, file, cli_has(job->args, "force")));
    free(state);
    return code;
}

/* What is said of each storing phase, as channels of one row. */
typedef struct map_channels {
    glass_channel *at;
    double *values;
    int count;
} map_channels;

static void map_channel(map_channels *list, const char *label, const char *unit,
                        const char *phase, double value)
{
    char text[128];
    if (phase)
        snprintf(text, sizeof text, "%s %s / %s", phase, label, unit);
    else
        snprintf(text, sizeof text, "%s / %s", label, unit);
    list->at[list->count] = (glass_channel){cli_copy(text), unit, NULL, NULL};
    list->values[list->count++] = value;
}

static map_channels map_numbers(const cli_map_job *job)
{
    size_t room = 1 + (size_t)job->map.n_storing * MAP_NUMBERS;
    map_channels list = {cli_alloc(room, sizeof *list.at),
                         cli_alloc(room, sizeof *list.values), 0};
    map_channel(&list, "Test Time", "s", NULL, 0);
    for (int i = 0; i < job->map.n_storing; i++) {
        const glass_map_storing *s = &job->map.storing[i];
        const char *name = job->phases.at[s->phase].name;
        map_channel(&list, "Usable Fraction", "1", name, s->usable.value);
        map_channel(&list, "Starved of Ions", "1", name, s->by_ions.value);
        map_channel(&list, "Starved of Electrons", "1", name, s->by_electrons.value);
        map_channel(&list, "Starved of Both", "1", name, s->by_both.value);
        map_channel(&list, "Cut Off", "1", name,
                    s->cut_ions + s->cut_electrons + s->cut_both);
        map_channel(&list, "Mean Drop of Ions", "V", name, s->drop_ion.value);
        map_channel(&list, "Mean Drop of Electrons", "V", name, s->drop_eon.value);
        map_channel(&list, "Mean Starvation Time", "s", name, s->time.value);
    }
    return list;
}

static void map_frames(const cli_map_job *job, double *const place[3],
                       glass_frame out[MAP_FIELDS])
{
    static const char *const names[] = {"z", "y", "x"};
    map_field list[MAP_FIELDS];
    map_fields(job, list);
    for (int k = 0; k < MAP_FIELDS; k++) {
        out[k] = (glass_frame){list[k].label, list[k].unit, list[k].about, 3, {{0}}};
        for (int a = 0; a < 3; a++)
            out[k].axis[a] = (glass_axis){names[a], "m", "middle of the voxel",
                                          job->volume.n[a], place[a]};
    }
}

/* One field after the other, so that one alone is held as doubles. */
static glass_status map_play(const cli_map_job *job, const glass_sink *sink,
                             const map_channels *list, double *values)
{
    map_field fields[MAP_FIELDS];
    size_t n = job->volume.n[0] * job->volume.n[1] * job->volume.n[2];
    glass_status status = sink->sample(sink->self, list->values);
    map_fields(job, fields);
    for (int k = 0; k < MAP_FIELDS && !status; k++) {
        const map_field *field = &fields[k];
        for (size_t at = 0; at < n; at++)
            values[at] = field->values  ? field->values[at]
                         : field->means ? field->means[field->bytes[at]]
                                        : field->bytes[at];
        status = sink->frame(sink->self, k, 0, values);
    }
    return status ? status : sink->end(sink->self, "converged", NULL, 0);
}

static glass_status map_stream(const cli_map_job *job, const char *path,
                               double *const place[3], const map_channels *list,
                               double *values)
{
    glass_sink sink;
    glass_frame frames[MAP_FIELDS];
    char program[80], size[160], time[32], filled[32];
    char *line = cli_line(job->args),
         *phases = cli_phases_words(&job->volume, &job->phases);
    map_frames(job, place, frames);
    snprintf(program, sizeof program, "glasscell %s %s", glass_version(), glass_commit());
    snprintf(time, sizeof time, "%.9g s", job->options.time);
    snprintf(filled, sizeof filled, "%.9g", job->options.filled);
    cli_volume_words(&job->volume, size);
    glass_fact facts[] = {
        {"program", program},   {"command line", line}, {"image", job->args->things[0]},
        {"size", size},         {"phases", phases},     {"wanted time", time},
        {"served from", filled}};
    glass_begin begin = {.title = cli_volume_name(job->args->things[0]),
                         .channels = list->at,
                         .n_channels = list->count,
                         .frames = frames,
                         .n_frames = MAP_FIELDS,
                         .facts = facts,
                         .n_facts = (int)(sizeof facts / sizeof *facts)};
    glass_status status = glass_recording_stream(path, cli_has(job->args, "force"), &sink);
    if (!status) {
        status = sink.begin(sink.self, &begin);
        if (!status) status = map_play(job, &sink, list, values);
        glass_recording_stream_free(&sink);
    }
    free(line), free(phases);
    return status;
}

static int map_record(const cli_map_job *job, const char *path)
{
    const glass_volume *v = &job->volume;
    double *place[3], *values = cli_alloc(v->n[0] * v->n[1] * v->n[2], sizeof *values);
    map_channels list = map_numbers(job);
    for (int a = 0; a < 3; a++) {
        place[a] = cli_alloc(v->n[a], sizeof *place[a]);
        for (size_t i = 0; i < v->n[a]; i++) place[a][i] = ((double)i + 0.5) * v->voxel[a];
    }
    int code = cli_fail(map_stream(job, path, place, &list, values));
    for (int a = 0; a < 3; a++) free(place[a]);
    for (int k = 0; k < list.count; k++) free((char *)(size_t)list.at[k].label);
    free(list.at), free(list.values), free(values);
    return code;
}

int cli_map_write(const cli_map_job *job, const char *file)
{
    size_t n = strlen(file);
    if (n > 3 && strcmp(file + n - 3, ".h5") == 0) return map_record(job, file);
    return map_write_volume(job, file);
}

static void map_cells(const cli_map_job *job, char (*cells)[48])
{
    const glass_map_storing *s = &job->map.storing[0];
    int k = 0;
    snprintf(cells[k++], 48, "usable");
    snprintf(cells[k++], 48, "%.1f %%", 100 * s->usable.value);
    snprintf(cells[k++], 48, "starved of ions");
    snprintf(cells[k++], 48, "%.1f %%", 100 * s->by_ions.value);
    snprintf(cells[k++], 48, "starved of electrons");
    snprintf(cells[k++], 48, "%.1f %%", 100 * s->by_electrons.value);
    snprintf(cells[k++], 48, "starved of both");
    snprintf(cells[k++], 48, "%.1f %%", 100 * s->by_both.value);
    snprintf(cells[k++], 48, "cut off");
    snprintf(cells[k++], 48, "%.2f %%",
             100 * (s->cut_ions + s->cut_electrons + s->cut_both));
    snprintf(cells[k++], 48, "mean drop, ions");
    snprintf(cells[k++], 48, "%.3g mV", 1e3 * s->drop_ion.value);
    snprintf(cells[k++], 48, "mean drop, electrons");
    snprintf(cells[k++], 48, "%.3g mV", 1e3 * s->drop_eon.value);
    snprintf(cells[k++], 48, "wiring length, ions");
    snprintf(cells[k++], 48, "%.3g um", 1e6 * s->L_ion.value);
    snprintf(cells[k++], 48, "wiring length, electrons");
    snprintf(cells[k++], 48, "%.3g um", 1e6 * s->L_eon.value);
}

/* The phase that the eye looks through: what conducts ions and does not store. */
static int map_open(const cli_map_job *job)
{
    for (int p = 0; p < job->phases.count; p++)
        if (job->phases.at[p].roles == GLASS_ROLE_I) return p + 1;
    return 0;
}

int cli_map_plot(const cli_map_job *job, const char *file)
{
    const char *names[GLASS_LABELS], *rows[18];
    char cells[18][48];
    for (int p = 0; p < job->phases.count; p++) names[p] = job->phases.at[p].name;
    map_cells(job, cells);
    for (int k = 0; k < 18; k++) rows[k] = cells[k];
    const char *heads[] = {job->phases.at[job->map.storing[0].phase].name, ""};
    glass_plot_table table = {heads, rows, 2, 9};
    glass_plot_map map = {
        .block = {.volume = &job->volume,
                  .phases = names,
                  .n_phases = job->phases.count,
                  .of = job->phases.of,
                  .open = map_open(job)},
        .axis = job->options.axis,
        .ends = {job->options.ions == 0 ? "separator" : "", ""},
        .drops = {job->map.drop_ion, job->map.drop_eon},
        .unit = "V",
        .times = {job->map.time_ion, job->map.time_eon},
        .state = job->map.state,
        .time_s = job->options.time,
        .limit_s = (1 - job->options.filled) * job->options.time,
    };
    map.ends[job->options.ions] = "separator";
    map.ends[job->options.electrons] = job->options.ions == job->options.electrons
                                           ? "separator and collector"
                                           : "collector";
    glass_plot_options options = {.dpi = job->dpi};
    return cli_fail(
        glass_plot_wiring(&map, &table, &options, file, cli_has(job->args, "force")));
}
