/**
 * @file freshness.h
 * @brief Which changes have touched which pages, so that kept answers outlive those of others.
 *
 * All processes share it; it is brought up to date by whoever asks the database, before what the
 * database said is published (revision.h). Where something is not known, all pages count as
 * touched: at the start, after a pause so long that the database has forgotten, and when the
 * registry has been replaced by another or by one of before.
 */
#ifndef SC_HTTPD_FRESHNESS_H
#define SC_HTTPD_FRESHNESS_H

#include "httpd/answer/revision.h"
#include "httpd/answer/shown.h"
#include "store/db/db.h"

/** What is known of the registry of one server (virtual host). */
typedef struct sc_freshness_t sc_freshness_t;

/** In shared memory. @return NULL if there is none: then no answer outlives a change. */
sc_freshness_t *sc_freshness_create(server_rec *main, apr_pool_t *pool);

/**
 * Learns what has been touched up to the state that the database has just told. Asks it once more,
 * if that state is new.
 * @param known the mark that was published last, or 0
 */
void sc_freshness_learn(sc_freshness_t *freshness, sc_db_t *db, apr_pool_t *pool, sc_mark_t known,
                        const sc_state_t *state);

/**
 * Whether an answer of the state @a then is that of @a now, too.
 * @param now a mark that has been published, or one that the caller has learned itself
 */
int sc_freshness_holds(sc_freshness_t *freshness, sc_mark_t then, sc_mark_t now,
                       const sc_shown_t *shown);

#endif
