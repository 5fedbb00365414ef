/* A map says what a line of words says, one clause a key, so each key and its value are put
 * together as the words that they stand for and read by the words' own reader: one grammar,
 * and places that point into the file. */
#include "format/protocol_tree.h"
#include "format/protocol_node.h"
#include "cell/protocol_cond.h"
#include "cell/protocol_quantity.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a key of a step is. */
typedef enum tree_role {
    TREE_MODE,   /* begins a step: `word` and the value */
    TREE_CLAUSE, /* adds to it: `word` and the value */
    TREE_TAG,
    TREE_LABEL,
    TREE_PART /* belongs to the mode, which looks for it */
} tree_role;

static const struct tree_key {
    const char *key;
    tree_role role;
    const char *word;
} tree_keys[] = {
    {"rest", TREE_MODE, "rest"},
    {"wait", TREE_MODE, "rest"},
    {"charge", TREE_MODE, "charge"},
    {"discharge", TREE_MODE, "discharge"},
    {"hold", TREE_MODE, "hold"},
    {"current", TREE_MODE, "current"},
    {"voltage", TREE_MODE, "voltage"},
    {"power", TREE_MODE, "power"},
    {"resistance", TREE_MODE, "resistance"},
    {"CCCV charge", TREE_MODE, "CCCV charge"},
    {"CCCV discharge", TREE_MODE, "CCCV discharge"},
    {"follow", TREE_MODE, NULL},
    {"profile", TREE_MODE, NULL},
    {"repeat", TREE_MODE, NULL},
    {"goto", TREE_MODE, NULL},
    {"stop", TREE_MODE, NULL},
    {"stop when", TREE_MODE, NULL},
    {"until", TREE_CLAUSE, "until"},
    {"for", TREE_CLAUSE, "for"},
    {"temperature", TREE_CLAUSE, "at"},
    {"every", TREE_CLAUSE, "every"},
    {"period", TREE_CLAUSE, "every"},
    {"from", TREE_CLAUSE, "from"},
    {"tag", TREE_TAG, NULL},
    {"tags", TREE_TAG, NULL},
    {"label", TREE_LABEL, NULL},
    {"name", TREE_LABEL, NULL},
    {"at", TREE_PART, NULL},
    {"to", TREE_PART, NULL},
    {"column", TREE_PART, NULL},
    {"scale", TREE_PART, NULL},
    {"sign", TREE_PART, NULL},
    {"steps", TREE_PART, NULL},
    {"times", TREE_PART, NULL},
};

enum { TREE_KEYS = sizeof tree_keys / sizeof *tree_keys };

static const struct tree_key *tree_key_find(const char *key)
{
    for (int i = 0; i < TREE_KEYS; i++)
        if (glass_text_same(key, tree_keys[i].key)) return &tree_keys[i];
    return NULL;
}

/* ---- clauses ---- */

static int tree_is_scalar(const glass_node *node)
{
    return node->text != NULL;
}

typedef struct tree_clause {
    glass_instruction *step;
    const char *word;
} tree_clause;

static glass_status tree_clause_one(const protocol_nodes *nodes, const glass_node *node,
                                    void *context)
{
    tree_clause *clause = context;
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, clause->word, node, &words);
    if (status) return status;
    protocol_step_clauses(nodes->words, &words.lex, clause->step);
    return protocol_node_end(&words);
}

static glass_status tree_tag_one(const protocol_nodes *nodes, const glass_node *node,
                                 void *context)
{
    glass_instruction *step = context;
    char came[96];
    if (!tree_is_scalar(node) || !*node->text)
        return glass_node_fail(nodes->tree, node, "a tag is expected; %s came",
                               glass_node_words(node, came));
    glass_text both = {0};
    glass_text_add(&both, "%s%s%s", step->tag ? step->tag : "", step->tag ? ", " : "",
                   node->text);
    char *tag = glass_text_take(&both);
    if (!tag) return glass_fail_memory();
    glass_free(step->tag);
    step->tag = tag;
    return GLASS_OK;
}

static glass_status tree_label(const protocol_nodes *nodes, const glass_node *node,
                               glass_instruction *step)
{
    char came[96];
    if (!tree_is_scalar(node) || !*node->text || step->label)
        return glass_node_fail(nodes->tree, node, "one name is expected; %s came",
                               glass_node_words(node, came));
    step->label = glass_strdup(node->text);
    if (!step->label) return glass_fail_memory();
    return protocol_reader_label(nodes->words, node->text, node->line, node->column);
}

static glass_status tree_refuse_key(const protocol_nodes *nodes, const glass_node *node)
{
    const char *words[TREE_KEYS + 1] = {0};
    for (int i = 0; i < TREE_KEYS; i++) words[i] = tree_keys[i].key;
    const char *near = protocol_lex_nearest(node->key, words);
    return glass_fail_at(nodes->tree->file, node->key_line, node->key_column,
                         "\"%.80s\" is not known%s%s%s", node->key,
                         near ? "; did you mean \""
                              : " in a step; see \"glasscell help "
                                "protocol\"",
                         near ? near : "", near ? "\"?" : "");
}

/* Every key of a step but its mode and what the mode has used (`used`, ended by NULL). */
static glass_status tree_clauses(const protocol_nodes *nodes, const glass_node *map,
                                 const glass_node *mode, const char *const *used,
                                 glass_instruction *step)
{
    glass_status status = GLASS_OK;
    for (const glass_node *at = map->first; at && !status; at = at->next) {
        const struct tree_key *key = tree_key_find(at->key);
        int is_used = at == mode;
        for (const char *const *word = used; *word; word++)
            is_used |= glass_text_same(*word, at->key);
        if (is_used) continue;
        tree_clause clause = {step, key ? key->word : NULL};
        if (key && key->role == TREE_CLAUSE)
            status = protocol_node_for_each(nodes, at, tree_clause_one, &clause);
        else if (key && key->role == TREE_TAG)
            status = protocol_node_for_each(nodes, at, tree_tag_one, step);
        else if (key && key->role == TREE_LABEL)
            status = tree_label(nodes, at, step);
        else if (key && key->role == TREE_MODE)
            status = glass_fail_at(
                nodes->tree->file, at->key_line, at->key_column,
                "\"%s\" is a second step; begin it with a dash of its own", at->key);
        else
            status =
                key ? glass_fail_at(nodes->tree->file, at->key_line, at->key_column,
                                    "\"%s\" has no meaning with \"%s\"", at->key, mode->key)
                    : tree_refuse_key(nodes, at);
    }
    return status;
}

/* ---- steps ---- */

/* "CCCV charge: 1C" with "to: 4.2 V": the voltage is checked first, where it stands. */
static glass_status tree_cccv_to(const protocol_nodes *nodes, const glass_node *to,
                                 double *volts)
{
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, "", to, &words);
    if (status) return status;
    protocol_quantity q = protocol_quantity_read(&words.lex, "a voltage, such as 4.2 V,");
    if (words.lex.status == GLASS_OK && q.kind != PROTOCOL_VOLTAGE)
        protocol_lex_fail(&words.lex, q.where, "a voltage is expected, not %s",
                          protocol_quantity_kind(q.kind));
    *volts = q.value;
    return protocol_node_end(&words);
}

/* The mode and its level; clauses may follow in the same text. */
static glass_status tree_level(const protocol_nodes *nodes, const struct tree_key *key,
                               const glass_node *level, const glass_node *to,
                               glass_instruction *step)
{
    protocol_node words;
    double volts = 0;
    char with[64];
    glass_status status = to ? tree_cccv_to(nodes, to, &volts) : GLASS_OK;
    if (!status) status = protocol_node_begin(nodes, key->word, level, &words);
    if (status) return status;
    if (to) { /* the words' reader wants to see a voltage after the level */
        glass_text text = {0};
        snprintf(with, sizeof with, " to %.17g V", volts);
        glass_text_add(&text, "%s%s", words.text, with);
        glass_free(words.text);
        words.text = glass_text_take(&text);
        if (!words.text) return glass_fail_memory();
        protocol_lex_start(&words.lex, words.text, words.lex.name, words.lex.line,
                           words.lex.column, words.lex.notes);
    }
    protocol_step_mode(nodes->words, &words.lex, step);
    protocol_step_clauses(nodes->words, &words.lex, step);
    return protocol_node_end(&words);
}

/* A level is a scalar, or `at` of a map: "discharge: {at: 1C, until: 2.7 V}". */
static glass_status tree_plain(const protocol_nodes *nodes, const glass_node *item,
                               const glass_node *mode, glass_instruction *step)
{
    static const char *const parts[] = {"at", "to", NULL}, *const to_only[] = {"to", NULL};
    static const char *const none[] = {NULL};
    static const glass_node nothing = {.kind = GLASS_NODE_NULL, .text = ""};
    const struct tree_key *key = tree_key_find(mode->key);
    int is_map = mode->kind == GLASS_NODE_MAP,
        is_cccv = glass_text_starts(key->word, "CCCV");
    const glass_node *map = is_map ? mode : item;
    const glass_node *to = is_cccv ? glass_node_find(map, "to") : NULL;
    const glass_node *level = is_map ? glass_node_find(mode, "at") : mode;
    glass_node empty = nothing;
    empty.line = mode->line;
    empty.column = mode->column;
    if (!level || level->kind == GLASS_NODE_NULL) level = &empty;
    glass_status status = tree_level(nodes, key, level, to, step);
    if (!status && is_map) status = tree_clauses(nodes, mode, mode, parts, step);
    if (!status)
        status = tree_clauses(nodes, item, mode, is_cccv && !is_map ? to_only : none, step);
    return status;
}

static glass_status tree_sign(const protocol_nodes *nodes, const glass_node *node, int *out)
{
    double sign = 0;
    glass_status status = glass_node_number(nodes->tree, node, &sign);
    if (!status && sign != 1 && sign != -1)
        status =
            glass_node_fail(nodes->tree, node,
                            "sign: 1 (positive charges) or -1 (positive discharges) is "
                            "expected");
    *out = sign < 0 ? -1 : 1;
    return status;
}

/* The keys beside `follow`. */
static glass_status tree_table(const protocol_nodes *nodes, const glass_node *item,
                               protocol_table *out)
{
    const glass_node *column = glass_node_find(item, "column");
    const glass_node *hold = glass_node_find(item, "hold");
    const glass_node *scale = glass_node_find(item, "scale");
    const glass_node *sign = glass_node_find(item, "sign");
    if (column && !tree_is_scalar(column))
        return glass_node_fail(nodes->tree, column,
                               "column: the label of a column is expected");
    if (hold && hold->kind != GLASS_NODE_TRUTH)
        return glass_node_fail(nodes->tree, hold, "hold: true or false is expected");
    if (column) out->column = column->text;
    if (hold) out->hold = hold->number != 0;
    glass_status status = GLASS_OK;
    if (scale) status = glass_node_number(nodes->tree, scale, &out->scale);
    if (!status && sign) status = tree_sign(nodes, sign, &out->sign);
    return status;
}

static glass_status tree_follow(const protocol_nodes *nodes, const glass_node *item,
                                const glass_node *mode, glass_instruction *step)
{
    static const char *const parts[] = {"column", "scale", "hold", "sign", NULL};
    protocol_node words;
    protocol_table table = {.scale = 1};
    glass_status status = tree_table(nodes, item, &table);
    if (!status) status = protocol_node_begin(nodes, "", mode, &words);
    if (status) return status;
    table.file = mode->text;
    protocol_token where = {.from = 0, .to = strlen(mode->text)};
    protocol_step_table(nodes->words, &words.lex, where, &table, step);
    words.lex.token.kind = PROTOCOL_TOKEN_END;
    status = protocol_node_end(&words);
    return status ? status : tree_clauses(nodes, item, mode, parts, step);
}

/* ---- jumps ---- */

static glass_status tree_until_one(const protocol_nodes *nodes, const glass_node *node,
                                   void *context)
{
    glass_instruction *jump = context;
    protocol_ends ends = {jump->ends, jump->n_ends};
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, "", node, &words);
    if (status) return status;
    protocol_cond_read(&words.lex, &ends);
    protocol_cond_settle_jump(&words.lex, ends.at, ends.n);
    jump->ends = ends.at;
    jump->n_ends = ends.n;
    return protocol_node_end(&words);
}

/* times: 3 and until: [...] of a loop or goto */
static glass_status tree_times(const protocol_nodes *nodes, const glass_node *times,
                               const glass_node *until, glass_instruction *jump)
{
    glass_status status = GLASS_OK;
    if (times && times->kind != GLASS_NODE_NULL) {
        protocol_node words;
        status = protocol_node_begin(nodes, "", times, &words);
        if (status) return status;
        jump->times = protocol_reader_count(&words.lex);
        if (!protocol_lex_take(&words.lex, "times")) protocol_lex_take(&words.lex, "x");
        status = protocol_node_end(&words);
    }
    if (!status && until)
        status = protocol_node_for_each(nodes, until, tree_until_one, jump);
    return status;
}

static glass_status tree_steps(const protocol_nodes *nodes, const glass_node *steps);

/* Keys of a loop, goto or stop that are not its own. */
static glass_status tree_only(const protocol_nodes *nodes, const glass_node *item,
                              const glass_node *mode, const char *const *used,
                              glass_instruction *at)
{
    for (const glass_node *key = item->first; key; key = key->next) {
        int is_used = key == mode;
        for (const char *const *word = used; *word; word++)
            is_used |= glass_text_same(*word, key->key);
        if (is_used) continue;
        const struct tree_key *known = tree_key_find(key->key);
        if (!known) return tree_refuse_key(nodes, key);
        if (known->role != TREE_LABEL)
            return glass_fail_at(nodes->tree->file, key->key_line, key->key_column,
                                 "\"%s\" has no meaning with \"%s\"", key->key, mode->key);
        glass_status status = tree_label(nodes, key, at);
        if (status) return status;
    }
    return GLASS_OK;
}

static glass_status tree_add(const protocol_nodes *nodes, glass_instruction *at)
{
    if (!at->text) at->text = glass_instruction_words(at);
    if (!at->text) {
        protocol_build_clear_instruction(at);
        return glass_fail_memory();
    }
    return protocol_build_add(nodes->words->out, at) ? GLASS_OK : glass_fail_memory();
}

/* A loop whose head is read: its body, its end. */
static glass_status tree_loop(const protocol_nodes *nodes, const glass_node *body,
                              glass_instruction *head)
{
    int index = nodes->words->out->count, line = head->line;
    glass_status status = tree_add(nodes, head);
    if (!status) status = tree_steps(nodes, body);
    return status ? status : protocol_reader_loop_end(nodes->words, index, line);
}

static glass_status tree_repeat(const protocol_nodes *nodes, const glass_node *item,
                                const glass_node *mode, glass_instruction *head)
{
    static const char *const used[] = {"times", "until", "steps", NULL};
    const glass_node *map = mode->kind == GLASS_NODE_MAP ? mode : item;
    const glass_node *steps = glass_node_find(map, "steps");
    const glass_node *times = map == mode ? glass_node_find(map, "times") : mode;
    const glass_node *until = glass_node_find(map, "until");
    if (!steps)
        return glass_fail_at(nodes->tree->file, mode->key_line, mode->key_column,
                             "repeat: \"steps:\" with a list is expected beside it");
    glass_status status = tree_times(nodes, times, until, head);
    if (!status) status = tree_only(nodes, map, map == mode ? NULL : mode, used, head);
    if (!status && map == mode) status = tree_only(nodes, item, mode, used + 3, head);
    if (!status && !head->times && !head->n_ends)
        status = glass_fail_at(nodes->tree->file, mode->key_line, mode->key_column,
                               "how often? a number is expected, or \"until:\" beside it");
    return status ? status : tree_loop(nodes, steps, head);
}

static glass_status tree_goto(const protocol_nodes *nodes, const glass_node *item,
                              const glass_node *mode, glass_instruction *jump)
{
    static const char *const used[] = {"times", "until", NULL};
    if (!tree_is_scalar(mode) || !*mode->text)
        return glass_node_fail(nodes->tree, mode, "goto: the name of a label is expected");
    glass_status status = tree_times(nodes, glass_node_find(item, "times"),
                                     glass_node_find(item, "until"), jump);
    if (!status) status = tree_only(nodes, item, mode, used, jump);
    if (status) return status;
    glass_free(jump->label); /* a label before a goto is known by its index alone */
    jump->label = glass_strdup(mode->text);
    if (!jump->label) return glass_fail_memory();
    status = protocol_reader_jump(nodes->words, mode->text, mode->line, mode->column);
    return status ? status : tree_add(nodes, jump);
}

static glass_status tree_stop(const protocol_nodes *nodes, const glass_node *item,
                              const glass_node *mode, glass_instruction *stop)
{
    static const char *const used[] = {"when", NULL};
    int is_plain = mode->kind == GLASS_NODE_NULL || mode->kind == GLASS_NODE_TRUTH;
    const glass_node *when = is_plain ? glass_node_find(item, "when") : mode;
    glass_status status =
        when ? protocol_node_for_each(nodes, when, tree_until_one, stop) : GLASS_OK;
    if (!status) status = tree_only(nodes, item, mode, used, stop);
    return status ? status : tree_add(nodes, stop);
}

/* ---- items ---- */

/* The key that says what an item is; `hold` only where nothing is followed. */
static const glass_node *tree_mode(const glass_node *item)
{
    const glass_node *mode = NULL;
    for (const glass_node *at = item->first; at; at = at->next) {
        const struct tree_key *key = tree_key_find(at->key);
        if (!key || key->role != TREE_MODE) continue;
        if (!key->word) return at;
        if (!mode) mode = at;
    }
    return mode;
}

static glass_status tree_words_read(const protocol_nodes *nodes, const char *prefix,
                                    const glass_node *node)
{
    protocol_node words;
    glass_status status = protocol_node_begin(nodes, prefix, node, &words);
    if (status) return status;
    status = protocol_reader_words(nodes->words, words.text, words.lex.name, words.lex.line,
                                   words.lex.column);
    glass_free(words.text);
    return status;
}

/* "- repeat 3 times: [...]": the head in the key, the body in the value. */
static glass_status tree_repeat_key(const protocol_nodes *nodes, const glass_node *node)
{
    glass_instruction head =
        protocol_build_instruction(GLASS_OP_LOOP, node->key_line, node->key_column);
    protocol_lex lex;
    protocol_lex_start(&lex, node->key, nodes->words->out->name, node->key_line,
                       node->key_column, nodes->words->notes);
    protocol_reader_head(&lex, &head);
    if (lex.status == GLASS_OK && lex.token.kind != PROTOCOL_TOKEN_END)
        protocol_lex_fail(&lex, lex.token, "the key must end here");
    glass_status status = lex.status ? lex.status : tree_loop(nodes, node, &head);
    protocol_build_clear_instruction(&head);
    return status;
}

/* A map with one unknown key: a loop's head, or "label: words". */
static glass_status tree_unknown(const protocol_nodes *nodes, const glass_node *item)
{
    const glass_node *only = item->first;
    if (!only)
        return glass_node_fail(nodes->tree, item, "a step is expected; an empty map came");
    if (item->count == 1 && glass_text_starts(only->key, "repeat "))
        return tree_repeat_key(nodes, only);
    protocol_lex lex;
    protocol_lex_start(&lex, only->text ? only->text : "", "", 1, 1, NULL);
    if (item->count == 1 && only->text && protocol_step_begins(&lex)) {
        glass_text prefix = {0};
        glass_text_add(&prefix, "%s:", only->key);
        char *text = glass_text_take(&prefix);
        glass_status status =
            text ? tree_words_read(nodes, text, only) : glass_fail_memory();
        glass_free(text);
        return status;
    }
    for (const glass_node *at = item->first; at; at = at->next)
        if (!tree_key_find(at->key)) return tree_refuse_key(nodes, at);
    return glass_node_fail(
        nodes->tree, item,
        "which step? rest, charge, discharge, hold, CCCV charge, follow, "
        "repeat, goto or stop is expected among the keys");
}

/* What follows from all keys together; failures point at the value of the mode. */
static glass_status tree_settle(const protocol_nodes *nodes, const glass_node *mode,
                                glass_instruction *step)
{
    protocol_lex lex;
    const char *text = mode->text ? mode->text : "";
    protocol_lex_start(&lex, text, nodes->words->out->name, mode->line, mode->column,
                       nodes->words->notes);
    nodes->words->wave_where = (protocol_token){.from = 0, .to = strlen(text)};
    protocol_step_settle(nodes->words, &lex, step);
    return lex.status;
}

static glass_status tree_step(const protocol_nodes *nodes, const glass_node *item,
                              const glass_node *mode, glass_instruction *step)
{
    const char *key = mode->key;
    int is_follow = glass_text_same(key, "follow") || glass_text_same(key, "profile");
    step->op = GLASS_OP_STEP;
    glass_status status = is_follow ? tree_follow(nodes, item, mode, step)
                                    : tree_plain(nodes, item, mode, step);
    if (!status) status = tree_settle(nodes, mode, step);
    return status ? status : tree_add(nodes, step);
}

static glass_status tree_map(const protocol_nodes *nodes, const glass_node *item)
{
    const glass_node *mode = tree_mode(item);
    if (!mode) return tree_unknown(nodes, item);
    glass_instruction at = protocol_build_instruction(GLASS_OP_LOOP, item->first->key_line,
                                                      item->first->key_column);
    glass_status status;
    if (glass_text_same(mode->key, "repeat")) {
        status = tree_repeat(nodes, item, mode, &at);
    } else if (glass_text_same(mode->key, "goto")) {
        at.op = GLASS_OP_GOTO;
        status = tree_goto(nodes, item, mode, &at);
    } else if (glass_text_starts(mode->key, "stop")) {
        at.op = GLASS_OP_STOP;
        status = tree_stop(nodes, item, mode, &at);
    } else {
        status = tree_step(nodes, item, mode, &at);
    }
    protocol_build_clear_instruction(&at);
    return status;
}

/* A list of items, or words. */
static glass_status tree_steps(const protocol_nodes *nodes, const glass_node *steps)
{
    char came[96];
    glass_status status = GLASS_OK;
    if (steps->kind == GLASS_NODE_TEXT) return tree_words_read(nodes, "", steps);
    if (steps->kind == GLASS_NODE_MAP) return tree_map(nodes, steps);
    if (steps->kind != GLASS_NODE_LIST)
        return glass_node_fail(nodes->tree, steps, "a list of steps is expected; %s came",
                               glass_node_words(steps, came));
    for (const glass_node *at = steps->first; at && !status; at = at->next) {
        if (at->kind == GLASS_NODE_MAP)
            status = tree_map(nodes, at);
        else if (at->kind == GLASS_NODE_TEXT)
            status = tree_words_read(nodes, "", at);
        else
            status = glass_node_fail(nodes->tree, at, "a step is expected; %s came",
                                     glass_node_words(at, came));
    }
    return status;
}

glass_status protocol_tree_steps(protocol_reader *words, const glass_tree *tree,
                                 const glass_node *steps)
{
    protocol_nodes nodes = {words, tree};
    return tree_steps(&nodes, steps);
}
