/* The wiring map against what can be done by hand: slabs to the last digits, layers, tubes,
 * shells and rods as their voxels shrink, laminates far from their ends; against the numbers
 * of a real electrode, found with another program (Jacobi CG on explicit rows); ends of ranges
 * against solving there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "glasscell/map.h"
#include "numerics/grid.h"
#include "verify.h"

#define MAP_C 2e9 /* [F/m3] */

/* An electrode in voxels, its phases in words, and what they conduct. */
typedef struct drawn {
    glass_volume volume;
    glass_phases phases;
    glass_map_phase wires[4];
    glass_map_options options;
} drawn;

typedef int drawn_label(const void *context, const double at[3]);

static void drawn_must(glass_status status, const char *what)
{
    if (!status) return;
    printf("%s: %s\n", what, glass_words());
    exit(1);
}

static void drawn_phases(drawn *d, const char *words)
{
    drawn_must(glass_phases_read(words, &d->volume, &d->phases, NULL), words);
    memset(d->wires, 0, sizeof d->wires);
    glass_rows_defaults(glass_map_rows, &d->options);
    d->options.skip_voxel_error = 1;
    for (int p = 0; p < d->phases.count; p++) {
        d->wires[p].C = glass_range_at(MAP_C);
        d->wires[p].c_max = 3e4;
    }
}

/* Labels by the centre of each voxel, in units of its edge h. */
static void drawn_make(drawn *d, size_t n0, size_t n1, size_t n2, double h,
                       drawn_label *label, const void *context, const char *words)
{
    const size_t n[3] = {n0, n1, n2};
    int *labels = malloc(n0 * n1 * n2 * sizeof *labels);
    size_t at = 0;
    memset(d, 0, sizeof *d);
    for (size_t i = 0; i < n0; i++)
        for (size_t j = 0; j < n1; j++)
            for (size_t k = 0; k < n2; k++)
                labels[at++] = label(context, (double[3]){(double)i + 0.5, (double)j + 0.5,
                                                          (double)k + 0.5});
    drawn_must(glass_volume_make(n, labels, &d->volume), words);
    for (int axis = 0; axis < 3; axis++) d->volume.voxel[axis] = h;
    free(labels);
    drawn_phases(d, words);
}

static void drawn_conducts(drawn *d, const char *name, double sigma_ion, double sigma_eon)
{
    int p = glass_phases_find(&d->phases, &d->volume, name);
    d->wires[p].sigma_ion = glass_range_at(sigma_ion);
    d->wires[p].sigma_eon = glass_range_at(sigma_eon);
}

static void drawn_solve(const drawn *d, glass_map *out)
{
    *out = (glass_map){0};
    drawn_must(glass_map_solve(&d->volume, &d->phases, d->wires, &d->options, out, NULL),
               "map");
}

static void drawn_clear(drawn *d, glass_map *map)
{
    glass_volume_clear(&d->volume);
    glass_phases_clear(&d->phases);
    glass_map_clear(map);
}

/* sigma <u> of a carrier [m2], from its length. */
static double drawn_square(glass_map_number length)
{
    return length.value * length.value / 3;
}

/* L_eff^2 = t_eon L_ion^2 + t_ion L_eon^2 holds whatever the shape. */
static void drawn_identity(const drawn *d, const glass_map *map, const char *what)
{
    const glass_map_storing *s = &map->storing[0];
    double ion = d->wires[s->phase].sigma_ion.value;
    double eon = d->wires[s->phase].sigma_eon.value, t = ion / (ion + eon);
    double both =
        (1 - t) * s->L_ion.value * s->L_ion.value + t * s->L_eon.value * s->L_eon.value;
    verify_within(s->L_eff.value * s->L_eff.value / both - 1, 1e-12, "1",
                  "%s: lengths make one", what);
}

static int label_all(const void *context, const double at[3])
{
    (void)context, (void)at;
    return 0;
}

/* sigma <u> = (L^2/3)(1 + 1/(2 N^2)) with faces of half a cell, for either carrier. */
static void map_slab(void)
{
    static const size_t n[] = {1, 2, 3, 8, 31};
    for (size_t k = 0; k < 5; k++)
        for (int axis = 0; axis < 3; axis++) {
            drawn d;
            glass_map map;
            size_t size[3] = {2, 3, 2};
            size[axis] = n[k];
            drawn_make(&d, size[0], size[1], size[2], 1e-7, label_all, NULL, "M=0:M");
            drawn_conducts(&d, "M", 3e-5, 0.2);
            d.options.axis = axis;
            d.options.tolerance = 1e-9;
            drawn_solve(&d, &map);
            const glass_map_storing *s = &map.storing[0];
            double L = 1e-7 * (double)n[k], N = (double)n[k];
            double square = L * L / 3 * (1 + 1 / (2 * N * N));
            verify_within(drawn_square(s->L_ion) / square - 1, 1e-9, "1",
                          "slab of %zu: ions", n[k]);
            verify_within(drawn_square(s->L_eon) / square - 1, 1e-9, "1",
                          "slab of %zu: electrons", n[k]);
            double rate = 96485.33212 * 3e4 / 3600, drop = rate * square / 3e-5;
            verify_within(s->drop_ion.value / drop - 1, 1e-9, "1", "slab of %zu: drop",
                          n[k]);
            verify_within(fmax(0, s->drop_ion.lower / drop - 1), 1e-14, "1",
                          "slab of %zu: lower end", n[k]);
            verify_within(fmax(0, 1 - s->drop_ion.upper / drop), 1e-14, "1",
                          "slab of %zu: upper end", n[k]);
            double time = MAP_C * square * (1 / 3e-5 + 1 / 0.2);
            verify_within(s->time.value / time - 1, 1e-9, "1", "slab of %zu: time", n[k]);
            verify_within(s->usable.value - (1 - time / 3600), 1e-9, "1",
                          "slab of %zu: usable", n[k]);
            verify_within(s->l_ion_spread.value[5] / L - 1, 1e-6, "1",
                          "slab of %zu: deepest, in four bytes", n[k]);
            drawn_identity(&d, &map, "slab");
            drawn_clear(&d, &map);
        }
}

static int label_layers(const void *context, const double at[3])
{
    const double *edge = context;
    return at[0] < edge[0] ? 0 : at[0] < edge[1] ? 1 : 2;
}

/* I, then M, then E, each an insulator for the other carrier: all that M stores passes. */
static void map_layers(void)
{
    static const double edge[2] = {5, 12}; /* of 16 */
    const double h = 2e-7, si = 2, sm = 1e-3, em = 4e-3, se = 30;
    const double a = 7 * h, b = 5 * h, c = 4 * h, in = a * a / 3 * (1 + 1.0 / 98);
    drawn d;
    glass_map map;
    drawn_make(&d, 16, 3, 2, h, label_layers, edge, "I=0:I,M=1:M,E=2:E");
    drawn_conducts(&d, "I", si, 0);
    drawn_conducts(&d, "M", sm, em);
    drawn_conducts(&d, "E", 0, se);
    drawn_solve(&d, &map);
    const glass_map_storing *s = &map.storing[0];
    double u = a * b / si + in / sm, v = a * c / se + in / em;
    verify_within(drawn_square(s->L_ion) / (sm * u) - 1, 1e-6, "1", "layers: ions");
    verify_within(drawn_square(s->L_eon) / (em * v) - 1, 1e-6, "1", "layers: electrons");
    verify_within(map.heat_ion[0] - a * b / si / u, 1e-6, "1", "layers: share of I");
    verify_within(map.heat_ion[1] - in / sm / u, 1e-6, "1", "layers: share of M");
    verify_within(map.heat_ion[2], 0, "1", "layers: share of E");
    verify_within(map.heat_eon[2] - a * c / se / v, 1e-6, "1", "layers: electrons in E");
    drawn_identity(&d, &map, "layers");
    drawn_clear(&d, &map);
}

/* ---- perfect rails: shapes fed from their surface ---- */

typedef struct round_shape {
    double a, b; /* [voxel] core, shell */
    int is_sphere;
} round_shape;

static int label_round(const void *context, const double at[3])
{
    const round_shape *r = context;
    double z = r->is_sphere ? at[2] : 0;
    double R = sqrt(at[0] * at[0] + at[1] * at[1] + z * z);
    return R < r->a ? 2 : R < r->b ? 1 : 0;
}

/* sigma <v> of the shell fed from its core alone: the map also feeds what lies at the
 * collector itself, as an electrode does, so that this one is asked of the solver. */
static double map_fed_inside(const drawn *d)
{
    const double sigma[GLASS_LABELS] = {[1] = 1}, source[GLASS_LABELS] = {[1] = 1};
    const unsigned char perfect[GLASS_LABELS] = {[2] = 1};
    grid_problem problem = {.codes = d->volume.codes,
                            .sigma = sigma,
                            .source = source,
                            .perfect = perfect,
                            .must_touch = 1,
                            .tolerance = 1e-7};
    grid *g = NULL;
    grid_report r;
    for (int axis = 0; axis < 3; axis++) {
        problem.n[axis] = d->volume.n[axis];
        problem.voxel[axis] = d->volume.voxel[axis];
    }
    drawn_must(grid_new(&problem, &g), "grid");
    drawn_must(grid_solve(g, &r), "grid");
    grid_free(g);
    return r.energy / ((double)d->volume.count[1] * pow(d->volume.voxel[0], 3));
}

/* sigma <u> fed outside and sigma <v> fed inside of an E core in an M shell in I, in units of
 * the outer radius: a quarter of a tube or an eighth of a sphere. */
static void map_round(double ratio, size_t n, int is_sphere, double out[2])
{
    const double b = (double)n / 1.1, h = 1e-8;
    const round_shape shape = {ratio * b, b, is_sphere};
    drawn d;
    glass_map map;
    drawn_make(&d, n, n, is_sphere ? n : 1, h, label_round, &shape, "I=0:I,M=1:M,E=2:E");
    drawn_conducts(&d, "I", 1, 0);
    drawn_conducts(&d, "M", 1e-4, 1e-3);
    drawn_conducts(&d, "E", 0, 10);
    d.options.perfect = 1;
    d.options.ions = 1, d.options.electrons = 0;
    drawn_solve(&d, &map);
    out[0] = drawn_square(map.storing[0].L_ion) / (b * b * h * h);
    out[1] = map_fed_inside(&d) / (b * b * h * h);
    drawn_identity(&d, &map, "round");
    drawn_clear(&d, &map);
}

/* First order: voxels make a rough surface of a round one; the mean of four sizes, and twice
 * the finer less the coarser. */
static void map_rounds(void)
{
    static const struct {
        const char *name;
        int is_sphere;
        double ratio, out, in, most;
        size_t n;
    } known[] = {{"tube .5", 0, 0.5, .0601311325233, .118348120373, 0.004, 55},
                 {"tube .2", 0, 0.2, .11134119826, .468248912726, 0.004, 55},
                 {"shell .5", 1, 0.5, .0440476190476, .169047619048, 0.01, 22},
                 {"shell .2", 1, 0.2, .064688172043, 1.08868817204, 0.01, 22}};
    for (size_t k = 0; k < 4; k++) {
        double sum[2][2] = {{0}};
        for (int fine = 0; fine < 2; fine++)
            for (size_t m = 0; m < 4; m++) {
                double one[2];
                map_round(known[k].ratio, (known[k].n << fine) + 2 * m, known[k].is_sphere,
                          one);
                for (int c = 0; c < 2; c++) sum[fine][c] += one[c] / 4;
            }
        for (int c = 0; c < 2; c++) {
            double exact = c ? known[k].in : known[k].out;
            double coarse = sum[0][c] / exact - 1, fine = sum[1][c] / exact - 1;
            verify_within(fine, 8 * known[k].most, "1", "%s, %s", known[k].name,
                          c ? "fed inside" : "fed outside");
            verify_within(2 * fine - coarse, known[k].most, "1", "%s, %s: extrapolated",
                          known[k].name, c ? "fed inside" : "fed outside");
        }
    }
}

static int label_frame(const void *context, const double at[3])
{
    const double *n = context; /* extent of each axis; 1: no frame there */
    for (int axis = 0; axis < 3; axis++)
        if (n[axis] > 1 && (at[axis] < 1 || at[axis] > n[axis] - 1)) return 0;
    return 1;
}

static double map_boxed(size_t n0, size_t n1, size_t n2)
{
    const double extent[3] = {(double)n0, (double)n1, (double)n2};
    drawn d;
    glass_map map;
    drawn_make(&d, n0, n1, n2, 1e-8, label_frame, extent, "rails=0:IE,M=1:M");
    drawn_conducts(&d, "rails", 1, 1);
    drawn_conducts(&d, "M", 1e-4, 1e-2);
    d.options.perfect = 1;
    d.options.tolerance = 1e-8;
    drawn_solve(&d, &map);
    double half = 1e-8 * (double)(n0 - 2) / 2;
    double ions = drawn_square(map.storing[0].L_ion) / (half * half);
    double eons = drawn_square(map.storing[0].L_eon) / (half * half);
    verify_within(ions / eons - 1, 1e-6, "1", "box: carriers alike");
    drawn_clear(&d, &map);
    return ions;
}

/* Flat faces: second order, so that two sizes give five digits. */
static void map_boxes(void)
{
    double a = map_boxed(34, 34, 1), b = map_boxed(66, 66, 1);
    verify_within((4 * b - a) / 3 / .140577015073 - 1, 3e-6, "1", "square rod");
    a = map_boxed(34, 34, 34), b = map_boxed(66, 66, 66);
    verify_within((4 * b - a) / 3 / .0806739 - 1, 2e-5, "1", "cube");
}

/* ---- laminate ---- */

static int label_sheets(const void *context, const double at[3])
{
    (void)context;
    return at[1] < 5; /* mirrors at the sides: half of each sheet */
}

/* Sheets of M and I, 5 voxels half their width, H long: I carries, M fills sideways. The ends
 * count for w/H, what M carries along for sigma_M/sigma_I. */
static void map_laminate(void)
{
    const double h = 1e-7, w = 5 * h, H = 400 * h, si = 1, sm = 1e-3;
    drawn d;
    glass_map map;
    drawn_make(&d, 400, 10, 1, h, label_sheets, NULL, "I=0:I,M=1:M");
    drawn_conducts(&d, "I", si, 0);
    drawn_conducts(&d, "M", sm, 1);
    drawn_solve(&d, &map);
    double u = H * H / 3 / si + w * w / (3 * sm);
    double got = drawn_square(map.storing[0].L_ion) / sm;
    verify_within(got / u - 1, 0.01, "1", "laminate");
    drawn_clear(&d, &map);
}

/* ---- what is cut off ---- */

/* Slabs of 4: M, V, M, V, M, of which the last has both contacts of its own side. */
static int label_cut(const void *context, const double at[3])
{
    (void)context;
    return (int)(at[0] / 4) % 2 == 0;
}

static void map_cut(void)
{
    drawn d;
    glass_map map;
    drawn_make(&d, 20, 3, 3, 1e-7, label_cut, NULL, "V=0:V,M=1:M");
    drawn_conducts(&d, "M", 1e-4, 1e-2);
    drawn_solve(&d, &map);
    const glass_map_storing *s = &map.storing[0];
    verify_within(s->cut_electrons - 1.0 / 3, 1e-12, "1", "first slab: no electrons");
    verify_within(s->cut_ions - 1.0 / 3, 1e-12, "1", "last slab: no ions");
    verify_within(s->cut_both - 1.0 / 3, 1e-12, "1", "middle slab: neither");
    verify_within(s->usable.value, 0, "1", "nothing is usable");
    glass_map_clear(&map);
    d.options.electrons = 0;
    drawn_solve(&d, &map);
    s = &map.storing[0];
    verify_within(s->cut_both - 2.0 / 3, 1e-12, "1", "one side: two slabs are cut off");
    verify_within(s->cut_ions + s->cut_electrons, 0, "1", "one side: from both at once");
    double L = 4e-7, square = L * L / 3 * (1 + 1.0 / 32);
    double time = MAP_C * square * (1 / 1e-4 + 1 / 1e-2);
    verify_within(s->time.value / time - 1, 1e-6, "1", "the slab that is left");
    verify_within(s->usable.value - (1 - time / 3600) / 3, 1e-6, "1", "a third of it");
    drawn_clear(&d, &map);
}

/* ---- a real electrode ---- */

static void map_crop(drawn *d, double sigma_eon)
{
    const char *share = getenv("GLASSCELL_SHARE");
    const glass_volume_hints hints = {.crop = "0:64,0:64,0:64", .voxel = "390.625 nm"};
    char path[4096];
    snprintf(path, sizeof path, "%s/volumes/electrode.tiff", share ? share : "share");
    memset(d, 0, sizeof *d);
    drawn_must(glass_volume_open(path, &hints, &d->volume, NULL), path);
    drawn_phases(d, "pore=0:I,NMC=85:M,CBD=170:E");
    drawn_conducts(d, "pore", 1, 0);
    drawn_conducts(d, "NMC", 9.7e-5, sigma_eon);
    drawn_conducts(d, "CBD", 0.2, 100);
    d->wires[1].C = glass_range_at(9.648533e9);
    d->wires[1].c_max = 5e4;
}

typedef struct crop_truth {
    double sigma_eon, u, v, mean, at[6], at_digit, ion_side, L_ion, L_eon, L_eff, usable;
} crop_truth;

/* Digits as they are known; quantiles of 112 thousand voxels by linear interpolation. */
static void map_crop_is(const crop_truth *t)
{
    drawn d;
    glass_map map;
    map_crop(&d, t->sigma_eon);
    d.options.tolerance = 1e-7;
    drawn_solve(&d, &map);
    const glass_map_storing *s = &map.storing[0];
    verify_within(drawn_square(s->L_ion) / 9.7e-5 / t->u - 1, 2e-7, "1", "crop: ions");
    verify_within(drawn_square(s->L_eon) / t->sigma_eon / t->v - 1, 2e-7, "1",
                  "crop: electrons");
    verify_within(s->time.value - t->mean, 6e-4, "s", "crop: mean time");
    for (int k = 0; k < 6; k++)
        if (t->at[k] > 0)
            verify_within(s->time_spread.value[k] - t->at[k], t->at_digit, "s",
                          "crop: quantile %d", k);
    /* single drops are good to the root of the tolerance */
    verify_within(s->ion_side.value - t->ion_side, 6e-5, "1", "crop: mostly ions");
    verify_within(s->L_ion.value * 1e6 - t->L_ion, 6e-5, "um", "crop: length of ions");
    verify_within(s->L_eon.value * 1e6 - t->L_eon, 6e-4, "um", "crop: of electrons");
    verify_within(s->L_eff.value * 1e6 - t->L_eff, 6e-5, "um", "crop: of both");
    verify_within(s->usable.value - t->usable, 6e-6, "1", "crop: usable in an hour");
    double sum = 0;
    for (int p = 0; p < map.n_phases; p++) sum += map.heat_ion[p];
    verify_within(sum - 1, 1e-4, "1",
                  "crop: shares of the heat"); /* fields of four bytes */
    verify_within(s->cut_ions + s->cut_electrons + s->cut_both, 0, "1", "crop: dead");
    drawn_identity(&d, &map, "crop");
    drawn_clear(&d, &map);
}

static void map_crops(void)
{
    static const crop_truth good = {1e-2,
                                    2.00523653e-08,
                                    2.95483104e-10,
                                    196.327,
                                    {19.63, 70.8, 159.6, 283.6, 503.7, 812.7},
                                    0.06,
                                    .99951,
                                    2.4156,
                                    2.9773,
                                    2.4216,
                                    .94546};
    static const crop_truth poor = {
        1e-4,  2.00523653e-08, 2.53923419e-08, 438.475, {53.2, 0, 373.2, 0, 1050.3, 1585.6},
        0.06,  .15683,         2.4156,         2.760,   2.5909,
        .87820};
    map_crop_is(&good);
    map_crop_is(&poor);
    drawn d;
    glass_map map;
    map_crop(&d, 1e-4);
    d.options.time = 360;
    drawn_solve(&d, &map);
    verify_within(map.storing[0].within.value - .485, 6e-4, "1", "crop: within 360 s");
    drawn_clear(&d, &map);
}

/* Carbon without end of conductivity beside NMC: the drop is that of NMC alone, by its
 * conductivity, however far they are apart. */
static void map_far_apart(void)
{
    static const double sigma[] = {1e-5, 1e-7, 1e-9};
    double square[3];
    for (int k = 0; k < 3; k++) {
        drawn d;
        glass_map map;
        map_crop(&d, sigma[k]);
        drawn_solve(&d, &map);
        square[k] = drawn_square(map.storing[0].L_eon);
        drawn_clear(&d, &map);
    }
    verify_within(square[1] / square[2] - 1, 4e-6, "1", "contrast 1e9 and 1e11");
    verify_within(square[0] / square[2] - 1, 5e-4, "1", "contrast 1e7 and 1e11");
}

/* Ends of the range that are told from one solution hold what solving at the ends gives. */
static void map_ranges(void)
{
    static const double factor[] = {1.5, 4, 30};
    for (size_t k = 0; k < 3; k++) {
        drawn d;
        glass_map middle, low, high;
        double si = 9.7e-5, se = 2e-4, f = factor[k];
        map_crop(&d, se);
        d.wires[1].sigma_ion = (glass_range){si, si / f, si * f};
        d.wires[1].sigma_eon = (glass_range){se, se / f, se * f};
        drawn_solve(&d, &middle);
        drawn_conducts(&d, "NMC", si * f, se * f);
        drawn_solve(&d, &low);
        drawn_conducts(&d, "NMC", si / f, se / f);
        drawn_solve(&d, &high);
        const glass_map_number got[3] = {middle.storing[0].drop_ion,
                                         middle.storing[0].drop_eon,
                                         middle.storing[0].usable};
        const double least[3] = {low.storing[0].drop_ion.value,
                                 low.storing[0].drop_eon.value,
                                 high.storing[0].usable.value};
        const double most[3] = {high.storing[0].drop_ion.value,
                                high.storing[0].drop_eon.value,
                                low.storing[0].usable.value};
        for (int n = 0; n < 3; n++) {
            double width = got[n].high - got[n].low, all = most[n] - least[n];
            verify_within(fmax(0, got[n].low - least[n]) / all, 1e-5, "1",
                          "range of %g, %d: low end", f, n);
            verify_within(fmax(0, most[n] - got[n].high) / all, 1e-5, "1",
                          "range of %g, %d: high end", f, n);
            verify_within(width / all, 1.5, "1", "range of %g, %d: width", f, n);
        }
        glass_map_clear(&low), glass_map_clear(&high);
        drawn_clear(&d, &middle);
    }
}

int main(int argc, char **argv)
{
    verify_begin(argc, argv);
    map_slab();
    map_layers();
    map_rounds();
    map_boxes();
    map_laminate();
    map_cut();
    map_crops();
    map_ranges();
    map_far_apart();
    return verify_end();
}
