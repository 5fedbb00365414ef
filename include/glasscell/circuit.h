/** glasscell/circuit.h: a storing particle, or a porous electrode, as a transmission line.
 *
 * Two rails, of ions and of electrons, with capacitors between them, after Jamnik and Maier
 * (2001, doi:10.1039/b100180i) and Lai and Ciucci (2011, doi:10.1149/1.3515896);
 * docs/theory/wiring.md. A bare number is SI; all of one area, or all per area. */
#ifndef GLASSCELL_CIRCUIT_H
#define GLASSCELL_CIRCUIT_H

#include <stddef.h>
#include "glasscell/row.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where ions and electrons come in. */
typedef enum glass_contacts {
    GLASS_CONTACTS_OPPOSITE, /**< ions at one end, electrons at the other */
    GLASS_CONTACTS_SAME,     /**< both at one end, the other is sealed */
    GLASS_CONTACTS_BOTH,     /**< both at both ends */
    GLASS_CONTACTS_BLOCKED,  /**< electrons pass from end to end, ions are blocked */
    GLASS_CONTACTS_SWAPPED,  /**< ions pass, electrons are blocked */
    GLASS_CONTACTS_SPHERE,   /**< both all over; R = r / (4 pi r^2 sigma) of each carrier */
    GLASS_CONTACTS_CYLINDER  /**< both all over; R = 1 / (2 pi l sigma) of each carrier */
} glass_contacts;

#define GLASS_CONTACTS  "opposite same both blocked swapped sphere cylinder"
#define GLASS_PARTICLES "none plate sphere cylinder"

/** A circuit. glass_rows_defaults(glass_circuit_rows, &it) gives one to begin with. */
typedef struct glass_circuit {
    int contacts;         /**< glass_contacts */
    double R_ion, R_eon;  /**< [Ohm] of the rails; of a porous electrode: pores, matrix */
    double C_rails;       /**< [F] between the rails, chemical or of a double layer */
    double R_contact_ion; /**< [Ohm] in series with each ion contact; 0: none */
    double C_contact_ion; /**< [F] beside it */
    double R_contact_eon; /**< [Ohm] likewise for electrons */
    double C_contact_eon;
    double R_transfer;    /**< [Ohm] of a reaction beside it, in series with the particle;
                               INFINITY: none */
    int particle;         /**< 0: none; 1, 2, 3: plate, sphere, cylinder */
    double R_particle;    /**< [Ohm] S of the particles, all together */
    double time_particle; /**< [s] L^2 / D of a particle */
} glass_circuit;

/** One row for each number of a circuit. */
extern const glass_row glass_circuit_rows[];

/** Whether a circuit can be asked. @return GLASS_E_INPUT with words */
glass_status glass_circuit_check(const glass_circuit *circuit);

/** Impedance.
 * @param[in] omega [rad/s] [n] > 0 @param[out] re, im [Ohm] [n] filled
 * @return GLASS_E_INPUT as glass_circuit_check */
glass_status glass_circuit_impedance(const glass_circuit *circuit, const double *omega,
                                     size_t n, double *re, double *im);

/** Voltage after a step of the current from 0 to 1 A, which is V/I [Ohm].
 * @param[in] time_s [n] > 0 @param[out] out [n] filled */
glass_status glass_circuit_current_step(const glass_circuit *circuit, const double *time_s,
                                        size_t n, double *out);

/** Charge that went in after a step of the voltage from 0 to 1 V, which is Q/V [F]. */
glass_status glass_circuit_voltage_step(const glass_circuit *circuit, const double *time_s,
                                        size_t n, double *out);

/** [s] Relaxation time L^2 / D = m (R_ion + R_eon) C_rails; m is 3 and 2 of sphere and
 * cylinder. */
double glass_circuit_time(const glass_circuit *circuit);

/** [1] Zero number n = 0, 1, ... of the impedance of opposite contacts at p = -b^2 / time:
 * the rates at which it fills under a voltage. @param[in] t_ion [1] 0..1 */
double glass_circuit_mode(double t_ion, int n);

#ifdef __cplusplus
}
#endif
#endif
