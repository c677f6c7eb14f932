/**
 * @file texts.h
 * @brief What the history and drafts keep of items, changed after the fact.
 */
#ifndef SC_STORE_TEXTS_H
#define SC_STORE_TEXTS_H

#include "store/db/db.h"

/** Changes a record in place. @return how many fields */
typedef int sc_texts_change_fn(void *record, const void *baton);

/** Which rows: SQL of the table changes, and of drafts, in which each `?` is the argument. */
typedef struct sc_texts_t {
    const char *changes, *drafts;
    const char *argument;
} sc_texts_t;

/** Changes the records that these rows keep, and what belonged to them. @param count adds how many
 * fields were changed */
apr_status_t sc_texts_change(sc_db_t *db, apr_pool_t *pool, const sc_texts_t *texts,
                             sc_texts_change_fn *change, const void *baton, apr_int64_t *count);

#endif
