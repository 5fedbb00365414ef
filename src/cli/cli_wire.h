/* What the pages of `wire` share: the question, and where its numbers came from. */
#ifndef GLASSCELL_CLI_WIRE_H
#define GLASSCELL_CLI_WIRE_H

#include "cli/cli.h"
#include "glasscell/circuit.h"
#include "glasscell/material.h"
#include "glasscell/wiring.h"

typedef struct cli_wire {
    const cli_args *args;
    glass_substances substances;
    const glass_substance *substance; /* NULL: numbers only */
    glass_wiring question;
    glass_wiring_answer answer;
    glass_circuit circuit;
} cli_wire;

/* 1 when the option of a row was given. */
int cli_wire_is_given(const cli_wire *wire, const char *name);

/* What the table of materials says of a number that the question takes from it; NULL when
 * the number was given or is none of the table's. */
const glass_property *cli_wire_property(const cli_wire *wire, const char *name);

/* The word of a choice. */
const char *cli_wire_choice(const char *choices, int index, char out[32]);

/* 32.9 nm, 1.2 um; "-" for NAN, "no limit" for infinity. */
const char *cli_wire_length(double metres, char out[48]);

/* Why the two lengths are not known, or how t_ion was come by. */
const char *cli_wire_basis(const cli_wire *wire);

/* What limits the answer: filling beyond the law, extrapolation; NULL behind the last. */
const char *cli_wire_remark(const cli_wire *wire, int index);

void cli_wire_people(const cli_wire *wire);
void cli_wire_json(const cli_wire *wire);

/* Impedance, or response to a step. Returns an exit code. */
int cli_wire_circuit(cli_wire *wire);

#endif
