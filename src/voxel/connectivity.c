/* Connectivity: parts of each phase and what of it joins opposite faces of the image. */
#include "voxel/metric.h"
#include "base/memory.h"
#include "voxel/cluster.h"

#include <math.h>

#define CONNECTIVITY_AXIS(k)                                                               \
    GLASS_ROW(glass_image_connectivity, percolating_##k, "1", NAN, 0, 1,                   \
              "share of the phase in parts that touch both end faces of axis " #k),        \
        GLASS_ROW(glass_image_connectivity, percolating_##k##_error, "1", NAN, 0, 1,       \
                  "what joining voxels by 26 instead of 6 neighbours changes of the "      \
                  "percolating share along axis " #k)

static const glass_row connectivity_rows[] = {
    GLASS_ROW(glass_image_connectivity, parts, "1", NAN, 0, INFINITY,
              "connected parts of the phase"),
    GLASS_ROW(glass_image_connectivity, largest, "1", NAN, 0, 1,
              "share of the phase in its largest part"),
    CONNECTIVITY_AXIS(0),
    CONNECTIVITY_AXIS(1),
    CONNECTIVITY_AXIS(2),
    GLASS_ROW_END,
};

/* Counts of one phase, before they are divided by its voxels. */
typedef struct connectivity_sum {
    double parts, voxels, largest, through[3];
} connectivity_sum;

/* out [n], zeroed */
static glass_status connectivity_sums(const glass_volume *volume, const short *class_of,
                                      int neighbours, connectivity_sum *out)
{
    glass_cluster *parts = NULL;
    size_t n = 0;
    glass_status status = glass_clusters_find(volume, class_of, neighbours, &parts, &n);
    for (size_t i = 0; !status && i < n; i++) {
        connectivity_sum *sum = &out[parts[i].class];
        double voxels = (double)parts[i].voxels;
        sum->parts++;
        sum->voxels += voxels;
        if (voxels > sum->largest) sum->largest = voxels;
        for (int k = 0; k < 3; k++)
            if ((parts[i].faces >> 2 * k & 3) == 3) sum->through[k] += voxels;
    }
    glass_free(parts);
    return status;
}

typedef struct connectivity_job {
    const glass_volume *volume;
    const short *class_of;
    int n; /* classes */
    const int *neighbours;
    connectivity_sum *sums; /* [3][n] */
} connectivity_job;

static glass_status connectivity_work(void *context, int thread, size_t from, size_t to)
{
    const connectivity_job *job = context;
    glass_status status = GLASS_OK;
    (void)thread;
    for (size_t i = from; !status && i < to; i++)
        status = connectivity_sums(job->volume, job->class_of, job->neighbours[i],
                                   job->sums + i * (size_t)job->n);
    return status;
}

static double connectivity_share(double part, const connectivity_sum *sum)
{
    return sum->voxels > 0 ? part / sum->voxels : 0;
}

/* sums: by 6, by 26, and as wanted */
static void connectivity_answer(const connectivity_sum *by6, const connectivity_sum *by26,
                                const connectivity_sum *sum, glass_image_connectivity *out)
{
    double *share[3] = {&out->percolating_0, &out->percolating_1, &out->percolating_2};
    double *error[3] = {&out->percolating_0_error, &out->percolating_1_error,
                        &out->percolating_2_error};
    out->parts = sum->parts;
    out->largest = connectivity_share(sum->largest, sum);
    for (int k = 0; k < 3; k++) {
        *share[k] = connectivity_share(sum->through[k], sum);
        *error[k] = connectivity_share(by26->through[k] - by6->through[k], sum);
    }
}

/* Of n classes; out [n]. `team` may be NULL. */
static glass_status connectivity_classes(const glass_volume *volume, const short *class_of,
                                         int n, int neighbours, glass_team *team,
                                         glass_image_connectivity *out)
{
    int three[3] = {6, 26, neighbours};
    size_t runs = neighbours == 18 ? 3 : 2, wanted = neighbours == 6 ? 0 : runs - 1;
    connectivity_sum *sums = glass_zero(3 * (size_t)n, sizeof *sums);
    if (!sums) return glass_fail_memory();
    connectivity_job job = {volume, class_of, n, three, sums};
    glass_status status =
        team ? glass_team_loop(team, &(glass_team_job){.count = runs,
                                                       .chunk = 1,
                                                       .work = connectivity_work,
                                                       .context = &job})
             : connectivity_work(&job, 0, 0, runs);
    for (int i = 0; !status && i < n; i++)
        connectivity_answer(&sums[i], &sums[n + i], &sums[wanted * (size_t)n + (size_t)i],
                            &out[i]);
    glass_free(sums);
    return status;
}

static glass_status connectivity_measure(const glass_metric_work *work, void *values)
{
    return connectivity_classes(work->volume, work->phases->of, work->phases->count,
                                work->neighbours, work->team, values);
}

glass_status glass_image_connect(const glass_volume *volume, const unsigned char *has,
                                 int neighbours, glass_image_connectivity *out)
{
    short class_of[GLASS_LABELS];
    glass_image_connectivity found;
    if (neighbours != 6 && neighbours != 18 && neighbours != 26)
        return glass_fail(GLASS_E_INPUT, "%d neighbours: allowed are 6, 18 and 26",
                          neighbours);
    for (int i = 0; i < GLASS_LABELS; i++) class_of[i] = has[i] ? 0 : -1;
    glass_status status =
        connectivity_classes(volume, class_of, 1, neighbours, NULL, &found);
    if (!status) *out = found;
    return status;
}

static const glass_image_metric connectivity_face = {
    .name = "connectivity",
    .about = "parts of each phase, and what of it joins opposite faces",
    .theory = "docs/theory/image.md#connectivity",
    .of = GLASS_IMAGE_OF_PHASE,
    .rows = connectivity_rows,
    .size = sizeof(glass_image_connectivity),
};
const glass_metric glass_metric_connectivity = {&connectivity_face, connectivity_measure};
