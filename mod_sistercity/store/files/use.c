#include "store/files/files.h"

#include <apr_strings.h>

/* What an item has is in the view, which schema.py makes of the field tables. */
#define PUBLISHED "SELECT 1 FROM \"files\" WHERE \"name\" = ? LIMIT 1"

/* Drafts and the history keep items as JSON. Where a name stands in that it is a file's: nobody has
 * 64 such digits for anything else. */
#define IN_DRAFTS                                                                                  \
    "SELECT 1 FROM \"drafts\" WHERE \"record\" LIKE ? OR \"belongings\" LIKE ? LIMIT 1"
#define IN_HISTORY                                                                                 \
    "SELECT 1 FROM \"changes\" WHERE \"before\" LIKE ? OR \"after\" LIKE ? "                       \
    "OR \"belongings\" LIKE ? LIMIT 1"

static apr_status_t ask(sc_db_t *db, apr_pool_t *pool, const char *sql, const char *text, int count,
                        int *is)
{
    sc_arg_t args[] = {sc_arg_text(text), sc_arg_text(text), sc_arg_text(text)};
    sc_rows_t *rows;

    if (*is) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(db, pool, sql, args, count, &rows));
    *is = rows->count > 0;
    return APR_SUCCESS;
}

apr_status_t sc_file_is_published(sc_db_t *db, apr_pool_t *pool, const char *name, int *is)
{
    *is = 0;
    return ask(db, pool, PUBLISHED, name, 1, is);
}

apr_status_t sc_file_is_wanted(sc_db_t *db, apr_pool_t *pool, const char *name, int *is)
{
    const char *anywhere = apr_pstrcat(pool, "%", name, "%", NULL);

    SC_TRY(sc_file_is_published(db, pool, name, is));
    SC_TRY(ask(db, pool, IN_DRAFTS, anywhere, 2, is));
    return ask(db, pool, IN_HISTORY, anywhere, 3, is);
}

apr_status_t sc_files_named(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **names)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, "SELECT DISTINCT \"name\" FROM \"files\" ORDER BY 1", NULL, 0,
                        &rows));
    *names = apr_array_make(pool, rows->count, sizeof(const char *));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(*names, const char *) = sc_row_text(rows, i, 0);
    }
    return APR_SUCCESS;
}
