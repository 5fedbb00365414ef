/* Union-find over runs (as He, Chao, Suzuki 2008 do for images, doi:10.1109/TIP.2008.917204):
 * a run that meets no earlier one begins a part; one that meets several joins them. */
#include "voxel/cluster.h"
#include "base/memory.h"

#include <stdint.h>
#include <string.h>

/* [from, to) of a row, and the part that it belongs to (before later joins). */
typedef struct cluster_run {
    uint32_t from, to, part;
    int32_t class;
} cluster_run;

/* The runs of one page: those of row y are at[first[y]] .. at[first[y + 1] - 1]. */
typedef struct cluster_page {
    cluster_run *at;
    size_t *first; /* [n1 + 1] */
} cluster_page;

typedef struct cluster_join {
    const glass_volume *volume;
    const short *class_of;
    int diagonal;         /* 0: faces only; 1: rows across an edge as well (18); 2: all */
    cluster_page page[2]; /* the one before, this one */
    glass_cluster *parts; /* [n], room for `room` */
    uint32_t *parent;     /* [n] of a root: itself; else a smaller number */
    size_t n, room;
} cluster_join;

static uint32_t cluster_root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static uint32_t cluster_unite(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = cluster_root(parent, a);
    b = cluster_root(parent, b);
    if (a < b) return parent[b] = a;
    return parent[a] = b;
}

/* Joins the runs of a row with those of an earlier row that they meet; runs that end where
 * others begin meet when `reach` is 1. Both are in order, so one walk is enough. */
static void cluster_rows(cluster_join *join, cluster_run *run, const cluster_run *end,
                         const cluster_run *other, const cluster_run *other_end,
                         uint32_t reach)
{
    for (; run < end; run++) {
        while (other < other_end && other->to + reach <= run->from) other++;
        for (const cluster_run *at = other; at < other_end && at->from < run->to + reach;
             at++) {
            if (at->class != run->class) continue;
            run->part = run->part == UINT32_MAX
                            ? cluster_root(join->parent, at->part)
                            : cluster_unite(join->parent, run->part, at->part);
        }
    }
}

/* Cuts row y of page z into runs; returns the end of them. */
static cluster_run *cluster_cut(const cluster_join *join, size_t z, size_t y,
                                cluster_run *out)
{
    size_t n = join->volume->n[2];
    const unsigned char *row = join->volume->codes + (z * join->volume->n[1] + y) * n;
    for (size_t from = 0; from < n;) {
        size_t to = from + 1;
        unsigned char code = row[from];
        short class = join->class_of[code];
        while (to < n && (row[to] == code || join->class_of[row[to]] == class)) to++;
        if (class >= 0)
            *out++ = (cluster_run){(uint32_t)from, (uint32_t)to, UINT32_MAX, class};
        from = to;
    }
    return out;
}

static void cluster_row(cluster_join *join, size_t z, size_t y)
{
    static const unsigned char reaches[3][2] = {{0, 0}, {1, 0}, {1, 1}};
    cluster_page *here = &join->page[1];
    const cluster_page *before = &join->page[0];
    cluster_run *run = here->at + here->first[y], *end = here->at + here->first[y + 1];
    uint32_t near = reaches[join->diagonal][0], far = reaches[join->diagonal][1];
    size_t last = join->volume->n[1] - 1;
    if (y) cluster_rows(join, run, end, here->at + here->first[y - 1], run, near);
    if (!z) return;
    for (size_t other = y ? y - 1 : 0; other <= (y < last ? y + 1 : last); other++) {
        if (other != y && !join->diagonal) continue;
        cluster_rows(join, run, end, before->at + before->first[other],
                     before->at + before->first[other + 1], other == y ? near : far);
    }
}

/* Room for as many new parts as a row can begin. */
static glass_status cluster_room(cluster_join *join)
{
    size_t most = join->n + join->volume->n[2];
    if (most <= join->room) return GLASS_OK;
    if (most >= UINT32_MAX)
        return glass_fail(GLASS_E_MEMORY, "more than 4e9 connected parts: crop the image");
    size_t room = most + most / 2;
    glass_cluster *parts = glass_realloc(join->parts, room * sizeof *parts);
    if (parts) join->parts = parts;
    uint32_t *parent = parts ? glass_realloc(join->parent, room * sizeof *parent) : NULL;
    if (!parent) return glass_fail_memory();
    join->parent = parent;
    join->room = room;
    return GLASS_OK;
}

/* Counts the voxels of a row's runs, beginning parts for those that met none. */
static void cluster_number(cluster_join *join, size_t z, size_t y)
{
    const size_t *n = join->volume->n;
    cluster_page *here = &join->page[1];
    unsigned char faces = (unsigned char)((z == 0) | (z + 1 == n[0]) << 1 | (y == 0) << 2 |
                                          (y + 1 == n[1]) << 3);
    for (size_t i = here->first[y]; i < here->first[y + 1]; i++) {
        cluster_run *run = &here->at[i];
        if (run->part == UINT32_MAX) {
            run->part = (uint32_t)join->n++;
            join->parent[run->part] = run->part;
            join->parts[run->part] = (glass_cluster){0, (short)run->class, 0};
        }
        glass_cluster *part = &join->parts[run->part];
        part->voxels += run->to - run->from;
        part->faces |= (unsigned char)(faces | (run->from == 0) << 4 |
                                       (run->to == (uint32_t)n[2]) << 5);
    }
}

static glass_status cluster_all(cluster_join *join)
{
    const size_t *n = join->volume->n;
    glass_status status = GLASS_OK;
    for (size_t z = 0; !status && z < n[0]; z++) {
        cluster_page before = join->page[0];
        join->page[0] = join->page[1];
        join->page[1] = before;
        join->page[1].first[0] = 0;
        for (size_t y = 0; !status && y < n[1]; y++) {
            cluster_page *here = &join->page[1];
            cluster_run *end = cluster_cut(join, z, y, here->at + here->first[y]);
            here->first[y + 1] = (size_t)(end - here->at);
            cluster_row(join, z, y);
            status = cluster_room(join);
            if (!status) cluster_number(join, z, y);
        }
    }
    return status;
}

/* Adds every part to its root and moves the roots to the front. */
static size_t cluster_gather(cluster_join *join)
{
    size_t n = 0;
    for (size_t i = 0; i < join->n; i++) {
        uint32_t root = cluster_root(join->parent, (uint32_t)i);
        if (root == i) continue;
        join->parts[root].voxels += join->parts[i].voxels;
        join->parts[root].faces |= join->parts[i].faces;
    }
    for (size_t i = 0; i < join->n; i++)
        if (join->parent[i] == i) join->parts[n++] = join->parts[i];
    return n;
}

glass_status glass_clusters_find(const glass_volume *volume,
                                 const short class_of[GLASS_LABELS], int neighbours,
                                 glass_cluster **out, size_t *n_out)
{
    cluster_join join = {.volume = volume,
                         .class_of = class_of,
                         .diagonal = neighbours == 6    ? 0
                                     : neighbours == 18 ? 1
                                                        : 2};
    glass_status status = GLASS_OK;
    if (volume->n[2] >= UINT32_MAX / 2) return glass_fail_memory();
    for (int i = 0; i < 2; i++) {
        join.page[i].at = glass_alloc(volume->n[1] * volume->n[2] * sizeof(cluster_run));
        join.page[i].first = glass_zero(volume->n[1] + 1, sizeof(size_t));
        if (!join.page[i].at || !join.page[i].first) status = glass_fail_memory();
    }
    if (!status) status = cluster_all(&join);
    if (!status) {
        *n_out = cluster_gather(&join);
        *out = join.parts;
    } else
        glass_free(join.parts);
    for (int i = 0; i < 2; i++) {
        glass_free(join.page[i].at);
        glass_free(join.page[i].first);
    }
    glass_free(join.parent);
    return status;
}
