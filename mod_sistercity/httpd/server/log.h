/**
 * Messages that do not flood the error log.
 */
#pragma once

#include <httpd.h>

/** What a process remembers of its recent messages. */
typedef struct sc_log_t sc_log_t;

/** @param pool lives as long as the process */
sc_log_t *sc_log_create(apr_pool_t *pool);

/**
 * Logs a message about the request, or about the page that includes it. The very same text is
 * logged at most once in SC_LOG_SECONDS by one process; the next time it says how many were left
 * out. Of one kind, for messages whose text a reader may choose, at most SC_LOG_MOST different ones
 * are logged in that time.
 * @param level APLOG_ERR, APLOG_WARNING, APLOG_INFO …
 * @param kind what the messages have in common, and no reader can choose; or NULL
 */
void sc_logf_kind(request_rec *r, int level, apr_status_t status, const char *kind,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

#define sc_logf(r, level, status, ...) sc_logf_kind(r, level, status, NULL, __VA_ARGS__)

#define SC_LOG_SECONDS 60
#define SC_LOG_MOST 5

/** The same, however often: what must be seen each time, and can only be caused by those who have
 * signed in. */
void sc_log_each(request_rec *r, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
