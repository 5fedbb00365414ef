/* The budget of two lengths, the verdict, and rails; docs/theory/wiring.md (14) to (19). */
#include "glasscell/wiring.h"

#include <math.h>

double glass_wiring_budget(double t_ion, double L_star, double L_ion, double L_eon)
{
    double t_eon = 1 - t_ion;
    return (t_eon * L_ion * L_ion + t_ion * L_eon * L_eon) / (L_star * L_star); /* (14) */
}

char glass_wiring_case(double L_ion, double L_eon, double H)
{
    double r = L_eon / L_ion;
    if (isinf(L_ion)) r = 0;
    if ((r >= 10 && L_eon >= H) || r >= 100) return 'A';
    if (r <= 0.1 && L_ion >= H) return 'E';
    return r > 2 ? 'B' : r < 0.5 ? 'D' : 'C';
}

const char *glass_wiring_case_words(char letter)
{
    switch (letter) {
    case 'A': return "ion wires fine; no electron conductor inside";
    case 'B': return "both wires; the electron network may be coarser";
    case 'C': return "both wires on the same scale";
    case 'D': return "both wires; the ion network may be coarser";
    case 'E': return "electron wires fine; no ion conductor inside";
    default: return "not known";
    }
}

double glass_wiring_span(double sigma, double phi, double tortuosity, double drop,
                         double time, double phi_M, double c_max)
{
    double charge = phi_M * 96485.33212 * c_max;
    return sqrt(3 * sigma * phi * drop * time / (tortuosity * charge)); /* (18) */
}

int glass_wiring_levels(double H, const double *span, int n)
{
    for (int i = 0; i < n; i++)
        if (span[i] >= H) return i + 1;
    return 0;
}

double glass_wiring_film(double sigma, double path, double p, double d)
{
    return sigma / (1 + 3 * path * (1 - p) / (8 * d)); /* (19) */
}
