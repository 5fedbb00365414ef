#include "format/csv_write.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

static void csv_put_label(glass_text *text, const char *label)
{
    if (!strpbrk(label, ",\"\n")) {
        glass_text_bytes(text, label, strlen(label));
        return;
    }
    glass_text_bytes(text, "\"", 1);
    for (const char *p = label; *p; p++)
        glass_text_bytes(text,
                         *p == '"'    ? "\"\""
                         : *p == '\n' ? " "
                                      : p,
                         *p == '"' ? 2 : 1);
    glass_text_bytes(text, "\"", 1);
}

static void csv_put_row(glass_text *text, const glass_recording *recording, size_t row)
{
    char digits[40];
    for (int i = 0; i < recording->n_channels; i++) {
        double value = recording->channels[i].at[row];
        char *end = digits;
        if (!isnan(value)) {
            glass_number_write(value, digits);
            end += strlen(digits);
        }
        *end++ = i + 1 < recording->n_channels ? ',' : '\n';
        glass_text_bytes(text, digits, (size_t)(end - digits));
    }
}

glass_status glass_csv_write(const glass_recording *recording, const char *path, int force)
{
    glass_text text = {0};
    for (int i = 0; i < recording->n_channels; i++) {
        if (i) glass_text_bytes(&text, ",", 1);
        csv_put_label(&text, recording->channels[i].label);
    }
    glass_text_bytes(&text, "\n", 1);
    for (size_t r = 0; r < recording->rows && !text.has_failed; r++)
        csv_put_row(&text, recording, r);
    glass_status status = text.has_failed
                              ? glass_fail_memory()
                              : glass_file_write(path, text.at, text.length, force);
    glass_text_clear(&text);
    return status;
}
