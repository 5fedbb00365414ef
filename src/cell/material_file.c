#include "cell/material_file.h"
#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file that goes before the built-in text, so that it can be edited. */
static int material_path(const char *name, char *path)
{
    char folder[4096];
    const char *share = getenv("GLASSCELL_SHARE");
    if (share && *share) {
        snprintf(path, 4096, "%.4000s/materials/%.40s", share, name);
        if (access(path, R_OK) == 0) return 1;
    }
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (n <= 0) return 0;
    folder[n] = 0;
    char *slash = strrchr(folder, '/');
    if (!slash) return 0;
    *slash = 0;
    snprintf(path, 4096, "%.4000s/../share/glasscell/materials/%.40s", folder, name);
    return access(path, R_OK) == 0;
}

glass_status material_file_read(const char *name, const char *builtin, char *path,
                                char **out)
{
    if (material_path(name, path)) return glass_file_read(path, 0, out, NULL);
    snprintf(path, 4096, "%s", name);
    *out = glass_strdup(builtin);
    return *out ? GLASS_OK : glass_fail_memory();
}

/* One cell, quotes around it taken off; `*at` goes behind its comma, or to NULL at the
 * end. */
static char *material_cell(char **at)
{
    char *from = *at, *to = *at, *start = *at;
    int is_quoted = *from == '"';
    from += is_quoted;
    for (; *from; from++) {
        if (is_quoted && *from == '"') {
            if (from[1] != '"') {
                is_quoted = 0;
                continue;
            }
            from++;
        } else if (!is_quoted && *from == ',') {
            break;
        }
        *to++ = *from;
    }
    *at = *from ? from + 1 : NULL;
    *to = 0;
    return start;
}

int material_file_line(char **at, material_line *line)
{
    while (**at) {
        char *text = *at;
        size_t n = strcspn(text, "\n");
        *at = text + n + (text[n] == '\n');
        text[n] = 0;
        if (n && text[n - 1] == '\r') text[n - 1] = 0;
        line->number++;
        if (!*text || *text == '#') continue;
        for (line->count = 0; text && line->count < MATERIAL_COLUMNS; line->count++)
            line->cell[line->count] = material_cell(&text);
        return 1;
    }
    return 0;
}
