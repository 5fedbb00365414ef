/* Headers of lines "key = value" or "key: value" that describe raw voxels, in the same file
 * before them or in one beside: MetaImage and NRRD. */
#ifndef GLASSCELL_VOLUME_HEADER_H
#define GLASSCELL_VOLUME_HEADER_H

#include "format/raw_voxels.h"

enum { GLASS_HEADER_VALUE = 512 };

typedef struct glass_header {
    char *text;
    char separator; /* '=' or ':' */
    size_t end;     /* bytes of the header in its file */
    const glass_volume_place *place;
} glass_header;

/* Reads the beginning of the file. */
glass_status glass_header_read(const glass_volume_place *place, char separator,
                               glass_header *out);
void glass_header_clear(glass_header *header);

/* The value of a key (any case; several spellings between bars: "data file|datafile"),
 * without blanks around it, cut to fit; 0 when it is not there. */
int glass_header_find(const glass_header *header, const char *keys,
                      char value[GLASS_HEADER_VALUE]);
/* Numbers between blanks (brackets and commas are blanks too); how many there were. */
int glass_header_numbers(const char *value, double *out, int most);
/* GLASS_E_INPUT that names the file, the key and what came. */
glass_status glass_header_refuse(const glass_header *header, const char *key,
                                 const char *came, const char *expected);

/* n from sizes with the fastest first, two or three of them. */
glass_status glass_header_sizes(const glass_header *header, const char *key, size_t n[3]);
/* A file that a header names, seen from the header's folder. */
glass_status glass_header_beside(const glass_header *header, const char *name,
                                 char path[4096]);

#endif
