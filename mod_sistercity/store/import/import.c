#include "store/import/import.h"

#include "store/db/db.h"
#include "store/import/run.h"
#include "store/import/wikidata/result.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/** Tells sc_db_transaction() to roll back although nothing failed. */
#define TAKE_BACK APR_OS_START_USERERR

/** What the body of the transaction works on; the counts let it begin anew. */
typedef struct stage_t {
    import_run_t *run;
    int findings;
    apr_int64_t finding_count, error_count;
} stage_t;

static int may_store(const import_run_t *run)
{
    return !run->import->dry_run && (run->import->keep_good || run->import->error_count == 0);
}

static apr_status_t examine_and_store(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    stage_t *stage = baton;
    import_run_t *run = stage->run;

    (void)db;
    (void)pool;
    run->done = 0;
    run->import->findings->nelts = stage->findings;
    run->import->finding_count = stage->finding_count;
    run->import->error_count = stage->error_count;
    apr_status_t status = import_examine(run);
    import_count(run);
    run->import->is_outdated = run->import->expected && run->import->expected != run->import->seen;
    if (status == APR_SUCCESS && run->import->is_outdated) {
        return TAKE_BACK;
    }
    if (status == APR_SUCCESS && may_store(run)) {
        status = import_store(run);
    }
    return status == APR_SUCCESS && !may_store(run) ? TAKE_BACK : status;
}

static apr_status_t run_stages(import_run_t *run)
{
    stage_t stage = {run, run->import->findings->nelts, run->import->finding_count,
                     run->import->error_count};
    apr_int64_t before;
    apr_status_t status;

    /* A trial only reads: it need not keep others from writing. */
    if (run->import->dry_run) {
        status = examine_and_store(run->db, run->pool, &stage);
    }
    else {
        sc_cache_size_raise(run->db, run->pool, run->row_count, &before);
        status = sc_db_transaction(run->db, run->pool, examine_and_store, &stage);
        sc_cache_size_restore(run->db, run->pool, before);
    }
    run->import->is_stored = status == APR_SUCCESS && run->import->added + run->import->changed > 0;
    run->import->change = run->import->is_stored ? run->editing.batch : 0;
    return status == TAKE_BACK ? APR_SUCCESS : status;
}

/* Referred-to before referring, as sc_entities has it; files of one collection stay as given. */
static void sort_tables(import_run_t *run)
{
    import_table_t **tables = (import_table_t **)run->tables->elts;
    int j;

    for (int i = 1; i < run->tables->nelts; i++) {
        import_table_t *table = tables[i];

        for (j = i; j > 0 && import_collection_of(run, tables[j - 1]->entity) >
                                 import_collection_of(run, table->entity);
             j--) {
            tables[j] = tables[j - 1];
        }
        tables[j] = table;
    }
}

static import_collection_t *make_collections(apr_pool_t *pool)
{
    import_collection_t *collections;
    int count = 0;

    while (sc_entities[count]) {
        count++;
    }
    collections = apr_pcalloc(pool, count * sizeof(*collections));
    for (int i = 0; i < count; i++) {
        collections[i].entity = sc_entities[i];
        collections[i].lookup =
            apr_psprintf(pool, "SELECT id FROM %s WHERE slug = ?", sc_entities[i]->collection);
    }
    return collections;
}

static apr_status_t run_create(import_run_t *run, sc_db_t *db, apr_pool_t *pool,
                               sc_import_t *import)
{
    memset(run, 0, sizeof(*run));
    run->import = import;
    run->db = db;
    run->pool = pool;
    run->tables = apr_array_make(pool, 8, sizeof(import_table_t *));
    run->collections = make_collections(pool);
    import->findings = apr_array_make(pool, 16, sizeof(sc_finding_t));
    import->finding_count = import->error_count = 0;
    import->is_stored = 0;
    import->change = 0;
    run->editing.db = db;
    run->editing.out = &run->edited;
    if (import->editor) {
        sc_edit_begin(&run->editing, import->editor);
    }
    return apr_pool_create(&run->scratch, pool);
}

static apr_status_t check_importer(const sc_editor_t *editor, apr_pool_t *pool)
{
    return editor->role < SC_ROLE_ADMIN ? APR_EACCES
                                        : sc_edit_check_editor(editor, sc_problems_new(pool));
}

apr_status_t import_start(import_run_t *run, sc_db_t *db, apr_pool_t *pool, sc_import_t *import)
{
    SC_TRY(run_create(run, db, pool, import));
    if (import->editor) {
        SC_TRY(check_importer(import->editor, pool));
    }
    return import_registry_open(run);
}

/* The item as the row would leave it, in the pool of the import. */
static apr_status_t add_item(import_run_t *run, import_row_t *row)
{
    sc_import_t *import = run->import;
    void *before, *after;

    if ((row->action != IMPORT_ADD && row->action != IMPORT_CHANGE) ||
        import->items->nelts == import->item_limit) {
        return APR_SUCCESS;
    }
    apr_status_t status = import_row_item(run, row, row->action == IMPORT_CHANGE, run->pool,
                                          sc_problems_new(run->scratch), &before, &after);
    if (status == APR_SUCCESS) {
        APR_ARRAY_PUSH(import->items, sc_import_item_t) = (sc_import_item_t){before, after};
    }
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

static apr_status_t make_preview(import_run_t *run)
{
    run->import->items =
        apr_array_make(run->pool, run->import->item_limit, sizeof(sc_import_item_t));
    return import_each_row(run, add_item);
}

/* What is done with the tables once they have been read. */
static apr_status_t run_finish(import_run_t *run)
{
    sc_import_t *import = run->import;

    sort_tables(run);
    run->total = run->row_count * (import->dry_run ? 1 : 2);
    if (import->progress) {
        import->progress(import->baton, "", 0, run->total);
    }
    apr_status_t status = run_stages(run);
    if (status == APR_SUCCESS && import->item_limit) {
        status = make_preview(run);
    }
    import_sort_findings(import);
    apr_pool_destroy(run->scratch);
    return status;
}

apr_status_t sc_import_files(sc_db_t *db, apr_pool_t *pool, const apr_array_header_t *paths,
                             sc_import_t *import)
{
    import_run_t run;

    SC_TRY(import_start(&run, db, pool, import));
    for (int i = 0; i < paths->nelts; i++) {
        import_read_path(&run, APR_ARRAY_IDX(paths, i, const char *));
    }
    return run_finish(&run);
}

apr_status_t sc_import_wikidata(sc_db_t *db, apr_pool_t *pool, const char *path,
                                sc_import_t *import)
{
    import_run_t run;
    apr_size_t length;
    char *bytes;

    SC_TRY(import_read_whole(path, pool, &bytes, &length));
    SC_TRY(import_start(&run, db, pool, import));
    SC_TRY(import_read_wikidata(&run, path, bytes, length));
    return run_finish(&run);
}

apr_status_t sc_import_text(sc_db_t *db, apr_pool_t *pool, const sc_import_text_t *text,
                            sc_import_t *import)
{
    import_run_t run;
    apr_status_t status = import_start(&run, db, pool, import);

    if (status == APR_SUCCESS && text->is_wikidata) {
        status = import_read_wikidata(&run, text->name, text->bytes, text->length);
    }
    else if (status == APR_SUCCESS && text->is_json) {
        import_read_json_text(&run, text);
    }
    else if (status == APR_SUCCESS) {
        status = import_read_csv_text(&run, text, text->plan ? text->plan->shape : import->shape);
    }
    return status == APR_SUCCESS ? run_finish(&run) : status;
}

int sc_import_is_wikidata(const char *bytes, apr_size_t length, apr_pool_t *pool)
{
    return wikidata_is_result(bytes, length, pool);
}
