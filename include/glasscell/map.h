/** glasscell/map.h: the wiring map: how every storing voxel of a segmented electrode is
 * supplied with ions and electrons.
 *
 * All voxels that store do so at one rate; two linear solves then give the drop of each
 * carrier on its way to every voxel (docs/theory/map.md). From these follow, for the time
 * in which the electrode is to be filled, what is starved, by which carrier, and how much
 * is used. Zhu et al., Science 358 (2017) eaao2808, made exact on an image. */
#ifndef GLASSCELL_MAP_H
#define GLASSCELL_MAP_H

#include "glasscell/material.h"
#include "glasscell/phase.h"
#include "glasscell/row.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What one phase does. Ranges of one number have both ends there; NAN: not known. */
typedef struct glass_map_phase {
    glass_range sigma_ion; /**< [S/m] 0 or NAN: none */
    glass_range sigma_eon; /**< [S/m] 0 or NAN: none */
    glass_range C;         /**< [F/m3] chemical capacitance; storing phases */
    double c_max;          /**< [mol/m3] what it stores when full; storing phases */
    char material[64];     /**< where these are from, or "" */
    int is_estimate;       /**< 1: some of them are */
} glass_map_phase;

/** How to map. glass_rows_defaults(glass_map_rows, &options). */
typedef struct glass_map_options {
    double time;      /**< [s] in which the electrode is to be filled: 1/C-rate */
    double filled;    /**< [1] a voxel is served when it is filled so far at the cut-off */
    int axis;         /**< 0, 1, 2 */
    int ions;         /**< 0: the first face of the axis is the separator; 1: the last */
    int electrons;    /**< 0: the first face is the collector; 1: the last */
    int perfect;      /**< 1: I and E conduct without loss: what the particles alone cost */
    double tolerance; /**< [1] of the mean drops */
    int threads;      /**< 0: all cores */
    int skip_voxel_error; /**< 1: do not estimate what the voxels hide */
    int (*cancelled)(void *context);
    void (*progress)(void *context, double fraction);
    void *context;
} glass_map_options;

/** The rows of these. */
extern const glass_row glass_map_rows[];

/** A number and how sure it is. */
typedef struct glass_map_number {
    double value;
    double lower, upper; /**< certified on these voxels; NAN: not */
    double voxel_error;  /**< what the voxels hide: an estimate; NAN: not asked for */
    double low, high;    /**< over the ranges of the material; NAN: none */
} glass_map_number;

enum { GLASS_MAP_QUANTILES = 7 /**< 5, 25, 50, 75, 95 %, the largest, and the mean */ };

/** How a quantity is spread over the joined voxels, and what the voxels hide of that (NAN:
 * not asked for). */
typedef struct glass_map_quantiles {
    double value[GLASS_MAP_QUANTILES];
    double voxel_error[GLASS_MAP_QUANTILES];
} glass_map_quantiles;

/** What one storing phase comes to. Shares are of its voxels. */
typedef struct glass_map_storing {
    int phase;
    size_t voxels;
    glass_map_number by_ions, by_electrons, by_both; /**< [1] starved */
    double cut_ions, cut_electrons, cut_both;        /**< [1] joined to no contact */
    glass_map_number ion_side; /**< [1] share whose drop is mostly the ions' */
    glass_map_number usable;   /**< [1] filled at the cut-off; cut off voxels count as 0 */
    glass_map_number within;   /**< [1] share that is filled at all in the linear range */
    glass_map_number drop_ion, drop_eon;   /**< [V] mean, at the rate of the wanted time */
    glass_map_number time;                 /**< [s] mean starvation time C p */
    double L_ion_star, L_eon_star, L_star; /**< [m] what the calculator allows */
    glass_map_number L_ion, L_eon, L_eff;  /**< [m] wiring lengths of the mean drops */
    glass_map_quantiles drop_ion_spread, drop_eon_spread; /**< [V] */
    glass_map_quantiles l_ion_spread, l_eon_spread;       /**< [m] local wiring lengths */
    glass_map_quantiles time_spread;                      /**< [s] */
} glass_map_storing;

/** How a voxel fares, in the order of the states of plot.h. */
enum {
    GLASS_MAP_OUTSIDE,   /**< stores nothing */
    GLASS_MAP_SERVED,    /**< filled within the wanted time */
    GLASS_MAP_IONS,      /**< starved of ions */
    GLASS_MAP_ELECTRONS, /**< starved of electrons */
    GLASS_MAP_BOTH,      /**< starved of either alone */
    GLASS_MAP_CUT        /**< joined to no contact of one of them */
};

/** What came of it. `{0}` is nothing; fields are owned. */
typedef struct glass_map {
    glass_map_storing *storing; /**< [n_storing] */
    int n_storing;
    double *heat_ion, *heat_eon; /**< [n_phases] share of the mean drop that lies in each */
    int n_phases;
    float *drop_ion, *drop_eon; /**< [V] [n0][n1][n2] NAN where the carrier does not go */
    float *time_ion, *time_eon; /**< [s] in storing voxels that are joined, else NAN */
    unsigned char *state;       /**< [n0][n1][n2] GLASS_MAP_... */
    int iterations[2];
    double seconds, bytes_per_voxel;
} glass_map;

/** Fills a phase from a substance of the library: D, conductivities, capacitance of a
 * lattice gas at half filling, where nothing better is known.
 * @return GLASS_E_INPUT when it does not say enough for the phase's role. */
glass_status glass_map_phase_set(const glass_substance *substance, int roles,
                                 glass_map_phase *out);

/** Maps. @param[in] volume with voxel edges @param[in] phases all of them with roles
 * @param[in] wires [phases->count] what each conducts and stores
 * @param[out] out filled @param[out] notes may be NULL
 * @return GLASS_E_INPUT: no phase stores, no edge, a conductivity or capacitance that is
 *         missing; GLASS_E_MEMORY, before anything is taken; GLASS_E_NUMERICS;
 *         GLASS_E_CANCELLED. What is cut off is no error but counted. */
glass_status glass_map_solve(const glass_volume *volume, const glass_phases *phases,
                             const glass_map_phase *wires, const glass_map_options *options,
                             glass_map *out, glass_notes *notes);

/** Frees what it holds and makes it `{0}`. NULL is nothing. */
void glass_map_clear(glass_map *map);

#ifdef __cplusplus
}
#endif
#endif
