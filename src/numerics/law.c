#include "glasscell/law.h"
#include "base/cpu.h"
#include "base/memory.h"
#include "base/text.h"
#include "numerics/law_emit.h"
#include "numerics/law_parse.h"
#include "numerics/law_table.h"
#include "numerics/law_width.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct glass_law {
    law_program *program;
    law_width_function *eval; /* for the vector level chosen when the law was made */
    char *text;               /* NULL for tables and functions */
    size_t points;
    double *x, *y; /* [points] of a table */
};

/* A law around a program, which it then owns, also on failure. */
static glass_status law_new(law_program *program, const char *text, glass_law **out)
{
    static law_width_function *const eval[] = GLASS_WIDTH_TABLE(law_width_eval);
    glass_cpu cpu = GLASS_CPU_PLAIN;
    glass_status status = program ? glass_cpu_choose(NULL, &cpu) : glass_fail_memory();
    glass_law *law = status == GLASS_OK ? glass_zero(1, sizeof *law) : NULL;
    char *own = law && text ? glass_strdup(text) : NULL;
    if (!law || (text && !own)) {
        glass_free(law);
        glass_free(program);
        return status == GLASS_OK ? glass_fail_memory() : status;
    }
    *law = (glass_law){.program = program, .eval = eval[cpu], .text = own};
    *out = law;
    return GLASS_OK;
}

void glass_law_free(glass_law *law)
{
    if (!law) return;
    glass_free(law->program);
    glass_free(law->text);
    glass_free(law->x);
    glass_free(law->y);
    glass_free(law);
}

glass_status glass_law_constant(double value, glass_law **out)
{
    char text[32];
    if (!isfinite(value))
        return glass_fail(GLASS_E_INPUT, "a constant law must be finite, not %g", value);
    law_program *program = glass_aligned(sizeof *program);
    if (program) {
        *program = (law_program){.bytes = sizeof *program, .shape = LAW_CONSTANT};
        program->scale = value;
    }
    glass_number_write(value, text);
    return law_new(program, text, out);
}

glass_status glass_law_expression(const char *text, glass_law **out)
{
    law_builder b = {0};
    law_sum *sum = NULL;
    law_program *program = NULL;
    glass_status status = law_parse(&b, text, &sum);
    if (status == GLASS_OK) {
        status = law_emit(&b, sum, &program);
        if (status == GLASS_E_MEMORY) glass_fail_memory();
        if (status == GLASS_E_INPUT) glass_fail(status, "the expression: %s", b.words);
    }
    law_sum_clear(&b);
    return status == GLASS_OK ? law_new(program, text, out) : status;
}

glass_status glass_law_user(glass_law_function *function, void *context, const char *name,
                            glass_law **out)
{
    if (!function)
        return glass_fail(GLASS_E_INPUT, "law \"%s\": there is no function",
                          name ? name : "");
    law_program *program = glass_aligned(sizeof *program);
    if (program) {
        *program = (law_program){.bytes = sizeof *program, .shape = LAW_USER, .scale = 1};
        program->function = function;
        program->context = context;
    }
    return law_new(program, NULL, out);
}

/* One point of a table, with the row that it came from. */
typedef struct law_point {
    double x, y;
    size_t row;
} law_point;

static int law_by_x(const void *a, const void *b)
{
    double one = ((const law_point *)a)->x, two = ((const law_point *)b)->x;
    return (one > two) - (one < two);
}

static glass_status law_check_points(size_t n, const law_point *point)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (point[i].x == point[i + 1].x)
            return glass_fail(
                GLASS_E_INPUT,
                "rows %zu and %zu of the table have the same x, %.15g; each x "
                "may occur once",
                point[i].row + 1, point[i + 1].row + 1, point[i].x);
    if (!isfinite(point[n - 1].x - point[0].x))
        return glass_fail(GLASS_E_INPUT, "the table reaches from %g to %g: too far apart",
                          point[0].x, point[n - 1].x);
    return GLASS_OK;
}

/* The table's points, sorted, in new memory. */
static glass_status law_sort_points(size_t n, const double *x, const double *y,
                                    law_point **out)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return glass_fail(GLASS_E_INPUT, "row %zu of the table is not finite: %g, %g",
                              i + 1, x[i], y[i]);
    law_point *point = glass_zero(n, sizeof *point);
    if (!point) return glass_fail_memory();
    for (size_t i = 0; i < n; i++) point[i] = (law_point){x[i], y[i], i};
    qsort(point, n, sizeof *point, law_by_x);
    glass_status status = law_check_points(n, point);
    if (status != GLASS_OK)
        glass_free(point);
    else
        *out = point;
    return status;
}

glass_status glass_law_table(size_t n, const double *x, const double *y,
                             glass_law_join join, glass_law **out)
{
    if (n < 2)
        return glass_fail(GLASS_E_INPUT,
                          "a table needs two rows at least; this one has %zu", n);
    if (n > 1000000)
        return glass_fail(GLASS_E_INPUT, "a table may have 1000000 rows; this one has %zu",
                          n);
    law_point *point = NULL;
    glass_status status = law_sort_points(n, x, y, &point);
    if (status != GLASS_OK) return status;
    double *own_x = glass_zero(n, sizeof *own_x), *own_y = glass_zero(n, sizeof *own_y);
    for (size_t i = 0; own_x && own_y && i < n; i++) {
        own_x[i] = point[i].x;
        own_y[i] = point[i].y;
    }
    law_program *program = own_x && own_y ? law_table_program(n, own_x, own_y, join) : NULL;
    glass_law *law = NULL;
    status = law_new(program, NULL, &law);
    glass_free(point);
    if (status != GLASS_OK) {
        glass_free(own_x);
        glass_free(own_y);
        return status;
    }
    law->points = n;
    law->x = own_x;
    law->y = own_y;
    *out = law;
    return GLASS_OK;
}

/* The text of scale * law: of a constant its number, of an expression a product. */
static char *law_scaled_text(const glass_law *law, double scale)
{
    glass_text text = {0};
    if (law->program->shape == LAW_CONSTANT) {
        glass_text_number(&text, law->program->scale * scale);
    } else {
        glass_text_number(&text, scale);
        glass_text_add(&text, " * (%s)", law->text);
    }
    return glass_text_take(&text);
}

static int law_copy_points(glass_law *to, const glass_law *law, double scale)
{
    size_t n = law->points;
    if (!n) return 1;
    to->x = glass_zero(n, sizeof *to->x);
    to->y = glass_zero(n, sizeof *to->y);
    if (!to->x || !to->y) return 0;
    for (size_t i = 0; i < n; i++) {
        to->x[i] = law->x[i];
        to->y[i] = scale * law->y[i];
    }
    to->points = n;
    return 1;
}

glass_status glass_law_scaled(const glass_law *law, double scale, glass_law **out)
{
    if (!isfinite(scale))
        return glass_fail(GLASS_E_INPUT,
                          "a law can only be scaled by a finite number, not %g", scale);
    char *text = NULL;
    glass_law *to = NULL;
    if (law->program->shape == LAW_CONSTANT && !isfinite(law->program->scale * scale))
        return glass_fail(GLASS_E_INPUT, "%g times the constant %g is too large", scale,
                          law->program->scale);
    if (law->text) {
        text = scale == 1 ? glass_strdup(law->text) : law_scaled_text(law, scale);
        if (!text) return glass_fail_memory();
    }
    glass_status status = law_new(law_program_scaled(law->program, scale), text, &to);
    glass_free(text);
    if (status != GLASS_OK) return status;
    to->eval = law->eval;
    if (!law_copy_points(to, law, scale)) {
        glass_law_free(to);
        return glass_fail_memory();
    }
    *out = to;
    return GLASS_OK;
}

glass_status glass_law_copy(const glass_law *law, glass_law **out)
{
    return glass_law_scaled(law, 1, out);
}

void glass_law_eval(const glass_law *law, size_t n, const double *x, double *y, double *dy)
{
    law->eval(law->program, n, x, y, dy);
}

double glass_law_at(const glass_law *law, double x)
{
    double y;
    law->eval(law->program, 1, &x, &y, NULL);
    return y;
}

int glass_law_is_constant(const glass_law *law, double *value)
{
    if (law->program->shape != LAW_CONSTANT) return 0;
    if (value) *value = law->program->scale;
    return 1;
}

const char *glass_law_text(const glass_law *law)
{
    return law->text;
}

size_t glass_law_points(const glass_law *law, const double **x, const double **y)
{
    if (x) *x = law->x;
    if (y) *y = law->y;
    return law->points;
}

const law_program *glass_law_program(const glass_law *law)
{
    return law->program;
}
