/* Any words as a unit and as a quantity: SI numbers, or words. */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "glasscell/units.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size > 0) memcpy(text, data, size);
    text[size] = 0;

    glass_unit unit;
    if (glass_unit_read(text, &unit) == GLASS_OK)
        assert(isfinite(unit.scale) && unit.scale != 0 && isfinite(unit.offset));
    else
        assert(glass_words()[0] != 0);

    double value = 42, scale, offset;
    if (glass_quantity_read(text, "m", &value) == GLASS_OK)
        assert(isfinite(value));
    else
        assert(value == 42 && glass_words()[0] != 0);
    if (glass_unit_convert(text, "m", &scale, &offset) == GLASS_OK)
        assert(isnormal(scale) && isfinite(offset));
    free(text);
    return 0;
}
