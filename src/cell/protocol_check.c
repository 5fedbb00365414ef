#include "glasscell/protocol.h"
#include "base/fail.h"
#include "cell/protocol_lex.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Slack when a voltage is compared with a limit: what writing and reading digits costs. */
static const double CHECK_SLACK = 1e-9; /* V */

static glass_status check_refuse(const glass_protocol *protocol,
                                 const glass_instruction *at, const char *words)
{
    char picture[512] = "";
    size_t n = at->text ? strlen(at->text) : 0;
    if (n) protocol_lex_picture(at->text, 0, n, picture, sizeof picture);
    return glass_fail_at(protocol->name ? protocol->name : "protocol", at->line, at->column,
                         "%s%s%s", words, n ? "\n" : "", picture);
}

static void check_warn(const glass_protocol *protocol, const glass_instruction *at,
                       glass_notes *notes, const char *words)
{
    char place[512];
    snprintf(place, sizeof place, "%s:%d:%d", protocol->name ? protocol->name : "protocol",
             at->line, at->column);
    glass_note_add(notes, 0, place, "%s: %s", at->text ? at->text : "a step", words);
}

/* ---- steps ---- */

/* Nothing flows: a rest, or a level of zero. */
static int check_is_still(const glass_instruction *step)
{
    switch (step->control) {
    case GLASS_REST: return 1;
    case GLASS_CURRENT:
    case GLASS_CRATE:
    case GLASS_CURRENT_DENSITY:
    case GLASS_POWER: return step->level == 0;
    default: return 0;
    }
}

/* Whether anything changes that this looks at while nothing flows. */
static int check_moves_at_rest(glass_watch watch)
{
    return watch == GLASS_WATCH_TIME || watch == GLASS_WATCH_VOLTAGE ||
           watch == GLASS_WATCH_TEMPERATURE || watch == GLASS_WATCH_DVDT ||
           watch == GLASS_WATCH_CHANNEL;
}

/* Time passes and slopes fade; all else may settle before it gets anywhere. */
static int check_is_bounded(const glass_instruction *step)
{
    for (int i = 0; i < step->n_ends; i++) {
        int is_sure = 1;
        for (int more = 1; more && i < step->n_ends; i += more) {
            glass_watch watch = step->ends[i].watch;
            is_sure &= watch == GLASS_WATCH_TIME || watch == GLASS_WATCH_DVDT;
            more = step->ends[i].and_next;
        }
        if (is_sure) return 1;
    }
    return step->n_ends == 0;
}

/* Whether an end can be met at all: a controlled quantity does not change by itself. */
static int check_can_end(const glass_instruction *step, const glass_end *end)
{
    if (check_is_still(step)) return check_moves_at_rest(end->watch);
    return step->control != GLASS_VOLTAGE ||
           (end->watch != GLASS_WATCH_VOLTAGE && end->watch != GLASS_WATCH_DVDT);
}

static int check_has_end(const glass_instruction *step)
{
    for (int i = 0; i < step->n_ends; i++) {
        int can = check_can_end(step, &step->ends[i]);
        while (step->ends[i].and_next && i + 1 < step->n_ends)
            can &= check_can_end(step, &step->ends[++i]);
        if (can) return 1;
    }
    return 0;
}

static glass_status check_never(const glass_protocol *protocol,
                                const glass_instruction *step)
{
    if (check_has_end(step) || protocol->n_stops) return GLASS_OK;
    switch (step->control) {
    case GLASS_REST:
        return check_refuse(protocol, step,
                            step->n_ends ? "nothing that a rest does can end it so; add a "
                                           "time, such as \"for 1 h\""
                                         : "a rest needs an end; add \"for 1 h\", or "
                                           "\"until dV/dt < 1 mV/h\"");
    case GLASS_VOLTAGE:
        return check_refuse(protocol, step,
                            step->n_ends ? "the voltage is held, so this end is never met; "
                                           "add \"until C/20\" or \"for 1 h\""
                                         : "a hold needs an end, such as \"until C/20\", "
                                           "\"until 50 mA\" or \"for 1 h\"");
    case GLASS_CCCV:
        if (step->n_ends) return GLASS_OK;
        return check_refuse(
            protocol, step,
            "a CCCV step needs an end for its hold, such as \"until C/20\"");
    default: break; /* runs to the cell's voltage limit or the profile's end */
    }
    if (!check_is_still(step)) return GLASS_OK;
    return check_refuse(protocol, step,
                        "at zero nothing flows, so this never ends; give a level, or write "
                        "a rest with a time: \"Rest for 1 h\"");
}

static glass_status check_hold(const glass_protocol *protocol,
                               const glass_instruction *step, double low, double high)
{
    double volts = step->control == GLASS_CCCV ? step->hold : step->level;
    int is_held = step->control == GLASS_CCCV || step->control == GLASS_VOLTAGE;
    if (!is_held || (!(volts < low - CHECK_SLACK) && !(volts > high + CHECK_SLACK)))
        return GLASS_OK;
    char words[256];
    snprintf(words, sizeof words,
             "%g V is outside the limits, %g V to %g V; change it, or widen the limits",
             volts, low, high);
    return check_refuse(protocol, step, words);
}

/* A voltage end that is met before the step begins, or that a limit always precedes. */
static glass_status check_voltage_end(const glass_protocol *protocol,
                                      const glass_instruction *step, const glass_end *end,
                                      const double limits[2], glass_notes *notes)
{
    char words[256];
    int is_below = end->side == GLASS_BELOW;
    if (end->watch != GLASS_WATCH_VOLTAGE || end->side == GLASS_SIDE_AUTO || end->and_next)
        return GLASS_OK;
    if (is_below ? end->level > limits[1] + CHECK_SLACK
                 : end->level < limits[0] - CHECK_SLACK) {
        snprintf(words, sizeof words,
                 "every allowed voltage, %g V to %g V, is %s %g V already", limits[0],
                 limits[1], is_below ? "below" : "above", end->level);
        return check_refuse(protocol, step, words);
    }
    double limit = limits[is_below ? 0 : 1];
    if (is_below ? end->level < limit - CHECK_SLACK : end->level > limit + CHECK_SLACK) {
        snprintf(
            words, sizeof words,
            "%g V is outside the limits, %g V to %g V; the step goes to %g V all the same",
            end->level, limits[0], limits[1], end->level);
        check_warn(protocol, step, notes, words);
    }
    return GLASS_OK;
}

/* A direction that leads away from where the end is looked for. */
static void check_direction(const glass_protocol *protocol, const glass_instruction *step,
                            const glass_end *end, glass_notes *notes)
{
    int is_level = end->watch == GLASS_WATCH_VOLTAGE || end->watch == GLASS_WATCH_SOC;
    if (!is_level || !step->direction || end->side == GLASS_SIDE_AUTO) return;
    if ((step->direction > 0) != (end->side == GLASS_ABOVE))
        check_warn(protocol, step, notes,
                   step->direction > 0 ? "a charge leads away from what lies below"
                                       : "a discharge leads away from what lies above");
}

static glass_status check_step(const glass_protocol *protocol,
                               const glass_instruction *step, const double limits[2],
                               glass_notes *notes)
{
    glass_status status = check_never(protocol, step);
    if (step->n_ends > GLASS_ENDS_MAX)
        return check_refuse(protocol, step, "a step may have 16 conditions at most");
    if (!status) status = check_hold(protocol, step, limits[0], limits[1]);
    for (int i = 0; i < step->n_ends && !status; i++) {
        status = check_voltage_end(protocol, step, &step->ends[i], limits, notes);
        check_direction(protocol, step, &step->ends[i], notes);
    }
    if (!status && check_is_still(step) && !check_is_bounded(step))
        check_warn(protocol, step, notes,
                   "the cell may settle without getting there, and this would last 30 "
                   "days; add \"or 24 h\"");
    return status;
}

/* ---- jumps ---- */

static int check_steps_between(const glass_protocol *protocol, int from, int to)
{
    for (int i = from; i < to; i++)
        if (protocol->at[i].op == GLASS_OP_STEP) return 1;
    return 0;
}

/* Whether any of the steps between can change what the end of a loop looks at: a capacity
 * is that of a discharge, and at rest little changes at all. */
static int check_can_change(const glass_protocol *protocol, int from, int to,
                            const glass_end *end)
{
    int is_capacity =
        end->watch == GLASS_WATCH_CAPACITY || end->watch == GLASS_WATCH_CAPACITY_FADE;
    for (int i = from; i < to; i++) {
        const glass_instruction *step = &protocol->at[i];
        if (step->op != GLASS_OP_STEP) continue;
        if (check_is_still(step) ? check_moves_at_rest(end->watch)
                                 : !is_capacity || step->direction <= 0)
            return 1;
    }
    return 0;
}

/* A loop or jump that no count ends: some condition must be within reach of its steps. */
static glass_status check_reach(const glass_protocol *protocol,
                                const glass_instruction *jump, int from, int to)
{
    if (jump->times || protocol->n_stops) return GLASS_OK;
    for (int i = 0; i < jump->n_ends; i++) {
        int can = check_can_change(protocol, from, to, &jump->ends[i]);
        while (jump->ends[i].and_next && i + 1 < jump->n_ends)
            can &= check_can_change(protocol, from, to, &jump->ends[++i]);
        if (can) return GLASS_OK;
    }
    return check_refuse(protocol, jump,
                        "this never ends: no step in it changes what is waited for; say "
                        "how often as well (\"3 times\")");
}

/* Whether a jump leads into a loop that it does not stand in (1) or out of its own (-1). */
static int check_crosses_loop(const glass_protocol *protocol, int from, int to)
{
    for (int i = 0; i < protocol->count; i++) {
        if (protocol->at[i].op != GLASS_OP_LOOP) continue;
        int end = protocol->at[i].target;
        int leads_inside = to > i && to <= end, stands_inside = from > i && from < end;
        if (leads_inside != stands_inside) return leads_inside ? 1 : -1;
    }
    return 0;
}

/* No model ages yet, so a loop that only a fading capacity ends runs until it is cancelled
 * once its rounds are alike. Not refused: the first rounds may differ by as much. */
static void check_fade(const glass_protocol *protocol, const glass_instruction *jump,
                       glass_notes *notes)
{
    int others = jump->times > 0 || protocol->n_stops > 0;
    for (int i = 0; i < jump->n_ends; i++)
        others |= jump->ends[i].watch != GLASS_WATCH_CAPACITY_FADE &&
                  jump->ends[i].watch != GLASS_WATCH_CAPACITY;
    if (!others)
        check_warn(protocol, jump, notes,
                   "no model ages yet, so the capacity may never fall so far; say a number "
                   "of rounds as well, such as \"200 times\"");
}

static glass_status check_goto(const glass_protocol *protocol, int index,
                               glass_notes *notes)
{
    const glass_instruction *jump = &protocol->at[index];
    int crosses = check_crosses_loop(protocol, index, jump->target);
    if (crosses > 0)
        return check_refuse(protocol, jump,
                            "the label is inside a loop that this is not in");
    if (crosses < 0)
        return check_refuse(
            protocol, jump,
            "this would leave its loop; end the loop with \"repeat until\", "
            "or the run with \"stop when\"");
    if (jump->target > index) return GLASS_OK;
    if (!jump->times && !jump->n_ends && !protocol->n_stops)
        return check_refuse(protocol, jump,
                            "this never ends; say how often (\"3 times\") or "
                            "\"until 80 % capacity\"");
    if (!check_steps_between(protocol, jump->target, index))
        return check_refuse(protocol, jump, "there is no step between the label and this");
    check_fade(protocol, jump, notes);
    return check_reach(protocol, jump, jump->target, index);
}

static glass_status check_loop(const glass_protocol *protocol, int index,
                               glass_notes *notes)
{
    const glass_instruction *loop = &protocol->at[index];
    if (!check_steps_between(protocol, index, loop->target))
        return check_refuse(protocol, loop, "there is no step in this loop");
    if (!loop->times && !loop->n_ends && !protocol->n_stops)
        return check_refuse(protocol, loop, "this never ends; say how often, or \"until\"");
    check_fade(protocol, loop, notes);
    return check_reach(protocol, loop, index, loop->target);
}

/* ---- all ---- */

static glass_status check_limits(const glass_protocol *protocol, double limits[2])
{
    if (!isnan(protocol->voltage_min)) limits[0] = protocol->voltage_min;
    if (!isnan(protocol->voltage_max)) limits[1] = protocol->voltage_max;
    if (protocol->n_stops > GLASS_STOPS_MAX)
        return glass_fail(GLASS_E_INPUT, "%s: \"stop when\" may have 4 conditions at most",
                          protocol->name ? protocol->name : "protocol");
    if (!(limits[0] >= limits[1])) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "%s: the lower voltage limit, %g V, is not below the "
                      "upper, %g V",
                      protocol->name ? protocol->name : "protocol", limits[0], limits[1]);
}

glass_status glass_protocol_check(const glass_protocol *protocol, double voltage_min,
                                  double voltage_max, glass_notes *notes)
{
    double limits[2] = {voltage_min, voltage_max};
    glass_status status = check_limits(protocol, limits);
    if (!status && !check_steps_between(protocol, 0, protocol->count))
        status =
            glass_fail(GLASS_E_INPUT,
                       "%s: there is no step; for instance \"Discharge at 1C until 2.7 V\"",
                       protocol->name ? protocol->name : "protocol");
    for (int i = 0; i < protocol->count && !status; i++) {
        const glass_instruction *at = &protocol->at[i];
        if (at->op == GLASS_OP_STEP) status = check_step(protocol, at, limits, notes);
        if (at->op == GLASS_OP_GOTO) status = check_goto(protocol, i, notes);
        if (at->op == GLASS_OP_LOOP) status = check_loop(protocol, i, notes);
    }
    return status;
}
