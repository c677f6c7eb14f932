#include "store/record/write.h"

#include "store/db/utc.h"
#include "store/record/columns.h"
#include "store/record/index.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/search.h"

#include <apr_strings.h>

/* How many items are made searchable anew at a time. */
#define REINDEX_BATCH 500

/* One item on its way into the database. */
typedef struct writing_t {
    sc_db_t *db;
    sc_bulk_t *bulk;  /* gathers the rows; NULL: they are stored at once */
    apr_pool_t *pool; /* of this call alone */
    const sc_entity_t *entity;
    sc_record_t *record;
    sc_problems_t *problems;
    int missing;         /* references to items that do not exist */
    apr_status_t status; /* of the first statement that failed */
} writing_t;

/* A row of a table: its columns and their values, in step. */
typedef struct row_t {
    const char *table;
    apr_array_header_t *columns; /* of const char * */
    apr_array_header_t *args;    /* of sc_arg_t */
} row_t;

static void row_begin(row_t *row, const char *table, apr_pool_t *pool)
{
    row->table = table;
    row->columns = apr_array_make(pool, 24, sizeof(const char *));
    row->args = apr_array_make(pool, 24, sizeof(sc_arg_t));
}

static void row_put(row_t *row, const char *column, sc_arg_t arg)
{
    APR_ARRAY_PUSH(row->columns, const char *) = column;
    APR_ARRAY_PUSH(row->args, sc_arg_t) = arg;
}

/* The columns joined, each with something behind it. */
static const char *join_columns(const row_t *row, const char *behind, apr_pool_t *pool)
{
    apr_array_header_t *out = apr_array_make(pool, 4 * row->columns->nelts, sizeof(const char *));
    int i;

    for (i = 0; i < row->columns->nelts; i++) {
        APR_ARRAY_PUSH(out, const char *) = i ? ", \"" : "\"";
        APR_ARRAY_PUSH(out, const char *) = APR_ARRAY_IDX(row->columns, i, const char *);
        APR_ARRAY_PUSH(out, const char *) = behind;
    }
    return apr_array_pstrcat(pool, out, 0);
}

static apr_status_t row_insert(writing_t *writing, const row_t *row)
{
    apr_pool_t *pool = writing->pool;
    const char *sql =
        apr_pstrcat(pool, "INSERT INTO \"", row->table, "\" (", join_columns(row, "\"", pool),
                    ") VALUES ", sc_values_list(row->args->nelts, pool), NULL);

    return sc_db_execute(writing->db, pool, sql, (const sc_arg_t *)row->args->elts,
                         row->args->nelts, NULL);
}

static apr_status_t row_update(writing_t *writing, row_t *row)
{
    apr_pool_t *pool = writing->pool;
    const char *sql = apr_pstrcat(pool, "UPDATE \"", row->table, "\" SET ",
                                  join_columns(row, "\" = ?", pool), " WHERE \"id\" = ?", NULL);

    APR_ARRAY_PUSH(row->args, sc_arg_t) = sc_arg_integer(writing->record->id);
    return sc_db_execute(writing->db, pool, sql, (const sc_arg_t *)row->args->elts,
                         row->args->nelts, NULL);
}

/* The id of an item that a field names. @param field as problems name it */
static sc_arg_t reference(writing_t *writing, const char *field, const sc_entity_t *target,
                          const char *slug)
{
    apr_int64_t id = SC_NO_INTEGER;
    apr_status_t status;

    if (!slug || writing->status != APR_SUCCESS) {
        return sc_arg_integer(SC_NO_INTEGER);
    }
    status = writing->bulk ? sc_bulk_id(writing->bulk, target, slug, &id)
                           : sc_reference_id(writing->db, writing->pool, target, slug, &id);
    if (status == APR_ENOENT) {
        writing->missing++;
        sc_reference_missing(writing->problems, field, target, slug);
    }
    else {
        writing->status = status;
    }
    return sc_arg_integer(id);
}

/* The fields of an item or of a part that are columns. */
static void put_fields(writing_t *writing, row_t *row, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_REFERENCE) {
            row_put(row, sc_column_name(field, writing->pool),
                    reference(writing, field->name, field->target, sc_field_text(field, record)));
        }
        else if (sc_column_is(field)) {
            row_put(row, field->name, sc_column_arg(field, record));
        }
    }
}

static void put_part(writing_t *writing, row_t *row, const sc_field_t *list, int position,
                     const void *part)
{
    sc_problems_t *problems = writing->problems;
    const char *outer = problems->prefix;

    problems->prefix = apr_psprintf(problems->pool, "%s%s[%d].", outer, list->name, position);
    put_fields(writing, row, part);
    problems->prefix = outer;
}

/* One row of the list's table. */
static void put_entry(writing_t *writing, row_t *row, const sc_field_t *field, int position)
{
    apr_array_header_t *list = sc_field_list(field, writing->record);

    row_begin(row, sc_list_table(writing->entity, field, writing->pool), writing->pool);
    row_put(row, apr_pstrcat(writing->pool, writing->entity->name, "_id", NULL),
            sc_arg_integer(writing->record->id));
    row_put(row, "position", sc_arg_integer(position));
    if (field->type == SC_TYPE_PARTS) {
        put_part(writing, row, field, position, APR_ARRAY_IDX(list, position, void *));
    }
    else if (field->type == SC_TYPE_REFERENCES) {
        const char *path = apr_psprintf(writing->problems->pool, "%s[%d]", field->name, position);

        row_put(
            row, "target_id",
            reference(writing, path, field->target, APR_ARRAY_IDX(list, position, const char *)));
    }
    else {
        row_put(row, "value", sc_arg_text(APR_ARRAY_IDX(list, position, const char *)));
    }
}

/* All rows of the item: those of its lists, then (the last one) its own. Everything it refers to
 * has been looked up then, and every problem added. */
static apr_array_header_t *rows_of(writing_t *writing)
{
    apr_array_header_t *rows = apr_array_make(writing->pool, 8, sizeof(row_t));
    row_t *row;
    int i, j;

    for (i = 0; i < writing->entity->field_count; i++) {
        const sc_field_t *field = &writing->entity->fields[i];

        if (sc_field_is_list(field)) {
            for (j = 0; j < SC_COUNT(sc_field_list(field, writing->record)); j++) {
                row = apr_array_push(rows);
                put_entry(writing, row, field, j);
            }
        }
    }
    row = apr_array_push(rows);
    row_begin(row, writing->entity->collection, writing->pool);
    put_fields(writing, row, writing->record);
    return rows;
}

/* The item's rows of lists. They come before a new item itself, so that it is not there yet for
 * their triggers to count a change of it; the database checks at the end that it has come. */
static apr_status_t insert_lists(writing_t *writing, const apr_array_header_t *rows)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < rows->nelts - 1 && status == APR_SUCCESS; i++) {
        status = row_insert(writing, &APR_ARRAY_IDX(rows, i, row_t));
    }
    return status;
}

static apr_status_t delete_lists(writing_t *writing)
{
    sc_arg_t arg = sc_arg_integer(writing->record->id);
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < writing->entity->field_count && status == APR_SUCCESS; i++) {
        const sc_field_t *field = &writing->entity->fields[i];

        if (sc_field_is_list(field)) {
            status =
                sc_db_execute(writing->db, writing->pool,
                              apr_pstrcat(writing->pool, "DELETE FROM \"",
                                          sc_list_table(writing->entity, field, writing->pool),
                                          "\" WHERE \"", writing->entity->name, "_id\" = ?", NULL),
                              &arg, 1, NULL);
        }
    }
    return status;
}

static apr_status_t put_sort_name(writing_t *writing, row_t *row)
{
    apr_status_t status = APR_SUCCESS;
    const char *sort_name;

    if (sc_index_sorts(writing->entity)) {
        status = sc_index_sort_name(writing->db, writing->pool, writing->record, &sort_name);
        if (status == APR_SUCCESS) {
            row_put(row, "sort_name", sc_arg_text(sort_name));
        }
    }
    return status;
}

static apr_status_t next_id(writing_t *writing)
{
    const char *sql = apr_pstrcat(writing->pool, "SELECT coalesce(max(\"id\"), 0) + 1 FROM \"",
                                  writing->entity->collection, "\"", NULL);
    apr_status_t status;
    sc_rows_t *rows;

    status = sc_db_select(writing->db, writing->pool, sql, NULL, 0, &rows);
    if (status == APR_SUCCESS) {
        writing->record->id = sc_row_integer(rows, 0, 0);
    }
    return status;
}

/* APR_EEXIST and a problem if another item has the record's slug. */
static apr_status_t check_slug(writing_t *writing)
{
    const char *slug = sc_record_slug(writing->record);
    apr_int64_t id;
    apr_status_t status;

    status = sc_reference_id(writing->db, writing->pool, writing->entity, slug, &id);
    if (status == APR_ENOENT || (status == APR_SUCCESS && id == writing->record->id)) {
        return APR_SUCCESS;
    }
    if (status == APR_SUCCESS) {
        sc_problem_add(writing->problems, "slug", "taken",
                       N_("The address name {slug} is taken by another item."), "slug", slug, NULL);
        return APR_EEXIST;
    }
    return status;
}

/* The rows of an item that may be stored; every problem there is with it has been added. */
static apr_status_t prepare(writing_t *writing, apr_array_header_t **rows)
{
    apr_status_t status = check_slug(writing);

    if (status != APR_SUCCESS && status != APR_EEXIST) {
        return status;
    }
    *rows = rows_of(writing);
    if (writing->status != APR_SUCCESS) {
        return writing->status;
    }
    return status == APR_SUCCESS && writing->missing ? APR_ENOENT : status;
}

static apr_status_t insert(writing_t *writing)
{
    apr_array_header_t *rows;
    apr_status_t status;
    row_t *own;

    status = next_id(writing);
    if (status == APR_SUCCESS) {
        status = prepare(writing, &rows);
    }
    if (status == APR_SUCCESS) {
        status = insert_lists(writing, rows);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    own = &APR_ARRAY_IDX(rows, rows->nelts - 1, row_t);
    row_put(own, "id", sc_arg_integer(writing->record->id));
    status = put_sort_name(writing, own);
    if (status == APR_SUCCESS) {
        status = row_insert(writing, own);
    }
    return status == APR_SUCCESS
               ? sc_index_write_keys(writing->db, writing->pool, writing->record, 1)
               : status;
}

static void gather_keys(writing_t *writing)
{
    const char *table = sc_search_table(writing->entity, writing->pool);
    apr_array_header_t *keys = table ? sc_search_keys(writing->record, writing->pool) : NULL;
    row_t row;
    int i;

    for (i = 0; i < SC_COUNT(keys); i++) {
        row_begin(&row, table, writing->pool);
        row_put(&row, apr_pstrcat(writing->pool, writing->entity->name, "_id", NULL),
                sc_arg_integer(writing->record->id));
        row_put(&row, "key", sc_arg_text(APR_ARRAY_IDX(keys, i, const char *)));
        sc_bulk_add(writing->bulk, SC_BULK_KEYS, row.table, row.columns, row.args);
    }
}

/* Like insert(), but nothing is asked of the database that the bulk knows. */
static apr_status_t gather(writing_t *writing)
{
    sc_record_t *record = writing->record;
    apr_array_header_t *rows;
    apr_status_t status = APR_SUCCESS;
    const char *sort_name = NULL;
    row_t *row;
    int i;

    status = sc_bulk_next_id(writing->bulk, writing->entity, &record->id);
    rows = rows_of(writing);
    if (status == APR_SUCCESS && writing->status == APR_SUCCESS && writing->missing) {
        return APR_ENOENT;
    }
    if (status == APR_SUCCESS) {
        status = writing->status;
    }
    if (status == APR_SUCCESS && sc_index_sorts(writing->entity)) {
        status = sc_index_gathered_sort_name(writing->bulk, writing->pool, record, &sort_name);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    row = &APR_ARRAY_IDX(rows, rows->nelts - 1, row_t);
    row_put(row, "id", sc_arg_integer(record->id));
    if (sort_name) {
        row_put(row, "sort_name", sc_arg_text(sort_name));
    }
    for (i = 0; i < rows->nelts; i++) {
        row = &APR_ARRAY_IDX(rows, i, row_t);
        sc_bulk_add(writing->bulk, i < rows->nelts - 1 ? SC_BULK_LISTS : SC_BULK_ITEMS, row->table,
                    row->columns, row->args);
    }
    gather_keys(writing);
    sc_bulk_know(writing->bulk, writing->entity, sc_record_slug(record), record->id, sort_name);
    return sc_bulk_flush_full(writing->bulk);
}

static writing_t writing_of(sc_db_t *db, apr_pool_t *pool, void *record, sc_problems_t *problems)
{
    writing_t writing = {.db = db, .record = record, .problems = problems};

    writing.entity = sc_record_entity(record);
    apr_pool_create(&writing.pool, pool);
    return writing;
}

apr_status_t sc_write_check(sc_db_t *db, apr_pool_t *pool, void *record, sc_problems_t *problems)
{
    writing_t writing = writing_of(db, pool, record, problems);
    apr_array_header_t *rows;
    apr_status_t status = prepare(&writing, &rows);

    apr_pool_destroy(writing.pool);
    return status;
}

apr_status_t sc_write_insert(sc_db_t *db, apr_pool_t *pool, void *record, sc_problems_t *problems)
{
    writing_t writing = writing_of(db, pool, record, problems);
    apr_status_t status = insert(&writing);

    apr_pool_destroy(writing.pool);
    writing.record->version = status == APR_SUCCESS ? 1 : 0;
    writing.record->id = status == APR_SUCCESS ? writing.record->id : 0;
    return status;
}

apr_status_t sc_write_gather(sc_bulk_t *bulk, apr_pool_t *pool, void *record,
                             sc_problems_t *problems)
{
    writing_t writing = writing_of(NULL, pool, record, problems);
    apr_status_t status;

    writing.bulk = bulk;
    status = gather(&writing);
    apr_pool_destroy(writing.pool);
    return status;
}

/* APR_EBUSY and a problem unless the stored item is still the one that the record was made from. */
static apr_status_t check_version(writing_t *writing)
{
    const char *sql = apr_pstrcat(writing->pool, "SELECT \"version\" FROM \"",
                                  writing->entity->collection, "\" WHERE \"id\" = ?", NULL);
    sc_arg_t arg = sc_arg_integer(writing->record->id);
    apr_status_t status;
    sc_rows_t *rows;

    status = sc_db_select(writing->db, writing->pool, sql, &arg, 1, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (rows->count == 0) {
        sc_problem_add(writing->problems, NULL, "gone", N_("The item has been removed meanwhile."),
                       NULL);
        return APR_ENOENT;
    }
    if (sc_row_integer(rows, 0, 0) != writing->record->version) {
        sc_problem_add(writing->problems, NULL, "changed",
                       N_("Somebody else has changed the item meanwhile."), NULL);
        return APR_EBUSY;
    }
    return APR_SUCCESS;
}

/* Version 0 tells the triggers that the rows of lists that follow are part of one change. */
static apr_status_t mark_as_being_written(writing_t *writing)
{
    const char *sql = apr_pstrcat(writing->pool, "UPDATE \"", writing->entity->collection,
                                  "\" SET \"version\" = 0 WHERE \"id\" = ?", NULL);
    sc_arg_t arg = sc_arg_integer(writing->record->id);

    return sc_db_execute(writing->db, writing->pool, sql, &arg, 1, NULL);
}

static apr_status_t update(writing_t *writing)
{
    apr_array_header_t *rows;
    apr_status_t status;
    row_t *own;

    status = check_version(writing);
    if (status == APR_SUCCESS) {
        status = prepare(writing, &rows);
    }
    if (status == APR_SUCCESS) {
        status = mark_as_being_written(writing);
    }
    if (status == APR_SUCCESS) {
        status = delete_lists(writing);
    }
    if (status == APR_SUCCESS) {
        status = insert_lists(writing, rows);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    own = &APR_ARRAY_IDX(rows, rows->nelts - 1, row_t);
    row_put(own, "version", sc_arg_integer(writing->record->version + 1));
    row_put(own, "modified", sc_arg_text(sc_utc_now(writing->pool)));
    status = put_sort_name(writing, own);
    if (status == APR_SUCCESS) {
        status = row_update(writing, own);
    }
    if (status == APR_SUCCESS && writing->entity == &sc_place) {
        status = sc_index_write_partnerships(writing->db, writing->pool, writing->record->id);
    }
    return status == APR_SUCCESS
               ? sc_index_write_keys(writing->db, writing->pool, writing->record, 0)
               : status;
}

apr_status_t sc_write_update(sc_db_t *db, apr_pool_t *pool, void *record, sc_problems_t *problems)
{
    writing_t writing = writing_of(db, pool, record, problems);
    apr_status_t status = update(&writing);

    apr_pool_destroy(writing.pool);
    if (status == APR_SUCCESS) {
        writing.record->version++;
    }
    return status;
}

apr_status_t sc_write_delete(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *slug, sc_problems_t *problems)
{
    apr_status_t status;
    apr_int64_t id;
    sc_arg_t arg;
    int is_used;

    status = sc_reference_id(db, pool, entity, slug, &id);
    if (status == APR_SUCCESS) {
        status = sc_reference_check_unused(db, pool, entity, id, &is_used, problems);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    if (is_used) {
        return APR_EBUSY;
    }
    arg = sc_arg_integer(id);
    return sc_db_execute(
        db, pool,
        apr_pstrcat(pool, "DELETE FROM \"", entity->collection, "\" WHERE \"id\" = ?", NULL), &arg,
        1, NULL);
}

apr_status_t sc_write_clear(sc_db_t *db, apr_pool_t *pool)
{
    apr_status_t status = APR_SUCCESS;
    int count = 0;

    while (sc_entities[count]) {
        count++;
    }
    /* Those that refer to others first. */
    while (count-- > 0 && status == APR_SUCCESS) {
        status = sc_db_execute(
            db, pool,
            apr_pstrcat(pool, "DELETE FROM \"", sc_entities[count]->collection, "\"", NULL), NULL,
            0, NULL);
    }
    return status;
}

static apr_status_t reindex_batch(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                  apr_int64_t *last)
{
    apr_array_header_t *records;
    apr_status_t status;
    int i;

    status = sc_read_batch(db, pool, entity, *last, REINDEX_BATCH, &records);
    if (status != APR_SUCCESS) {
        return status;
    }
    for (i = 0; i < records->nelts && status == APR_SUCCESS; i++) {
        const sc_record_t *record = APR_ARRAY_IDX(records, i, void *);

        *last = record->id;
        status = sc_index_write_sort_name(db, pool, record);
        if (status == APR_SUCCESS) {
            status = sc_index_write_keys(db, pool, record, 0);
        }
    }
    return status == APR_SUCCESS && records->nelts < REINDEX_BATCH ? APR_EOF : status;
}

apr_status_t sc_write_reindex(sc_db_t *db, apr_pool_t *pool)
{
    sc_arg_t arg = sc_arg_text(sc_utc_now(pool));
    apr_status_t status;
    apr_pool_t *batch;
    int i;

    apr_pool_create(&batch, pool);
    for (i = 0; sc_entities[i]; i++) {
        apr_int64_t last = 0;

        do {
            apr_pool_clear(batch);
            status = reindex_batch(db, batch, sc_entities[i], &last);
        } while (status == APR_SUCCESS);
        if (status != APR_EOF) {
            return status;
        }
    }
    apr_pool_destroy(batch);
    /* Keys have no triggers, but what a search finds has changed. */
    return sc_db_execute(
        db, pool, "UPDATE \"registry\" SET \"revision\" = \"revision\" + 1, \"modified\" = ?", &arg,
        1, NULL);
}
