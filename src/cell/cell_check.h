/* What the parts of glass_cell_check share. */
#ifndef GLASSCELL_CELL_CHECK_H
#define GLASSCELL_CELL_CHECK_H

#include "cell/cell_name.h"

typedef struct glass_cell_checker {
    const glass_cell *cell;
    glass_notes *notes;
    int errors; /* found so far, whether or not there was memory for a remark */
} glass_cell_checker;

/* A remark about a slot: its place in the file and its full name go before the words.
 * NULL: about the cell as a whole. */
void glass_cell_remark(glass_cell_checker *c, int is_error, const glass_cell_slot *slot,
                       const char *format, ...) GLASS_PRINTF(4, 5);

/* Every law where it will be used: finite, positive, falling, inside its table. */
glass_status glass_cell_check_laws(glass_cell_checker *c);

/* Refuses, with words, what is read and kept but not simulated yet: blends, hysteresis,
 * LLI and LAM. Needs no check before. */
glass_status glass_cell_not_yet(const glass_cell *cell);

#endif
