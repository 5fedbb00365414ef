#include "study/witness.h"
#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Of very long protocols the first and the last steps are kept, so that memory is flat. */
enum { WITNESS_STEPS = 2000 };

static glass_status witness_on_begin(void *self, const glass_begin *begin)
{
    glass_witness *witness = self;
    witness->has_begun = 1;
    witness->time = witness->voltage = -1;
    for (int i = 0; i < begin->n_channels; i++) {
        if (strcmp(begin->channels[i].label, "Test Time / s") == 0) witness->time = i;
        if (strcmp(begin->channels[i].label, "Voltage / V") == 0) witness->voltage = i;
    }
    return witness->inner ? witness->inner->begin(witness->inner->self, begin) : GLASS_OK;
}

static glass_status witness_on_sample(void *self, const double *row)
{
    glass_witness *witness = self;
    if (witness->voltage >= 0 && isnan(witness->left_s)) {
        double V = row[witness->voltage];
        if (V < witness->low_V || V > witness->high_V) {
            witness->left_s = witness->time >= 0 ? row[witness->time] : 0;
            witness->left_V = V;
        }
    }
    return witness->inner ? witness->inner->sample(witness->inner->self, row) : GLASS_OK;
}

static glass_status witness_on_frame(void *self, int index, double time_s,
                                     const double *values)
{
    const glass_sink *inner = ((glass_witness *)self)->inner;
    return inner && inner->frame ? inner->frame(inner->self, index, time_s, values)
                                 : GLASS_OK;
}

static void witness_free_step(glass_step_record *step)
{
    glass_free((char *)step->text);
    glass_free((char *)step->reason);
}

/* Drops the middle third when three times as many as are wanted have come together. */
static void witness_thin(glass_witness *witness)
{
    if (witness->n_steps < 3 * WITNESS_STEPS) return;
    for (int i = WITNESS_STEPS; i < 2 * WITNESS_STEPS; i++)
        witness_free_step(&witness->steps[i]);
    memmove(witness->steps + WITNESS_STEPS, witness->steps + 2 * WITNESS_STEPS,
            WITNESS_STEPS * sizeof *witness->steps);
    witness->n_steps = 2 * WITNESS_STEPS;
}

glass_status glass_witness_keep(glass_witness *witness, const glass_step_record *step)
{
    witness_thin(witness);
    int n = witness->n_steps;
    if ((n & (n - 1)) == 0) { /* room doubles at 1, 2, 4, ... */
        size_t room = n ? 2 * (size_t)n : 1;
        glass_step_record *at = glass_realloc(witness->steps, room * sizeof *at);
        if (!at) return glass_fail_memory();
        witness->steps = at;
    }
    glass_step_record copy = *step;
    copy.text = glass_strdup(step->text ? step->text : "");
    copy.reason = glass_strdup(step->reason ? step->reason : "");
    if (!copy.text || !copy.reason) {
        witness_free_step(&copy);
        return glass_fail_memory();
    }
    witness->steps[witness->n_steps++] = copy;
    return GLASS_OK;
}

static glass_status witness_on_step(void *self, const glass_step_record *step)
{
    glass_witness *witness = self;
    const glass_sink *inner = witness->inner;
    glass_status status = glass_witness_keep(witness, step);
    if (!status && inner && inner->step) status = inner->step(inner->self, step);
    return status;
}

static glass_status witness_on_cycle(void *self, const double *row)
{
    const glass_sink *inner = ((glass_witness *)self)->inner;
    return inner && inner->cycle ? inner->cycle(inner->self, row) : GLASS_OK;
}

static glass_status witness_on_checkpoint(void *self, double time_s, const void *bytes,
                                          size_t n)
{
    const glass_sink *inner = ((glass_witness *)self)->inner;
    return inner && inner->checkpoint ? inner->checkpoint(inner->self, time_s, bytes, n)
                                      : GLASS_OK;
}

static glass_status witness_on_end(void *self, const char *reason, const glass_fact *facts,
                                   int n_facts)
{
    const glass_sink *inner = ((glass_witness *)self)->inner;
    if (!inner) return GLASS_OK;
    char now[GLASS_CLOCK_TEXT];
    glass_fact *all = glass_alloc((size_t)(n_facts + 1) * sizeof *all);
    if (!all) return inner->end(inner->self, reason, facts, n_facts);
    if (n_facts > 0) memcpy(all, facts, (size_t)n_facts * sizeof *all);
    all[n_facts] = (glass_fact){"ended", glass_clock_utc(now)};
    glass_status status = inner->end(inner->self, reason, all, n_facts + 1);
    glass_free(all);
    return status;
}

void glass_witness_begin(glass_witness *witness, const glass_sink *inner, double low_V,
                         double high_V, glass_sink *out)
{
    *witness = (glass_witness){.inner = inner,
                               .low_V = low_V,
                               .high_V = high_V,
                               .left_s = NAN,
                               .left_V = NAN,
                               .time = -1,
                               .voltage = -1};
    *out = (glass_sink){
        witness,         witness_on_begin, witness_on_sample,     witness_on_frame,
        witness_on_step, witness_on_cycle, witness_on_checkpoint, witness_on_end};
    /* who has no use for a field or a state is not asked to make it */
    if (!inner || !inner->frame) out->frame = NULL;
    if (!inner || !inner->cycle) out->cycle = NULL;
    if (!inner || !inner->checkpoint) out->checkpoint = NULL;
}

void glass_witness_take_frames(glass_sink *sink)
{
    sink->frame = witness_on_frame;
}

void glass_witness_clear(glass_witness *witness)
{
    for (int i = 0; i < witness->n_steps; i++) witness_free_step(&witness->steps[i]);
    glass_free(witness->steps);
    *witness = (glass_witness){0};
}
