#include "base/team.h"
#include "base/memory.h"

#include <assert.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

typedef struct team_member {
    glass_team *team;
    pthread_t thread;
    int index;
} team_member;

struct glass_team {
    int threads; /* members, the caller included */
    pthread_mutex_t mutex;
    pthread_cond_t begin, done;
    /* under the mutex */
    unsigned long round; /* counts jobs, so that a member knows a new one */
    int busy;            /* members that have not finished this round */
    int is_closing;
    size_t failed_at; /* first item of the lowest failing chunk */
    glass_status status;
    char words[4096];
    /* of the round */
    const glass_team_job *job;
    size_t chunk;
    atomic_size_t next;
    atomic_int stop;
    team_member member[]; /* [threads]; 0 is the caller */
};

int glass_team_cores(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed)) return 1;
    int count = CPU_COUNT(&allowed);
    return count > 0 ? count : 1;
}

static void team_note_failure(glass_team *team, size_t from, glass_status status)
{
    pthread_mutex_lock(&team->mutex);
    if (team->status == GLASS_OK || from < team->failed_at) {
        team->failed_at = from;
        team->status = status;
        snprintf(team->words, sizeof team->words, "%s", glass_words());
    }
    pthread_mutex_unlock(&team->mutex);
    atomic_store(&team->stop, 1);
}

static void team_report(const glass_team_job *job, int index, size_t at)
{
    if (index == 0 && job->progress)
        job->progress(job->progress_context, (double)at / (double)job->count);
}

/* Chunks are handed out in order: whatever lies below a failing chunk has been begun and
 * will be finished, so the lowest failure is found whoever runs first. */
static void team_take_chunks(glass_team *team, int index)
{
    const glass_team_job *job = team->job;
    while (!atomic_load_explicit(&team->stop, memory_order_relaxed)) {
        if (job->cancelled && job->cancelled(job->cancelled_context)) {
            glass_fail(GLASS_E_CANCELLED, "cancelled");
            team_note_failure(team, job->count, GLASS_E_CANCELLED);
            break;
        }
        size_t from = atomic_fetch_add(&team->next, team->chunk);
        if (from >= job->count) break;
        size_t to = job->count - from < team->chunk ? job->count : from + team->chunk;
        glass_status status = job->work(job->context, index, from, to);
        if (status) team_note_failure(team, from, status);
        team_report(job, index, to);
    }
}

static void *team_member_main(void *argument)
{
    team_member *member = argument;
    glass_team *team = member->team;
    unsigned long seen = 0;
    for (;;) {
        pthread_mutex_lock(&team->mutex);
        while (team->round == seen && !team->is_closing)
            pthread_cond_wait(&team->begin, &team->mutex);
        seen = team->round;
        int is_closing = team->is_closing;
        pthread_mutex_unlock(&team->mutex);
        if (is_closing) return NULL;
        team_take_chunks(team, member->index);
        pthread_mutex_lock(&team->mutex);
        if (--team->busy == 0) pthread_cond_signal(&team->done);
        pthread_mutex_unlock(&team->mutex);
    }
}

/* Signals go to the caller's thread, where the program expects them. */
static void team_hire(glass_team *team, int threads)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    team->threads = 1;
    for (int i = 1; i < threads; i++) {
        team_member *member = &team->member[i];
        *member = (team_member){.team = team, .index = i};
        if (pthread_create(&member->thread, NULL, team_member_main, member)) break;
        team->threads++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

glass_status glass_team_new(int threads, glass_team **out)
{
    if (threads < 0 || threads > 4096)
        return glass_fail(GLASS_E_INPUT, "%d threads; allowed: 0 (one per core) to 4096",
                          threads);
    if (threads == 0) threads = glass_team_cores();
    glass_team *team = glass_zero(1, sizeof *team + (size_t)threads * sizeof(team_member));
    if (!team) return glass_fail_memory();
    pthread_mutex_init(&team->mutex, NULL);
    pthread_cond_init(&team->begin, NULL);
    pthread_cond_init(&team->done, NULL);
    team_hire(team, threads);
    *out = team;
    return GLASS_OK;
}

int glass_team_threads(const glass_team *team)
{
    return team->threads;
}

void glass_team_free(glass_team *team)
{
    if (!team) return;
    pthread_mutex_lock(&team->mutex);
    team->is_closing = 1;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->mutex);
    for (int i = 1; i < team->threads; i++) pthread_join(team->member[i].thread, NULL);
    pthread_cond_destroy(&team->done);
    pthread_cond_destroy(&team->begin);
    pthread_mutex_destroy(&team->mutex);
    glass_free(team);
}

static size_t team_chunk(const glass_team *team, const glass_team_job *job)
{
    if (job->chunk) return job->chunk;
    size_t chunk = job->count / ((size_t)team->threads * 8);
    return chunk ? chunk : 1;
}

glass_status glass_team_loop(glass_team *team, const glass_team_job *job)
{
    pthread_mutex_lock(&team->mutex);
    assert(!team->busy);
    team->job = job;
    team->chunk = team_chunk(team, job);
    team->status = GLASS_OK;
    atomic_store(&team->next, 0);
    atomic_store(&team->stop, 0);
    team->busy = team->threads - 1;
    team->round++;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->mutex);
    team_take_chunks(team, 0);
    pthread_mutex_lock(&team->mutex);
    while (team->busy) pthread_cond_wait(&team->done, &team->mutex);
    glass_status status = team->status;
    pthread_mutex_unlock(&team->mutex);
    return status ? glass_fail(status, "%s", team->words) : GLASS_OK;
}

void glass_lock_take(glass_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void glass_lock_give(glass_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}
