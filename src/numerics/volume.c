#include "glasscell/volume.h"
#include "base/fail.h"
#include "base/memory.h"
#include "numerics/label_coder.h"

#include <math.h>
#include <string.h>

void glass_volume_clear(glass_volume *volume)
{
    if (!volume) return;
    glass_free(volume->codes);
    glass_free(volume->name);
    *volume = (glass_volume){0};
}

int glass_volume_code(const glass_volume *volume, long label)
{
    for (int i = 0; i < volume->n_labels; i++)
        if (volume->label[i] == label) return i;
    return -1;
}

static glass_status volume_voxels(const size_t n[3], size_t *out)
{
    if (n[0] == 0 || n[1] == 0 || n[2] == 0)
        return glass_fail(GLASS_E_INPUT, "a volume of %zu x %zu x %zu voxels is empty",
                          n[0], n[1], n[2]);
    if (__builtin_mul_overflow(n[0], n[1], out) || __builtin_mul_overflow(*out, n[2], out))
        return glass_fail(GLASS_E_INPUT, "%zu x %zu x %zu voxels are too many", n[0], n[1],
                          n[2]);
    return GLASS_OK;
}

glass_status glass_volume_make(const size_t n[3], const int *labels, glass_volume *out)
{
    size_t voxels = 0;
    glass_label_coder coder;
    glass_volume made = {.n = {n[0], n[1], n[2]}, .voxel = {NAN, NAN, NAN}};
    glass_status status = volume_voxels(n, &voxels);
    if (!status) status = glass_label_coder_init(&coder, GLASS_VOXEL_I32);
    if (status) return status;
    made.codes = glass_alloc(voxels);
    made.name = glass_strdup("");
    if (!made.codes || !made.name) {
        status = glass_fail_memory();
    } else {
        glass_label_coder_add(&coder, labels, voxels, made.codes);
        if (coder.n > GLASS_LABELS)
            status = glass_fail(GLASS_E_INPUT,
                                "%d different labels or more; a volume has at most %d",
                                coder.n, GLASS_LABELS);
        else
            glass_label_coder_end(&coder, made.codes, voxels, &made);
    }
    glass_label_coder_clear(&coder);
    if (status)
        glass_volume_clear(&made);
    else
        *out = made;
    return status;
}

/* ---- cropping ---- */

static glass_status volume_check_box(const glass_volume *volume, const size_t from[3],
                                     const size_t to[3])
{
    for (int k = 0; k < 3; k++)
        if (from[k] >= to[k] || to[k] > volume->n[k])
            return glass_fail(GLASS_E_INPUT,
                              "axis %d has the voxels 0:%zu; %zu:%zu is no part of them", k,
                              volume->n[k], from[k], to[k]);
    return GLASS_OK;
}

static void volume_copy_box(const glass_volume *volume, const size_t from[3],
                            const glass_volume *box)
{
    unsigned char *to = box->codes;
    for (size_t i = 0; i < box->n[0]; i++)
        for (size_t j = 0; j < box->n[1]; j++, to += box->n[2]) {
            size_t row = (from[0] + i) * volume->n[1] + from[1] + j;
            memcpy(to, volume->codes + row * volume->n[2] + from[2], box->n[2]);
        }
}

glass_status glass_volume_crop(const glass_volume *volume, const size_t from[3],
                               const size_t to[3], glass_volume *out)
{
    glass_label_coder coder;
    glass_status status = volume_check_box(volume, from, to);
    if (!status) status = glass_label_coder_init(&coder, GLASS_VOXEL_U8);
    if (status) return status;
    glass_volume box = {0};
    size_t voxels = 1;
    for (int k = 0; k < 3; k++) {
        box.n[k] = to[k] - from[k];
        box.voxel[k] = volume->voxel[k];
        voxels *= box.n[k];
    }
    box.codes = glass_alloc(voxels);
    box.name = glass_strdup(volume->name ? volume->name : "");
    if (box.codes && box.name) {
        volume_copy_box(volume, from, &box);
        glass_label_coder_add(&coder, box.codes, voxels, box.codes);
        glass_label_coder_end(&coder, box.codes, voxels, &box);
        for (int k = 0; k < box.n_labels; k++) box.label[k] = volume->label[box.label[k]];
    } else {
        status = glass_fail_memory();
    }
    glass_label_coder_clear(&coder);
    if (status)
        glass_volume_clear(&box);
    else
        *out = box;
    return status;
}
