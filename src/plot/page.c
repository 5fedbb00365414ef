#include "plot/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double glass_page_title(glass_page *page, const char *usual)
{
    const char *text = page->options->title;
    char title[GLASS_LABEL_MAX];
    if (!text) text = usual;
    if (!text || !*text) return 6;
    glass_label_plain(text, title);
    glass_label_fit(&page->type, title, 8, GLASS_FACE_PLAIN, page->width - 16);
    glass_label_style style = {8, GLASS_FACE_PLAIN, 0, 0, glass_look_ink};
    glass_label_draw(&page->drawing, &page->type, title, (glass_point){3, 10.5}, &style);
    return 18;
}

void glass_page_letter(glass_page *page, double x, double y)
{
    char letter[2] = {(char)('a' + page->letters % 26), 0};
    glass_label_style style = {GLASS_LOOK_LETTER, GLASS_FACE_BOLD, 0, 0, glass_look_ink};
    glass_label_draw(&page->drawing, &page->type, letter, (glass_point){x, y + 6.5},
                     &style);
    page->letters++;
}

/* Recordings of one title are told apart by numbers. */
static void page_name_among(const glass_page *page, int i, const char *name, char *out)
{
    int same = 0, before = 0;
    for (int k = 0; !page->options->names && k < page->n; k++) {
        int is_same =
            page->recordings[k]->title && !strcmp(page->recordings[k]->title, name);
        same += is_same;
        before += is_same && k < i;
    }
    glass_label_plain(name, out);
    size_t n = strlen(out);
    if (same > 1 && n < GLASS_LABEL_MAX - 16) snprintf(out + n, 16, " (%d)", before + 1);
}

void glass_page_name(const glass_page *page, int i, char *out)
{
    const char *name = page->options->names ? page->options->names[i] : NULL;
    if (!name || !*name) name = page->recordings[i]->title;
    if (name && *name)
        page_name_among(page, i, name, out);
    else if (glass_pick_is_measured(page->recordings[i]))
        snprintf(out, GLASS_LABEL_MAX, "measured");
    else
        snprintf(out, GLASS_LABEL_MAX, page->n > 1 ? "recording %d" : "simulated", i + 1);
}

void glass_page_times(const glass_page *page, double times[2])
{
    double range[2] = GLASS_RANGE_EMPTY;
    for (int i = 0; i < page->n; i++) {
        const double *t = glass_pick_time(page->recordings[i]);
        if (t) glass_range_add(range, t, page->recordings[i]->rows, 1, 0);
    }
    if (!(range[0] <= range[1])) range[0] = 0, range[1] = 1;
    if (!(range[1] > range[0])) range[1] = range[0] + 1;
    times[0] = range[0];
    times[1] = range[1];
}

glass_axis_words glass_page_time_words(const glass_time_unit *unit, int is_silent)
{
    return (glass_axis_words){
        .name = "Time", .unit = unit->name, .kind = unit->kind, .is_silent = is_silent};
}

glass_series glass_page_series(const glass_recording *recording,
                               const glass_recording_channel *channel,
                               const glass_time_unit *unit, double y_scale)
{
    return (glass_series){glass_pick_time(recording),
                          channel->at,
                          recording->rows,
                          unit->per_second,
                          0,
                          y_scale,
                          0};
}

void glass_page_steps(glass_panel *panel, const glass_recording *recording,
                      const glass_time_unit *unit)
{
    glass_stroke hair = {glass_colour_hex(0xc8c8c8), GLASS_LOOK_HAIR, 0};
    if (recording->n_steps > 12) return;
    for (int i = 0; i + 1 < recording->n_steps; i++)
        glass_panel_upright(panel, recording->steps[i].to_s * unit->per_second, &hair);
}

glass_stroke glass_page_stroke(int i)
{
    return (glass_stroke){glass_palette_category(i), GLASS_LOOK_LINE, 0};
}
