#include "unit.h"
#include "glasscell/material.h"

#include <sys/stat.h>
#include <unistd.h>

static const glass_substance *find(const glass_substances *all, const char *name)
{
    const glass_substance *found = NULL;
    assert_ok(glass_substances_find(all, name, &found));
    return found;
}

static void every_number_has_what_it_needs(void **state)
{
    (void)state;
    static const char *const sure[] = {"handbook", "read", "typical", "estimate", "guess"};
    glass_substances all;
    assert_ok(glass_substances_read(&all));
    assert_true(all.count >= 60);
    for (int i = 0; i < all.count; i++) {
        const glass_substance *it = &all.at[i];
        int known = 0;
        for (const glass_row *row = glass_substance_rows; row->kind; row++) {
            const glass_property *p = glass_substance_property(it, row);
            if (!glass_range_is_known(p->range)) continue;
            known++;
            int is_word = 0;
            for (int k = 0; k < 5; k++) is_word |= strcmp(p->confidence, sure[k]) == 0;
            if (!is_word) fail_msg("%s %s: \"%s\"", it->name, row->name, p->confidence);
            assert_true(p->temperature > 250 && p->temperature < 400);
            assert_ok(glass_rows_check(glass_substance_rows, it));
            /* transport that scatters has a range */
            int is_transport = row->offset <= offsetof(glass_substance, sigma_eon);
            if (is_transport && strcmp(p->confidence, "handbook") != 0 &&
                !glass_range_is_wide(p->range) && strcmp(it->name, "sulfur") != 0 &&
                it->role[0] == 'M')
                fail_msg("%s %s has no range", it->name, row->name);
            if (strcmp(p->confidence, "read") == 0) assert_true(p->source[0] != 0);
        }
        if (known == 0) fail_msg("nothing is known of %s", it->name);
    }
    glass_substances_clear(&all);
}

/* What the review names, by the formula or the word that it uses. */
static void the_materials_of_the_paper(void **state)
{
    (void)state;
    static const char *const names[] = {
        "graphite",
        "silicon",
        "germanium",
        "tin",
        "SnSb",
        "LiCoO2",
        "LiFePO4",
        "FePO4",
        "LiMn2O4",
        "Li4Ti5O12",
        "anatase",
        "rutile",
        "Li2S",
        "FeF3",
        "FeS",
        "Fe3O4",
        "MoS2",
        "MoO2",
        "SnO",
        "SnO2",
        "ZnCo2O4",
        "V2O5",
        "VS4",
        "WO3",
        "Nb2O5",
        "Li2MnO3",
        "LGPS",
        "RuO2",
        "copper",
        "nickel",
        "sulfur",
        "graphene",
        "phosphorene",
        "Ag2S",
        "Li2O",
        "Na3V2(PO4)3",
        "LiNi0.5Mn1.5O4",
        "LiNi0.5Mn0.5O2",
        "Na3V2(PO4)2F3",
        "bilayer graphene",
        "porous carbon monolith",
        "lithium",
    };
    glass_substances all;
    assert_ok(glass_substances_read(&all));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) find(&all, names[i]);
    glass_substances_clear(&all);
}

static void names_are_found_as_people_write_them(void **state)
{
    (void)state;
    glass_substances all;
    const glass_substance *it = NULL;
    assert_ok(glass_substances_read(&all));
    assert_string_equal(find(&all, "NMC811")->formula, "LiNi0.8Mn0.1Co0.1O2");
    assert_string_equal(find(&all, "lifepo4")->name, "lithium iron phosphate");
    assert_ptr_equal(find(&all, "LFP"), find(&all, "Lithium_Iron-Phosphate"));
    assert_ptr_equal(find(&all, "LCO"), find(&all, "LiCoO2"));
    assert_int_equal(glass_substances_find(&all, "LiFePO5", &it), GLASS_E_INPUT);
    assert_words("there is no material \"LiFePO5\"; the nearest are LiFePO4");
    assert_int_equal(glass_substances_find(&all, "NMC", &it), GLASS_E_INPUT);
    assert_words("NMC111");
    assert_int_equal(glass_substances_find(&all, "TiO2", &it), GLASS_E_INPUT);
    assert_words("\"TiO2\" is more than one material: titania anatase, titania rutile");
    assert_int_equal(glass_substances_find(&all, "unobtainium-in-a-very-long-word", &it),
                     GLASS_E_INPUT);
    assert_words("\"glasscell materials\" lists all");
    assert_int_equal(glass_substances_find(&all, "", &it), GLASS_E_INPUT);
    assert_null(it);
    glass_substances_clear(&all);
}

static void derived_and_marked(void **state)
{
    (void)state;
    glass_substances all;
    assert_ok(glass_substances_read(&all));
    const glass_substance *lfp = find(&all, "LFP");
    /* one Li in 157.757 g/mol of density 3600: 22820 mol/m3; 170 mAh/g is 0.06 % more */
    assert_near(glass_substance_concentration(lfp).value, 22820, 20);
    assert_true(lfp->D.range.low == 1e-19 && lfp->D.range.high == 1e-13);
    assert_true(glass_property_is_estimate(&lfp->D));
    assert_false(glass_property_is_estimate(&find(&all, "copper")->sigma_eon));
    assert_true(isnan(glass_substance_concentration(find(&all, "LLZO")).value));
    glass_substances_clear(&all);
}

/* ---- a table beside the program is taken; a broken one is told with its line ---- */

static void write_table(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/materials/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void tables_of_ones_own(void **state)
{
    (void)state;
    char folder[] = "/tmp/glasscell_material_XXXXXX", path[512];
    const char *heads =
        "name,quantity,value,low,high,temperature_K,source,confidence,note\n";
    char text[1024];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/materials", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    char *share = getenv("GLASSCELL_SHARE");
    char *kept = share ? strdup(share) : NULL;
    setenv("GLASSCELL_SHARE", folder, 1);
    write_table(
        folder, "names.csv",
        "name,formula,aliases,role,ion,note\r\n# mine\n\nmine,X,\"a; \"\"b\"\"\",M,Li,\n");
    static const char *const bad[][2] = {
        {"yours,D,1,,,298,,guess,\n", "materials.csv:2: names.csv knows no material"},
        {"mine,E,1,,,298,,guess,\n", "materials.csv:2: there is no quantity \"E\""},
        {"mine,D,1e-9\n", "materials.csv:2: 3 cells; 9 are expected"},
        {"mine,D,fast,,,298,,guess,\n", "materials.csv:2: \"fast\" is not a number"},
        {"mine,D,1e-9,1e-8,1e-7,298,,guess,\n", "in no order"},
        {"mine,D,-1,,,298,,guess,\n", "lies beyond"},
    };
    glass_substances all = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text, "%s%s", heads, bad[i][0]);
        write_table(folder, "materials.csv", text);
        assert_int_equal(glass_substances_read(&all), GLASS_E_INPUT);
        assert_words(bad[i][1]);
        assert_null(all.at);
    }
    snprintf(text, sizeof text, "%smine,D,2e-9,1e-9,,298,\"a, b\",read,n", heads);
    write_table(folder, "materials.csv", text);
    assert_ok(glass_substances_read(&all));
    assert_int_equal(all.count, 1);
    const glass_substance *it = find(&all, "\"b\"");
    assert_true(it->D.range.low == 1e-9 && it->D.range.high == 2e-9);
    assert_string_equal(it->D.source, "a, b");
    glass_substances_clear(&all);
    unlink(strcat(strcpy(path, folder), "/materials/names.csv"));
    unlink(strcat(strcpy(path, folder), "/materials/materials.csv"));
    rmdir(strcat(strcpy(path, folder), "/materials"));
    rmdir(folder);
    if (kept) setenv("GLASSCELL_SHARE", kept, 1);
    free(kept);
}

static void without_memory(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    glass_substances all = {0};
    for (long n = 1;; n++) {
        glass_memory_fail_at(n);
        glass_status status = glass_substances_read(&all);
        glass_memory_fail_at(0);
        if (!status) break;
        assert_int_equal(status, GLASS_E_MEMORY);
        assert_null(all.at);
        assert_int_equal(glass_memory_balance(), before);
    }
    const glass_substance *it;
    glass_memory_fail_at(1); /* the list of near names cannot be made */
    assert_int_equal(glass_substances_find(&all, "LiFePO5", &it), GLASS_E_INPUT);
    assert_words("there is no material \"LiFePO5\"");
    glass_memory_fail_at(0);
    glass_substances_clear(&all);
    assert_int_equal(glass_memory_balance(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_has_what_it_needs),
        cmocka_unit_test(the_materials_of_the_paper),
        cmocka_unit_test(names_are_found_as_people_write_them),
        cmocka_unit_test(derived_and_marked),
        cmocka_unit_test(tables_of_ones_own),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
