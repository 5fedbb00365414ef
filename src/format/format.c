/* The table of formats, and who bids highest. */
#include "format/format.h"
#include "base/text.h"

#include <string.h>

static const glass_format *const format_all[] = {
#define GLASS_FORMAT(name) &glass_format_##name,
#include "format/list.h"
#undef GLASS_FORMAT
};

int glass_formats(const glass_format *const **out)
{
    *out = format_all;
    return (int)(sizeof format_all / sizeof *format_all);
}

const glass_format *glass_format_of_bytes(const char *bytes, size_t n, const char *path)
{
    const glass_format *best = NULL;
    int highest = GLASS_BID_NO;
    for (size_t i = 0; i < sizeof format_all / sizeof *format_all; i++) {
        int bid = format_all[i]->bid(bytes, n, path);
        if (bid > highest) highest = bid, best = format_all[i];
    }
    return best;
}

int glass_format_ends(const char *path, const char *endings)
{
    size_t length = strlen(path);
    while (*endings) {
        size_t n = strcspn(endings, " ");
        char ending[32];
        if (n < sizeof ending && n < length) {
            memcpy(ending, endings, n);
            ending[n] = 0;
            if (glass_text_same(path + length - n, ending)) return 1;
        }
        endings += n + strspn(endings + n, " ");
    }
    return 0;
}

const glass_format *glass_format_of_name(const char *name)
{
    for (size_t i = 0; i < sizeof format_all / sizeof *format_all; i++)
        if (glass_text_same(format_all[i]->name, name) ||
            glass_format_ends(name, format_all[i]->endings))
            return format_all[i];
    return NULL;
}
