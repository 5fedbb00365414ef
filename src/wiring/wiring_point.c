/* From what is known to what is asked, at one point of ranges; docs/theory/wiring.md. */
#include "wiring/wiring_point.h"
#include "wiring/wiring_modes.h"

#include <math.h>

/* ---- carriers: conductivities with their boundaries, capacitance, D, transference ---- */

typedef struct point_carriers {
    double ion, eon; /* conductivities with boundaries; NAN: not known */
    double slower;   /* what the boundaries leave of D */
    double C, D, t_ion;
    int is_lattice;
} point_carriers;

static double point_grains(const glass_wiring *q, double sigma, glass_range along,
                           glass_range across)
{
    if (glass_range_is_known(along))
        sigma =
            glass_wiring_grains_along(sigma, along.value, q->path.value, q->grain.value);
    if (glass_range_is_known(across))
        sigma = glass_wiring_grains_across(sigma, across.value, q->grain.value);
    return sigma;
}

static void point_sigmas(const glass_wiring *q, point_carriers *out)
{
    double ion = q->sigma_ion.value, eon = q->sigma_eon.value, t = q->t_ion.value;
    /* one of the two follows from the other and t_ion */
    if (isnan(ion) && !isnan(eon) && t < 1) ion = eon * t / (1 - t);
    if (isnan(eon) && !isnan(ion) && t > 0) eon = ion * (1 - t) / t;
    out->ion = point_grains(q, ion, q->sigma_path_ion, q->R_grain_ion);
    out->eon = point_grains(q, eon, q->sigma_path_eon, q->R_grain_eon);
    out->slower = glass_wiring_sigma(out->ion, out->eon) / glass_wiring_sigma(ion, eon);
    if (isnan(out->slower)) out->slower = 1;
}

static void point_capacitance(const glass_wiring *q, point_carriers *out)
{
    out->C = q->C.value;
    if (isnan(out->C)) out->C = glass_wiring_capacitance(q->c_max.value, q->slope.value);
}

/* One conductivity, D and C give t, since D C = sigma_ion t_eon = sigma_eon t_ion (10). */
static glass_wiring_basis point_transference(const glass_wiring *q, point_carriers *out)
{
    double C = out->C;
    int is_bounded = !isnan(q->sigma_path_ion.value + q->R_grain_ion.value) ||
                     !isnan(q->sigma_path_eon.value + q->R_grain_eon.value);
    if (glass_range_is_known(q->t_ion) && !is_bounded) {
        out->t_ion = q->t_ion.value;
        return GLASS_BASIS_GIVEN;
    }
    out->t_ion = out->ion / (out->ion + out->eon);
    if (!isnan(out->t_ion)) return GLASS_BASIS_SIGMAS;
    out->is_lattice = isnan(C);
    if (out->is_lattice)
        C = glass_wiring_capacitance_solution(q->c_max.value, 0.5, 0, 298.15);
    double share = out->D * C / (isnan(out->eon) ? out->ion : out->eon);
    if (isnan(share)) return GLASS_BASIS_NONE;
    glass_wiring_basis basis = share > 1         ? GLASS_BASIS_EXCEEDED
                               : out->is_lattice ? GLASS_BASIS_LATTICE
                                                 : GLASS_BASIS_C;
    if (share > 1) share = 1;
    out->t_ion = isnan(out->eon) ? 1 - share : share;
    return basis;
}

/* ---- lengths ---- */

/* Point contacts add V / (4 a n) of each carrier to K/m L^2 (13). */
typedef struct point_contacts {
    double ion, eon; /* t_eon/(4 a n) of ions, t_ion/(4 a n) of electrons */
    double whole;    /* D tau u */
} point_contacts;

static double point_contacts_gap(void *context, double log_L)
{
    const point_contacts *it = context;
    double L = exp(log_L), volume = 4 * M_PI / 3 * L * L * L;
    return log((L * L / 15 + volume * (it->ion + it->eon)) / it->whole);
}

static double point_length_contacts(const glass_wiring *q, double D, double t_ion)
{
    point_contacts it = {0, 0, D * q->time.value * q->unfilled.value};
    double n = 4 * q->contact_count;
    if (glass_range_is_known(q->contact_ion))
        it.ion = (1 - t_ion) / (q->contact_ion.value * n);
    if (glass_range_is_known(q->contact_eon)) it.eon = t_ion / (q->contact_eon.value * n);
    double high = log(15 * it.whole) / 2;
    double most =
        isnan(t_ion) ? NAN : wiring_root(point_contacts_gap, &it, high - 40, high);
    return exp(most);
}

static double point_length(const glass_wiring *q, double D, double t_ion)
{
    if (glass_range_is_known(q->contact_ion) || glass_range_is_known(q->contact_eon))
        return point_length_contacts(q, D, t_ion);
    return glass_wiring_length((glass_shape)q->shape, (glass_filling)q->control,
                               q->unfilled.value, D, q->k.value, q->time.value);
}

static void point_lengths(const glass_wiring *q, const point_carriers *it, double *at)
{
    glass_shape shape = (glass_shape)q->shape;
    glass_filling filling = (glass_filling)q->control;
    double tau = q->time.value, u = q->unfilled.value, t = it->t_ion,
           H = q->thickness.value;
    int is_plain = !glass_range_is_known(q->k) && !glass_range_is_known(q->contact_ion) &&
                   !glass_range_is_known(q->contact_eon);
    at[POINT_TRANSPORT] = sqrt(at[POINT_ALPHA] * it->D * tau); /* (1) */
    at[POINT_STAR] = is_plain ? at[POINT_TRANSPORT] : point_length(q, it->D, t);
    at[POINT_STAR_2] = at[POINT_STAR] * sqrt(q->D_2.value / q->D.value);
    at[POINT_STAR_3] = at[POINT_STAR] * sqrt(q->D_3.value / q->D.value);
    at[POINT_SURFACE] = glass_wiring_length_surface(shape, filling, u, q->k.value, tau);
    at[POINT_BIOT] = q->k.value * at[POINT_STAR] / it->D;
    at[POINT_ION] = at[POINT_STAR] / sqrt(1 - t); /* (15) */
    at[POINT_EON] = at[POINT_STAR] / sqrt(t);
    at[POINT_RATIO] = sqrt((1 - t) / t);
    double share = H * H / (at[POINT_STAR] * at[POINT_STAR]);
    at[POINT_WITHOUT_E] = t * share; /* (17) */
    at[POINT_WITHOUT_I] = (1 - t) * share;
    double L = q->size.value;
    if (isnan(L)) return;
    double biot = glass_range_is_known(q->k) ? q->k.value * L / it->D : INFINITY;
    double T = is_plain ? 1 / at[POINT_ALPHA] : glass_wiring_time(shape, filling, u, biot);
    at[POINT_TIME_SIZE] = T * L * L / it->D;
}

static double point_span(const glass_wiring *q, glass_range sigma, glass_range phi,
                         glass_range tortuosity)
{
    return glass_wiring_span(sigma.value, phi.value, tortuosity.value, q->drop.value,
                             q->time.value, q->phi_M.value, q->c_max.value);
}

void wiring_point_solve(const glass_wiring *question, double alpha, wiring_point *out)
{
    point_carriers it = {.D = question->D.value};
    double *at = out->at;
    for (int i = 0; i < POINT_COUNT; i++) at[i] = NAN;
    point_sigmas(question, &it);
    point_capacitance(question, &it);
    out->is_D_derived = isnan(it.D);
    it.D = out->is_D_derived ? glass_wiring_sigma(it.ion, it.eon) / it.C /* (9) */
                             : it.D * it.slower;
    out->basis = point_transference(question, &it);
    at[POINT_ALPHA] = !isnan(alpha) ? alpha
                                    : glass_wiring_alpha((glass_shape)question->shape,
                                                         (glass_filling)question->control,
                                                         question->unfilled.value);
    at[POINT_D] = it.D;
    at[POINT_C] = it.C;
    at[POINT_SIGMA] = glass_wiring_sigma(it.ion, it.eon);
    if (isnan(at[POINT_SIGMA])) at[POINT_SIGMA] = it.D * it.C;
    at[POINT_T_ION] = it.t_ion;
    point_lengths(question, &it, at);
    at[POINT_SPAN_I] =
        point_span(question, question->sigma_I, question->phi_I, question->tau_I);
    at[POINT_SPAN_E] =
        point_span(question, question->sigma_E, question->phi_E, question->tau_E);
}
