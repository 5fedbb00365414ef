/* What a user says of a volume in words: its part, its voxel, its shape, its type. */
#include "base/memory.h"
#include "base/text.h"
#include "format/volume_format.h"
#include "glasscell/units.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The k-th of the places between commas, without blanks around it; its length. */
static size_t hints_place(const char *text, int k, const char **out)
{
    for (; k && *text; k--) {
        text += strcspn(text, ",");
        text += *text == ',';
    }
    while (isspace((unsigned char)*text)) text++;
    size_t n = strcspn(text, ",");
    while (n && isspace((unsigned char)text[n - 1])) n--;
    *out = text;
    return n;
}

static int hints_places(const char *text)
{
    int n = 1;
    for (; *text; text++) n += *text == ',';
    return n;
}

/* A whole number at `*text`, which moves behind it; 0 when there is none. */
static int hints_whole(const char **text, const char *end, size_t *out)
{
    size_t value = 0;
    const char *p = *text;
    while (p < end && isspace((unsigned char)*p)) p++;
    if (p >= end || !isdigit((unsigned char)*p)) return 0;
    for (; p < end && isdigit((unsigned char)*p); p++)
        if (__builtin_mul_overflow(value, (size_t)10, &value) ||
            __builtin_add_overflow(value, (size_t)(*p - '0'), &value))
            return 0;
    while (p < end && isspace((unsigned char)*p)) p++;
    *text = p;
    *out = value;
    return 1;
}

/* ---- crop ---- */

/* "8:64", ":64", "8:", ":" or "" of an axis of n voxels. */
static int hints_range(const char *text, size_t length, size_t n, size_t *from, size_t *to)
{
    const char *end = text + length;
    *from = 0;
    *to = n;
    if (length == 0) return 1;
    if (*text != ':' && !hints_whole(&text, end, from)) return 0;
    if (text >= end || *text++ != ':') return 0;
    if (text < end && !hints_whole(&text, end, to)) return 0;
    return text == end;
}

glass_status glass_volume_read_crop(const char *crop, const size_t n[3], size_t from[3],
                                    size_t to[3])
{
    if (!crop) crop = ",,";
    if (hints_places(crop) != 3)
        return glass_fail(
            GLASS_E_INPUT,
            "crop: three ranges are expected, one per axis (\"0:64,0:64,0:128\""
            "; an empty place is the whole axis), \"%s\" came",
            crop);
    for (int k = 0; k < 3; k++) {
        const char *place;
        size_t length = hints_place(crop, k, &place);
        if (!hints_range(place, length, n[k], &from[k], &to[k]))
            return glass_fail(
                GLASS_E_INPUT,
                "crop: a range is \"first:end\" in whole voxels, \"%.*s\" came",
                (int)length, place);
        if (from[k] >= to[k] || to[k] > n[k])
            return glass_fail(GLASS_E_INPUT,
                              "crop: axis %d of this volume has the voxels 0:%zu; \"%.*s\" "
                              "%s",
                              k, n[k], (int)length, place,
                              from[k] >= to[k] && to[k] <= n[k] ? "is empty"
                                                                : "goes beyond them");
    }
    return GLASS_OK;
}

/* ---- voxel ---- */

static glass_status hints_voxel_refused(const char *text)
{
    return glass_fail(
        GLASS_E_INPUT,
        "voxel: the edge with its unit is expected (\"390.6 nm\", or for axes "
        "0, 1, 2 \"1,0.4,0.4 um\"), \"%s\" came",
        text);
}

/* Whether a place is a number; where its unit begins, which may be nowhere. */
static const char *hints_unit(const char *place, size_t length)
{
    double value;
    const char *after = glass_number_read(place, &value);
    if (!after || after > place + length) return NULL;
    while (after < place + length && isspace((unsigned char)*after)) after++;
    return after;
}

/* The k-th edge, with the unit of the last one when it has none of its own. */
static glass_status hints_edge(const char *text, int k, int n, double *edge)
{
    char quantity[64];
    const char *place, *last;
    size_t length = hints_place(text, k, &place),
           last_length = hints_place(text, n - 1, &last);
    const char *unit = hints_unit(place, length), *other = hints_unit(last, last_length);
    if (!unit || !other) return hints_voxel_refused(text);
    size_t own = (size_t)(place + length - unit);
    if (own == 0 && other == last + last_length) return hints_voxel_refused(text);
    const char *end = unit;
    while (end > place && isspace((unsigned char)end[-1])) end--;
    snprintf(quantity, sizeof quantity, "%.*s %.*s", (int)(end - place), place,
             own ? (int)own : (int)(last + last_length - other), own ? unit : other);
    glass_status status = glass_quantity_read(quantity, "m", edge);
    if (status) return glass_fail_in(status, "voxel");
    if (*edge > 0 && isfinite(*edge)) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT, "voxel: the edge must be larger than 0, \"%s\" came",
                      text);
}

glass_status glass_volume_read_voxel(const char *text, double voxel[3])
{
    int n = hints_places(text);
    double edge[3];
    if (n != 1 && n != 3) return hints_voxel_refused(text);
    for (int k = 0; k < n; k++) {
        glass_status status = hints_edge(text, k, n, &edge[k]);
        if (status) return status;
    }
    for (int k = 0; k < 3; k++) voxel[k] = edge[n == 1 ? 0 : k];
    return GLASS_OK;
}

/* ---- shape and type of raw bytes ---- */

glass_status glass_volume_read_shape(const char *text, size_t n[3])
{
    size_t got[3] = {1, 1, 1};
    int places = hints_places(text), is_good = places == 2 || places == 3;
    for (int k = 0; k < places && is_good; k++) {
        const char *place;
        size_t length = hints_place(text, k, &place);
        const char *at = place;
        size_t *to = &got[3 - places + k];
        is_good = hints_whole(&at, place + length, to) && at == place + length && *to > 0;
    }
    size_t all;
    if (!is_good || __builtin_mul_overflow(got[0], got[1], &all) ||
        __builtin_mul_overflow(all, got[2], &all) || all > (size_t)1 << 56)
        return glass_fail(GLASS_E_INPUT,
                          "shape: whole numbers of voxels along axes 0, 1, 2 are expected "
                          "(\"128,256,256\"; of one slice \"256,256\"), \"%s\" came",
                          text);
    memcpy(n, got, sizeof got);
    return GLASS_OK;
}

/* The kind of "u", "i" with so many bits; -1 when there is none. */
static int hints_kind(int is_signed, long bits)
{
    switch (bits) {
    case 8: return GLASS_VOXEL_U8 + is_signed;
    case 16: return GLASS_VOXEL_U16 + is_signed;
    case 32: return GLASS_VOXEL_U32 + is_signed;
    case 64: return GLASS_VOXEL_U64 + is_signed;
    default: return -1;
    }
}

static glass_status hints_type_refused(const char *text)
{
    return glass_fail(
        GLASS_E_INPUT,
        "type: u8, i8, u16, i16, u32, i32, u64 or i64 is expected, with \"be\" "
        "behind it when the largest byte comes first; \"%s\" came",
        text);
}

glass_status glass_volume_read_type(const char *text, glass_voxel_kind *kind,
                                    int *is_swapped)
{
    const char *p = text;
    char *end;
    int is_big = *p == '>', is_short = strchr("<>|=", *p) != NULL && *p; /* numpy's "<u2" */
    p += is_short;
    int is_float = *p == 'f' || *p == 'd', is_signed = *p == 'i' || *p == 's';
    if (glass_text_starts(p, "float") || glass_text_starts(p, "double") || is_float)
        return glass_fail(
            GLASS_E_INPUT,
            "type: \"%s\" is a floating-point type, labels are whole numbers; "
            "segment the image first, or save it with a whole-number type",
            text);
    if (!is_signed && *p != 'u') return hints_type_refused(text);
    p += glass_text_starts(p, "uint") ? 4 : glass_text_starts(p, "int") ? 3 : 1;
    long bits = strtol(p, &end, 10);
    int found = end == p ? -1 : hints_kind(is_signed, is_short ? bits * 8 : bits);
    if (glass_text_same(end, "be")) is_big = 1;
    if (*text == '=') is_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    if (found < 0 || (*end && !glass_text_same(end, "be") && !glass_text_same(end, "le")))
        return hints_type_refused(text);
    *kind = (glass_voxel_kind)found;
    *is_swapped = is_big != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
    return GLASS_OK;
}
