/* A logarithmic axis. */
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>

static void decades_tick(glass_panel *panel, double at, const char *number)
{
    const glass_box *box = &panel->box;
    double x = glass_panel_x(panel, at), y = box->y + box->height;
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0.5, 0, glass_look_ink};
    glass_drawing_segment(panel->drawing, x, y, x,
                          y + (number ? 1 : 0.55) * GLASS_LOOK_TICK,
                          number ? GLASS_LOOK_FRAME : GLASS_LOOK_HAIR, glass_look_ink);
    if (number)
        glass_label_draw(panel->drawing, panel->type, number,
                         (glass_point){x, y + GLASS_LOOK_TICK + 1.6 + 0.76 * style.size},
                         &style);
}

void glass_panel_decades(glass_panel *panel, const glass_axis_words *words)
{
    const glass_box *box = &panel->box;
    double low = panel->x[0], high = panel->x[1];
    /* numbers at 1; at 1 and 3; at 1, 2 and 5: as many as stand apart */
    double apart = box->width / (high - low);
    for (double ten = floor(low); ten <= high; ten++)
        for (int k = 1; k < 10; k++) {
            double at = ten + log10(k);
            int is_said = k == 1 || (apart > 60 && (k == 2 || k == 5)) ||
                          (apart > 34 && apart <= 60 && k == 3);
            char number[32];
            if (at < low - 1e-9 || at > high + 1e-9) continue;
            snprintf(number, sizeof number, "%.4g", k * pow(10, ten));
            if (apart > 8 || k == 1) decades_tick(panel, at, is_said ? number : NULL);
        }
    char title[GLASS_LABEL_MAX];
    snprintf(title, sizeof title, *words->unit ? "%s (%s)" : "%s%s", words->name,
             words->unit);
    glass_label_style style = {GLASS_LOOK_TEXT, GLASS_FACE_PLAIN, 0.5, 0, glass_look_ink};
    glass_label_draw(
        panel->drawing, panel->type, title,
        (glass_point){box->x + box->width / 2,
                      box->y + box->height + 2.35 * style.size + GLASS_LOOK_TICK},
        &style);
}
