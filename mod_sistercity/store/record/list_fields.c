#include "store/record/columns.h"

#include "store/db/sql.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What the rows of a list field's table hold of each entry, and where from. */
static const char *make_select(const sc_db_t *db, const sc_entity_t *entity,
                               const sc_field_t *field, apr_pool_t *pool)
{
    const char *table = sc_list_table(entity, field, pool);
    const char *columns;
    const char *from;

    if (field->type == SC_TYPE_PARTS) {
        columns = sc_columns_of_part(field->target, pool);
        from = sc_columns_from(field->target, table, pool);
    }
    else if (field->type == SC_TYPE_REFERENCES) {
        columns = "r.\"slug\"";
        from = apr_pstrcat(pool, "\"", table, "\" AS t JOIN \"", field->target->collection,
                           "\" AS r ON r.\"id\" = t.\"target_id\"", NULL);
    }
    else {
        columns = "t.\"value\"";
        from = apr_pstrcat(pool, "\"", table, "\" AS t", NULL);
    }
    return apr_pstrcat(pool, "SELECT t.\"", entity->name, "_id\", ", columns, " FROM ", from,
                       " WHERE t.\"", entity->name, "_id\"", sc_sql_in_ids(db), " ORDER BY t.\"",
                       entity->name, "_id\", t.\"position\"", NULL);
}

static const char *select_entries(sc_db_t *db, const sc_entity_t *entity, const sc_field_t *field,
                                  apr_pool_t *pool)
{
    const char *sql = sc_db_kept(db, entity, field);

    return sql ? sql : sc_db_keep(db, entity, field, make_select(db, entity, field, pool));
}

static void add_entry(const sc_field_t *field, void *record, const sc_rows_t *rows, int row,
                      apr_pool_t *pool)
{
    apr_array_header_t *list = sc_field_list(field, record);
    int is_new = list == NULL;

    if (is_new) {
        list = apr_array_make(pool, 2, sizeof(void *));
    }
    if (field->type == SC_TYPE_PARTS) {
        APR_ARRAY_PUSH(list, void *) = sc_columns_part(field->target, rows, row, 1, pool);
    }
    else {
        APR_ARRAY_PUSH(list, const char *) = sc_row_word(rows, row, 1);
    }
    if (is_new) {
        sc_field_set_list(field, record, list);
    }
}

static apr_status_t read_field(sc_db_t *db, apr_pool_t *pool, const sc_field_t *field,
                               const sc_arg_t *ids, apr_hash_t *by_id, const sc_entity_t *entity)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, select_entries(db, entity, field, pool), ids, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, 0);

        void *record = apr_hash_get(by_id, &id, sizeof(id));

        if (record) {
            add_entry(field, record, rows, i, pool);
        }
        else {
            sc_row_refuse(rows);
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_lists_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                           const char *only)
{
    apr_int64_t *ids = apr_palloc(pool, (records->nelts + 1) * sizeof(*ids));
    apr_hash_t *by_id = apr_hash_make(pool);
    const sc_entity_t *entity;
    sc_arg_t arg;

    if (records->nelts == 0) {
        return APR_SUCCESS;
    }
    entity = sc_record_entity(SC_AT(records, 0, void));
    for (int i = 0; i < records->nelts; i++) {
        ids[i] = SC_AT(records, i, sc_record_t)->id;
        apr_hash_set(by_id, &ids[i], sizeof(ids[i]), SC_AT(records, i, void));
    }
    arg = sc_sql_ids(db, ids, records->nelts, pool);
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (sc_field_is_list(field) && (!only || strcmp(field->name, only) == 0)) {
            SC_TRY(read_field(db, pool, field, &arg, by_id, entity));
        }
    }
    return APR_SUCCESS;
}
