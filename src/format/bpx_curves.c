/* Validation of BPX: measured curves, as recordings. Negative current discharges, as in
 * the Battery Data Format. */
#include "format/bpx.h"
#include "base/memory.h"
#include "glasscell/recording.h"

#include <math.h>
#include <string.h>

enum { CURVE_TIME, CURVE_CURRENT, CURVE_VOLTAGE, CURVE_TEMPERATURE, CURVE_COLUMNS };

static const struct {
    const char *key;
    glass_channel channel;
    double offset; /* from the unit of BPX to the channel's */
} curve_columns[CURVE_COLUMNS] = {
    {"Time [s]", {"Test Time / s", "s", "time from the start", "Time [s]"}, 0},
    {"Current [A]", {"Current / A", "A", "positive charges", "Current [A]"}, 0},
    {"Voltage [V]", {"Voltage / V", "V", "voltage of the cell", "Voltage [V]"}, 0},
    {"Temperature [K]",
     {"Surface Temperature / degC", "degC", "temperature of the cell", "Temperature [K]"},
     -273.15},
};

/* The lists of one experiment; a missing temperature is NULL. 0: an error was noted. */
static int curve_lists(glass_bpx_reader *r, const glass_node *map,
                       const glass_node *list[CURVE_COLUMNS])
{
    int before = r->errors, known = 0;
    char words[96];
    for (int c = 0; c < CURVE_COLUMNS; c++) {
        list[c] = glass_node_find(map, curve_columns[c].key);
        known += list[c] != NULL;
        if (!list[c] && c != CURVE_TEMPERATURE)
            glass_bpx_error(r, map, "\"%s\" is missing", curve_columns[c].key);
        else if (list[c] && list[c]->kind != GLASS_NODE_LIST)
            glass_bpx_error(r, list[c], "a list of numbers is expected, %s came",
                            glass_node_words(list[c], words));
        else if (list[c] && list[0] && list[c]->count != list[0]->count)
            glass_bpx_error(r, list[c], "holds %d numbers, but \"Time [s]\" %d",
                            list[c]->count, list[0]->count);
    }
    if (known < map->count)
        glass_bpx_error(r, map,
                        "holds a field that is none of \"Time [s]\", \"Current [A]\", "
                        "\"Voltage [V]\", \"Temperature [K]\"");
    return r->errors == before;
}

static int curve_fill(glass_bpx_reader *r, const glass_node *list, double *at)
{
    int n = 0;
    for (const glass_node *node = list->first; node; node = node->next)
        if (!glass_bpx_number(r, node, &at[n++])) return 0;
    return 1;
}

static void curve_look(glass_bpx_reader *r, const glass_node *map, const double *time,
                       const double *current, int n)
{
    double sum = 0;
    for (int i = 1; i < n; i++) {
        sum += current[i];
        if (time[i] >= time[i - 1]) continue;
        glass_bpx_error(r, map, "time runs backwards at row %d: %g s after %g s", i + 1,
                        time[i], time[i - 1]);
        break;
    }
    const char *word = strstr(map->key, "discharge");
    if (!word) word = strstr(map->key, "Discharge");
    if (word && sum > 0)
        glass_bpx_warn(r, map,
                       "is called a discharge, but its current is positive, which charges "
                       "(BPX: negative discharges)");
}

static glass_status curve_record(const glass_node *map, double *const at[], int n,
                                 glass_recording **out)
{
    glass_channel channels[CURVE_COLUMNS];
    int column[CURVE_COLUMNS], count = 0;
    for (int c = 0; c < CURVE_COLUMNS; c++)
        if (at[c]) column[count] = c, channels[count++] = curve_columns[c].channel;
    glass_recording *recording = glass_zero(1, sizeof *recording);
    if (!recording) return glass_fail_memory();
    glass_sink sink;
    glass_recording_sink(recording, &sink);
    glass_begin begin = {.title = map->key, .channels = channels, .n_channels = count};
    glass_status status = sink.begin(sink.self, &begin);
    for (int i = 0; i < n && !status; i++) {
        double row[CURVE_COLUMNS];
        for (int k = 0; k < count; k++)
            row[k] = at[column[k]][i] + curve_columns[column[k]].offset;
        status = sink.sample(sink.self, row);
    }
    if (!status) status = sink.end(sink.self, "measured", NULL, 0);
    if (status)
        glass_recording_free(recording);
    else
        *out = recording;
    return status;
}

static glass_status curve_read(glass_bpx_reader *r, const glass_node *map,
                               glass_recording **out)
{
    const glass_node *list[CURVE_COLUMNS];
    if (!glass_bpx_is_map(r, map) || !curve_lists(r, map, list)) return GLASS_OK;
    double *at[CURVE_COLUMNS] = {0};
    int n = list[0]->count, is_good = 1;
    glass_status status = GLASS_OK;
    for (int c = 0; c < CURVE_COLUMNS && !status && is_good; c++) {
        if (!list[c]) continue;
        at[c] = glass_alloc(((size_t)n + 1) * sizeof **at);
        if (!at[c])
            status = glass_fail_memory();
        else
            is_good = curve_fill(r, list[c], at[c]);
    }
    if (!status && is_good) {
        curve_look(r, map, at[CURVE_TIME], at[CURVE_CURRENT], n);
        status = curve_record(map, at, n, out);
    }
    for (int c = 0; c < CURVE_COLUMNS; c++) glass_free(at[c]);
    return status;
}

static glass_status curve_add(glass_cell_curves *curves, const char *name,
                              glass_recording *recording)
{
    curves->names[curves->n] = glass_strdup(name);
    if (!curves->names[curves->n]) {
        glass_recording_free(recording);
        return glass_fail_memory();
    }
    curves->at[curves->n++] = recording;
    return GLASS_OK;
}

glass_status glass_bpx_curves(glass_bpx_reader *r, const glass_node *validation)
{
    if (!glass_bpx_is_map(r, validation) || !validation->count) return GLASS_OK;
    size_t count = (size_t)validation->count;
    glass_cell_curves *curves = glass_zero(1, sizeof *curves);
    if (!curves) return glass_fail_memory();
    atomic_init(&curves->holders, 1);
    curves->free_one = glass_recording_free;
    curves->at = glass_zero(count, sizeof *curves->at);
    curves->names = glass_zero(count, sizeof *curves->names);
    glass_status status = curves->at && curves->names ? GLASS_OK : glass_fail_memory();
    for (const glass_node *node = validation->first; node && !status; node = node->next) {
        glass_recording *recording = NULL;
        status = curve_read(r, node, &recording);
        if (!status && recording) status = curve_add(curves, node->key, recording);
    }
    if (status)
        glass_cell_curves_free(curves);
    else
        glass_cell_take_curves(r->cell, curves);
    return status;
}
