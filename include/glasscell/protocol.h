/** glasscell/protocol.h: what a cycler is told, in words.
 *
 * "Discharge at 1C until 2.7 V; Rest for 1 h". `glasscell help protocol` prints the
 * grammar (glass_protocol_grammar). A protocol is a list of instructions in order; loops
 * and goto are jumps in it. Signs in this header: positive current charges. */
#ifndef GLASSCELL_PROTOCOL_H
#define GLASSCELL_PROTOCOL_H

#include "glasscell/status.h"
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is controlled during a step. */
typedef enum glass_control {
    GLASS_REST,
    GLASS_CURRENT,    /**< [A], positive charges */
    GLASS_CRATE,      /**< [C], positive charges; becomes A by the nominal capacity */
    GLASS_VOLTAGE,    /**< [V] */
    GLASS_POWER,      /**< [W], positive charges */
    GLASS_RESISTANCE, /**< [Ohm], I = -V/R: positive discharges, negative charges */
    GLASS_CCCV,    /**< current (level, see level_is_crate) until `hold` volts, then hold */
    GLASS_PROFILE, /**< a table of time against current, voltage or power */
    GLASS_CURRENT_DENSITY /**< [A/m2] of electrode (area x pairs), positive charges */
} glass_control;

/** What an end of a step looks at. */
typedef enum glass_watch {
    GLASS_WATCH_TIME,    /**< [s] since the step began; of a jump: since the run began */
    GLASS_WATCH_VOLTAGE, /**< [V] */
    GLASS_WATCH_CURRENT, /**< [A] |I| unless is_signed: then positive charges */
    GLASS_WATCH_CRATE,   /**< [C] |I| in C unless is_signed */
    GLASS_WATCH_CHARGE,  /**< [C] |charge| passed in this step ("2 Ah") */
    GLASS_WATCH_ENERGY,  /**< [J] |energy| passed in this step ("3 Wh") */
    GLASS_WATCH_SOC,     /**< [1] */
    GLASS_WATCH_TEMPERATURE,     /**< [K] */
    GLASS_WATCH_DVDT,            /**< [V/s] |dV/dt| unless is_signed */
    GLASS_WATCH_POWER,           /**< [W] |P| unless is_signed */
    GLASS_WATCH_CURRENT_DENSITY, /**< [A/m2] |I|/(area x pairs) */
    GLASS_WATCH_CAPACITY_FADE,   /**< [1] last discharge capacity over the first cycle's */
    GLASS_WATCH_CHANNEL,         /**< any other channel, by label; level in its own unit */
    GLASS_WATCH_CAPACITY /**< [C] last cycle's discharge capacity ("4 Ah capacity") */
} glass_watch;

typedef enum glass_side { GLASS_SIDE_AUTO, GLASS_BELOW, GLASS_ABOVE } glass_side;

enum { GLASS_ENDS_MAX = 16, GLASS_STOPS_MAX = 4 }; /**< conditions of a step, of a run */

/** One condition that ends a step; of several, the first that is met. */
typedef struct glass_end {
    glass_watch watch;
    glass_side side; /**< AUTO: from the value at the start of the step towards `level` */
    double level;
    int is_signed; /**< 1: the number was written with + or -: compare with sign */
    int and_next;  /**< 1: met only together with the next one in the list */
    char *channel; /**< label of a GLASS_WATCH_CHANNEL, else NULL */
    char *text;    /**< as written: "2.7 V" */
} glass_end;

/** A profile: control value against time; linear between points, or steps when `hold`. */
typedef struct glass_profile {
    size_t n;
    double
        *time_s; /**< [n] strictly increasing, from 0; a jump is two rows close together */
    double *value;         /**< [n] in A, V or W by `control`; positive charges */
    glass_control control; /**< GLASS_CURRENT, GLASS_CRATE, GLASS_VOLTAGE or GLASS_POWER */
    int hold;              /**< 1: each value holds until the next row */
    char *source;          /**< file name, or NULL */
} glass_profile;

typedef enum glass_op {
    GLASS_OP_STEP,
    GLASS_OP_LOOP,     /**< begin: body follows up to the matching GLASS_OP_LOOP_END */
    GLASS_OP_LOOP_END, /**< back to its LOOP unless that one's times or ends say enough */
    GLASS_OP_GOTO,     /**< to `target`, `times` times or until `ends`; then on */
    GLASS_OP_STOP      /**< always, or when one of `ends` holds */
} glass_op;

/** One instruction. Texts and arrays are owned by the protocol. */
typedef struct glass_instruction {
    glass_op op;
    char *text;       /**< as written, trimmed */
    int line, column; /**< where it was written, from 1 */
    /* step */
    glass_control control;
    double level;           /**< unit by `control`; sign: positive charges */
    int level_is_crate;     /**< of GLASS_CCCV: level is in C */
    double hold;            /**< [V] of GLASS_CCCV */
    int direction;          /**< +1 charge, -1 discharge, 0 neither */
    glass_profile *profile; /**< of GLASS_PROFILE, owned; else NULL */
    glass_end *ends; /**< [n_ends]; a charge or discharge without any runs to the limit */
    int n_ends;
    double temperature_K; /**< ambient from here on; NAN: unchanged */
    double period_s;      /**< rows at this period; NAN: as the run says */
    char *tag;            /**< "[rpt]", or NULL */
    /* jumps */
    int target;  /**< LOOP: its end; LOOP_END: its LOOP; GOTO: where to */
    int times;   /**< LOOP: rounds in all; GOTO: jumps; 0: no count (ends decide) */
    char *label; /**< "name:" before it; of a GOTO the name that it goes to; or NULL */
} glass_instruction;

typedef struct glass_protocol {
    char *name;            /**< stands in messages: file name or "protocol" */
    glass_instruction *at; /**< [count] */
    int count;
    double soc_start;                /**< from YAML `start: {soc: 0.5}`; NAN: not said */
    double temperature_K;            /**< of the program; NAN: not said */
    double voltage_min, voltage_max; /**< of the program, `limits`; NAN: the cell's */
    glass_end *stops; /**< [n_stops] end the whole run, whatever the step: `stop when` */
    int n_stops;
} glass_protocol;

/** Reads words. Several texts are joined as lines; `name` stands in messages ("protocol").
 * @param[out] notes warnings, may be NULL
 * @return GLASS_E_INPUT with line, column, the place marked by ^, what is expected. */
glass_status glass_protocol_read(const char *const *texts, int n, const char *name,
                                 glass_protocol *out, glass_notes *notes);

/** Reads a file: YAML (.yaml, .yml, .json) or words, one instruction a line. Profiles that
 * it names are looked for beside it, then in the library (US06, UDDS, WLTC). */
glass_status glass_protocol_open(const char *path, glass_protocol *out, glass_notes *notes);

/** How columns of a foreign table are to be understood: glasscell/recording.h. */
struct glass_columns;

/** A protocol of one step that follows a table with a time column and a current, voltage or
 * power column (BDF labels, or `Time [s],I[A],U[V]`, or `columns`).
 * @param[in] path a file, the name of a profile of the library, or a curve CELL#NAME
 * @param[in] column which to follow; NULL: current, else power
 * @param[in] columns how a foreign table is to be understood; NULL: as it says
 * @param[in] hold 1: each value holds until the next row; 0: straight lines
 * @return GLASS_E_INPUT with the file's line when time does not rise or a number is missing */
glass_status glass_protocol_profile(const char *path, const char *column,
                                    const struct glass_columns *columns, int hold,
                                    glass_protocol *out, glass_notes *notes);

/** Frees all that the protocol holds and makes it `{0}`. */
void glass_protocol_clear(glass_protocol *protocol);

/** Refuses what can never end or contradicts itself; glass_run asks it by itself.
 * @param[in] voltage_min,voltage_max [V] the cell's; NAN: what concerns them is not asked */
glass_status glass_protocol_check(const glass_protocol *protocol, double voltage_min,
                                  double voltage_max, glass_notes *notes);

/** The grammar with examples, as `glasscell help protocol` prints it. */
const char *glass_protocol_grammar(void);

/** "2.7 V" from an end and so on: the canonical words of an instruction.
 * @return owned by the caller (free), NULL without memory */
char *glass_instruction_words(const glass_instruction *instruction);

#ifdef __cplusplus
}
#endif
#endif
