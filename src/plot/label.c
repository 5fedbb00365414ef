#include "plot/label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* One stretch of text in one face, size and height. */
typedef struct label_run {
    char text[GLASS_LABEL_MAX];
    double size, rise;
    glass_face face;
} label_run;

/* Takes the next run from markup; NULL at the end. Groups do not nest. */
static const char *label_next(const char *markup, double size, glass_face face,
                              label_run *run)
{
    if (!*markup) return NULL;
    *run = (label_run){.size = size, .face = face};
    size_t n = 0;
    int is_group = strchr("^_~", *markup) && markup[1] == '{';
    if (is_group) {
        if (*markup == '~') run->face = GLASS_FACE_OBLIQUE;
        if (*markup != '~') run->size = 0.72 * size;
        if (*markup == '^') run->rise = 0.36 * size;
        if (*markup == '_') run->rise = -0.16 * size;
        markup += 2;
    }
    while (*markup && n + 1 < sizeof run->text) {
        if (is_group && *markup == '}') break;
        if (!is_group && n && strchr("^_~", *markup) && markup[1] == '{') break;
        run->text[n++] = *markup++;
    }
    return markup + (is_group && *markup == '}');
}

double glass_label_width(const glass_type *type, const char *markup, double size,
                         glass_face face)
{
    double width = 0;
    label_run run;
    while ((markup = label_next(markup, size, face, &run)))
        if (*run.text) width += type->width(type->self, run.text, run.size, run.face);
    return width;
}

void glass_label_draw(glass_drawing *drawing, const glass_type *type, const char *markup,
                      glass_point at, const glass_label_style *style)
{
    double along =
        -style->align * glass_label_width(type, markup, style->size, style->face);
    double angle = style->is_upright ? -M_PI / 2 : 0;
    label_run run;
    while ((markup = label_next(markup, style->size, style->face, &run))) {
        if (!*run.text) continue;
        glass_point place = style->is_upright
                                ? (glass_point){at.x - run.rise, at.y - along}
                                : (glass_point){at.x + along, at.y - run.rise};
        glass_drawing_text(drawing, place, run.text, run.size, run.face, angle,
                           style->colour);
        along += type->width(type->self, run.text, run.size, run.face);
    }
}

/* Bytes of the UTF-8 character at `s`, 0 when it is none. */
static int label_utf8(const unsigned char *s)
{
    int n = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : 0;
    if ((s[0] & 0xf0) == 0xe0) n = 3;
    if (s[0] >= 0xf0 && s[0] < 0xf5) n = 4;
    for (int i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    if (n == 3 && ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)))
        return 0;
    if (n == 4 && ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)))
        return 0;
    return n;
}

void glass_label_plain(const char *text, char *out)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = 0;
    while (*s) {
        int bytes = label_utf8(s), wide = bytes ? bytes : 3;
        if (n + (size_t)wide + 4 > GLASS_LABEL_MAX) {
            memcpy(out + n, "…", 3);
            n += 3;
            break;
        }
        if (!bytes)
            memcpy(out + n, "\xef\xbf\xbd", 3);
        else if (*s < 0x20 || *s == 0x7f)
            out[n] = ' ';
        else
            memcpy(out + n, s, (size_t)bytes);
        n += (size_t)wide;
        /* An opened brace alone makes markup of ^ _ ~: keep the two apart, invisibly. */
        if (strchr("^_~", *s) && s[1] == '{' && n + 7 < GLASS_LABEL_MAX) {
            memcpy(out + n, "\xe2\x80\x8b", 3);
            n += 3;
        }
        s += bytes ? bytes : 1;
    }
    out[n] = 0;
}

void glass_label_fit(const glass_type *type, char *text, double size, glass_face face,
                     double width)
{
    size_t n = strlen(text);
    if (glass_label_width(type, text, size, face) <= width) return;
    while (n > 0) {
        do n--;
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80);
        while (n > 0 && text[n - 1] == ' ') n--;
        if (n + 4 > GLASS_LABEL_MAX) continue;
        memcpy(text + n, "…", 4);
        if (glass_label_width(type, text, size, face) <= width) return;
    }
    text[0] = 0;
}

/* Appends what fits. */
static void label_append(char *out, const char *text)
{
    size_t n = strlen(out), more = strlen(text);
    if (n + more < GLASS_LABEL_MAX) memcpy(out + n, text, more + 1);
}

typedef struct label_word {
    const char *word, *print;
} label_word;

static const label_word label_words[] = {
    {"degC", "°C"}, {"um", "µm"}, {"Ah", "A h"}, {"mAh", "mA h"},
    {"Wh", "W h"},  {"Ohm", "Ω"}, {"ohm", "Ω"},  {"mOhm", "mΩ"},
    {"uV", "µV"},   {"uA", "µA"}, {NULL, NULL},
};

/* One factor of a unit: letters and an exponent. Returns its end. */
static const char *label_factor(const char *unit, int is_under, char *out)
{
    char word[32] = "", power[40];
    size_t n = strcspn(unit, "-+0123456789. */^"), digits = 0;
    if (n == 0 && *unit) n = 1;
    snprintf(word, sizeof word, "%.*s", (int)n, unit);
    for (const label_word *w = label_words; w->word; w++)
        if (!strcmp(w->word, word)) snprintf(word, sizeof word, "%s", w->print);
    unit += n;
    unit += *unit == '^';
    int is_negative = *unit == '-';
    unit += *unit == '-' || *unit == '+';
    digits = strspn(unit, "0123456789");
    int is_minus = is_negative != is_under;
    label_append(out, word);
    if (digits)
        snprintf(power, sizeof power, "^{%s%.*s}", is_minus ? "−" : "",
                 digits > 8 ? 8 : (int)digits, unit);
    else
        snprintf(power, sizeof power, "%s", is_minus ? "^{−1}" : "");
    label_append(out, power);
    return unit + digits;
}

void glass_label_unit(const char *unit, char *out)
{
    char clean[GLASS_LABEL_MAX];
    int is_under = 0;
    out[0] = 0;
    if (!unit || !strcmp(unit, "1")) return;
    glass_label_plain(unit, clean);
    for (const char *s = clean; *s;) {
        if (*s == '/') is_under = 1;
        if (strchr(". */^", *s)) {
            s++;
            continue;
        }
        if (*out) label_append(out, " ");
        s = label_factor(s, is_under, out);
    }
}

void glass_label_name(const char *label, char *out)
{
    glass_label_plain(label, out);
    char *unit = strstr(out, " / ");
    if (unit) *unit = 0;
    for (char *s = out; (s = strchr(s, ' '));) {
        s++;
        int is_word = s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z';
        if (is_word) *s = (char)(*s - 'A' + 'a');
    }
}

const char *glass_label_quantity(const char *unit)
{
    static const label_word quantities[] = {
        {"V", "Voltage"},      {"A", "Current"},      {"degC", "Temperature"},
        {"K", "Temperature"},  {"W", "Power"},        {"Ah", "Capacity"},
        {"A.h", "Capacity"},   {"Wh", "Energy"},      {"W.h", "Energy"},
        {"Ohm", "Resistance"}, {"ohm", "Resistance"}, {"%", "Share"},
        {NULL, NULL},
    };
    for (const label_word *q = quantities; q->word; q++)
        if (!strcmp(q->word, unit)) return q->print;
    return "";
}

static int label_has_word(const char *label, const char *word, size_t n)
{
    for (; *label; label += strspn(label, " ")) {
        size_t length = strcspn(label, " ");
        if (length == n && !strncasecmp(label, word, n)) return 1;
        label += length;
    }
    return 0;
}

void glass_label_common(const char *const *labels, int n, char *out)
{
    out[0] = 0;
    for (const char *word = n ? labels[0] : ""; *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        int is_common = length > 2;
        for (int i = 1; i < n; i++) is_common &= label_has_word(labels[i], word, length);
        if (is_common) snprintf(out, GLASS_LABEL_MAX, "%.*s", (int)length, word);
        word += length;
    }
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 'a' + 'A');
}

double glass_label_prefix(const char *unit, double largest, char *out)
{
    static const char *const takes[] = {"V",  "A",   "W",  "s",   "m",
                                        "Ah", "A.h", "Wh", "Ohm", NULL};
    snprintf(out, GLASS_LABEL_MAX, "%s", unit ? unit : "1");
    if (!unit || !(largest > 0)) return 1;
    for (int i = 0; takes[i]; i++) {
        if (strcmp(takes[i], unit)) continue;
        double factor = largest >= 0.5      ? 1
                        : largest >= 0.5e-3 ? 1e3
                        : largest >= 0.5e-6 ? 1e6
                                            : 1e9;
        const char *prefix = factor < 2     ? ""
                             : factor < 2e3 ? "m"
                             : factor < 2e6 ? "µ"
                                            : "n";
        snprintf(out, GLASS_LABEL_MAX, "%s%s", prefix, unit);
        return factor;
    }
    return 1;
}

void glass_label_number(double value, int decimals, char *out)
{
    char digits[32];
    double scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    long long whole = llround(fabs(value) * scale);
    /* at least one digit before the point; the point is the same in every locale */
    int n =
        snprintf(digits, sizeof digits, "%0*lld", decimals < 20 ? decimals + 1 : 20, whole);
    const char *sign = value < 0 && whole ? "−" : "";
    snprintf(out, 32, "%s%.*s%s%s", sign, n - decimals, digits, decimals > 0 ? "." : "",
             digits + n - decimals);
}

void glass_label_significant(double value, int digits, char *out)
{
    double size = fabs(value);
    if (!isfinite(value)) {
        snprintf(out, 32, "—");
        return;
    }
    int decade = size > 0 ? (int)floor(log10(size)) : 0;
    if (size > 0 && size / pow(10, decade - digits + 1) >= pow(10, digits) - 0.5) decade++;
    int decimals = digits - 1 - decade;
    if (decimals > 12 || decade > 12) {
        snprintf(out, 32, "%.*e", digits - 1, value);
        return;
    }
    glass_label_number(value, decimals > 0 ? decimals : 0, out);
}
