#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "random_cells.h"

static void draw_must(glass_status status, const char *what)
{
    if (status == GLASS_OK) return;
    printf("%s: %s\n", what, glass_words());
    exit(1);
}

/* A factor around 1: +-20 %, or that many decades to either side. */
static double draw_factor(glass_random *r, random_spread spread, double decades, double far)
{
    double d = spread == RANDOM_NEAR ? 0 : spread == RANDOM_DECADES ? decades : far;
    if (d == 0) return glass_random_uniform(r, 0.8, 1.2);
    return pow(10, glass_random_uniform(r, -d, d));
}

static void draw_law(glass_cell *cell, const char *name, double factor)
{
    char words[160];
    snprintf(words, sizeof words, "%s = *%.17g", name, factor);
    draw_must(glass_cell_set(cell, words), words);
}

static double draw_within(double x, double low, double high)
{
    return fmax(low, fmin(high, x));
}

static void draw_electrode(glass_random *r, random_spread s, glass_cell *cell, int e)
{
    glass_electrode *el = &cell->electrode[e];
    glass_material *m = &el->material[0];
    double radius = draw_factor(r, s, 0.5, 1), thick = draw_factor(r, s, 0.5, 0.5);
    double solid = m->area_density * m->radius / 3;
    draw_law(cell, e ? "Positive electrode diffusivity" : "Negative electrode diffusivity",
             draw_factor(r, s, 1, 2));
    m->rate_constant *= draw_factor(r, s, 1, 2);
    m->concentration_max *= draw_factor(r, s, 0, 0.1);
    m->radius *= radius;
    m->area_density /= radius;
    el->thickness *= thick;
    el->conductivity *= draw_factor(r, s, 1, 2);
    el->porosity =
        draw_within(el->porosity * draw_factor(r, s, 0, 0.15), 0.1, 0.98 - solid);
    el->transport_efficiency =
        draw_within(el->transport_efficiency * draw_factor(r, s, 0.3, 0.5), 0.01, 0.9);
}

static void draw_cell(glass_random *r, random_spread s, glass_cell *cell)
{
    double filled = fmin(cell->electrode[0].thickness, cell->electrode[1].thickness);
    for (int e = 0; e < 2; e++) draw_electrode(r, s, cell, e);
    /* 1C stays about what the thinner electrode gives in an hour */
    cell->capacity *=
        fmin(cell->electrode[0].thickness, cell->electrode[1].thickness) / filled;
    cell->separator_thickness *= draw_factor(r, s, 0.3, 0.5);
    cell->separator_efficiency =
        draw_within(cell->separator_efficiency * draw_factor(r, s, 0.3, 0.5), 0.01, 1);
    cell->concentration_initial *= draw_factor(r, s, 0.15, 0.3);
    cell->transference =
        draw_within(cell->transference * draw_factor(r, s, 0, 0), 0.05, 0.9);
    draw_law(cell, "Electrolyte diffusivity", draw_factor(r, s, 0.5, 1));
    draw_law(cell, "Electrolyte conductivity", draw_factor(r, s, 0.5, 1));
    if (glass_random_unit(r) < 0.2)
        cell->contact_resistance = 0.02 / (cell->capacity / 3600);
    cell->temperature_initial = cell->temperature_ambient =
        glass_random_unit(r) < 0.5 ? 298.15 : glass_random_uniform(r, 258, 328);
    if (!(cell->density > 0)) cell->density = 2500;
    if (!(cell->heat_capacity > 0)) cell->heat_capacity = 1000;
    if (!(cell->volume > 0)) cell->volume = 1e-5 * cell->capacity / 18000;
    if (!(cell->surface > 0)) cell->surface = 6 * pow(cell->volume, 2.0 / 3);
    cell->heat_transfer = pow(10, glass_random_uniform(r, 0, 2));
}

static double draw_rate(glass_random *r)
{
    return pow(10, glass_random_uniform(r, log10(0.05), log10(5)));
}

/* One instruction or a few, with room for 200 characters. */
static void draw_words(glass_random *r, const glass_cell *cell, char *out)
{
    double low = cell->voltage_min, high = cell->voltage_max;
    double a = draw_rate(r), b = draw_rate(r), Ah = cell->capacity / 3600;
    double V = glass_random_uniform(r, low + 0.02, high - 0.01), watt = a * Ah * 3.7;
    int seconds = (int)pow(10, glass_random_uniform(r, 0, 4));
    size_t n = 200;
    switch (glass_random_below(r, 17)) {
    case 0:
    case 1:
    case 2: snprintf(out, n, "Discharge at %.4gC", a); break;
    case 3:
    case 4: snprintf(out, n, "Charge at %.4gC", a); break;
    case 5:
    case 6:
        snprintf(out, n, "CCCV charge at %.4gC to %.4g V until C/%d", a, high - 1e-3,
                 (int)glass_random_uniform(r, 10, 60));
        break;
    case 7: snprintf(out, n, "Hold at %.4f V until C/%d or 2 h", V, 30); break;
    case 8: snprintf(out, n, "Discharge at %.5g W", watt); break;
    case 9: snprintf(out, n, "Charge at %.5g W until 3 h", watt); break;
    case 10:
        snprintf(out, n, "resistance %.5g Ohm for %d s", 3.7 / (a * Ah), seconds);
        break;
    case 11:
        snprintf(out, n, "Discharge at %.4gC for %d s; Rest for %d h", a, seconds,
                 (int)pow(10, glass_random_uniform(r, 0, 2.8)));
        break;
    case 12:
        snprintf(out, n,
                 "4 x (Discharge at %.4gC for 10 s; Rest for 40 s; Charge at %.4gC "
                 "for 10 s; Rest for 40 s)",
                 a, b);
        break;
    case 13:
        snprintf(out, n, "Discharge at (%.4g + %.4g*sin(2*pi*t/%d)) A for %d s", a * Ah,
                 0.9 * a * Ah, 20 + seconds / 5, 60 + seconds);
        break;
    case 14:
        snprintf(out, n, "Discharge at %.4gC until 30 %% SOC or %.4g Ah or %d s", a,
                 0.5 * Ah, 60 + seconds);
        break;
    case 15:
        snprintf(out, n,
                 "2 x (Discharge at %.4gC until %.4g V; Rest for 10 min; CCCV charge "
                 "at %.4gC to %.4g V until C/20)",
                 a, low + 0.01, b, high - 0.01);
        break;
    default:
        snprintf(out, n, "Rest for %d s; current %.5g A for %d s", seconds,
                 glass_random_unit(r) < 0.5 ? a * Ah : -a * Ah, seconds);
    }
}

/* One to three of them after each other. A refusal of the later ones by the grammar cannot be:
 * each ends by time, by a limit of its own or by those of the cell. */
static void draw_protocol(glass_random *r, const glass_cell *cell, char *out)
{
    char one[200];
    const int count = glass_random_unit(r) < 0.7 ? 1 : 2 + (int)glass_random_below(r, 2);
    draw_words(r, cell, out);
    for (int k = 1; k < count; k++) {
        draw_words(r, cell, one);
        size_t n = strlen(out);
        snprintf(out + n, 700 - n, "; %s", one);
    }
}

static void draw_options(glass_random *r, random_case *it)
{
    static const char *const models[] = {"dfn", "dfn", "dfn", "dfn", "spme", "spm"};
    glass_run_options *o = &it->options;
    glass_run_defaults(o);
    draw_must(glass_rows_set(glass_run_rows, o, "model", models[glass_random_below(r, 6)]),
              "model");
    double u = glass_random_unit(r);
    o->accuracy = u < 0.4 ? GLASS_FAST : u < 0.97 ? GLASS_STANDARD : GLASS_HIGH;
    o->heat = glass_random_unit(r) < 0.3 ? GLASS_LUMPED : GLASS_ISOTHERMAL;
    u = glass_random_unit(r);
    o->soc = u < 0.15 ? 1 : u < 0.25 ? 0 : glass_random_unit(r);
    if (strstr(it->words, "Charge at") == it->words) o->soc *= 0.9;
    o->estimate = glass_random_unit(r) < 0.1;
    o->frames = "none";
}

void random_case_draw(uint64_t seed, uint64_t index, random_case *out)
{
    const char *const *names, *const *about;
    int count = glass_cell_library(&names, &about);
    glass_random r = glass_random_start(seed, index);
    double u = glass_random_unit(&r);
    const char *words = out->words;
    *out = (random_case){.base = names[glass_random_below(&r, (uint64_t)count)]};
    out->spread = u < 0.5 ? RANDOM_NEAR : u < 0.8 ? RANDOM_DECADES : RANDOM_FAR;
    draw_must(glass_cell_open(out->base, &out->cell, NULL), out->base);
    draw_cell(&r, out->spread, &out->cell);
    draw_protocol(&r, &out->cell, out->words);
    draw_must(glass_protocol_read(&words, 1, "protocol", &out->protocol, NULL), words);
    draw_options(&r, out);
}

void random_case_neighbour(uint64_t seed, uint64_t index, const random_case *of,
                           glass_cell *out)
{
    glass_random r = glass_random_start(seed, index + (1ULL << 40));
    draw_must(glass_cell_copy(&of->cell, out), "copy");
    double ambient = out->temperature_ambient, heat_transfer = out->heat_transfer;
    draw_cell(&r, RANDOM_NEAR, out);
    out->temperature_ambient = out->temperature_initial = ambient;
    out->heat_transfer = heat_transfer;
}

void random_case_clear(random_case *it)
{
    glass_cell_clear(&it->cell);
    glass_protocol_clear(&it->protocol);
    glass_run_options_clear(&it->options);
}

void random_case_describe(const random_case *it, char *out)
{
    static const char *const spreads[] = {"near", "decades", "far"};
    static const char *const accuracies[] = {"fast", "default", "high"};
    const glass_run_options *o = &it->options;
    snprintf(out, 900, "%s, %s, %s %s%s, soc %.4g, %.4g K: %s", it->base,
             spreads[it->spread], o->model, accuracies[o->accuracy],
             o->heat == GLASS_LUMPED ? " lumped" : "", o->soc, it->cell.temperature_ambient,
             it->words);
}
