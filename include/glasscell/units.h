/** glasscell/units.h: numbers with units, converted to SI once, at the door.
 *
 * The everyday words of a battery laboratory (um, mAh, degC, min, mA/cm2, C-rates) are
 * known by heart; any other word is asked of the udunits2 library, loaded on first use. */
#ifndef GLASSCELL_UNITS_H
#define GLASSCELL_UNITS_H

#include "glasscell/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** value_SI = scale * value + offset. */
typedef struct glass_unit {
    double scale;
    double offset;            /**< other than 0 for temperatures only */
    signed char dimension[7]; /**< powers of m, kg, s, A, K, mol, 1C (C-rate) */
} glass_unit;

/** Reads a unit: "um", "mA/cm2", "mol.m-3", "degC", "1", "A.h", "W m-2 K-1", "%".
 * @return GLASS_E_INPUT with words when unknown. */
glass_status glass_unit_read(const char *text, glass_unit *out);

/** Reads "80 um" into SI units of `wanted` (a unit word; "1" for none). A number without
 * a unit is taken to be in `wanted`.
 * @return GLASS_E_INPUT when it is no number or the dimensions differ. */
glass_status glass_quantity_read(const char *text, const char *wanted, double *out);

/** Factor and offset from unit `from` to unit `to`: out = scale * x + offset.
 * @return GLASS_E_INPUT when a word is unknown or the dimensions differ. */
glass_status glass_unit_convert(const char *from, const char *to, double *scale,
                                double *offset);

#ifdef __cplusplus
}
#endif
#endif
