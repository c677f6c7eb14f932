#include "httpd/server/log.h"

#include "httpd/server/server.h"
#include "store/db/values.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <stdarg.h>
#include <string.h>

/* Kinds of messages that are counted at a time: a page full of wrong includes makes fewer. */
#define SLOTS 64

typedef struct slot_t {
    unsigned hash;
    apr_time_t began; /* of the seconds for which `logged` counts */
    int logged;       /* messages in them */
    int suppressed;   /* since a message last said how many were */
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

/* The slot that remembers the message or kind, else the one that began the longest time ago. */
static slot_t *slot_for(sc_log_t *log, const char *text, apr_time_t now)
{
    apr_ssize_t length = APR_HASH_KEY_STRING;
    unsigned hash = apr_hashfunc_default(text, &length);
    slot_t *oldest = log->slots;

    for (int i = 0; i < SLOTS; i++) {
        slot_t *slot = &log->slots[i];

        if (slot->hash == hash && slot->began) {
            if (now - slot->began >= apr_time_from_sec(SC_LOG_SECONDS)) {
                slot->began = now;
                slot->logged = 0;
            }
            return slot;
        }
        if (slot->began < oldest->began) {
            oldest = slot;
        }
    }
    oldest->hash = hash;
    oldest->began = now;
    oldest->logged = 0;
    oldest->suppressed = 0;
    return oldest;
}

/* Counts one more. @return whether it may be logged */
static int has_room(slot_t *slot, int most)
{
    int room = slot->logged < most;

    slot->suppressed += !room;
    return room;
}

/* @return how many were left out before this one, which will be logged */
static int use(slot_t *slot)
{
    int left_out = slot->suppressed;

    slot->logged++;
    slot->suppressed = 0;
    return left_out;
}

/* @return -1 if the message is to be left out, else how many were since it was logged last. */
static int admit(sc_log_t *log, const char *kind, const char *message, apr_time_t now)
{
    slot_t *of_message;
    int left_out = -1;

    apr_thread_mutex_lock(log->mutex);
    /* The kind is asked first, so that its many messages do not take the slots of all others. */
    slot_t *of_kind = kind ? slot_for(log, kind, now) : NULL;
    if (!of_kind || has_room(of_kind, SC_LOG_MOST)) {
        of_message = slot_for(log, message, now);
        if (has_room(of_message, 1)) {
            left_out = use(of_message) + (of_kind ? use(of_kind) : 0);
        }
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

static void log_limited(request_rec *r, int level, apr_status_t status, const char *kind,
                        char *message)
{
    const sc_server_t *server = sc_server_of(r->server);
    sc_log_t *log = server && server->process ? server->process->log : NULL;

    if (r->main) {
        message = apr_psprintf(r->pool, "%s (included by %s)", message, r->main->uri);
    }
    flatten(message);
    int left_out = log ? admit(log, kind, message, sc_running_time()) : 0;
    if (left_out > 0) {
        ap_log_rerror(APLOG_MARK, level, status, r, "%s (and %d times more since)", message,
                      left_out);
    }
    else if (left_out == 0) {
        ap_log_rerror(APLOG_MARK, level, status, r, "%s", message);
    }
}

void sc_logf_kind(request_rec *r, int level, apr_status_t status, const char *kind,
                  const char *format, ...)
{
    va_list arguments;

    if (!APLOG_R_IS_LEVEL(r, level)) {
        return;
    }
    va_start(arguments, format);
    log_limited(r, level, status, kind, apr_pvsprintf(r->pool, format, arguments));
    va_end(arguments);
}

void sc_log_each(request_rec *r, int level, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *message = apr_pvsprintf(r->pool, format, arguments);
    va_end(arguments);
    flatten(message);
    ap_log_rerror(APLOG_MARK, level, 0, r, "%s", message);
}
