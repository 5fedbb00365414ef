#include "base/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static atomic_long memory_countdown, memory_blocks;

static int memory_refuses(void)
{
    if (atomic_load_explicit(&memory_countdown, memory_order_relaxed) == 0) return 0;
    return atomic_fetch_sub(&memory_countdown, 1) == 1;
}

static void *memory_counted(void *block)
{
    if (block) atomic_fetch_add_explicit(&memory_blocks, 1, memory_order_relaxed);
    return block;
}

void *glass_alloc(size_t bytes)
{
    return memory_refuses() ? NULL : memory_counted(malloc(bytes ? bytes : 1));
}

void *glass_zero(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || memory_refuses()) return NULL;
    return memory_counted(calloc(1, bytes ? bytes : 1));
}

void *glass_realloc(void *old, size_t bytes)
{
    if (memory_refuses()) return NULL;
    void *block = realloc(old, bytes ? bytes : 1);
    if (!old) memory_counted(block);
    return block;
}

void *glass_aligned(size_t bytes)
{
    size_t rounded = (bytes + 63) & ~(size_t)63;
    if (rounded < bytes || memory_refuses()) return NULL;
    void *block = memory_counted(aligned_alloc(64, rounded ? rounded : 64));
    if (block) memset(block, 0, rounded);
    return block;
}

void glass_free(void *memory)
{
    if (memory) atomic_fetch_sub_explicit(&memory_blocks, 1, memory_order_relaxed);
    free(memory);
}

void *glass_large(size_t bytes)
{
    const size_t page = (size_t)1 << 21;
    size_t rounded = (bytes + page - 1) & ~(page - 1);
    if (rounded < bytes || memory_refuses()) return NULL;
    void *block = memory_counted(aligned_alloc(page, rounded ? rounded : page));
    if (block) (void)madvise(block, rounded, MADV_HUGEPAGE); /* a wish, no more */
    return block;
}

char *glass_strndup(const char *text, size_t n)
{
    if (!text) return NULL;
    char *copy = glass_alloc(n + 1);
    if (!copy) return NULL;
    memcpy(copy, text, n);
    copy[n] = 0;
    return copy;
}

char *glass_strdup(const char *text)
{
    return text ? glass_strndup(text, strlen(text)) : NULL;
}

void glass_memory_fail_at(long n)
{
    atomic_store(&memory_countdown, n);
}

long glass_memory_balance(void)
{
    return atomic_load(&memory_blocks);
}

/* ---- what is left ---- */

/* A number from one line of a file of the system: "KEY 123 kB" or, without key, "123"; 0 when
 * there is none ("max"). */
static size_t memory_line(const char *path, const char *key)
{
    char line[128];
    unsigned long long value = 0;
    size_t n = strlen(key);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, n) == 0 && sscanf(line + n, "%llu", &value) == 1) break;
    if (file) fclose(file);
    return (size_t)value;
}

size_t glass_memory_available(void)
{
    struct rlimit allowed;
    size_t left = 1024 * memory_line("/proc/meminfo", "MemAvailable:");
    if (!left) /* no Linux: half of what is built in */
        left = (size_t)sysconf(_SC_PHYS_PAGES) / 2 * (size_t)sysconf(_SC_PAGESIZE);
    size_t group = memory_line("/sys/fs/cgroup/memory.max", "");
    if (group && group < left) left = group;
    if (getrlimit(RLIMIT_AS, &allowed) == 0 && allowed.rlim_cur < left)
        left = allowed.rlim_cur;
    return left;
}
