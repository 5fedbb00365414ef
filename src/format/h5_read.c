/* Opening and reading. A file may be a stranger's, damaged, or being written at this moment:
 * every count is checked against what is there, and nothing is believed beyond the last
 * flush. */
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/h5_file.h"
#include "recording/block.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    READ_DATASETS = 10000,    /* more than any recording has */
    READ_AXIS = 1 << 24,      /* points along an axis, the same */
    READ_MARK_WRITER = 1 | 4, /* HDF5's flags of a file open in single-writer mode */
    /* HDF5 waits 2^k ns before the k-th new try at metadata that does not fit its check sum.
     * Its 100 tries would take longer than the universe is old, 20 take a millisecond. */
    READ_TRIES = 20
};

/* ---- opening ---- */

/* The flags in the superblock, which say whether a writer has it open; -1: not readable. */
static int read_marks(const char *path)
{
    unsigned char head[12];
    FILE *in = fopen(path, "rb");
    if (!in) return -1;
    size_t n = fread(head, 1, sizeof head, in);
    fclose(in);
    return n == sizeof head ? head[11] : -1;
}

static void read_open_file(glass_h5 *file, const char *path, int is_marked)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_LATEST);
    if (is_marked) H5Pset_metadata_read_attempts(access, READ_TRIES);
    unsigned flags = is_marked ? H5F_ACC_RDONLY | H5F_ACC_SWMR_READ : H5F_ACC_RDONLY;
    file->file = H5Fopen(path, flags, access);
    glass_h5_ok(file, file->file);
    H5Pclose(access);
}

static glass_status read_check_layout(glass_h5 *file)
{
    int layout = 0;
    if (!glass_h5_ok(file, H5Aexists(file->file, "glasscell_layout")))
        return glass_h5_status(file, "read");
    if (!glass_h5_get_int(file->file, "glasscell_layout", &layout) || layout < 1)
        return glass_fail(GLASS_E_INPUT,
                          "%s: this HDF5 file is no recording of glasscell (it has no "
                          "attribute glasscell_layout); if its channels are wanted, export "
                          "them as CSV",
                          file->name);
    if (layout > GLASS_H5_LAYOUT)
        return glass_fail(GLASS_E_INPUT,
                          "%s: layout %d of a recording, this glasscell reads up to %d; a "
                          "newer glasscell has written it, use that one or newer",
                          file->name, layout, GLASS_H5_LAYOUT);
    return GLASS_OK;
}

/* A dataset, if it has the rank that is expected; its first dimension goes to *count. */
static hid_t read_set(glass_h5 *file, hid_t group, const char *name, int rank,
                      hsize_t *count, hsize_t *points)
{
    if (file->has_failed) return H5I_INVALID_HID;
    if (H5Lexists(group, name, H5P_DEFAULT) <= 0) {
        char words[GLASS_H5_NAME + 32];
        snprintf(words, sizeof words, "the dataset %s is not there", name);
        glass_h5_broken(file, words);
        return H5I_INVALID_HID;
    }
    hsize_t size[H5S_MAX_RANK] = {0};
    hid_t set = H5Dopen2(group, name, H5P_DEFAULT);
    hid_t space = H5Dget_space(set);
    if (H5Sget_simple_extent_dims(space, size, NULL) != rank)
        glass_h5_broken(file, "a dataset has another rank than it should");
    if (count) *count = size[0];
    for (int k = 1; points && k < rank; k++) points[k - 1] = size[k];
    H5Sclose(space);
    return set;
}

static void read_lower(long long *to, hsize_t limit)
{
    if (*to < 0) *to = 0;
    if ((unsigned long long)*to > limit) *to = (long long)limit;
}

/* ---- what is declared ---- */

static int read_words(char *text, char **words, int most)
{
    int n = 0;
    for (char *save, *word = strtok_r(text, " ", &save); word && n < most;
         word = strtok_r(NULL, " ", &save))
        words[n++] = word;
    return n;
}

static glass_status read_text_of(hid_t set, const char *key, const char *other, char **out)
{
    char *text = glass_h5_get_text(set, key);
    *out = text ? text : glass_strdup(other);
    return *out ? GLASS_OK : glass_fail_memory();
}

static glass_status read_channel(hid_t set, const char *name, glass_recording_channel *out)
{
    glass_status status = read_text_of(set, "bdf_label", name, &out->label);
    if (!status) status = read_text_of(set, "units", "1", &out->unit);
    if (!status) status = read_text_of(set, "comment", "", &out->about);
    out->original = glass_h5_get_text(set, "original_name");
    return status;
}

static glass_status read_channels(glass_h5 *file, hid_t group, char *list,
                                  glass_recording_channel **channels, int *n_channels,
                                  hid_t **sets, long long *done)
{
    int most = 1;
    for (const char *p = list; *p; p++) most += *p == ' ';
    char **names = glass_zero((size_t)most, sizeof *names);
    *channels = glass_zero((size_t)most, sizeof **channels);
    *sets = glass_alloc((size_t)most * sizeof **sets);
    glass_status status = names && *channels && *sets ? GLASS_OK : glass_fail_memory();
    int n = status || most > READ_DATASETS ? 0 : read_words(list, names, most);
    for (int i = 0; i < n && !status; i++) {
        hsize_t count = 0;
        (*sets)[i] = read_set(file, group, names[i], 1, &count, NULL);
        *n_channels = i + 1;
        if (file->has_failed) break;
        read_lower(done, count);
        status = read_channel((*sets)[i], names[i], &(*channels)[i]);
    }
    glass_free(names);
    return status ? status : glass_h5_status(file, "read");
}

static glass_status read_axis(glass_h5 *file, const char *name,
                              glass_recording_frame *frame, int k)
{
    hsize_t n = 0;
    hid_t set = read_set(file, file->file, name, 1, &n, NULL);
    glass_status status = glass_h5_status(file, "read");
    if (!status && (n != frame->n[k] || n > READ_AXIS)) {
        glass_h5_broken(file, "an axis does not fit its frame");
        status = glass_h5_status(file, "read");
    }
    if (!status) status = read_text_of(set, "long_name", name, &frame->axis_name[k]);
    if (!status) status = read_text_of(set, "units", "1", &frame->axis_unit[k]);
    if (!status) {
        frame->axis[k] = glass_alloc(n * sizeof *frame->axis[k]);
        status = frame->axis[k] ? GLASS_OK : glass_fail_memory();
    }
    if (!status) {
        glass_h5_ok(file, H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                  frame->axis[k]));
        status = glass_h5_status(file, "read");
    }
    if (set >= 0) H5Dclose(set);
    return status;
}

/* One line of the list: the name of the frame and those of its axes. */
static glass_status read_frame(glass_h5 *file, char *line, glass_recording_frame *frame,
                               hid_t *set)
{
    char *words[5];
    int n = read_words(line, words, 5);
    hsize_t count = 0, points[3] = {1, 1, 1};
    if (n < 2 || n > 4) {
        glass_h5_broken(file, "the list of frames is not as it should be");
        return glass_h5_status(file, "read");
    }
    *set = read_set(file, file->file, words[0], n, &count, points);
    if (file->has_failed) return glass_h5_status(file, "read");
    read_lower(&file->done[GLASS_H5_FRAMES_DONE], count);
    frame->rank = n - 1;
    for (int k = 0; k < 3; k++) frame->n[k] = k < n - 1 ? points[k] : 1;
    glass_status status = read_text_of(*set, "bdf_label", words[0], &frame->label);
    if (!status) status = read_text_of(*set, "units", "1", &frame->unit);
    if (!status) status = read_text_of(*set, "comment", "", &frame->about);
    for (int k = 0; k < frame->rank && !status; k++)
        status = read_axis(file, words[k + 1], frame, k);
    return status;
}

static glass_status read_frames(glass_h5 *file, char *list)
{
    glass_recording *shape = &file->shape;
    int most = 1;
    for (const char *p = list; *p; p++) most += *p == '\n';
    if (!*list) most = 0;
    shape->frames = glass_zero((size_t)most, sizeof *shape->frames);
    file->frames = glass_alloc(((size_t)most + 1) * sizeof *file->frames);
    file->is_given = glass_zero((size_t)most + 1, 1);
    if (!shape->frames || !file->frames || !file->is_given) return glass_fail_memory();
    for (int i = 0; i < most; i++) file->frames[i] = H5I_INVALID_HID;
    glass_status status = GLASS_OK;
    char *save, *line = strtok_r(list, "\n", &save);
    for (; line && !status; line = strtok_r(NULL, "\n", &save)) {
        int i = shape->n_frames++;
        status = read_frame(file, line, &shape->frames[i], &file->frames[i]);
    }
    if (status || most == 0) return status;
    hsize_t count = 0;
    file->frame_time = read_set(file, file->file, "frame_time_second", 1, &count, NULL);
    read_lower(&file->done[GLASS_H5_FRAMES_DONE], count);
    return glass_h5_status(file, "read");
}

static glass_status read_steps(glass_h5 *file)
{
    static const char *const names[] = {
        "step_count",   "cycle_count",        "from_second",
        "to_second",    "net_charge_coulomb", "net_energy_joule",
        "voltage_volt", "current_ampere",     "text",
        "reason"};
    hid_t group = H5Gopen2(file->file, "steps", H5P_DEFAULT);
    glass_h5_ok(file, group);
    for (int i = 0; i < GLASS_H5_STEP_COLUMNS; i++) {
        hsize_t count = 0;
        file->steps[i] = read_set(file, group, names[i], 1, &count, NULL);
        read_lower(&file->done[GLASS_H5_STEPS_DONE], count);
    }
    if (group >= 0) H5Gclose(group);
    for (int i = GLASS_H5_STEP_TEXT; i < GLASS_H5_STEP_COLUMNS && !file->has_failed; i++) {
        hid_t type = H5Dget_type(file->steps[i]);
        size_t size = H5Tget_size(type);
        int is_fixed = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0;
        H5Tclose(type);
        if (!is_fixed || size == 0 || size > 1 << 20)
            glass_h5_broken(file, "the table of steps is not as it should be");
        *(i == GLASS_H5_STEP_TEXT ? &file->text : &file->reason) = size;
    }
    return glass_h5_status(file, "read");
}

/* The names in a group in the order in which they were made. */
static herr_t read_link(hid_t group, const char *name, const H5L_info_t *info,
                        void *context)
{
    (void)group, (void)info;
    glass_text_add(context, "%s%s", ((glass_text *)context)->length ? " " : "", name);
    return 0;
}

static glass_status read_cycles(glass_h5 *file)
{
    if (H5Lexists(file->file, "cycles", H5P_DEFAULT) <= 0) return GLASS_OK;
    hid_t group = H5Gopen2(file->file, "cycles", H5P_DEFAULT);
    if (!glass_h5_ok(file, group)) return glass_h5_status(file, "read");
    glass_text list = {0};
    hsize_t at = 0;
    if (H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, &at, read_link, &list) < 0) {
        list.length = 0; /* copied by a program that keeps no order */
        at = 0;
        H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &at, read_link, &list);
    }
    glass_status status = GLASS_OK;
    if (list.length)
        status = read_channels(file, group, list.at, &file->shape.cycles,
                               &file->shape.n_cycle_channels, &file->cycles,
                               &file->done[GLASS_H5_CYCLES_DONE]);
    glass_text_clear(&list);
    H5Gclose(group);
    return status;
}

static herr_t read_fact(hid_t root, const char *key, const H5A_info_t *info, void *context)
{
    (void)info;
    char *text = glass_h5_is_own_key(key) ? NULL : glass_h5_get_text(root, key);
    const glass_fact fact = {key, text};
    if (text) glass_recording_add_facts(context, &fact, 1); /* else it is no text */
    glass_free(text);
    return 0;
}

/* The facts that came at the end, one per line: "key: text". */
static void read_end(glass_recording *shape, char *lines)
{
    char *save, *line = strtok_r(lines, "\n", &save);
    for (; line; line = strtok_r(NULL, "\n", &save)) {
        char *colon = strstr(line, ": ");
        if (!colon) continue;
        *colon = 0;
        const glass_fact fact = {line, colon + 2};
        glass_recording_add_facts(shape, &fact, 1);
    }
}

static glass_status read_facts(glass_h5 *file)
{
    glass_recording *shape = &file->shape;
    hsize_t at = 0;
    if (H5Aiterate2(file->file, H5_INDEX_CRT_ORDER, H5_ITER_INC, &at, read_fact, shape) <
        0) {
        at = 0;
        H5Aiterate2(file->file, H5_INDEX_NAME, H5_ITER_INC, &at, read_fact, shape);
    }
    char *end = glass_h5_get_text(file->file, "end");
    if (end) read_end(shape, end);
    glass_free(end);
    glass_status status = read_text_of(file->file, "title", "", &shape->title);
    return status ? status : read_text_of(file->file, "reason", "", &shape->reason);
}

/* ---- how much there is ---- */

static void read_committed(glass_h5 *file, hid_t group)
{
    hsize_t n = 0;
    file->committed = read_set(file, group, "committed", 1, &n, NULL);
    if (file->has_failed) return;
    if (n < GLASS_H5_COMMITTED) {
        glass_h5_broken(file, "the counts of what is whole are not as they should be");
        return;
    }
    hsize_t from = 0, count = GLASS_H5_COMMITTED;
    hid_t space = H5Dget_space(file->committed), memory = H5Screate_simple(1, &count, NULL);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, &from, NULL, &count, NULL);
    glass_h5_ok(file, H5Dread(file->committed, H5T_NATIVE_LLONG, memory, space, H5P_DEFAULT,
                              file->done));
    H5Sclose(memory);
    H5Sclose(space);
}

static void read_check_checkpoint(glass_h5 *file, hid_t group)
{
    long long *done = file->done, bytes = 0;
    if (H5Lexists(group, "checkpoint", H5P_DEFAULT) > 0) {
        hsize_t n = 0;
        file->checkpoint = read_set(file, group, "checkpoint", 1, &n, NULL);
        bytes = (long long)n;
    }
    int is_there = done[GLASS_H5_CHECK_N] > 0 && done[GLASS_H5_CHECK_AT] >= 0 &&
                   done[GLASS_H5_CHECK_N] <= bytes &&
                   done[GLASS_H5_CHECK_AT] <= bytes - done[GLASS_H5_CHECK_N];
    for (int i = 0; i < 4; i++)
        if (done[GLASS_H5_CHECK_SAMPLES + i] < 0 ||
            done[GLASS_H5_CHECK_SAMPLES + i] > done[GLASS_H5_SAMPLES_DONE + i])
            is_there = 0;
    if (!is_there) done[GLASS_H5_CHECK_N] = 0;
}

static glass_h5_counts read_counts(const long long *done)
{
    return (glass_h5_counts){
        (size_t)done[GLASS_H5_SAMPLES_DONE], (size_t)done[GLASS_H5_FRAMES_DONE],
        (size_t)done[GLASS_H5_STEPS_DONE], (size_t)done[GLASS_H5_CYCLES_DONE]};
}

static void read_about(glass_h5 *file, glass_h5_about *about)
{
    int closed = 0;
    const long long *done = file->done;
    glass_h5_get_int(file->file, "closed", &closed);
    *about = (glass_h5_about){.counts = read_counts(done),
                              .was_closed = closed != 0,
                              .has_checkpoint = done[GLASS_H5_CHECK_N] > 0,
                              .checkpoint_n = (size_t)done[GLASS_H5_CHECK_N],
                              .checkpoint = read_counts(done + GLASS_H5_CHECK_SAMPLES)};
    memcpy(&about->checkpoint_s, &done[GLASS_H5_CHECK_TIME], sizeof about->checkpoint_s);
    file->shape.was_closed = about->was_closed;
}

static glass_status read_everything(glass_h5 *file)
{
    glass_status status = read_check_layout(file);
    if (status) return status;
    hid_t group = H5Gopen2(file->file, "glasscell", H5P_DEFAULT);
    if (!glass_h5_ok(file, group)) return glass_h5_status(file, "read");
    char *channels = glass_h5_get_text(group, "channels");
    char *frames = glass_h5_get_text(group, "frames");
    if (!channels || !frames || !*channels)
        glass_h5_broken(file, "the list of channels is not there");
    read_committed(file, group);
    status = glass_h5_status(file, "read");
    if (!status) status = read_facts(file);
    if (!status)
        status = read_channels(file, file->file, channels, &file->shape.channels,
                               &file->shape.n_channels, &file->channels,
                               &file->done[GLASS_H5_SAMPLES_DONE]);
    if (!status) status = read_frames(file, frames);
    if (!status) status = read_steps(file);
    if (!status) status = read_cycles(file);
    if (!status) read_check_checkpoint(file, group);
    glass_free(channels);
    glass_free(frames);
    H5Gclose(group);
    return status ? status : glass_h5_status(file, "read");
}

glass_status glass_h5_open(const char *path, const char *name, glass_h5 **out,
                           glass_h5_about *about)
{
    glass_h5 *file = glass_h5_new(name);
    if (!file) return glass_fail_memory();
    int marks = read_marks(path);
    int is_marked = marks >= 0 && (marks & READ_MARK_WRITER) == READ_MARK_WRITER;
    read_open_file(file, path, is_marked);
    glass_status status = glass_h5_status(file, "read");
    if (!status) status = read_everything(file);
    if (status) {
        glass_h5_close(file);
        return status;
    }
    read_about(file, about);
    about->is_marked = is_marked;
    *out = file;
    return GLASS_OK;
}

glass_status glass_h5_declare(glass_h5 *file, glass_recording *out)
{
    glass_sink sink;
    glass_recording_sink(out, &sink);
    glass_status status = glass_recording_play(&file->shape, &sink);
    if (!status) out->was_closed = file->shape.was_closed;
    return status;
}

glass_status glass_h5_read_checkpoint(glass_h5 *file, void *bytes)
{
    hsize_t from = (hsize_t)file->done[GLASS_H5_CHECK_AT];
    hsize_t n = (hsize_t)file->done[GLASS_H5_CHECK_N];
    hid_t space = H5Dget_space(file->checkpoint), memory = H5Screate_simple(1, &n, NULL);
    glass_h5_ok(file, H5Sselect_hyperslab(space, H5S_SELECT_SET, &from, NULL, &n, NULL));
    glass_h5_ok(file, H5Dread(file->checkpoint, H5T_NATIVE_UCHAR, memory, space,
                              H5P_DEFAULT, bytes));
    H5Sclose(memory);
    H5Sclose(space);
    return glass_h5_status(file, "read");
}
