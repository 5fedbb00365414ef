/* Words on a picture: sub- and superscripts, units as journals print them, numbers.
 *
 * Markup: `^{...}` raises, `_{...}` lowers, `~{...}` slants. Text of users (titles, names of
 * files, labels) goes through glass_label_plain first, so that no character of theirs is
 * taken for markup and no broken UTF-8 reaches the picture library. */
#ifndef GLASSCELL_LABEL_H
#define GLASSCELL_LABEL_H

#include "plot/drawing.h"

enum { GLASS_LABEL_MAX = 160 }; /* bytes of a label, with its end */

typedef struct glass_label_style {
    double size; /* [pt] */
    glass_face face;
    double align;   /* 0: starts at the point; 0.5: centred; 1: ends there */
    int is_upright; /* 1: reads from below to above */
    glass_colour colour;
} glass_label_style;

/* [pt] width of markup. */
double glass_label_width(const glass_type *type, const char *markup, double size,
                         glass_face face);

/* Draws markup with its base line at `at`. */
void glass_label_draw(glass_drawing *drawing, const glass_type *type, const char *markup,
                      glass_point at, const glass_label_style *style);

/* Copies text so that it is drawn letter for letter; invalid bytes become U+FFFD, control
 * characters spaces; what is too long ends in an ellipsis. `out` has GLASS_LABEL_MAX bytes. */
void glass_label_plain(const char *text, char *out);

/* Shortens plain text until it is at most `width` wide. */
void glass_label_fit(const glass_type *type, char *text, double size, glass_face face,
                     double width);

/* "mol.m-3" as markup "mol m^{−3}"; "" for "1". `out` has GLASS_LABEL_MAX bytes. */
void glass_label_unit(const char *unit, char *out);

/* "Salt Concentration / mol.m-3" without its unit: "Salt concentration" (first letter as it
 * is, later words in small letters unless they are all capitals or one letter). */
void glass_label_name(const char *label, char *out);

/* What is measured in a unit: "V" is "Voltage"; "" when many things are. */
const char *glass_label_quantity(const char *unit);

/* The last word that all labels have, with a capital: "Charging capacity", "Discharging
 * capacity" have "Capacity"; "" when there is none. `out` has GLASS_LABEL_MAX bytes. */
void glass_label_common(const char *const *labels, int n, char *out);

/* A unit that suits numbers up to `largest`: "V" and 0.002 give "mV" and 1000. Units that
 * take no prefix keep theirs. `unit` and `out` may not overlap. */
double glass_label_prefix(const char *unit, double largest, char *out);

/* value with `decimals` digits behind the point, minus sign U+2212, never "-0".
 * `out` has 32 bytes; |value| * 10^decimals is below 1e15. */
void glass_label_number(double value, int decimals, char *out);

/* value with `digits` significant digits; a dash when it is not finite. */
void glass_label_significant(double value, int digits, char *out);

#endif
