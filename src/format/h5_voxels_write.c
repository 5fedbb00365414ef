/* Labels and fields of a volume as netCDF-4 readers expect them: positions along z, y, x (axes
 * 0, 1, 2) as dimension scales, units, long names. */
#include "base/memory.h"
#include "base/text.h"
#include "format/h5_file.h"
#include "format/volume_out.h"
#include "recording/bdf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WRITE_CHUNK = 1024, WRITE_USERS = 512 };

typedef struct write_state {
    glass_h5 *file;
    const glass_volume *volume;
    hid_t axis[3];
    glass_h5_scales scales;
    glass_h5_user *users[3]; /* [n_users] who lies along each axis */
    size_t n_users;
} write_state;

static const char *const write_axis_name[] = {"z", "y", "x"};

/* ---- axes ---- */

/* Middles of voxels in metres; without a voxel, their numbers. */
static void write_axis(write_state *state, int k)
{
    static const char *const about[] = {"position along axis 0 (pages)",
                                        "position along axis 1 (rows)",
                                        "position along axis 2 (columns)"};
    glass_h5 *file = state->file;
    hsize_t n = state->volume->n[k];
    double edge = state->volume->voxel[k], *at = glass_alloc(n * sizeof *at);
    int is_known = !isnan(edge);
    hid_t space = H5Screate_simple(1, &n, NULL);
    if (!at) glass_h5_broken(file, "out of memory");
    for (hsize_t i = 0; at && i < n; i++)
        at[i] = is_known ? ((double)i + 0.5) * edge : (double)i;
    if (!file->has_failed)
        state->axis[k] = H5Dcreate2(file->file, write_axis_name[k], H5T_IEEE_F64LE, space,
                                    H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (!file->has_failed && glass_h5_ok(file, state->axis[k])) {
        glass_h5_put_text(file, state->axis[k], "long_name", about[k]);
        glass_h5_put_text(file, state->axis[k], "units", is_known ? "m" : "1");
        glass_h5_scale_mark(file, state->axis[k], write_axis_name[k]);
        glass_h5_ok(file, H5Dwrite(state->axis[k], H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL,
                                   H5P_DEFAULT, at));
    }
    H5Sclose(space);
    glass_free(at);
}

static void write_join(write_state *state, hid_t set, const char *name)
{
    glass_h5 *file = state->file;
    hobj_ref_t points[3];
    for (int k = 0; k < 3; k++)
        points[k] = glass_h5_scale_point(file, file->file, write_axis_name[k]);
    glass_h5_scale_join(file, &state->scales, set, 3, points);
    hobj_ref_t self = glass_h5_scale_point(file, file->file, name);
    for (int k = 0; k < 3; k++) state->users[k][state->n_users] = (glass_h5_user){self, k};
    state->n_users++;
}

/* For readers of element_size_um. */
static void write_edges(write_state *state, hid_t set)
{
    double um[3];
    hsize_t n = 3;
    for (int k = 0; k < 3; k++) um[k] = glass_um(state->volume->voxel[k]);
    if (state->file->has_failed || isnan(um[0]) || isnan(um[1]) || isnan(um[2])) return;
    hid_t space = H5Screate_simple(1, &n, NULL);
    hid_t attribute =
        H5Acreate2(set, "element_size_um", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
    if (glass_h5_ok(state->file, attribute))
        glass_h5_ok(state->file, H5Awrite(attribute, H5T_NATIVE_DOUBLE, um));
    if (attribute >= 0) H5Aclose(attribute);
    H5Sclose(space);
}

/* ---- datasets ---- */

static hid_t write_set(write_state *state, const char *name, hid_t type, int is_packed)
{
    glass_h5 *file = state->file;
    if (file->has_failed) return H5I_INVALID_HID;
    hsize_t n[3], chunk[3];
    for (int k = 0; k < 3; k++) {
        n[k] = chunk[k] = state->volume->n[k];
        if (chunk[k] > WRITE_CHUNK) chunk[k] = WRITE_CHUNK;
    }
    chunk[0] = 1;
    hid_t space = H5Screate_simple(3, n, NULL), how = H5Pcreate(H5P_DATASET_CREATE);
    if (is_packed && H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0) {
        H5Pset_chunk(how, 3, chunk);
        if (H5Tget_size(type) > 1) H5Pset_shuffle(how);
        H5Pset_deflate(how, 1);
    }
    H5Pset_obj_track_times(how, 0);
    hid_t set = H5Dcreate2(file->file, name, type, space, H5P_DEFAULT, how, H5P_DEFAULT);
    glass_h5_ok(file, set);
    H5Pclose(how);
    H5Sclose(space);
    if (file->has_failed) return set;
    write_join(state, set, name);
    write_edges(state, set);
    return set;
}

static void write_planes(write_state *state, hid_t set, hid_t type, glass_voxel_kind kind)
{
    glass_h5 *file = state->file;
    const glass_volume *volume = state->volume;
    hsize_t count[3] = {1, volume->n[1], volume->n[2]}, start[3] = {0};
    size_t plane = count[1] * count[2];
    void *labels = glass_alloc(plane * glass_voxel_size(kind));
    if (!labels) glass_h5_broken(file, "out of memory");
    if (file->has_failed) {
        glass_free(labels);
        return;
    }
    hid_t space = H5Dget_space(set), memory = H5Screate_simple(3, count, NULL);
    for (size_t k = 0; k < volume->n[0] && !file->has_failed; k++) {
        start[0] = k;
        glass_labels_fill(volume, kind, k * plane, plane, labels);
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
        glass_h5_ok(file, H5Dwrite(set, type, memory, space, H5P_DEFAULT, labels));
    }
    H5Sclose(memory);
    H5Sclose(space);
    glass_free(labels);
}

static void write_labels(write_state *state)
{
    const hid_t types[] = {H5T_NATIVE_UINT8,  H5T_NATIVE_INT8,   H5T_NATIVE_UINT16,
                           H5T_NATIVE_INT16,  H5T_NATIVE_UINT32, H5T_NATIVE_INT32,
                           H5T_NATIVE_UINT64, H5T_NATIVE_INT64};
    glass_voxel_kind kind = glass_labels_kind(state->volume);
    hid_t set = write_set(state, "labels", types[kind], 1);
    if (!state->file->has_failed) {
        glass_h5_put_text(state->file, set, "long_name", "label of the phase");
        glass_h5_put_text(state->file, set, "units", "1");
        write_planes(state, set, types[kind], kind);
    }
    if (set >= 0) H5Dclose(set);
}

static void write_field(write_state *state, const glass_field *field)
{
    glass_h5 *file = state->file;
    char name[GLASS_H5_NAME];
    glass_bdf_machine(field->name, name, sizeof name);
    hid_t set = write_set(state, name, H5T_NATIVE_FLOAT, 0);
    if (!file->has_failed) {
        char *quantity = glass_strndup(field->name, glass_bdf_quantity(field->name));
        glass_h5_put_text(file, set, "long_name", quantity ? quantity : field->name);
        glass_h5_put_text(file, set, "units",
                          field->unit && *field->unit ? field->unit : "1");
        glass_free(quantity);
        if (!file->has_failed)
            glass_h5_ok(file, H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                       field->values));
    }
    if (set >= 0) H5Dclose(set);
}

/* ---- the file ---- */

/* Flushed first: what fails then is told by the flush, and not lost in closing. */
static void write_close(glass_h5 *file)
{
    if (file->has_failed) return;
    if (!glass_h5_ok(file, H5Fflush(file->file, H5F_SCOPE_GLOBAL))) return;
    glass_h5_ok(file, H5Fclose(file->file));
    file->file = H5I_INVALID_HID;
}

static void write_all(write_state *state, const char *path, const glass_field *fields,
                      int n)
{
    glass_h5 *file = state->file;
    hid_t access = H5Pcreate(H5P_FILE_ACCESS), make = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_link_creation_order(make, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_attr_creation_order(make, H5P_CRT_ORDER_TRACKED);
    H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_LATEST);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    file->file = H5Fcreate(path, H5F_ACC_EXCL, make, access);
    file->is_written = 1;
    if (glass_h5_ok(file, file->file)) {
        glass_h5_put_text(file, file->file, "title",
                          state->volume->name ? state->volume->name : "");
        glass_h5_scales_init(&state->scales);
        for (int k = 0; k < 3; k++) write_axis(state, k);
        write_labels(state);
        for (int i = 0; i < n; i++) write_field(state, &fields[i]);
        for (int k = 0; k < 3; k++) {
            glass_h5_scale_users(file, &state->scales, state->axis[k], state->users[k],
                                 state->n_users);
            if (state->axis[k] >= 0) H5Dclose(state->axis[k]);
        }
        glass_h5_scales_clear(&state->scales);
        write_close(file);
    }
    H5Pclose(make);
    H5Pclose(access);
}

glass_status glass_h5_voxels_write(const char *path, const char *name,
                                   const glass_volume *volume, const glass_field *fields,
                                   int n)
{
    write_state state = {.file = glass_h5_new(name),
                         .volume = volume,
                         .axis = {H5I_INVALID_HID, H5I_INVALID_HID, H5I_INVALID_HID}};
    int has_room = state.file && n < WRITE_USERS;
    for (int k = 0; k < 3; k++) {
        state.users[k] = glass_alloc(((size_t)n + 1) * sizeof *state.users[k]);
        has_room = has_room && state.users[k];
    }
    glass_status status = has_room ? GLASS_OK : glass_fail_memory();
    if (!status) {
        write_all(&state, path, fields, n);
        status = glass_h5_status(state.file, "write");
    }
    glass_h5_close(state.file);
    for (int k = 0; k < 3; k++) glass_free(state.users[k]);
    return status;
}
