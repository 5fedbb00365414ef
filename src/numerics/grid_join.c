#include "numerics/grid_join.h"

#include <stdlib.h>
#include "base/memory.h"

int grid_joint_room(grid_joint *j, int n)
{
    if (n <= j->room) return 1;
    size_t room = (size_t)n + (size_t)n / 2 + 16;
    grid_joint_clear(j);
    j->c = glass_alloc(room * room * sizeof *j->c);
    j->d = glass_alloc(room * sizeof *j->d);
    j->part = glass_alloc(room * sizeof *j->part);
    j->order = glass_alloc(room * room * sizeof *j->order);
    if (!j->c || !j->d || !j->part || !j->order) {
        grid_joint_clear(j);
        return 0;
    }
    j->room = (int)room;
    return 1;
}

void grid_joint_clear(grid_joint *j)
{
    glass_free(j->c), glass_free(j->d), glass_free(j->part), glass_free(j->order);
    j->c = j->d = NULL;
    j->part = j->order = NULL;
    j->room = 0;
}

#define JOIN_C(j, a, b) ((j)->c[(size_t)(a) * (size_t)(j)->n + (size_t)(b)])

/* Edges by falling conductance; equal ones by number, so that the answer is one. */
static int join_sorted(const grid_joint *j)
{
    int count = 0;
    for (int a = 0; a < j->n; a++)
        for (int b = a + 1; b < j->n; b++) {
            double c = JOIN_C(j, a, b);
            if (!(c > 0)) continue;
            int at = count++;
            for (; at > 0; at--) {
                int other = j->order[at - 1];
                if (JOIN_C(j, other / j->n, other % j->n) >= c) break;
                j->order[at] = other;
            }
            j->order[at] = a * j->n + b;
        }
    return count;
}

static int join_may(const grid_joint *j, int a, int b)
{
    double c = JOIN_C(j, a, b);
    if (!(c > 0)) return 0;
    return !(j->limit > 0) || j->d[a] * j->d[b] <= j->limit * (j->d[a] + j->d[b]) * c;
}

/* b goes into a. */
static void join_merge(grid_joint *j, int a, int b)
{
    for (int k = 0; k < j->n; k++) {
        if (j->part[k] == b) j->part[k] = a;
        if (k == a || k == b) continue;
        JOIN_C(j, a, k) += JOIN_C(j, b, k);
        JOIN_C(j, k, a) = JOIN_C(j, a, k);
        JOIN_C(j, k, b) = JOIN_C(j, b, k) = 0;
    }
    JOIN_C(j, a, b) = JOIN_C(j, b, a) = 0;
    j->d[a] += j->d[b];
}

static int join_number(grid_joint *j)
{
    int parts = 0;
    for (int k = 0; k < j->n; k++) j->order[k] = -1;
    for (int k = 0; k < j->n; k++) {
        if (j->order[j->part[k]] < 0) j->order[j->part[k]] = parts++;
        j->part[k] = j->order[j->part[k]];
    }
    return parts;
}

int grid_joint_parts(grid_joint *j)
{
    for (int k = 0; k < j->n; k++) j->part[k] = k;
    int edges = join_sorted(j), has_changed = edges > 0;
    while (has_changed) {
        has_changed = 0;
        for (int e = 0; e < edges; e++) {
            int a = j->part[j->order[e] / j->n], b = j->part[j->order[e] % j->n];
            if (a == b || !join_may(j, a, b)) continue;
            join_merge(j, a < b ? a : b, a < b ? b : a);
            has_changed = 1;
        }
    }
    return join_number(j);
}
