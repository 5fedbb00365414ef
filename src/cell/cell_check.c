/* What can be said about a cell before it runs: numbers one by one, then how they fit
 * together. The laws are looked at in cell_check_law.c. */
#include "cell/cell_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void glass_cell_remark(glass_cell_checker *c, int is_error, const glass_cell_slot *slot,
                       const char *format, ...)
{
    char words[1200], place[512] = "", name[GLASS_NAME_SIZE] = "";
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (slot) {
        glass_cell_place_words(c->cell, slot, place);
        glass_cell_slot_name(slot, 0, name);
    } else if (c->cell->file) {
        snprintf(place, sizeof place, "%.500s", c->cell->file);
    }
    c->errors += is_error != 0;
    glass_note_add(c->notes, is_error, place, "%s%s%s", name, *name ? ": " : "", words);
}

/* The slot of a row, found by a member of the struct that the row describes. */
static glass_cell_slot check_slot(const glass_cell_checker *c, const glass_row *rows,
                                  size_t offset, int electrode, int material)
{
    glass_cell_slot slot = {0};
    const glass_row *row = rows;
    while (row->kind != GLASS_KIND_END && row->offset != offset) row++;
    glass_cell_slot_of(c->cell, row, electrode, material, &slot);
    return slot;
}

#define CHECK_SLOT(c, rows, type, member, e, m)                                            \
    check_slot(c, rows, offsetof(type, member), e, m)

/* ---- one by one ---- */

static int check_is_electrolyte(const glass_cell_slot *slot)
{
    if (strcmp(slot->section, "Electrolyte") == 0) return 1;
    if (strcmp(slot->section, "Separator") == 0) return 1;
    for (int i = 1; i < 4; i++) /* of an electrode an SPM knows the thickness only */
        if (slot->row == &glass_electrode_rows[i]) return 1;
    return 0;
}

static void check_missing(glass_cell_checker *c, const glass_cell_slot *slot)
{
    if (slot->row->optional) return;
    if (c->cell->extent == GLASS_CELL_SPM && check_is_electrolyte(slot)) return;
    char words[GLASS_NAME_SIZE + 120], name[GLASS_NAME_SIZE];
    glass_cell_slot_name(slot, 1, name);
    snprintf(words, sizeof words, "\"%s\" is missing%s", name,
             c->cell->extent == GLASS_CELL_PARTIAL ? " (a Partial file cannot be run)"
                                                   : "");
    c->errors++;
    glass_note_add(c->notes, 1, c->cell->file ? c->cell->file : "", "%s", words);
}

static void check_range(glass_cell_checker *c, const glass_cell_slot *slot, double value)
{
    char place[512];
    if (glass_cell_slot_allows(slot, value) == GLASS_OK) return;
    glass_cell_place_words(c->cell, slot, place);
    c->errors++;
    glass_note_add(c->notes, 1, place, "%s", glass_words());
}

static void check_slots(glass_cell_checker *c)
{
    glass_cell_slot slot;
    double value;
    for (int i = 0; glass_cell_slot_at(c->cell, i, &slot); i++) {
        if (!glass_cell_slot_is_given(&slot))
            check_missing(c, &slot);
        else if (slot.row->kind == GLASS_KIND_NUMBER)
            check_range(c, &slot,
                        *glass_cell_slot_number(&slot) / glass_cell_row_scale(slot.row));
        else if (glass_law_is_constant(*glass_cell_slot_law(&slot), &value))
            check_range(c, &slot, value);
    }
}

/* ---- units: what is in range, but no cell has ---- */

typedef struct check_hint {
    const glass_row *rows;
    size_t offset;
    double low, high; /* what cells have, in the row's unit */
    const char *words;
} check_hint;

static const check_hint check_hints[] = {
    {glass_cell_rows, offsetof(glass_cell, area), 1e-7, 5, "is it in cm2 or mm2?"},
    {glass_cell_rows, offsetof(glass_cell, capacity), 1e-6, 1e4, "is it in mA.h?"},
    {glass_cell_rows, offsetof(glass_cell, density), 500, 8000, "is it in g/cm3?"},
    {glass_cell_rows, offsetof(glass_cell, heat_capacity), 200, 5000, "is it in J/g/K?"},
    {glass_cell_rows, offsetof(glass_cell, volume), 1e-10, 0.1, "is it in cm3 or litres?"},
    {glass_electrode_rows, offsetof(glass_electrode, thickness), 1e-7, 1e-3,
     "is it in um?"},
    {glass_separator_rows, offsetof(glass_cell, separator_thickness), 1e-7, 2e-3,
     "is it in um?"},
    {glass_material_rows, offsetof(glass_material, radius), 1e-9, 1e-4, "is it in um?"},
    {glass_material_rows, offsetof(glass_material, concentration_max), 1e3, 4e5,
     "is it in mol/l?"},
    {glass_material_rows, offsetof(glass_material, rate_energy), -1e3, 3e5,
     "is it in kJ/mol or eV?"},
    {glass_material_rows, offsetof(glass_material, diffusivity_energy), -1e3, 3e5,
     "is it in kJ/mol or eV?"},
    {glass_state_rows, offsetof(glass_cell, concentration_initial), 50, 6e3,
     "is it in mol/l?"},
};

static void check_units(glass_cell_checker *c)
{
    glass_cell_slot slot;
    for (int i = 0; glass_cell_slot_at(c->cell, i, &slot); i++)
        for (size_t h = 0; h < sizeof check_hints / sizeof *check_hints; h++) {
            const check_hint *hint = &check_hints[h];
            const glass_row *row = hint->rows;
            while (row->kind != GLASS_KIND_END && row->offset != hint->offset) row++;
            if (slot.row != row || !glass_cell_slot_is_given(&slot)) continue;
            double value = *glass_cell_slot_number(&slot) / glass_cell_row_scale(row);
            if (value < hint->low || value > hint->high)
                glass_cell_remark(c, 0, &slot, "%g %s is unusual; %s", value, row->unit,
                                  hint->words);
        }
}

/* ---- together ---- */

static void check_material(glass_cell_checker *c, int e, int m)
{
    const glass_material *material = &c->cell->electrode[e].material[m];
    glass_cell_slot top =
        CHECK_SLOT(c, glass_material_rows, glass_material, stoichiometry_max, e, m);
    if (material->stoichiometry_min >= material->stoichiometry_max)
        glass_cell_remark(c, 1, &top,
                          "%g is not above the minimum stoichiometry of %g; are they "
                          "exchanged?",
                          material->stoichiometry_max, material->stoichiometry_min);
    if (material->ocp_lithiation || material->ocp_delithiation)
        glass_cell_remark(c, 0, &top,
                          "this material has a hysteresis; it is read and kept, but not "
                          "simulated yet");
}

static void check_electrode(glass_cell_checker *c, int e)
{
    const glass_electrode *electrode = &c->cell->electrode[e];
    glass_cell_slot porosity =
        CHECK_SLOT(c, glass_electrode_rows, glass_electrode, porosity, e, -1);
    double active = 0;
    for (int m = 0; m < electrode->n_materials; m++) {
        const glass_material *material = &electrode->material[m];
        active += material->area_density * material->radius / 3;
        check_material(c, e, m);
    }
    /* 1e-6: files round their numbers to six digits */
    if (active > 1 + 1e-6 || active + electrode->porosity > 1 + 1e-6)
        glass_cell_remark(
            c, 0, &porosity,
            "active material (surface x radius / 3 = %.4g) and porosity (%.4g) "
            "fill more than the electrode",
            active, electrode->porosity);
    if (electrode->n_materials > 1)
        glass_cell_remark(c, 0, NULL,
                          "the %s electrode is a blend of %d materials; it is read and "
                          "kept, but not simulated yet",
                          e == GLASS_NEGATIVE ? "negative" : "positive",
                          electrode->n_materials);
}

static void check_voltages(glass_cell_checker *c)
{
    const glass_cell *cell = c->cell;
    glass_cell_slot low = CHECK_SLOT(c, glass_cell_rows, glass_cell, voltage_min, -1, -1);
    glass_cell_slot high = CHECK_SLOT(c, glass_cell_rows, glass_cell, voltage_max, -1, -1);
    double full = glass_cell_ocv(cell, 1, cell->temperature_reference);
    double empty = glass_cell_ocv(cell, 0, cell->temperature_reference);
    if (cell->voltage_min >= cell->voltage_max)
        glass_cell_remark(c, 1, &low, "%g V is not below the upper cut-off of %g V",
                          cell->voltage_min, cell->voltage_max);
    if (full <= empty)
        glass_cell_remark(c, 1, NULL,
                          "the open-circuit voltage is %.4g V when full and %.4g V when "
                          "empty; are the electrodes exchanged?",
                          full, empty);
    else if (full <= cell->voltage_min || empty >= cell->voltage_max)
        glass_cell_remark(c, 1, NULL,
                          "the open-circuit voltage (%.4g V to %.4g V) never lies between "
                          "the voltage limits (%g V to %g V)",
                          empty, full, cell->voltage_min, cell->voltage_max);
    /* 1 mV as in the standard's own check; stoichiometries have four digits */
    else if (full > cell->voltage_max + 1e-3)
        glass_cell_remark(c, 0, &high,
                          "%g V, but full by the stoichiometry window the cell rests at "
                          "%.5g V",
                          cell->voltage_max, full);
    if (full > empty && empty < cell->voltage_min - 1e-3)
        glass_cell_remark(c, 0, &low,
                          "%g V, but empty by the stoichiometry window the cell rests at "
                          "%.5g V",
                          cell->voltage_min, empty);
}

static void check_capacities(glass_cell_checker *c)
{
    double n = glass_cell_capacity(c->cell, GLASS_NEGATIVE) / 3600;
    double p = glass_cell_capacity(c->cell, GLASS_POSITIVE) / 3600;
    double nominal = c->cell->capacity / 3600, window = fmin(n, p);
    glass_cell_slot slot = CHECK_SLOT(c, glass_cell_rows, glass_cell, capacity, -1, -1);
    if (fabs(n - p) > 0.01 * fmax(n, p))
        glass_cell_remark(
            c, 0, NULL,
            "the stoichiometry windows hold %.5g A.h in the negative and %.5g "
            "A.h in the positive electrode; they should be equal",
            n, p);
    if (nominal < 0.5 * window || nominal > 1.5 * window)
        glass_cell_remark(c, 0, &slot,
                          "%.5g A.h, but the stoichiometry window holds %.5g A.h; is it of "
                          "one cell, and is the area (times %g pairs) of one pair?",
                          nominal, window, c->cell->pairs);
}

static void check_state(glass_cell_checker *c)
{
    const glass_cell *cell = c->cell;
    glass_cell_slot slot = CHECK_SLOT(c, glass_state_rows, glass_cell, lli, -1, -1);
    int is_aged = cell->lli != 0;
    for (int e = 0; e < 2; e++)
        for (int m = 0; m < cell->electrode[e].n_materials; m++)
            is_aged |= cell->electrode[e].material[m].lam != 0;
    if (is_aged)
        glass_cell_remark(c, 0, &slot,
                          "the file describes a degraded cell (LLI, LAM); this is read and "
                          "kept, but not simulated yet");
}

/* From coarse to fine, as far as it makes sense: nothing is compared with nonsense. */
static glass_status check_all(glass_cell_checker *c)
{
    check_slots(c);
    if (c->errors) return GLASS_OK;
    check_units(c);
    for (int e = 0; e < 2; e++) check_electrode(c, e);
    if (c->errors) return GLASS_OK;
    glass_status status = glass_cell_check_laws(c);
    if (status || c->errors) return status;
    check_voltages(c);
    check_capacities(c);
    check_state(c);
    return GLASS_OK;
}

glass_status glass_cell_check(const glass_cell *cell, glass_notes *notes)
{
    glass_cell_checker c = {.cell = cell, .notes = notes};
    int before = notes->errors;
    glass_status status = check_all(&c);
    if (!status && notes->errors - before != c.errors) status = glass_fail_memory();
    return status;
}

/* ---- may it run? ---- */

static glass_status check_refuse(const glass_notes *notes)
{
    glass_text words = {0};
    int told = 0;
    for (int i = 0; i < notes->count && words.length < 3000; i++) {
        const glass_note *note = &notes->at[i];
        if (!note->is_error) continue;
        glass_text_add(&words, "%s%s%s%s", told++ ? "\n" : "", note->place,
                       *note->place ? ": " : "", note->text);
    }
    if (told < notes->errors)
        glass_text_add(&words, "\n... and %d more", notes->errors - told);
    glass_status status = glass_fail(GLASS_E_INPUT, "%s", words.at ? words.at : "bad cell");
    glass_text_clear(&words);
    return status;
}

/* The branches of a hysteresis that a file keeps under User-defined, for want of a field
 * (before BPX 1.1), with an OCP that only fills its place. */
static int check_has_user_hysteresis(const glass_cell *cell, int e)
{
    static const char *const keys[2][2] = {
        {"\"Negative electrode lithiation OCP", "\"Negative electrode delithiation OCP"},
        {"\"Positive electrode lithiation OCP", "\"Positive electrode delithiation OCP"}};
    const char *kept = cell->user_json;
    return kept && (strstr(kept, keys[e][0]) || strstr(kept, keys[e][1])) &&
           glass_law_is_constant(cell->electrode[e].material[0].ocp, NULL);
}

static glass_status check_not_yet_electrode(const glass_cell *cell, int e, const char *file)
{
    const glass_electrode *electrode = &cell->electrode[e];
    const glass_material *m = &electrode->material[0];
    const char *name = e == GLASS_NEGATIVE ? "Negative electrode" : "Positive electrode";
    if (electrode->n_materials > 1)
        return glass_fail(GLASS_E_INPUT,
                          "%s%s: this is a blend of %d materials; blends are read and "
                          "kept, but not simulated yet. Take a file with one material",
                          file, name, electrode->n_materials);
    if (m->ocp_lithiation || m->ocp_delithiation)
        return glass_fail(GLASS_E_INPUT,
                          "%s%s: it has a hysteresis (OCP (lithiation), OCP "
                          "(delithiation)); it is read and kept, but not simulated yet. "
                          "Remove the two curves to run with the mean one",
                          file, name);
    if (check_has_user_hysteresis(cell, e))
        return glass_fail(GLASS_E_INPUT,
                          "%s%s: the OCP is a constant, and User-defined has curves of "
                          "lithiation and delithiation in its place; a hysteresis is read "
                          "and kept, but not simulated yet. Give an OCP to run with",
                          file, name);
    if (m->lam != 0 || cell->lli != 0)
        return glass_fail(GLASS_E_INPUT,
                          "%sState / Degradation: LLI or LAM is not 0; a degraded cell is "
                          "read and kept, but not simulated yet. Set them to 0 to run the "
                          "fresh cell",
                          file);
    return GLASS_OK;
}

glass_status glass_cell_not_yet(const glass_cell *cell)
{
    char file[600] = "";
    if (cell->file) snprintf(file, sizeof file, "%.590s: ", cell->file);
    glass_status status = check_not_yet_electrode(cell, GLASS_NEGATIVE, file);
    return status ? status : check_not_yet_electrode(cell, GLASS_POSITIVE, file);
}

glass_status glass_cell_ready(const glass_cell *cell, int needs_electrolyte)
{
    glass_notes notes = {0};
    if (needs_electrolyte && cell->extent == GLASS_CELL_SPM)
        return glass_fail(GLASS_E_INPUT,
                          "%s%sthis cell has parameters for the model spm only (no "
                          "electrolyte, no separator); take --model spm",
                          cell->file ? cell->file : "", cell->file ? ": " : "");
    glass_status status = glass_cell_check(cell, &notes);
    if (!status && notes.errors) status = check_refuse(&notes);
    glass_notes_clear(&notes);
    return status ? status : glass_cell_not_yet(cell);
}
