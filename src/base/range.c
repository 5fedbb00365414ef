#include "glasscell/range.h"
#include "glasscell/units.h"
#include "base/fail.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RANGE_LONGEST = 200 };

glass_range glass_range_at(double value)
{
    return (glass_range){value, value, value};
}

int glass_range_is_known(glass_range range)
{
    return !isnan(range.value);
}

int glass_range_is_wide(glass_range range)
{
    return range.low < range.high;
}

/* The dots between two ends: "..." or the one sign. Their length, 0 if there are none. */
static size_t range_dots(const char *text, const char **at)
{
    const char *sign = "\xe2\x80\xa6", *plain = strstr(text, "...");
    *at = plain ? plain : strstr(text, sign);
    return *at ? 3 : 0;
}

/* What stands behind the number at the end of the text: its unit. */
static const char *range_unit(const char *text)
{
    double ignored;
    const char *number = text + strspn(text, " \t");
    const char *end = glass_number_read(number, &ignored);
    return end ? end + strspn(end, " \t") : "";
}

/* One end, with the unit of the last when it has none of its own. */
static glass_status range_end(const char *from, size_t n, const char *unit,
                              const char *wanted, double *out)
{
    char text[2 * RANGE_LONGEST];
    snprintf(text, sizeof text, "%.*s", (int)n, from);
    if (!*range_unit(text)) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, " %s", unit);
    }
    return glass_quantity_read(text, wanted, out);
}

static glass_status range_finish(const char *text, const double *end, int count,
                                 glass_range *out)
{
    double low = end[0], high = end[count - 1];
    double middle = low > 0 ? sqrt(low) * sqrt(high) : low / 2 + high / 2;
    if (count == 3)
        middle = end[1];
    else if (low <= high) /* roots round */
        middle = middle < low ? low : middle > high ? high : middle;
    if (!(low <= middle && middle <= high))
        return glass_fail(GLASS_E_INPUT,
                          "\"%s\": the ends of a range are written from low to high, as in "
                          "\"1e-16...1e-13\"",
                          text);
    *out = (glass_range){middle, low, high};
    return GLASS_OK;
}

glass_status glass_range_read(const char *text, const char *wanted, glass_range *out)
{
    const char *part[3] = {text, NULL, NULL}, *dots;
    size_t n, length[3] = {0};
    int count = 1;
    if (strlen(text) >= RANGE_LONGEST)
        return glass_fail(GLASS_E_INPUT, "\"%.40s...\" is too long for a range", text);
    while ((n = range_dots(part[count - 1], &dots)) > 0) {
        if (count == 3)
            return glass_fail(GLASS_E_INPUT,
                              "\"%s\": a range is LOW...HIGH or "
                              "LOW...VALUE...HIGH",
                              text);
        length[count - 1] = (size_t)(dots - part[count - 1]);
        part[count++] = dots + n;
    }
    length[count - 1] = strlen(part[count - 1]);
    double end[3];
    glass_status status = GLASS_OK;
    const char *unit = range_unit(part[count - 1]);
    for (int i = 0; !status && i < count; i++)
        status = count == 1 ? glass_quantity_read(text, wanted, end)
                            : range_end(part[i], length[i], unit, wanted, &end[i]);
    return status ? status : range_finish(text, end, count, out);
}
