#include "cell/cell_handle.h"
#include "cell/cell_name.h"
#include "glasscell/units.h"

#include <math.h>
#include <string.h>

static int handle_index(const glass_cell *cell, const glass_cell_slot *wanted)
{
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++)
        if (slot.row == wanted->row && slot.electrode == wanted->electrode &&
            slot.material == wanted->material)
            return i;
    return -1;
}

glass_status glass_cell_handle_find(const glass_cell *cell, const char *name,
                                    glass_cell_handle *out)
{
    char base[GLASS_NAME_SIZE], unit[64];
    glass_cell_slot slot;
    glass_cell_handle handle = {0, 1, 0};
    glass_cell_name_split(name, base, unit);
    glass_status status = glass_cell_name_find(cell, base, &slot);
    if (!status && *unit && strcmp(unit, slot.row->unit))
        status = glass_unit_convert(unit, slot.row->unit, &handle.scale, &handle.offset);
    if (status) return status;
    handle.index = handle_index(cell, &slot);
    *out = handle;
    return GLASS_OK;
}

static glass_status handle_absent(const glass_cell_slot *slot)
{
    char name[GLASS_NAME_SIZE];
    glass_cell_slot_name(slot, 0, name);
    return glass_fail(GLASS_E_INPUT,
                      "%s is not given in this cell and cannot be scaled; set it to a "
                      "number first",
                      name);
}

static glass_status handle_set_number(const glass_cell_slot *slot, double value,
                                      int is_factor)
{
    double *member = glass_cell_slot_number(slot);
    double scale = glass_cell_row_scale(slot->row);
    if (is_factor && isnan(*member)) return handle_absent(slot);
    if (is_factor) value *= *member / scale;
    glass_status status = glass_cell_slot_allows(slot, value);
    if (!status) *member = value * scale;
    return status;
}

static glass_status handle_set_law(const glass_cell_slot *slot, double value, int is_factor)
{
    glass_law **member = glass_cell_slot_law(slot), *law = NULL;
    if (is_factor && !*member) return handle_absent(slot);
    glass_status status = is_factor ? glass_law_scaled(*member, value, &law)
                                    : glass_law_constant(value, &law);
    return status ? status : glass_cell_slot_take_law(slot, law);
}

glass_status glass_cell_handle_set(glass_cell *cell, const glass_cell_handle *handle,
                                   double value, int is_factor)
{
    glass_cell_slot slot;
    if (!glass_cell_slot_at(cell, handle->index, &slot))
        return glass_fail(GLASS_E_INPUT, "the cell is of another kind");
    if (!is_factor) value = value * handle->scale + handle->offset;
    glass_status status = slot.row->kind == GLASS_KIND_LAW
                              ? handle_set_law(&slot, value, is_factor)
                              : handle_set_number(&slot, value, is_factor);
    if (!status) glass_cell_place_forget(cell, &slot);
    return status;
}
