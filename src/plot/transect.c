#include "plot/transect.h"

#include <math.h>
#include <string.h>

glass_transect glass_transect_of(const glass_recording_frame *frame, size_t at)
{
    glass_transect field = {.frame = frame};
    if (!frame || frame->rank < 1 || frame->rank > 2) return field;
    int last = frame->rank - 1;
    field.place = frame->axis[last];
    field.n = frame->n[last];
    field.stride = 1;
    field.size = frame->rank == 2 ? frame->n[0] * frame->n[1] : frame->n[0];
    field.first = frame->rank == 2 ? at * frame->n[1] : 0;
    if (!field.place || field.first >= field.size) field.n = 0;
    return field;
}

double glass_transect_at(const glass_transect *field, size_t time, size_t place)
{
    return field->frame->values[time * field->size + field->first + place * field->stride];
}

void glass_transect_range(const glass_transect *field, double range[2])
{
    for (size_t k = 0; field->n && k < field->frame->count; k++)
        for (size_t i = 0; i < field->n; i++) {
            double v = glass_transect_at(field, k, i);
            glass_range_add(range, &v, 1, 1, 0);
        }
}

void glass_transect_line(const glass_transect *field, size_t time, double *out)
{
    for (size_t i = 0; i < field->n; i++) out[i] = glass_transect_at(field, time, i);
}

/* Between which two points a coordinate lies, and how far from the first. */
typedef struct transect_between {
    size_t low;
    double share; /* 0..1 */
} transect_between;

/* Finds the place of `at` in x, going on from where the last one was found. */
static transect_between transect_find(const double *x, size_t n, double at, size_t from)
{
    size_t low = from;
    if (n < 2 || at <= x[0]) return (transect_between){0, 0};
    while (low + 2 < n && x[low + 1] < at) low++;
    double width = x[low + 1] - x[low];
    double share = width > 0 ? (at - x[low]) / width : 1;
    return (transect_between){low, fmin(fmax(share, 0), 1)};
}

static double transect_value(const glass_transect *f, transect_between t,
                             transect_between x)
{
    size_t later = t.share > 0 ? t.low + 1 : t.low,
           beyond = x.share > 0 ? x.low + 1 : x.low;
    double before = (1 - x.share) * glass_transect_at(f, t.low, x.low) +
                    x.share * glass_transect_at(f, t.low, beyond);
    double after = (1 - x.share) * glass_transect_at(f, later, x.low) +
                   x.share * glass_transect_at(f, later, beyond);
    return (1 - t.share) * before + t.share * after;
}

enum { TRANSECT_SHADES = 1024 };

static unsigned transect_pixel(double value, const double range[2], const unsigned *shades)
{
    double u = (value - range[0]) / (range[1] - range[0]);
    if (!isfinite(u)) return 0;
    return shades[(int)(fmin(fmax(u, 0), 1) * (TRANSECT_SHADES - 1) + 0.5)];
}

/* Where the image lies: what both the field and the panel cover. */
static glass_box transect_box(const glass_panel *panel, const glass_transect *field,
                              const glass_transect_map *map, double times[2])
{
    const double *t = field->frame->time_s;
    double first = map->time_scale * t[0] + map->time_shift;
    double last = map->time_scale * t[field->frame->count - 1] + map->time_shift;
    double low = fmax(first, panel->x[0]), high = fmin(last, panel->x[1]);
    double x0 = glass_panel_x(panel, low), x1 = glass_panel_x(panel, high);
    double y0 = glass_panel_y(panel, map->place_scale * map->places[1]);
    double y1 = glass_panel_y(panel, map->place_scale * map->places[0]);
    times[0] = (low - map->time_shift) / map->time_scale;
    times[1] = (high - map->time_shift) / map->time_scale;
    return (glass_box){x0, y0, x1 - x0, y1 - y0};
}

/* Pixels along a side: some for each point, between 1 and 1.7 for each pt of print. */
static int transect_pixels(double length, size_t points)
{
    return (int)ceil(fmin(fmax(3.0 * (double)points, length), 1.7 * length));
}

static int transect_has_gaps(const glass_transect *field)
{
    for (size_t k = 0; k < field->frame->count; k++)
        for (size_t i = 0; i < field->n; i++)
            if (!isfinite(glass_transect_at(field, k, i))) return 1;
    return 0;
}

void glass_transect_draw(glass_panel *panel, const glass_transect *field,
                         const glass_transect_map *map)
{
    double times[2];
    unsigned shades[TRANSECT_SHADES];
    if (field->n < 1 || field->frame->count < 2) return;
    glass_box box = transect_box(panel, field, map, times);
    if (!(box.width > 0.1) || !(box.height > 0.1)) return;
    int columns = transect_pixels(box.width, field->frame->count);
    int rows = transect_pixels(box.height, field->n);
    unsigned *pixels =
        glass_drawing_image(panel->drawing, box, columns, rows, transect_has_gaps(field));
    if (!pixels) return;
    for (int i = 0; i < TRANSECT_SHADES; i++)
        shades[i] = glass_colour_pixel(
            glass_palette_at(map->palette, (double)i / (TRANSECT_SHADES - 1)));
    transect_between x = {0, 0};
    for (int row = rows - 1; row >= 0; row--) {
        double up = 1 - (row + 0.5) / rows;
        x = transect_find(field->place, field->n,
                          map->places[0] + up * (map->places[1] - map->places[0]), x.low);
        transect_between t = {0, 0};
        for (int column = 0; column < columns; column++) {
            double at = times[0] + (column + 0.5) / columns * (times[1] - times[0]);
            t = transect_find(field->frame->time_s, field->frame->count, at, t.low);
            pixels[(size_t)row * (size_t)columns + (size_t)column] =
                transect_pixel(transect_value(field, t, x), map->range, shades);
        }
    }
}
