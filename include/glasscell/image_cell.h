/** glasscell/image_cell.h: what an image says about one electrode of a cell. */
#ifndef GLASSCELL_IMAGE_CELL_H
#define GLASSCELL_IMAGE_CELL_H

#include "glasscell/cell.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Numbers of an image that a cell file has a place for. */
typedef struct glass_image_cell {
    int electrode;               /**< GLASS_NEGATIVE, GLASS_POSITIVE */
    double porosity;             /**< [1] fraction of the pores */
    double area_density;         /**< [1/m] surface of the storing phase per volume */
    double transport_efficiency; /**< [1] effective over bulk conductivity of the pores: the
                                      porosity over the tortuosity factor, 1 / MacMullin */
    double active;               /**< [1] fraction of the storing phase; NAN: not known */
    int fits_radius; /**< 1: the particle radius becomes 3 active / area_density,
                                      so that spheres have the image's area and volume */
} glass_image_cell;

/** Writes them into one electrode, each through glass_cell_set; all other numbers stay.
 *
 * A cell's spheres of radius R and area a fill a R / 3 of the electrode. When that is not the
 * fraction of the image, a note says by how much the capacity is off, and how to mend it.
 * @param[in,out] cell as before on failure @param[out] notes may be NULL
 * @return GLASS_E_INPUT for an electrode of several materials, a number out of its range, or
 *         nothing that percolates (transport_efficiency 0) */
glass_status glass_image_cell_set(const glass_image_cell *numbers, glass_cell *cell,
                                  glass_notes *notes);

#ifdef __cplusplus
}
#endif
#endif
