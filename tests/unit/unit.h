/* What every unit test needs: cmocka in its order of includes, and a word or two. */
#ifndef GLASSCELL_UNIT_H
#define GLASSCELL_UNIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "glasscell/status.h"

/* The words of the last failure hold `part`; shown when they do not. */
#define assert_words(part)                                                                 \
    do {                                                                                   \
        if (!strstr(glass_words(), part))                                                  \
            fail_msg("expected \"%s\" in the words \"%s\"", part, glass_words());          \
    } while (0)

#define assert_ok(call)                                                                    \
    do {                                                                                   \
        if ((call) != GLASS_OK) fail_msg("%s: %s", #call, glass_words());                  \
    } while (0)

#define assert_near(got, expected, tolerance)                                              \
    do {                                                                                   \
        double unit_got = (got), unit_expected = (expected);                               \
        if (!(fabs(unit_got - unit_expected) <= (tolerance)))                              \
            fail_msg("%s is %.17g, expected %.17g", #got, unit_got, unit_expected);        \
    } while (0)

#endif
