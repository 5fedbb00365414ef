/* The module `glasscell-cairo.so`: draws a glass_drawing with cairo.
 *
 * Text goes through cairo's toy interface: Latin and Greek are all that axes need, and pango
 * would bring a dozen libraries. Hinting is off, so that text is as wide on paper as it was
 * measured, whatever the resolution. */
#include "plot/pen.h"

#include <cairo.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct ink_pen {
    cairo_surface_t *surface;
    cairo_t *context;
} ink_pen;

typedef struct ink_out {
    glass_pen_write write;
    void *self;
} ink_out;

static void ink_font(cairo_t *context, double size, glass_face face)
{
    cairo_select_font_face(
        context, "DejaVu Sans",
        face == GLASS_FACE_OBLIQUE ? CAIRO_FONT_SLANT_OBLIQUE : CAIRO_FONT_SLANT_NORMAL,
        face == GLASS_FACE_BOLD ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(context, size);
}

static void ink_unhinted(cairo_t *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(context, options);
    cairo_font_options_destroy(options);
}

static const char *ink_about(void)
{
    static const char *const words = "cairo " CAIRO_VERSION_STRING;
    return words;
}

static void ink_close(void *self)
{
    ink_pen *pen = self;
    if (!pen) return;
    cairo_destroy(pen->context);
    cairo_surface_destroy(pen->surface);
    free(pen);
}

static void *ink_open(void)
{
    ink_pen *pen = calloc(1, sizeof *pen);
    if (!pen) return NULL;
    pen->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    pen->context = cairo_create(pen->surface);
    if (cairo_status(pen->context) != CAIRO_STATUS_SUCCESS) {
        ink_close(pen);
        return NULL;
    }
    ink_unhinted(pen->context);
    return pen;
}

static double ink_width(void *self, const char *utf8, double size, glass_face face)
{
    ink_pen *pen = self;
    cairo_text_extents_t extents;
    ink_font(pen->context, size, face);
    cairo_text_extents(pen->context, utf8, &extents);
    return extents.x_advance;
}

static void ink_colour(cairo_t *context, glass_colour c)
{
    if (c.alpha >= 1)
        cairo_set_source_rgb(context, c.red, c.green, c.blue);
    else
        cairo_set_source_rgba(context, c.red, c.green, c.blue, c.alpha);
}

static void ink_path(cairo_t *context, const glass_point *points, size_t n)
{
    cairo_new_path(context);
    for (size_t i = 0; i < n; i++) cairo_line_to(context, points[i].x, points[i].y);
}

static void ink_dots(cairo_t *context, const glass_point *points, size_t n, double radius)
{
    cairo_new_path(context);
    for (size_t i = 0; i < n; i++) {
        cairo_new_sub_path(context);
        cairo_arc(context, points[i].x, points[i].y, radius, 0, 2 * M_PI);
        cairo_close_path(context);
    }
    cairo_fill(context);
}

static void ink_text(cairo_t *context, const glass_shape *shape, const glass_point *at,
                     const char *utf8)
{
    cairo_save(context);
    ink_font(context, shape->size, shape->face);
    cairo_move_to(context, at->x, at->y);
    if (shape->angle != 0) cairo_rotate(context, shape->angle);
    cairo_show_text(context, utf8);
    cairo_restore(context);
}

/* cairo wants rows of premultiplied pixels. */
static cairo_surface_t *ink_pixels(const glass_shape *shape, const unsigned *pixels)
{
    cairo_surface_t *image = cairo_image_surface_create(
        shape->has_alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, shape->columns,
        shape->rows);
    if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) return image;
    cairo_surface_flush(image);
    unsigned char *to = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    for (int row = 0; row < shape->rows; row++, to += stride)
        for (int k = 0; k < shape->columns; k++) {
            uint32_t pixel = *pixels++;
            if (shape->has_alpha && pixel >> 24 == 0) pixel = 0;
            memcpy(to + 4 * k, &pixel, 4);
        }
    cairo_surface_mark_dirty(image);
    return image;
}

static void ink_image(cairo_t *context, const glass_shape *shape, const glass_point *corner,
                      const unsigned *pixels)
{
    double width = corner[1].x - corner[0].x, height = corner[1].y - corner[0].y;
    cairo_surface_t *image = ink_pixels(shape, pixels);
    cairo_save(context);
    cairo_rectangle(context, corner[0].x, corner[0].y, width, height);
    cairo_clip(context);
    cairo_translate(context, corner[0].x, corner[0].y);
    cairo_scale(context, width / shape->columns, height / shape->rows);
    cairo_set_source_surface(context, image, 0, 0);
    cairo_pattern_t *pattern = cairo_get_source(context);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_BILINEAR);
    /* Padded, pixels do not fade at the edges; in a file that would be a pattern, which some
     * viewers of SVG cannot draw, and a plain image does not fade there. */
    int is_pixels =
        cairo_surface_get_type(cairo_get_target(context)) == CAIRO_SURFACE_TYPE_IMAGE;
    cairo_pattern_set_extend(pattern, is_pixels ? CAIRO_EXTEND_PAD : CAIRO_EXTEND_NONE);
    cairo_paint(context);
    cairo_restore(context);
    cairo_surface_destroy(image);
}

static void ink_shape(cairo_t *context, const glass_drawing *drawing,
                      const glass_shape *shape)
{
    const glass_point *points = drawing->points + shape->first;
    ink_colour(context, shape->colour);
    switch (shape->kind) {
    case GLASS_SHAPE_LINE:
        ink_path(context, points, shape->count);
        cairo_set_line_width(context, shape->size);
        cairo_set_dash(context, (double[]){shape->dash, shape->dash},
                       shape->dash > 0 ? 2 : 0, 0);
        cairo_stroke(context);
        break;
    case GLASS_SHAPE_FILL:
        ink_path(context, points, shape->count);
        cairo_close_path(context);
        cairo_fill(context);
        break;
    case GLASS_SHAPE_DOTS: ink_dots(context, points, shape->count, shape->size); break;
    case GLASS_SHAPE_TEXT:
        ink_text(context, shape, points, drawing->chars + shape->data);
        break;
    case GLASS_SHAPE_IMAGE:
        ink_image(context, shape, points, drawing->pixels + shape->data);
        break;
    }
}

static cairo_status_t ink_put(void *self, const unsigned char *bytes, unsigned n)
{
    ink_out *out = self;
    return out->write(out->self, bytes, n) ? CAIRO_STATUS_SUCCESS
                                           : CAIRO_STATUS_WRITE_ERROR;
}

/* A page for the ink. The PDF carries no date: the same input gives the same file. */
static cairo_surface_t *ink_page(const glass_drawing *drawing, glass_ink ink, double scale,
                                 const char *title, ink_out *out)
{
    if (ink == GLASS_INK_PNG)
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                          (int)lround(drawing->width * scale),
                                          (int)lround(drawing->height * scale));
    if (ink == GLASS_INK_SVG)
        return cairo_svg_surface_create_for_stream(ink_put, out, drawing->width,
                                                   drawing->height);
    cairo_surface_t *page =
        cairo_pdf_surface_create_for_stream(ink_put, out, drawing->width, drawing->height);
    cairo_pdf_surface_set_metadata(page, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(page, CAIRO_PDF_METADATA_CREATOR, "glasscell");
    cairo_pdf_surface_set_metadata(page, CAIRO_PDF_METADATA_CREATE_DATE, "");
    return page;
}

static const char *ink_draw(const glass_drawing *drawing, glass_ink ink, double dpi,
                            const char *title, glass_pen_write write, void *self)
{
    ink_out out = {write, self};
    double scale = ink == GLASS_INK_PNG ? dpi / 72 : 1;
    cairo_surface_t *page = ink_page(drawing, ink, scale, title, &out);
    cairo_t *context = cairo_create(page);
    ink_unhinted(context);
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
    cairo_scale(context, scale, scale);
    cairo_set_source_rgb(context, 1, 1, 1);
    cairo_paint(context);
    for (size_t i = 0; i < drawing->n_shapes; i++)
        ink_shape(context, drawing, &drawing->shapes[i]);
    cairo_status_t status = cairo_status(context);
    if (status == CAIRO_STATUS_SUCCESS && ink == GLASS_INK_PNG)
        status = cairo_surface_write_to_png_stream(page, ink_put, &out);
    cairo_destroy(context);
    cairo_surface_finish(page);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(page);
    cairo_surface_destroy(page);
    return status == CAIRO_STATUS_SUCCESS ? NULL : cairo_status_to_string(status);
}

const glass_pen glass_module_cairo = {
    .about = ink_about,
    .open = ink_open,
    .close = ink_close,
    .width = ink_width,
    .draw = ink_draw,
};
