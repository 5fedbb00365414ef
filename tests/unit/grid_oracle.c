#include "grid_oracle.h"

#include <stdlib.h>
#include <string.h>

typedef struct oracle_at {
    const grid_problem *p;
    size_t all;
} oracle_at;

static size_t oracle_index(const grid_problem *p, const size_t v[3])
{
    return (v[0] * p->n[1] + v[1]) * p->n[2] + v[2];
}

static void oracle_voxel(const grid_problem *p, size_t index, size_t v[3])
{
    v[2] = index % p->n[2];
    v[1] = index / p->n[2] % p->n[1];
    v[0] = index / p->n[2] / p->n[1];
}

/* The voxel behind a face; 0 when there is none. */
static int oracle_next(const grid_problem *p, size_t index, int axis, int side, size_t *out)
{
    size_t v[3];
    oracle_voxel(p, index, v);
    if (v[axis] == (side ? p->n[axis] - 1 : 0)) {
        if (!p->is_periodic[axis]) return 0;
        v[axis] = side ? 0 : p->n[axis] - 1;
    } else {
        v[axis] = side ? v[axis] + 1 : v[axis] - 1;
    }
    *out = oracle_index(p, v);
    return 1;
}

static long double oracle_weight(const grid_problem *p, int axis)
{
    return (long double)p->voxel[0] * p->voxel[1] * p->voxel[2] /
           ((long double)p->voxel[axis] * p->voxel[axis]);
}

/* Conductance of a voxel to the contacts of one side and, for side 0, to perfect phases. */
static long double oracle_ground(const grid_problem *p, size_t index, int side)
{
    size_t v[3], next;
    long double s = p->sigma[p->codes[index]], sum = 0;
    oracle_voxel(p, index, v);
    if (p->contact[side] && v[p->axis] == (side ? p->n[p->axis] - 1 : 0))
        sum += 2 * s * oracle_weight(p, p->axis);
    for (int axis = 0; p->fixed_sides && axis < 3; axis++)
        if (axis != p->axis && !p->is_periodic[axis] && p->n[axis] > 1 &&
            v[axis] == (side ? p->n[axis] - 1 : 0))
            sum += 2 * s * oracle_weight(p, axis);
    for (int axis = 0; p->perfect && !side && axis < 3; axis++)
        for (int k = 0; k < 2; k++)
            if (oracle_next(p, index, axis, k, &next) && p->perfect[p->codes[next]])
                sum += 2 * s * oracle_weight(p, axis);
    return sum;
}

static long double oracle_face(const grid_problem *p, size_t a, size_t b, int axis)
{
    long double sa = p->sigma[p->codes[a]], sb = p->sigma[p->codes[b]];
    return sa > 0 && sb > 0 ? oracle_weight(p, axis) * 2 * sa * sb / (sa + sb) : 0;
}

static int oracle_is_kept(const grid_problem *p, int touches)
{
    if (p->must_touch == 0) return 1;
    if (p->must_touch == 4) return touches != 0;
    return (touches & p->must_touch) == p->must_touch;
}

int grid_oracle_joined(const grid_problem *p, unsigned char *out)
{
    size_t all = p->n[0] * p->n[1] * p->n[2], next;
    size_t *stack = malloc(all * sizeof *stack);
    unsigned char *seen = calloc(all, 1);
    memset(out, 0, all);
    for (size_t from = 0; stack && seen && from < all; from++) {
        if (seen[from] || !(p->sigma[p->codes[from]] > 0)) continue;
        size_t count = 0;
        int touches = 0;
        stack[count++] = from, seen[from] = 1;
        for (size_t k = 0; k < count; k++) {
            for (int side = 0; side < 2; side++)
                if (oracle_ground(p, stack[k], side) > 0) touches |= side ? 2 : 1;
            for (int axis = 0; axis < 3; axis++)
                for (int side = 0; side < 2; side++)
                    if (oracle_next(p, stack[k], axis, side, &next) && !seen[next] &&
                        p->sigma[p->codes[next]] > 0)
                        stack[count++] = next, seen[next] = 1;
        }
        for (size_t k = 0; k < count; k++)
            out[stack[k]] = (unsigned char)oracle_is_kept(p, touches);
    }
    free(stack), free(seen);
    return stack && seen;
}

/* Rows 0..n-1 leave; y is passed on with them. Returns the heat of y. */
static long double oracle_eliminate(long double *a, long double *y, size_t n, size_t rows)
{
    long double heat = 0;
    size_t *to = malloc(rows * sizeof *to);
    for (size_t i = 0; i < n; i++) {
        long double *row = a + i * rows, sum = 0;
        size_t count = 0;
        for (size_t m = i + 1; m < rows; m++)
            if (row[m] > 0) to[count++] = m, sum += row[m];
        if (!(sum > 0)) continue;
        heat += y[i] * y[i] / sum;
        for (size_t m = 0; m < count; m++) {
            long double share = row[to[m]] / sum;
            y[to[m]] += y[i] * share;
            for (size_t q = m + 1; q < count; q++) {
                a[to[m] * rows + to[q]] += share * row[to[q]];
                a[to[q] * rows + to[m]] += share * row[to[q]];
            }
        }
    }
    free(to);
    return heat;
}

/* Where a profile is held on the sides, energy is what it has less what the flow gains. */
static int oracle_is_profile(const grid_problem *p)
{
    return !p->source && (p->is_periodic[p->axis] || p->fixed_sides);
}

/* What the contacts drive through a voxel beyond the linear profile; adds its power. */
static long double oracle_contacts(const grid_problem *p, size_t index, long double *base)
{
    size_t v[3], last = p->n[p->axis] - 1;
    oracle_voxel(p, index, v);
    long double c = 2 * p->sigma[p->codes[index]] * oracle_weight(p, p->axis), sum = 0;
    long double half = p->drop / (2 * (long double)p->n[p->axis]);
    for (int side = 0; side < 2; side++) {
        if (!p->contact[side] || v[p->axis] != (side ? last : 0)) continue;
        sum += side ? -c * half : c * half;
        *base += c * half * half;
    }
    return sum;
}

/* Fills conductances, and the drive of sources or beyond a linear profile. */
static long double oracle_fill(const grid_problem *p, const unsigned char *kept,
                               const size_t *row, size_t rows, long double *a,
                               long double *y)
{
    size_t all = p->n[0] * p->n[1] * p->n[2], next, ends[2] = {rows - 2, rows - 1};
    long double base = 0, volume = (long double)p->voxel[0] * p->voxel[1] * p->voxel[2];
    if (p->source || p->fixed_sides) ends[1] = ends[0];
    for (size_t v = 0; v < all; v++) {
        if (!kept[v]) continue;
        size_t i = row[v];
        if (p->source && (!p->active || p->active[v]))
            y[i] += volume * p->source[p->codes[v]];
        for (int side = 0; side < 2; side++) {
            long double c = oracle_ground(p, v, side);
            a[i * rows + ends[side]] += c, a[ends[side] * rows + i] += c;
        }
        if (oracle_is_profile(p)) y[i] += oracle_contacts(p, v, &base);
        for (int axis = 0; axis < 3; axis++) {
            if (!oracle_next(p, v, axis, 1, &next) || !kept[next]) continue;
            long double c = oracle_face(p, v, next, axis), emf = 0;
            a[i * rows + row[next]] += c, a[row[next] * rows + i] += c;
            if (oracle_is_profile(p) && axis == p->axis)
                emf = p->drop / (long double)p->n[axis];
            base += c * emf * emf;
            y[i] -= c * emf, y[row[next]] += c * emf;
        }
    }
    return base;
}

int grid_oracle_solve(const grid_problem *p, grid_oracle *out)
{
    size_t all = p->n[0] * p->n[1] * p->n[2], n = 0;
    unsigned char *kept = malloc(all);
    size_t *row = malloc(all * sizeof *row);
    *out = (grid_oracle){0};
    if (!kept || !row || !grid_oracle_joined(p, kept)) return 0;
    for (size_t v = 0; v < all; v++) {
        row[v] = n;
        n += kept[v];
        out->left_out += !kept[v] && p->sigma[p->codes[v]] > 0;
    }
    out->unknowns = n;
    long double *a = calloc((n + 2) * (n + 2), sizeof *a), *y = calloc(n + 2, sizeof *y);
    if (!a || !y) return 0;
    long double base = oracle_fill(p, kept, row, n + 2, a, y);
    long double heat = oracle_eliminate(a, y, n, n + 2);
    if (p->source)
        out->energy = heat;
    else if (oracle_is_profile(p))
        out->energy = base - heat, out->base = base;
    else
        out->energy = a[n * (n + 2) + n + 1] * p->drop * p->drop;
    free(kept), free(row), free(a), free(y);
    return 1;
}
