/* What a reader of the numbers should know before believing them. */
#include "base/fail.h"
#include "glasscell/image.h"

#include <math.h>

/* Thinner features, in voxels, are told: at three, areas of spheres are off by some 10 %. */
static const double image_notes_thin = 3;
enum { IMAGE_NOTES_MOST = 4 };

void glass_image_notes(const glass_image *image, const glass_volume *volume,
                       const glass_phases *phases, glass_notes *notes)
{
    double edge = fmax(volume->voxel[0], fmax(volume->voxel[1], volume->voxel[2]));
    int is_slice = volume->n[0] == 1 || volume->n[1] == 1 || volume->n[2] == 1, more = 0;
    for (int i = 0; i < phases->count; i++) {
        double area = glass_image_value(image, "area", i, -1);
        double chord = (is_slice ? M_PI : 4) * phases->at[i].fraction / area;
        double hidden = glass_image_value(image, "area_voxels", i, -1) / area;
        if (!(chord < image_notes_thin * edge)) continue;
        if (++more > IMAGE_NOTES_MOST) continue;
        glass_note_add(notes, 0, phases->at[i].name,
                       "features are %.3g um thick on average (mean chord), %.1f voxels: "
                       "finer voxels would change its numbers, its area by some %.0f %%",
                       1e6 * chord, chord / edge, 100 * hidden);
    }
    if (more > IMAGE_NOTES_MOST)
        glass_note_add(notes, 0, "", "%d more phases are as thin: is the image segmented?",
                       more - IMAGE_NOTES_MOST);
}
