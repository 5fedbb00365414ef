#include "format/csv_name.h"
#include "base/text.h"
#include "glasscell/units.h"

#include <string.h>

static void name_part(char *to, const char *from, size_t n)
{
    while (n && from[0] == ' ') from++, n--;
    while (n && from[n - 1] == ' ') n--;
    if (n >= GLASS_CSV_CELL) n = GLASS_CSV_CELL - 1;
    memcpy(to, from, n);
    to[n] = 0;
}

static void name_set(glass_csv_name *out, glass_csv_style style, const char *header,
                     size_t quantity, const char *unit, size_t n_unit)
{
    out->style = style;
    name_part(out->quantity, header, quantity);
    name_part(out->unit, unit, n_unit);
}

/* "Voltage [V]", "Voltage(V)" */
static int name_in_brackets(const char *header, glass_csv_name *out)
{
    size_t n = strlen(header);
    char open = n && header[n - 1] == ']' ? '[' : n && header[n - 1] == ')' ? '(' : 0;
    const char *at = open ? strrchr(header, open) : NULL;
    if (!at || at == header) return 0;
    name_set(out, GLASS_CSV_BRACKET, header, (size_t)(at - header), at + 1,
             (size_t)(header + n - 1 - (at + 1)));
    return 1;
}

/* "voltage_mV": a unit that fits what the word before it says. */
static int name_with_suffix(const char *header, glass_csv_name *out)
{
    const char *at = strrchr(header, '_');
    if (!at || at == header || !at[1]) return 0;
    double scale, offset;
    glass_csv_name name;
    name_set(&name, GLASS_CSV_SUFFIX, header, (size_t)(at - header), at + 1,
             strlen(at + 1));
    const glass_bdf *row = glass_csv_quantity(name.quantity, 1);
    if (!row || glass_unit_convert(name.unit, glass_bdf_unit(row->label), &scale, &offset))
        return 0;
    *out = name;
    return 1;
}

/* "Ecell/V", where what stands before the slash is a quantity ("dV/dt" is none). */
static int name_with_slash(const char *header, glass_csv_name *out)
{
    const char *at = strrchr(header, '/');
    if (!at || at == header || !at[1]) return 0;
    glass_csv_name name;
    name_set(&name, GLASS_CSV_SLASH, header, (size_t)(at - header), at + 1, strlen(at + 1));
    if (!glass_csv_quantity(name.quantity, 1)) return 0;
    *out = name;
    return 1;
}

void glass_csv_name_read(const char *header, glass_csv_name *out)
{
    const glass_bdf *row = glass_bdf_find(header);
    const char *label = row ? row->label : header;
    const char *unit = glass_bdf_unit(label);
    if (row || *unit) {
        name_set(out, GLASS_CSV_BDF, label, glass_bdf_quantity(label), unit, strlen(unit));
        return;
    }
    if (name_in_brackets(header, out) || name_with_slash(header, out) ||
        name_with_suffix(header, out))
        return;
    name_set(out, GLASS_CSV_BARE, header, strlen(header), "", 0);
}

const glass_bdf *glass_csv_quantity(const char *quantity, int loosely)
{
    static const char *const others[][2] = {
        {"Time", "Test Time / s"},       {"Elapsed Time", "Test Time / s"},
        {"Total Time", "Test Time / s"}, {"Current", "Current / A"},
        {"Cell Voltage", "Voltage / V"}, {"Terminal Voltage", "Voltage / V"},
        {"Ecell", "Voltage / V"},        {"Battery Voltage", "Voltage / V"},
    };
    /* one letter means what it means in this case only: T is a temperature */
    static const char *const letters[][2] = {
        {"t", "Test Time / s"}, {"I", "Current / A"}, {"i", "Current / A"},
        {"U", "Voltage / V"},   {"u", "Voltage / V"}, {"V", "Voltage / V"},
    };
    for (const glass_bdf *row = glass_bdf_rows; row->label; row++)
        if (strlen(quantity) == glass_bdf_quantity(row->label) &&
            glass_text_starts(row->label, quantity))
            return row;
    for (size_t i = 0; loosely && i < sizeof others / sizeof *others; i++)
        if (glass_text_same(others[i][0], quantity)) return glass_bdf_find(others[i][1]);
    for (size_t i = 0; loosely && i < sizeof letters / sizeof *letters; i++)
        if (strcmp(letters[i][0], quantity) == 0) return glass_bdf_find(letters[i][1]);
    return NULL;
}
