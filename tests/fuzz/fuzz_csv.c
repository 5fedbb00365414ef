/* Any bytes as a table in text: read or refused with words, never crashed on. */
#include "base/memory.h"
#include "format/format.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_as(const uint8_t *data, size_t size, const glass_columns *columns)
{
    glass_source source = {.path = "fuzz.csv", .name = "fuzz.csv", .n = size};
    glass_recording recording = {0};
    glass_notes notes = {0};
    source.bytes = glass_alloc(size + 1);
    if (!source.bytes) return;
    memcpy(source.bytes, data, size);
    source.bytes[size] = 0;
    if (glass_format_csv.read(&source, columns, &recording, &notes) == GLASS_OK) {
        if (recording.n_channels < 2 || recording.rows == 0) abort();
        for (size_t r = 0; r < recording.rows; r++)
            if (!isfinite(recording.channels[0].at[r])) abort();
    } else if (!*glass_words()) {
        abort(); /* a refusal has words */
    }
    glass_recording_clear(&recording);
    glass_notes_clear(&notes);
    glass_free(source.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const glass_columns as_it_says = {0}, named = {"1", "2", "3", -1};
    long balance = glass_memory_balance();
    read_as(data, size, &as_it_says);
    read_as(data, size, &named);
    if (glass_memory_balance() != balance) abort();
    return 0;
}
