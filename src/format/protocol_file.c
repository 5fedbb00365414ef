#include "format/protocol_profile.h"
#include "format/protocol_tree.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { FILE_LARGEST = 64 << 20 }; /* bytes of a protocol: far more than any is long */

/* A protocol while it is read: what is needed, what is freed. */
typedef struct file_reading {
    glass_protocol protocol;
    protocol_reader reader;
    protocol_profile_place place;
} file_reading;

static glass_status file_start(file_reading *r, const char *name, const char *folder,
                               glass_notes *notes)
{
    *r = (file_reading){.place = {.folder = folder}};
    r->reader = (protocol_reader){.out = &r->protocol,
                                  .open = protocol_profile_read,
                                  .context = &r->place,
                                  .notes = notes};
    return protocol_build_start(&r->protocol, name) ? GLASS_OK : glass_fail_memory();
}

/* Ends the reading: on success the protocol is the caller's. */
static glass_status file_finish(file_reading *r, glass_status status, glass_protocol *out)
{
    if (!status) status = protocol_reader_finish(&r->reader);
    if (!status) status = glass_protocol_check(&r->protocol, NAN, NAN, NULL);
    protocol_reader_clear(&r->reader);
    if (status)
        glass_protocol_clear(&r->protocol);
    else
        *out = r->protocol;
    return status;
}

/* ---- words ---- */

/* Texts joined as lines. */
static char *file_join(const char *const *texts, int n)
{
    glass_text all = {0};
    for (int i = 0; i < n; i++) glass_text_add(&all, "%s%s", i ? "\n" : "", texts[i]);
    return glass_text_take(&all);
}

glass_status glass_protocol_read(const char *const *texts, int n, const char *name,
                                 glass_protocol *out, glass_notes *notes)
{
    file_reading reading;
    char *text = file_join(texts, n);
    glass_status status = file_start(&reading, name ? name : "protocol", NULL, notes);
    if (!status && !text) status = glass_fail_memory();
    if (!status)
        status = protocol_reader_words(&reading.reader, text, reading.protocol.name, 1, 1);
    status = file_finish(&reading, status, out);
    glass_free(text);
    return status;
}

/* ---- files ---- */

glass_status protocol_tree_protocol(const glass_tree *tree, const glass_node *node,
                                    const char *folder, glass_protocol *out,
                                    glass_notes *notes)
{
    file_reading reading;
    glass_status status = file_start(&reading, tree->file, folder, notes);
    if (!status) status = protocol_tree_read(&reading.reader, tree, node);
    return file_finish(&reading, status, out);
}

static int file_is_tree(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (glass_text_same(dot, ".yaml") || glass_text_same(dot, ".yml") ||
                   glass_text_same(dot, ".json"));
}

static glass_status file_open_words(const char *path, const char *folder,
                                    glass_protocol *out, glass_notes *notes)
{
    file_reading reading;
    char *text = NULL;
    size_t n = 0;
    glass_status status = glass_file_read(path, FILE_LARGEST, &text, &n);
    if (status) return status;
    if (strlen(text) != n)
        status = glass_fail_at(path, 0, 0, "a zero byte: this is no text");
    if (!status) status = file_start(&reading, path, folder, notes);
    if (!status) {
        status = protocol_reader_words(&reading.reader, text, reading.protocol.name, 1, 1);
        status = file_finish(&reading, status, out);
    }
    glass_free(text);
    return status;
}

glass_status glass_protocol_open(const char *path, glass_protocol *out, glass_notes *notes)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? glass_strndup(path, (size_t)(slash - path) + 1) : NULL;
    if (slash && !folder) return glass_fail_memory();
    glass_tree tree;
    glass_status status;
    if (!file_is_tree(path)) {
        status = file_open_words(path, folder, out, notes);
    } else {
        status = glass_tree_open(path, &tree);
        if (!status) {
            status = protocol_tree_protocol(&tree, tree.root, folder, out, notes);
            glass_tree_clear(&tree);
        }
    }
    glass_free(folder);
    return status;
}

/* ---- a table alone ---- */

glass_status glass_protocol_profile(const char *path, const char *column,
                                    const glass_columns *columns, int hold,
                                    glass_protocol *out, glass_notes *notes)
{
    file_reading reading;
    protocol_table table = {.file = path, .column = column, .scale = 1, .hold = hold};
    glass_instruction step = protocol_build_instruction(GLASS_OP_STEP, 1, 1);
    glass_status status = file_start(&reading, path, NULL, notes);
    reading.place.columns = columns;
    step.control = GLASS_PROFILE;
    if (!status)
        status = protocol_profile_read(&reading.place, &table, &step.profile, notes);
    if (!status) step.text = glass_instruction_words(&step);
    if (!status && !step.text) status = glass_fail_memory();
    if (!status && !protocol_build_add(&reading.protocol, &step))
        status = glass_fail_memory();
    protocol_build_clear_instruction(&step);
    return file_finish(&reading, status, out);
}
