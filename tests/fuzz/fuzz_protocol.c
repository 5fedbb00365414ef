/* Any words as a protocol: steps, or words that point at the place. What was read is checked
 * without harm. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "glasscell/protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size > 0) memcpy(text, data, size);
    text[size] = 0;

    glass_protocol protocol = {0};
    glass_notes notes = {0};
    const char *const texts[] = {text};
    if (glass_protocol_read(texts, 1, "protocol", &protocol, &notes) == GLASS_OK)
        (void)glass_protocol_check(&protocol, 2.5, 4.2, &notes);
    else
        assert(glass_words()[0] != 0);
    glass_protocol_clear(&protocol);
    glass_notes_clear(&notes);
    free(text);
    return 0;
}
