#include "store/query/list_scan.h"

#include "store/query/id_select.h"

#include <apr_strings.h>
#include <string.h>

/* How many rows are read at a time at most: their ids are in memory together. */
#define LONG_STEP 20000

/* Where reading goes on: behind the row with this key and id. */
typedef struct reading_t {
    sc_list_scan_t *scan;
    apr_pool_t *pool; /* cleared with each step */
    sc_arg_t key;
    apr_int64_t id;
    int has_row; /* 0: with the key itself */
} reading_t;

sc_arg_t sc_list_page_key(const sc_list_page_t *page)
{
    if (!page->order.key_is_integer) {
        return sc_arg_text(page->position.key);
    }
    return sc_arg_integer(page->has_position ? apr_atoi64(page->position.key) : page->position.id);
}

static int compare(const sc_list_page_t *page, sc_arg_t one, sc_arg_t other)
{
    if (!page->order.key_is_integer) {
        return strcmp(one.text, other.text);
    }
    return one.integer < other.integer ? -1 : one.integer > other.integer;
}

/* Whether one key is behind the other in the direction of reading. */
static int is_behind(const sc_list_page_t *page, sc_arg_t one, sc_arg_t other)
{
    int order = compare(page, one, other);

    return page->is_rising ? order > 0 : order < 0;
}

/* Appends where the rows `t` come from. */
static void add_source(const sc_list_page_t *page, sc_sql_t *sql)
{
    sc_sql_add(sql, " FROM \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    sc_sql_add(sql, page->order.key);
}

/* Begins a SELECT of all ids that a SELECT finds; to be ended with `) w`. */
static sc_sql_t *select_ids(const sc_list_page_t *page, apr_pool_t *pool)
{
    sc_sql_t *sql = sc_id_select(page->db, pool, "w.\"id\"");

    sc_sql_add(sql, " FROM (SELECT t.\"id\"");
    add_source(page, sql);
    return sql;
}

/* Takes those that pass. More than are missing do no harm. @param list all that were read; NULL if
 * none were */
static apr_status_t take(const reading_t *reading, const sc_sql_t *sql, const char **list,
                         apr_int64_t *count)
{
    sc_list_scan_t *scan = reading->scan;
    sc_id_set_t *passing = sc_id_set_new(sql->pool);
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(scan->page->db, sql, &rows);

    if (status != APR_SUCCESS) {
        return status;
    }
    *list = rows->count > 0 ? sc_row_text(rows, 0, 0) : NULL;
    *count = sc_id_set_add_list(passing, *list, scan->ids);
    scan->patience -= *count;
    sc_id_set_unite(scan->found, passing);
    scan->missing -= sc_id_set_count(passing);
    return APR_SUCCESS;
}

static int is_wanted(const sc_list_scan_t *scan)
{
    return scan->missing > 0 && scan->patience > 0;
}

/* The last of the ids in the direction of reading. */
static apr_int64_t outermost(const reading_t *reading, const char *list)
{
    sc_id_set_t *ids = sc_id_set_new(reading->pool);
    apr_array_header_t *all;

    sc_id_set_add_list(ids, list, NULL);
    all = sc_id_set_ids(ids, reading->pool);
    return APR_ARRAY_IDX(all, reading->scan->page->is_rising ? all->nelts - 1 : 0, apr_int64_t);
}

/* The rows with the same key, which are in order of their ids. A comparison of key and id together
 * would make SQLite look at the table's row for each of the index. */
static apr_status_t read_same(reading_t *reading)
{
    const sc_list_scan_t *scan = reading->scan;
    const sc_list_page_t *page = scan->page;
    apr_status_t status = APR_SUCCESS;
    apr_int64_t count = scan->step;

    while (status == APR_SUCCESS && is_wanted(scan) && count == scan->step) {
        const char *list;
        sc_sql_t *sql;

        apr_pool_clear(reading->pool);
        sql = select_ids(page, reading->pool);
        sc_sql_add_arg(sql, " = ?", reading->key);
        sc_sql_add_arg(sql,
                       page->is_rising ? " AND t.\"id\" > ? ORDER BY t.\"id\""
                                       : " AND t.\"id\" < ? ORDER BY t.\"id\" DESC",
                       sc_arg_integer(reading->id));
        sc_sql_add_arg(sql, " LIMIT ?) w", sc_arg_integer(scan->step));
        status = take(reading, sql, &list, &count);
        if (status == APR_SUCCESS && count > 0) {
            reading->id = outermost(reading, list);
        }
    }
    return status;
}

/* Appends which rows come next, with other keys, in the direction of reading, and so many. */
static void add_others(const reading_t *reading, sc_sql_t *sql, sc_arg_t to, int limit)
{
    const sc_list_page_t *page = reading->scan->page;
    const char *direction = page->is_rising ? "" : " DESC";

    sc_sql_add_arg(sql,
                   reading->has_row  ? page->is_rising ? " > ? AND " : " < ? AND "
                   : page->is_rising ? " >= ? AND "
                                     : " <= ? AND ",
                   reading->key);
    sc_sql_add(sql, page->order.key);
    sc_sql_add_arg(sql, page->is_rising ? " <= ? ORDER BY " : " >= ? ORDER BY ", to);
    sc_sql_add(sql, page->order.key);
    sc_sql_add(sql, direction);
    sc_sql_add(sql, ", t.\"id\"");
    sc_sql_add(sql, direction);
    sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(limit));
}

static apr_status_t read_others(const reading_t *reading, sc_arg_t to, apr_int64_t *count)
{
    const sc_list_scan_t *scan = reading->scan;
    const char *list;
    sc_sql_t *sql;

    apr_pool_clear(reading->pool);
    sql = select_ids(scan->page, reading->pool);
    add_others(reading, sql, to, scan->step);
    sc_sql_add(sql, ") w");
    return take(reading, sql, &list, count);
}

/* Goes to the last of the rows that read_others() has read. */
static apr_status_t go_on(reading_t *reading, sc_arg_t to)
{
    const sc_list_page_t *page = reading->scan->page;
    apr_status_t status;
    sc_rows_t *rows;
    sc_sql_t *sql;

    apr_pool_clear(reading->pool);
    sql = sc_sql_new(reading->pool);
    sc_sql_add(sql, "SELECT t.\"id\", ");
    sc_sql_add(sql, page->order.key);
    add_source(page, sql);
    add_others(reading, sql, to, 1);
    sc_sql_add_arg(sql, " OFFSET ?", sc_arg_integer(reading->scan->step - 1));
    status = sc_sql_select(page->db, sql, &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (rows->count == 0) {
        return APR_EGENERAL; /* rows have gone since they were read */
    }
    reading->has_row = 1;
    reading->id = sc_row_integer(rows, 0, 0);
    reading->key = page->order.key_is_integer
                       ? sc_arg_integer(sc_row_integer(rows, 0, 1))
                       : sc_arg_text(apr_pstrdup(page->pool, sc_row_text(rows, 0, 1)));
    return APR_SUCCESS;
}

/* Twice as many rows, but for the last step before patience ends. */
static int next_step(const sc_list_scan_t *scan)
{
    apr_int64_t most = scan->patience < LONG_STEP ? scan->patience : LONG_STEP;

    return scan->step * 2 <= most ? scan->step * 2 : scan->step < most ? (int)most : scan->step;
}

static apr_status_t read_all(reading_t *reading, sc_arg_t to)
{
    sc_list_scan_t *scan = reading->scan;
    apr_status_t status = reading->has_row ? read_same(reading) : APR_SUCCESS;
    apr_int64_t count;

    while (status == APR_SUCCESS && is_wanted(scan)) {
        status = read_others(reading, to, &count);
        if (status != APR_SUCCESS || count < scan->step || !is_wanted(scan)) {
            break;
        }
        status = go_on(reading, to);
        scan->step = next_step(scan);
        if (status == APR_SUCCESS) {
            status = read_same(reading);
        }
    }
    return status;
}

apr_status_t sc_list_scan(sc_list_scan_t *scan, sc_arg_t from, sc_arg_t to)
{
    const sc_list_page_t *page = scan->page;
    reading_t reading = {.scan = scan, .key = from};
    sc_arg_t position = sc_list_page_key(page);
    apr_status_t status;

    if (page->has_position && !is_behind(page, from, position)) {
        if (is_behind(page, position, to)) {
            return APR_SUCCESS;
        }
        reading.key = position;
        reading.id = page->position.id;
        reading.has_row = 1;
    }
    apr_pool_create(&reading.pool, page->pool);
    status = read_all(&reading, to);
    apr_pool_destroy(reading.pool);
    return status;
}
