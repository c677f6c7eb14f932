#include "store/edit/audit.h"

#include "store/db/sql.h"
#include "store/record/columns.h"
#include "store/record/record_text.h"

/* How many rows are in memory at a time: they may be large. */
#define BATCH 10

/* The tables that keep texts of records. */
static const struct {
    const char *select, *update;
    int texts, lists; /* those of single records, and those of many behind them */
} tables[] = {
    {"SELECT \"id\", \"collection\", \"before\", \"after\", \"belongings\" FROM \"changes\" "
     "WHERE \"id\" > ?",
     "UPDATE \"changes\" SET \"before\" = ?, \"after\" = ?, \"belongings\" = ? WHERE \"id\" = ?", 2,
     1},
    {"SELECT \"id\", \"collection\", \"record\", \"belongings\" FROM \"drafts\" WHERE \"id\" > ?",
     "UPDATE \"drafts\" SET \"record\" = ?, \"belongings\" = ? WHERE \"id\" = ?", 1, 1},
};

/* One change of texts on its way. */
typedef struct changing_t {
    sc_db_t *db;
    sc_texts_change_fn *change;
    const void *baton;
    apr_int64_t *count;
} changing_t;

/* The text of a record as it is to be; the same pointer if nothing changes. */
static const char *record_text(const changing_t *changing, const sc_entity_t *entity,
                               const char *text, apr_pool_t *pool)
{
    void *record = sc_record_from_text(entity, text, pool);
    int count = record ? changing->change(record, changing->baton) : 0;

    *changing->count += count;
    return count ? sc_record_to_text(record, pool) : text;
}

static const char *list_text(const changing_t *changing, const char *text, apr_pool_t *pool)
{
    apr_array_header_t *records = sc_records_from_text(text, pool);
    int count = 0;

    for (int i = 0; i < SC_COUNT(records); i++) {
        count += changing->change(SC_AT(records, i, void), changing->baton);
    }
    *changing->count += count;
    return count ? sc_records_to_text(records, pool) : text;
}

static apr_status_t change_row(const changing_t *changing, int table, const sc_rows_t *rows,
                               int row, apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_columns_entity(rows, row, 1);
    int texts = tables[table].texts, all = texts + tables[table].lists, has_changed = 0;
    sc_arg_t args[4];

    for (int i = 0; i < all; i++) {
        const char *text = sc_row_text(rows, row, i + 2);

        args[i] = sc_arg_text(i < texts ? record_text(changing, entity, text, pool)
                                        : list_text(changing, text, pool));
        has_changed |= args[i].text != text;
    }
    if (!has_changed) {
        return APR_SUCCESS;
    }
    args[all] = sc_arg_integer(sc_row_number(rows, row, 0));
    return sc_db_execute(changing->db, pool, tables[table].update, args, all + 1, NULL);
}

static apr_status_t change_table(const changing_t *changing, int table, const char *condition,
                                 const char *argument, apr_pool_t *pool)
{
    apr_int64_t last = 0;
    sc_rows_t *rows;

    do {
        apr_pool_clear(pool);
        sc_sql_t *sql = sc_sql_new(pool);
        sc_sql_add_arg(sql, tables[table].select, sc_arg_integer(last));
        sc_sql_add(sql, " AND ");
        sc_sql_add_pair(sql, condition, argument, argument);
        sc_sql_add_arg(sql, " ORDER BY \"id\" LIMIT ?", sc_arg_integer(BATCH));
        SC_TRY(sc_sql_select(changing->db, sql, &rows));
        for (int i = 0; i < rows->count; i++) {
            last = sc_row_number(rows, i, 0);
            SC_TRY(change_row(changing, table, rows, i, pool));
        }
    } while (rows->count > 0);
    return APR_SUCCESS;
}

apr_status_t sc_texts_change(sc_db_t *db, apr_pool_t *pool, const sc_texts_t *texts,
                             sc_texts_change_fn *change, const void *baton, apr_int64_t *count)
{
    const changing_t changing = {db, change, baton, count};
    apr_pool_t *page;

    apr_pool_create(&page, pool);
    SC_TRY(change_table(&changing, 0, texts->changes, texts->argument, page));
    SC_TRY(change_table(&changing, 1, texts->drafts, texts->argument, page));
    apr_pool_destroy(page);
    return APR_SUCCESS;
}
