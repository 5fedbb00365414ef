#include "cell/cell_inside.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

void glass_cell_defaults(glass_cell *cell)
{
    *cell = (glass_cell){0};
    for (int e = 0; e < 2; e++)
        for (int m = 0; m < GLASS_MATERIALS_MAX; m++) {
            glass_rows_defaults(glass_material_rows, &cell->electrode[e].material[m]);
            glass_rows_defaults(glass_material_state_rows, &cell->electrode[e].material[m]);
        }
    for (int e = 0; e < 2; e++) cell->electrode[e].n_materials = 1;
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++)
        if (slot.row->kind == GLASS_KIND_NUMBER)
            *glass_cell_slot_number(&slot) =
                slot.row->standard * glass_cell_row_scale(slot.row);
}

/* ---- curves ---- */

void glass_cell_curves_free(glass_cell_curves *curves)
{
    if (!curves || atomic_fetch_sub(&curves->holders, 1) > 1) return;
    for (int i = 0; i < curves->n; i++) {
        if (curves->at) curves->free_one(curves->at[i]);
        if (curves->names) glass_free(curves->names[i]);
    }
    glass_free(curves->at);
    glass_free(curves->names);
    glass_free(curves);
}

void glass_cell_take_curves(glass_cell *cell, glass_cell_curves *curves)
{
    cell->curves = curves;
    cell->validation = curves->at;
    cell->validation_names = (const char *const *)curves->names;
    cell->n_validation = curves->n;
}

/* ---- places ---- */

static glass_cell_place *cell_place_find(const glass_cell *cell,
                                         const glass_cell_slot *slot)
{
    for (int i = 0; i < cell->n_places; i++) {
        glass_cell_place *p = &cell->places[i];
        if (p->row == slot->row && p->electrode == slot->electrode &&
            p->material == slot->material)
            return p;
    }
    return NULL;
}

glass_status glass_cell_place_add(glass_cell *cell, const glass_cell_slot *slot, int line,
                                  int column)
{
    glass_cell_place *at =
        glass_realloc(cell->places, (size_t)(cell->n_places + 1) * sizeof *at);
    if (!at) return glass_fail_memory();
    cell->places = at;
    at[cell->n_places++] = (glass_cell_place){slot->row, (short)slot->electrode,
                                              (short)slot->material, line, column};
    return GLASS_OK;
}

void glass_cell_place_forget(glass_cell *cell, const glass_cell_slot *slot)
{
    glass_cell_place *p = cell_place_find(cell, slot);
    if (p) *p = cell->places[--cell->n_places];
}

int glass_cell_place_is_known(const glass_cell *cell, const glass_cell_slot *slot)
{
    return cell_place_find(cell, slot) != NULL;
}

void glass_cell_place_words(const glass_cell *cell, const glass_cell_slot *slot,
                            char out[512])
{
    const glass_cell_place *p = cell_place_find(cell, slot);
    if (p && cell->file)
        snprintf(out, 512, "%.480s:%d:%d", cell->file, p->line, p->column);
    else
        snprintf(out, 512, "%.480s", cell->file ? cell->file : "");
}

/* ---- whole cells ---- */

static char **cell_texts(glass_cell *cell, int index)
{
    char **all[] = {&cell->title, &cell->description, &cell->references, &cell->version,
                    &cell->model, &cell->user_json,   &cell->file};
    int n = (int)(sizeof all / sizeof *all);
    if (index < n) return all[index];
    index -= n;
    if (index >= 2 * GLASS_MATERIALS_MAX) return NULL;
    glass_electrode *electrode = &cell->electrode[index / GLASS_MATERIALS_MAX];
    return &electrode->material[index % GLASS_MATERIALS_MAX].name;
}

void glass_cell_clear(glass_cell *cell)
{
    if (!cell) return;
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++)
        if (slot.row->kind == GLASS_KIND_LAW) glass_law_free(*glass_cell_slot_law(&slot));
    char **text;
    for (int i = 0; (text = cell_texts(cell, i)); i++) glass_free(*text);
    glass_cell_curves_free(cell->curves);
    glass_free(cell->places);
    *cell = (glass_cell){0};
}

/* After the plain copy of the struct every pointer is the other cell's: all are taken away
 * before the first request can fail, so that clearing is safe at any point. */
static void cell_forget_pointers(glass_cell *copy)
{
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(copy, i, &slot); i++)
        if (slot.row->kind == GLASS_KIND_LAW) *glass_cell_slot_law(&slot) = NULL;
    char **text;
    for (int i = 0; (text = cell_texts(copy, i)); i++) *text = NULL;
    copy->places = NULL;
}

static glass_status cell_copy_texts(const glass_cell *from, glass_cell *to)
{
    glass_cell source = *from;
    char **text;
    for (int i = 0; (text = cell_texts(&source, i)); i++) {
        if (!*text) continue;
        *cell_texts(to, i) = glass_strdup(*text);
        if (!*cell_texts(to, i)) return glass_fail_memory();
    }
    if (!from->n_places) return GLASS_OK;
    to->places = glass_alloc((size_t)from->n_places * sizeof *to->places);
    if (!to->places) return glass_fail_memory();
    memcpy(to->places, from->places, (size_t)from->n_places * sizeof *to->places);
    return GLASS_OK;
}

static glass_status cell_copy_laws(const glass_cell *from, glass_cell *to)
{
    glass_cell_slot slot, target;
    for (int i = 0; glass_cell_slot_at(from, i, &slot); i++) {
        if (slot.row->kind != GLASS_KIND_LAW || !*glass_cell_slot_law(&slot)) continue;
        glass_cell_slot_at(to, i, &target);
        glass_status status =
            glass_law_copy(*glass_cell_slot_law(&slot), glass_cell_slot_law(&target));
        if (status) return status;
    }
    return GLASS_OK;
}

glass_status glass_cell_copy(const glass_cell *cell, glass_cell *out)
{
    glass_cell copy = *cell;
    cell_forget_pointers(&copy);
    if (copy.curves) atomic_fetch_add(&copy.curves->holders, 1);
    glass_status status = cell_copy_texts(cell, &copy);
    if (!status) status = cell_copy_laws(cell, &copy);
    if (status) {
        glass_cell_clear(&copy);
        return status;
    }
    *out = copy;
    return GLASS_OK;
}
