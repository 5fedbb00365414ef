/* wire: how large particles may be, how far wires may lie, and the circuit of both. */
#include "cli/cli_wire.h"

#include <math.h>
#include <string.h>

static const cli_option do_wire_options[] = {
    {"impedance", 0, NULL, "print the impedance of the transmission line instead", 0},
    {"step", 0, "current|voltage",
     "print its response in time instead: V/I after a step of current, or Q/V after one of "
     "voltage",
     0},
    {"from", 0, "X", "lowest frequency (Hz), or time (s); as L^2/D asks for when not said",
     0},
    {"to", 0, "X", "highest", 0},
    {"points", 0, "N", "per decade; 10 when not said", 0},
    {"csv", 0, NULL, "print the spectrum or the response as CSV", 0},
    {"output", 'o', "FILE.csv", "write it to a file instead", 0},
    {"force", 0, NULL, "overwrite an existing file", 0},
    {"json", 0, NULL,
     "print JSON: {alpha, L_star_m, L_ion_m, L_eon_m ...: {value, low, high, p05, median, "
     "p95}, verdict}",
     0},
    CLI_OPTION_END,
};

static const glass_row *const do_wire_rows[] = {glass_wiring_rows, glass_circuit_rows,
                                                NULL};

int cli_wire_is_given(const cli_wire *wire, const char *name)
{
    return cli_has(wire->args, name);
}

/* ---- the question ---- */

static void do_wire_take(cli_wire *wire)
{
    const glass_substance *it = wire->substance;
    glass_wiring *q = &wire->question;
    q->D = it->D.range;
    q->sigma_ion = it->sigma_ion.range;
    q->sigma_eon = it->sigma_eon.range;
    q->c_max = glass_substance_concentration(it);
}

static int do_wire_material(cli_wire *wire)
{
    const cli_args *args = wire->args;
    if (args->n_things == 0) return CLI_DONE;
    glass_status status = glass_substances_read(&wire->substances);
    if (!status)
        status =
            glass_substances_find(&wire->substances, args->things[0], &wire->substance);
    if (!status) do_wire_take(wire);
    return cli_fail(status);
}

static int do_wire_row_is_of(const glass_row *rows, const glass_row *row)
{
    for (; rows->kind != GLASS_KIND_END; rows++)
        if (rows == row) return 1;
    return 0;
}

static int do_wire_given(cli_wire *wire)
{
    glass_status status = GLASS_OK;
    for (int i = 0; !status && i < wire->args->n_given; i++) {
        const cli_given *given = &wire->args->given[i];
        if (!given->row) continue;
        if (do_wire_row_is_of(glass_wiring_rows, given->row))
            status = glass_rows_set(glass_wiring_rows, &wire->question, given->row->name,
                                    given->value);
        else
            status = glass_rows_set(glass_circuit_rows, &wire->circuit, given->row->name,
                                    given->value);
    }
    return cli_fail(status);
}

static int do_wire_check(const cli_wire *wire)
{
    if (cli_wire_is_given(wire, "filled") && cli_wire_is_given(wire, "unfilled")) {
        cli_tell("--filled and --unfilled say the same twice; give one");
        return CLI_BAD_INPUT;
    }
    return CLI_DONE;
}

/* Conductivities and capacitance that were all typed in go before the D of a table. */
static void do_wire_prefer(cli_wire *wire)
{
    int has_C = cli_wire_is_given(wire, "C") || cli_wire_is_given(wire, "slope");
    if (!wire->substance || cli_wire_is_given(wire, "D")) return;
    if (has_C && cli_wire_is_given(wire, "sigma_ion") &&
        cli_wire_is_given(wire, "sigma_eon"))
        wire->question.D = glass_range_at(NAN);
}

static int do_wire_lengths(cli_wire *wire)
{
    glass_status status = glass_wiring_solve(&wire->question, &wire->answer);
    if (status && wire->substance) {
        cli_tell("%s (%s): %s", wire->substance->name, wire->substance->role,
                 glass_words());
        return glass_exit_code(status);
    }
    if (status) return cli_fail(status);
    if (cli_has(wire->args, "json"))
        cli_wire_json(wire);
    else
        cli_wire_people(wire);
    return CLI_DONE;
}

static int do_wire(const cli_args *args)
{
    cli_wire wire = {.args = args};
    glass_rows_defaults(glass_wiring_rows, &wire.question);
    glass_rows_defaults(glass_circuit_rows, &wire.circuit);
    int is_circuit = cli_has(args, "impedance") || cli_has(args, "step");
    int code = do_wire_material(&wire);
    if (code == CLI_DONE) code = do_wire_given(&wire);
    if (code == CLI_DONE) code = do_wire_check(&wire);
    if (code == CLI_DONE) {
        do_wire_prefer(&wire);
        code = is_circuit ? cli_wire_circuit(&wire) : do_wire_lengths(&wire);
    }
    glass_substances_clear(&wire.substances);
    return code;
}

const cli_command cli_command_wire = {
    .name = "wire",
    .about = "how large particles may be and how far their wires, in time",
    .forms = "wire [MATERIAL] [options]\nwire [MATERIAL] --impedance [options]\n"
             "wire [MATERIAL] --step current|voltage [options]",
    .more =
        "L* is the largest half-thickness or radius that is filled in the time; L_ion and "
        "L_eon say how far apart the wires of ions and of electrons may lie. MATERIAL is a "
        "name, formula or abbreviation of the table (\"glasscell materials\"); options go "
        "before what the table says; \"_\" and \"-\" are one in their names. Every number "
        "may "
        "be a range, LOW...HIGH or LOW...TYPICAL...HIGH, also to say that it changes over "
        "cycling; answers then carry their exact ends, and quantiles of ranges that are "
        "even in "
        "the logarithm.\n"
        "What is filled: without more words a plate, at constant current, to 99 %, in 1 h "
        "as "
        "1/C-rate. D follows from C, --sigma_ion and --sigma_eon when it is not given; "
        "both "
        "lengths need --t_ion, or the conductivities.\n"
        "--impedance and --step are about the transmission line of the same particle, per "
        "m2 "
        "of its surface (of --size, else L*), or of resistances and a capacitance given as "
        "such: "
        "--R_ion, --R_eon, --C_rails; with --R_transfer it is a porous electrode.\n"
        "In JSON every answer is an object {value, low, high, p05, median, p95}, in SI; of "
        "what is not known all are null, and \"why\" says why.",
    .examples = "glasscell wire LiFePO4 --time 1h\n"
                "glasscell wire --D 1e-14 --t_ion 0.1 --shape sphere --control voltage "
                "--filled 0.99 --k 1e-9 --thickness 2um\n"
                "glasscell wire --D \"1e-16...1e-13 m2/s\" --t_ion 1e-3 --json\n"
                "glasscell wire --impedance --R_ion 2 --R_eon 0.5 --C_rails 1 --csv\n"
                "glasscell wire NMC811 --step voltage --size 2um --shape sphere",
    .options = do_wire_options,
    .rows = do_wire_rows,
    .most = 1,
    .run = do_wire,
};
