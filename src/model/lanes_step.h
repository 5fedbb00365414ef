/* What every engine does with a state in time, whatever its physics: stages of a Rosenbrock
 * step, accept and undo, dense output. Included after `struct engine` is known; it uses its
 * members by, size, tail, y, y_old, y_new, U, dense2, dense3, stage_y, h,
 * V_begin, dV and ctl_*. */
#ifndef GLASSCELL_LANES_STEP_H
#define GLASSCELL_LANES_STEP_H

#include "model/lanes.h"
#include "model/rosenbrock.h"

/* Y_i and z_i = sum C_ij/h U_j; the current of the stage where it is given. */
static void lanes_stage_state(engine *E, int i, double *z)
{
    const double *A = E->by->A[i], *C = E->by->C[i];
    lane8 inv;
    for (int l = 0; l < LANES; l++) inv.at[l] = 1 / E->h.at[l];
    for (size_t k = 0; k < E->size; k += VD) {
        vd Y = v_load(E->y + k), Z = v_set(0.0);
        for (int j = 0; j < i; j++) {
            vd U = v_load(E->U[j] + k);
            Y = Y + A[j] * U;
            Z = Z + C[j] * U;
        }
        v_store(E->stage_y + k, Y);
        v_store(z + k, Z * BLOCK(inv, k));
    }
    for (int l = 0; l < LANES; l++)
        E->ctl_now.at[l] = E->ctl_e.at[l] + E->by->alpha[i] * E->h.at[l] * E->ctl_et.at[l];
    if (E->has_linear) return;
    for (int l = 0; l < LANES; l++) {
        size_t t = E->tail + (size_t)l;
        E->stage_y[t] = E->y[t] + E->by->alpha[i] * E->h.at[l] * E->ctl_et.at[l];
    }
}

/* Coefficients of the dense output of the attempt, whose stages are in U. */
static void lanes_coefficients(engine *E)
{
    const int used = E->by->stages < 5 ? E->by->stages : 5;
    for (int d = 0; d < 2; d++) {
        double *out = d ? E->dense3 : E->dense2;
        const double *dense = E->by->dense[d];
        for (size_t k = 0; k < E->size; k += VD) {
            vd sum = dense[0] * v_load(E->U[0] + k);
            for (int j = 1; j < used; j++) sum = sum + dense[j] * v_load(E->U[j] + k);
            v_store(out + k, sum);
        }
        for (int l = 0; l < LANES && !E->has_linear; l++) out[E->tail + (size_t)l] = 0;
    }
}

static void lanes_accept(engine *E, const unsigned char *mask)
{
    lanes_coefficients(E);
#if LANES == 1
    double *old = E->y_old; /* no copies: the three change places */
    if (!mask[0]) return;
    E->y_old = E->y, E->y = E->y_new, E->y_new = old;
#else
    memcpy(E->y_old, E->y, E->size * sizeof *E->y);
    for (size_t k = 0; k < E->size; k++)
        if (mask[k % LANES]) E->y[k] = E->y_new[k];
#endif
}

static void lanes_undo(engine *E, const unsigned char *mask)
{
    for (size_t k = 0; k < E->size; k++)
        if (mask[k % LANES]) E->y[k] = E->y_old[k];
}

static void lanes_hold(engine *E, int l)
{
    for (size_t k = (size_t)l; k < E->size; k += LANES) E->y_new[k] = E->y[k];
}

static void lanes_release(engine *E, int l)
{
    for (size_t k = (size_t)l; k < E->size; k += LANES) E->y[k] = E->y_new[k];
}

/* One number of the state at fraction s of the step accepted last. */
static inline double lanes_between(const engine *E, size_t k, double s)
{
    return E->y_old[k] * (1 - s) +
           s * (E->y[k] + (1 - s) * (E->dense2[k] + s * E->dense3[k]));
}

/* Current and temperature at the thirds of the step accepted last. */
static void lanes_thirds(const engine *E, engine_thirds *out)
{
    for (int l = 0; l < LANES; l++)
        for (int k = 0; k < 2; k++) {
            size_t t = E->tail + (size_t)l;
            out[l].current[k] = lanes_between(E, t, (k + 1) / 3.0);
            out[l].temperature[k] = lanes_between(E, t + 8, (k + 1) / 3.0);
        }
}

/* The voltage as an unknown of its own, 0 = V(y) - V, carried along by the stages: its
 * increment in stage i, where V is `at` and its linear part along U_i is `along`. */
static lane lanes_stage_voltage(const engine *E, int i, lane at, lane along)
{
    lane value = LANE(E->V_begin);
    for (int j = 0; j < i; j++) value = value + E->by->A[i][j] * LANE(E->dV[j]);
    return along + at - value;
}

/* The voltage at fraction s of a step that ends at V. */
static lane lanes_dense_voltage(const engine *E, double s, lane V)
{
    lane d2 = V * 0, d3 = d2;
    for (int j = 0; j < 5 && j < E->by->stages; j++) {
        d2 = d2 + E->by->dense[0][j] * LANE(E->dV[j]);
        d3 = d3 + E->by->dense[1][j] * LANE(E->dV[j]);
    }
    return LANE(E->V_begin) * (1 - s) + s * (V + (1 - s) * (d2 + s * d3));
}

/* Charge of the step where the current is an unknown: the same stages for Q' = I, so that it
 * is to rounding what the particles gain. */
static void lanes_charge(engine *E)
{
    for (int l = 0; l < LANES; l++) {
        const rosenbrock *by = E->by;
        const int last = by->stages - 1;
        size_t t = E->tail + (size_t)l;
        double u[ROSENBROCK_STAGES], all = 0;
        for (int i = 0; i <= last && E->has_linear; i++) {
            double I = E->y[t] + E->U[i][t], z = 0;
            for (int j = 0; j < i; j++) {
                I += by->A[i][j] * E->U[j][t];
                z += by->C[i][j] * u[j];
            }
            u[i] = by->gamma * (E->h.at[l] * I + z);
            all += (i < last ? by->A[last][i] : 1) * u[i];
        }
        E->charge.at[l] = E->has_linear ? all : NAN;
    }
}

/* y_new once the stages are done; the current where it is given. */
static void lanes_finish(engine *E)
{
    const double *last = E->U[E->by->stages - 1];
    for (size_t k = 0; k < E->size; k += VD)
        v_store(E->y_new + k, v_load(E->stage_y + k) + v_load(last + k));
    for (int l = 0; l < LANES && !E->has_linear; l++) {
        size_t t = E->tail + (size_t)l;
        E->y_new[t] = E->y[t] + E->h.at[l] * E->ctl_et.at[l];
    }
    lanes_charge(E);
}

/* A lane without a step (h = 0) makes one of no length. */
static void lanes_set_step(engine *E, const double *h, int method)
{
    E->by = &rosenbrock_methods[method];
    for (int l = 0; l < LANES; l++) {
        E->h.at[l] = h[l] > 0 ? h[l] : 1e-20;
        E->w.at[l] = 1 / (E->by->gamma * E->h.at[l]);
    }
}

static void lanes_control(engine *E, int l, const engine_control *control)
{
    E->ctl_a.at[l] = control->a, E->ctl_b.at[l] = control->b, E->ctl_d.at[l] = control->d;
    E->ctl_e.at[l] = control->e, E->ctl_et.at[l] = control->e_t;
    E->is_linear[l] = control->a != 0 || control->d != 0;
    E->has_linear = 0;
    for (int k = 0; k < LANES; k++) E->has_linear |= E->is_linear[k];
    if (!E->is_linear[l]) E->y[E->tail + (size_t)l] = control->e;
}

#endif
