#include "unit.h"
#include "base/clock.h"
#include "base/cpu.h"
#include "glasscell/progress.h"

static void durations_for_people(void **state)
{
    (void)state;
    static const struct {
        double seconds;
        const char *text;
    } cases[] = {
        {0, "0 s"},        {4.2e-3, "4.2 ms"},  {12e-6, "12 us"}, {0.9996, "1 s"},
        {1.234, "1.23 s"}, {59.9, "59.9 s"},    {59.96, "1 min"}, {60, "1 min"},
        {65, "1 min 5 s"}, {119.7, "2 min"},    {3599.6, "1 h"},  {9600, "2 h 40 min"},
        {86399, "1 d"},    {273600, "3 d 4 h"}, {-2, "-2 s"},     {INFINITY, "inf s"},
        {1e-3, "1 ms"},    {0.9999e-3, "1 ms"},
    };
    char text[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(glass_duration_text(cases[i].seconds, text), cases[i].text);
}

static void progress_in_words(void **state)
{
    (void)state;
    char text[160];
    glass_progress progress;
    glass_progress_start(&progress);
    glass_progress_text(&progress, 20, text, sizeof text);
    assert_string_equal(text, "[--------------------]   0 %");
    progress.began_s -= 10; /* as if begun ten seconds ago */
    progress.told_s -= 10;
    assert_int_equal(glass_progress_at(&progress, 0.25, 5), 1);
    assert_int_equal(glass_progress_at(&progress, 0.25, 5), 0);
    /* three quarters left at 2.5 % a second; the test itself may take up to 0.1 s */
    assert_near(progress.left_s, 30, 0.3);
    glass_progress_text(&progress, 20, text, sizeof text);
    assert_memory_equal(text, "[#####---------------]  25 %  3", 31);
    glass_progress_text(&progress, 0, text, sizeof text);
    assert_memory_equal(text, " 25 %", 5);
    glass_progress_at(&progress, 0.1, 5); /* never back */
    assert_true(progress.fraction == 0.25);
    glass_progress_at(&progress, 7, 5);
    assert_true(progress.fraction == 1 && progress.left_s == 0);
    glass_progress_text(&progress, 1000, text, sizeof text);
    assert_int_equal(strlen(text), 102 + 1 + 5 + strlen("  0 s left"));
}

static void cancelling(void **state)
{
    (void)state;
    glass_cancel cancel = {0};
    assert_false(glass_cancelled(&cancel));
    assert_int_equal(glass_cancel_ask(&cancel), 1);
    assert_int_equal(glass_cancel_ask(&cancel), 2);
    assert_true(glass_cancelled(&cancel));
}

static void clocks(void **state)
{
    (void)state;
    double process = glass_clock_process(), thread = glass_clock_thread();
    double wall = glass_clock_wall();
    volatile double work = 0;
    while (glass_clock_process() - process < 2e-3) work = work + 1;
    assert_true(glass_clock_thread() > thread && glass_clock_wall() > wall);
    char text[GLASS_CLOCK_TEXT];
    int year, month, day, hour, minute, second, n = 0;
    glass_clock_utc(text);
    assert_int_equal(sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour,
                            &minute, &second, &n),
                     6);
    assert_int_equal(n, strlen(text));
    assert_true(year > 2000);
}

static void vector_levels(void **state)
{
    (void)state;
    glass_cpu cpu = GLASS_CPU_LEVELS, widest = glass_cpu_widest();
    unsetenv("GLASSCELL_VECTOR");
    assert_ok(glass_cpu_choose(NULL, &cpu));
    assert_int_equal(cpu, widest);
    setenv("GLASSCELL_VECTOR", "plain", 1);
    assert_ok(glass_cpu_choose(NULL, &cpu));
    assert_int_equal(cpu, GLASS_CPU_PLAIN);
    assert_ok(glass_cpu_choose(glass_cpu_name(widest), &cpu)); /* a given word goes first */
    assert_int_equal(cpu, widest);
    setenv("GLASSCELL_VECTOR", "v5", 1);
    assert_int_equal(glass_cpu_choose(NULL, &cpu), GLASS_E_INPUT);
    assert_words("GLASSCELL_VECTOR: \"v5\" is unknown; allowed: plain, v3 (AVX2), v4");
    unsetenv("GLASSCELL_VECTOR");
    if (widest < GLASS_CPU_V4) {
        assert_int_equal(glass_cpu_choose("v4", &cpu), GLASS_E_INPUT);
        assert_words("this machine has no \"v4\"");
    }
    assert_int_equal(cpu, widest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_for_people), cmocka_unit_test(progress_in_words),
        cmocka_unit_test(cancelling),           cmocka_unit_test(clocks),
        cmocka_unit_test(vector_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
