/* A volume from any bytes: read whole and sound, or refused with words. */
#ifndef FUZZ_VOLUME_H
#define FUZZ_VOLUME_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "glasscell/volume.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The modules of this build, before anything is read. */
static void __attribute__((constructor)) fuzz_modules(void)
{
    setenv("GLASSCELL_MODULES", FUZZ_MODULES, 0);
}

static void fuzz_check(const glass_volume *volume)
{
    size_t all = volume->n[0] * volume->n[1] * volume->n[2], count = 0;
    if (all == 0 || volume->n_labels < 1 || volume->n_labels > GLASS_LABELS) abort();
    for (int i = 0; i < volume->n_labels; i++) {
        if (i && volume->label[i] <= volume->label[i - 1]) abort();
        if (volume->count[i] == 0) abort();
        count += volume->count[i];
    }
    if (count != all) abort();
    for (size_t i = 0; i < all; i++)
        if (volume->codes[i] >= volume->n_labels) abort();
    for (int k = 0; k < 3; k++)
        if (!isnan(volume->voxel[k]) && !(volume->voxel[k] > 0)) abort();
}

static void fuzz_open(const char *path)
{
    static const glass_volume_hints whole = {.limit = 1 << 25},
                                    part = {.limit = 1 << 25, .crop = "0:1,0:1,0:1"};
    long balance = glass_memory_balance();
    for (int k = 0; k < 2; k++) {
        glass_volume volume = {0};
        glass_notes notes = {0};
        if (glass_volume_open(path, k ? &part : &whole, &volume, &notes) == GLASS_OK)
            fuzz_check(&volume);
        else if (!*glass_words() || volume.codes)
            abort();
        glass_volume_clear(&volume);
        glass_notes_clear(&notes);
    }
    if (glass_memory_balance() != balance) abort();
}

/* The bytes as a file that lives in memory. */
static inline void fuzz_bytes(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    fuzz_open(path);
    close(fd);
}

#endif
