/* The library of cells: files under share/cells, and the same built into the program, so
 * that a lone binary has them. A file beside the program goes first: it can be edited. */
#include "cell/cell_inside.h"
#include "cell/cell_embedded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int glass_cell_library(const char *const **names, const char *const **about)
{
    *names = glass_cell_embedded_names;
    *about = glass_cell_embedded_about;
    int n = 0;
    while (glass_cell_embedded_names[n]) n++;
    return n;
}

static int library_index(const char *name)
{
    for (int i = 0; glass_cell_embedded_names[i]; i++)
        if (glass_text_same(name, glass_cell_embedded_names[i])) return i;
    return -1;
}

const char *glass_cell_library_text(const char *name, size_t *n)
{
    int i = library_index(name);
    if (i < 0) return NULL;
    *n = glass_cell_embedded_size[i];
    return (const char *)glass_cell_embedded_bytes[i];
}

static int library_try(const char *folder, const char *name, char *path, size_t size)
{
    int n = snprintf(path, size, "%s/%s.json", folder, name);
    return n > 0 && (size_t)n < size && access(path, R_OK) == 0;
}

int glass_cell_library_file(const char *name, char *path, size_t size)
{
    char folder[4096];
    int i = library_index(name);
    if (strchr(name, '/') || !*name) return 0;
    if (i >= 0) name = glass_cell_embedded_names[i]; /* its own capital letters */
    const char *share = getenv("GLASSCELL_SHARE");
    if (share && *share) {
        snprintf(folder, sizeof folder, "%.4000s/cells", share);
        if (library_try(folder, name, path, size)) return 1;
    }
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 64);
    if (n <= 0) return 0;
    folder[n] = 0;
    char *slash = strrchr(folder, '/');
    if (!slash) return 0;
    strcpy(slash, "/../share/glasscell/cells");
    return library_try(folder, name, path, size);
}
