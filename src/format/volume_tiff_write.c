/* Labels, or one field, as a TIFF stack that ImageJ opens with its voxel. */
#include "base/memory.h"
#include "base/text.h"
#include "format/volume_out.h"
#include "format/volume_tiff.h"

#include <math.h>

/* ImageJ keeps the size of a voxel in words and in the resolution: pixels in a micrometre. */
static void tiff_describe(const glass_volume *volume, glass_tiff_stack *stack,
                          glass_text *words)
{
    const double *voxel = volume->voxel;
    glass_text_add(words, "ImageJ=1.54f\nimages=%zu\nslices=%zu\nloop=false\n", stack->n[0],
                   stack->n[0]);
    if (isnan(voxel[1]) || isnan(voxel[2])) return;
    stack->per_unit[0] = 1e-6 / voxel[1];
    stack->per_unit[1] = 1e-6 / voxel[2];
    glass_text_add(words, "unit=um\n");
    if (isnan(voxel[0])) return;
    glass_text_add(words, "spacing=");
    glass_text_number(words, glass_um(voxel[0]));
    glass_text_add(words, "\n");
}

static glass_status tiff_write_pages(const glass_tiff_table *table, glass_tiff *file,
                                     const glass_volume *volume, const glass_field *field)
{
    size_t plane = volume->n[1] * volume->n[2];
    glass_voxel_kind kind = glass_labels_kind(volume);
    void *labels = field ? NULL : glass_alloc(plane * glass_voxel_size(kind));
    glass_status status = field || labels ? GLASS_OK : glass_fail_memory();
    for (size_t k = 0; k < volume->n[0] && !status; k++) {
        if (labels) glass_labels_fill(volume, kind, k * plane, plane, labels);
        status =
            table->append(file, field ? (const void *)(field->values + k * plane) : labels);
    }
    glass_free(labels);
    return status;
}

glass_status glass_tiff_stack_write(const glass_volume *volume, const glass_field *fields,
                                    int n, const char *path, const char *temporary)
{
    const glass_tiff_table *table;
    glass_tiff *file = NULL;
    glass_text words = {0};
    glass_status status = glass_tiff_load(&table);
    if (status) return status;
    glass_tiff_stack stack = {.n = {volume->n[0], volume->n[1], volume->n[2]},
                              .kind = glass_labels_kind(volume),
                              .is_float = n == 1};
    tiff_describe(volume, &stack, &words);
    stack.description = words.at;
    status = words.has_failed ? glass_fail_memory()
                              : table->create(temporary, path, &stack, &file);
    if (!status) {
        status = tiff_write_pages(table, file, volume, n ? fields : NULL);
        if (status)
            table->close(file);
        else
            status = table->end(file);
    }
    glass_text_clear(&words);
    return status;
}
