/* The one thing that cairo leaves out of a PNG: its size on paper. */
#ifndef GLASSCELL_PNG_H
#define GLASSCELL_PNG_H

#include "base/text.h"

/* Inserts the chunk pHYs behind the header, so that programs print the picture at its size.
 * Does nothing when `file` is no PNG; has_failed without memory. */
void glass_png_density(glass_text *file, double dpi);

#endif
