#include "cell/cell_inside.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Groups of slots in the order in which BPX writes them. */
enum slot_where { SLOT_CELL, SLOT_ELECTRODE, SLOT_MATERIAL };

typedef struct slot_group {
    const char *section;
    const glass_row *rows;
    enum slot_where where;
    int electrode;
} slot_group;

static const slot_group slot_groups[] = {
    {"Cell", glass_cell_rows, SLOT_CELL, -1},
    {"Electrolyte", glass_electrolyte_rows, SLOT_CELL, -1},
    {"Separator", glass_separator_rows, SLOT_CELL, -1},
    {"Negative electrode", glass_electrode_rows, SLOT_ELECTRODE, GLASS_NEGATIVE},
    {"Negative electrode", glass_material_rows, SLOT_MATERIAL, GLASS_NEGATIVE},
    {"Positive electrode", glass_electrode_rows, SLOT_ELECTRODE, GLASS_POSITIVE},
    {"Positive electrode", glass_material_rows, SLOT_MATERIAL, GLASS_POSITIVE},
    {"State", glass_state_rows, SLOT_CELL, -1},
    {"State", glass_material_state_rows, SLOT_MATERIAL, GLASS_NEGATIVE},
    {"State", glass_material_state_rows, SLOT_MATERIAL, GLASS_POSITIVE},
    {"User-defined", glass_user_rows, SLOT_CELL, -1},
};
enum { SLOT_GROUPS = sizeof slot_groups / sizeof *slot_groups };

static int slot_rows(const glass_row *rows)
{
    int n = 0;
    while (rows[n].kind != GLASS_KIND_END) n++;
    return n;
}

static int slot_materials(const glass_cell *cell, const slot_group *group)
{
    if (group->where != SLOT_MATERIAL) return 1;
    int n = cell ? cell->electrode[group->electrode].n_materials : 1;
    return n > 0 ? n : 1;
}

const char *glass_cell_state_part(const glass_row *row)
{
    if (row >= glass_state_rows && row <= glass_state_rows + 2) return "Initial conditions";
    if (row >= glass_state_rows && row <= glass_state_rows + 4)
        return "Thermal environment";
    if (row == glass_material_state_rows) return "Initial conditions";
    return "Degradation";
}

/* Every slot points into a cell that its caller may change or only look at, like strchr. */
static void slot_fill(const glass_cell *cell, const slot_group *group, int material,
                      const glass_row *row, glass_cell_slot *out)
{
    *out = (glass_cell_slot){group->section, NULL, group->electrode, -1, row, NULL};
    const char *base = (const char *)cell;
    if (group->where == SLOT_MATERIAL) out->material = material;
    if (strcmp(group->section, "State") == 0) out->part = glass_cell_state_part(row);
    if (!cell) return;
    if (group->where == SLOT_ELECTRODE) {
        base = (const char *)&cell->electrode[group->electrode];
    } else if (group->where == SLOT_MATERIAL) {
        const glass_material *m = &cell->electrode[group->electrode].material[material];
        base = (const char *)m;
        if (m->name && *m->name) out->part = m->name;
    }
    out->member = (void *)(uintptr_t)(base + row->offset);
}

int glass_cell_slot_at(const glass_cell *cell, int index, glass_cell_slot *out)
{
    for (int g = 0; index >= 0 && g < SLOT_GROUPS; g++) {
        const slot_group *group = &slot_groups[g];
        int rows = slot_rows(group->rows), all = rows * slot_materials(cell, group);
        if (index < all) {
            slot_fill(cell, group, index / rows, &group->rows[index % rows], out);
            return 1;
        }
        index -= all;
    }
    return 0;
}

int glass_cell_slot_of(const glass_cell *cell, const glass_row *row, int electrode,
                       int material, glass_cell_slot *out)
{
    for (int i = 0; glass_cell_slot_at(cell, i, out); i++)
        if (out->row == row && out->electrode == electrode && out->material == material)
            return 1;
    return 0;
}

/* "Thickness" goes on a sentence as "thickness", "OCP" and "LLI" stay as they are. */
static void slot_small_letter(char *word)
{
    if (word[0] >= 'A' && word[0] <= 'Z' && !(word[1] >= 'A' && word[1] <= 'Z'))
        word[0] = (char)(word[0] + 32);
}

void glass_cell_slot_name(const glass_cell_slot *slot, int with_unit,
                          char out[GLASS_NAME_SIZE])
{
    const char *section = slot->section;
    char row[96], unit[40] = "";
    snprintf(row, sizeof row, "%s", slot->row->name);
    if (with_unit && strcmp(slot->row->unit, "1"))
        snprintf(unit, sizeof unit, " [%s]", slot->row->unit);
    if (slot->electrode >= 0)
        section =
            slot->electrode == GLASS_NEGATIVE ? "Negative electrode" : "Positive electrode";
    int is_bare = slot->electrode < 0 && strcmp(section, "Separator") &&
                  strcmp(section, "Electrolyte");
    if (is_bare || slot->row == glass_electrolyte_rows) { /* its name says "cation" */
        snprintf(out, GLASS_NAME_SIZE, "%s%s", row, unit);
        return;
    }
    slot_small_letter(row);
    if (slot->material >= 0 && slot->part && strcmp(slot->part, "Initial conditions") &&
        strcmp(slot->part, "Degradation"))
        snprintf(out, GLASS_NAME_SIZE, "%s %.60s %s%s", section, slot->part, row, unit);
    else
        snprintf(out, GLASS_NAME_SIZE, "%s %s%s", section, row, unit);
}

int glass_cell_is_blend(const glass_cell *cell, int electrode)
{
    const glass_electrode *e = &cell->electrode[electrode];
    return e->n_materials > 1 || (e->material[0].name && *e->material[0].name);
}

double glass_cell_row_scale(const glass_row *row)
{
    return strcmp(row->unit, "A.h") == 0 ? 3600 : 1;
}

double *glass_cell_slot_number(const glass_cell_slot *slot)
{
    return slot->row->kind == GLASS_KIND_NUMBER ? slot->member : NULL;
}

glass_law **glass_cell_slot_law(const glass_cell_slot *slot)
{
    return slot->row->kind == GLASS_KIND_LAW ? slot->member : NULL;
}

int glass_cell_slot_is_given(const glass_cell_slot *slot)
{
    if (!slot->member) return 0;
    if (slot->row->kind == GLASS_KIND_LAW) return *glass_cell_slot_law(slot) != NULL;
    return !isnan(*glass_cell_slot_number(slot));
}

int glass_cell_slot_is_default(const glass_cell_slot *slot)
{
    if (!glass_cell_slot_is_given(slot)) return 1;
    if (slot->row->kind == GLASS_KIND_LAW) return 0;
    return *glass_cell_slot_number(slot) ==
           slot->row->standard * glass_cell_row_scale(slot->row);
}

int glass_cell_parameter(const glass_cell *cell, int index, glass_parameter *out)
{
    glass_cell_slot slot;
    if (!glass_cell_slot_at(cell, index, &slot)) return 0;
    *out = (glass_parameter){.section = slot.section, .row = slot.row, .value = NAN};
    glass_cell_slot_name(&slot, 0, out->name);
    out->is_given = glass_cell_slot_is_given(&slot);
    if (!out->is_given) return 1;
    if (slot.row->kind == GLASS_KIND_LAW) {
        out->law = *glass_cell_slot_law(&slot);
        if (!glass_law_is_constant(out->law, &out->value)) out->value = NAN;
    } else {
        out->value = *glass_cell_slot_number(&slot) / glass_cell_row_scale(slot.row);
    }
    return 1;
}
