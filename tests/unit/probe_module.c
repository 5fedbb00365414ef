/* A module as small as can be: its table, and a call into its host. */
#include "base/fail.h"

typedef struct probe_table {
    int answer;
    glass_status (*refuse)(const char *what);
} probe_table;

extern const probe_table glass_module_probe;

static glass_status probe_refuse(const char *what)
{
    return glass_fail(GLASS_E_INPUT, "the probe refuses %s", what);
}

const probe_table glass_module_probe = {42, probe_refuse};
