#include "format/raw_voxels.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct raw_file {
    glass_raw_plan plan;
    int fd;
    char *name;
    unsigned char *slab; /* of a Fortran file: one of its slowest axis */
} raw_file;

void glass_raw_close(void *self)
{
    raw_file *file = self;
    if (!file) return;
    if (file->fd >= 0) close(file->fd);
    glass_free(file->slab);
    glass_free(file->name);
    glass_free(file);
}

static glass_status raw_check_size(const char *name, const glass_raw_plan *plan, int fd)
{
    struct stat about;
    size_t bytes = glass_voxel_size(plan->kind), all;
    if (fstat(fd, &about)) return glass_fail_errno("read", name);
    size_t there = (size_t)about.st_size > plan->at ? (size_t)about.st_size - plan->at : 0;
    for (int k = 0; k < 3; k++)
        if (plan->n[k] == 0 || __builtin_mul_overflow(bytes, plan->n[k], &bytes))
            return glass_fail(GLASS_E_INPUT, "%s: %zu x %zu x %zu voxels are no volume",
                              name, plan->n[0], plan->n[1], plan->n[2]);
    all = bytes;
    if (there == all || (there > all && !plan->is_strict)) return GLASS_OK;
    return glass_fail(
        GLASS_E_INPUT,
        "%s: %zu x %zu x %zu voxels of %zu byte%s are %zu bytes, the file has "
        "%zu%s; %s",
        name, plan->n[0], plan->n[1], plan->n[2], glass_voxel_size(plan->kind),
        glass_voxel_size(plan->kind) > 1 ? "s" : "", all, there,
        plan->at ? " behind its header" : "",
        there < all ? "it is cut off, or shape and type are others"
                    : "shape, type or the bytes of a header are others");
}

glass_status glass_raw_open(const glass_volume_place *place, const char *path,
                            const glass_raw_plan *plan, glass_voxels *out)
{
    raw_file *file = glass_zero(1, sizeof *file);
    if (!file) return glass_fail_memory();
    file->plan = *plan;
    file->name = glass_strdup(place->name);
    file->fd = open(path, O_RDONLY | O_CLOEXEC);
    glass_status status = file->fd < 0  ? glass_fail_errno("read", path)
                          : !file->name ? glass_fail_memory()
                                        : raw_check_size(place->name, plan, file->fd);
    if (status) {
        glass_raw_close(file);
        return status;
    }
    memcpy(out->n, plan->n, sizeof out->n);
    out->kind = plan->kind;
    out->self = file;
    out->planes = 1;
    if (plan->is_fortran) { /* every plane lies scattered over the whole file */
        out->planes = plan->n[0];
        out->scratch = plan->n[0] * plan->n[1] * glass_voxel_size(plan->kind);
    }
    return GLASS_OK;
}

static glass_status raw_take(const raw_file *file, size_t at, void *to, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(file->fd, (char *)to + done, n - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return glass_fail_errno("read", file->name);
        if (got == 0)
            return glass_fail(GLASS_E_INPUT, "%s: the file is cut off", file->name);
        done += (size_t)got;
    }
    return GLASS_OK;
}

static void raw_swap(const raw_file *file, void *values, size_t n)
{
    if (!file->plan.is_swapped) return;
    switch (glass_voxel_size(file->plan.kind)) {
    case 2:
        for (uint16_t *v = values, *end = v + n; v < end; v++) *v = __builtin_bswap16(*v);
        break;
    case 4:
        for (uint32_t *v = values, *end = v + n; v < end; v++) *v = __builtin_bswap32(*v);
        break;
    case 8:
        for (uint64_t *v = values, *end = v + n; v < end; v++) *v = __builtin_bswap64(*v);
        break;
    default: break;
    }
}

/* Column by column, of which each is a plane of the file with axis 0 fastest. */
static glass_status raw_read_fortran(raw_file *file, const size_t from[3],
                                     const size_t to[3], unsigned char *values)
{
    const size_t *n = file->plan.n, size = glass_voxel_size(file->plan.kind);
    size_t slab = n[0] * n[1] * size, rows = to[1] - from[1], columns = to[2] - from[2];
    if (!file->slab) file->slab = glass_alloc(slab);
    if (!file->slab) return glass_fail_memory();
    for (size_t k = from[2]; k < to[2]; k++) {
        glass_status status = raw_take(file, file->plan.at + k * slab, file->slab, slab);
        if (status) return status;
        for (size_t i = from[0]; i < to[0]; i++)
            for (size_t j = from[1]; j < to[1]; j++) {
                size_t voxel = ((i - from[0]) * rows + j - from[1]) * columns + k - from[2];
                memcpy(values + voxel * size, file->slab + (j * n[0] + i) * size, size);
            }
    }
    return GLASS_OK;
}

static glass_status raw_read_rows(raw_file *file, const size_t from[3], const size_t to[3],
                                  unsigned char *values)
{
    const size_t *n = file->plan.n, size = glass_voxel_size(file->plan.kind);
    size_t rows = to[1] - from[1], columns = to[2] - from[2];
    size_t at_once = columns == n[2] ? rows : 1;
    for (size_t i = from[0]; i < to[0]; i++)
        for (size_t j = from[1]; j < to[1]; j += at_once) {
            size_t first = (i * n[1] + j) * n[2] + from[2],
                   bytes = at_once * columns * size;
            glass_status status =
                raw_take(file, file->plan.at + first * size, values, bytes);
            if (status) return status;
            values += bytes;
        }
    return GLASS_OK;
}

glass_status glass_raw_read(void *self, const size_t from[3], const size_t to[3],
                            void *values)
{
    raw_file *file = self;
    glass_status status = file->plan.is_fortran ? raw_read_fortran(file, from, to, values)
                                                : raw_read_rows(file, from, to, values);
    if (status) return status;
    raw_swap(file, values, (to[0] - from[0]) * (to[1] - from[1]) * (to[2] - from[2]));
    return GLASS_OK;
}
