#include "base/text.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static int text_make_room(glass_text *text, size_t more)
{
    if (text->has_failed) return 0;
    size_t need = text->length + more + 1;
    if (need <= text->room) return 1;
    size_t room = need + need / 2 + 64;
    char *at = need > more && room > need ? glass_realloc(text->at, room) : NULL;
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
    if (!text_make_room(text, 64)) return; /* enough for most: printed once */
    va_list args;
    va_start(args, format);
    size_t room = text->room - text->length;
    int n = vsnprintf(text->at + text->length, room, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n >= room) {
        text->at[text->length] = 0;
        if (!text_make_room(text, (size_t)n)) return;
        va_start(args, format);
        vsnprintf(text->at + text->length, (size_t)n + 1, format, args);
        va_end(args);
    }
    if (n > 0) text->length += (size_t)n;
}

void glass_text_number(glass_text *text, double value)
{
    char digits[32];
    glass_number_write(value, digits);
    glass_text_bytes(text, digits, strlen(digits));
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

/* Edits of one letter, and swaps of two neighbours, which count as one: the three last rows
 * of the table suffice (Damerau, 1964, doi:10.1145/363958.363994). */
int glass_text_distance(const char *a, const char *b)
{
    enum { LONGEST = 96 };
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    int rows[3][LONGEST + 1], *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++) row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *oldest = before;
        before = last, last = row, row = oldest;
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            char x = lower(a[i - 1]), y = lower(b[j - 1]);
            int best = last[j - 1] + (x != y);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && y == lower(a[i - 2]) &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

int glass_text_near(const char *word)
{
    int letters = (int)strlen(word);
    return letters < 2 ? 0 : letters < 6 ? 1 : letters < 30 ? letters / 3 : 10;
}

const char *glass_text_nearest(const char *word, const char *const *words)
{
    const char *best = NULL;
    int near = glass_text_near(word);
    for (; *words; words++) {
        int d = glass_text_distance(word, *words);
        if (d <= near) near = d - 1, best = *words;
    }
    return best;
}
