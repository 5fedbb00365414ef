/* One cell on its way through a protocol: the part of the driver that a lane has for
 * itself. The loop over lanes (driver.c) asks and tells; nothing here touches an engine.
 * I > 0 discharges in this room. */
#ifndef GLASSCELL_LANE_H
#define GLASSCELL_LANE_H

#include "glasscell/run.h"
#include "model/engine.h"

enum { LANE_POINTS = 4, LANE_ENDS_MAX = 24 };

typedef enum lane_phase {
    LANE_IDLE,  /* nothing to do: waits for an instruction, or is done */
    LANE_START, /* control was set; algebraic unknowns are to be made consistent */
    LANE_READY, /* consistent; facts of the first instant are awaited */
    LANE_STEP,  /* steps in time */
    LANE_FAILED
} lane_phase;

/* What is known at four points of a step, s = 0, 1/3, 2/3, 1. */
typedef struct lane_trace {
    double t, h; /* [s] since the run began; length */
    double V[LANE_POINTS], I[LANE_POINTS], T[LANE_POINTS];
    double Q; /* [C] that it took out */
} lane_trace;

/* One end of the present step, made of an instruction's or of the cell's limits. */
typedef struct lane_end {
    const glass_end *from; /* NULL: a limit of the cell or the implied time */
    glass_watch watch;
    glass_side side; /* never AUTO once the step has begun */
    double level;    /* [SI]; currents as |I| unless is_signed (positive charges) */
    int is_signed, and_next;
    int is_limit;     /* the cell's voltage limit: ends the protocol */
    int is_warning;   /* only noted */
    int is_stop;      /* of the protocol's `stop when`: ends the run */
    int is_switch;    /* of CC-CV: go on with constant voltage */
    int is_default;   /* the step has no end of its own: this one ends it alone */
    int direction;    /* 1: counts while charging alone, -1: discharging, 0: always */
    const char *name; /* of the reason; NULL: by what it watches */
} lane_end;

typedef struct lane lane_cell;

/* Hooks of whoever runs the lane; any may be NULL. */
typedef struct lane_hooks {
    /* The next instruction; NULL: none now. */
    const glass_instruction *(*next)(void *context, lane_cell *lane);
    void (*step_begun)(void *context, lane_cell *lane);
    /* A step in time was accepted and is final. */
    void (*stepped)(void *context, lane_cell *lane, const lane_trace *trace);
    void (*step_ended)(void *context, lane_cell *lane);
    /* Value of a channel by label at fraction s of the step; NAN if there is none. */
    double (*channel)(void *context, lane_cell *lane, const char *label, double s);
    int (*cancelled)(void *context);
    void *context;
} lane_hooks;

struct lane {
    const glass_cell *cell;
    lane_hooks hooks;
    int index; /* lane of the engine */
    lane_phase phase;
    /* options */
    double step_first, step_max; /* [s] */
    double held;                 /* [V] how far a controlled voltage may be off */
    int method;                  /* of steps in time: rosenbrock.h */
    int limits;                  /* glass_limits, not AUTO */
    double voltage_min, voltage_max, soc_start, capacity_soc; /* [C] of the window */
    long steps_limit;
    const glass_end *stops; /* [n_stops] the protocol's `stop when` */
    int n_stops;
    /* the present step */
    const glass_instruction *in;
    glass_control control; /* what is controlled now; CC-CV becomes GLASS_VOLTAGE */
    lane_end ends[LANE_ENDS_MAX];
    int n_ends, has_ends, has_begun;
    int count;                     /* steps begun */
    int newtons, tries;            /* of the consistent start */
    double t, t_begin;             /* [s] since the run began */
    double h, h_next;              /* [s] of the attempt; proposed for the next */
    double best_before;            /* [s] that the last step could have been; 0: none yet */
    int rejected;                  /* in a row */
    int crawled;                   /* steps in a row that are very short */
    double crawl_h;                /* [s] of the first of them */
    size_t row;                    /* of a profile: the segment we are in */
    double t_segment, t_stop;      /* its beginning; where the attempt must not pass */
    double charge, energy;         /* [C], [J] into the cell since the step began */
    double charge_run, energy_run; /* ... since the run began */
    double charge_in, charge_out, energy_in, energy_out;
    double discharge_cycle; /* [C] of this cycle */
    double discharge_first; /* ... of the first cycle that had one */
    double cycle_t, cycle_length,
        cycle_before;              /* [s] begin; of the last round; [C] of it */
    int rounds_equal, rounds_idle; /* in a row: like the one before; of no time */
    /* locating an end */
    int locating; /* index of the end + 1; 0: none */
    double locate_h, locate_low, locate_high;
    double locate_last, locate_left; /* the try before: its step, what was left */
    int locate_tries;
    int at_end; /* index + 1 of the end that the last accept reached */
    engine_lane facts;
    lane_trace trace;
    /* how the step, the run came out */
    const char *reason; /* of the step just ended */
    int is_over;        /* the run has ended */
    int is_lost;        /* ... since it can go no further; why is not known yet */
    const char *run_reason;
    double power_most; /* [W] that the cell could give where more was asked; else 0 */
    glass_status status;
    long taken, refused;
    double warned_V; /* the worst voltage outside the limits, NAN: none */
    int warned;
    double warned_t;
};

/* Prepares a lane; state of charge at the start is for the SOC channel. */
void lane_init(lane_cell *lane, const glass_cell *cell, double soc);

/* Takes the next instruction and says how the engine is to be controlled; phase becomes
 * START, or IDLE when there is none. */
void lane_begin(lane_cell *lane, engine_control *control);

/* After a Newton step with that change: 1 when consistent, 0 to go on, -1 it failed. */
int lane_newton(lane_cell *lane, double change);

/* First instant of a step: ends that are met already. Returns 1 if the step is over. */
int lane_ready(lane_cell *lane);

/* Of CC-CV: from constant current to constant voltage; phase becomes START. */
void lane_switch(lane_cell *lane, engine_control *control);

/* Length of the next attempt. */
double lane_propose(lane_cell *lane);

/* After an attempt whose error falls with h^order: 1 to accept, 0 to try again, -1 given up. */
int lane_judge(lane_cell *lane, double error, int order);

/* The accepted step was no good whatever its error: the next is a quarter of it. */
void lane_take_back(lane_cell *lane);

/* What to do after an accept, with the trace filled. */
typedef enum lane_verdict {
    LANE_GO_ON,    /* the step in time is final */
    LANE_BACK,     /* take it back and attempt lane->h again */
    LANE_REGULATE, /* final, and control changes within the step of the protocol */
    LANE_OVER      /* final, and the protocol's step has ended */
} lane_verdict;
lane_verdict lane_accepted(lane_cell *lane, engine_control *control);

/* Control at the lane's present time (for profiles and after REGULATE). */
void lane_control(const lane_cell *lane, engine_control *control);

/* Closes the step: sums, reason, hooks. */
void lane_end_step(lane_cell *lane);

/* Whether one of the conditions of a loop, goto or stop holds now. */
int lane_holds(lane_cell *lane, const glass_end *ends, int n);

/* A cycle has ended: its sums are kept for what looks at them, and the next one begins. */
void lane_cycle_done(lane_cell *lane);

/* Whether one of lane->stops holds that is asked between steps: a time, and where a cycle
 * has ended a capacity. The others are ends of every step. */
int lane_stops(lane_cell *lane, int cycle_has_ended);

/* Cubic through the four points at fraction s, and its slope per unit of s. */
double lane_cubic(const double v[LANE_POINTS], double s);
double lane_cubic_slope(const double v[LANE_POINTS], double s);
/* Integral of the cubic from 0 to s. */
double lane_cubic_integral(const double v[LANE_POINTS], double s);

/* Charge [C] that went in from the beginning of a step in time until fraction s. */
double lane_charge(const lane_trace *trace, double s);

/* State of charge now, by the window, and charge that went in until fraction s. */
double lane_soc(const lane_cell *lane, double s);

#endif
