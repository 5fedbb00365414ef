/* From the numbers of an image to one electrode of a cell. */
#include "glasscell/image_cell.h"
#include "base/fail.h"

#include <math.h>
#include <stdio.h>

/* Volumes that differ by less are called the same: images are not known better. */
static const double image_cell_near = 0.05;

static glass_status image_cell_one(glass_cell *cell, int electrode, const char *name,
                                   const char *unit, double value)
{
    char assignment[160];
    snprintf(assignment, sizeof assignment, "%s electrode %s%s = %.10g",
             electrode == GLASS_NEGATIVE ? "Negative" : "Positive", name, unit, value);
    glass_status status = glass_cell_set(cell, assignment);
    return status ? glass_fail_in(status, "the image's number does not fit the cell")
                  : GLASS_OK;
}

static glass_status image_cell_check(const glass_image_cell *numbers,
                                     const glass_cell *cell)
{
    if (cell->electrode[numbers->electrode].n_materials != 1)
        return glass_fail(GLASS_E_INPUT,
                          "the %s electrode has %d materials: an image has one surface and "
                          "cannot say whose it is; take a cell of one material, or set "
                          "each with --set",
                          numbers->electrode == GLASS_NEGATIVE ? "negative" : "positive",
                          cell->electrode[numbers->electrode].n_materials);
    if (!(numbers->transport_efficiency > 0))
        return glass_fail(GLASS_E_INPUT,
                          "the pores of the image join no two end faces of this axis: "
                          "their transport efficiency is 0, and such a cell cannot run");
    return GLASS_OK;
}

/* What the spheres of the cell fill, and what the image does. */
static void image_cell_note(const glass_image_cell *numbers, const glass_material *material,
                            glass_notes *notes)
{
    double filled = material->area_density * material->radius / 3;
    if (!(fabs(filled - numbers->active) > image_cell_near * numbers->active)) return;
    glass_note_add(notes, 0, "radius",
                   "spheres of %.3g um with the area of the image fill %.3g of the "
                   "electrode, and the storing phase fills %.3g: the electrode's capacity "
                   "is %+.0f %% off; with a radius of %.3g um (--fit-radius) both agree",
                   1e6 * material->radius, filled, numbers->active,
                   100 * (filled / numbers->active - 1),
                   3e6 * numbers->active / numbers->area_density);
}

glass_status glass_image_cell_set(const glass_image_cell *numbers, glass_cell *cell,
                                  glass_notes *notes)
{
    glass_cell made;
    int e = numbers->electrode;
    glass_status status = image_cell_check(numbers, cell);
    if (!status) status = glass_cell_copy(cell, &made);
    if (status) return status;
    status = image_cell_one(&made, e, "porosity", "", numbers->porosity);
    if (!status)
        status = image_cell_one(&made, e, "transport efficiency", "",
                                numbers->transport_efficiency);
    if (!status)
        status = image_cell_one(&made, e, "surface area per unit volume", " [m-1]",
                                numbers->area_density);
    if (!status && numbers->fits_radius)
        status = image_cell_one(&made, e, "particle radius", " [m]",
                                3 * numbers->active / numbers->area_density);
    if (status) {
        glass_cell_clear(&made);
        return status;
    }
    image_cell_note(numbers, &made.electrode[e].material[0], notes);
    glass_cell_clear(cell);
    *cell = made;
    return GLASS_OK;
}
