/* What the columns of a table mean: which are channels, in which unit, of which sign. */
#ifndef GLASSCELL_CSV_COLUMNS_H
#define GLASSCELL_CSV_COLUMNS_H

#include "format/csv_text.h"
#include "glasscell/recording.h"
#include "recording/bdf.h"

/* How a header writes quantity and unit. */
typedef enum glass_csv_style {
    GLASS_CSV_BARE,    /* "voltage" */
    GLASS_CSV_BDF,     /* "Voltage / V", "Voltage / mV", "voltage_volt" */
    GLASS_CSV_BRACKET, /* "Voltage [V]", "Voltage(V)" */
    GLASS_CSV_SLASH,   /* "Ecell/V" */
    GLASS_CSV_SUFFIX   /* "voltage_mV" */
} glass_csv_style;

typedef struct glass_csv_column {
    char *header; /* as in the file; owned */
    int place;    /* character of its line, from 1 */
    glass_csv_style style;
    char *quantity, *unit; /* parts of the header; owned; unit "" if there is none */
    const glass_bdf *row;  /* what it was found to be; NULL: kept under its own name */
    double scale, offset;  /* to the row's unit, sign included */
    int is_left_out;       /* holds words, or nothing */
    size_t missing;        /* cells without a number */
} glass_csv_column;

typedef struct glass_csv_plan {
    glass_csv_column *at; /* [n], one per column of the file */
    int n;
    int time, current, voltage; /* their columns; -1: not there */
} glass_csv_plan;

/* Decides what each column is. Never guesses a unit or a sign: what does not say it is
 * refused with words, unless `columns` says it.
 * Errors: GLASS_E_INPUT with file, line and column. */
glass_status glass_csv_plan_make(const glass_csv_text *text, const glass_columns *columns,
                                 glass_csv_plan *out, glass_notes *notes);
void glass_csv_plan_clear(glass_csv_plan *plan);

/* Whether cells of this column must be numbers: time, current and voltage. */
int glass_csv_is_needed(const glass_csv_plan *plan, int column);

#endif
