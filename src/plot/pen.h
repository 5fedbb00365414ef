/* What a picture library must offer: the table that the module `glasscell-cairo.so` exports
 * as `glass_module_cairo`. */
#ifndef GLASSCELL_PEN_H
#define GLASSCELL_PEN_H

#include "plot/drawing.h"

typedef enum glass_ink { GLASS_INK_SVG, GLASS_INK_PDF, GLASS_INK_PNG } glass_ink;

/* Takes bytes of the file as they come; 0 when it could not. */
typedef int (*glass_pen_write)(void *self, const void *bytes, size_t n);

typedef struct glass_pen {
    /* The library and its version in words, for provenance. */
    const char *(*about)(void);
    /* A pen holds measured fonts; NULL without memory. One thread at a time. */
    void *(*open)(void);
    void (*close)(void *pen);
    /* [pt] advance of UTF-8 text. */
    double (*width)(void *pen, const char *utf8, double size, glass_face face);
    /* Draws all shapes and hands the file over. NULL when well, else the library's words. */
    const char *(*draw)(const glass_drawing *drawing, glass_ink ink, double dpi,
                        const char *title, glass_pen_write write, void *self);
} glass_pen;

extern const glass_pen glass_module_cairo;

#endif
