/* BPX 1.1.1 out: everything that was read, with the shortest digits that read back the
 * same. The order is the standard's own. */
#include "format/bpx.h"
#include "base/file.h"
#include "base/memory.h"
#include "glasscell/recording.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* An object that is being written: who comes first gets no comma. */
typedef struct write_map {
    glass_text *out;
    int level, count;
} write_map;

static void write_key(write_map *map, const char *key)
{
    glass_text_add(map->out, "%s\n%*s", map->count++ ? "," : "", map->level, "");
    glass_json_quote(key, map->out);
    glass_text_add(map->out, ": ");
}

static write_map write_open(write_map *parent, const char *key)
{
    write_key(parent, key);
    glass_text_add(parent->out, "{");
    return (write_map){parent->out, parent->level + 1, 0};
}

static void write_close(write_map *map)
{
    if (map->count) glass_text_add(map->out, "\n%*s", map->level - 1, "");
    glass_text_add(map->out, "}");
}

static void write_text(write_map *map, const char *key, const char *text)
{
    if (!text) return;
    write_key(map, key);
    glass_json_quote(text, map->out);
}

static void write_number(write_map *map, const char *key, double value)
{
    write_key(map, key);
    glass_text_number(map->out, value);
}

static void write_list(glass_text *out, const double *at, size_t n, double offset)
{
    glass_text_add(out, "[");
    for (size_t i = 0; i < n; i++) {
        double value = at[i] + offset;
        /* a temperature that was 298.15 K in the file is so again */
        if (offset != 0) value = round(value * 1e9) / 1e9;
        if (i) glass_text_add(out, ", ");
        glass_text_number(out, value);
    }
    glass_text_add(out, "]");
}

/* ---- laws ---- */

/* Tables tell their points, not how they are joined; a cubic shows between them. */
static int write_is_cubic(const glass_law *law, const double *x, const double *y, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double middle = (y[i] + y[i - 1]) / 2;
        double error = fabs(glass_law_at(law, (x[i] + x[i - 1]) / 2) - middle);
        if (error > 1e-9 * (fabs(y[i]) + fabs(y[i - 1]))) return 1;
    }
    return 0;
}

static void write_table(const glass_law *law, const double *x, const double *y, size_t n,
                        glass_text *out)
{
    glass_text_add(out, "{\"x\": ");
    write_list(out, x, n, 0);
    glass_text_add(out, ", \"y\": ");
    write_list(out, y, n, 0);
    if (write_is_cubic(law, x, y, n)) glass_text_add(out, ", \"interpolation\": \"cubic\"");
    glass_text_add(out, "}");
}

static glass_status write_law(write_map *map, const glass_cell_slot *slot, const char *key)
{
    const glass_law *law = *glass_cell_slot_law(slot);
    const double *x, *y;
    double value;
    size_t n = glass_law_points(law, &x, &y);
    const char *text = glass_law_text(law);
    write_key(map, key);
    if (glass_law_is_constant(law, &value) && isfinite(value))
        glass_text_number(map->out, value);
    else if (n)
        write_table(law, x, y, n, map->out);
    else if (text)
        glass_json_quote(text, map->out);
    else
        return glass_fail(GLASS_E_INPUT,
                          "%s / %s is a function of the program; BPX knows numbers, "
                          "expressions and tables",
                          slot->section, key);
    return GLASS_OK;
}

/* ---- sections ---- */

static glass_status write_slot(write_map *map, const glass_cell_slot *slot)
{
    char key[GLASS_NAME_SIZE];
    if (!glass_cell_slot_is_given(slot)) return GLASS_OK;
    glass_bpx_key(slot->row, key);
    if (slot->row->kind == GLASS_KIND_LAW) return write_law(map, slot, key);
    write_number(map, key, *glass_cell_slot_number(slot) / glass_cell_row_scale(slot->row));
    return GLASS_OK;
}

static glass_status write_rows(write_map *map, const glass_cell *cell,
                               const glass_row *rows, int electrode, int material)
{
    glass_cell_slot slot;
    glass_status status = GLASS_OK;
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END && !status; row++)
        if (glass_cell_slot_of(cell, row, electrode, material, &slot))
            status = write_slot(map, &slot);
    return status;
}

/* Whether any number that BPX requires is there; defaults alone make no section. */
static int write_has(const glass_cell *cell, const glass_row *rows, int electrode,
                     int material)
{
    glass_cell_slot slot;
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (!row->optional && glass_cell_slot_of(cell, row, electrode, material, &slot) &&
            glass_cell_slot_is_given(&slot))
            return 1;
    return 0;
}

static glass_status write_section(write_map *parent, const glass_cell *cell,
                                  const char *name, const glass_row *rows)
{
    if (!write_has(cell, rows, -1, -1)) return GLASS_OK;
    write_map map = write_open(parent, name);
    glass_status status = write_rows(&map, cell, rows, -1, -1);
    write_close(&map);
    return status;
}

static glass_status write_electrode(write_map *parent, const glass_cell *cell, int e)
{
    const glass_electrode *electrode = &cell->electrode[e];
    if (!write_has(cell, glass_electrode_rows, e, -1) &&
        !write_has(cell, glass_material_rows, e, 0))
        return GLASS_OK;
    write_map map = write_open(parent, e == GLASS_NEGATIVE ? "Negative electrode"
                                                           : "Positive electrode");
    glass_status status = write_rows(&map, cell, glass_electrode_rows, e, -1);
    int is_blend = glass_cell_is_blend(cell, e);
    if (!is_blend && !status) status = write_rows(&map, cell, glass_material_rows, e, 0);
    if (is_blend) {
        write_map particle = write_open(&map, "Particle");
        for (int m = 0; m < electrode->n_materials && !status; m++) {
            write_map one = write_open(&particle, electrode->material[m].name);
            status = write_rows(&one, cell, glass_material_rows, e, m);
            write_close(&one);
        }
        write_close(&particle);
    }
    write_close(&map);
    return status;
}

static glass_status write_user(write_map *parent, const glass_cell *cell)
{
    int has_own = cell->contact_resistance != 0 || cell->thermodynamic_factor;
    if (!has_own && !cell->user_json) return GLASS_OK;
    write_map map = write_open(parent, "User-defined");
    glass_cell_slot slot;
    glass_status status = GLASS_OK;
    for (const glass_row *row = glass_user_rows; row->kind != GLASS_KIND_END && !status;
         row++)
        if (glass_cell_slot_of(cell, row, -1, -1, &slot) &&
            (row->kind == GLASS_KIND_LAW || *glass_cell_slot_number(&slot) != 0))
            status = write_slot(&map, &slot);
    if (cell->user_json && !status) {
        if (map.count++) glass_text_add(map.out, ",");
        status = glass_bpx_write_user(cell, map.out);
    }
    write_close(&map);
    return status;
}

/* ---- state ---- */

/* "LAM: Positive electrode": a number, or one for each material of a blend. */
static void write_material_state(write_map *map, const glass_cell *cell,
                                 const glass_row *row, int e)
{
    const glass_electrode *electrode = &cell->electrode[e];
    char key[GLASS_NAME_SIZE];
    glass_cell_slot slot;
    glass_cell_slot_of(cell, row, e, 0, &slot);
    if (!glass_cell_slot_is_given(&slot)) return;
    snprintf(key, sizeof key, "%s: %s", row->name,
             e == GLASS_NEGATIVE ? "Negative electrode" : "Positive electrode");
    if (!glass_cell_is_blend(cell, e)) {
        write_number(map, key, *glass_cell_slot_number(&slot));
        return;
    }
    write_map each = write_open(map, key);
    for (int m = 0; m < electrode->n_materials; m++) {
        glass_cell_slot_of(cell, row, e, m, &slot);
        write_number(&each, electrode->material[m].name, *glass_cell_slot_number(&slot));
    }
    write_close(&each);
}

static int write_is_degraded(const glass_cell *cell)
{
    int is_degraded = cell->lli != 0;
    for (int e = 0; e < 2; e++)
        for (int m = 0; m < cell->electrode[e].n_materials; m++)
            is_degraded |= cell->electrode[e].material[m].lam != 0;
    return is_degraded;
}

static glass_status write_state_part(write_map *parent, const glass_cell *cell,
                                     const char *part)
{
    write_map map = write_open(parent, part);
    glass_status status = GLASS_OK;
    glass_cell_slot slot;
    for (const glass_row *row = glass_state_rows; row->kind != GLASS_KIND_END && !status;
         row++)
        if (strcmp(glass_cell_state_part(row), part) == 0 &&
            glass_cell_slot_of(cell, row, -1, -1, &slot))
            status = write_slot(&map, &slot);
    for (const glass_row *row = glass_material_state_rows; row->kind != GLASS_KIND_END;
         row++)
        for (int e = 0; e < 2 && strcmp(glass_cell_state_part(row), part) == 0; e++)
            write_material_state(&map, cell, row, e);
    write_close(&map);
    return status;
}

static glass_status write_state(write_map *parent, const glass_cell *cell)
{
    write_map map = write_open(parent, "State");
    glass_status status = write_state_part(&map, cell, "Initial conditions");
    if (!status) status = write_state_part(&map, cell, "Thermal environment");
    if (!status && write_is_degraded(cell))
        status = write_state_part(&map, cell, "Degradation");
    write_close(&map);
    return status;
}

/* ---- curves ---- */

static void write_curve(write_map *parent, const char *name, const glass_recording *curve)
{
    static const struct {
        const char *label, *key;
        double offset;
    } columns[] = {{"Test Time / s", "Time [s]", 0},
                   {"Current / A", "Current [A]", 0},
                   {"Voltage / V", "Voltage [V]", 0},
                   {"Surface Temperature / degC", "Temperature [K]", 273.15}};
    write_map map = write_open(parent, name);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        int index = glass_recording_find(curve, columns[c].label);
        if (index < 0) continue;
        write_key(&map, columns[c].key);
        write_list(map.out, curve->channels[index].at, curve->rows, columns[c].offset);
    }
    write_close(&map);
}

static void write_curves(write_map *parent, const glass_cell *cell)
{
    if (!cell->n_validation) return;
    write_map map = write_open(parent, "Validation");
    for (int i = 0; i < cell->n_validation; i++)
        write_curve(&map, cell->validation_names[i], cell->validation[i]);
    write_close(&map);
}

/* ---- the whole ---- */

static void write_header(write_map *parent, const glass_cell *cell)
{
    static const char *const models[] = {"DFN", "SPM", "Partial"};
    int is_full = cell->extent == GLASS_CELL_DFN;
    const char *model = models[cell->extent];
    if (is_full && cell->model && strcmp(cell->model, "SPMe") == 0) model = cell->model;
    write_map map = write_open(parent, "Header");
    write_text(&map, "BPX", "1.1.1");
    write_text(&map, "Title", cell->title);
    write_text(&map, "Description", cell->description);
    write_text(&map, "References", cell->references);
    write_text(&map, "Model", model);
    write_close(&map);
}

static glass_status write_parameters(write_map *parent, const glass_cell *cell)
{
    write_map map = write_open(parent, "Parameterisation");
    glass_status status = write_section(&map, cell, "Cell", glass_cell_rows);
    if (!status) status = write_section(&map, cell, "Electrolyte", glass_electrolyte_rows);
    if (!status) status = write_electrode(&map, cell, GLASS_NEGATIVE);
    if (!status) status = write_electrode(&map, cell, GLASS_POSITIVE);
    if (!status) status = write_section(&map, cell, "Separator", glass_separator_rows);
    if (!status) status = write_user(&map, cell);
    write_close(&map);
    return status;
}

glass_status glass_bpx_write(const glass_cell *cell, glass_text *out)
{
    glass_text_add(out, "{");
    write_map root = {out, 1, 0};
    write_header(&root, cell);
    glass_status status = write_parameters(&root, cell);
    if (!status) status = write_state(&root, cell);
    write_curves(&root, cell);
    write_close(&root);
    glass_text_add(out, "\n");
    if (!status && out->has_failed) status = glass_fail_memory();
    return status;
}

glass_status glass_cell_write(const glass_cell *cell, const char *path, int force)
{
    glass_text text = {0};
    glass_status status = glass_bpx_write(cell, &text);
    if (!status) status = glass_file_write(path, text.at, text.length, force);
    glass_text_clear(&text);
    return status;
}
