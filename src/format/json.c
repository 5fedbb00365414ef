/* Recordings in JSON, as json_write.c writes them. */
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/format.h"
#include "format/json_write.h"
#include "format/tree.h"
#include "recording/bdf.h"
#include "recording/block.h"

#include <math.h>
#include <string.h>

typedef struct json_reader {
    const glass_tree *tree;
    glass_recording *out;
} json_reader;

static const char *json_word(const glass_node *map, const char *key, const char *other)
{
    const glass_node *node = glass_node_find(map, key);
    return node && node->text ? node->text : other;
}

/* A map of the root, in which the order is the file's; NULL when it is not there. */
static glass_status json_part(const json_reader *reader, const char *key,
                              glass_node_kind kind, const glass_node **out)
{
    *out = glass_node_find(reader->tree->root, key);
    if (!*out || (*out)->kind == kind) return GLASS_OK;
    char words[96];
    return glass_node_fail(reader->tree, *out, "\"%s\": %s is expected, %s came", key,
                           kind == GLASS_NODE_MAP ? "a map" : "a list",
                           glass_node_words(*out, words));
}

/* A list of numbers; null is NAN. */
static glass_status json_numbers(const json_reader *reader, const glass_node *list,
                                 double *to, size_t n)
{
    size_t i = 0;
    for (const glass_node *node = list->first; node && i < n; node = node->next, i++) {
        if (node->kind == GLASS_NODE_NULL) {
            to[i] = NAN;
            continue;
        }
        glass_status status = glass_node_number(reader->tree, node, &to[i]);
        if (status) return status;
    }
    return GLASS_OK;
}

static glass_status json_list(const json_reader *reader, const glass_node *map,
                              const char *key, const glass_node **out)
{
    *out = glass_node_find(map, key);
    if (!*out || (*out)->kind != GLASS_NODE_LIST)
        return glass_node_fail(reader->tree, *out ? *out : map,
                               "\"%s\" must be a list of numbers", key);
    return GLASS_OK;
}

/* A list that must have `n` numbers. */
static glass_status json_list_of(const json_reader *reader, const glass_node *map,
                                 const char *key, size_t n, double *to)
{
    const glass_node *list;
    glass_status status = json_list(reader, map, key, &list);
    if (status) return status;
    if ((size_t)list->count != n)
        return glass_node_fail(reader->tree, list, "\"%s\" has %d numbers, expected %zu",
                               key, list->count, n);
    return json_numbers(reader, list, to, n);
}

/* ---- what is declared ---- */

static glass_channel json_channel(const glass_node *node)
{
    return (glass_channel){node->key, json_word(node, "unit", glass_bdf_unit(node->key)),
                           json_word(node, "about", ""), json_word(node, "original", NULL)};
}

static void json_channels(const glass_node *map, glass_channel *to)
{
    const glass_node *node = map ? map->first : NULL;
    for (; node; node = node->next) *to++ = json_channel(node);
}

static glass_status json_axis(const json_reader *reader, const glass_node *node,
                              glass_axis *to)
{
    const glass_node *list;
    glass_status status = json_list(reader, node, "values", &list);
    if (status) return status;
    double *at = glass_alloc((size_t)list->count * sizeof *at);
    if (!at) return glass_fail_memory();
    *to =
        (glass_axis){node->key, json_word(node, "unit", "1"), "", (size_t)list->count, at};
    return json_numbers(reader, list, at, to->n);
}

static glass_status json_frame(const json_reader *reader, const glass_node *node,
                               glass_frame *to)
{
    const glass_node *axes = glass_node_find(node, "axes");
    if (!axes || axes->kind != GLASS_NODE_MAP || axes->count < 1 || axes->count > 3)
        return glass_node_fail(reader->tree, axes ? axes : node,
                               "a frame has one to three axes");
    *to = (glass_frame){.label = node->key,
                        .unit = json_word(node, "unit", glass_bdf_unit(node->key)),
                        .about = json_word(node, "about", "")};
    glass_status status = GLASS_OK;
    for (const glass_node *axis = axes->first; axis && !status; axis = axis->next)
        status = json_axis(reader, axis, &to->axis[to->rank++]);
    return status;
}

static void json_facts(const glass_node *map, glass_fact *to)
{
    const glass_node *node = map ? map->first : NULL;
    for (; node; node = node->next)
        *to++ = (glass_fact){node->key, node->text ? node->text : ""};
}

typedef struct json_parts {
    const glass_node *facts, *channels, *cycles, *frames, *steps;
} json_parts;

static int json_count(const glass_node *node)
{
    return node ? node->count : 0;
}

static glass_status json_begin(const json_reader *reader, const json_parts *parts,
                               const glass_sink *sink)
{
    int n = json_count(parts->frames);
    glass_fact *facts = glass_zero((size_t)json_count(parts->facts), sizeof *facts);
    glass_channel *channels = glass_zero((size_t)parts->channels->count, sizeof *channels);
    glass_channel *cycles = glass_zero((size_t)json_count(parts->cycles), sizeof *cycles);
    glass_frame *frames = glass_zero((size_t)n, sizeof *frames);
    glass_status status =
        facts && channels && cycles && frames ? GLASS_OK : glass_fail_memory();
    if (!status) {
        json_facts(parts->facts, facts);
        json_channels(parts->channels, channels);
        json_channels(parts->cycles, cycles);
        const glass_node *node = parts->frames ? parts->frames->first : NULL;
        for (int i = 0; i < n && !status; i++, node = node->next)
            status = json_frame(reader, node, &frames[i]);
    }
    const glass_begin begin = {.title = json_word(reader->tree->root, "title", ""),
                               .channels = channels,
                               .n_channels = parts->channels->count,
                               .frames = frames,
                               .n_frames = n,
                               .cycle_channels = cycles,
                               .n_cycle_channels = json_count(parts->cycles),
                               .facts = facts,
                               .n_facts = json_count(parts->facts)};
    if (!status) status = sink->begin(sink->self, &begin);
    for (int i = 0; frames && i < n; i++)
        for (int k = 0; k < frames[i].rank; k++) glass_free((double *)frames[i].axis[k].at);
    glass_free(facts);
    glass_free(channels);
    glass_free(cycles);
    glass_free(frames);
    return status;
}

/* ---- what is in it ---- */

static glass_status json_fill(const json_reader *reader, const glass_node *map,
                              glass_recording_channel *channels, size_t rows)
{
    glass_status status = GLASS_OK;
    int i = 0;
    for (const glass_node *node = map ? map->first : NULL; node && !status;
         node = node->next)
        status = json_list_of(reader, node, "values", rows, channels[i++].at);
    return status;
}

/* How long the first channel's list is; all others must be as long. */
static glass_status json_length(const json_reader *reader, const glass_node *map, size_t *n)
{
    const glass_node *list;
    *n = 0;
    if (!map || !map->first) return GLASS_OK;
    glass_status status = json_list(reader, map->first, "values", &list);
    if (!status) *n = (size_t)list->count;
    return status;
}

/* Lists in lists, as deep as the field has axes and as long as they are. */
static glass_status json_field(const json_reader *reader, const glass_node *list,
                               const size_t *n, int rank, double **to)
{
    if (list->kind != GLASS_NODE_LIST || (size_t)list->count != n[0])
        return glass_node_fail(reader->tree, list, "a list of %zu is expected here", n[0]);
    if (rank == 1) {
        glass_status status = json_numbers(reader, list, *to, n[0]);
        *to += n[0];
        return status;
    }
    glass_status status = GLASS_OK;
    for (const glass_node *node = list->first; node && !status; node = node->next)
        status = json_field(reader, node, n + 1, rank - 1, to);
    return status;
}

static glass_status json_fill_frame(const json_reader *reader, const glass_node *node,
                                    glass_recording_frame *frame, size_t count)
{
    const glass_node *list;
    glass_status status = json_list_of(reader, node, "time_s", count, frame->time_s);
    if (!status) status = json_list(reader, node, "values", &list);
    if (status) return status;
    size_t size[4] = {count, frame->n[0], frame->n[1], frame->n[2]};
    double *to = frame->values;
    status = json_field(reader, list, size, frame->rank + 1, &to);
    if (!status) frame->count = count;
    return status;
}

static glass_status json_frames(const json_reader *reader, const glass_node *map)
{
    glass_status status = GLASS_OK;
    const glass_node *node = map ? map->first : NULL, *times;
    size_t most = 0;
    for (; node && !status; node = node->next) {
        status = json_list(reader, node, "time_s", &times);
        if (!status && (size_t)times->count > most) most = (size_t)times->count;
    }
    if (!status) status = glass_recording_reserve(reader->out, 0, most, 0);
    node = map ? map->first : NULL;
    for (int i = 0; node && !status; i++, node = node->next) {
        status = json_list(reader, node, "time_s", &times);
        if (!status)
            status = json_fill_frame(reader, node, &reader->out->frames[i],
                                     (size_t)times->count);
    }
    return status;
}

static double json_value(const glass_node *map, const char *key)
{
    const glass_node *node = glass_node_find(map, key);
    return node && node->kind == GLASS_NODE_NUMBER ? node->number : NAN;
}

static glass_status json_steps(const json_reader *reader, const glass_node *list,
                               const glass_sink *sink)
{
    glass_status status = GLASS_OK;
    const glass_node *node = list ? list->first : NULL;
    for (int i = 1; node && !status; i++, node = node->next) {
        if (node->kind != GLASS_NODE_MAP)
            return glass_node_fail(reader->tree, node, "a step must be a map");
        double count = json_value(node, "step"), cycle = json_value(node, "cycle");
        glass_step_record step = {.count = fabs(count) < 1e9 ? (int)count : i,
                                  .cycle = fabs(cycle) < 1e9 ? (int)cycle : 1,
                                  .text = json_word(node, "text", ""),
                                  .reason = json_word(node, "reason", ""),
                                  .from_s = json_value(node, "from_s"),
                                  .to_s = json_value(node, "to_s"),
                                  .charge_C = json_value(node, "charge_C"),
                                  .energy_J = json_value(node, "energy_J"),
                                  .voltage_V = json_value(node, "voltage_V"),
                                  .current_A = json_value(node, "current_A")};
        status = sink->step(sink->self, &step);
    }
    return status;
}

static glass_status json_check(const glass_tree *tree)
{
    const glass_node *layout = glass_node_find(tree->root, "glasscell_recording");
    if (!layout || layout->kind != GLASS_NODE_NUMBER)
        return glass_fail(
            GLASS_E_INPUT,
            "%s: this JSON is no recording of glasscell (it has no number "
            "\"glasscell_recording\"); of a BPX cell, FILE#NAME is a measured "
            "curve, and \"glasscell show FILE\" lists them",
            tree->file);
    if (layout->number > GLASS_JSON_LAYOUT)
        return glass_node_fail(tree, layout,
                               "layout %g of a recording, this glasscell reads up to %d; a "
                               "newer glasscell has written it, use that one or newer",
                               layout->number, GLASS_JSON_LAYOUT);
    return GLASS_OK;
}

static glass_status json_find_parts(const json_reader *reader, json_parts *parts)
{
    glass_status status = json_part(reader, "facts", GLASS_NODE_MAP, &parts->facts);
    if (!status) status = json_part(reader, "channels", GLASS_NODE_MAP, &parts->channels);
    if (!status) status = json_part(reader, "cycles", GLASS_NODE_MAP, &parts->cycles);
    if (!status) status = json_part(reader, "frames", GLASS_NODE_MAP, &parts->frames);
    if (!status) status = json_part(reader, "steps", GLASS_NODE_LIST, &parts->steps);
    if (!status && json_count(parts->channels) == 0)
        status = glass_node_fail(reader->tree, reader->tree->root,
                                 "a recording has at least one channel, the time");
    return status;
}

static glass_status json_read_tree(const json_reader *reader)
{
    json_parts parts;
    glass_sink sink;
    size_t rows, cycles;
    glass_recording *out = reader->out;
    glass_recording_sink(out, &sink);
    glass_status status = json_check(reader->tree);
    if (!status) status = json_find_parts(reader, &parts);
    if (!status) status = json_begin(reader, &parts, &sink);
    if (!status) status = json_length(reader, parts.channels, &rows);
    if (!status) status = json_length(reader, parts.cycles, &cycles);
    if (!status) status = glass_recording_reserve(out, rows, 0, cycles);
    if (!status) status = json_fill(reader, parts.channels, out->channels, rows);
    if (!status) status = json_fill(reader, parts.cycles, out->cycles, cycles);
    if (!status) status = json_frames(reader, parts.frames);
    if (!status) status = json_steps(reader, parts.steps, &sink);
    if (status) return status;
    out->rows = rows;
    out->n_cycles = cycles;
    const glass_node *closed = glass_node_find(reader->tree->root, "closed");
    status = sink.end(sink.self, json_word(reader->tree->root, "reason", ""), NULL, 0);
    out->was_closed = !closed || closed->number != 0;
    return status;
}

static glass_status json_read(glass_source *source, const glass_columns *columns,
                              glass_recording *out, glass_notes *notes)
{
    (void)columns, (void)notes;
    glass_tree tree = {0};
    glass_status status = glass_source_load(source);
    if (!status) status = glass_tree_read(source->name, source->bytes, source->n, &tree);
    if (status) return status;
    const json_reader reader = {&tree, out};
    status = json_read_tree(&reader);
    glass_tree_clear(&tree);
    return status;
}

/* Anything in braces: if it is no recording, nobody says that better. */
static int json_bid(const char *bytes, size_t n, const char *path)
{
    (void)path;
    size_t i = 0;
    while (i < n && strchr(" \t\r\n", bytes[i])) i++;
    if (i == n || bytes[i] != '{') return GLASS_BID_NO;
    return strstr(bytes + i, "\"glasscell_recording\"") ? GLASS_BID_CERTAIN
                                                        : GLASS_BID_MAYBE;
}

const glass_format glass_format_json = {
    .name = "json",
    .makes = "recording",
    .endings = ".json",
    .about = "recording in JSON",
    .bid = json_bid,
    .read = json_read,
    .write = glass_json_write,
};
