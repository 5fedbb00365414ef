/* Legends: where they hide nothing. */
#include "plot/panel.h"

#include <math.h>

enum { LEGEND_PLACES = 7 };
static const double legend_key = 11, legend_patch = 6, legend_gap = 3.5, legend_pad = 3;
static const double legend_line = 1.32 * GLASS_LOOK_SMALL;

static double legend_key_width(const glass_entry *entry)
{
    return entry->kind == GLASS_ENTRY_FILL ? legend_patch : legend_key;
}

static double legend_entry_width(const glass_type *type, const glass_entry *entry)
{
    return legend_key_width(entry) + legend_gap +
           glass_label_width(type, entry->text, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN);
}

static void legend_entry(glass_drawing *drawing, const glass_type *type, glass_point at,
                         const glass_entry *entry)
{
    double middle = at.y + legend_line / 2, width = entry->stroke.width;
    glass_point ends[2] = {{at.x, middle}, {at.x + legend_key, middle}};
    if (entry->kind == GLASS_ENTRY_FILL)
        glass_drawing_rectangle(drawing, (glass_box){at.x, middle - 2.5, legend_patch, 5},
                                entry->stroke.colour);
    else if (entry->kind == GLASS_ENTRY_LINE)
        glass_drawing_line(drawing, ends, 2, width, entry->stroke.dash,
                           entry->stroke.colour);
    else
        for (int i = 0; i < 3; i++)
            glass_drawing_dots(
                drawing, &(glass_point){at.x + legend_key * (0.15 + 0.35 * i), middle}, 1,
                width / 2, entry->stroke.colour);
    glass_label_style style = {GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 0, 0, glass_look_ink};
    glass_label_draw(drawing, type, entry->text,
                     (glass_point){at.x + legend_key_width(entry) + legend_gap,
                                   middle + 0.36 * GLASS_LOOK_SMALL},
                     &style);
}

void glass_legend_list(glass_drawing *drawing, const glass_type *type, glass_point at,
                       const glass_entry *entries, int n)
{
    for (int i = 0; i < n; i++, at.y += legend_line)
        legend_entry(drawing, type, at, &entries[i]);
}

/* How many points of curve lie under the box. */
static double legend_hides(const glass_panel *panel, const glass_box *box)
{
    const glass_drawing *d = panel->drawing;
    double length = 0;
    for (size_t i = panel->first_shape; i < d->n_shapes; i++) {
        const glass_shape *shape = &d->shapes[i];
        const glass_point *at = d->points + shape->first;
        if (shape->kind != GLASS_SHAPE_LINE && shape->kind != GLASS_SHAPE_DOTS) continue;
        for (size_t k = 0; k < shape->count; k++) {
            int is_line = shape->kind == GLASS_SHAPE_LINE;
            glass_point a = at[k], b = at[is_line && k + 1 < shape->count ? k + 1 : k];
            if (glass_curve_clip(box, &a, &b)) length += 1 + hypot(b.x - a.x, b.y - a.y);
        }
    }
    return length;
}

/* Corners first, then between them: the first free place wins, else the least busy one. */
static glass_box legend_place(const glass_panel *panel, double width, double height)
{
    static const double along[LEGEND_PLACES] = {1, 0, 0.5, 0.75, 0.25, 0.9, 0.1};
    const glass_box *in = &panel->box;
    glass_box best = {0};
    double least = INFINITY;
    for (int row = 0; row < LEGEND_PLACES; row++)
        for (int column = 0; column < LEGEND_PLACES; column++) {
            glass_box box = {in->x + legend_pad +
                                 along[column] * (in->width - width - 2 * legend_pad),
                             in->y + legend_pad +
                                 (1 - along[row]) * (in->height - height - 2 * legend_pad),
                             width, height};
            double hidden = legend_hides(panel, &box);
            if (hidden < least) {
                least = hidden;
                best = box;
            }
        }
    return best;
}

void glass_panel_legend(glass_panel *panel, const glass_entry *entries, int n)
{
    double width = 0, height = n * legend_line;
    for (int i = 0; i < n; i++)
        width = fmax(width, legend_entry_width(panel->type, &entries[i]));
    if (n < 1 || panel->drawing->has_failed) return;
    glass_box box = legend_place(panel, width, height);
    glass_colour veil = {1, 1, 1, 0.75f};
    glass_drawing_rectangle(
        panel->drawing, (glass_box){box.x - 1.5, box.y - 1, width + 3, height + 2}, veil);
    for (int i = 0; i < n; i++)
        legend_entry(panel->drawing, panel->type,
                     (glass_point){box.x, box.y + i * legend_line}, &entries[i]);
}
