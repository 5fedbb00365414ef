/* The names of channels: the vocabulary of the Battery Data Format (BDF), ontology 1.3.0,
 * and its pattern for everything else.
 *
 * A label is a quantity and its unit, "Voltage / V"; its machine name is a word that any
 * program can use as an identifier, "voltage_volt". */
#ifndef GLASSCELL_BDF_H
#define GLASSCELL_BDF_H

#include <stddef.h>

typedef enum glass_bdf_level {
    GLASS_BDF_REQUIRED,
    GLASS_BDF_RECOMMENDED,
    GLASS_BDF_OPTIONAL
} glass_bdf_level;

typedef struct glass_bdf {
    const char *label, *machine;
    const char *about; /* one sentence without a full stop */
    glass_bdf_level level;
    int is_signed; /* 1: its sign means charge or discharge; positive charges */
} glass_bdf;

extern const glass_bdf glass_bdf_rows[]; /* ends with a row whose label is NULL */

/* The row of a label or machine name, any case; NULL if BDF has none. */
const glass_bdf *glass_bdf_find(const char *name);

/* The unit in a label: what follows its last " / "; "" if there is none. */
const char *glass_bdf_unit(const char *label);
/* How many bytes of a label are the quantity. */
size_t glass_bdf_quantity(const char *label);

/* The machine name of any label: BDF's own, or made by its pattern: quantity and unit in
 * snake case, a single unit spelled ("kelvin"), a compound one with `per` before negative
 * powers ("mol_per_m3"). Never empty; cut to fit. Returns `out`. */
char *glass_bdf_machine(const char *label, char *out, size_t size);

#endif
