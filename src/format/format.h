/* File formats: bytes in, an object out, and back.
 *
 * A format is one constant table in one file (`const glass_format glass_format_NAME`) and
 * one line in format/list.h. To open a file, every format sees its first bytes and bids how
 * sure it is; the highest bid reads. Nothing is decided by the ending alone. */
#ifndef GLASSCELL_FORMAT_H
#define GLASSCELL_FORMAT_H

#include "glasscell/recording.h"

enum {
    GLASS_FIRST_BYTES = 4096, /* how much of a file a bid sees */
    GLASS_BID_CERTAIN = 100,  /* a signature that nothing else has */
    GLASS_BID_LIKELY = 60,    /* looks like it, and the ending says so */
    GLASS_BID_MAYBE = 20,     /* could be read by this one, if nobody knows better */
    GLASS_BID_NO = 0
};

/* A file that is about to be read. */
typedef struct glass_source {
    const char *path; /* as given; "-" is standard input */
    const char *name; /* for messages: the path, or "standard input" */
    char *bytes;      /* [n], terminated by 0; NULL until glass_source_load */
    size_t n;
} glass_source;

/* Reads the whole file into the source, once. */
glass_status glass_source_load(glass_source *source);

/* REQUIRED: name, makes, endings, about, bid. OPTIONAL: read, write (NULL where the format
 * makes something other than a recording, or cannot). */
typedef struct glass_format {
    const char *name;    /* "csv", as in `glasscell_format_csv` */
    const char *makes;   /* "recording", "cell": what is in such a file */
    const char *endings; /* ".csv .tsv .txt": separated by blanks, the usual one first */
    const char *about;   /* one sentence without a full stop */
    /* How sure it is of a file that begins with these bytes, 0 to 100. `bytes[n]` is 0;
     * `path` may be "-". */
    int (*bid)(const char *bytes, size_t n, const char *path);
    glass_status (*read)(glass_source *source, const glass_columns *columns,
                         glass_recording *out, glass_notes *notes);
    glass_status (*write)(const glass_recording *recording, const char *path, int force);
} glass_format;

#define GLASS_FORMAT(name) extern const glass_format glass_format_##name;
#include "format/list.h"
#undef GLASS_FORMAT

/* All formats, in the order of format/list.h. @return count */
int glass_formats(const glass_format *const **out);
/* The format that bids highest; NULL if none does. */
const glass_format *glass_format_of_bytes(const char *bytes, size_t n, const char *path);
/* The format of that name or ending ("csv", "x.csv"); NULL if there is none. */
const glass_format *glass_format_of_name(const char *name);
/* 1 when `path` ends in one of the blank-separated endings, any case. */
int glass_format_ends(const char *path, const char *endings);

#endif
