#include "store/list_scan.h"

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

static sc_sql_t *select_from(const sc_list_page_t *page, apr_pool_t *pool, const char *what)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, "SELECT ");
    sc_sql_add(sql, what);
    sc_sql_add(sql, " FROM \"");
    sc_sql_add(sql, page->order.ordering.entity->collection);
    sc_sql_add(sql, "\" t WHERE ");
    return sql;
}

/* Takes those that pass. @param count of the rows */
static apr_status_t take(reading_t *reading, const sc_sql_t *sql, int *count)
{
    sc_list_scan_t *scan = reading->scan;
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(scan->page->db, sql, &rows);
    int i;

    if (status != APR_SUCCESS) {
        return status;
    }
    *count = rows->count;
    scan->patience -= rows->count;
    for (i = 0; i < rows->count && scan->missing > 0; i++) {
        apr_int64_t id = sc_row_integer(rows, i, 0);

        if (sc_id_set_has(scan->ids, id)) {
            sc_id_set_add(scan->found, id);
            scan->missing--;
        }
    }
    if (rows->count > 0) {
        reading->id = sc_row_integer(rows, rows->count - 1, 0);
        reading->has_row = 1;
    }
    return APR_SUCCESS;
}

static int is_wanted(const sc_list_scan_t *scan)
{
    return scan->missing > 0 && scan->patience > 0;
}

/* The rows with the same key, which are in order of their ids. A comparison of key and id together
 * would make SQLite look at the table's row for each of the index. */
static apr_status_t read_same(reading_t *reading)
{
    const sc_list_scan_t *scan = reading->scan;
    const sc_list_page_t *page = scan->page;
    apr_status_t status = APR_SUCCESS;
    int count = scan->step;

    while (status == APR_SUCCESS && is_wanted(scan) && count == scan->step) {
        sc_sql_t *sql;

        apr_pool_clear(reading->pool);
        sql = select_from(page, reading->pool, "t.\"id\"");
        sc_sql_add(sql, page->order.key);
        sc_sql_add_arg(sql, " = ?", reading->key);
        sc_sql_add_arg(sql,
                       page->is_rising ? " AND t.\"id\" > ? ORDER BY t.\"id\""
                                       : " AND t.\"id\" < ? ORDER BY t.\"id\" DESC",
                       sc_arg_integer(reading->id));
        sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(scan->step));
        status = take(reading, sql, &count);
    }
    return status;
}

/* The next rows with other keys. */
static apr_status_t read_others(reading_t *reading, sc_arg_t to, int *count)
{
    const sc_list_scan_t *scan = reading->scan;
    const sc_list_page_t *page = scan->page;
    const char *direction = page->is_rising ? "" : " DESC";
    sc_sql_t *sql;

    apr_pool_clear(reading->pool);
    sql = select_from(page, reading->pool, "t.\"id\"");
    sc_sql_add(sql, page->order.key);
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
    sc_sql_add_arg(sql, " LIMIT ?", sc_arg_integer(scan->step));
    return take(reading, sql, count);
}

/* The key of the last row that was read. */
static apr_status_t read_key(reading_t *reading)
{
    const sc_list_page_t *page = reading->scan->page;
    apr_status_t status;
    sc_rows_t *rows;
    sc_sql_t *sql;

    apr_pool_clear(reading->pool);
    sql = select_from(page, reading->pool, page->order.key);
    sc_sql_add_arg(sql, "t.\"id\" = ?", sc_arg_integer(reading->id));
    status = sc_sql_select(page->db, sql, &rows);
    if (status == APR_SUCCESS && rows->count == 0) {
        return APR_EGENERAL; /* gone since it was read */
    }
    if (status == APR_SUCCESS) {
        reading->key = page->order.key_is_integer
                           ? sc_arg_integer(sc_row_integer(rows, 0, 0))
                           : sc_arg_text(apr_pstrdup(page->pool, sc_row_text(rows, 0, 0)));
    }
    return status;
}

static apr_status_t read_all(reading_t *reading, sc_arg_t to)
{
    sc_list_scan_t *scan = reading->scan;
    apr_status_t status = reading->has_row ? read_same(reading) : APR_SUCCESS;
    int count;

    while (status == APR_SUCCESS && is_wanted(scan)) {
        status = read_others(reading, to, &count);
        if (status != APR_SUCCESS || count < scan->step || !is_wanted(scan)) {
            break;
        }
        scan->step = scan->step * 2 < LONG_STEP ? scan->step * 2 : LONG_STEP;
        status = read_key(reading);
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
