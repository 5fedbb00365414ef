/* What holds for a whole protocol: start, temperature, limits, what stops the run. */
#include "format/protocol_tree.h"
#include "format/protocol_node.h"
#include "cell/protocol_cond.h"
#include "cell/protocol_quantity.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

static const char *const program_keys[] = {
    "steps",     "protocol", "experiment", "start",       "temperature", "limits",
    "stop when", "every",    "title",      "description", NULL};

/* ---- numbers ---- */

static glass_status program_temperature(const protocol_nodes *nodes, const glass_node *node)
{
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, "", node, &words);
    if (status) return status;
    nodes->words->out->temperature_K = protocol_quantity_temperature(&words.lex);
    return protocol_node_end(&words);
}

static glass_status program_voltage(const protocol_nodes *nodes, const glass_node *node,
                                    double *out)
{
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, "", node, &words);
    if (status) return status;
    protocol_quantity q = protocol_quantity_read(&words.lex, "a voltage, such as 2.5 V,");
    if (words.lex.status == GLASS_OK && q.kind != PROTOCOL_VOLTAGE)
        protocol_lex_fail(&words.lex, q.where, "a voltage is expected, not %s",
                          protocol_quantity_kind(q.kind));
    *out = q.value;
    return protocol_node_end(&words);
}

/* limits: [2.5 V, 4.2 V] */
static glass_status program_limits(const protocol_nodes *nodes, const glass_node *node)
{
    glass_protocol *out = nodes->words->out;
    if (node->kind != GLASS_NODE_LIST || node->count != 2)
        return glass_node_fail(nodes->tree, node,
                               "limits: two voltages are expected, as in [2.5 V, 4.2 V]");
    glass_status status = program_voltage(nodes, node->first, &out->voltage_min);
    if (!status) status = program_voltage(nodes, node->first->next, &out->voltage_max);
    if (!status && !(out->voltage_min < out->voltage_max))
        status =
            glass_node_fail(nodes->tree, node->first,
                            "limits: the lower voltage comes first; %g V is not below %g V",
                            out->voltage_min, out->voltage_max);
    return status;
}

/* 0.5, "50 %", "50 % SOC" */
static glass_status program_soc(const protocol_nodes *nodes, const glass_node *node)
{
    protocol_node words;
    int has_sign;
    glass_status status = protocol_node_begin(nodes, "", node, &words);
    if (status) return status;
    double soc = protocol_quantity_number(&words.lex, &has_sign, "a number, such as 50 %,");
    if (protocol_lex_take_mark(&words.lex, '%')) soc /= 100;
    protocol_lex_take(&words.lex, "SOC");
    if (words.lex.status == GLASS_OK && !(soc >= 0 && soc <= 1))
        protocol_lex_fail(&words.lex, protocol_lex_span(&words.lex, 0),
                          "a state of charge is 0 to 1, or 0 to 100 %%");
    nodes->words->out->soc_start = soc;
    return protocol_node_end(&words);
}

/* start: {soc: 0.5, temperature: 25 degC}, or start: 50 % SOC */
static glass_status program_start(const protocol_nodes *nodes, const glass_node *node)
{
    glass_status status = GLASS_OK;
    if (node->kind != GLASS_NODE_MAP) return program_soc(nodes, node);
    for (const glass_node *at = node->first; at && !status; at = at->next) {
        if (glass_text_same(at->key, "soc"))
            status = program_soc(nodes, at);
        else if (glass_text_same(at->key, "temperature"))
            status = program_temperature(nodes, at);
        else
            status = glass_fail_at(
                nodes->tree->file, at->key_line, at->key_column,
                "\"%.80s\" is not known here; expected soc or temperature", at->key);
    }
    return status;
}

/* stop when: 80 % capacity, or a list of conditions */
static glass_status program_stop_one(const protocol_nodes *nodes, const glass_node *node,
                                     void *context)
{
    glass_protocol *out = context;
    protocol_ends ends = {out->stops, out->n_stops};
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, "", node, &words);
    if (status) return status;
    protocol_cond_read(&words.lex, &ends);
    protocol_cond_settle_jump(&words.lex, ends.at, ends.n);
    out->stops = ends.at;
    out->n_stops = ends.n;
    return protocol_node_end(&words);
}

/* every: 10 s, for the steps that say nothing else */
static glass_status program_every(const protocol_nodes *nodes, const glass_node *node)
{
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, "", node, &words);
    if (status) return status;
    double period = protocol_quantity_time(&words.lex);
    glass_protocol *out = nodes->words->out;
    for (int i = 0; i < out->count; i++)
        if (out->at[i].op == GLASS_OP_STEP && isnan(out->at[i].period_s))
            out->at[i].period_s = period;
    return protocol_node_end(&words);
}

/* ---- keys ---- */

static int program_is_steps(const glass_node *node)
{
    return glass_text_same(node->key, "steps") || glass_text_same(node->key, "protocol") ||
           glass_text_same(node->key, "experiment");
}

static glass_status program_key(const protocol_nodes *nodes, const glass_node *node)
{
    if (program_is_steps(node) || glass_text_same(node->key, "every") ||
        glass_text_same(node->key, "title") || glass_text_same(node->key, "description"))
        return GLASS_OK; /* read apart, or for people */
    if (glass_text_same(node->key, "start")) return program_start(nodes, node);
    if (glass_text_same(node->key, "temperature")) return program_temperature(nodes, node);
    if (glass_text_same(node->key, "limits")) return program_limits(nodes, node);
    if (glass_text_same(node->key, "stop when"))
        return protocol_node_for_each(nodes, node, program_stop_one, nodes->words->out);
    const char *near = protocol_lex_nearest(node->key, program_keys);
    return glass_fail_at(
        nodes->tree->file, node->key_line, node->key_column,
        "\"%.80s\" is not known; %s%s%s", node->key,
        near ? "did you mean \""
             : "expected steps, start, temperature, limits, stop when, every, "
               "title or description",
        near ? near : "", near ? "\"?" : "");
}

static glass_status program_map(const protocol_nodes *nodes, const glass_node *map)
{
    const glass_node *steps = NULL, *every = glass_node_find(map, "every");
    glass_status status = GLASS_OK;
    for (const glass_node *at = map->first; at && !status; at = at->next) {
        if (program_is_steps(at) && steps)
            status =
                glass_fail_at(nodes->tree->file, at->key_line, at->key_column,
                              "\"%s\" and \"%s\" are the same thing", steps->key, at->key);
        if (program_is_steps(at)) steps = at;
        if (!status) status = program_key(nodes, at);
    }
    if (!status) status = protocol_tree_steps(nodes->words, nodes->tree, steps);
    if (!status && every) status = program_every(nodes, every);
    return status;
}

glass_status protocol_tree_read(protocol_reader *words, const glass_tree *tree,
                                const glass_node *node)
{
    protocol_nodes nodes = {words, tree};
    int has_steps = 0;
    if (node->kind == GLASS_NODE_MAP)
        for (const glass_node *at = node->first; at; at = at->next)
            has_steps |= program_is_steps(at);
    if (has_steps) return program_map(&nodes, node);
    if (node->kind == GLASS_NODE_MAP && node->first &&
        (glass_text_same(node->first->key, "start") ||
         glass_text_same(node->first->key, "limits")))
        return glass_node_fail(tree, node, "\"steps:\" with a list of steps is missing");
    return protocol_tree_steps(words, tree, node);
}
