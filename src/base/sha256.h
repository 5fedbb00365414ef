/* SHA-256 (FIPS 180-4), by which a recording names its inputs. */
#ifndef GLASSCELL_SHA256_H
#define GLASSCELL_SHA256_H

#include <stddef.h>
#include <stdint.h>
#include "base/fail.h"

enum { GLASS_SHA256_TEXT = 65 }; /* 64 hexadecimal digits and the end */

typedef struct glass_sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    unsigned char block[64];
} glass_sha256;

glass_sha256 glass_sha256_start(void);
void glass_sha256_add(glass_sha256 *sha, const void *bytes, size_t n);
void glass_sha256_text(const glass_sha256 *sha, char out[GLASS_SHA256_TEXT]);

void glass_sha256_of(const void *bytes, size_t n, char out[GLASS_SHA256_TEXT]);
glass_status glass_sha256_of_file(const char *path, char out[GLASS_SHA256_TEXT]);

#endif
