/* TIFF stacks: one file with all pages. */
#include "format/volume_tiff.h"
#include "base/memory.h"
#include "base/module.h"
#include "format/raw_voxels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static glass_module tiff_module = {"tiff", "images in TIFF", "libtiff-dev", NULL};

glass_status glass_tiff_load(const glass_tiff_table **out)
{
    const void *table;
    glass_status status = glass_module_get(&tiff_module, &table);
    if (status) return status;
    const glass_tiff_table *found = table;
    if (found->version != GLASS_TIFF_TABLE)
        return glass_fail(GLASS_E_LIBRARY, "glasscell-tiff.so is of another build");
    *out = found;
    return GLASS_OK;
}

static int tiff_bid(const char *bytes, size_t n, const char *path)
{
    static const char *const signature[] = {"II\x2a\0", "MM\0\x2a", "II\x2b\0", "MM\0\x2b"};
    (void)path;
    for (size_t i = 0; i < sizeof signature / sizeof *signature && n >= 4; i++)
        if (memcmp(bytes, signature[i], 4) == 0) return GLASS_BID_CERTAIN;
    return glass_format_ends(path, ".tif .tiff") ? GLASS_BID_MAYBE : GLASS_BID_NO;
}

/* An open stack: either libtiff reads its pages, or they lie plainly behind the first. */
typedef struct tiff_stack {
    const glass_tiff_table *table;
    glass_tiff *file;
    void *raw;
} tiff_stack;

static void tiff_close(void *self)
{
    tiff_stack *stack = self;
    if (!stack) return;
    stack->table->close(stack->file);
    glass_raw_close(stack->raw);
    glass_free(stack);
}

static glass_status tiff_read(void *self, const size_t from[3], const size_t to[3],
                              void *values)
{
    tiff_stack *stack = self;
    return stack->raw ? glass_raw_read(stack->raw, from, to, values)
                      : stack->table->read(stack->file, from, to, values);
}

/* ---- the size of a voxel ---- */

/* Dots per inch are what printers and screens have; pixels of 10 um and finer are no paper. */
static double tiff_edge_of_tag(double per_unit, int unit)
{
    double metre = unit == 2 ? 0.0254 : unit == 3 ? 0.01 : NAN;
    double edge = per_unit > 0 ? metre / per_unit : NAN;
    return edge > 1e-11 && edge <= 1.0000001e-5 ? edge : NAN;
}

static void tiff_voxel(const glass_volume_place *place, const glass_tiff_about *about,
                       const glass_tiff_words *words, double voxel[3])
{
    memcpy(voxel, words->voxel, sizeof words->voxel);
    for (int k = 1; k < 3;
         k++) /* the resolution is a fraction: 0.4 um is not quite 0.4 um */
        if (fabs(voxel[k] - voxel[0]) < 1e-6 * voxel[0]) voxel[k] = voxel[0];
    if (!isnan(voxel[1]) || !isnan(voxel[2])) return;
    voxel[1] = tiff_edge_of_tag(about->per_unit[0], about->unit_of_length);
    voxel[2] = tiff_edge_of_tag(about->per_unit[1], about->unit_of_length);
    if (!isnan(voxel[2]) && about->n[0] > 1 && !place->hints->voxel)
        glass_note_add(place->notes, 0, place->name,
                       "its resolution says pixels of %.4g x %.4g nm, nothing about the "
                       "distance of pages; say the voxel (--voxel)",
                       voxel[1] * 1e9, voxel[2] * 1e9);
}

/* ---- opening ---- */

static glass_status tiff_check_words(const glass_volume_place *place,
                                     const glass_tiff_words *words)
{
    if (words->channels <= 1 && words->frames <= 1) return GLASS_OK;
    return glass_fail(
        GLASS_E_INPUT,
        "%s: %s says that this stack has %zu channel%s and %zu time%s; a volume "
        "is one stack: save the one with the labels by itself",
        place->name, words->program, words->channels, words->channels == 1 ? "" : "s",
        words->frames, words->frames == 1 ? "" : "s");
}

/* Stacks beyond 4 GB have one page and say in words how many lie behind it. */
static glass_status tiff_open_plain(const glass_volume_place *place,
                                    const glass_tiff_about *about, size_t images,
                                    tiff_stack *stack, glass_voxels *out)
{
    glass_raw_plan plan = {.n = {images, about->n[1], about->n[2]},
                           .kind = about->kind,
                           .at = about->data_at,
                           .is_swapped = about->is_swapped};
    if (!about->data_at)
        return glass_fail(
            GLASS_E_INPUT,
            "%s: it says that it has %zu pages, and has one; it is cut off, or "
            "its pages lie in other files",
            place->name, images);
    glass_status status = glass_raw_open(place, place->path, &plan, out);
    stack->raw = out->self;
    out->self = NULL;
    return status;
}

static void tiff_note(const glass_volume_place *place, const glass_tiff_about *about,
                      const glass_tiff_words *words)
{
    if (words->images && words->images != about->n[0])
        glass_note_add(place->notes, 0, place->name,
                       "%s says that it has %zu pages, there are %zu", words->program,
                       words->images, about->n[0]);
    if (about->is_inverted)
        glass_note_add(place->notes, 0, place->name,
                       "stored as 'zero is white': white is label 1, black label 0");
    if (about->is_white_zero)
        glass_note_add(place->notes, 0, place->name,
                       "stored as 'zero is white': labels are the numbers as stored");
    if (about->has_more)
        glass_note_add(place->notes, 0, place->name,
                       "the transparency behind the labels is left out");
}

static glass_status tiff_open_stack(const glass_volume_place *place, tiff_stack *stack,
                                    glass_voxels *out)
{
    glass_tiff_about about;
    glass_tiff_words words;
    glass_status status =
        stack->table->open(place->path, place->name, &stack->file, &about);
    if (status) return status;
    glass_tiff_words_read(&about, &words);
    status = tiff_check_words(place, &words);
    if (status) return status;
    memcpy(out->n, about.n, sizeof out->n);
    out->kind = about.kind;
    out->planes = 1;
    out->scratch = about.scratch;
    if (about.n[0] == 1 && words.images > 1) /* ImageJ and tifffile, beyond 4 GB */
        status = tiff_open_plain(place, &about, words.images, stack, out);
    if (status) return status;
    memcpy(about.n, out->n, sizeof about.n);
    tiff_voxel(place, &about, &words, out->voxel);
    tiff_note(place, &about, &words);
    return GLASS_OK;
}

static glass_status tiff_open(const glass_volume_place *place, glass_voxels *out)
{
    const glass_tiff_table *table;
    glass_status status = glass_tiff_load(&table);
    if (status) return status;
    tiff_stack *stack = glass_zero(1, sizeof *stack);
    if (!stack) return glass_fail_memory();
    stack->table = table;
    status = tiff_open_stack(place, stack, out);
    if (status)
        tiff_close(stack);
    else
        out->self = stack;
    return status;
}

const glass_volume_format glass_volume_format_tiff = {
    .name = "tiff",
    .endings = ".tif .tiff",
    .about = "TIFF stack",
    .bid = tiff_bid,
    .open = tiff_open,
    .read = tiff_read,
    .close = tiff_close,
    .write = glass_tiff_stack_write,
    .one_thing = 1,
};
