/* Any bytes as a recording in JSON: read or refused with words, never crashed on. */
#include "base/memory.h"
#include "format/format.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const glass_columns as_it_says = {0};
    long balance = glass_memory_balance();
    glass_source source = {.path = "fuzz.json", .name = "fuzz.json", .n = size};
    glass_recording recording = {0};
    glass_notes notes = {0};
    source.bytes = glass_alloc(size + 1);
    if (!source.bytes) return 0;
    memcpy(source.bytes, data, size);
    source.bytes[size] = 0;
    glass_status status = glass_format_json.read(&source, &as_it_says, &recording, &notes);
    if (status && !*glass_words()) abort();
    if (!status && recording.n_channels < 1) abort();
    glass_recording_clear(&recording);
    glass_notes_clear(&notes);
    glass_free(source.bytes);
    if (glass_memory_balance() != balance) abort();
    return 0;
}
