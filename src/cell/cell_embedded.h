/* The files of share/cells as bytes; the source is made at build time by tools/embed.py. */
#ifndef GLASSCELL_CELL_EMBEDDED_H
#define GLASSCELL_CELL_EMBEDDED_H

#include <stddef.h>

extern const char *const glass_cell_embedded_names[]; /* sorted; NULL at the end */
extern const char *const glass_cell_embedded_about[];
extern const unsigned char *const glass_cell_embedded_bytes[];
extern const size_t glass_cell_embedded_size[];

#endif
