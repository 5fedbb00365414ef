/* A dataset of whole numbers in any HDF5 file, read as a volume. */
#include "base/memory.h"
#include "base/text.h"
#include "format/h5_file.h"
#include "format/volume_format.h"

#include <math.h>
#include <string.h>

enum {
    VOXELS_SLAB = 1 << 28, /* bytes at most that planes are read together for a chunk */
    VOXELS_LISTED = 8      /* names in a message */
};

struct glass_h5_voxels {
    glass_h5 *file;
    hid_t set, space, memory; /* memory: type of a value here */
    int rank;                 /* of the dataset, axes of length 1 included */
    int axis[3];              /* of the dataset that ours are; -1: there is none */
};

/* ---- which dataset ---- */

/* What is met on the way through a file. */
typedef struct voxels_search {
    int wanted;       /* axes: 3, or 2 when there is no volume */
    int whole, real;  /* how many of whole numbers, of floating-point */
    char *first;      /* path of the first of whole numbers, or of the others */
    glass_text names; /* of those of whole numbers */
} voxels_search;

/* Axes longer than 1, or all when there are three or fewer. */
static int voxels_axes(hid_t set, hsize_t size[H5S_MAX_RANK], int *rank)
{
    hid_t space = H5Dget_space(set);
    *rank = H5Sget_simple_extent_dims(space, size, NULL);
    H5Sclose(space);
    int long_ones = 0;
    for (int k = 0; k < *rank; k++) long_ones += size[k] > 1;
    return *rank <= 3 ? *rank : long_ones > 3 ? long_ones : 3;
}

static H5T_class_t voxels_class(hid_t set)
{
    hid_t type = H5Dget_type(set);
    H5T_class_t class = H5Tget_class(type);
    if (class == H5T_ENUM) { /* truth values of h5py */
        hid_t base = H5Tget_super(type);
        class = H5Tget_class(base);
        H5Tclose(base);
    }
    H5Tclose(type);
    return class;
}

static herr_t voxels_meet(hid_t root, const char *name, const H5L_info_t *info,
                          void *context)
{
    voxels_search *search = context;
    (void)info;
    hsize_t size[H5S_MAX_RANK];
    int rank;
    hid_t set = H5Oopen(root, name, H5P_DEFAULT);
    if (set < 0) return 0; /* a link to nowhere */
    if (H5Iget_type(set) == H5I_DATASET &&
        voxels_axes(set, size, &rank) == search->wanted) {
        H5T_class_t class = voxels_class(set);
        if (class == H5T_INTEGER) {
            if (search->whole++ < VOXELS_LISTED)
                glass_text_add(&search->names, "%s/%s", search->names.length ? ", " : "",
                               name);
            if (search->whole == 1) {
                glass_free(search->first);
                search->first = glass_strdup(name);
            }
        } else if (class == H5T_FLOAT && !search->real++ && !search->whole) {
            search->first = glass_strdup(name);
        }
    }
    H5Oclose(set);
    return 0;
}

static glass_status voxels_judge(const char *name, const voxels_search *search)
{
    if (search->names.has_failed || (!search->first && (search->whole || search->real)))
        return glass_fail_memory();
    if (search->whole == 1) return GLASS_OK;
    if (search->whole > 1)
        return glass_fail(GLASS_E_INPUT,
                          "%s: it has %d datasets that may be the volume (%s%s); name one: "
                          "%s:/%s",
                          name, search->whole, search->names.at,
                          search->whole > VOXELS_LISTED ? ", ..." : "", name,
                          search->first);
    if (search->real) return glass_volume_no_floats(name);
    return glass_fail(GLASS_E_INPUT,
                      "%s: this HDF5 file has no dataset with three axes of whole numbers",
                      name);
}

/* The path of the only volume, else of the only slice; owned by the caller. */
static glass_status voxels_find(const char *name, hid_t file, char **out)
{
    glass_status status = GLASS_OK;
    for (int wanted = 3; wanted >= 2; wanted--) {
        voxels_search search = {.wanted = wanted};
        H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, voxels_meet, &search);
        int has_some = search.whole || search.real;
        if (has_some || wanted == 2) status = voxels_judge(name, &search);
        glass_text_clear(&search.names);
        if (has_some && !status) {
            *out = search.first;
            return GLASS_OK;
        }
        glass_free(search.first);
        if (status) return status;
    }
    return status;
}

/* ---- what it is ---- */

static glass_status voxels_shape(glass_h5_voxels *voxels, const char *inner,
                                 glass_h5_voxels_about *about)
{
    hsize_t size[H5S_MAX_RANK] = {0};
    int rank, axes = voxels_axes(voxels->set, size, &rank), to = 3;
    int drop = rank > 3 ? rank - 3 : 0;
    voxels->rank = rank;
    if (rank < 2 || axes > 3)
        return glass_fail(GLASS_E_INPUT,
                          "%s:%s has %d axes; a volume has three, a slice two",
                          voxels->file->name, inner, rank);
    for (int k = 0; k < 3; k++) {
        voxels->axis[k] = -1;
        about->n[k] = 1;
    }
    for (int k = rank - 1; k >= 0 && to > 0; k--) {
        if (drop && size[k] == 1) {
            drop--;
            continue;
        }
        voxels->axis[--to] = k;
        about->n[to] = size[k];
        if (size[k] == 0)
            return glass_fail(GLASS_E_INPUT, "%s:%s is empty", voxels->file->name, inner);
    }
    return GLASS_OK;
}

static hid_t voxels_memory(glass_voxel_kind kind)
{
    switch (kind) {
    case GLASS_VOXEL_U8: return H5Tcopy(H5T_NATIVE_UINT8);
    case GLASS_VOXEL_I8: return H5Tcopy(H5T_NATIVE_INT8);
    case GLASS_VOXEL_U16: return H5Tcopy(H5T_NATIVE_UINT16);
    case GLASS_VOXEL_I16: return H5Tcopy(H5T_NATIVE_INT16);
    case GLASS_VOXEL_U32: return H5Tcopy(H5T_NATIVE_UINT32);
    case GLASS_VOXEL_I32: return H5Tcopy(H5T_NATIVE_INT32);
    case GLASS_VOXEL_U64: return H5Tcopy(H5T_NATIVE_UINT64);
    default: return H5Tcopy(H5T_NATIVE_INT64);
    }
}

static glass_status voxels_kind(glass_h5_voxels *voxels, const char *inner,
                                glass_voxel_kind *kind)
{
    static const signed char base[9] = {
        -1, GLASS_VOXEL_U8, GLASS_VOXEL_U16, -1, GLASS_VOXEL_U32, -1, -1,
        -1, GLASS_VOXEL_U64};
    hid_t type = H5Dget_type(voxels->set), whole = type;
    H5T_class_t class = voxels_class(voxels->set);
    if (H5Tget_class(type) == H5T_ENUM) whole = H5Tget_super(type);
    size_t size = H5Tget_size(whole);
    int is_signed = H5Tget_sign(whole) == H5T_SGN_2;
    glass_status status = GLASS_OK;
    if (class == H5T_FLOAT) {
        status = glass_volume_no_floats(voxels->file->name);
    } else if (class != H5T_INTEGER || size > 8 || base[size] < 0) {
        status = glass_fail(GLASS_E_INPUT,
                            "%s:%s holds no whole numbers of 8, 16, 32 or 64 bits",
                            voxels->file->name, inner);
    } else {
        *kind = (glass_voxel_kind)(base[size] + is_signed);
        voxels->memory =
            whole == type ? voxels_memory(*kind) : H5Tget_native_type(type, H5T_DIR_ASCEND);
    }
    if (whole != type) H5Tclose(whole);
    H5Tclose(type);
    return status;
}

/* Planes of a chunk are asked for together, so that each chunk is unpacked once. */
static void voxels_chunk(const glass_h5_voxels *voxels, glass_h5_voxels_about *about)
{
    hsize_t chunk[H5S_MAX_RANK] = {0};
    hid_t how = H5Dget_create_plist(voxels->set);
    size_t size = glass_voxel_size(about->kind), plane = about->n[1] * about->n[2] * size;
    about->planes = 1;
    if (H5Pget_layout(how) == H5D_CHUNKED && H5Pget_chunk(how, voxels->rank, chunk) > 0) {
        size_t bytes = size;
        for (int k = 0; k < voxels->rank; k++) bytes *= chunk[k];
        if (voxels->axis[0] >= 0) about->planes = chunk[voxels->axis[0]];
        if (about->planes > VOXELS_SLAB / plane) about->planes = VOXELS_SLAB / plane;
        if (about->planes == 0) about->planes = 1;
        about->scratch = 2 * bytes; /* as it lies in the file, and unpacked */
    }
    H5Pclose(how);
}

/* element_size_um, as ilastik and its friends write it, axes in the order of the dataset. */
static void voxels_edges(const glass_h5_voxels *voxels, glass_h5_voxels_about *about)
{
    double edge[H5S_MAX_RANK];
    if (H5Aexists(voxels->set, "element_size_um") <= 0) return;
    hid_t attribute = H5Aopen(voxels->set, "element_size_um", H5P_DEFAULT);
    hid_t space = H5Aget_space(attribute), type = H5Aget_type(attribute);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    int is_number = H5Tget_class(type) == H5T_FLOAT || H5Tget_class(type) == H5T_INTEGER;
    if (is_number && n > 0 && n <= H5S_MAX_RANK &&
        H5Aread(attribute, H5T_NATIVE_DOUBLE, edge) >= 0)
        for (int k = 0; k < 3; k++) {
            int at = n == 3 ? k : n == voxels->rank ? voxels->axis[k] : -1;
            if (at >= 0) about->voxel[k] = edge[at] / 1e6;
        }
    H5Tclose(type);
    H5Sclose(space);
    H5Aclose(attribute);
}

/* ---- the calls ---- */

void glass_h5_voxels_close(glass_h5_voxels *voxels)
{
    if (!voxels) return;
    if (voxels->memory >= 0) H5Tclose(voxels->memory);
    if (voxels->space >= 0) H5Sclose(voxels->space);
    if (voxels->set >= 0) H5Dclose(voxels->set);
    glass_h5_close(voxels->file);
    glass_free(voxels);
}

static glass_status voxels_open_file(glass_h5_voxels *voxels, const char *path)
{
    glass_h5 *file = voxels->file;
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    file->file = H5Fopen(path, H5F_ACC_RDONLY, access);
    glass_h5_ok(file, file->file);
    H5Pclose(access);
    return glass_h5_status(file, "read");
}

static glass_status voxels_open_set(glass_h5_voxels *voxels, const char *inner,
                                    glass_h5_voxels_about *about)
{
    hid_t object = H5Oopen(voxels->file->file, inner, H5P_DEFAULT);
    if (object < 0 || H5Iget_type(object) != H5I_DATASET) {
        if (object >= 0) H5Oclose(object);
        if (object < 0 && H5Lexists(voxels->file->file, inner, H5P_DEFAULT) > 0)
            return glass_fail(
                GLASS_E_INPUT,
                "%s:%s cannot be opened: it is damaged, or written by a newer "
                "HDF5 than the %d.%d of this machine",
                voxels->file->name, inner, H5_VERS_MAJOR, H5_VERS_MINOR);
        return glass_fail(GLASS_E_INPUT, "%s: there is no dataset %s%s", voxels->file->name,
                          *inner == '/' ? "" : "/", inner);
    }
    voxels->set = object;
    voxels->space = H5Dget_space(object);
    glass_status status = voxels_shape(voxels, inner, about);
    if (!status) status = voxels_kind(voxels, inner, &about->kind);
    if (status) return status;
    voxels_chunk(voxels, about);
    voxels_edges(voxels, about);
    return GLASS_OK;
}

glass_status glass_h5_voxels_open(const char *path, const char *name, const char *inner,
                                  glass_h5_voxels **out, glass_h5_voxels_about *about)
{
    char *found = NULL;
    glass_h5_voxels *voxels = glass_zero(1, sizeof *voxels);
    if (!voxels) return glass_fail_memory();
    voxels->set = voxels->space = voxels->memory = H5I_INVALID_HID;
    voxels->file = glass_h5_new(name);
    *about = (glass_h5_voxels_about){.voxel = {NAN, NAN, NAN}};
    glass_status status =
        voxels->file ? voxels_open_file(voxels, path) : glass_fail_memory();
    if (!status && !inner) status = voxels_find(name, voxels->file->file, &found);
    if (!status) status = voxels_open_set(voxels, inner ? inner : found, about);
    glass_free(found);
    if (status)
        glass_h5_voxels_close(voxels);
    else
        *out = voxels;
    return status;
}

glass_status glass_h5_voxels_read(glass_h5_voxels *voxels, const size_t from[3],
                                  const size_t to[3], void *values)
{
    glass_h5 *file = voxels->file;
    hsize_t start[H5S_MAX_RANK] = {0}, count[H5S_MAX_RANK];
    for (int k = 0; k < voxels->rank; k++) count[k] = 1;
    for (int k = 0; k < 3; k++)
        if (voxels->axis[k] >= 0) {
            start[voxels->axis[k]] = from[k];
            count[voxels->axis[k]] = to[k] - from[k];
        }
    hid_t memory = H5Screate_simple(voxels->rank, count, NULL);
    if (glass_h5_ok(file, H5Sselect_hyperslab(voxels->space, H5S_SELECT_SET, start, NULL,
                                              count, NULL)))
        glass_h5_ok(file, H5Dread(voxels->set, voxels->memory, memory, voxels->space,
                                  H5P_DEFAULT, values));
    H5Sclose(memory);
    return glass_h5_status(file, "read");
}
