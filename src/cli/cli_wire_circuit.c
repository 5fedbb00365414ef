/* Spectrum and response of `wire --impedance` and `wire --step`. */
#include "cli/cli_wire.h"
#include "glasscell/units.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIRE_POINTS_MOST = 100000 };

/* A table of what came: one column of frequency or time, one or two of the answer. */
typedef struct wire_curve {
    const char *heads[3]; /* with units, as in CSV */
    const char *keys[3];  /* as in JSON */
    int columns;
    size_t n;
    double *at[3]; /* [n] */
    int is_per_area;
} wire_curve;

/* ---- the circuit ---- */

static int wire_is_typed(const cli_wire *wire)
{
    return cli_wire_is_given(wire, "R_ion") || cli_wire_is_given(wire, "R_eon") ||
           cli_wire_is_given(wire, "C_rails");
}

static int wire_contacts_of(int shape)
{
    return shape == GLASS_SPHERE     ? GLASS_CONTACTS_SPHERE
           : shape == GLASS_CYLINDER ? GLASS_CONTACTS_CYLINDER
                                     : GLASS_CONTACTS_SAME;
}

/* A particle of this size, per m2 of the surface that is contacted. */
static int wire_circuit_of_particle(cli_wire *wire)
{
    glass_wiring *q = &wire->question;
    double L = q->size.value, m = glass_wiring_surface((glass_shape)q->shape);
    int code = cli_fail(glass_wiring_solve(q, &wire->answer));
    if (code != CLI_DONE) return code;
    double D = wire->answer.D.value, t_ion = wire->answer.t_ion.value;
    double C = wire->answer.C.value;
    if (isnan(L)) { /* the size that the calculator finds, and says */
        char length[48];
        L = wire->answer.L_star.value;
        cli_tell("the particle is as large as may be, L* = %s; --size takes another",
                 cli_wire_length(L, length));
    }
    if (isnan(C)) C = glass_wiring_capacitance_solution(q->c_max.value, 0.5, 0, 298.15);
    if (isnan(C)) {
        cli_tell("the chemical capacitance is not known: give --C, or --c_max and --slope");
        return CLI_BAD_INPUT;
    }
    if (isnan(t_ion)) {
        cli_tell("t_ion is %s", cli_wire_basis(wire));
        return CLI_BAD_INPUT;
    }
    if (isnan(wire->answer.C.value))
        cli_tell("the chemical capacitance is that of an ideal lattice gas, half full: an "
                 "estimate");
    wire->circuit.R_ion = L * (1 - t_ion) / (D * C);
    wire->circuit.R_eon = L * t_ion / (D * C);
    wire->circuit.C_rails = L * C / m;
    if (!cli_wire_is_given(wire, "contacts"))
        wire->circuit.contacts = wire_contacts_of(q->shape);
    return CLI_DONE;
}

/* ---- the grid ---- */

static int wire_bound(const cli_wire *wire, const char *name, const char *unit, double *out)
{
    if (!cli_number(wire->args, name, unit, out)) return 0;
    if (isnan(*out) || (*out > 0 && isfinite(*out))) return 1;
    cli_tell("--%s is %g; it must be above 0", name, *out);
    return 0;
}

static int wire_grid(const cli_wire *wire, int is_time, wire_curve *curve)
{
    double tau = glass_circuit_time(&wire->circuit), from = NAN, to = NAN, points = 10;
    const char *unit = is_time ? "s" : "Hz";
    if (!(tau > 0)) tau = 1;
    if (!wire_bound(wire, "from", unit, &from) || !wire_bound(wire, "to", unit, &to) ||
        !wire_bound(wire, "points", "1", &points))
        return CLI_BAD_INPUT;
    /* whole decades about the relaxation */
    double rate = is_time ? tau : 1 / (2 * M_PI * tau);
    if (isnan(from)) from = pow(10, floor(log10(rate * (is_time ? 1e-4 : 1e-2))));
    if (isnan(to)) to = pow(10, ceil(log10(rate * (is_time ? 10 : 1e4))));
    double steps = round(log10(to / from) * points);
    if (!(to > from) || points < 1 || steps > WIRE_POINTS_MOST) {
        cli_tell("from %g to %g %s with %g points a decade: that is no grid", from, to,
                 unit, points);
        return CLI_BAD_INPUT;
    }
    curve->n = (size_t)(steps < 1 ? 1 : steps) + 1;
    for (int i = 0; i < 3; i++) curve->at[i] = cli_alloc(curve->n, sizeof *curve->at[i]);
    for (size_t i = 0; i < curve->n; i++) { /* tidy: 0.001, not 0.00099999 */
        char digits[32];
        double place = from * pow(to / from, (double)i / (double)(curve->n - 1));
        snprintf(digits, sizeof digits, "%.12g", place);
        curve->at[0][i] = strtod(digits, NULL);
    }
    return CLI_DONE;
}

static int wire_spectrum(const cli_wire *wire, wire_curve *curve)
{
    double *omega = cli_alloc(curve->n, sizeof *omega);
    for (size_t i = 0; i < curve->n; i++) omega[i] = 2 * M_PI * curve->at[0][i];
    int code = cli_fail(glass_circuit_impedance(&wire->circuit, omega, curve->n,
                                                curve->at[1], curve->at[2]));
    free(omega);
    static const char *const heads[2][3] = {
        {"Frequency / Hz", "Re(Z) / Ohm", "Im(Z) / Ohm"},
        {"Frequency / Hz", "Re(Z) / Ohm.m2", "Im(Z) / Ohm.m2"}};
    static const char *const keys[2][3] = {{"frequency_Hz", "re_Ohm", "im_Ohm"},
                                           {"frequency_Hz", "re_Ohm_m2", "im_Ohm_m2"}};
    memcpy(curve->heads, heads[curve->is_per_area], sizeof curve->heads);
    memcpy(curve->keys, keys[curve->is_per_area], sizeof curve->keys);
    curve->columns = 3;
    return code;
}

static int wire_response(const cli_wire *wire, const char *step, wire_curve *curve)
{
    static const char *const heads[4] = {"V/I / Ohm", "V/I / Ohm.m2", "Q/V / F",
                                         "Q/V / F.m-2"};
    static const char *const keys[4] = {"V_per_I_Ohm", "V_per_I_Ohm_m2", "Q_per_V_F",
                                        "Q_per_V_F_m2"};
    int is_voltage = strcmp(step, "voltage") == 0;
    int kind = 2 * is_voltage + curve->is_per_area;
    curve->heads[0] = "Test Time / s";
    curve->heads[1] = heads[kind];
    curve->keys[0] = "time_s";
    curve->keys[1] = keys[kind];
    curve->columns = 2;
    return cli_fail(is_voltage ? glass_circuit_voltage_step(&wire->circuit, curve->at[0],
                                                            curve->n, curve->at[1])
                               : glass_circuit_current_step(&wire->circuit, curve->at[0],
                                                            curve->n, curve->at[1]));
}

/* ---- out ---- */

static void wire_csv(FILE *file, const wire_curve *curve)
{
    for (int k = 0; k < curve->columns; k++)
        fprintf(file, "%s%s", k ? "," : "", curve->heads[k]);
    fputc('\n', file);
    for (size_t i = 0; i < curve->n; i++)
        for (int k = 0; k < curve->columns; k++)
            fprintf(file, "%.12g%c", curve->at[k][i], k + 1 < curve->columns ? ',' : '\n');
}

static int wire_file(const cli_wire *wire, const char *path, const wire_curve *curve)
{
    size_t n = strlen(path);
    if (n < 4 || strcmp(path + n - 4, ".csv") != 0) {
        cli_tell("%s: a spectrum is written as CSV; give a name that ends in .csv", path);
        return CLI_BAD_INPUT;
    }
    FILE *file = fopen(path, cli_has(wire->args, "force") ? "w" : "wx");
    if (!file && errno == EEXIST) {
        cli_tell(
            "%s: this file exists already; --force overwrites it, or choose another name",
            path);
        return CLI_BAD_INPUT;
    }
    if (file) wire_csv(file, curve);
    int failed = !file || ferror(file);
    if (file && fclose(file) != 0) failed = 1;
    if (!failed) return CLI_DONE;
    cli_tell("%s: cannot be written: %s", path, strerror(errno));
    if (file) remove(path);
    return CLI_BAD_INPUT;
}

static void wire_json(const cli_wire *wire, const wire_curve *curve)
{
    cli_json json = {.file = stdout};
    char word[32];
    cli_json_begin(&json, NULL, '{');
    cli_json_text(&json, "material", wire->substance ? wire->substance->name : NULL);
    cli_json_text(&json, "contacts",
                  cli_wire_choice(GLASS_CONTACTS, wire->circuit.contacts, word));
    cli_json_bool(&json, "is_per_area", curve->is_per_area);
    cli_json_number(&json, "R_ion", wire->circuit.R_ion);
    cli_json_number(&json, "R_eon", wire->circuit.R_eon);
    cli_json_number(&json, "C_rails", wire->circuit.C_rails);
    cli_json_number(&json, "time_s_relaxation", glass_circuit_time(&wire->circuit));
    for (int k = 0; k < curve->columns; k++) {
        cli_json_begin(&json, curve->keys[k], '[');
        for (size_t i = 0; i < curve->n; i++) cli_json_number(&json, NULL, curve->at[k][i]);
        cli_json_end(&json, ']');
    }
    cli_json_end(&json, '}');
}

static void wire_table(const cli_wire *wire, const wire_curve *curve)
{
    const glass_circuit *it = &wire->circuit;
    const char *area = curve->is_per_area ? ".m2" : "",
               *per = curve->is_per_area ? "/m2" : "";
    char word[32], digits[32];
    cli_table table;
    printf("contacts %s, R_ion %s Ohm%s",
           cli_wire_choice(GLASS_CONTACTS, it->contacts, word),
           cli_digits(it->R_ion, 5, digits), area);
    printf(", R_eon %s Ohm%s", cli_digits(it->R_eon, 5, digits), area);
    printf(", C %s F%s", cli_digits(it->C_rails, 5, digits), per);
    printf(", L^2/D %s s\n\n", cli_digits(glass_circuit_time(it), 5, digits));
    cli_table_begin(&table, curve->heads, curve->columns, 0x7);
    for (size_t i = 0; i < curve->n; i++)
        for (int k = 0; k < curve->columns; k++)
            cli_table_cell(&table, "%s", cli_digits(curve->at[k][i], 6, digits));
    cli_table_end(&table, stdout);
}

static int wire_write(const cli_wire *wire, const wire_curve *curve)
{
    const char *path = cli_value(wire->args, "output", NULL);
    if (path && strcmp(path, "-") != 0) return wire_file(wire, path, curve);
    if (path || cli_has(wire->args, "csv"))
        wire_csv(stdout, curve);
    else if (cli_has(wire->args, "json"))
        wire_json(wire, curve);
    else
        wire_table(wire, curve);
    return CLI_DONE;
}

int cli_wire_circuit(cli_wire *wire)
{
    const char *step = cli_value(wire->args, "step", NULL);
    wire_curve curve = {.is_per_area = !wire_is_typed(wire)};
    if (step && strcmp(step, "current") != 0 && strcmp(step, "voltage") != 0) {
        cli_tell("--step is \"%s\"; allowed: current, voltage", step);
        return CLI_BAD_INPUT;
    }
    if (step && cli_has(wire->args, "impedance")) {
        cli_tell("--impedance and --step are two questions; ask one");
        return CLI_BAD_INPUT;
    }
    int code = curve.is_per_area ? wire_circuit_of_particle(wire) : CLI_DONE;
    if (code == CLI_DONE) code = cli_fail(glass_circuit_check(&wire->circuit));
    if (code == CLI_DONE) code = wire_grid(wire, step != NULL, &curve);
    if (code == CLI_DONE)
        code = step ? wire_response(wire, step, &curve) : wire_spectrum(wire, &curve);
    if (code == CLI_DONE) code = wire_write(wire, &curve);
    for (int i = 0; i < 3; i++) free(curve.at[i]);
    return code;
}
