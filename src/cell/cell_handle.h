/* A parameter that is found once by its name and then set in many cells of one kind. */
#ifndef GLASSCELL_CELL_HANDLE_H
#define GLASSCELL_CELL_HANDLE_H

#include "glasscell/cell.h"

typedef struct glass_cell_handle {
    int index;            /* of the slot */
    double scale, offset; /* from the unit of the name to the unit of the row */
} glass_cell_handle;

/* `name` as in glass_cell_set, with or without "[unit]"; numbers are meant in that unit. */
glass_status glass_cell_handle_find(const glass_cell *cell, const char *name,
                                    glass_cell_handle *out);

/* Sets the number, or with `is_factor` multiplies number or law by it: what glass_cell_set
 * does with "NAME=VALUE" and "NAME=*VALUE". The cell must have the electrodes and materials
 * of the one that the handle was found in. Errors as there. */
glass_status glass_cell_handle_set(glass_cell *cell, const glass_cell_handle *handle,
                                   double value, int is_factor);

#endif
