#include "plot/curve.h"

#include <math.h>

enum { CURVE_BLOCK = 1000 };
static const double curve_miss = 0.03; /* [pt] */

/* What is collected of the polyline now being drawn. */
typedef struct curve_piece {
    glass_drawing *drawing;
    const glass_stroke *stroke;
    glass_point at[CURVE_BLOCK + 8];
    size_t n;
    /* the straight stretch since `anchor`: directions that miss no point by more than
     * curve_miss (Williams 1978, Comput. Graph. Image Process. 8, 286) */
    glass_point anchor, waiting, along;
    double left, right, reach;
    int has_anchor, is_waiting;
    /* the column of points that fall on nearly one x */
    glass_point first, low, high, last;
    size_t in_column;
    size_t low_index, high_index;
} curve_piece;

static void curve_emit(curve_piece *piece)
{
    const glass_stroke *s = piece->stroke;
    if (piece->n == 1)
        glass_drawing_dots(piece->drawing, piece->at, 1, s->width, s->colour);
    else if (piece->n > 1)
        glass_drawing_line(piece->drawing, piece->at, piece->n, s->width, s->dash,
                           s->colour);
    piece->n = 0;
}

static void curve_keep(curve_piece *piece, glass_point p)
{
    if (piece->n && piece->at[piece->n - 1].x == p.x && piece->at[piece->n - 1].y == p.y)
        return;
    piece->at[piece->n++] = p;
    if (piece->n < CURVE_BLOCK) return;
    curve_emit(piece);
    piece->at[piece->n++] = p; /* the next block begins where this one ends */
}

/* Opens the cone from the anchor towards p. */
static void curve_aim(curve_piece *piece, glass_point p)
{
    piece->along = (glass_point){p.x - piece->anchor.x, p.y - piece->anchor.y};
    piece->reach = hypot(piece->along.x, piece->along.y);
    piece->right = piece->reach > curve_miss ? asin(curve_miss / piece->reach) : M_PI / 2;
    piece->left = -piece->right;
    piece->waiting = p;
    piece->is_waiting = piece->reach > 0;
}

/* Whether a straight line from the anchor to p serves; narrows the cone to that. */
static int curve_serves(curve_piece *piece, glass_point p)
{
    double dx = p.x - piece->anchor.x, dy = p.y - piece->anchor.y, reach = hypot(dx, dy);
    glass_point a = piece->along;
    double angle = atan2(a.x * dy - a.y * dx, a.x * dx + a.y * dy);
    if (angle < piece->left || angle > piece->right || reach < piece->reach) return 0;
    double open = reach > curve_miss ? asin(curve_miss / reach) : M_PI / 2;
    piece->left = fmax(piece->left, angle - open);
    piece->right = fmin(piece->right, angle + open);
    piece->reach = reach;
    piece->waiting = p;
    return 1;
}

/* Keeps a point unless a straight line through its neighbours looks the same. */
static void curve_bend(curve_piece *piece, glass_point p)
{
    if (!piece->has_anchor) {
        curve_keep(piece, p);
        piece->anchor = p;
        piece->has_anchor = 1;
    } else if (!piece->is_waiting) {
        curve_aim(piece, p);
    } else if (!curve_serves(piece, p)) {
        curve_keep(piece, piece->waiting);
        piece->anchor = piece->waiting;
        curve_aim(piece, p);
    }
}

static void curve_bend_end(curve_piece *piece)
{
    if (piece->is_waiting) curve_keep(piece, piece->waiting);
    piece->has_anchor = piece->is_waiting = 0;
}

/* Writes what the column was reduced to, in the order in which it came. */
static void curve_column_end(curve_piece *piece)
{
    if (!piece->in_column) return;
    int low_is_first = piece->low_index <= piece->high_index;
    curve_bend(piece, piece->first);
    curve_bend(piece, low_is_first ? piece->low : piece->high);
    curve_bend(piece, low_is_first ? piece->high : piece->low);
    curve_bend(piece, piece->last);
    piece->in_column = 0;
}

static void curve_point(curve_piece *piece, glass_point p)
{
    if (piece->in_column && fabs(p.x - piece->first.x) > 0.125) curve_column_end(piece);
    if (!piece->in_column) {
        piece->first = piece->low = piece->high = p;
        piece->low_index = piece->high_index = 0;
    }
    if (p.y < piece->low.y) {
        piece->low = p;
        piece->low_index = piece->in_column;
    }
    if (p.y > piece->high.y) {
        piece->high = p;
        piece->high_index = piece->in_column;
    }
    piece->last = p;
    piece->in_column++;
}

static void curve_piece_end(curve_piece *piece)
{
    curve_column_end(piece);
    curve_bend_end(piece);
    curve_emit(piece);
}

static glass_point curve_at(const glass_curve *curve, size_t i)
{
    return (glass_point){curve->x_scale * curve->x[i] + curve->x_offset,
                         curve->y_scale * curve->y[i] + curve->y_offset};
}

static int curve_is_inside(const glass_box *box, glass_point p)
{
    return p.x >= box->x && p.x <= box->x + box->width && p.y >= box->y &&
           p.y <= box->y + box->height;
}

/* One side of Liang and Barsky's rule (1984, doi:10.1145/357332.357333). */
static int curve_side(double direction, double distance, double *enter, double *leave)
{
    if (direction == 0) return distance >= 0;
    double share = distance / direction;
    if (direction < 0 && share > *enter) *enter = share;
    if (direction > 0 && share < *leave) *leave = share;
    return *enter <= *leave;
}

int glass_curve_clip(const glass_box *box, glass_point *a, glass_point *b)
{
    double dx = b->x - a->x, dy = b->y - a->y, enter = 0, leave = 1;
    if (!curve_side(-dx, a->x - box->x, &enter, &leave) ||
        !curve_side(dx, box->x + box->width - a->x, &enter, &leave) ||
        !curve_side(-dy, a->y - box->y, &enter, &leave) ||
        !curve_side(dy, box->y + box->height - a->y, &enter, &leave))
        return 0;
    glass_point from = *a;
    if (leave < 1) *b = (glass_point){from.x + leave * dx, from.y + leave * dy};
    if (enter > 0) *a = (glass_point){from.x + enter * dx, from.y + enter * dy};
    return 1;
}

/* The part of one segment in the box goes to the piece, which ends where the box does. */
static void curve_segment(curve_piece *piece, const glass_box *box, glass_point a,
                          glass_point b)
{
    glass_point from = a, to = b;
    if (!glass_curve_clip(box, &from, &to)) return;
    if (from.x != a.x || from.y != a.y) {
        curve_piece_end(piece);
        curve_point(piece, from);
    }
    curve_point(piece, to);
    if (to.x != b.x || to.y != b.y) curve_piece_end(piece);
}

void glass_curve_draw(glass_drawing *drawing, const glass_curve *curve,
                      const glass_box *box, const glass_stroke *stroke)
{
    curve_piece *piece = glass_drawing_scratch(drawing, 1, sizeof *piece);
    if (!piece) return;
    piece->drawing = drawing;
    piece->stroke = stroke;
    glass_point before = {NAN, NAN};
    for (size_t i = 0; i < curve->n; i++) {
        glass_point p = curve_at(curve, i);
        int is_there = fabs(p.x) < 1e300 && fabs(p.y) < 1e300;
        if (!is_there)
            curve_piece_end(piece);
        else if (!isnan(before.x))
            curve_segment(piece, box, before, p);
        else if (curve_is_inside(box, p))
            curve_point(piece, p);
        before = is_there ? p : (glass_point){NAN, NAN};
    }
    curve_piece_end(piece);
}

void glass_curve_dots(glass_drawing *drawing, const glass_curve *curve,
                      const glass_box *box, const glass_stroke *stroke, double apart)
{
    glass_point block[256], last = {-1e9, -1e9};
    size_t n = 0;
    for (size_t i = 0; i < curve->n; i++) {
        glass_point p = curve_at(curve, i);
        if (!(hypot(p.x - last.x, p.y - last.y) >= apart) || !curve_is_inside(box, p))
            continue;
        block[n++] = last = p;
        if (n < 256) continue;
        glass_drawing_dots(drawing, block, n, stroke->width / 2, stroke->colour);
        n = 0;
    }
    if (n) glass_drawing_dots(drawing, block, n, stroke->width / 2, stroke->colour);
}
