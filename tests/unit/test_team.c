#include "unit.h"
#include "base/fail.h"
#include "base/team.h"
#include "glasscell/progress.h"

#include <stdatomic.h>

enum { ITEMS = 1000 };

typedef struct count_of {
    int done[ITEMS];  /* each by one thread */
    size_t fail_from; /* items from here on fail */
    atomic_int threads_seen, calls;
    glass_cancel cancel;
    double fraction;
} count_of;

static glass_status count_items(void *context, int thread, size_t from, size_t to)
{
    count_of *count = context;
    atomic_fetch_or(&count->threads_seen, 1 << thread);
    if (atomic_fetch_add(&count->calls, 1) == 20) glass_cancel_ask(&count->cancel);
    for (size_t i = from; i < to; i++) {
        if (i >= count->fail_from)
            return glass_fail(GLASS_E_NUMERICS, "item %zu gave up", i);
        count->done[i]++;
    }
    return GLASS_OK;
}

static void count_progress(void *context, double fraction)
{
    ((count_of *)context)->fraction = fraction;
}

static void team_does_each_item_once(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 8; threads++) {
        glass_team *team = NULL;
        assert_ok(glass_team_new(threads, &team));
        assert_in_range(glass_team_threads(team), 1, threads);
        for (size_t chunk = 0; chunk < 1100; chunk += 1 + chunk) {
            count_of count = {.fail_from = ITEMS};
            glass_team_job job = {.count = ITEMS,
                                  .chunk = chunk,
                                  .work = count_items,
                                  .context = &count,
                                  .progress = count_progress,
                                  .progress_context = &count};
            assert_ok(glass_team_loop(team, &job));
            for (int i = 0; i < ITEMS; i++) assert_int_equal(count.done[i], 1);
            assert_true(count.fraction <= 1);
            assert_true(atomic_load(&count.threads_seen) < 1 << threads);
        }
        glass_team_job nothing = {.work = count_items};
        assert_ok(glass_team_loop(team, &nothing));
        glass_team_free(team);
    }
    glass_team_free(NULL);
    assert_true(glass_team_cores() >= 1);
}

/* The lowest failure is told, and all below it is done, however many threads there are. */
static void team_tells_the_lowest_failure(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 6; threads++) {
        glass_team *team = NULL;
        assert_ok(glass_team_new(threads, &team));
        for (size_t from = 0; from < ITEMS; from += 97) {
            count_of count = {.fail_from = from};
            glass_team_job job = {
                .count = ITEMS, .chunk = 3, .work = count_items, .context = &count};
            char words[64];
            snprintf(words, sizeof words, "item %zu gave up", from);
            assert_int_equal(glass_team_loop(team, &job), GLASS_E_NUMERICS);
            assert_string_equal(glass_words(), words);
            for (size_t i = 0; i < ITEMS; i++) assert_int_equal(count.done[i], i < from);
        }
        glass_team_free(team);
    }
}

static void team_is_cancelled(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 4; threads++) {
        glass_team *team = NULL;
        assert_ok(glass_team_new(threads, &team));
        count_of count = {.fail_from = ITEMS};
        glass_team_job job = {.count = ITEMS,
                              .chunk = 1,
                              .work = count_items,
                              .context = &count,
                              .cancelled = glass_cancelled,
                              .cancelled_context = &count.cancel};
        assert_int_equal(glass_team_loop(team, &job), GLASS_E_CANCELLED);
        int done = 0;
        for (int i = 0; i < ITEMS; i++) done += count.done[i];
        /* those in flight when it was asked for are finished, no other is begun */
        assert_in_range(done, 20, 21 + 2 * threads);
        glass_team_free(team);
    }
}

static void team_refuses(void **state)
{
    (void)state;
    glass_team *team = NULL;
    assert_int_equal(glass_team_new(-1, &team), GLASS_E_INPUT);
    assert_words("-1 threads; allowed: 0");
    long before = glass_memory_balance();
    glass_memory_fail_at(1);
    assert_int_equal(glass_team_new(2, &team), GLASS_E_MEMORY);
    glass_memory_fail_at(0);
    assert_null(team);
    assert_int_equal(glass_memory_balance(), before);
}

static glass_lock team_lock = GLASS_LOCK;

static glass_status add_locked(void *context, int thread, size_t from, size_t to)
{
    (void)thread;
    for (size_t i = from; i < to; i++) {
        glass_lock_take(&team_lock);
        ++*(long *)context;
        glass_lock_give(&team_lock);
    }
    return GLASS_OK;
}

static void team_lock_excludes(void **state)
{
    (void)state;
    glass_team *team = NULL;
    long sum = 0;
    assert_ok(glass_team_new(4, &team));
    glass_team_job job = {.count = 20000, .work = add_locked, .context = &sum};
    assert_ok(glass_team_loop(team, &job));
    assert_int_equal(sum, 20000);
    glass_team_free(team);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(team_does_each_item_once),
        cmocka_unit_test(team_tells_the_lowest_failure),
        cmocka_unit_test(team_is_cancelled),
        cmocka_unit_test(team_refuses),
        cmocka_unit_test(team_lock_excludes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
