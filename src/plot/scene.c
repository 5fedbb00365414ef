/* Rays are parallel; the walk is that of Amanatides & Woo (1987). Flat cuts are shaded by
 * their side; grown surfaces by the gradient of what is solid around, which hides the stairs
 * of voxels. */
#include "plot/scene.h"
#include "plot/panel.h"

#include <math.h>
#include <string.h>

enum { SCENE_SAMPLES = 2, SCENE_AROUND = 2 };
static const double scene_dense = 2.6;                    /* [1/pt] pixels */
static const double scene_turn = 0.82, scene_lift = 0.50; /* [rad] of the eye */

/* towards the light, along the axes: from above, the left and the eye */
static const double scene_light[3] = {-0.74, 0.58, 0.34};

typedef struct scene_walk {
    const glass_scene *scene;
    double eye[3]; /* from the block to the eye; of length 1 */
    double voxel[3];
    long half[3]; /* first layers of the cut eighth (axes 1, 2), behind it (0) */
} scene_walk;

glass_scene_view glass_scene_fit(const double size[3], glass_box box)
{
    double c = cos(scene_turn), s = sin(scene_turn), lift = sin(scene_lift);
    glass_scene_view view = {.right = {0, -s, c},
                             .up = {-cos(scene_lift), -lift * c, -lift * s}};
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (int corner = 0; corner < 8; corner++) {
        double at[2] = {0, 0};
        for (int k = 0; k < 3; k++) {
            double edge = corner >> k & 1 ? size[k] : 0;
            at[0] += view.right[k] * edge;
            at[1] -= view.up[k] * edge;
        }
        for (int i = 0; i < 2; i++) {
            low[i] = fmin(low[i], at[i]);
            high[i] = fmax(high[i], at[i]);
        }
    }
    view.scale = fmin(box.width / (high[0] - low[0]), box.height / (high[1] - low[1]));
    view.x = box.x + box.width / 2 - view.scale * (low[0] + high[0]) / 2;
    view.y = box.y + box.height / 2 - view.scale * (low[1] + high[1]) / 2;
    return view;
}

glass_point glass_scene_point(const glass_scene_view *view, const double at[3])
{
    glass_point out = {view->x, view->y};
    for (int k = 0; k < 3; k++) {
        out.x += view->scale * view->right[k] * at[k];
        out.y -= view->scale * view->up[k] * at[k];
    }
    return out;
}

/* Opacity of a voxel as it is seen, and its kind. */
static float scene_opacity(const scene_walk *walk, const long at[3], int *kind)
{
    const glass_scene *scene = walk->scene;
    *kind = scene->kind[((size_t)at[0] * scene->n[1] + (size_t)at[1]) * scene->n[2] +
                        (size_t)at[2]];
    int is_open = at[0] < walk->half[0] && at[1] >= walk->half[1] && at[2] >= walk->half[2];
    return scene->is_cut && !is_open ? 1 : scene->opacity[*kind];
}

/* How bright the flat side across axis k is. */
static double scene_flat(int k)
{
    static const double bright[3] = {1, 0.90, 0.76};
    return bright[k];
}

/* How bright the surface at a voxel is, by the slope of what is solid around it. */
static double scene_slope(const scene_walk *walk, const long at[3])
{
    double normal[3] = {0, 0, 0}, square = 0, light = 0;
    int solid = 0, all = 0;
    for (long i = -SCENE_AROUND; i <= SCENE_AROUND; i++)
        for (long j = -SCENE_AROUND; j <= SCENE_AROUND; j++)
            for (long l = -SCENE_AROUND; l <= SCENE_AROUND; l++) {
                long to[3] = {at[0] + i, at[1] + j, at[2] + l};
                int kind, is_in = 1;
                for (int k = 0; k < 3; k++)
                    is_in &= to[k] >= 0 && to[k] < (long)walk->scene->n[k];
                if (!is_in) continue;
                all++;
                if (scene_opacity(walk, to, &kind) < 1) continue;
                solid++;
                normal[0] -= (double)i, normal[1] -= (double)j, normal[2] -= (double)l;
            }
    for (int k = 0; k < 3; k++) {
        square += normal[k] * normal[k];
        light += normal[k] * scene_light[k];
    }
    /* hollows are darker than tips */
    double open = 1 - 0.55 * (double)solid / (all ? all : 1);
    if (!(square > 0)) return 0.7 * open;
    return (0.42 + 0.72 * fmax(light / sqrt(square), 0)) * (0.45 + 0.75 * open);
}

/* The next voxel along the ray, and the axis whose side it enters through. */
typedef struct scene_ray {
    long at[3], step[3];
    double next[3], each[3]; /* distances to the next sides, and between sides */
    double gone;
    int side, is_flat; /* entered through a flat cut */
} scene_ray;

/* Where the ray through `start` (anywhere on it) enters the block; 0: nowhere. */
static int scene_enter(const scene_walk *walk, const double start[3], scene_ray *ray)
{
    double enter = -INFINITY, leave = INFINITY;
    for (int k = 0; k < 3; k++) {
        double a = start[k] / walk->eye[k],
               b = (start[k] - walk->scene->size[k]) / walk->eye[k];
        if (fmin(a, b) > enter) {
            enter = fmin(a, b);
            ray->side = k;
        }
        leave = fmin(leave, fmax(a, b));
    }
    if (!(enter < leave)) return 0;
    for (int k = 0; k < 3; k++) {
        double place = (start[k] - enter * walk->eye[k]) / walk->voxel[k];
        long last = (long)walk->scene->n[k] - 1, at = (long)floor(place);
        ray->at[k] = at < 0 ? 0 : at > last ? last : at;
        ray->step[k] = walk->eye[k] > 0 ? -1 : 1;
        ray->each[k] = walk->voxel[k] / fabs(walk->eye[k]);
        double to =
            ray->step[k] > 0 ? (double)ray->at[k] + 1 - place : place - (double)ray->at[k];
        ray->next[k] = fmax(to, 0) * ray->each[k];
    }
    ray->gone = 0;
    ray->is_flat = 1;
    return 1;
}

/* Goes on by one voxel; returns the length of the way through the last one, 0 at the end. */
static double scene_step(const scene_walk *walk, scene_ray *ray)
{
    int k = ray->next[0] < ray->next[1] ? 0 : 1;
    if (ray->next[2] < ray->next[k]) k = 2;
    double way = ray->next[k] - ray->gone;
    ray->gone = ray->next[k];
    ray->next[k] += ray->each[k];
    ray->at[k] += ray->step[k];
    ray->side = k;
    ray->is_flat = walk->scene->is_cut &&
                   (k == 0 ? ray->at[k] == walk->half[k] : ray->at[k] == walk->half[k] - 1);
    return ray->at[k] < 0 || ray->at[k] >= (long)walk->scene->n[k] ? -1 : way;
}

/* Adds the colour that a ray brings, over white. */
static void scene_look(const scene_walk *walk, const double start[3], double sum[3])
{
    scene_ray ray;
    double left = 1,
           mean = walk->scene->size[0] + walk->scene->size[1] + walk->scene->size[2];
    if (scene_enter(walk, start, &ray))
        for (double way = 0; way >= 0 && left > 0.004;) {
            int kind;
            float opacity = scene_opacity(walk, ray.at, &kind);
            glass_colour c = walk->scene->colour[kind];
            double part = 0, bright = 1;
            if (opacity >= 1) {
                bright = ray.is_flat ? scene_flat(ray.side) : scene_slope(walk, ray.at);
                part = left;
            }
            way = scene_step(walk, &ray);
            if (opacity > 0 && opacity < 1)
                part = left * (1 - pow(1 - opacity, 300 * fabs(way) / mean));
            sum[0] += part * fmin(bright * c.red, 1);
            sum[1] += part * fmin(bright * c.green, 1);
            sum[2] += part * fmin(bright * c.blue, 1);
            left -= part;
        }
    for (int k = 0; k < 3; k++) sum[k] += left;
}

static void scene_image(glass_drawing *drawing, const scene_walk *walk,
                        const glass_scene_view *view, glass_box box)
{
    int rows = (int)ceil(box.height * scene_dense),
        columns = (int)ceil(box.width * scene_dense);
    unsigned *pixels = glass_drawing_image(drawing, box, columns, rows, 0);
    for (int i = 0; pixels && i < rows; i++)
        for (int j = 0; j < columns; j++) {
            double sum[3] = {0, 0, 0}, all = SCENE_SAMPLES * SCENE_SAMPLES, start[3];
            for (int s = 0; s < SCENE_SAMPLES * SCENE_SAMPLES; s++) {
                double x =
                    box.x + (j + (s % SCENE_SAMPLES + 0.5) / SCENE_SAMPLES) / scene_dense;
                double y =
                    box.y + (i + (s / SCENE_SAMPLES + 0.5) / SCENE_SAMPLES) / scene_dense;
                for (int k = 0; k < 3; k++)
                    start[k] =
                        ((x - view->x) * view->right[k] - (y - view->y) * view->up[k]) /
                        view->scale;
                scene_look(walk, start, sum);
            }
            *pixels++ = glass_colour_pixel((glass_colour){
                (float)(sum[0] / all), (float)(sum[1] / all), (float)(sum[2] / all), 1});
        }
}

/* An edge from a corner along an axis; corners are bits of axes. */
static void scene_edge(glass_drawing *drawing, const glass_scene_view *view,
                       const double size[3], int corner, int axis, glass_colour colour)
{
    double from[3], to[3];
    for (int k = 0; k < 3; k++) from[k] = to[k] = corner >> k & 1 ? size[k] : 0;
    to[axis] = size[axis] - from[axis];
    glass_point a = glass_scene_point(view, from), b = glass_scene_point(view, to);
    glass_drawing_segment(drawing, a.x, a.y, b.x, b.y, GLASS_LOOK_FRAME, colour);
}

/* The outline; what lies in front of a clear block and behind it. */
static void scene_edges(glass_drawing *drawing, const glass_scene *scene,
                        const glass_scene_view *view)
{
    static const int outline[6][2] = {{0, 1}, {0, 2}, {2, 0}, {4, 0}, {3, 2}, {5, 1}};
    for (int i = 0; i < 6; i++)
        scene_edge(drawing, view, scene->size, outline[i][0], outline[i][1],
                   glass_look_ink);
    for (int axis = 0; axis < 3 && !scene->is_cut; axis++) {
        scene_edge(drawing, view, scene->size, 6, axis,
                   glass_look_ink); /* nearest corner */
        scene_edge(drawing, view, scene->size, 1, axis, glass_colour_hex(0xb8b8b8));
    }
}

static void scene_words(glass_drawing *drawing, const glass_type *type,
                        const double size[3], const glass_scene_view *view, glass_box box,
                        const char *const *words)
{
    const double middle[3][3] = {{size[0] / 2, size[1], 0},
                                 {size[0], size[1] / 2, size[2]},
                                 {size[0], size[1], size[2] / 2}};
    /* axis 0 stands at the left; axis 1 is the lower right edge, axis 2 the lower left */
    static const double away[3][2] = {{-4, 0}, {4, 9}, {-4, 9}};
    static const double align[3] = {0.5, 0, 1};
    for (int k = 0; k < 3; k++) {
        const double *at = middle[k];
        glass_point where = glass_scene_point(view, at);
        where.x += away[k][0];
        where.y += away[k][1];
        glass_label_style style = {GLASS_LOOK_SMALL, GLASS_FACE_PLAIN, align[k], k == 0,
                                   glass_look_grey};
        if (!words[k]) continue;
        double width = glass_label_width(type, words[k], style.size, style.face);
        /* words that would leave the box go along their edge */
        double off = k == 1   ? fmax(where.x + width - box.x - box.width, 0)
                     : k == 2 ? fmax(box.x + width - where.x, 0)
                              : 0;
        where.x += k == 1 ? -off : off;
        where.y += k ? off * fabs(view->up[k] / view->right[k]) : 0;
        glass_label_draw(drawing, type, words[k], where, &style);
    }
}

void glass_scene_draw(glass_drawing *drawing, const glass_type *type,
                      const glass_scene *scene, glass_box box, const char *const *words)
{
    glass_box inner = {box.x + 11, box.y, box.width - 22, box.height - 12};
    glass_scene_view view = glass_scene_fit(scene->size, inner);
    scene_walk walk = {.scene = scene,
                       .eye = {-sin(scene_lift), cos(scene_lift) * cos(scene_turn),
                               cos(scene_lift) * sin(scene_turn)}};
    for (int k = 0; k < 3; k++) {
        walk.voxel[k] = scene->size[k] / (double)scene->n[k];
        walk.half[k] = (long)scene->n[k] / 2;
    }
    scene_image(drawing, &walk, &view, inner);
    scene_edges(drawing, scene, &view);
    scene_words(drawing, type, scene->size, &view, box, words);
}
