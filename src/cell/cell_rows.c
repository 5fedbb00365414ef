/* Every number of a cell, described once: reading, writing, `--set`, checks, help and the
 * reference are made from these tables. Names, units and what may be absent are those of
 * BPX 1.1.1; the ranges are ours: what no cell can leave, wide on purpose. */
#include "glasscell/cell.h"

#define BPX  "BPX 1.1.1"
#define NONE NAN

#define NUMBER(type, member, name, symbol, unit, standard, low, high, about)               \
    {                                                                                      \
        name, symbol, unit, GLASS_KIND_NUMBER, standard, low, high, about, BPX,            \
            offsetof(type, member), 0, NULL                                                \
    }
#define OPTION(type, member, name, symbol, unit, standard, low, high, about)               \
    {                                                                                      \
        name, symbol, unit, GLASS_KIND_NUMBER, standard, low, high, about, BPX,            \
            offsetof(type, member), 1, NULL                                                \
    }
#define LAW(type, member, name, symbol, unit, low, high, optional, about)                  \
    {                                                                                      \
        name, symbol, unit, GLASS_KIND_LAW, NAN, low, high, about, BPX,                    \
            offsetof(type, member), optional, NULL                                         \
    }

const glass_row glass_cell_rows[] = {
    NUMBER(glass_cell, area, "Electrode area", "A", "m2", NONE, 1e-9, 1e6,
           "coated area of one electrode pair"),
    OPTION(glass_cell, surface, "External surface area", "A_c", "m2", NONE, 1e-9, 1e6,
           "outside of the cell that gives heat to its surroundings"),
    OPTION(glass_cell, volume, "Volume", "V_c", "m3", NONE, 1e-15, 1e4,
           "volume of the whole cell, for its heat capacity"),
    NUMBER(glass_cell, pairs,
           "Number of electrode pairs connected in parallel to make a cell", "n", "1", NONE,
           1, 1e6, "a whole number; the cell's current is shared among them"),
    NUMBER(glass_cell, voltage_min, "Lower voltage cut-off", "V_min", "V", NONE, -10, 10,
           "where a discharge ends"),
    NUMBER(glass_cell, voltage_max, "Upper voltage cut-off", "V_max", "V", NONE, -10, 10,
           "where a charge ends"),
    NUMBER(glass_cell, capacity, "Nominal cell capacity", "Q", "A.h", NONE, 1e-12, 1e9,
           "what 1C means: this charge in one hour"),
    OPTION(glass_cell, temperature_reference, "Reference temperature", "T_ref", "K", 298.15,
           150, 600, "temperature at which laws and rates are given"),
    OPTION(glass_cell, density, "Density", "rho", "kg.m-3", NONE, 1, 1e5,
           "mean density of the cell"),
    OPTION(glass_cell, heat_capacity, "Specific heat capacity", "c_p", "J.K-1.kg-1", NONE,
           1, 1e5, "mean heat capacity of the cell"),
    GLASS_ROW_END,
};

const glass_row glass_electrolyte_rows[] = {
    NUMBER(glass_cell, transference, "Cation transference number", "t+", "1", NONE, -5, 1,
           "share of the current that lithium carries in a uniform electrolyte"),
    LAW(glass_cell, electrolyte_diffusivity, "Diffusivity", "D_e", "m2.s-1", 1e-20, 1e-2, 0,
        "of the salt, against its concentration in mol/m3"),
    OPTION(glass_cell, electrolyte_diffusivity_energy, "Diffusivity activation energy", "E",
           "J.mol-1", 0, -1e6, 1e6, "Arrhenius energy of the salt's diffusivity"),
    LAW(glass_cell, electrolyte_conductivity, "Conductivity", "kappa", "S.m-1", 1e-12, 1e6,
        0, "ionic, against the concentration of salt in mol/m3"),
    OPTION(glass_cell, electrolyte_conductivity_energy, "Conductivity activation energy",
           "E", "J.mol-1", 0, -1e6, 1e6, "Arrhenius energy of the ionic conductivity"),
    GLASS_ROW_END,
};

const glass_row glass_separator_rows[] = {
    NUMBER(glass_cell, separator_thickness, "Thickness", "L_s", "m", NONE, 1e-9, 0.1,
           "of the separator"),
    NUMBER(glass_cell, separator_porosity, "Porosity", "eps_s", "1", NONE, 1e-3, 1,
           "share of the separator that electrolyte fills"),
    NUMBER(glass_cell, separator_efficiency, "Transport efficiency", "B_s", "1", NONE, 1e-6,
           1, "effective over bulk diffusivity and conductivity, eps^b"),
    GLASS_ROW_END,
};

const glass_row glass_electrode_rows[] = {
    NUMBER(glass_electrode, thickness, "Thickness", "L", "m", NONE, 1e-9, 0.1,
           "of the electrode without its collector"),
    NUMBER(glass_electrode, porosity, "Porosity", "eps", "1", NONE, 1e-3, 0.999,
           "share of the electrode that electrolyte fills"),
    NUMBER(glass_electrode, transport_efficiency, "Transport efficiency", "B", "1", NONE,
           1e-6, 1, "effective over bulk diffusivity and conductivity, eps^b"),
    NUMBER(glass_electrode, conductivity, "Conductivity", "sigma", "S.m-1", NONE, 1e-9, 1e9,
           "effective, electronic, of the whole electrode"),
    GLASS_ROW_END,
};

const glass_row glass_material_rows[] = {
    NUMBER(glass_material, stoichiometry_min, "Minimum stoichiometry", "theta_min", "1",
           NONE, 0, 1, "lithium content at one end of the cell's window of use"),
    NUMBER(glass_material, stoichiometry_max, "Maximum stoichiometry", "theta_max", "1",
           NONE, 0, 1, "lithium content at the other end of the window"),
    NUMBER(glass_material, concentration_max, "Maximum concentration", "c_max", "mol.m-3",
           NONE, 1, 1e6, "of lithium in the full material"),
    NUMBER(glass_material, radius, "Particle radius", "R", "m", NONE, 1e-10, 0.01,
           "of the spheres"),
    NUMBER(glass_material, area_density, "Surface area per unit volume", "a", "m-1", NONE,
           1, 1e11, "surface of the particles in a volume of electrode"),
    NUMBER(glass_material, rate_constant, "Reaction rate constant", "K", "mol.m-2.s-1",
           NONE, 1e-20, 1e3, "K of j0 = F K sqrt(c_e/c_e0 theta (1 - theta))"),
    OPTION(glass_material, rate_energy, "Reaction rate constant activation energy", "E",
           "J.mol-1", 0, -1e6, 1e6, "Arrhenius energy of the reaction"),
    LAW(glass_material, diffusivity, "Diffusivity", "D_s", "m2.s-1", 1e-30, 1e-2, 0,
        "of lithium in the particle, against stoichiometry"),
    OPTION(glass_material, diffusivity_energy, "Diffusivity activation energy", "E",
           "J.mol-1", 0, -1e6, 1e6, "Arrhenius energy of the diffusivity"),
    LAW(glass_material, ocp, "OCP", "U", "V", -20, 20, 0,
        "open-circuit potential against lithium, of stoichiometry"),
    LAW(glass_material, entropic, "Entropic change coefficient", "dU/dT", "V.K-1", -1, 1, 1,
        "change of the open-circuit potential with temperature, of stoichiometry"),
    LAW(glass_material, ocp_lithiation, "OCP (lithiation)", "U_lith", "V", -20, 20, 1,
        "open-circuit potential while lithium goes in"),
    LAW(glass_material, ocp_delithiation, "OCP (delithiation)", "U_delith", "V", -20, 20, 1,
        "open-circuit potential while lithium goes out"),
    OPTION(glass_material, hysteresis_decay, "OCP hysteresis decay constant", "k_h", "1",
           NONE, 0, 1e9, "how fast the potential changes between its two branches"),
    GLASS_ROW_END,
};

const glass_row glass_state_rows[] = {
    OPTION(glass_cell, soc_initial, "Initial state-of-charge", "s", "1", 1, 0, 1,
           "0: lower, 1: upper end of the stoichiometry window"),
    OPTION(glass_cell, temperature_initial, "Initial temperature", "T_0", "K", 298.15, 150,
           600, "of the whole cell at the start"),
    OPTION(glass_cell, concentration_initial, "Initial electrolyte concentration", "c_e0",
           "mol.m-3", 1000, 1e-3, 2e4, "of salt at rest; also the reference of j0"),
    OPTION(glass_cell, temperature_ambient, "Ambient temperature", "T_amb", "K", 298.15,
           150, 600, "of the surroundings"),
    OPTION(glass_cell, heat_transfer, "Heat transfer coefficient", "h", "W.m-2.K-1", NONE,
           0, 1e7, "from the cell's outside to its surroundings"),
    OPTION(glass_cell, lli, "LLI", NULL, "1", 0, 0, 1,
           "share of the lithium inventory that is lost"),
    GLASS_ROW_END,
};

const glass_row glass_material_state_rows[] = {
    OPTION(glass_material, hysteresis_state, "Initial hysteresis state", "h_0", "1", NONE,
           -1, 1, "-1: lithiation branch, 1: delithiation branch"),
    OPTION(glass_material, lam, "LAM", NULL, "1", 0, 0, 1,
           "share of the active material that is lost"),
    GLASS_ROW_END,
};

#undef BPX
#define BPX "PyBaMM's name, under User-defined"
const glass_row glass_user_rows[] = {
    OPTION(glass_cell, contact_resistance, "Contact resistance", "R_c", "Ohm", 0, 0, 1e6,
           "in series with the whole cell"),
    LAW(glass_cell, thermodynamic_factor, "Thermodynamic factor", "chi", "1", 1e-6, 1e6, 1,
        "1 + dln f/dln c of the salt, against its concentration in mol/m3"),
    GLASS_ROW_END,
};
