#include "plot/palette.h"

#include <math.h>

typedef struct palette_anchors {
    int n;
    unsigned rgb[17];
} palette_anchors;

/* Between so many anchors, straight lines cannot be told from the full tables by eye. */
static const palette_anchors palette_tables[] = {
    [GLASS_PALETTE_VIRIDIS] = {17,
                               {0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d,
                                0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80, 0x3fbc73,
                                0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725}},
    [GLASS_PALETTE_SIGNED] = {9,
                              {0x053061, 0x2166ac, 0x4a96c6, 0xa6cee4, 0xf4f4f2, 0xf8bb9b,
                               0xdc6f58, 0xb2182b, 0x67001f}},
};

glass_colour glass_colour_hex(unsigned rgb)
{
    return (glass_colour){(float)(rgb >> 16 & 255) / 255, (float)(rgb >> 8 & 255) / 255,
                          (float)(rgb & 255) / 255, 1};
}

static glass_colour palette_mix(glass_colour a, glass_colour b, double share)
{
    float s = (float)share, r = 1 - s;
    return (glass_colour){r * a.red + s * b.red, r * a.green + s * b.green,
                          r * a.blue + s * b.blue, r * a.alpha + s * b.alpha};
}

glass_colour glass_palette_at(glass_palette palette, double u)
{
    int is_time = palette == GLASS_PALETTE_TIME;
    const palette_anchors *table =
        &palette_tables[is_time ? GLASS_PALETTE_VIRIDIS : palette];
    double place = fmin(fmax(u, 0), 1) * (is_time ? 0.93 : 1) * (table->n - 1);
    int i = (int)place;
    if (i > table->n - 2) i = table->n - 2;
    return palette_mix(glass_colour_hex(table->rgb[i]), glass_colour_hex(table->rgb[i + 1]),
                       place - i);
}

glass_colour glass_palette_category(int index)
{
    static const unsigned rgb[] = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                   0xe69f00, 0x56b4e9, 0x000000};
    int n = (int)(sizeof rgb / sizeof *rgb);
    return glass_colour_hex(rgb[(index % n + n) % n]);
}

unsigned glass_colour_pixel(glass_colour c)
{
    return 0xff000000u | (unsigned)lroundf(c.red * 255) << 16 |
           (unsigned)lroundf(c.green * 255) << 8 | (unsigned)lroundf(c.blue * 255);
}

glass_colour glass_colour_tint(glass_colour colour, double share)
{
    return palette_mix((glass_colour){1, 1, 1, 1}, colour, share);
}
