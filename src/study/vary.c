#include "study/vary.h"
#include "glasscell/study.h"
#include "glasscell/units.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"
#include "study/column.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { VARY_MOST = 10000000 };

const char *glass_vary_grammar(void)
{
    return "values to vary: --vary \"NAME=VALUES\"\n"
           "\n"
           "  NAME is a parameter of the cell as in --set, VALUES one of\n"
           "\n"
           "  60e-6:100e-6:50        50 values from the first to the second, evenly\n"
           "  60 um:100 um:50        the same with a unit\n"
           "  log:1e-15:1e-13:20     20 values, evenly in the logarithm\n"
           "  1e-15, 2e-15, 4e-15    a list; expressions are allowed where --set takes "
           "them\n"
           "  values.csv             the first column of a table\n"
           "  values.csv:radius      the column of that name\n"
           "  uniform(60e-6, 80e-6)  drawn evenly between two numbers\n"
           "  normal(298, 5)         drawn with this mean and standard deviation\n"
           "  +-20%                  what the cell has, times 0.8 to 1.2, drawn evenly\n"
           "  *0.8:1.2:5             \"*\" before a range, a list or a law of drawing:\n"
           "                         factors of what the cell has\n"
           "\n"
           "  Several --vary make a grid: every value of one with every value of the "
           "others.\n"
           "  Columns of files, and what is drawn, go along with each other instead: row "
           "by\n"
           "  row, or --draws of each. --seed chooses what is drawn.\n";
}

void glass_vary_clear(glass_vary *vary)
{
    if (!vary) return;
    for (size_t i = 0; vary->texts && i < vary->n; i++) glass_free(vary->texts[i]);
    glass_free(vary->texts);
    glass_free(vary->values);
    glass_free(vary->name);
    glass_free(vary->unit);
    *vary = (glass_vary){0};
}

static const char *vary_blanks(const char *p)
{
    while (*p == ' ' || *p == '\t') p++;
    return p;
}

/* Keeps the unit behind the first number that has one; all must have the same. */
static glass_status vary_unit(glass_vary *vary, const char *from, size_t n)
{
    while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '\t')) n--;
    if (n == 0) return GLASS_OK;
    if (!vary->unit) {
        vary->unit = glass_strndup(from, n);
        return vary->unit ? GLASS_OK : glass_fail_memory();
    }
    if (strlen(vary->unit) == n && strncmp(vary->unit, from, n) == 0) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT, "%s: two units, \"%s\" and \"%.*s\"; write one",
                      vary->name, vary->unit, (int)n, from);
}

/* A number with perhaps a unit, up to `stop`. Returns what follows; NULL if it is none. */
static const char *vary_number(glass_vary *vary, const char *p, const char *stop,
                               double *out)
{
    const char *end = glass_number_read(vary_blanks(p), out);
    if (!end) {
        glass_fail(GLASS_E_INPUT, "%s: \"%s\" is no number", vary->name, p);
        return NULL;
    }
    end = vary_blanks(end);
    size_t n = strcspn(end, stop);
    return vary_unit(vary, end, n) ? NULL : end + n;
}

static glass_status vary_room(glass_vary *vary, size_t n)
{
    vary->values = glass_zero(n, sizeof *vary->values);
    if (!vary->values) return glass_fail_memory();
    vary->n = n;
    return GLASS_OK;
}

/* "lo:hi:n", after "log:" if `is_log`. */
static glass_status vary_range(glass_vary *vary, const char *text, int is_log)
{
    double low, high, count;
    const char *p = vary_number(vary, text, ":", &low);
    if (!p) return GLASS_E_INPUT;
    if (*p == ':') p = vary_number(vary, p + 1, ":", &high);
    if (!p) return GLASS_E_INPUT;
    const char *end = *p == ':' ? glass_number_read(p + 1, &count) : NULL;
    if (!end || *vary_blanks(end))
        return glass_fail(GLASS_E_INPUT, "%s: \"%s\"; expected FIRST:LAST:COUNT",
                          vary->name, text);
    if (!(count >= 1 && count <= VARY_MOST) || count != floor(count))
        return glass_fail(GLASS_E_INPUT,
                          "%s: %g values; allowed: a whole number from 1 to %d", vary->name,
                          count, VARY_MOST);
    if (is_log && !(low > 0 && high > 0))
        return glass_fail(GLASS_E_INPUT,
                          "%s: %g:%g evenly in the logarithm; both must be positive",
                          vary->name, low, high);
    glass_status status = vary_room(vary, (size_t)count);
    for (size_t i = 0; !status && i < vary->n; i++) {
        double w = vary->n > 1 ? (double)i / (double)(vary->n - 1) : 0;
        vary->values[i] = is_log ? low * pow(high / low, w) : low + w * (high - low);
        if (w == 1) vary->values[i] = high; /* the end itself, not its neighbour */
    }
    return status;
}

/* Where an item of a list ends: commas in brackets belong to an expression. */
static size_t vary_item(const char *p)
{
    size_t n = 0;
    for (int depth = 0; p[n] && (depth > 0 || p[n] != ','); n++)
        depth += (p[n] == '(') - (p[n] == ')');
    return n;
}

/* 60 um are 60 / 1e6 m, which is 6e-05; times 1e-6 it would be 5.9999999999999995e-05. */
static double vary_scaled(double value, double scale, double offset)
{
    double inverse = round(1 / scale);
    int is_whole = inverse >= 10 && fabs(scale * inverse - 1) < 1e-15;
    return (is_whole ? value / inverse : scale * value) + offset;
}

/* "80 um" in the unit of the name, or NAN for what only glass_cell_set can read. */
static double vary_quantity(const glass_vary *vary, const char *text)
{
    const char *bracket = strrchr(vary->name, '['),
               *close = bracket ? strchr(bracket, ']') : NULL;
    double value, scale, offset;
    const char *unit = glass_number_read(text, &value);
    if (!close || !unit) return NAN;
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%.*s", (int)(close - bracket - 1), bracket + 1);
    if (glass_unit_convert(vary_blanks(unit), wanted, &scale, &offset)) return NAN;
    return vary_scaled(value, scale, offset);
}

static glass_status vary_list_item(glass_vary *vary, size_t i, const char *from, size_t n)
{
    while (n > 0 && (*from == ' ' || *from == '\t')) from++, n--;
    while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '\t')) n--;
    if (n == 0)
        return glass_fail(GLASS_E_INPUT, "%s: value %zu of the list is empty", vary->name,
                          i + 1);
    vary->texts[i] = glass_strndup(from, n);
    if (!vary->texts[i]) return glass_fail_memory();
    const char *end = glass_number_read(vary->texts[i], &vary->values[i]);
    if (!end || *vary_blanks(end)) vary->values[i] = vary_quantity(vary, vary->texts[i]);
    return GLASS_OK;
}

/* A list keeps its texts: a number with a unit and an expression are for glass_cell_set. */
static glass_status vary_list(glass_vary *vary, const char *text)
{
    size_t n = 1;
    for (const char *p = text + vary_item(text); *p; p += 1 + vary_item(p + 1)) n++;
    glass_status status = vary_room(vary, n);
    if (status) return status;
    vary->texts = glass_zero(n, sizeof *vary->texts);
    if (!vary->texts) return glass_fail_memory();
    for (size_t i = 0; !status && i < n; i++) {
        size_t length = vary_item(text);
        status = vary_list_item(vary, i, text, length);
        text += length + (text[length] == ',');
    }
    return status;
}

/* "uniform(a, b)" and "normal(a, b)"; returns 0 if it is neither. */
static int vary_is_law(glass_vary *vary, const char *text, glass_status *status)
{
    static const char *const names[] = {"uniform", "normal"};
    for (int i = 0; i < 2; i++) {
        if (!glass_text_starts(text, names[i])) continue;
        const char *p = vary_blanks(text + strlen(names[i]));
        if (*p != '(') continue;
        vary->kind = i ? GLASS_VARY_NORMAL : GLASS_VARY_UNIFORM;
        vary->is_paired = 1;
        p = vary_number(vary, p + 1, ",)", &vary->a);
        if (p && *p == ',')
            p = vary_number(vary, p + 1, ",)", &vary->b);
        else if (p)
            p = "";
        if (p && (*p != ')' || *vary_blanks(p + 1)))
            glass_fail(GLASS_E_INPUT, "%s: \"%s\"; expected %s", vary->name, text,
                       i ? "normal(MEAN, DEVIATION)" : "uniform(LOW, HIGH)"),
                p = NULL;
        if (p && (i ? vary->b < 0 : vary->b < vary->a))
            glass_fail(GLASS_E_INPUT, "%s: \"%s\"; %s", vary->name, text,
                       i ? "a deviation is not negative" : "the first is the lower one"),
                p = NULL;
        *status = p ? GLASS_OK : GLASS_E_INPUT;
        return 1;
    }
    return 0;
}

/* "+-20%" (or a plus-minus sign): a factor drawn around 1. */
static int vary_is_spread(glass_vary *vary, const char *text, glass_status *status)
{
    const char *p = NULL;
    double percent;
    if (strncmp(text, "+-", 2) == 0 || strncmp(text, "\xc2\xb1", 2) == 0) p = text + 2;
    if (!p) return 0;
    const char *end = glass_number_read(p, &percent);
    end = end ? vary_blanks(end) : NULL;
    if (!end || *end != '%' || *vary_blanks(end + 1) || !(percent >= 0 && percent < 100)) {
        *status = glass_fail(GLASS_E_INPUT, "%s: \"%s\"; expected +-PERCENT%%, below 100%%",
                             vary->name, text);
        return 1;
    }
    vary->kind = GLASS_VARY_UNIFORM;
    vary->is_factor = vary->is_paired = 1;
    vary->a = 1 - percent / 100;
    vary->b = 1 + percent / 100;
    *status = GLASS_OK;
    return 1;
}

/* How much of "values.csv" or "values.csv:column" is the name of a file; 0: it is none. */
static size_t vary_file_length(const char *text)
{
    static const char *const endings[] = {".csv", ".txt", ".tsv"};
    const char *colon = strrchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : strlen(text);
    for (int i = 0; i < 3; i++)
        if (n > 4 && strncmp(text + n - 4, endings[i], 4) == 0) return n;
    return 0;
}

char *glass_vary_file(const char *text, const char *folder)
{
    const char *values = strchr(text, '=');
    values = values ? vary_blanks(values + 1) : "";
    if (*values == '*') values = vary_blanks(values + 1);
    size_t n = vary_file_length(values);
    char *path = n ? glass_strndup(values, n) : NULL;
    char *place = path ? glass_column_path(folder, path) : NULL;
    glass_free(path);
    return place;
}

static int vary_is_file(glass_vary *vary, const char *text, const char *folder,
                        glass_status *status)
{
    const char *colon = strrchr(text, ':');
    size_t n = vary_file_length(text);
    if (n == 0) return 0;
    vary->is_paired = 1;
    char *path = glass_strndup(text, n);
    *status = path ? glass_column_read(folder, path, colon ? vary_blanks(colon + 1) : NULL,
                                       &vary->values, &vary->n)
                   : glass_fail_memory();
    glass_free(path);
    return 1;
}

static glass_status vary_values(glass_vary *vary, const char *text, const char *folder)
{
    glass_status status = GLASS_OK;
    text = vary_blanks(text);
    if (vary_is_spread(vary, text, &status)) return status;
    if (*text == '*') {
        vary->is_factor = 1;
        text = vary_blanks(text + 1);
    }
    if (*text == 0)
        return glass_fail(GLASS_E_INPUT,
                          "%s: no values; \"glasscell help vary\" shows how "
                          "they are written",
                          vary->name);
    if (vary_is_law(vary, text, &status)) return status;
    if (vary_is_file(vary, text, folder, &status)) return status;
    if (glass_text_starts(text, "log:")) return vary_range(vary, text + 4, 1);
    if (strchr(text, ':')) return vary_range(vary, text, 0);
    return vary_list(vary, text);
}

/* A unit written behind the numbers is converted to that of the name, so that the table of
 * results is in the unit of its heading; a name without a unit gets that of the numbers. */
static glass_status vary_convert(glass_vary *vary)
{
    const char *bracket = strrchr(vary->name, '['),
               *close = bracket ? strchr(bracket, ']') : NULL;
    double scale = 1, offset = 0;
    if (!vary->unit || !close) return GLASS_OK;
    char *wanted = glass_strndup(bracket + 1, (size_t)(close - bracket - 1));
    if (!wanted) return glass_fail_memory();
    glass_status status = vary->is_factor
                              ? glass_fail(GLASS_E_INPUT, "a factor has no unit")
                              : glass_unit_convert(vary->unit, wanted, &scale, &offset);
    glass_free(wanted);
    if (status) return glass_fail_in(status, "%s", vary->name);
    for (size_t i = 0; i < vary->n; i++)
        vary->values[i] = vary_scaled(vary->values[i], scale, offset);
    vary->a = vary_scaled(vary->a, scale, offset);
    vary->b = vary_scaled(vary->b, scale, vary->kind == GLASS_VARY_NORMAL ? 0 : offset);
    glass_free(vary->unit);
    vary->unit = NULL;
    return GLASS_OK;
}

glass_status glass_vary_read(const char *text, const char *folder, glass_vary *out)
{
    const char *equal = strchr(text, '=');
    size_t n = equal ? (size_t)(equal - text) : 0;
    while (n > 0 && text[n - 1] == ' ') n--;
    if (n == 0)
        return glass_fail(GLASS_E_INPUT,
                          "vary is \"%s\"; expected \"NAME=VALUES\", as in "
                          "\"Negative electrode thickness [m]=60e-6:100e-6:50\"",
                          text);
    glass_vary vary = {.name = glass_strndup(text, n)};
    glass_status status =
        vary.name ? vary_values(&vary, equal + 1, folder) : glass_fail_memory();
    if (!status) status = vary_convert(&vary);
    if (!status && !vary.unit) {
        vary.unit = glass_strdup("");
        if (!vary.unit) status = glass_fail_memory();
    }
    if (status)
        glass_vary_clear(&vary);
    else
        *out = vary;
    return status;
}
