#include "model/output_table.h"
#include "base/text.h"

#include <string.h>

#define AT(member) offsetof(probe_numbers, member)
#define CHANNEL(label, unit, member, scale, plain, step, about)                            \
    {                                                                                      \
        {label, unit, about, NULL}, AT(member), scale, 0, plain, step                      \
    }

#define PER_HOUR (1 / 3600.0)

const output_channel output_channels[] = {
    CHANNEL("Test Time / s", "s", time, 1, 1, 0, "time since the run began"),
    CHANNEL("Voltage / V", "V", voltage, 1, 1, 0, "between the terminals"),
    CHANNEL("Current / A", "A", current, 1, 1, 0, "of the whole cell; positive charges"),
    CHANNEL("Power / W", "W", power, 1, 0, 0, "into the cell; positive charges"),
    {{"Temperature T1 / degC", "degC", "of the cell, one for all", NULL},
     AT(temperature),
     1,
     -273.15,
     0,
     0},
    CHANNEL("Step Count / 1", "1", step, 1, 1, 1,
            "step of the protocol, from 1, never resets"),
    CHANNEL("Cycle Count / 1", "1", cycle, 1, 1, 1, "round of the outermost loop, from 1"),
    CHANNEL("Step Time / s", "s", step_time, 1, 1, 0, "time since the step began"),
    CHANNEL("State of Charge / 1", "1", soc, 1, 1, 0,
            "charge over the file's stoichiometry window"),
    CHANNEL("Charging Capacity / Ah", "Ah", charge_in, PER_HOUR, 1, 0,
            "charge that went in since the run began"),
    CHANNEL("Discharging Capacity / Ah", "Ah", charge_out, PER_HOUR, 1, 0,
            "charge that came out since the run began"),
    CHANNEL("Net Capacity / Ah", "Ah", charge_net, PER_HOUR, 1, 0,
            "charged less discharged"),
    CHANNEL("Charging Energy / Wh", "Wh", energy_in, PER_HOUR, 1, 0,
            "energy that went in since the run began"),
    CHANNEL("Discharging Energy / Wh", "Wh", energy_out, PER_HOUR, 1, 0,
            "energy that came out since the run began"),
    CHANNEL("Net Energy / Wh", "Wh", energy_net, PER_HOUR, 1, 0, "charged less discharged"),
    CHANNEL("C-Rate / 1", "1", c_rate, 1, 0, 0,
            "current over nominal capacity; positive charges"),
    CHANNEL("Open Circuit Voltage / V", "V", ocv, 1, 0, 0,
            "of the mean stoichiometries: where a long rest would end"),
    CHANNEL("Overpotential Negative Particle / V", "V", eta_particle[0], 1, 0, 0,
            "term of the voltage: surface against mean filling, negative electrode"),
    CHANNEL("Overpotential Positive Particle / V", "V", eta_particle[1], 1, 0, 0,
            "term of the voltage: surface against mean filling, positive electrode"),
    CHANNEL("Overpotential Negative Reaction / V", "V", eta_reaction[0], 1, 0, 0,
            "term of the voltage: charge transfer, negative electrode"),
    CHANNEL("Overpotential Positive Reaction / V", "V", eta_reaction[1], 1, 0, 0,
            "term of the voltage: charge transfer, positive electrode"),
    CHANNEL("Overpotential Electrolyte Concentration / V", "V", eta_salt, 1, 0, 0,
            "term of the voltage: salt gradient"),
    CHANNEL("Overpotential Electrolyte Ohmic / V", "V", eta_ohmic_salt, 1, 0, 0,
            "term of the voltage: ionic resistance"),
    CHANNEL("Overpotential Negative Solid Ohmic / V", "V", eta_solid[0], 1, 0, 0,
            "term of the voltage: electronic resistance, negative electrode"),
    CHANNEL("Overpotential Positive Solid Ohmic / V", "V", eta_solid[1], 1, 0, 0,
            "term of the voltage: electronic resistance, positive electrode"),
    CHANNEL("Overpotential Contact / V", "V", eta_contact, 1, 0, 0,
            "term of the voltage: contact resistance"),
    CHANNEL("Plating Margin / V", "V", plating, 1, 0, 0,
            "lowest phi_s - phi_e in the negative electrode; below 0 lithium may plate"),
    CHANNEL("Heat / W", "W", heat, 1, 0, 0,
            "made in the cell: reaction, reversible, ohmic"),
    CHANNEL("Heat Reaction / W", "W", heat_reaction, 1, 0, 0,
            "irreversible, by charge transfer"),
    CHANNEL("Heat Reversible / W", "W", heat_reversible, 1, 0, 0, "entropic"),
    CHANNEL("Heat Ohmic / W", "W", heat_ohmic, 1, 0, 0,
            "by electrons and ions, the salt's gradient and contacts included"),
    CHANNEL("Mean Stoichiometry Negative / 1", "1", theta_mean[0], 1, 0, 0,
            "filling, mean"),
    CHANNEL("Mean Stoichiometry Positive / 1", "1", theta_mean[1], 1, 0, 0,
            "filling, mean"),
    CHANNEL("Surface Stoichiometry Negative Lowest / 1", "1", theta_surface_min[0], 1, 0, 0,
            "lowest filling of a surface"),
    CHANNEL("Surface Stoichiometry Negative Highest / 1", "1", theta_surface_max[0], 1, 0,
            0, "highest filling of a surface"),
    CHANNEL("Surface Stoichiometry Positive Lowest / 1", "1", theta_surface_min[1], 1, 0, 0,
            "lowest filling of a surface"),
    CHANNEL("Surface Stoichiometry Positive Highest / 1", "1", theta_surface_max[1], 1, 0,
            0, "highest filling of a surface"),
    CHANNEL("Salt Concentration Lowest / mol.m-3", "mol.m-3", salt_min, 1, 0, 0,
            "lowest in the electrolyte"),
    CHANNEL("Salt Concentration Highest / mol.m-3", "mol.m-3", salt_max, 1, 0, 0,
            "highest in the electrolyte"),
    CHANNEL("Lithium in Particles / mol", "mol", lithium_particles, 1, 0, 0,
            "both electrodes"),
    CHANNEL("Lithium in Electrolyte / mol", "mol", lithium_salt, 1, 0, 0, "dissolved"),
    {{0}, 0, 0, 0, 0, 0},
};

#define FIELD(member) offsetof(probe, member)

const output_frame output_frames[] = {
    {"Salt Concentration / mol.m-3", "mol.m-3", "salt across the cell", -1, FIELD(c_wide),
     0},
    {"Electrolyte Potential / V", "V", "against the negative collector", -1,
     FIELD(phi_wide), 0},
    {"Solid Potential Negative / V", "V", "against the negative collector", 0, FIELD(phi_s),
     0},
    {"Solid Potential Positive / V", "V", "against the negative collector", 1, FIELD(phi_s),
     0},
    {"Reaction Current Negative / A.m-2", "A.m-2",
     "per particle surface; positive: lithium leaves", 0, FIELD(j), 0},
    {"Reaction Current Positive / A.m-2", "A.m-2",
     "per particle surface; positive: lithium leaves", 1, FIELD(j), 0},
    {"Surface Stoichiometry Negative / 1", "1", "filling of the surfaces", 0,
     FIELD(surface), 0},
    {"Surface Stoichiometry Positive / 1", "1", "filling of the surfaces", 1,
     FIELD(surface), 0},
    {"Mean Stoichiometry Negative / 1", "1", "filling of the particles", 0, FIELD(mean), 0},
    {"Mean Stoichiometry Positive / 1", "1", "filling of the particles", 1, FIELD(mean), 0},
    {"Particle Stoichiometry Negative / 1", "1", "filling over depth and radius", 0, 0, 1},
    {"Particle Stoichiometry Positive / 1", "1", "filling over depth and radius", 1, 0, 1},
    {NULL, NULL, NULL, 0, 0, 0},
};

const glass_channel output_cycle_channels[OUTPUT_CYCLE_CHANNELS] = {
    {"Cycle Count / 1", "1", "round of the outermost loop", NULL},
    {"Cycle Start Time / s", "s", "when it began", NULL},
    {"Cycle End Time / s", "s", "when it ended", NULL},
    {"Cycle Charging Capacity / Ah", "Ah", "charge that went in", NULL},
    {"Cycle Discharging Capacity / Ah", "Ah", "charge that came out", NULL},
    {"Cycle Charging Energy / Wh", "Wh", "energy that went in", NULL},
    {"Cycle Discharging Energy / Wh", "Wh", "energy that came out", NULL},
    {"Coulombic Efficiency / 1", "1", "charge out over charge in", NULL},
    {"Energy Efficiency / 1", "1", "energy out over energy in", NULL},
    {"Voltage Lowest / V", "V", "at the ends of steps in time", NULL},
    {"Voltage Highest / V", "V", "at the ends of steps in time", NULL},
    {"Temperature Highest / degC", "degC", "at the ends of steps in time", NULL},
    {"Open Circuit Voltage / V", "V", "at its end", NULL},
    {"Mean Stoichiometry Negative / 1", "1", "at its end", NULL},
    {"Mean Stoichiometry Positive / 1", "1", "at its end", NULL},
};

static int table_matches(const char *label, const char *wanted, size_t n)
{
    char word[128];
    if (n >= sizeof word) return 0;
    memcpy(word, wanted, n);
    word[n] = 0;
    if (glass_text_same(label, word)) return 2;
    return glass_text_starts(label, word) && label[n] == ' ' && label[n + 1] == '/'
               ? 2
               : glass_text_starts(label, word);
}

int output_find_channel(const char *label, size_t n)
{
    int found = -1;
    for (int i = 0; output_channels[i].channel.label; i++) {
        int match = table_matches(output_channels[i].channel.label, label, n);
        if (match == 2) return i;
        if (match) found = found == -1 ? i : -2;
    }
    return found < 0 ? -1 : found;
}

int output_find_frame(const char *label, size_t n)
{
    int found = -1;
    for (int i = 0; output_frames[i].label; i++) {
        int match = table_matches(output_frames[i].label, label, n);
        if (match == 2) return i;
        if (match) found = found == -1 ? i : -2;
    }
    return found < 0 ? -1 : found;
}
