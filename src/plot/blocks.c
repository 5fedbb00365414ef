#include "plot/blocks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double blocks_narrow = 150; /* [mm] */

glass_colour glass_blocks_colour(int phase)
{
    static const unsigned rgb[] = {0xeadfca, 0x1f6fa8, 0xe69f00, 0x00795a,
                                   0xd98cb3, 0x7a2e00, 0x74c0ea, 0x3a3a3a};
    int n = (int)(sizeof rgb / sizeof *rgb);
    if (phase < 0) return glass_colour_hex(0xb4b4b4);
    /* what comes round again is paler, so that ten phases can still be told apart */
    return glass_colour_tint(glass_colour_hex(rgb[phase % n]),
                             phase % (2 * n) < n ? 1 : 0.55);
}

unsigned glass_blocks_paint(const void *context, size_t voxel)
{
    const glass_plot_block *block = context;
    return glass_colour_pixel(glass_blocks_colour(block->of[block->volume->codes[voxel]]));
}

glass_status glass_blocks_check(const glass_page *page, const glass_plot_block *block)
{
    if (page->width < blocks_narrow * GLASS_POINTS_PER_MM - 0.01)
        return glass_fail(GLASS_E_INPUT,
                          "a page of an image has three slices beside each other and needs "
                          "%.0f mm, not %.0f mm; for a column, cut one out of an .svg",
                          blocks_narrow, page->width / GLASS_POINTS_PER_MM);
    for (int k = 0; k < 3; k++)
        if (!(block->volume->voxel[k] > 0 && block->volume->voxel[k] < INFINITY))
            return glass_fail(GLASS_E_INPUT,
                              "the edges of the voxels are not known: a picture has a "
                              "scale; say them (--voxel)");
    return GLASS_OK;
}

double glass_blocks_length(const glass_plot_block *block, int axis)
{
    return (double)block->volume->n[axis] * block->volume->voxel[axis];
}

int glass_blocks_is_flat(const glass_plot_block *block)
{
    const size_t *n = block->volume->n;
    return n[0] == 1 || n[1] == 1 || n[2] == 1;
}

const unsigned char *glass_blocks_thin(glass_drawing *drawing,
                                       const glass_plot_block *block,
                                       unsigned char (*kind_of)(const void *, size_t),
                                       const void *context, size_t n[3])
{
    const size_t *all = block->volume->n;
    for (int k = 0; k < 3; k++)
        n[k] = all[k] < GLASS_BLOCKS_SCENE ? all[k] : GLASS_BLOCKS_SCENE;
    unsigned char *kind = glass_drawing_scratch(drawing, n[0] * n[1] * n[2], 1), *to = kind;
    for (size_t z = 0; kind && z < n[0]; z++)
        for (size_t y = 0; y < n[1]; y++)
            for (size_t x = 0; x < n[2]; x++) {
                size_t page = (2 * z + 1) * all[0] / (2 * n[0]);
                size_t row = (2 * y + 1) * all[1] / (2 * n[1]);
                size_t column = (2 * x + 1) * all[2] / (2 * n[2]);
                *to++ = kind_of(context, (page * all[1] + row) * all[2] + column);
            }
    return kind;
}

void glass_blocks_edges(const glass_plot_block *block, char text[3][48])
{
    for (int k = 0; k < 3; k++) {
        char length[32];
        glass_slice_length(glass_blocks_length(block, k), length);
        snprintf(text[k], 48, "axis %d: %s", k, length);
    }
}

void glass_blocks_heading(glass_page *page, double x, double y, const char *markup)
{
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0, 0, glass_look_ink};
    glass_page_letter(page, x, y);
    glass_label_draw(&page->drawing, &page->type, markup, (glass_point){x + 11, y + 6.5},
                     &style);
}

double glass_blocks_legend(glass_page *page, const glass_plot_block *block, double x,
                           double y, double width)
{
    double from = x, end = x + width;
    for (int i = 0; i < block->n_phases && i < 24; i++) {
        char name[GLASS_LABEL_MAX];
        glass_label_plain(block->phases[i], name);
        glass_label_fit(&page->type, name, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 90);
        double wide =
            glass_label_width(&page->type, name, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN) + 20;
        if (from + wide > end && from > x) from = x, y += 9;
        glass_entry entry = {name, GLASS_ENTRY_FILL, {glass_blocks_colour(i), 0, 0}};
        glass_legend_list(&page->drawing, &page->type, (glass_point){from, y}, &entry, 1);
        from += wide;
    }
    return y + 9;
}

enum { BLOCKS_COLUMNS = 24 };
static const double blocks_row = 9.6, blocks_least = 14;

/* How a table is laid out: size of its letters, widths of columns, where they end. */
typedef struct blocks_grid {
    double size, left, width[BLOCKS_COLUMNS], right[BLOCKS_COLUMNS];
} blocks_grid;

/* Fills the widths at the usual size; returns what they need together. */
static double blocks_widths(const glass_page *page, const glass_plot_table *table,
                            blocks_grid *grid)
{
    double sum = 0;
    grid->size = GLASS_LOOK_SMALL;
    for (int k = 0; k < table->columns; k++) {
        double *width = &grid->width[k];
        *width =
            glass_label_width(&page->type, table->heads[k], grid->size, GLASS_FACE_BOLD);
        for (int i = 0; i < table->rows; i++)
            *width = fmax(*width, glass_label_width(&page->type,
                                                    table->cells[i * table->columns + k],
                                                    grid->size, GLASS_FACE_PLAIN));
        sum += *width;
    }
    return sum;
}

/* The first column at the left, the others ending where their heads end. */
static void blocks_line(glass_page *page, const char *const *cells, int n,
                        const blocks_grid *grid, double y, glass_face face)
{
    for (int k = 0; k < n; k++) {
        char text[GLASS_LABEL_MAX];
        glass_label_style style = {grid->size, face, k ? 1 : 0, 0, glass_look_ink};
        glass_label_plain(cells[k], text);
        glass_label_draw(&page->drawing, &page->type, text,
                         (glass_point){k ? grid->right[k] : grid->left, y}, &style);
    }
}

/* Rows from..to-1 with their heads; returns the y below. */
static double blocks_part(glass_page *page, const glass_plot_table *table, int from, int to,
                          const blocks_grid *grid, double y)
{
    glass_drawing *drawing = &page->drawing;
    double left = grid->left, end = grid->right[table->columns - 1];
    glass_drawing_segment(drawing, left, y, end, y, GLASS_LOOK_FRAME, glass_look_ink);
    blocks_line(page, table->heads, table->columns, grid, y + 8, GLASS_FACE_BOLD);
    y += 11;
    glass_drawing_segment(drawing, left, y, end, y, GLASS_LOOK_HAIR, glass_look_grey);
    for (int i = from; i < to; i++, y += blocks_row)
        blocks_line(page, table->cells + i * table->columns, table->columns, grid, y + 8,
                    GLASS_FACE_PLAIN);
    y += 2.5;
    glass_drawing_segment(drawing, left, y, end, y, GLASS_LOOK_FRAME, glass_look_ink);
    return y + 6;
}

/* Makes everything smaller when the columns need more than there is. */
static double blocks_shrink(blocks_grid *grid, int columns, double sum, double room)
{
    double share = fmin(1, room / (sum + 4 * (columns - 1)));
    grid->size *= share;
    for (int k = 0; k < columns; k++) grid->width[k] *= share;
    return sum * share;
}

double glass_blocks_table(glass_page *page, const glass_plot_table *table, double y)
{
    blocks_grid grid = {.left = GLASS_PAGE_RIGHT};
    double below = y, room = page->width - 2 * GLASS_PAGE_RIGHT;
    if (!table || table->rows < 1 || table->columns < 1 || table->columns > BLOCKS_COLUMNS)
        return y;
    double sum = blocks_widths(page, table, &grid);
    sum = blocks_shrink(&grid, table->columns, sum, room);
    int gaps = table->columns > 1 ? table->columns - 1 : 1;
    /* a narrow table goes on beside itself */
    int parts = (int)fmax(
        fmin(room / (sum + gaps * blocks_least + 3 * blocks_least), table->rows / 3.0), 1);
    double part = (room + 2 * blocks_least) / parts - 2 * blocks_least;
    double gap = fmin(fmax((part - sum) / gaps, 3), 3 * blocks_least);
    int rows = (table->rows + parts - 1) / parts;
    for (int from = 0; from < table->rows; from += rows) {
        int to = from + rows < table->rows ? from + rows : table->rows;
        for (int k = 0; k < table->columns; k++)
            grid.right[k] =
                k ? grid.right[k - 1] + gap + grid.width[k] : grid.left + grid.width[0];
        below = fmax(below, blocks_part(page, table, from, to, &grid, y));
        grid.left += part + 2 * blocks_least;
    }
    return below;
}
