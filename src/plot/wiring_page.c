/* The page of a wiring map: which storing places starve, and of which carrier. */
#include "plot/blocks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIRING_BINS = 60, WIRING_SHADES = 256 };

static const char *const wiring_carriers[2] = {"ions", "electrons"};
static const double wiring_left = 14;

typedef struct wiring_page {
    const glass_plot_map *map;
    const glass_plot_table *table;
} wiring_page;

/* [state] served, ions, electrons, both, cut off: as bright as each other in no two. */
static glass_colour wiring_colour(int state)
{
    static const unsigned rgb[GLASS_PLOT_STATES] = {0xf1f1ee, 0xb9cfdf, 0x1f6fa8,
                                                    0xe69f00, 0x7a2e00, 0x111111};
    return glass_colour_hex(rgb[state < GLASS_PLOT_STATES ? state : 0]);
}
static const char *const wiring_words[GLASS_PLOT_STATES] = {
    "not storing",          "filled in time",  "starved of ions",
    "starved of electrons", "starved of both", "cut off"};

/* ---- slices along the way of the carriers ---- */

/* A slice that shows the axis: across the shorter one of the others. */
static int wiring_across(const glass_plot_map *map)
{
    int a = map->axis == 1 ? 2 : 1, b = map->axis == 0 ? 2 : 0;
    double shorter =
        glass_blocks_length(&map->block, b) / glass_blocks_length(&map->block, a);
    if (map->block.volume->n[a] == 1) return a; /* a flat image is its own slice */
    return map->block.volume->n[b] == 1 || shorter < 0.99 ? b : a;
}

typedef struct wiring_shades {
    const float *values;
    double range[2];
    unsigned shade[WIRING_SHADES];
} wiring_shades;

static unsigned wiring_paint(const void *context, size_t voxel)
{
    const wiring_shades *s = context;
    double u = (s->values[voxel] - s->range[0]) / (s->range[1] - s->range[0]);
    if (isnan(u)) return glass_colour_pixel(wiring_colour(GLASS_PLOT_OUTSIDE));
    return s->shade[(int)(fmin(fmax(u, 0), 1) * (WIRING_SHADES - 1))];
}

static unsigned wiring_paint_state(const void *state, size_t voxel)
{
    return glass_colour_pixel(wiring_colour(((const unsigned char *)state)[voxel]));
}

static int wiring_compare(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The value below which a share of the finite ones lies, from 1e5 of them; NAN: there is
 * none. */
static double wiring_quantile(glass_drawing *drawing, const float *values, size_t n,
                              double share)
{
    size_t step = n / 100000 + 1, m = 0;
    float *some = glass_drawing_scratch(drawing, n / step + 1, sizeof *some);
    if (!some) return NAN;
    for (size_t i = 0; i < n; i += step)
        if (isfinite(values[i])) some[m++] = values[i];
    qsort(some, m, sizeof *some, wiring_compare);
    return m ? some[(size_t)(share * (double)(m - 1))] : NAN;
}

static size_t wiring_voxels(const glass_plot_map *map)
{
    const size_t *n = map->block.volume->n;
    return n[0] * n[1] * n[2];
}

static void wiring_drop(glass_page *page, const glass_plot_map *map, int carrier,
                        const glass_slice *where, glass_box box)
{
    wiring_shades shades = {.values = map->drops[carrier]};
    char unit[GLASS_LABEL_MAX], words[GLASS_LABEL_MAX];
    double most =
        wiring_quantile(&page->drawing, map->drops[carrier], wiring_voxels(map), 0.998);
    shades.range[1] = most > 0 ? most : 1;
    for (int i = 0; i < WIRING_SHADES; i++)
        shades.shade[i] = glass_colour_pixel(
            glass_palette_at(GLASS_PALETTE_VIRIDIS, (double)i / (WIRING_SHADES - 1)));
    glass_slice slice = *where;
    slice.paint = wiring_paint;
    slice.context = &shades;
    glass_slice_draw(&page->drawing, &slice, box);
    double scale = glass_label_prefix(map->unit, shades.range[1], unit);
    double range[2] = {0, scale * shades.range[1]};
    glass_label_unit(unit, words);
    glass_panel_bar(&page->drawing, &page->type,
                    (glass_box){box.x + box.width + 4, box.y, 5, box.height},
                    GLASS_PALETTE_VIRIDIS, range,
                    &(glass_axis_words){.name = "Drop", .unit = words});
}

/* What the ends of the axis are, inside the slice at its ends. */
static void wiring_ends(glass_page *page, const glass_plot_map *map, glass_box box,
                        int is_down)
{
    for (int end = 0; end < 2; end++) {
        char text[GLASS_LABEL_MAX];
        if (!map->ends[end] || !*map->ends[end]) continue;
        glass_label_plain(map->ends[end], text);
        double width =
            glass_label_width(&page->type, text, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN);
        double x = box.x + box.width / 2, y = end ? box.y + box.height - 3 : box.y + 7.5;
        if (!is_down) {
            x = end ? box.x + box.width - width / 2 - 3 : box.x + width / 2 + 3;
            y = box.y + 7.5;
        }
        if (width + 6 > box.width) continue;
        glass_drawing_rectangle(&page->drawing,
                                (glass_box){x - width / 2 - 2, y - 6.3, width + 4, 8.4},
                                (glass_colour){1, 1, 1, 0.82f});
        glass_label_style style = {GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 0.5, 0,
                                   glass_look_ink};
        glass_label_draw(&page->drawing, &page->type, text, (glass_point){x, y}, &style);
    }
}

/* Drops of both, and what starves. Returns the y below. */
static double wiring_slices(glass_page *page, const glass_plot_map *map, double y)
{
    const glass_plot_block *block = &map->block;
    int across = wiring_across(map);
    glass_slice slice = {block->volume, across, block->volume->n[across] / 2, NULL, NULL};
    double along = glass_blocks_length(block, glass_slice_along(across));
    double down = glass_blocks_length(block, glass_slice_down(across));
    double bar = 40,
           room = (page->width - GLASS_PAGE_RIGHT - 3 * wiring_left - 2 * bar - 8) / 3;
    double scale = fmin(room / along, 170 / down), x = wiring_left;
    for (int i = 0; i < 3; i++) {
        glass_box box = {x, y + 12, scale * along, scale * down};
        char words[64];
        if (i < 2)
            wiring_drop(page, map, i, &slice, box);
        else {
            slice.paint = wiring_paint_state;
            slice.context = map->state;
            glass_slice_draw(&page->drawing, &slice, box);
        }
        snprintf(words, sizeof words, i < 2 ? "drop of %s" : "what starves",
                 wiring_carriers[i & 1]);
        glass_slice_words(&page->drawing, &page->type, across, box);
        wiring_ends(page, map, box, glass_slice_down(across) == map->axis);
        glass_blocks_heading(page, box.x - 9, y + 1, words);
        x = box.x + box.width + wiring_left + (i < 2 ? bar : 0);
    }
    y += 12 + scale * down;
    glass_slice_bar(&page->drawing, &page->type, (glass_point){wiring_left, y + 18}, scale,
                    60);
    return y + 14;
}

/* Patches for the states that occur, in one line ending at the right edge. */
static double wiring_legend(glass_page *page, const glass_plot_map *map, double y)
{
    size_t count[GLASS_PLOT_STATES] = {0}, n = wiring_voxels(map);
    double width[GLASS_PLOT_STATES], x = page->width - GLASS_PAGE_RIGHT;
    for (size_t i = 0; i < n; i++)
        if (map->state[i] < GLASS_PLOT_STATES) count[map->state[i]]++;
    for (int s = 0; s < GLASS_PLOT_STATES; s++) {
        width[s] = 20 + glass_label_width(&page->type, wiring_words[s], GLASS_LOOK_SMALL,
                                          GLASS_FACE_PLAIN);
        if (count[s]) x -= width[s];
    }
    for (int s = 0; s < GLASS_PLOT_STATES; s++) {
        if (!count[s]) continue;
        glass_entry entry = {wiring_words[s], GLASS_ENTRY_FILL, {wiring_colour(s), 0, 0}};
        glass_legend_list(&page->drawing, &page->type, (glass_point){x + 10, y}, &entry, 1);
        x += width[s];
    }
    return y + 10;
}

/* ---- the starving places in the block ---- */

static unsigned char wiring_kind(const void *state, size_t voxel)
{
    unsigned char at = ((const unsigned char *)state)[voxel];
    return at < GLASS_PLOT_STATES ? at : GLASS_PLOT_OUTSIDE;
}

static void wiring_scene(glass_page *page, const glass_plot_map *map, glass_box box)
{
    glass_scene scene = {.is_cut = 0};
    char text[3][48];
    const char *words[3] = {text[0], text[1], text[2]};
    scene.kind =
        glass_blocks_thin(&page->drawing, &map->block, wiring_kind, map->state, scene.n);
    if (!scene.kind) return;
    for (int k = 0; k < 3; k++) scene.size[k] = glass_blocks_length(&map->block, k);
    for (int s = 0; s < GLASS_PLOT_STATES; s++) {
        scene.colour[s] = wiring_colour(s);
        scene.opacity[s] = s >= GLASS_PLOT_IONS;
    }
    scene.colour[GLASS_PLOT_SERVED] = glass_colour_hex(0x9db8cb);
    scene.opacity[GLASS_PLOT_SERVED] = 0.012f;
    glass_blocks_edges(&map->block, text);
    glass_scene_draw(&page->drawing, &page->type, &scene, box, words);
}

/* ---- histograms of the starvation times ---- */

/* A histogram over decimal logarithms of times, in the unit of the axis. */
typedef struct wiring_histogram {
    const glass_time_unit *unit;
    double low, high; /* logarithms */
    double bins[2][WIRING_BINS];
    double top; /* [%] */
} wiring_histogram;

/* Room for nearly all times of both carriers, and for what is marked. */
static void wiring_span(glass_page *page, const glass_plot_map *map, wiring_histogram *h)
{
    size_t n = wiring_voxels(map);
    double limit = map->limit_s > 0 ? map->limit_s : map->time_s;
    double low = limit > 0 ? limit : INFINITY, high = fmax(map->time_s, limit);
    for (int c = 0; c < 2; c++) {
        double least = wiring_quantile(&page->drawing, map->times[c], n, 0.005);
        double most = wiring_quantile(&page->drawing, map->times[c], n, 0.998);
        if (least > 0) low = fmin(low, least);
        if (most > 0) high = fmax(high, most);
    }
    if (!(high > 0)) high = 1;
    low = fmin(fmax(low, 1e-6 * high), 0.5 * high);
    h->unit = glass_time_unit_for(sqrt(low * high));
    h->low = log10(low / 1.3 * h->unit->per_second);
    h->high = log10(high * 1.3 * h->unit->per_second);
}

/* Shares of the storing voxels; times beyond the ends stand in the bins there. */
static void wiring_count(const glass_plot_map *map, wiring_histogram *h)
{
    size_t n = wiring_voxels(map);
    for (int c = 0; c < 2; c++) {
        size_t all = 0;
        for (size_t i = 0; i < n; i++) {
            double t = map->times[c][i] * h->unit->per_second;
            if (isnan(t)) continue;
            all++;
            if (isinf(t)) continue; /* cut off */
            double u = t > 0 ? (log10(t) - h->low) / (h->high - h->low) : 0;
            h->bins[c][(int)fmin(fmax(u * WIRING_BINS, 0), WIRING_BINS - 1)]++;
        }
        for (int i = 0; i < WIRING_BINS; i++) {
            h->bins[c][i] *= 100.0 / (all ? (double)all : 1);
            h->top = fmax(h->top, h->bins[c][i]);
        }
    }
}

/* The outline of a histogram, as a line of steps. */
static void wiring_steps(glass_page *page, glass_panel *panel, const double *bins,
                         glass_colour colour)
{
    double *x = glass_drawing_scratch(&page->drawing, 4 * WIRING_BINS, sizeof *x);
    if (!x) return;
    double *y = x + 2 * WIRING_BINS, wide = (panel->x[1] - panel->x[0]) / WIRING_BINS;
    for (int i = 0; i < WIRING_BINS; i++) {
        x[2 * i] = panel->x[0] + i * wide;
        x[2 * i + 1] = panel->x[0] + (i + 1) * wide;
        y[2 * i] = y[2 * i + 1] = bins[i];
    }
    glass_series series = {x, y, 2 * WIRING_BINS, 1, 0, 1, 0};
    glass_stroke stroke = {colour, GLASS_LOOK_LINE, 0};
    glass_panel_line(panel, &series, &stroke);
}

/* A time that matters: a line, and words above the panel in row 0 or 1. */
static void wiring_mark(glass_page *page, glass_panel *panel, const wiring_histogram *h,
                        double time_s, const char *words, int row)
{
    char number[32], text[80];
    const glass_box *box = &panel->box;
    double at = log10(time_s * h->unit->per_second);
    if (!(at >= h->low && at <= h->high)) return;
    glass_label_significant(time_s * h->unit->per_second, 3, number);
    snprintf(text, sizeof text, "%s %s %s", words, number, h->unit->name);
    double width = glass_label_width(&page->type, text, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN);
    double x = glass_panel_x(panel, at) - width / 2;
    x = fmax(fmin(x, box->x + box->width - width), box->x);
    glass_stroke stroke = {glass_look_ink, row ? GLASS_LOOK_FRAME : GLASS_LOOK_LINE,
                           row ? 1 : 2.5};
    glass_panel_upright(panel, at, &stroke);
    glass_label_style style = {GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 0, 0, glass_look_ink};
    glass_label_draw(&page->drawing, &page->type, text,
                     (glass_point){x, box->y - 3 - 8 * row}, &style);
}

static void wiring_times(glass_page *page, const glass_plot_map *map, glass_box box)
{
    wiring_histogram h = {.top = 0};
    wiring_span(page, map, &h);
    wiring_count(map, &h);
    glass_panel panel = {&page->drawing,
                         &page->type,
                         box,
                         {h.low, h.high},
                         {0, 1.28 * (h.top > 0 ? h.top : 1)},
                         0};
    glass_panel_begin(&panel);
    glass_entry entries[2];
    for (int c = 0; c < 2; c++) {
        glass_colour colour = wiring_colour(c ? GLASS_PLOT_ELECTRONS : GLASS_PLOT_IONS);
        wiring_steps(page, &panel, h.bins[c], colour);
        entries[c] = (glass_entry){
            c ? "by electrons" : "by ions", GLASS_ENTRY_LINE, {colour, GLASS_LOOK_LINE, 0}};
    }
    if (map->limit_s > 0 && map->limit_s != map->time_s)
        wiring_mark(page, &panel, &h, map->limit_s, "starved beyond", 0);
    wiring_mark(page, &panel, &h, map->time_s, "wanted time", 1);
    glass_panel_frame(&panel);
    glass_panel_decades(
        &panel, &(glass_axis_words){.name = "Starvation time", .unit = h.unit->name});
    glass_panel_axis(&panel, GLASS_SIDE_LEFT,
                     &(glass_axis_words){.name = "Storing voxels", .unit = "%"}, 22);
    glass_panel_legend(&panel, entries, 2);
}

/* ---- shares along the axis ---- */

/* Stacked shares [GLASS_PLOT_STATES][n] of the storing voxels of each layer, in percent. */
static double *wiring_layers(glass_page *page, const glass_plot_map *map)
{
    const size_t *n = map->block.volume->n;
    size_t layers = n[map->axis], voxel = 0;
    double *share =
        glass_drawing_scratch(&page->drawing, layers * GLASS_PLOT_STATES, sizeof *share);
    for (size_t z = 0; share && z < n[0]; z++)
        for (size_t y = 0; y < n[1]; y++)
            for (size_t x = 0; x < n[2]; x++, voxel++) {
                size_t layer = map->axis == 0 ? z : map->axis == 1 ? y : x;
                int state = map->state[voxel];
                if (state > GLASS_PLOT_OUTSIDE && state < GLASS_PLOT_STATES)
                    share[(size_t)state * layers + layer]++;
            }
    for (size_t i = 0; share && i < layers; i++) {
        double all = 0, sum = 0;
        for (size_t s = 1; s < GLASS_PLOT_STATES; s++) all += share[s * layers + i];
        for (size_t s = GLASS_PLOT_STATES - 1; s > 0; s--) {
            sum += share[s * layers + i];
            share[s * layers + i] = all > 0 ? 100 * sum / all : 0;
        }
    }
    return share;
}

static void wiring_along(glass_page *page, const glass_plot_map *map, glass_box box)
{
    size_t n = map->block.volume->n[map->axis];
    double length = glass_blocks_length(&map->block, map->axis), per_metre;
    const char *unit = glass_slice_unit(length, &per_metre);
    double *share = wiring_layers(page, map);
    double *place = glass_drawing_scratch(&page->drawing, 2 * n, sizeof *place);
    glass_panel panel = {&page->drawing,          &page->type, box,
                         {0, length * per_metre}, {0, 100},    0};
    if (!share || !place) return;
    for (size_t i = 0; i < n; i++)
        place[i] = length * per_metre * ((double)i + 0.5) / (double)n;
    place[0] = 0;
    if (n > 1) place[n - 1] = length * per_metre;
    for (size_t s = 1; s < GLASS_PLOT_STATES; s++) {
        const double *above = share + s * n;
        const double *below = s + 1 < GLASS_PLOT_STATES ? above + n : place + n;
        glass_panel_area(&panel, place, below, above, n, wiring_colour((int)s));
    }
    char name[24];
    snprintf(name, sizeof name, "Axis %d", map->axis);
    glass_panel_frame(&panel);
    glass_panel_axis(&panel, GLASS_SIDE_BELOW,
                     &(glass_axis_words){.name = name, .unit = unit}, 0);
    glass_panel_axis(&panel, GLASS_SIDE_LEFT,
                     &(glass_axis_words){.name = "Storing voxels", .unit = "%"}, 22);
}

static glass_status wiring_draw(glass_page *page, const void *what)
{
    const wiring_page *w = what;
    const glass_plot_map *map = w->map;
    glass_status status = glass_blocks_check(page, &map->block);
    if (status) return status;
    const char *title = map->block.title ? map->block.title : map->block.volume->name;
    double y = wiring_slices(page, map, glass_page_title(page, title));
    y = wiring_legend(page, map, y) + 5;
    double part = glass_blocks_is_flat(&map->block) ? 0 : 0.40 * page->width, height = 200;
    if (part > 0) {
        wiring_scene(page, map, (glass_box){2, y + 9, part - 4, height - 2});
        glass_blocks_heading(page, wiring_left - 9, y, "starving places");
    }
    double x = part + 34, width = (page->width - x - GLASS_PAGE_RIGHT - 40) / 2;
    glass_blocks_heading(page, x - 28, y, "starvation times");
    wiring_times(page, map, (glass_box){x, y + 28, width, height - 28 - GLASS_PAGE_BELOW});
    x += width + 40;
    glass_blocks_heading(page, x - 28, y, "shares along the axis");
    wiring_along(page, map, (glass_box){x, y + 28, width, height - 28 - GLASS_PAGE_BELOW});
    y = glass_blocks_table(page, w->table, y + height + 8);
    page->drawing.width = page->width;
    page->drawing.height = y + 2;
    return GLASS_OK;
}

glass_status glass_plot_wiring(const glass_plot_map *map, const glass_plot_table *table,
                               const glass_plot_options *options, const char *path,
                               int force)
{
    wiring_page what = {map, table};
    const glass_plot_block *block = &map->block;
    glass_canvas canvas = {wiring_draw, &what,
                           block->title ? block->title : block->volume->name, NULL, 0};
    return glass_page_paint(&canvas, options, path, force);
}
