/* Of up to four classes, two bits of each voxel make a key of 16 bits for a cell: one
 * histogram of keys holds all that is asked, and is taken apart once for each block. With
 * more classes, cells are looked at one by one.
 *
 * A cell counts with the weight 8, 4, 2 or 1 for none, one, two or three axes along which it
 * reaches out of the volume; each pair of neighbours lies in 4, 2 or 1 cells, each edge in 2. */
#include "voxel/config.h"
#include "base/memory.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    CONFIG_KEYS = 1 << 16,
    CONFIG_FAST = 4, /* classes */
    CONFIG_NONE = 255,
    CONFIG_MOST = 1 << 25, /* bytes of all crossings */
    CONFIG_LINKS = 28,     /* between two of eight corners */
    CONFIG_WHOLE = 8       /* weight of a cell inside */
};

const signed char glass_config_step[GLASS_CONFIG_DIRECTIONS][3] = {
    {1, 0, 0}, {0, 1, 0},  {0, 0, 1}, {1, 1, 0},  {1, -1, 0}, {1, 0, 1},   {1, 0, -1},
    {0, 1, 1}, {0, 1, -1}, {1, 1, 1}, {1, 1, -1}, {1, -1, 1}, {1, -1, -1},
};

/* Pairs of corners 4 z + 2 y + x of a cell, and their direction. */
static const struct {
    unsigned char a, b, direction;
} config_links[CONFIG_LINKS] = {
    {0, 4, 0}, {1, 5, 0}, {2, 6, 0}, {3, 7, 0}, {0, 2, 1},  {1, 3, 1},  {4, 6, 1},
    {5, 7, 1}, {0, 1, 2}, {2, 3, 2}, {4, 5, 2}, {6, 7, 2},  {0, 6, 3},  {1, 7, 3},
    {2, 4, 4}, {3, 5, 4}, {0, 5, 5}, {2, 7, 5}, {1, 4, 6},  {3, 6, 6},  {0, 3, 7},
    {4, 7, 7}, {1, 2, 8}, {5, 6, 8}, {0, 7, 9}, {1, 6, 10}, {2, 5, 11}, {3, 4, 12},
};

/* How many cells share a pair of neighbours along each direction. */
static const double config_shared[GLASS_CONFIG_DIRECTIONS] = {4, 4, 4, 2, 2, 2, 2,
                                                              2, 2, 1, 1, 1, 1};

/* Corners around the two edges of a cell along axis 0, 1, 2. */
static const unsigned char config_around[3][2][4] = {{{0, 1, 2, 3}, {4, 5, 6, 7}},
                                                     {{0, 1, 4, 5}, {2, 3, 6, 7}},
                                                     {{0, 2, 4, 6}, {1, 3, 5, 7}}};

/* What a cell shows. */
typedef struct config_sight {
    short pair[CONFIG_LINKS]; /* -1: no crossing */
    unsigned char triples[3];
} config_sight;

typedef struct config_thread {
    uint32_t *keys;      /* [CONFIG_KEYS] sum of weights */
    unsigned char *half; /* [2][n2 + 1] two voxels above each other, of two rows */
} config_thread;

typedef struct config_count {
    const glass_volume *volume;
    const short *class_of;
    unsigned char fast_of[GLASS_LABELS]; /* classes of the fast way */
    config_sight *sights;                /* [CONFIG_KEYS], NULL: not fast */
    config_thread *threads;
    glass_config *out;
} config_count;

int glass_config_pair(int classes, int a, int b)
{
    int low = a < b ? a : b, high = a < b ? b : a;
    return low * (2 * classes - low - 1) / 2 + high - low - 1;
}

/* How many different ones there are among four: 3 stands for three or four. */
static int config_kinds(const short c[4])
{
    int b = c[1] != c[0];
    int x = c[2] != c[0] && c[2] != c[1];
    int y = c[3] != c[0] && c[3] != c[1] && c[3] != c[2];
    return 1 + b + x + y;
}

static void config_see(int classes, const short c[8], config_sight *out)
{
    for (int i = 0; i < CONFIG_LINKS; i++) {
        short a = c[config_links[i].a], b = c[config_links[i].b];
        out->pair[i] = (short)(a != b ? glass_config_pair(classes, a, b) : -1);
    }
    for (int k = 0; k < 3; k++) {
        out->triples[k] = 0;
        for (int side = 0; side < 2; side++) {
            const unsigned char *at = config_around[k][side];
            short four[4] = {c[at[0]], c[at[1]], c[at[2]], c[at[3]]};
            out->triples[k] = (unsigned char)(out->triples[k] + (config_kinds(four) > 2));
        }
    }
}

/* Adds what a cell shows to the sums of a block, in units of weights. */
static void config_add(glass_config *out, size_t block, const short c[8],
                       const config_sight *sight, double weight)
{
    double *voxels = out->voxels + block * (size_t)out->classes;
    double *crossings =
        out->crossings + block * GLASS_CONFIG_DIRECTIONS * (size_t)out->pairs;
    out->size[block] += weight;
    for (int i = 0; i < 8; i++) voxels[c[i]] += weight;
    for (size_t i = 0; i < CONFIG_LINKS; i++)
        if (sight->pair[i] >= 0)
            crossings[config_links[i].direction * (size_t)out->pairs +
                      (size_t)sight->pair[i]] += weight;
    for (size_t k = 0; k < 3; k++)
        out->triples[block * 3 + k] += weight * sight->triples[k];
}

/* From sums of weights to counts. All are small whole numbers over a power of two: exact. */
static void config_scale(glass_config *out, size_t block)
{
    double *voxels = out->voxels + block * (size_t)out->classes;
    double *crossings =
        out->crossings + block * GLASS_CONFIG_DIRECTIONS * (size_t)out->pairs;
    out->size[block] /= CONFIG_WHOLE;
    for (int i = 0; i < out->classes; i++) voxels[i] /= 8 * CONFIG_WHOLE;
    for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++)
        for (int i = 0; i < out->pairs; i++)
            *crossings++ /= config_shared[d] * CONFIG_WHOLE;
    for (size_t k = 0; k < 3; k++) out->triples[block * 3 + k] /= 2 * CONFIG_WHOLE;
}

/* Cell i of an axis of n voxels lies between the voxels i - 1 and i; 0 and n reach out. */
static size_t config_low(size_t i)
{
    return i ? i - 1 : 0;
}
static size_t config_high(size_t i, size_t n)
{
    return i < n ? i : n - 1;
}
static uint32_t config_weight(size_t i, size_t n)
{
    return i == 0 || i == n ? 1 : 2;
}

/* Two voxels above each other along axis 0, in one byte: bits 0..1 and 4..5. The voxels
 * below the cells from..to-1 of axis 2, and the last one's above. */
static void config_half(const config_count *count, size_t z, size_t y, size_t from,
                        size_t to, unsigned char *restrict out)
{
    const size_t *n = count->volume->n;
    const unsigned char *low = count->volume->codes + (config_low(z) * n[1] + y) * n[2];
    const unsigned char *high =
        count->volume->codes + (config_high(z, n[0]) * n[1] + y) * n[2];
    for (size_t x = from; x <= to; x++) {
        size_t at = x ? x - 1 : 0;
        if (at >= n[2]) at = n[2] - 1;
        out[x - from] =
            (unsigned char)(count->fast_of[low[at]] | count->fast_of[high[at]] << 4);
    }
}

/* The keys of a block: cells [from, to) on each axis. */
static void config_keys(const config_count *count, const config_thread *thread,
                        const size_t from[3], const size_t to[3])
{
    const size_t *all = count->volume->n;
    size_t n = to[2] - from[2];
    unsigned char *here = thread->half, *next = thread->half + all[2] + 2;
    for (size_t z = from[0]; z < to[0]; z++) {
        config_half(count, z, config_low(from[1]), from[2], to[2], here);
        for (size_t y = from[1]; y < to[1]; y++) {
            uint32_t weight = config_weight(z, all[0]) * config_weight(y, all[1]);
            config_half(count, z, config_high(y, all[1]), from[2], to[2], next);
            for (size_t x = 0; x <= n; x++)
                here[x] = (unsigned char)(here[x] | next[x] << 2);
            for (size_t x = 0; x < n; x++)
                thread->keys[here[x] | here[x + 1] << 8] += 2 * weight;
            if (from[2] == 0) thread->keys[here[0] | here[1] << 8] -= weight;
            if (to[2] == all[2] + 1) thread->keys[here[n - 1] | here[n] << 8] -= weight;
            unsigned char *other = here;
            here = next;
            next = other;
        }
    }
}

/* bits 0..7 of a key are the side x, 8..15 the side x + 1; in each z at 4, y at 2 */
static void config_corners(unsigned key, short c[8])
{
    for (int i = 0; i < 8; i++)
        c[i] = (short)(key >> ((i & 1) * 8 + (i >> 2 & 1) * 4 + (i >> 1 & 1) * 2) & 3);
}

static void config_take(const config_count *count, const config_thread *thread,
                        size_t block)
{
    short c[8];
    for (unsigned key = 0; key < CONFIG_KEYS; key++) {
        if (!thread->keys[key]) continue;
        config_corners(key, c);
        config_add(count->out, block, c, &count->sights[key], thread->keys[key]);
    }
}

static void config_slow(const config_count *count, size_t block, const size_t from[3],
                        const size_t to[3])
{
    const size_t *n = count->volume->n;
    config_sight sight;
    short c[8];
    for (size_t z = from[0]; z < to[0]; z++)
        for (size_t y = from[1]; y < to[1]; y++)
            for (size_t x = from[2]; x < to[2]; x++) {
                for (int i = 0; i < 8; i++) {
                    size_t a = i & 4 ? config_high(z, n[0]) : config_low(z);
                    size_t b = i & 2 ? config_high(y, n[1]) : config_low(y);
                    size_t d = i & 1 ? config_high(x, n[2]) : config_low(x);
                    c[i] = count->class_of[count->volume->codes[(a * n[1] + b) * n[2] + d]];
                }
                config_see(count->out->classes, c, &sight);
                config_add(count->out, block, c, &sight,
                           config_weight(z, n[0]) * config_weight(y, n[1]) *
                               config_weight(x, n[2]));
            }
}

static glass_status config_block(void *context, int thread, size_t first, size_t last)
{
    const config_count *count = context;
    const size_t *blocks = count->out->blocks, *n = count->volume->n;
    for (size_t block = first; block < last; block++) {
        size_t place[3] = {block / blocks[2] / blocks[1], block / blocks[2] % blocks[1],
                           block % blocks[2]};
        size_t from[3], to[3];
        for (int k = 0; k < 3; k++) {
            from[k] = place[k] * (n[k] + 1) / blocks[k];
            to[k] = (place[k] + 1) * (n[k] + 1) / blocks[k];
        }
        if (count->sights) {
            memset(count->threads[thread].keys, 0, CONFIG_KEYS * sizeof(uint32_t));
            config_keys(count, &count->threads[thread], from, to);
            config_take(count, &count->threads[thread], block);
        } else
            config_slow(count, block, from, to);
        config_scale(count->out, block);
    }
    return GLASS_OK;
}

/* Blocks: as many as the size of the image and of the counts allow. */
static glass_status config_room(const glass_volume *volume, glass_config *out)
{
    size_t most = GLASS_CONFIG_BLOCKS;
    out->pairs = out->classes * (out->classes - 1) / 2;
    size_t pairs = out->pairs ? (size_t)out->pairs : 1;
    while (most > 1 &&
           most * most * most * GLASS_CONFIG_DIRECTIONS * pairs * sizeof(double) >
               CONFIG_MOST)
        most /= 2;
    out->count = 1;
    for (int k = 0; k < 3; k++) {
        size_t along = most;
        while (along > 1 && volume->n[k] < 4 * along) along /= 2;
        out->blocks[k] = along;
        out->count *= along;
    }
    out->size = glass_zero(out->count, sizeof *out->size);
    out->voxels = glass_zero(out->count * (size_t)out->classes, sizeof *out->voxels);
    out->crossings =
        glass_zero(out->count * GLASS_CONFIG_DIRECTIONS * pairs, sizeof *out->crossings);
    out->triples = glass_zero(out->count * 3, sizeof *out->triples);
    return out->size && out->voxels && out->crossings && out->triples ? GLASS_OK
                                                                      : glass_fail_memory();
}

static glass_status config_fast(config_count *count, int threads)
{
    count->sights = glass_alloc(CONFIG_KEYS * sizeof *count->sights);
    count->threads = glass_zero((size_t)threads, sizeof *count->threads);
    if (!count->sights || !count->threads) return glass_fail_memory();
    for (int i = 0; i < threads; i++) {
        config_thread *thread = &count->threads[i];
        thread->keys = glass_alloc(CONFIG_KEYS * sizeof *thread->keys);
        thread->half = glass_alloc(2 * (count->volume->n[2] + 2));
        if (!thread->keys || !thread->half) return glass_fail_memory();
    }
    for (unsigned key = 0; key < CONFIG_KEYS; key++) {
        short c[8], most = 0;
        config_corners(key, c);
        for (int i = 0; i < 8; i++) most = c[i] > most ? c[i] : most;
        if (most < count->out->classes) /* others never come */
            config_see(count->out->classes, c, &count->sights[key]);
    }
    for (int i = 0; i < count->volume->n_labels; i++)
        count->fast_of[i] = (unsigned char)count->class_of[i];
    return GLASS_OK;
}

static void config_done(config_count *count, int threads)
{
    for (int i = 0; count->threads && i < threads; i++) {
        glass_free(count->threads[i].keys);
        glass_free(count->threads[i].half);
    }
    glass_free(count->threads);
    glass_free(count->sights);
}

glass_status glass_config_count(const glass_volume *volume, int classes,
                                const short class_of[GLASS_LABELS], glass_team *team,
                                int (*cancelled)(void *), void *context, glass_config *out)
{
    glass_config made = {.classes = classes};
    config_count count = {.volume = volume, .class_of = class_of, .out = &made};
    int threads = glass_team_threads(team);
    glass_status status = config_room(volume, &made);
    if (!status && classes <= CONFIG_FAST) status = config_fast(&count, threads);
    if (!status)
        status = glass_team_loop(team, &(glass_team_job){.count = made.count,
                                                         .chunk = 1,
                                                         .work = config_block,
                                                         .context = &count,
                                                         .cancelled = cancelled,
                                                         .cancelled_context = context});
    config_done(&count, threads);
    if (status)
        glass_config_clear(&made);
    else
        *out = made;
    return status;
}

void glass_config_clear(glass_config *config)
{
    glass_free(config->size);
    glass_free(config->voxels);
    glass_free(config->crossings);
    glass_free(config->triples);
    *config = (glass_config){0};
}

/* Standard error of the weighted mean of n independent values. */
static double config_scatter(const double *value, const double *weight, size_t n)
{
    double sum = 0, all = 0, square = 0;
    for (size_t i = 0; i < n; i++) sum += value[i] * weight[i], all += weight[i];
    for (size_t i = 0; i < n; i++) {
        double off = weight[i] * (value[i] - sum / all);
        square += off * off;
    }
    return sqrt(square * (double)n / ((double)n - 1)) / all;
}

/* Joins neighbours by two along every axis that has two; returns how many are left. */
static size_t config_join(size_t blocks[3], double *value, double *weight)
{
    size_t half[3], n = 1;
    for (int k = 0; k < 3; k++) n *= half[k] = blocks[k] > 1 ? blocks[k] / 2 : 1;
    for (size_t i = 0; i < n; i++) {
        size_t at[3] = {i / half[2] / half[1], i / half[2] % half[1], i % half[2]};
        double sum = 0, all = 0;
        for (size_t corner = 0; corner < 8; corner++) {
            size_t place = 0;
            int is_there = 1;
            for (int k = 0; k < 3; k++) {
                size_t bit = corner >> (2 - k) & 1;
                if (blocks[k] == 1 && bit) is_there = 0;
                place = place * blocks[k] + (blocks[k] > 1 ? 2 * at[k] + bit : 0);
            }
            if (!is_there) continue;
            sum += value[place] * weight[place];
            all += weight[place];
        }
        value[i] = all > 0 ? sum / all : 0; /* i is behind none of its parts */
        weight[i] = all;
    }
    memcpy(blocks, half, sizeof half);
    return n;
}

double glass_config_error(const glass_config *config, double *value, double *weight)
{
    size_t blocks[3] = {config->blocks[0], config->blocks[1], config->blocks[2]};
    double error = NAN;
    for (size_t n = config->count; n >= 8; n = config_join(blocks, value, weight)) {
        double here = config_scatter(value, weight, n);
        if (!(error >= here)) error = here;
    }
    return error;
}
