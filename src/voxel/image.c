/* Measures all metrics and keeps their answers. */
#include "base/memory.h"
#include "voxel/metric.h"
#include "voxel/surface.h"

#include <math.h>
#include <string.h>

#define GLASS_METRIC(name) &glass_metric_##name,
static const glass_metric *const image_metrics[] = {
#include "voxel/list.h"
    NULL};
#undef GLASS_METRIC

const glass_image_metric *glass_image_metric_at(int index)
{
    int n = (int)(sizeof image_metrics / sizeof *image_metrics) - 1;
    return index >= 0 && index < n ? image_metrics[index]->face : NULL;
}

static size_t image_sets(glass_image_of of, size_t phases)
{
    return of == GLASS_IMAGE_OF_ALL     ? 1
           : of == GLASS_IMAGE_OF_PHASE ? phases
                                        : phases * (phases - 1) / 2;
}

/* Lists the answers of a metric; `values` holds its sets one behind the other. */
static void image_list(glass_image *image, const glass_image_metric *metric, char *values)
{
    int n = image->n_phases;
    for (int a = 0; a < n || (a == 0 && metric->of == GLASS_IMAGE_OF_ALL); a++) {
        int is_pair = metric->of == GLASS_IMAGE_OF_PAIR;
        for (int b = a + 1; b < (is_pair ? n : a + 2); b++, values += metric->size) {
            glass_image_answer *answer = &image->at[image->count++];
            *answer = (glass_image_answer){metric, {a, is_pair ? b : -1}, values};
            if (metric->of == GLASS_IMAGE_OF_ALL) answer->phase[0] = -1;
        }
        if (metric->of == GLASS_IMAGE_OF_ALL) return;
    }
}

/* One metric's answers, behind those that are there. Its values belong to its first answer. */
static glass_status image_metric(const glass_metric_work *work, const glass_metric *metric,
                                 glass_image *image)
{
    size_t sets = image_sets(metric->face->of, (size_t)image->n_phases);
    if (!sets) return GLASS_OK;
    glass_image_answer *more =
        glass_realloc(image->at, ((size_t)image->count + sets) * sizeof *more);
    if (more) image->at = more;
    char *values = more ? glass_zero(sets, metric->face->size) : NULL;
    if (!values) return glass_fail_memory();
    glass_status status = metric->measure(work, values);
    if (status)
        glass_free(values);
    else
        image_list(image, metric->face, values);
    return status;
}

/* Counts of phases layer by layer, for all three axes in one pass. */
static glass_status image_profiles(const glass_metric_work *work, glass_image *image)
{
    const size_t *n = work->volume->n;
    const unsigned char *code = work->volume->codes;
    size_t phases = (size_t)image->n_phases;
    for (int k = 0; k < 3; k++) {
        image->profile[k] = glass_zero(phases ? phases * n[k] : 1, sizeof(double));
        if (!image->profile[k]) return glass_fail_memory();
    }
    for (size_t z = 0; z < n[0]; z++)
        for (size_t y = 0; y < n[1]; y++) {
            size_t line[GLASS_LABELS] = {0};
            for (size_t x = 0; x < n[2]; x++) {
                short phase = work->phases->of[*code++];
                if (phase < 0) continue;
                line[phase]++;
                image->profile[2][(size_t)phase * n[2] + x]++;
            }
            for (size_t i = 0; i < phases && i < GLASS_LABELS; i++) {
                image->profile[0][i * n[0] + z] += (double)line[i];
                image->profile[1][i * n[1] + y] += (double)line[i];
            }
        }
    for (int k = 0; k < 3; k++) {
        double layer = (double)n[(k + 1) % 3] * (double)n[(k + 2) % 3];
        for (size_t i = 0; i < phases * n[k]; i++) image->profile[k][i] /= layer;
    }
    return GLASS_OK;
}

static glass_status image_check(const glass_volume *volume, int neighbours)
{
    if (neighbours != 6 && neighbours != 18 && neighbours != 26)
        return glass_fail(GLASS_E_INPUT, "%d neighbours: allowed are 6, 18 and 26",
                          neighbours);
    for (int k = 0; k < 3; k++)
        if (!(volume->voxel[k] > 0 && volume->voxel[k] < INFINITY))
            return glass_fail(GLASS_E_INPUT,
                              "%s does not say how large its voxels are: say it, as in "
                              "\"390.6 nm\" or \"0.4,0.4,1 um\" (axes 0, 1, 2)",
                              volume->name ? volume->name : "the image");
    return GLASS_OK;
}

static glass_status image_all(glass_metric_work *work, const glass_image_options *options,
                              glass_image *image)
{
    glass_status status = image_profiles(work, image);
    for (int i = 0; !status && image_metrics[i]; i++) {
        double share = (1.0 + i) / (double)(sizeof image_metrics / sizeof *image_metrics);
        if (options->cancelled && options->cancelled(options->context))
            return glass_fail(GLASS_E_CANCELLED, "cancelled");
        if (options->progress) options->progress(options->context, share);
        status = image_metric(work, image_metrics[i], image);
    }
    return status;
}

/* Labels without a phase are one class more, behind the phases. */
static int image_classes(const glass_volume *volume, const glass_phases *phases,
                         short class_of[GLASS_LABELS])
{
    int classes = phases->count;
    for (int i = 0; i < GLASS_LABELS; i++) {
        class_of[i] = phases->of[i];
        if (i >= volume->n_labels || phases->of[i] >= 0) continue;
        class_of[i] = (short)phases->count;
        classes = phases->count + 1;
    }
    return classes;
}

/* Every second voxel of axes that have enough of them, as a volume of its own. */
static glass_status image_thin(const glass_volume *volume, glass_volume *out)
{
    glass_volume thin = *volume;
    size_t step[3];
    for (int k = 0; k < 3; k++) {
        step[k] = volume->n[k] > 1 ? 2 : 1;
        thin.n[k] = (volume->n[k] + step[k] - 1) / step[k];
        thin.voxel[k] = volume->voxel[k] * (double)step[k];
    }
    unsigned char *to = thin.codes = glass_alloc(thin.n[0] * thin.n[1] * thin.n[2]);
    if (!to) return glass_fail_memory();
    for (size_t z = 0; z < thin.n[0]; z++)
        for (size_t y = 0; y < thin.n[1]; y++) {
            const unsigned char *from =
                volume->codes + (z * step[0] * volume->n[1] + y * step[1]) * volume->n[2];
            for (size_t x = 0; x < thin.n[2]; x++) *to++ = from[x * step[2]];
        }
    *out = thin;
    return GLASS_OK;
}

static glass_status image_count(const glass_volume *volume, int classes,
                                const short *class_of, glass_team *team,
                                const glass_image_options *options, glass_metric_grid *out)
{
    memcpy(out->n, volume->n, sizeof out->n);
    memcpy(out->voxel, volume->voxel, sizeof out->voxel);
    out->crofton = glass_alloc(sizeof *out->crofton);
    if (!out->crofton) return glass_fail_memory();
    glass_crofton_init(out->crofton, volume->n, volume->voxel);
    return glass_config_count(volume, classes, class_of, team, options->cancelled,
                              options->context, &out->config);
}

static glass_status image_grids(glass_metric_work *work, const glass_image_options *options)
{
    short class_of[GLASS_LABELS];
    int classes = image_classes(work->volume, work->phases, class_of);
    const size_t *n = work->volume->n;
    glass_volume thin = {.codes = NULL};
    glass_status status =
        image_count(work->volume, classes, class_of, work->team, options, &work->fine);
    for (int k = 0; k < 3; k++)
        if (n[k] > 1 && n[k] < 8) return status; /* too few for every second */
    if (n[0] * n[1] * n[2] == 1) return status;
    if (!status) status = image_thin(work->volume, &thin);
    if (!status)
        status = image_count(&thin, classes, class_of, work->team, options, &work->coarse);
    glass_free(thin.codes);
    return status;
}

glass_status glass_image_measure(const glass_volume *volume, const glass_phases *phases,
                                 const glass_image_options *options, glass_image *out)
{
    glass_image_options all = options ? *options : (glass_image_options){0};
    glass_metric_work work = {.volume = volume,
                              .phases = phases,
                              .neighbours = all.neighbours ? all.neighbours : 6};
    glass_image image = {.n_phases = phases->count};
    glass_image_area *surfaces = NULL;
    memcpy(image.n, volume->n, sizeof image.n);
    glass_status status = image_check(volume, work.neighbours);
    if (!status) status = glass_team_new(all.threads, &work.team);
    if (!status) status = image_grids(&work, &all);
    if (!status) status = glass_surface_pairs(&work, &surfaces);
    work.surfaces = surfaces;
    if (!status) status = image_all(&work, &all, &image);
    glass_free(surfaces);
    glass_config_clear(&work.fine.config);
    glass_config_clear(&work.coarse.config);
    glass_free(work.fine.crofton);
    glass_free(work.coarse.crofton);
    glass_team_free(work.team);
    if (status)
        glass_image_clear(&image);
    else
        *out = image;
    return status;
}

static const glass_row *image_row(const glass_image_metric *metric, const char *name)
{
    for (const glass_row *row = metric->rows; row->kind != GLASS_KIND_END; row++)
        if (!strcmp(row->name, name)) return row;
    return NULL;
}

/* Where the set of phase a, of phases a < b, or of all stands among those of a metric; -1 */
static long image_place(const glass_image *image, glass_image_of of, int a, int b)
{
    int n = image->n_phases;
    if (of == GLASS_IMAGE_OF_ALL) return a < 0 && b < 0 ? 0 : -1;
    if (a < 0 || a >= n || b >= n) return -1;
    if (of == GLASS_IMAGE_OF_PHASE) return b < 0 ? a : -1;
    return b > a ? glass_config_pair(n, a, b) : -1;
}

double glass_image_value(const glass_image *image, const char *name, int a, int b)
{
    int first = b >= 0 && b < a ? b : a, second = b >= 0 && b < a ? a : b;
    for (int i = 0; i < image->count;) {
        const glass_image_metric *metric = image->at[i].metric;
        long place = image_place(image, metric->of, first, second);
        const glass_row *row = place < 0 ? NULL : image_row(metric, name);
        if (row) {
            const char *values = image->at[i + place].values;
            return *(const double *)(values + row->offset);
        }
        i += (int)image_sets(metric->of, (size_t)image->n_phases);
    }
    return NAN;
}

void glass_image_clear(glass_image *image)
{
    if (!image) return;
    for (int i = 0; i < image->count; i++)
        if (!i || image->at[i].metric != image->at[i - 1].metric)
            glass_free(image->at[i].values);
    glass_free(image->at);
    for (int k = 0; k < 3; k++) glass_free(image->profile[k]);
    *image = (glass_image){0};
}
