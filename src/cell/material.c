/* The table of materials: two texts in, substances out. Who is who comes first, then one
 * line for each number, which names its substance and its row. */
#include "glasscell/material.h"
#include "cell/material_embedded.h"
#include "cell/material_file.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const double material_faraday = 96485.33212; /* C/mol, CODATA 2018 */

#define PROPERTY(member, symbol, unit, low, high, about)                                   \
    {                                                                                      \
#member, symbol, unit, GLASS_KIND_RANGE, NAN, low, high, about, NULL,              \
            offsetof(glass_substance, member), 1, NULL                                     \
    }

const glass_row glass_substance_rows[] = {
    PROPERTY(D, "D", "m2.s-1", 1e-30, 1, "chemical diffusivity of what is stored"),
    PROPERTY(sigma_ion, "sigma_ion", "S.m-1", 1e-40, 1e9, "conductivity of ions"),
    PROPERTY(sigma_eon, "sigma_eon", "S.m-1", 1e-40, 1e9, "conductivity of electrons"),
    PROPERTY(capacity, NULL, "s.A.kg-1", 1, 1e9, "charge stored per mass"),
    PROPERTY(density, NULL, "kg.m-3", 1, 1e5, "density of the crystal"),
    PROPERTY(voltage, NULL, "V", -10, 10, "mean voltage against the metal of the ion"),
    PROPERTY(volume_change, NULL, "1", -1, 100, "change of volume by full use"),
    GLASS_ROW_END,
};

const glass_property *glass_substance_property(const glass_substance *substance,
                                               const glass_row *row)
{
    return (const glass_property *)(const void *)((const char *)substance + row->offset);
}

int glass_property_is_estimate(const glass_property *property)
{
    return glass_text_same(property->confidence, "estimate") ||
           glass_text_same(property->confidence, "guess");
}

glass_range glass_substance_concentration(const glass_substance *substance)
{
    glass_range q = substance->capacity.range, rho = substance->density.range;
    return (glass_range){q.value * rho.value / material_faraday,
                         q.low * rho.low / material_faraday,
                         q.high * rho.high / material_faraday};
}

/* ---- reading ---- */

enum { NAMES_COLUMNS = 6, VALUES_COLUMNS = 9 };

static glass_status material_check_count(const material_line *line, int wanted)
{
    if (line->count == wanted) return GLASS_OK;
    return glass_fail_at(line->file, line->number, 0, "%d cells; %d are expected",
                         line->count, wanted);
}

static int material_count_lines(const char *text)
{
    int n = 1;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void material_empty(glass_substance *substance)
{
    for (const glass_row *row = glass_substance_rows; row->kind != GLASS_KIND_END; row++) {
        glass_property *property = (glass_property *)((char *)substance + row->offset);
        *property = (glass_property){glass_range_at(NAN), NAN, "", "", ""};
    }
}

static glass_status material_read_names(char *text, const char *path, glass_substances *out)
{
    material_line line = {.file = path};
    glass_status status = GLASS_OK;
    out->at = glass_zero((size_t)material_count_lines(text), sizeof *out->at);
    if (!out->at) return glass_fail_memory();
    for (int is_head = 1; !status && material_file_line(&text, &line); is_head = 0) {
        status = material_check_count(&line, NAMES_COLUMNS);
        if (status || is_head) continue;
        glass_substance *substance = &out->at[out->count++];
        *substance =
            (glass_substance){line.cell[0], line.cell[1], line.cell[2],       line.cell[3],
                              line.cell[4], line.cell[5], .D = {.source = ""}};
        material_empty(substance);
    }
    return status;
}

static glass_status material_number(const material_line *line, int column, double *out)
{
    const char *text = line->cell[column], *end;
    if (!*text) {
        *out = NAN;
        return GLASS_OK;
    }
    end = glass_number_read(text, out);
    if (end && !*end && isfinite(*out)) return GLASS_OK;
    return glass_fail_at(line->file, line->number, 0, "\"%s\" is not a number", text);
}

static glass_status material_check_range(const material_line *line, const glass_row *row,
                                         const glass_range *range)
{
    if (!(range->low <= range->value && range->value <= range->high))
        return glass_fail_at(line->file, line->number, 0,
                             "low, value and high of %s are in no order", row->name);
    if (range->low >= row->low && range->high <= row->high) return GLASS_OK;
    return glass_fail_at(line->file, line->number, 0, "%s lies beyond %g to %g %s",
                         row->name, row->low, row->high, row->unit);
}

/* name, quantity, value, low, high, temperature, source, confidence, note */
static glass_status material_value(const material_line *line, glass_substances *out)
{
    glass_substance *substance = NULL;
    const glass_row *row = glass_rows_find(glass_substance_rows, line->cell[1]);
    for (int i = 0; i < out->count && !substance; i++)
        if (strcmp(out->at[i].name, line->cell[0]) == 0) substance = &out->at[i];
    if (!substance)
        return glass_fail_at(line->file, line->number, 0,
                             "names.csv knows no material \"%s\"", line->cell[0]);
    if (!row)
        return glass_fail_at(line->file, line->number, 0, "there is no quantity \"%s\"",
                             line->cell[1]);
    glass_property *property = (glass_property *)((char *)substance + row->offset);
    glass_property read = {
        .source = line->cell[6], .confidence = line->cell[7], .note = line->cell[8]};
    glass_status status = material_number(line, 2, &read.range.value);
    if (!status) status = material_number(line, 3, &read.range.low);
    if (!status) status = material_number(line, 4, &read.range.high);
    if (!status) status = material_number(line, 5, &read.temperature);
    if (isnan(read.range.low)) read.range.low = read.range.value;
    if (isnan(read.range.high)) read.range.high = read.range.value;
    if (!status) status = material_check_range(line, row, &read.range);
    if (!status) *property = read;
    return status;
}

static glass_status material_read_values(char *text, const char *path,
                                         glass_substances *out)
{
    material_line line = {.file = path};
    glass_status status = GLASS_OK;
    for (int is_head = 1; !status && material_file_line(&text, &line); is_head = 0) {
        status = material_check_count(&line, VALUES_COLUMNS);
        if (!status && !is_head) status = material_value(&line, out);
    }
    return status;
}

glass_status glass_substances_read(glass_substances *out)
{
    char names[4096], values[4096];
    glass_substances read = {0};
    glass_status status =
        material_file_read("names.csv", glass_material_names, names, &read.text[0]);
    if (!status)
        status = material_file_read("materials.csv", glass_material_values, values,
                                    &read.text[1]);
    if (!status) status = material_read_names(read.text[0], names, &read);
    if (!status) status = material_read_values(read.text[1], values, &read);
    if (status)
        glass_substances_clear(&read);
    else
        *out = read;
    return status;
}

void glass_substances_clear(glass_substances *substances)
{
    if (!substances) return;
    glass_free(substances->at);
    glass_free(substances->text[0]);
    glass_free(substances->text[1]);
    *substances = (glass_substances){0};
}
