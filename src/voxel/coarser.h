/* The same volume with voxels twice as large, by majority. */
#ifndef GLASSCELL_COARSER_H
#define GLASSCELL_COARSER_H

#include "glasscell/volume.h"

/* Each code of `out` (the same codes, of half the voxels along every axis, rounded up) is the
 * one that most of its eight voxels have; of several, the one with the highest `rank`
 * [GLASS_LABELS]: what conducts best wins a tie, so that thin bridges last. */
glass_status coarser_volume(const glass_volume *volume, const double *rank,
                            glass_volume *out);

#endif
