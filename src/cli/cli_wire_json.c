/* The answer of `wire` for programs: every number an object of one form. */
#include "cli/cli_wire.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    size_t offset;
} wire_answers[] = {
    {"alpha", offsetof(glass_wiring_answer, alpha)},
    {"L_star_m", offsetof(glass_wiring_answer, L_star)},
    {"L_ion_m", offsetof(glass_wiring_answer, L_ion)},
    {"L_eon_m", offsetof(glass_wiring_answer, L_eon)},
    {"L_star_2_m", offsetof(glass_wiring_answer, L_2)},
    {"L_star_3_m", offsetof(glass_wiring_answer, L_3)},
    {"L_transport_m", offsetof(glass_wiring_answer, L_transport)},
    {"L_surface_m", offsetof(glass_wiring_answer, L_surface)},
    {"biot", offsetof(glass_wiring_answer, biot)},
    {"D_m2_s", offsetof(glass_wiring_answer, D)},
    {"C_F_m3", offsetof(glass_wiring_answer, C)},
    {"sigma_S_m", offsetof(glass_wiring_answer, sigma)},
    {"t_ion", offsetof(glass_wiring_answer, t_ion)},
    {"ratio", offsetof(glass_wiring_answer, ratio)},
    {"time_of_size_s", offsetof(glass_wiring_answer, time_size)},
    {"span_ion_wiring_m", offsetof(glass_wiring_answer, span_I)},
    {"span_electron_wiring_m", offsetof(glass_wiring_answer, span_E)},
};

static const char *json_why(const cli_wire *wire, const char *name, double value)
{
    if (isinf(value)) return "no limit";
    if (strcmp(name, "L_surface_m") == 0 || strcmp(name, "biot") == 0)
        return "not known: give --k";
    if (strncmp(name, "L_star_", 7) == 0 && name[7] != 'm')
        return "not known: give --D_2, --D_3";
    if (strcmp(name, "time_of_size_s") == 0) return "not known: give --size";
    if (strncmp(name, "span", 4) == 0) return "not known: give --c_max";
    if (name[0] == 'C' || name[0] == 's')
        return "not known: give --C, or --c_max and --slope";
    return cli_wire_basis(wire);
}

static void json_spread(const cli_wire *wire, cli_json *json, const char *name,
                        const glass_spread *it)
{
    cli_json_begin(json, name, '{');
    cli_json_number(json, "value", it->value);
    cli_json_number(json, "low", it->low);
    cli_json_number(json, "high", it->high);
    cli_json_number(json, "p05", it->p05);
    cli_json_number(json, "median", it->median);
    cli_json_number(json, "p95", it->p95);
    if (!isfinite(it->value)) cli_json_text(json, "why", json_why(wire, name, it->value));
    cli_json_end(json, '}');
}

static void json_input(const cli_wire *wire, cli_json *json, const glass_row *row)
{
    const glass_range *range =
        (const glass_range *)(const void *)((const char *)&wire->question + row->offset);
    const glass_property *property = cli_wire_property(wire, row->name);
    if (row->kind != GLASS_KIND_RANGE || !glass_range_is_known(*range)) return;
    cli_json_begin(json, row->name, '{');
    cli_json_number(json, "value", range->value);
    cli_json_number(json, "low", range->low);
    cli_json_number(json, "high", range->high);
    cli_json_text(json, "unit", row->unit);
    if (property) {
        cli_json_text(json, "confidence", property->confidence);
        cli_json_text(json, "source", *property->source ? property->source : NULL);
        cli_json_number(json, "temperature_K", property->temperature);
    }
    cli_json_end(json, '}');
}

static void json_asked(const cli_wire *wire, cli_json *json)
{
    char word[32];
    cli_json_text(json, "material", wire->substance ? wire->substance->name : NULL);
    if (wire->substance) cli_json_text(json, "formula", wire->substance->formula);
    cli_json_text(json, "shape", cli_wire_choice(GLASS_SHAPES, wire->question.shape, word));
    cli_json_text(json, "control",
                  cli_wire_choice(GLASS_FILLINGS, wire->question.control, word));
    cli_json_begin(json, "inputs", '{');
    for (const glass_row *row = glass_wiring_rows; row->kind != GLASS_KIND_END; row++)
        json_input(wire, json, row);
    cli_json_end(json, '}');
}

static void json_rail(const cli_wire *wire, cli_json *json, const char *key, double span)
{
    double H = wire->question.thickness.value;
    cli_json_begin(json, key, '{');
    cli_json_number(json, "span_m", span);
    if (isnan(span))
        cli_json_text(json, "needs_second_level", NULL);
    else
        cli_json_bool(json, "needs_second_level", span < H);
    cli_json_end(json, '}');
}

static void json_verdict(const cli_wire *wire, cli_json *json)
{
    const glass_wiring_answer *a = &wire->answer;
    char letter[2] = {a->letter, 0};
    cli_json_begin(json, "verdict", '{');
    cli_json_text(json, "case", a->letter ? letter : NULL);
    cli_json_text(json, "words",
                  a->letter ? glass_wiring_case_words(a->letter) : cli_wire_basis(wire));
    cli_json_begin(json, "cases", '{');
    for (int i = 0; i < 5; i++) {
        letter[0] = (char)('A' + i);
        cli_json_number(json, letter, a->letter ? a->cases[i] : NAN);
    }
    cli_json_end(json, '}');
    cli_json_number(json, "thickness_m", wire->question.thickness.value);
    cli_json_number(json, "budget_granted", wire->question.share);
    json_spread(wire, json, "budget_without_electron_conductor", &a->without_E);
    json_spread(wire, json, "budget_without_ion_conductor", &a->without_I);
    if (a->letter) {
        cli_json_bool(json, "can_leave_out_electron_conductor",
                      a->without_E.value <= wire->question.share);
        cli_json_bool(json, "can_leave_out_ion_conductor",
                      a->without_I.value <= wire->question.share);
    }
    json_rail(wire, json, "ion_wiring", a->span_I.value);
    json_rail(wire, json, "electron_wiring", a->span_E.value);
    cli_json_end(json, '}');
}

void cli_wire_json(const cli_wire *wire)
{
    cli_json json = {.file = stdout};
    const char *remark;
    cli_json_begin(&json, NULL, '{');
    json_asked(wire, &json);
    for (size_t i = 0; i < sizeof wire_answers / sizeof *wire_answers; i++)
        json_spread(wire, &json, wire_answers[i].name,
                    (const glass_spread *)(const void *)((const char *)&wire->answer +
                                                         wire_answers[i].offset));
    cli_json_text(&json, "t_ion_basis", cli_wire_basis(wire));
    json_verdict(wire, &json);
    cli_json_begin(&json, "remarks", '[');
    for (int i = 0; (remark = cli_wire_remark(wire, i)) != NULL; i++)
        cli_json_text(&json, NULL, remark);
    cli_json_end(&json, ']');
    cli_json_number(&json, "points", wire->answer.points);
    cli_json_end(&json, '}');
}
