/* Writes a recording to a stream, as slowly as is asked, for tests that watch it or kill it.
 *
 * Usage: record_writer PATH ROWS MICROSECONDS [resume | abandon]
 *        record_writer PATH look [COPY]: opens it, prints counts and notes, writes a copy
 * Sample i has time i, voltage sin(i), current i / 2. Every 100 samples two frames, a step
 * and a cycle are given, every 500 a checkpoint that holds i + 1. After each sample that
 * came back, its number and the time are written to standard output: what was acknowledged. */
#include "base/fail.h"
#include "glasscell/recording.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POINTS_X = 7, POINTS_R = 5 };

static const glass_channel writer_channels[] = {
    {"Test Time / s", "s", "time since the test began", "t/s"},
    {"Voltage / V", "V", "voltage between the terminals", "Ecell/V"},
    {"Current / A", "A", "", NULL},
    {"Cell Temperature / degC", "degC", "mean over the cell", NULL},
};
static const glass_channel writer_cycles[] = {
    {"Cycle Count / 1", "1", "number of the cycle", NULL},
    {"Discharging Capacity / Ah", "Ah", "", NULL}};
static const glass_fact writer_facts[] = {
    {"program", "glasscell test"},
    {"command line", "record_writer \xc3\xbc"},
    {"input/0/sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"input/0/text", "{\"a\": 1}\n"},
};

static void writer_values(int i, int points, double *values)
{
    for (int k = 0; k < points; k++) values[k] = i + 0.01 * k;
}

static glass_status writer_extras(const glass_sink *sink, int i)
{
    double salt[POINTS_X], filling[POINTS_X * POINTS_R];
    double cycle[2] = {1 + i / 100, 0.1};
    glass_step_record step = {.count = 1 + i / 100,
                              .cycle = 1 + i / 300,
                              .text = "Discharge at 1C until 2.7 V \xe2\x80\xa6",
                              .reason = i % 200 ? "time" : "voltage limit",
                              .from_s = i - 100,
                              .to_s = i,
                              .charge_C = -1};
    writer_values(i, POINTS_X, salt);
    writer_values(i, POINTS_X * POINTS_R, filling);
    glass_status status = sink->frame(sink->self, 0, i, salt);
    if (!status && i % 200 == 0) status = sink->frame(sink->self, 1, i, filling);
    if (!status) status = sink->step(sink->self, &step);
    return status ? status : sink->cycle(sink->self, cycle);
}

static glass_status writer_sample(const glass_sink *sink, int i)
{
    double row[] = {i, sin(i), i / 2.0, 25};
    int64_t next = i + 1;
    glass_status status = sink->sample(sink->self, row);
    if (!status && i % 100 == 0) status = writer_extras(sink, i);
    if (!status && i % 500 == 0 && i)
        status = sink->checkpoint(sink->self, i, &next, sizeof next);
    return status;
}

static glass_status writer_begin(const glass_sink *sink)
{
    double x[POINTS_X], r[POINTS_R];
    for (int k = 0; k < POINTS_X; k++) x[k] = 1e-5 * k;
    for (int k = 0; k < POINTS_R; k++) r[k] = 0.25 * k;
    const glass_axis axis_x = {"x", "m", "depth", POINTS_X, x};
    const glass_frame frames[] = {
        {"Salt Concentration / mol.m-3", "mol.m-3", "in the electrolyte", 1, {axis_x}},
        {"Stoichiometry / 1",
         "1",
         "in the particles",
         2,
         {axis_x, {"r", "1", "", POINTS_R, r}}},
    };
    const glass_begin begin = {.title = "a test",
                               .channels = writer_channels,
                               .n_channels = 4,
                               .frames = frames,
                               .n_frames = 2,
                               .cycle_channels = writer_cycles,
                               .n_cycle_channels = 2,
                               .facts = writer_facts,
                               .n_facts = 4};
    return sink->begin(sink->self, &begin);
}

static glass_status writer_run(const glass_sink *sink, int from, int rows, int pause_us)
{
    glass_status status = writer_begin(sink);
    for (int i = from; i < rows && !status; i++) {
        status = writer_sample(sink, i);
        if (!status && pause_us) {
            struct timespec now;
            clock_gettime(CLOCK_MONOTONIC, &now);
            printf("%d %.6f\n", i, (double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
            fflush(stdout);
            usleep((useconds_t)pause_us);
        }
    }
    return status;
}

static int writer_fail(glass_status status)
{
    fprintf(stderr, "%s\n", glass_words());
    return glass_exit_code(status);
}

static int writer_look(const char *path, const char *copy)
{
    glass_recording recording = {0};
    glass_notes notes = {0};
    glass_status status = glass_recording_open(path, NULL, &recording, &notes);
    for (int i = 0; i < notes.count; i++) fprintf(stderr, "note: %s\n", notes.at[i].text);
    glass_notes_clear(&notes);
    if (status) return writer_fail(status);
    printf("rows %zu steps %d cycles %zu closed %d reason '%s'\n", recording.rows,
           recording.n_steps, recording.n_cycles, recording.was_closed, recording.reason);
    for (int i = 0; i < recording.n_frames; i++)
        printf("frames %zu\n", recording.frames[i].count);
    if (copy) status = glass_recording_write(&recording, copy, 1);
    glass_recording_clear(&recording);
    return status ? writer_fail(status) : 0;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[2], "look") == 0) return writer_look(argv[1], argv[3]);
    if (argc < 4) return 2;
    const char *path = argv[1], *how = argc > 4 ? argv[4] : "";
    int rows = atoi(argv[2]), pause_us = atoi(argv[3]), from = 0;
    glass_sink sink = {0};
    glass_status status;
    if (strcmp(how, "resume") == 0) {
        double time_s;
        void *bytes;
        size_t n;
        int64_t next = 0;
        status = glass_recording_resume(path, &sink, &time_s, &bytes, &n);
        if (status) return writer_fail(status);
        memcpy(&next, bytes, n < sizeof next ? n : sizeof next);
        glass_recording_checkpoint_free(bytes);
        from = (int)next;
        fprintf(stderr, "going on from %d\n", from);
    } else {
        status = glass_recording_stream(path, 1, &sink);
    }
    if (!status) status = writer_run(&sink, from, rows, pause_us);
    const glass_fact last[] = {{"ended", "2026-01-01T00:00:00Z"}, {"cpu s", "0.5"}};
    if (!status && strcmp(how, "abandon"))
        status = sink.end(sink.self, "protocol done", last, 2);
    if (status && sink.self) writer_fail(status);
    glass_recording_stream_free(&sink);
    return glass_exit_code(status);
}
