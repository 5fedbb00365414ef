/* Threads: one parallel loop, and a lock for libraries that want to be alone. Nothing else
 * in the tree touches threads.
 *
 *     glass_team *team;
 *     glass_status status = glass_team_new(0, &team);
 *     if (!status) status = glass_team_loop(team, &(glass_team_job){
 *         .count = n, .chunk = 8, .work = batch_work, .context = &batch});
 *     glass_team_free(team);
 */
#ifndef GLASSCELL_TEAM_H
#define GLASSCELL_TEAM_H

#include <pthread.h>
#include <stddef.h>
#include "base/fail.h"

typedef struct glass_team glass_team;

/* Work on items from..to-1; `thread` is 0..threads-1, for workspaces of each thread's own.
 */
typedef glass_status glass_team_work(void *context, int thread, size_t from, size_t to);

typedef struct glass_team_job {
    size_t count; /* items */
    size_t chunk; /* items handed out at once; 0: an eighth of each thread's share */
    glass_team_work *work; /* called from all threads */
    void *context;
    int (*cancelled)(
        void *context); /* asked before each chunk, by any thread; may be NULL */
    void *cancelled_context;
    void (*progress)(void *context, double fraction); /* calling thread only; may be NULL */
    void *progress_context;
} glass_team_job;

/* How many threads can run at once here (as the process is allowed, not as the machine
 * has). */
int glass_team_cores(void);

/* `threads` 0: one per core. The caller is one of them. When the system gives fewer, the
 * team is smaller. Owned by the caller: glass_team_free. */
glass_status glass_team_new(int threads, glass_team **out);
int glass_team_threads(const glass_team *team);
void glass_team_free(glass_team *team);

/* Does all items, or stops handing out at the first failure or when cancelled. The status
 * and words are those of the failing chunk with the lowest items, so that they do not
 * depend on the number of threads. Not to be called from inside a job of the same team. */
glass_status glass_team_loop(glass_team *team, const glass_team_job *job);

/* `static glass_lock name = GLASS_LOCK;` */
typedef struct glass_lock {
    pthread_mutex_t mutex;
} glass_lock;
#define GLASS_LOCK                                                                         \
    {                                                                                      \
        PTHREAD_MUTEX_INITIALIZER                                                          \
    }
void glass_lock_take(glass_lock *lock);
void glass_lock_give(glass_lock *lock);

#endif
