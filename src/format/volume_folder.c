/* A folder of pages: one TIFF file per page, in the order of the numbers in their names. */
#include "base/memory.h"
#include "format/volume_format.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct folder_self {
    char *path;
    char **file; /* [count] names, sorted */
    size_t count, room;
    size_t n[2];
    glass_voxel_kind kind;
} folder_self;

static void folder_close(void *self)
{
    folder_self *folder = self;
    if (!folder) return;
    for (size_t i = 0; i < folder->count; i++) glass_free(folder->file[i]);
    glass_free(folder->file);
    glass_free(folder->path);
    glass_free(folder);
}

/* ---- names ---- */

/* Numbers within names by their size: page2 before page10. */
static int folder_compare(const void *left, const void *right)
{
    const char *a = *(char *const *)left, *b = *(char *const *)right;
    while (*a && *b) {
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
            while (*a == '0') a++;
            while (*b == '0') b++;
            size_t na = strspn(a, "0123456789"), nb = strspn(b, "0123456789");
            if (na != nb) return na < nb ? -1 : 1;
            int order = strncmp(a, b, na);
            if (order) return order;
            a += na;
            b += nb;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++, b++;
        }
    }
    if (*a || *b) return *a ? 1 : -1;
    return strcmp(*(char *const *)left, *(char *const *)right); /* 01 and 1 */
}

static glass_status folder_add(folder_self *folder, const char *name)
{
    if (folder->count == folder->room) {
        size_t room = folder->room ? 2 * folder->room : 256;
        char **file = glass_realloc(folder->file, room * sizeof *file);
        if (!file) return glass_fail_memory();
        folder->file = file;
        folder->room = room;
    }
    folder->file[folder->count] = glass_strdup(name);
    return folder->file[folder->count] ? (folder->count++, GLASS_OK) : glass_fail_memory();
}

/* Hidden files and words about the pages are none of them; anything else is no volume. */
static int folder_is_beside(const char *name)
{
    return *name == '.' ||
           glass_format_ends(name, ".txt .json .md .csv .log .xml .yaml .yml .db .ini");
}

static glass_status folder_list(const glass_volume_place *place, folder_self *folder)
{
    DIR *directory = opendir(place->path);
    if (!directory) return glass_fail_errno("read", place->name);
    glass_status status = GLASS_OK;
    const struct dirent *entry;
    char other[256] = "";
    while (!status && (entry = readdir(directory))) {
        if (glass_format_ends(entry->d_name, ".tif .tiff") && *entry->d_name != '.')
            status = folder_add(folder, entry->d_name);
        else if (!folder_is_beside(entry->d_name) &&
                 (!*other || strcmp(entry->d_name, other) < 0))
            snprintf(other, sizeof other, "%.255s", entry->d_name);
    }
    closedir(directory);
    if (status) return status;
    if (folder->count == 0)
        return glass_fail(GLASS_E_INPUT,
                          "%s: this folder has no pages: it is to hold one .tif file per "
                          "page%s%s",
                          place->name, *other ? "; there is " : "", other);
    if (*other)
        return glass_fail(GLASS_E_INPUT,
                          "%s: beside %zu TIFF pages there is %s; a folder of pages holds "
                          "nothing else",
                          place->name, folder->count, other);
    qsort(folder->file, folder->count, sizeof *folder->file, folder_compare);
    return GLASS_OK;
}

/* ---- pages ---- */

static glass_status folder_open_page(const folder_self *folder, size_t i,
                                     glass_notes *notes, glass_voxels *page)
{
    static const glass_volume_hints nothing = {.voxel = "1 m"}; /* no notes about it */
    char path[4096];
    const glass_volume_format *format = &glass_volume_format_tiff;
    *page = (glass_voxels){.voxel = {NAN, NAN, NAN}};
    int n = snprintf(path, sizeof path, "%s/%s", folder->path, folder->file[i]);
    if (n < 0 || (size_t)n >= sizeof path)
        return glass_fail(GLASS_E_INPUT, "%s: its name is too long", folder->file[i]);
    glass_volume_place place = {path, NULL, path, &nothing, notes};
    glass_status status = format->open(&place, page);
    if (!status && page->n[0] != 1) {
        status =
            glass_fail(GLASS_E_INPUT,
                       "%s: this file has %zu pages; in a folder each file is one page, "
                       "a stack is opened by its own name",
                       path, page->n[0]);
        format->close(page->self);
    }
    return status;
}

static glass_status folder_check_page(const folder_self *folder, size_t i,
                                      const glass_voxels *page)
{
    if (page->n[1] != folder->n[0] || page->n[2] != folder->n[1])
        return glass_fail(
            GLASS_E_INPUT,
            "%s/%s: this page is %zu x %zu pixels (columns x rows), %s is %zu "
            "x %zu; all pages of a volume have one size",
            folder->path, folder->file[i], page->n[2], page->n[1], folder->file[0],
            folder->n[1], folder->n[0]);
    if (page->kind != folder->kind)
        return glass_fail(
            GLASS_E_INPUT,
            "%s/%s: this page has values of %zu bytes, or of another sign, %s "
            "of %zu; all pages of a volume are of one kind",
            folder->path, folder->file[i], glass_voxel_size(page->kind), folder->file[0],
            glass_voxel_size(folder->kind));
    return GLASS_OK;
}

static glass_status folder_measure(const glass_volume_place *place, folder_self *folder,
                                   glass_voxels *out)
{
    for (size_t i = 0; i < folder->count; i++) {
        glass_voxels page;
        glass_status status = folder_open_page(folder, i, i ? NULL : place->notes, &page);
        if (status) return status;
        glass_volume_format_tiff.close(page.self);
        if (i == 0) {
            memcpy(out->voxel, page.voxel, sizeof out->voxel);
            folder->n[0] = page.n[1];
            folder->n[1] = page.n[2];
            folder->kind = page.kind;
        }
        status = folder_check_page(folder, i, &page);
        if (status) return status;
        if (page.scratch > out->scratch) out->scratch = page.scratch;
    }
    return GLASS_OK;
}

static glass_status folder_open(const glass_volume_place *place, glass_voxels *out)
{
    folder_self *folder = glass_zero(1, sizeof *folder);
    if (!folder) return glass_fail_memory();
    folder->path = glass_strdup(place->path);
    glass_status status = folder->path ? folder_list(place, folder) : glass_fail_memory();
    if (!status) status = folder_measure(place, folder, out);
    if (status) {
        folder_close(folder);
        return status;
    }
    out->n[0] = folder->count;
    out->n[1] = folder->n[0];
    out->n[2] = folder->n[1];
    out->kind = folder->kind;
    out->planes = 1;
    out->self = folder;
    return GLASS_OK;
}

static glass_status folder_read(void *self, const size_t from[3], const size_t to[3],
                                void *values)
{
    folder_self *folder = self;
    size_t bytes = (to[1] - from[1]) * (to[2] - from[2]) * glass_voxel_size(folder->kind);
    unsigned char *at = values;
    for (size_t k = from[0]; k < to[0]; k++, at += bytes) {
        glass_voxels page;
        const size_t first[3] = {0, from[1], from[2]}, end[3] = {1, to[1], to[2]};
        glass_status status = folder_open_page(folder, k, NULL, &page);
        if (status) return status;
        status = folder_check_page(folder, k, &page); /* it may have changed */
        if (!status) status = glass_volume_format_tiff.read(page.self, first, end, at);
        glass_volume_format_tiff.close(page.self);
        if (status) return status;
    }
    return GLASS_OK;
}

const glass_volume_format glass_volume_folder = {
    .name = "folder",
    .endings = "",
    .about = "folder of TIFF pages",
    .open = folder_open,
    .read = folder_read,
    .close = folder_close,
};
