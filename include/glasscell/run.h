/** glasscell/run.h: take a cell through a protocol with a model, into a sink. */
#ifndef GLASSCELL_RUN_H
#define GLASSCELL_RUN_H

#include "glasscell/cell.h"
#include "glasscell/protocol.h"
#include "glasscell/recording.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum glass_accuracy { GLASS_FAST, GLASS_STANDARD, GLASS_HIGH } glass_accuracy;
typedef enum glass_heat { GLASS_ISOTHERMAL, GLASS_LUMPED } glass_heat;
/** What a voltage outside the cell's limits does. */
typedef enum glass_limits {
    GLASS_LIMITS_AUTO,
    GLASS_LIMITS_END,
    GLASS_LIMITS_WARN
} glass_limits;

/** How to run. glass_run_defaults fills it; glass_run_rows describes each number. */
typedef struct glass_run_options {
    char *model;  /**< "dfn", "spm", "spme" */
    int accuracy; /**< glass_accuracy */
    int heat;     /**< glass_heat */
    double soc;   /**< [1] start; NAN: the protocol's, else the file's */
    int by;       /**< glass_start_by */
    double ocv;   /**< [V] start by open-circuit voltage; NAN: by soc */
    double theta_negative, theta_positive; /**< start by stoichiometry; NAN: by soc */
    int limits;    /**< glass_limits; AUTO: end a protocol, warn under a profile */
    double period; /**< [s] rows at this period; 0: as dense as the solution asks for */
    double frame_period; /**< [s] between frames; 0: about 60 over the run */
    int estimate; /**< 1: estimate the discretisation error (a second, coarser run) */
    /* mesh and tolerances; 0: by accuracy */
    int nodes_negative, nodes_separator, nodes_positive;
    int modes_negative, modes_positive; /**< fitted poles of a particle's response */
    int shells;           /**< radial volumes where diffusivity depends on stoichiometry */
    double tolerance;     /**< [V] per time step */
    double step_max;      /**< [s]; 0: none */
    long steps_limit;     /**< attempts before giving up; 0: 100 million */
    const char *channels; /**< comma-separated labels; NULL: all; borrowed */
    const char *frames;   /**< the same; NULL: all if the sink takes frames; "none" */
    const char
        *cycles_in_full; /**< "1,100,2200": cycles whose samples are kept; NULL: all */
    const char *vector;  /**< "plain", "v3", "v4"; NULL: the widest that the machine has */
    int (*cancelled)(void *context); /**< asked between steps; NULL: never */
    void (*progress)(void *context, double fraction, double time_s); /**< or NULL */
    void *context;
    const glass_fact *facts; /**< [n_facts] more facts for the sink: command line, inputs */
    int n_facts;
} glass_run_options;

/** One row for each number of glass_run_options. */
extern const glass_row glass_run_rows[];
/** Fills the options with their defaults; texts are then owned. */
void glass_run_defaults(glass_run_options *options);
/** Frees the texts that the options own and makes them `{0}`. */
void glass_run_options_clear(glass_run_options *options);

/** What a run came to. Texts are owned: glass_summary_clear. */
typedef struct glass_summary {
    char *reason;  /**< of the whole run */
    char *report;  /**< when numerics gave up: where, when, which unknown; else NULL */
    double time_s; /**< [s] simulated */
    double charge_out_C, charge_in_C; /**< [C] >= 0 */
    double energy_out_J, energy_in_J; /**< [J] >= 0 */
    double voltage_mean_V;            /**< time mean while current flows; NAN if never */
    double voltage_first_V, voltage_last_V;
    double voltage_min_V, voltage_max_V;
    double temperature_max_K, temperature_last_K;
    double plating_margin_min_V; /**< lowest phi_s - phi_e in the negative electrode */
    double ocv_first_V, ocv_last_V;
    double theta_first[2], theta_last[2]; /**< mean stoichiometries */
    double ocv_window_V, ocv_limits_V;    /**< OCV at 100 % by window and the upper limit */
    /* time means of the overpotentials by cause while current flows, signed terms of V */
    double eta_particle[2], eta_reaction[2], eta_salt, eta_ohmic_electrolyte;
    double eta_ohmic_solid[2], eta_contact;
    double error_rms_V, error_max_V; /**< estimated discretisation error; NAN: not asked */
    double error_end_s;   /**< [s] estimated error of the time of the last limit */
    double lithium_drift; /**< relative change of the lithium inventory */
    double cpu_s;         /**< [s] of CPU time, solver alone, estimate included */
    long steps_taken, steps_rejected, rows;
    int cycles;
    const char *vector; /**< instruction set that was used */
} glass_summary;
/** Frees the texts that the summary owns and makes it `{0}`. */
void glass_summary_clear(glass_summary *summary);

/** Runs. `sink` may be NULL. The samples up to the end are in the sink whatever comes.
 * @param[out] summary filled also on failure; must be `{0}`
 * @return GLASS_E_INPUT (cell, protocol, options), GLASS_E_NUMERICS with summary->report,
 *         GLASS_E_CANCELLED; what the sink returned. */
glass_status glass_run(const glass_cell *cell, const glass_protocol *protocol,
                       const glass_run_options *options, const glass_sink *sink,
                       glass_summary *summary, glass_notes *notes);

/** Goes on from a checkpoint made by the same cell, protocol and options. */
glass_status glass_run_resume(const glass_cell *cell, const glass_protocol *protocol,
                              const glass_run_options *options, const void *checkpoint,
                              size_t n, const glass_sink *sink, glass_summary *summary,
                              glass_notes *notes);

/** One number of each cell of a batch, per cell. */
typedef struct glass_batch_result {
    glass_status status;
    const char *reason; /**< constant text */
    double time_s;      /**< when it ended */
    double charge_out_C, charge_in_C, energy_out_J, energy_in_J;
    double voltage_last_V, voltage_mean_V, temperature_max_K, plating_margin_min_V;
} glass_batch_result;

/** Takes many cells through one protocol, in lock-step on all lanes and threads; one by one
 * where their laws differ by more than a factor or where a step ends by a channel. Starts and
 * limits are those of glass_run; there is no error estimate. `cancelled` and `progress` may
 * be called from any of the threads.
 * @param[in] cells [n]
 * @param[in] threads 0: all cores
 * @param[out] out [n], each with its own status; filled also when cancelled
 * @return GLASS_E_INPUT when a cell or the protocol is refused (then `out` is as before),
 *         GLASS_E_CANCELLED, GLASS_E_MEMORY */
glass_status glass_run_batch(const glass_cell *cells, size_t n,
                             const glass_protocol *protocol,
                             const glass_run_options *options, int threads,
                             glass_batch_result *out);

/** The models there are, for `glasscell models`. */
typedef struct glass_model_about {
    const char *name, *about, *theory;
} glass_model_about;
/** All models. @param[out] out borrowed for the life of the program @return how many. */
int glass_models(const glass_model_about **out);

#ifdef __cplusplus
}
#endif
#endif
