#include "base/clock.h"

#include <time.h>

static double clock_seconds(clockid_t id)
{
    struct timespec now = {0, 0};
    clock_gettime(id, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double glass_clock_process(void)
{
    return clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

double glass_clock_thread(void)
{
    return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

double glass_clock_wall(void)
{
    return clock_seconds(CLOCK_MONOTONIC);
}

char *glass_clock_utc(char out[GLASS_CLOCK_TEXT])
{
    struct tm day;
    time_t now = time(NULL);
    gmtime_r(&now, &day);
    strftime(out, GLASS_CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &day);
    return out;
}
