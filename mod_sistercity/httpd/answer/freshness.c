#include "httpd/answer/freshness.h"

#include "store/edit/touched.h"

#include <apr_atomic.h>
#include <apr_shm.h>
#include <http_log.h>
#include <string.h>

/* So many revisions are followed; the database remembers as many (sql/…/0012_touched_pages.sql). An
 * answer that is older is made anew. */
#define HISTORY 4096

/* More touched pages than this between two looks count as all. */
#define TOUCHED_MOST 4000

#define SECONDS_OF_DAY 86400

/* Revisions are modulo 2^32, as marks have them. All of it only ever grows, so that it does not
 * matter who of several writes last, and what is half written makes answers anew too often, not too
 * seldom. What is known holds for a mark once it has been published or stands in the history. */
struct sc_freshness_t {
    apr_uint32_t all;                     /* the last revision that has touched all pages */
    apr_uint32_t groups[SC_SHOWN_GROUPS]; /* the last one that has touched the group */
    apr_uint64_t history[HISTORY];        /* the marks up to now, each at its revision */
};

sc_freshness_t *sc_freshness_create(server_rec *main, apr_pool_t *pool)
{
    apr_shm_t *memory;
    apr_status_t rv = apr_shm_create(&memory, sizeof(sc_freshness_t), NULL, pool);
    sc_freshness_t *freshness;

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, main,
                     "SC0112: no shared memory; each change makes all pages anew");
        return NULL;
    }
    freshness = apr_shm_baseaddr_get(memory);
    memset(freshness, 0, sizeof(*freshness));
    return freshness;
}

static apr_uint32_t revision_of(sc_mark_t mark)
{
    return (apr_uint32_t)mark;
}

static int is_later(apr_uint32_t revision, apr_uint32_t other)
{
    return (apr_int32_t)(revision - other) > 0;
}

static void raise_to(apr_uint32_t *known, apr_uint32_t revision)
{
    apr_uint32_t before = apr_atomic_read32(known), found;

    while (is_later(revision, before)) {
        found = apr_atomic_cas32(known, revision, before);
        if (found == before) {
            return;
        }
        before = found;
    }
}

/* The exchange is also the barrier behind what has been noted of the mark before. */
static void remember(sc_freshness_t *freshness, sc_mark_t mark)
{
    apr_uint64_t *place = &freshness->history[revision_of(mark) % HISTORY];
    apr_uint64_t before = apr_atomic_read64(place), found;

    while ((found = apr_atomic_cas64(place, mark, before)) != before) {
        before = found;
    }
}

static int is_remembered(sc_freshness_t *freshness, sc_mark_t mark)
{
    return apr_atomic_read64(&freshness->history[revision_of(mark) % HISTORY]) == mark;
}

static sc_mark_t mark_of(const sc_touched_t *touched)
{
    sc_state_t state = {.revision = touched->revision, .modified = touched->modified};

    return sc_mark_of(&state);
}

/* Whether they begin with the mark @a from, end with @a to and leave no revision between out. */
static int is_whole(const apr_array_header_t *touched, sc_mark_t from, sc_mark_t to)
{
    const sc_touched_t *all = (const sc_touched_t *)touched->elts;
    int i, last = touched->nelts - 1;

    if (last < 0 || mark_of(&all[0]) != from || mark_of(&all[last]) != to) {
        return 0;
    }
    for (i = 1; i <= last; i++) {
        if (all[i].revision > all[i - 1].revision + 1) {
            return 0;
        }
    }
    return 1;
}

/* Leaves out what has come since the state was told. */
static void cut_behind(apr_array_header_t *touched, apr_int64_t revision)
{
    while (touched->nelts > 0 &&
           APR_ARRAY_IDX(touched, touched->nelts - 1, sc_touched_t).revision > revision) {
        touched->nelts--;
    }
}

static void note(sc_freshness_t *freshness, const apr_array_header_t *touched)
{
    int i;

    for (i = 0; i < touched->nelts; i++) {
        const sc_touched_t *each = &APR_ARRAY_IDX(touched, i, sc_touched_t);

        raise_to(sc_touched_is_all(each) ? &freshness->all
                                         : &freshness->groups[sc_shown_group(each->page, each->id)],
                 (apr_uint32_t)each->revision);
    }
    for (i = 0; i < touched->nelts; i++) {
        const sc_touched_t *each = &APR_ARRAY_IDX(touched, i, sc_touched_t);

        if (i == 0 || each->revision != each[-1].revision) {
            remember(freshness, mark_of(each));
        }
    }
}

/* @return whether all that has been touched since @a known is noted now */
static int follow(sc_freshness_t *freshness, sc_db_t *db, apr_pool_t *pool, sc_mark_t known,
                  const sc_state_t *state)
{
    sc_mark_t mark = sc_mark_of(state);
    apr_uint32_t distance = revision_of(mark) - revision_of(known);
    apr_array_header_t *touched;

    if (!known || distance == 0 || distance >= HISTORY ||
        sc_touched_read(db, pool, state->revision - distance, TOUCHED_MOST, &touched) !=
            APR_SUCCESS ||
        touched->nelts == TOUCHED_MOST) {
        return 0;
    }
    cut_behind(touched, state->revision);
    if (!is_whole(touched, known, mark)) {
        return 0;
    }
    note(freshness, touched);
    return 1;
}

void sc_freshness_learn(sc_freshness_t *freshness, sc_db_t *db, apr_pool_t *pool, sc_mark_t known,
                        const sc_state_t *state)
{
    sc_mark_t mark = sc_mark_of(state);

    if (!freshness || is_remembered(freshness, mark) || follow(freshness, db, pool, known, state)) {
        return;
    }
    raise_to(&freshness->all, revision_of(mark));
    remember(freshness, mark);
}

int sc_freshness_holds(sc_freshness_t *freshness, sc_mark_t then, sc_mark_t now,
                       const sc_shown_t *shown)
{
    apr_uint32_t revision = revision_of(then), i;

    if (!freshness || shown->count == 0 || shown->count > SC_SHOWN_MOST ||
        is_later(revision, revision_of(now)) || !is_remembered(freshness, then)) {
        return 0;
    }
    /* Pages tell the day of the registry's last change. */
    if (apr_time_sec(sc_mark_time(then)) / SECONDS_OF_DAY !=
        apr_time_sec(sc_mark_time(now)) / SECONDS_OF_DAY) {
        return 0;
    }
    for (i = 0; i < shown->count; i++) {
        if (is_later(apr_atomic_read32(&freshness->groups[shown->groups[i] % SC_SHOWN_GROUPS]),
                     revision)) {
            return 0;
        }
    }
    return !is_later(apr_atomic_read32(&freshness->all), revision);
}
