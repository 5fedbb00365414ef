/* The right column of the inside: everything across the cell and into its particles, one
 * line per time, coloured by time. */
#include "plot/inside.h"

#include <math.h>

static const double across_um = 1e6;

static glass_panel across_panel(glass_inside *inside, glass_box box)
{
    glass_panel panel = {&inside->page->drawing,
                         &inside->page->type,
                         box,
                         {0, across_um * inside->regions.total},
                         {0, 1},
                         0};
    return panel;
}

static void across_bands(glass_inside *inside, glass_panel *panel)
{
    const glass_regions *r = &inside->regions;
    glass_panel_band(panel, 0, across_um * r->separator[0], glass_inside_region[0]);
    glass_panel_band(panel, across_um * r->separator[1], across_um * r->total,
                     glass_inside_region[2]);
}

/* Whether a field differs from place to place at any time, beyond rounding: a model that
 * does not resolve it gives the same number everywhere, and a panel of that says nothing. */
static int across_varies(const glass_recording_frame *frame)
{
    for (size_t k = 0; k < frame->count; k++) {
        const double *line = frame->values + k * frame->n[0];
        for (size_t x = 1; x < frame->n[0]; x++)
            if (fabs(line[x] - line[0]) > 1e-12 * fabs(line[0])) return 1;
    }
    return 0;
}

static int across_has(const glass_inside *inside, const char *label)
{
    const glass_recording_frame *frame = glass_pick_frame(inside->cell, label);
    return inside->regions.is_known && frame && frame->rank == 1 && frame->n[0] > 1 &&
           across_varies(frame);
}

/* One line per time of the fan. printed = scale * (value - value at place `from`); `from`
 * past the end: the value itself. */
typedef struct across_fan {
    glass_transect field;
    double scale, place_scale;
    size_t from;
} across_fan;

static double across_zero(const across_fan *fan, size_t time)
{
    return fan->from < fan->field.n ? glass_transect_at(&fan->field, time, fan->from) : 0;
}

/* The frame nearest to time i of the fan; -1 when it is the one of time i - 1. */
static long across_frame(const glass_inside *inside, const across_fan *fan, int i)
{
    const glass_recording_frame *frame = fan->field.frame;
    size_t k = glass_pick_nearest(frame->time_s, frame->count, inside->fan[i]);
    if (i && k == glass_pick_nearest(frame->time_s, frame->count, inside->fan[i - 1]))
        return -1;
    return (long)k;
}

/* Widens by what across_lines will draw. */
static void across_range(const glass_inside *inside, const across_fan *fan, double range[2])
{
    for (int i = 0; fan->field.n && i < inside->n_fan; i++) {
        long k = across_frame(inside, fan, i);
        for (size_t x = 0; k >= 0 && x < fan->field.n; x++) {
            double v =
                glass_transect_at(&fan->field, (size_t)k, x) - across_zero(fan, (size_t)k);
            glass_range_add(range, &v, 1, fan->scale, 0);
        }
    }
}

static void across_lines(glass_inside *inside, glass_panel *panel, const across_fan *fan)
{
    double *values = glass_drawing_scratch(panel->drawing, fan->field.n, sizeof *values);
    for (int i = 0; values && i < inside->n_fan; i++) {
        long k = across_frame(inside, fan, i);
        if (k < 0) continue;
        glass_transect_line(&fan->field, (size_t)k, values);
        glass_series series = {fan->field.place,
                               values,
                               fan->field.n,
                               fan->place_scale,
                               0,
                               fan->scale,
                               -fan->scale * across_zero(fan, (size_t)k)};
        glass_stroke stroke = {glass_inside_shade(inside, fan->field.frame->time_s[k]), 0.8,
                               0};
        glass_panel_line(panel, &series, &stroke);
    }
}

static void across_axes(glass_panel *panel, const char *name, const char *unit, int is_last)
{
    glass_axis_words up = {.name = name, .unit = unit};
    glass_axis_words along = {.name = "~{x}", .unit = "µm", .is_silent = !is_last};
    glass_panel_frame(panel);
    glass_panel_axis(panel, GLASS_SIDE_LEFT, &up, GLASS_PAGE_WORDS);
    glass_panel_axis(panel, GLASS_SIDE_BELOW, &along, 0);
}

/* ---- the regions and their names ---- */

static int across_has_any(const glass_inside *inside);

static void across_strip(glass_inside *inside, glass_box box, int is_last)
{
    (void)is_last;
    static const char *const names[3] = {"negative", "separator", "positive"};
    static const char *const brief[3] = {"neg.", "sep.", "pos."};
    const glass_regions *r = &inside->regions;
    glass_panel panel = across_panel(inside, box);
    double faces[4] = {0, r->separator[0], r->separator[1], r->total}, room[3], middle[3];
    const glass_type *type = &inside->page->type;
    int is_tight = 0;
    for (int i = 0; i < 3; i++) {
        double left = glass_panel_x(&panel, across_um * faces[i]);
        double right = glass_panel_x(&panel, across_um * faces[i + 1]);
        middle[i] = (left + right) / 2;
        room[i] = glass_label_width(type, names[i], GLASS_LOOK_SMALL, GLASS_FACE_PLAIN);
        glass_drawing_rectangle(
            &inside->page->drawing,
            (glass_box){left, box.y + box.height - 2.2, right - left, 2.2},
            i == 1 ? glass_colour_hex(0xd0d0d0)
            : i    ? glass_colour_hex(0x7fa6c9)
                   : glass_colour_hex(0x8c8c94));
    }
    for (int i = 0; i < 2; i++)
        is_tight |= (room[i] + room[i + 1]) / 2 + 4 > middle[i + 1] - middle[i];
    for (int i = 0; i < 3; i++)
        glass_label_draw(&inside->page->drawing, type, is_tight ? brief[i] : names[i],
                         (glass_point){middle[i], box.y + box.height - 4.6},
                         &(glass_label_style){GLASS_LOOK_SMALL, 0, 0.5, 0, glass_look_ink});
}

/* ---- salt and potentials ---- */

/* A field over all three regions. */
static void across_field(glass_inside *inside, glass_box box, const char *label,
                         const char *name, int is_last)
{
    const glass_recording_frame *frame = glass_pick_frame(inside->cell, label);
    glass_panel panel = across_panel(inside, box);
    across_fan fan = {glass_transect_of(frame, 0), 1, across_um, (size_t)-1};
    char unit[GLASS_LABEL_MAX], words[GLASS_LABEL_MAX];
    double range[2] = GLASS_RANGE_EMPTY;
    across_range(inside, &fan, range);
    fan.scale = glass_label_prefix(frame->unit, fmax(fabs(range[0]), fabs(range[1])), unit);
    glass_label_unit(unit, words);
    panel.y[0] = fan.scale * range[0], panel.y[1] = fan.scale * range[1];
    glass_range_settle(panel.y, 0.06);
    across_bands(inside, &panel);
    across_lines(inside, &panel, &fan);
    across_axes(&panel, name, words, is_last);
}

static int across_has_salt(const glass_inside *inside)
{
    return across_has(inside, "Salt Concentration / mol.m-3");
}

static void across_salt(glass_inside *inside, glass_box box, int is_last)
{
    across_field(inside, box, "Salt Concentration / mol.m-3", "Salt", is_last);
}

static int across_has_electrolyte(const glass_inside *inside)
{
    return across_has(inside, "Electrolyte Potential / V");
}

static void across_electrolyte(glass_inside *inside, glass_box box, int is_last)
{
    across_field(inside, box, "Electrolyte Potential / V", "Electrolyte potential",
                 is_last);
}

/* ---- solid potentials: each from its own collector, each with its own axis ---- */

static const char *const across_solids[2] = {"Solid Potential Negative / V",
                                             "Solid Potential Positive / V"};

static int across_has_solid(const glass_inside *inside)
{
    return across_has(inside, across_solids[0]) || across_has(inside, across_solids[1]);
}

static void across_solid_side(glass_inside *inside, glass_panel *panel, int side)
{
    const glass_recording_frame *frame =
        glass_pick_frame(inside->cell, across_solids[side]);
    across_fan fan = {glass_transect_of(frame, 0), 1, across_um,
                      side ? frame->n[0] - 1 : 0};
    char unit[GLASS_LABEL_MAX], words[GLASS_LABEL_MAX];
    double range[2] = GLASS_RANGE_EMPTY;
    across_range(inside, &fan, range);
    fan.scale = glass_label_prefix("V", fmax(fabs(range[0]), fabs(range[1])), unit);
    glass_label_unit(unit, words);
    panel->y[0] = fan.scale * range[0], panel->y[1] = fan.scale * range[1];
    glass_range_settle(panel->y, 0.06);
    across_lines(inside, panel, &fan);
    glass_axis_words up = {.name = side ? "Δ~{φ}_{s}, positive" : "Δ~{φ}_{s}, negative",
                           .unit = words};
    glass_panel_axis(panel, side ? GLASS_SIDE_RIGHT : GLASS_SIDE_LEFT, &up,
                     side ? 0 : GLASS_PAGE_WORDS);
}

static void across_solid(glass_inside *inside, glass_box box, int is_last)
{
    glass_panel panel = across_panel(inside, box);
    across_bands(inside, &panel);
    for (int side = 0; side < 2; side++)
        if (across_has(inside, across_solids[side]))
            across_solid_side(inside, &panel, side);
    glass_axis_words along = {.name = "~{x}", .unit = "µm", .is_silent = !is_last};
    glass_panel_frame(&panel);
    glass_panel_axis(&panel, GLASS_SIDE_BELOW, &along, 0);
}

/* ---- lithium in the particles ---- */

static const char *const across_particles[2] = {"Particle Stoichiometry Negative / 1",
                                                "Particle Stoichiometry Positive / 1"};

static int across_has_particle(const glass_inside *inside, int side)
{
    const glass_recording_frame *frame =
        glass_pick_frame(inside->cell, across_particles[side]);
    return frame && frame->rank <= 2 && frame->n[frame->rank - 1] > 1;
}

static int across_has_negative(const glass_inside *inside)
{
    return across_has_particle(inside, 0);
}

static int across_has_positive(const glass_inside *inside)
{
    return across_has_particle(inside, 1);
}

/* Where the particles lie, above the first row of them. */
static void across_particle_words(glass_inside *inside, const glass_box *parts, int n,
                                  int side)
{
    static const char *const words[2] = {"at collector", "at separator"};
    if (n < 2 || (side == 1 && across_has_particle(inside, 0))) return;
    for (int i = 0; i < n; i++)
        glass_label_draw(&inside->page->drawing, &inside->page->type, words[i],
                         (glass_point){parts[i].x + parts[i].width / 2, parts[i].y - 3},
                         &(glass_label_style){GLASS_LOOK_SMALL, 0, 0.5, 0, glass_look_ink});
}

/* At the collector and at the separator; one panel where one particle stands for all. */
typedef struct across_pair {
    int n;
    glass_box box[2];
    across_fan fan[2];
    double range[2];
} across_pair;

static across_pair across_particle_pair(glass_inside *inside, glass_box box, int side)
{
    const glass_recording_frame *frame =
        glass_pick_frame(inside->cell, across_particles[side]);
    size_t many = frame->rank == 2 ? frame->n[0] : 1;
    const double gap = 14;
    across_pair pair = {.n = many > 1 ? 2 : 1, .range = GLASS_RANGE_EMPTY};
    double width = (box.width - (pair.n - 1) * gap) / pair.n;
    for (int i = 0; i < pair.n; i++) {
        int is_last = i != side && many > 1; /* x runs from collector to collector */
        glass_transect field = glass_transect_of(frame, is_last ? many - 1 : 0);
        double outer = field.place[field.n - 1];
        pair.fan[i] = (across_fan){field, 1, outer > 0 ? 1 / outer : 1, (size_t)-1};
        pair.box[i] = (glass_box){box.x + i * (width + gap), box.y, width, box.height};
        across_range(inside, &pair.fan[i], pair.range);
    }
    glass_range_settle(pair.range, 0.06);
    return pair;
}

static void across_particle(glass_inside *inside, glass_box box, int side, int is_last)
{
    across_pair pair = across_particle_pair(inside, box, side);
    for (int i = 0; i < pair.n; i++) {
        glass_panel panel = {&inside->page->drawing,
                             &inside->page->type,
                             pair.box[i],
                             {0, 1},
                             {pair.range[0], pair.range[1]},
                             0};
        glass_axis_words along = {
            .name = "~{r} / ~{R}", .unit = "", .most = 3, .is_silent = !is_last};
        glass_axis_words up = {.name = side ? "Filling, positive" : "Filling, negative",
                               .unit = "",
                               .is_silent = i > 0};
        across_lines(inside, &panel, &pair.fan[i]);
        glass_panel_frame(&panel);
        glass_panel_axis(&panel, GLASS_SIDE_BELOW, &along, 0);
        glass_panel_axis(&panel, GLASS_SIDE_LEFT, &up, GLASS_PAGE_WORDS);
    }
    across_particle_words(inside, pair.box, pair.n, side);
}

static void across_negative(glass_inside *inside, glass_box box, int is_last)
{
    across_particle(inside, box, 0, is_last);
}

static void across_positive(glass_inside *inside, glass_box box, int is_last)
{
    across_particle(inside, box, 1, is_last);
}

/* ---- the column ---- */

static int across_has_any(const glass_inside *inside)
{
    return across_has_salt(inside) || across_has_electrolyte(inside) ||
           across_has_solid(inside);
}

const glass_inside_part glass_inside_across[] = {
    {14, GLASS_INSIDE_NONE, across_has_any, across_strip},
    {110, GLASS_INSIDE_PLACE, across_has_salt, across_salt},
    {90, GLASS_INSIDE_PLACE, across_has_electrolyte, across_electrolyte},
    {80, GLASS_INSIDE_PLACE, across_has_solid, across_solid},
    {80, GLASS_INSIDE_DEPTH, across_has_negative, across_negative},
    {80, GLASS_INSIDE_DEPTH, across_has_positive, across_positive},
    {0, GLASS_INSIDE_NONE, NULL, NULL},
};
