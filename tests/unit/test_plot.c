/* Pictures: files of the right kind, the same every time, nothing half-written, no words on
 * words, whatever is missing in the recording. */
#include "unit.h"
#include "fake_cell.h"
#include "base/memory.h"
#include "base/module.h"
#include "base/text.h"
#include "plot/page.h"
#include "plot/pen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/glass_plot_XXXXXX";
static glass_recording cells[6]; /* by fake_kind */
static glass_module module = {"cairo", "pictures", "libcairo2", NULL};
static const glass_pen *pen;

static const char *place(const char *name)
{
    static char path[4][256];
    static int next;
    char *at = path[next++ % 4];
    snprintf(at, 256, "%s/%s", folder, name);
    return at;
}

static glass_status draw(fake_kind kind, const glass_plot_options *options,
                         const char *name)
{
    const glass_recording *one[] = {&cells[kind]};
    return glass_plot(one, 1, options, place(name), 1);
}

/* fontconfig keeps its patterns to the end of the process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

/* ---- the module is not there: the first test, before it is loaded ---- */

static void test_without_module(void **state)
{
    (void)state;
    char *modules =
        getenv("GLASSCELL_MODULES") ? strdup(getenv("GLASSCELL_MODULES")) : NULL;
    setenv("GLASSCELL_MODULES", "/nowhere", 1);
    assert_int_equal(draw(FAKE_DFN, NULL, "no.png"), GLASS_E_LIBRARY);
    assert_non_null(strstr(glass_words(), "libcairo2"));
    assert_int_equal(access(place("no.png"), F_OK), -1);
    if (modules)
        setenv("GLASSCELL_MODULES", modules, 1);
    else
        unsetenv("GLASSCELL_MODULES");
    free(modules);
}

static void test_with_module(void **state)
{
    (void)state;
    assert_int_equal(glass_module_get(&module, (const void **)&pen), GLASS_OK);
    assert_non_null(strstr(pen->about(), "cairo 1."));
}

/* ---- files ---- */

static void assert_begins(const char *name, const char *magic, size_t n)
{
    char *bytes;
    size_t size;
    assert_int_equal(glass_file_read(place(name), 1 << 26, &bytes, &size), GLASS_OK);
    assert_true(size > 1000);
    assert_memory_equal(bytes, magic, n);
    glass_free(bytes);
}

static void test_kinds_of_files(void **state)
{
    (void)state;
    assert_int_equal(draw(FAKE_DFN, NULL, "a.png"), GLASS_OK);
    assert_begins("a.png", "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
    assert_int_equal(draw(FAKE_DFN, NULL, "a.SVG"), GLASS_OK);
    assert_begins("a.SVG", "<?xml", 5);
    assert_int_equal(draw(FAKE_DFN, NULL, "a.pdf"), GLASS_OK);
    assert_begins("a.pdf", "%PDF-1", 6);
}

static void test_size_of_png(void **state)
{
    (void)state;
    char *bytes;
    size_t size;
    glass_plot_options options = {.width_mm = 90, .dpi = 100};
    assert_int_equal(draw(FAKE_MEASURED, &options, "b.png"), GLASS_OK);
    assert_int_equal(glass_file_read(place("b.png"), 1 << 26, &bytes, &size), GLASS_OK);
    const unsigned char *at = (const unsigned char *)bytes;
    assert_int_equal(at[18] << 8 | at[19], 354); /* 90 mm at 100 dpi */
    assert_memory_equal(at + 33 + 4, "pHYs", 4);
    assert_int_equal(at[33 + 10] << 8 | at[33 + 11], 3937); /* dots per metre */
    glass_free(bytes);
}

static void test_same_bytes(void **state)
{
    (void)state;
    static const char *const ends[] = {"svg", "png", "pdf"};
    for (int i = 0; i < 3; i++) {
        char *a, *b, name[2][16];
        size_t n[2];
        for (int k = 0; k < 2; k++) {
            snprintf(name[k], 16, "same%d.%s", k, ends[i]);
            assert_int_equal(draw(FAKE_CYCLE, NULL, name[k]), GLASS_OK);
        }
        assert_int_equal(glass_file_read(place(name[0]), 1 << 26, &a, &n[0]), GLASS_OK);
        assert_int_equal(glass_file_read(place(name[1]), 1 << 26, &b, &n[1]), GLASS_OK);
        assert_int_equal(n[0], n[1]);
        assert_memory_equal(a, b, n[0]);
        glass_free(a);
        glass_free(b);
    }
}

static void test_every_picture(void **state)
{
    (void)state;
    const glass_recording *all[6];
    for (int i = 0; i < 6; i++) all[i] = &cells[i];
    for (int i = 0; i < 6; i++)
        assert_int_equal(glass_plot(all + i, 1, NULL, place("c.svg"), 1), GLASS_OK);
    const glass_recording *both[] = {&cells[FAKE_DFN], &cells[FAKE_MEASURED]};
    assert_int_equal(glass_plot(both, 2, NULL, place("c.svg"), 1), GLASS_OK);
    const char *const names[] = {"model", "cell 7"};
    const glass_plot_options ways[] = {
        {.what = "voltage", .names = names},
        {.what = "voltage", .against = "capacity"},
        {.what = "channels", .channels = "Voltage / V, current,State of Charge"},
        {.what = "inside", .title = ""},
        {.what = "channels", .width_mm = 85}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        assert_int_equal(glass_plot(both, 2, &ways[i], place("c.svg"), 1), GLASS_OK);
    glass_plot_options cycles = {.what = "cycles"}; /* from steps */
    assert_int_equal(draw(FAKE_CYCLE, &cycles, "c.svg"), GLASS_OK);
    assert_int_equal(glass_plot(all, 5, NULL, place("c.svg"), 1), GLASS_OK);
}

/* ---- refusals ---- */

static void assert_refused(const glass_plot_options *options, const char *name,
                           const char *words)
{
    assert_int_equal(draw(FAKE_DFN, options, name), GLASS_E_INPUT);
    assert_non_null(strstr(glass_words(), words));
    assert_int_equal(access(place(name), F_OK), -1);
}

static void test_refusals(void **state)
{
    (void)state;
    assert_refused(NULL, "d.jpg", ".svg, .pdf or .png");
    assert_refused(NULL, "d", ".svg, .pdf or .png");
    assert_refused(&(glass_plot_options){.what = "insid"}, "d.svg", "inside, voltage");
    assert_refused(&(glass_plot_options){.width_mm = 5}, "d.svg", "60 to 1000");
    assert_refused(&(glass_plot_options){.dpi = 1e6}, "d.png", "20 to 1200");
    assert_refused(&(glass_plot_options){.dpi = NAN}, "d.png", "20 to 1200");
    assert_refused(&(glass_plot_options){.against = "charge"}, "d.svg", "capacity");
    assert_refused(&(glass_plot_options){.what = "channels", .channels = "Volts"}, "d.svg",
                   "Volts");
    assert_refused(&(glass_plot_options){.what = "channels", .channels = " ,"}, "d.svg",
                   "no channel");
    assert_refused(&(glass_plot_options){.what = "cycles"}, "d.svg", "per cycle");
    assert_refused(&(glass_plot_options){.width_mm = 900, .dpi = 1000}, "d.png",
                   "100 million");
    glass_recording empty = {0};
    const glass_recording *nothing[] = {&empty};
    static const char *const whats[] = {NULL, "inside", "voltage", "channels", "cycles"};
    for (size_t i = 0; i < 5; i++) {
        glass_plot_options options = {.what = whats[i]};
        assert_int_equal(glass_plot(nothing, 1, &options, place("d.svg"), 0),
                         GLASS_E_INPUT);
    }
    assert_int_equal(glass_plot(nothing, 0, NULL, place("d.svg"), 0), GLASS_E_INPUT);
}

static void test_existing_file(void **state)
{
    (void)state;
    const glass_recording *one[] = {&cells[FAKE_MEASURED]};
    assert_int_equal(glass_file_write(place("e.svg"), "mine", 4, 1), GLASS_OK);
    assert_int_equal(glass_plot(one, 1, NULL, place("e.svg"), 0), GLASS_E_SYSTEM);
    assert_non_null(strstr(glass_words(), "e.svg"));
    char *bytes;
    size_t n;
    assert_int_equal(glass_file_read(place("e.svg"), 100, &bytes, &n), GLASS_OK);
    assert_int_equal(n, 4);
    glass_free(bytes);
    assert_int_equal(glass_plot(one, 1, NULL, place("e.svg"), 1), GLASS_OK);
    assert_begins("e.svg", "<?xml", 5);
    assert_int_not_equal(glass_plot(one, 1, NULL, "/nowhere/e.svg", 0), GLASS_OK);
}

/* ---- what may be missing ---- */

static void test_missing_parts(void **state)
{
    (void)state;
    glass_recording *cell = &cells[FAKE_DFN];
    glass_recording view = *cell;
    const glass_recording *one[] = {&view};
    glass_plot_options options = {.what = "inside"};
    for (int i = 0; i < cell->n_frames; i++) { /* one frame alone */
        view.frames = &cell->frames[i];
        view.n_frames = 1;
        glass_status status = glass_plot(one, 1, &options, place("f.svg"), 1);
        int is_drawn = strncmp(cell->frames[i].label, "Mean", 4) != 0;
        assert_int_equal(status, is_drawn ? GLASS_OK : GLASS_E_INPUT);
    }
    view = *cell;
    view.n_facts = 0; /* regions from the axes */
    assert_int_equal(glass_plot(one, 1, &options, place("f.svg"), 1), GLASS_OK);
    view.n_channels = 1; /* frames only */
    assert_int_equal(glass_plot(one, 1, &options, place("f.svg"), 1), GLASS_OK);
    view = *cell;
    view.rows = 1; /* one sample */
    assert_int_equal(glass_plot(one, 1, &options, place("f.svg"), 1), GLASS_OK);
    view.rows = 0;
    assert_int_equal(glass_plot(one, 1, &options, place("f.svg"), 1), GLASS_OK);
    options.what = "voltage";
    assert_int_equal(glass_plot(one, 1, &options, place("f.svg"), 1), GLASS_E_INPUT);
}

static void test_gaps(void **state)
{
    (void)state;
    glass_recording gaps = {0};
    const glass_recording *one[] = {&gaps};
    assert_int_equal(fake_cell(FAKE_DFN, &gaps), GLASS_OK);
    for (int i = 0; i < gaps.n_channels; i++)
        for (size_t k = 100; k < 200; k++) gaps.channels[i].at[k] = k & 1 ? NAN : INFINITY;
    for (int i = 0; i < gaps.n_frames; i++)
        for (size_t k = 0; k < 40; k++) gaps.frames[i].values[k] = NAN;
    assert_int_equal(glass_plot(one, 1, NULL, place("g.png"), 1), GLASS_OK);
    for (int i = 1; i < gaps.n_channels; i++)
        for (size_t k = 0; k < gaps.rows; k++) gaps.channels[i].at[k] = NAN;
    assert_int_equal(glass_plot(one, 1, NULL, place("g.svg"), 1), GLASS_OK);
    glass_recording_clear(&gaps);
}

/* One way to spoil a recording; 0 when there is no more. */
static int spoil(glass_recording *r, int how)
{
    glass_recording_frame *frame = &r->frames[how % r->n_frames];
    double *t = r->channels[0].at;
    for (size_t i = 0; i < r->rows && how < 6; i++) {
        if (how == 0) t[i] = 7;
        if (how == 1) t[i] = -t[i];
        if (how == 2) t[i] = NAN;
        if (how == 3) r->channels[1].at[i] = i % 3 ? 4 : 1e300;
        if (how == 4) t[i] *= 1e12;
        if (how == 5) t[i] *= 1e-12;
    }
    for (size_t i = 0; i < frame->count && (how == 6 || how == 7); i++)
        frame->time_s[i] = how == 6 ? NAN : 3;
    for (size_t i = 0; i < frame->n[0] && (how == 8 || how == 9); i++)
        frame->axis[0][i] = how == 8 ? NAN : -1e5 * (double)i;
    for (int i = 0; i < r->n_frames; i++) {
        if (how == 10) r->frames[i].n[0] = 1;
        if (how == 11) r->frames[i].n[1] = 1;
        if (how == 12) r->frames[i].rank = 3;
        if (how == 13) r->frames[i].count = 1;
        if (how == 14) r->frames[i].count = 0;
    }
    static const char *const facts[] = {"x", "-1", "1e9"};
    if (how >= 15 && how < 18)
        strcpy((char *)(size_t)r->facts[how - 15].text, facts[how - 15]);
    if (how == 18) strcpy(r->title, "\xff^{\x01");
    if (how == 19) strcpy(r->channels[1].unit, "");
    return how < 20;
}

/* Whatever a file holds, a picture comes or a refusal with words. */
static void test_spoilt(void **state)
{
    (void)state;
    static const char *const whats[] = {"inside", "voltage", "channels"};
    int is_spoilt = 1;
    for (int how = 0; is_spoilt; how++) {
        glass_recording cell = {0};
        const glass_recording *two[] = {&cell, &cells[FAKE_MEASURED]};
        assert_int_equal(fake_cell(FAKE_DFN, &cell), GLASS_OK);
        is_spoilt = spoil(&cell, how);
        for (int i = 0; i < 6; i++) {
            glass_plot_options options = {.what = whats[i % 3]};
            glass_status status = glass_plot(two, 1 + i / 3, &options, place("i.svg"), 1);
            assert_true(status == GLASS_OK || status == GLASS_E_INPUT);
        }
        char *text = NULL;
        if (!glass_plot_text(two, 2, NULL, 60, 10, &text)) glass_free(text);
        glass_recording_clear(&cell);
    }
}

/* ---- no words on words ---- */

typedef struct rectangle {
    double x0, y0, x1, y1;
} rectangle;

/* Where a run of text lies: digits and capitals, 0.73 of the size high, a little shrunk. */
static rectangle text_box(const glass_drawing *d, const glass_shape *s,
                          const glass_type *type)
{
    const char *text = d->chars + s->data;
    glass_point at = d->points[s->first];
    double width = type->width(type->self, text, s->size, s->face) - 0.4;
    double height = 0.68 * s->size;
    if (s->angle == 0) return (rectangle){at.x + 0.2, at.y - height, at.x + width, at.y};
    return (rectangle){at.x - height, at.y - width, at.x, at.y - 0.2};
}

static void assert_words_apart(const glass_page *page)
{
    const glass_drawing *d = &page->drawing;
    for (size_t i = 0; i < d->n_shapes; i++) {
        if (d->shapes[i].kind != GLASS_SHAPE_TEXT) continue;
        rectangle a = text_box(d, &d->shapes[i], &page->type);
        if (!(a.x0 >= -0.5 && a.y0 >= -0.5 && a.x1 <= d->width + 0.5 &&
              a.y1 <= d->height + 0.5))
            fail_msg("\"%s\" leaves the page", d->chars + d->shapes[i].data);
        for (size_t k = i + 1; k < d->n_shapes; k++) {
            if (d->shapes[k].kind != GLASS_SHAPE_TEXT) continue;
            rectangle b = text_box(d, &d->shapes[k], &page->type);
            if (a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1)
                fail_msg("\"%s\" lies on \"%s\"", d->chars + d->shapes[i].data,
                         d->chars + d->shapes[k].data);
        }
    }
}

static void page_of(const glass_picture *picture, const glass_recording *const *recordings,
                    int n, double width_mm, const glass_plot_options *options)
{
    void *self = pen->open();
    glass_page page = {.type = {pen->width, self},
                       .recordings = recordings,
                       .n = n,
                       .options = options,
                       .width = width_mm * GLASS_POINTS_PER_MM};
    assert_int_equal(picture->draw(&page), GLASS_OK);
    assert_words_apart(&page);
    glass_drawing_clear(&page.drawing);
    pen->close(self);
}

static void test_words_apart(void **state)
{
    (void)state;
    static const fake_kind opened[] = {FAKE_DFN, FAKE_SPM, FAKE_CYCLE, FAKE_DRIVE};
    static const double widths[] = {180, 131, 240, 85};
    glass_plot_options plain = {0};
    glass_plot_options chosen = {.channels = "Voltage,Current,Plating Margin,"
                                             "State of Charge,Temperature"};
    for (int w = 0; w < 4; w++) {
        for (int i = 0; i < 4; i++) {
            const glass_recording *two[] = {&cells[opened[i]], &cells[FAKE_MEASURED]};
            page_of(&glass_picture_inside, two, 1, widths[w], &plain);
            page_of(&glass_picture_inside, two, 2, widths[w], &plain);
            page_of(&glass_picture_voltage, two, 2, widths[w], &plain);
            page_of(&glass_picture_channels, two, 1, widths[w], &chosen);
        }
        const glass_recording *old[] = {&cells[FAKE_AGEING]};
        page_of(&glass_picture_cycles, old, 1, widths[w], &plain);
    }
}

/* Whether a picture has these words somewhere. */
static int page_says(const glass_picture *picture, const glass_recording *recording,
                     const char *words)
{
    void *self = pen->open();
    glass_plot_options plain = {0};
    glass_page page = {.type = {pen->width, self},
                       .recordings = &recording,
                       .n = 1,
                       .options = &plain,
                       .width = 180 * GLASS_POINTS_PER_MM};
    const glass_drawing *d = &page.drawing;
    int is_said = 0;
    assert_int_equal(picture->draw(&page), GLASS_OK);
    for (size_t i = 0; i < d->n_shapes; i++)
        is_said |= d->shapes[i].kind == GLASS_SHAPE_TEXT &&
                   strstr(d->chars + d->shapes[i].data, words);
    glass_drawing_clear(&page.drawing);
    pen->close(self);
    return is_said;
}

/* What a model does not resolve has no panel: a single particle has no salt. */
static void test_flat_fields(void **state)
{
    (void)state;
    glass_recording view = cells[FAKE_DFN];
    glass_recording_frame frames[16];
    assert_in_range(view.n_frames, 2, 16);
    memcpy(frames, view.frames, (size_t)view.n_frames * sizeof *frames);
    view.frames = frames;
    assert_true(page_says(&glass_picture_inside, &view, "Salt"));
    int k = 0;
    while (strncmp(frames[k].label, "Salt", 4)) k++;
    size_t n = frames[k].count * frames[k].n[0];
    double *flat = glass_zero(n, sizeof *flat);
    for (size_t i = 0; i < n; i++) flat[i] = 1000;
    frames[k].values = flat;
    assert_false(page_says(&glass_picture_inside, &view, "Salt"));
    assert_true(page_says(&glass_picture_inside, &view, "Electrolyte potential"));
    flat[n - 1] = 1000.001; /* one place at one time */
    assert_true(page_says(&glass_picture_inside, &view, "Salt"));
    glass_free(flat);
}

/* Efficiencies have a panel with its own words, whatever other bare numbers there are. */
static void test_efficiencies_apart(void **state)
{
    (void)state;
    double cycle[] = {1, 2, 3}, efficiency[] = {0.99, 0.995, 0.996},
           filling[] = {0.9, 0.9, 0.8};
    char labels[3][40] = {"Cycle Count / 1", "Mean Stoichiometry Negative / 1",
                          "Coulombic Efficiency / 1"};
    char unit[] = "1";
    glass_recording_channel columns[] = {
        {.label = labels[0], .unit = unit, .at = cycle},
        {.label = labels[1], .unit = unit, .at = filling},
        {.label = labels[2], .unit = unit, .at = efficiency}};
    glass_recording view = {.cycles = columns, .n_cycle_channels = 3, .n_cycles = 3};
    assert_true(page_says(&glass_picture_cycles, &view, "Coulombic efficiency (%)"));
    assert_true(page_says(&glass_picture_cycles, &view, "Mean stoichiometry negative"));
}

/* ---- for a terminal ---- */

static void test_text(void **state)
{
    (void)state;
    char *out = NULL;
    for (int kind = FAKE_DFN; kind <= FAKE_MEASURED; kind++) {
        const glass_recording *one[] = {&cells[kind]};
        assert_int_equal(glass_plot_text(one, 1, NULL, 72, 16, &out), GLASS_OK);
        int lines = 0, width = 0;
        for (const char *s = out; *s; s++) {
            if (*s == '\n')
                lines++, width = 0;
            else if (((unsigned char)*s & 0xc0) != 0x80)
                width++;
            assert_true(width <= 73); /* a last number may be centred on the last column */
        }
        assert_int_equal(lines, 16);
        assert_non_null(strstr(out, "Voltage (V) against time"));
        glass_free(out);
    }
    const glass_recording *one[] = {&cells[FAKE_DFN]};
    glass_plot_options options = {.channels = "Plating Margin / V,Current / A"};
    assert_int_equal(glass_plot_text(one, 1, &options, 0, 1000, &out), GLASS_OK);
    assert_non_null(strstr(out, "Plating margin (V)"));
    glass_free(out);
    options.channels = "Volts";
    out = NULL;
    assert_int_equal(glass_plot_text(one, 1, &options, 72, 16, &out), GLASS_E_INPUT);
    assert_null(out);
    for (long n = 1; n < 400; n++) {
        glass_memory_fail_at(n);
        glass_status status = glass_plot_text(one, 1, NULL, 72, 16, &out);
        glass_memory_fail_at(0);
        if (status) continue;
        glass_free(out);
        return;
    }
    fail_msg("memory was never enough");
}

/* ---- memory ---- */

static void test_memory(void **state)
{
    (void)state;
    const glass_recording *both[] = {&cells[FAKE_DFN], &cells[FAKE_MEASURED]};
    long before = glass_memory_balance();
    glass_status status = GLASS_E_MEMORY;
    for (long n = 1; status; n += n < 60 ? 1 : 41) {
        assert_true(n < 5000);
        unlink(place("h.svg"));
        glass_memory_fail_at(n);
        status = glass_plot(both, 2, NULL, place("h.svg"), 0);
        glass_memory_fail_at(0);
        assert_int_equal(glass_memory_balance(), before);
        if (!status) break;
        assert_int_equal(status, GLASS_E_MEMORY);
        assert_int_equal(access(place("h.svg"), F_OK), -1);
    }
}

static int setup(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    for (int i = 0; i < 6; i++)
        if (fake_cell((fake_kind)i, &cells[i])) return -1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    static const char *const left[] = {
        "a.png",     "a.SVG",     "a.pdf",     "b.png",     "c.svg",    "e.svg",
        "f.svg",     "g.png",     "g.svg",     "h.svg",     "i.svg",    "same0.svg",
        "same1.svg", "same0.png", "same1.png", "same0.pdf", "same1.pdf"};
    for (int i = 0; i < 6; i++) glass_recording_clear(&cells[i]);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) unlink(place(left[i]));
    return rmdir(folder) || glass_memory_balance();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_module), cmocka_unit_test(test_with_module),
        cmocka_unit_test(test_kinds_of_files), cmocka_unit_test(test_size_of_png),
        cmocka_unit_test(test_same_bytes),     cmocka_unit_test(test_every_picture),
        cmocka_unit_test(test_refusals),       cmocka_unit_test(test_existing_file),
        cmocka_unit_test(test_missing_parts),  cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_spoilt),         cmocka_unit_test(test_words_apart),
        cmocka_unit_test(test_flat_fields),    cmocka_unit_test(test_efficiencies_apart),
        cmocka_unit_test(test_text),           cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
