/* What an expression costs beside the function written by hand (bench/law_twin_width.c), at
 * every width: both called through a pointer for value and derivative, in turn within one
 * run, so that a busy machine slows both. Prints the median ratio of many pairs; one JSON
 * line per law, width and number of points.
 *
 *     bench_law            prints
 *     bench_law --check    also fails when a ratio is above 2 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cpu.h"
#include "glasscell/law.h"
#include "law_twin.h"
#include "numerics/law_width.h"

enum { BENCH_POINTS = 256, BENCH_PAIRS = 41 };

static const law_twin *const bench_twins[] = GLASS_WIDTH_TABLE(law_twins);
static law_width_function *const bench_eval[] = GLASS_WIDTH_TABLE(law_width_eval);

typedef struct bench_arrays {
    _Alignas(64) double x[BENCH_POINTS], y[BENCH_POINTS], dy[BENCH_POINTS];
} bench_arrays;

static double bench_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static int bench_by_size(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

static double bench_median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, bench_by_size);
    return values[n / 2];
}

static double bench_twin_ns(const law_twin *t, size_t n, int rounds, bench_arrays *a)
{
    double began = bench_now_ns();
    for (int k = 0; k < rounds; k++) t->twin(n, a->x, a->y, a->dy);
    return (bench_now_ns() - began) / rounds;
}

static double bench_law_ns(law_width_function *eval, const law_program *p, size_t n,
                           int rounds, bench_arrays *a)
{
    double began = bench_now_ns();
    for (int k = 0; k < rounds; k++) eval(p, n, a->x, a->y, a->dy);
    return (bench_now_ns() - began) / rounds;
}

/* One law at one width with n points; returns the median ratio. */
static double bench_pair(const law_twin *t, const glass_law *law, int width, size_t n)
{
    static bench_arrays a;
    double ratio[BENCH_PAIRS], twin[BENCH_PAIRS], ours[BENCH_PAIRS];
    const law_program *p = glass_law_program(law);
    int rounds = (int)(40000 / n);
    for (size_t i = 0; i < n; i++)
        a.x[i] = t->from + (t->to - t->from) * (double)((7 * i) % n) / (double)n;
    for (int k = 0; k < BENCH_PAIRS; k++) {
        twin[k] = bench_twin_ns(t, n, rounds, &a);
        ours[k] = bench_law_ns(bench_eval[width], p, n, rounds, &a);
        ratio[k] = ours[k] / twin[k];
    }
    double median = bench_median(ratio, BENCH_PAIRS);
    printf("{\"job\": \"law\", \"law\": \"%s\", \"width\": \"%s\", \"points\": %zu, "
           "\"hand_ns\": %.1f, \"law_ns\": %.1f, \"ratio\": %.2f}\n",
           t->name, glass_cpu_name((glass_cpu)width), n, bench_median(twin, BENCH_PAIRS),
           bench_median(ours, BENCH_PAIRS), median);
    return median;
}

int main(int argc, char **argv)
{
    static const size_t points[] = {16, 64, 256};
    int is_check = argc > 1 && !strcmp(argv[1], "--check"), is_slow = 0;
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        for (const law_twin *t = bench_twins[w]; t->name; t++) {
            glass_law *law = NULL;
            if (glass_law_expression(t->expression, &law) != GLASS_OK) {
                fprintf(stderr, "%s: %s\n", t->name, glass_words());
                return 2;
            }
            for (int k = 0; k < 3; k++) is_slow |= bench_pair(t, law, w, points[k]) > 2;
            glass_law_free(law);
        }
    }
    return is_check && is_slow;
}
