/* The little file beside a volume, in JSON:
 *
 *     {"voxel": "0.390625 um", "shape": [256, 256, 256], "type": "u8", "header": 0,
 *      "source": "...", "licence": "..."}
 */
#include "base/memory.h"
#include "format/tree.h"
#include "format/volume_format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static glass_status side_words(const glass_tree *tree, const glass_node *node,
                               glass_status status)
{
    char place[512];
    if (status) glass_fail_in(status, "%s", glass_node_place(tree, node, place));
    return status;
}

/* A list of numbers, or a text, as "1,2,3". */
static glass_status side_list(const glass_tree *tree, const glass_node *node,
                              glass_text *out)
{
    if (node->kind == GLASS_NODE_TEXT) {
        glass_text_add(out, "%s", node->text);
    } else if (node->kind == GLASS_NODE_LIST) {
        for (const glass_node *one = node->first; one; one = one->next)
            glass_text_add(out, "%s%s", one == node->first ? "" : ",",
                           one->text ? one->text : "?");
    } else {
        char came[96];
        return glass_node_fail(tree, node, "\"%s\": a text or a list is expected, %s came",
                               node->key, glass_node_words(node, came));
    }
    return out->has_failed ? glass_fail_memory() : GLASS_OK;
}

static glass_status side_node(const glass_tree *tree, const char *key,
                              glass_status (*take)(const char *text,
                                                   glass_volume_side *side),
                              glass_volume_side *side)
{
    const glass_node *node = glass_node_find(tree->root, key);
    glass_text text = {0};
    if (!node) return GLASS_OK;
    glass_status status = side_list(tree, node, &text);
    if (!status) status = side_words(tree, node, take(text.at ? text.at : "", side));
    glass_text_clear(&text);
    return status;
}

static glass_status side_voxel(const char *text, glass_volume_side *side)
{
    return glass_volume_read_voxel(text, side->voxel);
}

static glass_status side_shape(const char *text, glass_volume_side *side)
{
    return glass_volume_read_shape(text, side->n);
}

static glass_status side_type(const char *text, glass_volume_side *side)
{
    side->has_type = 1;
    return glass_volume_read_type(text, &side->kind, &side->is_swapped);
}

static glass_status side_header(const glass_tree *tree, glass_volume_side *side)
{
    double bytes;
    const glass_node *node = glass_node_find(tree->root, "header");
    if (!node) return GLASS_OK;
    glass_status status = glass_node_number(tree, node, &bytes);
    if (!status && !(bytes >= 0 && bytes < 1e15 && bytes == floor(bytes)))
        status = glass_node_fail(
            tree, node, "\"header\": the bytes before the first voxel are expected");
    if (!status) side->header = (size_t)bytes;
    return status;
}

/* FILE.json, or with .json in place of the ending. */
static int side_find(const char *path, int is_instead, char out[4096])
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    size_t n = is_instead && dot ? (size_t)(dot - path) : strlen(path);
    if ((is_instead && !dot) || n + 6 > 4096) return 0;
    memcpy(out, path, n);
    strcpy(out + n, ".json");
    return strcmp(out, path) != 0 && access(out, R_OK) == 0;
}

static glass_status side_read(const glass_tree *tree, glass_volume_side *out)
{
    glass_status status = side_node(tree, "voxel", side_voxel, out);
    if (!status) status = side_node(tree, "shape", side_shape, out);
    if (!status) status = side_node(tree, "type", side_type, out);
    if (!status) status = side_header(tree, out);
    out->is_there = 1;
    return status;
}

glass_status glass_volume_side_read(const char *path, glass_volume_side *out)
{
    glass_volume_side side = {.voxel = {NAN, NAN, NAN}};
    *out = side;
    for (int is_instead = 0; is_instead < 2; is_instead++) {
        glass_tree tree;
        if (!side_find(path, is_instead, side.path)) continue;
        glass_status status = glass_tree_open(side.path, &tree);
        if (status) return status;
        int is_of_voxels =
            glass_node_find(tree.root, "voxel") || glass_node_find(tree.root, "shape");
        if (is_of_voxels) status = side_read(&tree, &side);
        glass_tree_clear(&tree);
        if (status) return status;
        if (is_of_voxels) {
            *out = side;
            return GLASS_OK;
        }
    }
    return GLASS_OK;
}
