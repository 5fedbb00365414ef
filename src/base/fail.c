#include "base/fail.h"
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Words must survive the lack of memory, so they live in a fixed place per thread. */
static _Thread_local char fail_words[4096];

/* What did not fit was cut off, perhaps within a letter: UTF-8 stays whole. */
static void fail_trim(char *words, size_t room)
{
    size_t n = strlen(words), start = n;
    if (n + 1 < room) return;
    while (start && ((unsigned char)words[start - 1] & 0xc0) == 0x80) start--;
    if (!start) return;
    unsigned char lead = (unsigned char)words[start - 1];
    size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (start - 1 + length > n) words[start - 1] = 0;
}

const char *glass_words(void)
{
    return fail_words;
}

int glass_exit_code(glass_status status)
{
    switch (status) {
    case GLASS_OK: return 0;
    case GLASS_E_NUMERICS: return 3;
    case GLASS_E_CANCELLED: return 130;
    default: return 2;
    }
}

glass_status glass_fail(glass_status status, const char *format, ...)
{
    char words[sizeof fail_words]; /* the arguments may point into the old words */
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    fail_trim(words, sizeof words);
    memcpy(fail_words, words, strlen(words) + 1);
    return status;
}

glass_status glass_fail_at(const char *file, int line, int column, const char *format, ...)
{
    char words[sizeof fail_words], place[512];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (line > 0 && column > 0)
        snprintf(place, sizeof place, "%s:%d:%d", file, line, column);
    else if (line > 0)
        snprintf(place, sizeof place, "%s:%d", file, line);
    else
        snprintf(place, sizeof place, "%s", file);
    return glass_fail(GLASS_E_INPUT, "%s: %s", place, words);
}

glass_status glass_fail_in(glass_status status, const char *format, ...)
{
    char prefix[512];
    va_list args;
    va_start(args, format);
    vsnprintf(prefix, sizeof prefix, format, args);
    va_end(args);
    return glass_fail(status, "%s: %s", prefix, fail_words);
}

glass_status glass_fail_errno(const char *what, const char *path)
{
    return glass_fail(GLASS_E_SYSTEM, "%s: cannot %s: %s", path, what, strerror(errno));
}

glass_status glass_fail_memory(void)
{
    return glass_fail(GLASS_E_MEMORY, "out of memory");
}

void glass_note_add(glass_notes *notes, int is_error, const char *place, const char *format,
                    ...)
{
    if (!notes) return;
    char words[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    fail_trim(words, sizeof words);
    glass_note *at =
        glass_realloc(notes->at, (size_t)(notes->count + 1) * sizeof *notes->at);
    if (!at) return;
    notes->at = at;
    glass_note note = {glass_strdup(place ? place : ""), glass_strdup(words), is_error};
    if (!note.place || !note.text) {
        glass_free(note.place);
        glass_free(note.text);
        return;
    }
    at[notes->count++] = note;
    notes->errors += is_error != 0;
}

void glass_notes_clear(glass_notes *notes)
{
    if (!notes) return;
    for (int i = 0; i < notes->count; i++) {
        glass_free(notes->at[i].place);
        glass_free(notes->at[i].text);
    }
    glass_free(notes->at);
    *notes = (glass_notes){0};
}
