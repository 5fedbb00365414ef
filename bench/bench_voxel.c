/* The electrode view's jobs by glasscell's library: one JSON line per job on standard output.
 *
 *     bench_voxel [--tf500 FILE] [JOB...]        (default: every job; bench/README.md)
 *
 * `seconds` is CPU time from labels in memory to certified bounds (jobs on two cores: wall
 * clock); `error` is the true one, against values known to 1e-9 (tests/verify). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/memory.h"
#include "glasscell/map.h"
#include "glasscell/transport.h"
#include "glasscell/version.h"
#include "numerics/grid_bound.h"

#define VOXEL_NMC       "tests/data/volumes/nmc_128.tif"
#define VOXEL_ELECTRODE "share/volumes/electrode.tiff"

static char **voxel_names;
static int voxel_count;
static const char *voxel_tf500;

static int voxel_wants(const char *job)
{
    for (int k = 0; k < voxel_count; k++)
        if (strcmp(voxel_names[k], job) == 0) return 1;
    return voxel_count == 0;
}

static void voxel_must(glass_status status)
{
    if (!status) return;
    fprintf(stderr, "bench_voxel: %s\n", glass_words());
    exit(1);
}

static void voxel_open(const char *path, const char *crop, glass_volume *out)
{
    const glass_volume_hints hints = {.crop = crop, .voxel = "390.625 nm"};
    *out = (glass_volume){0};
    voxel_must(glass_volume_open(path, &hints, out, NULL));
}

static void voxel_tell(const char *job, double seconds, const char *more, const char *words)
{
    printf("{\"job\": \"%s\", \"program\": \"glasscell %s\", \"seconds\": %.6g%s, "
           "\"setting\": \"%s\"}\n",
           job, glass_version(), seconds, more, words);
    fflush(stdout);
}

static double voxel_seconds(int threads)
{
    return threads == 1 ? glass_clock_process() : glass_clock_wall();
}

/* One phase along an axis; `began` where the clock started. */
static void voxel_solve(const char *job, const glass_volume *v, long label, int axis,
                        int threads, double truth, double began, const char *words)
{
    double sigma[GLASS_LABELS] = {0};
    const glass_transport_options options = {.threads = threads, .skip_voxel_error = 1};
    glass_transport t;
    char more[512];
    sigma[glass_volume_code(v, label)] = 1;
    voxel_must(glass_transport_solve(v, sigma, axis, &options, &t));
    double seconds = voxel_seconds(threads) - began, error = fabs(t.tortuosity / truth - 1);
    snprintf(more, sizeof more,
             ", \"value\": %.12g, \"error\": %.3g, \"width\": %.3g, \"iterations\": %d, "
             "\"bytes_per_voxel\": %.4g",
             t.tortuosity, error, (t.upper - t.lower) / t.tortuosity, t.iterations,
             t.bytes_per_voxel);
    voxel_tell(job, seconds, more, words);
}

static void voxel_times(void)
{
    glass_volume v;
    if (voxel_wants("voxel_128")) {
        voxel_open(VOXEL_NMC, NULL, &v);
        voxel_solve("voxel_128", &v, 0, 0, 1, 1.620387825, glass_clock_process(), "1e-6");
        glass_volume_clear(&v);
    }
    if (voxel_wants("voxel_256")) {
        voxel_open(VOXEL_ELECTRODE, NULL, &v);
        voxel_solve("voxel_256", &v, 0, 0, 1, 2.077241909, glass_clock_process(), "1e-6");
        glass_volume_clear(&v);
    }
    if (voxel_wants("voxel_500") && voxel_tf500) {
        double began = glass_clock_wall();
        voxel_open(voxel_tf500, NULL, &v);
        voxel_solve("voxel_500", &v, 255, 0, 2, 4.243085946, began,
                    "1e-6, from the file, two threads, wall clock");
        glass_volume_clear(&v);
    }
}

/* ---- counts, which do not depend on the machine ---- */

/* A volume mirrored in every axis: the same tortuosity, eight times the voxels. */
static void voxel_mirrored(const glass_volume *v, glass_volume *out)
{
    const size_t *n = v->n;
    size_t m[3] = {2 * n[0], 2 * n[1], 2 * n[2]}, index = 0;
    *out = *v;
    out->name = NULL;
    out->codes = glass_alloc(m[0] * m[1] * m[2]);
    if (!out->codes) voxel_must(glass_fail_memory());
    for (size_t i = 0; i < m[0]; i++)
        for (size_t j = 0; j < m[1]; j++)
            for (size_t k = 0; k < m[2]; k++) {
                size_t a = i < n[0] ? i : m[0] - 1 - i, b = j < n[1] ? j : m[1] - 1 - j;
                size_t c = k < n[2] ? k : m[2] - 1 - k;
                out->codes[index++] = v->codes[(a * n[1] + b) * n[2] + c];
            }
    for (int a = 0; a < 3; a++) out->n[a] = m[a];
    for (int c = 0; c < v->n_labels; c++) out->count[c] *= 8;
}

static void voxel_growth(void)
{
    static const char *const crops[] = {"0:64,0:64,0:64", "0:128,0:128,0:128", NULL, NULL};
    glass_volume v, big;
    for (int k = 0; k < 4; k++) {
        char job[32];
        double sigma[GLASS_LABELS] = {0};
        glass_transport t;
        const glass_transport_options options = {.skip_voxel_error = 1, .tolerance = 1e-8};
        snprintf(job, sizeof job, "growth_%d", 64 << k);
        if (!voxel_wants(job)) continue;
        voxel_open(VOXEL_ELECTRODE, crops[k], &v);
        if (k == 3) {
            voxel_mirrored(&v, &big);
            glass_volume_clear(&v);
            v = big;
        }
        sigma[0] = 1;
        voxel_must(glass_transport_solve(&v, sigma, 0, &options, &t));
        char more[256];
        snprintf(more, sizeof more,
                 ", \"iterations\": %d, \"width\": %.3g, \"bytes_per_voxel\": %.4g, "
                 "\"value\": %.12g",
                 t.iterations, (t.upper - t.lower) / t.tortuosity, t.bytes_per_voxel,
                 t.tortuosity);
        voxel_tell(job, t.seconds, more, "to 1e-8; wall clock");
        glass_volume_clear(&v);
    }
}

static void voxel_contrast(void)
{
    static const double s[][2] = {{1, 1e2}, {1, 1e4}, {1, 1e6}, {1e6, 1}};
    glass_volume v;
    voxel_open(VOXEL_NMC, NULL, &v);
    for (int k = 0; k < 4; k++) {
        char job[32], more[256];
        double sigma[GLASS_LABELS] = {s[k][0], s[k][1]};
        const glass_transport_options options = {.skip_voxel_error = 1};
        glass_transport t;
        snprintf(job, sizeof job, "contrast_%d", k);
        if (!voxel_wants(job)) continue;
        voxel_must(glass_transport_solve(&v, sigma, 0, &options, &t));
        snprintf(more, sizeof more,
                 ", \"iterations\": %d, \"width\": %.3g, \"bytes_per_voxel\": %.4g",
                 t.iterations, (t.effective_upper - t.effective_lower) / t.effective,
                 t.bytes_per_voxel);
        voxel_tell(job, t.seconds, more, "nmc_128, 1e-6; wall clock");
    }
    glass_volume_clear(&v);
}

/* What the certificate costs, and how wide it is beside the potential's true error. */
static void voxel_certificate(void)
{
    glass_volume v;
    double sigma[GLASS_LABELS] = {1};
    glass_team *team;
    grid *g;
    grid_report r;
    grid_bound bound;
    if (!voxel_wants("certificate")) return;
    voxel_open(VOXEL_ELECTRODE, NULL, &v);
    voxel_must(glass_team_new(1, &team));
    grid_problem p = {.n = {256, 256, 256},
                      .voxel = {1, 1, 1},
                      .codes = v.codes,
                      .sigma = sigma,
                      .contact = {1, 1},
                      .drop = 1,
                      .must_touch = 3,
                      .tolerance = 1e-12,
                      .iterations = 6,
                      .team = team};
    voxel_must(grid_new(&p, &g));
    double began = glass_clock_process();
    voxel_must(grid_solve(g, &r));
    double all = glass_clock_process() - began;
    began = glass_clock_process();
    voxel_must(grid_bound_find(g, &bound));
    double once = glass_clock_process() - began, iteration = (all - once) / r.iterations;
    double truth = (double)v.count[0] / 16777216 / 2.077241909 * 256; /* conductance */
    double error = r.upper / truth - 1; /* of the potential, which is the upper end */
    char more[256];
    snprintf(more, sizeof more,
             ", \"iterations\": %.3g, \"width\": %.3g, \"error\": %.3g, \"ratio\": %.3g",
             once / iteration, (r.upper - r.lower) / truth, error,
             (r.upper - r.lower) / truth / error);
    voxel_tell("certificate", once, more, "after 6 iterations, 256^3, one core");
    snprintf(more, sizeof more, ", \"bytes_per_voxel\": %.4g, \"lanes\": %.4g",
             (double)r.bytes / 16777216, 8.0 * g->blocks / 16777216);
    voxel_tell("iteration_256", iteration, more, "256^3, one core");
    grid_free(g);
    glass_team_free(team);
    glass_volume_clear(&v);
}

static void voxel_map(void)
{
    glass_volume v;
    glass_phases phases = {0};
    glass_map_phase wires[3] = {
        {{1, 1, 1}, {0, 0, 0}, {0, 0, 0}, 0, "", 0},
        {{1e-4, 1e-4, 1e-4}, {1e-2, 1e-2, 1e-2}, {1e9, 1e9, 1e9}, 5e4, "", 0},
        {{0, 0, 0}, {100, 100, 100}, {0, 0, 0}, 0, "", 0}};
    glass_map_options options;
    glass_map map = {0};
    if (!voxel_wants("map_256")) return;
    voxel_open(VOXEL_ELECTRODE, NULL, &v);
    voxel_must(glass_phases_read("pore=0:I,NMC=85:M,CBD=170:E", &v, &phases, NULL));
    glass_rows_defaults(glass_map_rows, &options);
    options.threads = 2, options.skip_voxel_error = 1;
    voxel_must(glass_map_solve(&v, &phases, wires, &options, &map, NULL));
    char more[128];
    snprintf(more, sizeof more, ", \"iterations\": %d, \"bytes_per_voxel\": %.4g",
             map.iterations[0] + map.iterations[1], map.bytes_per_voxel);
    voxel_tell("map_256", map.seconds, more, "two solves to 1e-6, two threads, wall clock");
    glass_map_clear(&map);
    glass_phases_clear(&phases);
    glass_volume_clear(&v);
}

/* Bytes a second of a = b + 3 c on arrays that no cache holds, written bytes counted once. */
static void voxel_bandwidth(void)
{
    size_t n = (size_t)1 << 25;
    float *a = glass_large(3 * n * sizeof *a), *b = a + n, *c = b + n;
    double best = 1e9;
    if (!voxel_wants("bandwidth") || !a) return;
    for (size_t k = 0; k < 3 * n; k++) a[k] = (float)(k & 7);
    for (int round = 0; round < 5; round++) {
        double began = glass_clock_process();
        for (size_t k = 0; k < n; k++) a[k] = b[k] + 3 * c[k];
        best = fmin(best, glass_clock_process() - began);
    }
    char more[128];
    snprintf(more, sizeof more, ", \"bytes_per_second\": %.4g, \"check\": %g",
             12.0 * (double)n / best, (double)a[n / 2]);
    voxel_tell("bandwidth", best, more, "triad, one core");
    glass_free(a);
}

static void voxel_shell(void)
{
    double best = 1e9;
    if (!voxel_wants("calculator")) return;
    for (int k = 0; k < 20; k++) {
        double began = glass_clock_wall();
        if (system("build/glasscell wire LiFePO4 --time 1h >/dev/null")) return;
        best = fmin(best, glass_clock_wall() - began);
    }
    voxel_tell("calculator", best, "", "from the shell, wall clock, fastest of 20");
}

int main(int argc, char **argv)
{
    voxel_names = argv + 1, voxel_count = argc - 1;
    if (argc > 2 && strcmp(argv[1], "--tf500") == 0) {
        voxel_tf500 = argv[2];
        voxel_names += 2, voxel_count -= 2;
    }
    voxel_times();
    voxel_certificate();
    voxel_contrast();
    voxel_map();
    voxel_growth();
    voxel_shell();
    voxel_bandwidth();
    return 0;
}
