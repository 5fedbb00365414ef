#include "plot/slice.h"

#include <math.h>
#include <stdio.h>

/* [1/pt] what print resolves; samples of a voxel's colours in each pixel, along a side */
static const double slice_dense = 3;
enum { SLICE_SAMPLES = 3 };

int glass_slice_down(int axis)
{
    return axis == 0 ? 1 : 0;
}

int glass_slice_along(int axis)
{
    return axis == 2 ? 1 : 2;
}

/* Pixels along a side: whole pixels for each voxel, or fewer than voxels. */
static int slice_pixels(double length, size_t voxels)
{
    double dots = length * slice_dense, each = ceil(dots / (double)voxels);
    if (each > 1) dots = each * (double)voxels;
    return (int)fmin(fmax(dots, 1), 4000);
}

static unsigned slice_pixel(const glass_slice *slice, const double from[2],
                            const double step[2], int samples)
{
    const size_t *n = slice->volume->n;
    int down = glass_slice_down(slice->axis), along = glass_slice_along(slice->axis);
    unsigned sum[3] = {0, 0, 0}, all = (unsigned)(samples * samples);
    for (int i = 0; i < samples * samples; i++) {
        size_t at[3];
        at[slice->axis] = slice->at;
        at[down] = (size_t)(from[0] + (i / samples + 0.5) / samples * step[0]);
        at[along] = (size_t)(from[1] + (i % samples + 0.5) / samples * step[1]);
        unsigned colour =
            slice->paint(slice->context, (at[0] * n[1] + at[1]) * n[2] + at[2]);
        for (int k = 0; k < 3; k++) sum[k] += colour >> (16 - 8 * k) & 255;
    }
    return 0xff000000u | (sum[0] / all) << 16 | (sum[1] / all) << 8 | sum[2] / all;
}

void glass_slice_draw(glass_drawing *drawing, const glass_slice *slice, glass_box box)
{
    const size_t *n = slice->volume->n;
    size_t down = n[glass_slice_down(slice->axis)];
    size_t along = n[glass_slice_along(slice->axis)];
    int rows = slice_pixels(box.height, down), columns = slice_pixels(box.width, along);
    double step[2] = {(double)down / rows, (double)along / columns};
    int samples = step[0] > 1 || step[1] > 1 ? SLICE_SAMPLES : 1;
    unsigned *pixels = glass_drawing_image(drawing, box, columns, rows, 0);
    for (int i = 0; pixels && i < rows; i++)
        for (int k = 0; k < columns; k++)
            *pixels++ =
                slice_pixel(slice, (double[]){i * step[0], k * step[1]}, step, samples);
}

static void slice_arrow(glass_drawing *drawing, double x, double y, int is_down)
{
    double dx = is_down ? 1.6 : -3.2, dy = is_down ? -3.2 : 1.6;
    glass_point head[3] = {
        {x, y}, {x + dx, y + dy}, {x + (is_down ? -dx : dx), y + (is_down ? dy : -dy)}};
    glass_drawing_fill(drawing, head, 3, glass_look_grey);
}

void glass_slice_words(glass_drawing *drawing, const glass_type *type, int axis,
                       glass_box box)
{
    char down[16], along[16];
    glass_label_style style = {GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 0, 0, glass_look_grey};
    glass_panel frame = {drawing, type, box, {0, 1}, {0, 1}, 0};
    glass_panel_frame(&frame);
    snprintf(down, sizeof down, "axis %d", glass_slice_down(axis));
    snprintf(along, sizeof along, "axis %d", glass_slice_along(axis));
    double width = glass_label_width(type, along, style.size, style.face);
    double y = box.y + box.height + 8, x = box.x - 3.5;
    glass_label_draw(drawing, type, along, (glass_point){box.x, y}, &style);
    glass_drawing_segment(drawing, box.x + width + 3, y - 2.2, box.x + width + 14, y - 2.2,
                          GLASS_LOOK_FRAME, glass_look_grey);
    slice_arrow(drawing, box.x + width + 16.5, y - 2.2, 0);
    style.is_upright = 1;
    style.align = 1;
    width = glass_label_width(type, down, style.size, style.face);
    glass_label_draw(drawing, type, down, (glass_point){x, box.y}, &style);
    glass_drawing_segment(drawing, x - 2.2, box.y + width + 3, x - 2.2, box.y + width + 14,
                          GLASS_LOOK_FRAME, glass_look_grey);
    slice_arrow(drawing, x - 2.2, box.y + width + 16.5, 1);
}

const char *glass_slice_unit(double metre, double *per_metre)
{
    static const struct {
        double below, per_metre;
        const char *name;
    } units[] = {{0.5e-6, 1e9, "nm"}, {2e-3, 1e6, "µm"}, {2, 1e3, "mm"}};
    for (int i = 0; i < 3; i++)
        if (metre < units[i].below) {
            *per_metre = units[i].per_metre;
            return units[i].name;
        }
    *per_metre = 1;
    return "m";
}

void glass_slice_length(double metre, char out[32])
{
    double per_metre;
    char number[32];
    const char *unit = glass_slice_unit(metre, &per_metre);
    glass_label_significant(metre * per_metre, 3, number);
    snprintf(out, 32, "%.20s %s", number, unit);
}

double glass_slice_bar(glass_drawing *drawing, const glass_type *type, glass_point at,
                       double scale, double most)
{
    double ten = pow(10, floor(log10(most / scale))), length = ten;
    char text[32];
    double per_metre;
    if (5 * ten * scale <= most)
        length = 5 * ten;
    else if (2 * ten * scale <= most)
        length = 2 * ten;
    const char *unit = glass_slice_unit(1.001 * length, &per_metre);
    snprintf(text, sizeof text, "%.4g %s", length * per_metre, unit);
    double width = length * scale;
    glass_drawing_rectangle(drawing, (glass_box){at.x, at.y - 1, width, 2}, glass_look_ink);
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0, 0, glass_look_ink};
    glass_label_draw(drawing, type, text, (glass_point){at.x + width + 4, at.y + 2.5},
                     &style);
    return width;
}
