#include "format/json_write.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"
#include "format/tree.h"

#include <math.h>
#include <string.h>

static void json_number(glass_text *out, double value)
{
    char digits[32] = "null";
    if (isfinite(value)) glass_number_write(value, digits);
    glass_text_bytes(out, digits, strlen(digits));
}

static void json_numbers(glass_text *out, const double *values, size_t n)
{
    glass_text_bytes(out, "[", 1);
    for (size_t i = 0; i < n; i++) {
        if (i) glass_text_bytes(out, ",", 1);
        json_number(out, values[i]);
    }
    glass_text_bytes(out, "]", 1);
}

/* A field as lists in lists, slowest axis outside. */
static void json_field(glass_text *out, const double *values, const size_t *n, int rank)
{
    if (rank == 1) {
        json_numbers(out, values, n[0]);
        return;
    }
    size_t inner = 1;
    for (int k = 1; k < rank; k++) inner *= n[k];
    glass_text_bytes(out, "[", 1);
    for (size_t i = 0; i < n[0]; i++) {
        if (i) glass_text_bytes(out, ",", 1);
        json_field(out, values + i * inner, n + 1, rank - 1);
    }
    glass_text_bytes(out, "]", 1);
}

static void json_key(glass_text *out, const char *key)
{
    glass_json_quote(key, out);
    glass_text_bytes(out, ": ", 2);
}

static void json_text(glass_text *out, const char *key, const char *text)
{
    json_key(out, key);
    glass_json_quote(text ? text : "", out);
}

static void json_value(glass_text *out, const char *key, double value)
{
    glass_text_bytes(out, ", ", 2);
    json_key(out, key);
    json_number(out, value);
}

static void json_about(glass_text *out, const char *unit, const char *about)
{
    json_text(out, "unit", unit);
    if (about && *about) {
        glass_text_bytes(out, ", ", 2);
        json_text(out, "about", about);
    }
}

static void json_channels(glass_text *out, const char *key,
                          const glass_recording_channel *channels, int n, size_t rows)
{
    glass_text_bytes(out, ",\n  ", 4);
    json_key(out, key);
    glass_text_bytes(out, "{", 1);
    for (int i = 0; i < n; i++) {
        glass_text_add(out, "%s\n    ", i ? "," : "");
        json_key(out, channels[i].label);
        glass_text_bytes(out, "{", 1);
        json_about(out, channels[i].unit, channels[i].about);
        if (channels[i].original) {
            glass_text_bytes(out, ", ", 2);
            json_text(out, "original", channels[i].original);
        }
        glass_text_add(out, ",\n      \"values\": ");
        json_numbers(out, channels[i].at, rows);
        glass_text_bytes(out, "}", 1);
    }
    glass_text_bytes(out, "}", 1);
}

static void json_frame(glass_text *out, const glass_recording_frame *frame)
{
    size_t size[4] = {frame->count, frame->n[0], frame->n[1], frame->n[2]};
    json_key(out, frame->label);
    glass_text_bytes(out, "{", 1);
    json_about(out, frame->unit, frame->about);
    glass_text_add(out, ",\n      \"axes\": {");
    for (int k = 0; k < frame->rank; k++) {
        if (k) glass_text_bytes(out, ", ", 2);
        json_key(out, frame->axis_name[k]);
        glass_text_bytes(out, "{", 1);
        json_text(out, "unit", frame->axis_unit[k]);
        glass_text_add(out, ", \"values\": ");
        json_numbers(out, frame->axis[k], frame->n[k]);
        glass_text_bytes(out, "}", 1);
    }
    glass_text_add(out, "},\n      \"time_s\": ");
    json_numbers(out, frame->time_s, frame->count);
    glass_text_add(out, ",\n      \"values\": ");
    json_field(out, frame->values, size, frame->rank + 1);
    glass_text_bytes(out, "}", 1);
}

static void json_frames(glass_text *out, const glass_recording *recording)
{
    glass_text_add(out, ",\n  \"frames\": {");
    for (int i = 0; i < recording->n_frames; i++) {
        glass_text_add(out, "%s\n    ", i ? "," : "");
        json_frame(out, &recording->frames[i]);
    }
    glass_text_bytes(out, "}", 1);
}

static void json_steps(glass_text *out, const glass_recording *recording)
{
    glass_text_add(out, ",\n  \"steps\": [");
    for (int i = 0; i < recording->n_steps; i++) {
        const glass_step_record *step = &recording->steps[i];
        glass_text_add(out, "%s\n    {\"step\": %d, \"cycle\": %d, ", i ? "," : "",
                       step->count, step->cycle);
        json_text(out, "text", step->text);
        glass_text_bytes(out, ", ", 2);
        json_text(out, "reason", step->reason);
        json_value(out, "from_s", step->from_s);
        json_value(out, "to_s", step->to_s);
        json_value(out, "charge_C", step->charge_C);
        json_value(out, "energy_J", step->energy_J);
        json_value(out, "voltage_V", step->voltage_V);
        json_value(out, "current_A", step->current_A);
        glass_text_bytes(out, "}", 1);
    }
    glass_text_bytes(out, "]", 1);
}

static void json_facts(glass_text *out, const glass_recording *recording)
{
    glass_text_add(out, ",\n  \"facts\": {");
    for (int i = 0; i < recording->n_facts; i++) {
        glass_text_add(out, "%s\n    ", i ? "," : "");
        json_text(out, recording->facts[i].key, recording->facts[i].text);
    }
    glass_text_bytes(out, "}", 1);
}

glass_status glass_json_write(const glass_recording *recording, const char *path, int force)
{
    glass_text out = {0};
    glass_text_add(&out, "{\n  \"glasscell_recording\": %d,\n  ", GLASS_JSON_LAYOUT);
    json_text(&out, "title", recording->title);
    glass_text_bytes(&out, ",\n  ", 4);
    json_text(&out, "reason", recording->reason);
    glass_text_add(&out, ",\n  \"closed\": %s", recording->was_closed ? "true" : "false");
    json_facts(&out, recording);
    json_channels(&out, "channels", recording->channels, recording->n_channels,
                  recording->rows);
    json_steps(&out, recording);
    if (recording->n_cycle_channels)
        json_channels(&out, "cycles", recording->cycles, recording->n_cycle_channels,
                      recording->n_cycles);
    json_frames(&out, recording);
    glass_text_add(&out, "\n}\n");
    glass_status status = out.has_failed
                              ? glass_fail_memory()
                              : glass_file_write(path, out.at, out.length, force);
    glass_text_clear(&out);
    return status;
}
