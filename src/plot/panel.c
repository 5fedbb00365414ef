#include "plot/panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const glass_colour glass_look_ink = {0.10f, 0.10f, 0.10f, 1};
const glass_colour glass_look_grey = {0.45f, 0.45f, 0.45f, 1};

double glass_panel_x(const glass_panel *panel, double x)
{
    return panel->box.x +
           (x - panel->x[0]) / (panel->x[1] - panel->x[0]) * panel->box.width;
}

double glass_panel_y(const glass_panel *panel, double y)
{
    return panel->box.y + panel->box.height -
           (y - panel->y[0]) / (panel->y[1] - panel->y[0]) * panel->box.height;
}

void glass_panel_begin(glass_panel *panel)
{
    panel->first_shape = panel->drawing->n_shapes;
}

static glass_curve panel_curve(const glass_panel *panel, const glass_series *s)
{
    double x = panel->box.width / (panel->x[1] - panel->x[0]);
    double y = -panel->box.height / (panel->y[1] - panel->y[0]);
    return (glass_curve){s->x,
                         s->y,
                         s->n,
                         x * s->x_scale,
                         panel->box.x + x * (s->x_shift - panel->x[0]),
                         y * s->y_scale,
                         panel->box.y + panel->box.height + y * (s->y_shift - panel->y[0])};
}

void glass_panel_line(glass_panel *panel, const glass_series *series,
                      const glass_stroke *stroke)
{
    glass_curve curve = panel_curve(panel, series);
    glass_curve_draw(panel->drawing, &curve, &panel->box, stroke);
}

void glass_panel_dots(glass_panel *panel, const glass_series *series,
                      const glass_stroke *stroke, double apart)
{
    glass_curve curve = panel_curve(panel, series);
    glass_curve_dots(panel->drawing, &curve, &panel->box, stroke, apart);
}

static double panel_within(double v, double low, double high)
{
    return fmin(fmax(v, low), high);
}

void glass_panel_area(glass_panel *panel, const double *x, const double *low,
                      const double *high, size_t n, glass_colour colour)
{
    glass_point *at = glass_drawing_scratch(panel->drawing, 2 * n, sizeof *at);
    if (!at || n < 2) return;
    const glass_box *box = &panel->box;
    for (size_t i = 0; i < n; i++) {
        double px = panel_within(glass_panel_x(panel, x[i]), box->x, box->x + box->width);
        double bottom = box->y + box->height;
        at[i] =
            (glass_point){px, panel_within(glass_panel_y(panel, low[i]), box->y, bottom)};
        at[2 * n - 1 - i] =
            (glass_point){px, panel_within(glass_panel_y(panel, high[i]), box->y, bottom)};
    }
    glass_drawing_fill(panel->drawing, at, 2 * n, colour);
}

void glass_panel_band(glass_panel *panel, double x0, double x1, glass_colour colour)
{
    const glass_box *box = &panel->box;
    double from = panel_within(glass_panel_x(panel, x0), box->x, box->x + box->width);
    double to = panel_within(glass_panel_x(panel, x1), box->x, box->x + box->width);
    if (!(to > from)) return;
    glass_drawing_rectangle(panel->drawing,
                            (glass_box){from, box->y, to - from, box->height}, colour);
}

void glass_panel_level(glass_panel *panel, double y, const glass_stroke *stroke)
{
    double x[2] = {panel->x[0], panel->x[1]}, level[2] = {y, y};
    glass_panel_line(panel, &(glass_series){x, level, 2, 1, 0, 1, 0}, stroke);
}

void glass_panel_upright(glass_panel *panel, double x, const glass_stroke *stroke)
{
    double y[2] = {panel->y[0], panel->y[1]}, place[2] = {x, x};
    glass_panel_line(panel, &(glass_series){place, y, 2, 1, 0, 1, 0}, stroke);
}

/* "Name (10^{3} unit)". */
static void panel_words(const glass_axis_words *words, int exponent, char *out)
{
    char power[24] = "";
    if (exponent)
        snprintf(power, sizeof power, "10^{%s%d}", exponent < 0 ? "−" : "",
                 exponent < 0 ? -exponent : exponent);
    const char *between = *power && *words->unit ? " " : "";
    const char *apart = *words->name ? " " : "";
    if (*power || *words->unit)
        snprintf(out, GLASS_LABEL_MAX, "%s%s(%s%s%s)", words->name, apart, power, between,
                 words->unit);
    else
        snprintf(out, GLASS_LABEL_MAX, "%s", words->name);
}

/* Where an axis runs and which way is out. */
typedef struct panel_rail {
    glass_panel *panel;
    glass_side side;
    double low, high;
} panel_rail;

static glass_point panel_rail_at(const panel_rail *rail, double v, double out)
{
    const glass_box *box = &rail->panel->box;
    if (rail->side == GLASS_SIDE_BELOW)
        return (glass_point){glass_panel_x(rail->panel, v), box->y + box->height + out};
    double y = glass_panel_y(rail->panel, v);
    return rail->side == GLASS_SIDE_LEFT ? (glass_point){box->x - out, y}
                                         : (glass_point){box->x + box->width + out, y};
}

static void panel_tick(const panel_rail *rail, double v, double length, double width)
{
    glass_point a = panel_rail_at(rail, v, 0), b = panel_rail_at(rail, v, length);
    glass_drawing_segment(rail->panel->drawing, a.x, a.y, b.x, b.y, width, glass_look_ink);
}

static void panel_minor(const panel_rail *rail, const glass_ticks *ticks)
{
    double step = ticks->step / ticks->parts, span = rail->high - rail->low;
    if (ticks->parts < 2 || span / step > 60) return;
    double slack = 1e-9 * span;
    for (double k = ceil((rail->low - slack) / step); k * step <= rail->high + slack; k++)
        if (fmod(fabs(k), ticks->parts) != 0)
            panel_tick(rail, k * step, 0.55 * GLASS_LOOK_TICK, GLASS_LOOK_HAIR);
}

/* Numbers at the ticks; returns the width of the widest. */
static double panel_numbers(const panel_rail *rail, const glass_ticks *ticks)
{
    double widest = 0;
    const glass_type *type = rail->panel->type;
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0.5, 0, glass_look_ink};
    if (rail->side == GLASS_SIDE_LEFT) style.align = 1;
    if (rail->side == GLASS_SIDE_RIGHT) style.align = 0;
    int is_below = rail->side == GLASS_SIDE_BELOW;
    for (int i = 0; i < ticks->count; i++) {
        glass_point at = panel_rail_at(rail, ticks->at[i], GLASS_LOOK_TICK + 1.6);
        at.y += is_below ? 0.76 * style.size : 0.36 * style.size;
        glass_label_draw(rail->panel->drawing, type, ticks->label[i], at, &style);
        widest = fmax(widest, glass_label_width(type, ticks->label[i], style.size, 0));
    }
    return widest;
}

/* Breaks words at the space that leaves the shorter longest line; 0: there is no space. */
static int panel_break(const glass_type *type, const char *words,
                       char lines[2][GLASS_LABEL_MAX])
{
    double best = INFINITY;
    for (const char *space = strchr(words, ' '); space; space = strchr(space + 1, ' ')) {
        char first[GLASS_LABEL_MAX];
        snprintf(first, sizeof first, "%.*s", (int)(space - words), words);
        double width = fmax(glass_label_width(type, first, GLASS_LOOK_SMALL, 0),
                            glass_label_width(type, space + 1, GLASS_LOOK_SMALL, 0));
        if (width >= best) continue;
        best = width;
        snprintf(lines[0], GLASS_LABEL_MAX, "%s", first);
        snprintf(lines[1], GLASS_LABEL_MAX, "%s", space + 1);
    }
    return best < INFINITY;
}

/* The words of an upright axis: on two small lines when they are longer than the axis. */
static void panel_beside(const panel_rail *rail, const char *words, double x)
{
    const glass_box *box = &rail->panel->box;
    const glass_type *type = rail->panel->type;
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0.5, 1, glass_look_ink};
    char lines[2][GLASS_LABEL_MAX];
    double y = box->y + box->height / 2;
    int is_long = glass_label_width(type, words, style.size, 0) > box->height + 5;
    if (!is_long || !panel_break(type, words, lines)) {
        glass_label_draw(rail->panel->drawing, type, words,
                         (glass_point){x + 0.36 * style.size, y}, &style);
        return;
    }
    style.size = GLASS_LOOK_SMALL;
    double apart = rail->side == GLASS_SIDE_LEFT ? 4.0 : 4.2;
    for (int i = 0; i < 2; i++)
        glass_label_draw(rail->panel->drawing, type, lines[i],
                         (glass_point){x + (i ? apart : -apart) + 0.36 * style.size, y},
                         &style);
}

/* The words of the axis beyond its numbers. */
static void panel_title(const panel_rail *rail, const char *words, double widest,
                        double away)
{
    const glass_box *box = &rail->panel->box;
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0.5, 0, glass_look_ink};
    double beside = away > 0 ? away : widest + GLASS_LOOK_TICK + 1.6 + 0.95 * style.size;
    if (rail->side == GLASS_SIDE_LEFT) panel_beside(rail, words, box->x - beside);
    if (rail->side == GLASS_SIDE_RIGHT)
        panel_beside(rail, words, box->x + box->width + beside);
    if (rail->side == GLASS_SIDE_BELOW)
        glass_label_draw(
            rail->panel->drawing, rail->panel->type, words,
            (glass_point){box->x + box->width / 2,
                          box->y + box->height + 2.35 * style.size + GLASS_LOOK_TICK},
            &style);
}

void glass_panel_axis(glass_panel *panel, glass_side side, const glass_axis_words *words,
                      double away)
{
    const double *range = side == GLASS_SIDE_BELOW ? panel->x : panel->y;
    int is_upright = side != GLASS_SIDE_BELOW;
    panel_rail rail = {panel, side, range[0], range[1]};
    glass_ticks_wish wish = {
        range[0],        range[1],   is_upright ? panel->box.height : panel->box.width,
        GLASS_LOOK_TEXT, is_upright, words->most,
        words->kind,     panel->type};
    glass_ticks ticks;
    char title[GLASS_LABEL_MAX];
    glass_ticks_make(&wish, &ticks);
    for (int i = 0; i < ticks.count; i++)
        panel_tick(&rail, ticks.at[i], GLASS_LOOK_TICK, GLASS_LOOK_FRAME);
    if (!words->is_coarse) panel_minor(&rail, &ticks);
    if (words->is_silent) return;
    double widest = panel_numbers(&rail, &ticks);
    panel_words(words, ticks.exponent, title);
    panel_title(&rail, title, widest, away);
}

void glass_panel_frame(glass_panel *panel)
{
    const glass_box *b = &panel->box;
    glass_point corners[5] = {{b->x, b->y},
                              {b->x + b->width, b->y},
                              {b->x + b->width, b->y + b->height},
                              {b->x, b->y + b->height},
                              {b->x, b->y}};
    glass_drawing_line(panel->drawing, corners, 5, GLASS_LOOK_FRAME, 0, glass_look_ink);
}

void glass_panel_bar(glass_drawing *drawing, const glass_type *type, glass_box box,
                     glass_palette palette, const double range[2],
                     const glass_axis_words *words)
{
    enum { SHADES = 128 };
    glass_panel panel = {drawing, type, box, {0, 1}, {range[0], range[1]}, 0};
    unsigned *pixels = glass_drawing_image(drawing, box, 1, SHADES, 0);
    if (!pixels) return;
    for (int i = 0; i < SHADES; i++)
        pixels[i] = glass_colour_pixel(glass_palette_at(palette, 1 - (i + 0.5) / SHADES));
    glass_axis_words coarse = *words;
    coarse.is_coarse = 1;
    glass_panel_frame(&panel);
    glass_panel_axis(&panel, GLASS_SIDE_RIGHT, &coarse, 0);
}

void glass_panel_note(glass_drawing *drawing, const glass_type *type, glass_box box,
                      const char *markup, double size, glass_colour colour)
{
    if (glass_label_width(type, markup, size, GLASS_FACE_PLAIN) > box.width) return;
    glass_label_style style = {size, GLASS_FACE_PLAIN, 0.5, 0, colour};
    glass_label_draw(
        drawing, type, markup,
        (glass_point){box.x + box.width / 2, box.y + box.height / 2 + 0.36 * size}, &style);
}
