/* Time: of the processor, of the wall, of the day. */
#ifndef GLASSCELL_CLOCK_H
#define GLASSCELL_CLOCK_H

double glass_clock_process(void); /* [s] of CPU time of all threads of this process */
double glass_clock_thread(void);  /* [s] of CPU time of this thread */
double glass_clock_wall(void);    /* [s] since some fixed moment; never goes back */

enum { GLASS_CLOCK_TEXT = 32 };
/* The present as ISO 8601 in UTC: "2026-03-14T15:09:26Z". Returns `out`. */
char *glass_clock_utc(char out[GLASS_CLOCK_TEXT]);

#endif
