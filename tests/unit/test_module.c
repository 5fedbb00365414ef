/* Run with the folder of glasscell-probe.so in GLASSCELL_MODULES. */
#include "unit.h"
#include "base/module.h"

typedef struct probe_table {
    int answer;
    glass_status (*refuse)(const char *what);
} probe_table;

/* Its words are those of this program, not of a copy of its own. */
static void module_is_loaded_once(void **state)
{
    (void)state;
    static glass_module probe = {"probe", "probing", "nothing", NULL};
    const void *table = NULL, *again = NULL;
    assert_ok(glass_module_get(&probe, &table));
    assert_ok(glass_module_get(&probe, &again));
    assert_ptr_equal(table, again);
    const probe_table *known = table;
    assert_int_equal(known->answer, 42);
    assert_int_equal(known->refuse("this"), GLASS_E_INPUT);
    assert_words("the probe refuses this");
}

static void module_is_absent(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    static glass_module absent = {"absent", "pictures", "libcairo2", NULL};
    const void *table = &absent;
    assert_int_equal(glass_module_get(&absent, &table), GLASS_E_LIBRARY);
    assert_ptr_equal(table, &absent);
    assert_words("pictures: glasscell-absent.so was not found (looked in ");
    assert_words("libcairo2");
    char *folder = glass_strdup(getenv("GLASSCELL_MODULES"));
    setenv("GLASSCELL_MODULES", "/nowhere:/no/where::", 1);
    assert_int_equal(glass_module_get(&absent, &table), GLASS_E_LIBRARY);
    assert_words("(looked in /nowhere, /no/where)");
    unsetenv("GLASSCELL_MODULES");
    assert_int_equal(glass_module_get(&absent, &table), GLASS_E_LIBRARY);
    assert_words("/../lib/glasscell");
    setenv("GLASSCELL_MODULES", folder, 1);
    glass_free(folder);
    assert_int_equal(glass_memory_balance(), before);
}

static void module_is_broken(void **state)
{
    (void)state;
    char folder[] = "/tmp/glasscell-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/glasscell-broken.so", folder);
    FILE *file = fopen(path, "w");
    fputs("this is no library", file);
    fclose(file);
    char *right = glass_strdup(getenv("GLASSCELL_MODULES"));
    setenv("GLASSCELL_MODULES", folder, 1);
    static glass_module broken = {"broken", "recordings in HDF5", "libhdf5-103-1", NULL};
    const void *table = NULL;
    assert_int_equal(glass_module_get(&broken, &table), GLASS_E_LIBRARY);
    assert_null(table);
    assert_words("recordings in HDF5: ");
    assert_words("apt-get install libhdf5-103-1");
    setenv("GLASSCELL_MODULES", right, 1);
    glass_free(right);
    remove(path);
    remove(folder);
    assert_null(glass_module_foreign("libnobody-has-this.so.99"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(module_is_loaded_once),
        cmocka_unit_test(module_is_absent),
        cmocka_unit_test(module_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
