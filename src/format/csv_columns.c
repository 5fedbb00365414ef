/* Three passes, the surest first: columns that the caller names, columns that are written as
 * BDF does, then the other spellings that leave no doubt. Whoever takes a quantity first
 * keeps it; what is left over is kept under its own name. */
#include "format/csv_columns.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/csv_name.h"
#include "glasscell/units.h"

#include <stdlib.h>
#include <string.h>

typedef struct plan_state {
    const glass_csv_text *text;
    const glass_columns *columns;
    glass_csv_plan *plan;
    glass_notes *notes;
} plan_state;

static const char plan_time[] = "Test Time / s";
static const char plan_current[] = "Current / A";
static const char plan_voltage[] = "Voltage / V";

static glass_status plan_fail(const plan_state *state, int i, const char *words)
{
    return glass_fail_at(state->text->file, state->text->names_line,
                         state->plan->at[i].place, "column \"%s\": %s",
                         state->plan->at[i].header, words);
}

static int plan_is_taken(const glass_csv_plan *plan, const glass_bdf *row)
{
    for (int i = 0; i < plan->n; i++)
        if (plan->at[i].row == row) return 1;
    return 0;
}

static int plan_is_main(const glass_bdf *row)
{
    return strcmp(row->label, plan_time) == 0 || strcmp(row->label, plan_current) == 0 ||
           strcmp(row->label, plan_voltage) == 0;
}

/* Makes column `i` the quantity of `row`, converted from `unit`; the sign is settled. */
static glass_status plan_take(plan_state *state, int i, const glass_bdf *row,
                              const char *unit)
{
    glass_csv_column *column = &state->plan->at[i];
    const char *wanted = glass_bdf_unit(row->label);
    double scale = 1, offset = 0;
    if (*wanted && strcmp(unit, wanted)) {
        glass_status status = glass_unit_convert(unit, wanted, &scale, &offset);
        if (status == GLASS_E_INPUT && !plan_is_main(row)) {
            glass_note_add(state->notes, 0, state->text->file,
                           "column \"%s\" is kept under its own name: %s", column->header,
                           glass_words());
            return GLASS_OK;
        }
        if (status == GLASS_E_INPUT) return plan_fail(state, i, glass_words());
        if (status) return status;
    }
    column->row = row;
    column->scale = scale;
    column->offset = offset;
    if (row->is_signed && state->columns->sign < 0) {
        column->scale = -scale;
        column->offset = -offset;
    }
    return GLASS_OK;
}

/* ---- pass 1: what the caller says ---- */

/* Fails with words that end in a list of the columns that there are. */
static glass_status plan_fail_list(const plan_state *state, const char *words)
{
    glass_text names = {0};
    for (int i = 0; i < state->plan->n && i < 30; i++)
        glass_text_add(&names, "%s\"%s\"", i ? ", " : "", state->plan->at[i].header);
    glass_status status =
        glass_fail_at(state->text->file, state->text->names_line, 0,
                      "%s; the columns are %s", words, names.at ? names.at : "none");
    glass_text_clear(&names);
    return status;
}

static glass_status plan_no_such_column(const plan_state *state, const char *wanted)
{
    glass_text words = {0};
    glass_text_add(&words, "there is no column \"%s\"", wanted);
    glass_status status = plan_fail_list(state, words.at ? words.at : "no such column");
    glass_text_clear(&words);
    return status;
}

/* The column that is meant by a name, or by its number from 1; -1 if there is none. */
static int plan_find(const glass_csv_plan *plan, const char *wanted)
{
    char *end;
    for (int i = 0; i < plan->n; i++)
        if (strcmp(plan->at[i].header, wanted) == 0) return i;
    for (int i = 0; i < plan->n; i++)
        if (glass_text_same(plan->at[i].header, wanted)) return i;
    long number = strtol(wanted, &end, 10);
    if (end > wanted && *end == 0 && number >= 1 && number <= plan->n)
        return (int)number - 1;
    return -1;
}

/* "Ecell [mV]" for a column "Ecell": the unit that the caller adds to a bare name. */
static glass_status plan_find_with_unit(const plan_state *state, const char *wanted,
                                        int *index, char *unit, size_t size)
{
    *unit = 0;
    *index = plan_find(state->plan, wanted);
    if (*index >= 0) return GLASS_OK;
    glass_csv_name name;
    glass_csv_name_read(wanted, &name);
    *index = plan_find(state->plan, name.quantity);
    if (name.style == GLASS_CSV_BARE || *index < 0) {
        for (int i = 0; i < state->plan->n && *index < 0; i++)
            if (glass_text_same(state->plan->at[i].quantity, name.quantity)) *index = i;
        if (*index < 0) return plan_no_such_column(state, wanted);
    }
    const glass_csv_column *column = &state->plan->at[*index];
    if (*column->unit && *name.unit && strcmp(column->unit, name.unit))
        return plan_fail(state, *index,
                         "the file gives another unit than --columns does; name the column "
                         "as the file does");
    if (strlen(name.unit) < size) strcpy(unit, name.unit);
    return GLASS_OK;
}

static glass_status plan_need_sign(const plan_state *state, int i)
{
    return plan_fail(state, i,
                     "nothing says whether positive charges or discharges; add --sign +1 "
                     "(positive charges) or --sign -1 (positive discharges)");
}

static int plan_sign_is_known(const plan_state *state, const glass_csv_column *column,
                              const glass_bdf *row)
{
    /* BDF and the three columns "Time [s],I[A],U[V]" are defined: positive charges */
    return !row->is_signed || state->columns->sign != 0 ||
           (column->style == GLASS_CSV_BDF && glass_csv_quantity(column->quantity, 0)) ||
           (column->style == GLASS_CSV_BRACKET && strcmp(column->quantity, "I") == 0);
}

static glass_status plan_named(plan_state *state, const char *wanted, const char *label,
                               int *index)
{
    if (!wanted) return GLASS_OK;
    char unit[GLASS_CSV_CELL];
    int i;
    glass_status status = plan_find_with_unit(state, wanted, &i, unit, sizeof unit);
    if (status) return status;
    const glass_bdf *row = glass_bdf_find(label);
    glass_csv_column *column = &state->plan->at[i];
    if (column->row) return plan_fail(state, i, "it is named twice");
    const char *standard = glass_bdf_unit(label);
    const char *said = *column->unit ? column->unit : unit;
    if (!*said) {
        said = standard;
        glass_note_add(state->notes, 0, state->text->file,
                       "column \"%s\" is taken in %s; --columns \"%s [unit]\" says another "
                       "unit",
                       column->header, standard, column->header);
    }
    if (!plan_sign_is_known(state, column, row)) return plan_need_sign(state, i);
    status = plan_take(state, i, row, said);
    if (!status) *index = i;
    return status;
}

/* ---- pass 2 and 3: what the header says ---- */

static glass_status plan_as_bdf(plan_state *state, int i)
{
    glass_csv_column *column = &state->plan->at[i];
    if (column->row || column->style != GLASS_CSV_BDF) return GLASS_OK;
    const glass_bdf *row = glass_csv_quantity(column->quantity, 0);
    if (!row || plan_is_taken(state->plan, row)) return GLASS_OK;
    return plan_take(state, i, row, column->unit);
}

static glass_status plan_as_variant(plan_state *state, int i)
{
    glass_csv_column *column = &state->plan->at[i];
    if (column->row) return GLASS_OK;
    const glass_bdf *row = glass_csv_quantity(column->quantity, 1);
    if (!row || plan_is_taken(state->plan, row)) return GLASS_OK;
    if (column->style == GLASS_CSV_BARE && *glass_bdf_unit(row->label)) {
        if (strcmp(glass_bdf_unit(row->label), "1") == 0)
            return plan_take(state, i, row, "1");
        if (!plan_is_main(row)) return GLASS_OK;
        glass_text words = {0};
        glass_text_add(&words,
                       "nothing says its unit; write \"%s\" in the header, or say "
                       "--columns with \"%s [unit]\"",
                       row->label, column->header);
        glass_status status = plan_fail(state, i, words.at ? words.at : "no unit");
        glass_text_clear(&words);
        return status;
    }
    int is_flow = row->is_signed && !strstr(row->label, "Net ");
    if (!plan_sign_is_known(state, column, row))
        return is_flow ? plan_need_sign(state, i) : GLASS_OK;
    return plan_take(state, i, row, column->unit);
}

/* With --columns, what it names is what there is: other spellings are not looked for. */
static int plan_looks_for_variants(const glass_columns *columns)
{
    return !columns->time && !columns->current && !columns->voltage;
}

static glass_status plan_decide(plan_state *state)
{
    glass_csv_plan *plan = state->plan;
    int i = -1;
    glass_status status = plan_named(state, state->columns->time, plan_time, &i);
    if (!status) status = plan_named(state, state->columns->current, plan_current, &i);
    if (!status) status = plan_named(state, state->columns->voltage, plan_voltage, &i);
    for (i = 0; i < plan->n && !status; i++) status = plan_as_bdf(state, i);
    for (i = 0; i < plan->n && !status; i++)
        if (plan_looks_for_variants(state->columns)) status = plan_as_variant(state, i);
    for (i = 0; i < plan->n && !status; i++) {
        const glass_bdf *row = plan->at[i].row;
        if (row && strcmp(row->label, plan_time) == 0) plan->time = i;
        if (row && strcmp(row->label, plan_current) == 0) plan->current = i;
        if (row && strcmp(row->label, plan_voltage) == 0) plan->voltage = i;
    }
    return status;
}

/* ---- making ---- */

static glass_status plan_copy_names(const glass_csv_text *text, glass_csv_plan *plan)
{
    char word[GLASS_CSV_CELL];
    for (int i = 0; i < plan->n; i++) {
        glass_csv_column *column = &plan->at[i];
        glass_csv_name name;
        if (text->names) {
            glass_csv_word(&text->names[i], word, sizeof word);
            column->place = text->names[i].column;
        } else {
            glass_text number = {0};
            glass_text_add(&number, "column %d", i + 1);
            strcpy(word, number.at ? number.at : "column");
            glass_text_clear(&number);
        }
        glass_csv_name_read(word, &name);
        column->header = glass_strdup(word);
        column->quantity = glass_strdup(name.quantity);
        column->unit = glass_strdup(name.unit);
        column->style = name.style;
        column->scale = 1;
        if (!column->header || !column->quantity || !column->unit)
            return glass_fail_memory();
    }
    return GLASS_OK;
}

/* Two columns of one name cannot be told apart; columns without a name are left out. */
static glass_status plan_check_names(const plan_state *state)
{
    glass_csv_plan *plan = state->plan;
    for (int i = 0; i < plan->n; i++) {
        if (!*plan->at[i].header) plan->at[i].is_left_out = 1;
        for (int k = 0; k < i && *plan->at[i].header; k++)
            if (strcmp(plan->at[i].header, plan->at[k].header) == 0)
                return plan_fail(state, i, "an earlier column has the same name");
    }
    return GLASS_OK;
}

glass_status glass_csv_plan_make(const glass_csv_text *text, const glass_columns *columns,
                                 glass_csv_plan *out, glass_notes *notes)
{
    glass_csv_plan plan = {.n = text->n_names, .time = -1, .current = -1, .voltage = -1};
    plan.at = glass_zero((size_t)plan.n, sizeof *plan.at);
    if (!plan.at) return glass_fail_memory();
    plan_state state = {text, columns, &plan, notes};
    glass_status status = plan_copy_names(text, &plan);
    if (!status) status = plan_check_names(&state);
    if (!status) status = plan_decide(&state);
    if (!status && plan.time < 0)
        status =
            plan_fail_list(&state, "no column is the time; expected \"Test Time / s\" or "
                                   "\"Time [s]\", or --columns to name it");
    if (status)
        glass_csv_plan_clear(&plan);
    else
        *out = plan;
    return status;
}

void glass_csv_plan_clear(glass_csv_plan *plan)
{
    for (int i = 0; plan->at && i < plan->n; i++) {
        glass_free(plan->at[i].header);
        glass_free(plan->at[i].quantity);
        glass_free(plan->at[i].unit);
    }
    glass_free(plan->at);
    *plan = (glass_csv_plan){0};
}

int glass_csv_is_needed(const glass_csv_plan *plan, int column)
{
    return column == plan->time || column == plan->current || column == plan->voltage;
}
