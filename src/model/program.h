/* Which instruction comes next: loops, goto and stop of a protocol. */
#ifndef GLASSCELL_PROGRAM_H
#define GLASSCELL_PROGRAM_H

#include "glasscell/protocol.h"

typedef struct program {
    const glass_protocol *protocol; /* borrowed */
    int at;                         /* next instruction */
    int *done;                      /* [count] how often each jump was taken; owned */
    int depth;                      /* open loops */
    int cycle;                      /* 1 + finished rounds of outermost loops */
    int in_round;                   /* a step of this cycle has been given out */
} program;

glass_status program_init(program *self, const glass_protocol *protocol);
void program_clear(program *self);

/* Whether one of the conditions holds now, asked of the driver. */
typedef int program_holds(void *context, const glass_end *ends, int n);

/* The next step, or NULL when the protocol is done. `stopped` becomes 1 at a stop. */
const glass_instruction *program_next(program *self, program_holds *holds, void *context,
                                      int *stopped);

#endif
