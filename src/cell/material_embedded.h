/* The files of share/materials as text; the source is made at build time by
 * tools/embed_text.py. */
#ifndef GLASSCELL_MATERIAL_EMBEDDED_H
#define GLASSCELL_MATERIAL_EMBEDDED_H

extern const char glass_material_names[];
extern const char glass_material_values[];

#endif
