/**
 * @file list_filters.h
 * @brief The filters of a query as SQL, from one fixed text per collection.
 *
 * Private to store. Every filter of a collection stands in the text whether the reader set it or
 * not: a switch beside it, an argument that is NULL, turns it off. So the number of distinct texts
 * does not grow with the combinations that readers think of.
 *
 * A filter is written twice: as a condition on a row `t`, and, where an index serves it, as a
 * SELECT of the ids that may pass it, its candidates.
 */
#ifndef SC_STORE_LIST_FILTERS_H
#define SC_STORE_LIST_FILTERS_H

#include "model/dossier.h"
#include "store/sql.h"

/** What of a query concerns a collection. */
typedef struct sc_selection_t sc_selection_t;

sc_selection_t *sc_selection_of(const sc_entity_t *entity, const sc_query_t *query,
                                apr_pool_t *pool);

/** Whether any filter is set that the collection knows. */
int sc_selection_is_filtered(const sc_selection_t *selection);

/** Whether nothing can pass: words to search for of which nothing is left when folded. */
int sc_selection_is_empty(const sc_selection_t *selection);

/** Whether a filter with candidates is set; else they would be none. */
int sc_selection_has_candidates(const sc_selection_t *selection);

/** Appends a SELECT of the candidates of the filter that promises the fewest. */
void sc_selection_add_candidates(const sc_selection_t *selection, sc_sql_t *sql);

/** Appends " AND " and a condition on the row `t` for each filter. @param of_candidates the row is
 * a candidate already */
void sc_selection_add_conditions(const sc_selection_t *selection, sc_sql_t *sql, int of_candidates);

#endif
