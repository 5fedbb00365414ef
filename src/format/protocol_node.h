/* The words "PREFIX VALUE" of a node, placed so that failures point into its file. */
#ifndef GLASSCELL_PROTOCOL_NODE_H
#define GLASSCELL_PROTOCOL_NODE_H

#include "cell/protocol_lex.h"
#include "cell/protocol_reader.h"
#include "format/tree.h"

/* What is needed to read a protocol from a tree; all borrowed. */
typedef struct protocol_nodes {
    protocol_reader *words;
    const glass_tree *tree;
} protocol_nodes;

typedef struct protocol_node {
    protocol_lex lex;
    char *text; /* owned until protocol_node_end */
} protocol_node;

/* Begins to read a scalar. On failure there is nothing to end.
 * @return GLASS_E_INPUT when it is a list or a map */
glass_status protocol_node_begin(const protocol_nodes *nodes, const char *prefix,
                                 const glass_node *node, protocol_node *out);
/* Fails unless all words have been used; frees them. @return the status of the lex */
glass_status protocol_node_end(protocol_node *node);

/* Calls `read` for a scalar, or for each item of a list; an empty list is refused. */
typedef glass_status protocol_node_each(const protocol_nodes *nodes, const glass_node *node,
                                        void *context);
glass_status protocol_node_for_each(const protocol_nodes *nodes, const glass_node *node,
                                    protocol_node_each *read, void *context);

#endif
