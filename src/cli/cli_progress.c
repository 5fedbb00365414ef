/* How far a run is, and how it is asked to end. */
#include "cli/cli.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The one thing that a signal may touch. */
static volatile sig_atomic_t progress_is_cancelled;

static void progress_signal(int number)
{
    progress_is_cancelled = 1;
    signal(number, SIG_DFL); /* asked twice: now */
}

void cli_cancel_listen(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = progress_signal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int cli_cancelled(void *context)
{
    (void)context;
    return progress_is_cancelled;
}

static double progress_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void cli_progress_begin(cli_progress *progress, int is_quiet)
{
    double now = progress_now();
    *progress = (cli_progress){now, now, is_quiet, isatty(2), 0};
}

static void progress_bar(double fraction, const char *at, const char *left)
{
    enum { WIDTH = 32 };
    char bar[WIDTH + 1];
    int done = (int)(fraction * WIDTH);
    for (int i = 0; i < WIDTH; i++) bar[i] = i < done ? '=' : i == done ? '>' : ' ';
    bar[WIDTH] = 0;
    fprintf(stderr, "\r\033[K[%s] %3.0f %%%s, %s left", bar, 100 * fraction, at, left);
}

void cli_progress_show(void *context, double fraction, double time_s)
{
    cli_progress *progress = context;
    if (progress->is_quiet) return;
    double now = progress_now();
    /* a terminal is refreshed ten times a second; a log gets a line in ten seconds */
    if (now - progress->shown < (progress->is_terminal ? 0.1 : 10)) return;
    char at[64] = "", simulated[48], left[48];
    if (!(fraction > 0)) fraction = 0;
    if (fraction > 1) fraction = 1;
    if (time_s == time_s) /* many cells have no one time */
        snprintf(at, sizeof at, ", at %s", cli_duration(time_s, simulated));
    double rest = (now - progress->started) * (1 - fraction) / fraction;
    cli_duration(fraction > 0 ? ceil(rest) : NAN, left);
    progress->shown = now;
    if (progress->is_terminal)
        progress_bar(fraction, at, left);
    else
        fprintf(stderr, "glasscell: %.0f %%%s, %s left\n", 100 * fraction, at, left);
    progress->is_drawn = 1;
    fflush(stderr);
}

void cli_progress_end(cli_progress *progress)
{
    if (progress->is_drawn && progress->is_terminal) fputs("\r\033[K", stderr);
    progress->is_drawn = 0;
}
