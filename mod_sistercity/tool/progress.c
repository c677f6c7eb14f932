#include "tool/ctl.h"

#include <apr_time.h>
#include <stdio.h>
#include <unistd.h>

#define WIDTH 40
#define INTERVAL (APR_USEC_PER_SEC / 10)

/* When the bar was drawn last; 0 while there is none. There is one terminal, and so one bar. */
static apr_time_t drawn;

void ctl_progress(void *baton, const char *file, apr_int64_t done, apr_int64_t total)
{
    apr_time_t now = apr_time_now();
    int filled = total > 0 ? (int)(WIDTH * done / total) : 0;

    (void)baton;
    if (!isatty(STDERR_FILENO) || now - drawn < INTERVAL) {
        return;
    }
    drawn = now;
    fprintf(stderr, "\r\033[K[%.*s%*s] %3d %%  %s", filled,
            "########################################", WIDTH - filled, "",
            total > 0 ? (int)(100 * done / total) : 0, file);
    fflush(stderr);
}

void ctl_progress_end(void)
{
    if (drawn) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        drawn = 0;
    }
}
