/* User-defined: two numbers of it are used (contact resistance, thermodynamic factor), all
 * else is kept as text and written back. */
#include "format/bpx.h"
#include "base/memory.h"

#include <string.h>

static int user_is_table(const glass_node *node)
{
    return glass_node_find(node, "x") && glass_node_find(node, "y");
}

/* BPX allows numbers, expressions, tables and objects of these; the rest is kept as well,
 * but other programs will refuse it. */
static glass_status user_look(glass_bpx_reader *r, const glass_node *node)
{
    char words[96];
    if (node->kind == GLASS_NODE_MAP && !user_is_table(node)) {
        glass_status status = GLASS_OK;
        for (const glass_node *child = node->first; child && !status; child = child->next)
            status = user_look(r, child);
        return status;
    }
    if (node->kind == GLASS_NODE_TEXT && glass_text_same(node->key, "description"))
        return GLASS_OK;
    if (node->kind == GLASS_NODE_TEXT) {
        glass_law *law;
        glass_status status = glass_law_expression(node->text, &law);
        if (status == GLASS_OK) glass_law_free(law);
        if (status == GLASS_E_INPUT)
            glass_bpx_warn(r, node,
                           "no expression in x; kept, but other programs refuse it");
        return status == GLASS_E_INPUT ? GLASS_OK : status;
    }
    if (node->kind != GLASS_NODE_NUMBER && !user_is_table(node))
        glass_bpx_warn(r, node,
                       "%s; BPX takes numbers, expressions, tables and objects of these "
                       "here; kept, but other programs refuse it",
                       glass_node_words(node, words));
    return GLASS_OK;
}

static const glass_row *user_row(const glass_node *node)
{
    for (const glass_row *row = glass_user_rows; row->kind != GLASS_KIND_END; row++)
        if (glass_bpx_key_is(node->key, row)) return row;
    return NULL;
}

static void user_keep(const glass_node *node, glass_text *out)
{
    glass_text_add(out, out->length ? ",\n" : "");
    glass_text_add(out, "   ");
    glass_json_quote(node->key, out);
    glass_text_add(out, ": ");
    glass_node_write_json(node, 1, 3, out);
}

static glass_status user_take(glass_bpx_reader *r, const glass_node *node, glass_text *kept)
{
    const glass_row *row = user_row(node);
    glass_cell_slot slot;
    if (row && glass_cell_slot_of(r->cell, row, -1, -1, &slot))
        return glass_bpx_slot(r, node, &slot);
    glass_status status = user_look(r, node);
    user_keep(node, kept);
    return status;
}

glass_status glass_bpx_user(glass_bpx_reader *r, const glass_node *user)
{
    glass_text kept = {0};
    glass_status status = GLASS_OK;
    if (!glass_bpx_is_map(r, user)) return GLASS_OK;
    for (const glass_node *node = user->first; node && !status; node = node->next)
        status = user_take(r, node, &kept);
    if (!status && kept.length) {
        r->cell->user_json = glass_text_take(&kept);
        if (!r->cell->user_json) status = glass_fail_memory();
    }
    glass_text_clear(&kept);
    return status;
}

glass_status glass_bpx_keep_conductivity(glass_bpx_reader *r)
{
    if (isnan(r->thermal_conductivity)) return GLASS_OK;
    glass_text kept = {0};
    if (r->cell->user_json) glass_text_add(&kept, "%s,\n", r->cell->user_json);
    glass_text_add(&kept, "   \"Thermal conductivity [W.m-1.K-1]\": ");
    glass_text_number(&kept, r->thermal_conductivity);
    char *text = glass_text_take(&kept);
    if (!text) return glass_fail_memory();
    glass_free(r->cell->user_json);
    r->cell->user_json = text;
    return GLASS_OK;
}
