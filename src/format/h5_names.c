/* What the datasets are called, and which row each frame goes to. */
#include "base/fail.h"
#include "base/memory.h"
#include "format/h5_file.h"
#include "recording/bdf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- names ---- */

typedef struct names_used {
    const glass_h5_name **at;
    int n;
} names_used;

static int names_is_used(const names_used *used, const char *name)
{
    static const char *const kept[] = {"glasscell", "steps", "cycles", "frame_time_second"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strcmp(kept[i], name) == 0) return 1;
    for (int i = 0; i < used->n; i++)
        if (strcmp(*used->at[i], name) == 0) return 1;
    return 0;
}

/* The machine name of a label; a second one of that name is called name_2. */
static void names_make(names_used *used, const char *label, glass_h5_name *out)
{
    enum { NUMBER = 12 };
    char base[GLASS_H5_NAME - NUMBER];
    glass_bdf_machine(label, base, sizeof base);
    snprintf(*out, sizeof *out, "%s", base);
    for (int k = 2; names_is_used(used, *out); k++)
        snprintf(*out, sizeof *out, "%s_%d", base, k);
    used->at[used->n++] = (const glass_h5_name *)out;
}

static int names_same_axis(const glass_recording_frame *a, int i,
                           const glass_recording_frame *b, int k)
{
    return a->n[i] == b->n[k] && strcmp(a->axis_name[i], b->axis_name[k]) == 0 &&
           strcmp(a->axis_unit[i], b->axis_unit[k]) == 0 &&
           memcmp(a->axis[i], b->axis[k], a->n[i] * sizeof *a->axis[i]) == 0;
}

/* The name of an equal axis of this or an earlier frame; NULL if there is none. */
static const char *names_known_axis(const glass_recording *shape,
                                    const glass_h5_names *names, int frame, int axis)
{
    for (int i = 0; i <= frame; i++)
        for (int k = 0; k < (i < frame ? shape->frames[i].rank : axis); k++)
            if (names_same_axis(&shape->frames[i], k, &shape->frames[frame], axis))
                return names->axes[i][k];
    return NULL;
}

glass_status glass_h5_names_make(const glass_recording *shape, glass_h5_names *out)
{
    size_t n = (size_t)shape->n_channels, m = (size_t)shape->n_frames;
    glass_h5_names names = {glass_zero(n, sizeof *names.channels),
                            glass_zero(m, sizeof *names.frames),
                            glass_zero(m, sizeof *names.axes)};
    names_used used = {glass_alloc((n + 4 * m) * sizeof *used.at), 0};
    if (!names.channels || !names.frames || !names.axes || !used.at) {
        glass_h5_names_clear(&names);
        glass_free(used.at);
        return glass_fail_memory();
    }
    for (int i = 0; i < shape->n_channels; i++)
        names_make(&used, shape->channels[i].label, &names.channels[i]);
    for (int i = 0; i < shape->n_frames; i++) {
        for (int k = 0; k < shape->frames[i].rank; k++) {
            const char *known = names_known_axis(shape, &names, i, k);
            if (known)
                memcpy(names.axes[i][k], known, strlen(known) + 1);
            else
                names_make(&used, shape->frames[i].axis_name[k], &names.axes[i][k]);
        }
        names_make(&used, shape->frames[i].label, &names.frames[i]);
    }
    glass_free(used.at);
    *out = names;
    return GLASS_OK;
}

void glass_h5_names_clear(glass_h5_names *names)
{
    glass_free(names->channels);
    glass_free(names->frames);
    glass_free(names->axes);
    *names = (glass_h5_names){0};
}

/* ---- rows ---- */

/* All frames share one axis of time, so that they can be looked at together: frames of one
 * moment lie in one row, and a kind that was not given at a row is NAN there. */
typedef struct rows_state {
    const glass_recording *block;
    glass_h5_rows *rows;
    size_t *next; /* [n_frames] */
    size_t before;
} rows_state;

/* The kind of frame whose turn it is by time; -1: none. Of equally early ones, one that its
 * row has not got yet: where a step ends and the next begins every kind is given twice at
 * one moment, and the two sets must stay two rows however the blocks are cut. */
static int rows_turn(const rows_state *state)
{
    int turn = -1, is_again = 0;
    double earliest = INFINITY;
    const glass_h5_rows *rows = state->rows;
    for (int i = 0; i < state->block->n_frames; i++) {
        const glass_recording_frame *frame = &state->block->frames[i];
        if (state->next[i] == frame->count) continue;
        double at = frame->time_s[state->next[i]];
        int again = at == rows->last_s && rows->is_given[i];
        if (turn >= 0 && (at > earliest || (at == earliest && again >= is_again))) continue;
        turn = i, earliest = at, is_again = again;
    }
    return turn;
}

static void rows_place(rows_state *state, int turn)
{
    glass_h5_rows *rows = state->rows;
    size_t item = state->next[turn]++;
    double at = state->block->frames[turn].time_s[item];
    int is_first = state->before + rows->n == 0;
    if (is_first || at != rows->last_s || rows->is_given[turn]) {
        memset(rows->is_given, 0, (size_t)state->block->n_frames);
        rows->time_s[rows->n++] = rows->last_s = at;
    }
    rows->is_given[turn] = 1;
    rows->row[turn][item] = state->before + rows->n - 1;
}

glass_status glass_h5_rows_make(const glass_recording *block, size_t rows, double last_s,
                                const unsigned char *is_given, glass_h5_rows *out)
{
    size_t n = (size_t)block->n_frames, all = 0;
    for (size_t i = 0; i < n; i++) all += block->frames[i].count;
    glass_h5_rows made = {.row = glass_zero(n, sizeof *made.row),
                          .time_s = glass_alloc(all * sizeof *made.time_s),
                          .last_s = last_s,
                          .is_given = glass_zero(n + 1, 1)};
    size_t *next = glass_zero(n, sizeof *next);
    int ok = made.row && made.time_s && made.is_given && next;
    for (size_t i = 0; ok && i < n; i++) {
        made.row[i] = glass_alloc(block->frames[i].count * sizeof **made.row);
        ok = made.row[i] != NULL;
    }
    if (ok) {
        if (is_given) memcpy(made.is_given, is_given, n);
        rows_state state = {block, &made, next, rows};
        for (int turn; (turn = rows_turn(&state)) >= 0;) rows_place(&state, turn);
        *out = made;
    } else {
        glass_h5_rows_clear(&made, block->n_frames);
    }
    glass_free(next);
    return ok ? GLASS_OK : glass_fail_memory();
}

void glass_h5_rows_clear(glass_h5_rows *rows, int n_frames)
{
    for (int i = 0; rows->row && i < n_frames; i++) glass_free(rows->row[i]);
    glass_free(rows->row);
    glass_free(rows->time_s);
    glass_free(rows->is_given);
    *rows = (glass_h5_rows){0};
}
