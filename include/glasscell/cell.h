/** glasscell/cell.h: the parameter set of one cell, in SI units, as BPX means it.
 *
 * x runs from the negative current collector to the positive one. A cell is made by a
 * format (glass_cell_open) or by hand from `{0}` and the rows below; every number in it is
 * described by one row, from which files, `--set`, help and checks are made. */
#ifndef GLASSCELL_CELL_H
#define GLASSCELL_CELL_H

#include "glasscell/row.h"
#include "glasscell/law.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { GLASS_MATERIALS_MAX = 8 };
enum { GLASS_NEGATIVE = 0, GLASS_POSITIVE = 1 }; /**< index of an electrode */

/** One storing material of an electrode: spheres of one radius. */
typedef struct glass_material {
    char *name;                  /**< "" unless the electrode is a blend; owned */
    double stoichiometry_min;    /**< [1] 0..1 */
    double stoichiometry_max;    /**< [1] 0..1 */
    double concentration_max;    /**< [mol/m3] > 0 */
    double radius;               /**< [m] > 0 */
    double area_density;         /**< [1/m] surface per volume of electrode */
    double rate_constant;        /**< [mol/m2/s] K of j0 = F K sqrt(ce/ce0 th (1-th)) */
    double rate_energy;          /**< [J/mol] Arrhenius */
    glass_law *diffusivity;      /**< [m2/s] of stoichiometry */
    double diffusivity_energy;   /**< [J/mol] */
    glass_law *ocp;              /**< [V] of stoichiometry */
    glass_law *entropic;         /**< [V/K] dU/dT of stoichiometry; NULL: 0 */
    glass_law *ocp_lithiation;   /**< [V] BPX 1.1 hysteresis; NULL: none */
    glass_law *ocp_delithiation; /**< [V] */
    double hysteresis_decay;     /**< [1] BPX 1.1; NAN: none */
    double hysteresis_state;     /**< [1] initial, -1..1; NAN: none */
    double lam;                  /**< [1] loss of this material, State; 0: none */
} glass_material;

/** One porous electrode. */
typedef struct glass_electrode {
    double thickness;            /**< [m] */
    double porosity;             /**< [1] 0..1; NAN in an SPM file */
    double transport_efficiency; /**< [1] B multiplies D_e and kappa; NAN in an SPM file */
    double conductivity;         /**< [S/m] effective, electronic; NAN in an SPM file */
    int n_materials;             /**< 1 unless a blend */
    glass_material material[GLASS_MATERIALS_MAX];
} glass_electrode;

/** Which models the parameters suffice for. */
typedef enum glass_cell_extent {
    GLASS_CELL_DFN,
    GLASS_CELL_SPM,
    GLASS_CELL_PARTIAL
} glass_cell_extent;

/** A cell. Everything is owned; glass_cell_clear frees. */
typedef struct glass_cell {
    /* who it is */
    char *title, *description, *references;
    char *version; /**< BPX version of the file, as written there */
    char *model;   /**< SPM, SPMe, DFN or Partial, as the header says */
    glass_cell_extent extent;
    /* the cell */
    double area;                     /**< [m2] of one electrode pair */
    double pairs;                    /**< [1] electrode pairs in parallel, a whole number */
    double voltage_min, voltage_max; /**< [V] */
    double capacity;                 /**< [A.h -> C] nominal, in coulomb inside */
    double surface;                  /**< [m2] external, for cooling; NAN when absent */
    double volume;                   /**< [m3]; NAN when absent */
    double temperature_reference;    /**< [K] */
    double density;                  /**< [kg/m3]; NAN when absent */
    double heat_capacity;            /**< [J/kg/K]; NAN when absent */
    double
        contact_resistance; /**< [Ohm] of the whole cell; User-defined "Contact resistance [Ohm]" */
    /* electrolyte */
    double transference;                    /**< [1] cation */
    glass_law *electrolyte_diffusivity;     /**< [m2/s] of c_e [mol/m3] */
    double electrolyte_diffusivity_energy;  /**< [J/mol] */
    glass_law *electrolyte_conductivity;    /**< [S/m] of c_e */
    double electrolyte_conductivity_energy; /**< [J/mol] */
    glass_law *
        thermodynamic_factor; /**< [1] of c_e; NULL: 1; User-defined "Thermodynamic factor" */
    /* separator */
    double separator_thickness, separator_porosity, separator_efficiency;
    glass_electrode electrode[2]; /**< GLASS_NEGATIVE, GLASS_POSITIVE */
    /* state */
    double soc_initial;           /**< [1] 0..1 */
    double temperature_initial;   /**< [K] */
    double concentration_initial; /**< [mol/m3] c_e0, also the reference of j0 */
    double temperature_ambient;   /**< [K] */
    double heat_transfer;         /**< [W/m2/K]; NAN when absent */
    double lli;                   /**< [1] loss of lithium inventory, State; 0: none */
    /* what is kept but not used: User-defined, for writing back */
    char *user_json; /**< text of the User-defined object, or NULL */
    /* measured curves that came with the file; copies of a cell share them */
    struct glass_recording *const *validation; /**< [n_validation] */
    const char *const *validation_names;       /**< [n_validation] */
    int n_validation;
    struct glass_cell_curves *curves; /**< their owner, private */
    /* where each number stood, so that `check` can say it; private */
    char *file;                      /**< NULL if made by hand */
    struct glass_cell_place *places; /**< [n_places] */
    int n_places;
} glass_cell;

/** Rows of the parts of a cell. Names are BPX's without the unit ("Electrode area",
 * "Thickness", "OCP"); offsets count from the struct that is named. Members are in SI units;
 * the row's unit, default and range are BPX's (they differ for "A.h" only). */
extern const glass_row glass_cell_rows[];        /**< of glass_cell: BPX "Cell" */
extern const glass_row glass_electrolyte_rows[]; /**< of glass_cell: "Electrolyte" */
extern const glass_row glass_separator_rows[];   /**< of glass_cell: "Separator" */
extern const glass_row glass_electrode_rows[]; /**< of glass_electrode, without materials */
extern const glass_row glass_material_rows[];  /**< of glass_material */
extern const glass_row glass_state_rows[];     /**< of glass_cell: "State", flat */
extern const glass_row glass_material_state_rows[]; /**< of glass_material: "State" */
extern const glass_row glass_user_rows[]; /**< of glass_cell: "User-defined" that is used */

/** One parameter of a cell, for lists and forms. */
typedef struct glass_parameter {
    char name[192];       /**< "Negative electrode thickness", without unit */
    const char *section;  /**< "Cell", "Electrolyte", "Negative electrode", "State" ... */
    const glass_row *row; /**< unit, range, one sentence */
    double value; /**< in the row's unit; NAN: absent, or a law that is not constant */
    const glass_law *law; /**< borrowed; NULL for a number or an absent law */
    int is_given;         /**< 0: absent, or no cell */
} glass_parameter;

/** Parameter number `index`, from 0, in the order of the file format.
 * @param[in] cell NULL: what any cell of one material per electrode has, without values
 * @return 0 behind the last. */
int glass_cell_parameter(const glass_cell *cell, int index, glass_parameter *out);

/** Frees all that the cell holds and makes it `{0}`. */
void glass_cell_clear(glass_cell *cell);
/** A deep copy, laws included. @param[out] out taken to be uninitialised */
glass_status glass_cell_copy(const glass_cell *cell, glass_cell *out);

/** Opens a cell: a file name (BPX, JSON or YAML) or a name of the library ("Chen2020").
 * All that is wrong in a file is told at once, line by line in glass_words().
 * @param[out] out   taken to be uninitialised; untouched when this fails
 * @param[out] notes warnings are appended, also when this fails; may be NULL */
glass_status glass_cell_open(const char *name, glass_cell *out, glass_notes *notes);

/** Writes BPX 1.1.1. Refuses to overwrite unless `force`. "-" is standard output. */
glass_status glass_cell_write(const glass_cell *cell, const char *path, int force);

/** Sets one parameter by its full name: "Negative electrode thickness [m]=80e-6",
 * "Ambient temperature [K]=298.15", "Negative electrode thickness = 80 um",
 * "Positive electrode diffusivity [m2.s-1] = 4e-15 * exp(-x)", "Thickness" sections may also
 * be written "Separator/Thickness". A factor: "... = *1.2" scales number or law,
 * "... = cubic" (or linear) joins the points of a table by a monotone cubic. */
glass_status glass_cell_set(glass_cell *cell, const char *assignment);

/** The current value of a parameter by full name, in the unit of its row ("A.h" for the
 * capacity, SI for all others); laws that are constant count.
 * @return GLASS_E_INPUT with the nearest name if there is none. */
glass_status glass_cell_get(const glass_cell *cell, const char *name, double *out);

/** Where a parameter comes from, if its file says so: a DOI or a few words. Every number of
 * the library has one (BPX: User-defined / Sources).
 * @param[out] out [size] "" when the file does not say */
glass_status glass_cell_source(const glass_cell *cell, const char *name, char *out,
                               size_t size);

/** Everything that can be checked: missing, out of range, inconsistent; appended to
 * `notes` with is_error where a run would be refused.
 * @return GLASS_OK even when errors were noted. */
glass_status glass_cell_check(const glass_cell *cell, glass_notes *notes);

/** Whether a run may begin: no error of glass_cell_check, and nothing that is read but not
 * simulated yet (blends, hysteresis, LLI and LAM).
 * @param[in] needs_electrolyte 1 for SPMe and DFN: then an SPM file is refused
 * @return GLASS_E_INPUT with every error, a line each. */
glass_status glass_cell_ready(const glass_cell *cell, int needs_electrolyte);

/** Charge between the ends of the stoichiometry window of one electrode [C], whole cell. */
double glass_cell_capacity(const glass_cell *cell, int electrode);

/** Open-circuit voltage [V] at a state of charge of the file's stoichiometry window. */
double glass_cell_ocv(const glass_cell *cell, double soc, double temperature_K);

/** How a state of charge is turned into stoichiometries. */
typedef enum glass_start_by {
    GLASS_BY_WINDOW, /**< 0 and 1 are the file's stoichiometry limits (BPX's meaning) */
    GLASS_BY_LIMITS /**< 0 and 1 are where the balanced cell's OCV meets its voltage limits */
} glass_start_by;

/** Stoichiometries of each electrode (of blends: material 0 decides) at a state of charge.
 * @param[out] theta [2], GLASS_NEGATIVE first */
glass_status glass_cell_stoichiometry(const glass_cell *cell, double soc, glass_start_by by,
                                      double theta[2]);
/** The state of charge (by window) whose OCV is `voltage`. */
glass_status glass_cell_soc_of_ocv(const glass_cell *cell, double voltage, double *soc);

/** Names in the library (share/cells), one line about each. @return count.
 * @param[out] names,about [count], borrowed for the life of the program */
int glass_cell_library(const char *const **names, const char *const **about);

#ifdef __cplusplus
}
#endif
#endif
