#include "store/write/bulk.h"

#include "model/text/notation.h"
#include "store/record/columns.h"
#include "store/record/read.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* At most this many rows of a table are gathered before all tables are stored; and so many keys,
 * which are the most by far and lie all over their table: the more are stored in its order, the
 * less of it is looked through for each. */
#define GATHERED_MOST 200
#define KEYS_MOST 8000

/* The numbers of rows of one statement: of the largest as many as fit, then of the smaller ones. */
static const int shapes[] = {50, 10, 1};

/* No integer and no real number is written longer, with the NUL behind it. */
#define NUMBER_LENGTH 32

/* The rows of one table. */
typedef struct gathered_t {
    const char *begin; /* INSERT INTO …, or of changes UPDATE … */
    const char *end;   /* of changes: what stands behind the values */
    int is_change;
    int width;
    int count;
    apr_array_header_t *args; /* of sc_arg_t, row by row, with the rows' texts */
} gathered_t;

sc_bulk_t *sc_bulk_new(sc_db_t *db, int is_large, apr_pool_t *pool)
{
    sc_bulk_t *bulk = apr_pcalloc(pool, sizeof(*bulk));

    bulk->db = db;
    bulk->pool = pool;
    bulk->is_large = is_large;
    bulk->has_plans = -1;
    bulk->tables = apr_hash_make(pool);
    bulk->last_ids = apr_hash_make(pool);
    bulk->known = sc_known_new(db, pool);
    apr_pool_create(&bulk->texts, pool);
    apr_pool_create(&bulk->keys, pool);
    apr_pool_create(&bulk->scratch, pool);
    for (int i = 0; i < SC_BULK_STAGES; i++) {
        bulk->stages[i] = apr_array_make(pool, 8, sizeof(gathered_t *));
    }
    return bulk;
}

apr_status_t sc_bulk_alphabet(sc_bulk_t *bulk, const char **alphabet)
{
    sc_rows_t *rows;

    if (!bulk->alphabet) {
        SC_TRY(sc_db_select(bulk->db, bulk->pool, "SELECT \"alphabet\" FROM \"registry\"", NULL, 0,
                            &rows));
        bulk->alphabet = sc_row_text(rows, 0, 0);
    }
    *alphabet = bulk->alphabet;
    return APR_SUCCESS;
}

apr_status_t sc_bulk_next_id(sc_bulk_t *bulk, const char *table, apr_int64_t *id)
{
    apr_int64_t *last = apr_hash_get(bulk->last_ids, table, APR_HASH_KEY_STRING);

    if (last) {
        *id = ++*last;
        return APR_SUCCESS;
    }
    SC_TRY(sc_read_next_id(bulk->db, bulk->pool, table, id));
    apr_hash_set(bulk->last_ids, table, APR_HASH_KEY_STRING,
                 apr_pmemdup(bulk->pool, id, sizeof(*id)));
    return APR_SUCCESS;
}

/* SQLite keeps a copy of each page that a statement changes for the case that it fails, unless its
 * failure takes all back anyway. */
static const char *insertion(const sc_bulk_t *bulk)
{
    return bulk->is_large && sc_db_dialect(bulk->db) == SC_DIALECT_SQLITE ? "INSERT OR ROLLBACK "
                                                                          : "INSERT ";
}

/* PostgreSQL changes all rows in one statement, SQLite each by its own. */
static void begin_changes(const sc_bulk_t *bulk, const sc_tuple_t *tuple, gathered_t *gathered)
{
    int is_one_by_one = sc_db_dialect(bulk->db) == SC_DIALECT_SQLITE;
    const char *sets = "", *columns = "";

    for (int i = 0; i < tuple->columns->nelts; i++) {
        const char *column = APR_ARRAY_IDX(tuple->columns, i, const char *);
        const char *comma = i ? ", " : "";

        columns = apr_pstrcat(bulk->pool, columns, comma, "\"", column, "\"", NULL);
        if (i + 1 < tuple->columns->nelts) {
            sets = is_one_by_one
                       ? apr_pstrcat(bulk->pool, sets, comma, "\"", column, "\" = ?", NULL)
                       : apr_pstrcat(bulk->pool, sets, comma, "\"", column, "\" = v.\"", column,
                                     "\"", NULL);
        }
    }
    gathered->is_change = 1;
    gathered->begin = apr_pstrcat(bulk->pool, "UPDATE \"", tuple->table, "\" AS t SET ", sets,
                                  is_one_by_one ? " WHERE \"id\" = ?" : " FROM (", NULL);
    gathered->end =
        apr_pstrcat(bulk->pool, ") AS v (", columns, ") WHERE t.\"id\" = v.\"id\"", NULL);
}

static gathered_t *gathered_of(sc_bulk_t *bulk, sc_bulk_stage_e stage, const sc_tuple_t *tuple)
{
    int is_change = stage == SC_BULK_CHANGES;
    const char *key = is_change ? apr_pstrcat(bulk->texts, "=", tuple->table, NULL) : tuple->table;
    gathered_t *gathered = apr_hash_get(bulk->tables, key, APR_HASH_KEY_STRING);

    if (!gathered) {
        gathered = apr_pcalloc(bulk->pool, sizeof(*gathered));
        gathered->end = "";
        if (is_change) {
            begin_changes(bulk, tuple, gathered);
        }
        else {
            gathered->begin = sc_tuple_insertion(tuple, insertion(bulk), bulk->pool);
        }
        gathered->width = tuple->columns->nelts;
        apr_hash_set(bulk->tables, apr_pstrdup(bulk->pool, key), APR_HASH_KEY_STRING, gathered);
        APR_ARRAY_PUSH(bulk->stages[stage], gathered_t *) = gathered;
    }
    return gathered;
}

void sc_bulk_add(sc_bulk_t *bulk, sc_bulk_stage_e stage, const sc_tuple_t *tuple)
{
    gathered_t *gathered = gathered_of(bulk, stage, tuple);
    apr_pool_t *pool = stage == SC_BULK_KEYS ? bulk->keys : bulk->texts;

    if (!gathered->count) {
        gathered->args = apr_array_make(pool, 4 * gathered->width, sizeof(sc_arg_t));
    }
    for (int i = 0; i < tuple->args->nelts; i++) {
        sc_arg_t arg = APR_ARRAY_IDX(tuple->args, i, sc_arg_t);

        arg.text = apr_pstrdup(pool, arg.text);
        APR_ARRAY_PUSH(gathered->args, sc_arg_t) = arg;
    }
    gathered->count++;
}

/* Each statement stores the number of rows that its shape says. */
static apr_status_t store_rows(sc_bulk_t *bulk, const gathered_t *gathered)
{
    const sc_arg_t *args = (const sc_arg_t *)gathered->args->elts;
    int shape = 0;
    int done = 0;

    while (done < gathered->count) {
        const char *row = sc_values_list(gathered->width, bulk->scratch);

        while (shapes[shape] > gathered->count - done) {
            shape++;
        }
        apr_array_header_t *rows =
            apr_array_make(bulk->scratch, shapes[shape], sizeof(const char *));
        for (int i = 0; i < shapes[shape]; i++) {
            APR_ARRAY_PUSH(rows, const char *) = row;
        }
        SC_TRY(sc_db_execute(bulk->db, bulk->scratch,
                             apr_pstrcat(bulk->scratch, gathered->begin, "VALUES ",
                                         apr_array_pstrcat(bulk->scratch, rows, ','), NULL),
                             args + (apr_size_t)done * gathered->width,
                             shapes[shape] * gathered->width, NULL));
        done += shapes[shape];
        apr_pool_clear(bulk->scratch);
    }
    return APR_SUCCESS;
}

static apr_status_t change_rows(sc_bulk_t *bulk, const gathered_t *gathered)
{
    const sc_arg_t *args = (const sc_arg_t *)gathered->args->elts;

    for (int i = 0; i < gathered->count; i++) {
        SC_TRY(sc_db_execute(bulk->db, bulk->texts, gathered->begin,
                             args + (apr_size_t)i * gathered->width, gathered->width, NULL));
    }
    return APR_SUCCESS;
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
        return apr_cpystrn(end, sc_real_text(arg->real, pool), NUMBER_LENGTH);
    }
}

/* A column of all rows as PostgreSQL writes an array: {1,NULL,3} or {"a","b \"c\""}. */
static const char *array_of(const gathered_t *gathered, int column, apr_pool_t *pool)
{
    const sc_arg_t *args = (const sc_arg_t *)gathered->args->elts + column;
    apr_size_t length = 3;
    char *array, *end;

    for (int i = 0; i < gathered->count; i++) {
        length += room_for(&args[(apr_size_t)i * gathered->width]) + 1;
    }
    array = end = apr_palloc(pool, length);
    for (int i = 0; i < gathered->count; i++) {
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

    for (int i = 0; i < gathered->width; i++) {
        APR_ARRAY_PUSH(columns, const char *) =
            casts[APR_ARRAY_IDX(gathered->args, i, sc_arg_t).kind];
        arrays[i] = sc_arg_text(array_of(gathered, i, bulk->texts));
    }
    return sc_db_execute(bulk->db, bulk->texts,
                         apr_pstrcat(bulk->texts, gathered->begin, "SELECT * FROM unnest(",
                                     apr_array_pstrcat(bulk->texts, columns, ','), ")",
                                     gathered->end, NULL),
                         arrays, gathered->width, NULL);
}

/* Stores the rows of one table. */
static apr_status_t store(sc_bulk_t *bulk, gathered_t *gathered)
{
    if (gathered->count) {
        SC_TRY(sc_db_dialect(bulk->db) == SC_DIALECT_POSTGRESQL ? store_columns(bulk, gathered)
               : gathered->is_change                            ? change_rows(bulk, gathered)
                                                                : store_rows(bulk, gathered));
    }
    gathered->count = 0;
    return APR_SUCCESS;
}

/* PostgreSQL keeps the plan by which it looks a foreign key up, as it was best while the table was
 * nearly empty: it would go through all of these rows for each that is to come. */
static apr_status_t plan_anew(sc_bulk_t *bulk)
{
    if (bulk->is_planned || sc_db_dialect(bulk->db) != SC_DIALECT_POSTGRESQL) {
        return APR_SUCCESS;
    }
    bulk->is_planned = 1;
    return sc_db_execute_once(bulk->db, bulk->texts, "DISCARD PLANS");
}

/* Rows by the text that they begin with. */
static int compare_rows(const void *one, const void *other)
{
    return strcmp(((const sc_arg_t *)one)->text, ((const sc_arg_t *)other)->text);
}

static apr_status_t flush_keys(sc_bulk_t *bulk)
{
    const apr_array_header_t *tables = bulk->stages[SC_BULK_KEYS];

    SC_EACH(gathered_t, gathered, tables) {
        if (gathered->count) {
            qsort(gathered->args->elts, (size_t)gathered->count, gathered->width * sizeof(sc_arg_t),
                  compare_rows);
        }
        SC_TRY(store(bulk, gathered));
    }
    apr_pool_clear(bulk->keys);
    return APR_SUCCESS;
}

static apr_status_t flush_others(sc_bulk_t *bulk)
{
    for (int i = 0; i < SC_BULK_KEYS; i++) {
        for (int j = 0; j < bulk->stages[i]->nelts; j++) {
            SC_TRY(store(bulk, APR_ARRAY_IDX(bulk->stages[i], j, gathered_t *)));
        }
    }
    apr_pool_clear(bulk->texts);
    return APR_SUCCESS;
}

apr_status_t sc_bulk_flush(sc_bulk_t *bulk)
{
    SC_TRY(flush_keys(bulk));
    return flush_others(bulk);
}

/* Whether @a most rows of a table have been gathered in one of the stages. */
static int has_gathered(const sc_bulk_t *bulk, int first, int behind, int most)
{
    for (int i = first; i < behind; i++) {
        for (int j = 0; j < bulk->stages[i]->nelts; j++) {
            if (APR_ARRAY_IDX(bulk->stages[i], j, const gathered_t *)->count >= most) {
                return 1;
            }
        }
    }
    return 0;
}

apr_status_t sc_bulk_flush_full(sc_bulk_t *bulk)
{
    if (has_gathered(bulk, SC_BULK_KEYS, SC_BULK_STAGES, KEYS_MOST)) {
        SC_TRY(flush_keys(bulk));
    }
    if (has_gathered(bulk, 0, SC_BULK_KEYS, GATHERED_MOST)) {
        SC_TRY(flush_others(bulk));
        return plan_anew(bulk);
    }
    return APR_SUCCESS;
}
