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

/* At the end of a loop's body: once more, or on. */
static void program_loop_end(program *self, const glass_instruction *in,
                             program_holds *holds, void *context)
{
    const glass_instruction *loop = &self->protocol->at[in->target];
    int *done = &self->done[in->target];
    ++*done;
    program_round_done(self);
    int enough = loop->times > 0 && *done >= loop->times;
    if (!enough && !(loop->n_ends && holds(context, loop->ends, loop->n_ends))) {
        self->at = in->target + 1;
        return;
    }
    *done = 0; /* an outer loop may come here again */
    self->depth--;
}

static void program_goto(program *self, int index, const glass_instruction *in,
                         program_holds *holds, void *context)
{
    int *done = &self->done[index];
    int enough = in->times > 0 && *done >= in->times;
    if (enough || (in->n_ends && holds(context, in->ends, in->n_ends))) {
        *done = 0;
        return;
    }
    ++*done;
    if (self->depth == 0 && self->in_round) self->cycle++, self->in_round = 0;
    self->at = in->target;
}

const glass_instruction *program_next(program *self, program_holds *holds, void *context,
                                      int *stopped)
{
    while (self->at < self->protocol->count) {
        int index = self->at++;
        const glass_instruction *in = &self->protocol->at[index];
        switch (in->op) {
        case GLASS_OP_STEP: self->in_round = 1; return in;
        case GLASS_OP_LOOP: self->depth++; break;
        case GLASS_OP_LOOP_END: program_loop_end(self, in, holds, context); break;
        case GLASS_OP_GOTO: program_goto(self, index, in, holds, context); break;
        case GLASS_OP_STOP:
            if (in->n_ends && !holds(context, in->ends, in->n_ends)) break;
            *stopped = 1;
            return NULL;
        }
    }
    return NULL;
}
