/** glasscell/material.h: substances that conduct and store, with what is known of them.
 *
 * The table lies in share/materials: names.csv (who is who) and materials.csv (one line
 * per number: value, low, high, temperature, source, how sure). Found as cells are: beside
 * $GLASSCELL_SHARE, beside the program, or built in. Most transport numbers are estimates
 * and are marked so; none stands without its range. */
#ifndef GLASSCELL_MATERIAL_H
#define GLASSCELL_MATERIAL_H

#include "glasscell/row.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One number of a substance. Texts are never NULL, and "" where nothing is known. */
typedef struct glass_property {
    glass_range range;      /**< SI, the row's unit; all NAN: not known */
    double temperature;     /**< [K] at which it holds */
    const char *source;     /**< DOI, or words */
    const char *confidence; /**< "handbook", "read", "typical", "estimate" or "guess" */
    const char *note;
} glass_property;

/** A substance. Texts are borrowed from the table that holds it. */
typedef struct glass_substance {
    const char *name;    /**< "lithium iron phosphate" */
    const char *formula; /**< "LiFePO4" */
    const char *aliases; /**< "LFP; triphylite" */
    const char *role;    /**< "M-cathode", "I-solid", "E-coating", "insulator" ... */
    const char *ion;     /**< "Li", "Na" ...; "" */
    const char *note;
    glass_property D;         /**< [m2.s-1] chemical diffusivity; electrolytes: of salt */
    glass_property sigma_ion; /**< [S.m-1] */
    glass_property sigma_eon; /**< [S.m-1] */
    glass_property capacity;  /**< [s.A.kg-1] charge stored per mass */
    glass_property density;   /**< [kg.m-3] of the crystal */
    glass_property voltage;   /**< [V] mean, against the metal of `ion` */
    glass_property volume_change; /**< [1] by full use, of the volume */
} glass_substance;

/** One row for each property; the offset is that of its glass_property. */
extern const glass_row glass_substance_rows[];

/** The property that a row of the above describes. */
const glass_property *glass_substance_property(const glass_substance *substance,
                                               const glass_row *row);

/** The table. `{0}` is none. */
typedef struct glass_substances {
    glass_substance *at; /**< [count], in the order of names.csv */
    int count;
    char *text[2]; /**< what the texts of `at` point into; private */
} glass_substances;

/** Reads the table. @param[out] out filled; untouched on failure
 * @return GLASS_E_INPUT with file and line for a table that was edited wrongly. */
glass_status glass_substances_read(glass_substances *out);

/** Frees what it holds and makes it `{0}`. NULL is nothing. */
void glass_substances_clear(glass_substances *substances);

/** The substance of that name, alias or formula; case, blanks, "-" and "_" do not count.
 * @param[out] out borrowed from `substances`
 * @return GLASS_E_INPUT with the nearest names, or with those that a formula could mean. */
glass_status glass_substances_find(const glass_substances *substances, const char *name,
                                   const glass_substance **out);

/** [mol.m-3] What is stored per volume when full, of ions with one charge: capacity times
 * density over Faraday's constant. All NAN when one of the two is not known. */
glass_range glass_substance_concentration(const glass_substance *substance);

/** 1 when the number is an estimate or a guess, which must be shown with it. */
int glass_property_is_estimate(const glass_property *property);

#ifdef __cplusplus
}
#endif
#endif
