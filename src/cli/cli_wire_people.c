/* The answer of `wire` as a table and in sentences. */
#include "cli/cli_wire.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_WIDTH = 80 };

/* ---- what was asked ---- */

static const char *people_number(double value, char out[48])
{
    if (isinf(value)) return snprintf(out, 48, "no limit"), out;
    cli_digits(value, 4, out);
    return out;
}

/* "1 h", "20 min"; else as durations are told. */
static const char *people_time(double seconds, char out[48])
{
    double hours = seconds / 3600, minutes = seconds / 60;
    if (hours >= 1 && hours < 100 && hours == floor(hours))
        snprintf(out, 48, "%g h", hours);
    else if (minutes >= 1 && minutes < 60 && minutes == floor(minutes))
        snprintf(out, 48, "%g min", minutes);
    else if (seconds < 1e-2)
        snprintf(out, 48, "%.2e s", seconds);
    else
        cli_duration(seconds, out);
    return out;
}

static void people_title(const cli_wire *wire)
{
    const glass_wiring *q = &wire->question;
    char shape[32], time[48];
    double filled =
        glass_range_is_known(q->unfilled) ? 1 - q->unfilled.value : q->filled.value;
    static const char *const controls[] = {"current", "voltage", "current"};
    static const char *const clocks[] = {" (1/C-rate)", "", " (that pass)"};
    if (wire->substance)
        printf("%s (%s): ", wire->substance->name, wire->substance->formula);
    printf("%s, filled to %.10g %% at constant %s in %s%s\n\n",
           cli_wire_choice(GLASS_SHAPES, q->shape, shape), 100 * filled,
           controls[q->control], people_time(q->time.value, time), clocks[q->control]);
}

/* What is known, as it came. */
static void people_input(const cli_wire *wire, cli_table *table, const char *name,
                         const char *unit, const glass_range *range)
{
    const glass_property *property = cli_wire_property(wire, name);
    char value[48], low[48], high[48];
    if (!glass_range_is_known(*range)) return;
    cli_table_cell(table, "%s", name);
    cli_table_cell(table, "%s", people_number(range->value, value));
    if (glass_range_is_wide(*range))
        cli_table_cell(table, "%s to %s", people_number(range->low, low),
                       people_number(range->high, high));
    else
        cli_table_cell(table, "%s", "");
    cli_table_cell(table, "%s", unit);
    if (property)
        cli_table_cell(table, "%s%s%s", property->confidence, *property->source ? ", " : "",
                       property->source);
    else
        cli_table_cell(table, "%s", cli_wire_is_given(wire, name) ? "given" : "derived");
}

static void people_inputs(const cli_wire *wire)
{
    const glass_wiring *q = &wire->question;
    cli_table table;
    cli_table_begin(&table, NULL, 5, 0x2);
    people_input(wire, &table, "D", "m2/s", &q->D);
    people_input(wire, &table, "D_2", "m2/s", &q->D_2);
    people_input(wire, &table, "D_3", "m2/s", &q->D_3);
    people_input(wire, &table, "sigma_ion", "S/m", &q->sigma_ion);
    people_input(wire, &table, "sigma_eon", "S/m", &q->sigma_eon);
    people_input(wire, &table, "t_ion", "", &q->t_ion);
    people_input(wire, &table, "C", "F/m3", &q->C);
    people_input(wire, &table, "c_max", "mol/m3", &q->c_max);
    people_input(wire, &table, "k", "m/s", &q->k);
    if (table.count > 0) {
        cli_table_end(&table, stdout);
        putchar('\n');
    } else {
        cli_table_end(&table, stdout);
    }
}

/* ---- what came of it ---- */

typedef const char *people_word(double value, char out[48]);

static void people_row(cli_table *table, const char *name, const glass_spread *it,
                       people_word *word)
{
    char text[48];
    double all[] = {it->value, it->low, it->p05, it->median, it->p95, it->high};
    if (isnan(it->value)) return;
    cli_table_cell(table, "%s", name);
    int is_wide = it->low != it->high;
    for (int i = 0; i < table->columns - 1; i++)
        cli_table_cell(table, "%s", i == 0 || is_wide ? word(all[i], text) : "");
}

static void people_table(const cli_wire *wire)
{
    static const char *const heads[] = {"",       "typical", "lowest", "5 %",
                                        "median", "95 %",    "highest"};
    const glass_wiring_answer *a = &wire->answer;
    cli_table table;
    cli_table_begin(&table, a->points > 1 ? heads : NULL, a->points > 1 ? 7 : 2, 0x7e);
    people_row(&table, "alpha", &a->alpha, people_number);
    if (a->is_D_derived || a->D.value != wire->question.D.value)
        people_row(&table, "D, m2/s", &a->D, people_number);
    if (!glass_range_is_known(wire->question.C))
        people_row(&table, "C, F/m3", &a->C, people_number);
    people_row(&table, "t_ion", &a->t_ion, people_number);
    people_row(&table, "L*", &a->L_star, cli_wire_length);
    people_row(&table, "L* along D_2", &a->L_2, cli_wire_length);
    people_row(&table, "L* along D_3", &a->L_3, cli_wire_length);
    people_row(&table, "L_ion*", &a->L_ion, cli_wire_length);
    people_row(&table, "L_eon*", &a->L_eon, cli_wire_length);
    if (!isnan(a->L_surface.value) || a->L_star.value != a->L_transport.value)
        people_row(&table, "limit by transport", &a->L_transport, cli_wire_length);
    people_row(&table, "limit by surface", &a->L_surface, cli_wire_length);
    people_row(&table, "k L*/D", &a->biot, people_number);
    people_row(&table, "time of this size", &a->time_size, people_time);
    people_row(&table, "span of the I wiring", &a->span_I, cli_wire_length);
    people_row(&table, "span of the E wiring", &a->span_E, cli_wire_length);
    cli_table_end(&table, stdout);
    putchar('\n');
}

/* ---- the verdict ---- */

static void people_say(const char *text)
{
    cli_wrap(stdout, text, 0, PEOPLE_WIDTH);
}

static void people_case(const cli_wire *wire)
{
    const glass_wiring_answer *a = &wire->answer;
    char text[512], shares[160] = "";
    size_t n = 0;
    for (int i = 0; i < 5 && a->points > 1; i++)
        if (a->cases[i] >= 0.005 && n < sizeof shares - 16)
            n += (size_t)snprintf(shares + n, sizeof shares - n, "%s%c %.0f %%",
                                  n ? ", " : " Over the ranges: ", 'A' + i,
                                  100 * a->cases[i]);
    snprintf(text, sizeof text, "Case %c: %s. L_eon*/L_ion* = %.3g.%s%s", a->letter,
             glass_wiring_case_words(a->letter), a->ratio.value, shares, n ? "." : "");
    people_say(text);
}

static void people_leave(const cli_wire *wire, const char *wire_name, const char *contact,
                         const glass_spread *share)
{
    const glass_wiring *q = &wire->question;
    char text[512], H[48];
    int is_free = share->value <= q->share;
    snprintf(
        text, sizeof text,
        "By the budget the %s conductor %s inside an electrode of %s%s: without it the "
        "way to the %s takes %.3g%s the budget; %.3g is granted.%s",
        wire_name, is_free ? "can be left out" : "is needed",
        cli_wire_length(q->thickness.value, H),
        cli_wire_is_given(wire, "thickness") ? "" : " (--thickness)", contact, share->value,
        share->value > 1 ? " times" : " of", q->share,
        is_free ? " What stores must hang together up to there." : "");
    people_say(text);
}

static void people_rail(const cli_wire *wire, const char *name, const glass_spread *span,
                        const glass_range *const of[3])
{
    char text[512], reach[48], H[48], sigma[32], tau[32];
    double thickness = wire->question.thickness.value;
    int is_short = span->value < thickness;
    if (isnan(span->value)) return;
    cli_wire_length(span->value, reach);
    snprintf(
        text, sizeof text,
        "The %s wiring (%s S/m, %.3g %% of the volume, tortuosity %s) carries over %s%s at "
        "a drop of %.3g mV: %s %s%s%s.",
        name, cli_digits(of[0]->value, 3, sigma), 100 * of[1]->value,
        cli_digits(of[2]->value, 3, tau), reach, is_short ? " only" : "",
        1e3 * wire->question.drop.value,
        is_short ? "a second, coarser level is needed for" : "one level is enough for",
        cli_wire_length(thickness, H), is_short ? ", a rail every " : "",
        is_short ? reach : "");
    people_say(text);
}

static void people_lengths(const cli_wire *wire)
{
    const glass_wiring_answer *a = &wire->answer;
    char text[512], ion[48], eon[48];
    snprintf(
        text, sizeof text,
        "One budget: t_eon L_ion^2 + t_ion L_eon^2 = L*^2. L_ion* and L_eon* are what "
        "each carrier may take when the other takes nothing; at equal shares L_ion is %s "
        "and L_eon %s.",
        cli_wire_length(a->L_ion.value / sqrt(2), ion),
        cli_wire_length(a->L_eon.value / sqrt(2), eon));
    people_say(text);
}

static void people_verdict(const cli_wire *wire)
{
    const glass_wiring_answer *a = &wire->answer;
    if (a->letter) {
        people_case(wire);
        people_leave(wire, "electron", "current collector", &a->without_E);
        people_leave(wire, "ion", "separator", &a->without_I);
        people_lengths(wire);
    }
    char text[512];
    snprintf(text, sizeof text, a->letter ? "t_ion: %s." : "L_ion* and L_eon* are %s.",
             cli_wire_basis(wire));
    people_say(text);
    const glass_wiring *q = &wire->question;
    people_rail(wire, "ion", &a->span_I,
                (const glass_range *const[]){&q->sigma_I, &q->phi_I, &q->tau_I});
    people_rail(wire, "electron", &a->span_E,
                (const glass_range *const[]){&q->sigma_E, &q->phi_E, &q->tau_E});
    const char *remark;
    for (int i = 0; (remark = cli_wire_remark(wire, i)) != NULL; i++) people_say(remark);
}

static void people_estimates(const cli_wire *wire)
{
    static const char *const names[] = {"D", "sigma_ion", "sigma_eon"};
    char text[256] = "";
    size_t n = 0;
    for (int i = 0; i < 3; i++) {
        const glass_property *property = cli_wire_property(wire, names[i]);
        if (!property || !glass_property_is_estimate(property)) continue;
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? ", " : "", names[i]);
    }
    if (!n) return;
    snprintf(text + n, sizeof text - n,
             ": estimates, so their ranges count and not the typical value.");
    people_say(text);
}

void cli_wire_people(const cli_wire *wire)
{
    people_title(wire);
    people_inputs(wire);
    people_table(wire);
    people_verdict(wire);
    people_estimates(wire);
}
