/**
 * @file item_sets.h
 * @brief Which items have which word of which trait, kept as sets of ids, so that any combination
 * of filters is answered and counted without looking at each item.
 *
 * Private to store. The table item_sets has a row for each collection, trait, word and block of ids
 * (store/query/id_set.h). It is made whole by a large import and mended by edits. Whatever else
 * changes the database, SQL typed by hand among it: triggers note the item in the table unsettled,
 * and what is noted there is asked of the items themselves. So answers are exact at any time, and
 * fast as long as few items are unsettled. A kept set that cannot be read, which only somebody by
 * hand can have made, is noted (sc_db_note_damage()), and the items themselves are asked.
 */
#ifndef SC_STORE_ITEM_SETS_H
#define SC_STORE_ITEM_SETS_H

#include "store/db/db.h"
#include "store/db/sql.h"
#include "store/query/id_set.h"
#include "store/query/trait.h"

/** The sets of one collection, for one request. */
typedef struct sc_item_sets_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_traits_t *traits;
    sc_id_set_t *unsettled; /* the items that the kept sets may have wrong */
} sc_item_sets_t;

/** Days that a date is compared with, as model/edtf.h and store/db/date_sql.h have them as texts:
 * the date can mean a day that is not before the one and not after the other. */
typedef struct sc_days_t {
    const char *from;
    const char *until;
    int or_unknown; /* whether an item without the date is meant, too */
} sc_days_t;

/** @param sets is set up, in the pool */
apr_status_t sc_item_sets_open(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                               sc_item_sets_t *sets);

/** Whether no item is unsettled. */
int sc_item_sets_are_settled(const sc_item_sets_t *sets);

/** The items with the word. @param trait own or inherited @param among NULL, or of which items only
 */
apr_status_t sc_item_sets_of_word(const sc_item_sets_t *sets, const char *trait, const char *word,
                                  const sc_id_set_t *among, sc_id_set_t **ids);

/** The same as far as it is kept: the unsettled ones may be wrong.
 * @return also APR_EINVAL: what is kept is no set */
apr_status_t sc_item_sets_kept(const sc_item_sets_t *sets, const char *trait, const char *word,
                               const sc_id_set_t *among, sc_id_set_t **ids);

/** The items with a date in the days. @param trait an own one that is a date @param among NULL, or
 * of which items only */
apr_status_t sc_item_sets_of_days(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                  const sc_days_t *days, const sc_id_set_t *among,
                                  sc_id_set_t **ids);

/** The items that have a search key which begins with the term, if such a set is kept: of places
 * and partnerships, by beginnings that many have (store/query/beginnings.h).
 * @param ids set to NULL if none is */
apr_status_t sc_item_sets_of_beginning(const sc_item_sets_t *sets, const char *term,
                                       const sc_id_set_t *among, sc_id_set_t **ids);

/** Runs a SELECT of blocks and their packed ids, and adds these. @param among NULL, or which only
 * @return also APR_EINVAL, as above */
apr_status_t sc_item_sets_add_kept(const sc_item_sets_t *sets, sc_sql_t *sql,
                                   const sc_id_set_t *among, sc_id_set_t *ids);

/** The words of a trait that begin with the prefix, of const char *, rising, but for what only
 * unsettled items have. */
apr_status_t sc_item_sets_words(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                const char *prefix, apr_array_header_t **words);

/** The items that belong to one of the partnerships. */
apr_status_t sc_item_sets_of_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                          const sc_id_set_t *partnerships, sc_id_set_t **ids);

/** The partnerships that the items belong to. */
apr_status_t sc_item_sets_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       const sc_id_set_t *items, sc_id_set_t **ids);

/** Makes all sets anew; within a transaction. Items that a transaction of somebody else's is noting
 * on PostgreSQL stay unsettled. */
apr_status_t sc_item_sets_rebuild(sc_db_t *db, apr_pool_t *pool);

/** Mends the sets of the unsettled items if they have become many, though of so many at most that a
 * person can wait for it; the others stay unsettled. Within a transaction that has changed
 * something. */
apr_status_t sc_item_sets_settle(sc_db_t *db, apr_pool_t *pool);

#endif
