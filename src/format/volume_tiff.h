/* TIFF files seen from the host: the module, and what descriptions say. */
#ifndef GLASSCELL_VOLUME_TIFF_H
#define GLASSCELL_VOLUME_TIFF_H

#include "format/tiff_table.h"
#include "glasscell/volume.h"

/* The module's table, loaded on first use. GLASS_E_LIBRARY when it is not there. */
glass_status glass_tiff_load(const glass_tiff_table **out);

/* What programs write into the description of the first page. */
typedef struct glass_tiff_words {
    double voxel[3];         /* [m]; NAN where nothing is said */
    size_t images;           /* pages that the one page stands for; 0: not said */
    size_t channels, frames; /* more than one of either is no single volume; 0: not said */
    const char *program;     /* "ImageJ", "OME", "" */
} glass_tiff_words;

/* Of any bytes. Resolutions (pixels in a unit, rows and columns) count where the words say
 * what the unit is. */
void glass_tiff_words_read(const glass_tiff_about *about, glass_tiff_words *out);

/* The writer of the format's table. */
glass_status glass_tiff_stack_write(const glass_volume *volume, const glass_field *fields,
                                    int n, const char *path, const char *temporary);

#endif
