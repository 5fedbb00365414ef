/* The engine: what a model can do, seen from the driver. One source serves one cell
 * (1 lane) and lock-step batches (8 lanes); each is compiled once per vector width.
 *
 * Every lane has its own time, step and control. In this room I > 0 discharges [A of the
 * whole cell]; the driver turns the sign at the door. */
#ifndef GLASSCELL_ENGINE_H
#define GLASSCELL_ENGINE_H

#include <stddef.h>
#include "glasscell/cell.h"

enum { ENGINE_LANES_MAX = 8 };

/* How finely a cell is cut. */
typedef struct engine_mesh {
    int cells[3];     /* across negative, separator, positive */
    int modes[2];     /* fitted poles per particle, without the mean; 3..12 */
    int shells[2];    /* radial nodes where D depends on stoichiometry; else 0 */
    int has_heat;     /* 1: lumped temperature is an unknown */
    double tolerance; /* [V] per time step */
    int method;       /* of time steps: rosenbrock.h */
} engine_mesh;

/* Control of a lane: a V + b I + d V I = e + e_t (t - t0), of which current control is
 * a = d = 0, b = 1. */
typedef struct engine_control {
    double a, b, d, e, e_t;
} engine_control;

typedef struct engine engine;

/* What the engine knows of a lane after `prepare`, at the beginning of a step. */
typedef struct engine_lane {
    double voltage;     /* [V] */
    double current;     /* [A] */
    double temperature; /* [K] */
    double heat;        /* [W] made inside */
    double plating;     /* [V] lowest phi_s - phi_e in the negative electrode */
    double edge;        /* how near a surface is to full or empty; below 0: beyond */
    double
        charge; /* [C] that the step accepted last took out; NAN: its current was given */
} engine_lane;

/* At s = 1/3 and 2/3 of a step. Voltages are NaN where the dense output holds no state. */
typedef struct engine_thirds {
    double voltage[2], current[2], temperature[2];
} engine_thirds;

/* How near a lane's state is to where no current can be carried any more. */
typedef struct engine_extremes {
    double full[2], empty[2]; /* highest and lowest stoichiometry of a surface */
    double salt;              /* [mol/m3] lowest */
} engine_extremes;

/* How a state is to be read (probe.h). */
typedef enum engine_kind {
    ENGINE_POROUS,      /* c, phi and q of every node */
    ENGINE_UNIFORM,     /* one particle per electrode; c stays as it was */
    ENGINE_UNIFORM_SALT /* one particle per electrode, and the salt */
} engine_kind;

/* Everything the driver may ask of a model on some width. Arrays [lanes]. */
typedef struct engine_ops {
    const char *model;
    engine_kind kind;
    const char *vector;
    int lanes;
    /* Makes an engine for cells that share laws and mesh; NULL without memory. */
    engine *(*make)(const glass_cell *cell, const engine_mesh *mesh);
    void (*free)(engine *);
    /* Numbers of one cell into one lane; ambient temperature [K]. */
    void (*load)(engine *, int lane, const glass_cell *cell, double ambient);
    /* Uniform state: stoichiometries [2], temperature; c_e as in the cell. */
    void (*begin)(engine *, int lane, const double theta[2], double temperature);
    /* Another ambient temperature; the cell takes it at once when `is_isothermal`. */
    void (*ambient)(engine *, int lane, double temperature, int is_isothermal);
    /* Control from now on. `linear` lanes have I among the unknowns. */
    void (*control)(engine *, int lane, const engine_control *control);
    /* One Newton step of the algebraic unknowns; fills change[lanes] in volts (max), NaN
     * where the state is not finite. Lanes with mask 0 are left alone. */
    void (*newton)(engine *, const unsigned char *mask, double *change);
    /* Evaluates at y: fills lane facts; the next attempt starts from here. */
    void (*prepare)(engine *, engine_lane *out);
    /* All stages of a method (rosenbrock.h) with step h[lane]; fills error[lane] in units of the tolerance, NaN or
     * huge when a stage left the allowed region. h = 0: lane stays where it is. */
    void (*attempt)(engine *, const double *h, int method, double *error);
    /* y := y_new for the lanes of the mask; the step stays available to `dense`. */
    void (*accept)(engine *, const unsigned char *mask);
    /* Takes the last accept back for the lanes of the mask. */
    void (*undo)(engine *, const unsigned char *mask);
    /* What is known within the step accepted last, [lanes]; after `prepare` at its end. */
    void (*thirds)(engine *, engine_thirds *out);
    /* State of a lane, at fraction s of the step accepted last, as [state_size] numbers in the
     * one-lane order; and back (set: becomes the lane's y). */
    size_t (*state_size)(const engine *);
    void (*get)(const engine *, int lane, double s, double *state);
    void (*set)(engine *, int lane, const double *state);
    /* Lays a lane's state aside, where the next attempt would come; and takes it back. */
    void (*hold)(engine *, int lane);
    void (*release)(engine *, int lane);
    void (*extremes)(const engine *, int lane, engine_extremes *out);
    /* Which unknown made the last error largest: its name; its cell, from 0. */
    const char *(*culprit)(const engine *, int lane, int *cell);
} engine_ops;

/* The engine of a model for a width and a number of lanes (1 or 8); NULL if not built. */
const engine_ops *engine_find(const char *model, const char *vector, int lanes);

#endif
