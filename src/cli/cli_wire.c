/* Words about an answer of `wire` that people and programs are told alike. */
#include "cli/cli_wire.h"

#include <math.h>
#include <string.h>

const glass_property *cli_wire_property(const cli_wire *wire, const char *name)
{
    const glass_substance *it = wire->substance;
    if (!it || cli_wire_is_given(wire, name)) return NULL;
    const glass_property *property = strcmp(name, "D") == 0           ? &it->D
                                     : strcmp(name, "sigma_ion") == 0 ? &it->sigma_ion
                                     : strcmp(name, "sigma_eon") == 0 ? &it->sigma_eon
                                                                      : NULL;
    return property && glass_range_is_known(property->range) ? property : NULL;
}

const char *cli_wire_choice(const char *choices, int index, char out[32])
{
    for (; index > 0; index--) choices += strcspn(choices, " ") + 1;
    snprintf(out, 32, "%.*s", (int)strcspn(choices, " "), choices);
    return out;
}

const char *cli_wire_length(double metres, char out[48])
{
    static const struct {
        double scale;
        const char *unit;
    } units[] = {{1e-9, "nm"}, {1e-6, "um"}, {1e-3, "mm"}, {1, "m"}};
    if (isnan(metres)) return snprintf(out, 48, "-"), out;
    if (isinf(metres)) return snprintf(out, 48, "no limit"), out;
    int k = 0;
    while (k < 3 && metres >= 999.5 * units[k].scale) k++;
    double shown = metres / units[k].scale;
    if (shown < 0.01)
        snprintf(out, 48, "%.1e m", metres);
    else
        snprintf(out, 48, "%.3g %s", shown, units[k].unit);
    return out;
}

const char *cli_wire_basis(const cli_wire *wire)
{
    switch (wire->answer.basis) {
    case GLASS_BASIS_GIVEN: return "as given";
    case GLASS_BASIS_SIGMAS: return "from both conductivities";
    case GLASS_BASIS_C: return "from D, one conductivity and the chemical capacitance";
    case GLASS_BASIS_LATTICE:
        return "from D, one conductivity and the capacitance of an ideal lattice gas, half "
               "full: an estimate";
    case GLASS_BASIS_EXCEEDED:
        return "not known: D is too fast for the one conductivity that is known, which is "
               "of "
               "another filling, or too low; give --t_ion, or both conductivities";
    default:
        return "not known: give --t_ion, or --sigma_ion and --sigma_eon, or one of these "
               "with --D and --C";
    }
}

/* ---- where the laws end ---- */

static int wire_needs_care(const cli_wire *wire, int index)
{
    const glass_wiring *q = &wire->question;
    double x = glass_range_is_known(q->unfilled) ? 1 - q->unfilled.high : q->filled.low;
    int has_two = !isnan(wire->answer.ratio.value);
    switch (index) {
    case 0: return has_two && q->control == GLASS_FILL_VOLTAGE && x < 0.9;
    case 1: return has_two && q->control != GLASS_FILL_VOLTAGE && x < 0.8;
    case 2: return q->shape >= GLASS_ROD && q->control != GLASS_FILL_VOLTAGE && x < 0.8;
    case 3: return has_two && glass_range_is_known(q->k);
    case 4: return wire->answer.impossible > 0 && has_two;
    default: return 0;
    }
}

const char *cli_wire_remark(const cli_wire *wire, int index)
{
    static const char *const remarks[] = {
        "Under a voltage and below 90 % both lengths are an estimate: contacts at opposite "
        "ends fill more slowly than the law says.",
        "Below 80 % the start is a part of the whole time, and both lengths are an "
        "estimate.",
        "The start of rod and cube under a current is left out; below 80 % it matters.",
        "The exchange at the surface is counted in L*, so in both lengths alike; it takes "
        "place where the ions come in.",
        "Where D is too fast for the one conductivity that is known, a combination that "
        "cannot "
        "be, the ranges are left out of quantiles and cases.",
    };
    int count = (int)(sizeof remarks / sizeof *remarks);
    for (int i = 0; i < count; i++)
        if (wire_needs_care(wire, i) && index-- == 0) return remarks[i];
    return NULL;
}
