/* Where a run begins and by which rules its lane goes: the same for one cell and for many. */
#ifndef GLASSCELL_START_H
#define GLASSCELL_START_H

#include "model/lane.h"
#include "model/settings.h"

typedef struct start {
    double theta[2], soc; /* stoichiometries; the state of charge that they stand for */
    double ambient, temperature; /* [K] */
} start;

/* From the options, else the protocol, else the cell. GLASS_E_INPUT with words. */
glass_status start_find(const glass_cell *cell, const glass_protocol *protocol,
                        const glass_run_options *options, start *out);

/* A fresh lane; its hooks and its index are the caller's. */
void start_lane(lane_cell *lane, const glass_cell *cell, const glass_protocol *protocol,
                const glass_run_options *options, const settings *set, double soc);

#endif
