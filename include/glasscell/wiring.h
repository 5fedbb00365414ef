/** glasscell/wiring.h: how large a storing particle may be, and how far its wires may lie.
 *
 * Laws of Zhu, Usiskin, Yu, Maier, Science 358 (2017) eaao2808, 10.1126/science.aao2808,
 * made exact; docs/theory/wiring.md derives them under the same numbers (n). A bare number
 * is SI. L is the half-thickness of a plate or the half-side of rod and cube, and the
 * radius of cylinder and sphere. What is asked for is not how full (x) but what stays
 * empty, u = 1 - x, so that nothing cancels close to full. */
#ifndef GLASSCELL_WIRING_H
#define GLASSCELL_WIRING_H

#include "glasscell/row.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum glass_shape {
    GLASS_PLATE,
    GLASS_CYLINDER,
    GLASS_SPHERE,
    GLASS_ROD, /**< long, square cross-section; under a current after the transient only */
    GLASS_CUBE /**< likewise */
} glass_shape;

/** What is held while it fills, and what the time means. */
typedef enum glass_filling {
    GLASS_FILL_CURRENT, /**< constant current; time 1/C-rate, until the surface is full */
    GLASS_FILL_VOLTAGE, /**< surface stepped to full; time that passes */
    GLASS_FILL_ELAPSED  /**< constant current; time that passes until the stop */
} glass_filling;

/** Words for help and files, in the order of the enumerations. */
#define GLASS_SHAPES   "plate cylinder sphere rod cube"
#define GLASS_FILLINGS "current voltage elapsed"

/* ---- filling: (1) to (7) ---- */

/** [1] Mean of theta over a body fed on all faces, in units of L^2: -lap theta = 1, theta =
 * 0 on the faces; 1/3, 1/8, 1/15, 0.14057701..., 0.08067400.... */
double glass_wiring_theta(glass_shape shape);

/** [1] Surface over volume, in units of 1/L: 1, 2, 3, 2, 3. */
double glass_wiring_surface(glass_shape shape);

/** [1] u that is left empty at D t / L^2 = T.
 * @param[in] T > 0, t as `filling` means it
 * @param[in] biot k L / D of a linear exchange at the surface; INFINITY: none in the way */
double glass_wiring_unfilled(glass_shape shape, glass_filling filling, double T,
                             double biot);

/** [1] The inverse: D t / L^2 at which u is left. @param[in] unfilled 0 < u < 1 */
double glass_wiring_time(glass_shape shape, glass_filling filling, double unfilled,
                         double biot);

/** [1] alpha of L* = sqrt(alpha D tau): 1 / glass_wiring_time(..., INFINITY). */
double glass_wiring_alpha(glass_shape shape, glass_filling filling, double unfilled);

/** [m] The largest L that is filled to 1 - u in `time`, by diffusion and exchange together.
 * @param[in] D [m2/s] @param[in] k [m/s] INFINITY: diffusion alone @param[in] time [s] */
double glass_wiring_length(glass_shape shape, glass_filling filling, double unfilled,
                           double D, double k, double time);

/** [m] The same by exchange at the surface alone: at full drive under a current, in
 * proportion to what is still empty under a voltage. */
double glass_wiring_length_surface(glass_shape shape, glass_filling filling,
                                   double unfilled, double k, double time);

/** [1] u of a box under a voltage, fed on all faces: T[i] = D_i t / a_i^2 with half-edge
 * a_i and the diffusivity along it; exact. */
double glass_wiring_box_unfilled(const double T[3]);

/** [m] A length along an axis of diffusivity D_i, in a body where D rules: L sqrt(D / D_i)
 * turns an anisotropic body into an isotropic one. */
double glass_wiring_rescaled(double L, double D, double D_i);

/** [m2] Mean of theta of a tube, or shell of a sphere, a < r < b, fed on one side. */
double glass_wiring_theta_tube(double a, double b, int is_fed_outside);
double glass_wiring_theta_shell(double a, double b, int is_fed_outside);

/* ---- two carriers: (8) to (13) ---- */

/** [F/m3] Chemical capacitance F c_max / |dE/dx|. @param[in] c_max [mol/m3], slope [V] */
double glass_wiring_capacitance(double c_max, double slope);

/** [F/m3] The same of a regular solution at filling x: F^2 c_max / (R T) / (1/(x(1-x)) - 2
 * Omega). @param[in] omega [1] 0: an ideal lattice gas @param[in] temperature [K] */
double glass_wiring_capacitance_solution(double c_max, double x, double omega,
                                         double temperature);

/** [S/m] Both carriers one after the other: 1 / (1/sigma_ion + 1/sigma_eon). */
double glass_wiring_sigma(double sigma_ion, double sigma_eon);

/** [S/m] With grain boundaries across: 1 / (1/sigma + R/d). @param[in] R [Ohm.m2], d [m] */
double glass_wiring_grains_across(double sigma, double R, double d);

/** [S/m] With fast boundaries along, w thick around grains of size d (bricks). */
double glass_wiring_grains_along(double sigma, double sigma_boundary, double w, double d);

/** [Ohm] A circular contact of radius a on a half space. */
double glass_wiring_contact(double sigma, double a);

/** [Ohm] The same on the end of a cylinder of radius b > a (Negus and Yovanovich 1984). */
double glass_wiring_contact_end(double sigma, double a, double b);

/** [Ohm.m] What strips of half-width a at every 2b add, per depth and period; deep slab. */
double glass_wiring_contact_strips(double sigma, double a, double b);

/* ---- budget, verdict, rails: (14) to (19) ---- */

/** [1] The share of the budget that two lengths use: (t_eon L_ion^2 + t_ion L_eon^2) /
 * L*^2; above 1 the particle is not full in time. */
double glass_wiring_budget(double t_ion, double L_star, double L_ion, double L_eon);

/** 'A' to 'E': the cases of Fig. 2 of the paper, by r = L_eon / L_ion and the thickness H.
 */
char glass_wiring_case(double L_ion, double L_eon, double H);

/** The case in words. */
const char *glass_wiring_case_words(char letter);

/** [m] How far a wiring phase carries: sqrt(3 sigma phi dV tau / (tortuosity phi_M F
 * c_max)).
 * @param[in] sigma [S/m], phi [1], tortuosity [1] of the wiring phase
 * @param[in] drop [V] that it may take @param[in] phi_M [1], c_max [mol/m3] of what stores
 */
double glass_wiring_span(double sigma, double phi, double tortuosity, double drop,
                         double time, double phi_M, double c_max);

/** How many levels of rails span H: the first whose span reaches it, counted from 1.
 * @param[in] span [n] of each level, fine to coarse @return 0: none does */
int glass_wiring_levels(double H, const double *span, int n);

/** [S/m] Of a metal film d thick, leading order of Fuchs and Sondheimer.
 * @param[in] path [m] mean free path @param[in] p [1] share of mirror-like reflections */
double glass_wiring_film(double sigma, double path, double p, double d);

/* ---- the calculator ---- */

/** What is asked. Every number is a range; glass_rows_defaults(glass_wiring_rows, &it). */
typedef struct glass_wiring {
    int shape;          /**< glass_shape */
    int control;        /**< glass_filling */
    glass_range time;   /**< [s] */
    glass_range filled; /**< [1]; set `unfilled` instead when close to 1 */
    glass_range unfilled;
    glass_range D_2, D_3; /**< [m2/s] along other axes than D; NAN: the same */
    glass_range D, C, sigma_ion, sigma_eon, t_ion, k;
    glass_range c_max, slope;
    glass_range thickness;   /**< [m] H, of the electrode */
    glass_range size;        /**< [m] L of the particles at hand; NAN: none */
    double share;            /**< [1] of the budget that leaving a wire out may take */
    glass_range grain;       /**< [m] size of grains */
    glass_range R_grain_ion; /**< [Ohm.m2] across a boundary */
    glass_range R_grain_eon;
    glass_range path;           /**< [m] thickness of fast boundaries */
    glass_range sigma_path_ion; /**< [S/m] along them */
    glass_range sigma_path_eon;
    glass_range contact_ion; /**< [m] radius of a contact; NAN: all over */
    glass_range contact_eon;
    double contact_count;              /**< [1] how many of each, of a sphere */
    glass_range sigma_I, phi_I, tau_I; /**< the ion wiring of the electrode */
    glass_range sigma_E, phi_E, tau_E; /**< its electron wiring */
    glass_range phi_M, drop;
} glass_wiring;

/** One row for each number of a question. */
extern const glass_row glass_wiring_rows[];

/** An answer over the ranges of the question: at the typical values; the exact ends (every
 * answer is monotone in each number, so they lie in corners); quantiles of 1024 points that
 * fill the logarithms of the ranges evenly. All NAN: not known. */
typedef struct glass_spread {
    double value, low, high, p05, median, p95;
} glass_spread;

/** How t_ion came to be known. */
typedef enum glass_wiring_basis {
    GLASS_BASIS_NONE,    /**< it is not */
    GLASS_BASIS_GIVEN,   /**< as t_ion */
    GLASS_BASIS_SIGMAS,  /**< from both conductivities */
    GLASS_BASIS_C,       /**< from D, one conductivity and the chemical capacitance */
    GLASS_BASIS_LATTICE, /**< the same with that of an ideal lattice gas, half full */
    GLASS_BASIS_EXCEEDED /**< not known: D is too fast for the one conductivity known */
} glass_wiring_basis;

typedef struct glass_wiring_answer {
    glass_spread alpha, D, C, sigma, t_ion; /**< sigma: of both carriers in a row */
    glass_spread L_transport;               /**< [m] sqrt(alpha D tau) */
    glass_spread L_surface;                 /**< [m] by exchange alone */
    glass_spread L_star;                    /**< [m] by all that was given */
    glass_spread L_2, L_3;                  /**< [m] L* along the axes of D_2 and D_3 */
    glass_spread L_ion, L_eon;              /**< [m] L* / sqrt(t_eon), L* / sqrt(t_ion) */
    glass_spread biot;                      /**< [1] k L* / D */
    glass_spread ratio;                     /**< [1] L_eon / L_ion */
    glass_spread without_E, without_I; /**< [1] share of the budget that H takes then */
    glass_spread time_size;            /**< [s] in which `size` is filled to 1 - u */
    glass_spread span_I, span_E;       /**< [m] */
    double cases[5];                   /**< [1] share of the ranges in A to E */
    double impossible;                 /**< [1] share of the ranges in which D is too
                                                 fast for the one conductivity known; left
                                                 out of cases and quantiles */
    char letter;                       /**< 'A' to 'E' at the typical values; 0 */
    glass_wiring_basis basis;
    int is_D_derived; /**< 1: D came from C and the conductivities */
    int points;       /**< of the sampling; 1: nothing has a range */
} glass_wiring_answer;

/** Answers a question.
 * @param[out] out filled
 * @return GLASS_E_INPUT with words: a number out of its range, or D not known and not to be
 *         had from what was given; then it names what is missing. */
glass_status glass_wiring_solve(const glass_wiring *question, glass_wiring_answer *out);

#ifdef __cplusplus
}
#endif
#endif
