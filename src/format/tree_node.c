#include "format/tree.h"

#include <stdio.h>
#include <string.h>

const glass_node *glass_node_find(const glass_node *map, const char *key)
{
    if (!map || map->kind != GLASS_NODE_MAP) return NULL;
    for (const glass_node *node = map->first; node; node = node->next)
        if (strcmp(node->key, key) == 0) return node;
    for (const glass_node *node = map->first; node; node = node->next)
        if (glass_text_same(node->key, key)) return node;
    return NULL;
}

const char *glass_node_words(const glass_node *node, char out[96])
{
    const char *more = node->text && strlen(node->text) > 60 ? "..." : "";
    switch (node->kind) {
    case GLASS_NODE_NULL: snprintf(out, 96, "nothing (null)"); break;
    case GLASS_NODE_TRUTH: snprintf(out, 96, "%s", node->number ? "true" : "false"); break;
    case GLASS_NODE_NUMBER: snprintf(out, 96, "%.60s", node->text); break;
    case GLASS_NODE_TEXT:
        snprintf(out, 96, "the text \"%.60s%s\"", node->text, more);
        break;
    case GLASS_NODE_LIST: snprintf(out, 96, "a list"); break;
    case GLASS_NODE_MAP: snprintf(out, 96, "an object {...}"); break;
    }
    return out;
}

const char *glass_node_path(const glass_node *node, char out[256])
{
    char item[112];
    out[0] = 0;
    for (; node; node = node->parent) {
        if (node->key) {
            snprintf(item, sizeof item, "%.100s", node->key);
        } else if (node->parent) {
            int index = 1;
            for (const glass_node *p = node->parent->first; p != node; p = p->next) index++;
            snprintf(item, sizeof item, "item %d", index);
        } else {
            break;
        }
        size_t n = strlen(item), m = strlen(out);
        if (n + m + 4 > 256) break;
        if (m) memmove(out + n + 3, out, m + 1), memcpy(out + n, " / ", 3);
        memcpy(out, item, n + (m == 0));
    }
    return out;
}

static const char *node_place(const glass_tree *tree, int line, int column, char out[512])
{
    snprintf(out, 512, "%.480s:%d:%d", tree->file, line, column);
    return out;
}

const char *glass_node_place(const glass_tree *tree, const glass_node *node, char out[512])
{
    return node_place(tree, node->line, node->column, out);
}

const char *glass_key_place(const glass_tree *tree, const glass_node *node, char out[512])
{
    if (!node->key) return glass_node_place(tree, node, out);
    return node_place(tree, node->key_line, node->key_column, out);
}

glass_status glass_node_fail(const glass_tree *tree, const glass_node *node,
                             const char *format, ...)
{
    char words[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    return glass_fail_at(tree->file, node->line, node->column, "%s", words);
}

glass_status glass_node_number(const glass_tree *tree, const glass_node *node, double *out)
{
    if (node->kind == GLASS_NODE_NUMBER) {
        *out = node->number;
        return GLASS_OK;
    }
    char path[256], words[96];
    double inside;
    const char *hint = "";
    if (node->kind == GLASS_NODE_TEXT) {
        const char *end = glass_number_read(node->text, &inside);
        if (end && *end == 0)
            hint = node->is_quoted ? "; remove the quotes" : "; too large";
    }
    glass_node_path(node, path);
    return glass_node_fail(tree, node, "%s%sa number is expected, %s came%s", path,
                           *path ? ": " : "", glass_node_words(node, words), hint);
}

void glass_json_quote(const char *text, glass_text *out)
{
    glass_text_bytes(out, "\"", 1);
    for (const char *p = text; *p; p++) {
        unsigned char c = (unsigned char)*p;
        switch (c) {
        case '"': glass_text_bytes(out, "\\\"", 2); break;
        case '\\': glass_text_bytes(out, "\\\\", 2); break;
        case '\n': glass_text_bytes(out, "\\n", 2); break;
        case '\t': glass_text_bytes(out, "\\t", 2); break;
        case '\r': glass_text_bytes(out, "\\r", 2); break;
        default:
            if (c < 0x20 || c == 0x7f)
                glass_text_add(out, "\\u%04x", c);
            else
                glass_text_bytes(out, p, 1);
        }
    }
    glass_text_bytes(out, "\"", 1);
}

static void node_new_line(int indent, int level, glass_text *out)
{
    if (indent < 0) return;
    glass_text_add(out, "\n%*s", indent * level, "");
}

static void node_write_children(const glass_node *node, int indent, int level,
                                glass_text *out)
{
    int is_map = node->kind == GLASS_NODE_MAP;
    /* lists of numbers stay on one line: nobody wants a line per measured point */
    int inside = is_map ? indent : -1;
    glass_text_bytes(out, is_map ? "{" : "[", 1);
    for (const glass_node *child = node->first; child; child = child->next) {
        node_new_line(inside, level + 1, out);
        if (is_map) {
            glass_json_quote(child->key, out);
            glass_text_bytes(out, ": ", 2);
        }
        glass_node_write_json(child, inside, level + 1, out);
        if (child->next) glass_text_add(out, inside < 0 ? ", " : ",");
    }
    if (node->first) node_new_line(inside, level, out);
    glass_text_bytes(out, is_map ? "}" : "]", 1);
}

void glass_node_write_json(const glass_node *node, int indent, int level, glass_text *out)
{
    switch (node->kind) {
    case GLASS_NODE_NULL: glass_text_add(out, "null"); break;
    case GLASS_NODE_TRUTH: glass_text_add(out, node->number ? "true" : "false"); break;
    case GLASS_NODE_NUMBER: glass_text_number(out, node->number); break;
    case GLASS_NODE_TEXT: glass_json_quote(node->text, out); break;
    case GLASS_NODE_LIST:
    case GLASS_NODE_MAP: node_write_children(node, indent, level, out); break;
    }
}
