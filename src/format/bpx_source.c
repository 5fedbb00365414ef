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

glass_status glass_cell_source(const glass_cell *cell, const char *name, char *out,
                               size_t size)
{
    char base[GLASS_NAME_SIZE], unit[64], full[GLASS_NAME_SIZE];
    glass_cell_slot slot;
    glass_tree tree;
    glass_text text = {0};
    glass_cell_name_split(name, base, unit);
    glass_status status = glass_cell_name_find(cell, base, &slot);
    if (status) return status;
    glass_cell_slot_name(&slot, 0, full);
    glass_text_add(&text, "{%s}", cell->user_json ? cell->user_json : "");
    status = text.at ? glass_tree_read("User-defined.json", text.at, text.length, &tree)
                     : glass_fail_memory();
    glass_text_clear(&text);
    if (status) return status;
    const char *found = source_find(glass_node_find(tree.root, "Sources"), full);
    snprintf(out, size, "%s", found ? found : "");
    glass_tree_clear(&tree);
    return GLASS_OK;
}
