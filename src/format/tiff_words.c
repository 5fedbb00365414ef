/* What programs say in the description of a TIFF's first page: ImageJ in lines "key=value",
 * OME in XML, tifffile in JSON. Anything that is not as expected says nothing. */
#include "base/text.h"
#include "format/volume_tiff.h"
#include "glasscell/units.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_VALUE = 64 };

/* A unit of length as glass_units knows it, of the many spellings of micrometres and what
 * else programs write; NULL of what is none. */
static const char *words_unit(const char *unit)
{
    static const char *const micron[] = {
        "micron",    "microns",   "micrometer", "\\u00B5m",   "\\u00b5m",
        "\xc2\xb5m", "\xce\xbcm", "\xb5m",      "micrometre", "\\u03BCm",
        "&#181;m",   "&#xB5;m",   "&#956;m"};
    static const char *const known[] = {"nm", "um", "mm", "cm", "m", "pm", NULL};
    for (size_t i = 0; i < sizeof micron / sizeof *micron; i++)
        if (glass_text_same(unit, micron[i])) return "um";
    for (int i = 0; known[i]; i++)
        if (strcmp(unit, known[i]) == 0) return known[i];
    if (glass_text_same(unit, "inch") || glass_text_same(unit, "in")) return "inch";
    if (strcmp(unit, "\xc3\x85") == 0 || glass_text_starts(unit, "angstrom"))
        return "angstrom";
    return NULL;
}

/* "0.4" and "um" in metres, to the last digit; NAN of what is no length. */
static double words_length(const char *number, const char *unit)
{
    double metre, scale;
    char text[128];
    if (!unit) return NAN;
    if (strcmp(unit, "inch") == 0 || strcmp(unit, "angstrom") == 0) {
        const char *end = glass_number_read(number, &metre);
        scale = *unit == 'i' ? 0.0254 : 1e-10;
        return end && *end == 0 ? metre * scale : NAN;
    }
    snprintf(text, sizeof text, "%s %s", number, unit);
    return glass_quantity_read(text, "m", &metre) ? NAN : metre;
}

static double words_number(const char *value)
{
    double number;
    const char *end = glass_number_read(value, &number);
    return end && *end == 0 && isfinite(number) ? number : NAN;
}

static size_t words_count(const char *value)
{
    double number = words_number(value);
    return number >= 1 && number < 1e15 && number == floor(number) ? (size_t)number : 0;
}

/* The bytes up to one of `ends` as a string; 1 if they are few enough. */
static int words_copy(const char *text, const char *ends, char value[WORDS_VALUE])
{
    size_t n = strcspn(text, ends);
    if (n >= WORDS_VALUE) return 0;
    memcpy(value, text, n);
    value[n] = 0;
    return 1;
}

/* ---- ImageJ ---- */

static int words_line(const char *text, const char *key, char value[WORDS_VALUE])
{
    size_t n = strlen(key);
    for (const char *p = text; p; p = strchr(p, '\n')) {
        p += *p == '\n';
        if (strncmp(p, key, n) == 0 && p[n] == '=')
            return words_copy(p + n + 1, "\r\n", value);
        if (!*p) break;
    }
    return 0;
}

static size_t words_line_count(const char *text, const char *key)
{
    char value[WORDS_VALUE];
    return words_line(text, key, value) ? words_count(value) : 0;
}

static void words_imagej(const glass_tiff_about *about, glass_tiff_words *out)
{
    const char *text = about->description;
    char value[WORDS_VALUE];
    out->program = "ImageJ";
    out->images = words_line_count(text, "images");
    out->channels = words_line_count(text, "channels");
    out->frames = words_line_count(text, "frames");
    /* a stack whose pages ImageJ took for times is one stack all the same */
    if (out->channels <= 1 && words_line_count(text, "slices") <= 1) out->frames = 0;
    const char *unit = words_line(text, "unit", value) ? words_unit(value) : NULL;
    for (int k = 0; k < 2; k++)
        if (about->per_unit[k] > 0)
            out->voxel[k + 1] = words_length("1", unit) / about->per_unit[k];
    if (words_line(text, "spacing", value)) out->voxel[0] = words_length(value, unit);
}

/* ---- OME ---- */

static int words_attribute(const char *tag, const char *key, char value[WORDS_VALUE])
{
    size_t n = strlen(key), length = strcspn(tag, ">");
    for (const char *p = tag; (p = strstr(p, key)) && p < tag + length; p += n) {
        if (!isspace((unsigned char)p[-1])) continue;
        const char *q = p + n;
        while (isspace((unsigned char)*q)) q++;
        if (*q++ != '=') continue;
        while (isspace((unsigned char)*q)) q++;
        if (*q == '"') return words_copy(q + 1, "\"", value);
        if (*q == '\'') return words_copy(q + 1, "'", value);
    }
    return 0;
}

static void words_ome(const char *tag, glass_tiff_words *out)
{
    static const char *const size[] = {"PhysicalSizeZ", "PhysicalSizeY", "PhysicalSizeX"};
    char value[WORDS_VALUE], unit[WORDS_VALUE], key[32];
    out->program = "OME";
    if (words_attribute(tag, "SizeC", value)) out->channels = words_count(value);
    if (words_attribute(tag, "SizeT", value)) out->frames = words_count(value);
    if (words_attribute(tag, "SizeZ", value)) out->images = words_count(value);
    for (int k = 0; k < 3; k++) {
        if (!words_attribute(tag, size[k], value)) continue;
        strcat(strcpy(key, size[k]), "Unit");
        out->voxel[k] =
            words_length(value, words_attribute(tag, key, unit) ? words_unit(unit) : "um");
    }
}

/* ---- tifffile ---- */

/* "shape": [a, b, c], of which the last two are a page. */
static void words_tifffile(const glass_tiff_about *about, glass_tiff_words *out)
{
    const char *shape = strstr(about->description, "\"shape\"");
    const char *p = shape ? strchr(shape, '[') : NULL;
    size_t all = 1, page;
    if (!p || !strstr(about->description, "\"truncated\": true")) return;
    while (*p && *p != ']') {
        size_t n = strtoull(p + 1, NULL, 10);
        if (n == 0 || __builtin_mul_overflow(all, n, &all)) return;
        p++;
        p += strcspn(p, ",]");
    }
    if (__builtin_mul_overflow(about->n[1], about->n[2], &page) || page == 0) return;
    out->program = "tifffile";
    out->images = all / page;
}

void glass_tiff_words_read(const glass_tiff_about *about, glass_tiff_words *out)
{
    const char *text = about->description, *pixels;
    *out = (glass_tiff_words){.voxel = {NAN, NAN, NAN}, .program = ""};
    if (strncmp(text, "ImageJ=", 7) == 0)
        words_imagej(about, out);
    else if (strstr(text, "<OME") && (pixels = strstr(text, "<Pixels")))
        words_ome(pixels, out);
    else if (*text == '{')
        words_tifffile(about, out);
    for (int k = 0; k < 3; k++)
        if (!(out->voxel[k] > 0) || !isfinite(out->voxel[k])) out->voxel[k] = NAN;
}
