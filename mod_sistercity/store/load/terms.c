#include "store/load/terms.h"

#include "store/record/related.h"

#include <apr_strings.h>
#include <string.h>

/* How many partnerships are read at a time. */
#define BATCH 1000

/* The next partnerships with a limit behind an id, which is the first `?`. */
#define LIMITED                                                                                    \
    "SELECT DISTINCT l.\"partnership_id\" FROM \"agreements\" l WHERE l.\"partnership_id\" > ? "   \
    "AND " SC_SQL_IS_LIMITED " ORDER BY l.\"partnership_id\" LIMIT ?"

/* What their terms follow from. */
enum { ID, SLUG, STATUS, KIND, DATE, FROM, UNTIL, MONTHS };
#define AGREEMENTS_OF                                                                              \
    "SELECT p.\"id\", p.\"slug\", p.\"status\", a.\"kind\", a.\"date\", a.\"effective_from\", "    \
    "a.\"effective_until\", a.\"term_months\" FROM \"agreements\" a "                              \
    "JOIN \"partnerships\" p ON p.\"id\" = a.\"partnership_id\" "                                  \
    "WHERE p.\"status\" NOT IN " SC_SQL_OVER " AND a.\"partnership_id\""
#define OLDEST_FIRST " ORDER BY p.\"id\", COALESCE(a.\"date\", '~'), a.\"id\""

static sc_agreement_t *agreement_of(const sc_rows_t *rows, int row, apr_pool_t *pool)
{
    sc_agreement_t *agreement = sc_record_new(&sc_agreement, pool);

    agreement->partnership = sc_row_word(rows, row, SLUG);
    agreement->kind = sc_row_text(rows, row, KIND);
    agreement->date = sc_row_text(rows, row, DATE);
    agreement->effective_from = sc_row_text(rows, row, FROM);
    agreement->effective_until = sc_row_text(rows, row, UNTIL);
    agreement->term_months = sc_row_integer(rows, row, MONTHS);
    return agreement;
}

/* Adds the term of the partnership whose last agreement stands in the row. */
static void add_term(apr_array_header_t *terms, const sc_rows_t *rows, int row,
                     const apr_array_header_t *agreements)
{
    const char *slug = sc_row_word(rows, row, SLUG);
    sc_duration_t term;

    sc_duration_of(agreements, slug, &term, agreements->pool);
    if (term.until) {
        APR_ARRAY_PUSH(terms, sc_fixed_term_t) =
            (sc_fixed_term_t){sc_row_number(rows, row, ID), apr_pstrdup(terms->pool, slug),
                              strcmp(sc_row_word(rows, row, STATUS), "active") == 0,
                              apr_pstrdup(terms->pool, term.until)};
    }
}

static apr_status_t read_terms_of(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *ids,
                                  apr_array_header_t *terms)
{
    const char *sql = apr_pstrcat(pool, AGREEMENTS_OF, sc_sql_in_ids(db), OLDEST_FIRST, NULL);
    sc_arg_t arg = sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool);
    apr_array_header_t *agreements = apr_array_make(pool, 4, sizeof(void *));
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(agreements, void *) = agreement_of(rows, i, pool);
        if (i + 1 == rows->count || sc_row_number(rows, i, ID) != sc_row_number(rows, i + 1, ID)) {
            add_term(terms, rows, i, agreements);
            apr_array_clear(agreements);
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_terms_read(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **terms)
{
    apr_int64_t last = 0;
    apr_pool_t *batch;
    sc_rows_t *rows;

    *terms = apr_array_make(pool, 16, sizeof(sc_fixed_term_t));
    apr_pool_create(&batch, pool);
    for (;;) {
        const sc_arg_t args[] = {sc_arg_integer(last), sc_arg_integer(BATCH)};

        apr_pool_clear(batch);
        SC_TRY(sc_db_select(db, batch, LIMITED, args, 2, &rows));
        if (rows->count == 0) {
            break;
        }
        last = sc_row_number(rows, rows->count - 1, 0);
        SC_TRY(read_terms_of(db, batch, sc_related_ids(rows, batch), *terms));
    }
    apr_pool_destroy(batch);
    return APR_SUCCESS;
}
