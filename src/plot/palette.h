/* Colours that colour-blind readers and grey printers can tell apart. */
#ifndef GLASSCELL_PALETTE_H
#define GLASSCELL_PALETTE_H

#include "plot/drawing.h"

typedef enum glass_palette {
    GLASS_PALETTE_VIRIDIS, /* van der Walt & Smith, CC0: amounts */
    GLASS_PALETTE_TIME,    /* viridis without its last yellow, too pale for a line */
    GLASS_PALETTE_SIGNED   /* blue, nearly white, red, equally light on both sides */
} glass_palette;

/* The colour at u in 0..1; beyond, that of the end. */
glass_colour glass_palette_at(glass_palette palette, double u);

/* Categories after Okabe & Ito (2008), darkest first; repeats after 7. */
glass_colour glass_palette_category(int index);

/* Packed as in a drawing's pixels, opaque. */
unsigned glass_colour_pixel(glass_colour colour);

glass_colour glass_colour_hex(unsigned rgb);
/* Mixed with white: 1 leaves it, 0 is white. Lighter without being transparent. */
glass_colour glass_colour_tint(glass_colour colour, double share);

#endif
