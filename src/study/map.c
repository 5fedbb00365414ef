/* The wiring map of a segmented electrode; docs/theory/map.md.
 *
 * With s the rate of storing, u and v the solutions of voxel/storage.h for ions and
 * electrons, and w a phase's capacity by that of the first storing phase:
 *
 *     drops          s u, s v;      s = F c_max / tau of that phase                  (2)
 *     starvation     t = C (u + v) / w                                               (3)
 *     filled         1 - t/tau at the cut-off; usable share its mean                 (4)
 *     lengths        l = sqrt(2 sigma u), of means L = sqrt(3 sigma <u>)             (5)
 */
#include "glasscell/map.h"

#include <math.h>
#include <string.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"
#include "study/map_job.h"
#include "voxel/coarser.h"
#include "voxel/storage.h"

#define MAP_SIDES "first last"
#define MAP_NUMBER(member, symbol, unit, standard, low, high, about)                       \
    {                                                                                      \
#member, symbol, unit, GLASS_KIND_NUMBER, standard, low, high, about, NULL,        \
            offsetof(glass_map_options, member), 0, NULL                                   \
    }
#define MAP_SIDE(member, standard, about)                                                  \
    {                                                                                      \
#member, NULL, "1", GLASS_KIND_CHOICE, standard, 0, 1, about, NULL,                \
            offsetof(glass_map_options, member), 0, MAP_SIDES                              \
    }

const glass_row glass_map_rows[] = {
    MAP_NUMBER(time, "tau", "s", 3600, 1e-6, 1e12,
               "in which the electrode is to be filled, 1/C-rate; 1 h when not said"),
    MAP_NUMBER(filled, "x", "1", 0.9, 1e-6, 0.999999,
               "a voxel that is filled so far at the cut-off is served; 0.9 when not said"),
    {"axis", NULL, "1", GLASS_KIND_COUNT, 0, 0, 2,
     "from separator to collector; 0, the page of a TIFF, when not said", NULL,
     offsetof(glass_map_options, axis), 0, NULL},
    MAP_SIDE(
        ions, 0,
        "face of that axis at the separator, where ions come from; first when not said"),
    MAP_SIDE(electrons, 1,
             "face at the collector, where electrons come from; last when not said"),
    {"perfect", NULL, "1", GLASS_KIND_FLAG, 0, 0, 1,
     "let I and E conduct without loss: what the particles alone cost", NULL,
     offsetof(glass_map_options, perfect), 0, NULL},
    MAP_NUMBER(tolerance, NULL, "1", 1e-6, 1e-12, 0.1,
               "how far the mean drops may lie from the farther ends of their certified "
               "intervals; 1e-6 when not said"),
    GLASS_ROW_INT(glass_map_options, threads, 0, 0, 4096, "threads; 0: all cores"),
    GLASS_ROW_END,
};

size_t map_voxels(const glass_volume *v)
{
    return v->n[0] * v->n[1] * v->n[2];
}

static int map_stores(const map_job *job, int phase)
{
    return job->phases->at[phase].roles & GLASS_ROLE_M;
}

static double map_known(double sigma)
{
    return sigma > 0 ? sigma : 0;
}

/* A label of the phase, for examples. */
static long map_label(const map_job *job, int phase)
{
    for (int c = 0; c < job->volume->n_labels; c++)
        if (job->phases->of[c] == phase) return job->volume->label[c];
    return 0;
}

/* What each phase must say for what it does. */
static glass_status map_check(const map_job *job)
{
    int n_storing = 0;
    for (int axis = 0; axis < 3; axis++)
        if (!isfinite(job->volume->voxel[axis]))
            return glass_fail(GLASS_E_INPUT,
                              "nobody has said how large a voxel is: a map needs its edge");
    for (int p = 0; p < job->phases->count; p++) {
        const glass_phase *phase = &job->phases->at[p];
        const glass_map_phase *wire = &job->wires[p];
        if (!phase->roles)
            return glass_fail(
                GLASS_E_INPUT,
                "phase %s has no role: I conducts ions, E electrons, M stores, V "
                "neither; say it behind its name, as in --phases %s=%ld:M,...",
                phase->name, phase->name, map_label(job, p));
        if (wire->sigma_ion.value < 0 || wire->sigma_eon.value < 0)
            return glass_fail(GLASS_E_INPUT, "phase %s: a conductivity cannot be negative",
                              phase->name);
        if (!map_stores(job, p)) continue;
        n_storing += phase->count > 0;
        if (!(wire->C.value > 0) || !(wire->c_max > 0))
            return glass_fail(GLASS_E_INPUT,
                              "phase %s stores, but nothing says how much: name its "
                              "material, as in --material "
                              "%s=NMC811, or set C and c_max",
                              phase->name, phase->name);
    }
    if (!n_storing)
        return glass_fail(GLASS_E_INPUT,
                          "no phase of this image stores: give one that is there the role "
                          "M, as in NMC=%ld:M",
                          job->volume->label[job->volume->n_labels - 1]);
    return glass_phases_check_all(job->phases, job->volume);
}

/* Conductivities by code; `perfect` I or E leaves the matrix and becomes a contact. */
static void map_tables(map_job *job)
{
    double c_ref = NAN;
    for (int p = 0; p < job->phases->count; p++)
        if (isnan(c_ref) && map_stores(job, p)) c_ref = job->wires[p].c_max;
    for (int c = 0; c < job->volume->n_labels; c++) {
        int p = job->phases->of[c], roles = job->phases->at[p].roles;
        const glass_map_phase *wire = &job->wires[p];
        job->sigma[0][c] = map_known(wire->sigma_ion.value);
        job->sigma[1][c] = map_known(wire->sigma_eon.value);
        job->weight[c] = roles & GLASS_ROLE_M ? wire->c_max / c_ref : 0;
        for (int k = 0; k < 2 && job->options.perfect; k++) {
            int role = k ? GLASS_ROLE_E : GLASS_ROLE_I;
            if (!(roles & role) || roles & GLASS_ROLE_M) continue;
            job->perfect[k][c] = 1;
            job->sigma[k][c] = 0;
        }
    }
    job->c_ref = c_ref;
}

static void map_storage(const map_job *job, int carrier, storage_job *out)
{
    *out = (storage_job){
        .volume = job->options.perfect ? &job->marked[carrier] : job->volume,
        .sigma = job->sigma[carrier],
        .weight = job->weight,
        .active = job->alive,
        .perfect = job->options.perfect ? job->perfect[carrier] : NULL,
        .axis = job->options.axis,
        .side = carrier ? job->options.electrons : job->options.ions,
        .tolerance = job->options.tolerance,
        .cancelled = job->options.cancelled,
        .context = job->options.context,
        .team = job->team,
    };
}

/* Perfect wires are contacts where they are joined to theirs: the others get a code of
 * their own, which insulates. */
static glass_status map_mark(map_job *job, int carrier)
{
    const glass_volume *v = job->volume;
    size_t n = map_voxels(v);
    double sigma[GLASS_LABELS] = {0};
    storage_job wanted = {.volume = v, .sigma = sigma, .team = job->team, .tolerance = 1};
    wanted.axis = job->options.axis;
    wanted.side = carrier ? job->options.electrons : job->options.ions;
    if (v->n_labels == GLASS_LABELS)
        return glass_fail(GLASS_E_INPUT,
                          "perfect wires need a label of their own, and all %d "
                          "are taken",
                          GLASS_LABELS);
    for (int c = 0; c < v->n_labels; c++) sigma[c] = job->perfect[carrier][c];
    unsigned char *reached = glass_alloc(n);
    if (!reached) return glass_fail_memory();
    glass_status status = storage_reached(&wanted, reached);
    for (size_t at = 0; !status && at < n; at++) {
        int code = v->codes[at];
        reached[at] =
            (unsigned char)(job->perfect[carrier][code] && !reached[at] ? v->n_labels
                                                                        : code);
    }
    job->marked[carrier] = *v;
    job->marked[carrier].n_labels++;
    job->marked[carrier].codes = reached;
    return status;
}

/* Which storing voxels both carriers reach; counts those that are cut off. */
static glass_status map_alive(map_job *job)
{
    size_t n = map_voxels(job->volume);
    unsigned char *eon = glass_alloc(n);
    job->alive = glass_alloc(n);
    if (!job->alive || !eon) {
        glass_free(eon);
        return glass_fail_memory();
    }
    storage_job ions, electrons;
    map_storage(job, 0, &ions), map_storage(job, 1, &electrons);
    ions.active = electrons.active = NULL;
    glass_status status = storage_reached(&ions, job->alive);
    if (!status) status = storage_reached(&electrons, eon);
    for (size_t at = 0; !status && at < n; at++) {
        int code = job->volume->codes[at], p = job->phases->of[code];
        if (!(job->weight[code] > 0)) {
            job->alive[at] = 0;
            continue;
        }
        job->count[p]++;
        job->cut[p][(job->alive[at] ? 0 : 1) | (eon[at] ? 0 : 2)]++;
        job->alive[at] = job->alive[at] && eon[at];
    }
    glass_free(eon);
    return status;
}

static glass_status map_carrier(map_job *job, int carrier)
{
    float **u = carrier ? &job->map->drop_eon : &job->map->drop_ion;
    storage_job wanted;
    map_storage(job, carrier, &wanted);
    *u = glass_alloc(map_voxels(job->volume) * sizeof **u);
    if (!*u) return glass_fail_memory();
    glass_status status = storage_solve(&wanted, *u, &job->found[carrier]);
    job->map->iterations[carrier] = job->found[carrier].iterations;
    if (job->found[carrier].bytes > job->bytes) job->bytes = job->found[carrier].bytes;
    if (status == GLASS_E_MEMORY) return status;
    if (status) return glass_fail_in(status, "%s", carrier ? "the electrons" : "the ions");
    if (job->options.progress)
        job->options.progress(job->options.context, carrier ? 0.9 : 0.45);
    return status;
}

static glass_status map_heat(map_job *job)
{
    size_t n = (size_t)job->phases->count;
    job->map->n_phases = job->phases->count;
    job->map->heat_ion = glass_zero(n, sizeof *job->map->heat_ion);
    job->map->heat_eon = glass_zero(n, sizeof *job->map->heat_eon);
    if (!job->map->heat_ion || !job->map->heat_eon) return glass_fail_memory();
    for (int k = 0; k < 2; k++)
        for (int c = 0; c < job->volume->n_labels; c++) {
            double share = job->found[k].heat[c] / job->found[k].mean;
            double *to = k ? job->map->heat_eon : job->map->heat_ion;
            if (isfinite(share)) to[job->phases->of[c]] += share;
        }
    return GLASS_OK;
}

/* The same map of voxels twice as large: what changes is what the voxels hide. Where as many
 * of eight are wire as are not, the wire stays, for its paths to last. */
static glass_status map_coarser(const map_job *job, glass_map *out)
{
    glass_volume coarse = {0};
    double rank[GLASS_LABELS];
    for (int c = 0; c < job->volume->n_labels; c++) {
        const glass_map_phase *wire = &job->wires[job->phases->of[c]];
        rank[c] = fmax(map_known(wire->sigma_ion.value), map_known(wire->sigma_eon.value));
    }
    glass_map_options options = job->options;
    for (int axis = 0; axis < 3; axis++)
        if (job->volume->n[axis] < 4) return GLASS_OK;
    glass_status status = coarser_volume(job->volume, rank, &coarse);
    if (status) return status;
    options.skip_voxel_error = 1;
    options.tolerance = fmax(options.tolerance, 1e-4);
    options.progress = NULL;
    status = glass_map_solve(&coarse, job->phases, job->wires, &options, out, NULL);
    glass_volume_clear(&coarse);
    return status;
}

static glass_status map_work(map_job *job, glass_notes *notes)
{
    glass_map coarse = {0};
    glass_status status = GLASS_OK;
    for (int k = 0; k < 2 && !status && job->options.perfect; k++)
        status = map_mark(job, k);
    if (!status) status = map_alive(job);
    for (int k = 0; k < 2 && !status; k++) status = map_carrier(job, k);
    if (!status) status = map_heat(job);
    if (!status) status = map_answers(job);
    if (!status && !job->options.skip_voxel_error) {
        status = map_coarser(job, &coarse);
        if (!status) map_voxel_errors(job->map, &coarse);
    }
    if (!status) map_notes(job, notes);
    glass_map_clear(&coarse);
    return status;
}

glass_status glass_map_solve(const glass_volume *volume, const glass_phases *phases,
                             const glass_map_phase *wires, const glass_map_options *options,
                             glass_map *out, glass_notes *notes)
{
    glass_map map = {0};
    double began = glass_clock_wall();
    map_job *job = glass_zero(1, sizeof *job);
    if (!job) return glass_fail_memory();
    job->volume = volume, job->phases = phases, job->wires = wires;
    job->options = *options;
    job->map = &map;
    glass_status status = map_check(job);
    if (!status) status = glass_team_new(options->threads, &job->team);
    if (!status) {
        map_tables(job);
        status = map_work(job, notes);
    }
    map.bytes_per_voxel = (double)job->bytes / (double)map_voxels(volume) + 18;
    glass_team_free(job->team);
    glass_free(job->alive);
    for (int k = 0; k < 2; k++) glass_free(job->marked[k].codes);
    glass_free(job);
    map.seconds = glass_clock_wall() - began;
    if (status)
        glass_map_clear(&map);
    else
        *out = map;
    return status;
}

void glass_map_clear(glass_map *map)
{
    if (!map) return;
    glass_free(map->storing), glass_free(map->heat_ion), glass_free(map->heat_eon);
    glass_free(map->drop_ion), glass_free(map->drop_eon);
    glass_free(map->time_ion), glass_free(map->time_eon), glass_free(map->state);
    *map = (glass_map){0};
}
