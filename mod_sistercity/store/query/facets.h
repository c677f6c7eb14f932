/**
 * Which items have which word of which facet, kept as bitmaps, so that any combination of
 * filters is answered and counted without looking at each item.
 *
 * The table `facets` has a row for each word of each facet (store/query/facet.h):
 *     collection | facet   | word | count | bitmap
 *     activities | country | JP   | 2114  | (bytes)      of the activities with Japan
 * Filters are intersections, totals are cardinalities, the registry's statistics are the counts.
 * The status is that of today (store/query/shift.h).
 * An import makes the table anew. Items that have changed since are in the table `dirty_items`,
 * where triggers note them also for SQL typed by hand; a reader asks these few of the items
 * themselves, by the same SQL that the bitmaps are made of. So answers are exact at any time, and
 * readers never write. A bitmap that cannot be read, which only somebody by hand can have made, is
 * noted (sc_db_note_damage()), and all items are asked.
 */
#pragma once

#include "store/db/ahead.h"
#include "store/query/bitmap.h"
#include "store/query/facet.h"

/** Days that a date is compared with, as texts of store/db/date_sql.h: the date can mean a day that
 * is not before the one and not after the other. */
typedef struct sc_days_t {
    const char *from;
    const char *until;
    int or_unknown; /* whether an item without the date is meant, too */
} sc_days_t;

/** What an item must have: a word of a facet, or one of several, or else a date in some days. */
typedef struct sc_condition_t {
    const sc_facet_t *facet;
    const char *word;
    sc_days_t days;
    const char *const *words; /* in place of word: any of them; NULL ends */
    int is_stored;            /* words of the status are the stored ones, not those of today */
} sc_condition_t;

/** How many items have a word. */
typedef struct sc_word_count_t {
    const char *facet;
    const char *word;
    apr_int64_t count;
} sc_word_count_t;

/** Own facets of a collection that are counted. */
typedef struct sc_counted_t {
    const sc_entity_t *entity;
    const char *const *facets; /* their names; NULL ends */
} sc_counted_t;

/** Appends all values of an expression as one text, with commas between them: a driver makes an
 * object of each row, and one text of thousands of ids is read ten times as fast. */
void sc_ids_add(const sc_db_t *db, sc_sql_t *sql, const char *id);

/** The beginning of a SELECT of that, to be continued with " FROM …". */
sc_sql_t *sc_ids_select(const sc_db_t *db, apr_pool_t *pool, const char *id);

/** Runs one. @param ids new, in the pool of the statement */
apr_status_t sc_ids_read(sc_db_t *db, const sc_sql_t *sql, sc_bitmap_t **ids);

/** Appends " IN " and the ids, as one argument. */
void sc_ids_add_in(const sc_db_t *db, sc_sql_t *sql, const sc_bitmap_t *ids);

/** Appends a table `j` whose column `value` has the ids. */
void sc_ids_add_table(const sc_db_t *db, sc_sql_t *sql, const sc_bitmap_t *ids);

/** The columns of `facets` that a bitmap is read from, behind its count. */
const char *sc_facets_columns(const sc_db_t *db);

/** The bitmap in these columns. @param column that of the count @return NULL if it cannot be read
 */
sc_bitmap_t *sc_facets_bitmap(const sc_db_t *db, const sc_rows_t *rows, int row, int column,
                              apr_pool_t *pool);

/** The bitmap as an argument for its column. */
sc_arg_t sc_facets_arg(const sc_db_t *db, const sc_bitmap_t *bitmap, apr_pool_t *pool);

/** The items that meet all of the conditions. @param conditions of sc_condition_t, at least one;
 * one of a facet of frequent words stands alone
 * @param ids NULL if its word is not kept, or cannot be read */
apr_status_t sc_facets_select(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                              const apr_array_header_t *conditions, sc_bitmap_t **ids);

/** What that will ask. */
void sc_facets_select_ahead(sc_ahead_t *ahead, const sc_faceted_t *faceted,
                            const apr_array_header_t *conditions);

/** The words of a facet of prefixes that some of the items have, as names are now: no index leads
 * from a place to its keys.
 * @param keys id of a place -> its keys; kept from one facet to the next
 * @param words word -> sc_bitmap_t *; added to */
apr_status_t sc_facets_read_prefixes(sc_db_t *db, const sc_faceted_t *faceted,
                                     const sc_facet_t *facet, const sc_bitmap_t *among,
                                     apr_hash_t *keys, apr_hash_t *words);

/** How many items have each word of some own facets.
 * @param facets their names; NULL ends
 * @param among NULL, or of which items only
 * @param counts of sc_word_count_t; some may be 0 */
apr_status_t sc_facets_count(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                             const char *const *facets, const sc_bitmap_t *among,
                             apr_array_header_t **counts);

/** The same of the words of one facet, not of the status, that are like one of two patterns of SQL,
 * perhaps with others. */
apr_status_t sc_facets_count_like(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                                  const char *facet, const char *const *like,
                                  const sc_bitmap_t *among, apr_array_header_t **counts);

/** The same of all items of several collections. Where nothing is dirty one statement tells.
 * @param counts one for each of the collections */
apr_status_t sc_facets_count_all(sc_db_t *db, apr_pool_t *pool, const sc_counted_t *collections,
                                 int count, apr_array_header_t **counts);

/** The same of all items of one, asked of themselves. */
apr_status_t sc_facets_ask(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                           const char *const *facets, apr_array_header_t **counts);

/** How many items the collection has, with or without facets. */
apr_status_t sc_facets_total(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             apr_int64_t *total);

/** What that will ask. */
void sc_facets_total_ahead(sc_ahead_t *ahead, const sc_entity_t *entity);

/** The items that belong to one of the partnerships. */
apr_status_t sc_facets_of_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       const sc_bitmap_t *partnerships, sc_bitmap_t **ids);

/** Appends where the rows `u` with the ids of dirty items come from: those of the collection that
 * are noted, and those that belong to a partnership that is. */
void sc_facets_add_dirty(const sc_faceted_t *faceted, sc_sql_t *sql);

/** These items. */
apr_status_t sc_facets_dirty(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                             sc_bitmap_t **dirty);

/** Whether facets are sooner made anew than brought up to date after so many changes. */
apr_status_t sc_facets_are_sooner_made_anew(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes,
                                            int *are);

/** Does what is sooner done; within a transaction that has changed so many items. */
apr_status_t sc_facets_settle(sc_db_t *db, apr_pool_t *pool, apr_int64_t changes);

/** Makes all rows anew; within a transaction. Items that somebody else's transaction is noting on
 * PostgreSQL stay dirty. */
apr_status_t sc_facets_rebuild(sc_db_t *db, apr_pool_t *pool);

/** Brings the rows up to date if many items are dirty; of so many at most that a person can wait
 * for it. Within a transaction that has changed something. */
apr_status_t sc_facets_update(sc_db_t *db, apr_pool_t *pool);
