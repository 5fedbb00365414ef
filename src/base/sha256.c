#include "base/sha256.h"

#include <stdio.h>
#include <string.h>

/* First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t sha256_round[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

static uint32_t sha256_turn(uint32_t x, int k)
{
    return (x >> k) | (x << (32 - k));
}

static void sha256_schedule(const unsigned char *block, uint32_t w[64])
{
    for (int i = 0; i < 16; i++, block += 4)
        w[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 |
               (uint32_t)block[2] << 8 | block[3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (sha256_turn(a, 7) ^ sha256_turn(a, 18) ^ (a >> 3)) +
               (sha256_turn(b, 17) ^ sha256_turn(b, 19) ^ (b >> 10));
    }
}

/* One round; the eight letters change their places instead of moving. */
#define SHA256_ROUND(a, b, c, d, e, f, g, h, i)                                            \
    do {                                                                                   \
        uint32_t t = h + (sha256_turn(e, 6) ^ sha256_turn(e, 11) ^ sha256_turn(e, 25)) +   \
                     ((e & f) ^ (~e & g)) + sha256_round[i] + w[i];                        \
        d += t;                                                                            \
        h = t + (sha256_turn(a, 2) ^ sha256_turn(a, 13) ^ sha256_turn(a, 22)) +            \
            ((a & b) ^ (a & c) ^ (b & c));                                                 \
    } while (0)

static void sha256_take(uint32_t state[8], const unsigned char *block)
{
    uint32_t w[64];
    sha256_schedule(block, w);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i += 8) {
        SHA256_ROUND(a, b, c, d, e, f, g, h, i);
        SHA256_ROUND(h, a, b, c, d, e, f, g, i + 1);
        SHA256_ROUND(g, h, a, b, c, d, e, f, i + 2);
        SHA256_ROUND(f, g, h, a, b, c, d, e, i + 3);
        SHA256_ROUND(e, f, g, h, a, b, c, d, i + 4);
        SHA256_ROUND(d, e, f, g, h, a, b, c, i + 5);
        SHA256_ROUND(c, d, e, f, g, h, a, b, i + 6);
        SHA256_ROUND(b, c, d, e, f, g, h, a, i + 7);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

glass_sha256 glass_sha256_start(void)
{
    return (glass_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void glass_sha256_add(glass_sha256 *sha, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    size_t held = sha->length % 64;
    sha->length += n;
    while (n) {
        if (!held && n >= 64) {
            sha256_take(sha->state, p);
            p += 64, n -= 64;
            continue;
        }
        size_t take = 64 - held < n ? 64 - held : n;
        memcpy(sha->block + held, p, take);
        held += take, p += take, n -= take;
        if (held == 64) sha256_take(sha->state, sha->block), held = 0;
    }
}

void glass_sha256_text(const glass_sha256 *sha, char out[GLASS_SHA256_TEXT])
{
    glass_sha256 last = *sha;
    uint64_t bits = sha->length * 8;
    unsigned char pad[72] = {0x80};
    size_t zeros =
        (119 - sha->length % 64) % 64; /* so that 8 bytes are left in the block */
    for (int i = 0; i < 8; i++)
        pad[1 + zeros + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    glass_sha256_add(&last, pad, 1 + zeros + 8);
    for (int i = 0; i < 8; i++) snprintf(out + 8 * i, 9, "%08x", (unsigned)last.state[i]);
}

void glass_sha256_of(const void *bytes, size_t n, char out[GLASS_SHA256_TEXT])
{
    glass_sha256 sha = glass_sha256_start();
    glass_sha256_add(&sha, bytes, n);
    glass_sha256_text(&sha, out);
}

glass_status glass_sha256_of_file(const char *path, char out[GLASS_SHA256_TEXT])
{
    FILE *file = fopen(path, "rbe");
    if (!file) return glass_fail_errno("read", path);
    glass_sha256 sha = glass_sha256_start();
    char block[65536];
    size_t n;
    while ((n = fread(block, 1, sizeof block, file)) > 0) glass_sha256_add(&sha, block, n);
    glass_status status = ferror(file) ? glass_fail_errno("read", path) : GLASS_OK;
    fclose(file);
    if (!status) glass_sha256_text(&sha, out);
    return status;
}
