/* JSON out: a few calls that keep commas and indents right. */
#include "cli/cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void json_string(FILE *file, const char *text)
{
    fputc('"', file);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(file, "\\%c", *p);
        else if (*p == '\n')
            fputs("\\n", file);
        else if (*p == '\t')
            fputs("\\t", file);
        else if (*p < 0x20)
            fprintf(file, "\\u%04x", *p);
        else
            fputc(*p, file);
    }
    fputc('"', file);
}

/* What stands before every value: comma, new line, indent, key. */
static void json_lead(cli_json *json, const char *key)
{
    if (json->depth > 0)
        fprintf(json->file, "%s\n%*s", json->is_first ? "" : ",", 2 * json->depth, "");
    json->is_first = 0;
    if (key) {
        json_string(json->file, key);
        fputs(": ", json->file);
    }
}

void cli_json_begin(cli_json *json, const char *key, char bracket)
{
    json_lead(json, key);
    fputc(bracket, json->file);
    json->depth++;
    json->is_first = 1;
}

void cli_json_end(cli_json *json, char bracket)
{
    json->depth--;
    if (!json->is_first) fprintf(json->file, "\n%*s", 2 * json->depth, "");
    fputc(bracket, json->file);
    json->is_first = 0;
    if (json->depth == 0) fputc('\n', json->file);
}

void cli_json_number(cli_json *json, const char *key, double value)
{
    char digits[32];
    json_lead(json, key);
    if (!isfinite(value)) {
        fputs("null", json->file);
        return;
    }
    for (int n = 6; n <= 17; n++) {
        snprintf(digits, sizeof digits, "%.*g", n, value);
        if (strtod(digits, NULL) == value) break;
    }
    fputs(digits, json->file);
}

void cli_json_text(cli_json *json, const char *key, const char *text)
{
    json_lead(json, key);
    if (text)
        json_string(json->file, text);
    else
        fputs("null", json->file);
}

void cli_json_bool(cli_json *json, const char *key, int is_true)
{
    json_lead(json, key);
    fputs(is_true ? "true" : "false", json->file);
}
