#include "format/volume_out.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

glass_voxel_kind glass_labels_kind(const glass_volume *volume)
{
    long low = volume->label[0], high = volume->label[volume->n_labels - 1];
    if (low >= 0)
        return high <= UINT8_MAX    ? GLASS_VOXEL_U8
               : high <= UINT16_MAX ? GLASS_VOXEL_U16
               : high <= UINT32_MAX ? GLASS_VOXEL_U32
                                    : GLASS_VOXEL_I64;
    return low >= INT8_MIN && high <= INT8_MAX     ? GLASS_VOXEL_I8
           : low >= INT16_MIN && high <= INT16_MAX ? GLASS_VOXEL_I16
           : low >= INT32_MIN && high <= INT32_MAX ? GLASS_VOXEL_I32
                                                   : GLASS_VOXEL_I64;
}

#define OUT_FILL(type)                                                                     \
    {                                                                                      \
        type label[256] = {0}, *to = out;                                                  \
        for (int i = 0; i < volume->n_labels; i++) label[i] = (type)volume->label[i];      \
        for (size_t i = 0; i < n; i++) to[i] = label[codes[i]];                            \
        break;                                                                             \
    }

void glass_labels_fill(const glass_volume *volume, glass_voxel_kind kind, size_t first,
                       size_t n, void *out)
{
    const unsigned char *codes = volume->codes + first;
    switch (glass_voxel_size(kind)) {
    case 1: OUT_FILL(uint8_t)
    case 2: OUT_FILL(uint16_t)
    case 4: OUT_FILL(uint32_t)
    default: OUT_FILL(uint64_t)
    }
}

double glass_um(double metre)
{
    char digits[32];
    double um = metre * 1e6;
    snprintf(digits, sizeof digits, "%.15g", um);
    glass_number_read(digits, &um);
    return um;
}

glass_status glass_out_open(const char *temporary, const char *path, glass_out *out)
{
    *out = (glass_out){fopen(temporary, "wxe"), path, 0};
    return out->file ? GLASS_OK : glass_file_write_refused(path);
}

void glass_out_put(glass_out *out, const void *bytes, size_t n)
{
    if (out->code || n == 0) return;
    errno = 0;
    if (fwrite(bytes, 1, n, out->file) != n) out->code = errno ? errno : EIO;
}

glass_status glass_out_labels(glass_out *out, const glass_volume *volume,
                              glass_voxel_kind kind)
{
    size_t plane = volume->n[1] * volume->n[2], size = glass_voxel_size(kind);
    void *labels = glass_alloc(plane * size);
    if (!labels) return glass_fail_memory();
    for (size_t k = 0; k < volume->n[0] && !out->code; k++) {
        glass_labels_fill(volume, kind, k * plane, plane, labels);
        glass_out_put(out, labels, plane * size);
    }
    glass_free(labels);
    return GLASS_OK;
}

glass_status glass_out_close(glass_out *out, glass_status status)
{
    errno = 0;
    if (fclose(out->file) && !out->code) out->code = errno ? errno : EIO;
    if (status || !out->code) return status;
    errno = out->code;
    return glass_file_write_refused(out->path);
}
