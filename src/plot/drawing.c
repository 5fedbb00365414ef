#include "plot/drawing.h"
#include "base/memory.h"

#include <stdint.h>
#include <string.h>

/* Room for `more` items after `count` in an array of items of `size` bytes. */
static int drawing_room(glass_drawing *drawing, void *array, size_t count, size_t more,
                        size_t *room, size_t size)
{
    if (drawing->has_failed) return 0;
    if (count + more <= *room) return 1;
    size_t wanted = (count + more) + (count + more) / 2 + 16;
    void **place = array;
    void *at = wanted > SIZE_MAX / size ? NULL : glass_realloc(*place, wanted * size);
    if (!at) {
        drawing->has_failed = 1;
        return 0;
    }
    *place = at;
    *room = wanted;
    return 1;
}

#define DRAWING_ROOM(d, array, more)                                                       \
    drawing_room(d, &(d)->array, (d)->n_##array, more, &(d)->room_##array,                 \
                 sizeof *(d)->array)

void glass_drawing_clear(glass_drawing *drawing)
{
    for (size_t i = 0; i < drawing->n_scratch; i++) glass_free(drawing->scratch[i]);
    glass_free(drawing->scratch);
    glass_free(drawing->shapes);
    glass_free(drawing->points);
    glass_free(drawing->chars);
    glass_free(drawing->pixels);
    *drawing = (glass_drawing){0};
}

void *glass_drawing_scratch(glass_drawing *drawing, size_t count, size_t size)
{
    if (!DRAWING_ROOM(drawing, scratch, 1)) return NULL;
    void *memory = glass_zero(count, size);
    if (!memory) {
        drawing->has_failed = 1;
        return NULL;
    }
    return drawing->scratch[drawing->n_scratch++] = memory;
}

/* A new shape that owns `n` copied points, or NULL. */
static glass_shape *drawing_add(glass_drawing *drawing, glass_shape_kind kind,
                                const glass_point *points, size_t n, glass_colour colour)
{
    if (!DRAWING_ROOM(drawing, shapes, 1) || !DRAWING_ROOM(drawing, points, n)) return NULL;
    memcpy(drawing->points + drawing->n_points, points, n * sizeof *points);
    glass_shape *shape = &drawing->shapes[drawing->n_shapes++];
    *shape = (glass_shape){
        .kind = kind, .colour = colour, .first = drawing->n_points, .count = n};
    drawing->n_points += n;
    return shape;
}

void glass_drawing_line(glass_drawing *drawing, const glass_point *points, size_t n,
                        double width, double dash, glass_colour colour)
{
    glass_shape *shape = drawing_add(drawing, GLASS_SHAPE_LINE, points, n, colour);
    if (!shape) return;
    shape->size = width;
    shape->dash = dash;
}

void glass_drawing_fill(glass_drawing *drawing, const glass_point *points, size_t n,
                        glass_colour colour)
{
    drawing_add(drawing, GLASS_SHAPE_FILL, points, n, colour);
}

void glass_drawing_dots(glass_drawing *drawing, const glass_point *points, size_t n,
                        double radius, glass_colour colour)
{
    glass_shape *shape = drawing_add(drawing, GLASS_SHAPE_DOTS, points, n, colour);
    if (shape) shape->size = radius;
}

void glass_drawing_text(glass_drawing *drawing, glass_point at, const char *utf8,
                        double size, glass_face face, double angle, glass_colour colour)
{
    size_t n = strlen(utf8) + 1;
    if (n == 1 || !DRAWING_ROOM(drawing, chars, n)) return;
    glass_shape *shape = drawing_add(drawing, GLASS_SHAPE_TEXT, &at, 1, colour);
    if (!shape) return;
    memcpy(drawing->chars + drawing->n_chars, utf8, n);
    shape->data = drawing->n_chars;
    shape->size = size;
    shape->face = face;
    shape->angle = angle;
    drawing->n_chars += n;
}

unsigned *glass_drawing_image(glass_drawing *drawing, glass_box where, int columns,
                              int rows, int has_alpha)
{
    size_t n = (size_t)columns * (size_t)rows;
    glass_point corners[2] = {{where.x, where.y},
                              {where.x + where.width, where.y + where.height}};
    if (columns < 1 || rows < 1 || !DRAWING_ROOM(drawing, pixels, n)) return NULL;
    glass_shape *shape =
        drawing_add(drawing, GLASS_SHAPE_IMAGE, corners, 2, (glass_colour){0, 0, 0, 1});
    if (!shape) return NULL;
    shape->data = drawing->n_pixels;
    shape->columns = columns;
    shape->rows = rows;
    shape->has_alpha = has_alpha;
    drawing->n_pixels += n;
    memset(drawing->pixels + shape->data, 0, n * sizeof *drawing->pixels);
    return drawing->pixels + shape->data;
}

void glass_drawing_segment(glass_drawing *drawing, double x0, double y0, double x1,
                           double y1, double width, glass_colour colour)
{
    glass_point ends[2] = {{x0, y0}, {x1, y1}};
    glass_drawing_line(drawing, ends, 2, width, 0, colour);
}

void glass_drawing_rectangle(glass_drawing *drawing, glass_box box, glass_colour colour)
{
    glass_point corners[4] = {{box.x, box.y},
                              {box.x + box.width, box.y},
                              {box.x + box.width, box.y + box.height},
                              {box.x, box.y + box.height}};
    glass_drawing_fill(drawing, corners, 4, colour);
}

void glass_drawing_move(glass_drawing *drawing, size_t first, double dx, double dy)
{
    for (size_t i = first; i < drawing->n_shapes; i++) {
        glass_point *at = drawing->points + drawing->shapes[i].first;
        for (size_t k = 0; k < drawing->shapes[i].count; k++) {
            at[k].x += dx;
            at[k].y += dy;
        }
    }
}
