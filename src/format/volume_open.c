/* A volume from a file: who can read it, how much memory it takes, then page by page through
 * the coder. */
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/volume_format.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef GLASSCELL_DATADIR
#define GLASSCELL_DATADIR "/usr/local/share"
#endif

/* ---- formats ---- */

static const glass_volume_format *const open_formats[] = {
#define GLASS_VOLUME_FORMAT(name) &glass_volume_format_##name,
#include "format/volume_list.h"
#undef GLASS_VOLUME_FORMAT
};
enum { OPEN_FORMATS = sizeof open_formats / sizeof *open_formats };

glass_status glass_volume_format_find(const char *path, const glass_volume_format **out)
{
    char bytes[GLASS_FIRST_BYTES + 1];
    FILE *file = fopen(path, "rb");
    if (!file) return glass_fail_errno("read", path);
    errno = 0;
    size_t n = fread(bytes, 1, GLASS_FIRST_BYTES, file);
    int is_refused = ferror(file);
    fclose(file);
    if (is_refused) return glass_fail_errno("read", path);
    bytes[n] = 0;
    int best = GLASS_BID_NO;
    *out = NULL;
    for (int i = 0; i < OPEN_FORMATS; i++) {
        int bid =
            open_formats[i]->bid ? open_formats[i]->bid(bytes, n, path) : GLASS_BID_NO;
        if (bid <= best) continue;
        best = bid;
        *out = open_formats[i];
    }
    return GLASS_OK;
}

static const glass_volume_format *open_format_of_ending(const char *path)
{
    for (int i = 0; i < OPEN_FORMATS; i++)
        if (open_formats[i]->write && glass_format_ends(path, open_formats[i]->endings))
            return open_formats[i];
    return NULL;
}

glass_status glass_volume_no_floats(const char *name)
{
    return glass_fail(
        GLASS_E_INPUT,
        "%s: floating-point values; labels are whole numbers, one per phase. A "
        "measured image must be segmented first (a threshold, ilastik, Fiji); "
        "if it is, save it as 8-bit (Fiji: Image > Type > 8-bit)",
        name);
}

/* ---- where a file is ---- */

typedef struct open_where {
    char path[4096];
    char inner[1024]; /* "" or "/a/b" */
} open_where;

static int open_try(open_where *where, const char *folder, const char *below,
                    const char *name)
{
    char path[sizeof where->path];
    int n = snprintf(path, sizeof path, "%s%s/%s", folder, below, name);
    if (n < 0 || (size_t)n >= sizeof path || access(path, R_OK)) return 0;
    memcpy(where->path, path, sizeof path);
    return 1;
}

/* A bare name that is no file here may be one of those that come with the program. */
static int open_from_share(open_where *where, const char *name)
{
    char program[2048];
    if (strchr(name, '/') || !*name) return 0;
    const char *share = getenv("GLASSCELL_SHARE");
    if (share && *share && open_try(where, share, "/volumes", name)) return 1;
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    char *slash = n > 0 ? memrchr(program, '/', (size_t)n) : NULL;
    if (slash) {
        *slash = 0;
        if (open_try(where, program, "/../share/glasscell/volumes", name)) return 1;
        if (open_try(where, program, "/../share/volumes", name)) return 1; /* of a build */
    }
    return open_try(where, GLASSCELL_DATADIR, "/glasscell/volumes", name);
}

/* "file.h5:/a/b" is a path within a file, unless a file is called so. */
static int open_within(open_where *where, const char *path)
{
    const char *colon = strrchr(path, ':');
    if (!colon || colon == path || !colon[1]) return 0;
    if (strlen(colon + 1) + 1 >= sizeof where->inner) return 0;
    where->path[colon - path] = 0;
    if (access(where->path, F_OK)) {
        where->path[colon - path] = ':';
        return 0;
    }
    snprintf(where->inner, sizeof where->inner, "%s%s", colon[1] == '/' ? "" : "/",
             colon + 1);
    return 1;
}

static glass_status open_find(const char *path, open_where *where)
{
    *where = (open_where){0};
    if (!*path) return glass_fail(GLASS_E_INPUT, "the name of the volume is empty");
    if (strlen(path) >= sizeof where->path)
        return glass_fail(GLASS_E_INPUT, "the name of the volume is too long");
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--; /* "scan/" is the folder scan */
    memcpy(where->path, path, n);
    if (access(path, F_OK) == 0 || open_within(where, path)) return GLASS_OK;
    if (errno == ENOENT && open_from_share(where, path)) return GLASS_OK;
    errno = ENOENT;
    return glass_fail_errno("read", path);
}

/* ---- memory ---- */

static const char *open_bytes(double bytes, char out[32])
{
    if (bytes < 1e7)
        snprintf(out, 32, "%.0f bytes", bytes);
    else
        snprintf(out, 32, "%.2f GB", bytes * 1e-9);
    return out;
}

static glass_status open_check_memory(const char *name, const glass_voxels *voxels,
                                      const size_t box[3], size_t limit)
{
    size_t size = glass_voxel_size(voxels->kind), planes = voxels->planes;
    if (planes == 0) planes = 1;
    if (planes > box[0]) planes = box[0];
    double plane = (double)box[1] * (double)box[2];
    double wanted = (double)box[0] * plane + (double)voxels->scratch +
                    (size > 1 ? (double)planes * plane * (double)size : 0);
    size_t free_bytes = limit ? limit : glass_memory_available();
    if (wanted <= (double)free_bytes) return GLASS_OK;
    char need[32], have[32];
    return glass_fail(GLASS_E_MEMORY,
                      "%s: %zu x %zu x %zu voxels would take %s of memory, and %s are %s; "
                      "--crop takes a part of the volume",
                      name, box[0], box[1], box[2], open_bytes(wanted, need),
                      open_bytes((double)free_bytes, have), limit ? "allowed" : "free");
}

/* ---- reading ---- */

typedef struct open_job {
    const glass_volume_format *format;
    const glass_voxels *voxels;
    const char *name;
    size_t from[3], box[3];
    void *slab; /* NULL: values are read where their codes will be */
    glass_label_coder coder;
} open_job;

static glass_status open_grey(const open_job *job, size_t page)
{
    return glass_fail(GLASS_E_INPUT,
                      "%s: %d different values%s up to page %zu: this looks like a grey "
                      "image. A segmented volume has at most %d labels, one per phase; "
                      "segment it first (a threshold, ilastik, Fiji)",
                      job->name, job->coder.n, job->coder.n >= 2048 ? " or more" : "", page,
                      GLASS_LABELS);
}

static glass_status open_read_slabs(open_job *job, unsigned char *codes)
{
    const glass_voxels *voxels = job->voxels;
    size_t plane = job->box[1] * job->box[2];
    size_t planes = voxels->planes ? voxels->planes : 1;
    for (size_t k = 0; k < job->box[0];) {
        size_t many = job->box[0] - k < planes ? job->box[0] - k : planes;
        size_t from[3] = {job->from[0] + k, job->from[1], job->from[2]};
        size_t to[3] = {from[0] + many, from[1] + job->box[1], from[2] + job->box[2]};
        unsigned char *here = codes + k * plane;
        void *values = job->slab ? job->slab : here;
        glass_status status = job->format->read(voxels->self, from, to, values);
        if (status) return status;
        glass_label_coder_add(&job->coder, values, many * plane, here);
        k += many;
        if (job->coder.n > GLASS_LABELS) return open_grey(job, to[0]);
    }
    return GLASS_OK;
}

static glass_status open_read(open_job *job, glass_volume *volume)
{
    const glass_voxels *voxels = job->voxels;
    size_t size = glass_voxel_size(voxels->kind), plane = job->box[1] * job->box[2];
    size_t planes = voxels->planes ? voxels->planes : 1, all = job->box[0] * plane;
    if (planes > job->box[0]) planes = job->box[0];
    glass_status status = glass_label_coder_init(&job->coder, voxels->kind);
    if (status) return status;
    volume->codes = glass_alloc(all);
    if (size > 1) job->slab = glass_alloc(planes * plane * size);
    if (!volume->codes || (size > 1 && !job->slab)) status = glass_fail_memory();
    if (!status) status = open_read_slabs(job, volume->codes);
    if (!status) glass_label_coder_end(&job->coder, volume->codes, all, volume);
    glass_label_coder_clear(&job->coder);
    glass_free(job->slab);
    return status;
}

/* ---- the size of a voxel ---- */

static int open_differs(const double a[3], const double b[3])
{
    for (int k = 0; k < 3; k++)
        if (!isnan(a[k]) && !isnan(b[k]) && fabs(a[k] - b[k]) > 0.01 * fabs(b[k])) return 1;
    return 0;
}

/* Asked for, then the little file beside, then the file itself; NAN when nobody says. */
static glass_status open_voxel(const glass_volume_place *place, const glass_voxels *voxels,
                               double voxel[3])
{
    glass_volume_side side;
    memcpy(voxel, voxels->voxel, 3 * sizeof *voxel);
    for (int k = 0; k < 3; k++)
        if (!(voxel[k] > 0) || !isfinite(voxel[k])) voxel[k] = NAN;
    if (place->hints->voxel) {
        glass_status status = glass_volume_read_voxel(place->hints->voxel, voxel);
        if (!status && open_differs(voxels->voxel, voxel))
            glass_note_add(place->notes, 0, place->name,
                           "the file says a voxel of %.6g x %.6g x %.6g nm; taken as asked",
                           voxels->voxel[0] * 1e9, voxels->voxel[1] * 1e9,
                           voxels->voxel[2] * 1e9);
        return status;
    }
    glass_status status = glass_volume_side_read(place->path, &side);
    if (status || !side.is_there) return status;
    for (int k = 0; k < 3; k++)
        if (!isnan(side.voxel[k])) voxel[k] = side.voxel[k];
    if (open_differs(voxels->voxel, voxel))
        glass_note_add(place->notes, 0, place->name,
                       "its voxel is taken from %s, which differs from the file's own",
                       side.path);
    return GLASS_OK;
}

static void open_note(const glass_volume_place *place, const glass_volume *volume)
{
    if (volume->n_labels > 32)
        glass_note_add(
            place->notes, 0, place->name,
            "%d different values: is this a grey image that is not segmented yet?",
            volume->n_labels);
}

/* ---- the whole ---- */

static glass_status open_opened(const glass_volume_format *format,
                                const glass_volume_place *place, const glass_voxels *voxels,
                                glass_volume *out)
{
    open_job job = {.format = format, .voxels = voxels, .name = place->name};
    glass_volume made = {0};
    size_t to[3];
    glass_status status = open_voxel(place, voxels, made.voxel);
    if (!status) {
        status = glass_volume_read_crop(place->hints->crop, voxels->n, job.from, to);
        if (status) glass_fail_in(status, "%s", place->name);
    }
    if (status) return status;
    for (int k = 0; k < 3; k++) made.n[k] = job.box[k] = to[k] - job.from[k];
    if (made.n[0] == 1 && isnan(made.voxel[0])) made.voxel[0] = made.voxel[1];
    status = open_check_memory(place->name, voxels, job.box, place->hints->limit);
    if (!status) {
        made.name = glass_strdup(place->name);
        status = made.name ? open_read(&job, &made) : glass_fail_memory();
    }
    if (status) {
        glass_volume_clear(&made);
        return status;
    }
    open_note(place, &made);
    *out = made;
    return GLASS_OK;
}

static glass_status open_choose(const glass_volume_place *place,
                                const glass_volume_format **out)
{
    struct stat about;
    if (stat(place->path, &about)) return glass_fail_errno("read", place->path);
    if (S_ISDIR(about.st_mode)) {
        *out = &glass_volume_folder;
        return GLASS_OK;
    }
    if (!S_ISREG(about.st_mode))
        return glass_fail(GLASS_E_INPUT, "%s: a file or a folder is expected", place->name);
    if (about.st_size == 0)
        return glass_fail(GLASS_E_INPUT, "%s: the file is empty", place->name);
    glass_status status = glass_volume_format_find(place->path, out);
    if (!status && !*out && place->hints->shape) *out = &glass_volume_format_raw;
    if (!status && *out && place->inner && *out != &glass_volume_format_h5)
        return glass_fail(GLASS_E_INPUT, "%s: only HDF5 files have paths within them",
                          place->name);
    if (status || *out) return status;
    glass_text known = {0};
    for (int i = 0; i < OPEN_FORMATS; i++)
        if (open_formats[i]->open)
            glass_text_add(&known, "%s%s", known.length ? ", " : "",
                           open_formats[i]->about);
    status = glass_fail(GLASS_E_INPUT, "%s: this is no volume that is known here (%s)",
                        place->name, known.at ? known.at : "");
    glass_text_clear(&known);
    return status;
}

glass_status glass_volume_open(const char *path, const glass_volume_hints *hints,
                               glass_volume *out, glass_notes *notes)
{
    static const glass_volume_hints nothing;
    open_where where;
    glass_voxels voxels = {.voxel = {NAN, NAN, NAN}};
    const glass_volume_format *format;
    glass_status status = open_find(path, &where);
    if (status) return status;
    glass_volume_place place = {where.path, *where.inner ? where.inner : NULL, path,
                                hints ? hints : &nothing, notes};
    status = open_choose(&place, &format);
    if (!status) status = format->open(&place, &voxels);
    if (status) return status;
    status = open_opened(format, &place, &voxels, out);
    format->close(voxels.self);
    return status;
}

/* ---- writing ---- */

glass_status glass_volume_write(const glass_volume *volume, const glass_field *fields,
                                int n, const char *path, int force)
{
    const glass_volume_format *format = open_format_of_ending(path);
    char *temporary = NULL;
    if (!format)
        return glass_fail(GLASS_E_INPUT,
                          "%s: volumes are written as .vti (ParaView), .h5, .npy or .tif",
                          path);
    if (format->one_thing && n > 1)
        return glass_fail(
            GLASS_E_INPUT,
            "%s: %s holds the labels or one field, not %d fields; .vti and .h5 "
            "hold many",
            path, format->name, n);
    glass_status status = glass_file_may_write(path, force);
    if (!status) status = glass_file_temporary(path, &temporary);
    if (status) return status;
    status = format->write(volume, fields, n, path, temporary);
    if (status)
        unlink(temporary);
    else
        status = glass_file_commit(temporary, path, force);
    glass_free(temporary);
    return status;
}
