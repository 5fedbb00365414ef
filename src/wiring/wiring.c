/* The calculator over ranges: corners for the ends, evenly spread points for what lies
 * between.
 *
 * Every answer is monotone in each of the numbers when the others are held (that is how
 * lengths and times hang on conductivities), so its ends lie in corners of the box of
 * ranges. Between them each number is taken to be log-uniform and independent; the points
 * are those of the additive recurrence with the powers of the generalised golden ratio
 * (Roberts 2018), the same each time. */
#include "wiring/wiring_point.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RANGE(member, symbol, unit, standard, low, high, about)                            \
    {                                                                                      \
#member, symbol, unit, GLASS_KIND_RANGE, standard, low, high, about, NULL,         \
            offsetof(glass_wiring, member), 1, NULL                                        \
    }

const glass_row glass_wiring_rows[] = {
    {"shape", NULL, "1", GLASS_KIND_CHOICE, GLASS_PLATE, 0, 4,
     "of the particle; rod and cube are of square cross-section", NULL,
     offsetof(glass_wiring, shape), 0, GLASS_SHAPES},
    {"control", NULL, "1", GLASS_KIND_CHOICE, GLASS_FILL_CURRENT, 0, 2,
     "what is held: current with the time of 1/C-rate, voltage, or current with the time "
     "that passes",
     NULL, offsetof(glass_wiring, control), 0, GLASS_FILLINGS},
    RANGE(time, "tau", "s", 3600, 1e-9, 1e12, "in which it has to be filled"),
    RANGE(filled, "x", "1", 0.99, 1e-6, 0.999999999999,
          "share of the capacity to be filled"),
    RANGE(unfilled, "u", "1", NAN, 1e-15, 0.999999,
          "1 - filled, for more digits close to 1"),
    RANGE(D, "D", "m2.s-1", NAN, 1e-30, 1, "chemical diffusivity"),
    RANGE(D_2, "D_2", "m2.s-1", NAN, 1e-30, 1,
          "along a second axis, of a crystal that conducts better one way; L* is along D"),
    RANGE(D_3, "D_3", "m2.s-1", NAN, 1e-30, 1, "along the third"),
    RANGE(t_ion, "t_ion", "1", NAN, 0, 1, "transference number of the ions"),
    RANGE(sigma_ion, "sigma_ion", "S.m-1", NAN, 1e-40, 1e9, "conductivity of ions"),
    RANGE(sigma_eon, "sigma_eon", "S.m-1", NAN, 1e-40, 1e9, "conductivity of electrons"),
    RANGE(C, "C", "F.m-3", NAN, 1e-3, 1e20, "chemical capacitance per volume"),
    RANGE(c_max, "c_max", "mol.m-3", NAN, 1e-3, 1e6, "what is stored per volume when full"),
    RANGE(slope, "|dE/dx|", "V", NAN, 1e-9, 1e3,
          "of the open-circuit voltage over the filling; with c_max it gives C"),
    RANGE(k, "k", "m.s-1", NAN, 1e-30, 1e6, "rate constant of the exchange at the surface"),
    RANGE(size, "L", "m", NAN, 1e-12, 1,
          "half-thickness or radius of the particles at hand, to be judged"),
    RANGE(thickness, "H", "m", 50e-6, 1e-9, 1, "of the electrode, for the verdict"),
    {"share", "f", "1", GLASS_KIND_NUMBER, 0.5, 1e-6, 1,
     "of the budget that leaving out a wire may take", NULL, offsetof(glass_wiring, share),
     0, NULL},
    RANGE(grain, "d", "m", NAN, 1e-10, 1, "size of the grains"),
    RANGE(R_grain_ion, NULL, "Ohm.m2", NAN, 1e-20, 1e9, "of a boundary across, for ions"),
    RANGE(R_grain_eon, NULL, "Ohm.m2", NAN, 1e-20, 1e9, "the same for electrons"),
    RANGE(path, "w", "m", NAN, 1e-12, 1, "thickness of fast boundaries along"),
    RANGE(sigma_path_ion, NULL, "S.m-1", NAN, 1e-40, 1e9, "of ions along fast boundaries"),
    RANGE(sigma_path_eon, NULL, "S.m-1", NAN, 1e-40, 1e9, "of electrons along them"),
    RANGE(contact_ion, "a", "m", NAN, 1e-12, 1,
          "radius of the contacts that feed ions to a sphere; all over when not said"),
    RANGE(contact_eon, "a", "m", NAN, 1e-12, 1, "the same for electrons"),
    {"contact_count", "n", "1", GLASS_KIND_NUMBER, 1, 1, 1e9, "how many such contacts",
     NULL, offsetof(glass_wiring, contact_count), 0, NULL},
    RANGE(sigma_I, NULL, "S.m-1", 1, 1e-12, 1e9, "of the ion wiring of the electrode"),
    RANGE(phi_I, NULL, "1", 0.3, 1e-4, 1, "its share of the volume"),
    RANGE(tau_I, NULL, "1", 1.5, 1, 1e4, "its tortuosity factor"),
    RANGE(sigma_E, NULL, "S.m-1", 100, 1e-12, 1e9, "of the electron wiring"),
    RANGE(phi_E, NULL, "1", 0.1, 1e-4, 1, "its share of the volume"),
    RANGE(tau_E, NULL, "1", 3, 1, 1e4, "its tortuosity factor"),
    RANGE(phi_M, NULL, "1", 0.6, 1e-4, 1, "share of the volume that stores"),
    RANGE(drop, "dV", "V", 0.01, 1e-9, 10, "of voltage that each wiring may take"),
    GLASS_ROW_END,
};

static const size_t wiring_spreads[POINT_COUNT] = {
    offsetof(glass_wiring_answer, alpha),     offsetof(glass_wiring_answer, D),
    offsetof(glass_wiring_answer, C),         offsetof(glass_wiring_answer, sigma),
    offsetof(glass_wiring_answer, t_ion),     offsetof(glass_wiring_answer, L_transport),
    offsetof(glass_wiring_answer, L_surface), offsetof(glass_wiring_answer, L_star),
    offsetof(glass_wiring_answer, L_2),       offsetof(glass_wiring_answer, L_3),
    offsetof(glass_wiring_answer, L_ion),     offsetof(glass_wiring_answer, L_eon),
    offsetof(glass_wiring_answer, biot),      offsetof(glass_wiring_answer, ratio),
    offsetof(glass_wiring_answer, without_E), offsetof(glass_wiring_answer, without_I),
    offsetof(glass_wiring_answer, time_size), offsetof(glass_wiring_answer, span_I),
    offsetof(glass_wiring_answer, span_E),
};

static glass_spread *wiring_spread(glass_wiring_answer *answer, int i)
{
    return (glass_spread *)((char *)answer + wiring_spreads[i]);
}

/* Where D is faster than the one conductivity that is known can carry, nothing is known of
 * the other, nor of what hangs on both. */
static int wiring_mask(wiring_point *point)
{
    static const int by_t[] = {POINT_T_ION, POINT_ION,       POINT_EON,
                               POINT_RATIO, POINT_WITHOUT_E, POINT_WITHOUT_I};
    if (point->basis != GLASS_BASIS_EXCEEDED) return 0;
    for (size_t i = 0; i < sizeof by_t / sizeof *by_t; i++) point->at[by_t[i]] = NAN;
    return 1;
}

/* ---- the box of ranges ---- */

enum { WIRING_WIDE = 12, WIRING_POINTS = 1024, WIRING_POINTS_SLOW = 256 };

typedef struct wiring_box {
    glass_wiring at; /* the question, moved from point to point */
    size_t offset[WIRING_WIDE];
    glass_range range[WIRING_WIDE];
    int wide;
    double alpha;   /* NAN when it differs from point to point */
    double *sample; /* [POINT_COUNT][points] */
    int points;
    double golden;
} wiring_box;

static void wiring_move(wiring_box *box, int i, double value)
{
    ((glass_range *)(void *)((char *)&box->at + box->offset[i]))->value = value;
}

static glass_status wiring_box_make(const glass_wiring *question, wiring_box *box)
{
    *box = (wiring_box){.at = *question, .alpha = NAN};
    for (const glass_row *row = glass_wiring_rows; row->kind != GLASS_KIND_END; row++) {
        if (row->kind != GLASS_KIND_RANGE || row->offset == offsetof(glass_wiring, filled))
            continue;
        const glass_range *range =
            (const glass_range *)(const void *)((const char *)question + row->offset);
        if (!glass_range_is_wide(*range)) continue;
        if (box->wide == WIRING_WIDE)
            return glass_fail(GLASS_E_INPUT, "%d numbers at most may be ranges",
                              WIRING_WIDE);
        box->offset[box->wide] = row->offset;
        box->range[box->wide++] = *range;
    }
    if (!glass_range_is_wide(question->unfilled))
        box->alpha =
            glass_wiring_alpha((glass_shape)question->shape,
                               (glass_filling)question->control, question->unfilled.value);
    return GLASS_OK;
}

static void wiring_ends(wiring_box *box, glass_wiring_answer *answer)
{
    for (unsigned corner = 0; corner < 1u << box->wide; corner++) {
        wiring_point point;
        for (int i = 0; i < box->wide; i++)
            wiring_move(box, i, corner >> i & 1 ? box->range[i].high : box->range[i].low);
        wiring_point_solve(&box->at, box->alpha, &point);
        for (int i = 0; i < POINT_COUNT; i++) {
            glass_spread *spread = wiring_spread(answer, i);
            if (isnan(spread->value)) continue;
            spread->low = fmin(spread->low, point.at[i]);
            spread->high = fmax(spread->high, point.at[i]);
        }
    }
}

/* Where in a range a share of its logarithm lies; of its length when it holds 0. */
static double wiring_between(const glass_range *range, double share)
{
    if (range->low <= 0) return range->low + share * (range->high - range->low);
    return range->low * pow(range->high / range->low, share);
}

static double wiring_golden(int dimensions)
{
    double g = 2;
    for (int i = 0; i < 60; i++) g = pow(1 + g, 1.0 / (dimensions + 1));
    return g;
}

static void wiring_place(wiring_box *box, int n)
{
    double step = 1;
    for (int i = 0; i < box->wide; i++) {
        step /= box->golden;
        double share =
            box->wide == 1 ? (n + 0.5) / box->points : fmod(0.5 + (n + 1) * step, 1);
        wiring_move(box, i, wiring_between(&box->range[i], share));
    }
}

static int wiring_by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of sorted values, each in the middle of its share. */
static double wiring_quantile(const double *sorted, int n, double p)
{
    double place = p * n - 0.5;
    int k = place < 0 ? 0 : place >= n - 1 ? n - 2 : (int)place;
    if (isinf(sorted[k + 1])) return sorted[k + (place - k > 0.5)];
    return sorted[k] + (place - k) * (sorted[k + 1] - sorted[k]);
}

/* Quantiles of what is known; the samples are put in order. */
static void wiring_quantiles(double *sample, int n, glass_spread *spread)
{
    int known = 0;
    for (int i = 0; i < n; i++)
        if (!isnan(sample[i])) sample[known++] = sample[i];
    if (isnan(spread->value) || known < 2) return;
    qsort(sample, (size_t)known, sizeof *sample, wiring_by_value);
    spread->p05 = wiring_quantile(sample, known, 0.05);
    spread->median = wiring_quantile(sample, known, 0.5);
    spread->p95 = wiring_quantile(sample, known, 0.95);
}

static void wiring_sample(wiring_box *box, glass_wiring_answer *answer)
{
    int n = box->points, cases[5] = {0}, judged = 0, impossible = 0;
    for (int i = 0; i < n; i++) {
        wiring_point point;
        wiring_place(box, i);
        wiring_point_solve(&box->at, box->alpha, &point);
        impossible += wiring_mask(&point);
        for (int k = 0; k < POINT_COUNT; k++) box->sample[k * n + i] = point.at[k];
        if (isnan(point.at[POINT_RATIO])) continue;
        judged++;
        cases[glass_wiring_case(point.at[POINT_ION], point.at[POINT_EON],
                                box->at.thickness.value) -
              'A']++;
    }
    for (int k = 0; k < POINT_COUNT; k++)
        wiring_quantiles(&box->sample[k * n], n, wiring_spread(answer, k));
    for (int i = 0; i < 5 && judged; i++) answer->cases[i] = (double)cases[i] / judged;
    answer->impossible = (double)impossible / n;
}

/* ---- the door ---- */

/* What stays empty, without the rounding of 1 - 0.99. */
static double wiring_empty(double filled)
{
    double u = 1 - filled, tidy = rint(u * 1e15) / 1e15;
    return tidy > 0 && fabs(tidy - u) <= 0x1p-53 ? tidy : u;
}

static void wiring_take_filled(glass_wiring *question)
{
    glass_range x = question->filled;
    if (glass_range_is_known(question->unfilled)) return;
    question->unfilled =
        (glass_range){wiring_empty(x.value), wiring_empty(x.high), wiring_empty(x.low)};
}

static glass_status wiring_check_grains(const glass_wiring *q)
{
    int has_across =
        glass_range_is_known(q->R_grain_ion) || glass_range_is_known(q->R_grain_eon);
    int has_along =
        glass_range_is_known(q->sigma_path_ion) || glass_range_is_known(q->sigma_path_eon);
    if (!has_across && !has_along) return GLASS_OK;
    if (!glass_range_is_known(q->grain))
        return glass_fail(GLASS_E_INPUT, "grain is missing: boundaries matter by how far "
                                         "they are apart");
    if (has_along && !glass_range_is_known(q->path))
        return glass_fail(GLASS_E_INPUT,
                          "path is missing: how thick are the fast boundaries?");
    if (has_along && q->path.high > q->grain.low)
        return glass_fail(GLASS_E_INPUT, "path is %g m, more than the grain, %g m",
                          q->path.high, q->grain.low);
    if (!glass_range_is_known(q->sigma_ion) || !glass_range_is_known(q->sigma_eon))
        return glass_fail(GLASS_E_INPUT, "grain boundaries change each carrier apart: give "
                                         "sigma_ion and sigma_eon");
    return GLASS_OK;
}

static glass_status wiring_check_contacts(const glass_wiring *q)
{
    if (!glass_range_is_known(q->contact_ion) && !glass_range_is_known(q->contact_eon))
        return GLASS_OK;
    if (q->shape != GLASS_SPHERE || q->control != GLASS_FILL_CURRENT)
        return glass_fail(GLASS_E_INPUT,
                          "point contacts are reckoned with for a sphere under "
                          "a current; give shape sphere, control current");
    if (glass_range_is_known(q->k))
        return glass_fail(GLASS_E_INPUT, "point contacts and an exchange over the whole "
                                         "surface do not go together; leave out k");
    return GLASS_OK;
}

static glass_status wiring_check_axes(const glass_wiring *q)
{
    int has_axes = glass_range_is_known(q->D_2) || glass_range_is_known(q->D_3);
    if (!has_axes) return GLASS_OK;
    if (q->shape == GLASS_PLATE || (q->shape != GLASS_SPHERE && q->shape != GLASS_CUBE &&
                                    glass_range_is_known(q->D_3)))
        return glass_fail(GLASS_E_INPUT,
                          "a plate fills along one axis, cylinder and rod along "
                          "two, sphere and cube along three; leave out D_2 or "
                          "D_3, or choose another shape");
    if (glass_range_is_known(q->k))
        return glass_fail(GLASS_E_INPUT,
                          "D_2 and D_3 stretch the axes, which an exchange at "
                          "the surface does not follow; leave out k");
    if (!glass_range_is_known(q->D))
        return glass_fail(GLASS_E_INPUT, "D_2 and D_3 need D along the first axis");
    return GLASS_OK;
}

static glass_status wiring_check_known(const glass_wiring *q, const wiring_point *point)
{
    if (!isnan(point->at[POINT_D])) {
        int needs_t =
            glass_range_is_known(q->contact_ion) || glass_range_is_known(q->contact_eon);
        if (!needs_t || !isnan(point->at[POINT_T_ION])) return GLASS_OK;
        return glass_fail(GLASS_E_INPUT,
                          "point contacts need t_ion, or both conductivities");
    }
    const char *C = isnan(point->at[POINT_C]) ? " C (or c_max and slope)" : "";
    const char *ion = glass_range_is_known(q->sigma_ion) ? "" : " sigma_ion";
    const char *eon = glass_range_is_known(q->sigma_eon) ? "" : " sigma_eon";
    return glass_fail(GLASS_E_INPUT,
                      "D is not known. Give D, or what it follows from: C, sigma_ion and "
                      "sigma_eon; of these is missing:%s%s%s%s%s",
                      C, *C && *ion ? "," : "", ion, (*C || *ion) && *eon ? "," : "", eon);
}

static void wiring_typical(const wiring_point *point, glass_wiring_answer *answer)
{
    for (int i = 0; i < POINT_COUNT; i++) {
        double value = point->at[i];
        *wiring_spread(answer, i) =
            (glass_spread){value, value, value, value, value, value};
    }
    answer->basis = point->basis;
    answer->is_D_derived = point->is_D_derived;
    answer->points = 1;
}

static int wiring_points(const glass_wiring *q)
{
    int is_slow = q->control == GLASS_FILL_VOLTAGE &&
                  (glass_range_is_known(q->k) || glass_range_is_wide(q->unfilled));
    return is_slow ? WIRING_POINTS_SLOW : WIRING_POINTS;
}

glass_status glass_wiring_solve(const glass_wiring *question, glass_wiring_answer *out)
{
    glass_wiring_answer answer = {.points = 1};
    glass_wiring asked = *question;
    wiring_point typical;
    wiring_box box;
    glass_status status = glass_rows_check(glass_wiring_rows, question);
    if (status) return status;
    wiring_take_filled(&asked);
    status = wiring_check_grains(&asked);
    if (!status) status = wiring_check_contacts(&asked);
    if (!status) status = wiring_check_axes(&asked);
    if (!status) status = wiring_box_make(&asked, &box);
    if (status) return status;
    wiring_point_solve(&asked, box.alpha, &typical);
    wiring_mask(&typical);
    status = wiring_check_known(&asked, &typical);
    if (status) return status;
    wiring_typical(&typical, &answer);
    if (!isnan(answer.ratio.value)) {
        answer.letter = glass_wiring_case(answer.L_ion.value, answer.L_eon.value,
                                          asked.thickness.value);
        answer.cases[answer.letter - 'A'] = 1;
    }
    if (box.wide > 0) {
        answer.points = box.points = wiring_points(&asked);
        box.golden = wiring_golden(box.wide);
        box.sample = glass_alloc(sizeof *box.sample * POINT_COUNT * (size_t)box.points);
        if (!box.sample) return glass_fail_memory();
        memset(answer.cases, 0, sizeof answer.cases);
        wiring_ends(&box, &answer);
        wiring_sample(&box, &answer);
        glass_free(box.sample);
    }
    *out = answer;
    return GLASS_OK;
}
