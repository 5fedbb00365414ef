/* Appending blocks. Order is what makes a killed file whole: data first, then the counts
 * that say how much of it to believe. */
#include "base/fail.h"
#include "base/memory.h"
#include "format/h5_file.h"

#include <math.h>
#include <string.h>

/* ---- one dataset ---- */

/* Writes rows [from, from + n) of a dataset of any rank; a growing one is made longer. */
static void append_rows(glass_h5 *file, hid_t set, hid_t type, hsize_t from, hsize_t n,
                        const void *values)
{
    if (file->has_failed || n == 0) return;
    hid_t space = H5Dget_space(set);
    hsize_t size[4] = {0}, start[4] = {from, 0, 0, 0}, count[4];
    int rank = H5Sget_simple_extent_dims(space, size, NULL);
    if (file->is_growing && rank > 0 && from + n > size[0]) {
        H5Sclose(space);
        size[0] = from + n;
        if (!glass_h5_ok(file, H5Dset_extent(set, size))) return;
        space = H5Dget_space(set);
    }
    memcpy(count, size, sizeof count);
    count[0] = n;
    hid_t memory = H5Screate_simple(rank, count, NULL);
    glass_h5_ok(file, H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL));
    glass_h5_ok(file, H5Dwrite(set, type, memory, space, H5P_DEFAULT, values));
    H5Sclose(memory);
    H5Sclose(space);
}

static void append_flush(glass_h5 *file, hid_t set)
{
    /* a file that nobody watches is flushed by being closed */
    if (file->is_watched && !file->has_failed && set >= 0) glass_h5_ok(file, H5Dflush(set));
}

/* ---- frames ---- */

static void append_frame(glass_h5 *file, const glass_recording_frame *frame, int i,
                         const size_t *row)
{
    size_t points = frame->n[0] * frame->n[1] * frame->n[2];
    for (size_t k = 0, n; k < frame->count; k += n) {
        for (n = 1; k + n < frame->count && row[k + n] == row[k] + n;) n++;
        append_rows(file, file->frames[i], H5T_NATIVE_DOUBLE, row[k], n,
                    frame->values + k * points);
    }
}

/* All kinds reach to the same row, also those that were not given in the last ones. */
static void append_even_out(glass_h5 *file, hid_t set, hsize_t rows)
{
    hsize_t size[4];
    if (!file->is_growing || file->has_failed) return;
    hid_t space = H5Dget_space(set);
    H5Sget_simple_extent_dims(space, size, NULL);
    H5Sclose(space);
    if (size[0] == rows) return;
    size[0] = rows;
    glass_h5_ok(file, H5Dset_extent(set, size));
}

static void append_frames(glass_h5 *file, const glass_recording *block)
{
    size_t before = (size_t)file->done[GLASS_H5_FRAMES_DONE];
    glass_h5_rows rows;
    if (glass_h5_rows_make(block, before, file->last_frame_s, file->is_given, &rows)) {
        glass_h5_broken(file, "out of memory");
        return;
    }
    for (int i = 0; i < block->n_frames; i++) {
        append_frame(file, &block->frames[i], i, rows.row[i]);
        append_even_out(file, file->frames[i], before + rows.n);
        append_flush(file, file->frames[i]);
    }
    append_rows(file, file->frame_time, H5T_NATIVE_DOUBLE, before, rows.n, rows.time_s);
    append_flush(file, file->frame_time);
    file->last_frame_s = rows.last_s;
    memcpy(file->is_given, rows.is_given, (size_t)block->n_frames);
    file->done[GLASS_H5_FRAMES_DONE] += (long long)rows.n;
    glass_h5_rows_clear(&rows, block->n_frames);
}

/* ---- steps ---- */

static double append_step_number(const glass_step_record *step, int column)
{
    switch (column) {
    case GLASS_H5_STEP_COUNT: return step->count;
    case GLASS_H5_STEP_CYCLE: return step->cycle;
    case GLASS_H5_STEP_FROM: return step->from_s;
    case GLASS_H5_STEP_TO: return step->to_s;
    case GLASS_H5_STEP_CHARGE: return step->charge_C;
    case GLASS_H5_STEP_ENERGY: return step->energy_J;
    case GLASS_H5_STEP_VOLTAGE: return step->voltage_V;
    default: return step->current_A;
    }
}

static void append_step_words(glass_h5 *file, const glass_recording *block, int column)
{
    size_t n = (size_t)block->n_steps, first = (size_t)file->done[GLASS_H5_STEPS_DONE];
    size_t size = column == GLASS_H5_STEP_TEXT ? file->text : file->reason;
    char *cells = glass_alloc(n * size);
    if (!cells) {
        glass_h5_broken(file, "out of memory");
        return;
    }
    for (size_t i = 0; i < n; i++)
        glass_h5_fit(cells + i * size, size,
                     column == GLASS_H5_STEP_TEXT ? block->steps[i].text
                                                  : block->steps[i].reason);
    hid_t type = H5Dget_type(file->steps[column]);
    append_rows(file, file->steps[column], type, first, n, cells);
    if (type >= 0) H5Tclose(type);
    glass_free(cells);
}

static void append_steps(glass_h5 *file, const glass_recording *block)
{
    size_t n = (size_t)block->n_steps, first = (size_t)file->done[GLASS_H5_STEPS_DONE];
    if (n == 0) return;
    double *numbers = glass_alloc(n * sizeof *numbers);
    if (!numbers) {
        glass_h5_broken(file, "out of memory");
        return;
    }
    for (int c = GLASS_H5_STEP_COLUMNS - 1; c >= 0;
         c--) { /* the scale last, as with time */
        if (c >= GLASS_H5_STEP_TEXT) {
            append_step_words(file, block, c);
        } else {
            for (size_t i = 0; i < n; i++)
                numbers[i] = append_step_number(&block->steps[i], c);
            append_rows(file, file->steps[c], H5T_NATIVE_DOUBLE, first, n, numbers);
        }
        append_flush(file, file->steps[c]);
    }
    file->done[GLASS_H5_STEPS_DONE] += (long long)n;
    glass_free(numbers);
}

/* ---- channels ---- */

static void append_channels(glass_h5 *file, const glass_recording_channel *channels,
                            const hid_t *sets, int n_channels, hsize_t from, size_t n)
{
    if (n == 0) return;
    for (int i = n_channels - 1; i >= 0;
         i--) { /* time last: who sees a time sees its row */
        append_rows(file, sets[i], H5T_NATIVE_DOUBLE, from, n, channels[i].at);
        append_flush(file, sets[i]);
    }
}

static void append_commit(glass_h5 *file)
{
    if (file->has_failed) return;
    glass_h5_ok(file, H5Dwrite(file->committed, H5T_NATIVE_LLONG, H5S_ALL, H5S_ALL,
                               H5P_DEFAULT, file->done));
    append_flush(file, file->committed);
}

glass_status glass_h5_append(glass_h5 *file, const glass_recording *block)
{
    if (file->shape.n_frames) append_frames(file, block);
    append_steps(file, block);
    append_channels(file, block->cycles, file->cycles, block->n_cycle_channels,
                    (hsize_t)file->done[GLASS_H5_CYCLES_DONE], block->n_cycles);
    append_channels(file, block->channels, file->channels, block->n_channels,
                    (hsize_t)file->done[GLASS_H5_SAMPLES_DONE], block->rows);
    file->done[GLASS_H5_CYCLES_DONE] += (long long)block->n_cycles;
    file->done[GLASS_H5_SAMPLES_DONE] += (long long)block->rows;
    append_commit(file);
    return glass_h5_status(file, "write");
}

/* ---- checkpoint ---- */

/* Two places are written in turn, so that the last checkpoint is whole while the next one is
 * on its way; when a checkpoint outgrows its place, two new ones follow behind. */
static long long append_place(glass_h5 *file, size_t n)
{
    long long old = file->done[GLASS_H5_CHECK_AT];
    long long room = (long long)file->checkpoint_room;
    if (n <= file->checkpoint_room) {
        /* the other one of the two, which lie side by side from `base` on */
        hsize_t size = 0;
        hid_t space = H5Dget_space(file->checkpoint);
        H5Sget_simple_extent_dims(space, &size, NULL);
        H5Sclose(space);
        long long base = (long long)size - 2 * room;
        return old == base && file->done[GLASS_H5_CHECK_N] ? base + room : base;
    }
    hsize_t size = 0;
    hid_t space = H5Dget_space(file->checkpoint);
    H5Sget_simple_extent_dims(space, &size, NULL);
    H5Sclose(space);
    file->checkpoint_room = n + n / 2;
    hsize_t grown = size + 2 * file->checkpoint_room;
    glass_h5_ok(file, H5Dset_extent(file->checkpoint, &grown));
    return (long long)size;
}

glass_status glass_h5_put_checkpoint(glass_h5 *file, double time_s, const void *bytes,
                                     size_t n)
{
    if (!file->has_failed && file->is_growing) {
        long long at = append_place(file, n);
        append_rows(file, file->checkpoint, H5T_NATIVE_UCHAR, (hsize_t)at, n, bytes);
        append_flush(file, file->checkpoint);
        file->done[GLASS_H5_CHECK_AT] = at;
        file->done[GLASS_H5_CHECK_N] = (long long)n;
        memcpy(&file->done[GLASS_H5_CHECK_TIME], &time_s, sizeof time_s);
        memcpy(&file->done[GLASS_H5_CHECK_SAMPLES], &file->done[GLASS_H5_SAMPLES_DONE],
               4 * sizeof *file->done);
        append_commit(file);
    }
    return glass_h5_status(file, "write");
}
