/* Where the table of materials is, and the lines and cells of its text. */
#ifndef GLASSCELL_MATERIAL_FILE_H
#define GLASSCELL_MATERIAL_FILE_H

#include "base/fail.h"

enum { MATERIAL_COLUMNS = 16 };

/* One line of a table, its cells terminated in place. */
typedef struct material_line {
    const char *file;
    int number;
    char *cell[MATERIAL_COLUMNS];
    int count;
} material_line;

/* A text of the table: of a file when there is one, else the one that is built in.
 * `path` (4096 bytes) tells which. `out` is owned. */
glass_status material_file_read(const char *name, const char *builtin, char *path,
                                char **out);

/* Takes the next line that is neither blank nor a comment off the text; 0 at the end. */
int material_file_line(char **at, material_line *line);

#endif
