/* Recordings in HDF5: the format, and the mending of files whose writer died. */
#include "format/hdf5.h"
#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/module.h"
#include "base/text.h"
#include "format/format.h"
#include "format/volume_out.h"
#include "recording/bdf.h"
#include "recording/block.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- module, signature, lock ---- */

static glass_module hdf5_module = {"hdf5", "files in HDF5", "libhdf5-103-1", NULL};

void glass_h5_fetch(void)
{
    glass_module_fetch(&hdf5_module);
}

glass_status glass_h5_load(const glass_h5_table **out)
{
    const void *table;
    glass_status status = glass_module_get(&hdf5_module, &table);
    if (status) return status;
    const glass_h5_table *found = table;
    if (found->version != GLASS_H5_TABLE)
        return glass_fail(GLASS_E_LIBRARY, "glasscell-hdf5.so is of another build");
    *out = found;
    return GLASS_OK;
}

/* What the module takes from its host beyond what the host uses itself: named here, so that
 * the linker keeps it in every program. */
typedef void (*hdf5_function)(void);
__attribute__((used)) static const hdf5_function hdf5_kept[] = {
    (hdf5_function)glass_bdf_machine,
    (hdf5_function)glass_bdf_quantity,
    (hdf5_function)glass_recording_play,
    (hdf5_function)glass_recording_reserve,
    (hdf5_function)glass_recording_sink,
    (hdf5_function)glass_recording_add_facts,
    (hdf5_function)glass_text_add,
    (hdf5_function)glass_text_bytes,
    (hdf5_function)glass_text_clear,
    (hdf5_function)glass_strndup,
    (hdf5_function)glass_volume_no_floats,
    (hdf5_function)glass_labels_kind,
    (hdf5_function)glass_labels_fill,
    (hdf5_function)glass_voxel_size,
    (hdf5_function)glass_um,
};

static const char hdf5_signature[] = "\x89HDF\r\n\x1a\n";

glass_status glass_hdf5_check(const char *path, const char *name)
{
    unsigned char head[48] = {0};
    FILE *file = fopen(path, "rb");
    if (!file) return glass_fail_errno("read", name);
    size_t n = fread(head, 1, sizeof head, file);
    fclose(file);
    if (n < 8 || memcmp(head, hdf5_signature, 8))
        return glass_fail(GLASS_E_INPUT, "%s: this is no HDF5 file", name);
    if (n < sizeof head)
        return glass_fail(GLASS_E_INPUT, "%s: this HDF5 file is cut off after %zu bytes",
                          name, n);
    /* Recordings are of the format with check sums everywhere; of an older one the library
     * believes every damaged byte. */
    if (head[8] < 2)
        return glass_fail(
            GLASS_E_INPUT,
            "%s: this HDF5 file is no recording of glasscell (its superblock "
            "is of version %d); if its channels are wanted, export them as CSV",
            name, head[8]);
    return GLASS_OK;
}

static struct flock hdf5_lock_at(short type)
{
    return (struct flock){
        .l_type = type, .l_whence = SEEK_SET, .l_start = (off_t)1 << 60, .l_len = 1};
}

int glass_hdf5_lock(const char *path)
{
    struct flock lock = hdf5_lock_at(F_WRLCK);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

int glass_hdf5_is_live(const char *path)
{
    struct flock lock = hdf5_lock_at(F_WRLCK);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    int is_live = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    close(fd);
    return is_live;
}

/* ---- copying ---- */

enum { HDF5_BLOCK_BYTES = 1 << 24 }; /* of a block on its way from file to file */

static size_t hdf5_smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static glass_status hdf5_copy_block(const glass_h5_table *table, glass_h5 *from,
                                    const glass_h5_counts *begin,
                                    const glass_h5_counts *end, glass_recording *block,
                                    glass_h5 *to)
{
    glass_status status = table->read(from, begin, end, block);
    if (!status) status = table->append(to, block);
    glass_recording_empty(block);
    return status;
}

glass_status glass_hdf5_copy(const glass_h5_table *table, glass_h5 *from,
                             const glass_recording *shape, const glass_h5_counts *counts,
                             glass_h5 *to)
{
    glass_recording block = {0};
    glass_h5_counts at = {0};
    size_t points = 1;
    for (int i = 0; i < shape->n_frames; i++) {
        const glass_recording_frame *frame = &shape->frames[i];
        points += frame->n[0] * frame->n[1] * frame->n[2];
    }
    size_t samples = HDF5_BLOCK_BYTES / 8 / (size_t)(shape->n_channels + 1) + 1;
    size_t frames = HDF5_BLOCK_BYTES / 8 / points + 1;
    glass_status status = table->declare(from, &block);
    while (!status && (at.samples < counts->samples || at.frame_rows < counts->frame_rows ||
                       at.steps < counts->steps || at.cycles < counts->cycles)) {
        glass_h5_counts next = {hdf5_smaller(at.samples + samples, counts->samples),
                                hdf5_smaller(at.frame_rows + frames, counts->frame_rows),
                                hdf5_smaller(at.steps + samples, counts->steps),
                                hdf5_smaller(at.cycles + samples, counts->cycles)};
        status = hdf5_copy_block(table, from, &at, &next, &block, to);
        at = next;
    }
    glass_recording_clear(&block);
    return status;
}

/* ---- mending ---- */

/* What is needed to make a sound file of one whose writer died. */
typedef struct hdf5_mend {
    const glass_h5_table *table;
    const char *path, *name;
    glass_h5 *from;
    const glass_h5_about *about;
    char *temporary;
} hdf5_mend;

static glass_status mend_checkpoint(const hdf5_mend *mend, glass_h5 *to)
{
    if (!mend->about->has_checkpoint) return GLASS_OK;
    unsigned char *bytes = glass_alloc(mend->about->checkpoint_n);
    if (!bytes) return glass_fail_memory();
    glass_status status = mend->table->read_checkpoint(mend->from, bytes);
    if (!status)
        status = mend->table->checkpoint(to, mend->about->checkpoint_s, bytes,
                                         mend->about->checkpoint_n);
    glass_free(bytes);
    return status;
}

static glass_h5_counts mend_rest(const glass_h5_counts *all, const glass_h5_counts *done)
{
    return (glass_h5_counts){all->samples - done->samples,
                             all->frame_rows - done->frame_rows, all->steps - done->steps,
                             all->cycles - done->cycles};
}

/* A checkpoint remembers how much there was when it was given, so it goes in between. */
static glass_status mend_copy(const hdf5_mend *mend, const glass_recording *shape,
                              glass_h5 *to)
{
    const glass_h5_table *table = mend->table;
    const glass_h5_counts *all = &mend->about->counts, *first = &mend->about->checkpoint;
    if (!mend->about->has_checkpoint)
        return glass_hdf5_copy(table, mend->from, shape, all, to);
    glass_status status = glass_hdf5_copy(table, mend->from, shape, first, to);
    if (!status) status = mend_checkpoint(mend, to);
    glass_recording block = {0};
    if (!status) status = table->declare(mend->from, &block);
    if (!status) status = table->read(mend->from, first, all, &block);
    if (!status) status = table->append(to, &block);
    glass_recording_clear(&block);
    return status;
}

static glass_status mend_write(const hdf5_mend *mend)
{
    const glass_h5_table *table = mend->table;
    glass_recording shape = {0};
    glass_h5 *to = NULL;
    char now[GLASS_CLOCK_TEXT];
    glass_status status = table->declare(mend->from, &shape);
    if (!status) status = table->create(mend->temporary, mend->name, &shape, NULL, &to);
    if (!status) {
        status = mend_copy(mend, &shape, to);
        const glass_fact mended = {"mended", glass_clock_utc(now)};
        if (status)
            table->close(to);
        else
            status = table->end(to, 0, "", &mended, 1);
    }
    glass_recording_clear(&shape);
    return status;
}

/* The new file must open plainly and hold what the old one held before it takes its place. */
static glass_status mend_verify(const hdf5_mend *mend)
{
    glass_h5 *file;
    glass_h5_about about;
    glass_status status = mend->table->open(mend->temporary, mend->name, &file, &about);
    if (status) return status;
    glass_h5_counts rest = mend_rest(&mend->about->counts, &about.counts);
    /* frame rows in which every field is NAN hold nothing and are not copied */
    int is_same = !about.is_marked && rest.samples == 0 && rest.steps == 0 &&
                  rest.cycles == 0 &&
                  about.counts.frame_rows <= mend->about->counts.frame_rows;
    mend->table->close(file);
    return is_same
               ? GLASS_OK
               : glass_fail(GLASS_E_SYSTEM, "%s: its mended copy is not whole", mend->name);
}

static glass_status mend_file(hdf5_mend *mend)
{
    glass_status status = glass_file_temporary(mend->path, &mend->temporary);
    if (!status) status = mend_write(mend);
    if (!status) status = mend_verify(mend);
    if (!status) status = glass_file_commit(mend->temporary, mend->path, 1);
    if (status && mend->temporary) unlink(mend->temporary);
    glass_free(mend->temporary);
    return status;
}

/* A file that its writer left open: still being written, or mended here and now. A disk that
 * cannot be written is no reason not to read. */
static void mend_on_sight(const glass_h5_table *table, const char *path, const char *name,
                          glass_h5 *file, const glass_h5_about *about, glass_notes *notes)
{
    if (glass_hdf5_is_live(path)) {
        glass_note_add(notes, 0, name,
                       "this recording is still being written; read up to its last flush");
        return;
    }
    hdf5_mend mend = {table, path, name, file, about, NULL};
    if (mend_file(&mend))
        glass_note_add(notes, 0, name,
                       "this recording was not closed, its writer died; all %zu samples up "
                       "to its last flush are read, but it could not be mended (%s)",
                       about->counts.samples, glass_words());
    else
        glass_note_add(notes, 0, name,
                       "this recording was not closed, its writer died; it was mended and "
                       "holds all %zu samples up to the last flush",
                       about->counts.samples);
}

/* ---- the format ---- */

static glass_status hdf5_read(glass_source *source, const glass_columns *columns,
                              glass_recording *out, glass_notes *notes)
{
    (void)columns;
    const glass_h5_table *table;
    const glass_h5_counts none = {0};
    glass_h5_about about;
    glass_h5 *file;
    if (source->bytes)
        return glass_fail(GLASS_E_INPUT,
                          "%s: an HDF5 recording cannot be read from a pipe; give its name",
                          source->name);
    glass_status status = glass_hdf5_check(source->path, source->name);
    if (!status) status = glass_h5_load(&table);
    if (!status) status = table->open(source->path, source->name, &file, &about);
    if (status) return status;
    status = table->declare(file, out);
    if (!status) status = table->read(file, &none, &about.counts, out);
    if (!status && about.is_marked)
        mend_on_sight(table, source->path, source->name, file, &about, notes);
    table->close(file);
    return status;
}

static glass_status hdf5_write(const glass_recording *recording, const char *path,
                               int force)
{
    const glass_h5_table *table;
    glass_h5 *file = NULL;
    char *temporary = NULL;
    if (glass_file_is_stream(path))
        return glass_fail(GLASS_E_INPUT, "%s: HDF5 cannot be written to a pipe", path);
    glass_status status = glass_h5_load(&table);
    if (!status) status = glass_file_temporary(path, &temporary);
    if (!status) status = table->create(temporary, path, recording, recording, &file);
    if (!status) {
        status = table->append(file, recording);
        if (status)
            table->close(file);
        else
            status = table->end(file, recording->was_closed,
                                recording->reason ? recording->reason : "", NULL, 0);
    }
    if (!status)
        status = glass_file_commit(temporary, path, force);
    else if (temporary)
        unlink(temporary);
    glass_free(temporary);
    return status;
}

static int hdf5_bid(const char *bytes, size_t n, const char *path)
{
    (void)path;
    return n >= 8 && memcmp(bytes, hdf5_signature, 8) == 0 ? GLASS_BID_CERTAIN
                                                           : GLASS_BID_NO;
}

const glass_format glass_format_hdf5 = {
    .name = "hdf5",
    .makes = "recording",
    .endings = ".h5 .hdf5 .nc",
    .about = "recording in HDF5, as netCDF-4 readers expect it",
    .bid = hdf5_bid,
    .read = hdf5_read,
    .write = hdf5_write,
};
