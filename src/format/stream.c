/* A sink that appends to a recording on disk while readers watch.
 *
 * What ends within half a second is written in one go, so that a quick run costs no more
 * than its bytes. A longer one becomes a growing file: blocks of up to 1,000 samples are
 * appended and flushed at least once a second. */
#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "format/hdf5.h"
#include "recording/block.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static const double stream_patience_s = 0.5; /* until the file is begun */
static const double stream_period_s = 0.9;   /* between two flushes: under a second */
static const double stream_lull_s = 0.2;     /* after such a pause all is flushed at once */
/* until the module is asked for: nothing should run long in vain where it is missing */
static const double stream_module_s = 0.05;
enum { STREAM_SAMPLES = 1000, STREAM_FIRST_BYTES = 1 << 26 };

typedef struct stream_self {
    char *path;
    int force;
    glass_recording block; /* what is not on the disk yet */
    glass_sink into;       /* fills the block */
    const glass_h5_table *table;
    glass_h5 *file;                      /* NULL until the file is begun */
    int lock;                            /* -1: none */
    double begun_s, flushed_s, called_s; /* wall clock */
    size_t bytes;                        /* in the block, about */
    void *checkpoint;
    size_t checkpoint_n;
    double checkpoint_s;   /* NAN: none that waits */
    glass_block_mark mark; /* where in the block the one that waits was given */
    int has_begun, has_ended, has_failed;
    int is_resumed; /* begin finds a file that goes on */
} stream_self;

/* ---- the growing file ---- */

/* A checkpoint goes between what came before it and what came after it: the file remembers
 * with it how much there was. */
static glass_status stream_append(const stream_self *self, glass_h5 *file)
{
    const glass_h5_table *table = self->table;
    glass_recording view;
    if (isnan(self->checkpoint_s)) return table->append(file, &self->block);
    glass_status status = glass_block_view(&self->block, &self->mark, 0, &view);
    if (status) return status;
    status = table->append(file, &view);
    glass_block_view_clear(&view);
    if (!status)
        status = table->checkpoint(file, self->checkpoint_s, self->checkpoint,
                                   self->checkpoint_n);
    if (!status) status = glass_block_view(&self->block, &self->mark, 1, &view);
    if (status) return status;
    status = table->append(file, &view);
    glass_block_view_clear(&view);
    return status;
}

static glass_status stream_flush(stream_self *self)
{
    glass_status status = stream_append(self, self->file);
    glass_recording_empty(&self->block);
    self->bytes = 0;
    self->checkpoint_s = NAN;
    self->flushed_s = glass_clock_wall();
    return status;
}

/* Shows the file to readers: single-writer mode, the lock, and its name. */
static glass_status stream_show(stream_self *self, const char *temporary, int force)
{
    glass_status status = self->table->watch(self->file);
    if (status) return status;
    self->lock = glass_hdf5_lock(temporary);
    return glass_file_commit(temporary, self->path, force);
}

static glass_status stream_start(stream_self *self)
{
    char *temporary = NULL;
    glass_status status = self->table ? GLASS_OK : glass_h5_load(&self->table);
    if (!status) status = glass_file_temporary(self->path, &temporary);
    if (!status)
        status =
            self->table->create(temporary, self->path, &self->block, NULL, &self->file);
    if (!status) status = stream_flush(self);
    if (!status) status = stream_show(self, temporary, self->force);
    if (status && self->file) {
        self->table->close(self->file);
        self->file = NULL;
    }
    if (status && temporary) unlink(temporary);
    glass_free(temporary);
    return status;
}

/* Is it time to begin the file, or to flush? */
static glass_status stream_act(stream_self *self)
{
    double now_s = glass_clock_wall(), pause_s = now_s - self->called_s;
    int is_full = self->bytes > STREAM_FIRST_BYTES;
    self->called_s = now_s;
    if (!self->table && now_s - self->begun_s > stream_module_s) {
        glass_status status = glass_h5_load(&self->table);
        if (status) return status;
    }
    if (!self->file)
        return is_full || now_s - self->begun_s > stream_patience_s ? stream_start(self)
                                                                    : GLASS_OK;
    if (is_full || self->block.rows >= STREAM_SAMPLES || pause_s > stream_lull_s ||
        now_s - self->flushed_s > stream_period_s)
        return stream_flush(self);
    return GLASS_OK;
}

/* After each call that gave something. */
static glass_status stream_tick(stream_self *self, glass_status status)
{
    if (!status) status = stream_act(self);
    if (status) self->has_failed = 1;
    return status;
}

/* ---- the sink ---- */

static glass_status stream_resumes(const stream_self *self, const glass_begin *begin)
{
    const glass_recording *shape = &self->block;
    int is_same = begin->n_channels == shape->n_channels &&
                  begin->n_frames == shape->n_frames &&
                  begin->n_cycle_channels == shape->n_cycle_channels;
    for (int i = 0; is_same && i < shape->n_channels; i++)
        is_same = strcmp(begin->channels[i].label, shape->channels[i].label) == 0;
    for (int i = 0; is_same && i < shape->n_frames; i++)
        for (int k = 0; is_same && k < shape->frames[i].rank; k++)
            is_same = begin->frames[i].rank == shape->frames[i].rank &&
                      begin->frames[i].axis[k].n == shape->frames[i].n[k];
    return is_same ? GLASS_OK
                   : glass_fail(GLASS_E_INPUT,
                                "%s: it was written with other channels or frames; go on "
                                "with the model, mesh and options that began it",
                                self->path);
}

static glass_status stream_begin(void *context, const glass_begin *begin)
{
    stream_self *self = context;
    self->begun_s = self->called_s = self->flushed_s = glass_clock_wall();
    self->has_begun = 1;
    glass_status status = self->is_resumed ? stream_resumes(self, begin)
                                           : self->into.begin(self->into.self, begin);
    if (status) self->has_failed = 1;
    return status;
}

static glass_status stream_sample(void *context, const double *row)
{
    stream_self *self = context;
    self->bytes += (size_t)self->block.n_channels * sizeof *row;
    return stream_tick(self, self->into.sample(self->into.self, row));
}

static glass_status stream_frame(void *context, int index, double time_s,
                                 const double *values)
{
    stream_self *self = context;
    const glass_recording_frame *frame = &self->block.frames[index];
    self->bytes += frame->n[0] * frame->n[1] * frame->n[2] * sizeof *values;
    return stream_tick(self, self->into.frame(self->into.self, index, time_s, values));
}

static glass_status stream_step(void *context, const glass_step_record *step)
{
    stream_self *self = context;
    return stream_tick(self, self->into.step(self->into.self, step));
}

static glass_status stream_cycle(void *context, const double *row)
{
    stream_self *self = context;
    return stream_tick(self, self->into.cycle(self->into.self, row));
}

/* While there is no file the newest one waits for it. */
static glass_status stream_checkpoint(void *context, double time_s, const void *bytes,
                                      size_t n)
{
    stream_self *self = context;
    void *room = glass_realloc(self->checkpoint, n);
    if (!room) return glass_fail_memory();
    memcpy(room, bytes, n);
    self->checkpoint = room;
    self->checkpoint_n = n;
    self->checkpoint_s = NAN; /* the older one is of no use any more */
    glass_status status = glass_block_mark_end(&self->block, &self->mark);
    if (!status) self->checkpoint_s = time_s;
    if (!status && self->file) status = stream_flush(self);
    if (status) self->has_failed = 1;
    return status;
}

/* ---- the end ---- */

/* Only what was stopped before its end can be gone on with. */
static int stream_was_stopped(const char *reason)
{
    return !*reason || strcmp(reason, "cancelled") == 0 || strcmp(reason, "numerics") == 0;
}

/* All of it at once. A checkpoint wants a file that can grow. */
static glass_status stream_write_once(stream_self *self, int was_closed)
{
    glass_h5 *file = NULL;
    char *temporary = NULL;
    const glass_recording *all = &self->block;
    if (!stream_was_stopped(all->reason)) self->checkpoint_s = NAN;
    int has_checkpoint = !isnan(self->checkpoint_s);
    glass_status status = self->table ? GLASS_OK : glass_h5_load(&self->table);
    const glass_h5_table *table = self->table;
    if (!status) status = glass_file_temporary(self->path, &temporary);
    if (!status)
        status =
            table->create(temporary, self->path, all, has_checkpoint ? NULL : all, &file);
    if (!status) {
        status = stream_append(self, file);
        if (status)
            table->close(file);
        else
            status = table->end(file, was_closed, all->reason, NULL, 0);
    }
    if (!status)
        status = glass_file_commit(temporary, self->path, self->force);
    else if (temporary)
        unlink(temporary);
    glass_free(temporary);
    return status;
}

static glass_status stream_close(stream_self *self, int was_closed, const char *reason,
                                 const glass_fact *facts, int n_facts)
{
    glass_status status = self->has_failed ? GLASS_OK : stream_flush(self);
    glass_status ended =
        self->table->end(self->file, was_closed && !status, reason, facts, n_facts);
    self->file = NULL;
    if (self->lock >= 0) close(self->lock);
    self->lock = -1;
    return status ? status : ended;
}

static glass_status stream_end(void *context, const char *reason, const glass_fact *facts,
                               int n_facts)
{
    stream_self *self = context;
    self->has_ended = 1;
    if (self->file) return stream_close(self, 1, reason, facts, n_facts);
    if (self->has_failed || !self->has_begun) return GLASS_OK; /* was told before */
    glass_status status = self->into.end(self->into.self, reason, facts, n_facts);
    return status ? status : stream_write_once(self, 1);
}

/* ---- making and freeing ---- */

static glass_status stream_new(const char *path, int force, stream_self **out)
{
    stream_self *self = glass_zero(1, sizeof *self);
    if (!self) return glass_fail_memory();
    self->path = glass_strdup(path);
    if (!self->path) {
        glass_free(self);
        return glass_fail_memory();
    }
    self->force = force;
    self->lock = -1;
    self->checkpoint_s = NAN;
    glass_recording_sink(&self->block, &self->into);
    *out = self;
    return GLASS_OK;
}

static void stream_free(stream_self *self)
{
    if (self->file) self->table->close(self->file);
    if (self->lock >= 0) close(self->lock);
    glass_recording_clear(&self->block);
    glass_free(self->checkpoint);
    glass_free(self->mark.frames);
    glass_free(self->path);
    glass_free(self);
}

static void stream_make_sink(stream_self *self, glass_sink *out)
{
    *out = (glass_sink){
        .self = self,
        .begin = stream_begin,
        .sample = stream_sample,
        .frame = stream_frame,
        .step = stream_step,
        .cycle = stream_cycle,
        .checkpoint = stream_checkpoint,
        .end = stream_end,
    };
}

glass_status glass_recording_stream(const char *path, int force, glass_sink *out)
{
    stream_self *self = NULL;
    if (glass_file_is_stream(path))
        return glass_fail(GLASS_E_INPUT, "%s: HDF5 cannot be written to a pipe", path);
    glass_status status = glass_file_may_write(path, force);
    if (!status) status = stream_new(path, force, &self);
    if (status) return status;
    glass_h5_fetch();
    stream_make_sink(self, out);
    return GLASS_OK;
}

void glass_recording_stream_free(glass_sink *stream)
{
    if (!stream || !stream->self) return;
    stream_self *self = stream->self;
    if (!self->has_ended && !self->has_failed) {
        if (self->file)
            stream_close(self, 0, "", NULL, 0);
        else if (self->block.rows)
            stream_write_once(self, 0);
    }
    stream_free(self);
    *stream = (glass_sink){0};
}

/* ---- going on ---- */

static glass_status stream_no_checkpoint(const char *path, const glass_h5_about *about)
{
    return glass_fail(GLASS_E_INPUT,
                      "%s: there is no checkpoint in it to go on from%s; run it again from "
                      "the start",
                      path, about->was_closed ? " (it ended in good order)" : "");
}

static glass_status stream_open_checkpoint(const char *path, const glass_h5_table **table,
                                           glass_h5 **file, glass_h5_about *about,
                                           void **bytes)
{
    glass_status status = glass_hdf5_check(path, path);
    if (!status) status = glass_h5_load(table);
    if (!status) status = (*table)->open(path, path, file, about);
    if (status) return status;
    if (!about->has_checkpoint) {
        status = stream_no_checkpoint(path, about);
    } else {
        *bytes = glass_alloc(about->checkpoint_n);
        status = *bytes ? (*table)->read_checkpoint(*file, *bytes) : glass_fail_memory();
        if (status) glass_free(*bytes);
    }
    if (status) (*table)->close(*file);
    return status;
}

glass_status glass_recording_checkpoint(const char *path, double *time_s, void **bytes,
                                        size_t *n)
{
    const glass_h5_table *table;
    glass_h5 *file;
    glass_h5_about about;
    void *read = NULL;
    glass_status status = stream_open_checkpoint(path, &table, &file, &about, &read);
    if (status) return status;
    table->close(file);
    *time_s = about.checkpoint_s;
    *bytes = read;
    *n = about.checkpoint_n;
    return GLASS_OK;
}

glass_status glass_recording_open_checkpoint(const char *path, glass_recording *out,
                                             double *time_s, void **bytes, size_t *n)
{
    const glass_h5_table *table;
    const glass_h5_counts nothing = {0};
    glass_h5 *file;
    glass_h5_about about;
    void *read = NULL;
    glass_recording recording = {0};
    glass_status status = stream_open_checkpoint(path, &table, &file, &about, &read);
    if (status) return status;
    status = table->declare(file, &recording);
    if (!status) status = table->read(file, &nothing, &about.checkpoint, &recording);
    table->close(file);
    if (status) {
        glass_free(read);
        glass_recording_clear(&recording);
        return status;
    }
    *out = recording;
    *time_s = about.checkpoint_s;
    *bytes = read;
    *n = about.checkpoint_n;
    return GLASS_OK;
}

void glass_recording_checkpoint_free(void *bytes)
{
    glass_free(bytes);
}

/* A new file takes the old one's place once it holds everything up to the checkpoint. */
static glass_status stream_go_on(stream_self *self, glass_h5 *from,
                                 const glass_h5_about *about, const void *bytes)
{
    glass_recording shape = {0};
    char *temporary = NULL;
    const glass_h5_table *table = self->table;
    glass_status status = table->declare(from, &self->block);
    if (!status) status = table->declare(from, &shape);
    if (!status) status = glass_file_temporary(self->path, &temporary);
    if (!status) status = table->create(temporary, self->path, &shape, NULL, &self->file);
    if (!status)
        status = glass_hdf5_copy(table, from, &shape, &about->checkpoint, self->file);
    if (!status)
        status =
            table->checkpoint(self->file, about->checkpoint_s, bytes, about->checkpoint_n);
    if (!status) status = stream_show(self, temporary, 1);
    if (status && temporary) unlink(temporary);
    glass_recording_clear(&shape);
    glass_free(temporary);
    return status;
}

glass_status glass_recording_resume(const char *path, glass_sink *out, double *time_s,
                                    void **bytes, size_t *n)
{
    const glass_h5_table *table;
    glass_h5 *from;
    glass_h5_about about;
    stream_self *self = NULL;
    void *read = NULL;
    if (glass_hdf5_is_live(path))
        return glass_fail(GLASS_E_INPUT, "%s: it is still being written", path);
    glass_status status = stream_open_checkpoint(path, &table, &from, &about, &read);
    if (status) return status;
    status = stream_new(path, 1, &self);
    if (!status) {
        self->table = table;
        self->is_resumed = 1;
        status = stream_go_on(self, from, &about, read);
    }
    table->close(from);
    if (status) {
        if (self) stream_free(self);
        glass_free(read);
        return status;
    }
    stream_make_sink(self, out);
    *time_s = about.checkpoint_s;
    *bytes = read;
    *n = about.checkpoint_n;
    return GLASS_OK;
}
