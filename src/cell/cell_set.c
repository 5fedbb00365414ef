#include "cell/cell_name.h"
#include "base/memory.h"
#include "glasscell/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* "NAME [unit] = VALUE" taken apart; VALUE points into the assignment. */
typedef struct set_request {
    char name[GLASS_NAME_SIZE];
    char unit[64]; /* the row's unless a bracket says otherwise */
    const char *value;
} set_request;

static glass_status set_split(const char *assignment, set_request *out)
{
    const char *equals = strchr(assignment, '=');
    char left[GLASS_NAME_SIZE + 64];
    if (!equals || equals == assignment)
        return glass_fail(GLASS_E_INPUT,
                          "\"%.120s\" is no assignment; write NAME=VALUE, like "
                          "\"Separator thickness [m]=12e-6\"",
                          assignment);
    snprintf(left, sizeof left, "%.*s", (int)(equals - assignment), assignment);
    glass_cell_name_split(left, out->name, out->unit);
    out->value = equals + 1 + strspn(equals + 1, " \t");
    if (!*out->value)
        return glass_fail(GLASS_E_INPUT, "\"%.120s\": nothing stands behind the =", left);
    return GLASS_OK;
}

/* "*1.2" or "x1.2"? Only "*": x is the variable of laws. */
static int set_factor(const char *value, double *out)
{
    if (*value != '*') return 0;
    const char *end = glass_number_read(value + 1, out);
    return end && end[strspn(end, " \t")] == 0 && isfinite(*out);
}

/* A number in the row's unit from "80", "80 um", or "80" under a bracket [um]. */
static glass_status set_quantity(const set_request *request, const glass_row *row,
                                 double *out)
{
    double value;
    const char *end = glass_number_read(request->value, &value);
    char text[160];
    snprintf(text, sizeof text, "%.80s", request->value);
    if (end && end[strspn(end, " \t")] == 0 && *request->unit)
        snprintf(text, sizeof text, "%.80s %s", request->value, request->unit);
    glass_status status = glass_quantity_read(text, row->unit, &value);
    if (!status) *out = value / glass_cell_row_scale(row);
    return status;
}

static glass_status set_number(glass_cell_slot *slot, const set_request *request)
{
    double value, factor, *member = glass_cell_slot_number(slot);
    double scale = glass_cell_row_scale(slot->row);
    glass_status status = GLASS_OK;
    if (set_factor(request->value, &factor)) {
        if (isnan(*member))
            return glass_fail(
                GLASS_E_INPUT,
                "%s is not given in this cell and cannot be scaled; set it to "
                "a number first",
                request->name);
        value = *member / scale * factor;
    } else {
        status = set_quantity(request, slot->row, &value);
        if (status) return glass_fail_in(status, "%s", request->name);
    }
    status = glass_cell_slot_allows(slot, value);
    if (!status) *member = value * scale;
    return status;
}

/* A law from "3e-14", "3e-14 m2/s" or an expression. Words of the reading that was meant:
 * a letter behind a number begins a unit, everything else an expression. */
static glass_status set_read_law(const set_request *request, const glass_row *row,
                                 glass_law **out)
{
    double value, scale = 1, offset = 0;
    if (set_quantity(request, row, &value) == GLASS_OK)
        return glass_law_constant(value, out);
    const char *end = glass_number_read(request->value, &value);
    if (end) {
        end += strspn(end, " \t");
        if ((*end >= 'A' && *end <= 'Z') || (*end >= 'a' && *end <= 'z'))
            return GLASS_E_INPUT; /* with the words about the unit */
    }
    if (*request->unit && strcmp(request->unit, row->unit)) {
        glass_status status = glass_unit_convert(request->unit, row->unit, &scale, &offset);
        if (status) return status;
    }
    glass_law *law;
    glass_status status = glass_law_expression(request->value, &law);
    if (status || scale == 1) return *out = status ? NULL : law, status;
    status = glass_law_scaled(law, scale, out);
    glass_law_free(law);
    return status;
}

/* "cubic" and "linear" join the points of a table anew; 0: the value is another. */
static int set_join(const set_request *request, glass_law_join *out)
{
    *out = GLASS_JOIN_MONOTONE_CUBIC;
    if (glass_text_same(request->value, "cubic")) return 1;
    *out = GLASS_JOIN_LINEAR;
    return glass_text_same(request->value, "linear");
}

static glass_status set_joined(const glass_law *law, glass_law_join join, glass_law **out)
{
    const double *x, *y;
    size_t n = law ? glass_law_points(law, &x, &y) : 0;
    if (!n)
        return glass_fail(GLASS_E_INPUT,
                          "no table in this cell; only a table can be joined anew");
    return glass_law_table(n, x, y, join, out);
}

static glass_status set_law(glass_cell_slot *slot, const set_request *request)
{
    glass_law **member = glass_cell_slot_law(slot), *law = NULL;
    glass_status status;
    double factor;
    glass_law_join join;
    if (set_join(request, &join))
        status = set_joined(*member, join, &law);
    else if (!set_factor(request->value, &factor))
        status = set_read_law(request, slot->row, &law);
    else if (*member)
        status = glass_law_scaled(*member, factor, &law);
    else
        status = glass_fail(GLASS_E_INPUT, "not given in this cell and cannot be scaled");
    if (status) return glass_fail_in(status, "%s", request->name);
    return glass_cell_slot_take_law(slot, law);
}

glass_status glass_cell_set(glass_cell *cell, const char *assignment)
{
    set_request request;
    glass_cell_slot slot;
    glass_status status = set_split(assignment, &request);
    if (!status) status = glass_cell_name_find(cell, request.name, &slot);
    if (status) return status;
    if (slot.row->kind == GLASS_KIND_LAW)
        status = set_law(&slot, &request);
    else
        status = set_number(&slot, &request);
    if (!status) glass_cell_place_forget(cell, &slot);
    return status;
}

glass_status glass_cell_get(const glass_cell *cell, const char *name, double *out)
{
    char base[GLASS_NAME_SIZE], unit[64];
    glass_cell_name_split(name, base, unit);
    glass_cell_slot slot;
    glass_status status = glass_cell_name_find(cell, base, &slot);
    if (status) return status;
    double value = NAN, scale = 1, offset = 0;
    if (!glass_cell_slot_is_given(&slot))
        return glass_fail(GLASS_E_INPUT, "%s is not given in this cell", base);
    if (slot.row->kind == GLASS_KIND_NUMBER)
        value = *glass_cell_slot_number(&slot) / glass_cell_row_scale(slot.row);
    else if (!glass_law_is_constant(*glass_cell_slot_law(&slot), &value))
        return glass_fail(GLASS_E_INPUT, "%s is a law, not one number", base);
    if (*unit && strcmp(unit, slot.row->unit))
        status = glass_unit_convert(slot.row->unit, unit, &scale, &offset);
    if (status) return glass_fail_in(status, "%s", base);
    *out = value * scale + offset;
    return GLASS_OK;
}
