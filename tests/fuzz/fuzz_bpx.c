/* Any bytes as a cell: read or refused with words; what is read can be checked, written,
 * and read again. */
#include "base/memory.h"
#include "format/bpx.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(const glass_cell *cell)
{
    glass_text text = {0};
    glass_cell again;
    if (glass_bpx_write(cell, &text) == GLASS_OK) {
        if (glass_bpx_read("again.json", text.at, text.length, &again, NULL)) abort();
        glass_cell_clear(&again);
    }
    glass_text_clear(&text);
}

static void read_as(const char *name, const uint8_t *data, size_t size)
{
    glass_cell cell;
    glass_notes notes = {0};
    double theta[2];
    if (glass_bpx_read(name, (const char *)data, size, &cell, &notes) == GLASS_OK) {
        if (glass_cell_check(&cell, &notes)) abort();
        if (!notes.errors) glass_cell_stoichiometry(&cell, 1, GLASS_BY_LIMITS, theta);
        write_and_read(&cell);
        glass_cell_clear(&cell);
    } else if (!*glass_words()) {
        abort(); /* a refusal has words */
    }
    glass_notes_clear(&notes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    long balance = glass_memory_balance();
    read_as("fuzz.json", data, size);
    read_as("fuzz.yaml", data, size);
    if (glass_memory_balance() != balance) abort();
    return 0;
}
