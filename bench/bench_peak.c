/* How many double multiply-adds one core can do in a second: what the times of the jobs are
 * held against. Prints one JSON line. Compiled for the machine that it runs on. */
#include <stdio.h>
#include <time.h>

typedef double peak_lane __attribute__((vector_size(32)));

enum { PEAK_CHAINS = 12, PEAK_ROUNDS = 2000000 }; /* enough chains to hide the latency */

static double peak_cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double peak_run(double *sum)
{
    peak_lane x[PEAK_CHAINS];
    for (int k = 0; k < PEAK_CHAINS; k++) x[k] = (peak_lane){k, k + 0.1, k + 0.2, k + 0.3};
    const peak_lane a = {0.999999, 0.999998, 0.999997, 0.999996},
                    b = {1e-3, 2e-3, 3e-3, 4e-3};
    const double began = peak_cpu_s();
    for (int n = 0; n < PEAK_ROUNDS; n++)
        for (int k = 0; k < PEAK_CHAINS; k++) x[k] = a * x[k] + b;
    const double seconds = peak_cpu_s() - began;
    for (int k = 0; k < PEAK_CHAINS; k++) *sum += x[k][0] + x[k][1] + x[k][2] + x[k][3];
    return 2.0 * 4 * PEAK_CHAINS * PEAK_ROUNDS / seconds;
}

int main(void)
{
    double best = 0, sum = 0;
    for (int n = 0; n < 5; n++) {
        const double rate = peak_run(&sum);
        if (rate > best) best = rate;
    }
    printf("{\"job\": \"peak\", \"flops_per_s\": %.3e, \"check\": %g}\n", best, sum);
    return 0;
}
