/* One kernel source, compiled once per vector width.
 *
 * meson compiles a kernel file (`*_width.c`) for each entry of `widths` (src/meson.build),
 * where GLASS_WIDTH(f) names what it gives to others: f_plain, f_v3, f_v4. It shares one
 * declaration for all, and who calls chooses by the machine:
 *
 *     GLASS_WIDTH_EACH(void, thing_solve, (thing *t))           // in a header
 *     void GLASS_WIDTH(thing_solve)(thing *t) { ... }           // thing_width.c
 *     static void (*const solve[])(thing *) = GLASS_WIDTH_TABLE(thing_solve);
 *     solve[glass_cpu_widest()](t);                              // elsewhere
 *
 * All else in a kernel file is static, and so is all that it includes with code in it: a
 * function that the linker may share could be the copy of a wider machine. */
#ifndef GLASSCELL_WIDTH_H
#define GLASSCELL_WIDTH_H

#if defined(__x86_64__)
#define GLASS_WIDTH_EACH(type, name, arguments)                                            \
    type name##_plain arguments;                                                           \
    type name##_v3 arguments;                                                              \
    type name##_v4 arguments;
#define GLASS_WIDTH_TABLE(name)                                                            \
    {                                                                                      \
        name##_plain, name##_v3, name##_v4                                                 \
    }
#else
#define GLASS_WIDTH_EACH(type, name, arguments) type name##_plain arguments;
#define GLASS_WIDTH_TABLE(name)                                                            \
    {                                                                                      \
        name##_plain, name##_plain, name##_plain                                           \
    }
#endif

#endif
