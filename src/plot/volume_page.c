/* The page of a segmented image. */
#include "plot/blocks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct volume_page {
    const glass_plot_block *block;
    const glass_plot_table *table;
    double *profile[3]; /* [n_phases][n] of the drawing's scratch */
    double *fraction;   /* [n_phases] */
} volume_page;

static const double volume_left = 12, volume_gap = 18, volume_heading = 82;

/* Shares of phases in layers across each axis. */
static void volume_profiles(glass_page *page, volume_page *v)
{
    const size_t *n = v->block->volume->n;
    size_t phases = (size_t)v->block->n_phases;
    v->fraction = glass_drawing_scratch(&page->drawing, phases + 1, sizeof(double));
    for (int k = 0; k < 3; k++)
        v->profile[k] =
            glass_drawing_scratch(&page->drawing, phases * n[k] + 1, sizeof(double));
    if (page->drawing.has_failed) return;
    const unsigned char *code = v->block->volume->codes;
    for (size_t z = 0; z < n[0]; z++)
        for (size_t y = 0; y < n[1]; y++)
            for (size_t x = 0; x < n[2]; x++) {
                short phase = v->block->of[*code++];
                if (phase < 0) continue;
                v->profile[0][(size_t)phase * n[0] + z]++;
                v->profile[1][(size_t)phase * n[1] + y]++;
                v->profile[2][(size_t)phase * n[2] + x]++;
            }
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; i < phases * n[k]; i++) {
            v->profile[k][i] /= (double)n[(k + 1) % 3] * (double)n[(k + 2) % 3];
            if (k == 0) v->fraction[i / n[0]] += v->profile[0][i] / (double)n[0];
        }
}

/* ---- slices ---- */

/* Across which axes there are slices: all three, or the one that a flat image is. */
static int volume_axes(const glass_plot_block *block, int axes[3])
{
    int n = 0;
    for (int k = 0; k < 3; k++)
        if (!glass_blocks_is_flat(block) || block->volume->n[k] == 1) axes[n++] = k;
    return n == 2 ? 1 : n; /* a line of voxels is shown once */
}

/* [pt/m] so that n slices, each at least as wide as its heading, stand in one row. */
static double volume_scale(const glass_page *page, const glass_plot_block *block,
                           const int *axes, int n)
{
    double scale = INFINITY, room = page->width - GLASS_PAGE_RIGHT + volume_gap, all;
    for (int i = 0; i < n; i++) {
        double tall = glass_blocks_length(block, glass_slice_down(axes[i]));
        double wide = glass_blocks_length(block, glass_slice_along(axes[i]));
        scale = fmin(scale, fmin((n == 1 ? 300 : 165) / tall, room / wide));
    }
    do {
        scale *= 0.99;
        all = 0;
        for (int i = 0; i < n; i++)
            all += volume_left + volume_gap +
                   fmax(scale * glass_blocks_length(block, glass_slice_along(axes[i])),
                        volume_heading);
    } while (all > room && scale * glass_blocks_length(block, 0) > 1e-3);
    return scale;
}

static void volume_slice(glass_page *page, const glass_plot_block *block, int axis,
                         glass_box box)
{
    size_t middle = block->volume->n[axis] / 2;
    glass_slice slice = {block->volume, axis, middle, glass_blocks_paint, block};
    char words[64], depth[32];
    glass_slice_length(((double)middle + 0.5) * block->volume->voxel[axis], depth);
    snprintf(words, sizeof words, "axis %d = %s", axis, depth);
    glass_slice_draw(&page->drawing, &slice, box);
    glass_slice_words(&page->drawing, &page->type, axis, box);
    glass_blocks_heading(page, box.x, box.y - 11, words);
}

/* Slices in a row. Returns the y below. */
static double volume_slices(glass_page *page, const volume_page *v, double y)
{
    const glass_plot_block *block = v->block;
    int axes[3], n = volume_axes(block, axes);
    double scale = volume_scale(page, block, axes, n), x = volume_left, height = 0;
    for (int i = 0; i < n; i++) {
        glass_box box = {x + 1, y + 12,
                         scale * glass_blocks_length(block, glass_slice_along(axes[i])),
                         scale * glass_blocks_length(block, glass_slice_down(axes[i]))};
        volume_slice(page, block, axes[i], box);
        height = fmax(height, box.height);
        x += fmax(box.width, volume_heading) + volume_left + volume_gap;
    }
    y += 12 + height;
    glass_slice_bar(&page->drawing, &page->type, (glass_point){volume_left + 1, y + 17},
                    scale, 70);
    return glass_blocks_legend(page, block, page->width / 3, y + 13,
                               2 * page->width / 3 - GLASS_PAGE_RIGHT) +
           6;
}

/* ---- the block ---- */

static unsigned char volume_kind(const void *context, size_t voxel)
{
    const glass_plot_block *block = context;
    int phase = block->of[block->volume->codes[voxel]];
    return (unsigned char)(phase < 0 ? GLASS_SCENE_KINDS - 1
                                     : phase % (GLASS_SCENE_KINDS - 1));
}

static void volume_scene(glass_page *page, const volume_page *v, glass_box box)
{
    const glass_plot_block *block = v->block;
    glass_scene scene = {.is_cut = 1};
    char text[3][48];
    const char *words[3] = {text[0], text[1], text[2]};
    scene.kind = glass_blocks_thin(&page->drawing, block, volume_kind, block, scene.n);
    if (!scene.kind) return;
    for (int k = 0; k < 3; k++) scene.size[k] = glass_blocks_length(block, k);
    for (int i = 0; i < GLASS_SCENE_KINDS; i++) {
        scene.colour[i] = glass_blocks_colour(i == GLASS_SCENE_KINDS - 1 ? -1 : i);
        /* without pores the corner is cut away */
        scene.opacity[i] = block->open > 0 && i != block->open - 1;
    }
    glass_blocks_edges(block, text);
    glass_scene_draw(&page->drawing, &page->type, &scene, box, words);
}

/* ---- fractions ---- */

/* Lines of pale phases are drawn darker than their patches, to be seen on white. */
static glass_stroke volume_stroke(int phase)
{
    glass_colour c = glass_blocks_colour(phase);
    double light = 0.3 * c.red + 0.59 * c.green + 0.11 * c.blue;
    float dim = light > 0.75 ? 0.72f : 1;
    return (glass_stroke){
        {c.red * dim, c.green * dim, c.blue * dim, 1}, GLASS_LOOK_LINE, 0};
}

/* One bar over the whole width, with the shares that have room in it. */
static void volume_bar(glass_page *page, const volume_page *v, glass_box box)
{
    double x = box.x;
    for (int i = 0; i < v->block->n_phases; i++) {
        glass_colour c = glass_blocks_colour(i);
        glass_box part = {x, box.y, box.width * v->fraction[i], box.height};
        char text[48], number[32];
        double light = 0.3 * c.red + 0.59 * c.green + 0.11 * c.blue;
        glass_label_number(100 * v->fraction[i], 1, number);
        snprintf(text, sizeof text, "%s %%", number);
        glass_drawing_rectangle(&page->drawing, part, c);
        glass_panel_note(&page->drawing, &page->type, part, text, GLASS_LOOK_SMALL,
                         light > 0.5 ? glass_look_ink : (glass_colour){1, 1, 1, 1});
        x += part.width;
    }
    glass_panel frame = {&page->drawing, &page->type, box, {0, 1}, {0, 1}, 0};
    glass_panel_frame(&frame);
}

static void volume_profile(glass_page *page, const volume_page *v, int axis, glass_box box,
                           int is_first)
{
    size_t n = v->block->volume->n[axis];
    double length = glass_blocks_length(v->block, axis), per_metre;
    const char *unit = glass_slice_unit(length, &per_metre);
    double *place = glass_drawing_scratch(&page->drawing, n, sizeof *place), most = 0;
    glass_panel panel = {&page->drawing,          &page->type, box,
                         {0, length * per_metre}, {0, 1},      0};
    if (!place) return;
    for (size_t i = 0; i < n; i++)
        place[i] = ((double)i + 0.5) * v->block->volume->voxel[axis] * per_metre;
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; i < (size_t)v->block->n_phases * v->block->volume->n[k]; i++)
            most = fmax(most, 100 * v->profile[k][i]);
    panel.y[1] = most > 0 ? fmin(most * 1.06, 100) : 100;
    glass_panel_begin(&panel);
    for (int i = 0; i < v->block->n_phases; i++) {
        glass_series series = {place, v->profile[axis] + (size_t)i * n, n, 1, 0, 100, 0};
        glass_stroke stroke = volume_stroke(i);
        glass_panel_line(&panel, &series, &stroke);
    }
    char name[16];
    snprintf(name, sizeof name, "Axis %d", axis);
    glass_panel_frame(&panel);
    glass_panel_axis(&panel, GLASS_SIDE_BELOW,
                     &(glass_axis_words){.name = name, .unit = unit}, 0);
    glass_panel_axis(
        &panel, GLASS_SIDE_LEFT,
        &(glass_axis_words){.name = "Share", .unit = "%", .is_silent = !is_first}, 0);
}

/* The bar of fractions over panels of profiles; axes of one voxel have none. */
static void volume_fractions(glass_page *page, const volume_page *v, glass_box box)
{
    int axes[3], n = 0;
    double left = 30, gap = 12;
    for (int k = 0; k < 3; k++)
        if (v->block->volume->n[k] > 1) axes[n++] = k;
    glass_blocks_heading(page, box.x, box.y, "fractions of the volume");
    volume_bar(page, v, (glass_box){box.x + left, box.y + 11, box.width - left, 14});
    double y = box.y + 42;
    if (n) glass_blocks_heading(page, box.x, y - 9, "fractions of layers across each axis");
    double width = (box.width - left - (n - 1) * gap) / (n ? n : 1);
    for (int i = 0; i < n; i++)
        volume_profile(page, v, axes[i],
                       (glass_box){box.x + left + i * (width + gap), y + 4, width,
                                   box.height - 46 - GLASS_PAGE_BELOW},
                       i == 0);
}

static glass_status volume_draw(glass_page *page, const void *what)
{
    volume_page v = *(const volume_page *)what;
    glass_status status = glass_blocks_check(page, v.block);
    if (status) return status;
    volume_profiles(page, &v);
    if (page->drawing.has_failed) return GLASS_OK; /* told by the caller */
    const char *title = v.block->title ? v.block->title : v.block->volume->name;
    double y = glass_page_title(page, title);
    y = volume_slices(page, &v, y);
    int is_flat = glass_blocks_is_flat(v.block);
    double part = is_flat ? 0 : 0.42 * page->width, height = is_flat ? 130 : 205;
    if (!is_flat) {
        volume_scene(page, &v, (glass_box){2, y + 8, part - 6, height - 10});
        char words[64] = "the block, a corner cut out";
        if (v.block->open > 0)
            snprintf(words, sizeof words, "the block, a corner without %.32s",
                     v.block->phases[v.block->open - 1]);
        char plain[GLASS_LABEL_MAX];
        glass_label_plain(words, plain);
        glass_blocks_heading(page, volume_left, y, plain);
    }
    volume_fractions(page, &v,
                     (glass_box){part + volume_left, y,
                                 page->width - part - volume_left - GLASS_PAGE_RIGHT,
                                 height});
    y = glass_blocks_table(page, v.table, y + height + 6);
    page->drawing.width = page->width;
    page->drawing.height = y + 2;
    return GLASS_OK;
}

glass_status glass_plot_volume(const glass_plot_block *block, const glass_plot_table *table,
                               const glass_plot_options *options, const char *path,
                               int force)
{
    volume_page what = {.block = block, .table = table};
    glass_canvas canvas = {volume_draw, &what,
                           block->title ? block->title : block->volume->name, NULL, 0};
    return glass_page_paint(&canvas, options, path, force);
}
