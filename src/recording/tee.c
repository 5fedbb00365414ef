/* One sink in front of several. */
#include "glasscell/sink.h"
#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

typedef struct tee_self {
    int n;
    glass_sink sinks[];
} tee_self;

static glass_status tee_begin(void *self, const glass_begin *begin)
{
    const tee_self *to = self;
    glass_status status = GLASS_OK;
    for (int i = 0; i < to->n && !status; i++)
        status = to->sinks[i].begin(to->sinks[i].self, begin);
    return status;
}

static glass_status tee_sample(void *self, const double *row)
{
    const tee_self *to = self;
    glass_status status = GLASS_OK;
    for (int i = 0; i < to->n && !status; i++)
        status = to->sinks[i].sample(to->sinks[i].self, row);
    return status;
}

static glass_status tee_frame(void *self, int index, double time_s, const double *values)
{
    const tee_self *to = self;
    glass_status status = GLASS_OK;
    for (int i = 0; i < to->n && !status; i++)
        if (to->sinks[i].frame)
            status = to->sinks[i].frame(to->sinks[i].self, index, time_s, values);
    return status;
}

static glass_status tee_step(void *self, const glass_step_record *step)
{
    const tee_self *to = self;
    glass_status status = GLASS_OK;
    for (int i = 0; i < to->n && !status; i++)
        if (to->sinks[i].step) status = to->sinks[i].step(to->sinks[i].self, step);
    return status;
}

static glass_status tee_cycle(void *self, const double *row)
{
    const tee_self *to = self;
    glass_status status = GLASS_OK;
    for (int i = 0; i < to->n && !status; i++)
        if (to->sinks[i].cycle) status = to->sinks[i].cycle(to->sinks[i].self, row);
    return status;
}

static glass_status tee_checkpoint(void *self, double time_s, const void *bytes, size_t n)
{
    const tee_self *to = self;
    glass_status status = GLASS_OK;
    for (int i = 0; i < to->n && !status; i++)
        if (to->sinks[i].checkpoint)
            status = to->sinks[i].checkpoint(to->sinks[i].self, time_s, bytes, n);
    return status;
}

/* Everyone is told that it is over, also after one of them failed; the first failure and
 * its words are what is returned. */
static glass_status tee_end(void *self, const char *reason, const glass_fact *facts,
                            int n_facts)
{
    const tee_self *to = self;
    glass_status first = GLASS_OK;
    char words[2048] = "";
    for (int i = 0; i < to->n; i++) {
        glass_status status = to->sinks[i].end(to->sinks[i].self, reason, facts, n_facts);
        if (!status || first) continue;
        first = status;
        strncpy(words, glass_words(), sizeof words - 1);
    }
    return first ? glass_fail(first, "%s", words) : GLASS_OK;
}

/* A function that no sink has stays NULL, so that writers need not make what nobody takes.
 */
static void tee_offer(const glass_sink *sink, glass_sink *out)
{
    if (sink->frame) out->frame = tee_frame;
    if (sink->step) out->step = tee_step;
    if (sink->cycle) out->cycle = tee_cycle;
    if (sink->checkpoint) out->checkpoint = tee_checkpoint;
}

glass_status glass_sink_tee(const glass_sink *sinks, int n, glass_sink *out)
{
    tee_self *self = glass_alloc(sizeof *self + (size_t)n * sizeof *sinks);
    if (!self) return glass_fail_memory();
    self->n = n;
    memcpy(self->sinks, sinks, (size_t)n * sizeof *sinks);
    *out = (glass_sink){
        .self = self, .begin = tee_begin, .sample = tee_sample, .end = tee_end};
    for (int i = 0; i < n; i++) tee_offer(&sinks[i], out);
    return GLASS_OK;
}

void glass_sink_tee_free(glass_sink *sink)
{
    if (!sink) return;
    glass_free(sink->self);
    *sink = (glass_sink){0};
}
