/**
 * What is known of a registry's state without asking its database.
 *
 * All processes share it. The database is asked once in SC_REVISION_INTERVAL by one of them, while
 * the others use what is known; a change through the module makes all of them ask at once.
 */
#pragma once

#include <httpd.h>

#include "view/dossier.h"

/** For how long an answer of the database holds: an outside change is seen after that. */
#define SC_REVISION_INTERVAL apr_time_from_sec(1)

/** After this time without an answer to a question somebody is asking, the database counts as
 * away. */
#define SC_REVISION_PATIENCE apr_time_from_sec(3)

/**
 * A failure that took longer than this is no refusal: as where packets are lost, each try would
 * keep somebody waiting. It opens the circuit breaker, and so does a database that cannot be
 * connected to, since mod_dbd logs each try: then one request at a time tries the database and the
 * others are answered without it, until a try succeeds or is refused at once.
 */
#define SC_REVISION_SLOW apr_time_from_sec(1)

/** While the breaker is open, tries are apart by a sixteenth of the time that the database has been
 * away, and by this at most. */
#define SC_REVISION_REST apr_time_from_sec(4)

/** After this time the one who tries counts as lost, and another tries. */
#define SC_REVISION_LOST apr_time_from_sec(30)

/** One state of one registry: its revision (modulo 2^32) and the time it came about, in one word
 * that can be shared without a lock. 0: not known. */
typedef apr_uint64_t sc_mark_t;

sc_mark_t sc_mark_of(const sc_state_t *state);

/** When the state came about, to the second; 0 if the registry did not say. */
apr_time_t sc_mark_time(sc_mark_t mark);

/** What is known of the registry of one server (virtual host). */
typedef struct sc_revision_t sc_revision_t;

/** Of all servers, in shared memory. @return NULL if there is none: then nothing is ever known. */
sc_revision_t *sc_revisions_create(server_rec *main, int servers, apr_pool_t *pool);

/** That of the server with the number, from 0. */
sc_revision_t *sc_revision_at(sc_revision_t *revisions, int number);

typedef enum {
    SC_STANDING_CURRENT, /* the mark is that of now */
    SC_STANDING_ASK,     /* the caller is to ask the database */
    SC_STANDING_AWAY     /* the database does not answer; the mark is what it said last */
} sc_standing_e;

/**
 * What is known now. Times are those of sc_running_time().
 * @param mark 0 if the database has not been asked since httpd started
 * @param confirmed when the database last said so
 */
sc_standing_e sc_revision_look(sc_revision_t *revision, apr_time_t now, sc_mark_t *mark,
                               apr_time_t *confirmed);

/** Whether the database has answered, with a registry of this program's schema, since httpd started
 * or was reloaded. */
int sc_revision_is_known(sc_revision_t *revision);

/** Whether the circuit breaker is open, so that nobody should wait for the database. */
int sc_revision_is_open(sc_revision_t *revision);

/** Who may ask the database. */
typedef enum {
    SC_BREAKER_CLOSED, /* everybody */
    SC_BREAKER_TRIAL,  /* the caller alone; sc_revision_answer() must follow */
    SC_BREAKER_OPEN    /* not the caller: somebody else tries */
} sc_breaker_e;

/** Before asking without having been told to by SC_STANDING_ASK. If the database has not been heard
 * of for SC_REVISION_INTERVAL, this waits for the answer that somebody else gets,
 * SC_REVISION_PATIENCE at most: mostly a few milliseconds, and otherwise many would hang. */
sc_breaker_e sc_revision_breaker(sc_revision_t *revision);

/** One question to the database. */
typedef struct sc_question_t {
    apr_uint64_t changes; /* of our own before it */
    apr_time_t asked;
    int is_unreachable; /* set by who asks: there was not even a connection */
} sc_question_t;

/** Before the database is asked, or a connection to it opened. */
sc_question_t sc_revision_question(sc_revision_t *revision);

/** What the database answered; to be said of every question. @param mark 0: it did not */
void sc_revision_answer(sc_revision_t *revision, sc_question_t question, sc_mark_t mark);

/** After a change has been committed: from now on nobody answers by what was known before. */
void sc_revision_published(const server_rec *server);
