/* A cell by the name of a file or by a name of the library. */
#include "format/bpx.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static glass_status open_file(const char *path, glass_cell *out, glass_notes *notes)
{
    char *bytes;
    size_t n;
    glass_status status = glass_file_read(path, GLASS_TREE_BYTES, &bytes, &n);
    if (status) return status;
    status = glass_bpx_read(path, bytes, n, out, notes);
    glass_free(bytes);
    return status;
}

static glass_status open_refuse(const char *name)
{
    const char *const *names, *const *about;
    glass_cell_library(&names, &about);
    char base[256];
    snprintf(base, sizeof base, "%.255s", name);
    char *dot = strrchr(base, '.');
    if (dot) *dot = 0;
    const char *near = glass_text_nearest(base, names);
    return glass_fail(GLASS_E_INPUT,
                      "%s: there is no such file, and no such cell in the library%s%s%s",
                      name, near ? "; did you mean " : "; \"glasscell cells\" lists it",
                      near ? near : "", near ? "?" : "");
}

glass_status glass_cell_open(const char *name, glass_cell *out, glass_notes *notes)
{
    char path[4096];
    size_t n;
    if (strcmp(name, "-") == 0 || access(name, F_OK) == 0)
        return open_file(name, out, notes);
    if (glass_cell_library_file(name, path, sizeof path))
        return open_file(path, out, notes);
    const char *text = glass_cell_library_text(name, &n);
    if (!text) return open_refuse(name);
    snprintf(path, sizeof path, "%s.json", name);
    return glass_bpx_read(path, text, n, out, notes);
}
