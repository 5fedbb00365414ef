/* Finding things in a recording by the names that people type. */
#include "glasscell/recording.h"
#include "base/text.h"
#include "recording/bdf.h"

#include <string.h>

enum { FIND_NAME = 256 };

/* How well a name fits a label: 3 exactly, 2 its quantity alone, 1 a beginning, 0 not. */
static int find_fit(const char *label, const char *name)
{
    char machine[FIND_NAME];
    glass_bdf_machine(label, machine, sizeof machine);
    if (glass_text_same(label, name) || glass_text_same(machine, name)) return 3;
    if (!glass_text_starts(label, name)) return glass_text_starts(machine, name);
    return strlen(name) == glass_bdf_quantity(label) ? 2 : 1;
}

/* The one that fits best; -1 if none does, or two equally. */
typedef struct find_best {
    int index, fit, is_tied;
} find_best;

static void find_offer(find_best *best, int index, const char *label, const char *name)
{
    int fit = find_fit(label, name);
    if (fit == 0 || fit < best->fit) return;
    best->is_tied = fit == best->fit;
    best->index = index;
    best->fit = fit;
}

static int find_answer(const find_best *best)
{
    /* Of equal labels the first counts; of equally good beginnings none does. */
    return best->is_tied ? -1 : best->index;
}

int glass_recording_find(const glass_recording *recording, const char *label)
{
    find_best best = {.index = -1};
    for (int i = 0; *label && i < recording->n_channels; i++)
        if (best.fit < 3) find_offer(&best, i, recording->channels[i].label, label);
    return find_answer(&best);
}

int glass_recording_find_frame(const glass_recording *recording, const char *label)
{
    find_best best = {.index = -1};
    for (int i = 0; *label && i < recording->n_frames; i++)
        if (best.fit < 3) find_offer(&best, i, recording->frames[i].label, label);
    return find_answer(&best);
}

const char *glass_recording_fact(const glass_recording *recording, const char *key)
{
    for (int i = 0; i < recording->n_facts; i++)
        if (strcmp(recording->facts[i].key, key) == 0) return recording->facts[i].text;
    return NULL;
}
