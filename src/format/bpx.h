/* BPX, the battery parameter exchange format (bpxstandard.com): every released version in,
 * 1.1.1 out. Which layout a file has is seen from its fields, not from its number: files in
 * the wild carry new numbers over the old layout. */
#ifndef GLASSCELL_BPX_H
#define GLASSCELL_BPX_H

#include "cell/cell_name.h"
#include "format/tree.h"

/* Reads a cell. `file` is the name for messages. Warnings are appended to `notes` (may
 * be NULL); all errors of a file are found before it is refused, a line of words each. */
glass_status glass_bpx_read(const char *file, const char *bytes, size_t n, glass_cell *out,
                            glass_notes *notes);

/* Appends the cell as a BPX 1.1.1 file. GLASS_E_INPUT for a law that is a C function. */
glass_status glass_bpx_write(const glass_cell *cell, glass_text *out);

/* ---- shared by the files of this format ---- */

typedef struct glass_bpx_reader {
    const glass_tree *tree;
    glass_cell *cell;
    glass_notes notes;           /* what was found so far */
    int errors;                  /* how many of these are errors, noted or not */
    int is_old;                  /* the layout of 0.x */
    int is_spm;                  /* no electrolyte and no separator */
    int is_partial;              /* nothing is required */
    double thermal_conductivity; /* of 0.x: goes to User-defined; NAN: none */
} glass_bpx_reader;

/* Remarks at a node, beginning with its path. */
void glass_bpx_error(glass_bpx_reader *r, const glass_node *node, const char *format, ...)
    GLASS_PRINTF(3, 4);
void glass_bpx_warn(glass_bpx_reader *r, const glass_node *node, const char *format, ...)
    GLASS_PRINTF(3, 4);
/* A number, or an error noted and 0. */
int glass_bpx_number(glass_bpx_reader *r, const glass_node *node, double *out);
/* An object, or an error noted and 0. NULL is 0 without a remark. */
int glass_bpx_is_map(glass_bpx_reader *r, const glass_node *node);

/* A number, an expression or a table as a law. What is wrong is noted, and `out` NULL; the
 * status is for memory only. */
glass_status glass_bpx_law(glass_bpx_reader *r, const glass_node *node, glass_law **out);

/* Version, model and words; decides the layout. */
glass_status glass_bpx_header(glass_bpx_reader *r, const glass_node *header);
/* Whether a field of Cell or Electrolyte is one that 1.1 moved or removed. */
int glass_bpx_is_old_field(const glass_node *node);
/* Reads such a field in a 0.x file; in a 1.1 file says where it stands now. */
glass_status glass_bpx_old_field(glass_bpx_reader *r, const glass_node *node);
/* State of 1.x, and the defaults of what was not said. After the parameters. */
glass_status glass_bpx_state(glass_bpx_reader *r, const glass_node *state);
/* One value into its slot, with its range; the node is remembered as its place. */
glass_status glass_bpx_slot(glass_bpx_reader *r, const glass_node *node,
                            const glass_cell_slot *slot);
/* The row of `rows` that the node's key names, unit included; else an error with the
 * nearest name of `rows` and `more` (may be NULL), and NULL. */
const glass_row *glass_bpx_row(glass_bpx_reader *r, const glass_node *node,
                               const glass_row *rows, const glass_row *more);
/* A row's name with its unit, as BPX writes it; and whether a key is that. */
void glass_bpx_key(const glass_row *row, char out[GLASS_NAME_SIZE]);
int glass_bpx_key_is(const char *key, const glass_row *row);

glass_status glass_bpx_user(glass_bpx_reader *r, const glass_node *user);
/* The thermal conductivity of a 0.x file joins what is kept. After the parameters. */
glass_status glass_bpx_keep_conductivity(glass_bpx_reader *r);
/* Appends what is kept of User-defined; numbers that were set by hand lose their source. */
glass_status glass_bpx_write_user(const glass_cell *cell, glass_text *out);
glass_status glass_bpx_curves(glass_bpx_reader *r, const glass_node *validation);

#endif
