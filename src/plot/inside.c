#include "plot/inside.h"

#include <math.h>

const glass_colour glass_inside_region[3] = {
    {0.925f, 0.925f, 0.930f, 1}, {1, 1, 1, 1}, {0.90f, 0.935f, 0.965f, 1}};

/* [pt] room beside the columns for colour bars or legends and their words */
static const double inside_beside_time = 50, inside_beside_space = 41;

glass_colour glass_inside_shade(const glass_inside *inside, double time_s)
{
    double u = (time_s - inside->times[0]) / (inside->times[1] - inside->times[0]);
    return glass_palette_at(GLASS_PALETTE_TIME, u);
}

/* A column of parts that are there. */
typedef struct inside_column {
    const glass_inside_part *parts[16];
    int n;
    double x, width;    /* of the axes */
    double fixed, free; /* heights that cannot, and can, be stretched */
} inside_column;

static int inside_is_last(const inside_column *column, int i)
{
    return i + 1 == column->n || column->parts[i + 1]->axis != column->parts[i]->axis;
}

/* Room below a part: none when the next belongs to it, much when numbers stand there. */
static double inside_below(const inside_column *column, int i)
{
    if (column->parts[i]->axis == GLASS_INSIDE_NONE) return 2;
    if (!inside_is_last(column, i)) return GLASS_PAGE_GAP;
    return GLASS_PAGE_BELOW + (i + 1 < column->n ? 8 : 0); /* the next begins with words */
}

static inside_column inside_collect(const glass_inside *inside,
                                    const glass_inside_part *parts)
{
    inside_column column = {.n = 0};
    for (; parts->draw && column.n < 16; parts++)
        if (parts->is_there(inside)) column.parts[column.n++] = parts;
    for (int i = 0; i < column.n; i++) {
        double *sum =
            column.parts[i]->axis == GLASS_INSIDE_NONE ? &column.fixed : &column.free;
        *sum += column.parts[i]->height;
        column.fixed += inside_below(&column, i);
    }
    return column;
}

/* What the colours of the lines mean, beside the first panel across the cell. */
static void inside_time_bar(glass_inside *inside, glass_box box)
{
    double range[2] = {inside->times[0] * inside->unit->per_second,
                       inside->times[1] * inside->unit->per_second};
    glass_axis_words words = glass_page_time_words(inside->unit, 0);
    glass_panel_bar(&inside->page->drawing, &inside->page->type,
                    (glass_box){box.x + box.width + 4, box.y, 5, box.height},
                    GLASS_PALETTE_TIME, range, &words);
}

static void inside_draw(glass_inside *inside, const inside_column *column, double y,
                        double height)
{
    double stretch = column->free > 0 ? (height - column->fixed) / column->free : 1;
    int needs_bar = inside->n_fan > 1;
    if (stretch > 2.2) stretch = 2.2;
    for (int i = 0; i < column->n; i++) {
        const glass_inside_part *part = column->parts[i];
        int is_fixed = part->axis == GLASS_INSIDE_NONE;
        glass_box box = {column->x, y, column->width,
                         part->height * (is_fixed ? 1 : stretch)};
        if (!is_fixed) glass_page_letter(inside->page, box.x - GLASS_PAGE_LEFT + 3, box.y);
        part->draw(inside, box, inside_is_last(column, i));
        if (needs_bar && !is_fixed && part->axis != GLASS_INSIDE_TIME) {
            inside_time_bar(inside, box);
            needs_bar = 0;
        }
        y += box.height + inside_below(column, i);
    }
}

/* How far the cell has come, 0..1, at each sample: half by time, half by what the voltage
 * went through, so that a short pulse gets its lines and a long rest does not take them all. */
static const double *inside_way(glass_inside *inside)
{
    const glass_recording_channel *v = glass_pick_channel(inside->cell, "Voltage / V");
    size_t rows = inside->cell->rows;
    double *way =
        v ? glass_drawing_scratch(&inside->page->drawing, rows, sizeof *way) : NULL;
    if (!way || rows < 2) return NULL;
    for (size_t i = 1; i < rows; i++) {
        double moved = fabs(v->at[i] - v->at[i - 1]);
        way[i] = way[i - 1] + (isfinite(moved) ? moved : 0);
    }
    const double *t = glass_pick_time(inside->cell);
    double all = way[rows - 1], span = t[rows - 1] - t[0];
    if (!(all > 0) || !(span > 0)) return NULL;
    for (size_t i = 0; i < rows; i++)
        way[i] = 0.5 * way[i] / all + 0.5 * (t[i] - t[0]) / span;
    way[rows - 1] = 1;
    return way;
}

/* Times at which lines are drawn, both ends included; each is that of a frame. */
static void inside_fan(glass_inside *inside)
{
    const glass_recording_frame *frame = NULL;
    const glass_recording *cell = inside->cell;
    for (int i = 0; i < cell->n_frames; i++)
        if (cell->frames[i].count > (frame ? frame->count : 0)) frame = &cell->frames[i];
    if (!frame) return;
    const double *way = inside_way(inside);
    int n = frame->count < GLASS_INSIDE_FAN ? (int)frame->count : GLASS_INSIDE_FAN;
    for (int i = 0; i < n; i++) {
        double share = n > 1 ? i / (n - 1.0) : 1;
        double at = inside->times[0] + share * (inside->times[1] - inside->times[0]);
        if (way) at = glass_pick_between(way, glass_pick_time(cell), cell->rows, share);
        at = frame->time_s[glass_pick_nearest(frame->time_s, frame->count, at)];
        if (!inside->n_fan || at > inside->fan[inside->n_fan - 1])
            inside->fan[inside->n_fan++] = at;
    }
}

static void inside_times(glass_inside *inside)
{
    double range[2] = GLASS_RANGE_EMPTY;
    const double *t = glass_pick_time(inside->cell);
    if (t) glass_range_add(range, t, inside->cell->rows, 1, 0);
    for (int i = 0; i < inside->cell->n_frames; i++)
        glass_range_add(range, inside->cell->frames[i].time_s,
                        inside->cell->frames[i].count, 1, 0);
    if (!(range[0] <= range[1])) range[0] = range[1] = 0;
    inside->times[0] = range[0];
    inside->times[1] = range[1] > range[0] ? range[1] : range[0] + 1;
    inside->unit = glass_time_unit_for(inside->times[1] - inside->times[0]);
}

/* Which recording is opened: the first with frames. */
static const glass_recording *inside_cell(const glass_recording *const *recordings, int n)
{
    for (int i = 0; i < n; i++)
        if (glass_pick_has_inside(recordings[i])) return recordings[i];
    return NULL;
}

/* One simulated recording with frames, alone or beside measured ones. */
static int inside_suits(const glass_recording *const *recordings, int n)
{
    int simulated = 0;
    for (int i = 0; i < n; i++) simulated += !glass_pick_is_measured(recordings[i]);
    return simulated == 1 && inside_cell(recordings, n);
}

/* Two columns would be too slim: then one stands under the other. */
static int inside_is_narrow(const glass_page *page)
{
    return page->width < 130 * GLASS_POINTS_PER_MM;
}

static void inside_columns(const glass_page *page, inside_column *time,
                           inside_column *space)
{
    double width = page->width - GLASS_PAGE_LEFT;
    time->x = space->x = GLASS_PAGE_LEFT;
    time->width = width - inside_beside_time;
    space->width = width - inside_beside_space;
    if (!time->n || !space->n || inside_is_narrow(page)) return;
    double both = time->width - GLASS_PAGE_LEFT - inside_beside_space;
    time->width = 0.54 * both;
    space->width = 0.46 * both;
    space->x = page->width - inside_beside_space - space->width;
}

static glass_status inside_page(glass_page *page)
{
    const glass_recording *cell = inside_cell(page->recordings, page->n);
    if (!cell)
        return glass_fail(GLASS_E_INPUT,
                          "no recording holds frames of the inside of a cell: run it with "
                          "frames, or plot --what voltage");
    glass_inside inside = {.page = page, .cell = cell, .regions = glass_pick_regions(cell)};
    inside_times(&inside);
    inside_fan(&inside);
    inside_column space = inside_collect(&inside, glass_inside_across);
    if (!space.n) inside.n_fan = 0;
    inside_column time = inside_collect(&inside, glass_inside_during);
    inside_columns(page, &time, &space);
    double top = glass_page_title(page, cell->title);
    int is_narrow = inside_is_narrow(page);
    double heights[2] = {time.fixed + time.free, space.fixed + space.free};
    double height = is_narrow ? heights[0] + heights[1] : fmax(heights[0], heights[1]);
    page->drawing.width = page->width;
    page->drawing.height = top + height + 2;
    inside_draw(&inside, &time, top, is_narrow ? heights[0] : height);
    inside_draw(&inside, &space, is_narrow ? top + heights[0] : top,
                is_narrow ? heights[1] : height);
    return GLASS_OK;
}

const glass_picture glass_picture_inside = {
    .name = "inside",
    .about =
        "one simulated cell opened: fields across it and over time, beside its voltage",
    .suits = inside_suits,
    .draw = inside_page,
};
