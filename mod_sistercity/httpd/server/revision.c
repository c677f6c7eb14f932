#include "httpd/server/revision.h"

#include "httpd/server/server.h"
#include "store/db/values.h"

#include <apr_atomic.h>
#include <string.h>

/* How often those who wait for somebody's answer look. */
#define LOOK_INTERVAL apr_time_from_msec(1)

#define REST_PART 16
#define REST_LEAST apr_time_from_msec(50)

/* How long after the breaker was opened nobody waits to hear whether it closes. */
#define OPEN_MEMORY (2 * SC_REVISION_LOST)

/* Times are those of sc_running_time(); 0 stands for never. A process may end at any line of this
 * file: nothing in here may stay taken for ever. */
struct sc_revision_t {
    apr_uint64_t mark;
    apr_uint64_t confirmed; /* when the database said so; 0 also after a change of our own */
    apr_uint64_t failed;    /* when it last did not answer */
    apr_uint64_t asking;    /* since when somebody is asking */
    apr_uint64_t opened;    /* when the circuit breaker was last opened; 0: it is closed */
    apr_uint64_t away;      /* since when it has not answered, if the breaker is open */
    apr_uint64_t changes;   /* counts changes of our own */
    /* Of all servers, for changes of our own: they may share a database. */
    apr_uint32_t number, count;
};

sc_mark_t sc_mark_of(const sc_state_t *state)
{
    apr_uint64_t seconds = (apr_uint64_t)sc_utc_seconds(state->modified);
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
    sc_revision_t *revisions = sc_server_share(
        main, size, "SC0107: no shared memory; every request will ask the database", pool);

    for (int i = 0; revisions && i < servers; i++) {
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

/* Whether somebody has been asking for too long. */
static int is_late(apr_uint64_t asking, apr_time_t now)
{
    return asking && !is_within(asking, now, SC_REVISION_PATIENCE);
}

/* Whether it is certain enough that the database answers, or refuses, without delay. */
static int is_certain(sc_revision_t *revision, apr_time_t now)
{
    apr_uint64_t confirmed = apr_atomic_read64(&revision->confirmed);

    return is_within(confirmed, now, SC_REVISION_INTERVAL) ||
           is_within(apr_atomic_read64(&revision->failed), now, SC_REVISION_INTERVAL) ||
           (!confirmed && apr_atomic_read64(&revision->mark)); /* a change of our own, just now */
}

/* Whether nothing was ever heard of the database. */
static int is_unknown(sc_revision_t *revision)
{
    return !apr_atomic_read64(&revision->mark) && !apr_atomic_read64(&revision->failed);
}

/* How long nobody tries after the breaker was opened: a part of the time that the database has been
 * away, so that it is found soon after it is back, and asked seldom when it is away for long. */
static apr_interval_time_t rest_of(sc_revision_t *revision, apr_uint64_t opened)
{
    apr_uint64_t away = apr_atomic_read64(&revision->away);
    apr_interval_time_t rest = away ? (apr_interval_time_t)(opened - away) / REST_PART : 0;

    return rest < REST_LEAST ? REST_LEAST : rest > SC_REVISION_REST ? SC_REVISION_REST : rest;
}

/* @param is_later set: not yet known, look again */
static sc_breaker_e find_breaker(sc_revision_t *revision, apr_time_t now, int *is_later)
{
    apr_uint64_t asking = apr_atomic_read64(&revision->asking);
    apr_uint64_t opened = apr_atomic_read64(&revision->opened);
    apr_interval_time_t patience = opened ? SC_REVISION_LOST : SC_REVISION_PATIENCE;

    *is_later = 0;
    if (!opened && !is_late(asking, now) && is_certain(revision, now)) {
        return SC_BREAKER_CLOSED;
    }
    if (!is_within(opened, now, rest_of(revision, opened)) && !is_within(asking, now, patience) &&
        apr_atomic_cas64(&revision->asking, (apr_uint64_t)now, asking) == asking) {
        if (asking) { /* whoever it was may have died long ago: it counts from then */
            apr_atomic_set64(&revision->opened, asking + SC_REVISION_PATIENCE);
        }
        return SC_BREAKER_TRIAL;
    }
    *is_later = !is_late(asking, now) && !is_within(opened, now, OPEN_MEMORY);
    return SC_BREAKER_OPEN;
}

int sc_revision_is_known(sc_revision_t *revision)
{
    return revision && apr_atomic_read64(&revision->mark) != 0;
}

int sc_revision_is_open(sc_revision_t *revision)
{
    return revision && (apr_atomic_read64(&revision->opened) ||
                        is_late(apr_atomic_read64(&revision->asking), sc_running_time()));
}

sc_breaker_e sc_revision_breaker(sc_revision_t *revision)
{
    apr_time_t now = sc_running_time();
    apr_time_t end = now + SC_REVISION_PATIENCE;
    sc_breaker_e breaker = SC_BREAKER_CLOSED;
    int is_later = 0;

    while (revision) {
        breaker = find_breaker(revision, now, &is_later);
        if (!is_later || now >= end) {
            break;
        }
        apr_sleep(LOOK_INTERVAL);
        now = sc_running_time();
    }
    return breaker;
}

/* What is known where everybody may ask. */
static sc_standing_e look_freely(sc_revision_t *revision, apr_time_t now, apr_uint64_t confirmed)
{
    apr_uint64_t asking = apr_atomic_read64(&revision->asking);

    /* One asks; after a change of our own everybody does. */
    if ((!asking && apr_atomic_cas64(&revision->asking, (apr_uint64_t)now, 0) == 0) || !confirmed) {
        return SC_STANDING_ASK;
    }
    return is_within(confirmed, now, SC_REVISION_PATIENCE) ? SC_STANDING_CURRENT : SC_STANDING_AWAY;
}

sc_standing_e sc_revision_look(sc_revision_t *revision, apr_time_t now, sc_mark_t *mark,
                               apr_time_t *confirmed)
{
    sc_breaker_e breaker = SC_BREAKER_CLOSED;

    *mark = 0;
    *confirmed = 0;
    if (!revision) {
        return SC_STANDING_ASK;
    }
    /* Otherwise what is known still answers while one asks. */
    if (is_unknown(revision) || sc_revision_is_open(revision)) {
        breaker = sc_revision_breaker(revision);
    }
    *confirmed = (apr_time_t)apr_atomic_read64(&revision->confirmed);
    *mark = apr_atomic_read64(&revision->mark);
    if (breaker == SC_BREAKER_TRIAL) {
        return SC_STANDING_ASK;
    }
    if (is_within((apr_uint64_t)*confirmed, now, SC_REVISION_INTERVAL)) {
        return SC_STANDING_CURRENT;
    }
    if (breaker != SC_BREAKER_CLOSED ||
        is_within(apr_atomic_read64(&revision->failed), now, SC_REVISION_INTERVAL)) {
        return SC_STANDING_AWAY;
    }
    return look_freely(revision, now, (apr_uint64_t)*confirmed);
}

sc_question_t sc_revision_question(sc_revision_t *revision)
{
    sc_question_t question = {0, sc_running_time(), 0};

    if (revision) {
        question.changes = apr_atomic_read64(&revision->changes);
    }
    return question;
}

/* A failure opens the breaker if it took long, or came of there being no connection; and nobody was
 * answered meanwhile. */
static apr_uint64_t opening_of(sc_revision_t *revision, sc_question_t question, apr_time_t now)
{
    return (question.is_unreachable || now - question.asked >= SC_REVISION_SLOW) &&
                   (apr_time_t)apr_atomic_read64(&revision->confirmed) < question.asked
               ? (apr_uint64_t)now
               : 0;
}

void sc_revision_answer(sc_revision_t *revision, sc_question_t question, sc_mark_t mark)
{
    apr_uint64_t now = (apr_uint64_t)sc_running_time();

    if (!revision) {
        return;
    }
    if (!apr_atomic_read64(&revision->opened)) {
        apr_atomic_set64(&revision->away, mark ? 0 : now);
    }
    apr_atomic_set64(&revision->failed, mark ? 0 : now);
    apr_atomic_set64(&revision->opened, mark ? 0 : opening_of(revision, question, (apr_time_t)now));
    if (mark) {
        apr_atomic_set64(&revision->mark, mark);
        apr_atomic_set64(&revision->confirmed, now);
        /* A change since the question may have come too late for the answer. Whoever counts it
         * after this line takes the answer back themselves. */
        if (apr_atomic_read64(&revision->changes) != question.changes) {
            apr_atomic_set64(&revision->confirmed, 0);
        }
    }
    apr_atomic_set64(&revision->asking, 0);
}

void sc_revision_published(const server_rec *server)
{
    const sc_server_t *record = sc_server_of(server);
    sc_revision_t *revision = record ? record->revision : NULL;

    for (apr_uint32_t i = 0; revision && i < revision->count; i++) {
        sc_revision_t *each = revision - revision->number + i;

        apr_atomic_inc64(&each->changes);
        apr_atomic_set64(&each->confirmed, 0);
    }
}
