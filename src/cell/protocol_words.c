/* The canonical words of an instruction: what is read back gives the same instruction. */
#include "cell/protocol_build.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* A unit for writing: 1 of it is `scale` in SI. */
typedef struct words_unit {
    double scale;
    const char *word;
} words_unit;

static const words_unit words_times[] = {
    {86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}, {0, NULL}};
static const words_unit words_charges[] = {{3600, " Ah"}, {1, " coulomb"}, {0, NULL}};
static const words_unit words_energies[] = {{3600, " Wh"}, {1, " J"}, {0, NULL}};

/* In the unit that takes the fewest digits and reads back the same. */
static void words_scaled(glass_text *out, double value, const words_unit *units)
{
    char best[32] = "", digits[32];
    const char *word = "";
    for (; units->word; units++) {
        double number = value / units->scale, back;
        glass_number_write(number, digits);
        if (!glass_number_read(digits, &back) || back * units->scale != value) continue;
        if (!*best || strlen(digits) < strlen(best)) {
            strcpy(best, digits);
            word = units->word;
        }
    }
    glass_text_add(out, "%s%s", best, word);
}

static void words_number(glass_text *out, double value, const char *unit)
{
    glass_text_number(out, value);
    glass_text_add(out, "%s", unit);
}

static void words_temperature(glass_text *out, double kelvin)
{
    double celsius = round((kelvin - 273.15) * 1e6) / 1e6; /* 24.85, not 24.8500000001 */
    if (celsius + 273.15 == kelvin)
        words_number(out, celsius, " degC");
    else
        words_number(out, kelvin, " K");
}

static void words_percent(glass_text *out, double fraction, const char *what)
{
    double percent = fraction * 100;
    double rounded = round(percent * 1e9) / 1e9;
    words_number(out, rounded / 100 == fraction ? rounded : percent, what);
}

/* "1C", "0.05C", "C/3" where no digits would do. */
static void words_crate(glass_text *out, double crate)
{
    double inverse = round(1 / crate);
    if (fabs(crate) < 1 && fabs(inverse) < 1e6 && 1 / inverse == crate && crate > 0)
        glass_text_add(out, "C/%.0f", inverse);
    else
        words_number(out, crate, "C");
}

static void words_level(glass_text *out, glass_control control, double level)
{
    switch (control) {
    case GLASS_CRATE: words_crate(out, level); break;
    case GLASS_VOLTAGE: words_number(out, level, " V"); break;
    case GLASS_POWER: words_number(out, level, " W"); break;
    case GLASS_RESISTANCE: words_number(out, level, " Ohm"); break;
    case GLASS_CURRENT_DENSITY: words_number(out, level, " A/m2"); break;
    default: words_number(out, level, " A"); break;
    }
}

/* ---- ends ---- */

static void words_end_level(glass_text *out, const glass_end *end)
{
    if (end->is_signed && !signbit(end->level)) glass_text_add(out, "+");
    switch (end->watch) {
    case GLASS_WATCH_TIME: words_scaled(out, end->level, words_times); break;
    case GLASS_WATCH_VOLTAGE: words_number(out, end->level, " V"); break;
    case GLASS_WATCH_CURRENT: words_number(out, end->level, " A"); break;
    case GLASS_WATCH_CRATE:
        if (end->is_signed)
            words_number(out, end->level, "C");
        else
            words_crate(out, end->level);
        break;
    case GLASS_WATCH_CHARGE: words_scaled(out, end->level, words_charges); break;
    case GLASS_WATCH_ENERGY: words_scaled(out, end->level, words_energies); break;
    case GLASS_WATCH_SOC: words_percent(out, end->level, " % SOC"); break;
    case GLASS_WATCH_TEMPERATURE: words_temperature(out, end->level); break;
    case GLASS_WATCH_DVDT: words_number(out, end->level, " V/s"); break;
    case GLASS_WATCH_POWER: words_number(out, end->level, " W"); break;
    case GLASS_WATCH_CURRENT_DENSITY: words_number(out, end->level, " A/m2"); break;
    case GLASS_WATCH_CAPACITY_FADE: words_percent(out, end->level, " % capacity"); break;
    case GLASS_WATCH_CAPACITY:
        words_scaled(out, end->level, words_charges);
        glass_text_add(out, " capacity");
        break;
    case GLASS_WATCH_CHANNEL: words_number(out, end->level, ""); break;
    }
}

/* Whether the side goes without saying when the words are read again. */
static int words_side_is_plain(const glass_end *end, const glass_instruction *of)
{
    switch (end->watch) {
    case GLASS_WATCH_TIME:
    case GLASS_WATCH_CHARGE:
    case GLASS_WATCH_ENERGY: return 1;
    case GLASS_WATCH_VOLTAGE:
    case GLASS_WATCH_SOC:
        if (of->op != GLASS_OP_STEP) return end->side == GLASS_BELOW;
        return of->direction && (end->side == GLASS_ABOVE) == (of->direction > 0);
    case GLASS_WATCH_CURRENT:
    case GLASS_WATCH_CRATE:
    case GLASS_WATCH_CURRENT_DENSITY:
        return end->side == GLASS_BELOW && of->control != GLASS_POWER &&
               of->control != GLASS_RESISTANCE;
    case GLASS_WATCH_DVDT:
    case GLASS_WATCH_CAPACITY_FADE:
    case GLASS_WATCH_CAPACITY: return end->side == GLASS_BELOW;
    default: return 0;
    }
}

static void words_end(glass_text *out, const glass_end *end, const glass_instruction *of)
{
    const char *side = end->side == GLASS_BELOW ? "below " : "above ";
    if (end->watch == GLASS_WATCH_CHANNEL)
        glass_text_add(out, "\"%s\" %s", end->channel, side);
    else if (end->side != GLASS_SIDE_AUTO && !words_side_is_plain(end, of))
        glass_text_add(out, "%s", side);
    words_end_level(out, end);
}

static void words_ends(glass_text *out, const glass_instruction *of)
{
    for (int i = 0; i < of->n_ends; i++) {
        const glass_end *end = &of->ends[i];
        int is_first = i == 0, is_time = end->watch == GLASS_WATCH_TIME;
        if (is_first && is_time && of->n_ends == 1 && of->op == GLASS_OP_STEP)
            glass_text_add(out, " for ");
        else if (is_first)
            glass_text_add(out, of->op == GLASS_OP_STOP ? " when " : " until ");
        else
            glass_text_add(out, of->ends[i - 1].and_next ? " and " : " or ");
        words_end(out, end, of);
    }
}

/* ---- steps ---- */

static const char *words_charge(int direction)
{
    return direction > 0 ? "Charge" : "Discharge";
}

static void words_cccv(glass_text *out, const glass_instruction *of)
{
    glass_text_add(out, "CCCV %s at ", of->direction > 0 ? "charge" : "discharge");
    words_level(out, of->level_is_crate ? GLASS_CRATE : GLASS_CURRENT, fabs(of->level));
    glass_text_add(out, " to ");
    words_number(out, of->hold, " V");
}

static void words_mode(glass_text *out, const glass_instruction *of)
{
    static const char *const bare[] = {[GLASS_CURRENT] = "Current ",
                                       [GLASS_POWER] = "Power ",
                                       [GLASS_CRATE] = "Current ",
                                       [GLASS_CURRENT_DENSITY] = "Current "};
    switch (of->control) {
    case GLASS_REST: glass_text_add(out, "Rest"); return;
    case GLASS_PROFILE:
        glass_text_add(out, "Follow %s%s",
                       of->profile && of->profile->source ? of->profile->source
                                                          : "a profile",
                       of->profile && of->profile->hold ? " hold" : "");
        return;
    case GLASS_CCCV: words_cccv(out, of); return;
    case GLASS_RESISTANCE:
    case GLASS_VOLTAGE:
        if (of->direction == 0)
            glass_text_add(out, "Hold at ");
        else
            glass_text_add(out, "%s at ", words_charge(of->direction));
        words_level(out, of->control,
                    of->control == GLASS_RESISTANCE ? fabs(of->level) : of->level);
        return;
    default: break;
    }
    if (of->direction == 0)
        glass_text_add(out, "%s", bare[of->control]);
    else
        glass_text_add(out, "%s at ", words_charge(of->direction));
    words_level(out, of->control, fabs(of->level));
}

static void words_step(glass_text *out, const glass_instruction *of)
{
    int is_wave = of->control == GLASS_PROFILE && of->profile && !of->profile->source;
    if (is_wave && of->text) { /* an expression of time is kept in the text alone */
        glass_text_add(out, "%s", of->text);
        return;
    }
    words_mode(out, of);
    words_ends(out, of);
    if (!isnan(of->temperature_K)) {
        glass_text_add(out, " at ");
        words_temperature(out, of->temperature_K);
    }
    if (!isnan(of->period_s)) {
        glass_text_add(out, " every ");
        words_scaled(out, of->period_s, words_times);
    }
    if (of->tag) glass_text_add(out, " [%s]", of->tag);
}

char *glass_instruction_words(const glass_instruction *instruction)
{
    glass_text out = {0};
    switch (instruction->op) {
    case GLASS_OP_STEP: words_step(&out, instruction); break;
    case GLASS_OP_LOOP:
        glass_text_add(&out, "Repeat");
        if (instruction->times) glass_text_add(&out, " %d times", instruction->times);
        words_ends(&out, instruction);
        break;
    case GLASS_OP_LOOP_END: glass_text_add(&out, "End of repeat"); break;
    case GLASS_OP_GOTO:
        glass_text_add(&out, "Goto %s", instruction->label ? instruction->label : "?");
        if (instruction->times) glass_text_add(&out, " %d times", instruction->times);
        words_ends(&out, instruction);
        break;
    case GLASS_OP_STOP:
        glass_text_add(&out, "Stop");
        words_ends(&out, instruction);
        break;
    }
    return glass_text_take(&out);
}
