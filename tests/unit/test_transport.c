/* Transport through volumes whose answer is known by hand, whose symmetry ties answers to one
 * another, and of random ones against the dense solver of grid_oracle.h. */
#include "unit.h"

#include "glasscell/transport.h"
#include "grid_oracle.h"

/* What a conductance in four bytes may be off: 2^-24 (see grid_solve.c). */
#define ROUNDED 6e-8

typedef struct media {
    glass_volume volume;
    double sigma[GLASS_LABELS];
} media;

typedef int media_label(void *context, size_t i, size_t j, size_t k);

static uint64_t media_state;
static double media_draw(void)
{
    media_state = media_state * 6364136223846793005u + 1442695040888963407u;
    return (double)(media_state >> 11) / 9007199254740992.0;
}

static void media_make(media *m, size_t n0, size_t n1, size_t n2, media_label *label,
                       void *context)
{
    const size_t n[3] = {n0, n1, n2};
    int *labels = malloc(n0 * n1 * n2 * sizeof *labels);
    size_t at = 0;
    memset(m, 0, sizeof *m);
    for (size_t i = 0; i < n0; i++)
        for (size_t j = 0; j < n1; j++)
            for (size_t k = 0; k < n2; k++) labels[at++] = label(context, i, j, k);
    assert_ok(glass_volume_make(n, labels, &m->volume));
    free(labels);
}

/* The conductivity of a label's value, if it is there. */
static void media_sigma(media *m, long label, double sigma)
{
    int code = glass_volume_code(&m->volume, label);
    if (code >= 0) m->sigma[code] = sigma;
}

static void media_voxel(media *m, double h0, double h1, double h2)
{
    m->volume.voxel[0] = h0, m->volume.voxel[1] = h1, m->volume.voxel[2] = h2;
}

static glass_transport media_solve(const media *m, int axis, int is_periodic)
{
    const glass_transport_options options = {
        .threads = 1, .skip_voxel_error = 1, .is_periodic = is_periodic};
    glass_transport out;
    assert_ok(glass_transport_solve(&m->volume, m->sigma, axis, &options, &out));
    return out;
}

/* K is what it should be: within the tolerance of 1e-6 and inside its interval. */
#define assert_effective(t, expected)                                                      \
    do {                                                                                   \
        double media_k = (expected);                                                       \
        assert_near((t).effective, media_k, 1e-6 * media_k);                               \
        assert_true((t).effective_lower <= media_k * (1 + 1e-12));                         \
        assert_true((t).effective_upper >= media_k * (1 - 1e-12));                         \
        assert_true((t).effective_upper - (t).effective_lower <= 2e-6 * media_k);          \
        assert_string_equal((t).reason, "converged");                                      \
    } while (0)

static int label_one(void *context, size_t i, size_t j, size_t k)
{
    (void)context, (void)i, (void)j, (void)k;
    return 1;
}

/* The linear profile is the solution: nothing is left to iterate. */
static void uniform(void **state)
{
    (void)state;
    for (size_t shape = 0; shape < 9 * 9 * 9; shape++) {
        media m;
        media_make(&m, shape / 81 + 1, shape / 9 % 9 + 1, shape % 9 + 1, label_one, NULL);
        media_sigma(&m, 1, 3.7);
        for (int axis = 0; axis < 3; axis++)
            for (int is_long = 0; is_long < 2; is_long++) {
                if (is_long) media_voxel(&m, 0.3, 1, 7);
                glass_transport t = media_solve(&m, axis, is_long);
                /* a rounded profile leaves a residual, and four bytes of it an iteration */
                assert_near(t.tortuosity, 1, 1e-7);
                assert_near(t.effective, 3.7, 4e-7);
                assert_true(t.lower <= 1 + 1e-15 && t.upper >= 1 - 1e-15);
                assert_near(t.percolating, 1, 0);
            }
        glass_volume_clear(&m.volume);
    }
}

typedef struct layers {
    int axis, count;
    int label[32];
} layers;

static int label_layer(void *context, size_t i, size_t j, size_t k)
{
    const layers *l = context;
    return l->label[l->axis == 0 ? i : l->axis == 1 ? j : k];
}

/* Any number of layers, of conductivities six decades apart: the harmonic mean across
 * them, the arithmetic one along them. */
static void layered(void **state)
{
    (void)state;
    for (int run = 0; run < 120; run++) {
        layers l = {.axis = run % 3, .count = 2 + (int)(media_draw() * 29)};
        double value[6], series = 0, parallel = 0;
        media m;
        for (int c = 0; c < 6; c++) value[c] = pow(10, 6 * media_draw() - 3);
        for (int k = 0; k < l.count; k++) l.label[k] = (int)(media_draw() * 6);
        size_t n[3] = {3, 3, 3};
        n[l.axis] = (size_t)l.count;
        media_make(&m, n[0], n[1], n[2], label_layer, &l);
        media_voxel(&m, 1 + media_draw(), 1 + media_draw(), 1 + media_draw());
        for (int c = 0; c < 6; c++) media_sigma(&m, c, value[c]);
        for (int k = 0; k < l.count; k++) {
            series += 1 / value[l.label[k]] / l.count;
            parallel += value[l.label[k]] / l.count;
        }
        for (int axis = 0; axis < 3; axis++) {
            glass_transport t = media_solve(&m, axis, run & 1);
            assert_effective(t, axis == l.axis ? 1 / series : parallel);
            if (axis != l.axis) assert_near(t.tortuosity, 1, 2 * ROUNDED);
        }
        glass_volume_clear(&m.volume);
    }
}

/* ---- symmetry ---- */

static int label_random(void *context, size_t i, size_t j, size_t k)
{
    uint64_t seed = *(uint64_t *)context + 1000003 * i + 7919 * j + 31 * k;
    for (int round = 0; round < 4; round++) {
        seed ^= seed >> 33;
        seed *= 0xff51afd7ed558ccdu;
    }
    return (int)(seed >> 40) % 3;
}

/* Reads `label_random` of 13 x 10 x 7 through mirrors, a permutation of axes, and doubling. */
typedef struct seen {
    uint64_t seed;
    int mirrored[3], doubled[3], axis[3];
} seen;

static const size_t seen_n[3] = {13, 10, 7};

static int label_seen(void *context, size_t i, size_t j, size_t k)
{
    const seen *s = context;
    const size_t at[3] = {i, j, k};
    size_t from[3];
    for (int a = 0; a < 3; a++) {
        size_t n = seen_n[s->axis[a]], x = at[a];
        if (s->doubled[a] && x >= n) x = 2 * n - 1 - x;
        from[s->axis[a]] = s->mirrored[a] ? n - 1 - x : x;
    }
    uint64_t seed = s->seed;
    return label_random(&seed, from[0], from[1], from[2]);
}

static glass_transport seen_solve(const seen *s, int axis)
{
    media m;
    size_t n[3];
    for (int a = 0; a < 3; a++) n[a] = seen_n[s->axis[a]] * (s->doubled[a] ? 2 : 1);
    media_make(&m, n[0], n[1], n[2], label_seen, (void *)s);
    for (int c = 0; c < 3; c++) media_sigma(&m, c, c == 0 ? 0 : c == 1 ? 1 : 30);
    glass_transport t = media_solve(&m, axis, 0);
    glass_volume_clear(&m.volume);
    return t;
}

/* Both lie within the tolerance of one number. */
static void same(const glass_transport *a, const glass_transport *b)
{
    assert_near(a->tortuosity, b->tortuosity, 2e-6 * b->tortuosity);
    assert_true(a->lower <= b->upper && b->lower <= a->upper);
    assert_near(a->percolating, b->percolating, 1e-15);
}

static void symmetric(void **state)
{
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    (void)state;
    for (uint64_t seed = 1; seed < 5; seed++)
        for (int axis = 0; axis < 3; axis++) {
            seen plain = {.seed = seed, .axis = {0, 1, 2}};
            glass_transport truth = seen_solve(&plain, axis);
            assert_true(isfinite(truth.tortuosity) && truth.tortuosity > 1);
            for (int k = 0; k < 6; k++) {
                seen s = {.seed = seed};
                int along = 0;
                for (int a = 0; a < 3; a++) {
                    s.axis[a] = orders[k][a];
                    if (orders[k][a] == axis) along = a;
                }
                glass_transport t = seen_solve(&s, along);
                same(&t, &truth);
            }
            for (int k = 0; k < 3; k++) {
                seen mirror = plain, twice = plain;
                mirror.mirrored[k] = twice.doubled[k] = 1;
                glass_transport t = seen_solve(&mirror, axis);
                same(&t, &truth);
                t = seen_solve(&twice, axis); /* no flux: the seam is a mirror; in series */
                same(&t, &truth);
            }
        }
}

/* ---- against the dense solver ---- */

static void oracle_problem(const media *m, int axis, int is_periodic, grid_problem *out)
{
    *out = (grid_problem){.codes = m->volume.codes,
                          .sigma = m->sigma,
                          .axis = axis,
                          .contact = {1, 1},
                          .drop = 1,
                          .must_touch = 3};
    for (int a = 0; a < 3; a++) {
        out->n[a] = m->volume.n[a];
        out->voxel[a] = m->volume.voxel[a];
        out->is_periodic[a] = is_periodic && a != axis;
    }
}

/* Conductance to conductivity. */
static double oracle_scale(const media *m, int axis)
{
    double by = (double)m->volume.n[axis] * m->volume.voxel[axis];
    for (int a = 0; a < 3; a++)
        if (a != axis) by /= (double)m->volume.n[a] * m->volume.voxel[a];
    return by;
}

/* Periodic sides of any number of voxels, one included. */
static void periodic(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 150; seed++) {
        media m;
        size_t n[3];
        uint64_t context = seed;
        int axis = (int)(seed % 3);
        for (int a = 0; a < 3; a++) n[a] = 1 + (size_t)(media_draw() * 6);
        if (n[axis] < 2) n[axis] = 3;
        media_make(&m, n[0], n[1], n[2], label_random, &context);
        media_voxel(&m, 1 + media_draw(), 1 + media_draw(), 1 + media_draw());
        media_sigma(&m, 1, 1), media_sigma(&m, 2, seed & 1 ? 1 : 0.01);
        for (int is_periodic = 0; is_periodic < 2; is_periodic++) {
            grid_problem p;
            grid_oracle truth;
            oracle_problem(&m, axis, is_periodic, &p);
            assert_true(grid_oracle_solve(&p, &truth));
            glass_transport t = media_solve(&m, axis, is_periodic);
            if (truth.energy > 0) {
                assert_effective(t, (double)truth.energy * oracle_scale(&m, axis));
            } else {
                assert_true(isinf(t.tortuosity) && t.effective == 0);
                assert_true(strncmp(t.reason, "no", 2) == 0);
            }
        }
        glass_volume_clear(&m.volume);
    }
}

/* The good phase does not percolate, a million times better than the rest. */
static void islands_of_good(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        media m;
        grid_problem p;
        grid_oracle truth;
        uint64_t context = 77 + seed;
        media_make(&m, 9, 8, 7, label_random, &context);
        media_voxel(&m, 1, 1, 1);
        media_sigma(&m, 0, 1), media_sigma(&m, 1, 1), media_sigma(&m, 2, 1e6);
        oracle_problem(&m, 0, 0, &p);
        assert_true(grid_oracle_solve(&p, &truth));
        glass_transport t = media_solve(&m, 0, 0);
        assert_effective(t, (double)truth.energy * oracle_scale(&m, 0));
        glass_volume_clear(&m.volume);
    }
}

/* ---- paths ---- */

static int label_wire(void *context, size_t i, size_t j, size_t k)
{
    (void)context, (void)i;
    return j == 2 && k == 3;
}

/* A spine with teeth that lead nowhere, and at half way a block on one voxel's face. */
static int label_comb(void *context, size_t i, size_t j, size_t k)
{
    (void)context;
    if (j == 0 && k == 0) return 1;
    if (k == 0 && i % 2 == 1 && i + 1 < 40) return 1;
    return i > 17 && i < 30 && ((k == 1 && j == 5 && i == 19) || k > 1);
}

/* Rows of 49 voxels joined at alternating ends: 1001 voxels in a row. */
static int label_serpentine(void *context, size_t i, size_t j, size_t k)
{
    (void)context, (void)k;
    if (i % 2 == 1) return 1;
    return j == (i % 4 == 0 ? 0 : 48);
}

static int label_diagonal(void *context, size_t i, size_t j, size_t k)
{
    (void)context;
    return i == j && j == k;
}

static int label_half(void *context, size_t i, size_t j, size_t k)
{
    (void)context, (void)j, (void)k;
    return i < 6;
}

static void wires(void **state)
{
    media m;
    (void)state;
    media_make(&m, 30, 5, 6, label_wire, NULL);
    media_sigma(&m, 1, 2);
    glass_transport t = media_solve(&m, 0, 0);
    assert_effective(t, 2.0 / 30);
    assert_near(t.tortuosity, 1, 1e-12);
    t = media_solve(&m, 1, 0);
    assert_true(isinf(t.tortuosity) && isinf(t.lower) && isinf(t.upper));
    assert_true(t.effective == 0 && t.percolating == 0);
    assert_string_equal(t.reason, "no path");
    glass_volume_clear(&m.volume);

    media_make(&m, 40, 9, 8, label_comb, NULL);
    media_sigma(&m, 1, 1);
    t = media_solve(&m, 0, 0);
    assert_effective(t, 1.0 / 72);
    assert_near(t.percolating, 1, 0);
    glass_volume_clear(&m.volume);

    media_make(&m, 41, 49, 1, label_serpentine, NULL);
    media_sigma(&m, 1, 1);
    t = media_solve(&m, 0, 0);
    assert_int_equal(m.volume.count[m.volume.n_labels - 1], 1001);
    assert_near(t.tortuosity, 1001.0 * 1001 / (41 * 41), 1e-6 * 596);
    assert_true(t.lower <= 1001.0 * 1001 / 1681 && t.upper >= 1001.0 * 1001 / 1681);
    glass_volume_clear(&m.volume);
}

static void no_path(void **state)
{
    media m;
    (void)state;
    media_make(&m, 12, 12, 12, label_diagonal, NULL); /* edges and corners do not conduct */
    media_sigma(&m, 1, 1);
    for (int axis = 0; axis < 3; axis++) {
        glass_transport t = media_solve(&m, axis, 0);
        assert_true(isinf(t.tortuosity) && isinf(t.upper) && t.effective == 0);
        assert_string_equal(t.reason, "no path");
        assert_near(t.fraction, 1.0 / 144, 1e-15);
    }
    glass_volume_clear(&m.volume);
    media_make(&m, 12, 3, 3, label_half, NULL);
    media_sigma(&m, 1, 1);
    float potential[108];
    const glass_transport_options options = {.threads = 1, .potential = potential};
    glass_transport t;
    assert_ok(glass_transport_solve(&m.volume, m.sigma, 0, &options, &t));
    assert_true(isinf(t.tortuosity));
    for (int at = 0; at < 108; at++) assert_true(isnan(potential[at]));
    m.sigma[0] = m.sigma[1] = 0;
    assert_ok(glass_transport_solve(&m.volume, m.sigma, 0, NULL, &t));
    assert_true(isinf(t.tortuosity) && t.fraction == 0);
    assert_string_equal(t.reason, "nothing conducts");
    glass_volume_clear(&m.volume);
}

/* ---- bounds of theory ---- */

/* Wiener's hold for every volume, of the discrete problem too: a linear potential, an even
 * flow. Those of Hashin and Shtrikman are of isotropic media: of 32^3 voxels drawn one by one
 * the mean of the axes differs from isotropy by some 1/sqrt(N) = 0.6 % of the difference
 * between the bounds' ends; they are 5 % away. */
static void theory(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 4; seed++) {
        media m;
        double s[3] = {1, 3, pow(10, (double)seed)}, mean = 0, inverse = 0, K = 0;
        uint64_t context = seed * 99991;
        media_make(&m, 32, 32, 32, label_random, &context);
        for (int c = 0; c < 3; c++) {
            double f = (double)m.volume.count[c] / 32768;
            media_sigma(&m, c, s[c]);
            mean += f * s[c], inverse += f / s[c];
        }
        for (int axis = 0; axis < 3; axis++) {
            glass_transport t = media_solve(&m, axis, 0);
            assert_true(t.effective_lower >= 1 / inverse && t.effective_upper <= mean);
            assert_true(t.lower >= 1);
            K += t.effective / 3;
        }
        double low = 0, high = 0; /* 1/(K + 2 s*) = <1/(s + 2 s*)> at the worst, the best */
        for (int c = 0; c < 3; c++) {
            double f = (double)m.volume.count[c] / 32768;
            low += f / (s[c] + 2 * s[0]), high += f / (s[c] + 2 * fmax(s[1], s[2]));
        }
        assert_true(K >= 1 / low - 2 * s[0]);
        assert_true(K <= 1 / high - 2 * fmax(s[1], s[2]));
        glass_volume_clear(&m.volume);
    }
}

/* ---- the tensor ---- */

static glass_tensor tensor_of(const media *m, int is_periodic)
{
    const glass_transport_options options = {.threads = 1, .is_periodic = is_periodic};
    glass_tensor out;
    assert_ok(glass_transport_tensor(&m->volume, m->sigma, &options, &out));
    return out;
}

static double tensor_error(const glass_tensor *t, int a, int b)
{
    return t->error[a][b] + 4 * ROUNDED * t->mean;
}

/* Its diagonal against the dense solver; its rest by symmetry; linear sides conduct not less
 * than periodic ones along any direction. */
static void tensor(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 12; seed++) {
        media m;
        uint64_t context = seed;
        size_t n0 = 3 + seed % 4, n1 = 2 + seed % 5, n2 = 4 + seed % 3;
        media_make(&m, n0, n1, n2, label_random, &context);
        media_voxel(&m, 1, 1.5, 0.7);
        media_sigma(&m, 0, 0.01), media_sigma(&m, 1, 1), media_sigma(&m, 2, 5);
        glass_tensor t = tensor_of(&m, 1), f = tensor_of(&m, 0);
        for (int axis = 0; axis < 3; axis++) {
            grid_problem p;
            grid_oracle truth;
            double volume = 1, length = (double)m.volume.n[axis] * m.volume.voxel[axis];
            for (int a = 0; a < 3; a++) volume *= (double)m.volume.n[a] * m.volume.voxel[a];
            oracle_problem(&m, axis, 1, &p);
            p.is_periodic[axis] = 1;
            p.contact[0] = p.contact[1] = p.must_touch = 0;
            assert_true(grid_oracle_solve(&p, &truth));
            double K = (double)truth.energy * length * length / volume;
            assert_near(t.effective[axis][axis], K, tensor_error(&t, axis, axis));
            for (int b = 0; b < 3; b++)
                assert_near(t.effective[axis][b], t.effective[b][axis], 1e-12 * t.mean);
        }
        for (int k = 0; k < 20; k++) {
            double x[3], more = 0;
            for (int a = 0; a < 3; a++) x[a] = 2 * media_draw() - 1;
            for (int a = 0; a < 9; a++)
                more += x[a / 3] * x[a % 3] *
                        (f.effective[a / 3][a % 3] - t.effective[a / 3][a % 3]);
            assert_true(more >= -1e-5 * t.mean);
        }
        glass_volume_clear(&m.volume);
    }
}

/* Mirrored along one axis, what couples it to the others changes its sign. */
static void tensor_mirrored(void **state)
{
    (void)state;
    for (int is_periodic = 0; is_periodic < 2; is_periodic++) {
        seen plain = {.seed = 5, .axis = {0, 1, 2}}, turned = plain;
        media one, other;
        turned.mirrored[1] = 1;
        media_make(&one, 13, 10, 7, label_seen, &plain);
        media_make(&other, 13, 10, 7, label_seen, &turned);
        for (int c = 0; c < 3; c++)
            media_sigma(&one, c, c + 0.1), media_sigma(&other, c, c + 0.1);
        glass_tensor a = tensor_of(&one, is_periodic), b = tensor_of(&other, is_periodic);
        for (int k = 0; k < 9; k++) {
            int i = k / 3, j = k % 3, sign = (i == 1) != (j == 1) ? -1 : 1;
            assert_near(a.effective[i][j], sign * b.effective[i][j],
                        tensor_error(&a, i, j) + tensor_error(&b, i, j));
        }
        assert_true(fabs(a.effective[0][1]) > 1e-4);
        glass_volume_clear(&one.volume), glass_volume_clear(&other.volume);
    }
}

/* ---- bad input, memory, cancelling ---- */

static void bad_input(void **state)
{
    media m;
    glass_transport t = {.iterations = 42};
    (void)state;
    media_make(&m, 4, 4, 4, label_half, NULL);
    m.sigma[0] = -1;
    assert_int_equal(glass_transport_solve(&m.volume, m.sigma, 0, NULL, &t), GLASS_E_INPUT);
    assert_words("-1");
    m.sigma[0] = NAN;
    assert_int_equal(glass_transport_solve(&m.volume, m.sigma, 0, NULL, &t), GLASS_E_INPUT);
    m.sigma[0] = INFINITY;
    assert_int_equal(glass_transport_solve(&m.volume, m.sigma, 0, NULL, &t), GLASS_E_INPUT);
    m.sigma[0] = 1;
    assert_int_equal(glass_transport_solve(&m.volume, m.sigma, 3, NULL, &t), GLASS_E_INPUT);
    assert_words("axis is 3");
    assert_int_equal(t.iterations, 42);
    glass_volume_clear(&m.volume);
}

static int always(void *context)
{
    (void)context;
    return 1;
}

static void cancelled(void **state)
{
    media m;
    uint64_t context = 3;
    glass_transport t = {0};
    const glass_transport_options options = {.threads = 1, .cancelled = always};
    (void)state;
    media_make(&m, 20, 20, 20, label_random, &context);
    media_sigma(&m, 1, 1), media_sigma(&m, 2, 1);
    glass_transport truth = media_solve(&m, 0, 0);
    assert_int_equal(glass_transport_solve(&m.volume, m.sigma, 0, &options, &t),
                     GLASS_E_CANCELLED);
    assert_true(t.lower <= truth.lower && t.upper >= truth.upper);
    assert_true(t.upper > t.lower);
    glass_volume_clear(&m.volume);
}

static void without_memory(void **state)
{
    media m;
    uint64_t context = 4;
    float *u = malloc(11 * 9 * 7 * sizeof *u);
    (void)state;
    media_make(&m, 11, 9, 7, label_random, &context);
    media_sigma(&m, 1, 1), media_sigma(&m, 2, 10);
    long before = glass_memory_balance();
    for (int what = 0; what < 2; what++) {
        const glass_transport_options options = {
            .threads = 1, .is_periodic = 1, .potential = what ? NULL : u};
        long n = 0;
        for (glass_status status = GLASS_E_MEMORY; status; n++) {
            glass_transport t;
            glass_tensor k;
            glass_memory_fail_at(n + 1);
            status = what ? glass_transport_tensor(&m.volume, m.sigma, &options, &k)
                          : glass_transport_solve(&m.volume, m.sigma, 0, &options, &t);
            glass_memory_fail_at(0);
            if (glass_memory_balance() != before)
                fail_msg("%d, request %ld: %ld blocks lost", what, n,
                         glass_memory_balance() - before);
            if (status) assert_int_equal(status, GLASS_E_MEMORY);
        }
        assert_true(n > 30);
    }
    free(u);
    glass_volume_clear(&m.volume);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uniform),         cmocka_unit_test(layered),
        cmocka_unit_test(symmetric),       cmocka_unit_test(periodic),
        cmocka_unit_test(islands_of_good), cmocka_unit_test(wires),
        cmocka_unit_test(no_path),         cmocka_unit_test(theory),
        cmocka_unit_test(tensor),          cmocka_unit_test(tensor_mirrored),
        cmocka_unit_test(bad_input),       cmocka_unit_test(cancelled),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
