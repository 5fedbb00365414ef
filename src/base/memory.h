/* All memory of the library comes from here, so that a test can fail the n-th request and
 * check that everything was given back. */
#ifndef GLASSCELL_MEMORY_H
#define GLASSCELL_MEMORY_H

#include <stddef.h>

void *glass_alloc(size_t bytes);             /* uninitialised; never of size 0 */
void *glass_zero(size_t count, size_t size); /* zeroed; NULL when count*size overflows */
void *glass_realloc(void *old, size_t bytes);
void *glass_aligned(size_t bytes); /* zeroed, aligned to 64 bytes; glass_free */
/* Uninitialised, on large pages where the system has them: for arrays of megabytes whose
 * first touch is better made by the threads that use them; glass_free. */
void *glass_large(size_t bytes);
void glass_free(void *memory);
char *glass_strdup(const char *text); /* NULL stays NULL */
char *glass_strndup(const char *text, size_t n);

/* Bytes that the machine has left, as far as one can know: what is free or could be freed at
 * once, and not more than this process is allowed. To be asked before large work. */
size_t glass_memory_available(void);

/* For tests: the n-th request from now on fails (0: none does); blocks not given back. */
void glass_memory_fail_at(long n);
long glass_memory_balance(void);

#endif
