#include "store/load/contents.h"

#include "store/load/load.h"
#include "store/record/read.h"
#include "store/record/related.h"

#include <apr_strings.h>

/* Columns of the statement that finds all. */
enum { CONTENT, ID };

/* The ids of all contents by one statement: those of the first in their order, of the second, … */
static apr_status_t find_together(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents,
                                  int count, sc_arg_t id, apr_array_header_t **ids)
{
    sc_sql_t *sql = sc_sql_new(pool);
    sc_rows_t *rows;

    for (int i = 0; i < count; i++) {
        sc_sql_add(sql, apr_psprintf(pool, "%sSELECT %d, x.*, ROW_NUMBER() OVER () FROM (",
                                     i ? ") x UNION ALL " : "", i));
        sc_sql_add_arg(sql, contents[i].sql, id);
    }
    sc_sql_add(sql, ") x ORDER BY 1, 3");
    SC_TRY(sc_sql_select(db, sql, &rows));
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

apr_status_t sc_load_contents(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents,
                              int count, apr_int64_t id, void *dossier, apr_hash_t *labels)
{
    apr_array_header_t **ids = apr_palloc(pool, (count + 1) * sizeof(*ids));
    apr_array_header_t *all = apr_array_make(pool, 64, sizeof(void *));

    SC_TRY(find_ids(db, pool, contents, count, sc_arg_integer(id), ids));
    for (int i = 0; i < count; i++) {
        apr_array_header_t **member = (void *)((char *)dossier + contents[i].member);

        SC_TRY(sc_read_by_ids(db, pool, contents[i].entity, ids[i], member));
        apr_array_cat(all, *member);
    }
    return sc_load_labels(db, pool, all, labels);
}
