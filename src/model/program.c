#include "model/program.h"
#include "base/fail.h"
#include "base/memory.h"

glass_status program_init(program *self, const glass_protocol *protocol)
{
    int *done = glass_zero((size_t)protocol->count, sizeof *done);
    if (!done) return glass_fail_memory();
    *self = (struct program){.protocol = protocol, .done = done, .cycle = 1};
    return GLASS_OK;
}

void program_clear(program *self)
{
    glass_free(self->done);
    *self = (struct program){0};
}

static void program_round_done(program *self)
{
    if (self->depth == 1 && self->in_round) self->cycle++, self->in_round = 0;
}

static int program_waits_for_capacity(const glass_instruction *in)
{
    for (int i = 0; i < in->n_ends; i++)
        if (in->ends[i].watch == GLASS_WATCH_CAPACITY ||
            in->ends[i].watch == GLASS_WATCH_CAPACITY_FADE)
            return 1;
    return 0;
}

/* Without a count, rounds of no time or, where a capacity is waited for, rounds like each
 * other would go on for ever. */
static void program_look_stuck(program *self, const glass_instruction *in,
                               const lane_cell *lane)
{
    enum { IDLE_MAX = 100, EQUAL_MAX = 10 };
    if (in->times > 0) return;
    if (lane->rounds_idle >= IDLE_MAX ||
        (lane->rounds_equal >= EQUAL_MAX && program_waits_for_capacity(in)))
        self->why = "nothing changes";
}

/* At the end of a loop's body: once more, or on. */
static void program_loop_end(program *self, const glass_instruction *in, lane_cell *lane)
{
    const glass_instruction *loop = &self->protocol->at[in->target];
    int *done = &self->done[in->target];
    ++*done;
    program_round_done(self);
    int enough = loop->times > 0 && *done >= loop->times;
    if (!enough && !(loop->n_ends && lane_holds(lane, loop->ends, loop->n_ends))) {
        program_look_stuck(self, loop, lane);
        self->at = in->target + 1;
        return;
    }
    *done = 0; /* an outer loop may come here again */
    self->depth--;
}

static void program_goto(program *self, int index, const glass_instruction *in,
                         lane_cell *lane)
{
    int *done = &self->done[index];
    int enough = in->times > 0 && *done >= in->times;
    if (enough || (in->n_ends && lane_holds(lane, in->ends, in->n_ends))) {
        *done = 0;
        return;
    }
    ++*done;
    if (self->depth == 0 && self->in_round) self->cycle++, self->in_round = 0;
    program_look_stuck(self, in, lane);
    self->at = in->target;
}

static const glass_instruction *program_advance(program *self, lane_cell *lane)
{
    while (self->at < self->protocol->count && !self->why) {
        int index = self->at++;
        const glass_instruction *in = &self->protocol->at[index];
        switch (in->op) {
        case GLASS_OP_STEP: self->in_round = 1; return in;
        case GLASS_OP_LOOP: self->depth++; break;
        case GLASS_OP_LOOP_END: program_loop_end(self, in, lane); break;
        case GLASS_OP_GOTO: program_goto(self, index, in, lane); break;
        case GLASS_OP_STOP:
            if (!in->n_ends || lane_holds(lane, in->ends, in->n_ends)) self->why = "stop";
            break;
        }
    }
    return NULL;
}

const glass_instruction *program_next(program *self, lane_cell *lane)
{
    const int cycle = self->cycle;
    const glass_instruction *in = program_advance(self, lane);
    if (self->cycle != cycle) {
        if (in && lane_stops(lane, 1)) self->why = "stop";
        lane_cycle_done(lane);
    }
    if (in && lane_stops(lane, 0)) self->why = "stop";
    if (!self->why) return in;
    lane->run_reason = self->why;
    return NULL;
}
