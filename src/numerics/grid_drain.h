/* The certificate inside blocks; part of grid_width.c.
 *
 * The flow between unknowns of level 1 is given. What each lane still lacks is drained
 * through the faces inside its unknown by an exact solve; its heat is added up, and what is
 * left over, which should be rounding alone, is told. */
#ifndef GLASSCELL_GRID_DRAIN_H
#define GLASSCELL_GRID_DRAIN_H

/* Flows between unknowns of level 2 that were looked up lately: the blocks of a face between
 * two of them ask one after the other. */
enum { DRAIN_RECENT = 256 };
typedef struct drain_recent {
    int32_t from[DRAIN_RECENT], to[DRAIN_RECENT];
    double flow[DRAIN_RECENT];
} drain_recent;

static double drain_between(const grid *g, const grid_drain *d, drain_recent *recent,
                            int32_t from, int32_t to)
{
    const grid_level *l = &g->level[2];
    uint32_t at = ((uint32_t)from * 31 + (uint32_t)to) & (DRAIN_RECENT - 1);
    if (recent->from[at] == from && recent->to[at] == to) return recent->flow[at];
    recent->from[at] = from, recent->to[at] = to;
    recent->flow[at] = 0;
    GRID_ENTRIES (l, from, e)
        if (l->col[e] == to && l->val[e] > 0) {
            recent->flow[at] = d->flow[e];
            break;
        }
    return recent->flow[at];
}

/* Flow over conductance from unknown u to unknown v of level 1: the drop of its potential,
 * and what its aggregates add, within one or from one to the other. */
GRID_INLINE double drain_flow(const grid *g, const grid_drain *d, drain_recent *recent,
                              int32_t u, int32_t v)
{
    const grid_level *l = &g->level[1];
    double drop = (double)l->x[u] - (double)l->x[v];
    if (!l->parent || l->parent[u] == l->parent[v]) return drop + (d->phi[u] - d->phi[v]);
    return drop + drain_between(g, d, recent, l->parent[u], l->parent[v]);
}

/* Flow over conductance from unknown u of level 1 to the contacts. */
GRID_INLINE double drain_ground(const grid *g, const grid_drain *d, int32_t u)
{
    const grid_level *l = &g->level[1];
    return (double)l->x[u] + (l->parent ? d->ground[l->parent[u]] : d->phi[u]);
}

/* Flow over conductance on the faces of each lane, inside and outside, by axis. */
typedef struct drain_sides {
    double inside[3][8], outside[3][8];
} drain_sides;

GRID_INLINE int drain_bit(int axis)
{
    return 4 >> axis;
}

/* The block that lies on a lane's outer side of an axis. */
GRID_INLINE size_t drain_beyond(const grid_spot *s, int axis, int lane)
{
    return lane & drain_bit(axis) ? s->behind[axis] : s->before[axis];
}

GRID_INLINE int32_t drain_first(const grid *g, size_t block)
{
    int32_t first = g->first[block];
    return first < 0 ? ~first : first;
}

static __attribute__((noinline)) void width_drain_walk(const grid *g, const grid_drain *d,
                                                       const grid_spot *s, int is_mask,
                                                       drain_recent *recent,
                                                       drain_sides *out)
{
    const uint8_t *code = g->code + 8 * s->at;
    int32_t first = drain_first(g, s->at);
    memset(out, 0, sizeof *out);
    for (int l = 0; l < 8; l++) {
        if (!width_is_held(code[l], is_mask)) continue;
        int32_t u = first + width_part(code[l], is_mask);
        for (int axis = 0; axis < 3; axis++) {
            int m = l ^ drain_bit(axis);
            size_t beyond = drain_beyond(s, axis, l);
            uint8_t far = g->code[8 * beyond + (size_t)m];
            if (width_is_held(code[m], is_mask) &&
                first + width_part(code[m], is_mask) != u)
                out->inside[axis][l] =
                    drain_flow(g, d, recent, u, first + width_part(code[m], is_mask));
            if (width_is_held(far, is_mask))
                out->outside[axis][l] = drain_flow(
                    g, d, recent, u, drain_first(g, beyond) + width_part(far, is_mask));
        }
    }
}

/* The same where the block and all around it are whole: six flows. */
GRID_INLINE int width_drain_quick(const grid *g, const grid_drain *d, const grid_spot *s,
                                  int is_mask, drain_recent *recent, grid_d outside[3])
{
    int32_t u = g->first[s->at];
    if (u < 0) return 0;
    for (int axis = 0; axis < 3; axis++)
        if (g->first[s->before[axis]] < 0 || g->first[s->behind[axis]] < 0) return 0;
    grid_f own = grid_held(g, s->at, is_mask), inside, conduct;
    for (int axis = 0; axis < 3; axis++) {
        double q[2] = {0, 0};
        if (is_mask) {
            grid_f far = grid_f_mix(grid_held(g, s->behind[axis], 1),
                                    grid_held(g, s->before[axis], 1), axis);
            conduct = own * grid_f_swap(far, axis);
        } else {
            grid_faces(g, s, axis, &inside, &conduct);
        }
        if (s->before[axis]) q[0] = drain_flow(g, d, recent, u, g->first[s->before[axis]]);
        if (s->behind[axis]) q[1] = drain_flow(g, d, recent, u, g->first[s->behind[axis]]);
        outside[axis] = (is_mask ? g->weight[axis] : 1) * grid_f_wide(conduct) *
                        grid_d_mix(grid_d_all(q[0]), grid_d_all(q[1]), axis);
    }
    return 1;
}

/* t'L+t by the table of a mask's 256 patterns. */
GRID_INLINE double width_drain_pattern(const grid *g, const grid_drain *d,
                                       const grid_spot *s, grid_d t)
{
    const uint8_t *code = g->code + 8 * s->at;
    unsigned pattern = 0;
    for (int l = 0; l < 8; l++) pattern |= (unsigned)width_is_held(code[l], 1) << l;
    const double *inverse = d->inverse + 64 * (size_t)pattern;
    grid_d phi = grid_d_all(0);
    for (int l = 0; l < 8; l++) phi += t[l] * grid_d_load(inverse + 8 * l);
    return grid_d_sum(phi * t);
}

/* t'L+t of one block of any conductances, by elimination of its lanes one by one. */
static __attribute__((noinline)) double
width_drain_eliminate(const grid *g, const grid_spot *s, const double *t)
{
    const uint8_t *code = g->code + 8 * s->at;
    double a[8][8] = {{0}}, y[8], heat = 0;
    for (int l = 0; l < 8; l++) y[l] = t[l];
    for (int axis = 0; axis < 3; axis++)
        for (int l = 0; l < 8; l++) {
            int m = l | drain_bit(axis);
            if (m == l || !(code[l] >> 7) || !(code[m] >> 7) ||
                (code[l] & 7) != (code[m] & 7))
                continue;
            double c = g->face[24 * s->at + 8 * (size_t)axis + (size_t)l];
            a[l][m] += c, a[m][l] += c;
        }
    for (int l = 0; l < 7; l++) { /* star to mesh: lane l leaves, its need is passed on */
        double sum = 0;
        for (int m = l + 1; m < 8; m++) sum += a[l][m];
        if (!(sum > 0)) continue;
        heat += y[l] * y[l] / sum;
        for (int m = l + 1; m < 8; m++) {
            y[m] += y[l] * a[l][m] / sum;
            for (int n = m + 1; n < 8; n++) {
                double c = a[l][m] * a[l][n] / sum;
                a[m][n] += c, a[n][m] += c;
            }
        }
    }
    return heat;
}

/* The same: by the table, where all faces inside a whole block are alike. */
GRID_INLINE double width_drain_solve(const grid *g, const grid_drain *d, const grid_spot *s,
                                     grid_d t)
{
    const float *face = g->face + 24 * s->at;
    double least = 1e300, most = 0;
    if (g->first[s->at] >= 0) {
        for (int axis = 0; axis < 3; axis++) {
            grid_f own = grid_f_load(face + 8 * axis);
            grid_d same = grid_f_wide(grid_f_mix(own, grid_f_swap(own, axis), axis)) /
                          g->weight[axis];
            for (int l = 0; l < 8; l++) {
                least = same[l] < least ? same[l] : least;
                most = same[l] > most ? same[l] : most;
            }
        }
        if (least > 0 && most <= least * (1 + 1e-6)) {
            const double *inverse = d->inverse + 64 * (size_t)255;
            grid_d phi = grid_d_all(0);
            for (int l = 0; l < 8; l++) phi += t[l] * grid_d_load(inverse + 8 * l);
            return grid_d_sum(phi * t) / least; /* not less than it is */
        }
    }
    return width_drain_eliminate(g, s, (const double *)&t);
}

/* What an unknown of level 1 still lacks when its lanes are added up. */
GRID_INLINE double width_drain_left(const grid *g, const grid_spot *s, grid_d t,
                                    int is_mask)
{
    const uint8_t *code = g->code + 8 * s->at;
    if (g->first[s->at] >= 0) return fabs(grid_d_sum(t));
    double part[8] = {0}, most = 0;
    for (int l = 0; l < 8; l++) part[width_part(code[l], is_mask)] += t[l];
    for (int k = 0; k < 8; k++) most = fabs(part[k]) > most ? fabs(part[k]) : most;
    return most;
}

/* The largest flow through the faces inside a block. */
GRID_INLINE double width_drain_flow(const grid *g, const grid_spot *s, int is_mask,
                                    int is_sharp)
{
    const void *e = is_sharp ? (const void *)g->e2 : (const void *)g->e;
    double most = 0;
    grid_d own = grid_wide(e, s->at, is_sharp);
    for (int axis = 0; axis < 3; axis++) {
        grid_d drop = grid_d_swap(own, axis) - own;
        drop -= axis == g->problem.axis ? g->h : 0;
        grid_d c = is_mask
                       ? g->weight[axis] * grid_f_wide(grid_held(g, s->at, 1)) *
                             grid_f_wide(grid_f_swap(grid_held(g, s->at, 1), axis))
                       : grid_f_wide(grid_f_load(g->face + 24 * s->at + 8 * (size_t)axis));
        double flow = grid_d_largest(grid_d_mix(c * drop, grid_d_all(0), axis));
        most = flow > most ? flow : most;
    }
    return most;
}

GRID_INLINE void width_drain(grid *g, const grid_drain *d, size_t plane, int is_mask,
                             int is_sharp)
{
    const void *e = is_sharp ? (const void *)g->e2 : (const void *)g->e;
    double heat = 0, worst = 0, largest = 0;
    drain_recent recent;
    memset(&recent, 0xff, sizeof recent);
    GRID_EACH_BLOCK (g, plane, s) {
        double base = 0;
        grid_d t =
            grid_drive(g, &s, is_mask, &base) - grid_apply(g, e, &s, is_mask, is_sharp);
        grid_d out[3];
        if (!width_drain_quick(g, d, &s, is_mask, &recent, out)) {
            drain_sides sides;
            width_drain_walk(g, d, &s, is_mask, &recent, &sides);
            for (int axis = 0; axis < 3; axis++) {
                grid_f inside, outside;
                if (is_mask)
                    inside = outside = grid_f_all((float)g->weight[axis]);
                else
                    grid_faces(g, &s, axis, &inside, &outside);
                out[axis] = grid_f_wide(inside) * grid_d_load(sides.inside[axis]) +
                            grid_f_wide(outside) * grid_d_load(sides.outside[axis]);
            }
        }
        t -= out[0] + out[1] + out[2];
        const uint8_t *code = g->code + 8 * s.at;
        int32_t first = g->first[s.at] < 0 ? ~g->first[s.at] : g->first[s.at];
        for (int l = 0; l < 8; l++) { /* to the contacts */
            if (!width_is_held(code[l], is_mask)) continue;
            int32_t which = first + width_part(code[l], is_mask);
            if (!(g->level[1].ground[which] > 0)) continue;
            t[l] -= grid_lane_ground(g, &s, l, is_mask) * drain_ground(g, d, which);
        }
        heat += is_mask ? width_drain_pattern(g, d, &s, t) : width_drain_solve(g, d, &s, t);
        double left = width_drain_left(g, &s, t, is_mask);
        double flow = width_drain_flow(g, &s, is_mask, is_sharp);
        worst = left > worst ? left : worst;
        largest = flow > largest ? flow : largest;
    }
    d->partial[plane] = heat;
    d->worst[plane] = worst;
    d->largest[plane] = largest;
}

#endif
