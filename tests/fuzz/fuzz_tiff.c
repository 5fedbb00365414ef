/* Any bytes as a TIFF stack; bytes that are none, as the description of one. */
#include "fuzz_volume.h"
#include "format/volume_tiff.h"

static void describe(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) return;
    memcpy(text, data, size);
    text[size] = 0;
    const glass_tiff_about about = {
        .n = {1, 3, 4}, .description = text, .per_unit = {2.5, 4}};
    glass_tiff_words words;
    glass_tiff_words_read(&about, &words);
    for (int k = 0; k < 3; k++)
        if (!isnan(words.voxel[k]) && !(words.voxel[k] > 0)) abort();
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 4 && (data[0] == 'I' || data[0] == 'M') && data[0] == data[1])
        fuzz_bytes(data, size);
    else
        describe(data, size);
    return 0;
}
