/* The jobs of bench/README.md by the library, one JSON line per job on standard output.
 *
 * Usage: bench_engine [--data FOLDER] [--profiles FOLDER] [--estimate 0|1] [JOB...]
 * Time is CPU time of the fastest of many runs, from parameters in memory to voltages, with
 * start, events and error estimate; the median is told beside it. */
#include "glasscell/recording.h"
#include "glasscell/run.h"
#include "glasscell/version.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *bench_data = "tests/data/converged", *bench_profiles = "share/profiles";
static int bench_estimate = 1;

static double bench_clock(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void bench_need(glass_status status)
{
    if (!status) return;
    fprintf(stderr, "bench_engine: %s\n", glass_words());
    exit(glass_exit_code(status));
}

/* rms of A - B's voltage [mV] within 1 s .. last, A joined by straight lines. */
static double bench_rms(const glass_recording *a, const char *file, double last)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", bench_data, file);
    glass_recording b = {0};
    bench_need(glass_recording_open(path, NULL, &b, NULL));
    int va = glass_recording_find(a, "Voltage / V"),
        vb = glass_recording_find(&b, "Voltage / V");
    const double *t = a->channels[0].at, *v = a->channels[va].at;
    double sum = 0;
    size_t n = 0, k = 0;
    for (size_t i = 0; i < b.rows; i++) {
        double x = b.channels[0].at[i];
        if (x < 1 || x > last) continue;
        int is_near = 0; /* of a step's end: dV/dt times its time is what is seen there */
        for (int j = 0; j + 1 < a->n_steps; j++)
            is_near |= fabs(x - a->steps[j].to_s) <= 0.05 * a->steps[j].to_s;
        if (is_near) continue;
        while (k + 2 < a->rows && t[k + 1] < x) k++;
        double h = t[k + 1] - t[k], s = h > 0 ? (x - t[k]) / h : 0;
        double d = v[k] + s * (v[k + 1] - v[k]) - b.channels[vb].at[i];
        sum += d * d, n++;
    }
    glass_recording_clear(&b);
    return n ? 1e3 * sqrt(sum / (double)n) : NAN;
}

typedef struct bench_job {
    const char *name, *cell, *words, *profile, *model, *file;
    int accuracy, heat, runs;
    double end_s, share; /* where it should end; up to which share of it is compared */
} bench_job;

static const char bench_cycle[] =
    "Discharge at 1C until 2.5 V; Rest for 10 min; Charge at C/2 until 4.2 V; "
    "Hold at 4.2 V until C/50";

static const bench_job bench_jobs[] = {
    {"chen_C2", "Chen2020", "Discharge at C/2 until 2.5 V", NULL, "dfn", "chen2020_C2.csv",
     GLASS_STANDARD, 0, 400, 7221.9160, 0.95},
    {"chen_1C", "Chen2020", "Discharge at 1C until 2.5 V", NULL, "dfn", "chen2020_1C.csv",
     GLASS_STANDARD, 0, 400, 3555.2036, 0.95},
    {"chen_2C", "Chen2020", "Discharge at 2C until 2.5 V", NULL, "dfn", "chen2020_2C.csv",
     GLASS_STANDARD, 0, 400, 1702.9865, 0.95},
    {"marquis_1C", "Marquis2019", "Discharge at 0.680616 A until 3.105 V", NULL, "dfn",
     "marquis2019_1C.csv", GLASS_STANDARD, 0, 400, 3617.7322, 0.95},
    {"fast_1C", "Chen2020", "Discharge at 1C until 2.5 V", NULL, "dfn", "chen2020_1C.csv",
     GLASS_FAST, 0, 600, 3555.2036, 0.95},
    {"fast_2C", "Chen2020", "Discharge at 2C until 2.5 V", NULL, "dfn", "chen2020_2C.csv",
     GLASS_FAST, 0, 600, 1702.9865, 0.95},
    {"heat_1C", "Chen2020", "Discharge at 1C until 2.5 V", NULL, "dfn", NULL,
     GLASS_STANDARD, 1, 200, NAN, 0},
    {"ecker_1C", "Ecker2015", "Discharge at 1C", NULL, "dfn", NULL, GLASS_STANDARD, 0, 200,
     NAN, 0},
    {"chen_3C", "Chen2020", "Discharge at 3C until 2.5 V", NULL, "dfn", NULL,
     GLASS_STANDARD, 0, 200, 560.714, 0},
    {"us06", "Chen2020", NULL, "US06.csv", "dfn", "chen2020_us06.csv", GLASS_STANDARD, 0,
     40, NAN, 1},
    {"cccv", "Chen2020", bench_cycle, NULL, "dfn", "chen2020_cccv.csv", GLASS_STANDARD, 0,
     200, 13757.10, 1},
    {"spm_1C", "Chen2020", "Discharge at 1C until 2.5 V", NULL, "spm", NULL, GLASS_STANDARD,
     0, 400, NAN, 0},
    {"spme_1C", "Chen2020", "Discharge at 1C until 2.5 V", NULL, "spme", NULL,
     GLASS_STANDARD, 0, 400, NAN, 0},
    {NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0},
};

static void bench_tell(const char *job, double seconds, double median, double rms,
                       double end, double end_error, const char *setting)
{
    printf("{\"job\": \"%s\", \"program\": \"glasscell %s\", \"seconds\": %.6g", job,
           glass_version(), seconds);
    if (!isnan(median)) printf(", \"median\": %.6g", median);
    if (!isnan(rms)) printf(", \"rms_mV\": %.4g", rms);
    if (!isnan(end)) printf(", \"end_s\": %.4f", end);
    if (!isnan(end_error)) printf(", \"end_error_s\": %.4f", end_error);
    printf(", \"setting\": \"%s\"}\n", setting);
    fflush(stdout);
}

static void bench_protocol(const bench_job *job, glass_protocol *out)
{
    if (job->profile) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", bench_profiles, job->profile);
        bench_need(glass_protocol_profile(path, NULL, NULL, 0, out, NULL));
    } else
        bench_need(glass_protocol_read(&job->words, 1, job->name, out, NULL));
}

static void bench_options(const bench_job *job, glass_run_options *o)
{
    glass_run_defaults(o);
    free(o->model);
    o->model = NULL;
    bench_need(glass_rows_set(glass_run_rows, o, "model", job->model));
    o->accuracy = job->accuracy;
    o->heat = job->heat;
    o->estimate = bench_estimate;
    o->channels = "Voltage / V"; /* the time and the voltage, as the peer gives them */
    o->frames = "none";
}

static int bench_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void bench_run(const bench_job *job)
{
    glass_cell cell;
    glass_protocol protocol;
    glass_run_options options;
    bench_need(glass_cell_open(job->cell, &cell, NULL));
    bench_protocol(job, &protocol);
    bench_options(job, &options);
    double *seconds = malloc((size_t)job->runs * sizeof *seconds), end = NAN;
    if (!seconds) exit(2);
    for (int i = 0; i < job->runs; i++) {
        glass_recording recording = {0};
        glass_sink sink;
        glass_summary summary = {0};
        glass_recording_sink(&recording, &sink);
        double begin = bench_clock(CLOCK_THREAD_CPUTIME_ID);
        bench_need(glass_run(&cell, &protocol, &options, &sink, &summary, NULL));
        seconds[i] = bench_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
        end = summary.time_s;
        glass_summary_clear(&summary);
        if (i + 1 < job->runs) {
            glass_recording_clear(&recording);
            continue;
        }
        double last = job->share * (isnan(job->end_s) ? end : job->end_s);
        double rms = job->file ? bench_rms(&recording, job->file, last) : NAN;
        qsort(seconds, (size_t)job->runs, sizeof *seconds, bench_order);
        bench_tell(job->name, seconds[0], seconds[job->runs / 2], rms, end,
                   end - job->end_s,
                   job->accuracy == GLASS_FAST ? "--accuracy fast" : "default");
        glass_recording_clear(&recording);
    }
    free(seconds);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
}

/* 2,200 cycles: one recording with per-cycle numbers and three cycles in full. */
static void bench_cycles(void)
{
    glass_cell cell;
    glass_protocol protocol;
    glass_run_options options;
    char words[400];
    const char *text = words;
    snprintf(words, sizeof words, "2200 x (%s)", bench_cycle);
    bench_need(glass_cell_open("Chen2020", &cell, NULL));
    bench_need(glass_protocol_read(&text, 1, "cycles", &protocol, NULL));
    glass_run_defaults(&options);
    options.channels = "Voltage / V,Current / A";
    options.frames = "none";
    options.cycles_in_full = "1,1100,2200";
    options.estimate = bench_estimate;
    glass_recording recording = {0};
    glass_sink sink;
    glass_summary summary = {0};
    glass_recording_sink(&recording, &sink);
    double begin = bench_clock(CLOCK_THREAD_CPUTIME_ID);
    bench_need(glass_run(&cell, &protocol, &options, &sink, &summary, NULL));
    double seconds = bench_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
    char setting[80];
    snprintf(setting, sizeof setting, "default; %zu cycles, %zu rows kept",
             recording.n_cycles, recording.rows);
    bench_tell("cycles_2200", seconds, NAN, NAN, summary.time_s, NAN, setting);
    glass_summary_clear(&summary);
    glass_recording_clear(&recording);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
}

static const char *const bench_drawn[20] = {
    "Negative electrode thickness",
    "Positive electrode thickness",
    "Separator thickness",
    "Negative electrode porosity",
    "Positive electrode porosity",
    "Separator porosity",
    "Negative electrode transport efficiency",
    "Positive electrode transport efficiency",
    "Separator transport efficiency",
    "Negative electrode conductivity",
    "Positive electrode conductivity",
    "Negative electrode particle radius",
    "Positive electrode particle radius",
    "Negative electrode diffusivity",
    "Positive electrode diffusivity",
    "Negative electrode reaction rate constant",
    "Positive electrode reaction rate constant",
    "Negative electrode surface area per unit volume",
    "Positive electrode surface area per unit volume",
    "Electrolyte conductivity"};

/* The same cells at two accuracies. */
static void bench_batch_at(const glass_cell *cells, int n, int accuracy, const char *job)
{
    glass_batch_result *out = malloc((size_t)n * sizeof *out);
    glass_protocol protocol;
    glass_run_options options;
    const char *text = "Discharge at 1C until 2.5 V";
    if (!out) exit(2);
    bench_need(glass_protocol_read(&text, 1, "batch", &protocol, NULL));
    glass_run_defaults(&options);
    options.accuracy = accuracy;
    double wall = bench_clock(CLOCK_MONOTONIC), cpu = bench_clock(CLOCK_PROCESS_CPUTIME_ID);
    bench_need(glass_run_batch(cells, (size_t)n, &protocol, &options, 0, out));
    wall = bench_clock(CLOCK_MONOTONIC) - wall;
    cpu = bench_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    int reached = 0;
    for (int i = 0; i < n; i++) reached += out[i].status == GLASS_OK;
    char setting[120];
    snprintf(setting, sizeof setting,
             "%s; %d of %d reach their end; %.0f cells/s of CPU time, %.0f of wall",
             accuracy == GLASS_FAST ? "--accuracy fast" : "default", reached, n, n / cpu,
             n / wall);
    bench_tell(job, cpu / n, NAN, NAN, NAN, NAN, setting); /* per cell and core */
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    free(out);
}

/* 10,000 cells with 20 numbers drawn +-20 %, one core per thread, all cores. */
static void bench_batch(void)
{
    enum { CELLS = 10000 };
    glass_cell base, *cells = malloc(CELLS * sizeof *cells);
    if (!cells) exit(2);
    bench_need(glass_cell_open("Chen2020", &base, NULL));
    unsigned long long seed = 20260101;
    for (int i = 0; i < CELLS; i++) {
        bench_need(glass_cell_copy(&base, &cells[i]));
        for (int k = 0; k < 20; k++) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            char words[160];
            snprintf(words, sizeof words, "%s = *%.17g", bench_drawn[k],
                     0.8 + 0.4 * (double)(seed >> 11) / 9007199254740992.0);
            bench_need(glass_cell_set(&cells[i], words));
        }
    }
    bench_batch_at(cells, CELLS, GLASS_FAST, "batch");
    bench_batch_at(cells, CELLS, GLASS_STANDARD, "batch_default");
    for (int i = 0; i < CELLS; i++) glass_cell_clear(&cells[i]);
    glass_cell_clear(&base);
    free(cells);
}

/* From the shell to the written recording: wall clock of the fastest and the median. */
static void bench_shell(const char *program)
{
    enum { RUNS = 25 };
    char command[1200];
    double seconds[RUNS];
    snprintf(
        command, sizeof command,
        "'%s' run Chen2020 'Discharge at 1C until 2.5 V' -o bench_shell.h5 --force --quiet",
        program);
    for (int i = 0; i < RUNS; i++) {
        double begin = bench_clock(CLOCK_MONOTONIC);
        if (system(command)) {
            fprintf(stderr, "bench_engine: %s failed\n", command);
            return;
        }
        seconds[i] = bench_clock(CLOCK_MONOTONIC) - begin;
    }
    remove("bench_shell.h5");
    qsort(seconds, RUNS, sizeof *seconds, bench_order);
    bench_tell("shell", seconds[0], seconds[RUNS / 2], NAN, NAN, NAN,
               "all channels and fields, HDF5; wall clock");
}

/* Operations of one attempt at a step on the default mesh, counted by hand in the source of
 * the engine: a node's share of the factor 60, of a solve 24, of the electrolyte's laws 85; of
 * an electrode's node and stage: kinetics and open-circuit curve 150 (Chen2020), a mode 4 and
 * in the sums of the stages 5. Six stages. */
static double bench_operations(void)
{
    const double cells = 26, nodes[2] = {16, 8}, modes[2] = {5, 7};
    double sum = cells * (60 + 6 * (24 + 85 + 5));
    for (int e = 0; e < 2; e++) sum += nodes[e] * 6 * (150 + 9 * modes[e] + 5);
    return sum;
}

/* The 1C by itself, without its companion: time and operations, for the distance to what
 * the arithmetic of one core could do. */
static void bench_limit(void)
{
    enum { RUNS = 400 };
    const bench_job *job = &bench_jobs[1];
    glass_cell cell;
    glass_protocol protocol;
    glass_run_options options;
    double best = INFINITY;
    long attempts = 0;
    bench_need(glass_cell_open(job->cell, &cell, NULL));
    bench_protocol(job, &protocol);
    bench_options(job, &options);
    options.estimate = 0;
    for (int i = 0; i < RUNS; i++) {
        glass_summary summary = {0};
        const double begin = bench_clock(CLOCK_THREAD_CPUTIME_ID);
        bench_need(glass_run(&cell, &protocol, &options, NULL, &summary, NULL));
        const double seconds = bench_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
        attempts = summary.steps_taken + summary.steps_rejected;
        best = seconds < best ? seconds : best;
        glass_summary_clear(&summary);
    }
    printf("{\"job\": \"limit_1C\", \"seconds\": %.6g, \"flops\": %.4g, "
           "\"setting\": \"default, no companion, no recording; %ld attempts\"}\n",
           best, (double)attempts * bench_operations(), attempts);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
}

static int bench_wants(int argc, char **argv, int first, const char *name)
{
    for (int i = first; i < argc; i++)
        if (!strcmp(argv[i], name)) return 1;
    return first >= argc;
}

int main(int argc, char **argv)
{
    int first = 1;
    for (; first + 1 < argc && !strncmp(argv[first], "--", 2); first += 2) {
        if (!strcmp(argv[first], "--data")) bench_data = argv[first + 1];
        if (!strcmp(argv[first], "--estimate")) bench_estimate = atoi(argv[first + 1]);
        if (!strcmp(argv[first], "--profiles")) bench_profiles = argv[first + 1];
    }
    for (const bench_job *job = bench_jobs; job->name; job++)
        if (bench_wants(argc, argv, first, job->name)) bench_run(job);
    if (bench_wants(argc, argv, first, "limit_1C")) bench_limit();
    if (bench_wants(argc, argv, first, "cycles_2200")) bench_cycles();
    if (bench_wants(argc, argv, first, "batch")) bench_batch();
    if (bench_wants(argc, argv, first, "shell")) {
        char program[1000]; /* beside bench/bench_engine */
        const char *slash = strrchr(argv[0], '/');
        snprintf(program, sizeof program, "%.*s/../glasscell",
                 slash ? (int)(slash - argv[0]) : 1, slash ? argv[0] : ".");
        bench_shell(program);
    }
    return 0;
}
