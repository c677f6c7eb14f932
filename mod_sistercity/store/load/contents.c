#include "store/load/contents.h"

#include "store/load/load.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>

/* Columns of the statement that finds all. */
enum { CONTENT, ID };

/* The ids of all contents: those of the first in their order, of the second, … */
static sc_sql_t *select_together(apr_pool_t *pool, const sc_content_t *contents, int count,
                                 sc_arg_t id)
{
    sc_sql_t *sql = sc_sql_new(pool);

    for (int i = 0; i < count; i++) {
        sc_sql_add(sql, apr_psprintf(pool, "%sSELECT %d, x.*, ROW_NUMBER() OVER () FROM (",
                                     i ? ") x UNION ALL " : "", i));
        sc_sql_add_arg(sql, contents[i].sql, id);
    }
    sc_sql_add(sql, ") x ORDER BY 1, 3");
    return sql;
}

void sc_contents_ahead(sc_ahead_t *ahead, const sc_content_t *contents, int count, sc_arg_t id)
{
    sc_ahead_ask_sql(ahead, select_together(ahead->pool, contents, count, id));
}

static apr_status_t find_together(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents,
                                  int count, sc_arg_t id, apr_array_header_t **ids)
{
    sc_rows_t *rows;

    SC_TRY(sc_sql_select(db, select_together(pool, contents, count, id), &rows));
    for (int row = 0; row < rows->count; row++) {
        APR_ARRAY_PUSH(ids[sc_row_index(rows, row, CONTENT, count)], apr_int64_t) =
            sc_row_number(rows, row, ID);
    }
    return APR_SUCCESS;
}

/* The ids of each content. On PostgreSQL each statement is a way there and back. */
static apr_status_t find_ids(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents, int count,
                             sc_arg_t id, apr_array_header_t **ids)
{
    sc_rows_t *rows;

    for (int i = 0; i < count; i++) {
        ids[i] = apr_array_make(pool, 4, sizeof(apr_int64_t));
    }
    if (count > 1 && sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        return find_together(db, pool, contents, count, id, ids);
    }
    for (int i = 0; i < count; i++) {
        SC_TRY(sc_db_select(db, pool, contents[i].sql, &id, 1, &rows));
        ids[i] = sc_related_ids(rows, pool);
    }
    return APR_SUCCESS;
}

/* The items that were found, and the labels of what they name. */
static apr_status_t foresee(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents, int count,
                            apr_array_header_t *const *ids)
{
    sc_ahead_t *ahead = sc_ahead_new(db, pool);
    sc_set_t *sets = apr_palloc(pool, (count + 1) * sizeof(*sets));
    int found = 0;

    for (int i = 0; ahead && i < count; i++) {
        if (ids[i]->nelts > 0) {
            sets[found].entity = contents[i].entity;
            sets[found].ids =
                sc_sql_ids(db, (const apr_int64_t *)ids[i]->elts, ids[i]->nelts, pool);
            sc_read_by_ids_ahead(ahead, sets[found].entity, sets[found].ids);
            found++;
        }
    }
    if (found > 0) {
        sc_labels_ahead(ahead, sets, found);
        return sc_ahead_fetch(ahead);
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_contents(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents,
                              int count, apr_int64_t id, void *dossier, apr_hash_t *labels)
{
    apr_array_header_t **ids = apr_palloc(pool, (count + 1) * sizeof(*ids));
    apr_array_header_t *all = apr_array_make(pool, 64, sizeof(void *));

    SC_TRY(find_ids(db, pool, contents, count, sc_arg_integer(id), ids));
    SC_TRY(foresee(db, pool, contents, count, ids));
    for (int i = 0; i < count; i++) {
        apr_array_header_t **member = (void *)((char *)dossier + contents[i].member);

        SC_TRY(sc_read_by_ids(db, pool, contents[i].entity, ids[i], member));
        apr_array_cat(all, *member);
    }
    return sc_load_labels(db, pool, all, labels);
}
