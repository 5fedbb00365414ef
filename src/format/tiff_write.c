/* A stack, page by page, compressed without loss. */
#include "format/tiff_file.h"
#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Room for the tags of all pages beside the numbers, below what an offset of 32 bits holds. */
enum { WRITE_PAGE_TAGS = 512 };

static size_t write_page_bytes(const glass_tiff_stack *stack)
{
    size_t size = stack->is_float ? sizeof(float) : glass_voxel_size(stack->kind);
    return stack->n[1] * stack->n[2] * size;
}

glass_status glass_tiff_create(const char *path, const char *name,
                               const glass_tiff_stack *stack, glass_tiff **out)
{
    size_t bytes = stack->n[0] * (write_page_bytes(stack) + WRITE_PAGE_TAGS);
    if (stack->n[1] > UINT32_MAX || stack->n[2] > UINT32_MAX)
        return glass_fail(GLASS_E_INPUT, "%s: %zu x %zu pixels are too many for TIFF", name,
                          stack->n[1], stack->n[2]);
    const char *mode = bytes > (size_t)4000000000 ? "w8" : "w"; /* BigTIFF */
    glass_status status = glass_tiff_new(path, name, O_RDWR | O_CREAT | O_EXCL, mode, out);
    if (!status) (*out)->stack = *stack;
    return status;
}

static void write_tags(const glass_tiff *file)
{
    const glass_tiff_stack *stack = &file->stack;
    TIFF *tiff = file->tiff;
    int is_signed = stack->kind % 2, size = (int)glass_voxel_size(stack->kind);
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)stack->n[2]);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (uint32_t)stack->n[1]);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, stack->is_float ? 32 : 8 * size);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT,
                 stack->is_float ? SAMPLEFORMAT_IEEEFP
                 : is_signed     ? SAMPLEFORMAT_INT
                                 : SAMPLEFORMAT_UINT);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, (uint32_t)stack->n[1]);
    TIFFSetField(tiff, TIFFTAG_SOFTWARE, "glasscell");
    if (file->written == 0 && file->description)
        TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, file->description);
    if (stack->per_unit[0] > 0 && stack->per_unit[1] > 0) {
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, (float)stack->per_unit[0]);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, (float)stack->per_unit[1]);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_NONE);
    }
}

static glass_status write_refused(const glass_tiff *file)
{
    errno = file->code ? file->code : EIO;
    return glass_file_write_refused(file->name);
}

glass_status glass_tiff_append(glass_tiff *file, const void *page)
{
    size_t bytes = write_page_bytes(&file->stack);
    if (!file->description && file->stack.description)
        file->description = glass_strdup(file->stack.description);
    if (!file->scratch) file->scratch = glass_alloc(bytes);
    if (!file->scratch || (file->stack.description && !file->description))
        return glass_fail_memory();
    memcpy(file->scratch, page, bytes); /* libtiff may turn the bytes round in place */
    glass_tiff_listen(file);
    write_tags(file);
    int is_written = TIFFWriteEncodedStrip(file->tiff, 0, file->scratch, (tmsize_t)bytes) ==
                         (tmsize_t)bytes &&
                     TIFFWriteDirectory(file->tiff);
    glass_tiff_deaf();
    file->written++;
    return is_written && !file->code ? GLASS_OK : write_refused(file);
}

glass_status glass_tiff_end(glass_tiff *file)
{
    glass_tiff_listen(file);
    TIFFClose(file->tiff);
    glass_tiff_deaf();
    file->tiff = NULL;
    glass_status status = file->code ? write_refused(file) : GLASS_OK;
    glass_tiff_close(file);
    return status;
}
