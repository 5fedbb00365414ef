/* Conditions: what ends a step, a loop or a run. */
#ifndef GLASSCELL_PROTOCOL_COND_H
#define GLASSCELL_PROTOCOL_COND_H

#include "cell/protocol_build.h"
#include "cell/protocol_lex.h"

/* Reads conditions joined by "or", "and" or commas ("until" or "for" may stand before each)
 * and appends them. "the limit" adds none: a charge or discharge ends there by itself. */
void protocol_cond_read(protocol_lex *lex, protocol_ends *ends);
/* The same after "for", where a time is the likeliest thing. */
void protocol_cond_read_for(protocol_lex *lex, protocol_ends *ends);

/* Whether the current token begins something that follows a condition: at, every, (, [ ... */
int protocol_cond_is_clause(const protocol_lex *lex);

/* Decides on which side an end is met where that follows from the step alone: voltage and
 * state of charge by its direction, current by what falls. */
void protocol_cond_settle(glass_instruction *step);
/* The same for the conditions of a loop, goto or stop, where a bare voltage, state of
 * charge or capacity means below, and where what is counted within a step has no meaning. */
void protocol_cond_settle_jump(protocol_lex *lex, glass_end *ends, int n);

#endif
