/* Making a file: everything that is declared, as netCDF-4 readers expect it (dimension
 * scales, units, long names), before the first sample; nothing can be declared later, once
 * readers watch. */
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/h5_file.h"
#include "recording/bdf.h"

#include <math.h>
#include <string.h>

/* How long each dimension is in a file of fixed size, and how far a growing one grows at
 * once. */
typedef struct create_size {
    hsize_t count, chunk;
} create_size;

typedef struct create_state {
    glass_h5 *file;
    glass_h5_names names;
    create_size samples, frame_rows, steps, cycles;
    glass_h5_scales scales;
    hid_t plain; /* how most datasets are kept; -1 until one is */
} create_state;

/* One dataset to be made. */
enum { CREATE_LARGE = 1 << 16 }; /* points of a frame */

typedef struct create_set {
    hid_t group;
    const char *name;
    hid_t type;
    create_size first; /* of the first dimension; count 0 and chunk 0: as in `n` */
    int rank;
    hsize_t n[4];
    int has_gaps; /* what is not written is NAN */
    int is_large; /* kept page by page and packed */
} create_set;

/* ---- datasets ---- */

/* How a dataset is kept; most of a file of fixed size are kept alike. */
static hid_t create_how(create_state *state, const create_set *set, const hsize_t *chunk)
{
    const double nothing = NAN;
    int is_plain = !chunk && !set->has_gaps;
    if (is_plain && state->plain >= 0) return state->plain;
    hid_t how = H5Pcreate(H5P_DATASET_CREATE);
    if (chunk) glass_h5_ok(state->file, H5Pset_chunk(how, set->rank, chunk));
    if (set->is_large)
        glass_h5_ok(state->file, H5Pset_shuffle(how) | H5Pset_deflate(how, 1));
    if (set->has_gaps) H5Pset_fill_value(how, H5T_NATIVE_DOUBLE, &nothing);
    H5Pset_attr_phase_change(how, 64, 0); /* in the header, not in heaps of their own */
    H5Pset_obj_track_times(how, 0);
    if (is_plain) state->plain = how;
    return how;
}

static hid_t create_dataset(create_state *state, const create_set *set)
{
    glass_h5 *file = state->file;
    if (file->has_failed) return H5I_INVALID_HID;
    hsize_t now[4] = {0}, most[4] = {0}, chunk[4] = {0};
    int is_growing = file->is_growing && set->first.chunk;
    for (int k = 0; k < set->rank; k++) now[k] = most[k] = chunk[k] = set->n[k];
    if (set->first.chunk) {
        now[0] = is_growing ? 0 : set->first.count;
        most[0] = is_growing ? H5S_UNLIMITED : now[0];
        chunk[0] = set->first.chunk;
    }
    hid_t space = H5Screate_simple(set->rank, now, most);
    if (set->is_large) chunk[0] = chunk[1] = 1;
    hid_t how = create_how(state, set, is_growing || set->is_large ? chunk : NULL);
    hid_t made =
        H5Dcreate2(set->group, set->name, set->type, space, H5P_DEFAULT, how, H5P_DEFAULT);
    glass_h5_ok(file, made);
    if (how != state->plain) H5Pclose(how);
    H5Sclose(space);
    return made;
}

static void create_about(create_state *state, hid_t set, const char *long_name,
                         const char *unit, const char *about)
{
    glass_h5_put_text(state->file, set, "long_name", long_name);
    glass_h5_put_text(state->file, set, "units", *unit ? unit : "1");
    if (about && *about) glass_h5_put_text(state->file, set, "comment", about);
}

/* What a label says, as attributes: long_name is the quantity, without the unit. */
static void create_label(create_state *state, hid_t set, const char *label,
                         const char *unit, const char *about)
{
    char *quantity = glass_strndup(label, glass_bdf_quantity(label));
    if (!quantity) glass_h5_broken(state->file, "out of memory");
    create_about(state, set, quantity ? quantity : "", unit, about);
    glass_h5_put_text(state->file, set, "bdf_label", label);
    glass_free(quantity);
}

/* ---- scales ---- */

/* A row of datasets that share one dimension, of which the first is the scale. */
static void create_table(create_state *state, hid_t group, const hid_t *sets,
                         const char *const *names, int n)
{
    glass_h5_user *users = glass_alloc((size_t)n * sizeof *users);
    if (!users) {
        glass_h5_broken(state->file, "out of memory");
        return;
    }
    glass_h5_scale_mark(state->file, sets[0], names[0]);
    hobj_ref_t scale = glass_h5_scale_point(state->file, group, names[0]);
    for (int i = 1; i < n; i++) {
        glass_h5_scale_join(state->file, &state->scales, sets[i], 1, &scale);
        users[i - 1] =
            (glass_h5_user){glass_h5_scale_point(state->file, group, names[i]), 0};
    }
    glass_h5_scale_users(state->file, &state->scales, sets[0], users, (size_t)n - 1);
    glass_free(users);
}

/* ---- channels, cycles, steps ---- */

static void create_channels(create_state *state, const glass_recording_channel *channels,
                            int n, create_set like, const char *const *names, hid_t *sets)
{
    for (int i = 0; i < n; i++) {
        like.name = names[i];
        sets[i] = create_dataset(state, &like);
        create_label(state, sets[i], channels[i].label, channels[i].unit,
                     channels[i].about);
        if (channels[i].original)
            glass_h5_put_text(state->file, sets[i], "original_name", channels[i].original);
    }
    if (n) create_table(state, like.group, sets, names, n);
}

static void create_samples(create_state *state)
{
    glass_h5 *file = state->file;
    int n = file->shape.n_channels;
    const char **names = glass_alloc((size_t)n * sizeof *names);
    if (!names) {
        glass_h5_broken(file, "out of memory");
        return;
    }
    for (int i = 0; i < n; i++) names[i] = state->names.channels[i];
    create_set like = {
        .group = file->file, .type = H5T_IEEE_F64LE, .first = state->samples, .rank = 1};
    create_channels(state, file->shape.channels, n, like, names, file->channels);
    glass_free(names);
}

static hid_t create_group(create_state *state, const char *name)
{
    glass_h5 *file = state->file;
    if (file->has_failed) return H5I_INVALID_HID;
    hid_t how = H5Pcreate(H5P_GROUP_CREATE);
    H5Pset_link_creation_order(how, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_link_phase_change(how, 4096, 0);
    H5Pset_attr_phase_change(how, 64, 0);
    hid_t group = H5Gcreate2(file->file, name, H5P_DEFAULT, how, H5P_DEFAULT);
    glass_h5_ok(file, group);
    H5Pclose(how);
    return group;
}

static void create_cycles(create_state *state)
{
    glass_h5 *file = state->file;
    int n = file->shape.n_cycle_channels;
    if (n == 0) return;
    glass_recording as_channels = {.channels = file->shape.cycles, .n_channels = n};
    glass_h5_names made = {0};
    const char **names = glass_alloc((size_t)n * sizeof *names);
    hid_t group = create_group(state, "cycles");
    if (!names || glass_h5_names_make(&as_channels, &made)) {
        glass_h5_broken(file, "out of memory");
    } else {
        for (int i = 0; i < n; i++) names[i] = made.channels[i];
        create_set like = {
            .group = group, .type = H5T_IEEE_F64LE, .first = state->cycles, .rank = 1};
        create_channels(state, file->shape.cycles, n, like, names, file->cycles);
    }
    if (group >= 0) H5Gclose(group);
    glass_h5_names_clear(&made);
    glass_free(names);
}

static const struct {
    const char *name, *long_name, *unit;
} create_step_columns[GLASS_H5_STEP_COLUMNS] = {
    [GLASS_H5_STEP_COUNT] = {"step_count", "number of the step, from 1", "1"},
    [GLASS_H5_STEP_CYCLE] = {"cycle_count", "number of the cycle, from 1", "1"},
    [GLASS_H5_STEP_FROM] = {"from_second", "test time at its start", "s"},
    [GLASS_H5_STEP_TO] = {"to_second", "test time at its end", "s"},
    [GLASS_H5_STEP_CHARGE] = {"net_charge_coulomb", "net charge that went in", "C"},
    [GLASS_H5_STEP_ENERGY] = {"net_energy_joule", "net energy that went in", "J"},
    [GLASS_H5_STEP_VOLTAGE] = {"voltage_volt", "voltage at its end", "V"},
    [GLASS_H5_STEP_CURRENT] = {"current_ampere", "current at its end", "A"},
    [GLASS_H5_STEP_TEXT] = {"text", "instruction", "1"},
    [GLASS_H5_STEP_REASON] = {"reason", "why it ended", "1"},
};

static hid_t create_step_type(const glass_h5 *file, int column)
{
    if (column < GLASS_H5_STEP_TEXT)
        return H5Tcopy(column <= GLASS_H5_STEP_CYCLE ? H5T_STD_I32LE : H5T_IEEE_F64LE);
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, column == GLASS_H5_STEP_TEXT ? file->text : file->reason);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

static void create_steps(create_state *state)
{
    glass_h5 *file = state->file;
    hid_t group = create_group(state, "steps");
    const char *names[GLASS_H5_STEP_COLUMNS];
    for (int i = 0; i < GLASS_H5_STEP_COLUMNS; i++) {
        names[i] = create_step_columns[i].name;
        create_set set = {.group = group,
                          .name = names[i],
                          .type = create_step_type(file, i),
                          .first = state->steps,
                          .rank = 1};
        file->steps[i] = create_dataset(state, &set);
        create_about(state, file->steps[i], create_step_columns[i].long_name,
                     create_step_columns[i].unit, NULL);
        H5Tclose(set.type);
    }
    create_table(state, group, file->steps, names, GLASS_H5_STEP_COLUMNS);
    if (group >= 0) H5Gclose(group);
}

/* ---- frames ---- */

static int create_is_first_axis(const create_state *state, int frame, int axis)
{
    const char *name = state->names.axes[frame][axis];
    for (int i = 0; i <= frame; i++)
        for (int k = 0; k < (i < frame ? state->file->shape.frames[i].rank : axis); k++)
            if (strcmp(state->names.axes[i][k], name) == 0) return 0;
    return 1;
}

static void create_axis(create_state *state, int i, int k)
{
    glass_h5 *file = state->file;
    const glass_recording_frame *frame = &file->shape.frames[i];
    create_set set = {.group = file->file,
                      .name = state->names.axes[i][k],
                      .type = H5T_IEEE_F64LE,
                      .rank = 1,
                      .n = {frame->n[k]}};
    hid_t axis = create_dataset(state, &set);
    create_about(state, axis, frame->axis_name[k], frame->axis_unit[k], NULL);
    glass_h5_scale_mark(state->file, axis, set.name);
    if (!file->has_failed)
        glass_h5_ok(file, H5Dwrite(axis, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                   frame->axis[k]));
    if (axis >= 0) H5Dclose(axis);
}

static void create_frame(create_state *state, int i)
{
    glass_h5 *file = state->file;
    const glass_recording_frame *frame = &file->shape.frames[i];
    create_set set = {.group = file->file,
                      .name = state->names.frames[i],
                      .type = H5T_IEEE_F64LE,
                      .first = {state->frame_rows.count, 1}, /* a frame is written once */
                      .rank = frame->rank + 1,
                      .has_gaps = 1};
    /* fields on voxels: seven digits are more than their solvers give */
    set.is_large = frame->n[0] * frame->n[1] * frame->n[2] >= CREATE_LARGE;
    if (set.is_large) set.type = H5T_IEEE_F32LE;
    hobj_ref_t scales[4] = {
        glass_h5_scale_point(state->file, file->file, "frame_time_second")};
    for (int k = 0; k < frame->rank; k++) {
        set.n[k + 1] = frame->n[k];
        scales[k + 1] =
            glass_h5_scale_point(state->file, file->file, state->names.axes[i][k]);
    }
    file->frames[i] = create_dataset(state, &set);
    create_label(state, file->frames[i], frame->label, frame->unit, frame->about);
    glass_h5_scale_join(state->file, &state->scales, file->frames[i], set.rank, scales);
}

/* Tells the axis of time, or an axis of a frame, which frames use it. */
static void create_axis_users(create_state *state, hid_t scale, const char *name)
{
    const glass_recording *shape = &state->file->shape;
    glass_h5_user *users = glass_alloc(4 * (size_t)shape->n_frames * sizeof *users);
    size_t n = 0;
    for (int i = 0; users && i < shape->n_frames; i++) {
        hobj_ref_t frame =
            glass_h5_scale_point(state->file, state->file->file, state->names.frames[i]);
        if (!name) users[n++] = (glass_h5_user){frame, 0};
        for (int k = 0; name && k < shape->frames[i].rank; k++)
            if (strcmp(state->names.axes[i][k], name) == 0)
                users[n++] = (glass_h5_user){frame, k + 1};
    }
    if (users)
        glass_h5_scale_users(state->file, &state->scales, scale, users, n);
    else
        glass_h5_broken(state->file, "out of memory");
    glass_free(users);
}

static void create_frames(create_state *state)
{
    glass_h5 *file = state->file;
    int n = file->shape.n_frames;
    if (n == 0) return;
    create_set set = {.group = file->file,
                      .name = "frame_time_second",
                      .type = H5T_IEEE_F64LE,
                      .first = state->frame_rows,
                      .rank = 1};
    file->frame_time = create_dataset(state, &set);
    create_about(state, file->frame_time, "test time of a frame", "s", NULL);
    glass_h5_scale_mark(state->file, file->frame_time, set.name);
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < file->shape.frames[i].rank; k++)
            if (create_is_first_axis(state, i, k)) create_axis(state, i, k);
        create_frame(state, i);
    }
    create_axis_users(state, file->frame_time, NULL);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < file->shape.frames[i].rank; k++) {
            if (!create_is_first_axis(state, i, k) || file->has_failed) continue;
            hid_t axis = H5Dopen2(file->file, state->names.axes[i][k], H5P_DEFAULT);
            if (glass_h5_ok(file, axis))
                create_axis_users(state, axis, state->names.axes[i][k]);
            if (axis >= 0) H5Dclose(axis);
        }
}

/* ---- glasscell's own group ---- */

/* The names of channels, and of frames with their axes, in their order. */
static void create_index(create_state *state, hid_t group)
{
    const glass_recording *shape = &state->file->shape;
    glass_text channels = {0}, frames = {0};
    for (int i = 0; i < shape->n_channels; i++)
        glass_text_add(&channels, "%s%s", i ? " " : "", state->names.channels[i]);
    for (int i = 0; i < shape->n_frames; i++) {
        glass_text_add(&frames, "%s%s", i ? "\n" : "", state->names.frames[i]);
        for (int k = 0; k < shape->frames[i].rank; k++)
            glass_text_add(&frames, " %s", state->names.axes[i][k]);
    }
    if (channels.has_failed || frames.has_failed)
        glass_h5_broken(state->file, "out of memory");
    glass_h5_put_text(state->file, group, "channels", channels.at ? channels.at : "");
    glass_h5_put_text(state->file, group, "frames", frames.at ? frames.at : "");
    glass_text_clear(&channels);
    glass_text_clear(&frames);
}

static void create_own(create_state *state)
{
    glass_h5 *file = state->file;
    hid_t group = create_group(state, "glasscell");
    create_index(state, group);
    create_set done = {.group = group,
                       .name = "committed",
                       .type = H5T_STD_I64LE,
                       .rank = 1,
                       .n = {GLASS_H5_COMMITTED}};
    create_set bytes = {.group = group,
                        .name = "checkpoint",
                        .type = H5T_STD_U8LE,
                        .first = {0, 65536},
                        .rank = 1};
    file->committed = create_dataset(state, &done);
    if (file->is_growing) file->checkpoint = create_dataset(state, &bytes);
    if (group >= 0) H5Gclose(group);
}

static void create_facts(create_state *state)
{
    glass_h5 *file = state->file;
    const glass_recording *shape = &file->shape;
    glass_h5_put_int(file, file->file, "glasscell_layout", GLASS_H5_LAYOUT);
    glass_h5_put_text(file, file->file, "title", shape->title ? shape->title : "");
    for (int i = 0; i < shape->n_facts; i++)
        if (!glass_h5_is_own_key(shape->facts[i].key))
            glass_h5_put_text(file, file->file, shape->facts[i].key, shape->facts[i].text);
    if (!file->is_growing) return;
    static const char nothing[GLASS_H5_END]; /* room for the end */
    glass_h5_put_cell(file, file->file, "reason", nothing, GLASS_H5_REASON);
    glass_h5_put_cell(file, file->file, "end", nothing, GLASS_H5_END);
    glass_h5_put_int(file, file->file, "closed", 0);
}

/* ---- the file ---- */

static size_t create_longest(const glass_recording *all, int is_reason)
{
    size_t longest = 1;
    for (int i = 0; i < all->n_steps; i++) {
        const char *words = is_reason ? all->steps[i].reason : all->steps[i].text;
        size_t n = words ? strlen(words) : 0;
        if (n > longest) longest = n;
    }
    return longest;
}

static glass_status create_sizes(create_state *state, const glass_recording *all)
{
    glass_h5 *file = state->file;
    state->samples = (create_size){0, GLASS_H5_SAMPLES};
    state->frame_rows = (create_size){0, 64};
    state->steps = (create_size){0, 32};
    state->cycles = (create_size){0, 128};
    file->is_growing = all == NULL;
    file->text = GLASS_H5_TEXT;
    file->reason = GLASS_H5_REASON;
    if (!all) return GLASS_OK;
    glass_h5_rows rows;
    glass_status status = glass_h5_rows_make(all, 0, 0, NULL, &rows);
    if (status) return status;
    state->samples.count = all->rows;
    state->frame_rows.count = rows.n;
    state->steps.count = (hsize_t)all->n_steps;
    state->cycles.count = all->n_cycles;
    file->text = create_longest(all, 0);
    file->reason = create_longest(all, 1);
    glass_h5_rows_clear(&rows, all->n_frames);
    return GLASS_OK;
}

/* Up to this size a file is put together in memory and written in one go. */
enum { CREATE_IN_MEMORY = 1 << 26 };

static size_t create_bytes(const glass_recording *all)
{
    size_t numbers =
        (size_t)all->n_channels * all->rows + (size_t)all->n_cycle_channels * all->n_cycles;
    for (int i = 0; i < all->n_frames; i++) {
        const glass_recording_frame *frame = &all->frames[i];
        numbers += frame->count * frame->n[0] * frame->n[1] * frame->n[2];
    }
    return numbers * sizeof(double);
}

/* Room in the header of the root for all that will be linked and said there, so that it need
 * not be moved each time something is added. */
static void create_root_room(const glass_h5 *file, hid_t make)
{
    const glass_recording *shape = &file->shape;
    size_t links = (size_t)(shape->n_channels + 4 * shape->n_frames + 8);
    size_t bytes = file->is_growing ? GLASS_H5_END + 1024 : 1024;
    for (int i = 0; i < shape->n_facts; i++)
        bytes += strlen(shape->facts[i].key) + strlen(shape->facts[i].text) + 64;
    size_t each = 40 + bytes / links;
    H5Pset_est_link_info(make, (unsigned)(links < 4096 ? links : 4096),
                         (unsigned)(each < 60000 ? each : 60000));
}

static void create_file(create_state *state, const char *path, const glass_recording *all)
{
    glass_h5 *file = state->file;
    hid_t make = H5Pcreate(H5P_FILE_CREATE), access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_link_creation_order(make, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_link_phase_change(make, 4096, 0);
    H5Pset_attr_phase_change(make, 4096, 0);
    H5Pset_attr_creation_order(make, H5P_CRT_ORDER_TRACKED);
    create_root_room(file, make);
    /* the format of 1.10: all its metadata carry check sums, and readers may watch */
    H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_LATEST);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    if (all && create_bytes(all) < CREATE_IN_MEMORY) {
        glass_h5_image_access(file, access);
        file->image = glass_strdup(path);
        if (!file->image) glass_h5_broken(file, "out of memory");
    }
    file->file = H5Fcreate(path, file->image ? H5F_ACC_TRUNC : H5F_ACC_EXCL, make, access);
    file->is_written = 1;
    glass_h5_ok(file, file->file);
    H5Pclose(access);
    H5Pclose(make);
}

static void create_all(create_state *state, const char *path, const glass_recording *all)
{
    glass_h5_scales_init(&state->scales);
    create_file(state, path, all);
    create_facts(state);
    create_samples(state);
    create_frames(state);
    create_steps(state);
    create_cycles(state);
    create_own(state);
    glass_h5 *file = state->file;
    if (!file->has_failed)
        glass_h5_ok(file, H5Dwrite(file->committed, H5T_NATIVE_LLONG, H5S_ALL, H5S_ALL,
                                   H5P_DEFAULT, file->done));
    glass_h5_scales_clear(&state->scales);
    if (state->plain >= 0) H5Pclose(state->plain);
}

static glass_status create_copy_shape(glass_h5 *file, const glass_recording *shape)
{
    /* a recording without data plays nothing but its declaration */
    glass_recording bare = *shape, copy = {0};
    glass_sink sink;
    bare.rows = bare.n_cycles = 0;
    bare.n_steps = 0;
    glass_recording_frame *frames = glass_alloc((size_t)shape->n_frames * sizeof *frames);
    if (!frames) return glass_fail_memory();
    for (int i = 0; i < shape->n_frames; i++) {
        frames[i] = shape->frames[i];
        frames[i].count = 0;
    }
    bare.frames = frames;
    glass_recording_sink(&copy, &sink);
    glass_status status = glass_recording_play(&bare, &sink);
    if (!status) status = glass_h5_take_shape(file, &copy);
    glass_recording_clear(&copy);
    glass_free(frames);
    return status;
}

glass_status glass_h5_create(const char *path, const char *name,
                             const glass_recording *shape, const glass_recording *all,
                             glass_h5 **out)
{
    create_state state = {.file = glass_h5_new(name), .plain = H5I_INVALID_HID};
    if (!state.file) return glass_fail_memory();
    glass_status status = create_copy_shape(state.file, shape);
    if (!status) status = create_sizes(&state, all);
    if (!status) status = glass_h5_names_make(shape, &state.names);
    if (!status) {
        create_all(&state, path, all);
        status = glass_h5_status(state.file, "write");
    }
    glass_h5_names_clear(&state.names);
    if (status)
        glass_h5_close(state.file);
    else
        *out = state.file;
    return status;
}
