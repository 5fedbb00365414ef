/* A file that is put together in memory and goes to the disk in one write.
 *
 * HDF5's own ways to do that leave something to be wished: with a backing store it writes
 * everything twice and cannot be stopped on a full disk, and its H5Fget_file_image spoils the
 * check sum of the superblock (1.10.8). So its memory is ours, and kept when it lets go. */
#include "base/memory.h"
#include "format/h5_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void *image_alloc(size_t size, H5FD_file_image_op_t operation, void *context)
{
    (void)operation, (void)context;
    return glass_alloc(size);
}

static void *image_realloc(void *bytes, size_t size, H5FD_file_image_op_t operation,
                           void *context)
{
    (void)operation, (void)context;
    return glass_realloc(bytes, size);
}

static herr_t image_free(void *bytes, H5FD_file_image_op_t operation, void *context)
{
    glass_h5 *file = context;
    if (operation == H5FD_FILE_IMAGE_OP_FILE_CLOSE && !file->bytes)
        file->bytes = bytes; /* what would be on the disk now */
    else
        glass_free(bytes);
    return 0;
}

static void *image_context(void *context)
{
    return context;
}

static herr_t image_forget(void *context)
{
    (void)context;
    return 0;
}

void glass_h5_image_access(glass_h5 *file, hid_t access)
{
    H5FD_file_image_callbacks_t callbacks = {.image_malloc = image_alloc,
                                             .image_realloc = image_realloc,
                                             .image_free = image_free,
                                             .udata_copy = image_context,
                                             .udata_free = image_forget,
                                             .udata = file};
    glass_h5_ok(file, H5Pset_fapl_core(access, 1 << 20, 0));
    glass_h5_ok(file, H5Pset_file_image_callbacks(access, &callbacks));
}

/* The end of the file as its superblock (version 2 or 3) has it; the memory is larger. */
static size_t image_size(const char *bytes)
{
    enum { IMAGE_END_AT = 28 };
    size_t size = 0;
    for (int k = 7; k >= 0; k--) size = size << 8 | (unsigned char)bytes[IMAGE_END_AT + k];
    return size;
}

void glass_h5_image_put(glass_h5 *file)
{
    if (file->has_failed || !file->image || !file->bytes) return;
    size_t size = image_size(file->bytes);
    int out = open(file->image, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    ssize_t put = 0;
    for (size_t done = 0; out >= 0 && put >= 0 && done < size; done += (size_t)put)
        put = write(out, file->bytes + done, size - done);
    if (out < 0 || put < 0) glass_h5_refused(file, errno);
    if (out >= 0 && close(out)) glass_h5_refused(file, errno);
}
