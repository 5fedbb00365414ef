#include "format/bpx.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

/* ---- remarks ---- */

/* Errors are counted here as well: a remark that found no memory must not let a bad file
 * pass. */
static void bpx_add(glass_bpx_reader *r, int is_error, const char *place, const char *words)
{
    r->errors += is_error != 0;
    glass_note_add(&r->notes, is_error, place, "%s", words);
}

static void bpx_note(glass_bpx_reader *r, int is_error, const glass_node *node,
                     const char *format, va_list args)
{
    char words[1600], path[256], place[512];
    glass_node_path(node, path);
    size_t n = strlen(path);
    snprintf(words, sizeof words, "%s%s", path, n ? ": " : "");
    n = strlen(words);
    vsnprintf(words + n, sizeof words - n, format, args);
    bpx_add(r, is_error, glass_node_place(r->tree, node, place), words);
}

void glass_bpx_error(glass_bpx_reader *r, const glass_node *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bpx_note(r, 1, node, format, args);
    va_end(args);
}

void glass_bpx_warn(glass_bpx_reader *r, const glass_node *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bpx_note(r, 0, node, format, args);
    va_end(args);
}

int glass_bpx_number(glass_bpx_reader *r, const glass_node *node, double *out)
{
    if (glass_node_number(r->tree, node, out) == GLASS_OK) return 1;
    char place[512];
    glass_node_place(r->tree, node, place);
    const char *words = glass_words();
    size_t n = strlen(place);
    if (strncmp(words, place, n) == 0 && strncmp(words + n, ": ", 2) == 0) words += n + 2;
    bpx_add(r, 1, place, words);
    return 0;
}

int glass_bpx_is_map(glass_bpx_reader *r, const glass_node *node)
{
    char words[96];
    if (!node) return 0;
    if (node->kind == GLASS_NODE_MAP) return 1;
    glass_bpx_error(r, node, "an object {...} is expected, %s came",
                    glass_node_words(node, words));
    return 0;
}

/* ---- fields by rows ---- */

void glass_bpx_key(const glass_row *row, char out[GLASS_NAME_SIZE])
{
    if (strcmp(row->unit, "1"))
        snprintf(out, GLASS_NAME_SIZE, "%s [%s]", row->name, row->unit);
    else
        snprintf(out, GLASS_NAME_SIZE, "%s", row->name);
}

int glass_bpx_key_is(const char *key, const glass_row *row)
{
    char name[GLASS_NAME_SIZE];
    glass_bpx_key(row, name);
    return strcmp(key, name) == 0;
}

static const glass_row *bpx_nearest(const char *key, const glass_row *rows, int *near,
                                    const glass_row *best)
{
    char name[GLASS_NAME_SIZE];
    for (const glass_row *row = rows; row && row->kind != GLASS_KIND_END; row++) {
        glass_bpx_key(row, name);
        int distance = glass_text_distance(key, name);
        if (distance <= *near) *near = distance - 1, best = row;
    }
    return best;
}

static void bpx_refuse_key(glass_bpx_reader *r, const glass_node *node,
                           const glass_row *rows, const glass_row *more)
{
    int near = (int)strlen(node->key) / 3 + 1;
    const glass_row *best = bpx_nearest(node->key, rows, &near, NULL);
    best = bpx_nearest(node->key, more, &near, best);
    char name[GLASS_NAME_SIZE] = "", place[512], path[256], words[640];
    if (best) glass_bpx_key(best, name);
    snprintf(words, sizeof words, "%s: BPX has no such field here%s%s%s",
             glass_node_path(node, path),
             best ? "; did you mean \"" : "; what is your own belongs in \"User-defined\"",
             name, best ? "\"?" : "");
    bpx_add(r, 1, glass_key_place(r->tree, node, place), words);
}

const glass_row *glass_bpx_row(glass_bpx_reader *r, const glass_node *node,
                               const glass_row *rows, const glass_row *more)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (glass_bpx_key_is(node->key, row)) return row;
    for (const glass_row *row = more; row && row->kind != GLASS_KIND_END; row++)
        if (glass_bpx_key_is(node->key, row)) return row;
    bpx_refuse_key(r, node, rows, more);
    return NULL;
}

static glass_status bpx_note_range(glass_bpx_reader *r, const glass_node *node,
                                   const glass_cell_slot *slot, double value)
{
    char place[512];
    if (glass_cell_slot_allows(slot, value) == GLASS_OK) return GLASS_OK;
    bpx_add(r, 1, glass_node_place(r->tree, node, place), glass_words());
    return GLASS_E_INPUT;
}

glass_status glass_bpx_slot(glass_bpx_reader *r, const glass_node *node,
                            const glass_cell_slot *slot)
{
    double value;
    if (slot->row->kind == GLASS_KIND_LAW) {
        glass_law *law;
        glass_status status = glass_bpx_law(r, node, &law);
        if (status || !law) return status;
        glass_law_free(*glass_cell_slot_law(slot));
        *glass_cell_slot_law(slot) = law;
        if (glass_law_is_constant(law, &value)) bpx_note_range(r, node, slot, value);
    } else {
        if (!glass_bpx_number(r, node, &value)) return GLASS_OK;
        bpx_note_range(r, node, slot, value);
        *glass_cell_slot_number(slot) = value * glass_cell_row_scale(slot->row);
    }
    return glass_cell_place_add(r->cell, slot, node->line, node->column);
}

static void bpx_require(glass_bpx_reader *r, const glass_node *map, const glass_row *rows)
{
    char name[GLASS_NAME_SIZE];
    glass_text missing = {0};
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        if (row->optional || r->is_partial) continue;
        const glass_node *node = map->first;
        while (node && !glass_bpx_key_is(node->key, row)) node = node->next;
        glass_bpx_key(row, name);
        if (!node) glass_text_add(&missing, "%s\"%s\"", missing.length ? ", " : "", name);
    }
    if (missing.length || missing.has_failed)
        glass_bpx_error(r, map, "missing: %s", missing.at ? missing.at : "");
    glass_text_clear(&missing);
}

/* ---- sections ---- */

static glass_status bpx_section(glass_bpx_reader *r, const glass_node *map,
                                const glass_row *rows)
{
    for (const glass_node *node = map->first; node; node = node->next) {
        glass_cell_slot slot;
        glass_status status = GLASS_OK;
        const glass_row *row = NULL;
        if (glass_bpx_is_old_field(node))
            status = glass_bpx_old_field(r, node);
        else
            row = glass_bpx_row(r, node, rows, NULL);
        if (row && glass_cell_slot_of(r->cell, row, -1, -1, &slot))
            status = glass_bpx_slot(r, node, &slot);
        if (status) return status;
    }
    bpx_require(r, map, rows);
    return GLASS_OK;
}

static glass_status bpx_material(glass_bpx_reader *r, const glass_node *map, int electrode,
                                 int material)
{
    for (const glass_node *node = map->first; node; node = node->next) {
        glass_cell_slot slot;
        const glass_row *row = glass_bpx_row(r, node, glass_material_rows, NULL);
        if (!row || !glass_cell_slot_of(r->cell, row, electrode, material, &slot)) continue;
        glass_status status = glass_bpx_slot(r, node, &slot);
        if (status) return status;
    }
    bpx_require(r, map, glass_material_rows);
    return GLASS_OK;
}

/* A blend: the materials stand in an object of their own, under any names. */
static glass_status bpx_blend(glass_bpx_reader *r, const glass_node *particle,
                              int electrode)
{
    glass_electrode *e = &r->cell->electrode[electrode];
    if (!glass_bpx_is_map(r, particle)) return GLASS_OK;
    if (particle->count < 1 || particle->count > GLASS_MATERIALS_MAX) {
        glass_bpx_error(r, particle, "%d materials; 1 to %d are read", particle->count,
                        GLASS_MATERIALS_MAX);
        return GLASS_OK;
    }
    e->n_materials = particle->count;
    int m = 0;
    for (const glass_node *node = particle->first; node; node = node->next, m++) {
        e->material[m].name = glass_strdup(node->key);
        if (!e->material[m].name) return glass_fail_memory();
        if (!glass_bpx_is_map(r, node)) continue;
        glass_status status = bpx_material(r, node, electrode, m);
        if (status) return status;
    }
    return GLASS_OK;
}

static void bpx_require_electrode(glass_bpx_reader *r, const glass_node *map)
{
    glass_row thickness[2] = {glass_electrode_rows[0], GLASS_ROW_END};
    bpx_require(r, map, r->is_spm ? thickness : glass_electrode_rows);
}

static glass_status bpx_electrode(glass_bpx_reader *r, const glass_node *map, int electrode)
{
    const glass_node *particle = glass_node_find(map, "Particle");
    const glass_row *materials = particle ? NULL : glass_material_rows;
    for (const glass_node *node = map->first; node; node = node->next) {
        if (node == particle) continue;
        glass_cell_slot slot;
        const glass_row *row = glass_bpx_row(r, node, glass_electrode_rows, materials);
        if (!row) continue;
        int is_material = !glass_cell_slot_of(r->cell, row, electrode, -1, &slot);
        if (is_material) glass_cell_slot_of(r->cell, row, electrode, 0, &slot);
        glass_status status = glass_bpx_slot(r, node, &slot);
        if (status) return status;
    }
    bpx_require_electrode(r, map);
    if (particle) return bpx_blend(r, particle, electrode);
    bpx_require(r, map, glass_material_rows);
    return GLASS_OK;
}

static glass_status bpx_parameter_section(glass_bpx_reader *r, const glass_node *node)
{
    if (strcmp(node->key, "User-defined") == 0) return glass_bpx_user(r, node);
    if (!glass_bpx_is_map(r, node)) return GLASS_OK;
    if (strcmp(node->key, "Cell") == 0) return bpx_section(r, node, glass_cell_rows);
    if (strcmp(node->key, "Electrolyte") == 0)
        return bpx_section(r, node, glass_electrolyte_rows);
    if (strcmp(node->key, "Separator") == 0)
        return bpx_section(r, node, glass_separator_rows);
    if (strcmp(node->key, "Negative electrode") == 0)
        return bpx_electrode(r, node, GLASS_NEGATIVE);
    return bpx_electrode(r, node, GLASS_POSITIVE);
}

static const char *const bpx_sections[] = {
    "Cell",         "Electrolyte", "Separator", "Negative electrode", "Positive electrode",
    "User-defined", NULL};

/* An unknown name in a map of fixed names. */
static int bpx_is_known(glass_bpx_reader *r, const glass_node *node,
                        const char *const *names)
{
    for (const char *const *name = names; *name; name++)
        if (strcmp(node->key, *name) == 0) return 1;
    const char *near = glass_text_nearest(node->key, names);
    glass_bpx_error(r, node, "BPX has no such section here%s%s%s",
                    near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return 0;
}

static glass_status bpx_parameters(glass_bpx_reader *r, const glass_node *map)
{
    if (!glass_bpx_is_map(r, map)) return GLASS_OK;
    for (const glass_node *node = map->first; node; node = node->next) {
        if (!bpx_is_known(r, node, bpx_sections)) continue;
        glass_status status = bpx_parameter_section(r, node);
        if (status) return status;
    }
    for (int i = 0; i < 5 && !r->is_partial; i++) {
        int is_optional = r->is_spm && (i == 1 || i == 2);
        if (!is_optional && !glass_node_find(map, bpx_sections[i]))
            glass_bpx_error(r, map, "the section \"%s\" is missing", bpx_sections[i]);
    }
    return GLASS_OK;
}

/* ---- the whole file ---- */

/* What a file without both main sections probably is, and where it belongs. */
static void bpx_is_something_else(glass_bpx_reader *r, const glass_node *root)
{
    static const char *const kinds[][2] = {
        {"glasscell_recording", "; it is a recording, for show, export, plot and compare"},
        {"cell", "; a study says \"cell:\" and one name behind it, and ends in .yaml"},
        {"protocol", "; if it is a study, \"cell:\" is missing in it"},
        {"steps", "; a protocol is given by --protocol FILE, behind the cell"},
    };
    const char *hint = "";
    for (size_t i = 0; !*hint && i < sizeof kinds / sizeof *kinds; i++)
        if (glass_node_find(root, kinds[i][0])) hint = kinds[i][1];
    glass_bpx_error(r, root,
                    "this is no BPX file: it has no \"Header\" and no "
                    "\"Parameterisation\"%s",
                    hint);
}

static glass_status bpx_body(glass_bpx_reader *r)
{
    static const char *const names[] = {"Header", "Parameterisation", "State", "Validation",
                                        NULL};
    const glass_node *root = r->tree->root;
    if (!glass_bpx_is_map(r, root)) return GLASS_OK;
    if (!glass_node_find(root, "Header") && !glass_node_find(root, "Parameterisation")) {
        bpx_is_something_else(r, root);
        return GLASS_OK;
    }
    for (const glass_node *node = root->first; node; node = node->next)
        bpx_is_known(r, node, names);
    glass_status status = glass_bpx_header(r, glass_node_find(root, "Header"));
    const glass_node *parameters = glass_node_find(root, "Parameterisation");
    if (!parameters)
        glass_bpx_error(r, root,
                        "the section \"Parameterisation\" is missing; is this a "
                        "BPX file?");
    if (!status && parameters) status = bpx_parameters(r, parameters);
    if (!status) status = glass_bpx_keep_conductivity(r);
    if (!status) status = glass_bpx_state(r, glass_node_find(root, "State"));
    if (!status) status = glass_bpx_curves(r, glass_node_find(root, "Validation"));
    return status;
}

enum { BPX_TOLD = 12 };

/* All errors in one piece of words, as many as one reads, the first first. */
static glass_status bpx_refuse(const glass_notes *notes)
{
    glass_text words = {0};
    int told = 0;
    for (int i = 0; i < notes->count && told < BPX_TOLD && words.length < 3000; i++) {
        const glass_note *note = &notes->at[i];
        if (!note->is_error) continue;
        glass_text_add(&words, "%s%s: %s", told++ ? "\n" : "", note->place, note->text);
    }
    if (told < notes->errors)
        glass_text_add(&words, "\n... and %d more", notes->errors - told);
    glass_status status =
        glass_fail(GLASS_E_INPUT, "%s", words.at ? words.at : "unreadable");
    glass_text_clear(&words);
    return status;
}

/* Warnings go to the caller; errors are in the words. */
static void bpx_hand_over(glass_notes *from, glass_notes *to)
{
    for (int i = 0; to && i < from->count; i++)
        if (!from->at[i].is_error)
            glass_note_add(to, 0, from->at[i].place, "%s", from->at[i].text);
    glass_notes_clear(from);
}

glass_status glass_bpx_read(const char *file, const char *bytes, size_t n, glass_cell *out,
                            glass_notes *notes)
{
    glass_tree tree;
    glass_status status = glass_tree_read(file, bytes, n, &tree);
    if (status) return status;
    glass_cell cell;
    glass_cell_defaults(&cell);
    cell.temperature_ambient = cell.temperature_initial = NAN; /* not said yet */
    glass_bpx_reader r = {.tree = &tree, .cell = &cell, .thermal_conductivity = NAN};
    cell.file = glass_strdup(file);
    status = cell.file ? bpx_body(&r) : glass_fail_memory();
    if (!status && r.errors)
        status = r.errors == r.notes.errors ? bpx_refuse(&r.notes) : glass_fail_memory();
    bpx_hand_over(&r.notes, notes);
    glass_tree_clear(&tree);
    if (status)
        glass_cell_clear(&cell);
    else
        *out = cell;
    return status;
}
