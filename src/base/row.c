#include "glasscell/row.h"
#include "glasscell/units.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void *row_member(const glass_row *row, void *object)
{
    return (char *)object + row->offset;
}

void glass_rows_defaults(const glass_row *rows, void *object)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        void *member = row_member(row, object);
        switch (row->kind) {
        case GLASS_KIND_NUMBER: *(double *)member = row->standard; break;
        case GLASS_KIND_COUNT:
        case GLASS_KIND_FLAG:
        case GLASS_KIND_CHOICE: *(int *)member = (int)row->standard; break;
        default: *(void **)member = NULL; break;
        }
    }
}

const glass_row *glass_rows_find(const glass_row *rows, const char *name)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (strcmp(row->name, name) == 0) return row;
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (glass_text_same(row->name, name)) return row;
    return NULL;
}

const glass_row *glass_rows_nearest(const glass_row *rows, const char *name)
{
    const glass_row *best = NULL;
    int near = (int)strlen(name) / 3 + 1;
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        int d = glass_text_distance(row->name, name);
        if (d <= near) near = d - 1, best = row;
    }
    return best;
}

static glass_status row_refuse(const glass_row *row, double value)
{
    return glass_fail(GLASS_E_INPUT, "%s is %g %s; allowed: %g to %g", row->name, value,
                      strcmp(row->unit, "1") ? row->unit : "", row->low, row->high);
}

static int row_allows(const glass_row *row, double value)
{
    return value >= row->low && value <= row->high;
}

static glass_status row_set_choice(const glass_row *row, int *member, const char *text)
{
    int index = 0;
    for (const char *p = row->choices; *p; index++) {
        size_t n = strcspn(p, " ");
        char word[64];
        if (n < sizeof word) {
            memcpy(word, p, n);
            word[n] = 0;
            if (glass_text_same(word, text)) {
                *member = index;
                return GLASS_OK;
            }
        }
        p += n + strspn(p + n, " ");
    }
    return glass_fail(GLASS_E_INPUT, "%s is \"%s\"; allowed: %s", row->name, text,
                      row->choices);
}

static glass_status row_set_text(char **member, const char *text)
{
    char *copy = glass_strdup(text);
    if (!copy) return glass_fail_memory();
    glass_free(*member);
    *member = copy;
    return GLASS_OK;
}

static glass_status row_set_number(const glass_row *row, void *member, const char *text)
{
    double value;
    glass_status status = glass_quantity_read(text, row->unit, &value);
    if (status) return glass_fail_in(status, "%s", row->name);
    if (!row_allows(row, value)) return row_refuse(row, value);
    if (row->kind == GLASS_KIND_NUMBER) {
        *(double *)member = value;
        return GLASS_OK;
    }
    if (value != floor(value))
        return glass_fail(GLASS_E_INPUT, "%s is %g; a whole number is expected", row->name,
                          value);
    *(int *)member = (int)value;
    return GLASS_OK;
}

glass_status glass_rows_set(const glass_row *rows, void *object, const char *name,
                            const char *text)
{
    const glass_row *row = glass_rows_find(rows, name);
    if (!row) {
        const glass_row *near = glass_rows_nearest(rows, name);
        return glass_fail(GLASS_E_INPUT, "there is no \"%s\"%s%s%s", name,
                          near ? "; did you mean \"" : "", near ? near->name : "",
                          near ? "\"?" : "");
    }
    void *member = row_member(row, object);
    switch (row->kind) {
    case GLASS_KIND_CHOICE: return row_set_choice(row, member, text);
    case GLASS_KIND_TEXT: return row_set_text(member, text);
    case GLASS_KIND_LAW:
        return glass_fail(GLASS_E_INPUT, "%s is a law, not a number", row->name);
    case GLASS_KIND_FLAG:
        if (glass_text_same(text, "yes") || glass_text_same(text, "true")) text = "1";
        if (glass_text_same(text, "no") || glass_text_same(text, "false")) text = "0";
        return row_set_number(row, member, text);
    default: return row_set_number(row, member, text);
    }
}

glass_status glass_rows_check(const glass_row *rows, const void *object)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        const void *member = (const char *)object + row->offset;
        double value;
        if (row->kind == GLASS_KIND_NUMBER)
            value = *(const double *)member;
        else if (row->kind == GLASS_KIND_COUNT || row->kind == GLASS_KIND_FLAG)
            value = *(const int *)member;
        else
            continue;
        if (isnan(value) && row->optional) continue;
        if (!row_allows(row, value)) return row_refuse(row, value);
    }
    return GLASS_OK;
}
