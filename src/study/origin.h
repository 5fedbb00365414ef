/* Where a recording comes from: the facts that go with a run into its files. */
#ifndef GLASSCELL_ORIGIN_H
#define GLASSCELL_ORIGIN_H

#include "glasscell/study.h"

typedef struct glass_origin {
    glass_fact *at; /* [count], keys and texts owned */
    int count, inputs;
} glass_origin;

/* Gathers program, command line, study, inputs with SHA-256 (and their text when it is
 * small), parameters as they are after `--set`, seed, machine and time. */
glass_status glass_origin_gather(const glass_study *study, const char *command_line,
                                 const glass_cell *cell, const glass_protocol *protocol,
                                 glass_origin *out);
void glass_origin_clear(glass_origin *origin);

#endif
