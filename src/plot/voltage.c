/* Voltages of several recordings in one picture, with what divides them. */
#include "plot/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One recording's curve over time or capacity. */
typedef struct voltage_curve {
    const glass_recording *recording;
    const double *x, *volts; /* NULL: this recording has none */
    double x_scale;          /* to the printed unit */
    int is_measured;
} voltage_curve;

typedef struct voltage_page {
    glass_page *page;
    voltage_curve *curves; /* [page->n] */
    const glass_time_unit *unit;
    int is_capacity;
    int reference; /* the measured one that others are held against; -1: none */
    double x[2];   /* printed range */
} voltage_page;

static int voltage_has(const glass_recording *recording)
{
    return glass_pick_channel(recording, "Voltage / V") && glass_pick_time(recording);
}

/* Charge that flowed since the current last changed its direction, in A h. */
static const double *voltage_capacity(glass_page *page, const glass_recording *recording)
{
    const glass_recording_channel *current = glass_pick_channel(recording, "Current / A");
    const double *t = glass_pick_time(recording);
    double *out = glass_drawing_scratch(&page->drawing, recording->rows, sizeof *out);
    double charge = 0, direction = 0;
    if (!current || !out) return NULL;
    for (size_t i = 0; i < recording->rows; i++) {
        double now = current->at[i], before = i ? current->at[i - 1] : now;
        double flowed = i ? 0.5 * (now + before) * (t[i] - t[i - 1]) / 3600 : 0;
        if (now * direction < 0) charge = 0;
        if (now != 0 && isfinite(now)) direction = now;
        if (isfinite(flowed)) charge += fabs(flowed);
        out[i] = charge;
    }
    return out;
}

static void voltage_curves(voltage_page *v)
{
    double times[2], range[2] = GLASS_RANGE_EMPTY;
    glass_page_times(v->page, times);
    v->unit = glass_time_unit_for(times[1] - times[0]);
    v->reference = -1;
    for (int i = 0; i < v->page->n; i++) {
        voltage_curve *curve = &v->curves[i];
        curve->recording = v->page->recordings[i];
        curve->is_measured = glass_pick_is_measured(curve->recording);
        if (!voltage_has(curve->recording)) continue;
        curve->volts = glass_pick_channel(curve->recording, "Voltage / V")->at;
        curve->x_scale = v->is_capacity ? 1 : v->unit->per_second;
        curve->x = v->is_capacity ? voltage_capacity(v->page, curve->recording)
                                  : glass_pick_time(curve->recording);
        if (!curve->x) continue;
        if (curve->is_measured && v->reference < 0) v->reference = i;
        glass_range_add(range, curve->x, curve->recording->rows, curve->x_scale, 0);
    }
    glass_range_settle(range, 0);
    v->x[0] = range[0], v->x[1] = range[1];
}

static int voltage_is_drawn(const voltage_curve *curve)
{
    return curve->x && curve->volts;
}

/* A line for each stretch over which x does not fall: charge starts again from zero. */
static void voltage_line(glass_panel *panel, const voltage_curve *curve, const double *y,
                         double scale, const glass_stroke *stroke)
{
    for (size_t from = 0, to = 0; from < curve->recording->rows; from = to) {
        for (to = from + 1; to < curve->recording->rows; to++)
            if (curve->x[to] < curve->x[to - 1]) break;
        glass_series series = {curve->x + from, y + from, to - from, curve->x_scale, 0,
                               scale,           0};
        glass_panel_line(panel, &series, stroke);
    }
}

static glass_series voltage_series(const voltage_curve *curve, const double *y,
                                   double scale)
{
    return (glass_series){curve->x, y, curve->recording->rows, curve->x_scale, 0, scale, 0};
}

/* a - the reference at the reference's times [V]; fills `out` unless NULL. */
static double voltage_apart(const voltage_page *v, int i, double *out)
{
    const voltage_curve *a = &v->curves[i], *b = &v->curves[v->reference];
    return glass_pick_difference(glass_pick_time(a->recording), a->volts,
                                 a->recording->rows, glass_pick_time(b->recording),
                                 b->volts, b->recording->rows, out);
}

static glass_axis_words voltage_along(const voltage_page *v, int is_silent)
{
    if (v->is_capacity)
        return (glass_axis_words){
            .name = "Capacity", .unit = "A h", .is_silent = is_silent};
    return glass_page_time_words(v->unit, is_silent);
}

static glass_panel voltage_panel(voltage_page *v, glass_box box)
{
    glass_panel panel = {&v->page->drawing,  &v->page->type, box,
                         {v->x[0], v->x[1]}, {0, 1},         0};
    return panel;
}

static void voltage_axes(voltage_page *v, glass_panel *panel, const char *name,
                         const char *unit, int is_last)
{
    glass_axis_words up = {.name = name, .unit = unit};
    glass_axis_words along = voltage_along(v, !is_last);
    glass_panel_frame(panel);
    glass_panel_axis(panel, GLASS_SIDE_LEFT, &up, GLASS_PAGE_WORDS);
    glass_panel_axis(panel, GLASS_SIDE_BELOW, &along, 0);
}

static void voltage_entry(const voltage_page *v, int i, char *text, glass_entry *entry)
{
    char name[GLASS_LABEL_MAX], number[32];
    const voltage_curve *curve = &v->curves[i];
    glass_page_name(v->page, i, name);
    glass_label_fit(&v->page->type, name, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 180);
    snprintf(text, GLASS_LABEL_MAX, "%.100s", name);
    *entry = (glass_entry){text, curve->is_measured ? GLASS_ENTRY_DOTS : GLASS_ENTRY_LINE,
                           glass_page_stroke(i)};
    if (curve->is_measured) entry->stroke.width = 2.6;
    if (v->reference < 0 || v->reference == i) return;
    double rms = voltage_apart(v, i, NULL);
    if (!isfinite(rms)) return;
    glass_label_significant(1e3 * rms, 3, number);
    snprintf(text, GLASS_LABEL_MAX, "%.100s (rms %s mV)", name, number);
}

static void voltage_main(voltage_page *v, glass_box box, int is_last)
{
    enum { MOST = 12 };
    glass_panel panel = voltage_panel(v, box);
    char texts[MOST][GLASS_LABEL_MAX];
    glass_entry entries[MOST];
    int n = 0;
    double range[2] = GLASS_RANGE_EMPTY;
    for (int i = 0; i < v->page->n; i++)
        if (voltage_is_drawn(&v->curves[i]))
            glass_range_add(range, v->curves[i].volts, v->curves[i].recording->rows, 1, 0);
    glass_range_settle(range, 0.05);
    panel.y[0] = range[0], panel.y[1] = range[1];
    glass_panel_begin(&panel);
    for (int measured = 1; measured >= 0; measured--)
        for (int i = 0; i < v->page->n; i++) {
            const voltage_curve *curve = &v->curves[i];
            if (!voltage_is_drawn(curve) || curve->is_measured != measured) continue;
            glass_series series = voltage_series(curve, curve->volts, 1);
            glass_stroke stroke = glass_page_stroke(i);
            if (measured) stroke.width = 2.6;
            if (measured)
                glass_panel_dots(&panel, &series, &stroke, 6);
            else
                voltage_line(&panel, curve, curve->volts, 1, &stroke);
            if (n < MOST) voltage_entry(v, i, texts[n], &entries[n]), n++;
        }
    if (n > 1) glass_panel_legend(&panel, entries, n);
    voltage_axes(v, &panel, "Voltage", "V", is_last);
}

static int voltage_has_residual(const voltage_page *v)
{
    for (int i = 0; v->reference >= 0 && i < v->page->n; i++)
        if (i != v->reference && voltage_is_drawn(&v->curves[i]) &&
            isfinite(voltage_apart(v, i, NULL)))
            return 1;
    return 0;
}

static void voltage_residual(voltage_page *v, glass_box box, int is_last)
{
    glass_panel panel = voltage_panel(v, box);
    const voltage_curve *reference = &v->curves[v->reference];
    double range[2] = GLASS_RANGE_EMPTY;
    double **apart =
        glass_drawing_scratch(&v->page->drawing, (size_t)v->page->n, sizeof *apart);
    for (int i = 0; apart && i < v->page->n; i++) {
        if (i == v->reference || !voltage_is_drawn(&v->curves[i])) continue;
        apart[i] = glass_drawing_scratch(&v->page->drawing, reference->recording->rows,
                                         sizeof **apart);
        if (!apart[i]) return;
        voltage_apart(v, i, apart[i]);
        glass_range_add(range, apart[i], reference->recording->rows, 1e3, 0);
    }
    glass_range_add(range, (double[]){0}, 1, 1, 0);
    glass_range_settle(range, 0.06);
    panel.y[0] = range[0], panel.y[1] = range[1];
    glass_panel_level(&panel, 0, &(glass_stroke){glass_colour_hex(0xb0b0b0), 0.35, 0});
    for (int i = 0; apart && i < v->page->n; i++) {
        if (!apart[i]) continue;
        glass_stroke stroke = glass_page_stroke(i);
        stroke.width = 0.7;
        voltage_line(&panel, reference, apart[i], 1e3, &stroke);
    }
    voltage_axes(v, &panel, "Difference", "mV", is_last);
}

static int voltage_has_current(const voltage_page *v)
{
    for (int i = 0; !v->is_capacity && i < v->page->n; i++)
        if (voltage_is_drawn(&v->curves[i]) &&
            glass_pick_channel(v->curves[i].recording, "Current / A"))
            return 1;
    return 0;
}

static void voltage_current(voltage_page *v, glass_box box, int is_last)
{
    glass_panel panel = voltage_panel(v, box);
    double range[2] = {0, 0};
    char unit[GLASS_LABEL_MAX];
    for (int pass = 0; pass < 2; pass++) {
        double scale = glass_label_prefix("A", fmax(fabs(range[0]), fabs(range[1])), unit);
        panel.y[0] = scale * range[0], panel.y[1] = scale * range[1];
        if (pass) glass_range_settle(panel.y, 0.08);
        if (pass)
            glass_panel_level(&panel, 0,
                              &(glass_stroke){glass_colour_hex(0xb0b0b0), 0.35, 0});
        for (int i = 0; i < v->page->n; i++) {
            const voltage_curve *curve = &v->curves[i];
            const glass_recording_channel *current =
                glass_pick_channel(curve->recording, "Current / A");
            if (!current || !voltage_is_drawn(curve)) continue;
            glass_series series = voltage_series(curve, current->at, scale);
            glass_stroke stroke = glass_page_stroke(i);
            if (pass)
                glass_panel_line(&panel, &series, &stroke);
            else
                glass_range_add(range, current->at, curve->recording->rows, 1, 0);
        }
    }
    voltage_axes(v, &panel, "Current", unit, is_last);
}

static void voltage_layout(voltage_page *v)
{
    struct {
        double height;
        void (*draw)(voltage_page *, glass_box, int);
    } parts[3] = {{190, voltage_main}};
    int n = 1;
    glass_page *page = v->page;
    if (voltage_has_residual(v)) parts[n].height = 70, parts[n++].draw = voltage_residual;
    if (voltage_has_current(v)) parts[n].height = 50, parts[n++].draw = voltage_current;
    double y = glass_page_title(page, page->n == 1 ? page->recordings[0]->title : NULL);
    for (int i = 0; i < n; i++) {
        glass_box box = {GLASS_PAGE_LEFT, y,
                         page->width - GLASS_PAGE_LEFT - GLASS_PAGE_RIGHT, parts[i].height};
        if (n > 1) glass_page_letter(page, 3, y);
        parts[i].draw(v, box, i + 1 == n);
        y += parts[i].height + (i + 1 == n ? GLASS_PAGE_BELOW : GLASS_PAGE_GAP);
    }
    page->drawing.width = page->width;
    page->drawing.height = y;
}

static glass_status voltage_draw(glass_page *page)
{
    voltage_page v = {.page = page};
    int n = 0;
    v.is_capacity = page->options->against && !strcmp(page->options->against, "capacity");
    v.curves = glass_drawing_scratch(&page->drawing, (size_t)page->n, sizeof *v.curves);
    if (!v.curves) return glass_fail_memory();
    voltage_curves(&v);
    for (int i = 0; i < page->n; i++) n += voltage_is_drawn(&v.curves[i]);
    if (!n && !page->drawing.has_failed)
        return glass_fail(GLASS_E_INPUT,
                          "no recording has the channel \"Voltage / V\"%s: choose channels "
                          "that it has with --channels",
                          v.is_capacity ? " and \"Current / A\"" : "");
    voltage_layout(&v);
    return GLASS_OK;
}

static int voltage_suits(const glass_recording *const *recordings, int n)
{
    int found = 0;
    for (int i = 0; i < n; i++) found += voltage_has(recordings[i]);
    return n > 1 && found == n;
}

const glass_picture glass_picture_voltage = {
    .name = "voltage",
    .about = "voltages of recordings over time or capacity, and what divides them",
    .suits = voltage_suits,
    .draw = voltage_draw,
};
