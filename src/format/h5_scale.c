/* Dimension scales, written by hand as their specification has it, since the library's own
 * H5DSattach_scale rewrites the list of references at every call. */
#include "format/h5_file.h"

#include <string.h>

void glass_h5_scales_init(glass_h5_scales *scales)
{
    scales->dimension_list = H5Tvlen_create(H5T_STD_REF_OBJ);
    scales->reference_list = H5Tcreate(H5T_COMPOUND, sizeof(glass_h5_user));
    H5Tinsert(scales->reference_list, "dataset", HOFFSET(glass_h5_user, object),
              H5T_STD_REF_OBJ);
    H5Tinsert(scales->reference_list, "dimension", HOFFSET(glass_h5_user, dimension),
              H5T_NATIVE_INT);
}

static void scale_put_text(glass_h5 *file, hid_t set, const char *key, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
    H5Tset_size(type, strlen(text) + 1);
    hid_t attribute = H5Acreate2(set, key, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (glass_h5_ok(file, attribute)) glass_h5_ok(file, H5Awrite(attribute, type, text));
    if (attribute >= 0) H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
}

void glass_h5_scale_mark(glass_h5 *file, hid_t set, const char *name)
{
    if (file->has_failed) return;
    scale_put_text(file, set, "CLASS", "DIMENSION_SCALE");
    scale_put_text(file, set, "NAME", name);
}

hobj_ref_t glass_h5_scale_point(glass_h5 *file, hid_t group, const char *name)
{
    hobj_ref_t reference = 0;
    if (!file->has_failed)
        glass_h5_ok(file, H5Rcreate(&reference, group, name, H5R_OBJECT, -1));
    return reference;
}

void glass_h5_scale_join(glass_h5 *file, const glass_h5_scales *scales, hid_t set, int rank,
                         hobj_ref_t *points)
{
    if (file->has_failed) return;
    hvl_t lists[4];
    hsize_t n = (hsize_t)rank;
    for (int k = 0; k < rank; k++) lists[k] = (hvl_t){1, &points[k]};
    hid_t space = H5Screate_simple(1, &n, NULL);
    hid_t attribute = H5Acreate2(set, "DIMENSION_LIST", scales->dimension_list, space,
                                 H5P_DEFAULT, H5P_DEFAULT);
    if (glass_h5_ok(file, attribute))
        glass_h5_ok(file, H5Awrite(attribute, scales->dimension_list, lists));
    if (attribute >= 0) H5Aclose(attribute);
    H5Sclose(space);
}

void glass_h5_scale_users(glass_h5 *file, const glass_h5_scales *scales, hid_t scale,
                          const glass_h5_user *users, size_t n)
{
    if (file->has_failed || n == 0) return;
    hsize_t count = n;
    hid_t space = H5Screate_simple(1, &count, NULL);
    hid_t attribute = H5Acreate2(scale, "REFERENCE_LIST", scales->reference_list, space,
                                 H5P_DEFAULT, H5P_DEFAULT);
    if (glass_h5_ok(file, attribute))
        glass_h5_ok(file, H5Awrite(attribute, scales->reference_list, users));
    if (attribute >= 0) H5Aclose(attribute);
    H5Sclose(space);
}

void glass_h5_scales_clear(glass_h5_scales *scales)
{
    H5Tclose(scales->reference_list);
    H5Tclose(scales->dimension_list);
}
