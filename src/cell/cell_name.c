#include "cell/cell_name.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void name_copy_trimmed(const char *from, size_t n, char *to, size_t size)
{
    while (n && (*from == ' ' || *from == '\t')) from++, n--;
    while (n && (from[n - 1] == ' ' || from[n - 1] == '\t')) n--;
    if (n >= size) n = size - 1;
    memcpy(to, from, n);
    to[n] = 0;
}

void glass_cell_name_split(const char *text, char name[GLASS_NAME_SIZE], char unit[64])
{
    size_t n = strlen(text);
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t')) n--;
    const char *open = strrchr(text, '[');
    unit[0] = 0;
    if (open && n && text[n - 1] == ']') {
        name_copy_trimmed(open + 1, (size_t)(text + n - 1 - (open + 1)), unit, 64);
        n = (size_t)(open - text);
    }
    name_copy_trimmed(text, n, name, GLASS_NAME_SIZE);
}

/* Names that other programs give to the same number. */
static const char *name_alias(const char *name)
{
    static const char *const pairs[][2] = {
        {"Negative particle diffusivity", "Negative electrode diffusivity"},
        {"Positive particle diffusivity", "Positive electrode diffusivity"},
        {"Negative particle radius", "Negative electrode particle radius"},
        {"Positive particle radius", "Positive electrode particle radius"},
        {"Maximum concentration in negative electrode",
         "Negative electrode maximum concentration"},
        {"Maximum concentration in positive electrode",
         "Positive electrode maximum concentration"},
        {"Negative electrode OCP entropic change",
         "Negative electrode entropic change coefficient"},
        {"Positive electrode OCP entropic change",
         "Positive electrode entropic change coefficient"},
        {"Number of electrodes connected in parallel to make a cell",
         "Number of electrode pairs connected in parallel to make a cell"},
        {"Number of electrode pairs",
         "Number of electrode pairs connected in parallel to make a cell"},
        {"Initial concentration in electrolyte", "Initial electrolyte concentration"},
        {"Initial concentration", "Initial electrolyte concentration"},
        {"Total heat transfer coefficient", "Heat transfer coefficient"},
        {"Cell cooling surface area", "External surface area"},
        {"Cell volume", "Volume"},
        {"Electrolyte cation transference number", "Cation transference number"},
        {"Initial SoC", "Initial state-of-charge"},
        {"Initial state of charge", "Initial state-of-charge"},
        {"Nominal capacity", "Nominal cell capacity"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (glass_text_same(name, pairs[i][0])) return pairs[i][1];
    return name;
}

static int name_part_fits(const glass_cell_slot *slot, const char *part)
{
    const char *electrode = slot->electrode == GLASS_NEGATIVE   ? "Negative electrode"
                            : slot->electrode == GLASS_POSITIVE ? "Positive electrode"
                                                                : "";
    const char *state =
        strcmp(slot->section, "State") ? "" : glass_cell_state_part(slot->row);
    return glass_text_same(part, slot->section) || glass_text_same(part, electrode) ||
           (slot->part && glass_text_same(part, slot->part)) ||
           glass_text_same(part, state) || glass_text_same(part, "Parameterisation") ||
           (slot->material >= 0 && glass_text_same(part, "Particle"));
}

/* "Separator/Thickness", "Positive electrode / Particle / Large / Diffusivity". */
static int name_path_fits(const glass_cell_slot *slot, const char *path)
{
    char part[GLASS_NAME_SIZE];
    const char *slash;
    for (; (slash = strchr(path, '/')); path = slash + 1) {
        name_copy_trimmed(path, (size_t)(slash - path), part, sizeof part);
        if (!name_part_fits(slot, part)) return 0;
    }
    name_copy_trimmed(path, strlen(path), part, sizeof part);
    return glass_text_same(part, slot->row->name);
}

/* The full name as it would be without the material of a blend. */
static int name_fits_without_material(const glass_cell_slot *slot, const char *name)
{
    if (slot->material < 0) return 0;
    glass_cell_slot bare = *slot;
    bare.part = NULL;
    char full[GLASS_NAME_SIZE];
    glass_cell_slot_name(&bare, 0, full);
    return glass_text_same(full, name);
}

enum name_rule { NAME_FULL, NAME_PATH, NAME_WITHOUT_MATERIAL, NAME_RULES };

static int name_fits(const glass_cell_slot *slot, const char *name, enum name_rule rule)
{
    char full[GLASS_NAME_SIZE];
    if (rule == NAME_WITHOUT_MATERIAL) return name_fits_without_material(slot, name);
    if (rule == NAME_PATH) return name_path_fits(slot, name);
    glass_cell_slot_name(slot, 0, full);
    return glass_text_same(full, name);
}

static glass_status name_refuse_several(const glass_cell *cell, const char *name,
                                        enum name_rule rule)
{
    glass_text all = {0};
    glass_cell_slot slot;
    char full[GLASS_NAME_SIZE];
    int n = 0;
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++) {
        if (!name_fits(&slot, name, rule) || n++ >= 8) continue;
        glass_cell_slot_name(&slot, 0, full);
        glass_text_add(&all, "%s\"%s\"", all.length ? ", " : "", full);
    }
    glass_status status = glass_fail(GLASS_E_INPUT, "\"%s\" may mean %s; say which", name,
                                     all.at ? all.at : "several parameters");
    glass_text_clear(&all);
    return status;
}

/* "negative thickness" is far in letters from "Negative electrode thickness", and yet that:
 * the shortest name in which all its words stand. */
static void name_with_all_words(const glass_cell *cell, const char *name, char *best)
{
    char full[GLASS_NAME_SIZE], word[GLASS_NAME_SIZE];
    size_t shortest = GLASS_NAME_SIZE;
    glass_cell_slot slot;
    if (!strchr(name, ' ')) return;
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++) {
        int has_all = 1;
        glass_cell_slot_name(&slot, 0, full);
        for (const char *p = name; has_all && *p; p += strspn(p, " ")) {
            size_t n = strcspn(p, " ");
            name_copy_trimmed(p, n, word, sizeof word);
            has_all = strcasestr(full, word) != NULL;
            p += n;
        }
        if (!has_all || strlen(full) >= shortest) continue;
        shortest = strlen(full);
        glass_cell_slot_name(&slot, 1, best);
    }
}

static glass_status name_refuse_none(const glass_cell *cell, const char *name)
{
    char full[GLASS_NAME_SIZE], best[GLASS_NAME_SIZE] = "";
    int near = (int)strlen(name) / 3 + 1;
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++) {
        glass_cell_slot_name(&slot, 0, full);
        int distance = glass_text_distance(full, name);
        if (distance > near) continue;
        near = distance - 1;
        glass_cell_slot_name(&slot, 1, best);
    }
    if (*best == 0 || near > 2) name_with_all_words(cell, name, best);
    if (*best)
        return glass_fail(GLASS_E_INPUT,
                          "a cell has no parameter \"%s\"; did you mean \"%s\"?", name,
                          best);
    return glass_fail(GLASS_E_INPUT,
                      "a cell has no parameter \"%s\"; \"glasscell params\" lists them",
                      name);
}

glass_status glass_cell_name_find(const glass_cell *cell, const char *name,
                                  glass_cell_slot *out)
{
    name = name_alias(name);
    for (int rule = 0; rule < NAME_RULES; rule++) {
        glass_cell_slot slot, found = {0};
        int n = 0;
        for (int i = 0; glass_cell_slot_at(cell, i, &slot); i++)
            if (name_fits(&slot, name, rule) && n++ == 0) found = slot;
        if (n > 1) return name_refuse_several(cell, name, rule);
        if (n == 1) {
            *out = found;
            return GLASS_OK;
        }
    }
    return name_refuse_none(cell, name);
}

glass_status glass_cell_slot_allows(const glass_cell_slot *slot, double value)
{
    const glass_row *row = slot->row;
    char name[GLASS_NAME_SIZE], got[32], low[32], high[32];
    const char *blank = strcmp(row->unit, "1") ? " " : "";
    const char *unit = *blank ? row->unit : "";
    glass_cell_slot_name(slot, 0, name);
    if (!(value >= row->low && value <= row->high))
        return glass_fail(GLASS_E_INPUT, "%s is %s%s%s; allowed: %s to %s%s%s", name,
                          glass_number_write(value, got), blank, unit,
                          glass_number_write(row->low, low),
                          glass_number_write(row->high, high), blank, unit);
    if (row->offset == offsetof(glass_cell, pairs) && slot->electrode < 0 &&
        value != floor(value))
        return glass_fail(GLASS_E_INPUT, "%s is %s; a whole number is expected", name,
                          glass_number_write(value, got));
    return GLASS_OK;
}

glass_status glass_cell_slot_take_law(const glass_cell_slot *slot, glass_law *law)
{
    glass_law **member = glass_cell_slot_law(slot);
    double value;
    if (glass_law_is_constant(law, &value)) {
        glass_status status = glass_cell_slot_allows(slot, value);
        if (status) {
            glass_law_free(law);
            return status;
        }
    }
    glass_law_free(*member);
    *member = law;
    return GLASS_OK;
}
