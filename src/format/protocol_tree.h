/* Protocols as maps and lists: YAML and JSON into a glass_protocol. */
#ifndef GLASSCELL_PROTOCOL_TREE_H
#define GLASSCELL_PROTOCOL_TREE_H

#include "cell/protocol_reader.h"
#include "format/tree.h"

/* Reads a list of steps, or a map with `steps` and what holds for all of them, or words.
 * Appends to reader->out; protocol_reader_finish is still to be called.
 * @return GLASS_E_INPUT with file, line and column */
glass_status protocol_tree_read(protocol_reader *reader, const glass_tree *tree,
                                const glass_node *node);

/* The steps alone: a list, one map, or words. */
glass_status protocol_tree_steps(protocol_reader *reader, const glass_tree *tree,
                                 const glass_node *steps);

/* A protocol that stands in another file (a study): read, finished and checked.
 * @param folder where the profiles are that it names; NULL: the working folder
 * @param[out] out as before on failure */
glass_status protocol_tree_protocol(const glass_tree *tree, const glass_node *node,
                                    const char *folder, glass_protocol *out,
                                    glass_notes *notes);

#endif
