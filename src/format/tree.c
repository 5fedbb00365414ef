#include "format/tree.h"
#include "base/memory.h"

#include <libfyaml.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory: blocks that are freed together, because a tree dies whole ---- */

typedef struct tree_block {
    struct tree_block *next;
    size_t used, size;
    _Alignas(16) char at[];
} tree_block;

static void *tree_alloc(tree_block **blocks, size_t bytes)
{
    enum { USUAL = 1 << 15 };
    bytes = (bytes + 15) & ~(size_t)15;
    tree_block *block = *blocks;
    if (!block || block->size - block->used < bytes) {
        size_t size = bytes > USUAL ? bytes : USUAL;
        block = glass_alloc(sizeof *block + size);
        if (!block) return NULL;
        *block = (tree_block){.next = *blocks, .size = size};
        *blocks = block;
    }
    void *at = block->at + block->used;
    block->used += bytes;
    return at;
}

static char *tree_text(tree_block **blocks, const char *text, size_t n)
{
    char *copy = tree_alloc(blocks, n + 1);
    if (!copy) return NULL;
    memcpy(copy, text, n);
    copy[n] = 0;
    return copy;
}

static void tree_free_blocks(tree_block *block)
{
    while (block) {
        tree_block *next = block->next;
        glass_free(block);
        block = next;
    }
}

void glass_tree_clear(glass_tree *tree)
{
    if (!tree) return;
    tree_free_blocks(tree->blocks);
    glass_free(tree->file);
    *tree = (glass_tree){0};
}

/* ---- building from the parser's events ---- */

typedef struct tree_anchor {
    struct tree_anchor *next;
    const char *name;
    const glass_node *node;
} tree_anchor;

typedef struct tree_builder {
    const char *file, *bytes;
    size_t n;
    tree_block *blocks;
    tree_anchor *anchors;
    glass_node *root;
    glass_node *open[GLASS_TREE_DEPTH], *last[GLASS_TREE_DEPTH]; /* last child of each */
    int depth, nodes, documents;
    const char *key; /* the key read last, waiting for its value */
    int key_line, key_column;
} tree_builder;

static glass_status tree_fail(const tree_builder *b, struct fy_event *event,
                              const char *words)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    return glass_fail_at(b->file, mark ? mark->line + 1 : 0, mark ? mark->column + 1 : 0,
                         "%s", words);
}

static glass_node *tree_new_node(tree_builder *b)
{
    glass_node *node = tree_alloc(&b->blocks, sizeof *node);
    if (node) *node = (glass_node){.kind = GLASS_NODE_NULL};
    return node;
}

static void tree_attach(tree_builder *b, glass_node *node)
{
    node->key = b->key;
    node->key_line = b->key_line;
    node->key_column = b->key_column;
    b->key = NULL;
    if (b->depth == 0) {
        b->root = node;
        return;
    }
    glass_node *parent = b->open[b->depth - 1], **last = &b->last[b->depth - 1];
    node->parent = parent;
    if (*last)
        (*last)->next = node;
    else
        parent->first = node;
    *last = node;
    parent->count++;
}

static int tree_wants_key(const tree_builder *b)
{
    return b->depth && b->open[b->depth - 1]->kind == GLASS_NODE_MAP && !b->key;
}

static int tree_is_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(text, *words) == 0) return 1;
    return 0;
}

/* The core schema of YAML 1.2, without octal and hexadecimal numbers (they stay text, so
 * that a field for numbers refuses them with words) and without infinity and NaN. */
static void tree_resolve(glass_node *node)
{
    static const char *const nothing[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};
    node->kind = GLASS_NODE_TEXT;
    if (node->is_quoted) return;
    double value;
    const char *end = glass_number_read(node->text, &value);
    if (tree_is_word(node->text, nothing)) {
        node->kind = GLASS_NODE_NULL;
    } else if (tree_is_word(node->text, yes) || tree_is_word(node->text, no)) {
        node->kind = GLASS_NODE_TRUTH;
        node->number = tree_is_word(node->text, yes);
    } else if (end && *end == 0 && isfinite(value)) {
        node->kind = GLASS_NODE_NUMBER;
        node->number = value;
    }
}

static glass_status tree_remember(tree_builder *b, struct fy_token *token,
                                  const glass_node *node)
{
    size_t n;
    const char *name = token ? fy_token_get_text(token, &n) : NULL;
    if (!name) return GLASS_OK;
    tree_anchor *anchor = tree_alloc(&b->blocks, sizeof *anchor);
    char *copy = anchor ? tree_text(&b->blocks, name, n) : NULL;
    if (!copy) return glass_fail_memory();
    *anchor = (tree_anchor){b->anchors, copy, node};
    b->anchors = anchor;
    return GLASS_OK;
}

/* A new node where the event stands; the checks that hold for every event are here. */
static glass_status tree_begin(tree_builder *b, struct fy_event *event, glass_node **out)
{
    if (fy_event_get_tag_token(event))
        return tree_fail(b, event, "a tag (!...) is not taken here; remove it");
    if (b->nodes++ >= GLASS_TREE_NODES)
        return tree_fail(b, event, "more than 4 million values in one file");
    glass_node *node = tree_new_node(b);
    if (!node) return glass_fail_memory();
    const struct fy_mark *mark = fy_event_start_mark(event);
    node->line = mark ? mark->line + 1 : b->key_line;
    node->column = mark ? mark->column + 1 : b->key_column;
    *out = node;
    return tree_remember(b, fy_event_get_anchor_token(event), node);
}

static glass_status tree_scalar(tree_builder *b, struct fy_event *event)
{
    size_t n = 0;
    struct fy_token *token = event->scalar.value;
    const char *text = token ? fy_token_get_text(token, &n) : "";
    if (!text) return glass_fail_memory();
    if (memchr(text, 0, n)) return tree_fail(b, event, "a text holds a zero character");
    glass_node *node;
    glass_status status = tree_begin(b, event, &node);
    if (status) return status;
    enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
    /* the library's mark is behind the opening quote */
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) node->column--;
    char *copy = tree_text(&b->blocks, text, n);
    if (!copy) return glass_fail_memory();
    if (tree_wants_key(b)) {
        b->key = copy;
        b->key_line = node->line;
        b->key_column = node->column;
        return GLASS_OK;
    }
    node->text = copy;
    node->is_quoted = style != FYSS_PLAIN;
    tree_resolve(node);
    tree_attach(b, node);
    return GLASS_OK;
}

static glass_status tree_open(tree_builder *b, struct fy_event *event, glass_node_kind kind)
{
    if (tree_wants_key(b)) return tree_fail(b, event, "a name must be a text, not a list");
    if (b->depth == GLASS_TREE_DEPTH)
        return tree_fail(b, event, "nested deeper than 64 levels");
    glass_node *node;
    glass_status status = tree_begin(b, event, &node);
    if (status) return status;
    node->kind = kind;
    tree_attach(b, node);
    b->open[b->depth] = node;
    b->last[b->depth] = NULL;
    b->depth++;
    return GLASS_OK;
}

static int tree_compare_keys(const void *a, const void *b)
{
    const glass_node *p = *(const glass_node *const *)a, *q = *(const glass_node *const *)b;
    int order = strcmp(p->key, q->key);
    if (order) return order;
    if (p->key_line != q->key_line) return p->key_line < q->key_line ? -1 : 1;
    return (p->key_column > q->key_column) - (p->key_column < q->key_column);
}

/* A name twice in one map: in JSON the last would silently win. Sorted, because a hostile
 * file may hold a hundred thousand names. */
static glass_status tree_check_keys(const tree_builder *b, const glass_node *map)
{
    if (map->count < 2) return GLASS_OK;
    const glass_node **at = glass_alloc((size_t)map->count * sizeof(const glass_node *));
    if (!at) return glass_fail_memory();
    int n = 0;
    for (const glass_node *node = map->first; node; node = node->next) at[n++] = node;
    qsort(at, (size_t)n, sizeof *at, tree_compare_keys);
    glass_status status = GLASS_OK;
    for (int i = 1; i < n && !status; i++)
        if (strcmp(at[i - 1]->key, at[i]->key) == 0)
            status =
                glass_fail_at(b->file, at[i]->key_line, at[i]->key_column,
                              "\"%.80s\" stands here a second time (first on line %d); "
                              "keep one of them",
                              at[i]->key, at[i - 1]->key_line);
    glass_free(at);
    return status;
}

static glass_status tree_close(tree_builder *b)
{
    glass_node *node = b->open[--b->depth];
    return node->kind == GLASS_NODE_MAP ? tree_check_keys(b, node) : GLASS_OK;
}

/* A deep copy, counted like read nodes: a few lines of aliases of aliases can stand for
 * billions of values. NULL: too many, too deep, or no memory (told apart by `nodes`). */
static glass_node *tree_copy(tree_builder *b, const glass_node *from, int depth)
{
    if (depth > GLASS_TREE_DEPTH || b->nodes++ >= GLASS_TREE_NODES) return NULL;
    glass_node *to = tree_new_node(b), *last = NULL;
    if (!to) return NULL;
    *to = *from;
    to->first = to->next = NULL;
    for (const glass_node *child = from->first; child; child = child->next) {
        glass_node *copy = tree_copy(b, child, depth + 1);
        if (!copy) return NULL;
        copy->parent = to;
        if (last)
            last->next = copy;
        else
            to->first = copy;
        last = copy;
    }
    return to;
}

static glass_status tree_alias(tree_builder *b, struct fy_event *event)
{
    size_t n = 0;
    const char *name = fy_token_get_text(event->alias.anchor, &n);
    if (tree_wants_key(b)) return tree_fail(b, event, "an alias cannot be a name");
    const tree_anchor *anchor = name ? b->anchors : NULL;
    while (anchor && (strlen(anchor->name) != n || memcmp(anchor->name, name, n)))
        anchor = anchor->next;
    if (!anchor) return tree_fail(b, event, "no anchor (&name) of this name stands above");
    for (int i = 0; i < b->depth; i++)
        if (b->open[i] == anchor->node)
            return tree_fail(b, event, "an alias cannot stand inside its own anchor");
    glass_node *node = tree_copy(b, anchor->node, b->depth);
    if (!node) return tree_fail(b, event, "the aliases stand for more than can be held");
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark) node->line = mark->line + 1, node->column = mark->column + 1;
    tree_attach(b, node);
    return GLASS_OK;
}

static glass_status tree_take(tree_builder *b, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (b->documents++)
            return tree_fail(b, event, "a second document (---) begins; one is expected");
        return GLASS_OK;
    case FYET_SCALAR: return tree_scalar(b, event);
    case FYET_ALIAS: return tree_alias(b, event);
    case FYET_MAPPING_START: return tree_open(b, event, GLASS_NODE_MAP);
    case FYET_SEQUENCE_START: return tree_open(b, event, GLASS_NODE_LIST);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: return tree_close(b);
    default: return GLASS_OK;
    }
}

/* ---- the parser ---- */

/* The library's remarks in the words of this house; what is not known goes through. */
static const char *tree_translate(const char *said)
{
    static const struct {
        const char *said, *words;
    } known[] = {
        {"Invalid JSON plain scalar",
         "this is no JSON value: a number, true, false, null, a "
         "text in double quotes, [ or { is expected; or a comma "
         "is missing before it"},
        {"JSON does not allow empty values", "a value or a colon is missing here"},
        {"JSON disallows trailing comma", "a comma before the closing bracket; remove it"},
        {"single quoted scalars", "JSON takes texts in \"double quotes\" only"},
        {"Multi line double quoted", "a text goes over the end of its line; is its closing "
                                     "quote missing?"},
        {"Multi line plain", "this is not JSON (comments are not allowed either)"},
        {"without closing quote", "a text has no closing quote: is the file cut off?"},
        {"missing comma", "a comma is missing before this (or quotes around a text with "
                          "[ ], { } or a comma in it)"},
        {"multiline plain key", "a name must stand on one line, followed by a colon and a "
                                "blank; is the next line indented by mistake?"},
        {"empty root content", "the file is empty"},
        {"malformed UTF8", "this is no UTF-8 text"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (said && strstr(said, known[i].said)) return known[i].words;
    return said && *said ? said : "cannot be read";
}

/* Whether nothing but blanks stands at a place and behind it. */
static int tree_is_end(const char *bytes, size_t n, int line, int column)
{
    size_t i = 0;
    for (; i < n && line > 1; i++) line -= bytes[i] == '\n';
    for (; i < n && column > 1 && bytes[i] != '\n'; i++) column--;
    while (i < n && strchr(" \t\r\n", bytes[i])) i++;
    return n && i == n;
}

static glass_status tree_parser_failed(const tree_builder *b, struct fy_diag *diag)
{
    const char *file = b->file;
    void *iterator = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
    if (!error) return glass_fail_at(file, 0, 0, "cannot be read as YAML or JSON");
    if (tree_is_end(b->bytes, b->n, error->line, error->column))
        return glass_fail_at(
            file, error->line, error->column,
            "the text ends here, inside something that was begun: is it cut "
            "off, or is a bracket or quote not closed?");
    return glass_fail_at(file, error->line, error->column, "%s",
                         tree_translate(error->msg));
}

static glass_status tree_run(tree_builder *b, struct fy_parser *parser,
                             struct fy_diag *diag)
{
    glass_status status = GLASS_OK;
    int at_end = 0;
    while (!status && !at_end) {
        struct fy_event *event = fy_parser_parse(parser);
        if (!event) return tree_parser_failed(b, diag);
        at_end = event->type == FYET_STREAM_END;
        status = tree_take(b, event);
        fy_parser_event_free(parser, event);
    }
    if (!status && fy_parser_get_stream_error(parser)) return tree_parser_failed(b, diag);
    if (!status && !b->root) {
        b->root = tree_new_node(b);
        if (!b->root) return glass_fail_memory();
        b->root->line = b->root->column = 1;
    }
    return status;
}

static glass_status tree_parse(tree_builder *b, int is_json)
{
    struct fy_diag_cfg words;
    fy_diag_cfg_default(&words);
    words.fp = NULL; /* the library must not print */
    words.colorize = false;
    words.level = FYET_ERROR;
    struct fy_diag *diag = fy_diag_create(&words);
    if (!diag) return glass_fail_memory();
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg how = {
        .search_path = "",
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG |
                 (is_json ? FYPCF_JSON_FORCE : FYPCF_JSON_NONE),
        .diag = diag,
    };
    struct fy_parser *parser = fy_parser_create(&how);
    glass_status status;
    if (!parser || fy_parser_set_string(parser, b->bytes, b->n))
        status = glass_fail_memory();
    else
        status = tree_run(b, parser, diag);
    if (parser) fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return status;
}

static int tree_ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);
    return n >= m && glass_text_same(name + n - m, ending);
}

static int tree_is_json(const char *file, const char *bytes, size_t n)
{
    if (tree_ends_with(file, ".json")) return 1;
    if (tree_ends_with(file, ".yaml") || tree_ends_with(file, ".yml")) return 0;
    size_t i = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (i < n && strchr(" \t\r\n", bytes[i]) && bytes[i]) i++;
    return i < n && (bytes[i] == '{' || bytes[i] == '[');
}

/* JSON wants a digit on both sides of a point, no plus sign and no leading zero. */
static int tree_is_json_number(const char *text)
{
    if (*text == '-') text++;
    if (*text < '0' || *text > '9') return 0;
    if (*text == '0' && text[1] >= '0' && text[1] <= '9') return 0;
    const char *point = strchr(text, '.');
    return !point || (point[1] >= '0' && point[1] <= '9');
}

static const glass_node *tree_bare_word(const glass_node *node)
{
    if (node->kind == GLASS_NODE_TEXT && !node->is_quoted) return node;
    if (node->kind == GLASS_NODE_NUMBER && !tree_is_json_number(node->text)) return node;
    for (const glass_node *child = node->first; child; child = child->next) {
        const glass_node *found = tree_bare_word(child);
        if (found) return found;
    }
    return NULL;
}

/* Strict JSON refuses NaN, Infinity, .5 or 0x10 without knowing the field. Read as YAML the
 * text gives a tree, and with it the field's name; if that does not work either, or finds
 * nothing, the first words stand. */
static void tree_explain_json(const char *file, const char *bytes, size_t n)
{
    char first[512];
    strncpy(first, glass_words(), sizeof first - 1);
    first[sizeof first - 1] = 0;
    tree_builder b = {.file = file, .bytes = bytes, .n = n};
    const glass_node *word = NULL;
    if (!tree_parse(&b, 0)) word = tree_bare_word(b.root);
    if (word && strpbrk(word->text, "\"':{}[]\n") == NULL) {
        char path[256];
        glass_fail_at(file, word->line, word->column,
                      "%s is %.60s, which is no JSON number; write digits, like 0.5 or "
                      "1.5e-3",
                      glass_node_path(word, path), word->text);
    } else {
        glass_fail(GLASS_E_INPUT, "%s", first);
    }
    tree_free_blocks(b.blocks);
}

/* Bytes of the UTF-8 letter at `p`, 0 if it is none. (The parser would take a byte-order
 * mark of UTF-16 as one, and then read nonsense without a word.) */
static size_t tree_letter(const unsigned char *p, size_t left)
{
    size_t n = *p < 0x80                 ? 1
               : *p >= 0xc2 && *p < 0xe0 ? 2
               : *p >= 0xe0 && *p < 0xf0 ? 3
                                         : 4;
    if (*p >= 0x80 && (*p < 0xc2 || *p > 0xf4)) return 0;
    if (n > left) return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80) return 0;
    return n;
}

static glass_status tree_check_utf8(const char *file, const char *bytes, size_t n)
{
    int line = 1;
    size_t step;
    for (size_t i = 0; i < n; i += step) {
        if (!bytes[i]) return glass_fail_at(file, line, 0, "a zero byte: this is no text");
        step = tree_letter((const unsigned char *)bytes + i, n - i);
        if (!step) return glass_fail_at(file, line, 0, "this is no UTF-8 text");
        line += bytes[i] == '\n';
    }
    return GLASS_OK;
}

glass_status glass_tree_read(const char *file, const char *bytes, size_t n, glass_tree *out)
{
    if (n > GLASS_TREE_BYTES)
        return glass_fail_at(file, 0, 0, "larger than 64 MiB; is this the right file?");
    glass_status status = tree_check_utf8(file, bytes, n);
    if (status) return status;
    tree_builder b = {.file = file, .bytes = bytes, .n = n};
    int is_json = tree_is_json(file, bytes, n);
    status = tree_parse(&b, is_json);
    char *name = status ? NULL : glass_strdup(file);
    if (!status && !name) status = glass_fail_memory();
    if (status) {
        tree_free_blocks(b.blocks);
        if (is_json && status == GLASS_E_INPUT) tree_explain_json(file, bytes, n);
        return status;
    }
    *out = (glass_tree){b.root, name, b.blocks};
    return GLASS_OK;
}

glass_status glass_tree_open(const char *file, glass_tree *out)
{
    char *bytes;
    size_t n;
    glass_status status = glass_file_read(file, GLASS_TREE_BYTES, &bytes, &n);
    if (status) return status;
    status = glass_tree_read(file, bytes, n, out);
    glass_free(bytes);
    return status;
}
