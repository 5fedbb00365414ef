#include "glasscell/row.h"
#include "glasscell/units.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"

#include <limits.h>
#include <stdio.h>
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
        case GLASS_KIND_RANGE:
            *(glass_range *)member = glass_range_at(row->standard);
            break;
        case GLASS_KIND_COUNT:
        case GLASS_KIND_FLAG:
        case GLASS_KIND_CHOICE:
            *(int *)member = isnan(row->standard) ? 0 : (int)row->standard;
            break;
        default: *(void **)member = NULL; break;
        }
    }
}

/* ---- finding ---- */

static char row_letter(char c)
{
    if (c == '_' || c == '-') return ' ';
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* "Nodes-negative" is nodes_negative. */
static int row_same_name(const char *a, const char *b)
{
    while (*a && row_letter(*a) == row_letter(*b)) a++, b++;
    return row_letter(*a) == row_letter(*b);
}

const glass_row *glass_rows_find(const glass_row *rows, const char *name)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (strcmp(row->name, name) == 0) return row;
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (row_same_name(row->name, name)) return row;
    return NULL;
}

const glass_row *glass_rows_nearest(const glass_row *rows, const char *name)
{
    const glass_row *best = NULL;
    int near = glass_text_near(name);
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++) {
        int d = glass_text_distance(row->name, name);
        if (d <= near) near = d - 1, best = row;
    }
    return best;
}

/* ---- range ---- */

static int row_allows(const glass_row *row, double value)
{
    return value >= row->low && value <= row->high;
}

/* "1e-09 to 0.01 m", "at least 0", "at most 1". */
static const char *row_range(const glass_row *row, char out[128])
{
    char low[32], high[32];
    const char *unit = strcmp(row->unit, "1") ? row->unit : "", *gap = *unit ? " " : "";
    glass_number_write(row->low, low);
    glass_number_write(row->high, high);
    if (isinf(row->high))
        snprintf(out, 128, "at least %s%s%s", low, gap, unit);
    else if (isinf(row->low))
        snprintf(out, 128, "at most %s%s%s", high, gap, unit);
    else
        snprintf(out, 128, "%s to %s%s%s", low, high, gap, unit);
    return out;
}

static glass_status row_refuse(const glass_row *row, double value)
{
    char digits[32], range[128];
    const char *unit = strcmp(row->unit, "1") ? row->unit : "";
    return glass_fail(GLASS_E_INPUT, "%s is %s%s%s; allowed: %s", row->name,
                      glass_number_write(value, digits), *unit ? " " : "", unit,
                      row_range(row, range));
}

/* ---- setting ---- */

/* The n-th of words between blanks; its length, 0 behind the last. */
static size_t row_choice(const char *choices, int n, const char **word)
{
    const char *p = choices + strspn(choices, " ");
    for (; n > 0; n--) {
        p += strcspn(p, " ");
        p += strspn(p, " ");
    }
    *word = p;
    return strcspn(p, " ");
}

static glass_status row_refuse_choice(const glass_row *row, const char *text)
{
    glass_text words = {0};
    const char *word;
    size_t length;
    for (int i = 0; (length = row_choice(row->choices, i, &word)) > 0; i++)
        glass_text_add(&words, "%s%.*s", i ? ", " : "", (int)length, word);
    glass_fail(GLASS_E_INPUT, "%s is \"%s\"; allowed: %s", row->name, text,
               words.at ? words.at : row->choices);
    glass_text_clear(&words);
    return GLASS_E_INPUT;
}

static glass_status row_set_choice(const glass_row *row, int *member, const char *text)
{
    const char *word;
    size_t length;
    for (int i = 0; (length = row_choice(row->choices, i, &word)) > 0; i++) {
        if (length != strlen(text) || !glass_text_starts(word, text)) continue;
        *member = i;
        return GLASS_OK;
    }
    return row_refuse_choice(row, text);
}

static glass_status row_set_flag(const glass_row *row, int *member, const char *text)
{
    static const char *const words[] = {"no",  "yes", "false", "true",
                                        "off", "on",  "0",     "1"};
    for (int i = 0; i < 8; i++) {
        if (!glass_text_same(words[i], text)) continue;
        *member = i & 1;
        return GLASS_OK;
    }
    return glass_fail(GLASS_E_INPUT, "%s is \"%s\"; allowed: yes, no", row->name, text);
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
    if (value != floor(value) || fabs(value) > INT_MAX)
        return glass_fail(GLASS_E_INPUT, "%s is \"%s\"; a whole number is expected",
                          row->name, text);
    *(int *)member = (int)value;
    return GLASS_OK;
}

static glass_status row_set_range(const glass_row *row, glass_range *member,
                                  const char *text)
{
    glass_range range;
    glass_status status = glass_range_read(text, row->unit, &range);
    if (status) return glass_fail_in(status, "%s", row->name);
    if (!row_allows(row, range.low)) return row_refuse(row, range.low);
    if (!row_allows(row, range.high)) return row_refuse(row, range.high);
    *member = range;
    return GLASS_OK;
}

static glass_status row_unknown(const glass_row *rows, const char *name)
{
    const glass_row *near = glass_rows_nearest(rows, name);
    if (near)
        return glass_fail(GLASS_E_INPUT, "there is no \"%s\"; did you mean \"%s\"?", name,
                          near->name);
    return glass_fail(GLASS_E_INPUT, "there is no \"%s\"", name);
}

glass_status glass_rows_set(const glass_row *rows, void *object, const char *name,
                            const char *text)
{
    const glass_row *row = glass_rows_find(rows, name);
    if (!row) return row_unknown(rows, name);
    void *member = row_member(row, object);
    switch (row->kind) {
    case GLASS_KIND_CHOICE: return row_set_choice(row, member, text);
    case GLASS_KIND_FLAG: return row_set_flag(row, member, text);
    case GLASS_KIND_TEXT: return row_set_text(member, text);
    case GLASS_KIND_RANGE: return row_set_range(row, member, text);
    case GLASS_KIND_LAW:
        return glass_fail(GLASS_E_INPUT, "%s is a law, not a number", row->name);
    default: return row_set_number(row, member, text);
    }
}

/* ---- checking ---- */

static glass_status row_check_number(const glass_row *row, double value)
{
    if (isnan(value))
        return row->optional ? GLASS_OK
                             : glass_fail(GLASS_E_INPUT, "%s is missing: %s", row->name,
                                          row->about ? row->about : "it has no default");
    return row_allows(row, value) ? GLASS_OK : row_refuse(row, value);
}

static glass_status row_check_range(const glass_row *row, const glass_range *range)
{
    glass_status status = row_check_number(row, range->value);
    if (!status && glass_range_is_known(*range)) status = row_check_number(row, range->low);
    if (!status && glass_range_is_known(*range))
        status = row_check_number(row, range->high);
    return status;
}

static glass_status row_check_choice(const glass_row *row, int index)
{
    const char *word;
    if (index >= 0 && row_choice(row->choices, index, &word) > 0) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT, "%s is choice %d; allowed: 0 and up, of %s", row->name,
                      index, row->choices);
}

static glass_status row_check(const glass_row *row, const void *member)
{
    switch (row->kind) {
    case GLASS_KIND_NUMBER: return row_check_number(row, *(const double *)member);
    case GLASS_KIND_COUNT:
    case GLASS_KIND_FLAG: return row_check_number(row, *(const int *)member);
    case GLASS_KIND_CHOICE: return row_check_choice(row, *(const int *)member);
    case GLASS_KIND_RANGE: return row_check_range(row, member);
    default: return GLASS_OK;
    }
}

glass_status glass_rows_check(const glass_row *rows, const void *object)
{
    glass_status status = GLASS_OK;
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END && !status; row++)
        status = row_check(row, (const char *)object + row->offset);
    return status;
}
