#include "base/text.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static int text_make_room(glass_text *text, size_t more)
{
    size_t need = text->length + more + 1;
    if (need <= text->room) return 1;
    size_t room = need + need / 2 + 64;
    char *at = text->has_failed ? NULL : glass_realloc(text->at, room);
    if (!at) {
        text->has_failed = 1;
        return 0;
    }
    text->at = at;
    text->room = room;
    return 1;
}

void glass_text_bytes(glass_text *text, const char *bytes, size_t n)
{
    if (!text_make_room(text, n)) return;
    memcpy(text->at + text->length, bytes, n);
    text->length += n;
    text->at[text->length] = 0;
}

void glass_text_add(glass_text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0 || !text_make_room(text, (size_t)n)) return;
    va_start(args, format);
    vsnprintf(text->at + text->length, (size_t)n + 1, format, args);
    va_end(args);
    text->length += (size_t)n;
}

void glass_text_number(glass_text *text, double value)
{
    char digits[32];
    glass_text_add(text, "%s", glass_number_write(value, digits));
}

void glass_text_clear(glass_text *text)
{
    glass_free(text->at);
    *text = (glass_text){0};
}

char *glass_text_take(glass_text *text)
{
    char *at = text->at;
    if (text->has_failed || !at) {
        int failed = text->has_failed;
        glass_text_clear(text);
        return failed ? NULL : glass_strdup("");
    }
    *text = (glass_text){0};
    return at;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

int glass_text_same(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) a++, b++;
    return lower(*a) == lower(*b);
}

int glass_text_starts(const char *text, const char *beginning)
{
    while (*beginning && lower(*text) == lower(*beginning)) text++, beginning++;
    return *beginning == 0;
}

int glass_text_distance(const char *a, const char *b)
{
    enum { LONGEST = 96 };
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    int row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++) row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int best = corner + (lower(a[i - 1]) != lower(b[j - 1]));
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

const char *glass_text_nearest(const char *word, const char *const *words)
{
    const char *best = NULL;
    int near = (int)strlen(word) / 3 + 1; /* a third of the letters may be wrong */
    for (; *words; words++) {
        int d = glass_text_distance(word, *words);
        if (d <= near) near = d - 1, best = *words;
    }
    return best;
}
