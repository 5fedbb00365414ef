/* A study and its keys: what the command line and a file say in the same words. */
#include "glasscell/study.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"
#include "study/study_keys.h"

#include <math.h>
#include <string.h>

#define STUDY_TEXT(member, argument, about)                                                \
    {                                                                                      \
        GLASS_ROW_NAME(member), argument, "1", GLASS_KIND_TEXT, 0, 0, 0, about, NULL,      \
            offsetof(glass_study, member), 1, NULL                                         \
    }
#define STUDY_FLAG(member, about)                                                          \
    {                                                                                      \
        GLASS_ROW_NAME(member), NULL, "1", GLASS_KIND_FLAG, 0, 0, 1, about, NULL,          \
            offsetof(glass_study, member), 0, NULL                                         \
    }

/* `symbol` of a text says what stands there. */
const glass_row glass_study_rows[] = {
    STUDY_TEXT(cell, "CELL", "the cell: a BPX file or a name of the library"),
    STUDY_TEXT(protocol, "FILE",
               "the protocol from a file (YAML, or words, one step a line)"),
    STUDY_TEXT(profile, "FILE", "follow a table of time against current, voltage or power"),
    STUDY_TEXT(column, "NAME",
               "the column of the profile to follow; else current or power"),
    STUDY_TEXT(columns, "TIME,CURRENT,VOLTAGE",
               "names of the columns of a foreign table, with their units"),
    {"sign", NULL, "1", GLASS_KIND_CHOICE, 0, 0, 2,
     "of foreign tables, +1: positive current charges; -1: it discharges", NULL,
     offsetof(glass_study, sign), 0, "auto +1 -1"},
    STUDY_FLAG(hold, "a profile holds each value until its next row, instead of lines"),
    {"draws", NULL, "1", GLASS_KIND_COUNT, 0, 0, 10000000,
     "how often values that are random are drawn", NULL, offsetof(glass_study, draws), 0,
     NULL},
    {"seed", NULL, "1", GLASS_KIND_NUMBER, 1, 0, 9007199254740992.0,
     "the same seed draws the same values", NULL, offsetof(glass_study, seed), 0, NULL},
    GLASS_ROW_INT(glass_study, threads, 0, 0, 4096, "threads of a batch; 0: all cores"),
    STUDY_TEXT(compare, "FILE", "hold the result against a measurement"),
    {"from", NULL, "s", GLASS_KIND_NUMBER, NAN, 0, 1e12, "compare from this test time on",
     NULL, offsetof(glass_study, from_s), 1, NULL},
    {"to", NULL, "s", GLASS_KIND_NUMBER, NAN, 0, 1e12, "compare up to this test time", NULL,
     offsetof(glass_study, to_s), 1, NULL},
    STUDY_TEXT(plot, "FILE", "draw a picture (.svg, .pdf, .png)"),
    STUDY_TEXT(output, "FILE", "write the recording: .h5, .csv, .json; \"-\" is CSV"),
    STUDY_TEXT(resume, "FILE.h5", "go on with a recording that was stopped"),
    STUDY_FLAG(force, "overwrite existing files"),
    STUDY_TEXT(channels, "LABELS",
               "record only these channels, with commas between; \"glasscell help "
               "channels\" lists them"),
    STUDY_TEXT(frames, "LABELS", "record only these frames, with commas between, or none"),
    STUDY_TEXT(cycles_in_full, "1,100,2200", "keep the samples of these cycles only"),
    GLASS_ROW_END,
};

void glass_study_defaults(glass_study *study)
{
    *study = (glass_study){0};
    glass_rows_defaults(glass_study_rows, study);
    glass_run_defaults(&study->run);
}

static void study_texts_clear(glass_texts *texts)
{
    for (int i = 0; i < texts->count; i++) glass_free(texts->at[i]);
    glass_free(texts->at);
    *texts = (glass_texts){0};
}

void glass_study_clear(glass_study *study)
{
    if (!study) return;
    for (const glass_row *row = glass_study_rows; row->kind != GLASS_KIND_END; row++)
        if (row->kind == GLASS_KIND_TEXT)
            glass_free(*(char **)((char *)study + row->offset));
    study_texts_clear(&study->words);
    study_texts_clear(&study->set);
    study_texts_clear(&study->vary);
    study_texts_clear(&study->said);
    glass_free(study->file);
    glass_free(study->inside);
    glass_run_options_clear(&study->run);
    *study = (glass_study){0};
}

glass_status glass_study_add(glass_texts *texts, const char *text)
{
    char **at = glass_realloc(texts->at, (size_t)(texts->count + 1) * sizeof *at);
    if (!at) return glass_fail_memory();
    texts->at = at;
    at[texts->count] = glass_strdup(text);
    if (!at[texts->count]) return glass_fail_memory();
    texts->count++;
    return GLASS_OK;
}

void glass_study_forget(glass_texts *texts)
{
    study_texts_clear(texts);
}

/* "-", "_" and a blank are the same, and so are capitals. */
static int study_same_key(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        char x = *a == '-' || *a == '_' ? ' ' : *a, y = *b == '-' || *b == '_' ? ' ' : *b;
        if (x >= 'A' && x <= 'Z') x = (char)(x + 32);
        if (y >= 'A' && y <= 'Z') y = (char)(y + 32);
        if (x != y) return 0;
    }
    return *a == *b;
}

static const glass_row *study_find(const glass_row *rows, const char *key)
{
    for (const glass_row *row = rows; row->kind != GLASS_KIND_END; row++)
        if (study_same_key(row->name, key)) return row;
    return NULL;
}

/* A pair of numbers with a comma between, each within 0..1. */
static glass_status study_set_theta(glass_study *study, const char *text)
{
    double negative, positive;
    const char *end = glass_number_read(text, &negative);
    while (end && *end == ' ') end++;
    end = end && *end == ',' ? glass_number_read(end + 1, &positive) : NULL;
    while (end && *end == ' ') end++;
    if (!end || *end || !(negative >= 0 && negative <= 1 && positive >= 0 && positive <= 1))
        return glass_fail(GLASS_E_INPUT,
                          "theta is \"%s\"; expected two stoichiometries from 0 to 1, "
                          "negative electrode first: 0.9,0.27",
                          text);
    study->run.theta_negative = negative;
    study->run.theta_positive = positive;
    return GLASS_OK;
}

/* The keys that are no rows: lists, other words for a row, two numbers in one. */
typedef struct study_word {
    const char *key;
    glass_status (*set)(glass_study *study, const char *text);
} study_word;

static glass_status study_set_words(glass_study *study, const char *text)
{
    return glass_study_add(&study->words, text);
}

static glass_status study_set_set(glass_study *study, const char *text)
{
    return glass_study_add(&study->set, text);
}

static glass_status study_set_vary(glass_study *study, const char *text)
{
    return glass_study_add(&study->vary, text);
}

static glass_status study_set_every(glass_study *study, const char *text)
{
    return glass_rows_set(glass_run_rows, &study->run, "period", text);
}

static glass_status study_set_limits(glass_study *study, const char *text)
{
    return glass_rows_set(glass_run_rows, &study->run, "limits", *text ? text : "end");
}

static glass_status study_set_inside(glass_study *study, const char *text)
{
    char *copy = glass_strdup(text);
    if (!copy) return glass_fail_memory();
    glass_free(study->inside);
    study->inside = copy;
    return GLASS_OK;
}

static const study_word study_words[] = {
    {"words", study_set_words},   {"set", study_set_set},     {"vary", study_set_vary},
    {"every", study_set_every},   {"theta", study_set_theta}, {"limits", study_set_limits},
    {"inside", study_set_inside},
};

enum { STUDY_WORDS = sizeof study_words / sizeof *study_words };

static glass_status study_refuse(const char *key)
{
    const char *names[256];
    int n = 0;
    for (int i = 0; i < STUDY_WORDS; i++) names[n++] = study_words[i].key;
    for (const glass_row *row = glass_study_rows; row->kind != GLASS_KIND_END; row++)
        names[n++] = row->name;
    for (const glass_row *row = glass_run_rows; row->kind != GLASS_KIND_END && n < 255;
         row++)
        names[n++] = row->name;
    names[n] = NULL;
    const char *near = glass_text_nearest(key, names);
    return glass_fail(GLASS_E_INPUT, "there is no \"%s\" in a study%s%s%s", key,
                      near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static glass_status study_set(glass_study *study, const char *key, const char *text)
{
    for (int i = 0; i < STUDY_WORDS; i++)
        if (study_same_key(study_words[i].key, key))
            return study_words[i].set(study, text ? text : "");
    const glass_row *rows = glass_study_rows, *row = study_find(rows, key);
    void *object = study;
    if (!row) {
        rows = glass_run_rows;
        row = study_find(rows, key);
        object = &study->run;
    }
    if (!row) return study_refuse(key);
    if (!text) text = row->kind == GLASS_KIND_FLAG ? "1" : "";
    int is_sign = row->kind == GLASS_KIND_CHOICE && strcmp(row->name, "sign") == 0;
    if (is_sign && strcmp(text, "1") == 0) text = "+1";
    return glass_rows_set(rows, object, row->name, text);
}

glass_status glass_study_set(glass_study *study, const char *key, const char *text)
{
    glass_status status = study_set(study, key, text);
    if (status) return status;
    glass_text said = {0};
    glass_text_add(&said, "%s=%s", key, text ? text : "1");
    status = said.has_failed ? glass_fail_memory() : glass_study_add(&study->said, said.at);
    glass_text_clear(&said);
    return status;
}

glass_status glass_study_columns(const glass_study *study, char *text, glass_columns *out)
{
    static const int signs[] = {0, 1, -1};
    *out = (glass_columns){.sign = signs[study->sign]};
    const char **names[] = {&out->time, &out->current, &out->voltage};
    for (int i = 0; text && i < 3; i++) {
        char *comma = strchr(text, ',');
        if (comma) *comma = 0;
        while (*text == ' ') text++;
        for (char *end = text + strlen(text); end > text && end[-1] == ' ';) *--end = 0;
        if (*text) *names[i] = text;
        text = comma ? comma + 1 : NULL;
    }
    if (!text) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "columns has more than three names; expected the columns "
                      "of time, current and voltage");
}
