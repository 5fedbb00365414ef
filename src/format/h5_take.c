/* Taking blocks out of an open file. */
#include "base/fail.h"
#include "base/memory.h"
#include "format/h5_file.h"
#include "recording/block.h"

#include <math.h>
#include <string.h>

/* Rows [from, from + n) of a dataset of any rank. */
static void take_rows(glass_h5 *file, hid_t set, hid_t type, size_t from, size_t n,
                      void *values)
{
    if (file->has_failed || n == 0) return;
    hid_t space = H5Dget_space(set);
    hsize_t size[H5S_MAX_RANK] = {0}, start[4] = {from, 0, 0, 0}, count[4];
    int rank = H5Sget_simple_extent_dims(space, size, NULL);
    memcpy(count, size, sizeof count);
    count[0] = n;
    hid_t memory = H5Screate_simple(rank, count, NULL);
    glass_h5_ok(file, H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL));
    glass_h5_ok(file, H5Dread(set, type, memory, space, H5P_DEFAULT, values));
    H5Sclose(memory);
    H5Sclose(space);
}

static int take_is_nothing(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i])) return 0;
    return 1;
}

/* Frames in place: rows at which this kind was not given, all NAN, are taken out again. */
static void take_frame(glass_h5 *file, int i, glass_recording_frame *frame,
                       const double *time_s, size_t from, size_t n)
{
    size_t points = frame->n[0] * frame->n[1] * frame->n[2], at = frame->count;
    take_rows(file, file->frames[i], H5T_NATIVE_DOUBLE, from, n,
              frame->values + at * points);
    for (size_t k = 0; k < n && !file->has_failed; k++) {
        const double *row = frame->values + (at + k) * points;
        if (take_is_nothing(row, points)) continue;
        double *place = frame->values + frame->count * points;
        if (place != row) memmove(place, row, points * sizeof *row);
        frame->time_s[frame->count++] = time_s[k];
    }
}

static void take_frames(glass_h5 *file, size_t from, size_t n, glass_recording *block)
{
    if (n == 0 || block->n_frames == 0) return;
    double *time_s = glass_alloc(n * sizeof *time_s);
    if (!time_s) {
        glass_h5_broken(file, "out of memory");
        return;
    }
    take_rows(file, file->frame_time, H5T_NATIVE_DOUBLE, from, n, time_s);
    for (int i = 0; i < block->n_frames; i++)
        take_frame(file, i, &block->frames[i], time_s, from, n);
    glass_free(time_s);
}

/* ---- steps ---- */

static void take_step_number(glass_step_record *step, int column, double value)
{
    switch (column) {
    case GLASS_H5_STEP_COUNT: step->count = (int)value; break;
    case GLASS_H5_STEP_CYCLE: step->cycle = (int)value; break;
    case GLASS_H5_STEP_FROM: step->from_s = value; break;
    case GLASS_H5_STEP_TO: step->to_s = value; break;
    case GLASS_H5_STEP_CHARGE: step->charge_C = value; break;
    case GLASS_H5_STEP_ENERGY: step->energy_J = value; break;
    case GLASS_H5_STEP_VOLTAGE: step->voltage_V = value; break;
    default: step->current_A = value; break;
    }
}

static void take_step_numbers(glass_h5 *file, size_t from, size_t n,
                              glass_step_record *steps)
{
    double *numbers = glass_alloc(n * sizeof *numbers);
    if (!numbers) glass_h5_broken(file, "out of memory");
    for (int c = 0; c < GLASS_H5_STEP_TEXT && !file->has_failed; c++) {
        take_rows(file, file->steps[c], H5T_NATIVE_DOUBLE, from, n, numbers);
        for (size_t i = 0; i < n && !file->has_failed; i++)
            take_step_number(&steps[i], c, numbers[i]);
    }
    glass_free(numbers);
}

/* The words of one column, each in a cell of `size` bytes and one for its end. */
static char *take_words(glass_h5 *file, int column, size_t from, size_t n, size_t size)
{
    char *cells = glass_zero(n, size + 1);
    if (!cells) {
        glass_h5_broken(file, "out of memory");
        return NULL;
    }
    hid_t type = H5Dget_type(file->steps[column]);
    take_rows(file, file->steps[column], type, from, n, cells);
    if (type >= 0) H5Tclose(type);
    for (size_t i = n; i-- > 0;) { /* apart, so that each has room for its end */
        memmove(cells + i * (size + 1), cells + i * size, size);
        cells[i * (size + 1) + size] = 0;
    }
    return cells;
}

static glass_status take_steps(glass_h5 *file, size_t from, size_t n,
                               glass_recording *block)
{
    if (n == 0 || file->has_failed) return GLASS_OK;
    glass_sink sink;
    glass_recording_sink(block, &sink);
    glass_step_record *steps = glass_zero(n, sizeof *steps);
    char *texts = take_words(file, GLASS_H5_STEP_TEXT, from, n, file->text);
    char *reasons = take_words(file, GLASS_H5_STEP_REASON, from, n, file->reason);
    glass_status status = steps && texts && reasons ? GLASS_OK : glass_fail_memory();
    if (!status) take_step_numbers(file, from, n, steps);
    for (size_t i = 0; i < n && !status && !file->has_failed; i++) {
        steps[i].text = texts + i * (file->text + 1);
        steps[i].reason = reasons + i * (file->reason + 1);
        status = sink.step(sink.self, &steps[i]);
    }
    glass_free(steps);
    glass_free(texts);
    glass_free(reasons);
    return status;
}

/* ---- all ---- */

static void take_channels(glass_h5 *file, glass_recording_channel *channels,
                          const hid_t *sets, int n_channels, size_t at, size_t from,
                          size_t n)
{
    for (int i = 0; i < n_channels; i++)
        take_rows(file, sets[i], H5T_NATIVE_DOUBLE, from, n, channels[i].at + at);
}

static size_t take_most_frames(const glass_recording *block)
{
    size_t most = 0;
    for (int i = 0; i < block->n_frames; i++)
        if (block->frames[i].count > most) most = block->frames[i].count;
    return most;
}

glass_status glass_h5_read(glass_h5 *file, const glass_h5_counts *from,
                           const glass_h5_counts *to, glass_recording *block)
{
    size_t samples = to->samples - from->samples, cycles = to->cycles - from->cycles;
    size_t frames = to->frame_rows - from->frame_rows;
    glass_status status =
        glass_recording_reserve(block, block->rows + samples,
                                take_most_frames(block) + frames, block->n_cycles + cycles);
    if (status) return status;
    take_channels(file, block->channels, file->channels, block->n_channels, block->rows,
                  from->samples, samples);
    take_channels(file, block->cycles, file->cycles, block->n_cycle_channels,
                  block->n_cycles, from->cycles, cycles);
    take_frames(file, from->frame_rows, frames, block);
    status = take_steps(file, from->steps, to->steps - from->steps, block);
    if (!status) status = glass_h5_status(file, "read");
    if (status) return status;
    block->rows += samples;
    block->n_cycles += cycles;
    return GLASS_OK;
}
