/* The door: what is to be drawn, with which library, into which file. */
#include "base/memory.h"
#include "base/module.h"
#include "base/text.h"
#include "plot/page.h"
#include "plot/pen.h"
#include "plot/png.h"
#include "plot/svg.h"

#include <stddef.h>
#include <string.h>

#define GLASS_PICTURE(name) &glass_picture_##name,
static const glass_picture *const plot_pictures[] = {
#include "plot/list.h"
    NULL};
#undef GLASS_PICTURE

static glass_module plot_module = {"cairo", "pictures", "libcairo2", NULL};

static const struct {
    const char *ending;
    glass_ink ink;
} plot_inks[] = {{".svg", GLASS_INK_SVG}, {".pdf", GLASS_INK_PDF}, {".png", GLASS_INK_PNG}};

static glass_status plot_ink(const char *path, glass_ink *out)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof plot_inks / sizeof *plot_inks; i++)
        if (n > 4 && glass_text_same(path + n - 4, plot_inks[i].ending)) {
            *out = plot_inks[i].ink;
            return GLASS_OK;
        }
    return glass_fail(GLASS_E_INPUT,
                      "%s: the ending says which kind of picture: .svg, .pdf or .png",
                      path);
}

static glass_status plot_choose(const glass_recording *const *recordings, int n,
                                const char *what, const glass_picture **out)
{
    for (int i = 0; plot_pictures[i]; i++) {
        const glass_picture *picture = plot_pictures[i];
        if (what ? glass_text_same(what, picture->name) : picture->suits(recordings, n)) {
            *out = picture;
            return GLASS_OK;
        }
    }
    if (!what)
        return glass_fail(GLASS_E_INPUT,
                          "the recording is empty: there is nothing to draw");
    glass_text names = {0};
    for (int i = 0; plot_pictures[i]; i++)
        glass_text_add(&names, "%s%s", i ? ", " : "", plot_pictures[i]->name);
    glass_fail(GLASS_E_INPUT, "\"%s\" is no picture; there are %s", what,
               names.at ? names.at : "others");
    glass_text_clear(&names);
    return GLASS_E_INPUT;
}

static glass_status plot_check(const glass_plot_options *options)
{
    if (!(options->width_mm >= 60 && options->width_mm <= 1000))
        return glass_fail(GLASS_E_INPUT,
                          "a picture %g mm wide: allowed are 60 to 1000 mm "
                          "(180 is two columns of a journal)",
                          options->width_mm);
    if (!(options->dpi >= 20 && options->dpi <= 1200))
        return glass_fail(GLASS_E_INPUT, "%g dots per inch: allowed are 20 to 1200",
                          options->dpi);
    const char *against = options->against;
    if (against && strcmp(against, "time") && strcmp(against, "capacity"))
        return glass_fail(GLASS_E_INPUT, "against \"%s\": allowed are time and capacity",
                          against);
    return GLASS_OK;
}

static int plot_take(void *self, const void *bytes, size_t n)
{
    glass_text *file = self;
    glass_text_bytes(file, bytes, n);
    return !file->has_failed;
}

/* From shapes to a file, by way of memory: nothing half-written is ever seen. */
static glass_status plot_write(const glass_drawing *drawing, const glass_pen *pen,
                               glass_ink ink, const glass_plot_options *options,
                               const char *title, const char *path, int force)
{
    glass_text file = {0};
    glass_status status;
    const char *words = pen->draw(drawing, ink, options->dpi, title, plot_take, &file);
    if (file.has_failed)
        status = glass_fail_memory();
    else if (words)
        status = glass_fail(GLASS_E_SYSTEM, "%s: the picture could not be drawn: %s", path,
                            words);
    else {
        if (ink == GLASS_INK_PNG) glass_png_density(&file, options->dpi);
        if (ink == GLASS_INK_SVG) glass_svg_renumber(&file);
        status = file.has_failed ? glass_fail_memory()
                                 : glass_file_write(path, file.at, file.length, force);
    }
    glass_text_clear(&file);
    return status;
}

/* cairo stops at 32767 dots a side, and nobody needs 400 MB. */
static glass_status plot_fits(const glass_drawing *drawing, double dpi)
{
    double across = drawing->width * dpi / 72, down = drawing->height * dpi / 72;
    if (across <= 32000 && down <= 32000 && across * down <= 100e6) return GLASS_OK;
    return glass_fail(
        GLASS_E_INPUT,
        "%.0f x %.0f dots are too many (allowed are 32000 a side, 100 million in "
        "all): take a smaller --dpi or --width, or .pdf or .svg",
        across, down);
}

static glass_status plot_draw(const glass_canvas *canvas, glass_page *page,
                              const glass_pen *pen, glass_ink ink, const char *path,
                              int force)
{
    char title[GLASS_LABEL_MAX];
    glass_status status = canvas->draw(page, canvas->what);
    if (page->drawing.has_failed) status = glass_fail_memory();
    if (!status && ink == GLASS_INK_PNG)
        status = plot_fits(&page->drawing, page->options->dpi);
    const char *named = page->options->title ? page->options->title : canvas->title;
    glass_label_plain(named ? named : "", title);
    if (!status)
        status = plot_write(&page->drawing, pen, ink, page->options, title, path, force);
    glass_drawing_clear(&page->drawing);
    return status;
}

glass_status glass_page_paint(const glass_canvas *canvas, const glass_plot_options *options,
                              const char *path, int force)
{
    glass_plot_options all = options ? *options : (glass_plot_options){0};
    if (all.width_mm == 0) all.width_mm = 180;
    if (all.dpi == 0) all.dpi = 200;
    const glass_pen *pen = NULL;
    glass_ink ink = GLASS_INK_SVG;
    glass_status status = plot_check(&all);
    if (!status) status = plot_ink(path, &ink);
    if (!status) status = glass_file_may_write(path, force);
    if (!status) status = glass_module_get(&plot_module, (const void **)&pen);
    if (status) return status;
    void *self = pen->open();
    if (!self) return glass_fail_memory();
    glass_page page = {.type = {pen->width, self},
                       .recordings = canvas->recordings,
                       .n = canvas->n,
                       .options = &all,
                       .width = all.width_mm * GLASS_POINTS_PER_MM};
    status = plot_draw(canvas, &page, pen, ink, path, force);
    pen->close(self);
    return status;
}

static glass_status plot_picture(glass_page *page, const void *picture)
{
    return ((const glass_picture *)picture)->draw(page);
}

glass_status glass_plot(const glass_recording *const *recordings, int n,
                        const glass_plot_options *options, const char *path, int force)
{
    glass_plot_options all = options ? *options : (glass_plot_options){0};
    const glass_picture *picture = NULL;
    if (n < 1 || !recordings)
        return glass_fail(GLASS_E_INPUT, "no recording is given: there is nothing to draw");
    for (int i = 0; i < n; i++)
        if (recordings[i]->rows == 1 && glass_recording_fact(recordings[i], "image"))
            return glass_fail(
                GLASS_E_INPUT,
                "this recording is of one image, and has no course of time; its "
                "page is drawn by the command that made it, with --plot");
    if (!all.what && all.channels) all.what = "channels";
    if (!all.what && all.against) all.what = "voltage";
    glass_status status = plot_choose(recordings, n, all.what, &picture);
    if (status) return status;
    glass_canvas canvas = {plot_picture, picture, recordings[0]->title, recordings, n};
    return glass_page_paint(&canvas, &all, path, force);
}
