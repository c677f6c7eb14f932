#include "store/edit/history.h"

#include "store/db/sql.h"
#include "store/record/columns.h"
#include "store/record/record_text.h"

#include <apr_strings.h>

#define COLUMNS                                                                                    \
    "SELECT \"id\", \"batch\", \"undoes\", \"undone\", \"at\", \"who\", \"approved_by\", "         \
    "\"action\", \"note\", \"collection\", \"slug\", \"before\", \"after\", \"belongings\", "      \
    "\"items\" FROM \"changes\" WHERE 1 = 1"

static sc_change_t *change_of(const sc_rows_t *rows, int row, apr_pool_t *pool)
{
    sc_change_t *change = apr_pcalloc(pool, sizeof(*change));

    change->id = sc_row_number(rows, row, 0);
    change->batch = sc_row_id(rows, row, 1);
    change->undoes = sc_row_id(rows, row, 2);
    change->undone = sc_row_id(rows, row, 3);
    change->at = sc_row_word(rows, row, 4);
    change->who = sc_row_text(rows, row, 5);
    change->approved_by = sc_row_text(rows, row, 6);
    change->action = sc_row_word(rows, row, 7);
    change->note = sc_row_text(rows, row, 8);
    change->entity = sc_columns_entity(rows, row, 9);
    change->slug = sc_row_text(rows, row, 10);
    change->before = sc_record_from_text(change->entity, sc_row_text(rows, row, 11), pool);
    change->after = sc_record_from_text(change->entity, sc_row_text(rows, row, 12), pool);
    change->belongings = sc_records_from_text(sc_row_text(rows, row, 13), pool);
    change->items = sc_row_integer(rows, row, 14);
    return change;
}

static void add_subject(sc_sql_t *sql, const sc_history_query_t *query)
{
    sc_arg_t collection = sc_arg_text(query->entity->collection);

    if (!query->slug) {
        sc_sql_add_arg(sql, " AND \"collection\" = ?", collection);
        return;
    }
    sc_sql_add_arg(sql,
                   " AND \"id\" IN (SELECT \"change_id\" FROM \"change_subjects\" "
                   "WHERE \"collection\" = ?",
                   collection);
    sc_sql_add_arg(sql, " AND \"slug\" = ?)", sc_arg_text(query->slug));
}

static void add_period(sc_sql_t *sql, const sc_history_query_t *query)
{
    if (query->since) {
        sc_sql_add_arg(sql, " AND \"at\" >= ?", sc_arg_text(query->since));
    }
    if (query->until) {
        /* Behind every time of that day. */
        sc_sql_add_arg(sql, " AND \"at\" < ?",
                       sc_arg_text(apr_pstrcat(sql->pool, query->until, "U", NULL)));
    }
}

static sc_sql_t *sql_of(const sc_history_query_t *query, apr_pool_t *pool)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, COLUMNS);
    if (query->entity) {
        add_subject(sql, query);
    }
    if (query->batch) {
        sc_sql_add_arg(sql, " AND \"batch\" = ?", sc_arg_integer(query->batch));
    }
    else if (!query->entity) {
        sc_sql_add(sql, " AND (\"batch\" IS NULL OR (SELECT b.\"action\" FROM \"changes\" b "
                        "WHERE b.\"id\" = \"changes\".\"batch\") NOT IN ('import', 'merge'))");
    }
    if (query->who) {
        sc_sql_add_arg(sql, " AND \"who\" = ?", sc_arg_text(query->who));
    }
    if (query->action) {
        sc_sql_add_arg(sql, " AND \"action\" = ?", sc_arg_text(query->action));
    }
    add_period(sql, query);
    if (query->before) {
        sc_sql_add_arg(sql, " AND \"id\" < ?", sc_arg_integer(query->before));
    }
    /* One more than asked for tells whether there are more. */
    sc_sql_add_arg(sql, " ORDER BY \"id\" DESC LIMIT ?", sc_arg_integer(query->limit + 1));
    return sql;
}

apr_status_t sc_history_read(sc_db_t *db, apr_pool_t *pool, const sc_history_query_t *query,
                             apr_array_header_t **changes, int *more)
{
    sc_rows_t *rows;

    SC_TRY(sc_sql_select(db, sql_of(query, pool), &rows));
    *more = rows->count > query->limit;
    *changes = apr_array_make(pool, rows->count + 1, sizeof(void *));
    for (int i = 0; i < rows->count && i < query->limit; i++) {
        APR_ARRAY_PUSH(*changes, sc_change_t *) = change_of(rows, i, pool);
    }
    return APR_SUCCESS;
}

apr_status_t sc_history_change(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, sc_change_t **change)
{
    sc_arg_t arg = sc_arg_integer(id);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, COLUMNS " AND \"id\" = ?", &arg, 1, &rows));
    if (rows->count == 0) {
        return APR_ENOENT;
    }
    *change = change_of(rows, 0, pool);
    return APR_SUCCESS;
}

/* The state on either side of a change that has the version, or NULL. */
static const void *state_of(const sc_change_t *change, apr_int64_t version)
{
    const sc_record_t *before = change->before, *after = change->after;

    if (after && after->version == version) {
        return after;
    }
    return before && before->version == version ? before : NULL;
}

apr_status_t sc_history_state(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const char *slug, apr_int64_t version, const void **state,
                              const sc_change_t **last)
{
    const sc_history_query_t query = {.entity = entity, .slug = slug, .limit = SC_HISTORY_SEEN};
    apr_array_header_t *changes;
    int more;

    *state = NULL;
    *last = NULL;
    SC_TRY(sc_history_read(db, pool, &query, &changes, &more));
    for (int i = 0; i < changes->nelts && !*state; i++) {
        const sc_change_t *change = SC_AT(changes, i, sc_change_t);

        /* With an item's changes come those of what belongs to it. */
        if (change->entity == entity) {
            *last = *last ? *last : change;
            *state = state_of(change, version);
        }
    }
    return APR_SUCCESS;
}
