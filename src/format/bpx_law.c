/* Laws of BPX: {"D": 1e-14}, {"D": "exp(-x)"}, {"D": {"x": [...], "y": [...]}}. */
#include "format/bpx.h"
#include "base/memory.h"

#include <string.h>

/* Words of the law's own reader become an error at the node; only lack of memory is more. */
static glass_status law_note(glass_bpx_reader *r, const glass_node *node,
                             glass_status status)
{
    if (status == GLASS_E_MEMORY || status == GLASS_OK) return status;
    glass_bpx_error(r, node, "%s", glass_words());
    return GLASS_OK;
}

static double *law_list(glass_bpx_reader *r, const glass_node *list, glass_status *status)
{
    char words[96];
    if (list->kind != GLASS_NODE_LIST) {
        glass_bpx_error(r, list, "a list of numbers is expected, %s came",
                        glass_node_words(list, words));
        return NULL;
    }
    double *at = glass_alloc((size_t)(list->count + 1) * sizeof *at);
    if (!at) *status = glass_fail_memory();
    int n = 0;
    for (const glass_node *node = list->first; at && node; node = node->next)
        if (!glass_bpx_number(r, node, &at[n++])) {
            glass_free(at);
            return NULL; /* one remark is enough for a list */
        }
    return at;
}

/* Sorted either way is how tables are written; anything else deserves a remark. */
static void law_warn_order(glass_bpx_reader *r, const glass_node *node, const double *x,
                           int n)
{
    int up = 0, down = 0;
    for (int i = 1; i < n; i++) up += x[i] > x[i - 1], down += x[i] < x[i - 1];
    if (up && down)
        glass_bpx_warn(r, node, "the table is not in order of x; it was sorted");
}

static int law_join(glass_bpx_reader *r, const glass_node *node, glass_law_join *out)
{
    static const char *const names[] = {"linear", "cubic", NULL};
    *out = GLASS_JOIN_LINEAR;
    if (!node) return 1;
    if (node->text && strcmp(node->text, names[0]) == 0) return 1;
    *out = GLASS_JOIN_MONOTONE_CUBIC;
    if (node->text && strcmp(node->text, names[1]) == 0) return 1;
    glass_bpx_error(r, node, "\"linear\" or \"cubic\" (monotone) is expected");
    return 0;
}

static glass_status law_table(glass_bpx_reader *r, const glass_node *node, glass_law **out)
{
    const glass_node *x = glass_node_find(node, "x"), *y = glass_node_find(node, "y");
    const glass_node *way = glass_node_find(node, "interpolation");
    glass_law_join join;
    if (!x || !y || node->count != 2 + (way != NULL)) {
        glass_bpx_error(r, node,
                        "a table is {\"x\": [...], \"y\": [...]}, and nothing else but "
                        "\"interpolation\": \"linear\" or \"cubic\"");
        return GLASS_OK;
    }
    glass_status status = GLASS_OK;
    if (!law_join(r, way, &join)) return GLASS_OK;
    double *at_x = law_list(r, x, &status);
    double *at_y = status || !at_x ? NULL : law_list(r, y, &status);
    if (at_x && at_y && x->count != y->count) {
        glass_bpx_error(r, node, "x has %d numbers and y has %d; they must be equally many",
                        x->count, y->count);
    } else if (at_x && at_y) {
        law_warn_order(r, node, at_x, x->count);
        status =
            law_note(r, node, glass_law_table((size_t)x->count, at_x, at_y, join, out));
    }
    glass_free(at_x);
    glass_free(at_y);
    return status;
}

glass_status glass_bpx_law(glass_bpx_reader *r, const glass_node *node, glass_law **out)
{
    char words[96];
    *out = NULL;
    switch (node->kind) {
    case GLASS_NODE_NUMBER: return law_note(r, node, glass_law_constant(node->number, out));
    case GLASS_NODE_TEXT: return law_note(r, node, glass_law_expression(node->text, out));
    case GLASS_NODE_MAP: return law_table(r, node, out);
    default:
        glass_bpx_error(
            r, node,
            "a number, an expression in x or a table {\"x\", \"y\"} is expected, "
            "%s came",
            glass_node_words(node, words));
        return GLASS_OK;
    }
}
