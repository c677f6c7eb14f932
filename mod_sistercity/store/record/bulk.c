#include "store/record/bulk.h"

#include "model/entity.h"
#include "store/db/statement.h"
#include "store/record/columns.h"
#include "store/record/references.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* So many rows of a table are gathered before all tables are stored. */
#define GATHERED_MOST 1000

/* The numbers of rows of one statement: of the largest as many as fit, then of the smaller ones. */
static const int shapes[] = {50, 10, 1};

/* No integer and no real number is written longer, with the NUL behind it. */
#define NUMBER_LENGTH 32

/* The rows of one table. */
typedef struct gathered_t {
    const char *table;
    const char *begin; /* INSERT INTO … */
    int width;
    int count;
    apr_array_header_t *args; /* of sc_arg_t, row by row */
} gathered_t;

/* What is known of an item. */
typedef struct known_t {
    apr_int64_t id;
    const char *sort_name;
} known_t;

/* What is known of a collection. */
typedef struct collection_t {
    apr_hash_t *by_slug; /* known_t * */
    int is_referred_to;  /* whether any field of any item refers to one of these */
    apr_int64_t last_id; /* 0: not asked for yet */
} collection_t;

struct sc_bulk_t {
    sc_db_t *db;
    apr_pool_t *pool;
    apr_pool_t *texts;                          /* of the gathered rows */
    int rests;                                  /* as sc_bulk_new() says */
    apr_array_header_t *stages[SC_BULK_STAGES]; /* of gathered_t * */
    apr_hash_t *tables;                         /* name -> gathered_t * */
    apr_hash_t *collections;                    /* name -> collection_t * */
};

sc_bulk_t *sc_bulk_new(sc_db_t *db, int rests, apr_pool_t *pool)
{
    sc_bulk_t *bulk = apr_pcalloc(pool, sizeof(*bulk));
    int i;

    bulk->db = db;
    bulk->pool = pool;
    bulk->rests = rests;
    bulk->tables = apr_hash_make(pool);
    bulk->collections = apr_hash_make(pool);
    apr_pool_create(&bulk->texts, pool);
    for (i = 0; i < SC_BULK_STAGES; i++) {
        bulk->stages[i] = apr_array_make(pool, 8, sizeof(gathered_t *));
    }
    return bulk;
}

static int refers_to(const sc_entity_t *entity, const sc_entity_t *target)
{
    int i;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->target == target ||
            (field->type == SC_TYPE_PARTS && refers_to(field->target, target))) {
            return 1;
        }
    }
    return 0;
}

static int is_referred_to(const sc_entity_t *target)
{
    int i;

    for (i = 0; sc_entities[i]; i++) {
        if (refers_to(sc_entities[i], target)) {
            return 1;
        }
    }
    return 0;
}

static collection_t *collection_of(sc_bulk_t *bulk, const sc_entity_t *entity)
{
    collection_t *collection =
        apr_hash_get(bulk->collections, entity->collection, APR_HASH_KEY_STRING);

    if (!collection) {
        collection = apr_pcalloc(bulk->pool, sizeof(*collection));
        collection->by_slug = apr_hash_make(bulk->pool);
        collection->is_referred_to = is_referred_to(entity);
        apr_hash_set(bulk->collections, entity->collection, APR_HASH_KEY_STRING, collection);
    }
    return collection;
}

apr_status_t sc_bulk_next_id(sc_bulk_t *bulk, const sc_entity_t *entity, apr_int64_t *id)
{
    collection_t *collection = collection_of(bulk, entity);
    apr_status_t status = APR_SUCCESS;
    sc_rows_t *rows;

    if (!collection->last_id) {
        status = sc_db_select(bulk->db, bulk->pool,
                              apr_pstrcat(bulk->pool, "SELECT COALESCE(MAX(\"id\"), 0) FROM \"",
                                          entity->collection, "\"", NULL),
                              NULL, 0, &rows);
        if (status == APR_SUCCESS) {
            collection->last_id = sc_row_integer(rows, 0, 0);
        }
    }
    *id = ++collection->last_id;
    return status;
}

void sc_bulk_know(sc_bulk_t *bulk, const sc_entity_t *entity, const char *slug, apr_int64_t id,
                  const char *sort_name)
{
    collection_t *collection = collection_of(bulk, entity);
    known_t *known;

    if (!collection->is_referred_to) {
        return;
    }
    known = apr_palloc(bulk->pool, sizeof(*known));
    known->id = id;
    known->sort_name = apr_pstrdup(bulk->pool, sort_name);
    apr_hash_set(collection->by_slug, apr_pstrdup(bulk->pool, slug), APR_HASH_KEY_STRING, known);
}

apr_status_t sc_bulk_id(sc_bulk_t *bulk, const sc_entity_t *entity, const char *slug,
                        apr_int64_t *id)
{
    const known_t *known =
        apr_hash_get(collection_of(bulk, entity)->by_slug, slug, APR_HASH_KEY_STRING);
    apr_status_t status;

    if (known) {
        *id = known->id;
        return APR_SUCCESS;
    }
    status = sc_reference_id(bulk->db, bulk->pool, entity, slug, id);
    if (status == APR_SUCCESS) {
        sc_bulk_know(bulk, entity, slug, *id, NULL);
    }
    return status;
}

apr_status_t sc_bulk_sort_name(sc_bulk_t *bulk, const char *place, const char **sort_name)
{
    known_t *known =
        apr_hash_get(collection_of(bulk, &sc_place)->by_slug, place, APR_HASH_KEY_STRING);
    sc_arg_t arg = sc_arg_text(place);
    apr_status_t status;
    sc_rows_t *rows;

    if (known && known->sort_name) {
        *sort_name = known->sort_name;
        return APR_SUCCESS;
    }
    status = sc_db_select(bulk->db, bulk->pool,
                          "SELECT \"sort_name\", \"id\" FROM \"places\" WHERE \"slug\" = ?", &arg,
                          1, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (rows->count == 0) {
        return APR_ENOENT;
    }
    *sort_name = sc_row_text(rows, 0, 0);
    sc_bulk_know(bulk, &sc_place, place, sc_row_integer(rows, 0, 1), *sort_name);
    return APR_SUCCESS;
}

/* SQLite keeps a copy of each page that a statement changes for the case that it fails, unless its
 * failure takes all back anyway. What a statement says of failures holds for its triggers, too,
 * whatever they say themselves: so only where they rest. */
static const char *insertion(const sc_bulk_t *bulk)
{
    return bulk->rests && sc_db_dialect(bulk->db) == SC_DIALECT_SQLITE ? "INSERT OR ROLLBACK "
                                                                       : "INSERT ";
}

static gathered_t *gathered_of(sc_bulk_t *bulk, sc_bulk_stage_e stage, const char *table,
                               const apr_array_header_t *columns)
{
    gathered_t *gathered = apr_hash_get(bulk->tables, table, APR_HASH_KEY_STRING);
    const char *names;
    int i;

    if (gathered) {
        return gathered;
    }
    gathered = apr_pcalloc(bulk->pool, sizeof(*gathered));
    gathered->table = apr_pstrdup(bulk->pool, table);
    names = APR_ARRAY_IDX(columns, 0, const char *);
    for (i = 1; i < columns->nelts; i++) {
        names =
            apr_pstrcat(bulk->pool, names, "\", \"", APR_ARRAY_IDX(columns, i, const char *), NULL);
    }
    gathered->begin =
        apr_pstrcat(bulk->pool, insertion(bulk), "INTO \"", table, "\" (\"", names, "\") ", NULL);
    gathered->width = columns->nelts;
    gathered->args = apr_array_make(bulk->pool, GATHERED_MOST * columns->nelts, sizeof(sc_arg_t));
    apr_hash_set(bulk->tables, gathered->table, APR_HASH_KEY_STRING, gathered);
    APR_ARRAY_PUSH(bulk->stages[stage], gathered_t *) = gathered;
    return gathered;
}

void sc_bulk_add(sc_bulk_t *bulk, sc_bulk_stage_e stage, const char *table,
                 const apr_array_header_t *columns, const apr_array_header_t *args)
{
    gathered_t *gathered = gathered_of(bulk, stage, table, columns);
    int i;

    for (i = 0; i < args->nelts; i++) {
        sc_arg_t arg = APR_ARRAY_IDX(args, i, sc_arg_t);

        arg.text = apr_pstrdup(bulk->texts, arg.text);
        APR_ARRAY_PUSH(gathered->args, sc_arg_t) = arg;
    }
    gathered->count++;
}

/* As many rows to a statement as a shape says. */
static apr_status_t store_rows(sc_bulk_t *bulk, const gathered_t *gathered)
{
    const sc_arg_t *args = (const sc_arg_t *)gathered->args->elts;
    const char *row = sc_values_list(gathered->width, bulk->texts);
    apr_status_t status = APR_SUCCESS;
    int shape = 0;
    int done = 0;

    while (done < gathered->count && status == APR_SUCCESS) {
        apr_array_header_t *rows;
        int i;

        while (shapes[shape] > gathered->count - done) {
            shape++;
        }
        rows = apr_array_make(bulk->texts, shapes[shape], sizeof(const char *));
        for (i = 0; i < shapes[shape]; i++) {
            APR_ARRAY_PUSH(rows, const char *) = row;
        }
        status = sc_db_execute(bulk->db, bulk->texts,
                               apr_pstrcat(bulk->texts, gathered->begin, "VALUES ",
                                           apr_array_pstrcat(bulk->texts, rows, ','), NULL),
                               args + (apr_size_t)done * gathered->width,
                               shapes[shape] * gathered->width, NULL);
        done += shapes[shape];
    }
    return status;
}

/* How much room the text takes within an array, at most. */
static apr_size_t room_for(const sc_arg_t *arg)
{
    return arg->kind == SC_ARG_TEXT && arg->text ? 2 * strlen(arg->text) + 3 : NUMBER_LENGTH;
}

static char *put_text(char *end, const char *text)
{
    *end++ = '"';
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            *end++ = '\\';
        }
        *end++ = *text;
    }
    *end++ = '"';
    return end;
}

static char *put_value(char *end, const sc_arg_t *arg, apr_pool_t *pool)
{
    if (sc_arg_is_absent(arg)) {
        return apr_cpystrn(end, "NULL", NUMBER_LENGTH);
    }
    switch (arg->kind) {
    case SC_ARG_TEXT:
        return put_text(end, arg->text);
    case SC_ARG_INTEGER:
        return end + apr_snprintf(end, NUMBER_LENGTH, "%" APR_INT64_T_FMT, arg->integer);
    default:
        return apr_cpystrn(end, sc_statement_real(arg->real, pool), NUMBER_LENGTH);
    }
}

/* A column of all rows as PostgreSQL writes an array: {1,NULL,3} or {"a","b \"c\""}. */
static const char *array_of(const gathered_t *gathered, int column, apr_pool_t *pool)
{
    const sc_arg_t *args = (const sc_arg_t *)gathered->args->elts + column;
    apr_size_t length = 3;
    char *array, *end;
    int i;

    for (i = 0; i < gathered->count; i++) {
        length += room_for(&args[(apr_size_t)i * gathered->width]) + 1;
    }
    array = end = apr_palloc(pool, length);
    for (i = 0; i < gathered->count; i++) {
        *end++ = i ? ',' : '{';
        end = put_value(end, &args[(apr_size_t)i * gathered->width], pool);
    }
    *end++ = '}';
    *end = '\0';
    return array;
}

/* All rows in one statement, which has one argument for each column however many they are. */
static apr_status_t store_columns(sc_bulk_t *bulk, const gathered_t *gathered)
{
    static const char *const casts[] = {[SC_ARG_TEXT] = "CAST(? AS text[])",
                                        [SC_ARG_INTEGER] = "CAST(? AS bigint[])",
                                        [SC_ARG_REAL] = "CAST(? AS double precision[])"};
    apr_array_header_t *columns =
        apr_array_make(bulk->texts, gathered->width, sizeof(const char *));
    sc_arg_t *arrays = apr_palloc(bulk->texts, gathered->width * sizeof(*arrays));
    int i;

    for (i = 0; i < gathered->width; i++) {
        APR_ARRAY_PUSH(columns, const char *) =
            casts[APR_ARRAY_IDX(gathered->args, i, sc_arg_t).kind];
        arrays[i] = sc_arg_text(array_of(gathered, i, bulk->texts));
    }
    return sc_db_execute(bulk->db, bulk->texts,
                         apr_pstrcat(bulk->texts, gathered->begin, "SELECT * FROM unnest(",
                                     apr_array_pstrcat(bulk->texts, columns, ','), ")", NULL),
                         arrays, gathered->width, NULL);
}

/* Stores the rows of one table. */
static apr_status_t store(sc_bulk_t *bulk, gathered_t *gathered)
{
    apr_status_t status = APR_SUCCESS;

    if (gathered->count) {
        status = sc_db_dialect(bulk->db) == SC_DIALECT_POSTGRESQL ? store_columns(bulk, gathered)
                                                                  : store_rows(bulk, gathered);
    }
    apr_array_clear(gathered->args);
    gathered->count = 0;
    return status;
}

apr_status_t sc_bulk_flush(sc_bulk_t *bulk)
{
    static const sc_bulk_stage_e orders[2][SC_BULK_STAGES] = {
        {SC_BULK_LISTS, SC_BULK_ITEMS, SC_BULK_KEYS}, {SC_BULK_ITEMS, SC_BULK_LISTS, SC_BULK_KEYS}};
    apr_status_t status = APR_SUCCESS;
    int i, j;

    for (i = 0; i < SC_BULK_STAGES; i++) {
        const apr_array_header_t *tables = bulk->stages[orders[bulk->rests][i]];

        for (j = 0; j < tables->nelts && status == APR_SUCCESS; j++) {
            status = store(bulk, APR_ARRAY_IDX(tables, j, gathered_t *));
        }
    }
    apr_pool_clear(bulk->texts);
    return status;
}

apr_status_t sc_bulk_flush_full(sc_bulk_t *bulk)
{
    apr_hash_index_t *i;

    for (i = apr_hash_first(NULL, bulk->tables); i; i = apr_hash_next(i)) {
        if (((const gathered_t *)apr_hash_this_val(i))->count >= GATHERED_MOST) {
            return sc_bulk_flush(bulk);
        }
    }
    return APR_SUCCESS;
}
