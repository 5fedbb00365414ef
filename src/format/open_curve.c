/* A measured curve that came with a cell (Validation of BPX), opened like any recording by
 * the name FILE#CURVE. */
#include "format/open_curve.h"
#include "base/fail.h"
#include "base/text.h"
#include "glasscell/cell.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int glass_curve_is_named(const char *path)
{
    return strchr(path, '#') && access(path, F_OK) != 0;
}

static glass_status curve_refuse(const glass_cell *cell, const char *file, const char *name)
{
    glass_text words = {0};
    for (int i = 0; i < cell->n_validation; i++)
        glass_text_add(&words, "%s\"%s\"", i ? ", " : "", cell->validation_names[i]);
    glass_status status =
        words.at ? glass_fail(GLASS_E_INPUT,
                              "%s: it has no measured curve \"%s\", or several begin so; "
                              "it has %s",
                              file, name, words.at)
                 : glass_fail(GLASS_E_INPUT,
                              "%s: it has no measured curves (BPX: Validation)", file);
    glass_text_clear(&words);
    return status;
}

/* By its whole name, or the only one that begins so; -1. */
static int curve_find(const glass_cell *cell, const char *name)
{
    int found = -1;
    for (int i = 0; i < cell->n_validation; i++) {
        if (glass_text_same(cell->validation_names[i], name)) return i;
        if (glass_text_starts(cell->validation_names[i], name))
            found = found == -1 ? i : -2;
    }
    return found;
}

glass_status glass_curve_open(const char *path, glass_recording *out, glass_notes *notes)
{
    const char *mark = strrchr(path, '#');
    char file[4096];
    glass_cell cell = {0};
    glass_sink sink;
    snprintf(file, sizeof file, "%.*s", (int)(mark - path), path);
    glass_status status = glass_cell_open(file, &cell, notes);
    if (status) return status;
    int i = curve_find(&cell, mark + 1);
    if (i < 0)
        status = curve_refuse(&cell, file, mark + 1);
    else {
        glass_recording_sink(out, &sink);
        status = glass_recording_play(cell.validation[i], &sink);
    }
    glass_cell_clear(&cell);
    return status;
}
