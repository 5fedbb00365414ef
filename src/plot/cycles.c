/* Numbers per cycle: capacity, efficiency, whatever was recorded. */
#include "plot/page.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CYCLES_COLUMNS = 32, CYCLES_PANELS = 8 };

/* One number per cycle of one recording. */
typedef struct cycles_column {
    char label[GLASS_LABEL_MAX], unit[GLASS_LABEL_MAX];
    const double *x, *y;
    size_t n;
    int recording, panel;
} cycles_column;

typedef struct cycles_page {
    glass_page *page;
    cycles_column *columns; /* [n] */
    int n, n_panels;
} cycles_page;

static int cycles_is_efficiency(const cycles_column *column)
{
    return strstr(column->label, "fficiency") != NULL;
}

/* Efficiencies lie near 1, which other bare numbers do not: they have a panel of their own. */
static int cycles_go_together(const cycles_column *a, const cycles_column *b)
{
    return !strcmp(a->unit, b->unit) && cycles_is_efficiency(a) == cycles_is_efficiency(b);
}

static void cycles_add(cycles_page *c, int recording, const char *label, const char *unit,
                       const double *x, const double *y, size_t n)
{
    if (c->n == CYCLES_COLUMNS) return;
    cycles_column *column = &c->columns[c->n];
    *column = (cycles_column){.x = x, .y = y, .n = n, .recording = recording, .panel = -1};
    int is_said = !strncmp(label, "Cycle ", 6); /* by the axis */
    glass_label_name(label + (is_said ? 6 : 0), column->label);
    snprintf(column->unit, sizeof column->unit, "%s", unit ? unit : "1");
    for (int i = 0; i < c->n && column->panel < 0; i++)
        if (cycles_go_together(&c->columns[i], column)) column->panel = c->columns[i].panel;
    if (column->panel < 0 && c->n_panels == CYCLES_PANELS) return;
    if (column->panel < 0) column->panel = c->n_panels++;
    c->n++;
}

/* The column that numbers the cycles, or -1. */
static int cycles_counter(const glass_recording *recording)
{
    for (int i = 0; i < recording->n_cycle_channels; i++) {
        const char *label = recording->cycles[i].label;
        if (glass_text_starts(label, "Cycle Count") ||
            glass_text_starts(label, "Cycle Number"))
            return i;
    }
    return -1;
}

/* 1, 2, 3 ... */
static double *cycles_numbers(glass_page *page, size_t n)
{
    double *out = glass_drawing_scratch(&page->drawing, n, sizeof *out);
    for (size_t i = 0; out && i < n; i++) out[i] = (double)i + 1;
    return out;
}

static void cycles_recorded(cycles_page *c, int which)
{
    const glass_recording *recording = c->page->recordings[which];
    int counter = cycles_counter(recording);
    const double *x = counter >= 0 ? recording->cycles[counter].at
                                   : cycles_numbers(c->page, recording->n_cycles);
    for (int i = 0; x && i < recording->n_cycle_channels; i++) {
        const glass_recording_channel *channel = &recording->cycles[i];
        int is_clock = channel->unit && !strcmp(channel->unit, "s");
        if (i != counter && !is_clock)
            cycles_add(c, which, channel->label, channel->unit, x, channel->at,
                       recording->n_cycles);
    }
}

/* Without numbers per cycle, charges of the steps are added up. */
static void cycles_from_steps(cycles_page *c, int which)
{
    const glass_recording *recording = c->page->recordings[which];
    int most = 0;
    for (int i = 0; i < recording->n_steps; i++)
        if (recording->steps[i].cycle > most) most = recording->steps[i].cycle;
    if (most < 1 || most > recording->n_steps) return;
    size_t n = (size_t)most;
    double *x = cycles_numbers(c->page, n);
    double *sums = glass_drawing_scratch(&c->page->drawing, 3 * n, sizeof *sums);
    if (!x || !sums) return;
    for (int i = 0; i < recording->n_steps; i++) {
        const glass_step_record *step = &recording->steps[i];
        if (step->cycle < 1) continue;
        size_t k = (size_t)step->cycle - 1;
        sums[step->charge_C < 0 ? k : n + k] += fabs(step->charge_C) / 3600;
    }
    for (size_t k = 0; k < n; k++)
        sums[2 * n + k] = sums[n + k] > 0 ? 100 * sums[k] / sums[n + k] : NAN;
    cycles_add(c, which, "Discharged", "Ah", x, sums, n);
    cycles_add(c, which, "Charged", "Ah", x, sums + n, n);
    cycles_add(c, which, "Coulombic efficiency", "%", x, sums + 2 * n, n);
}

static void cycles_entry(const cycles_page *c, const cycles_column *column, char *text)
{
    char name[GLASS_LABEL_MAX];
    glass_page_name(c->page, column->recording, name);
    if (c->page->n == 1)
        snprintf(text, GLASS_LABEL_MAX, "%.120s", column->label);
    else
        snprintf(text, GLASS_LABEL_MAX, "%.70s, %.70s", column->label, name);
    glass_label_fit(&c->page->type, text, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 190);
}

/* Line and dots; dots alone tell single cycles apart when there are few. */
static int cycles_lines(const cycles_page *c, glass_panel *panel, int which, double scale,
                        char texts[][GLASS_LABEL_MAX], glass_entry *entries, int most)
{
    int n = 0, colour = 0;
    for (int i = 0; i < c->n; i++) {
        const cycles_column *column = &c->columns[i];
        if (column->panel != which) continue;
        glass_series series = {column->x, column->y, column->n, 1, 0, scale, 0};
        glass_stroke stroke = glass_page_stroke(colour++);
        glass_panel_line(panel, &series, &stroke);
        if (column->n <= 100)
            glass_panel_dots(panel, &series, &(glass_stroke){stroke.colour, 2.6, 0}, 0);
        if (n == most) continue;
        cycles_entry(c, column, texts[n]);
        entries[n] = (glass_entry){texts[n], GLASS_ENTRY_LINE, stroke};
        n++;
    }
    return n;
}

static void cycles_range(const cycles_page *c, int which, glass_panel *panel)
{
    double x[2] = GLASS_RANGE_EMPTY, y[2] = GLASS_RANGE_EMPTY;
    for (int i = 0; i < c->n; i++) {
        glass_range_add(x, c->columns[i].x, c->columns[i].n, 1, 0);
        if (c->columns[i].panel == which)
            glass_range_add(y, c->columns[i].y, c->columns[i].n, 1, 0);
    }
    if (!(x[1] > x[0])) x[0] -= 0.5, x[1] += 0.5;
    glass_range_settle(x, 0.02);
    panel->x[0] = x[0], panel->x[1] = x[1];
    panel->y[0] = y[0], panel->y[1] = y[1];
}

/* The word that all columns of a panel share, or what their unit measures. */
static void cycles_name(const cycles_page *c, int which, char *out)
{
    const char *labels[CYCLES_COLUMNS], *unit = "";
    int n = 0;
    for (int i = 0; i < c->n; i++) {
        if (c->columns[i].panel != which) continue;
        labels[n++] = c->columns[i].label;
        unit = c->columns[i].unit;
    }
    glass_label_common(labels, n, out);
    if (n == 1) snprintf(out, GLASS_LABEL_MAX, "%s", labels[0]);
    if (!*out) snprintf(out, GLASS_LABEL_MAX, "%s", glass_label_quantity(unit));
}

/* The printed unit and the factor to it; efficiencies are read in per cent. */
static double cycles_unit(const cycles_column *column, double largest, char *out)
{
    if (strcmp(column->unit, "1") || !cycles_is_efficiency(column))
        return glass_label_prefix(column->unit, largest, out);
    snprintf(out, GLASS_LABEL_MAX, "%%");
    return 100;
}

static void cycles_panel(cycles_page *c, glass_box box, int which, int is_last)
{
    enum { MOST = 10 };
    char texts[MOST][GLASS_LABEL_MAX], unit[GLASS_LABEL_MAX], words[GLASS_LABEL_MAX];
    char name[GLASS_LABEL_MAX];
    glass_entry entries[MOST];
    glass_panel panel = {&c->page->drawing, &c->page->type, box, {0, 1}, {0, 1}, 0};
    const cycles_column *first = NULL;
    for (int i = c->n - 1; i >= 0; i--)
        if (c->columns[i].panel == which) first = &c->columns[i];
    cycles_range(c, which, &panel);
    double scale = cycles_unit(first, fmax(fabs(panel.y[0]), fabs(panel.y[1])), unit);
    panel.y[0] *= scale, panel.y[1] *= scale;
    glass_range_settle(panel.y, 0.08);
    glass_panel_begin(&panel);
    int n = cycles_lines(c, &panel, which, scale, texts, entries, MOST);
    if (n > 1) glass_panel_legend(&panel, entries, n);
    glass_label_unit(unit, words);
    cycles_name(c, which, name);
    glass_axis_words up = {.name = name, .unit = words};
    glass_axis_words along = {
        .name = "Cycle", .unit = "", .kind = GLASS_TICKS_WHOLE, .is_silent = !is_last};
    glass_panel_frame(&panel);
    glass_panel_axis(&panel, GLASS_SIDE_LEFT, &up, GLASS_PAGE_WORDS);
    glass_panel_axis(&panel, GLASS_SIDE_BELOW, &along, 0);
}

static void cycles_layout(cycles_page *c)
{
    glass_page *page = c->page;
    double y = glass_page_title(page, page->n == 1 ? page->recordings[0]->title : NULL);
    double height = fmax(72, fmin(130, 500.0 / c->n_panels));
    for (int i = 0; i < c->n_panels; i++) {
        glass_box box = {GLASS_PAGE_LEFT, y,
                         page->width - GLASS_PAGE_LEFT - GLASS_PAGE_RIGHT, height};
        if (c->n_panels > 1) glass_page_letter(page, 3, y);
        cycles_panel(c, box, i, i + 1 == c->n_panels);
        y += height + (i + 1 == c->n_panels ? GLASS_PAGE_BELOW : GLASS_PAGE_GAP);
    }
    page->drawing.width = page->width;
    page->drawing.height = y;
}

static glass_status cycles_draw(glass_page *page)
{
    cycles_page c = {.page = page};
    c.columns = glass_drawing_scratch(&page->drawing, CYCLES_COLUMNS, sizeof *c.columns);
    if (!c.columns) return glass_fail_memory();
    for (int i = 0; i < page->n; i++) {
        if (page->recordings[i]->n_cycles > 0 && page->recordings[i]->n_cycle_channels > 0)
            cycles_recorded(&c, i);
        else
            cycles_from_steps(&c, i);
    }
    if (!c.n && !page->drawing.has_failed)
        return glass_fail(GLASS_E_INPUT,
                          "no recording has numbers per cycle, nor steps to make "
                          "them from: run a protocol with cycles");
    cycles_layout(&c);
    return GLASS_OK;
}

/* Never chosen before channels unless there is nothing but cycles. */
static int cycles_suits(const glass_recording *const *recordings, int n)
{
    for (int i = 0; i < n; i++)
        if (recordings[i]->n_cycles > 0) return 1;
    return 0;
}

const glass_picture glass_picture_cycles = {
    .name = "cycles",
    .about = "numbers per cycle: capacity, efficiency",
    .suits = cycles_suits,
    .draw = cycles_draw,
};
