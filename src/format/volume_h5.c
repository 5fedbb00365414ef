/* HDF5 files: any dataset of whole numbers is a volume. */
#include "format/hdf5_table.h"
#include "format/volume_format.h"
#include "format/volume_out.h"

#include <string.h>

static int h5_bid(const char *bytes, size_t n, const char *path)
{
    (void)path; /* the signature may lie behind a user block of 512 times a power of two */
    for (size_t at = 0; at + 8 <= n; at = at ? 2 * at : 512)
        if (memcmp(bytes + at, "\x89HDF\r\n\x1a\n", 8) == 0) return GLASS_BID_CERTAIN;
    return GLASS_BID_NO;
}

static glass_status h5_open(const glass_volume_place *place, glass_voxels *out)
{
    const glass_h5_table *table;
    glass_h5_voxels_about about;
    glass_h5_voxels *voxels;
    glass_status status = glass_h5_load(&table);
    if (!status)
        status =
            table->voxels_open(place->path, place->name, place->inner, &voxels, &about);
    if (status) return status;
    memcpy(out->n, about.n, sizeof out->n);
    memcpy(out->voxel, about.voxel, sizeof out->voxel);
    out->kind = about.kind;
    out->planes = about.planes;
    out->scratch = about.scratch;
    out->self = voxels;
    return GLASS_OK;
}

static glass_status h5_read(void *self, const size_t from[3], const size_t to[3],
                            void *values)
{
    const glass_h5_table *table;
    glass_status status = glass_h5_load(&table);
    return status ? status : table->voxels_read(self, from, to, values);
}

static void h5_close(void *self)
{
    const glass_h5_table *table;
    if (self && !glass_h5_load(&table)) table->voxels_close(self);
}

static glass_status h5_write(const glass_volume *volume, const glass_field *fields, int n,
                             const char *path, const char *temporary)
{
    const glass_h5_table *table;
    glass_status status = glass_h5_load(&table);
    return status ? status : table->voxels_write(temporary, path, volume, fields, n);
}

const glass_volume_format glass_volume_format_h5 = {
    .name = "h5",
    .endings = ".h5 .hdf5",
    .about = "HDF5 dataset (FILE.h5:/path)",
    .bid = h5_bid,
    .open = h5_open,
    .read = h5_read,
    .close = h5_close,
    .write = h5_write,
};
