#include "cli/cli_report.h"
#include "cli/cli_file.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { REPORT_STEPS = 12, REPORT_WIDTH = 15 };

/* The lines of one run: what is said, and under which name. */
static void report_line(FILE *file, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void report_line(FILE *file, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(file, "  %-*s ", REPORT_WIDTH, name);
    vfprintf(file, format, args);
    fputc('\n', file);
    va_end(args);
}

static const char *report_choice(const glass_row *rows, const char *name, int index,
                                 char out[64])
{
    const glass_row *row = glass_rows_find(rows, name);
    const char *p = row && row->choices ? row->choices : "";
    for (int i = 0; i < index && *p; i++) {
        p += strcspn(p, " ");
        p += strspn(p, " ");
    }
    snprintf(out, 64, "%.*s", (int)strcspn(p, " "), p);
    return out;
}

static void report_head(FILE *file, const glass_study *study, const glass_outcome *outcome)
{
    const char *name = study->run.model ? study->run.model : "dfn";
    char heat[64], accuracy[64], model[32];
    int is_spme = strcmp(name, "spme") == 0; /* the one name with a small letter: SPMe */
    snprintf(model, sizeof model, "%s", name);
    for (char *p = model; *p; p++)
        if (*p >= 'a' && *p <= 'z' && !(is_spme && !p[1])) *p -= 32;
    fprintf(file, "%s: %s, %s, %s accuracy\n\n", outcome->title ? outcome->title : "",
            model, report_choice(glass_run_rows, "heat", study->run.heat, heat),
            report_choice(glass_run_rows, "accuracy", study->run.accuracy, accuracy));
}

/* A protocol that is done ended for the reason of its last step. */
static void report_reason(FILE *file, const glass_outcome *outcome)
{
    const glass_summary *sum = &outcome->summary;
    const char *last = NULL;
    char time[48], words[256];
    if (outcome->n_steps > 0) last = outcome->steps[outcome->n_steps - 1].reason;
    int is_done = last && strcmp(sum->reason, "protocol done") == 0;
    snprintf(words, sizeof words, "%s%s%s%s", sum->reason, is_done ? " (last step: " : "",
             is_done ? last : "", is_done ? ")" : "");
    cli_duration(sum->time_s, time);
    if (sum->time_s == 0 && is_done)
        report_line(file, "ended by",
                    "%s, before it began: what was to end it was so from the start (see "
                    "start, and --soc)",
                    words);
    else if (sum->time_s < 120)
        report_line(file, "ended by", "%s, after %.8g s", words, sum->time_s);
    else
        report_line(file, "ended by", "%s, after %s (%.8g s)", words, time, sum->time_s);
}

static void report_ends(FILE *file, const glass_summary *sum)
{
    char out[32], in[32];
    cli_digits(sum->charge_out_C / 3600, 6, out);
    cli_digits(sum->charge_in_C / 3600, 6, in);
    if (sum->charge_in_C > 0 && sum->charge_out_C > 0)
        report_line(file, "capacity", "%s Ah discharged, %s Ah charged", out, in);
    else
        report_line(file, "capacity", "%s Ah %s", sum->charge_in_C > 0 ? in : out,
                    sum->charge_in_C > 0 ? "charged" : "discharged");
    cli_digits(sum->energy_out_J / 3600, 6, out);
    cli_digits(sum->energy_in_J / 3600, 6, in);
    if (sum->energy_in_J > 0 && sum->energy_out_J > 0)
        report_line(file, "energy", "%s Wh out, %s Wh in", out, in);
    else
        report_line(file, "energy", "%s Wh %s", sum->energy_in_J > 0 ? in : out,
                    sum->energy_in_J > 0 ? "in" : "out");
}

/* A run that ended as it began has no extremes, one at rest has no mean under current. */
static void report_voltage(FILE *file, const glass_summary *sum)
{
    char mean[64] = "", extremes[64] = "";
    if (isfinite(sum->voltage_mean_V))
        snprintf(mean, sizeof mean, ", mean %.5g V", sum->voltage_mean_V);
    if (isfinite(sum->voltage_min_V))
        snprintf(extremes, sizeof extremes, ", between %.4f V and %.4f V",
                 sum->voltage_min_V, sum->voltage_max_V);
    report_line(file, "voltage", "%.4f V to %.4f V%s%s", sum->voltage_first_V,
                sum->voltage_last_V, mean, extremes);
}

static void report_state(FILE *file, const glass_study *study, const glass_summary *sum)
{
    report_voltage(file, sum);
    if (isfinite(sum->temperature_max_K))
        report_line(file, "temperature", "%.2f degC at the end, highest %.2f degC",
                    sum->temperature_last_K - 273.15, sum->temperature_max_K - 273.15);
    report_line(
        file, "start",
        "by %s: OCV %.4f V (full is %.4f V by the file's window, %.4f V by the limits)",
        !isnan(study->run.theta_negative)  ? "stoichiometry"
        : !isnan(study->run.ocv)           ? "open-circuit voltage"
        : study->run.by == GLASS_BY_LIMITS ? "the voltage limits"
                                           : "the file's window",
        sum->ocv_first_V, sum->ocv_window_V, sum->ocv_limits_V);
    report_line(file, "stoichiometry", "negative %.4f to %.4f, positive %.4f to %.4f",
                sum->theta_first[0], sum->theta_last[0], sum->theta_first[1],
                sum->theta_last[1]);
    if (isfinite(sum->plating_margin_min_V))
        report_line(file, "plating margin", "%.1f mV at the lowest%s",
                    1e3 * sum->plating_margin_min_V,
                    sum->plating_margin_min_V < 0 ? ": lithium would plate" : "");
}

static void report_losses(FILE *file, const glass_summary *sum)
{
    static const char *const heads[] = {"", "negative", "electrolyte", "positive"};
    if (isnan(sum->voltage_mean_V) || isnan(sum->eta_salt)) return;
    fputs("\noverpotentials, means while current flows, as terms of the voltage [mV]\n",
          file);
    struct {
        const char *name;
        double at[3];
    } lines[] = {
        {"particles", {sum->eta_particle[0], NAN, sum->eta_particle[1]}},
        {"reaction", {sum->eta_reaction[0], NAN, sum->eta_reaction[1]}},
        {"salt", {NAN, sum->eta_salt, NAN}},
        {"ohmic",
         {sum->eta_ohmic_solid[0], sum->eta_ohmic_electrolyte, sum->eta_ohmic_solid[1]}},
    };
    cli_table table;
    cli_table_begin(&table, heads, 4, 0xe);
    for (int i = 0; i < 4; i++) {
        cli_table_cell(&table, "%s", lines[i].name);
        for (int k = 0; k < 3; k++)
            if (isnan(lines[i].at[k]))
                cli_table_cell(&table, "%s", "");
            else
                cli_table_cell(&table, "%.2f", 1e3 * lines[i].at[k]);
    }
    cli_table_end(&table, file);
    if (sum->eta_contact != 0)
        fprintf(file, "  contact resistance %.2f\n", 1e3 * sum->eta_contact);
}

static void report_numbers(FILE *file, const glass_summary *sum, double wall_s)
{
    fputs("\n", file);
    if (!isnan(sum->error_rms_V))
        report_line(file, "error",
                    "%.3g mV rms, %.3g mV at most%s (estimated, discretisation)",
                    1e3 * sum->error_rms_V, 1e3 * sum->error_max_V, "");
    if (!isnan(sum->error_rms_V) && !isnan(sum->error_end_s))
        report_line(file, "", "%.3g s in the time of the last limit", sum->error_end_s);
    report_line(file, "conservation", "lithium to %.1e", fabs(sum->lithium_drift));
    report_line(file, "solver", "%ld steps, %ld refused, %ld rows%s%s", sum->steps_taken,
                sum->steps_rejected, sum->rows, sum->vector ? ", vectors " : "",
                sum->vector ? sum->vector : "");
    report_line(file, "time taken", "%.3g %s of CPU by the solver, %.3g %s in all",
                sum->cpu_s < 1 ? 1e3 * sum->cpu_s : sum->cpu_s, sum->cpu_s < 1 ? "ms" : "s",
                wall_s < 1 ? 1e3 * wall_s : wall_s, wall_s < 1 ? "ms" : "s");
}

static void report_comparison_line(FILE *file, const char *name,
                                   const glass_comparison *comparison)
{
    for (int i = 0; i < comparison->count; i++) {
        const glass_comparison_channel *channel = &comparison->at[i];
        if (strcmp(channel->label, "Voltage / V") != 0) continue;
        report_line(
            file, name,
            "rmse %.3f mV, largest %.2f mV, bias %+.3f mV; %zu rows, %.6g s to %.6g s",
            1e3 * channel->rmse, 1e3 * channel->max, 1e3 * channel->bias, channel->rows,
            channel->from_s, channel->to_s);
    }
}

static void report_comparison(FILE *file, const glass_study *study,
                              const glass_outcome *outcome)
{
    if (outcome->whole.count == 0) return;
    fprintf(file, "\nmodel - measurement, against %s\n", study->compare);
    report_comparison_line(file, isnan(study->from_s) ? "from 1 s" : "as asked",
                           &outcome->late);
    if (isnan(study->from_s)) report_comparison_line(file, "all rows", &outcome->whole);
}

static void report_files(FILE *file, const glass_outcome *outcome)
{
    for (int i = 0; i < outcome->files.count; i++)
        fprintf(file, "%swrote %s\n", i ? "" : "\n", outcome->files.at[i]);
}

void cli_report_run(FILE *file, const glass_study *study, const glass_outcome *outcome)
{
    const glass_summary *sum = &outcome->summary;
    if (!sum->reason) return;
    report_head(file, study, outcome);
    report_reason(file, outcome);
    report_ends(file, sum);
    report_state(file, study, sum);
    report_losses(file, sum);
    report_numbers(file, sum, outcome->wall_s);
    if (sum->cycles > 1) report_line(file, "cycles", "%d", sum->cycles);
    cli_file_steps(file, outcome->steps, outcome->n_steps, REPORT_STEPS);
    report_comparison(file, study, outcome);
    if (sum->report) fprintf(file, "\n%s\n", sum->report);
    report_files(file, outcome);
}

static void report_batch_row(cli_table *table, const glass_outcome *outcome, size_t i,
                             int has_rmse)
{
    const glass_study_cell *cell = &outcome->cells[i];
    const glass_batch_result *result = &cell->result;
    char digits[32];
    cli_table_cell(table, "%zu", i + 1);
    for (int k = 0; k < outcome->n_varied; k++)
        if (isnan(cell->values[k]))
            cli_table_cell(table, "%.24s", cell->texts[k]);
        else
            cli_table_cell(table, "%s", cli_digits(cell->values[k], 6, digits));
    double numbers[] = {result->charge_out_C / 3600, result->charge_in_C / 3600,
                        result->energy_out_J / 3600, result->voltage_mean_V,
                        result->time_s};
    int has_run = !cell->words || result->time_s > 0;
    for (int k = 0; k < 5; k++)
        cli_table_cell(table, "%s", cli_digits(has_run ? numbers[k] : NAN, 6, digits));
    if (has_rmse) cli_table_cell(table, "%s", cli_digits(1e3 * cell->rmse_V, 5, digits));
    cli_table_cell(table, "%s",
                   cell->reason     ? cell->reason
                   : result->reason ? result->reason
                                    : "not run");
}

static void report_batch_heads(cli_table *table, const glass_outcome *outcome, int has_rmse)
{
    cli_table_cell(table, "cell");
    for (int k = 0; k < outcome->n_varied; k++)
        cli_table_cell(table, "%s", outcome->varied[k]);
    cli_table_cell(table, "out Ah");
    cli_table_cell(table, "in Ah");
    cli_table_cell(table, "out Wh");
    cli_table_cell(table, "mean V");
    cli_table_cell(table, "end s");
    if (has_rmse) cli_table_cell(table, "rmse mV");
    cli_table_cell(table, "ended by");
}

void cli_report_batch(FILE *file, const glass_study *study, const glass_outcome *outcome)
{
    enum { MOST = 20 };
    int has_rmse = study->compare != NULL, columns = outcome->n_varied + 7 + has_rmse;
    size_t n = outcome->n_cells, failed = 0;
    const char *words = NULL;
    cli_table table;
    if (n == 0) return;
    if (columns > 30) columns = 0;
    report_head(file, study, outcome);
    if (columns) {
        cli_table_begin(&table, NULL, columns, ~(1u << (columns - 1)));
        report_batch_heads(&table, outcome, has_rmse);
        for (size_t i = 0; i < n; i++) {
            if (n > MOST && i == MOST / 2) i = n - MOST / 2;
            report_batch_row(&table, outcome, i, has_rmse);
        }
        cli_table_end(&table, file);
        if (n > MOST) fprintf(file, "  (the first and the last %d)\n", MOST / 2);
    }
    for (size_t i = 0; i < n; i++) {
        failed += outcome->cells[i].result.status != GLASS_OK;
        if (!words) words = outcome->cells[i].words;
    }
    fprintf(file, "\n%zu cells in %.3g s, %.4g cells/s", n, outcome->wall_s,
            (double)n / outcome->wall_s);
    if (failed > 0) fprintf(file, "; %zu did not reach an end", failed);
    fputc('\n', file);
    if (words) fprintf(file, "the first of these: %s\n", words);
    report_files(file, outcome);
}
