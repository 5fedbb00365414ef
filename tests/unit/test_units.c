#include "unit.h"
#include "glasscell/units.h"

/* Factors that are exact by definition of the units; `expected` is the nearest double. */
static const struct {
    const char *text, *wanted;
    double expected;
} everyday[] = {
    {"80 um", "m", 80e-6},
    {"80um", "m", 80e-6},
    {"71.3 \xc2\xb5m", "m", 71.3e-6},
    {"71.3 \xce\xbcm", "m", 71.3e-6},
    {"5.22e-6 m", "m", 5.22e-6},
    {"0.25e3 nm", "m", 0.25e-6},
    {"7 mm", "m", 7e-3},
    {"1.5 micron", "m", 1.5e-6},
    {"2 cm", "m", 0.02},
    {"15.8 cm2", "m2", 15.8e-4},
    {"15.8 cm^2", "m2", 15.8e-4},
    {"15.8 cm**2", "m2", 15.8e-4},
    {"15.8 cm\xc2\xb2", "m2", 15.8e-4},
    {"3 L", "m3", 3e-3},
    {"3 mL", "m3", 3e-6},
    {"10 min", "s", 600},
    {"10minutes", "s", 600},
    {"2 h", "s", 7200},
    {"2 hours", "s", 7200},
    {"2 HR", "s", 7200},
    {"1 day", "s", 86400},
    {"2 weeks", "s", 1209600},
    {"50 ms", "s", 0.05},
    {"500 mA", "A", 0.5},
    {"500 ma", "A", 0.5},
    {"20 uA", "A", 20e-6},
    {"2 MA", "A", 2e6},
    {"3 milliamperes", "A", 3e-3},
    {"4200 mV", "V", 4.2},
    {"4.2v", "V", 4.2},
    {"4.2volts", "V", 4.2},
    {"5 W", "W", 5},
    {"5 mW", "W", 5e-3},
    {"5 MW", "W", 5e6},
    {"2.5 kW", "W", 2500},
    {"3 Wh", "J", 10800},
    {"3 mWh", "J", 10.8},
    {"3 kWh", "J", 10.8e6},
    {"5 Ah", "A.h", 18000},
    {"12.5 A.h", "A.h", 45000},
    {"5 A h", "A.s", 18000},
    {"5 A-h", "A.s", 18000},
    {"3000 mAh", "A.h", 10800},
    {"3000 mah", "A.h", 10800},
    {"7 coulomb", "A.h", 7},
    {"2 C", "C", 2},
    {"1 C/2", "C", 0.5},
    {"2 C-rate", "C", 2},
    {"4 mOhm", "Ohm", 4e-3},
    {"4 m\xce\xa9", "Ohm", 4e-3},
    {"4 mohm", "Ohm", 4e-3},
    {"4 Ohms", "Ohm", 4},
    {"4 V/A", "Ohm", 4},
    {"25 degC", "K", 298.15},
    {"25 \xc2\xb0"
     "C",
     "K", 298.15},
    {"25 deg C", "K", 298.15},
    {"25 \xe2\x84\x83", "K", 298.15},
    {"25", "degC", 298.15},
    {"300 K", "degC", 300},
    {"50 %", "1", 0.5},
    {"50%", "", 0.5},
    {"30 mS/cm", "S/m", 3},
    {"30 mS.cm-1", "S.m-1", 3},
    {"1.2 mol/L", "mol.m-3", 1200},
    {"1.2 M", "mol.m-3", 1200},
    {"1.2 mol/dm3", "mol.m-3", 1200},
    {"2 bar", "Pa", 2e5},
    {"2 kHz", "s-1", 2000},
    {"1.5 mA/cm2", "A.m-2", 15},
    {"1.5 mA cm\xe2\x81\xbb\xc2\xb2", "A.m-2", 15},
    {"1.5 mA per cm2", "A.m-2", 15},
    {"10 W/m2/K", "W.m-2.K-1", 10},
    {"10 W/(m2 K)", "W.m-2.K-1", 10},
    {"10 W/m^2/degC", "W m-2 K-1", 10},
    {"10 W\xc2\xb7m^(-2)\xc2\xb7K^-1", "W.m-2.K-1", 10},
    {"150 mAh/g", "A.s/kg", 540000},
    {"2 g/cm3", "kg.m-3", 2000},
    {"1e-10 cm2/s", "m2.s-1", 1e-14},
    {"1 mol.m-2.s-1", "mol.m-2.s-1", 1},
    {"1.602176634e-19 J", "J", 1.602176634e-19},
    {" 80e-6 [m] ", "m", 80e-6},
    {"-5 mV", "V", -5e-3},
    {"+.5 V", "V", 0.5},
    {"3", "1", 3},
    {"3", "V", 3},
};

static void units_everyday(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof everyday / sizeof *everyday; i++) {
        double got = NAN;
        glass_status status =
            glass_quantity_read(everyday[i].text, everyday[i].wanted, &got);
        if (status) fail_msg("%s: %s", everyday[i].text, glass_words());
        if (got != everyday[i].expected)
            fail_msg("%s is %.17g, expected %.17g %s", everyday[i].text, got,
                     everyday[i].expected, everyday[i].wanted);
    }
}

static void units_of_the_standard(void **state)
{
    (void)state;
    /* every unit of BPX 1.1 is coherent, but for the capacity */
    static const char *const units[] = {
        "m",      "m2",         "m3",        "m-1",       "V",           "K",
        "S.m-1",  "m2.s-1",     "J.mol-1",   "mol.m-3",   "mol.m-2.s-1", "V.K-1",
        "kg.m-3", "J.K-1.kg-1", "W.m-1.K-1", "W.m-2.K-1", "s",           "A",
        "Ohm",    "1",          "",          "-",
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        glass_unit unit;
        assert_ok(glass_unit_read(units[i], &unit));
        assert_true(unit.scale == 1 && unit.offset == 0);
    }
    glass_unit unit;
    assert_ok(glass_unit_read("V", &unit));
    const signed char volt[7] = {2, 1, -3, -1, 0, 0, 0};
    assert_memory_equal(unit.dimension, volt, sizeof volt);
    assert_ok(glass_unit_read("C", &unit));
    assert_int_equal(unit.dimension[6], 1);
}

static void units_convert(void **state)
{
    (void)state;
    double scale, offset;
    assert_ok(glass_unit_convert("mAh", "Ah", &scale, &offset));
    assert_true(scale == 1e-3 && offset == 0);
    assert_ok(glass_unit_convert("s", "h", &scale, &offset));
    assert_true(scale == 1.0 / 3600 && offset == 0);
    assert_ok(glass_unit_convert("K", "degC", &scale, &offset));
    assert_true(scale == 1 && offset == -273.15);
    assert_ok(glass_unit_convert("Wh", "J", &scale, &offset));
    assert_true(scale == 3600);
    assert_ok(glass_unit_convert("mA/cm2", "A/m2", &scale, &offset));
    assert_true(scale == 10);
    assert_int_equal(glass_unit_convert("mAh", "A", &scale, &offset), GLASS_E_INPUT);
    assert_words("that is a charge, not a current");
    assert_int_equal(glass_unit_convert("fm30", "Tm30", &scale, &offset), GLASS_E_INPUT);
    assert_words("too large or too small");
    assert_true(scale == 10 && offset == 0);
}

/* From udunits2 where it is installed: factors by definition of foot, pound, inch. They come
 * through products of several factors of its database, each rounded: 4 units of the last
 * place. */
static void units_foreign(void **state)
{
    (void)state;
    double got;
    if (glass_quantity_read("1 ft", "m", &got)) {
        assert_words("libudunits2-0");
        skip();
    }
    assert_near(got, 0.3048, 0.3048 * 1e-15);
    assert_ok(glass_quantity_read("2 lb", "kg", &got));
    assert_near(got, 0.90718474, 1e-15);
    assert_ok(glass_quantity_read("1 psi", "Pa", &got));
    assert_near(got, 0.45359237 * 9.80665 / (0.0254 * 0.0254), 1e-11);
    assert_ok(glass_quantity_read("77 degF", "K", &got));
    assert_near(got, 298.15, 1e-12);
    assert_ok(glass_quantity_read("5 BTU/h", "W", &got));
    assert_near(got, 5 * 1055.056 / 3600, 2e-3); /* several calories are in use */
    assert_int_equal(glass_quantity_read("1 candela", "m", &got), GLASS_E_INPUT);
    assert_words("the unit candela is unknown");
}

static void units_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted, *words;
    } bad[] = {
        {"2,5 V", "V", "write \"2.5 V\""},
        {"1,000 s", "s", "write 1000 for thousands, 1.000 for a fraction"},
        {"1,000,000", "1", "for thousands"},
        {"", "m", "is not a number; write for example \"2.5 m\""},
        {"abc", "1", "write for example \"2.5\""},
        {"nan", "V", "is not a number"},
        {"inf", "V", "is not a number"},
        {"0x10 V", "V", "the unit x in x10 V is unknown"},
        {"1e400 m", "m", "too large"},
        {"1e308 km", "m", "too large"},
        {"1.2.3 m", "m", "not understood behind \"1.2\""},
        {"3 4 m", "m", "not understood behind \"3\""},
        {"3 mAhh", "A.h", "\"3 mAhh\": the unit mAhh is unknown; did you mean mAh?"},
        {"3 MAH", "A.h", "did you mean mAh?"},
        {"3 vlot", "V", "did you mean volt?"},
        {"3 A/xyzzy", "A", "the unit xyzzy in A/xyzzy is unknown"},
        {"3 s", "m", "the unit s does not fit: it cannot be converted to m"},
        {"3 m", "1", "a number without unit is expected"},
        {"25 C", "K", "write degC"},
        {"25 C", "A.h", "write coulomb or Ah"},
        {"1C", "A", "the capacity of the cell"},
        {"5 m", "s", "write min"},
        {"2 A", "A.h", "a current, not a charge"},
        {"2 W/m2 K", "W.m-2.K-1", "write W/m2/K or W/(m2.K)"},
        {"2 W/m2.K", "W.m-2.K-1", "write W/m2/K"},
        {"2 W m -2", "W/m2", "a power must touch its unit"},
        {"2 m2.5", "m2", "whole numbers"},
        {"2 m^", "m", "a whole number is expected after ^"},
        {"2 m^(2", "m2", "a bracket is not closed"},
        {"2 (m", "m", "a bracket is not closed"},
        {"2 m)", "m", "from \")\" on"},
        {"2 m/", "m", "ends where a unit is expected"},
        {"2 m*/s", "m", "a unit is expected before \"/s\""},
        {"2 m99", "m", "a power is too large"},
        {"2 (((((((((m)))))))))", "m", "too many brackets"},
        {"2 ((((m30)30)30)30)30", "m", "a power is too large"},
        {"2 ((((((ppm30)30)30)30)30)30)30", "1", "a power is too large"},
        {"2 V;", "V", "from \";\" on"},
        {"2 0m", "m", "not understood"},
        {"2 /0", "1", "a factor must be a number above 0"},
        {"2 \xff\xfe", "m", "unknown"},
        {"2 e-29", "m", "the unit \"e-29\" is not understood"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double got = 42;
        glass_status status = glass_quantity_read(bad[i].text, bad[i].wanted, &got);
        if (status != GLASS_E_INPUT || got != 42)
            fail_msg("\"%s\" was taken as %g", bad[i].text, got);
        if (!strstr(glass_words(), bad[i].words))
            fail_msg("\"%s\": expected \"%s\" in \"%s\"", bad[i].text, bad[i].words,
                     glass_words());
    }
}

static void units_too_long(void **state)
{
    (void)state;
    char text[2000];
    double got = 42;
    memset(text, 'm', sizeof text);
    text[0] = '1';
    text[sizeof text - 1] = 0;
    assert_int_equal(glass_quantity_read(text, "m", &got), GLASS_E_INPUT);
    assert_words("too long");
    memset(text, '1', sizeof text - 1);
    strcpy(text + 50, "e-40 um"); /* rounded twice: 2 units of the last place */
    assert_ok(glass_quantity_read(text, "m", &got));
    assert_near(got, 1111.1111111111111, 5e-13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_everyday), cmocka_unit_test(units_of_the_standard),
        cmocka_unit_test(units_convert),  cmocka_unit_test(units_foreign),
        cmocka_unit_test(units_refused),  cmocka_unit_test(units_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
