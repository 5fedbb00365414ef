/* What two fields of drops come to: shares, lengths, quantiles, ranges. */
#include <math.h>
#include <string.h>
#include "base/fail.h"
#include "base/memory.h"
#include "glasscell/wiring.h"
#include "study/map_job.h"
#include "study/quantile.h"

/* One storing phase while its voxels are visited. */
typedef struct answer_sum {
    double u, v, within; /* sums over the voxels that are joined */
    size_t ions, electrons, both, ion_side, alive;
} answer_sum;

static glass_map_number answer_number(double value)
{
    return (glass_map_number){value, NAN, NAN, NAN, NAN, NAN};
}

/* Which carrier lets a voxel starve, when more than `most` [s] is too long. */
static int answer_state(double t_ion, double t_eon, double most)
{
    if (t_ion > most && t_eon > most) return GLASS_MAP_BOTH;
    if (t_ion + t_eon <= most) return GLASS_MAP_SERVED;
    return t_ion >= t_eon ? GLASS_MAP_IONS : GLASS_MAP_ELECTRONS;
}

static void answer_voxel(map_job *job, size_t at, answer_sum *sums)
{
    glass_map *map = job->map;
    int code = job->volume->codes[at], p = job->phases->of[code];
    const glass_map_phase *wire = &job->wires[p];
    map->time_ion[at] = map->time_eon[at] = NAN;
    map->state[at] = GLASS_MAP_OUTSIDE;
    if (!(job->weight[code] > 0)) return;
    map->state[at] = GLASS_MAP_CUT;
    if (!job->alive[at]) return;
    double u = map->drop_ion[at], v = map->drop_eon[at];
    double scale = wire->C.value / job->weight[code]; /* (3) */
    double t_ion = scale * u, t_eon = scale * v, tau = job->options.time;
    answer_sum *sum = &sums[p];
    map->time_ion[at] = (float)t_ion, map->time_eon[at] = (float)t_eon;
    map->state[at] =
        (unsigned char)answer_state(t_ion, t_eon, (1 - job->options.filled) * tau);
    sum->alive++;
    sum->u += u, sum->v += v;
    sum->ion_side += t_ion > t_eon;
    sum->within += t_ion + t_eon < tau;
    sum->ions += map->state[at] == GLASS_MAP_IONS;
    sum->electrons += map->state[at] == GLASS_MAP_ELECTRONS;
    sum->both += map->state[at] == GLASS_MAP_BOTH;
}

/* Mean of a carrier's u over a phase, with what is certain about it: the whole, where one
 * phase stores alone. */
static glass_map_number answer_mean(const map_job *job, int carrier, double sum,
                                    const answer_sum *of, int is_alone)
{
    glass_map_number mean = answer_number(of->alive ? sum / (double)of->alive : NAN);
    if (!is_alone) return mean;
    mean.value = job->found[carrier].mean;
    mean.lower = job->found[carrier].lower, mean.upper = job->found[carrier].upper;
    return mean;
}

/* Ends of a mean drop when the storing phase conducts f times as well: by the flow at hand
 * not more than E_rest + E_M/f (Thomson), by its potential not less than E^2/(E_rest + f E_M)
 * (Dirichlet). */
static void answer_range(const map_job *job, int carrier, const glass_range *sigma,
                         glass_map_number *mean)
{
    double inside = 0, all = job->found[carrier].mean;
    for (int c = 0; c < job->volume->n_labels; c++)
        if (job->weight[c] > 0) inside += job->found[carrier].heat[c];
    double rest = fmax(0, all - inside);
    mean->low = mean->high = mean->value;
    if (!(sigma->value > 0)) return;
    if (sigma->high > sigma->value)
        mean->low =
            all * all / (rest + sigma->high / sigma->value * inside) * (mean->value / all);
    if (sigma->low > 0 && sigma->low < sigma->value)
        mean->high = (rest + inside * sigma->value / sigma->low) * (mean->value / all);
}

static glass_map_number answer_scaled(glass_map_number n, double by)
{
    return (glass_map_number){n.value * by,  n.lower * by, n.upper * by,
                              n.voxel_error, n.low * by,   n.high * by};
}

static glass_map_number answer_added(glass_map_number a, glass_map_number b)
{
    return (glass_map_number){a.value + b.value, a.lower + b.lower, a.upper + b.upper, NAN,
                              a.low + b.low,     a.high + b.high};
}

/* sqrt(n): a length from its square. */
static glass_map_number answer_root(glass_map_number n)
{
    return (glass_map_number){sqrt(n.value), sqrt(n.lower), sqrt(n.upper),
                              NAN,           sqrt(n.low),   sqrt(n.high)};
}

static double answer_joined(const answer_sum *sum, size_t all)
{
    return all ? (double)sum->alive / (double)all : 0;
}

/* What is filled when a share `late` of the time is lost; nothing, beyond the linear range. */
static double answer_filled(double joined, double late)
{
    return late > 1 || joined == 0 ? 0 : joined * (1 - late);
}

static void answer_lengths(const map_job *job, int p, glass_map_number u,
                           glass_map_number v, glass_map_storing *out)
{
    const glass_map_phase *wire = &job->wires[p];
    double si = wire->sigma_ion.value, se = wire->sigma_eon.value;
    double s = glass_wiring_sigma(si, se), D = s / wire->C.value, t_ion = si / (si + se);
    double alpha =
        glass_wiring_alpha(GLASS_PLATE, GLASS_FILL_CURRENT, 1 - job->options.filled);
    u.low = u.high = v.low = v.high = NAN;              /* sigma changes as well */
    out->L_ion = answer_root(answer_scaled(u, 3 * si)); /* (5) */
    out->L_eon = answer_root(answer_scaled(v, 3 * se));
    out->L_eff = answer_root(answer_scaled(answer_added(u, v), 3 * s));
    out->L_star = sqrt(alpha * D * job->options.time);
    out->L_ion_star = out->L_star / sqrt(1 - t_ion);
    out->L_eon_star = out->L_star / sqrt(t_ion);
}

/* Everything about phase p but its quantiles. */
static void answer_phase(const map_job *job, int p, const answer_sum *sum, int is_alone,
                         glass_map_storing *out)
{
    const glass_map_phase *wire = &job->wires[p];
    double all = (double)job->count[p], tau = job->options.time;
    double w = wire->c_max / job->c_ref, s = MAP_FARADAY * job->c_ref / tau; /* (2) */
    glass_map_number u = answer_mean(job, 0, sum->u, sum, is_alone);
    glass_map_number v = answer_mean(job, 1, sum->v, sum, is_alone);
    answer_range(job, 0, &wire->sigma_ion, &u);
    answer_range(job, 1, &wire->sigma_eon, &v);
    out->phase = p;
    out->voxels = job->count[p];
    out->by_ions = answer_number((double)sum->ions / all);
    out->by_electrons = answer_number((double)sum->electrons / all);
    out->by_both = answer_number((double)sum->both / all);
    out->ion_side =
        answer_number(sum->alive ? (double)sum->ion_side / (double)sum->alive : NAN);
    out->within = answer_number((double)sum->within / all);
    out->cut_ions = (double)job->cut[p][1] / all;
    out->cut_electrons = (double)job->cut[p][2] / all;
    out->cut_both = (double)job->cut[p][3] / all;
    out->drop_ion = answer_scaled(u, s);
    out->drop_eon = answer_scaled(v, s);
    out->time = answer_scaled(answer_added(u, v), wire->C.value / w);
    double joined = answer_joined(sum, job->count[p]);
    const glass_map_number *t = &out->time;
    out->usable = (glass_map_number){
        answer_filled(joined, t->value / tau), /* (4) */
        answer_filled(joined, t->upper / tau), answer_filled(joined, t->lower / tau), NAN,
        answer_filled(joined, t->high / tau),  answer_filled(joined, t->low / tau)};
    answer_lengths(job, p, u, v, out);
}

/* Quantiles of a field over the joined voxels of a phase, and its mean. */
static glass_status answer_quantiles(const map_job *job, int p, const float *field,
                                     double mean, glass_map_quantiles *out)
{
    static const double at[] = {0.05, 0.25, 0.5, 0.75, 0.95, 1};
    size_t n = map_voxels(job->volume), count = 0;
    float *values = glass_alloc((job->count[p] + 1) * sizeof *values);
    if (!values) return glass_fail_memory();
    for (size_t k = 0; k < n; k++)
        if (job->alive[k] && job->phases->of[job->volume->codes[k]] == p)
            values[count++] = field[k];
    glass_status status = quantiles(values, count, at, 6, out->value);
    out->value[6] = mean;
    for (int k = 0; k < GLASS_MAP_QUANTILES; k++) out->voxel_error[k] = NAN;
    glass_free(values);
    return status;
}

static void answer_sums(map_job *job, answer_sum *sums)
{
    size_t n = map_voxels(job->volume);
    for (size_t at = 0; at < n; at++) answer_voxel(job, at, sums);
}

/* u and v as volts, at the rate of the wanted time. */
static void answer_volts(map_job *job)
{
    size_t n = map_voxels(job->volume);
    float s = (float)(MAP_FARADAY * job->c_ref / job->options.time);
    for (size_t at = 0; at < n; at++) {
        job->map->drop_ion[at] *= s;
        job->map->drop_eon[at] *= s;
    }
}

static glass_status answer_spread(map_job *job, int p, glass_map_storing *out)
{
    glass_map *map = job->map;
    size_t n = map_voxels(job->volume);
    double s = MAP_FARADAY * job->c_ref / job->options.time;
    double si = job->wires[p].sigma_ion.value, se = job->wires[p].sigma_eon.value;
    glass_status status =
        answer_quantiles(job, p, map->drop_ion, out->drop_ion.value, &out->drop_ion_spread);
    if (!status)
        status = answer_quantiles(job, p, map->drop_eon, out->drop_eon.value,
                                  &out->drop_eon_spread);
    out->l_ion_spread = out->drop_ion_spread, out->l_eon_spread = out->drop_eon_spread;
    for (int k = 0; k < GLASS_MAP_QUANTILES && !status; k++) {
        out->l_ion_spread.value[k] =
            sqrt(2 * si * out->drop_ion_spread.value[k] / s); /* (5) */
        out->l_eon_spread.value[k] = sqrt(2 * se * out->drop_eon_spread.value[k] / s);
    }
    float *sum = status ? NULL : glass_alloc(n * sizeof *sum);
    if (!sum) return status ? status : glass_fail_memory();
    for (size_t k = 0; k < n; k++) sum[k] = map->time_ion[k] + map->time_eon[k];
    status = answer_quantiles(job, p, sum, out->time.value, &out->time_spread);
    glass_free(sum);
    return status;
}

glass_status map_answers(map_job *job)
{
    glass_map *map = job->map;
    size_t n = map_voxels(job->volume);
    answer_sum *sums = glass_zero(GLASS_LABELS, sizeof *sums);
    map->time_ion = glass_alloc(n * sizeof *map->time_ion);
    map->time_eon = glass_alloc(n * sizeof *map->time_eon);
    map->state = glass_alloc(n);
    map->storing = glass_zero((size_t)job->phases->count, sizeof *map->storing);
    glass_status status = GLASS_OK;
    if (!sums || !map->time_ion || !map->time_eon || !map->state || !map->storing)
        status = glass_fail_memory();
    if (!status) {
        answer_sums(job, sums);
        answer_volts(job);
    }
    int n_here = 0;
    for (int p = 0; p < job->phases->count; p++) n_here += job->count[p] > 0;
    for (int p = 0; p < job->phases->count && !status; p++) {
        if (!job->count[p]) continue;
        glass_map_storing *out = &map->storing[map->n_storing++];
        answer_phase(job, p, &sums[p], n_here == 1, out);
        status = answer_spread(job, p, out);
    }
    glass_free(sums);
    return status;
}

static void answer_hidden(glass_map_number *fine, const glass_map_number *coarse)
{
    fine->voxel_error = fabs(fine->value - coarse->value);
}

static void answer_hidden_all(glass_map_quantiles *fine, const glass_map_quantiles *coarse)
{
    for (int k = 0; k < GLASS_MAP_QUANTILES; k++)
        fine->voxel_error[k] = fabs(fine->value[k] - coarse->value[k]);
}

void map_voxel_errors(glass_map *map, const glass_map *coarse)
{
    for (int i = 0; i < map->n_storing; i++)
        for (int k = 0; k < coarse->n_storing; k++) {
            glass_map_storing *a = &map->storing[i];
            const glass_map_storing *b = &coarse->storing[k];
            if (a->phase != b->phase) continue;
            answer_hidden(&a->by_ions, &b->by_ions);
            answer_hidden(&a->by_electrons, &b->by_electrons);
            answer_hidden(&a->by_both, &b->by_both);
            answer_hidden(&a->ion_side, &b->ion_side);
            answer_hidden(&a->usable, &b->usable);
            answer_hidden(&a->within, &b->within);
            answer_hidden(&a->drop_ion, &b->drop_ion);
            answer_hidden(&a->drop_eon, &b->drop_eon);
            answer_hidden(&a->time, &b->time);
            answer_hidden(&a->L_ion, &b->L_ion);
            answer_hidden(&a->L_eon, &b->L_eon);
            answer_hidden(&a->L_eff, &b->L_eff);
            answer_hidden_all(&a->drop_ion_spread, &b->drop_ion_spread);
            answer_hidden_all(&a->drop_eon_spread, &b->drop_eon_spread);
            answer_hidden_all(&a->l_ion_spread, &b->l_ion_spread);
            answer_hidden_all(&a->l_eon_spread, &b->l_eon_spread);
            answer_hidden_all(&a->time_spread, &b->time_spread);
        }
}

void map_notes(const map_job *job, glass_notes *notes)
{
    for (int i = 0; i < job->map->n_storing; i++) {
        const glass_map_storing *s = &job->map->storing[i];
        const char *name = job->phases->at[s->phase].name;
        const glass_map_phase *wire = &job->wires[s->phase];
        double cut = s->cut_ions + s->cut_electrons + s->cut_both;
        if (!(wire->sigma_ion.value > 0) || !(wire->sigma_eon.value > 0))
            glass_note_add(notes, 0, name,
                           "it stores, but conducts no %s: name its material, or set %s",
                           wire->sigma_ion.value > 0 ? "electrons" : "ions",
                           wire->sigma_ion.value > 0 ? "sigma_eon" : "sigma_ion");
        if (cut > 0)
            glass_note_add(
                notes, 0, name,
                "%.3g %% of its voxels (%.0f) are joined to no contact of %s; they "
                "store nothing",
                100 * cut, cut * (double)s->voxels,
                s->cut_ions + s->cut_both == 0        ? "electrons"
                : s->cut_electrons + s->cut_both == 0 ? "ions"
                                                      : "ions or electrons");
        if (s->usable.value < 0.5 && cut < 1)
            glass_note_add(
                notes, 0, name,
                "less than half of it would be filled: below that the law of one "
                "rate everywhere no longer holds; read the share within reach");
    }
}
