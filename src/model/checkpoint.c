/* A checkpoint holds everything that the next instruction depends on, and the sums of the
 * summary, so that a resumed run gives the numbers of an uninterrupted one. */
#include "model/interior.h"
#include "model/run_state.h"
#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

enum { CHECKPOINT_VERSION = 2 };

/* What is counted, kept as plain numbers. */
typedef struct checkpoint_head {
    char magic[8];
    unsigned version, instructions;
    size_t bytes, lane_bytes, state, coarse_state, inside;
    int at, depth, cycle, in_round;
    double ambient;
    lane_cell lane;
    /* the companion */
    int has_companion;
    lane_cell coarse;
    double sum, weight, most, end_error;
    /* the output */
    output_cycle out_cycle;
    int cycle_now, is_kept;
    long rows;
    double last_time, frame_next, flow_s, flow_V, flow_eta[9], V_min, V_max, T_max,
        plating_min, lithium_first, lithium_last, V_first, ocv_first;
} checkpoint_head;

static size_t checkpoint_inside(const run *self)
{
    if (!self->output.interior) return 0;
    return 2 * (size_t)self->output.look.n * (INTERIOR_MODES + 1);
}

static void checkpoint_output(const output *from, checkpoint_head *to)
{
    to->out_cycle = from->cycle, to->cycle_now = from->cycle_now;
    to->is_kept = from->is_kept, to->rows = from->rows;
    to->last_time = from->last_time, to->frame_next = from->frame_next;
    to->flow_s = from->flow_s, to->flow_V = from->flow_V;
    memcpy(to->flow_eta, from->flow_eta, sizeof to->flow_eta);
    to->V_min = from->V_min, to->V_max = from->V_max, to->T_max = from->T_max;
    to->plating_min = from->plating_min;
    to->lithium_first = from->lithium_first, to->lithium_last = from->lithium_last;
    to->V_first = from->V_first, to->ocv_first = from->ocv_first;
}

static void checkpoint_back(const checkpoint_head *from, output *to)
{
    to->cycle = from->out_cycle, to->cycle_now = from->cycle_now;
    to->is_kept = from->is_kept, to->rows = from->rows;
    to->last_time = from->last_time, to->frame_next = from->frame_next;
    to->flow_s = from->flow_s, to->flow_V = from->flow_V;
    memcpy(to->flow_eta, from->flow_eta, sizeof to->flow_eta);
    to->V_min = from->V_min, to->V_max = from->V_max, to->T_max = from->T_max;
    to->plating_min = from->plating_min;
    to->lithium_first = from->lithium_first, to->lithium_last = from->lithium_last;
    to->V_first = from->V_first, to->ocv_first = from->ocv_first;
}

static void checkpoint_describe(const run *self, checkpoint_head *h)
{
    memset(h, 0, sizeof *h);
    memcpy(h->magic, "GLASSCK", 8);
    h->version = CHECKPOINT_VERSION;
    h->instructions = (unsigned)self->protocol->count;
    h->lane_bytes = sizeof(lane_cell);
    h->state = self->ops->state_size(self->engine);
    h->has_companion = self->companion.driver.engine && !self->companion.has_failed;
    h->coarse_state =
        h->has_companion ? self->ops->state_size(self->companion.driver.engine) : 0;
    h->inside = checkpoint_inside(self);
    h->bytes = sizeof *h + h->instructions * sizeof(int) +
               (h->state + h->coarse_state + h->inside) * sizeof(double);
}

static char *checkpoint_put(char *at, const void *from, size_t bytes)
{
    if (bytes) memcpy(at, from, bytes);
    return at + bytes;
}

void run_checkpoint(run *self)
{
    double now = glass_clock_wall();
    if (now - self->checkpoint_s < 0.5) return;
    self->checkpoint_s = now;
    checkpoint_head h;
    checkpoint_describe(self, &h);
    h.at = self->program.at, h.depth = self->program.depth;
    h.cycle = self->program.cycle, h.in_round = self->program.in_round;
    h.ambient = self->ambient;
    h.lane = self->lane, h.coarse = self->companion.lane;
    h.sum = self->companion.sum, h.weight = self->companion.weight;
    h.most = self->companion.most, h.end_error = self->companion.end_error;
    checkpoint_output(&self->output, &h);
    char *bytes = glass_alloc(h.bytes), *at = bytes;
    double *state = glass_alloc((h.state + h.coarse_state + 1) * sizeof *state);
    if (bytes && state) { /* without memory there is one checkpoint less */
        self->ops->get(self->engine, 0, 1, state);
        if (h.coarse_state)
            self->ops->get(self->companion.driver.engine, 0, 1, state + h.state);
        at = checkpoint_put(at, &h, sizeof h);
        at = checkpoint_put(at, self->program.done, h.instructions * sizeof(int));
        at = checkpoint_put(at, state, (h.state + h.coarse_state) * sizeof *state);
        if (h.inside)
            checkpoint_put(at, ((interior *)self->output.interior)->memory,
                           h.inside * sizeof(double));
        self->output.status =
            self->sink->checkpoint(self->sink->self, self->lane.t, bytes, h.bytes);
    }
    glass_free(state);
    glass_free(bytes);
}

/* A lane as it was, with the pointers of this run. */
static void checkpoint_lane(const lane_cell *from, lane_cell *to)
{
    lane_cell now = *to;
    *to = *from;
    to->cell = now.cell, to->hooks = now.hooks;
    to->in = NULL, to->reason = NULL, to->run_reason = NULL;
    to->n_ends = to->at_end = 0;
    to->phase = LANE_IDLE;
}

glass_status run_restore(run *self, const void *bytes, size_t n)
{
    checkpoint_head now, h;
    checkpoint_describe(self, &now);
    if (n < sizeof h) return glass_fail(GLASS_E_INPUT, "the checkpoint is cut short");
    memcpy(&h, bytes, sizeof h);
    if (memcmp(h.magic, now.magic, 8) || h.version != now.version ||
        h.lane_bytes != now.lane_bytes)
        return glass_fail(GLASS_E_INPUT, "the checkpoint was made by another version");
    if (h.state != now.state || h.instructions != now.instructions ||
        h.coarse_state != now.coarse_state || h.inside != now.inside || h.bytes != n ||
        h.bytes != now.bytes)
        return glass_fail(GLASS_E_INPUT,
                          "the checkpoint is of another cell, protocol or other options; "
                          "resume with those that the recording was made with");
    const char *at = (const char *)bytes + sizeof h;
    memcpy(self->program.done, at, h.instructions * sizeof(int));
    at += h.instructions * sizeof(int);
    double *state = glass_alloc((h.state + h.coarse_state + 1) * sizeof *state);
    if (!state) return glass_fail_memory();
    memcpy(state, at, (h.state + h.coarse_state) * sizeof *state);
    at += (h.state + h.coarse_state) * sizeof *state;
    if (h.inside)
        memcpy(((interior *)self->output.interior)->memory, at, h.inside * sizeof(double));
    self->program.at = h.at, self->program.depth = h.depth;
    self->program.cycle = h.cycle, self->program.in_round = h.in_round;
    checkpoint_lane(&h.lane, &self->lane);
    checkpoint_back(&h, &self->output);
    run_ambient(self, h.ambient);
    self->ops->set(self->engine, 0, state);
    if (h.coarse_state) {
        checkpoint_lane(&h.coarse, &self->companion.lane);
        self->companion.sum = h.sum, self->companion.weight = h.weight;
        self->companion.most = h.most, self->companion.end_error = h.end_error;
        self->ops->set(self->companion.driver.engine, 0, state + h.state);
    }
    glass_free(state);
    return GLASS_OK;
}
