#include "httpd/log.h"

#include "httpd/mod_sistercity.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <stdarg.h>
#include <string.h>

/* As many different messages as one page full of wrong includes makes. */
#define SLOTS 64

typedef struct slot_t {
    unsigned hash;
    apr_time_t logged;
    unsigned suppressed;
} slot_t;

struct sc_log_t {
    apr_thread_mutex_t *mutex;
    slot_t slots[SLOTS];
};

sc_log_t *sc_log_create(apr_pool_t *pool)
{
    sc_log_t *log = apr_pcalloc(pool, sizeof(*log));

    if (apr_thread_mutex_create(&log->mutex, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS) {
        return NULL;
    }
    return log;
}

/* The slot that remembers the message, else the one that has not been used for the longest time. */
static slot_t *slot_for(sc_log_t *log, unsigned hash)
{
    slot_t *oldest = log->slots;
    int i;

    for (i = 0; i < SLOTS; i++) {
        slot_t *slot = &log->slots[i];

        if (slot->hash == hash && slot->logged) {
            return slot;
        }
        if (slot->logged < oldest->logged) {
            oldest = slot;
        }
    }
    oldest->hash = hash;
    oldest->logged = 0;
    oldest->suppressed = 0;
    return oldest;
}

/* @return -1 if the message is to be left out, else how many were since it was logged last. */
static int admit(sc_log_t *log, const char *message, apr_time_t now)
{
    apr_ssize_t length = APR_HASH_KEY_STRING;
    unsigned hash = apr_hashfunc_default(message, &length);
    slot_t *slot;
    int left_out = -1;

    apr_thread_mutex_lock(log->mutex);
    slot = slot_for(log, hash);
    if (now - slot->logged < apr_time_from_sec(SC_LOG_SECONDS)) {
        slot->suppressed++;
    }
    else {
        left_out = (int)slot->suppressed;
        slot->logged = now;
        slot->suppressed = 0;
    }
    apr_thread_mutex_unlock(log->mutex);
    return left_out;
}

/* httpd writes everything but printable ASCII as \xNN, which nobody can read: typographic quotes
 * become plain ones, and the lines of a driver's message become one. */
static void flatten(char *message)
{
    char *to = message;

    for (; *message; message++) {
        if (strncmp(message, "“", 3) == 0 || strncmp(message, "”", 3) == 0) {
            *to++ = '"';
            message += 2;
        }
        else {
            *to++ = *message == '\n' ? ' ' : *message;
        }
    }
    *to = '\0';
}

void sc_logf(request_rec *r, int level, apr_status_t status, const char *format, ...)
{
    const sc_server_t *server = sc_server_of(r->server);
    sc_log_t *log = server && server->process ? server->process->log : NULL;
    char *message;
    va_list arguments;
    int left_out;

    if (!APLOG_R_IS_LEVEL(r, level)) {
        return;
    }
    va_start(arguments, format);
    message = apr_pvsprintf(r->pool, format, arguments);
    va_end(arguments);
    if (r->main) {
        message = apr_psprintf(r->pool, "%s (included by %s)", message, r->main->uri);
    }
    flatten(message);
    left_out = log ? admit(log, message, apr_time_now()) : 0;
    if (left_out > 0) {
        ap_log_rerror(APLOG_MARK, level, status, r, "%s (and %d times more since)", message,
                      left_out);
    }
    else if (left_out == 0) {
        ap_log_rerror(APLOG_MARK, level, status, r, "%s", message);
    }
}

void sc_log_each(request_rec *r, int level, const char *format, ...)
{
    char *message;
    va_list arguments;

    va_start(arguments, format);
    message = apr_pvsprintf(r->pool, format, arguments);
    va_end(arguments);
    flatten(message);
    ap_log_rerror(APLOG_MARK, level, 0, r, "%s", message);
}
