/* The vocabulary of the Battery Data Format, ontology 1.3.0. */
#include "recording/bdf.h"
#include "base/text.h"

#include <string.h>

const glass_bdf glass_bdf_rows[] = {
    {"Current / A", "current_ampere", "current, positive when it charges",
     GLASS_BDF_REQUIRED, 1},
    {"Test Time / s", "test_time_second", "time since the test began, never decreasing",
     GLASS_BDF_REQUIRED, 0},
    {"Voltage / V", "voltage_volt", "voltage between the terminals", GLASS_BDF_REQUIRED, 0},
    {"Ambient Temperature / degC", "ambient_temperature_celsius",
     "temperature of the surroundings", GLASS_BDF_RECOMMENDED, 0},
    {"Cycle Count / 1", "cycle_count", "number of the cycle, from 1", GLASS_BDF_RECOMMENDED,
     0},
    {"Step Count / 1", "step_count", "goes up by one at each step, never resets",
     GLASS_BDF_RECOMMENDED, 0},
    {"Unix Time / s", "unix_time_second", "seconds since 1970-01-01, UTC",
     GLASS_BDF_RECOMMENDED, 0},
    {"AC Internal Resistance / ohm", "ac_internal_resistance_ohm",
     "resistance from a small alternating current", GLASS_BDF_OPTIONAL, 0},
    {"Absolute Impedance / ohm", "absolute_impedance_ohm", "magnitude of the impedance",
     GLASS_BDF_OPTIONAL, 0},
    {"Ambient Pressure / Pa", "ambient_pressure_pa", "pressure of the surroundings",
     GLASS_BDF_OPTIONAL, 0},
    {"Applied Pressure / Pa", "applied_pressure_pa",
     "pressure that the fixture puts on the cell", GLASS_BDF_OPTIONAL, 0},
    {"Charging Capacity / Ah", "charging_capacity_ah",
     "charge that went in since the test began", GLASS_BDF_OPTIONAL, 0},
    {"Charging Energy / Wh", "charging_energy_wh",
     "energy that went in since the test began", GLASS_BDF_OPTIONAL, 0},
    {"Cumulative Capacity / Ah", "cumulative_capacity_ah",
     "charge in and out, added since the test began", GLASS_BDF_OPTIONAL, 0},
    {"Cumulative Energy / Wh", "cumulative_energy_wh",
     "energy in and out, added since the test began", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Charging Capacity / Ah", "cycle_charging_capacity_ah",
     "charge that went in in this cycle", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Charging Energy / Wh", "cycle_charging_energy_wh",
     "energy that went in in this cycle", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Cumulative Capacity / Ah", "cycle_cumulative_capacity_ah",
     "charge in and out, added in this cycle", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Cumulative Energy / Wh", "cycle_cumulative_energy_wh",
     "energy in and out, added in this cycle", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Discharging Capacity / Ah", "cycle_discharging_capacity_ah",
     "charge that came out in this cycle", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Discharging Energy / Wh", "cycle_discharging_energy_wh",
     "energy that came out in this cycle", GLASS_BDF_OPTIONAL, 0},
    {"Cycle Net Capacity / Ah", "cycle_net_capacity_ah",
     "charge in less charge out in this cycle", GLASS_BDF_OPTIONAL, 1},
    {"Cycle Net Energy / Wh", "cycle_net_energy_wh",
     "energy in less energy out in this cycle", GLASS_BDF_OPTIONAL, 1},
    {"DC Internal Resistance / ohm", "dc_internal_resistance_ohm",
     "resistance from a pulse of direct current", GLASS_BDF_OPTIONAL, 0},
    {"Discharging Capacity / Ah", "discharging_capacity_ah",
     "charge that came out since the test began", GLASS_BDF_OPTIONAL, 0},
    {"Discharging Energy / Wh", "discharging_energy_wh",
     "energy that came out since the test began", GLASS_BDF_OPTIONAL, 0},
    {"Frequency / Hz", "frequency_hertz", "frequency of the perturbation",
     GLASS_BDF_OPTIONAL, 0},
    {"Imaginary Impedance / ohm", "imaginary_impedance_ohm",
     "imaginary part of the impedance, negative when capacitive", GLASS_BDF_OPTIONAL, 0},
    {"Internal Resistance / ohm", "internal_resistance_ohm",
     "resistance of the cell as the cycler tells it", GLASS_BDF_OPTIONAL, 0},
    {"Net Capacity / Ah", "net_capacity_ah",
     "charge in less charge out since the test began", GLASS_BDF_OPTIONAL, 1},
    {"Net Energy / Wh", "net_energy_wh", "energy in less energy out since the test began",
     GLASS_BDF_OPTIONAL, 1},
    {"Phase / deg", "phase_degree", "phase of the impedance", GLASS_BDF_OPTIONAL, 0},
    {"Power / W", "power_watt", "current times voltage, positive when it charges",
     GLASS_BDF_OPTIONAL, 1},
    {"Real Impedance / ohm", "real_impedance_ohm", "real part of the impedance",
     GLASS_BDF_OPTIONAL, 0},
    {"Record Index / 1", "record_index", "number of the row in the source",
     GLASS_BDF_OPTIONAL, 0},
    {"Schedule Charging Capacity / Ah", "schedule_charging_capacity_ah",
     "charge that went in since the schedule last reset it", GLASS_BDF_OPTIONAL, 0},
    {"Schedule Charging Energy / Wh", "schedule_charging_energy_wh",
     "energy that went in since the schedule last reset it", GLASS_BDF_OPTIONAL, 0},
    {"Schedule Discharging Capacity / Ah", "schedule_discharging_capacity_ah",
     "charge that came out since the schedule last reset it", GLASS_BDF_OPTIONAL, 0},
    {"Schedule Discharging Energy / Wh", "schedule_discharging_energy_wh",
     "energy that came out since the schedule last reset it", GLASS_BDF_OPTIONAL, 0},
    {"Step Charging Capacity / Ah", "step_charging_capacity_ah",
     "charge that went in in this step", GLASS_BDF_OPTIONAL, 0},
    {"Step Charging Energy / Wh", "step_charging_energy_wh",
     "energy that went in in this step", GLASS_BDF_OPTIONAL, 0},
    {"Step Cumulative Capacity / Ah", "step_cumulative_capacity_ah",
     "charge in and out, added in this step", GLASS_BDF_OPTIONAL, 0},
    {"Step Cumulative Energy / Wh", "step_cumulative_energy_wh",
     "energy in and out, added in this step", GLASS_BDF_OPTIONAL, 0},
    {"Step Discharging Capacity / Ah", "step_discharging_capacity_ah",
     "charge that came out in this step", GLASS_BDF_OPTIONAL, 0},
    {"Step Discharging Energy / Wh", "step_discharging_energy_wh",
     "energy that came out in this step", GLASS_BDF_OPTIONAL, 0},
    {"Step ID", "step_id", "number of the step in the schedule, may repeat",
     GLASS_BDF_OPTIONAL, 0},
    {"Step Net Capacity / Ah", "step_net_capacity_ah",
     "charge in less charge out in this step", GLASS_BDF_OPTIONAL, 1},
    {"Step Net Energy / Wh", "step_net_energy_wh", "energy in less energy out in this step",
     GLASS_BDF_OPTIONAL, 1},
    {"Step Record Index / 1", "step_record_index", "number of the row within its step",
     GLASS_BDF_OPTIONAL, 0},
    {"Step Time / s", "step_time_second", "time since the step began", GLASS_BDF_OPTIONAL,
     0},
    {"Step Type", "step_type", "CC_CHG, CC_DCH, CV_CHG, CCCV_CHG, REST, OCV, EIS",
     GLASS_BDF_OPTIONAL, 0},
    {"Surface Pressure / Pa", "surface_pressure_pa", "pressure at the surface of the cell",
     GLASS_BDF_OPTIONAL, 0},
    {"Surface Temperature / degC", "surface_temperature_celsius",
     "temperature at the surface of the cell", GLASS_BDF_OPTIONAL, 0},
    {"Temperature T1 / degC", "temperature_t1_celsius", "temperature of sensor T1",
     GLASS_BDF_OPTIONAL, 0},
    {"Temperature T2 / degC", "temperature_t2_celsius", "temperature of sensor T2",
     GLASS_BDF_OPTIONAL, 0},
    {"Temperature T3 / degC", "temperature_t3_celsius", "temperature of sensor T3",
     GLASS_BDF_OPTIONAL, 0},
    {"Temperature T4 / degC", "temperature_t4_celsius", "temperature of sensor T4",
     GLASS_BDF_OPTIONAL, 0},
    {"Temperature T5 / degC", "temperature_t5_celsius", "temperature of sensor T5",
     GLASS_BDF_OPTIONAL, 0},
    {NULL, NULL, NULL, GLASS_BDF_OPTIONAL, 0},
};

/* How one unit is spelled at the end of a machine name. */
static const char *const bdf_spelled[][2] = {
    {"s", "second"},     {"V", "volt"},     {"A", "ampere"}, {"W", "watt"},
    {"degC", "celsius"}, {"K", "kelvin"},   {"Hz", "hertz"}, {"deg", "degree"},
    {"J", "joule"},      {"C", "coulomb"},  {"m", "metre"},  {"%", "percent"},
    {"h", "hour"},       {"min", "minute"},
};

const glass_bdf *glass_bdf_find(const char *name)
{
    for (const glass_bdf *row = glass_bdf_rows; row->label; row++)
        if (glass_text_same(row->label, name) || glass_text_same(row->machine, name))
            return row;
    return NULL;
}

const char *glass_bdf_unit(const char *label)
{
    const char *unit = NULL;
    for (const char *p = label; (p = strstr(p, " / ")); p += 3) unit = p + 3;
    return unit ? unit : "";
}

size_t glass_bdf_quantity(const char *label)
{
    const char *unit = glass_bdf_unit(label);
    return *unit ? (size_t)(unit - label) - 3 : strlen(label);
}

/* Letters and digits in lower case, everything else one underscore between words. */
static size_t bdf_snake(const char *text, size_t n, char *out, size_t at, size_t size)
{
    for (size_t i = 0; i < n && text[i] && at + 2 < size; i++) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        int is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_word)
            out[at++] = c;
        else if (at && out[at - 1] != '_')
            out[at++] = '_';
    }
    out[at] = 0;
    return at;
}

static const char *bdf_spell(const char *unit)
{
    for (size_t i = 0; i < sizeof bdf_spelled / sizeof *bdf_spelled; i++)
        if (strcmp(bdf_spelled[i][0], unit) == 0) return bdf_spelled[i][1];
    return unit;
}

/* "mol.m-3" becomes "mol_per_m3": each factor, with `per` before one of negative power. */
static size_t bdf_snake_unit(const char *unit, char *out, size_t at, size_t size)
{
    while (*unit) {
        size_t n = strcspn(unit, ". /*");
        size_t minus = strcspn(unit, "-");
        if (at && at + 2 < size && out[at - 1] != '_') out[at++] = '_';
        if (minus < n) {
            at = bdf_snake("per ", 4, out, at, size);
            at = bdf_snake(unit, minus, out, at, size);
            if (!(unit[minus + 1] == '1' && n == minus + 2))
                at = bdf_snake(unit + minus + 1, n - minus - 1, out, at, size);
        } else {
            at = bdf_snake(unit, n, out, at, size);
        }
        unit += n;
        if (*unit == '/' && at + 5 < size) at = bdf_snake(" per ", 5, out, at, size);
        unit += strspn(unit, ". /*");
    }
    return at;
}

char *glass_bdf_machine(const char *label, char *out, size_t size)
{
    const glass_bdf *row = glass_bdf_find(label);
    if (row && strlen(row->machine) < size) return strcpy(out, row->machine);
    const char *unit = glass_bdf_unit(label);
    size_t at = bdf_snake(label, glass_bdf_quantity(label), out, 0, size);
    if (*unit && strcmp(unit, "1")) at = bdf_snake_unit(bdf_spell(unit), out, at, size);
    while (at && out[at - 1] == '_') at--;
    out[at] = 0;
    if (at == 0) strcpy(out, "unnamed");
    return out;
}
