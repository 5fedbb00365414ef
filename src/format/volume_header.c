#include "format/volume_header.h"
#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_MOST = 65536 };

glass_status glass_header_read(const glass_volume_place *place, char separator,
                               glass_header *out)
{
    FILE *file = fopen(place->path, "rbe");
    if (!file) return glass_fail_errno("read", place->name);
    char *text = glass_alloc(HEADER_MOST + 1);
    size_t n = text ? fread(text, 1, HEADER_MOST, file) : 0;
    fclose(file);
    if (!text) return glass_fail_memory();
    text[n] = 0;
    *out = (glass_header){text, separator, strlen(text), place};
    return GLASS_OK;
}

void glass_header_clear(glass_header *header)
{
    glass_free(header->text);
    header->text = NULL;
}

static int header_is_key(const char *line, size_t n, const char *keys)
{
    while (n && isspace((unsigned char)line[n - 1])) n--;
    for (const char *key = keys; *key;) {
        size_t length = strcspn(key, "|"), i = 0;
        while (i < length && i < n && tolower((unsigned char)line[i]) == key[i]) i++;
        if (i == length && i == n) return 1;
        key += length + (key[length] == '|');
    }
    return 0;
}

int glass_header_find(const glass_header *header, const char *keys,
                      char value[GLASS_HEADER_VALUE])
{
    const char *line = header->text, *end = header->text + header->end;
    while (line < end) {
        size_t n = strcspn(line, "\r\n");
        const char *at = memchr(line, header->separator, n);
        if (at && header_is_key(line, (size_t)(at - line), keys)) {
            const char *first = at + 1, *last = line + n;
            if (header->separator == ':' && *first == '=') first++; /* "key:=value" */
            while (first < last && isspace((unsigned char)*first)) first++;
            while (last > first && isspace((unsigned char)last[-1])) last--;
            size_t length = (size_t)(last - first);
            if (length >= GLASS_HEADER_VALUE) length = GLASS_HEADER_VALUE - 1;
            memcpy(value, first, length);
            value[length] = 0;
            return 1;
        }
        line += n + (line + n < end);
    }
    return 0;
}

int glass_header_numbers(const char *value, double *out, int most)
{
    int n = 0;
    for (const char *p = value; n < most; n++) {
        p += strspn(p, " \t,()");
        const char *end = *p ? glass_number_read(p, &out[n]) : NULL;
        if (!end || (*end && !strchr(" \t,()", *end))) break;
        p = end;
    }
    return n;
}

glass_status glass_header_refuse(const glass_header *header, const char *key,
                                 const char *came, const char *expected)
{
    return glass_fail(GLASS_E_INPUT, "%s: \"%s\": %s is expected, \"%s\" came",
                      header->place->name, key, expected, came);
}

glass_status glass_header_sizes(const glass_header *header, const char *key, size_t n[3])
{
    char value[GLASS_HEADER_VALUE] = "";
    double size[8];
    glass_header_find(header, key, value);
    int count = glass_header_numbers(value, size, 8), is_good = 1;
    while (count > 3 && size[count - 1] == 1) count--;
    for (int k = 0; k < count && is_good; k++)
        is_good = size[k] >= 1 && size[k] < 1e9 && size[k] == floor(size[k]);
    if (count < 2 || count > 3 || !is_good)
        return glass_header_refuse(header, key, value,
                                   "two or three whole numbers of voxels");
    n[0] = 1;
    for (int k = 0; k < count; k++) n[2 - k] = (size_t)size[k];
    return GLASS_OK;
}

glass_status glass_header_beside(const glass_header *header, const char *name,
                                 char path[4096])
{
    const char *own = header->place->path, *slash = strrchr(own, '/');
    int folder = slash && *name != '/' ? (int)(slash - own) + 1 : 0;
    int n = snprintf(path, 4096, "%.*s%s", folder, own, name);
    if (n > 0 && n < 4096) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT, "%s: the name of its file of voxels is too long",
                      header->place->name);
}
