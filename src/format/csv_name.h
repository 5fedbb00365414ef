/* One header of a table, taken apart: quantity and unit, in the spellings that there are. */
#ifndef GLASSCELL_CSV_NAME_H
#define GLASSCELL_CSV_NAME_H

#include "format/csv_columns.h"

typedef struct glass_csv_name {
    glass_csv_style style;
    char quantity[GLASS_CSV_CELL], unit[GLASS_CSV_CELL];
} glass_csv_name;

/* Always answers; what has no unit is GLASS_CSV_BARE. Longer names are cut. */
void glass_csv_name_read(const char *header, glass_csv_name *out);

/* The quantity of BDF with this name, any case; with `loosely` also by the other names that
 * people give to time, current and voltage. NULL if there is none. */
const glass_bdf *glass_csv_quantity(const char *quantity, int loosely);

#endif
