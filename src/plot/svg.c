#include "plot/svg.h"

#include <stdlib.h>
#include <string.h>

enum { SVG_MOST = 256 };

/* Names that carry numbers of the process: cairo 1.16 and 1.18. */
static const char *const svg_words[] = {"surface", "image",  "source", "mask", "pattern",
                                        "linear",  "radial", "filter", NULL};

/* Length of `word` or `word-` at `at` if digits follow, else 0. */
static size_t svg_name(const char *at)
{
    for (int i = 0; svg_words[i]; i++) {
        size_t n = strlen(svg_words[i]);
        if (strncmp(at, svg_words[i], n)) continue;
        n += at[n] == '-';
        return at[n] >= '0' && at[n] <= '9' ? n : 0;
    }
    return 0;
}

/* What stands in for a number: when it came first. Beyond SVG_MOST they stay as they are. */
static long svg_number(long *known, int *n, long number)
{
    for (int i = 0; i < *n; i++)
        if (known[i] == number) return i + 1;
    if (*n == SVG_MOST) return number;
    known[*n] = number;
    return ++*n;
}

void glass_svg_renumber(glass_text *file)
{
    glass_text out = {0};
    long known[SVG_MOST];
    int n = 0;
    const char *from = file->at;
    for (const char *at = from; at && (at = strpbrk(at, "\"#"));) {
        size_t name = svg_name(++at);
        if (!name) continue;
        char *end;
        long number = strtol(at + name, &end, 10);
        glass_text_bytes(&out, from, (size_t)(at + name - from));
        glass_text_add(&out, "%ld", svg_number(known, &n, number));
        from = at = end;
    }
    if (from) glass_text_bytes(&out, from, strlen(from));
    out.has_failed |= file->has_failed;
    glass_text_clear(file);
    *file = out;
}
