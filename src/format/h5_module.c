/* The table of glasscell-hdf5.so, and how a file is watched and ended. */
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/h5_file.h"

static glass_status module_watch(glass_h5 *file)
{
    if (!file->has_failed && glass_h5_ok(file, H5Fstart_swmr_write(file->file)))
        file->is_watched = 1;
    return glass_h5_status(file, "write");
}

/* ---- the end ---- */

/* Single-writer mode allows no new attributes, and leaving it for plain writing would open a
 * moment in which a kill loses everything. So a growing file has room for its end from the
 * beginning, which is written over in place. */
static void module_fill_text(glass_h5 *file, const char *key, const char *text)
{
    if (file->has_failed) return;
    hid_t attribute = H5Aopen(file->file, key, H5P_DEFAULT);
    if (!glass_h5_ok(file, attribute)) return;
    hid_t type = H5Aget_type(attribute);
    size_t size = H5Tget_size(type);
    char *cell = glass_zero(size, 1);
    if (cell) {
        glass_h5_fit(cell, size, text);
        glass_h5_ok(file, H5Awrite(attribute, type, cell));
    } else {
        glass_h5_broken(file, "out of memory");
    }
    glass_free(cell);
    H5Tclose(type);
    H5Aclose(attribute);
}

static void module_fill_closed(glass_h5 *file, int was_closed)
{
    if (file->has_failed) return;
    hid_t attribute = H5Aopen(file->file, "closed", H5P_DEFAULT);
    if (!glass_h5_ok(file, attribute)) return;
    glass_h5_ok(file, H5Awrite(attribute, H5T_NATIVE_INT, &was_closed));
    H5Aclose(attribute);
}

/* Facts that are known only now, one per line: "key: text". */
static void module_fill_facts(glass_h5 *file, const glass_fact *facts, int n)
{
    glass_text lines = {0};
    for (int i = 0; i < n; i++) {
        glass_text_add(&lines, "%s%s: ", i ? "\n" : "", facts[i].key);
        for (const char *p = facts[i].text ? facts[i].text : ""; *p; p++)
            glass_text_bytes(&lines, *p == '\n' ? " " : p, 1);
    }
    module_fill_text(file, "end", lines.at ? lines.at : "");
    glass_text_clear(&lines);
}

static void module_put_end(glass_h5 *file, int was_closed, const char *reason,
                           const glass_fact *facts, int n_facts)
{
    if (file->is_growing) {
        if (n_facts) module_fill_facts(file, facts, n_facts);
        module_fill_text(file, "reason", reason);
        module_fill_closed(file, was_closed);
        return;
    }
    for (int i = 0; i < n_facts; i++)
        if (!glass_h5_is_own_key(facts[i].key))
            glass_h5_put_text(file, file->file, facts[i].key, facts[i].text);
    glass_h5_put_text(file, file->file, "reason", reason);
    glass_h5_put_int(file, file->file, "closed", was_closed);
}

/* Flushed first: what fails then can still be left as after a kill. */
static void module_close(glass_h5 *file)
{
    if (!glass_h5_ok(file, H5Fflush(file->file, H5F_SCOPE_GLOBAL))) return;
    glass_h5_ok(file, H5Fclose(file->file));
    file->file = H5I_INVALID_HID;
}

static glass_status module_end(glass_h5 *file, int was_closed, const char *reason,
                               const glass_fact *facts, int n_facts)
{
    module_put_end(file, was_closed, reason, facts, n_facts);
    glass_h5_close_sets(file);
    if (!file->has_failed) module_close(file);
    glass_h5_image_put(file);
    glass_status status = glass_h5_status(file, "write");
    glass_h5_close(file);
    return status;
}

/* What the host looks for. */
extern const glass_h5_table glass_module_hdf5;
const glass_h5_table glass_module_hdf5 = {
    .version = GLASS_H5_TABLE,
    .create = glass_h5_create,
    .watch = module_watch,
    .append = glass_h5_append,
    .checkpoint = glass_h5_put_checkpoint,
    .end = module_end,
    .open = glass_h5_open,
    .declare = glass_h5_declare,
    .read = glass_h5_read,
    .read_checkpoint = glass_h5_read_checkpoint,
    .close = glass_h5_close,
    .voxels_open = glass_h5_voxels_open,
    .voxels_read = glass_h5_voxels_read,
    .voxels_close = glass_h5_voxels_close,
    .voxels_write = glass_h5_voxels_write,
};

/* HDF5 would otherwise print its errors, and at exit try once more to write what a full disk
 * has refused. */
static void __attribute__((constructor)) module_start(void)
{
    H5dont_atexit();
    H5open();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}
