#include "glasscell/progress.h"
#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int glass_cancel_ask(glass_cancel *cancel)
{
    return __atomic_add_fetch(&cancel->count, 1, __ATOMIC_RELAXED);
}

int glass_cancelled(void *cancel)
{
    return __atomic_load_n(&((glass_cancel *)cancel)->count, __ATOMIC_RELAXED) != 0;
}

void glass_progress_start(glass_progress *progress)
{
    double now = glass_clock_wall();
    *progress =
        (glass_progress){.began_s = now, .now_s = now, .told_s = now, .left_s = NAN};
}

int glass_progress_at(glass_progress *progress, double fraction, double period_s)
{
    double now = glass_clock_wall(), passed = now - progress->began_s;
    progress->now_s = now;
    if (fraction > progress->fraction) progress->fraction = fmin(fraction, 1);
    /* the first instants tell nothing about the rate */
    int is_known = progress->fraction > 0 && passed > 0.2;
    progress->left_s = is_known ? passed * (1 / progress->fraction - 1) : NAN;
    if (now - progress->told_s < period_s) return 0;
    progress->told_s = now;
    return 1;
}

char *glass_progress_text(const glass_progress *progress, int bar, char *out, size_t room)
{
    char left[48] = "", drawn[128] = "";
    if (bar > 100) bar = 100;
    if (bar > 0) {
        int full = (int)(progress->fraction * bar);
        drawn[0] = '[';
        memset(drawn + 1, '#', (size_t)full);
        memset(drawn + 1 + full, '-', (size_t)(bar - full));
        strcpy(drawn + 1 + bar, "] ");
    }
    if (!isnan(progress->left_s)) {
        char time[32];
        snprintf(left, sizeof left, "  %s left",
                 glass_duration_text(ceil(progress->left_s), time));
    }
    snprintf(out, room, "%s%3.0f %%%s", drawn, floor(100 * progress->fraction), left);
    return out;
}

/* Two neighbouring units, the smaller left out when it is 0. */
static char *duration_pair(double small, double per_large, const char *large,
                           const char *little, char *out)
{
    double whole = floor(small / per_large), rest = small - whole * per_large;
    if (rest > 0)
        snprintf(out, 32, "%.0f %s %.0f %s", whole, large, rest, little);
    else
        snprintf(out, 32, "%.0f %s", whole, large);
    return out;
}

char *glass_duration_text(double seconds, char *out)
{
    const char *sign = seconds < 0 ? "-" : "";
    double size = fabs(seconds);
    if (!(size < 1e12))
        snprintf(out, 32, "%g s", seconds);
    else if (size == 0)
        strcpy(out, "0 s");
    else if (size < 0.9995e-3)
        snprintf(out, 32, "%s%.3g us", sign, size * 1e6);
    else if (size < 0.9995)
        snprintf(out, 32, "%s%.3g ms", sign, size * 1e3);
    else if (size < 59.95)
        snprintf(out, 32, "%s%.3g s", sign, size);
    else if (size < 3599.5)
        return duration_pair(round(size), 60, "min", "s", out);
    else if (size < 86370)
        return duration_pair(round(size / 60), 60, "h", "min", out);
    else
        return duration_pair(round(size / 3600), 24, "d", "h", out);
    return out;
}
