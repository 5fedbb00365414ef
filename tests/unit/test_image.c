/* Metrics of images against shapes whose fractions, areas, lines and parts are known. */
#include "unit.h"
#include "base/memory.h"
#include "base/random.h"
#include "glasscell/image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The label of a place in voxels, voxel i reaching from i to i + 1. */
typedef int shape(const void *context, const double at[3]);

static glass_volume volume_of(size_t n0, size_t n1, size_t n2, const double voxel[3],
                              shape *label, const void *context)
{
    size_t n[3] = {n0, n1, n2}, i = 0;
    int *labels = malloc(n0 * n1 * n2 * sizeof *labels);
    glass_volume volume = {.n_labels = 0};
    assert_non_null(labels);
    for (size_t z = 0; z < n0; z++)
        for (size_t y = 0; y < n1; y++)
            for (size_t x = 0; x < n2; x++)
                labels[i++] = label(context, (double[]){((double)z + 0.5) * voxel[0],
                                                        ((double)y + 0.5) * voxel[1],
                                                        ((double)x + 0.5) * voxel[2]});
    assert_int_equal(glass_volume_make(n, labels, &volume), GLASS_OK);
    memcpy(volume.voxel, voxel, sizeof volume.voxel);
    free(labels);
    return volume;
}

static glass_image measured(glass_volume *volume, const char *words)
{
    glass_image image = {.count = 0};
    glass_phases phases = {.count = 0};
    assert_int_equal(glass_phases_read(words, volume, &phases, NULL), GLASS_OK);
    assert_int_equal(glass_image_measure(volume, &phases, NULL, &image), GLASS_OK);
    glass_phases_clear(&phases);
    return image;
}

static void near(double value, double wanted, double relative)
{
    if (!(fabs(value - wanted) <= relative * fabs(wanted)))
        fail_msg("%.10g is not %.10g within %g", value, wanted, relative);
}

static double uniform(glass_random *random)
{
    return glass_random_unit(random);
}

/* A direction without preference. */
static void direction(glass_random *random, double out[3])
{
    double square;
    do {
        square = 0;
        for (int k = 0; k < 3; k++) {
            out[k] = 2 * uniform(random) - 1;
            square += out[k] * out[k];
        }
    } while (square > 1 || square < 1e-3);
    for (int k = 0; k < 3; k++) out[k] /= sqrt(square);
}

typedef struct ball {
    double centre[3], radius;
} ball;
static int in_ball(const void *context, const double at[3])
{
    const ball *b = context;
    double square = 0;
    for (int k = 0; k < 3; k++) square += (at[k] - b->centre[k]) * (at[k] - b->centre[k]);
    return square < b->radius * b->radius;
}

static void test_spheres(void **state)
{
    (void)state;
    static const double voxels[][3] = {{1, 1, 1}, {2, 1, 1}, {1, 1, 3}, {1, 2, 4}};
    glass_random random;
    random = glass_random_start(1, 0);
    for (int v = 0; v < 4; v++) {
        const double *h = voxels[v];
        double radius = 24, size = 60;
        ball b = {{29 + uniform(&random), 29 + uniform(&random), 29 + uniform(&random)},
                  radius};
        glass_volume volume = volume_of((size_t)(size / h[0]), (size_t)(size / h[1]),
                                        (size_t)(size / h[2]), h, in_ball, &b);
        glass_image image = measured(&volume, "out=0,in=1");
        double area = 4 * M_PI * radius * radius / (size * size * size);
        /* the bias of a sphere is of the order of (voxel / radius)^2: 3 % with 4 in 24 */
        near(glass_image_value(&image, "area", 1, -1), area, v ? 0.03 : 0.005);
        near(glass_image_value(&image, "area", 1, 0), area, v ? 0.03 : 0.005);
        /* every direction sees a sphere's six shadows: 6 pi R^2 (Section 5 of the facts) */
        near(glass_image_value(&image, "area_faces", 0, -1), 1.5 * area, 0.02);
        near(glass_image_value(&image, "fraction", 1, -1), area * radius / 3, 0.01);
        glass_image_clear(&image);
        glass_volume_clear(&volume);
    }
}

typedef struct half {
    double normal[3], off;
} half;
static int in_half(const void *context, const double at[3])
{
    const half *h = context;
    return at[0] * h->normal[0] + at[1] * h->normal[1] + at[2] * h->normal[2] > h->off;
}

/* Layers: flat surfaces of one orientation, `apart` from each other. */
typedef struct layers {
    double normal[3], apart, off;
} layers;
static int in_layers(const void *context, const double at[3])
{
    const layers *l = context;
    double d = at[0] * l->normal[0] + at[1] * l->normal[1] + at[2] * l->normal[2] + l->off;
    return (int)floor(d / l->apart) & 1;
}

/* The worst orientations are off by 7.4 % (cubes) and 16 % (voxels of 3 to 1); the error of
 * orientation covers that. test_crofton has the mean over orientations. */
static void test_planes(void **state)
{
    (void)state;
    static const double voxels[][3] = {{1, 1, 1}, {1, 1, 3}};
    static const double worst[] = {0.075, 0.16};
    glass_random random = glass_random_start(2, 0);
    for (int v = 0; v < 2; v++)
        for (int i = 0; i < 12; i++) {
            layers l = {.apart = 8 * voxels[v][2], .off = 100 * uniform(&random)};
            direction(&random, l.normal);
            glass_volume volume = volume_of(48, 48, 48, voxels[v], in_layers, &l);
            glass_image image = measured(&volume, NULL);
            /* the number of layers in the box is not whole: a few percent of scatter */
            near(glass_image_value(&image, "area", 0, -1) * l.apart, 1, worst[v] + 0.04);
            glass_image_clear(&image);
            glass_volume_clear(&volume);
        }
}

/* Along the axes cubes show .927 of a plane; the fit knows, and says how much is hidden. */
static void test_plane_of_the_lattice(void **state)
{
    (void)state;
    static const double voxel[3] = {2, 1, 0.5};
    for (int k = 0; k < 3; k++) {
        half h = {{0, 0, 0}, 10 * voxel[k]};
        h.normal[k] = 1;
        glass_volume volume = volume_of(20, 20, 20, voxel, in_half, &h);
        glass_image image = measured(&volume, NULL);
        double wanted = 1 / (20 * voxel[k]);
        double off = fabs(glass_image_value(&image, "area", 0, -1) - wanted);
        near(glass_image_value(&image, "area_orientation", 0, -1), off, 0.25);
        near(glass_image_value(&image, "area_faces", 0, -1), wanted, 1e-12);
        glass_image_clear(&image);
        glass_volume_clear(&volume);
    }
}

typedef struct crowd {
    int n;
    double size;
    ball *at;
} crowd;
static int in_crowd(const void *context, const double at[3])
{
    const crowd *c = context;
    for (int i = 0; i < c->n; i++)
        if (in_ball(&c->at[i], at)) return 1;
    return 0;
}

/* Overlapping spheres: porosity exp(-eta), area 3 eta exp(-eta) / R per volume, eta the
 * volume of all spheres over that of the box (Torquato 2002, chapter 5). */
static void test_overlapping_spheres(void **state)
{
    (void)state;
    double radius = 7, eta = 0.6, size = 96;
    glass_random random;
    crowd c = {.size = size + 2 * radius};
    c.n = (int)(eta * c.size * c.size * c.size / (4.0 / 3 * M_PI * pow(radius, 3)));
    c.at = malloc((size_t)c.n * sizeof *c.at);
    random = glass_random_start(3, 0);
    for (int i = 0; i < c.n; i++)
        c.at[i] =
            (ball){{c.size * uniform(&random) - radius, c.size * uniform(&random) - radius,
                    c.size * uniform(&random) - radius},
                   radius};
    static const double voxel[3] = {1, 1, 1};
    glass_volume volume = volume_of(96, 96, 96, voxel, in_crowd, &c);
    glass_image image = measured(&volume, "pore=0,solid=1");
    double area = 3 * eta * exp(-eta) / radius;
    double off = glass_image_value(&image, "area", 0, -1) - area;
    double sigma = glass_image_value(&image, "area_error", 0, -1);
    /* thin gaps between spheres are lost: the voxels' own error says how much */
    double hidden = glass_image_value(&image, "area_voxels", 0, -1);
    assert_true(fabs(off) < 3 * sigma + hidden);
    assert_true(hidden < 0.1 * area);
    assert_true(sigma < 0.05 * area);
    off = glass_image_value(&image, "fraction", 0, -1) - exp(-eta);
    sigma = glass_image_value(&image, "fraction_error", 0, -1);
    assert_true(fabs(off) < 3 * sigma);
    assert_true(sigma > 0.002 && sigma < 0.04);
    /* no orientation is preferred: the fit changes nothing */
    assert_true(glass_image_value(&image, "area_orientation", 0, -1) < 0.01 * area);
    glass_image_clear(&image);
    glass_volume_clear(&volume);
    free(c.at);
}

static int in_noise(const void *context, const double at[3])
{
    (void)at;
    glass_random *random = *(glass_random *const *)context;
    return uniform(random) < 0.3;
}

/* Voxels that know nothing of each other: sqrt(p (1 - p) / n). */
static void test_error_of_noise(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 1, 1};
    glass_random random, *at = &random;
    random = glass_random_start(4, 0);
    glass_volume volume = volume_of(64, 64, 64, voxel, in_noise, &at);
    glass_image image = measured(&volume, NULL);
    double error = glass_image_value(&image, "fraction_error", 0, -1);
    /* the largest of three answers, the coarsest from 8 blocks (27 % scatter) */
    near(error, sqrt(0.3 * 0.7) / 512, 0.8);
    assert_true(error > 0.9 * sqrt(0.3 * 0.7) / 512);
    glass_image_clear(&image);
    glass_volume_clear(&volume);
}

/* Three sectors around a line. */
typedef struct sectors {
    double along[3], e[3], f[3], off[3];
} sectors;
static int in_sectors(const void *context, const double at[3])
{
    const sectors *s = context;
    double x = 0, y = 0;
    for (int k = 0; k < 3; k++) {
        x += (at[k] - s->off[k]) * s->e[k];
        y += (at[k] - s->off[k]) * s->f[k];
    }
    return (int)fmin(2, floor((atan2(y, x) / M_PI + 1) * 1.5));
}

/* One line through a box of lines in all directions: on average as long as it is; each
 * between 2/3 (along an axis) and 2/sqrt 3 (along a diagonal) of it. */
static void test_triple_line(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 1, 1};
    glass_random random;
    random = glass_random_start(5, 0);
    double sum = 0, wanted = 0;
    for (int i = 0; i < 200; i++) {
        sectors s;
        double n = 24, low = -INFINITY, high = INFINITY;
        direction(&random, s.along);
        double aside[3] = {0, 0, 0};
        aside[fabs(s.along[0]) < 0.6 ? 0 : 1] = 1;
        double off = aside[0] * s.along[0] + aside[1] * s.along[1], length = 0;
        for (int k = 0; k < 3; k++) {
            s.e[k] = aside[k] - off * s.along[k];
            length += s.e[k] * s.e[k];
            s.off[k] = n / 2 + 2 * uniform(&random) - 1;
        }
        for (int k = 0; k < 3; k++) s.e[k] /= sqrt(length);
        for (int k = 0; k < 3; k++)
            s.f[k] = s.along[(k + 1) % 3] * s.e[(k + 2) % 3] -
                     s.along[(k + 2) % 3] * s.e[(k + 1) % 3];
        for (int k = 0; k < 3; k++) { /* how much of the line is in the box */
            double a = -s.off[k] / s.along[k], b = (n - s.off[k]) / s.along[k];
            low = fmax(low, fmin(a, b));
            high = fmin(high, fmax(a, b));
        }
        glass_volume volume = volume_of(24, 24, 24, voxel, in_sectors, &s);
        glass_image image = measured(&volume, NULL);
        double one = glass_image_value(&image, "triple", -1, -1) * n * n * n;
        assert_true(one > (high - low) * 0.6 - 2 && one < (high - low) * 1.35 + 2);
        sum += one;
        wanted += high - low;
        glass_image_clear(&image);
        glass_volume_clear(&volume);
    }
    near(sum, wanted, 0.04); /* (n - 1)^2 for n^2, and 200 orientations of +-15 % */
}

/* A slice has the length of its edge per area; a disc's is 2 pi R. */
static void test_slices(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 1, 1};
    ball b = {{0.5, 50.3, 49.8}, 30};
    for (int k = 0; k < 3; k++) {
        size_t n[3] = {100, 100, 100};
        ball turned = {
            {b.centre[(3 - k) % 3], b.centre[(4 - k) % 3], b.centre[(5 - k) % 3]},
            b.radius};
        n[k] = 1;
        glass_volume volume = volume_of(n[0], n[1], n[2], voxel, in_ball, &turned);
        glass_image image = measured(&volume, NULL);
        near(glass_image_value(&image, "area", 1, -1), 2 * M_PI * 30 / 1e4, 0.01);
        glass_image_clear(&image);
        glass_volume_clear(&volume);
    }
    /* on a line: as many as there are steps; one voxel: none */
    half h = {{0, 0, 1}, 5};
    glass_volume line = volume_of(1, 1, 11, voxel, in_half, &h);
    glass_image image = measured(&line, NULL);
    near(glass_image_value(&image, "area", 1, -1), 1.0 / 11, 1e-12);
    assert_true(isnan(glass_image_value(&image, "area_error", 1, -1)));
    glass_image_clear(&image);
    glass_volume_clear(&line);
    glass_volume one = volume_of(1, 1, 1, voxel, in_half, &h);
    image = measured(&one, NULL);
    assert_true(glass_image_value(&image, "area", 0, -1) == 0);
    assert_true(glass_image_value(&image, "percolating_2", 0, -1) == 1);
    assert_true(glass_image_value(&image, "fraction", 0, -1) == 1);
    glass_image_clear(&image);
    glass_volume_clear(&one);
}

typedef struct random_labels {
    glass_random *random;
    int labels;
} random_labels;
static int in_labels(const void *context, const double at[3])
{
    const random_labels *l = context;
    (void)at;
    return (int)(l->labels * uniform(l->random));
}

/* Up to four phases go a fast way, more one by one: two names without voxels change the way
 * and must change no number. Odd sizes, so that blocks are unequal. */
static void test_two_ways(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 2, 3};
    glass_random random;
    random_labels l = {&random, 3};
    random = glass_random_start(6, 0);
    glass_volume volume = volume_of(33, 37, 41, voxel, in_labels, &l);
    glass_image fast = measured(&volume, "a=0,b=1,c=2");
    glass_image slow = measured(&volume, "a=0,b=1,c=2,d=7,e=8");
    for (int i = 0; i < fast.count; i++) {
        const glass_image_answer *answer = &fast.at[i];
        for (const glass_row *row = answer->metric->rows; row->kind; row++) {
            double a = *(double *)((char *)answer->values + row->offset);
            double b =
                glass_image_value(&slow, row->name, answer->phase[0], answer->phase[1]);
            if (answer->metric->of != GLASS_IMAGE_OF_ALL || row->offset)
                assert_true(a == b || fabs(a - b) < 1e-12 * fabs(a));
        }
    }
    /* sums over pairs are areas of phases; profiles are fractions */
    near(glass_image_value(&fast, "area", 0, 1) + glass_image_value(&fast, "area", 2, 0),
         glass_image_value(&fast, "area", 0, -1), 1e-12);
    for (int k = 0; k < 3; k++) {
        double sum = 0;
        for (size_t i = 0; i < fast.n[k]; i++) sum += fast.profile[k][fast.n[k] + i];
        near(sum / (double)fast.n[k], glass_image_value(&fast, "fraction", 1, -1), 1e-12);
    }
    assert_true(glass_image_value(&slow, "fraction", 3, -1) == 0);
    assert_true(glass_image_value(&slow, "parts", 3, -1) == 0);
    assert_true(isnan(glass_image_value(&fast, "fraction", 3, -1)));
    glass_image_clear(&fast);
    glass_image_clear(&slow);
    glass_volume_clear(&volume);
}

/* Turned and mirrored, a volume shows the same; axes change places. */
static void test_turned(void **state)
{
    (void)state;
    static const int turns[][3] = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}, {0, 2, 1}};
    static const size_t size[3] = {10, 13, 17};
    static const double edge[3] = {1, 2, 3};
    glass_random random = glass_random_start(12, 0);
    int labels[10 * 13 * 17], turned[10 * 13 * 17];
    glass_image first = {.count = 0};
    for (int i = 0; i < 10 * 13 * 17; i++)
        labels[i] = (int)(3 * uniform(&random) * uniform(&random));
    for (int t = 0; t < 5; t++) {
        size_t n[3], at[3], i = 0;
        for (int k = 0; k < 3; k++) n[k] = size[turns[t][k]];
        for (at[0] = 0; at[0] < n[0]; at[0]++)
            for (at[1] = 0; at[1] < n[1]; at[1]++)
                for (at[2] = 0; at[2] < n[2]; at[2]++) {
                    size_t from[3];
                    for (int k = 0; k < 3; k++) /* the odd turns are mirrored as well */
                        from[turns[t][k]] = t & 1 ? n[k] - 1 - at[k] : at[k];
                    turned[i++] = labels[(from[0] * size[1] + from[1]) * size[2] + from[2]];
                }
        glass_volume volume = {.n_labels = 0};
        assert_ok(glass_volume_make(n, turned, &volume));
        for (int k = 0; k < 3; k++) volume.voxel[k] = edge[turns[t][k]];
        glass_image image = measured(&volume, NULL);
        if (t == 0) first = image;
        static const char *const rows[] = {"fraction", "parts", "largest", "area",
                                           "area_faces"};
        for (int r = 0; r < 5; r++)
            near(glass_image_value(&image, rows[r], 1, -1),
                 glass_image_value(&first, rows[r], 1, -1),
                 1e-10); /* weights: 1e-12 each */
        near(glass_image_value(&image, "triple", -1, -1),
             glass_image_value(&first, "triple", -1, -1), 1e-12);
        for (int k = 0; k < 3; k++) {
            char a[] = "percolating_0", b[] = "percolating_0";
            a[12] = (char)('0' + k);
            b[12] = (char)('0' + turns[t][k]);
            near(glass_image_value(&image, a, 0, -1), glass_image_value(&first, b, 0, -1),
                 1e-12);
        }
        if (t) glass_image_clear(&image);
        glass_volume_clear(&volume);
    }
    glass_image_clear(&first);
}

/* Unnamed labels are surroundings: they count as surface, and have no rows. */
static void test_unnamed(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 1, 1};
    glass_random random;
    random_labels l = {&random, 3};
    random = glass_random_start(7, 0);
    glass_volume volume = volume_of(20, 20, 20, voxel, in_labels, &l);
    glass_image all = measured(&volume, NULL), one = measured(&volume, "b=1");
    near(glass_image_value(&one, "area_faces", 0, -1),
         glass_image_value(&all, "area_faces", 1, -1), 1e-12);
    assert_true(isnan(glass_image_value(&one, "area", 0, 1)));
    near(glass_image_value(&one, "triple_edges", -1, -1) /
                 glass_image_value(&all, "triple_edges", -1, -1) +
             1,
         1, 1e-12);
    glass_image_clear(&all);
    glass_image_clear(&one);
    glass_volume_clear(&volume);
}

/* Occupied at random, 30 % percolate by 18 and 26 neighbours and not by 6, 20 % the same,
 * 11.5 % by 26 alone: thresholds .3116, .1372, .0976. */
static void test_thresholds(void **state)
{
    (void)state;
    static const struct {
        double share;
        int by[3];
    } cases[] = {
        {0.34, {1, 1, 1}}, {0.27, {0, 1, 1}}, {0.115, {0, 0, 1}}, {0.08, {0, 0, 0}}};
    enum { N = 64 };
    glass_random random;
    random = glass_random_start(9, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static const int neighbours[] = {6, 18, 26};
        size_t n[3] = {N, N, N};
        int *labels = malloc(N * N * N * sizeof *labels);
        for (int v = 0; v < N * N * N; v++) labels[v] = uniform(&random) < cases[i].share;
        glass_volume volume = {.n_labels = 0};
        assert_int_equal(glass_volume_make(n, labels, &volume), GLASS_OK);
        unsigned char has[GLASS_LABELS] = {0, 1};
        for (int c = 0; c < 3; c++) {
            glass_image_connectivity out;
            assert_int_equal(glass_image_connect(&volume, has, neighbours[c], &out),
                             GLASS_OK);
            assert_int_equal(out.percolating_0 > 0.3, cases[i].by[c]);
            assert_int_equal(out.percolating_2 > 0.3, cases[i].by[c]);
        }
        free(labels);
        glass_volume_clear(&volume);
    }
}

static void test_threads(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 1, 1};
    glass_random random;
    random_labels l = {&random, 4};
    random = glass_random_start(10, 0);
    glass_volume volume = volume_of(40, 40, 40, voxel, in_labels, &l);
    glass_phases phases = {.count = 0};
    glass_image one = {.count = 0}, two = {.count = 0};
    assert_int_equal(glass_phases_read(NULL, &volume, &phases, NULL), GLASS_OK);
    assert_int_equal(
        glass_image_measure(&volume, &phases, &(glass_image_options){.threads = 1}, &one),
        GLASS_OK);
    assert_int_equal(
        glass_image_measure(&volume, &phases, &(glass_image_options){.threads = 3}, &two),
        GLASS_OK);
    assert_int_equal(one.count, two.count);
    for (int i = 0; i < one.count; i++)
        assert_memory_equal(one.at[i].values, two.at[i].values, one.at[i].metric->size);
    glass_image_clear(&one);
    glass_image_clear(&two);
    glass_phases_clear(&phases);
    glass_volume_clear(&volume);
}

static int always(void *context)
{
    (void)context;
    return 1;
}

static void test_refused(void **state)
{
    (void)state;
    static const double voxel[3] = {1, NAN, 1};
    half h = {{0, 0, 1}, 2};
    glass_volume volume = volume_of(5, 5, 5, voxel, in_half, &h);
    glass_phases phases = {.count = 0};
    glass_image image = {.count = -3};
    glass_image_connectivity out;
    unsigned char has[GLASS_LABELS] = {1};
    assert_int_equal(glass_phases_read(NULL, &volume, &phases, NULL), GLASS_OK);
    assert_int_equal(glass_image_measure(&volume, &phases, NULL, &image), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), "how large its voxels are"));
    volume.voxel[1] = 1;
    assert_int_equal(glass_image_measure(&volume, &phases,
                                         &(glass_image_options){.neighbours = 8}, &image),
                     GLASS_E_INPUT);
    assert_int_equal(glass_image_measure(&volume, &phases,
                                         &(glass_image_options){.cancelled = always},
                                         &image),
                     GLASS_E_CANCELLED);
    assert_int_equal(image.count, -3);
    assert_int_equal(glass_image_connect(&volume, has, 7, &out), GLASS_E_INPUT);
    glass_phases_clear(&phases);
    glass_volume_clear(&volume);
    glass_image_clear(NULL);
}

static void test_memory(void **state)
{
    (void)state;
    static const double voxel[3] = {1, 1, 1};
    glass_random random;
    random_labels l = {&random, 3};
    random = glass_random_start(11, 0);
    glass_volume volume = volume_of(12, 12, 12, voxel, in_labels, &l);
    glass_phases phases = {.count = 0};
    assert_int_equal(glass_phases_read(NULL, &volume, &phases, NULL), GLASS_OK);
    long before = glass_memory_balance();
    for (long n = 1, is_done = 0; !is_done; n++) {
        glass_image image = {.count = -3};
        glass_memory_fail_at(n);
        glass_status status = glass_image_measure(
            &volume, &phases, &(glass_image_options){.threads = 1}, &image);
        glass_memory_fail_at(0);
        is_done = !status;
        if (status) {
            assert_int_equal(status, GLASS_E_MEMORY);
            assert_int_equal(image.count, -3);
        } else
            glass_image_clear(&image);
        assert_int_equal(glass_memory_balance(), before);
        assert_true(n < 200);
    }
    glass_phases_clear(&phases);
    glass_volume_clear(&volume);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spheres),
        cmocka_unit_test(test_planes),
        cmocka_unit_test(test_plane_of_the_lattice),
        cmocka_unit_test(test_overlapping_spheres),
        cmocka_unit_test(test_error_of_noise),
        cmocka_unit_test(test_triple_line),
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_two_ways),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_unnamed),
        cmocka_unit_test(test_thresholds),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
