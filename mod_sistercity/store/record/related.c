#include "store/record/related.h"

#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

apr_array_header_t *sc_related_ids(const sc_rows_t *rows, apr_pool_t *pool)
{
    apr_array_header_t *ids = apr_array_make(pool, rows->count + 1, sizeof(apr_int64_t));

    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = sc_row_integer(rows, i, 0);
    }
    return ids;
}

sc_arg_t sc_related_arg(sc_db_t *db, const apr_array_header_t *records, apr_pool_t *pool)
{
    apr_int64_t *ids = apr_palloc(pool, (records->nelts + 1) * sizeof(*ids));

    for (int i = 0; i < records->nelts; i++) {
        ids[i] = SC_AT(records, i, sc_record_t)->id;
    }
    return sc_sql_ids(db, ids, records->nelts, pool);
}

apr_status_t sc_related_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const char *sql, const sc_arg_t *args, int count,
                               apr_array_header_t **records)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, args, count, &rows));
    return sc_read_by_ids(db, pool, entity, sc_related_ids(rows, pool), records);
}

/* The slugs of the partnerships that the records belong to, each once, but for those known. */
static apr_array_header_t *partnership_slugs(const apr_array_header_t *records, apr_hash_t *by_slug,
                                             apr_pool_t *pool)
{
    apr_array_header_t *slugs = apr_array_make(pool, 16, sizeof(const char *));
    apr_hash_t *seen = apr_hash_make(pool);

    for (int i = 0; i < records->nelts; i++) {
        const void *record = SC_AT(records, i, void);
        const sc_field_t *field = sc_entity_field(sc_record_entity(record), "partnership");
        const char *slug = field ? sc_field_text(field, record) : NULL;

        if (slug && !apr_hash_get(by_slug, slug, APR_HASH_KEY_STRING) &&
            !apr_hash_get(seen, slug, APR_HASH_KEY_STRING)) {
            apr_hash_set(seen, slug, APR_HASH_KEY_STRING, slug);
            APR_ARRAY_PUSH(slugs, const char *) = slug;
        }
    }
    return slugs;
}

apr_status_t sc_related_partnerships(sc_db_t *db, apr_pool_t *pool,
                                     const apr_array_header_t *records, apr_hash_t *by_slug)
{
    apr_array_header_t *slugs = partnership_slugs(records, by_slug, pool);
    apr_array_header_t *partnerships;
    sc_arg_t arg;

    if (slugs->nelts == 0) {
        return APR_SUCCESS;
    }
    arg = sc_sql_texts(db, (const char *const *)slugs->elts, slugs->nelts, pool);
    SC_TRY(sc_related_select(db, pool, &sc_partnership,
                             apr_pstrcat(pool, "SELECT \"id\" FROM \"partnerships\" WHERE \"slug\"",
                                         sc_sql_in_texts(db), NULL),
                             &arg, 1, &partnerships));
    for (int i = 0; i < partnerships->nelts; i++) {
        sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);

        apr_hash_set(by_slug, partnership->slug, APR_HASH_KEY_STRING, partnership);
    }
    return APR_SUCCESS;
}

apr_status_t sc_related_counts(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *places,
                               apr_hash_t *counts)
{
    const char *sql =
        apr_pstrcat(pool,
                    "SELECT p.\"slug\", COUNT(DISTINCT m.\"partnership_id\") FROM \"places\" p "
                    "LEFT JOIN \"partnership_parties\" m ON m.\"place_id\" = p.\"id\" "
                    "WHERE p.\"id\"",
                    sc_sql_in_ids(db), " GROUP BY p.\"slug\"", NULL);
    sc_arg_t arg = sc_related_arg(db, places, pool);
    sc_rows_t *rows;

    if (places->nelts == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool, sql, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t number = sc_row_integer(rows, i, 1);

        apr_hash_set(counts, sc_row_text(rows, i, 0), APR_HASH_KEY_STRING,
                     apr_pmemdup(pool, &number, sizeof(number)));
    }
    return APR_SUCCESS;
}

apr_array_header_t *sc_related_values(apr_hash_t *hash, apr_pool_t *pool)
{
    apr_array_header_t *values = apr_array_make(pool, apr_hash_count(hash) + 1, sizeof(void *));
    apr_hash_index_t *i;

    for (i = apr_hash_first(pool, hash); i; i = apr_hash_next(i)) {
        APR_ARRAY_PUSH(values, void *) = apr_hash_this_val(i);
    }
    return values;
}
