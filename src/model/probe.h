/* Looks inside a state: every channel and field, in plain arithmetic and apart
 * from the engine, so that the two check each other. I > 0 discharges here. */
#ifndef GLASSCELL_PROBE_H
#define GLASSCELL_PROBE_H

#include "model/engine.h"

/* Numbers of an instant; what the labels of channels point at. SI. */
typedef struct probe_numbers {
    double time, voltage, current, power, temperature; /* current: positive charges */
    double soc, ocv, step, cycle, step_time, c_rate;
    double charge_in, charge_out, charge_net, energy_in, energy_out, energy_net;
    double eta_particle[2], eta_reaction[2], eta_salt, eta_ohmic_salt, eta_solid[2];
    double eta_contact; /* signed terms of the voltage */
    double plating;     /* [V] lowest phi_s - phi_e, negative */
    double heat, heat_reaction, heat_reversible, heat_ohmic; /* [W] */
    double theta_mean[2], theta_surface_min[2], theta_surface_max[2];
    double salt_min, salt_max;              /* [mol/m3] */
    double lithium_particles, lithium_salt; /* [mol] */
} probe_numbers;

typedef struct probe {
    const glass_cell *cell; /* borrowed */
    engine_mesh mesh;
    engine_kind kind;
    int n, cells[3], first[2], modes[2], is_shells[2];
    double *x;     /* [n] cell centres from the negative collector [m] */
    double *c;     /* [n] [mol/m3] */
    double *phi_e; /* [n] [V] */
    int n_wide;    /* n + 4: with the collectors and both faces of the separator */
    double *x_wide, *c_wide, *phi_wide; /* [n_wide] what a reader joins by straight lines */
    double *phi_s[2], *phi[2], *j[2], *surface[2], *mean[2]; /* [cells of the electrode] */
    double *q[2]; /* [modes][cells]: borrowed from the state */
    double *U[2], *UT[2], *weight[2];
    double *work;      /* scratch */
    double *particles; /* [modes][cells] twice: q where the state has one per electrode */
    double *rho[2], *v[2], *g; /* radial nodes where there are shells */
    probe_numbers at;
    void *memory;
} probe;

glass_status probe_init(probe *self, const glass_cell *cell, const engine_mesh *mesh,
                        engine_kind kind);
void probe_clear(probe *self);

/* Fills everything from a state in one-lane order (engine.h); keeps a pointer to it. Not
 * filled: time, steps and sums, which the lane knows. */
void probe_look(probe *self, double *state);

#endif
