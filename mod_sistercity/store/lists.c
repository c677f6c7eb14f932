#include "store/lists.h"

#include "store/columns.h"

#include <apr_hash.h>
#include <apr_strings.h>

/* What the rows of a list field's table hold of each entry, and where from. */
static const char *select_entries(const sc_entity_t *entity, const sc_field_t *field, int size,
                                  apr_pool_t *pool)
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
                       " WHERE t.\"", entity->name, "_id\" IN ", sc_in_list(size, pool),
                       " ORDER BY t.\"", entity->name, "_id\", t.\"position\"", NULL);
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
        APR_ARRAY_PUSH(list, const char *) = sc_row_text(rows, row, 1);
    }
    if (is_new) {
        sc_field_set_list(field, record, list);
    }
}

static apr_status_t read_some(sc_db_t *db, apr_pool_t *pool, const sc_field_t *field,
                              void *const *records, int count)
{
    const sc_entity_t *entity = sc_record_entity(records[0]);
    apr_int64_t *ids = apr_palloc(pool, count * sizeof(*ids));
    apr_hash_t *by_id = apr_hash_make(pool);
    int size = sc_in_size(count);
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    for (i = 0; i < count; i++) {
        ids[i] = ((sc_record_t *)records[i])->id;
        apr_hash_set(by_id, &ids[i], sizeof(ids[i]), records[i]);
    }
    status = sc_db_select(db, pool, select_entries(entity, field, size, pool),
                          sc_in_integers(ids, count, pool), size, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    for (i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_integer(rows, i, 0);

        add_entry(field, apr_hash_get(by_id, &id, sizeof(id)), rows, i, pool);
    }
    return APR_SUCCESS;
}

apr_status_t sc_lists_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records)
{
    void *const *all = (void *const *)records->elts;
    const sc_entity_t *entity;
    int i, done, some;

    if (records->nelts == 0) {
        return APR_SUCCESS;
    }
    entity = sc_record_entity(all[0]);
    for (i = 0; i < entity->field_count; i++) {
        if (!sc_field_is_list(&entity->fields[i])) {
            continue;
        }
        for (done = 0; done < records->nelts; done += some) {
            apr_status_t status;

            some = records->nelts - done;
            some = some < sc_in_size(some) ? some : sc_in_size(some);
            status = read_some(db, pool, &entity->fields[i], all + done, some);
            if (status != APR_SUCCESS) {
                return status;
            }
        }
    }
    return APR_SUCCESS;
}
