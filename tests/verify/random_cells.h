/* Random cells and protocols, each from a seed and an index alone. */
#ifndef GLASSCELL_RANDOM_CELLS_H
#define GLASSCELL_RANDOM_CELLS_H

#include <stdint.h>

#include "glasscell/run.h"

/* How far the numbers of a cell go from those of the library. */
typedef enum random_spread { RANDOM_NEAR, RANDOM_DECADES, RANDOM_FAR } random_spread;

typedef struct random_case {
    const char *base; /* of the library */
    random_spread spread;
    glass_cell cell;
    char words[700]; /* the protocol */
    glass_protocol protocol;
    glass_run_options options;
} random_case;

/* Draws case `index`. A refusal by the library ends the program with its words. */
void random_case_draw(uint64_t seed, uint64_t index, random_case *out);
void random_case_clear(random_case *it);
/* Another draw of the numbers of the same base: a neighbour in a batch. */
void random_case_neighbour(uint64_t seed, uint64_t index, const random_case *of,
                           glass_cell *out);
/* "Chen2020, decades, dfn fast lumped, soc 0.3: Discharge at 1C", [900]. */
void random_case_describe(const random_case *it, char *out);

#endif
