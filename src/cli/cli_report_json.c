/* The answer of a run for programs. */
#include "cli/cli_report.h"
#include "cli/cli_file.h"

#include <math.h>

void cli_report_json_comparison(cli_json *json, const char *key,
                                const glass_comparison *comparison)
{
    cli_json_begin(json, key, '{');
    cli_json_begin(json, "channels", '{');
    for (int i = 0; i < comparison->count; i++) {
        const glass_comparison_channel *channel = &comparison->at[i];
        cli_json_begin(json, channel->label, '{');
        cli_json_number(json, "rmse", channel->rmse);
        cli_json_number(json, "max", channel->max);
        cli_json_text(json, "unit", channel->unit);
        cli_json_number(json, "rows", (double)channel->rows);
        cli_json_number(json, "from_s", channel->from_s);
        cli_json_number(json, "to_s", channel->to_s);
        cli_json_end(json, '}');
    }
    cli_json_end(json, '}');
    cli_json_end(json, '}');
}

/* The numbers of a summary by name: one line each, so that none is forgotten. */
typedef struct report_number {
    const char *key;
    size_t offset;
    double divisor;
} report_number;

#define REPORT(key, member, divisor)                                                       \
    {                                                                                      \
        key, offsetof(glass_summary, member), divisor                                      \
    }

static const report_number report_numbers[] = {
    REPORT("time_s", time_s, 1),
    REPORT("capacity_out_Ah", charge_out_C, 3600),
    REPORT("capacity_in_Ah", charge_in_C, 3600),
    REPORT("energy_out_Wh", energy_out_J, 3600),
    REPORT("energy_in_Wh", energy_in_J, 3600),
    REPORT("voltage_mean_V", voltage_mean_V, 1),
    REPORT("voltage_first_V", voltage_first_V, 1),
    REPORT("voltage_last_V", voltage_last_V, 1),
    REPORT("voltage_min_V", voltage_min_V, 1),
    REPORT("voltage_max_V", voltage_max_V, 1),
    REPORT("temperature_max_K", temperature_max_K, 1),
    REPORT("temperature_last_K", temperature_last_K, 1),
    REPORT("plating_margin_min_V", plating_margin_min_V, 1),
    REPORT("ocv_first_V", ocv_first_V, 1),
    REPORT("ocv_last_V", ocv_last_V, 1),
    REPORT("ocv_window_V", ocv_window_V, 1),
    REPORT("ocv_limits_V", ocv_limits_V, 1),
    REPORT("stoichiometry_first_negative", theta_first[0], 1),
    REPORT("stoichiometry_first_positive", theta_first[1], 1),
    REPORT("stoichiometry_last_negative", theta_last[0], 1),
    REPORT("stoichiometry_last_positive", theta_last[1], 1),
    REPORT("overpotential_particle_negative_V", eta_particle[0], 1),
    REPORT("overpotential_particle_positive_V", eta_particle[1], 1),
    REPORT("overpotential_reaction_negative_V", eta_reaction[0], 1),
    REPORT("overpotential_reaction_positive_V", eta_reaction[1], 1),
    REPORT("overpotential_salt_V", eta_salt, 1),
    REPORT("overpotential_ohmic_electrolyte_V", eta_ohmic_electrolyte, 1),
    REPORT("overpotential_ohmic_negative_V", eta_ohmic_solid[0], 1),
    REPORT("overpotential_ohmic_positive_V", eta_ohmic_solid[1], 1),
    REPORT("overpotential_contact_V", eta_contact, 1),
    REPORT("error_rms_V", error_rms_V, 1),
    REPORT("error_max_V", error_max_V, 1),
    REPORT("error_end_s", error_end_s, 1),
    REPORT("lithium_drift", lithium_drift, 1),
    REPORT("cpu_s", cpu_s, 1),
};

static void report_json_run(cli_json *json, const glass_study *study,
                            const glass_outcome *outcome)
{
    const glass_summary *sum = &outcome->summary;
    cli_json_text(json, "reason", sum->reason);
    if (sum->report) cli_json_text(json, "report", sum->report);
    for (size_t i = 0; i < sizeof report_numbers / sizeof *report_numbers; i++) {
        const report_number *number = &report_numbers[i];
        double value = *(const double *)((const char *)sum + number->offset);
        cli_json_number(json, number->key, value / number->divisor);
    }
    cli_json_number(json, "solver_steps", (double)sum->steps_taken);
    cli_json_number(json, "solver_steps_refused", (double)sum->steps_rejected);
    cli_json_number(json, "rows", (double)sum->rows);
    cli_json_number(json, "cycles", sum->cycles);
    cli_json_text(json, "vector", sum->vector);
    cli_json_text(json, "start", study->run.by == GLASS_BY_LIMITS ? "limits" : "window");
    cli_file_json_steps(json, outcome->steps, outcome->n_steps);
    if (outcome->whole.count > 0)
        cli_report_json_comparison(json, "comparison", &outcome->whole);
    if (outcome->late.count > 0)
        cli_report_json_comparison(json, "comparison_from_1_s", &outcome->late);
}

static void report_json_cell(cli_json *json, const glass_outcome *outcome, size_t i)
{
    const glass_study_cell *cell = &outcome->cells[i];
    const glass_batch_result *result = &cell->result;
    cli_json_begin(json, NULL, '{');
    cli_json_begin(json, "parameters", '{');
    for (int k = 0; k < outcome->n_varied; k++)
        if (isnan(cell->values[k]))
            cli_json_text(json, outcome->varied[k], cell->texts[k]);
        else
            cli_json_number(json, outcome->varied[k], cell->values[k]);
    cli_json_end(json, '}');
    cli_json_text(json, "reason", cell->reason ? cell->reason : result->reason);
    cli_json_number(json, "status", result->status);
    cli_json_number(json, "time_s", result->time_s);
    cli_json_number(json, "capacity_out_Ah", result->charge_out_C / 3600);
    cli_json_number(json, "capacity_in_Ah", result->charge_in_C / 3600);
    cli_json_number(json, "energy_out_Wh", result->energy_out_J / 3600);
    cli_json_number(json, "energy_in_Wh", result->energy_in_J / 3600);
    cli_json_number(json, "voltage_last_V", result->voltage_last_V);
    cli_json_number(json, "voltage_mean_V", result->voltage_mean_V);
    cli_json_number(json, "temperature_max_K", result->temperature_max_K);
    cli_json_number(json, "plating_margin_min_V", result->plating_margin_min_V);
    cli_json_number(json, "voltage_rmse_V", cell->rmse_V);
    if (cell->words) cli_json_text(json, "remark", cell->words);
    cli_json_end(json, '}');
}

void cli_report_json(const glass_study *study, const glass_outcome *outcome)
{
    cli_json json = {.file = stdout};
    cli_json_begin(&json, NULL, '{');
    cli_json_text(&json, "cell", outcome->title);
    cli_json_text(&json, "model", study->run.model ? study->run.model : "dfn");
    if (outcome->is_batch) {
        cli_json_begin(&json, "cells", '[');
        for (size_t i = 0; i < outcome->n_cells; i++) report_json_cell(&json, outcome, i);
        cli_json_end(&json, ']');
    } else {
        report_json_run(&json, study, outcome);
    }
    cli_json_number(&json, "wall_s", outcome->wall_s);
    cli_json_begin(&json, "files", '[');
    for (int i = 0; i < outcome->files.count; i++)
        cli_json_text(&json, NULL, outcome->files.at[i]);
    cli_json_end(&json, ']');
    cli_json_end(&json, '}');
}
