/* Numbers with units, as a cycler's user writes them, turned into SI. */
#ifndef GLASSCELL_PROTOCOL_QUANTITY_H
#define GLASSCELL_PROTOCOL_QUANTITY_H

#include "cell/protocol_lex.h"

typedef enum protocol_kind {
    PROTOCOL_NONE,
    PROTOCOL_CURRENT,     /* A */
    PROTOCOL_CRATE,       /* C */
    PROTOCOL_VOLTAGE,     /* V */
    PROTOCOL_POWER,       /* W */
    PROTOCOL_RESISTANCE,  /* Ohm */
    PROTOCOL_TIME,        /* s */
    PROTOCOL_CHARGE,      /* coulomb */
    PROTOCOL_ENERGY,      /* J */
    PROTOCOL_TEMPERATURE, /* K */
    PROTOCOL_DENSITY,     /* A/m2 */
    PROTOCOL_SLOPE,       /* V/s */
    PROTOCOL_PERCENT,     /* 1 */
    PROTOCOL_FREQUENCY    /* Hz */
} protocol_kind;

typedef struct protocol_quantity {
    protocol_kind kind;
    double value; /* SI; C-rates in C */
    int has_sign; /* + or - was written */
    protocol_token where;
} protocol_quantity;

/* Whether the current token can begin a quantity. */
int protocol_quantity_begins(const protocol_lex *lex);
/* Reads one. @param wanted "a time, such as 10 min": what the words of a failure expect */
protocol_quantity protocol_quantity_read(protocol_lex *lex, const char *wanted);
/* A unit alone, at the current token: the value is what 1 of it is. */
protocol_quantity protocol_quantity_unit(protocol_lex *lex, const char *wanted);
/* Reads one that must be a time (sums, h:m:s, "half an hour"), not negative. */
double protocol_quantity_time(protocol_lex *lex);
/* Reads one that must be a temperature in K, 200 to 400 or so; warns beyond. */
double protocol_quantity_temperature(protocol_lex *lex);
/* A plain number with sign and fraction; fails on a decimal comma. */
double protocol_quantity_number(protocol_lex *lex, int *has_sign, const char *wanted);
/* "a voltage": for words. */
const char *protocol_quantity_kind(protocol_kind kind);

#endif
