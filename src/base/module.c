#include "base/module.h"
#include "base/memory.h"
#include "base/text.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef GLASSCELL_LIBDIR
#define GLASSCELL_LIBDIR "/usr/local/lib"
#endif

enum { MODULE_PATH = 4096 };

/* What the search has come to: a library that opened, or why none did. */
typedef struct module_search {
    const glass_module *module;
    void *library;
    glass_text places;  /* where there was none */
    glass_text refusal; /* why one that was there did not open */
} module_search;

static void module_try(module_search *search, const char *folder, const char *below)
{
    char path[MODULE_PATH + 64];
    if (search->library) return;
    int n = snprintf(path, sizeof path, "%s%s/glasscell-%s.so", folder, below,
                     search->module->name);
    if (n < 0 || (size_t)n >= sizeof path) return;
    if (access(path, F_OK)) {
        glass_text_add(&search->places, "%s%s%s", search->places.length ? ", " : "", folder,
                       below);
        return;
    }
    /* Never unloaded: threads may hold its table, and sanitizers its symbols. */
    search->library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!search->library && !search->refusal.length)
        glass_text_add(&search->refusal, "%s", dlerror());
}

static void module_try_around(module_search *search, const char *file)
{
    char folder[MODULE_PATH];
    const char *slash = strrchr(file, '/');
    if (!slash || (size_t)(slash - file) >= sizeof folder) return;
    memcpy(folder, file, (size_t)(slash - file));
    folder[slash - file] = 0;
    module_try(search, folder, "");
    module_try(search, folder, "/glasscell");
    module_try(search, folder, "/../lib/glasscell");
}

static void module_try_chosen(module_search *search, const char *folders)
{
    while (*folders) {
        char folder[MODULE_PATH];
        size_t n = strcspn(folders, ":");
        if (n && n < sizeof folder) {
            memcpy(folder, folders, n);
            folder[n] = 0;
            module_try(search, folder, "");
        }
        folders += n + (folders[n] == ':');
    }
}

static void module_search_all(module_search *search)
{
    const char *chosen = getenv("GLASSCELL_MODULES");
    if (chosen && *chosen) {
        module_try_chosen(search, chosen);
        return;
    }
    char program[MODULE_PATH];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n > 0) {
        program[n] = 0;
        module_try_around(search, program);
    }
    Dl_info self;
    static const char module_mark; /* an address in the file that holds this code */
    if (dladdr(&module_mark, &self) && self.dli_fname && strchr(self.dli_fname, '/')) {
        char *real = realpath(self.dli_fname, NULL);
        if (real && (n <= 0 || strcmp(real, program))) module_try_around(search, real);
        free(real);
    }
    module_try(search, GLASSCELL_LIBDIR, "/glasscell");
}

static glass_status module_refuse(const module_search *search)
{
    const glass_module *module = search->module;
    if (search->refusal.length)
        return glass_fail(GLASS_E_LIBRARY,
                          "%s: a library is missing: %s; install it: apt-get install %s",
                          module->purpose, search->refusal.at, module->package);
    return glass_fail(GLASS_E_LIBRARY,
                      "%s: glasscell-%s.so was not found (looked in %s); install it, or "
                      "install %s with its headers and build again; GLASSCELL_MODULES may "
                      "name its folder",
                      module->purpose, module->name,
                      search->places.length ? search->places.at : "no folder",
                      module->package);
}

static glass_status module_table(const module_search *search, const void **table)
{
    char symbol[128];
    snprintf(symbol, sizeof symbol, "glass_module_%s", search->module->name);
    *table = dlsym(search->library, symbol);
    if (*table) return GLASS_OK;
    return glass_fail(GLASS_E_LIBRARY,
                      "%s: glasscell-%s.so has no %s: it is of another build",
                      search->module->purpose, search->module->name, symbol);
}

glass_status glass_module_get(glass_module *module, const void **table)
{
    const void *known = atomic_load_explicit(&module->table, memory_order_acquire);
    if (known) {
        *table = known;
        return GLASS_OK;
    }
    module_search search = {.module = module};
    module_search_all(&search);
    glass_status status =
        search.library ? module_table(&search, &known) : module_refuse(&search);
    glass_text_clear(&search.places);
    glass_text_clear(&search.refusal);
    if (status) return status;
    atomic_store_explicit(&module->table, known, memory_order_release);
    *table = known;
    return GLASS_OK;
}

static void *module_fetch(void *context)
{
    const void *table;
    (void)glass_module_get(context, &table); /* what fails is told to whoever needs it */
    return NULL;
}

void glass_module_fetch(glass_module *module)
{
    pthread_t thread;
    pthread_attr_t alone;
    if (atomic_load_explicit(&module->table, memory_order_acquire)) return;
    if (pthread_attr_init(&alone)) return;
    pthread_attr_setdetachstate(&alone, PTHREAD_CREATE_DETACHED);
    (void)pthread_create(&thread, &alone, module_fetch, module);
    pthread_attr_destroy(&alone);
}

void **glass_module_thread(void)
{
    static _Thread_local void *module_thread;
    return &module_thread;
}

void *glass_module_foreign(const char *soname)
{
    return dlopen(soname, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
}
