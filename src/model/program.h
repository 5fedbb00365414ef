/* Which instruction comes next: loops, goto and stop of a protocol. */
#ifndef GLASSCELL_PROGRAM_H
#define GLASSCELL_PROGRAM_H

#include "model/lane.h"

typedef struct program {
    const glass_protocol *protocol; /* borrowed */
    int at;                         /* next instruction */
    int *done;                      /* [count] how often each jump was taken; owned */
    int depth;                      /* open loops */
    int cycle;                      /* 1 + finished rounds of outermost loops */
    int in_round;                   /* a step of this cycle has been given out */
    const char *why;                /* it stops: "stop", "nothing changes"; else NULL */
} program;

glass_status program_init(program *self, const glass_protocol *protocol);
void program_clear(program *self);

/* The next step for a lane, whose conditions are asked and whose cycles are counted; NULL
 * when the protocol is done, or when it stops: then lane->run_reason says why. */
const glass_instruction *program_next(program *self, lane_cell *lane);

#endif
