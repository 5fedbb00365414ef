/* export: a recording, or some of it, as another kind of file. */
#include "cli/cli_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const cli_option do_export_options[] = {
    {"output", 'o', "FILE", "where to: .csv, .json or .h5; \"-\" is CSV on standard output",
     0},
    {"force", 0, NULL, "overwrite an existing file", 0},
    {"channels", 0, "LABELS", "only these channels, with commas between", 0},
    {"frame", 0, "LABEL",
     "a field instead of the channels: a column for each of its points", 0},
    {"every", 0, "TIME", "one row per this time, interpolated", 0},
    {"from", 0, "TIME", "rows from this test time on", 0},
    {"to", 0, "TIME", "rows up to this test time", 0},
    CLI_FILE_OPTIONS,
    CLI_OPTION_END,
};

/* Moves the named channels to the front, in the order named, behind the time; what is not
 * named stays behind them, so that clearing frees it still. Returns how many are kept. */
static int do_export_choose(glass_recording *recording, const char *labels)
{
    char *text = cli_copy(labels), *names[256];
    int n = cli_file_split(text, names, 256), count = 1;
    for (int i = 0; i < n && count > 0; i++) {
        int k = glass_recording_find(recording, names[i]);
        if (k < 0) {
            cli_tell(
                "there is no one channel \"%s\"; \"glasscell show\" lists the channels",
                names[i]);
            count = 0;
        } else if (k >= count) {
            glass_recording_channel chosen = recording->channels[k];
            memmove(recording->channels + count + 1, recording->channels + count,
                    (size_t)(k - count) * sizeof chosen);
            recording->channels[count++] = chosen;
        }
    }
    free(text);
    return count;
}

/* The row at or before `t`, starting the search at `i`. */
static size_t do_export_seek(const double *time, size_t rows, size_t i, double t)
{
    while (i + 2 < rows && time[i + 1] <= t) i++;
    return i;
}

static double do_export_between(const double *time, const double *y, size_t rows, size_t i,
                                double t)
{
    if (rows < 2 || t <= time[i]) return y[i];
    if (t >= time[i + 1]) return y[i + 1];
    return y[i] + (y[i + 1] - y[i]) * (t - time[i]) / (time[i + 1] - time[i]);
}

/* A new table of rows at a period; the last row is the end itself. */
static int do_export_every(const glass_recording *recording, double from, double to,
                           double period, double **out, size_t *rows)
{
    const double *time = recording->channels[0].at;
    double count = ceil((to - from) / period - 1e-9);
    if (!(period > 0) || !(count < 1e8)) {
        cli_tell("--every: %g s is no period for %g s of data", period, to - from);
        return CLI_BAD_INPUT;
    }
    *rows = (size_t)(count > 0 ? count : 0) + 1;
    *out = cli_alloc(*rows * (size_t)recording->n_channels, sizeof **out);
    for (int k = 0; k < recording->n_channels; k++) {
        double *y = *out + (size_t)k * *rows;
        for (size_t i = 0, j = 0; i < *rows; i++) {
            double t = from + (double)i * period;
            if (t > to) t = to;
            j = do_export_seek(time, recording->rows, j, t);
            y[i] = k == 0 ? t
                          : do_export_between(time, recording->channels[k].at,
                                              recording->rows, j, t);
        }
    }
    return CLI_DONE;
}

/* The first and one past the last row within [from, to]. */
static void do_export_rows(const glass_recording *recording, double from, double to,
                           size_t *first, size_t *end)
{
    const double *time = recording->channels[0].at;
    *first = 0;
    *end = recording->rows;
    while (*first < *end && time[*first] < from) ++*first;
    while (*end > *first && time[*end - 1] > to) --*end;
}

static int do_export_write(const cli_args *args, const glass_recording *recording)
{
    glass_status status = glass_recording_write(recording, cli_value(args, "output", "-"),
                                                cli_has(args, "force"));
    return cli_fail(status);
}

/* Writes a view of the recording: the same channels with other rows. */
static int do_export_view(const cli_args *args, const glass_recording *recording,
                          double from, double to)
{
    glass_recording view = *recording;
    double period = 0, *table = NULL;
    size_t first = 0, end = 0;
    if (!cli_number(args, "every", "s", &period)) return CLI_BAD_INPUT;
    int code = CLI_DONE;
    view.channels = cli_alloc((size_t)view.n_channels, sizeof *view.channels);
    memcpy(view.channels, recording->channels,
           (size_t)view.n_channels * sizeof *view.channels);
    if (cli_has(args, "every") && recording->rows > 0)
        code = do_export_every(recording, from, to, period, &table, &end);
    else
        do_export_rows(recording, from, to, &first, &end);
    view.rows = end - first;
    for (int k = 0; k < view.n_channels; k++)
        view.channels[k].at =
            table ? table + (size_t)k * view.rows : recording->channels[k].at + first;
    if (code == CLI_DONE) code = do_export_write(args, &view);
    free(view.channels);
    free(table);
    return code;
}

/* "x=4.26e-06 m r=1e-06 m": where a point of a field lies. */
static void do_export_point(const glass_recording_frame *frame, size_t point, char *out,
                            size_t size)
{
    size_t at[3], used = 0;
    for (int k = frame->rank - 1; k >= 0; k--) {
        at[k] = point % frame->n[k];
        point /= frame->n[k];
    }
    for (int k = 0; k < frame->rank && used < size; k++) {
        int is_bare = strcmp(frame->axis_unit[k], "1") == 0;
        used += (size_t)snprintf(out + used, size - used, "%s%s=%.6g%s%s", k ? " " : "",
                                 frame->axis_name[k], frame->axis[k][at[k]],
                                 is_bare ? "" : " ", is_bare ? "" : frame->axis_unit[k]);
    }
}

/* The field as a table: a row for each of its times, a channel for each of its points. */
static void do_export_table(const glass_recording_frame *frame, glass_recording *out)
{
    size_t points = frame->n[0] * frame->n[1] * frame->n[2];
    out->rows = frame->count;
    out->n_channels = (int)points + 1;
    out->channels = cli_alloc(points + 1, sizeof *out->channels);
    static char time_label[] = "Test Time / s", time_unit[] = "s";
    out->channels[0] = (glass_recording_channel){
        .label = time_label, .unit = time_unit, .at = frame->time_s};
    for (size_t i = 0; i < points; i++) {
        glass_recording_channel *channel = &out->channels[i + 1];
        char where[192], label[512];
        do_export_point(frame, i, where, sizeof where);
        snprintf(label, sizeof label, "%s at %s", frame->label, where);
        *channel = (glass_recording_channel){.label = cli_copy(label), .unit = frame->unit};
        channel->at = cli_alloc(frame->count, sizeof *channel->at);
        for (size_t t = 0; t < frame->count; t++)
            channel->at[t] = frame->values[t * points + i];
    }
}

static int do_export_frame(const cli_args *args, const glass_recording *recording,
                           double from, double to)
{
    const char *label = cli_value(args, "frame", "");
    int k = glass_recording_find_frame(recording, label);
    if (k < 0) {
        cli_tell("there is no one frame \"%s\"; \"glasscell show\" lists the frames",
                 label);
        return CLI_BAD_INPUT;
    }
    glass_recording table = {.title = recording->title, .reason = recording->reason};
    table.facts = recording->facts, table.n_facts = recording->n_facts;
    table.was_closed = 1;
    do_export_table(&recording->frames[k], &table);
    int code = do_export_view(args, &table, from, to);
    for (int i = 1; i < table.n_channels; i++) {
        free(table.channels[i].label);
        free(table.channels[i].at);
    }
    free(table.channels);
    return code;
}

static int do_export(const cli_args *args)
{
    glass_recording recording = {0};
    double from = -INFINITY, to = INFINITY;
    if (!cli_number(args, "from", "s", &from) || !cli_number(args, "to", "s", &to))
        return CLI_BAD_INPUT;
    int code = cli_file_spare(args, cli_value(args, "output", NULL));
    if (code == CLI_DONE) code = cli_file_open(args, args->things[0], &recording);
    if (code != CLI_DONE) return code;
    int n_channels = recording.n_channels;
    if (cli_has(args, "channels")) {
        int count = do_export_choose(&recording, cli_value(args, "channels", ""));
        if (count > 0)
            recording.n_channels = count;
        else
            code = CLI_BAD_INPUT;
    }
    if (code == CLI_DONE && recording.rows > 0) {
        const double *time = recording.channels[0].at, last = time[recording.rows - 1];
        if (from > to || from > last || to < time[0]) {
            cli_tell("--from and --to leave nothing; the recording goes from %g s to %g s",
                     time[0], last);
            code = CLI_BAD_INPUT;
        }
        if (from < time[0]) from = time[0];
        if (to > last) to = last;
    }
    if (code == CLI_DONE && cli_has(args, "frame"))
        code = do_export_frame(args, &recording, from, to);
    else if (code == CLI_DONE)
        code = do_export_view(args, &recording, from, to);
    recording.n_channels = n_channels;
    glass_recording_clear(&recording);
    return code;
}

const cli_command cli_command_export = {
    .name = "export",
    .about = "a recording, or some of it, as CSV, JSON or HDF5",
    .forms = "export FILE -o x.csv [options]",
    .more =
        "CSV has the labels of the Battery Data Format (\"Test Time / s\", "
        "\"Voltage / V\", \"Current / A\"; positive current charges) and the digits that "
        "read back to the same numbers. Without -o it goes to standard output.",
    .examples = "glasscell export out.h5 -o out.csv\n"
                "glasscell export out.h5 --channels voltage,temperature --every \"1 min\"\n"
                "glasscell export out.h5 --frame \"salt concentration\" -o salt.csv",
    .options = do_export_options,
    .least = 1,
    .most = 1,
    .run = do_export,
};
