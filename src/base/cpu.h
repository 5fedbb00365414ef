/* Which vector instructions this machine has; kernels are compiled once per level. */
#ifndef GLASSCELL_CPU_H
#define GLASSCELL_CPU_H

#include "base/fail.h"

typedef enum glass_cpu {
    GLASS_CPU_PLAIN, /* what every machine of this architecture has */
    GLASS_CPU_V3,    /* x86-64-v3: AVX2 and FMA, 4 doubles */
    GLASS_CPU_V4,    /* x86-64-v4: AVX-512, 8 doubles */
    GLASS_CPU_LEVELS
} glass_cpu;

glass_cpu glass_cpu_widest(void);          /* of this machine */
const char *glass_cpu_name(glass_cpu cpu); /* "plain", "v3", "v4" */

/* The level of that name; NULL or "": the word in $GLASSCELL_VECTOR, else the widest.
 * Returns GLASS_E_INPUT for an unknown word, or one that this machine does not have. */
glass_status glass_cpu_choose(const char *name, glass_cpu *out);

#endif
