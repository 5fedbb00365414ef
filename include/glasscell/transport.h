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

#ifdef __cplusplus
}
#endif
#endif
