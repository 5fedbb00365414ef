/* Response of a sphere's surface to its flux, by M fitted poles: docs/theory/dfn.md.
 *
 * theta_s = theta_mean + sum_k q_k, dq_k/dt = -P_k D/R^2 q_k - W_k j/(R F c_max), with
 * sum W_k/P_k = 1/5 (the exact steady profile). */
#ifndef GLASSCELL_POLES_H
#define GLASSCELL_POLES_H

enum { POLES_MAX = 12 };

typedef struct poles {
    int count;
    double P[POLES_MAX]; /* [1] ascending */
    double W[POLES_MAX]; /* [1] > 0 */
    double from; /* the step response is exact to `error` from D t/R^2 = `from` on */
    double error;
} poles;

/* The fit with at least `count` poles (3..8, 10, 12). */
const poles *poles_find(int count);
/* How many poles bring the response at D t/R^2 = tau and later within the table's error. */
int poles_enough(double tau);

#endif
