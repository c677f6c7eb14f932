#include "httpd/revision.h"

#include "httpd/mod_sistercity.h"

#include <apr_atomic.h>
#include <apr_shm.h>
#include <stdio.h>
#include <string.h>

/* Times are apr_time_t; 0 stands for never. A process may end at any line of this file: nothing in
 * here may stay taken for ever. */
struct sc_revision_t {
    apr_uint64_t mark;
    apr_uint64_t confirmed; /* when the database said so; 0 also after a change of our own */
    apr_uint64_t failed;    /* when it last did not answer */
    apr_uint64_t asking;    /* since when somebody is asking */
    apr_uint64_t changes;   /* counts changes of our own */
    /* Of all servers, for changes of our own: they may share a database. */
    apr_uint32_t number, count;
};

/* The store writes "2026-11-22T03:31:00Z". 0 if it is something else. */
static apr_time_t parsed_time(const char *text)
{
    apr_time_exp_t parts = {0};
    apr_time_t moment;

    if (!text || sscanf(text, "%d-%d-%dT%d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                        &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 6) {
        return 0;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return apr_time_exp_gmt_get(&moment, &parts) == APR_SUCCESS ? moment : 0;
}

sc_mark_t sc_mark_of(const sc_state_t *state)
{
    apr_uint64_t seconds = (apr_uint64_t)apr_time_sec(parsed_time(state->modified));
    sc_mark_t mark = seconds << 32 | ((apr_uint64_t)state->revision & 0xffffffff);

    return mark ? mark : 1;
}

apr_time_t sc_mark_time(sc_mark_t mark)
{
    return apr_time_from_sec((apr_time_t)(mark >> 32));
}

sc_revision_t *sc_revisions_create(server_rec *main, int servers, apr_pool_t *pool)
{
    apr_size_t size = (apr_size_t)servers * sizeof(sc_revision_t);
    apr_shm_t *memory;
    apr_status_t rv = apr_shm_create(&memory, size, NULL, pool);
    sc_revision_t *revisions;
    int i;

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, main,
                     "SC0107: no shared memory; every request will ask the database");
        return NULL;
    }
    revisions = apr_shm_baseaddr_get(memory);
    memset(revisions, 0, size);
    for (i = 0; i < servers; i++) {
        revisions[i].number = (apr_uint32_t)i;
        revisions[i].count = (apr_uint32_t)servers;
    }
    return revisions;
}

sc_revision_t *sc_revision_at(sc_revision_t *revisions, int number)
{
    return revisions ? &revisions[number] : NULL;
}

/* Whether the moment was within the last @a span. */
static int is_within(apr_uint64_t moment, apr_time_t now, apr_interval_time_t span)
{
    return moment && now - (apr_time_t)moment < span;
}

sc_standing_e sc_revision_look(sc_revision_t *revision, apr_time_t now, sc_mark_t *mark,
                               apr_time_t *confirmed)
{
    apr_uint64_t moment, asking;

    *mark = 0;
    *confirmed = 0;
    if (!revision) {
        return SC_STANDING_ASK;
    }
    moment = apr_atomic_read64(&revision->confirmed);
    *mark = apr_atomic_read64(&revision->mark);
    *confirmed = (apr_time_t)moment;
    if (is_within(moment, now, SC_REVISION_INTERVAL)) {
        return SC_STANDING_CURRENT;
    }
    if (is_within(apr_atomic_read64(&revision->failed), now, SC_REVISION_INTERVAL)) {
        return SC_STANDING_AWAY;
    }
    asking = apr_atomic_read64(&revision->asking);
    if (!moment || !is_within(asking, now, SC_REVISION_PATIENCE)) {
        /* One asks; before anything is known, or after a change, everybody does. */
        if (apr_atomic_cas64(&revision->asking, (apr_uint64_t)now, asking) == asking || !moment) {
            return SC_STANDING_ASK;
        }
    }
    return is_within(moment, now, SC_REVISION_PATIENCE) ? SC_STANDING_CURRENT : SC_STANDING_AWAY;
}

apr_uint64_t sc_revision_question(sc_revision_t *revision)
{
    return revision ? apr_atomic_read64(&revision->changes) : 0;
}

void sc_revision_answer(sc_revision_t *revision, apr_uint64_t question, sc_mark_t mark)
{
    apr_uint64_t now = (apr_uint64_t)apr_time_now();

    if (!revision) {
        return;
    }
    apr_atomic_set64(&revision->failed, mark ? 0 : now);
    if (mark) {
        apr_atomic_set64(&revision->mark, mark);
        apr_atomic_set64(&revision->confirmed, now);
        /* A change since the question may have come too late for the answer. Whoever counts it
         * after this line takes the answer back themselves. */
        if (apr_atomic_read64(&revision->changes) != question) {
            apr_atomic_set64(&revision->confirmed, 0);
        }
    }
    apr_atomic_set64(&revision->asking, 0);
}

void sc_revision_published(const server_rec *server)
{
    const sc_server_t *record = sc_server_of(server);
    sc_revision_t *revision = record ? record->revision : NULL;
    apr_uint32_t i;

    for (i = 0; revision && i < revision->count; i++) {
        sc_revision_t *each = revision - revision->number + i;

        apr_atomic_inc64(&each->changes);
        apr_atomic_set64(&each->confirmed, 0);
    }
}
