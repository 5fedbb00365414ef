#include "base/cpu.h"
#include "base/text.h"

#include <stdlib.h>

static const char *const cpu_names[] = {"plain", "v3", "v4", NULL};

glass_cpu glass_cpu_widest(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
        !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2"))
        return GLASS_CPU_PLAIN;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512cd"))
        return GLASS_CPU_V4;
    return GLASS_CPU_V3;
#else
    return GLASS_CPU_PLAIN;
#endif
}

const char *glass_cpu_name(glass_cpu cpu)
{
    return cpu >= 0 && cpu < GLASS_CPU_LEVELS ? cpu_names[cpu] : "?";
}

glass_status glass_cpu_choose(const char *name, glass_cpu *out)
{
    const char *where = "vector instructions";
    glass_cpu widest = glass_cpu_widest();
    if (!name || !*name) {
        name = getenv("GLASSCELL_VECTOR");
        where = "GLASSCELL_VECTOR";
    }
    if (!name || !*name) {
        *out = widest;
        return GLASS_OK;
    }
    for (int i = 0; i < GLASS_CPU_LEVELS; i++) {
        if (!glass_text_same(name, cpu_names[i])) continue;
        if (i > (int)widest)
            return glass_fail(GLASS_E_INPUT,
                              "%s: this machine has no \"%s\"; the widest is %s", where,
                              cpu_names[i], cpu_names[widest]);
        *out = (glass_cpu)i;
        return GLASS_OK;
    }
    return glass_fail(GLASS_E_INPUT,
                      "%s: \"%s\" is unknown; allowed: plain, v3 (AVX2), "
                      "v4 (AVX-512)",
                      where, name);
}
