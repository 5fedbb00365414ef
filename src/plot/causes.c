/* Overpotentials by cause, one upon the other: what helps the voltage goes up from zero, what
 * costs goes down. */
#include "plot/inside.h"

#include <math.h>
#include <string.h>

enum { CAUSES = 9, CAUSES_ROWS = 3000 };
static const double causes_tolerance =
    0.03; /* [pt] that leaving samples out may move an edge */

typedef struct causes_row {
    const char *label, *name;
    unsigned rgb; /* the two electrodes share a hue: dark negative, light positive */
} causes_row;

static const causes_row causes_rows[CAUSES] = {
    /* from zero outwards */
    {"Overpotential Negative Reaction / V", "reaction −", 0xb24a00},
    {"Overpotential Positive Reaction / V", "reaction +", 0xf0a860},
    {"Overpotential Negative Particle / V", "particles −", 0x00558c},
    {"Overpotential Positive Particle / V", "particles +", 0x74b9e6},
    {"Overpotential Electrolyte Concentration / V", "salt", 0x00785a},
    {"Overpotential Electrolyte Ohmic / V", "electrolyte", 0x7fcfb4},
    {"Overpotential Negative Solid Ohmic / V", "solid −", 0x7a3f68},
    {"Overpotential Positive Solid Ohmic / V", "solid +", 0xd9a3c6},
    {"Overpotential Contact / V", "contact", 0x9a9a9a},
};

/* The causes that the recording has, and the samples that are drawn of them. */
typedef struct causes_stack {
    const double *volts[CAUSES]; /* NULL: not recorded */
    const double *time_s;
    size_t rows;
    double range[2]; /* [V] of the sums */
    size_t *row, n;  /* [n] samples that are drawn */
} causes_stack;

static double causes_volts(const causes_stack *stack, int cause, size_t row)
{
    double v = stack->volts[cause] ? stack->volts[cause][row] : 0;
    return isfinite(v) ? v : 0;
}

static void causes_find(const glass_inside *inside, causes_stack *stack)
{
    *stack =
        (causes_stack){.time_s = glass_pick_time(inside->cell), .rows = inside->cell->rows};
    for (int i = 0; i < CAUSES; i++) {
        const glass_recording_channel *channel =
            glass_pick_channel(inside->cell, causes_rows[i].label);
        stack->volts[i] = channel ? channel->at : NULL;
    }
    for (size_t k = 0; k < stack->rows; k++) {
        double sum[2] = {0, 0};
        for (int i = 0; i < CAUSES; i++) {
            double v = causes_volts(stack, i, k);
            sum[v > 0] += v;
        }
        stack->range[0] = fmin(stack->range[0], sum[0]);
        stack->range[1] = fmax(stack->range[1], sum[1]);
    }
}

/* The slopes that a straight line from a sample may have without missing a later one. */
typedef struct causes_door {
    size_t from;
    double low[CAUSES], high[CAUSES];
} causes_door;

static void causes_door_open(causes_door *door, size_t from)
{
    door->from = from;
    for (int i = 0; i < CAUSES; i++) door->low[i] = -INFINITY, door->high[i] = INFINITY;
}

/* Whether one line from door->from to `to` serves all causes; narrows the door to that. */
static int causes_door_pass(const causes_stack *stack, causes_door *door, size_t to,
                            double slack)
{
    double dt = stack->time_s[to] - stack->time_s[door->from];
    if (!(dt > 0)) return 0;
    for (int i = 0; i < CAUSES; i++) {
        double dv = causes_volts(stack, i, to) - causes_volts(stack, i, door->from);
        double slope = dv / dt;
        if (slope < door->low[i] || slope > door->high[i]) return 0;
    }
    for (int i = 0; i < CAUSES; i++) {
        double dv = causes_volts(stack, i, to) - causes_volts(stack, i, door->from);
        door->low[i] = fmax(door->low[i], (dv - slack) / dt);
        door->high[i] = fmin(door->high[i], (dv + slack) / dt);
    }
    return 1;
}

/* Chooses samples: straight lines between them stay within `slack` [V] of those left out. */
static int causes_choose(glass_drawing *drawing, causes_stack *stack, double slack)
{
    causes_door door;
    stack->row = glass_drawing_scratch(drawing, stack->rows, sizeof *stack->row);
    if (!stack->row) return 0;
    causes_door_open(&door, 0);
    stack->row[stack->n++] = 0;
    for (size_t k = 1; k < stack->rows; k++) {
        if (causes_door_pass(stack, &door, k, slack)) continue;
        if (k - 1 > door.from) {
            stack->row[stack->n++] = k - 1;
            causes_door_open(&door, k - 1);
        }
        if (causes_door_pass(stack, &door, k, slack)) continue;
        stack->row[stack->n++] = k; /* a jump */
        causes_door_open(&door, k);
    }
    if (stack->row[stack->n - 1] + 1 < stack->rows)
        stack->row[stack->n++] = stack->rows - 1;
    if (stack->n <= CAUSES_ROWS) return 1;
    for (size_t i = 0; i < CAUSES_ROWS; i++)
        stack->row[i] = stack->row[i * (stack->n - 1) / (CAUSES_ROWS - 1)];
    stack->n = CAUSES_ROWS;
    return 1;
}

/* Areas of one sign. `sign` is 1 or -1; edges start at zero. */
static void causes_areas(glass_panel *panel, const causes_stack *stack, double sign,
                         double per_second, double scale)
{
    size_t n = stack->n;
    double *x = glass_drawing_scratch(panel->drawing, 3 * n, sizeof *x);
    if (!x) return;
    double *inner = x + n, *outer = x + 2 * n;
    for (size_t k = 0; k < n; k++) x[k] = stack->time_s[stack->row[k]] * per_second;
    for (int i = 0; i < CAUSES; i++) {
        int is_there = 0;
        memcpy(inner, outer, n * sizeof *inner);
        for (size_t k = 0; k < n; k++) {
            double v = fmax(0, sign * causes_volts(stack, i, stack->row[k]));
            outer[k] += sign * scale * v;
            is_there |= v > 0;
        }
        if (is_there)
            glass_panel_area(panel, x, inner, outer, n,
                             glass_colour_hex(causes_rows[i].rgb));
    }
}

/* Those large enough to be seen. */
static void causes_legend(glass_inside *inside, const causes_stack *stack, glass_point at)
{
    glass_entry entries[CAUSES];
    int n = 0;
    for (int i = 0; i < CAUSES; i++) {
        double range[2] = {0, 0};
        if (stack->volts[i]) glass_range_add(range, stack->volts[i], stack->rows, 1, 0);
        if (range[1] - range[0] > 2e-3 * (stack->range[1] - stack->range[0]))
            entries[n++] = (glass_entry){causes_rows[i].name,
                                         GLASS_ENTRY_FILL,
                                         {glass_colour_hex(causes_rows[i].rgb), 0, 0}};
    }
    glass_legend_list(&inside->page->drawing, &inside->page->type, at, entries, n);
}

int glass_inside_has_causes(const glass_inside *inside)
{
    for (int i = 0; i < CAUSES; i++)
        if (glass_pick_channel(inside->cell, causes_rows[i].label)) return 1;
    return 0;
}

void glass_inside_causes(glass_inside *inside, glass_box box, int is_last)
{
    causes_stack stack;
    char unit[GLASS_LABEL_MAX], words[GLASS_LABEL_MAX];
    glass_panel panel = glass_inside_panel(inside, box);
    causes_find(inside, &stack);
    double scale = glass_label_prefix("V", fmax(-stack.range[0], stack.range[1]), unit);
    panel.y[0] = scale * stack.range[0], panel.y[1] = scale * stack.range[1];
    glass_range_settle(panel.y, 0.04);
    double per_pt = (panel.y[1] - panel.y[0]) / scale / box.height;
    if (!causes_choose(panel.drawing, &stack, causes_tolerance * per_pt)) return;
    causes_areas(&panel, &stack, -1, inside->unit->per_second, scale);
    causes_areas(&panel, &stack, 1, inside->unit->per_second, scale);
    glass_panel_level(&panel, 0, &(glass_stroke){glass_look_ink, GLASS_LOOK_HAIR, 0});
    causes_legend(inside, &stack, (glass_point){box.x + box.width + 4, box.y});
    glass_label_unit(unit, words);
    glass_inside_axes(inside, &panel, "Overpotential", words, is_last);
}
