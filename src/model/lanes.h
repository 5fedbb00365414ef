/* One source for one cell and for eight in lock-step: LANES is 1 or 8, WIDTH the vector
 * width (plain, v3, v4); both are given by meson. Included by kernels alone.
 *
 * Vectors run over nodes when there is one lane and over lanes when there are eight, by
 * one and the same index: node * LANES + lane. */
#ifndef GLASSCELL_LANES_H
#define GLASSCELL_LANES_H

#include <math.h>
#include <string.h>
#include "model/engine.h"
#include "numerics/law_kernel.h"
#include "numerics/vmath.h"

static const double lanes_F = 96485.33212, lanes_R = 8.314462618; /* [C/mol], [J/mol/K] */

/* One number per lane. With one lane only at[0] counts. */
typedef union lane8 {
    double at[8];
    double all __attribute__((vector_size(64)));
} lane8;

/* LANE: for recurrences along the nodes. BLOCK: for vectors along a row, at index i. */
#if LANES == 1
typedef double lane;
#define LANE(l)     ((l).at[0])
#define BLOCK(l, i) v_set((l).at[0])
#else
typedef double lane __attribute__((vector_size(64)));
#define LANE(l)     ((l).all)
#define BLOCK(l, i) v_load((l).at + ((i)&7))
#endif
#define AT(array, node) (*(lane *)((array) + (ptrdiff_t)(node)*LANES))
#define EACH(i, rows)   for (int i = 0; i < (rows); i += VD)

/* exp(E/R (1/T_ref - 1/T)) of each lane. */
static inline __attribute__((unused)) lane8
lanes_arrhenius(const lane8 *energy, const lane8 *T_ref, const lane8 *T)
{
    lane8 out = {{0}};
    for (int l = 0; l < LANES; l++)
        out.at[l] = energy->at[l] == 0
                        ? 1.0
                        : exp(energy->at[l] / lanes_R * (1 / T_ref->at[l] - 1 / T->at[l]));
    return out;
}

/* A law at one point. */
static inline __attribute__((unused)) double lanes_law_at(const law_program *law, double x)
{
    double at[8] __attribute__((aligned(64))), y[8] __attribute__((aligned(64)));
    for (int k = 0; k < 8; k++) at[k] = x;
    law_kernel_eval(law, 8, at, y, NULL);
    return y[0];
}

static inline __attribute__((unused)) double lanes_or(double value, double otherwise)
{
    return isnan(value) ? otherwise : value;
}

/* The name under which a kernel's table is known: engine_MODEL_WIDTH_LANES. */
#define LANES_JOIN2(model, width, lanes) engine_##model##_##width##_##lanes
#define LANES_JOIN(model, width, lanes)  LANES_JOIN2(model, width, lanes)
#define LANES_TEXT2(width)               #width
#define LANES_TEXT(width)                LANES_TEXT2(width)

#endif
