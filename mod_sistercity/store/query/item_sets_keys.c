#include "store/query/item_sets.h"

#include "store/query/beginnings.h"
#include "store/query/id_select.h"
#include "store/record/search.h"

/* Of which items, by the tables in which keys stand with them. */
static const struct {
    const sc_entity_t *entity;
    const char *id;
    const char *from; /* the tables; of the keys it is `k` */
} sources[] = {{&sc_place, "k.\"place_id\"", "\"place_keys\" k"},
               {&sc_partnership, "k.\"partnership_id\"", "\"partnership_keys\" k"},
               {&sc_partnership, "m.\"partnership_id\"",
                "\"partnership_parties\" m JOIN \"place_keys\" k ON k.\"place_id\" = "
                "m.\"place_id\""}};

/* Adds the unsettled items that have such a key, asked of themselves. */
static apr_status_t add_unsettled(const sc_item_sets_t *sets, const char *term,
                                  const sc_id_set_t *among, sc_id_set_t *ids)
{
    apr_status_t status = APR_SUCCESS;
    size_t i;

    for (i = 0; status == APR_SUCCESS && i < sizeof(sources) / sizeof(sources[0]); i++) {
        sc_id_set_t *found;
        sc_sql_t *sql;

        if (sources[i].entity != sets->traits->entity) {
            continue;
        }
        sql = sc_id_select(sets->db, sets->pool, sources[i].id);
        sc_sql_add(sql, " FROM ");
        sc_sql_add(sql, sources[i].from);
        sc_sql_add(sql, " WHERE ");
        sc_sql_add(sql, sources[i].id);
        sc_id_select_add_in(sets->db, sql, sets->unsettled);
        /* The expression keeps SQLite from looking at everything that has such a key. */
        sc_sql_add_arg(sql, " AND k.\"key\" || '' >= ?", sc_arg_text(term));
        sc_sql_add_arg(sql, " AND k.\"key\" || '' < ?",
                       sc_arg_text(sc_search_end(term, sets->pool)));
        status = sc_id_select_read(sets->db, sql, &found);
        if (status == APR_SUCCESS && among) {
            sc_id_set_intersect(found, among);
        }
        if (status == APR_SUCCESS) {
            sc_id_set_unite(ids, found);
        }
    }
    return status;
}

static apr_status_t is_kept(const sc_item_sets_t *sets, const char *term, int *kept)
{
    sc_sql_t *sql = sc_sql_new(sets->pool);
    apr_status_t status;
    sc_rows_t *rows;

    sc_sql_add_arg(sql, "SELECT 1 FROM \"item_sets\" WHERE \"collection\" = ?",
                   sc_arg_text(sets->traits->entity->collection));
    sc_sql_add_arg(sql, " AND \"trait\" = ?", sc_arg_text(SC_TRAIT_KEY));
    sc_sql_add_arg(sql, " AND \"word\" = ? LIMIT 1", sc_arg_text(term));
    status = sc_sql_select(sets->db, sql, &rows);
    *kept = status == APR_SUCCESS && rows->count > 0;
    return status;
}

apr_status_t sc_item_sets_of_beginning(const sc_item_sets_t *sets, const char *term,
                                       const sc_id_set_t *among, sc_id_set_t **ids)
{
    apr_status_t status;
    int kept = 0;

    *ids = NULL;
    status = is_kept(sets, term, &kept);
    if (status != APR_SUCCESS || !kept) {
        return status;
    }
    status = sc_item_sets_kept(sets, SC_TRAIT_KEY, term, among, ids);
    if (status == APR_EINVAL) {
        *ids = NULL;
        return APR_SUCCESS;
    }
    if (status != APR_SUCCESS || sc_item_sets_are_settled(sets)) {
        return status;
    }
    sc_id_set_subtract(*ids, sets->unsettled);
    return add_unsettled(sets, term, among, *ids);
}
