/* What a grid will take, from a sample of its blocks: blocks that hold something, and the
 * unknowns of level 1 in them, of which noise has many and lumps few. */
#include "numerics/grid_build.h"

/* [byte] of a block, its faces, its potential with more digits, its share of the map. */
#define PREDICT_BLOCK 140.0
#define PREDICT_FACES 192.0
#define PREDICT_SHARP 32.0
#define PREDICT_PLACE 5.0
/* [byte] of an unknown of level 1 with what lies below it and with the certificate, where
 * there is one to a block, and what is added by each one more: noise has more neighbours and
 * coarsens less. Measured on tomograms and on noise of 5 to 90 %. */
#define PREDICT_PART       125.0
#define PREDICT_MORE       180.0
#define PREDICT_PART_FACES 140.0
#define PREDICT_MORE_FACES 60.0
#define PREDICT_MOST_FACES 2.5
#define PREDICT_MARGIN     1.08
#define PREDICT_ALIKE      30.0 /* conductivities that will be joined */

enum { PREDICT_SAMPLE = 65536 };

typedef struct predict {
    const grid_problem *problem;
    size_t places[3];
    int is_mask;
    double blocks, parts; /* that were met */
} predict;

/* The conductivities of a block's lanes, 0 outside. */
static void predict_lanes(const predict *w, size_t index, double out[8])
{
    const grid_problem *p = w->problem;
    size_t at[3] = {index / (w->places[1] * w->places[2]),
                    index / w->places[2] % w->places[1], index % w->places[2]};
    for (size_t l = 0; l < 8; l++) {
        size_t i = 2 * at[0] + (l >> 2), j = 2 * at[1] + (l >> 1 & 1),
               k = 2 * at[2] + (l & 1);
        int is_inside = i < p->n[0] && j < p->n[1] && k < p->n[2];
        out[l] = is_inside ? p->sigma[p->codes[(i * p->n[1] + j) * p->n[2] + k]] : 0;
    }
}

static int predict_is_alike(double a, double b)
{
    return b > 0 && a <= PREDICT_ALIKE * b && b <= PREDICT_ALIKE * a;
}

/* Parts of a block whose lanes are alike and touch. */
static int predict_parts(const double lane[8])
{
    int parts = 0;
    unsigned left = 0;
    for (int l = 0; l < 8; l++) left |= (unsigned)(lane[l] > 0) << l;
    for (; left; parts++) {
        unsigned part = left & -left, before = 0;
        while (part != before) {
            before = part;
            for (int l = 0; l < 8; l++)
                for (int bit = 1; part >> l & 1 && bit < 8; bit *= 2)
                    if (predict_is_alike(lane[l], lane[l ^ bit])) part |= 1u << (l ^ bit);
        }
        left &= ~part;
    }
    return parts;
}

static void predict_sample(predict *w)
{
    size_t all = w->places[0] * w->places[1] * w->places[2];
    size_t step = (all / PREDICT_SAMPLE + 1) | 1, met = 0;
    for (size_t at = 0; at < all; at += step, met++) {
        double lane[8];
        predict_lanes(w, at, lane);
        int parts = predict_parts(lane);
        w->blocks += parts > 0;
        w->parts += parts;
    }
    w->blocks *= (double)all / (double)met;
    w->parts *= (double)all / (double)met;
}

size_t grid_predict(const grid_problem *p)
{
    predict w = {.problem = p, .is_mask = !p->perfect};
    double one = 0, places = 1, block, part;
    for (int axis = 0; axis < 3; axis++) {
        w.places[axis] = (p->n[axis] + 1) / 2;
        places *= (double)w.places[axis] + 2;
    }
    for (int c = 0; c < 256; c++) {
        if (one > 0 && p->sigma[c] > 0 && p->sigma[c] != one) w.is_mask = 0;
        if (p->sigma[c] > 0) one = p->sigma[c];
    }
    predict_sample(&w);
    double more = w.blocks > 0 ? w.parts / w.blocks : 1;
    if (w.is_mask) {
        block = PREDICT_BLOCK + (p->tolerance < GRID_SHARP ? PREDICT_SHARP : 0);
        part = PREDICT_PART + PREDICT_MORE * (more - 1);
    } else {
        if (more > PREDICT_MOST_FACES) more = PREDICT_MOST_FACES;
        block = PREDICT_BLOCK + PREDICT_FACES;
        part = PREDICT_PART_FACES + PREDICT_MORE_FACES * (more - 1);
    }
    double bytes = PREDICT_PLACE * places + (block + part * more) * w.blocks;
    return (size_t)(PREDICT_MARGIN * bytes) + (1 << 20);
}
