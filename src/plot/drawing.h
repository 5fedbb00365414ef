/* A picture before any library draws it: a list of shapes in points.
 *
 * All of layout is arithmetic on this list, so that it is tested without a picture library;
 * the module that draws it (ink.c) knows no axis and no battery. Lengths are points
 * (1/72 inch), the origin is the upper left corner, y grows downwards. */
#ifndef GLASSCELL_DRAWING_H
#define GLASSCELL_DRAWING_H

#include <stddef.h>

typedef struct glass_colour {
    float red, green, blue, alpha; /* 0..1 */
} glass_colour;

typedef struct glass_point {
    double x, y;
} glass_point;

typedef struct glass_box {
    double x, y, width, height;
} glass_box;

typedef enum glass_face {
    GLASS_FACE_PLAIN,
    GLASS_FACE_BOLD,
    GLASS_FACE_OBLIQUE
} glass_face;

typedef enum glass_shape_kind {
    GLASS_SHAPE_LINE, /* open polyline, round joins */
    GLASS_SHAPE_FILL, /* closed polygon without outline */
    GLASS_SHAPE_DOTS, /* a filled disc at each point */
    GLASS_SHAPE_TEXT, /* one run in one face, starting at points[first] on its base line */
    GLASS_SHAPE_IMAGE /* pixels stretched from points[first] to points[first + 1] */
} glass_shape_kind;

typedef struct glass_shape {
    glass_shape_kind kind;
    glass_colour colour;
    double size;         /* LINE: width; DOTS: radius; TEXT: font size */
    double dash;         /* LINE: length of dashes and gaps; 0: solid */
    double angle;        /* TEXT: radians, clockwise */
    glass_face face;     /* TEXT */
    size_t first, count; /* in points */
    size_t data;         /* TEXT: where in chars; IMAGE: where in pixels */
    int columns, rows;   /* IMAGE */
    int has_alpha;       /* IMAGE: some pixels are transparent */
} glass_shape;

typedef struct glass_drawing {
    double width, height; /* of the page */
    glass_shape *shapes;
    size_t n_shapes, room_shapes;
    glass_point *points;
    size_t n_points, room_points;
    char *chars; /* UTF-8, each run terminated by 0 */
    size_t n_chars, room_chars;
    unsigned *pixels; /* 0xAARRGGBB, alpha not multiplied in, rows from the top */
    size_t n_pixels, room_pixels;
    void **scratch; /* memory that lives as long as the drawing */
    size_t n_scratch, room_scratch;
    int has_failed; /* there was no memory: the drawing is not whole */
} glass_drawing;

/* How wide text is. */
typedef struct glass_type {
    double (*width)(void *self, const char *utf8, double size, glass_face face);
    void *self;
} glass_type;

void glass_drawing_clear(glass_drawing *drawing);

/* Zeroed memory that is given back with the drawing; NULL (and has_failed) if there is none. */
void *glass_drawing_scratch(glass_drawing *drawing, size_t count, size_t size);

/* Each adds one shape; without memory it sets has_failed and adds nothing. */
void glass_drawing_line(glass_drawing *drawing, const glass_point *points, size_t n,
                        double width, double dash, glass_colour colour);
void glass_drawing_fill(glass_drawing *drawing, const glass_point *points, size_t n,
                        glass_colour colour);
void glass_drawing_dots(glass_drawing *drawing, const glass_point *points, size_t n,
                        double radius, glass_colour colour);
void glass_drawing_text(glass_drawing *drawing, glass_point at, const char *utf8,
                        double size, glass_face face, double angle, glass_colour colour);
/* Returns the pixels to fill, [rows][columns], valid until the next image; or NULL. */
unsigned *glass_drawing_image(glass_drawing *drawing, glass_box where, int columns,
                              int rows, int has_alpha);

void glass_drawing_segment(glass_drawing *drawing, double x0, double y0, double x1,
                           double y1, double width, glass_colour colour);
void glass_drawing_rectangle(glass_drawing *drawing, glass_box box, glass_colour colour);

/* Moves everything from shape `first` on. */
void glass_drawing_move(glass_drawing *drawing, size_t first, double dx, double dy);

#endif
