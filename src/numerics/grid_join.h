/* Which unknowns of one place become one of the next level. */
#ifndef GLASSCELL_GRID_JOIN_H
#define GLASSCELL_GRID_JOIN_H

#include <stddef.h>

/* Unknowns of a place: between `at` of them, conductances c[n][n]; diagonals d[n]. */
typedef struct grid_joint {
    int n, room;
    double *c;    /* [room][room], used up */
    double *d;    /* [room], used up */
    int *part;    /* [room] filled: 0, 1, ... in the order of the first of each */
    int *order;   /* [room*room] workspace */
    double limit; /* of quality; 0: everything that is joined by an edge */
} grid_joint;

/* Room for n unknowns, larger than before; contents are lost. Returns 0 without memory. */
int grid_joint_room(grid_joint *joint, int n);
void grid_joint_clear(grid_joint *joint);

/* Strongest edges first; A and B become one when D_A D_B / ((D_A + D_B) c_AB) is within the
 * limit: their conductance is not small beside what leads away (quality of aggregates:
 * Napov and Notay 2012, 10.1137/100818509). Returns the number of parts. */
int grid_joint_parts(grid_joint *joint);

#endif
