/* Chosen channels above each other against time; those of one unit share a panel. */
#include "plot/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CHANNELS_MOST = 48, CHANNELS_PANELS = 16 };

/* One label to draw, and how it is called. */
typedef struct channels_choice {
    char label[GLASS_LABEL_MAX]; /* as the first recording that has it writes it */
    char unit[GLASS_LABEL_MAX];
    int panel;
} channels_choice;

typedef struct channels_page {
    glass_page *page;
    channels_choice *choices; /* [n] */
    int n, n_panels;
    const glass_time_unit *unit;
    double times[2]; /* [s] */
} channels_page;

static const glass_recording_channel *channels_find(const glass_recording *recording,
                                                    const char *label)
{
    int i = recording->rows ? glass_recording_find(recording, label) : -1;
    return i > 0 ? &recording->channels[i] : NULL;
}

/* Adds a label; its panel is that of the first choice with its unit. */
static glass_status channels_add(channels_page *c, const char *wanted, size_t length)
{
    char word[GLASS_LABEL_MAX];
    const glass_recording_channel *found = NULL;
    snprintf(word, sizeof word, "%.*s", (int)(length < 150 ? length : 150), wanted);
    for (int i = 0; i < c->page->n && !found; i++)
        found = channels_find(c->page->recordings[i], word);
    if (!found)
        return glass_fail(GLASS_E_INPUT,
                          "channel \"%s\": no recording has it, or several begin so; "
                          "`glasscell show FILE` lists channels",
                          word);
    if (c->n == CHANNELS_MOST)
        return glass_fail(GLASS_E_INPUT, "%d channels at most fit on a page",
                          CHANNELS_MOST);
    channels_choice *choice = &c->choices[c->n];
    snprintf(choice->label, sizeof choice->label, "%s", found->label);
    snprintf(choice->unit, sizeof choice->unit, "%s", found->unit ? found->unit : "1");
    choice->panel = -1;
    for (int i = 0; i < c->n && choice->panel < 0; i++)
        if (!strcmp(c->choices[i].unit, choice->unit)) choice->panel = c->choices[i].panel;
    if (choice->panel < 0) choice->panel = c->n_panels++;
    c->n++;
    if (c->n_panels > CHANNELS_PANELS)
        return glass_fail(GLASS_E_INPUT, "channels of %d units at most fit on a page",
                          CHANNELS_PANELS);
    return GLASS_OK;
}

static glass_status channels_named(channels_page *c, const char *list)
{
    glass_status status = GLASS_OK;
    while (*list && !status) {
        list += strspn(list, ", ");
        size_t n = strcspn(list, ","), length = n;
        while (length && list[length - 1] == ' ') length--;
        if (length) status = channels_add(c, list, length);
        list += n;
    }
    if (!status && !c->n)
        status = glass_fail(GLASS_E_INPUT,
                            "no channel is named: give labels, divided by commas");
    return status;
}

/* What one wants to see first, of what there is; else whatever there is. */
static glass_status channels_usual(channels_page *c)
{
    static const char *const usual[] = {"Voltage / V", "Current / A",
                                        "Temperature T1 / degC", NULL};
    glass_status status = GLASS_OK;
    for (int k = 0; usual[k] && !status; k++)
        for (int i = 0; i < c->page->n && !status; i++) {
            if (!glass_pick_channel(c->page->recordings[i], usual[k])) continue;
            status = channels_add(c, usual[k], strlen(usual[k]));
            break;
        }
    const glass_recording *first = c->page->recordings[0];
    for (int i = 1; !c->n && i < first->n_channels && i < 7 && !status; i++)
        status =
            channels_add(c, first->channels[i].label, strlen(first->channels[i].label));
    if (!status && !c->n)
        status =
            glass_fail(GLASS_E_INPUT, "the recording is empty: there is nothing to draw");
    return status;
}

static void channels_range(const channels_page *c, int panel, double range[2])
{
    for (int k = 0; k < c->n; k++)
        for (int i = 0; c->choices[k].panel == panel && i < c->page->n; i++) {
            const glass_recording *recording = c->page->recordings[i];
            const glass_recording_channel *channel =
                glass_pick_channel(recording, c->choices[k].label);
            if (channel) glass_range_add(range, channel->at, recording->rows, 1, 0);
        }
}

/* Legend text: the channel, the recording, or both. */
static void channels_entry(const channels_page *c, int k, int i, int many, char *text)
{
    char label[GLASS_LABEL_MAX], name[GLASS_LABEL_MAX];
    glass_label_name(c->choices[k].label, label);
    glass_page_name(c->page, i, name);
    if (c->page->n == 1)
        snprintf(text, GLASS_LABEL_MAX, "%.120s", label);
    else if (many == 1)
        snprintf(text, GLASS_LABEL_MAX, "%.120s", name);
    else
        snprintf(text, GLASS_LABEL_MAX, "%.70s, %.70s", label, name);
    glass_label_fit(&c->page->type, text, GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, 190);
}

static int channels_many(const channels_page *c, int panel)
{
    int many = 0;
    for (int k = 0; k < c->n; k++) many += c->choices[k].panel == panel;
    return many;
}

/* Draws the curves of a panel and collects its legend. */
static int channels_lines(const channels_page *c, glass_panel *panel, int which,
                          double scale, char texts[][GLASS_LABEL_MAX], glass_entry *entries,
                          int most)
{
    int n = 0, colour = 0, many = channels_many(c, which);
    for (int k = 0; k < c->n; k++)
        for (int i = 0; c->choices[k].panel == which && i < c->page->n; i++) {
            const glass_recording *recording = c->page->recordings[i];
            const glass_recording_channel *channel =
                glass_pick_channel(recording, c->choices[k].label);
            if (!channel) continue;
            glass_series series = glass_page_series(recording, channel, c->unit, scale);
            glass_stroke stroke = glass_page_stroke(many == 1 ? i : colour++);
            glass_panel_line(panel, &series, &stroke);
            if (n == most) continue;
            channels_entry(c, k, i, many, texts[n]);
            entries[n] = (glass_entry){texts[n], GLASS_ENTRY_LINE, stroke};
            n++;
        }
    return n;
}

/* One channel names its axis; several by the word they share, or by their unit. */
static void channels_name(const channels_page *c, int panel, char *out)
{
    char names[CHANNELS_MOST][GLASS_LABEL_MAX];
    const char *at[CHANNELS_MOST], *unit = "";
    int n = 0;
    for (int k = 0; k < c->n; k++) {
        if (c->choices[k].panel != panel) continue;
        glass_label_name(c->choices[k].label, names[n]);
        at[n] = names[n];
        unit = c->choices[k].unit;
        n++;
    }
    if (n == 1)
        snprintf(out, GLASS_LABEL_MAX, "%s", names[0]);
    else
        glass_label_common(at, n, out);
    if (!*out) snprintf(out, GLASS_LABEL_MAX, "%s", glass_label_quantity(unit));
}

static void channels_panel(channels_page *c, glass_box box, int which, int is_last)
{
    enum { MOST = 10 };
    char texts[MOST][GLASS_LABEL_MAX], name[GLASS_LABEL_MAX], unit[GLASS_LABEL_MAX];
    char words[GLASS_LABEL_MAX];
    glass_entry entries[MOST];
    glass_panel panel = {
        &c->page->drawing,
        &c->page->type,
        box,
        {c->times[0] * c->unit->per_second, c->times[1] * c->unit->per_second},
        GLASS_RANGE_EMPTY,
        0};
    const char *raw = "1";
    for (int k = 0; k < c->n; k++)
        if (c->choices[k].panel == which) raw = c->choices[k].unit;
    channels_range(c, which, panel.y);
    double scale = glass_label_prefix(raw, fmax(fabs(panel.y[0]), fabs(panel.y[1])), unit);
    panel.y[0] *= scale, panel.y[1] *= scale;
    glass_range_settle(panel.y, 0.06);
    if (c->page->n == 1) glass_page_steps(&panel, c->page->recordings[0], c->unit);
    glass_panel_begin(&panel);
    int n = channels_lines(c, &panel, which, scale, texts, entries, MOST);
    if (n > 1) glass_panel_legend(&panel, entries, n);
    glass_label_unit(unit, words);
    channels_name(c, which, name);
    glass_label_fit(&c->page->type, name, GLASS_LOOK_TEXT, 0, box.height - 26);
    glass_axis_words up = {.name = name, .unit = words};
    glass_axis_words along = glass_page_time_words(c->unit, !is_last);
    glass_panel_frame(&panel);
    glass_panel_axis(&panel, GLASS_SIDE_LEFT, &up, GLASS_PAGE_WORDS);
    glass_panel_axis(&panel, GLASS_SIDE_BELOW, &along, 0);
}

static void channels_layout(channels_page *c)
{
    glass_page *page = c->page;
    double y = glass_page_title(page, page->n == 1 ? page->recordings[0]->title : NULL);
    double height = fmax(70, fmin(120, 560.0 / c->n_panels));
    for (int i = 0; i < c->n_panels; i++) {
        glass_box box = {GLASS_PAGE_LEFT, y,
                         page->width - GLASS_PAGE_LEFT - GLASS_PAGE_RIGHT, height};
        if (c->n_panels > 1) glass_page_letter(page, 3, y);
        channels_panel(c, box, i, i + 1 == c->n_panels);
        y += height + (i + 1 == c->n_panels ? GLASS_PAGE_BELOW : GLASS_PAGE_GAP);
    }
    page->drawing.width = page->width;
    page->drawing.height = y;
}

static glass_status channels_draw(glass_page *page)
{
    channels_page c = {.page = page};
    c.choices = glass_drawing_scratch(&page->drawing, CHANNELS_MOST, sizeof *c.choices);
    if (!c.choices) return glass_fail_memory();
    glass_page_times(page, c.times);
    c.unit = glass_time_unit_for(c.times[1] - c.times[0]);
    glass_status status = page->options->channels
                              ? channels_named(&c, page->options->channels)
                              : channels_usual(&c);
    if (!status) channels_layout(&c);
    return status;
}

static int channels_suits(const glass_recording *const *recordings, int n)
{
    (void)n;
    return recordings[0]->rows > 0 || recordings[0]->n_cycles == 0;
}

const glass_picture glass_picture_channels = {
    .name = "channels",
    .about = "chosen channels against time, one panel for each unit",
    .suits = channels_suits,
    .draw = channels_draw,
};
