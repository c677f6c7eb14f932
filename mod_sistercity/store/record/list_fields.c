#include "store/record/columns.h"

#include "store/db/sql.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What each row begins with: whose entry it is, and, where a statement reads several fields, which
 * field of the entity it belongs to; the entry's own columns come behind. */
enum { RECORD, ENTRY_ALONE, FIELD = ENTRY_ALONE, POSITION, ENTRY };

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

/* The entries of the field, filled up to @a width columns; 0: it is the only one.
 * @param among whose they are */
static const char *select_field(const sc_entity_t *entity, const sc_field_t *field,
                                const char *among, int width, apr_pool_t *pool)
{
    const char *table = sc_list_table(entity, field, pool);
    const char *owner = apr_pstrcat(pool, "t.\"", entity->name, "_id\"", NULL);
    const char *lead =
        width ? apr_psprintf(pool, ", %d, t.\"position\"", (int)(field - entity->fields)) : "";
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
    return apr_pstrcat(
        pool, "SELECT ", owner, lead, ", ", columns, " FROM ", from, " WHERE ", owner, among,
        width ? "" : apr_pstrcat(pool, " ORDER BY ", owner, ", t.\"position\"", NULL), NULL);
}

/* @param fields of const sc_field_t * */
static const char *select_fields(const sc_entity_t *entity, const apr_array_header_t *fields,
                                 const char *among, apr_pool_t *pool)
{
    const char *sql = "";
    int width = 0;

    if (fields->nelts == 1) {
        return select_field(entity, SC_AT(fields, 0, const sc_field_t), among, 0, pool);
    }
    for (int i = 0; i < fields->nelts; i++) {
        int own = width_of(SC_AT(fields, i, const sc_field_t));

        width = own > width ? own : width;
    }
    for (int i = 0; i < fields->nelts; i++) {
        sql = apr_pstrcat(
            pool, sql, i ? " UNION ALL " : "",
            select_field(entity, SC_AT(fields, i, const sc_field_t), among, width, pool), NULL);
    }
    return apr_pstrcat(pool, sql, " ORDER BY 2, 1, 3", NULL);
}

/* @param column where the entry's own columns begin */
static void add_entry(const sc_field_t *field, void *record, const sc_rows_t *rows, int row,
                      int column, apr_pool_t *pool)
{
    apr_array_header_t *list = sc_field_list(field, record);
    int is_new = list == NULL;

    if (is_new) {
        list = apr_array_make(pool, 2, sizeof(void *));
    }
    if (field->type == SC_TYPE_PARTS) {
        APR_ARRAY_PUSH(list, void *) = sc_columns_part(field->target, rows, row, column, pool);
    }
    else {
        APR_ARRAY_PUSH(list, const char *) = sc_row_word(rows, row, column);
    }
    if (is_new) {
        sc_field_set_list(field, record, list);
    }
}

/* Leaves out of the fields those that have been read. */
static void drop_known(const apr_array_header_t *records, apr_array_header_t *fields)
{
    int kept = 0;

    for (int i = 0; i < fields->nelts; i++) {
        const sc_field_t *field = SC_AT(fields, i, const sc_field_t);
        int j = 0;

        while (j < records->nelts && !sc_field_list(field, SC_AT(records, j, void))) {
            j++;
        }
        if (j == records->nelts) {
            APR_ARRAY_IDX(fields, kept++, const sc_field_t *) = field;
        }
    }
    fields->nelts = kept;
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

/* The statement that reads the fields, which is kept by the address of the first and the last.
 * @param args set to its arguments, one of each field */
static const char *statement_of(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const apr_array_header_t *fields, sc_arg_t ids, sc_arg_t **args)
{
    const sc_field_t *first = SC_AT(fields, 0, const sc_field_t);
    const sc_field_t *last = SC_AT(fields, fields->nelts - 1, const sc_field_t);
    const char *sql = sc_db_kept(db, first, last);

    *args = apr_palloc(pool, fields->nelts * sizeof(**args));
    for (int i = 0; i < fields->nelts; i++) {
        (*args)[i] = ids;
    }
    return sql ? sql
               : sc_db_keep(db, first, last,
                            select_fields(entity, fields, sc_sql_in_ids(db), pool));
}

/* Adds the entries to the records whose they are. @param are_all whether there is no other */
static void add_entries(const sc_entity_t *entity, const apr_array_header_t *fields,
                        const sc_rows_t *rows, apr_hash_t *by_id, int are_all, apr_pool_t *pool)
{
    const sc_field_t *first = SC_AT(fields, 0, const sc_field_t);
    int is_alone = fields->nelts == 1;

    for (int i = 0; i < rows->count; i++) {
        const sc_field_t *field =
            is_alone ? first : &entity->fields[sc_row_index(rows, i, FIELD, entity->field_count)];
        apr_int64_t id = sc_row_number(rows, i, RECORD);
        void *record = apr_hash_get(by_id, &id, sizeof(id));

        if (record && sc_field_is_list(field)) {
            add_entry(field, record, rows, i, is_alone ? ENTRY_ALONE : ENTRY, pool);
        }
        else if (are_all) {
            sc_row_refuse(rows);
        }
    }
}

static apr_status_t read_fields(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                const apr_array_header_t *fields, sc_arg_t ids, apr_hash_t *by_id)
{
    sc_arg_t *args;
    const char *sql = statement_of(db, pool, entity, fields, ids, &args);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, args, fields->nelts, &rows));
    add_entries(entity, fields, rows, by_id, 1, pool);
    return APR_SUCCESS;
}

/* The same of one field, and of a range of ids that has few others. */
static apr_status_t read_range(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const apr_array_header_t *fields, const sc_arg_t *range,
                               apr_hash_t *by_id)
{
    static const char among[] = SC_SQL_IN_RANGE;
    const sc_field_t *field = SC_AT(fields, 0, const sc_field_t);
    const char *sql = sc_db_kept(db, field, among);
    sc_rows_t *rows;

    if (!sql) {
        sql = sc_db_keep(db, field, among, select_field(entity, field, among, 0, pool));
    }
    SC_TRY(sc_db_select(db, pool, sql, range, 2, &rows));
    add_entries(entity, fields, rows, by_id, 0, pool);
    return APR_SUCCESS;
}

/* From this many items on it pays to ask first which of their lists no item uses. */
#define MANY 200

/* Leaves out of the entity's list fields those that no item of the registry has: to look for each
 * of a thousand items takes SQLite a millisecond. */
static apr_status_t drop_unused(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                apr_array_header_t *fields)
{
    const char **tables = apr_palloc(pool, fields->nelts * sizeof(*tables));
    sc_rows_t *rows;
    int kept = 0;

    for (int i = 0; i < fields->nelts; i++) {
        tables[i] = sc_list_table(entity, SC_AT(fields, i, const sc_field_t), pool);
    }
    SC_TRY(sc_sql_select(db, sc_sql_filled(pool, tables, fields->nelts), &rows));
    for (int i = 0; i < fields->nelts; i++) {
        if (sc_row_number(rows, 0, i)) {
            APR_ARRAY_IDX(fields, kept++, void *) = APR_ARRAY_IDX(fields, i, void *);
        }
    }
    fields->nelts = kept;
    return APR_SUCCESS;
}

apr_status_t sc_lists_read(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *records,
                           const char *only)
{
    apr_int64_t *ids = apr_palloc(pool, (records->nelts + 1) * sizeof(*ids));
    apr_hash_t *by_id = apr_hash_make(pool);
    sc_arg_t arg, range[2];

    if (records->nelts == 0) {
        return APR_SUCCESS;
    }
    const sc_entity_t *entity = sc_record_entity(SC_AT(records, 0, void));
    for (int i = 0; i < records->nelts; i++) {
        ids[i] = SC_AT(records, i, sc_record_t)->id;
        apr_hash_set(by_id, &ids[i], sizeof(ids[i]), SC_AT(records, i, void));
    }
    arg = sc_sql_ids(db, ids, records->nelts, pool);
    apr_array_header_t *fields = list_fields(entity, only, pool);
    drop_known(records, fields);
    if (fields->nelts > 0 && sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        return read_fields(db, pool, entity, fields, arg, by_id);
    }
    if (records->nelts >= MANY && fields->nelts > 1) {
        SC_TRY(drop_unused(db, pool, entity, fields));
    }
    int are_dense = sc_sql_are_dense(db, ids, records->nelts, range);
    for (int i = 0; i < fields->nelts; i++) {
        apr_array_header_t one = *fields;

        one.elts += i * one.elt_size;
        one.nelts = 1;
        SC_TRY(are_dense ? read_range(db, pool, entity, &one, range, by_id)
                         : read_fields(db, pool, entity, &one, arg, by_id));
    }
    return APR_SUCCESS;
}

void sc_lists_ahead(sc_ahead_t *ahead, const sc_entity_t *entity, sc_arg_t ids, const char *only)
{
    apr_array_header_t *fields = list_fields(entity, only, ahead->pool);

    if (fields->nelts > 0) {
        sc_arg_t *args;
        const char *sql = statement_of(ahead->db, ahead->pool, entity, fields, ids, &args);

        sc_ahead_ask(ahead, sql, args, fields->nelts);
    }
}
