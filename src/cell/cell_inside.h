/* What the files of this room and the formats share about a cell: its slots (one for each
 * number or law of one cell), the places they were read from, the curves that came along. */
#ifndef GLASSCELL_CELL_INSIDE_H
#define GLASSCELL_CELL_INSIDE_H

#include <stdatomic.h>
#include "base/text.h"
#include "glasscell/cell.h"

/* Faraday's constant, C/mol (exact since 2019). */
#define GLASS_FARADAY 96485.33212

enum { GLASS_NAME_SIZE = 192 };

/* One row applied to one place of a cell. */
typedef struct glass_cell_slot {
    const char *section; /* "Cell", "Electrolyte", "Separator", "Negative electrode" ... */
    const char *part;    /* of State: "Initial conditions" ...; of a blend: its material */
    int electrode, material; /* -1: none */
    const glass_row *row;
    void *member; /* NULL without a cell */
} glass_cell_slot;

typedef struct glass_cell_place {
    const glass_row *row;
    short electrode, material; /* -1: none */
    int line, column;
} glass_cell_place;

/* Measured curves, shared by the copies of a cell. The format that reads them knows how to
 * free one, this room does not know recordings. */
typedef struct glass_cell_curves {
    atomic_int holders;
    struct glass_recording **at;
    char **names;
    int n;
    void (*free_one)(struct glass_recording *recording);
} glass_cell_curves;

/* A cell with every row at its default: numbers NAN or their standard, laws NULL. */
void glass_cell_defaults(glass_cell *cell);

/* Slot number `index`; 0 behind the last. `cell` may be NULL. */
int glass_cell_slot_at(const glass_cell *cell, int index, glass_cell_slot *out);
/* The slot of a row at an electrode and material (-1: none). */
int glass_cell_slot_of(const glass_cell *cell, const glass_row *row, int electrode,
                       int material, glass_cell_slot *out);
/* "Negative electrode thickness"; with its unit: "Negative electrode thickness [m]". */
void glass_cell_slot_name(const glass_cell_slot *slot, int with_unit,
                          char out[GLASS_NAME_SIZE]);
/* The section of State in which BPX keeps a row of glass_state_rows. */
const char *glass_cell_state_part(const glass_row *row);

/* Whether the electrode is written with a `Particle` object: several materials, or one
 * that has a name. */
int glass_cell_is_blend(const glass_cell *cell, int electrode);

/* SI value of one unit of the row: 3600 for "A.h", 1 for all others. */
double glass_cell_row_scale(const glass_row *row);
double *glass_cell_slot_number(const glass_cell_slot *slot);  /* NULL for a law */
glass_law **glass_cell_slot_law(const glass_cell_slot *slot); /* NULL for a number */
int glass_cell_slot_is_given(const glass_cell_slot *slot);
int glass_cell_slot_is_default(const glass_cell_slot *slot); /* absent, or as nobody said */

/* Remembers where a slot was read; forgotten when it is set by hand. */
glass_status glass_cell_place_add(glass_cell *cell, const glass_cell_slot *slot, int line,
                                  int column);
void glass_cell_place_forget(glass_cell *cell, const glass_cell_slot *slot);
/* Whether the slot holds what its file said. */
int glass_cell_place_is_known(const glass_cell *cell, const glass_cell_slot *slot);
/* "file:line:column", or the full name when it was not read from a file. */
void glass_cell_place_words(const glass_cell *cell, const glass_cell_slot *slot,
                            char out[512]);

/* Takes over `curves` (one holder). */
void glass_cell_take_curves(glass_cell *cell, glass_cell_curves *curves);
void glass_cell_curves_free(glass_cell_curves *curves);

/* Text of a library cell (BPX, JSON) that was built into the program; NULL if none. */
const char *glass_cell_library_text(const char *name, size_t *n);
/* File of a library cell, in the folders that are looked into first. 0: there is none. */
int glass_cell_library_file(const char *name, char *path, size_t size);

#endif
