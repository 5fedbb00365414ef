/* Circuits as they are asked: rows, checks, spectra. */
#include "wiring/circuit_line.h"
#include "base/fail.h"

#include <math.h>

#define NUMBER(member, unit, standard, low, about)                                         \
    {                                                                                      \
#member, NULL, unit, GLASS_KIND_NUMBER, standard, low, INFINITY, about, NULL,      \
            offsetof(glass_circuit, member), 1, NULL                                       \
    }

const glass_row glass_circuit_rows[] = {
    {"contacts", NULL, "1", GLASS_KIND_CHOICE, GLASS_CONTACTS_OPPOSITE, 0, 6,
     "of ions and electrons: opposite ends, the same end, both ends, one kind blocked "
     "(blocked: ions, swapped: electrons), all over a sphere or a cylinder",
     "10.1039/b100180i", offsetof(glass_circuit, contacts), 0, GLASS_CONTACTS},
    NUMBER(R_ion, "Ohm", NAN, 0, "of the rail of ions, or of the pores"),
    NUMBER(R_eon, "Ohm", NAN, 0, "of the rail of electrons, or of the matrix"),
    NUMBER(C_rails, "F", NAN, 0, "between the rails, all together"),
    NUMBER(R_contact_ion, "Ohm", 0, 0, "in series with an ion contact"),
    NUMBER(C_contact_ion, "F", 0, 0, "beside that"),
    NUMBER(R_contact_eon, "Ohm", 0, 0, "in series with an electron contact"),
    NUMBER(C_contact_eon, "F", 0, 0, "beside that"),
    NUMBER(R_transfer, "Ohm", INFINITY, 0,
           "of a reaction beside C_rails: a porous electrode"),
    {"particle", NULL, "1", GLASS_KIND_CHOICE, 0, 0, 3, "in series with the reaction", NULL,
     offsetof(glass_circuit, particle), 0, GLASS_PARTICLES},
    NUMBER(R_particle, "Ohm", NAN, 0, "S of the particles, all together"),
    NUMBER(time_particle, "s", NAN, 0, "L^2/D of a particle"),
    GLASS_ROW_END,
};

static glass_status circuit_missing(const char *name, const char *why)
{
    return glass_fail(GLASS_E_INPUT, "%s is missing%s", name, why);
}

glass_status glass_circuit_check(const glass_circuit *circuit)
{
    const glass_circuit *it = circuit;
    glass_status status = glass_rows_check(glass_circuit_rows, circuit);
    if (status) return status;
    if (isnan(it->R_ion)) return circuit_missing("R_ion", "; 0 for a perfect rail");
    if (isnan(it->R_eon)) return circuit_missing("R_eon", "; 0 for a perfect rail");
    if (isnan(it->C_rails))
        return circuit_missing("C_rails", ": what lies between the rails?");
    if (isinf(it->R_ion) || isinf(it->R_eon) || isinf(it->C_rails))
        return glass_fail(GLASS_E_INPUT, "R_ion, R_eon and C_rails must be finite");
    if (it->R_ion + it->R_eon == 0)
        return glass_fail(GLASS_E_INPUT,
                          "R_ion and R_eon are both 0; one rail must resist");
    if (it->C_rails == 0 && isinf(it->R_transfer))
        return glass_fail(GLASS_E_INPUT,
                          "C_rails is 0 and there is no reaction (R_transfer): "
                          "nothing joins the rails");
    if (it->particle == 0) return GLASS_OK;
    if (isinf(it->R_transfer))
        return circuit_missing("R_transfer", "; the particle is behind it (0: at once)");
    if (!(it->R_particle > 0) || !(it->time_particle > 0) ||
        isinf(it->R_particle + it->time_particle))
        return glass_fail(GLASS_E_INPUT,
                          "a particle needs R_particle and time_particle, both above 0");
    return GLASS_OK;
}

glass_status glass_circuit_impedance(const glass_circuit *circuit, const double *omega,
                                     size_t n, double *re, double *im)
{
    glass_status status = glass_circuit_check(circuit);
    for (size_t i = 0; !status && i < n; i++)
        if (!(omega[i] > 0) || isinf(omega[i]))
            status = glass_fail(GLASS_E_INPUT,
                                "a frequency of %g rad/s; it must be above 0", omega[i]);
    for (size_t i = 0; !status && i < n; i++) {
        double complex Z =
            circuit_line_impedance(circuit, circuit_line_complex(0, omega[i]));
        re[i] = creal(Z);
        im[i] = cimag(Z);
    }
    return status;
}

double glass_circuit_time(const glass_circuit *circuit)
{
    return circuit_line_surface(circuit) * (circuit->R_ion + circuit->R_eon) *
           circuit->C_rails;
}
