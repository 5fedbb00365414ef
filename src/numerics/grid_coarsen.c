/* The next level: unknowns of each 2x2x2 places joined where they conduct well to each
 * other; conductances between them are the sums of those of their unknowns, which makes the
 * next operator the Galerkin product, and lets a flow found there be spread exactly. */
#include "base/memory.h"
#include "numerics/grid_build.h"
#include "numerics/grid_join.h"

typedef struct coarsen_work {
    grid_level *l, *next;
    uint32_t *home;  /* [n] parent place of each unknown */
    uint32_t *start; /* [parent places + 1] where its unknowns begin in `order` */
    int32_t *order;  /* [n] unknowns by parent place */
    int32_t *local;  /* [n] number among those of its place, then its part */
    uint32_t *parts; /* [parent places + 1] how many unknowns, then the first */
    size_t homes;
    int halves[3]; /* 1: an axis of which two places become one */
    double limit;
    int has_failed;
} coarsen_work;

static uint32_t coarsen_home(const coarsen_work *w, uint32_t place, size_t at[3])
{
    const size_t *n = w->l->places, *m = w->next->places;
    at[0] = place / (n[1] * n[2]) >> w->halves[0];
    at[1] = place / n[2] % n[1] >> w->halves[1];
    at[2] = place % n[2] >> w->halves[2];
    return (uint32_t)((at[0] * m[1] + at[1]) * m[2] + at[2]);
}

static int coarsen_colour(const grid_level *l, size_t place)
{
    const size_t *n = l->places;
    return (int)((place / (n[1] * n[2]) + place / n[2] % n[1] + place % n[2]) & 1);
}

static void coarsen_sort(coarsen_work *w)
{
    grid_level *l = w->l;
    size_t at[3];
    for (int32_t u = 0; u < l->n; u++) {
        w->home[u] = GRID_NOWHERE;
        if (l->place[u] == GRID_NOWHERE) continue;
        w->home[u] = coarsen_home(w, l->place[u], at);
        w->start[w->home[u] + 1]++;
    }
    for (size_t h = 0; h < w->homes; h++) w->start[h + 1] += w->start[h];
    for (int32_t u = 0; u < l->n; u++) {
        uint32_t home = w->home[u];
        if (home == GRID_NOWHERE) continue;
        w->local[u] = (int32_t)w->parts[home]; /* counts those before it */
        w->order[w->start[home] + w->parts[home]++] = u;
    }
}

/* Conductances and diagonals of the unknowns of one place. */
static void coarsen_joint(const coarsen_work *w, size_t home, grid_joint *joint)
{
    const grid_level *l = w->l;
    int n = joint->n;
    for (int k = 0; k < n * n; k++) joint->c[k] = 0;
    for (int k = 0; k < n; k++) {
        int32_t u = w->order[w->start[home] + (uint32_t)k];
        joint->d[k] = l->inverse[u] > 0 ? 1.0 / l->inverse[u] : 0;
        GRID_ENTRIES (l, u, e)
            if (l->val[e] > 0 && w->home[l->col[e]] == home)
                joint->c[k * n + w->local[l->col[e]]] += l->val[e];
    }
}

/* What one place comes to: parts of its unknowns, which `parent` holds until the places are numbered. */
static void coarsen_parts_some(grid *g, void *context, size_t from, size_t to)
{
    coarsen_work *w = context;
    grid_joint joint = {.limit = w->limit};
    (void)g;
    for (size_t home = from; home < to; home++) {
        int n = (int)(w->start[home + 1] - w->start[home]);
        w->parts[home] = 0;
        if (!n) continue;
        if (!grid_joint_room(&joint, n)) {
            w->has_failed = 1;
            break;
        }
        joint.n = n;
        coarsen_joint(w, home, &joint);
        w->parts[home] = (uint32_t)grid_joint_parts(&joint);
        for (int k = 0; k < n; k++)
            w->l->parent[w->order[w->start[home] + (uint32_t)k]] = joint.part[k];
    }
    grid_joint_clear(&joint);
}

/* First unknown of each place, even places first. */
static void coarsen_number(coarsen_work *w)
{
    uint32_t next = 0;
    for (int colour = 0; colour < 2; colour++) {
        for (size_t home = 0; home < w->homes; home++) {
            if (coarsen_colour(w->next, home) != colour) continue;
            uint32_t parts = w->parts[home];
            w->parts[home] = next;
            next += parts;
            w->next->held += (int32_t)parts;
        }
        next = (next + 7) & ~7u;
        if (!colour) w->next->n_red = (int32_t)next;
    }
    w->next->n = (int32_t)next;
    for (int32_t u = 0; u < w->l->n; u++) {
        if (w->home[u] != GRID_NOWHERE)
            w->l->parent[u] += (int32_t)w->parts[w->home[u]];
        else
            w->l->parent[u] = 0;
    }
}

static int coarsen_family(grid_level *l, grid_level *next)
{
    next->child = glass_alloc((size_t)l->n * sizeof *next->child);
    next->family = glass_zero((size_t)next->n + 1, sizeof *next->family);
    if (!next->child || !next->family) return 0;
    for (int32_t u = 0; u < l->n; u++)
        if (l->place[u] != GRID_NOWHERE) next->family[l->parent[u] + 1]++;
    for (int32_t k = 0; k < next->n; k++) next->family[k + 1] += next->family[k];
    for (int32_t u = 0; u < l->n; u++)
        if (l->place[u] != GRID_NOWHERE) next->child[next->family[l->parent[u]]++] = u;
    for (int32_t k = next->n; k > 0; k--) next->family[k] = next->family[k - 1];
    next->family[0] = 0;
    return 1;
}

typedef struct coarsen_rows {
    grid_level *l, *next;
    uint16_t *degree;
    uint32_t widest; /* entries of all children of one unknown, at most */
    int has_failed;
} coarsen_rows;

/* The entries of row k: places in `col` and sums, found through `seen`. Returns how many. */
static uint32_t coarsen_row(const coarsen_rows *w, int32_t k, int32_t *seen, int32_t *cols,
                            double *sums, double *ground)
{
    const grid_level *l = w->l, *next = w->next;
    uint32_t count = 0;
    *ground = 0;
    for (uint32_t c = next->family[k]; c < next->family[k + 1]; c++) {
        int32_t u = next->child[c];
        *ground += l->ground[u];
        GRID_ENTRIES (l, u, e) {
            int32_t to = l->parent[l->col[e]];
            if (to == k || !(l->val[e] > 0)) continue;
            if (seen[to] < 0 || (uint32_t)seen[to] >= count || cols[seen[to]] != to) {
                seen[to] = (int32_t)count;
                cols[count] = to;
                sums[count++] = 0;
            }
            sums[seen[to]] += l->val[e];
        }
    }
    return count;
}

static uint32_t coarsen_widest(const coarsen_rows *w)
{
    uint32_t most = 0;
    for (int32_t k = 0; k < w->next->n; k++) {
        uint32_t sum = 0;
        for (uint32_t c = w->next->family[k]; c < w->next->family[k + 1]; c++)
            sum +=
                w->l->slice[w->next->child[c] / 8 + 1] - w->l->slice[w->next->child[c] / 8];
        most = sum > most ? sum : most;
    }
    return most;
}

static void coarsen_rows_some(grid *g, void *context, size_t from, size_t to)
{
    coarsen_rows *w = context;
    grid_level *next = w->next;
    int32_t *seen = glass_zero((size_t)next->n, sizeof *seen);
    int32_t *cols = glass_alloc((w->widest + 1) * sizeof *cols);
    double *sums = glass_alloc((w->widest + 1) * sizeof *sums);
    (void)g;
    if (!seen || !cols || !sums) w->has_failed = 1;
    for (size_t k = from; k < to && !w->has_failed; k++) {
        double ground, total;
        uint32_t count = coarsen_row(w, (int32_t)k, seen, cols, sums, &ground);
        if (!next->col) {
            if (count > UINT16_MAX) w->has_failed = 1;
            w->degree[k] = (uint16_t)count;
            continue;
        }
        total = ground;
        for (uint32_t e = 0; e < count; e++) {
            size_t at = 8 * ((size_t)next->slice[k >> 3] + e) + (k & 7);
            next->col[at] = cols[e];
            next->val[at] = (float)sums[e];
            total += sums[e];
        }
        next->ground[k] = (float)ground;
        next->inverse[k] = total > 0 ? (float)(1 / total) : 0;
    }
    glass_free(seen), glass_free(cols), glass_free(sums);
}

static glass_status coarsen_fill(grid *g, const coarsen_work *homes)
{
    grid_level *l = homes->l, *next = homes->next;
    coarsen_rows w = {.l = l, .next = next};
    size_t half = ((size_t)next->n + 1) / 2;
    w.degree = glass_zero((size_t)next->n, sizeof *w.degree);
    if (!w.degree || !coarsen_family(l, next) || !grid_level_take(g, next))
        w.has_failed = 1;
    size_t at[3];
    for (int32_t u = 0; u < l->n && !w.has_failed; u++)
        if (l->place[u] != GRID_NOWHERE)
            next->place[l->parent[u]] = coarsen_home(homes, l->place[u], at);
    if (!w.has_failed) w.widest = coarsen_widest(&w);
    if (!w.has_failed) grid_loop(g, (size_t)next->n, half, coarsen_rows_some, &w);
    if (!w.has_failed && !grid_level_take_entries(g, next, w.degree)) w.has_failed = 1;
    if (!w.has_failed) grid_loop(g, (size_t)next->n, half, coarsen_rows_some, &w);
    glass_free(w.degree);
    if (w.has_failed) return glass_fail_memory();
    if (!g->is_mask || !g->has_small_codes) grid_level_mirror(g, next);
    return GLASS_OK;
}

/* Axes along which a place is joined to the next: those whose faces conduct well beside the
 * best, so that places hold few unknowns and levels become round by and by. `weight` is that
 * of faces across the axes, and becomes that of the next level: sums over larger faces. */
static void coarsen_axes(const size_t places[3], double weight[3], int halves[3])
{
    double most = 0;
    for (int axis = 0; axis < 3; axis++)
        if (places[axis] > 1 && weight[axis] > most) most = weight[axis];
    for (int axis = 0; axis < 3; axis++)
        halves[axis] = places[axis] > 1 && weight[axis] >= 0.25 * most;
    for (int axis = 0; axis < 3; axis++)
        for (int other = 0; other < 3; other++)
            if (halves[axis] && other != axis) weight[other] *= 2;
}

static glass_status coarsen(grid *g, double limit, double weight[3])
{
    grid_level *l = &g->level[g->levels], *next = l + 1;
    coarsen_work w = {.l = l, .next = next, .limit = limit, .homes = 1};
    coarsen_axes(l->places, weight, w.halves);
    for (int axis = 0; axis < 3; axis++) {
        next->places[axis] = (l->places[axis] + (size_t)w.halves[axis]) >> w.halves[axis];
        w.homes *= next->places[axis];
    }
    size_t n = (size_t)l->n;
    if (!l->parent) l->parent = grid_take(g, n, sizeof *l->parent);
    w.home = glass_alloc(n * sizeof *w.home);
    w.start = glass_zero(w.homes + 1, sizeof *w.start);
    w.order = glass_alloc(n * sizeof *w.order);
    w.local = glass_alloc(n * sizeof *w.local);
    w.parts = glass_zero(w.homes + 1, sizeof *w.parts);
    glass_status status = GLASS_OK;
    if (!l->parent || !w.home || !w.start || !w.order || !w.local || !w.parts)
        status = glass_fail_memory();
    if (!status) {
        coarsen_sort(&w);
        grid_loop(g, w.homes, w.homes / 64 + 1, coarsen_parts_some, &w);
        if (w.has_failed) status = glass_fail_memory();
    }
    if (!status) coarsen_number(&w);
    glass_free(w.home), glass_free(w.start), glass_free(w.order);
    glass_free(w.local), glass_free(w.parts);
    if (!status) status = coarsen_fill(g, &w);
    return status;
}

/* 1 when no edge joins two unknowns of one colour at different places (strict: at all). */
static int coarsen_is_coloured(const grid_level *l, int is_strict)
{
    for (int32_t u = 0; u < l->n; u++)
        GRID_ENTRIES (l, u, e)
            if (l->val[e] > 0 && (u < l->n_red) == (l->col[e] < l->n_red) &&
                (is_strict || l->place[u] != l->place[l->col[e]]))
                return 0;
    return 1;
}

glass_status grid_build_levels(grid *g)
{
    double limit = GRID_QUALITY, weight[3];
    int halves[3];
    for (int axis = 0; axis < 3; axis++) weight[axis] = g->weight[axis];
    coarsen_axes(g->n, weight, halves); /* of voxels into blocks: into their parts */
    while (g->level[g->levels].n > GRID_COARSEST &&
           grid_level_entries(&g->level[g->levels])) {
        if (g->levels + 2 >= GRID_LEVELS)
            return glass_fail(GLASS_E_NUMERICS, "the hierarchy does not come to an end");
        grid_level *l = &g->level[g->levels], *next = l + 1;
        glass_status status = coarsen(g, limit, weight);
        if (status) return status;
        next->is_coloured = coarsen_is_coloured(next, 0);
        next->is_strict = coarsen_is_coloured(next, 1);
        if (next->held > l->held / 3 * 2) limit = 0; /* too careful: it would never end */
        g->levels++;
    }
    return grid_coarsest_factor(g);
}

glass_status grid_refill_levels(grid *g)
{
    for (int k = 1; k < g->levels; k++) {
        coarsen_rows w = {.l = &g->level[k], .next = &g->level[k + 1]};
        size_t half = ((size_t)w.next->n + 1) / 2;
        w.widest = coarsen_widest(&w);
        grid_loop(g, (size_t)w.next->n, half, coarsen_rows_some, &w);
        if (w.has_failed) return glass_fail_memory();
        grid_level_mirror(g, w.next);
    }
    grid_give(g, g->factor, g->factor_size, sizeof *g->factor);
    g->factor = NULL;
    return grid_coarsest_factor(g);
}
