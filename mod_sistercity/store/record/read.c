#include "store/record/read.h"

#include "store/db/sql.h"
#include "store/record/columns.h"
#include "store/record/planned.h"

#include <apr_hash.h>
#include <apr_strings.h>

static const sc_choice_t by_slug = {"\"slug\" = ?", ""};
static const sc_choice_t by_slugs = {"\"slug\"", ""};
static const sc_choice_t by_id = {"\"id\"", ""};
static const sc_choice_t in_range = {"\"id\"" SC_SQL_IN_RANGE, ""};
static const sc_choice_t after_id = {"\"id\" > ?", " ORDER BY t.\"id\" LIMIT ?"};

/* @param middle what stands between the choice's two texts, always the same for one choice */
static const char *statement_of(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const sc_choice_t *choice, const char *middle)
{
    const char *sql = sc_db_kept(db, entity, choice);

    return sql ? sql
               : sc_db_keep(db, entity, choice,
                            apr_pstrcat(pool, "SELECT ", sc_columns_of_item(entity, pool), " FROM ",
                                        sc_columns_from(entity, entity->collection, pool),
                                        " WHERE t.", choice->condition, middle, choice->order,
                                        NULL));
}

/* The records that a statement finds, without their lists. */
static apr_status_t read_rows(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const char *sql, const sc_arg_t *args, int count,
                              apr_array_header_t *records)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, args, count, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(records, void *) = sc_columns_item(entity, rows, i, pool);
    }
    return entity == &sc_partnership ? sc_planned_follow(db, pool, sc_db_today(db), records)
                                     : APR_SUCCESS;
}

apr_status_t sc_read_where(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           const sc_choice_t *choice, const sc_arg_t *args, int count,
                           apr_array_header_t **records)
{
    *records = apr_array_make(pool, 16, sizeof(void *));
    return read_rows(db, pool, entity, statement_of(db, pool, entity, choice, ""), args, count,
                     *records);
}

apr_status_t sc_read_chosen(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const sc_choice_t *choice, const apr_array_header_t *ids,
                            apr_array_header_t **records)
{
    *records = apr_array_make(pool, ids->nelts + 1, sizeof(void *));
    if (ids->nelts == 0) {
        return APR_SUCCESS;
    }
    sc_arg_t arg = sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool);
    return read_rows(db, pool, entity, statement_of(db, pool, entity, choice, sc_sql_in_ids(db)),
                     &arg, 1, *records);
}

apr_status_t sc_read_item(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                          const char *slug, void **record)
{
    sc_arg_t arg = sc_arg_text(slug);
    apr_array_header_t *records;

    SC_TRY(sc_read_where(db, pool, entity, &by_slug, &arg, 1, &records));
    if (records->nelts == 0) {
        return APR_ENOENT;
    }
    *record = APR_ARRAY_IDX(records, 0, void *);
    return sc_lists_read(db, pool, records, NULL);
}

apr_status_t sc_read_by_slugs(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const apr_array_header_t *slugs, apr_array_header_t **records)
{
    sc_arg_t arg = sc_sql_texts(db, (const char *const *)slugs->elts, slugs->nelts, pool);

    *records = apr_array_make(pool, slugs->nelts + 1, sizeof(void *));
    if (slugs->nelts == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(read_rows(db, pool, entity,
                     statement_of(db, pool, entity, &by_slugs, sc_sql_in_texts(db)), &arg, 1,
                     *records));
    return sc_lists_read(db, pool, *records, NULL);
}

apr_status_t sc_read_shallow(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const apr_array_header_t *ids, apr_array_header_t **records)
{
    apr_hash_t *records_by_id = apr_hash_make(pool);
    apr_array_header_t *found;
    sc_arg_t range[2];

    *records = apr_array_make(pool, ids->nelts + 1, sizeof(void *));
    SC_TRY(sc_sql_are_dense(db, (const apr_int64_t *)ids->elts, ids->nelts, range)
               ? sc_read_where(db, pool, entity, &in_range, range, 2, &found)
               : sc_read_chosen(db, pool, entity, &by_id, ids, &found));
    SC_EACH(sc_record_t, record, found) {
        apr_hash_set(records_by_id, &record->id, sizeof(record->id), record);
    }
    for (int i = 0; i < ids->nelts; i++) {
        void *record =
            apr_hash_get(records_by_id, &APR_ARRAY_IDX(ids, i, apr_int64_t), sizeof(apr_int64_t));

        if (record) {
            APR_ARRAY_PUSH(*records, void *) = record;
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_read_by_ids(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const apr_array_header_t *ids, apr_array_header_t **records)
{
    SC_TRY(sc_read_shallow(db, pool, entity, ids, records));
    return sc_lists_read(db, pool, *records, NULL);
}

apr_status_t sc_read_batch(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t after, int limit, apr_array_header_t **records)
{
    sc_arg_t args[] = {sc_arg_integer(after), sc_arg_integer(limit)};

    SC_TRY(sc_read_where(db, pool, entity, &after_id, args, 2, records));
    return sc_lists_read(db, pool, *records, NULL);
}

/* What read_rows() will ask. */
static void ask_rows(sc_ahead_t *ahead, const sc_entity_t *entity, const sc_choice_t *choice,
                     const char *middle, sc_arg_t arg)
{
    sc_ahead_ask(ahead, statement_of(ahead->db, ahead->pool, entity, choice, middle), &arg, 1);
    if (entity == &sc_partnership) {
        sc_planned_ahead(ahead, sc_db_today(ahead->db));
    }
}

/* The same. @return the ids of the rows */
static sc_arg_t ask_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, const sc_choice_t *choice,
                          const char *middle, sc_arg_t arg)
{
    ask_rows(ahead, entity, choice, middle, arg);
    return sc_ahead_ids(ahead,
                        apr_pstrcat(ahead->pool, "SELECT t.\"id\" FROM \"", entity->collection,
                                    "\" t WHERE t.", choice->condition, middle, choice->order,
                                    NULL),
                        &arg, 1);
}

sc_arg_t sc_read_where_ahead(sc_ahead_t *ahead, const sc_entity_t *entity,
                             const sc_choice_t *choice, sc_arg_t arg)
{
    return ask_ahead(ahead, entity, choice, "", arg);
}

sc_arg_t sc_read_chosen_ahead(sc_ahead_t *ahead, const sc_entity_t *entity,
                              const sc_choice_t *choice, sc_arg_t ids)
{
    return ask_ahead(ahead, entity, choice, sc_sql_in_ids(ahead->db), ids);
}

sc_arg_t sc_read_item_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, const char *slug)
{
    sc_arg_t ids = ask_ahead(ahead, entity, &by_slug, "", sc_arg_text(slug));

    sc_lists_ahead(ahead, entity, ids, NULL);
    return ids;
}

void sc_read_shallow_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids)
{
    ask_rows(ahead, entity, &by_id, sc_sql_in_ids(ahead->db), ids);
}

void sc_read_by_ids_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids)
{
    sc_read_shallow_ahead(ahead, entity, ids);
    sc_lists_ahead(ahead, entity, ids, NULL);
}

static apr_status_t ask_table(sc_db_t *db, apr_pool_t *pool, const char *what, const char *table,
                              apr_int64_t *answer)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, apr_pstrcat(pool, "SELECT ", what, " FROM \"", table, "\"", NULL),
                        NULL, 0, &rows));
    *answer = sc_row_number(rows, 0, 0);
    return APR_SUCCESS;
}

apr_status_t sc_read_count(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           apr_int64_t *count)
{
    return ask_table(db, pool, "count(*)", entity->collection, count);
}

apr_status_t sc_read_next_id(sc_db_t *db, apr_pool_t *pool, const char *table, apr_int64_t *id)
{
    return ask_table(db, pool, "coalesce(max(\"id\"), 0) + 1", table, id);
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
    sc_rows_t *rows;

    *fate = SC_FATE_NEVER;
    *now = NULL;
    SC_TRY(sc_db_select(db, pool, sql, args, 2, &rows));
    if (rows->count > 0) {
        *now = sc_row_text(rows, 0, 0);
        *fate = *now ? SC_FATE_RENAMED : SC_FATE_GONE;
    }
    return APR_SUCCESS;
}

apr_status_t sc_read_present(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *slug, void **record)
{
    apr_status_t status = sc_read_item(db, pool, entity, slug, record);
    const char *now = NULL;
    sc_fate_e fate;

    if (status != APR_ENOENT) {
        return status;
    }
    SC_TRY(sc_read_fate(db, pool, entity, slug, &fate, &now));
    return now ? sc_read_item(db, pool, entity, now, record) : APR_ENOENT;
}
