#include "plot/png.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { PNG_HEADER = 8 + 4 + 4 + 13 + 4, PNG_CHUNK = 4 + 4 + 9 + 4 };

/* CRC-32 of ISO 3309, bit by bit: there are 13 bytes. */
static uint32_t png_crc(const unsigned char *bytes, size_t n)
{
    uint32_t crc = 0xffffffffu;
    while (n--) {
        crc ^= *bytes++;
        for (int i = 0; i < 8; i++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void png_number(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (24 - 8 * i));
}

void glass_png_density(glass_text *file, double dpi)
{
    unsigned char chunk[PNG_CHUNK] = {0};
    if (file->length < PNG_HEADER || memcmp(file->at, "\x89PNG\r\n\x1a\n", 8)) return;
    uint32_t per_metre = (uint32_t)lround(dpi / 0.0254);
    png_number(chunk, 9);
    memcpy(chunk + 4, "pHYs", 4);
    png_number(chunk + 8, per_metre);
    png_number(chunk + 12, per_metre);
    chunk[16] = 1; /* the unit is the metre */
    png_number(chunk + 17, png_crc(chunk + 4, 13));
    glass_text_bytes(file, (const char *)chunk, sizeof chunk); /* makes room */
    if (file->has_failed) return;
    memmove(file->at + PNG_HEADER + PNG_CHUNK, file->at + PNG_HEADER,
            file->length - PNG_CHUNK - PNG_HEADER);
    memcpy(file->at + PNG_HEADER, chunk, PNG_CHUNK);
}
