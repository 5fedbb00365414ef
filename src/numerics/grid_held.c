/* Which voxels take part: those that conduct and are joined to the contacts.
 *
 * Voxels of a block that touch by faces are one part, read from a table of the 256 patterns;
 * parts of neighbouring blocks are joined by union and find. This goes over parts, eight
 * times fewer than voxels. */
#include <string.h>
#include "base/memory.h"
#include "numerics/grid_build.h"

static grid_pattern held_patterns[256];

static void held_pattern(unsigned bits, grid_pattern *out)
{
    memset(out, 0, sizeof *out);
    unsigned left = bits;
    while (left) {
        unsigned part = left & -left, before = 0;
        while (part != before) {
            before = part;
            for (unsigned l = 0; l < 8; l++)
                if (part >> l & 1)
                    part |= (1u << (l ^ 1) | 1u << (l ^ 2) | 1u << (l ^ 4)) & bits;
        }
        for (unsigned l = 0; l < 8; l++)
            if (part >> l & 1) out->part[l] = out->parts;
        out->lanes[out->parts++] = (uint8_t)part;
        left &= ~part;
    }
}

const grid_pattern *grid_patterns(void)
{
    static glass_lock once = GLASS_LOCK;
    static int is_there;
    glass_lock_take(&once);
    if (!is_there)
        for (unsigned bits = 0; bits < 256; bits++)
            held_pattern(bits, &held_patterns[bits]);
    is_there = 1;
    glass_lock_give(&once);
    return held_patterns;
}

void grid_build_wrap(const grid *g, void *array, size_t size)
{
    char *at = array;
    size_t n[3] = {g->places[0] + 2, g->places[1] + 2, g->places[2] + 2};
    for (int axis = 2; axis >= 0; axis--) {
        if (!g->problem.is_periodic[axis]) continue;
        size_t outer = axis == 0 ? 1 : axis == 1 ? n[0] : n[0] * n[1];
        size_t run = axis == 0 ? n[1] * n[2] : axis == 1 ? n[2] : 1;
        for (size_t o = 0; o < outer; o++) {
            char *line = at + o * n[axis] * run * size;
            memcpy(line, line + (n[axis] - 2) * run * size, run * size);
            memcpy(line + (n[axis] - 1) * run * size, line + run * size, run * size);
        }
    }
}

/* Bits of one row of blocks, from its four rows of voxels. */
static void held_row(const grid *g, const uint8_t *conducts, size_t i, size_t j,
                     uint8_t *out)
{
    const size_t *n = g->n;
    for (size_t q = 0; q < 4; q++) {
        size_t vi = 2 * i + (q >> 1), vj = 2 * j + (q & 1), k = 0;
        if (vi >= n[0] || vj >= n[1]) continue;
        const unsigned char *row = g->problem.codes + (vi * n[1] + vj) * n[2];
        for (; 2 * k + 1 < n[2]; k++)
            out[k] |= (uint8_t)((conducts[row[2 * k]] | conducts[row[2 * k + 1]] << 1)
                                << (2 * q));
        if (2 * k < n[2]) out[k] |= (uint8_t)(conducts[row[2 * k]] << (2 * q));
    }
}

typedef struct held_work {
    grid_build *b;
    uint8_t conducts[256];
    uint32_t *root;   /* [parts] */
    uint8_t *touches; /* [parts] 1: the first contact, 2: the last, 4: a side */
} held_work;

static void held_plane(grid *g, void *context, size_t from, size_t to)
{
    held_work *w = context;
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            held_row(g, w->conducts, i, j, w->b->held + grid_place(g, i, j, 0));
}

/* Where the parts of each place begin, in `map`; returns how many there are. */
static size_t held_number(grid_build *b)
{
    const grid_pattern *patterns = b->patterns;
    size_t parts = 0;
    for (size_t at = 0; at < b->all; at++) {
        b->g->map[at] = (int32_t)parts;
        parts += patterns[b->held[at]].parts;
    }
    return parts;
}

static uint32_t held_find(uint32_t *root, uint32_t a)
{
    while (root[a] != a) a = root[a] = root[root[a]];
    return a;
}

static void held_join(uint32_t *root, uint32_t a, uint32_t b)
{
    a = held_find(root, a), b = held_find(root, b);
    if (a < b)
        root[b] = a;
    else
        root[a] = b;
}

/* Lanes of the before side of an axis (bit 0), by axis. */
static const uint8_t held_low[3] = {0x0f, 0x33, 0x55};
static const int held_shift[3] = {4, 2, 1};

static void held_join_places(const held_work *w, size_t at, size_t next, int axis)
{
    const grid_pattern *patterns = w->b->patterns;
    uint8_t here = w->b->held[at], there = w->b->held[next];
    unsigned open = (unsigned)(here >> held_shift[axis]) & there & held_low[axis];
    const grid_pattern *mine = &patterns[here], *theirs = &patterns[there];
    uint32_t a = (uint32_t)w->b->g->map[at], b = (uint32_t)w->b->g->map[next];
    if (open && mine->parts == 1 && theirs->parts == 1) {
        held_join(w->root, a, b);
        return;
    }
    for (; open; open &= open - 1) {
        int l = __builtin_ctz(open);
        held_join(w->root, a + mine->part[l + held_shift[axis]], b + theirs->part[l]);
    }
}

static void held_join_all(const held_work *w)
{
    const grid *g = w->b->g;
    for (size_t i = 0; i < g->places[0]; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k), last[3] = {i, j, k};
                if (!w->b->held[at]) continue;
                for (int axis = 0; axis < 3; axis++) {
                    size_t next = at + (size_t)grid_step(g, axis, 1);
                    if (last[axis] + 1 == g->places[axis]) {
                        if (!g->problem.is_periodic[axis]) continue;
                        next = at - (g->places[axis] - 1) * (size_t)grid_step(g, axis, 1);
                    }
                    held_join_places(w, at, next, axis);
                }
            }
}

/* Marks the roots of the parts with these lanes. */
static void held_mark(const held_work *w, size_t at, unsigned lanes, uint8_t mark)
{
    const grid_pattern *pattern = &w->b->patterns[w->b->held[at]];
    for (int part = 0; part < pattern->parts; part++)
        if (pattern->lanes[part] & lanes)
            w->touches[held_find(w->root, (uint32_t)(w->b->g->map[at] + part))] |= mark;
}

/* Marks what lies on one outer face. */
static void held_mark_face(const held_work *w, int axis, int side, uint8_t mark)
{
    const grid *g = w->b->g;
    int a1 = axis == 0 ? 1 : 0, a2 = axis == 2 ? 1 : 2;
    size_t voxel = side ? g->n[axis] - 1 : 0, place[3];
    unsigned lanes = voxel & 1 ? (uint8_t)~held_low[axis] : held_low[axis];
    place[axis] = voxel / 2;
    for (place[a1] = 0; place[a1] < g->places[a1]; place[a1]++)
        for (place[a2] = 0; place[a2] < g->places[a2]; place[a2]++)
            held_mark(w, grid_place(g, place[0], place[1], place[2]), lanes, mark);
}

static void held_mark_contacts(const held_work *w)
{
    const grid_problem *p = &w->b->g->problem;
    for (int axis = 0; axis < 3; axis++)
        for (int side = 0; side < 2; side++)
            if (grid_contacts(p, axis, side ? p->n[axis] - 1 : 0))
                held_mark_face(w, axis, side,
                               (uint8_t)(axis != p->axis ? 4
                                         : side          ? 2
                                                         : 1));
}

/* A lane whose neighbour across a face is of a perfect phase. */
static int held_is_beside(const grid *g, const size_t voxel[3])
{
    for (int axis = 0; axis < 3; axis++)
        for (int side = 0; side < 2; side++) {
            size_t at[3] = {voxel[0], voxel[1], voxel[2]};
            if (at[axis] == (side ? g->n[axis] - 1 : 0)) {
                if (!g->problem.is_periodic[axis]) continue;
                at[axis] = side ? 0 : g->n[axis] - 1;
            } else {
                at[axis] += side ? 1 : (size_t)-1;
            }
            size_t index = (at[0] * g->n[1] + at[1]) * g->n[2] + at[2];
            if (g->problem.perfect[g->problem.codes[index]]) return 1;
        }
    return 0;
}

static void held_mark_perfect(const held_work *w)
{
    const grid *g = w->b->g;
    for (size_t i = 0; i < g->places[0]; i++)
        for (size_t j = 0; j < g->places[1]; j++)
            for (size_t k = 0; k < g->places[2]; k++) {
                size_t at = grid_place(g, i, j, k);
                for (unsigned l = 0; l < 8; l++) {
                    size_t voxel[3] = {2 * i + (l >> 2), 2 * j + (l >> 1 & 1),
                                       2 * k + (l & 1)};
                    if (w->b->held[at] >> l & 1 && held_is_beside(g, voxel))
                        held_mark(w, at, 1u << l, 1);
                }
            }
}

static int held_is_kept(const grid *g, uint8_t touches)
{
    switch (g->problem.must_touch) {
    case 0: return 1;
    case 4: return touches != 0;
    default: return (touches & g->problem.must_touch) == g->problem.must_touch;
    }
}

/* Drops the parts that are not joined to what they must touch. */
static void held_drop(const held_work *w)
{
    grid *g = w->b->g;
    const grid_pattern *patterns = w->b->patterns;
    for (size_t at = 0; at < w->b->all; at++) {
        const grid_pattern *pattern = &patterns[w->b->held[at]];
        unsigned kept = 0;
        for (int part = 0; part < pattern->parts; part++) {
            uint32_t root = held_find(w->root, (uint32_t)(g->map[at] + part));
            if (held_is_kept(g, w->touches[root])) kept |= pattern->lanes[part];
        }
        g->left_out += (size_t)grid_lanes(w->b->held[at] & ~kept);
        g->unknowns += (size_t)grid_lanes(kept);
        w->b->held[at] = (uint8_t)kept;
    }
}

glass_status grid_build_held(grid_build *b)
{
    grid *g = b->g;
    held_work w = {.b = b};
    for (int c = 0; c < 256; c++) w.conducts[c] = g->problem.sigma[c] > 0;
    grid_loop(g, g->places[0], 4, held_plane, &w);
    size_t parts = held_number(b);
    if (parts >= INT32_MAX)
        return glass_fail(GLASS_E_INPUT,
                          "%zu parts are more than the %d that can be numbered", parts,
                          INT32_MAX);
    w.root = grid_take(g, parts + 1, sizeof *w.root);
    w.touches = grid_take_zero(g, parts + 1, 1);
    if (w.root && w.touches) {
        for (size_t i = 0; i <= parts; i++) w.root[i] = (uint32_t)i;
        held_join_all(&w);
        held_mark_contacts(&w);
        if (g->problem.perfect) held_mark_perfect(&w);
        held_drop(&w);
    }
    glass_status status = w.root && w.touches ? GLASS_OK : glass_fail_memory();
    grid_give(g, w.root, parts + 1, sizeof *w.root);
    grid_give(g, w.touches, parts + 1, 1);
    return status;
}
