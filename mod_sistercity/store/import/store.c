#include "store/edit/audit.h"
#include "store/import/run.h"
#include "store/query/facets.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <string.h>

static int is_problem(apr_status_t status)
{
    return status == APR_EEXIST || status == APR_ENOENT || status == APR_EBUSY;
}

/* What the database still had to say against a row makes it a finding; the import goes on, to tell
 * them all. */
static apr_status_t conclude(import_run_t *run, import_row_t *row, apr_status_t status,
                             const sc_problems_t *problems)
{
    import_place_t place = import_place_of(row, run->scratch);

    row->is_stored = status == APR_SUCCESS;
    if (is_problem(status) && problems->items->nelts > 0) {
        row->action = IMPORT_REJECT;
        import_report(run, &place, problems);
        return APR_SUCCESS;
    }
    return status;
}

/* Whether the history keeps the change of each item. */
static int is_told(const import_run_t *run)
{
    return run->import->editor && run->import->is_undoable &&
           run->import->mode != SC_IMPORT_REPLACE;
}

/* @param before the stored item; NULL: the record is new */
static apr_status_t write_record(import_run_t *run, void *record, const void *before,
                                 sc_problems_t *problems)
{
    if (is_told(run)) {
        run->editing.pool = run->scratch;
        run->editing.problems = problems;
        return sc_item_put(&run->editing, record, before);
    }
    return before ? sc_write_gather_change(run->bulk, run->scratch, record, before, problems)
                  : sc_write_gather(run->bulk, run->scratch, record, problems);
}

static apr_status_t update_row(import_run_t *run, import_row_t *row)
{
    sc_problems_t *problems = sc_problems_new(run->scratch);
    void *record, *before;
    apr_status_t status = import_row_item(run, row, 1, run->scratch, problems, &before, &record);

    if (status != APR_SUCCESS) {
        return status;
    }
    status = write_record(run, record, before, problems);
    return conclude(run, row, status, problems);
}

/* Whether the list has an item of this import that is not in the database yet. */
static int is_ahead(const import_run_t *run, const sc_field_t *field, const void *record)
{
    const import_collection_t *collection = import_collection_of(run, field->target);
    const apr_array_header_t *slugs = sc_field_list(field, record);

    for (int i = 0; i < SC_COUNT(slugs); i++) {
        const import_row_t *row = apr_hash_get(
            collection->slugs, APR_ARRAY_IDX(slugs, i, const char *), APR_HASH_KEY_STRING);

        if (row && row->action == IMPORT_ADD && !row->is_stored) {
            return 1;
        }
    }
    return 0;
}

/* Lists that refer to items of the same collection (a place's predecessors) need those in the
 * database. Where they come only later, the list is taken out, and the row incomplete. */
static apr_status_t make_way(import_run_t *run, import_row_t *row, void *record,
                             apr_array_header_t *incomplete)
{
    const sc_entity_t *entity = row->table->entity;
    int is_incomplete = 0, follows = 0;

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type != SC_TYPE_REFERENCES || field->target != entity) {
            continue;
        }
        if (is_ahead(run, field, record)) {
            sc_field_set_list(field, record, NULL);
            is_incomplete = 1;
        }
        follows |= sc_field_is_set(field, record);
    }
    if (is_incomplete) {
        APR_ARRAY_PUSH(incomplete, import_row_t *) = row;
    }
    return follows ? sc_bulk_flush(run->bulk) : APR_SUCCESS;
}

static apr_status_t insert_row(import_run_t *run, import_row_t *row, apr_array_header_t *incomplete)
{
    sc_problems_t *problems = sc_problems_new(run->scratch);
    void *record, *before;
    apr_status_t status = import_row_item(run, row, 0, run->scratch, problems, &before, &record);

    if (status == APR_SUCCESS) {
        status = make_way(run, row, record, incomplete);
    }
    if (status == APR_SUCCESS) {
        status = write_record(run, record, NULL, problems);
    }
    return conclude(run, row, status, problems);
}

static apr_status_t complete_rows(import_run_t *run, const apr_array_header_t *incomplete)
{
    apr_status_t status = APR_SUCCESS;

    import_registry_forget(run);
    for (int i = 0; i < incomplete->nelts && status == APR_SUCCESS; i++) {
        import_row_t *row = APR_ARRAY_IDX(incomplete, i, import_row_t *);

        apr_pool_clear(run->scratch);
        if (row->is_stored) {
            status = update_row(run, row);
        }
    }
    return status;
}

static apr_status_t store_table(import_run_t *run, const import_table_t *table,
                                apr_array_header_t *incomplete)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; i < table->order->nelts && status == APR_SUCCESS; i++) {
        import_row_t *row = APR_ARRAY_IDX(table->order, i, import_row_t *);

        apr_pool_clear(run->scratch);
        if (row->action == IMPORT_ADD) {
            status = insert_row(run, row, incomplete);
        }
        else if (row->action == IMPORT_CHANGE) {
            status = update_row(run, row);
        }
        import_progress(run, table);
    }
    return status == APR_SUCCESS ? sc_bulk_flush(run->bulk) : status;
}

/* The import's own row in the history, to which those of its items belong. */
static apr_status_t begin_history(import_run_t *run)
{
    const sc_audit_t audit = {
        .who = run->editing.who, .note = run->editing.note, .action = "import"};

    run->editing.batch = 0;
    if (!run->import->editor || run->import->added + run->import->changed == 0) {
        return APR_SUCCESS;
    }
    return sc_audit_write(run->db, run->scratch, &audit, &run->editing.batch);
}

static apr_status_t end_history(import_run_t *run)
{
    import_count(run);
    if (run->editing.batch) {
        SC_TRY(sc_audit_set_items(run->db, run->scratch, run->editing.batch,
                                  run->import->added + run->import->changed));
    }
    return run->import->settle ? run->import->settle(run->import->baton, run->editing.batch)
                               : APR_SUCCESS;
}

static apr_status_t store_tables(import_run_t *run)
{
    apr_array_header_t *incomplete = apr_array_make(run->pool, 0, sizeof(import_row_t *));
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; i < run->tables->nelts && status == APR_SUCCESS; i++) {
        const import_table_t *table = APR_ARRAY_IDX(run->tables, i, import_table_t *);

        status = store_table(run, table, incomplete);
        if (status == APR_SUCCESS) {
            status = complete_rows(run, incomplete);
        }
        apr_array_clear(incomplete);
    }
    return status;
}

/* What an import that replaces everything leaves, as it has nothing to put there. */
static const sc_entity_t *kept_by(const import_run_t *run)
{
    for (int i = 0; i < run->tables->nelts; i++) {
        if (APR_ARRAY_IDX(run->tables, i, import_table_t *)->entity == SC_SHIPPED) {
            return NULL;
        }
    }
    return SC_SHIPPED;
}

apr_status_t import_store(import_run_t *run)
{
    int has_changes =
        run->import->added + run->import->changed > 0 || run->import->mode == SC_IMPORT_REPLACE;
    int large;

    if (!has_changes) {
        return APR_SUCCESS; /* as on a replica, where nothing may be written */
    }
    SC_TRY(begin_history(run));
    SC_TRY(sc_facets_are_sooner_made_anew(run->db, run->scratch,
                                          run->import->added + run->import->changed, &large));
    large |= run->import->mode == SC_IMPORT_REPLACE;
    SC_TRY(sc_write_begin(run->db, run->scratch));
    if (run->import->mode == SC_IMPORT_REPLACE) {
        SC_TRY(sc_write_clear(run->db, run->scratch, kept_by(run)));
    }
    import_order(run, large);
    run->bulk = run->editing.bulk = sc_bulk_new(run->db, large, run->pool);
    run->editing.departed_of = NULL;
    import_registry_forget(run);
    SC_TRY(store_tables(run));
    SC_TRY(sc_bulk_flush(run->bulk));
    if (large) {
        SC_TRY(sc_write_forget_fates(run->db, run->scratch));
        SC_TRY(run->bulk->is_dirty || run->import->mode == SC_IMPORT_REPLACE
                   ? sc_facets_rebuild(run->db, run->scratch)
                   : sc_facets_update(run->db, run->scratch));
    }
    else {
        SC_TRY(sc_facets_update(run->db, run->scratch));
    }
    SC_TRY(sc_write_end(run->db, run->scratch, has_changes));
    return end_history(run);
}
