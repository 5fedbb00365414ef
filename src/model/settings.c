#include "model/settings.h"
#include "cell/cell_check.h"
#include "model/rosenbrock.h"

#include "base/fail.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

#define OPTION(member, unit, kind, standard, low, high, about, choices)                    \
    {                                                                                      \
#member, NULL, unit, kind, standard, low, high, about, NULL,                       \
            offsetof(glass_run_options, member), 1, choices                                \
    }

#define GLASS_MODEL(model, about, theory) " " #model
const char settings_models[] =
#include "model/list.h"
    ;
#undef GLASS_MODEL

const glass_row glass_run_rows[] = {
    OPTION(model, "1", GLASS_KIND_TEXT, 0, 0, 0, "what is solved", settings_models + 1),
    OPTION(accuracy, "1", GLASS_KIND_CHOICE, GLASS_STANDARD, 0, 2,
           "mesh, poles and tolerance together", "fast default high"),
    OPTION(heat, "1", GLASS_KIND_CHOICE, GLASS_ISOTHERMAL, 0, 1,
           "whether the cell warms itself", "isothermal lumped"),
    OPTION(soc, "1", GLASS_KIND_NUMBER, NAN, 0, 1, "state of charge at the start", NULL),
    OPTION(by, "1", GLASS_KIND_CHOICE, GLASS_BY_WINDOW, 0, 1,
           "what 0 and 100 % are: the file's stoichiometry window, or the voltage limits",
           "window limits"),
    OPTION(ocv, "V", GLASS_KIND_NUMBER, NAN, 0, 10, "open-circuit voltage at the start",
           NULL),
    OPTION(theta_negative, "1", GLASS_KIND_NUMBER, NAN, 0, 1,
           "stoichiometry of the negative electrode at the start", NULL),
    OPTION(theta_positive, "1", GLASS_KIND_NUMBER, NAN, 0, 1,
           "stoichiometry of the positive electrode at the start", NULL),
    OPTION(limits, "1", GLASS_KIND_CHOICE, GLASS_LIMITS_AUTO, 0, 2,
           "what the cell's voltage limits do", "auto end warn"),
    OPTION(period, "s", GLASS_KIND_NUMBER, 0, 0, 1e9,
           "rows at this period; 0: as dense as the curve asks for", NULL),
    OPTION(frame_period, "s", GLASS_KIND_NUMBER, 0, 0, 1e9,
           "fields at this period; 0: about 60 over the run", NULL),
    OPTION(estimate, "1", GLASS_KIND_FLAG, 1, 0, 1,
           "estimate the discretisation error by a coarser companion", NULL),
    OPTION(nodes_negative, "1", GLASS_KIND_COUNT, 0, 0, 500,
           "volumes across the negative electrode; 0: by accuracy", NULL),
    OPTION(nodes_separator, "1", GLASS_KIND_COUNT, 0, 0, 500,
           "volumes across the separator; 0: by accuracy", NULL),
    OPTION(nodes_positive, "1", GLASS_KIND_COUNT, 0, 0, 500,
           "volumes across the positive electrode; 0: by accuracy", NULL),
    OPTION(modes_negative, "1", GLASS_KIND_COUNT, 0, 0, 12,
           "fitted poles of a negative particle; 0: by accuracy", NULL),
    OPTION(modes_positive, "1", GLASS_KIND_COUNT, 0, 0, 12,
           "fitted poles of a positive particle; 0: by accuracy", NULL),
    OPTION(shells, "1", GLASS_KIND_COUNT, 0, 0, 79,
           "radial nodes where diffusivity depends on stoichiometry; 0: by accuracy", NULL),
    OPTION(tolerance, "V", GLASS_KIND_NUMBER, 0, 0, 0.1,
           "error of a time step; 0: by accuracy", NULL),
    OPTION(step_max, "s", GLASS_KIND_NUMBER, 0, 0, 1e9, "longest time step; 0: none", NULL),
    GLASS_ROW_END,
};

typedef struct settings_preset {
    int cells[3], modes[2], shells;
    double tolerance, step_first;
    int method;
} settings_preset;

/* Measured: docs/theory/dfn.md, "Which mesh". The last is the companion of the first. */
static const settings_preset settings_presets[] = {
    [GLASS_FAST] = {{8, 2, 4}, {3, 4}, 14, 8e-4, 0.3, ROSENBROCK_RODAS3},
    [GLASS_STANDARD] = {{16, 2, 8}, {4, 6}, 28, 4e-5, 0.1, ROSENBROCK_RODAS},
    [GLASS_HIGH] = {{64, 4, 32}, {8, 8}, 56, 4e-6, 0.01, ROSENBROCK_RODAS},
};
static const settings_preset settings_coarse[] = {
    [GLASS_FAST] = {{4, 2, 3}, {3, 3}, 7, 4e-3, 1.0, ROSENBROCK_RODAS3},
    [GLASS_STANDARD] = {{8, 2, 4}, {4, 4}, 14, 4e-4, 0.5, ROSENBROCK_RODAS3},
    [GLASS_HIGH] = {{32, 3, 16}, {6, 6}, 28, 3e-5, 0.02, ROSENBROCK_RODAS},
};

static engine_mesh settings_mesh(const settings_preset *p, const glass_run_options *o)
{
    engine_mesh mesh = {{p->cells[0], p->cells[1], p->cells[2]},
                        {p->modes[0], p->modes[1]},
                        {p->shells, p->shells},
                        o->heat == GLASS_LUMPED,
                        p->tolerance,
                        p->method};
    return mesh;
}

static int settings_half(int n, int least)
{
    int half = (n + 1) / 2;
    return half < least ? least : half;
}

/* Fewer than these leave no coarser companion, and the error could not be told. */
static glass_status settings_check_counts(const glass_run_options *o)
{
    const struct {
        const char *name;
        int value, low, high;
    } counts[] = {
        {"nodes_negative", o->nodes_negative, 4, 500},
        {"nodes_separator", o->nodes_separator, 2, 500},
        {"nodes_positive", o->nodes_positive, 4, 500},
        {"modes_negative", o->modes_negative, 4, 12},
        {"modes_positive", o->modes_positive, 4, 12},
        {"shells", o->shells, 6, 79},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].value != 0 &&
            (counts[i].value < counts[i].low || counts[i].value > counts[i].high))
            return glass_fail(
                GLASS_E_INPUT, "%s is %d; allowed: %d to %d, or 0 to follow the accuracy",
                counts[i].name, counts[i].value, counts[i].low, counts[i].high);
    return GLASS_OK;
}

glass_status settings_choose(const glass_cell *cell, const glass_run_options *o,
                             settings *out)
{
    (void)cell;
    glass_status status = settings_check_counts(o);
    if (status) return status;
    if (o->accuracy < GLASS_FAST || o->accuracy > GLASS_HIGH)
        return glass_fail(GLASS_E_INPUT, "accuracy is %d; allowed: fast, default, high",
                          o->accuracy);
    out->mesh = settings_mesh(&settings_presets[o->accuracy], o);
    out->coarse = settings_mesh(&settings_coarse[o->accuracy], o);
    out->step_first = settings_presets[o->accuracy].step_first;
    out->share = o->accuracy == GLASS_FAST ? 0.8 : 0.5;
    out->coarse_first = settings_coarse[o->accuracy].step_first;
    int nodes[3] = {o->nodes_negative, o->nodes_separator, o->nodes_positive};
    for (int r = 0; r < 3; r++)
        if (nodes[r] > 0) {
            out->mesh.cells[r] = nodes[r];
            out->coarse.cells[r] = settings_half(nodes[r], r == 1 ? 2 : 3);
        }
    int modes[2] = {o->modes_negative, o->modes_positive};
    for (int e = 0; e < 2; e++) {
        if (modes[e] > 0) out->mesh.modes[e] = modes[e];
        if (modes[e] > 0) out->coarse.modes[e] = modes[e] - 1;
        if (o->shells > 0) out->mesh.shells[e] = o->shells;
        if (o->shells > 0) out->coarse.shells[e] = settings_half(o->shells, 4);
    }
    out->held = 2 * out->mesh.tolerance;
    if (o->model && glass_text_starts(o->model, "spm")) {
        /* their error is held in V itself, at every bend of the trace: a looser tolerance
         * gives the same accuracy; and a companion as coarse as the DFN's tells too much */
        out->mesh.tolerance *= 8;
        out->mesh.method = out->coarse.method = ROSENBROCK_RODAS3;
        out->coarse.tolerance = 5 * out->mesh.tolerance;
    }
    if (o->tolerance > 0) {
        out->mesh.tolerance = o->tolerance;
        out->coarse.tolerance = 8 * o->tolerance;
        out->held = 2 * o->tolerance;
    }
    return GLASS_OK;
}

static int settings_is_spm(const glass_run_options *o)
{
    return o->model && glass_text_same(o->model, "spm");
}

static glass_status settings_check_material(const glass_electrode *electrode,
                                            const char *which)
{
    const glass_material *m = &electrode->material[0];
    if (m->ocp && m->diffusivity) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT, "the %s electrode has no %s", which,
                      m->ocp ? "diffusivity" : "OCP");
}

/* Whether every number that the model uses is where it can be. */
static int settings_is_sound(const glass_cell *cell, const glass_run_options *o)
{
    int ok = cell->area > 0 && cell->pairs >= 1 && cell->capacity > 0 &&
             cell->voltage_max > cell->voltage_min && cell->temperature_reference > 0;
    int has_salt = !settings_is_spm(o);
    for (int e = 0; e < 2; e++) {
        const glass_electrode *el = &cell->electrode[e];
        const glass_material *m = &el->material[0];
        ok &= el->thickness > 0 && m->radius > 0 && m->concentration_max > 0 &&
              m->area_density > 0 && m->rate_constant > 0 && m->stoichiometry_min >= 0 &&
              m->stoichiometry_max <= 1 && m->stoichiometry_max > m->stoichiometry_min;
        if (has_salt)
            ok &= el->porosity > 0 && el->porosity <= 1 && el->transport_efficiency > 0 &&
                  el->conductivity > 0;
    }
    if (!has_salt) return ok;
    return ok && cell->separator_thickness > 0 && cell->separator_porosity > 0 &&
           cell->separator_efficiency > 0 && cell->concentration_initial > 0 &&
           cell->transference < 1 && cell->electrolyte_diffusivity &&
           cell->electrolyte_conductivity;
}

glass_status settings_check_cell(const glass_cell *cell, const glass_run_options *o,
                                 glass_notes *notes)
{
    glass_notes own = {0};
    glass_status status = glass_cell_not_yet(cell);
    for (int e = 0; e < 2 && !status; e++)
        status = settings_check_material(&cell->electrode[e], e ? "positive" : "negative");
    if (status) return status;
    if (cell->extent == GLASS_CELL_PARTIAL)
        return glass_fail(GLASS_E_INPUT,
                          "the file is partial: it does not describe a cell");
    if (cell->extent == GLASS_CELL_SPM && !settings_is_spm(o))
        return glass_fail(GLASS_E_INPUT,
                          "the file suffices for spm alone (no electrolyte); run it with "
                          "--model spm");
    if (o->heat == GLASS_LUMPED) {
        const double need[] = {cell->density, cell->volume, cell->heat_capacity};
        static const char *const name[] = {"Density [kg.m-3]", "Volume [m3]",
                                           "Specific heat capacity [J.K-1.kg-1]"};
        for (int i = 0; i < 3; i++)
            if (!(need[i] > 0))
                return glass_fail(GLASS_E_INPUT,
                                  "lumped heat needs \"%s\", which the cell does not have; "
                                  "give it with --set or run isothermal",
                                  name[i]);
        if (!(cell->heat_transfer >= 0) || !(cell->surface > 0))
            glass_note_add(notes, 0, "heat",
                           "no heat transfer coefficient or external surface: the cell "
                           "loses no heat (adiabatic)");
    }
    /* the full check, with its laws and its words, for those who read notes; a quick look
     * otherwise: whoever runs thousands of cells has had them checked */
    if (!notes && settings_is_sound(cell, o)) return GLASS_OK;
    status = glass_cell_check(cell, &own);
    for (int i = 0; i < own.count && !status; i++)
        if (own.at[i].is_error)
            status = glass_fail(GLASS_E_INPUT, "%s: %s", own.at[i].place, own.at[i].text);
        else
            glass_note_add(notes, 0, own.at[i].place, "%s", own.at[i].text);
    glass_notes_clear(&own);
    return status;
}
