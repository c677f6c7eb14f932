#include "store/read.h"

#include "store/columns.h"
#include "store/lists.h"
#include "store/sql.h"

#include <apr_hash.h>
#include <apr_strings.h>

/* The records that a SELECT with the items' columns and this end finds, without their lists. */
static apr_status_t read_rows(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const char *end, const sc_arg_t *args, int count,
                              apr_array_header_t *records)
{
    const char *sql =
        apr_pstrcat(pool, "SELECT ", sc_columns_of_item(entity, pool), " FROM ",
                    sc_columns_from(entity, entity->collection, pool), " ", end, NULL);
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    status = sc_db_select(db, pool, sql, args, count, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    for (i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(records, void *) = sc_columns_item(entity, rows, i, pool);
    }
    return APR_SUCCESS;
}

apr_status_t sc_read_item(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const char *slug, void **record)
{
    apr_array_header_t *records = apr_array_make(pool, 1, sizeof(void *));
    sc_arg_t arg = sc_arg_text(slug);
    apr_status_t status;

    status = read_rows(db, pool, entity, "WHERE t.\"slug\" = ?", &arg, 1, records);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (records->nelts == 0) {
        return APR_ENOENT;
    }
    *record = APR_ARRAY_IDX(records, 0, void *);
    return sc_lists_read(db, pool, records);
}

static apr_status_t read_ids(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const apr_array_header_t *ids, apr_array_header_t *found)
{
    sc_arg_t arg = sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool);

    return ids->nelts == 0 ? APR_SUCCESS
                           : read_rows(db, pool, entity,
                                       apr_pstrcat(pool, "WHERE t.\"id\"", sc_sql_in_ids(db), NULL),
                                       &arg, 1, found);
}

/* @param found each item that exists, once; @param records the same as the ids say */
static apr_status_t read_in_order(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                  const apr_array_header_t *ids, apr_array_header_t *found,
                                  apr_array_header_t **records)
{
    apr_hash_t *by_id = apr_hash_make(pool);
    apr_status_t status;
    int i;

    *records = apr_array_make(pool, ids->nelts + 1, sizeof(void *));
    status = read_ids(db, pool, entity, ids, found);
    if (status != APR_SUCCESS) {
        return status;
    }
    for (i = 0; i < found->nelts; i++) {
        sc_record_t *record = APR_ARRAY_IDX(found, i, void *);

        apr_hash_set(by_id, &record->id, sizeof(record->id), record);
    }
    for (i = 0; i < ids->nelts; i++) {
        void *record =
            apr_hash_get(by_id, &APR_ARRAY_IDX(ids, i, apr_int64_t), sizeof(apr_int64_t));

        if (record) {
            APR_ARRAY_PUSH(*records, void *) = record;
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_read_by_ids(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const apr_array_header_t *ids, apr_array_header_t **records)
{
    apr_array_header_t *found = apr_array_make(pool, ids->nelts + 1, sizeof(void *));
    apr_status_t status = read_in_order(db, pool, entity, ids, found, records);

    return status == APR_SUCCESS ? sc_lists_read(db, pool, found) : status;
}

apr_status_t sc_read_shallow(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const apr_array_header_t *ids, apr_array_header_t **records)
{
    apr_array_header_t *found = apr_array_make(pool, ids->nelts + 1, sizeof(void *));

    return read_in_order(db, pool, entity, ids, found, records);
}

apr_status_t sc_read_batch(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t after, int limit, apr_array_header_t **records)
{
    sc_arg_t args[] = {sc_arg_integer(after), sc_arg_integer(limit)};
    apr_status_t status;

    *records = apr_array_make(pool, 64, sizeof(void *));
    status = read_rows(db, pool, entity, "WHERE t.\"id\" > ? ORDER BY t.\"id\" LIMIT ?", args, 2,
                       *records);
    return status == APR_SUCCESS ? sc_lists_read(db, pool, *records) : status;
}

apr_status_t sc_read_count(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t *count)
{
    const char *sql = apr_pstrcat(pool, "SELECT count(*) FROM \"", entity->collection, "\"", NULL);
    apr_status_t status;
    sc_rows_t *rows;

    status = sc_db_select(db, pool, sql, NULL, 0, &rows);
    if (status == APR_SUCCESS) {
        *count = sc_row_integer(rows, 0, 0);
    }
    return status;
}

apr_status_t sc_read_fate(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const char *slug, sc_fate_e *fate, const char **now)
{
    const char *sql = apr_pstrcat(pool, "SELECT t.\"slug\" FROM \"slug_fates\" AS f LEFT JOIN \"",
                                  entity->collection,
                                  "\" AS t ON t.\"id\" = f.\"item_id\" "
                                  "WHERE f.\"collection\" = ? AND f.\"slug\" = ?",
                                  NULL);
    sc_arg_t args[] = {sc_arg_text(entity->collection), sc_arg_text(slug)};
    apr_status_t status;
    sc_rows_t *rows;

    *fate = SC_FATE_NEVER;
    *now = NULL;
    status = sc_db_select(db, pool, sql, args, 2, &rows);
    if (status == APR_SUCCESS && rows->count > 0) {
        *now = sc_row_text(rows, 0, 0);
        *fate = *now ? SC_FATE_RENAMED : SC_FATE_GONE;
    }
    return status;
}
