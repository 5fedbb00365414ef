/* Where each number comes from. BPX has one field of references for a whole file; the
 * library says it per number, in an object that BPX lets through:
 *
 *   "User-defined": {"Sources": {"10.1149/1945-7111/ab9050":
 *                                   {"description": "Electrode area; OCP of ..."}}} */
#include "format/bpx.h"

#include <stdio.h>
#include <string.h>

/* Whether `name` is one of the names in "a; b; c". */
static int source_lists(const char *list, const char *name)
{
    size_t n = strlen(name);
    while (*list) {
        list += strspn(list, "; ");
        size_t length = strcspn(list, ";");
        if (length == n && strncmp(list, name, n) == 0) return 1;
        list += length;
    }
    return 0;
}

static const char *source_find(const glass_node *sources, const char *name)
{
    const glass_node *node =
        sources && sources->kind == GLASS_NODE_MAP ? sources->first : NULL;
    for (; node; node = node->next) {
        const glass_node *list = glass_node_find(node, "description");
        if (list && list->text && source_lists(list->text, name)) return node->key;
    }
    return NULL;
}

/* The User-defined object of a cell as a tree, without its braces in the text. */
static glass_status source_tree(const glass_cell *cell, glass_tree *out)
{
    glass_text text = {0};
    glass_text_add(&text, "{%s}", cell->user_json ? cell->user_json : "");
    glass_status status =
        text.at && !text.has_failed
            ? glass_tree_read("User-defined.json", text.at, text.length, out)
            : glass_fail_memory();
    glass_text_clear(&text);
    return status;
}

glass_status glass_cell_source(const glass_cell *cell, const char *name, char *out,
                               size_t size)
{
    char base[GLASS_NAME_SIZE], unit[64], full[GLASS_NAME_SIZE];
    glass_cell_slot slot;
    glass_tree tree;
    glass_cell_name_split(name, base, unit);
    glass_status status = glass_cell_name_find(cell, base, &slot);
    if (status) return status;
    glass_cell_slot_name(&slot, 0, full);
    if (cell->file && !glass_cell_place_is_known(cell, &slot)) {
        snprintf(out, size, "%s", glass_cell_slot_is_default(&slot) ? "" : "set by hand");
        return GLASS_OK;
    }
    status = source_tree(cell, &tree);
    if (status) return status;
    const char *found = source_find(glass_node_find(tree.root, "Sources"), full);
    snprintf(out, size, "%s", found ? found : "");
    glass_tree_clear(&tree);
    return GLASS_OK;
}

/* The names of a list whose numbers still are what the file said. */
static void source_write_list(const glass_cell *cell, const char *list, glass_text *out)
{
    glass_text kept = {0};
    char name[GLASS_NAME_SIZE];
    glass_cell_slot slot;
    while (*list) {
        list += strspn(list, "; ");
        size_t n = strcspn(list, ";");
        snprintf(name, sizeof name, "%.*s", (int)n, list);
        if (n && glass_cell_name_find(cell, name, &slot) == GLASS_OK &&
            glass_cell_place_is_known(cell, &slot))
            glass_text_add(&kept, "%s%s", kept.length ? "; " : "", name);
        list += n;
    }
    glass_json_quote(kept.at ? kept.at : "", out);
    out->has_failed |= kept.has_failed;
    glass_text_clear(&kept);
}

static void source_write(const glass_cell *cell, const glass_node *sources, glass_text *out)
{
    glass_text_add(out, "{");
    for (const glass_node *node = sources->first; node; node = node->next) {
        const glass_node *list = glass_node_find(node, "description");
        glass_text_add(out, "%s\n    ", node == sources->first ? "" : ",");
        glass_json_quote(node->key, out);
        glass_text_add(out, ": ");
        if (list && list->text) {
            glass_text_add(out, "{\n     \"description\": ");
            source_write_list(cell, list->text, out);
            glass_text_add(out, "\n    }");
        } else {
            glass_node_write_json(node, 1, 4, out);
        }
    }
    glass_text_add(out, "\n   }");
}

glass_status glass_bpx_write_user(const glass_cell *cell, glass_text *out)
{
    glass_tree tree;
    glass_status status = source_tree(cell, &tree);
    if (status) return status;
    for (const glass_node *node = tree.root->first; node; node = node->next) {
        glass_text_add(out, "%s\n   ", node == tree.root->first ? "" : ",");
        glass_json_quote(node->key, out);
        glass_text_add(out, ": ");
        if (strcmp(node->key, "Sources") == 0 && node->kind == GLASS_NODE_MAP)
            source_write(cell, node, out);
        else
            glass_node_write_json(node, 1, 3, out);
    }
    glass_tree_clear(&tree);
    return GLASS_OK;
}
