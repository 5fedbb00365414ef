/* A study written down: the same keys in YAML. */
#include "glasscell/study.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/protocol_tree.h"
#include "format/tree.h"
#include "study/column.h"
#include "study/study_job.h"
#include "study/study_keys.h"

#include <string.h>
#include <unistd.h>

int glass_study_is_file(const char *path)
{
    if (!glass_study_ends(path, ".yaml") && !glass_study_ends(path, ".yml")) return 0;
    glass_tree tree = {0};
    if (glass_tree_open(path, &tree)) return 0;
    const glass_node *cell = glass_node_find(tree.root, "cell");
    int is_study = cell && cell->kind == GLASS_NODE_TEXT;
    glass_tree_clear(&tree);
    return is_study;
}

/* What is being read, and the folder beside whose files names are sought. */
typedef struct study_reader {
    glass_tree tree;
    glass_study *study;
    char *folder; /* "" or ending in "/" */
} study_reader;

/* Adds words of the place to what glass_study_set said. */
static glass_status study_file_set(const study_reader *reader, const glass_node *node,
                                   const char *key, const char *text)
{
    glass_status status = glass_study_set(reader->study, key, text);
    if (status != GLASS_E_INPUT) return status;
    char place[512];
    return glass_fail_in(status, "%s", glass_node_place(&reader->tree, node, place));
}

static int study_file_is_scalar(const glass_node *node)
{
    return node->kind == GLASS_NODE_TEXT || node->kind == GLASS_NODE_NUMBER ||
           node->kind == GLASS_NODE_TRUTH;
}

/* A list of scalars as one text with commas between. */
static glass_status study_file_join(const study_reader *reader, const glass_node *list,
                                    glass_text *out)
{
    for (const glass_node *item = list->first; item; item = item->next) {
        char came[96];
        if (!study_file_is_scalar(item))
            return glass_node_fail(&reader->tree, item, "%s; expected a number or a text",
                                   glass_node_words(item, came));
        glass_text_add(out, "%s%s", item == list->first ? "" : ", ", item->text);
    }
    return out->has_failed ? glass_fail_memory() : GLASS_OK;
}

/* "name=value" from an item of the map under `set` or `vary`. */
static glass_status study_file_pair(const study_reader *reader, const glass_node *node,
                                    const char *key)
{
    glass_text text = {0};
    char came[96];
    glass_status status = GLASS_OK;
    if (node->key) glass_text_add(&text, "%s=", node->key);
    if (node->kind == GLASS_NODE_LIST && node->key)
        status = study_file_join(reader, node, &text);
    else if (study_file_is_scalar(node))
        glass_text_add(&text, "%s", node->text);
    else
        status = glass_node_fail(&reader->tree, node, "%s; expected %s",
                                 glass_node_words(node, came),
                                 node->key ? "a value" : "\"NAME=VALUE\"");
    if (!status && text.has_failed) status = glass_fail_memory();
    if (!status) status = study_file_set(reader, node, key, text.at);
    glass_text_clear(&text);
    return status;
}

static glass_status study_file_pairs(const study_reader *reader, const glass_node *node)
{
    glass_status status = GLASS_OK;
    if (study_file_is_scalar(node))
        return study_file_set(reader, node, node->key, node->text);
    for (const glass_node *item = node->first; item && !status; item = item->next)
        status = study_file_pair(reader, item, node->key);
    return status;
}

static glass_status study_file_input(const study_reader *reader, const glass_node *node)
{
    char *path = glass_column_path(reader->folder, node->text);
    if (!path) return glass_fail_memory();
    glass_status status = study_file_set(reader, node, node->key, path);
    glass_free(path);
    return status;
}

/* A file; or steps written in place, which are read from here when the study is run, so
 * that what is wrong with them is told by line and column of this file. */
static glass_status study_file_protocol(const study_reader *reader, const glass_node *node)
{
    static const char *const endings[] = {".yaml", ".yml", ".json", ".txt"};
    if (node->kind == GLASS_NODE_TEXT && !strchr(node->text, '\n'))
        for (int i = 0; i < 4; i++)
            if (glass_study_ends(node->text, endings[i]))
                return study_file_input(reader, node);
    return study_file_set(reader, node, "inside", reader->tree.file);
}

static glass_status study_file_list(const study_reader *reader, const glass_node *node)
{
    glass_text text = {0};
    glass_status status = study_file_join(reader, node, &text);
    if (!status) status = study_file_set(reader, node, node->key, text.at ? text.at : "");
    glass_text_clear(&text);
    return status;
}

static int study_file_is_among(const char *key, const char *const *names)
{
    for (; *names; names++)
        if (glass_text_same(key, *names)) return 1;
    return 0;
}

static glass_status study_file_node(const study_reader *reader, const glass_node *node)
{
    static const char *const inputs[] = {"cell", "profile", "compare", "resume", NULL};
    static const char *const pairs[] = {"set", "vary", NULL};
    char came[96];
    if (glass_text_same(node->key, "protocol")) return study_file_protocol(reader, node);
    if (study_file_is_among(node->key, pairs)) return study_file_pairs(reader, node);
    if (node->kind == GLASS_NODE_LIST) return study_file_list(reader, node);
    if (!study_file_is_scalar(node))
        return glass_node_fail(&reader->tree, node, "%s: %s; expected a value", node->key,
                               glass_node_words(node, came));
    if (study_file_is_among(node->key, inputs)) return study_file_input(reader, node);
    return study_file_set(reader, node, node->key, node->text);
}

static glass_status study_file_folder(const char *path, char **out)
{
    const char *slash = strrchr(path, '/');
    *out = glass_strndup(path, slash ? (size_t)(slash - path) + 1 : 0);
    return *out ? GLASS_OK : glass_fail_memory();
}

glass_status glass_study_open(const char *path, glass_study *study)
{
    study_reader reader = {.study = study};
    glass_status status = glass_tree_open(path, &reader.tree);
    if (status) return status;
    status = study_file_folder(path, &reader.folder);
    if (!status && reader.tree.root->kind != GLASS_NODE_MAP)
        status = glass_node_fail(&reader.tree, reader.tree.root,
                                 "a study is a map with a \"cell\" and a \"protocol\"");
    const glass_node *profile = glass_node_find(reader.tree.root, "profile");
    if (!status && profile && glass_node_find(reader.tree.root, "protocol"))
        status = glass_node_fail(&reader.tree, profile,
                                 "a profile and a protocol exclude each other; a protocol "
                                 "can follow a profile by itself: \"follow FILE\"");
    for (const glass_node *node = reader.tree.root->first; node && !status;
         node = node->next)
        status = study_file_node(&reader, node);
    if (!status) {
        glass_free(study->file);
        study->file = glass_strdup(path);
        if (!study->file) status = glass_fail_memory();
    }
    glass_free(reader.folder);
    glass_tree_clear(&reader.tree);
    return status;
}

glass_status glass_study_inside(const char *path, glass_protocol *out, glass_notes *notes)
{
    glass_tree tree = {0};
    char *folder = NULL;
    glass_status status = glass_tree_open(path, &tree);
    if (status) return status;
    const glass_node *node = glass_node_find(tree.root, "protocol");
    status = study_file_folder(path, &folder);
    if (!status && !node) status = glass_fail_at(path, 0, 0, "it has no \"protocol\"");
    if (!status) status = protocol_tree_protocol(&tree, node, folder, out, notes);
    glass_free(folder);
    glass_tree_clear(&tree);
    return status;
}
