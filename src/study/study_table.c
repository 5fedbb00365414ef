/* The table of a batch: one row per cell, with what was varied and what came of it. */
#include "study/study_job.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/tree.h"
#include "study/study_keys.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int glass_study_ends(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && glass_text_same(path + n - m, ending);
}

/* The columns behind what was varied: where each number lies, and what it is divided by. */
typedef struct table_column {
    const char *label, *unit;
    size_t offset; /* in glass_study_cell */
    double divisor;
} table_column;

#define TABLE_RESULT(member)                                                               \
    (offsetof(glass_study_cell, result) + offsetof(glass_batch_result, member))

static const table_column table_columns[] = {
    {"Test Time / s", "s", TABLE_RESULT(time_s), 1},
    {"Discharging Capacity / Ah", "Ah", TABLE_RESULT(charge_out_C), 3600},
    {"Charging Capacity / Ah", "Ah", TABLE_RESULT(charge_in_C), 3600},
    {"Discharging Energy / Wh", "Wh", TABLE_RESULT(energy_out_J), 3600},
    {"Charging Energy / Wh", "Wh", TABLE_RESULT(energy_in_J), 3600},
    {"Voltage / V", "V", TABLE_RESULT(voltage_last_V), 1},
    {"Mean Voltage / V", "V", TABLE_RESULT(voltage_mean_V), 1},
    {"Highest Temperature / K", "K", TABLE_RESULT(temperature_max_K), 1},
    {"Lowest Plating Margin / V", "V", TABLE_RESULT(plating_margin_min_V), 1},
    {"Voltage RMSE / V", "V", offsetof(glass_study_cell, rmse_V), 1},
};

enum { TABLE_COLUMNS = sizeof table_columns / sizeof *table_columns };

static int table_count(const glass_study_job *job)
{
    return job->study->compare ? TABLE_COLUMNS : TABLE_COLUMNS - 1;
}

/* A cell that did not run has no results. */
static double table_value(const glass_study_cell *cell, int k)
{
    if (cell->words && cell->result.time_s == 0) return NAN;
    return *(const double *)((const char *)cell + table_columns[k].offset) /
           table_columns[k].divisor;
}

static const char *table_reason(const glass_study_cell *cell)
{
    if (cell->reason) return cell->reason;
    return cell->result.reason ? cell->result.reason : "not run";
}

/* Quoted when it holds what would end a field. */
static void table_csv_text(glass_text *out, const char *text)
{
    if (!strpbrk(text, ",\"\n")) {
        glass_text_add(out, "%s", text);
        return;
    }
    glass_text_add(out, "\"");
    for (; *text; text++) glass_text_add(out, "%s%c", *text == '"' ? "\"" : "", *text);
    glass_text_add(out, "\"");
}

static void table_csv_number(glass_text *out, double value)
{
    glass_text_add(out, ",");
    if (!isnan(value)) glass_text_number(out, value);
}

static void table_csv(const glass_study_job *job, glass_text *out)
{
    const glass_outcome *outcome = job->outcome;
    glass_text_add(out, "Cell / 1");
    for (int k = 0; k < outcome->n_varied; k++) {
        glass_text_add(out, ",");
        table_csv_text(out, outcome->varied[k]);
    }
    for (int k = 0; k < table_count(job); k++)
        glass_text_add(out, ",%s", table_columns[k].label);
    glass_text_add(out, ",Ended By,Remark\n");
    for (size_t i = 0; i < outcome->n_cells; i++) {
        const glass_study_cell *cell = &outcome->cells[i];
        glass_text_add(out, "%zu", i + 1);
        for (int k = 0; k < outcome->n_varied; k++) {
            if (isnan(cell->values[k])) {
                glass_text_add(out, ",");
                table_csv_text(out, cell->texts[k]);
            } else {
                table_csv_number(out, cell->values[k]);
            }
        }
        for (int k = 0; k < table_count(job); k++)
            table_csv_number(out, table_value(cell, k));
        glass_text_add(out, ",%s,", table_reason(cell));
        if (cell->words) table_csv_text(out, cell->words);
        glass_text_add(out, "\n");
    }
}

static void table_json_number(glass_text *out, double value)
{
    if (isnan(value))
        glass_text_add(out, "null");
    else
        glass_text_number(out, value);
}

static void table_json_cell(const glass_study_job *job, size_t i, glass_text *out)
{
    const glass_outcome *outcome = job->outcome;
    const glass_study_cell *cell = &outcome->cells[i];
    glass_text_add(out, "%s\n    {\"cell\": %zu", i ? "," : "", i + 1);
    for (int k = 0; k < outcome->n_varied; k++) {
        glass_text_add(out, ", ");
        glass_json_quote(outcome->varied[k], out);
        glass_text_add(out, ": ");
        if (isnan(cell->values[k]))
            glass_json_quote(cell->texts[k], out);
        else
            glass_text_number(out, cell->values[k]);
    }
    for (int k = 0; k < table_count(job); k++) {
        glass_text_add(out, ", \"%s\": ", table_columns[k].label);
        table_json_number(out, table_value(cell, k));
    }
    glass_text_add(out, ", \"ended by\": ");
    glass_json_quote(table_reason(cell), out);
    if (cell->words) {
        glass_text_add(out, ", \"remark\": ");
        glass_json_quote(cell->words, out);
    }
    glass_text_add(out, "}");
}

static void table_json(const glass_study_job *job, glass_text *out)
{
    glass_text_add(out, "{\n  \"facts\": {");
    for (int i = 0; i < job->origin.count; i++) {
        glass_text_add(out, "%s\n    ", i ? "," : "");
        glass_json_quote(job->origin.at[i].key, out);
        glass_text_add(out, ": ");
        glass_json_quote(job->origin.at[i].text, out);
    }
    glass_text_add(out, "\n  },\n  \"cells\": [");
    for (size_t i = 0; i < job->outcome->n_cells; i++) table_json_cell(job, i, out);
    glass_text_add(out, "\n  ]\n}\n");
}

static const double *table_row(const glass_study_job *job, size_t i, double *row)
{
    const glass_outcome *outcome = job->outcome;
    int n = 0;
    row[n++] = (double)(i + 1);
    for (int k = 0; k < outcome->n_varied; k++) row[n++] = outcome->cells[i].values[k];
    for (int k = 0; k < table_count(job); k++)
        row[n++] = table_value(&outcome->cells[i], k);
    row[n] = (double)outcome->cells[i].result.status;
    return row;
}

/* HDF5 goes through the recording: its rows are cells instead of times. */
static glass_status table_play(const glass_study_job *job, const glass_sink *sink)
{
    const glass_outcome *outcome = job->outcome;
    int n = 1 + outcome->n_varied + table_count(job) + 1, at = 0;
    glass_channel *channels = glass_zero((size_t)n, sizeof *channels);
    double *row = glass_zero((size_t)n, sizeof *row);
    glass_status status = channels && row ? GLASS_OK : glass_fail_memory();
    if (!status) {
        channels[at++] = (glass_channel){"Cell / 1", "1", "which cell of the batch", NULL};
        for (int k = 0; k < outcome->n_varied; k++)
            channels[at++] =
                (glass_channel){outcome->varied[k], "1", "what was varied", NULL};
        for (int k = 0; k < table_count(job); k++)
            channels[at++] =
                (glass_channel){table_columns[k].label, table_columns[k].unit, NULL, NULL};
        channels[at] = (glass_channel){"Status / 1", "1", "0: it ran to its end", NULL};
        glass_begin begin = {.title = outcome->title,
                             .channels = channels,
                             .n_channels = n,
                             .facts = job->origin.at,
                             .n_facts = job->origin.count};
        status = sink->begin(sink->self, &begin);
        for (size_t i = 0; !status && i < outcome->n_cells; i++)
            status = sink->sample(sink->self, table_row(job, i, row));
        if (!status) status = sink->end(sink->self, "batch done", NULL, 0);
    }
    glass_free(channels);
    glass_free(row);
    return status;
}

static glass_status table_h5(const glass_study_job *job)
{
    glass_recording recording = {0};
    glass_sink sink;
    glass_recording_sink(&recording, &sink);
    glass_status status = table_play(job, &sink);
    if (!status)
        status = glass_recording_write(&recording, job->study->output, job->study->force);
    glass_recording_clear(&recording);
    return status;
}

glass_status glass_study_table(const glass_study_job *job)
{
    const char *path = job->study->output;
    glass_text text = {0};
    glass_status status;
    if (glass_study_ends(path, ".h5")) {
        status = table_h5(job);
    } else {
        if (glass_study_ends(path, ".json"))
            table_json(job, &text);
        else
            table_csv(job, &text);
        status = text.has_failed
                     ? glass_fail_memory()
                     : glass_file_write(path, text.at, text.length, job->study->force);
        glass_text_clear(&text);
    }
    if (!status && strcmp(path, "-") != 0)
        status = glass_study_add(&job->outcome->files, path);
    return status;
}
