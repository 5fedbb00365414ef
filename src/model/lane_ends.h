/* When a step of the protocol ends. Used by lane.c alone. */
#ifndef GLASSCELL_LANE_ENDS_H
#define GLASSCELL_LANE_ENDS_H

#include "model/lane.h"

/* Makes lane->ends of the instruction's own ends and the cell's limits. */
void lane_ends_collect(lane_cell *lane);
/* Index + 1 of an end that holds at the present instant already, or 0. */
int lane_ends_met(lane_cell *lane);
/* Whether the step ended volts beyond an end by voltage: where a surface becomes full or empty
 * the voltage climbs within no time, and from so far its trace says nothing of where. */
int lane_ends_overshot(lane_cell *lane);

/* Index + 1 of the end that is met first within the trace; `h` its length. 0: none. */
int lane_ends_crossed(lane_cell *lane, double *h);
/* 1 when the trace ends close enough to that end; else `h` is the next length to try. */
int lane_ends_close(lane_cell *lane, int hit, double *h);
/* Index + 1 of an end by time that is reached now, or 0. */
int lane_ends_time(const lane_cell *lane);
/* Notes voltages beyond the limits where they only warn. */
void lane_ends_warn(lane_cell *lane);
const char *lane_ends_reason(const lane_end *end);

#endif
