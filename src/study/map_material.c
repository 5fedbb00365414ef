/* What a phase conducts and stores, from a substance of the library. */
#include <math.h>
#include <stdio.h>
#include "base/fail.h"
#include "glasscell/map.h"
#include "glasscell/wiring.h"

static glass_range material_range(const glass_property *p)
{
    glass_range r = p->range;
    if (isnan(r.low)) r.low = r.value;
    if (isnan(r.high)) r.high = r.value;
    return r;
}

/* The conductivity of the carrier that is not known: 1/x = 1/(D C) - 1/known. */
static double material_other(double D, double C, double known)
{
    double rest = 1 / (D * C) - 1 / known;
    return rest > 0 ? 1 / rest : NAN;
}

/* Both carriers of a storing phase from D, one conductivity and a lattice gas half full; if D
 * is too fast for that capacitance, from the smaller one that goes with equal carriers. */
static void material_carriers(const glass_range *D, glass_map_phase *out)
{
    glass_range *known = out->sigma_eon.value > 0 ? &out->sigma_eon : &out->sigma_ion;
    glass_range *other = known == &out->sigma_eon ? &out->sigma_ion : &out->sigma_eon;
    double C = glass_wiring_capacitance_solution(out->c_max, 0.5, 0, 298.15);
    double most = 0.5 * known->value / D->value; /* equal carriers */
    if (!(C < most)) C = most;
    out->C = (glass_range){C, C, C};
    other->value = material_other(D->value, C, known->value);
    other->low = material_other(D->low, C, known->value);
    other->high = material_other(D->high, C, known->value);
    if (isnan(other->high)) other->high = INFINITY;
}

glass_status glass_map_phase_set(const glass_substance *substance, int roles,
                                 glass_map_phase *out)
{
    glass_map_phase phase = {.sigma_ion = material_range(&substance->sigma_ion),
                             .sigma_eon = material_range(&substance->sigma_eon),
                             .C = {NAN, NAN, NAN},
                             .c_max = NAN};
    snprintf(phase.material, sizeof phase.material, "%s", substance->name);
    phase.is_estimate = glass_property_is_estimate(&substance->sigma_ion) ||
                        glass_property_is_estimate(&substance->sigma_eon) ||
                        glass_property_is_estimate(&substance->D);
    if (roles & GLASS_ROLE_M) {
        glass_range D = material_range(&substance->D);
        phase.c_max = glass_substance_concentration(substance).value;
        int has_ion = phase.sigma_ion.value > 0, has_eon = phase.sigma_eon.value > 0;
        if (!(phase.c_max > 0) || !(D.value > 0) || (!has_ion && !has_eon))
            return glass_fail(
                GLASS_E_INPUT,
                "the library does not know enough of %s to store: a capacity, a "
                "density, D and a conductivity are needed; set sigma_ion, "
                "sigma_eon, C and c_max instead",
                substance->name);
        if (has_ion && has_eon) {
            double C =
                glass_wiring_sigma(phase.sigma_ion.value, phase.sigma_eon.value) / D.value;
            phase.C = (glass_range){C, C, C};
        } else {
            material_carriers(&D, &phase);
        }
    } else if (roles & GLASS_ROLE_I && !(phase.sigma_ion.value > 0)) {
        return glass_fail(GLASS_E_INPUT, "the library knows no conductivity of ions of %s",
                          substance->name);
    } else if (roles & GLASS_ROLE_E && !(phase.sigma_eon.value > 0)) {
        return glass_fail(GLASS_E_INPUT,
                          "the library knows no conductivity of electrons of %s",
                          substance->name);
    }
    *out = phase;
    return GLASS_OK;
}
