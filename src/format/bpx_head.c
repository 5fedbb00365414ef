/* Header and State of BPX, and the difference between the layouts of 0.x and 1.x: what 1.1
 * calls State stood under Cell and Electrolyte before. */
#include "format/bpx.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

/* ---- header ---- */

static const char *const head_names[] = {"BPX",        "Title", "Description",
                                         "References", "Model", NULL};

/* A scalar as text, also when it is a number or true: {"BPX": 0.1}. */
static glass_status head_text(glass_bpx_reader *r, const glass_node *node, char **out)
{
    char words[96];
    if (!node) return GLASS_OK;
    if (!node->text) {
        glass_bpx_error(r, node, "a text is expected, %s came",
                        glass_node_words(node, words));
        return GLASS_OK;
    }
    *out = glass_strdup(node->text);
    return *out ? GLASS_OK : glass_fail_memory();
}

static int head_digits(const char **p)
{
    int value = 0, n = 0;
    for (; **p >= '0' && **p <= '9' && n < 6; (*p)++, n++) value = 10 * value + **p - '0';
    return n ? value : -1;
}

static void head_version(glass_bpx_reader *r, const glass_node *node)
{
    const char *p = node->text ? node->text : "";
    int major = head_digits(&p), minor = -1;
    if (*p == '.') p++, minor = head_digits(&p);
    if (*p == '.') p++, p = head_digits(&p) < 0 ? "?" : p;
    if (major < 0 || minor < 0 || *p) {
        char came[96];
        glass_bpx_error(
            r, node, "a version like \"1.1.1\" is expected, %s came; 0.1 to 1.1.1 are read",
            glass_node_words(node, came));
    } else if (major > 1) {
        glass_bpx_error(
            r, node,
            "version %s is not known here; 0.1 to 1.1.1 are read. Save the file "
            "as 1.1.1, or update glasscell",
            node->text);
    } else if (major == 1 && minor > 1) {
        glass_bpx_warn(r, node, "version %s is newer than 1.1.1 and is read like that one",
                       node->text);
    } else if (major == 1 && !node->is_quoted) {
        glass_bpx_warn(r, node, "versions from 1.1 on are texts; write \"%s\" in quotes",
                       node->text);
    }
    if (major == 1 && r->is_old)
        glass_bpx_warn(
            r, node,
            "the header says %s, but the fields are laid out as in 0.x (no State; "
            "temperatures under Cell); read as 0.x",
            node->text);
}

static void head_model(glass_bpx_reader *r, const glass_node *header,
                       const glass_node *parameters)
{
    static const char *const models[] = {"SPM", "SPMe", "DFN", "Partial", NULL};
    const glass_node *model = glass_node_find(header, "Model");
    int has_electrolyte = glass_node_find(parameters, "Electrolyte") != NULL ||
                          glass_node_find(parameters, "Separator") != NULL;
    if (!model) {
        glass_bpx_error(r, header, "\"Model\" is missing; SPM, SPMe, DFN or Partial");
        r->is_spm = !has_electrolyte;
        return;
    }
    int index = 0;
    while (models[index] && (!model->text || strcmp(model->text, models[index]))) index++;
    if (!models[index]) {
        char words[96];
        glass_bpx_error(r, model, "SPM, SPMe, DFN or Partial is expected, %s came",
                        glass_node_words(model, words));
    }
    r->is_partial = index == 3;
    r->is_spm = index == 0 && !has_electrolyte;
    if (index == 0 && has_electrolyte)
        glass_bpx_warn(r, model,
                       "the header says SPM, but an electrolyte or separator is given; "
                       "read as a full set (DFN)");
}

static int head_has_old(const glass_node *section)
{
    const glass_node *node =
        section && section->kind == GLASS_NODE_MAP ? section->first : NULL;
    while (node && !glass_bpx_is_old_field(node)) node = node->next;
    return node != NULL;
}

glass_status glass_bpx_header(glass_bpx_reader *r, const glass_node *header)
{
    const glass_node *root = r->tree->root;
    const glass_node *parameters = glass_node_find(root, "Parameterisation");
    r->is_old = !glass_node_find(root, "State") &&
                (head_has_old(glass_node_find(parameters, "Cell")) ||
                 head_has_old(glass_node_find(parameters, "Electrolyte")));
    if (!header) glass_bpx_error(r, root, "the section \"Header\" is missing");
    if (!header || !glass_bpx_is_map(r, header)) {
        r->is_spm = !glass_node_find(parameters, "Electrolyte");
        return GLASS_OK;
    }
    for (const glass_node *node = header->first; node; node = node->next)
        if (!glass_text_nearest(node->key, head_names) ||
            strcmp(node->key, glass_text_nearest(node->key, head_names)))
            glass_bpx_error(r, node, "a BPX header has no such field");
    const glass_node *version = glass_node_find(header, "BPX");
    if (version)
        head_version(r, version);
    else
        glass_bpx_error(r, header, "\"BPX\", the version, is missing; like \"1.1.1\"");
    head_model(r, header, parameters);
    r->cell->extent = r->is_partial ? GLASS_CELL_PARTIAL
                      : r->is_spm   ? GLASS_CELL_SPM
                                    : GLASS_CELL_DFN;
    glass_status status = head_text(r, version, &r->cell->version);
    if (!status) status = head_text(r, glass_node_find(header, "Model"), &r->cell->model);
    if (!status) status = head_text(r, glass_node_find(header, "Title"), &r->cell->title);
    if (!status)
        status =
            head_text(r, glass_node_find(header, "Description"), &r->cell->description);
    if (!status)
        status = head_text(r, glass_node_find(header, "References"), &r->cell->references);
    return status;
}

/* ---- what 0.x kept under Cell and Electrolyte ---- */

static const struct {
    const char *section, *key, *now; /* now: NULL when 1.1 has no such number */
} head_old[] = {
    {"Cell", "Initial temperature [K]", "Initial temperature"},
    {"Cell", "Ambient temperature [K]", "Ambient temperature"},
    {"Cell", "Thermal conductivity [W.m-1.K-1]", NULL},
    {"Electrolyte", "Initial concentration [mol.m-3]", "Initial electrolyte concentration"},
};
enum { HEAD_OLD = sizeof head_old / sizeof *head_old };

static int head_old_index(const glass_node *node)
{
    for (int i = 0; i < HEAD_OLD; i++)
        if (node->key && strcmp(node->key, head_old[i].key) == 0 && node->parent &&
            node->parent->key && strcmp(node->parent->key, head_old[i].section) == 0)
            return i;
    return -1;
}

int glass_bpx_is_old_field(const glass_node *node)
{
    return head_old_index(node) >= 0;
}

glass_status glass_bpx_old_field(glass_bpx_reader *r, const glass_node *node)
{
    const char *now = head_old[head_old_index(node)].now;
    const glass_row *row = now ? glass_rows_find(glass_state_rows, now) : NULL;
    glass_cell_slot slot;
    if (!r->is_old) {
        if (row)
            glass_bpx_error(
                r, node,
                "since BPX 1.1 this stands as \"%s [%s]\" under State / %s; move "
                "it there",
                row->name, row->unit, glass_cell_state_part(row));
        else
            glass_bpx_error(r, node,
                            "BPX 1.1 has removed this field; move it to User-defined");
        return GLASS_OK;
    }
    if (!row) {
        glass_bpx_number(r, node, &r->thermal_conductivity);
        return GLASS_OK;
    }
    glass_cell_slot_of(r->cell, row, -1, -1, &slot);
    return glass_bpx_slot(r, node, &slot);
}

/* ---- state ---- */

static glass_status head_material_slot(glass_bpx_reader *r, const glass_node *node,
                                       const glass_row *row, int electrode)
{
    const glass_electrode *e = &r->cell->electrode[electrode];
    glass_cell_slot slot;
    if (!glass_cell_is_blend(r->cell, electrode)) {
        glass_cell_slot_of(r->cell, row, electrode, 0, &slot);
        return glass_bpx_slot(r, node, &slot);
    }
    if (!glass_bpx_is_map(r, node)) return GLASS_OK;
    for (int m = 0; m < e->n_materials; m++) {
        const glass_node *one = glass_node_find(node, e->material[m].name);
        glass_cell_slot_of(r->cell, row, electrode, m, &slot);
        if (!one) glass_bpx_error(r, node, "\"%s\" is missing", e->material[m].name);
        glass_status status = one ? glass_bpx_slot(r, one, &slot) : GLASS_OK;
        if (status) return status;
    }
    if (node->count > e->n_materials)
        glass_bpx_error(r, node, "holds a material that the electrode does not have");
    return GLASS_OK;
}

/* "LAM: Positive electrode" and its like; 1 when the key was one of these. */
static int head_material_state(glass_bpx_reader *r, const glass_node *node,
                               const char *part, glass_status *status)
{
    static const char *const electrodes[2] = {"Negative electrode", "Positive electrode"};
    char key[GLASS_NAME_SIZE];
    for (const glass_row *row = glass_material_state_rows; row->kind != GLASS_KIND_END;
         row++)
        for (int e = 0; e < 2; e++) {
            snprintf(key, sizeof key, "%s: %s", row->name, electrodes[e]);
            if (strcmp(node->key, key) || strcmp(part, glass_cell_state_part(row)))
                continue;
            *status = head_material_slot(r, node, row, e);
            return 1;
        }
    return 0;
}

static glass_status head_state_part(glass_bpx_reader *r, const glass_node *map)
{
    if (!glass_bpx_is_map(r, map)) return GLASS_OK;
    for (const glass_node *node = map->first; node; node = node->next) {
        glass_status status = GLASS_OK;
        if (head_material_state(r, node, map->key, &status)) {
            if (status) return status;
            continue;
        }
        const glass_row *row = glass_bpx_row(r, node, glass_state_rows, NULL);
        if (!row) continue;
        if (strcmp(glass_cell_state_part(row), map->key)) {
            glass_bpx_error(r, node, "this belongs under State / %s",
                            glass_cell_state_part(row));
            continue;
        }
        glass_cell_slot slot;
        glass_cell_slot_of(r->cell, row, -1, -1, &slot);
        status = glass_bpx_slot(r, node, &slot);
        if (status) return status;
    }
    return GLASS_OK;
}

static void head_require_degradation(glass_bpx_reader *r, const glass_node *map)
{
    static const char *const names[] = {"LLI", "LAM: Positive electrode",
                                        "LAM: Negative electrode"};
    if (!map || map->kind != GLASS_NODE_MAP) return;
    for (int i = 0; i < 3; i++)
        if (!glass_node_find(map, names[i]))
            glass_bpx_error(r, map, "\"%s\" is missing", names[i]);
}

/* What nobody said: the ambience is as the reference, the cell as its ambience. */
static void head_state_defaults(glass_cell *cell)
{
    if (isnan(cell->temperature_ambient))
        cell->temperature_ambient = cell->temperature_reference;
    if (isnan(cell->temperature_initial))
        cell->temperature_initial = cell->temperature_ambient;
}

glass_status glass_bpx_state(glass_bpx_reader *r, const glass_node *state)
{
    static const char *const parts[] = {"Initial conditions", "Thermal environment",
                                        "Degradation", NULL};
    glass_status status = GLASS_OK;
    int is_map = glass_bpx_is_map(r, state);
    for (const glass_node *node = is_map ? state->first : NULL; node && !status;
         node = node->next) {
        const char *near = glass_text_nearest(node->key, parts);
        if (near && strcmp(near, node->key) == 0)
            status = head_state_part(r, node);
        else
            glass_bpx_error(r, node,
                            "State has no such section; \"Initial conditions\", "
                            "\"Thermal environment\", \"Degradation\"");
    }
    head_require_degradation(r, glass_node_find(state, "Degradation"));
    if (!status) head_state_defaults(r->cell);
    return status;
}
