/* With P(u) crossings per length along u, the area per volume is twice the mean of P over the
 * sphere: S = 2 sum_d w_d P_d (1). The weight w_d of a direction is the share of the sphere
 * that is nearer to it than to any other (Ohser & Muecklich 2000, Statistical Analysis of
 * Microstructures, for cubes; here for any voxels).
 * A surface with the weights m_j of normals n_j crosses P_d = sum_j |u_d n_j| m_j times (2),
 * and its area is sum_j m_j (3). (1) is right on average over orientations of the whole; for
 * one flat surface it may be off by 7 % with cubes, by more with flat voxels. What (3) makes
 * of the m_j that fit (2) then tells how large that may be. */
#include "voxel/crofton.h"

#include <math.h>
#include <string.h>

/* Share of an even start that normals of the lattice get: they may grow, and do not disturb
 * surfaces without preferred directions. */
static const double crofton_faint = 0.05;

enum {
    CROFTON_ROUNDS = 100,
    CROFTON_CORNERS =
        64 /* of a cell on the sphere: one more with each of 25 cuts at most */
};

typedef struct crofton_vector {
    double at[3];
} crofton_vector;

static double crofton_dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static crofton_vector crofton_cross(const double *a, const double *b)
{
    return (crofton_vector){
        {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}};
}

/* Solid angle of a triangle (Van Oosterom & Strackee 1983, doi:10.1109/TBME.1983.325207). */
static double crofton_triangle(const double *a, const double *b, const double *c)
{
    double la = sqrt(crofton_dot(a, a)), lb = sqrt(crofton_dot(b, b)),
           lc = sqrt(crofton_dot(c, c));
    crofton_vector normal = crofton_cross(b, c);
    double below = la * lb * lc + crofton_dot(a, b) * lc + crofton_dot(b, c) * la +
                   crofton_dot(c, a) * lb;
    return 2 * fabs(atan2(crofton_dot(a, normal.at), below));
}

/* Cuts away what of the polygon is nearer to `other` than to `u`; returns its corners. */
static int crofton_cut(crofton_vector *corner, int n, const double *u, const double *other)
{
    crofton_vector old[CROFTON_CORNERS];
    double side[3];
    int m = 0;
    for (int k = 0; k < 3; k++) side[k] = u[k] - other[k];
    memcpy(old, corner, (size_t)n * sizeof *old);
    for (int i = 0; i < n; i++) {
        const double *a = old[i].at, *b = old[(i + 1) % n].at;
        double at_a = crofton_dot(a, side), at_b = crofton_dot(b, side);
        if (at_a >= 0) corner[m++] = old[i];
        if ((at_a >= 0) == (at_b >= 0)) continue;
        for (int k = 0; k < 3; k++)
            corner[m].at[k] = a[k] + at_a / (at_a - at_b) * (b[k] - a[k]);
        m++;
    }
    return m;
}

/* Solid angle of the directions that are nearer to u[d] than to all others and all opposite
 * ones: on the plane that touches the sphere at u[d], their cell is a polygon. */
static double crofton_cell(const crofton_vector *u, int n, int d)
{
    crofton_vector corner[CROFTON_CORNERS];
    const double *at = u[d].at;
    double aside[3] = {0, 0, 0}, sum = 0;
    aside[fabs(at[0]) < 0.7 ? 0 : 1] = 1;
    crofton_vector e = crofton_cross(at, aside);
    double length = sqrt(crofton_dot(e.at, e.at));
    for (int k = 0; k < 3; k++) e.at[k] /= length;
    crofton_vector f = crofton_cross(at, e.at);
    for (int i = 0; i < 4; i++) {
        static const double s[4] = {1e6, -1e6, -1e6, 1e6}, t[4] = {1e6, 1e6, -1e6, -1e6};
        for (int k = 0; k < 3; k++)
            corner[i].at[k] = at[k] + s[i] * e.at[k] + t[i] * f.at[k];
    }
    int corners = 4;
    for (int other = 0; other < n; other++)
        for (int sign = -1; sign <= 1 && other != d; sign += 2) {
            double v[3] = {sign * u[other].at[0], sign * u[other].at[1],
                           sign * u[other].at[2]};
            corners = crofton_cut(corner, corners, at, v);
        }
    for (int i = 0; i < corners; i++)
        sum += crofton_triangle(at, corner[i].at, corner[(i + 1) % corners].at);
    return sum;
}

/* The angle in the plane without axis `flat` that is nearest to u[d]. */
static double crofton_sector(const crofton_vector *u, int n, int d, int flat)
{
    int k = (flat + 1) % 3, l = (flat + 2) % 3;
    double mine = atan2(u[d].at[k], u[d].at[l]), before = M_PI, behind = M_PI;
    for (int other = 0; other < n; other++) {
        if (other == d) continue;
        double off = fmod(atan2(u[other].at[k], u[other].at[l]) - mine + 2 * M_PI, M_PI);
        before = fmin(before, M_PI - off);
        behind = fmin(behind, off);
    }
    return n > 1 ? (before + behind) / 2 : M_PI;
}

/* Normals all around, evenly: a spiral on half a sphere; the half of a circle; the axis. */
static void crofton_spread(crofton_vector *normal, int n, int axes, const int *axis)
{
    for (int j = 0; j < n; j++) {
        double *at = normal[j].at;
        at[0] = at[1] = at[2] = 0;
        if (axes == 1) at[axis[0]] = 1;
        if (axes == 2) {
            at[axis[0]] = cos(M_PI * j / n);
            at[axis[1]] = sin(M_PI * j / n);
        }
        if (axes != 3) continue;
        double height = (j + 0.5) / n, turn = M_PI * (1 + sqrt(5)) * (j + 0.5);
        double side = sqrt(1 - height * height);
        at[0] = height;
        at[1] = side * cos(turn);
        at[2] = side * sin(turn);
    }
}

void glass_crofton_init(glass_crofton *crofton, const size_t n[3], const double voxel[3])
{
    crofton_vector u[GLASS_CONFIG_DIRECTIONS], normal[GLASS_CROFTON_NORMALS];
    int known[GLASS_CONFIG_DIRECTIONS], directions = 0, axis[3], axes = 0, flat = -1;
    *crofton = (glass_crofton){.factor = 1};
    for (int k = 0; k < 3; k++)
        if (n[k] > 1)
            axis[axes++] = k;
        else
            flat = k;
    for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++) {
        double square = 0;
        int is_known = 1;
        for (int k = 0; k < 3; k++) {
            double step = glass_config_step[d][k] * voxel[k];
            square += step * step;
            if (glass_config_step[d][k] && n[k] == 1) is_known = 0;
        }
        crofton->length[d] = sqrt(square);
        if (!is_known) continue;
        for (int k = 0; k < 3; k++)
            u[directions].at[k] = glass_config_step[d][k] * voxel[k] / crofton->length[d];
        known[directions++] = d;
    }
    if (!axes) return;
    crofton->factor = axes == 3 ? 2 : axes == 2 ? M_PI / 2 : 1;
    for (int i = 0; i < directions; i++)
        crofton->weight[known[i]] = axes == 3 ? crofton_cell(u, directions, i) / (2 * M_PI)
                                    : axes == 2
                                        ? crofton_sector(u, directions, i, flat) / M_PI
                                        : 1;
    /* the lattice's own planes are frequent in real images: they are normals as well */
    crofton->normals = axes == 1 ? 1 : GLASS_CROFTON_NORMALS;
    int own = crofton->lattice = axes == 1 ? 0 : directions;
    crofton_spread(normal, crofton->normals - own, axes, axis);
    memcpy(normal + crofton->normals - own, u, (size_t)own * sizeof *u);
    for (int i = 0; i < directions; i++)
        for (int j = 0; j < crofton->normals; j++)
            crofton->cosine[known[i]][j] = fabs(crofton_dot(u[i].at, normal[j].at));
}

double glass_crofton_mean(const glass_crofton *crofton, const double *density)
{
    double sum = 0;
    for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++)
        sum += crofton->weight[d] * density[d]; /* (1) */
    return crofton->factor * sum;
}

double glass_crofton_fit(const glass_crofton *crofton, const double *density)
{
    double mass[GLASS_CROFTON_NORMALS], all[GLASS_CROFTON_NORMALS] = {0}, sum = 0;
    double mean = glass_crofton_mean(crofton, density);
    if (!(mean > 0)) return mean;
    for (int j = 0; j < crofton->normals; j++) {
        int is_lattice = crofton->normals > 1 && j >= crofton->normals - crofton->lattice;
        mass[j] = (is_lattice ? crofton_faint : 1) * mean / crofton->normals;
        for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++)
            all[j] += crofton->weight[d] * crofton->cosine[d][j];
    }
    for (int round = 0; round < CROFTON_ROUNDS; round++) {
        double pull[GLASS_CROFTON_NORMALS] = {0};
        for (int d = 0; d < GLASS_CONFIG_DIRECTIONS; d++) {
            const double *cosine = crofton->cosine[d];
            double now = 0; /* (2) */
            for (int j = 0; j < crofton->normals; j++) now += cosine[j] * mass[j];
            if (!(now > 0)) continue;
            double ratio = crofton->weight[d] * density[d] / now;
            for (int j = 0; j < crofton->normals; j++) pull[j] += ratio * cosine[j];
        }
        for (int j = 0; j < crofton->normals; j++) mass[j] *= pull[j] / all[j];
    }
    for (int j = 0; j < crofton->normals; j++) sum += mass[j]; /* (3) */
    return sum;
}
