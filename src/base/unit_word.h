/* Single words of units ("um", "mAh", "psi"), for units.c alone. */
#ifndef GLASSCELL_UNIT_WORD_H
#define GLASSCELL_UNIT_WORD_H

#include "glasscell/units.h"

/* value_SI = value * over / under * 10^ten + offset. Kept in parts, so that 80 um is the
 * same number as 80e-6 m, to the last bit. */
typedef struct glass_unit_parts {
    double over, under;
    int ten;
    double offset;
    signed char dimension[7];
} glass_unit_parts;

/* A word of our own table, with an SI prefix or without; then without regard to case where
 * that is not ambiguous. Returns 1 when it is known. */
int glass_unit_word_find(const char *word, glass_unit_parts *out);
/* The nearest everyday word, or NULL. */
const char *glass_unit_word_nearest(const char *word);

typedef enum glass_unit_foreign {
    GLASS_FOREIGN_KNOWN,
    GLASS_FOREIGN_UNKNOWN,
    GLASS_FOREIGN_ABSENT, /* the library is not installed, or was not there at build time */
} glass_unit_foreign;

/* A word that udunits2 knows; `*out` is filled when it does. */
glass_unit_foreign glass_unit_foreign_find(const char *word, glass_unit_parts *out);

#endif
