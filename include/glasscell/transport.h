/** glasscell/transport.h: how well the phases of a segmented volume conduct.
 *
 * Solves div(sigma grad u) = 0 on the voxels by finite volumes (docs/theory/transport.md):
 * one unknown at each voxel's centre, harmonic means at faces, u given on the outer faces of
 * the first and the last layer along the axis, no flux through the other sides. Parts that
 * are not joined to both ends carry nothing and are left out; the fraction counts them. */
#ifndef GLASSCELL_TRANSPORT_H
#define GLASSCELL_TRANSPORT_H

#include "glasscell/row.h"
#include "glasscell/volume.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How to solve. `{0}` is all defaults. */
typedef struct glass_transport_options {
    double tolerance;     /**< [1] relative width of the certified interval; 0: 1e-6 */
    int threads;          /**< 0: all cores */
    int is_periodic;      /**< 1: the sides are joined to the opposite ones */
    int skip_voxel_error; /**< 1: do not estimate what the voxels hide (a coarser solve) */
    float *potential;     /**< [n0][n1][n2] filled unless NULL: 1 at the first face of the
                                axis, 0 at the last; NAN where nothing flows */
    int (*cancelled)(void *context);
    void (*progress)(void *context, double fraction);
    void *context;
} glass_transport_options;

/** The rows of the numbers of glass_transport_options that help and commands know. */
extern const glass_row glass_transport_rows[];

/** What came of it. Conductivities have the unit of those that were given. */
typedef struct glass_transport {
    double tortuosity;   /**< [1] tortuosity factor: mean conductivity over effective;
                               INFINITY when nothing is joined to both ends */
    double lower, upper; /**< [1] certified: the discrete value lies between them */
    double voxel_error;  /**< [1] estimate of what the voxels hide: from the same image with
                               voxels twice as large; NAN when not asked for */
    double effective;    /**< conductivity of the whole volume; 0 when nothing percolates */
    double effective_lower, effective_upper;
    double fraction;    /**< [1] of the volume that conducts, joined or not */
    double percolating; /**< [1] share of it that is joined to both ends */
    int iterations;
    double seconds;         /**< [s] of wall time, set-up included */
    double bytes_per_voxel; /**< most memory held at once, the volume's codes left out */
    const char *reason;     /**< "converged", "no path", "cancelled", ... never NULL */
} glass_transport;

/** Transport along one axis.
 * @param[in] sigma [GLASS_LABELS] conductivity of each code, >= 0; equal ones may be 1
 * @param[in] axis 0, 1, 2 @param[in] options may be NULL
 * @param[out] out filled, also with GLASS_E_NUMERICS: honest bounds of the last iterate
 * @return GLASS_E_INPUT for a negative or no finite conductivity; GLASS_E_MEMORY, with the
 *         bytes that it would need, before any are taken; GLASS_E_NUMERICS when it did not
 *         converge; GLASS_E_CANCELLED */
glass_status glass_transport_solve(const glass_volume *volume,
                                   const double sigma[GLASS_LABELS], int axis,
                                   const glass_transport_options *options,
                                   glass_transport *out);

/** Fluxes at the voxel centres from a potential of glass_transport_solve: means of the two
 * faces, per unit of drop. @param[out] flux [3] arrays [n0][n1][n2], along axes 0, 1, 2; NAN
 * where nothing flows */
void glass_transport_flux(const glass_volume *volume, const double sigma[GLASS_LABELS],
                          int axis, const float *potential, float *const flux[3]);

/** One layer of voxels across the axis of transport. */
typedef struct glass_layer {
    double position;   /**< [m] of its middle; in voxels where their edge is not known */
    double mean;       /**< mean conductivity: the fraction of one phase */
    double potential;  /**< [1] mean over what conducts, 1 to 0 */
    double flux;       /**< mean flux through the layer; the same in all of them */
    double tortuosity; /**< [1] of the layer: mean x slope of the potential / flux */
} glass_layer;

/** tau(x): where along the way the resistance lies.
 * @param[out] out [n of the axis] filled @return GLASS_E_MEMORY */
glass_status glass_transport_layers(const glass_volume *volume,
                                    const double sigma[GLASS_LABELS], int axis,
                                    const float *potential, glass_layer *out);

/** The full tensor of effective conductivity. */
typedef struct glass_tensor {
    double effective[3][3]; /**< symmetric; axes 0, 1, 2 */
    double error[3][3];     /**< certified: the discrete value is not farther away */
    double principal[3];    /**< eigenvalues, falling */
    double direction[3][3]; /**< [k] unit vector of principal[k] in axes 0, 1, 2 */
    double mean;            /**< mean conductivity of the volume */
    int iterations;
    double seconds, bytes_per_voxel;
    const char *reason; /**< "converged", "nothing conducts" */
} glass_tensor;

/** The tensor under periodic sides, or under a linear potential on all outer faces (not less
 * than the periodic one, by any vector: for samples that do not repeat).
 * @param[in] options may be NULL; `is_periodic` chooses, `potential` is not filled
 * @return as glass_transport_solve */
glass_status glass_transport_tensor(const glass_volume *volume,
                                    const double sigma[GLASS_LABELS],
                                    const glass_transport_options *options,
                                    glass_tensor *out);

enum { GLASS_SPECTRUM_STEPS = 16 };

/** A phase that ends on its own surface, as in a blocking cell: charge comes in through one
 * end face and stays, evenly, on the surface to the phases that react. */
typedef struct glass_blocking {
    double tortuosity;   /**< [1] 3 eps sigma R A / L, R the resistance at low frequency */
    double lower, upper; /**< [1] certified */
    double fraction;     /**< [1] of the phase, joined or not */
    double joined;       /**< [1] share of it that is joined to the end face */
    double surface;      /**< [1/m] reacting surface (faces) joined, per volume */
    int steps;           /**< of the spectrum */
    double ritz[GLASS_SPECTRUM_STEPS];   /**< [steps] time constants, see below */
    double weight[GLASS_SPECTRUM_STEPS]; /**< [steps] their shares, adding up to 1 */
    int iterations;
    double seconds, bytes_per_voxel;
    const char *reason;
} glass_blocking;

/** The electrode tortuosity of conducting labels.
 * @param[in] has [GLASS_LABELS] 1: conducts (all alike) @param[in] reacts [GLASS_LABELS] 1: a
 *            face to this code takes charge; NULL: to any code that does not conduct
 * @param[in] side 0: charge comes through the first face of the axis, 1: the last
 * @param[in] steps of the impedance spectrum, 0..GLASS_SPECTRUM_STEPS; each one more solve
 * @param[in] options may be NULL */
glass_status glass_transport_blocking(const glass_volume *volume, const unsigned char *has,
                                      const unsigned char *reacts, int axis, int side,
                                      int steps, const glass_transport_options *options,
                                      glass_blocking *out);

/** Its impedance, in units of R = L/(3 eps sigma A) tortuosity, at omega in units of 1/(R C), C
 * the capacitance of the whole surface: 1/(i omega sum of weight/(1 + i omega ritz)). */
void glass_blocking_impedance(const glass_blocking *cell, double omega, double *real,
                              double *imaginary);

#ifdef __cplusplus
}
#endif
#endif
