#include "store/record/columns.h"

#include "store/db/sql.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What each row begins with: which field of the entity it belongs to, and whose entry it is; the
 * entry's own columns come behind. */
enum { FIELD, RECORD, POSITION, ENTRY };

static int width_of(const sc_field_t *field)
{
    int width = 0;

    if (field->type != SC_TYPE_PARTS) {
        return 1;
    }
    for (int i = 0; i < field->target->field_count; i++) {
        width += sc_column_is(&field->target->fields[i]);
    }
    return width;
}

/* The entries of the field, filled up to @a width columns. */
static const char *select_field(const sc_db_t *db, const sc_entity_t *entity,
                                const sc_field_t *field, int width, apr_pool_t *pool)
{
    const char *table = sc_list_table(entity, field, pool);
    const char *owner = apr_pstrcat(pool, "t.\"", entity->name, "_id\"", NULL);
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
    for (int i = width_of(field); i < width; i++) {
        columns = apr_pstrcat(pool, columns, ", NULL", NULL);
    }
    return apr_psprintf(pool, "SELECT %d, %s, t.\"position\", %s FROM %s WHERE %s%s",
                        (int)(field - entity->fields), owner, columns, from, owner,
                        sc_sql_in_ids(db));
}

/* @param fields of const sc_field_t * */
static const char *select_fields(const sc_db_t *db, const sc_entity_t *entity,
                                 const apr_array_header_t *fields, apr_pool_t *pool)
{
    const char *sql = "";
    int width = 0;

    for (int i = 0; i < fields->nelts; i++) {
        int own = width_of(SC_AT(fields, i, const sc_field_t));

        width = own > width ? own : width;
    }
    for (int i = 0; i < fields->nelts; i++) {
        sql = apr_pstrcat(pool, sql, i ? " UNION ALL " : "",
                          select_field(db, entity, SC_AT(fields, i, const sc_field_t), width, pool),
                          NULL);
    }
    return apr_pstrcat(pool, sql, fields->nelts > 1 ? " ORDER BY 1, 2, 3" : " ORDER BY 2, 3", NULL);
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
        APR_ARRAY_PUSH(list, void *) = sc_columns_part(field->target, rows, row, ENTRY, pool);
    }
    else {
        APR_ARRAY_PUSH(list, const char *) = sc_row_word(rows, row, ENTRY);
    }
    if (is_new) {
        sc_field_set_list(field, record, list);
    }
}

/* The entity's list fields, or the one of this name. */
static apr_array_header_t *list_fields(const sc_entity_t *entity, const char *only,
                                       apr_pool_t *pool)
{
    apr_array_header_t *fields = apr_array_make(pool, 8, sizeof(void *));

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (sc_field_is_list(field) && (!only || strcmp(field->name, only) == 0)) {
            APR_ARRAY_PUSH(fields, const sc_field_t *) = field;
        }
    }
    return fields;
}

/* Reads the fields in one statement, which is kept by the address of the first and the last. */
static apr_status_t read_fields(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const apr_array_header_t *fields, sc_arg_t ids, apr_hash_t *by_id)
{
    const sc_field_t *first = SC_AT(fields, 0, const sc_field_t);
    const sc_field_t *last = SC_AT(fields, fields->nelts - 1, const sc_field_t);
    const char *sql = sc_db_kept(db, first, last);
    sc_arg_t *args = apr_palloc(pool, fields->nelts * sizeof(*args));
    sc_rows_t *rows;

    if (!sql) {
        sql = sc_db_keep(db, first, last, select_fields(db, entity, fields, pool));
    }
    for (int i = 0; i < fields->nelts; i++) {
        args[i] = ids;
    }
    SC_TRY(sc_db_select(db, pool, sql, args, fields->nelts, &rows));
    for (int i = 0; i < rows->count; i++) {
        int field = sc_row_index(rows, i, FIELD, entity->field_count);
        apr_int64_t id = sc_row_number(rows, i, RECORD);
        void *record = apr_hash_get(by_id, &id, sizeof(id));

        if (record && sc_field_is_list(&entity->fields[field])) {
            add_entry(&entity->fields[field], record, rows, i, pool);
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
    const apr_array_header_t *fields;
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
    fields = list_fields(entity, only, pool);
    if (fields->nelts > 0 && sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        return read_fields(db, pool, entity, fields, arg, by_id);
    }
    for (int i = 0; i < fields->nelts; i++) {
        apr_array_header_t one = *fields;

        one.elts += i * one.elt_size;
        one.nelts = 1;
        SC_TRY(read_fields(db, pool, entity, &one, arg, by_id));
    }
    return APR_SUCCESS;
}
