#include "glasscell/phase.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { PHASE_NAME = sizeof((glass_phase *)0)->name, PHASE_SHOWN = 12 };

/* A piece of the text, without blanks at its ends. */
typedef struct phase_word {
    const char *at;
    int n;
} phase_word;

static phase_word phase_trim(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at)) at++;
    while (end > at && isspace((unsigned char)end[-1])) end--;
    return (phase_word){at, (int)(end - at)};
}

/* The next piece before one of `stops`, or before `end`; *at goes behind that stop. */
static phase_word phase_piece(const char **at, const char *end, const char *stops)
{
    const char *from = *at, *to = from;
    while (to < end && !strchr(stops, *to)) to++;
    *at = to < end ? to + 1 : to;
    return phase_trim(from, to);
}

/* Whole numbers only: no blanks inside, no letters behind. */
static int phase_label(phase_word word, long *out)
{
    char text[32], *end;
    if (word.n < 1 || word.n >= (int)sizeof text) return 0;
    memcpy(text, word.at, (size_t)word.n);
    text[word.n] = 0;
    errno = 0;
    *out = strtol(text, &end, 10);
    return *end == 0 && errno == 0;
}

static int phase_same(const char *name, phase_word word)
{
    return strlen(name) == (size_t)word.n && memcmp(name, word.at, (size_t)word.n) == 0;
}

static int phase_named(const glass_phases *phases, phase_word word)
{
    for (int i = 0; i < phases->count; i++)
        if (phase_same(phases->at[i].name, word)) return i;
    return -1;
}

/* By bisection: labels ascend. The room does not need all of a volume's functions. */
static int phase_code(const glass_volume *volume, long label)
{
    int low = 0, high = volume->n_labels;
    while (low < high) {
        int middle = (low + high) / 2;
        if (volume->label[middle] < label)
            low = middle + 1;
        else
            high = middle;
    }
    return low < volume->n_labels && volume->label[low] == label ? low : -1;
}

/* What reading holds until it is whole. */
typedef struct phase_reader {
    const glass_volume *volume;
    glass_phases phases;
    long *seen; /* [n_seen] labels so far, absent ones too */
    int n_seen;
    glass_notes *notes;
} phase_reader;

static glass_status phase_form(phase_word word, const char *what)
{
    return glass_fail(GLASS_E_INPUT,
                      "phases: \"%.*s\": %s; expected name=label, as in "
                      "\"pore=0,NMC=85:M,CBD=170+171:E\" (roles: I, E, M, V)",
                      word.n, word.at, what);
}

static glass_status phase_add(phase_reader *reader, phase_word name)
{
    glass_phases *phases = &reader->phases;
    if (name.n < 1) return phase_form(name, "a phase has no name");
    if (name.n >= PHASE_NAME) return phase_form(name, "a name has at most 47 letters");
    if (phase_named(phases, name) >= 0)
        return glass_fail(GLASS_E_INPUT,
                          "phases: \"%.*s\" is named twice; join labels by +, as in "
                          "\"solid=85+170\"",
                          name.n, name.at);
    if (phases->count == SHRT_MAX) return phase_form(name, "too many phases");
    glass_phase *more =
        glass_realloc(phases->at, (size_t)(phases->count + 1) * sizeof *more);
    if (!more) return glass_fail_memory();
    phases->at = more;
    glass_phase *phase = &more[phases->count++];
    *phase = (glass_phase){.count = 0};
    memcpy(phase->name, name.at, (size_t)name.n);
    return GLASS_OK;
}

static glass_status phase_see(phase_reader *reader, long label)
{
    for (int i = 0; i < reader->n_seen; i++)
        if (reader->seen[i] == label)
            return glass_fail(GLASS_E_INPUT,
                              "phases: label %ld is named twice; each belongs to one phase",
                              label);
    long *more = glass_realloc(reader->seen, (size_t)(reader->n_seen + 1) * sizeof *more);
    if (!more) return glass_fail_memory();
    reader->seen = more;
    more[reader->n_seen++] = label;
    return GLASS_OK;
}

/* One label of the phase that was added last. */
static glass_status phase_take(phase_reader *reader, phase_word word)
{
    long label;
    if (!phase_label(word, &label)) return phase_form(word, "a label is a whole number");
    glass_status status = phase_see(reader, label);
    if (status) return status;
    glass_phases *phases = &reader->phases;
    glass_phase *phase = &phases->at[phases->count - 1];
    int code = phase_code(reader->volume, label);
    if (code < 0) {
        glass_note_add(reader->notes, 0, "phases", "no voxel has the label %ld of \"%s\"",
                       label, phase->name);
        return GLASS_OK;
    }
    phases->of[code] = (short)(phases->count - 1);
    phase->count += reader->volume->count[code];
    return GLASS_OK;
}

static glass_status phase_roles(phase_word word, int *out)
{
    static const char letters[] = "IEMV";
    int roles = 0;
    for (int i = 0; i < word.n; i++) {
        const char *at = strchr(letters, toupper((unsigned char)word.at[i]));
        if (!at || !*at || roles & 1 << (at - letters))
            return phase_form(word, "a role is I (ions), E (electrons), M (both, and "
                                    "stores), V (neither), or two of them (IE)");
        roles |= 1 << (at - letters);
    }
    if (!roles) return phase_form(word, "a role is missing behind the colon");
    if (roles & GLASS_ROLE_V && roles != GLASS_ROLE_V)
        return phase_form(word, "V conducts nothing and goes with no other role");
    *out = roles;
    return GLASS_OK;
}

/* "NMC=85+86:M" */
static glass_status phase_one(phase_reader *reader, phase_word word)
{
    const char *at = word.at, *end = word.at + word.n;
    phase_word name = phase_piece(&at, end, "=");
    if (!memchr(word.at, '=', (size_t)word.n)) return phase_form(word, "it has no \"=\"");
    if (memchr(name.at, ':', (size_t)name.n) || memchr(name.at, '+', (size_t)name.n))
        return phase_form(word, "a name holds no \":\" and no \"+\"");
    glass_status status = phase_add(reader, name);
    const char *colon = memchr(at, ':', (size_t)(end - at));
    const char *stop = colon ? colon : end;
    do {
        int is_last = !memchr(at, '+', (size_t)(stop - at));
        if (!status) status = phase_take(reader, phase_piece(&at, stop, "+"));
        if (is_last) break;
    } while (!status);
    if (!status && colon)
        status = phase_roles(phase_trim(colon + 1, end),
                             &reader->phases.at[reader->phases.count - 1].roles);
    return status;
}

static glass_status phase_all(phase_reader *reader, const char *text)
{
    const char *end = text + strlen(text);
    glass_status status = GLASS_OK;
    for (int is_last = 0; !status && !is_last;) {
        is_last = !strchr(text, ',');
        status = phase_one(reader, phase_piece(&text, end, ","));
    }
    return status;
}

/* Without words, every label is a phase of its own. */
static glass_status phase_labels(phase_reader *reader)
{
    glass_status status = GLASS_OK;
    for (int code = 0; !status && code < reader->volume->n_labels; code++) {
        glass_text name = {0};
        glass_text_add(&name, "%ld", reader->volume->label[code]);
        status = name.has_failed
                     ? glass_fail_memory()
                     : phase_add(reader, (phase_word){name.at, (int)name.length});
        if (!status) status = phase_take(reader, (phase_word){name.at, (int)name.length});
        glass_text_clear(&name);
    }
    return status;
}

glass_status glass_phases_read(const char *text, const glass_volume *volume,
                               glass_phases *out, glass_notes *notes)
{
    glass_notes mine = {0}; /* notes of a text that is refused are not told */
    phase_reader reader = {.volume = volume, .notes = notes ? &mine : NULL};
    for (int i = 0; i < GLASS_LABELS; i++) reader.phases.of[i] = -1;
    glass_status status = text ? phase_all(&reader, text) : phase_labels(&reader);
    glass_free(reader.seen);
    if (!status) {
        double all = (double)volume->n[0] * (double)volume->n[1] * (double)volume->n[2];
        for (int i = 0; i < reader.phases.count; i++)
            reader.phases.at[i].fraction = (double)reader.phases.at[i].count / all;
        for (int i = 0; i < mine.count; i++)
            glass_note_add(notes, 0, mine.at[i].place, "%s", mine.at[i].text);
        *out = reader.phases;
    } else
        glass_phases_clear(&reader.phases);
    glass_notes_clear(&mine);
    return status;
}

static int phase_find(const glass_phases *phases, const glass_volume *volume,
                      phase_word word)
{
    long label;
    int i = phase_named(phases, word);
    if (i >= 0 || !phase_label(word, &label)) return i;
    int code = phase_code(volume, label);
    return code < 0 ? -1 : phases->of[code];
}

int glass_phases_find(const glass_phases *phases, const glass_volume *volume,
                      const char *name)
{
    return phase_find(phases, volume, phase_trim(name, name + strlen(name)));
}

static glass_status phase_unknown(const glass_phases *phases, phase_word word)
{
    char *text = glass_strndup(word.at, (size_t)word.n);
    const char **names = glass_zero((size_t)phases->count + 1, sizeof *names);
    glass_status status = GLASS_E_MEMORY;
    if (text && names) {
        for (int i = 0; i < phases->count; i++) names[i] = phases->at[i].name;
        const char *near = glass_text_nearest(text, names);
        glass_text there = {0};
        for (int i = 0; i < phases->count && i < PHASE_SHOWN; i++)
            glass_text_add(&there, "%s%s", i ? ", " : "", names[i]);
        status = glass_fail(GLASS_E_INPUT, "no phase is called \"%s\"%s%s%s are %s%s", text,
                            near ? "; did you mean \"" : "", near ? near : "",
                            near ? "\"? There" : "; there", there.at ? there.at : "none",
                            phases->count > PHASE_SHOWN ? ", ..." : "");
        glass_text_clear(&there);
    } else
        glass_fail_memory();
    glass_free(names);
    glass_free(text);
    return status;
}

static glass_status phase_mark(const glass_phases *phases, const glass_volume *volume,
                               phase_word word, unsigned char *has)
{
    long label;
    int phase = phase_named(phases, word);
    if (phase < 0 && phase_label(word, &label)) {
        int code = phase_code(volume, label);
        if (code >= 0) has[code] = 1;
        return GLASS_OK;
    }
    if (phase < 0) return phase_unknown(phases, word);
    for (int code = 0; code < volume->n_labels; code++)
        if (phases->of[code] == phase) has[code] = 1;
    return GLASS_OK;
}

glass_status glass_phases_select(const glass_phases *phases, const glass_volume *volume,
                                 const char *words, unsigned char *has)
{
    unsigned char mine[GLASS_LABELS] = {0};
    const char *end = words + strlen(words);
    glass_status status = GLASS_OK;
    for (int is_last = 0; !status && !is_last;) {
        is_last = !strchr(words, '+');
        status = phase_mark(phases, volume, phase_piece(&words, end, "+"), mine);
    }
    if (!status) memcpy(has, mine, sizeof mine);
    return status;
}

glass_status glass_phases_check_all(const glass_phases *phases, const glass_volume *volume)
{
    glass_text names = {0};
    int missing = 0;
    long first = 0;
    for (int code = 0; code < volume->n_labels; code++) {
        if (phases->of[code] >= 0) continue;
        if (!missing) first = volume->label[code];
        if (missing < PHASE_SHOWN)
            glass_text_add(&names, "%s%ld (%zu voxels)", missing ? ", " : "",
                           volume->label[code], volume->count[code]);
        missing++;
    }
    if (missing > PHASE_SHOWN) glass_text_add(&names, ", ...");
    if (missing)
        glass_fail(GLASS_E_INPUT,
                   "%d label%s of the image belong%s to no phase: %s; name all, as in "
                   "\"binder=%ld:V\"",
                   missing, missing == 1 ? "" : "s", missing == 1 ? "s" : "",
                   names.at ? names.at : "", first);
    glass_text_clear(&names);
    return missing ? GLASS_E_INPUT : GLASS_OK;
}

static int phase_is_thin(const glass_volume *v, const unsigned char *has, size_t index)
{
    const size_t step[3] = {v->n[1] * v->n[2], v->n[2], 1};
    for (int axis = 0; axis < 3; axis++) {
        size_t at = index / step[axis] % v->n[axis];
        if (at == 0 || at + 1 == v->n[axis]) continue;
        if (!has[v->codes[index - step[axis]]] && !has[v->codes[index + step[axis]]])
            return 1;
    }
    return 0;
}

double glass_phases_thin(const glass_volume *volume, const unsigned char *has)
{
    enum { LOOK = 1 << 20 };
    size_t all = volume->n[0] * volume->n[1] * volume->n[2], held = 0, thin = 0;
    size_t stride = all / LOOK | 1; /* odd: most axes have an even number of voxels */
    for (size_t index = 0; index < all; index += stride) {
        if (!has[volume->codes[index]]) continue;
        held++;
        thin += (size_t)phase_is_thin(volume, has, index);
    }
    return held ? (double)thin / (double)held : 0;
}

void glass_phases_clear(glass_phases *phases)
{
    if (!phases) return;
    glass_free(phases->at);
    *phases = (glass_phases){0};
}
