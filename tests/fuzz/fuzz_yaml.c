/* Any bytes as YAML or JSON: a tree, or words with line and column. What is read as JSON and
 * written again is read as the same. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "format/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int same(const glass_node *a, const glass_node *b)
{
    if (a->kind != b->kind || a->count != b->count || (!a->key) != (!b->key)) return 0;
    if (a->key && strcmp(a->key, b->key) != 0) return 0;
    if (a->kind == GLASS_NODE_NUMBER) return a->number == b->number;
    if (a->kind == GLASS_NODE_TEXT) return strcmp(a->text, b->text) == 0;
    a = a->first;
    b = b->first;
    for (; a && b; a = a->next, b = b->next)
        if (!same(a, b)) return 0;
    return !a && !b;
}

static void there_and_back(const glass_tree *tree)
{
    glass_text text = {0};
    glass_tree again = {0};
    glass_node_write_json(tree->root, -1, 0, &text);
    if (text.at && glass_tree_read("again.json", text.at, text.length, &again) == GLASS_OK)
        assert(same(tree->root, again.root));
    glass_tree_clear(&again);
    glass_text_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"x.yaml", "x.json"};
    for (int k = 0; k < 2; k++) {
        glass_tree tree = {0};
        if (glass_tree_read(names[k], (const char *)data, size, &tree) == GLASS_OK)
            there_and_back(&tree);
        else
            assert(glass_words()[0] != 0 && !tree.root);
        glass_tree_clear(&tree);
    }
    return 0;
}
