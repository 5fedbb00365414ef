/* A curve for a terminal: each letter of braille is a grid of two by four dots. Needs no
 * picture library: what is drawn elsewhere in points is drawn here in dots. */
#include "base/memory.h"
#include "base/text.h"
#include "plot/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BRAILLE_ACROSS = 2, BRAILLE_DOWN = 4, BRAILLE_LABEL = 12 };

/* [dots] everything; a letter of text is as wide as a letter of braille. */
typedef struct braille_page {
    glass_page page; /* without options: its drawing and its ways with recordings */
    const char *label;
    const glass_time_unit *unit;
    glass_panel panel;
    double scale;
    int columns, rows;      /* of letters */
    unsigned char *letters; /* [rows][columns] */
} braille_page;

static double braille_width(void *self, const char *utf8, double size, glass_face face)
{
    (void)self, (void)size, (void)face;
    double n = 0;
    for (; *utf8; utf8++) n += ((unsigned char)*utf8 & 0xc0) != 0x80;
    return BRAILLE_ACROSS * n;
}

static void braille_dot(braille_page *b, double x, double y)
{
    static const unsigned char bits[BRAILLE_DOWN][BRAILLE_ACROSS] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    int column = (int)x / BRAILLE_ACROSS, row = (int)y / BRAILLE_DOWN;
    if (column < 0 || column >= b->columns || row < 0 || row >= b->rows) return;
    b->letters[row * b->columns + column] |=
        bits[(int)y % BRAILLE_DOWN][(int)x % BRAILLE_ACROSS];
}

static void braille_line(braille_page *b, glass_point from, glass_point to)
{
    double steps = ceil(fmax(fabs(to.x - from.x), fabs(to.y - from.y)));
    for (double k = 0; k <= steps; k++) {
        double share = steps > 0 ? k / steps : 0;
        braille_dot(b, from.x + share * (to.x - from.x), from.y + share * (to.y - from.y));
    }
}

static void braille_shapes(braille_page *b)
{
    const glass_drawing *d = &b->page.drawing;
    for (size_t i = 0; i < d->n_shapes; i++) {
        const glass_shape *shape = &d->shapes[i];
        const glass_point *at = d->points + shape->first;
        if (shape->count == 1) braille_line(b, at[0], at[0]);
        for (size_t k = 0; k + 1 < shape->count; k++) braille_line(b, at[k], at[k + 1]);
    }
}

static const glass_recording_channel *braille_channel(const braille_page *b, int i)
{
    return glass_pick_channel(b->page.recordings[i], b->label);
}

/* The first label of the options, the voltage, or the first channel after the time. */
static glass_status braille_label(braille_page *b, const char *channels)
{
    const glass_recording *first = b->page.recordings[0];
    char wanted[GLASS_LABEL_MAX] = "Voltage / V";
    if (channels)
        snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(channels, ","), channels);
    int found = glass_recording_find(first, wanted);
    if (found < 1 && channels)
        return glass_fail(GLASS_E_INPUT,
                          "channel \"%s\": the recording has none of this name, or several "
                          "begin so; `glasscell show FILE` lists channels",
                          wanted);
    if (found < 1) found = 1;
    if (!first->rows || found >= first->n_channels)
        return glass_fail(GLASS_E_INPUT,
                          "the recording is empty: there is nothing to draw");
    b->label = first->channels[found].label;
    return GLASS_OK;
}

static void braille_ranges(braille_page *b, char *unit)
{
    double times[2], range[2] = GLASS_RANGE_EMPTY;
    glass_page_times(&b->page, times);
    b->unit = glass_time_unit_for(times[1] - times[0]);
    for (int i = 0; i < b->page.n; i++) {
        const glass_recording_channel *channel = braille_channel(b, i);
        if (channel) glass_range_add(range, channel->at, b->page.recordings[i]->rows, 1, 0);
    }
    b->scale = glass_label_prefix(braille_channel(b, 0)->unit,
                                  fmax(fabs(range[0]), fabs(range[1])), unit);
    range[0] *= b->scale, range[1] *= b->scale;
    glass_range_settle(range, 0.02);
    b->panel = (glass_panel){
        &b->page.drawing,
        &b->page.type,
        {0, 0, BRAILLE_ACROSS * b->columns - 1e-6, BRAILLE_DOWN * b->rows - 1e-6},
        {times[0] * b->unit->per_second, times[1] * b->unit->per_second},
        {range[0], range[1]},
        0};
}

static void braille_curves(braille_page *b)
{
    for (int i = 0; i < b->page.n; i++) {
        const glass_recording_channel *channel = braille_channel(b, i);
        if (!channel) continue;
        glass_series series =
            glass_page_series(b->page.recordings[i], channel, b->unit, b->scale);
        glass_panel_line(&b->panel, &series, &(glass_stroke){glass_look_ink, 1, 0});
    }
    braille_shapes(b);
}

/* Spaces so that `text` ends at the letter `width`. */
static void braille_right(glass_text *out, const char *text, int width)
{
    int n = (int)(braille_width(NULL, text, 1, GLASS_FACE_PLAIN) / BRAILLE_ACROSS);
    glass_text_add(out, "%*s%s", width > n ? width - n : 0, "", text);
}

static void braille_row(const braille_page *b, int row, const glass_ticks *ticks,
                        glass_text *out)
{
    const char *label = NULL;
    for (int i = 0; i < ticks->count; i++)
        if ((int)glass_panel_y(&b->panel, ticks->at[i]) / BRAILLE_DOWN == row)
            label = ticks->label[i];
    braille_right(out, label ? label : "", BRAILLE_LABEL - 2);
    glass_text_add(out, label ? " ┤" : " │");
    int last = b->columns - 1;
    const unsigned char *letters = b->letters + row * b->columns;
    while (last >= 0 && !letters[last]) last--;
    for (int k = 0; k <= last; k++) {
        char letter[3] = {(char)0xe2, (char)(0xa0 | letters[k] >> 6),
                          (char)(0x80 | (letters[k] & 0x3f))};
        if (letters[k])
            glass_text_bytes(out, letter, 3);
        else
            glass_text_bytes(out, " ", 1);
    }
    glass_text_bytes(out, "\n", 1);
}

/* The axis below and its numbers, each centred on its tick. */
static void braille_below(const braille_page *b, const glass_ticks *ticks, glass_text *out)
{
    glass_text_add(out, "%*s└", BRAILLE_LABEL - 1, "");
    for (int k = 0, i = 0; k < b->columns; k++) {
        int is_tick = i < ticks->count &&
                      (int)glass_panel_x(&b->panel, ticks->at[i]) / BRAILLE_ACROSS <= k;
        i += is_tick;
        glass_text_add(out, is_tick ? "┬" : "─");
    }
    glass_text_add(out, "\n");
    int at = 0;
    for (int i = 0; i < ticks->count; i++) {
        int n = (int)(braille_width(NULL, ticks->label[i], 1, GLASS_FACE_PLAIN)) /
                BRAILLE_ACROSS;
        int to = BRAILLE_LABEL + n / 2 +
                 (int)glass_panel_x(&b->panel, ticks->at[i]) / BRAILLE_ACROSS + (n & 1);
        braille_right(out, ticks->label[i], to - at);
        at = to > at + n ? to : at + n;
    }
    glass_text_add(out, "\n");
}

/* "Voltage (V)  against time (min)". */
static void braille_head(const braille_page *b, const char *unit, int exponent,
                         glass_text *out)
{
    char name[GLASS_LABEL_MAX];
    glass_label_name(b->label, name);
    glass_text_add(out, "%s", name);
    if (exponent) glass_text_add(out, " (1e%d %s)", exponent, unit);
    if (!exponent && strcmp(unit, "1")) glass_text_add(out, " (%s)", unit);
    glass_text_add(out, " against time (%s)\n", b->unit->name);
}

static glass_status braille_write(braille_page *b, const char *unit, char **out)
{
    glass_text text = {0};
    glass_ticks up, along;
    const glass_box *box = &b->panel.box;
    glass_ticks_wish high = {
        b->panel.y[0],   b->panel.y[1],    box->height,  BRAILLE_DOWN, 1,
        b->rows / 3 + 1, GLASS_TICKS_TENS, &b->page.type};
    glass_ticks_wish wide = {
        b->panel.x[0],      b->panel.x[1], box->width,   BRAILLE_ACROSS, 0,
        b->columns / 9 + 1, b->unit->kind, &b->page.type};
    glass_ticks_make(&high, &up);
    glass_ticks_make(&wide, &along);
    braille_head(b, unit, up.exponent, &text);
    for (int row = 0; row < b->rows; row++) braille_row(b, row, &up, &text);
    braille_below(b, &along, &text);
    char *all = text.has_failed ? NULL : glass_text_take(&text);
    glass_text_clear(&text);
    if (!all) return glass_fail_memory();
    *out = all;
    return GLASS_OK;
}

glass_status glass_plot_text(const glass_recording *const *recordings, int n,
                             const glass_plot_options *options, int columns, int rows,
                             char **out)
{
    char unit[GLASS_LABEL_MAX];
    static const glass_plot_options plain = {0};
    if (n < 1 || !recordings)
        return glass_fail(GLASS_E_INPUT, "no recording is given: there is nothing to draw");
    columns = columns < 30 ? 30 : columns > 500 ? 500 : columns;
    rows = rows < 5 ? 5 : rows > 200 ? 200 : rows;
    braille_page b = {.page = {.type = {braille_width, NULL},
                               .recordings = recordings,
                               .n = n,
                               .options = options ? options : &plain},
                      .columns = columns - BRAILLE_LABEL,
                      .rows = rows - 3};
    glass_status status = braille_label(&b, b.page.options->channels);
    if (status) return status;
    b.letters = glass_zero((size_t)b.columns * (size_t)b.rows, 1);
    if (!b.letters) return glass_fail_memory();
    braille_ranges(&b, unit);
    braille_curves(&b);
    status = b.page.drawing.has_failed ? glass_fail_memory() : braille_write(&b, unit, out);
    glass_drawing_clear(&b.page.drawing);
    glass_free(b.letters);
    return status;
}
