/* The same picture is the same SVG. */
#ifndef GLASSCELL_SVG_H
#define GLASSCELL_SVG_H

#include "base/text.h"

/* cairo numbers surfaces and images through the life of the process; here they are numbered
 * 1, 2, ... in the order in which the file names them. has_failed without memory. */
void glass_svg_renumber(glass_text *file);

#endif
