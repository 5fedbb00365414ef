/* Areas from crossings counted along the 13 directions of a grid (Crofton's formula). */
#ifndef GLASSCELL_CROFTON_H
#define GLASSCELL_CROFTON_H

#include "base/fail.h"
#include "voxel/config.h"

enum { GLASS_CROFTON_NORMALS = 288 };

/* Along an axis of one voxel nothing is known: normals lie in the plane (or on the line) of
 * the other axes, and directions that leave it have the weight 0. */
typedef struct glass_crofton {
    double length[GLASS_CONFIG_DIRECTIONS]; /* [m] of a step */
    double
        weight[GLASS_CONFIG_DIRECTIONS]; /* [1] share of all directions that are nearest */
    double
        factor; /* [1] area = factor * mean crossings per length: 2, pi/2 in a plane, 1 */
    int normals, lattice; /* in all, and how many of the last are normals of the lattice */
    /* |cosine| between direction and normal */
    double cosine[GLASS_CONFIG_DIRECTIONS][GLASS_CROFTON_NORMALS];
} glass_crofton;

/* Weights are solid angles, or angles in a plane. */
void glass_crofton_init(glass_crofton *crofton, const size_t n[3], const double voxel[3]);

/* [1/m] area per volume if no orientation of the surface is preferred.
 * density [13] crossings per length of line along each direction, 1/m */
double glass_crofton_mean(const glass_crofton *crofton, const double *density);

/* [1/m] area per volume of the most likely surface of any orientations: starting from all
 * alike, weights of normals are multiplied until their crossings are those counted (the
 * iteration of Richardson 1972, Lucy 1974, doi:10.1086/111605). */
double glass_crofton_fit(const glass_crofton *crofton, const double *density);

#endif
