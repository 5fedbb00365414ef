/* A YAML or JSON text as a tree in which every node knows its line and column.
 *
 * Both languages come in through libfyaml; what is worth an error is found here: duplicate
 * keys, unknown aliases, tags, texts deeper or larger than any sane file. Scalars are told
 * apart as YAML 1.2 and JSON do: 5.6e-5 is a number, "5.6e-5" a text, NaN a bare word that
 * glass_node_number refuses with the name of its field. */
#ifndef GLASSCELL_TREE_H
#define GLASSCELL_TREE_H

#include "base/text.h"

typedef enum glass_node_kind {
    GLASS_NODE_NULL,   /* null, ~ or nothing */
    GLASS_NODE_TRUTH,  /* true or false; `number` is 1 or 0 */
    GLASS_NODE_NUMBER, /* finite; `number` */
    GLASS_NODE_TEXT,   /* anything else written as one word or text */
    GLASS_NODE_LIST,
    GLASS_NODE_MAP
} glass_node_kind;

/* One node. All of it is owned by the tree. */
typedef struct glass_node glass_node;
struct glass_node {
    glass_node_kind kind;
    int line, column;         /* where the value begins, from 1 */
    const char *key;          /* in a map: its name; else NULL */
    int key_line, key_column; /* where the key begins */
    const char *text;         /* of a scalar: as written, without quotes; else NULL */
    int is_quoted;            /* of a scalar: stood in quotes or in a block */
    double number;
    int count;                /* children of a list or map */
    glass_node *first, *next; /* children, siblings: in the order of the file */
    const glass_node *parent; /* NULL for the root */
};

typedef struct glass_tree {
    glass_node *root;
    char *file;   /* name for messages */
    void *blocks; /* memory, private */
} glass_tree;

enum { GLASS_TREE_DEPTH = 64, GLASS_TREE_NODES = 4000000, GLASS_TREE_BYTES = 1 << 26 };

/* Reads `n` bytes. What ends in .json, or begins with a bracket and does not end in .yaml
 * or .yml, is strict JSON; everything else YAML 1.2. An empty text has a NULL node as root.
 * Errors: GLASS_E_INPUT "file:line:column: ..."; then `out` is untouched. */
glass_status glass_tree_read(const char *file, const char *bytes, size_t n,
                             glass_tree *out);
/* The same of a whole file; "-" is standard input. */
glass_status glass_tree_open(const char *file, glass_tree *out);
void glass_tree_clear(glass_tree *tree);

/* The child of a map by exact name, then without regard to case; NULL if none, or if `map`
 * is NULL or no map. */
const glass_node *glass_node_find(const glass_node *map, const char *key);

/* What came, for "... came": `the text "abc"`, `true`, `a list`. Cut to 80 letters. */
const char *glass_node_words(const glass_node *node, char out[96]);
/* "Parameterisation / Cell / Volume [m3]"; items of lists by number from 1. */
const char *glass_node_path(const glass_node *node, char out[256]);
/* "file:line:column" of the value, and of the key. */
const char *glass_node_place(const glass_tree *tree, const glass_node *node, char out[512]);
const char *glass_key_place(const glass_tree *tree, const glass_node *node, char out[512]);

/* "file:line:column: words" of the value: GLASS_E_INPUT. */
glass_status glass_node_fail(const glass_tree *tree, const glass_node *node,
                             const char *format, ...) GLASS_PRINTF(3, 4);

/* A number, or words that say what came instead (a text that holds a number, true, NaN,
 * null, a list ...), beginning with the path. */
glass_status glass_node_number(const glass_tree *tree, const glass_node *node, double *out);

/* Appends the node as JSON, `indent` spaces a level (negative: on one line); numbers are
 * written with the shortest digits that read back the same. */
void glass_node_write_json(const glass_node *node, int indent, int level, glass_text *out);
/* Appends a text in double quotes, escaped as JSON. */
void glass_json_quote(const char *text, glass_text *out);

#endif
