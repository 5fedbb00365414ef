#include "format/protocol_node.h"
#include "base/memory.h"

#include <string.h>

glass_status protocol_node_begin(const protocol_nodes *nodes, const char *prefix,
                                 const glass_node *node, protocol_node *out)
{
    char came[96];
    *out = (protocol_node){.text = NULL};
    if (!node->text)
        return glass_node_fail(nodes->tree, node, "%s%swords are expected here; %s came",
                               node->key ? node->key : "", node->key ? ": " : "",
                               glass_node_words(node, came));
    glass_text text = {0};
    const char *blank = *prefix ? " " : "";
    glass_text_add(&text, "%s%s%s", prefix, blank, node->text);
    out->text = glass_text_take(&text);
    if (!out->text) return glass_fail_memory();
    int column =
        node->column + (node->is_quoted != 0) - (int)strlen(prefix) - (int)strlen(blank);
    protocol_lex_start(&out->lex, out->text, nodes->words->out->name, node->line, column,
                       nodes->words->notes);
    return GLASS_OK;
}

glass_status protocol_node_end(protocol_node *node)
{
    protocol_lex *lex = &node->lex;
    char came[64];
    if (lex->status == GLASS_OK && lex->token.kind != PROTOCOL_TOKEN_END)
        protocol_lex_fail(lex, lex->token, "\"%s\" is not expected here",
                          protocol_lex_text(lex, lex->token, came, sizeof came));
    glass_free(node->text);
    node->text = NULL;
    return lex->status;
}

glass_status protocol_node_for_each(const protocol_nodes *nodes, const glass_node *node,
                                    protocol_node_each *read, void *context)
{
    if (node->kind != GLASS_NODE_LIST) return read(nodes, node, context);
    if (node->count == 0)
        return glass_node_fail(nodes->tree, node, "%s: the list is empty",
                               node->key ? node->key : "here");
    glass_status status = GLASS_OK;
    for (const glass_node *at = node->first; at && !status; at = at->next)
        status = read(nodes, at, context);
    return status;
}
