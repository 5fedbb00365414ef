/* The left column of the inside: everything against one time axis. */
#include "plot/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const glass_recording_channel *during_channel(const glass_inside *inside,
                                                     const char *label)
{
    return glass_pick_channel(inside->cell, label);
}

glass_panel glass_inside_panel(glass_inside *inside, glass_box box)
{
    glass_panel panel = {&inside->page->drawing,
                         &inside->page->type,
                         box,
                         {inside->times[0] * inside->unit->per_second,
                          inside->times[1] * inside->unit->per_second},
                         {0, 1},
                         0};
    return panel;
}

void glass_inside_axes(glass_inside *inside, glass_panel *panel, const char *name,
                       const char *unit, int is_last)
{
    glass_axis_words up = {.name = name, .unit = unit};
    glass_axis_words along = glass_page_time_words(inside->unit, !is_last);
    glass_panel_frame(panel);
    glass_panel_axis(panel, GLASS_SIDE_LEFT, &up, GLASS_PAGE_WORDS);
    glass_panel_axis(panel, GLASS_SIDE_BELOW, &along, 0);
}

/* ---- voltage ---- */

static int during_has_voltage(const glass_inside *inside)
{
    return during_channel(inside, "Voltage / V") != NULL;
}

/* Where on the voltage curve the lines across the cell were taken. */
static void during_beads(glass_inside *inside, glass_panel *panel)
{
    const glass_recording_channel *voltage = during_channel(inside, "Voltage / V");
    const double *t = glass_pick_time(inside->cell);
    for (int i = 0; i < inside->n_fan; i++) {
        double v = glass_pick_between(t, voltage->at, inside->cell->rows, inside->fan[i]);
        if (!isfinite(v)) continue;
        glass_point at = {glass_panel_x(panel, inside->fan[i] * inside->unit->per_second),
                          glass_panel_y(panel, v)};
        glass_drawing_dots(panel->drawing, &at, 1, 2.1, glass_colour_hex(0xffffff));
        glass_drawing_dots(panel->drawing, &at, 1, 1.7,
                           glass_inside_shade(inside, inside->fan[i]));
    }
}

/* Another recording of the voltage: dots when measured; says how far the cell is from it. */
static int during_other(glass_inside *inside, glass_panel *panel, int i, char *text,
                        glass_entry *entry)
{
    const glass_recording *other = inside->page->recordings[i];
    const glass_recording_channel *voltage = glass_pick_channel(other, "Voltage / V");
    if (other == inside->cell || !voltage) return 0;
    int is_measured = glass_pick_is_measured(other);
    glass_series series = glass_page_series(other, voltage, inside->unit, 1);
    glass_stroke stroke = {glass_palette_category(i), is_measured ? 2.6 : GLASS_LOOK_LINE,
                           0};
    if (is_measured)
        glass_panel_dots(panel, &series, &stroke, 5.5);
    else
        glass_panel_line(panel, &series, &stroke);
    double rms = glass_pick_difference(
        glass_pick_time(inside->cell), during_channel(inside, "Voltage / V")->at,
        inside->cell->rows, glass_pick_time(other), voltage->at, other->rows, NULL);
    char name[GLASS_LABEL_MAX], number[32];
    glass_page_name(inside->page, i, name);
    glass_label_fit(panel->type, name, GLASS_LOOK_SMALL, 0, 0.4 * panel->box.width);
    glass_label_significant(1e3 * rms, 3, number);
    if (isfinite(rms))
        snprintf(text, GLASS_LABEL_MAX, "%.90s (rms %s mV)", name, number);
    else
        snprintf(text, GLASS_LABEL_MAX, "%.90s", name);
    *entry = (glass_entry){text, is_measured ? GLASS_ENTRY_DOTS : GLASS_ENTRY_LINE, stroke};
    return 1;
}

static void during_voltage_range(glass_inside *inside, double range[2])
{
    const glass_recording_channel *ocv = during_channel(inside, "Open Circuit Voltage / V");
    range[0] = INFINITY, range[1] = -INFINITY;
    if (ocv) glass_range_add(range, ocv->at, inside->cell->rows, 1, 0);
    for (int i = 0; i < inside->page->n; i++) {
        const glass_recording *one = inside->page->recordings[i];
        const glass_recording_channel *v = glass_pick_channel(one, "Voltage / V");
        if (v) glass_range_add(range, v->at, one->rows, 1, 0);
    }
    glass_range_settle(range, 0.05);
}

static void during_voltage(glass_inside *inside, glass_box box, int is_last)
{
    enum { MOST = 8 };
    glass_panel panel = glass_inside_panel(inside, box);
    glass_entry entries[MOST + 2];
    char texts[MOST][GLASS_LABEL_MAX];
    int n = 0, others = 0;
    const glass_recording_channel *ocv = during_channel(inside, "Open Circuit Voltage / V");
    const glass_recording_channel *voltage = during_channel(inside, "Voltage / V");
    glass_stroke line = {glass_look_ink, 1.0, 0}, dashed = {glass_look_grey, 0.8, 2.2};
    during_voltage_range(inside, panel.y);
    glass_page_steps(&panel, inside->cell, inside->unit);
    glass_panel_begin(&panel);
    entries[n++] = (glass_entry){"voltage", GLASS_ENTRY_LINE, line};
    if (ocv) {
        glass_series series = glass_page_series(inside->cell, ocv, inside->unit, 1);
        glass_panel_line(&panel, &series, &dashed);
        entries[n++] = (glass_entry){"open circuit", GLASS_ENTRY_LINE, dashed};
    }
    for (int i = 0; i < inside->page->n && others < MOST; i++)
        if (during_other(inside, &panel, i, texts[others], &entries[n])) n++, others++;
    glass_series series = glass_page_series(inside->cell, voltage, inside->unit, 1);
    glass_panel_line(&panel, &series, &line);
    during_beads(inside, &panel);
    glass_panel_legend(&panel, entries, n);
    glass_inside_axes(inside, &panel, "Voltage", "V", is_last);
}

/* ---- what divides it from the measurement ---- */

/* Recording i if it is a measured voltage, else NULL. */
static const glass_recording_channel *during_measured(const glass_inside *inside, int i)
{
    const glass_recording *other = inside->page->recordings[i];
    return glass_pick_is_measured(other) ? glass_pick_channel(other, "Voltage / V") : NULL;
}

/* Fills `apart` [V] at the times of recording i, or NULL, and returns the rms. */
static double during_apart(const glass_inside *inside, int i, double *apart)
{
    const glass_recording *other = inside->page->recordings[i];
    return glass_pick_difference(glass_pick_time(inside->cell),
                                 during_channel(inside, "Voltage / V")->at,
                                 inside->cell->rows, glass_pick_time(other),
                                 during_measured(inside, i)->at, other->rows, apart);
}

static int during_has_difference(const glass_inside *inside)
{
    for (int i = 0; during_has_voltage(inside) && i < inside->page->n; i++)
        if (during_measured(inside, i) && isfinite(during_apart(inside, i, NULL))) return 1;
    return 0;
}

static void during_difference(glass_inside *inside, glass_box box, int is_last)
{
    glass_panel panel = glass_inside_panel(inside, box);
    glass_stroke zero = {glass_colour_hex(0xb0b0b0), GLASS_LOOK_HAIR, 0};
    double range[2] = {0, 0};
    for (int pass = 0; pass < 2; pass++) { /* the range, then the lines */
        panel.y[0] = range[0], panel.y[1] = range[1];
        glass_range_settle(panel.y, 0.08);
        if (pass) glass_panel_level(&panel, 0, &zero);
        for (int i = 0; i < inside->page->n; i++) {
            const glass_recording *other = inside->page->recordings[i];
            if (!during_measured(inside, i)) continue;
            double *apart =
                glass_drawing_scratch(panel.drawing, other->rows, sizeof *apart);
            if (!apart) return;
            during_apart(inside, i, apart);
            glass_range_add(range, apart, other->rows, 1e3, 0);
            glass_series series = {glass_pick_time(other),
                                   apart,
                                   other->rows,
                                   inside->unit->per_second,
                                   0,
                                   1e3,
                                   0};
            glass_stroke stroke = {glass_palette_category(i), 0.7, 0};
            if (pass) glass_panel_line(&panel, &series, &stroke);
        }
    }
    glass_inside_axes(inside, &panel, "Error", "mV", is_last);
}

/* ---- plain channels ---- */

/* Below zero lithium may plate: the ground says so. */
static void during_below(glass_panel *panel)
{
    const glass_box *box = &panel->box;
    double zero = fmax(glass_panel_y(panel, 0), box->y);
    glass_drawing_rectangle(
        panel->drawing, (glass_box){box->x, zero, box->width, box->y + box->height - zero},
        glass_colour_hex(0xfbe3dc));
}

/* One channel as a line, with zero in the range if `from_zero`. */
static void during_plain(glass_inside *inside, glass_box box, const char *label,
                         const char *name, int from_zero, int is_last)
{
    const glass_recording_channel *channel = during_channel(inside, label);
    int is_margin = !strcmp(label, "Plating Margin / V");
    glass_panel panel = glass_inside_panel(inside, box);
    double largest[2] = GLASS_RANGE_EMPTY, range[2] = GLASS_RANGE_EMPTY;
    char unit[GLASS_LABEL_MAX], words[GLASS_LABEL_MAX];
    glass_range_add(largest, channel->at, inside->cell->rows, 1, 0);
    double scale =
        glass_label_prefix(channel->unit, fmax(fabs(largest[0]), fabs(largest[1])), unit);
    glass_range_add(range, channel->at, inside->cell->rows, scale, 0);
    if (from_zero) glass_range_add(range, (double[]){0}, 1, 1, 0);
    double lowest = range[0];
    glass_range_settle(range, 0.08);
    panel.y[0] = range[0], panel.y[1] = range[1];
    glass_page_steps(&panel, inside->cell, inside->unit);
    glass_stroke zero = {glass_colour_hex(0xb0b0b0), GLASS_LOOK_HAIR, 0};
    if (is_margin && lowest < 0) during_below(&panel);
    if (from_zero) glass_panel_level(&panel, 0, &zero);
    glass_series series = glass_page_series(inside->cell, channel, inside->unit, scale);
    glass_panel_line(&panel, &series, &(glass_stroke){glass_look_ink, GLASS_LOOK_LINE, 0});
    glass_label_unit(unit, words);
    glass_inside_axes(inside, &panel, name, words, is_last);
}

static int during_has_current(const glass_inside *inside)
{
    return during_channel(inside, "Current / A") != NULL;
}

static void during_current(glass_inside *inside, glass_box box, int is_last)
{
    during_plain(inside, box, "Current / A", "Current", 1, is_last);
}

/* A temperature that stays is no picture. */
static int during_has_temperature(const glass_inside *inside)
{
    const glass_recording_channel *channel =
        during_channel(inside, "Temperature T1 / degC");
    double range[2] = GLASS_RANGE_EMPTY;
    if (channel) glass_range_add(range, channel->at, inside->cell->rows, 1, 0);
    return range[1] - range[0] > 0.02;
}

static void during_temperature(glass_inside *inside, glass_box box, int is_last)
{
    during_plain(inside, box, "Temperature T1 / degC", "Temp.", 0, is_last);
}

/* ---- plating margin ---- */

static int during_has_margin(const glass_inside *inside)
{
    return during_channel(inside, "Plating Margin / V") != NULL;
}

static void during_margin(glass_inside *inside, glass_box box, int is_last)
{
    during_plain(inside, box, "Plating Margin / V", "Plating margin", 1, is_last);
}

/* ---- maps over time and place ---- */

typedef struct during_map {
    const char *label[2]; /* negative, positive */
    const char *name, *unit;
    glass_palette palette;
} during_map;

static const during_map during_reaction_map = {
    {"Reaction Current Negative / A.m-2", "Reaction Current Positive / A.m-2"},
    "Reaction current",
    "A m^{−2}",
    GLASS_PALETTE_SIGNED};
static const during_map during_surface_map = {
    {"Surface Stoichiometry Negative / 1", "Surface Stoichiometry Positive / 1"},
    "Surface filling",
    "",
    GLASS_PALETTE_VIRIDIS};

static int during_has_map(const glass_inside *inside, const during_map *map)
{
    for (int i = 0; i < 2; i++) {
        const glass_recording_frame *frame = glass_pick_frame(inside->cell, map->label[i]);
        if (inside->regions.is_known && frame && frame->rank == 1 && frame->count > 1)
            return 1;
    }
    return 0;
}

static int during_has_reaction(const glass_inside *inside)
{
    return during_has_map(inside, &during_reaction_map);
}

static int during_has_surface(const glass_inside *inside)
{
    return during_has_map(inside, &during_surface_map);
}

/* The name of an electrode on its map, on a veil, since any colour may lie behind. */
static void during_map_name(glass_panel *panel, double top, const char *name)
{
    double y = glass_panel_y(panel, top), size = GLASS_LOOK_SMALL;
    double width = glass_label_width(panel->type, name, size, GLASS_FACE_PLAIN);
    glass_box veil = {panel->box.x + 2.5, y + 2.5, width + 4, 1.35 * size};
    glass_label_style style = {size, GLASS_FACE_PLAIN, 0, 0, glass_look_ink};
    glass_drawing_rectangle(panel->drawing, veil, (glass_colour){1, 1, 1, 0.75f});
    glass_label_draw(panel->drawing, panel->type, name,
                     (glass_point){veil.x + 2, veil.y + 1.02 * size}, &style);
}

/* One electrode's share of a map. */
typedef struct during_side {
    glass_transect field;
    double faces[2]; /* [m] */
    double range[2]; /* of the colours */
} during_side;

/* Signed values have one scale for both electrodes, white at zero; fillings have each their
 * own: different hosts compare by no common scale, and small changes stay visible. */
static void during_sides(const glass_inside *inside, const during_map *map,
                         during_side *sides)
{
    const glass_regions *regions = &inside->regions;
    double both[2] = GLASS_RANGE_EMPTY;
    for (int i = 0; i < 2; i++) {
        sides[i] = (during_side){
            glass_transect_of(glass_pick_frame(inside->cell, map->label[i]), 0),
            {i ? regions->separator[1] : 0, i ? regions->total : regions->separator[0]},
            GLASS_RANGE_EMPTY};
        glass_transect_range(&sides[i].field, sides[i].range);
        glass_range_add(both, sides[i].range, 2, 1, 0);
    }
    for (int i = 0; i < 2; i++) {
        double *range = sides[i].range;
        if (map->palette == GLASS_PALETTE_SIGNED) {
            range[1] = fmax(fabs(both[0]), fabs(both[1]));
            range[0] = -range[1];
        }
        if (!isfinite(range[0]) || !isfinite(range[1])) range[0] = 0, range[1] = 1;
        glass_range_settle(range, 0);
    }
}

/* One colour bar, or one beside each electrode, and what they show. */
static void during_bars(glass_panel *panel, const during_map *map, const during_side *sides)
{
    const glass_box *box = &panel->box;
    glass_box bar = {box->x + box->width + 4, box->y, 5, box->height};
    glass_axis_words words = {.name = map->name, .unit = map->unit};
    if (map->palette == GLASS_PALETTE_SIGNED) {
        glass_panel_bar(panel->drawing, panel->type, bar, map->palette, sides[0].range,
                        &words);
        return;
    }
    words.name = "";
    for (int i = 0; i < 2; i++) {
        bar.y = glass_panel_y(panel, 1e6 * sides[i].faces[1]);
        bar.height = glass_panel_y(panel, 1e6 * sides[i].faces[0]) - bar.y;
        if (sides[i].field.n)
            glass_panel_bar(panel->drawing, panel->type, bar, map->palette, sides[i].range,
                            &words);
    }
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0.5, 1, glass_look_ink};
    glass_label_draw(panel->drawing, panel->type, map->name,
                     (glass_point){bar.x + 37, box->y + box->height / 2}, &style);
}

static void during_map_draw(glass_inside *inside, glass_box box, const during_map *map,
                            int is_last)
{
    glass_panel panel = glass_inside_panel(inside, box);
    during_side sides[2];
    panel.y[1] = 1e6 * inside->regions.total;
    during_sides(inside, map, sides);
    for (int i = 0; i < 2; i++) {
        const during_side *side = &sides[i];
        glass_transect_map how = {inside->unit->per_second,
                                  0,
                                  1e6,
                                  {side->faces[0], side->faces[1]},
                                  map->palette,
                                  {side->range[0], side->range[1]}};
        if (!side->field.n) continue;
        glass_transect_draw(&panel, &side->field, &how);
        during_map_name(&panel, 1e6 * side->faces[1], i ? "positive" : "negative");
    }
    during_bars(&panel, map, sides);
    glass_inside_axes(inside, &panel, "~{x}", "µm", is_last);
}

static void during_reaction(glass_inside *inside, glass_box box, int is_last)
{
    during_map_draw(inside, box, &during_reaction_map, is_last);
}

static void during_surface(glass_inside *inside, glass_box box, int is_last)
{
    during_map_draw(inside, box, &during_surface_map, is_last);
}

const glass_inside_part glass_inside_during[] = {
    {112, GLASS_INSIDE_TIME, during_has_voltage, during_voltage},
    {40, GLASS_INSIDE_TIME, during_has_difference, during_difference},
    {40, GLASS_INSIDE_TIME, during_has_current, during_current},
    {40, GLASS_INSIDE_TIME, during_has_temperature, during_temperature},
    {104, GLASS_INSIDE_TIME, glass_inside_has_causes, glass_inside_causes},
    {44, GLASS_INSIDE_TIME, during_has_margin, during_margin},
    {104, GLASS_INSIDE_TIME, during_has_reaction, during_reaction},
    {104, GLASS_INSIDE_TIME, during_has_surface, during_surface},
    {0, GLASS_INSIDE_NONE, NULL, NULL},
};
