/* Finding a parameter of a cell by the name that a person types. */
#ifndef GLASSCELL_CELL_NAME_H
#define GLASSCELL_CELL_NAME_H

#include "cell/cell_inside.h"

/* The slot that is meant by a name without its unit: "Negative electrode thickness",
 * "Separator/Thickness", a row's bare name where only one has it, or PyBaMM's name.
 * GLASS_E_INPUT when none or several are meant, with the nearest or with all of them. */
glass_status glass_cell_name_find(const glass_cell *cell, const char *name,
                                  glass_cell_slot *out);

/* Splits "Thickness [um]" into name and unit (unit "" when there is no bracket), without
 * blanks around; cut to the sizes given. */
void glass_cell_name_split(const char *text, char name[GLASS_NAME_SIZE], char unit[64]);

/* Whether a slot may hold a value, in the row's unit: range, and whole numbers where the
 * row counts. GLASS_E_INPUT with words that begin with the slot's full name. */
glass_status glass_cell_slot_allows(const glass_cell_slot *slot, double value);

/* Puts a law in the place of the slot's, unless it is a constant that the slot may not hold.
 * Takes `law` over, also on failure: GLASS_E_INPUT with words, and the slot is as before. */
glass_status glass_cell_slot_take_law(const glass_cell_slot *slot, glass_law *law);

#endif
