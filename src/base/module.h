/* Heavy libraries (HDF5, cairo) live in modules `glasscell-NAME.so` that are loaded when
 * they are first needed, so that a command that needs none starts at once.
 *
 * A module exports one const table, `glass_module_NAME`, and takes everything else from its
 * host: it is linked with undefined symbols, and the host (the program, or libglasscell.so)
 * exports its own, so that words, memory and modules are one and the same everywhere.
 *
 *     static glass_module plot_module = {"cairo", "pictures", "libcairo2", NULL};
 *     const plot_table *table;
 *     glass_status status = glass_module_get(&plot_module, (const void **)&table);
 *
 * Looked for in the folders of $GLASSCELL_MODULES (a:b) alone if that is set; else beside the program and beside
 * the library, in `glasscell` and in `../lib/glasscell` seen from there, and where
 * `meson install` puts them. */
#ifndef GLASSCELL_MODULE_H
#define GLASSCELL_MODULE_H

#include "base/fail.h"

/* One module: constant but for `table`, which is set once, by whoever comes first. */
typedef struct glass_module {
    const char *name;    /* "hdf5": glasscell-hdf5.so, glass_module_hdf5 */
    const char *purpose; /* what it is needed for: "recordings in HDF5" */
    const char *package; /* Debian's package of the library behind it: "libhdf5-103-1" */
    const void *_Atomic table;
} glass_module;

/* The module's table, loaded if it is not yet; from any thread.
 * Returns GLASS_E_LIBRARY with words that say where was looked and what to install. */
glass_status glass_module_get(glass_module *module, const void **table);

/* Begins to load a module that will be needed soon, beside other work: libraries such as
 * HDF5 take as long to load as a quick run takes to compute. glass_module_get then waits for
 * the rest. Fails in silence; glass_module_get will say why. */
void glass_module_fetch(glass_module *module);

/* A pointer of the calling thread's own, NULL at first, for a module whose library talks
 * through handlers that all threads share. Here, since leak checkers fall over thread-local
 * variables of what was loaded late. Whoever sets it takes it back before returning. */
void **glass_module_thread(void);

/* Opens a shared library of the system by its name ("libudunits2.so.0"), for those who need
 * no module between; NULL when it is not installed. Never closed. */
void *glass_module_foreign(const char *soname);

#endif
