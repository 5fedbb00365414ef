/* The solver on voxels against an independent dense one (grid_oracle.h), on random grids. */
#include "unit.h"

#include "base/cpu.h"
#include "grid_oracle.h"

enum {
    GRID_MASK,
    GRID_LABELS,
    GRID_SOURCE,
    GRID_PERFECT,
    GRID_FIXED,
    GRID_ROUND,
    GRID_KINDS
};

/* A problem and what it borrows. */
typedef struct drawn {
    grid_problem problem;
    unsigned char *codes, *active;
    double sigma[256], source[256];
    unsigned char perfect[256];
    glass_team *team;
    uint64_t state;
} drawn;

static double draw(drawn *d)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (double)(d->state >> 11) / 9007199254740992.0;
}

static size_t draw_whole(drawn *d, size_t from, size_t to)
{
    return from + (size_t)(draw(d) * (double)(to - from + 1));
}

static void draw_shape(drawn *d, int kind, size_t most)
{
    grid_problem *p = &d->problem;
    p->axis = (int)draw_whole(d, 0, 2);
    double edge = pow(10, 2 * draw(d) - 1);
    int is_cubic = draw(d) < 0.5;
    for (int axis = 0; axis < 3; axis++) {
        p->n[axis] = draw_whole(d, axis == p->axis ? 2 : 1, most);
        p->voxel[axis] = is_cubic ? edge : pow(10, 2 * draw(d) - 1);
        int is_round = axis == p->axis ? kind == GRID_ROUND : draw(d) < 0.3;
        if (!is_round) continue;
        p->is_periodic[axis] = 1;
        p->n[axis] = 2 * draw_whole(d, 2, 3);
    }
}

/* Conductivities over `decades`; label 0 insulates now and then. */
static void draw_labels(drawn *d, int kind, double decades)
{
    int labels = kind == GRID_MASK ? 2 : (int)draw_whole(d, 2, 5);
    size_t all = d->problem.n[0] * d->problem.n[1] * d->problem.n[2];
    double holes = 0.6 * draw(d);
    d->codes = malloc(all), d->active = malloc(all);
    for (size_t at = 0; at < all; at++) {
        d->codes[at] =
            draw(d) < holes ? 0 : (unsigned char)draw_whole(d, 1, (size_t)labels - 1);
        d->active[at] = draw(d) < 0.7;
    }
    for (int c = kind == GRID_MASK || draw(d) < 0.8; c < labels; c++)
        d->sigma[c] = pow(10, -decades * draw(d));
    if (kind == GRID_LABELS) d->sigma[1] = 1, d->sigma[2] = pow(10, -decades);
    for (int c = 0; c < labels; c++)
        if (draw(d) < 0.7) d->source[c] = pow(10, 2 * draw(d) - 1);
    d->perfect[0] = 1;
}

static void draw_ends(drawn *d, int kind)
{
    grid_problem *p = &d->problem;
    if (kind == GRID_MASK || kind == GRID_LABELS) {
        p->contact[0] = p->contact[1] = 1;
        p->drop = 0.5 + draw(d);
        p->must_touch = 3;
    }
    if (kind == GRID_ROUND) p->drop = 1;
    if (kind == GRID_FIXED) {
        p->contact[0] = p->contact[1] = p->fixed_sides = 1;
        p->drop = 2;
        p->must_touch = 4;
    }
    if (kind != GRID_SOURCE && kind != GRID_PERFECT) return;
    p->source = d->source;
    p->must_touch = 1;
    if (draw(d) < 0.5) p->active = d->active;
    if (kind == GRID_PERFECT) {
        d->sigma[0] = 0;
        p->perfect = d->perfect;
        return;
    }
    size_t side = draw_whole(d, 0, 2);
    p->contact[0] = side != 1, p->contact[1] = side != 0;
    p->must_touch = side == 2 ? 4 : 1 + (int)side;
}

static void draw_problem(drawn *d, int kind, uint64_t seed, double decades, size_t most)
{
    memset(d, 0, sizeof *d);
    d->state = seed * 2654435761u + 12345;
    for (int k = 0; k < 5; k++) draw(d);
    draw_shape(d, kind, most);
    draw_labels(d, kind, decades);
    draw_ends(d, kind);
    d->problem.codes = d->codes, d->problem.sigma = d->sigma;
    d->problem.tolerance = 1e-6;
    assert_ok(glass_team_new(1, &d->team));
    d->problem.team = d->team;
}

static void draw_clear(drawn *d)
{
    free(d->codes), free(d->active);
    glass_team_free(d->team);
}

static void solve(const grid_problem *problem, grid_report *out)
{
    grid *g = NULL;
    assert_ok(grid_new(problem, &g));
    assert_ok(grid_solve(g, out));
    grid_free(g);
}

/* The interval holds the dense answer. Up to `sure` decades the value is within its tolerance
 * as well; beyond them eight digits of conductances and four bytes of the cycle give up, with
 * bounds that are wide and still right. Around a periodic axis the dense one subtracts as
 * well: nothing is claimed of what is 1e-9 of the power of the linear profile. */
static void agree_on(drawn *d, grid_report r, int kind, uint64_t seed, int is_sure)
{
    grid_oracle truth;
    assert_true(grid_oracle_solve(&d->problem, &truth));
    if (r.unknowns != truth.unknowns || r.left_out != truth.left_out)
        fail_msg("kind %d seed %lu: %zu of %zu unknowns", kind, (unsigned long)seed,
                 r.unknowns, truth.unknowns);
    double exact = (double)truth.energy, lost = 1e-10 * (double)truth.base;
    if (r.lower > exact * (1 + 1e-15) + lost || r.upper < exact * (1 - 1e-15) - lost)
        fail_msg("kind %d seed %lu: %.15g is not within %.15g .. %.15g", kind,
                 (unsigned long)seed, exact, r.lower, r.upper);
    if (!is_sure || !r.unknowns || exact <= 1e-7 * (double)truth.base) return;
    double most = d->problem.tolerance * exact;
    if (fabs(r.energy - exact) > most || r.upper - r.lower > 2 * most)
        fail_msg("kind %d seed %lu: %.15g .. %.15g .. %.15g for %.15g (%s)", kind,
                 (unsigned long)seed, r.lower, r.energy, r.upper, exact, r.reason);
    assert_string_equal(r.reason, "converged");
}

static void agree(drawn *d, int kind, uint64_t seed, int is_sure)
{
    grid_report r;
    solve(&d->problem, &r);
    agree_on(d, r, kind, seed, is_sure);
}

static void each_kind(double decades, size_t most, uint64_t seeds, int is_sure)
{
    drawn d;
    for (int kind = 0; kind < GRID_KINDS; kind++)
        for (uint64_t seed = 0; seed < seeds; seed++) {
            draw_problem(&d, kind, seed, decades, most);
            agree(&d, kind, seed, is_sure);
            draw_clear(&d);
        }
}

static void random_grids(void **state)
{
    (void)state;
    each_kind(4, 6, 400, 1);
}

static void random_contrasts(void **state)
{
    (void)state;
    each_kind(12, 6, 400, 0);
}

/* More unknowns than the coarsest level holds: the cycle has levels to go through. */
static void random_larger(void **state)
{
    (void)state;
    each_kind(3, 11, 25, 1);
}

/* Ten decades between conductances. What a source comes to is a sum of heats, from which
 * nothing is subtracted. (What sums in place of differences spoil shows on larger grids:
 * tests/cli/map.t has one.) */
static void far_apart(void **state)
{
    drawn d;
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        draw_problem(&d, GRID_SOURCE, seed, 10, 11);
        agree(&d, GRID_SOURCE, seed, 1);
        draw_clear(&d);
    }
}

/* Voxels ten times as long as wide, any way round, take no more iterations than cubes: 6 of
 * them here; 50 were needed while blocks were joined across their small faces. */
static void flat_voxels(void **state)
{
    drawn d;
    (void)state;
    for (int axis = 0; axis < 3; axis++) {
        draw_problem(&d, GRID_MASK, 7, 0, 6);
        free(d.codes);
        grid_problem *p = &d.problem;
        *p = (grid_problem){.sigma = d.sigma,
                            .contact = {1, 1},
                            .drop = 1,
                            .must_touch = 3,
                            .tolerance = 1e-6,
                            .axis = 1,
                            .team = d.team};
        size_t all = 48 * 48 * 48;
        p->codes = d.codes = malloc(all);
        for (int k = 0; k < 3; k++) p->n[k] = 48, p->voxel[k] = k == axis ? 10 : 1;
        for (size_t at = 0; at < all; at++) d.codes[at] = draw(&d) < 0.7;
        for (int c = 0; c < 256; c++) d.sigma[c] = c == 1;
        grid_report r;
        solve(p, &r);
        assert_string_equal(r.reason, "converged");
        assert_in_range(r.iterations, 1, 10);
        draw_clear(&d);
    }
}

static void random_tight(void **state)
{
    drawn d;
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        draw_problem(&d, GRID_MASK, seed, 0, 6);
        d.problem.tolerance = 1e-10;
        agree(&d, GRID_MASK, seed, 1);
        draw_clear(&d);
    }
}

/* Which voxels take part, and a potential in exactly these. */
static void takes_part(void **state)
{
    drawn d;
    (void)state;
    for (int kind = 0; kind < GRID_ROUND; kind++)
        for (uint64_t seed = 0; seed < 100; seed++) {
            draw_problem(&d, kind, seed, 3, 6);
            size_t all = d.problem.n[0] * d.problem.n[1] * d.problem.n[2];
            unsigned char *mine = malloc(all), *theirs = malloc(all);
            float *u = malloc(all * sizeof *u);
            grid *g = NULL;
            grid_report r;
            assert_true(grid_oracle_joined(&d.problem, theirs));
            assert_ok(grid_joined(&d.problem, mine));
            assert_memory_equal(mine, theirs, all);
            assert_ok(grid_new(&d.problem, &g));
            assert_ok(grid_solve(g, &r));
            grid_potential(g, u);
            for (size_t at = 0; at < all; at++) assert_int_equal(!isnan(u[at]), theirs[at]);
            grid_free(g);
            free(mine), free(theirs), free(u);
            draw_clear(&d);
        }
}

/* Along an axis of four voxels that is joined to itself, two places touch on both sides. */
static void two_places_round(void **state)
{
    drawn d;
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        draw_problem(&d, GRID_LABELS, seed, 3, 6);
        for (int axis = 0; axis < 3; axis++) {
            d.problem.n[axis] = 4;
            d.problem.is_periodic[axis] = axis != d.problem.axis;
        }
        free(d.codes);
        d.codes = malloc(64);
        for (int at = 0; at < 64; at++) d.codes[at] = (unsigned char)draw_whole(&d, 0, 2);
        d.problem.codes = d.codes;
        agree(&d, GRID_LABELS, seed, 1);
        draw_clear(&d);
    }
}

/* A grid whose conductances change is the grid of the new ones. */
static void changed(void **state)
{
    drawn d;
    (void)state;
    for (int kind = 0; kind < GRID_KINDS; kind++)
        for (uint64_t seed = 0; seed < 60; seed++) {
            draw_problem(&d, kind, seed, 3, seed % 10 ? 6 : 10);
            double after[256];
            grid *g = NULL;
            grid_report r;
            for (int c = 0; c < 256; c++)
                after[c] = d.sigma[c] > 0 ? d.sigma[c] * (0.5 + 2 * draw(&d)) : 0;
            d.problem.may_change = 1;
            assert_ok(grid_new(&d.problem, &g));
            assert_ok(grid_solve(g, &r));
            assert_ok(grid_change(g, after));
            assert_ok(grid_solve(g, &r));
            d.problem.sigma = after;
            agree_on(&d, r, kind, seed, 1);
            double other[256];
            memcpy(other, after, sizeof other);
            other[255] = after[255] > 0 ? 0 : 1;
            assert_int_equal(grid_change(g, other), r.unknowns ? GLASS_E_INPUT : GLASS_OK);
            grid_free(g);
            draw_clear(&d);
        }
}

static void any_width(void **state)
{
    static const char *const names[] = {"plain", "v3", "v4"};
    drawn d;
    glass_cpu cpu;
    (void)state;
    for (int w = 0; w < 3; w++) {
        if (glass_cpu_choose(names[w], &cpu)) continue; /* this machine has it not */
        setenv("GLASSCELL_VECTOR", names[w], 1);
        for (int kind = 0; kind < GRID_KINDS; kind++)
            for (uint64_t seed = 0; seed < 20; seed++) {
                draw_problem(&d, kind, seed, 3, 9);
                agree(&d, kind, seed, 1);
                draw_clear(&d);
            }
    }
    unsetenv("GLASSCELL_VECTOR");
}

/* The same to the last bit: chunks do not depend on the team. */
static void any_threads(void **state)
{
    drawn d;
    glass_team *two;
    (void)state;
    assert_ok(glass_team_new(2, &two));
    for (int kind = 0; kind < GRID_KINDS; kind++)
        for (uint64_t seed = 0; seed < 10; seed++) {
            grid_report one, other;
            draw_problem(&d, kind, seed, 3, 16);
            solve(&d.problem, &one);
            d.problem.team = two;
            solve(&d.problem, &other);
            assert_int_equal(one.iterations, other.iterations);
            if (one.energy != other.energy || one.lower != other.lower ||
                one.upper != other.upper)
                fail_msg("kind %d seed %d: %.17g and %.17g", kind, (int)seed, one.energy,
                         other.energy);
            draw_clear(&d);
        }
    glass_team_free(two);
}

/* The n-th request fails: memory, with everything given back. */
static void without_memory(void **state)
{
    drawn d;
    (void)state;
    for (int kind = 0; kind < GRID_KINDS; kind++) {
        draw_problem(&d, kind, 3, 3, 6);
        for (int axis = 0; axis < 3; axis++) d.problem.n[axis] = 10;
        free(d.codes), free(d.active);
        d.codes = malloc(1000), d.active = malloc(1000);
        for (int at = 0; at < 1000; at++)
            d.codes[at] = draw(&d) < 0.4 ? 0 : 1, d.active[at] = 1;
        d.problem.codes = d.codes, d.problem.active = NULL;
        long before = glass_memory_balance(), n = 0;
        for (int is_through = 0; !is_through; n++) {
            grid *g = NULL;
            grid_report r;
            glass_memory_fail_at(n + 1);
            glass_status status = grid_new(&d.problem, &g);
            if (!status) status = grid_solve(g, &r);
            glass_memory_fail_at(0);
            grid_free(g);
            if (glass_memory_balance() != before)
                fail_msg("kind %d request %ld: %ld blocks lost", kind, n,
                         glass_memory_balance() - before);
            is_through = status == GLASS_OK;
            if (!is_through && status != GLASS_E_MEMORY)
                fail_msg("kind %d request %ld: %d %s", kind, n, status, glass_words());
        }
        assert_true(n > 20);
        draw_clear(&d);
    }
}

/* A volume of lumps of `lump` voxels, a share of them label 1. */
static void draw_lumps(drawn *d, size_t n, size_t lump, double share)
{
    size_t all = n * n * n;
    for (int axis = 0; axis < 3; axis++) {
        d->problem.n[axis] = n;
        d->problem.voxel[axis] = 1;
        d->problem.is_periodic[axis] = 0;
    }
    free(d->codes), free(d->active);
    d->codes = malloc(all), d->active = calloc(all, 1);
    for (size_t at = 0; at < all; at++) {
        size_t i = at / n / n, j = at / n % n, k = at % n;
        size_t first = ((i - i % lump) * n + j - j % lump) * n + k - k % lump;
        d->codes[at] = first < at ? d->codes[first] : draw(d) < share;
    }
    d->problem.codes = d->codes, d->problem.active = NULL;
}

/* What is said to be needed is enough; half as much again at most, where noise of the size of
 * a voxel does not hide what the sample of blocks cannot see. */
static void predicted(void **state)
{
    static const size_t lump[] = {5, 3, 1};
    drawn d;
    grid_report r;
    (void)state;
    for (int kind = 0; kind < 2; kind++)
        for (int run = 0; run < 9; run++) {
            draw_problem(&d, kind, 5, 2, 6);
            draw_lumps(&d, 90, lump[run / 3], 0.4 + 0.2 * (run % 3));
            d.sigma[0] = kind == GRID_MASK ? 0 : 0.01, d.sigma[1] = 1;
            d.problem.iterations = 1;
            size_t need = grid_predict(&d.problem);
            solve(&d.problem, &r);
            double most = (lump[run / 3] > 1 ? 1.5 : 2.5) * (double)r.bytes + (1 << 20);
            if (r.bytes > need || (double)need > most)
                fail_msg("kind %d run %d: %zu bytes predicted, %zu taken", kind, run, need,
                         r.bytes);
            draw_clear(&d);
        }
}

static int always(void *context)
{
    (void)context;
    return 1;
}

/* Ended early, by one who cancels or by the count: bounds that still hold. */
static void ended_early(void **state)
{
    drawn d;
    grid_oracle truth;
    grid_report r;
    (void)state;
    for (int kind = 0; kind < GRID_ROUND; kind++)
        for (uint64_t seed = 0; seed < 30; seed++) {
            draw_problem(&d, kind, seed, 3, 9);
            assert_true(grid_oracle_solve(&d.problem, &truth));
            for (int is_cancelled = 0; is_cancelled < 2; is_cancelled++) {
                d.problem.iterations = 1;
                d.problem.tolerance = 1e-12;
                d.problem.cancelled = is_cancelled ? always : NULL;
                solve(&d.problem, &r);
                assert_true(r.lower <= (double)truth.energy * (1 + 1e-15));
                assert_true(r.upper >= (double)truth.energy * (1 - 1e-15));
                if (r.unknowns > 50 && truth.energy > 0)
                    assert_string_equal(r.reason,
                                        is_cancelled ? "cancelled" : "iterations");
            }
            draw_clear(&d);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_grids),     cmocka_unit_test(random_contrasts),
        cmocka_unit_test(random_larger),    cmocka_unit_test(random_tight),
        cmocka_unit_test(far_apart),        cmocka_unit_test(flat_voxels),
        cmocka_unit_test(changed),          cmocka_unit_test(takes_part),
        cmocka_unit_test(two_places_round), cmocka_unit_test(any_width),
        cmocka_unit_test(any_threads),      cmocka_unit_test(without_memory),
        cmocka_unit_test(ended_early),      cmocka_unit_test(predicted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
