/** glasscell/study.h: a question put to a cell, and its answer.
 *
 * A study is everything that `glasscell run` can be told: cell, protocol or profile, numbers
 * of the run, parameters to set and to vary, a measurement to hold against it, files to
 * write. It is filled key by key, or from a file in which the same keys are written down:
 *
 *     glass_study study;
 *     glass_study_defaults(&study);
 *     glass_study_set(&study, "cell", "Chen2020");
 *     glass_study_set(&study, "words", "Discharge at 1C until 2.5 V");
 *     glass_study_set(&study, "output", "out.h5");
 *     glass_outcome outcome = {0};
 *     glass_status status = glass_study_run(&study, NULL, &outcome, NULL);
 *     glass_outcome_clear(&outcome);
 *     glass_study_clear(&study);
 */
#ifndef GLASSCELL_STUDY_H
#define GLASSCELL_STUDY_H

#include "glasscell/compare.h"
#include "glasscell/run.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A growing list of texts, owned. `{0}` is an empty one. */
typedef struct glass_texts {
    char **at; /**< [count] */
    int count;
} glass_texts;

/** What to do. Texts are owned; NULL: not said. glass_study_rows describes each member but
 * the lists and `run`, whose rows are glass_run_rows. */
typedef struct glass_study {
    char *cell;        /**< file, or name of the library */
    glass_texts words; /**< protocol in words */
    char *protocol;    /**< file of a protocol */
    char *inside;      /**< study file (YAML) whose own `protocol` it is, or NULL */
    char *profile;     /**< file of a profile */
    char *column;      /**< column of the profile to follow */
    char *columns;     /**< "time,current,voltage": columns of foreign tables */
    int sign;          /**< index of "auto +1 -1": what a positive current does there */
    int hold;          /**< 1: a profile holds each value until the next row */
    glass_texts set;   /**< "NAME=VALUE" of glass_cell_set */
    glass_texts vary;  /**< "NAME=VALUES", see glass_vary_grammar */
    int draws;         /**< how often random values are drawn */
    double seed;       /**< of the draws, a whole number */
    int threads;       /**< 0: all cores */
    char *compare;     /**< file of a measurement */
    double from_s;     /**< [s] compare from here; NAN: the whole, and from 1 s on */
    double to_s;       /**< [s] compare up to here; NAN: the end */
    char *plot;        /**< picture to draw: by the caller, see glass_outcome.recording */
    char *output;      /**< recording to write: .h5, .csv, .json, "-" */
    char *resume;      /**< recording to go on with */
    int force;         /**< 1: overwrite */
    char *channels, *frames; /**< comma-separated labels; NULL: all */
    char *cycles_in_full;    /**< "1,100,2200" */
    char *file;              /**< the study's own file, or NULL */
    glass_texts said;        /**< every "key=text" that was set, in order: for `--resume` */
    glass_run_options run;
} glass_study;

/** The rows of a study, for help, options and files; `symbol` of a text says what stands
 * there ("FILE"). */
extern const glass_row glass_study_rows[];

/** Makes an empty study with the defaults of its rows and of glass_run_rows. */
void glass_study_defaults(glass_study *study);
/** Frees all that a study holds and makes it `{0}`. */
void glass_study_clear(glass_study *study);

/** Sets one thing by its key: a name of glass_study_rows or glass_run_rows ("-", "_" and
 * blank are the same), or one of: words, set, vary (each call adds one); every (period);
 * theta ("0.9,0.27", negative first); inside; limits (NULL: end); a flag's value may be NULL (yes).
 * @return GLASS_E_INPUT with words: nearest key, or what is allowed */
glass_status glass_study_set(glass_study *study, const char *key, const char *text);

/** 1 when the file looks like a study: YAML with a `cell` at its top level. */
int glass_study_is_file(const char *path);

/** Reads a study (YAML): the keys of glass_study_set, `protocol` a file name or a list of
 * words, `set` and `vary` maps or lists. Inputs that it names are found beside it.
 * @param[in,out] study with defaults; what the file says is added */
glass_status glass_study_open(const char *path, glass_study *study);

/** Fills a study with what a recording says it was made from, to go on with it.
 * @param[in,out] study with defaults; `resume` is set to the recording */
glass_status glass_study_recall(const char *recording, glass_study *study,
                                glass_notes *notes);

/** What the caller adds to a run. `{0}` or NULL adds nothing. */
typedef struct glass_study_hooks {
    const char *command_line; /**< for the recording; NULL: none */
    int wants_recording;      /**< 1: keep the recording in memory, for a picture */
    int (*cancelled)(void *context);
    void (*progress)(void *context, double fraction, double time_s);
    void *context;
} glass_study_hooks;

/** One varied cell. */
typedef struct glass_study_cell {
    double *values; /**< [n_varied]; NAN where a text was set */
    char **texts;   /**< [n_varied] or NULL when all are numbers; what was set */
    double rmse_V;  /**< [V] against the measurement; NAN without */
    char *words;    /**< what went wrong, or NULL */
    char *reason;   /**< why it ended, when it ran by itself; else result.reason says */
    glass_batch_result result;
} glass_study_cell;

/** What came of it. `{0}` at first. */
typedef struct glass_outcome {
    char *title;              /**< of the cell */
    int is_batch;             /**< 1: `cells`; 0: the rest */
    glass_summary summary;    /**< of the one run */
    glass_step_record *steps; /**< [n_steps], texts owned */
    int n_steps;
    glass_recording recording; /**< when asked for, else `{0}` */
    glass_recording measured;  /**< of `compare`, else `{0}` */
    glass_comparison whole;    /**< recording against measured: all common rows */
    glass_comparison late;     /**< the same from 1 s on */
    glass_texts files;         /**< written */
    glass_study_cell *cells;   /**< [n_cells] */
    size_t n_cells;
    char **varied; /**< [n_varied] names of what was varied */
    int n_varied;
    double wall_s; /**< [s] all of it by the clock */
} glass_outcome;

/** Runs a study and writes its files. Nothing is written when the input is refused; what
 * was reached is kept when numerics gave up or the caller cancelled.
 * @param[in,out] outcome filled as far as it went, also on failure
 * @return as glass_run; GLASS_E_INPUT and GLASS_E_SYSTEM of the files */
glass_status glass_study_run(const glass_study *study, const glass_study_hooks *hooks,
                             glass_outcome *outcome, glass_notes *notes);
/** Frees all that an outcome holds and makes it `{0}`. */
void glass_outcome_clear(glass_outcome *outcome);

/** How values to vary are written, as `glasscell help vary` prints it. */
const char *glass_vary_grammar(void);

#ifdef __cplusplus
}
#endif
#endif
